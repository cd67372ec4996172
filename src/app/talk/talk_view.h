/* talk_view.h — what the templates of conversations show. */
#ifndef APP_TALK_TALK_VIEW_H
#define APP_TALK_TALK_VIEW_H

#include "web/html.h"

#define TALK_LIST(name) \
	struct name##s {    \
		struct name *v; \
		size_t n;       \
	}
struct talk_comment_view {
	struct str who, role, when, text;
	bool is_own, waits, removed, may_take_back, may_say_now;
	struct url take_back, say_now;
};
TALK_LIST(talk_comment_view);
struct talk_person {
	struct str id, key, name;
	enum word role;
	bool chosen;
};
TALK_LIST(talk_person);
struct talk_choice {
	struct str key, label;
	bool chosen;
};
TALK_LIST(talk_choice);
struct talk_view {
	struct str id, label, quote, now, resolved, summary;
	bool has_quote, closed, changed, gone, is_open, may_answer, may_resolve, answering;
	struct url answer, resolve, reopen;
	struct talk_comment_views said;
	struct str box, typed, error; /* of an answer being written: the id of its box */
	struct str tab, tab_from;
	struct html kept, again;
	struct talk_persons people;
	bool may_hold, hold, waits;
	struct html csrf;
};
TALK_LIST(talk_view);
struct talk_section_view {
	struct talk_views open, resolved;
	bool writes, passage_open, may_hold, hold;
	struct url action;
	struct html csrf, comment, again;
	struct str of_version, quote, quote_error, at, tell_error;
	struct talk_choices fields;
	struct talk_persons people;
};
/* On a first screen. */
struct talk_wait {
	struct url url;
	struct str title, name, text, when;
};
TALK_LIST(talk_wait);
struct talk_waits_view {
	struct talk_waits rows;
};

#endif
