/* fuzz_jwt.c — any bytes are a token, keys or a provider's document, or refused: the first line chooses what the rest is.
 * Nothing that was not signed with a key of the set is ever verified, and what is taken is within the bounds.
 */
#include "web/json.h"
#include "web/oidc.h"

#include <jansson.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A key whose private half nobody has: nothing can be signed with it. */
static const char keys[] =
	"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"e\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
	"\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}]}";

static void try_token(struct arena *a, struct str text)
{
	struct id_token_wanted w = { OIDC_PLAIN, S("https://a.example"), S("cairn"), S("n"), S("t"), 1800000000000 };
	struct jwk_set *set = NEW(a, struct jwk_set);
	struct id_token said;
	struct str why;
	struct jwt jwt;

	if (jwk_set_of(a, str_from_c(keys), set, &why) != OK || set->n != 1)
		abort();
	if (jwt_read(a, text, &jwt, &why) == OK) {
		if (text.n > JWT_MAX || jwt.algorithm >= JWT_ALGORITHMS || jwt_verify(a, &jwt, set) == OK)
			abort();
		for (int p = OIDC_PLAIN; p <= OIDC_ENTRA; p++) {
			w.profile = (enum oidc_profile)p;
			if (id_token_check(a, jwt.claims, &w, &said, &why) == OK && (!said.subject.n || said.subject.n > 255))
				abort();
		}
	}
}

static void try_keys(struct arena *a, struct str text)
{
	struct jwk_set *set = NEW(a, struct jwk_set);
	struct str why;

	if (jwk_set_of(a, text, set, &why) == OK)
		for (size_t i = 0; i < set->n; i++)
			if (!set->v[i].key || !set->v[i].algorithms)
				abort();
}

static void try_document(struct arena *a, struct str text)
{
	struct oidc_settings p = { .issuer = S("https://a.example"), .profile = OIDC_ENTRA };
	struct oidc_document d;
	struct str why;

	if (oidc_document_of(a, &p, text, &d, &why) == OK &&
	    (!str_starts(d.token, S("https://")) || !str_starts(d.keys, S("https://")) || d.token.n > OIDC_URL_MAX))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(256u << 20);
	struct str rest = { (const char *)data, size }, first = str_cut(&rest, '\n');

	if (str_eq(first, S("keys")))
		try_keys(a, rest);
	else if (str_eq(first, S("document")))
		try_document(a, rest);
	else
		try_token(a, rest);
	arena_release(a);
	return 0;
}
