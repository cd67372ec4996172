/* forms_plain.c — what is asked where a programme has no forms of its own: one text, and questions to think with. Pieces
 * written before there were forms are read with it. */
#include "app/forms/forms_inside.h"

static const struct {
	enum word label, hint;
	enum word notes[PROMPT_NOTES_MAX];
} kinds[KIND_END] = {
	[KIND_REFLECTION] = { T_EVIDENCE_TEXT_REFLECTION, T_EVIDENCE_HINT_REFLECTION,
		{ T_EVIDENCE_PROMPT_WHO, T_EVIDENCE_PROMPT_CHILD, T_EVIDENCE_PROMPT_ASSUMED, T_EVIDENCE_PROMPT_VOICE,
		  T_EVIDENCE_PROMPT_OWN, T_EVIDENCE_PROMPT_LAW, T_EVIDENCE_PROMPT_DISAGREE, T_EVIDENCE_PROMPT_NEXT } },
	[KIND_OBSERVATION] = { T_EVIDENCE_TEXT_OBSERVATION, T_EVIDENCE_HINT_OBSERVATION,
		{ T_EVIDENCE_PROMPT_WATCHED, T_EVIDENCE_PROMPT_AIM, T_EVIDENCE_PROMPT_CHILD, T_EVIDENCE_PROMPT_SAW,
		  T_EVIDENCE_PROMPT_SURPRISED, T_EVIDENCE_PROMPT_NEXT } },
	[KIND_FEEDBACK] = { T_EVIDENCE_TEXT_FEEDBACK, T_EVIDENCE_HINT_FEEDBACK,
		{ T_EVIDENCE_PROMPT_FROM, T_EVIDENCE_PROMPT_FREELY, T_EVIDENCE_PROMPT_HARD, T_EVIDENCE_PROMPT_OWN,
		  T_EVIDENCE_PROMPT_NEXT } },
	[KIND_WORK_PRODUCT] = { T_EVIDENCE_TEXT_WORK, T_EVIDENCE_HINT_WORK,
		{ T_EVIDENCE_PROMPT_MADE, T_EVIDENCE_PROMPT_FAMILY, T_EVIDENCE_PROMPT_ANALYSIS, T_EVIDENCE_PROMPT_LAW,
		  T_EVIDENCE_PROMPT_AGAIN } },
	[KIND_SUPERVISION] = { T_EVIDENCE_TEXT_SUPERVISION, T_EVIDENCE_HINT_SUPERVISION,
		{ T_EVIDENCE_PROMPT_BROUGHT, T_EVIDENCE_PROMPT_AVOIDED, T_EVIDENCE_PROMPT_CHANGED, T_EVIDENCE_PROMPT_CASES,
		  T_EVIDENCE_PROMPT_NEXT } },
	[KIND_LEARNING] = { T_EVIDENCE_TEXT_LEARNING, T_EVIDENCE_HINT_LEARNING,
		{ T_EVIDENCE_PROMPT_LEARNT, T_EVIDENCE_PROMPT_DOUBT, T_EVIDENCE_PROMPT_USED, T_EVIDENCE_PROMPT_NEXT } },
	[KIND_COURT_WORK] = { T_EVIDENCE_TEXT_COURT, T_EVIDENCE_HINT_COURT,
		{ T_EVIDENCE_PROMPT_COURT_PART, T_EVIDENCE_PROMPT_CHILD, T_EVIDENCE_PROMPT_BALANCE, T_EVIDENCE_PROMPT_LAW,
		  T_EVIDENCE_PROMPT_NEXT } },
};

const struct piece_form *forms_plain(struct ctx *cx, enum evidence_kind kind)
{
	struct piece_form *f;
	struct prompt *p;

	if (kind <= 0 || kind >= KIND_END || !kinds[kind].label)
		return NULL;
	f = NEW(cx->arena, struct piece_form);
	p = &f->prompts[f->prompts_n++];
	f->kind = kind;
	f->about = word(kinds[kind].hint);
	f->no_files = kind == KIND_COURT_WORK;
	*p = (struct prompt){ .id = S("text"), .label = word(kinds[kind].label), .who = FILLER_ECSW, .type = PROMPT_LONG,
		                  .max = PROMPT_TEXT_MAX, .must = WANTED_AT_SHARE, .until = INT32_MAX };
	while (p->notes_n < PROMPT_NOTES_MAX && kinds[kind].notes[p->notes_n]) {
		p->notes[p->notes_n] = word(kinds[kind].notes[p->notes_n]);
		p->notes_n++;
	}
	return f;
}
