/* bulk_send.c — choosing what to send, its template, and the file on its way in. */
#include "app/bulk/bulk_pages.h"
#include "base/csv.h"

#include "templates.gen.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LIST_ROWS = 20, KEPT_DAYS = 30, NAME_SHOWN = 200, CSV_MAX = 8 << 20 };

struct upload_typed {
	int kind;
};
static const enum word kind_words[BULK_KIND_END] = {
	[BULK_ORGANISATIONS] = T_BULK_KIND_ORGANISATIONS, [BULK_COORDINATORS] = T_BULK_KIND_COORDINATORS,
	[BULK_PEOPLE] = T_BULK_KIND_PEOPLE, [BULK_INDUCTIONS] = T_BULK_KIND_INDUCTIONS,
	[BULK_ASSIGNMENTS] = T_BULK_KIND_ASSIGNMENTS, [BULK_LEAVERS] = T_BULK_KIND_LEAVERS, [BULK_OUTCOMES] = T_BULK_KIND_OUTCOMES,
};
static const struct field upload_fields[] = {
	CHOICE(struct upload_typed, kind, .label = T_BULK_KIND, .choices = &bulk_kinds, .choice_words = kind_words, .max = BULK_KIND_END,
	       .required = true),
};
const struct form bulk_upload_form = {
	.name = "bulk_import", .size = sizeof(struct upload_typed), .fields = upload_fields, .n = COUNT_OF(upload_fields),
};

static const struct key_list when_keys = { (const struct str[]){ S_INIT(""), S_INIT("now"), S_INIT("when_all_are_right") }, 3 };
static const enum word when_words[] = { 0, T_BULK_WHEN_NOW, T_BULK_WHEN_ALL };
static const struct field confirm_fields[] = {
	CHOICE(struct bulk_confirm_typed, when, .label = T_BULK_WHEN, .choices = &when_keys, .choice_words = when_words, .max = 3),
};
const struct form bulk_confirm_form = {
	.name = "bulk_confirm", .size = sizeof(struct bulk_confirm_typed), .fields = confirm_fields, .n = COUNT_OF(confirm_fields),
};

struct dates_typed {
	int order;
};
static const struct key_list order_keys = { (const struct str[]){ S_INIT(""), S_INIT("day_first"), S_INIT("month_first") }, 3 };
static const enum word order_words[] = { 0, T_BULK_DATES_DAY, T_BULK_DATES_MONTH };
static const struct field dates_fields[] = {
	CHOICE(struct dates_typed, order, .label = T_BULK_DATES, .choices = &order_keys, .choice_words = order_words, .max = 3,
	       .required = true),
};
const struct form bulk_dates_form = {
	.name = "bulk_dates", .size = sizeof(struct dates_typed), .fields = dates_fields, .n = COUNT_OF(dates_fields),
};

/* ---- loading ---- */

enum rc load_bulk(struct ctx *cx, struct uuid id)
{
	struct bulk_import *b = NEW(cx->arena, struct bulk_import);
	struct bulk_by_id_row r;
	enum rc rc = sql_bulk_by_id(cx->db, cx->arena, id, &r);

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK)
		return rc;
	*b = (struct bulk_import){
		.id = r.import, .person = r.person, .role_held = r.role_held, .organisation = r.organisation, .rows = r.rows, .adding = r.adding,
		.uuid = id, .kind = (enum bulk_kind)r.kind, .state = (enum bulk_state)r.state, .dates = (int)r.dates, .name = r.name,
		.reading = r.reading, .organisation_name = r.organisation_name, .person_name = r.person_name, .created = r.created,
		.confirmed_at = r.confirmed_at, .ended_at = r.ended_at, .invites_at = r.invites_at, .swept_after = r.swept_after,
	};
	cx->bulk = b;
	cx->resource.made_by = r.person;
	cx->resource.organisation = r.organisation;
	return OK;
}

/* ---- what there is to send, and what was sent ---- */

static struct url kind_url(struct ctx *cx, const char *path, const struct bulk_kind_info *k)
{
	return url_with(cx, url_lit(path), "kind", key_of(&bulk_kinds, (int)k->kind));
}

