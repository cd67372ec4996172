/* support.h — support that is really given: coming back after a pause.
 *
 * What is owed to an ECSW is asked of whoever owes it, by Cairn and not by the ECSW: first inside, then above. Nothing of it is about
 * why somebody was away, and nothing of it counts against them.
 */
#ifndef APP_SUPPORT_SUPPORT_H
#define APP_SUPPORT_SUPPORT_H

#include "app/objects.h"
#include "web/jobs.h"
#include "web/paper.h"

handler_fn returning_show, returning_edit, returning_save, returning_again, returning_confirm;
extern const struct form returning_form, returning_confirm_form;

/* returning_follow — the pauses of the loaded induction have changed, or a night has passed: a return plan is asked for where one is due, goes
 * with its pause, or is let go. In a write transaction, the induction's row locked. */
enum rc returning_follow(struct ctx *cx);
/* returning_plan_of — for everybody who may read the dates: the first day back that a plan is for, and the day both had confirmed it;
 * DATE_NONE for none, and for not yet. */
enum rc returning_plan_of(struct ctx *cx, struct date *ret_back, struct date *ret_agreed);

/* For the demonstration: returning_demo_write — asked for, and, where it has words, written by whoever acts. returning_demo_confirm — by the
 * ECSW, who acts. */
struct returning_told {
	struct date starts, ends, supervision_on;
	struct str workload, stands, ask; /* empty: it is not written yet */
};
enum rc returning_demo_write(struct ctx *cx, struct uuid induction, const struct returning_told *t);
enum rc returning_demo_confirm(struct ctx *cx, struct uuid induction);

/* support_waiting — a section of first screens: what of it waits for whoever acts. Empty for nothing; as JSON the lines of an open list. */
enum rc support_waiting(struct ctx *cx, struct html *ret);
/* support_paper — in a copy of a portfolio: the return plan, for those who may read it. */
enum rc support_paper(struct ctx *cx, struct paper *paper);
/* support_night — for the table of jobs: asks for return plans and reminds. */
job_fn returning_night;

#endif
