/* questions.c — what people without an account, and observers, are asked: the programme's questions in the version they were asked
 * with; where it has none, Cairn's own: three for a professional and an observer, five with symbols for a family. */
#include "app/outsider/outsider_inside.h"

#include "observation.sql.h"
#include "outsider.sql.h"
#include "web/form.h"

enum { PLAIN = 3, OBSERVER_PLAIN = 4, PLAIN_WORDS = 4000, FIRST_ROWS = 6, MORE_ROWS = 3 };
struct plain {
	struct str id;
	enum word label, help;
	bool must;
	enum prompt_type type; /* 0: words */
};
static const struct plain professional[PLAIN] = {
	{ S_INIT("well"), T_GIVE_Q_WELL, T_GIVE_Q_WELL_HINT, false, 0 },
	{ S_INIT("differently"), T_GIVE_Q_DIFFERENTLY, T_GIVE_Q_DIFFERENTLY_HINT, false, 0 },
	{ S_INIT("else"), T_GIVE_Q_ELSE, T_GIVE_Q_ELSE_HINT, false, 0 },
};
static const struct plain observer[OBSERVER_PLAIN] = {
	{ S_INIT("saw"), T_GIVE_Q_SAW, T_GIVE_Q_SAW_HINT, true, 0 },
	{ S_INIT("strong"), T_GIVE_Q_STRONG, T_GIVE_Q_STRONG_HINT, false, 0 },
	{ S_INIT("next"), T_GIVE_Q_NEXT, T_GIVE_Q_NEXT_HINT, false, 0 },
	{ S_INIT("seen"), T_GIVE_Q_SEEN, T_GIVE_Q_SEEN_HINT, false, PROMPT_TICKS },
};

/* A family's: five, of which the last is in their own words. */
enum { OWN_CHOICES = 4 };
static const struct {
	struct str id;
	enum word label;
	const char *symbol;
} family[FAMILY_PROMPTS_MAX] = {
	{ S_INIT("listened"), T_GIVE_F_LISTENED, "ear" },       { S_INIT("explained"), T_GIVE_F_EXPLAINED, "talk" },
	{ S_INIT("kept_word"), T_GIVE_F_KEPT_WORD, "done" },    { S_INIT("respected"), T_GIVE_F_RESPECTED, "hand" },
	{ S_INIT("words"), T_GIVE_F_WORDS, "pen" },
};
static const struct str own_choices[OWN_CHOICES + 1] = { S_INIT(""), S_INIT("yes"), S_INIT("sometimes"), S_INIT("no"), S_INIT("unsure") };

static enum filler who_is_asked(enum ask_kind kind)
{
	return kind == ASK_OBSERVER ? FILLER_OBSERVER : kind == ASK_FAMILY ? FILLER_FAMILY : FILLER_GIVER;
}

static enum evidence_kind piece_kind(enum ask_kind kind)
{
	return kind == ASK_OBSERVER ? KIND_OBSERVATION : KIND_FEEDBACK;
}

static const struct piece_form *family_form(struct ctx *cx)
{
	static const enum word labels[OWN_CHOICES + 1] = { 0, T_GIVE_YES, T_GIVE_SOMETIMES, T_GIVE_NO, T_GIVE_UNSURE };
	static const char *const marks[OWN_CHOICES + 1] = { "", "yes", "some", "no", "unsure" };
	struct piece_form *f = NEW(cx->arena, struct piece_form);
	struct str *texts = NEW_ARRAY(cx->arena, struct str, OWN_CHOICES + 1);
	int *symbols = NEW_ARRAY(cx->arena, int, OWN_CHOICES + 1);

	for (int i = 1; i <= OWN_CHOICES; i++) {
		texts[i] = word(labels[i]);
		symbols[i] = number_of(&family_symbols, str_from_c(marks[i]));
	}
	f->kind = KIND_FEEDBACK;
	for (int i = 0; i < FAMILY_PROMPTS_MAX; i++) {
		bool in_words = i + 1 == FAMILY_PROMPTS_MAX;

		f->prompts[f->prompts_n++] = (struct prompt){
			.id = family[i].id, .label = word(family[i].label), .who = FILLER_FAMILY, .type = in_words ? PROMPT_LONG : PROMPT_CHOICE,
			.symbol = number_of(&family_symbols, str_from_c(family[i].symbol)), .max = FAMILY_WORDS_MAX, .until = INT32_MAX,
			.choices = in_words ? (struct key_list){ NULL, 0 } : (struct key_list){ own_choices, OWN_CHOICES + 1 },
			.choice_labels = in_words ? NULL : texts, .choice_symbols = in_words ? NULL : symbols,
		};
	}
	return f;
}

