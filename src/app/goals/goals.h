/* goals.h — the professional development plan: goals of one ECSW, which later evidence closes. Its ECSW writes it; whoever is
 * assigned reads it.
 */
#ifndef APP_GOALS_GOALS_H
#define APP_GOALS_GOALS_H

#include "app/objects.h"
#include "web/paper.h"

handler_fn goals_own, goals_show, goals_add, goals_again, goal_show, goal_save, goal_again, goal_close, goal_drop;
extern const struct form goal_new_form, goal_form, goal_close_form;

/* goals_paper — the plan on paper, as its present reader may read it: a part of its own, nothing without goals. */
enum rc goals_paper(struct ctx *cx, struct paper *paper);

#endif
