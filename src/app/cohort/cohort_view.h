/* cohort_view.h — what the pages of those who arrange and oversee show. */
#ifndef APP_COHORT_COHORT_VIEW_H
#define APP_COHORT_COHORT_VIEW_H

#include "app/register/register.h"

#define COHORT_LIST(name) \
	struct name##s {      \
		struct name *v;   \
		size_t n;         \
	}

struct cohort_icons {
	struct url late, plan, ok, eye, empty;
};

/* ---- the cohort ---- */

struct cohort_need {
	struct str what, who, note, name;
	struct url url;
	bool late;
};
COHORT_LIST(cohort_need);
struct cohort_option {
	struct str key, name;
	bool chosen;
};
COHORT_LIST(cohort_option);
struct cohort_count {
	enum word name, says;
	struct str flag;     /* of the class: late, plan, ok */
	struct url url, icon;
	int n;
};
COHORT_LIST(cohort_count);
struct cohort_domain {
	struct str name;
	int span;
};
COHORT_LIST(cohort_domain);
struct cohort_outcome {
	struct str code, title;
	struct url url;
	bool first;          /* of its domain */
};
COHORT_LIST(cohort_outcome);
struct cohort_row {
	struct url url;
	struct str name, small, flag;
	bool late, plan;
	struct html cells;
};
COHORT_LIST(cohort_row);
struct cohort_group {
	struct str name, says;
	struct cohort_rows rows;
};
COHORT_LIST(cohort_group);
struct cohort_table {
	struct str id, title;
	int columns;         /* with the name */
	struct cohort_domains domains;
	struct cohort_outcomes outcomes;
	struct cohort_groups groups;
};
COHORT_LIST(cohort_table);
struct cohort_view {
	struct html support;   /* what of support is late, and comes to them */
	struct html agreed;    /* pauses and extensions that wait for them to agree */
	struct html moves;     /* who wants to go to a newer version of their programme */
	struct html after;     /* steps that follow an outcome, and wait */
	struct html decisions; /* outcomes that are under way, and whose turn it is */
	struct html privacy; /* what the privacy check has found, as numbers */
	struct str day;
	int all, needs_all;
	struct str few;      /* which outcomes fewest have enough for; empty when that can't be said */
	struct cohort_counts counts;
	struct cohort_needs needs;
	bool more_needs, needs_before, needs_next;
	struct url before_needs, next_needs;
	int needs_from, needs_to;
	struct url all_needs, csv, clear;
	int needs_yours, needs_others;
	struct str q;
	struct cohort_options intakes, standings, assessors, orders;
	bool filtered, many_tables;
	int shown, matching, kinds, months;
	bool observed;
	struct cohort_tables tables;
	bool has_before, has_next;
	struct url before, next;
	int from, to;
	struct cohort_icons icons;
	struct flagged_people flagged; /* registrations to see to */
};

/* ---- one person ---- */

struct person_helper {
	enum word role;
	struct str name, when;
	bool now;
	struct staff_marks marks;
};
COHORT_LIST(person_helper);
struct person_piece {
	struct str title, date, state;
	enum word kind;
	struct url url;
};
COHORT_LIST(person_piece);
struct person_flag {
	struct str text;
	bool late;
};
COHORT_LIST(person_flag);
struct person_view {
	struct str name, first, employer, team, intake;
	struct html terms, changes; /* of app/joining */
	int month, months, enough, some, nothing, all;
	bool coordinates, reads, own; /* reads: may open the pieces */
	enum word back;
	struct url back_to, coverage, decision, evidence, around, plan, supervision, reviews, time, agreement, adjustments;
	bool sees_decision;
	struct person_helpers people;
	struct person_pieces pieces;
	int64_t pieces_all, held; /* held: back from everybody but their writer */
	bool has_before, has_next;
	struct url before, next;
	int from, to;
	struct person_flags flags;
	struct staff_marks marks; /* of the ECSW's own registration */
	struct url registration;
	struct cohort_icons icons;
	struct html happened; /* the newest of what happened when */
};

/* ---- the national picture ---- */

struct national_outcome {
	struct str code, title;
	struct str nothing, some, enough; /* a number, or that it is too small to show */
};
COHORT_LIST(national_outcome);
struct national_code {
	struct str code, text;
	struct url url;
};
COHORT_LIST(national_code);
struct national_framework {
	struct url statements; /* all of them, to search and sort */
	struct str id, title;
	int64_t inductions;
	bool too_few;
	struct national_outcomes outcomes;
	struct national_codes unseen; /* statements nobody's evidence points at */
	int64_t unseen_all;
};
COHORT_LIST(national_framework);
struct national_statements_view {
	struct html list;
};
struct national_view {
	struct str day;
	struct national_frameworks frameworks;
	struct cohort_icons icons;
};

#endif
