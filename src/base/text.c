/* text.c — slices of text: finding, cutting, folding, cleaning. */
#include "base/text.h"

#include <stdio.h>

struct str str_from_c(const char *c)
{
	return c ? (struct str){ c, strlen(c) } : STR_NONE;
}

struct str str_sub(struct str s, size_t from, size_t n)
{
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (struct str){ s.p ? s.p + from : NULL, n };
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, suffix.n), suffix);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

size_t str_find(struct str hay, struct str needle)
{
	const char *at;

	if (!needle.n)
		return 0;
	at = hay.n ? memmem(hay.p, hay.n, needle.p, needle.n) : NULL;
	return at ? (size_t)(at - hay.p) : SIZE_MAX;
}

size_t str_find_char(struct str hay, char c)
{
	const char *at = hay.n ? memchr(hay.p, c, hay.n) : NULL;

	return at ? (size_t)(at - hay.p) : SIZE_MAX;
}

struct str str_cut(struct str *rest, char sep)
{
	size_t at = str_find_char(*rest, sep);
	struct str head = *rest;

	if (at == SIZE_MAX) {
		*rest = STR_NONE;
		return head;
	}
	head.n = at;
	rest->p += at + 1;
	rest->n -= at + 1;
	return head;
}

const struct str *str_paragraphs(struct arena *a, struct str s, size_t *ret_n)
{
	struct str *lines;
	size_t room = 1;

	for (size_t i = 0; i < s.n; i++)
		room += s.p[i] == '\n';
	lines = NEW_ARRAY(a, struct str, room);
	*ret_n = 0;
	while (s.n) {
		struct str line = str_trim(str_cut(&s, '\n'));

		if (line.n)
			lines[(*ret_n)++] = line;
	}
	return lines;
}

struct str first_name(struct str name)
{
	return str_cut(&name, ' ');
}

struct str str_lower(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = lower(s.p[i]);
	return (struct str){ p, s.n };
}

struct str str_join(struct arena *a, const struct str *parts, size_t n, struct str sep)
{
	struct buf b = buf_new(a, SIZE_MAX);

	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_add(&b, sep);
		buf_add(&b, parts[i]);
	}
	return buf_str(&b);
}

struct str str_replace_all(struct arena *a, struct str s, struct str from, struct str to)
{
	struct buf b = buf_new(a, SIZE_MAX);
	size_t at;

	while (from.n && (at = str_find(s, from)) != SIZE_MAX) {
		buf_add(&b, str_sub(s, 0, at));
		buf_add(&b, to);
		s = str_sub(s, at + from.n, SIZE_MAX);
	}
	buf_add(&b, s);
	return buf_str(&b);
}

bool str_to_i64(struct str s, int64_t min, int64_t max, int64_t *ret)
{
	bool negative = s.n && s.p[0] == '-';
	int64_t v = 0;

	if (negative)
		s = str_sub(s, 1, SIZE_MAX);
	if (!s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, s.p[i] - '0', &v)) /* counted downwards: reaches INT64_MIN */
			return false;
	}
	if (!negative && __builtin_sub_overflow((int64_t)0, v, &v))
		return false;
	if (v < min || v > max)
		return false;
	*ret = v;
	return true;
}

int32_t utf8_next(struct str *s)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s->p;
	size_t len;
	uint32_t c;

	if (!s->n)
		return -1;
	c = p[0];
	len = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
	if (!len || len > s->n)
		return -1;
	if (len > 1)
		c &= 0x7Fu >> len;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return -1;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return -1;
	s->p += len;
	s->n -= len;
	return (int32_t)c;
}

bool utf8_valid(struct str s)
{
	while (s.n) {
		int32_t c = utf8_next(&s);

		if (c <= 0)
			return false;
	}
	return true;
}

