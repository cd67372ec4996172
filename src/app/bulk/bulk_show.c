/* bulk_show.c — the page of one import: being read, a preview, being added, what became of it. The same as JSON. */
#include "app/bulk/bulk_inside.h"
#include "app/bulk/bulk_pages.h"

#include "templates.gen.h"

enum { REFRESH_SECONDS = 5, BAD_SHOWN = 20, READY_SHOWN = 8, PAGE_ROWS = 50 };

/* ---- rows ---- */

static struct bulk_says_views says_of(struct arena *a, struct str stored)
{
	struct bulk_says_views all = { .n = 0 };
	struct findings f;

	findings_of(stored, &f);
	all.v = NEW_ARRAY(a, struct bulk_says_view, f.n + 1);
	for (size_t i = 0; i < f.n; i++) {
		struct finding_says s = finding_says(a, &f.v[i]);

		if (f.bad && f.v[i].what >= FIND_NOTES) /* what stands against it comes before what would be worth knowing */
			continue;
		all.v[all.n++] = (struct bulk_says_view){ s.before, s.value, s.after, s.fix, s.value.n > 0, s.transfer };
	}
	return all;
}

struct bulk_says_views bulk_says(struct arena *a, struct str stored)
{
	return says_of(a, stored);
}

/* "14 Sep 2026" */
static struct str short_date(struct arena *a, struct date d)
{
	struct str shown = date_short(a, d), day = str_cut(&shown, ' ');
	int y, m, n;

	date_split(d, &y, &m, &n);
	return strf(a, "%.*s %.*s %d", STR_FMT(day), (int)(shown.n < 3 ? shown.n : 3), shown.p, y);
}

/* A date is shown as it was understood, so that a day taken for a month is seen. */
static struct str cell_shown(struct arena *a, const struct bulk_import *b, enum bulk_column column, struct str cell)
{
	struct date_reading how = { .order = (enum date_order)b->dates };
	struct date d;

	if (bulk_columns[column].type == COLUMN_DATE && cell.n && cell_date(cell, &how, &d) == CELL_OK)
		return short_date(a, d);
	return cell;
}

static struct bulk_cell_views cells_of(struct arena *a, const struct bulk_import *b, const struct bulk_kind_info *k, struct str joined)
{
	struct bulk_cell_views all = { NEW_ARRAY(a, struct bulk_cell_view, 3), 0 };
	struct str cells[BULK_COLUMNS_MAX] = { { 0 } };

	cells_split(k, joined, cells);
	for (size_t s = 0; s < 3; s++)
		for (size_t i = 0; i < k->uses_n; i++)
			if (k->uses[i].column == k->shown[s])
				all.v[all.n++] = (struct bulk_cell_view){ bulk_label(k->shown[s]), cell_shown(a, b, k->shown[s], cells[i]) };
	return all;
}

/* How far the rows of a state have been read: those with a note come first. */
struct rows_at {
	int64_t noted, plain;
};

static enum rc rows_read(struct ctx *cx, const struct bulk_import *b, const struct bulk_kind_info *k, enum bulk_row_state state,
                         struct rows_at at, int64_t limit, struct bulk_row_views *ret)
{
	struct bulk_rows_shown_rows rows;
	enum rc rc = sql_bulk_rows_shown(cx->db, cx->arena, b->id, state, at.noted, at.plain, limit, &rows);

	if (rc != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct bulk_row_view, rows.n + 1);
	for (ret->n = 0; ret->n < rows.n; ret->n++) {
		const struct bulk_rows_shown_row *r = &rows.v[ret->n];

		ret->v[ret->n] = (struct bulk_row_view){
			.row = r->row, .noted = r->has_note, .name = r->name, .cells = cells_of(cx->arena, b, k, r->cells), .says = says_of(cx->arena, r->findings),
			.fix = url_id(cx, "/imports/", b->uuid, strf(cx->arena, "/rows/%lld", (long long)r->row).p),
		};
	}
	return OK;
}

