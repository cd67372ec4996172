/* lay.c — from records to pages: what each kind looks like, where a page ends, and what it is called for a screen reader. */
#include "pdf/pdf.h"

#include "base/text.h"

#include <cairo-pdf.h>

enum {
	LEFT = 68, RIGHT = 68, TOP = 62, BOTTOM = 74, FOOT_AT = 802,
	FACT_WIDTH = 140, NUMBER_WIDTH = 44, STEP = 14,
};
#define FONTS "Liberation Sans, DejaVu Sans, sans-serif"

struct look {
	char kind;
	const char *tag;       /* in the structure of the document */
	double size;           /* points */
	bool bold;
	double before, after;  /* points */
	double indent;
	double grey;           /* 0 is black */
	double keep;           /* points that must follow on the same page */
};
static const struct look looks[] = {
	{ PAPER_COVER, "H1", 25, true, 0, 8, 0, 0, 60 },
	{ PAPER_CONTENTS, "H1", 15, true, 18, 6, 0, 0, 40 },
	{ PAPER_PART, "H1", 21, true, 0, 10, 0, 0, 60 },
	{ PAPER_CHAPTER, "H2", 17, true, 0, 6, 0, 0, 60 },
	{ PAPER_HEAD, "H3", 13, true, 16, 4, 0, 0, 44 },
	{ PAPER_QUESTION, "H4", 11, true, 10, 2, 0, 0, 36 },
	{ PAPER_LEAD, "P", 12, false, 0, 8, 0, 0, 0 },
	{ PAPER_TEXT, "P", 11, false, 0, 7, 0, 0, 0 },
	{ PAPER_SMALL, "P", 9, false, 0, 4, 0, .3, 0 },
	{ PAPER_VOICE, "BlockQuote", 11, false, 0, 7, STEP, .1, 0 },
	{ PAPER_ITEM, "LI", 11, false, 0, 3, STEP, 0, 0 },
	{ PAPER_FACT, "P", 10, false, 0, 3, 0, 0, 0 },
	{ PAPER_SEE, "P", 10.5, false, 0, 3, 0, 0, 0 },
};
/* Lines of the contents. */
static const struct look entries[] = { { 0, "TOCI", 11, true, 6, 2, 0, 0, 0 }, { 0, "TOCI", 10.5, false, 0, 2, STEP, 0, 0 } };

struct sheet {
	struct arena *a;
	struct paper_doc *doc;
	PangoContext *context;
	cairo_surface_t *surface;
	cairo_t *cr;           /* NULL while nothing is drawn */
	int page;
	double y;
	const char *group;     /* the list or the contents that is open: NULL for none */
	int outline[3];        /* the last entry of each level */
	void (*on_page)(int page, int pages);
};

static const struct look *look_of(char kind)
{
	for (size_t i = 0; i < COUNT_OF(looks); i++)
		if (looks[i].kind == kind)
			return &looks[i];
	return NULL;
}

/* ---- tags ---- */

static void tag_begin(struct sheet *s, const char *name, const char *attributes)
{
	if (s->cr && name)
		cairo_tag_begin(s->cr, name, attributes);
}

static void tag_end(struct sheet *s, const char *name)
{
	if (s->cr && name)
		cairo_tag_end(s->cr, name);
}

/* A list is one as long as its items follow each other on one page. */
static void group_is(struct sheet *s, const char *group)
{
	if (s->group == group)
		return;
	tag_end(s, s->group);
	tag_begin(s, group, NULL);
	s->group = group;
}

/* ---- text ---- */

