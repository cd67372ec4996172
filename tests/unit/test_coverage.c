/* test_coverage.c — adding up links, and when an outcome has enough to talk about. */
#include "rules/coverage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { STATEMENTS = 4, OUTCOMES = 2 };
static const struct enough two_kinds_or_observed = { .kinds = 2, .observed = true, .months = 12 };

static struct date today(void)
{
	return date_make(2028, 6, 27);
}

static struct coverage_fact fact(int statement, enum evidence_kind kind, int days_ago, enum link_state state, int evidence)
{
	return (struct coverage_fact){ statement, statement / 2, kind, date_plus(today(), -days_ago), state, evidence };
}

static struct coverage add_up(struct arena *a, const struct coverage_fact *facts, size_t n)
{
	return coverage_of(a, STATEMENTS, OUTCOMES, facts, n);
}

static void one_kind_of_own_account_is_some(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct coverage_fact f[] = { fact(0, KIND_REFLECTION, 5, LINK_CLAIMED, 1), fact(1, KIND_REFLECTION, 3, LINK_ENDORSED, 2) };
	struct coverage c = add_up(a, f, 2);

	UNUSED(state);
	assert_int_equal(outcome_talk(&c.outcomes[0], &two_kinds_or_observed, today()), TALK_SOME);
	assert_int_equal(outcome_talk(&c.outcomes[1], &two_kinds_or_observed, today()), TALK_NOTHING);
	assert_true(outcome_is_own_account(&c.outcomes[0]));
	arena_release(a);
}

static void two_kinds_are_enough_and_so_is_one_observation(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct coverage_fact f[] = { fact(0, KIND_REFLECTION, 5, LINK_CLAIMED, 1), fact(0, KIND_LEARNING, 9, LINK_CLAIMED, 2),
		                     fact(2, KIND_OBSERVATION, 30, LINK_CLAIMED, 3) };
	struct coverage c = add_up(a, f, 3);

	UNUSED(state);
	assert_int_equal(outcome_talk(&c.outcomes[0], &two_kinds_or_observed, today()), TALK_ENOUGH);
	assert_int_equal(outcome_talk(&c.outcomes[1], &two_kinds_or_observed, today()), TALK_ENOUGH);
	assert_int_equal(outcome_talk(&c.outcomes[1], &(struct enough){ 2, false, 12 }, today()), TALK_SOME);
	arena_release(a);
}

static void evidence_older_than_the_rule_is_still_some(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct coverage_fact f[] = { fact(0, KIND_OBSERVATION, 400, LINK_ENDORSED, 1) };
	struct coverage c = add_up(a, f, 1);

	UNUSED(state);
	assert_int_equal(outcome_talk(&c.outcomes[0], &two_kinds_or_observed, today()), TALK_SOME);
	arena_release(a);
}

static void evidence_exactly_twelve_months_old_counts(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct coverage_fact f[] = { { 0, 0, KIND_OBSERVATION, date_make(2027, 6, 27), LINK_ENDORSED, 1 } };
	struct coverage c = add_up(a, f, 1);

	UNUSED(state);
	assert_int_equal(outcome_talk(&c.outcomes[0], &two_kinds_or_observed, today()), TALK_ENOUGH);
	arena_release(a);
}

static void a_piece_with_three_links_to_an_outcome_counts_once(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct coverage_fact f[] = { fact(0, KIND_REFLECTION, 5, LINK_CLAIMED, 7), fact(1, KIND_REFLECTION, 5, LINK_ENDORSED, 7),
		                     fact(1, KIND_FEEDBACK, 2, LINK_ENDORSED, 8) };
	struct coverage c = add_up(a, f, 3);

	UNUSED(state);
	assert_int_equal(c.outcomes[0].pieces, 2);
	assert_int_equal(c.outcomes[0].agreed, 2);
	assert_int_equal(c.statements[1].pieces, 2);
	assert_int_equal(c.statements[1].state, STATEMENT_ENDORSED);
	assert_int_equal(c.statements[0].state, STATEMENT_CLAIMED);
	arena_release(a);
}

static void a_returned_link_shows_a_question_and_counts_for_nothing(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct coverage_fact f[] = { fact(0, KIND_OBSERVATION, 5, LINK_RETURNED, 1), fact(1, KIND_REFLECTION, 5, LINK_RETURNED, 2),
		                     fact(1, KIND_REFLECTION, 5, LINK_CLAIMED, 3) };
	struct coverage c = add_up(a, f, 3);

	UNUSED(state);
	assert_int_equal(c.statements[0].state, STATEMENT_QUESTION);
	assert_int_equal(c.statements[0].pieces, 0);
	assert_int_equal(c.statements[1].state, STATEMENT_CLAIMED);
	assert_int_equal(c.outcomes[0].pieces, 1);
	assert_int_equal(outcome_talk(&c.outcomes[0], &two_kinds_or_observed, today()), TALK_SOME);
	arena_release(a);
}

