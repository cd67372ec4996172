/* What a cell of a spreadsheet means: tables of what people and spreadsheets write. */
#include "rules/cells.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(a);
	return 0;
}

struct date_case {
	const char *typed;
	enum cell_problem problem;
	const char *iso;
};

static void dates_are(const struct date_case *cases, size_t n, const struct date_reading *how)
{
	for (size_t i = 0; i < n; i++) {
		struct date d = DATE_NONE;
		enum cell_problem got = cell_date(str_from_c(cases[i].typed), how, &d);

		if (got != cases[i].problem)
			print_message("%s: %d\n", cases[i].typed, got);
		assert_int_equal(got, cases[i].problem);
		if (got == CELL_OK)
			assert_string_equal(date_iso(a, d).p, cases[i].iso);
	}
}

static void a_date_is_read_as_people_write_it(void **state)
{
	static const struct date_case cases[] = {
		{ "01/09/2026", CELL_OK, "2026-09-01" },
		{ "1/9/2026", CELL_OK, "2026-09-01" },
		{ "1.9.2026", CELL_OK, "2026-09-01" },
		{ "01-09-2026", CELL_OK, "2026-09-01" },
		{ "2026-09-01", CELL_OK, "2026-09-01" },
		{ "2026/09/01", CELL_OK, "2026-09-01" },
		{ "2026-09-01T00:00:00", CELL_OK, "2026-09-01" },
		{ "01/09/2026 00:00", CELL_OK, "2026-09-01" },
		{ "1 Sep 2026", CELL_OK, "2026-09-01" },
		{ "1-Sep-2026", CELL_OK, "2026-09-01" },
		{ "1 Sept 2026", CELL_OK, "2026-09-01" },
		{ "1st September 2026", CELL_OK, "2026-09-01" },
		{ "Tuesday 1 September 2026", CELL_OK, "2026-09-01" },
		{ "Tue, 1st of September, 2026", CELL_OK, "2026-09-01" },
		{ "September 1, 2026", CELL_OK, "2026-09-01" },
		{ "SEPTEMBER 1 2026", CELL_OK, "2026-09-01" },
		{ "29/02/2028", CELL_OK, "2028-02-29" },
		{ "31/09/2029", CELL_DATE_NO_SUCH_DAY, NULL },
		{ "29 Feb 2027", CELL_DATE_NO_SUCH_DAY, NULL },
		{ "09/25/2026", CELL_DATE_FORM, NULL },
		{ "1/9/26", CELL_DATE_SHORT_YEAR, NULL },
		{ "1 Sep 26", CELL_DATE_SHORT_YEAR, NULL },
		{ "46266", CELL_DATE_SERIAL, NULL },
		{ "next Monday", CELL_DATE_FORM, NULL },
		{ "September", CELL_DATE_FORM, NULL },
		{ "1/9", CELL_DATE_FORM, NULL },
		{ "1/9/2026/4", CELL_DATE_FORM, NULL },
		{ "1/9/1726", CELL_DATE_FORM, NULL },
		{ "1 Smarch 2026", CELL_DATE_FORM, NULL },
		{ "", CELL_DATE_FORM, NULL },
		{ "99999999999999999999", CELL_DATE_FORM, NULL },
		{ "0/0/0000", CELL_DATE_FORM, NULL },
	};

	(void)state;
	dates_are(cases, COUNT_OF(cases), &(struct date_reading){ .order = ORDER_DAY_FIRST });
}

