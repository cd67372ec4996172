/* forms_inside.h — shared by the files of this folder. */
#ifndef APP_FORMS_FORMS_INSIDE_H
#define APP_FORMS_FORMS_INSIDE_H

#include "app/forms/forms.h"

extern const struct key_list yes_or_no_keys;
/* forms_plain — what is asked where a programme has no forms: one text, with questions to think with beside it. NULL for a
 * kind that nobody writes then. */
const struct piece_form *forms_plain(struct ctx *cx, enum evidence_kind kind);

#endif
