/* evidence.h — how a piece of evidence moves: draft, shared, submitted, withdrawn.
 *
 * Who may move it is access.h's question; this says where a move leads and what a piece must have by then. A piece never
 * goes back to being unseen: what somebody else could read stays shared, submitted or withdrawn.
 */
#ifndef RULES_EVIDENCE_H
#define RULES_EVIDENCE_H

#include "base/time.h"
#include "rules/words.h"

enum { EVIDENCE_LINKS_MAX = 60 };

/* What its writer asks for. The numbers are those of the form's buttons (app/evidence). */
enum evidence_act {
	EVIDENCE_KEEP = 1,   /* save a draft: seen by nobody */
	EVIDENCE_SHARE = 2,  /* let supervisor and assessor read it, without asking for an answer */
	EVIDENCE_SUBMIT = 3, /* ask the assessor for a view */
	EVIDENCE_SAVE = 4,   /* new words, the same state */
};

/* evidence_next — the state a piece in `from` has after `act`; a new piece comes from EVIDENCE_DRAFT. CONFLICT when the
 * act is not possible from there, with *ret untouched. */
enum rc evidence_next(enum evidence_state from, enum evidence_act act, enum evidence_state *ret);

/* What a piece lacks for being in `state`; all false when nothing is. A draft needs something typed. */
struct evidence_lacks {
	bool anything, title, date, text, links;
};
struct evidence_has {
	bool title, date, text, links;
};
struct evidence_lacks evidence_lacks(enum evidence_state state, const struct evidence_has *has);

/* evidence_answer_due — the last working day of the assessor's promise. */
struct date evidence_answer_due(struct date submitted, int working_days);

/* The pieces somebody shows first for an outcome. */
enum { SHOWCASE_PLACES = 3, SHOWCASE_A_PIECE = 3 };
struct showcase_choice {
	int64_t piece;   /* 0: this place stays empty */
	bool points;     /* a link of it points at the outcome, and it is handed in */
	int elsewhere;   /* of how many other outcomes it is among those shown first */
};
enum showcase_wrong {
	SHOWCASE_FINE = 0,
	SHOWCASE_NOT_OF_IT, /* does not point there */
	SHOWCASE_TWICE,     /* named at an earlier place too */
	SHOWCASE_TOO_OFTEN, /* shown first for SHOWCASE_A_PIECE others already */
};
/* showcase_wrong — of the choice at `place` (from 0) among all SHOWCASE_PLACES. */
enum showcase_wrong showcase_wrong(const struct showcase_choice all[SHOWCASE_PLACES], int place);

#endif