static const struct piece_form *plain_form(struct ctx *cx, enum ask_kind kind)
{
	const struct plain *all = kind == ASK_OBSERVER ? observer : professional;
	struct piece_form *f = NEW(cx->arena, struct piece_form);

	if (kind == ASK_FAMILY)
		return family_form(cx);
	f->kind = piece_kind(kind);
	for (int i = 0; i < (kind == ASK_OBSERVER ? OBSERVER_PLAIN : PLAIN); i++)
		f->prompts[f->prompts_n++] = (struct prompt){
			.id = all[i].id, .label = word(all[i].label), .help = word(all[i].help), .who = who_is_asked(kind),
			.type = all[i].type ? all[i].type : PROMPT_LONG,
			.max = PLAIN_WORDS, .must = all[i].must ? WANTED_AT_SHARE : WANTED_NO, .until = INT32_MAX,
		};
	return f;
}

enum rc questions_row_now(struct ctx *cx, enum ask_kind kind, int64_t *ret)
{
	struct family_asked_with_row before;
	const struct piece_form *f = NULL;
	enum rc rc = kind != ASK_FAMILY ? NOT_FOUND
	                                : sql_family_asked_with(cx->db, cx->arena, cx->induction->id, ASK_SEND_DAYS * DAY, &before);

	*ret = DB_NULL_INT;
	if (rc == OK)
		*ret = before.form;
	if (rc != NOT_FOUND)
		return rc;
	rc = forms_current(cx, piece_kind(kind), &f);
	if (rc == OK && f->row && form_has_part(f, who_is_asked(kind), form_month(cx)))
		*ret = f->row;
	return rc == NOT_FOUND ? OK : rc;
}

static struct str about_them(struct ctx *cx, struct str text, struct str first)
{
	return str_replace_all(cx->arena, text, S("{name}"), first);
}

/* add_ticks — the lines of the plan become what can be ticked: keys from 1. */
static enum rc add_ticks(struct ctx *cx, int64_t evidence, struct prompt *p)
{
	struct observation_of_piece_row o;
	struct str_list looks;
	struct str *names, *labels;
	enum rc rc = sql_observation_of_piece(cx->db, cx->arena, evidence, &o);

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	looks = looks_of(cx, o.looks);
	names = NEW_ARRAY(cx->arena, struct str, LOOKS_MAX + 1);
	labels = NEW_ARRAY(cx->arena, struct str, LOOKS_MAX + 1);
	p->choices = (struct key_list){ names, 1 };
	p->choice_labels = labels;
	for (size_t i = 0; i < looks.n && i < LOOKS_MAX; i++) {
		names[p->choices.n] = strf(cx->arena, "%zu", i + 1);
		labels[p->choices.n++] = looks.v[i];
	}
	return OK;
}

static enum rc of_the_plan(struct ctx *cx, int64_t evidence, struct piece_form *f)
{
	enum rc rc = OK;

	for (int i = 0; rc == OK && evidence != DB_NULL_INT && i < f->prompts_n; i++)
		if (f->prompts[i].type == PROMPT_TICKS)
			rc = add_ticks(cx, evidence, &f->prompts[i]);
	return rc;
}

