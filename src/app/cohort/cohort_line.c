/* cohort_line.c — the timeline: who is where in the two years, what is late and with whom it waits, what is coming. As a page. */
#include "app/cohort/cohort_line.h"

#include "app/cohort/cohort_line_view.h"
#include "cohort_line.sql.h"
#include "templates.gen.h"

#include <stdlib.h>

enum { MONTHS_MAX = 130, ASSESSORS_MAX = 100, TALL = 12, THIN = 6, MIDDLE = 17 };

/* ---- the whole cohort, where it can be counted ---- */

struct month_count {
	struct date month;           /* its first day */
	int n, ends;                 /* who started in it; whose latest end is in it */
};
struct count {
	struct ctx *cx;
	bool counted;                /* every one of them was looked at */
	int n, late, paused, plan, months; /* months: the length all programmes share; 0 where they differ */
	struct date first, last;     /* first days */
	struct month_count month[MONTHS_MAX];
	size_t months_n;
	struct cohort_options assessors;
	bool many_assessors;         /* more than can be chosen among */
};

static struct date month_of(struct date d)
{
	int year, month, day;

	date_split(d, &year, &month, &day);
	return date_make(year, month, 1);
}

static struct month_count *month_in(struct count *c, struct date d)
{
	struct date month = month_of(d);

	for (size_t i = 0; i < c->months_n; i++)
		if (date_cmp(c->month[i].month, month) == 0)
			return &c->month[i];
	if (c->months_n == MONTHS_MAX)
		return NULL;
	c->month[c->months_n] = (struct month_count){ .month = month };
	return &c->month[c->months_n++];
}

static void count_assessor(struct count *c, struct arena *keep, const struct line_person *p)
{
	struct str key = uuid_str(c->cx->arena, p->id);

	for (size_t i = 0; i < c->assessors.n; i++)
		if (str_eq(c->assessors.v[i].key, key))
			return;
	if (c->assessors.n == ASSESSORS_MAX)
		c->many_assessors = true;
	else
		c->assessors.v[c->assessors.n++] = (struct cohort_option){ str_dup(keep, key), str_dup(keep, p->name), false };
}

struct counting {
	struct count *c;
	struct arena *keep;          /* what outlives a turn */
};

static bool count_one(void *arg, const struct line_member *m)
{
	struct counting *g = arg;
	struct count *c = g->c;
	struct month_count *starts = month_in(c, m->starts), *ends = date_is_none(m->dates.end) ? NULL : month_in(c, m->dates.end);

	c->months = c->n == 0 || c->months == m->months ? m->months : 0;
	c->n++;
	c->late += m->standing == LINE_IS_LATE;
	c->paused += m->standing == LINE_PAUSED;
	c->plan += m->standing == LINE_NEEDS_PLAN;
	if (starts)
		starts->n++;
	if (ends && date_cmp(m->dates.end, c->cx->today) >= 0)
		ends->ends++;
	for (size_t i = 0; i < m->people_n; i++)
		if (m->people[i].role == ROLE_ASSESSOR)
			count_assessor(c, g->keep, &m->people[i]);
	return c->n < LINE_COUNTED;
}

/* count_cohort — each of them, where there are at most LINE_COUNTED; where there are more, when they began, and no more than that. */
static enum rc count_cohort(struct ctx *cx, struct count *c)
{
	static const struct line_filter everybody = { .pattern = S_INIT(""), .assessor_pattern = S_INIT(""), .low = { -1000000 },
		                                          .high = { 1000000 }, .standing = -1 };
	struct line_bounds_row bounds;
	enum rc rc;

	*c = (struct count){ .cx = cx, .counted = true, .first = DATE_NONE, .last = DATE_NONE };
	if (cx->actor.role == ROLE_COORDINATOR) {
		if ((rc = sql_line_bounds(cx->db, cx->arena, cx->actor.organisation, LINE_COUNTED + 1, &bounds)) != OK)
			return rc;
		c->n = (int)bounds.n;
		c->first = bounds.first;
		c->last = bounds.last;
		c->counted = bounds.n <= LINE_COUNTED;
	}
	if (!c->counted)
		return OK;
	c->n = 0;
	c->assessors.v = NEW_ARRAY(cx->arena, struct cohort_option, ASSESSORS_MAX);
	return line_each(cx, &everybody, count_one, &(struct counting){ c, cx->arena });
}

