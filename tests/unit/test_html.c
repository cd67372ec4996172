/* test_html.c — what reaches a page when a value is put in one; and the files inside the program. */
#include "web/assets.h"
#include "web/html.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *arena;

static int begin(void **state)
{
	UNUSED(state);
	arena = arena_new(64 << 20);
	return 0;
}

static int end(void **state)
{
	UNUSED(state);
	arena_release(arena);
	return 0;
}

static const char *c_of(struct html_out *o)
{
	return str_c(arena, html_end(o).s);
}

#define ASSERT_PUT(macro, value, expected)                                                                \
	do {                                                                                              \
		struct html_out o_ = html_begin(arena);                                                   \
		macro(&o_, value);                                                                        \
		assert_string_equal(c_of(&o_), expected);                                                 \
	} while (0)

static void escaped_text_cannot_open_a_tag(void **state)
{
	UNUSED(state);
	ASSERT_PUT(HTML_PUT, S("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
	ASSERT_PUT(HTML_PUT_TEXT, S("</textarea>"), "&lt;/textarea&gt;");
}

static void escaped_text_cannot_leave_an_attribute(void **state)
{
	UNUSED(state);
	ASSERT_PUT(HTML_PUT_TEXT, S("\" onclick='x'"), "&quot; onclick=&#39;x&#39;");
}

static void escaped_text_cannot_make_an_entity(void **state)
{
	UNUSED(state);
	ASSERT_PUT(HTML_PUT, S("&lt; & &"), "&amp;lt; &amp; &amp;");
}

static void each_character_that_matters_is_escaped_wherever_it_stands(void **state)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };
	static const char characters[] = "&<>\"'";

	UNUSED(state);
	for (size_t c = 0; c < COUNT_OF(entities); c++)
		for (size_t at = 0; at < 26; at++) {
			char text[] = "abcdefghijklmnopqrstuvwxyz";
			struct str before = { text, at }, after = { text + at + 1, 25 - at };

			text[at] = characters[c];
			ASSERT_PUT(HTML_PUT, str_from_c(text), strf(arena, "%.*s%s%.*s", STR_FMT(before), entities[c], STR_FMT(after)).p);
		}
}

/* The bytes that differ from one that matters in a single bit, and those above ASCII. */
static void bytes_that_only_look_like_them_are_kept(void **state)
{
	UNUSED(state);
	ASSERT_PUT(HTML_PUT, S("#$%(),:;=?@+-./ #$%(),:;=?@ \xc2\xa2\xc2\xa6\xc2\xa7\xc2\xbc\xc2\xbe"),
	           "#$%(),:;=?@+-./ #$%(),:;=?@ \xc2\xa2\xc2\xa6\xc2\xa7\xc2\xbc\xc2\xbe");
}

static void other_text_is_kept_byte_for_byte(void **state)
{
	UNUSED(state);
	ASSERT_PUT(HTML_PUT, S("Siân’s naïve £5 = {x} `y`\n"), "Siân’s naïve £5 = {x} `y`\n");
	ASSERT_PUT(HTML_PUT, STR_NONE, "");
}

static void an_address_is_escaped_too(void **state)
{
	struct url u = { S_INIT("/search?q=a&sort='x'") };

	UNUSED(state);
	ASSERT_PUT(HTML_PUT_URL, u, "/search?q=a&amp;sort=&#39;x&#39;");
}

static void numbers_are_written_whole(void **state)
{
	UNUSED(state);
	ASSERT_PUT(HTML_PUT, (int64_t)INT64_MIN, "-9223372036854775808");
	ASSERT_PUT(HTML_PUT, (size_t)SIZE_MAX, "18446744073709551615");
	ASSERT_PUT(HTML_PUT, 2027, "2027");
}

static void dates_are_written_as_people_say_them(void **state)
{
	UNUSED(state);
	ASSERT_PUT(HTML_PUT, date_make(2027, 10, 6), "6 October 2027");
	ASSERT_PUT(HTML_PUT, DATE_NONE, "");
}

