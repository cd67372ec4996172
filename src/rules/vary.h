/* vary.h — what an employer may vary of a programme (C8): which values, within which bounds, and what holds then.
 *
 * Layered, the programme's own value and then the employer's: the better of the two for the ECSW holds, so that nothing is ever for the worse.
 * What a programme names no bounds for is locked. Pure.
 *
 *     vary_layered(VARY_ANSWER_DAYS, 10, 5)     5: an answer sooner
 *     vary_layered(VARY_PERCENT, 20, 15)        20: never less time
 */
#ifndef RULES_VARY_H
#define RULES_VARY_H

#include "rules/support.h"
#include "rules/words.h"

/* Stored; keys answer_days, protected_percent, cases. */
enum variable { VARY_ANSWER_DAYS = 1, VARY_PERCENT = 2, VARY_CASES = 3, VARIABLE_END };
extern const struct key_list variables;

/* From `least` to `most`, both in it; most 0: locked. */
struct vary_bounds {
	int least, most;
};
struct vary_rules {
	struct vary_bounds of[VARIABLE_END];
};
/* The programme's own: an answer has one, time and cases one a stage. */
struct vary_own {
	int answer_days;
	const struct support_rules *support;
};
/* vary_own_range — the least and the most of its own values; false where it says nothing of that. */
bool vary_own_range(const struct vary_own *own, enum variable what, int *ret_least, int *ret_most);
/* vary_rules_wrong — what is wrong with bounds, as a sentence's end; NULL for nothing. Bounds that reach beyond the programme's own value would
 * promise less than it does. */
const char *vary_rules_wrong(const struct vary_own *own, enum variable what, const struct vary_bounds *b);

/* vary_layered — the better of both; employer 0: nothing is varied. */
int vary_layered(enum variable what, int own, int employer);

enum vary_answer {
	VARY_FINE = 0,
	VARY_LOCKED,                 /* the programme does not let it be varied */
	VARY_OUTSIDE,                /* of its bounds */
	VARY_NO_BETTER,              /* the programme says as much already */
};
enum vary_answer vary_may(const struct vary_rules *r, const struct vary_own *own, enum variable what, int value);

/* vary_support — r with the employer's values laid over each stage; 0 for none. */
void vary_support(const struct support_rules *r, int percent, int cases, struct support_rules *ret);

#endif
