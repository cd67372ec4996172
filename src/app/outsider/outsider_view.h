/* outsider_view.h — what the pages of this folder show. */
#ifndef APP_OUTSIDER_VIEW_H
#define APP_OUTSIDER_VIEW_H

#include "web/html.h"
#include "web/web.h"

/* ---- for people without an account ---- */

/* What a family reads: `own` in the asker's translation, English beneath; empty for none. `language` of the page, empty for
 * English. */
struct give_said {
	struct str own, english, language;
};
enum said {
	SAID_MESSAGE, SAID_TITLE, SAID_LEAVE, SAID_HEADING, SAID_LEAD, SAID_SHOULDER, SAID_FREE, SAID_NO_NAME, SAID_WHO, SAID_ME, SAID_HELPED,
	SAID_HELPER_MAY, SAID_HELPER, SAID_HELPER_HINT, SAID_WORDS, SAID_WHAT, SAID_READERS, SAID_DELETE, SAID_SEND, SAID_SKIP,
	SAID_VIDEO, SAID_SIGN, SAID_PAPER, SAID_PRINT, SAID_BY_HAND, SAID_NOTHING,
	SAID_HELPER_MISSING, SAID_KEY_MISSING,
	/* sent */
	SAID_THANKS, SAID_THANKS_LEAD, SAID_THEN, SAID_THEN_1, SAID_THEN_2, SAID_THEN_3, SAID_MIND, SAID_MIND_WHAT,
	/* coming back */
	SAID_REMOVE, SAID_USED, SAID_USED_WHAT, SAID_CODE, SAID_CODE_HINT, SAID_CODE_MISSING, SAID_CODE_WRONG, SAID_GONE, SAID_GONE_WHAT,
	/* on every page */
	SAID_WORRIED, SAID_WORRIED_999, SAID_WORRIED_COUNCIL, SAID_WORRIED_CHILD,
	SAID_END,
};
struct give_saids {
	struct give_said v[SAID_END];
};
struct give_tick {
	struct str key, label;
	bool on;
};
struct give_ticks {
	struct give_tick *v;
	size_t n;
};
struct give_question {
	struct str id, name, label, hint, value, error;
	int rows;
	struct html html;          /* drawn already: a choice, a date; empty for a box of words */
	struct give_ticks ticks;   /* what was planned to be looked for; none: not a question of ticks */
};
struct give_questions {
	struct give_question *v;
	size_t n;
};
struct give_choice {
	struct url symbol;
	struct str id, name, key;
	struct give_said label;
	bool chosen;
};
struct give_choices {
	struct give_choice *v;
	size_t n;
};
struct give_symbol_question {
	struct url symbol;
	struct str id, name, value, error, number, described;
	struct give_said text, help;
	bool is_words;             /* a box to write in; else choices */
	struct give_choices choices;
};
struct give_symbol_questions {
	struct give_symbol_question *v;
	size_t n;
};
struct give_view {
	struct url action, keep, video; /* video: of the questions, signed; empty for none */
	struct str page;           /* its address, for the device that keeps what could not be sent */
	struct html errors;
	struct str send_key, first, name, employer, phone, about, asker, readers, until, delete_until, kept; /* kept: when a draft was */
	struct html name_field, role_field, organisation_field, there_field, again_field;
	struct give_questions questions;
	/* a family's */
	struct give_saids said;
	bool right_to_left;
	struct give_choices who;
	struct give_symbol_question helper; /* who is helping, if anybody */
	struct give_symbol_questions symbols;
	/* an observer's */
	struct str focus, on, kicker;
	struct str_list outcomes; /* that the plan names */
};
struct thanks_view {
	struct give_saids said;
	bool right_to_left;
	struct str first, code, readers;
	struct url remove;
	bool is_family, is_observer;
};
struct remove_view {
	struct give_saids said;
	bool right_to_left;
	struct url action;
	struct str error;
	bool gone;
};
struct closed_words {
	struct str *v;
	size_t n;
};
struct closed_view {
	struct give_saids said;
	struct closed_words words;   /* what was just posted, to be copied: it is kept nowhere */
};

/* ---- for people of the house ---- */

