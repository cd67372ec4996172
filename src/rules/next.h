/* next.h — which few further pieces would widen most what somebody can show.
 *
 * A programme names kinds of piece that work brings by itself, and what they may be about. A candidate is one kind in one
 * setting with one theme, or with none, and the outcomes it helps with.
 * Of these the least effort is chosen that gives every outcome there is something for enough to talk about, by the
 * programme's own rule, and that makes up what the programme requires (three observations, say). It is a weighted cover:
 *
 *   an outcome wants as many further kinds of recent evidence as the rule asks for; one observed piece is enough where the
 *   rule says so; a second piece of a kind it already has adds nothing; a requirement wants that many pieces of its kind.
 *
 * A candidate that others of its kind make good for no more effort is passed over first (next_prune): themes multiply
 * candidates, and most of them add nothing to what one wants today. What is left is searched exactly, by branch and bound, as
 * long as that takes at most NEXT_GAINS_MAX weighings of a candidate; else it is greedy, whose effort is within H(m) of the
 * least (Wolsey 1982), m being the most that one candidate adds. Of choices that take the least effort the one with the fewest
 * second pieces of the same work in the same setting is taken, as far as the weighings reach: two themes do not make one kind of
 * work two, unless nothing else does as much for so little. Nothing here chooses a case or a child: candidates
 * are kinds of work, and what comes out is something to talk about with a supervisor.
 */
#ifndef RULES_NEXT_H
#define RULES_NEXT_H

#include "rules/coverage.h"

enum {
	NEXT_WORK_MAX = 40, NEXT_THEMES_MAX = 12, /* what a programme may name */
	NEXT_CANDIDATES_MAX = 160,                /* and how many of one with the other */
	NEXT_OUTCOMES_MAX = 12, NEXT_REQUIRED_MAX = 8, NEXT_EFFORT_MAX = 9,
	NEXT_STATEMENTS_MAX = 8, /* of one domain, for each piece */
	NEXT_GAINS_MAX = 400000, /* some 20 ms at worst */
};
struct next_candidate {
	enum evidence_kind kind;
	int effort;                          /* 1 to NEXT_EFFORT_MAX */
	int32_t outcomes[NEXT_OUTCOMES_MAX]; /* ordinals, each once */
	size_t outcomes_n;
	int work;                            /* the same number for one kind of work in one setting, with whichever theme */
};
struct next_required {
	enum evidence_kind kind;
	int left;                            /* pieces still to come */
};
/* What a programme requires of each kind: `left` is the whole number here. */
struct next_asked {
	struct next_required v[NEXT_REQUIRED_MAX];
	size_t n;
};
struct next_problem {
	const struct coverage *coverage;
	const struct enough *rule;
	struct date today;
	const struct next_candidate *candidates;
	size_t n;                            /* at most NEXT_CANDIDATES_MAX */
	const struct next_required *required;
	size_t required_n;
};
struct next_choice {
	uint8_t chosen[NEXT_CANDIDATES_MAX]; /* indexes: the one that adds most for its effort first */
	int adds[NEXT_CANDIDATES_MAX];       /* what each adds to those before it, in wants met */
	size_t n;
	int effort;                          /* of all together */
	int wants, met;                      /* wanted by thin outcomes and requirements; what all candidates together can meet */
	bool exact;                          /* the least effort there is; else within H(most) of it */
	bool spread;                         /* no choice of this effort has fewer second pieces of one work */
	int most;                            /* the most one candidate adds */
};
/* next_choose — a copy of every index chosen; nothing when nothing is wanted or nothing helps. */
void next_choose(const struct next_problem *p, struct next_choice *ret);
/* next_choose_within — the same with another limit of weighings, from 0: how good the greedy is shows where few are allowed. */
void next_choose_within(const struct next_problem *p, long gains, struct next_choice *ret);
/* next_prune — the indexes worth choosing among, ascending, in ret_kept[NEXT_CANDIDATES_MAX]; how many is returned. Left out is what
 * brings nothing that is wanted, and what is dominated: others of its kind, of no more effort, bring all it brings, and there are as
 * many of them as pieces of that kind are still required (one at the least). Of equals the first stays. The least effort that meets
 * all is the same with and without what is left out. */
size_t next_prune(const struct next_problem *p, uint8_t *ret_kept);
/* next_wants — how many further kinds this outcome wants; 0 when there is enough to talk about. */
int next_wants(const struct coverage_outcome *o, const struct enough *rule, struct date today);
/* next_helps — does one more piece of this kind, today, bring that outcome on? */
bool next_helps(const struct coverage_outcome *o, const struct enough *rule, struct date today, enum evidence_kind kind);

/* How many statements have been shown of each domain; all zero to begin with. */
struct next_shown {
	int32_t domains[NEXT_OUTCOMES_MAX];
	int of[NEXT_OUTCOMES_MAX];
	size_t n;
};
/* next_takes — may one more statement of this domain be shown for a piece? Then it is counted. At most NEXT_STATEMENTS_MAX of a
 * domain, so that one does not fill the page, and none of a domain beyond the NEXT_OUTCOMES_MAX a piece can touch. */
bool next_takes(struct next_shown *shown, int32_t domain);

/* ---- strength beside coverage: words, never a score ---- */

enum strength {
	STRENGTH_NOTHING = 0,
	STRENGTH_TOLD = 1,     /* the person's own account, of one kind */
	STRENGTH_OBSERVED = 2, /* somebody watched, or read it where it is held; one kind */
	STRENGTH_SEVERAL = 3,  /* two kinds or more */
	STRENGTHS,
};
/* outcome_strength — on what the evidence of an outcome rests, of whatever age. Feedback alone is told by somebody else: it
 * counts as told, since nobody watched. */
enum strength outcome_strength(const struct coverage_outcome *o);

#endif
