/* bulk_act.c — see bulk_act.h. */
#include "app/assignment/assignment.h"
#include "app/bulk/bulk_act.h"
#include "app/joining/joining.h"
#include "app/organisation/organisation.h"
#include "app/people/people.h"
#include "web/jobs.h"

#include "bulk_act.sql.h"
#include "bulk_facts.sql.h"
#include "bulk_store.sql.h"

/* ---- roles ---- */

static const struct {
	enum role by, role;
} given[] = {
	{ ROLE_COORDINATOR, ROLE_SUPERVISOR }, { ROLE_COORDINATOR, ROLE_ASSESSOR }, { ROLE_COORDINATOR, ROLE_OBSERVER },
	{ ROLE_COORDINATOR, ROLE_PANEL_MEMBER }, { ROLE_COORDINATOR, ROLE_HR_CONTACT }, { ROLE_COORDINATOR, ROLE_COORDINATOR },
	{ ROLE_NATIONAL_ADMIN, ROLE_COORDINATOR },
};

bool bulk_may_give(enum role by, enum role role)
{
	for (size_t i = 0; i < COUNT_OF(given); i++)
		if (given[i].by == by && given[i].role == role)
			return true;
	return false;
}

struct str key_words(struct arena *a, const struct key_list *list, int number)
{
	return str_replace_all(a, key_of(list, number), S("_"), S(" "));
}

struct str bulk_roles_given(struct arena *a, enum role by)
{
	struct buf b = buf_new(a, 1000);

	for (size_t i = 0; i < COUNT_OF(given); i++)
		if (given[i].by == by)
			buf_addf(&b, "%s%.*s", b.n ? ", " : "", STR_FMT(key_words(a, &roles, given[i].role)));
	return buf_str(&b);
}

/* ---- acts ---- */

struct act {
	struct ctx *cx;
	const struct bulk_values *v;
	const struct bulk_meant *m;
	struct bulk_made *made;
};

static enum rc add_code(struct act *t, int64_t organisation, enum code_scheme scheme, const struct bulk_value *code)
{
	struct uuid id = uuid7(t->cx->now);
	enum rc rc = OK;

	if (!code->good)
		return OK;
	rc = sql_bulk_code_add(t->cx->db, t->cx->arena, id, organisation, scheme, code->s, t->cx->today, t->cx->now, NULL);
	return rc == OK ? event_add(t->cx, CHAIN_ORGANISATION, organisation, EVENT_CODE_ADDED, id,
	                            strf(t->cx->arena, "{\"scheme\":%d}", scheme))
	                : rc;
}

static enum rc add_organisation(struct act *t)
{
	int64_t id;
	enum rc rc = organisation_create(t->cx, t->v->v[COL_NAME].s, (enum organisation_type)t->v->v[COL_TYPE].n, &id);

	if (rc == OK)
		rc = sql_bulk_contact_put(t->cx->db, t->cx->arena, id, t->v->v[COL_PHONE].s.n ? t->v->v[COL_PHONE].s : S(""),
		                          t->v->v[COL_ADDRESS].s.n ? t->v->v[COL_ADDRESS].s : S(""), NULL);
	if (rc == OK)
		rc = add_code(t, id, CODE_AUTHORITY, &t->v->v[COL_CODE]);
	if (rc == OK)
		rc = add_code(t, id, CODE_ONS, &t->v->v[COL_ONS]);
	if (rc == OK)
		rc = organisation_index(t->cx, id);
	if (rc == OK)
		t->made->organisation = id;
	return rc;
}

static enum rc somebody_new(struct act *t, enum role role)
{
	struct new_person p = { .name = t->v->v[COL_NAME].s, .email = t->v->v[COL_EMAIL].s,
		                .registration = t->v->v[COL_REGISTRATION].s, .register_later = true, .expected = true };
	struct first_role first = { t->m->organisation, role, t->m->role_starts };

	enum rc rc = person_with_role(t->cx, &p, &first, &t->made->person, &t->made->role_id);

	return rc == OK && p.registration.n && t->m->register_asks ? job_queue(t->cx, JOB_REGISTER_CHECK, t->made->person, S(""), NULL) : rc;
}

/* person_and_role — somebody new, or one of ours; with the role, if they have not got it. */
static enum rc person_and_role(struct act *t, enum role role)
{
	enum rc rc = OK;

