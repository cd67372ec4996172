/* sign_chains.h — every minute the ends of all hash chains are signed together (Ed25519), so that history can't be
 * rewritten by whoever can write to the database but has not the key.
 *
 * The key is the seed of 32 bytes as base64url: the setting signing_key (CAIRN_SIGNING_KEY_FILE), or else the file DB.key
 * beside a SQLite database, made at first use and readable by its owner only. Keep a copy of the public key elsewhere.
 *
 * A signature covers the chains that have grown since the one before it, one line each in order of kind and object: "kind
 * object length head-in-hex\n". Digest: SHA-256 over the digest of the signature before (32 zero bytes for the first) and
 * those lines, so that the signatures are a chain too. Signed is the line "cairn heads AT COUNT DIGEST-IN-HEX" (AT in ms
 * since 1970). Format 1, before there was that, signed all chains at once: "cairn chains AT COUNT DIGEST-IN-HEX".
 */
#ifndef WEB_SIGN_CHAINS_H
#define WEB_SIGN_CHAINS_H

#include "web/jobs.h"

#include <sodium.h>

struct signing_key {
	uint8_t public_key[32], secret_key[64];
};
/* signing_key_load — FAULT with a sentence when there is none and none can be made. */
enum rc signing_key_load(struct arena *a, const struct settings *settings, struct signing_key *ret, struct str *ret_why);

/* signing_key_find — the same, but none is made: NOT_FOUND when there is none yet. */
enum rc signing_key_find(struct arena *a, const struct settings *settings, struct signing_key *ret, struct str *ret_why);

/* The digest of some ends: begin with the digest before, add each, end. */
struct heads_digest {
	crypto_hash_sha256_state state;
	int64_t n;
};
struct heads_digest heads_digest_begin(struct str before);
void heads_digest_add(struct heads_digest *d, struct arena *a, int64_t kind, int64_t object, int64_t length, struct str head);
struct hash heads_digest_end(struct heads_digest *d);

struct chains_signed {
	instant at;
	int64_t chains;
	struct str digest, public_key, signature;
	int format;
};
/* chains_signature_is_good — was this digest signed at that time with that key? Whether the key is ours is the caller's
 * question. */
bool chains_signature_is_good(struct arena *a, const struct chains_signed *s);

/* For the table of jobs: signs what has grown, then exports it (audit.h). */
job_fn chains_sign;

#endif
