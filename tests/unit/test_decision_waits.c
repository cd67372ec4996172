/* test_decision_waits.c — with whom a decision is, who hears of it when a day passes, and how a pause moves the ECSW's own. */
#include "rules/decision_waits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* 2 March 2026 is a Monday; the next bank holiday is 3 April. */
static struct date march(int day)
{
	return date_make(2026, 3, day);
}

static const struct decision_rules rules = { .respond_days = 10, .owed_days = 10, .appeal_days = 20, .step_days = 5, .above_days = 5 };

/* Everybody is there. */
static struct wait_facts in(enum decision_state state)
{
	return (struct wait_facts){ .state = state, .judgement = JUDGEMENT_NOT_YET, .since = march(2), .owed_ends = march(16), .respond_ends = march(16),
		                        .appeal_ends = march(30), .responded = DATE_NONE, .told = true, .has_assessor = true, .has_coordinator = true,
		                        
		                        .reader = march(2), .moderator = march(2), .panel = march(2), .appeal = march(2), .without_assessor = DATE_NONE };
}

static enum wait_step step_on(const struct wait_facts *f, struct date today)
{
	struct wait w = decision_waits(f, &rules, today);

	return wait_step_of(&w, today);
}

static unsigned with(const struct wait_facts *f, struct date today)
{
	return decision_waits(f, &rules, today).with;
}

static void each_state_waits_for_somebody_and_for_who_names_them_when_nobody_is_there(void **state)
{
	static const struct { enum decision_state state; unsigned there, nobody; } rows[] = {
		{ DECISION_DRAFT, 0, DECIDER_COORDINATOR }, { DECISION_BACK, DECIDER_ASSESSOR, DECIDER_COORDINATOR },
		{ DECISION_BLIND, DECIDER_SECOND_ASSESSOR, DECIDER_COORDINATOR }, { DECISION_PANEL, DECIDER_CHAIR, DECIDER_COORDINATOR },
		{ DECISION_CONFIRMED, DECIDER_COORDINATOR, DECIDER_COORDINATOR }, { DECISION_MODERATION, DECIDER_MODERATOR, DECIDER_COORDINATOR },
		{ DECISION_APPEAL, DECIDER_APPEAL_CHAIR, DECIDER_COORDINATOR }, { DECISION_OWED, DECIDER_ECSW, DECIDER_ECSW },
		{ DECISION_TOLD, DECIDER_ECSW, DECIDER_ECSW }, { DECISION_ISSUED, DECIDER_ECSW, DECIDER_ECSW },
		{ DECISION_STOPPED, 0, 0 }, { DECISION_NONE, 0, 0 },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct wait_facts f = in(rows[i].state);

		assert_int_equal(with(&f, march(3)), rows[i].there);
		f.has_assessor = false;
		f.reader = f.moderator = f.panel = f.appeal = DATE_NONE;
		assert_int_equal(with(&f, march(3)), rows[i].nobody);
		f.has_coordinator = false;
		assert_int_equal(with(&f, march(3)), rows[i].nobody == DECIDER_COORDINATOR ? DECIDER_AUTHORITY : rows[i].nobody);
		f.paused = true;
		assert_int_equal(with(&f, march(3)), 0);
	}
}

static void a_day_that_passes_is_said_then_said_above_and_never_of_the_ecsw(void **state)
{
	struct wait_facts f = in(DECISION_PANEL);

	UNUSED(state);
	assert_int_equal(step_on(&f, march(9)), WAIT_FINE);
	assert_int_equal(step_on(&f, march(10)), WAIT_LATE);
	assert_int_equal(step_on(&f, march(16)), WAIT_LATE);
	assert_int_equal(step_on(&f, march(17)), WAIT_ABOVE);
	for (int day = 2; day <= 31; day++) {
		f = in(DECISION_OWED);
		assert_true(step_on(&f, march(day)) == (day >= 11 && day <= 16 ? WAIT_SOON : WAIT_FINE));
		f = in(DECISION_ISSUED);
		assert_true(step_on(&f, march(day)) == (day >= 25 && day <= 30 ? WAIT_SOON : WAIT_FINE));
		f.no_appeal = true;
		assert_int_equal(step_on(&f, march(day)), WAIT_FINE);
		f = in(DECISION_ISSUED);
		f.judgement = JUDGEMENT_MEETS;
		assert_int_equal(step_on(&f, march(day)), WAIT_FINE);
	}
}

