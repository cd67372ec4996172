/* time_page.c — the page of protected time and workload, and its forms: an answer, a level, a month's cases. */
#include "app/support/support_inside.h"

#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

enum { HELD_MAX = 200, CASES_MOST = 99 };

/* ---- forms ---- */

static const struct str to_keys[] = { [1] = S_INIT("home") };
static const struct key_list tos = { to_keys, (int)COUNT_OF(to_keys) };
struct answer_typed {
	int act, to;
};
static const struct field answer_fields[] = {
	ACTION(struct answer_typed, act, .label = T_TIME_QUESTION, .choices = &time_answers, .max = TIME_NO, .required = true),
	ACTION(struct answer_typed, to, .label = T_TIME_TITLE_OWN, .choices = &tos, .max = 1),
};
const struct form time_answer_form = { .name = "time_answer", .size = sizeof(struct answer_typed), .fields = answer_fields,
	                                   .n = COUNT_OF(answer_fields) };

struct plan_typed {
	int64_t from_month, percent, cases;
	struct str held;
	bool read_again;
};
static const struct field plan_fields[] = {
	INT(struct plan_typed, from_month, .label = T_TIME_STAGE, .max = 119, .min = 0),
	INT(struct plan_typed, percent, .label = T_TIME_PERCENT, .hint = T_TIME_PERCENT_HINT, .required = true, .max = 100, .min = 1),
	INT(struct plan_typed, cases, .label = T_TIME_CASES_MOST, .hint = T_TIME_CASES_MOST_HINT, .required = true, .max = CASES_MOST, .min = 0),
	TEXT(struct plan_typed, held, .label = T_TIME_HELD, .hint = T_TIME_HELD_HINT, .max = HELD_MAX),
	BOOL(struct plan_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form time_plan_form = { .name = "time_plan", .size = sizeof(struct plan_typed), .fields = plan_fields, .n = COUNT_OF(plan_fields),
	                                 .autosave = true };

struct cases_typed {
	struct date month;
	int64_t cases;
};
static const struct field cases_fields[] = {
	DATE(struct cases_typed, month, .label = T_TIME_MONTH, .required = true, .not_after_today = true, .month_will_do = true, .no_day = true, .max = 1),
	INT(struct cases_typed, cases, .label = T_TIME_CASES, .hint = T_TIME_CASES_HINT, .required = true, .max = CASES_MOST, .min = 0),
};
const struct form cases_form = { .name = "cases_held", .size = sizeof(struct cases_typed), .fields = cases_fields, .n = COUNT_OF(cases_fields) };

/* ---- what each sees ---- */

static struct url time_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, after);
}

/* A coordinator sees what is owed, never what somebody said of one week. */
static bool reads_weeks(const struct ctx *cx)
{
	return cx->actor.role != ROLE_COORDINATOR;
}

static enum word answer_word(int answer)
{
	static const enum word words[TIME_END] = { T_TIME_UNKNOWN, T_TIME_YES, T_TIME_SOME, T_TIME_NO };

	return words[answer > 0 && answer < TIME_END ? answer : 0];
}

static struct str level_words(struct ctx *cx, int percent, int cases)
{
	return WORDS(cx->arena, T_TIME_LEVEL, WORD_ARG("n", percent), WORD_ARG("cases", cases));
}

static struct str month_words(struct ctx *cx, struct date d)
{
	struct str day = date_long(cx->arena, d); /* the first: its day says nothing */

	str_cut(&day, ' ');
	return day;
}

/* ---- the page ---- */

static void add_stages(struct ctx *cx, const struct time_now *t, bool plans, struct time_stages *all)
{
	const struct support_rules *r = t->rules;

	for (int i = 0; i < r->stages_n && all->n < COUNT_OF(all->v); i++) {
		const struct support_stage *s = &r->stages[i];
		struct time_stage_row *row = &all->v[all->n++];

		*row = (struct time_stage_row){ .now = s == t->stage, .says = level_words(cx, s->percent, s->cases), .may_plan = plans,
			                            .plan = url_with(cx, time_url(cx, "/time/plan"), "from_month", strf(cx->arena, "%d", s->from_month)) };
		row->months = i + 1 < r->stages_n ? WORDS(cx->arena, T_TIME_MONTHS, WORD_ARG("from", s->from_month + 1), WORD_ARG("to", r->stages[i + 1].from_month))
		                                  : WORDS(cx->arena, T_TIME_MONTHS_FROM, WORD_ARG("from", s->from_month + 1));
		for (size_t k = 0; k < t->plans.n; k++) {
			const struct time_plans_row *p = &t->plans.v[k];

			if (p->from_month != s->from_month)
				continue;
			row->has_plan = true;
			row->agreed = p->held.n ? strf(cx->arena, "%.*s. %.*s", STR_FMT(level_words(cx, (int)p->percent, (int)p->cases)), STR_FMT(p->held))
			                        : level_words(cx, (int)p->percent, (int)p->cases);
			row->by = WORDS(cx->arena, T_TIME_AGREED_BY, WORD_ARG("name", p->by), WORD_ARG("on", date_of(p->created)));
		}
	}
}

