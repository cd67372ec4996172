/* privacy_codes.c — letters and digits in a fixed order: court numbers, National Insurance numbers, postcodes, number plates.
 *
 * Each is looked for in up to five words glued together, so that spaces and hyphens do not matter. */
#include "rules/privacy_inside.h"

enum { GLUE_MAX = 24, GLUE_WORDS = 5 };

/* Words i.. as capitals without what parts them; len[k] is the length with k + 1 words. */
struct glued {
	char s[GLUE_MAX + 1], shape[GLUE_MAX + 1]; /* bounded: a court number is the longest; A a letter, 9 a digit */
	size_t len[GLUE_WORDS], words;
	bool capitals[GLUE_WORDS];                  /* with k + 1 words: every letter was one */
};

static void glue(const struct looking *l, size_t i, struct glued *g)
{
	size_t n = 0;
	bool capitals = true;

	*g = (struct glued){ .words = 0 };
	for (size_t k = 0; k < GLUE_WORDS && i + k < l->n && (k == 0 || privacy_joined(l, i + k)); k++) {
		struct str w = privacy_word(l, i + k);

		if (l->t[i + k].possessive || w.n > GLUE_MAX)
			return;
		for (size_t c = 0; c < w.n; c++) {
			bool low = w.p[c] >= 'a' && w.p[c] <= 'z', up = w.p[c] >= 'A' && w.p[c] <= 'Z',
			     digit = w.p[c] >= '0' && w.p[c] <= '9';

			if (w.p[c] == '-')
				continue;
			if ((!low && !up && !digit) || n == GLUE_MAX)
				return;
			capitals = capitals && !low;
			g->s[n] = low ? (char)(w.p[c] - 32) : w.p[c];
			g->shape[n++] = digit ? '9' : 'A';
		}
		g->len[k] = n;
		g->capitals[k] = capitals;
		g->words = k + 1;
	}
}

static bool shaped(const struct glued *g, size_t len, const char *shape)
{
	return strlen(shape) == len && memcmp(g->shape, shape, len) == 0;
}

/* words_near — a word of this kind among the `before` words in front of i or the `after` from i on. */
static bool words_near(const struct looking *l, size_t i, uint64_t kind, size_t before, size_t after)
{
	size_t from = i > before ? i - before : 0, to = i + after < l->n ? i + after : l->n;

	for (size_t k = from; k < to; k++)
		if (l->t[k].is & kind && l->t[k].sentence == l->t[i].sentence)
			return true;
	return false;
}

/* ---- National Insurance ---- */

static bool ni_named(const struct looking *l, size_t i)
{
	for (size_t k = i > 8 ? i - 8 : 0; k < i; k++)
		if (privacy_is(l, k, "ni") || privacy_is(l, k, "nino") || privacy_is(l, k, "nin") || privacy_is(l, k, "insurance"))
			return true;
	return false;
}

/* ni_prefix — the letters that HMRC uses. QQ is what its own examples begin with, so nobody means anything else by it. */
static bool ni_prefix(const char *s)
{
	static const char never[][3] = { "BG", "GB", "KN", "NK", "NT", "TN", "ZZ" };

	if (s[0] == 'Q' && s[1] == 'Q')
		return true;
	for (size_t i = 0; i < COUNT_OF(never); i++)
		if (s[0] == never[i][0] && s[1] == never[i][1])
			return false;
	return !strchr("DFIQUV", s[0]) && !strchr("DFIOQUV", s[1]);
}

static bool is_ni(const struct looking *l, size_t i, const struct glued *g, size_t len)
{
	if (shaped(g, len, "AA999999A"))
		return g->s[8] <= 'D' && (ni_prefix(g->s) || ni_named(l, i));
	return shaped(g, len, "AA999999") && ni_named(l, i);
}

/* ---- postcodes ---- */

