/* comments.h — comments on a draft of standards (C30): their sorts, what may come of one, and how long a draft is open for them.
 *
 * The department opens a draft until the end of a day; while it is open anybody bound by it comments on a statement, an outcome or the
 * whole, and changes or takes back what is their own; after that the department says what came of it. Pure.
 *
 *     if (comments_open(ends, closed, today)) …
 *
 * The numbers are stored: never renumber.
 */
#ifndef RULES_COMMENTS_H
#define RULES_COMMENTS_H

#include "base/time.h"
#include "rules/words.h"

enum comment_sort {
	COMMENT_UNCLEAR = 1, COMMENT_MISSING = 2, COMMENT_TOO_MUCH = 3, COMMENT_WRONG_PLACE = 4, COMMENT_OTHER = 5, COMMENT_SORTS,
};
/* As what its writer is shown to others, the department too: by name and kind of employer, or by the kind of role alone. */
enum comment_shown { COMMENT_BY_NAME = 1, COMMENT_BY_ROLE = 2, COMMENT_SHOWNS };
/* What came of it: the draft was changed, it was kept as it was (because …), or it is dealt with elsewhere. */
enum comment_came { CAME_CHANGED = 1, CAME_KEPT = 2, CAME_ELSEWHERE = 3, CAME_END };
extern const struct key_list comment_sorts, comment_showns, comment_cames;

enum {
	COMMENTS_DAYS_LEAST = 7,  /* people bound by a draft have at least so long, today counted */
	COMMENTS_DAYS_MOST = 366,
	COMMENTS_A_PERSON = 200,  /* of one draft */
	COMMENTS_A_PLACE = 5,     /* of one person on one statement, outcome or the whole */
};

/* comments_open — may still be written, changed and taken back: to the end of the last day, whether or not the night has noted it. */
static inline bool comments_open(struct date ends, bool closed, struct date today)
{
	return !closed && !date_is_none(ends) && date_cmp(today, ends) <= 0;
}
/* comments_end_fits — a last day that may be set today. One that is moved never comes earlier: `was` is DATE_NONE for a draft that is
 * being opened. */
bool comments_end_fits(struct date ends, struct date was, struct date today);

#endif
