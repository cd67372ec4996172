/* log.c — writes one JSON object a line, with one write() a line. */
#include "base/log.h"

#include "base/time.h"

#include <stdio.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4000 }; /* a write() this small to a pipe is not torn apart (PIPE_BUF is 4096) */

static enum log_level least_level = LOG_INFO;

struct line {
	size_t n;
	char bytes[LINE_MAX_BYTES]; /* bounded: what does not fit is left out, the line stays valid JSON */
};

static void put(struct line *l, const char *p, size_t n)
{
	if (n <= sizeof(l->bytes) - l->n) {
		memcpy(l->bytes + l->n, p, n);
		l->n += n;
	}
}

static void put_escaped(struct line *l, struct str s)
{
	put(l, "\"", 1);
	for (size_t i = 0; i < s.n && l->n < sizeof(l->bytes) - 64; i++) {
		unsigned char c = (unsigned char)s.p[i];
		char hex[8]; /* bounded: \u00XX */

		if (c == '"' || c == '\\') {
			put(l, "\\", 1);
			put(l, s.p + i, 1);
		} else if (c < 0x20 || c >= 0x7F) {
			put(l, hex, (size_t)snprintf(hex, sizeof(hex), "\\u%04x", c));
		} else {
			put(l, s.p + i, 1);
		}
	}
	put(l, "\"", 1);
}

static void put_pair(struct line *l, const char *key, struct log_value v)
{
	char number[24]; /* bounded: a 64-bit number */

	if (l->n > sizeof(l->bytes) - 200)
		return;
	put(l, ",\"", 2);
	put(l, key, strlen(key));
	put(l, "\":", 2);
	if (v.is_text)
		put_escaped(l, v.s);
	else
		put(l, number, (size_t)snprintf(number, sizeof(number), "%lld", (long long)v.i));
}

void log_set_level(enum log_level least)
{
	least_level = least;
}

void log_pairs(enum log_level level, const char *event, const struct log_pair *pairs, size_t n)
{
	static const char *const levels[] = { "debug", "info", "warn", "error" };
	struct line l = { .n = 0 };
	ssize_t ignored;

	if (level < least_level)
		return;
	put(&l, "{\"at\":", 6);
	l.n += (size_t)snprintf(l.bytes + l.n, 32, "%lld", (long long)clock_now());
	put_pair(&l, "level", LOG_C(levels[level]));
	put_pair(&l, "event", LOG_C(event));
	put_pair(&l, "pid", LOG_I(getpid()));
	for (size_t i = 0; i < n; i++)
		put_pair(&l, pairs[i].key, pairs[i].value);
	put(&l, "}\n", 2);
	ignored = write(STDERR_FILENO, l.bytes, l.n);
	(void)ignored;
}
