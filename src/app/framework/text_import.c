/* text_import.c — frameworks from publications: plain text, Markdown and HTML.
 *
 * Two ways to read the blocks (text_blocks.h). A file that markdown_export.c wrote, or a plain outline, is
 * read by its structure: headings and lists say what belongs to what. Everything else is read by its codes:
 *
 *     1 Title, Domain 1: Title       a numbered heading; 1.1 belongs to 1
 *     4.2 K13 text                   a statement of 4.2
 *     K13 text                       a statement of the heading above
 *     Knows / Does                   what follows without a code is numbered K1, K2 … or D1, D2 …
 *
 * A line of plain text that is none of these goes on with the one before.
 */
#include "app/framework/framework_io.h"
#include "app/framework/text_blocks.h"

struct reader {
	struct framework_draft *d;
	struct arena *a;
	struct blocks b;
	int32_t open[FRAMEWORK_DEPTH_MAX + 8]; /* by structure: the open item of each level, -1 for none */
	/* by codes */
	struct code_place {
		struct str code;
		int32_t item;
	} *headings; /* the open numbered headings, outermost first */
	size_t headings_n;
	int32_t last;        /* what a following line continues, -1 for nothing */
	enum item_kind list; /* ITEM_KNOWS or ITEM_DOES beneath such a heading */
	int numbered;        /* items numbered here since the heading */
	bool gave_codes;
};

enum { HEADINGS_MAX = 16 };

static struct str where_line(struct reader *r, const struct block *b)
{
	return b->line ? strf(r->a, "line %d", b->line) : STR_NONE;
}

static int32_t add_item(struct reader *r, struct str code, struct str text, enum item_kind kind, int32_t parent)
{
	struct framework_item *item = draft_add_item(r->d);

	if (!item)
		return -1;
	item->code = code;
	item->text = text;
	item->kind = kind;
	item->parent = parent;
	item->changed = r->d->options->now;
	return (int32_t)r->d->fw->n - 1;
}

/* ---- by structure ---- */

static bool is_item_block(const struct block *b)
{
	return b->kind == BLOCK_LIST_ITEM || (b->kind == BLOCK_HEADING && b->level > 1) || b->is_structured;
}

static void describe(struct reader *r, const struct block *b)
{
	struct framework *fw = r->d->fw;

	if (r->last >= 0) {
		struct framework_item *item = &fw->items[r->last];

		item->notes = item->notes.n ? strf(r->a, "%.*s\n\n%.*s", STR_FMT(item->notes), STR_FMT(b->text)) : b->text;
	} else {
		fw->description = fw->description.n ? strf(r->a, "%.*s\n\n%.*s", STR_FMT(fw->description), STR_FMT(b->text)) :
		                                      b->text;
	}
}

/* Headings 2 to 6 are levels 0 to 4; a list stands one level beneath the last heading. */
static void read_structured(struct reader *r)
{
	int heading = -1, deepest = COUNT_OF(r->open) - 1;

	for (size_t k = 0; k < r->b.n; k++) {
		const struct block *b = &r->b.v[k];
		int level = b->kind == BLOCK_HEADING ? b->level - 2 : heading + b->level;
		int32_t parent = -1, i;

		if (!is_item_block(b)) {
			if (b->kind != BLOCK_HEADING)
				describe(r, b);
			continue;
		}
		level = level < 0 ? 0 : level > deepest ? deepest : level;
		for (int up = level - 1; up >= 0 && parent < 0; up--)
			parent = r->open[up];
		i = add_item(r, b->code, b->text, item_kind_of(b->type), parent);
		if (i < 0)
			return;
		r->d->fw->items[i].type = b->type;
		if (b->threads.n)
			draft_item_threads(r->d, &r->d->fw->items[i], b->threads);
		if (b->kind == BLOCK_HEADING)
			heading = level;
		r->open[level] = i;
		for (int down = level + 1; down <= deepest; down++)
			r->open[down] = -1;
		r->last = i;
	}
}