static void fill_kinds(struct ctx *cx, struct bulk_kind_views *ret)
{
	const struct bulk_kind_info *kinds[BULK_KIND_END];
	size_t n = bulk_kinds_of(cx->actor.role, kinds);

	for (ret->n = 0; ret->n < n; ret->n++)
		ret->v[ret->n] = (struct bulk_kind_view){ word(kinds[ret->n]->title), word(kinds[ret->n]->lead),
			                                  kind_url(cx, "/imports/new", kinds[ret->n]), kind_url(cx, "/exports", kinds[ret->n]), true };
}

static enum word state_word(int64_t state)
{
	static const enum word words[] = { T_BULK_STATE_READING, T_BULK_STATE_REFUSED, T_BULK_STATE_CHECKED, T_BULK_STATE_ADDING,
		                           T_BULK_STATE_DONE, T_BULK_STATE_DROPPED, T_BULK_STATE_TAKING_BACK, T_BULK_STATE_TAKEN_BACK,
		                           T_BULK_STATE_STOPPED };

	return state >= 0 && (size_t)state < COUNT_OF(words) ? words[state] : T_NONE;
}

static struct bulk_import_view import_view(struct ctx *cx, const struct bulk_list_row *r)
{
	const struct bulk_kind_info *k = bulk_kind_of(r->kind);

	return (struct bulk_import_view){
		.name = r->name, .kind = k ? word(k->title) : STR_NONE, .state = word(r->state == BULK_DONE && r->ready + r->bad ? T_BULK_STATE_LEFT : state_word(r->state)),
		.when = instant_long(cx->arena, r->created),
		.counts = r->state == BULK_REFUSED || r->state == BULK_READING
		                  ? STR_NONE
		                  : WORDS(cx->arena, T_BULK_LIST_COUNTS, WORD_ARG("done", r->done), WORD_ARG("ready", r->ready), WORD_ARG("bad", r->bad)),
		.url = url_id(cx, "/imports/", r->id, ""),
		.waits = (r->state == BULK_CHECKED || r->state == BULK_DONE) && r->ready + r->bad > 0,
		.runs = r->state == BULK_READING || r->state == BULK_ADDING || r->state == BULK_TAKING_BACK,
	};
}

static struct url list_next(struct ctx *cx, const struct bulk_list_row *last)
{
	struct url u = url_with(cx, url_lit("/imports"), "before", strf(cx->arena, "%lld", (long long)last->created));

	return url_with(cx, u, "below", strf(cx->arena, "%lld", (long long)last->import));
}

static enum rc list_json(struct ctx *cx, const struct bulk_list_rows *rows)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n && i < LIST_ROWS; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "kind"), json_str(j, key_of(&bulk_kinds, (int)rows->v[i].kind));
		json_key(j, "file"), json_str(j, rows->v[i].name);
		json_key(j, "state"), json_str(j, key_of(&bulk_states, (int)rows->v[i].state));
		json_key(j, "rows"), json_i64(j, rows->v[i].rows);
		json_key(j, "created"), json_instant(j, rows->v[i].created);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next");
	if (rows->n > LIST_ROWS)
		json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(list_next(cx, &rows->v[LIST_ROWS - 1]).s)));
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc bulk_list_show(struct ctx *cx)
{
	instant before = query_int(cx, "before", 1, INT64_MAX, INT64_MAX);
	int64_t below = query_int(cx, "below", 1, INT64_MAX, INT64_MAX);
	struct bulk_list_view v = { .is_later = before != INT64_MAX };
	struct bulk_list_rows rows;
	enum rc rc = sql_bulk_list(cx->db, cx->arena, cx->actor.person, cx->actor.role_held, before, below, LIST_ROWS + 1, &rows);

	if (rc != OK)
		return rc;
	if (cx->json)
		return list_json(cx, &rows);
	fill_kinds(cx, &v.kinds);
	v.imports.v = NEW_ARRAY(cx->arena, struct bulk_import_view, LIST_ROWS);
	for (; v.imports.n < rows.n && v.imports.n < LIST_ROWS; v.imports.n++)
		v.imports.v[v.imports.n] = import_view(cx, &rows.v[v.imports.n]);
	v.has_next = rows.n > LIST_ROWS;
	if (v.has_next)
		v.next = list_next(cx, &rows.v[LIST_ROWS - 1]);
	return page(cx, &(struct page){ .title = word(T_BULK_TITLE), .menu = MENU_PEOPLE, .width = WIDTH_STAFF, .main = HTML(cx, bulk_list, &v) });
}

