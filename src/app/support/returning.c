/* returning.c — return plans: asked for when a return is near, moved and let go with their pause; first screens, paper and the night. */
#include "app/support/support_inside.h"

#include "app/calendar/calendar.h"
#include "app/notices/notices.h"

/* ---- where it stands ---- */

static struct returning_facts facts_of(const struct return_plan_open_row *r)
{
	return (struct returning_facts){ .written = r->written_at != DB_NULL_INT, .by_ecsw = r->ecsw_at != DB_NULL_INT,
		                             .by_supervisor = r->supervisor_at != DB_NULL_INT, .opens = r->opens_on, .by = r->by_on,
		                             .reminded = r->reminded_on, .above_told = r->above_on };
}

/* pause_of — the pause that matters: that of the plan that is there, the one whose return is near, the one that runs. -1 for none. */
static int pause_of(struct ctx *cx, const struct returning_now *n)
{
	const struct pauses *p = &n->dates.pauses;
	int at = returning_from(&n->rules, p->spans, p->n, cx->today);

	if (at < 0 && n->is_there)
		at = returning_same(p->spans, p->n, n->row.starts, n->row.ends);
	return at >= 0 ? at : returning_same(p->spans, p->n, cx->today, cx->today);
}

enum rc returning_read(struct ctx *cx, struct returning_now *ret)
{
	struct returning_now n = { .is_there = false, .starts = DATE_NONE, .ends = DATE_NONE, .rules = returning_rules_usual };
	const struct programme *p;
	enum rc rc = dates_of(cx, cx->induction->id, &n.dates);
	int at;

	if (rc != OK || (rc = programme_get(cx, cx->induction->programme_row, &p)) != OK)
		return rc;
	n.rules = p->d.support.returning;
	rc = sql_return_plan_open(cx->db, cx->arena, cx->induction->id, &n.row);
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	n.is_there = rc == OK;
	at = pause_of(cx, &n);
	n.has_pause = at >= 0;
	if (n.has_pause)
		n.starts = n.dates.pauses.v[at].starts, n.ends = n.dates.pauses.v[at].ends;
	n.on = returning_dates(&n.rules, n.ends);
	if (n.is_there) {
		struct returning_facts f = facts_of(&n.row);

		n.stand = returning_stand(&f, &n.rules, cx->today);
	}
	*ret = n;
	return OK;
}

enum rc returning_plan_of(struct ctx *cx, struct date *ret_back, struct date *ret_agreed)
{
	struct return_plan_open_row row;
	enum rc rc = sql_return_plan_open(cx->db, cx->arena, cx->induction->id, &row);

	*ret_back = *ret_agreed = DATE_NONE;
	if (rc == OK && !date_is_none(row.ends))
		*ret_back = date_plus(row.ends, 1);
	if (rc == OK && row.ecsw_at != DB_NULL_INT && row.supervisor_at != DB_NULL_INT)
		*ret_agreed = date_of(row.ecsw_at > row.supervisor_at ? row.ecsw_at : row.supervisor_at);
	return rc == NOT_FOUND ? OK : rc;
}

/* ---- with its pause ---- */

static struct str back_json(struct ctx *cx, struct date back)
{
	return date_is_none(back) ? S("{}") : strf(cx->arena, "{\"back\":\"%s\"}", date_iso(cx->arena, back).p);
}

static enum rc noted(struct ctx *cx, enum event_kind kind, struct uuid id, struct date back)
{
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, id, back_json(cx, back));
}

enum rc returning_ask(struct ctx *cx, const struct returning_now *n, bool tell)
{
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_return_plan_add(cx->db, cx->arena, id, cx->induction->id, n->starts, n->ends, n->on.opens, n->on.by, cx->today, cx->now, NULL);

	if (rc == OK)
		rc = noted(cx, EVENT_RETURN_ASKED, id, n->on.back);
	return rc == OK && tell ? notice_assigned(cx, NOTICE_RETURN, cx->induction->id, ROLE_SUPERVISOR, cx->induction->employer) : rc;
}

/* let_go — the pause is no more, or another return is nearer: what was written stays, among the plans before. */
static enum rc let_go(struct ctx *cx, struct returning_now *n)
{
	enum rc rc = sql_return_plan_close(cx->db, cx->arena, n->row.return_plan, cx->now, NULL);

