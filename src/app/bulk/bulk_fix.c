/* bulk_fix.c — one row put right on the page, left out, or handed back with the others as a spreadsheet. */
#include "app/bulk/bulk_pages.h"
#include "base/csv.h"

#include "templates.gen.h"

enum { CSV_MAX = 16 << 20 };

enum word bulk_state_title(enum bulk_row_state state)
{
	static const enum word words[] = { [ROW_BAD] = T_BULK_ROWS_BAD, [ROW_READY] = T_BULK_ROWS_READY, [ROW_DONE] = T_BULK_ROWS_DONE,
		                           [ROW_SAME] = T_BULK_ROWS_SAME, [ROW_LEFT_OUT] = T_BULK_ROWS_LEFT_OUT,
		                           [ROW_TAKEN_BACK] = T_BULK_ROWS_TAKEN_BACK };

	return (size_t)state < COUNT_OF(words) ? words[state] : T_NONE;
}

/* ---- one row ---- */

static enum rc row_asked(struct ctx *cx, struct bulk_row_one_row *ret)
{
	int64_t row;

	if (!str_to_i64(param(cx, "row"), 1, INT32_MAX, &row))
		return NOT_FOUND;
	return sql_bulk_row_one(cx->db, cx->arena, cx->bulk->id, row, ret);
}

static struct str *cell_in(struct bulk_cells *cells, enum bulk_column column)
{
	return (struct str *)(void *)((char *)cells + bulk_columns[column].offset);
}

static struct bulk_cells cells_as_form(const struct bulk_kind_info *k, struct str joined)
{
	struct bulk_cells all = { .version = 0 };
	struct str cells[BULK_COLUMNS_MAX] = { { 0 } };

	cells_split(k, joined, cells);
	for (size_t i = 0; i < k->uses_n; i++)
		*cell_in(&all, k->uses[i].column) = cells[i];
	return all;
}

static struct url row_url(struct ctx *cx, int64_t row, const char *behind)
{
	return url_id(cx, "/imports/", cx->bulk->uuid, strf(cx->arena, "/rows/%lld%s", (long long)row, behind).p);
}

void bulk_row_json(struct ctx *cx, struct json_out *j, const struct bulk_kind_info *k, int64_t row, enum bulk_row_state state,
                   struct str cells, struct str findings, int64_t version)
{
	struct str split[BULK_COLUMNS_MAX] = { { 0 } };
	struct findings f;

