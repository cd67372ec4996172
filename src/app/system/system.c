/* system.c — /healthz and /readyz, for whatever watches the service. */
#include "app/system/system.h"

#include "db/migrate.h"
#include "web/answer.h"

static enum rc say(struct ctx *cx, int status, struct str what)
{
	answer_text(cx, status, S("text/plain; charset=utf-8"), what);
	cx->answered = true;
	return OK;
}

enum rc system_health(struct ctx *cx)
{
	return say(cx, 200, S("ok\n"));
}

enum rc system_ready(struct ctx *cx)
{
	struct str why;

	if (migrate_is_current(cx->db, cx->arena, &why) != OK)
		return say(cx, 503, S("the database is not ready\n"));
	return say(cx, 200, S("ok\n"));
}
