/* test_reviews.c — which way a review goes, whose part it waits for, what is late, which outcomes are asked about. */
#include "rules/reviews.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define D(y, m, d) date_make(y, m, d)
enum { E = 1 << ROLE_ECSW, S_ = 1 << ROLE_SUPERVISOR, A = 1 << ROLE_ASSESSOR };

static void every_act_in_every_state_is_in_the_table_or_refused(void **state)
{
	static const int to[][REVIEW_ACT_END] = { /* -1: refused */
		[REVIEW_WRITING] = { -1, REVIEW_READY, REVIEW_MET, REVIEW_WRITING, REVIEW_READY, REVIEW_CANCELLED },
		[REVIEW_READY] = { -1, -1, REVIEW_MET, REVIEW_READY, REVIEW_READY, -1 },
		[REVIEW_MET] = { -1, -1, -1, -1, -1, -1 },
		[REVIEW_CANCELLED] = { -1, -1, -1, -1, -1, -1 },
	};

	UNUSED(state);
	for (int from = REVIEW_WRITING; from <= REVIEW_CANCELLED; from++)
		for (int act = 0; act < REVIEW_ACT_END; act++) {
			enum review_state now = (enum review_state)99;
			bool can = review_after((enum review_state)from, (enum review_act)act, &now);

			assert_int_equal(can, to[from][act] >= 0);
			assert_int_equal(now, can ? to[from][act] : 99);
		}
}

static void nothing_is_released_until_all_is_there_or_they_meet(void **state)
{
	UNUSED(state);
	assert_false(review_all_given(E | S_ | A, E | S_));
	assert_true(review_all_given(E | S_ | A, E | S_ | A));
	assert_true(review_all_given(E | A, E | A));
	assert_true(review_releases(REVIEW_ACT_MEET));
	assert_true(review_releases(REVIEW_ACT_SPLIT));
	assert_false(review_releases(REVIEW_ACT_MOVE));
	assert_false(review_releases(REVIEW_ACT_CANCEL));
}

static void every_outcome_is_asked_about_in_the_middle_and_at_the_end(void **state)
{
	static const struct {
		int points[6], n, months, all[3], all_n;
	} cases[] = {
		{ { 6, 12, 18, 24 }, 4, 24, { 12, 24 }, 2 }, { { 3, 6, 12 }, 3, 12, { 6, 12 }, 2 },
		{ { 12, 24, 36 }, 3, 36, { 24, 36 }, 2 },    { { 12 }, 1, 12, { 12 }, 1 },
		{ { 2, 4 }, 2, 12, { 4 }, 1 },               { { 0 }, 0, 12, { 0 }, 0 },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct review_rules r = review_rules_usual(cases[i].points, cases[i].n, cases[i].months);

		assert_int_equal(r.all_n, cases[i].all_n);
		for (int k = 0; k < r.all_n; k++)
			assert_int_equal(r.all[k], cases[i].all[k]);
		assert_int_equal(r.parts, REVIEW_ALL_THREE);
	}
}

static void between_two_points_only_what_changed_is_asked_about(void **state)
{
	static const int points[] = { 6, 12, 18, 24 };
	struct review_rules r = review_rules_usual(points, 4, 24);

	UNUSED(state);
	assert_false(review_asks_all(&r, REVIEW_POINT, 6));
	assert_true(review_asks_all(&r, REVIEW_POINT, 12));
	assert_false(review_asks_all(&r, REVIEW_POINT, 18));
	assert_true(review_asks_all(&r, REVIEW_POINT, 24));
	assert_false(review_asks_all(&r, REVIEW_INTERIM, 12));
}

static struct review_waits waits(struct review_facts f, struct date today)
{
	static const struct review_rules rules = { .parts = REVIEW_ALL_THREE, .parts_days = 7, .sign_days = 7 };

	return review_waits(&f, &rules, today);
}

static void waiting_has_a_name_a_day_and_an_end(void **state)
{
	struct review_facts f = { .state = REVIEW_WRITING, .wanted = E | S_ | A, .given = S_, .prepared = D(2028, 9, 1), .due = D(2028, 10, 6),
		                      .closes = D(2028, 10, 27), .planned = DATE_NONE, .met = DATE_NONE };
	struct review_waits w = waits(f, D(2028, 9, 29));

	UNUSED(state);
	assert_int_equal(w.what, REVIEW_WAITS_PARTS);
	assert_int_equal(w.with, E | A);
	assert_int_equal(date_cmp(w.since, D(2028, 9, 1)), 0);
	assert_int_equal(date_cmp(w.by, D(2028, 9, 29)), 0);
	assert_int_equal(w.days_late, 0);
	assert_int_equal(waits(f, D(2028, 9, 30)).days_late, 1);
	f.planned = D(2028, 10, 20);
	assert_int_equal(waits(f, D(2028, 9, 30)).days_late, 0);
	f.state = REVIEW_READY;
	assert_int_equal(waits(f, D(2028, 10, 21)).days_late, 1);
	assert_int_equal(waits(f, D(2028, 10, 21)).with, 0);
	f.state = REVIEW_MET;
	f.met = D(2028, 10, 20);
	f.signed_by = A;
	w = waits(f, D(2028, 10, 30));
	assert_int_equal(w.what, REVIEW_WAITS_SIGNATURES);
	assert_int_equal(w.with, E | S_);
	assert_int_equal(date_cmp(w.since, f.met), 0);
	assert_int_equal(w.days_late, 3);
	f.signed_by = E | S_ | A;
	assert_int_equal(waits(f, D(2028, 12, 30)).what, REVIEW_WAITS_NOTHING);
	f.state = REVIEW_CANCELLED;
	assert_int_equal(waits(f, D(2028, 12, 30)).what, REVIEW_WAITS_NOTHING);
}