static void add_weeks(struct ctx *cx, const struct time_now *t, struct time_rows *rows)
{
	rows->v = NEW_ARRAY(cx->arena, struct time_row, TIME_WEEKS_SHOWN);
	for (int i = 0; i < TIME_WEEKS_SHOWN; i++) {
		struct date week = date_plus(t->week, -7 * i);
		int answer = time_answer_of(t, week);

		if (date_cmp(date_plus(week, 6), t->dates.facts.starts) < 0)
			break;
		rows->v[rows->n++] = (struct time_row){ .label = WORDS(cx->arena, T_TIME_WEEK_OF, WORD_ARG("date", date_short(cx->arena, week))),
			                                    .said = word(answer || time_week_asked(t, week) ? answer_word(answer) : T_TIME_PAUSED) };
	}
}

static void add_cases(struct ctx *cx, const struct time_now *t, struct time_rows *rows)
{
	rows->v = NEW_ARRAY(cx->arena, struct time_row, t->cases.n + 1);
	for (size_t i = 0; i < t->cases.n && i < 12; i++) {
		const struct cases_of_row *c = &t->cases.v[i];

		rows->v[rows->n++] = (struct time_row){ .label = month_words(cx, c->month_on), .flag = c->cases > c->agreed,
			                                    .said = WORDS(cx->arena, T_TIME_CASES_OF, WORD_ARG("n", c->cases), WORD_ARG("agreed", c->agreed)),
			                                    .note = c->cases > c->agreed ? WORDS(cx->arena, T_TIME_OVER_BY, WORD_ARG("n", c->cases - c->agreed)) : STR_NONE };
	}
}

static void add_owed(struct ctx *cx, const struct time_now *t, struct time_rows *rows)
{
	static const enum word words[SUPPORT_OWED_END] = { [SUPPORT_PLAN] = T_TIME_IS_OWED_PLAN, [SUPPORT_CASES] = T_TIME_IS_OWED_CASES,
		                                               [SUPPORT_SHORT] = T_TIME_IS_OWED_SHORT, [SUPPORT_OVER] = T_TIME_IS_OWED_OVER };

	rows->v = NEW_ARRAY(cx->arena, struct time_row, t->owed.n + 1);
	for (size_t i = 0; i < t->owed.n && !t->paused; i++)
		if (t->owed.v[i].what > 0 && t->owed.v[i].what < SUPPORT_OWED_END)
			rows->v[rows->n++] = (struct time_row){ .label = word(words[t->owed.v[i].what]),
				                                    .said = WORDS(cx->arena, T_TIME_OWED_SINCE, WORD_ARG("date", t->owed.v[i].since)),
				                                    .note = date_is_none(t->owed.v[i].above_on) ? word(T_TIME_WITH_SUPERVISOR)
				                                            : WORDS(cx->arena, T_TIME_TOLD_ABOVE, WORD_ARG("date", t->owed.v[i].above_on)) };
}

static struct str summary_words(struct ctx *cx, const struct time_now *t)
{
	const struct time_weeks *w = &t->recent;

	if (!reads_weeks(cx)) /* given, or not, or not enough to say: never a number of one person's */
		return word(time_answered(w) < t->rules->least_weeks ? T_TIME_SUM_FEW : time_is_given(t->rules, w) ? T_TIME_SUM_GIVEN : T_TIME_SUM_SHORT);
	if (!time_answered(w) && !w->unknown)
		return STR_NONE;
	return WORDS(cx->arena, T_TIME_SUM, WORD_ARG("weeks", w->yes + w->some + w->no + w->unknown), WORD_ARG("yes", w->yes), WORD_ARG("some", w->some),
	             WORD_ARG("no", w->no), WORD_ARG("unknown", w->unknown));
}

static struct html tap_of(struct ctx *cx, const struct time_now *t)
{
	struct time_tap_view v = { .action = time_url(cx, "/time/answer"), .csrf = hidden_csrf(cx), .answer = time_answer_of(t, t->week) };

	return HTML(cx, time_tap, &v);
}

