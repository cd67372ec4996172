/* jwt.c — JWK and JWS on OpenSSL's EVP, JSON by jansson. */
#include "web/jwt.h"

#include "base/uuid.h"
#include "web/json.h"

#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

enum { P256_BYTES = 32, RSA_LEAST_BITS = 2048, RSA_MOST_BITS = 8192, KID_MAX = 256 };

static const struct str algorithm_names[JWT_ALGORITHMS] = { S_INIT("RS256"), S_INIT("PS256"), S_INIT("ES256") };

static int algorithm_of(struct str name)
{
	for (int i = 0; i < JWT_ALGORITHMS; i++)
		if (str_eq(algorithm_names[i], name))
			return i;
	return -1;
}

/* ---- keys ---- */

static void free_key(void *key)
{
	EVP_PKEY_free(key);
}

/* key_from — parameters become a public key; NULL if OpenSSL will not have them. */
static EVP_PKEY *key_from(struct arena *a, const char *type, OSSL_PARAM_BLD *bld)
{
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(bld);
	EVP_PKEY_CTX *cx = params ? EVP_PKEY_CTX_new_from_name(NULL, type, NULL) : NULL;
	EVP_PKEY *key = NULL;

	if (cx && EVP_PKEY_fromdata_init(cx) == 1)
		EVP_PKEY_fromdata(cx, &key, EVP_PKEY_PUBLIC_KEY, params);
	EVP_PKEY_CTX_free(cx);
	OSSL_PARAM_free(params);
	if (key)
		arena_defer(a, free_key, key);
	return key;
}

static BIGNUM *number_of_member(struct arena *a, const json_t *jwk, const char *name)
{
	struct str raw;

	if (!base64url_decode(a, json_get_str(jwk, name), &raw) || !raw.n || raw.n > RSA_MOST_BITS / 8 + 1)
		return NULL;
	return BN_bin2bn((const unsigned char *)raw.p, (int)raw.n, NULL);
}

static EVP_PKEY *rsa_key(struct arena *a, const json_t *jwk)
{
	BIGNUM *n = number_of_member(a, jwk, "n"), *e = number_of_member(a, jwk, "e");
	OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
	EVP_PKEY *key = NULL;

	/* An exponent is odd and small: a huge one would make each check cost seconds. */
	if (bld && n && e && BN_num_bits(n) >= RSA_LEAST_BITS && BN_num_bits(n) <= RSA_MOST_BITS && BN_is_odd(e) &&
	    BN_num_bits(e) > 1 && BN_num_bits(e) <= 64 && OSSL_PARAM_BLD_push_BN(bld, OSSL_PKEY_PARAM_RSA_N, n) &&
	    OSSL_PARAM_BLD_push_BN(bld, OSSL_PKEY_PARAM_RSA_E, e))
		key = key_from(a, "RSA", bld);
	OSSL_PARAM_BLD_free(bld);
	BN_free(n);
	BN_free(e);
	return key;
}

static EVP_PKEY *p256_key(struct arena *a, const json_t *jwk)
{
	unsigned char *point = arena_alloc(a, 1 + 2 * P256_BYTES);
	OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
	EVP_PKEY *key = NULL;
	struct str x, y;

	if (bld && str_eq(json_get_str(jwk, "crv"), S("P-256")) && base64url_decode(a, json_get_str(jwk, "x"), &x) &&
	    base64url_decode(a, json_get_str(jwk, "y"), &y) && x.n == P256_BYTES && y.n == P256_BYTES) {
		point[0] = 4; /* uncompressed; OpenSSL refuses a point that is not on the curve */
		memcpy(point + 1, x.p, x.n);
		memcpy(point + 1 + P256_BYTES, y.p, y.n);
		if (OSSL_PARAM_BLD_push_utf8_string(bld, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) &&
		    OSSL_PARAM_BLD_push_octet_string(bld, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * P256_BYTES))
			key = key_from(a, "EC", bld);
	}
	OSSL_PARAM_BLD_free(bld);
	return key;
}

/* jwk_of — false for a key we do not take: of another kind, for encryption, for an algorithm of its own. */
static bool jwk_of(struct arena *a, const json_t *member, struct jwk *ret)
{
	struct str type = json_get_str(member, "kty"), use = json_get_str(member, "use"), algorithm = json_get_str(member, "alg");
	unsigned fits = 0;

	if (use.n && !str_eq(use, S("sig")))
		return false;
	if (str_eq(type, S("RSA")) && (ret->key = rsa_key(a, member)))
		fits = 1u << JWT_RS256 | 1u << JWT_PS256;
	else if (str_eq(type, S("EC")) && (ret->key = p256_key(a, member)))
		fits = 1u << JWT_ES256;
	if (algorithm.n)
		fits &= algorithm_of(algorithm) < 0 ? 0 : 1u << algorithm_of(algorithm);
	ret->algorithms = fits;
	ret->kid = json_get_str(member, "kid");
	return fits && ret->kid.n <= KID_MAX;
}

