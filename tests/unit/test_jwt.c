/* test_jwt.c — what is read into tokens, keys and documents of providers; sealing; QR codes. The signatures themselves are tried
 * by tests/e2e/test_oidc.mjs against real ones. */
#include "web/json.h"
#include "web/oidc.h"
#include "web/passkey.h"
#include "web/qr.h"
#include "web/seal.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *a;

static int begin(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_release(a);
	return 0;
}

static const json_t *claims(const char *text)
{
	struct json_problem problem;
	json_t *root;

	assert_int_equal(json_parse(a, str_from_c(text), JSON_REQUEST_LIMITS, &root, &problem), OK);
	return root;
}

#define TIMES "\"iat\":1800000000,\"exp\":1800000300"
#define ENTRA "https://login.microsoftonline.com/"
#define TENANT "0199a000-0000-7000-8000-00000000dead"

static void profiles_ask_for_what_is_theirs(void **state)
{
	static const struct {
		enum oidc_profile profile;
		const char *issuer, *claims;
		enum rc rc;
		const char *email;
		bool factor;
	} cases[] = {
		{ OIDC_PLAIN, "https://a", "{\"iss\":\"https://a\",\"email\":\"x@y.z\"," TIMES, OK, "", false },
		{ OIDC_PLAIN, "https://a", "{\"iss\":\"https://a\",\"email\":\"x@y.z\",\"email_verified\":true," TIMES, OK, "x@y.z", false },
		{ OIDC_PLAIN, "https://a", "{\"iss\":\"https://a\",\"email\":\"x@y.z\",\"email_verified\":\"true\"," TIMES, OK, "", false },
		{ OIDC_PLAIN, "https://a", "{\"iss\":\"https://a\",\"amr\":[\"pwd\",\"mfa\"]," TIMES, OK, "", true },
		{ OIDC_PLAIN, "https://a", "{\"iss\":\"https://a\",\"amr\":\"mfa\"," TIMES, OK, "", false },
		{ OIDC_ONE_LOGIN, "https://a", "{\"iss\":\"https://a\"," TIMES, INVALID, "", false },
		{ OIDC_ONE_LOGIN, "https://a", "{\"iss\":\"https://a\",\"vot\":\"Cl\"," TIMES, INVALID, "", false },
		{ OIDC_ONE_LOGIN, "https://a", "{\"iss\":\"https://a\",\"vot\":\"Cl.Cm\"," TIMES, OK, "", true },
		{ OIDC_ENTRA, ENTRA "{tenantid}/v2.0", "{\"iss\":\"" ENTRA TENANT "/v2.0\",\"tid\":\"" TENANT "\",\"email\":\"x@y.z\"," TIMES, OK, "", false },
		{ OIDC_ENTRA, ENTRA "{tenantid}/v2.0", "{\"iss\":\"" ENTRA TENANT "/v2.0\",\"tid\":\"" TENANT "\",\"xms_edov\":true,\"email\":\"x@y.z\"," TIMES, OK, "x@y.z", false },
		{ OIDC_ENTRA, ENTRA "{tenantid}/v2.0", "{\"iss\":\"" ENTRA TENANT "/v2.0\"," TIMES, INVALID, "", false },
		{ OIDC_ENTRA, ENTRA "{tenantid}/v2.0", "{\"iss\":\"" ENTRA "evil/v2.0\",\"tid\":\"evil\"," TIMES, INVALID, "", false },
		{ OIDC_ENTRA, ENTRA "{tenantid}/v2.0", "{\"iss\":\"" ENTRA "{tenantid}/v2.0\",\"tid\":\"{tenantid}\"," TIMES, INVALID, "", false },
		{ OIDC_ENTRA, ENTRA TENANT "/v2.0", "{\"iss\":\"" ENTRA TENANT "/v2.0\",\"email\":\"x@y.z\"," TIMES, OK, "x@y.z", false },
		{ OIDC_PLAIN, ENTRA "{tenantid}/v2.0", "{\"iss\":\"" ENTRA TENANT "/v2.0\",\"tid\":\"" TENANT "\"," TIMES, INVALID, "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct id_token_wanted w = { cases[i].profile, str_from_c(cases[i].issuer), S("cairn"), S("n"), STR_NONE, 1800000001000 };
		struct str text = strf(a, "%s,\"aud\":\"cairn\",\"nonce\":\"n\",\"sub\":\"s\"}", cases[i].claims), why;
		struct id_token said = { .email = STR_NONE };

		assert_int_equal(id_token_check(a, claims(text.p), &w, &said, &why), cases[i].rc);
		if (cases[i].rc == OK) {
			assert_true(str_eq(said.email, str_from_c(cases[i].email)));
			assert_int_equal(said.factor_shown, cases[i].factor);
		}
	}
}

static void times_have_a_minute_of_leeway(void **state)
{
	static const struct {
		const char *times;
		enum rc rc;
	} cases[] = {
		{ "\"iat\":1800000000,\"exp\":1800000001", OK }, { "\"iat\":1799999900,\"exp\":1799999942", OK },
		{ "\"iat\":1799999900,\"exp\":1799999940", INVALID }, { "\"iat\":1800000060,\"exp\":1800000300", OK },
		{ "\"iat\":1800000061,\"exp\":1800000300", INVALID }, { "\"iat\":1799999000,\"exp\":1800000300", INVALID },
		{ "\"iat\":1800000000,\"exp\":\"1800000300\"", INVALID }, { "\"exp\":1800000300", INVALID },
		{ "\"iat\":1800000000.5,\"exp\":1800000300.5", OK }, { "\"iat\":-1,\"exp\":1e300", INVALID },
		{ "\"iat\":1800000000,\"exp\":1800000300,\"nbf\":1800000100", INVALID },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct id_token_wanted w = { OIDC_PLAIN, S("i"), S("cairn"), S("n"), STR_NONE, 1800000000000 };
		struct id_token said;
		struct str why, text = strf(a, "{\"iss\":\"i\",\"aud\":\"cairn\",\"nonce\":\"n\",\"sub\":\"s\",%s}", cases[i].times);

		assert_int_equal(id_token_check(a, claims(text.p), &w, &said, &why), cases[i].rc);
	}
}

static void addresses_of_providers_are_https_or_loopback(void **state)
{
	static const struct {
		const char *url;
		bool beyond, loopback;
	} cases[] = {
		{ "https://a.example/x?y=1", true, true }, { "http://a.example/", false, false }, { "http://127.0.0.1:80/", false, true },
		{ "http://localhost", false, true }, { "http://[::1]:8080/", false, true }, { "http://127.0.0.1.evil.example/", false, false },
		{ "http://localhost@evil.example/", false, false }, { "https://u:p@a.example/", false, false },
		{ "https://a.example/#x", false, false }, { "https:///x", false, false }, { "https://", false, false },
		{ "ftp://a.example/", false, false }, { "file:///etc/passwd", false, false }, { "https://a b/", false, false },
		{ "javascript:alert(1)", false, false }, { "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(oidc_url_is_safe(str_from_c(cases[i].url), false), cases[i].beyond);
		assert_int_equal(oidc_url_is_safe(str_from_c(cases[i].url), true), cases[i].loopback);
	}
}

#define DOCUMENT(issuer, token)                                                                           \
	"{\"issuer\":\"" issuer "\",\"authorization_endpoint\":\"https://a/a\",\"token_endpoint\":\"" token                \
	"\",\"jwks_uri\":\"https://a/k\"}"

static void a_document_is_the_asked_issuers_own(void **state)
{
	static const struct {
		const char *asked, *text;
		enum oidc_profile profile;
		enum rc rc;
	} cases[] = {
		{ "https://a", DOCUMENT("https://a", "https://a/t"), OIDC_PLAIN, OK },
		{ "https://a/", DOCUMENT("https://a", "https://a/t"), OIDC_PLAIN, OK },
		{ "https://a", DOCUMENT("https://b", "https://a/t"), OIDC_PLAIN, INVALID },
		{ "https://a", DOCUMENT("https://a", "http://a/t"), OIDC_PLAIN, INVALID },
		{ "https://a", DOCUMENT("https://a", "http://127.0.0.1/t"), OIDC_PLAIN, INVALID },
		{ "https://a", DOCUMENT("https://a", ""), OIDC_PLAIN, INVALID },
		{ ENTRA "organizations/v2.0", DOCUMENT(ENTRA "{tenantid}/v2.0", "https://a/t"), OIDC_ENTRA, OK },
		{ ENTRA "organizations/v2.0", DOCUMENT(ENTRA "{tenantid}/v2.0", "https://a/t"), OIDC_PLAIN, INVALID },
		{ "https://evil", DOCUMENT(ENTRA "{tenantid}/v2.0", "https://a/t"), OIDC_ENTRA, INVALID },
		{ "https://a", "[]", OIDC_PLAIN, INVALID }, { "https://a", "", OIDC_PLAIN, INVALID },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct oidc_settings p = { .issuer = str_from_c(cases[i].asked), .profile = cases[i].profile };
		struct oidc_document d;
		struct str why;

		assert_int_equal(oidc_document_of(a, &p, str_from_c(cases[i].text), &d, &why), cases[i].rc);
	}
}

static void weak_and_foreign_keys_are_passed_over(void **state)
{
	static const char text[] =
		"{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"alg\":\"HS256\"},{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"},"
		"{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AA\",\"y\":\"AA\"},"
		"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\"},"
		"{\"kty\":\"EC\",\"use\":\"enc\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"},"
		"{\"kty\":\"EC\",\"kid\":\"good\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}]}";
	struct jwk_set set;
	struct str why;

	(void)state;
	assert_int_equal(jwk_set_of(a, str_from_c(text), &set, &why), OK);
	assert_int_equal(set.n, 1);
	assert_true(str_eq(set.v[0].kid, S("good")));
	assert_int_equal(set.v[0].algorithms, 1u << JWT_ES256);
	assert_int_equal(jwk_set_of(a, S("{}"), &set, &why), INVALID);
}

