/* succession.h — organisations that merge or split: inside the feature. Pages are in succession_pages.c. */
#ifndef APP_ORGANISATION_SUCCESSION_H
#define APP_ORGANISATION_SUCCESSION_H

#include "app/organisation/organisation_inside.h"
#include "succession.sql.h"

enum rc succession_read(struct ctx *cx, int64_t succession, struct succession_parts_rows *ret);
/* succession_closes — the organisation has no part that stays itself. */
bool succession_closes(const struct succession_parts_rows *parts, int64_t organisation);

/* What is in the way, one sentence each. */
struct succession_problems {
	struct str v[24];
	size_t n;
};
enum rc succession_check(struct ctx *cx, int64_t succession, const struct succession_parts_rows *parts, struct date on,
                         struct succession_problems *ret);
/* succession_do — moves everything, in this transaction. The parts have been checked in it. */
enum rc succession_do(struct ctx *cx, const struct succession *s, const struct succession_parts_rows *parts);

#endif