static enum rc time_json(struct ctx *cx, const struct time_now *t)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "stated"), json_bool(j, t->rules->stages_n > 0);
	json_key(j, "protected_percent"), json_i64(j, t->percent);
	json_key(j, "cases_most"), json_i64(j, t->most);
	json_key(j, "agreed"), json_bool(j, t->plan);
	json_key(j, "stages"), json_arr(j);
	for (int i = 0; i < t->rules->stages_n; i++) {
		json_obj(j);
		json_key(j, "from_month"), json_i64(j, t->rules->stages[i].from_month);
		json_key(j, "protected_percent"), json_i64(j, t->rules->stages[i].percent);
		json_key(j, "cases_most"), json_i64(j, t->rules->stages[i].cases);
		json_end(j);
	}
	json_end(j);
	json_key(j, "plans"), json_arr(j);
	for (size_t i = 0; i < t->plans.n; i++) {
		json_obj(j);
		json_key(j, "from_month"), json_i64(j, t->plans.v[i].from_month);
		json_key(j, "protected_percent"), json_i64(j, t->plans.v[i].percent);
		json_key(j, "cases_most"), json_i64(j, t->plans.v[i].cases);
		json_key(j, "held"), json_str(j, t->plans.v[i].held);
		json_end(j);
	}
	json_end(j);
	if (reads_weeks(cx)) {
		json_key(j, "weeks"), json_arr(j);
		for (size_t i = 0; i < t->answers.n; i++) {
			json_obj(j);
			json_key(j, "week"), json_date(j, t->answers.v[i].week);
			json_key(j, "answer"), json_str(j, key_of(&time_answers, (int)t->answers.v[i].answer));
			json_end(j);
		}
		json_end(j);
	}
	json_key(j, "cases"), json_arr(j);
	for (size_t i = 0; i < t->cases.n; i++) {
		json_obj(j);
		json_key(j, "month"), json_date(j, t->cases.v[i].month_on);
		json_key(j, "cases"), json_i64(j, t->cases.v[i].cases);
		json_key(j, "agreed"), json_i64(j, t->cases.v[i].agreed);
		json_end(j);
	}
	json_end(j);
	json_key(j, "owed"), json_arr(j);
	for (size_t i = 0; i < t->owed.n; i++) {
		json_obj(j);
		json_key(j, "what"), json_str(j, key_of(&support_owed_keys, (int)t->owed.v[i].what));
		json_key(j, "since"), json_date(j, t->owed.v[i].since);
		json_key(j, "above_on"), json_date(j, t->owed.v[i].above_on);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

static void add_forms(struct ctx *cx, const struct time_now *t, struct time_view *v)
{
	struct cases_typed usual = { .cases = DB_NULL_INT, .month = date_is_none(t->month_due) ? support_month(cx->today) : t->month_due };
	struct form_view fv = form_view(cx, &cases_form, &usual, -1);

	v->enters = t->stage && access_ok(may_plan_time(&cx->actor, &cx->resource));
	v->cases_hidden = fv.hidden; /* errors are those of what was sent, whichever of the three it was */
	v->errors = cx->route->form && cx->route->form != &cases_form ? form_view(cx, cx->route->form, NULL, -1).errors : fv.errors;
	v->month_field = form_field(&fv, "month")->html, v->cases_field = form_field(&fv, "cases")->html;
	v->cases_action = time_url(cx, "/time/cases");
	if (v->own && t->stage && !t->paused && access_ok(may_answer_time(&cx->actor, &cx->resource)))
		v->tap = tap_of(cx, t);
}

enum rc time_show(struct ctx *cx)
{
	struct time_view v = { .own = support_is_own(cx), .reads_weeks = reads_weeks(cx), .back = url_lit("/") };
	struct time_now t;
	enum rc rc = time_read(cx, &t);

	if (rc != OK || cx->json)
		return rc == OK ? time_json(cx, &t) : rc;
	v.name = cx->induction->name;
	v.title = v.own ? word(T_TIME_TITLE_OWN) : WORDS(cx->arena, T_TIME_TITLE, WORD_ARG("name", v.name));
	v.back = v.own ? url_lit("/") : time_url(cx, "");
	v.back_word = v.own ? word(T_HOME_TITLE) : v.name;
	v.stated = t.stage;
	v.lead = word(!v.stated ? T_TIME_NOT_STATED : v.own ? T_TIME_LEAD_OWN : T_TIME_LEAD);
	if (v.stated) {
		v.standing = WORDS(cx->arena, t.plan ? T_TIME_STANDING_AGREED : T_TIME_STANDING, WORD_ARG("n", t.percent), WORD_ARG("cases", t.most));
		v.summary = summary_words(cx, &t);
		add_stages(cx, &t, access_ok(may_plan_time(&cx->actor, &cx->resource)), &v.stages);
		add_owed(cx, &t, &v.owed);
		if ((rc = variations_of_time(cx, cx->induction, &v.varied)) != OK)
			return rc;
		add_cases(cx, &t, &v.cases);
		if (v.reads_weeks)
			add_weeks(cx, &t, &v.weeks);
	}
	add_forms(cx, &t, &v);
	return page(cx, &(struct page){ .title = v.title, .menu = v.own ? MENU_HOME : cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_DESK,
	                                .main = HTML(cx, time, &v) });
}

/* ---- acts ---- */

/* answer — what is owed follows at once from what was said. */
static enum rc answer(struct ctx *cx, struct url where, enum word notice, enum event_kind kind)
{
	struct time_now t;
	enum rc rc = time_follow(cx);

	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, cx->induction->uuid, S("{}"));
	if (rc == OK && cx->json && (rc = time_read(cx, &t)) == OK)
		rc = time_json(cx, &t);
	return rc == OK ? done(cx, where, notice) : rc;
}

