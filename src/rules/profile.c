/* profile.c — see profile.h. */
#include "rules/profile.h"

static const struct str way_keys[] = { [WAY_CORE] = S_INIT("core"), [WAY_ADAPTED] = S_INIT("adapted"),
	                                   [WAY_ARRANGED] = S_INIT("arranged"), [WAY_NOT_APPLICABLE] = S_INIT("not-applicable") };
const struct key_list profile_ways = { way_keys, WAY_END };

static const struct str state_keys[] = { [PROFILE_NONE] = S_INIT("none"), [PROFILE_DRAFT] = S_INIT("draft"),
	                                     [PROFILE_ASKED] = S_INIT("asked"), [PROFILE_RETURNED] = S_INIT("returned"),
	                                     [PROFILE_APPROVED] = S_INIT("approved"), [PROFILE_PUBLISHED] = S_INIT("published"),
	                                     [PROFILE_REPLACED] = S_INIT("replaced") };
const struct key_list profile_states = { state_keys, PROFILE_STATES };

static const struct {
	enum profile_state from;
	enum profile_act act;
	enum profile_state to;
} moves[] = {
	{ PROFILE_DRAFT,     PROFILE_ASK,     PROFILE_ASKED     },
	{ PROFILE_RETURNED,  PROFILE_ASK,     PROFILE_ASKED     },
	{ PROFILE_ASKED,     PROFILE_APPROVE, PROFILE_APPROVED  },
	{ PROFILE_ASKED,     PROFILE_RETURN,  PROFILE_RETURNED  },
	{ PROFILE_APPROVED,  PROFILE_PUBLISH, PROFILE_PUBLISHED },
	{ PROFILE_PUBLISHED, PROFILE_REPLACE, PROFILE_REPLACED  },
};

enum profile_state profile_next(enum profile_state from, enum profile_act act)
{
	for (size_t i = 0; i < COUNT_OF(moves); i++)
		if (moves[i].from == from && moves[i].act == act)
			return moves[i].to;
	return PROFILE_NONE;
}

static enum profile_problem arranged_problem(const struct profile_line *l)
{
	if (!l->partner)
		return PROFILE_NO_PARTNER;
	if (l->partner_involved)
		return PROFILE_PARTNER_INVOLVED;
	if (date_is_none(l->from) || date_is_none(l->to))
		return PROFILE_NO_DATES;
	return date_cmp(l->to, l->from) < 0 ? PROFILE_DATES_BACKWARDS : 0;
}

static enum profile_problem line_problem(const struct profile_line *l)
{
	switch (l->way) {
	case WAY_ADAPTED:
		return l->guidance.n ? 0 : PROFILE_NO_GUIDANCE;
	case WAY_ARRANGED:
		return arranged_problem(l);
	case WAY_NOT_APPLICABLE:
		return l->reason.n ? 0 : PROFILE_NO_REASON;
	case WAY_CORE:
	case WAY_END:
		break;
	}
	return PROFILE_NO_SUCH_STATEMENT;
}

/* Something of outcome o is left to do. An outcome without statements is itself what is linked to. */
static bool is_something_left(const struct framework *fw, int32_t o, const bool *not_applicable)
{
	for (int32_t i = o; i < fw->items[o].end; i++)
		if (fw->items[i].outcome == o && fw->items[i].position >= 0 && !not_applicable[fw->items[i].position])
			return true;
	return false;
}

size_t profile_problems(struct arena *a, const struct framework *fw, const struct profile_line *lines, size_t lines_n,
                        struct profile_finding *ret)
{
	bool *seen = NEW_ARRAY(a, bool, fw->linkable_n + 1), *not_applicable = NEW_ARRAY(a, bool, fw->linkable_n + 1);
	size_t n = 0;

	for (size_t i = 0; i < lines_n; i++) {
		const struct profile_line *l = &lines[i];
		enum profile_problem what = PROFILE_NO_SUCH_STATEMENT;

		if (l->position >= 0 && (size_t)l->position < fw->linkable_n) {
			what = seen[l->position] ? PROFILE_TWICE : line_problem(l);
			seen[l->position] = true;
			not_applicable[l->position] |= l->way == WAY_NOT_APPLICABLE;
		}
		if (what)
			ret[n++] = (struct profile_finding){ what, (int32_t)i };
	}
	for (size_t i = 0; i < fw->n; i++)
		if (fw->items[i].role == ROLE_OUTCOME && !is_something_left(fw, (int32_t)i, not_applicable))
			ret[n++] = (struct profile_finding){ PROFILE_OUTCOME_EMPTY, (int32_t)i };
	return n;
}
