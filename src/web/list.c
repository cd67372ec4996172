/* list.c — one page of a list, as HTML, JSON or CSV, from the feature's table and its query. */
#include "web/list.h"

#include "base/csv.h"
#include "templates.gen.h"
#include "web.sql.h"
#include "web/list_view.h"

#include <inttypes.h>

enum { WORDS_TYPED_MAX = 100, PLACE_MAX = 600, CSV_BYTES = 12 << 20, CSV_CHUNK = 500, CSV_CHUNK_ARENA = 8 << 20 };

enum cell_type { CELL_TEXT, CELL_CHOICE, CELL_DATE, CELL_INSTANT, CELL_NUMBER };
struct cell {
	enum cell_type type;
	struct str text, key, small;
	struct url url;
	int64_t number; /* date: its days */
	enum list_flag flag;
};
struct row {
	struct uuid id;
	struct list_at at;
	struct cell cells[LIST_COLUMNS_MAX];
	size_t n;
};
struct list_rows {
	struct row *v;
	size_t n, room;
	bool wrong; /* cells without a row, too many rows or cells: a mistake in the feature */
};

/* ---- rows being given ---- */

void list_row(struct list_rows *out, struct uuid id, struct list_at at)
{
	if (out->n == out->room)
		out->wrong = true;
	else
		out->v[out->n++] = (struct row){ .id = id, .at = at };
}

static void put(struct list_rows *out, struct cell cell)
{
	struct row *r = out->n ? &out->v[out->n - 1] : NULL;

	if (!r || r->n == LIST_COLUMNS_MAX)
		out->wrong = true;
	else
		r->cells[r->n++] = cell;
}

void list_text(struct list_rows *out, struct str text)
{
	put(out, (struct cell){ .type = CELL_TEXT, .text = text });
}

void list_link(struct list_rows *out, struct str text, struct url to)
{
	put(out, (struct cell){ .type = CELL_TEXT, .text = text, .url = to });
}

void list_choice(struct list_rows *out, struct str key, struct str text)
{
	put(out, (struct cell){ .type = CELL_CHOICE, .text = text, .key = key });
}

void list_date(struct list_rows *out, struct date d)
{
	put(out, (struct cell){ .type = CELL_DATE, .number = date_is_none(d) ? DB_NULL_INT : d.days });
}

void list_instant(struct list_rows *out, instant t)
{
	put(out, (struct cell){ .type = CELL_INSTANT, .number = t });
}

void list_number(struct list_rows *out, int64_t n)
{
	put(out, (struct cell){ .type = CELL_NUMBER, .number = n });
}

static struct cell *last_cell(struct list_rows *out)
{
	struct row *r = out->n ? &out->v[out->n - 1] : NULL;

	return r && r->n ? &r->cells[r->n - 1] : NULL;
}

void list_small(struct list_rows *out, struct str text)
{
	struct cell *c = last_cell(out);

	if (c)
		c->small = text;
}

void list_flag(struct list_rows *out, enum list_flag flag)
{
	struct cell *c = last_cell(out);

	if (c)
		c->flag = flag;
}

/* ---- what is asked ---- */

struct asking {
	struct list_ask ask;
	int column;                      /* sorted by; -1 when nothing can be */
	bool down, backwards, has_place; /* backwards: the page before a row */
	struct str wrong;                /* what JSON is refused for; empty for nothing */
	struct list_options *options[LIST_FILTERS_MAX];
	bool filtered;
};

struct str list_word_end(struct arena *a, struct str word)
{
	return strf(a, "%.*s\xF4\x8F\xBF\xBF", STR_FMT(word));
}

static struct str like(struct arena *a, const char *before, struct str words)
{
	struct buf b = buf_new(a, words.n * 2 + 8);

	buf_add(&b, str_from_c(before));
	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] == '%' || words.p[i] == '_' || words.p[i] == '!')
			buf_add_c(&b, '!');
		buf_add_c(&b, words.p[i]);
	}
	buf_add_c(&b, '%');
	return buf_str(&b);
}

