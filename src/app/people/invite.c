/* invite.c — the form that offers a role by mail, and what becomes of an offer: sent again, revoked, confirmed by a second
 * administrator. */
#include "app/people/people_inside.h"

#include "app/notices/notices.h"
#include "app/people/people_pages.h"
#include "app/people/people_view.h"
#include "invitation.sql.h"
#include "people_acts.sql.h"
#include "people_store.sql.h"
#include "templates.gen.h"
#include "web/mail.h"

static const enum word role_words[ROLE_END] = {
	[ROLE_ECSW] = T_ROLE_ECSW, [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR,
	[ROLE_COORDINATOR] = T_ROLE_COORDINATOR, [ROLE_MODERATOR] = T_ROLE_MODERATOR, [ROLE_NATIONAL_ADMIN] = T_ROLE_NATIONAL,
	[ROLE_REGULATOR] = T_ROLE_REGULATOR, [ROLE_SYSTEM_ADMIN] = T_ROLE_SYSTEM, [ROLE_OBSERVER] = T_ROLE_OBSERVER,
	[ROLE_PANEL_MEMBER] = T_ROLE_PANEL, [ROLE_HR_CONTACT] = T_ROLE_HR,
};
/* What a role may do, in a line: nobody gives one without knowing. */
static const enum word role_says[ROLE_END] = {
	[ROLE_ECSW] = T_PEOPLE_SAYS_ECSW, [ROLE_SUPERVISOR] = T_PEOPLE_SAYS_SUPERVISOR, [ROLE_ASSESSOR] = T_PEOPLE_SAYS_ASSESSOR,
	[ROLE_COORDINATOR] = T_PEOPLE_SAYS_COORDINATOR, [ROLE_MODERATOR] = T_PEOPLE_SAYS_MODERATOR,
	[ROLE_NATIONAL_ADMIN] = T_PEOPLE_SAYS_NATIONAL, [ROLE_REGULATOR] = T_PEOPLE_SAYS_REGULATOR,
	[ROLE_SYSTEM_ADMIN] = T_PEOPLE_SAYS_SYSTEM, [ROLE_OBSERVER] = T_PEOPLE_SAYS_OBSERVER,
	[ROLE_PANEL_MEMBER] = T_PEOPLE_SAYS_PANEL, [ROLE_HR_CONTACT] = T_PEOPLE_SAYS_HR,
};

struct people_invite_form {
	struct str name, email, registration, organisation;
	int role;
	struct date starts;
};
static void check_invite(struct ctx *cx, const void *filled);
static const struct field invite_fields[] = {
	TEXT(struct people_invite_form, name, .label = T_PEOPLE_NAME, .hint = T_PEOPLE_NAME_HINT, .max = 200, .required = true),
	TEXT(struct people_invite_form, email, .label = T_PEOPLE_EMAIL, .hint = T_PEOPLE_EMAIL_HINT, .max = 254,
	     .required = true),
	CHOICE(struct people_invite_form, role, .label = T_PEOPLE_ROLE, .choices = &roles, .choice_words = role_words,
	       .max = ROLE_END, .required = true),
	TEXT(struct people_invite_form, registration, .label = T_PEOPLE_REGISTRATION, .hint = T_PEOPLE_REGISTRATION_HINT,
	     .max = 20),
	DATE(struct people_invite_form, starts, .label = T_PEOPLE_STARTS, .hint = T_PEOPLE_STARTS_HINT, .not_before_1990 = true,
	     .max = 10),
	TEXT(struct people_invite_form, organisation, .label = T_PEOPLE_ORGANISATION, .max = UUID_TEXT),
};
const struct form people_invite_form = { .name = "people_invite", .size = sizeof(struct people_invite_form),
	                                     .fields = invite_fields, .n = COUNT_OF(invite_fields), .check = check_invite,
	                                     .autosave = true };

struct str registration_typed(struct arena *a, struct str typed)
{
	struct buf b = buf_new(a, 64);

	for (size_t i = 0; i < typed.n; i++)
		if (typed.p[i] != ' ')
			buf_add_c(&b, typed.p[i] >= 'a' && typed.p[i] <= 'z' ? (char)(typed.p[i] - 32) : typed.p[i]);
	return buf_str(&b);
}

static void check_invite(struct ctx *cx, const void *filled)
{
	const struct people_invite_form *f = filled;
	struct str registration = registration_typed(cx->arena, f->registration);

	if (f->email.n && !email_is_plausible(str_trim(f->email)))
		field_error(cx, "email", T_PEOPLE_EMAIL_WRONG);
	if (registration.n && !registration_is_valid(registration))
		field_error(cx, "registration", T_PEOPLE_REGISTRATION_WRONG);
}

/* ---- where ---- */

struct place {
	int64_t id;
	struct uuid uuid;
	struct str name;
	enum organisation_type type;
	bool own;
};

/* The organisation the inviter acts for, or the one they name: whether it may be that one is may_grant's to say. */
static enum rc place_of(struct ctx *cx, struct str named, struct place *ret)
{
	struct people_organisation_row own;
	struct people_organisation_of_row other;
	struct uuid id;
	enum rc rc;

	if (!named.n) {
		if ((rc = sql_people_organisation(cx->db, cx->arena, cx->actor.organisation, &own)) == OK)
			*ret = (struct place){ cx->actor.organisation, own.id, own.name, (enum organisation_type)own.type, true };
		return rc;
	}
	if (!uuid_parse(named, &id))
		return NOT_FOUND;
	if ((rc = sql_people_organisation_of(cx->db, cx->arena, id, &other)) == OK)
		*ret = (struct place){ other.organisation, id, other.name, (enum organisation_type)other.type,
			                   other.organisation == cx->actor.organisation };
	return rc;
}

void roles_offered(struct ctx *cx, const struct grant *g, struct str chosen, struct offered_roles *ret)
{
	UNUSED(cx);
	for (int role = ROLE_NONE + 1; role < ROLE_END; role++) {
		struct grant one = *g;

		one.role = (enum role)role;
		if (may_grant(&one) == GRANT_OK)
			ret->v[ret->n++] = (struct offered_role){ key_of(&roles, role), role_words[role], role_says[role],
				                                      str_eq(chosen, key_of(&roles, role)) };
	}
	if (ret->n == 1)
		ret->v[0].chosen = true;
}

enum rc roles_page(struct ctx *cx, struct roles_view *v)
{
	return page(cx, &(struct page){ .title = word(v->returns ? T_PEOPLE_BRING_BACK : T_PEOPLE_ROLE_GIVE), .menu = MENU_PEOPLE,
	                                .width = WIDTH_STAFF, .main = HTML(cx, people_roles, v) });
}

enum rc people_invite_new(struct ctx *cx)
{
	struct form_view fv = form_view(cx, &people_invite_form, NULL, -1);
	const struct field_view *organisation = form_field(&fv, "organisation"), *role = form_field(&fv, "role");
	struct str named = organisation->value.n ? organisation->value : query(cx, "organisation");
	struct invite_view v = { .errors = fv.errors, .hidden = fv.hidden, .back = url_lit("/people") };
	struct place place;
	enum rc rc = place_of(cx, named, &place);

	if (rc == NOT_FOUND && cx->failed) /* drawn again after a refusal: their own organisation then */
		rc = place_of(cx, STR_NONE, &place);
	if (rc != OK)
		return rc;
	roles_offered(cx, &(struct grant){ &cx->actor, 0, ROLE_NONE, place.id, place.type }, role->value.n ? role->value : query(cx, "role"), &v.roles);
	if (!v.roles.n && !cx->failed)
		return NOT_FOUND;
	v.organisation = place.name;
	v.organisation_id = uuid_str(cx->arena, place.uuid);
	v.elsewhere = !place.own;
	v.name = form_field(&fv, "name")->html;
	v.email = form_field(&fv, "email")->html;
	v.registration = form_field(&fv, "registration")->html;
	v.starts = form_field(&fv, "starts")->html;
	v.role_error = role->error;
	return page(cx, &(struct page){ .title = word(T_PEOPLE_INVITE), .menu = MENU_PEOPLE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, people_invite, &v) });
}

