/* next.h — what would widen what somebody can show, and the plan they make of it: for the ECSW alone.
 *
 * The candidates and what is required come from the programme's `next` (programmes/README.md); which to propose is
 * rules/next.h. It proposes kinds of work to ask a supervisor about, never a case, a child or a family.
 */
#ifndef APP_NEXT_NEXT_H
#define APP_NEXT_NEXT_H

#include "app/objects.h"
#include "rules/next.h"

/* next_planned — the pieces somebody has taken into their development plan, for the page of it: the ECSW's own, nothing for others. */
enum rc next_planned(struct ctx *cx, struct html *ret);

handler_fn next_own, next_show, plan_show, plan_add, plan_remove;
extern const struct form plan_add_form, plan_remove_form;

#endif
