/* people_inside.h — shared by the files of people. */
#ifndef APP_PEOPLE_PEOPLE_INSIDE_H
#define APP_PEOPLE_PEOPLE_INSIDE_H

#include "app/objects.h"
#include "app/people/people.h"

/* invitation_renew — a new link, and the old one dies. invitation_send — with the mail. CONFLICT when it is open no more. */
enum rc invitation_renew(struct ctx *cx, const struct invitation *i, struct str *ret_token);
enum rc invitation_send(struct ctx *cx, const struct invitation *i);

/* grant_refused — says why a role can't be given, and has it written down in the giver's organisation. */
enum rc grant_refused(struct ctx *cx, enum grant_answer why, int64_t organisation, struct uuid about);
enum word person_state_word(enum person_state state);
/* registration_typed — without spaces, in capitals. */
struct str registration_typed(struct arena *a, struct str typed);

/* ---- one person, as whoever manages them sees it ---- */

struct staff_role {
	struct held_role held;
	struct date ends;
	struct str organisation_name;
	enum organisation_type type;
};
struct departure {
	int64_t id; /* 0: none open */
	struct uuid uuid;
	enum departure_kind kind;
	enum departure_reason reason;
	struct date last_day, back_on;
	bool done;
};
struct staff {
	int64_t id, scope;      /* scope: the coordinator's organisation; 0 where all are meant */
	struct uuid uuid;
	struct str name, initials, email, registration;
	bool has_personal, elsewhere; /* a personal address; roles outside the scope */
	int64_t version;
	struct staff_role *roles; /* within the scope: held, to come, past */
	size_t roles_n;
	struct departure departure;
	struct uuid invitation; /* the open one of somebody who is expected; when it was sent, and until when its link works */
	instant invitation_sent, invitation_until;
	enum person_state state;
};
/* staff_read — cx->person and how they stand. staff_for — the same, for an act: CONFLICT when their state has changed so that
 * it is not possible any more. */
enum rc staff_read(struct ctx *cx, struct staff *ret);
/* staff_read_at — how cx->person stands at one organisation (0: at all), whoever asks. */
enum rc staff_read_at(struct ctx *cx, int64_t organisation, struct staff *ret);
/* address_put_right — the address of somebody who has not come in: nobody has used it, so it changes at once, and an open
 * invitation goes to the new one. INVALID when it is somebody else's. */
enum rc address_put_right(struct ctx *cx, const struct staff *s, struct str email);
enum rc staff_for(struct ctx *cx, enum person_act act, struct staff *ret);
bool staff_role_is_now(const struct ctx *cx, const struct staff_role *r);
bool staff_role_is_past(const struct ctx *cx, const struct staff_role *r);
/* staff_url — "/people/ID" and what follows. staff_event — in the person's chain. */
struct url staff_url(struct ctx *cx, const char *after);
enum rc staff_event(struct ctx *cx, enum event_kind kind, struct str data);

/* What a page that offers roles shows: those the actor may give here. */
struct offered_roles;
struct roles_view;
void roles_offered(struct ctx *cx, const struct grant *g, struct str chosen, struct offered_roles *ret);
enum rc roles_page(struct ctx *cx, struct roles_view *v);

/* What must not be left behind: an organisation without a coordinator, work without anybody who has it. INVALID with the
 * error where somebody would be. `only`: one of the roles; NULL for all of them. */
struct act_view;
enum rc last_coordinator_stays(struct ctx *cx, const struct staff *s, const struct staff_role *only,
                               struct date last);
enum rc caseload_note(struct ctx *cx, const struct staff *s, struct act_view *v);
enum rc caseload_is_handed_over(struct ctx *cx, const struct staff *s, enum role role, struct date last);

/* person_shut_out — sessions, tokens and links on their way end now. */
enum rc person_shut_out(struct ctx *cx, int64_t person);
/* departure_apply — a last day is over: offers end, the work address is retired; nobody is around an ECSW any more. */
enum rc departure_apply(struct ctx *cx, int64_t departure, int64_t person, int64_t organisation, struct date last);

/* address_ask — a new address, by the actor: its link is mailed there, the old one is told. */
enum address_kind { ADDRESS_WORK = 1, ADDRESS_PERSONAL = 2, ADDRESS_UNDO = 3 /* puts back the one before */ };
struct address_wanted {
	int64_t person;
	int kind;
	struct str email; /* plausible */
};
enum rc address_ask(struct ctx *cx, const struct address_wanted *w);
/* address_undo_offer — mails the address that was changed away from a link that puts it back, for 72 hours. Whoever changes it
 * twice does not get rid of the first link so. address_undo — it was pressed: the address is back, and everybody is out. */
struct act_person_row;
struct address_change_live_row;
enum rc address_undo_offer(struct ctx *cx, int64_t person, const struct act_person_row *before);
enum rc address_undo(struct ctx *cx, const struct address_change_live_row *c, const struct act_person_row *p);

/* act_page — a form of one act as a whole page: title, what it means, every field of the form but those named `version`. */
struct act_view;
enum rc act_page(struct ctx *cx, const struct form *form, const void *filled, int64_t version, struct act_view *v);
void act_says(struct act_view *v, struct str text);

/* name_of_actor — whoever does this, for a mail. */
static inline struct str actor_name(const struct ctx *cx) { return cx->person_name; }

#endif
