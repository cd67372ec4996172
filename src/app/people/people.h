/* people.h — adding organisations, people, roles and inductions, each with its event. Inside a write transaction.
 *
 * Rules that hold whoever calls: an e-mail address belongs to one person whatever its case (CONFLICT), a registration
 * number too; overlapping periods of the same role are refused by the database (CONFLICT).
 */
#ifndef APP_PEOPLE_PEOPLE_H
#define APP_PEOPLE_PEOPLE_H

#include "rules/people.h"
#include "web/web.h"

struct new_person {
	struct str name, initials, email, registration; /* registration may be empty */
	bool expected;     /* they have not come in themselves: nobody signs in as them before an invitation is accepted (person_invite) */
	bool register_later; /* whoever calls sees to it that the register is asked about the number */
};
/* initials_of — "Amina Yusuf" gives "A.Y." */
struct str initials_of(struct arena *a, struct str name);
/* email_fold — how addresses are compared: trimmed, ASCII lower case. */
struct str email_fold(struct arena *a, struct str email);
/* email_is_plausible — one @ with something on both sides, a dot behind it, no spaces or controls, at most 254 bytes. */
bool email_is_plausible(struct str email);
/* https_is_plausible — a page elsewhere to which people are led: nothing but https, and nothing that could be read as more than an address. */
bool https_is_plausible(struct str s);
/* registration_is_valid — SW and 1 to 6 digits without a leading zero (Social Work England). */
bool registration_is_valid(struct str number);

/* person_any — OK when there is anybody at all, else NOT_FOUND. */
enum rc person_any(struct ctx *cx);
enum rc organisation_create(struct ctx *cx, struct str name, enum organisation_type type, int64_t *ret_id);
enum rc person_create(struct ctx *cx, const struct new_person *p, int64_t *ret_id);
/* person_hash — the SHA-256 of a personal field with the person's own salt, in hex: what events hold of it. */
enum rc person_hash(struct ctx *cx, int64_t person, struct str field, struct str *ret);
/* role_grant — from a day, until a day (the last) or DATE_NONE. Who may is asked before, with may_grant (rules/people.h). */
enum rc role_grant(struct ctx *cx, int64_t person, int64_t organisation, enum role role, struct date starts,
                   struct date ends, int64_t *ret_id);
/* person_with_role — somebody new, and their first role: as person_create and role_grant, in one journey to the database where
 * changes are sent ahead (db.h). For many at once. The role's row is known by its UUID. */
struct first_role {
	int64_t organisation;
	enum role role;
	struct date starts;
};
enum rc person_with_role(struct ctx *cx, const struct new_person *p, const struct first_role *r, int64_t *ret_person,
                         struct uuid *ret_held);
/* people_index — what lists of people are read by (person_listed, person_word) follows their name, address, registration
 * number and roles. Call it in the transaction that changes one of these; person_create and role_grant have. */
enum rc people_index(struct ctx *cx, int64_t person);
/* people_index_first — and for somebody made in this transaction with their first role. */
enum rc people_index_first(struct ctx *cx, int64_t person, const struct new_person *p, const struct first_role *r);
/* people_index_ended — the same for those whose role has ended by itself. people_signed_in — lists can be in that order too. */
enum rc people_index_ended(struct ctx *cx);
enum rc people_signed_in(struct ctx *cx, int64_t person);
/* people_index_new — the same for somebody made in this transaction, who is on no list yet. */
enum rc people_index_new(struct ctx *cx, int64_t person, const struct new_person *p);
/* role_end — the last day of a role somebody holds or will hold. A day before today ends it at once: whoever works in it is
 * signed out, tokens made for it die. `starts` is the role's first day. */
struct held_role {
	int64_t id, person, organisation;
	struct uuid uuid;
	enum role role;
	struct date starts;
};
enum rc role_end(struct ctx *cx, const struct held_role *held, struct date last);

/* person_rename — name, initials (empty: from the name) and registration number of a person, at that version (STALE). The name
 * before is kept nowhere. INVALID with an error at `registration` when the number is somebody else's: it belongs to one
 * person for ever. */
enum rc person_rename(struct ctx *cx, int64_t person, int64_t version, const struct new_person *to);

/* person_leaves — somebody of the actor's organisation leaves it for good, by the same rules as on their page: what they hold
 * was handed over, somebody else coordinates. INVALID with a sentence when one of these says no; NOT_FOUND when they are not
 * the actor's to manage. */
struct person_leaving {
	struct uuid person;
	struct date last_day;
	enum departure_reason reason;
	struct str personal;                  /* plausible, or empty */
};
enum rc person_leaves(struct ctx *cx, const struct person_leaving *l, struct str *ret_why);

