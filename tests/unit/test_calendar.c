/* test_calendar.c — every date of an induction: tables of cases, then random histories held to what must always be true. */
#include "rules/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/calendar_help.h"

#define D(y, m, d) date_make(y, m, d)

static void assert_date(struct date is, struct date should)
{
	assert_int_equal(is.days, should.days);
}

/* ---- the picture: a year of leave, then three days a week, then full-time again ---- */

static struct calendar_facts chloe(void)
{
	static const struct hours_span hours[] = { { { 0 }, { 0 }, FULL_TIME }, { { 0 }, { 0 }, 600 }, { { 0 }, { INT32_MIN }, FULL_TIME } };
	static struct hours_span h[3];
	static struct pause_span leave;

	memcpy(h, hours, sizeof(h));
	h[0].starts = D(2027, 9, 6), h[0].ends = D(2028, 11, 12);
	h[1].starts = D(2028, 11, 13), h[1].ends = D(2029, 8, 31);
	h[2].starts = D(2029, 9, 1);
	leave = (struct pause_span){ D(2028, 2, 14), D(2028, 11, 12) };
	return (struct calendar_facts){ .starts = D(2027, 9, 6), .rules = &two_years, .hours = h, .hours_n = 3, .pauses = &leave, .pauses_n = 1 };
}

static void each_date_of_the_picture_is_what_it_says(void **state)
{
	struct calendar_facts f = chloe();
	struct calendar c;

	UNUSED(state);
	calendar_of(&f, &c);
	assert_date(c.reviews[0].due.date, D(2027, 12, 6));
	assert_date(c.reviews[1].due.date, D(2028, 12, 18));
	assert_date(c.ready.date, D(2029, 9, 6));
	assert_date(c.reviews[2].due.date, D(2029, 10, 1));
	assert_date(c.end.date, D(2030, 10, 1));
	assert_date(c.reviews[4].due.date, D(2030, 9, 17));
	assert_date(c.undisturbed, D(2029, 9, 6));
	assert_int_equal(c.paused_days, 273);
}

static void why_adds_up(void **state)
{
	struct calendar_facts f = chloe();
	struct calendar c;
	const struct calendar_why *w = c.end.why;

	UNUSED(state);
	calendar_of(&f, &c);
	assert_int_equal(c.end.why_n, 5);
	assert_int_equal(w[0].reason, BECAUSE_MONTHS);
	assert_int_equal(w[0].n, 24);
	assert_int_equal(w[0].days, 731);
	assert_int_equal(w[1].reason, BECAUSE_FULL_TIME);
	assert_int_equal(w[1].days, 161);
	assert_int_equal(w[2].reason, BECAUSE_PAUSED);
	assert_int_equal(w[2].days, 273);
	assert_int_equal(w[3].reason, BECAUSE_PART_TIME);
	assert_int_equal(w[3].days, 292);
	assert_int_equal(w[3].counts, 175);
	assert_int_equal(w[4].counts, 731 - 161 - 175);
	assert_int_equal(c.reviews[0].due.why_n, 1); /* full-time until then: the months say it */
}

/* ---- cases ---- */

static void full_time_is_so_many_months(void **state)
{
	static const struct {
		int y, m, d, months, ey, em, ed;
	} cases[] = {
		{ 2027, 10, 6, 24, 2029, 10, 6 }, { 2028, 2, 29, 12, 2029, 2, 28 }, { 2028, 2, 29, 48, 2032, 2, 29 },
		{ 2027, 8, 31, 6, 2028, 2, 29 },  { 2027, 1, 31, 1, 2027, 2, 28 },  { 2027, 12, 31, 24, 2029, 12, 31 },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct calendar_rules r = { .months = cases[i].months, .in_proportion = true };
		struct calendar_facts f = { .starts = D(cases[i].y, cases[i].m, cases[i].d), .rules = &r };
		struct calendar c;

		calendar_of(&f, &c);
		assert_date(c.end.date, D(cases[i].ey, cases[i].em, cases[i].ed));
		assert_date(c.ready.date, c.end.date);
		assert_date(c.undisturbed, c.end.date);
	}
}

