/* time.c — protected time and workload: where they stand, what of it is owed, first screens and the night. */
#include "app/support/support_inside.h"

#include "app/calendar/calendar.h"
#include "app/notices/notices.h"
#include "templates.gen.h"

enum { REMIND_MOST_DAYS = 42 };

/* ---- where it stands ---- */

/* stage_since — the first day on which so many months of the programme were over. */
static struct date stage_since(const struct calendar_facts *f, int from_month, struct date today)
{
	int32_t low = f->starts.days, high = today.days;

	while (low < high) {
		int32_t middle = low + (high - low) / 2;

		if (calendar_month(f, (struct date){ middle }) - 1 >= from_month)
			high = middle;
		else
			low = middle + 1;
	}
	return (struct date){ low };
}

bool time_week_asked(const struct time_now *t, struct date week)
{
	const struct calendar_facts *f = &t->dates.facts;

	return date_cmp(date_plus(week, 6), f->starts) >= 0 && !(calendar_is_paused(f, week) && calendar_is_paused(f, date_plus(week, 4)));
}

int time_answer_of(const struct time_now *t, struct date week)
{
	for (size_t i = 0; i < t->answers.n; i++)
		if (date_cmp(t->answers.v[i].week, week) == 0)
			return (int)t->answers.v[i].answer;
	return 0;
}

static void count_weeks(struct time_now *t, struct date until, int weeks, struct time_weeks *ret)
{
	*ret = (struct time_weeks){ 0, 0, 0, 0 };
	for (int i = 1; i <= weeks; i++) {
		struct date week = date_plus(until, -7 * i);
		int answer = time_answer_of(t, week);

		if (!answer && !time_week_asked(t, week))
			continue;
		ret->yes += answer == TIME_YES, ret->some += answer == TIME_SOME, ret->no += answer == TIME_NO, ret->unknown += !answer;
	}
}

/* month_due — last month, unless all of it lay before the start or inside a pause. */
static struct date month_due(const struct time_now *t, struct date today)
{
	struct date this = support_month(today), last = date_add_months(this, -1);
	const struct calendar_facts *f = &t->dates.facts;

	if (date_cmp(f->starts, this) >= 0 || (calendar_is_paused(f, last) && calendar_is_paused(f, date_plus(this, -1))))
		return DATE_NONE;
	return last;
}

static const struct time_plans_row *plan_of(const struct time_now *t, const struct support_stage *s)
{
	for (size_t i = 0; s && i < t->plans.n; i++)
		if (t->plans.v[i].from_month == s->from_month)
			return &t->plans.v[i];
	return NULL;
}

enum rc time_read(struct ctx *cx, struct time_now *ret)
{
	struct time_now t = { .week = support_week(cx->today) };
	int64_t id = cx->induction->id;
	const struct programme *p;
	struct varied varied;
	enum rc rc = programme_get(cx, cx->induction->programme_row, &p);

	if (rc != OK || (rc = dates_of(cx, id, &t.dates)) != OK || (rc = sql_time_plans(cx->db, cx->arena, id, &t.plans)) != OK ||
	    (rc = sql_time_answers(cx->db, cx->arena, id, date_plus(t.week, -7 * TIME_WEEKS_READ), &t.answers)) != OK ||
	    (rc = sql_cases_of(cx->db, cx->arena, id, &t.cases)) != OK || (rc = sql_support_owed_of(cx->db, cx->arena, id, &t.owed)) != OK)
		return rc;
	if ((rc = varied_on(cx, cx->induction->employer, p, cx->today, &varied)) != OK)
		return rc;
	t.rules = varied.support;
	t.paused = calendar_is_paused(&t.dates.facts, cx->today);
	t.stage = support_stage_of(t.rules, calendar_month(&t.dates.facts, cx->today) - 1);
	t.plan = plan_of(&t, t.stage);
	t.percent = t.stage ? t.stage->percent : 0;
	t.most = t.stage ? t.stage->cases : 0;
	if (t.plan) { /* agreed before the employer gave more to everybody: that holds too */
		t.percent = vary_layered(VARY_PERCENT, t.percent, (int)t.plan->percent);
		t.most = t.plan->cases ? vary_layered(VARY_CASES, t.most, (int)t.plan->cases) : 0;
	}
	t.month_due = month_due(&t, cx->today);
	count_weeks(&t, t.week, SUPPORT_WEEKS, &t.recent);
	*ret = t;
	return OK;
}

enum rc time_given(struct ctx *cx, struct time_given *ret)
{
	struct time_now t;
	struct time_weeks all;
	enum rc rc = time_read(cx, &t);

	if (rc != OK)
		return rc;
	count_weeks(&t, date_plus(t.week, 7), TIME_WEEKS_READ, &all);
	*ret = (struct time_given){ .stated = t.rules->stages_n > 0, .met = time_is_given(t.rules, &all), .answered = time_answered(&all),
		                        .given = all.yes, .months = (int)t.cases.n };
	for (size_t i = 0; i < t.cases.n; i++)
		ret->within += t.cases.v[i].cases <= t.cases.v[i].agreed;
	return OK;
}

