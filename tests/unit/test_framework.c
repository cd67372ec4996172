/* The framework model: reading order, roles told by shape, codes as people type them, differences. */
#include "framework_help.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)2 << 30);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(a);
	return 0;
}

static void is_text(struct str s, const char *wanted)
{
	assert_string_equal(str_c(a, s), wanted);
}

/* A table of code,kind,text,parent,threads rows as a framework. */
static const struct framework *made(const char *rows)
{
	const struct framework *fw = import_text(a, strf(a, "code,kind,text,parent,threads\n%s", rows), FORMAT_CSV);

	assert_non_null(fw);
	return fw;
}

/* "1:domain 1.1:outcome …" */
static void roles_are(const struct framework *fw, const char *wanted)
{
	struct buf b = buf_new(a, 4000);

	for (size_t i = 0; i < fw->n; i++)
		buf_addf(&b, "%s%.*s:%.*s", i ? " " : "", STR_FMT(fw->items[i].code), STR_FMT(item_role_name(fw->items[i].role)));
	is_text(buf_str(&b), wanted);
}

/* ---- roles ---- */

static void a_type_that_says_what_it_is_is_believed(void **state)
{
	const struct framework *fw = made("1,Domain,d,\n1.1,Outcome,o,1\n1.1 K1,Knows,k,1.1\n1.1 D1,Does,d,1.1\n1.2,Outcome,o,1\n");

	(void)state;
	roles_are(fw, "1:domain 1.1:outcome 1.1 K1:statement 1.1 D1:statement 1.2:outcome");
	assert_int_equal(fw->linkable_n, 3); /* the outcome without statements is linked to itself */
	assert_true(framework_is_linkable(fw, 4));
	assert_false(framework_is_linkable(fw, 1));
	assert_int_equal(fw->items[1].statements, 2);
	assert_int_equal(fw->items[3].outcome, 1);
	assert_int_equal(fw->items[3].domain, 0);
	assert_int_equal(fw->items[0].statements, 2);
	assert_int_equal(fw->items[4].position, 2);
	assert_int_equal(fw->items[1].position, -1);
}

static void roles_are_told_by_shape(void **state)
{
	(void)state;
	roles_are(made("A,,x,\nB,,x,\n"), "A:outcome B:outcome");
	roles_are(made("1,,x,\n1a,,x,1\n1b,,x,1\n2,,x,\n"), "1:outcome 1a:statement 1b:statement 2:outcome");
	roles_are(made("1,,x,\n1.1,,x,1\n1.1 K1,,x,1.1\n1.2,,x,1\n2,,x,\n"),
	          "1:domain 1.1:outcome 1.1 K1:statement 1.2:outcome 2:domain");
	roles_are(made("1,,x,\n2,,x,1\n2a,,x,2\n3,,x,1\n4,,x,3\n5,,x,4\n6,,x,1\n"),
	          "1:domain 2:outcome 2a:statement 3:domain 4:outcome 5:statement 6:outcome");
	roles_are(made("1,,x,\n2,,x,1\n3,,x,2\n4,,x,3\n"), "1:domain 2:domain 3:outcome 4:statement");
	roles_are(made("1,Outcome,x,\na,,x,1\nb,,x,a\nc,,x,1\n"), "1:outcome a:group b:statement c:statement");
	roles_are(made("1,Domain,x,\n1.1,,x,1\n"), "1:domain 1.1:outcome");
}

static void statements_without_an_outcome_make_one(void **state)
{
	(void)state;
	roles_are(made("1,Domain,x,\n1 K1,Knows,x,1\n1 K2,Knows,x,1\n"), "1:outcome 1 K1:statement 1 K2:statement");
	roles_are(made("K1,Knows,x,\n"), "K1:outcome");
	roles_are(made("1,Domain,x,\n1.1,Outcome,x,1\nK9,Knows,x,1\n"), "1:domain 1.1:outcome K9:outcome");
}

static void a_code_says_knows_or_does(void **state)
{
	(void)state;
	assert_int_equal(framework_kind_of_code(S("4.2 K13")), ITEM_KNOWS);
	assert_int_equal(framework_kind_of_code(S("4.2d1")), ITEM_DOES);
	assert_int_equal(framework_kind_of_code(S("BLK13")), ITEM_OTHER);
	assert_int_equal(framework_kind_of_code(S("K")), ITEM_OTHER);
	assert_int_equal(framework_kind_of_code(S("13")), ITEM_OTHER);
	assert_int_equal(framework_kind_of_code(S("")), ITEM_OTHER);
}

