/* decision_ready.c — what is counted before an outcome, and the words for it. */
#include "app/decision/decision_inside.h"

#include "app/calendar/calendar.h"
#include "app/coverage/coverage.h"
#include "app/joining/joining.h"
#include "app/support/support.h"

enum { SUPERVISIONS_MOST = 600 };

/* supervision_due — how many fell due from the start until yesterday, at the programme's rhythm and outside pauses. */
static int supervision_due(const struct ctx *cx, const struct calendar_facts *f)
{
	struct date last = f->starts;
	int n = 0;

	while (n < SUPERVISIONS_MOST) {
		struct calendar_date due = calendar_supervision(f, last);

		if (date_is_none(due.date) || date_cmp(due.date, cx->today) >= 0)
			break;
		last = due.date;
		n++;
	}
	return n;
}

/* promised_since — whatever came before this moment should have been answered by now. */
static instant promised_since(const struct ctx *cx)
{
	struct date d = cx->today;

	for (int left = cx->induction->answer_days; left > 0;) {
		struct date before = date_plus(d, -1);

		left -= working_days_between(before, d);
		d = before;
	}
	return instant_of(d, 0, 0);
}

static enum rc count_outcomes(struct ctx *cx, struct readiness_facts *f)
{
	const struct framework_version *v;
	struct coverage c;
	enum rc rc = framework_get(cx, cx->induction->framework, &v);

	if (rc != OK || (rc = coverage_load(cx, cx->induction->id, v, &c)) != OK)
		return rc;
	f->outcomes = (int)v->outcomes_n;
	f->outcomes_enough = coverage_talk(&c, &cx->induction->enough, cx->today).enough;
	return OK;
}

enum rc readiness_now(struct ctx *cx, struct readiness *ret)
{
	const struct decision_rules *rules;
	struct readiness_facts f = { .outcomes = 0 };
	struct readiness_counts_row n;
	struct readiness_kinds_rows kinds;
	struct induction_dates dates;
	struct time_given given;
	enum rc rc = decision_rules_of(cx, &rules);

	if (rc != OK || (rc = count_outcomes(cx, &f)) != OK || (rc = dates_of(cx, cx->induction->id, &dates)) != OK ||
	    (rc = sql_readiness_counts(cx->db, cx->arena, cx->induction->id, cx->today, promised_since(cx), &n)) != OK ||
	    (rc = sql_readiness_kinds(cx->db, cx->arena, cx->induction->id, &kinds)) != OK)
		return rc;
	for (size_t i = 0; i < kinds.n; i++)
		if (kinds.v[i].kind > 0 && kinds.v[i].kind < KIND_END)
			f.pieces[kinds.v[i].kind] = (int)kinds.v[i].n;
	f.pieces[KIND_OBSERVATION] = (int)n.observed;
	f.held_back = (int)n.held_back;
	f.questions = (int)n.questions;
	f.supervision_due = supervision_due(cx, &dates.facts);
	f.supervision_held = (int)n.supervised;
	f.has_supervisor = n.has_supervisor;
	f.has_assessor = n.has_assessor;
	f.reviews_due = (int)n.reviews_due;
	f.reviews_held = (int)n.reviews_held;
	f.views_late = (int)n.views_late;
	f.parts_late = (int)n.parts_late;
	if ((rc = time_given(cx, &given)) != OK)
		return rc;
	f.time_stated = given.stated;
	f.time_met = given.met;
	f.time_given = given.given;
	f.time_answered = given.answered;
	f.cases_within = given.within;
	f.cases_entered = given.months;
	readiness_of(rules, &f, ret);
	return OK;
}

/* ---- in words ---- */

