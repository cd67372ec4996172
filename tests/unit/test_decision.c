/* test_decision.c — how an induction comes to its outcome: the table, against what it promises and against a second telling of it. */
#include "rules/decision.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* All that could be wanted is there, and nothing is owed. */
static struct decision_facts well(enum judgement judgement, enum decider by)
{
	return (struct decision_facts){ .judgement = judgement, .by = by, .reasons = true, .plan = true, .raised = true,
		                            .responded = true, .panel_named = true, .quorum_reached = true, .grounds = true,
		                            .new_people = true };
}

static enum decision_state moved(enum decision_state from, enum decision_act act, struct decision_facts f)
{
	enum decision_state to = DECISION_STATE_END;

	assert_int_equal(decision_next(from, act, &f, &to), DECISION_FINE);
	return to;
}

static enum decision_wrong refused(enum decision_state from, enum decision_act act, struct decision_facts f)
{
	enum decision_state to = DECISION_STATE_END;
	enum decision_wrong wrong = decision_next(from, act, &f, &to);

	assert_int_equal(to, wrong == DECISION_FINE ? to : DECISION_STATE_END);
	return wrong;
}

static void every_name_is_there_and_no_two_steps_answer_one_act(void **state)
{
	size_t n;
	const struct decision_step *s = decision_steps(&n);

	UNUSED(state);
	for (int i = 0; i < DECISION_STATE_END; i++)
		assert_true(key_of(&decision_states, i).n > 0);
	for (int i = 1; i < DECISION_ACT_END; i++)
		assert_true(key_of(&decision_acts, i).n > 0);
	for (size_t i = 0; i < n; i++) {
		unsigned of = s[i].judgements ? s[i].judgements : ~0u;

		assert_true(s[i].by != 0);
		for (unsigned bit = 1; bit <= NEED_APPEAL_SETTLED; bit <<= 1)
			assert_true(!(s[i].needs & bit) || decision_need_key(bit).n > 0);
		for (unsigned bit = 1; bit <= DECIDER_CLOCK; bit <<= 1)
			assert_true(decider_key(bit).n > 0);
		for (size_t k = i + 1; k < n; k++)
			assert_false(s[k].from == s[i].from && s[k].act == s[i].act &&
			             (of & (s[k].judgements ? s[k].judgements : ~0u)));
	}
}

/* reached — which states can be come to with one judgement, when a state or an act is taken out of the table. */
static unsigned reached(enum judgement judgement, int without_state, int without_act)
{
	size_t n;
	const struct decision_step *s = decision_steps(&n);
	unsigned seen = 1u << DECISION_NONE, before = 0;

	while (seen != before) {
		before = seen;
		for (size_t i = 0; i < n; i++)
			if ((seen & (1u << s[i].from)) && (int)s[i].to != without_state && (int)s[i].act != without_act &&
			    (!s[i].judgements || (s[i].judgements & (1u << judgement))))
				seen |= 1u << s[i].to;
	}
	return seen;
}

static void every_state_is_reached_and_only_withdrawing_is_an_end(void **state)
{
	size_t n;
	const struct decision_step *s = decision_steps(&n);

	UNUSED(state);
	assert_int_equal(reached(JUDGEMENT_NOT_YET, -1, -1), (1u << DECISION_STATE_END) - 1);
	for (int i = 0; i < DECISION_STATE_END; i++) {
		bool goes_on = false;

		for (size_t k = 0; k < n; k++)
			goes_on |= (int)s[k].from == i && (int)s[k].to != i;
		assert_int_equal(goes_on, i != DECISION_STOPPED);
	}
}

static void no_outcome_is_issued_without_a_panel(void **state)
{
	UNUSED(state);
	for (int j = JUDGEMENT_MEETS; j < JUDGEMENT_END; j++) {
		assert_true(reached((enum judgement)j, -1, -1) & (1u << DECISION_ISSUED));
		assert_false(reached((enum judgement)j, -1, DECISION_CONFIRM) & (1u << DECISION_ISSUED));
		assert_false(reached((enum judgement)j, DECISION_PANEL, -1) & (1u << DECISION_ISSUED));
		assert_false(reached((enum judgement)j, DECISION_TOLD, -1) & (1u << DECISION_PANEL)); /* nor before the ECSW has it */
	}
}

