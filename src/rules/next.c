/* next.c — see next.h. What is met by a set of candidates is the sum, over outcomes and requirements, of the smaller of what is
 * wanted and what the set brings: monotone and submodular, so the greedy bound holds and a relaxation prunes. */
#include "rules/next.h"

enum { ELEMENTS_MAX = NEXT_CANDIDATES_MAX * NEXT_OUTCOMES_MAX + NEXT_REQUIRED_MAX };

/* One thing wanted: an outcome, or pieces of a kind. */
struct element {
	int32_t outcome; /* -1 for a requirement */
	int want;
	int brings[KIND_END]; /* by kind; of an outcome each kind counts once */
};
struct state {
	struct element e[ELEMENTS_MAX];
	size_t e_n;
	const struct next_problem *p;
	uint16_t of[NEXT_CANDIDATES_MAX][NEXT_OUTCOMES_MAX + NEXT_REQUIRED_MAX];
	size_t of_n[NEXT_CANDIDATES_MAX];
	int all; /* what everything together meets */
	/* the search */
	uint8_t count[ELEMENTS_MAX][KIND_END];
	bool in[NEXT_CANDIDATES_MAX], best_in[NEXT_CANDIDATES_MAX];
	int best_effort;
	long steps, steps_max;
};

static bool is_recent(const struct coverage_outcome *o, const struct enough *rule, struct date today, int kind)
{
	struct date oldest = date_add_months(today, -rule->months);

	return !date_is_none(o->latest[kind - 1]) && date_cmp(o->latest[kind - 1], oldest) >= 0;
}

int next_wants(const struct coverage_outcome *o, const struct enough *rule, struct date today)
{
	int kinds = 0;

	if (outcome_talk(o, rule, today) == TALK_ENOUGH)
		return 0;
	for (int k = 1; k <= COVERAGE_KINDS; k++)
		kinds += o->pieces && is_recent(o, rule, today, k);
	return rule->kinds > kinds ? rule->kinds - kinds : 1;
}

/* brings — what a piece of that kind brings to an outcome that wants `want`. */
static int brings_to(const struct coverage_outcome *o, const struct enough *rule, struct date today, int kind, int want)
{
	if (rule->observed && kind_is_observed((enum evidence_kind)kind))
		return want;
	return o->pieces && is_recent(o, rule, today, kind) ? 0 : 1;
}

bool next_helps(const struct coverage_outcome *o, const struct enough *rule, struct date today, enum evidence_kind kind)
{
	int want = next_wants(o, rule, today);

	return want > 0 && brings_to(o, rule, today, kind, want) > 0;
}

/* ---- what a set meets ---- */

static int met_of(const struct state *s, size_t e)
{
	const struct element *x = &s->e[e];
	int sum = 0;

	for (int k = 1; k < KIND_END; k++)
		if (s->count[e][k])
			sum += x->outcome < 0 ? s->count[e][k] * x->brings[k] : x->brings[k];
	return sum < x->want ? sum : x->want;
}

static void put(struct state *s, size_t c, int by)
{
	for (size_t i = 0; i < s->of_n[c]; i++)
		s->count[s->of[c][i]][s->p->candidates[c].kind] = (uint8_t)(s->count[s->of[c][i]][s->p->candidates[c].kind] + by);
	s->in[c] = by > 0;
}

/* gain — what candidate c would add to the set at hand. */
static int gain(struct state *s, size_t c)
{
	int before = 0, after = 0;

	for (size_t i = 0; i < s->of_n[c]; i++)
		before += met_of(s, s->of[c][i]);
	put(s, c, 1);
	for (size_t i = 0; i < s->of_n[c]; i++)
		after += met_of(s, s->of[c][i]);
	put(s, c, -1);
	return after - before;
}

static int met(const struct state *s)
{
	int sum = 0;

	for (size_t e = 0; e < s->e_n; e++)
		sum += met_of(s, e);
	return sum;
}

/* ---- laying it out ---- */

