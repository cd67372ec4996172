/* test_pact.c — what makes an agreement one to sign again. */
#include "rules/pact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct pact_basis then = { .supervisor = 1, .assessor = 2, .programme = 3, .share = 1000, .pause_ended = { 100 } };

static void the_same_is_no_change(void **state)
{
	(void)state;
	assert_int_equal(pact_changed(&then, &then), 0);
}

static void each_change_is_named(void **state)
{
	static const struct {
		struct pact_basis now;
		unsigned why;
	} cases[] = {
		{ { 9, 2, 3, 1000, { 100 } }, PACT_BIT(PACT_SUPERVISOR) },
		{ { 1, 9, 3, 1000, { 100 } }, PACT_BIT(PACT_ASSESSOR) },
		{ { 1, 2, 9, 1000, { 100 } }, PACT_BIT(PACT_PROGRAMME) },
		{ { 1, 2, 3, 600, { 100 } }, PACT_BIT(PACT_HOURS) },
		{ { 1, 2, 3, 1000, { 101 } }, PACT_BIT(PACT_PAUSE) },
		{ { 9, 9, 3, 1000, { 100 } }, PACT_BIT(PACT_SUPERVISOR) | PACT_BIT(PACT_ASSESSOR) },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(pact_changed(&then, &cases[i].now), cases[i].why);
}

static void nobody_and_a_pause_taken_back_are_no_change(void **state)
{
	struct pact_basis now = then;

	(void)state;
	now.supervisor = now.assessor = 0;
	assert_int_equal(pact_changed(&then, &now), 0);
	now.pause_ended = (struct date){ 99 };
	assert_int_equal(pact_changed(&then, &now), 0);
	now.pause_ended = DATE_NONE;
	assert_int_equal(pact_changed(&then, &now), 0);
}

static void the_first_pause_to_end_is_one(void **state)
{
	struct pact_basis before = then;

	(void)state;
	before.pause_ended = DATE_NONE;
	assert_int_equal(pact_changed(&before, &then), PACT_BIT(PACT_PAUSE));
}

static void all_four_sign(void **state)
{
	(void)state;
	assert_true(pact_is_signed(1u << 1 | 1u << 2 | 1u << 3 | 1u << 4));
	assert_false(pact_is_signed(1u << 1 | 1u << 2 | 1u << 3));
	assert_false(pact_is_party(ROLE_NONE));
	assert_true(pact_is_party(ROLE_COORDINATOR));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_is_no_change),
		cmocka_unit_test(each_change_is_named),
		cmocka_unit_test(nobody_and_a_pause_taken_back_are_no_change),
		cmocka_unit_test(the_first_pause_to_end_is_one),
		cmocka_unit_test(all_four_sign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
