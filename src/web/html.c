/* html.c — writing escaped text into a page. Only five characters matter in text and in quoted
 * attribute values, and templates put values nowhere else. */
#include "web/html.h"

struct html_out html_begin(struct arena *a)
{
	return (struct html_out){ .out = buf_new(a, HTML_MAX) };
}

struct html_out html_begin_room(struct arena *a, size_t n)
{
	struct html_out o = html_begin(a);

	buf_make_room(&o.out, n);
	return o;
}

struct html html_end(struct html_out *o)
{
	if (o->out.full)
		return (struct html){ STR_NONE };
	return (struct html){ buf_str(&o->out) };
}

void html_lit(struct html_out *o, const char *p, size_t n)
{
	buf_add(&o->out, (struct str){ p, n });
}

/* By byte: what it becomes; empty for the bytes that pass. */
static const struct str entities[256] = {
	['&'] = S_INIT("&amp;"), ['<'] = S_INIT("&lt;"), ['>'] = S_INIT("&gt;"), ['"'] = S_INIT("&quot;"),
	['\''] = S_INIT("&#39;"),
};

/* has_zero — is any of the eight bytes zero? */
static inline bool has_zero(uint64_t eight)
{
	return ((eight - 0x0101010101010101u) & ~eight & 0x8080808080808080u) != 0;
}

/* passes — none of these eight bytes needs escaping. Two masks fold " with & and < with >, which differ in one bit. */
static inline bool passes(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, 8);
	return !has_zero((eight & 0xfbfbfbfbfbfbfbfbu) ^ 0x2222222222222222u) && !has_zero(eight ^ 0x2727272727272727u) &&
	       !has_zero((eight & 0xfdfdfdfdfdfdfdfdu) ^ 0x3c3c3c3c3c3c3c3cu);
}

void html_str(struct html_out *o, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const struct str *entity;

		while (s.n - i > 8 && passes(s.p + i)) /* words mostly need nothing: eight bytes a step */
			i += 8;
		entity = &entities[(unsigned char)s.p[i]];
		if (entity->n == 0)
			continue;
		buf_add(&o->out, (struct str){ s.p + from, i - from });
		buf_add(&o->out, *entity);
		from = i + 1;
	}
	if (from < s.n)
		buf_add(&o->out, (struct str){ s.p + from, s.n - from });
}

void html_i64(struct html_out *o, int64_t v)
{
	buf_add_i64(&o->out, v);
}

void html_int(struct html_out *o, int v)
{
	buf_add_i64(&o->out, v);
}

void html_size(struct html_out *o, size_t v)
{
	buf_addf(&o->out, "%zu", v);
}

void html_date(struct html_out *o, struct date d)
{
	if (!date_is_none(d))
		buf_add(&o->out, date_long(o->out.arena, d));
}

void html_uuid(struct html_out *o, struct uuid u)
{
	buf_add(&o->out, uuid_str(o->out.arena, u));
}

void html_word(struct html_out *o, enum word w)
{
	html_str(o, word(w));
}

void html_html(struct html_out *o, struct html h)
{
	buf_add(&o->out, h.s);
}

void html_url(struct html_out *o, struct url u)
{
	/* An encoded URL may still hold & and ', which mean something in HTML. */
	html_str(o, u.s);
}

void html_words(struct html_out *o, enum word w, const struct word_arg *args, size_t n)
{
	html_str(o, words_of(o->out.arena, w, args, n));
}
