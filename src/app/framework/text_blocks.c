/* text_blocks.c — see text_blocks.h. */
#include "app/framework/text_blocks.h"

#include <cmark.h>

static struct block *add_block(struct arena *a, struct blocks *b, struct block block)
{
	if (b->n == BLOCKS_MAX) {
		b->too_many = true;
		return NULL;
	}
	if (b->n == b->room) {
		struct block *more = NEW_ARRAY(a, struct block, b->room ? b->room * 2 : 256);

		if (b->n)
			memcpy(more, b->v, b->n * sizeof *more);
		b->v = more;
		b->room = b->room ? b->room * 2 : 256;
	}
	b->v[b->n] = block;
	return &b->v[b->n++];
}

/* ---- plain text ---- */

/* Length of a bullet and the space behind it at the start of a line, or 0. */
static size_t bullet_length(struct str s)
{
	static const struct str bullets[] = { S_INIT("- "), S_INIT("* "), S_INIT("o "), S_INIT("+ "), S_INIT("\xe2\x80\xa2"),
		                              S_INIT("\xe2\x80\x93 "), S_INIT("\xc2\xb7"), S_INIT("\xef\x82\xb7"),
		                              S_INIT("\xe2\x97\xa6"), S_INIT("\xe2\x96\xaa") };

	for (size_t k = 0; k < COUNT_OF(bullets); k++)
		if (str_starts(s, bullets[k]))
			return bullets[k].n;
	return 0;
}

void blocks_of_text(struct arena *a, struct str bytes, struct blocks *ret)
{
	bool gap = true;
	int number = 0;

	while (bytes.p && !ret->too_many) {
		struct str line = framework_line(a, str_cut(&bytes, '\n'), NULL);
		size_t bullet = bullet_length(line);

		number++;
		if (!line.n) {
			gap = true;
			continue;
		}
		add_block(a, ret, (struct block){ .kind = BLOCK_LINE, .line = number, .after_gap = gap, .bulleted = bullet > 0,
		                                  .text = str_trim(str_sub(line, bullet, SIZE_MAX)) });
		gap = false;
	}
}

/* ---- Markdown ---- */

static void free_tree(void *node)
{
	cmark_node_free(node);
}

static bool is_inline_text(cmark_node_type type)
{
	return type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE;
}

/* All text beneath a node, breaks as spaces; markup of its own stands nowhere in it. The walk goes up and
 * down by links, never by recursion. */
static struct str text_beneath(struct arena *a, cmark_node *root)
{
	struct buf b = buf_new(a, 1 << 20);
	cmark_node *n = cmark_node_first_child(root);

	while (n && n != root) {
		cmark_node_type type = cmark_node_get_type(n);

		if (is_inline_text(type))
			buf_add(&b, str_from_c(cmark_node_get_literal(n)));
		else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
			buf_add_c(&b, ' ');
		if (cmark_node_first_child(n)) {
			n = cmark_node_first_child(n);
			continue;
		}
		while (n && n != root && !cmark_node_next(n))
			n = cmark_node_parent(n);
		if (n && n != root)
			n = cmark_node_next(n);
	}
	return buf_str(&b);
}

static bool is_space_only(struct arena *a, cmark_node *n)
{
	return cmark_node_get_type(n) == CMARK_NODE_TEXT && !framework_line(a, str_from_c(cmark_node_get_literal(n)), NULL).n;
}

/* A leading *type* that a code or nothing else follows, a leading `code`, a trailing *Threads: …*. */
static void read_structure(struct arena *a, cmark_node *block, struct block *out)
{
	cmark_node *n = cmark_node_first_child(block), *last = cmark_node_last_child(block);

	if (last && cmark_node_get_type(last) == CMARK_NODE_EMPH) {
		struct str s = text_beneath(a, last);

		if (str_starts(s, S("Threads: "))) {
			out->threads = str_sub(s, 9, SIZE_MAX);
			out->is_structured = true;
			if (last == n)
				n = NULL;
			cmark_node_unlink(last);
			cmark_node_free(last);
		}
	}
	if (n && cmark_node_get_type(n) == CMARK_NODE_EMPH) {
		out->type = framework_line(a, text_beneath(a, n), NULL);
		out->is_structured = true;
		cmark_node_unlink(n);
		cmark_node_free(n);
		n = cmark_node_first_child(block);
		while (n && is_space_only(a, n))
			n = cmark_node_next(n);
	}
	if (n && cmark_node_get_type(n) == CMARK_NODE_CODE) {
		out->code = framework_line(a, str_from_c(cmark_node_get_literal(n)), NULL);
		out->is_structured = true;
		cmark_node_unlink(n);
		cmark_node_free(n);
	}
}

