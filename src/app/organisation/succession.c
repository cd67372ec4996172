/* succession.c — one organisation follows another: what is in the way of it, and doing it in one transaction.
 *
 * Everything follows: inductions with their assignments, roles, sessions, people on their way in, room for ECSWs, and
 * partnerships. Codes end. Nothing is removed: who was what at which organisation until when stays in role_held, in
 * induction_employer_before and in every chain.
 */
#include "app/organisation/succession.h"

#include "app/organisation/succession_places.h"
#include "app/people/people.h"

enum { A_TIME = 500 };

enum rc succession_read(struct ctx *cx, int64_t succession, struct succession_parts_rows *ret)
{
	return sql_succession_parts(cx->db, cx->arena, succession, ret);
}

bool succession_closes(const struct succession_parts_rows *parts, int64_t organisation)
{
	for (size_t i = 0; i < parts->n; i++)
		if (parts->v[i].organisation == organisation && parts->v[i].becomes == organisation)
			return false;
	return true;
}

/* ---- what is in the way ---- */

static void add_problem(struct ctx *cx, struct succession_problems *p, enum word says, struct str name, int64_t n)
{
	if (p->n < COUNT_OF(p->v))
		p->v[p->n++] = WORDS(cx->arena, says, WORD_ARG("name", name), WORD_ARG("n", n));
}

static enum rc check_from(struct ctx *cx, const struct succession_parts_row *r, int64_t succession, struct date on,
                          struct succession_problems *p)
{
	struct succession_waiting_for_row waiting;
	struct succession_counts_row counts;
	struct succession_roles_held_rows held;
	enum rc rc = sql_succession_counts(cx->db, cx->arena, r->organisation, date_plus(on, -1), &counts);

	if (rc == OK)
		rc = sql_succession_waiting_for(cx->db, cx->arena, r->organisation, succession, &waiting);
	if (rc == OK)
		rc = sql_succession_roles_held(cx->db, cx->arena, r->organisation, date_plus(on, -1), &held);
	if (rc != OK)
		return rc;
	if (!date_is_none(r->closed_on) && date_cmp(r->closed_on, on) < 0)
		add_problem(cx, p, T_SUCCESSION_HAS_CLOSED, r->name, 0);
	if (waiting.n)
		add_problem(cx, p, T_SUCCESSION_WAITS_ALREADY, r->name, 0);
	if (organisation_may((enum organisation_type)r->type, POWER_NATIONAL) ||
	    organisation_may((enum organisation_type)r->type, POWER_REGULATE))
		add_problem(cx, p, T_SUCCESSION_NATIONAL, r->name, 0);
	if (counts.inductions && !organisation_may((enum organisation_type)r->becomes_type, POWER_INDUCTIONS))
		add_problem(cx, p, T_SUCCESSION_NO_INDUCTIONS, r->becomes_name, counts.inductions);
	for (size_t i = 0; i < held.n; i++)
		if (!role_fits((enum role)held.v[i].role, (enum organisation_type)r->becomes_type))
			add_problem(cx, p, T_SUCCESSION_ROLE_UNFIT, r->becomes_name, held.v[i].people);
	return OK;
}

enum rc succession_check(struct ctx *cx, int64_t succession, const struct succession_parts_rows *parts, struct date on,
                         struct succession_problems *ret)
{
	enum rc rc = OK;

	*ret = (struct succession_problems){ .n = 0 };
	for (size_t i = 0; rc == OK && i < parts->n; i++) {
		const struct succession_parts_row *r = &parts->v[i];

		if (!date_is_none(r->becomes_closed) && date_cmp(r->becomes_closed, on) < 0)
			add_problem(cx, ret, T_SUCCESSION_HAS_CLOSED, r->becomes_name, 0);
		if (r->organisation != r->becomes)
			rc = check_from(cx, r, succession, on, ret);
	}
	return rc;
}

/* ---- doing it ---- */

struct doing {
	struct ctx *cx;
	int64_t succession;
	struct uuid id;
	struct date on, last; /* first day of what comes after; last day of what was */
	const struct succession_parts_rows *parts;
	bool splits;
};

static enum rc move_induction(struct doing *d, const struct succession_parts_row *part,
                              const struct succession_inductions_row *i)
{
	struct ctx *cx = d->cx;
	enum rc rc = sql_succession_induction_before(cx->db, cx->arena, i->induction, part->organisation, d->last, d->succession,
	                                             NULL);

	if (rc == OK)
		rc = sql_succession_induction_move(cx->db, cx->arena, i->induction, part->becomes, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, i->induction, EVENT_EMPLOYER_SUCCEEDED, i->id,
	                            strf(cx->arena, "{\"organisation\":%lld,\"on\":%d}", (long long)part->becomes, d->on.days))
	                : rc;
}

static enum rc move_inductions(struct doing *d, const struct succession_parts_row *part)
{
	struct ctx *cx = d->cx;
	struct succession_inductions_rows rows = { .n = A_TIME };
	int64_t after = 0;
	enum rc rc = OK;

