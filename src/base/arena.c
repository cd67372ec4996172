/* arena.c — a chain of blocks, a list of releases, a cap. */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_BLOCK = 16 * 1024, ALIGNMENT = 16 };

struct block {
	struct block *next;
	size_t size, used;
	_Alignas(ALIGNMENT) char bytes[];
};
struct deferred {
	struct deferred *next;
	void (*fn)(void *what);
	void *what;
};
struct arena {
	struct block *blocks; /* the newest first */
	struct deferred *deferred;
	size_t cap, used, next_size;
	jmp_buf *on_full;
	struct arena *parent, *children, *next; /* next: of the same parent */
};

_Noreturn static void die(const char *why)
{
	fprintf(stderr, "{\"level\":\"error\",\"event\":\"arena.%s\"}\n", why);
	abort();
}

static struct block *block_new(struct block *next, size_t size)
{
	struct block *b = malloc(sizeof(*b) + size);

	if (!b)
		die("no_memory");
	*b = (struct block){ .next = next, .size = size };
	return b;
}

struct arena *arena_new(size_t cap)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		die("no_memory");
	a->cap = cap;
	a->next_size = FIRST_BLOCK;
	return a;
}

struct arena *arena_within(struct arena *parent, size_t cap)
{
	struct arena *a = arena_new(cap);

	a->parent = parent;
	a->next = parent->children;
	parent->children = a;
	return a;
}

void arena_keep(struct arena *a)
{
	struct arena **at = a->parent ? &a->parent->children : NULL;

	while (at && *at != a)
		at = &(*at)->next;
	if (at)
		*at = a->next;
	a->parent = a->next = NULL;
}

static void release_children(struct arena *a)
{
	while (a->children)
		arena_release(a->children); /* takes itself out of the list */
}

static void run_deferred(struct arena *a)
{
	while (a->deferred) {
		struct deferred *d = a->deferred;

		a->deferred = d->next;
		d->fn(d->what);
	}
}

void arena_reset(struct arena *a)
{
	release_children(a);
	run_deferred(a);
	while (a->blocks && a->blocks->next) { /* the oldest, smallest block stays */
		struct block *b = a->blocks;

		a->blocks = b->next;
		free(b);
	}
	if (a->blocks)
		a->blocks->used = 0;
	a->used = 0;
	a->next_size = FIRST_BLOCK * 2;
	a->on_full = NULL;
}

void arena_release(struct arena *a)
{
	if (!a)
		return;
	arena_keep(a);
	release_children(a);
	run_deferred(a);
	while (a->blocks) {
		struct block *b = a->blocks;

		a->blocks = b->next;
		free(b);
	}
	free(a);
}

void arena_on_full(struct arena *a, jmp_buf *where)
{
	a->on_full = where;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

_Noreturn static void full(struct arena *a)
{
	for (; a; a = a->parent)
		if (a->on_full)
			longjmp(*a->on_full, 1);
	die("full");
}

static size_t rounded(size_t n)
{
	return (n + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* n bytes as they happen to be. */
static void *take(struct arena *a, size_t n)
{
	struct block *b = a->blocks;
	size_t size;
	void *p;

	if (n > a->cap - a->used || a->cap - a->used < ALIGNMENT)
		full(a);
	n = rounded(n);
	if (!b || n > b->size - b->used) {
		size = n > a->next_size ? n : a->next_size;
		if (a->next_size < (1u << 20))
			a->next_size *= 2;
		b = a->blocks = block_new(a->blocks, size);
	}
	p = b->bytes + b->used;
	b->used += n;
	a->used += n < a->cap - a->used ? n : a->cap - a->used;
	return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
	void *p = take(a, n);

	return memset(p, 0, rounded(n));
}

void *arena_resize(struct arena *a, void *p, size_t old, size_t n)
{
	struct block *b = a->blocks;
	size_t more;
	void *moved;

	if (p && b && (char *)p + rounded(old) == b->bytes + b->used) {
		more = rounded(n) - rounded(old);
		if (more <= b->size - b->used && more <= a->cap - a->used) {
			b->used += more;
			a->used += more;
			return p;
		}
	}
	moved = take(a, n);
	if (old)
		memcpy(moved, p, old);
	return moved;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		full(a);
	return arena_alloc(a, n);
}

void arena_defer(struct arena *a, void (*fn)(void *what), void *what)
{
	struct deferred *d = NEW(a, struct deferred);

	*d = (struct deferred){ a->deferred, fn, what };
	a->deferred = d;
}

struct str strfv(struct arena *a, const char *format, va_list args)
{
	va_list again;
	char *p;
	int n;

	if (!format) /* never: but with the sanitizers gcc 12 believes that it could be */
		return STR_NONE;
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		return STR_NONE;
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, format, args);
	return (struct str){ p, (size_t)n };
}

struct str strf(struct arena *a, const char *format, ...)
{
	va_list args;
	struct str s;

	va_start(args, format);
	s = strfv(a, format, args);
	va_end(args);
	return s;
}

struct str str_dup(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

const char *str_c(struct arena *a, struct str s)
{
	return str_dup(a, s).p;
}
