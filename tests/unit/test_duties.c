/* test_duties.c — who may act on whom, said as tables. */
#include "rules/duties.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define TODAY date_make(2029, 6, 15)

static struct duty_facts well(void)
{
	return (struct duty_facts){ .role = ROLE_ASSESSOR, .induction_open = true, .holds_role = true };
}

static void an_assessor_who_holds_the_role_and_is_registered_may_be_assigned(void **state)
{
	struct duty_facts f = well();

	UNUSED(state);
	assert_int_equal(duty_wrong(&f), DUTY_FINE);
	f.role = ROLE_SUPERVISOR;
	f.not_registered = true; /* a supervisor's registration is flagged, and stops nothing */
	assert_int_equal(duty_wrong(&f), DUTY_FINE);
}

static void each_bar_is_named_and_the_gravest_comes_first(void **state)
{
	struct duty_facts f = well();

	UNUSED(state);
	f.outside = true;
	assert_int_equal(duty_wrong(&f), DUTY_OUTSIDE);
	assert_false(duty_is_final(DUTY_OUTSIDE));
	f.not_registered = true;
	assert_int_equal(duty_wrong(&f), DUTY_NOT_REGISTERED);
	f.has_already = true;
	assert_int_equal(duty_wrong(&f), DUTY_ALREADY);
	f.holds_role = false;
	assert_int_equal(duty_wrong(&f), DUTY_NOT_IN_ROLE);
	f.conflict = true;
	assert_int_equal(duty_wrong(&f), DUTY_CONFLICT);
	f.is_ecsw = true;
	assert_int_equal(duty_wrong(&f), DUTY_OWN_PORTFOLIO);
	f.role = ROLE_COORDINATOR;
	assert_int_equal(duty_wrong(&f), DUTY_NO_SUCH_PART);
	f.ecsw_leaves = true;
	assert_int_equal(duty_wrong(&f), DUTY_ECSW_LEFT);
	f.induction_open = false;
	assert_int_equal(duty_wrong(&f), DUTY_ENDED);
	assert_true(duty_is_final(DUTY_CONFLICT));
}

static void nobody_acts_on_their_own_portfolio_in_any_role(void **state)
{
	static const enum role parts[] = { ROLE_SUPERVISOR, ROLE_ASSESSOR, ROLE_OBSERVER };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		struct duty_facts f = well();

		f.role = parts[i];
		f.is_ecsw = true;
		assert_int_equal(duty_wrong(&f), DUTY_OWN_PORTFOLIO);
	}
}

static void one_person_in_both_parts_is_as_the_programme_says(void **state)
{
	struct duty_facts f = well();

	UNUSED(state);
	f.has_other_part = true;
	assert_int_equal(duty_wrong(&f), DUTY_BOTH_FORBIDDEN);
	assert_true(duty_is_final(DUTY_BOTH_FORBIDDEN));
	f.rule = SUPERVISOR_MAY_ASSESS_WITH_READER;
	assert_int_equal(duty_wrong(&f), DUTY_BOTH_NO_REASON);
	assert_false(duty_is_final(DUTY_BOTH_NO_REASON));
	f.reason_given = true;
	assert_int_equal(duty_wrong(&f), DUTY_BOTH_NO_READER);
	f.reader_given = true;
	assert_int_equal(duty_wrong(&f), DUTY_READER_NOT_ASSESSOR);
	f.reader_assesses = true;
	assert_int_equal(duty_wrong(&f), DUTY_FINE);
	f.role = ROLE_SUPERVISOR; /* the other way round is the same */
	assert_int_equal(duty_wrong(&f), DUTY_FINE);
	f.rule = SUPERVISOR_MAY_NOT_ASSESS;
	assert_int_equal(duty_wrong(&f), DUTY_BOTH_FORBIDDEN);
	f.role = ROLE_OBSERVER; /* watching is no second opinion */
	assert_int_equal(duty_wrong(&f), DUTY_FINE);
}

static void a_second_reader_is_independent(void **state)
{
	const struct duty_facts fine = { .role = ROLE_ASSESSOR, .induction_open = true, .holds_role = true, .has_other_part = true,
		                             .rule = SUPERVISOR_MAY_ASSESS_WITH_READER, .reason_given = true, .reader_given = true,
		                             .reader_assesses = true };
	struct duty_facts f = fine;

	UNUSED(state);
	f.reader_is_self = true;
	assert_int_equal(duty_wrong(&f), DUTY_READER_SELF);
	f = fine, f.reader_is_ecsw = true;
	assert_int_equal(duty_wrong(&f), DUTY_READER_ECSW);
	f = fine, f.reader_conflict = true;
	assert_int_equal(duty_wrong(&f), DUTY_READER_CONFLICT);
	f = fine, f.reader_supervises = true;
	assert_int_equal(duty_wrong(&f), DUTY_READER_SUPERVISES);
}