static PangoLayout *layout_of(struct sheet *s, const struct look *look, struct str text, double width)
{
	PangoLayout *l = pango_layout_new(s->context);
	PangoFontDescription *font = pango_font_description_from_string(FONTS);

	pango_font_description_set_absolute_size(font, look->size * PANGO_SCALE);
	pango_font_description_set_weight(font, look->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(l, font);
	pango_font_description_free(font);
	pango_layout_set_text(l, text.p ? text.p : "", (int)text.n);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(l, look->size > 12 ? 1.15f : 1.3f);
	return l;
}

static void ink(struct sheet *s, double grey)
{
	if (s->cr)
		cairo_set_source_rgb(s->cr, grey, grey, grey);
}

/* One line of a layout, its upper edge at s->y. */
static void draw_line(struct sheet *s, PangoLayoutIter *at, double x, double grey)
{
	PangoRectangle logical;
	int upper, lower;

	if (!s->cr)
		return;
	pango_layout_iter_get_line_yrange(at, &upper, &lower);
	pango_layout_iter_get_line_extents(at, NULL, &logical);
	ink(s, grey);
	cairo_move_to(s->cr, x + (double)logical.x / PANGO_SCALE,
	              s->y + (double)(pango_layout_iter_get_baseline(at) - upper) / PANGO_SCALE);
	pango_cairo_show_layout_line(s->cr, pango_layout_iter_get_line_readonly(at));
}

/* A short text on one line: page numbers, labels, the foot. Right-aligned in `width` where that is given. */
static void draw_short(struct sheet *s, const struct look *look, struct str text, double x, double y, double width)
{
	PangoLayout *l;
	PangoRectangle logical;

	if (!s->cr)
		return;
	l = layout_of(s, look, text, SHEET_WIDTH);
	pango_layout_get_extents(l, NULL, &logical);
	ink(s, look->grey);
	cairo_move_to(s->cr, width > 0 ? x + width - (double)logical.width / PANGO_SCALE : x, y);
	pango_cairo_show_layout(s->cr, l);
	g_object_unref(l);
}

/* ---- pages ---- */

static struct str page_of(struct sheet *s)
{
	struct str with = str_replace_all(s->a, s->doc->page_of, S("\1"), strf(s->a, "%d", s->page));

	return str_replace_all(s->a, with, S("\2"), strf(s->a, "%d", s->doc->pages));
}

static void draw_foot(struct sheet *s)
{
	static const struct look foot = { 0, NULL, 8, false, 0, 0, 0, .3, 0 };
	PangoLayout *l;

	if (!s->cr)
		return;
	l = layout_of(s, &foot, s->doc->foot, SHEET_WIDTH - LEFT - RIGHT - 90);
	pango_layout_set_height(l, -2);
	pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
	ink(s, foot.grey);
	cairo_move_to(s->cr, LEFT, FOOT_AT - 20);
	pango_cairo_show_layout(s->cr, l);
	g_object_unref(l);
	draw_short(s, &foot, page_of(s), SHEET_WIDTH - RIGHT - 90, FOOT_AT - 20, 90);
	cairo_set_line_width(s->cr, .5);
	cairo_move_to(s->cr, LEFT, FOOT_AT - 26);
	cairo_line_to(s->cr, SHEET_WIDTH - RIGHT, FOOT_AT - 26);
	cairo_stroke(s->cr);
}

static void end_page(struct sheet *s)
{
	group_is(s, NULL);
	draw_foot(s);
	if (s->cr)
		cairo_show_page(s->cr);
	s->on_page(s->page, s->doc->pages);
}

static void new_page(struct sheet *s)
{
	end_page(s);
	s->page++;
	s->y = TOP;
}

static bool is_at_top(const struct sheet *s)
{
	return s->y <= TOP;
}

static bool has_room(const struct sheet *s, double height)
{
	return s->y + height <= SHEET_HEIGHT - BOTTOM || is_at_top(s);
}

/* ---- blocks ---- */

static double height_of(PangoLayoutIter *at)
{
	int upper, lower;

	pango_layout_iter_get_line_yrange(at, &upper, &lower);
	return (double)(lower - upper) / PANGO_SCALE;
}

/* What is drawn beside the first line of a block, and where it leads. */
struct beside {
	struct str label;      /* left of it */
	const struct look *label_look;
	struct str number;     /* at the right edge */
	struct str link, name; /* attributes for cairo: where the block leads, what it is called. Empty for none */
};

static void inner_begin(struct sheet *s, const struct beside *b)
{
	if (b->link.n)
		tag_begin(s, CAIRO_TAG_LINK, b->link.p);
	if (b->name.n)
		tag_begin(s, CAIRO_TAG_DEST, b->name.p);
}

static void inner_end(struct sheet *s, const struct beside *b)
{
	if (b->name.n)
		tag_end(s, CAIRO_TAG_DEST);
	if (b->link.n)
		tag_end(s, CAIRO_TAG_LINK);
}

static void draw_beside(struct sheet *s, const struct look *look, const struct beside *b)
{
	if (b->label.n)
		draw_short(s, b->label_look, b->label, LEFT + look->indent - (b->label_look->indent > 0 ? b->label_look->indent : 0), s->y, 0);
	if (b->number.n)
		draw_short(s, look, b->number, SHEET_WIDTH - RIGHT - NUMBER_WIDTH, s->y, NUMBER_WIDTH);
}

/* The rule beside somebody's words. */
static void draw_rule(struct sheet *s, const struct look *look, double height)
{
	if (!s->cr || look->kind != PAPER_VOICE)
		return;
	cairo_set_source_rgb(s->cr, .44, .64, .58);
	cairo_set_line_width(s->cr, 2);
	cairo_move_to(s->cr, LEFT + 3, s->y);
	cairo_line_to(s->cr, LEFT + 3, s->y + height);
	cairo_stroke(s->cr);
}

/* put_lines — a block line by line: neither its first line alone at the end of a page nor its last alone on the next. */
static void put_lines(struct sheet *s, const struct look *look, PangoLayout *l, double x, const struct beside *b)
{
	PangoLayoutIter *at = pango_layout_get_iter(l);
	int n = pango_layout_get_line_count(l), i = 0;

	do {
		double height = height_of(at), with_next = (i == 0 || i == n - 2) && i + 1 < n ? 2 * height : height;

		if (!has_room(s, with_next) && i > 0) {
			inner_end(s, b);
			tag_end(s, look->tag);
			new_page(s);
		} else if (!has_room(s, with_next))
			new_page(s);
		if (i == 0 || is_at_top(s)) {
			group_is(s, look->kind == PAPER_ITEM ? "L" : look->tag && str_eq(str_from_c(look->tag), S("TOCI")) ? "TOC" : NULL);
			tag_begin(s, look->tag, NULL);
			inner_begin(s, b);
		}
		if (i == 0)
			draw_beside(s, look, b);
		draw_rule(s, look, height);
		draw_line(s, at, x, look->grey);
		s->y += height;
		i++;
	} while (pango_layout_iter_next_line(at));
	inner_end(s, b);
	tag_end(s, look->tag);
	pango_layout_iter_free(at);
}

static void put_block(struct sheet *s, const struct look *look, struct str text, double from, double width, const struct beside *b)
{
	PangoLayout *l = layout_of(s, look, text, width);
	PangoRectangle logical;

	pango_layout_get_extents(l, NULL, &logical);
	if (!is_at_top(s))
		s->y += look->before;
	if (look->keep > 0 && !has_room(s, (double)logical.height / PANGO_SCALE + look->after + look->keep))
		new_page(s);
	put_lines(s, look, l, from, b);
	s->y += look->after;
	g_object_unref(l);
}

/* ---- kinds of records ---- */

static const double measure = SHEET_WIDTH - LEFT - RIGHT;

static struct str dest_of(struct sheet *s, const struct heading *h)
{
	return strf(s->a, "h%zu", (size_t)(h - s->doc->headings));
}

static void put_contents(struct sheet *s, struct str title)
{
	const struct look *look = look_of(PAPER_CONTENTS);

	put_block(s, look, title, LEFT, measure, &(struct beside){ .label = STR_NONE });
	for (size_t i = 0; i < s->doc->headings_n; i++) {
		const struct heading *h = &s->doc->headings[i];
		const struct look *entry = &entries[h->level - 1];
		struct beside b = { .number = strf(s->a, "%d", h->page),
			                .link = strf(s->a, "dest='%.*s'", STR_FMT(dest_of(s, h))) };

		put_block(s, entry, h->text, LEFT + entry->indent, measure - entry->indent - NUMBER_WIDTH, &b);
	}
}

static struct heading *heading_at(struct sheet *s, size_t record)
{
	size_t low = 0, high = s->doc->headings_n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (s->doc->headings[mid].record < record)
			low = mid + 1;
		else
			high = mid;
	}
	return &s->doc->headings[low];
}