static struct bulk_heads heads_of(const struct bulk_kind_info *k)
{
	struct bulk_heads h = { .n = 0 };

	for (size_t s = 0; s < 3; s++)
		for (size_t i = 0; i < k->uses_n; i++)
			if (k->uses[i].column == k->shown[s])
				h.v[h.n++] = bulk_label(k->shown[s]);
	return h;
}

static enum rc table(struct ctx *cx, const struct bulk_kind_info *k, enum bulk_row_state state, struct rows_at at,
                     int64_t limit, struct bulk_table *ret)
{
	*ret = (struct bulk_table){ .caption = word(state == ROW_BAD ? T_BULK_BAD_CAPTION : T_BULK_READY_CAPTION), .heads = heads_of(k),
		                    .bad = state == ROW_BAD, .can_fix = state == ROW_BAD };
	return rows_read(cx, cx->bulk, k, state, at, limit, &ret->rows);
}

/* ---- the page ---- */

struct shown {
	struct ctx *cx;
	const struct bulk_import *b;
	const struct bulk_kind_info *k;
	struct bulk_counts_row n;
	struct bulk_show_view v;
};

static struct url here(struct shown *s, const char *behind)
{
	return url_id(s->cx, "/imports/", s->b->uuid, behind);
}

static void fill_state(struct shown *s)
{
	struct bulk_show_view *v = &s->v;
	enum bulk_state state = s->b->state;

	v->reading = state == BULK_READING;
	v->refused = state == BULK_REFUSED;
	v->checked = state == BULK_CHECKED;
	v->is_adding = state == BULK_ADDING;
	v->taking_back = state == BULK_TAKING_BACK;
	v->ended = state == BULK_DONE;
	v->was_taken_back = state == BULK_TAKEN_BACK;
	v->stopped = state == BULK_STOPPED;
	v->dropped = state == BULK_DROPPED;
	v->steps.at = v->reading || v->refused || v->checked ? 2 : 3;
}

static void fill_words(struct shown *s)
{
	struct bulk_show_view *v = &s->v;
	struct arena *a = s->cx->arena;
	bool r = s->k->records;

	v->file = s->b->name;
	v->things = bulk_things(a, s->k, s->n.all_rows);
	v->ready_things = bulk_things(a, s->k, s->n.ready);
	v->added = bulk_things(a, s->k, s->n.done);
	v->bad_rows = WORDS(a, T_BULK_ROWS_BAD_N, WORD_ARG("n", s->n.bad));
	v->records = r;
	v->invites = s->k->invites;
	v->button = WORDS(a, r ? T_BULK_RECORD_N : T_BULK_ADD_N, WORD_ARG("things", v->ready_things));
	v->what = word(s->k->title);
	v->kept_until = date_long(a, date_of(s->b->swept_after));
	if (s->b->invites_at != DB_NULL_INT)
		v->invites_on = date_weekday_long(a, date_of(s->b->invites_at));
}

static void fill_urls(struct shown *s)
{
	struct bulk_show_view *v = &s->v;

	v->self = here(s, "");
	v->rows_bad = url_with(s->cx, here(s, "/rows"), "state", S("to_put_right"));
	v->rows_ready = url_with(s->cx, here(s, "/rows"), "state", S("ready"));
	v->left_csv = here(s, "/left.csv");
	v->receipt_csv = here(s, "/receipt.csv");
	v->confirm = here(s, "/confirm");
	v->drop = here(s, "/drop");
	v->take_back = here(s, "/take-back");
	v->dates_url = here(s, "/dates");
	v->another = url_with(s->cx, url_lit("/imports/new"), "kind", key_of(&bulk_kinds, (int)s->k->kind));
	v->all = url_lit("/imports");
}