static int list_depth(cmark_node *n)
{
	int depth = 0;

	for (n = cmark_node_parent(n); n; n = cmark_node_parent(n))
		depth += cmark_node_get_type(n) == CMARK_NODE_LIST;
	return depth;
}

/* A heading or a paragraph. The first paragraph of a list item is the item; depth past what a framework may
 * have is not counted further, so a tower of lists costs no more than its length. */
static void add_markdown(struct arena *a, struct blocks *b, cmark_node *n, int lists)
{
	struct block block = { .kind = BLOCK_PARAGRAPH, .line = cmark_node_get_start_line(n) };
	cmark_node *up = cmark_node_parent(n);

	if (cmark_node_get_type(n) == CMARK_NODE_HEADING) {
		block.kind = BLOCK_HEADING;
		block.level = cmark_node_get_heading_level(n);
	} else if (up && cmark_node_get_type(up) == CMARK_NODE_ITEM && !cmark_node_previous(n)) {
		block.kind = BLOCK_LIST_ITEM;
		block.level = lists;
	}
	read_structure(a, n, &block);
	block.text = framework_line(a, text_beneath(a, n), NULL);
	if (block.text.n || block.is_structured)
		add_block(a, b, block);
}

void blocks_of_markdown(struct arena *a, struct str bytes, struct blocks *ret)
{
	cmark_node *root = cmark_parse_document(bytes.p, bytes.n, CMARK_OPT_DEFAULT), *n = root;

	arena_defer(a, free_tree, root);
	while (n && !ret->too_many) {
		cmark_node_type type = cmark_node_get_type(n);
		bool is_leaf = type == CMARK_NODE_HEADING || type == CMARK_NODE_PARAGRAPH;

		if (is_leaf)
			add_markdown(a, ret, n, list_depth(n));
		if (!is_leaf && cmark_node_first_child(n)) {
			n = cmark_node_first_child(n);
			continue;
		}
		while (n && n != root && !cmark_node_next(n))
			n = cmark_node_parent(n);
		n = n && n != root ? cmark_node_next(n) : NULL;
	}
}

/* ---- HTML ---- */

struct scan {
	struct arena *a;
	struct str s;
	size_t at;
	int line;
	struct blocks *out;
	struct buf text;
	struct block open; /* what the text gathered so far belongs to */
	int lists;
	bool in_title, has_text;
};

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static void flush(struct scan *s)
{
	struct str text = framework_line(s->a, buf_str(&s->text), NULL);

	if (s->in_title)
		s->out->title = text;
	else if (text.n) {
		s->open.text = text;
		add_block(s->a, s->out, s->open);
	}
	s->text.n = 0;
	s->text.full = false;
	s->has_text = false;
	/* what follows in the same item is another paragraph */
	s->open = (struct block){ .kind = BLOCK_PARAGRAPH, .line = s->line };
}

/* The name of the tag at s->at in lower case; empty when '<' starts no tag. */
static struct str tag_name(const struct scan *s, bool *ret_closes)
{
	size_t from = s->at + 1, n = 0;

	*ret_closes = from < s->s.n && s->s.p[from] == '/';
	from += *ret_closes;
	while (from + n < s->s.n && n < 12 && (is_letter(s->s.p[from + n]) || (n && s->s.p[from + n] >= '0' && s->s.p[from + n] <= '9')))
		n++;
	return str_lower(s->a, str_sub(s->s, from, n));
}

static void pass_to(struct scan *s, size_t to)
{
	for (; s->at < to && s->at < s->s.n; s->at++)
		s->line += s->s.p[s->at] == '\n';
}