static bool inward(const char *s)
{
	return s[0] >= '0' && s[0] <= '9' && s[1] >= 'A' && s[2] >= 'A' && !strchr("CIKMOV", s[1]) && !strchr("CIKMOV", s[2]);
}

static bool is_postcode(const struct glued *g, size_t words, size_t len)
{
	static const char *const outward[] = { "A9", "A99", "AA9", "AA99", "A9A", "AA9A" };
	bool split = words == 2 && g->len[0] + 3 == len;

	if (len < 5 || len > 7 || (words == 2 && !split) || words > 2 || !inward(g->s + len - 3))
		return false;
	if (words == 1 && !g->capitals[0])
		return false;
	for (size_t i = 0; i < COUNT_OF(outward); i++)
		if (strlen(outward[i]) == len - 3 && memcmp(g->shape, outward[i], len - 3) == 0)
			return true;
	return false;
}

/* ---- number plates ---- */

static bool is_short_form(const struct looking *l, size_t i)
{
	return i < l->n && (l->t[i].is & W_SHORT);
}

/* all_capitals_near — a heading in capitals, where letters and a number next to each other mean nothing. */
static bool all_capitals_near(const struct looking *l, size_t i, size_t words)
{
	size_t after = i + words;

	return (i && l->t[i - 1].upper && !(l->t[i - 1].is & W_SHORT) && !l->t[i - 1].digit && privacy_joined(l, i)) ||
	       (after < l->n && l->t[after].upper && !l->t[after].digit && !(l->t[after].is & W_SHORT) && privacy_joined(l, after));
}

static bool is_plate(const struct looking *l, size_t i, const struct glued *g, size_t words, size_t len)
{
	bool named = words_near(l, i, W_VEHICLE, 9, words + 6), split = words == 1 || (words == 2 && (g->len[0] >= 1));
	bool heading = all_capitals_near(l, i, words);

	if (!split || (!(g->capitals[words - 1] && !heading) && !named) || strchr("IQ", g->s[0]))
		return false;
	if (shaped(g, len, "AA99AAA"))
		return words == 1 || g->len[0] == 4;
	if (words == 2 && !(g->len[0] == len - 3 || g->len[0] == 3))
		return false;
	if (shaped(g, len, "A999AAA") || shaped(g, len, "A99AAA") || shaped(g, len, "A9AAA"))
		return named || (len >= 6 && words == 2 && !is_short_form(l, i + 1));
	if (shaped(g, len, "AAA999A") || shaped(g, len, "AAA99A") || shaped(g, len, "AAA9A"))
		return named || (len == 7 && !is_short_form(l, i));
	return named && (shaped(g, len, "AAA9999") || shaped(g, len, "AAA999") || shaped(g, len, "AA9999"));
}

/* ---- all of them ---- */

static bool is_court(const struct glued *g, size_t len)
{
	return shaped(g, len, "AA99A99999");
}

static enum privacy_class code_of(const struct looking *l, size_t i, const struct glued *g, size_t words)
{
	size_t len = g->len[words - 1];

	if (is_court(g, len))
		return PRIVACY_COURT;
	if (is_ni(l, i, g, len))
		return PRIVACY_NI;
	if (is_postcode(g, words, len))
		return PRIVACY_POSTCODE;
	return words <= 2 && is_plate(l, i, g, words, len) ? PRIVACY_VEHICLE : 0;
}

void privacy_codes(struct looking *l)
{
	for (size_t i = 0; i < l->n; i++) {
		enum privacy_class class = 0;
		struct glued g;
		size_t k;

		if (!l->t[i].letter || l->t[i].taken || l->t[i].end - l->t[i].start > GLUE_MAX)
			continue;
		glue(l, i, &g);
		for (k = g.words; k > 0 && !class; k--)
			class = code_of(l, i, &g, k);
		if (class && privacy_found(l, class, 0, l->t[i].start, l->t[i + k].end, STR_NONE))
			i += k;
	}
}