enum rc grant_refused(struct ctx *cx, enum grant_answer why, int64_t organisation, struct uuid about)
{
	static const enum word words[] = {
		[GRANT_ABOVE] = T_PEOPLE_GRANT_ABOVE, [GRANT_ELSEWHERE] = T_PEOPLE_GRANT_ELSEWHERE,
		[GRANT_SELF] = T_PEOPLE_GRANT_SELF, [GRANT_MISFIT] = T_PEOPLE_GRANT_MISFIT,
	};
	struct str data = strf(cx->arena, "{\"reason\":%d}", (int)why);

	return refusal_noted(cx, CHAIN_ORGANISATION, organisation, about, data, field_error(cx, "role", words[why]));
}

/* One's own address: nobody invites themselves to anything. */
static enum rc is_own_address(struct ctx *cx, struct str email, bool *ret)
{
	struct act_address_holder_row a;
	enum rc rc = sql_act_address_holder(cx->db, cx->arena, email_fold(cx->arena, email), &a);

	*ret = rc == OK && a.person == cx->actor.person;
	return rc == NOT_FOUND ? OK : rc;
}

enum rc people_invite(struct ctx *cx)
{
	const struct people_invite_form *f = cx->form;
	struct grant g = { .by = &cx->actor, .role = (enum role)f->role };
	struct place place;
	enum grant_answer answer;
	struct uuid id;
	bool own = false;
	enum rc rc = place_of(cx, f->organisation, &place);

