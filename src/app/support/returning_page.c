/* returning_page.c — the page of a return plan: what was written, the dates as they are now, who has confirmed; and JSON. */
#include "app/support/support_inside.h"

#include "templates.gen.h"

/* reads — the words are for the two it is between; others see dates. */
static bool reads(const struct ctx *cx)
{
	return support_is_own(cx) || cx->actor.role == ROLE_SUPERVISOR;
}

/* ---- what it says ---- */

static struct support_parts parts_of(struct ctx *cx, struct str workload, struct str stands, struct str ask)
{
	const struct support_part all[] = { { T_RETURNING_WORKLOAD, support_paragraphs(cx, workload) },
		                                { T_RETURNING_STANDS, support_paragraphs(cx, stands) },
		                                { T_RETURNING_ASK, support_paragraphs(cx, ask) } };
	struct support_parts p = { .n = 0 };

	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (all[i].text.n)
			p.v[p.n++] = all[i];
	return p;
}

static void fact(struct support_shown *f, enum word label, struct str text)
{
	if (f->n < COUNT_OF(f->v))
		f->v[f->n++] = (struct support_fact){ .label = label, .text = text };
}

static struct str confirmed_words(struct ctx *cx, instant at, struct str name)
{
	if (at == DB_NULL_INT)
		return WORDS(cx->arena, T_RETURNING_NOT_CONFIRMED, WORD_ARG("name", name));
	return WORDS(cx->arena, T_RETURNING_CONFIRMED_ON, WORD_ARG("name", name), WORD_ARG("on", date_of(at)));
}

static struct str waits_words(struct ctx *cx, const struct returning_now *n)
{
	struct str name = cx->induction->name;

	if (!n->is_there || n->stand.waits == RETURNING_NOTHING)
		return STR_NONE;
	if (support_is_own(cx) ? n->stand.with_ecsw : cx->actor.role == ROLE_SUPERVISOR && n->stand.with_supervisor)
		return WORDS(cx->arena, T_RETURNING_WAITS_YOU, WORD_ARG("by", n->on.by));
	if (n->stand.waits == RETURNING_TO_WRITE)
		return WORDS(cx->arena, T_RETURNING_WAITS_WRITE, WORD_ARG("by", n->on.by));
	if (n->stand.with_ecsw && n->stand.with_supervisor)
		return WORDS(cx->arena, T_RETURNING_WAITS_BOTH, WORD_ARG("name", name), WORD_ARG("by", n->on.by));
	return n->stand.with_ecsw ? WORDS(cx->arena, T_RETURNING_WAITS_ECSW, WORD_ARG("name", name), WORD_ARG("by", n->on.by))
	                          : WORDS(cx->arena, T_RETURNING_WAITS_SUPERVISOR, WORD_ARG("by", n->on.by));
}

/* add_dates — recomputed from what stands today, so that nobody plans around the ones before the pause. */
static void add_dates(struct ctx *cx, const struct returning_now *n, struct support_shown *f)
{
	const struct calendar *c = &n->dates.calendar;
	int next = 0;

	for (int i = 0; i < c->reviews_n && next < 2; i++)
		if (!date_is_none(c->reviews[i].due.date) && date_cmp(c->reviews[i].due.date, n->on.back) >= 0) {
			fact(f, next++ ? T_RETURNING_REVIEW_AFTER : T_RETURNING_REVIEW,
			     WORDS(cx->arena, T_RETURNING_REVIEW_IS, WORD_ARG("n", c->reviews[i].month), WORD_ARG("date", c->reviews[i].due.date)));
		}
	fact(f, T_RETURNING_END, date_is_none(c->end.date) ? word(T_RETURNING_END_OPEN) : date_long(cx->arena, c->end.date));
}

static void add_facts(struct ctx *cx, const struct returning_now *n, struct support_shown *f)
{
	struct str supervisor = n->row.supervisor.n ? n->row.supervisor : word(T_RETURNING_THE_SUPERVISOR);

	fact(f, T_RETURNING_BACK, date_is_none(n->on.back) ? word(T_RETURNING_BACK_OPEN) : date_weekday_long(cx->arena, n->on.back));
	if (!n->is_there)
		return;
	if (n->row.written_at != DB_NULL_INT && !date_is_none(n->row.supervision_on))
		fact(f, T_RETURNING_SUPERVISION, date_weekday_long(cx->arena, n->row.supervision_on));
	if (n->row.written_at != DB_NULL_INT) {
		fact(f, T_RETURNING_SAID_ECSW, confirmed_words(cx, n->row.ecsw_at, cx->induction->name));
		fact(f, T_RETURNING_SAID_SUPERVISOR, confirmed_words(cx, n->row.supervisor_at, supervisor));
	}
}

static struct str written_words(struct ctx *cx, struct str by, instant at)
{
	return by.n && at != DB_NULL_INT ? WORDS(cx->arena, T_RETURNING_WRITTEN, WORD_ARG("name", by), WORD_ARG("on", date_of(at))) : STR_NONE;
}

static enum rc add_earlier(struct ctx *cx, const struct returning_now *n, struct support_earliers *all)
{
	struct return_plan_before_rows before = { .n = 0 };
	struct return_plans_earlier_rows plans;
	enum rc rc = n->is_there ? sql_return_plan_before(cx->db, cx->arena, n->row.return_plan, &before) : OK;

