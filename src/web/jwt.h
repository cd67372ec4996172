/* jwt.h — signed tokens of others: keys (JWK, RFC 7517), signatures (JWS, RFC 7515), and what an ID token must say
 * (OpenID Connect Core 1.0, 3.1.3.7). Pure: no network, no database, no clock.
 *
 * Three algorithms are taken, all of public keys: RS256, PS256, ES256. Everything else, `none` and HS256 first of all, is no
 * algorithm here, and an algorithm is only tried with a key of its kind; so a public key never becomes a shared secret
 * (RFC 8725, 3.1). Why OpenSSL's EVP and jansson and no library for JOSE: docs/adr/0020.
 *
 *     if (jwk_set_of(a, keys, &set, &why) == OK && jwt_read(a, token, &jwt, &why) == OK && jwt_verify(a, &jwt, &set) == OK &&
 *         id_token_check(a, jwt.claims, &wanted, &said, &why) == OK) …
 */
#ifndef WEB_JWT_H
#define WEB_JWT_H

#include "base/text.h"
#include "base/time.h"

struct json_t;
struct evp_pkey_st;

enum { JWT_MAX = 16 * 1024, JWK_SET_MAX = 128 * 1024, JWKS_MOST = 50 };

enum jwt_algorithm { JWT_RS256, JWT_PS256, JWT_ES256, JWT_ALGORITHMS };

struct jwk {
	struct str kid;               /* empty for none */
	unsigned algorithms;          /* a bit each */
	struct evp_pkey_st *key;      /* dies with the arena */
};
struct jwk_set {
	struct jwk v[JWKS_MOST];
	size_t n;
};
/* jwk_set_of — the keys of a JWK set that are for signatures and of a kind we take: RSA of 2048 to 8192 bits, P-256. Others
 * are passed over. INVALID with a sentence when the set can't be read, TOO_LARGE over the bounds. */
enum rc jwk_set_of(struct arena *a, struct str text, struct jwk_set *ret, struct str *ret_why);

struct jwt {
	enum jwt_algorithm algorithm;
	struct str kid;
	struct str signed_part, signature;
	const struct json_t *claims;  /* an object; dies with the arena */
};
/* jwt_read — takes a compact token apart; says nothing about who made it. INVALID with a sentence. */
enum rc jwt_read(struct arena *a, struct str token, struct jwt *ret, struct str *ret_why);
/* jwt_verify — OK: signed with a key of the set. NOT_FOUND: the set has no such key; they may have been changed since it was
 * read. INVALID: the signature is wrong. */
enum rc jwt_verify(struct arena *a, const struct jwt *jwt, const struct jwk_set *set);

/* What we know of the provider decides what is read into a token. */
enum oidc_profile { OIDC_PLAIN, OIDC_ONE_LOGIN, OIDC_ENTRA };

struct id_token_wanted {
	enum oidc_profile profile;
	struct str issuer;            /* as the provider's own document says it; Entra's may have {tenantid} in it */
	struct str client_id, nonce;
	struct str access_token;      /* for at_hash; may be empty */
	instant now;
};
struct id_token {
	struct str issuer, subject;   /* issuer: as in the token, tenant and all */
	struct str email;             /* only if the provider vouches for it */
	bool factor_shown;            /* the provider asked for more than one factor */
};
enum { ID_TOKEN_LEEWAY = 60 * SECOND, ID_TOKEN_OLDEST = 15 * MINUTE };
/* id_token_check — everything but the signature. INVALID with a sentence for the log, without personal data. */
enum rc id_token_check(struct arena *a, const struct json_t *claims, const struct id_token_wanted *w, struct id_token *ret,
                       struct str *ret_why);
/* id_token_email — an address in these claims (of a token, or of the UserInfo endpoint) that the provider vouches for; empty
 * for none. is_one_tenant: of Entra, whether the issuer is one tenant's, whose administrators answer for its addresses. */
struct str id_token_email(enum oidc_profile profile, const struct json_t *claims, bool is_one_tenant);

/* jwt_client_assertion — who we are, signed (RFC 7523, private_key_jwt) with ES256 by a P-256 key in PEM. INVALID with a
 * sentence when the key is none. */
struct client_assertion {
	struct str client_id, audience, key_pem, kid; /* kid may be empty */
	instant now;
};
enum rc jwt_client_assertion(struct arena *a, const struct client_assertion *c, struct str *ret, struct str *ret_why);
/* jwt_key_is_p256 — can this PEM sign for jwt_client_assertion? */
bool jwt_key_is_p256(struct arena *a, struct str pem);

#endif
