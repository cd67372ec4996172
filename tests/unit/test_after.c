/* test_after.c — when a step that follows an outcome is due, and who hears of it. */
#include "rules/after.h"

#include "rules/readiness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ABOVE_DAYS = 10 };

static struct date june(int day)
{
	return date_make(2027, 6, day);
}

static void a_line_of_a_plan_keeps_its_day_unless_too_little_is_left_of_it(void **state)
{
	struct date issued = june(1), least = working_day_after(issued, AFTER_LEAST_DAYS);

	UNUSED(state);
	assert_int_equal(date_cmp(after_plan_due(date_plus(issued, 60), issued), date_plus(issued, 60)), 0);
	assert_int_equal(date_cmp(after_plan_due(least, issued), least), 0);
	assert_int_equal(date_cmp(after_plan_due(date_plus(least, -1), issued), least), 0);
	assert_int_equal(date_cmp(after_plan_due(date_plus(issued, -90), issued), least), 0);
	assert_int_equal(date_cmp(after_plan_due(DATE_NONE, issued), least), 0);
}

static void whoever_has_it_hears_a_week_before_and_once_the_day_is_over(void **state)
{
	struct date due = june(16);

	UNUSED(state);
	assert_int_equal(after_tells(ROLE_ASSESSOR, due, june(8), ABOVE_DAYS), AFTER_QUIET);
	assert_int_equal(after_tells(ROLE_ASSESSOR, due, june(9), ABOVE_DAYS), AFTER_SOON);
	assert_int_equal(after_tells(ROLE_ASSESSOR, due, june(16), ABOVE_DAYS), AFTER_SOON);
	assert_int_equal(after_tells(ROLE_ASSESSOR, due, june(17), ABOVE_DAYS), AFTER_LATE);
	assert_int_equal(after_tells(ROLE_ASSESSOR, DATE_NONE, june(17), ABOVE_DAYS), AFTER_QUIET);
}

static void those_above_hear_of_staff_and_never_of_the_person(void **state)
{
	struct date due = june(16), last = working_day_after(due, ABOVE_DAYS);

	UNUSED(state);
	assert_int_equal(after_tells(ROLE_COORDINATOR, due, last, ABOVE_DAYS), AFTER_LATE);
	assert_int_equal(after_tells(ROLE_COORDINATOR, due, date_plus(last, 1), ABOVE_DAYS), AFTER_ABOVE);
	assert_int_equal(after_tells(ROLE_ASSESSOR, due, date_plus(last, 1), ABOVE_DAYS), AFTER_ABOVE);
	assert_int_equal(after_tells(ROLE_ECSW, due, date_plus(last, 200), ABOVE_DAYS), AFTER_LATE);
}

static void telling_never_goes_back_as_days_go_by(void **state)
{
	static const enum role have[] = { ROLE_ECSW, ROLE_ASSESSOR, ROLE_COORDINATOR };

	UNUSED(state);
	for (size_t k = 0; k < COUNT_OF(have); k++) {
		enum after_tell before = AFTER_QUIET;

		for (int d = 0; d < 120; d++) {
			enum after_tell now = after_tells(have[k], june(16), date_plus(june(1), d), ABOVE_DAYS);

			assert_true(now >= before);
			before = now;
		}
		assert_int_equal(before, have[k] == ROLE_ECSW ? AFTER_LATE : AFTER_ABOVE);
	}
}

static void a_supervisor_reads_no_outcome_and_has_no_step_of_one(void **state)
{
	UNUSED(state);
	for (int role = ROLE_NONE; role < ROLE_END; role++)
		assert_int_equal(after_may_have((enum role)role), role == ROLE_ECSW || role == ROLE_ASSESSOR || role == ROLE_COORDINATOR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_of_a_plan_keeps_its_day_unless_too_little_is_left_of_it),
		cmocka_unit_test(whoever_has_it_hears_a_week_before_and_once_the_day_is_over),
		cmocka_unit_test(those_above_hear_of_staff_and_never_of_the_person),
		cmocka_unit_test(telling_never_goes_back_as_days_go_by),
		cmocka_unit_test(a_supervisor_reads_no_outcome_and_has_no_step_of_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