/* The longest word is looked up, the next ones narrow it down, and any further ones are passed over. */
static void ask_words(struct ctx *cx, struct list_ask *ask)
{
	struct str words[16] = { STR_NONE }, rest;
	size_t n = 0, longest = 0, also = 0;

	ask->q = str_trim(query(cx, "q"));
	ask->pattern = ask->from = ask->to = S("");
	for (size_t i = 0; i < COUNT_OF(ask->also); i++)
		ask->also[i] = S("%");
	if (utf8_count(ask->q) > WORDS_TYPED_MAX)
		ask->q = STR_NONE;
	rest = text_fold(cx->arena, ask->q);
	if (!rest.n)
		return;
	ask->pattern = like(cx->arena, "%", rest);
	while (rest.p && n < COUNT_OF(words))
		if ((words[n] = str_cut(&rest, ' ')).n)
			n++;
	for (size_t i = 1; i < n; i++)
		if (words[i].n > words[longest].n)
			longest = i;
	ask->from = words[longest];
	ask->to = list_word_end(cx->arena, ask->from);
	for (size_t i = 0; i < n && also < COUNT_OF(ask->also); i++)
		if (i != longest)
			ask->also[also++] = like(cx->arena, "% ", words[i]);
}

static enum rc read_options(struct ctx *cx, const struct list_filter *f, struct list_options **ret)
{
	*ret = NEW(cx->arena, struct list_options);
	if (f->options)
		return f->options(cx, *ret);
	for (int i = 0; i < f->keys->n && (*ret)->n < COUNT_OF((*ret)->v); i++)
		if (f->keys->keys[i].n && f->words[i])
			(*ret)->v[(*ret)->n++] = (struct list_option){ f->keys->keys[i], word(f->words[i]) };
	return OK;
}

static enum rc ask_filter(struct ctx *cx, const struct list_filter *f, size_t at, struct asking *a)
{
	struct str key = query(cx, f->name);
	enum rc rc = read_options(cx, f, &a->options[at]);

	a->ask.chosen[at] = -1;
	for (size_t i = 0; rc == OK && key.n && i < a->options[at]->n; i++)
		if (str_eq(a->options[at]->v[i].key, key)) {
			a->ask.chosen[at] = f->options ? (int64_t)i : number_of(f->keys, key);
			a->ask.chosen_key[at] = key;
			a->filtered = true;
		}
	if (key.n && a->ask.chosen[at] < 0)
		a->wrong = WORDS(cx->arena, T_LIST_NO_SUCH_FILTER, WORD_ARG("name", key));
	return rc;
}

static void ask_order(struct ctx *cx, const struct list *list, struct asking *a)
{
	struct str typed = query(cx, "sort"), name = typed;
	bool found = !typed.n;

	a->column = list->columns_n && list->columns[list->first].sort ? list->first : -1;
	a->down = list->first_down;
	if (str_starts(typed, S("-")))
		name = str_sub(typed, 1, SIZE_MAX);
	for (size_t i = 0; typed.n && i < list->columns_n; i++)
		if (list->columns[i].sort && str_eq(name, str_from_c(list->columns[i].name))) {
			a->column = (int)i;
			a->down = name.n < typed.n;
			found = true;
		}
	if (!found)
		a->wrong = word(T_LIST_NO_SUCH_ORDER);
}

/* Where a page goes on: "number row text", so that nothing of it has to be looked up again. It is no permission: the
 * query asks again who may see what. */
static struct str place_of(struct ctx *cx, const struct list_at *at)
{
	struct str s = strf(cx->arena, "%" PRId64 " %" PRId64 " %.*s", at->number, at->row, STR_FMT(at->text));

	return base64url_encode(cx->arena, s.p, s.n);
}