static void part_time_counts_only_where_the_programme_says_so(void **state)
{
	struct calendar_rules r = { .months = 12, .in_proportion = true };
	struct hours_span half = { D(2027, 1, 1), DATE_NONE, 500 };
	struct calendar_facts f = { .starts = D(2027, 1, 1), .rules = &r, .hours = &half, .hours_n = 1 };
	struct calendar c;

	UNUSED(state);
	calendar_of(&f, &c);
	assert_date(c.end.date, date_plus(D(2027, 1, 1), 730));
	assert_date(c.ready.date, D(2028, 1, 1)); /* whoever is ready may be recommended then */
	r.in_proportion = false;
	calendar_of(&f, &c);
	assert_date(c.end.date, D(2028, 1, 1));
}

static void an_extension_is_days_more_and_a_pause_does_not_use_them_up(void **state)
{
	struct extension_span more[] = { { 40, D(2029, 9, 12) }, { 50, D(2029, 3, 1) } };
	struct calendar_facts f = { .starts = D(2027, 10, 6), .rules = &two_years, .extensions = more, .extensions_n = 2 };
	struct pause_span late = { D(2029, 11, 1), D(2029, 11, 30) };
	struct calendar c;

	UNUSED(state);
	calendar_of(&f, &c);
	assert_date(c.end.date, date_plus(D(2029, 10, 6), 90));
	assert_int_equal(c.end.why_n, 3); /* the months, then each extension in the order they were given */
	assert_int_equal(c.end.why[1].reason, BECAUSE_EXTENDED);
	assert_int_equal(c.end.why[1].days, 50);
	assert_date(c.end.why[1].from, D(2029, 3, 1));
	assert_int_equal(c.end.why[2].days, 40);
	assert_date(c.end.why[2].from, D(2029, 9, 12));
	assert_date(c.ready.date, D(2029, 10, 6)); /* ready is ready */
	assert_date(c.reviews[3].due.date, D(2029, 4, 6));
	assert_date(c.reviews[4].due.date, date_plus(c.end.date, -14));
	f.pauses = &late, f.pauses_n = 1;
	calendar_of(&f, &c);
	assert_date(c.end.date, date_plus(D(2029, 10, 6), 120));
}

static void a_pause_without_an_end_leaves_what_follows_unknown(void **state)
{
	struct pause_span open = { D(2028, 5, 1), DATE_NONE };
	struct calendar_facts f = { .starts = D(2027, 10, 6), .rules = &two_years, .pauses = &open, .pauses_n = 1 };
	struct calendar c;

	UNUSED(state);
	calendar_of(&f, &c);
	assert_date(c.reviews[0].due.date, D(2028, 1, 6));
	assert_date(c.reviews[1].due.date, D(2028, 4, 6));
	assert_true(date_is_none(c.reviews[2].due.date) && date_is_none(c.reviews[4].due.date));
	assert_true(date_is_none(c.end.date) && date_is_none(c.ready.date));
	assert_true(date_is_none(calendar_supervision(&f, D(2028, 4, 25)).date));
	assert_true(calendar_is_paused(&f, D(2040, 1, 1)));
	assert_false(calendar_is_paused(&f, D(2028, 4, 30)));
}

static void what_falls_into_a_pause_waits_for_its_end(void **state)
{
	struct pause_span on_the_end = { D(2029, 10, 6), D(2029, 10, 19) }, at_once = { D(2027, 10, 1), D(2027, 10, 31) };
	struct calendar_facts f = { .starts = D(2027, 10, 6), .rules = &two_years, .pauses = &on_the_end, .pauses_n = 1 };
	struct calendar c;

	UNUSED(state);
	calendar_of(&f, &c);
	assert_date(c.end.date, D(2029, 10, 20));
	assert_date(c.ready.date, D(2029, 10, 20));
	assert_int_equal(c.ready.why[1].reason, BECAUSE_AFTER_PAUSE);
	assert_date(c.reviews[4].due.date, D(2029, 10, 5)); /* the last day before it, not in it */
	assert_int_equal(c.reviews[4].due.why[1].reason, BECAUSE_BEFORE_PAUSE);
	f.pauses = &at_once;
	calendar_of(&f, &c);
	assert_date(c.end.date, date_plus(D(2029, 10, 6), 26));
}