enum rc questions_of(struct ctx *cx, int64_t row, int64_t evidence, enum ask_kind kind, struct str first, struct questions *ret)
{
	const struct piece_form *f = NULL;
	struct piece_form *own = NEW(cx->arena, struct piece_form);
	enum rc rc = OK;

	if (row != DB_NULL_INT && (rc = form_get(cx, row, piece_kind(kind), &f)) != OK)
		return rc;
	*own = f ? *f : *plain_form(cx, kind);
	for (int i = 0; i < own->prompts_n; i++) {
		struct prompt *p = &own->prompts[i];

		p->prefix = kind == ASK_FAMILY && !cx->json ? FAMILY_PREFIX : GIVEN_PREFIX;
		p->label = about_them(cx, p->label, first);
		p->help = about_them(cx, p->help, first);
	}
	*ret = (struct questions){ own, who_is_asked(kind) };
	return of_the_plan(cx, evidence, own);
}

enum rc observers_tick(struct ctx *cx, bool *ret)
{
	struct questions qs;
	int64_t row;
	enum rc rc = questions_row_now(cx, ASK_OBSERVER, &row);

	*ret = false;
	if (rc != OK || (rc = questions_of(cx, row, DB_NULL_INT, ASK_OBSERVER, STR_NONE, &qs)) != OK)
		return rc;
	for (int i = 0; i < qs.form->prompts_n; i++)
		*ret = *ret || (qs.form->prompts[i].who == qs.who && qs.form->prompts[i].type == PROMPT_TICKS);
	return OK;
}

enum rc questions_with(struct ctx *cx, int64_t evidence, enum ask_kind kind, struct str first, struct questions *ret)
{
	struct asked_with_row row;
	enum rc rc = sql_asked_with(cx->db, cx->arena, evidence, kind, &row);

	return rc == OK ? questions_of(cx, row.form, evidence, kind, first, ret) : rc;
}

struct form_view questions_view(struct ctx *cx, const struct questions *qs, const struct form *base, const void *filled)
{
	struct form *made = prompts_form(cx, base, NULL, qs->form, qs->who, form_month(cx));

	return form_view(cx, made, prompts_filled(cx, made, base, filled, qs->form, NULL), -1);
}

static void draw_ticks(struct ctx *cx, const struct form_view *fv, const struct prompt *p, const struct field_view *f,
                       struct give_question *q)
{
	q->ticks.v = NEW_ARRAY(cx->arena, struct give_tick, LOOKS_MAX);
	for (int i = 1; i < p->choices.n; i++)
		q->ticks.v[q->ticks.n++] = (struct give_tick){ .key = p->choices.keys[i], .label = p->choice_labels[i],
			                                           .on = fv->typed && values_have(fv->typed, f->name, p->choices.keys[i]) };
}

struct give_questions draw_questions(struct ctx *cx, const struct form_view *fv, const struct questions *qs)
{
	struct give_questions all = { .v = NEW_ARRAY(cx->arena, struct give_question, PROMPTS_MAX) };
	int month = form_month(cx);

	for (int i = 0; i < qs->form->prompts_n; i++) {
		const struct prompt *p = &qs->form->prompts[i];
		const struct field_view *f;

		if (p->who != qs->who || !prompt_is_asked(p, month))
			continue;
		f = form_field(fv, str_c(cx->arena, prompt_field(cx, p)));
		all.v[all.n] = (struct give_question){ .id = f->id, .name = f->name, .label = p->label, .hint = p->help, .value = f->value,
			                                   .error = f->error, .rows = all.n == 0 ? FIRST_ROWS : MORE_ROWS };
		if (p->type == PROMPT_TICKS)
			draw_ticks(cx, fv, p, f, &all.v[all.n]);
		else if (p->type != PROMPT_LONG)
			all.v[all.n].html = f->html;
		all.n++;
	}
	return all;
}