enum rc time_answer(struct ctx *cx)
{
	const struct answer_typed *f = cx->form;
	struct time_now t;
	enum rc rc = time_read(cx, &t);

	if (rc != OK)
		return rc;
	if (!t.stage || t.paused)
		return form_error(cx, t.paused ? T_TIME_NOT_NOW : T_TIME_NOT_STATED);
	rc = sql_time_answer_put(cx->db, cx->arena, cx->induction->id, t.week, f->act, cx->now, NULL);
	return rc == OK ? answer(cx, f->to ? url_lit("/") : time_url(cx, "/time"), T_TIME_ANSWERED_NOTICE, EVENT_TIME_ANSWERED) : rc;
}

static const struct support_stage *stage_at(const struct time_now *t, int64_t from_month)
{
	for (int i = 0; i < t->rules->stages_n; i++)
		if (t->rules->stages[i].from_month == from_month)
			return &t->rules->stages[i];
	return NULL;
}

enum rc time_plan_show(struct ctx *cx)
{
	struct plan_typed usual = { .from_month = cx->values ? 0 : query_int(cx, "from_month", 0, 119, 0) };
	struct time_plan_view v = { .action = time_url(cx, "/time/plan"), .back = time_url(cx, "/time") };
	const struct support_stage *s;
	struct form_view fv;
	struct time_now t;
	enum rc rc = time_read(cx, &t);