static void windows_do_not_reach_into_pauses_nor_past_the_end(void **state)
{
	struct pause_span after = { D(2028, 1, 10), D(2028, 1, 31) };
	struct calendar_facts f = { .starts = D(2027, 10, 6), .rules = &two_years, .pauses = &after, .pauses_n = 1 };
	struct calendar c;

	UNUSED(state);
	calendar_of(&f, &c);
	assert_date(c.reviews[0].due.date, D(2028, 1, 6));
	assert_date(c.reviews[0].opens, D(2027, 12, 16));
	assert_date(c.reviews[0].closes, D(2028, 1, 9));
	assert_date(c.reviews[4].closes, c.end.date);
}

static void supervision_is_due_by_stage_and_a_pause_does_not_run_it_down(void **state)
{
	struct pause_span leave = { D(2027, 10, 10), D(2027, 11, 30) };
	struct calendar_facts f = { .starts = D(2027, 10, 6), .rules = &two_years };
	struct calendar_date d;

	UNUSED(state);
	d = calendar_supervision(&f, D(2027, 10, 6));
	assert_date(d.date, D(2027, 10, 13)); /* weekly for three months */
	assert_int_equal(d.why[0].reason, BECAUSE_EVERY);
	assert_date(calendar_supervision(&f, D(2028, 1, 5)).date, D(2028, 1, 12));
	assert_date(calendar_supervision(&f, D(2028, 1, 6)).date, D(2028, 1, 20)); /* then every fortnight */
	assert_date(calendar_supervision(&f, D(2029, 1, 6)).date, D(2029, 2, 3));  /* then every four weeks */
	assert_true(date_is_none(calendar_supervision(&f, D(2029, 10, 1)).date));  /* it would be after the end */
	f.pauses = &leave, f.pauses_n = 1;
	assert_date(calendar_supervision(&f, D(2027, 10, 6)).date, D(2027, 12, 4));
	assert_date(calendar_supervision(&f, D(2027, 10, 20)).date, D(2027, 12, 8)); /* held during leave: from the return */
}

static void the_month_stands_still_in_a_pause(void **state)
{
	struct calendar_facts f = chloe();

	UNUSED(state);
	assert_int_equal(calendar_month(&f, D(2027, 9, 6)), 1);
	assert_int_equal(calendar_month(&f, D(2028, 2, 14)), 6);
	assert_int_equal(calendar_month(&f, D(2028, 9, 25)), 6);
	assert_int_equal(calendar_month(&f, D(2029, 10, 1)), 13);
	assert_int_equal(calendar_month(&f, D(2040, 1, 1)), 24);
	assert_int_equal(calendar_month(&f, D(2020, 1, 1)), 0);
}

static void days_on_which_the_clock_goes_are_counted_and_counted_on(void **state)
{
	static const struct pause_span open = { { 0 }, { INT32_MIN } };
	struct calendar_facts f = chloe(); /* away from 14 February to 12 November 2028 */
	const struct {
		struct date from, to;
		int days;
		struct date on; /* that many days on: `to`, or the first day after the pause it is in */
	} cases[] = {
		{ D(2028, 2, 1), D(2028, 2, 11), 10, D(2028, 2, 11) },    { D(2028, 2, 10), D(2028, 2, 14), 4, D(2028, 11, 13) },
		{ D(2028, 2, 10), D(2028, 2, 20), 4, D(2028, 11, 13) },   { D(2028, 2, 10), D(2028, 11, 13), 4, D(2028, 11, 13) },
		{ D(2028, 2, 10), D(2028, 11, 20), 11, D(2028, 11, 20) }, { D(2028, 3, 1), D(2028, 4, 1), 0, D(2028, 11, 13) },
		{ D(2028, 3, 1), D(2028, 11, 14), 1, D(2028, 11, 14) },   { D(2028, 12, 1), D(2028, 12, 31), 30, D(2028, 12, 31) },
		{ D(2028, 12, 1), D(2028, 12, 1), 0, D(2028, 12, 1) },
	};
	struct pause_span until_who_knows = open;

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(calendar_days_between(&f, cases[i].from, cases[i].to), cases[i].days);
		assert_date(calendar_days_on(&f, cases[i].from, cases[i].days), cases[i].on);
	}
	until_who_knows.starts = D(2028, 2, 14);
	f.pauses = &until_who_knows;
	assert_int_equal(calendar_days_between(&f, D(2028, 2, 10), D(2028, 5, 1)), 4);
	assert_true(date_is_none(calendar_days_on(&f, D(2028, 2, 10), 4)));
	assert_date(calendar_days_on(&f, D(2028, 2, 10), 3), D(2028, 2, 13));
}

