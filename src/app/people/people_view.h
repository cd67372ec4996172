/* people_view.h — what the pages of people show. */
#ifndef APP_PEOPLE_PEOPLE_VIEW_H
#define APP_PEOPLE_PEOPLE_VIEW_H

#include "app/sign_in/sign_in.h"
#include "web/html.h"

struct people_view {
	enum word lead;
	bool invites, coordinates;
	int64_t waiting, expired; /* open invitations; those whose link has expired */
	struct html csrf;
	struct url invite;
	struct html list;
};

/* ---- one person ---- */

struct staff_held {
	enum word role;
	struct str organisation, when;
	bool past, may_end;
	struct url end;
};
struct staff_helds {
	struct staff_held *v;
	size_t n;
};
struct staff_change {
	struct url url;
	enum word what, says;
	bool button; /* a posting, not a page */
};
struct staff_changes {
	struct staff_change v[14];
	size_t n;
};
struct staff_link {
	struct url url;
	struct str what, says;
};
struct staff_links {
	struct staff_link *v;
	size_t n;
};
struct staff_view {
	struct str name, email, registration, note; /* note: leaving or being away, with its dates */
	enum word state;
	bool ok, off, has_personal, deals, own, may_read_more;
	struct staff_helds roles;
	struct staff_changes changes;
	struct staff_links work; /* inductions, caseload */
	struct str flag;         /* opened far more than their work explains */
	struct html happened, csrf;
};

/* One act as a page: what it means, its fields, its button. */
struct act_field {
	struct html html;
};
struct act_fields {
	struct act_field v[10];
	size_t n;
};
struct act_sentence {
	struct str text;
};
struct act_sentences {
	struct act_sentence v[8];
	size_t n;
};
struct act_view {
	struct str name;
	struct url back, action;
	enum word title, button;
	struct act_sentences says;
	struct html errors, hidden;
	struct act_fields fields;
	struct url elsewhere; /* something to do first; empty for none */
	struct str elsewhere_words;
};

/* ---- a role offered by mail ---- */

struct offer_view {
	enum word refusal; /* why it can't be taken; 0: it can */
	struct str organisation, until, made_by;
	enum word role;
	struct date starts;
	bool later, signed_in, must_sign_in, must_prove, sent, foreign;
	struct url action, sign_in;
	struct providers_offered providers;
	struct html sign_out;
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
struct roles_view {
	struct str name, organisation;
	struct url back, action;
	struct html errors, hidden, email, starts;
	struct offered_roles roles;
	struct str role_error;
	bool returns; /* somebody who had left */
};
struct address_view {
	struct str title, email;
	enum word says;
	bool ok, personal, undo, done, signed_in;
	struct url action;
};
struct own_address_view {
	enum word title, lead;
	struct html errors, hidden, email, csrf;
	struct str current, waits;
	struct url action;
	bool personal;
};
struct invitation_view {
	struct str name, email, registration, organisation, made_by, sent, until, accepted;
	enum word role, state;
	struct date starts;
	int64_t sends;
	bool waiting, open, is_accepted, needs_second, may_confirm, has_person;
	bool mailed, mail_failed;
	enum word mail;
	struct str mail_why;
	struct url resend, revoke, confirm, person;
	struct html csrf;
	struct str late_icon;
};

#endif
