/* profile.h — role profiles: how a kind of job meets a framework, and the states of a profile. Pure.
 *
 * Every statement is core; only exceptions are entered. A profile leans a framework, never hollows it: at least one
 * statement of each outcome stays something to do (core, adapted or arranged). Nothing here is a reason to sample anybody.
 *
 *     n = profile_problems(a, fw, lines, lines_n, problems);    0: may be asked to be approved
 *     enum profile_state next = profile_next(PROFILE_ASKED, PROFILE_APPROVE);   PROFILE_NONE: not from there
 */
#ifndef RULES_PROFILE_H
#define RULES_PROFILE_H

#include "rules/framework.h"
#include "rules/words.h"

/* How a statement is met. Core is never a line of its own. */
enum profile_way { WAY_CORE = 0, WAY_ADAPTED = 1, WAY_ARRANGED = 2, WAY_NOT_APPLICABLE = 3, WAY_END };
extern const struct key_list profile_ways;

/* One exception. Text is trimmed and within its form's maximum. */
struct profile_line {
	int32_t position;       /* of the statement among linkable items */
	enum profile_way way;
	struct str guidance;    /* adapted: how it is met in this job */
	struct str reason;      /* not applicable: why */
	int64_t partner;        /* arranged: the organisation; 0 for none */
	bool partner_involved;  /* that organisation has, or has not said it has not, a part in the cases (ASKS C17) */
	struct date from, to;   /* arranged: first and last day, DATE_NONE while not said */
};

enum profile_problem {
	PROFILE_NO_SUCH_STATEMENT = 1, /* out of range, or a line that says core */
	PROFILE_TWICE,                 /* the statement has a line already */
	PROFILE_NO_GUIDANCE,
	PROFILE_NO_REASON,
	PROFILE_NO_PARTNER,
	PROFILE_PARTNER_INVOLVED,
	PROFILE_NO_DATES,
	PROFILE_DATES_BACKWARDS,
	PROFILE_OUTCOME_EMPTY,         /* every statement of the outcome is not applicable; `at` is the outcome's item */
};
/* What is wrong, and where: the line's number, but for PROFILE_OUTCOME_EMPTY the outcome's index in fw->items. */
struct profile_finding {
	enum profile_problem what;
	int32_t at;
};
/* profile_problems — what keeps a profile from being asked to be approved, in the order of the lines, then the framework.
 * ret has room for lines_n + fw->outcomes_n. One finding a line: its first. A line that is wrong in itself still counts
 * towards an empty outcome. Returns how many. */
size_t profile_problems(struct arena *a, const struct framework *fw, const struct profile_line *lines, size_t lines_n,
                        struct profile_finding *ret);

enum profile_act { PROFILE_ASK = 1, PROFILE_APPROVE, PROFILE_RETURN, PROFILE_PUBLISH, PROFILE_REPLACE, PROFILE_ACTS };
extern const struct key_list profile_states;
/* profile_next — the state an act leads to, or PROFILE_NONE where it may not be done. */
enum profile_state profile_next(enum profile_state from, enum profile_act act);
/* profile_is_open — may its lines be written? */
static inline bool profile_is_open(enum profile_state s) { return s == PROFILE_DRAFT || s == PROFILE_RETURNED; }

#endif
