/* account_view.h — what the pages of one's own account show. */
#ifndef APP_ACCOUNT_ACCOUNT_VIEW_H
#define APP_ACCOUNT_ACCOUNT_VIEW_H

#include "app/sign_in/sign_in.h"
#include "web/html.h"

struct role_choice {
	struct str id;
	enum word role;
	struct str organisation;
	bool current;
};
struct role_choices {
	struct role_choice *v;
	size_t n;
};
struct session_shown {
	struct str began, seen, how;
	bool current;
	struct url end; /* empty where it can't be ended alone */
};
struct sessions_shown {
	struct session_shown *v;
	size_t n;
};
struct token_shown {
	struct str id, name, organisation;
	enum word role;
	bool read_only;
	int64_t days_left;
};
struct tokens_shown {
	struct token_shown *v;
	size_t n;
};
struct account_view {
	struct str name, email, personal, registration; /* personal, registration: empty for none */
	struct date since;
	enum word role;
	struct str organisation;
	struct role_choices choices;
	struct sessions_shown sessions;
	struct tokens_shown tokens;
	struct identities_shown identities;
	struct providers_offered providers;
	struct html csrf, sign_out;
	bool several_roles, elsewhere, ecsw;
};

struct profile_view {
	struct html errors, hidden, name, initials;
};

struct role_view {
	struct role_choices choices;
	struct html csrf;
	struct str next;
};

struct kept_draft {
	struct str title, text, saved, form, object;
	instant saved_at;
	struct url url; /* empty when there is no page to go on with it */
};
struct kept_drafts {
	struct kept_draft *v;
	size_t n;
};
struct drafts_view {
	struct kept_drafts drafts;
	struct html csrf;
	struct str next_path;
	struct url next;
	bool has_next;
};

struct display_view {
	struct html csrf, errors, fields;
	struct str next;   /* where to go afterwards; empty for nowhere */
	bool signed_in;
};

#endif
