/* test_profile.c — what a role profile may say, and how it moves. */
#include "rules/profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Outcome 0 with statements 0 and 1; outcome 3, which has none and is linked to itself as 2. */
static struct framework_item items[] = {
	{ .role = ROLE_OUTCOME, .outcome = 0, .end = 3, .position = -1 },
	{ .role = ROLE_STATEMENT, .outcome = 0, .end = 2, .position = 0 },
	{ .role = ROLE_STATEMENT, .outcome = 0, .end = 3, .position = 1 },
	{ .role = ROLE_OUTCOME, .outcome = 3, .end = 4, .position = 2 },
};
static const struct framework fw = { .items = items, .n = 4, .linkable_n = 3, .outcomes_n = 2 };

static const struct profile_line adapted = { .position = 0, .way = WAY_ADAPTED, .guidance = S_INIT("In the report to court.") };
static const struct profile_line not_applicable = { .position = 0, .way = WAY_NOT_APPLICABLE, .reason = S_INIT("Ends with proceedings.") };
static const struct profile_line arranged = { .position = 0, .way = WAY_ARRANGED, .partner = 7, .from = { 100 }, .to = { 130 } };

static size_t look(const struct profile_line *lines, size_t n, struct profile_finding *ret)
{
	struct arena *a = arena_new(1 << 16);
	size_t found = profile_problems(a, &fw, lines, n, ret);

	arena_release(a);
	return found;
}

static void one(struct profile_line line, enum profile_problem what)
{
	struct profile_finding f[8];
	size_t n = look(&line, 1, f);

	assert_int_equal(n, what ? 1 : 0);
	if (what) {
		assert_int_equal(f[0].what, what);
		assert_int_equal(f[0].at, 0);
	}
}

static void all_core_and_each_whole_exception_may_be_asked_for(void **state)
{
	struct profile_finding f[8];

	(void)state;
	assert_int_equal(look(NULL, 0, f), 0);
	one(adapted, 0);
	one(not_applicable, 0);
	one(arranged, 0);
}

static void each_exception_says_what_it_needs(void **state)
{
	struct profile_line l;

	(void)state;
	l = adapted, l.guidance = STR_NONE, one(l, PROFILE_NO_GUIDANCE);
	l = not_applicable, l.reason = STR_NONE, one(l, PROFILE_NO_REASON);
	l = arranged, l.partner = 0, one(l, PROFILE_NO_PARTNER);
	l = arranged, l.from = DATE_NONE, one(l, PROFILE_NO_DATES);
	l = arranged, l.to = DATE_NONE, one(l, PROFILE_NO_DATES);
	l = arranged, l.to.days = 99, one(l, PROFILE_DATES_BACKWARDS);
	l = arranged, l.to.days = 100, one(l, 0);
	l = adapted, l.way = WAY_CORE, one(l, PROFILE_NO_SUCH_STATEMENT);
	l = adapted, l.position = 3, one(l, PROFILE_NO_SUCH_STATEMENT);
	l = adapted, l.position = -1, one(l, PROFILE_NO_SUCH_STATEMENT);
}

static void a_partner_with_a_part_in_the_cases_is_refused(void **state)
{
	struct profile_line l = arranged;

	(void)state;
	l.partner_involved = true;
	one(l, PROFILE_PARTNER_INVOLVED);
}

static void a_statement_has_one_line(void **state)
{
	const struct profile_line lines[] = { adapted, not_applicable };
	struct profile_finding f[8];

	(void)state;
	assert_int_equal(look(lines, 2, f), 1);
	assert_int_equal(f[0].what, PROFILE_TWICE);
	assert_int_equal(f[0].at, 1);
}

static void no_outcome_is_wholly_not_applicable(void **state)
{
	struct profile_line lines[] = { not_applicable, not_applicable };
	struct profile_finding f[8];

	(void)state;
	lines[1].position = 1;
	assert_int_equal(look(lines, 2, f), 1);
	assert_int_equal(f[0].what, PROFILE_OUTCOME_EMPTY);
	assert_int_equal(f[0].at, 0);
	lines[1].position = 2;
	assert_int_equal(look(lines, 2, f), 1);
	assert_int_equal(f[0].what, PROFILE_OUTCOME_EMPTY);
	assert_int_equal(f[0].at, 3);
	lines[1] = arranged, lines[1].position = 1;
	assert_int_equal(look(lines, 2, f), 0);
}

static void a_profile_is_approved_once_and_never_opened_again(void **state)
{
	int allowed = 0;

	(void)state;
	for (int s = 0; s < PROFILE_STATES; s++)
		for (int act = 0; act < PROFILE_ACTS; act++)
			allowed += profile_next((enum profile_state)s, (enum profile_act)act) != PROFILE_NONE;
	assert_int_equal(allowed, 6);
	assert_int_equal(profile_next(PROFILE_DRAFT, PROFILE_ASK), PROFILE_ASKED);
	assert_int_equal(profile_next(PROFILE_RETURNED, PROFILE_ASK), PROFILE_ASKED);
	assert_int_equal(profile_next(PROFILE_ASKED, PROFILE_RETURN), PROFILE_RETURNED);
	assert_int_equal(profile_next(PROFILE_ASKED, PROFILE_APPROVE), PROFILE_APPROVED);
	assert_int_equal(profile_next(PROFILE_APPROVED, PROFILE_PUBLISH), PROFILE_PUBLISHED);
	assert_int_equal(profile_next(PROFILE_PUBLISHED, PROFILE_REPLACE), PROFILE_REPLACED);
	assert_int_equal(profile_next(PROFILE_PUBLISHED, PROFILE_RETURN), PROFILE_NONE);
	for (int s = 0; s < PROFILE_STATES; s++)
		assert_int_equal(profile_is_open((enum profile_state)s), s == PROFILE_DRAFT || s == PROFILE_RETURNED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_core_and_each_whole_exception_may_be_asked_for),
		cmocka_unit_test(each_exception_says_what_it_needs),
		cmocka_unit_test(a_partner_with_a_part_in_the_cases_is_refused),
		cmocka_unit_test(a_statement_has_one_line),
		cmocka_unit_test(no_outcome_is_wholly_not_applicable),
		cmocka_unit_test(a_profile_is_approved_once_and_never_opened_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
