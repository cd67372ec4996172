/* suggest.h — which statements a piece of writing most likely shows, with the words that led there.
 *
 * An index is made once for a version of a framework (a few milliseconds, under 2 MB) and asked with a text. Words are
 * stemmed and compared by BM25 with each statement, its outcome, the framework's glossary and threads; words of practice
 * lead to those of standards (suggest_words.h); and what people wrote in pieces whose links an assessor agreed adds to it,
 * as counts of people only (struct suggest_learning). Nothing here links anything: it sorts statements for a person to
 * look at.
 *
 *     struct suggest_index *index = suggest_build(arena, fw, learnt);
 *     struct suggestions s;
 *     suggest_query(arena, index, text, &(struct suggest_wish){ .kind = KIND_REFLECTION }, &s);
 *     s.v[0].position, s.v[0].quote …
 *
 * Everything returned lives in the arena given; quotes point into the text.
 */
#ifndef RULES_SUGGEST_H
#define RULES_SUGGEST_H

#include "rules/coverage.h"
#include "rules/framework.h"

enum {
	SUGGEST_MAX = 10,         /* offered at once */
	SUGGEST_TEXT_MAX = 50000, /* bytes that are read; the rest is passed over */
	SUGGEST_PEOPLE_MIN = 5,   /* a word counts for a statement once this many people's agreed pieces have it */
	SUGGEST_LINKS_MANY = 12,  /* past this, the page asks which are strongest */
	SUGGEST_SPANS_MAX = 12,
};

/* ---- what agreed links teach, as counts of people ---- */

/* Adds up pieces, one person after the other. What comes out names, for each word and each statement or outcome, how many
 * people have an agreed piece with that word there; never who, never two words together, and nothing below
 * SUGGEST_PEOPLE_MIN. Text of pieces goes in and does not come out. */
struct suggest_learning;
struct suggest_learning *suggest_learning_new(struct arena *a, const struct framework *fw);
/* suggest_learning_add — one piece of a person: its text and the positions of its agreed statements. Pieces of one person
 * come one after the other; `person` tells only whether it is the same as before. Past a bound (400,000 pairs of word and
 * place) new pairs are passed over. */
void suggest_learning_add(struct suggest_learning *l, int64_t person, struct str text, const int32_t *positions, size_t n);
/* suggest_learning_end — what is kept: lines of text, "WORD PEOPLE PLACE:PEOPLE …", that suggest_build reads. */
struct str suggest_learning_end(struct suggest_learning *l, struct arena *a);

/* ---- the index ---- */

struct suggest_index;
/* suggest_build — `learnt` as above, or empty; lines that don't fit the framework are passed over. */
struct suggest_index *suggest_build(struct arena *a, const struct framework *fw, struct str learnt);

/* ---- asking ---- */

/* What a piece is, and what its writer already has. */
struct suggest_wish {
	enum evidence_kind kind;          /* 0 for not known */
	const bool *skip;                 /* by position: linked already; may be NULL */
	const struct coverage *coverage;  /* raises what is missing; may be NULL */
	const struct enough *rule;        /* with coverage */
	struct date today;
	size_t limit;                     /* 0 for SUGGEST_MAX */
};
struct suggest_span {
	size_t from, n; /* bytes of the quote */
};
struct suggestion {
	int32_t position;  /* of the statement among linkable items */
	double score;      /* only for comparing */
	struct str quote;  /* of the text: where it was found, at most a sentence */
	bool cut_before, cut_after; /* the sentence is longer than the quote */
	struct suggest_span spans[SUGGEST_SPANS_MAX]; /* the words in it that led here, ascending */
	size_t spans_n;
	bool is_missing;   /* no piece points at the statement yet */
};
struct suggestions {
	struct suggestion *v; /* best first */
	size_t n;
};
/* suggest_query — under 3 ms for a page of text and 399 statements. Nothing for a text without a word in common. */
void suggest_query(struct arena *a, const struct suggest_index *index, struct str text, const struct suggest_wish *wish,
                   struct suggestions *ret);

#endif
