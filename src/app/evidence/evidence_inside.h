/* evidence_inside.h — shared by the files of this feature: forms, the choice of statements, loading, JSON. */
#ifndef APP_EVIDENCE_EVIDENCE_INSIDE_H
#define APP_EVIDENCE_EVIDENCE_INSIDE_H

#include "app/coverage/coverage.h"
#include "app/evidence/evidence.h"
#include "app/evidence/evidence_view.h"
#include "app/forms/forms.h"
#include "app/talk/talk.h"
#include "rules/evidence.h"

/* Buttons of the record page beyond the moves of rules/evidence.h: they only draw it again. */
enum { ACT_ADD = 5, ACT_FIND = 6, ACT_LINK = 7, ACT_AS_LAST = 8, ACT_LIST = 9 };
enum { ANSWER_SEND = 1, ANSWER_WITHDRAW = 2 };

/* The part of a form that chooses statements. */
struct picking {
	struct str_list link; /* ticked: codes or identifiers */
	struct str codes;     /* typed */
	struct str find, thread, unlink;
	bool listed; /* every statement was asked for, and stays on the page */
};
struct evidence_typed {
	int act, kind, setting;
	struct str title, text;
	struct date on;
	struct str_list theme; /* keys of the framework's threads */
	struct picking pick;
};
struct links_typed {
	int act;
	struct picking pick;
	struct str_list withdraw;
};
struct answer_typed {
	int act;
	struct str link, answer;
	bool read_again;
};

/* What a draft row is filed under: the path its form posts to (the lifecycle uses the same when a session has ended). */
#define DRAFT_OF_NEW S("/inductions/:induction/evidence")
#define DRAFT_OF_PIECE S("/evidence/:evidence")

/* act_only_draws — a button that draws the page again and saves nothing. */
bool act_only_draws(int act, const struct picking *pick);

/* Items chosen, by item index. */
struct chosen {
	bool *on;
	size_t n;
	struct str codes_left; /* typed codes that name nothing, for the box */
};
/* choose — from ticks and typed codes; adds errors to cx->err for what names nothing and past EVIDENCE_LINKS_MAX. What
 * could be understood is chosen all the same. `unlink` takes one away again. */
struct chosen choose(struct ctx *cx, const struct framework_version *v, const struct picking *pick);
/* item_named — index of a linkable item by identifier or code, or -1. */
int32_t item_named(const struct framework_version *v, struct str name);
/* codes_of — "1.1 K1, 1.1 K2": what is chosen, as it could be typed. */
struct str codes_of(struct ctx *cx, const struct framework_version *v, const bool *on);
/* item_key — the value a checkbox has: its code where that names only it, or its identifier. */
struct str item_key(struct ctx *cx, const struct framework_version *v, int32_t i);

/* picker — everything the "What does this show?" part draws. `fixed` (may be NULL): already linked, not offered. */
struct evidence_picker picker(struct ctx *cx, const struct framework_version *v, const struct picking *pick,
                              const struct chosen *chosen, const bool *fixed);
/* One drawing of the picker. */
struct drawing {
	struct ctx *cx;
	const struct framework_version *v;
	const struct chosen *chosen;
	const bool *fixed; /* may be NULL */
	bool whole;        /* every statement, not only those that are chosen */
	struct url list;   /* where the button that asks for them all posts to */
};
/* tick — one statement as a box, or as linked already. */
struct evidence_tick tick(const struct drawing *d, int32_t i);
/* browse — domains, outcomes and their statements, in order. Not `whole`, an outcome has only what is chosen or linked already,
 * and says how many there are; its place among the outcomes of the page is that of its statements in evidence_statements. */
void browse(const struct drawing *d, struct evidence_domains *domains);
/* browse_is_whole — so few that they stand on the page from the start. */
bool browse_is_whole(const struct framework_version *v);
/* picking_of_values — the same from what was typed, where no form has been filled (a restored draft). */
struct picking picking_of_values(struct ctx *cx, const struct values *values);

/* One piece's links as they stand. */
struct link_now {
	int64_t link;
	int32_t item; /* index, -1 when it is not of this framework */
	enum link_state state;
	instant created, changed;
};
struct links_now {
	struct link_now *v;
	size_t n;
	size_t live; /* not withdrawn */
};
enum rc links_load(struct ctx *cx, const struct framework_version *v, int64_t evidence, struct links_now *ret);
/* links_on — by item index: linked and not withdrawn. */
bool *links_on(struct ctx *cx, const struct framework_version *v, const struct links_now *links);

/* links_make — the piece's links become exactly `on`. */
enum rc links_make(struct ctx *cx, const struct framework_version *v, int64_t evidence, const struct links_now *now,
                   const bool *on, bool was_draft);

