/* Rows of a file before any database is asked: columns by whatever heading, findings that come back as they were stored. */
#include "app/bulk/bulk_check.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(a);
	return 0;
}

static const struct bulk_kind_info *kind(enum bulk_kind k)
{
	return bulk_kind_of(k);
}

static void every_column_is_found_by_its_own_heading(void **state)
{
	(void)state;
	for (int k = 1; k < BULK_KIND_END; k++) {
		const struct bulk_kind_info *info = kind((enum bulk_kind)k);

		assert_non_null(info);
		assert_in_range(info->uses_n, 1, BULK_COLUMNS_MAX);
		for (size_t i = 0; i < info->uses_n; i++)
			assert_int_equal(bulk_column_named(a, info, bulk_label(info->uses[i].column)), i);
	}
}

static void headings_go_by_the_names_people_give_them(void **state)
{
	const struct bulk_kind_info *k = kind(BULK_INDUCTIONS);

	(void)state;
	assert_int_equal(k->uses[bulk_column_named(a, k, S("FULL NAME"))].column, COL_NAME);
	assert_int_equal(k->uses[bulk_column_named(a, k, S(" e-mail "))].column, COL_EMAIL);
	assert_int_equal(k->uses[bulk_column_named(a, k, S("SWE number"))].column, COL_REGISTRATION);
	assert_int_equal(bulk_column_named(a, k, S("Shoe size")), SIZE_MAX);
	assert_int_equal(bulk_column_named(a, k, S("")), SIZE_MAX);
}

static void findings_come_back_as_they_were_stored(void **state)
{
	struct findings f = { .n = 0 }, again;

	(void)state;
	find(&f, CELL_REGISTRATION_ZERO, COL_REGISTRATION, S("SW01"), S(""));
	find(&f, FIND_TWICE, -1, S(""), S("12"));
	find(&f, FIND_SW_BACK, COL_REGISTRATION, S("SW1"), S(""));
	findings_of(findings_store(a, &f), &again);
	assert_int_equal(again.n, 3);
	assert_true(again.bad && again.note);
	assert_int_equal(again.v[1].what, FIND_TWICE);
	assert_int_equal(again.v[1].column, -1);
	assert_string_equal(str_c(a, again.v[1].more), "12");
	assert_string_equal(str_c(a, again.v[0].value), "SW01");
	findings_of(S("garbage\x1e\x1f\x1f\x1e" "999\x1f" "3\x1f\x1f\x1e"), &again);
	assert_int_equal(again.n, 0);
}

static void every_finding_has_words(void **state)
{
	(void)state;
	for (int what = 1; what < FIND_END; what++) {
		struct finding f = { what, COL_EMAIL, S_INIT("value"), S_INIT("more") };

		if (what > CELL_FORMULA && what < FIND_MISSING)
			continue;
		if (what > FIND_TRANSFER && what < FIND_NOTES)
			continue;
		assert_true(finding_why(a, &f).n > 0);
		assert_int_equal(str_find_char(finding_why(a, &f), '{'), SIZE_MAX);
	}
}

static struct findings parsed(enum bulk_kind k, const char *const *typed)
{
	const struct bulk_kind_info *info = kind(k);
	struct str cells[BULK_COLUMNS_MAX] = { { 0 } };
	struct bulk_values v;
	struct findings f = { .n = 0 };

	for (size_t i = 0; i < info->uses_n; i++)
		cells[i] = str_from_c(typed[i]);
	bulk_parse(a, info, cells, ORDER_DAY_FIRST, date_make(2026, 9, 1), &v, &f);
	return f;
}

static void a_row_is_told_everything_that_is_wrong_with_it_at_once(void **state)
{
	const char *const typed[] = { "", "no address", "SW0", "31/09/2026", "", "x", "", "", "one@x.example", "ONE@x.example", "" };
	struct findings f = parsed(BULK_INDUCTIONS, typed);
	static const int wanted[] = { FIND_MISSING, FIND_EMAIL_FORM, CELL_REGISTRATION_ZERO, CELL_DATE_NO_SUCH_DAY, CELL_NUMBER_FORM,
		                      FIND_ONE_PERSON };

	(void)state;
	assert_int_equal(f.n, COUNT_OF(wanted));
	for (size_t i = 0; i < f.n; i++)
		assert_int_equal(f.v[i].what, wanted[i]);
}

static void notes_stop_nothing(void **state)
{
	const char *const typed[] = { "Amy", "amy@x.example", "123", "01/02/2026", "", "22.5", "", "", "", "", "35" };
	struct findings f = parsed(BULK_INDUCTIONS, typed);

	(void)state;
	assert_false(f.bad);
	assert_true(f.note);
	assert_int_equal(f.n, 3);
	for (size_t i = 0; i < f.n; i++) /* part of whose week */
		assert_true(f.v[i].what != FIND_PART_TIME || str_eq(f.v[i].more, S("35")));
}

static void rows_that_say_the_same_are_told_from_those_that_do_not(void **state)
{
	static const struct str csv = S_INIT("Name,Email,Role\nA,a@x.example,observer\nB,b@x.example,observer\nA,A@X.example ,Observer\n"
	                                     "A,a@x.example,assessor\n");
	struct bulk_sheet sheet;
	struct str why = STR_NONE;
	const int *twice;

	(void)state;
	assert_int_equal(bulk_read(a, kind(BULK_PEOPLE), csv, &sheet, &why), OK);
	assert_int_equal(sheet.n, 4);
	twice = bulk_twice(a, kind(BULK_PEOPLE), &sheet);
	assert_int_equal(twice[0], 0);
	assert_int_equal(twice[1], 0);
	assert_int_equal(twice[2], 1);
	assert_int_equal(twice[3], 0);
}

static void cells_of_a_row_come_back_as_they_were_joined(void **state)
{
	const struct bulk_kind_info *k = kind(BULK_OUTCOMES);
	struct str cells[BULK_COLUMNS_MAX] = { S_INIT("a"), S_INIT(""), S_INIT("c, \"d\""), S_INIT("") }, again[BULK_COLUMNS_MAX];

	(void)state;
	cells_split(k, cells_join(a, k, cells), again);
	for (size_t i = 0; i < k->uses_n; i++)
		assert_true(str_eq(cells[i], again[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_column_is_found_by_its_own_heading),
		cmocka_unit_test(headings_go_by_the_names_people_give_them),
		cmocka_unit_test(findings_come_back_as_they_were_stored),
		cmocka_unit_test(every_finding_has_words),
		cmocka_unit_test(a_row_is_told_everything_that_is_wrong_with_it_at_once),
		cmocka_unit_test(notes_stop_nothing),
		cmocka_unit_test(rows_that_say_the_same_are_told_from_those_that_do_not),
		cmocka_unit_test(cells_of_a_row_come_back_as_they_were_joined),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
