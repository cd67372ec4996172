/* forms.c — what follows from a form: what is asked when, of whom, and what must be there. */
#include "rules/forms.h"

static const struct str filler_keys[] = {
	[FILLER_ECSW] = S_INIT("ecsw"), [FILLER_OBSERVER] = S_INIT("observer"), [FILLER_GIVER] = S_INIT("giver"),
	[FILLER_HELPER] = S_INIT("helper"), [FILLER_SUPERVISOR] = S_INIT("practice_supervisor"),
	[FILLER_ASSESSOR] = S_INIT("practice_assessor"),
};
const struct key_list fillers = { filler_keys, (int)COUNT_OF(filler_keys) };

static const struct str type_keys[] = {
	[PROMPT_LONG] = S_INIT("long text"), [PROMPT_SHORT] = S_INIT("short text"), [PROMPT_CHOICE] = S_INIT("choice"),
	[PROMPT_YES_NO] = S_INIT("yes or no"), [PROMPT_DATE] = S_INIT("date"), [PROMPT_MONTH] = S_INIT("month"),
};
const struct key_list prompt_types = { type_keys, (int)COUNT_OF(type_keys) };

bool prompt_is_asked(const struct prompt *p, int month)
{
	return month >= p->from && month < p->until;
}

bool form_has_part(const struct piece_form *f, enum filler who, int month)
{
	for (int i = 0; i < f->prompts_n; i++)
		if (f->prompts[i].who == who && prompt_is_asked(&f->prompts[i], month))
			return true;
	return false;
}

const struct prompt *form_prompt(const struct piece_form *f, struct str id)
{
	for (int i = 0; i < f->prompts_n; i++)
		if (str_eq(f->prompts[i].id, id))
			return &f->prompts[i];
	return NULL;
}

bool prompt_is_wanted(const struct prompt *p, enum evidence_state state)
{
	if (p->who != FILLER_ECSW)
		return false;
	return (state == EVIDENCE_SHARED && p->must == WANTED_AT_SHARE) || (state == EVIDENCE_SUBMITTED && p->must != WANTED_NO);
}

enum role part_role(enum filler who, struct str observer)
{
	int role;

	switch (who) {
	case FILLER_SUPERVISOR:
		return ROLE_SUPERVISOR;
	case FILLER_ASSESSOR:
		return ROLE_ASSESSOR;
	case FILLER_OBSERVER:
		role = number_of(&roles, observer);
		return role == ROLE_SUPERVISOR || role == ROLE_ASSESSOR ? (enum role)role : ROLE_NONE;
	default:
		return ROLE_NONE;
	}
}

static const char *text_check(const struct prompt *p)
{
	if (str_eq(p->id, S("text")) && (p->who != FILLER_ECSW || p->type != PROMPT_LONG))
		return "“text” is the ECSW’s own account: a long text that the ECSW writes";
	if (str_eq(p->id, S("observer")) && (p->who != FILLER_ECSW || p->type != PROMPT_CHOICE))
		return "“observer” says who observes: a choice that the ECSW makes";
	if (str_eq(p->id, S("text")) && (p->from > 0 || p->until != INT32_MAX))
		return "“text” is asked in every month";
	if (str_eq(p->id, S("text")) && p->must == WANTED_NO)
		return "“text” must be there to submit or to share";
	return NULL;
}

static bool is_twice(const struct piece_form *f, int at)
{
	for (int i = 0; i < at; i++)
		if (str_eq(f->prompts[i].id, f->prompts[at].id))
			return true;
	return false;
}

const char *form_check(const struct piece_form *f, const struct prompt **ret_prompt)
{
	*ret_prompt = NULL;
	if (!form_prompt(f, S("text")))
		return "needs a prompt with the id “text”: what the ECSW writes";
	for (int i = 0; i < f->prompts_n; i++) {
		const struct prompt *p = *ret_prompt = &f->prompts[i];

		if (is_twice(f, i))
			return "the same id stands there twice";
		if (p->type == PROMPT_CHOICE && p->choices.n < 3) /* keys begin at 1 */
			return "a choice needs at least two choices";
		if (p->type != PROMPT_CHOICE && p->choices.n)
			return "only a choice has choices";
		if (p->until <= p->from)
			return "“until” must be later than “from”";
		if (text_check(p))
			return text_check(p);
	}
	*ret_prompt = NULL;
	return NULL;
}
