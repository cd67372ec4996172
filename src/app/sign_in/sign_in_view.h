/* sign_in_view.h — what the pages of getting in show. */
#ifndef APP_SIGN_IN_SIGN_IN_VIEW_H
#define APP_SIGN_IN_SIGN_IN_VIEW_H

#include "app/sign_in/sign_in.h"
#include "web/html.h"

struct cast_member {
	struct str name, key;  /* key: what the button sends */
	struct str role, says; /* the first sentence, and the rest */
};
struct cast {
	struct cast_member *v;
	size_t n;
};
/* One heading of the demonstration's people. */
struct cast_group {
	enum word title;
	struct cast people;
};
struct cast_groups {
	struct cast_group v[3];
	size_t n;
};
struct demo_view {
	struct cast_groups groups;
	struct str next;
};

enum sign_in_lead { LEAD_PLAIN, LEAD_EXPIRED, LEAD_WAIT };
struct sign_in_view {
	struct html errors;
	bool expired, wait; /* a link that no longer works; too many tries */
	struct str email, email_error, next;
	struct demo_view demo;
	struct providers_offered providers;
};

struct sent_view {
	struct str next;
	struct demo_view demo;
};

struct open_view {
	struct str person, action_token, next;
	struct url action;
};

#endif
