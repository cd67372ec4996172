/* app.c — the request lifecycle: from headers to the last byte. */
#include "web/app.h"

#include "db/migrate.h"
#include "web.sql.h"
#include "web/answer.h"
#include "web/assets.h"
#include "web/draft.h"
#include "web/form.h"
#include "web/given_book.h"
#include "web/route.h"
#include "web/sent.h"
#include "web/session.h"

#include <errno.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	REQUEST_ARENA_MAX = 24 << 20,
	TRIES = 3,
	TRY_AGAIN_WITHIN_MS = 4000, /* what has waited longer for a lock has kept everybody else waiting too */
};

struct app {
	const struct settings *settings;
	struct arena *arena;
	struct db *db;
	bool demo;
	int64_t now_offset; /* ms; only in a demo or a test */
	struct given_book *given;
	struct http_app http;
};

/* One request in flight. */
struct request {
	struct ctx cx;
	struct app *app;
	jmp_buf too_big;
	struct multipart *multipart;
	struct str piece;   /* of an upload, while it is being fed */
	uint64_t upload_max; /* > 0: the body is wanted as a stream */
	bool refused;       /* the answer was given before the body */
	int64_t started_us;
	int64_t ended_person;
	enum rc session_rc;
};

static int64_t micros(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- before the body ---- */

static struct request *request_new(struct app *app, struct http_request *rq)
{
	struct arena *a = arena_new(REQUEST_ARENA_MAX);
	struct request *r = NEW(a, struct request);
	instant now = clock_now();

	r->app = app;
	r->started_us = micros();
	r->cx = (struct ctx){
		.arena = a, .db = app->db, .settings = app->settings, .rq = rq, .demo = app->demo,
		.now = now + app->now_offset, .if_match = -1, .current_version = -1,
	};
	r->cx.today = date_of(r->cx.now);
	r->cx.request_id = uuid7(now);
	r->cx.json = str_starts(rq->path, S("/api/")); /* whatever is answered, before there is a route too */
	rq->app = r;
	rq->response.file = -1;
	return r;
}

static bool is_asset(struct str path)
{
	return str_starts(path, S("/assets/")) || str_eq(path, S("/favicon.ico"));
}

/* An unknown Host gets 421, so that a page of ours can't be reached under somebody else's name. */
static bool host_is_ours(const struct ctx *cx)
{
	struct str host = cx->rq->host, name = host;
	size_t colon;

	if (str_eq_nocase(host, cx->settings->url_host) || str_eq(cx->rq->path, S("/healthz")))
		return true;
	if (cx->settings->url_given || !cx->settings->is_loopback)
		return false;
	colon = host.n && host.p[0] == '[' ? str_find(host, S("]:")) + 1 : str_find_char(host, ':');
	name = str_sub(host, 0, colon);
	return str_eq(name, S("127.0.0.1")) || str_eq_nocase(name, S("localhost")) || str_eq(name, S("[::1]"));
}

/* A posting must come from our own pages. Browsers say so in Sec-Fetch-Site, older ones in Origin; the token in the form
 * is checked as well. */
static bool origin_is_ours(const struct ctx *cx)
{
	struct str site = http_header_of(cx->rq, "Sec-Fetch-Site"), origin = http_header_of(cx->rq, "Origin");
	size_t at;

	if (site.n)
		return str_eq(site, S("same-origin")) || str_eq(site, S("none"));
	if (!origin.n || (cx->route->outside && str_eq(origin, S("null")))) /* no referrer: no origin either, in older browsers */
		return true;
	at = str_find(origin, S("://"));
	return at != SIZE_MAX && str_eq_nocase(str_sub(origin, at + 3, SIZE_MAX), cx->rq->host);
}

static void find_route(struct ctx *cx, struct str *ret_allow)
{
	struct str path = cx->rq->path;
	bool is_ours = str_starts(path, S("/api/v1/"));

	cx->route = route_find(cx, cx->rq->method, is_ours ? str_sub(path, 7, SIZE_MAX) : path, is_ours, ret_allow);
	if (cx->route && cx->route->errors == ERRORS_CASE)
		cx->json = true;
}

/* factor_is_wanted — where the second factor comes first: always before a session is anybody's, and again before the acts
 * that ask for a fresh one, of those who have one. */
static bool factor_is_wanted(const struct ctx *cx)
{
	const struct route *route = cx->route;

	if (cx->session.waits == FACTOR_SHOW && route->fresh_factor)
		return true; /* nobody sets up a new one in the place of one they can't show */
	if (cx->session.waits != FACTOR_NONE)
		return route->cap != CAP_ENTERING && (!may_use(ROLE_NONE, route->cap) || str_eq(cx->rq->path, S("/")));
	return route->fresh_factor && cx->session.id && !cx->session.by_token && cx->session.factor_at != DB_NULL_INT &&
	       !factor_is_fresh(cx->session.factor_at, cx->settings->factor_fresh_minutes, cx->now);
}

/* Session, capability, object and rule: everything that decides whether this person may come here. */
static enum rc admit(struct request *r)
{
	struct ctx *cx = &r->cx;
	const struct route *route = cx->route;
	struct uuid id;
	enum access access;
	enum rc rc = route->outside ? OK : session_load(cx, &r->ended_person); /* there, nobody is signed in */

	r->session_rc = rc;
	if (rc == SIGNED_OUT && may_use(ROLE_NONE, route->cap))
		rc = OK; /* a public page, seen by someone whose session has ended */
	if (rc != OK)
		return rc;
	if (cx->session.waits != FACTOR_NONE && route->cap == CAP_ENTERING)
		cx->actor = cx->session.entering; /* these pages show the factor, and nothing else */
	if (factor_is_wanted(cx))
		return FACTOR_WANTED;
	if (!may_use(cx->actor.role, route->cap))
		return cx->actor.person ? NOT_FOUND : SIGNED_OUT;
	if (cx->session.read_only && route->method != HTTP_GET)
		return DENIED;
	if (route->object == NO_OBJECT)
		return OK;
	if (!uuid_parse(param(cx, object_params[route->object]), &id))
		return NOT_FOUND;
	if ((rc = object_loaders[route->object](cx, id)) != OK)
		return rc;
	access = route->may(&cx->actor, &cx->resource);
	return access_ok(access) ? OK : access == ACCESS_NOT_NOW ? DENIED : NOT_FOUND;
}

/* An upload is only read from somebody who may make it. */
static enum rc admit_upload(struct request *r)
{
	enum rc rc = db_begin(r->cx.db, DB_READ);

	r->cx.before_body = true;
	if (rc == OK)
		rc = admit(r);
	r->cx.before_body = false;
	db_rollback(r->cx.db);
	return rc;
}

/* guarded — runs one step of a request; false when it went over the arena's cap. The step is abandoned where it stood,
 * so its transaction is rolled back here; the worker lives on. */
static bool guarded(struct request *r, void (*step)(struct request *r))
{
	if (setjmp(r->too_big)) {
		arena_on_full(r->cx.arena, NULL);
		db_rollback(r->cx.db);
		return false;
	}
	arena_on_full(r->cx.arena, &r->too_big);
	step(r);
	arena_on_full(r->cx.arena, NULL);
	return true;
}

/* forget_response — nothing of it leaves, least of all a file whose reading could not be recorded. */
static void forget_response(struct http_response *res)
{
	if (res->file >= 0)
		close(res->file);
	*res = (struct http_response){ .file = -1 };
}

/* The answer when a request went over its memory: made without the arena. */
static void answer_over_cap(struct request *r)
{
	struct http_response *res = &r->cx.rq->response;

	log_event(LOG_ERROR, "http.arena_full", { "route", LOG_C(r->cx.route ? r->cx.route->path : "-") });
	forget_response(res);
	http_respond_header(r->cx.rq, "Content-Type", S("text/plain; charset=utf-8"));
	res->status = 500;
	res->body = S("This page needed more memory than one request may have. Please tell the people who run Cairn.\n");
	res->body_is_static = true;
	r->refused = true;
}

static void log_request(const struct request *r)
{
	const struct ctx *cx = &r->cx;

	log_event(LOG_INFO, "http.request", { "id", LOG_S(uuid_str(cx->arena, cx->request_id)) },
	          { "method", LOG_S(cx->rq->method_text) }, { "route", LOG_C(cx->route ? cx->route->path : "-") },
	          { "json", LOG_I(cx->json) }, { "status", LOG_I(cx->rq->response.status) },
	          { "us", LOG_I(micros() - r->started_us) }, { "person", LOG_I(cx->actor.person) },
	          { "role", LOG_I(cx->actor.role) });
}

static void refuse(struct request *r, enum rc rc, struct str detail)
{
	answer_error(&r->cx, rc, detail);
	r->refused = true;
	log_request(r);
}

static void forget_attempt(struct ctx *cx)
{
	cx->err.n = 0;
	cx->answered = cx->has_page = false;
	cx->out = NULL;
	cx->status = 0;
	cx->current_version = -1;
	cx->notice = 0;
	cx->went_to = STR_NONE;
	cx->works_offline = false;
	cx->refusal.chain = 0;
	forget_response(&cx->rq->response);
}

/* page_of — the page that a posting's button stands on: the nearest above its address. */
static struct str page_of(struct ctx *cx)
{
	struct str path = cx->rq->path, allow;

	for (;;) {
		struct ctx probe = *cx;

		if (path.n <= 1 || route_find(&probe, HTTP_GET, path, false, &allow))
			return path.n ? path : S("/");
		while (path.n && path.p[path.n - 1] != '/')
			path.n--;
		path.n -= path.n > 1;
	}
}

/* lead_to_factor — to where the second factor is shown, and back. */
static void lead_to_factor(struct ctx *cx)
{
	bool get = cx->route->method == HTTP_GET;
	struct str next = get ? cx->rq->path : page_of(cx);

	if (get && cx->rq->query.n)
		next = strf(cx->arena, "%.*s?%.*s", STR_FMT(next), STR_FMT(cx->rq->query));
	forget_attempt(cx);
	redirect(cx, url_with(cx, url_lit("/sign-in/factor"), "next", next));
}

static void begin_upload(struct request *r)
{
	struct ctx *cx = &r->cx;
	enum rc rc = !cx->json && !origin_is_ours(cx) ? DENIED : admit_upload(r);

	if (rc == FACTOR_WANTED && !cx->json) {
		lead_to_factor(cx);
		r->refused = true;
		log_request(r);
		return;
	}
	if (rc != OK) {
		refuse(r, rc, STR_NONE);
		return;
	}
	r->upload_max = cx->route->upload_max;
	r->multipart = multipart_new(cx->arena, http_header_of(cx->rq, "Content-Type"), cx->settings->files, r->upload_max);
}

static enum http_body on_head(void *arg, struct http_request *rq, uint64_t *ret_max)
{
	struct request *r = request_new(arg, rq);
	struct str allow;

	*ret_max = HTTP_BODY_MAX;
	if (is_asset(rq->path) || !host_is_ours(&r->cx))
		return HTTP_BODY_MEMORY;
	find_route(&r->cx, &allow);
	if (!r->cx.route || !r->cx.route->upload_max)
		return HTTP_BODY_MEMORY;
	if (!guarded(r, begin_upload))
		answer_over_cap(r);
	*ret_max = r->upload_max;
	return r->refused ? HTTP_BODY_REFUSE : HTTP_BODY_STREAM;
}

static void feed_upload(struct request *r)
{
	if (!multipart_feed(r->multipart, r->piece))
		refuse(r, multipart_rc(r->multipart), multipart_why(r->multipart));
}

static bool on_body(void *arg, struct http_request *rq, struct str piece)
{
	struct request *r = rq->app;

	UNUSED(arg);
	r->piece = piece;
	if (!guarded(r, feed_upload))
		answer_over_cap(r);
	return !r->refused;
}

static void on_too_large(void *arg, struct http_request *rq)
{
	struct request *r = rq->app;

	UNUSED(arg);
	refuse(r, TOO_LARGE, STR_NONE);
}

/* ---- with the whole body in hand ---- */

static enum rc parse_body(struct request *r, struct values *values)
{
	struct ctx *cx = &r->cx;
	struct str type = http_header_of(cx->rq, "Content-Type"), why = STR_NONE;
	enum rc rc;

	if (r->multipart)
		return multipart_end(r->multipart, values, cx->uploads, &cx->uploads_n);
	if (!cx->rq->body.n || (!cx->route->form && cx->route->no_csrf)) /* nothing in it is wanted, in whatever form it comes */
		return OK;
	if (cx->json) {
		if (!str_starts(type, S("application/json")))
			return err_add(&cx->err, STR_NONE, S("Send the body as application/json."));
		rc = values_of_json(cx->arena, cx->rq->body, values, &why);
	} else {
		rc = values_of_urlencoded(cx->arena, cx->rq->body, values);
		why = S("The form could not be read.");
	}
	if (rc == INVALID)
		err_add(&cx->err, STR_NONE, why);
	return rc;
}

/* The version a change was based on: a hidden field on a page, If-Match in JSON. */
static enum rc read_version(struct ctx *cx, const struct values *values)
{
	struct str sent = cx->json ? http_header_of(cx->rq, "If-Match") : values_get(values, S("version"));

	if (cx->json && sent.n >= 2 && sent.p[0] == '"')
		sent = str_sub(sent, 1, sent.n - 2);
	if (str_to_i64(sent, 0, INT64_MAX, &cx->if_match))
		return OK;
	cx->if_match = -1;
	return cx->json && cx->route->form && cx->route->form->wants_version ? NO_VERSION : OK;
}

/* fill — what was sent, by the route's form, or by what it is for the object that is loaded. */
static enum rc fill(struct ctx *cx, const struct values *values)
{
	const struct form *form = cx->route->form;
	enum rc rc = form->ask ? form->ask(cx, values, &form) : OK;

	return rc == OK ? form_fill(cx, form, values, cx->json) : rc;
}

/* One try at the work, inside a transaction. Returns what decides between COMMIT and ROLLBACK. */
static enum rc attempt(struct request *r, const struct values *values)
{
	struct ctx *cx = &r->cx;
	const struct route *route = cx->route;
	enum rc rc = admit(r), why;
	bool is_ours = route->method == HTTP_GET || cx->session.by_token || route->no_csrf ||
	               csrf_is_right(cx, values_get(values, S("csrf")));
	bool was_sent = false;

	if (is_ours && (why = sent_before(cx, values, &was_sent)) != OK)
		return why;
	if (was_sent)
		return OK;
	if (rc != OK)
		return rc;
	if (!is_ours)
		return SIGNED_OUT;
	if (draft_is_asked(cx) && route->method != HTTP_GET)
		return draft_typed(cx, values);
	if (route->method != HTTP_GET && (rc = read_version(cx, values)) != OK)
		return rc;
	if (route->form && route->method != HTTP_GET && (rc = fill(cx, values)) != OK)
		return rc;
	if ((rc = route->handler(cx)) != OK)
		return rc;
	if (route->form && route->form->autosave && route->method != HTTP_GET && cx->went_to.n &&
	    ((rc = draft_done(cx, values)) != OK || (rc = sent_now(cx, values)) != OK))
		return rc;
	if (route->audit == AUDIT_READ && cx->actor.person && cx->actor.person != cx->resource.owner)
		rc = object_read(cx);
	return rc;
}

/* Reading by somebody else than the owner is written down before the first byte leaves, so it needs the write lock. */
static enum db_mode mode_of(const struct ctx *cx)
{
	bool reads = cx->route->method == HTTP_GET && cx->route->audit == AUDIT_NONE && !cx->route->writes;

	return reads ? DB_READ : DB_WRITE;
}

static enum rc work(struct request *r, const struct values *values, enum db_mode mode)
{
	struct ctx *cx = &r->cx;
	int64_t give_up_us = micros() + TRY_AGAIN_WITHIN_MS * 1000;
	enum rc rc = BUSY;

	for (int i = 0; i < TRIES && rc == BUSY && (i == 0 || micros() < give_up_us); i++) {
		if (i)
			forget_attempt(cx);
		if ((rc = db_begin(cx->db, mode)) != OK)
			continue;
		rc = attempt(r, values);
		if (rc == OK && cx->route->method == HTTP_GET)
			rc = answer_draw(cx); /* the frame reads from the same snapshot */
		if (rc == OK)
			rc = db_commit(cx->db);
		if (rc != OK)
			db_rollback(cx->db);
	}
	return rc;
}

/* An owner reading their own work writes nothing: try as a reader first, and only take the writer's lock when the
 * reading has to be recorded. */
static enum rc work_audited_get(struct request *r, const struct values *values)
{
	struct ctx *cx = &r->cx;
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc != OK)
		return rc;
	rc = admit(r);
	if (rc == OK && cx->actor.person && cx->actor.person != cx->resource.owner) {
		db_rollback(cx->db);
		return work(r, values, DB_WRITE);
	}
	if (rc == OK)
		rc = cx->route->handler(cx);
	if (rc == OK)
		rc = answer_draw(cx);
	db_rollback(cx->db);
	return rc;
}

