/* calendar.c — an induction as a line of stretches, each counting at one share of full time, and dates found along it. */
#include "rules/calendar.h"

#include <stdlib.h>

enum { STRETCHES_MAX = 2 * (CALENDAR_PAUSES_MAX + CALENDAR_HOURS_MAX) + 2, FAR_DAYS = 40 * 366 };

/* ---- the line ---- */

/* Days from `from` to the next stretch count at `share`; 0 is a pause. The last one goes on for ever. */
struct stretch {
	struct date from;
	int share;
};
struct line {
	const struct calendar_facts *f;
	struct pause_span pauses[CALENDAR_PAUSES_MAX]; /* ascending, none touching */
	int pauses_n;
	struct stretch v[STRETCHES_MAX];
	int n;
};

static int by_start(const void *x, const void *y)
{
	const struct pause_span *a = x, *b = y;

	return date_cmp(a->starts, b->starts);
}

static bool is_backwards(struct pause_span p)
{
	return date_is_none(p.starts) || (!date_is_none(p.ends) && date_cmp(p.ends, p.starts) < 0);
}

/* join_pauses — those that touch or overlap are one: how leave was recorded makes no difference. */
static void join_pauses(struct line *l)
{
	struct pause_span all[CALENDAR_PAUSES_MAX];
	int n = 0;

	for (int i = 0; i < l->f->pauses_n && n < CALENDAR_PAUSES_MAX; i++)
		if (!is_backwards(l->f->pauses[i]))
			all[n++] = l->f->pauses[i];
	if (n > 1)
		qsort(all, (size_t)n, sizeof(*all), by_start);
	for (int i = 0; i < n; i++) {
		struct pause_span *last = l->pauses_n ? &l->pauses[l->pauses_n - 1] : NULL;

		if (!last || (!date_is_none(last->ends) && all[i].starts.days > last->ends.days + 1))
			l->pauses[l->pauses_n++] = all[i];
		else if (!date_is_none(last->ends) && (date_is_none(all[i].ends) || date_cmp(all[i].ends, last->ends) > 0))
			last->ends = all[i].ends;
	}
}

static bool holds(struct date starts, struct date ends, struct date d)
{
	return date_cmp(starts, d) <= 0 && (date_is_none(ends) || date_cmp(d, ends) <= 0);
}

static const struct pause_span *pause_on(const struct line *l, struct date d)
{
	for (int i = 0; i < l->pauses_n; i++)
		if (holds(l->pauses[i].starts, l->pauses[i].ends, d))
			return &l->pauses[i];
	return NULL;
}

static int hours_read(const struct calendar_facts *f)
{
	return f->hours_n < CALENDAR_HOURS_MAX ? f->hours_n : CALENDAR_HOURS_MAX;
}

static int share_on(const struct calendar_facts *f, struct date d)
{
	for (int i = 0; f->rules->in_proportion && i < hours_read(f); i++)
		if (holds(f->hours[i].starts, f->hours[i].ends, d))
			return f->hours[i].share >= FULL_TIME ? FULL_TIME : f->hours[i].share < 1 ? 1 : f->hours[i].share;
	return FULL_TIME;
}

static int by_day(const void *x, const void *y)
{
	return date_cmp(*(const struct date *)x, *(const struct date *)y);
}

static void add_edge(const struct line *l, struct date *edges, int *n, struct date d)
{
	if (date_cmp(d, l->f->starts) > 0)
		edges[(*n)++] = d;
}

static void add_edges(const struct line *l, struct date *edges, int *n, struct date starts, struct date ends)
{
	add_edge(l, edges, n, starts);
	if (!date_is_none(ends))
		add_edge(l, edges, n, date_plus(ends, 1));
}

static void line_make(const struct calendar_facts *f, struct line *l)
{
	struct date edges[STRETCHES_MAX];
	int n = 0;

	l->f = f;
	l->pauses_n = l->n = 0;
	join_pauses(l);
	edges[n++] = f->starts;
	for (int i = 0; i < l->pauses_n; i++)
		add_edges(l, edges, &n, l->pauses[i].starts, l->pauses[i].ends);
	for (int i = 0; f->rules->in_proportion && i < hours_read(f); i++)
		add_edges(l, edges, &n, f->hours[i].starts, f->hours[i].ends);
	if (n > 1)
		qsort(edges, (size_t)n, sizeof(*edges), by_day);
	for (int i = 0; i < n; i++) {
		struct stretch s = { edges[i], pause_on(l, edges[i]) ? 0 : share_on(f, edges[i]) };

		if (!l->n || s.share != l->v[l->n - 1].share)
			l->v[l->n++] = s;
	}
}

static int stretch_days(const struct line *l, int i)
{
	return i + 1 < l->n ? l->v[i + 1].from.days - l->v[i].from.days : FAR_DAYS;
}

