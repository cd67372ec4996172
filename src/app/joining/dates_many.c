/* dates_many.c — the dates of many inductions in a few queries, however many there are: for lists.
 *
 * What a programme says of dates is kept by each worker once it has been read, since reading all of its rules takes longer than
 * everything else a list needs. It has no pointers, and its edition says when it is another.
 */
#include "app/joining/joining.h"

#include "dates_many.sql.h"

enum { TIMES_MAX = 32 };

struct times {
	int64_t programme, edition;
	struct calendar_rules dates;
	struct review_rules review; /* without its scale, whose words belong to a request */
};
static struct times kept[TIMES_MAX];
static size_t kept_n;

static struct times *place_for(struct ctx *cx, int64_t programme)
{
	for (size_t i = 0; i < kept_n; i++)
		if (kept[i].programme == programme)
			return &kept[i];
	return kept_n < TIMES_MAX ? &kept[kept_n++] : NEW(cx->arena, struct times);
}

static enum rc times_of(struct ctx *cx, int64_t programme, int64_t edition, const struct times **ret)
{
	struct times *t = place_for(cx, programme);
	const struct programme *p;
	enum rc rc;

	*ret = t;
	if (t->programme == programme && t->edition == edition)
		return OK;
	t->programme = 0; /* until it is whole */
	if ((rc = programme_get(cx, programme, &p)) != OK)
		return rc;
	*t = (struct times){ programme, edition, p->d.dates, p->d.review };
	t->review.scale_n = 0;
	memset(t->review.scale, 0, sizeof(t->review.scale));
	return OK;
}

/* read_times — of each of the programmes once. */
static enum rc read_times(struct ctx *cx, const struct dates_asked *asked, size_t n, const struct times **ret)
{
	int64_t programmes[DATES_MANY];
	struct many_programmes_rows rows;
	size_t programmes_n = 0;
	enum rc rc;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < programmes_n && programmes[k] != asked[i].programme)
			k++;
		if (k == programmes_n)
			programmes[programmes_n++] = asked[i].programme;
	}
	rc = sql_many_programmes(cx->db, cx->arena, programmes, programmes_n, &rows);
	for (size_t k = 0; rc == OK && k < rows.n; k++) {
		const struct times *t;

		rc = times_of(cx, rows.v[k].programme, rows.v[k].edition, &t);
		for (size_t i = 0; rc == OK && i < n; i++)
			if (asked[i].programme == rows.v[k].programme)
				ret[i] = t;
	}
	return rc;
}

/* first_of — the first row of an induction among rows that come by induction, by halving: they are asked in any order. `inductions` is
 * that member of the first row. */
static size_t first_of(const int64_t *inductions, size_t row, size_t n, int64_t induction)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (*(const int64_t *)((const char *)inductions + middle * row) < induction)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
#define FIRST_OF(rows, induction_) ((rows).n ? first_of(&(rows).v->induction, sizeof(*(rows).v), (rows).n, (induction_)) : 0)

static void add_dates(struct dates_found *d)
{
	struct calendar c;

	calendar_without_funding(&d->facts, &c);
	d->ready = c.ready.date;
	d->end = c.end.date;
	d->paused_days = c.paused_days;
	for (int i = 0; i < c.reviews_n; i++)
		d->reviews[d->reviews_n++] = (struct dates_review){ c.reviews[i].month, c.reviews[i].due.date, c.reviews[i].opens, c.reviews[i].closes };
}

enum rc programme_dates(struct ctx *cx, int64_t programme, int64_t edition, const struct calendar_rules **ret)
{
	const struct times *t;
	enum rc rc = times_of(cx, programme, edition, &t);

	if (rc == OK)
		*ret = &t->dates;
	return rc;
}

/* read_facts — rules, hours and pauses of at most DATES_MANY; `times` says which programme's each of them has. */
static enum rc read_facts(struct ctx *cx, const struct dates_asked *asked, size_t n, const struct times **times, struct calendar_facts *ret)
{
	int64_t inductions[DATES_MANY];
	struct many_pauses_rows pauses;
	struct many_hours_rows hours;
	struct pause_span *stops;
	struct hours_span *spans;
	enum rc rc;

	for (size_t i = 0; i < n; i++)
		inductions[i] = asked[i].induction;
	if ((rc = read_times(cx, asked, n, times)) != OK || (rc = sql_many_pauses(cx->db, cx->arena, inductions, n, &pauses)) != OK ||
	    (rc = sql_many_hours(cx->db, cx->arena, inductions, n, &hours)) != OK)
		return rc;
	stops = NEW_ARRAY(cx->arena, struct pause_span, pauses.n + 1);
	spans = NEW_ARRAY(cx->arena, struct hours_span, hours.n + 1);
	for (size_t i = 0; i < n; i++) {
		size_t p = FIRST_OF(pauses, asked[i].induction), h = FIRST_OF(hours, asked[i].induction);

		if (!times[i])
			return FAULT;
		ret[i] = (struct calendar_facts){ .starts = asked[i].starts, .rules = &times[i]->dates, .hours = &spans[h], .pauses = &stops[p] };
		for (; p < pauses.n && pauses.v[p].induction == asked[i].induction; p++, ret[i].pauses_n++)
			stops[p] = (struct pause_span){ pauses.v[p].starts, pauses.v[p].ends };
		for (; h < hours.n && hours.v[h].induction == asked[i].induction; h++, ret[i].hours_n++)
			spans[h] = (struct hours_span){ hours.v[h].starts, hours.v[h].ends, hours_share(hours.v[h].hours, hours.v[h].full_week) };
	}
	return OK;
}

enum rc facts_of_many(struct ctx *cx, const struct dates_asked *asked, size_t n, struct calendar_facts *ret)
{
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < n; i += DATES_MANY) {
		const struct times *times[DATES_MANY] = { NULL };

		rc = read_facts(cx, asked + i, n - i < DATES_MANY ? n - i : DATES_MANY, times, ret + i);
	}
	return rc;
}

enum rc dates_of_many(struct ctx *cx, const struct dates_asked *asked, size_t n, struct dates_found *ret)
{
	const struct times *times[DATES_MANY] = { NULL };
	struct calendar_facts facts[DATES_MANY];
	int64_t inductions[DATES_MANY];
	struct many_extensions_rows extended;
	struct extension_span *more;
	enum rc rc;

	if (n > DATES_MANY)
		return FAULT;
	for (size_t i = 0; i < n; i++)
		inductions[i] = asked[i].induction;
	if (!n)
		return OK;
	if ((rc = read_facts(cx, asked, n, times, facts)) != OK ||
	    (rc = sql_many_extensions(cx->db, cx->arena, inductions, n, &extended)) != OK)
		return rc;
	more = NEW_ARRAY(cx->arena, struct extension_span, extended.n + 1);
	for (size_t i = 0; i < n; i++) {
		size_t e = FIRST_OF(extended, asked[i].induction);

		ret[i] = (struct dates_found){ .facts = facts[i], .reviewing = &times[i]->review };
		ret[i].facts.extensions = &more[e];
		for (; e < extended.n && extended.v[e].induction == asked[i].induction; e++, ret[i].facts.extensions_n++)
			more[e] = (struct extension_span){ (int)extended.v[e].days, extended.v[e].given_on };
		add_dates(&ret[i]);
	}
	return OK;
}

const struct dates_review *dates_point(const struct dates_found *d, int64_t month)
{
	for (int i = 0; i < d->reviews_n; i++)
		if (d->reviews[i].month == month && !date_is_none(d->reviews[i].due))
			return &d->reviews[i];
	return NULL;
}