static void rules_that_can_not_be_kept_are_named(void **state)
{
	struct calendar_rules r = two_years;

	UNUSED(state);
	assert_null(calendar_rules_wrong(&r));
	r.reviews[1] = 3;
	assert_non_null(calendar_rules_wrong(&r));
	r = two_years, r.window_days = 45;
	assert_non_null(calendar_rules_wrong(&r));
	r = two_years, r.stages[1].from_month = 0;
	assert_non_null(calendar_rules_wrong(&r));
	r = two_years, r.funding[0] = 25;
	assert_non_null(calendar_rules_wrong(&r));
	r = two_years, r.months = 0;
	assert_non_null(calendar_rules_wrong(&r));
	r = two_years, r.stages[0].days = 0;
	assert_non_null(calendar_rules_wrong(&r));
}

/* ---- what is always true ---- */

enum { HISTORIES = 4000, BY_HAND = 300 }; /* bench_calendar takes 100,000 */

/* Start, reviews with their windows, ready, end. */
static void assert_in_order(const struct calendar_facts *f, const struct calendar *c)
{
	struct date before = f->starts;

	for (int i = 0; i < c->reviews_n; i++) {
		const struct calendar_review *r = &c->reviews[i];

		if (date_is_none(r->due.date))
			continue;
		assert_true(date_cmp(r->opens, r->due.date) <= 0 && date_cmp(r->due.date, r->closes) <= 0);
		assert_true(date_cmp(before, r->opens) <= 0);
		before = r->closes;
		assert_true(date_is_none(c->end.date) || date_cmp(r->closes, c->end.date) <= 0);
	}
	for (int i = 1; i < c->funding_n; i++)
		assert_true(date_is_none(c->funding[i].date) || date_cmp(c->funding[i - 1].date, c->funding[i].date) < 0);
	if (!date_is_none(c->end.date)) {
		assert_true(date_cmp(c->ready.date, c->end.date) <= 0);
		assert_true(date_cmp(c->undisturbed, c->end.date) <= 0);
	}
}

static void assert_outside(const struct calendar_facts *f, struct date d)
{
	if (!date_is_none(d))
		assert_false(calendar_is_paused(f, d));
}

static void assert_no_date_in_a_pause(const struct calendar_facts *f, const struct calendar *c)
{
	assert_outside(f, c->end.date);
	assert_outside(f, c->ready.date);
	for (int i = 0; i < c->reviews_n; i++) {
		assert_outside(f, c->reviews[i].due.date);
		assert_outside(f, c->reviews[i].opens);
		assert_outside(f, c->reviews[i].closes);
	}
	for (int i = 0; i < c->funding_n; i++)
		assert_outside(f, c->funding[i].date);
	assert_outside(f, calendar_supervision(f, date_plus(f->starts, 100)).date);
}

/* Each date of b is no earlier than a's; unknown counts as latest. */
static bool not_earlier(struct date a, struct date b)
{
	return date_is_none(b) || (!date_is_none(a) && date_cmp(a, b) <= 0);
}

static void assert_not_earlier(const struct calendar *a, const struct calendar *b)
{
	assert_true(not_earlier(a->end.date, b->end.date));
	assert_true(not_earlier(a->ready.date, b->ready.date));
	for (int i = 0; i + 1 < a->reviews_n; i++) /* the last one leans on the end, and may have to come before a pause */
		assert_true(not_earlier(a->reviews[i].due.date, b->reviews[i].due.date));
	for (int i = 0; i < a->funding_n; i++)
		assert_true(not_earlier(a->funding[i].date, b->funding[i].date));
}

