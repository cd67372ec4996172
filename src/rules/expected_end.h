/* expected_end.h — when an induction ends, and why: arithmetic that a person can check.
 *
 * The end is the latest date. Somebody may be ready before it: from the programme's whole length in calendar months after
 * the start, whatever leave and part-time there was. Part-time counts in proportion where the programme says so; a pause
 * stops the clock; an extension adds days.
 */
#ifndef RULES_EXPECTED_END_H
#define RULES_EXPECTED_END_H

#include "base/time.h"

enum { FULL_TIME = 1000 }; /* thousandths */

/* A period, both days in it. ends: DATE_NONE while it is open. */
struct hours_span {
	struct date starts, ends;
	int share;                 /* of full time, in thousandths: 1 to FULL_TIME; more counts as full time */
};
struct pause_span {
	struct date starts, ends;
};
struct end_facts {
	struct date starts;
	int months;                /* of the programme */
	bool in_proportion;        /* part-time makes it longer (programme) */
	const struct hours_span *hours; /* oldest first, none overlapping; a day outside them is full-time */
	int hours_n;
	const struct pause_span *pauses;
	int pauses_n;
	int extension_days;        /* agreed in all */
};
enum { END_PARTS_MAX = 16 };
struct expected_end {
	struct date ready_from;    /* whole calendar months after the start */
	struct date latest;        /* DATE_NONE: nobody can say, a pause has no end yet */
	int paused_days;           /* before `latest` */
	int extension_days;
	int parts_n;               /* stretches of part-time work that made it later */
	struct hours_span parts[END_PARTS_MAX];
};
struct expected_end expected_end(const struct end_facts *f);

/* hours_share — hours a week as thousandths of the employer's full week, rounded; both in hundredths of an hour. */
int hours_share(int64_t hours, int64_t full_week);
/* hours_parse — "22.2", "37", "22,5" as hundredths of an hour, rounded; false unless it is more than 0 and at most 60. */
bool hours_parse(struct str s, int64_t *ret);

#endif
