/* comments.c — see comments.h. */
#include "rules/comments.h"

static const struct str sort_keys[COMMENT_SORTS] = {
	[COMMENT_UNCLEAR] = S_INIT("unclear"), [COMMENT_MISSING] = S_INIT("missing"), [COMMENT_TOO_MUCH] = S_INIT("too-much"),
	[COMMENT_WRONG_PLACE] = S_INIT("wrong-place"), [COMMENT_OTHER] = S_INIT("other"),
};
const struct key_list comment_sorts = { sort_keys, COMMENT_SORTS };
static const struct str shown_keys[COMMENT_SHOWNS] = { [COMMENT_BY_NAME] = S_INIT("name"), [COMMENT_BY_ROLE] = S_INIT("role") };
const struct key_list comment_showns = { shown_keys, COMMENT_SHOWNS };
static const struct str came_keys[CAME_END] = {
	[CAME_CHANGED] = S_INIT("changed"), [CAME_KEPT] = S_INIT("kept"), [CAME_ELSEWHERE] = S_INIT("elsewhere"),
};
const struct key_list comment_cames = { came_keys, CAME_END };

bool comments_end_fits(struct date ends, struct date was, struct date today)
{
	if (date_is_none(ends) || ends.days > today.days + COMMENTS_DAYS_MOST)
		return false;
	if (!date_is_none(was) && date_cmp(was, today) >= 0) /* still open: only longer */
		return date_cmp(ends, was) > 0;
	return ends.days >= today.days + (date_is_none(was) ? COMMENTS_DAYS_LEAST - 1 : 0);
}
