/* test_register.c — names that are alike, and what the register's answer means. */
#include "base/arena.h"
#include "rules/register.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define TODAY date_make(2029, 6, 15)

static struct arena *arena;

static int begin(void **state)
{
	UNUSED(state);
	arena = arena_new(1 << 20);
	return 0;
}

static int end(void **state)
{
	UNUSED(state);
	arena_release(arena);
	return 0;
}

static void names_are_compared_with_a_stated_confidence(void **state)
{
	static const struct {
		const char *ours, *theirs;
		enum name_match match;
		int percent;
	} cases[] = {
		{ "Amina Yusuf", "Amina Yusuf", NAMES_SAME, 100 },
		{ "Amina Yusuf", " Amina Yusuf ", NAMES_SAME, 100 },
		{ "Amina Yusuf", "AMINA YUSUF", NAMES_FOLDED, 98 },
		{ "Siân O'Neill", "Sian O’Neill", NAMES_FOLDED, 98 },
		{ "Sian O'Neill", "Sian ONeill", NAMES_FOLDED, 98 },
		{ "Anne-Marie Field", "Anne Marie Field", NAMES_FOLDED, 98 },
		{ "Annemarie Field", "Anne-Marie Field", NAMES_FOLDED, 98 },
		{ "Zoë Müller", "Zoe Muller", NAMES_FOLDED, 98 },
		{ "Amina Yusuf", "Yusuf, Amina", NAMES_REORDERED, 95 },
		{ "Amina Yusuf", "Amina Fatima Yusuf", NAMES_WITHIN, 85 },
		{ "Katherine (Kate) Smith", "Kate Smith", NAMES_WITHIN, 85 },
		{ "Maria Lopez Garcia", "Maria Garcia", NAMES_WITHIN, 85 },
		{ "Amina Yusuf", "Amina Yusef", NAMES_CLOSE, 80 },
		{ "Amina Yusuf", "Amnia Yusuf", NAMES_CLOSE, 80 },
		{ "Harpreet Bains", "Harpret Bayns", NAMES_CLOSE, 70 },
		{ "Katherine Smith", "Kate Smith", NAMES_SURNAME, 55 },
		{ "Robert Ashdown", "Winston Ashdown", NAMES_SURNAME, 40 },
		{ "Amina Yusuf", "Amina Brightwater", NAMES_GIVEN, 35 },
		{ "Amina Yusuf", "Patrick Hollowell", NAMES_DIFFERENT, 5 },
		{ "Al Li", "Bo Ng", NAMES_DIFFERENT, 5 },
		{ "", "Amina Yusuf", NAMES_DIFFERENT, 0 },
		{ "?", "Amina Yusuf", NAMES_DIFFERENT, 0 },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct name_comparison c = names_compare(arena, str_from_c(cases[i].ours), str_from_c(cases[i].theirs));
		struct name_comparison back = names_compare(arena, str_from_c(cases[i].theirs), str_from_c(cases[i].ours));

		if (c.match != cases[i].match || c.percent != cases[i].percent || back.match != c.match)
			fail_msg("%s / %s: %d, %d %%", cases[i].ours, cases[i].theirs, (int)c.match, c.percent);
	}
}

static void only_names_that_are_the_same_but_for_writing_agree(void **state)
{
	UNUSED(state);
	for (int m = NAMES_SAME; m < NAMES_END; m++) {
		struct name_comparison c = { (enum name_match)m, 50 };

		assert_int_equal(names_agree(&c), m <= NAMES_REORDERED);
	}
}

