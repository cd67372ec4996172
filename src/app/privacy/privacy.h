/* privacy.h — nothing is shared before the privacy check (rules/privacy.h) has read it and its writer has answered what it found.
 *
 * The check reads the words of a piece and the text of its files. What it finds is replaced, or kept with a reason where that may
 * be; a draft is saved whatever is in it, and a piece that others read already is held back from them until it is mended. A
 * piece can be sent back by its assessor: then nobody but its writer reads it, its files, or what it said before.
 */
#ifndef APP_PRIVACY_PRIVACY_H
#define APP_PRIVACY_PRIVACY_H

#include "app/evidence/evidence.h"

handler_fn privacy_show, privacy_answer, privacy_answer_again, privacy_send_back_show, privacy_send_back, privacy_send_back_again;
extern const struct form privacy_form, privacy_send_back_form;

/* privacy_open_in — how much in these words is neither replaced nor kept. `evidence` 0: a piece that is not there yet. */
enum rc privacy_open_in(struct ctx *cx, int64_t evidence, const struct piece_words *words, size_t *ret_open);
/* privacy_refused — answers a program: 422 with every finding and its place in characters. */
enum rc privacy_refused(struct ctx *cx, int64_t evidence, const struct piece_words *words);
/* privacy_hold_back — the loaded piece is its writer's alone until it is mended; `classes`: a bit for each class that was seen. */
enum rc privacy_hold_back(struct ctx *cx, enum privacy_hold kind, int64_t classes);
/* privacy_give_back — it has been mended: what it said while it was held stays closed to everybody else. */
enum rc privacy_give_back(struct ctx *cx);
/* privacy_in_comment — adds to cx->err what words to somebody else must not have in them: numbers and addresses that lead to one
 * person. Names of people who are around the induction are not among them. */
enum rc privacy_in_comment(struct ctx *cx, const char *field, struct str text);
/* privacy_in_request — the same for words that are mailed, or read by others at once: people's names too, except of those who work
 * with the family or whom Cairn knows. */
enum rc privacy_in_request(struct ctx *cx, const char *field, struct str text);
/* privacy_held_of — how many pieces of the loaded induction are held back: a number for those who supervise. */
enum rc privacy_held_of(struct ctx *cx, int64_t *ret);

#endif
