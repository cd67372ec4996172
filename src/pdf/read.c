/* read.c — the stream taken to pieces. */
#include "pdf/pdf.h"

#include "base/text.h"

static size_t length_at(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;

	return (size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;
}

static bool next_record(struct str *rest, struct record *ret)
{
	size_t n;

	if (rest->n < 5 || (n = length_at(rest->p + 1)) > PAPER_RECORD_MAX || n > rest->n - 5)
		return false;
	*ret = (struct record){ rest->p[0], str_sub(*rest, 5, n) };
	*rest = str_sub(*rest, 5 + n, SIZE_MAX);
	return true;
}

/* Words we were handed are UTF-8; should they not be, they are mended rather than refused. */
static struct str mended(struct arena *a, struct str s)
{
	char *whole;
	struct str kept;

	if (utf8_valid(s))
		return s;
	whole = g_utf8_make_valid(s.p ? s.p : "", (gssize)s.n);
	kept = str_dup(a, str_from_c(whole));
	g_free(whole);
	return kept;
}

static struct str *of_the_whole(struct paper_doc *doc, char kind)
{
	switch (kind) {
	case PAPER_TITLE:
		return &doc->title;
	case PAPER_AUTHOR:
		return &doc->author;
	case PAPER_SUBJECT:
		return &doc->subject;
	case PAPER_FOOT:
		return &doc->foot;
	case PAPER_PAGE_OF:
		return &doc->page_of;
	default:
		return NULL;
	}
}

static bool is_paired(char kind)
{
	return kind == PAPER_FACT || kind == PAPER_SEE;
}

static void add_heading(struct paper_doc *doc, struct str name)
{
	const struct record *r = &doc->v[doc->n];
	struct heading *h = &doc->headings[doc->headings_n];

	if (r->kind != PAPER_PART && r->kind != PAPER_CHAPTER)
		return;
	*h = (struct heading){ doc->n, r->text, name, r->kind == PAPER_PART ? 1 : 2, 0 };
	if (name.n)
		g_hash_table_insert(doc->by_name, (void *)name.p, h);
	doc->headings_n++;
}

bool doc_read(struct arena *a, struct str stream, struct paper_doc *ret)
{
	struct str rest = stream, name = STR_NONE;
	struct record r;
	size_t n = 0;

	while (rest.n) {
		if (!next_record(&rest, &r))
			return false;
		n++;
	}
	*ret = (struct paper_doc){ .v = NEW_ARRAY(a, struct record, n + 1), .headings = NEW_ARRAY(a, struct heading, n + 1),
		                       .by_name = g_hash_table_new(g_str_hash, g_str_equal) };
	for (rest = stream; rest.n;) {
		struct str *whole;

		next_record(&rest, &r);
		if (is_paired(r.kind) && str_find_char(r.text, '\0') == SIZE_MAX)
			return false;
		if (!is_paired(r.kind))
			r.text = mended(a, r.text);
		if ((whole = of_the_whole(ret, r.kind))) {
			*whole = r.text;
			continue;
		}
		if (r.kind == PAPER_DEST) {
			name = str_dup(a, r.text);
			continue;
		}
		ret->v[ret->n] = r;
		add_heading(ret, name);
		name = STR_NONE;
		ret->n++;
	}
	return true;
}
