/* arena.h — memory that dies together.
 *
 * An arena belongs to one request, one job or one command. Everything allocated in it is released at
 * once by arena_release(). It has a cap: going over it calls the arena's `on_full` jump where one is
 * set (a request then answers 500, the worker lives on) and otherwise ends the process with a message.
 * So arena_alloc() never returns NULL and callers need no check.
 *
 *     struct arena *a = arena_new(16 << 20);
 *     struct str s = strf(a, "%d pieces", n);
 *     arena_release(a);
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>

struct arena;

/* arena_new — an empty arena that will hold at most `cap` bytes. Ends the process if the machine has
 * no memory left. */
struct arena *arena_new(size_t cap);
/* arena_within — an arena of its own cap inside another: it can be released early, dies with its parent at the latest, and
 * going over its cap jumps where the parent's would. For work beside a request that wants more room than the request has. */
struct arena *arena_within(struct arena *parent, size_t cap);
/* arena_keep — from now on it stands alone: what was made inside a request and is to outlive it. */
void arena_keep(struct arena *a);
/* arena_release — runs the registered releases, last first, and frees everything, the arena too. */
void arena_release(struct arena *a);
/* arena_reset — as release, but the arena itself stays usable and keeps one block. */
void arena_reset(struct arena *a);
/* arena_on_full — where to jump (longjmp with 1) when the cap is passed; NULL for none. */
void arena_on_full(struct arena *a, jmp_buf *where);
/* arena_used — bytes handed out so far. */
size_t arena_used(const struct arena *a);

/* arena_alloc — n zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t n);
/* arena_array — count zeroed elements; a product that overflows counts as over the cap. */
void *arena_array(struct arena *a, size_t count, size_t size);
#define NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define NEW_ARRAY(a, type, count) ((type *)arena_array((a), (count), sizeof(type)))

/* arena_resize — makes `old` bytes at p (from this arena, or NULL) `n` bytes, in place where p was the last thing handed
 * out and there is room behind it, else by moving them. What is new is not zeroed: for buffers that are written before they
 * are read. n is at least old. */
void *arena_resize(struct arena *a, void *p, size_t old, size_t n);
/* arena_defer — calls fn(what) when the arena is released: for objects of libraries (json_decref and
 * the like), never for memory of our own. */
void arena_defer(struct arena *a, void (*fn)(void *what), void *what);

/* strf — formatted text, as printf; the result is also zero-ended. */
struct str strf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str strfv(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* str_dup — a copy in the arena, zero-ended. */
struct str str_dup(struct arena *a, struct str s);
/* str_c — the slice as a zero-ended C string; copies. A zero byte inside ends it early. */
const char *str_c(struct arena *a, struct str s);

#endif
