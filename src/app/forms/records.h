/* records.h — what a programme asks in a record that is no evidence: supervision, a goal.
 *
 * Its form is one of the programme's forms (forms.h), in versions, and a record keeps the one it was written with. Some prompts are
 * Cairn's own (record_prompt() in rules/forms.h): they are columns, and the route's form has a field for each, by the same name; the
 * programme says their words, bounds and order. The others are rows, and fields called `prompts.ID`.
 *
 *     static enum rc ask(struct ctx *cx, const struct values *values, const struct form **ret)    // .ask of the route's form
 *     {
 *         const struct piece_form *f;
 *         enum rc rc = record_form_new(cx, RECORD_GOAL, &f);
 *
 *         return rc == OK ? record_fields(cx, &goal_form, f, FILLER_ECSW, 0, values, ret) : rc;
 *     }
 *     …
 *     record_answers(cx, &goal_form, f, FILLER_ECSW, 0, &given);    // in the handler: what was sent beside the columns
 */
#ifndef APP_FORMS_RECORDS_H
#define APP_FORMS_RECORDS_H

#include "app/forms/forms.h"

struct piece_words;

/* record_form_get — by row; DB_NULL_INT: what Cairn asks by itself, as records were written before programmes said. record_form_new —
 * what a new one of the loaded induction is written with: its programme's newest, or that of the programme inside it, or Cairn's. */
enum rc record_form_get(struct ctx *cx, int64_t row, enum record_kind kind, const struct piece_form **ret);
enum rc record_form_new(struct ctx *cx, enum record_kind kind, const struct piece_form **ret);
/* record_form_row — as it is kept with a record. */
int64_t record_form_row(const struct piece_form *f);
/* record_month — of the programme, for a record that was begun at `created`; DB_NULL_INT: for a new one. */
int record_month(const struct ctx *cx, instant created);

/* record_fields — `base` as `f` asks it of `who` in that month. What has to be there depends on what `values` say of `held`. */
enum rc record_fields(struct ctx *cx, const struct form *base, const struct piece_form *f, enum filler who, int month,
                      const struct values *values, const struct form **ret);
/* record_filled — what such a form is drawn with: base's columns as they stand (an empty date is DATE_NONE), and the answers. */
const void *record_filled(struct ctx *cx, const struct form *base, const void *columns, const struct piece_form *f, const struct answer_list *all);
/* record_answers — what was sent beside the columns, out of cx->form, empty ones too. */
void record_answers(struct ctx *cx, const struct form *base, const struct piece_form *f, enum filler who, int month, struct answer_list *ret);
/* record_add — one answer as it was kept, before record_sort puts all of them into the form's order. */
void record_add(struct answer_list *all, size_t room, struct str prompt, struct str text);
void record_sort(struct ctx *cx, const struct piece_form *f, struct answer_list *all);
/* record_label — the question above a column. */
struct str record_label(const struct piece_form *f, const char *id);
/* record_words — the texts among them, for the privacy check. */
void record_words(struct ctx *cx, const struct answer_list *a, struct piece_words *to);
/* record_asked_json — a member `asked`: the version, null for Cairn's own, and its questions. */
void record_asked_json(struct json_out *j, const struct piece_form *f);

#endif