	t->made->organisation = t->m->organisation;
	t->made->person_is_new = !t->m->person;
	t->made->role_is_new = !t->m->has_role;
	if (!t->m->person)
		return somebody_new(t, role);
	t->made->person = t->m->person;
	if (!t->m->has_role)
		rc = role_grant(t->cx, t->m->person, t->m->organisation, role, t->m->role_starts, DATE_NONE, &t->made->role_held);
	return rc;
}

static enum rc assign_one(struct act *t, struct uuid person, enum role role, struct date starts, struct date ends)
{
	struct new_assignment a = { .induction = t->made->induction, .person = person, .role = role, .starts = starts, .ends = ends };
	enum duty_wrong wrong = DUTY_FINE;
	enum rc rc = uuid_is_none(person) ? OK : assignment_make(t->cx, &a, &wrong, NULL);

	t->made->duty = wrong;
	return rc;
}

/* Hours count against the full week that the row names. One that names only that works it. */
static enum rc say_hours(struct act *t, struct date starts)
{
	const struct bulk_value *hours = &t->v->v[COL_HOURS], *full = &t->v->v[COL_FULL_WEEK];
	int64_t week = full->good ? full->n : BULK_FULL_WEEK, worked = hours->good ? hours->n : week;

	if (!hours->good && !full->good)
		return OK;
	return hours_say(t->cx, t->made->induction, starts, worked, worked > week ? worked : week);
}

static enum rc add_induction(struct act *t)
{
	struct date starts = t->v->v[COL_STARTS].date;
	struct new_induction i = { .programme = t->m->programme, .framework = t->m->framework, .employer = t->m->organisation,
		                   .starts = starts, .team = t->v->v[COL_TEAM].s, .intake = t->v->v[COL_INTAKE].s };
	struct uuid uuid;
	enum rc rc = person_and_role(t, ROLE_ECSW);

	i.ecsw = t->made->person;
	if (rc == OK)
		rc = induction_start(t->cx, &i, &t->made->induction, &uuid);
	if (rc == OK)
		rc = say_hours(t, starts);
	if (rc == OK)
		rc = assign_one(t, t->m->supervisor, ROLE_SUPERVISOR, starts, DATE_NONE);
	if (rc == OK)
		rc = assign_one(t, t->m->assessor, ROLE_ASSESSOR, starts, DATE_NONE);
	return rc;
}

static enum rc add_assignment(struct act *t)
{
	struct bulk_induction_lock_row lock;
	enum rc rc = sql_bulk_induction_lock(t->cx->db, t->cx->arena, t->m->induction, &lock);

	t->made->induction = t->m->induction;
	if (rc == OK)
		rc = assign_one(t, t->m->other, (enum role)t->v->v[COL_PART].n, t->m->role_starts, t->v->v[COL_ENDS].date);
	t->made->person = t->m->person;
	return rc;
}

/* A rule that only the act itself asks (the last coordinator stays) makes the row one to put right. */
static enum rc add_leaver(struct act *t)
{
	struct person_leaving l = { .person = t->m->person_id, .last_day = t->v->v[COL_LAST_DAY].date,
		             .reason = (enum departure_reason)t->v->v[COL_REASON].n, .personal = t->v->v[COL_PERSONAL].s };
	struct str why = STR_NONE;
	enum rc rc = person_leaves(t->cx, &l, &why);

	t->made->person = t->m->person;
	t->made->why = why;
	return rc == NOT_FOUND ? DENIED : rc;
}

static enum rc add_outcome(struct act *t)
{
	struct uuid id = uuid7(t->cx->now);
	struct date on = t->v->v[COL_ON].date;
	struct bulk_induction_lock_row lock;
	enum rc rc = sql_bulk_induction_lock(t->cx->db, t->cx->arena, t->m->induction, &lock);

