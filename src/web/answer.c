/* answer.c — pages, JSON, redirects, errors: the bytes that leave. */
#include "web/answer.h"

#include "web.sql.h"
#include "templates.gen.h"
#include "web/app.h"
#include "web/form.h"
#include "web/layout_view.h"
#include "web/look.h"
#include "web/session.h"

#include <unistd.h>

int status_of(enum rc rc)
{
	static const int status[] = {
		[OK] = 200, [NOT_FOUND] = 404, [DENIED] = 403, [INVALID] = 422, [CONFLICT] = 409, [STALE] = 409,
		[NO_VERSION] = 428, [TOO_LARGE] = 413, [TOO_MANY] = 429, [BUSY] = 503, [NO_SPACE] = 507,
		[SIGNED_OUT] = 401, [FACTOR_WANTED] = 401, [FAULT] = 500,
	};

	return (size_t)rc < COUNT_OF(status) ? status[rc] : 500;
}

static bool is_outside(const struct ctx *cx)
{
	return cx->route && cx->route->outside;
}

void answer_headers(struct ctx *cx)
{
	struct http_request *rq = cx->rq;

	http_respond_header(rq, "Content-Security-Policy",
	                    S("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
	                      "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
	                      "base-uri 'none'; frame-ancestors 'none'"));
	http_respond_header(rq, "X-Content-Type-Options", S("nosniff"));
	http_respond_header(rq, "X-Frame-Options", S("DENY"));
	http_respond_header(rq, "Referrer-Policy", is_outside(cx) ? S("no-referrer") : S("same-origin"));
	if (is_outside(cx)) /* the address is a key: it is told to nobody and found by nobody */
		http_respond_header(rq, "X-Robots-Tag", S("noindex, nofollow, noarchive"));
	http_respond_header(rq, "Cross-Origin-Opener-Policy", S("same-origin"));
	http_respond_header(rq, "Cross-Origin-Resource-Policy", S("same-origin"));
	http_respond_header(rq, "Permissions-Policy", S("camera=(), microphone=(), geolocation=(), interest-cohort=()"));
	if (cx->settings->is_https)
		http_respond_header(rq, "Strict-Transport-Security", S("max-age=31536000"));
}

static void respond(struct ctx *cx, int status, struct str type, struct str body)
{
	answer_headers(cx);
	if (cx->current_version >= 0)
		http_respond_header(cx->rq, "ETag", strf(cx->arena, "\"%lld\"", (long long)cx->current_version));
	http_respond_header(cx->rq, "Content-Type", type);
	http_respond_header(cx->rq, "Cache-Control", S("no-store"));
	http_respond_header(cx->rq, "X-Request-Id", uuid_str(cx->arena, cx->request_id));
	cx->rq->response.status = status;
	cx->rq->response.body = body;
}

void answer_text(struct ctx *cx, int status, struct str type, struct str body)
{
	respond(cx, status, type, body);
}

/* ---- the frame ---- */

static void menu_add(struct layout *l, enum word text, struct url url, bool current)
{
	if (l->menu.n < COUNT_OF(l->menu.v))
		l->menu.v[l->menu.n++] = (struct menu_item){ text, url, current };
}

