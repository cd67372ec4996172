/* assignment.c — assigning, ending and counting, by the rules; see assignment.h. */
#include "app/assignment/assignment.h"

#include "app/notices/notices.h"
#include "app/outsider/outsider.h"
#include "app/register/register.h"
#include "assignment.sql.h"

enum { YEAR_AHEAD = 366 };

enum word duty_word(enum duty_wrong wrong)
{
	static const enum word words[DUTY_END] = {
		[DUTY_ENDED] = T_DUTY_ENDED, [DUTY_ECSW_LEFT] = T_DUTY_ECSW_LEFT, [DUTY_OUTSIDE] = T_DUTY_OUTSIDE,
		[DUTY_NO_SUCH_PART] = T_DUTY_NO_SUCH_PART,
		[DUTY_OWN_PORTFOLIO] = T_DUTY_OWN_PORTFOLIO, [DUTY_NOT_IN_ROLE] = T_DUTY_NOT_IN_ROLE,
		[DUTY_ALREADY] = T_DUTY_ALREADY, [DUTY_CONFLICT] = T_DUTY_CONFLICT,
		[DUTY_NOT_REGISTERED] = T_DUTY_NOT_REGISTERED, [DUTY_BOTH_FORBIDDEN] = T_DUTY_BOTH_FORBIDDEN,
		[DUTY_BOTH_NO_REASON] = T_DUTY_BOTH_NO_REASON, [DUTY_BOTH_NO_READER] = T_DUTY_BOTH_NO_READER,
		[DUTY_READER_SELF] = T_DUTY_READER_SELF, [DUTY_READER_ECSW] = T_DUTY_READER_ECSW,
		[DUTY_READER_SUPERVISES] = T_DUTY_READER_SUPERVISES, [DUTY_READER_CONFLICT] = T_DUTY_READER_CONFLICT,
		[DUTY_READER_NOT_ASSESSOR] = T_DUTY_READER_NOT_ASSESSOR,
	};

	return wrong > DUTY_FINE && wrong < DUTY_END ? words[wrong] : T_NONE;
}

/* ---- the facts ---- */

static enum rc reader_facts(struct ctx *cx, const struct new_assignment *a, int64_t employer, int64_t person,
                            struct duty_facts *f, int64_t *ret_reader)
{
	struct duty_person_row reader;
	struct duty_facts_row row;
	enum rc rc;

	*ret_reader = DB_NULL_INT;
	f->reason_given = str_trim(a->reason).n > 0;
	f->reader_given = !uuid_is_none(a->reader);
	if (!f->has_other_part || !f->reader_given)
		return OK;
	rc = sql_duty_person(cx->db, cx->arena, a->reader, employer, ROLE_ASSESSOR, a->starts, &reader);
	if (rc == NOT_FOUND) {
		f->reader_given = false;
		return OK;
	}
	if (rc != OK || (rc = sql_duty_facts(cx->db, cx->arena, a->induction, reader.person, ROLE_ASSESSOR, a->starts, a->ends,
	                                     0, &row)) != OK)
		return rc;
	f->reader_is_self = reader.person == person;
	f->reader_is_ecsw = row.is_ecsw;
	f->reader_supervises = row.has_other_part;
	f->reader_conflict = row.conflict;
	f->reader_assesses = reader.holds_role;
	*ret_reader = reader.person;
	return OK;
}

/* What a new assignment comes to: who it is, and what stands against it. */
struct checked {
	int64_t person, reader;
	struct date ends;       /* no later than the ECSW's last day at the employer */
	enum duty_wrong wrong;
};

static struct date earlier(struct date a, struct date b)
{
	if (date_is_none(a) || date_is_none(b))
		return date_is_none(a) ? b : a;
	return date_cmp(a, b) < 0 ? a : b;
}

static bool is_same(struct date a, struct date b)
{
	return date_is_none(a) == date_is_none(b) && (date_is_none(a) || date_cmp(a, b) == 0);
}

