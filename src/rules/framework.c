/* framework.c — from items in any order to a framework in reading order (see framework.h).
 *
 * framework_arrange() is a row of passes over flat arrays, none of them recursive, so that a hostile
 * depth costs nothing but a message. What an item is for (its role) is worked out in framework_roles.c,
 * looking things up is in framework_find.c.
 */
#include "rules/framework.h"

#include "rules/framework_inside.h"

#include <stdlib.h>

/* ---- problems ---- */

struct framework_problems *framework_problems_new(struct arena *a)
{
	struct framework_problems *p = NEW(a, struct framework_problems);

	p->arena = a;
	return p;
}

__attribute__((format(printf, 4, 0))) static void problem_add(struct framework_problems *p, enum problem_severity severity,
                                                              struct str where, const char *format, va_list args)
{
	*(severity == PROBLEM_ERROR ? &p->errors : &p->warnings) += 1;
	if (p->n == FRAMEWORK_PROBLEMS_MAX) {
		/* an error must be seen even when warnings filled the list */
		if (severity != PROBLEM_ERROR || p->v[p->n - 1].severity == PROBLEM_ERROR)
			return;
		p->n--;
	}
	p->v[p->n++] = (struct framework_problem){
		.severity = severity, .where = where, .say = strfv(p->arena, format, args) };
}

enum rc framework_error(struct framework_problems *p, struct str where, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	problem_add(p, PROBLEM_ERROR, where, format, args);
	va_end(args);
	return INVALID;
}

void framework_warn(struct framework_problems *p, struct str where, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	problem_add(p, PROBLEM_WARNING, where, format, args);
	va_end(args);
}

/* ---- words and identifiers ---- */

static const struct kind_word {
	struct str word;
	enum item_kind kind;
} kind_words[] = {
	{ S_INIT("Domain"), ITEM_DOMAIN },   { S_INIT("Outcome"), ITEM_OUTCOME },
	{ S_INIT("Knows"), ITEM_KNOWS },     { S_INIT("Does"), ITEM_DOES },
	{ S_INIT("Domains"), ITEM_DOMAIN },  { S_INIT("Outcomes"), ITEM_OUTCOME },
	{ S_INIT("Know"), ITEM_KNOWS },      { S_INIT("Do"), ITEM_DOES },
};

enum item_kind item_kind_of(struct str type)
{
	type = str_trim(type);
	for (size_t i = 0; i < COUNT_OF(kind_words); i++)
		if (str_eq_nocase(type, kind_words[i].word))
			return kind_words[i].kind;
	return ITEM_OTHER;
}

struct str item_kind_name(enum item_kind kind)
{
	for (size_t i = 0; i < COUNT_OF(kind_words); i++)
		if (kind_words[i].kind == kind)
			return kind_words[i].word;
	return S("Item");
}

struct str item_role_name(enum item_role role)
{
	static const struct str names[] = { [ROLE_DOMAIN] = S_INIT("domain"), [ROLE_OUTCOME] = S_INIT("outcome"),
		                            [ROLE_GROUP] = S_INIT("group"), [ROLE_STATEMENT] = S_INIT("statement") };

	return names[role];
}

enum item_kind framework_kind_of_code(struct str code)
{
	size_t n;

	code = str_trim(code);
	n = code.n;
	while (n && code.p[n - 1] >= '0' && code.p[n - 1] <= '9')
		n--;
	if (n == 0 || n == code.n)
		return ITEM_OTHER;
	/* the letter stands alone: "4.2 K13", "4.2K13", "K13", but not "BLK13" */
	if (n > 1 && ((code.p[n - 2] | 32) >= 'a' && (code.p[n - 2] | 32) <= 'z'))
		return ITEM_OTHER;
	return (code.p[n - 1] | 32) == 'k' ? ITEM_KNOWS : (code.p[n - 1] | 32) == 'd' ? ITEM_DOES : ITEM_OTHER;
}

/* Name space of the identifiers Cairn derives: made once, at random. */
static const struct uuid derived_space = { { 0x3d, 0x0c, 0x61, 0x52, 0x9b, 0x0e, 0x4a, 0x87, 0x8f, 0x4d, 0x52,
	                                     0xc6, 0x1e, 0x7a, 0x90, 0xb4 } };

struct uuid framework_id_of_title(struct str title)
{
	return uuid5(derived_space, str_trim(title));
}

struct uuid framework_item_id(struct uuid framework, struct str code_or_place)
{
	return uuid5(framework, code_or_place);
}

