/* pact.c — see pact.h. */
#include "rules/pact.h"

static const struct str keys[] = { [PACT_FIRST] = S_INIT("first"), [PACT_SUPERVISOR] = S_INIT("supervisor"), [PACT_ASSESSOR] = S_INIT("assessor"),
	                               [PACT_HOURS] = S_INIT("hours"), [PACT_PAUSE] = S_INIT("pause"), [PACT_PROGRAMME] = S_INIT("programme"),
	                               [PACT_WORDS] = S_INIT("words") };
const struct key_list pact_whys = { keys, PACT_WHY_END };

unsigned pact_changed(const struct pact_basis *then, const struct pact_basis *now)
{
	unsigned why = 0;

	if (now->supervisor && now->supervisor != then->supervisor)
		why |= PACT_BIT(PACT_SUPERVISOR);
	if (now->assessor && now->assessor != then->assessor)
		why |= PACT_BIT(PACT_ASSESSOR);
	if (now->share != then->share)
		why |= PACT_BIT(PACT_HOURS);
	if (!date_is_none(now->pause_ended) && (date_is_none(then->pause_ended) || date_cmp(now->pause_ended, then->pause_ended) > 0))
		why |= PACT_BIT(PACT_PAUSE);
	if (now->programme != then->programme)
		why |= PACT_BIT(PACT_PROGRAMME);
	return why;
}
