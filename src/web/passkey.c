/* passkey.c — libfido2 as a relying party. */
#include "web/passkey.h"

#include "base/uuid.h"
#include "web/json.h"

#include <fido.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <jansson.h>

enum { RP_HASH = 32, FLAGS_AT = 32, USER_PRESENT = 1, AUTHENTICATOR_DATA_LEAST = 37, CREDENTIAL_MAX = 1024 };

bool passkey_host_may(struct str host)
{
	bool letter = false;

	for (size_t i = 0; i < host.n; i++) {
		letter = letter || (host.p[i] >= 'a' && host.p[i] <= 'z') || (host.p[i] >= 'A' && host.p[i] <= 'Z');
		if (host.p[i] == ':' || host.p[i] == '[')
			return false;
	}
	return letter;
}

/* client_data_fits — what the browser says it was asked, by whom, for what. */
static bool client_data_fits(struct arena *a, const struct passkey_wanted *w, struct str client_data, struct str type)
{
	struct json_problem problem;
	struct str challenge;
	json_t *root;

	return client_data.n <= PASSKEY_MAX &&
	       json_parse(a, client_data, (struct json_limits){ PASSKEY_MAX, 6, 200 }, &root, &problem) == OK && json_is_object(root) &&
	       str_eq(json_get_str(root, "type"), type) && str_eq(json_get_str(root, "origin"), w->origin) &&
	       !json_get_bool(root, "crossOrigin", false) && base64url_decode(a, json_get_str(root, "challenge"), &challenge) &&
	       w->challenge.n == PASSKEY_CHALLENGE && str_eq(challenge, w->challenge);
}

/* authenticator_data_fits — for this relying party, and somebody was there. */
static bool authenticator_data_fits(const struct passkey_wanted *w, struct str data)
{
	struct hash h = hash_of(w->host);

	return data.n >= AUTHENTICATOR_DATA_LEAST && data.n <= PASSKEY_MAX && memcmp(data.p, h.b, RP_HASH) == 0 &&
	       (data.p[FLAGS_AT] & USER_PRESENT);
}

/* ---- a new one ---- */

static bool read_credential(struct arena *a, int algorithm, struct str data, struct passkey *ret)
{
	fido_cred_t *cred = fido_cred_new();
	bool good = cred && fido_cred_set_type(cred, algorithm) == FIDO_OK &&
	            fido_cred_set_authdata_raw(cred, (const unsigned char *)data.p, data.n) == FIDO_OK &&
	            fido_cred_id_len(cred) > 0 && fido_cred_id_len(cred) <= CREDENTIAL_MAX && fido_cred_pubkey_len(cred) > 0;

	if (good)
		*ret = (struct passkey){
			str_dup(a, (struct str){ (const char *)fido_cred_id_ptr(cred), fido_cred_id_len(cred) }),
			str_dup(a, (struct str){ (const char *)fido_cred_pubkey_ptr(cred), fido_cred_pubkey_len(cred) }), algorithm,
			fido_cred_sigcount(cred),
		};
	fido_cred_free(&cred);
	return good;
}

enum rc passkey_made(struct arena *a, const struct passkey_wanted *w, struct str client_data, struct str authenticator_data,
                     struct passkey *ret, struct str *ret_why)
{
	if (!client_data_fits(a, w, client_data, S("webauthn.create")) || !authenticator_data_fits(w, authenticator_data)) {
		*ret_why = S("the passkey was not made for this page");
		return INVALID;
	}
	fido_init(0);
	if (read_credential(a, COSE_ES256, authenticator_data, ret) || read_credential(a, COSE_RS256, authenticator_data, ret))
		return OK;
	*ret_why = S("the passkey is of a kind that is not known here");
	return INVALID;
}

/* ---- one shown ---- */

static int verify_with(const fido_assert_t *assertion, const struct passkey *of)
{
	es256_pk_t *es = of->algorithm == COSE_ES256 ? es256_pk_new() : NULL;
	rs256_pk_t *rs = of->algorithm == COSE_RS256 ? rs256_pk_new() : NULL;
	int r = FIDO_ERR_INVALID_ARGUMENT;

	if (es && es256_pk_from_ptr(es, of->public_key.p, of->public_key.n) == FIDO_OK)
		r = fido_assert_verify(assertion, 0, COSE_ES256, es);
	else if (rs && rs256_pk_from_ptr(rs, of->public_key.p, of->public_key.n) == FIDO_OK)
		r = fido_assert_verify(assertion, 0, COSE_RS256, rs);
	es256_pk_free(&es);
	rs256_pk_free(&rs);
	return r;
}

enum rc passkey_shown(struct arena *a, const struct passkey_wanted *w, const struct passkey *of, struct str client_data,
                      struct str authenticator_data, struct str signature, int64_t *ret_count, struct str *ret_why)
{
	fido_assert_t *assertion;
	int64_t count = 0;
	bool good;

	*ret_why = S("the passkey was not shown for this page");
	if (!client_data_fits(a, w, client_data, S("webauthn.get")) || !authenticator_data_fits(w, authenticator_data) ||
	    !signature.n || signature.n > PASSKEY_MAX)
		return INVALID;
	fido_init(0);
	assertion = fido_assert_new();
	good = assertion && fido_assert_set_clientdata(assertion, (const unsigned char *)client_data.p, client_data.n) == FIDO_OK &&
	       fido_assert_set_rp(assertion, str_c(a, w->host)) == FIDO_OK && fido_assert_set_count(assertion, 1) == FIDO_OK &&
	       fido_assert_set_authdata_raw(assertion, 0, (const unsigned char *)authenticator_data.p, authenticator_data.n) == FIDO_OK &&
	       fido_assert_set_sig(assertion, 0, (const unsigned char *)signature.p, signature.n) == FIDO_OK &&
	       fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK && verify_with(assertion, of) == FIDO_OK;
	if (good)
		count = fido_assert_sigcount(assertion, 0);
	fido_assert_free(&assertion);
	if (!good)
		return INVALID;
	*ret_why = S("the passkey counts as a copy of another");
	if ((count || of->sign_count) && count <= of->sign_count)
		return INVALID;
	*ret_count = count;
	return OK;
}
