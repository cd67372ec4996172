/* invitation.c — a role offered by mail: made, sent again, revoked, accepted. The link is a random token, stored as its hash
 * and good for 72 hours; opening it spends nothing, pressing its button does. */
#include "app/people/people_inside.h"

#include "app/people/people_pages.h"
#include "app/people/people_view.h"
#include "app/sign_in/sign_in.h"
#include "invitation.sql.h"
#include "people_acts.sql.h"
#include "people_store.sql.h"
#include "templates.gen.h"
#include "web.sql.h"
#include "web/mail.h"
#include "web/session.h"

/* ---- making and sending ---- */

static struct str folded_for_list(struct ctx *cx, struct str name, struct str email)
{
	return text_fold(cx->arena, strf(cx->arena, "%.*s %.*s", STR_FMT(name), STR_FMT(email)));
}

struct outgoing {
	int64_t person, organisation, invitation;
	struct str name, email, organisation_name, inviter, token;
	enum role role;
	instant expires;
};

static enum rc mail_invitation(struct ctx *cx, const struct outgoing *o)
{
	struct str link = strf(cx->arena, "%.*s/invitations/%.*s", STR_FMT(cx->settings->url), STR_FMT(o->token));
	struct str body = WORDS(cx->arena, T_PEOPLE_INVITE_MAIL, WORD_ARG("name", o->name), WORD_ARG("link", link),
	                        WORD_ARG("organisation", o->organisation_name), WORD_ARG("role", role_word(o->role)),
	                        WORD_ARG("inviter", o->inviter.n ? o->inviter : o->organisation_name),
	                        WORD_ARG("until", instant_long(cx->arena, o->expires)),
	                        WORD_ARG("url", cx->settings->url));

	return mail_queue_as(cx, &(struct mail_new){
		.kind = NOTICE_INVITATION, .person = o->person ? o->person : DB_NULL_INT, .organisation = o->organisation,
		.invitation = o->invitation, .address = o->email, .body = body, .until = o->expires,
		.subject = WORDS(cx->arena, T_PEOPLE_INVITE_SUBJECT, WORD_ARG("organisation", o->organisation_name)) });
}

/* A national act waits for a second administrator where there are two. */
static enum rc wants_second(struct ctx *cx, enum role role, bool *ret)
{
	struct holders_today_row admins;
	enum rc rc = needs_second(role) ? sql_holders_today(cx->db, cx->arena, ROLE_NATIONAL_ADMIN, cx->today, &admins) : OK;

	if (rc == OK)
		*ret = needs_second(role) && admins.people > 1;
	return rc;
}

enum rc invitation_make(struct ctx *cx, const struct new_invitation *n, struct uuid *ret_id)
{
	struct str token = random_token(cx->arena), email = str_trim(n->email), folded = email_fold(cx->arena, email);
	struct hash h = hash_of(token);
	struct uuid id = uuid7(cx->now);
	instant expires = cx->now + INVITATION_HOURS * (instant)HOUR;
	struct invitation_open_for_row open;
	struct invitation_add_row row;
	bool second = false;
	enum rc rc = sql_invitation_open_for(cx->db, cx->arena, n->organisation, n->role, folded, &open);

	if (rc != NOT_FOUND)
		return rc == OK ? CONFLICT : rc;
	if ((rc = wants_second(cx, n->role, &second)) != OK)
		return rc;
	rc = sql_invitation_add(cx->db, cx->arena, id, n->organisation, n->role, n->person ? n->person : DB_NULL_INT, n->name,
	                        folded_for_list(cx, n->name, email), email, folded,
	                        n->registration.n ? n->registration : STR_NONE, n->starts,
	                        hash_bytes(&h), cx->actor.person, cx->actor.role, second, cx->now,
	                        expires, &row);
	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, n->organisation, EVENT_INVITED, id,
		               strf(cx->arena, "{\"role\":%d}", (int)n->role));
	if (rc == OK && !second)
		rc = mail_invitation(cx, &(struct outgoing){ n->person, n->organisation, row.invitation, n->name, email,
		                                             n->organisation_name, actor_name(cx), token, n->role, expires });
	if (rc == OK)
		*ret_id = id;
	return rc;
}

enum rc invitation_renew(struct ctx *cx, const struct invitation *i, struct str *ret_token)
{
	struct str token = random_token(cx->arena);
	struct hash h = hash_of(token);
	int64_t changed = 0;
	enum rc rc = sql_invitation_link_ends(cx->db, cx->arena, i->id, NULL);