static size_t element_of(struct state *s, int32_t outcome)
{
	const struct next_problem *p = s->p;
	const struct coverage_outcome *o = &p->coverage->outcomes[outcome];
	struct element *e;

	for (size_t i = 0; i < s->e_n; i++)
		if (s->e[i].outcome == outcome)
			return i;
	e = &s->e[s->e_n];
	*e = (struct element){ .outcome = outcome, .want = next_wants(o, p->rule, p->today) };
	for (int k = 1; k < KIND_END && k <= COVERAGE_KINDS; k++)
		e->brings[k] = brings_to(o, p->rule, p->today, k, e->want);
	return s->e_n++;
}

static void lay_out(struct state *s)
{
	const struct next_problem *p = s->p;

	for (size_t c = 0; c < p->n && c < NEXT_CANDIDATES_MAX; c++)
		for (size_t i = 0; i < p->candidates[c].outcomes_n && i < NEXT_OUTCOMES_MAX; i++) {
			int32_t o = p->candidates[c].outcomes[i];

			if (o >= 0 && (size_t)o < p->coverage->outcomes_n &&
			    next_helps(&p->coverage->outcomes[o], p->rule, p->today, p->candidates[c].kind))
				s->of[c][s->of_n[c]++] = (uint16_t)element_of(s, o);
		}
	for (size_t r = 0; r < p->required_n && r < NEXT_REQUIRED_MAX; r++) {
		if (p->required[r].left <= 0)
			continue;
		s->e[s->e_n] = (struct element){ .outcome = -1, .want = p->required[r].left };
		s->e[s->e_n].brings[p->required[r].kind] = 1;
		for (size_t c = 0; c < p->n && c < NEXT_CANDIDATES_MAX; c++)
			if (p->candidates[c].kind == p->required[r].kind)
				s->of[c][s->of_n[c]++] = (uint16_t)s->e_n;
		s->e_n++;
	}
}

/* ---- greedy ---- */

/* best_now — most for its effort; of equals the one that adds more, then the first. */
static size_t best_now(struct state *s, int *ret_gain)
{
	size_t best = SIZE_MAX;

	*ret_gain = 0;
	for (size_t c = 0; c < s->p->n && c < NEXT_CANDIDATES_MAX; c++) {
		int g = s->in[c] ? 0 : gain(s, c), e = s->p->candidates[c].effort;

		if (g <= 0)
			continue;
		if (best == SIZE_MAX || g * s->p->candidates[best].effort > *ret_gain * e ||
		    (g * s->p->candidates[best].effort == *ret_gain * e && g > *ret_gain)) {
			best = c;
			*ret_gain = g;
		}
	}
	return best;
}

static int greedy(struct state *s)
{
	int effort = 0, g;
	size_t c;

	while ((c = best_now(s, &g)) != SIZE_MAX) {
		put(s, c, 1);
		effort += s->p->candidates[c].effort;
	}
	return effort;
}

static void clear(struct state *s)
{
	for (size_t c = 0; c < s->p->n && c < NEXT_CANDIDATES_MAX; c++)
		if (s->in[c])
			put(s, c, -1);
}

/* ---- branch and bound ---- */

/* lower_bound — the effort that what is still missing takes at least: each further candidate adds at most what it would add
 * now, so taking them by what they add for their effort, the last one in part, can't be beaten. */
static int lower_bound(struct state *s, size_t from, int missing)
{
	int gains[NEXT_CANDIDATES_MAX], effort = 0;
	bool used[NEXT_CANDIDATES_MAX] = { false };

	for (size_t c = from; c < s->p->n; c++)
		gains[c] = gain(s, c);
	while (missing > 0) {
		size_t best = SIZE_MAX;

		for (size_t c = from; c < s->p->n; c++)
			if (!used[c] && gains[c] > 0 &&
			    (best == SIZE_MAX || gains[c] * s->p->candidates[best].effort > gains[best] * s->p->candidates[c].effort))
				best = c;
		if (best == SIZE_MAX)
			return -1; /* can't be met from here */
		used[best] = true;
		if (gains[best] >= missing)
			return effort + (s->p->candidates[best].effort * missing + gains[best] - 1) / gains[best];
		missing -= gains[best];
		effort += s->p->candidates[best].effort;
	}
	return effort;
}

