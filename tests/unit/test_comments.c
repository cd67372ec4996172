/* test_comments.c — how long a draft is open for comments, and which last day may be set. */
#include "rules/comments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct date june(int day)
{
	return date_make(2027, 6, day);
}

static void it_is_open_to_the_end_of_its_last_day_and_not_once_the_night_has_closed_it(void **state)
{
	UNUSED(state);
	assert_true(comments_open(june(10), false, june(1)));
	assert_true(comments_open(june(10), false, june(10)));
	assert_false(comments_open(june(10), false, june(11)));
	assert_false(comments_open(june(10), true, june(9)));
	assert_false(comments_open(DATE_NONE, false, june(9)));
}

static void people_have_a_week_at_least_and_a_year_at_most(void **state)
{
	UNUSED(state);
	assert_false(comments_end_fits(june(6), DATE_NONE, june(1)));
	assert_true(comments_end_fits(june(7), DATE_NONE, june(1)));
	assert_true(comments_end_fits(date_plus(june(1), COMMENTS_DAYS_MOST), DATE_NONE, june(1)));
	assert_false(comments_end_fits(date_plus(june(1), COMMENTS_DAYS_MOST + 1), DATE_NONE, june(1)));
	assert_false(comments_end_fits(DATE_NONE, DATE_NONE, june(1)));
}

static void a_day_that_people_were_told_comes_later_never_earlier(void **state)
{
	UNUSED(state);
	assert_false(comments_end_fits(june(9), june(10), june(1)));
	assert_false(comments_end_fits(june(10), june(10), june(1)));
	assert_true(comments_end_fits(june(11), june(10), june(1)));
	assert_true(comments_end_fits(june(11), june(10), june(10))); /* on its last day */
}

static void one_that_has_closed_is_opened_again_from_today(void **state)
{
	UNUSED(state);
	assert_false(comments_end_fits(june(19), june(10), june(20)));
	assert_true(comments_end_fits(june(20), june(10), june(20)));
}

static void keys_are_those_of_the_files_and_the_json(void **state)
{
	UNUSED(state);
	for (int i = 1; i < COMMENT_SORTS; i++)
		assert_int_equal(number_of(&comment_sorts, key_of(&comment_sorts, i)), i);
	for (int i = 1; i < CAME_END; i++)
		assert_int_equal(number_of(&comment_cames, key_of(&comment_cames, i)), i);
	assert_int_equal(number_of(&comment_showns, S("role")), COMMENT_BY_ROLE);
	assert_true(number_of(&comment_sorts, S("nonsense")) < 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_open_to_the_end_of_its_last_day_and_not_once_the_night_has_closed_it),
		cmocka_unit_test(people_have_a_week_at_least_and_a_year_at_most),
		cmocka_unit_test(a_day_that_people_were_told_comes_later_never_earlier),
		cmocka_unit_test(one_that_has_closed_is_opened_again_from_today),
		cmocka_unit_test(keys_are_those_of_the_files_and_the_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