/* ---- one kind: its columns, its template, the file ---- */

static const struct bulk_kind_info *kind_asked(struct ctx *cx)
{
	const struct upload_typed *typed = cx->form;
	const struct bulk_kind_info *k = bulk_kind_of(typed && cx->route->form == &bulk_upload_form
	                                                      ? typed->kind
	                                                      : number_of(&bulk_kinds, query(cx, "kind")));

	return k && k->role == cx->actor.role ? k : NULL;
}

static void fill_columns(struct ctx *cx, const struct bulk_kind_info *k, struct bulk_help_rows *ret)
{
	ret->v = NEW_ARRAY(cx->arena, struct bulk_help_row, k->uses_n);
	for (ret->n = 0; ret->n < k->uses_n; ret->n++) {
		const struct bulk_use *u = &k->uses[ret->n];
		const struct bulk_column_info *c = &bulk_columns[u->column];

		ret->v[ret->n] = (struct bulk_help_row){ word(c->label), word(u->help ? u->help : c->help), str_from_c(c->example), u->required };
	}
}

enum rc bulk_new(struct ctx *cx)
{
	const struct bulk_kind_info *k = kind_asked(cx);
	struct form_view f = form_view(cx, &bulk_upload_form, NULL, -1);
	struct bulk_new_view v = { .steps.at = 1, .hidden = f.hidden, .errors = f.errors, .file_error = err_of(&cx->err, S("file")),
		                   .all = url_lit("/imports") };

	if (!k)
		return query(cx, "kind").n || cx->failed ? NOT_FOUND : redirect(cx, url_lit("/imports"));
	v.title = word(k->title);
	v.lead = word(k->lead);
	v.kind = key_of(&bulk_kinds, (int)k->kind);
	v.template_url = kind_url(cx, "/imports/template.csv", k);
	v.example_url = kind_url(cx, "/imports/example.csv", k);
	v.export_url = kind_url(cx, "/exports", k);
	fill_columns(cx, k, &v.columns);
	return page(cx, &(struct page){ .title = v.title, .menu = k->menu, .width = WIDTH_STAFF, .main = HTML(cx, bulk_new, &v) });
}

enum rc bulk_upload_again(struct ctx *cx)
{
	return kind_asked(cx) ? bulk_new(cx) : bulk_list_show(cx);
}

/* The template: headings, and a row of explanations that is passed over when it comes back. */
static enum rc template_of(struct ctx *cx, bool with_example)
{
	const struct bulk_kind_info *k = kind_asked(cx);
	struct csv_out o = csv_begin(cx->arena, 64 * 1024);

	if (!k)
		return query(cx, "kind").n ? NOT_FOUND : redirect(cx, url_lit("/imports"));
	buf_add(&o.out, S("\xef\xbb\xbf")); /* so that a spreadsheet takes it for what it is */
	for (size_t i = 0; i < k->uses_n; i++)
		csv_put(&o, bulk_label(k->uses[i].column));
	csv_end_row(&o);
	for (size_t i = 0; i < k->uses_n; i++) {
		const struct bulk_column_info *c = &bulk_columns[k->uses[i].column];

		csv_put(&o, strf(cx->arena, "%s%.*s %.*s", i ? "" : "# ", STR_FMT(word(k->uses[i].required ? T_BULK_MUST : T_BULK_MAY)),
		                 STR_FMT(word(k->uses[i].help ? k->uses[i].help : c->help))));
	}
	csv_end_row(&o);
	for (size_t i = 0; with_example && i < k->uses_n; i++)
		csv_put(&o, str_from_c(bulk_columns[k->uses[i].column].example));
	if (with_example)
		csv_end_row(&o);
	return answer_bytes(cx, S("text/csv; charset=utf-8"),
	                    strf(cx->arena, "cairn-%.*s%s.csv", STR_FMT(key_of(&bulk_kinds, (int)k->kind)), with_example ? "-example" : ""),
	                    csv_done(&o));
}

