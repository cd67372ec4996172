/* home.h — "/": the front page, or the first screen of whoever is signed in. */
#ifndef APP_HOME_HOME_H
#define APP_HOME_HOME_H

#include "web/web.h"

handler_fn home_show; /* picks one of the following by the role acted in */
handler_fn home_ecsw; /* an ECSW's first screen (ecsw.c) */
handler_fn role_home; /* that of everybody whose work begins elsewhere, and of an ECSW without an open induction */

/* home_visited — at sign-in: from now on, what is newer than the visit before this one is new. In a write transaction. */
enum rc home_visited(struct ctx *cx, int64_t person);

#endif
