/* records.c — see records.h. */
#include "app/forms/records.h"

#include "app/forms/forms_inside.h"
#include "app/privacy/privacy.h"
#include "forms.sql.h"
#include "web/form.h"

/* ---- forms ---- */

static const struct {
	enum record_kind kind;
	const char *id;
	enum word label, help;
	enum wanted must;
} plain[] = {
	{ RECORD_SUPERVISION, "on", T_SUPERVISION_ON, 0, WANTED_ALWAYS },
	{ RECORD_SUPERVISION, "held", T_SUPERVISION_WAS_IT_HELD, 0, WANTED_ALWAYS },
	{ RECORD_SUPERVISION, "actions", T_SUPERVISION_ACTIONS, T_SUPERVISION_ACTIONS_HINT, WANTED_HELD },
	{ RECORD_SUPERVISION, "next", T_SUPERVISION_NEXT, T_SUPERVISION_NEXT_HINT, WANTED_NO },
	{ RECORD_SUPERVISION, "remark", T_SUPERVISION_REMARK, T_SUPERVISION_REMARK_HINT, WANTED_NO },
	{ RECORD_GOAL, "text", T_GOALS_TEXT, T_GOALS_TEXT_HINT, WANTED_ALWAYS },
	{ RECORD_GOAL, "how", T_GOALS_HOW, T_GOALS_HOW_HINT, WANTED_NO },
	{ RECORD_GOAL, "by", T_GOALS_BY, T_GOALS_BY_HINT, WANTED_NO },
};

static const struct piece_form *plain_form(struct ctx *cx, enum record_kind kind)
{
	struct piece_form *f = NEW(cx->arena, struct piece_form);

	f->record = kind;
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		struct prompt *p = &f->prompts[f->prompts_n];

		if (plain[i].kind != kind)
			continue;
		*p = *record_prompt(kind, str_from_c(plain[i].id));
		p->label = word(plain[i].label);
		p->help = plain[i].help ? word(plain[i].help) : STR_NONE;
		p->must = plain[i].must;
		p->until = INT32_MAX;
		f->prompts_n++;
	}
	return f;
}

enum rc record_form_get(struct ctx *cx, int64_t row, enum record_kind kind, const struct piece_form **ret)
{
	struct form_at_row at;
	enum rc rc;

	if (row == DB_NULL_INT) {
		*ret = plain_form(cx, kind);
		return OK;
	}
	rc = sql_form_at(cx->db, cx->arena, row, &at);
	return rc == OK ? form_of_body(cx, row, at.body, ret) : rc;
}

enum rc record_form_new(struct ctx *cx, enum record_kind kind, const struct piece_form **ret)
{
	int64_t row;
	enum rc rc = forms_newest_of(cx, cx->induction->programme_row, (int)kind, &row);

	return rc == OK ? record_form_get(cx, row, kind, ret) : rc;
}

int64_t record_form_row(const struct piece_form *f)
{
	return f->row ? f->row : DB_NULL_INT;
}

int record_month(const struct ctx *cx, instant created)
{
	int month = induction_month(cx->induction, created == DB_NULL_INT ? cx->today : date_of(created));

	return month ? month - 1 : 0; /* data count from 0 */
}

/* ---- fields ---- */

static bool is_asked(const struct prompt *p, enum filler who, int month)
{
	return p->who == who && prompt_is_asked(p, month);
}

static bool is_column(const struct piece_form *f, const struct prompt *p)
{
	return record_prompt(f->record, p->id) != NULL;
}

static const struct field *column_of(const struct form *base, struct str id)
{
	for (size_t i = 0; i < base->n; i++)
		if (str_eq(str_from_c(base->fields[i].name), id))
			return &base->fields[i];
	return NULL;
}

/* worded — a column's field with the programme's words. An error in Cairn's words goes with Cairn's label. */
static struct field worded(const struct field *column, const struct prompt *p)
{
	struct field f = *column;

	if (!str_eq(p->label, word(column->label)))
		f.missing = (enum word)0;
	f.label_text = p->label;
	f.hint = (enum word)0;
	f.hint_text = p->help;
	if (p->type == PROMPT_LONG)
		f.max = (size_t)p->max;
	return f;
}

static bool is_wanted(const struct prompt *p, const struct values *values)
{
	struct str held = values ? str_trim(values_get(values, S("held"))) : STR_NONE;

	if (p->must == WANTED_HELD || p->must == WANTED_NOT_HELD)
		return held.n && record_is_wanted(p, str_eq(held, S("yes")));
	return record_is_wanted(p, false);
}

/* say_left_over — an answer from a page that was opened before the questions changed: said back, so that no word is lost. A program
 * is refused what it sent under names that are not asked. */
static void say_left_over(struct ctx *cx, const struct piece_form *f, enum filler who, int month, const struct values *values)
{
	for (size_t i = 0; values && !cx->json && i < values->n; i++) {
		struct str id = values->names[i];
		const struct prompt *p;

		if (!str_starts(id, S(ANSWERS_PREFIX)) || !str_trim(values->v[i]).n)
			continue;
		id = str_sub(id, sizeof(ANSWERS_PREFIX) - 1, SIZE_MAX);
		p = form_prompt(f, str_cut(&id, '-')); /* a date comes in parts */
		if (!p || !is_asked(p, who, month) || is_column(f, p))
			err_add(&cx->err, values->names[i], WORDS(cx->arena, T_RECORDS_NOT_ASKED, WORD_ARG("text", str_trim(values->v[i]))));
	}
}