/* ---- what is owed ---- */

static bool month_entered(const struct time_now *t)
{
	for (size_t i = 0; i < t->cases.n; i++)
		if (date_cmp(t->cases.v[i].month_on, t->month_due) == 0)
			return true;
	return false;
}

static void owed_now(struct ctx *cx, const struct time_now *t, struct date ret[SUPPORT_OWED_END])
{
	const struct cases_of_row *last = t->cases.n ? &t->cases.v[0] : NULL;
	struct support_facts f = { .today = cx->today, .paused = t->paused, .planned = t->plan, .weeks = t->recent, .month_due = t->month_due,
		                       .month_entered = month_entered(t), .cases = last ? (int)last->cases : -1, .agreed = t->most,
		                       .cases_on = last ? date_of(last->entered) : DATE_NONE };

	f.stage_since = t->stage ? stage_since(&t->dates.facts, t->stage->from_month, cx->today) : cx->today;
	support_owed_of(t->rules, &f, ret);
}

static const struct support_owed_of_row *open_of(const struct time_now *t, int what)
{
	for (size_t i = 0; i < t->owed.n; i++)
		if (t->owed.v[i].what == what)
			return &t->owed.v[i];
	return NULL;
}

/* follow — with `t` read: what is open of it becomes what is owed now. */
static enum rc follow(struct ctx *cx, struct time_now *t)
{
	struct date since[SUPPORT_OWED_END];
	bool changed = false;
	enum rc rc = OK;

	owed_now(cx, t, since);
	for (int what = 1; rc == OK && what < SUPPORT_OWED_END; what++) {
		const struct support_owed_of_row *row = open_of(t, what);

		if (!row == date_is_none(since[what]))
			continue;
		changed = true;
		rc = row ? sql_support_owed_close(cx->db, cx->arena, row->support_owed, cx->now, NULL) /* whoever owes it is told by the night */
		         : sql_support_owed_add(cx->db, cx->arena, cx->induction->id, what, since[what], date_plus(cx->today, -SUPPORT_REMIND_DAYS), NULL);
	}
	return rc == OK && changed ? sql_support_owed_of(cx->db, cx->arena, cx->induction->id, &t->owed) : rc;
}

enum rc time_follow(struct ctx *cx)
{
	struct time_now t;
	enum rc rc = time_read(cx, &t);

	return rc == OK ? follow(cx, &t) : rc;
}

static enum rc remind(struct ctx *cx, const struct support_rules *rules, const struct support_owed_of_row *o)
{
	const struct induction *i = cx->induction;
	bool inside = date_cmp(date_plus(o->reminded_on, SUPPORT_REMIND_DAYS), cx->today) <= 0 && date_cmp(date_plus(o->since, REMIND_MOST_DAYS), cx->today) >= 0;
	bool above = date_is_none(o->above_on) && date_cmp(date_plus(o->since, rules->above_days), cx->today) <= 0;
	enum rc rc = OK;

	if (!inside && !above)
		return OK;
	rc = sql_support_owed_told(cx->db, cx->arena, o->support_owed, inside ? cx->today : o->reminded_on, above ? cx->today : o->above_on, NULL);
	if (rc == OK && inside)
		rc = notice_assigned(cx, NOTICE_SUPPORT, i->id, ROLE_SUPERVISOR, i->employer);
	if (rc == OK && above)
		rc = notice_coordinators(cx, NOTICE_SUPPORT, i->employer);
	return rc == OK && above ? event_add(cx, CHAIN_INDUCTION, i->id, EVENT_SUPPORT_TOLD, i->uuid,
	                                     strf(cx->arena, "{\"what\":\"%s\"}", str_c(cx->arena, key_of(&support_owed_keys, (int)o->what))))
	                         : rc;
}

static enum rc some(struct ctx *cx, int64_t behind, int64_t *ids, struct uuid *uuids, size_t *ret_n)
{
	struct support_to_look_at_rows rows;
	enum rc rc = sql_support_to_look_at(cx->db, cx->arena, behind, cx->today.days % SUPPORT_TURNS, SUPPORT_TURNS, cx->today, SUPPORT_TURN, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		ids[i] = rows.v[i].induction, uuids[i] = rows.v[i].id;
	*ret_n = rc == OK ? rows.n : 0;
	return rc;
}

static enum rc look(struct ctx *cx)
{
	struct time_now t;
	enum rc rc = time_read(cx, &t);

	if (rc == OK)
		rc = follow(cx, &t);
	for (size_t i = 0; rc == OK && i < t.owed.n; i++)
		rc = remind(cx, t.rules, &t.owed.v[i]);
	return rc == OK ? pact_look(cx, &t.dates) : rc;
}

enum rc support_night(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	enum rc rc = support_many(cx, &(struct support_night){ some, look });

	if (rc == OK)
		rc = adjust_night(cx);
	UNUSED(job);
	if (rc != OK)
		*ret_why = S("what is owed of support could not be looked at");
	return rc;
}

/* ---- first screens ---- */

enum word time_owed_word(int what, bool above)
{
	static const enum word words[SUPPORT_OWED_END][2] = {
		[SUPPORT_PLAN] = { T_TIME_OWED_PLAN, T_TIME_ABOVE_PLAN }, [SUPPORT_CASES] = { T_TIME_OWED_CASES, T_TIME_ABOVE_CASES },
		[SUPPORT_SHORT] = { T_TIME_OWED_SHORT, T_TIME_OWED_SHORT }, [SUPPORT_OVER] = { T_TIME_OWED_OVER, T_TIME_OWED_OVER },
	};

