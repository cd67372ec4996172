/* after.h — what follows an outcome (C14): guidance, and steps with a day and whose they are.
 *
 * A programme says what follows each outcome; the plan of a “does not yet meet” adds its own lines. Both become steps when the outcome is
 * issued, and stand as long as it does. That a step is done is no judgement, and that it is late counts for nothing: whoever has it is
 * reminded some days before and once after, and later those above them are told. Nobody is above the ECSW: what is theirs stays theirs.
 *
 *     due = after_plan_due(by, issued);
 *     if (after_tells(role, due, today, rules->above_days) > told) …
 *
 * Pure.
 */
#ifndef RULES_AFTER_H
#define RULES_AFTER_H

#include "base/time.h"
#include "rules/decision.h"

enum {
	AFTER_STEPS_MAX = 8,         /* of one outcome, in a programme */
	AFTER_GUIDANCE_MAX = 8,
	AFTER_DAYS_MAX = 366,
	AFTER_SOON_DAYS = 7,         /* before its day somebody is reminded */
	AFTER_LEAST_DAYS = 10,       /* working days that a line of a plan leaves after the outcome was issued */
};

/* What a programme says of one outcome. */
struct after_step {
	struct str what;
	enum role role;              /* ECSW, practice assessor or coordinator: a supervisor reads no outcome */
	int days;                    /* from the day it is issued, 1 to AFTER_DAYS_MAX */
};
struct after_rules {
	struct {
		struct str guidance[AFTER_GUIDANCE_MAX];
		int guidance_n;
		struct after_step steps[AFTER_STEPS_MAX];
		int steps_n;
	} of[JUDGEMENT_END];
};

/* Where a step comes from. Stored. */
enum after_origin { AFTER_PLAN = 1, AFTER_PROGRAMME = 2, AFTER_AGAIN = 3 /* to be judged again, by the day the plan says */ };
/* after_may_have — may a step be theirs? */
bool after_may_have(enum role role);

/* after_plan_due — the day of a line of a plan. A plan is written weeks before it is issued: whose day has gone by, or comes sooner than
 * AFTER_LEAST_DAYS working days after that, has until then. */
struct date after_plan_due(struct date by, struct date issued);

/* How far telling of one has come. Stored: never renumber. */
enum after_tell { AFTER_QUIET = 0, AFTER_SOON = 1, AFTER_LATE = 2, AFTER_ABOVE = 3 };
/* after_tells — what there is to say of a step that is not done. `above_days`: working days after its own day, from the programme. */
enum after_tell after_tells(enum role role, struct date due, struct date today, int above_days);

extern const struct key_list after_origins;

#endif