static void ids_and_words_have_their_own_form(void **state)
{
	struct uuid u = { { 0x01, 0x92, 0xab } };

	UNUSED(state);
	ASSERT_PUT(HTML_PUT, u, "0192ab00-0000-0000-0000-000000000000");
	ASSERT_PUT(HTML_PUT, (enum word)T_SERVICE_NAME, "Cairn");
	ASSERT_PUT(HTML_PUT, (enum word)T_NONE, "");
}

static void a_finished_piece_passes_as_it_is(void **state)
{
	struct html_out inner = html_begin(arena);
	struct html piece;

	UNUSED(state);
	html_lit(&inner, "<b>", 3);
	HTML_PUT(&inner, S("<"));
	html_lit(&inner, "</b>", 4);
	piece = html_end(&inner);
	ASSERT_PUT(HTML_PUT, piece, "<b>&lt;</b>");
}

static void arguments_of_a_message_are_escaped(void **state)
{
	struct html_out o = html_begin(arena);
	struct word_arg arg = WORD_ARG("name", S("<i>"));

	UNUSED(state);
	HTML_PUT(&o, words_put(arena, S("By {name} & co"), &arg, 1));
	assert_string_equal(c_of(&o), "By &lt;i&gt; &amp; co");
}

static void half_a_page_is_never_given_back(void **state)
{
	struct html_out o = html_begin(arena);
	struct str big = { arena_alloc(arena, HTML_MAX), HTML_MAX };

	UNUSED(state);
	html_lit(&o, "<p>", 3);
	html_lit(&o, big.p, big.n);
	html_lit(&o, "</p>", 4);
	assert_int_equal(html_end(&o).s.n, 0);
}

static void an_asset_is_found_by_the_address_pages_use(void **state)
{
	UNUSED(state);
	assert_true(asset_count > 0);
	for (size_t i = 0; i < asset_count; i++) {
		const struct asset *found = asset_of_path(asset_url(asset_table[i].name).s);

		assert_ptr_equal(found, &asset_table[i]);
	}
}

static void an_address_without_the_right_hash_is_no_asset(void **state)
{
	UNUSED(state);
	assert_null(asset_of_path(S("/assets/cairn.css")));
	assert_null(asset_of_path(S("/assets/cairn.00000000.css")));
	assert_null(asset_of_path(S("/assets/")));
	assert_null(asset_of_path(S("")));
}

static void every_data_file_inflates_to_its_size(void **state)
{
	size_t n = 0;

	UNUSED(state);
	for (const char *name; (name = data_name(n)); n++) {
		struct str text = data_file(arena, str_from_c(name));

		assert_int_equal(text.n, data_table[n].size);
		assert_true(text.n > 0 && (text.p[0] == '{' || text.p[0] == '['));
	}
	assert_int_equal(n, data_count);
	assert_null(data_file(arena, S("demo/absent.json")).p);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(escaped_text_cannot_open_a_tag),
		TEST(escaped_text_cannot_leave_an_attribute),
		TEST(escaped_text_cannot_make_an_entity),
		TEST(each_character_that_matters_is_escaped_wherever_it_stands),
		TEST(bytes_that_only_look_like_them_are_kept),
		TEST(other_text_is_kept_byte_for_byte),
		TEST(an_address_is_escaped_too),
		TEST(numbers_are_written_whole),
		TEST(dates_are_written_as_people_say_them),
		TEST(ids_and_words_have_their_own_form),
		TEST(a_finished_piece_passes_as_it_is),
		TEST(arguments_of_a_message_are_escaped),
		TEST(half_a_page_is_never_given_back),
		TEST(an_asset_is_found_by_the_address_pages_use),
		TEST(an_address_without_the_right_hash_is_no_asset),
		TEST(every_data_file_inflates_to_its_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
