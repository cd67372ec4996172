/* evidence.h — a dated record of practice: written once, linked to many statements on the same page, shared, answered,
 * withdrawn. Handlers for app/routes.c, and the words other features use for a piece.
 *
 * Links and files of a piece are its own; an assessor's view is app/desk's. After a view the words stand; links may still
 * be added or withdrawn.
 */
#ifndef APP_EVIDENCE_EVIDENCE_H
#define APP_EVIDENCE_EVIDENCE_H

#include "app/objects.h"
#include "web/paper.h"

extern const struct form evidence_new_form, evidence_form, evidence_links_form, evidence_answer_form, evidence_part_form;

handler_fn evidence_own_list, evidence_list, evidence_new, evidence_create, evidence_create_again;
handler_fn evidence_show, evidence_edit, evidence_update, evidence_update_again;
handler_fn evidence_links_show, evidence_links, evidence_links_again, evidence_statements;
handler_fn evidence_answer, evidence_answer_again, evidence_withdraw, evidence_version_show, evidence_child_concern;
handler_fn evidence_part_show, evidence_part_save, evidence_part_again;
/* Words being typed: kept as a draft row, put aside again. */
handler_fn evidence_put_aside;

/* evidence_start — a draft of the loaded induction, which nobody else sees, with its event. In a write transaction. */
enum rc evidence_start(struct ctx *cx, enum evidence_kind kind, struct str title, struct str text, struct uuid *ret);
/* evidence_played — for the demonstration: a piece that was shared in a past being played gets its version, its event and the
 * parts it asks for. */
enum rc evidence_played(struct ctx *cx, struct uuid id);
/* words_pattern — words as a LIKE pattern, lower case, with ! as its escape; empty for none. */
struct str words_pattern(struct arena *arena, struct str words);
/* evidence_words — everything the loaded piece says, by its writer and by those who gave a part, with the questions as
 * headings; `marks` as talk_marks has them. evidence_words_at — the writer's words of a version (0: now) in one text, for comparing and searching. */
struct talk_marks;
enum rc evidence_words(struct ctx *cx, const struct talk_marks *marks, struct html *ret);
enum rc evidence_words_at(struct ctx *cx, int64_t version, struct str *ret);
/* evidence_paper — the loaded piece on paper, with all that its present reader may read of it: a chapter of that name. What the
 * assessor has not released, and a colleague's view that comes after one's own, is not in it. */
enum rc evidence_paper(struct ctx *cx, struct paper *paper, struct str dest);
/* evidence_changed — what the loaded piece says now beside what it said when the reader last read it, before its newest version:
 * word by word, question by question. Nothing for its writer, for whoever reads it for the first time, or when it says the same. */
enum rc evidence_changed(struct ctx *cx, struct html *ret);
/* evidence_version_read — the version of the loaded piece that the reader last read before its newest; DB_NULL_INT for its owner, and for
 * none. */
enum rc evidence_version_read(struct ctx *cx, int64_t *ret);
/* evidence_owed — a section of the first screen: parts that wait for the person acting; nothing when there are none. */
enum rc evidence_owed(struct ctx *cx, struct html *ret);

/* Everything a piece says in words, as the privacy check reads it: its writer's title, text and answers, and what others put into
 * it. Its writer changes their own words; in those of others (`by`) nobody but whoever wrote them changes anything, save that what
 * identifies somebody is covered with neutral words. */
struct piece_words {
	struct piece_word {
		struct str name, label, text; /* name: "title", "text", "prompts.felt", "given.1.well" */
		struct str by;                /* whose words, where they are not the writer's; empty for theirs */
	} *v;
	size_t n, room;
};
/* piece_word_add — one more; none for empty text. */
void piece_word_add(struct ctx *cx, struct piece_words *to, struct str name, struct str label, struct str text, struct str by);
/* evidence_own_written — its writer's own, and nobody else's. evidence_written — of the loaded piece. What else a piece may say (the text of its files) is a row of `others` in
 * evidence_mend.c. evidence_rewrite — one of them becomes `text`; the version grows once a request:
 * STALE when it has moved meanwhile. evidence_mended — after any such change: version row, event, the piece loaded again. */
enum rc evidence_own_written(struct ctx *cx, struct piece_words *ret);
enum rc evidence_written(struct ctx *cx, struct piece_words *ret);
/* evidence_written_at — its writer's own as of a version. *ret_closed: what it said has been taken out since for privacy, and nobody but the
 * writer may see it. NOT_FOUND before anybody else could read it. */
enum rc evidence_written_at(struct ctx *cx, int64_t version, struct piece_words *ret, bool *ret_closed);
enum rc evidence_rewrite(struct ctx *cx, struct str name, struct str text);
enum rc evidence_mended(struct ctx *cx, enum event_kind kind, struct str data);
/* evidence_pass_on — the loaded piece moves on as it stands, by an act of rules/evidence.h. CONFLICT when it cannot from there;
 * INVALID when something is missing that its page asks for. */
enum rc evidence_pass_on(struct ctx *cx, int act);

/* evidence_concern_note — somebody who reads the loaded piece has told who must know of a child: that they did, and nothing else;
 * answers with `back`. evidence_concern_noted — the sentence that it was done, for whoever is not its writer; empty for none. */
enum rc evidence_concern_note(struct ctx *cx, struct url back);
enum rc evidence_concern_noted(struct ctx *cx, struct str *ret);

/* setting_word — what a page calls it; 0 for none. (kind_word is in app/coverage/coverage.h.) */
enum word setting_word(enum setting setting);
/* count_word — "one" to "nine" in words, larger numbers in figures; `open` begins a sentence with it. */
struct str count_word(struct arena *a, size_t n, bool open);

#endif
