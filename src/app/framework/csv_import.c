/* csv_import.c — frameworks from a spreadsheet: OpenSALT's columns, or code,kind,text,parent,threads.
 *
 * A row's parent is named by its code. In a file in reading order that is the nearest row above with that
 * code; otherwise any row; an item without a code may be named by its text.
 */
#include "app/framework/framework_io.h"
#include "base/csv.h"

#include <stdlib.h>

struct columns {
	size_t id, code, kind, text, short_text, notes, parent, threads, seq;
};

/* OpenSALT's columns that name related items, and the CASE association each stands for. */
static const struct relation {
	struct str heading;
	struct str type;
} relations[] = {
	{ S_INIT("IsPartOf"), S_INIT("isPartOf") },       { S_INIT("replacedBy"), S_INIT("replacedBy") },
	{ S_INIT("Exemplar"), S_INIT("exemplar") },       { S_INIT("hasSkillLevel"), S_INIT("hasSkillLevel") },
	{ S_INIT("IsRelatedTo"), S_INIT("isRelatedTo") }, { S_INIT("ExactMatchOf"), S_INIT("exactMatchOf") },
	{ S_INIT("IsPeerOf"), S_INIT("isPeerOf") },       { S_INIT("Precedes"), S_INIT("precedes") },
};

struct name_row {
	struct str name;
	int32_t item;
};

struct sheet {
	struct framework_draft *d;
	struct arena *a;
	struct csv_table t;
	struct columns c;
	size_t *row_of;                     /* of each item */
	struct name_row *names; /* codes and identifiers of all rows, sorted */
	size_t names_n;
};