	n->is_there = false;
	return rc == OK ? noted(cx, EVENT_RETURN_CLOSED, n->row.id, DATE_NONE) : rc;
}

static enum rc move(struct ctx *cx, const struct returning_now *n)
{
	enum rc rc = sql_return_plan_keep(cx->db, cx->arena, n->row.return_plan, NULL);

	if (rc == OK)
		rc = sql_return_plan_move(cx->db, cx->arena, n->row.return_plan, n->starts, n->ends, n->on.opens, n->on.by, cx->today, cx->now, NULL);
	return rc == OK ? noted(cx, EVENT_RETURN_MOVED, n->row.id, n->on.back) : rc;
}

enum rc returning_follow(struct ctx *cx)
{
	struct returning_now n;
	bool same, wanted;
	enum rc rc = returning_read(cx, &n);

	if (rc != OK)
		return rc;
	wanted = returning_from(&n.rules, n.dates.pauses.spans, n.dates.pauses.n, cx->today) >= 0;
	same = n.is_there && n.has_pause && returning_same(&(struct pause_span){ n.starts, n.ends }, 1, n.row.starts, n.row.ends) >= 0;
	if (n.is_there && (!same || (!date_is_none(n.on.back) && date_cmp(date_plus(n.on.back, RETURNING_SETTLED_DAYS), cx->today) < 0)) &&
	    (rc = let_go(cx, &n)) != OK)
		return rc;
	if (n.is_there && (date_cmp(n.ends, n.row.ends) || date_cmp(n.starts, n.row.starts)))
		return move(cx, &n);
	return !n.is_there && wanted ? returning_ask(cx, &n, true) : OK;
}

/* ---- the demonstration ---- */

enum rc returning_demo_write(struct ctx *cx, struct uuid induction, const struct returning_told *t)
{
	struct returning_now n = { .starts = t->starts, .ends = t->ends, .rules = returning_rules_usual };
	struct return_plan_open_row row;
	enum rc rc = load_induction(cx, induction);

	n.on = returning_dates(&n.rules, n.ends);
	if (rc != OK || (rc = returning_ask(cx, &n, false)) != OK || !t->workload.n)
		return rc;
	if ((rc = sql_return_plan_open(cx->db, cx->arena, cx->induction->id, &row)) == OK)
		rc = sql_return_plan_write(cx->db, cx->arena, row.return_plan, t->workload, t->stands, t->ask, t->supervision_on, cx->actor.person,
		                           DB_NULL_INT, cx->now, cx->actor.person, row.version, date_of(cx->now), cx->now, NULL);
	return rc == OK ? noted(cx, EVENT_RETURN_WRITTEN, row.id, n.on.back) : rc;
}

enum rc returning_demo_confirm(struct ctx *cx, struct uuid induction)
{
	struct return_plan_open_row row;
	enum rc rc = load_induction(cx, induction);

	if (rc != OK || (rc = sql_return_plan_open(cx->db, cx->arena, cx->induction->id, &row)) != OK)
		return rc;
	rc = sql_return_plan_confirm(cx->db, cx->arena, row.return_plan, cx->now, DB_NULL_INT, DB_NULL_INT, row.version, cx->now, NULL);
	return rc == OK ? noted(cx, EVENT_RETURN_CONFIRMED, row.id, DATE_NONE) : rc;
}

/* ---- the night ---- */

static enum rc some(struct ctx *cx, int64_t behind, int64_t *ids, struct uuid *uuids, size_t *ret_n)
{
	struct returns_to_look_at_rows rows;
	enum rc rc = sql_returns_to_look_at(cx->db, cx->arena, behind, cx->today, SUPPORT_TURN, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		ids[i] = rows.v[i].induction, uuids[i] = rows.v[i].id;
	*ret_n = rc == OK ? rows.n : 0;
	return rc;
}

static enum rc remind(struct ctx *cx, const struct returning_now *n)
{
	const struct induction *i = cx->induction;
	const struct returning_stand *s = &n->stand;
	enum rc rc;

