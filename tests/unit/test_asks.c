/* test_asks.c — links for people without an account, what families said, where an observation stands. */
#include "rules/asks.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NEVER ASK_NEVER
#define D(n) ((n) * DAY)

/* Days; NEVER for what has not happened. */
struct life {
	enum ask_kind kind;
	instant confirmed, declined, sent, expires, opened, done, revoked, deleted, now;
	enum ask_state state, shown;
	bool may_send, may_link;
};
static struct ask_facts facts(const struct life *l)
{
	return (struct ask_facts){ .kind = l->kind, .confirmed_at = l->confirmed, .declined_at = l->declined, .sent_at = l->sent,
		                       .expires = l->expires, .opened_at = l->opened, .done_at = l->done, .revoked_at = l->revoked,
		                       .deleted_at = l->deleted, .now = l->now };
}

static void a_link_lives_as_its_dates_say(void **state)
{
	static const struct life lives[] = {
		/* kind, confirmed, declined, sent, expires, opened, done, revoked, deleted, now */
		{ ASK_PROFESSIONAL, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, D(1), ASK_READY, ASK_READY, false, true },
		{ ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), NEVER, NEVER, NEVER, NEVER, D(14), ASK_SENT, ASK_SENT, true, true },
		{ ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), NEVER, NEVER, NEVER, NEVER, D(15), ASK_EXPIRED, ASK_EXPIRED, false, true },
		{ ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), D(14), NEVER, NEVER, NEVER, D(20), ASK_OPENED, ASK_OPENED, true, true },
		{ ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), D(14), NEVER, NEVER, NEVER, D(22), ASK_EXPIRED, ASK_EXPIRED, false, true },
		/* opened early, it is good for seven days from its end all the same; opened too late, it is not good at all */
		{ ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), D(2), NEVER, NEVER, NEVER, D(21), ASK_OPENED, ASK_OPENED, true, true },
		{ ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), D(2), NEVER, NEVER, NEVER, D(14), ASK_OPENED, ASK_OPENED, true, true },
		{ ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), D(16), NEVER, NEVER, NEVER, D(16), ASK_EXPIRED, ASK_EXPIRED, false, true },
		{ ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), D(2), D(2), NEVER, NEVER, D(3), ASK_DONE, ASK_DONE, false, false },
		{ ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), D(2), NEVER, D(3), NEVER, D(4), ASK_REVOKED, ASK_REVOKED, false, false },
		{ ASK_OBSERVER, NEVER, NEVER, D(1), D(15), D(2), D(2), NEVER, D(3), D(4), ASK_DELETED, ASK_DELETED, false, false },
		{ ASK_FAMILY, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, D(1), ASK_PROPOSED, ASK_PROPOSED, false, false },
		{ ASK_FAMILY, NEVER, D(1), NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, D(1), ASK_DECLINED, ASK_DECLINED, false, false },
		{ ASK_FAMILY, D(1), NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, D(1), ASK_READY, ASK_READY, false, true },
		/* of a family's, what is shown goes by the clock alone */
		{ ASK_FAMILY, D(1), NEVER, D(1), D(15), NEVER, NEVER, NEVER, NEVER, D(2), ASK_SENT, ASK_SENT, true, false },
		{ ASK_FAMILY, D(1), NEVER, D(1), D(15), D(2), NEVER, NEVER, NEVER, D(2), ASK_OPENED, ASK_SENT, true, false },
		{ ASK_FAMILY, D(1), NEVER, D(1), D(15), D(2), D(2), NEVER, NEVER, D(2), ASK_DONE, ASK_SENT, false, false },
		{ ASK_FAMILY, D(1), NEVER, D(1), D(15), D(2), D(2), NEVER, D(3), D(4), ASK_DELETED, ASK_SENT, false, false },
		{ ASK_FAMILY, D(1), NEVER, D(1), D(15), D(2), D(2), NEVER, NEVER, D(16), ASK_DONE, ASK_EXPIRED, false, false },
		{ ASK_FAMILY, D(1), NEVER, D(1), D(15), D(2), D(2), D(3), NEVER, D(4), ASK_DONE, ASK_REVOKED, false, false },
		{ ASK_FAMILY, D(1), NEVER, D(1), D(15), NEVER, NEVER, NEVER, NEVER, D(1) + MINUTE, ASK_SENT, ASK_SENT, true, false },
		{ ASK_FAMILY, D(1), NEVER, D(1), D(15), D(1), D(1), NEVER, NEVER, D(1) + MINUTE, ASK_DONE, ASK_SENT, false, false },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(lives); i++) {
		struct ask_facts f = facts(&lives[i]);

		assert_int_equal(ask_state_of(&f), lives[i].state);
		assert_int_equal(ask_shown(&f), lives[i].shown);
		assert_int_equal(ask_may_send(&f), lives[i].may_send);
		assert_int_equal(ask_may_link(&f), lives[i].may_link);
	}
}

static void nothing_more_is_taken_for_a_piece_with_a_view(void **state)
{
	struct ask_facts f = { ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), D(2), NEVER, NEVER, NEVER, true, D(3) };

	UNUSED(state);
	assert_int_equal(ask_state_of(&f), ASK_EXPIRED);
	assert_false(ask_may_send(&f));
	assert_false(ask_may_link(&f));
	assert_false(ask_reminds(&f, NEVER));
	f.piece_stands = false;
	assert_true(ask_may_send(&f));
}

