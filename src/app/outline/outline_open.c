/* outline_open.c — behind the link: every date of the induction and why, what it asks, and what completing it changes.
 *
 * Only reads. The day and the hours somebody tries are in the address they asked for, and nowhere else: they are not logged
 * (a request is logged by its route), not counted, and shown to nobody.
 */
#include "app/outline/outline.h"

#include "app/coverage/coverage.h"
#include "app/joining/joining.h"
#include "app/outline/outline_view.h"
#include "outline.sql.h"
#include "templates.gen.h"
#include "web/form.h"

#include <stdlib.h>

/* What somebody tries. */
struct tried {
	struct date starts;
	struct str hours;
};
static const struct field try_fields[] = {
	DATE(struct tried, starts, .label = T_OUTLINE_IF_I_START, .max = 30, .not_before_1990 = true),
	TEXT(struct tried, hours, .label = T_OUTLINE_AND_WORK, .max = 20),
};
static void check_try(struct ctx *cx, const struct tried *t)
{
	int64_t n;

	if (!date_is_none(t->starts) && (t->starts.days < cx->today.days - 5 * 366 || t->starts.days > cx->today.days + 10 * 366))
		field_error(cx, "starts", T_OUTLINE_TRY_FAR);
	if (t->hours.n && !hours_parse(t->hours, &n))
		field_error(cx, "hours", T_TERMS_HOURS_WRONG);
}
static const struct form try_form = { .name = "outline_try", .size = sizeof(struct tried), .fields = try_fields, .n = COUNT_OF(try_fields) };

/* One programme laid out from a day on. */
struct laid {
	const struct programme *p;
	struct calendar *calendar;
	struct calendar_review stages[CALENDAR_STAGES_MAX]; /* from when each rhythm of supervision holds; `due` is the day */
	int stages_n;                /* the first stage is the start's and not among them */
	struct varied varied;        /* what the employer gives above the programme, on the day it would begin */
};
struct outline {
	struct ctx *cx;
	struct outline_by_token_row row;
	struct date starts;
	int64_t hours;
	struct laid own, inner;      /* inner: of the national programme inside a local one; p NULL for none */
	bool tried;
};

/* ---- what is tried ---- */

static void take(struct ctx *cx, struct values *v, const char *name)
{
	struct str s = query(cx, name);

	if (s.n)
		values_add(cx->arena, v, str_from_c(name), s);
}

/* read_tried — what the address says, else what the employer made it for. What is wrong with it is in cx->err, what was typed in
 * cx->values for the boxes. */
static enum rc read_tried(struct outline *o)
{
	struct ctx *cx = o->cx;
	struct values *v = NEW(cx->arena, struct values);
	const void *filled;
	const struct tried *t;

	take(cx, v, "starts"), take(cx, v, "starts-day"), take(cx, v, "starts-month"), take(cx, v, "starts-year"), take(cx, v, "hours");
	o->starts = o->row.starts;
	o->hours = o->row.hours;
	if (!v->n)
		return OK;
	o->tried = true;
	cx->values = v;
	form_fill_part(cx, &try_form, v, "tried.", &filled);
	t = filled;
	check_try(cx, t);
	if (cx->err.n)
		return INVALID;
	if (!date_is_none(t->starts))
		o->starts = t->starts;
	if (t->hours.n)
		hours_parse(t->hours, &o->hours);
	return OK;
}

/* ---- the dates ---- */

/* lay — by the functions of every induction's calendar; a stage of supervision begins on the day a review of that month would be due. */
static void lay(struct outline *o, struct laid *l, const struct programme *p)
{
	struct arena *a = o->cx->arena;
	struct hours_span *span = NEW(a, struct hours_span);
	struct calendar_rules *months = NEW(a, struct calendar_rules);
	struct calendar *staged = NEW(a, struct calendar);
	struct calendar_facts f = { .starts = o->starts, .rules = &p->d.dates, .hours = span, .hours_n = 1 };

	*span = (struct hours_span){ o->starts, DATE_NONE, hours_share(o->hours, o->row.full_week) };
	l->p = p;
	l->calendar = NEW(a, struct calendar);
	calendar_of(&f, l->calendar);
	*months = p->d.dates;
	months->reviews_n = months->window_days = 0;
	for (int i = 0; i < p->d.dates.stages_n; i++)
		if (p->d.dates.stages[i].from_month > 0 && p->d.dates.stages[i].from_month < p->d.months)
			months->reviews[months->reviews_n++] = p->d.dates.stages[i].from_month;
	f.rules = months;
	calendar_of(&f, staged);
	for (int i = 0; i < staged->reviews_n && l->stages_n < CALENDAR_STAGES_MAX; i++)
		l->stages[l->stages_n++] = staged->reviews[i];
}

