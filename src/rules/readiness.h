/* readiness.h — before an outcome is recommended: what is shown by the ECSW, and what was owed to them, each rule met or not and why.
 *
 * Two lists that are never added up. What is shown informs a judgement and decides nothing: there is no score, and no count of
 * statements (C11). What is owed is the employer's: it never blocks "meets", and "does not yet meet" is not sent over it in
 * silence (rules/decision.h). A direct observation wants somebody to watch, so that one that is missing is owed, not held
 * against the person.
 *
 * Pure: the facts are counted elsewhere, the rules are the programme's (`decision` in programmes/NAME.json). What a programme says
 * nothing of gives no line.
 *
 *     struct readiness r;
 *     readiness_of(&rules, &facts, &r);
 *     for (size_t i = 0; i < r.n; i++) … r.v[i].rule, r.v[i].met, r.v[i].there of r.v[i].wanted …
 */
#ifndef RULES_READINESS_H
#define RULES_READINESS_H

#include "base/time.h"
#include "rules/words.h"

enum { REQUIRED_STAGES_MAX = 4, DECISION_REQUIRED_MAX = 8, DECISION_CHANGES_MAX = 12, READINESS_MAX = 20, PANEL_MOST = 9 };

/* What a programme says of decisions. */
struct decision_rules {
	int respond_days;            /* working days the ECSW has to respond */
	int owed_days;               /* working days to answer what is owed */
	int appeal_days;             /* working days to appeal */
	int step_days, above_days;   /* working days each other step may take; how long after that those above are told */
	int members, quorum;         /* of a panel: named at the least, and how many must say yes; quorum 2 or more */
	int moderate_one_in;         /* one in so many is drawn for moderation; 0: none but by the department */
	int supervision_percent;     /* of the supervisions that fell due: so many held count as given */
	struct {
		enum evidence_kind kind;
		int count;
		struct { int month, count; } stages[REQUIRED_STAGES_MAX]; /* of these, so many by then: months ascending. Nothing is refused over it */
		int stages_n;
	} required[DECISION_REQUIRED_MAX];
	int required_n;
	struct str changes[DECISION_CHANGES_MAX]; /* what completing changes: title, grade, pay, who recognises it */
	int changes_n;
};
/* decision_rules_usual — where a programme says nothing of decisions at all. */
extern const struct decision_rules decision_rules_usual;
/* decision_rules_wrong — what is wrong with a programme's, as a sentence's end ("must be …"); NULL for nothing. */
const char *decision_rules_wrong(const struct decision_rules *r);

/* required_by — how many pieces of a kind are wanted by a month of the programme, by its stages; 0: nothing is said of it yet. */
int required_by(const struct decision_rules *r, enum evidence_kind kind, int month);

/* The numbers are stored with a recommendation: never renumber. */
enum readiness_rule {
	SHOWN_OUTCOMES = 1,          /* every outcome has enough to talk about */
	SHOWN_ACTIVITY = 2,          /* a kind of piece the programme requires */
	SHOWN_PRIVACY = 3,           /* nothing is held back for privacy */
	SHOWN_ANSWERED = 4,          /* no assessor's question waits for the ECSW */
	OWED_SUPERVISION = 10,       /* at the programme's rhythm */
	OWED_OBSERVATION = 11,       /* so many, watched by somebody */
	OWED_PEOPLE = 12,            /* a supervisor and an assessor, today */
	OWED_VIEWS = 13,             /* every piece was answered within the days promised */
	OWED_PARTS = 14,             /* what others were asked to add to a piece */
	OWED_REVIEWS = 15,           /* of the reviews whose window is over, each was held */
	OWED_TIME = 16,              /* protected time, in the weeks the person answered */
	OWED_CASES = 17,             /* cases within what was agreed, in the months that were entered */
};
static inline bool readiness_is_owed(enum readiness_rule rule) { return rule >= OWED_SUPERVISION; }

/* Counted on the day. */
struct readiness_facts {
	int outcomes, outcomes_enough;
	int pieces[KIND_END];        /* submitted or shared, by kind; of observations those that were watched */
	int held_back, questions;
	int supervision_due, supervision_held;
	bool has_supervisor, has_assessor;
	int views_late, parts_late;
	int reviews_due, reviews_held;
	bool time_stated, time_met;  /* the programme says something of protected time; it was given, or nobody can say */
	int time_given, time_answered; /* weeks */
	int cases_within, cases_entered; /* months; where the programme states a level */
};
struct readiness_line {
	enum readiness_rule rule;
	bool met;
	enum evidence_kind kind;     /* of SHOWN_ACTIVITY */
	int there, wanted;
};
struct readiness {
	struct readiness_line v[READINESS_MAX];
	size_t n;
	int shown, shown_met, owed, owed_met; /* how many lines of each */
};
void readiness_of(const struct decision_rules *rules, const struct readiness_facts *f, struct readiness *ret);
/* readiness_owes — is anything owed that was not given? */
static inline bool readiness_owes(const struct readiness *r) { return r->owed_met < r->owed; }

/* days_after — the last of so many working days after a day (Mondays to Fridays that are no bank holiday); 0 days: that day. */
struct date working_day_after(struct date from, int days);

/* Why somebody appeals. Stored. */
enum appeal_ground { GROUND_PROCESS = 1, GROUND_EVIDENCE = 2, GROUND_SUPPORT = 3, GROUND_BIAS = 4, GROUND_END };
extern const struct key_list appeal_grounds;

#endif
