/* base.h — the few types everything is made of: slices, results, errors.
 *
 * Text is a `struct str`: a pointer and a length, not necessarily ended by a zero byte. Functions that
 * make text take an arena (arena.h); what they return lives until that arena is released. Nobody
 * calls free().
 *
 *     struct str name = S("Amina");
 *     if (str_eq(name, other)) ...
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

/* A slice of bytes; text is UTF-8. p may be NULL only where n is 0. */
struct str {
	const char *p;
	size_t n;
};

#define S(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define S_INIT(literal) { "" literal, sizeof(literal) - 1 }
#define STR_NONE ((struct str){ NULL, 0 })
#define STR_FMT(s) (int)(s).n, ((s).p ? (s).p : "") /* for "%.*s" */

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define UNUSED(x) ((void)(x))

/* How a function ended. Everything that can fail returns one; out-parameters (`ret_…`) are
 * untouched unless it is OK. */
enum rc {
	OK = 0,
	NOT_FOUND,   /* no such thing, or not for this person: they look the same */
	DENIED,      /* a rule says no and the person may know it (never used to hide an object) */
	INVALID,     /* the input is wrong; struct err says what and where */
	CONFLICT,    /* true when it was typed, not any more: a state or a uniqueness rule */
	STALE,       /* somebody saved another version in between (If-Match) */
	NO_VERSION,  /* a change to something that needs If-Match came without it */
	TOO_LARGE,   /* over a stated bound */
	TOO_MANY,    /* a throttle */
	BUSY,        /* a lock or the database did not answer in time; trying again is right */
	NO_SPACE,    /* disk or quota full: nothing was written */
	SIGNED_OUT,  /* no session, or it has ended */
	FACTOR_WANTED, /* the second factor comes first */
	FAULT,       /* our fault or the machine's; logged where it happened */
};

const char *rc_name(enum rc rc);

/* Errors a person can act on. One request has one of these; never a global. */
enum { ERR_FIELDS_MAX = 40 };
struct err_field {
	struct str field;   /* name of the form field; empty for the whole form */
	struct str message; /* what to do, in plain English, ready to show */
};
struct err {
	size_t n;
	struct err_field fields[ERR_FIELDS_MAX];
};

/* err_add — adds one message; past ERR_FIELDS_MAX they are dropped. Returns INVALID, so that
 * `return err_add(...)` reads well. field and message must outlive err. */
enum rc err_add(struct err *err, struct str field, struct str message);
/* err_of — the message for a field, or an empty slice. */
struct str err_of(const struct err *err, struct str field);

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool str_is_empty(struct str s)
{
	return s.n == 0;
}

#endif
