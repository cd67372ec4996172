/* test_pauses.c — which dates of leave can stand. */
#include "rules/pauses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define D(y, m, d) date_make(y, m, d)

static void dates_that_can_not_be_meant_are_named(void **state)
{
	static const struct {
		int from[3], to[3];
		enum pause_wrong wrong;
	} cases[] = {
		{ { 2028, 2, 14 }, { 2028, 11, 12 }, PAUSE_FINE },    { { 2028, 2, 14 }, { 2028, 2, 14 }, PAUSE_FINE },
		{ { 2028, 2, 14 }, { 0 }, PAUSE_FINE },               { { 2028, 2, 14 }, { 2028, 2, 13 }, PAUSE_BACKWARDS },
		{ { 2027, 9, 1 }, { 2027, 10, 5 }, PAUSE_OUTSIDE },   { { 2027, 9, 1 }, { 2027, 10, 6 }, PAUSE_FINE },
		{ { 2032, 1, 1 }, { 0 }, PAUSE_FAR },                 { { 2028, 2, 14 }, { 2048, 2, 14 }, PAUSE_FAR },
		{ { 2028, 2, 14 }, { 2034, 2, 14 }, PAUSE_OVERLAPS }, { { 2029, 1, 31 }, { 0 }, PAUSE_OVERLAPS },
		{ { 2029, 2, 1 }, { 0 }, PAUSE_FINE },                { { 2028, 12, 1 }, { 2028, 12, 31 }, PAUSE_FINE },
		{ { 2028, 12, 1 }, { 2029, 1, 1 }, PAUSE_OVERLAPS },
	};
	struct pause_span other = { D(2029, 1, 1), D(2029, 1, 31) };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct pause_span p = { D(cases[i].from[0], cases[i].from[1], cases[i].from[2]), DATE_NONE };

		if (cases[i].to[0])
			p.ends = D(cases[i].to[0], cases[i].to[1], cases[i].to[2]);
		if (cases[i].wrong == PAUSE_FINE && !cases[i].to[0] && p.starts.days < other.starts.days)
			assert_int_equal(pause_wrong(p, NULL, 0, D(2027, 10, 6), D(2028, 6, 1)), PAUSE_FINE);
		else
			assert_int_equal(pause_wrong(p, &other, 1, D(2027, 10, 6), D(2028, 6, 1)), cases[i].wrong);
	}
}

static void one_that_has_no_end_leaves_room_only_before_it(void **state)
{
	struct pause_span open = { D(2028, 5, 1), DATE_NONE };

	UNUSED(state);
	assert_int_equal(pause_wrong((struct pause_span){ D(2028, 4, 1), D(2028, 4, 30) }, &open, 1, D(2027, 10, 6), D(2028, 6, 1)), PAUSE_FINE);
	assert_int_equal(pause_wrong((struct pause_span){ D(2029, 4, 1), D(2029, 4, 30) }, &open, 1, D(2027, 10, 6), D(2028, 6, 1)), PAUSE_OVERLAPS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_that_can_not_be_meant_are_named),
		cmocka_unit_test(one_that_has_no_end_leaves_room_only_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
