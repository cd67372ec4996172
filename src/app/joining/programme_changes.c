/* programme_changes.c — see programme_changes.h. Each rule is compared as the program follows it, not as the file writes it. */
#include "app/joining/programme_changes.h"

#include "app/coverage/coverage.h"
#include "app/joining/joining.h"
#include "web/html.h"

#include <stdlib.h>

static void say(struct programme_changes *to, struct str s)
{
	if (to->n < PROGRAMME_CHANGES_MAX)
		to->v[to->n++] = s;
}

/* number — "What: 12 instead of 10." */
static void number(struct arena *a, struct programme_changes *to, enum word what, int was, int now)
{
	if (was != now)
		say(to, WORDS(a, T_PROGRAMME_CHANGE_NUMBER, WORD_ARG("what", word(what)), WORD_ARG("was", was), WORD_ARG("now", now)));
}

static void words_changed(struct arena *a, struct programme_changes *to, enum word what, struct str was, struct str now)
{
	if (!str_eq(was, now))
		say(to, WORDS(a, T_PROGRAMME_CHANGE_WORDS, WORD_ARG("what", word(what)), WORD_ARG("was", was.n ? was : word(T_PROGRAMME_CHANGE_NONE)),
		              WORD_ARG("now", now.n ? now : word(T_PROGRAMME_CHANGE_NONE))));
}

/* ---- reviews ---- */

static bool among(const int *v, int n, int month)
{
	for (int i = 0; i < n; i++)
		if (v[i] == month)
			return true;
	return false;
}

static struct str optional_months(struct arena *a, const struct review_rules *r)
{
	struct buf b = buf_new(a, 200);

	for (int i = 0; i < r->optional_n; i++)
		buf_addf(&b, "%s%d", i ? ", " : "", r->optional[i]);
	return buf_str(&b);
}

/* reviews — as many as there were: those that moved, from which month to which. Otherwise those that went and those that came. */
static void reviews(struct arena *a, const struct programme_data *was, const struct programme_data *now, struct programme_changes *to)
{
	bool paired = was->reviews_n == now->reviews_n;

	for (int i = 0; paired && i < now->reviews_n; i++)
		if (was->reviews[i] != now->reviews[i])
			say(to, WORDS(a, T_PROGRAMME_CHANGE_REVIEW_MOVED, WORD_ARG("was", was->reviews[i]), WORD_ARG("now", now->reviews[i])));
	for (int i = 0; !paired && i < was->reviews_n; i++)
		if (!among(now->reviews, now->reviews_n, was->reviews[i]))
			say(to, WORDS(a, T_PROGRAMME_CHANGE_REVIEW_GONE, WORD_ARG("n", was->reviews[i])));
	for (int i = 0; !paired && i < now->reviews_n; i++)
		if (!among(was->reviews, was->reviews_n, now->reviews[i]))
			say(to, WORDS(a, T_PROGRAMME_CHANGE_REVIEW_NEW, WORD_ARG("n", now->reviews[i])));
	words_changed(a, to, T_PROGRAMME_CHANGE_OPTIONAL, optional_months(a, &was->review), optional_months(a, &now->review));
	number(a, to, T_PROGRAMME_CHANGE_WINDOW, was->dates.window_days, now->dates.window_days);
	number(a, to, T_PROGRAMME_CHANGE_LAST_REVIEW, was->dates.last_review_days, now->dates.last_review_days);
}

/* ---- supervision, pieces ---- */

static struct str rhythm(struct arena *a, const struct calendar_rules *c)
{
	struct buf b = buf_new(a, 1000);

	for (int i = 0; i < c->stages_n; i++) {
		struct str stage = c->stages[i].from_month ? WORDS(a, T_PROGRAMME_CHANGE_STAGE, WORD_ARG("days", c->stages[i].days), WORD_ARG("n", c->stages[i].from_month))
		                                           : WORDS(a, T_PROGRAMME_CHANGE_STAGE_FIRST, WORD_ARG("days", c->stages[i].days));

		if (i)
			buf_add(&b, S(", "));
		buf_add(&b, stage);
	}
	return buf_str(&b);
}

static int required(const struct programme_data *d, enum evidence_kind kind)
{
	for (int i = 0; i < d->decision.required_n; i++)
		if (d->decision.required[i].kind == kind)
			return d->decision.required[i].count;
	return 0;
}

/* stages_of — "1 by month 6, 2 by month 12"; empty where a programme wants none of a kind before the end. */
static struct str stages_of(struct arena *a, const struct programme_data *d, enum evidence_kind kind)
{
	struct buf b = buf_new(a, 500);

