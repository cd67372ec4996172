/* after_view.h — what the pages of what follows an outcome show. */
#ifndef APP_AFTER_AFTER_VIEW_H
#define APP_AFTER_AFTER_VIEW_H

#include "web/html.h"

struct after_texts { struct str *v; size_t n; };
struct after_line {
	struct str id, what, who, when, from;
	bool is_done, late, may_set;
};
struct after_lines { struct after_line *v; size_t n; };
struct after_view {
	struct str kicker, lead, guidance_title;
	struct url back, action, decision;
	struct html csrf, errors;
	bool own, has_outcome, paused;
	struct after_texts guidance;
	struct after_lines steps;
};

struct after_short_view {
	struct url url;
	struct str says;
};

struct after_wait {
	struct url url;
	struct str title, note, due;
	bool late, has_url;
};
struct after_waits { struct after_wait *v; size_t n; };
struct after_waiting_view {
	struct after_waits rows;
	bool above;                  /* the department reads: of employers, never of people */
};

#endif
