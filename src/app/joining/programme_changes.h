/* programme_changes.h — what a new version of a programme changes, in words, for whoever reads both. */
#ifndef APP_JOINING_PROGRAMME_CHANGES_H
#define APP_JOINING_PROGRAMME_CHANGES_H

#include "app/joining/programme.h"

enum { PROGRAMME_CHANGES_MAX = 60 };
struct programme_changes {
	struct str v[PROGRAMME_CHANGES_MAX]; /* sentences, the length first */
	size_t n;
};
/* programme_changes_of — every rule that is otherwise in `now` than it was, a sentence each. Forms are left out: they have versions of
 * their own. Nothing: the rules are the same. */
void programme_changes_of(struct arena *a, const struct programme_data *was, const struct programme_data *now, struct programme_changes *ret);

#endif
