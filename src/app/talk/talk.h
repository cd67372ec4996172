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

struct paper;
struct piece_words;

handler_fn talk_list, talk_show; /* JSON */
handler_fn talk_begin, talk_begin_again, talk_answer, talk_answer_again, talk_resolve, talk_reopen, talk_take_back, talk_say_now;
extern const struct form talk_form, talk_answer_form;

/* talks_load — every conversation about the loaded piece in which its reader may read something. talk_section — all of them; with
 * `writes`, also the forms to take part, as far as they may. Empty when there is nothing. */
struct talks_now;
enum rc talks_load(struct ctx *cx, const struct talks_now **ret);
enum rc talk_section(struct ctx *cx, const struct talks_now *all, bool writes, struct html *ret);
/* talk_paper — the same of the loaded piece on paper, but for what waits for a view. `headed`: their heading is there already. */
enum rc talk_paper(struct ctx *cx, struct paper *paper, bool headed);
/* talk_waiting — a section of the first screen: open conversations with the person acting in which somebody else spoke last. */
enum rc talk_waiting(struct ctx *cx, struct html *ret);
/* talk_release — what the person acting held back on the loaded piece goes out with their view, and is told to those it is for. In
 * a write transaction. */
enum rc talk_release(struct ctx *cx, int64_t view_given);
/* talk_words — adds what others read in the conversations of the loaded piece, for the privacy check (evidence_written), under
 * TALK_WORDS and the comment's id. talk_rewrite — one of them becomes `text`. */
#define TALK_WORDS "talk."
enum rc talk_words(struct ctx *cx, struct piece_words *to);
enum rc talk_rewrite(struct ctx *cx, struct str name, struct str text);

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
struct talk_marks talk_marks(struct ctx *cx, const struct talks_now *all);

#endif
