/* forms_inside.h — shared by the files of this folder. */
#ifndef APP_FORMS_FORMS_INSIDE_H
#define APP_FORMS_FORMS_INSIDE_H

#include "app/forms/forms.h"

extern const struct key_list yes_or_no_keys;
/* answers_in_order — each with its prompt, as the form asks them; behind them what it does not ask. */
struct answer_list answers_in_order(struct ctx *cx, const struct piece_form *f, const struct answer_list *all);
/* forms_plain — what is asked where a programme has no forms: one text, with questions to think with beside it. NULL for a
 * kind that nobody writes then. */
const struct piece_form *forms_plain(struct ctx *cx, enum evidence_kind kind);
/* form_of_body — a form as it was published, with its row. */
enum rc form_of_body(struct ctx *cx, int64_t row, struct str body, const struct piece_form **ret);
/* field_of_prompt — one prompt as a row of a form's table, whose filling stands at `offset`; filled_of_prompt and
 * text_of_prompt — its answer as it stands there, and back. */
union filled {
	struct str text;
	int number;
	struct date date;
	struct str_list list;
};
/* filled_start — where the first stands behind what `base` fills. */
size_t filled_start(const struct form *base);
struct field field_of_prompt(struct ctx *cx, const struct prompt *p, size_t offset);
void filled_of_prompt(struct ctx *cx, const struct prompt *p, struct str text, union filled *to);
struct str text_of_prompt(struct ctx *cx, const struct prompt *p, const union filled *from);

#endif