/* ---- codes ---- */

static size_t digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && n < 6 && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

/* "4", "4.2", "4.2.1" at the start of s: its length, and how many numbers. */
static size_t number_length(struct str s, int *ret_parts)
{
	size_t n = digits(s), more;

	*ret_parts = n > 0;
	while (n && n < s.n && s.p[n] == '.' && (more = digits(str_sub(s, n + 1, SIZE_MAX))) > 0 && *ret_parts < HEADINGS_MAX) {
		n += 1 + more;
		++*ret_parts;
	}
	return n;
}

static size_t gap_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && (s.p[n] == ' ' || s.p[n] == '.' || s.p[n] == ':' || s.p[n] == ')' || s.p[n] == '-'))
		n++;
	if (str_starts(str_sub(s, n, 3), S("\xe2\x80\x93")) || str_starts(str_sub(s, n, 3), S("\xe2\x80\x94")))
		n += 3;
	while (n < s.n && s.p[n] == ' ')
		n++;
	return n;
}

/* "K13", "D 2" at the start of s: its length, or 0. */
static size_t letter_code_length(struct str s, char *ret_letter, struct str *ret_number)
{
	size_t at = 1, n;

	if (s.n < 2 || (s.p[0] != 'K' && s.p[0] != 'D' && s.p[0] != 'k' && s.p[0] != 'd'))
		return 0;
	at += s.p[1] == ' ';
	n = digits(str_sub(s, at, SIZE_MAX));
	if (!n || (at + n < s.n && ((s.p[at + n] | 32) >= 'a' && (s.p[at + n] | 32) <= 'z')))
		return 0;
	*ret_letter = (char)(s.p[0] & ~32);
	*ret_number = str_sub(s, at, n);
	return at + n;
}

/* What the text of a block starts with. */
struct start {
	struct str number;   /* "4.2", or empty */
	int parts;
	char letter;         /* 'K', 'D' or 0 */
	struct str statement; /* "13" */
	enum item_kind word; /* it said Domain or Outcome */
	bool is_punctuated;  /* "2." or "2)" rather than "2" */
	struct str rest;
};

static size_t kind_word_length(struct str s, enum item_kind *ret)
{
	static const struct {
		struct str word;
		enum item_kind kind;
	} words[] = { { S_INIT("Domain "), ITEM_DOMAIN },   { S_INIT("Outcome "), ITEM_OUTCOME },
		      { S_INIT("Standard "), ITEM_OTHER },  { S_INIT("Section "), ITEM_OTHER } };

	for (size_t k = 0; k < COUNT_OF(words); k++)
		if (s.n > words[k].word.n && str_eq_nocase(str_sub(s, 0, words[k].word.n), words[k].word) &&
		    digits(str_sub(s, words[k].word.n, SIZE_MAX))) {
			*ret = words[k].kind;
			return words[k].word.n;
		}
	*ret = ITEM_OTHER;
	return 0;
}

static struct start start_of(struct str s)
{
	struct start x = { .rest = s };
	size_t word = kind_word_length(s, &x.word), n, m, code;
	struct str after;

	s = str_sub(s, word, SIZE_MAX);
	n = number_length(s, &x.parts);
	after = str_sub(s, n, SIZE_MAX);
	m = n ? gap_length(after) : 0;
	x.is_punctuated = m && after.p[0] != ' ';
	code = letter_code_length(str_sub(after, m, SIZE_MAX), &x.letter, &x.statement);
	if (n && (m || code))
		x.number = str_sub(s, 0, n);
	else if (n && after.n)
		return (struct start){ .rest = x.rest }; /* "3rd", "24/7" */
	else if (n)
		x.number = str_sub(s, 0, n);
	if (n || code) {
		after = str_sub(after, m + code, SIZE_MAX);
		x.rest = str_sub(after, gap_length(after), SIZE_MAX);
	}
	return x;
}

