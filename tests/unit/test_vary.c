/* test_vary.c — what an employer may vary, and that it is never for the worse. */
#include "rules/vary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct support_rules support = { .stages = { { 0, 20, 8 }, { 6, 10, 12 } }, .stages_n = 2 };
static const struct support_rules silent = { .stages_n = 0 };
static const struct vary_own own = { 10, &support }, unsaid = { 10, &silent };
static const struct vary_rules rules = { { [VARY_ANSWER_DAYS] = { 3, 10 }, [VARY_PERCENT] = { 10, 50 } } };

static void the_better_of_both_holds_whatever_they_are(void **state)
{
	UNUSED(state);
	for (int what = VARY_ANSWER_DAYS; what < VARIABLE_END; what++)
		for (int a = 1; a <= 100; a++) {
			assert_int_equal(vary_layered((enum variable)what, a, 0), a);
			for (int b = 1; b <= 100; b++) {
				int got = vary_layered((enum variable)what, a, b);

				assert_true(what == VARY_PERCENT ? got >= a && got >= b : got <= a && got <= b);
				assert_true(got == a || got == b);
			}
		}
}

static void what_has_no_bounds_is_locked_and_bounds_hold(void **state)
{
	UNUSED(state);
	assert_int_equal(vary_may(&rules, &own, VARY_CASES, 1), VARY_LOCKED);
	assert_int_equal(vary_may(&rules, &unsaid, VARY_PERCENT, 30), VARY_LOCKED);
	assert_int_equal(vary_may(&rules, &own, VARY_ANSWER_DAYS, 2), VARY_OUTSIDE);
	assert_int_equal(vary_may(&rules, &own, VARY_ANSWER_DAYS, 3), VARY_FINE);
	assert_int_equal(vary_may(&rules, &own, VARY_ANSWER_DAYS, 10), VARY_NO_BETTER);
	assert_int_equal(vary_may(&rules, &own, VARY_ANSWER_DAYS, 11), VARY_OUTSIDE);
	assert_int_equal(vary_may(&rules, &own, VARY_PERCENT, 10), VARY_NO_BETTER);
	assert_int_equal(vary_may(&rules, &own, VARY_PERCENT, 15), VARY_FINE); /* more than the second stage gives */
	assert_int_equal(vary_may(&rules, &own, VARY_PERCENT, 51), VARY_OUTSIDE);
}

static void bounds_never_reach_below_what_the_programme_gives(void **state)
{
	UNUSED(state);
	assert_null(vary_rules_wrong(&own, VARY_ANSWER_DAYS, &(struct vary_bounds){ 1, 10 }));
	assert_non_null(vary_rules_wrong(&own, VARY_ANSWER_DAYS, &(struct vary_bounds){ 1, 11 }));
	assert_non_null(vary_rules_wrong(&own, VARY_ANSWER_DAYS, &(struct vary_bounds){ 5, 4 }));
	assert_non_null(vary_rules_wrong(&own, VARY_ANSWER_DAYS, &(struct vary_bounds){ 0, 4 }));
	assert_null(vary_rules_wrong(&own, VARY_PERCENT, &(struct vary_bounds){ 10, 100 }));
	assert_non_null(vary_rules_wrong(&own, VARY_PERCENT, &(struct vary_bounds){ 9, 100 }));
	assert_non_null(vary_rules_wrong(&own, VARY_PERCENT, &(struct vary_bounds){ 10, 101 }));
	assert_null(vary_rules_wrong(&own, VARY_CASES, &(struct vary_bounds){ 4, 12 }));
	assert_non_null(vary_rules_wrong(&own, VARY_CASES, &(struct vary_bounds){ 4, 13 }));
	assert_non_null(vary_rules_wrong(&unsaid, VARY_CASES, &(struct vary_bounds){ 4, 12 }));
}

static void time_and_cases_are_laid_over_each_stage(void **state)
{
	struct support_rules got;

	UNUSED(state);
	vary_support(&support, 15, 9, &got);
	assert_int_equal(got.stages[0].percent, 20);
	assert_int_equal(got.stages[1].percent, 15);
	assert_int_equal(got.stages[0].cases, 8);
	assert_int_equal(got.stages[1].cases, 9);
	vary_support(&support, 0, 0, &got);
	assert_int_equal(got.stages[1].percent, 10);
	assert_int_equal(got.stages[1].cases, 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_better_of_both_holds_whatever_they_are),
		cmocka_unit_test(what_has_no_bounds_is_locked_and_bounds_hold),
		cmocka_unit_test(bounds_never_reach_below_what_the_programme_gives),
		cmocka_unit_test(time_and_cases_are_laid_over_each_stage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