/* Moves behind the tag; '>' inside quotes does not end it. */
static void pass_tag(struct scan *s)
{
	char quote = 0;
	size_t at = s->at + 1;

	for (; at < s->s.n && (quote || s->s.p[at] != '>'); at++) {
		char c = s->s.p[at];

		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
	}
	/* a quotation mark that never ends: the tag ends at the next '>' */
	if (at == s->s.n && quote) {
		at = str_find_char(str_sub(s->s, s->at, SIZE_MAX), '>');
		at = at == SIZE_MAX ? s->s.n : s->at + at;
	}
	pass_to(s, at + 1);
}

/* Moves behind </name> of what no reader sees. */
static void pass_hidden(struct scan *s, struct str name)
{
	size_t at = s->at;

	for (; at + name.n + 2 <= s->s.n; at++)
		if (s->s.p[at] == '<' && s->s.p[at + 1] == '/' && str_eq_nocase(str_sub(s->s, at + 2, name.n), name)) {
			pass_to(s, at);
			pass_tag(s);
			return;
		}
	pass_to(s, s->s.n);
}

static bool one_of(struct str name, const struct str *names, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (str_eq(name, names[k]))
			return true;
	return false;
}

static void handle_tag(struct scan *s, struct str name, bool closes)
{
	static const struct str hidden[] = { S_INIT("script"), S_INIT("style"), S_INIT("template"), S_INIT("noscript"),
		                             S_INIT("svg"), S_INIT("nav"), S_INIT("footer") };
	static const struct str parts[] = { S_INIT("p"),  S_INIT("div"), S_INIT("td"), S_INIT("th"), S_INIT("tr"),
		                            S_INIT("dt"), S_INIT("dd"),  S_INIT("section"), S_INIT("article"),
		                            S_INIT("blockquote"), S_INIT("header"), S_INIT("main"), S_INIT("table"),
		                            S_INIT("body"), S_INIT("head"), S_INIT("title"), S_INIT("li") };

	pass_tag(s);
	if (!closes && one_of(name, hidden, COUNT_OF(hidden))) {
		pass_hidden(s, name);
	} else if (str_eq(name, S("br"))) {
		buf_add_c(&s->text, ' ');
	} else if (str_eq(name, S("ul")) || str_eq(name, S("ol"))) {
		flush(s);
		s->lists += closes ? -(s->lists > 0) : s->lists < FRAMEWORK_DEPTH_MAX;
	} else if (name.n == 2 && name.p[0] == 'h' && name.p[1] >= '1' && name.p[1] <= '6') {
		flush(s);
		if (!closes) {
			s->open.kind = BLOCK_HEADING;
			s->open.level = name.p[1] - '0';
		}
	} else if (one_of(name, parts, COUNT_OF(parts))) {
		/* <li><p>text</p></li>: the paragraph is the item */
		bool first_in_item = !closes && s->open.kind == BLOCK_LIST_ITEM && !s->has_text && !str_eq(name, S("li"));

		if (first_in_item)
			return;
		flush(s);
		s->in_title = !closes && str_eq(name, S("title"));
		if (!closes && str_eq(name, S("li"))) {
			s->open.kind = BLOCK_LIST_ITEM;
			s->open.level = s->lists ? s->lists : 1;
		}
	}
}

void blocks_of_html(struct arena *a, struct str bytes, struct blocks *ret)
{
	struct scan s = { .a = a, .s = bytes, .line = 1, .out = ret, .text = buf_new(a, 1 << 20),
		          .open = { .kind = BLOCK_PARAGRAPH, .line = 1 } };

	while (s.at < s.s.n && !ret->too_many) {
		char c = s.s.p[s.at];
		bool closes;
		struct str name;

		if (c != '<') {
			s.has_text = s.has_text || (unsigned char)c > ' ';
			buf_add_c(&s.text, c);
			pass_to(&s, s.at + 1);
		} else if (str_starts(str_sub(s.s, s.at, 4), S("<!--"))) {
			size_t end = str_find(str_sub(s.s, s.at, SIZE_MAX), S("-->"));

			pass_to(&s, end == SIZE_MAX ? s.s.n : s.at + end + 3);
		} else if (str_starts(str_sub(s.s, s.at, 2), S("<!")) || str_starts(str_sub(s.s, s.at, 2), S("<?"))) {
			pass_tag(&s);
		} else if ((name = tag_name(&s, &closes)).n) {
			handle_tag(&s, name, closes);
		} else {
			buf_add_c(&s.text, c);
			s.at++;
		}
	}
	flush(&s);
}
