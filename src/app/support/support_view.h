/* support_view.h — what the pages about support show. */
#ifndef APP_SUPPORT_SUPPORT_VIEW_H
#define APP_SUPPORT_SUPPORT_VIEW_H

#include "web/html.h"

struct support_line {
	struct url url;
	struct str title, note, due;
	bool late;
};
struct support_lines {
	struct support_line *v;
	size_t n;
};
struct support_waiting_view {
	struct support_lines rows;
	struct url icon;
	bool own;
};

struct support_fact {
	enum word label;
	struct str text, note;
};
struct support_shown {
	struct support_fact v[10];
	size_t n;
};
struct support_texts {
	const struct str *v;
	size_t n;
};
/* One question of a plan with what was written. */
struct support_part {
	enum word label;
	struct support_texts text;
};
struct support_parts {
	struct support_part v[4];
	size_t n;
};
struct support_earlier {
	struct str when, says;
	struct support_parts parts;
};
struct support_earliers {
	struct support_earlier *v;
	size_t n;
};
struct returning_view {
	struct html errors, hidden;
	struct str title, lead, waits, back_word;
	struct url back, edit, confirm, calendar;
	struct support_shown facts, dates;
	struct support_parts parts;
	struct support_earliers earlier;
	bool may_write, may_confirm, is_written, hides;
};
struct returning_form_view {
	struct html errors, hidden, workload, stands, ask, supervision_on, again;
	struct str title, lead, confirmed;
	struct url action, back;
};

/* The question of the week. */
struct time_tap_view {
	struct url action, more;
	struct html csrf;
	struct str agreed;
	int answer;                  /* enum time_answer; 0 for none yet */
	bool home;
};
struct time_row {
	struct str label, said, note;
	bool flag;
};
struct time_rows {
	struct time_row *v;
	size_t n;
};
struct time_stage_row {
	struct str months, says, agreed, by;
	struct url plan;
	bool now, has_plan, may_plan;
};
struct time_stages {
	struct time_stage_row v[8];
	size_t n;
};
struct time_view {
	struct html errors, tap, cases_field, cases_hidden, month_field;
	struct str title, lead, back_word, summary, standing, name;
	struct url back, cases_action;
	struct time_stages stages;
	struct time_rows weeks, cases, owed;
	struct html varied;          /* what the employer gives above the programme, and why */
	bool own, stated, reads_weeks, reads_cases, enters, late_given;
};
struct time_plan_view {
	struct html errors, hidden, percent, cases, held;
	struct str title, lead, from_month;
	struct url action, back;
};
struct adjust_row {
	struct url url;
	struct str kind, state, when, help;
};
struct adjust_rows {
	struct adjust_row *v;
	size_t n;
};
struct adjust_list_view {
	struct str title, back_word;
	struct url back, ask;
	struct adjust_rows rows;
	bool own, may_ask;
};
struct adjust_choice {
	struct str key, name;
	enum word role;
	bool chosen;
};
struct adjust_choices {
	struct adjust_choice *v;
	size_t n;
};
struct adjust_form_view {
	struct html errors, hidden, kind, help, starts, ends, again;
	struct str asked_error;
	struct url action, back;
	struct adjust_choices people;
};
struct adjust_view {
	struct html errors, answer_hidden, share_hidden, end_hidden, answer_field, words_field, days_field, look_field, again;
	struct str title, back_word, first;
	struct url back, answer, share, end;
	struct support_shown facts;
	struct support_texts help, words;
	struct support_earliers earlier;
	struct adjust_choices people, answering;
	bool own, stands, gone, has_answer, may_answer, may_share, may_end;
};
struct adjust_box_view {
	struct support_texts words;
	struct url url;
	bool own;
};
struct pact_party {
	struct str who, signed_on;
	struct support_texts lines, own; /* the programme's words; what the party adds */
	bool is_signed;
};
struct pact_parties {
	struct pact_party v[4];
	size_t n;
};
/* A version that was replaced, as it stood. */
struct pact_before {
	struct str text;
	struct pact_parties parties;
};
struct pact_befores {
	struct pact_before *v;
	size_t n;
};
struct pact_view {
	struct html errors, hidden;
	struct str title, lead, back_word, number, state;
	struct url back, action, lines;
	struct pact_parties parties;
	struct pact_befores before;
	bool stated, is_there, may_begin, may_sign, may_write;
};
struct pact_lines_view {
	struct html errors, hidden, lines, again;
	struct url action, back;
	bool warns;
};
/* Whether protected time is given, by kind of employer; the last row is all of them. */
struct time_national_row {
	struct str name, people, answers, yes, some, no;
	bool hidden;
};
struct time_national_rows {
	struct time_national_row *v;
	size_t n;
};
struct time_national_view {
	struct time_national_rows rows;
	int64_t weeks, least;
	bool has_any;
};

struct support_all_view {
	struct support_lines rows;
	struct time_rows counts;
	struct str sum;
	struct url icon;
};

#endif