static bool read_place(struct ctx *cx, struct str place, struct list_at *at)
{
	struct str s, number, row;

	if (place.n > PLACE_MAX || !base64url_decode(cx->arena, place, &s) || !utf8_valid(s))
		return false;
	number = str_cut(&s, ' ');
	row = str_cut(&s, ' ');
	if (!s.p || !str_to_i64(number, INT64_MIN, INT64_MAX, &at->number) || !str_to_i64(row, 0, INT64_MAX, &at->row))
		return false;
	at->text = s;
	return true;
}

/* The place before the first row, in either direction. */
static struct list_at from_start(const struct list *list, const struct asking *a)
{
	bool down = a->down != a->backwards;

	return (struct list_at){
		.sort = a->column < 0 ? 0 : list->columns[a->column].sort - 1, .down = down,
		.text = down ? S("\xF4\x8F\xBF\xBF") : S(""), .number = down ? INT64_MAX : INT64_MIN, .row = down ? INT64_MAX : 0,
	};
}

static void ask_place(struct ctx *cx, const struct list *list, struct asking *a)
{
	struct str after = query(cx, "after"), before = query(cx, "before");

	a->backwards = before.n && !after.n;
	a->ask.at = from_start(list, a);
	if (!after.n && !before.n)
		return;
	a->has_place = read_place(cx, a->backwards ? before : after, &a->ask.at);
	if (!a->has_place) {
		a->wrong = word(T_LIST_BAD_PLACE);
		a->backwards = false;
		a->ask.at = from_start(list, a);
	}
}

static enum rc read_asking(struct ctx *cx, const struct list *list, const struct list_of *of, struct asking *ret)
{
	enum rc rc = OK;

	if (list->columns_n > LIST_COLUMNS_MAX || list->filters_n > LIST_FILTERS_MAX)
		return FAULT;
	*ret = (struct asking){ .ask = { .of = of->what } };
	ask_words(cx, &ret->ask);
	if (!list->search)
		ret->ask.q = ret->ask.pattern = ret->ask.from = ret->ask.to = S("");
	ret->filtered = ret->ask.q.n > 0;
	for (size_t i = 0; rc == OK && i < list->filters_n; i++)
		rc = ask_filter(cx, &list->filters[i], i, ret);
	ask_order(cx, list, ret);
	ask_place(cx, list, ret);
	return rc;
}

/* ---- reading ---- */

/* A search for something without a letter or digit in it finds nothing. */
static bool is_hopeless(const struct asking *a)
{
	return a->ask.q.n && !a->ask.from.n;
}

static enum rc load_rows(struct ctx *cx, const struct list *list, const struct asking *a, struct list_rows *ret)
{
	enum rc rc;

	*ret = (struct list_rows){ .v = NEW_ARRAY(cx->arena, struct row, (size_t)a->ask.limit), .room = (size_t)a->ask.limit };
	if (is_hopeless(a))
		return OK;
	rc = list->load(cx, &a->ask, ret);
	for (size_t i = 0; i < ret->n; i++)
		ret->wrong |= ret->v[i].n != list->columns_n;
	return rc == OK && ret->wrong ? FAULT : rc;
}

struct one_page {
	struct list_rows rows;
	bool has_before, has_next;
};

static void turn_round(struct list_rows *rows)
{
	for (size_t i = 0; i < rows->n / 2; i++) {
		struct row r = rows->v[i];

		rows->v[i] = rows->v[rows->n - 1 - i];
		rows->v[rows->n - 1 - i] = r;
	}
}

/* One row more than is shown tells whether there is a next page. Going back, the rows come in the other direction. */
static enum rc read_page(struct ctx *cx, const struct list *list, struct asking *a, int64_t size, struct one_page *ret)
{
	enum rc rc;
	bool more;

