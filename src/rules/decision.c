/* decision.c — see decision.h. */
#include "rules/decision.h"

#define LIST(name, ...)                                                                                  \
	static const struct str name##_keys_[] = { __VA_ARGS__ };                                           \
	const struct key_list name = { name##_keys_, (int)COUNT_OF(name##_keys_) }
#define K(number, key) [number] = S_INIT(key)

LIST(judgements, K(JUDGEMENT_MEETS, "meets"), K(JUDGEMENT_NOT_YET, "does not yet meet"),
     K(JUDGEMENT_TIME_OWED, "more time owed"));
LIST(decision_states, K(DECISION_NONE, "not begun"), K(DECISION_DRAFT, "draft"), K(DECISION_OWED, "asked about what is owed"),
     K(DECISION_BLIND, "second reading"), K(DECISION_TOLD, "told"), K(DECISION_PANEL, "panel"), K(DECISION_BACK, "referred back"),
     K(DECISION_CONFIRMED, "confirmed"), K(DECISION_MODERATION, "moderation"), K(DECISION_ISSUED, "issued"),
     K(DECISION_APPEAL, "appeal"), K(DECISION_STOPPED, "withdrawn"));
LIST(decision_acts, K(DECISION_BEGIN, "begin"), K(DECISION_ASK_OWED, "ask about what is owed"),
     K(DECISION_ANSWER_OWED, "answer"), K(DECISION_OWED_OVER, "days to answer over"), K(DECISION_SEND, "send"),
     K(DECISION_SEND_BLIND, "send for a second reading"), K(DECISION_BLIND_AGREES, "second reader agrees"),
     K(DECISION_BLIND_DIFFERS, "second reader differs"), K(DECISION_RESPOND, "respond"), K(DECISION_TAKE_BACK, "take back"),
     K(DECISION_CONVENE, "convene"), K(DECISION_CONFIRM, "confirm"), K(DECISION_REFER_BACK, "refer back"),
     K(DECISION_DRAW, "draw for moderation"), K(DECISION_MODERATOR_AGREES, "moderator agrees"),
     K(DECISION_MODERATOR_REFERS, "moderator refers back"), K(DECISION_ISSUE, "issue"), K(DECISION_JUDGE_AGAIN, "judge again"),
     K(DECISION_LODGE_APPEAL, "appeal"), K(DECISION_DISMISS_APPEAL, "dismiss the appeal"),
     K(DECISION_ALLOW_APPEAL, "allow the appeal"), K(DECISION_REOPEN, "reopen"), K(DECISION_WITHDRAW, "withdraw"));

#define ONLY_MEETS (1u << JUDGEMENT_MEETS)
#define ONLY_NOT_YET (1u << JUDGEMENT_NOT_YET)
#define ONLY_TIME (1u << JUDGEMENT_TIME_OWED)
#define NOT_MEETS (ONLY_NOT_YET | ONLY_TIME)
enum { ANY = 0 };

static const struct decision_step steps[] = {
	{ DECISION_NONE, DECISION_BEGIN, DECIDER_ASSESSOR, ANY, DECISION_DRAFT, 0 },
	{ DECISION_BACK, DECISION_BEGIN, DECIDER_ASSESSOR, ANY, DECISION_DRAFT, 0 },

	/* "Meets", and more time: what is owed is passed on to the employer and stops nothing. */
	{ DECISION_DRAFT, DECISION_SEND, DECIDER_ASSESSOR, ONLY_MEETS, DECISION_TOLD, NEED_REASONS },
	{ DECISION_DRAFT, DECISION_SEND, DECIDER_ASSESSOR, ONLY_TIME, DECISION_TOLD, NEED_REASONS | NEED_SOMETHING_OWED },

	/* "Does not yet meet": asked first, read by another, and only then told. */
	{ DECISION_DRAFT, DECISION_ASK_OWED, DECIDER_ASSESSOR, ONLY_NOT_YET, DECISION_OWED, NEED_SOMETHING_OWED | NEED_OWED_SAID },
	{ DECISION_OWED, DECISION_ANSWER_OWED, DECIDER_ECSW, ONLY_NOT_YET, DECISION_DRAFT, 0 },
	{ DECISION_OWED, DECISION_OWED_OVER, DECIDER_CLOCK, ONLY_NOT_YET, DECISION_DRAFT, NEED_DAYS_OVER },
	{ DECISION_DRAFT, DECISION_SEND_BLIND, DECIDER_ASSESSOR, ONLY_NOT_YET, DECISION_BLIND,
	  NEED_REASONS | NEED_PLAN | NEED_RAISED | NEED_OWED_SAID | NEED_OWED_ASKED },
	{ DECISION_BLIND, DECISION_BLIND_AGREES, DECIDER_SECOND_ASSESSOR, ONLY_NOT_YET, DECISION_TOLD, NEED_REASONS },
	{ DECISION_BLIND, DECISION_BLIND_DIFFERS, DECIDER_SECOND_ASSESSOR, ONLY_NOT_YET, DECISION_BACK, NEED_REASONS },

	{ DECISION_TOLD, DECISION_RESPOND, DECIDER_ECSW, ANY, DECISION_TOLD, 0 },
	{ DECISION_TOLD, DECISION_TAKE_BACK, DECIDER_ASSESSOR, ANY, DECISION_BACK, NEED_REASONS },
	{ DECISION_TOLD, DECISION_CONVENE, DECIDER_COORDINATOR, ANY, DECISION_PANEL, NEED_RESPONSE | NEED_PANEL },

	/* Somebody falls ill, or a conflict comes to light: other people are named, and what was said so far is kept. */
	{ DECISION_PANEL, DECISION_CONVENE, DECIDER_COORDINATOR, ANY, DECISION_PANEL, NEED_PANEL },
	{ DECISION_PANEL, DECISION_CONFIRM, DECIDER_CHAIR, ANY, DECISION_CONFIRMED, NEED_QUORUM | NEED_REASONS },
	{ DECISION_PANEL, DECISION_REFER_BACK, DECIDER_CHAIR, ANY, DECISION_BACK, NEED_REASONS },

	{ DECISION_CONFIRMED, DECISION_DRAW, DECIDER_CLOCK | DECIDER_AUTHORITY, ANY, DECISION_MODERATION, NEED_NOT_MODERATED },
	{ DECISION_MODERATION, DECISION_MODERATOR_AGREES, DECIDER_MODERATOR, ANY, DECISION_CONFIRMED, NEED_REASONS },
	{ DECISION_MODERATION, DECISION_MODERATOR_REFERS, DECIDER_MODERATOR, ANY, DECISION_BACK, NEED_REASONS },
	{ DECISION_CONFIRMED, DECISION_ISSUE, DECIDER_COORDINATOR, ANY, DECISION_ISSUED, NEED_MODERATED },

	/* Afterwards. */
	{ DECISION_ISSUED, DECISION_JUDGE_AGAIN, DECIDER_ASSESSOR, NOT_MEETS, DECISION_DRAFT, NEED_APPEAL_SETTLED },
	{ DECISION_ISSUED, DECISION_LODGE_APPEAL, DECIDER_ECSW, NOT_MEETS, DECISION_APPEAL, NEED_IN_TIME | NEED_GROUNDS },
	{ DECISION_APPEAL, DECISION_DISMISS_APPEAL, DECIDER_APPEAL_CHAIR, NOT_MEETS, DECISION_ISSUED,
	  NEED_NEW_PEOPLE | NEED_QUORUM | NEED_REASONS },
	{ DECISION_APPEAL, DECISION_ALLOW_APPEAL, DECIDER_APPEAL_CHAIR, NOT_MEETS, DECISION_NONE,
	  NEED_NEW_PEOPLE | NEED_QUORUM | NEED_REASONS },
	{ DECISION_ISSUED, DECISION_REOPEN, DECIDER_AUTHORITY, ANY, DECISION_NONE, NEED_REASONS },

	/* Whoever does not want to go on says so once, whatever is under way; what they have shown stays theirs. */
	{ DECISION_NONE, DECISION_WITHDRAW, DECIDER_ECSW, ANY, DECISION_STOPPED, 0 },
	{ DECISION_DRAFT, DECISION_WITHDRAW, DECIDER_ECSW, ANY, DECISION_STOPPED, 0 },
	{ DECISION_OWED, DECISION_WITHDRAW, DECIDER_ECSW, ANY, DECISION_STOPPED, 0 },
	{ DECISION_BLIND, DECISION_WITHDRAW, DECIDER_ECSW, ANY, DECISION_STOPPED, 0 },
	{ DECISION_TOLD, DECISION_WITHDRAW, DECIDER_ECSW, ANY, DECISION_STOPPED, 0 },
	{ DECISION_PANEL, DECISION_WITHDRAW, DECIDER_ECSW, ANY, DECISION_STOPPED, 0 },
	{ DECISION_BACK, DECISION_WITHDRAW, DECIDER_ECSW, ANY, DECISION_STOPPED, 0 },
	{ DECISION_CONFIRMED, DECISION_WITHDRAW, DECIDER_ECSW, NOT_MEETS, DECISION_STOPPED, 0 },
	{ DECISION_MODERATION, DECISION_WITHDRAW, DECIDER_ECSW, NOT_MEETS, DECISION_STOPPED, 0 },
	{ DECISION_ISSUED, DECISION_WITHDRAW, DECIDER_ECSW, NOT_MEETS, DECISION_STOPPED, 0 },
	{ DECISION_APPEAL, DECISION_WITHDRAW, DECIDER_ECSW, NOT_MEETS, DECISION_STOPPED, 0 },
};

const struct decision_step *decision_steps(size_t *ret_n)
{
	*ret_n = COUNT_OF(steps);
	return steps;
}

/* What each need is called, what stands against a step without it, and when it is there. */
struct need {
	unsigned bit;
	struct str key;
	enum decision_wrong wrong;
};
/* In the order in which a person would mend them. */
static const struct need needs[] = {
	{ NEED_SOMETHING_OWED, S_INIT("something owed"), DECISION_NOTHING_OWED },
	{ NEED_REASONS, S_INIT("reasons"), DECISION_NO_REASONS },
	{ NEED_PLAN, S_INIT("a plan"), DECISION_NO_PLAN },
	{ NEED_RAISED, S_INIT("raised before"), DECISION_NEVER_RAISED },
	{ NEED_OWED_SAID, S_INIT("what is owed spoken to"), DECISION_OWED_UNSAID },
	{ NEED_OWED_ASKED, S_INIT("asked about what is owed"), DECISION_OWED_UNASKED },
	{ NEED_DAYS_OVER, S_INIT("days over"), DECISION_DAYS_LEFT },
	{ NEED_RESPONSE, S_INIT("responded or days over"), DECISION_RESPONSE_OPEN },
	{ NEED_PANEL, S_INIT("panel named"), DECISION_NO_PANEL },
	{ NEED_NEW_PEOPLE, S_INIT("new people"), DECISION_SAME_PEOPLE },
	{ NEED_QUORUM, S_INIT("quorum"), DECISION_NO_QUORUM },
	{ NEED_NOT_MODERATED, S_INIT("not moderated yet"), DECISION_IS_MODERATED },
	{ NEED_MODERATED, S_INIT("moderated if drawn"), DECISION_MODERATION_DUE },
	{ NEED_IN_TIME, S_INIT("in time"), DECISION_TOO_LATE },
	{ NEED_GROUNDS, S_INIT("grounds"), DECISION_NO_GROUNDS },
	{ NEED_APPEAL_SETTLED, S_INIT("no days to appeal left, or none wanted"), DECISION_APPEAL_OPEN },
};

static bool is_there(unsigned need, const struct decision_facts *f)
{
	switch (need) {
	case NEED_REASONS:
		return f->reasons;
	case NEED_PLAN:
		return f->plan;
	case NEED_RAISED:
		return f->raised;
	case NEED_SOMETHING_OWED:
		return f->owed;
	case NEED_OWED_SAID:
		return !f->owed || f->owed_said;
	case NEED_OWED_ASKED:
		return !f->owed || f->owed_answered || f->owed_days_over;
	case NEED_DAYS_OVER:
		return f->owed_days_over;
	case NEED_RESPONSE:
		return f->responded || f->response_over;
	case NEED_PANEL:
		return f->panel_named;
	case NEED_QUORUM:
		return f->quorum_reached;
	case NEED_NOT_MODERATED:
		return !f->moderated;
	case NEED_MODERATED:
		return !f->drawn || f->moderated;
	case NEED_GROUNDS:
		return f->grounds;
	case NEED_IN_TIME:
		return !f->appeal_over;
	case NEED_NEW_PEOPLE:
		return f->new_people;
	case NEED_APPEAL_SETTLED:
		return f->appeal_over || f->no_appeal;
	default:
		return false;
	}
}

static enum decision_wrong step_wrong(const struct decision_step *s, const struct decision_facts *f)
{
	if (!(s->by & f->by))
		return DECISION_NOT_YOURS;
	/* Leaving the programme is never made to wait for a transfer. */
	if (f->in_transfer && s->act != DECISION_WITHDRAW)
		return DECISION_IN_TRANSFER;
	for (size_t i = 0; i < COUNT_OF(needs); i++)
		if ((s->needs & needs[i].bit) && !is_there(needs[i].bit, f))
			return needs[i].wrong;
	return DECISION_FINE;
}

enum decision_wrong decision_next(enum decision_state now, enum decision_act act, const struct decision_facts *f,
                                  enum decision_state *ret)
{
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		const struct decision_step *s = &steps[i];
		enum decision_wrong wrong;

		if (s->from != now || s->act != act || (s->judgements && !(s->judgements & (1u << f->judgement))))
			continue;
		wrong = step_wrong(s, f);
		if (wrong == DECISION_FINE)
			*ret = s->to;
		return wrong;
	}
	return DECISION_NO_SUCH_STEP;
}