struct str framework_thread_key(struct arena *a, struct str typed)
{
	struct str s = str_trim(typed);

	s = str_replace_all(a, s, S(";"), S(","));
	s = str_replace_all(a, s, S("|"), S(","));
	return str_replace_all(a, s, S("\n"), S(" "));
}

struct str framework_item_name(struct arena *a, const struct framework *fw, int32_t i)
{
	const struct framework_item *item = &fw->items[i];
	size_t n = 0;

	if (item->code.n)
		return item->code;
	if (!item->text.n)
		return strf(a, "item %d", i + 1);
	while (n < item->text.n && (n < 40 || item->text.p[n] != ' '))
		n++;
	return strf(a, "“%.*s%s”", (int)n, item->text.p, n < item->text.n ? " …" : "");
}

/* ---- arranging ---- */

struct arranging {
	struct arena *a;
	struct framework *fw;
	struct framework_problems *p;
	struct str where; /* nothing: named by code in the sentence */
};

static void check_item(struct arranging *g, int32_t i)
{
	struct framework_item *item = &g->fw->items[i];
	struct str name = framework_item_name(g->a, g->fw, i);

	if (item->code.n > FRAMEWORK_CODE_MAX)
		framework_error(g->p, g->where, "The code of item %d is longer than %d bytes. Shorten it.", i + 1,
		                FRAMEWORK_CODE_MAX);
	if (item->text.n > FRAMEWORK_TEXT_MAX)
		framework_error(g->p, g->where, "The text of %.*s is longer than %d bytes. Shorten it.",
		                STR_FMT(name), FRAMEWORK_TEXT_MAX);
	if (!str_trim(item->text).n)
		framework_warn(g->p, g->where, "%.*s has no text.", STR_FMT(name));
	if (item->parent < -1 || item->parent >= (int32_t)g->fw->n)
		framework_error(g->p, g->where, "%.*s names a parent that is not there.", STR_FMT(name));
	for (size_t t = 0; t < item->threads_n; t++)
		if (item->threads[t] < 0 || (size_t)item->threads[t] >= g->fw->threads_n)
			framework_error(g->p, g->where, "%.*s names a thread that is not there.", STR_FMT(name));
	if (uuid_is_none(item->id))
		item->id = framework_item_id(g->fw->id, item->code.n ? item->code : strf(g->a, "item %d", i + 1));
	if (uuid_is_none(item->link_id))
		item->link_id = framework_item_id(item->id, S("isChildOf"));
}

static void check_bound(struct arranging *g, const char *what, size_t n, size_t max)
{
	if (n > max)
		framework_error(g->p, g->where, "There are %zu %s; at most %zu are possible.", n, what, max);
}

static void check_bounds(struct arranging *g)
{
	const struct framework *fw = g->fw;

	if (!str_trim(fw->title).n)
		framework_error(g->p, g->where, "The framework has no title. Give it one.");
	if (fw->n == 0)
		framework_error(g->p, g->where, "The framework has no items.");
	check_bound(g, "items", fw->n, FRAMEWORK_ITEMS_MAX);
	check_bound(g, "associations", fw->links_n, FRAMEWORK_LINKS_MAX);
	check_bound(g, "threads", fw->threads_n, FRAMEWORK_THREADS_MAX);
	check_bound(g, "glossary terms", fw->terms_n, FRAMEWORK_TERMS_MAX);
}

/* Two items with one identifier are an error, two with one code a warning. */
static void check_twice(struct arranging *g)
{
	const struct framework *fw = g->fw;
	int32_t *by = framework_sorted(g->a, fw, BY_ID);

	for (size_t k = 1; k < fw->n; k++)
		if (uuid_eq(fw->items[by[k - 1]].id, fw->items[by[k]].id)) {
			struct str one = framework_item_name(g->a, fw, by[k - 1]);
			struct str two = framework_item_name(g->a, fw, by[k]);

			framework_error(g->p, g->where, "%.*s and %.*s have the same identifier.", STR_FMT(one),
			                STR_FMT(two));
		}
	by = framework_sorted(g->a, fw, BY_CODE);
	for (size_t k = 1; k < fw->n; k++) {
		struct str code = fw->items[by[k]].code;

		if (code.n && framework_code_cmp(fw->items[by[k - 1]].code, code, false) == 0)
			framework_warn(g->p, g->where, "The code %.*s is given to more than one item.", STR_FMT(code));
	}
}