static void does_not_yet_meet_is_read_by_another_before_the_ecsw_is_told(void **state)
{
	UNUSED(state);
	assert_false(reached(JUDGEMENT_NOT_YET, DECISION_BLIND, -1) & (1u << DECISION_TOLD));
	assert_true(reached(JUDGEMENT_MEETS, DECISION_BLIND, -1) & (1u << DECISION_TOLD));
	assert_int_equal(refused(DECISION_BLIND, DECISION_BLIND_AGREES, well(JUDGEMENT_NOT_YET, DECIDER_ASSESSOR)), DECISION_NOT_YOURS);
	assert_int_equal(moved(DECISION_BLIND, DECISION_BLIND_DIFFERS, well(JUDGEMENT_NOT_YET, DECIDER_SECOND_ASSESSOR)), DECISION_BACK);
}

static void nothing_owed_stands_against_meets(void **state)
{
	struct decision_facts f = well(JUDGEMENT_MEETS, DECIDER_ASSESSOR);

	UNUSED(state);
	f.owed = true;
	f.plan = f.raised = false;
	assert_int_equal(moved(DECISION_DRAFT, DECISION_SEND, f), DECISION_TOLD);
	f.by = DECIDER_COORDINATOR;
	assert_int_equal(moved(DECISION_TOLD, DECISION_CONVENE, f), DECISION_PANEL);
	f.by = DECIDER_CHAIR;
	assert_int_equal(moved(DECISION_PANEL, DECISION_CONFIRM, f), DECISION_CONFIRMED);
	f.by = DECIDER_COORDINATOR;
	assert_int_equal(moved(DECISION_CONFIRMED, DECISION_ISSUE, f), DECISION_ISSUED);
}

static void does_not_yet_meet_waits_for_what_is_owed_to_be_said_asked_and_raised(void **state)
{
	struct decision_facts f = well(JUDGEMENT_NOT_YET, DECIDER_ASSESSOR);

	UNUSED(state);
	assert_int_equal(moved(DECISION_DRAFT, DECISION_SEND_BLIND, f), DECISION_BLIND);
	assert_int_equal(refused(DECISION_DRAFT, DECISION_ASK_OWED, f), DECISION_NOTHING_OWED);
	f.owed = true;
	assert_int_equal(refused(DECISION_DRAFT, DECISION_SEND_BLIND, f), DECISION_OWED_UNSAID);
	f.owed_said = true;
	assert_int_equal(refused(DECISION_DRAFT, DECISION_SEND_BLIND, f), DECISION_OWED_UNASKED);
	assert_int_equal(moved(DECISION_DRAFT, DECISION_ASK_OWED, f), DECISION_OWED);
	f.by = DECIDER_CLOCK;
	assert_int_equal(refused(DECISION_OWED, DECISION_OWED_OVER, f), DECISION_DAYS_LEFT);
	f.owed_days_over = true;
	assert_int_equal(moved(DECISION_OWED, DECISION_OWED_OVER, f), DECISION_DRAFT);
	f.by = DECIDER_ASSESSOR;
	assert_int_equal(moved(DECISION_DRAFT, DECISION_SEND_BLIND, f), DECISION_BLIND);
	f.raised = false;
	assert_int_equal(refused(DECISION_DRAFT, DECISION_SEND_BLIND, f), DECISION_NEVER_RAISED);
	assert_int_equal(refused(DECISION_DRAFT, DECISION_SEND, f), DECISION_NO_SUCH_STEP); /* there is no way around it */
}