/* Off a pause: the first day after it; DATE_NONE when it has no end. */
static struct date after_pause(const struct line *l, struct date d)
{
	const struct pause_span *p = date_is_none(d) ? NULL : pause_on(l, d);

	return !p ? d : date_is_none(p->ends) ? DATE_NONE : date_plus(p->ends, 1);
}

/* counted_by — the first day on which `need` thousandths of days have been counted; DATE_NONE when they never are. */
static struct date counted_by(const struct line *l, int64_t need)
{
	for (int i = 0; i < l->n; i++) {
		int64_t share = l->v[i].share, days = stretch_days(l, i);

		if (need <= 0)
			return after_pause(l, l->v[i].from);
		if (share && days * share >= need) {
			int64_t took = (need + share - 1) / share;

			return took < days ? date_plus(l->v[i].from, (int32_t)took) : after_pause(l, date_plus(l->v[i].from, (int32_t)took));
		}
		need -= days * share;
	}
	return DATE_NONE;
}

/* days_on — so many days further that are in no pause. */
static struct date days_on(const struct line *l, struct date d, int days)
{
	d = after_pause(l, d);
	for (int i = 0; i < l->pauses_n && !date_is_none(d); i++) {
		const struct pause_span *p = &l->pauses[i];
		int until = p->starts.days - d.days;

		if (date_cmp(p->starts, d) < 0)
			continue;
		if (days < until)
			break;
		days -= until;
		d = date_is_none(p->ends) ? DATE_NONE : date_plus(p->ends, 1);
	}
	return date_is_none(d) ? d : date_plus(d, days);
}

static int64_t need_of(const struct calendar_facts *f, int months)
{
	return (int64_t)(date_add_months(f->starts, months).days - f->starts.days) * FULL_TIME;
}

/* ---- why ---- */

static void because(struct calendar_date *d, struct calendar_why why)
{
	struct calendar_why *last = &d->why[CALENDAR_WHY_MAX - 1];

	if (d->why_n < CALENDAR_WHY_MAX) {
		d->why[d->why_n++] = why;
		return;
	}
	if (last->reason != BECAUSE_MORE) /* the last one that fitted begins the rest */
		*last = (struct calendar_why){ BECAUSE_MORE, .from = last->from, .n = 1, .days = last->days, .counts = last->counts };
	last->n++;
	last->days += why.days;
	last->counts += why.counts;
	last->to = why.to;
}

static int rounded(int64_t thousandths)
{
	return (int)((thousandths + FULL_TIME / 2) / FULL_TIME);
}

/* add_stretches — what was counted from the start until the day before `until`. The counts add up to what was needed. */
static void add_stretches(const struct line *l, struct date until, int64_t need, struct calendar_date *d)
{
	int64_t counted = 0;

	for (int i = 0; i < l->n && date_cmp(l->v[i].from, until) < 0; i++) {
		struct date end = i + 1 < l->n && date_cmp(l->v[i + 1].from, until) < 0 ? l->v[i + 1].from : until;
		int days = end.days - l->v[i].from.days, share = l->v[i].share, before = rounded(counted);

		counted += (int64_t)days * share;
		if (need >= 0 && counted > need)
			counted = need; /* the last day of part-time work overfills it by less than a day */
		because(d, (struct calendar_why){
			share == 0 ? BECAUSE_PAUSED : share == FULL_TIME ? BECAUSE_FULL_TIME : BECAUSE_PART_TIME,
			.from = l->v[i].from, .to = date_plus(end, -1), .days = days, .share = share, .counts = rounded(counted) - before });
	}
}

static struct calendar_why months_why(const struct calendar_facts *f, int months)
{
	return (struct calendar_why){ BECAUSE_MONTHS, .from = f->starts, .to = date_add_months(f->starts, months), .n = months,
		                          .days = (int)(need_of(f, months) / FULL_TIME) };
}

/* is_plain — full-time all the way: the months say it all. */
static bool is_plain(const struct line *l, struct date until)
{
	return l->v[0].share == FULL_TIME && (l->n == 1 || date_cmp(l->v[1].from, until) >= 0);
}

/* counted_date — due after so many months of counted days. */
static struct calendar_date counted_date(const struct line *l, int months)
{
	int64_t need = need_of(l->f, months);
	struct calendar_date d = { .date = counted_by(l, need) };

	because(&d, months_why(l->f, months));
	if (!date_is_none(d.date) && !is_plain(l, d.date))
		add_stretches(l, d.date, need, &d);
	return d;
}

/* ---- the dates ---- */

static struct calendar_date ready_from(const struct line *l)
{
	struct date plain = date_add_months(l->f->starts, l->f->rules->months);
	struct calendar_date d = { .date = after_pause(l, plain) };