size_t utf8_count(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

struct str utf8_first(struct str s, size_t most)
{
	size_t n = 0, at = 0;

	for (; at < s.n; at++)
		if (((unsigned char)s.p[at] & 0xC0) != 0x80 && n++ == most)
			break;
	return str_sub(s, 0, at);
}

size_t utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000 && !(c >= 0xD800 && c <= 0xDFFF)) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	if (c >= 0x10000 && c <= 0x10FFFF) {
		out[0] = (char)(0xF0 | c >> 18);
		out[1] = (char)(0x80 | (c >> 12 & 0x3F));
		out[2] = (char)(0x80 | (c >> 6 & 0x3F));
		out[3] = (char)(0x80 | (c & 0x3F));
		return 4;
	}
	return 0;
}

/* Latin letters with accents, U+00C0 to U+017F, to their plain lower-case letters. */
static const char *const LATIN =
	"aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
	"lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

struct str text_fold(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, SIZE_MAX);
	bool gap = false;

	while (s.n) {
		struct str before = s;
		int32_t c = utf8_next(&s);

		if (c < 0) {
			s = str_sub(before, 1, SIZE_MAX);
			c = ' ';
		}
		if (c >= 0xC0 && c <= 0x17F)
			c = LATIN[c - 0xC0];
		if (c >= 'A' && c <= 'Z')
			c += 32;
		if (c == '\'' || c == 0x2019) /* O'Neill and O’Neill are one name */
			continue;
		if (c < 0x80 && !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
			gap = b.n > 0;
			continue;
		}
		if (gap)
			buf_add_c(&b, ' ');
		gap = false;
		if (c < 0x80)
			buf_add_c(&b, (char)c);
		else
			buf_add(&b, str_sub(before, 0, before.n - s.n));
	}
	return buf_str(&b);
}

struct str text_clean(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 1);

	while (s.n) {
		struct str before = s;
		int32_t c = utf8_next(&s);

		if (c < 0) { /* callers have checked; drop what isn't UTF-8 all the same */
			s = str_sub(before, 1, SIZE_MAX);
			continue;
		}
		if (c == '\r') {
			if (!(s.n && s.p[0] == '\n'))
				buf_add_c(&b, '\n');
			continue;
		}
		if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
		    (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF)
			continue;
		buf_add(&b, str_sub(before, 0, before.n - s.n));
	}
	return buf_str(&b);
}

size_t text_words(struct str s)
{
	size_t n = 0;
	bool in = false;

	for (size_t i = 0; i < s.n; i++) {
		bool space = is_space(s.p[i]);

		n += !space && !in;
		in = !space;
	}
	return n;
}

/* edit_distance — three rows of the classical table; names and codes are short, so the rows are bounded. */
size_t edit_distance(struct str a, struct str b, size_t limit)
{
	enum { LONGEST = 256 };
	uint16_t rows[3][LONGEST + 1];
	uint16_t *before = rows[0], *last = rows[1], *row = rows[2], *spare;

	if (a.n > LONGEST || b.n > LONGEST || (a.n > b.n ? a.n - b.n : b.n - a.n) > limit)
		return limit + 1;
	for (size_t j = 0; j <= b.n; j++)
		last[j] = (uint16_t)j;
	for (size_t i = 1; i <= a.n; i++) {
		uint16_t least = row[0] = (uint16_t)i;

		for (size_t j = 1; j <= b.n; j++) {
			uint16_t v = (uint16_t)(last[j - 1] + (a.p[i - 1] != b.p[j - 1]));

			if (last[j] + 1 < v)
				v = (uint16_t)(last[j] + 1);
			if (row[j - 1] + 1 < v)
				v = (uint16_t)(row[j - 1] + 1);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] && before[j - 2] + 1 < v)
				v = (uint16_t)(before[j - 2] + 1);
			row[j] = v;
			if (v < least)
				least = v;
		}
		if (least > limit)
			return limit + 1;
		spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return last[b.n] > limit ? limit + 1 : last[b.n];
}
