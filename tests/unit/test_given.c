/* Goes from minutes, and quarters of goes: tables of cases. */
#include "rules/given.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 8 };
#define E ROLE_ECSW
#define A ROLE_ASSESSOR

static const struct {
	const char *name;
	struct given_mark marks[MOST];
	size_t n;
	struct given_go want[MOST];
	size_t want_n;
} goes[] = {
	{ "nothing is nothing", { { 0 } }, 0, { { 0 } }, 0 },
	{ "one request is a minute", { { 100, E, TASK_RECORD } }, 1, { { 100, 1, E, TASK_RECORD } }, 1 },
	{ "gaps of five minutes count whole", { { 100, E, TASK_RECORD }, { 105, E, TASK_RECORD }, { 110, E, TASK_RECORD } }, 3,
	  { { 100, 11, E, TASK_RECORD } }, 1 },
	{ "a longer gap is cut, and is not counted", { { 100, E, TASK_RECORD }, { 107, E, TASK_RECORD } }, 2,
	  { { 100, 1, E, TASK_RECORD }, { 107, 1, E, TASK_RECORD } }, 2 },
	{ "time goes to the task that was begun", { { 100, E, TASK_RECORD }, { 103, E, TASK_LINK }, { 104, E, TASK_FIND } }, 3,
	  { { 100, 3, E, TASK_RECORD }, { 103, 1, E, TASK_LINK }, { 104, 1, E, TASK_FIND } }, 3 },
	{ "a look elsewhere does not end a go", { { 100, E, TASK_RECORD }, { 102, E, TASK_FIND }, { 105, E, TASK_RECORD } }, 3,
	  { { 100, 3, E, TASK_RECORD }, { 102, 3, E, TASK_FIND } }, 2 },
	{ "another role is another go", { { 100, E, TASK_FIND }, { 101, A, TASK_FIND } }, 2,
	  { { 100, 1, E, TASK_FIND }, { 101, 1, A, TASK_FIND } }, 2 },
	{ "what is not measured is not there", { { 100, E, TASK_NONE }, { 101, E, TASK_END } }, 2, { { 0 } }, 0 },
};

static void goes_follow_from_minutes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(goes) / sizeof(*goes); i++) {
		struct given_go got[MOST];
		size_t n = given_goes(goes[i].marks, goes[i].n, got);

		if (n != goes[i].want_n)
			print_error("%s: %zu goes\n", goes[i].name, n);
		assert_int_equal(n, goes[i].want_n);
		for (size_t g = 0; g < n; g++) {
			if (got[g].minutes != goes[i].want[g].minutes)
				print_error("%s: go %zu took %d\n", goes[i].name, g, (int)got[g].minutes);
			assert_int_equal(got[g].began, goes[i].want[g].began);
			assert_int_equal(got[g].minutes, goes[i].want[g].minutes);
			assert_int_equal(got[g].role, goes[i].want[g].role);
			assert_int_equal(got[g].task, goes[i].want[g].task);
		}
	}
}

static void quarters_are_the_nearest_rank(void **state)
{
	static const struct {
		struct given_bar bars[4];
		size_t n;
		int64_t low, median, high, goes;
	} cases[] = {
		{ { { 0, 0 } }, 0, 0, 0, 0, 0 },
		{ { { 7, 1 } }, 1, 7, 7, 7, 1 },
		{ { { 1, 1 }, { 2, 1 }, { 3, 1 }, { 4, 1 } }, 4, 1, 2, 3, 4 },
		{ { { 1, 10 }, { 9, 1 } }, 2, 1, 1, 1, 11 },
		{ { { 2, 1 }, { 5, 98 }, { 90, 1 } }, 3, 5, 5, 5, 100 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct given_quarters q = given_quarters(cases[i].bars, cases[i].n);

		assert_int_equal(q.low, cases[i].low);
		assert_int_equal(q.median, cases[i].median);
		assert_int_equal(q.high, cases[i].high);
		assert_int_equal(q.goes, cases[i].goes);
	}
}

static void nine_people_are_too_few_and_only_three_roles_count(void **state)
{
	(void)state;
	assert_false(given_is_shown(9));
	assert_true(given_is_shown(10));
	for (enum role role = ROLE_NONE; role < ROLE_END; role++)
		assert_int_equal(given_counts(role), role == ROLE_ECSW || role == ROLE_SUPERVISOR || role == ROLE_ASSESSOR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_follow_from_minutes),
		cmocka_unit_test(quarters_are_the_nearest_rank),
		cmocka_unit_test(nine_people_are_too_few_and_only_three_roles_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