	if (rc != OK)
		return rc;
	if (cx->values && cx->form)
		usual.from_month = ((const struct plan_typed *)cx->form)->from_month;
	s = stage_at(&t, usual.from_month);
	if (!s) /* nothing to plan: the page says what there is */
		return time_show(cx);
	usual.percent = s->percent, usual.cases = s->cases;
	for (size_t i = 0; i < t.plans.n; i++)
		if (t.plans.v[i].from_month == s->from_month)
			usual = (struct plan_typed){ s->from_month, t.plans.v[i].percent, t.plans.v[i].cases, t.plans.v[i].held, false };
	fv = form_view(cx, &time_plan_form, &usual, -1);
	v.errors = fv.errors, v.hidden = fv.hidden;
	v.percent = form_field(&fv, "percent")->html, v.cases = form_field(&fv, "cases")->html, v.held = form_field(&fv, "held")->html;
	v.from_month = strf(cx->arena, "%d", s->from_month);
	v.title = WORDS(cx->arena, T_TIME_PLAN_TITLE, WORD_ARG("from", s->from_month + 1));
	v.lead = WORDS(cx->arena, T_TIME_PLAN_LEAD, WORD_ARG("n", s->percent), WORD_ARG("cases", s->cases));
	return page(cx, &(struct page){ .title = v.title, .menu = MENU_DESK, .main = HTML(cx, time_plan, &v), .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc time_plan_again(struct ctx *cx)
{
	return time_plan_show(cx);
}

enum rc time_plan_save(struct ctx *cx)
{
	const struct plan_typed *f = cx->form;
	struct piece_words words = { .n = 0 };
	const struct support_stage *s;
	struct time_now t;
	enum rc rc = time_read(cx, &t);

	if (rc != OK)
		return rc;
	if (!(s = stage_at(&t, f->from_month)))
		return form_error(cx, T_TIME_NO_STAGE);
	if (f->percent < s->percent)
		err_add(&cx->err, S("percent"), WORDS(cx->arena, T_TIME_TOO_LITTLE, WORD_ARG("n", s->percent)));
	if (f->cases > s->cases)
		err_add(&cx->err, S("cases"), WORDS(cx->arena, T_TIME_TOO_MANY, WORD_ARG("n", s->cases)));
	if (cx->err.n)
		return INVALID;
	piece_word_add(cx, &words, S("held"), STR_NONE, f->held, cx->person_name);
	if ((rc = privacy_in_given(cx, &words, f->read_again)) != OK ||
	    (rc = sql_time_plan_replace(cx->db, cx->arena, cx->induction->id, f->from_month, cx->now, NULL)) != OK ||
	    (rc = sql_time_plan_add(cx->db, cx->arena, cx->induction->id, f->from_month, f->percent, f->cases, str_trim(f->held), cx->actor.person,
	                            cx->now, NULL)) != OK)
		return rc;
	return answer(cx, time_url(cx, "/time"), T_TIME_PLANNED_NOTICE, EVENT_TIME_PLANNED);
}

enum rc cases_save(struct ctx *cx)
{
	const struct cases_typed *f = cx->form;
	struct date month = support_month(f->month);
	struct time_now t;
	enum rc rc = time_read(cx, &t);

	if (rc != OK)
		return rc;
	if (!t.stage)
		return form_error(cx, T_TIME_NOT_STATED);
	if (date_cmp(month, support_month(t.dates.facts.starts)) < 0)
		return field_error(cx, "month", T_TIME_MONTH_BEFORE);
	rc = sql_cases_put(cx->db, cx->arena, cx->induction->id, month, f->cases, t.most, cx->actor.person, cx->now, NULL);
	return rc == OK ? answer(cx, time_url(cx, "/time"), T_TIME_ENTERED_NOTICE, EVENT_CASES_ENTERED) : rc;
}

/* ---- the employer's ---- */

enum { ALL_SHOWN = 200, SUM_WEEKS = 4, SUM_PEOPLE = 10 };

static enum rc sum_words(struct ctx *cx, struct str *ret)
{
	struct date until = support_week(cx->today);
	struct time_answers_sum_rows rows;
	int64_t n[TIME_END] = { 0 }, people = 0;
	enum rc rc = sql_time_answers_sum(cx->db, cx->arena, cx->actor.organisation, date_plus(until, -7 * SUM_WEEKS), until, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		people = rows.v[i].people;
		if (rows.v[i].answer > 0 && rows.v[i].answer < TIME_END)
			n[rows.v[i].answer] = rows.v[i].n;
	}
	if (rc == OK)
		*ret = people < SUM_PEOPLE ? word(T_TIME_ALL_FEW)
		                           : WORDS(cx->arena, T_TIME_ALL_SUM, WORD_ARG("people", people), WORD_ARG("yes", n[TIME_YES]),
		                                   WORD_ARG("some", n[TIME_SOME]), WORD_ARG("no", n[TIME_NO]));
	return rc;
}

enum rc support_all(struct ctx *cx)
{
	struct support_owed_waiting_rows rows;
	struct support_all_view v = { .rows.n = 0 };
	struct json_out *j;
	enum rc rc = sum_words(cx, &v.sum);

	if (rc != OK || (rc = sql_support_owed_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, ALL_SHOWN,
	                                               &rows)) != OK)
		return rc;
	v.rows.v = NEW_ARRAY(cx->arena, struct support_line, rows.n + 1);
	if (cx->json) {
		j = reply_json(cx);
		json_obj(j);
		json_key(j, "sum"), json_str(j, v.sum);
		json_key(j, "items"), json_arr(j);
		for (size_t i = 0; i < rows.n; i++) {
			json_obj(j);
			json_key(j, "induction"), json_uuid(j, rows.v[i].induction);
			json_key(j, "name"), json_str(j, rows.v[i].name);
			json_key(j, "what"), json_str(j, key_of(&support_owed_keys, (int)rows.v[i].what));
			json_key(j, "since"), json_date(j, rows.v[i].since);
			json_end(j);
		}
		json_end(j);
		json_key(j, "next"), json_none(j);
		json_end(j);
		return answer_json(cx, 200);
	}
	for (size_t i = 0; i < rows.n; i++)
		support_line_add(cx, &v.rows, url_id(cx, "/inductions/", rows.v[i].induction, "/time"),
		                 WORDS(cx->arena, time_owed_word((int)rows.v[i].what, true), WORD_ARG("name", rows.v[i].name)),
		                 WORDS(cx->arena, T_TIME_OWED_SINCE, WORD_ARG("date", rows.v[i].since)), DATE_NONE, false);
	return page(cx, &(struct page){ .title = word(T_SUPPORT_ALL), .menu = MENU_COHORT, .main = HTML(cx, support_all, &v) });
}
