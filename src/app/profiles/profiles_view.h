/* profiles_view.h — what the pages of role profiles show. */
#ifndef APP_PROFILES_PROFILES_VIEW_H
#define APP_PROFILES_PROFILES_VIEW_H

#include "app/profiles/profiles.h"

struct profile_waiting {
	struct str name, organisation, when;
	enum word state;
	struct url url;
	bool is_newer;
};
struct profiles_view {
	bool may_write, is_national;
	struct {
		struct profile_waiting *v;
		size_t n;
	} waiting;
	struct html list;
};
struct profile_option {
	struct str key, name, id;
	bool chosen;
};
struct profile_options {
	struct profile_option *v;
	size_t n;
};
struct profile_words_view {
	bool is_new;
	struct html errors, hidden, name, job;
	struct profile_options frameworks;
	struct str framework_error, standards;
	struct url back, action;
	struct str back_words;
};
struct profile_step {
	struct str text;
};
struct profile_view {
	struct str name, organisation, job, standards, reasons, returned, lead;
	enum word state;
	struct str state_class;      /* of its pill */
	struct url organisation_url, standards_url, edit, add, ask, approve, send_back, publish, follow, drop, compare, replaces, replaced_by, next, print;
	bool has_organisation, may_change, may_drop, may_follow, may_answer, may_publish, is_mine_to_wait, has_replaces, has_replaced_by, may_compare;
	bool illustrative;
	struct profile_saids lines;
	struct {
		struct profile_step v[8];
		size_t n;
	} steps, problems;
	struct html errors, csrf, hidden, reasons_field, remove_hidden;
	struct url remove;
	struct str people;           /* how many have it today; empty for who is not told */
	struct supplement_lines besides; /* what the employer asks besides: never counted */
	struct str besides_says;
	struct str two;              /* why it is not this person's to publish */
};
struct profile_hit {
	struct str code, text, id;
	bool chosen, has_line;
};
struct profile_line_view {
	struct str name, find;
	struct url back, action, frameworks;
	struct html errors, hidden, codes, way, words, from, to;
	struct profile_options partners;
	struct str partner_error, declare;
	struct url partners_url;
	struct {
		struct profile_hit *v;
		size_t n;
	} hits;
	bool searched, is_change;
};
struct profile_change {
	struct str id, name, organisation, from, by, taken_back;
	struct url url;
	bool has_profile, may_take_back;
};
struct induction_profile_view {
	bool own, may_change, is_older;
	struct str person, now, now_organisation, since, lead;
	struct url back, action, take_back, now_url;
	struct html errors, hidden, csrf, starts;
	struct str which_error;
	struct profile_options options;
	bool has_choice;
	struct profile_saids lines;
	struct {
		struct profile_change *v;
		size_t n;
	} changes;
};
struct supplements_view {
	struct supplement_lines all;
	struct html errors, hidden, csrf, outcome, code, text, starts;
	struct profile_options frameworks;
	struct str framework_error;
};
struct compare_cell {
	enum word way;
	struct str words, partner, when;
	bool core;
};
struct compare_row {
	struct str code, text;
	struct compare_cell a, b;
	bool same;
};
struct profile_compare_view {
	struct str a, b, a_of, b_of, a_job, b_job;
	struct url a_url, b_url, action;
	struct profile_options others;
	bool has_b, none;
	int same, differ;
	struct {
		struct compare_row *v;
		size_t n;
	} rows;
};

#endif