static void more_time_owed_is_for_those_who_are_owed_something(void **state)
{
	struct decision_facts f = well(JUDGEMENT_TIME_OWED, DECIDER_ASSESSOR);

	UNUSED(state);
	assert_int_equal(refused(DECISION_DRAFT, DECISION_SEND, f), DECISION_NOTHING_OWED);
	f.owed = true;
	assert_int_equal(moved(DECISION_DRAFT, DECISION_SEND, f), DECISION_TOLD);
}

static void a_panel_waits_for_the_response_and_for_a_quorum_and_the_coordinator_decides_nothing(void **state)
{
	struct decision_facts f = well(JUDGEMENT_NOT_YET, DECIDER_COORDINATOR);

	UNUSED(state);
	f.responded = false;
	assert_int_equal(refused(DECISION_TOLD, DECISION_CONVENE, f), DECISION_RESPONSE_OPEN);
	f.response_over = true;
	assert_int_equal(moved(DECISION_TOLD, DECISION_CONVENE, f), DECISION_PANEL);
	assert_int_equal(refused(DECISION_PANEL, DECISION_CONFIRM, f), DECISION_NOT_YOURS);
	f.by = DECIDER_ASSESSOR;
	assert_int_equal(refused(DECISION_PANEL, DECISION_CONFIRM, f), DECISION_NOT_YOURS);
	f.by = DECIDER_CHAIR;
	f.quorum_reached = false;
	assert_int_equal(refused(DECISION_PANEL, DECISION_CONFIRM, f), DECISION_NO_QUORUM);
}

static void what_was_drawn_is_moderated_once_before_it_is_issued(void **state)
{
	struct decision_facts f = well(JUDGEMENT_MEETS, DECIDER_CLOCK);

	UNUSED(state);
	assert_int_equal(moved(DECISION_CONFIRMED, DECISION_DRAW, f), DECISION_MODERATION);
	f.drawn = true;
	f.by = DECIDER_COORDINATOR;
	assert_int_equal(refused(DECISION_CONFIRMED, DECISION_ISSUE, f), DECISION_MODERATION_DUE);
	f.moderated = true;
	assert_int_equal(moved(DECISION_CONFIRMED, DECISION_ISSUE, f), DECISION_ISSUED);
	f.by = DECIDER_CLOCK;
	assert_int_equal(refused(DECISION_CONFIRMED, DECISION_DRAW, f), DECISION_IS_MODERATED);
}

static void an_appeal_is_in_time_has_grounds_and_goes_to_new_people(void **state)
{
	struct decision_facts f = well(JUDGEMENT_NOT_YET, DECIDER_ECSW);

	UNUSED(state);
	assert_int_equal(refused(DECISION_ISSUED, DECISION_LODGE_APPEAL, well(JUDGEMENT_MEETS, DECIDER_ECSW)), DECISION_NO_SUCH_STEP);
	f.appeal_over = true;
	assert_int_equal(refused(DECISION_ISSUED, DECISION_LODGE_APPEAL, f), DECISION_TOO_LATE);
	f.appeal_over = f.grounds = false;
	assert_int_equal(refused(DECISION_ISSUED, DECISION_LODGE_APPEAL, f), DECISION_NO_GROUNDS);
	f.grounds = true;
	assert_int_equal(moved(DECISION_ISSUED, DECISION_LODGE_APPEAL, f), DECISION_APPEAL);
	f.by = DECIDER_CHAIR;
	assert_int_equal(refused(DECISION_APPEAL, DECISION_DISMISS_APPEAL, f), DECISION_NOT_YOURS);
	f.by = DECIDER_APPEAL_CHAIR;
	f.new_people = false;
	assert_int_equal(refused(DECISION_APPEAL, DECISION_DISMISS_APPEAL, f), DECISION_SAME_PEOPLE);
	f.new_people = true;
	assert_int_equal(moved(DECISION_APPEAL, DECISION_ALLOW_APPEAL, f), DECISION_NONE);
}

