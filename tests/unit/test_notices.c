/* test_notices.c — which mail goes when: wishes, the daily mail, quiet hours, changes of the clock, and what a mail
 * server's answer means. */
#include "rules/notices.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static instant at(int day, int hour, int minute)
{
	return instant_of(date_make(2029, 6, day), hour, minute); /* 15 June 2029 is a Friday */
}

static void getting_in_and_what_protects_an_account_is_never_delayed_or_turned_off(void **state)
{
	static const int kinds[] = { NOTICE_OTHER, NOTICE_SIGN_IN, NOTICE_SIGN_IN_UNKNOWN, NOTICE_SECURITY, NOTICE_INVITATION };
	struct notice_wishes w = notice_wishes_usual;
	instant midnight = at(16, 0, 0);

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		for (int choice = CHOICE_USUAL; choice < CHOICE_END; choice++) {
			w.choice[kinds[i]] = (enum notice_choice)choice;
			assert_int_equal(notice_choice_of(kinds[i], &w), CHOICE_AT_ONCE);
			assert_true(notice_due(kinds[i], &w, midnight) == midnight);
		}
}

static void every_kind_has_a_key_and_a_usual_way(void **state)
{
	int kinds = 0;

	UNUSED(state);
	for (int kind = 0; kind < NOTICE_END; kind++)
		if (notice_row_of(kind)) {
			assert_true(notice_row_of(kind)->always != (notice_row_of(kind)->usual != CHOICE_USUAL));
			assert_true(notice_row_of(kind)->roles != 0);
			assert_int_equal(number_of(&notice_kinds, key_of(&notice_kinds, kind)), kind);
			kinds++;
		}
	assert_int_equal(kinds, 47);
	assert_null(notice_row_of(-1));
	assert_null(notice_row_of(7));
	assert_null(notice_row_of(NOTICE_END));
}

static void what_is_wished_at_once_waits_only_for_quiet_hours(void **state)
{
	static const struct {
		int day, hour, minute, due_day, due_hour;
	} cases[] = {
		{ 15, 10, 30, 15, 0 }, { 15, 18, 59, 15, 0 }, /* due_hour 0: at once */
		{ 15, 19, 0, 18, 7 },  /* Friday evening: Monday morning */
		{ 16, 12, 0, 18, 7 }, { 17, 23, 59, 18, 7 }, { 18, 6, 59, 18, 7 }, { 18, 7, 0, 18, 0 },
		{ 18, 22, 0, 19, 7 },
	};
	struct notice_wishes w = notice_wishes_usual;

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		instant now = at(cases[i].day, cases[i].hour, cases[i].minute);
		instant due = cases[i].due_hour ? at(cases[i].due_day, cases[i].due_hour, 0) : now;

		assert_true(notice_due(NOTICE_VIEW_GIVEN, &w, now) == due);
	}
	w.quiet = false;
	assert_true(notice_due(NOTICE_VIEW_GIVEN, &w, at(16, 3, 0)) == at(16, 3, 0));
}

static void quiet_hours_may_be_by_day_and_may_be_none(void **state)
{
	struct notice_wishes w = notice_wishes_usual;

	UNUSED(state);
	w.weekends = false;
	w.quiet_from = 9 * 60, w.quiet_to = 12 * 60; /* a night worker */
	assert_true(quiet_end(&w, at(16, 8, 59)) == at(16, 8, 59));
	assert_true(quiet_end(&w, at(16, 9, 0)) == at(16, 12, 0));
	assert_true(quiet_end(&w, at(16, 12, 0)) == at(16, 12, 0));
	w.quiet_from = w.quiet_to = 9 * 60;
	assert_true(quiet_end(&w, at(16, 9, 0)) == at(16, 9, 0));
	w.weekends = true;
	assert_true(quiet_end(&w, at(16, 9, 0)) == at(18, 0, 0));
}