struct menu_row {
	enum role role; /* ROLE_NONE: nobody signed in */
	enum menu menu;
	enum word text;
	const char *url;
};
static const struct menu_row menu_rows[] = {
	{ ROLE_ECSW, MENU_HOME, T_MENU_HOME, "/" },
	{ ROLE_ECSW, MENU_EVIDENCE, T_MENU_EVIDENCE, "/evidence" },
	{ ROLE_ECSW, MENU_COVERAGE, T_MENU_COVERAGE, "/coverage" },
	{ ROLE_ECSW, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_SUPERVISOR, MENU_DESK, T_MENU_DESK, "/" },
	{ ROLE_SUPERVISOR, MENU_TIMELINE, T_MENU_TIMELINE, "/timeline" },
	{ ROLE_SUPERVISOR, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_ASSESSOR, MENU_DESK, T_MENU_DESK, "/" },
	{ ROLE_ASSESSOR, MENU_TIMELINE, T_MENU_TIMELINE, "/timeline" },
	{ ROLE_ASSESSOR, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_COORDINATOR, MENU_COHORT, T_MENU_COHORT, "/" },
	{ ROLE_COORDINATOR, MENU_TIMELINE, T_MENU_TIMELINE, "/timeline" },
	{ ROLE_COORDINATOR, MENU_PEOPLE, T_MENU_PEOPLE, "/people" },
	{ ROLE_COORDINATOR, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_NATIONAL_ADMIN, MENU_HOME, T_MENU_HOME, "/" },
	{ ROLE_NATIONAL_ADMIN, MENU_NONE, T_MENU_NATIONAL, "/national" },
	{ ROLE_NATIONAL_ADMIN, MENU_ORGANISATIONS, T_MENU_ORGANISATIONS, "/organisations" },
	{ ROLE_NATIONAL_ADMIN, MENU_PEOPLE, T_MENU_PEOPLE, "/people" },
	{ ROLE_NATIONAL_ADMIN, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_MODERATOR, MENU_HOME, T_MENU_HOME, "/" },
	{ ROLE_MODERATOR, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_REGULATOR, MENU_HOME, T_MENU_HOME, "/" },
	{ ROLE_REGULATOR, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_SYSTEM_ADMIN, MENU_HOME, T_MENU_HOME, "/" },
	{ ROLE_SYSTEM_ADMIN, MENU_PEOPLE, T_MENU_PEOPLE, "/people" },
	{ ROLE_SYSTEM_ADMIN, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_OBSERVER, MENU_HOME, T_MENU_HOME, "/" },
	{ ROLE_OBSERVER, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_PANEL_MEMBER, MENU_HOME, T_MENU_HOME, "/" },
	{ ROLE_PANEL_MEMBER, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_HR_CONTACT, MENU_HOME, T_MENU_HOME, "/" },
	{ ROLE_HR_CONTACT, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_NONE, MENU_STANDARDS, T_MENU_STANDARDS, "/frameworks" },
	{ ROLE_NONE, MENU_SIGN_IN, T_MENU_SIGN_IN, "/sign-in" },
};

enum word role_word(enum role role)
{
	static const enum word words[ROLE_END] = {
		[ROLE_ECSW] = T_ROLE_ECSW, [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR,
		[ROLE_COORDINATOR] = T_ROLE_COORDINATOR, [ROLE_MODERATOR] = T_ROLE_MODERATOR,
		[ROLE_NATIONAL_ADMIN] = T_ROLE_NATIONAL, [ROLE_REGULATOR] = T_ROLE_REGULATOR,
		[ROLE_SYSTEM_ADMIN] = T_ROLE_SYSTEM, [ROLE_OBSERVER] = T_ROLE_OBSERVER,
		[ROLE_PANEL_MEMBER] = T_ROLE_PANEL, [ROLE_HR_CONTACT] = T_ROLE_HR,
	};

	return role > ROLE_NONE && role < ROLE_END ? words[role] : 0;
}

/* The strip says where you are: one row for an ECSW, the role and its organisation for everyone else. */
static struct str usual_strip(struct ctx *cx)
{
	struct organisation_name_row o;
	struct str own;

	if (cx->strip.n)
		return cx->strip;
	if (cx->session.waits != FACTOR_NONE)
		return STR_NONE; /* nobody's yet */
	if (cx->actor.role == ROLE_ECSW && (own = strip_of_ecsw(cx)).n)
		return own;
	if (cx->actor.organisation && sql_organisation_name(cx->db, cx->arena, cx->actor.organisation, &o) == OK)
		return WORDS(cx->arena, T_LAYOUT_STRIP_STAFF, WORD_ARG("role", role_word(cx->actor.role)),
		             WORD_ARG("organisation", o.name));
	return STR_NONE;
}

/* A notice travels to the page redirected to in a cookie that holds only the number of a message. */
static struct str take_notice(struct ctx *cx)
{
	struct str sent = cookie_of(cx, "cairn-notice");
	int64_t w;

	if (!sent.n)
		return STR_NONE;
	cookie_set(cx, "cairn-notice", STR_NONE, 0);
	return str_to_i64(sent, 1, WORDS_COUNT - 1, &w) && !word_table[w].args[0] ? word((enum word)w) : STR_NONE;
}

/* take_gone — who has just signed out here, for a device that still has their key; not once they are back. */
static struct str take_gone(struct ctx *cx)
{
	struct str gone = cookie_of(cx, "cairn-gone");