	return what > 0 && what < SUPPORT_OWED_END ? words[what][above] : T_NONE;
}

enum rc time_lines(struct ctx *cx, struct support_lines *lines)
{
	struct support_owed_waiting_rows rows;
	bool above = cx->actor.role == ROLE_COORDINATOR;
	enum rc rc = cx->actor.role != ROLE_SUPERVISOR && !above
	                     ? OK
	                     : sql_support_owed_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today,
	                                                2 * SUPPORT_ON_FIRST_SCREEN, &rows);

	if (rc != OK || (cx->actor.role != ROLE_SUPERVISOR && !above))
		return rc;
	for (size_t i = 0; i < rows.n; i++)
		support_line_add(cx, lines, url_id(cx, "/inductions/", rows.v[i].induction, "/time"),
		                 WORDS(cx->arena, time_owed_word((int)rows.v[i].what, above), WORD_ARG("name", rows.v[i].name)),
		                 WORDS(cx->arena, T_TIME_OWED_SINCE, WORD_ARG("date", rows.v[i].since)), DATE_NONE, false);
	return OK;
}

/* stated — does the programme say anything of protected time? Published rules never change what they say, so what they say is read once
 * by a worker; what says nothing may be given it. */
static enum rc stated(struct ctx *cx, bool *ret)
{
	enum { KEPT = 32 };
	static int64_t kept[KEPT];
	static size_t kept_n;
	const struct programme *p;
	enum rc rc;

	*ret = true;
	for (size_t i = 0; i < kept_n; i++)
		if (kept[i] == cx->induction->programme_row)
			return OK;
	if ((rc = programme_get(cx, cx->induction->programme_row, &p)) != OK)
		return rc;
	*ret = p->d.support.stages_n > 0;
	if (*ret && kept_n < KEPT)
		kept[kept_n++] = cx->induction->programme_row;
	return OK;
}

enum rc time_home(struct ctx *cx, struct html *ret)
{
	struct time_tap_view v = { .action = url_id(cx, "/inductions/", cx->induction->uuid, "/time/answer"),
		                       .more = url_id(cx, "/inductions/", cx->induction->uuid, "/time"), .csrf = hidden_csrf(cx), .home = true };
	struct time_home_row row;
	bool is_stated;
	enum rc rc = stated(cx, &is_stated);

	if (rc != OK || !is_stated || (rc = sql_time_home(cx->db, cx->arena, cx->induction->id, support_week(cx->today), cx->today, &row)) != OK || row.paused)
		return rc;
	v.answer = row.answer == DB_NULL_INT ? 0 : (int)row.answer;
	if (row.percent != DB_NULL_INT)
		v.agreed = row.held.n ? WORDS(cx->arena, T_TIME_TAP_AGREED, WORD_ARG("n", row.percent), WORD_ARG("held", row.held))
		                      : WORDS(cx->arena, T_TIME_TAP_PERCENT, WORD_ARG("n", row.percent));
	*ret = HTML(cx, time_tap, &v);
	return OK;
}

/* ---- the demonstration ---- */

enum rc time_demo_plan(struct ctx *cx, struct uuid induction, const struct time_plan_told *t)
{
	enum rc rc = load_induction(cx, induction);

	if (rc == OK)
		rc = sql_time_plan_add(cx->db, cx->arena, cx->induction->id, t->from_month, t->percent, t->cases, t->held, cx->actor.person, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_TIME_PLANNED, induction, S("{}")) : rc;
}

enum rc time_demo_cases(struct ctx *cx, struct uuid induction, struct date on, int64_t cases)
{
	struct time_now t;
	enum rc rc = load_induction(cx, induction);

	if (rc != OK || (rc = time_read(cx, &t)) != OK || date_cmp(support_month(on), support_month(t.dates.facts.starts)) < 0)
		return rc;
	rc = sql_cases_put(cx->db, cx->arena, cx->induction->id, support_month(on), cases, t.most, cx->actor.person, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_CASES_ENTERED, induction, S("{}")) : rc;
}

enum rc time_demo_answer(struct ctx *cx, struct uuid induction, struct date on, int answer)
{
	enum rc rc = load_induction(cx, induction);

	return rc == OK ? sql_time_answer_put(cx->db, cx->arena, cx->induction->id, support_week(on), answer, cx->now, NULL) : rc;
}

enum rc time_demo_follow(struct ctx *cx, struct uuid induction)
{
	enum rc rc = load_induction(cx, induction);

	return rc == OK ? time_follow(cx) : rc;
}