	for (int i = 0; i < d->decision.required_n; i++)
		for (int k = 0; d->decision.required[i].kind == kind && k < d->decision.required[i].stages_n; k++) {
			if (k)
				buf_add(&b, S(", "));
			buf_add(&b, WORDS(a, T_PROGRAMME_REQUIRED_STAGE, WORD_ARG("n", d->decision.required[i].stages[k].count),
			                  WORD_ARG("month", d->decision.required[i].stages[k].month)));
		}
	return buf_str(&b);
}

static void work(struct arena *a, const struct programme_data *was, const struct programme_data *now, struct programme_changes *to)
{
	words_changed(a, to, T_PROGRAMME_CHANGE_SUPERVISION, rhythm(a, &was->dates), rhythm(a, &now->dates));
	for (int k = 1; k < KIND_END; k++)
		number(a, to, kind_word((enum evidence_kind)k), required(was, (enum evidence_kind)k), required(now, (enum evidence_kind)k));
	for (int k = 1; k < KIND_END; k++)
		words_changed(a, to, kind_word((enum evidence_kind)k), stages_of(a, was, (enum evidence_kind)k), stages_of(a, now, (enum evidence_kind)k));
	number(a, to, T_PROGRAMME_CHANGE_KINDS, was->enough.kinds, now->enough.kinds);
	number(a, to, T_PROGRAMME_CHANGE_RECENT, was->enough.months, now->enough.months);
	if (was->enough.observed != now->enough.observed)
		say(to, word(now->enough.observed ? T_PROGRAMME_CHANGE_OBSERVED : T_PROGRAMME_CHANGE_NOT_OBSERVED));
	number(a, to, T_PROGRAMME_CHANGE_ANSWER, was->answer_days, now->answer_days);
}

/* ---- time and cases ---- */

static struct str time_and_cases(struct arena *a, const struct support_rules *r)
{
	struct buf b = buf_new(a, 2000);

	for (int i = 0; i < r->stages_n; i++) {
		const struct support_stage *s = &r->stages[i];
		enum word says = s->from_month ? T_PROGRAMME_CHANGE_TIME_STAGE : T_PROGRAMME_CHANGE_TIME_FIRST;

		if (i)
			buf_add(&b, S(", "));
		buf_add(&b, WORDS(a, says, WORD_ARG("percent", s->percent), WORD_ARG("cases", s->cases), WORD_ARG("n", s->from_month)));
	}
	return buf_str(&b);
}

static bool same_promises(const struct support_rules *was, const struct support_rules *now)
{
	bool same = true;

	for (size_t role = 0; same && role < COUNT_OF(now->promises_n); role++) {
		same = was->promises_n[role] == now->promises_n[role];
		for (int i = 0; same && i < now->promises_n[role]; i++)
			same = str_eq(was->promises[role][i], now->promises[role][i]);
	}
	return same;
}

static void support(struct arena *a, const struct support_rules *was, const struct support_rules *now, struct programme_changes *to)
{
	words_changed(a, to, T_PROGRAMME_CHANGE_TIME, time_and_cases(a, was), time_and_cases(a, now));
	number(a, to, T_PROGRAMME_CHANGE_TIME_GIVEN, was->given_percent, now->given_percent);
	number(a, to, T_PROGRAMME_CHANGE_TIME_ABOVE, was->above_days, now->above_days);
	if (!same_promises(was, now))
		say(to, word(T_PROGRAMME_CHANGE_PROMISES));
}

/* ---- what an employer may vary ---- */

static struct str bounds_words(struct arena *a, const struct vary_bounds *b)
{
	return b->most ? WORDS(a, T_VARIATION_BOUNDS, WORD_ARG("least", b->least), WORD_ARG("most", b->most)) : word(T_VARIATION_LOCKED_SHORT);
}

static void vary(struct arena *a, const struct vary_rules *was, const struct vary_rules *now, struct programme_changes *to)
{
	for (int what = VARY_ANSWER_DAYS; what < VARIABLE_END; what++)
		words_changed(a, to, variation_may_word((enum variable)what), bounds_words(a, &was->of[what]), bounds_words(a, &now->of[what]));
}

/* ---- who decides, and more time ---- */

