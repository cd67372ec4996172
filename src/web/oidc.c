/* oidc.c — a provider's document, the way there, the exchange. */
#include "web/oidc.h"

#include "base/uuid.h"
#include "web/fetch.h"
#include "web/form.h"
#include "web/json.h"

#include <jansson.h>

static const struct json_limits limits = { OIDC_ANSWER_MAX, 8, 5000 };

/* ---- addresses ---- */

static bool host_is_loopback(struct str rest)
{
	struct str authority = str_cut(&rest, '/'), host = authority;

	if (host.n && host.p[0] == '[')
		return str_starts(host, S("[::1]")) && (host.n == 5 || host.p[5] == ':');
	host = str_cut(&authority, ':');
	return str_eq(host, S("127.0.0.1")) || str_eq_nocase(host, S("localhost"));
}

bool oidc_url_is_safe(struct str url, bool loopback_too)
{
	size_t scheme = str_starts(url, S("https://")) ? 8 : loopback_too && str_starts(url, S("http://")) ? 7 : 0;
	struct str rest = str_sub(url, scheme, SIZE_MAX);

	if (!scheme || !rest.n || url.n > OIDC_URL_MAX || rest.p[0] == '/')
		return false;
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] <= ' ' || rest.p[i] > '~' || strchr("\"<>\\^`{}|#@", rest.p[i]))
			return false;
	return scheme == 8 || host_is_loopback(rest);
}

static bool is_on_loopback(const struct oidc_settings *p)
{
	return str_starts(p->issuer, S("http://"));
}

struct str oidc_redirect_uri(struct arena *a, const struct settings *settings, int number)
{
	return strf(a, "%.*s/sign-in/return/%d", STR_FMT(settings->url), number);
}

/* ---- the document ---- */

static struct str without_slash(struct str s)
{
	return s.n && s.p[s.n - 1] == '/' ? str_sub(s, 0, s.n - 1) : s;
}

/* Exactly the issuer asked; Entra's shared endpoints say {tenantid} where they were asked as common or organizations. */
static bool issuer_is(const struct oidc_settings *p, struct str said)
{
	if (str_eq(without_slash(said), without_slash(p->issuer)))
		return true;
	return p->profile == OIDC_ENTRA && str_eq(said, S("https://login.microsoftonline.com/{tenantid}/v2.0")) &&
	       str_starts(p->issuer, S("https://login.microsoftonline.com/"));
}

static bool lists(const json_t *document, const char *name, const char *wanted)
{
	const json_t *list = json_object_get(document, name), *member;
	size_t i;

	json_array_foreach(list, i, member)
		if (str_eq(json_str_of(member), str_from_c(wanted)))
			return true;
	return false;
}

enum rc oidc_document_of(struct arena *a, const struct oidc_settings *p, struct str text, struct oidc_document *ret,
                         struct str *ret_why)
{
	bool loopback = is_on_loopback(p);
	struct json_problem problem;
	struct oidc_document d;
	json_t *root;

	if (json_parse(a, text, limits, &root, &problem) != OK || !json_is_object(root)) {
		*ret_why = S("the provider's document is not JSON within bounds");
		return INVALID;
	}
	d = (struct oidc_document){
		.issuer = json_get_str(root, "issuer"), .authorization = json_get_str(root, "authorization_endpoint"),
		.token = json_get_str(root, "token_endpoint"), .keys = json_get_str(root, "jwks_uri"),
		.userinfo = json_get_str(root, "userinfo_endpoint"),
		.says_issuer_on_return = json_get_bool(root, "authorization_response_iss_parameter_supported", false),
		.posts_secret = lists(root, "token_endpoint_auth_methods_supported", "client_secret_post") &&
		                !lists(root, "token_endpoint_auth_methods_supported", "client_secret_basic"),
	};
	if (!issuer_is(p, d.issuer)) {
		*ret_why = S("the provider's document is another issuer's");
		return INVALID;
	}
	if (!oidc_url_is_safe(d.authorization, loopback) || !oidc_url_is_safe(d.token, loopback) ||
	    !oidc_url_is_safe(d.keys, loopback) || (d.userinfo.n && !oidc_url_is_safe(d.userinfo, loopback))) {
		*ret_why = S("the provider's document has an address that is not https, or none");
		return INVALID;
	}
	*ret = d;
	return OK;
}

/* ---- the way there ---- */

static void add_pair(struct buf *b, struct arena *a, const char *name, struct str value)
{
	buf_addf(b, "%s%s=%.*s", b->n ? "&" : "", name, STR_FMT(url_encode(a, value)));
}

struct str oidc_authorization_url(struct arena *a, const struct settings *settings, int number,
                                  const struct oidc_document *d, const struct oidc_going *g)
{
	const struct oidc_settings *p = &settings->oidc[number - 1];
	struct hash challenge = hash_of(g->verifier);
	struct buf b = buf_new(a, 8192);

	add_pair(&b, a, "response_type", S("code"));
	add_pair(&b, a, "client_id", p->client_id);
	add_pair(&b, a, "redirect_uri", oidc_redirect_uri(a, settings, number));
	add_pair(&b, a, "scope", g->asks_for_email ? S("openid email") : S("openid"));
	add_pair(&b, a, "state", g->state);
	add_pair(&b, a, "nonce", g->nonce);
	add_pair(&b, a, "code_challenge", base64url_encode(a, challenge.b, sizeof(challenge.b)));
	add_pair(&b, a, "code_challenge_method", S("S256"));
	if (p->profile == OIDC_ONE_LOGIN) {
		add_pair(&b, a, "vtr", S("[\"Cl.Cm\"]"));
		add_pair(&b, a, "ui_locales", S("en"));
	}
	return strf(a, "%.*s%c%.*s", STR_FMT(d->authorization), str_find_char(d->authorization, '?') == SIZE_MAX ? '?' : '&',
	            STR_FMT(buf_str(&b)));
}

