/* test_judging.c — what a decision must hold, who sees it and until when it can be taken back. */
#include "rules/judging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void what_is_returned_says_what_would_make_it_count(void **state)
{
	UNUSED(state);
	assert_int_equal(judged_wrong(&(struct judged){ .returned = true }), JUDGED_NO_COMMENT);
	assert_int_equal(judged_wrong(&(struct judged){ .returned = true, .has_comment = true }), JUDGED_FINE);
	assert_int_equal(judged_wrong(&(struct judged){ .returned = false }), JUDGED_FINE);
}

static void a_comment_is_never_dropped_by_agreeing(void **state)
{
	UNUSED(state);
	assert_int_equal(judged_wrong(&(struct judged){ .has_comment = true }), JUDGED_NOT_RETURNED);
}

static void agreement_endorses_and_an_exception_returns(void **state)
{
	UNUSED(state);
	assert_int_equal(judged_state(&(struct judged){ .returned = false }), LINK_ENDORSED);
	assert_int_equal(judged_state(&(struct judged){ .returned = true }), LINK_RETURNED);
}

static void only_what_waits_is_decided(void **state)
{
	UNUSED(state);
	assert_true(link_may_be_judged(LINK_CLAIMED));
	assert_false(link_may_be_judged(LINK_ENDORSED));
	assert_false(link_may_be_judged(LINK_RETURNED));
	assert_false(link_may_be_judged(LINK_WITHDRAWN));
}

static void another_assessors_view_is_hidden_until_one_has_decided(void **state)
{
	UNUSED(state);
	assert_false(view_is_shown(&(struct view_seen){ .reader_judges = true }));
	assert_true(view_is_shown(&(struct view_seen){ .reader_judges = true, .reader_decided = true }));
	assert_true(view_is_shown(&(struct view_seen){ .reader_judges = true, .own = true }));
	assert_true(view_is_shown(&(struct view_seen){ .reader_judges = true, .asked = true }));
	assert_true(view_is_shown(&(struct view_seen){ .reader_judges = false }));
}

static void a_view_can_be_taken_back_until_six_on_the_next_working_day(void **state)
{
	static const struct {
		int day, hour; /* of June 2029; the 15th is a Friday */
		int until;
	} cases[] = { { 12, 9, 13 }, { 12, 23, 13 }, { 14, 17, 15 }, { 15, 9, 18 }, { 16, 9, 18 }, { 17, 9, 18 } };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(view_undo_until(instant_of(date_make(2029, 6, cases[i].day), cases[i].hour, 0)),
		                 instant_of(date_make(2029, 6, cases[i].until), 18, 0));
}

static void only_who_gave_it_takes_it_back_in_time_and_before_anything_newer(void **state)
{
	instant given = instant_of(date_make(2029, 6, 12), 9, 0), until = instant_of(date_make(2029, 6, 13), 18, 0);
	struct view_facts v = { .person = 7, .given_at = given };

	UNUSED(state);
	assert_int_equal(view_may_be_undone(&v, 7, until), UNDO_YES);
	assert_int_equal(view_may_be_undone(&v, 7, until + 1), UNDO_TOO_LATE);
	assert_int_equal(view_may_be_undone(&v, 8, given), UNDO_NOT_YOURS);
	v.overtaken = true;
	assert_int_equal(view_may_be_undone(&v, 7, given), UNDO_OVERTAKEN);
	v = (struct view_facts){ .person = 7, .given_at = given, .undone = true };
	assert_int_equal(view_may_be_undone(&v, 7, given), UNDO_NOT_YOURS);
}

static void waiting_is_counted_in_working_days_against_the_promise(void **state)
{
	struct date friday = date_make(2029, 6, 15);
	struct waited w = waited_for(friday, date_plus(friday, 3), 10);

	UNUSED(state);
	assert_int_equal(w.days, 1);
	assert_int_equal(w.percent, 10);
	assert_int_equal(w.late, 0);
	w = waited_for(friday, date_plus(friday, 14), 10);
	assert_int_equal(w.days, 10);
	assert_int_equal(w.late, 0);
	w = waited_for(friday, date_plus(friday, 17), 10);
	assert_int_equal(w.late, 1);
	assert_int_equal(w.percent, 100);
}

static void reading_takes_a_minute_at_least(void **state)
{
	UNUSED(state);
	assert_int_equal(minutes_to_read(0), 1);
	assert_int_equal(minutes_to_read(200), 1);
	assert_int_equal(minutes_to_read(201), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_returned_says_what_would_make_it_count),
		cmocka_unit_test(a_comment_is_never_dropped_by_agreeing),
		cmocka_unit_test(agreement_endorses_and_an_exception_returns),
		cmocka_unit_test(only_what_waits_is_decided),
		cmocka_unit_test(another_assessors_view_is_hidden_until_one_has_decided),
		cmocka_unit_test(a_view_can_be_taken_back_until_six_on_the_next_working_day),
		cmocka_unit_test(only_who_gave_it_takes_it_back_in_time_and_before_anything_newer),
		cmocka_unit_test(waiting_is_counted_in_working_days_against_the_promise),
		cmocka_unit_test(reading_takes_a_minute_at_least),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
