/* pages_view.h — what the pages about standards show: the list, one framework, a search, one statement, one outcome. */
#ifndef APP_FRAMEWORK_PAGES_VIEW_H
#define APP_FRAMEWORK_PAGES_VIEW_H

#include "web/html.h"

/* Text cut into pieces, some of them marked: a word that was searched for, a term that is explained, words that changed. */
enum fw_mark { MARK_NONE, MARK_FOUND, MARK_TERM, MARK_ADDED, MARK_REMOVED };
struct fw_part {
	struct str text;
	enum fw_mark mark;
	struct url anchor; /* of a term */
};
struct fw_parts {
	struct fw_part *v;
	size_t n;
};

struct fw_link {
	struct url url;
	struct str text;
	int n;             /* how many statements, where that is said */
};
struct fw_links {
	struct fw_link *v;
	size_t n;
};
struct fw_term_view {
	struct str id, term, definition;
};
struct fw_terms {
	struct fw_term_view *v;
	size_t n;
};

/* Where in a long list a page stands. */
struct fw_pager {
	int page, pages;
	int64_t from, to, n; /* items [from, to) of n */
	bool has_prev, has_next;
	struct url prev, next;
};

/* Draft and withdrawn versions say so on top. */
struct fw_state {
	bool draft, withdrawn, may_manage;
	bool opened, may_open;               /* for comments */
	struct url publish, withdraw, open;
};

/* What somebody's own evidence has for one statement. */
struct fw_own_state {
	bool is;           /* the reader is an ECSW whose induction uses this version */
	enum word text;
	struct str state_class;
	struct url icon;
};

/* ---- the list ---- */

struct fw_row {
	struct url url;
	struct str title, version, when;
	enum word state;
	int64_t items;
	bool illustrative, shows_state;
};
struct fw_rows {
	struct fw_row *v;
	size_t n;
};
struct fw_list {
	struct html open;                            /* drafts that are open for comments */
	struct fw_rows rows;
	struct fw_pager pager;
	bool may_import, signed_in;
};

/* ---- one framework ---- */

struct fw_outcome {
	struct str id, code, text;
	struct url url;
	int n;
	bool is_statement; /* no statements beneath: it is itself what evidence is linked to */
};
struct fw_outcomes {
	struct fw_outcome *v;
	size_t n;
};
struct fw_domain {
	struct str id, heading, under;
	struct url url;
	bool has_url;
	int statements;
	struct fw_outcomes outcomes;
	bool has_bar;
	int agreed, waiting;                         /* statements */
	int agreed_width, waiting_width;             /* percent */
};
struct fw_domains {
	struct fw_domain *v;
	size_t n;
};
struct fw_show {
	struct str title, version, description, publisher, licence, in_force;
	struct fw_state state;
	struct html comments;
	bool illustrative, own;
	int domains_n, outcomes_n, statements_n;
	struct url search, print, csv, markdown, json, changes;
	bool has_changes;
	struct str changes_from;                     /* version it is compared with */
	struct fw_links threads;
	struct fw_domains domains;
	struct fw_terms terms;
	struct fw_pager pager;
};
struct fw_print_item {
	struct str code, text, kind;
	int level;                                   /* 2 to 4: a heading; 0: an entry of a list */
	bool opens, closes;                          /* a list begins before, ends behind it */
	struct fw_links references;
	struct str threads;
};
struct fw_print_items {
	struct fw_print_item *v;
	size_t n;
};
struct fw_print {
	struct str title, version, in_force, description;
	bool too_long;
	struct url back, markdown;
	struct fw_print_items items;
	struct fw_terms terms;
};

/* ---- search ---- */

struct fw_hit {
	struct str code;
	struct url url;
	struct fw_parts parts;
	struct str where;                            /* why it is listed when no word of its text matched */
	struct fw_own_state own;
};
struct fw_hits {
	struct fw_hit *v;
	size_t n;
};
struct fw_choice {
	struct str value, label;
	int n;
	bool chosen;
};
struct fw_choices {
	struct fw_choice *v;
	size_t n;
};
struct fw_search {
	struct str title, q, again;                  /* again: what was found instead, when words were guessed */
	struct url action, back;
	bool none, all;                              /* nothing found; no words given */
	bool guessed, filtered, own, has_kinds;
	struct fw_choices kinds, domains, threads, mine;
	struct fw_links outcomes;                    /* outcomes and domains that match */
	struct fw_terms terms;
	struct fw_hits hits;
	struct fw_pager pager;
	struct fw_link suggestion;                   /* a code like the one typed */
	bool has_suggestion;
	struct fw_link without_filters;
};

/* ---- one statement, one outcome ---- */

struct fw_reference_view {
	struct str title, kind;
	struct url url;
	bool has_url;
};
struct fw_reference_views {
	struct fw_reference_view *v;
	size_t n;
};
struct fw_sibling {
	struct str code, text;
	struct url url;
	bool here;
	struct fw_own_state own;
};
struct fw_siblings {
	struct fw_sibling *v;
	size_t n;
};
struct fw_item {
	struct str framework, code, kind, notes;
	struct url framework_url, outcome_url;
	struct str domain, outcome;
	bool has_domain, has_outcome;
	struct fw_state state;
	struct fw_parts text;
	struct fw_terms terms;
	struct fw_links threads;
	struct fw_reference_views references;
	struct fw_siblings siblings;
	struct fw_own_state own;
	int pieces;
	struct url mine;
	bool was_reworded;
	struct str version_now, version_before;
	struct fw_parts change;
	struct html comments;                        /* on a draft of it, and what came of them */
	struct fw_link before, next;
	bool has_before, has_next;
};
struct fw_group {
	struct str id, heading;
	struct fw_siblings items;
};
struct fw_groups {
	struct fw_group *v;
	size_t n;
};
struct fw_outcome_page {
	struct str framework, code, notes, kind;
	struct url framework_url;
	struct str domain;
	bool has_domain;
	struct fw_state state;
	struct fw_parts text;
	struct fw_terms terms;
	int statements;
	struct fw_links threads;
	struct fw_reference_views references;
	struct fw_groups groups;
	struct fw_pager pager;
	bool own;
	struct url mine;
	struct html comments;
	struct fw_link before, next;
	bool has_before, has_next;
};

#endif
