/* privacy.h — nothing is shared before the privacy check (rules/privacy.h) has read it and its writer has answered what it found.
 *
 * The check reads all the words of a piece (evidence_written): its writer's, what others have put into it, and the text of its
 * files. What it finds in the writer's words is replaced, or kept with a reason where that may be; in others' words it is covered
 * with neutral words or kept, and nothing else about them changes; in a file it is mended in the file. A draft is saved whatever is in it; a piece that others
 * read already is held back from them until it is mended. An assessor sends a piece back with the words that name somebody: then
 * nobody but its writer reads it, its files, or what it said before, until those words are gone.
 */
#ifndef APP_PRIVACY_PRIVACY_H
#define APP_PRIVACY_PRIVACY_H

#include "app/evidence/evidence.h"

handler_fn privacy_show, privacy_answer, privacy_answer_again, privacy_send_back_show, privacy_send_back, privacy_send_back_again;
extern const struct form privacy_form, privacy_send_back_form;

/* What a check of words found: how much of it is neither replaced nor kept, and a bit for each class of all of it. */
struct privacy_sum {
	size_t open;
	int64_t classes;
};
/* Another feature's own way to send a piece back: where its form stands and leads, and how its writer is called there.
 * privacy_back_draw draws the form for the loaded piece, and again after a refusal; privacy_back_do holds the piece and goes on. */
struct privacy_back_to {
	struct url back, action, after;
	struct str name, title;
};
enum rc privacy_back_draw(struct ctx *cx, const struct privacy_back_to *to);
enum rc privacy_back_do(struct ctx *cx, const struct privacy_back_to *to);
/* privacy_sum_of — of these words. `evidence` 0: a piece that is not there yet. */
enum rc privacy_sum_of(struct ctx *cx, int64_t evidence, const struct piece_words *words, struct privacy_sum *ret);
/* privacy_saw — of the loaded piece, on its way to others: remembered by class alone, for numbers over a cohort. */
enum rc privacy_saw(struct ctx *cx, int64_t classes);
/* privacy_refused — answers a program: 422 with every finding and its place in characters. */
enum rc privacy_refused(struct ctx *cx, int64_t evidence, const struct piece_words *words);
/* privacy_hold_back — the loaded piece is its writer's alone until what the check found in it is answered; `classes`: of what was
 * found. privacy_hold_pointed — because a reader sent it back: until `words` (a line each) stand nowhere in it any more and, with
 * `in_file`, one of its files has gone. Nothing happens to a piece that is held already. The piece is loaded again. */
enum rc privacy_hold_back(struct ctx *cx, int64_t classes);
enum rc privacy_hold_pointed(struct ctx *cx, enum privacy_hold kind, int64_t classes, struct str words, bool in_file);
/* privacy_is_mended — with nothing open in it: is what the loaded piece was held back for gone? Compares words and files, never
 * versions. *ret_why says what is left to do. Where nobody has said which words it was, its writer has to: `asked_for`. */
enum rc privacy_is_mended(struct ctx *cx, bool asked_for, bool *ret, enum word *ret_why);
/* privacy_give_back — it has been mended: what it said while it was held stays closed to everybody else. */
enum rc privacy_give_back(struct ctx *cx);
/* privacy_forget — the loaded piece has been withdrawn: what a reader pointed at is forgotten. It was held back with that in it, and
 * stays its writer's alone. */
enum rc privacy_forget(struct ctx *cx);
/* privacy_in_given — words that others read as soon as they are sent, named for the fields they stand in: INVALID with an error at
 * each field in which something was found, until whoever writes them has changed it or says in the field `read_again` that none of
 * it identifies anybody; court, case, NHS and National Insurance numbers never go through. The names around the loaded induction
 * are known; words about none (comments on standards) have nobody known beside them.
 * privacy_again_field — that field, once it is wanted. */
enum rc privacy_in_given(struct ctx *cx, const struct piece_words *words, bool read_again);
struct html privacy_again_field(struct ctx *cx, const struct form_view *fv);
/* privacy_look_again — after somebody has put words into the loaded piece: if others read it and something in it is not answered, it
 * is held back until its writer has. *ret_held: it is. */
enum rc privacy_look_again(struct ctx *cx, bool *ret_held);
/* privacy_of_cohort — for the coordinator acting: a section with the number of pieces their ECSWs have shared or handed in, in which
 * something of a kind was found; drafts and what was withdrawn do not count, nor does who has left. Never words, titles or people, and
 * nothing where fewer than PRIVACY_COHORT_LEAST people are behind it. Empty for none. */
enum { PRIVACY_COHORT_LEAST = 5 };
enum rc privacy_of_cohort(struct ctx *cx, struct html *ret);
/* privacy_held_of — how many pieces of the loaded induction are held back: a number for those who supervise. */
enum rc privacy_held_of(struct ctx *cx, int64_t *ret);

#endif
