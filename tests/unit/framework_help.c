/* framework_help.c — see framework_help.h. */
#include "framework_help.h"

#include <stdio.h>

/* ---- files ---- */

struct str file_read(struct arena *a, const char *path)
{
	static const char *const roots[] = { "", "../", "../../" };
	struct buf b = buf_new(a, 64 << 20);
	FILE *f = NULL;
	char *piece = arena_alloc(a, 65536);
	size_t n;

	for (size_t k = 0; k < COUNT_OF(roots) && !f; k++)
		f = fopen(strf(a, "%s%s", roots[k], path).p, "rb");
	if (!f)
		return STR_NONE;
	while ((n = fread(piece, 1, 65536, f)) > 0)
		buf_add(&b, (struct str){ piece, n });
	fclose(f);
	return buf_str(&b);
}

void print_problems(const struct framework_problems *p)
{
	for (size_t i = 0; i < p->n; i++)
		printf("%s %.*s: %.*s\n", p->v[i].severity == PROBLEM_ERROR ? "error" : "warning", STR_FMT(p->v[i].where),
		       STR_FMT(p->v[i].say));
}

static enum rc import_with(struct arena *a, struct str bytes, enum framework_format format,
                           const struct framework **ret, struct framework_problems *p)
{
	struct framework_import_options options = { .format = format, .now = 1700000000000, .title = STR_NONE };
	struct framework *fw = NULL;
	enum rc rc = framework_import(a, bytes, &options, &fw, p);

	*ret = fw;
	return rc;
}

const struct framework *import_text(struct arena *a, struct str bytes, enum framework_format format)
{
	struct framework_problems *p = framework_problems_new(a);
	const struct framework *fw;

	if (import_with(a, bytes, format, &fw, p) != OK)
		print_problems(p);
	return fw;
}

const struct framework *import_file(struct arena *a, const char *path)
{
	struct str bytes = file_read(a, path);

	return bytes.p ? import_text(a, bytes, FORMAT_DETECT) : NULL;
}

struct framework_problems *import_problems(struct arena *a, struct str bytes, enum framework_format format)
{
	struct framework_problems *p = framework_problems_new(a);
	const struct framework *fw;

	import_with(a, bytes, format, &fw, p);
	return p;
}

bool is_said(const struct framework_problems *p, enum problem_severity severity, const char *where, const char *words)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].severity == severity && str_find(p->v[i].where, str_from_c(where)) != SIZE_MAX &&
		    str_find(p->v[i].say, str_from_c(words)) != SIZE_MAX)
			return true;
	print_problems(p);
	return false;
}

/* ---- comparing ---- */

struct comparing {
	struct arena *a;
	struct str found;
};

static void same_text(struct comparing *c, const char *what, size_t i, struct str x, struct str y)
{
	if (!c->found.n && !str_eq(x, y))
		c->found = strf(c->a, "%s %zu: “%.*s” and “%.*s”", what, i, STR_FMT(x), STR_FMT(y));
}

static void same_number(struct comparing *c, const char *what, size_t i, int64_t x, int64_t y)
{
	if (!c->found.n && x != y)
		c->found = strf(c->a, "%s %zu: %lld and %lld", what, i, (long long)x, (long long)y);
}

static void same_id(struct comparing *c, const char *what, size_t i, struct uuid x, struct uuid y)
{
	same_text(c, what, i, uuid_str(c->a, x), uuid_str(c->a, y));
}

static void same_threads(struct comparing *c, size_t i, const struct framework *x, const struct framework *y)
{
	const struct framework_item *a = &x->items[i], *b = &y->items[i];

	same_number(c, "threads of", i, (int64_t)a->threads_n, (int64_t)b->threads_n);
	for (size_t t = 0; t < a->threads_n && !c->found.n; t++) {
		int32_t there = framework_find_thread(y, x->threads[a->threads[t]].key);

		same_number(c, "thread of", i, there >= 0 && framework_item_has_thread(b, there), 1);
	}
}

