/* people.h — people and their roles: who may give which role to whom, in which kind of organisation, and what may be done
 * to an account in which state. Pure tables; the handlers of app/people and bulk imports ask them.
 *
 *     struct grant g = { .by = &cx->actor, .to = p->id, .role = ROLE_SUPERVISOR, .organisation = o->id, .type = o->type };
 *     if (may_grant(&g) != GRANT_OK) …
 *
 * Source: the access matrix of the design (row ACC): no role above one's own, nobody anything to themselves, employers and
 * administrators by the department, national acts by two people where there are two.
 */
#ifndef RULES_PEOPLE_H
#define RULES_PEOPLE_H

#include "base/time.h"
#include "rules/access.h"

/* ---- roles ---- */

struct grant {
	const struct actor *by;
	int64_t to;                  /* person; 0 for somebody who is not in Cairn yet */
	enum role role;
	int64_t organisation;        /* where */
	enum organisation_type type; /* of that organisation */
};
enum grant_answer {
	GRANT_OK,
	GRANT_ABOVE,        /* the giver's role may not give this one */
	GRANT_ELSEWHERE,    /* not the giver's own organisation */
	GRANT_SELF,         /* nobody gives themselves a role */
	GRANT_MISFIT,       /* such an organisation has no such role */
};
/* may_grant — may this be given? The same answer says who may end a role, and who may invite somebody to it. */
enum grant_answer may_grant(const struct grant *g);
/* may_grant_any — might somebody in this role give that one somewhere? For what a page offers. */
bool may_grant_any(enum role by, enum role role);
/* needs_second — is giving it a national act, which a second administrator confirms where there are two? */
bool needs_second(enum role role);

/* ---- accounts ---- */

/* How somebody stands in one organisation, or, where no organisation is meant, in all of them together. */
enum person_state {
	PERSON_ACTIVE = 1,  /* holds a role today */
	PERSON_COMING,      /* will hold one */
	PERSON_AWAY,        /* holds one, and is away for a while */
	PERSON_DEACTIVATED, /* may not sign in */
	PERSON_LEFT,        /* held one */
	PERSON_INVITED,     /* added by their employer, and has not accepted the invitation yet */
	PERSON_EXPECTED,    /* the same, and no invitation is open: not sent yet, or taken back */
	PERSON_STATE_END,
};
struct person_facts {
	bool disabled, holds, will_hold, away;
	bool expected, invited; /* has not come in yet; an invitation is open */
};
enum person_state person_state_of(const struct person_facts *f);

enum person_act {
	ACT_DEACTIVATE = 1, ACT_REACTIVATE, ACT_LEAVE, ACT_GO_AWAY, ACT_COME_BACK /* from being away */,
	ACT_BRING_BACK /* after leaving */, ACT_RENAME, ACT_CHANGE_ADDRESS, ACT_GRANT, ACT_END_ROLE,
	ACT_INVITE /* send the invitation of somebody who is expected, or send it again */, ACT_UNINVITE /* take it back */,
	ACT_END,
};
/* person_may — the transition table: is this act possible in this state? Who may do it is the object rule's. */
bool person_may(enum person_act act, enum person_state state);

/* Why somebody left for good. Being away for a while has no reason here: that is a class of its own (ABS). */
enum departure_reason {
	DEPARTURE_MOVED = 1, DEPARTURE_PROFESSION, DEPARTURE_CONTRACT, DEPARTURE_RETIRED, DEPARTURE_DIED, DEPARTURE_OTHER,
	DEPARTURE_REASON_END,
};
enum departure_kind { DEPARTURE_FOR_GOOD = 1, DEPARTURE_FOR_A_WHILE = 2 };
enum deactivation_reason {
	DEACTIVATION_SAFETY = 1, DEACTIVATION_NOT_AT_WORK, DEACTIVATION_ASKED, DEACTIVATION_OTHER,
	DEACTIVATION_REASON_END,
};
extern const struct key_list person_states, departure_reasons, deactivation_reasons;

/* ---- invitations ---- */

enum invitation_state { INVITATION_WAITING = 1, INVITATION_EXPIRED, INVITATION_ACCEPTED, INVITATION_REVOKED,
	                INVITATION_STATE_END };
struct invitation_facts {
	instant expires, accepted_at, revoked_at; /* INT64_MIN for never */
	instant now;
};
enum invitation_state invitation_state_of(const struct invitation_facts *f);
extern const struct key_list invitation_states;
enum { INVITATION_HOURS = 72, ADDRESS_CHANGE_HOURS = 24, ADDRESS_UNDO_HOURS = 72 };

/* Opening the portfolios of more people than this within an hour is more than the work of a coordinator explains. */
enum { PORTFOLIOS_AN_HOUR = 30 };

#endif