	if (!gone.n)
		return STR_NONE;
	cookie_set(cx, "cairn-gone", STR_NONE, 0);
	return gone.n == DEVICE_TAG && !str_eq(gone, device_tag(cx)) ? gone : STR_NONE;
}

/* outside — a page for people without an account: it leads nowhere but out. */
static struct str outside(struct ctx *cx, const struct page *p)
{
	struct layout l = { .title = p->title, .is_error = cx->err.n > 0, .demo = cx->demo, .main = p->main, .house = p->house,
		                 .leave = p->leave };
	struct html_out out = html_begin_room(cx->arena, p->main.s.n + 8192);
	struct look look = look_of(cx);

	l.look = look_classes(cx, &look);
	/* After a posting there may be words in the page that must not be left behind; and pages that say no are all the same. */
	if (cx->rq->method == HTTP_GET && !p->status) {
		l.look_fields = look_fields(cx, &look, S("look-"));
		l.here = cx->rq->path;
	}
	html_layout_outside(&out, &l);
	return html_end(&out).s;
}

struct str device_tag(struct ctx *cx)
{
	struct hash h = hash_of(strf(cx->arena, "device|%lld", (long long)cx->actor.person));

	return cx->actor.person ? base64url_encode(cx->arena, h.b, 16) : STR_NONE;
}

/* device_headers — tell the device whose page this is, and whether it may be kept there. A page behind a link is nobody's but
 * the link's. */
static void device_headers(struct ctx *cx, int status)
{
	if (cx->actor.person)
		http_respond_header(cx->rq, "Cairn-Person", device_tag(cx));
	if (cx->works_offline && status == 200)
		http_respond_header(cx->rq, "Cairn-Offline", is_outside(cx) ? S("link") : S("person"));
}

/* Back to here afterwards; not from addresses with a key in them, which nobody is signed in to. */
static struct url display_url(struct ctx *cx)
{
	struct url display = url_lit("/display");

	return cx->actor.person && cx->rq->method == HTTP_GET && !str_starts(cx->rq->path, display.s) ? url_with(cx, display, "next", cx->rq->path)
	                                                                                            : display;
}

/* menu_url — where a row leads: coverage at once where the induction is known, a redirect less on a slow phone. */
static struct url menu_url(struct ctx *cx, const struct menu_row *row)
{
	if (row->menu == MENU_COVERAGE && !uuid_eq(cx->own_induction, UUID_NONE))
		return url_id(cx, "/inductions/", cx->own_induction, row->url);
	return url_lit(row->url);
}

static struct str frame(struct ctx *cx, const struct page *p)
{
	struct roles_how_many_row held;
	struct layout l = {
		.title = p->title, .is_error = cx->err.n > 0, .demo = cx->demo, .main = p->main,
		.wide = p->width == WIDTH_STAFF, .illustrative = p->illustrative, .own_width = p->own_width, .person = cx->person_name,
		.device = device_tag(cx), .account = url_lit("/account"), .strip = p->strip.n ? p->strip : usual_strip(cx),
	};
	struct html_out out = html_begin_room(cx->arena, p->main.s.n + 8192);
	struct look look;

	if (is_outside(cx))
		return outside(cx, p);
	look = look_of(cx);
	l.look = look_classes(cx, &look);
	l.display = display_url(cx);
	if (cx->actor.person)
		l.printed = WORDS(cx->arena, T_LAYOUT_PRINTED, WORD_ARG("on", cx->today), WORD_ARG("name", cx->person_name));
	if (l.strip.n && cx->actor.person && !cx->session.by_token &&
	    sql_roles_how_many(cx->db, cx->arena, cx->actor.person, cx->today, &held) == OK && held.roles > 1)
		l.change_role = url_lit("/account/role");
	if (cx->rq->method == HTTP_GET) {
		l.notice = take_notice(cx);
		l.gone = take_gone(cx);
	}
	for (size_t i = 0; i < COUNT_OF(menu_rows); i++)
		if (menu_rows[i].role == (cx->session.waits == FACTOR_NONE ? cx->actor.role : ROLE_NONE))
			menu_add(&l, menu_rows[i].text, menu_url(cx, &menu_rows[i]),
			         p->menu != MENU_NONE && menu_rows[i].menu == p->menu);
	html_layout(&out, &l);
	return html_end(&out).s;
}

/* ---- what handlers call ---- */

enum rc page(struct ctx *cx, const struct page *p)
{
	cx->page = *p;
	cx->has_page = cx->answered = true;
	return OK;
}

static enum rc see_other(struct ctx *cx, struct url where)
{
	struct json_out j;

