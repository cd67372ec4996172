/* cohort.h — those who arrange and oversee: a coordinator's cohort, one person's page, the national picture.
 *
 * All of it is read from the stored summaries and from dates; nobody's writing is. Nothing here adds people up to one
 * number, ranks them or compares them.
 */
#ifndef APP_COHORT_COHORT_H
#define APP_COHORT_COHORT_H

#include "app/objects.h"
#include "rules/calendar.h"

handler_fn cohort_show, cohort_csv;
handler_fn timeline_show, timeline_csv; /* who is where, what is late, what is coming: a coordinator's, a supervisor's, an assessor's people */
/* One thing for several of a coordinator's people: chosen on the timeline, shown, then done. */
handler_fn several_show, several_do;
extern const struct form several_form;
handler_fn national_show, national_statements, national_statements_csv;
handler_fn person_show;     /* one induction: dates, people, outcomes, pieces by title */
handler_fn person_events;   /* what happened when */
handler_fn inductions_list; /* JSON: the inductions the reader may see */

/* The dates of one induction, for a calendar: as the timeline reads them. They live until the call has returned. */
enum { COHORT_REVIEWS_MAX = 60 };
struct cohort_review {
	struct uuid id;              /* none for a point that nothing was prepared for */
	int month;                   /* 0: between two points */
	struct date on;              /* held, planned or due; DATE_NONE: nobody can say */
	struct date opens, closes;   /* of a point; DATE_NONE for none */
	bool is_met, is_planned;
};
struct cohort_dates {
	int64_t induction;
	struct uuid id;
	struct str name;
	struct date starts, ready, end;
	const struct calendar_facts *facts;
	struct cohort_review reviews[COHORT_REVIEWS_MAX];
	int reviews_n;
};
/* cohort_dates_each — of everybody whom the actor has in the role they act in, or their own; false from `on`: enough. */
enum rc cohort_dates_each(struct ctx *cx, bool (*on)(void *arg, const struct cohort_dates *d), void *arg);

#endif
