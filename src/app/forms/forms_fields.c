/* forms_fields.c — prompts as fields of a form table: the same bounds, errors, labels and drafts as any other field. */
#include "app/forms/forms_inside.h"

#include "web/form.h"

struct str prompt_field(struct ctx *cx, const struct prompt *p)
{
	return str_eq(p->id, S("text")) ? S("text") : strf(cx->arena, "%s%.*s", p->prefix ? p->prefix : ANSWERS_PREFIX, STR_FMT(p->id));
}

/* is_field — `text` is a member of the piece and has a field of its own. */
static bool is_field(const struct prompt *p, enum filler who, int month)
{
	return p->who == who && prompt_is_asked(p, month) && !str_eq(p->id, S("text"));
}

static const struct str *yes_no_labels(struct ctx *cx)
{
	struct str *labels = NEW_ARRAY(cx->arena, struct str, 3);

	labels[1] = word(T_FORMS_YES);
	labels[2] = word(T_FORMS_NO);
	return labels;
}

struct field field_of_prompt(struct ctx *cx, const struct prompt *p, size_t offset)
{
	struct field f = { .name = str_c(cx->arena, prompt_field(cx, p)), .offset = offset, .label_text = p->label,
		               .hint_text = p->help, .max = (size_t)p->max, .type = FIELD_LONG };

	switch (p->type) {
	case PROMPT_SHORT:
		f.type = FIELD_TEXT;
		break;
	case PROMPT_CHOICE:
	case PROMPT_YES_NO:
		f.type = FIELD_CHOICE;
		f.choices = p->type == PROMPT_YES_NO ? &yes_or_no_keys : &p->choices;
		f.choice_texts = p->type == PROMPT_YES_NO ? yes_no_labels(cx) : p->choice_labels;
		break;
	case PROMPT_MONTH:
		f.no_day = f.month_will_do = true;
		f.type = FIELD_DATE;
		break;
	case PROMPT_DATE:
		f.type = FIELD_DATE;
		break;
	case PROMPT_TICKS:
		f.type = FIELD_LIST;
		f.max = LOOKS_MAX;
		break;
	default:
		break;
	}
	return f;
}

static size_t place_of(const struct form *base, const char *behind)
{
	for (size_t i = 0; base && behind && i < base->n; i++)
		if (strcmp(base->fields[i].name, behind) == 0)
			return i + 1;
	return base ? base->n : 0;
}

size_t filled_start(const struct form *base)
{
	size_t one = sizeof(union filled);

	return base ? (base->size + one - 1) / one * one : 0;
}

struct form *prompts_form(struct ctx *cx, const struct form *base, const char *behind, const struct piece_form *f,
                          enum filler who, int month)
{
	size_t at = place_of(base, behind), n = 0, offset = filled_start(base);
	struct field *fields = NEW_ARRAY(cx->arena, struct field, (base ? base->n : 0) + PROMPTS_MAX);
	struct form *made = NEW(cx->arena, struct form);

	for (size_t i = 0; i < at; i++)
		fields[n++] = base->fields[i];
	for (int i = 0; i < f->prompts_n; i++, offset += sizeof(union filled))
		if (is_field(&f->prompts[i], who, month))
			fields[n++] = field_of_prompt(cx, &f->prompts[i], offset);
	for (size_t i = at; base && i < base->n; i++)
		fields[n++] = base->fields[i];
	*made = base ? *base : (struct form){ .name = "answers" };
	made->part_of = base;
	made->fields = fields;
	made->n = n;
	made->size = offset;
	return made;
}

void filled_of_prompt(struct ctx *cx, const struct prompt *p, struct str text, union filled *to)
{
	const struct key_list *keys = p->type == PROMPT_YES_NO ? &yes_or_no_keys : &p->choices;
	int number;

	switch (p->type) {
	case PROMPT_CHOICE:
	case PROMPT_YES_NO:
		number = number_of(keys, text);
		to->number = number < 0 ? 0 : number;
		break;
	case PROMPT_DATE:
	case PROMPT_MONTH:
		to->date = DATE_NONE;
		date_parse(text.n == 7 ? strf(cx->arena, "%.*s-01", STR_FMT(text)) : text, &to->date);
		break;
	case PROMPT_TICKS:
		to->list = (struct str_list){ .n = 0 };
		break;
	default:
		to->text = text;
	}
}

