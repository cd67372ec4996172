/* What next: never more effort than there has to be, by comparing with every possible choice; what helps and what does not. */
#include "rules/next.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena *a;
static const struct date today = { 20000 };

static int set_up(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(a);
	return 0;
}

static unsigned seed;
static int below(int n)
{
	seed = seed * 1103515245u + 12345u;
	return (int)(seed >> 16) % n;
}

static void has(struct coverage *c, size_t outcome, enum evidence_kind kind, int days_ago)
{
	c->outcomes[outcome].latest[kind - 1] = (struct date){ today.days - days_ago };
	c->outcomes[outcome].pieces++;
}

/* met_by — the definition, written another way: of each outcome the kinds it would have. */
static int met_by(const struct next_problem *p, unsigned set)
{
	int sum = 0;

	for (size_t o = 0; o < p->coverage->outcomes_n; o++) {
		int want = next_wants(&p->coverage->outcomes[o], p->rule, p->today), got = 0;
		bool kinds[KIND_END] = { false };

		for (size_t c = 0; c < p->n; c++)
			for (size_t i = 0; (set >> c & 1) && i < p->candidates[c].outcomes_n; i++)
				if (p->candidates[c].outcomes[i] == (int32_t)o &&
				    next_helps(&p->coverage->outcomes[o], p->rule, p->today, p->candidates[c].kind))
					kinds[p->candidates[c].kind] = true;
		for (int k = 1; k < KIND_END; k++)
			got += kinds[k] ? (p->rule->observed && kind_is_observed((enum evidence_kind)k) ? want : 1) : 0;
		sum += got < want ? got : want;
	}
	for (size_t r = 0; r < p->required_n; r++) {
		int got = 0;

		for (size_t c = 0; c < p->n; c++)
			got += (set >> c & 1) && p->candidates[c].kind == p->required[r].kind;
		sum += p->required[r].left <= 0 ? 0 : got < p->required[r].left ? got : p->required[r].left;
	}
	return sum;
}

static int effort_of(const struct next_problem *p, unsigned set)
{
	int sum = 0;

	for (size_t c = 0; c < p->n; c++)
		sum += (set >> c & 1) ? p->candidates[c].effort : 0;
	return sum;
}

static unsigned set_of(const struct next_choice *choice)
{
	unsigned set = 0;

	for (size_t i = 0; i < choice->n; i++)
		set |= 1u << choice->chosen[i];
	return set;
}

static void random_problem(struct next_problem *p, struct next_candidate *candidates, struct next_required *required,
                           struct enough *rule, int n)
{
	struct coverage *c = NEW(a, struct coverage);

	*c = coverage_new(a, 4, (size_t)(1 + below(7)));
	*rule = (struct enough){ 1 + below(3), below(2), 12 };
	for (int i = below(12); i > 0; i--)
		has(c, (size_t)below((int)c->outcomes_n), (enum evidence_kind)(1 + below(KIND_END - 1)), below(600));
	for (int i = 0; i < n; i++) {
		candidates[i] = (struct next_candidate){ .kind = (enum evidence_kind)(1 + below(KIND_END - 1)), .effort = 1 + below(5) };
		for (size_t o = 0; o < c->outcomes_n; o++)
			if (below(3) == 0)
				candidates[i].outcomes[candidates[i].outcomes_n++] = (int32_t)o;
	}
	required[0] = (struct next_required){ KIND_OBSERVATION, below(4) - 1 };
	*p = (struct next_problem){ c, rule, today, candidates, (size_t)n, required, 1 };
}

