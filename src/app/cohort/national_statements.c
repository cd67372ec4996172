/* national_statements.c — every statement of a framework by how many inductions evidence it, have it agreed, or say that it does not
 * come up in their work (J1): as a list to search and sort, JSON and CSV. Counts small enough to point at somebody are not shown. */
#include "app/cohort/cohort_load.h"
#include "app/cohort/national_sums.h"

#include "national.sql.h"
#include "rules/needs.h"
#include "templates.gen.h"
#include "web/list.h"

enum { BY_CODE, BY_EVIDENCED, BY_AGREED, BY_DECLARED, BY_PROFILED, SHOW_NOBODY = 1, SHOW_DECLARED = 2 };

static const struct str show_keys[] = { [SHOW_NOBODY] = S_INIT("nobody"), [SHOW_DECLARED] = S_INIT("declared") };
static const struct key_list shows = { show_keys, (int)COUNT_OF(show_keys) };
static const enum word show_words[] = { [SHOW_NOBODY] = T_NATIONAL_SHOW_NOBODY, [SHOW_DECLARED] = T_NATIONAL_SHOW_DECLARED };

/* One statement, counted. */
struct counted {
	int32_t item;
	int64_t n[5]; /* by the orders above: its place, evidenced by, agreed, declared, not applicable by a role profile */
};
struct counting {
	struct national_tally t[NATIONAL_FRAMEWORKS];
	size_t frameworks, at; /* at: the one that is listed */
	struct counted *v;
	size_t n;
	bool read; /* once a request, however often it is asked for */
};

static enum rc frameworks(struct ctx *cx, struct list_options *ret)
{
	struct national_frameworks_rows rows;
	const struct framework_version *v;
	enum rc rc = sql_national_frameworks(cx->db, cx->arena, &rows);

	for (size_t i = 0; rc == OK && i < rows.n && ret->n < COUNT_OF(ret->v); i++)
		if ((rc = framework_get(cx, rows.v[i].framework, &v)) == OK)
			ret->v[ret->n++] = (struct list_option){ v->slug, strf(cx->arena, "%.*s, %.*s", STR_FMT(v->title), STR_FMT(v->version)) };
	return rc;
}

static const struct list_filter filters[] = {
	{ .name = "framework", .label = T_NATIONAL_FRAMEWORK, .all = T_NATIONAL_FRAMEWORK_ALL, .options = frameworks },
	{ .name = "show", .label = T_NATIONAL_SHOW, .all = T_NATIONAL_SHOW_ALL, .keys = &shows, .words = show_words },
};
static const struct list_column columns[] = {
	COLUMN("code", T_NATIONAL_CODE, .sort = LIST_BY(BY_CODE)),
	COLUMN("statement", T_NATIONAL_STATEMENT),
	COLUMN("evidenced", T_NATIONAL_EVIDENCED, .sort = LIST_BY(BY_EVIDENCED), .is_number = true),
	COLUMN("agreed", T_NATIONAL_AGREED, .sort = LIST_BY(BY_AGREED), .is_number = true),
	COLUMN("declared", T_NATIONAL_DECLARED, .sort = LIST_BY(BY_DECLARED), .is_number = true),
	COLUMN("not_applicable", T_NATIONAL_PROFILED, .sort = LIST_BY(BY_PROFILED), .is_number = true),
};

/* ---- counting ---- */

static bool wanted(struct ctx *cx, const struct counting *c, const struct list_ask *ask, const struct counted *s)
{
	const struct framework_item *item = &c->t[c->at].v->fw->items[s->item];

	if (ask->chosen[1] > 0 && s->n[BY_EVIDENCED])
		return false;
	if (ask->chosen[1] == SHOW_DECLARED && s->n[BY_DECLARED] < SMALL_NUMBER) /* a smaller number would say that it is not nought */
		return false;
	return !ask->q.n || str_find(text_fold(cx->arena, item->text), text_fold(cx->arena, ask->q)) != SIZE_MAX ||
	       str_starts(text_fold(cx->arena, framework_item_name(cx->arena, c->t[c->at].v->fw, s->item)), text_fold(cx->arena, ask->q));
}

static int64_t declared_of(const struct national_declared_rows *rows, int32_t item)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].position == item)
			return rows->v[i].inductions;
	return 0;
}

static int64_t profiled_of(const struct national_profiled_rows *rows, int32_t item)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].position == item)
			return rows->v[i].inductions;
	return 0;
}

static enum rc count_statements(struct ctx *cx, const struct list_ask *ask, struct counting *c)
{
	struct national_declared_rows declared;
	struct national_profiled_rows profiled;
	const struct national_tally *t;
	enum rc rc;

	if (c->read)
		return OK;
	c->read = true;
	rc = national_sums(cx, c->t, &c->frameworks);
	for (size_t i = 0; rc == OK && i < c->frameworks; i++)
		if (str_eq(c->t[i].v->slug, ask->chosen_key[0]))
			c->at = i;
	if (rc != OK || !c->frameworks || c->t[c->at].hides)
		return rc;
	t = &c->t[c->at];
	if ((rc = sql_national_declared(cx->db, cx->arena, t->v->id, &declared)) != OK ||
	    (rc = sql_national_profiled(cx->db, cx->arena, t->v->id, cx->today, &profiled)) != OK)
		return rc;
	c->v = NEW_ARRAY(cx->arena, struct counted, t->v->fw->linkable_n + 1);
	for (size_t s = 0; s < t->v->fw->linkable_n; s++) {
		const int64_t *sum = t->sum.statements[s];
		int32_t item = t->v->fw->linkable[s];
		struct counted one = { item, { item, sum[STATEMENT_CLAIMED] + sum[STATEMENT_ENDORSED] + sum[STATEMENT_QUESTION],
			                           sum[STATEMENT_ENDORSED], declared_of(&declared, item), profiled_of(&profiled, item) } };

		if (wanted(cx, c, ask, &one))
			c->v[c->n++] = one;
	}
	return rc;
}

