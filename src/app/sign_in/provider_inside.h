/* provider_inside.h — shared by the page and the job of signing in through another service. */
#ifndef APP_SIGN_IN_PROVIDER_INSIDE_H
#define APP_SIGN_IN_PROVIDER_INSIDE_H

#include "app/sign_in/provider.h"
#include "web/oidc.h"

enum { TRY_MINUTES = 10 };

/* Stored. */
enum oidc_stage { TRY_BEGUN = 0, TRY_SENT = 1, TRY_CODE = 2, TRY_PROVED = 3, TRY_REFUSED = 4, TRY_SPENT = 5 };
enum oidc_refusal {
	REFUSAL_NONE = 0,
	REFUSAL_UNREACHABLE = 1, /* the provider did not answer us */
	REFUSAL_SAID_NO = 2,     /* it sent them back without a code */
	REFUSAL_NOT_TRUSTED = 3, /* what it sent did not pass */
	REFUSAL_UNKNOWN = 4,     /* linked to nobody */
	REFUSAL_OTHER_EMAIL = 5, /* it vouches for another address, or for none */
	REFUSAL_TAKEN = 6,       /* linked to somebody else */
};

/* provider_settings — NULL when there is none of that number. */
static inline const struct oidc_settings *provider_settings(const struct ctx *cx, int64_t number)
{
	return number >= 1 && number <= OIDC_PROVIDERS && cx->settings->oidc[number - 1].issuer.n
	               ? &cx->settings->oidc[number - 1]
	               : NULL;
}

#endif