void *prompts_filled(struct ctx *cx, const struct form *made, const struct form *base, const void *base_filled,
                     const struct piece_form *f, const struct answer_list *all)
{
	char *filled = arena_alloc(cx->arena, made->size ? made->size : 1);

	if (base && base_filled)
		memcpy(filled, base_filled, base->size);
	for (int i = 0; i < f->prompts_n; i++)
		filled_of_prompt(cx, &f->prompts[i], answer_of(all, f->prompts[i].id),
		                 (union filled *)(void *)(filled + filled_start(base) + (size_t)i * sizeof(union filled)));
	return filled;
}

/* ticked — the keys of what was ticked, in the order of the plan: “1,3”. */
static struct str ticked(struct ctx *cx, const struct prompt *p, const struct str_list *sent)
{
	struct str *keys = NEW_ARRAY(cx->arena, struct str, LOOKS_MAX);
	size_t n = 0;

	for (int k = 1; k < p->choices.n; k++)
		for (size_t i = 0; i < sent->n; i++)
			if (str_eq(p->choices.keys[k], str_trim(sent->v[i]))) {
				keys[n++] = p->choices.keys[k];
				break;
			}
	return str_join(cx->arena, keys, n, S(","));
}

/* text_of_filled — as it is kept. */
struct str text_of_prompt(struct ctx *cx, const struct prompt *p, const union filled *from)
{
	switch (p->type) {
	case PROMPT_CHOICE:
		return key_of(&p->choices, from->number);
	case PROMPT_YES_NO:
		return key_of(&yes_or_no_keys, from->number);
	case PROMPT_DATE:
		return date_is_none(from->date) ? STR_NONE : date_iso(cx->arena, from->date);
	case PROMPT_TICKS:
		return ticked(cx, p, &from->list);
	case PROMPT_MONTH:
		return date_is_none(from->date) ? STR_NONE : str_sub(date_iso(cx->arena, from->date), 0, 7);
	default:
		return from->text;
	}
}

static void refuse_other_ticks(struct ctx *cx, const struct prompt *p, const struct str_list *sent)
{
	struct str field = prompt_field(cx, p);

	for (size_t i = 0; i < sent->n; i++)
		if (sent->v[i].n && number_of(&p->choices, str_trim(sent->v[i])) < 1 && !err_of(&cx->err, field).n)
			err_add(&cx->err, field, WORDS(cx->arena, T_FORM_NOT_A_CHOICE, WORD_ARG("label", p->label)));
}

/* prefix_of — what the names of this part's fields begin with. */
static const char *prefix_of(const struct piece_form *f, enum filler who)
{
	for (int i = 0; i < f->prompts_n; i++)
		if (f->prompts[i].who == who && f->prompts[i].prefix)
			return f->prompts[i].prefix;
	return ANSWERS_PREFIX;
}

enum rc answers_fill(struct ctx *cx, const struct piece_form *f, enum filler who, int month, struct answer_list *ret)
{
	static const struct values nothing;
	const struct form *form = prompts_form(cx, NULL, NULL, f, who, month);
	const void *filled;
	enum rc rc = form_fill_part(cx, form, cx->values ? cx->values : &nothing, prefix_of(f, who), &filled);

	ret->v = NEW_ARRAY(cx->arena, struct answer, PROMPTS_MAX);
	ret->n = 0;
	for (int i = 0; i < f->prompts_n; i++) {
		const struct prompt *p = &f->prompts[i];
		const union filled *one = (const union filled *)filled + i;

		if (is_field(p, who, month) && p->type == PROMPT_TICKS)
			refuse_other_ticks(cx, p, &one->list);
		if (is_field(p, who, month))
			ret->v[ret->n++] = (struct answer){ p, p->id, text_of_prompt(cx, p, one) };
	}
	return cx->err.n ? INVALID : rc;
}
