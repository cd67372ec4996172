/* talk.c — see talk.h. */
#include "rules/talk.h"

#include "base/text.h"
#include "rules/framework.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* matches — do the words stand at this place? *ret_end is behind them. */
static bool matches(struct str text, size_t at, struct str words, size_t *ret_end)
{
	size_t t = at, w = 0;

	while (w < words.n) {
		if (is_space(words.p[w])) {
			if (t >= text.n || !is_space(text.p[t]))
				return false;
			while (w < words.n && is_space(words.p[w]))
				w++;
			while (t < text.n && is_space(text.p[t]))
				t++;
		} else if (t >= text.n || text.p[t++] != words.p[w++]) {
			return false;
		}
	}
	*ret_end = t;
	return true;
}

static size_t apart(size_t a, size_t b)
{
	return a < b ? b - a : a - b;
}

bool passage_find(struct str text, struct str words, size_t near, struct passage *ret)
{
	bool found = false;
	size_t end;

	words = str_trim(words);
	for (size_t i = 0; words.n && i < text.n; i++)
		if (text.p[i] == words.p[0] && matches(text, i, words, &end) && (!found || apart(i, near) < apart(ret->at, near))) {
			*ret = (struct passage){ i, end - i };
			found = true;
		}
	return found;
}

/* ---- after the words have changed ---- */

/* The part of a stretch that has been found in the present text. */
struct grown {
	size_t lo, hi;
	bool any, changed;
};

static void grow(struct grown *g, size_t from, size_t to)
{
	g->lo = g->any && g->lo < from ? g->lo : from;
	g->hi = g->any && g->hi > to ? g->hi : to;
	g->any = true;
}

static bool overlap(size_t from, size_t n, struct passage p)
{
	return from < p.at + p.n && from + n > p.at;
}

static void take_span(struct grown *g, const struct diff_span *s, struct passage p, size_t was, size_t now, bool in_place)
{
	if (s->kind == DIFF_SAME && overlap(was, s->text.n, p)) {
		size_t from = was > p.at ? was : p.at, to = was + s->text.n < p.at + p.n ? was + s->text.n : p.at + p.n;

		grow(g, now + (from - was), now + (to - was));
	} else if (s->kind == DIFF_REMOVED && overlap(was, s->text.n, p)) {
		g->changed = true;
	} else if (s->kind == DIFF_ADDED && ((was > p.at && was < p.at + p.n) || in_place)) {
		grow(g, now, now + s->text.n);
		g->changed = true;
	}
}

/* has_words — a full stop that is left over is nothing to speak about. */
static bool has_words(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0x80 || (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= 'a' && s.p[i] <= 'z'))
			return true;
	return false;
}

static struct passage trimmed(struct str text, struct grown g)
{
	while (g.lo < g.hi && is_space(text.p[g.lo]))
		g.lo++;
	while (g.hi > g.lo && is_space(text.p[g.hi - 1]))
		g.hi--;
	return (struct passage){ g.lo, g.hi - g.lo };
}

enum passage_state passage_now(struct arena *a, struct str was, struct passage p, struct str now, struct passage *ret)
{
	struct grown g = { .any = false };
	size_t n = 0, at_was = 0, at_now = 0;
	const struct diff_span *d;

	*ret = (struct passage){ 0, 0 };
	if (p.at > was.n || p.n > was.n - p.at)
		return PASSAGE_GONE;
	if (was.n > PASSAGE_DIFF_MAX || now.n > PASSAGE_DIFF_MAX)
		return passage_find(now, str_sub(was, p.at, p.n), p.at, ret) ? PASSAGE_STANDS : PASSAGE_GONE;
	d = diff_words(a, was, now, &n);
	for (size_t i = 0; i < n; i++) {
		/* words that stand where some of the stretch were taken out, in whichever order the two are told */
		bool before = i > 0 && d[i - 1].kind == DIFF_REMOVED && overlap(at_was - d[i - 1].text.n, d[i - 1].text.n, p);
		bool after = i + 1 < n && d[i + 1].kind == DIFF_REMOVED && overlap(at_was, d[i + 1].text.n, p);

		take_span(&g, &d[i], p, at_was, at_now, before || after);
		at_was += d[i].kind == DIFF_ADDED ? 0 : d[i].text.n;
		at_now += d[i].kind == DIFF_REMOVED ? 0 : d[i].text.n;
	}
	if (!g.any)
		return PASSAGE_GONE;
	*ret = trimmed(now, g);
	if (!has_words(str_sub(now, ret->at, ret->n)))
		*ret = (struct passage){ 0, 0 };
	return !ret->n ? PASSAGE_GONE : g.changed ? PASSAGE_CHANGED : PASSAGE_STANDS;
}

/* ---- who is named ---- */

/* names_at — does the text go on with this name, as a whole word? */
static bool names_at(struct str text, struct str name)
{
	int32_t next;
	struct str rest;

	if (!name.n || text.n < name.n || !str_eq_nocase(str_sub(text, 0, name.n), name))
		return false;
	rest = str_sub(text, name.n, SIZE_MAX);
	if (!rest.n)
		return true;
	next = utf8_next(&rest);
	return !(next >= 0x80 || (next >= '0' && next <= '9') || (next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z') || next == '-') ||
	       next == 0x2019 || next == 0x2013 || next == 0x2014 || next == 0x2026 || next == 0x201d;
}

/* names_here — does an @ with this name, first or whole, stand at that place? */
static bool names_here(struct str text, size_t at, struct str name)
{
	struct str rest = name, first = str_cut(&rest, ' '), behind = str_sub(text, at + 1, SIZE_MAX);

	return text.p[at] == '@' && (names_at(behind, first) || names_at(behind, name));
}

bool mentioned(struct str text, struct str name)
{
	for (size_t i = 0; i < text.n; i++)
		if (names_here(text, i, name))
			return true;
	return false;
}

static const struct str joiner = S_INIT("\xE2\x81\xA0");

struct str mention_apart(struct arena *a, struct str text, struct str name)
{
	struct buf b = buf_new(a, text.n * 3 + 1);

	for (size_t i = 0; i < text.n; i++) {
		buf_add_c(&b, text.p[i]);
		if (names_here(text, i, name))
			buf_add(&b, joiner);
	}
	return buf_str(&b);
}

struct str mention_joined(struct arena *a, struct str text)
{
	struct buf b = buf_new(a, text.n + 1);

	for (size_t i = 0; i < text.n; i++) {
		buf_add_c(&b, text.p[i]);
		if (text.p[i] == '@' && str_starts(str_sub(text, i + 1, SIZE_MAX), joiner))
			i += joiner.n;
	}
	return buf_str(&b);
}
