/* people.c — the tables of people.h. */
#include "rules/people.h"

#include "rules/organisation.h"

#define R(role) (1u << ROLE_##role)
/* Which roles a role gives. A coordinator those of their own organisation; the department coordinators, moderators, its own
 * administrators and the regulator's staff. Whoever runs the machine reaches and unlocks people, and gives nobody a role. */
static const struct {
	unsigned gives;
	bool own_organisation; /* only there */
} grants[ROLE_END] = {
	[ROLE_COORDINATOR] = { R(ECSW) | R(SUPERVISOR) | R(ASSESSOR) | R(COORDINATOR) | R(MODERATOR) | R(OBSERVER) |
	                       R(PANEL_MEMBER) | R(HR_CONTACT), true },
	[ROLE_NATIONAL_ADMIN] = { R(COORDINATOR) | R(MODERATOR) | R(NATIONAL_ADMIN) | R(REGULATOR) | R(SYSTEM_ADMIN), false },
};

bool may_grant_any(enum role by, enum role role)
{
	return by > ROLE_NONE && by < ROLE_END && role > ROLE_NONE && role < ROLE_END && (grants[by].gives & (1u << role));
}

enum grant_answer may_grant(const struct grant *g)
{
	if (!g->by->person || !may_grant_any(g->by->role, g->role))
		return GRANT_ABOVE;
	if (grants[g->by->role].own_organisation && g->organisation != g->by->organisation)
		return GRANT_ELSEWHERE;
	if (g->to == g->by->person)
		return GRANT_SELF;
	return role_fits(g->role, g->type) ? GRANT_OK : GRANT_MISFIT;
}

bool needs_second(enum role role)
{
	return role == ROLE_NATIONAL_ADMIN || role == ROLE_SYSTEM_ADMIN;
}

/* ---- accounts ---- */

enum person_state person_state_of(const struct person_facts *f)
{
	if (f->disabled)
		return PERSON_DEACTIVATED;
	if (f->expected && (f->holds || f->will_hold))
		return f->invited ? PERSON_INVITED : PERSON_EXPECTED;
	if (f->holds)
		return f->away ? PERSON_AWAY : PERSON_ACTIVE;
	return f->will_hold ? PERSON_COMING : PERSON_LEFT;
}

#define ST(state) (1u << PERSON_##state)
static const unsigned act_states[ACT_END] = {
	[ACT_DEACTIVATE] = ST(ACTIVE) | ST(COMING) | ST(AWAY) | ST(INVITED) | ST(EXPECTED),
	[ACT_REACTIVATE] = ST(DEACTIVATED),
	[ACT_LEAVE] = ST(ACTIVE) | ST(COMING) | ST(AWAY) | ST(DEACTIVATED) | ST(INVITED) | ST(EXPECTED),
	[ACT_GO_AWAY] = ST(ACTIVE),
	[ACT_COME_BACK] = ST(AWAY),
	[ACT_BRING_BACK] = ST(LEFT),
	[ACT_RENAME] = ST(ACTIVE) | ST(COMING) | ST(AWAY) | ST(DEACTIVATED) | ST(INVITED) | ST(EXPECTED),
	[ACT_CHANGE_ADDRESS] = ST(ACTIVE) | ST(COMING) | ST(AWAY) | ST(INVITED) | ST(EXPECTED),
	[ACT_GRANT] = ST(ACTIVE) | ST(COMING) | ST(AWAY) | ST(INVITED) | ST(EXPECTED),
	[ACT_END_ROLE] = ST(ACTIVE) | ST(COMING) | ST(AWAY) | ST(DEACTIVATED) | ST(INVITED) | ST(EXPECTED),
	[ACT_INVITE] = ST(INVITED) | ST(EXPECTED),
	[ACT_UNINVITE] = ST(INVITED),
};

bool person_may(enum person_act act, enum person_state state)
{
	return act > 0 && act < ACT_END && state > 0 && state < PERSON_STATE_END && (act_states[act] & (1u << state));
}

/* ---- invitations ---- */

enum invitation_state invitation_state_of(const struct invitation_facts *f)
{
	if (f->accepted_at != INT64_MIN)
		return INVITATION_ACCEPTED;
	if (f->revoked_at != INT64_MIN)
		return INVITATION_REVOKED;
	return f->now < f->expires ? INVITATION_WAITING : INVITATION_EXPIRED;
}

/* ---- keys ---- */

#define LIST(name, ...)                                                                                              \
	static const struct str name##_keys[] = { __VA_ARGS__ };                                                           \
	const struct key_list name = { name##_keys, (int)COUNT_OF(name##_keys) }
#define K(number, key) [number] = S_INIT(key)

LIST(person_states, K(PERSON_ACTIVE, "active"), K(PERSON_COMING, "coming"), K(PERSON_AWAY, "away"),
     K(PERSON_DEACTIVATED, "deactivated"), K(PERSON_LEFT, "left"), K(PERSON_INVITED, "invited"),
     K(PERSON_EXPECTED, "not_invited"));
LIST(departure_reasons, K(DEPARTURE_MOVED, "another_employer"), K(DEPARTURE_PROFESSION, "left_profession"),
     K(DEPARTURE_CONTRACT, "end_of_contract"), K(DEPARTURE_RETIRED, "retired"), K(DEPARTURE_DIED, "died"),
     K(DEPARTURE_OTHER, "other"));
LIST(deactivation_reasons, K(DEACTIVATION_SAFETY, "account_at_risk"), K(DEACTIVATION_NOT_AT_WORK, "not_at_work"),
     K(DEACTIVATION_ASKED, "asked_for"), K(DEACTIVATION_OTHER, "other"));
LIST(invitation_states, K(INVITATION_WAITING, "waiting"), K(INVITATION_EXPIRED, "expired"),
     K(INVITATION_ACCEPTED, "accepted"), K(INVITATION_REVOKED, "revoked"));
