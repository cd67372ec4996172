/* supervision_inside.h — shared by the files of this folder: what the programme asks in a record, and what was answered. */
#ifndef APP_SUPERVISION_SUPERVISION_INSIDE_H
#define APP_SUPERVISION_SUPERVISION_INSIDE_H

#include "app/forms/forms.h"
#include "app/supervision/supervision.h"
#include "app/supervision/supervision_view.h"

/* supervision_asked — what the loaded record was written with, or what a new one is. supervision_month — of the programme. */
enum rc supervision_asked(struct ctx *cx, const struct piece_form **ret);
int supervision_month(const struct ctx *cx);
/* supervision_ask, countersign_ask — `.ask` of the routes' forms. */
enum rc supervision_ask(struct ctx *cx, const struct values *values, const struct form **ret);
enum rc countersign_ask(struct ctx *cx, const struct values *values, const struct form **ret);

/* supervision_answered — beside the columns, as it stands (version 0) or as it was. supervision_answers_put — an empty one goes. */
enum rc supervision_answered(struct ctx *cx, const struct piece_form *f, int64_t row, int64_t version, struct answer_list *ret);
enum rc supervision_answers_put(struct ctx *cx, int64_t row, const struct answer_list *a);
/* supervision_answers_before — kept with what was countersigned or shared, before it changes. supervision_answers_unsign — what its
 * ECSW answered goes with their countersignature. */
enum rc supervision_answers_before(struct ctx *cx);
enum rc supervision_answers_unsign(struct ctx *cx, const struct piece_form *f);

/* One question and what was said to it, in the order of the form: columns and answers. */
struct supervision_word {
	const struct prompt *prompt;
	struct str label, said;
};
struct supervision_words {
	struct supervision_word *v;
	size_t n;
};
/* supervision_words — without what stands elsewhere (date, held, next) and what was left empty. */
struct supervision_words supervision_words(struct ctx *cx, const struct piece_form *f, struct str actions, struct str remark,
                                           const struct answer_list *all);
struct supervision_paragraphs supervision_paragraphs(struct ctx *cx, struct str text);

#endif
