/* system.c — /healthz and /readyz, for whatever watches the service. */
#include "app/system/system.h"

#include "db/migrate.h"
#include "web/answer.h"
#include "web/assets.h"

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

/* system_worker — the service worker: at the root, so that it may serve every page, and asked for anew each time. */
enum rc system_worker(struct ctx *cx)
{
	const struct asset *sw = asset_of_path(asset_url("offline.js").s);
	struct http_request *rq = cx->rq;

	if (!sw)
		return NOT_FOUND;
	answer_headers(cx);
	http_respond_header(rq, "Content-Type", str_from_c(sw->type));
	http_respond_header(rq, "Cache-Control", S("no-store"));
	http_respond_header(rq, "Service-Worker-Allowed", S("/"));
	rq->response.status = 200;
	rq->response.body = sw->body;
	rq->response.body_is_static = true;
	cx->answered = true;
	return OK;
}

enum rc system_ready(struct ctx *cx)
{
	struct str why;

	if (migrate_is_current(cx->db, cx->arena, &why) != OK)
		return say(cx, 503, S("the database is not ready\n"));
	return say(cx, 200, S("ok\n"));
}
