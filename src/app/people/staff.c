/* staff.c — how somebody stands here: roles, state, what was recorded of leaving. Read by the page and by every act. */
#include "app/people/people_inside.h"

#include "invitation.sql.h"
#include "people_acts.sql.h"
#include "people_store.sql.h"

static enum rc read_roles_here(struct ctx *cx, struct staff *s)
{
	struct roles_here_rows rows;
	struct people_organisation_row o;
	enum rc rc = sql_roles_here(cx->db, cx->arena, s->id, s->scope, &rows);

	if (rc != OK || (rc = sql_people_organisation(cx->db, cx->arena, s->scope, &o)) != OK)
		return rc;
	s->roles = NEW_ARRAY(cx->arena, struct staff_role, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		s->roles[s->roles_n++] = (struct staff_role){
			{ rows.v[i].role_held, s->id, s->scope, rows.v[i].id, (enum role)rows.v[i].role, rows.v[i].starts },
			rows.v[i].ends, o.name, (enum organisation_type)o.type,
		};
	return OK;
}

static enum rc read_roles_anywhere(struct ctx *cx, struct staff *s)
{
	struct roles_anywhere_rows rows;
	enum rc rc = sql_roles_anywhere(cx->db, cx->arena, s->id, &rows);

	if (rc != OK)
		return rc;
	s->roles = NEW_ARRAY(cx->arena, struct staff_role, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		s->roles[s->roles_n++] = (struct staff_role){
			{ rows.v[i].role_held, s->id, rows.v[i].organisation, rows.v[i].id, (enum role)rows.v[i].role, rows.v[i].starts },
			rows.v[i].ends, rows.v[i].organisation_name, (enum organisation_type)rows.v[i].organisation_type,
		};
	return OK;
}

static enum rc read_departure(struct ctx *cx, struct staff *s)
{
	struct departure_of_row d;
	enum rc rc = s->scope ? sql_departure_of(cx->db, cx->arena, s->id, s->scope, &d) : NOT_FOUND;

	if (rc == OK)
		s->departure = (struct departure){ d.departure, d.id, (enum departure_kind)d.kind, (enum departure_reason)d.reason,
			                               d.last_day, d.back_on, d.done_at != DB_NULL_INT };
	return rc == NOT_FOUND ? OK : rc;
}

bool staff_role_is_now(const struct ctx *cx, const struct staff_role *r)
{
	return date_cmp(r->held.starts, cx->today) <= 0 && (date_is_none(r->ends) || date_cmp(r->ends, cx->today) >= 0);
}

bool staff_role_is_past(const struct ctx *cx, const struct staff_role *r)
{
	return !date_is_none(r->ends) && date_cmp(r->ends, cx->today) < 0;
}

/* Somebody who is expected: whether an invitation is on its way to them. */
static enum rc read_invitation(struct ctx *cx, struct staff *s, struct person_facts *f)
{
	struct invitation_of_person_row i;
	enum rc rc = f->expected ? sql_invitation_of_person(cx->db, cx->arena, s->id, s->scope, &i) : NOT_FOUND;

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	f->invited = true;
	s->invitation = i.id;
	s->invitation_sent = i.sent_at;
	s->invitation_until = i.expires;
	return OK;
}

enum rc staff_read_at(struct ctx *cx, int64_t organisation, struct staff *ret)
{
	struct staff s = { .id = cx->person->id, .uuid = cx->person->uuid, .scope = organisation };
	struct roles_held_elsewhere_row elsewhere = { 0 };
	struct act_person_row p;
	struct person_facts f = { .disabled = false };
	enum rc rc = sql_act_person(cx->db, cx->arena, s.id, &p);

	if (rc != OK || (rc = s.scope ? read_roles_here(cx, &s) : read_roles_anywhere(cx, &s)) != OK ||
	    (rc = read_departure(cx, &s)) != OK)
		return rc;
	if (s.scope && (rc = sql_roles_held_elsewhere(cx->db, cx->arena, s.id, s.scope, cx->today, &elsewhere)) != OK)
		return rc;
	s.name = p.name;
	s.initials = p.initials;
	s.email = p.email;
	s.registration = p.registration;
	s.has_personal = p.personal_email.n > 0;
	s.version = p.version;
	s.elsewhere = elsewhere.roles > 0;
	f.disabled = p.disabled_at != DB_NULL_INT;
	f.expected = p.expected_since != DB_NULL_INT;
	if ((rc = read_invitation(cx, &s, &f)) != OK)
		return rc;
	for (size_t i = 0; i < s.roles_n; i++) {
		f.holds = f.holds || staff_role_is_now(cx, &s.roles[i]);
		f.will_hold = f.will_hold || date_cmp(s.roles[i].held.starts, cx->today) > 0;
	}
	if (s.departure.id && s.departure.kind == DEPARTURE_FOR_GOOD && date_cmp(s.departure.last_day, cx->today) < 0)
		f.holds = f.will_hold = false; /* an ECSW keeps their role, and the account, but not the employer */
	f.away = s.departure.id && s.departure.kind == DEPARTURE_FOR_A_WHILE && date_cmp(s.departure.last_day, cx->today) < 0;
	s.state = person_state_of(&f);
	*ret = s;
	return OK;
}

enum rc staff_read(struct ctx *cx, struct staff *ret)
{
	return staff_read_at(cx, cx->actor.role == ROLE_COORDINATOR ? cx->actor.organisation : 0, ret);
}

enum rc staff_for(struct ctx *cx, enum person_act act, struct staff *ret)
{
	enum rc rc = staff_read(cx, ret);

	return rc == OK && !person_may(act, ret->state) ? CONFLICT : rc;
}

struct url staff_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/people/", cx->person->uuid, after);
}

enum rc staff_event(struct ctx *cx, enum event_kind kind, struct str data)
{
	return event_add(cx, CHAIN_PERSON, cx->person->id, kind, cx->person->uuid, data);
}
