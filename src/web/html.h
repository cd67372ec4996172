/* html.h — writing HTML so that forgetting to escape is impossible.
 *
 * Templates (tools/gen_html.py) write into a `struct html_out`. HTML_PUT picks by type: text is escaped,
 * `struct html` (made only by templates) passes. Links come only from `struct url` (made by web/url.h).
 * In C an enumerator is an int, so write (enum word)T_ID where a macro here picks by type; in templates
 * the generator does.
 */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/text.h"
#include "base/time.h"
#include "base/uuid.h"
#include "words.gen.h" /* enum word, made from text/en.txt */

struct html_out {
	struct buf out; /* cap: HTML_MAX */
};
enum { HTML_MAX = 4 << 20 };

/* HTML that is already safe. Only html_end() makes one. */
struct html {
	struct str s;
};
/* A URL that is already encoded and belongs to us, or has been checked to be http(s). */
struct url {
	struct str s;
};

struct html_out html_begin(struct arena *a);
/* html_end — the finished piece; lives with the arena. Empty if it went over HTML_MAX: half a page is
 * never shown. */
/* html_begin_room — the same with room for n bytes at once: for what is known to be large. */
struct html_out html_begin_room(struct arena *a, size_t n);
struct html html_end(struct html_out *o);

void html_lit(struct html_out *o, const char *p, size_t n); /* literal text of a template */
void html_str(struct html_out *o, struct str s);            /* escapes & < > " ' */
void html_i64(struct html_out *o, int64_t v);
void html_int(struct html_out *o, int v);
void html_size(struct html_out *o, size_t v);
void html_date(struct html_out *o, struct date d);          /* 6 October 2027; nothing for DATE_NONE */
void html_uuid(struct html_out *o, struct uuid u);
void html_word(struct html_out *o, enum word w);
void html_html(struct html_out *o, struct html h);
void html_url(struct html_out *o, struct url u);

#define HTML_PUT(o, e)                                                                                   \
	_Generic((e), struct str: html_str, int64_t: html_i64, int: html_int, size_t: html_size,            \
	         struct date: html_date, struct uuid: html_uuid, enum word: html_word,                      \
	         struct html: html_html, struct url: html_url)((o), (e))
/* HTML_PUT_TEXT — in attribute values, <title> and <textarea>, where a piece of HTML has no place. */
#define HTML_PUT_TEXT(o, e)                                                                              \
	_Generic((e), struct str: html_str, int64_t: html_i64, int: html_int, size_t: html_size,            \
	         struct date: html_date, struct uuid: html_uuid, enum word: html_word,                      \
	         struct url: html_url)((o), (e))
#define HTML_PUT_URL(o, e) _Generic((e), struct url: html_url)((o), (e))

/* Arguments of a message: {{t id n=v.count name=v.name }}. A number picks the branch of {n|one|other};
 * there # is the number with its thousands parted (1,204). */
struct word_arg {
	const char *name;
	struct str s;
	int64_t n;
	enum { WORD_ARG_TEXT, WORD_ARG_NUMBER, WORD_ARG_DATE } type;
};
struct word_arg word_arg_str(const char *name, struct str s);
struct word_arg word_arg_i64(const char *name, int64_t n);
struct word_arg word_arg_int(const char *name, int n);
struct word_arg word_arg_size(const char *name, size_t n);
struct word_arg word_arg_date(const char *name, struct date d);
struct word_arg word_arg_word(const char *name, enum word w);
#define WORD_ARG(name, e)                                                                                \
	_Generic((e), struct str: word_arg_str, int64_t: word_arg_i64, int: word_arg_int,                    \
	         size_t: word_arg_size, struct date: word_arg_date, enum word: word_arg_word)((name), (e))
void html_words(struct html_out *o, enum word w, const struct word_arg *args, size_t n);
/* words_of — the message with its arguments put in, as plain text (not escaped). An argument that is
 * not given leaves its {name} to be seen; templates can't forget one, their generator checks. */
struct str words_of(struct arena *a, enum word w, const struct word_arg *args, size_t n);
/* words_put — as words_of, for a message that is not in the table; its form must be right. */
struct str words_put(struct arena *a, struct str text, const struct word_arg *args, size_t n);
#define WORDS(a, w, ...)                                                                                  \
	words_of((a), (w), (const struct word_arg[]){ __VA_ARGS__ },                                          \
	         sizeof((const struct word_arg[]){ __VA_ARGS__ }) / sizeof(struct word_arg))
struct str word(enum word w); /* a message without arguments */

#endif