/* What somebody typed whose session has ended: kept for them when the posting proves it came from their own page. */
static void keep_as_draft(struct request *r, const struct values *values)
{
	struct ctx *cx = &r->cx;
	struct str tab = values_get(values, S("tab"));
	struct draft_key key;
	bool kept;

	if (cx->json || !r->ended_person || !cx->route->form || !cx->route->form->autosave ||
	    !csrf_is_right(cx, values_get(values, S("csrf")))) {
		answer_kept(cx, SIGNED_OUT, false);
		return;
	}
	key = draft_key_of(cx, cx->route);
	kept = db_begin(cx->db, DB_WRITE) == OK &&
	       draft_keep(cx, r->ended_person, key.form, key.object, tab.n && tab.n <= DRAFT_TAB_MAX ? tab : S("ended"),
	                  values_encode(cx->arena, values)) == OK &&
	       db_commit(cx->db) == OK;
	if (!kept)
		db_rollback(cx->db);
	answer_kept(cx, SIGNED_OUT, kept);
}

/* The form again, with what was typed and why it did not go through. */
static enum rc draw_again(struct request *r, enum rc why, const struct values *values)
{
	struct ctx *cx = &r->cx;
	struct err err = cx->err;
	enum rc rc;

	forget_attempt(cx);
	cx->failed = why;
	cx->values = values;
	cx->err = err;
	cx->status = status_of(why);
	if ((rc = db_begin(cx->db, DB_READ)) == OK && (rc = admit(r)) == OK)
		rc = cx->route->again(cx);
	db_rollback(cx->db);
	return rc;
}