static void the_choice_takes_the_least_effort_there_is(void **state)
{
	(void)state;
	for (seed = 1; seed < 4000000u; seed = seed + 2711) {
		struct next_candidate candidates[12];
		struct next_required required[1];
		struct next_problem p;
		struct next_choice choice;
		struct enough rule;
		unsigned before = seed;
		int n = below(10), all, least = 1 << 20;

		random_problem(&p, candidates, required, &rule, n);
		next_choose(&p, &choice);
		all = met_by(&p, (1u << n) - 1);
		for (unsigned set = 0; set < 1u << n; set++)
			if (met_by(&p, set) == all && effort_of(&p, set) < least)
				least = effort_of(&p, set);
		assert_true(choice.exact);
		assert_int_equal(choice.met, all);
		assert_int_equal(met_by(&p, set_of(&choice)), all);
		assert_int_equal(choice.effort, least);
		assert_int_equal(effort_of(&p, set_of(&choice)), least);
		seed = before;
	}
}

static void what_each_adds_adds_up_and_none_is_idle(void **state)
{
	(void)state;
	for (seed = 7; seed < 3000000u; seed += 9973) {
		struct next_candidate candidates[12];
		struct next_required required[1];
		struct next_problem p;
		struct next_choice choice;
		struct enough rule;
		unsigned before = seed;
		int sum = 0;

		random_problem(&p, candidates, required, &rule, 12);
		next_choose(&p, &choice);
		for (size_t i = 0; i < choice.n; i++) {
			assert_true(choice.adds[i] > 0);
			sum += choice.adds[i];
		}
		assert_int_equal(sum, choice.met);
		assert_true(choice.wants >= choice.met);
		seed = before;
	}
}

/* least_effort — of all sets that meet what all together meet, by trying every one. */
static int least_effort(const struct next_problem *p, int all)
{
	int least = 1 << 20;

	for (unsigned set = 0; set < 1u << p->n; set++)
		if (effort_of(p, set) < least && met_by(p, set) == all)
			least = effort_of(p, set);
	return least;
}

static double harmonic(int n)
{
	double sum = 0;

	for (int k = 1; k <= n; k++)
		sum += 1.0 / k;
	return sum;
}

/* With no step to search, what comes out is the greedy's. */
static void where_the_weighing_runs_out_the_effort_is_within_the_harmonic_bound_of_the_least(void **state)
{
	int inexact = 0, worse = 0;

	(void)state;
	for (seed = 5; seed < 2400000u; seed += 9973) {
		struct next_candidate candidates[16];
		struct next_required required[1];
		struct next_problem p;
		struct next_choice choice;
		struct enough rule;
		unsigned before = seed;
		int all, least;

		random_problem(&p, candidates, required, &rule, 12 + below(3));
		next_choose_within(&p, 0, &choice);
		all = met_by(&p, (1u << p.n) - 1);
		least = least_effort(&p, all);
		assert_int_equal(choice.met, all);
		assert_int_equal(met_by(&p, set_of(&choice)), all);
		assert_int_equal(effort_of(&p, set_of(&choice)), choice.effort);
		assert_true(choice.effort >= least);
		assert_true(choice.effort <= harmonic(choice.most) * least + 1e-9);
		assert_true(!choice.exact || choice.effort == least);
		inexact += !choice.exact;
		worse += choice.effort > least;
		seed = before;
	}
	assert_true(inexact > 100 && worse > 10); /* else nothing was tried */
}

/* The least of 40 would take 2^40 tries; that a few steps are enough of a search, and not endless, shows by its ending. */
static void a_large_one_meets_all_it_can_and_none_in_it_is_idle(void **state)
{
	(void)state;
	for (seed = 3; seed < 60; seed += 7) {
		struct next_candidate candidates[NEXT_CANDIDATES_MAX];
		struct coverage c = coverage_new(a, 4, 60);
		struct enough rule = { 2, false, 12 };
		struct next_problem p = { &c, &rule, today, candidates, NEXT_CANDIDATES_MAX, NULL, 0 };
		struct next_choice choice;
		unsigned before = seed;
		int sum = 0;

		for (int i = 0; i < NEXT_CANDIDATES_MAX; i++) {
			candidates[i] = (struct next_candidate){ .kind = (enum evidence_kind)(1 + below(8)), .effort = 1 + below(9) };
			for (int o = below(9); o < 60 && candidates[i].outcomes_n < NEXT_OUTCOMES_MAX; o += 1 + below(9))
				candidates[i].outcomes[candidates[i].outcomes_n++] = o;
		}
		next_choose(&p, &choice);
		for (size_t i = 0; i < choice.n; i++) {
			assert_true(choice.adds[i] > 0);
			sum += choice.adds[i];
		}
		assert_int_equal(sum, choice.met);
		assert_true(choice.met > 0 && choice.effort >= (choice.met + choice.most - 1) / choice.most);
		seed = before;
	}
}

