/* JSON: what the writer makes is valid whatever it is given; what the reader takes is strict and bounded. */
#include "web/json.h"

#include "db/db.h"

#include <jansson.h>

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

static struct json_limits limits = { .bytes = 1 << 20, .depth = 8, .values = 1000 };

static void is_text(struct str s, const char *wanted)
{
	assert_string_equal(str_c(a, s), wanted);
}

static void refused(struct str text, enum rc rc, int line, const char *words)
{
	struct json_t *tree = NULL;
	struct json_problem p = { 0 };

	assert_int_equal(json_parse(a, text, limits, &tree, &p), rc);
	assert_null(tree);
	assert_int_equal(p.line, line);
	assert_non_null(strstr(str_c(a, p.say), words));
}

static void members_and_elements_get_their_commas(void **state)
{
	struct json_out o = json_begin(a, 1000);

	(void)state;
	json_obj(&o);
	json_key(&o, "a"), json_i64(&o, -3);
	json_key(&o, "b"), json_arr(&o);
	json_bool(&o, true);
	json_none(&o);
	json_obj(&o);
	json_end(&o);
	json_end(&o);
	json_key(&o, "c"), json_str(&o, S("x"));
	json_end(&o);
	is_text(json_done(&o), "{\"a\":-3,\"b\":[true,null,{}],\"c\":\"x\"}");
}

static void text_is_escaped(void **state)
{
	struct json_out o = json_begin(a, 1000);

	(void)state;
	json_str(&o, S("a\"b\\c\n\t\x01\x7f</script>\xc3\xa9"));
	is_text(json_done(&o), "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f</script>\xc3\xa9\"");
}

static void ill_formed_text_becomes_replacement_characters(void **state)
{
	struct json_out o = json_begin(a, 1000);

	(void)state;
	json_str(&o, S("a\xff\xc3(\xed\xa0\x80z\xe2\x82"));
	assert_true(utf8_valid(json_done(&o)));
	is_text(json_done(&o), "\"a\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void calls_that_make_no_sense_give_nothing(void **state)
{
	struct json_out o = json_begin(a, 1000);

	(void)state;
	json_obj(&o);
	json_i64(&o, 1); /* a member without a name */
	json_end(&o);
	assert_true(o.broken);
	assert_int_equal(json_done(&o).n, 0);
	o = json_begin(a, 1000);
	json_i64(&o, 1);
	json_i64(&o, 2); /* two values at the top */
	assert_int_equal(json_done(&o).n, 0);
	o = json_begin(a, 1000);
	json_arr(&o); /* not closed */
	assert_int_equal(json_done(&o).n, 0);
	o = json_begin(a, 1000);
	for (int i = 0; i <= JSON_OUT_DEPTH; i++)
		json_arr(&o);
	assert_true(o.broken);
}

static void text_over_its_cap_gives_nothing(void **state)
{
	struct json_out o = json_begin(a, 10);

	(void)state;
	json_str(&o, S("longer than ten"));
	assert_int_equal(json_done(&o).n, 0);
}

static void dates_instants_and_ids_are_text(void **state)
{
	struct json_out o = json_begin(a, 1000);
	struct uuid id;

	(void)state;
	assert_true(uuid_parse(S("A9C718C8-88E7-5FB0-9574-17B206BA21F3"), &id));
	json_arr(&o);
	json_date(&o, date_make(2027, 10, 6));
	json_date(&o, DATE_NONE);
	json_uuid(&o, id);
	json_uuid(&o, UUID_NONE);
	json_instant(&o, 0);
	json_instant(&o, DB_NULL_INT);
	json_end(&o);
	is_text(json_done(&o), "[\"2027-10-06\",null,\"a9c718c8-88e7-5fb0-9574-17b206ba21f3\",null,"
	                       "\"1970-01-01T00:00:00.000Z\",null]");
}

static void what_is_read_can_be_written_again(void **state)
{
	static const char text[] = "{\"a\":[1,2.5,1.0,-0.1,true,false,null,\"\\u00e9\\ud83d\\ude00\"],\"b\":{}}";
	struct json_t *tree;
	struct json_problem p;

	(void)state;
	assert_int_equal(json_parse(a, str_from_c(text), limits, &tree, &p), OK);
	is_text(json_text_of(a, tree),
	        "{\"a\":[1,2.5,1.0,-0.10000000000000001,true,false,null,\"\xc3\xa9\xf0\x9f\x98\x80\"],\"b\":{}}");
}

static void a_byte_order_mark_is_passed_over(void **state)
{
	struct json_t *tree;
	struct json_problem p;

	(void)state;
	assert_int_equal(json_parse(a, S("\xef\xbb\xbf[1]"), limits, &tree, &p), OK);
	assert_int_equal(json_array_size(tree), 1);
}

static void bad_json_is_refused_with_its_place(void **state)
{
	(void)state;
	refused(S(""), INVALID, 0, "empty");
	refused(S("{\n\"a\": 1,\n\"a\": 2}"), INVALID, 3, "same name twice");
	refused(S("[1,\n2"), INVALID, 2, "too early");
	refused(S("[1]\n[2]"), INVALID, 2, "behind the end");
	refused(S("\"\xff\""), INVALID, 1, "UTF-8");
	refused(S("\"\\u0000\""), INVALID, 1, "U+0000");
	refused(S("[1e999]"), INVALID, 1, "too large");
	refused(S("[99999999999999999999]"), INVALID, 1, "too large");
	refused(S("nonsense"), INVALID, 1, "not JSON");
	refused(S("\"\\ud800\""), INVALID, 1, "not JSON");
}

static void depth_values_and_bytes_are_bounded(void **state)
{
	struct buf b = buf_new(a, 1 << 20);

	(void)state;
	refused(S("[[[[\n[[[[[1]]]]]]]]]"), TOO_LARGE, 2, "8 levels");
	refused(S("[[[[[[[[\"[[[[\"]]]]]]]] x"), INVALID, 1, "behind the end"); /* brackets in text do not count */
	for (int i = 0; i < 1001; i++)
		buf_add(&b, i ? S(",1") : S("[1"));
	buf_add(&b, S("]"));
	refused(buf_str(&b), TOO_LARGE, 0, "1000 values");
	limits.bytes = 4;
	refused(S("[1,2]"), TOO_LARGE, 0, "4 bytes");
	limits.bytes = 1 << 20;
}

static void absent_members_answer_emptily(void **state)
{
	struct json_t *tree;
	struct json_problem p;

	(void)state;
	assert_int_equal(json_parse(a, S("{\"s\":\"x\",\"i\":7,\"b\":true}"), limits, &tree, &p), OK);
	is_text(json_get_str(tree, "s"), "x");
	assert_int_equal(json_get_str(tree, "i").n, 0);
	assert_int_equal(json_get_i64(tree, "i", 1), 7);
	assert_int_equal(json_get_i64(tree, "s", 1), 1);
	assert_true(json_get_bool(tree, "b", false));
	assert_true(json_get_bool(tree, "absent", true));
	assert_int_equal(json_get_str(NULL, "s").n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(members_and_elements_get_their_commas, set_up, tear_down),
		cmocka_unit_test_setup_teardown(text_is_escaped, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ill_formed_text_becomes_replacement_characters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(calls_that_make_no_sense_give_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(text_over_its_cap_gives_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(dates_instants_and_ids_are_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_read_can_be_written_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_byte_order_mark_is_passed_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_json_is_refused_with_its_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(depth_values_and_bytes_are_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(absent_members_answer_emptily, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
