/* consult_view.h — what the pages about comments on a draft show. */
#ifndef APP_CONSULT_CONSULT_VIEW_H
#define APP_CONSULT_CONSULT_VIEW_H

#include "app/framework/framework.h"
#include "app/objects.h"
#include "web/html.h"

/* One's own comment. */
struct consult_own {
	struct str id, place, code, words, when, came, answer, shown_as, pill;
	struct uuid uuid;
	enum word sort;
	struct str sort_key, came_key, shown_key;
	struct url url, change;
	bool has_place, may_change, has_answer;
};
struct consult_owns {
	struct consult_own *v;
	size_t n;
};
/* What was said, as its writer wishes to be shown. */
struct consult_voice {
	struct str words, by, sort_key;
	enum word sort;
};
struct consult_voices {
	struct consult_voice *v;
	size_t n;
};
/* What came of one comment or several at one place. */
struct consult_answer {
	struct str id, words, when, came_key;
	struct uuid uuid;
	enum word came;
	struct str pill;             /* class of its pill; empty for the plain one */
	int64_t n, more;             /* comments; of them not shown */
	bool shows, says_more;
	struct consult_voices voices;
	struct url change;           /* the department's */
	bool may_change;
};
struct consult_answers {
	struct consult_answer *v;
	size_t n;
};
struct consult_place {
	struct str id, name, code, text;
	struct uuid item;            /* all zero: the whole */
	struct url url;
	bool has_url;
	struct str now;              /* what became of it: reworded, taken out, as it was; empty while nobody can know */
	struct consult_answers answers;
};
struct consult_places {
	struct consult_place *v;
	size_t n;
};
/* The form for a comment; or, too late, what was typed. */
struct consult_box {
	bool open, late;
	struct url action;
	struct html hidden, sort, words, shown, again;
	struct str typed, closed;    /* late: what to copy, and when it closed */
};
struct consult_section {
	struct str standing, says_first;
	struct html errors;
	struct url all;
	struct consult_box box;
	struct consult_owns own;
	struct consult_places said;
	bool has_waiting;
	int64_t waiting;             /* comments without an answer, while it is closed */
	bool may_answer;
	struct url answer;
};
struct consult_note {
	struct str standing;
	bool open, may_write, may_follow;
	struct url all, follow;
};
struct consult_open_row {
	struct str name, until;
	struct url url;
};
struct consult_open_rows {
	struct consult_open_row *v;
	size_t n;
};
struct consult_list {
	struct consult_open_rows rows;
	bool has_own;
};

/* ---- all drafts, and one's own ---- */

struct consult_row {
	struct str name, until, own, waiting;
	struct url url, answer;
	bool open, has_answer, illustrative;
};
struct consult_rows {
	struct consult_row *v;
	size_t n;
};
struct consults_view {
	struct consult_rows open, closed;
	bool is_department, none;
};

/* ---- one draft ---- */

struct consult_count {
	struct str what, n;
	bool hidden;
};
struct consult_counts {
	struct consult_count v[24];
	size_t n;
};
struct consult_view {
	struct str name, standing, title;
	struct str asks;
	struct url framework, changes, became;
	bool has_framework, has_became, has_changes, published_as_it_was;
	struct str became_name;
	bool illustrative, open, may_write, may_follow, may_answer, may_open, none_said;
	struct url all, answer, edit, csv;
	struct html errors;
	struct consult_box box;
	struct consult_owns own;
	struct consult_places said;
	struct fw_pager pager;
	struct consult_counts sorts, roles;
	bool some_hidden, too_few;
	int64_t total, waiting;
};
struct consult_own_view {
	struct str name, place;
	struct url back, action, withdraw;
	struct html errors, hidden, csrf, sort, words, shown, again;
	bool late;
	struct str typed, closed;
};

/* ---- the department ---- */

struct consult_open_view {
	struct str name, standing;
	struct url back, action;
	struct html errors, hidden, asks, ends;
	bool is_new, may;
};
struct consult_place_row {
	struct str name;
	struct url url, answer;
	bool has_answer;
	int64_t n, waiting;
};
struct consult_place_rows {
	struct consult_place_row *v;
	size_t n;
};
struct consult_all_view {
	struct str name, standing;
	struct url back, answer, edit;
	bool open, may_edit;
	struct html list;
	struct consult_place_rows places;
	struct fw_pager pager;
	struct consult_counts sorts, roles;
	bool has_any;
	int64_t total, waiting;
};
struct consult_tick {
	struct str id, key, place, words, by, when;
	enum word sort;
	bool chosen, new_place;
};
struct consult_ticks {
	struct consult_tick *v;
	size_t n;
};
struct consult_choice {
	struct str key, label;
	bool chosen;
};
struct consult_choices {
	struct consult_choice v[16];
	size_t n;
};
struct consult_answer_view {
	struct str name, narrowed, comments_error;
	struct url back, action, filter, everything;
	struct html errors, hidden, came, words, shows;
	struct consult_ticks ticks;
	struct consult_choices sorts, roles;
	struct str about;
	bool is_narrowed, more;
	int64_t total;
};
struct consult_change_view {
	struct str name, counted;
	struct url back, action, take_back;
	struct html errors, hidden, csrf, came, words, shows;
};

#endif
