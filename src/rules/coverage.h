/* coverage.h — what the links of one induction add up to, and when an outcome has enough to talk about.
 *
 * A summary is two arrays: one entry a linkable item (by framework position) and one an outcome (by its ordinal
 * among outcomes in reading order). It holds no judgement and no score: how many pieces of which kinds point at a
 * statement, whether an assessor has agreed, and how recent the newest piece of each kind is. Whether that is
 * "enough to talk about" is worked out on the day it is asked, by the programme's rule.
 *
 * The same summary is computed from all links of one induction whenever one of them changes, in that transaction,
 * and stored as bytes (coverage_encode), so that a page costs the same however many links there are.
 */
#ifndef RULES_COVERAGE_H
#define RULES_COVERAGE_H

#include "base/arena.h"
#include "base/time.h"
#include "rules/words.h"

/* One link of a submitted piece: claimed or endorsed ones count; a returned one only shows that something was asked. */
struct coverage_fact {
	int32_t position;      /* of the statement among linkable items */
	int32_t outcome;       /* ordinal of its outcome; -1 for none */
	enum evidence_kind kind;
	struct date on;
	enum link_state state; /* LINK_CLAIMED, LINK_ENDORSED or LINK_RETURNED; withdrawn ones are passed over */
	int64_t evidence;      /* facts come grouped by evidence */
};

enum statement_state {
	STATEMENT_NONE = 0, STATEMENT_CLAIMED = 1, STATEMENT_ENDORSED = 2, STATEMENT_NOT_APPLICABLE = 3,
	STATEMENT_QUESTION = 4, /* only returned links: an assessor has asked something */
	STATEMENT_STATES,
};
struct coverage_statement {
	uint8_t state;         /* enum statement_state: endorsed if any link is */
	uint8_t pieces;        /* 255 means 255 or more */
	uint8_t kinds;         /* bit (kind - 1) */
};
enum { COVERAGE_KINDS = 8, COVERAGE_STATEMENT_BYTES = 3, COVERAGE_OUTCOME_BYTES = COVERAGE_KINDS * 4 + 4 };
struct coverage_outcome {
	struct date latest[COVERAGE_KINDS]; /* newest piece of each kind, DATE_NONE for none */
	uint16_t pieces, agreed;            /* pieces pointing here; of these, with an agreed link */
};
struct coverage {
	struct coverage_statement *statements;
	struct coverage_outcome *outcomes;
	size_t statements_n, outcomes_n;
};

/* coverage_new — nothing yet anywhere. */
struct coverage coverage_new(struct arena *a, size_t statements, size_t outcomes);
/* coverage_of — adds up facts grouped by evidence. A fact out of range is passed over (a bound, not a rule). */
struct coverage coverage_of(struct arena *a, size_t statements, size_t outcomes, const struct coverage_fact *facts,
                            size_t n);
/* coverage_add — adds facts of pieces that are not in c yet. */
void coverage_add(struct coverage *c, struct arena *a, const struct coverage_fact *facts, size_t n);
struct str coverage_encode_statements(struct arena *a, const struct coverage *c);
struct str coverage_encode_outcomes(struct arena *a, const struct coverage *c);
/* coverage_encode_brief — what adding up many needs, in few bytes: for each outcome the newest day of each kind, then four
 * bits a statement. Days are counted from 2000; a piece from before then, or without a day, is as old as can be. */
struct str coverage_encode_brief(struct arena *a, const struct coverage *c);
/* coverage_decode — INVALID when the bytes don't fit the numbers (another framework, or damage). */
enum rc coverage_decode(struct arena *a, struct str statements, struct str outcomes, size_t statements_n,
                        size_t outcomes_n, struct coverage *ret);

/* coverage_lay — lays what a role profile says over what links add up to: a statement that is not applicable in the job (WAY_NOT_APPLICABLE of
 * rules/profile.h, by position) and has nothing linked becomes STATEMENT_NOT_APPLICABLE. What is linked stays as it is. For showing; never
 * stored, tallied or encoded. NULL: nothing. */
void coverage_lay(struct coverage *c, const uint8_t *ways);
/* coverage_lacks — nothing points at it, and it is not said that it need not. */
bool coverage_lacks(const struct coverage *c, size_t position);

/* The programme's rule of what is enough (DESIGN section 2: kinds, observed or told, how recent). */
struct enough {
	int kinds;         /* this many different kinds … */
	bool observed;     /* … or one piece that somebody else watched or read where it is held */
	int months;        /* no older than this */
};
enum talk { TALK_NOTHING = 0, TALK_SOME = 1, TALK_ENOUGH = 2 };
/* outcome_talk — what there is to talk about today. Old evidence is still some. */
enum talk outcome_talk(const struct coverage_outcome *o, const struct enough *rule, struct date today);
/* kind_is_observed — a direct observation, or work read where it is held: more than the person's own account. */
bool kind_is_observed(enum evidence_kind kind);
struct date outcome_latest(const struct coverage_outcome *o); /* DATE_NONE for none */
int outcome_kinds(const struct coverage_outcome *o);          /* how many different kinds, of any age */

/* A count of outcomes by what there is to talk about. */
struct talk_counts {
	int nothing, some, enough;
};
/* outcome_is_own_account — nothing here that anyone but the person has said or seen. */
bool outcome_is_own_account(const struct coverage_outcome *o);
bool outcome_is_observed(const struct coverage_outcome *o);
struct talk_counts coverage_talk(const struct coverage *c, const struct enough *rule, struct date today);

/* Adding up many inductions of one framework: for each statement how many inductions have it claimed, endorsed or asked
 * about; for each outcome how many have nothing, some, enough to talk about. Counts only, never who. */
enum { TALLY_STATES = 8 }; /* room for a power of two of states: what is none of them is counted and never read */
struct coverage_tally {
	size_t statements_n, outcomes_n;
	int64_t inductions;
	int64_t (*statements)[TALLY_STATES]; /* by enum statement_state */
	int64_t (*outcomes)[3];   /* by enum talk */
};
struct coverage_tally coverage_tally_new(struct arena *a, size_t statements, size_t outcomes);
/* coverage_tally_add — one stored brief, read in place. INVALID when it does not fit. Less than a microsecond. */
enum rc coverage_tally_add(struct coverage_tally *t, struct str brief, const struct enough *rule, struct date today);

#endif