static void assert_same(const struct calendar *a, const struct calendar *b)
{
	assert_date(a->end.date, b->end.date);
	assert_date(a->ready.date, b->ready.date);
	assert_int_equal(a->end.why_n, b->end.why_n);
	for (int i = 0; i < a->reviews_n; i++) {
		assert_date(a->reviews[i].due.date, b->reviews[i].due.date);
		assert_date(a->reviews[i].opens, b->reviews[i].opens);
		assert_date(a->reviews[i].closes, b->reviews[i].closes);
	}
}

/* by_hand — the end counted a day at a time; INT32_MIN when it is not reached within forty years. */
static struct date by_hand(const struct calendar_facts *f, int months)
{
	int64_t need = (int64_t)(date_add_months(f->starts, months).days - f->starts.days) * FULL_TIME;
	struct date d = f->starts;

	for (int i = 0; i < 40 * 365; i++, d = date_plus(d, 1)) {
		int share = FULL_TIME;

		if (calendar_is_paused(f, d))
			continue;
		if (need <= 0)
			return d;
		for (int k = 0; k < f->hours_n; k++)
			if (f->rules->in_proportion && date_cmp(f->hours[k].starts, d) <= 0 &&
			    (date_is_none(f->hours[k].ends) || date_cmp(d, f->hours[k].ends) <= 0))
				share = f->hours[k].share;
		need -= share;
	}
	return DATE_NONE;
}

static void dates_are_in_order_and_outside_pauses_whatever_happened(void **state)
{
	struct history h;
	struct calendar c;

	UNUSED(state);
	for (unsigned i = 0; i < HISTORIES; i++) {
		history_make(&h, i);
		calendar_of(&h.f, &c);
		assert_in_order(&h.f, &c);
		assert_no_date_in_a_pause(&h.f, &c);
	}
}

static void counting_day_by_day_comes_to_the_same(void **state)
{
	struct history h;
	struct calendar c;

	UNUSED(state);
	for (unsigned i = 0; i < BY_HAND; i++) {
		history_make(&h, i);
		h.f.extensions_n = 0;
		calendar_of(&h.f, &c);
		assert_date(c.end.date, by_hand(&h.f, h.rules.months));
		for (int k = 0; k + 1 < c.reviews_n; k++)
			assert_date(c.reviews[k].due.date, by_hand(&h.f, c.reviews[k].month));
	}
}

/* The month counted a day at a time: it never goes back, stands still in a pause, and is the next one on the day a review is due. */
static void the_month_is_what_counting_day_by_day_says_and_goes_with_the_reviews(void **state)
{
	struct history h;
	struct calendar c;

	UNUSED(state);
	for (unsigned i = 0; i < BY_HAND; i++) {
		int64_t counted = 0;
		int before = 0;

		history_make(&h, i);
		calendar_of(&h.f, &c);
		assert_int_equal(calendar_month(&h.f, date_plus(h.f.starts, -1)), 0);
		for (struct date d = h.f.starts; d.days < h.f.starts.days + 4 * 365; d = date_plus(d, 1)) {
			int month = calendar_month(&h.f, d), share = FULL_TIME, wanted = 1;

			while (wanted < h.rules.months && (int64_t)(date_add_months(h.f.starts, wanted).days - h.f.starts.days) * FULL_TIME <= counted)
				wanted++;
			assert_int_equal(month, wanted);
			assert_true(month >= before && month <= before + 1);
			before = month;
			for (int k = 0; k < h.f.hours_n; k++)
				if (h.f.rules->in_proportion && date_cmp(h.f.hours[k].starts, d) <= 0 &&
				    (date_is_none(h.f.hours[k].ends) || date_cmp(d, h.f.hours[k].ends) <= 0))
					share = h.f.hours[k].share;
			counted += calendar_is_paused(&h.f, d) ? 0 : share;
		}
		for (int k = 0; k + 1 < c.reviews_n; k++)
			if (!date_is_none(c.reviews[k].due.date))
				assert_int_equal(calendar_month(&h.f, c.reviews[k].due.date), c.reviews[k].month + 1);
	}
}

