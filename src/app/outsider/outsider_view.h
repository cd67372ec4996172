/* outsider_view.h — what the pages of this folder show. */
#ifndef APP_OUTSIDER_VIEW_H
#define APP_OUTSIDER_VIEW_H

#include "web/html.h"
#include "web/web.h"

/* ---- for people without an account ---- */

struct give_question {
	struct str id, name, label, hint, value, error;
	int rows;
	struct html html;          /* drawn already: a choice, a date; empty for a box of words */
};
struct give_questions {
	struct give_question *v;
	size_t n;
};
struct give_choice {
	struct url symbol;
	struct str id, name, key, label, own; /* own: in the asker's translation; empty for none */
	bool chosen;
};
struct give_choices {
	struct give_choice *v;
	size_t n;
};
struct give_symbol_question {
	struct url symbol;
	struct str id, text, own, number;
	struct give_choices choices;
};
struct give_symbol_questions {
	struct give_symbol_question *v;
	size_t n;
};
struct give_view {
	struct url action, keep;
	struct str page;           /* its address, for the device that keeps what could not be sent */
	struct html errors;
	struct str send_key, first, name, employer, phone, about, asker, readers, until, delete_until, kept; /* kept: when a draft was */
	struct html name_field, role_field, organisation_field, there_field, again_field;
	struct give_questions questions;
	/* a family's */
	struct str language, heading, intro, own_last, own_intro;
	bool right_to_left, is_translated, is_child;
	struct give_choices who;
	struct html helper_field;
	struct give_symbol_questions symbols;
	struct give_question last;
	/* an observer's */
	struct str focus, on, kicker;
};
struct thanks_view {
	struct str first, code, until, phone, readers;
	struct url remove;
	bool is_family, is_observer;
	struct str least;
};
struct remove_view {
	struct url action;
	struct str error, until, first;
	bool gone, is_family;
};
struct closed_view {
	struct str phone;
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
	struct html errors, hidden, name_field, address_field, about_field, days_field, who_field, title_field;
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
	struct str id, name, english, value, error, symbol;
};
struct ask_word_rows {
	struct ask_word_row *v;
	size_t n;
};
struct ask_words_view {
	struct url action, back;
	struct html errors, hidden, language_field, rtl_field;
	struct ask_word_rows rows;
};
struct ask_confirm_view {
	struct url action, decline, back;
	struct html errors, hidden, safe_field, moment_field, agrees_field, proceedings_field, csrf;
	struct str first, who, about, rule;
	bool is_child, translated;
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
	struct html errors, hidden, focus_field, on_field, setting_field, title_field, name_field, address_field;
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
	struct str title, kicker, lead, focus, on, setting, by;
	struct url back, piece, watch, reflect, judge, ask, answer, cancel;
	struct observation_steps steps;
	struct observation_answer_rows saw;
	bool can_watch, can_reflect, can_judge, can_answer, can_cancel, can_read_piece, is_late, is_cancelled, has_ask, disagreed;
	struct html csrf, answer_hidden, hidden, errors, why_field, agree_field, words_field;
	struct str sentence, sentence_by, agreed_words, first, cancelled;
};
struct observation_give_view {
	struct url action, back;
	struct html errors, hidden, there_field, again_field;
	struct str title, first, focus, on;
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
