/* duties.h — who may supervise, assess, observe and confirm whom: separation of duties, conflicts of interest, capacity.
 *
 * Pure: the facts are given, and each answer says why, so that a page can say it plainly and a test can ask it. The
 * database refuses the worst of these on its own (migrations/0006): acting on one's own portfolio, an assignment against
 * a declared conflict, a supervisor who assesses without leave of the programme and a second reader.
 */
#ifndef RULES_DUTIES_H
#define RULES_DUTIES_H

#include "base/time.h"
#include "rules/words.h"

/* The programme's rule `supervisor_may_assess`: ASYE allows it with a second reader; others forbid it. */
enum supervisor_may_assess { SUPERVISOR_MAY_NOT_ASSESS = 0, SUPERVISOR_MAY_ASSESS_WITH_READER = 1 };
/* keys "no" and "with second reader"; what is absent or unknown counts as "no". */
extern const struct key_list supervisor_may_assess_keys;
enum supervisor_may_assess supervisor_may_assess_of(struct str key);

/* Why an assignment ended. Stored. */
enum assignment_end {
	ASSIGNMENT_RUNS = 0,
	ASSIGNMENT_ENDED = 1,       /* by somebody who may, no reason asked */
	ASSIGNMENT_HANDED_OVER = 2, /* to somebody else */
	ASSIGNMENT_CONFLICT = 3,    /* a conflict of interest was declared */
	ASSIGNMENT_LEFT = 4,        /* the supervisor, assessor, observer, their second reader or the ECSW left */
	ASSIGNMENT_END_END,
};
enum conflict_kind {
	CONFLICT_FAMILY = 1,        /* a relative, a partner */
	CONFLICT_FRIEND = 2,        /* close friends, a shared household */
	CONFLICT_WORK = 3,          /* a grievance, a complaint, earlier line management */
	CONFLICT_MONEY = 4,         /* a business or money interest */
	CONFLICT_OTHER = 5,
	CONFLICT_KIND_END,
};
enum training_kind {
	TRAINING_ASSESSOR = 1, TRAINING_SUPERVISOR = 2, TRAINING_OBSERVER = 3, TRAINING_REFRESHER = 4, TRAINING_OTHER = 5,
	TRAINING_KIND_END,
};
extern const struct key_list conflict_kinds, training_kinds, assignment_ends;

/* ---- may this person be assigned? ---- */

/* Facts about one person, one induction, one role, from a day on (or for a time). */
struct duty_facts {
	enum role role;             /* supervisor, assessor or observer */
	bool induction_open;
	bool ecsw_leaves;           /* the ECSW has left the employer by that day */
	bool outside;               /* from a day before the induction begins, or more than a year ahead */
	bool is_ecsw;               /* it is their own portfolio */
	bool holds_role;            /* at the employer, from that day on; an observer: any part in inductions there */
	bool has_already;           /* this part of this induction, at overlapping dates */
	bool conflict;              /* a declared conflict of interest stands at overlapping dates */
	bool not_registered;        /* an assessor must be registered (rules/register.h) */
	bool has_other_part;        /* supervises where they would assess, or the other way round, at overlapping dates */
	enum supervisor_may_assess rule;
	/* asked for only where one person would do both parts */
	bool reason_given, reader_given;
	bool reader_is_self, reader_is_ecsw, reader_supervises, reader_conflict, reader_assesses /* holds the role */;
};
enum duty_wrong {
	DUTY_FINE = 0,
	DUTY_ENDED,                 /* the induction has ended */
	DUTY_ECSW_LEFT,             /* the ECSW has left by then */
	DUTY_OUTSIDE,
	DUTY_NO_SUCH_PART,          /* nobody is assigned in that role */
	DUTY_OWN_PORTFOLIO,
	DUTY_NOT_IN_ROLE,
	DUTY_ALREADY,
	DUTY_CONFLICT,
	DUTY_NOT_REGISTERED,
	DUTY_BOTH_FORBIDDEN,        /* supervisor and assessor in one person: not on this programme */
	DUTY_BOTH_NO_REASON,
	DUTY_BOTH_NO_READER,
	DUTY_READER_SELF,
	DUTY_READER_ECSW,
	DUTY_READER_SUPERVISES,
	DUTY_READER_CONFLICT,
	DUTY_READER_NOT_ASSESSOR,
	DUTY_END,
};
/* duty_wrong — the first thing that stands against it, gravest first; what only asks for more comes last. */
enum duty_wrong duty_wrong(const struct duty_facts *f);
/* duty_is_final — no reason or second reader would mend it. */
bool duty_is_final(enum duty_wrong wrong);

/* ---- may this person confirm an outcome? (issue 5 asks this) ---- */

struct confirm_facts {
	int64_t person;             /* who would confirm */
	int64_t ecsw, recommended_by;
	int64_t other_confirmer;    /* who has confirmed already, 0 for nobody: a final decision is two distinct people */
	bool assesses_or_supervises;/* now, or at any time in this induction */
	bool conflict;              /* declared and standing */
	bool on_panel;              /* named for this decision */
	bool conflict_asked;        /* has said whether there is a conflict */
};
enum confirm_wrong {
	CONFIRM_FINE = 0,
	CONFIRM_OWN_PORTFOLIO,
	CONFIRM_OWN_RECOMMENDATION, /* nobody confirms what they recommended, ever */
	CONFIRM_TWICE,
	CONFIRM_NOT_ON_PANEL,
	CONFIRM_CONFLICT,
	CONFIRM_TOO_NEAR,           /* supervised or assessed this person */
	CONFIRM_CONFLICT_NOT_ASKED,
	CONFIRM_END,
};
enum confirm_wrong confirm_wrong(const struct confirm_facts *f);

/* ---- conflicts of interest ---- */

/* conflict_taints — is a view given on `given` marked when a conflict is declared? One that began on a known day marks
 * what was said from then on; one of unknown age marks all of it. */
bool conflict_taints(struct date given, struct date since);

/* ---- ending and handing over ---- */

/* assignment_last_day — the last day of an assignment that is to stop so that another may begin on `from`. DATE_NONE when
 * it has not run a day by then: it is taken back instead, and its history stays in the events. */
struct date assignment_last_day(struct date starts, struct date from);

/* ---- capacity ---- */

struct capacity_facts {
	int most;                   /* -1: nobody has said */
	int now;                    /* ECSWs today */
};
enum room { ROOM_NOT_SAID = 0, ROOM_FREE, ROOM_LAST, ROOM_FULL, ROOM_OVER };
enum room room_of(const struct capacity_facts *f);

/* Training that counts for a part. */
enum training_state { TRAINING_NONE = 0, TRAINING_PAST, TRAINING_ENDS_SOON, TRAINING_CURRENT };
enum { ENDS_SOON_DAYS = 90 };
/* training_state — of the one that counts longest: `until` DATE_NONE counts for good; `has` false for none at all. */
enum training_state training_state(bool has, struct date until, struct date today);

#endif
