/* after.h — what follows an outcome: the programme's guidance, and steps with their days, made when it is issued (rules/after.h).
 *
 * Who may read the outcome of an induction sees all of them: the ECSW, the assigned assessor, coordinators of the employer. Whose step it is
 * says that it is done, and may take that back. Dates move on with pauses; nobody is reminded while the ECSW is away.
 */
#ifndef APP_AFTER_AFTER_H
#define APP_AFTER_AFTER_H

#include "app/objects.h"

handler_fn after_show, after_set;
extern const struct form after_form;

/* after_made — the steps of the outcome in force of the loaded induction, issued now by `decision` (row id). In the transaction that issues it. */
enum rc after_made(struct ctx *cx, int64_t decision);
/* after_judged_again — who is judged again has been: that step is done. In the transaction that begins it. */
enum rc after_judged_again(struct ctx *cx);
/* after_short — a line for the page of the outcome in force of the loaded induction: how many steps are done, with the way to them. Empty where
 * there are none. */
enum rc after_short(struct ctx *cx, struct html *ret);
/* after_waiting — a section of first screens: steps of whoever acts that are not done; for coordinators also those an assessor has let go by;
 * for the department how many wait at which employer, and nobody's name. Empty for none. */
enum rc after_waiting(struct ctx *cx, struct html *ret);
/* after_remind — behind the pages: dates follow pauses, and whoever has a step is reminded, once before and once after its day. */
enum rc after_remind(struct ctx *cx);
/* after_demo — for the demonstration: the first of the coordinator's steps is done by whoever acts. */
enum rc after_demo(struct ctx *cx);

#endif
