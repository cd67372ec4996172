/* evidence_list.c — the pieces of one induction: found by words, kind and place, newest or oldest first. */
#include "app/evidence/evidence_inside.h"

#include "evidence.sql.h"
#include "templates.gen.h"

enum { PAGE_SIZE = 25, PAGES_MAX = 10000 };

/* Where a piece is, as the list asks for it. The first four are evidence states. */
enum place { PLACE_ANY = -1, PLACE_QUESTION = 4, PLACE_WAITING = 5, PLACE_AGREED = 6, PLACE_YOU = 7 };
struct place_row {
	int place;
	const char *key;
	enum word name;
	bool own_only;
};
static const struct place_row places[] = {
	{ PLACE_ANY, "", T_EVIDENCE_PLACE_ANY, false },
	{ PLACE_YOU, "you", T_EVIDENCE_PLACE_YOU, true },
	{ EVIDENCE_DRAFT, "draft", T_EVIDENCE_PLACE_DRAFT, true },
	{ EVIDENCE_SHARED, "shared", T_EVIDENCE_PLACE_SHARED, false },
	{ EVIDENCE_SUBMITTED, "submitted", T_EVIDENCE_PLACE_SUBMITTED, false },
	{ PLACE_WAITING, "waiting", T_EVIDENCE_PLACE_WAITING, false },
	{ PLACE_QUESTION, "question", T_EVIDENCE_PLACE_QUESTION, false },
	{ PLACE_AGREED, "agreed", T_EVIDENCE_PLACE_AGREED, false },
	{ EVIDENCE_WITHDRAWN, "withdrawn", T_EVIDENCE_PLACE_WITHDRAWN, false },
};

struct asking {
	struct str words, kind_key, place_key;
	int kind, place, page;
	bool oldest, unknown; /* unknown: a filter that is no filter */
};

static struct asking asked(const struct ctx *cx)
{
	struct asking a = {
		.words = str_trim(str_sub(query(cx, "q"), 0, 200)), .kind_key = query(cx, "kind"), .place_key = query(cx, "state"),
		.place = PLACE_ANY, .page = (int)query_int(cx, "page", 1, PAGES_MAX, 1),
		.oldest = str_eq(query(cx, "order"), S("oldest")),
	};
	bool found = false;

	a.kind = a.kind_key.n ? number_of(&evidence_kinds, a.kind_key) : 0;
	for (size_t i = 0; i < COUNT_OF(places); i++)
		if (str_eq(a.place_key, str_from_c(places[i].key))) {
			a.place = places[i].place;
			found = true;
		}
	a.unknown = a.kind < 0 || !found;
	if (a.kind < 0)
		a.kind = 0;
	return a;
}

struct str words_pattern(struct arena *arena, struct str words)
{
	struct buf b = buf_new(arena, words.n * 2 + 3);

	if (!words.n)
		return S("");
	words = str_lower(arena, words);
	buf_add_c(&b, '%');
	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] == '%' || words.p[i] == '_' || words.p[i] == '!')
			buf_add_c(&b, '!');
		buf_add_c(&b, words.p[i]);
	}
	buf_add_c(&b, '%');
	return buf_str(&b);
}

static enum rc list_load(struct ctx *cx, const struct asking *a, struct evidence_listed_rows *rows,
                         struct evidence_counts_row *counts)
{
	enum rc rc = sql_evidence_listed(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today,
	                                 a->kind, a->place, words_pattern(cx->arena, a->words),
	                                 words_pattern(cx->arena, text_fold(cx->arena, a->words)), a->oldest, PAGE_SIZE,
	                                 (int64_t)(a->page - 1) * PAGE_SIZE, rows);

	return rc == OK ? sql_evidence_counts(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role,
	                                      cx->today, counts)
	                : rc;
}

static struct url list_url(struct ctx *cx, const struct asking *a, int page, bool oldest)
{
	bool own = cx->actor.role == ROLE_ECSW;
	struct url u = own && !cx->json ? url_lit("/evidence") : url_id(cx, "/inductions/", cx->induction->uuid, "/evidence");