static void while_the_days_to_appeal_run_nobody_but_the_ecsw_ends_them(void **state)
{
	size_t n;
	const struct decision_step *s = decision_steps(&n);
	struct decision_facts f = well(JUDGEMENT_NOT_YET, DECIDER_ASSESSOR);

	UNUSED(state);
	assert_int_equal(refused(DECISION_ISSUED, DECISION_JUDGE_AGAIN, f), DECISION_APPEAL_OPEN);
	/* Whatever else is there: out of an outcome that may be appealed lead the ECSW's own acts and an authority's reopening. */
	for (size_t i = 0; i < n; i++) {
		struct decision_facts g = well(JUDGEMENT_NOT_YET, (enum decider)(s[i].by & -s[i].by));

		if (s[i].from == DECISION_ISSUED && s[i].by != DECIDER_ECSW && s[i].act != DECISION_REOPEN)
			assert_int_equal(refused(DECISION_ISSUED, s[i].act, g), DECISION_APPEAL_OPEN);
	}
	f.no_appeal = true;
	assert_int_equal(moved(DECISION_ISSUED, DECISION_JUDGE_AGAIN, f), DECISION_DRAFT);
	f.no_appeal = false;
	f.appeal_over = true;
	assert_int_equal(moved(DECISION_ISSUED, DECISION_JUDGE_AGAIN, f), DECISION_DRAFT);
}

static void everything_waits_for_a_transfer_but_leaving(void **state)
{
	size_t n;
	const struct decision_step *s = decision_steps(&n);

	UNUSED(state);
	for (size_t i = 0; i < n; i++) {
		struct decision_facts f = well(s[i].judgements == 1u << JUDGEMENT_MEETS ? JUDGEMENT_MEETS : s[i].judgements == 1u << JUDGEMENT_TIME_OWED
			                                                                                     ? JUDGEMENT_TIME_OWED : JUDGEMENT_NOT_YET,
		                               (enum decider)(s[i].by & -s[i].by));

		f.in_transfer = true;
		f.no_appeal = true;
		assert_int_equal(refused(s[i].from, s[i].act, f), s[i].act == DECISION_WITHDRAW ? DECISION_FINE : DECISION_IN_TRANSFER);
	}
}

/* ---- against a second telling ---- */

