/* CSV: read as spreadsheets write it, written so that it reads back and no cell runs as a formula. */
#include "base/csv.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(512u << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(a);
	return 0;
}

static struct csv_table read_all(struct str s)
{
	struct csv_table t;
	struct csv_problem p;

	assert_int_equal(csv_read(a, s, CSV_LIMITS, &t, &p), OK);
	return t;
}

static void cell_is(const struct csv_table *t, size_t row, size_t column, const char *wanted)
{
	assert_string_equal(str_c(a, csv_cell(t, row, column)), wanted);
}

static void quoted_cells_hold_commas_marks_and_line_ends(void **state)
{
	struct csv_table t = read_all(S("a,\"b, \"\"c\"\"\",\"d\r\ne\"\r\n1,2\r\n"));

	(void)state;
	assert_int_equal(t.n, 2);
	cell_is(&t, 0, 1, "b, \"c\"");
	cell_is(&t, 0, 2, "d\ne");
	assert_int_equal(t.v[1].line, 3);
	assert_int_equal(csv_cell(&t, 1, 7).n, 0);
}

static void separator_and_line_ends_are_told_from_the_text(void **state)
{
	struct csv_table t = read_all(S("code;text\r1;\"a;b\"\r"));

	(void)state;
	assert_int_equal(t.separator, ';');
	cell_is(&t, 1, 1, "a;b");
	t = read_all(S("a\tb,c\td\n"));
	assert_int_equal(t.separator, '\t');
	cell_is(&t, 0, 1, "b,c");
}

static void byte_order_mark_is_passed_over_and_old_bytes_are_understood(void **state)
{
	struct csv_table t = read_all(S("\xef\xbb\xbf" "code\n1"));

	(void)state;
	cell_is(&t, 0, 0, "code");
	assert_false(t.was_1252);
	t = read_all(S("\x93" "child\x92s\x94,caf\xe9\n"));
	assert_true(t.was_1252);
	cell_is(&t, 0, 0, "\xe2\x80\x9c" "child\xe2\x80\x99s\xe2\x80\x9d");
	cell_is(&t, 0, 1, "caf\xc3\xa9");
}

static void unicode_text_of_a_spreadsheet_is_read(void **state)
{
	struct csv_table t = read_all(S("\xff\xfe" "a\0\t\0\xe9\0\n\0" "\x3d\xd8\x00\xde\t\0\x00\xd8\n\0"));

	(void)state;
	assert_int_equal(t.separator, '\t');
	cell_is(&t, 0, 1, "\xc3\xa9");
	cell_is(&t, 1, 0, "\xf0\x9f\x98\x80");
	cell_is(&t, 1, 1, "\xef\xbf\xbd");
	t = read_all(S("\xfe\xff\0x\0,\0y"));
	cell_is(&t, 0, 1, "y");
	assert_int_equal(read_all(S("\xff\xfe")).n, 0);
	assert_int_equal(read_all(S("\xff\xfe" "a")).n, 0);
}

static void empty_cells_beyond_the_last_column_are_passed_over(void **state)
{
	struct csv_limits limits = { .bytes = 100, .rows = 5, .columns = 2, .cell = 5, .cells = 100 };
	struct csv_table t;
	struct csv_problem p;

	(void)state;
	assert_int_equal(csv_read(a, S("a,b,,, ,\n1,2,,,\n"), limits, &t, &p), OK);
	assert_int_equal(t.v[1].n, 2);
	assert_int_equal(csv_read(a, S("a,b,,,x\n"), limits, &t, &p), TOO_LARGE);
}

static void empty_rows_are_left_out(void **state)
{
	struct csv_table t = read_all(S("a,b\n\n , \n,,\nc\n"));

	(void)state;
	assert_int_equal(t.n, 2);
	assert_int_equal(t.v[1].line, 5);
	assert_int_equal(t.v[1].row, 5);
	assert_int_equal(read_all(S("")).n, 0);
}