	if (s->waits == RETURNING_NOTHING || (!s->remind && !s->tell_above))
		return OK;
	rc = sql_return_plan_reminded(cx->db, cx->arena, n->row.return_plan, s->remind ? cx->today : n->row.reminded_on,
	                              s->tell_above ? cx->today : n->row.above_on, NULL);
	if (rc == OK && s->remind && s->with_supervisor)
		rc = notice_assigned(cx, NOTICE_RETURN, i->id, ROLE_SUPERVISOR, i->employer);
	if (rc == OK && s->remind && s->with_ecsw)
		rc = notice(cx, NOTICE_RETURN, i->ecsw, i->employer);
	if (rc == OK && s->tell_above)
		rc = notice_coordinators(cx, NOTICE_RETURN, i->employer);
	return rc;
}

static enum rc look(struct ctx *cx)
{
	struct returning_now n;
	enum rc rc = returning_follow(cx);

	if (rc != OK || (rc = returning_read(cx, &n)) != OK)
		return rc;
	return n.is_there ? remind(cx, &n) : OK;
}

enum rc returning_night(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	enum rc rc = support_many(cx, &(struct support_night){ some, look });

	UNUSED(job);
	if (rc != OK)
		*ret_why = S("return plans could not be asked for");
	return rc;
}

/* ---- first screens ---- */

enum rc returning_lines(struct ctx *cx, struct support_lines *lines)
{
	struct return_plans_waiting_rows rows;
	bool own = cx->actor.role == ROLE_ECSW;
	enum rc rc = sql_return_plans_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today,
	                                      SUPPORT_ON_FIRST_SCREEN, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct return_plans_waiting_row *r = &rows.v[i];
		struct str back = WORDS(cx->arena, T_RETURNING_LINE_BACK, WORD_ARG("date", date_plus(r->ends, 1)));
		enum word what = cx->actor.role == ROLE_COORDINATOR ? T_RETURNING_LINE_ABOVE
		                 : r->written_at == DB_NULL_INT     ? T_RETURNING_LINE_WRITE
		                                                    : T_RETURNING_LINE_CONFIRM;

		support_line_add(cx, lines, url_id(cx, "/inductions/", r->induction, "/return"),
		                 own ? word(T_RETURNING_LINE_OWN) : WORDS(cx->arena, what, WORD_ARG("name", r->name)), back, r->by_on,
		                 !own && date_cmp(r->by_on, cx->today) < 0);
	}
	return rc;
}

/* ---- on paper ---- */

static void paper_text(struct paper *paper, enum word label, struct str text)
{
	paper_put(paper, PAPER_QUESTION, word(label));
	paper_paragraphs(paper, PAPER_TEXT, text);
}

static struct str said(struct ctx *cx, instant at)
{
	return at == DB_NULL_INT ? word(T_RETURNING_PAPER_NOT) : date_long(cx->arena, date_of(at));
}

static enum rc returning_paper(struct ctx *cx, struct paper *paper)
{
	struct return_plan_open_row r;
	enum rc rc = sql_return_plan_open(cx->db, cx->arena, cx->induction->id, &r);

	if (rc == NOT_FOUND || (rc == OK && (r.written_at == DB_NULL_INT || (!support_is_own(cx) && cx->actor.role != ROLE_SUPERVISOR))))
		return OK;
	if (rc != OK)
		return rc;
	paper_put(paper, PAPER_PART, word(T_RETURNING_PAPER));
	if (!date_is_none(r.ends))
		paper_pair(paper, PAPER_FACT, word(T_RETURNING_BACK), date_long(cx->arena, date_plus(r.ends, 1)));
	paper_pair(paper, PAPER_FACT, word(T_RETURNING_SUPERVISION), date_long(cx->arena, r.supervision_on));
	paper_pair(paper, PAPER_FACT, word(T_RETURNING_SAID_ECSW), said(cx, r.ecsw_at));
	paper_pair(paper, PAPER_FACT, word(T_RETURNING_SAID_SUPERVISOR), said(cx, r.supervisor_at));
	paper_text(paper, T_RETURNING_WORKLOAD, r.workload);
	paper_text(paper, T_RETURNING_STANDS, r.stands);
	paper_text(paper, T_RETURNING_ASK, r.ask);
	return OK;
}

enum rc support_paper(struct ctx *cx, struct paper *paper)
{
	enum rc rc = returning_paper(cx, paper);

	if (rc == OK)
		rc = pact_paper(cx, paper);
	return rc == OK ? adjust_paper(cx, paper) : rc;
}
