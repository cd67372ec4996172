/* test_talk.c — rules/talk.h: words found again, what became of them, and who is named. */
#include "rules/talk.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void words_are_found_whatever_the_white_space_and_nearest_first(void **state)
{
	static const struct {
		const char *text, *words;
		size_t near;
		bool found;
		size_t at, n;
	} cases[] = {
		{ "I rang first. Then I went.", "rang first", 0, true, 2, 10 },
		{ "I rang first.\n\nThen I went.", "first. Then", 0, true, 7, 12 },
		{ "I rang first. Then I went.", "  Then\nI went. ", 0, true, 14, 12 },
		{ "no and no and no", "no", 0, true, 0, 2 },
		{ "no and no and no", "no", 8, true, 7, 2 },
		{ "no and no and no", "no", 99, true, 14, 2 },
		{ "I rang first.", "I rang last", 0, false, 0, 0 },
		{ "I rang first.", " \n ", 0, false, 0, 0 },
		{ "", "a", 0, false, 0, 0 },
		{ "abc", "abcd", 0, false, 0, 0 },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct passage p = { 0, 0 };

		assert_int_equal(passage_find(str_from_c(cases[i].text), str_from_c(cases[i].words), cases[i].near, &p), cases[i].found);
		assert_int_equal(p.at, cases[i].at);
		assert_int_equal(p.n, cases[i].n);
	}
}

static void what_became_of_words_is_their_place_now(void **state)
{
	static const struct {
		const char *was, *words, *now, *is;
		enum passage_state state;
	} cases[] = {
		{ "I rang first. Then I went.", "rang first", "I rang first. Then I went.", "rang first", PASSAGE_STANDS },
		{ "I rang first. Then I went.", "Then I went.", "On Monday I rang first. Then I went.", "Then I went.", PASSAGE_STANDS },
		{ "I rang the school first. Then I went.", "rang the school first", "I wrote to the nursery first. Then I went.", "wrote to the nursery first",
		  PASSAGE_CHANGED },
		{ "I rang. I was cross. Then I went.", "I was cross.", "I rang. Then I went.", "", PASSAGE_GONE },
		{ "I was sure. I went.", "I was sure.", "I was not quite sure. I went.", "I was not quite sure.", PASSAGE_CHANGED },
		{ "One. Two. Three.", "Two.", "", "", PASSAGE_GONE },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena *a = arena_new(1 << 20);
		struct str was = str_from_c(cases[i].was), now = str_from_c(cases[i].now), is;
		struct passage p, q;

		assert_true(passage_find(was, str_from_c(cases[i].words), 0, &p));
		assert_int_equal(passage_now(a, was, p, now, &q), cases[i].state);
		is = str_sub(now, q.at, q.n);
		if (cases[i].state != PASSAGE_GONE)
			assert_string_equal(str_c(a, is), cases[i].is);
		else
			assert_int_equal(q.n, 0);
		arena_release(a);
	}
}

static void a_passage_that_is_not_of_the_text_is_gone(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct passage q;

	UNUSED(state);
	assert_int_equal(passage_now(a, S("short"), (struct passage){ 3, SIZE_MAX }, S("short"), &q), PASSAGE_GONE);
	assert_int_equal(passage_now(a, S("short"), (struct passage){ 30, 1 }, S("short"), &q), PASSAGE_GONE);
	arena_release(a);
}

static void people_are_named_by_first_or_whole_name_after_an_at(void **state)
{
	static const struct {
		const char *text, *name;
		bool is;
	} cases[] = {
		{ "@Grace could you look?", "Grace Mensah", true }, { "see this, @grace mensah.", "Grace Mensah", true },
		{ "@Grace’s visit", "Grace Mensah", true },         { "@Grac", "Grace Mensah", false },
		{ "@Gracey", "Grace Mensah", false },               { "Grace was there", "Grace Mensah", false },
		{ "write to grace@example", "Grace Mensah", false }, { "@", "Grace Mensah", false }, { "@Grace", "", false },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(mentioned(str_from_c(cases[i].text), str_from_c(cases[i].name)), cases[i].is);
}

#define JOINER "\xE2\x81\xA0"

static void the_at_of_a_mention_stands_apart_from_its_name_and_is_joined_again(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct str said = S("@Grace, see @graces and @Grace Mensah’s"), apart = mention_apart(a, said, S("Grace Mensah"));

	UNUSED(state);
	assert_string_equal(str_c(a, apart), "@" JOINER "Grace, see @graces and @" JOINER "Grace Mensah’s");
	assert_true(str_eq(mention_apart(a, apart, S("Grace Mensah")), apart)); /* once is enough */
	assert_true(str_eq(mention_joined(a, apart), said));
	assert_string_equal(str_c(a, mention_apart(a, S("@a@a@a"), S("a"))), "@" JOINER "a@" JOINER "a@" JOINER "a");
	assert_string_equal(str_c(a, mention_apart(a, S("@"), S("Grace"))), "@");
	assert_string_equal(str_c(a, mention_joined(a, S("@"))), "@");
	arena_release(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found_whatever_the_white_space_and_nearest_first),
		cmocka_unit_test(what_became_of_words_is_their_place_now),
		cmocka_unit_test(a_passage_that_is_not_of_the_text_is_gone),
		cmocka_unit_test(the_at_of_a_mention_stands_apart_from_its_name_and_is_joined_again),
		cmocka_unit_test(people_are_named_by_first_or_whole_name_after_an_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
