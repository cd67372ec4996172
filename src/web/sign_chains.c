/* sign_chains.c — the key, the digest and the job. */
#include "web/sign_chains.h"

#include "jobs.sql.h"
#include "web.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

enum { KEY_TEXT = 43 }; /* 32 bytes as base64url */

/* ---- the key ---- */

static bool key_of_text(struct arena *a, struct str text, struct signing_key *ret)
{
	struct str seed;

	return base64url_decode(a, str_trim(text), &seed) && seed.n == crypto_sign_SEEDBYTES &&
	       crypto_sign_seed_keypair(ret->public_key, ret->secret_key, (const unsigned char *)seed.p) == 0;
}

static enum rc read_key(struct arena *a, const char *path, struct signing_key *ret, struct str *ret_why)
{
	char *text = arena_alloc(a, KEY_TEXT + 2);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, text, KEY_TEXT + 2) : -1;
	int why = errno;

	if (fd >= 0)
		close(fd);
	if (n < 0) {
		*ret_why = strf(a, "The signing key %s can't be read: %s.", path, strerror(why));
		return why == ENOENT ? NOT_FOUND : FAULT;
	}
	if (key_of_text(a, (struct str){ text, (size_t)n }, ret))
		return OK;
	*ret_why = strf(a, "%s is not a signing key.", path);
	return FAULT;
}

static bool write_whole(int fd, struct str s)
{
	return write(fd, s.p, s.n) == (ssize_t)s.n && fsync(fd) == 0;
}

/* make_key — under a name of its own first, and then linked: of two that make one at once the first wins, and nobody ever
 * reads half a key. */
static enum rc make_key(struct arena *a, const char *path, struct str *ret_why)
{
	uint8_t seed[crypto_sign_SEEDBYTES];
	const char *draft = strf(a, "%s.%d", path, (int)getpid()).p;
	int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool made;

	random_bytes(seed, sizeof(seed));
	made = fd >= 0 && write_whole(fd, strf(a, "%s\n", base64url_encode(a, seed, sizeof(seed)).p));
	sodium_memzero(seed, sizeof(seed));
	if (fd >= 0)
		close(fd);
	made = made && (link(draft, path) == 0 || errno == EEXIST);
	if (!made)
		*ret_why = strf(a, "The signing key %s can't be made: %s.", path, strerror(errno));
	unlink(draft);
	return made ? OK : FAULT;
}

enum rc signing_key_load(struct arena *a, const struct settings *settings, struct signing_key *ret, struct str *ret_why)
{
	const char *path;
	enum rc rc;

	if (settings->signing_key.n) {
		if (key_of_text(a, settings->signing_key, ret))
			return OK;
		*ret_why = S("signing_key must be 32 bytes as base64url.");
		return FAULT;
	}
	if (db_is_postgresql(settings->db)) {
		*ret_why = S("With PostgreSQL the history is signed once CAIRN_SIGNING_KEY_FILE names a key.");
		return FAULT;
	}
	path = strf(a, "%.*s.key", STR_FMT(settings->db)).p;
	if ((rc = read_key(a, path, ret, ret_why)) != NOT_FOUND)
		return rc;
	*ret_why = STR_NONE;
	rc = make_key(a, path, ret_why);
	return rc == OK ? read_key(a, path, ret, ret_why) : rc;
}

/* ---- the digest ---- */

struct digesting {
	struct arena *arena;
	crypto_hash_sha256_state state;
	int64_t chains;
};

static bool digest_chain(void *arg, const struct chains_to_sign_row *c)
{
	struct digesting *d = arg;
	struct str line = strf(d->arena, "%lld %lld %lld %s\n", (long long)c->kind, (long long)c->object, (long long)c->length,
	                       hex_encode(d->arena, c->head.p, c->head.n).p);

	crypto_hash_sha256_update(&d->state, (const unsigned char *)line.p, line.n);
	d->chains++;
	return true;
}

