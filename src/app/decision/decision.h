/* decision.h — how an induction comes to its outcome: the assessor's recommendation, who reads and confirms it, what was issued, and
 * what follows.
 *
 * States move through rules/decision.h alone (decision_act_do): the facts are read in the transaction that has the induction's row
 * locked, the act is a row with its words, an event without them, and everybody it is with next is told. What is sent is never
 * written over: it comes back as another round. Of two acts at once one holds (the version).
 *
 * Whoever sits or reads has no other way into a portfolio: what the reasons point to is on pages of this feature, while it runs.
 */
#ifndef APP_DECISION_DECISION_H
#define APP_DECISION_DECISION_H

#include "app/objects.h"
#include "rules/decision.h"
#include "rules/readiness.h"
#include "web/jobs.h"

/* A decision, loaded, with the words of its round and what the actor is in it. */
struct decision {
	int64_t id;
	struct uuid uuid;
	enum decision_state state;
	enum judgement judgement;        /* recommended */
	enum judgement in_force;         /* issued by this decision and standing; JUDGEMENT_NONE */
	int64_t round, version, recommended_by; /* recommended_by: 0 for nobody yet */
	struct str by_name;
	instant told_at /* of any round */, owed_answered_at, responded_at, no_appeal_at, issued_at, created, changed, closed_at; /* DB_NULL_INT for never */
	struct date owed_until, respond_until, appeal_until; /* as they were set; DATE_NONE until they run */
	struct date owed_ends, respond_ends, appeal_ends; /* as they are with pauses since; DATE_NONE also while one without an end stands */
	struct date since;               /* the day it came into its state */
	bool paused;                     /* the ECSW is away today */
	bool drawn, moderated;
	bool told;                       /* the ECSW has been told of this round: until then its words are between assessors */
	unsigned seats;                  /* bits of enum decider: what the actor may act as, now */
	bool sits, sits_appeal;          /* on the panel that runs */
	int reads_as, apart;             /* one of those who read it without a name (READER_…; 0: no), and what they said stands between them (CONFLICT_…) */
	bool declared;                   /* … and has said that nothing stands between them: they read nothing before */
	/* the words of this round */
	int64_t recommendation;
	struct str reasons, next_steps, support, owed_said, owed;
	struct date raised_on, again_on; /* DATE_NONE: not said */
	instant sent_at;
};
/* load_decision — object loader: the induction, locked in a writing request, cx->decision and the facts of its rules. */
enum rc load_decision(struct ctx *cx, struct uuid id);

handler_fn decision_record, decision_mine, decision_of, decision_begin, decision_show, decision_act_post, decision_again, decision_draft_show,
	decision_draft_save, decision_draft_again, decision_people_show, decision_people_save, decision_piece_show, decision_piece_concern, decision_piece_back_show, decision_piece_back, decision_piece_back_again;
extern const struct form decision_begin_form, decision_act_form, decision_draft_form, decision_people_form;

/* decision_waiting — a section of the first screen: decisions the person acting has a part in, with whose turn it is. Empty for none. */
enum rc decision_waiting(struct ctx *cx, struct html *ret);
/* decisions_job — the days to answer what is owed are over: it goes back to the assessor, and counts neither way. Who lets a decision wait
 * is reminded, then those above are told; the ECSW some days before theirs end. */
job_fn decisions_job;

/* decision_demo — for the demonstration: what somebody does on some day, as decision_act_do and the forms would. */
enum decision_demo { DECISION_DEMO_PANEL = 1, DECISION_DEMO_NOT_YET = 2 };
enum rc decision_demo(struct ctx *cx, struct uuid induction, enum decision_demo which);

#endif
