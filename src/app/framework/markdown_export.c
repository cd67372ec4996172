/* markdown_export.c — a framework for people to read and edit, which text_import.c reads back.
 *
 *     # Title
 *     ## *Domain* `1` Text
 *     ### *Outcome* `1.1` Text
 *     - *Knows* `1.1 K1` Text *Threads: identity; court skills*
 *
 * What holds others is a heading, as far as there are headings (five levels); the rest are lists. Text is
 * escaped so that it means itself.
 */
#include "app/framework/framework_io.h"

enum { MARKDOWN_MAX = 64 << 20, HEADING_LEVELS = 5 };

/* `first`: nothing stands before it on the line, where a number or a sign would begin a list. */
static void put_escaped(struct buf *b, struct str s, bool first)
{
	size_t digits = 0;

	while (first && digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	for (size_t i = 0; i < s.n; i++) {
		bool always = strchr("\\`*_[]<>&#|~", s.p[i]) && s.p[i];
		bool at_start = first && ((i == 0 && strchr("+-=", s.p[i]) && s.p[i]) ||
		                          (digits && i == digits && (s.p[i] == '.' || s.p[i] == ')')));

		if (always || at_start)
			buf_add_c(b, '\\');
		buf_add_c(b, s.p[i]);
	}
}

/* A code span: more backticks around it than it holds in a row. */
static void put_code(struct buf *b, struct str code)
{
	size_t longest = 0, run = 0;

	for (size_t i = 0; i < code.n; i++) {
		run = code.p[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	for (size_t i = 0; i <= longest; i++)
		buf_add_c(b, '`');
	if (longest)
		buf_add_c(b, ' ');
	buf_add(b, code);
	if (longest)
		buf_add_c(b, ' ');
	for (size_t i = 0; i <= longest; i++)
		buf_add_c(b, '`');
}

static void put_item(struct buf *b, const struct framework *fw, const struct framework_item *item)
{
	bool first = true;

	if (item->type.n) {
		buf_add_c(b, '*');
		put_escaped(b, item->type, false);
		buf_add(b, S("* "));
		first = false;
	}
	if (item->code.n) {
		put_code(b, item->code);
		buf_add_c(b, ' ');
		first = false;
	}
	put_escaped(b, item->text, first);
	for (size_t t = 0; t < item->threads_n; t++) {
		buf_add(b, t ? S("; ") : S(" *Threads: "));
		put_escaped(b, fw->threads[item->threads[t]].key, false);
	}
	if (item->threads_n)
		buf_add_c(b, '*');
	buf_add_c(b, '\n');
}

/* Headings for what holds others or is judged; and for what follows a heading among its siblings, since
 * a list there would belong to it. */
static bool *headings_of(struct arena *a, const struct framework *fw)
{
	bool *heading = NEW_ARRAY(a, bool, fw->n), *child_heading = NEW_ARRAY(a, bool, fw->n + 1);

	for (size_t i = 0; i < fw->n; i++) {
		const struct framework_item *item = &fw->items[i];
		bool holds = item->end > (int32_t)i + 1 || item->role == ROLE_OUTCOME || item->role == ROLE_DOMAIN;
		bool under = item->parent < 0 || heading[item->parent];

		heading[i] = item->depth < HEADING_LEVELS && under && (holds || child_heading[item->parent + 1]);
		child_heading[item->parent + 1] = child_heading[item->parent + 1] || heading[i];
	}
	return heading;
}

enum rc framework_export_markdown(struct arena *a, const struct framework *fw, struct str *ret)
{
	struct buf b = buf_new(a, MARKDOWN_MAX);
	const bool *heading = headings_of(a, fw);
	int32_t above = 0; /* depth of the lists' first level */
	bool in_list = false;

	buf_add(&b, S("# "));
	put_escaped(&b, fw->title, false);
	buf_add_c(&b, '\n');
	for (size_t i = 0; i < fw->n; i++) {
		const struct framework_item *item = &fw->items[i];

		if (heading[i] || !in_list)
			buf_add_c(&b, '\n');
		if (heading[i]) {
			for (int32_t k = 0; k < item->depth + 2; k++)
				buf_add_c(&b, '#');
			buf_add_c(&b, ' ');
			above = item->depth + 1;
		} else {
			for (int32_t k = above; k < item->depth; k++)
				buf_add(&b, S("  "));
			buf_add(&b, S("- "));
		}
		in_list = !heading[i];
		put_item(&b, fw, item);
	}
	if (b.full)
		return FAULT;
	*ret = buf_str(&b);
	return OK;
}