	cx->went_to = where.s;
	cx->answered = true;
	if (http_header_of(cx->rq, "Cairn-Send").n) { /* a device sends what it kept, and is told where the answer leads */
		j = json_begin(cx->arena, where.s.n * 6 + 64);
		json_obj(&j);
		json_key(&j, "to"), json_str(&j, where.s);
		json_end(&j);
		respond(cx, 200, S("application/json"), json_done(&j));
		return OK;
	}
	http_respond_header(cx->rq, "Location", where.s);
	respond(cx, 303, S("text/plain; charset=utf-8"), STR_NONE);
	return OK;
}

enum rc redirect(struct ctx *cx, struct url where)
{
	return see_other(cx, where);
}

static enum rc change_made(struct ctx *cx, struct url where, enum word notice, int status)
{
	struct json_out *j;

	if (!cx->json) {
		if (notice)
			cookie_set(cx, "cairn-notice", strf(cx->arena, "%d", (int)notice), 60);
		return see_other(cx, where);
	}
	http_respond_header(cx->rq, "Location", strf(cx->arena, "/api/v1%.*s", STR_FMT(where.s)));
	if (!cx->out) {
		j = reply_json(cx);
		json_obj(j);
		json_key(j, "url");
		json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(where.s)));
		json_end(j);
	}
	return answer_json(cx, status);
}

enum rc done(struct ctx *cx, struct url where, enum word notice)
{
	return change_made(cx, where, notice, 200);
}

enum rc created(struct ctx *cx, struct url where, enum word notice)
{
	return change_made(cx, where, notice, 201);
}

struct json_out *reply_json(struct ctx *cx)
{
	if (!cx->out) {
		cx->out = NEW(cx->arena, struct json_out);
		*cx->out = json_begin(cx->arena, 8 << 20);
	}
	return cx->out;
}

enum rc answer_json(struct ctx *cx, int status)
{
	cx->status = status;
	cx->answered = true;
	return OK;
}

enum rc answer_bytes(struct ctx *cx, struct str type, struct str name, struct str bytes)
{
	respond(cx, 200, type, bytes);
	http_respond_header(cx->rq, "Content-Disposition",
	                    strf(cx->arena, "attachment; filename*=UTF-8''%.*s", STR_FMT(url_encode(cx->arena, name))));
	cx->answered = true;
	return OK;
}

enum rc answer_file(struct ctx *cx, struct str type, struct str name, int fd, uint64_t size)
{
	cx->rq->response.file = fd; /* first: whatever happens from here on, it is closed with the response */
	cx->rq->response.file_size = size;
	return answer_bytes(cx, type, name, STR_NONE);
}

enum rc version_is(struct ctx *cx, int64_t version)
{
	cx->current_version = version;
	if (cx->route->method == HTTP_GET || !cx->route->form || !cx->route->form->wants_version)
		return OK;
	return cx->if_match == version ? OK : cx->if_match < 0 ? NO_VERSION : STALE;
}

enum rc answer_draw(struct ctx *cx)
{
	if (cx->out && !cx->has_page && !cx->rq->response.status) {
		struct str body = json_done(cx->out);

		if (!body.n)
			return FAULT;
		respond(cx, cx->status ? cx->status : 200, S("application/json"), body);
		return OK;
	}
	if (cx->has_page) {
		struct str body;
		bool own = !db_in_transaction(cx->db);

		if (own)
			db_begin(cx->db, DB_READ);
		body = frame(cx, &cx->page);
		if (own)
			db_rollback(cx->db);
		if (cx->page.refresh_to.s.n) /* on to another service: a redirect behind a form would fall under form-action */
			http_respond_header(cx->rq, "Refresh", strf(cx->arena, "0; url=%.*s", STR_FMT(cx->page.refresh_to.s)));
		else if (cx->page.refresh_seconds > 0) /* a waiting page asks for itself again, without script */
			http_respond_header(cx->rq, "Refresh", strf(cx->arena, "%d", cx->page.refresh_seconds));
		respond(cx, cx->page.status ? cx->page.status : cx->status ? cx->status : 200, S("text/html; charset=utf-8"), body);
		device_headers(cx, cx->rq->response.status);
		return OK;
	}
	return cx->answered ? OK : FAULT;
}