static void a_date_that_could_be_two_is_asked_about(void **state)
{
	static const struct date_case asked[] = {
		{ "03/04/2026", CELL_DATE_EITHER, NULL },
		{ "04/04/2026", CELL_OK, "2026-04-04" },
		{ "09/25/2026", CELL_OK, "2026-09-25" },
		{ "25/09/2026", CELL_OK, "2026-09-25" },
		{ "2026-04-03", CELL_OK, "2026-04-03" },
		{ "3 April 2026", CELL_OK, "2026-04-03" },
	};
	static const struct date_case month_first[] = {
		{ "03/04/2026", CELL_OK, "2026-03-04" },
		{ "25/09/2026", CELL_DATE_FORM, NULL },
		{ "3 April 2026", CELL_OK, "2026-04-03" },
	};

	(void)state;
	dates_are(asked, COUNT_OF(asked), &(struct date_reading){ .order = ORDER_ASK });
	dates_are(month_first, COUNT_OF(month_first), &(struct date_reading){ .order = ORDER_MONTH_FIRST });
	assert_true(cell_date_month_first(S("09/25/2026")));
	assert_false(cell_date_month_first(S("25/09/2026")));
	assert_false(cell_date_month_first(S("09/12/2026")));
	assert_false(cell_date_month_first(S("2026-09-25")));
	assert_false(cell_date_month_first(S("09/45/2026")));
}

static void a_spreadsheets_count_of_days_is_a_date_where_one_is_expected(void **state)
{
	static const struct date_case cases[] = {
		{ "46266", CELL_OK, "2026-09-01" }, { "46266.5", CELL_OK, "2026-09-01" }, { "43831", CELL_OK, "2020-01-01" },
		{ "46266.x", CELL_DATE_FORM, NULL }, { "4626", CELL_DATE_FORM, NULL },
	};
	static const struct date_case since_1904[] = { { "44804", CELL_OK, "2026-09-01" } };

	(void)state;
	dates_are(cases, COUNT_OF(cases), &(struct date_reading){ .serials = true });
	dates_are(since_1904, COUNT_OF(since_1904), &(struct date_reading){ .serials = true, .from_1904 = true });
}

static void a_day_that_does_not_exist_says_how_many_its_month_has(void **state)
{
	const struct date_reading how = { .order = ORDER_DAY_FIRST };
	int month = 0;

	(void)state;
	assert_int_equal(cell_days_of_month(S("31/09/2029"), &how, &month), 30);
	assert_int_equal(month, 9);
	assert_int_equal(cell_days_of_month(S("30/02/2028"), &how, &month), 29);
	assert_int_equal(cell_days_of_month(S("nonsense"), &how, &month), 0);
}

