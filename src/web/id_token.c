/* id_token.c — what an ID token must say before anybody is let in on it. */
#include "web/jwt.h"

#include "base/uuid.h"
#include "web/json.h"

#include <jansson.h>

enum { SUBJECT_MAX = 255, TENANT_TEXT = 36 };

static bool refuse(struct str *why, const char *words)
{
	*why = str_from_c(words);
	return false;
}

/* issuer_fits — exactly the provider's; of Entra's shared endpoints the {tenantid} stands for the tenant the token names. */
static bool issuer_fits(struct arena *a, const json_t *claims, const struct id_token_wanted *w)
{
	struct str said = json_get_str(claims, "iss"), tenant = json_get_str(claims, "tid");
	struct uuid id;

	if (w->profile != OIDC_ENTRA || str_find(w->issuer, S("{tenantid}")) == SIZE_MAX)
		return said.n && str_eq(said, w->issuer);
	return tenant.n == TENANT_TEXT && uuid_parse(tenant, &id) &&
	       str_eq(said, str_replace_all(a, w->issuer, S("{tenantid}"), tenant));
}

static bool has_string(const json_t *list, struct str wanted)
{
	const json_t *member;
	size_t i;

	json_array_foreach(list, i, member)
		if (str_eq(json_str_of(member), wanted))
			return true;
	return false;
}

/* audience_fits — for us; where it is for others as well, made for us (azp). */
static bool audience_fits(const json_t *claims, struct str client_id)
{
	const json_t *aud = json_object_get(claims, "aud"), *azp = json_object_get(claims, "azp");

	if (azp && !str_eq(json_str_of(azp), client_id))
		return false;
	if (json_is_string(aud))
		return str_eq(json_str_of(aud), client_id);
	return json_is_array(aud) && has_string(aud, client_id) && (json_array_size(aud) == 1 || azp);
}

/* Seconds in a token; a fraction is allowed (RFC 7519, 2). -1 for none, and for what no time of ours can be. */
static instant time_of(const json_t *claims, const char *name)
{
	const json_t *v = json_object_get(claims, name);
	double seconds = json_is_number(v) ? json_number_value(v) : -1;

	return seconds >= 0 && seconds < 1e11 ? (instant)(seconds * SECOND) : -1;
}

static bool times_fit(const json_t *claims, instant now, struct str *why)
{
	instant exp = time_of(claims, "exp"), iat = time_of(claims, "iat"), nbf = time_of(claims, "nbf");

	if (exp < 0 || now >= exp + ID_TOKEN_LEEWAY)
		return refuse(why, "the token has expired, or never says when it does");
	if (iat < 0 || iat > now + ID_TOKEN_LEEWAY || iat < now - ID_TOKEN_OLDEST)
		return refuse(why, "the token was made at another time");
	if (json_object_get(claims, "nbf") && (nbf < 0 || nbf > now + ID_TOKEN_LEEWAY))
		return refuse(why, "the token is not valid yet");
	return true;
}

/* at_hash — the left half of the hash of the access token that came with it. */
static bool at_hash_fits(struct arena *a, const json_t *claims, struct str access_token)
{
	const json_t *said = json_object_get(claims, "at_hash");
	struct hash h;

	if (!said || !access_token.n)
		return !said; /* a hash of nothing fits nothing */
	h = hash_of(access_token);
	return str_eq(json_str_of(said), base64url_encode(a, h.b, sizeof(h.b) / 2));
}

static bool is_true(const json_t *v)
{
	return json_is_true(v) || (json_is_integer(v) && json_integer_value(v) == 1) || str_eq(json_str_of(v), S("true")) ||
	       str_eq(json_str_of(v), S("1"));
}

struct str id_token_email(enum oidc_profile profile, const json_t *claims, bool is_one_tenant)
{
	struct str email = json_get_str(claims, "email");
	bool vouched = profile == OIDC_ENTRA ? is_one_tenant || is_true(json_object_get(claims, "xms_edov"))
	                                     : json_is_true(json_object_get(claims, "email_verified"));

	return vouched && email.n <= 254 ? email : STR_NONE;
}

/* GOV.UK One Login was asked for Cl.Cm, a second factor without proof of identity, and must say that it was met. */
static bool factor_was_shown(const json_t *claims, enum oidc_profile profile)
{
	if (profile == OIDC_ONE_LOGIN)
		return str_eq(json_get_str(claims, "vot"), S("Cl.Cm"));
	return json_is_array(json_object_get(claims, "amr")) && has_string(json_object_get(claims, "amr"), S("mfa"));
}

static bool says_what_it_must(struct arena *a, const json_t *claims, const struct id_token_wanted *w, struct str *why)
{
	struct str subject = json_get_str(claims, "sub"), nonce = json_get_str(claims, "nonce");

	if (!issuer_fits(a, claims, w))
		return refuse(why, "the token is another issuer's");
	if (!audience_fits(claims, w->client_id))
		return refuse(why, "the token is for somebody else");
	if (!w->nonce.n || !str_eq(nonce, w->nonce))
		return refuse(why, "the token answers another question (nonce)");
	if (!subject.n || subject.n > SUBJECT_MAX || !utf8_valid(subject))
		return refuse(why, "the token names nobody");
	if (!at_hash_fits(a, claims, w->access_token))
		return refuse(why, "the token and the access token do not belong together (at_hash)");
	if (w->profile == OIDC_ONE_LOGIN && !factor_was_shown(claims, w->profile))
		return refuse(why, "the level of confidence is not the one asked for (vot)");
	return times_fit(claims, w->now, why);
}

enum rc id_token_check(struct arena *a, const json_t *claims, const struct id_token_wanted *w, struct id_token *ret,
                       struct str *ret_why)
{
	if (!says_what_it_must(a, claims, w, ret_why))
		return INVALID;
	*ret = (struct id_token){
		.issuer = json_get_str(claims, "iss"), .subject = json_get_str(claims, "sub"),
		.email = id_token_email(w->profile, claims, str_find(w->issuer, S("{tenantid}")) == SIZE_MAX),
		.factor_shown = factor_was_shown(claims, w->profile),
	};
	return OK;
}
