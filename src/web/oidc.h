/* oidc.h — OpenID Connect as a relying party: a provider's document and keys, the way there, and the exchange of what comes
 * back. The network is used by oidc_read_document, oidc_read_keys and oidc_exchange: call them in the job process only, never
 * while a transaction is open.
 *
 * Providers are settings (CAIRN_OIDC_1_… to CAIRN_OIDC_3_…). Anything with Discovery and the code flow will do; two profiles
 * know what is particular: `one-login` (GOV.UK One Login: private_key_jwt, level of confidence, addresses from UserInfo) and
 * `entra` (Microsoft Entra ID: tenants, addresses that are vouched for). Beyond loopback everything is https. Always: PKCE
 * (S256), state, nonce, a redirect address of its own for each provider.
 */
#ifndef WEB_OIDC_H
#define WEB_OIDC_H

#include "web/jwt.h"
#include "web/settings.h"

enum { OIDC_ANSWER_MAX = 256 * 1024, OIDC_URL_MAX = 2000 };

/* What a provider says of itself (OpenID Connect Discovery 1.0). */
struct oidc_document {
	struct str issuer;                 /* for ID tokens; of Entra's shared endpoints with {tenantid} in it */
	struct str authorization, token, keys, userinfo; /* addresses; userinfo may be empty */
	bool says_issuer_on_return;        /* RFC 9207 */
	bool posts_secret;                 /* client_secret_post is taken and client_secret_basic is not */
};
/* oidc_document_of — reads it and checks it against the settings: the issuer is the one asked, addresses are safe. INVALID
 * with a sentence. Pure. */
enum rc oidc_document_of(struct arena *a, const struct oidc_settings *p, struct str text, struct oidc_document *ret,
                         struct str *ret_why);
/* oidc_url_is_safe — https, or http to loopback where the issuer is there too; no name or password, no fragment. Pure. */
bool oidc_url_is_safe(struct str url, bool loopback_too);

/* oidc_redirect_uri — where a provider sends people back to; to be registered there. */
struct str oidc_redirect_uri(struct arena *a, const struct settings *settings, int number);

struct oidc_going {
	struct str state, nonce, verifier;
	bool asks_for_email;
};
/* oidc_authorization_url — where to send somebody who goes to the provider. Pure. */
struct str oidc_authorization_url(struct arena *a, const struct settings *settings, int number,
                                  const struct oidc_document *d, const struct oidc_going *g);

/* oidc_read_document, oidc_read_keys — the text as it came, for oidc_document_of and jwk_set_of. BUSY with a sentence when the
 * provider does not answer well. */
enum rc oidc_read_document(struct arena *a, const struct settings *settings, int number, struct str *ret, struct str *ret_why);
enum rc oidc_read_keys(struct arena *a, const struct settings *settings, const struct oidc_document *d, struct str *ret,
                       struct str *ret_why);

/* oidc_exchange — the code for tokens. BUSY: the provider did not answer; INVALID: it refused, or its answer is none. */
struct oidc_tokens {
	struct str id_token, access_token;
};
enum rc oidc_exchange(struct arena *a, const struct settings *settings, int number, const struct oidc_document *d,
                      struct str code, struct str verifier, instant now, struct oidc_tokens *ret, struct str *ret_why);
/* oidc_email — the address from the UserInfo endpoint, if the provider vouches for it and it is the same subject's; empty for
 * none. */
enum rc oidc_email(struct arena *a, const struct settings *settings, int number, const struct oidc_document *d,
                   struct str access_token, struct str subject, struct str *ret, struct str *ret_why);

#endif
