/* test_words.c — messages with arguments: what text/en.txt may say, said. */
#include "web/html.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct a_case {
	const char *message;
	struct word_arg args[2];
	const char *says;
};

#define PUT(message_, says_, ...) { .message = (message_), .says = (says_), .args = { __VA_ARGS__ } }

static size_t args_of(const struct a_case *c)
{
	size_t n = 0;

	while (n < COUNT_OF(c->args) && c->args[n].name)
		n++;
	return n;
}

static void check(const struct a_case *cases, size_t n)
{
	struct arena *a = arena_new(1 << 20);

	for (size_t i = 0; i < n; i++) {
		struct str got = words_put(a, str_from_c(cases[i].message), cases[i].args, args_of(&cases[i]));

		assert_string_equal(str_c(a, got), cases[i].says);
	}
	arena_release(a);
}

#define NUMBER(n_) { .name = "n", .n = (n_), .type = WORD_ARG_NUMBER }
#define NAME(text) { .name = "name", .s = S_INIT(text), .type = WORD_ARG_TEXT }

static void names_are_put_where_the_message_says(void **state)
{
	static const struct a_case cases[] = {
		PUT("Shared by {name}", "Shared by Amina", NAME("Amina")),
		PUT("{name}, {name}", "Amina, Amina", NAME("Amina")),
		PUT("{n} of {name}", "1204 of Amina", NUMBER(1204), NAME("Amina")),
		PUT("{name}", "", NAME("")),
		PUT("No place for one", "No place for one", NAME("Amina")),
	};

	UNUSED(state);
	check(cases, COUNT_OF(cases));
}

static void a_number_picks_one_or_other(void **state)
{
	static const struct a_case cases[] = {
		PUT("{n|One piece|# pieces}", "0 pieces", NUMBER(0)),
		PUT("{n|One piece|# pieces}", "One piece", NUMBER(1)),
		PUT("{n|One piece|# pieces}", "2 pieces", NUMBER(2)),
		PUT("{n|One piece|# pieces}", "-1 pieces", NUMBER(-1)),
	};

	UNUSED(state);
	check(cases, COUNT_OF(cases));
}

static void three_choices_have_one_for_zero(void **state)
{
	static const struct a_case cases[] = {
		PUT("{n|Nothing waits|One piece waits|# pieces wait}.", "Nothing waits.", NUMBER(0)),
		PUT("{n|Nothing waits|One piece waits|# pieces wait}.", "One piece waits.", NUMBER(1)),
		PUT("{n|Nothing waits|One piece waits|# pieces wait}.", "7 pieces wait.", NUMBER(7)),
		PUT("{n||one|#}", "", NUMBER(0)),
	};

	UNUSED(state);
	check(cases, COUNT_OF(cases));
}

static void large_counts_have_their_thousands_parted(void **state)
{
	static const struct a_case cases[] = {
		PUT("{n|one|#}", "999", NUMBER(999)),
		PUT("{n|one|#}", "1,000", NUMBER(1000)),
		PUT("{n|one|#}", "1,204,567", NUMBER(1204567)),
		PUT("{n|one|#}", "-100", NUMBER(-100)),
		PUT("{n|one|#}", "-100,000", NUMBER(-100000)),
		PUT("Room #{n}", "Room #1204", NUMBER(1204)),
	};

	UNUSED(state);
	check(cases, COUNT_OF(cases));
}

static void a_choice_may_hold_another_argument(void **state)
{
	static const struct a_case cases[] = {
		PUT("{n|{name} waits|{name} and # more}", "Ben waits", NUMBER(1), NAME("Ben")),
		PUT("{n|{name} waits|{name} and # more}", "Ben and 3 more", NUMBER(3), NAME("Ben")),
	};

	UNUSED(state);
	check(cases, COUNT_OF(cases));
}

static void braces_in_an_argument_are_only_text(void **state)
{
	static const struct a_case cases[] = {
		PUT("By {name}", "By {n|a|b} #", NAME("{n|a|b} #"), NUMBER(1)),
		PUT("{n|x|{name}}", "{name} #", NAME("{name} #"), NUMBER(2)),
	};

	UNUSED(state);
	check(cases, COUNT_OF(cases));
}

static void an_argument_that_is_not_given_is_seen(void **state)
{
	static const struct a_case cases[] = {
		PUT("By {name}", "By {name}", NUMBER(1)),
		PUT("{n|one|{name}}", "{name}", NUMBER(2)),
	};

	UNUSED(state);
	check(cases, COUNT_OF(cases));
}

static void dates_are_written_out(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct word_arg on = WORD_ARG("on", date_make(2027, 10, 6));
	struct word_arg never = WORD_ARG("on", DATE_NONE);

	UNUSED(state);
	assert_string_equal(str_c(a, words_put(a, S("On {on}."), &on, 1)), "On 6 October 2027.");
	assert_string_equal(str_c(a, words_put(a, S("On {on}."), &never, 1)), "On .");
	arena_release(a);
}

static void a_word_of_the_table_is_found_by_its_name(void **state)
{
	struct arena *a = arena_new(1 << 20);

	UNUSED(state);
	assert_string_equal(str_c(a, word(T_SERVICE_NAME)), "Cairn");
	assert_string_equal(str_c(a, WORDS(a, T_SERVICE_NAME, WORD_ARG("n", 1))), "Cairn");
	arena_release(a);
}

static void no_word_and_a_wrong_number_say_nothing(void **state)
{
	UNUSED(state);
	assert_int_equal(word(T_NONE).n, 0);
	assert_int_equal(word((enum word)WORDS_COUNT).n, 0);
	assert_int_equal(word((enum word)-1).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_put_where_the_message_says),
		cmocka_unit_test(a_number_picks_one_or_other),
		cmocka_unit_test(three_choices_have_one_for_zero),
		cmocka_unit_test(large_counts_have_their_thousands_parted),
		cmocka_unit_test(a_choice_may_hold_another_argument),
		cmocka_unit_test(braces_in_an_argument_are_only_text),
		cmocka_unit_test(an_argument_that_is_not_given_is_seen),
		cmocka_unit_test(dates_are_written_out),
		cmocka_unit_test(a_word_of_the_table_is_found_by_its_name),
		cmocka_unit_test(no_word_and_a_wrong_number_say_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