/* ---- over the network ---- */

static enum rc get(struct arena *a, const struct settings *settings, struct str url, struct str bearer, struct str *ret,
                   struct str *ret_why)
{
	struct fetch f = { .url = url, .agent_url = settings->url, .bearer = bearer, .max = OIDC_ANSWER_MAX };
	struct fetched answer;
	enum rc rc = fetch(a, &f, &answer, ret_why);

	if (rc != OK)
		return rc;
	if (answer.status != 200) {
		*ret_why = strf(a, "the provider answered %d", answer.status);
		return BUSY;
	}
	*ret = answer.body;
	return OK;
}

enum rc oidc_read_document(struct arena *a, const struct settings *settings, int number, struct str *ret, struct str *ret_why)
{
	struct str issuer = without_slash(settings->oidc[number - 1].issuer);

	return get(a, settings, strf(a, "%.*s/.well-known/openid-configuration", STR_FMT(issuer)), STR_NONE, ret, ret_why);
}

enum rc oidc_read_keys(struct arena *a, const struct settings *settings, const struct oidc_document *d, struct str *ret,
                       struct str *ret_why)
{
	return get(a, settings, d->keys, STR_NONE, ret, ret_why);
}

/* put_client — who we are: by a signed assertion where there is a key, else by the secret, in the way the provider takes it. */
static enum rc put_client(struct arena *a, const struct oidc_settings *p, const struct oidc_document *d, instant now,
                          struct buf *body, struct fetch *f, struct str *ret_why)
{
	struct client_assertion c = { p->client_id, d->token, p->client_key, p->key_id, now };
	struct str assertion;
	enum rc rc;

	if (p->client_key.n) {
		if ((rc = jwt_client_assertion(a, &c, &assertion, ret_why)) != OK)
			return rc;
		add_pair(body, a, "client_assertion_type", S("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
		add_pair(body, a, "client_assertion", assertion);
		add_pair(body, a, "client_id", p->client_id);
		return OK;
	}
	if (d->posts_secret) {
		add_pair(body, a, "client_id", p->client_id);
		add_pair(body, a, "client_secret", p->client_secret);
		return OK;
	}
	f->user = url_encode(a, p->client_id); /* RFC 6749, 2.3.1: encoded before it is put into the header */
	f->password = url_encode(a, p->client_secret);
	return OK;
}

enum rc oidc_exchange(struct arena *a, const struct settings *settings, int number, const struct oidc_document *d,
                      struct str code, struct str verifier, instant now, struct oidc_tokens *ret, struct str *ret_why)
{
	struct fetch f = { .url = d->token, .agent_url = settings->url, .max = OIDC_ANSWER_MAX };
	struct buf body = buf_new(a, 64 * 1024);
	struct json_problem problem;
	struct fetched answer;
	json_t *root;
	enum rc rc;

	add_pair(&body, a, "grant_type", S("authorization_code"));
	add_pair(&body, a, "code", code);
	add_pair(&body, a, "redirect_uri", oidc_redirect_uri(a, settings, number));
	add_pair(&body, a, "code_verifier", verifier);
	if ((rc = put_client(a, &settings->oidc[number - 1], d, now, &body, &f, ret_why)) != OK)
		return rc;
	f.form = buf_str(&body);
	if ((rc = fetch(a, &f, &answer, ret_why)) != OK)
		return rc;
	if (answer.status != 200 || json_parse(a, answer.body, limits, &root, &problem) != OK || !json_is_object(root)) {
		*ret_why = strf(a, "the provider did not exchange the code (%d)", answer.status);
		return answer.status >= 500 ? BUSY : INVALID;
	}
	*ret = (struct oidc_tokens){ json_get_str(root, "id_token"), json_get_str(root, "access_token") };
	*ret_why = S("the provider gave no ID token");
	return ret->id_token.n ? OK : INVALID;
}

enum rc oidc_email(struct arena *a, const struct settings *settings, int number, const struct oidc_document *d,
                   struct str access_token, struct str subject, struct str *ret, struct str *ret_why)
{
	struct json_problem problem;
	struct str text;
	json_t *root;
	enum rc rc;

	*ret = STR_NONE;
	if (!d->userinfo.n || !access_token.n)
		return OK;
	if ((rc = get(a, settings, d->userinfo, access_token, &text, ret_why)) != OK)
		return rc;
	if (json_parse(a, text, limits, &root, &problem) == OK && json_is_object(root) &&
	    str_eq(json_get_str(root, "sub"), subject)) /* another subject's claims are nobody's */
		*ret = id_token_email(settings->oidc[number - 1].profile, root, str_find(d->issuer, S("{tenantid}")) == SIZE_MAX);
	return OK;
}
