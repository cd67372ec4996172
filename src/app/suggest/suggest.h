/* suggest.h — statements that a piece most likely shows, for the page it is written on: under the words it was found in, with
 * boxes nobody has ticked. What sorts them is rules/suggest.h.
 *
 * An index is kept with the worker for each version in use, and made again when the night's counts (suggest_learnt) have
 * changed.
 */
#ifndef APP_SUGGEST_SUGGEST_H
#define APP_SUGGEST_SUGGEST_H

#include "app/objects.h"
#include "web/jobs.h"

handler_fn suggest_ask;
extern const struct form suggest_form;
job_fn suggest_learn;

/* suggest_section — the part of a page, to be put where statements are chosen; empty of suggestions when there is nothing to
 * go by. `text` is everything written so far, `on` what is linked, by item index; `fixed` (may be NULL) is not offered. */
enum rc suggest_section(struct ctx *cx, const struct framework_version *v, enum evidence_kind kind, struct str text,
                        const bool *on, const bool *fixed, struct html *ret);
/* suggest_text_of — what a posting of a form about a piece says, whatever its fields are called. */
struct str suggest_text_of(struct ctx *cx, const struct values *typed);
/* suggest_text_of_piece — the same of a saved one: text and every answer beside it. */
enum rc suggest_text_of_piece(struct ctx *cx, int64_t evidence, struct str text, struct str *ret);

#endif
