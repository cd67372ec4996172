/* next.c — see next.h. What is met by a set of candidates is the sum, over outcomes and requirements, of the smaller of what is
 * wanted and what the set brings: monotone and submodular, so the greedy bound holds and a relaxation prunes. */
#include "rules/next.h"

enum { ELEMENTS_MAX = NEXT_CANDIDATES_MAX * NEXT_OUTCOMES_MAX + NEXT_REQUIRED_MAX };

/* One thing wanted: an outcome, or pieces of a kind. */
struct element {
	int32_t outcome; /* -1 for a requirement */
	int want, brought; /* brought: by the set at hand, which may be more */
	uint8_t brings[KIND_END]; /* by kind; of an outcome each kind counts once */
};
struct state {
	struct element e[ELEMENTS_MAX];
	size_t e_n;
	struct next_problem pruned;
	const struct next_problem *p; /* that */
	struct next_candidate kept[NEXT_CANDIDATES_MAX];
	uint8_t at[NEXT_CANDIDATES_MAX];   /* where each of them stands in what was given */
	uint8_t work[NEXT_CANDIDATES_MAX]; /* by candidate: the first of them with the same work */
	int used[NEXT_CANDIDATES_MAX], repeats; /* by work, of the set at hand; how many are second pieces of theirs */
	uint16_t of[NEXT_CANDIDATES_MAX][NEXT_OUTCOMES_MAX + NEXT_REQUIRED_MAX];
	size_t of_n[NEXT_CANDIDATES_MAX];
	int met, all; /* by the set at hand, by everything together */
	/* the search */
	uint8_t count[ELEMENTS_MAX][KIND_END];
	bool in[NEXT_CANDIDATES_MAX], is_out[NEXT_CANDIDATES_MAX], best_in[NEXT_CANDIDATES_MAX];
	int best_effort, best_repeats;
	long gains, gains_max; /* weighings so far, and how many are allowed */
	bool is_cut;
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

static int met_with(const struct element *x, int brought)
{
	return brought < x->want ? brought : x->want;
}

static void put(struct state *s, size_t c, int by)
{
	int kind = s->p->candidates[c].kind;

	for (size_t i = 0; i < s->of_n[c]; i++) {
		struct element *x = &s->e[s->of[c][i]];
		uint8_t *count = &s->count[s->of[c][i]][kind];
		int before = x->outcome < 0 ? *count : *count > 0, was = met_with(x, x->brought);

		*count = (uint8_t)(*count + by);
		x->brought += ((x->outcome < 0 ? *count : *count > 0) - before) * x->brings[kind];
		s->met += met_with(x, x->brought) - was;
	}
	s->repeats += by > 0 ? s->used[s->work[c]] > 0 : -(s->used[s->work[c]] > 1);
	s->used[s->work[c]] += by;
	s->in[c] = by > 0;
}

/* gain — what candidate c would add to the set at hand. */
static int gain(const struct state *s, size_t c)
{
	int kind = s->p->candidates[c].kind, sum = 0;

	for (size_t i = 0; i < s->of_n[c]; i++) {
		const struct element *x = &s->e[s->of[c][i]];

		if (x->outcome < 0 || !s->count[s->of[c][i]][kind])
			sum += met_with(x, x->brought + x->brings[kind]) - met_with(x, x->brought);
	}
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
		e->brings[k] = (uint8_t)brings_to(o, p->rule, p->today, k, e->want);
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

/* ---- what is not worth weighing ---- */

/* What one candidate brings on, ascending. */
struct offer {
	int32_t outcomes[NEXT_OUTCOMES_MAX];
	size_t n;
};

static struct offer offer_of(const struct next_problem *p, const struct next_candidate *c)
{
	struct offer offer = { .n = 0 };

	for (size_t i = 0; i < c->outcomes_n && i < NEXT_OUTCOMES_MAX; i++) {
		int32_t o = c->outcomes[i];
		size_t at = offer.n;

		if (o < 0 || (size_t)o >= p->coverage->outcomes_n || !next_helps(&p->coverage->outcomes[o], p->rule, p->today, c->kind))
			continue;
		for (; at > 0 && offer.outcomes[at - 1] > o; at--)
			offer.outcomes[at] = offer.outcomes[at - 1];
		offer.outcomes[at] = o;
		offer.n++;
	}
	return offer;
}

static bool has_all(const struct offer *of, const struct offer *wanted)
{
	size_t i = 0;

	if (of->n < wanted->n)
		return false;
	for (size_t w = 0; w < wanted->n; w++) {
		while (i < of->n && of->outcomes[i] < wanted->outcomes[w])
			i++;
		if (i == of->n || of->outcomes[i] != wanted->outcomes[w])
			return false;
	}
	return true;
}

static int required_of(const struct next_problem *p, enum evidence_kind kind)
{
	int most = 0;

	for (size_t r = 0; r < p->required_n && r < NEXT_REQUIRED_MAX; r++)
		if (p->required[r].kind == kind && p->required[r].left > most)
			most = p->required[r].left;
	return most;
}

/* dominates — a is of b's kind and brings all that b brings for no more effort; of two that are equal the first does. */
static bool dominates(const struct next_problem *p, const struct offer *offers, bool by_work, size_t a, size_t b)
{
	const struct next_candidate *x = &p->candidates[a], *y = &p->candidates[b];

	if (x->kind != y->kind || (by_work && x->work != y->work) || x->effort > y->effort || !has_all(&offers[a], &offers[b]))
		return false;
	return x->effort < y->effort || offers[a].n > offers[b].n || a < b;
}

/* Why it is safe: where a choice has b but not one that dominates it, that one can stand in its place; where it has all that
 * dominate b, b adds no outcome, and as they are as many as the pieces required, none of those either. So one at a time can go. By work, what stands in its place is of the same work: second pieces do not grow either. */
static size_t prune(const struct next_problem *p, bool by_work, uint8_t *ret_kept)
{
	struct offer offers[NEXT_CANDIDATES_MAX];
	bool kept[NEXT_CANDIDATES_MAX];
	size_t all = p->n < NEXT_CANDIDATES_MAX ? p->n : NEXT_CANDIDATES_MAX, n = 0;

	for (size_t c = 0; c < all; c++) {
		offers[c] = offer_of(p, &p->candidates[c]);
		kept[c] = offers[c].n > 0 || required_of(p, p->candidates[c].kind) > 0;
	}
	for (size_t b = 0; b < all; b++) {
		int others = 0, enough = required_of(p, p->candidates[b].kind);

		for (size_t a = 0; kept[b] && a < all; a++) {
			others += a != b && kept[a] && dominates(p, offers, by_work, a, b);
			kept[b] = others < (enough > 1 ? enough : 1);
		}
	}
	for (size_t c = 0; c < all; c++)
		if (kept[c])
			ret_kept[n++] = (uint8_t)c;
	return n;
}

size_t next_prune(const struct next_problem *p, uint8_t *ret_kept)
{
	return prune(p, false, ret_kept);
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

/* lower_bound — the effort that what is still missing takes at least, -1 where it can't be met: each further candidate adds at
 * most what it would add now, so taking them by what they add for their effort, the last one in part, can't be beaten. *ret_first
 * is the first of them, and the one to branch on: taken, it closes most; left out, it raises the bound most. */
static int lower_bound(struct state *s, int missing, size_t *ret_first)
{
	int gains[NEXT_CANDIDATES_MAX], effort = 0;
	uint8_t left[NEXT_CANDIDATES_MAX];
	size_t n = 0;
	bool is_first = true;

	for (size_t c = 0; c < s->p->n; c++)
		if (!s->in[c] && !s->is_out[c] && (gains[c] = gain(s, c)) > 0)
			left[n++] = (uint8_t)c;
	s->gains += (long)s->p->n;
	while (n) {
		size_t at = 0, best;

		for (size_t i = 1; i < n; i++)
			if (gains[left[i]] * s->p->candidates[left[at]].effort > gains[left[at]] * s->p->candidates[left[i]].effort)
				at = i;
		best = left[at];
		left[at] = left[--n];
		if (is_first)
			*ret_first = best;
		is_first = false;
		if (gains[best] >= missing)
			return effort + (s->p->candidates[best].effort * missing + gains[best] - 1) / gains[best];
		missing -= gains[best];
		effort += s->p->candidates[best].effort;
	}
	return -1; /* can't be met from here */
}

static void search(struct state *s, int effort)
{
	size_t c = 0;
	int missing = s->all - s->met, least;

	if (s->gains > s->gains_max) {
		s->is_cut = true;
		return;
	}
	if (missing == 0) {
		if (effort < s->best_effort || (effort == s->best_effort && s->repeats < s->best_repeats)) {
			s->best_effort = effort;
			s->best_repeats = s->best_repeats ? s->repeats : 0; /* 0: they do not count */
			memcpy(s->best_in, s->in, sizeof(s->in));
		}
		return;
	}
	if ((least = lower_bound(s, missing, &c)) < 0 || effort + least > s->best_effort ||
	    (effort + least == s->best_effort && s->repeats >= s->best_repeats))
		return;
	put(s, c, 1);
	search(s, effort + s->p->candidates[c].effort);
	put(s, c, -1);
	s->is_out[c] = true;
	search(s, effort);
	s->is_out[c] = false;
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

/* begin — what is worth weighing, laid out. */
static void begin(struct state *s, const struct next_problem *given, bool by_work, long gains)
{
	*s = (struct state){ .pruned = *given, .gains_max = gains };
	s->pruned.n = prune(given, by_work, s->at);
	s->pruned.candidates = s->kept;
	s->p = &s->pruned;
	for (size_t c = 0; c < s->p->n; c++) {
		s->kept[c] = given->candidates[s->at[c]];
		s->work[c] = (uint8_t)c;
		for (size_t i = c; i-- > 0;)
			if (s->kept[i].work == s->kept[c].work)
				s->work[c] = (uint8_t)i;
	}
	lay_out(s);
}

/* finish — the best set, in order, by the numbers that were given. */
static void finish(struct state *s, struct next_choice *ret)
{
	ret->n = 0;
	ret->effort = 0;
	in_order(s, ret);
	for (size_t i = 0; i < ret->n; i++)
		ret->chosen[i] = s->at[ret->chosen[i]];
}

/* spread — another choice of the same effort with fewer second pieces of one work, where there is one. What was passed over for
 * something of another work is weighed again for that. */
static void spread(const struct next_problem *given, long gains, int repeats, struct next_choice *ret)
{
	struct state s;

	begin(&s, given, true, gains);
	s.all = ret->met;
	s.best_effort = ret->effort;
	s.best_repeats = repeats;
	search(&s, 0);
	ret->spread = !s.is_cut;
	if (s.best_repeats < repeats)
		finish(&s, ret);
}

void next_choose_within(const struct next_problem *given, long gains, struct next_choice *ret)
{
	struct state s;
	int repeats;

	*ret = (struct next_choice){ .exact = true };
	begin(&s, given, false, gains);
	for (size_t c = 0; c < s.p->n; c++) {
		int g = gain(&s, c);

		ret->most = g > ret->most ? g : ret->most;
	}
	for (size_t c = 0; c < s.p->n; c++)
		put(&s, c, 1);
	s.all = ret->met = s.met;
	clear(&s);
	for (size_t e = 0; e < s.e_n; e++)
		ret->wants += s.e[e].want;
	s.best_effort = greedy(&s);
	memcpy(s.best_in, s.in, sizeof(s.in));
	clear(&s);
	search(&s, 0); /* for effort alone: best_repeats is 0 */
	ret->exact = !s.is_cut;
	finish(&s, ret);
	repeats = s.repeats; /* the best set is at hand now */
	ret->spread = repeats == 0;
	if (repeats && s.gains < gains)
		spread(given, gains - s.gains, repeats, ret);
}

void next_choose(const struct next_problem *p, struct next_choice *ret)
{
	next_choose_within(p, NEXT_GAINS_MAX, ret);
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