	if (rc == NOT_FOUND)
		return field_error(cx, "role", T_PEOPLE_GRANT_ELSEWHERE);
	if (rc != OK || (rc = is_own_address(cx, f->email, &own)) != OK)
		return rc;
	g.to = own ? cx->actor.person : 0;
	g.organisation = place.id;
	g.type = place.type;
	if ((answer = may_grant(&g)) != GRANT_OK)
		return grant_refused(cx, answer, cx->actor.organisation, place.uuid);
	rc = invitation_make(cx, &(struct new_invitation){
		.name = str_trim(f->name), .email = str_trim(f->email), .organisation = place.id, .organisation_name = place.name,
		.registration = registration_typed(cx->arena, f->registration), .role = (enum role)f->role,
		.starts = date_is_none(f->starts) ? cx->today : f->starts }, &id);
	if (rc == CONFLICT)
		return field_error(cx, "email", T_PEOPLE_INVITED_ALREADY);
	return rc == OK ? created(cx, url_id(cx, "/people/invitations/", id, ""), T_PEOPLE_INVITED) : rc;
}

/* ---- one offer ---- */

static enum word state_word(const struct invitation *i)
{
	static const enum word words[INVITATION_STATE_END] = {
		[INVITATION_WAITING] = T_PEOPLE_OFFER_STATE_WAITING, [INVITATION_EXPIRED] = T_PEOPLE_OFFER_STATE_EXPIRED,
		[INVITATION_ACCEPTED] = T_PEOPLE_OFFER_STATE_ACCEPTED, [INVITATION_REVOKED] = T_PEOPLE_OFFER_STATE_REVOKED,
	};

	return i->needs_second ? T_PEOPLE_OFFER_STATE_SECOND : words[i->state];
}