/* ---- errors ---- */

struct message_words {
	enum word title, lead, what;
};
static struct message_words words_for(enum rc rc)
{
	static const struct message_words all[] = {
		[NOT_FOUND] = { T_MESSAGE_NOT_FOUND, T_MESSAGE_NOT_FOUND_LEAD, T_MESSAGE_NOT_FOUND_WHAT },
		[DENIED] = { T_MESSAGE_DENIED, T_MESSAGE_DENIED_LEAD, T_MESSAGE_DENIED_WHAT },
		[INVALID] = { T_MESSAGE_INVALID, T_MESSAGE_INVALID_LEAD, 0 },
		[CONFLICT] = { T_MESSAGE_CONFLICT, T_MESSAGE_CONFLICT_LEAD, T_MESSAGE_CONFLICT_WHAT },
		[STALE] = { T_MESSAGE_STALE, T_MESSAGE_STALE_LEAD, T_MESSAGE_CONFLICT_WHAT },
		[NO_VERSION] = { T_MESSAGE_NO_VERSION, T_MESSAGE_NO_VERSION_LEAD, 0 },
		[TOO_LARGE] = { T_MESSAGE_TOO_LARGE, T_MESSAGE_TOO_LARGE_LEAD, T_MESSAGE_TOO_LARGE_WHAT },
		[TOO_MANY] = { T_MESSAGE_TOO_MANY, T_MESSAGE_TOO_MANY_LEAD, T_MESSAGE_TOO_MANY_WHAT },
		[BUSY] = { T_MESSAGE_BUSY, T_MESSAGE_BUSY_LEAD, T_MESSAGE_BUSY_WHAT },
		[NO_SPACE] = { T_MESSAGE_NO_SPACE, T_MESSAGE_NO_SPACE_LEAD, T_MESSAGE_NO_SPACE_WHAT },
		[SIGNED_OUT] = { T_MESSAGE_SIGNED_OUT, T_MESSAGE_SIGNED_OUT_LEAD, 0 },
		[FACTOR_WANTED] = { T_MESSAGE_SIGNED_OUT, T_MESSAGE_SIGNED_OUT_LEAD, 0 }, /* a page is led to it instead */
		[FAULT] = { T_MESSAGE_FAULT, T_MESSAGE_FAULT_LEAD, T_MESSAGE_FAULT_WHAT },
	};

	return rc > OK && (size_t)rc < COUNT_OF(all) ? all[rc] : all[FAULT];
}

static int json_status(enum rc rc)
{
	return rc == STALE ? 412 : status_of(rc);
}

/* problem — RFC 9457. */
static void problem(struct ctx *cx, enum rc rc, struct str detail)
{
	struct message_words w = words_for(rc);
	struct json_out j = json_begin(cx->arena, 256 * 1024);

	json_obj(&j);
	json_key(&j, "type"), json_str(&j, S("about:blank"));
	json_key(&j, "title"), json_str(&j, word(w.title));
	json_key(&j, "status"), json_i64(&j, json_status(rc));
	json_key(&j, "detail"), json_str(&j, detail.n ? detail : word(w.lead));
	if (cx->err.n) {
		json_key(&j, "errors"), json_arr(&j);
		for (size_t i = 0; i < cx->err.n; i++) {
			json_obj(&j);
			json_key(&j, "field"), json_str(&j, cx->err.fields[i].field);
			json_key(&j, "message"), json_str(&j, cx->err.fields[i].message);
			json_end(&j);
		}
		json_end(&j);
	}
	json_key(&j, "request_id"), json_uuid(&j, cx->request_id);
	json_end(&j);
	respond(cx, json_status(rc), S("application/problem+json"), json_done(&j));
}