static size_t column_of(const struct csv_table *t, const struct str *headings, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		size_t c = csv_column(t, headings[k]);

		if (c != SIZE_MAX)
			return c;
	}
	return SIZE_MAX;
}
#define COLUMN(t, ...)                                                                                    \
	column_of((t), (const struct str[]){ __VA_ARGS__ }, sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

static enum rc find_columns(struct sheet *s)
{
	struct columns *c = &s->c;

	c->id = COLUMN(&s->t, S("Identifier"), S("id"));
	c->code = COLUMN(&s->t, S("code"), S("Human Coding Scheme"));
	c->kind = COLUMN(&s->t, S("kind"), S("CFItemType"), S("Item Type"), S("type"));
	c->text = COLUMN(&s->t, S("text"), S("Full Statement"), S("statement"));
	c->short_text = COLUMN(&s->t, S("Abbreviated Statement"), S("short text"));
	c->notes = COLUMN(&s->t, S("notes"));
	c->parent = COLUMN(&s->t, S("parent"), S("Is Child Of"));
	c->threads = COLUMN(&s->t, S("threads"), S("Concept Keywords"));
	c->seq = COLUMN(&s->t, S("Sequence Number"), S("seq"));
	if (c->text == SIZE_MAX)
		return framework_error(s->d->p, S("row 1"),
		                       "There is no column for the text of an item. The first row must name the columns: "
		                       "code, kind, text, parent, threads.");
	if (c->code == SIZE_MAX && c->parent != SIZE_MAX)
		return framework_error(s->d->p, S("row 1"), "There is a column for parents but none for codes. Add a column “code”.");
	return OK;
}

static struct str line_of(struct sheet *s, size_t row, size_t column)
{
	return framework_line(s->a, csv_cell(&s->t, row, column), &s->d->had_tags);
}

static struct str where_row(struct sheet *s, size_t row, const char *column)
{
	return strf(s->a, "line %d, %s", s->t.v[row].line, column);
}

static void read_row(struct sheet *s, size_t row)
{
	struct framework_item *item = draft_add_item(s->d);
	struct str id = csv_cell(&s->t, row, s->c.id), seq = csv_cell(&s->t, row, s->c.seq);

	if (!item)
		return;
	s->row_of[s->d->fw->n - 1] = row;
	item->code = line_of(s, row, s->c.code);
	item->text = line_of(s, row, s->c.text);
	item->short_text = line_of(s, row, s->c.short_text);
	item->notes = framework_plain_text(s->a, csv_cell(&s->t, row, s->c.notes), &s->d->had_tags);
	item->type = line_of(s, row, s->c.kind);
	item->kind = item_kind_of(item->type);
	item->changed = s->d->options->now;
	if (id.n && !uuid_parse(id, &item->id))
		item->id = framework_item_id(s->d->fw->id, id);
	if (seq.n && !str_to_i64(seq, INT32_MIN, INT32_MAX, &item->seq))
		framework_warn(s->d->p, where_row(s, row, "sequence number"), "“%.*s” is not a whole number and was passed over.",
		               (int)(seq.n < 40 ? seq.n : 40), seq.p);
	if (!item->text.n && !item->code.n)
		framework_error(s->d->p, where_row(s, row, "text"), "This row has neither a code nor a text.");
	if (s->c.threads != SIZE_MAX)
		draft_item_threads(s->d, item, csv_cell(&s->t, row, s->c.threads));
}

/* ---- names ---- */

static int by_name(const void *x, const void *y)
{
	const struct name_row *a = x, *b = y;
	int c = str_cmp(a->name, b->name);

	return c ? c : (a->item > b->item) - (a->item < b->item);
}

static void gather_names(struct sheet *s)
{
	struct framework *fw = s->d->fw;

	s->names = NEW_ARRAY(s->a, struct name_row, fw->n * 3);
	for (size_t i = 0; i < fw->n; i++) {
		struct str names[] = { fw->items[i].code, csv_cell(&s->t, s->row_of[i], s->c.id), fw->items[i].text };

		for (size_t k = 0; k < COUNT_OF(names); k++)
			if (names[k].n && (k < 2 || !fw->items[i].code.n))
				s->names[s->names_n++] = (struct name_row){ names[k], (int32_t)i };
	}
	if (s->names_n)
		qsort(s->names, s->names_n, sizeof *s->names, by_name);
}

/* First place in names not before (name, item). */
static size_t place_of(const struct sheet *s, struct str name, int32_t item)
{
	const struct name_row wanted = { name, item };
	size_t from = 0, to = s->names_n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (by_name(&s->names[mid], &wanted) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* The row of that name nearest above `item`, else the first below, else -1. */
static int32_t find_name(const struct sheet *s, struct str name, int32_t item)
{
	size_t at = place_of(s, name, item);

	if (at > 0 && str_eq(s->names[at - 1].name, name))
		return s->names[at - 1].item;
	at = place_of(s, name, item + 1);
	return at < s->names_n && str_eq(s->names[at].name, name) ? s->names[at].item : -1;
}

static bool names_itself(const struct sheet *s, struct str name, int32_t i)
{
	const struct framework_item *item = &s->d->fw->items[i];

	return str_eq(name, item->code) || str_eq(name, csv_cell(&s->t, s->row_of[i], s->c.id));
}

/* OpenSALT's topmost items name the framework, or themselves, as their parent. */
static void find_parent(struct sheet *s, int32_t i)
{
	struct framework_item *item = &s->d->fw->items[i];
	struct str name = line_of(s, s->row_of[i], s->c.parent);

	if (!name.n || str_eq_nocase(name, s->d->fw->title))
		return;
	item->parent = find_name(s, name, i);
	if (item->parent < 0 && !names_itself(s, name, i))
		framework_error(s->d->p, where_row(s, s->row_of[i], "parent"),
		                "The parent “%.*s” is not the code of any row. Correct it, or leave it empty for the top.",
		                (int)(name.n < 80 ? name.n : 80), name.p);
}

static void read_relation(struct sheet *s, int32_t i, const struct relation *r, struct str cell)
{
	while (cell.p) {
		struct str name = framework_line(s->a, str_cut(&cell, '|'), &s->d->had_tags);
		struct framework_link *link = name.n ? draft_add_link(s->d) : NULL;

		if (!link)
			continue;
		link->type = r->type;
		link->from = i;
		link->to = find_name(s, name, i);
		link->id = framework_item_id(s->d->fw->items[i].id, strf(s->a, "%.*s %.*s", STR_FMT(r->type), STR_FMT(name)));
		link->changed = s->d->options->now;
		if (link->to < 0) {
			link->to_id = name;
			link->to_title = name;
			link->to_uri = str_find(name, S("://")) != SIZE_MAX ? name : STR_NONE;
		}
	}
}

enum rc csv_import(struct framework_draft *d, struct str bytes)
{
	struct sheet s = { .d = d, .a = d->arena };
	struct csv_problem problem;
	enum rc rc = csv_read(d->arena, bytes, CSV_LIMITS, &s.t, &problem);

	if (rc != OK) {
		framework_error(d->p, problem.line ? strf(d->arena, "line %d", problem.line) : STR_NONE, "%.*s",
		                STR_FMT(problem.say));
		return rc;
	}
	if (s.t.was_1252)
		framework_warn(d->p, STR_NONE, "The file is not UTF-8 and was read as Windows-1252. Look at accents and quotation marks.");
	draft_title(d, STR_NONE);
	if ((rc = find_columns(&s)) != OK)
		return rc;
	if (s.t.n > FRAMEWORK_ITEMS_MAX + 1)
		return framework_error(d->p, STR_NONE, "There are more than %d rows.", FRAMEWORK_ITEMS_MAX);
	s.row_of = NEW_ARRAY(s.a, size_t, s.t.n);
	for (size_t row = 1; row < s.t.n; row++)
		read_row(&s, row);
	gather_names(&s);
	for (size_t i = 0; i < d->fw->n && s.c.parent != SIZE_MAX; i++)
		find_parent(&s, (int32_t)i);
	for (size_t r = 0; r < COUNT_OF(relations); r++) {
		size_t column = csv_column(&s.t, relations[r].heading);

		for (size_t i = 0; i < d->fw->n && column != SIZE_MAX; i++)
			if (csv_cell(&s.t, s.row_of[i], column).n)
				read_relation(&s, (int32_t)i, &relations[r], csv_cell(&s.t, s.row_of[i], column));
	}
	return d->p->errors ? INVALID : OK;
}
