/* privacy_pointed.c — words that a reader has pointed at, wherever they stand. */
#include "rules/privacy_inside.h"

#include "base/text.h"

/* next — what counts of the next character: small letters, one kind of apostrophe, one space for any white space. -1 at the end. */
static int next(struct str s, size_t *i)
{
	unsigned char c;
	bool space = false;

	for (; *i < s.n; ++*i, space = true) {
		if (s.p[*i] == (char)0xC2 && *i + 1 < s.n && s.p[*i + 1] == (char)0xA0) /* a space that does not break */
			++*i;
		else if (!memchr(" \t\r\n", s.p[*i], 4))
			break;
	}
	if (space)
		return ' ';
	if (*i >= s.n)
		return -1;
	c = (unsigned char)s.p[(*i)++];
	if (c == 0xE2 && *i + 1 < s.n && s.p[*i] == (char)0x80 && (s.p[*i + 1] == (char)0x98 || s.p[*i + 1] == (char)0x99)) {
		*i += 2;
		return '\'';
	}
	if (c == 0xC3 && *i < s.n && (unsigned char)s.p[*i] >= 0x80 && (unsigned char)s.p[*i] <= 0x9E && s.p[*i] != (char)0x97)
		return 0x100 + (unsigned char)s.p[(*i)++] + 0x20; /* a letter with an accent */
	if (c == 0xC3 && *i < s.n)
		return 0x100 + (unsigned char)s.p[(*i)++];
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static bool in_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (unsigned char)c >= 0xC3;
}

/* parts_words — does no word go on across byte i? */
static bool parts_words(struct str s, size_t i)
{
	size_t before = i;

	if (i == 0 || i >= s.n)
		return true;
	while (before > 0 && ((unsigned char)s.p[--before] & 0xC0) == 0x80)
		continue;
	if ((unsigned char)s.p[before] == 0xE2 || (unsigned char)s.p[i] == 0xE2) /* dashes, quotation marks, apostrophes */
		return true;
	return !in_word(s.p[before]) || !in_word(s.p[i]);
}

/* stands_at — the length of what stands at byte i as those words; 0 when they don't. */
static size_t stands_at(struct str text, size_t i, struct str words)
{
	size_t at = i, end = i, k = 0;
	int c;

	while ((c = next(words, &k)) >= 0) {
		if (next(text, &at) != c)
			return 0;
		end = at;
	}
	return parts_words(text, i) && parts_words(text, end) ? end - i : 0;
}

bool privacy_stands(struct str text, size_t from, struct str words, size_t *ret_start, size_t *ret_end)
{
	words = str_trim(words);
	if (!words.n || words.n > PRIVACY_POINTED_BYTES)
		return false;
	for (size_t i = from; i < text.n; i++) {
		size_t n;

		if (((unsigned char)text.p[i] & 0xC0) == 0x80 || memchr(" \t\r\n", text.p[i], 4) || !(n = stands_at(text, i, words)))
			continue;
		*ret_start = i;
		*ret_end = i + n;
		return true;
	}
	return false;
}

static bool overlap(const struct privacy_finding *a, const struct privacy_finding *b)
{
	return a->text == b->text && a->start < b->end && b->start < a->end;
}

/* take_place — those that one of the pointed ones overlaps go; it takes their class when it had none of its own. */
static size_t take_place(struct privacy_finding *v, size_t n, struct privacy_finding *pointed, size_t pointed_n, bool takes_class)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++) {
		bool gone = !v[i].class;

		for (size_t k = 0; k < pointed_n && !gone; k++)
			if ((gone = overlap(&v[i], &pointed[k])) && takes_class) {
				pointed[k].class = v[i].class;
				pointed[k].hint = v[i].hint;
			}
		if (!gone)
			v[left++] = v[i];
	}
	return left;
}

static bool is_new(const struct privacy_finding *v, size_t n, const struct privacy_finding *f)
{
	for (size_t i = 0; i < n; i++)
		if (overlap(&v[i], f))
			return false;
	return true;
}

/* places_of — every place of one line; more than can be listed is more than was found. */
static size_t places_of(struct privacy_findings *f, struct str line, enum privacy_class class, const struct privacy_text *texts, size_t n,
                        struct privacy_finding *v, size_t have)
{
	for (size_t t = 0; t < n; t++) {
		size_t at = 0, start, end;

		while (privacy_stands(texts[t].text, at, line, &start, &end)) {
			struct privacy_finding one = { .text = (uint32_t)t, .start = (uint32_t)start, .end = (uint32_t)end, .class = class, .pointed = true };

			at = end;
			if (have == PRIVACY_POINTED_PLACES)
				f->more = true;
			else if (is_new(v, have, &one))
				v[have++] = one;
		}
	}
	return have;
}

void privacy_point(struct arena *a, struct privacy_findings *f, const struct privacy_text *texts, size_t n,
                   const struct privacy_pointed *pointed)
{
	struct privacy_finding *v = NEW_ARRAY(a, struct privacy_finding, PRIVACY_POINTED_PLACES), *all;
	struct str rest = pointed->lines;
	size_t have = 0, lines = 0;

	while (rest.n && lines++ < PRIVACY_POINTED_MAX)
		have = places_of(f, str_cut(&rest, '\n'), pointed->class, texts, n, v, have);
	if (!have)
		return;
	f->n = take_place(f->v, f->n, v, have, true);
	f->jigsaw_n = take_place(f->jigsaw, f->jigsaw_n, v, have, false);
	all = NEW_ARRAY(a, struct privacy_finding, f->n + have);
	memcpy(all, f->v, f->n * sizeof(*all));
	memcpy(all + f->n, v, have * sizeof(*all));
	f->v = all;
	f->n += have;
}
