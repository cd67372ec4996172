/* test_hours.c — hours as people write them, and the share of full time they are. */
#include "rules/hours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

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
	const struct CMUnitTest tests[] = { cmocka_unit_test(hours_are_read_as_people_write_them) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
