/* departure.c — leaving for good, being away for a while, coming back: three different acts. Leaving ends the roles held here
 * and retires the work address, so that whoever gets it next never reaches this account. An early-career social worker
 * keeps their role after leaving: the account is then theirs alone, until another employer takes them on. */
#include "app/people/people_inside.h"

#include "app/assignment/assignment.h"
#include "app/organisation/organisation.h"
#include "app/people/people_pages.h"
#include "app/people/people_view.h"
#include "invitation.sql.h"
#include "people_acts.sql.h"
#include "people_store.sql.h"
#include "web/mail.h"

/* ---- what must not be left behind ---- */

enum rc last_coordinator_stays(struct ctx *cx, const struct staff *s, const struct staff_role *only, struct date last)
{
	enum word why;
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < s->roles_n; i++) {
		const struct held_role *r = &s->roles[i].held;

		if (r->role != ROLE_COORDINATOR || staff_role_is_past(cx, &s->roles[i]) || (only && only != &s->roles[i]))
			continue;
		rc = organisation_coordinator_leaves(cx, r->organisation, s->id, last, &why);
		if (rc == CONFLICT)
			rc = refusal_noted(cx, CHAIN_ORGANISATION, r->organisation, s->uuid, S("{\"reason\":5}"), form_error(cx, why));
	}
	return rc;
}

static enum rc caseload_here(struct ctx *cx, const struct staff *s, struct date on, struct caseload *ret)
{
	return caseload_of(cx, s->id, s->scope, on, ret);
}

enum rc caseload_note(struct ctx *cx, const struct staff *s, struct act_view *v)
{
	struct caseload c = { .n = 0 };
	enum rc rc = s->scope ? caseload_here(cx, s, cx->today, &c) : OK;

	if (rc != OK || caseload_is_empty(&c))
		return rc;
	act_says(v, WORDS(cx->arena, T_PEOPLE_CASELOAD_LEFT, WORD_ARG("n", (int64_t)(c.n + c.readings_n))));
	v->elsewhere = url_caseload(cx, s->uuid);
	v->elsewhere_words = word(T_PEOPLE_CASELOAD_HAND_OVER);
	return OK;
}

enum rc caseload_is_handed_over(struct ctx *cx, const struct staff *s, enum role role, struct date last)
{
	struct caseload c = { .n = 0 };
	enum rc rc = s->scope ? caseload_here(cx, s, date_plus(last, 1), &c) : OK;

	for (size_t i = 0; rc == OK && i < c.n; i++)
		if (c.v[i].role == role)
			return form_error(cx, T_PEOPLE_CASELOAD_FIRST);
	/* a second reader is one as an assessor */
	return rc == OK && role == ROLE_ASSESSOR && c.readings_n ? form_error(cx, T_PEOPLE_CASELOAD_FIRST) : rc;
}

/* ---- leaving for good ---- */

struct staff_leave_form {
	struct date last_day;
	int reason;
	struct str personal;
	bool anyway;
};
static const enum word reason_words[DEPARTURE_REASON_END] = {
	[DEPARTURE_MOVED] = T_PEOPLE_LEFT_MOVED,       [DEPARTURE_PROFESSION] = T_PEOPLE_LEFT_PROFESSION,
	[DEPARTURE_CONTRACT] = T_PEOPLE_LEFT_CONTRACT, [DEPARTURE_RETIRED] = T_PEOPLE_LEFT_RETIRED,
	[DEPARTURE_DIED] = T_PEOPLE_LEFT_DIED,         [DEPARTURE_OTHER] = T_PEOPLE_LEFT_OTHER,
};
static void check_leave(struct ctx *cx, const void *filled);
static const struct field leave_fields[] = {
	DATE(struct staff_leave_form, last_day, .label = T_PEOPLE_LAST_DAY, .hint = T_PEOPLE_LAST_DAY_HINT,
	     .not_before_1990 = true, .required = true, .max = 10),
	CHOICE(struct staff_leave_form, reason, .label = T_PEOPLE_LEAVE_WHY, .choices = &departure_reasons,
	       .choice_words = reason_words, .max = DEPARTURE_REASON_END, .required = true),
	TEXT(struct staff_leave_form, personal, .label = T_PEOPLE_LEAVE_PERSONAL, .hint = T_PEOPLE_LEAVE_PERSONAL_HINT,
	     .max = 254),
	BOOL(struct staff_leave_form, anyway, .label = T_PEOPLE_LEAVE_ANYWAY, .hint = T_PEOPLE_LEAVE_ANYWAY_HINT, .max = 1),
};
const struct form staff_leave_form = { .name = "leave", .size = sizeof(struct staff_leave_form), .fields = leave_fields,
	                                   .n = COUNT_OF(leave_fields), .check = check_leave };

