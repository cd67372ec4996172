/* line.c — see line.h. */
#include "rules/line.h"

#include <stdlib.h>

#define K(number, key) [number] = S_INIT(key)
static const struct str mark_keys[] = { K(LINE_DONE, "done"), K(LINE_LATE, "late"), K(LINE_NEXT, "next"), K(LINE_LATER, "later"),
	                                    K(LINE_NOT_HERE, "not_recorded") };
static const struct str standing_keys[] = { K(LINE_ON_COURSE, "on_course"), K(LINE_NEEDS_PLAN, "needs_plan"), K(LINE_IS_LATE, "late"),
	                                        K(LINE_PAUSED, "paused") };
const struct key_list line_marks = { mark_keys, (int)COUNT_OF(mark_keys) }, line_standings = { standing_keys, (int)COUNT_OF(standing_keys) };

/* ---- the stretches ---- */

static int by_day(const void *x, const void *y)
{
	return date_cmp(*(const struct date *)x, *(const struct date *)y);
}

static bool holds(struct date starts, struct date ends, struct date d)
{
	return date_cmp(starts, d) <= 0 && (date_is_none(ends) || date_cmp(d, ends) <= 0);
}

static bool is_part_time(const struct calendar_facts *f, struct date d)
{
	for (int i = 0; f->rules->in_proportion && i < f->hours_n && i < CALENDAR_HOURS_MAX; i++)
		if (holds(f->hours[i].starts, f->hours[i].ends, d))
			return f->hours[i].share < FULL_TIME;
	return false;
}

/* line_end — where the line stops while nobody can say. */
static struct date line_end(const struct calendar_facts *f, struct date end, struct date today)
{
	struct date last = date_plus(today, 1);

	if (!date_is_none(end))
		return date_plus(end, 1);
	for (int i = 0; i < f->pauses_n && i < CALENDAR_PAUSES_MAX; i++)
		if (date_cmp(f->pauses[i].starts, last) >= 0)
			last = date_plus(f->pauses[i].starts, 1);
	return last;
}

static void edge(struct date *edges, int *n, const struct calendar_facts *f, struct date behind, struct date d)
{
	if (date_cmp(d, f->starts) > 0 && date_cmp(d, behind) < 0)
		edges[(*n)++] = d;
}

static void edges_of(struct date *edges, int *n, const struct calendar_facts *f, struct date behind, struct date starts, struct date ends)
{
	edge(edges, n, f, behind, starts);
	if (!date_is_none(ends))
		edge(edges, n, f, behind, date_plus(ends, 1));
}

int line_stretches(const struct calendar_facts *f, struct date end, struct date today, struct line_stretch *ret)
{
	struct date edges[LINE_STRETCHES_MAX], behind = line_end(f, end, today);
	int edges_n = 0, n = 0;

	if (date_cmp(behind, f->starts) <= 0)
		return 0;
	edges[edges_n++] = f->starts;
	edge(edges, &edges_n, f, behind, today);
	for (int i = 0; i < f->pauses_n && i < CALENDAR_PAUSES_MAX; i++)
		edges_of(edges, &edges_n, f, behind, f->pauses[i].starts, f->pauses[i].ends);
	for (int i = 0; f->rules->in_proportion && i < f->hours_n && i < CALENDAR_HOURS_MAX; i++)
		edges_of(edges, &edges_n, f, behind, f->hours[i].starts, f->hours[i].ends);
	if (edges_n > 1)
		qsort(edges, (size_t)edges_n, sizeof(*edges), by_day);
	for (int i = 0; i < edges_n; i++) {
		struct line_stretch s = { .from = edges[i], .to = i + 1 < edges_n ? edges[i + 1] : behind };

		s.time = calendar_is_paused(f, s.from) ? LINE_STOPPED : date_cmp(s.from, today) < 0 ? LINE_SERVED : LINE_TO_COME;
		s.part_time = s.time != LINE_STOPPED && is_part_time(f, s.from);
		if (date_cmp(s.from, s.to) >= 0)
			continue;
		if (n && ret[n - 1].time == s.time && ret[n - 1].part_time == s.part_time)
			ret[n - 1].to = s.to;
		else
			ret[n++] = s;
	}
	return n;
}

/* ---- marks ---- */

enum line_mark line_mark_of(const struct line_review *r, struct date today)
{
	if (r->here && r->waits.days_late)
		return LINE_LATE;
	if (r->here)
		return r->state == REVIEW_MET ? LINE_DONE : LINE_LATER;
	return !date_is_none(r->on) && date_cmp(r->on, today) < 0 ? LINE_NOT_HERE : LINE_LATER;
}

int line_next(const struct line_review *r, int n, struct date today)
{
	int next = -1;

	for (int i = 0; i < n; i++)
		if (line_mark_of(&r[i], today) == LINE_LATER && !date_is_none(r[i].on) && date_cmp(r[i].on, today) >= 0 &&
		    (next < 0 || date_cmp(r[i].on, r[next].on) < 0))
			next = i;
	return next;
}

/* ---- where somebody stands ---- */

enum line_standing line_standing_of(const struct line_facts *f)
{
	if (f->paused)
		return LINE_PAUSED;
	if (f->has_late)
		return LINE_IS_LATE;
	return f->has_assessor && f->has_supervisor ? LINE_ON_COURSE : LINE_NEEDS_PLAN;
}

int line_thousandth(struct date from, struct date to, struct date day)
{
	int64_t all = (int64_t)to.days - from.days, here = (int64_t)day.days - from.days;

	return here <= 0 || all <= 0 ? 0 : here >= all ? 1000 : (int)(here * 1000 / all);
}
