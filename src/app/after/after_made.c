/* after_made.c — the steps are made with the outcome, wait on first screens, and are reminded of behind the pages. */
#include "app/after/after.h"

#include "after.sql.h"
#include "app/after/after_view.h"
#include "app/desk/desk.h"
#include "app/joining/joining.h"
#include "app/notices/notices.h"
#include "rules/after.h"
#include "rules/decision_waits.h"
#include "templates.gen.h"

/* ---- made ---- */

struct making {
	struct ctx *cx;
	int64_t outcome, place;
	struct date issued;
};

static enum rc make(struct making *m, enum after_origin origin, struct str what, struct str whose, enum role role, struct date due)
{
	return sql_after_add(m->cx->db, m->cx->arena, uuid7(m->cx->now), m->outcome, m->place++, origin, what, whose, role, due, NULL);
}

static enum rc make_plan(struct making *m, int64_t decision)
{
	struct ctx *cx = m->cx;
	struct after_plan_rows plan;
	struct after_again_row again;
	enum rc rc = sql_after_plan(cx->db, cx->arena, decision, &plan);

	for (size_t i = 0; rc == OK && i < plan.n; i++)
		rc = make(m, AFTER_PLAN, plan.v[i].what, plan.v[i].who, after_may_have((enum role)plan.v[i].role) ? (enum role)plan.v[i].role : ROLE_ASSESSOR,
		          after_plan_due(plan.v[i].by_date, m->issued));
	if (rc == OK)
		rc = sql_after_again(cx->db, cx->arena, decision, &again);
	if (rc == OK && !date_is_none(again.again_on))
		rc = make(m, AFTER_AGAIN, word(T_AFTER_AGAIN), STR_NONE, ROLE_ASSESSOR, after_plan_due(again.again_on, m->issued));
	return rc;
}

enum rc after_made(struct ctx *cx, int64_t decision)
{
	struct making m = { .cx = cx, .issued = cx->today };
	const struct programme *p;
	struct after_outcome_row o;
	enum rc rc = programme_get(cx, cx->induction->programme_row, &p);

	if (rc != OK || (rc = sql_after_outcome(cx->db, cx->arena, cx->induction->id, &o)) != OK)
		return rc;
	m.outcome = o.outcome;
	if (o.judgement == JUDGEMENT_NOT_YET)
		rc = make_plan(&m, decision);
	for (int i = 0; rc == OK && i < p->d.after.of[o.judgement].steps_n; i++) {
		const struct after_step *s = &p->d.after.of[o.judgement].steps[i];

		rc = make(&m, AFTER_PROGRAMME, s->what, STR_NONE, s->role, date_plus(m.issued, s->days));
	}
	return rc;
}

enum rc after_judged_again(struct ctx *cx)
{
	return sql_after_again_done(cx->db, cx->arena, cx->induction->id, cx->actor.person ? cx->actor.person : DB_NULL_INT, cx->now, NULL);
}

enum rc after_demo(struct ctx *cx)
{
	struct after_steps_rows steps;
	struct after_outcome_row o;
	enum rc rc = sql_after_outcome(cx->db, cx->arena, cx->induction->id, &o);

	if (rc != OK || (rc = sql_after_steps(cx->db, cx->arena, o.outcome, &steps)) != OK)
		return rc;
	for (size_t i = 0; i < steps.n; i++)
		if (steps.v[i].role == ROLE_COORDINATOR) {
			rc = sql_after_done(cx->db, cx->arena, o.outcome, steps.v[i].id, cx->actor.person, cx->now, NULL);
			return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_AFTER_DONE, o.decision_id,
			                            strf(cx->arena, "{\"step\":\"%s\"}", uuid_str(cx->arena, steps.v[i].id).p)) : rc;
		}
	return FAULT;
}

/* ---- on first screens ---- */

static enum rc read_with(struct ctx *cx, struct after_waiting_view *v)
{
	struct after_with_rows rows;
	enum rc rc = sql_after_with(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, &rows);

	v->rows.v = NEW_ARRAY(cx->arena, struct after_wait, rc == OK ? rows.n + 1 : 1);
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct after_with_row *r = &rows.v[i];
		struct url url = url_id(cx, "/inductions/", r->induction_id, cx->json ? "/after" : "/after#steps");
		bool late = !r->paused && date_cmp(r->due_on, cx->today) < 0;

		if (cx->json)
			json_waiting(cx, &(struct waiting_line){ url, r->what, r->paused ? DATE_NONE : r->due_on, late });
		v->rows.v[v->rows.n++] = (struct after_wait){
			.url = url, .has_url = true, .title = r->what, .due = date_short(cx->arena, r->due_on), .late = late,
			.note = cx->actor.role == ROLE_ECSW                          ? word(T_AFTER_OF_YOURS)
			        : r->role != (int64_t)cx->actor.role ? WORDS(cx->arena, T_AFTER_OF_ASSESSOR, WORD_ARG("name", r->name))
			                                             : WORDS(cx->arena, T_AFTER_OF, WORD_ARG("name", r->name)),
		};
	}
	return rc;
}