static void reading_order_is_parents_first_and_by_number(void **state)
{
	const struct framework *fw = random_framework(a, 11, 400, false);

	(void)state;
	assert_non_null(fw);
	for (size_t i = 0; i < fw->n; i++) {
		const struct framework_item *item = &fw->items[i];

		assert_true(item->parent < (int32_t)i);
		assert_true(item->end > (int32_t)i);
		if (item->parent >= 0)
			assert_true(item->end <= fw->items[item->parent].end);
		assert_int_equal(framework_find(fw, item->id), i);
	}
	for (size_t i = 1; i < fw->n; i++)
		if (fw->items[i].parent == fw->items[i - 1].parent)
			assert_int_equal(fw->items[i].seq, fw->items[i - 1].seq + 1);
}

static void two_items_may_not_share_an_identifier(void **state)
{
	struct framework_problems *p = import_problems(a, S("identifier,code,text\nsame,A,x\nsame,B,y\nother,A,z\n"), FORMAT_CSV);

	(void)state;
	assert_true(is_said(p, PROBLEM_ERROR, "", "A and B have the same identifier"));
	assert_true(is_said(p, PROBLEM_WARNING, "", "The code A is given to more than one item"));
}

static void errors_are_seen_behind_many_warnings(void **state)
{
	struct framework_problems *p = framework_problems_new(a);

	(void)state;
	for (int i = 0; i < 300; i++)
		framework_warn(p, STR_NONE, "w%d", i);
	framework_error(p, STR_NONE, "e");
	assert_int_equal(p->n, FRAMEWORK_PROBLEMS_MAX);
	assert_int_equal(p->warnings, 300);
	assert_true(is_said(p, PROBLEM_ERROR, "", "e"));
}

/* ---- codes ---- */

static const char two_outcomes[] = "4,Domain,d,\n4.2,Outcome,o,4\n4.2 K1,,x,4.2\n4.2 K12,,x,4.2\n4.2 K13,,x,4.2\n4.2 K14,,x,4.2\n"
	"4.2 D1,,x,4.2\n6,Domain,d,\n6.2,Outcome,o,6\n6.2 D1,,x,6.2\n6.2 K13,,x,6.2\n6.3,Outcome,alone,6\n";

/* Codes taken, then "?typed=suggestion" of those that were not. */
static void codes_are(const struct framework *fw, const char *typed, const char *wanted)
{
	struct framework_codes c;
	struct buf b = buf_new(a, 4000);

	framework_parse_codes(a, fw, str_from_c(typed), 60, &c);
	for (size_t k = 0; k < c.n; k++)
		buf_addf(&b, "%s%.*s", b.n ? ", " : "", STR_FMT(fw->items[c.items[k]].code));
	for (size_t k = 0; k < c.unknown_n; k++)
		buf_addf(&b, "%s%s%.*s=%.*s", b.n ? ", " : "", c.unknown[k].why == CODE_NOT_LINKABLE ? "!" : "?",
		         STR_FMT(c.unknown[k].typed),
		         STR_FMT(c.unknown[k].nearest < 0 ? S("none") : fw->items[c.unknown[k].nearest].code));
	is_text(buf_str(&b), wanted);
}

static void a_bare_code_continues_the_last_outcome(void **state)
{
	const struct framework *fw = made(two_outcomes);

	(void)state;
	codes_are(fw, "4.2 K13, K14; 6.2 D1", "4.2 K13, 4.2 K14, 6.2 D1");
	codes_are(fw, "4.2 K13, K14; 6.2 D1, K13", "4.2 K13, 4.2 K14, 6.2 D1, 6.2 K13");
	codes_are(fw, "4.2: K13 and K14\n6.2: D1", "4.2 K13, 4.2 K14, 6.2 D1");
	codes_are(fw, "4.2, K13", "4.2 K13");
}

static void codes_may_be_typed_in_many_ways(void **state)
{
	const struct framework *fw = made(two_outcomes);

	(void)state;
	codes_are(fw, "4.2k13", "4.2 K13");
	codes_are(fw, "42 K13", "4.2 K13");
	codes_are(fw, "  4.2 K 13 ", "4.2 K13");
	codes_are(fw, "4.2.K13", "4.2 K13");
	codes_are(fw, "4.2 K13 K14 6.2 D1", "4.2 K13, 4.2 K14, 6.2 D1");
	codes_are(fw, "4.2 K12-K14", "4.2 K12, 4.2 K13, 4.2 K14");
	codes_are(fw, "4.2 K12\xe2\x80\x93" "14, 6.3", "4.2 K12, 4.2 K13, 4.2 K14, 6.3");
	codes_are(fw, "4.2 K13, 4.2 k13", "4.2 K13");
	codes_are(fw, "", "");
	codes_are(fw, " ,;\n, ", "");
}

