/* pact.h — the agreement about support and assessment: who signs it, and what change makes it one to sign again. Pure.
 *
 *     unsigned why = pact_changed(&then, &now);      bits of PACT_BIT(enum pact_why); 0: it still says what is so
 */
#ifndef RULES_PACT_H
#define RULES_PACT_H

#include "base/time.h"
#include "rules/words.h"

/* Why a version was begun. Stored as bits. */
enum pact_why {
	PACT_FIRST = 0, PACT_SUPERVISOR = 1, PACT_ASSESSOR = 2, PACT_HOURS = 3, PACT_PAUSE = 4, PACT_PROGRAMME = 5, PACT_WORDS = 6, PACT_WHY_END,
};
#define PACT_BIT(why) (1u << (why))
extern const struct key_list pact_whys;

/* What a version is made under. */
struct pact_basis {
	int64_t supervisor, assessor; /* 0 for nobody */
	int64_t programme;
	int share;                   /* thousandths of full time */
	struct date pause_ended;     /* last day of the last pause that is over; DATE_NONE for none */
};
/* pact_changed — somebody who is missing now is no change yet: there is nobody to sign with. */
unsigned pact_changed(const struct pact_basis *then, const struct pact_basis *now);

enum { PACT_ALL = 1u << ROLE_ECSW | 1u << ROLE_SUPERVISOR | 1u << ROLE_ASSESSOR | 1u << ROLE_COORDINATOR };
static inline bool pact_is_party(enum role role) { return role >= ROLE_ECSW && role <= ROLE_COORDINATOR; }
static inline bool pact_is_signed(unsigned roles_) { return roles_ == PACT_ALL; }

#endif
