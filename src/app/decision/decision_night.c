/* decision_night.c — behind the pages, every hour: the ECSW's days end, whoever a decision waits for is reminded, and those above are told
 * when that was of no use. Once a step of each wait, and never while the ECSW is away. No state moves because somebody else is late. */
#include "app/decision/decision_inside.h"

#include "app/after/after.h"
#include "app/joining/joining.h"
#include "app/notices/notices.h"

enum { TURN = 50, TURN_ARENA = 64 << 20 };

static struct date day_of(instant at)
{
	return at == DB_NULL_INT ? DATE_NONE : date_of(at);
}

enum rc decision_wait_of(struct ctx *cx, struct wait *ret)
{
	const struct decision *d = cx->decision;
	const struct decision_rules *rules;
	struct decision_who_is_there_row who;
	struct wait_facts f;
	enum rc rc = decision_rules_of(cx, &rules);

	if (rc != OK || (rc = sql_decision_who_is_there(cx->db, cx->arena, d->id, cx->induction->id, cx->induction->employer, cx->today, &who)) != OK)
		return rc;
	f = (struct wait_facts){
		.state = d->state, .judgement = d->state == DECISION_ISSUED ? d->in_force : d->judgement, .since = d->since,
		.owed_ends = d->owed_ends, .respond_ends = d->respond_ends, .appeal_ends = d->appeal_ends,
		.responded = day_of(d->responded_at), .told = d->told_at != DB_NULL_INT,
		.no_appeal = d->no_appeal_at != DB_NULL_INT, .has_assessor = who.assessor, .has_coordinator = who.coordinator,
		.reader = day_of(who.reader), .moderator = day_of(who.moderator), .panel = day_of(who.panel), .appeal = day_of(who.appeal),
		.without_assessor = who.assessor || date_is_none(who.assessed_until) ? DATE_NONE : date_plus(who.assessed_until, 1),
		.paused = d->paused,
	};
	*ret = decision_waits(&f, rules, cx->today);
	return OK;
}

/* ---- whom to tell ---- */

static enum rc tell_readers(struct ctx *cx, int kind)
{
	struct decision_readers_now_rows rows;
	enum rc rc = sql_decision_readers_now(cx->db, cx->arena, cx->decision->id, kind, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = notice(cx, NOTICE_DECISION_LATE, rows.v[i].person, cx->induction->employer);
	return rc;
}

/* tell_sitting — whoever has not said yet, and the chair, who closes it. */
static enum rc tell_sitting(struct ctx *cx, int sitting)
{
	struct panel_of_rows rows;
	enum rc rc = sql_panel_of(cx->db, cx->arena, cx->decision->id, sitting, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (rows.v[i].conflict != CONFLICT_THERE && (rows.v[i].is_chair || rows.v[i].said == SAID_NOTHING))
			rc = notice(cx, NOTICE_DECISION_LATE, rows.v[i].person, cx->induction->employer);
	return rc;
}

static enum rc tell_whoever_has_it(struct ctx *cx, unsigned with)
{
	const struct induction *i = cx->induction;

	switch (with) {
	case DECIDER_ECSW:
		return notice(cx, NOTICE_DECISION_SOON, i->ecsw, i->employer);
	case DECIDER_ASSESSOR:
		return notice_assigned(cx, NOTICE_DECISION_LATE, i->id, ROLE_ASSESSOR, i->employer);
	case DECIDER_SECOND_ASSESSOR:
		return tell_readers(cx, READER_BLIND);
	case DECIDER_MODERATOR:
		return tell_readers(cx, READER_MODERATOR);
	case DECIDER_CHAIR:
		return tell_sitting(cx, SITTING_PANEL);
	case DECIDER_APPEAL_CHAIR:
		return tell_sitting(cx, SITTING_APPEAL);
	case DECIDER_COORDINATOR:
		return notice_coordinators(cx, NOTICE_DECISION_LATE, i->employer);
	case DECIDER_AUTHORITY:
		return notice_department(cx, NOTICE_DECISION_ABOVE);
	default:
		return OK;
	}
}

static enum rc tell(struct ctx *cx, const struct wait *w, enum wait_step step)
{
	enum rc rc = tell_whoever_has_it(cx, w->with);

	if (rc != OK || step != WAIT_ABOVE)
		return rc;
	if (w->with != DECIDER_COORDINATOR)
		rc = notice_coordinators(cx, NOTICE_DECISION_ABOVE, cx->induction->employer);
	return rc == OK ? notice_department(cx, NOTICE_DECISION_ABOVE) : rc;
}

/* ---- one decision, and all ---- */

/* look — in a read transaction whether there is anything to say, and only then in one that writes. */
static enum rc look(struct ctx *cx, struct uuid id, bool writing)
{
	struct decision_lock_row lock;
	struct wait w;
	enum wait_step step;
	int64_t added = 0;
	enum rc rc = writing ? sql_decision_lock(cx->db, cx->arena, id, &lock) : OK;

	if (rc != OK || (rc = decision_read(cx, id)) != OK || cx->decision->closed_at != DB_NULL_INT || (rc = decision_wait_of(cx, &w)) != OK)
		return rc;
	step = wait_step_of(&w, cx->today);
	if (step == WAIT_FINE)
		return OK;
	if (!writing)
		return CONFLICT; /* there is */
	rc = sql_decision_told_add(cx->db, cx->arena, cx->decision->id, cx->decision->state, w.since, step, cx->now, &added);
	return rc == OK && added ? tell(cx, &w, step) : rc;
}

static enum rc remind(struct ctx *cx, struct uuid id)
{
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = look(cx, id, false);
	db_rollback(cx->db);
	if (rc != CONFLICT)
		return rc == NOT_FOUND ? OK : rc;
	if ((rc = db_begin(cx->db, DB_WRITE)) == OK && (rc = look(cx, id, true)) == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc == NOT_FOUND ? OK : rc;
}

static enum rc remind_all(struct ctx *cx)
{
	struct arena *whole = cx->arena;
	int64_t after = 0;
	size_t n = TURN;
	enum rc rc = OK;

	while (rc == OK && n == TURN) {
		struct decisions_waiting_rows rows = { .n = 0 };

		cx->arena = arena_new(TURN_ARENA);
		rc = db_begin(cx->db, DB_READ);
		if (rc == OK)
			rc = sql_decisions_waiting(cx->db, cx->arena, after, TURN, &rows);
		db_rollback(cx->db);
		n = rows.n;
		for (size_t i = 0; rc == OK && i < n; i++)
			rc = remind(cx, rows.v[i].id);
		if (n)
			after = rows.v[n - 1].decision;
		arena_release(cx->arena);
		cx->arena = whole;
	}
	return rc;
}

enum rc decisions_job(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	enum rc rc = decisions_owed_end(cx);

	UNUSED(job);
	if (rc == OK)
		rc = remind_all(cx);
	if (rc == OK)
		rc = after_remind(cx);
	if (rc != OK)
		*ret_why = S("days that are over could not be noted, or nobody could be told");
	return rc;
}