	a->ask.limit = size + 1;
	a->ask.at.down = a->down != a->backwards;
	if ((rc = load_rows(cx, list, a, &ret->rows)) != OK)
		return rc;
	more = (int64_t)ret->rows.n > size;
	if (a->backwards && !more) { /* the first page, perhaps with fewer rows before it than it has room for */
		a->backwards = a->has_place = false;
		a->ask.at = from_start(list, a);
		return read_page(cx, list, a, size, ret);
	}
	if (more)
		ret->rows.n--;
	if (a->backwards)
		turn_round(&ret->rows);
	ret->has_before = a->backwards || a->has_place;
	ret->has_next = a->backwards || more;
	return OK;
}

static enum rc read_count(struct ctx *cx, const struct list *list, struct asking *a, struct list_shown *ret)
{
	enum rc rc;

	ret->count = -1;
	if (!list->count)
		return OK;
	a->ask.limit = LIST_COUNTED + 1;
	ret->count = 0;
	if (is_hopeless(a) || (rc = list->count(cx, &a->ask, &ret->count)) == OK) {
		ret->count_is_least = ret->count > LIST_COUNTED;
		ret->count = ret->count_is_least ? LIST_COUNTED : ret->count;
		return OK;
	}
	return rc;
}

/* ---- addresses ---- */

static struct url with_filters(struct ctx *cx, const struct list *list, const struct asking *a, struct url u)
{
	if (a->ask.q.n)
		u = url_with(cx, u, "q", a->ask.q);
	for (size_t i = 0; i < list->filters_n; i++)
		if (a->ask.chosen[i] >= 0)
			u = url_with(cx, u, list->filters[i].name, a->ask.chosen_key[i]);
	return u;
}

static struct str order_key(struct ctx *cx, const struct list *list, int column, bool down)
{
	return strf(cx->arena, "%s%s", down ? "-" : "", list->columns[column].name);
}

static struct url with_order(struct ctx *cx, const struct list *list, int column, bool down, struct url u)
{
	if (column < 0 || (column == list->first && down == list->first_down))
		return u;
	return url_with(cx, u, "sort", order_key(cx, list, column, down));
}

static struct url page_url(struct ctx *cx, const struct list *list, const struct asking *a, struct url base,
                           const char *which, const struct row *r)
{
	struct url u = with_order(cx, list, a->column, a->down, with_filters(cx, list, a, base));

	return r ? url_with(cx, u, which, place_of(cx, &r->at)) : u;
}

/* ---- JSON ---- */

static void cell_json(struct json_out *j, const struct cell *c)
{
	bool none = c->number == DB_NULL_INT;

	switch (c->type) {
	case CELL_TEXT:
		c->text.n ? json_str(j, c->text) : json_none(j);
		break;
	case CELL_CHOICE:
		c->key.n ? json_str(j, c->key) : json_none(j);
		break;
	case CELL_DATE:
		json_date(j, none ? DATE_NONE : (struct date){ (int32_t)c->number });
		break;
	case CELL_INSTANT:
		json_instant(j, c->number);
		break;
	case CELL_NUMBER:
		none ? json_none(j) : json_i64(j, c->number);
		break;
	}
}

static enum rc answer_rows(struct ctx *cx, const struct list *list, const struct list_of *of, const struct asking *a,
                           const struct one_page *p, const struct list_shown *shown, int64_t size)
{
	struct json_out *j = reply_json(cx);
	struct url base = { strf(cx->arena, "/api/v1%.*s", STR_FMT(of->url.s)) };

	if (size != LIST_PAGE)
		base = url_with(cx, base, "limit", strf(cx->arena, "%" PRId64, size));
	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < p->rows.n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, p->rows.v[i].id);
		for (size_t c = 0; c < list->columns_n; c++)
			json_key(j, list->columns[c].name), cell_json(j, &p->rows.v[i].cells[c]);
		json_end(j);
	}
	json_end(j);
	if (shown->count >= 0) {
		json_key(j, "total"), json_i64(j, shown->count);
		json_key(j, "total_is_least"), json_bool(j, shown->count_is_least);
	}
	json_key(j, "next");
	if (p->has_next && p->rows.n)
		json_str(j, page_url(cx, list, a, base, "after", &p->rows.v[p->rows.n - 1]).s);
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the page ---- */

