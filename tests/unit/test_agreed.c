/* test_agreed.c — pauses and extensions that somebody agrees to: how much of it there may be, and whose each act is. */
#include "base/text.h"
#include "rules/agreed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define D(y, m, d) date_make(y, m, d)

static const struct agreed_rules usual = {
	.pauses = { { S_INIT("study"), S_INIT("Study"), ROLE_COORDINATOR, 90 }, { S_INIT("no-work"), S_INIT("No work"), ROLE_SUPERVISOR, 28 } },
	.pauses_n = 2, .pause_days = 120,
	.grounds = { { .key = S_INIT("plan"), .label = S_INIT("A plan") } }, .grounds_n = 1,
	.extends = ROLE_COORDINATOR, .extension_count = 2, .extension_days = 84, .extension_all = 140, .owed_days = 182,
};

static void a_pause_is_capped_by_its_kind_and_in_all(void **state)
{
	static const struct {
		const char *kind;
		int days, used;
		enum agreed_wrong wrong;
		int left;
	} cases[] = {
		{ "study", 90, 0, AGREED_FINE, -1 },        { "study", 91, 0, AGREED_TOO_LONG, 90 },
		{ "study", 60, 60, AGREED_FINE, -1 },       { "study", 61, 60, AGREED_OVER_ALL, 60 },
		{ "study", 91, 60, AGREED_OVER_ALL, 60 },   { "no-work", 29, 0, AGREED_TOO_LONG, 28 },
		{ "no-work", 28, 119, AGREED_OVER_ALL, 1 }, { "study", 1, 120, AGREED_OVER_ALL, 0 },
		{ "study", 1, 300, AGREED_OVER_ALL, 0 },    { "leave", 1, 0, AGREED_NONE, -1 },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int left = -1;

		assert_int_equal(agreed_pause_wrong(&usual, agreed_pause_named(&usual, str_from_c(cases[i].kind)), cases[i].days, cases[i].used, &left),
		                 cases[i].wrong);
		assert_int_equal(left, cases[i].left);
	}
}

static void an_extension_is_capped_but_what_is_owed_uses_up_nothing(void **state)
{
	static const struct {
		int days, count, used;
		bool owed;
		enum agreed_wrong wrong;
		int left;
	} cases[] = {
		{ 84, 0, 0, false, AGREED_FINE, -1 },       { 85, 0, 0, false, AGREED_TOO_LONG, 84 },
		{ 56, 1, 84, false, AGREED_FINE, -1 },      { 57, 1, 84, false, AGREED_OVER_ALL, 56 },
		{ 7, 2, 84, false, AGREED_TOO_MANY, 2 },    { 182, 2, 140, true, AGREED_FINE, -1 },
		{ 183, 0, 0, true, AGREED_TOO_LONG, 182 },
	};
	struct agreed_rules none = { .pauses_n = 0 };
	int left = -1;

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		left = -1;
		assert_int_equal(agreed_extension_wrong(&usual, cases[i].days, cases[i].count, cases[i].used, cases[i].owed, &left), cases[i].wrong);
		assert_int_equal(left, cases[i].left);
	}
	assert_int_equal(agreed_extension_wrong(&none, 1, 0, 0, false, &left), AGREED_NONE);
	assert_int_equal(agreed_extension_wrong(&none, 1, 0, 0, true, &left), AGREED_NONE);
}

#define P AGREED_PAUSE
#define X AGREED_EXTENSION
#define C ROLE_COORDINATOR
#define V ROLE_SUPERVISOR
#define E ROLE_ECSW