static void put_heading(struct sheet *s, size_t record)
{
	struct heading *h = heading_at(s, record);
	struct str dest = dest_of(s, h);
	bool follows_part = record > 0 && s->doc->v[record - 1].kind == PAPER_PART;

	if (!is_at_top(s) && !(h->level == 2 && follows_part))
		new_page(s);
	put_block(s, look_of(s->doc->v[record].kind), h->text, LEFT, measure,
	          &(struct beside){ .name = strf(s->a, "name='%.*s'", STR_FMT(dest)) });
	if (!s->cr)
		h->page = s->page;
	else
		s->outline[h->level] = cairo_pdf_surface_add_outline(
			s->surface, h->level == 2 && s->outline[1] ? s->outline[1] : CAIRO_PDF_OUTLINE_ROOT, str_c(s->a, h->text),
			str_c(s->a, strf(s->a, "dest='%.*s'", STR_FMT(dest))), 0);
}

static void put_fact(struct sheet *s, const struct look *look, struct str pair)
{
	static const struct look label = { 0, NULL, 10, false, 0, 0, FACT_WIDTH, .3, 0 };
	struct look value = *look;
	struct str key = str_cut(&pair, '\0');

	value.indent = FACT_WIDTH;
	put_block(s, &value, pair, LEFT + FACT_WIDTH, measure - FACT_WIDTH, &(struct beside){ .label = key, .label_look = &label });
}

