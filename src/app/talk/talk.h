/* talk.h — what people say to each other about a piece: conversations about it, about one answer, or about a passage; held back by
 * an assessor until their view is given; ended when they are resolved.
 *
 * Whoever may read the piece reads them, and nobody else; what is held is its writer's alone (app/visible.sql, visible_comment).
 * The rules about words are rules/talk.h. Whoever a conversation is with hears by mail that something was said, never what.
 */
#ifndef APP_TALK_TALK_H
#define APP_TALK_TALK_H

#include "app/objects.h"
#include "rules/talk.h"

handler_fn talk_list, talk_show; /* JSON */
handler_fn talk_begin, talk_begin_again, talk_answer, talk_answer_again, talk_resolve, talk_reopen, talk_take_back;
extern const struct form talk_form, talk_answer_form;

/* talk_section — every conversation about the loaded piece that the reader may see; with `writes`, also the forms to take part, as
 * far as they may. Empty when there is nothing. */
enum rc talk_section(struct ctx *cx, bool writes, struct html *ret);
/* talk_waiting — a section of the first screen: open conversations with the person acting in which somebody else spoke last. */
enum rc talk_waiting(struct ctx *cx, struct html *ret);
/* talk_release — what the person acting held back on the loaded piece goes out with their view, and is told to those it is for. In
 * a write transaction. */
enum rc talk_release(struct ctx *cx, int64_t view_given);

/* Where the words of open conversations stand in the loaded piece, in the order of their places. */
struct talk_mark {
	struct str field;  /* of struct piece_words */
	struct passage at;
	struct url url;    /* of the conversation on the same page */
};
struct talk_marks {
	struct talk_mark *v;
	size_t n;
};
enum rc talk_marks(struct ctx *cx, struct talk_marks *ret);

#endif