static enum rc invitation_json(struct ctx *cx, const struct invitation *i)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, i->uuid);
	json_key(j, "name"), json_str(j, i->name);
	json_key(j, "email"), json_str(j, i->email);
	json_key(j, "role"), json_str(j, key_of(&roles, i->role));
	json_key(j, "organisation"), json_uuid(j, i->organisation_uuid);
	json_key(j, "starts"), json_date(j, i->starts);
	json_key(j, "state"), json_str(j, key_of(&invitation_states, i->state));
	json_key(j, "needs_second"), json_bool(j, i->needs_second);
	json_key(j, "sent"), json_instant(j, i->sent_at);
	json_key(j, "expires"), json_instant(j, i->expires);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc invitation_show(struct ctx *cx)
{
	const struct invitation *i = cx->invitation;
	struct act_person_row p;
	struct offer_mail mail;
	enum rc rc;
	struct invitation_view v = {
		.name = i->name, .email = i->email, .registration = i->registration, .organisation = i->organisation_name,
		.made_by = i->made_by_name, .sent = instant_long(cx->arena, i->sent_at), .until = instant_long(cx->arena, i->expires),
		.role = role_word(i->role), .state = state_word(i), .starts = i->starts, .sends = i->sends,
		.open = i->state == INVITATION_WAITING || i->state == INVITATION_EXPIRED,
		.is_accepted = i->state == INVITATION_ACCEPTED, .needs_second = i->needs_second,
		.may_confirm = i->needs_second && i->made_by != cx->actor.person, .csrf = hidden_csrf(cx),
	};

	if (cx->json)
		return invitation_json(cx, i);
	if (v.is_accepted)
		v.accepted = instant_long(cx->arena, i->accepted_at);
	if (i->person && sql_act_person(cx->db, cx->arena, i->person, &p) == OK) {
		v.has_person = v.is_accepted;
		v.person = url_id(cx, "/people/", p.id, "");
		v.name = p.name;
	}
	if ((rc = notices_of_offer(cx, i->id, &mail)) != OK)
		return rc;
	v.mailed = mail.state != 0;
	v.mail = mail.state;
	v.mail_why = mail.why;
	v.mail_failed = mail.failed;
	v.resend = url_id(cx, "/people/invitations/", i->uuid, "/resend");
	v.revoke = url_id(cx, "/people/invitations/", i->uuid, "/revoke");
	v.confirm = url_id(cx, "/people/invitations/", i->uuid, "/confirm");
	return page(cx, &(struct page){ .title = v.name, .menu = MENU_PEOPLE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, people_invitation, &v) });
}

static enum rc noted(struct ctx *cx, enum event_kind kind, enum word notice)
{
	const struct invitation *i = cx->invitation;
	enum rc rc = event_add(cx, CHAIN_ORGANISATION, i->organisation, kind, i->uuid,
	                       strf(cx->arena, "{\"role\":%d}", (int)i->role));

	return rc == OK ? done(cx, url_id(cx, "/people/invitations/", i->uuid, ""), notice) : rc;
}

enum rc invitation_resend(struct ctx *cx)
{
	enum rc rc = cx->invitation->needs_second ? CONFLICT : invitation_send(cx, cx->invitation);

	return rc == OK ? noted(cx, EVENT_INVITATION_RESENT, T_PEOPLE_RESENT) : rc;
}

enum rc invitation_revoke(struct ctx *cx)
{
	int64_t changed = 0;
	enum rc rc = sql_invitation_revoke(cx->db, cx->arena, cx->invitation->id, cx->now, &changed);

	if (rc == OK && changed == 0)
		return CONFLICT;
	return rc == OK ? noted(cx, EVENT_INVITATION_REVOKED, T_PEOPLE_REVOKED) : rc;
}

/* The second of two administrators; the mail goes out now. */
enum rc invitation_confirm(struct ctx *cx)
{
	const struct invitation *i = cx->invitation;
	int64_t changed = 0;
	enum rc rc;

	if (i->made_by == cx->actor.person || !i->needs_second)
		return refusal_noted(cx, CHAIN_ORGANISATION, i->organisation, i->uuid, S("{\"reason\":3}"), DENIED);
	rc = sql_invitation_confirm(cx->db, cx->arena, i->id, cx->actor.person, &changed);
	if (rc == OK && changed == 0)
		return CONFLICT;
	if (rc == OK)
		rc = invitation_send(cx, i);
	return rc == OK ? noted(cx, EVENT_SECOND_CONFIRMED, T_PEOPLE_CONFIRMED) : rc;
}