static void the_daily_mail_comes_at_the_chosen_time_on_a_day_that_is_not_quiet(void **state)
{
	struct notice_wishes w = notice_wishes_usual;

	UNUSED(state);
	w.choice[NOTICE_CLAIMS_WAITING] = CHOICE_DAILY;
	assert_true(notice_due(NOTICE_CLAIMS_WAITING, &w, at(14, 7, 59)) == at(14, 8, 0));
	assert_true(notice_due(NOTICE_CLAIMS_WAITING, &w, at(14, 8, 0)) == at(15, 8, 0));
	assert_true(notice_due(NOTICE_CLAIMS_WAITING, &w, at(15, 9, 0)) == at(18, 7, 0)); /* not on Saturday */
	w.digest_at = 21 * 60;
	assert_true(notice_due(NOTICE_CLAIMS_WAITING, &w, at(14, 9, 0)) == at(15, 7, 0)); /* in quiet hours: when they end */
	w.choice[NOTICE_CLAIMS_WAITING] = CHOICE_NONE;
	assert_true(notice_due(NOTICE_CLAIMS_WAITING, &w, at(14, 9, 0)) == NOTICE_NEVER);
}

static void quiet_hours_end_at_seven_by_the_clock_on_the_wall_when_it_changes(void **state)
{
	struct notice_wishes w = notice_wishes_usual;

	UNUSED(state);
	w.weekends = false; /* summer time begins on Sunday 25 March 2029, ends on 28 October */
	assert_true(quiet_end(&w, instant_of(date_make(2029, 3, 24), 20, 0)) == instant_of(date_make(2029, 3, 25), 7, 0));
	assert_true(quiet_end(&w, instant_of(date_make(2029, 10, 27), 20, 0)) == instant_of(date_make(2029, 10, 28), 7, 0));
	assert_int_equal((quiet_end(&w, instant_of(date_make(2029, 3, 24), 20, 0)) - instant_of(date_make(2029, 3, 24), 20, 0)) / HOUR, 10);
}

static void a_mail_server_s_answer_is_about_us_the_mailbox_or_the_message(void **state)
{
	static const struct {
		long status;
		enum mail_why why;
		bool is_final;
	} cases[] = {
		{ 0, MAIL_WHY_UNREACHABLE, false }, { 421, MAIL_WHY_LATER, false }, { 450, MAIL_WHY_LATER, false },
		{ 451, MAIL_WHY_LATER, false }, { 452, MAIL_WHY_LATER, false }, { 454, MAIL_WHY_LOGIN, false },
		{ 501, MAIL_WHY_ADDRESS, true }, { 530, MAIL_WHY_LOGIN, false }, { 535, MAIL_WHY_LOGIN, false },
		{ 550, MAIL_WHY_ADDRESS, true }, { 551, MAIL_WHY_ADDRESS, true }, { 553, MAIL_WHY_ADDRESS, true },
		{ 552, MAIL_WHY_REFUSED, true }, { 554, MAIL_WHY_REFUSED, true }, { 503, MAIL_WHY_LATER, false },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(mail_why_of_status(cases[i].status), cases[i].why);
		assert_int_equal(mail_why_is_final(cases[i].why), cases[i].is_final);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(getting_in_and_what_protects_an_account_is_never_delayed_or_turned_off),
		cmocka_unit_test(every_kind_has_a_key_and_a_usual_way),
		cmocka_unit_test(what_is_wished_at_once_waits_only_for_quiet_hours),
		cmocka_unit_test(quiet_hours_may_be_by_day_and_may_be_none),
		cmocka_unit_test(the_daily_mail_comes_at_the_chosen_time_on_a_day_that_is_not_quiet),
		cmocka_unit_test(quiet_hours_end_at_seven_by_the_clock_on_the_wall_when_it_changes),
		cmocka_unit_test(a_mail_server_s_answer_is_about_us_the_mailbox_or_the_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
