/* test_expected_end.c — when an induction ends, at which hours and with which pauses. */
#include "rules/expected_end.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define D(y, m, d) date_make(y, m, d)
static struct end_facts two_years(void)
{
	return (struct end_facts){ .starts = D(2027, 10, 6), .months = 24, .in_proportion = true };
}

static void assert_date(struct date is, struct date should)
{
	assert_int_equal(is.days, should.days);
}

static void full_time_ends_when_the_months_are_over(void **state)
{
	struct end_facts f = two_years();
	struct hours_span full = { D(2027, 10, 6), DATE_NONE, FULL_TIME }, more = { D(2027, 10, 6), DATE_NONE, 1100 };

	UNUSED(state);
	assert_date(expected_end(&f).latest, D(2029, 10, 6));
	assert_date(expected_end(&f).ready_from, D(2029, 10, 6));
	f.hours = &full, f.hours_n = 1;
	assert_date(expected_end(&f).latest, D(2029, 10, 6));
	assert_int_equal(expected_end(&f).parts_n, 0);
	f.hours = &more;
	assert_date(expected_end(&f).latest, D(2029, 10, 6)); /* never earlier */
	f.starts = D(2028, 2, 29), f.months = 12, f.hours_n = 0;
	assert_date(expected_end(&f).latest, D(2029, 2, 28));
}

static void part_time_counts_in_proportion_and_readiness_does_not_move(void **state)
{
	struct end_facts f = two_years();
	struct hours_span from_march[] = { { D(2027, 10, 6), D(2028, 2, 29), FULL_TIME }, { D(2028, 3, 1), DATE_NONE, 600 } };
	struct expected_end e;

	UNUSED(state);
	f.hours = from_march, f.hours_n = 2;
	e = expected_end(&f);
	/* 731 days in all; 147 done full-time; 584 left at 0.6 take 974 days from 1 March 2028 */
	assert_date(e.latest, date_plus(D(2028, 3, 1), 974));
	assert_date(e.ready_from, D(2029, 10, 6));
	assert_int_equal(e.parts_n, 1);
	assert_int_equal(e.parts[0].share, 600);
	f.in_proportion = false;
	assert_date(expected_end(&f).latest, D(2029, 10, 6));
	assert_int_equal(expected_end(&f).parts_n, 0);
}

static void half_time_takes_twice_as_long(void **state)
{
	struct end_facts f = { .starts = D(2028, 1, 1), .months = 12, .in_proportion = true };
	struct hours_span half = { D(2028, 1, 1), DATE_NONE, 500 };

	UNUSED(state);
	f.hours = &half, f.hours_n = 1;
	assert_date(expected_end(&f).latest, date_plus(D(2028, 1, 1), 732));
}

static void part_time_that_ended_counts_only_while_it_lasted(void **state)
{
	struct end_facts f = { .starts = D(2028, 1, 1), .months = 12, .in_proportion = true };
	struct hours_span spans[] = { { D(2028, 1, 1), D(2028, 1, 10), 500 }, { D(2028, 1, 11), DATE_NONE, FULL_TIME } };

	UNUSED(state);
	f.hours = spans, f.hours_n = 2;
	assert_date(expected_end(&f).latest, D(2029, 1, 6)); /* ten days at a half: five more */
}

static void a_pause_stops_the_clock_and_an_extension_adds_days(void **state)
{
	struct end_facts f = two_years();
	struct pause_span leave = { D(2028, 5, 15), D(2029, 2, 11) }; /* 273 days: 39 weeks */

	UNUSED(state);
	f.pauses = &leave, f.pauses_n = 1;
	assert_date(expected_end(&f).latest, D(2030, 7, 6)); /* the screens' own example */
	assert_int_equal(expected_end(&f).paused_days, 273);
	assert_date(expected_end(&f).ready_from, D(2029, 10, 6));
	f.extension_days = 30;
	assert_date(expected_end(&f).latest, D(2030, 8, 5));
	leave.ends = DATE_NONE;
	assert_true(date_is_none(expected_end(&f).latest)); /* nobody can say yet */
}

static void a_pause_after_the_end_changes_nothing(void **state)
{
	struct end_facts f = two_years();
	struct pause_span later = { D(2031, 1, 1), DATE_NONE };
	struct hours_span part = { D(2031, 1, 1), DATE_NONE, 500 };

	UNUSED(state);
	f.pauses = &later, f.pauses_n = 1, f.hours = &part, f.hours_n = 1;
	assert_date(expected_end(&f).latest, D(2029, 10, 6));
	assert_int_equal(expected_end(&f).parts_n, 0);
}

static void hours_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *typed;
		int64_t hundredths;
	} all[] = { { "37", 3700 }, { "22.2", 2220 }, { "22,5", 2250 }, { " 7.25 ", 725 }, { "22.199999999999999", 2220 },
		        { "60", 6000 }, { "0.01", 1 }, { "5.", 500 } };
	static const char *const refused[] = { "", "0", "60.01", "-3", "full", "1.2.3", "37h", ".5", "9999999999999999999" };
	int64_t n;

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		n = 0;
		assert_true(hours_parse((struct str){ all[i].typed, strlen(all[i].typed) }, &n));
		assert_int_equal(n, all[i].hundredths);
	}
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		assert_false(hours_parse((struct str){ refused[i], strlen(refused[i]) }, &n));
	assert_int_equal(hours_share(2220, 3700), 600);
	assert_int_equal(hours_share(3700, 3700), 1000);
	assert_int_equal(hours_share(2500, 3750), 667);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_time_ends_when_the_months_are_over),
		cmocka_unit_test(part_time_counts_in_proportion_and_readiness_does_not_move),
		cmocka_unit_test(half_time_takes_twice_as_long),
		cmocka_unit_test(part_time_that_ended_counts_only_while_it_lasted),
		cmocka_unit_test(a_pause_stops_the_clock_and_an_extension_adds_days),
		cmocka_unit_test(a_pause_after_the_end_changes_nothing),
		cmocka_unit_test(hours_are_read_as_people_write_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
