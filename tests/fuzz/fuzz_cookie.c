/* fuzz_cookie.c — the head of a request: an address and headers, one a line ("GET /path?query", then "Name: value"),
 * through the whole lifecycle, as the network door would hand it over. Whatever they say, there is an answer, never a
 * 500; only the cookie that was given out lets somebody in; and no header of an answer has a line break in it. Dates, instants, numbers and tokens in the values are read and written again.
 *
 * The application runs on a small database of its own, in memory where there is such a place: one person with a session,
 * whose cookie is cairn=session; no token has been given out. http_header_of and http_respond_header stand here in place
 * of those in http_mhd.c. */
#include "app/people/people.h"
#include "db/migrate.h"
#include "web/app.h"
#include "web/form.h"
#include "web/session.h"
#include "web.sql.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADERS_MOST = 40 };

struct head {
	struct str names[HEADERS_MOST], values[HEADERS_MOST];
	size_t n;
	struct http_request rq;
};

static void must(bool claim)
{
	if (!claim)
		abort();
}

/* ---- the network door ---- */

struct str http_header_of(const struct http_request *rq, const char *name)
{
	const struct head *h = rq->server;

	for (size_t i = 0; i < h->n; i++)
		if (str_eq_nocase(h->names[i], str_from_c(name)))
			return h->values[i];
	return STR_NONE;
}

void http_respond_header(struct http_request *rq, const char *name, struct str value)
{
	struct http_response *r = &rq->response;

	must(r->headers_n < COUNT_OF(r->headers));
	must(str_find_char(value, '\n') == SIZE_MAX && str_find_char(value, '\r') == SIZE_MAX);
	r->headers[r->headers_n++] = (struct http_header){ name, value };
}

/* ---- a small database ---- */

static struct {
	struct arena *arena;
	struct settings settings;
	struct app *app;
	struct str folder;
} house;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	UNUSED(st);
	UNUSED(type);
	UNUSED(ftw);
	return remove(path);
}

static void close_house(void)
{
	app_free(house.app);
	nftw(house.folder.p, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	arena_release(house.arena);
}

static struct str slice_of(const struct hash *h)
{
	return (struct str){ (const char *)h->b, sizeof(h->b) };
}

static void let_in(struct ctx *cx)
{
	struct new_person ada = { .name = S("Ada Lovell"), .initials = S("A.L."), .email = S("ada@example.org") };
	struct hash session = hash_of(S("session"));
	int64_t organisation, person, role; /* rows */
	struct session_start_row began;

	must(organisation_create(cx, S("Northmoor"), ORG_CHILDRENS_TRUST, &organisation) == OK);
	must(person_create(cx, &ada, &person) == OK);
	must(role_grant(cx, person, organisation, ROLE_ASSESSOR, date_plus(cx->today, -10), DATE_NONE, &role) == OK);
	must(sql_session_start(cx->db, cx->arena, uuid7(cx->now), slice_of(&session), person, role, slice_of(&session), 0, 0,
	                       DB_NULL_INT, cx->now, cx->now + DAY, &began) == OK);
}

static void open_house(void)
{
	char *argv[] = { "fuzz", "--url=http://cairn.example", NULL };
	struct ctx cx;
	struct args rest;
	struct str why;
	int applied;

	house.arena = arena_new(64 << 20);
	house.folder = str_dup(house.arena, access("/dev/shm", W_OK) == 0 ? S("/dev/shm/cairn-fuzz-XXXXXX")
	                                                                 : S("/tmp/cairn-fuzz-XXXXXX"));
	must(mkdtemp((char *)house.folder.p) != NULL);
	must(settings_load(house.arena, 2, argv, &house.settings, &rest, &why) == OK);
	house.settings.db = strf(house.arena, "%s/cairn.db", house.folder.p);
	house.settings.files = strf(house.arena, "%s/files", house.folder.p);
	log_set_level(LOG_ERROR + 1);
	cx = (struct ctx){ .arena = house.arena, .settings = &house.settings, .now = clock_now(), .if_match = -1,
		               .current_version = -1 };
	cx.today = date_of(cx.now);
	must(db_open(house.arena, house.settings.db, true, &cx.db, &why) == OK);
	must(migrate_up(cx.db, house.arena, cx.now, &applied, &why) == OK);
	must(db_begin(cx.db, DB_WRITE) == OK);
	let_in(&cx);
	must(db_commit(cx.db) == OK);
	db_close(cx.db);
	must((house.app = app_new(&house.settings, &why)) != NULL);
	must(atexit(close_house) == 0);
}

/* ---- one request ---- */

/* Only what the network door lets through: no control characters, no header twice, a path that begins with '/'. */
static bool read_head(struct arena *a, struct str text, struct head *h)
{
	struct str line = str_cut(&text, '\n');
	struct str method = str_cut(&line, ' ');

	h->rq = (struct http_request){ .method = HTTP_GET, .method_text = S("GET"), .peer = S("127.0.0.1"), .server = h,
		                           .response = { .file = -1 } };
	if (str_eq(method, S("HEAD")))
		h->rq.method = HTTP_HEAD, h->rq.method_text = method;
	h->rq.path = str_cut(&line, '?');
	h->rq.query = line;
	if (!h->rq.path.n || h->rq.path.p[0] != '/')
		return false;
	while (text.p && text.n && h->n < HEADERS_MOST) {
		struct str value = str_cut(&text, '\n'), name = str_cut(&value, ':');

		if (!name.n || !value.p || http_header_of(&h->rq, str_c(a, name)).p)
			continue;
		h->names[h->n] = name;
		h->values[h->n++] = str_trim(value);
	}
	h->rq.host = http_header_of(&h->rq, "Host");
	return true;
}

static bool has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\n') || s.p[i] == 127)
			return true;
	return false;
}