static void fill_counts(struct shown *s)
{
	struct bulk_show_view *v = &s->v;
	int64_t begun = s->b->adding;

	v->rows = s->b->rows;
	v->looked_at = s->n.all_rows;
	v->ready = s->n.ready;
	v->bad = s->n.bad;
	v->noted = s->n.noted;
	v->same = s->n.same;
	v->done = s->n.done;
	v->left_out = s->n.left_out;
	v->taken_back = s->n.taken_back;
	v->adding = begun;
	v->added_n = begun - s->n.ready < 0 ? 0 : begun - s->n.ready;
	v->to_go = s->n.ready;
	v->ready_more = s->n.ready - READY_SHOWN;
	v->bad_more = s->n.bad - BAD_SHOWN;
	v->nothing_new = !s->n.ready && !s->n.bad && s->n.same > 0;
	v->can_confirm = s->n.ready > 0;
	v->ask_dates = s->b->dates == ORDER_ASK;
	v->can_take_back = v->ended && s->n.to_invite > 0 && s->b->invites_at != DB_NULL_INT && s->b->invites_at > s->cx->now;
}

static void happens(struct shown *s, struct date on, struct str what, struct str more)
{
	struct bulk_date_views *d = &s->v.happens;
	struct str shown = date_short(s->cx->arena, on), day = str_cut(&shown, ' ');

	d->v[d->n++] = (struct bulk_date_view){ day, str_sub(shown, 0, 3), what, more };
}

static enum rc fill_happens(struct shown *s)
{
	struct bulk_first_start_row first = { .n = 0 };
	struct arena *a = s->cx->arena;
	enum rc rc = OK;

	if (s->b->invites_at != DB_NULL_INT && s->n.to_invite)
		happens(s, date_of(s->b->invites_at), word(T_BULK_THEN_INVITES), WORDS(a, T_BULK_THEN_INVITES_MORE, WORD_ARG("n", s->n.to_invite)));
	if (s->k->kind == BULK_INDUCTIONS && (rc = sql_bulk_first_start(s->cx->db, a, s->b->id, &first)) == OK && first.n)
		happens(s, first.first, word(T_BULK_THEN_START), WORDS(a, T_BULK_THEN_START_MORE, WORD_ARG("n", first.n)));
	return rc;
}

static enum rc fill_same_file(struct shown *s)
{
	struct bulk_hash_row hash;
	struct bulk_same_file_row before;
	enum rc rc = sql_bulk_hash(s->cx->db, s->cx->arena, s->b->id, &hash);

	if (rc == OK)
		rc = sql_bulk_same_file(s->cx->db, s->cx->arena, s->b->person, s->b->role_held, s->b->kind, hash.hash, s->b->id, &before);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	s->v.same_file = instant_long(s->cx->arena, before.created);
	s->v.same_url = url_id(s->cx, "/imports/", before.id, "");
	return OK;
}

static void fill_forms(struct shown *s)
{
	static const struct bulk_confirm_typed now = { .when = WHEN_NOW };
	struct form_view confirm = form_view(s->cx, &bulk_confirm_form, &now, -1), dates;

	s->v.csrf = hidden_csrf(s->cx);
	s->v.confirm_hidden = confirm.hidden;
	s->v.errors = confirm.errors;
	s->v.when = form_field(&confirm, "when")->html;
	if (s->v.ask_dates) {
		dates = form_view(s->cx, &bulk_dates_form, NULL, -1);
		s->v.dates = form_field(&dates, "order")->html;
	}
}

static enum rc fill(struct shown *s)
{
	struct bulk_reading reading = bulk_reading_of(s->b->reading);
	enum rc rc = sql_bulk_counts(s->cx->db, s->cx->arena, s->b->id, &s->n);

	if (rc != OK)
		return rc;
	fill_state(s);
	fill_words(s);
	fill_urls(s);
	fill_counts(s);
	s->v.why = reading.why;
	s->v.unused = reading.unused;
	s->v.was_1252 = reading.was_1252;
	s->v.receipt = WORDS(s->cx->arena, T_BULK_RECEIPT_SAYS, WORD_ARG("name", s->b->person_name),
	                     WORD_ARG("when", instant_long(s->cx->arena, s->b->created)));
	return OK;
}