	if (rc == OK)
		rc = sql_invitation_send_again(cx->db, cx->arena, i->id, hash_bytes(&h), cx->now,
		                               cx->now + INVITATION_HOURS * (instant)HOUR, &changed);
	if (rc == OK && changed == 0)
		return CONFLICT;
	if (rc == OK)
		*ret_token = token;
	return rc;
}

enum rc invitation_send(struct ctx *cx, const struct invitation *i)
{
	struct str token;
	enum rc rc = invitation_renew(cx, i, &token);

	return rc == OK ? mail_invitation(cx, &(struct outgoing){
		i->person, i->organisation, i->id, i->name, i->email, i->organisation_name,
		actor_name(cx).n ? actor_name(cx) : i->made_by_name, token, i->role, cx->now + INVITATION_HOURS * (instant)HOUR })
	                : rc;
}

enum rc invitation_read(struct ctx *cx, struct uuid id, bool lock, const struct invitation **ret)
{
	struct invitation *i = NEW(cx->arena, struct invitation);
	struct invitation_lock_row locked;
	struct invitation_by_id_row r;
	enum rc rc = lock ? sql_invitation_lock(cx->db, cx->arena, id, &locked) : OK;

	if (rc != OK || (rc = sql_invitation_by_id(cx->db, cx->arena, id, &r)) != OK)
		return rc;
	*i = (struct invitation){
		.id = r.invitation, .organisation = r.organisation, .person = r.person == DB_NULL_INT ? 0 : r.person,
		.returns = r.returns == DB_NULL_INT ? 0 : r.returns, .uuid = id,
		.organisation_uuid = r.organisation_id, .organisation_name = r.organisation_name, .name = r.name, .email = r.email,
		.email_folded = r.email_folded, .registration = r.registration, .role = (enum role)r.role, .starts = r.starts,
		.made_by = r.made_by, .sends = r.sends, .version = r.version, .made_by_name = r.made_by_name,
		.needs_second = r.needs_second, .sent_at = r.sent_at, .expires = r.expires, .accepted_at = r.accepted_at,
		.created = r.created,
		.state = invitation_state_of(&(struct invitation_facts){ r.expires, r.accepted_at, r.revoked_at, cx->now }),
	};
	*ret = i;
	return OK;
}

/* ---- opening the link ---- */

static enum rc of_token(struct ctx *cx, bool lock, const struct invitation **ret)
{
	struct hash h = hash_of(param(cx, "token"));
	struct invitation_by_token_row row;
	enum rc rc = sql_invitation_by_token(cx->db, cx->arena, hash_bytes(&h), &row);

	return rc == OK ? invitation_read(cx, row.id, lock, ret) : rc;
}

/* A link that a newer one has ended; NOT_FOUND for one that never was. */
static enum rc of_link_before(struct ctx *cx, const struct invitation **ret)
{
	struct hash h = hash_of(param(cx, "token"));
	struct invitation_by_link_before_row row;
	enum rc rc = sql_invitation_by_link_before(cx->db, cx->arena, hash_bytes(&h), &row);

	return rc == OK ? invitation_read(cx, row.id, false, ret) : rc;
}

/* Whose hands the offer is in. */
enum holder {
	HOLDER_NEW,       /* nobody of that address: a person is made */
	HOLDER_KNOWN,     /* somebody of that address, or whom it was made for */
	HOLDER_RETURNS,   /* signed in as whom the registration number belongs to: their record comes along */
	HOLDER_MUST_SIGN_IN, /* the number belongs to somebody who has to show that it is them */
	HOLDER_FOREIGN,   /* signed in as somebody else */
	HOLDER_DISABLED,
	HOLDER_SELF,      /* made it themselves */
};

static enum rc registered_holder(struct ctx *cx, const struct invitation *i, int64_t *ret)
{
	struct act_registration_holder_row row;
	enum rc rc = i->registration.n ? sql_act_registration_holder(cx->db, cx->arena, i->registration, &row) : NOT_FOUND;

	*ret = rc == OK ? row.person : 0;
	return rc == NOT_FOUND ? OK : rc;
}

static enum holder known(const struct ctx *cx, const struct invitation *i, int64_t person, bool disabled)
{
	if (cx->actor.person && cx->actor.person != person)
		return HOLDER_FOREIGN;
	return disabled ? HOLDER_DISABLED : person == i->made_by ? HOLDER_SELF : HOLDER_KNOWN;
}

