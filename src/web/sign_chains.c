/* sign_chains.c — the key, the digest and the job. */
#include "web/audit.h"

#include "audit.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

enum {
	KEY_TEXT = 43,           /* 32 bytes as base64url */
	HEADS_A_SIGNATURE = 500, /* so that nobody waits long for the writer's lock */
};

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

enum rc signing_key_find(struct arena *a, const struct settings *settings, struct signing_key *ret, struct str *ret_why)
{
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
	return read_key(a, strf(a, "%.*s.key", STR_FMT(settings->db)).p, ret, ret_why);
}

enum rc signing_key_load(struct arena *a, const struct settings *settings, struct signing_key *ret, struct str *ret_why)
{
	const char *path;
	enum rc rc = signing_key_find(a, settings, ret, ret_why);

	if (rc != NOT_FOUND)
		return rc;
	path = strf(a, "%.*s.key", STR_FMT(settings->db)).p;
	*ret_why = STR_NONE;
	rc = make_key(a, path, ret_why);
	return rc == OK ? read_key(a, path, ret, ret_why) : rc;
}

/* ---- what is signed ---- */

static struct str signed_line(struct arena *a, const struct chains_signed *s)
{
	return strf(a, "cairn %s %lld %lld %s", s->format == 1 ? "chains" : "heads", (long long)s->at, (long long)s->chains,
	            hex_encode(a, s->digest.p, s->digest.n).p);
}

bool chains_signature_is_good(struct arena *a, const struct chains_signed *s)
{
	struct str line = signed_line(a, s);

	return s->signature.n == crypto_sign_BYTES && s->public_key.n == crypto_sign_PUBLICKEYBYTES &&
	       crypto_sign_verify_detached((const unsigned char *)s->signature.p, (const unsigned char *)line.p, line.n,
	                                   (const unsigned char *)s->public_key.p) == 0;
}

struct heads_digest heads_digest_begin(struct str before)
{
	static const uint8_t zeros[32];
	struct heads_digest d = { .n = 0 };

	crypto_hash_sha256_init(&d.state);
	crypto_hash_sha256_update(&d.state, before.n == 32 ? (const uint8_t *)before.p : zeros, 32);
	return d;
}

void heads_digest_add(struct heads_digest *d, struct arena *a, int64_t kind, int64_t object, int64_t length, struct str head)
{
	struct str line = strf(a, "%lld %lld %lld %s\n", (long long)kind, (long long)object, (long long)length,
	                       hex_encode(a, head.p, head.n).p);

	crypto_hash_sha256_update(&d->state, (const unsigned char *)line.p, line.n);
	d->n++;
}

struct hash heads_digest_end(struct heads_digest *d)
{
	struct hash h;

	crypto_hash_sha256_final(&d->state, h.b);
	return h;
}

/* ---- the job ---- */

/* nothing_new — a look without the writer's lock: most minutes of a night nothing has happened. */
static enum rc nothing_new(struct ctx *cx, bool *ret)
{
	struct heads_to_sign_rows one;
	struct heads_cut_row cut = { .cut = 0 };
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK && (rc = sql_heads_to_sign(cx->db, cx->arena, 1, &one)) == OK)
		rc = sql_heads_cut(cx->db, cx->arena, &cut);
	db_rollback(cx->db);
	if (rc == OK && cut.cut) /* never signed over: what stands in the way is to be looked at */
		log_event(LOG_ERROR, "audit.cut", { "chains", LOG_I(cut.cut) });
	if (rc == OK)
		*ret = one.n == 0;
	return rc;
}

static enum rc keep_signature(struct ctx *cx, const struct signing_key *key, const struct heads_to_sign_rows *heads,
                              struct hash digest)
{
	struct chains_signed s = { .at = cx->now, .chains = (int64_t)heads->n, .digest = hash_bytes(&digest), .format = 2 };
	struct str line = signed_line(cx->arena, &s);
	uint8_t signature[crypto_sign_BYTES];
	struct signature_add_row row;
	enum rc rc;

	crypto_sign_detached(signature, NULL, (const unsigned char *)line.p, line.n, key->secret_key);
	rc = sql_signature_add(cx->db, cx->arena, s.at, s.chains, s.digest,
	                       (struct str){ (const char *)key->public_key, sizeof(key->public_key) },
	                       (struct str){ (const char *)signature, sizeof(signature) }, &row);
	for (size_t i = 0; rc == OK && i < heads->n; i++) {
		const struct heads_to_sign_row *h = &heads->v[i];

		rc = sql_signed_head_add(cx->db, cx->arena, row.id, h->kind, h->object, h->length, h->head, NULL);
		if (rc == OK)
			rc = sql_signed_upto_put(cx->db, cx->arena, h->kind, h->object, h->length, NULL);
	}
	return rc;
}

/* sign_some — the ends of up to HEADS_A_SIGNATURE chains, in one short transaction. */
static enum rc sign_some(struct ctx *cx, const struct signing_key *key, size_t *ret_n)
{
	struct heads_to_sign_rows heads;
	struct signature_last_row last = { .digest = STR_NONE };
	struct heads_digest d;
	enum rc rc = db_begin(cx->db, DB_WRITE), before;

	if (rc != OK || (rc = sql_heads_to_sign(cx->db, cx->arena, HEADS_A_SIGNATURE, &heads)) != OK)
		return rc;
	*ret_n = heads.n;
	if (!heads.n) {
		db_rollback(cx->db);
		return OK;
	}
	if ((before = sql_signature_last(cx->db, cx->arena, &last)) != OK && before != NOT_FOUND)
		return before;
	d = heads_digest_begin(last.digest);
	for (size_t i = 0; i < heads.n; i++)
		heads_digest_add(&d, cx->arena, heads.v[i].kind, heads.v[i].object, heads.v[i].length, heads.v[i].head);
	rc = keep_signature(cx, key, &heads, heads_digest_end(&d));
	return rc == OK ? db_commit(cx->db) : rc;
}

enum rc chains_sign(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct signing_key key;
	size_t n = HEADS_A_SIGNATURE;
	bool nothing = false;
	enum rc rc = signing_key_load(cx->arena, cx->settings, &key, ret_why);

	UNUSED(job);
	if (rc == OK)
		rc = nothing_new(cx, &nothing);
	while (rc == OK && !nothing && n == HEADS_A_SIGNATURE)
		rc = sign_some(cx, &key, &n);
	db_rollback(cx->db);
	sodium_memzero(&key, sizeof(key));
	return rc == OK ? audit_export_daily(cx, ret_why) : rc;
}
