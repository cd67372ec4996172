/* register_page.c — the register as the whole installation has it: who answers, how many stand how, and copies from files.
 * Numbers only: nobody who looks after it sees a name here. */
#include "app/register/register_inside.h"

#include "app/register/register_view.h"
#include "register.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { COPY_BYTES_MAX = 32 << 20, REFRESH_SECONDS = 3, LOST_PERCENT = 10 };

struct copy_typed {
	int64_t unused;
};
static const struct field copy_fields[] = {
	INT(struct copy_typed, unused, .label = T_REGISTER_FILE, .min = 0, .max = 1),
};
/* The file is all there is to it. */
const struct form register_copy_form = { .name = "register_copy", .size = sizeof(struct copy_typed), .fields = copy_fields,
	                                     .n = COUNT_OF(copy_fields) };

static const enum word state_words[COPY_STATE_END] = {
	[COPY_READING] = T_REGISTER_COPY_READING, [COPY_READ] = T_REGISTER_COPY_READ, [COPY_BAD] = T_REGISTER_COPY_BAD,
	[COPY_IN_USE] = T_REGISTER_COPY_IN_USE, [COPY_REPLACED] = T_REGISTER_COPY_REPLACED, [COPY_DROPPED] = T_REGISTER_COPY_DROPPED,
};

/* ---- the register ---- */

static void count(struct register_view *v, enum word label, int64_t n)
{
	v->counts.v[v->counts.n++] = (struct register_count){ label, n };
}

static enum rc add_counts(struct ctx *cx, struct register_view *v, struct register_counts_row *c)
{
	enum rc rc = sql_register_counts(cx->db, cx->arena, cx->today, c);

	if (rc != OK)
		return rc;
	count(v, T_REGISTER_COUNT_PEOPLE, c->people);
	count(v, T_REGISTER_COUNT_NOT_ASKED, c->people - c->asked);
	count(v, T_REGISTER_COUNT_REGISTERED, c->registered);
	count(v, T_REGISTER_COUNT_CONDITIONS, c->conditions);
	count(v, T_REGISTER_COUNT_SUSPENDED, c->suspended);
	count(v, T_REGISTER_COUNT_LAPSED, c->lapsed);
	count(v, T_REGISTER_COUNT_REMOVED, c->removed);
	count(v, T_REGISTER_COUNT_UNKNOWN, c->unknown);
	return OK;
}

static enum rc add_source(struct ctx *cx, struct register_view *v)
{
	const struct register_adapter *adapter;
	struct register_sources_rows rows;
	enum rc rc = register_adapter_of(cx, &adapter);

	if (rc != OK || (rc = sql_register_sources(cx->db, cx->arena, &rows)) != OK)
		return rc;
	v->nothing = !adapter;
	v->by_service = adapter == &register_service;
	for (size_t i = 0; adapter && i < rows.n; i++) {
		const struct register_sources_row *r = &rows.v[i];

		if (r->source != (int64_t)adapter->source)
			continue;
		if (r->answered_at != DB_NULL_INT)
			v->answered = instant_long(cx->arena, r->answered_at);
		if (r->failed_at != DB_NULL_INT && (r->answered_at == DB_NULL_INT || r->failed_at > r->answered_at)) {
			v->failed = instant_long(cx->arena, r->failed_at);
			v->why = r->why;
		}
	}
	return OK;
}

static enum rc add_copies(struct ctx *cx, struct register_view *v)
{
	struct register_copies_rows rows;
	enum rc rc = sql_register_copies(cx->db, cx->arena, &rows);

	if (rc != OK)
		return rc;
	v->copies.v = NEW_ARRAY(cx->arena, struct copy_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct register_copies_row *r = &rows.v[i];

		v->copies.v[v->copies.n++] = (struct copy_line){
			.name = r->name, .when = instant_long(cx->arena, r->created), .url = url_id(cx, "/register/copies/", r->id, ""),
			.state = state_words[r->state >= 0 && r->state < COPY_STATE_END ? r->state : COPY_BAD],
			.rows = WORDS(cx->arena, T_REGISTER_ROWS, WORD_ARG("n", r->rows_read)),
		};
	}
	return OK;
}

static enum rc register_json(struct ctx *cx, const struct register_view *v, const struct register_counts_row *c)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "source"), json_str(j, v->nothing ? S("none") : v->by_service ? S("service") : S("copy"));
	json_key(j, "people"), json_i64(j, c->people);
	json_key(j, "asked"), json_i64(j, c->asked);
	json_key(j, "registered"), json_i64(j, c->registered);
	json_key(j, "conditions"), json_i64(j, c->conditions);
	json_key(j, "suspended"), json_i64(j, c->suspended);
	json_key(j, "lapsed"), json_i64(j, c->lapsed);
	json_key(j, "removed"), json_i64(j, c->removed);
	json_key(j, "no_such_number"), json_i64(j, c->unknown);
	json_key(j, "trouble"), json_str(j, v->why);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc register_show(struct ctx *cx)
{
	struct register_view v = { .file_error = err_of(&cx->err, S("file")) };
	struct register_counts_row c;
	struct form_view f = form_view(cx, &register_copy_form, NULL, -1);
	enum rc rc = add_counts(cx, &v, &c);

	if (rc != OK || (rc = add_source(cx, &v)) != OK)
		return rc;
	if (cx->json)
		return register_json(cx, &v, &c);
	if ((rc = add_copies(cx, &v)) != OK)
		return rc;
	v.hidden = f.hidden;
	v.errors = f.errors;
	return page(cx, &(struct page){ .title = word(T_REGISTER_TITLE), .width = WIDTH_STAFF, .menu = MENU_HOME,
	                                .main = HTML(cx, register_all, &v) });
}

