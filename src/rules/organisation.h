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

/* code_is_valid — does the code look like one of its scheme? In capitals, without spaces. */
bool code_is_valid(enum code_scheme scheme, struct str code);

/* partnership_fits — may `partner` do this for `organisation`? Training and moderating are a university's; moderating may
 * be another employer's too; hosting is an employer's, for work the other does not have (C17). */
bool partnership_fits(enum partnership_kind kind, enum organisation_type organisation, enum organisation_type partner);

/* Whether a coordinator may stop: the last one can't without a successor (ACCESS.md, case 11). */
enum leaving {
	LEAVING_FREE,     /* others go on; if this was the primary one and one other is left, that one becomes it */
	LEAVING_LAST,     /* nobody would be left: name a successor first */
	LEAVING_CHOOSE,   /* the primary one, with several others: say first who is to be primary */
};
/* coordinator_leaving — others: coordinators who go on beyond that day. */
enum leaving coordinator_leaving(int64_t others, bool is_primary);

/* Who answers (is the controller) for a class of data; ACCESS.md, "Who answers for what". */
enum data_class {
	DATA_PRACTICE = 1, /* evidence, files, observations, family feedback, supervision dates, absences */
	DATA_DECISIONS,    /* outcomes, decisions, credentials */
	DATA_SAMPLES,      /* moderation samples */
	DATA_OWN,          /* a person's own reflections and plans */
	DATA_END,
};
enum answers_for { ANSWERS_NOT, ANSWERS_ALONE, ANSWERS_RECEIVED /* for what it receives */, ANSWERS_INSTRUCTED /* on instruction */ };
enum answers_for organisation_answers(enum organisation_type type, enum data_class data);

#endif