/* shown_number — nought says something of the statement; one to four might say something of somebody. */
static int64_t shown_number(int64_t n)
{
	return n > 0 && n < SMALL_NUMBER ? DB_NULL_INT : n;
}

/* sorted_by — what a row is sorted by: hidden numbers all count as one, so that the order does not tell them apart. */
static int64_t sorted_by(const struct counted *s, int order)
{
	return order != BY_CODE && s->n[order] > 0 && s->n[order] < SMALL_NUMBER ? 1 : s->n[order];
}

static int compare(const struct counted *a, int64_t number, int64_t row, const struct list_at *at)
{
	int64_t x = sorted_by(a, at->sort);
	int way = x < number ? -1 : x > number ? 1 : a->item < row ? -1 : a->item > row ? 1 : 0;

	return at->down ? -way : way;
}

static void sort(struct counting *c, const struct list_at *at)
{
	for (size_t i = 1; i < c->n; i++) {
		struct counted one = c->v[i];
		size_t k = i;

		for (; k > 0 && compare(&c->v[k - 1], sorted_by(&one, at->sort), one.item, at) > 0; k--)
			c->v[k] = c->v[k - 1];
		c->v[k] = one;
	}
}

/* ---- the list ---- */

static void put_number(struct list_rows *out, int64_t n)
{
	list_number(out, shown_number(n));
	if (shown_number(n) == DB_NULL_INT)
		list_small(out, word(T_NATIONAL_FEW));
}

/* code_of — on a page "1.1 K1" stays on one line. */
static struct str code_of(struct ctx *cx, const struct framework_version *v, int32_t item)
{
	struct str code = framework_item_name(cx->arena, v->fw, item);

	return cx->json || cx->route->audit == AUDIT_READ ? code : str_replace_all(cx->arena, code, S(" "), S("\xC2\xA0"));
}

static enum rc load(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
{
	struct counting *c = ask->of;
	enum rc rc = count_statements(cx, ask, c);
	int64_t given = 0;

	if (rc != OK)
		return rc;
	sort(c, &ask->at);
	for (size_t i = 0; i < c->n && given < ask->limit; i++) {
		const struct framework_version *v = c->t[c->at].v;
		const struct framework_item *item = &v->fw->items[c->v[i].item];
		struct list_at at = ask->at;

		if (ask->at.row && compare(&c->v[i], ask->at.number, ask->at.row - 1, &ask->at) <= 0)
			continue;
		at.number = sorted_by(&c->v[i], ask->at.sort);
		at.row = c->v[i].item + 1;
		list_row(out, item->id, at);
		list_link(out, code_of(cx, v, c->v[i].item),
		          (struct url){ strf(cx->arena, "/frameworks/%s/items/%s", uuid_str(cx->arena, v->uuid).p, uuid_str(cx->arena, item->id).p) });
		list_text(out, item->text);
		put_number(out, c->v[i].n[BY_EVIDENCED]);
		put_number(out, c->v[i].n[BY_AGREED]);
		put_number(out, c->v[i].n[BY_DECLARED]);
		put_number(out, c->v[i].n[BY_PROFILED]);
		given++;
	}
	return OK;
}

static enum rc count(struct ctx *cx, const struct list_ask *ask, int64_t *ret)
{
	struct counting *c = ask->of;
	enum rc rc = count_statements(cx, ask, c);

	*ret = (int64_t)c->n;
	return rc;
}

static const struct list statements = {
	.name = "statements", LIST_COLUMNS(columns), LIST_FILTERS(filters), .load = load, .count = count, .per_page = 50, .first = 2,
	.search = T_NATIONAL_SEARCH, .caption = T_NATIONAL_STATEMENTS_CAPTION, .empty = T_NATIONAL_NO_STATEMENTS,
	.empty_says = T_NATIONAL_NO_STATEMENTS_SAYS,
};

enum rc national_statements(struct ctx *cx)
{
	struct counting *c = NEW(cx->arena, struct counting);
	struct national_statements_view v;
	struct list_shown l;
	enum rc rc = list_show(cx, &statements, &(struct list_of){ .url = url_lit("/national/statements"), .what = c }, &l);

	if (rc != OK || cx->json)
		return rc;
	v.list = l.html;
	return page(cx, &(struct page){ .title = word(T_NATIONAL_STATEMENTS), .menu = MENU_HOME, .width = WIDTH_STAFF,
	                                .main = HTML(cx, national_statements, &v) });
}

enum rc national_statements_csv(struct ctx *cx)
{
	struct counting *c = NEW(cx->arena, struct counting);

	return list_csv(cx, &statements, &(struct list_of){ .url = url_lit("/national/statements"), .what = c });
}
