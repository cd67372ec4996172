/* stem.c — see stem.h. */
#include "base/stem.h"

#include <libstemmer.h>

enum { WORD_MAX = 60 };

struct stemmer {
	struct sb_stemmer *sb;
};

static void drop(void *sb)
{
	sb_stemmer_delete(sb);
}

struct stemmer *stemmer_new(struct arena *a)
{
	struct stemmer *s = NEW(a, struct stemmer);

	s->sb = sb_stemmer_new("english", "UTF_8");
	arena_defer(a, drop, s->sb);
	return s;
}

/* An apostrophe as typed, or as printed (U+2019); its width, 0 for neither. */
static size_t apostrophe(struct str s, size_t at)
{
	if (s.p[at] == '\'')
		return 1;
	return at + 2 < s.n && (unsigned char)s.p[at] == 0xe2 && (unsigned char)s.p[at + 1] == 0x80 &&
	               (unsigned char)s.p[at + 2] == 0x99
	           ? 3 : 0;
}

static bool is_letter(struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at];

	if (c == 0xe2 && at + 1 < s.n && (unsigned char)s.p[at + 1] == 0x80) /* dashes and quotation marks */
		return false;
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80;
}

/* Other marks that are printed in three bytes of that block are passed over whole. */
static size_t width(struct str s, size_t at)
{
	return (unsigned char)s.p[at] == 0xe2 && at + 2 < s.n && (unsigned char)s.p[at + 1] == 0x80 ? 3 : 1;
}

bool stem_next_word(struct str s, size_t *at, struct str *ret)
{
	size_t from, n;

	while (*at < s.n && !is_letter(s, *at))
		*at += width(s, *at);
	if (*at >= s.n)
		return false;
	from = *at;
	while (*at < s.n) {
		if (is_letter(s, *at)) {
			(*at)++;
			continue;
		}
		n = apostrophe(s, *at);
		if (!n || *at + n >= s.n || !is_letter(s, *at + n))
			break;
		if ((s.p[*at + n] | 32) == 's' && (*at + n + 1 >= s.n || !is_letter(s, *at + n + 1))) {
			*ret = str_sub(s, from, *at - from);
			*at += n + 1;
			return true;
		}
		*at += n;
	}
	*ret = str_sub(s, from, *at - from);
	return true;
}

struct str stem_of(struct stemmer *s, struct arena *a, struct str word)
{
	struct str folded = text_fold(a, str_sub(word, 0, WORD_MAX));
	const sb_symbol *stem;

	if (!folded.n)
		return STR_NONE;
	stem = sb_stemmer_stem(s->sb, (const sb_symbol *)folded.p, (int)folded.n);
	if (!stem || sb_stemmer_length(s->sb) <= 0)
		return folded;
	return str_dup(a, (struct str){ (const char *)stem, (size_t)sb_stemmer_length(s->sb) });
}