/* What is taken away again leaves no trace; leave in one piece or in two that touch, in any order, is the same. */
static void a_pause_added_and_taken_away_and_how_it_was_recorded_change_nothing(void **state)
{
	struct history h, other;
	struct calendar a, b, c;

	UNUSED(state);
	for (unsigned i = 0; i < HISTORIES; i++) {
		history_make(&h, i);
		calendar_of(&h.f, &a);
		history_make(&other, i);
		history_add_pause(&other, i);
		calendar_of(&other.f, &b);
		assert_not_earlier(&a, &b);
		other.f.pauses_n--;
		calendar_of(&other.f, &c);
		assert_same(&a, &c);
		history_shuffle(&other, i);
		calendar_of(&other.f, &c);
		assert_same(&a, &c);
	}
}

static void fewer_hours_and_longer_extensions_never_make_a_date_earlier(void **state)
{
	struct history h;
	struct calendar a, b;

	UNUSED(state);
	for (unsigned i = 0; i < HISTORIES; i++) {
		history_make(&h, i);
		calendar_of(&h.f, &a);
		for (int k = 0; k < h.f.hours_n; k++) /* found out later: they worked less than was said */
			h.hours[k].share = h.hours[k].share * 3 / 4 + 1 < h.hours[k].share ? h.hours[k].share * 3 / 4 + 1 : h.hours[k].share;
		if (h.f.extensions_n < CALENDAR_EXTENSIONS_MAX)
			h.extensions[h.f.extensions_n++] = (struct extension_span){ 1 + (int)(i % 50), date_plus(h.f.starts, (int32_t)(i % 700)) };
		calendar_of(&h.f, &b);
		assert_not_earlier(&a, &b);
	}
}

/* An extension moves the end and the last review alone, by its days where there is no pause; taken back, it leaves no trace; in which
 * order they were given, and in how many pieces, is all the same. */
static void an_extension_added_and_taken_away_and_how_it_was_recorded_change_nothing(void **state)
{
	struct history h;
	struct calendar a, b, c;

	UNUSED(state);
	for (unsigned i = 0; i < HISTORIES; i++) {
		int n, more = 1 + (int)(i % 200);

		history_make(&h, i);
		n = h.f.extensions_n;
		calendar_of(&h.f, &a);
		h.extensions[h.f.extensions_n++] = (struct extension_span){ more, date_plus(h.f.starts, (int32_t)(i % 900)) };
		calendar_of(&h.f, &b);
		assert_not_earlier(&a, &b);
		assert_in_order(&h.f, &b);
		assert_no_date_in_a_pause(&h.f, &b);
		assert_date(a.ready.date, b.ready.date);
		for (int k = 0; k + 1 < a.reviews_n; k++)
			assert_date(a.reviews[k].due.date, b.reviews[k].due.date);
		if (!date_is_none(b.end.date))
			assert_int_equal(calendar_days_between(&h.f, a.end.date, b.end.date), more);
		h.f.extensions_n = n;
		calendar_of(&h.f, &c);
		assert_same(&a, &c);
		history_split_extensions(&h);
		calendar_of(&h.f, &c);
		assert_date(a.end.date, c.end.date);
		for (int k = 0; k < a.reviews_n; k++)
			assert_date(a.reviews[k].due.date, c.reviews[k].due.date);
	}
}

/* Ended early, and found out later: the dates are those of a pause that was never longer. */
static void a_pause_ended_early_is_as_if_it_had_never_been_longer(void **state)
{
	struct history h;
	struct calendar a, b;

	UNUSED(state);
	for (unsigned i = 0; i < HISTORIES; i++) {
		history_make(&h, i);
		history_add_pause(&h, i);
		calendar_of(&h.f, &a);
		struct pause_span *last = &h.pauses[h.f.pauses_n - 1];

		last->ends = date_is_none(last->ends) ? date_plus(last->starts, (int32_t)(i % 90))
		                                      : date_plus(last->starts, (last->ends.days - last->starts.days) / 2);
		calendar_of(&h.f, &b);
		assert_not_earlier(&b, &a);
		assert_in_order(&h.f, &b);
		assert_no_date_in_a_pause(&h.f, &b);
	}
}