/* vary — as of the day it would begin, or today. */
static enum rc vary(const struct outline *o, struct laid *l)
{
	struct date on = date_cmp(o->starts, o->cx->today) < 0 ? o->cx->today : o->starts;

	return varied_on(o->cx, o->row.employer, l->p, on, &l->varied);
}

static enum rc read_outline(struct ctx *cx, struct outline *ret)
{
	const struct programme *p, *inner = NULL;
	enum rc rc, varied;

	*ret = (struct outline){ .cx = cx };
	if ((rc = sql_outline_by_token(cx->db, cx->arena, param(cx, "token"), cx->now, &ret->row)) != OK ||
	    (rc = programme_get(cx, ret->row.programme, &p)) != OK)
		return rc;
	if (p->contains_id != DB_NULL_INT && (rc = programme_get(cx, p->contains_id, &inner)) != OK)
		return rc;
	rc = read_tried(ret); /* what can't be worked out is said on the page, which is drawn all the same */
	lay(ret, &ret->own, p);
	if (inner)
		lay(ret, &ret->inner, inner);
	varied = vary(ret, &ret->own);
	if (varied == OK && inner)
		varied = vary(ret, &ret->inner);
	return varied != OK ? varied : rc;
}

/* stage_days — the longest time from one supervision to the next, from a month on. */
static int stage_days(const struct laid *l, int month)
{
	for (int i = 0; i < l->p->d.dates.stages_n; i++)
		if (l->p->d.dates.stages[i].from_month == month)
			return l->p->d.dates.stages[i].days;
	return 0;
}

/* required_of — how many pieces of each kind there have to be: what is asked before an outcome, or the plan of what to do next. */
static void required_of(const struct programme_data *d, int *ret_counts)
{
	for (int i = 0; i < d->decision.required_n; i++)
		ret_counts[d->decision.required[i].kind] = d->decision.required[i].count;
	for (size_t i = 0; i < d->asked.n; i++)
		if (d->asked.v[i].left > ret_counts[d->asked.v[i].kind])
			ret_counts[d->asked.v[i].kind] = d->asked.v[i].left;
}

/* ---- JSON ---- */

static void laid_json(const struct outline *o, struct json_out *j, const struct laid *l)
{
	struct ctx *cx = o->cx;
	const struct programme_data *d = &l->p->d;
	int counts[KIND_END] = { 0 };

	required_of(d, counts);
	json_key(j, "id"), json_uuid(j, l->p->uuid);
	json_key(j, "name"), json_str(j, d->name);
	json_key(j, "months"), json_i64(j, d->months);
	json_key(j, "ready"), json_obj(j), calendar_date_json(cx, j, "from", &l->calendar->ready), json_end(j);
	json_key(j, "end"), json_obj(j), calendar_date_json(cx, j, "latest", &l->calendar->end), json_end(j);
	json_key(j, "reviews"), json_arr(j);
	for (int i = 0; i < l->calendar->reviews_n; i++) {
		json_obj(j);
		json_key(j, "month"), json_i64(j, l->calendar->reviews[i].month);
		json_key(j, "optional"), json_bool(j, review_is_optional(&d->review, l->calendar->reviews[i].month));
		calendar_date_json(cx, j, "due", &l->calendar->reviews[i].due);
		json_key(j, "opens"), json_date(j, l->calendar->reviews[i].opens);
		json_key(j, "closes"), json_date(j, l->calendar->reviews[i].closes);
		json_end(j);
	}
	json_end(j);
	json_key(j, "supervision"), json_arr(j);
	for (int i = -1; i < l->stages_n; i++) {
		int month = i < 0 ? 0 : l->stages[i].month, days = stage_days(l, month);

		if (!days)
			continue;
		json_obj(j);
		json_key(j, "from"), json_date(j, i < 0 ? o->starts : l->stages[i].due.date);
		json_key(j, "days"), json_i64(j, days);
		json_end(j);
	}
	json_end(j);
	json_key(j, "support"), json_arr(j);
	for (int i = 0; i < l->varied.support->stages_n; i++) {
		json_obj(j);
		json_key(j, "from_month"), json_i64(j, l->varied.support->stages[i].from_month);
		json_key(j, "percent"), json_i64(j, l->varied.support->stages[i].percent);
		json_key(j, "cases"), json_i64(j, l->varied.support->stages[i].cases);
		json_end(j);
	}
	json_end(j);
	json_key(j, "required"), json_arr(j);
	for (int k = 0; k < KIND_END; k++)
		if (counts[k]) {
			json_obj(j);
			json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, k));
			json_key(j, "count"), json_i64(j, counts[k]);
			json_end(j);
		}
	json_end(j);
	json_key(j, "changes"), json_arr(j);
	for (int i = 0; i < d->decision.changes_n; i++)
		json_str(j, d->decision.changes[i]);
	json_end(j);
}