static void same_rest(struct comparing *c, size_t i, const struct framework_item *a, const struct framework_item *b)
{
	same_id(c, "id", i, a->id, b->id);
	same_id(c, "link id", i, a->link_id, b->link_id);
	same_text(c, "short text", i, a->short_text, b->short_text);
	same_text(c, "notes", i, a->notes, b->notes);
	same_text(c, "uri", i, a->uri, b->uri);
	same_text(c, "extra", i, a->extra, b->extra);
	same_text(c, "link extra", i, a->link_extra, b->link_extra);
	same_number(c, "changed", i, a->changed, b->changed);
	same_number(c, "references of", i, (int64_t)a->references_n, (int64_t)b->references_n);
	same_number(c, "more parents of", i, (int64_t)a->more_parents_n, (int64_t)b->more_parents_n);
	for (size_t k = 0; k < a->references_n && !c->found.n; k++) {
		same_text(c, "reference title", i, a->references[k].title, b->references[k].title);
		same_text(c, "reference kind", i, a->references[k].kind, b->references[k].kind);
		same_text(c, "reference url", i, a->references[k].url, b->references[k].url);
	}
	for (size_t k = 0; k < a->more_parents_n && !c->found.n; k++)
		same_number(c, "another parent of", i, a->more_parents[k], b->more_parents[k]);
}

static void same_links(struct comparing *c, const struct framework *x, const struct framework *y)
{
	same_number(c, "links", 0, (int64_t)x->links_n, (int64_t)y->links_n);
	for (size_t l = 0; l < x->links_n && !c->found.n; l++) {
		const struct framework_link *p = &x->links[l], *q = &y->links[l];

		same_id(c, "link", l, p->id, q->id);
		same_text(c, "link type", l, p->type, q->type);
		same_number(c, "link from", l, p->from, q->from);
		same_number(c, "link to", l, p->to, q->to);
		same_text(c, "link from id", l, p->from_id, q->from_id);
		same_text(c, "link to id", l, p->to_id, q->to_id);
		same_text(c, "link to uri", l, p->to_uri, q->to_uri);
		same_text(c, "link to title", l, p->to_title, q->to_title);
		same_number(c, "link seq", l, p->has_seq ? p->seq : -1, q->has_seq ? q->seq : -1);
		same_text(c, "link uri", l, p->uri, q->uri);
		same_text(c, "link extra", l, p->extra, q->extra);
		same_number(c, "link changed", l, p->changed, q->changed);
	}
}

static void same_whole(struct comparing *c, const struct framework *x, const struct framework *y)
{
	same_id(c, "framework id", 0, x->id, y->id);
	same_text(c, "version", 0, x->version, y->version);
	same_text(c, "creator", 0, x->creator, y->creator);
	same_text(c, "publisher", 0, x->publisher, y->publisher);
	same_text(c, "description", 0, x->description, y->description);
	same_text(c, "notes", 0, x->notes, y->notes);
	same_text(c, "language", 0, x->language, y->language);
	same_text(c, "source", 0, x->source_url, y->source_url);
	same_text(c, "status", 0, x->adoption_status, y->adoption_status);
	same_text(c, "licence", 0, x->licence, y->licence);
	same_text(c, "uri", 0, x->uri, y->uri);
	same_number(c, "changed", 0, x->changed, y->changed);
	same_number(c, "illustrative", 0, x->illustrative, y->illustrative);
	same_text(c, "extra", 0, x->extra, y->extra);
	same_text(c, "definitions", 0, x->definitions_extra, y->definitions_extra);
	same_text(c, "package", 0, x->package_extra, y->package_extra);
	same_number(c, "threads", 0, (int64_t)x->threads_n, (int64_t)y->threads_n);
	same_number(c, "terms", 0, (int64_t)x->terms_n, (int64_t)y->terms_n);
	for (size_t t = 0; t < x->threads_n && !c->found.n; t++) {
		same_id(c, "thread", t, x->threads[t].id, y->threads[t].id);
		same_text(c, "thread key", t, x->threads[t].key, y->threads[t].key);
		same_text(c, "thread title", t, x->threads[t].title, y->threads[t].title);
		same_text(c, "thread description", t, x->threads[t].description, y->threads[t].description);
		same_text(c, "thread code", t, x->threads[t].code, y->threads[t].code);
		same_text(c, "thread extra", t, x->threads[t].extra, y->threads[t].extra);
	}
	for (size_t t = 0; t < x->terms_n && !c->found.n; t++) {
		same_text(c, "term", t, x->terms[t].term, y->terms[t].term);
		same_text(c, "definition", t, x->terms[t].definition, y->terms[t].definition);
		same_number(c, "spellings of term", t, (int64_t)x->terms[t].also_n, (int64_t)y->terms[t].also_n);
		for (size_t k = 0; k < x->terms[t].also_n && !c->found.n; k++)
			same_text(c, "spelling", t, x->terms[t].also[k], y->terms[t].also[k]);
	}
	same_links(c, x, y);
}