/* holder_of — who would accept it. A registration number alone lets nobody into a record: its owner signs in first. */
static enum rc holder_of(struct ctx *cx, const struct invitation *i, enum holder *ret, int64_t *ret_person)
{
	struct act_address_holder_row a;
	struct act_person_row p;
	int64_t registered;
	enum rc rc;

	*ret_person = 0;
	if (i->person || i->returns) {
		*ret_person = i->person ? i->person : i->returns;
		if ((rc = sql_act_person(cx->db, cx->arena, *ret_person, &p)) == OK)
			*ret = known(cx, i, *ret_person, p.disabled_at != DB_NULL_INT);
		return rc;
	}
	rc = sql_act_address_holder(cx->db, cx->arena, i->email_folded, &a);
	if (rc == OK) {
		*ret_person = a.person;
		*ret = known(cx, i, a.person, a.disabled_at != DB_NULL_INT);
	}
	if (rc != NOT_FOUND || (rc = registered_holder(cx, i, &registered)) != OK)
		return rc;
	*ret_person = registered;
	if (registered)
		*ret = !cx->actor.person ? HOLDER_MUST_SIGN_IN : cx->actor.person == registered ? HOLDER_RETURNS : HOLDER_FOREIGN;
	else
		*ret = cx->actor.person ? HOLDER_FOREIGN : HOLDER_NEW;
	return OK;
}

static enum word refusal_of(const struct invitation *i, enum holder holder)
{
	if (!i || i->needs_second)
		return T_PEOPLE_OFFER_GONE;
	if (i->state != INVITATION_WAITING)
		return i->state == INVITATION_ACCEPTED ? T_PEOPLE_OFFER_ACCEPTED
		       : i->state == INVITATION_EXPIRED ? T_PEOPLE_OFFER_EXPIRED
		                                        : T_PEOPLE_OFFER_REVOKED;
	switch (holder) {
	case HOLDER_FOREIGN:
		return T_PEOPLE_OFFER_FOREIGN;
	case HOLDER_MUST_SIGN_IN:
		return T_PEOPLE_OFFER_MUST_SIGN_IN;
	case HOLDER_DISABLED:
		return T_PEOPLE_OFFER_DISABLED;
	case HOLDER_SELF:
		return T_PEOPLE_OFFER_SELF;
	default:
		return 0;
	}
}

#define OFFER "cairn-offer" /* the link this browser came by, while its owner is away at another service */

/* For whoever comes back from another service the link is in a cookie: only its hash is kept. */
struct url offer_back(struct ctx *cx)
{
	struct str token = param(cx, "token").n ? param(cx, "token") : cookie_of(cx, OFFER), raw;

	if (!token.n || !base64url_decode(cx->arena, token, &raw))
		return url_lit("/sign-in");
	return (struct url){ strf(cx->arena, "/invitations/%.*s", STR_FMT(token)) };
}

/* offer_ways — the services an offer can be accepted with. */
static struct providers_offered offer_ways(struct ctx *cx, struct url offer)
{
	struct providers_offered ways = providers_offered(cx);

	for (size_t n = 0; n < ways.n; n++)
		ways.v[n].go = (struct url){ strf(cx->arena, "%.*s/with/%d", STR_FMT(offer.s), ways.v[n].number) };
	return ways;
}

/* Somebody who holds no role anywhere can't sign in as they did before: a link at the address their record has lets them. */
static enum rc must_prove(struct ctx *cx, const struct invitation *i, bool *ret)
{
	struct roles_of_person_rows roles_held;
	struct act_person_row p;
	int64_t registered;
	enum rc rc = registered_holder(cx, i, &registered);

	*ret = false;
	if (rc != OK || !registered || (rc = sql_roles_of_person(cx->db, cx->arena, registered, cx->today, &roles_held)) != OK ||
	    (rc = sql_act_person(cx->db, cx->arena, registered, &p)) != OK)
		return rc;
	*ret = !roles_held.n && (p.email.n || p.personal_email.n);
	return OK;
}

static enum rc show_offer(struct ctx *cx, const struct invitation *i, enum word refusal)
{
	struct offer_view v = { .refusal = refusal, .sign_out = hidden_sign_out(cx), .signed_in = cx->actor.person != 0 };
	struct page p = { .title = word(refusal ? T_PEOPLE_OFFER_NOT : T_PEOPLE_OFFER_TITLE) };
	enum rc rc;