enum rc chains_digest(struct ctx *cx, int64_t *ret_chains, struct hash *ret)
{
	struct digesting d = { .arena = cx->arena };
	enum rc rc;

	crypto_hash_sha256_init(&d.state);
	if ((rc = sql_chains_to_sign(cx->db, cx->arena, digest_chain, &d)) != OK)
		return rc;
	crypto_hash_sha256_final(&d.state, ret->b);
	*ret_chains = d.chains;
	return OK;
}

static struct str signed_line(struct arena *a, instant at, int64_t chains, struct str digest)
{
	return strf(a, "cairn chains %lld %lld %s", (long long)at, (long long)chains, hex_encode(a, digest.p, digest.n).p);
}

bool chains_signature_is_good(struct arena *a, const struct chains_signed *s)
{
	struct str line = signed_line(a, s->at, s->chains, s->digest);

	return s->signature.n == crypto_sign_BYTES && s->public_key.n == crypto_sign_PUBLICKEYBYTES &&
	       crypto_sign_verify_detached((const unsigned char *)s->signature.p, (const unsigned char *)line.p, line.n,
	                                   (const unsigned char *)s->public_key.p) == 0;
}

/* ---- the job ---- */

/* read_chains — one snapshot: what is there to sign, and up to which event. NOT_FOUND when nothing has happened since. */
static enum rc read_chains(struct ctx *cx, int64_t *ret_chains, struct hash *ret_digest)
{
	struct chain_signature_last_row last;
	struct events_last_row events;
	struct setting_get_row seen;
	int64_t upto = -1;
	enum rc rc = sql_events_last(cx->db, cx->arena, &events);

	if (rc == OK && sql_setting_get(cx->db, cx->arena, S("chains_signed_upto"), &seen) == OK)
		str_to_i64(seen.value, 0, INT64_MAX, &upto);
	if (rc == OK && upto == events.last && sql_chain_signature_last(cx->db, cx->arena, &last) == OK)
		return NOT_FOUND;
	return rc == OK ? chains_digest(cx, ret_chains, ret_digest) : rc;
}

static enum rc keep_signature(struct ctx *cx, const struct signing_key *key, int64_t chains, struct hash digest,
                              int64_t upto)
{
	struct str d = { (const char *)digest.b, sizeof(digest.b) }, line = signed_line(cx->arena, cx->now, chains, d);
	uint8_t signature[crypto_sign_BYTES];
	enum rc rc;

	crypto_sign_detached(signature, NULL, (const unsigned char *)line.p, line.n, key->secret_key);
	if ((rc = db_begin(cx->db, DB_WRITE)) != OK)
		return rc;
	rc = sql_chain_signature_add(cx->db, cx->arena, cx->now, chains, d,
	                             (struct str){ (const char *)key->public_key, sizeof(key->public_key) },
	                             (struct str){ (const char *)signature, sizeof(signature) }, NULL);
	if (rc == OK)
		rc = sql_setting_put(cx->db, cx->arena, S("chains_signed_upto"), strf(cx->arena, "%lld", (long long)upto), NULL);
	return rc == OK ? db_commit(cx->db) : rc;
}

enum rc chains_sign(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct events_last_row events = { .last = 0 };
	struct signing_key key;
	struct hash digest;
	int64_t chains = 0;
	enum rc rc = signing_key_load(cx->arena, cx->settings, &key, ret_why);

	UNUSED(job);
	if (rc != OK || (rc = db_begin(cx->db, DB_READ)) != OK)
		return rc;
	rc = read_chains(cx, &chains, &digest);
	if (rc == OK)
		rc = sql_events_last(cx->db, cx->arena, &events);
	db_rollback(cx->db);
	if (rc == OK)
		rc = keep_signature(cx, &key, chains, digest, events.last);
	sodium_memzero(&key, sizeof(key));
	return rc == NOT_FOUND ? OK : rc;
}
