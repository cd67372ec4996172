/* privacy_tokens.c — the words of a text, each with what is known about it: one pass. */
#include "rules/privacy_inside.h"

enum { FOLDED_MAX = 64 };

/* ---- looking words up ---- */

/* small — the small letter of a two-byte character between U+00C0 and U+017F. */
static void small(unsigned char *p)
{
	unsigned c = (unsigned)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);

	if ((c >= 0xC0 && c <= 0xDE && c != 0xD7))
		c += 0x20;
	else if (((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) && c % 2 == 0)
		c++;
	else if (((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) && c % 2 == 1)
		c++;
	p[0] = (unsigned char)(0xC0 | c >> 6);
	p[1] = (unsigned char)(0x80 | (c & 0x3F));
}

/* fold — small letters, a plain apostrophe; 0 when it is too long to be a word. */
static size_t fold(struct str w, unsigned char out[FOLDED_MAX]) /* bounded: longer words are none */
{
	size_t n = 0;

	if (w.n >= FOLDED_MAX)
		return 0;
	for (size_t i = 0; i < w.n; i++) {
		unsigned char c = (unsigned char)w.p[i];

		if (i + 2 < w.n && c == 0xE2 && (unsigned char)w.p[i + 1] == 0x80 && (unsigned char)w.p[i + 2] == 0x99) {
			out[n++] = '\'';
			i += 2;
		} else if (i + 1 < w.n && c >= 0xC3 && c <= 0xC5) {
			out[n] = c;
			out[n + 1] = (unsigned char)w.p[i + 1];
			small(out + n);
			n += 2;
			i++;
		} else {
			out[n++] = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
		}
	}
	return n;
}

uint32_t privacy_hash(struct str word)
{
	unsigned char folded[FOLDED_MAX]; /* bounded: as fold writes */
	uint32_t h = 0x811C9DC5u;
	size_t n = fold(word, folded);

	for (size_t i = 0; i < n; i++)
		h = (h ^ folded[i]) * 0x01000193u;
	return h;
}

static uint64_t whole_word(struct str word)
{
	uint32_t h = privacy_hash(word), from = privacy_buckets[h >> 20], to = privacy_buckets[(h >> 20) + 1];

	while (from < to) {
		uint32_t mid = from + (to - from) / 2;

		if (privacy_hashes[mid] == h)
			return privacy_bits[privacy_sets[mid]];
		if (privacy_hashes[mid] < h)
			from = mid + 1;
		else
			to = mid;
	}
	return 0;
}

#define NAMED (W_GIVEN | W_SURNAME)

/* A compound that is not listed is a name if a part of it is nothing else, a word if all its parts are. */
static uint64_t compound(struct str word)
{
	uint64_t all = W_WORD, any = 0;
	struct str rest = word;
	bool stranger = false;

	while (rest.p) {
		size_t at = 0;
		struct str part;
		uint64_t is;

		while (at < rest.n && rest.p[at] != '-')
			at++;
		part = (struct str){ rest.p, at };
		rest = at < rest.n ? (struct str){ rest.p + at + 1, rest.n - at - 1 } : STR_NONE;
		is = whole_word(part);
		any |= !(is & (W_WORD | W_KNOWN | W_PLACE)) ? is & NAMED : 0;
		stranger |= !is && part.n > 2;
		if (!(is & (W_WORD | W_PROPER | W_KNOWN)) && part.n > 2)
			all = 0;
	}
	return any ? any : stranger ? 0 : all;
}

uint64_t privacy_look_up(struct str word)
{
	uint64_t is;

	if (!word.n)
		return 0;
	is = whole_word(word);
	return is || !memchr(word.p, '-', word.n) ? is : compound(word);
}

/* ---- cutting ---- */

/* letter_at — bytes of the letter at i, 0 for none; *capital when it is one. Beyond Latin letters all are small. */
static size_t letter_at(struct str s, size_t i, bool *capital)
{
	unsigned char c = (unsigned char)s.p[i];
	size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;

	*capital = c >= 'A' && c <= 'Z';
	if (*capital || (c >= 'a' && c <= 'z'))
		return 1;
	if (c < 0xC3 || c > 0xF4 || i + n > s.n || (c == 0xE2 && (unsigned char)s.p[i + 1] < 0xB0) ||
	    (c == 0xC3 && ((unsigned char)s.p[i + 1] == 0x97 || (unsigned char)s.p[i + 1] == 0xB7)))
		return 0;
	for (size_t k = 1; k < n; k++)
		if (((unsigned char)s.p[i + k] & 0xC0) != 0x80)
			return 0;
	if (c <= 0xC5) {
		unsigned char two[2] = { c, (unsigned char)s.p[i + 1] }; /* bounded: one character */

		small(two);
		*capital = two[0] != c || two[1] != (unsigned char)s.p[i + 1];
	}
	return n;
}

static bool digit_at(struct str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* apostrophe_at — bytes of ' or ’ at i, or 0. */
static size_t apostrophe_at(struct str s, size_t i)
{
	if (i < s.n && s.p[i] == '\'')
		return 1;
	return i + 3 <= s.n && memcmp(s.p + i, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

static bool alnum_at(struct str s, size_t i)
{
	bool capital;

	return i < s.n && (digit_at(s, i) || letter_at(s, i, &capital));
}

struct cut {
	size_t end;
	unsigned letters, capitals;
	bool digit, cap;
};

/* word_from — the word that begins at i: letters and digits, with apostrophes and hyphens between them. */
static struct cut word_from(struct str s, size_t i)
{
	struct cut c = { .end = i };

	while (c.end < s.n) {
		bool capital;
		size_t n = letter_at(s, c.end, &capital);

		if (n) {
			if (c.end == i)
				c.cap = capital;
			c.letters++;
			c.capitals += capital;
			c.end += n;
		} else if (digit_at(s, c.end)) {
			c.digit = true;
			c.end++;
		} else if (c.end > i && s.p[c.end] == '-' && alnum_at(s, c.end + 1)) {
			c.end++;
		} else if (c.end > i && (n = apostrophe_at(s, c.end)) && alnum_at(s, c.end + n)) {
			c.end += n;
		} else {
			break;
		}
	}
	return c;
}

/* possessive — the word without its 's; the bytes it loses. */
static size_t possessive(struct str w)
{
	if (w.n > 2 && w.p[w.n - 1] == 's' && w.p[w.n - 2] == '\'')
		return 2;
	return w.n > 4 && w.p[w.n - 1] == 's' && memcmp(w.p + w.n - 4, "\xE2\x80\x99", 3) == 0 ? 4 : 0;
}

/* What stood since the last word. */
struct between {
	bool newline, stop, colon, quote, open, comma, other, dot;
	size_t spaces, bytes;
};

static void between_add(struct between *b, struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];

	b->bytes++;
	if (c == ' ' || c == '\t' || c == 0xC2 || c == 0xA0)
		b->spaces++;
	else if (c == '\n')
		b->newline = true;
	else if (c == '!' || c == '?')
		b->stop = true;
	else if (c == '.')
		b->dot = true;
	else if (c == ':')
		b->colon = true;
	else if (c == ',' || c == ';')
		b->comma = true;
	else if (c == '(' || c == '[')
		b->open = true;
	else if (c == '"' || c == '\'' || (c == 0xE2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80 &&
	                                  ((unsigned char)s.p[i + 2] == 0x9C || (unsigned char)s.p[i + 2] == 0x98)))
		b->quote = i + 1 < s.n && b->spaces > 0;
	else
		b->other = true;
}

static enum gap gap_of(const struct between *b, bool is_start)
{
	if (is_start)
		return GAP_START;
	if (b->newline)
		return GAP_NEWLINE;
	if (b->stop || b->colon || b->other || b->quote)
		return GAP_OTHER;
	if (b->dot)
		return GAP_DOT;
	if (b->open)
		return GAP_OPEN;
	return b->comma ? GAP_COMMA : b->spaces ? GAP_SPACE : GAP_OTHER;
}

/* ends_sentence — a full stop behind an initial or a title ends none. */
static bool ends_sentence(const struct looking *l, const struct between *b)
{
	const struct tok *last = l->n ? &l->t[l->n - 1] : NULL;

	if (b->newline || b->stop)
		return true;
	if (!b->dot || !last)
		return false;
	return !(last->end - last->start == 1 && last->letter) &&
	       !(last->is & (W_HONORIFIC | W_PROFESSIONAL) && last->end - last->start <= 4);
}

/* is_i — I, I'm, I've: a capital that means nothing. */
static bool is_i(struct str w)
{
	return w.n && w.p[0] == 'I' && (w.n == 1 || w.p[1] == '\'' || (unsigned char)w.p[1] == 0xE2);
}

static void add_token(struct looking *l, const struct between *b, size_t start, const struct cut *c)
{
	struct tok *t = &l->t[l->n];
	struct str w = { l->s.p + start, c->end - start };
	size_t less = possessive(w);
	bool stop = ends_sentence(l, b);

	w.n -= less;
	*t = (struct tok){
		.start = (uint32_t)start, .end = (uint32_t)(start + w.n), .is = privacy_look_up(w), .gap = gap_of(b, l->n == 0),
		.cap = c->cap && !is_i((struct str){ l->s.p + start, c->end - start }), .upper = c->letters > 1 && c->capitals == c->letters - (less ? 1 : 0) && c->capitals > 1,
		.digit = c->digit, .letter = c->letters > 0, .possessive = less > 0,
		.first = l->n == 0 || stop || b->colon || b->quote || (b->other && !b->spaces),
		.sentence = l->n ? l->t[l->n - 1].sentence + stop : 0,
	};
	l->n++;
}

void privacy_tokens(struct looking *l)
{
	struct between b = { 0 };

	l->t = NEW_ARRAY(l->arena, struct tok, l->s.n / 2 + 2);
	for (size_t i = 0; i < l->s.n;) {
		struct cut c = word_from(l->s, i);

		if (c.end == i) {
			between_add(&b, l->s, i++);
			continue;
		}
		add_token(l, &b, i, &c);
		b = (struct between){ 0 };
		i = c.end;
	}
}

bool privacy_is(const struct looking *l, size_t i, const char *word)
{
	struct str w = i < l->n ? privacy_word(l, i) : STR_NONE;
	size_t n = strlen(word);

	if (w.n != n)
		return false;
	for (size_t k = 0; k < n; k++)
		if ((w.p[k] >= 'A' && w.p[k] <= 'Z' ? w.p[k] + 32 : w.p[k]) != word[k])
			return false;
	return true;
}