	if (i) {
		v.organisation = i->organisation_name;
		v.role = role_word(i->role);
		v.until = instant_long(cx->arena, i->expires);
		v.starts = i->starts;
		v.later = date_cmp(i->starts, cx->today) > 0;
		v.made_by = i->made_by_name;
	}
	v.must_sign_in = refusal == T_PEOPLE_OFFER_MUST_SIGN_IN;
	if (v.must_sign_in && (rc = must_prove(cx, i, &v.must_prove)) != OK)
		return rc;
	v.foreign = refusal == T_PEOPLE_OFFER_FOREIGN;
	if (refusal) /* gone for good, or not in these hands */
		p.status = i && i->state == INVITATION_WAITING ? 409 : 410;
	v.action = offer_back(cx);
	v.providers = offer_ways(cx, v.action);
	v.sign_in = url_with(cx, url_lit("/sign-in"), "next", v.action.s);
	p.main = HTML(cx, people_offer, &v);
	return page(cx, &p);
}

enum rc offer_show(struct ctx *cx)
{
	const struct invitation *i = NULL;
	enum holder holder = HOLDER_NEW;
	int64_t person;
	enum rc rc = of_token(cx, false, &i);

	if (rc == OK)
		rc = holder_of(cx, i, &holder, &person);
	return rc == OK || rc == NOT_FOUND ? show_offer(cx, rc == OK ? i : NULL, refusal_of(rc == OK ? i : NULL, holder)) : rc;
}

/* ---- pressing the button ---- */

static enum rc note_refused(struct ctx *cx, const struct invitation *i)
{
	return event_add(cx, CHAIN_ORGANISATION, i->organisation, EVENT_REFUSED, i->uuid, S("{\"reason\":7}"));
}

/* A press that is refused is answered with a page, and written down. */
static enum rc refuse_offer(struct ctx *cx, const struct invitation *i, enum word why)
{
	enum rc rc = note_refused(cx, i);

	return rc == OK ? show_offer(cx, i, why) : rc;
}

/* Pressed at the new address; the same is asked at the one the record has. The link pressed so far works no more. */
static enum rc ask_to_prove(struct ctx *cx, const struct invitation *i, int64_t person)
{
	struct offer_view v = { .sent = true };
	struct page p = { .title = word(T_PEOPLE_OFFER_PROVE_TITLE) };
	instant until = cx->now + INVITATION_HOURS * (instant)HOUR;
	struct act_person_row known;
	struct str token;
	enum rc rc = sql_act_person(cx->db, cx->arena, person, &known);

	if (rc != OK || (rc = invitation_renew(cx, i, &token)) != OK ||
	    (rc = sql_invitation_returns(cx->db, cx->arena, i->id, person, NULL)) != OK)
		return rc;
	rc = mail_queue_as(cx, &(struct mail_new){
		.kind = NOTICE_SECURITY, .person = person, .until = until, .subject = word(T_PEOPLE_OFFER_PROVE_SUBJECT),
		.body = WORDS(cx->arena, T_PEOPLE_OFFER_PROVE_MAIL, WORD_ARG("name", known.name),
		              WORD_ARG("organisation", i->organisation_name), WORD_ARG("until", instant_long(cx->arena, until)),
		              WORD_ARG("link", strf(cx->arena, "%.*s/invitations/%.*s", STR_FMT(cx->settings->url), STR_FMT(token)))) });
	if (rc != OK)
		return rc;
	p.main = HTML(cx, people_offer, &v);
	return page(cx, &p);
}

static enum rc make_person(struct ctx *cx, const struct invitation *i, int64_t *ret)
{
	return person_create(cx, &(struct new_person){ .name = i->name, .email = i->email, .registration = i->registration }, ret);
}

/* The work address comes with the offer where it is another than the one the record has. */
static enum rc take_address(struct ctx *cx, const struct invitation *i, int64_t person)
{
	struct act_address_holder_row a;
	struct act_person_row p;
	enum rc rc = sql_act_person(cx->db, cx->arena, person, &p);