struct ask_line {
	struct url url;
	struct str title, what, state;
	bool is_you, is_them, is_done, is_plain, is_late;
};
struct ask_lines {
	struct ask_line *v;
	size_t n;
};
struct asks_view {
	struct str title, lead, name;
	struct url back, new_professional, new_family, new_observation, before, next;
	enum word back_word;
	bool can_ask, can_observe, is_empty, has_before, has_next, no_induction;
	struct ask_lines observations, asks;
	size_t page, pages;
};
struct ask_new_view {
	struct url action, back;
	struct html errors, hidden, name_field, address_field, about_field, days_field, who_field, title_field, again_field;
	bool is_family;
	struct str supervisor, key;
};
struct ask_fact {
	enum word label;
	struct str value;
};
struct ask_facts_view {
	struct ask_fact *v;
	size_t n;
};
struct ask_show_view {
	struct str title, lead, kicker, state;
	struct url back, link, mail, revoke, piece, words, confirm;
	bool can_link, can_mail, can_revoke, can_word, can_confirm, has_piece, is_family, is_you, is_done, was_linked;
	struct ask_facts_view facts;
	struct html csrf, days_field, errors;
	/* shown once */
	bool has_link;
	struct str address, message, qr, until;
	int qr_size;
	struct str first;
};
struct ask_word_row {
	struct str id, name, english, value, error;
	enum word heading;         /* of the part of the list that begins here; 0 for none */
};
struct ask_word_rows {
	struct ask_word_row *v;
	size_t n;
};
struct ask_words_view {
	struct url action, back;
	struct str mark;           /* "{until}", as it is written where a day will stand */
	struct html errors, hidden, language_field, rtl_field, video_field;
	struct ask_word_rows rows;
};
struct ask_confirm_view {
	struct url action, decline, back;
	struct html errors, hidden, safe_field, moment_field, agrees_field, proceedings_field, csrf;
	struct str first, who, about, rule;
	bool is_child, translated;
	struct url video;
	struct str language;
	struct ask_word_rows rows;
};

/* ---- observation ---- */

struct watcher {
	struct str key, label;
	bool chosen;
};
struct watchers {
	struct watcher *v;
	size_t n;
};
struct observation_new_view {
	struct url action, back;
	struct html errors, hidden, focus_field, looks_field, on_field, setting_field, title_field, name_field, address_field, again_field;
	struct watchers watchers;
	struct str watcher_error, first;
	bool is_own;
};
struct observation_answer_row {
	struct str question, answer;
};
struct observation_answer_rows {
	struct observation_answer_row *v;
	size_t n;
};
struct observation_step {
	struct str what, who, when;
	bool is_done, is_now, is_late;
};
struct observation_steps {
	struct observation_step *v;
	size_t n;
};
struct observation_view {
	struct html adjusted;
	struct str title, kicker, lead, focus, on, setting, by;
	struct url back, piece, watch, reflect, judge, ask, answer, cancel, meeting;
	bool has_meeting;            /* it has a day to put into a calendar */
	struct observation_steps steps;
	struct give_ticks looks;
	struct observation_answer_rows saw;
	bool can_watch, can_reflect, can_judge, can_answer, can_cancel, can_read_piece, is_late, is_cancelled, has_ask, disagreed;
	struct html csrf, answer_hidden, hidden, errors, why_field, agree_field, words_field, again_field;
	struct str sentence, sentence_by, agreed_words, first, cancelled;
};
struct observation_give_view {
	struct url action, back;
	struct html errors, hidden, there_field, again_field;
	struct str title, first, focus, on;
	struct str_list outcomes;
	struct give_questions questions;
};
struct outsider_part {
	struct str title, by, note;
	struct observation_answer_rows rows;
	struct url url;
	bool has_url;
};
struct outsider_parts {
	struct outsider_part *v;
	size_t n;
};
struct outsider_owed_line {
	struct url url;
	struct str title, note, on;
	struct date due;           /* the same day as `on`; DATE_NONE for none */
	int days;
	bool to_come, late;
};
struct outsider_owed_lines {
	struct outsider_owed_line *v;
	size_t n;
};
struct outsider_owed_view {
	struct url icon;
	struct outsider_owed_lines rows;
};
struct outsider_section_view {
	struct outsider_parts parts;
	struct str stage;
	struct url observation;
	bool has_observation;
};

#endif