/* ---- the sentence that counts what matters ---- */

static struct str lead(struct ctx *cx, const struct count *c)
{
	const struct month_count *soon = NULL;
	struct buf b = buf_new(cx->arena, 1000);

	if (!c->counted)
		return WORDS(cx->arena, T_LINE_LEAD_MANY, WORD_ARG("n", LINE_COUNTED));
	for (size_t i = 0; i < c->months_n; i++)
		if (c->month[i].ends && (!soon || date_cmp(c->month[i].month, soon->month) < 0))
			soon = &c->month[i];
	buf_add(&b, WORDS(cx->arena, T_LINE_LEAD_LATE, WORD_ARG("n", c->late)));
	if (c->plan)
		buf_addf(&b, " %.*s", STR_FMT(WORDS(cx->arena, T_LINE_LEAD_PLAN, WORD_ARG("n", c->plan))));
	if (c->paused)
		buf_addf(&b, " %.*s", STR_FMT(WORDS(cx->arena, T_LINE_LEAD_PAUSED, WORD_ARG("n", c->paused))));
	if (soon)
		buf_addf(&b, " %.*s", STR_FMT(WORDS(cx->arena, T_LINE_LEAD_ENDS, WORD_ARG("n", soon->ends),
		                                    WORD_ARG("month", date_month(cx->arena, soon->month)))));
	if (soon && c->months)
		buf_addf(&b, " %.*s", STR_FMT(WORDS(cx->arena, T_LINE_LEAD_READY, WORD_ARG("n", c->months))));
	return buf_str(&b);
}

/* ---- the filter ---- */

static void option(struct cohort_options *o, struct str key, struct str name, bool chosen)
{
	o->v[o->n++] = (struct cohort_option){ key, name, chosen };
}

static void add_month(struct ctx *cx, struct cohort_options *o, struct date month, struct str chosen)
{
	struct str key = str_sub(date_iso(cx->arena, month), 0, 7);

	option(o, key, date_month(cx->arena, month), str_eq(key, chosen));
}

static int by_month(const void *x, const void *y)
{
	return date_cmp(((const struct month_count *)x)->month, ((const struct month_count *)y)->month);
}

static void add_intakes(struct ctx *cx, struct count *c, const struct line_filter *f, struct cohort_options *o)
{
	o->v = NEW_ARRAY(cx->arena, struct cohort_option, MONTHS_MAX + 1);
	option(o, S(""), word(T_COHORT_ALL_INTAKES), !f->intake.n);
	if (c->months_n > 1)
		qsort(c->month, c->months_n, sizeof(*c->month), by_month);
	for (size_t i = 0; i < c->months_n; i++)
		if (c->month[i].n)
			add_month(cx, o, c->month[i].month, f->intake);
	if (!c->counted && !date_is_none(c->first))
		for (struct date m = month_of(c->first); date_cmp(m, c->last) <= 0 && o->n <= MONTHS_MAX; m = date_add_months(m, 1))
			add_month(cx, o, m, f->intake);
}

static int by_name(const void *x, const void *y)
{
	const struct cohort_option *a = x, *b = y;

	return str_cmp(a->name, b->name);
}

/* add_assessors — to choose among; with too many to choose from there are none, and a name is typed. */
static void add_assessors(struct ctx *cx, struct count *c, const struct line_filter *f, struct cohort_options *o)
{
	if (!c->counted || c->many_assessors)
		return;
	if (c->assessors.n > 1)
		qsort(c->assessors.v, c->assessors.n, sizeof(*c->assessors.v), by_name);
	o->v = NEW_ARRAY(cx->arena, struct cohort_option, c->assessors.n + 1);
	option(o, S(""), word(T_COHORT_ALL_ASSESSORS), uuid_is_none(f->assessor_id));
	for (size_t i = 0; i < c->assessors.n; i++)
		option(o, c->assessors.v[i].key, c->assessors.v[i].name,
		       !uuid_is_none(f->assessor_id) && str_eq(c->assessors.v[i].key, uuid_str(cx->arena, f->assessor_id)));
}