struct str first_difference(struct arena *a, const struct framework *x, const struct framework *y, bool thorough)
{
	struct comparing c = { .a = a };

	if (!x || !y)
		return S("one was not read");
	same_text(&c, "title", 0, x->title, y->title);
	same_number(&c, "items", 0, (int64_t)x->n, (int64_t)y->n);
	for (size_t i = 0; i < x->n && !c.found.n; i++) {
		same_text(&c, "code", i, x->items[i].code, y->items[i].code);
		same_text(&c, "text", i, x->items[i].text, y->items[i].text);
		same_number(&c, "kind", i, x->items[i].kind, y->items[i].kind);
		same_text(&c, "type", i, x->items[i].type, y->items[i].type);
		same_number(&c, "parent", i, x->items[i].parent, y->items[i].parent);
		same_number(&c, "role", i, x->items[i].role, y->items[i].role);
		same_threads(&c, i, x, y);
		if (thorough && !c.found.n)
			same_rest(&c, i, &x->items[i], &y->items[i]);
	}
	if (thorough && !c.found.n)
		same_whole(&c, x, y);
	return c.found;
}

/* ---- making ---- */

struct making {
	struct arena *a;
	uint32_t seed;
	struct framework *fw;
	bool plain;
};

static uint32_t dice(struct making *m, uint32_t sides)
{
	m->seed = m->seed * 1664525 + 1013904223;
	return (m->seed >> 8) % sides;
}

/* Words with everything in them that a format could trip over; one line, as importers keep text. */
static struct str some_text(struct making *m, uint32_t most)
{
	static const struct str pieces[] = {
		S_INIT("child"),  S_INIT("risk"),   S_INIT("the"),    S_INIT("\xe2\x80\x99s"), S_INIT("a,b"),   S_INIT("\"quoted\""),
		S_INIT("*star*"), S_INIT("_under_"), S_INIT("`tick`"), S_INIT("1."),     S_INIT("#"),     S_INIT("- x"),
		S_INIT("a < b"),  S_INIT("Q&A"),    S_INIT("[x](y)"), S_INIT("\\"),     S_INIT("=1+1"),  S_INIT("'"),
		S_INIT("!"),      S_INIT("|"),      S_INIT("caf\xc3\xa9"), S_INIT("~~~"), S_INIT("+"),    S_INIT("1)"),
		S_INIT("; and"),  S_INIT("4.2 K13"), S_INIT("\xf0\x9f\x98\x80"), S_INIT("---"), S_INIT("K1"), S_INIT("Threads:"),
	};
	struct buf b = buf_new(m->a, 4000);

	for (uint32_t n = 1 + dice(m, most); n > 0; n--) {
		if (b.n)
			buf_add_c(&b, ' ');
		buf_add(&b, pieces[dice(m, COUNT_OF(pieces))]);
	}
	return framework_line(m->a, buf_str(&b), NULL);
}