	because(&d, months_why(l->f, l->f->rules->months));
	if (!date_is_none(d.date) && date_cmp(d.date, plain) != 0)
		because(&d, (struct calendar_why){ BECAUSE_AFTER_PAUSE, .from = plain });
	return d;
}

static int by_given(const void *x, const void *y)
{
	const struct extension_span *a = x, *b = y;
	int order = date_cmp(a->given, b->given);

	return order ? order : a->days - b->days;
}

/* extended — each extension in the order they were given; as many days of it as are in no pause. */
static void extended(const struct line *l, struct calendar_date *d)
{
	struct extension_span all[CALENDAR_EXTENSIONS_MAX];
	int n = 0;

	for (int i = 0; i < l->f->extensions_n && n < CALENDAR_EXTENSIONS_MAX; i++)
		if (l->f->extensions[i].days > 0)
			all[n++] = l->f->extensions[i];
	if (n > 1)
		qsort(all, (size_t)n, sizeof(*all), by_given);
	for (int i = 0; i < n && !date_is_none(d->date); i++) {
		d->date = days_on(l, d->date, all[i].days);
		because(d, (struct calendar_why){ BECAUSE_EXTENDED, .from = all[i].given, .days = all[i].days });
	}
}

static struct calendar_date latest_end(const struct line *l)
{
	struct calendar_date d = counted_date(l, l->f->rules->months);

	extended(l, &d);
	return d;
}

/* last_review — before the end, so that there is time to respond. */
static struct calendar_date last_review(const struct line *l, const struct calendar_date *end)
{
	int before = l->f->rules->last_review_days;
	struct calendar_date d = { .date = DATE_NONE };
	struct date at;
	const struct pause_span *p;

	because(&d, (struct calendar_why){ BECAUSE_BEFORE_END, .from = end->date, .days = before });
	if (date_is_none(end->date))
		return d;
	at = date_plus(end->date, -before);
	p = pause_on(l, at);
	d.date = p ? date_plus(p->starts, -1) : at;
	if (p)
		because(&d, (struct calendar_why){ BECAUSE_BEFORE_PAUSE, .from = at });
	if (date_cmp(d.date, l->f->starts) < 0) /* a pause from the first day on */
		d.date = after_pause(l, at);
	return d;
}

/* window — as wide as it may be without reaching into a pause, before the start or past the end. */
static void window(const struct line *l, const struct calendar_date *end, struct calendar_review *r)
{
	int wide = l->f->rules->window_days;
	struct date due = r->due.date;

	r->opens = r->closes = due;
	if (date_is_none(due))
		return;
	r->opens = date_plus(due, -wide);
	if (date_cmp(r->opens, l->f->starts) < 0)
		r->opens = l->f->starts;
	r->opens = after_pause(l, r->opens);
	r->closes = date_plus(due, wide);
	if (!date_is_none(end->date) && date_cmp(r->closes, end->date) > 0)
		r->closes = end->date;
	if (pause_on(l, r->closes))
		r->closes = date_plus(pause_on(l, r->closes)->starts, -1);
}

static int paused_before(const struct line *l, struct date until)
{
	int days = 0;

	for (int i = 0; i < l->n && date_cmp(l->v[i].from, until) < 0; i++)
		if (!l->v[i].share)
			days += (i + 1 < l->n && date_cmp(l->v[i + 1].from, until) < 0 ? l->v[i + 1].from : until).days - l->v[i].from.days;
	return days;
}

static void dates_from(const struct calendar_facts *f, bool funding, struct calendar *ret)
{
	const struct calendar_rules *r = f->rules;
	struct line l;

	line_make(f, &l);
	ret->ready = ready_from(&l);
	ret->end = latest_end(&l);
	ret->undisturbed = date_add_months(f->starts, r->months);
	ret->paused_days = date_is_none(ret->end.date) ? 0 : paused_before(&l, ret->end.date);
	ret->reviews_n = ret->funding_n = 0;
	for (int i = 0; i < r->reviews_n && i < CALENDAR_REVIEWS_MAX; i++) {
		struct calendar_review *one = &ret->reviews[ret->reviews_n++];

		one->month = r->reviews[i];
		one->due = r->reviews[i] >= r->months ? last_review(&l, &ret->end) : counted_date(&l, r->reviews[i]);
		window(&l, &ret->end, one);
	}
	for (int i = 0; funding && i < r->funding_n && i < CALENDAR_FUNDING_MAX; i++)
		ret->funding[ret->funding_n++] = counted_date(&l, r->funding[i]);
}

void calendar_of(const struct calendar_facts *f, struct calendar *ret)
{
	dates_from(f, true, ret);
}