	if (cx->json)
		u = url_id(cx, "/api/v1/inductions/", cx->induction->uuid, "/evidence");
	if (a->words.n)
		u = url_with(cx, u, "q", a->words);
	if (a->kind_key.n)
		u = url_with(cx, u, "kind", a->kind_key);
	if (a->place_key.n)
		u = url_with(cx, u, "state", a->place_key);
	if (oldest)
		u = url_with(cx, u, "order", S("oldest"));
	return page > 1 ? url_with(cx, u, "page", strf(cx->arena, "%d", page)) : u;
}

/* ---- JSON ---- */

static void row_json(struct ctx *cx, struct json_out *j, const struct evidence_listed_row *r)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->id);
	json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, (int)r->kind));
	json_key(j, "title"), json_str(j, r->title);
	json_key(j, "on"), on_json(cx, j, r->on_date, r->month_only);
	json_key(j, "state"), json_str(j, key_of(&evidence_states, (int)r->state));
	json_key(j, "version"), json_i64(j, r->version);
	json_key(j, "changed"), json_instant(j, r->changed);
	json_key(j, "claimed"), json_i64(j, r->claimed);
	json_key(j, "endorsed"), json_i64(j, r->endorsed);
	json_key(j, "returned"), json_i64(j, r->returned);
	json_end(j);
}

static enum rc list_json(struct ctx *cx, const struct asking *a, const struct evidence_listed_rows *rows)
{
	struct json_out *j = reply_json(cx);
	int64_t total = rows->n ? rows->v[0].total : 0;

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++)
		row_json(cx, j, &rows->v[i]);
	json_end(j);
	json_key(j, "total"), json_i64(j, total);
	json_key(j, "next");
	if ((int64_t)a->page * PAGE_SIZE < total)
		json_str(j, list_url(cx, a, a->page + 1, a->oldest).s);
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the page ---- */

static void say_where(struct ctx *cx, const struct evidence_listed_row *r, struct str assessor, struct evidence_row *row)
{
	bool own = cx->actor.role == ROLE_ECSW;
	struct arena *a = cx->arena;

	if (r->state == EVIDENCE_DRAFT) {
		row->is_ball = row->is_you = true;
		row->state_text = word(T_EVIDENCE_ROW_DRAFT);
	} else if (r->state == EVIDENCE_WITHDRAWN) {
		row->is_plain = true;
		row->state_text = word(T_EVIDENCE_ROW_WITHDRAWN);
	} else if (r->state == EVIDENCE_SHARED) {
		row->is_plain = true;
		row->state_text = word(T_EVIDENCE_ROW_SHARED);
	} else if (r->returned) {
		row->is_ball = true;
		row->is_you = own;
		row->state_text = own ? word(T_EVIDENCE_ROW_QUESTION)
		                      : WORDS(a, T_EVIDENCE_ROW_QUESTION_OF, WORD_ARG("name", first_name(cx->induction->name)));
	} else if (r->claimed) {
		row->is_ball = true;
		row->is_you = cx->actor.role == ROLE_ASSESSOR;
		row->state_text = row->is_you ? word(T_EVIDENCE_ROW_FOR_YOU)
		                  : assessor.n ? WORDS(a, T_EVIDENCE_ROW_WITH, WORD_ARG("name", assessor))
		                               : word(T_EVIDENCE_ROW_WAITING);
	} else {
		row->is_agreed = r->endorsed > 0;
		row->is_plain = !row->is_agreed;
		row->state_text = word(row->is_agreed ? T_EVIDENCE_ROW_AGREED : T_EVIDENCE_ROW_NO_LINKS);
	}
}

static struct str counts_said(struct ctx *cx, const struct evidence_listed_row *r)
{
	int64_t all = r->claimed + r->endorsed + r->returned;

	if (r->state == EVIDENCE_DRAFT || r->state == EVIDENCE_SHARED || r->state == EVIDENCE_WITHDRAWN || !all)
		return WORDS(cx->arena, T_EVIDENCE_ROW_LINKED, WORD_ARG("n", all));
	if (r->endorsed == all)
		return WORDS(cx->arena, T_EVIDENCE_ROW_ALL_AGREED, WORD_ARG("n", all));
	if (r->claimed == all)
		return WORDS(cx->arena, T_EVIDENCE_ROW_ALL_WAITING, WORD_ARG("n", all));
	return WORDS(cx->arena, T_EVIDENCE_ROW_SOME_AGREED, WORD_ARG("n", r->endorsed), WORD_ARG("all", all));
}