static void what_was_sent_can_be_deleted_for_thirty_days(void **state)
{
	struct ask_facts f = { ASK_PROFESSIONAL, NEVER, NEVER, D(1), D(15), D(2), D(2), NEVER, NEVER, false, D(31) };

	UNUSED(state);
	assert_true(ask_may_delete(&f));
	f.now = D(32);
	assert_false(ask_may_delete(&f));
	f.now = D(3);
	f.piece_stands = true; /* an assessor has given a view */
	assert_false(ask_may_delete(&f));
	f.kind = ASK_FAMILY; /* a family's may go all the same */
	assert_true(ask_may_delete(&f));
}

static void there_is_one_reminder_near_the_end_and_none_for_families(void **state)
{
	struct ask_facts f = { ASK_PROFESSIONAL, NEVER, NEVER, D(0), D(14), NEVER, NEVER, NEVER, NEVER, false, D(8) };

	UNUSED(state);
	assert_false(ask_reminds(&f, NEVER));
	f.now = D(9);
	assert_true(ask_reminds(&f, NEVER));
	assert_false(ask_reminds(&f, D(9)));
	f.kind = ASK_FAMILY;
	f.confirmed_at = D(0);
	assert_false(ask_reminds(&f, NEVER));
	f = (struct ask_facts){ ASK_OBSERVER, NEVER, NEVER, D(0), D(4), NEVER, NEVER, NEVER, NEVER, false, D(1) };
	assert_false(ask_reminds(&f, NEVER)); /* a short one not on its first day */
	f.now = D(2);
	assert_true(ask_reminds(&f, NEVER));
}

static void families_are_released_together_and_after_a_rest(void **state)
{
	UNUSED(state);
	assert_false(family_may_release(2, 3, D(1), D(30)));
	assert_false(family_may_release(3, 3, D(1), D(7)));
	assert_true(family_may_release(3, 3, D(1), D(8)));
	assert_false(family_may_release(1, 1, D(1), D(30))); /* one is never together with others */
	assert_false(family_may_release(1, 0, D(1), D(30)));
}

static void a_code_reads_well_and_forgives_how_it_is_typed(void **state)
{
	struct arena *a = arena_new(1 << 16);
	uint8_t bytes[32] = { 64, 0, 38, 128 };
	struct str code = ask_code(a, bytes);

	UNUSED(state);
	assert_string_equal(code.p, "heron 48 lamp");
	assert_true(str_eq(ask_code_folded(a, S("  Heron  48-LAMP ")), ask_code_folded(a, code)));
	arena_release(a);
}

struct stage_case {
	instant given, submitted, assessed, agreed, cancelled;
	bool is_submitted, agrees;
	enum observation_stage stage;
	instant since;
	const char *due; /* NULL for none */
};

static void an_observation_is_with_one_person_at_a_time(void **state)
{
	/* Planned on day 0 for Monday 11 January 2027 */
	struct date on = date_make(2027, 1, 11);
	instant monday = instant_of(on, 12, 0);
	const struct stage_case cases[] = {
		{ NEVER, NEVER, NEVER, NEVER, NEVER, false, false, OBSERVATION_PLANNED, D(0), "2027-01-18" },
		{ monday, NEVER, NEVER, NEVER, NEVER, false, false, OBSERVATION_OBSERVED, monday, "2027-01-25" },
		{ monday, monday + DAY, NEVER, NEVER, NEVER, true, false, OBSERVATION_REFLECTED, monday + DAY, "2027-01-19" },
		{ monday, monday + DAY, monday + D(2), NEVER, NEVER, true, false, OBSERVATION_VIEWED, monday + D(2), "2027-01-27" },
		{ monday, monday + DAY, monday + D(2), monday + D(3), NEVER, true, true, OBSERVATION_AGREED, monday + D(3), NULL },
		{ monday, monday + DAY, monday + D(2), monday + D(3), NEVER, true, false, OBSERVATION_DISAGREED, monday + D(3), NULL },
		{ NEVER, NEVER, NEVER, NEVER, monday, false, false, OBSERVATION_CANCELLED, monday, NULL },
		/* handed in before anybody watched: still with the observer */
		{ NEVER, monday, NEVER, NEVER, NEVER, true, false, OBSERVATION_PLANNED, D(0), "2027-01-18" },
	};
	struct arena *a = arena_new(1 << 16);

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct stage_case *c = &cases[i];
		struct observation_stands s = observation_stands(&(struct observation_facts){
			.on = on, .planned_at = D(0), .given_at = c->given, .submitted = c->is_submitted, .submitted_at = c->submitted,
			.assessed_at = c->assessed, .agreed_at = c->agreed, .agrees = c->agrees, .cancelled_at = c->cancelled, .answer_days = 5 });

		assert_int_equal(s.stage, c->stage);
		assert_int_equal(s.since, c->since);
		assert_string_equal(date_is_none(s.due) ? "" : date_iso(a, s.due).p, c->due ? c->due : "");
		assert_false(observation_is_late(&s, s.due));
		assert_int_equal(observation_is_late(&s, date_plus(s.due, 1)), !date_is_none(s.due));
	}
	arena_release(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_lives_as_its_dates_say),
		cmocka_unit_test(nothing_more_is_taken_for_a_piece_with_a_view),
		cmocka_unit_test(what_was_sent_can_be_deleted_for_thirty_days),
		cmocka_unit_test(there_is_one_reminder_near_the_end_and_none_for_families),
		cmocka_unit_test(families_are_released_together_and_after_a_rest),
		cmocka_unit_test(a_code_reads_well_and_forgives_how_it_is_typed),
		cmocka_unit_test(an_observation_is_with_one_person_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
