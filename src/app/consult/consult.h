/* consult.h — drafts of standards open for comments (C30): whoever is bound by a draft says what they think of a statement, an outcome or
 * the whole, and sees what came of it; so does everybody who reads the version that became of it.
 *
 * The department opens a draft to the end of a day (rules/comments.h), reads what is said as its writers wish to be shown, and answers
 * one comment or several at once when it has closed. Words of a comment are its writer's and the department's until it has an answer.
 *
 *     rc = consult_section(cx, cx->framework, i, &html);      on the page of a statement or an outcome; nothing where there is nothing
 */
#ifndef APP_CONSULT_CONSULT_H
#define APP_CONSULT_CONSULT_H

#include "app/objects.h"
#include "rules/comments.h"
#include "web/jobs.h"

enum { CONSULT_WHOLE = -1, CONSULT_ANYWHERE = -2, COMMENT_WORDS_MAX = 2000 };

/* The draft whose comments are read with a version. */
struct consult {
	bool is;                     /* there is one: all else is unset without */
	int64_t framework;           /* the draft: framework_get() */
	struct uuid uuid;
	struct str asks;
	struct date ends;
	instant opened_at, closed_at; /* closed_at: DB_NULL_INT until the night has noted it */
	int64_t version;
	enum framework_state state;  /* the draft's, as it stands now */
	bool open;                   /* today */
};
enum rc consult_of(struct ctx *cx, int64_t framework, struct consult *ret);

/* consult_section — comments on item i of a version: one's own, the form while it is open, what came of those that have an answer. */
enum rc consult_section(struct ctx *cx, const struct framework_version *v, int32_t i, struct html *ret);
/* consult_note — on the page of a version: that it is open for comments, or what was said of its draft; nothing where there is none. */
enum rc consult_note(struct ctx *cx, const struct framework_version *v, struct html *ret);
/* consult_before_publishing — what is to be known of comments before a version is published: until when they are open, and how many
 * wait for an answer; empty for nothing. */
enum rc consult_before_publishing(struct ctx *cx, const struct framework_version *v, struct str *ret_until, struct str *ret_unanswered);
/* consult_list — on the list of standards: the drafts that are open, for whoever is signed in and bound by them. */
enum rc consult_list(struct ctx *cx, struct html *ret);

/* consult_open, consult_say, consult_answer_add — with their events, in a write transaction, as the person acting. `place` is the index of
 * an item, or CONSULT_WHOLE. */
struct comment_new {
	int32_t place;
	enum comment_sort sort;
	enum comment_shown shown;
	struct str words;
};
enum rc consult_open(struct ctx *cx, const struct framework_version *v, struct str asks, struct date ends);
enum rc consult_say(struct ctx *cx, const struct framework_version *v, const struct comment_new *c, struct uuid *ret);
/* consult_answer_add — of these comments, by id. *ret_n: how many of them had none yet and have this one now; with none there is no answer. */
struct answer_new {
	enum comment_came came;
	struct str words;
	bool shows;
	const struct uuid *comments;
	size_t n;
};
enum rc consult_answer_add(struct ctx *cx, const struct framework_version *v, const struct answer_new *a, int64_t *ret, size_t *ret_n);
/* consult_answer_tell — whoever wrote what it answers. */
enum rc consult_answer_tell(struct ctx *cx, int64_t answer);

handler_fn consults_show, consult_show, consult_open_show, consult_open_save, consult_whole_add, consult_item_show, consult_item_add,
	consult_item_again, consult_own_show, consult_own_save, consult_own_withdraw, consult_all_show, consult_all_csv, consult_answer_show,
	consult_answer_save, consult_answer_edit, consult_answer_change, consult_answer_take_back;
extern const struct form consult_open_form, consult_whole_form, consult_item_form, consult_own_form, consult_answer_form,
	consult_answer_change_form;

/* For the table of jobs: what is over is closed, and the department told. */
job_fn consult_night;

#endif