	while (rc == OK && rows.n == A_TIME) {
		rc = sql_succession_inductions(cx->db, cx->arena, d->succession, part->organisation, part->team, after, A_TIME, &rows);
		for (size_t i = 0; rc == OK && i < rows.n; i++) {
			rc = move_induction(d, part, &rows.v[i]);
			after = rows.v[i].induction;
		}
	}
	return rc;
}

/* Where a role goes: with the work it is for; without such, with everybody else. Whoever coordinates goes on everywhere,
 * so that nobody is without a coordinator on the first day. */
struct targets {
	int64_t v[64];
	size_t n;
};

static void add_target(struct targets *t, int64_t organisation)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i] == organisation)
			return;
	if (t->n < COUNT_OF(t->v))
		t->v[t->n++] = organisation;
}

static enum rc targets_of(struct doing *d, int64_t organisation, const struct succession_roles_row *r, struct targets *ret)
{
	struct ctx *cx = d->cx;
	struct succession_goes_with_rows rows = { .n = 0 };
	bool with_work = r->role == ROLE_ECSW || r->role == ROLE_SUPERVISOR || r->role == ROLE_ASSESSOR;
	enum rc rc = with_work ? sql_succession_goes_with(cx->db, cx->arena, r->person, r->role, d->succession, d->on, &rows) : OK;

	*ret = (struct targets){ .n = 0 };
	for (size_t i = 0; i < rows.n; i++)
		add_target(ret, rows.v[i].employer);
	for (size_t i = 0; i < d->parts->n; i++) {
		const struct succession_parts_row *p = &d->parts->v[i];

		if (p->organisation == organisation && (!with_work || (!ret->n && !p->team.n)))
			add_target(ret, p->becomes);
	}
	return rc;
}

static enum rc grant_at(struct doing *d, const struct succession_roles_row *r, int64_t organisation, int64_t *ret_role)
{
	struct ctx *cx = d->cx;
	struct date starts = date_cmp(r->starts, d->on) > 0 ? r->starts : d->on;
	struct succession_role_overlaps_row overlap;
	enum rc rc = sql_succession_role_overlaps(cx->db, cx->arena, r->person, organisation, r->role, starts, r->ends, &overlap);

	*ret_role = 0;
	if (rc != OK || overlap.n)
		return rc;
	return role_grant(cx, r->person, organisation, (enum role)r->role, starts, r->ends, ret_role);
}

static enum rc end_role(struct doing *d, const struct succession_roles_row *r, int64_t organisation, int64_t goes_on)
{
	struct ctx *cx = d->cx;
	enum rc rc = sql_succession_role_end(cx->db, cx->arena, r->role_held, d->last, NULL);

	if (rc == OK && goes_on)
		rc = sql_succession_sessions_move(cx->db, cx->arena, r->role_held, goes_on, NULL);
	if (rc == OK)
		rc = sql_succession_tokens_end(cx->db, cx->arena, r->role_held, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_PERSON, r->person, EVENT_ROLE_SUCCEEDED, r->id,
	                            strf(cx->arena, "{\"role\":%d,\"organisation\":%lld,\"on\":%d}", (int)r->role,
	                                 (long long)organisation, d->last.days))
	                : rc;
}

static enum rc move_roles(struct doing *d, int64_t organisation)
{
	struct ctx *cx = d->cx;
	struct succession_roles_rows rows;
	enum rc rc = sql_succession_roles(cx->db, cx->arena, organisation, d->last, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		struct targets t;
		bool stays = false;
		int64_t first = 0, granted;

		rc = targets_of(d, organisation, &rows.v[i], &t);
		for (size_t k = 0; rc == OK && k < t.n; k++) {
			if (t.v[k] == organisation) {
				stays = true;
				continue;
			}
			rc = grant_at(d, &rows.v[i], t.v[k], &granted);
			first = first ? first : granted;
		}
		if (rc == OK && !stays)
			rc = end_role(d, &rows.v[i], organisation, first);
	}
	return rc;
}

static enum rc move_capacity(struct doing *d, int64_t organisation, bool closes)
{
	struct ctx *cx = d->cx;
	struct succession_capacity_copy_rows rows;
	enum rc rc = sql_succession_capacity_copy(cx->db, cx->arena, organisation, d->last, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct succession_capacity_copy_row *r = &rows.v[i];
		struct date starts = date_cmp(r->starts, d->on) > 0 ? r->starts : d->on;

		for (size_t k = 0; rc == OK && k < d->parts->n; k++)
			if (d->parts->v[k].organisation == organisation && d->parts->v[k].becomes != organisation)
				rc = sql_succession_capacity_add(cx->db, cx->arena, uuid7(cx->now), r->person, d->parts->v[k].becomes,
				                                 r->role, r->most, starts, r->ends, cx->now, NULL);
		if (rc == OK && closes)
			rc = sql_succession_capacity_end(cx->db, cx->arena, r->capacity, d->last, NULL);
	}
	return rc;
}