static void add_filter(struct ctx *cx, struct count *c, const struct line_filter *f, struct cohort_line_view *v)
{
	static const enum word words[LINE_STANDING_END] = { [LINE_IS_LATE] = T_COHORT_LATE, [LINE_NEEDS_PLAN] = T_COHORT_PLAN,
		                                                [LINE_PAUSED] = T_LINE_PAUSED, [LINE_ON_COURSE] = T_COHORT_OK };
	static const enum line_standing order[] = { LINE_IS_LATE, LINE_NEEDS_PLAN, LINE_PAUSED, LINE_ON_COURSE };

	v->q = f->q;
	v->assessor = uuid_is_none(f->assessor_id) ? f->assessor : STR_NONE;
	v->filtered = f->any;
	v->clear = url_lit("/timeline");
	v->csv = line_url(cx, "/timeline.csv", f);
	v->several = line_url(cx, "/timeline/several", f);
	v->may_several = cx->actor.role == ROLE_COORDINATOR;
	add_intakes(cx, c, f, &v->intakes);
	add_assessors(cx, c, f, &v->assessors);
	v->standings.v = NEW_ARRAY(cx->arena, struct cohort_option, LINE_STANDING_END + 1);
	option(&v->standings, S(""), word(T_COHORT_EVERYONE), f->standing < 0);
	for (size_t i = 0; i < COUNT_OF(order); i++)
		option(&v->standings, key_of(&line_standings, order[i]), word(words[order[i]]), f->standing == (int)order[i]);
}

/* ---- the picture ---- */

/* The days between which the lines of one page are drawn: whole months. */
struct span {
	struct date from, to;
};

static struct span span_of(const struct line_members *all, struct date today)
{
	struct span s = { all->v[0].starts, today };

	for (size_t i = 0; i < all->n; i++) {
		const struct line_member *m = &all->v[i];

		if (date_cmp(m->starts, s.from) < 0)
			s.from = m->starts;
		if (!date_is_none(m->dates.end) && date_cmp(m->dates.end, s.to) > 0)
			s.to = m->dates.end;
		for (int k = 0; k < m->points_n; k++)
			if (!date_is_none(m->points[k].r.on) && date_cmp(m->points[k].r.on, s.to) > 0)
				s.to = m->points[k].r.on;
	}
	s.from = month_of(date_cmp(today, s.from) < 0 ? today : s.from);
	s.to = date_add_months(month_of(s.to), 1);
	return s;
}

static struct line_at place(struct span s, struct date d)
{
	int at = line_thousandth(s.from, s.to, d);

	return (struct line_at){ at / 10, at % 10 };
}

static struct line_at width(struct span s, struct date from, struct date to)
{
	int w = line_thousandth(s.from, s.to, to) - line_thousandth(s.from, s.to, from);

	return (struct line_at){ w / 10, w % 10 };
}

static void add_bars(struct ctx *cx, struct span s, const struct line_member *m, struct line_row *row, bool *ret_part_time)
{
	static const struct {
		struct str fill, stroke;
	} looks[] = { [LINE_SERVED] = { S_INIT("var(--moss)"), S_INIT("var(--moss)") },
		          [LINE_TO_COME] = { S_INIT("var(--moss-soft)"), S_INIT("var(--moss-mid)") },
		          [LINE_STOPPED] = { S_INIT("url(#l-hatch)"), S_INIT("var(--indigo)") } };
	struct line_stretch all[LINE_STRETCHES_MAX];
	int n = line_stretches(&m->dates.facts, m->dates.end, cx->today, all);

	row->bars.v = NEW_ARRAY(cx->arena, struct line_bar, (size_t)n + 1);
	for (int i = 0; i < n; i++) {
		int tall = all[i].part_time ? THIN : TALL;

		row->bars.v[row->bars.n++] = (struct line_bar){ .x = place(s, all[i].from), .width = width(s, all[i].from, all[i].to),
			                                            .y = MIDDLE - tall / 2, .height = tall, .fill = looks[all[i].time].fill,
			                                            .stroke = looks[all[i].time].stroke };
		*ret_part_time |= all[i].part_time;
	}
}