static void headings_are_found_however_they_are_spelt(void **state)
{
	struct csv_table t = read_all(S("Human Coding Scheme,fullStatement,IsPartOf\n"));

	(void)state;
	assert_int_equal(csv_column(&t, S("humanCodingScheme")), 0);
	assert_int_equal(csv_column(&t, S("Full Statement")), 1);
	assert_int_equal(csv_column(&t, S("full")), SIZE_MAX);
}

static void an_open_quotation_mark_is_refused_with_its_line(void **state)
{
	struct csv_table t = { .n = 77 };
	struct csv_problem p;

	(void)state;
	assert_int_equal(csv_read(a, S("a,b\n1,\"x\ny\nz"), CSV_LIMITS, &t, &p), INVALID);
	assert_int_equal(p.line, 2);
	assert_int_equal(t.n, 77);
}

static void limits_hold(void **state)
{
	struct csv_limits limits = { .bytes = 100, .rows = 2, .columns = 3, .cell = 5, .cells = 100 };
	struct csv_table t;
	struct csv_problem p;

	(void)state;
	assert_int_equal(csv_read(a, S("a\nb\nc\n"), limits, &t, &p), TOO_LARGE);
	assert_int_equal(p.line, 3);
	assert_int_equal(csv_read(a, S("a,b,c,d\n"), limits, &t, &p), TOO_LARGE);
	assert_int_equal(csv_read(a, S("abcdef\n"), limits, &t, &p), TOO_LARGE);
	limits.cells = 2;
	assert_int_equal(csv_read(a, S("a,b,c\n"), limits, &t, &p), TOO_LARGE);
	limits.bytes = 3;
	assert_int_equal(csv_read(a, S("a,b\n"), limits, &t, &p), TOO_LARGE);
}

static void no_cell_runs_as_a_formula(void **state)
{
	static const struct str cells[] = { S_INIT("=1+1"), S_INIT("+1"), S_INIT("-1"), S_INIT("@SUM(A1)"), S_INIT("\tx") };
	struct csv_out o;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cells); i++) {
		struct str s;

		o = csv_begin(a, 1000);
		csv_put(&o, cells[i]);
		s = csv_done(&o);
		assert_true(s.p[0] == '\'' || (s.p[0] == '"' && s.p[1] == '\''));
	}
}

/* Cells of every length up to 6 over an alphabet of everything that matters. */
static void what_is_written_is_read(void **state)
{
	static const char letters[] = "a,\"'=-;\n \xc3\xa9";
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct csv_out o = csv_begin(a, 10000);
		struct str cells[4];
		struct csv_table t;

		for (size_t k = 0; k < COUNT_OF(cells); k++) {
			struct buf b = buf_new(a, 40);

			seed = seed * 1664525 + 1013904223;
			for (size_t n = (seed >> 16) % 7; n > 0; n--) {
				size_t at;

				seed = seed * 1664525 + 1013904223;
				at = (seed >> 16) % 10;
				buf_add(&b, at == 9 ? S("\xc3\xa9") : (struct str){ letters + at, 1 });
			}
			cells[k] = str_trim(buf_str(&b));
			csv_put(&o, k ? cells[k] : S("first"));
		}
		csv_end_row(&o);
		t = read_all(csv_done(&o));
		assert_int_equal(t.n, 1);
		assert_int_equal(t.v[0].n, COUNT_OF(cells));
		for (size_t k = 1; k < COUNT_OF(cells); k++)
			assert_true(str_eq(csv_cell(&t, 0, k), cells[k]));
		if (round % 500 == 0)
			arena_reset(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(quoted_cells_hold_commas_marks_and_line_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(separator_and_line_ends_are_told_from_the_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(byte_order_mark_is_passed_over_and_old_bytes_are_understood, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unicode_text_of_a_spreadsheet_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(empty_cells_beyond_the_last_column_are_passed_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(empty_rows_are_left_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(headings_are_found_however_they_are_spelt, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_open_quotation_mark_is_refused_with_its_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(limits_hold, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_cell_runs_as_a_formula, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_written_is_read, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