/* ---- a copy ---- */

enum rc register_copy_add(struct ctx *cx)
{
	const struct upload *u = NULL;
	struct uuid id = uuid7(cx->now);
	struct register_copy_add_row row;
	struct str bytes;
	enum rc rc;

	for (size_t i = 0; i < cx->uploads_n && !u; i++)
		if (str_eq(cx->uploads[i].field, S("file")) && cx->uploads[i].size)
			u = &cx->uploads[i];
	if (!u)
		return field_error(cx, "file", T_REGISTER_FILE_MISSING);
	if (u->size > COPY_BYTES_MAX)
		return field_error(cx, "file", T_REGISTER_FILE_TOO_LARGE);
	if ((rc = upload_map(cx, u, &bytes)) != OK ||
	    (rc = sql_register_copy_add(cx->db, cx->arena, id, cx->actor.person, u->name, (int64_t)u->size, bytes, cx->now,
	                                &row)) != OK ||
	    (rc = job_queue(cx, JOB_REGISTER_SNAPSHOT, row.copy, S(""), NULL)) != OK)
		return rc;
	return created(cx, url_id(cx, "/register/copies/", id, ""), 0);
}

static enum rc load_copy(struct ctx *cx, struct uuid *ret_id, struct register_copy_by_id_row *ret)
{
	return uuid_parse(param(cx, "copy"), ret_id) ? sql_register_copy_by_id(cx->db, cx->arena, *ret_id, ret) : NOT_FOUND;
}

static void add_problems(struct ctx *cx, const struct register_copy_by_id_row *c, struct copy_view *v)
{
	struct str rest = c->problems;

	v->problems.v = NEW_ARRAY(cx->arena, struct copy_problem, c->problems.n / 4 + 2);
	while (rest.n) {
		struct str say = str_cut(&rest, '\n'), line = str_cut(&say, ':');

		v->problems.v[v->problems.n++] = (struct copy_problem){ line, str_trim(say) };
	}
	v->problems_more = c->rows_bad > (int64_t)v->problems.n ? c->rows_bad - (int64_t)v->problems.n : 0;
}

enum rc register_copy_show(struct ctx *cx)
{
	struct register_copy_by_id_row c;
	struct register_copy_would_row would = { .people = 0 };
	struct uuid id;
	struct copy_view v;
	enum rc rc = load_copy(cx, &id, &c);

	if (rc != OK || (c.state == COPY_READ && (rc = sql_register_copy_would(cx->db, cx->arena, c.copy, &would)) != OK))
		return rc;
	v = (struct copy_view){
		.name = c.name, .running = c.state == COPY_READING, .bad = c.state == COPY_BAD, .ready = c.state == COPY_READ,
		.in_use = c.state == COPY_IN_USE, .replaced = c.state == COPY_REPLACED, .dropped = c.state == COPY_DROPPED,
		.rows = c.rows_read, .bad_rows = c.rows_bad, .people = would.people, .known = would.known, .lost = would.lost,
		.many_lost = would.lost * 100 > would.people * LOST_PERCENT, .csrf = hidden_csrf(cx),
		.use = url_id(cx, "/register/copies/", id, "/use"), .drop = url_id(cx, "/register/copies/", id, "/drop"),
		.self = url_id(cx, "/register/copies/", id, ""),
	};
	add_problems(cx, &c, &v);
	return page(cx, &(struct page){ .title = word(T_REGISTER_COPY_TITLE), .width = WIDTH_STAFF, .menu = MENU_HOME,
	                                .main = HTML(cx, register_one_copy, &v), .refresh_seconds = v.running ? REFRESH_SECONDS : 0 });
}

/* One statement changes what every question from now on is answered from; everybody is asked about again at once. */
enum rc register_copy_use(struct ctx *cx)
{
	struct register_copy_by_id_row c;
	struct register_copy_lock_row lock;
	struct uuid id;
	enum rc rc = load_copy(cx, &id, &c);

	if (rc != OK || (rc = sql_register_copy_lock(cx->db, cx->arena, c.copy, &lock)) != OK)
		return rc;
	if (lock.state == COPY_IN_USE)
		return redirect(cx, url_lit("/register"));
	if (lock.state != COPY_READ)
		return CONFLICT;
	if ((rc = sql_register_copy_replace(cx->db, cx->arena, NULL)) != OK ||
	    (rc = sql_register_copy_take(cx->db, cx->arena, c.copy, cx->now, NULL)) != OK ||
	    (rc = event_add(cx, CHAIN_INSTALLATION, 0, EVENT_REGISTER_REPLACED, id,
	                    strf(cx->arena, "{\"n\":%lld}", (long long)c.rows_read))) != OK ||
	    (rc = sql_register_nightly_now(cx->db, cx->arena, cx->now, NULL)) != OK)
		return rc;
	return done(cx, url_lit("/register"), T_REGISTER_COPY_TAKEN);
}

enum rc register_copy_drop(struct ctx *cx)
{
	struct register_copy_by_id_row c;
	struct register_copy_lock_row lock;
	struct uuid id;
	enum rc rc = load_copy(cx, &id, &c);

	if (rc != OK || (rc = sql_register_copy_lock(cx->db, cx->arena, c.copy, &lock)) != OK)
		return rc;
	if (lock.state == COPY_IN_USE || lock.state == COPY_REPLACED)
		return CONFLICT;
	rc = sql_register_copy_let_go(cx->db, cx->arena, c.copy, NULL);
	return rc == OK ? done(cx, url_lit("/register"), T_REGISTER_COPY_LET_GO) : rc;
}
