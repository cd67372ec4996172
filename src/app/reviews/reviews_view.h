/* reviews_view.h — what the pages about reviews show. */
#ifndef APP_REVIEWS_REVIEWS_VIEW_H
#define APP_REVIEWS_REVIEWS_VIEW_H

#include "web/html.h"

/* ---- the list ---- */

struct review_line {
	struct url url;               /* empty: not prepared yet */
	struct str title, when, why, waits, month;
	enum word state;
	bool late, done, begins;      /* begins: the reader may prepare it now */
};
struct review_lines {
	struct review_line *v;
	size_t n;
};
struct review_action_line {
	struct str text, who, when, id, from;
	struct url url, set;
	bool late, done, may_set;
};
struct review_action_lines {
	struct review_action_line *v;
	size_t n;
};
struct reviews_view {
	struct str title, lead;
	struct url back, action, calendar;
	enum word back_word;
	bool own, begins, asks, dates_only;
	struct html hidden, errors, due, concern, again, csrf;
	struct review_lines rows;
	struct review_action_lines actions;
};

/* ---- a part, as a form ---- */

struct review_html {
	struct html html;
};
struct review_htmls {
	struct review_html *v;
	size_t n;
};
struct review_asking {
	struct html step, reason;
	struct review_htmls pieces;
};
struct review_askings {
	struct review_asking *v;
	size_t n;
};
struct review_scale_line {
	struct str label, anchor;
};
struct review_scale_lines {
	struct review_scale_line *v;
	size_t n;
};
struct review_part_view {
	struct str title, kicker, lead, by;
	struct url back, action;
	struct html hidden, errors, strengths, needs, onward, together, again;
	bool moved, typed_for, judges, is_given, others_open;
	struct review_askings asked, others;
	struct review_scale_lines scale;
};

/* ---- one review ---- */

struct review_piece_line {
	struct url url;
	struct str title, note;
};
struct review_piece_lines {
	struct review_piece_line *v;
	size_t n;
};
struct review_view_row {
	struct str code, title, step, reason;
	struct url icon;
	struct review_piece_lines pieces;
};
struct review_view_rows {
	struct review_view_row *v;
	size_t n;
};
struct review_said_line {
	enum word label;
	struct str text;
};
struct review_said_lines {
	struct review_said_line v[3];
	size_t n;
};
/* One person's view; `missing` says why there is nothing to read. */
struct review_voice {
	struct str id, heading, by, missing, nav;
	struct url anchor, write, type_for;
	enum word write_word;
	bool there, reads, writes, types, judges;
	struct review_said_lines said;
	struct review_view_rows rows;
};
struct review_voices {
	struct review_voice *v;
	size_t n;
};
struct review_domain {
	struct str heading, state;
};
struct review_domains {
	struct review_domain *v;
	size_t n;
};
struct review_activity {
	struct str what, so_far;
	enum word state;
	bool done;
};
struct review_activities {
	struct review_activity *v;
	size_t n;
};
struct review_change_line {
	struct str says;
};
struct review_change_lines {
	struct review_change_line *v;
	size_t n;
};
struct review_signature_line {
	struct str who, when, words;
	bool signed_, differs, is_you;
};
struct review_signature_lines {
	struct review_signature_line *v;
	size_t n;
};
struct review_view {
	struct html adjusted;        /* what is agreed about how it is held, for whom it is shared with */
	struct str profile;          /* the kind of job, where it has a role profile */
	struct url profile_url;
	struct str title, name, lead, waits, concern, printed, window, prepared;
	bool has_meeting;            /* it has a day to put into a calendar */
	struct url back, calendar, meeting, hold_met, hold_move, hold_split, hold_cancel, add_action, sign;
	bool late, reads, holds, cancels, is_cancelled, acts, may_sign, own, is_met, moved, released;
	struct html errors, csrf, action_hidden, action_text, action_owner, action_by, action_again, sign_hidden, sign_agrees, sign_words, sign_again;
	struct str coverage;
	struct review_domains domains;
	struct review_piece_lines shown, goals;
	struct review_piece_lines heard; /* feedback since the last one */
	struct review_activities activities;
	struct review_action_lines before, actions;
	struct review_voices voices;
	struct review_change_lines changes;
	struct review_signature_lines signatures;
	struct review_scale_lines scale;
};

/* ---- held, moved, split, cancelled ---- */

struct review_hold_view {
	struct str title, kicker, lead, missing, button;
	struct url back, action;
	struct html hidden, errors, on, next, why, words, again;
	struct str act;
	bool moved, has_on, has_next, has_why;
};

/* ---- first screens ---- */

struct review_owed_line {
	struct url url;
	struct str title, note, due;
	struct date by;            /* the day of `due`; DATE_NONE for none */
	bool late, mine;
};
struct review_owed_lines {
	struct review_owed_line *v;
	size_t n;
};
struct reviews_owed_view {
	bool own;
	struct url icon;
	struct review_owed_lines rows, actions;
};

#endif
