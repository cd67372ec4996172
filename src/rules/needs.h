/* needs.h — what a coordinator has to see to: one line a thing, with who has it and why. Each is worked out on the day from
 * facts; none is stored, none is a score, and none says anything of a person's practice.
 */
#ifndef RULES_NEEDS_H
#define RULES_NEEDS_H

#include "base/time.h"
#include "rules/words.h"

enum need {
	NEED_ANSWER_LATE = 0, /* a piece has waited longer than the programme promises: the assessor */
	NEED_QUESTION_OLD,    /* an assessor's question has waited more than 10 working days: the ECSW */
	NEED_NO_ASSESSOR,     /* nobody assesses today: the coordinator */
	NEED_NO_SUPERVISOR,   /* nobody supervises today: the coordinator */
	NEED_NOTHING_SHARED,  /* nothing shared for six weeks: the supervisor is asked how it is going */
	NEED_END,
};
enum standing { STANDING_ON_COURSE = 0, STANDING_PLAN = 1, STANDING_LATE = 2, STANDING_END };

enum { QUESTION_DAYS = 10, SILENT_WEEKS = 6 };

/* Facts of one open induction. DATE_NONE where there is nothing. */
struct need_facts {
	struct date starts;
	struct date waiting_since; /* of the piece that has waited longest */
	struct date asked_since;   /* of the question that has waited longest */
	struct date last_shared;
	bool has_assessor, has_supervisor;
	bool paused;               /* the clock is stopped: nothing is asked of the ECSW */
	struct date back;          /* the first day after the last pause; DATE_NONE for none */
	int answer_days;
};
/* What there is to do about one person, in the order above. */
struct needs {
	struct {
		enum need need;
		int amount; /* working days over, working days asked, weeks of silence; 0 otherwise */
	} v[NEED_END];
	int n;
};
struct needs needs_of(const struct need_facts *f, struct date today);
/* standing_of — late when a promised date has passed, a plan when something is to arrange (a question has no date), on
 * course otherwise. */
enum standing need_standing(enum need need);
enum standing standing_of(const struct needs *n);

/* small_numbers_hide — which of n counts of people may not be shown: any below 5 but zero, and, since the whole is known,
 * one more where a single one would be left to work out. */
enum { SMALL_NUMBER = 5 };
void small_numbers_hide(const int64_t *counts, int n, bool *ret_hidden);

#endif