static void unknown_codes_come_with_the_nearest_real_one(void **state)
{
	const struct framework *fw = made(two_outcomes);

	(void)state;
	codes_are(fw, "4.2 K15", "?4.2 K15=4.2 K14");
	codes_are(fw, "6.2 D1, D2", "6.2 D1, ?D2=6.2 D1");
	codes_are(fw, "hello world", "?hello world=none");
	codes_are(fw, "4", "!4=4");
	codes_are(fw, "4.2", "!4.2=4.2");
	codes_are(fw, "6.3", "6.3");
}

static void a_loose_code_must_mean_one_item(void **state)
{
	const struct framework *fw = made("1.12 K1,Knows,x,\n11.2 K1,Knows,x,\n");

	(void)state;
	assert_int_equal(framework_find_code(fw, S("112 K1")), -1);
	assert_true(framework_find_code(fw, S("1.12k1")) >= 0);
	assert_int_equal(framework_find_code(fw, S("")), -1);
	assert_int_equal(framework_find_code(fw, S(" . ")), -1);
}

static void no_more_codes_than_wanted_are_taken(void **state)
{
	const struct framework *fw = made(two_outcomes);
	struct framework_codes c;
	struct buf b = buf_new(a, 1 << 20);

	(void)state;
	framework_parse_codes(a, fw, S("4.2 K1, K12, K13"), 2, &c);
	assert_int_equal(c.n, 2);
	assert_true(c.too_many);
	for (int i = 0; i < 5000; i++)
		buf_addf(&b, "Z%d,", i);
	framework_parse_codes(a, fw, buf_str(&b), 60, &c);
	assert_int_equal(c.unknown_n, 100);
	assert_true(c.too_many);
}

/* ---- glossary ---- */

static void terms_are_found_as_whole_words(void **state)
{
	struct framework fw = *made("A,,x,\n");
	struct framework_term terms[] = { { .term = S("risk") }, { .term = S("care plan") }, { .term = S("care") } };
	struct str also[] = { S("looked after") };
	struct framework_problems *p = framework_problems_new(a);
	struct framework_term_use *use;
	size_t n;

	(void)state;
	terms[2].also = also;
	terms[2].also_n = 1;
	fw.terms = terms;
	fw.terms_n = COUNT_OF(terms);
	assert_int_equal(framework_arrange(a, &fw, p), OK);
	use = framework_terms_in(a, &fw, S("Care plans for looked after children; risky, but Risk\xe2\x80\x99s not risks"), &n);
	assert_int_equal(n, 3);
	assert_int_equal(use[0].term, 1);
	assert_int_equal(use[0].n, 10);
	assert_int_equal(use[1].term, 2);
	assert_int_equal(use[2].term, 0);
	assert_int_equal(use[2].from, 49);
	assert_int_equal(use[2].n, 4);
}

/* ---- differences ---- */

static struct framework_diff diff_of(const char *from, const char *to)
{
	struct framework_diff d;

	framework_diff(a, made(from), made(to), &d);
	return d;
}

static void counts_are(struct framework_diff d, size_t added, size_t removed, size_t reworded, size_t recoded, size_t moved)
{
	assert_int_equal(d.added, added);
	assert_int_equal(d.removed, removed);
	assert_int_equal(d.reworded, reworded);
	assert_int_equal(d.recoded, recoded);
	assert_int_equal(d.moved, moved);
}

#define BASE "1,Domain,First,\n1.1,Outcome,One,1\n1.1 K1,,How children grow and learn in families,1.1\n"                          \
	"1.1 K2,,What courts expect of a social worker,1.1\n1.2,Outcome,Two,1\n1.2 K1,,The law on safeguarding children,1.2\n"

static void equal_versions_have_no_differences(void **state)
{
	struct framework_diff d = diff_of(BASE, BASE);

	(void)state;
	assert_int_equal(d.n, 0);
	assert_int_equal(d.same, 6);
}