/* told — the same rules, said act by act from what people were promised rather than from a table. -1: it may not be. */
static int told(int now, int act, const struct decision_facts *f)
{
	bool not_yet = f->judgement == JUDGEMENT_NOT_YET, time = f->judgement == JUDGEMENT_TIME_OWED, meets = f->judgement == JUDGEMENT_MEETS;
	bool assessor = f->by == DECIDER_ASSESSOR, ecsw = f->by == DECIDER_ECSW, coordinator = f->by == DECIDER_COORDINATOR;
	bool still = !f->in_transfer, spoken = !f->owed || (f->owed_said && (f->owed_answered || f->owed_days_over));

#define GOES(condition, to) return (condition) ? (int)(to) : -1
	switch (act) {
	case DECISION_BEGIN:
		GOES(still && assessor && (now == DECISION_NONE || now == DECISION_BACK), DECISION_DRAFT);
	case DECISION_SEND:
		GOES(still && assessor && now == DECISION_DRAFT && f->reasons && (meets || (time && f->owed)), DECISION_TOLD);
	case DECISION_ASK_OWED:
		GOES(still && assessor && now == DECISION_DRAFT && not_yet && f->owed && f->owed_said, DECISION_OWED);
	case DECISION_ANSWER_OWED:
		GOES(still && ecsw && now == DECISION_OWED && not_yet, DECISION_DRAFT);
	case DECISION_OWED_OVER:
		GOES(still && f->by == DECIDER_CLOCK && now == DECISION_OWED && not_yet && f->owed_days_over, DECISION_DRAFT);
	case DECISION_SEND_BLIND:
		GOES(still && assessor && now == DECISION_DRAFT && not_yet && f->reasons && f->plan && f->raised && spoken, DECISION_BLIND);
	case DECISION_BLIND_AGREES:
	case DECISION_BLIND_DIFFERS:
		GOES(still && f->by == DECIDER_SECOND_ASSESSOR && now == DECISION_BLIND && not_yet && f->reasons,
		     act == DECISION_BLIND_AGREES ? DECISION_TOLD : DECISION_BACK);
	case DECISION_RESPOND:
		GOES(still && ecsw && now == DECISION_TOLD, DECISION_TOLD);
	case DECISION_TAKE_BACK:
		GOES(still && assessor && now == DECISION_TOLD && f->reasons, DECISION_BACK);
	case DECISION_CONVENE:
		GOES(still && coordinator && f->panel_named &&
		     (now == DECISION_PANEL || (now == DECISION_TOLD && (f->responded || f->response_over))), DECISION_PANEL);
	case DECISION_CONFIRM:
		GOES(still && f->by == DECIDER_CHAIR && now == DECISION_PANEL && f->quorum_reached && f->reasons, DECISION_CONFIRMED);
	case DECISION_REFER_BACK:
		GOES(still && f->by == DECIDER_CHAIR && now == DECISION_PANEL && f->reasons, DECISION_BACK);
	case DECISION_DRAW:
		GOES(still && (f->by == DECIDER_CLOCK || f->by == DECIDER_AUTHORITY) && now == DECISION_CONFIRMED && !f->moderated,
		     DECISION_MODERATION);
	case DECISION_MODERATOR_AGREES:
	case DECISION_MODERATOR_REFERS:
		GOES(still && f->by == DECIDER_MODERATOR && now == DECISION_MODERATION && f->reasons,
		     act == DECISION_MODERATOR_AGREES ? DECISION_CONFIRMED : DECISION_BACK);
	case DECISION_ISSUE:
		GOES(still && coordinator && now == DECISION_CONFIRMED && (f->moderated || !f->drawn), DECISION_ISSUED);
	case DECISION_JUDGE_AGAIN:
		GOES(still && assessor && now == DECISION_ISSUED && (not_yet || time) && (f->appeal_over || f->no_appeal), DECISION_DRAFT);
	case DECISION_LODGE_APPEAL:
		GOES(still && ecsw && now == DECISION_ISSUED && (not_yet || time) && !f->appeal_over && f->grounds, DECISION_APPEAL);
	case DECISION_DISMISS_APPEAL:
	case DECISION_ALLOW_APPEAL:
		GOES(still && f->by == DECIDER_APPEAL_CHAIR && now == DECISION_APPEAL && (not_yet || time) && f->new_people &&
		     f->quorum_reached && f->reasons, act == DECISION_ALLOW_APPEAL ? DECISION_NONE : DECISION_ISSUED);
	case DECISION_REOPEN:
		GOES(still && f->by == DECIDER_AUTHORITY && now == DECISION_ISSUED && f->reasons, DECISION_NONE);
	case DECISION_WITHDRAW:
		GOES(ecsw && now != DECISION_STOPPED &&
		     (not_yet || time || (now != DECISION_CONFIRMED && now != DECISION_MODERATION && now != DECISION_ISSUED && now != DECISION_APPEAL)),
		     DECISION_STOPPED);
	default:
		return -1;
	}
#undef GOES
}