static bool has_the_cookie(const struct http_request *rq)
{
	return str_find(http_header_of(rq, "Cookie"), S("cairn=session")) != SIZE_MAX;
}

static void ask(struct head *h)
{
	const struct http_app *app = app_http(house.app);
	struct http_request *rq = &h->rq;
	const struct http_response *answer = &rq->response;
	uint64_t max = HTTP_BODY_MAX;

	rq->app = NULL;
	if (app->on_head(app->arg, rq, &max) != HTTP_BODY_REFUSE)
		app->on_full(app->arg, rq);
	must(answer->status >= 200 && answer->status < 500);
	must(answer->status != 200 || !str_eq(rq->path, S("/account")) || has_the_cookie(rq));
	if (answer->file >= 0)
		close(answer->file);
	app->on_done(app->arg, rq, true);
}

/* ---- values ---- */

static void look_at_value(struct arena *a, struct str s)
{
	struct date date, other;
	instant t, again;
	int64_t number;
	struct str raw, once;
	struct settings trusting = { .trusted_proxy = s };

	if (date_parse(s, &date))
		must(date_parse(date_iso(a, date), &other) && date_cmp(date, other) == 0 && date_long(a, date).n > 0);
	if (date_parse_typed(s, S("March"), S("2027"), &date))
		must(date_parse(date_iso(a, date), &other) && date_cmp(date, other) == 0);
	if (date_parse_typed(S("9"), s, S("2027"), &date))
		must(date_parse(date_iso(a, date), &other) && date_cmp(date, other) == 0);
	if (instant_parse(s, &t))
		must(instant_parse(instant_iso(a, t), &again) && t == again);
	if (str_to_i64(s, -1000000, INT64_MAX, &number))
		must(number >= -1000000 && (number >= 0 || s.p[0] == '-'));
	if (base64url_decode(a, s, &raw))
		must(base64url_decode(a, base64url_encode(a, raw.p, raw.n), &once) && str_eq(raw, once));
	settings_trusts(&trusting, S("127.0.0.1"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena *a;
	struct head *h;

	if (!house.app)
		open_house();
	if (size > HTTP_HEAD_MAX || has_control(text))
		return 0;
	a = arena_new(16 << 20);
	h = NEW(a, struct head);
	if (read_head(a, text, h)) {
		for (size_t i = 0; i < h->n; i++)
			look_at_value(a, h->values[i]);
		ask(h);
	}
	arena_release(a);
	return 0;
}
