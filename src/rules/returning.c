/* returning.c — see returning.h. */
#include "rules/returning.h"

const struct returning_rules returning_rules_usual = { .least_days = 28, .before_days = 28, .within_days = 7, .above_days = 14 };

const char *returning_rules_wrong(const struct returning_rules *r)
{
	if (r->least_days < 1 || r->least_days > 365)
		return "must have least_days from 1 to 365";
	if (r->before_days < 0 || r->before_days > 91 || r->within_days < 0 || r->within_days > 56)
		return "must ask at most 91 days before the return, and be confirmed at most 56 days after it";
	return r->above_days < 1 || r->above_days > 91 ? "must have above_days from 1 to 91" : NULL;
}

struct returning_dates returning_dates(const struct returning_rules *r, struct date ends)
{
	struct date back = date_is_none(ends) ? DATE_NONE : date_plus(ends, 1);

	if (date_is_none(back))
		return (struct returning_dates){ DATE_NONE, DATE_NONE, DATE_NONE, DATE_NONE };
	return (struct returning_dates){ back, date_plus(back, -r->before_days), date_plus(back, r->within_days),
		                             date_plus(back, r->within_days + r->above_days) };
}

int returning_from(const struct returning_rules *r, const struct pause_span *pauses, size_t n, struct date today)
{
	int found = -1;

	for (size_t i = 0; i < n; i++) {
		struct returning_dates d = returning_dates(r, pauses[i].ends);

		if (date_is_none(d.back) || d.back.days - pauses[i].starts.days < r->least_days || date_cmp(d.opens, today) > 0 ||
		    date_cmp(pauses[i].starts, today) > 0 || date_cmp(date_plus(d.back, RETURNING_SETTLED_DAYS), today) < 0)
			continue;
		if (found < 0 || date_cmp(pauses[found].ends, pauses[i].ends) < 0)
			found = (int)i;
	}
	return found;
}

int returning_same(const struct pause_span *pauses, size_t n, struct date starts, struct date ends)
{
	for (size_t i = n; i-- > 0;)
		if ((date_is_none(ends) || date_cmp(pauses[i].starts, ends) <= 0) &&
		    (date_is_none(pauses[i].ends) || date_cmp(starts, pauses[i].ends) <= 0))
			return (int)i;
	return -1;
}

struct returning_stand returning_stand(const struct returning_facts *f, const struct returning_rules *r, struct date today)
{
	struct returning_stand s = { .waits = RETURNING_NOTHING };
	struct date above;

	if (date_is_none(f->opens) || date_cmp(f->opens, today) > 0 || (f->by_ecsw && f->by_supervisor))
		return s;
	s.waits = f->written ? RETURNING_TO_CONFIRM : RETURNING_TO_WRITE;
	s.with_supervisor = !f->by_supervisor;
	s.with_ecsw = f->written && !f->by_ecsw;
	s.days_late = date_cmp(today, f->by) > 0 ? today.days - f->by.days : 0;
	s.remind = date_cmp(date_plus(f->reminded, RETURNING_REMIND_DAYS), today) <= 0 && s.days_late <= RETURNING_REMIND_MOST_DAYS;
	above = date_plus(f->by, r->above_days);
	/* What is owed is the supervisor's: the person's own confirmation is never chased above them. */
	s.tell_above = s.with_supervisor && date_is_none(f->above_told) && date_cmp(above, today) <= 0;
	return s;
}