static enum rc check(struct ctx *cx, const struct new_assignment *a, struct checked *ret)
{
	struct duty_induction_row i;
	struct duty_person_row p;
	struct duty_facts_row row;
	struct duty_facts f = { .role = a->role };
	enum rc rc;

	if ((rc = sql_duty_induction(cx->db, cx->arena, a->induction, &i)) != OK)
		return rc;
	ret->ends = earlier(a->ends, i.left_on);
	if ((rc = sql_duty_person(cx->db, cx->arena, a->person, i.employer, a->role, a->starts, &p)) != OK ||
	    (rc = sql_duty_facts(cx->db, cx->arena, a->induction, p.person, a->role, a->starts, ret->ends, 0, &row)) != OK)
		return rc;
	f.induction_open = date_is_none(i.ended);
	f.ecsw_leaves = !date_is_none(i.left_on) && date_cmp(a->starts, i.left_on) > 0;
	f.outside = date_cmp(a->starts, i.starts) < 0 || date_cmp(a->starts, date_plus(cx->today, YEAR_AHEAD)) > 0;
	f.is_ecsw = row.is_ecsw;
	f.holds_role = p.holds_role;
	f.has_already = row.has_already;
	f.has_other_part = row.has_other_part;
	f.conflict = row.conflict;
	f.rule = (enum supervisor_may_assess)row.rule;
	if (a->role == ROLE_ASSESSOR && (rc = registration_stops_person(cx, p.person, &f.not_registered)) != OK)
		return rc;
	if ((rc = reader_facts(cx, a, i.employer, p.person, &f, &ret->reader)) != OK)
		return rc;
	ret->person = p.person;
	ret->wrong = duty_wrong(&f);
	return OK;
}

enum rc assignment_check(struct ctx *cx, const struct new_assignment *a, enum duty_wrong *ret_wrong)
{
	struct checked c;
	enum rc rc = check(cx, a, &c);

	if (rc != OK)
		return rc;
	*ret_wrong = c.wrong;
	return c.wrong == DUTY_FINE ? OK : DENIED;
}

static struct str dates_json(struct ctx *cx, enum role role, int64_t person, struct date starts, struct date ends)
{
	return strf(cx->arena, "{\"role\":%d,\"person\":%lld,\"from\":\"%s\"%s%s%s}", (int)role, (long long)person,
	            date_iso(cx->arena, starts).p, date_is_none(ends) ? "" : ",\"to\":\"",
	            date_is_none(ends) ? "" : date_iso(cx->arena, ends).p, date_is_none(ends) ? "" : "\"");
}

enum rc assignment_make(struct ctx *cx, const struct new_assignment *a, enum duty_wrong *ret_wrong, struct uuid *ret_id)
{
	struct uuid id = uuid7(cx->now);
	struct assignment_insert_row row;
	struct checked c;
	enum rc rc = check(cx, a, &c);

	if (rc != OK)
		return rc;
	*ret_wrong = c.wrong;
	if (c.wrong != DUTY_FINE)
		return DENIED;
	rc = sql_assignment_insert(cx->db, cx->arena, id, a->induction, c.person, a->role, a->starts, c.ends,
	                           c.reader == DB_NULL_INT ? S("") : str_trim(a->reason), c.reader, cx->now, &row);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, a->induction, EVENT_ASSIGNED, id,
		               dates_json(cx, a->role, c.person, a->starts, c.ends));
	if (rc == OK && !is_same(c.ends, a->ends)) /* only because the ECSW leaves */
		rc = sql_assignment_ends_by_leaving(cx->db, cx->arena, row.assignment, a->ends, NULL);
	if (rc == OK && ret_id)
		*ret_id = id;
	return rc;
}

/* ---- ending ---- */