static void check_leave(struct ctx *cx, const void *filled)
{
	const struct staff_leave_form *f = filled;

	if (f->personal.n && !email_is_plausible(str_trim(f->personal)))
		field_error(cx, "personal", T_PEOPLE_EMAIL_WRONG);
	if (!date_is_none(f->last_day) && date_cmp(f->last_day, date_plus(cx->today, 730)) > 0)
		field_error(cx, "last_day", T_PEOPLE_LAST_DAY_FAR);
}

enum rc staff_leave_new(struct ctx *cx)
{
	struct act_view v = { .title = T_PEOPLE_LEAVE, .button = T_PEOPLE_LEAVE_BUTTON, .back = staff_url(cx, ""),
		                  .action = staff_url(cx, "/leave"), .name = cx->person->name };
	struct staff s;
	enum rc rc = staff_read(cx, &s);

	if (rc != OK)
		return rc;
	act_says(&v, word(T_PEOPLE_LEAVE_LEAD));
	act_says(&v, word(s.elsewhere ? T_PEOPLE_LEAVE_ELSEWHERE : T_PEOPLE_LEAVE_ADDRESS));
	if ((rc = caseload_note(cx, &s, &v)) != OK)
		return rc;
	return act_page(cx, &staff_leave_form, NULL, -1, &v);
}

/* ends_with_leaving — an ECSW's own role stays: what they recorded is theirs to read. */
static bool ends_with_leaving(struct ctx *cx, const struct staff_role *r)
{
	return r->held.role != ROLE_ECSW && !staff_role_is_past(cx, r);
}

/* is_still_ahead — it would only begin after a last day that is still to come: it ends when leaving takes effect, since a role
 * that never began leaves nothing to give back. */
static bool is_still_ahead(const struct ctx *cx, const struct staff_role *r, struct date last)
{
	return date_cmp(r->held.starts, last) > 0 && date_cmp(last, cx->today) >= 0;
}

/* end_role — with the end it had kept beside, for leaving that is taken back. */
static enum rc end_role(struct ctx *cx, const struct staff_role *r, struct date last)
{
	enum rc rc = sql_role_ends_by_leaving(cx->db, cx->arena, r->held.id, r->ends, NULL);

	return rc == OK ? role_end(cx, &r->held, last) : rc;
}

static enum rc end_roles(struct ctx *cx, const struct staff *s, struct date last)
{
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < s->roles_n; i++)
		if (ends_with_leaving(cx, &s->roles[i]) && !is_still_ahead(cx, &s->roles[i], last) &&
		    (date_is_none(s->roles[i].ends) || date_cmp(last, s->roles[i].ends) < 0))
			rc = end_role(cx, &s->roles[i], last);
	return rc;
}

/* end_later_roles — leaving takes effect: what was still ahead, or was given since it was recorded. */
static enum rc end_later_roles(struct ctx *cx, int64_t person, int64_t organisation, struct date last)
{
	struct roles_here_rows rows;
	enum rc rc = sql_roles_here(cx->db, cx->arena, person, organisation, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct roles_here_row *r = &rows.v[i];
		struct held_role held = { r->role_held, person, organisation, r->id, (enum role)r->role, r->starts };
		bool is_over = !date_is_none(r->ends) && (date_cmp(r->ends, last) <= 0 || date_cmp(r->ends, cx->today) < 0);

		if (r->role != ROLE_ECSW && !is_over)
			rc = role_end(cx, &held, last);
	}
	return rc;
}