void answer_plainly(struct ctx *cx, int status, struct str says)
{
	struct json_out j = json_begin(cx->arena, 16 * 1024);

	if (!cx->json) {
		answer_text(cx, status, S("text/plain; charset=utf-8"), strf(cx->arena, "%.*s\n", STR_FMT(says)));
		return;
	}
	json_obj(&j);
	json_key(&j, "type"), json_str(&j, S("about:blank"));
	json_key(&j, "title"), json_str(&j, says);
	json_key(&j, "status"), json_i64(&j, status);
	json_key(&j, "request_id"), json_uuid(&j, cx->request_id);
	json_end(&j);
	respond(cx, status, S("application/problem+json"), json_done(&j));
}

/* case_problem — the error body the CASE API describes (imsx_StatusInfo). */
static void case_problem(struct ctx *cx, enum rc rc)
{
	struct json_out j = json_begin(cx->arena, 16 * 1024);
	bool missing = rc == NOT_FOUND, invalid = rc == INVALID;

	json_obj(&j);
	json_key(&j, "imsx_codeMajor"), json_str(&j, S("failure"));
	json_key(&j, "imsx_severity"), json_str(&j, S("error"));
	json_key(&j, "imsx_description"), json_str(&j, word(words_for(rc).lead));
	json_key(&j, "imsx_codeMinor"), json_obj(&j);
	json_key(&j, "imsx_codeMinorField"), json_arr(&j), json_obj(&j);
	json_key(&j, "imsx_codeMinorFieldName"), json_str(&j, S("sourcedId"));
	json_key(&j, "imsx_codeMinorFieldValue");
	json_str(&j, missing ? S("unknownobject") : invalid ? S("invalid_selection_field") : S("internal_server_error"));
	json_end(&j), json_end(&j), json_end(&j), json_end(&j);
	respond(cx, status_of(rc), S("application/json"), json_done(&j));
}

static void message_page(struct ctx *cx, enum rc rc, struct message *m)
{
	struct page p = { .title = word(m->title), .status = status_of(rc) };

	m->request_id = uuid_str(cx->arena, cx->request_id);
	p.main = HTML(cx, message, m);
	db_begin(cx->db, DB_READ);
	respond(cx, status_of(rc), S("text/html; charset=utf-8"), frame(cx, &p));
	db_rollback(cx->db);
}

void answer_error(struct ctx *cx, enum rc rc, struct str detail)
{
	struct message_words w = words_for(rc);
	struct message m = { .title = w.title, .lead = w.lead, .what = w.what, .detail = detail, .sign_in = rc == SIGNED_OUT };

	cx->rq->response.headers_n = 0;
	cx->current_version = -1;
	if (cx->route && cx->route->errors == ERRORS_CASE)
		case_problem(cx, rc);
	else if (cx->json)
		problem(cx, rc, detail);
	else {
		if (cx->err.n && !m.detail.n)
			m.detail = cx->err.fields[0].message;
		message_page(cx, rc, &m);
	}
}

/* label_of — what the page called the field, not what the form calls it. */
static struct str label_of(const struct ctx *cx, struct str name)
{
	const struct form *form = cx->route ? cx->route->form : NULL;

	for (size_t i = 0; form && i < form->n; i++)
		if (form->fields[i].label && str_eq(name, str_from_c(form->fields[i].name)))
			return word(form->fields[i].label);
	return name;
}

void answer_kept(struct ctx *cx, enum rc rc, bool saved_as_draft)
{
	struct message_words w = words_for(rc);
	struct message m = { .title = w.title, .lead = w.lead, .what = w.what, .sign_in = rc == SIGNED_OUT };
	const struct values *typed = cx->values;

	cx->rq->response.headers_n = 0;
	if (saved_as_draft)
		m.what = T_MESSAGE_SIGNED_OUT_KEPT;
	if (typed && !saved_as_draft) {
		m.kept.v = NEW_ARRAY(cx->arena, struct kept_text, typed->n + 1);
		for (size_t i = 0; i < typed->n; i++)
			if (!str_eq(typed->names[i], S("csrf")) && typed->v[i].n > 20)
				m.kept.v[m.kept.n++] = (struct kept_text){ label_of(cx, typed->names[i]), typed->v[i] };
	}
	message_page(cx, rc, &m);
}
