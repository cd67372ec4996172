/* seal.c — libsodium's XChaCha20-Poly1305 and BLAKE2b. */
#include "web/seal.h"

#include "web/sign_chains.h"

#include <sodium.h>

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };

enum rc seal_key_load(struct arena *a, const struct settings *settings, struct seal_key *ret, struct str *ret_why)
{
	static const unsigned char use[] = "cairn: secrets at rest, 1";
	struct signing_key signing;
	enum rc rc = signing_key_load(a, settings, &signing, ret_why);

	if (rc != OK)
		return rc;
	/* The first half of an Ed25519 secret key is its seed. */
	crypto_generichash(ret->b, sizeof(ret->b), use, sizeof(use) - 1, signing.secret_key, crypto_sign_SEEDBYTES);
	sodium_memzero(&signing, sizeof(signing));
	return OK;
}

struct str seal(struct arena *a, const struct seal_key *key, struct str purpose, struct str secret)
{
	unsigned char *out = arena_alloc(a, NONCE + secret.n + TAG);

	random_bytes(out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, (const unsigned char *)secret.p, secret.n,
	                                           (const unsigned char *)purpose.p, purpose.n, NULL, out, key->b);
	return (struct str){ (const char *)out, NONCE + secret.n + TAG };
}

bool unseal(struct arena *a, const struct seal_key *key, struct str purpose, struct str sealed, struct str *ret)
{
	const unsigned char *in = (const unsigned char *)sealed.p;
	unsigned char *out;

	if (sealed.n < NONCE + TAG)
		return false;
	out = arena_alloc(a, sealed.n - NONCE - TAG + 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, in + NONCE, sealed.n - NONCE,
	                                               (const unsigned char *)purpose.p, purpose.n, in, key->b) != 0)
		return false;
	*ret = (struct str){ (const char *)out, sealed.n - NONCE - TAG };
	return true;
}

struct hash seal_hash(const struct seal_key *key, struct str purpose, struct str secret)
{
	crypto_generichash_state state;
	struct hash h;

	crypto_generichash_init(&state, key->b, sizeof(key->b), sizeof(h.b));
	crypto_generichash_update(&state, (const unsigned char *)purpose.p, purpose.n);
	crypto_generichash_update(&state, (const unsigned char *)"\0", 1);
	crypto_generichash_update(&state, (const unsigned char *)secret.p, secret.n);
	crypto_generichash_final(&state, h.b, sizeof(h.b));
	return h;
}
