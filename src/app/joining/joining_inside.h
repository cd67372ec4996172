/* joining_inside.h — what the parts of this feature know of each other. */
#ifndef APP_JOINING_JOINING_INSIDE_H
#define APP_JOINING_JOINING_INSIDE_H

#include "app/joining/joining.h"
#include "joining.sql.h"

/* The answers of the loaded joining, and the way they give through its programme's table. */
struct check {
	struct joining_answers_rows rows;
	struct eligibility_path path;
};
enum rc check_read(struct ctx *cx, const struct joining *j, struct check *ret);
/* eligibility_word — a heading for what it came to. */
enum word eligibility_word(enum eligibility outcome);

/* What starting wants, checked; in joining_start.c. */
struct joining_start {
	struct date starts;
	int64_t hours, full_week; /* hundredths */
	struct str team, intake;
};

#endif
