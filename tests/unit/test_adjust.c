/* test_adjust.c — states of adjustments, the days they give, and who is told when. */
#include "rules/adjust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void an_answer_can_change_until_the_ecsw_ends_it(void **state)
{
	static const enum adjust_state open[] = { ADJUST_ASKED, ADJUST_AGREED, ADJUST_PART, ADJUST_DECLINED };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(open); i++) {
		assert_int_equal(adjust_next(open[i], ADJUST_DO_AGREE), ADJUST_AGREED);
		assert_int_equal(adjust_next(open[i], ADJUST_DO_PART), ADJUST_PART);
		assert_int_equal(adjust_next(open[i], ADJUST_DO_DECLINE), ADJUST_DECLINED);
		assert_int_equal(adjust_next(open[i], ADJUST_DO_END), adjust_stands(open[i]) ? ADJUST_ENDED : ADJUST_TAKEN_BACK);
	}
	for (int act = ADJUST_DO_AGREE; act < ADJUST_ACT_END; act++) {
		assert_int_equal(adjust_next(ADJUST_ENDED, (enum adjust_act)act), ADJUST_NONE);
		assert_int_equal(adjust_next(ADJUST_TAKEN_BACK, (enum adjust_act)act), ADJUST_NONE);
	}
}

static void days_are_the_most_that_stands_and_not_their_sum(void **state)
{
	struct adjust_line lines[] = {
		{ ADJUST_AGREED, { 100 }, DATE_NONE, 5 }, { ADJUST_PART, { 90 }, { 120 }, 10 }, { ADJUST_ASKED, { 90 }, DATE_NONE, 20 },
		{ ADJUST_ENDED, { 90 }, DATE_NONE, 20 },
	};

	(void)state;
	assert_int_equal(adjust_days(lines, 4, (struct date){ 89 }), 0);
	assert_int_equal(adjust_days(lines, 4, (struct date){ 99 }), 10);
	assert_int_equal(adjust_days(lines, 4, (struct date){ 120 }), 10);
	assert_int_equal(adjust_days(lines, 4, (struct date){ 121 }), 5);
	lines[0].days = 99;
	assert_int_equal(adjust_days(lines, 4, (struct date){ 121 }), ADJUST_DAYS_MAX);
}

static void a_late_answer_is_asked_for_again_and_once_above(void **state)
{
	struct adjust_facts f = { ADJUST_ASKED, { 100 }, { 100 }, DATE_NONE, DATE_NONE };
	struct adjust_tell t;

	(void)state;
	t = adjust_tell_of(&f, (struct date){ 106 });
	assert_false(t.remind || t.above);
	t = adjust_tell_of(&f, (struct date){ 107 });
	assert_true(t.remind && !t.above);
	f.reminded.days = 107;
	t = adjust_tell_of(&f, (struct date){ 114 });
	assert_true(t.remind && t.above);
	f.above.days = 114;
	t = adjust_tell_of(&f, (struct date){ 200 });
	assert_false(t.above);
	f.state = ADJUST_DECLINED;
	t = adjust_tell_of(&f, (struct date){ 200 });
	assert_false(t.remind || t.above);
}

static void a_look_again_is_asked_for_once(void **state)
{
	struct adjust_facts f = { ADJUST_AGREED, { 100 }, { 101 }, DATE_NONE, { 150 } };

	(void)state;
	assert_false(adjust_tell_of(&f, (struct date){ 149 }).remind);
	assert_true(adjust_tell_of(&f, (struct date){ 150 }).remind);
	f.reminded.days = 150;
	assert_false(adjust_tell_of(&f, (struct date){ 151 }).remind);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_can_change_until_the_ecsw_ends_it),
		cmocka_unit_test(days_are_the_most_that_stands_and_not_their_sum),
		cmocka_unit_test(a_late_answer_is_asked_for_again_and_once_above),
		cmocka_unit_test(a_look_again_is_asked_for_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