static enum rc hand_on(struct ctx *cx, const struct staff *s, const struct staff_leave_form *f)
{
	struct caseload c = { .n = 0 };
	enum rc rc = caseload_here(cx, s, date_plus(f->last_day, 1), &c);

	if (rc != OK || caseload_is_empty(&c))
		return rc;
	if (!f->anyway)
		return field_error(cx, "anyway", T_PEOPLE_CASELOAD_FIRST);
	return assignments_end_all(cx, s->id, s->scope, f->last_day);
}

/* retire_address — nobody who gets this address later reaches the account. Kept while another organisation may be the one
 * that gave it. */
static enum rc retire_address(struct ctx *cx, int64_t person, struct uuid uuid)
{
	struct str nobody = strf(cx->arena, "retired:%s", uuid_str(cx->arena, uuid).p);
	enum rc rc = sql_act_set_email(cx->db, cx->arena, person, S(""), nobody, NULL);

	if (rc == OK)
		rc = sql_address_change_drop(cx->db, cx->arena, person, ADDRESS_WORK, cx->now, NULL);
	if (rc == OK) /* an address that is retired does not come back */
		rc = sql_address_change_drop(cx->db, cx->arena, person, ADDRESS_UNDO, cx->now, NULL);
	if (rc == OK)
		rc = person_shut_out(cx, person);
	return rc == OK ? people_index(cx, person) : rc;
}

enum rc departure_apply(struct ctx *cx, int64_t departure, int64_t person, int64_t organisation, struct date last)
{
	struct str data = strf(cx->arena, "{\"organisation\":%lld}", (long long)organisation);
	struct roles_held_elsewhere_row elsewhere;
	struct act_person_row p;
	enum rc rc = sql_act_person(cx->db, cx->arena, person, &p);

	if (rc == OK)
		rc = sql_invitations_revoke_of(cx->db, cx->arena, person, organisation, cx->now, NULL);
	if (rc == OK)
		rc = end_later_roles(cx, person, organisation, last);
	if (rc == OK) /* of an ECSW: whoever was named since leaving was recorded */
		rc = assignments_end_around(cx, person, organisation, last);
	if (rc == OK)
		rc = sql_roles_held_elsewhere(cx->db, cx->arena, person, organisation, cx->today, &elsewhere);
	if (rc == OK && !elsewhere.roles)
		rc = retire_address(cx, person, p.id);
	if (rc == OK)
		rc = sql_departure_done(cx->db, cx->arena, departure, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, person, EVENT_LEFT, p.id, data);
	return rc == OK ? mail_person(cx, person, word(T_PEOPLE_LEFT_SUBJECT),
	                          WORDS(cx->arena, T_PEOPLE_LEFT_MAIL, WORD_ARG("name", p.name), WORD_ARG("url", cx->settings->url)))
	                : rc;
}

static enum rc close_absence(struct ctx *cx, const struct staff *s)
{
	if (!s->departure.id)
		return OK;
	if (s->departure.kind == DEPARTURE_FOR_GOOD)
		return form_error(cx, T_PEOPLE_LEAVE_ALREADY);
	return sql_departure_end(cx->db, cx->arena, s->departure.id, cx->today, NULL);
}

static enum rc record(struct ctx *cx, const struct staff *s, const struct staff_leave_form *f)
{
	struct uuid id = uuid7(cx->now);
	struct departure_add_row row;
	enum rc rc = sql_departure_add(cx->db, cx->arena, id, s->id, s->scope, DEPARTURE_FOR_GOOD, f->reason, f->last_day,
	                               DATE_NONE, cx->actor.person, cx->now, &row);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, s->id, EVENT_LEAVING_RECORDED, id,
		               strf(cx->arena, "{\"organisation\":%lld,\"reason\":%d,\"on\":\"%s\"}", (long long)s->scope, f->reason,
		                    date_iso(cx->arena, f->last_day).p));
	if (rc == OK)
		rc = end_roles(cx, s, f->last_day);
	if (rc == OK) /* an ECSW's account is theirs alone from the day after */
		rc = assignments_end_around(cx, s->id, s->scope, f->last_day);
	return rc == OK && date_cmp(f->last_day, cx->today) < 0 ? departure_apply(cx, row.departure, s->id, s->scope, f->last_day)
	                                                        : rc;
}