static void the_rule_of_a_programme_is_read_by_its_key(void **state)
{
	UNUSED(state);
	assert_int_equal(supervisor_may_assess_of(S("no")), SUPERVISOR_MAY_NOT_ASSESS);
	assert_int_equal(supervisor_may_assess_of(S("with second reader")), SUPERVISOR_MAY_ASSESS_WITH_READER);
	assert_int_equal(supervisor_may_assess_of(S("")), SUPERVISOR_MAY_NOT_ASSESS);
	assert_int_equal(supervisor_may_assess_of(S("yes")), SUPERVISOR_MAY_NOT_ASSESS);
}

static void nobody_confirms_what_they_recommended(void **state)
{
	static const struct {
		struct confirm_facts f;
		enum confirm_wrong wrong;
	} cases[] = {
		{ { .person = 5, .ecsw = 1, .recommended_by = 2, .on_panel = true, .conflict_asked = true }, CONFIRM_FINE },
		{ { .person = 2, .ecsw = 1, .recommended_by = 2, .on_panel = true, .conflict_asked = true }, CONFIRM_OWN_RECOMMENDATION },
		{ { .person = 1, .ecsw = 1, .recommended_by = 2, .on_panel = true, .conflict_asked = true }, CONFIRM_OWN_PORTFOLIO },
		{ { .person = 0, .ecsw = 1, .recommended_by = 2, .on_panel = true, .conflict_asked = true }, CONFIRM_OWN_PORTFOLIO },
		{ { .person = 5, .ecsw = 1, .recommended_by = 2, .conflict_asked = true }, CONFIRM_NOT_ON_PANEL },
		{ { .person = 5, .ecsw = 1, .recommended_by = 2, .other_confirmer = 5, .on_panel = true, .conflict_asked = true }, CONFIRM_TWICE },
		{ { .person = 5, .ecsw = 1, .recommended_by = 2, .on_panel = true, .conflict = true, .conflict_asked = true }, CONFIRM_CONFLICT },
		{ { .person = 5, .ecsw = 1, .recommended_by = 2, .on_panel = true, .assesses_or_supervises = true, .conflict_asked = true }, CONFIRM_TOO_NEAR },
		{ { .person = 5, .ecsw = 1, .recommended_by = 2, .on_panel = true }, CONFIRM_CONFLICT_NOT_ASKED },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(confirm_wrong(&cases[i].f), cases[i].wrong);
}

static void a_conflict_marks_views_from_the_day_it_began(void **state)
{
	UNUSED(state);
	assert_true(conflict_taints(TODAY, DATE_NONE));
	assert_true(conflict_taints(TODAY, TODAY));
	assert_true(conflict_taints(date_plus(TODAY, 1), TODAY));
	assert_false(conflict_taints(date_plus(TODAY, -1), TODAY));
}

static void what_has_not_run_a_day_is_taken_back(void **state)
{
	UNUSED(state);
	assert_int_equal(assignment_last_day(date_plus(TODAY, -1), TODAY).days, date_plus(TODAY, -1).days);
	assert_true(date_is_none(assignment_last_day(TODAY, TODAY)));
	assert_true(date_is_none(assignment_last_day(date_plus(TODAY, 5), TODAY)));
}

static void room_is_counted_against_what_was_said(void **state)
{
	static const struct {
		int most, now;
		enum room room;
	} cases[] = { { -1, 3, ROOM_NOT_SAID }, { 6, 0, ROOM_FREE }, { 6, 4, ROOM_FREE }, { 6, 5, ROOM_LAST },
		          { 6, 6, ROOM_FULL }, { 6, 7, ROOM_OVER }, { 0, 0, ROOM_FULL } };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct capacity_facts f = { cases[i].most, cases[i].now };

		assert_int_equal(room_of(&f), cases[i].room);
	}
}

static void training_is_current_until_its_day(void **state)
{
	UNUSED(state);
	assert_int_equal(training_state(false, DATE_NONE, TODAY), TRAINING_NONE);
	assert_int_equal(training_state(true, DATE_NONE, TODAY), TRAINING_CURRENT);
	assert_int_equal(training_state(true, date_plus(TODAY, -1), TODAY), TRAINING_PAST);
	assert_int_equal(training_state(true, TODAY, TODAY), TRAINING_ENDS_SOON);
	assert_int_equal(training_state(true, date_plus(TODAY, 90), TODAY), TRAINING_ENDS_SOON);
	assert_int_equal(training_state(true, date_plus(TODAY, 91), TODAY), TRAINING_CURRENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_assessor_who_holds_the_role_and_is_registered_may_be_assigned),
		cmocka_unit_test(each_bar_is_named_and_the_gravest_comes_first),
		cmocka_unit_test(nobody_acts_on_their_own_portfolio_in_any_role),
		cmocka_unit_test(one_person_in_both_parts_is_as_the_programme_says),
		cmocka_unit_test(a_second_reader_is_independent),
		cmocka_unit_test(the_rule_of_a_programme_is_read_by_its_key),
		cmocka_unit_test(nobody_confirms_what_they_recommended),
		cmocka_unit_test(a_conflict_marks_views_from_the_day_it_began),
		cmocka_unit_test(what_has_not_run_a_day_is_taken_back),
		cmocka_unit_test(room_is_counted_against_what_was_said),
		cmocka_unit_test(training_is_current_until_its_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