void calendar_without_funding(const struct calendar_facts *f, struct calendar *ret)
{
	dates_from(f, false, ret);
}

/* ---- supervision ---- */

/* counted_on — thousandths of days counted before a day. */
static int64_t counted_on(const struct line *l, struct date on)
{
	int64_t counted = 0;

	for (int i = 0; i < l->n && date_cmp(l->v[i].from, on) < 0; i++) {
		struct date end = i + 1 < l->n && date_cmp(l->v[i + 1].from, on) < 0 ? l->v[i + 1].from : on;

		counted += (int64_t)(end.days - l->v[i].from.days) * l->v[i].share;
	}
	return counted;
}

static const struct supervision_stage *stage_on(const struct line *l, struct date on)
{
	const struct calendar_rules *r = l->f->rules;
	const struct supervision_stage *s = NULL;
	int64_t counted = counted_on(l, on);

	for (int i = 0; i < r->stages_n && i < CALENDAR_STAGES_MAX; i++)
		if (need_of(l->f, r->stages[i].from_month) <= counted)
			s = &r->stages[i];
	return s;
}

struct calendar_date calendar_supervision(const struct calendar_facts *f, struct date last)
{
	struct calendar_date d = { .date = DATE_NONE };
	const struct supervision_stage *s;
	struct calendar_date end;
	struct line l;

	line_make(f, &l);
	if (date_cmp(last, f->starts) < 0)
		last = f->starts;
	if (!(s = stage_on(&l, last)))
		return d;
	end = latest_end(&l);
	d.date = days_on(&l, last, s->days);
	if (!date_is_none(d.date) && !date_is_none(end.date) && date_cmp(d.date, end.date) > 0)
		d.date = DATE_NONE;
	because(&d, (struct calendar_why){ BECAUSE_EVERY, .from = last, .days = s->days });
	return d;
}

/* ---- one day ---- */

bool calendar_is_paused(const struct calendar_facts *f, struct date on)
{
	for (int i = 0; i < f->pauses_n; i++)
		if (!is_backwards(f->pauses[i]) && holds(f->pauses[i].starts, f->pauses[i].ends, on))
			return true;
	return false;
}

int calendar_days_between(const struct calendar_facts *f, struct date from, struct date to)
{
	int days = to.days - from.days;
	struct line l;

	line_make(f, &l);
	for (int i = 0; i < l.pauses_n; i++) {
		const struct pause_span *p = &l.pauses[i];
		int first = p->starts.days > from.days ? p->starts.days : from.days;
		int behind = date_is_none(p->ends) || p->ends.days >= to.days ? to.days : p->ends.days + 1;

		days -= behind > first ? behind - first : 0;
	}
	return days > 0 ? days : 0;
}

struct date calendar_days_on(const struct calendar_facts *f, struct date from, int days)
{
	struct line l;

	line_make(f, &l);
	return days_on(&l, from, days);
}

int calendar_month(const struct calendar_facts *f, struct date on)
{
	struct line l;
	int64_t counted;
	int month = 1;

	if (date_cmp(on, f->starts) < 0)
		return 0;
	line_make(f, &l);
	counted = counted_on(&l, on);
	while (month < f->rules->months && need_of(f, month) <= counted)
		month++;
	return month;
}

/* ---- a programme's rules ---- */

static bool ascend(const int *v, int n, int most)
{
	for (int i = 0; i < n; i++)
		if (v[i] < 1 || v[i] > most || (i && v[i] <= v[i - 1]))
			return false;
	return true;
}

const char *calendar_rules_wrong(const struct calendar_rules *r)
{
	int shortest = r->months * 28;

	if (r->months < 1 || r->months > 120)
		return "must be 1 to 120 months long";
	if (!ascend(r->reviews, r->reviews_n, r->months) || !ascend(r->funding, r->funding_n, r->months))
		return "must name months of the programme, ascending";
	for (int i = 1; i < r->reviews_n; i++) /* a month is at least 28 days: windows do not meet */
		if ((r->reviews[i] - r->reviews[i - 1]) * 28 <= r->window_days * 2 + (r->reviews[i] == r->months ? r->last_review_days : 0))
			return "must leave a day between the windows of its reviews";
	if (r->window_days < 0 || r->window_days > 90 || r->last_review_days < 0 || r->last_review_days >= shortest)
		return "must have a window of at most 90 days, and a last review within the programme";
	for (int i = 0; i < r->stages_n; i++)
		if (r->stages[i].days < 1 || r->stages[i].days > 366 || r->stages[i].from_month < (i ? r->stages[i - 1].from_month + 1 : 0) ||
		    r->stages[i].from_month >= r->months)
			return "must have stages of supervision by month, ascending from 0, each of 1 to 366 days";
	return NULL;
}
