/* test_ical.c — what Cairn writes for calendars, read back by libical. */
#include "web/ical.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <libical/ical.h>
#include <string.h>

#define D(y, m, d) date_make(y, m, d)

static int setup(void **state)
{
	*state = arena_new(8 << 20);
	return 0;
}

static int teardown(void **state)
{
	arena_release(*state);
	return 0;
}

static icalcomponent *read_back(struct str text)
{
	icalcomponent *c = icalparser_parse_string(text.p);

	assert_non_null(c);
	assert_int_equal(icalcomponent_isa(c), ICAL_VCALENDAR_COMPONENT);
	assert_int_equal(icalcomponent_count_errors(c), 0);
	assert_int_equal(icalrestriction_check(c), 1);
	return c;
}

static struct ical_event review(struct arena *a)
{
	return (struct ical_event){ .uid = ical_uid(a, S("review 12")), .on = D(2027, 2, 19), .summary = S("12-month review is due"),
		                        .description = S("It can be held from 5 February 2027 to 5 March 2027."), .url = S("https://cairn.example/reviews/1"),
		                        .sequence = 3, .stamp = instant_of(D(2026, 11, 23), 14, 5) };
}

static void an_event_comes_back_as_it_was_written(void **state)
{
	struct arena *a = *state;
	struct ical_event e = review(a);
	struct str text = ical_write(a, &(struct ical){ .name = S("Cairn"), .description = S("Dates."), .refresh_hours = 4, .events = &e, .n = 1 });
	icalcomponent *c = read_back(text), *v = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
	struct icaltimetype starts = icalcomponent_get_dtstart(v), stamp = icalcomponent_get_dtstamp(v);

	assert_int_equal(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), 1);
	assert_true(icaltime_is_date(starts));
	assert_int_equal(starts.year, 2027);
	assert_int_equal(starts.month, 2);
	assert_int_equal(starts.day, 19);
	assert_true(icaltime_is_utc(stamp));
	assert_int_equal(icaltime_as_timet(stamp), e.stamp / 1000);
	assert_true(str_eq(str_from_c(icalcomponent_get_uid(v)), e.uid));
	assert_string_equal(icalcomponent_get_summary(v), "12-month review is due");
	assert_string_equal(icalcomponent_get_description(v), "It can be held from 5 February 2027 to 5 March 2027.");
	assert_int_equal(icalcomponent_get_sequence(v), 3);
	assert_int_equal(icalcomponent_get_status(v), ICAL_STATUS_CONFIRMED);
	assert_int_equal(icalcomponent_count_components(v, ICAL_VALARM_COMPONENT), 0);
	assert_non_null(strstr(text.p, "DTSTART;VALUE=DATE:20270219\r\n"));
	assert_non_null(strstr(text.p, "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n"));
	assert_non_null(strstr(text.p, "X-PUBLISHED-TTL:PT4H\r\n"));
	assert_non_null(strstr(text.p, "X-WR-CALNAME:Cairn\r\n"));
	assert_non_null(strstr(text.p, "TRANSP:TRANSPARENT\r\n"));
	icalcomponent_free(c);
}

/* Words that would end a line, a value or an event; letters of more than one byte where a line is folded; controls. */
static void no_words_break_out_of_their_line(void **state)
{
	static const char *const words[] = {
		"a, b; c\\ d: \"e\"", "one\ntwo", "END:VEVENT\r\nBEGIN:VALARM", "Żółć and 人 and 🙂, over and over, Żółć and 人 and 🙂, until the line is folded in the midst",
		"\x01\x02 bell \x07", "", "ATTACH:http://elsewhere.example/",
	};
	struct arena *a = *state;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct ical_event e = review(a);
		struct str text;
		icalcomponent *c, *v;

		e.summary = e.description = str_from_c(words[i]);
		text = ical_write(a, &(struct ical){ .events = &e, .n = 1 });
		c = read_back(text);
		v = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
		assert_int_equal(icalcomponent_count_components(c, ICAL_ANY_COMPONENT), 1);
		assert_int_equal(icalcomponent_count_components(v, ICAL_ANY_COMPONENT), 0);
		assert_int_equal(icalcomponent_count_properties(v, ICAL_ATTACH_PROPERTY), 0);
		if (i != 2 && i != 4)
			assert_string_equal(icalcomponent_get_summary(v) ? icalcomponent_get_summary(v) : "", words[i]);
		for (const char *p = text.p, *end; (end = strstr(p, "\r\n")); p = end + 2)
			assert_true(end - p <= 75);
		icalcomponent_free(c);
	}
}

static void what_is_gone_is_cancelled_and_tells_nothing(void **state)
{
	struct arena *a = *state;
	struct ical_event e = { .uid = ical_uid(a, S("x")), .on = D(2027, 1, 1), .summary = S("No longer planned"), .sequence = 1, .is_cancelled = true };
	icalcomponent *c = read_back(ical_write(a, &(struct ical){ .events = &e, .n = 1 }));
	icalcomponent *v = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);

	assert_int_equal(icalcomponent_get_status(v), ICAL_STATUS_CANCELLED);
	assert_int_equal(icalcomponent_count_properties(v, ICAL_URL_PROPERTY), 0);
	icalcomponent_free(c);
}

static void an_event_is_known_by_what_nobody_can_read(void **state)
{
	struct arena *a = *state;
	struct str one = ical_uid(a, S("review 12 of somebody"));

	assert_true(str_eq(one, ical_uid(a, S("review 12 of somebody"))));
	assert_false(str_eq(one, ical_uid(a, S("review 18 of somebody"))));
	assert_int_equal(one.n, 32 + 6);
	assert_int_equal(str_find(one, S("somebody")), SIZE_MAX);
}

static void a_calendar_without_anything_is_one_still(void **state)
{
	icalcomponent *c = icalparser_parse_string(ical_write(*state, &(struct ical){ .name = S("Cairn") }).p);

	assert_non_null(c);
	assert_int_equal(icalcomponent_count_components(c, ICAL_ANY_COMPONENT), 0);
	icalcomponent_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_event_comes_back_as_it_was_written, setup, teardown),
		cmocka_unit_test_setup_teardown(no_words_break_out_of_their_line, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_gone_is_cancelled_and_tells_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(an_event_is_known_by_what_nobody_can_read, setup, teardown),
		cmocka_unit_test_setup_teardown(a_calendar_without_anything_is_one_still, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
