/* test_evidence.c — how a piece moves, what it needs, when an answer is due. */
#include "rules/evidence.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void each_move_leads_where_the_table_says(void **state)
{
	static const struct {
		enum evidence_state from;
		enum evidence_act act;
		int to; /* -1: not possible */
	} cases[] = {
		{ EVIDENCE_DRAFT, EVIDENCE_KEEP, EVIDENCE_DRAFT },       { EVIDENCE_DRAFT, EVIDENCE_SHARE, EVIDENCE_SHARED },
		{ EVIDENCE_DRAFT, EVIDENCE_SUBMIT, EVIDENCE_SUBMITTED }, { EVIDENCE_DRAFT, EVIDENCE_SAVE, EVIDENCE_DRAFT },
		{ EVIDENCE_SHARED, EVIDENCE_KEEP, -1 },                  { EVIDENCE_SHARED, EVIDENCE_SAVE, EVIDENCE_SHARED },
		{ EVIDENCE_SHARED, EVIDENCE_SUBMIT, EVIDENCE_SUBMITTED }, { EVIDENCE_SUBMITTED, EVIDENCE_KEEP, -1 },
		{ EVIDENCE_SUBMITTED, EVIDENCE_SHARE, -1 },
		{ EVIDENCE_SUBMITTED, EVIDENCE_SAVE, EVIDENCE_SUBMITTED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		enum evidence_state to = EVIDENCE_WITHDRAWN;
		enum rc rc = evidence_next(cases[i].from, cases[i].act, &to);

		assert_int_equal(rc, cases[i].to < 0 ? CONFLICT : OK);
		assert_int_equal(to, cases[i].to < 0 ? EVIDENCE_WITHDRAWN : cases[i].to);
	}
}

static void nothing_seen_becomes_a_draft_again(void **state)
{
	(void)state;
	for (int from = EVIDENCE_SHARED; from <= EVIDENCE_WITHDRAWN; from++)
		for (int act = EVIDENCE_KEEP; act <= EVIDENCE_SAVE; act++) {
			enum evidence_state to = EVIDENCE_SHARED;

			if (evidence_next((enum evidence_state)from, (enum evidence_act)act, &to) == OK)
				assert_int_not_equal(to, EVIDENCE_DRAFT);
		}
}

static void a_withdrawn_piece_does_not_move(void **state)
{
	enum evidence_state to = EVIDENCE_DRAFT;

	(void)state;
	for (int act = EVIDENCE_KEEP; act <= EVIDENCE_SAVE; act++)
		assert_int_equal(evidence_next(EVIDENCE_WITHDRAWN, (enum evidence_act)act, &to), CONFLICT);
}

static void an_unknown_act_is_refused(void **state)
{
	enum evidence_state to = EVIDENCE_DRAFT;

	(void)state;
	assert_int_equal(evidence_next(EVIDENCE_DRAFT, (enum evidence_act)0, &to), CONFLICT);
	assert_int_equal(evidence_next(EVIDENCE_DRAFT, (enum evidence_act)5, &to), CONFLICT);
}

static void a_draft_needs_only_something_typed(void **state)
{
	struct evidence_has nothing = { .date = true }, title = { .title = true }, link = { .links = true };
	struct evidence_lacks lacks = evidence_lacks(EVIDENCE_DRAFT, &title);

	(void)state;
	assert_true(evidence_lacks(EVIDENCE_DRAFT, &nothing).anything);
	assert_false(evidence_lacks(EVIDENCE_DRAFT, &link).anything);
	assert_false(lacks.anything || lacks.title || lacks.date || lacks.text || lacks.links);
}

static void a_shared_piece_needs_title_date_and_text_but_no_link(void **state)
{
	struct evidence_has nothing = { false };
	struct evidence_lacks lacks = evidence_lacks(EVIDENCE_SHARED, &nothing);

	(void)state;
	assert_true(lacks.title && lacks.date && lacks.text);
	assert_false(lacks.links || lacks.anything);
}

static void a_submitted_piece_needs_a_link(void **state)
{
	struct evidence_has has = { true, true, true, false };

	(void)state;
	assert_true(evidence_lacks(EVIDENCE_SUBMITTED, &has).links);
	has.links = true;
	assert_false(evidence_lacks(EVIDENCE_SUBMITTED, &has).links);
}

static void an_answer_is_due_after_working_days_only(void **state)
{
	struct date friday = date_make(2026, 11, 20);

	(void)state;
	assert_int_equal(evidence_answer_due(friday, 1).days, date_make(2026, 11, 23).days);
	assert_int_equal(evidence_answer_due(friday, 10).days, date_make(2026, 12, 4).days);
	assert_int_equal(evidence_answer_due(friday, 0).days, friday.days);
	assert_true(date_is_none(evidence_answer_due(DATE_NONE, 10)));
}

static void a_piece_is_shown_first_once_where_it_points_and_for_three_outcomes(void **state)
{
	static const struct {
		struct showcase_choice all[SHOWCASE_PLACES];
		int place;
		enum showcase_wrong wrong;
	} cases[] = {
		{ { { 0 } }, 0, SHOWCASE_FINE },
		{ { { 1, true, 0 }, { 2, true, 2 } }, 1, SHOWCASE_FINE },
		{ { { 1, true, 0 }, { 0 }, { 1, true, 0 } }, 2, SHOWCASE_TWICE },
		{ { { 1, false, 0 } }, 0, SHOWCASE_NOT_OF_IT },
		{ { { 1, true, SHOWCASE_A_PIECE } }, 0, SHOWCASE_TOO_OFTEN },
		{ { { 1, true, SHOWCASE_A_PIECE - 1 } }, 0, SHOWCASE_FINE },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(showcase_wrong(cases[i].all, cases[i].place), cases[i].wrong);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_piece_is_shown_first_once_where_it_points_and_for_three_outcomes),
		cmocka_unit_test(each_move_leads_where_the_table_says),
		cmocka_unit_test(nothing_seen_becomes_a_draft_again),
		cmocka_unit_test(a_withdrawn_piece_does_not_move),
		cmocka_unit_test(an_unknown_act_is_refused),
		cmocka_unit_test(a_draft_needs_only_something_typed),
		cmocka_unit_test(a_shared_piece_needs_title_date_and_text_but_no_link),
		cmocka_unit_test(a_submitted_piece_needs_a_link),
		cmocka_unit_test(an_answer_is_due_after_working_days_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