static void what_is_sealed_opens_for_its_purpose_only(void **state)
{
	struct seal_key key = { { 1 } }, other = { { 2 } };
	struct str sealed = seal(a, &key, S("totp:1"), S("secret")), back;
	char *bent = arena_alloc(a, sealed.n);

	(void)state;
	assert_true(unseal(a, &key, S("totp:1"), sealed, &back) && str_eq(back, S("secret")));
	assert_false(unseal(a, &key, S("totp:2"), sealed, &back));
	assert_false(unseal(a, &other, S("totp:1"), sealed, &back));
	memcpy(bent, sealed.p, sealed.n);
	bent[sealed.n - 1] ^= 1;
	assert_false(unseal(a, &key, S("totp:1"), (struct str){ bent, sealed.n }, &back));
	assert_false(unseal(a, &key, S("totp:1"), S("short"), &back));
	assert_false(str_eq(seal(a, &key, S("totp:1"), S("secret")), sealed)); /* a fresh nonce each time */
	assert_false(hash_eq(seal_hash(&key, S("p"), S("x")), seal_hash(&other, S("p"), S("x"))));
}

static void a_qr_code_is_one_path(void **state)
{
	struct qr qr;
	char *long_text = arena_alloc(a, 4000);

	(void)state;
	assert_int_equal(qr_of(a, S("otpauth://totp/Cairn:a?secret=AAAA"), &qr), OK);
	assert_true(qr.size >= 29 && str_starts(qr.path, S("M4 4h7v1h-7z"))); /* the corner, behind four modules of quiet */
	memset(long_text, 'x', 4000);
	assert_int_equal(qr_of(a, (struct str){ long_text, 4000 }, &qr), INVALID);
}

static void passkeys_want_a_name_for_a_host(void **state)
{
	(void)state;
	assert_true(passkey_host_may(S("cairn.example.gov.uk")) && passkey_host_may(S("localhost")));
	assert_false(passkey_host_may(S("127.0.0.1")) || passkey_host_may(S("[::1]")) || passkey_host_may(S("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(profiles_ask_for_what_is_theirs, begin, end),
		cmocka_unit_test_setup_teardown(times_have_a_minute_of_leeway, begin, end),
		cmocka_unit_test_setup_teardown(addresses_of_providers_are_https_or_loopback, begin, end),
		cmocka_unit_test_setup_teardown(a_document_is_the_asked_issuers_own, begin, end),
		cmocka_unit_test_setup_teardown(weak_and_foreign_keys_are_passed_over, begin, end),
		cmocka_unit_test_setup_teardown(what_is_sealed_opens_for_its_purpose_only, begin, end),
		cmocka_unit_test_setup_teardown(a_qr_code_is_one_path, begin, end),
		cmocka_unit_test_setup_teardown(passkeys_want_a_name_for_a_host, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
