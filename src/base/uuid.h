/* uuid.h — identifiers at the edge: UUIDv7 (RFC 9562), time-ordered, 74 random bits.
 * A UUID in a URL is never a permission. */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include "base/arena.h"
#include "base/time.h"

struct uuid {
	uint8_t b[16];
};
#define UUID_NONE ((struct uuid){ { 0 } })
enum { UUID_TEXT = 36 };

struct uuid uuid7(instant now);                             /* fresh; uses random_bytes */
struct uuid uuid5(struct uuid space, struct str name);      /* SHA-1 name based */
bool uuid_parse(struct str s, struct uuid *ret);            /* 8-4-4-4-12 hex, either case */
struct str uuid_str(struct arena *a, struct uuid u);        /* lower case */
static inline bool uuid_eq(struct uuid a, struct uuid b) { return memcmp(a.b, b.b, 16) == 0; }
static inline bool uuid_is_none(struct uuid u) { return uuid_eq(u, UUID_NONE); }

/* random_bytes — from the kernel through libsodium; never fails after start. */
void random_bytes(void *out, size_t n);
/* random_token — 32 random bytes as 43 base64url characters. */
struct str random_token(struct arena *a);

struct hash { uint8_t b[32]; };
struct hash hash_of(struct str data);                       /* SHA-256 */
struct hash hash_of2(struct str a, struct str b);           /* SHA-256 over both, in order */
static inline bool hash_eq(struct hash a, struct hash b) { return memcmp(a.b, b.b, 32) == 0; }
/* hash_bytes — its 32 bytes as a slice, for SQL; valid as long as *h is. */
static inline struct str hash_bytes(const struct hash *h) { return (struct str){ (const char *)h->b, sizeof(h->b) }; }

#endif