static void a_registration_number_is_read_however_it_is_spaced(void **state)
{
	static const struct {
		const char *typed;
		enum cell_problem problem;
		const char *number;
		bool bare;
	} cases[] = {
		{ "SW123456", CELL_OK, "SW123456", false }, { "sw 123 456", CELL_OK, "SW123456", false },
		{ "Sw-1", CELL_OK, "SW1", false }, { "123456", CELL_OK, "SW123456", true },
		{ "SW01234", CELL_REGISTRATION_ZERO, NULL, false }, { "01234", CELL_REGISTRATION_ZERO, NULL, false },
		{ "SW1234567", CELL_REGISTRATION_FORM, NULL, false }, { "SW", CELL_REGISTRATION_FORM, NULL, false },
		{ "SWabc", CELL_REGISTRATION_FORM, NULL, false }, { "", CELL_REGISTRATION_FORM, NULL, false },
		{ "SW12345678901234567890", CELL_REGISTRATION_FORM, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str number = STR_NONE;
		bool bare = false;

		assert_int_equal(cell_registration(a, str_from_c(cases[i].typed), &number, &bare), cases[i].problem);
		if (cases[i].problem != CELL_OK)
			continue;
		assert_string_equal(str_c(a, number), cases[i].number);
		assert_int_equal(bare, cases[i].bare);
	}
}

static void zeros_a_spreadsheet_dropped_are_put_back_and_said(void **state)
{
	struct str code;
	bool padded;

	(void)state;
	assert_int_equal(cell_code(a, S("7"), 3, &code, &padded), CELL_OK);
	assert_string_equal(code.p, "007");
	assert_true(padded);
	assert_int_equal(cell_code(a, S("330"), 3, &code, &padded), CELL_OK);
	assert_false(padded);
	assert_int_equal(cell_code(a, S("3300"), 3, &code, &padded), CELL_CODE_FORM);
	assert_int_equal(cell_code(a, S("x"), 3, &code, &padded), CELL_CODE_FORM);
}

static void hours_are_read_to_a_hundredth(void **state)
{
	static const struct {
		const char *typed;
		enum cell_problem problem;
		int64_t hundredths;
	} cases[] = {
		{ "37", CELL_OK, 3700 }, { "37.5", CELL_OK, 3750 }, { "37,5", CELL_OK, 3750 }, { "18.75 hours", CELL_OK, 1875 },
		{ "22 hrs", CELL_OK, 2200 }, { "full time", CELL_NUMBER_FORM, 0 }, { "-3", CELL_NUMBER_FORM, 0 },
		{ "37.", CELL_NUMBER_FORM, 0 }, { "37.555", CELL_NUMBER_FORM, 0 }, { "1e9", CELL_NUMBER_FORM, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int64_t n = 0;

		assert_int_equal(cell_hundredths(str_from_c(cases[i].typed), &n), cases[i].problem);
		assert_int_equal(n, cases[i].hundredths);
	}
}

static void words_lose_what_copying_brought_along(void **state)
{
	(void)state;
	assert_string_equal(str_c(a, cell_line(a, S("  Amina\xc2\xa0 \n Yusuf\xe2\x80\x8b "))), "Amina Yusuf");
	assert_string_equal(str_c(a, cell_line(a, S("\xe2\x80\x9c" "Ben Alder\xe2\x80\x9d"))), "Ben Alder");
	assert_string_equal(str_c(a, cell_line(a, S("Shay O\xe2\x80\x99" "Brien"))), "Shay O\xe2\x80\x99" "Brien");
	assert_string_equal(str_c(a, cell_email(a, S("mailto:a@b.example"))), "a@b.example");
	assert_string_equal(str_c(a, cell_email(a, S("<a@b.example>\xef\xbb\xbf"))), "a@b.example");
}

static void a_choice_is_known_by_its_key_or_the_part_that_is_its_own(void **state)
{
	(void)state;
	assert_int_equal(cell_choice(a, S("Practice assessor"), &roles), ROLE_ASSESSOR);
	assert_int_equal(cell_choice(a, S("practice_assessor"), &roles), ROLE_ASSESSOR);
	assert_int_equal(cell_choice(a, S("Assessor"), &roles), ROLE_ASSESSOR);
	assert_int_equal(cell_choice(a, S("practice"), &roles), -1);
	assert_int_equal(cell_choice(a, S("asses"), &roles), -1);
	assert_int_equal(cell_choice(a, S(""), &roles), -1);
}

static void a_formula_is_told_from_a_number(void **state)
{
	(void)state;
	assert_true(cell_is_formula(S("=1+1")));
	assert_true(cell_is_formula(S("@SUM(A1)")));
	assert_true(cell_is_formula(S("+HYPERLINK(1)")));
	assert_false(cell_is_formula(S("+44 20")));
	assert_false(cell_is_formula(S("-")));
	assert_false(cell_is_formula(S("Amina")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_is_read_as_people_write_it),
		cmocka_unit_test(a_date_that_could_be_two_is_asked_about),
		cmocka_unit_test(a_spreadsheets_count_of_days_is_a_date_where_one_is_expected),
		cmocka_unit_test(a_day_that_does_not_exist_says_how_many_its_month_has),
		cmocka_unit_test(a_registration_number_is_read_however_it_is_spaced),
		cmocka_unit_test(zeros_a_spreadsheet_dropped_are_put_back_and_said),
		cmocka_unit_test(hours_are_read_to_a_hundredth),
		cmocka_unit_test(words_lose_what_copying_brought_along),
		cmocka_unit_test(a_choice_is_known_by_its_key_or_the_part_that_is_its_own),
		cmocka_unit_test(a_formula_is_told_from_a_number),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
