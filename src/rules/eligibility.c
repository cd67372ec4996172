/* eligibility.c — walking a decision table, and refusing one that can't be walked. */
#include "rules/eligibility.h"

#include "base/text.h"

int eligibility_question_named(const struct eligibility_table *t, struct str key)
{
	for (int i = 0; i < t->n; i++)
		if (str_eq(t->questions[i].key, key))
			return i;
	return -1;
}

const struct eligibility_answer *eligibility_answer_named(const struct eligibility_question *q, struct str key)
{
	for (int i = 0; i < q->answers_n; i++)
		if (str_eq(q->answers[i].key, key))
			return &q->answers[i];
	return NULL;
}

/* ---- can it be walked? ---- */

static bool refuse(struct arena *a, struct str *ret_why, struct str question, struct str answer, const char *says)
{
	*ret_why = answer.n ? strf(a, "question “%.*s”, answer “%.*s”: %s", STR_FMT(question), STR_FMT(answer), says)
	                    : strf(a, "question “%.*s”: %s", STR_FMT(question), says);
	return false;
}

static const char *wrong_with_answer(const struct eligibility_table *t, struct eligibility_answer *x)
{
	bool decides = x->leads != LEAD_CONTINUE;

	if (!x->label.n)
		return "it has no label";
	if (decides && (!x->sentence.n || !x->rule.n))
		return "what stops or takes funding away must say why (sentence) and by which rule (rule)";
	x->next = ELIGIBILITY_END;
	if (x->leads == LEAD_STOP)
		return x->then.n ? "a stop leads nowhere: take “then” away" : NULL;
	if (str_eq(x->then, S("end")))
		return NULL;
	if (!x->then.n)
		return "it says neither which question follows nor “end”";
	x->next = eligibility_question_named(t, x->then);
	return x->next < 0 ? "the question that should follow does not exist" : NULL;
}

static bool link_question(struct arena *a, const struct eligibility_table *t, const struct eligibility_question *q,
                          struct str *ret_why)
{
	struct eligibility_answer *answers = NEW_ARRAY(a, struct eligibility_answer, (size_t)q->answers_n + 1);

	if (!q->ask.n)
		return refuse(a, ret_why, q->key, STR_NONE, "it asks nothing");
	if (q->answers_n < 2)
		return refuse(a, ret_why, q->key, STR_NONE, "it needs at least two answers");
	for (int i = 0; i < q->answers_n; i++) {
		const char *wrong;

		answers[i] = q->answers[i];
		if (eligibility_answer_named(q, answers[i].key) != &q->answers[i])
			return refuse(a, ret_why, q->key, answers[i].key, "the same answer stands there twice");
		if ((wrong = wrong_with_answer(t, &answers[i])))
			return refuse(a, ret_why, q->key, answers[i].key, wrong);
	}
	((struct eligibility_question *)q)->answers = answers;
	return true;
}

/* Depth first from the first question: a question met again while it is still open closes a circle. */
enum mark { UNSEEN = 0, OPEN, DONE };
static int find_circle(const struct eligibility_table *t, int at, enum mark *marks)
{
	const struct eligibility_question *q = &t->questions[at];

	marks[at] = OPEN;
	for (int i = 0; i < q->answers_n; i++) {
		int next = q->answers[i].next, found;

		if (next < 0 || marks[next] == DONE)
			continue;
		if (marks[next] == OPEN)
			return at;
		if ((found = find_circle(t, next, marks)) >= 0)
			return found;
	}
	marks[at] = DONE;
	return -1;
}

bool eligibility_link(struct arena *a, struct eligibility_table *t, struct str *ret_why)
{
	enum mark marks[ELIGIBILITY_QUESTIONS_MAX] = { UNSEEN };
	int circle;

	if (t->n < 1 || t->n > ELIGIBILITY_QUESTIONS_MAX) {
		*ret_why = strf(a, "a table has 1 to %d questions", ELIGIBILITY_QUESTIONS_MAX);
		return false;
	}
	if (!t->sentence.n || !t->rule.n) {
		*ret_why = S("what is said to somebody with nothing against them (“otherwise”) needs a sentence and a rule");
		return false;
	}
	for (int i = 0; i < t->n; i++) {
		if (eligibility_question_named(t, t->questions[i].key) != i)
			return refuse(a, ret_why, t->questions[i].key, STR_NONE, "the same key stands there twice");
		if (!link_question(a, t, &t->questions[i], ret_why))
			return false;
	}
	if ((circle = find_circle(t, 0, marks)) >= 0)
		return refuse(a, ret_why, t->questions[circle].key, STR_NONE, "its answers lead round in a circle");
	for (int i = 0; i < t->n; i++)
		if (marks[i] == UNSEEN)
			return refuse(a, ret_why, t->questions[i].key, STR_NONE, "no answer leads to it");
	return true;
}

/* ---- walking ---- */

static const struct eligibility_answer *given_to(const struct eligibility_question *q, const struct eligibility_given *given,
                                                 int n)
{
	for (int i = 0; i < n; i++)
		if (str_eq(given[i].question, q->key))
			return eligibility_answer_named(q, given[i].answer);
	return NULL;
}

struct eligibility_path eligibility_follow(const struct eligibility_table *t, const struct eligibility_given *given, int n)
{
	struct eligibility_path p = { .next = 0 };

	while (p.next >= 0) {
		const struct eligibility_answer *x = given_to(&t->questions[p.next], given, n);

		if (!x)
			return p;
		p.questions[p.n] = p.next;
		p.answers[p.n++] = x;
		if (x->leads == LEAD_STOP)
			p.reasons_n = 0; /* what would have been said of funding no longer matters */
		if (x->leads != LEAD_CONTINUE)
			p.reasons[p.reasons_n++] = x;
		p.next = x->next;
		p.outcome = x->leads == LEAD_STOP ? ELIGIBILITY_STOP : ELIGIBILITY_OPEN;
	}
	if (p.outcome != ELIGIBILITY_STOP)
		p.outcome = p.reasons_n ? ELIGIBILITY_UNFUNDED : ELIGIBILITY_FUNDED;
	return p;
}

struct str eligibility_rules(struct arena *a, const struct eligibility_table *t, const struct eligibility_path *p)
{
	struct str names[ELIGIBILITY_QUESTIONS_MAX];

	if (p->next >= 0)
		return STR_NONE;
	if (!p->reasons_n)
		return t->rule;
	for (int i = 0; i < p->reasons_n; i++)
		names[i] = p->reasons[i]->rule;
	return str_join(a, names, (size_t)p->reasons_n, S("; "));
}