/* themed — a few kinds of work, and each again with themes that add outcomes for the same effort, as a programme's do. */
static size_t themed(const struct next_problem *p, struct next_candidate *candidates, size_t n, size_t max)
{
	size_t work = n;

	for (size_t i = 0; i < work; i++)
		candidates[i].kind = (enum evidence_kind)(KIND_REFLECTION + below(3)); /* few kinds, so that they meet */
	for (; n < max; n++) {
		struct next_candidate *c = &candidates[n];

		*c = candidates[below((int)work)];
		for (int o = below(3); (size_t)o < p->coverage->outcomes_n; o += 1 + below(4)) {
			bool has_it = false;

			for (size_t k = 0; k < c->outcomes_n; k++)
				has_it = has_it || c->outcomes[k] == o;
			if (!has_it && c->outcomes_n < NEXT_OUTCOMES_MAX)
				c->outcomes[c->outcomes_n++] = o;
		}
	}
	return n;
}

static void with_themes_the_least_effort_is_found_and_nothing_that_is_passed_over_is_missed(void **state)
{
	int pruned = 0, required_twice = 0, exact = 0;

	(void)state;
	for (seed = 11; seed < 2400000u; seed += 4871) {
		struct next_candidate candidates[12], kept[12];
		struct next_required required[1];
		struct next_problem p, rest;
		struct next_choice choice, greedy;
		struct enough rule;
		uint8_t at[NEXT_CANDIDATES_MAX];
		unsigned before = seed;
		int all, least;

		random_problem(&p, candidates, required, &rule, 4);
		p.n = themed(&p, candidates, 4, 10);
		all = met_by(&p, (1u << p.n) - 1);
		least = least_effort(&p, all);
		next_choose(&p, &choice);
		assert_int_equal(choice.met, all);
		assert_int_equal(met_by(&p, set_of(&choice)), all);
		assert_int_equal(choice.effort, least);
		assert_int_equal(effort_of(&p, set_of(&choice)), least);
		exact += choice.exact;

		rest = p;
		rest.candidates = kept;
		rest.n = next_prune(&p, at);
		for (size_t i = 0; i < rest.n; i++) {
			assert_true(at[i] < p.n && (!i || at[i] > at[i - 1]));
			kept[i] = candidates[at[i]];
		}
		assert_int_equal(met_by(&rest, (1u << rest.n) - 1), all);
		assert_int_equal(least_effort(&rest, all), least);
		pruned += rest.n < p.n;
		required_twice += required[0].left > 1;

		next_choose_within(&p, 0, &greedy);
		assert_int_equal(met_by(&p, set_of(&greedy)), all);
		assert_true(greedy.effort >= least && greedy.effort <= harmonic(greedy.most) * least + 1e-9);
		seed = before;
	}
	assert_true(pruned > 300 && required_twice > 50 && exact > 400); /* else nothing was tried */
}

/* repeats_of — second pieces of one work in a set. */
static int repeats_of(const struct next_problem *p, unsigned set)
{
	int sum = 0;

	for (size_t c = 0; c < p->n; c++)
		for (size_t i = 0; (set >> c & 1) && i < c; i++)
			if ((set >> i & 1) && p->candidates[i].work == p->candidates[c].work) {
				sum++;
				break;
			}
	return sum;
}

