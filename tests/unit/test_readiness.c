/* test_readiness.c — what is shown and what is owed: each rule met or not, and what they never do. */
#include "rules/readiness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct decision_rules rules = {
	.respond_days = 10, .owed_days = 10, .appeal_days = 20, .members = 3, .quorum = 2, .supervision_percent = 90,
	.required = { { .kind = KIND_OBSERVATION, .count = 3 }, { .kind = KIND_FEEDBACK, .count = 2 } }, .required_n = 2,
};
/* All there. */
static struct readiness_facts all_there(void)
{
	struct readiness_facts f = { .outcomes = 26, .outcomes_enough = 26, .supervision_due = 60, .supervision_held = 58,
		                         .has_supervisor = true, .has_assessor = true };

	f.pieces[KIND_OBSERVATION] = 5;
	f.pieces[KIND_FEEDBACK] = 2;
	return f;
}

static const struct readiness_line *line(const struct readiness *r, enum readiness_rule rule)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].rule == rule)
			return &r->v[i];
	return NULL;
}

static void all_that_is_there_is_met(void **state)
{
	struct readiness_facts f = all_there();
	struct readiness r;

	UNUSED(state);
	readiness_of(&rules, &f, &r);
	assert_int_equal(r.shown, 4);
	assert_int_equal(r.shown_met, 4);
	assert_int_equal(r.owed, 5);
	assert_false(readiness_owes(&r));
}

static void a_review_that_was_not_held_is_owed_and_none_that_is_due_is_no_line(void **state)
{
	struct readiness_facts f = all_there();
	struct readiness r;

	UNUSED(state);
	readiness_of(&rules, &f, &r);
	assert_null(line(&r, OWED_REVIEWS));
	f.reviews_due = 4, f.reviews_held = 3;
	readiness_of(&rules, &f, &r);
	assert_false(line(&r, OWED_REVIEWS)->met);
	assert_true(readiness_owes(&r));
	assert_int_equal(r.shown_met, r.shown);
	f.reviews_held = 4;
	readiness_of(&rules, &f, &r);
	assert_true(line(&r, OWED_REVIEWS)->met);
}

/* One thing changed: which line says so, and on whose side. */
static void cases_over_what_was_agreed_are_owed_and_months_nobody_entered_are_not(void **state)
{
	struct readiness_facts f = all_there();
	struct readiness r;

	UNUSED(state);
	f.cases_within = 3;
	f.cases_entered = 4;
	readiness_of(&rules, &f, &r);
	assert_null(line(&r, OWED_CASES)); /* the programme says nothing of it */
	f.time_stated = f.time_met = true;
	readiness_of(&rules, &f, &r);
	assert_false(line(&r, OWED_CASES)->met);
	assert_int_equal(line(&r, OWED_CASES)->wanted, 4);
	f.cases_within = f.cases_entered = 0;
	readiness_of(&rules, &f, &r);
	assert_true(line(&r, OWED_CASES)->met);
	assert_true(readiness_is_owed(OWED_CASES));
}

static void one_thing_missing_is_one_line_on_one_side(void **state)
{
	static const struct {
		const char *what;
		int enough, observed, feedback, questions, held_back, supervised, late, parts;
		bool alone;
		enum readiness_rule rule;
	} cases[] = {
		{ "an outcome is thin", 25, 5, 2, 0, 0, 58, 0, 0, false, SHOWN_OUTCOMES },
		{ "feedback is missing", 26, 5, 1, 0, 0, 58, 0, 0, false, SHOWN_ACTIVITY },
		{ "a question waits", 26, 5, 2, 1, 0, 58, 0, 0, false, SHOWN_ANSWERED },
		{ "a piece is held back", 26, 5, 2, 0, 1, 58, 0, 0, false, SHOWN_PRIVACY },
		{ "nobody came to watch", 26, 2, 2, 0, 0, 58, 0, 0, false, OWED_OBSERVATION },
		{ "supervision was not held", 26, 5, 2, 0, 0, 53, 0, 0, false, OWED_SUPERVISION },
		{ "nobody supervises", 26, 5, 2, 0, 0, 58, 0, 0, true, OWED_PEOPLE },
		{ "a view is late", 26, 5, 2, 0, 0, 58, 1, 0, false, OWED_VIEWS },
		{ "a part is late", 26, 5, 2, 0, 0, 58, 0, 1, false, OWED_PARTS },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct readiness_facts f = all_there();
		struct readiness r;

		f.outcomes_enough = cases[i].enough;
		f.pieces[KIND_OBSERVATION] = cases[i].observed;
		f.pieces[KIND_FEEDBACK] = cases[i].feedback;
		f.questions = cases[i].questions;
		f.held_back = cases[i].held_back;
		f.supervision_held = cases[i].supervised;
		f.views_late = cases[i].late;
		f.parts_late = cases[i].parts;
		f.has_supervisor = !cases[i].alone;
		readiness_of(&rules, &f, &r);
		if (!line(&r, cases[i].rule) || line(&r, cases[i].rule)->met)
			fail_msg("%s: not said", cases[i].what);
		if (r.shown - r.shown_met + r.owed - r.owed_met != 1)
			fail_msg("%s: more than one line", cases[i].what);
		if (readiness_owes(&r) != readiness_is_owed(cases[i].rule))
			fail_msg("%s: on the wrong side", cases[i].what);
	}
}

