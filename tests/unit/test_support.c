/* test_support.c — protected time and workload: stages, what an employer may vary, what is owed and since when. */
#include "rules/support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { TODAY = 20000 };
static const struct support_rules rules = { .stages = { { 0, 20, 8 }, { 6, 20, 12 }, { 12, 10, 15 } }, .stages_n = 3, .given_percent = 75,
	                                        .least_weeks = 3, .above_days = 14, .returning = { 28, 28, 7, 14 } };

static struct date on(int days)
{
	return (struct date){ TODAY + days };
}

static void a_stage_runs_from_its_month_to_the_next(void **state)
{
	(void)state;
	assert_int_equal(support_stage_of(&rules, 0)->from_month, 0);
	assert_int_equal(support_stage_of(&rules, 5)->from_month, 0);
	assert_int_equal(support_stage_of(&rules, 6)->from_month, 6);
	assert_int_equal(support_stage_of(&rules, 40)->from_month, 12);
	assert_int_equal(support_stage_of(&rules, -1)->from_month, 0);
	assert_null(support_stage_of(&support_rules_usual, 3));
}

static void an_employer_gives_more_and_never_less(void **state)
{
	const struct support_stage *s = &rules.stages[0];

	(void)state;
	assert_false(support_is_less(s, 20, 8));
	assert_false(support_is_less(s, 30, 0));
	assert_true(support_is_less(s, 19, 8));
	assert_true(support_is_less(s, 20, 9));
}

static void a_week_begins_on_its_monday_and_a_month_on_its_first(void **state)
{
	struct date d = date_make(2028, 3, 1); /* a Wednesday, after a leap day */

	(void)state;
	assert_int_equal(date_weekday(support_week(d)), 0);
	assert_int_equal(date_cmp(support_week(d), date_make(2028, 2, 28)), 0);
	assert_int_equal(date_cmp(support_week(date_make(2028, 2, 28)), date_make(2028, 2, 28)), 0);
	assert_int_equal(date_cmp(support_month(date_make(2028, 2, 29)), date_make(2028, 2, 1)), 0);
}

static void what_nobody_answered_is_held_against_nobody(void **state)
{
	static const struct {
		struct time_weeks weeks;
		bool given;
	} cases[] = {
		{ { 0, 0, 0, 8 }, true }, { { 0, 0, 2, 6 }, true }, { { 0, 0, 3, 5 }, false }, { { 3, 1, 0, 4 }, true },
		{ { 2, 1, 0, 5 }, true }, { { 1, 2, 0, 5 }, false }, { { 3, 0, 1, 4 }, true }, { { 2, 0, 1, 0 }, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(time_is_given(&rules, &cases[i].weeks), cases[i].given);
}

static struct support_facts fine(void)
{
	return (struct support_facts){ .today = on(0), .planned = true, .stage_since = on(-100), .month_due = date_add_months(support_month(on(0)), -1),
		                           .month_entered = true, .cases = 8, .agreed = 8, .cases_on = on(-3) };
}

static void nothing_is_owed_where_all_is_there(void **state)
{
	struct date owed[SUPPORT_OWED_END];
	struct support_facts f = fine();

	(void)state;
	support_owed_of(&rules, &f, owed);
	for (int i = 0; i < SUPPORT_OWED_END; i++)
		assert_true(date_is_none(owed[i]));
}

static void each_thing_is_owed_from_its_day(void **state)
{
	struct date owed[SUPPORT_OWED_END];
	struct support_facts f = fine();

	(void)state;
	f.planned = false, f.stage_since = on(-14);
	f.month_entered = false;
	f.weeks = (struct time_weeks){ .no = 3 };
	f.cases = 9;
	support_owed_of(&rules, &f, owed);
	assert_int_equal(owed[SUPPORT_PLAN].days, TODAY);
	assert_int_equal(date_cmp(owed[SUPPORT_CASES], support_month(on(0))), 0);
	assert_int_equal(date_cmp(owed[SUPPORT_SHORT], support_week(on(0))), 0);
	assert_int_equal(owed[SUPPORT_OVER].days, TODAY - 3);
	f.stage_since = on(-13);
	support_owed_of(&rules, &f, owed);
	assert_true(date_is_none(owed[SUPPORT_PLAN]));
}

static void nothing_is_owed_in_a_pause_or_where_the_programme_says_nothing(void **state)
{
	struct date owed[SUPPORT_OWED_END];
	struct support_facts f = fine();

	(void)state;
	f.planned = false, f.month_entered = false, f.cases = 20, f.weeks = (struct time_weeks){ .no = 8 };
	support_owed_of(&support_rules_usual, &f, owed);
	for (int i = 0; i < SUPPORT_OWED_END; i++)
		assert_true(date_is_none(owed[i]));
	f.paused = true;
	support_owed_of(&rules, &f, owed);
	for (int i = 0; i < SUPPORT_OWED_END; i++)
		assert_true(date_is_none(owed[i]));
}

static void rules_that_make_no_sense_are_refused(void **state)
{
	struct support_rules r = rules;

	(void)state;
	assert_null(support_rules_wrong(&r));
	r.stages[0].from_month = 1;
	assert_non_null(support_rules_wrong(&r));
	r = rules, r.stages[2].from_month = 6;
	assert_non_null(support_rules_wrong(&r));
	r = rules, r.returning.above_days = 0;
	assert_non_null(support_rules_wrong(&r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stage_runs_from_its_month_to_the_next),
		cmocka_unit_test(an_employer_gives_more_and_never_less),
		cmocka_unit_test(a_week_begins_on_its_monday_and_a_month_on_its_first),
		cmocka_unit_test(what_nobody_answered_is_held_against_nobody),
		cmocka_unit_test(nothing_is_owed_where_all_is_there),
		cmocka_unit_test(each_thing_is_owed_from_its_day),
		cmocka_unit_test(nothing_is_owed_in_a_pause_or_where_the_programme_says_nothing),
		cmocka_unit_test(rules_that_make_no_sense_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