static void of_all_choices_of_the_least_effort_the_one_with_the_fewest_second_pieces_of_one_work_is_taken(void **state)
{
	int again = 0, none = 0, spread = 0;

	(void)state;
	for (seed = 13; seed < 2400000u; seed += 4871) {
		struct next_candidate candidates[12];
		struct next_required required[1];
		struct next_problem p;
		struct next_choice choice;
		struct enough rule;
		unsigned before = seed;
		int all, least, fewest = 100;

		random_problem(&p, candidates, required, &rule, 5);
		for (int i = 0; i < 5; i++)
			candidates[i].work = i;
		p.n = themed(&p, candidates, 5, 11); /* a theme leaves the work what it is */
		all = met_by(&p, (1u << p.n) - 1);
		least = least_effort(&p, all);
		for (unsigned set = 0; set < 1u << p.n; set++)
			if (effort_of(&p, set) == least && repeats_of(&p, set) < fewest && met_by(&p, set) == all)
				fewest = repeats_of(&p, set);
		next_choose(&p, &choice);
		assert_int_equal(choice.effort, least);
		assert_int_equal(met_by(&p, set_of(&choice)), all);
		assert_true(!choice.spread || repeats_of(&p, set_of(&choice)) == fewest);
		spread += choice.spread;
		again += fewest > 0;
		none += fewest == 0;
		seed = before;
	}
	assert_true(spread > 480 && again > 30 && none > 100); /* else nothing was tried */
}

static void what_others_of_its_kind_make_good_for_no_more_effort_is_passed_over(void **state)
{
	struct coverage c = coverage_new(a, 1, 4);
	struct enough rule = { 2, false, 12 };
	struct next_candidate v[] = {
		{ KIND_OBSERVATION, 2, { 0, 1 }, 2, 0 },    /* brings less than the next */
		{ KIND_OBSERVATION, 2, { 2, 1, 0 }, 3, 0 }, /* with a theme */
		{ KIND_OBSERVATION, 2, { 0, 2, 1 }, 3, 0 }, /* the same again, later */
		{ KIND_OBSERVATION, 1, { 1 }, 1, 0 },       /* less, but for less */
		{ KIND_REFLECTION, 2, { 0, 1 }, 2, 0 },     /* of another kind */
		{ KIND_REFLECTION, 2, { 3 }, 1, 0 },        /* brings nothing: there is enough */
	};
	struct next_required required = { KIND_OBSERVATION, 0 };
	struct next_problem p = { &c, &rule, today, v, sizeof(v) / sizeof(*v), &required, 1 };
	uint8_t at[NEXT_CANDIDATES_MAX];

	(void)state;
	has(&c, 3, KIND_SUPERVISION, 3), has(&c, 3, KIND_LEARNING, 3);
	assert_int_equal(next_prune(&p, at), 3);
	assert_int_equal(at[0], 1);
	assert_int_equal(at[1], 3);
	assert_int_equal(at[2], 4);
	required.left = 2; /* two observations: the second of two equal ones is wanted too, the third best is not */
	assert_int_equal(next_prune(&p, at), 4);
	assert_int_equal(at[0], 1);
	assert_int_equal(at[1], 2);
	assert_int_equal(at[2], 3);
}

static void nothing_is_proposed_where_there_is_enough(void **state)
{
	struct coverage c = coverage_new(a, 1, 1);
	struct enough rule = { 2, true, 12 };
	struct next_candidate one = { KIND_REFLECTION, 1, { 0 }, 1, 0 };
	struct next_problem p = { &c, &rule, today, &one, 1, NULL, 0 };
	struct next_choice choice;

	(void)state;
	has(&c, 0, KIND_OBSERVATION, 30);
	next_choose(&p, &choice);
	assert_int_equal(choice.n, 0);
	assert_int_equal(choice.wants, 0);
}

