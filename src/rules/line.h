/* line.h — one induction as a line: the stretches it is made of, its marks, and where somebody stands today.
 *
 * What the timeline of a cohort draws and says follows from the dates of rules/calendar.h and the reviews of rules/reviews.h by
 * these functions alone. In a pause nothing is late. Nothing here knows why somebody is away.
 *
 * Pure; nothing is kept and nothing is allocated.
 */
#ifndef RULES_LINE_H
#define RULES_LINE_H

#include "rules/calendar.h"
#include "rules/reviews.h"

enum { LINE_STRETCHES_MAX = 2 * (CALENDAR_PAUSES_MAX + CALENDAR_HOURS_MAX) + 4 };

/* Days from `from` to the day before `to`. */
enum line_time { LINE_SERVED, LINE_TO_COME, LINE_STOPPED };
struct line_stretch {
	struct date from, to;
	enum line_time time;
	bool part_time;              /* never of one that is stopped */
};
/* line_stretches — an induction from its start to its latest end in the order of its days, none empty and none alike side by
 * side; fewer than LINE_STRETCHES_MAX. `end`: the latest end, DATE_NONE while nobody can say: then the line goes until today, or
 * until the last pause begins if that is later. Returns how many. */
int line_stretches(const struct calendar_facts *f, struct date end, struct date today, struct line_stretch *ret);

/* What stands on the line at the day of a review. */
enum line_mark { LINE_DONE = 0, LINE_LATE, LINE_NEXT, LINE_LATER, LINE_NOT_HERE, LINE_MARK_END };
extern const struct key_list line_marks;
struct line_review {
	bool here;                   /* Cairn has one; otherwise it is a day of the calendar and no more */
	enum review_state state;
	struct date on;              /* held, planned or due, whichever is known last; DATE_NONE: nobody can say */
	struct review_waits waits;
};
/* line_mark_of — by itself: a day to come is LINE_LATER, and the first of those is LINE_NEXT (line_next). One that was held is done,
 * and late while a signature is. A day of the calendar that is past without a review here is not recorded, neither done nor late. */
enum line_mark line_mark_of(const struct line_review *r, struct date today);
/* line_next — the index of the mark that comes next: not held, not late, with a day from today on; the first such day. -1: none. */
int line_next(const struct line_review *r, int n, struct date today);

/* Where somebody stands: the first of these that is so. */
enum line_standing { LINE_ON_COURSE = 0, LINE_NEEDS_PLAN, LINE_IS_LATE, LINE_PAUSED, LINE_STANDING_END };
extern const struct key_list line_standings;
struct line_facts {
	bool paused;                 /* the clock is stopped today */
	bool has_late;               /* a review is */
	bool has_assessor, has_supervisor;
};
enum line_standing line_standing_of(const struct line_facts *f);

/* line_thousandth — where a day stands between two others, in thousandths; before the first is 0, after the last 1000. */
int line_thousandth(struct date from, struct date to, struct date day);

#endif