static enum rc leave_from(struct ctx *cx, const struct staff *s, const struct staff_leave_form *f)
{
	enum rc rc;

	if ((rc = last_coordinator_stays(cx, s, NULL, f->last_day)) != OK || (rc = close_absence(cx, s)) != OK ||
	    (rc = hand_on(cx, s, f)) != OK)
		return rc;
	if (f->personal.n &&
	    (rc = address_ask(cx, &(struct address_wanted){ s->id, ADDRESS_PERSONAL, str_trim(f->personal) })) != OK)
		return rc;
	return record(cx, s, f);
}

static enum rc leave(struct ctx *cx, const struct staff_leave_form *f)
{
	struct staff s;
	enum rc rc = staff_for(cx, ACT_LEAVE, &s);

	if (rc != OK || !s.scope)
		return rc != OK ? rc : NOT_FOUND;
	return leave_from(cx, &s, f);
}

enum rc staff_leave(struct ctx *cx)
{
	enum rc rc = leave(cx, cx->form);

	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_LEAVE_RECORDED) : rc;
}

enum rc person_leaves(struct ctx *cx, const struct person_leaving *l, struct str *ret_why)
{
	struct staff_leave_form f = { .last_day = l->last_day, .reason = l->reason, .personal = l->personal };
	struct ctx as = *cx;
	enum rc rc = load_person(&as, l->person);

	if (rc == OK && !access_ok(may_manage_person(&as.actor, &as.resource)))
		rc = NOT_FOUND;
	as.err.n = 0;
	if (rc == OK)
		rc = leave(&as, &f);
	if (rc == INVALID)
		*ret_why = as.err.n ? as.err.fields[0].message : STR_NONE;
	return rc;
}

/* A last day that was still to come is today's instead. */
enum rc person_replaced(struct ctx *cx, struct uuid person, int64_t organisation, struct str *ret_why)
{
	struct staff_leave_form f = { .last_day = date_plus(cx->today, -1), .reason = DEPARTURE_OTHER };
	struct ctx as = *cx;
	struct staff s;
	enum rc rc = load_person(&as, person);

	as.err.n = 0;
	if (rc == OK)
		rc = staff_read_at(&as, organisation, &s);
	if (rc == OK && s.departure.id && !s.departure.done && s.departure.kind == DEPARTURE_FOR_GOOD) {
		rc = sql_departure_end(cx->db, cx->arena, s.departure.id, cx->today, NULL);
		s.departure.id = 0;
	}
	if (rc == OK)
		rc = leave_from(&as, &s, &f);
	if (rc == INVALID)
		*ret_why = as.err.n ? as.err.fields[0].message : STR_NONE;
	return rc;
}

/* Until it has taken effect it can be taken back: roles, and who is around an ECSW, have the end they had before. What a
 * supervisor or assessor handed over is theirs no more: it is with somebody else. */
enum rc staff_leave_take_back(struct ctx *cx)
{
	struct staff s;
	enum rc rc = staff_read(cx, &s);

	if (rc != OK)
		return rc;
	if (!s.departure.id || s.departure.kind != DEPARTURE_FOR_GOOD || s.departure.done)
		return CONFLICT;
	rc = sql_roles_go_on(cx->db, cx->arena, s.id, s.scope, s.departure.last_day, NULL);
	if (rc == OK)
		rc = assignments_go_on_around(cx, s.id, s.scope, s.departure.last_day);
	if (rc == OK)
		rc = sql_departure_end(cx->db, cx->arena, s.departure.id, cx->today, NULL);
	if (rc == OK)
		rc = staff_event(cx, EVENT_LEAVING_TAKEN_BACK, strf(cx->arena, "{\"organisation\":%lld}", (long long)s.scope));
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_LEAVE_TAKEN_BACK) : rc;
}

