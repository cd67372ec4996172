/* support.c — see support.h. */
#include "rules/support.h"

const struct support_rules support_rules_usual = { .given_percent = 75, .least_weeks = 3, .above_days = 14,
	                                               .returning = { .least_days = 28, .before_days = 28, .within_days = 7, .above_days = 14 } };

static const struct str answer_keys[] = { [TIME_YES] = S_INIT("yes"), [TIME_SOME] = S_INIT("some"), [TIME_NO] = S_INIT("no") };
const struct key_list time_answers = { answer_keys, TIME_END };
static const struct str owed_keys[] = { [SUPPORT_PLAN] = S_INIT("plan"), [SUPPORT_CASES] = S_INIT("cases"),
	                                    [SUPPORT_SHORT] = S_INIT("time"), [SUPPORT_OVER] = S_INIT("over") };
const struct key_list support_owed_keys = { owed_keys, SUPPORT_OWED_END };

const char *support_rules_wrong(const struct support_rules *r)
{
	for (int i = 0; i < r->stages_n; i++) {
		if (i == 0 && r->stages[0].from_month != 0)
			return "must have a first stage from month 0";
		if (i && r->stages[i].from_month <= r->stages[i - 1].from_month)
			return "must have stages in the order of their months";
	}
	return returning_rules_wrong(&r->returning);
}

const struct support_stage *support_stage_of(const struct support_rules *r, int months_over)
{
	const struct support_stage *found = NULL;

	for (int i = 0; i < r->stages_n && r->stages[i].from_month <= (months_over < 0 ? 0 : months_over); i++)
		found = &r->stages[i];
	return found;
}

struct date support_week(struct date d)
{
	return date_plus(d, -date_weekday(d));
}

struct date support_month(struct date d)
{
	int year, month, day;

	date_split(d, &year, &month, &day);
	return date_make(year, month, 1);
}

bool time_is_given(const struct support_rules *r, const struct time_weeks *w)
{
	int answered = time_answered(w);

	return answered < r->least_weeks || (2 * w->yes + w->some) * 100 >= 2 * answered * r->given_percent;
}

void support_owed_of(const struct support_rules *r, const struct support_facts *f, struct date ret[SUPPORT_OWED_END])
{
	for (int i = 0; i < SUPPORT_OWED_END; i++)
		ret[i] = DATE_NONE;
	if (f->paused || !r->stages_n)
		return;
	if (!f->planned && date_cmp(date_plus(f->stage_since, SUPPORT_PLAN_DAYS), f->today) <= 0)
		ret[SUPPORT_PLAN] = date_plus(f->stage_since, SUPPORT_PLAN_DAYS);
	if (!date_is_none(f->month_due) && !f->month_entered) /* a month's number can be known when it is over */
		ret[SUPPORT_CASES] = date_add_months(f->month_due, 1);
	if (!time_is_given(r, &f->weeks))
		ret[SUPPORT_SHORT] = support_week(f->today);
	if (f->cases > f->agreed)
		ret[SUPPORT_OVER] = f->cases_on;
}
