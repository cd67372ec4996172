/* moving_view.h — what the page about going to a newer version of one's programme shows. */
#ifndef APP_JOINING_MOVING_VIEW_H
#define APP_JOINING_MOVING_VIEW_H

#include "app/joining/terms.h"
#include "web/html.h"

/* One date by the rules of now, and by the newer ones. */
struct move_row {
	struct str what, now, then;
	bool same;
};
struct move_rows {
	struct move_row v[2 + 2 * CALENDAR_REVIEWS_MAX];
	size_t n;
};
struct move_sentences {
	const struct str *v;
	size_t n;
};
struct move_other {
	struct str name;
	struct url url;
};
struct move_over {
	struct str says, ends, reason;
};
/* What waits for whoever looks, on a first screen. */
struct move_waiting {
	struct url url;
	struct str title, note, since;
};
struct moves_waiting_view {
	bool own;
	struct {
		struct move_waiting v[20];
		size_t n;
	} rows;
};
struct move_view {
	bool own, has_to, may_ask, may_offer, may_agree, may_decline, wants_reason, may_take_back, may_move;
	struct str name, now, to, to_id, standing, why_not;
	struct url back, action, now_url, to_url;
	struct html errors, hidden, reason;
	struct move_sentences changes;
	struct move_rows rows;
	struct {
		struct move_other v[20];
		size_t n;
	} others;
	struct {
		struct move_over v[50];
		size_t n;
	} over;
};

#endif