	if (rc != OK || (rc = sql_return_plans_earlier(cx->db, cx->arena, cx->induction->id, &plans)) != OK)
		return rc;
	all->v = NEW_ARRAY(cx->arena, struct support_earlier, before.n + plans.n + 1);
	for (size_t i = 0; i < before.n; i++)
		all->v[all->n++] = (struct support_earlier){
			.when = WORDS(cx->arena, T_RETURNING_UNTIL, WORD_ARG("version", (int64_t)(before.n - i))),
			.says = written_words(cx, before.v[i].written_by, before.v[i].written_at),
			.parts = parts_of(cx, before.v[i].workload, before.v[i].stands, before.v[i].ask) };
	for (size_t i = 0; i < plans.n; i++)
		all->v[all->n++] = (struct support_earlier){
			.when = date_is_none(plans.v[i].ends) ? word(T_RETURNING_EARLIER_OPEN)
			                                      : WORDS(cx->arena, T_RETURNING_EARLIER, WORD_ARG("date", date_plus(plans.v[i].ends, 1))),
			.parts = parts_of(cx, plans.v[i].workload, plans.v[i].stands, plans.v[i].ask) };
	return OK;
}

/* ---- JSON ---- */

static void dates_json(struct json_out *j, const struct returning_now *n)
{
	const struct calendar *c = &n->dates.calendar;

	json_key(j, "back_on"), json_date(j, n->on.back);
	json_key(j, "by"), json_date(j, n->on.by);
	json_key(j, "latest_end"), json_date(j, c->end.date);
	json_key(j, "reviews"), json_arr(j);
	for (int i = 0; i < c->reviews_n; i++)
		if (!date_is_none(c->reviews[i].due.date) && date_cmp(c->reviews[i].due.date, n->on.back) >= 0) {
			json_obj(j);
			json_key(j, "month"), json_i64(j, c->reviews[i].month);
			json_key(j, "due"), json_date(j, c->reviews[i].due.date);
			json_end(j);
		}
	json_end(j);
}

enum rc returning_json(struct ctx *cx, const struct returning_now *n)
{
	static const char *const waits[] = { [RETURNING_NOTHING] = "nothing", [RETURNING_TO_WRITE] = "to_write", [RETURNING_TO_CONFIRM] = "to_confirm" };
	struct json_out *j = reply_json(cx);
	bool there = n->is_there;

	json_obj(j);
	json_key(j, "there"), json_bool(j, n->has_pause);
	json_key(j, "version"), json_i64(j, there ? n->row.version : 0);
	json_key(j, "waits"), json_str(j, str_from_c(waits[n->stand.waits]));
	json_key(j, "days_late"), json_i64(j, n->stand.days_late);
	dates_json(j, n);
	json_key(j, "supervision_on"), json_date(j, there ? n->row.supervision_on : DATE_NONE);
	json_key(j, "written"), json_bool(j, there && n->row.written_at != DB_NULL_INT);
	json_key(j, "ecsw_confirmed"), json_instant(j, there ? n->row.ecsw_at : DB_NULL_INT);
	json_key(j, "supervisor_confirmed"), json_instant(j, there ? n->row.supervisor_at : DB_NULL_INT);
	if (reads(cx)) {
		json_key(j, "workload"), json_str(j, there ? n->row.workload : S(""));
		json_key(j, "stands"), json_str(j, there ? n->row.stands : S(""));
		json_key(j, "ask"), json_str(j, there ? n->row.ask : S(""));
	}
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- pages ---- */

static enum rc draw(struct ctx *cx, const struct returning_now *n)
{
	struct returning_view v = { .title = returning_title(cx), .waits = waits_words(cx, n), .hides = !reads(cx) };
	bool writes = access_ok(may_write_return(&cx->actor, &cx->resource)), own = support_is_own(cx);
	const struct form *form = cx->route->form == &returning_form ? &returning_form : &returning_confirm_form;
	struct form_view fv = form_view(cx, form, NULL, n->is_there ? n->row.version : 0);
	enum rc rc = v.hides ? OK : add_earlier(cx, n, &v.earlier);

	if (rc != OK)
		return rc;
	v.errors = fv.errors, v.hidden = fv.hidden;
	v.back = returning_url(cx, "/calendar"), v.calendar = v.back;
	v.edit = returning_url(cx, "/return/edit"), v.confirm = returning_url(cx, "/return/confirm");
	v.back_word = own ? word(T_CALENDAR_OWN) : WORDS(cx->arena, T_CALENDAR_TITLE, WORD_ARG("name", cx->induction->name));
	v.lead = n->has_pause ? word(own ? T_RETURNING_LEAD_OWN : T_RETURNING_LEAD) : word(T_RETURNING_NONE);
	v.is_written = n->is_there && n->row.written_at != DB_NULL_INT;
	v.may_write = writes && n->has_pause;
	v.may_confirm = writes && v.is_written && n->has_pause && (own ? n->row.ecsw_at : n->row.supervisor_at) == DB_NULL_INT;
	if (n->has_pause) {
		add_facts(cx, n, &v.facts);
		add_dates(cx, n, &v.dates);
	}
	if (v.is_written && !v.hides)
		v.parts = parts_of(cx, n->row.workload, n->row.stands, n->row.ask);
	return page(cx, &(struct page){ .title = v.title, .menu = own ? MENU_HOME : cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_DESK,
	                                .main = HTML(cx, returning, &v) });
}

enum rc returning_show(struct ctx *cx)
{
	struct returning_now n;
	enum rc rc = returning_read(cx, &n);

	if (rc != OK)
		return rc;
	if (cx->route->method == HTTP_GET)
		cx->current_version = n.is_there ? n.row.version : 0;
	if (cx->json)
		return returning_json(cx, &n);
	stale_said(cx);
	return draw(cx, &n);
}
