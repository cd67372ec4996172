/* person_roles.c — give somebody who is here another role, and end one. */
#include "app/people/people_inside.h"

#include "app/people/people_pages.h"
#include "app/people/people_view.h"
#include "people_acts.sql.h"
#include "people_store.sql.h"
#include "web/mail.h"

static const enum word role_words[ROLE_END] = {
	[ROLE_ECSW] = T_ROLE_ECSW, [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR,
	[ROLE_COORDINATOR] = T_ROLE_COORDINATOR, [ROLE_MODERATOR] = T_ROLE_MODERATOR, [ROLE_NATIONAL_ADMIN] = T_ROLE_NATIONAL,
	[ROLE_REGULATOR] = T_ROLE_REGULATOR, [ROLE_SYSTEM_ADMIN] = T_ROLE_SYSTEM, [ROLE_OBSERVER] = T_ROLE_OBSERVER,
	[ROLE_PANEL_MEMBER] = T_ROLE_PANEL, [ROLE_HR_CONTACT] = T_ROLE_HR,
};

/* ---- giving one ---- */

struct staff_role_form {
	int role;
	struct date starts;
	struct str organisation;
};
static const struct field role_fields[] = {
	CHOICE(struct staff_role_form, role, .label = T_PEOPLE_ROLE, .choices = &roles, .choice_words = role_words,
	       .max = ROLE_END, .required = true),
	DATE(struct staff_role_form, starts, .label = T_PEOPLE_ROLE_FROM, .hint = T_PEOPLE_ROLE_FROM_HINT,
	     .not_before_1990 = true, .max = 10),
	TEXT(struct staff_role_form, organisation, .label = T_PEOPLE_ORGANISATION, .max = UUID_TEXT),
};
const struct form staff_role_form = { .name = "role", .size = sizeof(struct staff_role_form), .fields = role_fields,
	                                  .n = COUNT_OF(role_fields) };

static enum rc here(struct ctx *cx, struct people_organisation_row *ret)
{
	return sql_people_organisation(cx->db, cx->arena, cx->actor.organisation, ret);
}

enum rc staff_roles_new(struct ctx *cx)
{
	struct form_view fv = form_view(cx, &staff_role_form, NULL, -1);
	struct roles_view v = { .name = cx->person->name, .back = staff_url(cx, ""), .action = staff_url(cx, "/roles"),
		                    .errors = fv.errors, .hidden = fv.hidden };
	struct people_organisation_row o;
	enum rc rc = here(cx, &o);

	if (rc != OK)
		return rc;
	roles_offered(cx, &(struct grant){ &cx->actor, cx->person->id, ROLE_NONE, cx->actor.organisation,
	                                   (enum organisation_type)o.type },
	              form_field(&fv, "role")->value, &v.roles);
	v.organisation = o.name;
	v.role_error = form_field(&fv, "role")->error;
	v.starts = form_field(&fv, "starts")->html;
	return roles_page(cx, &v);
}

static enum rc holds_it(struct ctx *cx, const struct staff *s, enum role role, int64_t organisation, bool *ret)
{
	struct roles_here_rows rows;
	enum rc rc = sql_roles_here(cx->db, cx->arena, s->id, organisation, &rows);

	*ret = false;
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		*ret = *ret || (rows.v[i].role == (int64_t)role &&
		                (date_is_none(rows.v[i].ends) || date_cmp(rows.v[i].ends, cx->today) >= 0));
	return rc;
}

/* The organisation that was posted, when it isn't one's own: refused, and written down. */
static enum rc where(struct ctx *cx, struct str named, struct people_organisation_row *o, int64_t *ret_id)
{
	struct people_organisation_of_row other;
	struct uuid id;
	enum rc rc = here(cx, o);

	*ret_id = cx->actor.organisation;
	if (rc != OK || !named.n)
		return rc;
	if (!uuid_parse(named, &id) || sql_people_organisation_of(cx->db, cx->arena, id, &other) != OK)
		return field_error(cx, "role", T_PEOPLE_GRANT_ELSEWHERE);
	*ret_id = other.organisation;
	o->type = other.type;
	o->name = other.name;
	return OK;
}

enum rc staff_role_grant(struct ctx *cx)
{
	const struct staff_role_form *f = cx->form;
	struct people_organisation_row o;
	struct staff s;
	int64_t organisation;
	enum grant_answer answer;
	bool held;
	enum rc rc = staff_for(cx, ACT_GRANT, &s);

	if (rc != OK || (rc = where(cx, f->organisation, &o, &organisation)) != OK)
		return rc;
	answer = may_grant(&(struct grant){ &cx->actor, s.id, (enum role)f->role, organisation, (enum organisation_type)o.type });
	if (answer != GRANT_OK)
		return grant_refused(cx, answer, cx->actor.organisation, s.uuid);
	if (needs_second((enum role)f->role)) /* by two people, so by an invitation: it waits for the second */
		return field_error(cx, "role", T_PEOPLE_ROLE_BY_INVITATION);
	if ((rc = holds_it(cx, &s, (enum role)f->role, organisation, &held)) != OK)
		return rc;
	if (held)
		return field_error(cx, "role", T_PEOPLE_ROLE_HELD);
	rc = role_grant(cx, s.id, organisation, (enum role)f->role, date_is_none(f->starts) ? cx->today : f->starts, DATE_NONE,
	                NULL);
	if (rc == OK)
		rc = mail_person(cx, s.id, word(T_PEOPLE_ROLE_SUBJECT),
		             WORDS(cx->arena, T_PEOPLE_ROLE_MAIL, WORD_ARG("name", s.name), WORD_ARG("by", cx->person_name),
		                   WORD_ARG("role", role_word((enum role)f->role)), WORD_ARG("organisation", o.name),
		                   WORD_ARG("url", cx->settings->url)));
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_ROLE_GIVEN) : rc;
}