/* ---- away for a while ---- */

struct staff_away_form {
	struct date last_day, back_on;
};
static void check_away(struct ctx *cx, const void *filled);
static const struct field away_fields[] = {
	DATE(struct staff_away_form, last_day, .label = T_PEOPLE_AWAY_LAST, .hint = T_PEOPLE_LAST_DAY_HINT, .not_before_1990 = true,
	     .required = true, .max = 10),
	DATE(struct staff_away_form, back_on, .label = T_PEOPLE_AWAY_BACK, .hint = T_PEOPLE_AWAY_BACK_HINT, .max = 10),
};
const struct form staff_away_form = { .name = "away", .size = sizeof(struct staff_away_form), .fields = away_fields,
	                                  .n = COUNT_OF(away_fields), .check = check_away };

static void check_away(struct ctx *cx, const void *filled)
{
	const struct staff_away_form *f = filled;

	if (!date_is_none(f->back_on) && !date_is_none(f->last_day) && date_cmp(f->back_on, f->last_day) <= 0)
		field_error(cx, "back_on", T_PEOPLE_AWAY_BACK_EARLY);
}

enum rc staff_away_new(struct ctx *cx)
{
	struct act_view v = { .title = T_PEOPLE_AWAY, .button = T_PEOPLE_AWAY_BUTTON, .back = staff_url(cx, ""),
		                  .action = staff_url(cx, "/away"), .name = cx->person->name };
	struct staff s;
	enum rc rc = staff_read(cx, &s);

	if (rc != OK)
		return rc;
	act_says(&v, word(T_PEOPLE_AWAY_LEAD));
	if ((rc = caseload_note(cx, &s, &v)) != OK)
		return rc;
	return act_page(cx, &staff_away_form, NULL, -1, &v);
}

enum rc staff_away(struct ctx *cx)
{
	const struct staff_away_form *f = cx->form;
	struct departure_add_row row;
	struct uuid id = uuid7(cx->now);
	struct staff s;
	enum rc rc = staff_for(cx, ACT_GO_AWAY, &s);

	if (rc != OK || !s.scope)
		return rc != OK ? rc : NOT_FOUND;
	if (s.departure.id)
		return form_error(cx, T_PEOPLE_LEAVE_ALREADY);
	rc = sql_departure_add(cx->db, cx->arena, id, s.id, s.scope, DEPARTURE_FOR_A_WHILE, 0, f->last_day, f->back_on,
	                       cx->actor.person, cx->now, &row);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, s.id, EVENT_AWAY, id,
		               strf(cx->arena, "{\"organisation\":%lld,\"on\":\"%s\"}", (long long)s.scope,
		                    date_iso(cx->arena, f->last_day).p));
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_AWAY_RECORDED) : rc;
}

enum rc staff_back(struct ctx *cx)
{
	struct staff s;
	enum rc rc = staff_for(cx, ACT_COME_BACK, &s);

	if (rc == OK)
		rc = sql_departure_end(cx->db, cx->arena, s.departure.id, cx->today, NULL);
	if (rc == OK)
		rc = staff_event(cx, EVENT_CAME_BACK, strf(cx->arena, "{\"organisation\":%lld}", (long long)s.scope));
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_CAME_BACK) : rc;
}

/* ---- coming back after leaving ---- */