enum rc bulk_template(struct ctx *cx)
{
	return template_of(cx, false);
}

enum rc bulk_example(struct ctx *cx)
{
	return template_of(cx, true);
}

static const struct upload *uploaded(struct ctx *cx)
{
	for (size_t i = 0; i < cx->uploads_n; i++)
		if (str_eq(cx->uploads[i].field, S("file")) && cx->uploads[i].size)
			return &cx->uploads[i];
	return NULL;
}

static bool read_upload(struct ctx *cx, const struct upload *u, struct str *ret)
{
	int fd = open(str_c(cx->arena, u->path), O_RDONLY | O_CLOEXEC);
	char *p = arena_alloc(cx->arena, (size_t)u->size);
	size_t n = 0;
	ssize_t got;

	if (fd < 0)
		return false;
	while (n < u->size && (got = read(fd, p + n, (size_t)u->size - n)) > 0)
		n += (size_t)got;
	close(fd);
	*ret = (struct str){ p, n };
	return n == u->size;
}

static enum rc begin(struct ctx *cx, enum bulk_kind kind, struct str name, const struct hash *hash, struct str bytes, struct uuid id)
{
	struct bulk_add_row row;
	enum rc rc = sql_bulk_add(cx->db, cx->arena, id, cx->actor.person, cx->actor.role_held, kind, utf8_first(name, NAME_SHOWN), hash_bytes(hash),
	                          bytes, ORDER_DAY_FIRST, cx->now, cx->now + KEPT_DAYS * DAY, &row);

	return rc == OK ? job_queue(cx, JOB_BULK_CHECK, row.import, S(""), NULL) : rc;
}

enum rc bulk_assign(struct ctx *cx, struct str name, const struct bulk_assigning *rows, size_t n, struct uuid *ret)
{
	const enum bulk_column columns[] = { COL_EMAIL, COL_NAME, COL_PART, COL_PERSON, COL_STARTS };
	struct csv_out o = csv_begin(cx->arena, CSV_MAX);
	struct uuid id = uuid7(cx->now);
	struct str bytes;
	struct hash hash;
	enum rc rc;

	for (size_t i = 0; i < COUNT_OF(columns); i++)
		csv_put(&o, bulk_label(columns[i]));
	csv_end_row(&o);
	for (size_t i = 0; i < n; i++) {
		csv_put(&o, rows[i].ecsw);
		csv_put(&o, rows[i].name);
		csv_put(&o, key_words(cx->arena, &roles, rows[i].part));
		csv_put(&o, rows[i].person);
		csv_put(&o, date_iso(cx->arena, rows[i].starts));
		csv_end_row(&o);
	}
	bytes = csv_done(&o);
	hash = hash_of(bytes);
	rc = begin(cx, BULK_ASSIGNMENTS, name, &hash, bytes, id);
	if (rc == OK)
		*ret = id;
	return rc;
}

enum rc bulk_upload(struct ctx *cx)
{
	const struct bulk_kind_info *k = kind_asked(cx);
	const struct upload *u = uploaded(cx);
	struct uuid id = uuid7(cx->now);
	struct str bytes;
	enum rc rc;

	if (!k)
		return refusal_noted(cx, CHAIN_PERSON, cx->actor.person, id, S("{\"what\":\"import\"}"), field_error(cx, "kind", T_BULK_KIND_NOT_YOURS));
	if (!u)
		return field_error(cx, "file", T_BULK_NO_FILE);
	if (u->size > BULK_BYTES_MAX)
		return field_error(cx, "file", T_BULK_FILE_TOO_LARGE);
	if (!read_upload(cx, u, &bytes))
		return FAULT;
	rc = begin(cx, k->kind, u->name, &u->hash, bytes, id);
	return rc == OK ? created(cx, url_id(cx, "/imports/", id, ""), T_NONE) : rc;
}