/* ---- ending one ---- */

struct staff_role_end_form {
	struct date last;
};
static const struct field role_end_fields[] = {
	DATE(struct staff_role_end_form, last, .label = T_PEOPLE_ROLE_LAST, .hint = T_PEOPLE_ROLE_LAST_HINT, .max = 10),
};
const struct form staff_role_end_form = { .name = "role_end", .size = sizeof(struct staff_role_end_form),
	                                      .fields = role_end_fields, .n = COUNT_OF(role_end_fields) };

static const struct staff_role *role_of_path(struct ctx *cx, const struct staff *s)
{
	struct uuid id;

	if (!uuid_parse(param(cx, "role"), &id))
		return NULL;
	for (size_t i = 0; i < s->roles_n; i++)
		if (uuid_eq(s->roles[i].held.uuid, id) && !staff_role_is_past(cx, &s->roles[i]))
			return &s->roles[i];
	return NULL;
}

static struct url role_url(struct ctx *cx, const struct staff_role *r)
{
	return staff_url(cx, str_c(cx->arena, strf(cx->arena, "/roles/%s/end", uuid_str(cx->arena, r->held.uuid).p)));
}

enum rc staff_role_end_new(struct ctx *cx)
{
	struct act_view v = { .title = T_PEOPLE_ROLE_END, .button = T_PEOPLE_ROLE_END_BUTTON, .back = staff_url(cx, ""),
		                  .name = cx->person->name };
	const struct staff_role *r;
	struct staff s;
	enum rc rc = staff_read(cx, &s);

	if (rc != OK || !(r = role_of_path(cx, &s)))
		return rc != OK ? rc : NOT_FOUND;
	v.action = role_url(cx, r);
	act_says(&v, WORDS(cx->arena, T_PEOPLE_ROLE_END_LEAD, WORD_ARG("role", role_word(r->held.role)),
	                   WORD_ARG("organisation", r->organisation_name)));
	if ((rc = caseload_note(cx, &s, &v)) != OK)
		return rc;
	return act_page(cx, &staff_role_end_form, NULL, -1, &v);
}

enum rc staff_role_end(struct ctx *cx)
{
	const struct staff_role_end_form *f = cx->form;
	const struct staff_role *r;
	enum grant_answer answer;
	struct staff s;
	struct date last = date_is_none(f->last) ? date_plus(cx->today, -1) : f->last;
	enum rc rc = staff_for(cx, ACT_END_ROLE, &s);

	if (rc != OK || !(r = role_of_path(cx, &s)))
		return rc != OK ? rc : NOT_FOUND;
	answer = may_grant(&(struct grant){ &cx->actor, s.id, r->held.role, r->held.organisation, r->type });
	if (answer != GRANT_OK)
		return refusal_noted(cx, CHAIN_ORGANISATION, cx->actor.organisation, s.uuid,
		                     strf(cx->arena, "{\"reason\":%d}", (int)answer), form_error(cx, T_PEOPLE_ROLE_END_NOT_YOURS));
	if ((rc = last_coordinator_stays(cx, &s, r, last)) != OK || (rc = caseload_is_handed_over(cx, &s, r->held.role, last)) != OK ||
	    (rc = role_end(cx, &r->held, last)) != OK)
		return rc;
	rc = mail_person(cx, s.id, word(T_PEOPLE_ROLE_ENDED_SUBJECT),
	             WORDS(cx->arena, T_PEOPLE_ROLE_ENDED_MAIL, WORD_ARG("name", s.name), WORD_ARG("by", cx->person_name),
	                   WORD_ARG("role", role_word(r->held.role)), WORD_ARG("organisation", r->organisation_name)));
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_ROLE_ENDED) : rc;
}