static enum rc outline_json(const struct outline *o)
{
	struct ctx *cx = o->cx;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "organisation"), json_str(j, o->row.organisation);
	json_key(j, "job"), json_str(j, o->row.job);
	json_key(j, "team"), json_str(j, o->row.team);
	json_key(j, "starts"), json_date(j, o->starts);
	json_key(j, "share"), json_str(j, share_words(cx, hours_share(o->hours, o->row.full_week)));
	json_key(j, "title"), json_str(j, o->row.title);
	json_key(j, "pay"), json_str(j, o->row.pay);
	json_key(j, "promises"), json_str(j, o->row.promises);
	json_key(j, "ask"), json_str(j, o->row.ask);
	json_key(j, "expires"), json_instant(j, o->row.expires);
	json_key(j, "programme"), json_obj(j), laid_json(o, j, &o->own), json_end(j);
	json_key(j, "inside");
	if (o->inner.p)
		json_obj(j), laid_json(o, j, &o->inner), json_end(j);
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the line of dates ---- */

static struct outline_entry *add(const struct outline *o, struct outline_view *v, struct date on, struct str what, struct str why)
{
	struct ctx *cx = o->cx;
	struct outline_entry *e = &v->entries.v[v->entries.n];
	int year, month, day;

	if (date_is_none(on) || v->entries.n == v->entries.room)
		return NULL;
	date_split(on, &year, &month, &day);
	*e = (struct outline_entry){ .on = on, .iso = date_iso(cx->arena, on), .day = date_short(cx->arena, on),
		                         .year = strf(cx->arena, "%d", year), .what = what, .why = why };
	v->entries.n++;
	return e;
}

/* in_inner — what belongs to the programme inside says so. */
static struct str in_inner(const struct outline *o, const struct laid *l, struct str what)
{
	return l == &o->inner ? WORDS(o->cx->arena, T_OUTLINE_INSIDE, WORD_ARG("what", what), WORD_ARG("name", l->p->d.name)) : what;
}

static void add_laid(const struct outline *o, struct outline_view *v, const struct laid *l)
{
	struct ctx *cx = o->cx;
	const struct calendar *c = l->calendar;

	for (int i = 0; i < c->reviews_n; i++) {
		const struct calendar_review *r = &c->reviews[i];
		struct outline_entry *e = add(o, v, r->due.date, in_inner(o, l, WORDS(cx->arena, review_is_optional(&l->p->d.review, r->month) ? T_CALENDAR_REVIEW_OPTIONAL
		                                                                                                                    : T_CALENDAR_REVIEW,
		                                                                 WORD_ARG("n", r->month))),
		                              calendar_why_words(cx, &r->due));

		if (e && date_cmp(r->opens, r->closes) < 0)
			e->more = WORDS(cx->arena, T_CALENDAR_WINDOW, WORD_ARG("from", r->opens), WORD_ARG("to", r->closes));
	}
	for (int i = 0; i < l->stages_n; i++) {
		struct outline_entry *e = add(o, v, l->stages[i].due.date,
		                              WORDS(cx->arena, T_OUTLINE_SUPERVISION, WORD_ARG("n", stage_days(l, l->stages[i].month))),
		                              calendar_why_words(cx, &l->stages[i].due));

		if (e)
			e->is_stage = true;
	}
	add(o, v, c->ready.date, in_inner(o, l, word(T_CALENDAR_READY)),
	    strf(cx->arena, "%.*s %.*s", STR_FMT(calendar_why_words(cx, &c->ready)), STR_FMT(word(T_CALENDAR_READY_SAYS))));
	add(o, v, c->end.date, in_inner(o, l, word(T_CALENDAR_END)), calendar_why_words(cx, &c->end));
}

static int by_date(const void *x, const void *y)
{
	const struct outline_entry *a = x, *b = y;

	return date_cmp(a->on, b->on);
}

