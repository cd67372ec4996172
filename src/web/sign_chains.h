/* sign_chains.h — every minute the ends of all hash chains are signed together (Ed25519), so that history can't be
 * rewritten by whoever can write to the database but has not the key.
 *
 * The key is the seed of 32 bytes as base64url: the setting signing_key (CAIRN_SIGNING_KEY_FILE), or else the file DB.key
 * beside a SQLite database, made at first use and readable by its owner only. Keep a copy of the public key elsewhere.
 *
 * Digest: SHA-256 over one line a chain, in order of kind and object: "kind object length head-in-hex\n". Signed is the
 * line "cairn chains AT COUNT DIGEST-IN-HEX" (AT in ms since 1970).
 */
#ifndef WEB_SIGN_CHAINS_H
#define WEB_SIGN_CHAINS_H

#include "web/jobs.h"

struct signing_key {
	uint8_t public_key[32], secret_key[64];
};
/* signing_key_load — FAULT with a sentence when there is none and none can be made. */
enum rc signing_key_load(struct arena *a, const struct settings *settings, struct signing_key *ret, struct str *ret_why);

/* chains_digest — of the chains as they stand. In a transaction. */
enum rc chains_digest(struct ctx *cx, int64_t *ret_chains, struct hash *ret);

struct chains_signed {
	instant at;
	int64_t chains;
	struct str digest, public_key, signature;
};
/* chains_signature_is_good — was this digest signed at that time with that key? Whether the key is ours is the caller's
 * question. */
bool chains_signature_is_good(struct arena *a, const struct chains_signed *s);

job_fn chains_sign;

#endif