/* Further parents come from the isChildOf links that stay inside. */
static void gather_more_parents(struct arranging *g)
{
	struct framework *fw = g->fw;

	for (size_t i = 0; i < fw->n; i++) {
		fw->items[i].more_parents = NULL;
		fw->items[i].more_parents_n = 0;
	}
	for (int pass = 0; pass < 2; pass++)
		for (size_t l = 0; l < fw->links_n; l++) {
			const struct framework_link *link = &fw->links[l];
			struct framework_item *item;

			if (!str_eq(link->type, S("isChildOf")) || link->from < 0 || link->to < 0)
				continue;
			item = &fw->items[link->from];
			if (pass == 1 && !item->more_parents) {
				item->more_parents = NEW_ARRAY(g->a, int32_t, item->more_parents_n);
				item->more_parents_n = 0;
			}
			if (pass == 1)
				item->more_parents[item->more_parents_n] = link->to;
			item->more_parents_n++;
		}
}

static int32_t parent_no(const struct framework_item *item, size_t k)
{
	if (k == 0)
		return item->parent;
	return k <= item->more_parents_n ? item->more_parents[k - 1] : -1;
}

/* Says "4.2 → 4 → 4.2": the open path from `again` to its end. */
static void report_cycle(struct arranging *g, const int32_t *path, size_t n, int32_t again)
{
	struct buf b = buf_new(g->a, 2000);
	size_t from = n;

	while (from > 0 && path[from] != again)
		from--;
	for (size_t k = from; k <= n && k < from + 12; k++)
		buf_addf(&b, "%.*s, child of ", STR_FMT(framework_item_name(g->a, g->fw, path[k])));
	if (n >= from + 12)
		buf_add(&b, S("… child of "));
	framework_error(g->p, g->where, "These items are each other’s parents: %.*s%.*s. Take one of the links away.",
	                STR_FMT(buf_str(&b)), STR_FMT(framework_item_name(g->a, g->fw, again)));
}

/* Depth-first along the links to parents with a path of our own; an item met again on the path closes a cycle. */
static void check_cycles(struct arranging *g)
{
	const struct framework *fw = g->fw;
	enum { UNSEEN, ON_PATH, SEEN };
	uint8_t *state = NEW_ARRAY(g->a, uint8_t, fw->n);
	int32_t *path = NEW_ARRAY(g->a, int32_t, fw->n + 1);
	size_t *next = NEW_ARRAY(g->a, size_t, fw->n + 1);

	for (size_t start = 0; start < fw->n; start++) {
		size_t top = 0;

		if (state[start] != UNSEEN)
			continue;
		path[0] = (int32_t)start;
		next[0] = 0;
		state[start] = ON_PATH;
		for (;;) {
			const struct framework_item *item = &fw->items[path[top]];
			int32_t up = next[top] <= item->more_parents_n ? parent_no(item, next[top]) : -1;

			if (next[top] > item->more_parents_n) {
				state[path[top]] = SEEN;
				if (top-- == 0)
					break;
				continue;
			}
			next[top]++;
			if (up < 0 || state[up] == SEEN)
				continue;
			if (state[up] == ON_PATH) {
				report_cycle(g, path, top, up);
				continue;
			}
			state[up] = ON_PATH;
			path[++top] = up;
			next[top] = 0;
		}
	}
}

static int by_parent_and_seq(const void *x, const void *y, void *arg)
{
	const struct framework_item *items = arg;
	int32_t i = *(const int32_t *)x, j = *(const int32_t *)y;

	if (items[i].parent != items[j].parent)
		return items[i].parent < items[j].parent ? -1 : 1;
	if (items[i].seq != items[j].seq)
		return items[i].seq < items[j].seq ? -1 : 1;
	return (i > j) - (i < j);
}

/* The order of reading: parents before children, siblings by number. Sorted by (parent, number), the
 * children of one parent are a run; a stack walks the runs. Returns new place -> old place. */
static int32_t *reading_order(struct arranging *g)
{
	size_t n = g->fw->n, stack_n = 0, out = 0;
	int32_t *sorted = NEW_ARRAY(g->a, int32_t, n), *stack = NEW_ARRAY(g->a, int32_t, n);
	int32_t *first = NEW_ARRAY(g->a, int32_t, n + 1), *count = NEW_ARRAY(g->a, int32_t, n + 1);
	int32_t *order = NEW_ARRAY(g->a, int32_t, n);

	for (size_t i = 0; i < n; i++)
		sorted[i] = (int32_t)i;
	qsort_r(sorted, n, sizeof *sorted, by_parent_and_seq, g->fw->items);
	for (size_t k = 0; k < n; k++) {
		int32_t p = g->fw->items[sorted[k]].parent + 1;

		if (count[p]++ == 0)
			first[p] = (int32_t)k;
	}
	for (int32_t k = count[0] - 1; k >= 0; k--)
		stack[stack_n++] = sorted[first[0] + k];
	while (stack_n) {
		int32_t i = stack[--stack_n];

		order[out++] = i;
		for (int32_t k = count[i + 1] - 1; k >= 0; k--)
			stack[stack_n++] = sorted[first[i + 1] + k];
	}
	return order;
}

