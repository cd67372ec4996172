/* test_base.c — slices, arenas, dates, identifiers. */
#include "base/text.h"
#include "base/time.h"
#include "base/uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct arena *a;

static int setup(void **state)
{
	UNUSED(state);
	a = arena_new(1 << 20);
	return 0;
}

static int teardown(void **state)
{
	UNUSED(state);
	arena_release(a);
	return 0;
}

static void is_text(struct str got, const char *want)
{
	assert_int_equal(got.n, strlen(want));
	assert_memory_equal(got.p, want, got.n);
}

static void an_arena_over_its_cap_jumps_and_stays_usable_to_release(void **state)
{
	struct arena *small = arena_new(1000);
	jmp_buf full;
	volatile bool jumped = false;

	UNUSED(state);
	if (setjmp(full) == 0) {
		arena_on_full(small, &full);
		arena_alloc(small, 600);
		arena_alloc(small, 600);
	} else {
		jumped = true;
	}
	assert_true(jumped);
	arena_release(small);
}

static void an_arena_within_another_jumps_where_its_parent_does_and_dies_with_it(void **state)
{
	struct arena *parent = arena_new(1 << 20), *inside = NULL;
	jmp_buf full;
	volatile bool jumped = false;

	UNUSED(state);
	if (setjmp(full) == 0) {
		arena_on_full(parent, &full);
		inside = arena_within(arena_within(parent, 5000), 1000);
		arena_alloc(inside, 2000);
	} else {
		jumped = true;
	}
	assert_true(jumped);
	arena_release(parent); /* the leak checker says whether the two inside went too */
}

static void an_arena_that_is_kept_outlives_its_parent(void **state)
{
	struct arena *parent = arena_new(1 << 20), *early = arena_within(parent, 1000), *kept = arena_within(parent, 1000);
	struct str s = str_dup(kept, S("still here"));

	UNUSED(state);
	arena_release(early);
	arena_keep(kept);
	arena_release(parent);
	assert_memory_equal(s.p, "still here", s.n);
	arena_release(kept);
}

