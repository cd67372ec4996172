/* Search: words and their forms, codes as typed, references, glossary; what is best comes first. */
#include "app/framework/search.h"
#include "framework_help.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *a;
static const struct framework *fw;
static const struct search_index *search;

static void drop(void *arena)
{
	arena_release(arena);
}

static int set_up(void **state)
{
	struct arena *own;

	(void)state;
	a = arena_new((size_t)1 << 30);
	own = arena_new((size_t)1 << 30);
	fw = import_file(a, "frameworks/pqs-2025-illustrative.json");
	if (!fw)
		return 1;
	search = search_build(own, fw);
	/* the promise of search.h */
	if (arena_used(own) > 3 << 20)
		return 1;
	arena_defer(a, drop, own);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(a);
	return 0;
}

static struct search_result ask(const char *query)
{
	struct search_result r;

	framework_search(a, search, str_from_c(query), &SEARCH_ALL, 50, &r);
	return r;
}

static void first_is(const char *query, const char *code)
{
	struct search_result r = ask(query);

	assert_true(r.n > 0);
	assert_string_equal(str_c(a, fw->items[r.v[0].item].code), code);
	assert_true(r.v[0].places & SEARCH_CODE);
}

static void codes_are_found_however_they_are_typed(void **state)
{
	(void)state;
	first_is("4.2 K3", "4.2 K3");
	first_is("4.2k3", "4.2 K3");
	first_is("42 K3", "4.2 K3");
	first_is("4.2 K 3", "4.2 K3");
	first_is("4.2", "4.2");
	assert_true(ask("4.2").n > 5); /* and what stands beneath it */
	first_is("4.2 K", "4.2 K1");
}

static void a_code_that_is_not_there_suggests_the_nearest(void **state)
{
	struct search_result r = ask("4.2 K99");

	(void)state;
	assert_true(r.suggestion >= 0);
	assert_true(str_starts(fw->items[r.suggestion].code, S("4.2 K")));
	assert_int_equal(ask("domestic abuse").suggestion, -1);
}

static void words_are_found_in_other_forms(void **state)
{
	struct search_result one = ask("assessment"), other = ask("ASSESSMENTS");

	(void)state;
	assert_true(one.n > 0);
	assert_int_equal(one.total, other.total);
	assert_int_equal(one.v[0].item, other.v[0].item);
}

static void words_found_are_marked(void **state)
{
	struct search_result r = ask("children");

	(void)state;
	assert_true(r.n > 0);
	for (size_t k = 0; k < r.n; k++)
		if (r.v[k].places == SEARCH_TEXT) {
			struct str text = fw->items[r.v[k].item].text;

			assert_true(r.v[k].spans_n > 0);
			assert_true(str_starts(str_lower(a, str_sub(text, r.v[k].spans[0].from, r.v[k].spans[0].n)), S("child")));
			return;
		}
	fail();
}

static void every_word_counts(void **state)
{
	struct search_result both = ask("domestic abuse"), one = ask("abuse");

	(void)state;
	assert_true(both.total > 0);
	assert_true(both.total <= one.total);
	assert_false(both.guessed);
}

static void a_slip_of_the_pen_is_forgiven(void **state)
{
	struct search_result r = ask("domestc abuse");

	(void)state;
	assert_true(r.n > 0);
	assert_true(r.guessed);
	assert_int_equal(r.v[0].item, ask("domestic abuse").v[0].item);
}

static void an_unfinished_word_is_enough(void **state)
{
	(void)state;
	assert_true(ask("superv").n > 0);
}

static void references_are_searched(void **state)
{
	struct search_result r = ask("Children Act 1989");

	(void)state;
	assert_true(r.n > 0);
	assert_true(r.v[0].places & SEARCH_REFERENCE);
}

static void glossary_terms_are_found(void **state)
{
	struct search_result r = ask("chronology");

	(void)state;
	assert_true(r.terms_n > 0);
	assert_string_equal(str_c(a, fw->terms[r.terms[0]].term), "Chronology");
}

static void filters_leave_out(void **state)
{
	struct search_filters f = SEARCH_ALL;
	struct search_result r;

	(void)state;
	f.kind = ITEM_DOES;
	framework_search(a, search, S("child"), &f, 1000, &r);
	assert_true(r.n > 0);
	for (size_t k = 0; k < r.n; k++)
		assert_int_equal(fw->items[r.v[k].item].kind, ITEM_DOES);
	framework_search(a, search, STR_NONE, &f, 1000, &r);
	assert_int_equal(r.n, 200);
	f = SEARCH_ALL;
	f.thread = framework_find_thread(fw, S("domestic-abuse"));
	assert_true(f.thread >= 0);
	framework_search(a, search, STR_NONE, &f, 1000, &r);
	assert_true(r.n > 0 && r.n < fw->n);
	f = SEARCH_ALL;
	f.domain = 0;
	framework_search(a, search, STR_NONE, &f, 10, &r);
	assert_int_equal(r.n, 10);
	assert_int_equal(r.total, fw->items[0].end);
}

static void nonsense_and_markup_are_harmless(void **state)
{
	static const char *const queries[] = { "xyzzyplugh", "<script>", "\xff\xfe", "' OR 1=1 --", "the", "\xe2\x80\x99", ".", "%",
		                               "a b c d e f g h i j k l m n o p q r s t", "" };

	(void)state;
	for (size_t k = 0; k < COUNT_OF(queries); k++)
		ask(queries[k]);
	assert_int_equal(ask("xyzzyplugh").total, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(codes_are_found_however_they_are_typed), T(a_code_that_is_not_there_suggests_the_nearest),
		T(words_are_found_in_other_forms), T(words_found_are_marked), T(every_word_counts), T(a_slip_of_the_pen_is_forgiven),
		T(an_unfinished_word_is_enough), T(references_are_searched), T(glossary_terms_are_found), T(filters_leave_out),
		T(nonsense_and_markup_are_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