static struct str shown_text(struct arena *arena, const struct cell *c)
{
	bool none = c->number == DB_NULL_INT;

	switch (c->type) {
	case CELL_DATE:
		return none ? STR_NONE : date_long(arena, (struct date){ (int32_t)c->number });
	case CELL_INSTANT:
		return none ? STR_NONE : date_long(arena, date_of(c->number));
	case CELL_NUMBER:
		return none ? STR_NONE : strf(arena, "%" PRId64, c->number);
	default:
		return c->text;
	}
}

static struct list_cell_view cell_view(struct ctx *cx, const struct list_column *column, const struct cell *c)
{
	struct list_cell_view v = {
		.label = word(column->label), .text = shown_text(cx->arena, c), .small = c->small, .url = c->url,
		.is_number = column->is_number, .is_ok = c->flag == LIST_OK, .is_late = c->flag == LIST_LATE,
		.is_plan = c->flag == LIST_PLAN,
	};

	v.has = v.text.n || v.small.n;
	return v;
}

static void draw_rows(struct ctx *cx, const struct list *list, const struct one_page *p, struct list_view *v)
{
	v->rows.v = NEW_ARRAY(cx->arena, struct list_row_view, p->rows.n + 1);
	for (size_t i = 0; i < p->rows.n; i++) {
		struct list_row_view *r = &v->rows.v[v->rows.n++];

		r->head = cell_view(cx, &list->columns[0], &p->rows.v[i].cells[0]);
		r->cells.v = NEW_ARRAY(cx->arena, struct list_cell_view, list->columns_n);
		for (size_t c = 1; c < list->columns_n; c++)
			if (!list->columns[c].not_on_page)
				r->cells.v[r->cells.n++] = cell_view(cx, &list->columns[c], &p->rows.v[i].cells[c]);
	}
}

static void draw_heads(struct ctx *cx, const struct list *list, const struct asking *a, const struct list_of *of,
                       struct list_view *v)
{
	v->heads.v = NEW_ARRAY(cx->arena, struct list_head, list->columns_n);
	v->orders.v = NEW_ARRAY(cx->arena, struct list_option_view, list->columns_n * 2);
	for (size_t i = 0; i < list->columns_n; i++) {
		const struct list_column *c = &list->columns[i];
		bool current = (int)i == a->column;

		if (c->not_on_page)
			continue;
		v->heads.v[v->heads.n++] = (struct list_head){
			.label = word(c->label), .sortable = c->sort, .is_up = current && !a->down, .is_down = current && a->down,
			.is_number = c->is_number,
			.url = with_order(cx, list, (int)i, current && !a->down, with_filters(cx, list, a, of->url)),
		};
		for (int down = 0; c->sort && down < 2; down++)
			v->orders.v[v->orders.n++] = (struct list_option_view){
				order_key(cx, list, (int)i, down),
				WORDS(cx->arena, down ? T_LIST_SORT_DOWN : T_LIST_SORT_UP, WORD_ARG("column", word(c->label))),
				current && (bool)down == a->down,
			};
	}
	v->sorts = v->orders.n > 0;
}

