/* decision_view.h — what the pages about a decision show. */
#ifndef APP_DECISION_DECISION_VIEW_H
#define APP_DECISION_DECISION_VIEW_H

#include "web/html.h"

struct ready_line {
	struct str title, why;
	bool met;
	enum word state;
};
struct ready_lines { struct ready_line *v; size_t n; };
struct decision_past { struct url url; struct str what, when; };
struct decision_pasts { struct decision_past *v; size_t n; };

/* Before there is one, and where it stands. */
struct decision_of_view {
	struct str kicker, lead, shown_title, owed_title, name, first, rules_url_text;
	struct url back, action, programme;
	enum word back_word;
	struct html errors;
	struct ready_lines shown, owed;
	struct str csrf_value;
	struct html csrf;
	bool own, may_begin, may_withdraw, is_owed, has_draft;
	struct url draft;
	struct str early;            /* may be recommended from … on; empty when it may be now */
	struct decision_pasts past;
	struct str respond, members, quorum, drawn;
};

struct decision_outcome_line { struct str code, title, seen, show; };
struct decision_outcome_lines { struct decision_outcome_line *v; size_t n; };
struct decision_plan_line { struct str what, by, who; };
struct decision_plan_lines { struct decision_plan_line *v; size_t n; };
struct decision_word { struct str who, when, words, more; bool own; };
struct decision_word_lines { struct decision_word *v; size_t n; };
struct decision_piece_line { struct url url; struct str title, about; };
struct decision_piece_lines { struct decision_piece_line *v; size_t n; };
struct decision_seat { struct str name, says; bool chair; };
struct decision_seat_lines { struct decision_seat *v; size_t n; };
struct decision_button { struct str key; enum word text; bool second; };
struct decision_buttons { struct decision_button *v; size_t n; };
struct decision_right { struct str what, when; };
struct decision_rights { struct decision_right *v; size_t n; };
struct decision_texts { struct str *v; size_t n; };
struct record_fact { enum word label; struct str text; };
struct record_facts { struct record_fact *v; size_t n; };
struct decision_record_view {
	struct str title, name, says, stands;
	struct url back;
	struct record_facts facts;
	struct decision_texts changes;
};

struct decision_view {
	struct str kicker, title, lead, name, first;
	struct url back, action;
	enum word back_word;
	struct html errors, hidden, bare; /* bare: for buttons without words, whose form keeps no draft */
	bool own, asked_only, limited, blind, moderates, full, in_force;
	struct str owed, owed_said, reasons, reasons_by, next_steps, support, again;
	struct decision_outcome_lines outcomes;
	struct decision_plan_lines plan;
	struct decision_word_lines words;
	struct decision_piece_lines pieces;
	struct decision_seat_lines seats;
	struct decision_rights rights;
	struct decision_texts changes;
	struct decision_word_lines history;
	/* what the reader can do */
	struct str form_title, form_says;
	struct html words_field, ground_field, again_field;
	bool has_form, has_words;
	struct decision_buttons with_words, plain;
	bool may_withdraw;
	struct html sure_field;
	bool may_draft, may_name;
	struct url draft, people;
	enum word people_word;
	bool not_job;
	struct url policy;           /* the employer's own, on what may follow; empty for none */
	bool has_record;
	struct url record;           /* the outcome as a formal record */
	struct html after;           /* the way to what follows it */
	bool waits;                  /* somebody could let it wait */
	struct str wait_by;          /* who, until when */
};

struct draft_choice { struct str value, label, note; bool checked; };
struct draft_choices { struct draft_choice *v; size_t n; };
struct draft_about { struct str title; struct html seen, show; };
struct draft_abouts { struct draft_about *v; size_t n; };
struct draft_plan { struct html what, by, who, role; int n; };
struct draft_plans { struct draft_plan *v; size_t n; };
struct decision_draft_view {
	struct str kicker, first, owed, answer;
	enum word title, lead;
	struct url back, action;
	struct html errors, hidden;
	bool not_yet, time_owed, owes, may_ask, asked, moved;
	struct html reasons, next_steps, raised_on, support, owed_said, again_on, sure, again_field;
	struct str outcomes_error, pieces_error;
	struct draft_choices outcomes, pieces;
	struct draft_abouts about;
	struct draft_plans plan;
	enum word send;
};

struct name_line { struct str value, name, note; bool checked, chair; };
struct name_lines { struct name_line *v; size_t n; };
struct decision_people_view {
	struct str title, lead, kicker, error;
	struct url back, action;
	struct html errors, hidden;
	bool many;
	struct name_lines people;
	enum word button, none, legend;
	struct str key;
};

struct piece_part { struct str label, text; };
struct piece_parts { struct piece_part *v; size_t n; };
struct decision_piece_view {
	struct url back;
	struct str title, about;
	struct piece_parts parts;
	bool covered, may_send_back, can_concern;
	struct url send_back, concern;
	struct str concern_noted;
	struct html csrf;
};

struct mine_line { struct url url; struct str name, what, who; bool yours; };
struct mine_lines { struct mine_line *v; size_t n; };
struct decision_mine_view {
	struct mine_lines rows;
	bool section, all, has_before, has_next; /* all: there are more than a first screen has */
	struct url before, next;
};

#endif
