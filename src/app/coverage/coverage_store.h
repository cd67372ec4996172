/* coverage_store.h — the stored summary of an induction's links: written whenever a link or its piece changes, in that
 * transaction; read by every page that shows coverage. `cairn check` recomputes and compares (coverage_verify). */
#ifndef APP_COVERAGE_COVERAGE_STORE_H
#define APP_COVERAGE_COVERAGE_STORE_H

#include "app/objects.h"

/* coverage_refresh — adds up all links of one induction and stores the result. In a write transaction. */
enum rc coverage_refresh(struct ctx *cx, int64_t induction, const struct framework_version *v);
/* coverage_add_piece — the same result when one piece has just come in that counted for nothing before: adds only its links to
 * what is stored, so that handing in costs the same with 10 pieces and with 600. In a write transaction. */
enum rc coverage_add_piece(struct ctx *cx, int64_t induction, const struct framework_version *v, int64_t evidence);
/* coverage_load — the stored summary, with what the role profile of the loaded induction says laid over it (coverage_lay); an induction
 * without one has nothing yet. FAULT when it does not fit. */
enum rc coverage_load(struct ctx *cx, int64_t induction, const struct framework_version *v, struct coverage *ret);
/* coverage_fill_briefs — makes the briefs (coverage_encode_brief) that are missing beside summaries stored by an older Cairn, at
 * most `limit` of them; *ret_filled is how many it made, 0 when none is missing any more. In a write transaction. */
enum rc coverage_fill_briefs(struct ctx *cx, int limit, int64_t *ret_filled);
/* coverage_from_links — the same added up from all links now, as coverage_refresh does; nothing is stored. */
enum rc coverage_from_links(struct ctx *cx, int64_t induction, const struct framework_version *v, struct coverage *ret);
/* coverage_verify — compares every stored summary with its links; counts those that differ, and puts them right when
 * `rebuild`. For `cairn check`. Needs a write transaction with `rebuild`. */
enum rc coverage_verify(struct ctx *cx, bool rebuild, int64_t *ret_checked, int64_t *ret_wrong);

#endif
