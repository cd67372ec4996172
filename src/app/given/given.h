/* given.h — time given back: one's own page, the sums for a department and for coordinators, and what happens at night.
 *
 * What is noted and what follows from it is in rules/given.h, the noting in web/given_book.h. Nobody reads anybody else's
 * minutes: the page is one's own, and what leaves a programme are quarters over ten people and more.
 */
#ifndef APP_GIVEN_GIVEN_H
#define APP_GIVEN_GIVEN_H

#include "web/jobs.h"

handler_fn given_show, given_choose; /* one's own, and whether it is measured at all */
extern const struct form given_form;
handler_fn given_sums, given_sums_csv; /* by programme, role and task */

/* given_night — minutes up to the end of yesterday (UTC) become goes, and are deleted. Safe to repeat. */
job_fn given_night;

#endif
