/* cohort.h — those who arrange and oversee: a coordinator's cohort, one person's page, the national picture.
 *
 * All of it is read from the stored summaries and from dates; nobody's writing is. Nothing here adds people up to one
 * number, ranks them or compares them.
 */
#ifndef APP_COHORT_COHORT_H
#define APP_COHORT_COHORT_H

#include "app/objects.h"

handler_fn cohort_show, cohort_csv;
handler_fn timeline_show, timeline_csv; /* who is where, what is late, what is coming: a coordinator's, a supervisor's, an assessor's people */
handler_fn national_show, national_statements, national_statements_csv;
handler_fn person_show;     /* one induction: dates, people, outcomes, pieces by title */
handler_fn person_events;   /* what happened when */
handler_fn inductions_list; /* JSON: the inductions the reader may see */

#endif
