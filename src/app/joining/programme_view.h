/* programme_view.h — what the pages about programmes show. */
#ifndef APP_JOINING_PROGRAMME_VIEW_H
#define APP_JOINING_PROGRAMME_VIEW_H

#include "rules/vary.h"
#include "web/html.h"

struct programme_line {
	struct str name, owner, contains; /* owner: empty for everyone's */
	struct url url;
	int64_t months;
	bool is_national, illustrative;
	struct date published, in_force;
	enum word state;             /* 0 for published */
};
struct programme_lines {
	const struct programme_line *v;
	size_t n;
};
struct programme_list_view {
	struct programme_lines all;
};

struct programme_way {
	struct str label, sentence, leads; /* leads: what follows, in words */
	bool stops, unfunded;
};
struct programme_ways {
	const struct programme_way *v;
	size_t n;
};
struct programme_asked {
	int number;
	struct str id, ask, hint;
	struct programme_ways ways;
};
struct programme_askeds {
	const struct programme_asked *v;
	size_t n;
};
/* Another version of it. */
struct programme_version {
	enum word label;
	struct str name, dates;      /* dates: published, in force and notice, in words */
	struct url url;
};
struct programme_versions {
	struct programme_version v[24];
	size_t n;
};
struct programme_sentences {
	const struct str *v;
	size_t n;
};
/* What an employer has varied. */
struct variation_line {
	struct str id, employer, value, when, reason, by;
	bool is_over, may_end;
};
struct variation_lines {
	struct variation_line *v;
	size_t n;
};
struct variation_list_view {
	struct variation_lines all;
	bool is_time;
};
struct variation_value {
	struct str id, name, own, bounds;
	bool is_locked;
	struct variation_lines lines;
};
struct variations_view {
	struct str name;
	struct url back, action, end;
	struct html errors, hidden, csrf, what, value, starts, reason;
	bool may_adopt, is_department;
	struct {
		struct variation_value v[VARIABLE_END];
		size_t n;
	} values;
};
/* What follows one outcome. */
struct programme_after {
	struct str id, what;
	struct programme_sentences guidance, steps;
};
struct programme_afters {
	struct programme_after *v;
	size_t n;
};
struct programme_show_view {
	struct str name, about, source, reviews, contains, otherwise, eligibility_of;
	struct url framework, contains_url;
	struct str framework_title;
	int months, answer_days, kinds, enough_months, families_least;
	struct str families_live;
	bool is_national, illustrative, in_proportion, second_reader, observed, has_contains;
	struct date published, in_force;
	struct programme_askeds questions;
	struct programme_versions versions;
	struct programme_sentences changes; /* against the version before */
	struct programme_afters after;
	struct programme_sentences required;
	struct str notice, people;   /* people: how many are on it, for the department; empty for others */
	bool is_next;
	bool is_draft, is_withdrawn, may_publish, may_withdraw;
	struct url publish, withdraw, variations;
	struct html varied;          /* at one's own employer */
	bool may_be_varied;
	struct str steps;            /* who published and withdrew it; the department's */
};
/* What publishing it means. */
struct programme_publish_view {
	struct str name, before, made_on, standards, in_force, waits;
	struct url back, action, before_url, standards_url;
	struct html csrf, errors;
	struct programme_sentences changes;
	int months, people;
	bool is_next, illustrative;
};
struct programme_withdraw_view {
	struct str name;
	struct url back, action;
	struct html csrf;
	int people, containing;
};

#endif