/* person_replaced — somebody else does their work at this organisation from now on: they leave it today, by the same act. The
 * caller has asked who may. INVALID with a sentence in *ret_why. */
enum rc person_replaced(struct ctx *cx, struct uuid person, int64_t organisation, struct str *ret_why);

/* ---- invitations: a role offered by mail (rules/people.h says how long a link is good) ---- */
struct new_invitation {
	struct str name, email, registration; /* checked by the caller; registration may be empty */
	int64_t person;                       /* whom it is for, where they are known to be the same; 0 otherwise */
	int64_t organisation;
	struct str organisation_name;
	enum role role;
	struct date starts;
};
/* invitation_make — the row, its event in the organisation's chain, and the mail. The inviter is the actor; who may is asked
 * before, with may_grant. A person is made when the link is pressed, not before. CONFLICT: that address has an open
 * invitation to the same role there. */
enum rc invitation_make(struct ctx *cx, const struct new_invitation *n, struct uuid *ret_id);

/* person_invite — the invitation of somebody who is expected (new_person): by mail, to the role they have been given there
 * already; its link lets them in. One that is open is sent again when its link has expired, and otherwise left as it is. */
enum rc person_invite(struct ctx *cx, int64_t person, int64_t organisation, enum role role, struct date starts);
/* invitation_again — the newest open invitation to this (folded) address, with a new link. For whoever asks to sign in
 * before they have come in. NOT_FOUND when there is none, or when two people make such an offer. */
enum rc invitation_again(struct ctx *cx, struct str email_folded);
/* invitation_link_for — the same without a mail: the path of the new link, for `cairn sign-in-link`. */
enum rc invitation_link_for(struct ctx *cx, struct str email_folded, struct str *ret_path);

/* An offer of a role, loaded (OBJECT_INVITATION). */
struct invitation {
	int64_t id, organisation, person; /* person 0: nobody known */
	int64_t returns;                  /* whose own address the link is at that works now; 0: the address it is made to */
	struct uuid uuid, organisation_uuid;
	struct str organisation_name, name, email, email_folded, registration;
	enum role role;
	struct date starts;
	int64_t made_by, sends, version;
	struct str made_by_name;
	bool needs_second;
	instant sent_at, expires, accepted_at, created;
	enum invitation_state state;
};
/* ---- accepting one with an account at another service (app/sign_in/provider.h) ---- */

/* What was shown there: the address it vouches for (may be empty), and whom the account is linked with already (0: nobody). */
struct offer_proof {
	struct str email;
	int64_t owner;
};
enum offer_answer { OFFER_TAKEN, OFFER_REFUSED, OFFER_OTHER_ADDRESS, OFFER_OTHER_OWNER };
struct offer_taken {
	enum offer_answer answer;
	enum word why;                        /* with OFFER_REFUSED */
	const struct invitation *invitation;
	int64_t person;
	struct url back;                      /* to the offer, which is still good unless it was taken */
};
/* offer_take — what the button of an offer does, once the address that was vouched for is the one it was sent to. Anything but
 * OFFER_TAKEN is written down and changes nothing else. NOT_FOUND: the offer is gone. */
enum rc offer_take(struct ctx *cx, int64_t invitation, const struct offer_proof *proof, struct offer_taken *ret);
/* offer_refused — the page that says why not (OFFER_REFUSED). offer_enter — signed in, in the role that was offered where it
 * has begun; otherwise told when it does. offer_back — to the offer this browser came by. */
struct entry;
enum rc offer_refused(struct ctx *cx, const struct offer_taken *t);
enum rc offer_enter(struct ctx *cx, const struct invitation *i, const struct entry *e);
struct url offer_back(struct ctx *cx);

/* invitation_read — by its UUID, without a rule; `lock` holds its row until the transaction ends. */
enum rc invitation_read(struct ctx *cx, struct uuid id, bool lock, const struct invitation **ret);

struct new_induction {
	int64_t ecsw, programme, framework, employer;
	struct date starts;
	struct str team, intake;
	instant seen_at; /* of the last visit; 0 for none */
	int64_t contained_in; /* the local induction around it; 0 for none */
};
/* induction_start — CONFLICT when the person has an open national one already (or, for a local programme, a local one). */
enum rc induction_start(struct ctx *cx, const struct new_induction *i, int64_t *ret_id, struct uuid *ret_uuid);
enum rc assign(struct ctx *cx, int64_t induction, int64_t person, enum role role, struct date starts, struct date ends);

#endif
