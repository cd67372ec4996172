/* decision.h — how an induction comes to its outcome: the states a decision can be in, the acts that move it, whose they are and
 * what must be there first. One table (decision_steps); `cairn programme diagram` draws it.
 *
 * What it holds, whatever a page forgets:
 * - a recommendation is not a decision: a panel confirms it or refers it back, and two people stand behind every outcome;
 * - "does not yet meet" is read by a second assessor, who sees no name and no first judgement, before the ECSW is told, and
 *   goes nowhere while something is owed to them that they were not asked about;
 * - nothing owed ever blocks "meets"; "more time owed" makes no judgement at all;
 * - the ECSW may respond before a panel looks, and may appeal to people who were not in it; nobody else ends the days they have
 *   for either, not by judging again either;
 * - what was issued is taken out of force by an appeal that is allowed, or reopened by an authority with a reason: never edited.
 *
 * Pure: who acts and what is there come in as facts. Who may sit or read is rules/duties.h's question; the programme's numbers
 * (days, quorum, sample) are compared before they come in here.
 */
#ifndef RULES_DECISION_H
#define RULES_DECISION_H

#include "rules/words.h"

/* What is recommended. Stored. */
enum judgement {
	JUDGEMENT_NONE = 0,
	JUDGEMENT_MEETS = 1,
	JUDGEMENT_NOT_YET = 2,
	JUDGEMENT_TIME_OWED = 3,    /* more time, since what was promised was not given: nothing is said about the person */
	JUDGEMENT_END,
};

/* Stored. */
enum decision_state {
	DECISION_NONE = 0,          /* nobody has begun */
	DECISION_DRAFT = 1,         /* the assessor's own, seen by nobody */
	DECISION_OWED = 2,          /* the ECSW is asked about what they were owed */
	DECISION_BLIND = 3,         /* with a second assessor, without name or judgement */
	DECISION_TOLD = 4,          /* the ECSW has it and may respond */
	DECISION_PANEL = 5,
	DECISION_BACK = 6,          /* the assessor's again, with somebody's reasons */
	DECISION_CONFIRMED = 7,
	DECISION_MODERATION = 8,    /* with a reader from outside */
	DECISION_ISSUED = 9,        /* an outcome is in force */
	DECISION_APPEAL = 10,       /* the outcome stands while new people look */
	DECISION_STOPPED = 11,      /* the ECSW has withdrawn from the programme: no outcome, and no judgement */
	DECISION_STATE_END,
};

/* Stored in events. */
enum decision_act {
	DECISION_BEGIN = 1,
	DECISION_ASK_OWED = 2,
	DECISION_ANSWER_OWED = 3,
	DECISION_OWED_OVER = 4,     /* the days to answer have gone by: it counts neither for nor against */
	DECISION_SEND = 5,
	DECISION_SEND_BLIND = 6,
	DECISION_BLIND_AGREES = 7,
	DECISION_BLIND_DIFFERS = 8,
	DECISION_RESPOND = 9,
	DECISION_TAKE_BACK = 10,
	DECISION_CONVENE = 11,
	DECISION_CONFIRM = 12,
	DECISION_REFER_BACK = 13,
	DECISION_DRAW = 14,         /* for moderation, by chance or because the programme says so */
	DECISION_MODERATOR_AGREES = 15,
	DECISION_MODERATOR_REFERS = 16,
	DECISION_ISSUE = 17,
	DECISION_JUDGE_AGAIN = 18,  /* after "does not yet meet" or more time: when the person is ready, or the plan ends */
	DECISION_LODGE_APPEAL = 19,
	DECISION_DISMISS_APPEAL = 20,
	DECISION_ALLOW_APPEAL = 21,
	DECISION_REOPEN = 22,
	DECISION_WITHDRAW = 23,
	DECISION_ACT_END,
};

/* Who acts, in this decision. */
enum decider {
	DECIDER_ASSESSOR = 1, DECIDER_ECSW = 2, DECIDER_SECOND_ASSESSOR = 4, DECIDER_COORDINATOR = 8, DECIDER_CHAIR = 16,
	DECIDER_MODERATOR = 32, DECIDER_APPEAL_CHAIR = 64, DECIDER_AUTHORITY = 128, DECIDER_CLOCK = 256,
};