static enum word rule_word(enum readiness_rule rule)
{
	switch (rule) {
	case SHOWN_OUTCOMES:
		return T_READY_OUTCOMES;
	case SHOWN_ACTIVITY:
		return T_READY_ACTIVITY;
	case SHOWN_PRIVACY:
		return T_READY_PRIVACY;
	case SHOWN_ANSWERED:
		return T_READY_ANSWERED;
	case OWED_SUPERVISION:
		return T_READY_SUPERVISION;
	case OWED_OBSERVATION:
		return T_READY_OBSERVATION;
	case OWED_PEOPLE:
		return T_READY_PEOPLE;
	case OWED_VIEWS:
		return T_READY_VIEWS;
	case OWED_PARTS:
		return T_READY_PARTS;
	case OWED_REVIEWS:
		return T_READY_REVIEWS;
	case OWED_TIME:
		return T_READY_TIME;
	case OWED_CASES:
		return T_READY_CASES;
	}
	return T_NONE;
}

struct str readiness_title(struct ctx *cx, const struct readiness_line *l)
{
	if (l->rule == SHOWN_ACTIVITY)
		return WORDS(cx->arena, T_READY_ACTIVITY_OF, WORD_ARG("kind", kind_word(l->kind)), WORD_ARG("n", l->wanted));
	return word(rule_word(l->rule));
}

struct str readiness_why(struct ctx *cx, const struct readiness_line *l)
{
	switch (l->rule) {
	case SHOWN_PRIVACY:
		return WORDS(cx->arena, T_READY_PRIVACY_WHY, WORD_ARG("n", l->there));
	case SHOWN_ANSWERED:
		return WORDS(cx->arena, T_READY_ANSWERED_WHY, WORD_ARG("n", l->there));
	case OWED_SUPERVISION:
		return WORDS(cx->arena, T_READY_SUPERVISION_WHY, WORD_ARG("there", l->there), WORD_ARG("wanted", l->wanted));
	case OWED_REVIEWS:
		return WORDS(cx->arena, T_READY_REVIEWS_WHY, WORD_ARG("there", l->there), WORD_ARG("wanted", l->wanted));
	case OWED_TIME:
		return l->wanted ? WORDS(cx->arena, T_READY_TIME_WHY, WORD_ARG("there", l->there), WORD_ARG("wanted", l->wanted)) : word(T_READY_TIME_UNKNOWN);
	case OWED_CASES:
		return l->wanted ? WORDS(cx->arena, T_READY_CASES_WHY, WORD_ARG("there", l->there), WORD_ARG("wanted", l->wanted)) : word(T_READY_CASES_UNKNOWN);
	case OWED_OBSERVATION:
		return WORDS(cx->arena, T_READY_OBSERVATION_WHY, WORD_ARG("there", l->there), WORD_ARG("wanted", l->wanted));
	case OWED_PEOPLE:
		return word(l->met ? T_READY_PEOPLE_THERE : T_READY_PEOPLE_MISSING);
	case OWED_VIEWS:
		return WORDS(cx->arena, T_READY_VIEWS_WHY, WORD_ARG("n", l->there), WORD_ARG("days", cx->induction->answer_days));
	case OWED_PARTS:
		return WORDS(cx->arena, T_READY_PARTS_WHY, WORD_ARG("n", l->there));
	default:
		return WORDS(cx->arena, T_READY_OF, WORD_ARG("there", l->there), WORD_ARG("wanted", l->wanted));
	}
}

struct str owed_keys(struct ctx *cx, const struct readiness *r)
{
	struct buf b = buf_new(cx->arena, 200);

	for (size_t i = 0; i < r->n; i++)
		if (readiness_is_owed(r->v[i].rule) && !r->v[i].met)
			buf_addf(&b, "%s%d", buf_str(&b).n ? "," : "", (int)r->v[i].rule);
	return buf_str(&b);
}

struct str owed_words(struct ctx *cx, struct str keys)
{
	struct buf b = buf_new(cx->arena, 1000);

	while (keys.n) {
		struct str one = str_cut(&keys, ',');
		int rule = 0;

		for (size_t i = 0; i < one.n && one.p[i] >= '0' && one.p[i] <= '9' && rule < 100; i++)
			rule = rule * 10 + one.p[i] - '0';
		if (rule_word((enum readiness_rule)rule) != T_NONE)
			buf_addf(&b, "%s%.*s", buf_str(&b).n ? "; " : "", STR_FMT(word(rule_word((enum readiness_rule)rule))));
	}
	return buf_str(&b);
}

