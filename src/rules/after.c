/* after.c — see after.h. */
#include "rules/after.h"

#include "rules/readiness.h"

static const struct str origin_keys[] = { [AFTER_PLAN] = S_INIT("plan"), [AFTER_PROGRAMME] = S_INIT("programme"), [AFTER_AGAIN] = S_INIT("judged again") };
const struct key_list after_origins = { origin_keys, (int)COUNT_OF(origin_keys) };

bool after_may_have(enum role role)
{
	return role == ROLE_ECSW || role == ROLE_ASSESSOR || role == ROLE_COORDINATOR;
}

struct date after_plan_due(struct date by, struct date issued)
{
	struct date least = working_day_after(issued, AFTER_LEAST_DAYS);

	return date_is_none(by) || date_cmp(by, least) < 0 ? least : by;
}

enum after_tell after_tells(enum role role, struct date due, struct date today, int above_days)
{
	if (date_is_none(due) || date_cmp(today, date_plus(due, -AFTER_SOON_DAYS)) < 0)
		return AFTER_QUIET;
	if (date_cmp(today, due) <= 0)
		return AFTER_SOON;
	return role != ROLE_ECSW && date_cmp(working_day_after(due, above_days), today) < 0 ? AFTER_ABOVE : AFTER_LATE;
}