/* What a step wants to be there. Bits. */
enum decision_need {
	NEED_REASONS = 1,           /* written, and kept */
	NEED_PLAN = 2,              /* what would show it, by when, with whose help */
	NEED_RAISED = 4,            /* told before, on a day: it is never the first they hear of it */
	NEED_OWED_SAID = 8,         /* nothing is owed, or: why it made no difference is written */
	NEED_OWED_ASKED = 16,       /* nothing is owed, or: they have answered, or their days to answer are over */
	NEED_DAYS_OVER = 32,        /* the days to answer what is owed are over */
	NEED_RESPONSE = 64,         /* they have responded, or their days to are over */
	NEED_PANEL = 128,           /* named: a chair, a quorum, nobody with a conflict */
	NEED_QUORUM = 256,          /* of those named, so many have said what is to be done; at least two, and none who recommended or supervised */
	NEED_NOT_MODERATED = 512,
	NEED_MODERATED = 1024,      /* not drawn, or moderated since */
	NEED_GROUNDS = 2048,
	NEED_IN_TIME = 4096,
	NEED_NEW_PEOPLE = 8192,     /* nobody who was in the first decision */
	NEED_SOMETHING_OWED = 16384,
	NEED_APPEAL_SETTLED = 32768, /* the days to appeal are over, or the ECSW has said that they will not */
};

struct decision_step {
	enum decision_state from;
	enum decision_act act;
	unsigned by;                /* one or more of enum decider */
	unsigned judgements;        /* 1 << enum judgement; 0: whatever it is */
	enum decision_state to;
	unsigned needs;
};
/* decision_steps — the whole table; nothing else moves a decision. */
const struct decision_step *decision_steps(size_t *ret_n);

/* What is known when somebody acts. */
struct decision_facts {
	enum judgement judgement;   /* recommended; of an issued one, the outcome in force */
	enum decider by;
	bool in_transfer;           /* to another employer: everything waits, and nobody loses anything */
	bool reasons, plan, raised;
	bool owed, owed_said, owed_answered, owed_days_over;
	bool responded, response_over;
	bool panel_named, quorum_reached;
	bool drawn, moderated;
	bool grounds, appeal_over, no_appeal /* the ECSW has said so, of their own accord */, new_people;
};
enum decision_wrong {
	DECISION_FINE = 0,
	DECISION_NO_SUCH_STEP,      /* not from this state, or not with this judgement: as if it were not there */
	DECISION_NOT_YOURS,         /* the step is there, for somebody else */
	DECISION_IN_TRANSFER,
	DECISION_NO_REASONS,
	DECISION_NO_PLAN,
	DECISION_NEVER_RAISED,
	DECISION_NOTHING_OWED,
	DECISION_OWED_UNSAID,
	DECISION_OWED_UNASKED,
	DECISION_DAYS_LEFT,
	DECISION_RESPONSE_OPEN,
	DECISION_NO_PANEL,
	DECISION_NO_QUORUM,
	DECISION_IS_MODERATED,
	DECISION_MODERATION_DUE,
	DECISION_NO_GROUNDS,
	DECISION_TOO_LATE,
	DECISION_SAME_PEOPLE,
	DECISION_APPEAL_OPEN,
	DECISION_ELSEWHERE,         /* another induction of theirs runs: two of one person never do (the database says so) */
	DECISION_WRONG_END,
};
/* decision_next — where an act leads: *ret is the new state. Anything but DECISION_FINE is the first thing that stands against it,
 * and leaves *ret as it is. */
enum decision_wrong decision_next(enum decision_state now, enum decision_act act, const struct decision_facts *f,
                                  enum decision_state *ret);
/* decision_outcome — the outcome in force once an act has led to a state: one, or none (JUDGEMENT_NONE). `in_force` is the one before
 * it, `recommended` what lies before the panel. A new one replaces the old in the same moment. */
enum judgement decision_outcome(enum decision_act act, enum judgement in_force, enum judgement recommended);

extern const struct key_list judgements, decision_states, decision_acts;
/* decider_key — "assessor", "ECSW", … of one bit; empty for anything else. decision_need_key — the same of a need. */
struct str decider_key(unsigned bit);
struct str decision_need_key(unsigned bit);

#endif
