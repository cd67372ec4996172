/* organisation.c — the tables behind organisation.h. */
#include "rules/organisation.h"

#include "base/text.h"

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

/* ---- codes ---- */

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

bool code_is_valid(enum code_scheme scheme, struct str c)
{
	switch (scheme) {
	case CODE_AUTHORITY:
		return c.n == 3 && is_digits(c);
	case CODE_ONS:
		return c.n == 9 && c.p[0] == 'E' && is_digits(str_sub(c, 1, 8));
	case CODE_UKPRN:
		return c.n == 8 && c.p[0] == '1' && is_digits(c);
	case CODE_COMPANY:
		return c.n == 8 && (is_digits(c) || (is_capital(c.p[0]) && is_capital(c.p[1]) && is_digits(str_sub(c, 2, 6))));
	case CODE_CHARITY:
		return (c.n == 6 || c.n == 7) && is_digits(c);
	case CODE_OTHER:
		return c.n > 0 && c.n <= 40;
	case CODE_END:
		break;
	}
	return false;
}

/* ---- working together ---- */

static const unsigned partner_powers[PARTNER_END] = {
	[PARTNER_TRAINS] = P(POWER_TRAIN), [PARTNER_MODERATES] = P(POWER_MODERATE) | P(POWER_INDUCTIONS),
	[PARTNER_HOSTS] = P(POWER_HOST),
};

bool partnership_fits(enum partnership_kind kind, enum organisation_type organisation, enum organisation_type partner)
{
	return kind > 0 && kind < PARTNER_END && organisation_may(organisation, POWER_INDUCTIONS) &&
	       (powers_of(partner) & partner_powers[kind]);
}

enum leaving coordinator_leaving(int64_t others, bool is_primary)
{
	if (others <= 0)
		return LEAVING_LAST;
	return is_primary && others > 1 ? LEAVING_CHOOSE : LEAVING_FREE;
}

/* ---- who answers for what ---- */

enum answers_for organisation_answers(enum organisation_type type, enum data_class data)
{
	bool employs = organisation_may(type, POWER_INDUCTIONS);

	switch (data) {
	case DATA_PRACTICE:
		return employs ? ANSWERS_ALONE : ANSWERS_NOT;
	case DATA_DECISIONS:
		return employs ? ANSWERS_ALONE : type == ORG_DEPARTMENT ? ANSWERS_RECEIVED : ANSWERS_NOT;
	case DATA_SAMPLES:
		return organisation_may(type, POWER_MODERATE) ? ANSWERS_INSTRUCTED : ANSWERS_NOT;
	case DATA_OWN:
	case DATA_END:
		break;
	}
	return ANSWERS_NOT;
}
