/* returning.h — coming back after a pause: for which pause a return plan is asked for, from when, by when, and whom it waits for.
 *
 * The plan is owed to the person by their practice supervisor, who writes it with them; both confirm. Nobody is asked before the
 * return is near, and nothing here knows why somebody was away, or counts against them. Pure.
 *
 *     int at = returning_from(&returning_rules_usual, pauses, n, today);
 *     if (at >= 0) { struct returning_dates d = returning_dates(&returning_rules_usual, pauses[at].ends); … }
 */
#ifndef RULES_RETURNING_H
#define RULES_RETURNING_H

#include "rules/hours.h"
#include "rules/words.h"

enum { RETURNING_SETTLED_DAYS = 91, RETURNING_REMIND_DAYS = 7, RETURNING_REMIND_MOST_DAYS = 42 };

/* What a programme says of it. */
struct returning_rules {
	int least_days;              /* a pause of fewer days has no plan */
	int before_days;             /* it is asked for so many days before the first day back */
	int within_days;             /* and is to be confirmed within so many days after it */
	int above_days;              /* later than that by so many days, the employer's coordinators are told */
};
extern const struct returning_rules returning_rules_usual;
/* returning_rules_wrong — as a sentence's end ("must be …"); NULL for nothing. */
const char *returning_rules_wrong(const struct returning_rules *r);

struct returning_dates {
	struct date back;            /* the first day after the pause */
	struct date opens, by, above;
};
/* returning_dates — of a pause with that last day; all DATE_NONE for DATE_NONE. */
struct returning_dates returning_dates(const struct returning_rules *r, struct date ends);
/* returning_from — the pause a plan is asked for today: the latest that is long enough, has a last day, and whose return is near or was no
 * longer ago than RETURNING_SETTLED_DAYS. -1 for none. */
int returning_from(const struct returning_rules *r, const struct pause_span *pauses, size_t n, struct date today);
/* returning_same — the pause a plan of these dates goes with now that it may have been corrected: one that has a day in common. -1 for
 * none. `ends` may be DATE_NONE. */
int returning_same(const struct pause_span *pauses, size_t n, struct date starts, struct date ends);

/* A plan as it stands. */
struct returning_facts {
	bool written, by_ecsw, by_supervisor; /* confirmed by each, as it is now */
	struct date opens, by, reminded; /* opens, by: DATE_NONE while nobody can say */
	struct date above_told;      /* DATE_NONE for not yet */
};
enum returning_waits { RETURNING_NOTHING, RETURNING_TO_WRITE, RETURNING_TO_CONFIRM };
struct returning_stand {
	enum returning_waits waits;
	bool with_ecsw, with_supervisor;
	int days_late;               /* of who owes it; 0 before its day */
	bool remind, tell_above;
};
/* returning_stand — nothing waits before the plan is asked for. Reminded once a week, for six weeks at most. */
struct returning_stand returning_stand(const struct returning_facts *f, const struct returning_rules *r, struct date today);

#endif