static void an_observation_that_is_missing_is_never_the_persons(void **state)
{
	struct readiness_facts f = all_there();
	struct readiness r;

	UNUSED(state);
	f.pieces[KIND_OBSERVATION] = 0;
	readiness_of(&rules, &f, &r);
	assert_int_equal(r.shown, r.shown_met);
	assert_true(readiness_owes(&r));
	assert_int_equal(line(&r, OWED_OBSERVATION)->wanted, 3);
}

static void what_a_programme_says_nothing_of_gives_no_line(void **state)
{
	struct readiness_facts f = all_there();
	struct readiness r;

	UNUSED(state);
	f.supervision_due = 0;
	readiness_of(&decision_rules_usual, &f, &r);
	assert_null(line(&r, OWED_SUPERVISION));
	assert_null(line(&r, OWED_OBSERVATION));
	assert_null(line(&r, SHOWN_ACTIVITY));
}

static void so_many_are_wanted_by_a_month_and_readiness_asks_for_all_of_them_alone(void **state)
{
	struct decision_rules staged = rules;
	struct readiness_facts f = all_there();
	struct readiness r;

	UNUSED(state);
	staged.required[0].stages_n = 2;
	staged.required[0].stages[0].month = 6, staged.required[0].stages[0].count = 1;
	staged.required[0].stages[1].month = 12, staged.required[0].stages[1].count = 2;
	assert_null(decision_rules_wrong(&staged));
	assert_int_equal(required_by(&staged, KIND_OBSERVATION, 5), 0);
	assert_int_equal(required_by(&staged, KIND_OBSERVATION, 6), 1);
	assert_int_equal(required_by(&staged, KIND_OBSERVATION, 11), 1);
	assert_int_equal(required_by(&staged, KIND_OBSERVATION, 24), 2);
	assert_int_equal(required_by(&staged, KIND_FEEDBACK, 24), 0);
	f.pieces[KIND_OBSERVATION] = 3;
	readiness_of(&staged, &f, &r);
	assert_false(readiness_owes(&r));
	f.pieces[KIND_OBSERVATION] = 2;
	readiness_of(&staged, &f, &r);
	assert_true(readiness_owes(&r));
	staged.required[0].stages[1].month = 6;
	assert_non_null(decision_rules_wrong(&staged));
	staged.required[0].stages[1].month = 12, staged.required[0].stages[1].count = 3;
	assert_non_null(decision_rules_wrong(&staged));
}

static void two_people_stand_behind_every_outcome(void **state)
{
	struct decision_rules r = decision_rules_usual;

	UNUSED(state);
	assert_null(decision_rules_wrong(&r));
	r.quorum = 1;
	assert_non_null(decision_rules_wrong(&r));
	r.quorum = 4;
	assert_non_null(decision_rules_wrong(&r));
	r = rules;
	r.required[1].kind = KIND_OBSERVATION;
	assert_non_null(decision_rules_wrong(&r));
}

static void working_days_pass_over_weekends_and_bank_holidays(void **state)
{
	UNUSED(state);
	/* Friday 22 December 2028: Christmas Day is a Monday, Boxing Day a Tuesday. */
	assert_int_equal(working_day_after(date_make(2028, 12, 22), 1).days, date_make(2028, 12, 27).days);
	assert_int_equal(working_day_after(date_make(2028, 9, 21), 10).days, date_make(2028, 10, 5).days);
	assert_int_equal(working_day_after(date_make(2028, 9, 21), 0).days, date_make(2028, 9, 21).days);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_is_there_is_met),
		cmocka_unit_test(a_review_that_was_not_held_is_owed_and_none_that_is_due_is_no_line),
		cmocka_unit_test(cases_over_what_was_agreed_are_owed_and_months_nobody_entered_are_not),
		cmocka_unit_test(one_thing_missing_is_one_line_on_one_side),
		cmocka_unit_test(an_observation_that_is_missing_is_never_the_persons),
		cmocka_unit_test(what_a_programme_says_nothing_of_gives_no_line),
		cmocka_unit_test(so_many_are_wanted_by_a_month_and_readiness_asks_for_all_of_them_alone),
		cmocka_unit_test(two_people_stand_behind_every_outcome),
		cmocka_unit_test(working_days_pass_over_weekends_and_bank_holidays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
