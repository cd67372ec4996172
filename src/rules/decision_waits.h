/* decision_waits.h — with whom an open decision is, until when, and who hears of it when they let the day pass.
 *
 * Letting a day pass moves nothing and never counts against the ECSW: what was recommended or issued stays as it is, whoever has it is
 * reminded, and later those above are told. Only the ECSW's own days end by themselves, and not in a pause. An assessor or coordinator
 * who is gone doesn't hold it up: it waits for whoever names another.
 *
 *     w = decision_waits(&facts, &rules, today);
 *     if (wait_step_of(&w, today) == WAIT_LATE) …
 *
 * Pure.
 */
#ifndef RULES_DECISION_WAITS_H
#define RULES_DECISION_WAITS_H

#include "rules/calendar.h"
#include "rules/decision.h"
#include "rules/readiness.h"

struct wait_facts {
	enum decision_state state;
	enum judgement judgement;    /* recommended; of an issued one, the outcome */
	struct date since;           /* the day it came into this state */
	struct date owed_ends, respond_ends, appeal_ends; /* with pauses (decision_day); DATE_NONE: do not run, or stand still in a pause */
	struct date responded;       /* the day the ECSW did; DATE_NONE */
	bool told;                   /* the ECSW has been told of it, in this round or before */
	bool no_appeal;
	bool has_assessor, has_coordinator;
	struct date reader, moderator, panel, appeal; /* the day the last of them was named; DATE_NONE: nobody is */
	struct date without_assessor; /* the first day nobody assesses; DATE_NONE: somebody does, or nobody ever did */
	bool paused;                 /* the ECSW is away: nobody is reminded */
};
struct wait {
	unsigned with;               /* one bit of enum decider; 0: nobody, or nobody who is hurried */
	bool is_right;               /* the ECSW may, and need not */
	struct date since;           /* the day it came to them: it tells one wait from the next */
	struct date by;              /* the last day */
	struct date above;           /* after this day those above are told; DATE_NONE: never */
};
/* decision_waits — with whom it is. An employer without a coordinator is the department's to put right, at once. */
struct wait decision_waits(const struct wait_facts *f, const struct decision_rules *rules, struct date today);

/* Stored: never renumber. */
enum wait_step { WAIT_FINE = 0, WAIT_SOON = 1, WAIT_LATE = 2, WAIT_ABOVE = 3 };
enum { WAIT_SOON_DAYS = 3 };     /* working days before the ECSW's own end */
/* wait_step_of — how far it has come: days of the ECSW's that end soon; a day gone by; those above are to hear. */
enum wait_step wait_step_of(const struct wait *w, struct date today);

/* decision_day — the last of the ECSW's days: `until`, worked out from the day `from`, moved on by the working days that fell in a pause.
 * DATE_NONE in a pause without an end. */
struct date decision_day(const struct calendar_facts *f, struct date from, struct date until);

#endif