/* One posting of the record form, understood. */
struct saving {
	const struct evidence_typed *typed;
	const struct framework_version *v;
	const struct piece_form *form;
	struct answer_list answers;
	struct str_list themes; /* as the framework has them */
	struct str text;
	struct date on;
	int setting;
	struct chosen chosen;
	enum evidence_state from, to;
	instant shared_at, submitted_at;
	int64_t classes; /* what the privacy check found in it: a bit for each class */
};
/* saving_words — the words of a posting and what others put into the piece, as evidence_written has them. */
enum rc saving_words(struct ctx *cx, const struct saving *s, struct piece_words *ret);
/* saving_stop — with findings open the posting goes no further than its writer: a draft stays one, a piece that others read is
 * held back. *ret_act is what was asked for, 0 when nothing stands in its way. JSON is answered (cx->answered). */
enum rc saving_stop(struct ctx *cx, struct saving *s, int *ret_act);
/* saving_stopped — after the words are saved: the page that shows what was found. */
enum rc saving_stopped(struct ctx *cx, const struct saving *s, int act);
/* saving_is_mended — a piece that was held back and in which nothing is left of what it was held for is given back; what can't be
 * known from the words stays held until its writer says so on the page of the check. */
enum rc saving_is_mended(struct ctx *cx, const struct saving *s);

/* only_words — a piece with a view that is held back: what it says may change so that what names somebody comes out, and nothing else
 * about it. */
bool only_words(const struct ctx *cx);

/* saving_prepare — INVALID with every error in cx->err; nothing is written yet. */
enum rc saving_prepare(struct ctx *cx, enum evidence_state from, instant shared_at, instant submitted_at,
                       struct saving *ret);

/* piece_changed — after any change: version row (not of a draft), summary, event; loads the piece again. `kind` names what
 * was done; data is the event's. */
enum rc piece_changed(struct ctx *cx, const struct framework_version *v, bool was_submitted, enum event_kind kind,
                      struct str data);
/* piece_json — the piece as JSON, into the open document. */
enum rc piece_json(struct ctx *cx, const struct framework_version *v, struct json_out *j);
/* answer_piece — done() for a changed piece: its page with a notice, or its JSON with its new ETag. */
enum rc answer_piece(struct ctx *cx, const struct framework_version *v, struct url where, enum word notice, bool is_new);

/* themes_of — keys of the threads the piece is said to be about. themes_said — their titles, "a, b". */
enum rc themes_of(struct ctx *cx, int64_t evidence, struct str_list *ret);
struct str themes_said(struct ctx *cx, const struct framework_version *v, const struct str_list *keys);
/* on_words — "6 October 2027", or "October 2027" where only the month is kept. on_json — the same as 2027-10-06 or 2027-10. */
struct str on_words(struct ctx *cx, struct date on, bool month_only);
void on_json(struct ctx *cx, struct json_out *j, struct date on, bool month_only);
/* form_being_written — the form the loaded piece is written with, or, for a new one or another kind, the newest. */
enum rc form_being_written(struct ctx *cx, enum evidence_kind kind, const struct piece_form **ret);
/* text_with_left — the text, and behind it, under their questions, the answers among `typed` to questions that this form does not
 * ask: neither another kind nor another version of a form loses a word. draft_with_left — the same in cx->values, a kept draft's. */
enum rc text_with_left(struct ctx *cx, const struct piece_form *f, const struct values *typed, struct str text, struct str *ret);
enum rc draft_with_left(struct ctx *cx, const struct piece_form *f);
/* with_value — what was typed, with one value in the place of those of that name. */
const struct values *with_value(struct ctx *cx, const struct values *from, struct str name, struct str value);
/* piece_answers — what the writer and everybody with a part said, for pages; `text` is the writer's first answer. A part that
 * is asked for and not given is there without answers. `marks` (may be NULL): words that lead to what was said of them. */
enum rc piece_answers(struct ctx *cx, const struct piece_form *f, struct str text, const struct answer_list *all,
                      const struct talk_marks *marks, struct evidence_answer_parts *ret);

enum word part_word(enum filler who); /* "What the observer saw" */

/* draw_record — the page for writing a piece: new (cx->evidence NULL) or not, with what was typed if anything was. */
enum rc draw_record(struct ctx *cx, const struct form *form);
/* draw_conflict — both versions side by side. */
enum rc draw_conflict(struct ctx *cx);
/* draw_links — choosing more statements for a piece whose words stand. */
enum rc draw_links(struct ctx *cx);

/* assessor_first_name, supervisor… — of this induction today; empty for none. */
struct people_now {
	struct str assessor, assessor_name, supervisor, supervisor_name;
};
enum rc people_now(struct ctx *cx, struct people_now *ret);

#endif