static void add_extras(struct making *m, struct framework_item *item)
{
	item->short_text = dice(m, 3) ? STR_NONE : some_text(m, 4);
	if (dice(m, 3) == 0) {
		struct str first = some_text(m, 9), second = some_text(m, 9);

		item->notes = strf(m->a, "%.*s\n\n- %.*s", STR_FMT(first), STR_FMT(second));
	}
	item->uri = dice(m, 2) ? STR_NONE : strf(m->a, "https://example.org/%u", m->seed);
	item->extra = dice(m, 2) ? STR_NONE : S("{\"listEnumeration\":\"7.\",\"extensions\":{\"x\":[1,2.5,{\"y\":null}]}}");
	item->link_extra = dice(m, 2) ? STR_NONE : S("{\"notes\":\"why\",\"extensions\":{\"z\":true}}");
	if (dice(m, 3) == 0) {
		item->references = NEW_ARRAY(m->a, struct framework_reference, 2);
		item->references_n = 2;
		item->references[0] = (struct framework_reference){ S("Children Act 1989, section 17"), S("legislation"),
			                                            S("https://www.legislation.gov.uk/ukpga/1989/41") };
		item->references[1] = (struct framework_reference){ some_text(m, 3), STR_NONE, STR_NONE };
	}
}

static struct framework_item *add_item(struct making *m, size_t i)
{
	static const struct str types[] = { STR_NONE, S_INIT("Domain"), S_INIT("Outcome"), S_INIT("Knows"), S_INIT("Does"),
		                            S_INIT("Standard"), S_INIT("(odd) *type*") };
	struct framework_item *item = &m->fw->items[i];
	uint32_t shape = dice(m, 10);
	struct str text = some_text(m, 12);

	item->id = framework_item_id(m->fw->id, strf(m->a, "made %zu", i));
	item->code = shape == 0 ? STR_NONE : shape == 1 ? strf(m->a, "%zu.1 K%zu", i, i) : strf(m->a, "C%zu`.%u", i, dice(m, 9));
	/* an item without a code is named by its text, which must then be its own */
	item->text = shape == 0 ? strf(m->a, "no code %zu %.*s", i, STR_FMT(text)) : text;
	item->type = types[dice(m, COUNT_OF(types))];
	item->kind = item_kind_of(item->type);
	item->parent = i == 0 || dice(m, 6) == 0 ? -1 : (int32_t)(dice(m, 3) ? i - 1 - dice(m, i < 4 ? (uint32_t)i : 4) : dice(m, (uint32_t)i));
	item->changed = 1600000000000 + (int64_t)i;
	item->threads = NEW_ARRAY(m->a, int32_t, 3);
	for (uint32_t n = dice(m, 3); n > 0 && m->fw->threads_n; n--)
		item->threads[item->threads_n++] = (int32_t)dice(m, (uint32_t)m->fw->threads_n);
	if (!m->plain)
		add_extras(m, item);
	return item;
}

static int32_t depth_of(const struct framework *fw, int32_t i)
{
	int32_t depth = 0;

	for (; fw->items[i].parent >= 0; i = fw->items[i].parent)
		depth++;
	return depth;
}

static bool is_parent_already(const struct framework *fw, int32_t x, int32_t y)
{
	for (size_t l = 0; l < fw->links_n; l++)
		if (fw->links[l].from == x && fw->links[l].to == y && str_eq(fw->links[l].type, S("isChildOf")))
			return true;
	return false;
}

