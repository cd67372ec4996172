/* people_view.h — what the pages of people show. */
#ifndef APP_PEOPLE_PEOPLE_VIEW_H
#define APP_PEOPLE_PEOPLE_VIEW_H

#include "web/html.h"

struct people_view {
	enum word lead;
	bool invites, coordinates;
	int64_t waiting; /* open invitations */
	struct url invite;
	struct html list;
};

/* ---- a role offered by mail ---- */

struct offer_view {
	enum word refusal; /* why it can't be taken; 0: it can */
	struct str organisation, until, made_by;
	enum word role;
	struct date starts;
	bool later, signed_in, must_sign_in, foreign;
	struct url action, sign_in;
	struct html csrf;
};
struct welcome_view {
	struct str organisation;
	enum word role;
	struct date starts;
};

struct offered_role {
	struct str key;
	enum word role, says;
	bool chosen;
};
struct offered_roles {
	struct offered_role v[16];
	size_t n;
};
struct invite_view {
	struct str organisation, organisation_id;
	bool elsewhere; /* not the organisation the inviter acts for */
	struct html errors, hidden;
	struct html name, email, registration, starts;
	struct offered_roles roles;
	struct str role_error;
	struct url back;
	bool one_role;
};
struct invitation_view {
	struct str name, email, registration, organisation, made_by, sent, until, accepted;
	enum word role, state;
	struct date starts;
	int64_t sends;
	bool waiting, open, is_accepted, needs_second, may_confirm, has_person;
	struct url resend, revoke, confirm, person;
	struct html csrf;
	struct str late_icon;
};

#endif