enum rc assignment_stop(struct ctx *cx, const struct assignment_facts *a, struct date from, enum assignment_end why)
{
	struct date last = assignment_last_day(a->starts, from);
	bool ran = !date_is_none(last);
	enum rc rc = ran ? sql_assignment_set_end(cx->db, cx->arena, a->id, last, why, NULL)
	                 : sql_assignment_take_back(cx->db, cx->arena, a->id, NULL);

	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, a->induction, ran ? EVENT_ASSIGNMENT_ENDED : EVENT_ASSIGNMENT_TAKEN_BACK, a->uuid,
		               dates_json(cx, a->role, a->person, a->starts, last));
	return rc == OK && why != ASSIGNMENT_HANDED_OVER ? assignment_left_behind(cx, a, from) : rc;
}

enum rc assignment_left_behind(struct ctx *cx, const struct assignment_facts *a, struct date from)
{
	return observer_gone(cx, &(struct observer_gone){ a->induction, a->person, a->role, from });
}

/* ---- what somebody holds ---- */

static enum rc read_readings(struct ctx *cx, int64_t person, int64_t organisation, struct date on, struct caseload *c)
{
	struct readings_of_rows rows;
	enum rc rc = sql_readings_of(cx->db, cx->arena, person, organisation, on, CASELOAD_MAX, &rows);

	if (rc != OK)
		return rc;
	c->readings = NEW_ARRAY(cx->arena, struct reading_item, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		c->readings[c->readings_n++] = (struct reading_item){ rows.v[i].assignment, rows.v[i].induction, rows.v[i].id,
			                                                  rows.v[i].name, rows.v[i].ecsw, rows.v[i].reads_for,
			                                                  (enum role)rows.v[i].role, rows.v[i].starts };
	return OK;
}

static enum rc read_items(struct ctx *cx, int64_t person, int64_t organisation, int64_t only, struct date on, struct caseload *ret)
{
	struct caseload_of_rows rows;
	struct caseload c = *ret;
	enum rc rc = sql_caseload_of(cx->db, cx->arena, person, organisation, only, on, CASELOAD_MAX, &rows);

	if (rc != OK)
		return rc;
	c.v = NEW_ARRAY(cx->arena, struct caseload_item, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct caseload_of_row *r = &rows.v[i];

		c.v[c.n++] = (struct caseload_item){ r->assignment, r->induction, r->employer, r->id, r->induction_id, r->name,
			                                 r->team, r->employer_name, (enum role)r->role, r->starts, r->ends,
			                                 r->claims, r->parts, r->asks, r->observations,
			                                 r->claims + r->parts + r->asks + r->observations, r->ecsw };
		c.waiting += c.v[c.n - 1].waiting;
	}
	c.all = rows.n ? rows.v[0].total : 0;
	*ret = c;
	return OK;
}

enum rc caseload_of(struct ctx *cx, int64_t person, int64_t organisation, struct date on, struct caseload *ret)
{
	struct caseload c = { .n = 0 };
	enum rc rc = read_readings(cx, person, organisation, on, &c);

	if (rc == OK && (rc = read_items(cx, person, organisation, 0, on, &c)) == OK)
		*ret = c;
	return rc;
}

enum rc caseload_item_of(struct ctx *cx, int64_t person, int64_t assignment, struct date on, struct caseload_item *ret)
{
	struct caseload c = { .n = 0 };
	enum rc rc = read_items(cx, person, 0, assignment, on, &c);

	if (rc != OK || !c.n)
		return rc != OK ? rc : NOT_FOUND;
	*ret = c.v[0];
	return OK;
}

struct url url_caseload(struct ctx *cx, struct uuid person)
{
	return url_id(cx, "/people/", person, "/caseload");
}

/* left — one assignment ends with a last day, its induction held while it does. */
static enum rc left(struct ctx *cx, const struct assignment_facts *a, struct date last)
{
	struct induction_lock_row_row lock;
	enum rc rc = sql_induction_lock_row(cx->db, cx->arena, a->induction, &lock);

	return rc == OK ? assignment_stop(cx, a, date_plus(last, 1), ASSIGNMENT_LEFT) : rc;
}

enum rc assignments_end_all(struct ctx *cx, int64_t person, int64_t organisation, struct date last)
{
	struct caseload c;
	int64_t *told;
	size_t n = 0;
	enum rc rc = caseload_of(cx, person, organisation, date_plus(last, 1), &c);