static bool can_draw_again(const struct ctx *cx, enum rc rc)
{
	return !cx->json && cx->route->method != HTTP_GET && cx->route->again &&
	       (rc == INVALID || rc == CONFLICT || rc == STALE || rc == NO_SPACE || rc == BUSY || rc == TOO_MANY);
}

/* The work was rolled back, and with it whatever it had written: this is a transaction of its own. */
static void note_refusal(struct ctx *cx)
{
	if (!cx->refusal.chain)
		return;
	if (db_begin(cx->db, DB_WRITE) != OK ||
	    event_add(cx, cx->refusal.chain, cx->refusal.object, EVENT_REFUSED, cx->refusal.about, cx->refusal.data) != OK ||
	    db_commit(cx->db) != OK)
		db_rollback(cx->db); /* the log has it: http.refused */
	cx->refusal.chain = 0;
}

static void give_refusal(struct request *r, enum rc rc, const struct values *values)
{
	struct ctx *cx = &r->cx;
	struct err err;

	/* What the database said is not repeated: it may quote what somebody typed, and db/ has logged what is safe to say. */
	log_event(rc == FAULT ? LOG_ERROR : LOG_INFO, "http.refused", { "rc", LOG_C(rc_name(rc)) },
	          { "route", LOG_C(cx->route->path) });
	note_refusal(cx);
	if (rc == FACTOR_WANTED && !cx->json) {
		lead_to_factor(cx);
		return;
	}
	if (can_draw_again(cx, rc) && draw_again(r, rc, values) == OK && answer_draw(cx) == OK)
		return;
	err = cx->err; /* what was wrong is said in the refusal too */
	forget_attempt(cx);
	cx->err = err;
	if (!cx->json && cx->route->method != HTTP_GET && rc == SIGNED_OUT)
		keep_as_draft(r, values);
	else if (!cx->json && cx->route->method != HTTP_GET && (rc == NO_SPACE || rc == BUSY || rc == FAULT)) {
		cx->values = values;
		answer_kept(cx, rc, false);
	} else
		answer_error(cx, rc, rc == DENIED && cx->route->not_now ? word(cx->route->not_now) : STR_NONE);
}

