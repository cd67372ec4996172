/* store.h — frameworks in the database. A version's document is its CASE 1.1 package; framework_item holds what links
 * point at. Published versions never change; framework_get (app/objects.h) keeps them in the worker's memory. */
#ifndef APP_FRAMEWORK_STORE_H
#define APP_FRAMEWORK_STORE_H

#include "app/objects.h"

/* framework_store — a new draft version from an arranged model, inside a write transaction, with its event. slug names the
 * framework for programmes (empty: none). *ret_id is the row, *ret_uuid the version's id. */
enum rc framework_store(struct ctx *cx, const struct framework *fw, struct str slug, int64_t *ret_id,
                        struct uuid *ret_uuid);
/* framework_do_publish — draft to published. CONFLICT when it is no draft or is open for comments, DENIED when the publisher also imported it and
 * `sole_operator` is false (two people, or one who says so and is recorded). in_force may be DATE_NONE: at once. */
enum rc framework_do_publish(struct ctx *cx, int64_t id, struct uuid uuid, bool sole_operator, struct date in_force);
enum rc framework_do_withdraw(struct ctx *cx, int64_t id, struct uuid uuid);
/* framework_copy — the whole model in another arena, arranged again: what was only needed to read it can then be freed. */
enum rc framework_copy(struct arena *a, const struct framework *fw, struct framework **ret);

#endif
