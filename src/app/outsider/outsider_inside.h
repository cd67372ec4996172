/* outsider_inside.h — shared by the files of this folder. */
#ifndef APP_OUTSIDER_INSIDE_H
#define APP_OUTSIDER_INSIDE_H

#include "app/evidence/evidence.h"
#include "app/forms/forms.h"
#include "app/outsider/outsider.h"
#include "app/outsider/outsider_view.h"

/* ---- links ---- */

/* ask_new_link — a new link of the ask, good for `days`; the one before it ends. *ret_token is shown or mailed once and kept
 * nowhere. INVALID, with an error, when there have been too many. In a write transaction; writes the event. */
enum rc ask_new_link(struct ctx *cx, const struct ask *k, int days, bool by_mail, struct str *ret_token);
/* ask_mail_link — mails a link of a professional's or an observer's ask. */
enum rc ask_mail_link(struct ctx *cx, const struct ask *k, struct str token, instant expires, bool is_reminder);
struct str ask_address(struct ctx *cx, struct str token); /* the whole address of a link */
/* mail_is_address — one mailbox, as people type it. */
bool mail_is_address(struct str s);

struct new_ask {
	enum ask_kind kind;
	int64_t evidence; /* DB_NULL_INT for none */
	struct str name, address, about;
	int days;
};
/* ask_make — a new ask of the loaded induction, within its bounds (TOO_MANY with an error in cx->err), with its event. */
enum rc ask_make(struct ctx *cx, const struct new_ask *n, struct uuid *ret_id, int64_t *ret_row);
/* piece_begin — the piece that what is asked for becomes part of, with its event. */
enum rc piece_begin(struct ctx *cx, enum evidence_kind kind, struct str title, struct date on, enum setting setting,
                    bool shared, int64_t *ret_row, struct uuid *ret_id);

/* family_release_now — all that is held of the loaded induction's ECSW and was asked with that form (DB_NULL_INT: Cairn's own)
 * becomes one piece: theirs, a draft, without dates or names. In a write transaction; whether it may be is the caller's question. */
enum rc family_release_now(struct ctx *cx, int64_t form);

/* ---- who is meant, for sentences ---- */

struct ask_people {
	struct str ecsw, first, employer, phone, assessor, supervisor;
};
enum rc ask_people_of(struct ctx *cx, int64_t induction, struct ask_people *ret);

/* What the programme says of asking families: how many answers are read together at the least, and how a family may be asked
 * while proceedings or a child-protection decision are live (empty: it may not). */
struct family_rule {
	int least;
	struct str in_proceedings;
};
enum rc family_rule_of(struct ctx *cx, struct family_rule *ret);

struct days_typed {
	int64_t days;
};
/* draw_ask — the page of cx->ask; `v` may have a link in it that is shown this once. */
enum rc draw_ask(struct ctx *cx, struct ask_show_view *v);
/* observation_lines — those of the loaded induction that this person may see, newest first. */
enum rc observation_lines(struct ctx *cx, struct ask_lines *ret);
/* ask_state_word — where an ask is, for somebody of the house. */
enum word ask_state_word(enum ask_state shown);

/* ---- questions ---- */

/* What a professional, an observer or a family is asked: the prompts of `who` in a form of the programme, or Cairn's own. Their
 * fields are "answers.ID"; a family's "q.ID", in JSON as the others'. */
#define GIVEN_PREFIX "answers."
#define FAMILY_PREFIX "q."
struct questions {
	const struct piece_form *form;
	enum filler who;
};
/* questions_row_now — the form that somebody who is asked now is asked with: DB_NULL_INT where the programme has no question for
 * them. It is kept with what is asked. Families whose answers will be read together are asked the same: until what was said to the
 * questions before has been released, they are the questions of who is asked next. */
enum rc questions_row_now(struct ctx *cx, enum ask_kind kind, int64_t *ret);
/* questions_of — by that row, about somebody of that first name (`{name}` in a question or its help). `evidence`: the piece it is asked
 * for, whose plan an observer’s ticks are drawn from; DB_NULL_INT for a family’s. */
enum rc questions_of(struct ctx *cx, int64_t row, int64_t evidence, enum ask_kind kind, struct str first, struct questions *ret);
/* observers_tick — is there a question with boxes to tick among those an observer who is asked now is asked? */
enum rc observers_tick(struct ctx *cx, bool *ret);
/* looks_of — what a plan has to tick, a line each: trimmed, without the dashes people begin a line with, none empty. */
struct str_list looks_of(struct ctx *cx, struct str text);
/* looks_worded — the same of what was typed, each code of a line that is nothing but codes as the statement's words with its code
 * behind them; one more than LOOKS_MAX when there are too many. Codes that no statement has are errors of the field `looks`. */
enum rc looks_worded(struct ctx *cx, struct str typed, struct str_list *ret);
/* looks_outcomes — "2.2 Works with parents": the outcomes that a plan's lines name by a code in brackets at their end, each once. */
enum rc looks_outcomes(struct ctx *cx, struct str looks, struct str_list *ret);
/* ticks_shown — what an observer could tick for that piece, and which of them they did: both in the order of the plan. */
enum rc ticks_shown(struct ctx *cx, int64_t evidence, struct str_list *ret_looks, struct str_list *ret_ticked);
/* questions_with — those that what was given for a piece answers. */
enum rc questions_with(struct ctx *cx, int64_t evidence, enum ask_kind kind, struct str first, struct questions *ret);
/* questions_view — `base` with a field for each, as it is drawn: what `filled` (base's) and the request say. */
struct form_view;
struct form_view questions_view(struct ctx *cx, const struct questions *qs, const struct form *base, const void *filled);
/* draw_questions — boxes for them, with what was typed. */
struct give_questions draw_questions(struct ctx *cx, const struct form_view *fv, const struct questions *qs);

/* questions_json — as the member `questions` of the open object; a family's with the asker's words for them (`in`; else NULL). */
struct said_in;
void questions_json(struct ctx *cx, struct json_out *j, const struct questions *qs, const struct said_in *in);

/* ask_words_rows — all that the family of cx->ask will read, with the asker's words for it. */
enum rc ask_words_rows(struct ctx *cx, struct ask_word_rows *ret);

/* answers_typed — what the request says, with errors in cx->err for what is out of bounds or must be there and is not. */
void answers_typed(struct ctx *cx, const struct questions *qs, struct answer_list *ret);
/* answers_given — kept with the piece. */
enum rc answers_given(struct ctx *cx, int64_t evidence, enum ask_kind kind, const struct answer_list *given);
/* answers_looked_at — by the privacy check, before they are taken: INVALID with errors at their fields, for whoever gives them. */
enum rc answers_looked_at(struct ctx *cx, const struct answer_list *given, struct str by, bool read_again);
/* answers_shown — as question and answer, in their order; empty when nothing was given. */
enum rc answers_shown(struct ctx *cx, int64_t evidence, enum ask_kind kind, struct str first, struct observation_answer_rows *ret);
extern const enum word cancel_words[CANCELLED_WHY_END];
/* answers_taken_back — all of them go. */
enum rc answers_taken_back(struct ctx *cx, int64_t evidence, enum ask_kind kind);

#endif