/* ---- by codes ---- */

static int32_t heading_above(const struct reader *r)
{
	return r->headings_n ? r->headings[r->headings_n - 1].item : -1;
}

/* "4.2" belongs to "4"; what has no number of its own to belong to stands at the top. */
static void open_heading(struct reader *r, struct str code, int32_t item)
{
	while (r->headings_n) {
		struct str above = r->headings[r->headings_n - 1].code;

		if (str_starts(code, above) && code.n > above.n && code.p[above.n] == '.' && r->headings_n < HEADINGS_MAX)
			break;
		r->headings_n--;
	}
	if (item >= 0)
		r->d->fw->items[item].parent = heading_above(r);
	r->headings[r->headings_n++] = (struct code_place){ code, item };
	r->list = ITEM_OTHER;
	r->numbered = 0;
}

static void add_statement(struct reader *r, const struct block *b, const struct start *x)
{
	struct str outcome = x->number.n ? x->number : r->headings_n ? r->headings[r->headings_n - 1].code : STR_NONE;
	int32_t parent = heading_above(r);

	if (x->number.n && (parent < 0 || !str_eq(r->headings[r->headings_n - 1].code, x->number))) {
		size_t k = r->headings_n;

		while (k > 0 && !str_eq(r->headings[k - 1].code, x->number))
			k--;
		parent = k ? r->headings[k - 1].item : -1;
		if (!k) { /* the publication names no heading of that number */
			open_heading(r, x->number, add_item(r, x->number, STR_NONE, ITEM_OTHER, -1));
			parent = heading_above(r);
			framework_warn(r->d->p, where_line(r, b), "There is no heading %.*s; one without text was made.",
			               STR_FMT(x->number));
		} else {
			r->headings_n = k;
		}
	}
	r->last = add_item(r, strf(r->a, "%.*s%s%c%.*s", STR_FMT(outcome), outcome.n ? " " : "", x->letter, STR_FMT(x->statement)),
	                   x->rest, x->letter == 'K' ? ITEM_KNOWS : ITEM_DOES, parent);
}

/* A statement that came without a code, beneath Knows or Does. */
static void add_numbered(struct reader *r, const struct block *b)
{
	struct start x = { .rest = b->text, .letter = r->list == ITEM_KNOWS ? 'K' : 'D' };

	x.statement = strf(r->a, "%d", ++r->numbered);
	r->gave_codes = true;
	add_statement(r, b, &x);
}

static enum item_kind list_heading(struct str s)
{
	static const struct {
		struct str words;
		enum item_kind kind;
	} known[] = {
		{ S_INIT("Knows"), ITEM_KNOWS },     { S_INIT("Know"), ITEM_KNOWS },   { S_INIT("Knowledge"), ITEM_KNOWS },
		{ S_INIT("Knowledge statements"), ITEM_KNOWS }, { S_INIT("Does"), ITEM_DOES }, { S_INIT("Do"), ITEM_DOES },
		{ S_INIT("Skills"), ITEM_DOES },     { S_INIT("Practice statements"), ITEM_DOES },
	};

	while (s.n && (s.p[s.n - 1] == ':' || s.p[s.n - 1] == '.' || s.p[s.n - 1] == ' '))
		s.n--;
	for (size_t k = 0; k < COUNT_OF(known); k++)
		if (str_eq_nocase(s, known[k].words))
			return known[k].kind;
	return ITEM_OTHER;
}

static int64_t last_number(struct str code)
{
	size_t n = code.n;
	int64_t v = 0;

	while (n && code.p[n - 1] >= '0' && code.p[n - 1] <= '9')
		n--;
	return str_to_i64(str_sub(code, n, SIZE_MAX), 0, 999999, &v) ? v : 0;
}

/* In plain text a line may start with a number by chance ("12 months of …"): it is a heading when the number
 * follows the one before it. */