static enum rc read_above(struct ctx *cx, struct after_waiting_view *v)
{
	struct after_above_rows rows;
	enum rc rc = sql_after_above(cx->db, cx->arena, &rows);

	v->above = true;
	v->rows.v = NEW_ARRAY(cx->arena, struct after_wait, rc == OK ? rows.n + 1 : 1);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		v->rows.v[v->rows.n++] = (struct after_wait){ .title = rows.v[i].name, .note = WORDS(cx->arena, T_AFTER_ABOVE_N, WORD_ARG("n", rows.v[i].steps)),
			                                          .due = date_short(cx->arena, rows.v[i].due_on), .late = true };
	return rc;
}

enum rc after_waiting(struct ctx *cx, struct html *ret)
{
	struct after_waiting_view v = { .above = false };
	enum rc rc = OK;

	if (cx->actor.role == ROLE_NATIONAL_ADMIN)
		rc = read_above(cx, &v);
	else if (after_may_have(cx->actor.role))
		rc = read_with(cx, &v);
	if (rc == OK && v.rows.n && !cx->json)
		*ret = HTML(cx, after_waiting, &v);
	return rc;
}

/* ---- behind the pages ---- */

enum { TURN_ARENA = 16 << 20 };

static enum rc tell(struct ctx *cx, const struct after_open_row *r, enum after_tell what)
{
	bool above = what == AFTER_ABOVE;

	switch (r->role) {
	case ROLE_ECSW:
		return notice(cx, NOTICE_AFTER, r->ecsw, r->employer);
	case ROLE_ASSESSOR:
		return above ? notice_coordinators(cx, NOTICE_AFTER_ABOVE, r->employer)
		             : notice_assigned(cx, NOTICE_AFTER, r->induction, ROLE_ASSESSOR, r->employer);
	default:
		return above ? notice_department(cx, NOTICE_AFTER_ABOVE) : notice_coordinators(cx, NOTICE_AFTER, r->employer);
	}
}

/* put — in one transaction: the day it is due by now, and who hears of it. Whoever was faster has done it. */
static enum rc put(struct ctx *cx, const struct after_open_row *r, struct date due, enum after_tell what)
{
	int64_t moved = 0, told = 0;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK && date_cmp(due, r->due_on))
		rc = sql_after_due_put(cx->db, cx->arena, r->step, due, &moved);
	if (rc == OK && what != AFTER_QUIET && (rc = sql_after_told(cx->db, cx->arena, r->step, what, &told)) == OK && told)
		rc = tell(cx, r, what);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

static enum rc look(struct ctx *cx, const struct after_open_row *r, const struct calendar_facts *f)
{
	const struct programme *p;
	struct date due = decision_day(f, date_of(r->issued_at), r->by_on);
	bool moved = !date_is_none(due) && date_cmp(due, r->due_on);
	enum after_tell what;
	enum rc rc = programme_get(cx, r->programme, &p);

	if (rc != OK)
		return rc;
	what = r->paused || date_is_none(due) ? AFTER_QUIET : after_tells((enum role)r->role, due, cx->today, p->d.decision.above_days);
	if (!moved && (int64_t)what <= r->told)
		return OK;
	return put(cx, r, moved ? due : r->due_on, what);
}

/* Some of them: read in one transaction, and each that there is something to say of in its own. */
static enum rc some(struct ctx *cx, int64_t *behind, size_t *ret_n)
{
	struct dates_asked asked[DATES_MANY];
	struct dates_found dates[DATES_MANY];
	struct after_open_rows rows = { .n = 0 };
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = sql_after_open(cx->db, cx->arena, *behind, cx->today, DATES_MANY, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		asked[i] = (struct dates_asked){ rows.v[i].induction, rows.v[i].programme, rows.v[i].starts };
	if (rc == OK && rows.n)
		rc = dates_of_many(cx, asked, rows.n, dates);
	db_rollback(cx->db);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = look(cx, &rows.v[i], &dates[i].facts);
	*ret_n = rows.n;
	if (rows.n)
		*behind = rows.v[rows.n - 1].step;
	return rc;
}

enum rc after_remind(struct ctx *cx)
{
	struct arena *whole = cx->arena;
	int64_t behind = 0;
	size_t n = DATES_MANY;
	enum rc rc = OK;

	while (rc == OK && n == DATES_MANY) {
		cx->arena = arena_new(TURN_ARENA);
		rc = some(cx, &behind, &n);
		arena_release(cx->arena);
		cx->arena = whole;
	}
	return rc;
}
