/* support.h — protected time and workload: what a programme promises by stage, what an employer may vary, and what of it is owed.
 *
 * Nobody has to answer anything: a week without an answer is unknown and counts for nothing, for nobody. Whoever owes is told by Cairn:
 * the practice supervisor first; what is not put right within the programme's days, the employer's coordinators. Pure.
 *
 *     const struct support_stage *s = support_stage_of(&rules, calendar_month(&facts, today) - 1);
 *     support_owed_of(&rules, &f, owed);
 */
#ifndef RULES_SUPPORT_H
#define RULES_SUPPORT_H

#include "rules/returning.h"

enum { SUPPORT_STAGES_MAX = 6, SUPPORT_PROMISES_MAX = 8, SUPPORT_PROMISE_TEXT = 200, SUPPORT_WEEKS = 8, SUPPORT_PLAN_DAYS = 14,
	   SUPPORT_REMIND_DAYS = 7 };

/* From this month of the programme on (0: the start). */
struct support_stage {
	int from_month, percent, cases; /* percent of working time, at least; cases, at most */
};
/* What a programme says of support; a programme that says nothing has no stages, and nothing of it is asked for. */
struct support_rules {
	struct support_stage stages[SUPPORT_STAGES_MAX];
	int stages_n;
	int given_percent;           /* of the weeks that were answered: so much of the time counts as given */
	int least_weeks;             /* fewer answers than that say nothing */
	int above_days;              /* after so many days it goes above */
	struct returning_rules returning;
	/* What each promises in the agreement about support and assessment, by role: ECSW, supervisor, assessor, coordinator. */
	struct str promises[ROLE_COORDINATOR + 1][SUPPORT_PROMISES_MAX];
	int promises_n[ROLE_COORDINATOR + 1];
};
extern const struct support_rules support_rules_usual;
/* support_rules_wrong — as a sentence's end ("must be …"); NULL for nothing. */
const char *support_rules_wrong(const struct support_rules *r);
/* support_stage_of — by months that are over; NULL where there is none. */
const struct support_stage *support_stage_of(const struct support_rules *r, int months_over);
/* support_is_less — would the person be given less than the programme says? An employer may only give more. */
static inline bool support_is_less(const struct support_stage *s, int percent, int cases) { return percent < s->percent || cases > s->cases; }

/* Stored; keys yes, some, no. */
enum time_answer { TIME_YES = 1, TIME_SOME = 2, TIME_NO = 3, TIME_END };
extern const struct key_list time_answers;
/* support_week — the Monday of a day's week. support_month — the first of a day's month. */
struct date support_week(struct date d);
struct date support_month(struct date d);

struct time_weeks {
	int yes, some, no, unknown;
};
static inline int time_answered(const struct time_weeks *w) { return w->yes + w->some + w->no; }
/* time_is_given — of the weeks that were answered, enough had it; half counts for “some”. True where too few were answered to say:
 * what is unknown is not held against anybody. */
bool time_is_given(const struct support_rules *r, const struct time_weeks *w);

/* What can be owed. Stored. */
enum support_owed { SUPPORT_PLAN = 1, SUPPORT_CASES = 2, SUPPORT_SHORT = 3, SUPPORT_OVER = 4, SUPPORT_OWED_END };
extern const struct key_list support_owed_keys;
struct support_facts {
	struct date today;
	bool paused, planned;        /* planned: for the stage of today */
	struct date stage_since;     /* the first day of that stage, never before the induction began */
	struct time_weeks weeks;     /* of the last SUPPORT_WEEKS whole weeks */
	struct date month_due;       /* the first of the month whose cases are to be entered; DATE_NONE for none yet */
	bool month_entered;
	int cases, agreed;           /* of the last month that was entered; cases -1 for none */
	struct date cases_on;        /* when it was entered */
};
/* support_owed_of — by enum support_owed: since when each is owed; DATE_NONE for not. Nothing is while the clock is stopped. */
void support_owed_of(const struct support_rules *r, const struct support_facts *f, struct date ret[SUPPORT_OWED_END]);

#endif
