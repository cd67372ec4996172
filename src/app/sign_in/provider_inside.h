/* provider_inside.h — shared by the page and the job of signing in through another service. */
#ifndef APP_SIGN_IN_PROVIDER_INSIDE_H
#define APP_SIGN_IN_PROVIDER_INSIDE_H

#include "app/sign_in/provider.h"
#include "provider.sql.h"
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

/* provider_gone — a page for who comes back too late, or in another browser, or twice: nothing is said of whose it was. */
enum rc provider_gone(struct ctx *cx);
/* provider_refused — the attempt is over, and a page says why. `offer` leads back to the invitation it was for, if any. */
enum rc provider_refused(struct ctx *cx, const struct try_by_id_row *t, const struct oidc_settings *p, enum oidc_refusal why,
                         struct url offer);
/* identity_linked — the account that was shown is the person's from now on; they are told by mail. */
enum rc identity_linked(struct ctx *cx, int64_t person, const struct try_by_id_row *t, const struct oidc_settings *p);
/* provider_accepts — an invitation is accepted with the account that was shown (provider_offer.c). */
enum rc provider_accepts(struct ctx *cx, const struct try_by_id_row *t, const struct oidc_settings *p);

#endif
