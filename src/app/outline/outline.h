/* outline.h — what the induction of a job would look like, before somebody accepts it (C26).
 *
 * A coordinator makes a page for a job: programme, first day, hours, and the employer's own words on what completing it changes.
 * Whoever has the link sees every date and why, by the same rules as an induction's calendar, and tries other days and hours
 * in the address alone: nothing is asked of them, nothing about them is kept, and nobody is told that they looked.
 */
#ifndef APP_OUTLINE_OUTLINE_H
#define APP_OUTLINE_OUTLINE_H

#include "web/web.h"

enum { OUTLINES_OPEN_MAX = 100, OUTLINE_DAYS_MAX = 365 };

/* One to be made; its texts within the bounds of the form, and none of them without a pointer. */
struct outline_new {
	int64_t organisation, programme;
	struct str job, team, title, pay, promises, ask;
	struct date starts;
	int64_t hours, full_week;    /* a week, in hundredths */
	int days;                    /* the link works for so long */
};
/* outline_make — with its event, by whoever acts. In a write transaction. */
enum rc outline_make(struct ctx *cx, const struct outline_new *n, struct uuid *ret);

/* the employer's side: lists, makes and ends links; outline_open: all there is behind one */
handler_fn outlines_show, outline_new_show, outline_create, outline_end, outline_open;
extern const struct form outline_form, outline_end_form;

#endif
