/* text.h — questions about slices of text and a growing buffer.
 *
 * None of these allocates unless it takes an arena. Case and white space mean ASCII unless said.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

struct str str_from_c(const char *c);                    /* NULL gives an empty slice */
struct str str_sub(struct str s, size_t from, size_t n); /* clamped to s */
struct str str_trim(struct str s);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_eq_nocase(struct str a, struct str b);
int str_cmp(struct str a, struct str b);                 /* by bytes, as memcmp */
/* str_find — offset of needle, or SIZE_MAX. */
size_t str_find(struct str hay, struct str needle);
size_t str_find_char(struct str hay, char c);
/* str_cut — splits *rest at the first `sep`: returns what stands before it and moves *rest behind it.
 * Without a sep it returns all and *rest becomes empty with p == NULL. Loop: while (rest.p). */
struct str str_cut(struct str *rest, char sep);
/* str_paragraphs — its lines that have something on them, trimmed; *ret_n of them. */
const struct str *str_paragraphs(struct arena *a, struct str s, size_t *ret_n);
/* first_name — the first word of somebody's name, for sentences. */
struct str first_name(struct str name);
struct str str_lower(struct arena *a, struct str s);
struct str str_join(struct arena *a, const struct str *parts, size_t n, struct str sep);
/* str_replace_all — every `from` becomes `to`. */
struct str str_replace_all(struct arena *a, struct str s, struct str from, struct str to);
/* str_to_i64 — a whole decimal number, optional minus, nothing else, in [min, max]. */
bool str_to_i64(struct str s, int64_t min, int64_t max, int64_t *ret);

/* utf8_valid — well-formed UTF-8 without surrogates, overlong forms or U+0000. */
bool utf8_valid(struct str s);
/* utf8_count — code points (the length people mean) of valid text. */
size_t utf8_count(struct str s);
/* utf8_first — its first `most` code points; all of it when it has no more. */
struct str utf8_first(struct str s, size_t most);
/* utf8_next — decodes the code point at *s and moves past it; -1 at the end or on bad input. */
int32_t utf8_next(struct str *s);
size_t utf8_put(char out[4], uint32_t code_point); /* bytes written, 0 if not encodable */
/* text_fold — for comparing and sorting names: lower case, Latin accents stripped, runs of anything
 * that is not a letter or digit become one space, trimmed. */
struct str text_fold(struct arena *a, struct str s);
/* text_clean — what is kept of typed text: CRLF and CR become LF, control characters except LF and
 * TAB are dropped, bidirectional overrides (U+202A–E, U+2066–9) are dropped. Keeps outer space. */
struct str text_clean(struct arena *a, struct str s);
/* text_words — number of words, by white space. */
size_t text_words(struct str s);
/* edit_distance — Damerau–Levenshtein on bytes, stopping at `limit` (returns limit + 1). */
size_t edit_distance(struct str a, struct str b, size_t limit);

/* A growing run of bytes in an arena. Past `cap` it stops growing and `full` is set. */
struct buf {
	struct arena *arena;
	char *p;
	size_t n, room, cap;
	bool full;
};
struct buf buf_new(struct arena *a, size_t cap);
/* buf_make_room — room for `more` bytes behind b->n; false (and `full`) when that would pass the cap. */
bool buf_make_room(struct buf *b, size_t more);
static inline void buf_add(struct buf *b, struct str s)
{
	if (s.n == 0 || (s.n > b->room - b->n && !buf_make_room(b, s.n)))
		return;
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}
static inline void buf_add_c(struct buf *b, char c)
{
	if (b->n == b->room && !buf_make_room(b, 1))
		return;
	b->p[b->n++] = c;
}
void buf_add_i64(struct buf *b, int64_t v);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *b);

struct str hex_encode(struct arena *a, const void *bytes, size_t n);
bool hex_decode(struct str hex, void *out, size_t n); /* exactly n bytes */
struct str base64url_encode(struct arena *a, const void *bytes, size_t n);
bool base64url_decode(struct arena *a, struct str s, struct str *ret);

#endif
