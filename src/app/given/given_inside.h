/* given_inside.h — shared by the pages of this feature. */
#ifndef APP_GIVEN_GIVEN_INSIDE_H
#define APP_GIVEN_GIVEN_INSIDE_H

#include "app/given/given.h"
#include "app/given/given_view.h"

/* given_task_word — a task in words. given_minutes — "4 minutes", "1 hour 20 minutes". given_since — the minute before which
 * nothing is shown any more. */
enum word given_task_word(enum given_task task);
struct str given_minutes(struct ctx *cx, int64_t minutes);
int64_t given_since(const struct ctx *cx);

#endif