static void add_dots(struct ctx *cx, struct span s, const struct line_member *m, struct line_row *row)
{
	static const struct str kinds[LINE_MARK_END] = { [LINE_DONE] = S_INIT("done"), [LINE_LATE] = S_INIT("late"), [LINE_NEXT] = S_INIT("next"),
		                                             [LINE_LATER] = S_INIT("later"), [LINE_NOT_HERE] = S_INIT("none") };

	row->dots.v = NEW_ARRAY(cx->arena, struct line_dot, (size_t)m->points_n + 1);
	for (int i = 0; i < m->points_n; i++)
		if (!date_is_none(m->points[i].r.on))
			row->dots.v[row->dots.n++] = (struct line_dot){ place(s, m->points[i].r.on), kinds[m->points[i].mark] };
}

static void add_axis(struct ctx *cx, struct span s, struct cohort_line_view *v)
{
	int first, last, month, day;

	date_split(s.from, &first, &month, &day);
	date_split(s.to, &last, &month, &day);
	v->years.v = NEW_ARRAY(cx->arena, struct line_year, (size_t)(last - first) + 1);
	for (int year = first + 1; year <= last; year++)
		if (date_cmp(date_make(year, 1, 1), s.to) < 0)
			v->years.v[v->years.n++] = (struct line_year){ place(s, date_make(year, 1, 1)), year };
	v->today = place(s, cx->today);
	v->today_shown = true;
	v->today_says = WORDS(cx->arena, T_LINE_TODAY, WORD_ARG("date", date_short(cx->arena, cx->today)));
	v->span = WORDS(cx->arena, T_LINE_SPAN, WORD_ARG("from", date_month(cx->arena, s.from)),
	                WORD_ARG("to", date_month(cx->arena, date_plus(s.to, -1))));
}

/* ---- the rows ---- */

static void add_text(struct line_texts *t, struct str text)
{
	t->v[t->n++] = (struct line_text){ text };
}

static void add_dates(struct ctx *cx, const struct line_member *m, struct line_row *row)
{
	const struct calendar_facts *f = &m->dates.facts;

	row->stops.v = NEW_ARRAY(cx->arena, struct line_text, (size_t)f->pauses_n + 1);
	row->marks.v = NEW_ARRAY(cx->arena, struct line_text, (size_t)m->points_n + 1);
	for (int i = 0; i < f->pauses_n; i++)
		add_text(&row->stops, date_is_none(f->pauses[i].ends)
		                          ? WORDS(cx->arena, T_LINE_PAUSED_OPEN, WORD_ARG("from", f->pauses[i].starts))
		                          : WORDS(cx->arena, T_LINE_PAUSED_UNTIL, WORD_ARG("from", f->pauses[i].starts),
		                                  WORD_ARG("to", f->pauses[i].ends)));
	for (int i = 0; i < m->points_n; i++)
		add_text(&row->marks, line_mark_words(cx, &m->points[i]));
}

static struct line_row row_of(struct ctx *cx, struct span s, const struct line_member *m, struct cohort_line_view *v)
{
	struct line_row row = {
		.url = url_id(cx, "/inductions/", m->id, ""), .name = m->name, .starts = m->starts, .end = m->dates.end,
		.no_end = date_is_none(m->dates.end), .late = m->standing == LINE_IS_LATE, .paused = m->standing == LINE_PAUSED,
		.plan = m->standing == LINE_NEEDS_PLAN, .pauses = line_pauses_words(cx, m),
	};

	row.small = line_month_words(cx, m);
	row.says = row.late ? line_late_words(cx, m) : row.paused ? line_paused_words(cx, m) : row.plan ? line_plan_words(cx, m) : STR_NONE;
	if (!row.paused) {
		row.next = line_next_words(cx, m);
		row.waits = line_next_waits(cx, m);
	}
	add_bars(cx, s, m, &row, &v->has_part_time);
	add_dots(cx, s, m, &row);
	if (v->with_table)
		add_dates(cx, m, &row);
	return row;
}