static void a_second_piece_of_a_kind_adds_nothing_but_an_old_one_may_be_renewed(void **state)
{
	struct coverage c = coverage_new(a, 1, 1);
	struct enough rule = { 2, true, 12 };

	(void)state;
	has(&c, 0, KIND_REFLECTION, 30);
	assert_int_equal(next_wants(&c.outcomes[0], &rule, today), 1);
	assert_false(next_helps(&c.outcomes[0], &rule, today, KIND_REFLECTION));
	assert_true(next_helps(&c.outcomes[0], &rule, today, KIND_SUPERVISION));
	has(&c, 0, KIND_REFLECTION, 900);
	assert_true(next_helps(&c.outcomes[0], &rule, today, KIND_REFLECTION));
	assert_int_equal(next_wants(&c.outcomes[0], &rule, today), 2);
}

static void strength_is_a_word_for_what_it_rests_on(void **state)
{
	struct coverage c = coverage_new(a, 1, 6);

	(void)state;
	has(&c, 1, KIND_REFLECTION, 3), has(&c, 2, KIND_SEEN_WHERE_HELD, 3), has(&c, 3, KIND_FEEDBACK, 3);
	has(&c, 4, KIND_REFLECTION, 3), has(&c, 4, KIND_LEARNING, 3);
	has(&c, 5, KIND_REFLECTION, 3), has(&c, 5, KIND_OBSERVATION, 3);
	assert_int_equal(outcome_strength(&c.outcomes[0]), STRENGTH_NOTHING);
	assert_int_equal(outcome_strength(&c.outcomes[1]), STRENGTH_TOLD);
	assert_int_equal(outcome_strength(&c.outcomes[2]), STRENGTH_OBSERVED);
	assert_int_equal(outcome_strength(&c.outcomes[3]), STRENGTH_TOLD);
	assert_int_equal(outcome_strength(&c.outcomes[4]), STRENGTH_SEVERAL);
	assert_int_equal(outcome_strength(&c.outcomes[5]), STRENGTH_SEVERAL);
}

static void of_one_domain_at_most_eight_statements_are_shown_whatever_stands_between(void **state)
{
	struct next_shown shown = { .n = 0 };
	int of[NEXT_OUTCOMES_MAX + 3] = { 0 };

	(void)state;
	for (int round = 0; round < 3 * NEXT_STATEMENTS_MAX; round++)
		for (int32_t domain = -1; domain < NEXT_OUTCOMES_MAX + 2; domain++) /* -1: a framework without domains */
			of[domain + 1] += next_takes(&shown, domain);
	for (int d = 0; d < NEXT_OUTCOMES_MAX + 3; d++)
		assert_int_equal(of[d], d < NEXT_OUTCOMES_MAX ? 8 : 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_choice_takes_the_least_effort_there_is),
		cmocka_unit_test(what_each_adds_adds_up_and_none_is_idle),
		cmocka_unit_test(where_the_weighing_runs_out_the_effort_is_within_the_harmonic_bound_of_the_least),
		cmocka_unit_test(a_large_one_meets_all_it_can_and_none_in_it_is_idle),
		cmocka_unit_test(with_themes_the_least_effort_is_found_and_nothing_that_is_passed_over_is_missed),
		cmocka_unit_test(of_all_choices_of_the_least_effort_the_one_with_the_fewest_second_pieces_of_one_work_is_taken),
		cmocka_unit_test(what_others_of_its_kind_make_good_for_no_more_effort_is_passed_over),
		cmocka_unit_test(nothing_is_proposed_where_there_is_enough),
		cmocka_unit_test(a_second_piece_of_a_kind_adds_nothing_but_an_old_one_may_be_renewed),
		cmocka_unit_test(strength_is_a_word_for_what_it_rests_on),
		cmocka_unit_test(of_one_domain_at_most_eight_statements_are_shown_whatever_stands_between),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
