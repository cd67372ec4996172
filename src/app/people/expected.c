/* expected.c — people whom their employer has added before they have come in: by a spreadsheet, with the start of an
 * induction, as the successor of a coordinator. Their record is there to work with; an invitation lets them in, and until it
 * is accepted nobody signs in as them. */
#include "app/people/people_inside.h"

#include "app/people/people_pages.h"
#include "invitation.sql.h"
#include "people_acts.sql.h"
#include "people_store.sql.h"

static enum rc resent_event(struct ctx *cx, const struct invitation *i)
{
	return event_add(cx, CHAIN_ORGANISATION, i->organisation, EVENT_INVITATION_RESENT, i->uuid,
	                 strf(cx->arena, "{\"role\":%d}", (int)i->role));
}

/* An offer of the same role to the same address waits already: it is theirs, and goes out again where its link is dead. */
static enum rc adopt(struct ctx *cx, int64_t person, struct uuid id)
{
	const struct invitation *i;
	enum rc rc = invitation_read(cx, id, true, &i);

	if (rc == OK && i->person != person)
		rc = sql_invitation_is_for(cx->db, cx->arena, i->id, person, NULL);
	if (rc != OK || i->needs_second || i->state != INVITATION_EXPIRED)
		return rc;
	rc = invitation_send(cx, i);
	return rc == OK ? resent_event(cx, i) : rc;
}

enum rc person_invite(struct ctx *cx, int64_t person, int64_t organisation, enum role role, struct date starts)
{
	struct people_organisation_row o;
	struct invitation_open_for_row open;
	struct act_person_row p;
	struct uuid id;
	enum rc rc = sql_act_person(cx->db, cx->arena, person, &p);

	if (rc != OK || (rc = sql_people_organisation(cx->db, cx->arena, organisation, &o)) != OK)
		return rc;
	rc = invitation_make(cx, &(struct new_invitation){
		.name = p.name, .email = p.email, .registration = p.registration, .person = person, .organisation = organisation,
		.organisation_name = o.name, .role = role, .starts = starts }, &id);
	if (rc != CONFLICT)
		return rc;
	rc = sql_invitation_open_for(cx->db, cx->arena, organisation, role, p.email_folded, &open);
	return rc == OK ? adopt(cx, person, open.id) : rc;
}

/* ---- asked for at sign-in, or without mail ---- */

static enum rc of_address(struct ctx *cx, struct str email_folded, const struct invitation **ret)
{
	struct invitation_of_address_row row;
	enum rc rc = sql_invitation_of_address(cx->db, cx->arena, email_folded, &row);

	return rc == OK ? invitation_read(cx, row.id, true, ret) : rc;
}

enum rc invitation_again(struct ctx *cx, struct str email_folded)
{
	const struct invitation *i;
	enum rc rc = of_address(cx, email_folded, &i);

	if (rc == OK)
		rc = invitation_send(cx, i);
	return rc == OK ? resent_event(cx, i) : rc;
}

enum rc invitation_link_for(struct ctx *cx, struct str email_folded, struct str *ret_path)
{
	const struct invitation *i;
	struct str token;
	enum rc rc = of_address(cx, email_folded, &i);

	if (rc == OK)
		rc = invitation_renew(cx, i, &token);
	if (rc == OK)
		*ret_path = strf(cx->arena, "/invitations/%.*s", STR_FMT(token));
	return rc == OK ? resent_event(cx, i) : rc;
}

/* ---- from their page ---- */

/* The role an invitation is to: the first they hold or will hold here. */
static enum rc invite_first(struct ctx *cx, const struct staff *s)
{
	for (size_t i = 0; i < s->roles_n; i++)
		if (!staff_role_is_past(cx, &s->roles[i]))
			return person_invite(cx, s->id, s->roles[i].held.organisation, s->roles[i].held.role, s->roles[i].held.starts);
	return CONFLICT;
}

static enum rc send_again(struct ctx *cx, const struct staff *s)
{
	const struct invitation *i;
	enum rc rc = invitation_read(cx, s->invitation, true, &i);

	if (rc == OK)
		rc = invitation_send(cx, i);
	return rc == OK ? resent_event(cx, i) : rc;
}

enum rc staff_invite(struct ctx *cx)
{
	struct staff s;
	enum rc rc = staff_for(cx, ACT_INVITE, &s);

	if (rc == OK)
		rc = s.state == PERSON_INVITED ? send_again(cx, &s) : invite_first(cx, &s);
	return rc == OK ? done(cx, staff_url(cx, ""), s.state == PERSON_INVITED ? T_PEOPLE_RESENT : T_PEOPLE_INVITED) : rc;
}

enum rc staff_uninvite(struct ctx *cx)
{
	const struct invitation *i;
	struct staff s;
	int64_t changed = 0;
	enum rc rc = staff_for(cx, ACT_UNINVITE, &s);

	if (rc == OK)
		rc = invitation_read(cx, s.invitation, true, &i);
	if (rc == OK)
		rc = sql_invitation_revoke(cx->db, cx->arena, i->id, cx->now, &changed);
	if (rc != OK || !changed)
		return rc == OK ? CONFLICT : rc;
	rc = event_add(cx, CHAIN_ORGANISATION, i->organisation, EVENT_INVITATION_REVOKED, i->uuid,
	               strf(cx->arena, "{\"role\":%d}", (int)i->role));
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_REVOKED) : rc;
}

enum rc address_put_right(struct ctx *cx, const struct staff *s, struct str email)
{
	struct str folded = email_fold(cx->arena, email), words = text_fold(cx->arena, strf(cx->arena, "%.*s %.*s", STR_FMT(s->name), STR_FMT(email)));
	struct act_address_holder_row holder;
	enum rc rc = sql_act_address_holder(cx->db, cx->arena, folded, &holder);

	if (rc == OK && holder.person != s->id)
		return field_error(cx, "email", T_PEOPLE_ADDRESS_NOT);
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	if ((rc = sql_act_set_email(cx->db, cx->arena, s->id, email, folded, NULL)) != OK || (rc = people_index(cx, s->id)) != OK ||
	    (rc = staff_event(cx, EVENT_ADDRESS_CHANGED, S("{}"))) != OK)
		return rc;
	rc = sql_invitations_readdress(cx->db, cx->arena, s->id, email, folded, words, NULL);
	if (rc == CONFLICT)
		return field_error(cx, "email", T_PEOPLE_INVITED_ALREADY);
	return rc == OK && s->state == PERSON_INVITED ? send_again(cx, s) : rc;
}
