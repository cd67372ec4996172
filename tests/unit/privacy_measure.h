/* privacy_measure.h — how much of the labelled sentences the privacy check finds, and how much of what it finds is there.
 *
 * A file has a sentence a line; what identifies is marked {class:words}. A third of the sentences is held out, chosen by
 * their words and nothing else: rules are never changed by looking at that third. A finding and a mark are the same when
 * they share at least half of the longer. Names of workers count as names; an age with a place is a class of its own. */
#ifndef TESTS_PRIVACY_MEASURE_H
#define TESTS_PRIVACY_MEASURE_H

#include "rules/privacy.h"

#include <stdio.h>

enum { MARKS_MAX = 12 };
struct mark {
	size_t start, end;
	enum privacy_class class;
};
struct sentence {
	struct str text;       /* without the marks */
	struct mark marks[MARKS_MAX];
	size_t n;
	bool held_out;
};
struct sentences {
	struct sentence *v;
	size_t n;
};
/* One class, or several pooled: marks, marks that were found, findings, findings that are marks. */
struct tally {
	int marks, found, findings, right;
};
struct measured {
	struct tally of[PRIVACY_CLASS_END];
	struct tally structured, names;
	int sentences, without; /* without any mark */
};
enum part { PART_ALL, PART_DEV, PART_HELD_OUT };

/* sentences_read — the file, or no sentences when it can't be read. */
struct sentences sentences_read(struct arena *a, const char *path);
/* measure — a part of them; `tell` gets a line for every difference, when it is not NULL. */
struct measured measure(const struct sentences *s, enum part part, FILE *tell);
double recall(const struct tally *t);
double precision(const struct tally *t);

#define STRUCTURED_RECALL 0.99
#define STRUCTURED_PRECISION 0.97
#define NAMES_RECALL 0.90
#define NAMES_PRECISION 0.75
/* measured_is_well — none of the four is below its bound. */
bool measured_is_well(const struct measured *m);

#endif
