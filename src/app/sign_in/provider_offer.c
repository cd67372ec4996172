/* provider_offer.c — an invitation is accepted with an account at another service, and the two are linked. What the service
 * vouches for must be the address that was invited; otherwise nothing changes, and the offer is still good. */
#include "app/sign_in/provider_inside.h"

#include "app/people/people.h"

static enum rc owner_of(struct ctx *cx, const struct try_by_id_row *t, int64_t *ret)
{
	struct identity_person_row i;
	enum rc rc = sql_identity_person(cx->db, cx->arena, t->subject_issuer, t->subject, &i);

	*ret = rc == OK ? i.person : 0;
	return rc == NOT_FOUND ? OK : rc;
}

enum rc provider_accepts(struct ctx *cx, const struct try_by_id_row *t, const struct oidc_settings *p)
{
	struct offer_proof proof = { .email = t->email };
	struct offer_taken taken;
	enum rc rc = owner_of(cx, t, &proof.owner);

	if (rc == OK)
		rc = offer_take(cx, t->invitation, &proof, &taken);
	if (rc != OK)
		return rc == NOT_FOUND ? provider_gone(cx) : rc;
	if (taken.answer == OFFER_OTHER_ADDRESS || taken.answer == OFFER_OTHER_OWNER)
		return provider_refused(cx, t, p, taken.answer == OFFER_OTHER_ADDRESS ? REFUSAL_OTHER_EMAIL : REFUSAL_TAKEN, taken.back);
	if ((rc = sql_try_spent(cx->db, cx->arena, t->try, NULL)) != OK)
		return rc;
	if (taken.answer == OFFER_REFUSED)
		return offer_refused(cx, &taken);
	if (!proof.owner && (rc = identity_linked(cx, taken.person, t, p)) != OK)
		return rc;
	return offer_enter(cx, taken.invitation, &(struct entry){ taken.person, WAY_PROVIDER, t->factor_at });
}
