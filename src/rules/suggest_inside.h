/* suggest_inside.h — how an index is laid out: shared by suggest.c, which makes it, suggest_query.c, which asks it, and
 * suggest_learn.c, which counts. */
#ifndef RULES_SUGGEST_INSIDE_H
#define RULES_SUGGEST_INSIDE_H

#include "base/stem.h"
#include "rules/suggest.h"

/* A place something can be about: a statement by its position, then the outcomes by ordinal. */
struct suggest_posting {
	int32_t place;
	float weight; /* what the word says for it, rarity and all */
	float rarity; /* of this, how much of the statement it stands for; 0 where the word is not its own */
};
struct suggest_term {
	struct str text;          /* a stem */
	uint32_t first, n;        /* of postings: statements */
};
struct suggest_index {
	const struct framework *fw;
	struct stemmer *stemmer;
	struct suggest_term *terms;
	size_t terms_n;
	uint32_t *slots;          /* hash of a stem to 1 + term */
	size_t slots_mask;
	struct suggest_posting *postings;
	float *whole;             /* by position: what all its own words come to */
	float *prior;             /* by position: how often it is agreed, gently */
	int32_t *outcome;         /* by position: ordinal of its outcome, -1 for none */
	uint8_t *item_kind;       /* by position: enum item_kind */
	size_t statements_n, outcomes_n;
};

/* General parameters. Chosen on two thirds of tests/data/suggest; the other third only measures. */
struct suggest_weights {
	double k1, b, k3;                           /* BM25 */
	double outcome, thread, glossary, reference; /* fields, beside 1 for the statement's own words */
	double kin;                                 /* a word that may mean another */
	double whole_text, best, second, neighbours; /* parts of a score */
	double learnt, learnt_outcome, prior;
	double kind, missing, thin;
};
extern const struct suggest_weights suggest_weights;

/* suggest_is_small — words that say nothing about practice ("the", "because"). Folded, before stemming. */
bool suggest_is_small(struct str word);
/* suggest_term_of — the term of a stem, or -1. */
int32_t suggest_term_of(const struct suggest_index *index, struct str stem);
uint32_t suggest_hash(struct str s);
/* suggest_outcomes — ordinal of the outcome of each linkable item in reading order; returns how many outcomes there are. */
size_t suggest_outcomes(const struct framework *fw, int32_t *by_position);

#endif