enum rc jwk_set_of(struct arena *a, struct str text, struct jwk_set *ret, struct str *ret_why)
{
	struct json_problem problem;
	struct jwk_set *set = NEW(a, struct jwk_set);
	json_t *root, *keys, *member;
	size_t i;
	enum rc rc = json_parse(a, text, (struct json_limits){ JWK_SET_MAX, 6, 5000 }, &root, &problem);

	if (rc != OK) {
		*ret_why = S("the keys are not JSON within bounds");
		return rc;
	}
	keys = json_object_get(root, "keys");
	if (!json_is_array(keys) || json_array_size(keys) > JWKS_MOST) {
		*ret_why = S("there is no list of keys, or it is too long");
		return INVALID;
	}
	json_array_foreach(keys, i, member)
		if (json_is_object(member) && jwk_of(a, member, &set->v[set->n]))
			set->n++;
	*ret = *set;
	return OK;
}

/* ---- signatures ---- */

/* part_as_object — a base64url part as a JSON object; NULL for anything else. */
static const json_t *part_as_object(struct arena *a, struct str part)
{
	struct json_problem problem;
	struct str text;
	json_t *root;

	if (!part.n || !base64url_decode(a, part, &text) ||
	    json_parse(a, text, (struct json_limits){ JWT_MAX, 8, 1000 }, &root, &problem) != OK || !json_is_object(root))
		return NULL;
	return root;
}

enum rc jwt_read(struct arena *a, struct str token, struct jwt *ret, struct str *ret_why)
{
	struct str rest = token, header_part, claims_part, signature;
	const json_t *header, *claims;
	struct jwt jwt;
	int algorithm;

	*ret_why = S("the token is not three parts within bounds");
	if (token.n > JWT_MAX)
		return INVALID;
	header_part = str_cut(&rest, '.');
	claims_part = str_cut(&rest, '.');
	if (!rest.n || str_find_char(rest, '.') != SIZE_MAX || !base64url_decode(a, rest, &signature))
		return INVALID;
	header = part_as_object(a, header_part);
	claims = part_as_object(a, claims_part);
	if (!header || !claims)
		return INVALID;
	algorithm = algorithm_of(json_get_str(header, "alg"));
	if (algorithm < 0) {
		*ret_why = S("the token is not signed with RS256, PS256 or ES256");
		return INVALID;
	}
	if (json_object_get(header, "crit") || json_get_str(header, "kid").n > KID_MAX) {
		*ret_why = S("the token's header asks for what is not known here");
		return INVALID;
	}
	jwt = (struct jwt){ (enum jwt_algorithm)algorithm, json_get_str(header, "kid"),
		            str_sub(token, 0, header_part.n + 1 + claims_part.n), signature, claims };
	*ret = jwt;
	return OK;
}

/* der_of — a raw ES256 signature, two numbers of 32 bytes, as OpenSSL wants it. */
static struct str der_of(struct arena *a, struct str raw)
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn((const unsigned char *)raw.p, P256_BYTES, NULL);
	BIGNUM *s = BN_bin2bn((const unsigned char *)raw.p + P256_BYTES, P256_BYTES, NULL);
	unsigned char *der = NULL;
	struct str out = STR_NONE;
	int n;

	if (signature && r && s && ECDSA_SIG_set0(signature, r, s) == 1) { /* r and s are the signature's now */
		n = i2d_ECDSA_SIG(signature, &der);
		if (n > 0)
			out = str_dup(a, (struct str){ (const char *)der, (size_t)n });
		OPENSSL_free(der);
	} else {
		BN_free(r);
		BN_free(s);
	}
	ECDSA_SIG_free(signature);
	return out;
}

static bool is_signed_with(struct arena *a, const struct jwt *jwt, EVP_PKEY *key)
{
	EVP_MD_CTX *cx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *of_key = NULL;
	struct str signature = jwt->signature;
	bool good = cx && EVP_DigestVerifyInit(cx, &of_key, EVP_sha256(), NULL, key) == 1;

	if (good && jwt->algorithm == JWT_PS256)
		good = EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING) == 1 &&
		       EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, RSA_PSS_SALTLEN_DIGEST) == 1 &&
		       EVP_PKEY_CTX_set_rsa_mgf1_md(of_key, EVP_sha256()) == 1;
	if (good && jwt->algorithm == JWT_ES256) {
		good = signature.n == 2 * P256_BYTES;
		signature = good ? der_of(a, signature) : STR_NONE;
	}
	good = good && signature.n &&
	       EVP_DigestVerify(cx, (const unsigned char *)signature.p, signature.n, (const unsigned char *)jwt->signed_part.p,
	                        jwt->signed_part.n) == 1;
	EVP_MD_CTX_free(cx);
	return good;
}