	if (rc != OK || str_eq(p.email_folded, i->email_folded) || str_eq(p.personal_folded, i->email_folded))
		return rc;
	if ((rc = sql_act_address_holder(cx->db, cx->arena, i->email_folded, &a)) != NOT_FOUND)
		return rc == OK ? CONFLICT : rc;
	if ((rc = sql_act_set_email(cx->db, cx->arena, person, i->email, i->email_folded, NULL)) != OK ||
	    (rc = people_index(cx, person)) != OK)
		return rc;
	return event_add(cx, CHAIN_PERSON, person, EVENT_ADDRESS_CHANGED, p.id, S("{}"));
}

static enum rc holds_already(struct ctx *cx, const struct invitation *i, int64_t person, bool *ret)
{
	struct roles_here_rows rows;
	enum rc rc = sql_roles_here(cx->db, cx->arena, person, i->organisation, &rows);

	*ret = false;
	for (size_t n = 0; rc == OK && n < rows.n; n++)
		*ret = *ret || (rows.v[n].role == (int64_t)i->role &&
		                (date_is_none(rows.v[n].ends) || date_cmp(rows.v[n].ends, cx->today) >= 0));
	return rc;
}

/* Coming back ends what was recorded of leaving. */
static enum rc end_departure(struct ctx *cx, int64_t person, int64_t organisation)
{
	struct departure_of_row d;
	enum rc rc = sql_departure_of(cx->db, cx->arena, person, organisation, &d);

	if (rc != OK || d.kind != DEPARTURE_FOR_GOOD)
		return rc == NOT_FOUND ? OK : rc;
	if ((rc = sql_departure_end(cx->db, cx->arena, d.departure, cx->today, NULL)) != OK)
		return rc;
	return event_add(cx, CHAIN_PERSON, person, EVENT_CAME_BACK, d.id, strf(cx->arena, "{\"organisation\":%lld}", (long long)organisation));
}

/* An ECSW keeps their role at an employer they have left, so that they can read what is theirs: until another takes them on. */
static enum rc end_ecsw_role_of_left(struct ctx *cx, const struct invitation *i, int64_t person)
{
	struct roles_left_rows rows;
	enum rc rc = sql_roles_left(cx->db, cx->arena, person, i->organisation, ROLE_ECSW, cx->today, &rows);

	for (size_t n = 0; rc == OK && n < rows.n; n++)
		rc = role_end(cx, &(struct held_role){ rows.v[n].role_held, person, rows.v[n].organisation, rows.v[n].id, ROLE_ECSW,
		                                       rows.v[n].starts }, date_plus(cx->today, -1));
	return rc;
}

/* First in: whoever was only expected so far has shown that the address is theirs. */
static enum rc comes_in(struct ctx *cx, int64_t person)
{
	struct act_person_row p;
	int64_t changed = 0;
	enum rc rc = sql_person_came_in(cx->db, cx->arena, person, &changed);

	if (rc != OK || !changed || (rc = sql_act_person(cx->db, cx->arena, person, &p)) != OK)
		return rc;
	return event_add(cx, CHAIN_PERSON, person, EVENT_CAME_IN, p.id, S("{}"));
}

static enum rc take_role(struct ctx *cx, const struct invitation *i, int64_t person)
{
	struct date starts = date_cmp(i->starts, cx->today) > 0 ? i->starts : cx->today;
	struct act_person_row p;
	bool held = false;
	enum rc rc = holds_already(cx, i, person, &held);

	if (rc == OK && (rc = sql_act_person(cx->db, cx->arena, person, &p)) == OK)
		cx->actor = (struct actor){ person, i->role, i->organisation, 0 }; /* the acts that follow are theirs */
	if (rc == OK)
		rc = comes_in(cx, person);
	if (rc == OK)
		rc = end_departure(cx, person, i->organisation);
	if (rc == OK && i->role == ROLE_ECSW)
		rc = end_ecsw_role_of_left(cx, i, person);
	if (rc == OK && !held)
		rc = role_grant(cx, person, i->organisation, i->role, starts, DATE_NONE, NULL);
	return rc == OK ? event_add(cx, CHAIN_ORGANISATION, i->organisation, EVENT_INVITATION_ACCEPTED, i->uuid,
	                            strf(cx->arena, "{\"role\":%d,\"person\":%lld}", (int)i->role, (long long)person))
	                : rc;
}

enum rc offer_enter(struct ctx *cx, const struct invitation *i, const struct entry *e)
{
	struct welcome_view v = { .organisation = i->organisation_name, .role = role_word(i->role), .starts = i->starts };

