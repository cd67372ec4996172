/* home.c — "/": the front page for visitors, the first screen of each role for everyone else. */
#include "app/home/home.h"

enum rc home_show(struct ctx *cx)
{
	if (cx->actor.role == ROLE_ECSW)
		return home_ecsw(cx);
	return redirect(cx, url_lit("/frameworks"));
}