static void memory_of_an_arena_is_zeroed_also_after_a_reset(void **state)
{
	struct arena *again = arena_new(1 << 16);
	char *p = arena_alloc(again, 100);

	UNUSED(state);
	memset(p, 'x', 100);
	arena_reset(again);
	p = arena_alloc(again, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(p[i], 0);
	arena_release(again);
}

static int released;
static void note_release(void *what)
{
	released = released * 10 + *(int *)what;
}

static void deferred_releases_run_last_first(void **state)
{
	struct arena *deferring = arena_new(1 << 16);
	int one = 1, two = 2;

	UNUSED(state);
	released = 0;
	arena_defer(deferring, note_release, &one);
	arena_defer(deferring, note_release, &two);
	arena_release(deferring);
	assert_int_equal(released, 21);
}

static void numbers_are_whole_bounded_and_nothing_else(void **state)
{
	int64_t v;

	UNUSED(state);
	assert_true(str_to_i64(S("-9223372036854775808"), INT64_MIN, INT64_MAX, &v));
	assert_true(v == INT64_MIN);
	assert_false(str_to_i64(S("9223372036854775808"), INT64_MIN, INT64_MAX, &v));
	assert_false(str_to_i64(S("12a"), 0, 100, &v));
	assert_false(str_to_i64(S(""), 0, 100, &v));
	assert_false(str_to_i64(S("+1"), 0, 100, &v));
	assert_false(str_to_i64(S("101"), 0, 100, &v));
}

static void ill_formed_utf8_is_refused(void **state)
{
	UNUSED(state);
	assert_true(utf8_valid(S("Zoë \xF0\x9F\x8C\xB1")));
	assert_false(utf8_valid(S("\xC0\x80")));
	assert_false(utf8_valid(S("\xED\xA0\x80")));
	assert_false(utf8_valid(S("\xF4\x90\x80\x80")));
	assert_false(utf8_valid(S("\xE2\x82")));
	assert_false(utf8_valid((struct str){ "a\0b", 3 }));
}

static void text_is_cut_between_characters_and_never_within_one(void **state)
{
	UNUSED(state);
	is_text(utf8_first(S("Zoë \xF0\x9F\x8C\xB1!"), 3), "Zoë");
	is_text(utf8_first(S("Zoë \xF0\x9F\x8C\xB1!"), 5), "Zoë \xF0\x9F\x8C\xB1");
	is_text(utf8_first(S("Zoë"), 3), "Zoë");
	is_text(utf8_first(S("Zoë"), 99), "Zoë");
	is_text(utf8_first(S("Zoë"), 0), "");
	is_text(first_name(S("Zoë van der Berg")), "Zoë");
}

static void folding_makes_spellings_of_a_name_equal(void **state)
{
	UNUSED(state);
	is_text(text_fold(a, S("  Zoë O’Neill-Šárka ")), "zoe oneill sarka");
	is_text(text_fold(a, S("ZOE O'NEILL  SARKA")), "zoe oneill sarka");
}

static void cleaning_keeps_words_and_drops_what_can_not_be_seen(void **state)
{
	UNUSED(state);
	is_text(text_clean(a, S("one\r\ntwo\rthree\tfour\x07")), "one\ntwo\nthree\tfour");
	is_text(text_clean(a, S("safe\xE2\x80\xAEtxt")), "safetxt");
}

static void edit_distance_counts_a_swap_once_and_stops_at_its_limit(void **state)
{
	UNUSED(state);
	assert_int_equal(edit_distance(S("farah"), S("farha"), 3), 1);
	assert_int_equal(edit_distance(S("smith"), S("smyth"), 3), 1);
	assert_int_equal(edit_distance(S("abcdef"), S("uvwxyz"), 2), 3);
}

static void a_date_that_does_not_exist_is_refused(void **state)
{
	struct date d;

	UNUSED(state);
	assert_false(date_parse(S("2027-02-29"), &d));
	assert_true(date_parse(S("2028-02-29"), &d));
	assert_false(date_parse_typed(S("31"), S("4"), S("2028"), &d));
	assert_true(date_parse_typed(S(" 1"), S("sept"), S("28"), &d));
	is_text(date_long(a, d), "1 September 2028");
}

static void months_end_where_the_month_ends(void **state)
{
	UNUSED(state);
	is_text(date_iso(a, date_add_months(date_make(2027, 1, 31), 1)), "2027-02-28");
	is_text(date_iso(a, date_add_months(date_make(2028, 2, 29), -12)), "2027-02-28");
	assert_int_equal(months_between(date_make(2027, 1, 31), date_make(2027, 2, 28)), 1);
	assert_int_equal(months_between(date_make(2027, 1, 15), date_make(2027, 2, 14)), 0);
}

static void months_added_and_counted_agree_for_every_day_of_eight_years(void **state)
{
	UNUSED(state);
	for (int32_t d = date_make(2024, 1, 1).days; d < date_make(2032, 1, 1).days; d++)
		for (int m = 1; m <= 30; m += 7)
			assert_int_equal(months_between((struct date){ d }, date_add_months((struct date){ d }, m)), m);
}

static void summer_time_begins_and_ends_on_the_last_sundays(void **state)
{
	instant t;

	UNUSED(state);
	assert_true(instant_parse(S("2026-03-29T00:59:59Z"), &t));
	is_text(instant_clock(a, t), "12:59am");
	is_text(instant_clock(a, t + SECOND), "2:00am");
	assert_true(instant_parse(S("2026-10-25T00:59:59Z"), &t));
	is_text(instant_clock(a, t), "1:59am");
	is_text(instant_clock(a, t + SECOND), "1:00am");
	is_text(date_iso(a, date_of(instant_of(date_make(2026, 7, 1), 0, 0))), "2026-07-01");
}

/* As gov.uk/bank-holidays lists them for England and Wales. */
static void bank_holidays_are_those_of_england(void **state)
{
	static const struct {
		int year, days[BANK_HOLIDAYS]; /* month * 100 + day */
	} cases[] = {
		{ 2021, { 101, 402, 405, 503, 531, 830, 1227, 1228 } }, /* Christmas Day a Saturday */
		{ 2024, { 101, 329, 401, 506, 527, 826, 1225, 1226 } },
		{ 2025, { 101, 418, 421, 505, 526, 825, 1225, 1226 } },
		{ 2026, { 101, 403, 406, 504, 525, 831, 1225, 1228 } }, /* Boxing Day a Saturday */
		{ 2027, { 101, 326, 329, 503, 531, 830, 1227, 1228 } },
		{ 2028, { 103, 414, 417, 501, 529, 828, 1225, 1226 } }, /* New Year's Day a Saturday */
		{ 2033, { 103, 415, 418, 502, 530, 829, 1226, 1227 } }, /* Christmas Day a Sunday */
	};

	UNUSED(state);
	for (size_t c = 0; c < COUNT_OF(cases); c++) {
		struct date got[BANK_HOLIDAYS];

		bank_holidays_of(cases[c].year, got);
		for (int i = 0; i < BANK_HOLIDAYS; i++) {
			int y, m, d;

			date_split(got[i], &y, &m, &d);
			assert_int_equal(y, cases[c].year);
			assert_int_equal(m * 100 + d, cases[c].days[i]);
			assert_true(date_weekday(got[i]) < 5);
		}
	}
}

static void bank_holidays_are_not_working_days(void **state)
{
	UNUSED(state);
	assert_int_equal(working_days_between(date_make(2026, 12, 24), date_make(2026, 12, 29)), 1);
	assert_int_equal(working_days_between(date_make(2026, 12, 24), date_make(2027, 1, 4)), 4);
	assert_int_equal(working_days_between(date_make(2026, 4, 2), date_make(2026, 4, 7)), 1);
	assert_int_equal(working_days_between(date_make(2025, 12, 31), date_make(2026, 12, 31)), 253);
}

static void a_day_is_reached_from_any_hour_and_across_a_change_of_clocks(void **state)
{
	UNUSED(state);
	for (int month = 1; month <= 12; month++)
		for (int hour = 0; hour < 24; hour++)
			for (int other = 1; other <= 12; other++) {
				instant now = instant_of(date_make(2026, month, 23), hour, 30);
				struct date day = date_make(2027, other, 6);

				assert_int_equal(date_of(now + days_to(now, day)).days, day.days);
				assert_int_equal(days_to(now, day) % DAY, 0);
			}
}

static void weekends_are_not_working_days(void **state)
{
	UNUSED(state);
	assert_int_equal(working_days_between(date_make(2026, 11, 20), date_make(2026, 11, 23)), 1);
	assert_int_equal(working_days_between(date_make(2026, 11, 21), date_make(2026, 11, 22)), 0);
	assert_int_equal(working_days_between(date_make(2026, 11, 2), date_make(2026, 11, 16)), 10);
}

static void a_uuid_reads_back_and_sorts_by_time(void **state)
{
	struct uuid early = uuid7(1000), late = uuid7(2000), back;

	UNUSED(state);
	assert_true(uuid_parse(uuid_str(a, early), &back));
	assert_true(uuid_eq(early, back));
	assert_true(memcmp(early.b, late.b, 16) < 0);
	assert_false(uuid_parse(S("01a20131-2052-7345-b38c-c2132bf63f6"), &back));
	assert_false(uuid_parse(S("01a20131x2052-7345-b38c-c2132bf63f66"), &back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_arena_over_its_cap_jumps_and_stays_usable_to_release),
		cmocka_unit_test(an_arena_within_another_jumps_where_its_parent_does_and_dies_with_it),
		cmocka_unit_test(an_arena_that_is_kept_outlives_its_parent),
		cmocka_unit_test(memory_of_an_arena_is_zeroed_also_after_a_reset),
		cmocka_unit_test(deferred_releases_run_last_first),
		cmocka_unit_test(numbers_are_whole_bounded_and_nothing_else),
		cmocka_unit_test(ill_formed_utf8_is_refused),
		cmocka_unit_test(text_is_cut_between_characters_and_never_within_one),
		cmocka_unit_test(folding_makes_spellings_of_a_name_equal),
		cmocka_unit_test(cleaning_keeps_words_and_drops_what_can_not_be_seen),
		cmocka_unit_test(edit_distance_counts_a_swap_once_and_stops_at_its_limit),
		cmocka_unit_test(a_date_that_does_not_exist_is_refused),
		cmocka_unit_test(months_end_where_the_month_ends),
		cmocka_unit_test(months_added_and_counted_agree_for_every_day_of_eight_years),
		cmocka_unit_test(summer_time_begins_and_ends_on_the_last_sundays),
		cmocka_unit_test(a_day_is_reached_from_any_hour_and_across_a_change_of_clocks),
		cmocka_unit_test(weekends_are_not_working_days),
		cmocka_unit_test(bank_holidays_are_those_of_england),
		cmocka_unit_test(bank_holidays_are_not_working_days),
		cmocka_unit_test(a_uuid_reads_back_and_sorts_by_time),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
