/* forms_answers.c — answers kept, read, shown and copied. */
#include "app/forms/forms_inside.h"

#include "forms.sql.h"

enum rc answers_of(struct ctx *cx, const struct piece_form *f, int64_t evidence, int64_t version, struct answer_list *ret)
{
	struct answers_now_rows now = { .n = 0 };
	struct answers_then_rows then = { .n = 0 };
	enum rc rc = version ? sql_answers_then(cx->db, cx->arena, evidence, version, &then)
	                     : sql_answers_now(cx->db, cx->arena, evidence, &now);
	size_t n = version ? then.n : now.n;
	struct answer_list a = { .v = NEW_ARRAY(cx->arena, struct answer, n + 1) };

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		a.v[a.n++] = version ? (struct answer){ NULL, then.v[i].prompt, then.v[i].text } : (struct answer){ NULL, now.v[i].prompt, now.v[i].text };
	*ret = answers_in_order(cx, f, &a);
	return OK;
}

struct answer_list answers_in_order(struct ctx *cx, const struct piece_form *f, const struct answer_list *all)
{
	struct answer_list a = { .v = NEW_ARRAY(cx->arena, struct answer, all->n + 1) };

	/* First as the form asks them, then what it does not ask. */
	for (int p = 0; p <= f->prompts_n; p++)
		for (size_t i = 0; i < all->n; i++) {
			const struct prompt *prompt = form_prompt(f, all->v[i].id);

			if (p < f->prompts_n ? prompt == &f->prompts[p] : !prompt)
				a.v[a.n++] = (struct answer){ prompt, all->v[i].id, all->v[i].text };
		}
	return a;
}

struct str answer_of(const struct answer_list *all, struct str prompt)
{
	for (size_t i = 0; all && i < all->n; i++)
		if (str_eq(all->v[i].id, prompt))
			return all->v[i].text;
	return STR_NONE;
}

/* ticks_said — what was seen, and that the rest says nothing. */
static struct str ticks_said(struct ctx *cx, const struct answer *a)
{
	struct buf b = buf_new(cx->arena, (LOOKS_MAX + 2) * (LOOK_MAX * 4 + 8) + 400);
	struct str keys = a->text;

	buf_add(&b, word(T_FORMS_TICKED));
	while (keys.n) {
		int number = number_of(&a->prompt->choices, str_trim(str_cut(&keys, ',')));

		if (number > 0)
			buf_addf(&b, "\n– %.*s", STR_FMT(a->prompt->choice_labels[number]));
	}
	buf_addf(&b, "\n%.*s", STR_FMT(word(T_FORMS_NOT_TICKED)));
	return buf_str(&b);
}

struct str answer_said(struct ctx *cx, const struct answer *a)
{
	struct date d;
	int number;

	if (!a->prompt || !a->text.n)
		return a->text;
	switch (a->prompt->type) {
	case PROMPT_CHOICE:
		number = number_of(&a->prompt->choices, a->text);
		return number < 0 ? a->text : a->prompt->choice_labels[number];
	case PROMPT_TICKS:
		return ticks_said(cx, a);
	case PROMPT_YES_NO:
		return word(str_eq(a->text, S("yes")) ? T_FORMS_YES : T_FORMS_NO);
	case PROMPT_DATE:
		return date_parse(a->text, &d) ? date_long(cx->arena, d) : a->text;
	case PROMPT_MONTH:
		return date_parse(strf(cx->arena, "%.*s-01", STR_FMT(a->text)), &d) ? date_month(cx->arena, d) : a->text;
	default:
		return a->text;
	}
}

enum rc answers_put(struct ctx *cx, int64_t evidence, const struct answer_list *a)
{
	enum rc rc = OK;

	for (size_t i = 0; i < a->n && rc == OK; i++)
		rc = str_trim(a->v[i].text).n ? sql_answer_put(cx->db, cx->arena, evidence, a->v[i].id, a->v[i].text, NULL)
		                              : sql_answer_drop(cx->db, cx->arena, evidence, a->v[i].id, NULL);
	return rc;
}

enum rc answers_clear(struct ctx *cx, int64_t evidence, const struct piece_form *f)
{
	struct answers_now_rows rows;
	enum rc rc = sql_answers_now(cx->db, cx->arena, evidence, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (!form_prompt(f, rows.v[i].prompt))
			rc = sql_answer_drop(cx->db, cx->arena, evidence, rows.v[i].prompt, NULL);
	return rc;
}

enum rc answers_version(struct ctx *cx, int64_t evidence, int64_t version)
{
	return sql_answers_keep_version(cx->db, cx->arena, evidence, version, NULL);
}

void answers_as_json(struct json_out *j, const struct answer_list *a)
{
	json_obj(j);
	for (size_t i = 0; i < a->n; i++)
		json_key_str(j, a->v[i].id), json_str(j, a->v[i].text);
	json_end(j);
}

void prompt_as_json(struct json_out *j, const struct prompt *p)
{
	json_key(j, "id"), json_str(j, p->id);
	json_key(j, "label"), json_str(j, p->label);
	json_key(j, "help"), json_str(j, p->help);
	json_key(j, "type"), json_str(j, key_of(&prompt_types, (int)p->type));
	json_key(j, "must"), json_bool(j, p->must != WANTED_NO);
	json_key(j, "max"), json_i64(j, p->max);
}

struct str answers_copied(struct ctx *cx, struct str text, const struct answer_list *a)
{
	size_t cap = text.n + 1;
	struct buf b;

	for (size_t i = 0; i < a->n; i++)
		cap += a->v[i].text.n + 600;
	b = buf_new(cx->arena, cap);
	buf_add(&b, str_trim(text));
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].prompt && a->v[i].prompt->who == FILLER_ECSW && a->v[i].prompt->type <= PROMPT_SHORT)
			buf_addf(&b, "%s%.*s\n%.*s", b.n ? "\n\n" : "", STR_FMT(a->v[i].prompt->label), STR_FMT(str_trim(a->v[i].text)));
	return buf_str(&b);
}
