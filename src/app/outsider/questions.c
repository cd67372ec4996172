/* questions.c — what people without an account, and observers, are asked: the programme's questions in the version they were asked
 * with; where it has none, for a professional and an observer three things each. A family is asked five in plain words with
 * symbols of our own. */
#include "app/outsider/outsider_inside.h"

#include "outsider.sql.h"
#include "web/form.h"

enum { PLAIN = 3, PLAIN_WORDS = 4000, FIRST_ROWS = 6, MORE_ROWS = 3 };
struct plain {
	struct str id;
	enum word label, help;
	bool must;
};
static const struct plain professional[PLAIN] = {
	{ S_INIT("well"), T_GIVE_Q_WELL, T_GIVE_Q_WELL_HINT, false },
	{ S_INIT("differently"), T_GIVE_Q_DIFFERENTLY, T_GIVE_Q_DIFFERENTLY_HINT, false },
	{ S_INIT("else"), T_GIVE_Q_ELSE, T_GIVE_Q_ELSE_HINT, false },
};
static const struct plain observer[PLAIN] = {
	{ S_INIT("saw"), T_GIVE_Q_SAW, T_GIVE_Q_SAW_HINT, true },
	{ S_INIT("strong"), T_GIVE_Q_STRONG, T_GIVE_Q_STRONG_HINT, false },
	{ S_INIT("next"), T_GIVE_Q_NEXT, T_GIVE_Q_NEXT_HINT, false },
};

static enum filler who_is_asked(enum ask_kind kind)
{
	return kind == ASK_OBSERVER ? FILLER_OBSERVER : FILLER_GIVER;
}

static enum evidence_kind piece_kind(enum ask_kind kind)
{
	return kind == ASK_OBSERVER ? KIND_OBSERVATION : KIND_FEEDBACK;
}

static const struct piece_form *plain_form(struct ctx *cx, enum ask_kind kind)
{
	const struct plain *all = kind == ASK_OBSERVER ? observer : professional;
	struct piece_form *f = NEW(cx->arena, struct piece_form);

	f->kind = piece_kind(kind);
	for (int i = 0; i < PLAIN; i++)
		f->prompts[f->prompts_n++] = (struct prompt){
			.id = all[i].id, .label = word(all[i].label), .help = word(all[i].help), .who = who_is_asked(kind), .type = PROMPT_LONG,
			.max = PLAIN_WORDS, .must = all[i].must ? WANTED_AT_SHARE : WANTED_NO, .until = INT32_MAX,
		};
	return f;
}

enum rc questions_row_now(struct ctx *cx, enum ask_kind kind, int64_t *ret)
{
	const struct piece_form *f = NULL;
	enum rc rc = kind == ASK_FAMILY ? NOT_FOUND : forms_current(cx, piece_kind(kind), &f);

	*ret = DB_NULL_INT;
	if (rc == OK && f->row && form_has_part(f, who_is_asked(kind), form_month(cx)))
		*ret = f->row;
	return rc == NOT_FOUND ? OK : rc;
}

/* about_them — a question with the worker's first name in it. */
static struct str about_them(struct ctx *cx, struct str text, struct str first)
{
	const struct str mark = S("{name}");
	struct buf b = buf_new(cx->arena, text.n + (text.n / mark.n + 1) * first.n + 1);

	for (size_t i = 0; i < text.n;)
		if (str_starts(str_sub(text, i, SIZE_MAX), mark)) {
			buf_add(&b, first);
			i += mark.n;
		} else
			buf_add(&b, str_sub(text, i++, 1));
	return buf_str(&b);
}

enum rc questions_of(struct ctx *cx, int64_t row, enum ask_kind kind, struct str first, struct questions *ret)
{
	const struct piece_form *f = NULL;
	struct piece_form *own = NEW(cx->arena, struct piece_form);
	enum rc rc = OK;

	if (row == DB_NULL_INT)
		f = plain_form(cx, kind);
	else if ((rc = form_get(cx, row, piece_kind(kind), &f)) != OK)
		return rc;
	*own = *f;
	for (int i = 0; i < own->prompts_n; i++) {
		struct prompt *p = &own->prompts[i];

		p->prefix = GIVEN_PREFIX;
		p->label = about_them(cx, p->label, first);
		p->help = about_them(cx, p->help, first);
	}
	*ret = (struct questions){ own, who_is_asked(kind) };
	return OK;
}

enum rc questions_with(struct ctx *cx, int64_t evidence, enum ask_kind kind, struct str first, struct questions *ret)
{
	struct asked_with_row row;
	enum rc rc = sql_asked_with(cx->db, cx->arena, evidence, kind, &row);

	return rc == OK ? questions_of(cx, row.form, kind, first, ret) : rc;
}

struct form_view questions_view(struct ctx *cx, const struct questions *qs, const struct form *base, const void *filled)
{
	struct form *made = prompts_form(cx, base, NULL, qs->form, qs->who, form_month(cx));

	return form_view(cx, made, prompts_filled(cx, made, base, filled, qs->form, NULL), -1);
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
		if (p->type != PROMPT_LONG)
			all.v[all.n].html = f->html;
		all.n++;
	}
	return all;
}

const struct family_question family_questions[FAMILY_QUESTIONS] = {
	{ S_INIT("listened"), S_INIT("sym-ear"), T_GIVE_F_LISTENED },
	{ S_INIT("explained"), S_INIT("sym-talk"), T_GIVE_F_EXPLAINED },
	{ S_INIT("kept_word"), S_INIT("sym-done"), T_GIVE_F_KEPT_WORD },
	{ S_INIT("respected"), S_INIT("sym-hand"), T_GIVE_F_RESPECTED },
	{ S_INIT("words"), S_INIT("sym-pen"), T_GIVE_F_WORDS },
};
const struct key_list family_answers = {
	(const struct str[]){ { NULL, 0 }, S_INIT("yes"), S_INIT("sometimes"), S_INIT("no"), S_INIT("unsure") }, FAMILY_CHOICES + 1
};
const enum word family_answer_words[FAMILY_CHOICES + 1] = { 0, T_GIVE_YES, T_GIVE_SOMETIMES, T_GIVE_NO, T_GIVE_UNSURE };
const struct str family_answer_symbols[FAMILY_CHOICES + 1] = {
	{ NULL, 0 }, S_INIT("sym-yes"), S_INIT("sym-some"), S_INIT("sym-no"), S_INIT("sym-unsure")
};