static void what_is_stored_reads_back_and_tallies_the_same(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct coverage_fact f[] = { fact(0, KIND_REFLECTION, 5, LINK_CLAIMED, 1), fact(2, KIND_OBSERVATION, 30, LINK_ENDORSED, 2),
		                     fact(3, KIND_COURT_WORK, 900, LINK_ENDORSED, 3) };
	struct coverage c = add_up(a, f, 3), back;
	struct str statements = coverage_encode_statements(a, &c), outcomes = coverage_encode_outcomes(a, &c);
	struct coverage_tally t = coverage_tally_new(a, STATEMENTS, OUTCOMES);
	struct talk_counts n = coverage_talk(&c, &two_kinds_or_observed, today());

	UNUSED(state);
	assert_int_equal(coverage_decode(a, statements, outcomes, STATEMENTS, OUTCOMES, &back), OK);
	assert_memory_equal(back.statements, c.statements, sizeof(*c.statements) * STATEMENTS);
	assert_memory_equal(back.outcomes, c.outcomes, sizeof(*c.outcomes) * OUTCOMES);
	assert_int_equal(coverage_tally_add(&t, coverage_encode_brief(a, &c), &two_kinds_or_observed, today()), OK);
	assert_int_equal(t.outcomes[0][TALK_SOME] + t.outcomes[1][TALK_SOME], n.some);
	assert_int_equal(t.outcomes[0][TALK_ENOUGH] + t.outcomes[1][TALK_ENOUGH], n.enough);
	assert_int_equal(t.statements[2][STATEMENT_ENDORSED], 1);
	arena_release(a);
}

/* Any portfolio, from before 2000 to after 2179: the brief says of every outcome what the whole summary says. */
static void the_brief_says_the_same_as_the_summary_for_any_portfolio(void **state)
{
	uint32_t random = 7;

	UNUSED(state);
	for (int round = 0; round < 2000; round++) {
		struct arena *a = arena_new(1 << 20);
		struct coverage_fact f[12];
		struct coverage_tally t = coverage_tally_new(a, STATEMENTS, OUTCOMES);
		struct enough rule = { 1 + round % 4, round % 3 == 0, 1 + round % 30 };
		struct coverage c;
		size_t n = (size_t)round % 13;

		for (size_t i = 0; i < n; i++) {
			random = random * 1664525u + 1013904223u;
			f[i] = fact((int)(random >> 8) % STATEMENTS, 1 + (random >> 12) % COVERAGE_KINDS, (int)(random >> 16) % 900,
			            (random >> 10) % 3, (int)i + 1);
			if (round % 10 == 0)
				f[i].on = date_make(random & 1 ? 1995 : 2190, 3, 1);
		}
		c = add_up(a, f, n);
		assert_int_equal(coverage_tally_add(&t, coverage_encode_brief(a, &c), &rule, today()), OK);
		for (size_t o = 0; o < OUTCOMES; o++)
			assert_int_equal(t.outcomes[o][outcome_talk(&c.outcomes[o], &rule, today())], 1);
		for (size_t s = 0; s < STATEMENTS; s++)
			assert_int_equal(t.statements[s][c.statements[s].state], 1);
		arena_release(a);
	}
}

static void adding_a_piece_to_a_summary_equals_adding_all_up(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct coverage_fact f[] = { fact(0, KIND_REFLECTION, 5, LINK_ENDORSED, 1), fact(2, KIND_OBSERVATION, 30, LINK_RETURNED, 1),
		                     fact(0, KIND_FEEDBACK, 2, LINK_CLAIMED, 9), fact(1, KIND_FEEDBACK, 2, LINK_CLAIMED, 9),
		                     fact(2, KIND_FEEDBACK, 2, LINK_CLAIMED, 9) };
	struct coverage all = add_up(a, f, 5), grown = add_up(a, f, 2);

	UNUSED(state);
	coverage_add(&grown, a, f + 2, 3);
	assert_true(str_eq(coverage_encode_statements(a, &all), coverage_encode_statements(a, &grown)));
	assert_true(str_eq(coverage_encode_outcomes(a, &all), coverage_encode_outcomes(a, &grown)));
	arena_release(a);
}

static void bytes_of_another_framework_are_refused(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct coverage c = coverage_new(a, STATEMENTS, OUTCOMES), back;
	struct str statements = coverage_encode_statements(a, &c), outcomes = coverage_encode_outcomes(a, &c);

	UNUSED(state);
	assert_int_equal(coverage_decode(a, statements, outcomes, STATEMENTS + 1, OUTCOMES, &back), INVALID);
	arena_release(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_kind_of_own_account_is_some),
		cmocka_unit_test(two_kinds_are_enough_and_so_is_one_observation),
		cmocka_unit_test(evidence_older_than_the_rule_is_still_some),
		cmocka_unit_test(evidence_exactly_twelve_months_old_counts),
		cmocka_unit_test(a_piece_with_three_links_to_an_outcome_counts_once),
		cmocka_unit_test(a_returned_link_shows_a_question_and_counts_for_nothing),
		cmocka_unit_test(what_is_stored_reads_back_and_tallies_the_same),
		cmocka_unit_test(the_brief_says_the_same_as_the_summary_for_any_portfolio),
		cmocka_unit_test(adding_a_piece_to_a_summary_equals_adding_all_up),
		cmocka_unit_test(bytes_of_another_framework_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