static bool number_follows(const struct reader *r, const struct start *x)
{
	struct str stem = str_sub(x->number, 0, x->number.n);
	int64_t wanted = 1;

	while (stem.n && stem.p[stem.n - 1] != '.')
		stem.n--;
	stem.n -= stem.n > 0;
	for (size_t k = 0; k < r->headings_n; k++) {
		struct str code = r->headings[k].code, its = code;

		while (its.n && its.p[its.n - 1] != '.')
			its.n--;
		its.n -= its.n > 0;
		if (str_eq(its, stem))
			wanted = last_number(code) + 1;
	}
	if (stem.n && wanted == 1) { /* the first beneath its parent, which must be open */
		bool parent_open = false;

		for (size_t k = 0; k < r->headings_n; k++)
			parent_open = parent_open || str_eq(r->headings[k].code, stem);
		return parent_open && last_number(x->number) == 1;
	}
	return last_number(x->number) == wanted;
}

static bool is_heading(const struct reader *r, const struct block *b, const struct start *x)
{
	if (!x->number.n || x->letter || !x->rest.n)
		return false;
	if (b->kind == BLOCK_HEADING || x->word != ITEM_OTHER)
		return true;
	/* "2." and "2)" number a list; a bare "2" within a paragraph is a number */
	if (b->kind == BLOCK_LINE && !b->after_gap && x->parts == 1 && r->headings_n && !x->is_punctuated)
		return false;
	return !b->bulleted && b->text.n <= 300 && number_follows(r, x);
}

static void go_on(struct reader *r, const struct block *b)
{
	struct framework_item *item;

	if (r->last < 0) {
		if (b->kind != BLOCK_HEADING)
			describe(r, b);
		return;
	}
	item = &r->d->fw->items[r->last];
	if (b->kind == BLOCK_HEADING) {
		r->last = -1; /* a heading of its own: what follows belongs to no statement */
		r->list = ITEM_OTHER;
	} else if (b->kind == BLOCK_LINE && !b->after_gap && !b->bulleted && item->text.n + b->text.n < FRAMEWORK_TEXT_MAX) {
		item->text = item->text.n ? strf(r->a, "%.*s %.*s", STR_FMT(item->text), STR_FMT(b->text)) : b->text;
	} else if (!item->text.n) {
		item->text = b->text;
	} else {
		describe(r, b);
	}
}

static void read_block(struct reader *r, const struct block *b)
{
	struct start x = start_of(b->text);
	enum item_kind list = list_heading(b->text);

	if (list != ITEM_OTHER && r->headings_n) {
		r->list = list;
		r->numbered = 0;
		r->last = -1;
	} else if (x.letter && (x.number.n || r->headings_n)) {
		add_statement(r, b, &x);
	} else if (is_heading(r, b, &x)) {
		r->last = add_item(r, str_dup(r->a, x.number), x.rest, x.word, -1);
		open_heading(r, str_dup(r->a, x.number), r->last);
	} else if (r->list != ITEM_OTHER && b->kind != BLOCK_HEADING &&
	           (b->kind == BLOCK_LIST_ITEM || b->bulleted || b->after_gap || r->last < 0)) {
		add_numbered(r, b);
	} else {
		go_on(r, b);
	}
}

/* The first heading 1 (with a number only when it is alone), or the first line of plain text, when it is no item itself. */
static struct str title_of(const struct reader *r, size_t *ret_used)
{
	size_t tops = 0;

	*ret_used = SIZE_MAX;
	for (size_t k = 0; k < r->b.n; k++)
		tops += r->b.v[k].kind == BLOCK_HEADING && r->b.v[k].level == 1;
	for (size_t k = 0; k < r->b.n && k < 50; k++) {
		const struct block *b = &r->b.v[k];
		struct start x = start_of(b->text);

		if (b->kind == BLOCK_HEADING && b->level == 1 && !b->is_structured && (tops == 1 || !x.number.n)) {
			*ret_used = k;
			return b->text;
		}
		if (b->kind == BLOCK_LINE && k == 0 && !x.number.n && b->text.n <= 200) {
			*ret_used = k;
			return b->text;
		}
	}
	return r->b.title;
}

