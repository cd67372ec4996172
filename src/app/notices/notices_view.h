/* notices_view.h — what the pages about mail show. */
#ifndef APP_NOTICES_VIEW_H
#define APP_NOTICES_VIEW_H

#include "web/html.h"

struct stop_view {
	bool stopped;
	struct url action;
};

struct wish_choice {
	struct str id, key;
	enum word label;
	bool chosen;
};
struct wish_choices {
	struct wish_choice v[3];
	size_t n;
};
struct wish_shown {
	struct str name, id;
	enum word says;
	struct wish_choices choices;
};
struct wishes_shown {
	struct wish_shown *v;
	size_t n;
};
struct wishes_view {
	struct wishes_shown kinds;
	struct html errors, hidden, digest_at, quiet, quiet_from, quiet_to, weekends;
	struct str address;
	bool trouble;
};

struct mail_shown {
	enum word kind, state;
	struct str name, address, says, written, tried, instead; /* tried, instead: empty for none */
	int64_t tries;
	bool failed, may_again;
	struct url person, again;
	struct html csrf;
};
struct trouble_shown {
	struct str name, since;
	struct url person;
};
struct troubles_shown {
	struct trouble_shown *v;
	size_t n;
};
struct delivery_view {
	struct troubles_shown troubles;
	bool more_troubles;
	struct html list;
};

#endif