static void add_links(struct making *m, size_t n)
{
	m->fw->links = NEW_ARRAY(m->a, struct framework_link, n);
	for (size_t l = 0; l < n; l++) {
		struct framework_link *link = &m->fw->links[m->fw->links_n];
		int32_t x = (int32_t)dice(m, (uint32_t)m->fw->n), y = (int32_t)dice(m, (uint32_t)m->fw->n);

		*link = (struct framework_link){ .id = framework_item_id(m->fw->id, strf(m->a, "link %zu", l)), .changed = 1650000000000 };
		link->from = x;
		link->to = -1;
		switch (dice(m, 3)) {
		case 0: /* a further parent: an earlier item, so that no cycle can be made */
			if (x <= y || m->fw->items[x].parent == y || is_parent_already(m->fw, x, y))
				continue;
			link->type = S("isChildOf");
			link->to = y;
			break;
		case 1:
			link->type = S("exactMatchOf");
			link->to_id = S("elsewhere 17");
			link->to_uri = S("https://example.org/elsewhere/17");
			link->to_title = S("Elsewhere");
			link->has_seq = true;
			link->seq = 12;
			break;
		default:
			link->type = S("ext:my.type");
			link->to = y;
			link->extra = S("{\"notes\":\"n\"}");
		}
		m->fw->links_n++;
	}
}

static void add_threads(struct making *m)
{
	m->fw->threads_n = dice(m, 5);
	m->fw->threads = NEW_ARRAY(m->a, struct framework_thread, m->fw->threads_n);
	for (size_t t = 0; t < m->fw->threads_n; t++) {
		struct str words = some_text(m, 3);

		m->fw->threads[t] = (struct framework_thread){
			.id = framework_item_id(m->fw->id, strf(m->a, "thread %zu", t)),
			.key = framework_thread_key(m->a, strf(m->a, "t%zu %.*s", t, STR_FMT(words))),
			.title = some_text(m, 3), .description = some_text(m, 9), .code = S("7"), .changed = 1600000000001 };
	}
}

static void add_terms(struct making *m)
{
	m->fw->terms_n = 2;
	m->fw->terms = NEW_ARRAY(m->a, struct framework_term, 2);
	m->fw->terms[0] = (struct framework_term){ .term = S("risk"), .definition = some_text(m, 9) };
	m->fw->terms[1] = (struct framework_term){ .term = S("child"), .definition = S("A person under 18.") };
	m->fw->terms[1].also = NEW_ARRAY(m->a, struct str, 1);
	m->fw->terms[1].also[0] = S("children");
	m->fw->terms[1].also_n = 1;
	m->fw->illustrative = true;
	m->fw->version = S("2");
	m->fw->creator = some_text(m, 3);
	m->fw->description = S("Two\n\nparagraphs.");
	m->fw->adoption_status = S("Draft");
	m->fw->extra = S("{\"subject\":[\"Social work\"],\"extensions\":{\"ours\":1}}");
	m->fw->definitions_extra = S("{\"extensions\":{\"d\":1}}");
	m->fw->package_extra = S("{\"extensions\":{\"p\":[]}}");
}

const struct framework *random_framework(struct arena *a, uint32_t seed, size_t items, bool plain)
{
	struct making m = { .a = a, .seed = seed * 2654435761u + 1, .fw = NEW(a, struct framework), .plain = plain };
	struct framework_problems *p = framework_problems_new(a);

	m.fw->title = some_text(&m, 4);
	m.fw->title = strf(a, "Made %u %.*s", seed, STR_FMT(m.fw->title));
	m.fw->id = framework_id_of_title(m.fw->title);
	m.fw->language = S("en");
	m.fw->changed = 1600000000000;
	add_threads(&m);
	if (!plain)
		add_terms(&m);
	m.fw->n = items;
	m.fw->items = NEW_ARRAY(a, struct framework_item, items);
	for (size_t i = 0; i < items; i++) {
		struct framework_item *item = add_item(&m, i);

		item->seq = (int64_t)dice(&m, 5);
		if (depth_of(m.fw, (int32_t)i) > 20)
			item->parent = -1;
	}
	if (!plain)
		add_links(&m, items / 2);
	if (framework_arrange(a, m.fw, p) != OK) {
		print_problems(p);
		return NULL;
	}
	return m.fw;
}