static void draw_filters(struct ctx *cx, const struct list *list, const struct asking *a, struct list_view *v)
{
	v->filters.v = NEW_ARRAY(cx->arena, struct list_filter_view, list->filters_n + 1);
	for (size_t i = 0; i < list->filters_n; i++) {
		const struct list_filter *f = &list->filters[i];
		struct list_filter_view *fv = &v->filters.v[v->filters.n++];

		fv->name = fv->id = str_from_c(f->name);
		fv->label = word(f->label);
		fv->options.v = NEW_ARRAY(cx->arena, struct list_option_view, a->options[i]->n + 1);
		fv->options.v[fv->options.n++] = (struct list_option_view){ STR_NONE, word(f->all), a->ask.chosen[i] < 0 };
		for (size_t o = 0; o < a->options[i]->n; o++)
			fv->options.v[fv->options.n++] = (struct list_option_view){
				a->options[i]->v[o].key, a->options[i]->v[o].text,
				str_eq(a->options[i]->v[o].key, a->ask.chosen_key[i]),
			};
	}
	v->has_search = list->search;
	v->has_form = list->search || list->filters_n;
}

static struct str count_said(struct ctx *cx, const struct list_shown *s)
{
	if (s->count < 0)
		return STR_NONE;
	if (s->count_is_least)
		return WORDS(cx->arena, T_LIST_COUNT_LEAST, WORD_ARG("n", S("1,000")));
	return WORDS(cx->arena, s->filtered ? T_LIST_COUNT_FOUND : T_LIST_COUNT, WORD_ARG("n", s->count));
}

static void draw_pages(struct ctx *cx, const struct list *list, const struct list_of *of, const struct asking *a,
                       const struct one_page *p, struct list_view *v)
{
	v->first = page_url(cx, list, a, of->url, NULL, NULL);
	v->has_before = p->has_before && p->rows.n;
	v->has_next = p->has_next && p->rows.n;
	if (v->has_before)
		v->before = page_url(cx, list, a, of->url, "before", &p->rows.v[0]);
	if (v->has_next)
		v->next = page_url(cx, list, a, of->url, "after", &p->rows.v[p->rows.n - 1]);
	v->has_csv = !of->no_csv;
	v->csv = with_filters(cx, list, a, (struct url){ strf(cx->arena, "%.*s.csv", STR_FMT(of->url.s)) });
}

static struct html draw(struct ctx *cx, const struct list *list, const struct list_of *of, const struct asking *a,
                        const struct one_page *p, const struct list_shown *shown)
{
	struct list_view v = {
		.action = of->url, .clear = of->url, .q = a->ask.q, .search = list->search, .filtered = shown->filtered,
		.hint = list->search_hint ? word(list->search_hint) : STR_NONE, .is_empty = shown->is_empty,
		.is_none = shown->filtered && !p->rows.n && !a->has_place, .is_beyond = a->has_place && !p->rows.n,
		.caption = list->caption, .empty = list->empty, .empty_says = list->empty_says, .count = count_said(cx, shown),
	};

	v.none = a->ask.q.n ? WORDS(cx->arena, T_LIST_NONE_WORDS, WORD_ARG("words", a->ask.q)) : word(T_LIST_NONE);
	draw_filters(cx, list, a, &v);
	draw_heads(cx, list, a, of, &v);
	draw_rows(cx, list, p, &v);
	draw_pages(cx, list, of, a, p, &v);
	return HTML(cx, list, &v);
}

enum rc list_show(struct ctx *cx, const struct list *list, const struct list_of *of, struct list_shown *ret)
{
	int64_t size = list->per_page ? list->per_page : LIST_PAGE;
	struct one_page p = { .has_next = false };
	struct asking a;
	enum rc rc = read_asking(cx, list, of, &a);

	if (rc != OK)
		return rc;
	if (cx->json && a.wrong.n)
		return err_add(&cx->err, STR_NONE, a.wrong);
	if (cx->json)
		size = query_int(cx, "limit", 1, LIST_JSON_MAX, LIST_PAGE);
	*ret = (struct list_shown){ .filtered = a.filtered };
	if ((rc = read_page(cx, list, &a, size, &p)) != OK || (rc = read_count(cx, list, &a, ret)) != OK)
		return rc;
	ret->rows = p.rows.n;
	ret->is_empty = !p.rows.n && !a.filtered && !a.has_place;
	if (cx->json)
		return answer_rows(cx, list, of, &a, &p, ret, size);
	ret->html = draw(cx, list, of, &a, &p, ret);
	return OK;
}

