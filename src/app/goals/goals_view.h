/* goals_view.h — what the pages of the development plan show. */
#ifndef APP_GOALS_GOALS_VIEW_H
#define APP_GOALS_GOALS_VIEW_H

#include "web/html.h"

struct goal_said {
	struct str label, text;
};
struct goal_saids {
	struct goal_said *v;
	size_t n;
};
struct goal_field {
	struct html html;
};
struct goal_fields {
	struct goal_field *v;
	size_t n;
};
struct goal_line {
	struct goal_saids said; /* beside what it is and what would help */
	struct url url, piece;
	struct str text, how, when, piece_title;
	bool late, opens, has_piece;
};
struct goal_lines {
	struct goal_line *v;
	size_t n;
};
struct goals_view {
	struct str title, lead;
	struct url back, action, late_icon;
	enum word back_word;
	bool is_own, may_change, adding;
	struct html hidden, errors, again;
	struct goal_fields fields;
	struct str note;
	struct html planned; /* pieces taken into the plan: the ECSW's own */
	struct goal_lines open, closed;
};
struct goal_piece {
	struct str key, title;
};
struct goal_pieces {
	struct goal_piece *v;
	size_t n;
};
struct goal_view {
	struct str title, error;
	struct url back, action, close, drop;
	struct html hidden, errors, csrf, again, close_hidden;
	struct goal_fields fields;
	struct str note;
	bool moved, is_open;
	struct goal_pieces pieces;
};

#endif
