/* test_session_rules.c — how long sessions last by role, and when a second factor is asked for. */
#include "rules/session.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void who_can_do_more_is_signed_out_sooner(void **state)
{
	(void)state;
	assert_int_equal(session_limits(ROLE_ECSW, 0, 0).idle_minutes, 60);
	assert_int_equal(session_limits(ROLE_COORDINATOR, 0, 0).idle_minutes, 30);
	assert_int_equal(session_limits(ROLE_NATIONAL_ADMIN, 0, 0).idle_minutes, 20);
	for (int r = ROLE_NONE; r < ROLE_END; r++) {
		struct session_limits l = session_limits((enum role)r, 0, 0);

		assert_true(l.idle_minutes > 0 && l.idle_minutes <= 60);
		assert_true(l.absolute_minutes > 0 && l.absolute_minutes <= 720);
	}
}

static void settings_shorten_and_never_lengthen(void **state)
{
	(void)state;
	assert_int_equal(session_limits(ROLE_ECSW, 10, 100).idle_minutes, 10);
	assert_int_equal(session_limits(ROLE_ECSW, 10, 100).absolute_minutes, 100);
	assert_int_equal(session_limits(ROLE_SYSTEM_ADMIN, 1440, 10080).idle_minutes, 20);
	assert_int_equal(session_limits(ROLE_SYSTEM_ADMIN, 1440, 10080).absolute_minutes, 480);
}

static void a_session_is_over_at_either_limit(void **state)
{
	struct session_limits l = { 60, 720 };

	(void)state;
	assert_false(session_is_over(l, 0, 0, 60 * MINUTE - 1));
	assert_true(session_is_over(l, 0, 0, 60 * MINUTE));
	assert_false(session_is_over(l, 0, 719 * MINUTE, 720 * MINUTE - 1));
	assert_true(session_is_over(l, 0, 719 * MINUTE, 720 * MINUTE));
}

static void a_second_factor_is_asked_of_whom_it_should_be(void **state)
{
	static const struct {
		struct factor_facts f;
		enum factor_step step;
	} cases[] = {
		{ { .can_be_kept = true }, FACTOR_NONE },
		{ { .can_be_kept = true, .has_one = true }, FACTOR_SHOW },
		{ { .can_be_kept = true, .role_wants_it = true }, FACTOR_SET_UP },
		{ { .can_be_kept = true, .role_wants_it = true, .has_one = true }, FACTOR_SHOW },
		{ { .can_be_kept = true, .role_wants_it = true, .was_shown = true }, FACTOR_NONE },
		{ { .can_be_kept = true, .rule = FACTOR_OF_ALL }, FACTOR_SET_UP },
		{ { .role_wants_it = true }, FACTOR_NONE }, /* there is no key to keep it with */
		{ { .can_be_kept = true, .role_wants_it = true, .demo = true }, FACTOR_NONE },
		{ { .can_be_kept = true, .has_one = true, .demo = true }, FACTOR_SHOW },
		{ { .can_be_kept = true, .has_one = true, .demo = true, .pressed = true }, FACTOR_NONE },
		{ { .can_be_kept = true, .has_one = true, .demo = true, .pressed = true, .rule = FACTOR_OF_ROLES }, FACTOR_SHOW },
		{ { .can_be_kept = true, .role_wants_it = true, .demo = true, .pressed = true, .rule = FACTOR_OF_ROLES }, FACTOR_SET_UP },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(factor_step(&cases[i].f), cases[i].step);
	assert_true(factor_is_required(ROLE_COORDINATOR) && factor_is_required(ROLE_PANEL_MEMBER));
	assert_true(factor_is_required(ROLE_NATIONAL_ADMIN) && factor_is_required(ROLE_SYSTEM_ADMIN));
	assert_false(factor_is_required(ROLE_ECSW) || factor_is_required(ROLE_ASSESSOR));
}

static void grace_is_counted_in_days_begun(void **state)
{
	(void)state;
	assert_int_equal(factor_grace_left(0, 7, 0), 7);
	assert_int_equal(factor_grace_left(0, 7, 1), 7);
	assert_int_equal(factor_grace_left(0, 7, 6 * DAY), 1);
	assert_int_equal(factor_grace_left(0, 7, 7 * DAY), 0);
	assert_int_equal(factor_grace_left(0, 0, 0), 0);
}

static void a_factor_is_fresh_for_some_minutes(void **state)
{
	(void)state;
	assert_true(factor_is_fresh(0, 15, 15 * MINUTE - 1));
	assert_false(factor_is_fresh(0, 15, 15 * MINUTE));
	assert_false(factor_is_fresh(INT64_MIN, 15, 0));
	assert_false(factor_is_fresh(10, 15, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_can_do_more_is_signed_out_sooner), cmocka_unit_test(settings_shorten_and_never_lengthen),
		cmocka_unit_test(a_session_is_over_at_either_limit), cmocka_unit_test(a_second_factor_is_asked_of_whom_it_should_be),
		cmocka_unit_test(grace_is_counted_in_days_begun), cmocka_unit_test(a_factor_is_fresh_for_some_minutes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