	if (rc != OK)
		return rc;
	told = NEW_ARRAY(cx->arena, int64_t, c.n + 2 * c.readings_n + 1);
	for (size_t i = 0; rc == OK && i < c.n; i++) {
		struct assignment_facts a = { c.v[i].assignment, c.v[i].induction, c.v[i].id, person, c.v[i].role, c.v[i].starts };

		rc = left(cx, &a, last);
		told[n++] = c.v[i].ecsw;
	}
	for (size_t i = 0; rc == OK && i < c.readings_n; i++) {
		const struct reading_item *r = &c.readings[i];
		struct assignment_facts a = { r->assignment, r->induction, r->id, r->reads_for, r->role, r->starts };

		rc = left(cx, &a, last);
		told[n++] = r->ecsw;
		told[n++] = r->reads_for;
	}
	return rc == OK ? notice_each(cx, NOTICE_ASSIGNED, told, n, organisation) : rc;
}

/* One that would only begin after a last day that is still to come stays until leaving takes effect. */
static bool is_still_ahead(const struct ctx *cx, const struct assignments_around_row *r, struct date last)
{
	return date_cmp(r->starts, last) > 0 && date_cmp(last, cx->today) >= 0;
}

static enum rc left_by_ecsw(struct ctx *cx, const struct assignments_around_row *r, struct date last)
{
	struct assignment_facts a = { r->assignment, r->induction, r->id, r->person, (enum role)r->role, r->starts };
	enum rc rc = left(cx, &a, last);

	return rc == OK ? sql_assignment_ends_by_leaving(cx->db, cx->arena, r->assignment, r->ends, NULL) : rc;
}

enum rc assignments_end_around(struct ctx *cx, int64_t ecsw, int64_t organisation, struct date last)
{
	struct assignments_around_rows rows;
	int64_t *told;
	size_t n = 0;
	enum rc rc = sql_assignments_around(cx->db, cx->arena, ecsw, organisation, date_plus(last, 1), CASELOAD_MAX, &rows);

	if (rc != OK)
		return rc;
	told = NEW_ARRAY(cx->arena, int64_t, 2 * rows.n + 1);
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		if (is_still_ahead(cx, &rows.v[i], last))
			continue;
		rc = left_by_ecsw(cx, &rows.v[i], last);
		told[n++] = rows.v[i].person;
		if (rows.v[i].reader != DB_NULL_INT)
			told[n++] = rows.v[i].reader;
	}
	return rc == OK ? notice_each(cx, NOTICE_ASSIGNED, told, n, organisation) : rc;
}

static enum rc goes_on(struct ctx *cx, const struct assignments_ended_around_row *r)
{
	struct induction_lock_row_row lock;
	struct date ends = earlier(r->before, r->left_on);
	enum rc rc = sql_induction_lock_row(cx->db, cx->arena, r->induction, &lock);

	if (rc == OK)
		rc = sql_assignment_goes_on(cx->db, cx->arena, r->assignment, ends, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, r->induction, EVENT_ASSIGNED, r->id,
	                            dates_json(cx, (enum role)r->role, r->person, r->starts, ends))
	                : rc;
}

enum rc assignments_go_on_around(struct ctx *cx, int64_t ecsw, int64_t organisation, struct date last)
{
	struct assignments_ended_around_rows rows;
	int64_t *told;
	size_t n = 0;
	enum rc rc = sql_assignments_ended_around(cx->db, cx->arena, ecsw, organisation, last, CASELOAD_MAX, &rows);

	if (rc != OK)
		return rc;
	told = NEW_ARRAY(cx->arena, int64_t, 2 * rows.n + 1);
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		rc = goes_on(cx, &rows.v[i]);
		told[n++] = rows.v[i].person;
		if (rows.v[i].reader != DB_NULL_INT)
			told[n++] = rows.v[i].reader;
	}
	return rc == OK ? notice_each(cx, NOTICE_ASSIGNED, told, n, organisation) : rc;
}