static void who_is_named_has_their_own_days_from_then(void **state)
{
	struct wait_facts f = in(DECISION_MODERATION);

	UNUSED(state);
	f.moderator = march(20);
	assert_int_equal(step_on(&f, march(27)), WAIT_FINE);
	assert_int_equal(step_on(&f, march(28)), WAIT_LATE);
	assert_int_equal(decision_waits(&f, &rules, march(28)).since.days, march(20).days);
}

static void once_the_days_to_respond_are_over_or_were_used_the_coordinator_convenes(void **state)
{
	struct wait_facts f = in(DECISION_TOLD);

	UNUSED(state);
	assert_int_equal(step_on(&f, march(12)), WAIT_SOON);
	assert_int_equal(with(&f, march(16)), DECIDER_ECSW);
	assert_int_equal(with(&f, march(17)), DECIDER_COORDINATOR);
	assert_int_equal(step_on(&f, march(23)), WAIT_FINE);
	assert_int_equal(step_on(&f, march(24)), WAIT_LATE);
	assert_int_equal(step_on(&f, march(31)), WAIT_ABOVE);
	f.responded = march(4);
	assert_int_equal(with(&f, march(5)), DECIDER_COORDINATOR);
	assert_int_equal(step_on(&f, march(12)), WAIT_LATE);
	f.responded = DATE_NONE;
	f.respond_ends = DATE_NONE; /* a pause without an end stands */
	assert_int_equal(step_on(&f, date_make(2027, 3, 1)), WAIT_FINE);
}

static void what_the_ecsw_was_never_told_of_goes_no_further_than_its_assessor(void **state)
{
	struct wait_facts f = in(DECISION_BACK);

	UNUSED(state);
	f.told = false;
	assert_int_equal(step_on(&f, date_make(2027, 3, 1)), WAIT_LATE);
	f.told = true;
	assert_int_equal(step_on(&f, date_make(2027, 3, 1)), WAIT_ABOVE);
	f = in(DECISION_DRAFT);
	assert_int_equal(step_on(&f, date_make(2027, 3, 1)), WAIT_FINE);
	f.has_assessor = f.told = false;
	assert_int_equal(step_on(&f, date_make(2027, 3, 1)), WAIT_FINE); /* it was between them and nobody */
	f.told = true;
	f.without_assessor = march(20); /* the days run from when there was nobody */
	assert_int_equal(step_on(&f, march(27)), WAIT_FINE);
	assert_int_equal(step_on(&f, march(28)), WAIT_LATE);
}

static void an_employer_without_a_coordinator_is_the_departments_at_once(void **state)
{
	struct wait_facts f = in(DECISION_CONFIRMED);

	UNUSED(state);
	f.has_coordinator = false;
	assert_int_equal(step_on(&f, march(2)), WAIT_LATE);
}

static struct date day_with(struct date from, struct date until, struct date pause, struct date ends)
{
	struct pause_span p = { .starts = pause, .ends = ends };
	struct calendar_facts f = { .starts = date_make(2025, 9, 1), .pauses = &p, .pauses_n = 1 };

	return decision_day(&f, from, until);
}

static void days_in_a_pause_are_not_counted(void **state)
{
	struct calendar_facts none = { .starts = date_make(2025, 9, 1) };

	UNUSED(state);
	assert_int_equal(decision_day(&none, march(2), march(16)).days, march(16).days);
	assert_int_equal(day_with(march(2), march(16), march(9), march(13)).days, march(23).days); /* a week of it */
	assert_int_equal(day_with(march(2), march(16), march(7), march(8)).days, march(16).days);  /* a weekend */
	assert_int_equal(day_with(march(2), march(16), march(17), DATE_NONE).days, march(16).days);
	assert_true(date_is_none(day_with(march(2), march(16), march(16), DATE_NONE)));
	assert_int_equal(day_with(march(2), march(16), date_make(2026, 2, 2), march(6)).days, march(20).days); /* it began before */
	assert_true(date_is_none(day_with(march(2), DATE_NONE, march(9), march(13))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_state_waits_for_somebody_and_for_who_names_them_when_nobody_is_there),
		cmocka_unit_test(a_day_that_passes_is_said_then_said_above_and_never_of_the_ecsw),
		cmocka_unit_test(who_is_named_has_their_own_days_from_then),
		cmocka_unit_test(once_the_days_to_respond_are_over_or_were_used_the_coordinator_convenes),
		cmocka_unit_test(what_the_ecsw_was_never_told_of_goes_no_further_than_its_assessor),
		cmocka_unit_test(an_employer_without_a_coordinator_is_the_departments_at_once),
		cmocka_unit_test(days_in_a_pause_are_not_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
