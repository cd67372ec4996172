/* evidence.c — the moves of a piece as a table. */
#include "rules/evidence.h"

enum { NEVER = -1 };

static const int next_state[][5] = {
	[EVIDENCE_DRAFT] = { [EVIDENCE_KEEP] = EVIDENCE_DRAFT, [EVIDENCE_SHARE] = EVIDENCE_SHARED,
	                     [EVIDENCE_SUBMIT] = EVIDENCE_SUBMITTED, [EVIDENCE_SAVE] = EVIDENCE_DRAFT },
	[EVIDENCE_SHARED] = { [EVIDENCE_KEEP] = NEVER, [EVIDENCE_SHARE] = EVIDENCE_SHARED,
	                      [EVIDENCE_SUBMIT] = EVIDENCE_SUBMITTED, [EVIDENCE_SAVE] = EVIDENCE_SHARED },
	[EVIDENCE_SUBMITTED] = { [EVIDENCE_KEEP] = NEVER, [EVIDENCE_SHARE] = NEVER,
	                         [EVIDENCE_SUBMIT] = EVIDENCE_SUBMITTED, [EVIDENCE_SAVE] = EVIDENCE_SUBMITTED },
	[EVIDENCE_WITHDRAWN] = { [EVIDENCE_KEEP] = NEVER, [EVIDENCE_SHARE] = NEVER, [EVIDENCE_SUBMIT] = NEVER,
	                         [EVIDENCE_SAVE] = NEVER },
};

enum rc evidence_next(enum evidence_state from, enum evidence_act act, enum evidence_state *ret)
{
	if ((size_t)from >= COUNT_OF(next_state) || act < EVIDENCE_KEEP || act > EVIDENCE_SAVE ||
	    next_state[from][act] == NEVER)
		return CONFLICT;
	*ret = (enum evidence_state)next_state[from][act];
	return OK;
}

struct evidence_lacks evidence_lacks(enum evidence_state state, const struct evidence_has *has)
{
	bool seen = state != EVIDENCE_DRAFT;

	return (struct evidence_lacks){
		.anything = !seen && !has->title && !has->text && !has->links,
		.title = seen && !has->title, .date = seen && !has->date, .text = seen && !has->text,
		.links = state == EVIDENCE_SUBMITTED && !has->links,
	};
}

struct date evidence_answer_due(struct date submitted, int working_days)
{
	struct date due = submitted;

	if (date_is_none(submitted))
		return submitted;
	while (working_days_between(submitted, due) < working_days)
		due = date_plus(due, 1);
	return due;
}

enum showcase_wrong showcase_wrong(const struct showcase_choice all[SHOWCASE_PLACES], int place)
{
	const struct showcase_choice *c = &all[place];

	if (!c->piece)
		return SHOWCASE_FINE;
	for (int i = 0; i < place; i++)
		if (all[i].piece == c->piece)
			return SHOWCASE_TWICE;
	if (!c->points)
		return SHOWCASE_NOT_OF_IT;
	return c->elsewhere >= SHOWCASE_A_PIECE ? SHOWCASE_TOO_OFTEN : SHOWCASE_FINE;
}
