/* test_people.c — who may give which role, what may be done to an account, and when an invitation is good. */
#include "rules/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ME = 1, SOMEBODY = 2, MINE = 10, OTHERS = 20 };

static enum grant_answer ask(enum role by, enum role role, int64_t to, int64_t organisation, enum organisation_type type)
{
	struct actor actor = { .person = ME, .role = by, .organisation = MINE };

	return may_grant(&(struct grant){ &actor, to, role, organisation, type });
}

static void each_role_gives_what_the_table_says(void **state)
{
	static const struct {
		enum role by, role;
		int64_t to, organisation;
		enum organisation_type type;
		enum grant_answer answer;
	} cases[] = {
		{ ROLE_COORDINATOR, ROLE_ECSW, SOMEBODY, MINE, ORG_LOCAL_AUTHORITY, GRANT_OK },
		{ ROLE_COORDINATOR, ROLE_ASSESSOR, SOMEBODY, MINE, ORG_LOCAL_AUTHORITY, GRANT_OK },
		{ ROLE_COORDINATOR, ROLE_COORDINATOR, SOMEBODY, MINE, ORG_CHARITY, GRANT_OK },
		{ ROLE_COORDINATOR, ROLE_ASSESSOR, ME, MINE, ORG_LOCAL_AUTHORITY, GRANT_SELF },
		{ ROLE_COORDINATOR, ROLE_SUPERVISOR, ME, MINE, ORG_LOCAL_AUTHORITY, GRANT_SELF },
		{ ROLE_COORDINATOR, ROLE_ECSW, SOMEBODY, OTHERS, ORG_LOCAL_AUTHORITY, GRANT_ELSEWHERE },
		{ ROLE_COORDINATOR, ROLE_NATIONAL_ADMIN, SOMEBODY, MINE, ORG_LOCAL_AUTHORITY, GRANT_ABOVE },
		{ ROLE_COORDINATOR, ROLE_SYSTEM_ADMIN, SOMEBODY, MINE, ORG_DEPARTMENT, GRANT_ABOVE },
		{ ROLE_COORDINATOR, ROLE_REGULATOR, SOMEBODY, MINE, ORG_REGULATOR, GRANT_ABOVE },
		{ ROLE_COORDINATOR, ROLE_ECSW, SOMEBODY, MINE, ORG_UNIVERSITY, GRANT_MISFIT },
		{ ROLE_COORDINATOR, ROLE_MODERATOR, SOMEBODY, MINE, ORG_UNIVERSITY, GRANT_OK },
		{ ROLE_NATIONAL_ADMIN, ROLE_COORDINATOR, SOMEBODY, OTHERS, ORG_LOCAL_AUTHORITY, GRANT_OK },
		{ ROLE_NATIONAL_ADMIN, ROLE_NATIONAL_ADMIN, SOMEBODY, MINE, ORG_DEPARTMENT, GRANT_OK },
		{ ROLE_NATIONAL_ADMIN, ROLE_NATIONAL_ADMIN, SOMEBODY, OTHERS, ORG_LOCAL_AUTHORITY, GRANT_MISFIT },
		{ ROLE_NATIONAL_ADMIN, ROLE_ECSW, SOMEBODY, OTHERS, ORG_LOCAL_AUTHORITY, GRANT_ABOVE },
		{ ROLE_NATIONAL_ADMIN, ROLE_NATIONAL_ADMIN, ME, MINE, ORG_DEPARTMENT, GRANT_SELF },
		{ ROLE_SYSTEM_ADMIN, ROLE_NATIONAL_ADMIN, SOMEBODY, MINE, ORG_DEPARTMENT, GRANT_ABOVE },
		{ ROLE_ECSW, ROLE_ECSW, SOMEBODY, MINE, ORG_LOCAL_AUTHORITY, GRANT_ABOVE },
		{ ROLE_ASSESSOR, ROLE_SUPERVISOR, SOMEBODY, MINE, ORG_LOCAL_AUTHORITY, GRANT_ABOVE },
		{ ROLE_SUPERVISOR, ROLE_ECSW, SOMEBODY, MINE, ORG_LOCAL_AUTHORITY, GRANT_ABOVE },
		{ ROLE_COORDINATOR, (enum role)99, SOMEBODY, MINE, ORG_LOCAL_AUTHORITY, GRANT_ABOVE },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (ask(cases[i].by, cases[i].role, cases[i].to, cases[i].organisation, cases[i].type) != cases[i].answer)
			fail_msg("case %zu: role %d gives %d", i, (int)cases[i].by, (int)cases[i].role);
}

/* The ladder is not in the rules themselves: it is what they must add up to. */
static void nobody_gives_a_role_above_their_own(void **state)
{
	static const int height[ROLE_END] = {
		[ROLE_OBSERVER] = 1, [ROLE_ECSW] = 1, [ROLE_SUPERVISOR] = 2, [ROLE_ASSESSOR] = 2, [ROLE_PANEL_MEMBER] = 2,
		[ROLE_HR_CONTACT] = 2, [ROLE_MODERATOR] = 2, [ROLE_COORDINATOR] = 3, [ROLE_REGULATOR] = 3,
		[ROLE_NATIONAL_ADMIN] = 4, [ROLE_SYSTEM_ADMIN] = 4,
	};

	UNUSED(state);
	for (int by = ROLE_NONE; by < ROLE_END; by++)
		for (int role = ROLE_NONE; role < ROLE_END; role++)
			if (may_grant_any((enum role)by, (enum role)role))
				assert_true(height[role] > 0 && height[role] <= height[by]);
}

static void somebody_who_is_not_signed_in_gives_nothing(void **state)
{
	struct actor nobody = { .role = ROLE_COORDINATOR, .organisation = MINE };
	struct grant g = { &nobody, SOMEBODY, ROLE_ECSW, MINE, ORG_LOCAL_AUTHORITY };

	UNUSED(state);
	assert_int_equal(may_grant(&g), GRANT_ABOVE);
}

static void administrators_are_made_by_two(void **state)
{
	UNUSED(state);
	assert_true(needs_second(ROLE_NATIONAL_ADMIN));
	assert_true(needs_second(ROLE_SYSTEM_ADMIN));
	assert_false(needs_second(ROLE_COORDINATOR));
}

static void the_state_of_somebody_follows_from_the_facts(void **state)
{
	static const struct {
		struct person_facts f;
		enum person_state s;
	} cases[] = {
		{ { .holds = true }, PERSON_ACTIVE },
		{ { .holds = true, .away = true }, PERSON_AWAY },
		{ { .holds = true, .disabled = true }, PERSON_DEACTIVATED },
		{ { .will_hold = true }, PERSON_COMING },
		{ { .disabled = true }, PERSON_DEACTIVATED },
		{ { .away = true }, PERSON_LEFT },
		{ { .holds = false }, PERSON_LEFT },
		{ { .holds = true, .expected = true, .invited = true }, PERSON_INVITED },
		{ { .will_hold = true, .expected = true, .invited = true }, PERSON_INVITED },
		{ { .holds = true, .expected = true }, PERSON_EXPECTED },
		{ { .expected = true, .invited = true }, PERSON_LEFT },
		{ { .holds = true, .expected = true, .disabled = true }, PERSON_DEACTIVATED },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(person_state_of(&cases[i].f), cases[i].s);
}

static void what_may_be_done_depends_on_the_state(void **state)
{
	static const char *const table[ACT_END] = {
		/*                      active coming away deactivated left invited expected */
		[ACT_DEACTIVATE] = "yyynnyy", [ACT_REACTIVATE] = "nnnynnn", [ACT_LEAVE] = "yyyynyy", [ACT_GO_AWAY] = "ynnnnnn",
		[ACT_COME_BACK] = "nnynnnn",  [ACT_BRING_BACK] = "nnnnynn", [ACT_RENAME] = "yyyynyy", [ACT_CHANGE_ADDRESS] = "yyynnyy",
		[ACT_GRANT] = "yyynnyy",      [ACT_END_ROLE] = "yyyynyy", [ACT_INVITE] = "nnnnnyy", [ACT_UNINVITE] = "nnnnnyn",
	};

	UNUSED(state);
	for (int act = 1; act < ACT_END; act++)
		for (int s = PERSON_ACTIVE; s < PERSON_STATE_END; s++)
			if (person_may((enum person_act)act, (enum person_state)s) != (table[act][s - 1] == 'y'))
				fail_msg("act %d in state %d", act, s);
	assert_false(person_may((enum person_act)0, PERSON_ACTIVE));
	assert_false(person_may(ACT_END, PERSON_ACTIVE));
}

static void an_invitation_is_good_until_its_hour_and_for_one_end(void **state)
{
	const instant none = INT64_MIN;
	const struct {
		struct invitation_facts f;
		enum invitation_state s;
	} cases[] = {
		{ { 100, none, none, 99 }, INVITATION_WAITING },  { { 100, none, none, 100 }, INVITATION_EXPIRED },
		{ { 100, 50, none, 60 }, INVITATION_ACCEPTED },   { { 100, 50, none, 600 }, INVITATION_ACCEPTED },
		{ { 100, none, 50, 60 }, INVITATION_REVOKED },    { { 100, none, 50, 600 }, INVITATION_REVOKED },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(invitation_state_of(&cases[i].f), cases[i].s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_role_gives_what_the_table_says),
		cmocka_unit_test(nobody_gives_a_role_above_their_own),
		cmocka_unit_test(somebody_who_is_not_signed_in_gives_nothing),
		cmocka_unit_test(administrators_are_made_by_two),
		cmocka_unit_test(the_state_of_somebody_follows_from_the_facts),
		cmocka_unit_test(what_may_be_done_depends_on_the_state),
		cmocka_unit_test(an_invitation_is_good_until_its_hour_and_for_one_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
