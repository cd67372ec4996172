/* national_sums.h — everyone's stored summaries added up, a version of a framework each: for the national picture and its list of
 * statements. Nobody is named, and nothing is read but the summaries. */
#ifndef APP_COHORT_NATIONAL_SUMS_H
#define APP_COHORT_NATIONAL_SUMS_H

#include "app/objects.h"

enum { NATIONAL_FRAMEWORKS = 20 };
struct national_tally {
	const struct framework_version *v;
	int64_t inductions;
	struct coverage_tally sum;
	bool hides;     /* too few to say anything */
};
/* national_sums — the versions in use, the most used first. */
enum rc national_sums(struct ctx *cx, struct national_tally ret[NATIONAL_FRAMEWORKS], size_t *ret_n);
/* national_is_seen — some induction has a piece that points at the linkable statement s. */
bool national_is_seen(const struct national_tally *t, size_t s);

#endif
