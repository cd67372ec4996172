/* test_needs.c — what a coordinator has to see to, and what of a small count may be shown. */
#include "rules/needs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define TODAY date_make(2029, 6, 15) /* a Friday */

static struct need_facts all_well(void)
{
	return (struct need_facts){
		.starts = date_make(2028, 6, 1), .waiting_since = DATE_NONE, .asked_since = DATE_NONE,
		.last_shared = date_make(2029, 6, 1), .has_assessor = true, .has_supervisor = true, .answer_days = 10,
	};
}

static void assert_need(const struct need_facts *f, int need, int amount)
{
	struct needs n = needs_of(f, TODAY);

	assert_int_equal(n.n, need < 0 ? 0 : 1);
	if (need >= 0) {
		assert_int_equal(n.v[0].need, need);
		assert_int_equal(n.v[0].amount, amount);
	}
}

static void nothing_is_to_do_when_all_is_well(void **state)
{
	struct need_facts f = all_well();
	struct needs n = needs_of(&f, TODAY);

	UNUSED(state);
	assert_int_equal(n.n, 0);
	assert_int_equal(standing_of(&n), STANDING_ON_COURSE);
}

static void an_answer_is_late_the_day_after_the_promise(void **state)
{
	struct need_facts f = all_well();

	UNUSED(state);
	f.waiting_since = date_plus(TODAY, -14); /* ten working days */
	assert_need(&f, -1, 0);
	f.waiting_since = date_plus(TODAY, -15);
	assert_need(&f, NEED_ANSWER_LATE, 1);
}

static void a_question_is_old_after_ten_working_days(void **state)
{
	struct need_facts f = all_well();

	UNUSED(state);
	f.asked_since = date_plus(TODAY, -14);
	assert_need(&f, -1, 0);
	f.asked_since = date_plus(TODAY, -15);
	assert_need(&f, NEED_QUESTION_OLD, 11);
	assert_int_equal(need_standing(NEED_QUESTION_OLD), STANDING_PLAN); /* nobody promised a date */
}

static void silence_counts_from_the_last_thing_shared_or_the_start(void **state)
{
	struct need_facts f = all_well();

	UNUSED(state);
	f.last_shared = date_plus(TODAY, -41);
	assert_need(&f, -1, 0);
	f.last_shared = date_plus(TODAY, -42);
	assert_need(&f, NEED_NOTHING_SHARED, 6);
	f.last_shared = DATE_NONE;
	f.starts = TODAY;
	assert_need(&f, -1, 0);
	f.starts = date_plus(TODAY, -70);
	assert_need(&f, NEED_NOTHING_SHARED, 10);
}

static void somebody_missing_is_something_to_arrange_and_a_date_passed_is_late(void **state)
{
	struct need_facts f = all_well();
	struct needs n;

	UNUSED(state);
	f.has_assessor = f.has_supervisor = false;
	n = needs_of(&f, TODAY);
	assert_int_equal(n.n, 2);
	assert_int_equal(standing_of(&n), STANDING_PLAN);
	f.waiting_since = date_plus(TODAY, -60);
	n = needs_of(&f, TODAY);
	assert_int_equal(n.v[0].need, NEED_ANSWER_LATE);
	assert_int_equal(standing_of(&n), STANDING_LATE);
}

static void a_count_below_five_can_not_be_read_nor_worked_out(void **state)
{
	static const struct {
		int64_t counts[3];
		bool hidden[3];
	} cases[] = {
		{ { 10, 20, 30 }, { false, false, false } },
		{ { 0, 20, 30 }, { false, false, false } },   /* nobody is nobody in particular */
		{ { 4, 20, 30 }, { true, true, false } },     /* or the whole would tell */
		{ { 4, 1, 30 }, { true, true, false } },
		{ { 0, 3, 30 }, { false, true, true } },
		{ { 0, 0, 3 }, { false, false, true } },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bool hidden[3] = { false };

		small_numbers_hide(cases[i].counts, 3, hidden);
		assert_memory_equal(hidden, cases[i].hidden, sizeof(hidden));
	}
}

static void while_the_clock_is_stopped_nothing_is_asked_of_the_ecsw(void **state)
{
	struct need_facts f = { .starts = date_plus(TODAY, -400), .waiting_since = date_plus(TODAY, -60), .asked_since = date_plus(TODAY, -60),
		                    .last_shared = date_plus(TODAY, -200), .has_assessor = true, .has_supervisor = true, .answer_days = 10,
		                    .back = DATE_NONE };
	struct needs n = needs_of(&f, TODAY);

	UNUSED(state);
	assert_int_equal(n.n, 3);
	f.paused = true;
	n = needs_of(&f, TODAY);
	assert_int_equal(n.n, 1); /* the assessor's promise stands */
	assert_int_equal(n.v[0].need, NEED_ANSWER_LATE);
	f.paused = false, f.back = date_plus(TODAY, -20); /* back for three weeks: silence is counted from then */
	n = needs_of(&f, TODAY);
	assert_int_equal(n.n, 2);
	f.back = date_plus(TODAY, -43);
	n = needs_of(&f, TODAY);
	assert_int_equal(n.v[2].amount, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(while_the_clock_is_stopped_nothing_is_asked_of_the_ecsw),
		cmocka_unit_test(nothing_is_to_do_when_all_is_well),
		cmocka_unit_test(an_answer_is_late_the_day_after_the_promise),
		cmocka_unit_test(a_question_is_old_after_ten_working_days),
		cmocka_unit_test(silence_counts_from_the_last_thing_shared_or_the_start),
		cmocka_unit_test(somebody_missing_is_something_to_arrange_and_a_date_passed_is_late),
		cmocka_unit_test(a_count_below_five_can_not_be_read_nor_worked_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
