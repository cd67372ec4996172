/* said.h — what a child, a parent or a carer reads behind their link: every text of their pages in English and, where the asker has
 * written it, in their language. A text is kept in ask_words by its id: "q.ID" is a question, "h.ID" what stands beneath it,
 * "c.ID.KEY" a choice (of the first question that has it in the same words), "t.NAME" what is the same whatever is asked,
 * "v.sign" the address of a video of the questions in British Sign Language.
 *
 *     struct said_in in;
 *
 *     if ((rc = said_in_of(cx, k, &in)) != OK)
 *         return rc;
 *     v->said = said_page(cx, &in);
 *
 * Everything lives with the request.
 */
#ifndef APP_OUTSIDER_SAID_H
#define APP_OUTSIDER_SAID_H

#include "app/outsider/outsider_inside.h"

#include "outsider.sql.h"

struct said_in {
	struct str language, first;  /* language: empty for none of theirs */
	bool right_to_left, is_child;
	struct questions questions;  /* of a family; form NULL for others */
	struct date until;           /* what was sent can be deleted so long; none: {until} is to be seen */
	struct ask_words_of_rows own;
};
#define SAID_UNTIL S("{until}")
/* said_in_of — for this ask, cx->induction loaded. Others than families have no words of their own: all is in English. */
enum rc said_in_of(struct ctx *cx, const struct ask *k, struct said_in *ret);
struct give_said said_text(struct ctx *cx, const struct said_in *in, enum said which);
struct give_saids said_page(struct ctx *cx, const struct said_in *in);
struct give_said said_question(struct ctx *cx, const struct said_in *in, const struct prompt *p);
struct give_said said_help(struct ctx *cx, const struct said_in *in, const struct prompt *p);
struct give_said said_choice(struct ctx *cx, const struct said_in *in, const struct prompt *p, int choice);
/* said_error — one after the other in one line, for lists of what is wrong. */
struct str said_error(struct ctx *cx, const struct said_in *in, enum said which);

#define SAID_VIDEO_ID S("v.sign")
/* said_video — of the questions, in British Sign Language, as the asker gave its address (https://…); empty for none. */
struct url said_video(const struct said_in *in);

/* said_rows — all that can be translated, in the order in which it is read: ids, English, what is written already. */
enum { SAID_ROWS_MAX = SAID_END + FAMILY_PROMPTS_MAX * (2 + FAMILY_CHOICES_MAX) };
struct said_row {
	struct str id;
	enum word heading;           /* above it; 0 for none */
	struct give_said said;
};
struct said_rows {
	struct said_row v[SAID_ROWS_MAX];
	size_t n;
};
void said_rows(struct ctx *cx, const struct said_in *in, struct said_rows *ret);
/* said_rows_json — as the member `texts` of the open object. */
void said_rows_json(struct json_out *j, const struct said_rows *rows);

#endif
