/* evidence_parts.h — what others than its writer add to a piece: asked when it is shared, owed on their first screen, given
 * once and then part of the piece and its versions.
 */
#ifndef APP_EVIDENCE_EVIDENCE_PARTS_H
#define APP_EVIDENCE_EVIDENCE_PARTS_H

#include "app/forms/forms.h"

/* parts_ask — after a piece was saved: asks for the parts its form has, of whoever signs in for them, who are told; takes back what
 * is no longer asked and was not given. In a write transaction. */
enum rc parts_ask(struct ctx *cx, const struct piece_form *f);
/* parts_asked_then — the same in a past that is being played: nobody is written to. */
enum rc parts_asked_then(struct ctx *cx, const struct piece_form *f);
/* parts_kind_stands — INVALID with an error when somebody has given their part: the piece stays of its kind. */
enum rc parts_kind_stands(struct ctx *cx);
/* part_give — answers of one part of the loaded piece, with a version and an event. `person` 0 and a name for somebody without
 * an account. The piece is loaded again. */
enum rc part_give(struct ctx *cx, enum filler who, const struct answer_list *answers, int64_t person, struct str given_by);

#endif