static void each_kind_of_change_is_told(void **state)
{
	struct framework_diff d;

	(void)state;
	counts_are(diff_of(BASE, BASE "1.2 K2,,Entirely new words here,1.2\n"), 1, 0, 0, 0, 0);
	counts_are(diff_of(BASE "1.2 K2,,Entirely new words here,1.2\n", BASE), 0, 1, 0, 0, 0);
	/* a new first statement pushes the numbers of the others: recoded, not reworded */
	counts_are(diff_of(BASE, "1,Domain,First,\n1.1,Outcome,One,1\n1.1 K1,,Poverty and its effects on parents,1.1\n"
		"1.1 K2,,How children grow and learn in families,1.1\n1.1 K3,,What courts expect of a social worker,1.1\n"
		"1.2,Outcome,Two,1\n1.2 K1,,The law on safeguarding children,1.2\n"), 1, 0, 0, 2, 0);
	d = diff_of(BASE, "1,Domain,First,\n1.1,Outcome,One,1\n1.1 K1,,How children grow and learn in their families,1.1\n"
		"1.2,Outcome,Two,1\n1.2 K1,,The law on safeguarding children,1.2\n1.2 K2,,What courts expect of a social worker,1.2\n");
	counts_are(d, 0, 0, 1, 1, 1);
	assert_true(d.v[0].reworded);
	is_text(d.v[0].spans[0].text, "How children grow and learn in ");
	assert_int_equal(d.v[0].spans[1].kind, DIFF_ADDED);
	is_text(d.v[0].spans[1].text, "their ");
	is_text(d.v[0].spans[2].text, "families");
}

static void the_same_code_with_other_words_is_reworded(void **state)
{
	(void)state;
	counts_are(diff_of("A,,alpha beta gamma,\n", "A,,delta epsilon zeta,\n"), 0, 0, 1, 0, 0);
}

static void word_spans_spell_both_texts(void **state)
{
	uint32_t seed = 3;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct buf x = buf_new(a, 400), y = buf_new(a, 400), from = buf_new(a, 400), to = buf_new(a, 400);
		struct diff_span *spans;
		size_t n;

		for (int k = 0; k < 12; k++) {
			seed = seed * 1664525 + 1013904223;
			buf_add(seed >> 31 ? &x : &y, (struct str){ "one two red go " + (seed >> 16) % 4 * 4, 4 });
			if ((seed >> 20) % 3 == 0)
				buf_add(seed >> 31 ? &y : &x, (struct str){ "one two red go " + (seed >> 16) % 4 * 4, 3 });
		}
		spans = diff_words(a, buf_str(&x), buf_str(&y), &n);
		for (size_t k = 0; k < n; k++) {
			if (spans[k].kind != DIFF_ADDED)
				buf_add(&from, str_trim(spans[k].text)), buf_add(&from, S(" "));
			if (spans[k].kind != DIFF_REMOVED)
				buf_add(&to, str_trim(spans[k].text)), buf_add(&to, S(" "));
		}
		assert_int_equal(text_words(buf_str(&from)), text_words(buf_str(&x)));
		is_text(text_fold(a, buf_str(&from)), str_c(a, text_fold(a, buf_str(&x))));
		is_text(text_fold(a, buf_str(&to)), str_c(a, text_fold(a, buf_str(&y))));
		if (round % 100 == 0)
			arena_reset(a);
	}
}

static void twenty_thousand_items_are_compared(void **state)
{
	struct buf x = buf_new(a, 8 << 20), y = buf_new(a, 8 << 20);
	struct framework_diff d;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		buf_addf(&x, "A%d,,Statement about topic%d and theme%d of social work practice,\n", i, i, i % 97);
		buf_addf(&y, "B%d,,Statement about topic%d and theme%d of better social work practice,\n", i, i, i % 97);
	}
	framework_diff(a, made(buf_str(&x).n ? str_c(a, buf_str(&x)) : ""), made(str_c(a, buf_str(&y))), &d);
	assert_int_equal(d.reworded, 20000);
	assert_int_equal(d.recoded, 20000);
	assert_int_equal(d.added + d.removed, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_type_that_says_what_it_is_is_believed), T(roles_are_told_by_shape), T(statements_without_an_outcome_make_one),
		T(a_code_says_knows_or_does), T(reading_order_is_parents_first_and_by_number),
		T(two_items_may_not_share_an_identifier), T(errors_are_seen_behind_many_warnings),
		T(a_bare_code_continues_the_last_outcome), T(codes_may_be_typed_in_many_ways),
		T(unknown_codes_come_with_the_nearest_real_one), T(a_loose_code_must_mean_one_item),
		T(no_more_codes_than_wanted_are_taken), T(terms_are_found_as_whole_words), T(equal_versions_have_no_differences),
		T(each_kind_of_change_is_told), T(the_same_code_with_other_words_is_reworded), T(word_spans_spell_both_texts),
		T(twenty_thousand_items_are_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
