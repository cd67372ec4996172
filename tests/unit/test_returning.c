/* test_returning.c — for which pause a return plan is asked for, from when, and whom it waits for. */
#include "rules/returning.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { TODAY = 20000 };
static const struct returning_rules *const rules = &returning_rules_usual;

static struct date on(int days)
{
	return (struct date){ TODAY + days };
}

static struct pause_span span(int starts, int ends)
{
	return (struct pause_span){ on(starts), on(ends) };
}

static int from(struct pause_span p)
{
	return returning_from(rules, &p, 1, on(0));
}

static void nobody_is_asked_before_the_return_is_near_or_long_after_it(void **state)
{
	(void)state;
	assert_int_equal(from(span(-100, 28)), -1);
	assert_int_equal(from(span(-100, 27)), 0);
	assert_int_equal(from(span(-100, -1)), 0);
	assert_int_equal(from(span(-200, -92)), 0);
	assert_int_equal(from(span(-200, -93)), -1);
}

static void a_short_pause_has_no_plan(void **state)
{
	(void)state;
	assert_int_equal(from(span(-26, 0)), -1);
	assert_int_equal(from(span(-27, 0)), 0);
}

static void a_pause_to_come_or_without_an_end_has_none_yet(void **state)
{
	(void)state;
	assert_int_equal(from(span(1, 28)), -1);
	assert_int_equal(from((struct pause_span){ on(-100), DATE_NONE }), -1);
}

static void of_two_the_later_return_is_planned(void **state)
{
	const struct pause_span two[] = { { on(-60), on(10) }, { on(-150), on(-80) } };

	(void)state;
	assert_int_equal(returning_from(rules, two, 2, on(0)), 0);
}

static void a_corrected_pause_is_the_same_as_long_as_it_has_a_day_in_common(void **state)
{
	const struct pause_span two[] = { { on(-60), on(-50) }, { on(-20), on(10) } };

	(void)state;
	assert_int_equal(returning_same(two, 2, on(-30), on(-20)), 1);
	assert_int_equal(returning_same(two, 2, on(-30), DATE_NONE), 1);
	assert_int_equal(returning_same(two, 2, on(-49), on(-21)), -1);
	assert_int_equal(returning_same(&(struct pause_span){ on(-5), DATE_NONE }, 1, on(400), on(500)), 0);
}

static void its_day_is_a_week_after_the_return(void **state)
{
	struct returning_dates d = returning_dates(rules, on(-1));

	(void)state;
	assert_int_equal(d.back.days, TODAY);
	assert_int_equal(d.opens.days, TODAY - 28);
	assert_int_equal(d.by.days, TODAY + 7);
	assert_int_equal(d.above.days, TODAY + 21);
	assert_true(date_is_none(returning_dates(rules, DATE_NONE).opens));
}

static void whom_it_waits_for(void **state)
{
	static const struct {
		bool written, ecsw, supervisor;
		enum returning_waits waits;
		bool with_ecsw, with_supervisor;
	} cases[] = {
		{ false, false, false, RETURNING_TO_WRITE, false, true },
		{ true, false, true, RETURNING_TO_CONFIRM, true, false },
		{ true, true, false, RETURNING_TO_CONFIRM, false, true },
		{ true, false, false, RETURNING_TO_CONFIRM, true, true },
		{ true, true, true, RETURNING_NOTHING, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct returning_facts f = { cases[i].written, cases[i].ecsw, cases[i].supervisor, on(-5), on(5), on(-5), DATE_NONE };
		struct returning_stand s = returning_stand(&f, rules, on(0));

		assert_int_equal(s.waits, cases[i].waits);
		assert_int_equal(s.with_ecsw, cases[i].with_ecsw);
		assert_int_equal(s.with_supervisor, cases[i].with_supervisor);
	}
}

static void reminded_once_a_week_and_not_for_ever(void **state)
{
	struct returning_facts f = { .opens = on(-10), .by = on(3), .reminded = on(-6), .above_told = DATE_NONE };

	(void)state;
	assert_false(returning_stand(&f, rules, on(0)).remind);
	assert_true(returning_stand(&f, rules, on(1)).remind);
	assert_true(returning_stand(&f, rules, on(3 + 42)).remind);
	assert_false(returning_stand(&f, rules, on(3 + 43)).remind);
	f.opens = on(5);
	assert_int_equal(returning_stand(&f, rules, on(1)).waits, RETURNING_NOTHING);
	assert_false(returning_stand(&f, rules, on(1)).remind);
}

static void above_hears_of_it_once_and_never_of_what_the_person_has_not_confirmed(void **state)
{
	struct returning_facts f = { .opens = on(-40), .by = on(-14), .reminded = on(0), .above_told = DATE_NONE };

	(void)state;
	assert_true(returning_stand(&f, rules, on(0)).tell_above);
	assert_false(returning_stand(&f, rules, on(-1)).tell_above);
	f.above_told = on(-1);
	assert_false(returning_stand(&f, rules, on(0)).tell_above);
	f = (struct returning_facts){ true, false, true, on(-40), on(-30), on(0), DATE_NONE };
	assert_false(returning_stand(&f, rules, on(0)).tell_above);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_is_asked_before_the_return_is_near_or_long_after_it),
		cmocka_unit_test(a_short_pause_has_no_plan),
		cmocka_unit_test(a_pause_to_come_or_without_an_end_has_none_yet),
		cmocka_unit_test(of_two_the_later_return_is_planned),
		cmocka_unit_test(a_corrected_pause_is_the_same_as_long_as_it_has_a_day_in_common),
		cmocka_unit_test(its_day_is_a_week_after_the_return),
		cmocka_unit_test(whom_it_waits_for),
		cmocka_unit_test(reminded_once_a_week_and_not_for_ever),
		cmocka_unit_test(above_hears_of_it_once_and_never_of_what_the_person_has_not_confirmed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