	if (date_cmp(i->starts, cx->today) <= 0)
		return in_they_go(cx, e, S("/"));
	cx->actor = (struct actor){ .person = 0 }; /* nobody is signed in yet: the frame is that of a visitor */
	return page(cx, &(struct page){ .title = word(T_PEOPLE_OFFER_LATER), .main = HTML(cx, people_welcome, &v) });
}

/* take_offer — the person is made where they are new, and has the address and the role from now on. CONFLICT: it was taken
 * at the same moment. */
static enum rc take_offer(struct ctx *cx, const struct invitation *i, enum holder holder, int64_t *person)
{
	int64_t changed = 0;
	enum rc rc = holder == HOLDER_NEW ? make_person(cx, i, person) : OK;

	if (rc != OK || (rc = sql_invitation_accept(cx->db, cx->arena, i->id, *person, cx->now, &changed)) != OK)
		return rc;
	if (changed == 0)
		return CONFLICT;
	if ((rc = take_address(cx, i, *person)) != OK)
		return rc;
	return take_role(cx, i, *person);
}

/* of_press — the offer of a button that was pressed, and in whose hands it is. What is refused has been answered (*ret_i NULL). */
static enum rc of_press(struct ctx *cx, const struct invitation **ret_i, enum holder *ret_holder, int64_t *ret_person)
{
	const struct invitation *i = NULL;
	enum word why;
	bool prove = false;
	enum rc rc = of_token(cx, true, &i);

	*ret_i = NULL;
	if (rc == NOT_FOUND) {
		rc = of_link_before(cx, &i);
		if (rc == OK && (rc = note_refused(cx, i)) != OK)
			return rc;
		return rc == OK || rc == NOT_FOUND ? show_offer(cx, NULL, T_PEOPLE_OFFER_GONE) : rc;
	}
	if (rc != OK || (rc = holder_of(cx, i, ret_holder, ret_person)) != OK)
		return rc;
	why = refusal_of(i, *ret_holder);
	if (why == T_PEOPLE_OFFER_MUST_SIGN_IN && (rc = must_prove(cx, i, &prove)) == OK && prove)
		return ask_to_prove(cx, i, *ret_person);
	if (rc != OK || why)
		return rc != OK ? rc : refuse_offer(cx, i, why);
	*ret_i = i;
	return OK;
}

enum rc offer_accept(struct ctx *cx)
{
	const struct invitation *i;
	enum holder holder;
	int64_t person;
	enum rc rc = of_press(cx, &i, &holder, &person);

	if (rc != OK || !i)
		return rc;
	rc = take_offer(cx, i, holder, &person);
	return rc == OK ? offer_enter(cx, i, &(struct entry){ person, WAY_LINK, DB_NULL_INT }) : rc;
}

/* ---- with an account at another service ---- */

enum rc offer_with(struct ctx *cx)
{
	const struct invitation *i;
	enum holder holder;
	int64_t person;
	enum rc rc = of_press(cx, &i, &holder, &person);

	if (rc != OK || !i)
		return rc;
	cookie_set(cx, OFFER, param(cx, "token"), 15 * 60);
	return provider_begin_offer(cx, i->id);
}

enum rc offer_take(struct ctx *cx, int64_t invitation, const struct offer_proof *proof, struct offer_taken *ret)
{
	struct invitation_uuid_row row;
	enum holder holder = HOLDER_NEW;
	enum rc rc = sql_invitation_uuid(cx->db, cx->arena, invitation, &row);

	*ret = (struct offer_taken){ .back = offer_back(cx) };
	if (rc == OK)
		rc = invitation_read(cx, row.id, true, &ret->invitation);
	if (rc != OK || (rc = holder_of(cx, ret->invitation, &holder, &ret->person)) != OK)
		return rc;
	ret->why = refusal_of(ret->invitation, holder);
	if (ret->why)
		ret->answer = OFFER_REFUSED;
	else if (!proof->email.n || !str_eq(email_fold(cx->arena, proof->email), ret->invitation->email_folded))
		ret->answer = OFFER_OTHER_ADDRESS;
	else if (proof->owner && proof->owner != ret->person)
		ret->answer = OFFER_OTHER_OWNER;
	if (ret->answer != OFFER_TAKEN)
		return note_refused(cx, ret->invitation);
	return take_offer(cx, ret->invitation, holder, &ret->person);
}

enum rc offer_refused(struct ctx *cx, const struct offer_taken *t)
{
	return show_offer(cx, t->invitation, t->why);
}