/* ---- CSV ---- */

static void csv_cell_put(struct csv_out *o, struct arena *arena, const struct cell *c)
{
	bool none = c->number == DB_NULL_INT;

	if (c->type == CELL_DATE || c->type == CELL_INSTANT)
		csv_put(o, none ? STR_NONE
		                : date_iso(arena, c->type == CELL_DATE ? (struct date){ (int32_t)c->number } : date_of(c->number)));
	else if (c->type == CELL_NUMBER && !none)
		csv_put_i64(o, c->number);
	else
		csv_put(o, c->type == CELL_NUMBER ? STR_NONE : c->text);
}

static void csv_rows_put(struct ctx *cx, struct csv_out *o, const struct list *list, const struct list_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		for (size_t c = 0; c < list->columns_n; c++)
			if (!list->columns[c].not_in_csv)
				csv_cell_put(o, cx->arena, &rows->v[i].cells[c]);
		csv_end_row(o);
	}
}

/* One chunk after the other, each in memory of its own, so that a long list fits into a request. */
static enum rc csv_chunk(struct ctx *cx, const struct list *list, struct asking *a, struct csv_out *o, size_t *ret_n)
{
	struct arena *own = cx->arena, *chunk = arena_within(own, CSV_CHUNK_ARENA);
	struct list_rows rows;
	enum rc rc;

	cx->arena = chunk;
	a->ask.limit = CSV_CHUNK;
	if ((rc = load_rows(cx, list, a, &rows)) == OK) {
		csv_rows_put(cx, o, list, &rows);
		*ret_n = rows.n;
		if (rows.n) {
			a->ask.at = rows.v[rows.n - 1].at;
			a->ask.at.text = str_dup(own, a->ask.at.text);
		}
	}
	cx->arena = own;
	arena_release(chunk);
	return rc;
}

static enum rc record_export(struct ctx *cx, const struct list *list, const struct list_of *of, size_t rows)
{
	struct str data = strf(cx->arena, "{\"what\":\"%s\",\"rows\":%zu}", list->name, rows);
	struct organisation_of_row row;
	enum rc rc;

	if (of->chain)
		return event_add(cx, of->chain, of->object, EVENT_EXPORTED, of->about, data);
	rc = sql_organisation_of(cx->db, cx->arena, cx->actor.organisation, &row);
	return rc == OK ? event_add(cx, CHAIN_ORGANISATION, cx->actor.organisation, EVENT_EXPORTED, row.id, data) : rc;
}

enum rc list_csv(struct ctx *cx, const struct list *list, const struct list_of *of)
{
	struct csv_out o = csv_begin(cx->arena, CSV_BYTES);
	size_t rows = 0, n = CSV_CHUNK;
	struct asking a;
	enum rc rc = read_asking(cx, list, of, &a);

	if (rc != OK)
		return rc;
	a.backwards = false;
	a.ask.at = from_start(list, &a);
	for (size_t c = 0; c < list->columns_n; c++)
		if (!list->columns[c].not_in_csv)
			csv_put(&o, word(list->columns[c].label));
	csv_end_row(&o);
	while (rc == OK && n == CSV_CHUNK && rows <= LIST_CSV_ROWS) {
		rc = csv_chunk(cx, list, &a, &o, &n);
		rows += n;
	}
	if (rc == OK && (rows > LIST_CSV_ROWS || !csv_done(&o).n))
		return form_error(cx, T_LIST_TOO_LONG), TOO_LARGE;
	if (rc != OK || (rc = record_export(cx, list, of, rows)) != OK)
		return rc;
	return answer_bytes(cx, S("text/csv; charset=utf-8"),
	                    strf(cx->arena, "%s-%.*s.csv", list->name, STR_FMT(date_iso(cx->arena, cx->today))), csv_done(&o));
}