static enum rc fill_page(struct shown *s)
{
	const struct rows_at from = { 0, 0 };
	struct bulk_show_view *v = &s->v;
	enum rc rc = OK;

	if ((v->checked || v->ended || v->stopped) && (rc = table(s->cx, s->k, ROW_BAD, from, BAD_SHOWN, &v->bad_table)) == OK)
		rc = table(s->cx, s->k, ROW_READY, from, READY_SHOWN, &v->ready_table);
	if (rc == OK && v->ended)
		rc = fill_happens(s);
	if (rc == OK && v->checked)
		rc = fill_same_file(s);
	if (rc == OK)
		fill_forms(s);
	return rc;
}

/* ---- JSON ---- */

static void json_count(struct json_out *j, const char *key, int64_t n)
{
	json_key(j, key), json_i64(j, n);
}

static enum rc as_json(struct shown *s)
{
	struct json_out *j = reply_json(s->cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, s->b->uuid);
	json_key(j, "kind"), json_str(j, key_of(&bulk_kinds, (int)s->b->kind));
	json_key(j, "file"), json_str(j, s->b->name);
	json_key(j, "state"), json_str(j, key_of(&bulk_states, (int)s->b->state));
	json_key(j, "problem"), json_str(j, s->v.why);
	json_key(j, "unused_columns"), json_str(j, s->v.unused);
	json_key(j, "dates"), json_str(j, s->b->dates == ORDER_ASK ? S("ask") : s->b->dates == ORDER_MONTH_FIRST ? S("month_first") : S("day_first"));
	json_key(j, "rows"), json_obj(j);
	json_count(j, "all", s->n.all_rows);
	json_count(j, "ready", s->n.ready);
	json_count(j, "with_note", s->n.noted);
	json_count(j, "to_put_right", s->n.bad);
	json_count(j, "already_there", s->n.same);
	json_count(j, "added", s->n.done);
	json_count(j, "left_out", s->n.left_out);
	json_count(j, "taken_back", s->n.taken_back);
	json_end(j);
	json_key(j, "created"), json_instant(j, s->b->created);
	json_key(j, "invitations_at"), json_instant(j, s->b->invites_at);
	json_key(j, "kept_until"), json_date(j, date_of(s->b->swept_after));
	json_end(j);
	return answer_json(s->cx, 200);
}

static struct str title_of(struct shown *s)
{
	const struct bulk_show_view *v = &s->v;
	struct arena *a = s->cx->arena;
	bool r = s->k->records;

	if (v->reading)
		return WORDS(a, T_BULK_READING, WORD_ARG("file", v->file));
	if (v->refused)
		return word(T_BULK_REFUSED);
	if (v->nothing_new && v->checked)
		return word(T_BULK_NOTHING_NEW);
	if (v->checked)
		return WORDS(a, r ? T_BULK_CHECK_RECORD : T_BULK_CHECK, WORD_ARG("things", v->things));
	if (v->is_adding)
		return WORDS(a, r ? T_BULK_RECORDING : T_BULK_ADDING, WORD_ARG("things", bulk_things(a, s->k, v->adding)));
	if (v->taking_back)
		return word(T_BULK_TAKING_BACK);
	if (v->was_taken_back)
		return WORDS(a, T_BULK_TAKEN_BACK, WORD_ARG("things", bulk_things(a, s->k, v->taken_back)));
	if (v->stopped)
		return word(T_BULK_STOPPED);
	if (v->dropped)
		return word(T_BULK_DROPPED);
	return WORDS(a, r ? T_BULK_RECORDED : T_BULK_ADDED, WORD_ARG("things", v->added));
}

enum rc bulk_show(struct ctx *cx)
{
	struct shown s = { .cx = cx, .b = cx->bulk, .k = bulk_kind_of(cx->bulk->kind) };
	bool waits;
	enum rc rc = s.k ? fill(&s) : FAULT;

