/* coverage_view.h — what coverage pages show. */
#ifndef APP_COVERAGE_COVERAGE_VIEW_H
#define APP_COVERAGE_COVERAGE_VIEW_H

#include "app/profiles/profiles.h"
#include "web/html.h"

struct pebble {
	struct url icon;
	bool none;
};
struct pebbles {
	struct pebble *v;
	size_t n;
};
struct chip_view {
	struct html html;
};
struct chip_list {
	struct chip_view *v;
	size_t n;
};
/* A piece somebody shows first. */
struct shown_piece {
	struct url url;
	struct str title;
};
struct shown_pieces {
	struct shown_piece *v;
	size_t n;
};
struct outcome_view {
	struct url url;        /* its own page; empty where statements are not shown */
	struct shown_pieces first;
	struct str code, title;
	struct url icon;
	enum word amount;      /* nothing yet, some, enough */
	struct str state;      /* "none", "some", "enough": class and filter */
	struct str strength;   /* "told", "observed", "several": a small mark; empty for nothing */
	struct str why;        /* "Three kinds, one of them observed. Latest 14 June" */
	struct chip_list knows, does, others;
	struct profile_saids met;  /* what the role profile says of its statements */
	bool has_kinds;        /* two columns, knows and does */
	bool none;
};
struct outcome_views {
	struct outcome_view *v;
	size_t n;
};
struct domain_view {
	struct str id, heading;  /* "d1"; "1 Anti-discriminatory practice" */
	struct url anchor;
	int enough, outcomes_n;
	struct pebbles pebbles;
	struct outcome_views outcomes;
};
struct domain_views {
	struct domain_view *v;
	size_t n;
};
struct coverage_view {
	bool own, statements;   /* the reader's own; statements are shown (not to coordinators) */
	bool is_empty;
	struct str name;
	int enough, some, nothing, all;
	int kinds, months;
	bool observed;          /* one observed piece is enough */
	struct str show;        /* filter: all, none, some, enough */
	int shown;
	struct domain_views domains;
	struct url peb_full, peb_half, peb_none;
	struct url record;      /* own: start a piece */
	struct url prints;      /* a copy on paper; not of coordinators */
	struct url next;        /* what would help most; the ECSW's own */
	struct str profile;     /* the kind of job, where it has a role profile */
	struct url profile_url, profile_of;
	struct supplement_lines besides; /* what the employer asks besides: never counted */
	struct str besides_says;
};

/* One statement and the pieces that point at it. */
struct statement_piece {
	struct url url;
	struct str title, when;
	enum word kind, state;
	struct str state_class;
	struct url icon;
};
struct statement_pieces {
	struct statement_piece *v;
	size_t n;
};
struct statement_reference_view {
	struct str title, kind;
	struct url url;
	bool has_url;
};
struct statement_reference_views {
	struct statement_reference_view *v;
	size_t n;
};
struct term_view {
	struct str term, definition;
};
struct term_views {
	struct term_view *v;
	size_t n;
};
struct statement_view {
	bool own;
	struct str name;
	struct str code, text, outcome, domain;
	enum word amount;
	struct statement_pieces pieces;
	struct statement_reference_views references;
	struct term_views terms;
	struct url back, record, declare;
	struct html csrf, errors;
	bool may_record, may_declare; /* may_declare: nothing of theirs points here, so that it may be said not to come up */
	bool has_met;
	struct profile_said met;      /* what the role profile of the job says of it */
	struct str profile;
	struct url profile_url;
	struct str declared;          /* since when it is said that it does not come up in this work; empty when it is not */
};

/* One outcome, the pieces that point at it, and choosing which are shown first. */
struct outcome_piece {
	struct url url;
	struct str title, when, links;
	enum word kind;
};
struct outcome_pieces {
	struct outcome_piece *v;
	size_t n;
};
struct outcome_option {
	struct str key, title;
	bool chosen;
};
struct outcome_options {
	struct outcome_option *v;
	size_t n;
};
struct outcome_place {
	struct str name, error;
	enum word label;
	struct outcome_options options;
};
struct outcome_places {
	struct outcome_place *v;
	size_t n;
};
struct outcome_page {
	bool own, may_choose, moved; /* moved: the choice was changed meanwhile */
	struct str name, code, text, domain;
	struct url back, action;
	struct html hidden, errors;
	struct outcome_pieces first, others;
	struct outcome_places places;
};

#endif