static void words_of_a_register_are_understood(void **state)
{
	static const struct {
		const char *word;
		enum register_status status;
	} cases[] = {
		{ "Registered", REGISTER_REGISTERED }, { "REGISTERED", REGISTER_REGISTERED },
		{ "Registered with conditions of practice", REGISTER_CONDITIONS }, { "Conditions", REGISTER_CONDITIONS },
		{ "Suspended", REGISTER_SUSPENDED }, { "Suspension order", REGISTER_SUSPENDED },
		{ "Registered - interim suspension", REGISTER_SUSPENDED }, { "No longer registered", REGISTER_LAPSED },
		{ "Voluntary removal", REGISTER_LAPSED }, { "Failed to renew", REGISTER_LAPSED },
		{ "Removed from the register", REGISTER_REMOVED }, { "Removal order", REGISTER_REMOVED },
		{ "Not registered", REGISTER_LAPSED }, { "", REGISTER_NOT_ASKED }, { "Blue", REGISTER_NOT_ASKED },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (register_status_of(arena, str_from_c(cases[i].word)) != cases[i].status)
			fail_msg("%s", cases[i].word);
}

static struct registration_facts well(void)
{
	return (struct registration_facts){ .has_number = true, .status = REGISTER_REGISTERED, .until = DATE_NONE,
		                                .names = { NAMES_SAME, 100 } };
}

static void standing_is_the_gravest_thing_there_is_to_say(void **state)
{
	static const struct {
		enum register_status status;
		enum registration_standing stands;
		bool stops;
	} cases[] = {
		{ REGISTER_REGISTERED, STANDS_REGISTERED, false }, { REGISTER_CONDITIONS, STANDS_CONDITIONS, false },
		{ REGISTER_SUSPENDED, STANDS_SUSPENDED, true },    { REGISTER_LAPSED, STANDS_LAPSED, true },
		{ REGISTER_REMOVED, STANDS_REMOVED, true },        { REGISTER_NO_SUCH_NUMBER, STANDS_NO_SUCH_NUMBER, true },
		{ REGISTER_NOT_ASKED, STANDS_NOT_ASKED, false },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct registration_facts f = well();

		f.status = cases[i].status;
		assert_int_equal(registration_standing(&f, TODAY), cases[i].stands);
		assert_int_equal(registration_stops(cases[i].stands), cases[i].stops);
		f.has_number = false;
		assert_int_equal(registration_standing(&f, TODAY), STANDS_NO_NUMBER);
	}
	assert_true(registration_stops(STANDS_NO_NUMBER));
	assert_false(registration_flagged(STANDS_NOT_ASKED)); /* a register that does not answer is nobody's fault */
}

static void a_name_alone_neither_passes_nor_stops(void **state)
{
	struct registration_facts f = well();

	UNUSED(state);
	f.names = (struct name_comparison){ NAMES_DIFFERENT, 5 };
	assert_int_equal(registration_standing(&f, TODAY), STANDS_NAME_TO_LOOK_AT);
	assert_false(registration_stops(STANDS_NAME_TO_LOOK_AT));
	f.said_same = true;
	assert_int_equal(registration_standing(&f, TODAY), STANDS_REGISTERED);
	f.said_same = false, f.said_other = true;
	assert_int_equal(registration_standing(&f, TODAY), STANDS_SOMEBODY_ELSE);
	assert_true(registration_stops(STANDS_SOMEBODY_ELSE));
	f.names = (struct name_comparison){ NAMES_SAME, 100 }; /* a person's word holds for the same names too */
	assert_int_equal(registration_standing(&f, TODAY), STANDS_SOMEBODY_ELSE);
}

static void registration_ends_on_its_day(void **state)
{
	static const struct {
		int days;
		enum registration_standing stands;
	} cases[] = { { -1, STANDS_LAPSED }, { 0, STANDS_ENDS_SOON }, { 42, STANDS_ENDS_SOON }, { 43, STANDS_REGISTERED } };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct registration_facts f = well();

		f.until = date_plus(TODAY, cases[i].days);
		assert_int_equal(registration_standing(&f, TODAY), cases[i].stands);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_compared_with_a_stated_confidence),
		cmocka_unit_test(only_names_that_are_the_same_but_for_writing_agree),
		cmocka_unit_test(words_of_a_register_are_understood),
		cmocka_unit_test(standing_is_the_gravest_thing_there_is_to_say),
		cmocka_unit_test(a_name_alone_neither_passes_nor_stops),
		cmocka_unit_test(registration_ends_on_its_day),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