static void note_seen(struct ctx *cx)
{
	if (!session_is_stale(cx))
		return;
	if (db_begin(cx->db, DB_WRITE) != OK || sql_session_seen(cx->db, cx->arena, cx->session.id, cx->now, NULL) != OK ||
	    db_commit(cx->db) != OK)
		db_rollback(cx->db); /* the session only ages a little faster */
}

static void run(struct request *r)
{
	struct ctx *cx = &r->cx;
	struct values values = { .n = 0 };
	enum rc rc = OK;

	if (!query_parse(cx, cx->rq->query))
		rc = err_add(&cx->err, STR_NONE, S("The address could not be read."));
	if (rc == OK && cx->route->method != HTTP_GET && !cx->json && !origin_is_ours(cx))
		rc = DENIED;
	if (rc == OK && cx->route->method != HTTP_GET)
		rc = parse_body(r, &values);
	cx->values = values.n ? &values : NULL;
	if (rc == OK)
		rc = cx->route->audit == AUDIT_READ && cx->route->method == HTTP_GET ? work_audited_get(r, &values)
		                                                              : work(r, &values, mode_of(cx));
	if (rc == OK && cx->route->method != HTTP_GET)
		rc = answer_draw(cx);
	if (rc != OK)
		give_refusal(r, rc, &values);
	note_seen(cx);
}