	if (rc == OK)
		rc = sql_bulk_outcome_add(t->cx->db, t->cx->arena, id, t->m->induction, t->v->v[COL_OUTCOME].n, on, t->cx->actor.person,
		                          t->cx->now, NULL);
	if (rc == OK && date_is_none(lock.ended))
		rc = sql_bulk_induction_end(t->cx->db, t->cx->arena, t->m->induction, on, NULL);
	if (rc == OK)
		rc = event_add(t->cx, CHAIN_INDUCTION, t->m->induction, EVENT_OUTCOME_RECORDED, lock.uuid,
		               strf(t->cx->arena, "{\"outcome\":%lld,\"on\":\"%s\"}", (long long)t->v->v[COL_OUTCOME].n,
		                    date_iso(t->cx->arena, on).p));
	t->made->induction = t->m->induction;
	t->made->person = t->m->person;
	return rc;
}

enum rc bulk_act(struct ctx *cx, const struct bulk_kind_info *k, const struct bulk_values *v, const struct bulk_meant *m,
                 struct bulk_made *ret)
{
	struct act t = { cx, v, m, ret };

	*ret = (struct bulk_made){ .organisation = DB_NULL_INT, .person = DB_NULL_INT, .role_held = DB_NULL_INT, .induction = DB_NULL_INT };
	switch (k->kind) {
	case BULK_ORGANISATIONS: return add_organisation(&t);
	case BULK_COORDINATORS: return person_and_role(&t, ROLE_COORDINATOR);
	case BULK_PEOPLE: return person_and_role(&t, (enum role)v->v[COL_ROLE].n);
	case BULK_INDUCTIONS: return add_induction(&t);
	case BULK_ASSIGNMENTS: return add_assignment(&t);
	case BULK_OUTCOMES: return add_outcome(&t);
	case BULK_LEAVERS: return add_leaver(&t);
	case BULK_KIND_END: break;
	}
	return FAULT;
}

/* ---- taking back ---- */

static int64_t or_none(int64_t id)
{
	return id == DB_NULL_INT ? 0 : id;
}

enum rc bulk_untouched(struct ctx *cx, const struct bulk_rows_to_take_back_row *row, bool *ret)
{
	struct bulk_person_touched_row p = { .touched = 0 };
	struct bulk_induction_touched_row i = { .touched = 0 };
	enum rc rc = OK;

	if (row->made_person)
		rc = sql_bulk_person_touched(cx->db, cx->arena, row->person, or_none(row->role_held), or_none(row->induction), &p);
	if (rc == OK && row->induction != DB_NULL_INT)
		rc = sql_bulk_induction_touched(cx->db, cx->arena, row->induction, &i);
	if (rc == OK)
		*ret = p.touched + i.touched == 0 && (row->made_role || row->induction != DB_NULL_INT);
	return rc;
}

static enum rc empty_person(struct ctx *cx, int64_t person, struct uuid id)
{
	struct str nowhere = strf(cx->arena, "taken back %s", uuid_str(cx->arena, id).p); /* no address has a space in it */

	return sql_bulk_person_gone(cx->db, cx->arena, person, word(T_BULK_NAME_TAKEN_BACK), nowhere, cx->now, NULL);
}

enum rc bulk_take_back(struct ctx *cx, const struct bulk_rows_to_take_back_row *row)
{
	struct bulk_person_uuid_row person;
	struct str data = strf(cx->arena, "{\"person\":%d,\"role\":%d,\"induction\":%d}", row->made_person, row->made_role,
	                       row->induction != DB_NULL_INT);
	enum rc rc = sql_bulk_person_uuid(cx->db, cx->arena, row->person, &person);

	if (rc == OK && row->induction != DB_NULL_INT &&
	    (rc = sql_bulk_assignments_gone(cx->db, cx->arena, row->induction, NULL)) == OK &&
	    (rc = sql_bulk_induction_gone(cx->db, cx->arena, row->induction, NULL)) == OK)
		rc = event_add(cx, CHAIN_INDUCTION, row->induction, EVENT_BULK_ROW_TAKEN_BACK, person.id, data);
	if (rc == OK && row->made_person)
		rc = sql_bulk_primary_gone(cx->db, cx->arena, row->person, NULL);
	if (rc == OK && row->made_role && row->role_held != DB_NULL_INT)
		rc = sql_bulk_role_gone(cx->db, cx->arena, row->role_held, NULL);
	if (rc == OK && row->made_person)
		rc = empty_person(cx, row->person, person.id);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, row->person, EVENT_BULK_ROW_TAKEN_BACK, person.id, data);
	return rc == OK ? people_index(cx, row->person) : rc;
}