static void decides(struct arena *a, const struct programme_data *was, const struct programme_data *now, struct programme_changes *to)
{
	const struct decision_rules *w = &was->decision, *n = &now->decision;

	if (was->second_reader != now->second_reader)
		words_changed(a, to, T_PROGRAMME_ASSESS, word(was->second_reader ? T_PROGRAMME_ASSESS_SECOND : T_PROGRAMME_ASSESS_NO),
		              word(now->second_reader ? T_PROGRAMME_ASSESS_SECOND : T_PROGRAMME_ASSESS_NO));
	number(a, to, T_PROGRAMME_CHANGE_MEMBERS, w->members, n->members);
	number(a, to, T_PROGRAMME_CHANGE_QUORUM, w->quorum, n->quorum);
	number(a, to, T_PROGRAMME_CHANGE_RESPOND, w->respond_days, n->respond_days);
	number(a, to, T_PROGRAMME_CHANGE_OWED, w->owed_days, n->owed_days);
	number(a, to, T_PROGRAMME_CHANGE_APPEAL, w->appeal_days, n->appeal_days);
	number(a, to, T_PROGRAMME_CHANGE_MODERATE, w->moderate_one_in, n->moderate_one_in);
	number(a, to, T_PROGRAMME_CHANGE_PERCENT, w->supervision_percent, n->supervision_percent);
	number(a, to, T_PROGRAMME_CHANGE_PAUSES, was->agreed.pause_days, now->agreed.pause_days);
	number(a, to, T_PROGRAMME_CHANGE_EXTENSIONS, was->agreed.extension_count, now->agreed.extension_count);
	number(a, to, T_PROGRAMME_CHANGE_EXTENSION, was->agreed.extension_days, now->agreed.extension_days);
	number(a, to, T_PROGRAMME_CHANGE_EXTENSION_OWED, was->agreed.owed_days, now->agreed.owed_days);
}

static bool same_sentences(const struct decision_rules *was, const struct decision_rules *now)
{
	bool same = was->changes_n == now->changes_n;

	for (int i = 0; same && i < now->changes_n; i++)
		same = str_eq(was->changes[i], now->changes[i]);
	return same;
}

static bool same_after(const struct after_rules *was, const struct after_rules *now)
{
	bool same = true;

	for (int j = JUDGEMENT_MEETS; j < JUDGEMENT_END; j++) {
		same = same && was->of[j].guidance_n == now->of[j].guidance_n && was->of[j].steps_n == now->of[j].steps_n;
		for (int i = 0; same && i < now->of[j].guidance_n; i++)
			same = str_eq(was->of[j].guidance[i], now->of[j].guidance[i]);
		for (int i = 0; same && i < now->of[j].steps_n; i++)
			same = str_eq(was->of[j].steps[i].what, now->of[j].steps[i].what) && was->of[j].steps[i].role == now->of[j].steps[i].role &&
			       was->of[j].steps[i].days == now->of[j].steps[i].days;
	}
	return same;
}

static bool same_scale(const struct review_rules *was, const struct review_rules *now)
{
	bool same = was->scale_n == now->scale_n;

	for (int i = 0; same && i < now->scale_n; i++)
		same = str_eq(was->scale[i].label, now->scale[i].label) && str_eq(was->scale[i].anchor, now->scale[i].anchor);
	return same;
}

static bool same_questions(const struct eligibility_table *was, const struct eligibility_table *now)
{
	bool same = was->n == now->n && str_eq(was->sentence, now->sentence);

	for (int i = 0; same && i < now->n; i++) {
		const struct eligibility_question *w = &was->questions[i], *q = &now->questions[i];

		same = str_eq(w->ask, q->ask) && w->answers_n == q->answers_n;
		for (int k = 0; same && k < q->answers_n; k++)
			same = str_eq(w->answers[k].label, q->answers[k].label) && w->answers[k].leads == q->answers[k].leads &&
			       str_eq(w->answers[k].sentence, q->answers[k].sentence) && w->answers[k].next == q->answers[k].next;
	}
	return same;
}

void programme_changes_of(struct arena *a, const struct programme_data *was, const struct programme_data *now, struct programme_changes *ret)
{
	ret->n = 0;
	number(a, ret, T_PROGRAMME_CHANGE_MONTHS, was->months, now->months);
	words_changed(a, ret, T_PROGRAMME_STANDARDS, was->framework, now->framework);
	if (was->in_proportion != now->in_proportion)
		say(ret, word(now->in_proportion ? T_PROGRAMME_IN_PROPORTION : T_PROGRAMME_NO_CHANGE));
	reviews(a, was, now, ret);
	work(a, was, now, ret);
	support(a, &was->support, &now->support, ret);
	vary(a, &was->vary, &now->vary, ret);
	decides(a, was, now, ret);
	if (!same_scale(&was->review, &now->review))
		say(ret, word(T_PROGRAMME_CHANGE_SCALE));
	if (!same_questions(&was->eligibility, &now->eligibility))
		say(ret, word(T_PROGRAMME_CHANGE_QUESTIONS));
	if (!same_sentences(&was->decision, &now->decision))
		say(ret, word(T_PROGRAMME_CHANGE_COMPLETING));
	if (!same_after(&was->after, &now->after))
		say(ret, word(T_PROGRAMME_CHANGE_AFTER));
}