static uint64_t next_random(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

static struct decision_facts any_facts(uint64_t *seed)
{
	uint64_t r = next_random(seed), likely = r | next_random(seed) | next_random(seed); /* most of it is there, so that walks go far */
	struct decision_facts f = { .judgement = (enum judgement)(1 + (r >> 32) % 3), .by = (enum decider)(1u << ((r >> 40) % 9)),
		.in_transfer = ((r >> 50) & 15) == 0, .reasons = likely & 1, .plan = likely & 2, .raised = likely & 4, .owed = r & 8,
		.owed_said = likely & 16, .owed_answered = likely & 32, .owed_days_over = likely & 64, .responded = likely & 128,
		.response_over = likely & 256, .panel_named = likely & 512, .quorum_reached = likely & 1024, .drawn = r & 2048,
		.moderated = likely & 4096, .grounds = likely & 8192, .appeal_over = r & 16384, .no_appeal = r & 65536, .new_people = likely & 32768 };

	return f;
}

/* likely_act — mostly one that the table has here, by somebody whose it is; else any, by anybody. */
static enum decision_act likely_act(uint64_t *seed, enum decision_state now, struct decision_facts *f)
{
	size_t n;
	const struct decision_step *s = decision_steps(&n);

	for (size_t tries = 0; tries < 60 && (next_random(seed) & 31); tries++) {
		const struct decision_step *one = &s[next_random(seed) % n];

		if (one->from == now) {
			f->by = (enum decider)(one->by & -one->by);
			return one->act;
		}
	}
	return (enum decision_act)(next_random(seed) % (DECISION_ACT_END + 1));
}

static void random_walks_go_where_a_second_telling_of_the_rules_says(void **state)
{
	uint64_t seed = 0x243F6A8885A308D3u;
	unsigned visited = 0;
	size_t moves = 0;

	UNUSED(state);
	for (int walk = 0; walk < 2000; walk++) {
		enum decision_state now = DECISION_NONE;

		for (int step = 0; step < 200; step++) {
			struct decision_facts f = any_facts(&seed);
			enum decision_act act = likely_act(&seed, now, &f);
			enum decision_state to = now;
			int expected = told((int)now, (int)act, &f);

			assert_int_equal(decision_next(now, act, &f, &to) == DECISION_FINE, expected >= 0);
			assert_int_equal(to, expected >= 0 ? expected : (int)now);
			moves += expected >= 0;
			visited |= 1u << to;
			if (to != DECISION_STOPPED)
				now = to; /* otherwise most walks would end there */
		}
	}
	assert_int_equal(visited, (1u << DECISION_STATE_END) - 1);
	assert_true(moves > 10000);
}

static void one_outcome_is_in_force_or_none(void **state)
{
	UNUSED(state);
	assert_int_equal(decision_outcome(DECISION_ISSUE, JUDGEMENT_NOT_YET, JUDGEMENT_MEETS), JUDGEMENT_MEETS);
	assert_int_equal(decision_outcome(DECISION_LODGE_APPEAL, JUDGEMENT_NOT_YET, JUDGEMENT_NOT_YET), JUDGEMENT_NOT_YET);
	assert_int_equal(decision_outcome(DECISION_JUDGE_AGAIN, JUDGEMENT_NOT_YET, JUDGEMENT_MEETS), JUDGEMENT_NOT_YET);
	assert_int_equal(decision_outcome(DECISION_ALLOW_APPEAL, JUDGEMENT_NOT_YET, JUDGEMENT_NOT_YET), JUDGEMENT_NONE);
	assert_int_equal(decision_outcome(DECISION_REOPEN, JUDGEMENT_MEETS, JUDGEMENT_MEETS), JUDGEMENT_NONE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_is_there_and_no_two_steps_answer_one_act),
		cmocka_unit_test(every_state_is_reached_and_only_withdrawing_is_an_end),
		cmocka_unit_test(no_outcome_is_issued_without_a_panel),
		cmocka_unit_test(does_not_yet_meet_is_read_by_another_before_the_ecsw_is_told),
		cmocka_unit_test(nothing_owed_stands_against_meets),
		cmocka_unit_test(does_not_yet_meet_waits_for_what_is_owed_to_be_said_asked_and_raised),
		cmocka_unit_test(more_time_owed_is_for_those_who_are_owed_something),
		cmocka_unit_test(a_panel_waits_for_the_response_and_for_a_quorum_and_the_coordinator_decides_nothing),
		cmocka_unit_test(what_was_drawn_is_moderated_once_before_it_is_issued),
		cmocka_unit_test(an_appeal_is_in_time_has_grounds_and_goes_to_new_people),
		cmocka_unit_test(while_the_days_to_appeal_run_nobody_but_the_ecsw_ends_them),
		cmocka_unit_test(everything_waits_for_a_transfer_but_leaving),
		cmocka_unit_test(random_walks_go_where_a_second_telling_of_the_rules_says),
		cmocka_unit_test(one_outcome_is_in_force_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