static int by_number(const void *x, const void *y)
{
	int32_t i = *(const int32_t *)x, j = *(const int32_t *)y;

	return (i > j) - (i < j);
}

static void tidy_threads(struct framework_item *item)
{
	size_t kept = 0;

	if (item->threads_n)
		qsort(item->threads, item->threads_n, sizeof *item->threads, by_number);
	for (size_t t = 0; t < item->threads_n; t++)
		if (t == 0 || item->threads[t] != item->threads[t - 1])
			item->threads[kept++] = item->threads[t];
	item->threads_n = kept;
}

/* Puts the items into order and every index that points at one right. */
static void reorder(struct arranging *g, const int32_t *order)
{
	struct framework *fw = g->fw;
	struct framework_item *items = NEW_ARRAY(g->a, struct framework_item, fw->n);
	int32_t *place = NEW_ARRAY(g->a, int32_t, fw->n);

	for (size_t k = 0; k < fw->n; k++)
		place[order[k]] = (int32_t)k;
	for (size_t k = 0; k < fw->n; k++) {
		items[k] = fw->items[order[k]];
		items[k].parent = items[k].parent < 0 ? -1 : place[items[k].parent];
		for (size_t m = 0; m < items[k].more_parents_n; m++)
			items[k].more_parents[m] = place[items[k].more_parents[m]];
		tidy_threads(&items[k]);
	}
	for (size_t l = 0; l < fw->links_n; l++) {
		struct framework_link *link = &fw->links[l];

		link->from = link->from < 0 ? -1 : place[link->from];
		link->to = link->to < 0 ? -1 : place[link->to];
	}
	fw->items = items;
}

static void number_and_measure(struct arranging *g)
{
	struct framework *fw = g->fw;
	int64_t *children = NEW_ARRAY(g->a, int64_t, fw->n + 1);

	for (size_t k = 0; k < fw->n; k++) {
		struct framework_item *item = &fw->items[k];

		item->seq = ++children[item->parent + 1];
		item->depth = item->parent < 0 ? 0 : fw->items[item->parent].depth + 1;
		item->end = (int32_t)k + 1;
		if (item->depth == FRAMEWORK_DEPTH_MAX)
			framework_error(g->p, g->where, "%.*s is more than %d levels deep. Move it up.",
			                STR_FMT(framework_item_name(g->a, fw, (int32_t)k)), FRAMEWORK_DEPTH_MAX);
	}
	for (size_t k = fw->n; k-- > 0;) {
		int32_t p = fw->items[k].parent;

		if (p >= 0 && fw->items[p].end < fw->items[k].end)
			fw->items[p].end = fw->items[k].end;
	}
}

static bool links_are_inside(struct arranging *g)
{
	int32_t n = (int32_t)g->fw->n;
	bool good = true;

	for (size_t l = 0; l < g->fw->links_n; l++) {
		const struct framework_link *link = &g->fw->links[l];

		if (link->from < -1 || link->from >= n || link->to < -1 || link->to >= n) {
			framework_error(g->p, g->where, "Association %zu names an item that is not there.", l + 1);
			good = false;
		}
	}
	return good;
}

enum rc framework_arrange(struct arena *a, struct framework *fw, struct framework_problems *p)
{
	struct arranging g = { .a = a, .fw = fw, .p = p, .where = STR_NONE };
	size_t before = p->errors;

	check_bounds(&g);
	if (p->errors > before)
		return INVALID;
	for (size_t i = 0; i < fw->n; i++)
		check_item(&g, (int32_t)i);
	if (!links_are_inside(&g) || p->errors > before)
		return INVALID;
	check_twice(&g);
	gather_more_parents(&g);
	check_cycles(&g);
	if (p->errors > before)
		return INVALID;
	reorder(&g, reading_order(&g));
	number_and_measure(&g);
	if (p->errors > before)
		return INVALID;
	framework_work_out_roles(a, fw, p);
	framework_build_index(a, fw);
	return OK;
}