	if (rc != OK)
		return rc;
	if (cx->json)
		return as_json(&s);
	if ((rc = fill_page(&s)) != OK)
		return rc;
	waits = s.v.reading || s.v.is_adding || s.v.taking_back;
	s.v.title = title_of(&s);
	return page(cx, &(struct page){ .title = s.v.title, .menu = s.k->menu, .width = WIDTH_STAFF, .main = HTML(cx, bulk_show, &s.v),
	                                .refresh_seconds = waits && !query(cx, "stay").n ? REFRESH_SECONDS : 0 });
}

/* ---- a page of rows ---- */

static struct rows_at rows_behind(int64_t row, bool noted)
{
	return noted ? (struct rows_at){ row, 0 } : (struct rows_at){ INT64_MAX, row };
}

/* The address says behind which row it goes on, and whether that one has a note. */
static struct rows_at rows_asked(const struct ctx *cx)
{
	int64_t after = query_int(cx, "after", 1, INT64_MAX, 0);

	return after ? rows_behind(after, query(cx, "noted").n > 0) : (struct rows_at){ 0, 0 };
}

static struct url rows_url(struct ctx *cx, enum bulk_row_state state)
{
	return url_with(cx, url_id(cx, "/imports/", cx->bulk->uuid, "/rows"), "state", key_of(&bulk_row_states, (int)state));
}

static struct url rows_next(struct ctx *cx, enum bulk_row_state state, int64_t row, bool noted)
{
	struct url u = url_with(cx, rows_url(cx, state), "after", strf(cx->arena, "%lld", (long long)row));

	return noted ? url_with(cx, u, "noted", S("1")) : u;
}

static enum rc rows_json(struct ctx *cx, const struct bulk_kind_info *k, enum bulk_row_state state)
{
	struct rows_at at = rows_asked(cx);
	struct bulk_rows_shown_rows rows;
	struct json_out *j;
	enum rc rc = sql_bulk_rows_shown(cx->db, cx->arena, cx->bulk->id, state, at.noted, at.plain, PAGE_ROWS + 1, &rows);

	if (rc != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows.n && i < PAGE_ROWS; i++)
		bulk_row_json(cx, j, k, rows.v[i].row, state, rows.v[i].cells, rows.v[i].findings, rows.v[i].version);
	json_end(j);
	json_key(j, "next");
	if (rows.n > PAGE_ROWS) {
		struct url next = rows_next(cx, state, rows.v[PAGE_ROWS - 1].row, rows.v[PAGE_ROWS - 1].has_note);

		json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(next.s)));
	} else {
		json_none(j);
	}
	json_end(j);
	return answer_json(cx, 200);
}

enum rc bulk_rows_page(struct ctx *cx)
{
	const struct bulk_kind_info *k = bulk_kind_of(cx->bulk->kind);
	int asked = number_of(&bulk_row_states, query(cx, "state"));
	enum bulk_row_state state = asked < 0 ? ROW_READY : (enum bulk_row_state)asked;
	struct rows_at at = rows_asked(cx);
	struct bulk_rows_view v = { .back = url_id(cx, "/imports/", cx->bulk->uuid, ""), .first = rows_url(cx, state) };
	bool open = cx->bulk->state == BULK_CHECKED || cx->bulk->state == BULK_DONE;
	enum rc rc;

	if (cx->json)
		return rows_json(cx, k, state);
	if ((rc = table(cx, k, state, at, PAGE_ROWS + 1, &v.table)) != OK)
		return rc;
	v.has_next = v.table.rows.n > PAGE_ROWS;
	if (v.has_next) {
		v.table.rows.n = PAGE_ROWS;
		v.next = rows_next(cx, state, v.table.rows.v[PAGE_ROWS - 1].row, v.table.rows.v[PAGE_ROWS - 1].noted);
	}
	v.is_later = at.noted > 0;
	v.table.can_fix = v.table.bad && open;
	v.title = word(bulk_state_title(state));
	v.lead = cx->bulk->name;
	return page(cx, &(struct page){ .title = v.title, .menu = k->menu, .width = WIDTH_STAFF, .main = HTML(cx, bulk_rows, &v) });
}
