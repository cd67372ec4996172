/* vary.c — see vary.h. */
#include "rules/vary.h"

static const struct str keys[] = { [VARY_ANSWER_DAYS] = S_INIT("answer_days"), [VARY_PERCENT] = S_INIT("protected_percent"), [VARY_CASES] = S_INIT("cases") };
const struct key_list variables = { keys, VARIABLE_END };

static bool more_is_better(enum variable what)
{
	return what == VARY_PERCENT;
}

bool vary_own_range(const struct vary_own *own, enum variable what, int *ret_least, int *ret_most)
{
	const struct support_rules *s = own->support;

	if (what == VARY_ANSWER_DAYS) {
		*ret_least = *ret_most = own->answer_days;
		return own->answer_days > 0;
	}
	for (int i = 0; i < s->stages_n; i++) {
		int v = what == VARY_PERCENT ? s->stages[i].percent : s->stages[i].cases;

		*ret_least = i && *ret_least < v ? *ret_least : v;
		*ret_most = i && *ret_most > v ? *ret_most : v;
	}
	return s->stages_n > 0;
}

const char *vary_rules_wrong(const struct vary_own *own, enum variable what, const struct vary_bounds *b)
{
	int least, most;

	if (!vary_own_range(own, what, &least, &most))
		return "there is nothing to vary: the programme says nothing of it";
	if (b->least < 1 || b->least > b->most)
		return "must go from “least”, at least 1, up to “most”";
	if (more_is_better(what) ? b->least < least || b->most > 100 : b->most > most)
		return "would let an employer give less than the programme itself";
	return NULL;
}

int vary_layered(enum variable what, int own, int employer)
{
	if (!employer)
		return own;
	return more_is_better(what) == (employer > own) ? employer : own;
}

enum vary_answer vary_may(const struct vary_rules *r, const struct vary_own *own, enum variable what, int value)
{
	const struct vary_bounds *b = &r->of[what];
	int least, most;

	if (!b->most || !vary_own_range(own, what, &least, &most))
		return VARY_LOCKED;
	if (value < b->least || value > b->most)
		return VARY_OUTSIDE;
	return (more_is_better(what) ? value > least : value < most) ? VARY_FINE : VARY_NO_BETTER;
}

void vary_support(const struct support_rules *r, int percent, int cases, struct support_rules *ret)
{
	*ret = *r;
	for (int i = 0; i < ret->stages_n; i++) {
		ret->stages[i].percent = vary_layered(VARY_PERCENT, r->stages[i].percent, percent);
		ret->stages[i].cases = vary_layered(VARY_CASES, r->stages[i].cases, cases);
	}
}
