/* json.h — JSON out by a streaming writer of our own, JSON in by jansson behind strict bounds.
 *
 * The writer keeps commas and nesting; what it makes is always valid: text is escaped and ill-formed UTF-8
 * becomes U+FFFD. Nothing can be written twice by mistake, since an open object wants a key first: calls in
 * an impossible order set `broken`, which tests look at.
 *
 *     struct json_out o = json_begin(arena, 1 << 20);
 *     json_obj(&o);
 *     json_key(&o, "title"), json_str(&o, piece->title);
 *     json_key(&o, "links"), json_arr(&o);
 *     json_i64(&o, 3);
 *     json_end(&o);
 *     json_end(&o);
 *     struct str body = json_done(&o);
 *
 * The reader gives a jansson tree that dies with the arena (include <jansson.h> to walk it, or use the
 * json_get_… helpers, which answer emptily for what is absent or of another type).
 */
#ifndef WEB_JSON_H
#define WEB_JSON_H

#include "base/text.h"
#include "base/time.h"
#include "base/uuid.h"

enum { JSON_OUT_DEPTH = 64 };

struct json_out {
	struct buf out;        /* out.full: the cap was passed, the text is cut and must not be used */
	int depth;
	uint64_t is_array;     /* bit d: level d is an array */
	uint64_t has_members;  /* bit d: level d has something already */
	bool after_key;
	bool broken;           /* a call that makes no sense here */
	bool pretty;           /* indents with tabs: for files people read */
};

/* json_begin — a writer that makes at most `cap` bytes. Set .pretty for indented text. */
struct json_out json_begin(struct arena *a, size_t cap);
void json_obj(struct json_out *o);                    /* opens { */
void json_arr(struct json_out *o);                    /* opens [ */
void json_end(struct json_out *o);                    /* closes the innermost */
void json_key(struct json_out *o, const char *key);   /* name of the next member; a literal */
void json_key_str(struct json_out *o, struct str key);
void json_str(struct json_out *o, struct str s);
void json_i64(struct json_out *o, int64_t v);
void json_bool(struct json_out *o, bool v);
void json_none(struct json_out *o);                   /* null */
void json_uuid(struct json_out *o, struct uuid u);    /* null for UUID_NONE */
void json_date(struct json_out *o, struct date d);    /* "2027-10-06"; null for DATE_NONE */
void json_instant(struct json_out *o, instant t);     /* "2027-10-06T13:02:11.123Z"; DB_NULL_INT is null */
/* json_raw — a value that is JSON already, because json_text_of or json_done made it. */
void json_raw(struct json_out *o, struct str json);
/* json_value — a jansson value, whole. */
struct json_t;
void json_value(struct json_out *o, const struct json_t *value);
/* json_done — the text. Empty when broken, unfinished or over the cap. */
struct str json_done(struct json_out *o);
/* json_text_of — a jansson value as compact JSON in the arena. */
struct str json_text_of(struct arena *a, const struct json_t *value);

struct json_limits {
	size_t bytes;
	int depth;     /* levels of arrays and objects */
	size_t values; /* in all: bounds the memory a tree of tiny values takes (about 100 bytes each) */
};
#define JSON_REQUEST_LIMITS ((struct json_limits){ .bytes = 256 * 1024, .depth = 16, .values = 20000 })

struct json_problem {
	int line, column; /* counted from 1; 0: the text as a whole */
	struct str say;   /* one sentence, ready to show */
};

/* json_parse — strict RFC 8259: any value at the top, UTF-8 only (a leading byte order mark is passed over),
 * no name twice in one object, no U+0000, numbers within 64 bits or a finite double.
 * TOO_LARGE over a limit and INVALID for the rest, both with *ret_problem. The tree is freed with the arena. */
enum rc json_parse(struct arena *a, struct str text, struct json_limits limits, struct json_t **ret,
                   struct json_problem *ret_problem);

/* Members of an object. The slices point into the tree. */
struct str json_get_str(const struct json_t *object, const char *key); /* empty unless a string */
int64_t json_get_i64(const struct json_t *object, const char *key, int64_t otherwise);
bool json_get_bool(const struct json_t *object, const char *key, bool otherwise);
struct str json_str_of(const struct json_t *value); /* empty unless a string */

#endif