static void put_see(struct sheet *s, const struct look *look, struct str pair)
{
	struct str name = str_cut(&pair, '\0');
	const struct heading *h = g_hash_table_lookup(s->doc->by_name, str_c(s->a, name));
	struct beside b = { .label = STR_NONE };

	if (h) {
		b.number = strf(s->a, "%d", h->page);
		b.link = strf(s->a, "dest='%.*s'", STR_FMT(dest_of(s, h)));
	}
	put_block(s, look, pair, LEFT + STEP, measure - STEP - NUMBER_WIDTH, &b);
}

static void put_record(struct sheet *s, size_t i)
{
	static const struct look bullet = { 0, NULL, 11, false, 0, 0, STEP, 0, 0 };
	const struct record *r = &s->doc->v[i];
	const struct look *look = look_of(r->kind);
	struct beside b = { .label = STR_NONE };

	if (!look)
		return;
	switch (r->kind) {
	case PAPER_CONTENTS:
		put_contents(s, r->text);
		return;
	case PAPER_PART:
	case PAPER_CHAPTER:
		put_heading(s, i);
		return;
	case PAPER_FACT:
		put_fact(s, look, r->text);
		return;
	case PAPER_SEE:
		put_see(s, look, r->text);
		return;
	case PAPER_ITEM:
		b = (struct beside){ .label = S("•"), .label_look = &bullet };
		break;
	default:
		break;
	}
	put_block(s, look, r->text, LEFT + look->indent, measure - look->indent, &b);
}

int doc_lay(struct arena *a, struct paper_doc *doc, PangoContext *context, cairo_surface_t *surface, void (*on_page)(int page, int pages))
{
	struct sheet s = { .a = arena_new(64 << 20), .doc = doc, .context = context, .surface = surface, .page = 1, .y = TOP, .on_page = on_page };

	UNUSED(a);
	if (surface)
		s.cr = cairo_create(surface);
	for (size_t i = 0; i < doc->n && s.page <= PAPER_PAGES_MAX; i++) {
		put_record(&s, i);
		if (arena_used(s.a) > 8 << 20)
			arena_reset(s.a);
	}
	end_page(&s);
	if (!surface)
		doc->pages = s.page;
	if (s.cr)
		cairo_destroy(s.cr);
	arena_release(s.a);
	return s.page > PAPER_PAGES_MAX ? PAPER_TOO_LARGE : PAPER_OK;
}
