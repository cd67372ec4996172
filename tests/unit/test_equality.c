/* test_equality.c — what of sums about protected characteristics may be shown. */
#include "rules/equality.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* "12 3* 40": counts, those that must be hidden with a star. */
static void assert_hidden(const char *says)
{
	int64_t counts[16], n = 0;
	bool should[16], hidden[16];

	while (*says) {
		int64_t v = 0;

		while (*says >= '0' && *says <= '9')
			v = v * 10 + (*says++ - '0');
		should[n] = *says == '*';
		counts[n++] = v;
		while (*says == '*' || *says == ' ')
			says++;
	}
	equality_hide(counts, (int)n, hidden);
	for (int64_t i = 0; i < n; i++)
		if (hidden[i] != should[i])
			fail_msg("count %lld of %lld is %s", (long long)i + 1, (long long)n, hidden[i] ? "hidden" : "shown");
}

static void counts_under_ten_are_hidden_with_what_would_give_them_away(void **state)
{
	static const char *const cases[] = {
		"10 20 30",          /* nothing small: all shown */
		"9* 20* 30",         /* a single small one: the next smallest too */
		"9* 9* 30",          /* two that come to ten or more hide each other */
		"2* 3* 11* 30",      /* two that come to fewer than ten: one more */
		"0* 0* 40*",         /* else everybody would be known to have said the same */
		"0* 12* 40",         /* nobody said it: not shown either */
		"3* 4*", "5* 100*",  /* nothing left to show */
		"0*",
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_hidden(cases[i]);
}

static void what_is_shown_is_rounded_to_five(void **state)
{
	UNUSED(state);
	assert_int_equal(equality_rounded(10), 10);
	assert_int_equal(equality_rounded(12), 10);
	assert_int_equal(equality_rounded(13), 15);
	assert_int_equal(equality_rounded(102), 100);
}

static void every_list_begins_with_preferring_not_to_say_and_roma_is_a_group(void **state)
{
	UNUSED(state);
	for (int q = 0; q < EQUALITY_END; q++) {
		assert_true(str_eq(key_of(&equality_answers[q], EQUALITY_PREFER_NOT), S("prefer_not")));
		assert_true(equality_answers[q].n <= EQUALITY_ANSWERS_MAX);
	}
	assert_true(number_of(&equality_answers[EQUALITY_ETHNIC_GROUP], S("white_roma")) > 0);
	assert_int_equal(equality_answers[EQUALITY_ETHNIC_GROUP].n, 21);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_under_ten_are_hidden_with_what_would_give_them_away),
		cmocka_unit_test(what_is_shown_is_rounded_to_five),
		cmocka_unit_test(every_list_begins_with_preferring_not_to_say_and_roma_is_a_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