/* group_of — how many began in that month is said beside all of them, not beside those a filter leaves. */
static struct line_group group_of(struct ctx *cx, const struct count *c, struct date month, bool filtered, bool goes_on)
{
	struct line_group g = { .name = WORDS(cx->arena, T_LINE_INTAKE, WORD_ARG("month", date_month(cx->arena, month))),
		                    .rows.v = NEW_ARRAY(cx->arena, struct line_row, LINE_PAGE) };

	for (size_t i = 0; i < c->months_n && !filtered; i++)
		if (date_cmp(c->month[i].month, month) == 0)
			g.says = WORDS(cx->arena, T_LINE_INTAKE_N, WORD_ARG("n", c->month[i].n));
	if (goes_on)
		g.says = word(T_LINE_INTAKE_ON);
	return g;
}

static void add_groups(struct ctx *cx, const struct count *c, const struct line_members *all, struct date behind, struct cohort_line_view *v)
{
	struct span s = span_of(all, cx->today);
	struct date before = date_is_none(behind) ? DATE_NONE : month_of(behind);

	add_axis(cx, s, v);
	v->groups.v = NEW_ARRAY(cx->arena, struct line_group, LINE_PAGE);
	for (size_t i = 0; i < all->n; i++) {
		const struct line_member *m = &all->v[i];
		struct date month = month_of(m->starts);
		struct line_group *g;

		if (!i || date_cmp(month, month_of(all->v[i - 1].starts)))
			v->groups.v[v->groups.n++] = group_of(cx, c, month, v->filtered, !i && !date_is_none(before) && date_cmp(before, month) == 0);
		g = &v->groups.v[v->groups.n - 1];
		g->rows.v[g->rows.n++] = row_of(cx, s, m, v);
		v->shown++;
	}
}

/* ---- the page ---- */

static struct url page_url(struct ctx *cx, const struct line_filter *f, bool with_table, struct str after)
{
	struct url u = line_url(cx, "/timeline", f);

	if (with_table)
		u = url_with(cx, u, "dates", S("shown"));
	return after.n ? url_with(cx, u, "after", after) : u;
}

enum rc timeline_show(struct ctx *cx)
{
	struct cohort_line_view v = { .with_table = str_eq(query(cx, "dates"), S("shown")) };
	struct line_filter f = line_filter_of(cx);
	struct line_place after = line_place_of(cx);
	struct line_members all;
	struct count *c = NEW(cx->arena, struct count);
	enum rc rc;

	if (cx->json)
		return line_json(cx, &f, after);
	if ((rc = count_cohort(cx, c)) != OK || (rc = line_read(cx, &f, after, LINE_PAGE, &all)) != OK)
		return rc;
	v.any = c->n > 0;
	v.caption = !c->counted                           ? WORDS(cx->arena, T_LINE_CAPTION_MANY, WORD_ARG("n", LINE_COUNTED))
	            : cx->actor.role == ROLE_COORDINATOR ? WORDS(cx->arena, T_COHORT_LEAD, WORD_ARG("n", c->n))
	                                                 : WORDS(cx->arena, T_LINE_CAPTION_YOURS, WORD_ARG("n", c->n));
	v.lead = v.any ? lead(cx, c) : STR_NONE;
	v.has_start = date_cmp(after.day, line_first.day) > 0;
	v.has_next = all.more;
	v.start = page_url(cx, &f, v.with_table, STR_NONE);
	v.table = page_url(cx, &f, true, v.has_start ? line_place_str(cx, after) : STR_NONE);
	if (all.more)
		v.next = page_url(cx, &f, v.with_table, line_place_str(cx, line_place_behind(&all.v[all.n - 1])));
	add_filter(cx, c, &f, &v);
	if (all.n)
		add_groups(cx, c, &all, v.has_start ? after.day : DATE_NONE, &v);
	return page(cx, &(struct page){ .title = word(T_LINE_TITLE), .menu = MENU_TIMELINE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, cohort_line, &v) });
}