/* Is there a code or a number anywhere that says what belongs to what? */
static bool has_codes(const struct reader *r)
{
	for (size_t k = 0; k < r->b.n; k++) {
		struct start x = start_of(r->b.v[k].text);

		if ((x.number.n && (x.letter || r->b.v[k].kind == BLOCK_HEADING || r->b.v[k].kind == BLOCK_LINE)) || x.letter)
			return true;
	}
	return false;
}

static bool is_structured(const struct reader *r)
{
	bool outline = false;

	for (size_t k = 0; k < r->b.n; k++) {
		if (r->b.v[k].is_structured)
			return true;
		outline = outline || is_item_block(&r->b.v[k]);
	}
	return outline && !has_codes(r);
}

/* cmark takes time squared in the depth of lists and quotations, so a line that opens very many is refused. */
static bool opens_too_many(struct framework_draft *d, struct str bytes)
{
	int line = 0;

	while (bytes.p) {
		struct str s = str_cut(&bytes, '\n');
		size_t markers = 0, i = 0;

		line++;
		for (; i < s.n && strchr("-+*> \t0123456789.)", s.p[i] ? s.p[i] : 'x'); i++)
			markers += s.p[i] == '-' || s.p[i] == '+' || s.p[i] == '*' || s.p[i] == '>' || s.p[i] == ')' || s.p[i] == '.';
		if (i < s.n && (markers > 2 * FRAMEWORK_DEPTH_MAX || i > 2000)) {
			framework_error(d->p, strf(d->arena, "line %d", line), "Lists are nested more than %d levels deep.",
			                FRAMEWORK_DEPTH_MAX);
			return true;
		}
	}
	return false;
}

enum rc text_import(struct framework_draft *d, struct str bytes, enum framework_format format)
{
	struct reader r = { .d = d, .a = d->arena, .last = -1 };
	struct str title;
	size_t used;

	if (str_starts(bytes, S("\xef\xbb\xbf")))
		bytes = str_sub(bytes, 3, SIZE_MAX);
	if (!utf8_valid(bytes))
		return framework_error(d->p, STR_NONE, "The text is not valid UTF-8. Save the file as UTF-8 and try again.");
	r.headings = NEW_ARRAY(r.a, struct code_place, HEADINGS_MAX + 1);
	if (format == FORMAT_MARKDOWN && opens_too_many(d, bytes))
		return INVALID;
	if (format == FORMAT_MARKDOWN)
		blocks_of_markdown(r.a, bytes, &r.b);
	else if (format == FORMAT_HTML)
		blocks_of_html(r.a, bytes, &r.b);
	else
		blocks_of_text(r.a, bytes, &r.b);
	if (r.b.too_many)
		return framework_error(d->p, STR_NONE, "There are more than %d paragraphs.", BLOCKS_MAX);
	title = title_of(&r, &used);
	draft_title(d, title);
	if (used != SIZE_MAX)
		r.b.v[used].text = STR_NONE;
	for (size_t k = 0; k < COUNT_OF(r.open); k++)
		r.open[k] = -1;
	if (is_structured(&r))
		read_structured(&r);
	else
		for (size_t k = 0; k < r.b.n && !d->p->errors; k++)
			if (r.b.v[k].text.n)
				read_block(&r, &r.b.v[k]);
	if (r.gave_codes)
		framework_warn(d->p, STR_NONE, "Statements without a code were numbered in their order.");
	if (d->fw->n == 0 && !d->p->errors)
		framework_error(d->p, STR_NONE,
		                "No headings or codes such as “4.2 K13” were found. Number the headings, or import a table.");
	return d->p->errors ? INVALID : OK;
}