struct staff_bring_back_form {
	struct str email;
	int role;
	struct date starts;
};
static void check_bring_back(struct ctx *cx, const void *filled);
static const enum word back_role_words[ROLE_END] = {
	[ROLE_ECSW] = T_ROLE_ECSW, [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR,
	[ROLE_COORDINATOR] = T_ROLE_COORDINATOR, [ROLE_MODERATOR] = T_ROLE_MODERATOR, [ROLE_OBSERVER] = T_ROLE_OBSERVER,
	[ROLE_PANEL_MEMBER] = T_ROLE_PANEL, [ROLE_HR_CONTACT] = T_ROLE_HR,
};
static const struct field bring_back_fields[] = {
	TEXT(struct staff_bring_back_form, email, .label = T_PEOPLE_EMAIL, .hint = T_PEOPLE_EMAIL_HINT, .max = 254,
	     .required = true),
	CHOICE(struct staff_bring_back_form, role, .label = T_PEOPLE_ROLE, .choices = &roles, .choice_words = back_role_words,
	       .max = ROLE_END, .required = true),
	DATE(struct staff_bring_back_form, starts, .label = T_PEOPLE_STARTS, .hint = T_PEOPLE_STARTS_HINT,
	     .not_before_1990 = true, .max = 10),
};
const struct form staff_bring_back_form = { .name = "bring_back", .size = sizeof(struct staff_bring_back_form),
	                                        .fields = bring_back_fields, .n = COUNT_OF(bring_back_fields),
	                                        .check = check_bring_back };

static void check_bring_back(struct ctx *cx, const void *filled)
{
	const struct staff_bring_back_form *f = filled;

	if (f->email.n && !email_is_plausible(str_trim(f->email)))
		field_error(cx, "email", T_PEOPLE_EMAIL_WRONG);
}

enum rc staff_bring_back_new(struct ctx *cx)
{
	struct form_view fv = form_view(cx, &staff_bring_back_form, NULL, -1);
	struct roles_view v = { .name = cx->person->name, .back = staff_url(cx, ""), .action = staff_url(cx, "/bring-back"),
		                    .errors = fv.errors, .hidden = fv.hidden, .returns = true };
	struct people_organisation_row o;
	enum rc rc = sql_people_organisation(cx->db, cx->arena, cx->actor.organisation, &o);

	if (rc != OK)
		return rc;
	roles_offered(cx, &(struct grant){ &cx->actor, cx->person->id, ROLE_NONE, cx->actor.organisation,
	                                   (enum organisation_type)o.type },
	              form_field(&fv, "role")->value, &v.roles);
	v.organisation = o.name;
	v.email = form_field(&fv, "email")->html;
	v.role_error = form_field(&fv, "role")->error;
	v.starts = form_field(&fv, "starts")->html;
	return roles_page(cx, &v);
}

/* The address may be new, and somebody else's by mistake: whoever presses the link there proves that it is theirs. */
enum rc staff_bring_back(struct ctx *cx)
{
	const struct staff_bring_back_form *f = cx->form;
	struct act_address_holder_row holder;
	struct people_organisation_row o;
	enum grant_answer answer;
	struct staff s;
	struct uuid id;
	enum rc rc = staff_for(cx, ACT_BRING_BACK, &s);

	if (rc != OK || (rc = sql_people_organisation(cx->db, cx->arena, cx->actor.organisation, &o)) != OK)
		return rc;
	answer = may_grant(&(struct grant){ &cx->actor, s.id, (enum role)f->role, cx->actor.organisation,
	                                    (enum organisation_type)o.type });
	if (answer != GRANT_OK)
		return grant_refused(cx, answer, cx->actor.organisation, s.uuid);
	rc = sql_act_address_holder(cx->db, cx->arena, email_fold(cx->arena, f->email), &holder);
	if (rc == OK && holder.person != s.id)
		return field_error(cx, "email", T_PEOPLE_ADDRESS_NOT);
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	rc = invitation_make(cx, &(struct new_invitation){
		.name = s.name, .email = str_trim(f->email), .registration = s.registration, .person = s.id,
		.organisation = cx->actor.organisation, .organisation_name = o.name, .role = (enum role)f->role,
		.starts = date_is_none(f->starts) ? cx->today : f->starts }, &id);
	if (rc == CONFLICT)
		return field_error(cx, "email", T_PEOPLE_INVITED_ALREADY);
	return rc == OK ? created(cx, url_id(cx, "/people/invitations/", id, ""), T_PEOPLE_INVITED) : rc;
}