static void a_part_asked_for_late_is_not_late_at_once(void **state)
{
	struct review_facts f = { .state = REVIEW_WRITING, .wanted = E, .prepared = D(2028, 10, 5), .due = D(2028, 10, 6),
		                      .closes = D(2028, 10, 27), .planned = DATE_NONE, .met = DATE_NONE };

	UNUSED(state);
	assert_int_equal(waits(f, D(2028, 10, 5)).days_late, 0);
	assert_int_equal(date_cmp(waits(f, D(2028, 10, 5)).by, D(2028, 10, 5)), 0);
}

static void one_that_nobody_has_to_hold_is_known_by_its_month(void **state)
{
	struct review_rules r = { .optional = { 9 }, .optional_n = 1 };

	UNUSED(state);
	assert_true(review_is_optional(&r, 9));
	assert_false(review_is_optional(&r, 12));
	r.optional_n = 0;
	assert_false(review_is_optional(&r, 9));
}

static void who_has_more_days_has_them_for_what_waits_for_them_alone(void **state)
{
	struct review_facts f = { .state = REVIEW_WRITING, .wanted = E | S_ | A, .given = S_, .prepared = D(2028, 9, 1), .due = D(2028, 10, 6),
		                      .closes = D(2028, 10, 27), .planned = DATE_NONE, .met = DATE_NONE, .more = 5 };

	UNUSED(state);
	assert_int_equal(waits(f, D(2028, 9, 30)).days_late, 1); /* the assessor's is wanted too */
	f.given = S_ | A;
	assert_int_equal(date_cmp(waits(f, D(2028, 9, 30)).by, D(2028, 10, 6)), 0); /* five working days after 29 September, a Friday */
	assert_int_equal(waits(f, D(2028, 10, 6)).days_late, 0);
	assert_int_equal(waits(f, D(2028, 10, 7)).days_late, 1);
	f.given = E | S_;
	assert_int_equal(waits(f, D(2028, 9, 30)).days_late, 1); /* nobody else has more */
	f.state = REVIEW_MET;
	f.met = D(2028, 10, 20);
	f.signed_by = S_ | A;
	assert_int_equal(waits(f, D(2028, 10, 30)).days_late, 0);
	f.signed_by = E | S_;
	assert_int_equal(waits(f, D(2028, 10, 30)).days_late, 3);
}

static void nothing_is_late_and_nobody_is_reminded_in_a_pause(void **state)
{
	struct review_facts f = { .state = REVIEW_WRITING, .wanted = E | S_ | A, .prepared = D(2028, 1, 1), .due = D(2028, 2, 1),
		                      .closes = D(2028, 2, 22), .planned = DATE_NONE, .met = DATE_NONE, .paused = true };
	struct review_waits w = waits(f, D(2028, 6, 1));

	UNUSED(state);
	assert_int_equal(w.days_late, 0);
	assert_false(review_remind(&w, DATE_NONE, D(2028, 6, 1)));
	f.paused = false;
	w = waits(f, D(2028, 6, 1));
	assert_true(w.days_late > 0);
	assert_true(review_remind(&w, DATE_NONE, D(2028, 6, 1)));
}

static void reminders_come_a_week_before_and_each_week_after(void **state)
{
	struct review_waits w = { .what = REVIEW_WAITS_PARTS, .by = D(2028, 9, 29) }, none = { .what = REVIEW_WAITS_NOTHING, .by = D(2028, 9, 29) };

	UNUSED(state);
	assert_false(review_remind(&w, DATE_NONE, D(2028, 9, 21)));
	assert_true(review_remind(&w, DATE_NONE, D(2028, 9, 22)));
	assert_false(review_remind(&w, D(2028, 9, 22), D(2028, 9, 28)));
	assert_true(review_remind(&w, D(2028, 9, 22), D(2028, 9, 29)));
	assert_true(review_remind(&w, D(2028, 9, 29), D(2028, 10, 6)));
	assert_false(review_remind(&none, DATE_NONE, D(2028, 10, 6)));
}

static void held_early_in_its_window_and_late(void **state)
{
	UNUSED(state);
	assert_int_equal(review_met_when(D(2028, 9, 14), D(2028, 9, 15), D(2028, 10, 27)), -1);
	assert_int_equal(review_met_when(D(2028, 9, 15), D(2028, 9, 15), D(2028, 10, 27)), 0);
	assert_int_equal(review_met_when(D(2028, 10, 27), D(2028, 9, 15), D(2028, 10, 27)), 0);
	assert_int_equal(review_met_when(D(2028, 11, 3), D(2028, 9, 15), D(2028, 10, 27)), 7);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_act_in_every_state_is_in_the_table_or_refused),
		cmocka_unit_test(nothing_is_released_until_all_is_there_or_they_meet),
		cmocka_unit_test(every_outcome_is_asked_about_in_the_middle_and_at_the_end),
		cmocka_unit_test(between_two_points_only_what_changed_is_asked_about),
		cmocka_unit_test(waiting_has_a_name_a_day_and_an_end),
		cmocka_unit_test(a_part_asked_for_late_is_not_late_at_once),
		cmocka_unit_test(one_that_nobody_has_to_hold_is_known_by_its_month),
		cmocka_unit_test(who_has_more_days_has_them_for_what_waits_for_them_alone),
		cmocka_unit_test(nothing_is_late_and_nobody_is_reminded_in_a_pause),
		cmocka_unit_test(reminders_come_a_week_before_and_each_week_after),
		cmocka_unit_test(held_early_in_its_window_and_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