static void a_pause_moves_what_follows_by_its_own_length_and_nothing_before(void **state)
{
	UNUSED(state);
	for (unsigned i = 0; i < HISTORIES; i++) {
		struct calendar_facts f = { .starts = date_plus(D(2024, 1, 1), (int32_t)(i % 1500)), .rules = &two_years };
		struct pause_span p = { date_plus(f.starts, (int32_t)(i % 650)), date_plus(f.starts, (int32_t)(i % 650 + i % 311)) };
		int days = p.ends.days - p.starts.days + 1;
		struct calendar a, b;

		calendar_of(&f, &a);
		f.pauses = &p, f.pauses_n = 1;
		calendar_of(&f, &b);
		assert_date(b.end.date, date_plus(a.end.date, days));
		for (int k = 0; k + 1 < a.reviews_n; k++)
			assert_date(b.reviews[k].due.date,
			            date_cmp(a.reviews[k].due.date, p.starts) < 0 ? a.reviews[k].due.date : date_plus(a.reviews[k].due.date, days));
	}
}

static void why_always_adds_up_to_what_was_needed(void **state)
{
	struct history h;
	struct calendar c;

	UNUSED(state);
	for (unsigned i = 0; i < HISTORIES; i++) {
		int counts = 0, days = 0;

		history_make(&h, i);
		calendar_of(&h.f, &c);
		if (date_is_none(c.end.date) || c.end.why_n < 2 || c.end.why[1].reason == BECAUSE_EXTENDED)
			continue;
		for (int k = 1; k < c.end.why_n; k++) {
			counts += c.end.why[k].counts;
			days += c.end.why[k].reason == BECAUSE_EXTENDED ? 0 : c.end.why[k].days;
		}
		assert_int_equal(counts, c.end.why[0].days);
		if (h.f.extensions_n == 0)
			assert_int_equal(days, c.end.date.days - h.f.starts.days);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_date_of_the_picture_is_what_it_says),
		cmocka_unit_test(why_adds_up),
		cmocka_unit_test(full_time_is_so_many_months),
		cmocka_unit_test(part_time_counts_only_where_the_programme_says_so),
		cmocka_unit_test(an_extension_is_days_more_and_a_pause_does_not_use_them_up),
		cmocka_unit_test(a_pause_without_an_end_leaves_what_follows_unknown),
		cmocka_unit_test(what_falls_into_a_pause_waits_for_its_end),
		cmocka_unit_test(windows_do_not_reach_into_pauses_nor_past_the_end),
		cmocka_unit_test(supervision_is_due_by_stage_and_a_pause_does_not_run_it_down),
		cmocka_unit_test(the_month_stands_still_in_a_pause),
		cmocka_unit_test(days_on_which_the_clock_goes_are_counted_and_counted_on),
		cmocka_unit_test(rules_that_can_not_be_kept_are_named),
		cmocka_unit_test(dates_are_in_order_and_outside_pauses_whatever_happened),
		cmocka_unit_test(counting_day_by_day_comes_to_the_same),
		cmocka_unit_test(the_month_is_what_counting_day_by_day_says_and_goes_with_the_reviews),
		cmocka_unit_test(a_pause_added_and_taken_away_and_how_it_was_recorded_change_nothing),
		cmocka_unit_test(fewer_hours_and_longer_extensions_never_make_a_date_earlier),
		cmocka_unit_test(an_extension_added_and_taken_away_and_how_it_was_recorded_change_nothing),
		cmocka_unit_test(a_pause_ended_early_is_as_if_it_had_never_been_longer),
		cmocka_unit_test(a_pause_moves_what_follows_by_its_own_length_and_nothing_before),
		cmocka_unit_test(why_always_adds_up_to_what_was_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
