/* buf.c — a growing run of bytes in an arena, and the encodings written into one. */
#include "base/text.h"

#include <sodium.h>
#include <stdio.h>

struct buf buf_new(struct arena *a, size_t cap)
{
	return (struct buf){ .arena = a, .cap = cap };
}

bool buf_make_room(struct buf *b, size_t more)
{
	size_t room;

	if (b->full || more > b->cap - b->n) {
		b->full = true;
		return false;
	}
	if (more <= b->room - b->n)
		return true;
	room = b->room ? b->room * 2 : 256;
	if (room < b->n + more)
		room = b->n + more;
	if (room > b->cap)
		room = b->cap;
	b->p = arena_resize(b->arena, b->p, b->room, room);
	b->room = room;
	return true;
}

void buf_add_i64(struct buf *b, int64_t v)
{
	char digits[24]; /* bounded: 20 digits and a sign */
	size_t at = sizeof(digits);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		digits[--at] = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		digits[--at] = '-';
	buf_add(b, (struct str){ digits + at, sizeof(digits) - at });
}

void buf_addf(struct buf *b, const char *format, ...)
{
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n >= 0 && buf_make_room(b, (size_t)n + 1)) { /* one more for the zero vsnprintf writes */
		vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

struct str buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

struct str hex_encode(struct arena *a, const void *bytes, size_t n)
{
	char *p = arena_alloc(a, n * 2 + 1);

	sodium_bin2hex(p, n * 2 + 1, bytes, n);
	return (struct str){ p, n * 2 };
}

bool hex_decode(struct str hex, void *out, size_t n)
{
	size_t got;
	const char *end;

	return hex.n == n * 2 && sodium_hex2bin(out, n, hex.p, hex.n, NULL, &got, &end) == 0 && got == n &&
	       end == hex.p + hex.n;
}

struct str base64url_encode(struct arena *a, const void *bytes, size_t n)
{
	size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *p = arena_alloc(a, room);

	sodium_bin2base64(p, room, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return (struct str){ p, room - 1 };
}

bool base64url_decode(struct arena *a, struct str s, struct str *ret)
{
	unsigned char *p = arena_alloc(a, s.n + 1);
	const char *end;
	size_t n;

	if (sodium_base642bin(p, s.n + 1, s.p ? s.p : "", s.n, NULL, &n, &end,
	                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    (s.n && end != s.p + s.n))
		return false;
	*ret = (struct str){ (char *)p, n };
	return true;
}
