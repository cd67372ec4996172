/* organisation.h — what an organisation of each type may do, who may hold which role there, and when a coordinator can
 * leave. Data with its source; pure.
 *
 *     if (!organisation_may(ORG_UNIVERSITY, POWER_INDUCTIONS)) …
 */
#ifndef RULES_ORGANISATION_H
#define RULES_ORGANISATION_H

#include "base/time.h"
#include "rules/words.h"

/* What an organisation can do in Cairn. */
enum organisation_power {
	POWER_INDUCTIONS = 1, /* employs early-career social workers and runs their inductions */
	POWER_HOST,           /* takes somebody in for work their own employer does not have */
	POWER_TRAIN,          /* teaches supervisors and assessors */
	POWER_MODERATE,       /* looks at decisions of employers it has no part in */
	POWER_NATIONAL,       /* standards, programmes, organisations, credentials */
	POWER_REGULATE,       /* verifies credentials and registration */
	POWER_END,
};
/* organisation_may — the table of types; false for a type that is none. */
bool organisation_may(enum organisation_type type, enum organisation_power power);
/* role_fits — may somebody hold this role in an organisation of this type? An external moderator comes from a university
 * or another employer (design); national administrators from the department; the regulator's people from the regulator;
 * coordinators, supervisors and observers may be anywhere that trains, hosts or employs. */
bool role_fits(enum role role, enum organisation_type type);

#endif