/* A token that names a key is checked with that key alone; one that names none, with each that fits. */
enum rc jwt_verify(struct arena *a, const struct jwt *jwt, const struct jwk_set *set)
{
	enum rc rc = NOT_FOUND;

	for (size_t i = 0; i < set->n; i++) {
		if (!(set->v[i].algorithms & 1u << jwt->algorithm) || (jwt->kid.n && !str_eq(jwt->kid, set->v[i].kid)))
			continue;
		if (is_signed_with(a, jwt, set->v[i].key))
			return OK;
		rc = INVALID;
	}
	return rc;
}

/* ---- signing, as ourselves ---- */

static EVP_PKEY *private_key_of(struct arena *a, struct str pem)
{
	BIO *bio = BIO_new_mem_buf(pem.p, (int)pem.n);
	EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, (void *)"") : NULL; /* "": never asks the terminal */
	char group[32] = ""; /* bounded: the name of a curve */

	BIO_free(bio);
	if (key && (!EVP_PKEY_is_a(key, "EC") ||
	            EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof(group), NULL) != 1 ||
	            (strcmp(group, "prime256v1") != 0 && strcmp(group, "P-256") != 0))) {
		EVP_PKEY_free(key);
		return NULL;
	}
	if (key)
		arena_defer(a, free_key, key);
	return key;
}

bool jwt_key_is_p256(struct arena *a, struct str pem)
{
	return private_key_of(a, pem) != NULL;
}

/* raw_of — the signature as a token has it: both numbers in 32 bytes. */
static bool raw_of(const unsigned char *der, size_t n, unsigned char *raw)
{
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)n);
	bool good = signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw, P256_BYTES) == P256_BYTES &&
	            BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw + P256_BYTES, P256_BYTES) == P256_BYTES;

	ECDSA_SIG_free(signature);
	return good;
}

static bool sign_es256(struct arena *a, EVP_PKEY *key, struct str text, struct str *ret)
{
	EVP_MD_CTX *cx = EVP_MD_CTX_new();
	unsigned char der[160], raw[2 * P256_BYTES]; /* bounded: a signature of two numbers of 32 bytes */
	size_t n = sizeof(der);
	bool good = cx && EVP_DigestSignInit(cx, NULL, EVP_sha256(), NULL, key) == 1 &&
	            EVP_DigestSign(cx, der, &n, (const unsigned char *)text.p, text.n) == 1 && raw_of(der, n, raw);

	EVP_MD_CTX_free(cx);
	if (good)
		*ret = base64url_encode(a, raw, sizeof(raw));
	return good;
}

static struct str assertion_header(struct arena *a, struct str kid)
{
	struct json_out j = json_begin(a, 4096);

	json_obj(&j);
	json_key(&j, "alg"), json_str(&j, S("ES256"));
	json_key(&j, "typ"), json_str(&j, S("JWT"));
	if (kid.n)
		json_key(&j, "kid"), json_str(&j, kid);
	json_end(&j);
	return json_done(&j);
}

enum rc jwt_client_assertion(struct arena *a, const struct client_assertion *c, struct str *ret, struct str *ret_why)
{
	EVP_PKEY *key = private_key_of(a, c->key_pem);
	struct json_out j = json_begin(a, 16 * 1024);
	struct str header = assertion_header(a, c->kid), claims, text, signature;

	json_obj(&j);
	json_key(&j, "iss"), json_str(&j, c->client_id);
	json_key(&j, "sub"), json_str(&j, c->client_id);
	json_key(&j, "aud"), json_str(&j, c->audience);
	json_key(&j, "iat"), json_i64(&j, c->now / SECOND);
	json_key(&j, "exp"), json_i64(&j, c->now / SECOND + 300);
	json_key(&j, "jti"), json_str(&j, random_token(a));
	json_end(&j);
	claims = json_done(&j);
	text = strf(a, "%s.%s", base64url_encode(a, header.p, header.n).p, base64url_encode(a, claims.p, claims.n).p);
	if (!key || !sign_es256(a, key, text, &signature)) {
		*ret_why = S("the client key is not a P-256 private key in PEM");
		return INVALID;
	}
	*ret = strf(a, "%.*s.%.*s", STR_FMT(text), STR_FMT(signature));
	return OK;
}