/* ---- what needs no route ---- */

static void serve_asset(struct ctx *cx)
{
	const struct asset *asset = asset_of_path(cx->rq->path);
	struct str accepts = http_header_of(cx->rq, "Accept-Encoding");
	struct http_response *res = &cx->rq->response;

	if (!asset) {
		answer_text(cx, 404, S("text/plain; charset=utf-8"), S("Not found\n"));
		return;
	}
	answer_headers(cx);
	http_respond_header(cx->rq, "Content-Type", str_from_c(asset->type));
	http_respond_header(cx->rq, "Cache-Control", S("public, max-age=31536000, immutable"));
	http_respond_header(cx->rq, "ETag", asset->etag);
	http_respond_header(cx->rq, "Vary", S("Accept-Encoding"));
	res->status = 200;
	res->body_is_static = true;
	if (str_eq(http_header_of(cx->rq, "If-None-Match"), asset->etag)) {
		res->status = 304;
		res->body = STR_NONE;
	} else if (asset->gzip.n && str_find(accepts, S("gzip")) != SIZE_MAX) {
		http_respond_header(cx->rq, "Content-Encoding", S("gzip"));
		res->body = asset->gzip;
	} else {
		res->body = asset->body;
	}
}

static void serve_without_route(struct request *r, struct str allow)
{
	struct ctx *cx = &r->cx;

	if (allow.n) {
		http_respond_header(cx->rq, "Allow", allow);
		answer_plainly(cx, 405, S("This address does not answer that method."));
		return;
	}
	if (db_begin(cx->db, DB_READ) == OK) /* so that the page can carry the person's menu */
		session_load(cx, &r->ended_person);
	db_rollback(cx->db);
	answer_error(cx, NOT_FOUND, STR_NONE);
}

