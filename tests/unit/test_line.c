/* test_line.c — one induction as a line: its stretches, its marks, and where somebody stands. */
#include "rules/line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define D(y, m, d) date_make(y, m, d)

static const struct calendar_rules rules = { .months = 24, .in_proportion = true, .reviews = { 6, 12, 24 }, .reviews_n = 3 };

static void a_line_is_served_then_to_come(void **state)
{
	struct calendar_facts f = { .starts = D(2027, 10, 6), .rules = &rules };
	struct line_stretch s[LINE_STRETCHES_MAX];

	(void)state;
	assert_int_equal(line_stretches(&f, D(2029, 10, 6), D(2029, 6, 12), s), 2);
	assert_int_equal(s[0].time, LINE_SERVED);
	assert_int_equal(s[0].to.days, D(2029, 6, 12).days);
	assert_int_equal(s[1].time, LINE_TO_COME);
	assert_int_equal(s[1].to.days, D(2029, 10, 7).days);
	assert_int_equal(line_stretches(&f, D(2029, 10, 6), D(2027, 1, 1), s), 1); /* not begun */
	assert_int_equal(s[0].time, LINE_TO_COME);
	assert_int_equal(line_stretches(&f, D(2029, 10, 6), D(2031, 1, 1), s), 1); /* over */
	assert_int_equal(s[0].time, LINE_SERVED);
}

static void pauses_that_touch_are_one_stretch_and_part_time_is_thin(void **state)
{
	static struct pause_span pauses[2];
	static struct hours_span hours[1];
	struct calendar_facts f = { .starts = D(2027, 10, 6), .rules = &rules, .pauses = pauses, .pauses_n = 2, .hours = hours, .hours_n = 1 };
	struct line_stretch s[LINE_STRETCHES_MAX];

	(void)state;
	pauses[0] = (struct pause_span){ D(2028, 1, 1), D(2028, 1, 31) };
	pauses[1] = (struct pause_span){ D(2028, 2, 1), D(2028, 2, 29) };
	hours[0] = (struct hours_span){ D(2028, 2, 15), DATE_NONE, 600 };
	assert_int_equal(line_stretches(&f, D(2030, 1, 1), D(2028, 6, 1), s), 4);
	assert_int_equal(s[1].time, LINE_STOPPED);
	assert_int_equal(s[1].from.days, D(2028, 1, 1).days);
	assert_int_equal(s[1].to.days, D(2028, 3, 1).days);
	assert_false(s[1].part_time);
	assert_true(s[2].part_time && s[3].part_time);
	assert_false(s[0].part_time);
	assert_int_equal(s[2].time, LINE_SERVED);
	assert_int_equal(s[3].time, LINE_TO_COME);
}

static void a_pause_without_an_end_goes_until_today(void **state)
{
	static struct pause_span pause;
	struct calendar_facts f = { .starts = D(2027, 10, 6), .rules = &rules, .pauses = &pause, .pauses_n = 1 };
	struct line_stretch s[LINE_STRETCHES_MAX];

	(void)state;
	pause = (struct pause_span){ D(2028, 5, 8), DATE_NONE };
	assert_int_equal(line_stretches(&f, DATE_NONE, D(2028, 6, 12), s), 2);
	assert_int_equal(s[1].time, LINE_STOPPED);
	assert_int_equal(s[1].to.days, D(2028, 6, 13).days);
	assert_int_equal(line_stretches(&f, DATE_NONE, D(2028, 4, 1), s), 3); /* it has not begun: the line goes until it does */
	assert_int_equal(s[1].time, LINE_TO_COME);
	assert_int_equal(s[2].time, LINE_STOPPED);
	assert_int_equal(s[2].from.days, pause.starts.days);
}

static void a_mark_says_what_is_known_of_a_review(void **state)
{
	struct date today = D(2029, 6, 12);
	const struct {
		struct line_review r;
		enum line_mark mark;
	} cases[] = {
		{ { .here = true, .state = REVIEW_MET, .on = D(2029, 1, 1) }, LINE_DONE },
		{ { .here = true, .state = REVIEW_MET, .on = D(2029, 1, 1), .waits = { .days_late = 3 } }, LINE_LATE },
		{ { .here = true, .state = REVIEW_WRITING, .on = D(2029, 6, 1) }, LINE_LATER },
		{ { .here = true, .state = REVIEW_READY, .on = D(2029, 6, 1), .waits = { .days_late = 11 } }, LINE_LATE },
		{ { .on = D(2028, 6, 1) }, LINE_NOT_HERE }, { { .on = D(2029, 6, 12) }, LINE_LATER }, { { .on = DATE_NONE }, LINE_LATER },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(line_mark_of(&cases[i].r, today), cases[i].mark);
}

static void next_is_the_first_day_to_come_that_is_not_late(void **state)
{
	struct line_review r[] = { { .here = true, .state = REVIEW_MET, .on = D(2029, 7, 1) }, { .on = DATE_NONE }, { .on = D(2030, 1, 1) },
		                       { .on = D(2029, 9, 1) }, { .here = true, .state = REVIEW_WRITING, .on = D(2029, 8, 1), .waits = { .days_late = 1 } } };

	(void)state;
	assert_int_equal(line_next(r, 5, D(2029, 6, 12)), 3);
	assert_int_equal(line_next(r, 2, D(2029, 6, 12)), -1);
	assert_int_equal(line_next(r, 0, D(2029, 6, 12)), -1);
}

static void in_a_pause_nothing_else_is_said_and_late_comes_before_a_plan(void **state)
{
	const struct {
		struct line_facts f;
		enum line_standing is;
	} cases[] = {
		{ { .paused = true, .has_late = true }, LINE_PAUSED }, { { .has_late = true }, LINE_IS_LATE },
		{ { .has_assessor = true }, LINE_NEEDS_PLAN }, { { .has_supervisor = true }, LINE_NEEDS_PLAN },
		{ { .has_assessor = true, .has_supervisor = true }, LINE_ON_COURSE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(line_standing_of(&cases[i].f), cases[i].is);
}

static void a_day_has_its_place_and_never_one_outside(void **state)
{
	struct date from = D(2027, 1, 1), to = D(2028, 1, 1);

	(void)state;
	assert_int_equal(line_thousandth(from, to, from), 0);
	assert_int_equal(line_thousandth(from, to, to), 1000);
	assert_int_equal(line_thousandth(from, to, date_plus(from, 73)), 200);
	assert_int_equal(line_thousandth(from, to, date_plus(from, -9)), 0);
	assert_int_equal(line_thousandth(from, to, date_plus(to, 9)), 1000);
	assert_int_equal(line_thousandth(from, from, from), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_served_then_to_come),
		cmocka_unit_test(pauses_that_touch_are_one_stretch_and_part_time_is_thin),
		cmocka_unit_test(a_pause_without_an_end_goes_until_today),
		cmocka_unit_test(a_mark_says_what_is_known_of_a_review),
		cmocka_unit_test(next_is_the_first_day_to_come_that_is_not_late),
		cmocka_unit_test(in_a_pause_nothing_else_is_said_and_late_comes_before_a_plan),
		cmocka_unit_test(a_day_has_its_place_and_never_one_outside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
