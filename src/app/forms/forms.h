/* forms.h — the forms of the kinds of evidence: read from a programme's JSON, kept in versions, turned into fields, and the
 * answers to them.
 *
 *     const struct piece_form *f;
 *     const struct answer_list *given;
 *
 *     if ((rc = forms_current(cx, KIND_COURT_WORK, &f)) != OK || (rc = answers_fill(cx, f, FILLER_ECSW, month, &given)) != OK)
 *         return rc;
 *     …
 *     rc = answers_put(cx, evidence, given);
 *
 * Everything lives with the request. docs/how-to/add-a-prompt.md says how to add a prompt or a kind, and what a page for
 * people without an account needs.
 */
#ifndef APP_FORMS_FORMS_H
#define APP_FORMS_FORMS_H

#include "app/objects.h"
#include "rules/forms.h"

struct json_t;

/* ---- forms ---- */

/* The forms of one programme file, as they stand in it. */
struct forms_read {
	struct piece_form *v;
	struct str *bodies; /* compact JSON of each */
	size_t n;
	struct str *wrong;  /* the first thing wrong with each that can't be read: a sentence that names the place */
	size_t wrong_n;
};
/* forms_read_all — the list under the key `forms`, NULL for none. False with the first of `wrong` when there is any. */
bool forms_read_all(struct arena *a, const struct json_t *list, struct forms_read *ret, struct str *ret_why);
/* forms_publish — new versions of a programme's forms are added, with their event; those that are there already are left.
 * CONFLICT with a sentence when a version is there with other questions. *ret_added counts. In a write transaction; a caller
 * that only wants to know rolls back. */
enum rc forms_publish(struct ctx *cx, int64_t programme, const struct forms_read *forms, size_t *ret_added,
                      struct str *ret_why);
/* forms_current — what a new piece of the loaded induction is written with: its programme's newest, or that of the programme
 * inside it, or the plain form (row 0). forms_current_all — by kind; NULL where nothing is asked for that kind. */
enum rc forms_current(struct ctx *cx, enum evidence_kind kind, const struct piece_form **ret);
enum rc forms_current_all(struct ctx *cx, const struct piece_form *ret[KIND_END]);
/* form_get — by row; 0 or DB_NULL_INT: the plain form of that kind. */
enum rc form_get(struct ctx *cx, int64_t row, enum evidence_kind kind, const struct piece_form **ret);
/* form_of_piece — the one the loaded piece was written with. */
enum rc form_of_piece(struct ctx *cx, const struct piece_form **ret);
/* form_month — the months that were over, by induction_month, when the loaded piece was begun (or, for a new one, today): 0 in the first. */
int form_month(const struct ctx *cx);
/* forms_newest_of — row of the newest version a programme (or the one inside it) has for a kind, DB_NULL_INT for none. kind: as
 * form_kind(). */
enum rc forms_newest_of(struct ctx *cx, int64_t programme, int kind, int64_t *ret);

/* ---- answers ---- */

#define ANSWERS_PREFIX "prompts."

struct answer {
	const struct prompt *prompt; /* NULL: the form no longer asks this */
	struct str id, text;
};
struct answer_list {
	struct answer *v;
	size_t n;
};
/* answers_of — every answer kept with a piece, in the order of its form. version 0: as it stands; else as of that version. */
enum rc answers_of(struct ctx *cx, const struct piece_form *f, int64_t evidence, int64_t version, struct answer_list *ret);
struct str answer_of(const struct answer_list *all, struct str prompt); /* empty for none */
/* answer_said — as people read it: a choice's label, a long date, or the words themselves. */
struct str answer_said(struct ctx *cx, const struct answer *a);
/* answers_fill — what was sent for the prompts of `who` that are asked in that month, but never `text`: INVALID with errors in
 * cx->err for what is out of bounds. Answers that were left empty are in it too, with empty text. */
enum rc answers_fill(struct ctx *cx, const struct piece_form *f, enum filler who, int month, struct answer_list *ret);
/* answers_put — keeps them: an empty one goes. Others of the piece stay. */
enum rc answers_put(struct ctx *cx, int64_t evidence, const struct answer_list *a);
/* answers_clear — takes those away that the piece's ECSW gave to prompts this form has not. */
enum rc answers_clear(struct ctx *cx, int64_t evidence, const struct piece_form *f);
/* answers_version — keeps all of them as part of a version. */
enum rc answers_version(struct ctx *cx, int64_t evidence, int64_t version);
/* answers_as_json — an object with a member an answer, into the open document. */
void answers_as_json(struct json_out *j, const struct answer_list *a);
/* answers_copied — the whole piece's words in one text: what its writer wrote, under each question. For searches, checks and
 * suggestions. */
struct str answers_copied(struct ctx *cx, struct str text, const struct answer_list *a);

/* ---- fields ---- */

/* prompts_form — `base` (may be NULL) with a field for each prompt of `who` asked in that month, behind the field named
 * `behind` (or at the end). Its struct is that of base, followed by what answers_filled() fills. Labels are the form's. */
struct form *prompts_form(struct ctx *cx, const struct form *base, const char *behind, const struct piece_form *f,
                          enum filler who, int month);
/* prompts_filled — such a struct: base's as it is, and the answers. */
void *prompts_filled(struct ctx *cx, const struct form *made, const struct form *base, const void *base_filled,
                     const struct piece_form *f, const struct answer_list *all);
/* prompt_as_json — what is asked, as members of the open object; its choices are the caller's. */
void prompt_as_json(struct json_out *j, const struct prompt *p);
/* prompt_field — "prompts.felt": the name of a prompt's field. */
struct str prompt_field(struct ctx *cx, const struct prompt *p);

#include "app/forms/records.h"

#endif
