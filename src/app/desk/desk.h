/* desk.h — the assessor's desk: who waits, deciding a piece, what was decided; and the supervisor's, who reads.
 *
 * A decision is kept as one row a view (view_given) with one a link (view_link), beside earlier and other assessors' views.
 * It moves the links, refreshes the summary and writes the event in one transaction; it can be taken back for a while.
 */
#ifndef APP_DESK_DESK_H
#define APP_DESK_DESK_H

#include "app/objects.h"

extern const struct form judge_form;

/* Views of the loaded piece that the present reader may not see yet: an assessor's own comes first (rules/judging.h). By
 * view_given. */
struct hidden_views {
	int64_t *v;
	size_t n;
};
enum rc desk_hidden_views(struct ctx *cx, struct hidden_views *ret);

/* One line of what waits for the reader on a first screen, where it is JSON. What a page draws as a section (`talk_waiting` and its
 * like: decisions, talks, parts, asked, reviews, supervision, support), the same function writes into the open list instead. */
struct waiting_line {
	struct url url;   /* its page, which answers JSON too */
	struct str title;
	struct date due;  /* DATE_NONE for no day */
	bool late;
};
void json_waiting(struct ctx *cx, const struct waiting_line *l);

handler_fn desk_show, desk_decided;
handler_fn judge_show, judge_decide, judge_again, judge_undo, judged_show;
handler_fn decisions_list; /* JSON: the views of one piece */

#endif