enum rc record_fields(struct ctx *cx, const struct form *base, const struct piece_form *f, enum filler who, int month,
                      const struct values *values, const struct form **ret)
{
	struct field *fields = NEW_ARRAY(cx->arena, struct field, base->n + PROMPTS_MAX);
	struct form *made = NEW(cx->arena, struct form);
	size_t n = 0;

	say_left_over(cx, f, who, month, values);
	for (int i = 0; i < f->prompts_n; i++) {
		const struct prompt *p = &f->prompts[i];
		const struct field *column = is_column(f, p) ? column_of(base, p->id) : NULL;

		if (!is_asked(p, who, month))
			continue;
		fields[n] = column ? worded(column, p) : field_of_prompt(cx, p, filled_start(base) + (size_t)i * sizeof(union filled));
		fields[n++].required = is_wanted(p, values);
	}
	for (size_t i = 0; i < base->n; i++) /* what nobody asks in a form: that it was read again */
		if (!form_prompt(f, str_from_c(base->fields[i].name)))
			fields[n++] = base->fields[i];
	*made = *base;
	made->ask = NULL;
	made->also = NULL;
	made->part_of = base;
	made->fields = fields;
	made->n = n;
	made->size = filled_start(base) + (size_t)f->prompts_n * sizeof(union filled);
	*ret = made;
	return OK;
}

const void *record_filled(struct ctx *cx, const struct form *base, const void *columns, const struct piece_form *f, const struct answer_list *all)
{
	char *filled = arena_alloc(cx->arena, filled_start(base) + (size_t)f->prompts_n * sizeof(union filled));

	memcpy(filled, columns, base->size);
	for (int i = 0; i < f->prompts_n; i++)
		filled_of_prompt(cx, &f->prompts[i], answer_of(all, f->prompts[i].id),
		                 (union filled *)(void *)(filled + filled_start(base) + (size_t)i * sizeof(union filled)));
	return filled;
}

/* ---- answers ---- */

void record_answers(struct ctx *cx, const struct form *base, const struct piece_form *f, enum filler who, int month, struct answer_list *ret)
{
	const char *filled = cx->form;

	ret->v = NEW_ARRAY(cx->arena, struct answer, PROMPTS_MAX);
	ret->n = 0;
	for (int i = 0; i < f->prompts_n; i++) {
		const struct prompt *p = &f->prompts[i];

		if (is_asked(p, who, month) && !is_column(f, p))
			ret->v[ret->n++] = (struct answer){ p, p->id, text_of_prompt(cx, p, (const union filled *)(const void *)(filled + filled_start(base) + (size_t)i * sizeof(union filled))) };
	}
}

void record_add(struct answer_list *all, size_t room, struct str prompt, struct str text)
{
	if (all->n < room)
		all->v[all->n++] = (struct answer){ NULL, prompt, text };
}

void record_sort(struct ctx *cx, const struct piece_form *f, struct answer_list *all)
{
	*all = answers_in_order(cx, f, all);
}

struct str record_label(const struct piece_form *f, const char *id)
{
	const struct prompt *p = form_prompt(f, str_from_c(id));

	return p ? p->label : STR_NONE;
}

void record_words(struct ctx *cx, const struct answer_list *a, struct piece_words *to)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].prompt->type == PROMPT_LONG || a->v[i].prompt->type == PROMPT_SHORT)
			piece_word_add(cx, to, prompt_field(cx, a->v[i].prompt), a->v[i].prompt->label, a->v[i].text, cx->person_name);
}

void record_asked_json(struct json_out *j, const struct piece_form *f)
{
	static const struct str musts[] = { [WANTED_NO] = S_INIT("no"), [WANTED_ALWAYS] = S_INIT("always"), [WANTED_HELD] = S_INIT("held"),
		                                [WANTED_NOT_HELD] = S_INIT("not held") };

	json_key(j, "asked"), json_obj(j);
	json_key(j, "version");
	if (f->row)
		json_i64(j, f->version);
	else
		json_none(j);
	json_key(j, "questions"), json_arr(j);
	for (int i = 0; i < f->prompts_n; i++) {
		const struct prompt *p = &f->prompts[i];

		json_obj(j);
		json_key(j, "id"), json_str(j, p->id);
		json_key(j, "label"), json_str(j, p->label);
		json_key(j, "help"), json_str(j, p->help);
		json_key(j, "who"), json_str(j, key_of(&fillers, (int)p->who));
		json_key(j, "type"), json_str(j, key_of(&prompt_types, (int)p->type));
		json_key(j, "must"), json_str(j, musts[p->must]);
		json_key(j, "max"), json_i64(j, p->max);
		if (p->choices.n) {
			json_key(j, "choices"), json_arr(j);
			for (int k = 1; k < p->choices.n; k++)
				json_obj(j), json_key(j, "key"), json_str(j, p->choices.keys[k]), json_key(j, "label"), json_str(j, p->choice_labels[k]), json_end(j);
			json_end(j);
		}
		json_end(j);
	}
	json_end(j), json_end(j);
}
