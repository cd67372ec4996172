/* organisation.c — the tables behind organisation.h. */
#include "rules/organisation.h"

#define P(power) (1u << (power))
enum { EMPLOYS = P(POWER_INDUCTIONS) | P(POWER_HOST) };

static const unsigned powers[] = {
	[ORG_LOCAL_AUTHORITY] = EMPLOYS, [ORG_CHILDRENS_TRUST] = EMPLOYS, [ORG_FAMILY_COURT_SERVICE] = EMPLOYS,
	[ORG_OTHER_PUBLIC_BODY] = EMPLOYS, [ORG_INDEPENDENT_AGENCY] = EMPLOYS, [ORG_CHARITY] = EMPLOYS,
	[ORG_UNIVERSITY] = P(POWER_TRAIN) | P(POWER_MODERATE), [ORG_DEPARTMENT] = P(POWER_NATIONAL),
	[ORG_REGULATOR] = P(POWER_REGULATE),
};

/* Any one of these powers of the organisation carries the role. */
static const unsigned role_powers[ROLE_END] = {
	[ROLE_ECSW] = P(POWER_INDUCTIONS),
	[ROLE_SUPERVISOR] = P(POWER_INDUCTIONS) | P(POWER_HOST),
	[ROLE_ASSESSOR] = P(POWER_INDUCTIONS) | P(POWER_TRAIN),
	[ROLE_COORDINATOR] = P(POWER_INDUCTIONS) | P(POWER_HOST) | P(POWER_TRAIN) | P(POWER_MODERATE),
	[ROLE_MODERATOR] = P(POWER_MODERATE) | P(POWER_INDUCTIONS),
	[ROLE_NATIONAL_ADMIN] = P(POWER_NATIONAL),
	[ROLE_REGULATOR] = P(POWER_REGULATE),
	[ROLE_SYSTEM_ADMIN] = P(POWER_NATIONAL),
	[ROLE_OBSERVER] = P(POWER_INDUCTIONS) | P(POWER_HOST) | P(POWER_TRAIN),
	[ROLE_PANEL_MEMBER] = P(POWER_INDUCTIONS) | P(POWER_MODERATE),
	[ROLE_HR_CONTACT] = P(POWER_INDUCTIONS),
};

static unsigned powers_of(enum organisation_type type)
{
	return (size_t)type < COUNT_OF(powers) ? powers[type] : 0;
}

bool organisation_may(enum organisation_type type, enum organisation_power power)
{
	return power > 0 && power < POWER_END && (powers_of(type) & P(power));
}

bool role_fits(enum role role, enum organisation_type type)
{
	return role > ROLE_NONE && role < ROLE_END && (powers_of(type) & role_powers[role]);
}
