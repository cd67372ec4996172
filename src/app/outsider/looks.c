/* looks.c — what an observer is asked to look for: a line each, typed or by the codes of statements. */
#include "app/outsider/outsider_inside.h"

struct str_list looks_of(struct ctx *cx, struct str text)
{
	struct str *lines = NEW_ARRAY(cx->arena, struct str, text.n / 2 + 1);
	size_t n = 0;

	while (text.n) {
		struct str line = str_trim(str_cut(&text, '\n'));

		while (str_starts(line, S("- ")) || str_starts(line, S("– ")) || str_starts(line, S("• ")) || str_starts(line, S("* ")))
			line = str_trim(str_sub(line, str_starts(line, S("- ")) || str_starts(line, S("* ")) ? 1 : 3, SIZE_MAX));
		if (line.n)
			lines[n++] = line;
	}
	return (struct str_list){ lines, n };
}

/* is_codes — is the line nothing but codes, "2.2 D4, K1 and 3.1 D2"? */
static bool is_codes(struct str line)
{
	bool digit = false;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];

		digit |= c >= '0' && c <= '9';
		if (!memchr("0123456789.,;- kKdD", c, 19)) /* its letters are those of statements */
			return false;
	}
	return digit;
}

static struct str worded(struct ctx *cx, const struct framework *fw, int32_t i)
{
	const struct framework_item *item = &fw->items[i];
	size_t room = LOOK_MAX - 4 - utf8_count(item->code), end;
	struct str text = utf8_count(item->text) > room && item->short_text.n ? item->short_text : item->text;

	end = text.n;
	while (utf8_count(str_sub(text, 0, end)) > room) { /* back to the end of a word */
		for (end--; end > 0 && text.p[end] != ' ';)
			end--;
	}
	return strf(cx->arena, "%.*s%s (%.*s)", (int)end, text.p, end < text.n ? "…" : "", STR_FMT(item->code));
}

enum rc looks_worded(struct ctx *cx, struct str typed, struct str_list *ret)
{
	const struct framework_version *v;
	struct str_list lines = looks_of(cx, typed);
	struct str *all;
	size_t n = 0;
	enum rc rc = framework_get(cx, cx->induction->framework, &v);

	all = NEW_ARRAY(cx->arena, struct str, LOOKS_MAX + 1);
	for (size_t i = 0; rc == OK && i < lines.n && n <= LOOKS_MAX; i++) {
		struct framework_codes codes = { .n = 0 };

		if (is_codes(lines.v[i]))
			framework_parse_codes(cx->arena, v->fw, lines.v[i], LOOKS_MAX + 1, &codes);
		for (size_t k = 0; k < codes.unknown_n && n <= LOOKS_MAX; k++)
			if (codes.unknown[k].why == CODE_NOT_LINKABLE) /* a whole outcome */
				all[n++] = worded(cx, v->fw, codes.unknown[k].nearest);
			else
				err_add(&cx->err, S("looks"), WORDS(cx->arena, T_EVIDENCE_CODE_UNKNOWN, WORD_ARG("typed", codes.unknown[k].typed)));
		for (size_t k = 0; k < codes.n && n <= LOOKS_MAX; k++)
			all[n++] = worded(cx, v->fw, codes.items[k]);
		if (!codes.n && !codes.unknown_n)
			all[n++] = lines.v[i];
	}
	*ret = (struct str_list){ all, n };
	return rc;
}

/* outcome_named — the outcome of the code that ends a line in brackets, "Names power (1.1 D3)", or -1. */
static int32_t outcome_named(const struct framework *fw, struct str line)
{
	size_t open = line.n;
	int32_t i;

	if (!line.n || line.p[line.n - 1] != ')')
		return -1;
	while (open > 0 && line.p[open - 1] != '(')
		open--;
	if (!open || !is_codes(str_sub(line, open, line.n - 1 - open)))
		return -1;
	i = framework_find_code(fw, str_sub(line, open, line.n - 1 - open));
	return i < 0 ? -1 : fw->items[i].outcome;
}

enum rc looks_outcomes(struct ctx *cx, struct str looks, struct str_list *ret)
{
	const struct framework_version *v;
	struct str_list lines = looks_of(cx, looks);
	struct str *all = NEW_ARRAY(cx->arena, struct str, LOOKS_MAX);
	int32_t seen[LOOKS_MAX];
	size_t n = 0;
	enum rc rc = framework_get(cx, cx->induction->framework, &v);

	for (size_t i = 0; rc == OK && i < lines.n && n < LOOKS_MAX; i++) {
		int32_t o = outcome_named(v->fw, lines.v[i]);
		bool again = o < 0;

		for (size_t k = 0; k < n; k++)
			again |= seen[k] == o;
		if (again)
			continue;
		seen[n] = o;
		all[n++] = strf(cx->arena, "%.*s %.*s", STR_FMT(v->fw->items[o].code), STR_FMT(v->fw->items[o].text));
	}
	*ret = (struct str_list){ all, n };
	return rc;
}
