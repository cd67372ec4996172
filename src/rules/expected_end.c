/* expected_end.c — counts the days of an induction at the share of full time they were worked. */
#include "rules/expected_end.h"

#include "base/text.h"

enum { TOO_FAR_DAYS = 40 * 365, HOURS_MAX = 6000 };

static bool holds(struct date starts, struct date ends, struct date d)
{
	return date_cmp(starts, d) <= 0 && (date_is_none(ends) || date_cmp(d, ends) <= 0);
}

static bool is_paused(const struct end_facts *f, struct date d)
{
	for (int i = 0; i < f->pauses_n; i++)
		if (holds(f->pauses[i].starts, f->pauses[i].ends, d))
			return true;
	return false;
}

static int share_on(const struct end_facts *f, struct date d)
{
	for (int i = 0; f->in_proportion && i < f->hours_n; i++)
		if (holds(f->hours[i].starts, f->hours[i].ends, d))
			return f->hours[i].share > FULL_TIME ? FULL_TIME : f->hours[i].share;
	return FULL_TIME;
}

static void nearer(struct date *next, struct date after, struct date d)
{
	if (!date_is_none(d) && date_cmp(d, after) > 0 && (date_is_none(*next) || date_cmp(d, *next) < 0))
		*next = d;
}

static struct date day_after(struct date d)
{
	return date_is_none(d) ? d : date_plus(d, 1);
}

/* The first day after d on which something begins or has ended; DATE_NONE when all goes on as it is. */
static struct date next_change(const struct end_facts *f, struct date d)
{
	struct date next = DATE_NONE;

	for (int i = 0; i < f->pauses_n; i++) {
		nearer(&next, d, f->pauses[i].starts);
		nearer(&next, d, day_after(f->pauses[i].ends));
	}
	for (int i = 0; i < f->hours_n; i++) {
		nearer(&next, d, f->hours[i].starts);
		nearer(&next, d, day_after(f->hours[i].ends));
	}
	return next;
}

static void add_parts(const struct end_facts *f, struct expected_end *e)
{
	for (int i = 0; f->in_proportion && i < f->hours_n && e->parts_n < END_PARTS_MAX; i++) {
		const struct hours_span *h = &f->hours[i];
		bool counts = date_is_none(e->latest) || date_cmp(h->starts, e->latest) < 0;

		if (h->share < FULL_TIME && counts && (date_is_none(h->ends) || date_cmp(h->ends, f->starts) >= 0))
			e->parts[e->parts_n++] = *h;
	}
}

struct expected_end expected_end(const struct end_facts *f)
{
	struct expected_end e = { .ready_from = date_add_months(f->starts, f->months), .latest = DATE_NONE,
		                  .extension_days = f->extension_days };
	int64_t need = (int64_t)(e.ready_from.days - f->starts.days) * FULL_TIME;
	struct date d = f->starts;

	while (d.days - f->starts.days < TOO_FAR_DAYS) {
		bool paused = is_paused(f, d);
		int64_t share = paused ? 0 : share_on(f, d);
		struct date next = next_change(f, d);
		int64_t days = date_is_none(next) ? TOO_FAR_DAYS : next.days - d.days;

		if (share > 0 && days * share >= need) {
			e.latest = date_plus(d, (int32_t)((need + share - 1) / share) + f->extension_days);
			break;
		}
		if (date_is_none(next))
			break;
		if (paused)
			e.paused_days += (int)days;
		need -= days * share;
		d = next;
	}
	add_parts(f, &e);
	return e;
}

int hours_share(int64_t hours, int64_t full_week)
{
	return full_week > 0 ? (int)((hours * FULL_TIME + full_week / 2) / full_week) : FULL_TIME;
}

bool hours_parse(struct str s, int64_t *ret)
{
	int64_t hundredths = 0;
	int decimals = -1; /* digits behind the point so far */

	s = str_trim(s);
	if (!s.n || s.n > 30)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c == '.' || c == ',') && decimals < 0 && i > 0) {
			decimals = 0;
		} else if (c >= '0' && c <= '9' && decimals < 2) {
			hundredths = hundredths * 10 + (c - '0');
			decimals += decimals >= 0;
		} else if (c >= '0' && c <= '9') {
			hundredths += decimals++ == 2 && c >= '5';
		} else {
			return false;
		}
		if (hundredths > HOURS_MAX * 100)
			return false;
	}
	for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
		hundredths *= 10;
	if (hundredths < 1 || hundredths > HOURS_MAX)
		return false;
	*ret = hundredths;
	return true;
}