static void add_entries(const struct outline *o, struct outline_view *v)
{
	struct ctx *cx = o->cx;
	int first = stage_days(&o->own, 0);

	v->entries.room = 2 * (CALENDAR_REVIEWS_MAX + CALENDAR_STAGES_MAX + 3);
	v->entries.v = NEW_ARRAY(cx->arena, struct outline_entry, v->entries.room);
	add(o, v, o->starts, word(T_OUTLINE_FIRST_DAY), first ? WORDS(cx->arena, T_OUTLINE_FIRST_SAYS, WORD_ARG("n", first)) : STR_NONE);
	add_laid(o, v, &o->own);
	if (o->inner.p)
		add_laid(o, v, &o->inner);
	qsort(v->entries.v, v->entries.n, sizeof(*v->entries.v), by_date);
}

/* ---- what it asks, and who decides ---- */

static void fact(struct outline_facts *f, enum word label, struct str text, struct str note)
{
	if (text.n && f->n < COUNT_OF(f->v))
		f->v[f->n++] = (struct outline_fact){ label, text, note };
}

static void add_asked(const struct outline *o, struct outline_view *v, const struct laid *l)
{
	struct ctx *cx = o->cx;
	const struct programme_data *d = &l->p->d;
	struct buf b = buf_new(cx->arena, 1000);
	int counts[KIND_END] = { 0 };

	required_of(d, counts);
	for (int k = 0; k < KIND_END; k++)
		if (counts[k]) {
			if (buf_str(&b).n)
				buf_add(&b, S(", "));
			buf_addf(&b, "%.*s: %d", STR_FMT(word(kind_word((enum evidence_kind)k))), counts[k]);
		}
	fact(&v->asked, T_OUTLINE_WORK, buf_str(&b), word(T_OUTLINE_WORK_SAYS));
	fact(&v->asked, T_PROGRAMME_ENOUGH, WORDS(cx->arena, T_PROGRAMME_ENOUGH_KINDS, WORD_ARG("n", d->enough.kinds), WORD_ARG("months", d->enough.months)),
	     d->enough.observed ? word(T_PROGRAMME_ENOUGH_OBSERVED) : STR_NONE);
}

/* stage_said — "at least 10% from the first day", "at least 5% from month 13". */
static struct str stage_said(struct ctx *cx, const struct support_stage *s, enum word first, enum word later, int n)
{
	return s->from_month ? WORDS(cx->arena, later, WORD_ARG("n", n), WORD_ARG("month", s->from_month + 1))
	                     : WORDS(cx->arena, first, WORD_ARG("n", n));
}

/* add_support — protected time and workload by stage, where the programme says anything of it. */
static void add_support(const struct outline *o, struct outline_view *v, const struct laid *l)
{
	struct ctx *cx = o->cx;
	const struct support_rules *r = l->varied.support;
	struct buf time = buf_new(cx->arena, 1000), cases = buf_new(cx->arena, 1000);

	for (int i = 0; i < r->stages_n; i++) {
		buf_addf(&time, "%s%.*s", i ? ", " : "",
		         STR_FMT(stage_said(cx, &r->stages[i], T_OUTLINE_TIME_FIRST, T_OUTLINE_TIME_LATER, r->stages[i].percent)));
		buf_addf(&cases, "%s%.*s", i ? ", " : "",
		         STR_FMT(stage_said(cx, &r->stages[i], T_OUTLINE_CASES_FIRST, T_OUTLINE_CASES_LATER, r->stages[i].cases)));
	}
	fact(&v->given, T_OUTLINE_TIME, buf_str(&time), word(T_OUTLINE_TIME_SAYS));
	fact(&v->given, T_OUTLINE_CASES, buf_str(&cases), STR_NONE);
}

static void add_decides(const struct outline *o, struct outline_view *v, const struct laid *l)
{
	struct ctx *cx = o->cx;
	const struct programme_data *d = &l->p->d;

	fact(&v->given, T_PROGRAMME_ANSWERS, WORDS(cx->arena, T_PROGRAMME_ANSWER_DAYS, WORD_ARG("n", l->varied.answer_days)), word(T_OUTLINE_ANSWERS_SAYS));
	fact(&v->decides, T_OUTLINE_RECOMMENDS, word(d->second_reader ? T_OUTLINE_RECOMMENDS_SECOND : T_OUTLINE_RECOMMENDS_NOT_SUPERVISOR), STR_NONE);
	fact(&v->decides, T_OUTLINE_PANEL, WORDS(cx->arena, T_OUTLINE_PANEL_SAYS, WORD_ARG("members", d->decision.members),
	                                         WORD_ARG("quorum", d->decision.quorum)), word(T_OUTLINE_PANEL_NOTE));
	fact(&v->decides, T_OUTLINE_YOU, WORDS(cx->arena, T_OUTLINE_YOU_SAYS, WORD_ARG("respond", d->decision.respond_days),
	                                       WORD_ARG("appeal", d->decision.appeal_days)), STR_NONE);
}

