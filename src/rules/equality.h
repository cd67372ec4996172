/* equality.h — the optional questions about protected characteristics, and what of their sums may be shown.
 *
 * The groups are the harmonised ones of the 2021 census of England and Wales (Office for National Statistics), Roma among
 * them. Everybody may prefer not to say, everywhere. Answers are read by nobody but who gave them, and as sums.
 */
#ifndef RULES_EQUALITY_H
#define RULES_EQUALITY_H

#include "rules/words.h"

enum equality_question {
	EQUALITY_SEX = 0, EQUALITY_GENDER, EQUALITY_ETHNIC_GROUP, EQUALITY_DISABILITY, EQUALITY_RELIGION, EQUALITY_ORIENTATION,
	EQUALITY_CARING, EQUALITY_END,
};
/* Answers by number, from 1; 1 is "prefer_not" in every list. Stored: never renumber. */
enum { EQUALITY_PREFER_NOT = 1, EQUALITY_ANSWERS_MAX = 24 };
extern const struct key_list equality_questions;               /* names of the questions */
extern const struct key_list equality_answers[EQUALITY_END];   /* answers of each */

/* equality_hide — which of n counts may not be shown: every one under ten, nought included, and as many more as it takes
 * (the smallest first) that what is hidden is at least two cells and at least ten people: else it could be worked out from
 * the whole. equality_rounded — to the nearest five, so that one person more can't be told. */
enum { EQUALITY_LEAST = 10 };
void equality_hide(const int64_t *counts, int n, bool *ret_hidden);
int64_t equality_rounded(int64_t n);

#endif