static void search(struct state *s, size_t c, int effort)
{
	int missing = s->all - met(s), least;

	if (++s->steps > s->steps_max)
		return;
	if (missing == 0) {
		if (effort < s->best_effort) {
			s->best_effort = effort;
			memcpy(s->best_in, s->in, sizeof(s->in));
		}
		return;
	}
	if (c == s->p->n || (least = lower_bound(s, c, missing)) < 0 || effort + least >= s->best_effort)
		return;
	if (gain(s, c) > 0) {
		put(s, c, 1);
		search(s, c + 1, effort + s->p->candidates[c].effort);
		put(s, c, -1);
	}
	search(s, c + 1, effort);
}

/* in_order — the chosen ones by what each adds for its effort. */
static void in_order(struct state *s, struct next_choice *ret)
{
	bool chosen[NEXT_CANDIDATES_MAX];

	memcpy(chosen, s->best_in, sizeof(chosen));
	clear(s);
	for (;;) {
		size_t best = SIZE_MAX;
		int most = -1;

		for (size_t c = 0; c < s->p->n; c++) {
			int g = chosen[c] ? gain(s, c) : -1;

			if (g >= 0 && (best == SIZE_MAX || g * s->p->candidates[best].effort > most * s->p->candidates[c].effort)) {
				best = c;
				most = g;
			}
		}
		if (best == SIZE_MAX)
			return;
		put(s, best, 1);
		chosen[best] = false;
		ret->chosen[ret->n] = (uint8_t)best;
		ret->adds[ret->n++] = most;
		ret->effort += s->p->candidates[best].effort;
	}
}

void next_choose_within(const struct next_problem *given, long steps, struct next_choice *ret)
{
	struct next_problem p = *given;
	struct state s = { .p = &p, .steps_max = steps };

	if (p.n > NEXT_CANDIDATES_MAX)
		p.n = NEXT_CANDIDATES_MAX;
	*ret = (struct next_choice){ .exact = true };
	lay_out(&s);
	for (size_t c = 0; c < p.n; c++) {
		int g = gain(&s, c);

		ret->most = g > ret->most ? g : ret->most;
	}
	for (size_t c = 0; c < p.n; c++)
		put(&s, c, 1);
	s.all = ret->met = met(&s);
	clear(&s);
	for (size_t e = 0; e < s.e_n; e++)
		ret->wants += s.e[e].want;
	s.best_effort = greedy(&s);
	memcpy(s.best_in, s.in, sizeof(s.in));
	clear(&s);
	search(&s, 0, 0);
	ret->exact = s.steps <= s.steps_max;
	in_order(&s, ret);
}

void next_choose(const struct next_problem *p, struct next_choice *ret)
{
	next_choose_within(p, NEXT_STEPS_MAX, ret);
}

bool next_takes(struct next_shown *shown, int32_t domain)
{
	size_t d = 0;

	while (d < shown->n && shown->domains[d] != domain)
		d++;
	if (d == NEXT_OUTCOMES_MAX || (d < shown->n && shown->of[d] >= NEXT_STATEMENTS_MAX))
		return false;
	if (d == shown->n) {
		shown->domains[d] = domain;
		shown->of[d] = 0;
		shown->n++;
	}
	shown->of[d]++;
	return true;
}

enum strength outcome_strength(const struct coverage_outcome *o)
{
	if (!o->pieces)
		return STRENGTH_NOTHING;
	if (outcome_kinds(o) >= 2)
		return STRENGTH_SEVERAL;
	return outcome_is_observed(o) ? STRENGTH_OBSERVED : STRENGTH_TOLD;
}