static void each_act_is_for_whose_it_is(void **state)
{
	static const struct {
		enum agreed_act act;
		struct agreed_facts f;
		bool may;
	} cases[] = {
		{ AGREED_AGREE, { P, AGREED_ASKED, C, C, false, false }, true },  { AGREED_AGREE, { P, AGREED_ASKED, C, V, false, false }, false },
		{ AGREED_AGREE, { P, AGREED_ASKED, V, V, false, false }, true },  { AGREED_AGREE, { P, AGREED_ASKED, V, C, false, true }, false },
		{ AGREED_AGREE, { P, AGREED_ASKED, C, E, true, false }, false },  { AGREED_AGREE, { P, AGREED_ASKED, C, C, true, false }, false },
		{ AGREED_AGREE, { P, AGREED_STANDS, C, C, false, false }, false }, { AGREED_DECLINE, { X, AGREED_ASKED, C, C, false, false }, true },
		{ AGREED_DECLINE, { X, AGREED_DECLINED, C, C, false, false }, false },
		/* whoever is away comes back when they wish */
		{ AGREED_CHANGE, { P, AGREED_STANDS, C, E, true, false }, true },  { AGREED_TAKE_BACK, { P, AGREED_STANDS, C, E, true, false }, true },
		{ AGREED_CHANGE, { X, AGREED_STANDS, C, E, true, false }, false }, { AGREED_TAKE_BACK, { X, AGREED_STANDS, C, E, true, false }, false },
		{ AGREED_TAKE_BACK, { X, AGREED_STANDS, C, C, false, false }, true }, { AGREED_TAKE_BACK, { X, AGREED_ASKED, C, E, true, false }, true },
		{ AGREED_TAKE_BACK, { P, AGREED_ASKED, V, C, false, true }, true }, { AGREED_TAKE_BACK, { P, AGREED_ASKED, V, C, false, false }, false },
		{ AGREED_CHANGE, { P, AGREED_DECLINED, C, E, true, false }, false }, { AGREED_CHANGE, { P, AGREED_ASKED, C, V, false, false }, false },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(agreed_may(cases[i].act, &cases[i].f), cases[i].may);
}

static void which_kind_it_is_is_for_the_person_who_agrees_and_who_entered_it(void **state)
{
	struct agreed_facts f = { AGREED_PAUSE, AGREED_STANDS, ROLE_SUPERVISOR, ROLE_COORDINATOR, false, false };

	UNUSED(state);
	assert_false(agreed_reads_ground(&f));
	f.entered = true;
	assert_true(agreed_reads_ground(&f));
	f = (struct agreed_facts){ AGREED_PAUSE, AGREED_STANDS, ROLE_SUPERVISOR, ROLE_SUPERVISOR, false, false };
	assert_true(agreed_reads_ground(&f));
	f = (struct agreed_facts){ AGREED_PAUSE, AGREED_STANDS, ROLE_SUPERVISOR, ROLE_ECSW, true, false };
	assert_true(agreed_reads_ground(&f));
}

static void a_pause_made_shorter_is_within_and_one_day_more_is_not(void **state)
{
	struct pause_span was = { D(2028, 3, 1), D(2028, 4, 30) };

	UNUSED(state);
	assert_true(agreed_within(was, was));
	assert_true(agreed_within((struct pause_span){ D(2028, 3, 1), D(2028, 3, 20) }, was));
	assert_true(agreed_within((struct pause_span){ D(2028, 3, 9), D(2028, 4, 30) }, was));
	assert_false(agreed_within((struct pause_span){ D(2028, 2, 29), D(2028, 3, 20) }, was));
	assert_false(agreed_within((struct pause_span){ D(2028, 3, 1), D(2028, 5, 1) }, was));
	assert_false(agreed_within((struct pause_span){ D(2028, 3, 1), DATE_NONE }, was));
}

static void rules_that_can_not_be_kept_are_named(void **state)
{
	struct agreed_rules r = usual, none = { .pauses_n = 0 };

	UNUSED(state);
	assert_null(agreed_rules_wrong(&r));
	assert_null(agreed_rules_wrong(&none));
	r.pauses[0].by = ROLE_ASSESSOR;
	assert_non_null(agreed_rules_wrong(&r));
	r = usual, r.pauses[0].days = 121;
	assert_non_null(agreed_rules_wrong(&r));
	r = usual, r.pauses[1].key = r.pauses[0].key;
	assert_non_null(agreed_rules_wrong(&r));
	r = usual, r.extends = ROLE_ECSW;
	assert_non_null(agreed_rules_wrong(&r));
	r = usual, r.extension_days = 141;
	assert_non_null(agreed_rules_wrong(&r));
	r = usual, r.grounds_n = 0;
	assert_non_null(agreed_rules_wrong(&r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pause_is_capped_by_its_kind_and_in_all),
		cmocka_unit_test(an_extension_is_capped_but_what_is_owed_uses_up_nothing),
		cmocka_unit_test(each_act_is_for_whose_it_is),
		cmocka_unit_test(which_kind_it_is_is_for_the_person_who_agrees_and_who_entered_it),
		cmocka_unit_test(a_pause_made_shorter_is_within_and_one_day_more_is_not),
		cmocka_unit_test(rules_that_can_not_be_kept_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