enum judgement decision_outcome(enum decision_act act, enum judgement in_force, enum judgement recommended)
{
	switch (act) {
	case DECISION_ISSUE:
		return recommended;
	case DECISION_ALLOW_APPEAL:
	case DECISION_REOPEN:
	case DECISION_WITHDRAW:
		return JUDGEMENT_NONE;
	default:
		return in_force;
	}
}

struct str decider_key(unsigned bit)
{
	static const struct { unsigned bit; struct str key; } keys[] = {
		{ DECIDER_ASSESSOR, S_INIT("assessor") }, { DECIDER_ECSW, S_INIT("ECSW") },
		{ DECIDER_SECOND_ASSESSOR, S_INIT("second assessor") }, { DECIDER_COORDINATOR, S_INIT("coordinator") },
		{ DECIDER_CHAIR, S_INIT("panel chair") }, { DECIDER_MODERATOR, S_INIT("moderator") },
		{ DECIDER_APPEAL_CHAIR, S_INIT("chair of the appeal") }, { DECIDER_AUTHORITY, S_INIT("department") },
		{ DECIDER_CLOCK, S_INIT("the date") },
	};

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (keys[i].bit == bit)
			return keys[i].key;
	return STR_NONE;
}

struct str decision_need_key(unsigned bit)
{
	for (size_t i = 0; i < COUNT_OF(needs); i++)
		if (needs[i].bit == bit)
			return needs[i].key;
	return STR_NONE;
}