	cells_split(k, cells, split);
	findings_of(findings, &f);
	json_obj(j);
	json_key(j, "row"), json_i64(j, row);
	json_key(j, "state"), json_str(j, key_of(&bulk_row_states, (int)state));
	json_key(j, "version"), json_i64(j, version);
	json_key(j, "cells"), json_obj(j);
	for (size_t i = 0; i < k->uses_n; i++)
		json_key(j, bulk_columns[k->uses[i].column].key), json_str(j, split[i]);
	json_end(j);
	json_key(j, "findings"), json_arr(j);
	for (size_t i = 0; i < f.n; i++) {
		struct finding_says s = finding_says(cx->arena, &f.v[i]);

		json_obj(j);
		json_key(j, "column"), json_str(j, f.v[i].column < 0 ? STR_NONE : str_from_c(bulk_columns[f.v[i].column].key));
		json_key(j, "is_note"), json_bool(j, f.v[i].what >= FIND_NOTES);
		json_key(j, "why"), json_str(j, finding_why(cx->arena, &f.v[i]));
		json_key(j, "to_put_right"), json_str(j, s.fix);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

enum rc bulk_row_show(struct ctx *cx)
{
	const struct bulk_kind_info *k = bulk_kind_of(cx->bulk->kind);
	struct bulk_row_one_row row;
	struct bulk_cells cells;
	struct bulk_fix_view v = { .file = cx->bulk->name };
	struct form_view f;
	enum rc rc = row_asked(cx, &row);

	if (rc != OK)
		return rc;
	if (cx->json) {
		struct json_out *j = reply_json(cx);

		bulk_row_json(cx, j, k, row.row, (enum bulk_row_state)row.state, row.cells, row.findings,
		              row.version);
		return (rc = version_is(cx, row.version)) == OK ? answer_json(cx, 200) : rc;
	}
	cells = cells_as_form(k, row.cells);
	f = form_view(cx, &bulk_cells_form, &cells, row.version);
	v.title = WORDS(cx->arena, T_BULK_ROW_TITLE, WORD_ARG("row", row.row), WORD_ARG("name", row.name));
	v.hidden = f.hidden;
	v.errors = f.errors;
	v.csrf = hidden_csrf(cx);
	v.says = bulk_says(cx->arena, row.findings);
	v.fields.v = NEW_ARRAY(cx->arena, struct html, k->uses_n);
	for (; v.fields.n < k->uses_n; v.fields.n++)
		v.fields.v[v.fields.n] = form_field(&f, bulk_columns[k->uses[v.fields.n].column].key)->html;
	v.self = row_url(cx, row.row, "");
	v.leave_out = row_url(cx, row.row, "/leave-out");
	v.back = url_id(cx, "/imports/", cx->bulk->uuid, "");
	return page(cx, &(struct page){ .title = v.title, .menu = k->menu, .width = WIDTH_STAFF, .main = HTML(cx, bulk_fix, &v) });
}

/* open — may rows be changed now, and this one? */
static enum rc open_row(struct ctx *cx, struct bulk_row_one_row *ret)
{
	struct bulk_lock_row import;
	enum rc rc = sql_bulk_lock(cx->db, cx->arena, cx->bulk->id, &import);

	if (rc != OK || (rc = row_asked(cx, ret)) != OK)
		return rc;
	if ((import.state != BULK_CHECKED && import.state != BULK_DONE) || ret->state == ROW_DONE || ret->state == ROW_TAKEN_BACK)
		return CONFLICT;
	return OK;
}

static enum rc still_wrong(struct ctx *cx, const struct bulk_look *look)
{
	for (size_t i = 0; i < look->f.n; i++) {
		const struct finding *f = &look->f.v[i];
		struct finding_says s = finding_says(cx->arena, f);

		if (f->what < FIND_NOTES)
			err_add(&cx->err, f->column < 0 ? STR_NONE : str_from_c(bulk_columns[f->column].key),
			        strf(cx->arena, "%.*s %.*s", STR_FMT(finding_why(cx->arena, f)), STR_FMT(s.fix)));
	}
	return INVALID;
}

enum rc bulk_row_fix(struct ctx *cx)
{
	const struct bulk_kind_info *k = bulk_kind_of(cx->bulk->kind);
	struct bulk_cells typed = *(const struct bulk_cells *)cx->form;
	struct str cells[BULK_COLUMNS_MAX] = { { 0 } };
	struct bulk_row_one_row row;
	struct bulk_look look;
	int64_t changed = 0;
	enum rc rc = open_row(cx, &row);

	if (rc != OK || (rc = version_is(cx, row.version)) != OK)
		return rc;
	for (size_t i = 0; i < k->uses_n; i++)
		cells[i] = cell_line(cx->arena, *cell_in(&typed, k->uses[i].column));
	if ((rc = bulk_look_at(cx, k, cells, (enum date_order)cx->bulk->dates, 0, NULL, &look)) != OK)
		return rc;
	if (look.state == ROW_BAD)
		return still_wrong(cx, &look);
	rc = sql_bulk_row_typed(cx->db, cx->arena, row.id, row.version, look.state, look.f.note, look.name,
	                        cells_join(cx->arena, k, cells), findings_store(cx->arena, &look.f), &changed);
	if (rc == OK && !changed)
		return STALE;
	return rc == OK ? done(cx, url_id(cx, "/imports/", cx->bulk->uuid, ""), look.state == ROW_SAME ? T_BULK_ROW_SAME : T_BULK_ROW_READY) : rc;
}

enum rc bulk_row_leave_out(struct ctx *cx)
{
	struct bulk_row_one_row row;
	enum rc rc = open_row(cx, &row);

	if (rc == OK)
		rc = sql_bulk_row_state(cx->db, cx->arena, row.id, ROW_LEFT_OUT, NULL);
	return rc == OK ? done(cx, url_id(cx, "/imports/", cx->bulk->uuid, ""), T_BULK_ROW_LEFT_OUT) : rc;
}

/* ---- as a spreadsheet ---- */

struct csv_rows {
	struct ctx *cx;
	const struct bulk_kind_info *k;
	struct csv_out o;
	bool receipt;
};

static struct str reasons(struct arena *a, struct str findings, bool fixes)
{
	struct buf b = buf_new(a, 16 * 1024);
	struct findings f;

	findings_of(findings, &f);
	for (size_t i = 0; i < f.n; i++) {
		struct str s = fixes ? finding_says(a, &f.v[i]).fix : finding_why(a, &f.v[i]);

		if (s.n && b.n)
			buf_add_c(&b, ' ');
		buf_add(&b, s);
	}
	return buf_str(&b);
}

static void put_row(struct csv_rows *c, int64_t row, int64_t state, struct str name, struct str joined, struct str findings)
{
	struct arena *a = arena_within(c->cx->arena, 1 << 20);
	struct str cells[BULK_COLUMNS_MAX] = { { 0 } };

	cells_split(c->k, joined, cells);
	csv_put_i64(&c->o, row);
	if (c->receipt)
		csv_put(&c->o, word(bulk_state_title((enum bulk_row_state)state)));
	else
		csv_put(&c->o, name);
	csv_put(&c->o, reasons(a, findings, false));
	if (!c->receipt)
		csv_put(&c->o, reasons(a, findings, true));
	for (size_t i = 0; i < c->k->uses_n; i++)
		csv_put(&c->o, cells[i]);
	csv_end_row(&c->o);
	arena_release(a);
}

static bool on_left(void *arg, const struct bulk_rows_in_row *r)
{
	put_row(arg, r->row, r->state, r->name, r->cells, r->findings);
	return true;
}

static bool on_any(void *arg, const struct bulk_rows_every_row *r)
{
	put_row(arg, r->row, r->state, r->name, r->cells, r->findings);
	return true;
}

/* Its own columns stand behind ours: what comes back put right is read again as it is. */
static enum rc rows_csv(struct ctx *cx, bool receipt)
{
	struct csv_rows c = { .cx = cx, .k = bulk_kind_of(cx->bulk->kind), .o = csv_begin(cx->arena, CSV_MAX), .receipt = receipt };
	enum rc rc;

	buf_add(&c.o.out, S("\xef\xbb\xbf"));
	csv_put(&c.o, word(T_BULK_CSV_ROW));
	csv_put(&c.o, word(receipt ? T_BULK_CSV_STATE : T_BULK_CSV_WHO));
	csv_put(&c.o, word(T_BULK_CSV_WHY));
	if (!receipt)
		csv_put(&c.o, word(T_BULK_CSV_FIX));
	for (size_t i = 0; i < c.k->uses_n; i++)
		csv_put(&c.o, bulk_label(c.k->uses[i].column));
	csv_end_row(&c.o);
	rc = receipt ? sql_bulk_rows_every(cx->db, cx->arena, cx->bulk->id, on_any, &c)
	             : sql_bulk_rows_in(cx->db, cx->arena, cx->bulk->id, ROW_BAD, on_left, &c);
	if (rc != OK)
		return rc;
	if (!csv_done(&c.o).n)
		return TOO_LARGE;
	return answer_bytes(cx, S("text/csv; charset=utf-8"),
	                    strf(cx->arena, "%s-%.*s.csv", receipt ? "receipt" : "to-put-right", STR_FMT(date_iso(cx->arena, cx->today))),
	                    csv_done(&c.o));
}

enum rc bulk_left_csv(struct ctx *cx)
{
	return rows_csv(cx, false);
}

enum rc bulk_receipt_csv(struct ctx *cx)
{
	return rows_csv(cx, true);
}