static struct evidence_row row_of(struct ctx *cx, const struct evidence_listed_row *r, struct str assessor)
{
	struct date on = date_is_none(r->on_date) ? date_of(r->created) : r->on_date;
	struct evidence_row row = {
		.url = url_id(cx, "/evidence/", r->id, r->state == EVIDENCE_DRAFT ? "/edit" : ""),
		.title = str_trim(r->title).n ? r->title : word(T_EVIDENCE_UNTITLED),
		.kind = word(kind_word((enum evidence_kind)r->kind)), .on = on_words(cx, on, r->month_only && !date_is_none(r->on_date)),
		.counts = counts_said(cx, r),
	};

	say_where(cx, r, assessor, &row);
	return row;
}

static struct evidence_options kind_options(struct ctx *cx, int chosen)
{
	struct evidence_options o = { .v = NEW_ARRAY(cx->arena, struct evidence_option, KIND_END) };

	o.v[o.n++] = (struct evidence_option){ STR_NONE, T_EVIDENCE_EVERY_KIND, chosen == 0 };
	for (int k = 1; k < KIND_END; k++)
		if (key_of(&evidence_kinds, k).n)
			o.v[o.n++] = (struct evidence_option){ key_of(&evidence_kinds, k), kind_word((enum evidence_kind)k),
				                                   k == chosen };
	return o;
}

static struct evidence_options place_options(struct ctx *cx, int chosen)
{
	struct evidence_options o = { .v = NEW_ARRAY(cx->arena, struct evidence_option, COUNT_OF(places)) };

	for (size_t i = 0; i < COUNT_OF(places); i++)
		if (!places[i].own_only || cx->actor.role == ROLE_ECSW)
			o.v[o.n++] = (struct evidence_option){ str_from_c(places[i].key), places[i].name, places[i].place == chosen };
	return o;
}

/* lead — counts what matters: "23 pieces. One has a question for you, two are drafts, seven are waiting." */
static struct str lead(struct ctx *cx, const struct evidence_counts_row *c)
{
	struct str parts[3], pieces = WORDS(cx->arena, T_EVIDENCE_LEAD_PIECES, WORD_ARG("n", c->total)), rest;
	size_t n = 0;
	bool own = cx->actor.role == ROLE_ECSW;

	if (c->questions)
		parts[n] = WORDS(cx->arena, own ? T_EVIDENCE_LEAD_QUESTIONS : T_EVIDENCE_LEAD_QUESTIONS_OTHER,
		                 WORD_ARG("n", c->questions),
		                 WORD_ARG("count", count_word(cx->arena, (size_t)c->questions, n == 0))), n++;
	if (c->drafts)
		parts[n] = WORDS(cx->arena, T_EVIDENCE_LEAD_DRAFTS, WORD_ARG("n", c->drafts),
		                 WORD_ARG("count", count_word(cx->arena, (size_t)c->drafts, n == 0))), n++;
	if (c->waiting)
		parts[n] = WORDS(cx->arena, T_EVIDENCE_LEAD_WAITING, WORD_ARG("n", c->waiting),
		                 WORD_ARG("count", count_word(cx->arena, (size_t)c->waiting, n == 0))), n++;
	if (!n)
		return pieces;
	rest = str_join(cx->arena, parts, n, S(", "));
	return WORDS(cx->arena, T_EVIDENCE_LEAD_BOTH, WORD_ARG("pieces", pieces), WORD_ARG("rest", rest));
}

static void draw_pages(struct ctx *cx, const struct asking *a, int64_t total, struct evidence_list_view *v)
{
	v->pages = (int)((total + PAGE_SIZE - 1) / PAGE_SIZE);
	v->page = a->page;
	v->has_before = a->page > 1 && v->pages > 0;
	v->has_next = a->page < v->pages;
	if (v->has_before)
		v->before = list_url(cx, a, a->page - 1, a->oldest);
	if (v->has_next)
		v->next = list_url(cx, a, a->page + 1, a->oldest);
}

