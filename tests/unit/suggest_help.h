/* suggest_help.h — the labelled pieces of tests/data/suggest, and how well suggestions find their statements. Used by the
 * unit test that holds the gate and by `make bench`, which prints. */
#ifndef TESTS_SUGGEST_HELP_H
#define TESTS_SUGGEST_HELP_H

#include "rules/suggest.h"

enum { LABELLED_MAX = 400, LABELS_MAX = 10 };
struct labelled {
	struct str name, text;
	enum evidence_kind kind;
	int32_t positions[LABELS_MAX];
	size_t n;
	bool held_out; /* every third: parameters were never chosen on it */
};
struct labelled_pieces {
	struct labelled v[LABELLED_MAX];
	size_t n;
};
struct suggest_result {
	double recall_all, recall_chosen, recall_held_out; /* at 10, mean over pieces */
	double recall_words;   /* all, from the framework's words alone: nothing learnt */
	size_t all, chosen, held_out, statements;
};

/* labelled_read — every piece; false, with a line on stderr, for one that is not of the form its README says. */
bool labelled_read(struct arena *a, const struct framework *fw, struct labelled_pieces *ret);
/* labelled_measure — leave one out: each piece is asked of an index that learnt from all others, each by somebody else. */
struct suggest_result labelled_measure(struct arena *a, const struct framework *fw, const struct labelled_pieces *pieces);
double recall_at(const struct labelled *piece, const struct suggestions *s);

#endif
