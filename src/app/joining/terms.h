/* terms.h — hours, funding and the end of one induction, read and said. */
#ifndef APP_JOINING_TERMS_H
#define APP_JOINING_TERMS_H

#include "app/calendar/calendar.h"
#include "app/joining/joining_inside.h"
#include "terms.sql.h"

struct terms {
	const struct programme *programme;
	struct terms_facts_row facts;
	struct hours_of_rows hours;     /* with those that were replaced */
	struct funding_of_rows funding;
	struct pauses pauses;
	struct extensions extensions;
	struct calendar_facts dates;    /* hours and pauses that stand, and the programme's rules */
	struct calendar calendar;
};
enum rc terms_read(struct ctx *cx, int64_t induction, struct terms *ret);
/* The last row of each, replaced or not: what an edit was based on. 0 for none. */
int64_t hours_version(const struct terms *t);
int64_t funding_version(const struct terms *t);
/* What stands on a day; NULL for nothing said. */
const struct hours_of_row *hours_on(const struct terms *t, struct date d);
const struct funding_of_row *funding_on(const struct terms *t, struct date d);
enum word funding_reason_word(int64_t reason);

#endif