static void say(struct outline_words *w, struct str s)
{
	if (s.n && w->n < COUNT_OF(w->v))
		w->v[w->n++] = s;
}

static void add_pauses(const struct outline *o, struct outline_view *v, const struct laid *l)
{
	struct ctx *cx = o->cx;
	const struct agreed_rules *r = &l->p->d.agreed;

	for (int i = 0; i < r->pauses_n; i++)
		say(&v->pauses, WORDS(cx->arena, T_OUTLINE_PAUSE, WORD_ARG("label", r->pauses[i].label), WORD_ARG("n", r->pauses[i].days),
		                      WORD_ARG("who", word(agreed_who(r->pauses[i].by)))));
	if (r->extension_count)
		say(&v->pauses, WORDS(cx->arena, T_OUTLINE_EXTENSION, WORD_ARG("n", r->extension_days), WORD_ARG("count", r->extension_count),
		                      WORD_ARG("who", word(agreed_who(r->extends)))));
}

/* ---- the page ---- */

static enum rc draw_closed(struct ctx *cx)
{
	struct outline_closed_view v = { url_lit("/programmes") };

	if (cx->json)
		return NOT_FOUND;
	return page(cx, &(struct page){ .title = word(T_OUTLINE_CLOSED), .status = 404, .house = word(T_SERVICE_NAME), .main = HTML(cx, outline_closed, &v) });
}

enum rc outline_open(struct ctx *cx)
{
	struct outline *o = NEW(cx->arena, struct outline);
	struct outline_view v = { .tried = false };
	const struct framework_version *fw;
	const struct laid *ruling;      /* whose outcome the work is for */
	struct form_view fv;
	struct tried usual;
	enum rc rc = read_outline(cx, o);

	if (rc != OK && rc != INVALID)
		return rc == NOT_FOUND ? draw_closed(cx) : rc;
	if (cx->json)
		return rc != OK ? rc : outline_json(o);
	ruling = o->inner.p ? &o->inner : &o->own;
	if ((rc = framework_get(cx, ruling->p->framework_id, &fw)) != OK)
		return rc;
	usual = (struct tried){ o->starts, hundredths_words(cx, o->hours) };
	fv = form_view(cx, &try_form, &usual, -1);
	v = (struct outline_view){
		.errors = fv.errors, .starts = form_field(&fv, "starts")->html, .hours = form_field(&fv, "hours")->html, .tried = o->tried,
		.job = o->row.team.n ? strf(cx->arena, "%.*s, %.*s", STR_FMT(o->row.job), STR_FMT(o->row.team)) : o->row.job,
		.organisation = o->row.organisation, .full_week = hundredths_words(cx, o->row.full_week), .programme = o->own.p->d.name,
		.action = { strf(cx->arena, "/o/%.*s", STR_FMT(url_encode(cx->arena, param(cx, "token")))) },
		.programme_url = url_id(cx, "/programmes/", o->own.p->uuid, ""),
		.standards = fw->title, .standards_url = url_id(cx, "/frameworks/", ruling->p->framework_uuid, ""),
		.until = date_long(cx->arena, date_of(o->row.expires)), .ask = o->row.ask, .title = o->row.title, .pay = o->row.pay,
		.promises = o->row.promises, .in_proportion = o->own.p->d.in_proportion, .illustrative = o->own.p->d.illustrative,
	};
	v.lead = WORDS(cx->arena, T_OUTLINE_BETWEEN, WORD_ARG("ready", o->own.calendar->ready.date), WORD_ARG("end", o->own.calendar->end.date));
	add_entries(o, &v);
	add_asked(o, &v, ruling);
	add_support(o, &v, ruling);
	add_decides(o, &v, ruling);
	add_pauses(o, &v, ruling);
	for (int i = 0; i < ruling->p->d.decision.changes_n; i++)
		say(&v.changes, ruling->p->d.decision.changes[i]);
	return page(cx, &(struct page){ .title = word(T_OUTLINE_TITLE), .house = o->row.organisation, .status = cx->err.n ? 422 : 0,
	                                .main = HTML(cx, outline_open, &v) });
}