enum word judgement_word(enum judgement j)
{
	static const enum word words[JUDGEMENT_END] = { [JUDGEMENT_NONE] = T_DECISION_J_NONE, [JUDGEMENT_MEETS] = T_DECISION_J_MEETS,
		                                            [JUDGEMENT_NOT_YET] = T_DECISION_J_NOT_YET,
		                                            [JUDGEMENT_TIME_OWED] = T_DECISION_J_TIME };

	return j >= JUDGEMENT_NONE && j < JUDGEMENT_END ? words[j] : T_NONE;
}

enum word decision_state_word(enum decision_state s)
{
	static const enum word words[DECISION_STATE_END] = {
		[DECISION_NONE] = T_DECISION_S_NONE, [DECISION_DRAFT] = T_DECISION_S_DRAFT, [DECISION_OWED] = T_DECISION_S_OWED,
		[DECISION_BLIND] = T_DECISION_S_BLIND, [DECISION_TOLD] = T_DECISION_S_TOLD, [DECISION_PANEL] = T_DECISION_S_PANEL,
		[DECISION_BACK] = T_DECISION_S_BACK, [DECISION_CONFIRMED] = T_DECISION_S_CONFIRMED,
		[DECISION_MODERATION] = T_DECISION_S_MODERATION, [DECISION_ISSUED] = T_DECISION_S_ISSUED,
		[DECISION_APPEAL] = T_DECISION_S_APPEAL, [DECISION_STOPPED] = T_DECISION_S_STOPPED,
	};

	return s >= DECISION_NONE && s < DECISION_STATE_END ? words[s] : T_NONE;
}

enum decision_state decision_state_for(enum role role, enum decision_state state, bool told)
{
	return role == ROLE_ECSW && !told && state == DECISION_BLIND ? DECISION_BACK : state;
}

enum word decision_wrong_word(enum decision_wrong wrong)
{
	static const enum word words[DECISION_WRONG_END] = {
		[DECISION_NO_SUCH_STEP] = T_DECISION_W_MOVED, [DECISION_NOT_YOURS] = T_DECISION_W_MOVED,
		[DECISION_IN_TRANSFER] = T_DECISION_W_MOVED, [DECISION_NO_REASONS] = T_DECISION_W_REASONS,
		[DECISION_NO_PLAN] = T_DECISION_W_PLAN, [DECISION_NEVER_RAISED] = T_DECISION_W_RAISED,
		[DECISION_NOTHING_OWED] = T_DECISION_W_NOTHING_OWED, [DECISION_OWED_UNSAID] = T_DECISION_W_OWED_UNSAID,
		[DECISION_OWED_UNASKED] = T_DECISION_W_OWED_UNASKED, [DECISION_DAYS_LEFT] = T_DECISION_W_DAYS_LEFT,
		[DECISION_RESPONSE_OPEN] = T_DECISION_W_RESPONSE, [DECISION_NO_PANEL] = T_DECISION_W_PANEL,
		[DECISION_NO_QUORUM] = T_DECISION_W_QUORUM, [DECISION_IS_MODERATED] = T_DECISION_W_MOVED,
		[DECISION_MODERATION_DUE] = T_DECISION_W_MODERATION, [DECISION_NO_GROUNDS] = T_DECISION_W_GROUNDS,
		[DECISION_TOO_LATE] = T_DECISION_W_TOO_LATE, [DECISION_SAME_PEOPLE] = T_DECISION_W_SAME_PEOPLE,
		[DECISION_APPEAL_OPEN] = T_DECISION_W_APPEAL_OPEN, [DECISION_ELSEWHERE] = T_DECISION_W_ELSEWHERE,
	};

	return wrong > DECISION_FINE && wrong < DECISION_WRONG_END ? words[wrong] : T_NONE;
}