static void draw_head(struct ctx *cx, const struct asking *a, const struct evidence_counts_row *counts, int64_t total,
                      struct evidence_list_view *v)
{
	struct asking all = { .place = PLACE_ANY, .page = 1 };

	v->is_own = cx->actor.role == ROLE_ECSW;
	v->has_induction = true;
	v->can_add = access_ok(may_add_evidence(&cx->actor, &cx->resource));
	v->title = v->is_own ? word(T_EVIDENCE)
	                     : WORDS(cx->arena, T_EVIDENCE_OF, WORD_ARG("name", cx->induction->name));
	v->total_all = counts->total;
	v->is_empty = counts->total == 0;
	v->is_none = !v->is_empty && total == 0;
	v->lead = lead(cx, counts);
	v->record = url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/new");
	v->asks = url_id(cx, "/inductions/", cx->induction->uuid, "/asks");
	v->prints = url_id(cx, "/inductions/", cx->induction->uuid, "/prints");
	v->action = list_url(cx, &all, 1, false);
	v->all = v->action;
	v->order = list_url(cx, a, 1, !a->oldest);
	v->oldest = a->oldest;
	v->order_value = a->oldest ? S("oldest") : STR_NONE;
	v->q = a->words;
	v->kinds = kind_options(cx, a->kind);
	v->states = place_options(cx, a->place);
	v->shown = WORDS(cx->arena, a->oldest ? T_EVIDENCE_SHOWN_OLDEST : T_EVIDENCE_SHOWN_NEWEST, WORD_ARG("n", total));
	v->none = a->words.n ? WORDS(cx->arena, T_EVIDENCE_NONE_WORDS, WORD_ARG("n", counts->total), WORD_ARG("words", a->words))
	                     : word(T_EVIDENCE_NONE_LIKE);
}

static enum rc list_page(struct ctx *cx, const struct asking *a, const struct evidence_listed_rows *rows,
                         const struct evidence_counts_row *counts)
{
	struct evidence_list_view *v = NEW(cx->arena, struct evidence_list_view);
	int64_t total = rows->n ? rows->v[0].total : 0;
	struct people_now people;
	enum rc rc = people_now(cx, &people);

	if (rc != OK)
		return rc;
	draw_head(cx, a, counts, total, v);
	draw_pages(cx, a, total, v);
	v->rows.v = NEW_ARRAY(cx->arena, struct evidence_row, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++)
		v->rows.v[v->rows.n++] = row_of(cx, &rows->v[i], people.assessor);
	return page(cx, &(struct page){ .title = v->title, .menu = v->is_own ? MENU_EVIDENCE : MENU_DESK,
		                            .main = HTML(cx, evidence_list, v) });
}

enum rc evidence_list(struct ctx *cx)
{
	struct asking a = asked(cx);
	struct evidence_listed_rows rows;
	struct evidence_counts_row counts;
	enum rc rc;

	if (a.unknown && cx->json)
		return form_error(cx, T_EVIDENCE_NO_SUCH_FILTER);
	if ((rc = list_load(cx, &a, &rows, &counts)) != OK)
		return rc;
	return cx->json ? list_json(cx, &a, &rows) : list_page(cx, &a, &rows, &counts);
}

/* evidence_own_list — the menu's "Evidence": the writer's own open induction. */
enum rc evidence_own_list(struct ctx *cx)
{
	enum rc rc = load_own_induction(cx);
	struct evidence_list_view *v;

	if (rc == OK)
		return evidence_list(cx);
	if (rc != NOT_FOUND)
		return rc;
	v = NEW(cx->arena, struct evidence_list_view);
	*v = (struct evidence_list_view){ .title = word(T_EVIDENCE), .is_own = true, .is_empty = true };
	return page(cx, &(struct page){ .title = v->title, .menu = MENU_EVIDENCE, .main = HTML(cx, evidence_list, v) });
}