static enum rc move_partnerships(struct doing *d, int64_t organisation, int64_t becomes)
{
	struct ctx *cx = d->cx;
	struct succession_partnerships_rows rows;
	enum rc rc = sql_succession_partnerships(cx->db, cx->arena, organisation, d->last, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct succession_partnerships_row *r = &rows.v[i];
		struct date starts = date_cmp(r->starts, d->on) > 0 ? r->starts : d->on;

		if ((rc = sql_succession_partnership_end(cx->db, cx->arena, r->partnership, d->last, NULL)) == OK)
			rc = sql_succession_partnership_add(cx->db, cx->arena, uuid7(cx->now),
			                                    r->organisation == organisation ? becomes : r->organisation,
			                                    r->partner == organisation ? becomes : r->partner, r->kind, starts, r->ends,
			                                    cx->now, NULL);
	}
	return rc;
}

/* What follows the organisation as a whole: with a merge the one it becomes, with a split the part for everybody else. */
static const struct succession_parts_row *whole_of(const struct succession_parts_rows *parts, int64_t organisation)
{
	for (size_t i = 0; i < parts->n; i++)
		if (parts->v[i].organisation == organisation && !parts->v[i].team.n)
			return &parts->v[i];
	return NULL;
}

static enum rc close_it(struct doing *d, const struct succession_parts_row *whole)
{
	struct ctx *cx = d->cx;
	int64_t from = whole->organisation;
	enum rc rc = sql_succession_codes_end(cx->db, cx->arena, from, d->last, NULL);

	if (rc == OK)
		rc = move_partnerships(d, from, whole->becomes);
	if (rc == OK)
		rc = sql_succession_joinings_move(cx->db, cx->arena, from, whole->becomes, NULL);
	if (rc == OK)
		rc = sql_succession_invitations_move(cx->db, cx->arena, from, whole->becomes, NULL);
	if (rc == OK)
		rc = sql_succession_departures_move(cx->db, cx->arena, from, whole->becomes, NULL);
	if (rc == OK)
		rc = sql_succession_liaison_follow(cx->db, cx->arena, from, whole->becomes, NULL);
	return rc == OK ? sql_organisation_closed_put(cx->db, cx->arena, from, d->last, NULL) : rc;
}

static enum rc both_events(struct doing *d, const struct succession_parts_row *p)
{
	struct ctx *cx = d->cx;
	enum rc rc = event_add(cx, CHAIN_ORGANISATION, p->organisation, EVENT_SUCCEEDED, d->id,
	                       strf(cx->arena, "{\"organisation\":%lld,\"on\":%d}", (long long)p->becomes, d->on.days));

	return rc == OK ? event_add(cx, CHAIN_ORGANISATION, p->becomes, EVENT_SUCCEEDS, d->id,
	                            strf(cx->arena, "{\"organisation\":%lld,\"on\":%d}", (long long)p->organisation, d->on.days))
	                : rc;
}

static enum rc do_one(struct doing *d, const struct succession_parts_row *whole)
{
	int64_t from = whole->organisation;
	bool closes = succession_closes(d->parts, from);
	struct places places;
	enum rc rc = d->splits ? places_before(d->cx, d->succession, from, d->on, &places) : OK;

	for (size_t i = 0; rc == OK && i < d->parts->n; i++) {
		const struct succession_parts_row *p = &d->parts->v[i];

		if (p->organisation != from || p->becomes == from)
			continue;
		if ((rc = move_inductions(d, p)) == OK)
			rc = both_events(d, p);
	}
	if (rc == OK)
		rc = move_roles(d, from);
	if (rc == OK)
		rc = move_capacity(d, from, closes);
	if (rc == OK && d->splits)
		rc = places_move(d->cx, &places);
	return rc == OK && closes ? close_it(d, whole) : rc;
}

static enum rc lock_all(struct ctx *cx, const struct succession_parts_rows *parts)
{
	struct succession_organisations_lock_row row;
	int64_t last = 0;
	enum rc rc = OK;

	for (;;) { /* in the order of their numbers, so that two such acts never wait for each other */
		int64_t next = INT64_MAX;

		for (size_t i = 0; i < parts->n; i++) {
			int64_t both[] = { parts->v[i].organisation, parts->v[i].becomes };

			for (size_t k = 0; k < 2; k++)
				if (both[k] > last && both[k] < next)
					next = both[k];
		}
		if (next == INT64_MAX || rc != OK)
			return rc;
		rc = sql_succession_organisations_lock(cx->db, cx->arena, next, &row);
		last = next;
	}
}

enum rc succession_do(struct ctx *cx, const struct succession *s, const struct succession_parts_rows *parts)
{
	struct doing d = { cx, s->id, s->uuid, s->on_date, date_plus(s->on_date, -1), parts, s->kind == SUCCESSION_SPLIT };
	enum rc rc = lock_all(cx, parts);

	for (size_t i = 0; rc == OK && i < parts->n; i++) {
		const struct succession_parts_row *whole = whole_of(parts, parts->v[i].organisation);
		bool seen = false;

		for (size_t k = 0; k < i; k++)
			seen = seen || parts->v[k].organisation == parts->v[i].organisation;
		if (!seen)
			rc = whole ? do_one(&d, whole) : FAULT;
	}
	return rc;
}
