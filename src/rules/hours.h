/* hours.h — hours as a share of full time, and the periods that the dates of an induction are reckoned from. */
#ifndef RULES_HOURS_H
#define RULES_HOURS_H

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

/* hours_share — hours a week as thousandths of the employer's full week, rounded; both in hundredths of an hour. */
int hours_share(int64_t hours, int64_t full_week);
/* hours_parse — "22.2", "37", "22,5" as hundredths of an hour, rounded; false unless it is more than 0 and at most 60. */
bool hours_parse(struct str s, int64_t *ret);

#endif