static void serve_request(struct request *r)
{
	struct ctx *cx = &r->cx;
	struct str allow = STR_NONE;

	if (is_asset(cx->rq->path)) {
		serve_asset(cx);
		return;
	}
	if (!host_is_ours(cx)) {
		answer_plainly(cx, 421, S("This is not the server for that address."));
	} else {
		if (!cx->route)
			find_route(cx, &allow);
		if (cx->route) {
			run(r);
			if (cx->rq->response.status < 400)
				given_note(r->app->given, cx);
		} else {
			serve_without_route(r, allow);
		}
	}
	log_request(r);
}

static void on_full(void *arg, struct http_request *rq)
{
	struct request *r = rq->app;

	UNUSED(arg);
	if (!r->refused && !guarded(r, serve_request))
		answer_over_cap(r);
}

static void on_done(void *arg, struct http_request *rq, bool sent)
{
	struct app *app = arg;
	struct request *r = rq->app;

	UNUSED(sent);
	given_write(app->given, app->db, false);
	if (r)
		arena_release(r->cx.arena);
	rq->app = NULL;
}

/* ---- one worker ---- */

/* A demo's clock, or a test's, may be ahead or behind by a fixed offset; it never stands still. */
static void read_installation(struct app *app)
{
	struct setting_get_row row;

	if (db_begin(app->db, DB_READ) != OK)
		return;
	app->demo = sql_setting_get(app->db, app->arena, S("demo"), &row) == OK && str_eq(row.value, S("1"));
	if (app->demo)
		app->now_offset = app->settings->now_offset;
	db_rollback(app->db);
}

struct app *app_new(const struct settings *settings, struct str *ret_why)
{
	struct arena *a = arena_new(64 << 20);
	struct app *app = NEW(a, struct app);

	app->settings = settings;
	app->arena = a;
	if (!routes_check(a, ret_why) || db_open(a, settings->db, false, &app->db, ret_why) != OK)
		return NULL;
	if (migrate_is_current(app->db, a, ret_why) != OK) {
		db_close(app->db);
		return NULL;
	}
	if (settings->files.n && mkdir(str_c(a, settings->files), 0700) != 0 && errno != EEXIST) {
		*ret_why = strf(a, "The folder for files can't be made: %s.", strerror(errno));
		db_close(app->db);
		return NULL;
	}
	read_installation(app);
	app->given = given_book_new(a);
	app->http = (struct http_app){ on_head, on_body, on_full, on_too_large, on_done, app };
	return app;
}

void app_free(struct app *app)
{
	given_write(app->given, app->db, true);
	db_close(app->db);
	arena_release(app->arena);
}

const struct http_app *app_http(struct app *app)
{
	return &app->http;
}
