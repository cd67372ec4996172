/* versions.c — see versions.h. */
#include "web/versions.h"

#include "templates.gen.h"
#include "web/form_inside.h"

/* A field in words, as a person would read it out. */
static struct str in_words(struct ctx *cx, const struct field *field, const void *filled)
{
	const void *at = (const char *)filled + field->offset;
	int number;

	switch (field->type) {
	case FIELD_TEXT: case FIELD_LONG:
		return str_trim(*(const struct str *)at);
	case FIELD_DATE:
		return date_is_none(*(const struct date *)at) ? STR_NONE : date_long(cx->arena, *(const struct date *)at);
	case FIELD_CHOICE:
		number = *(const int *)at;
		return number >= 0 && number < field->choices->n && field->choice_words && field->choice_words[number]
		           ? word(field->choice_words[number]) : STR_NONE;
	case FIELD_BOOL:
		return word(*(const bool *)at ? T_FORM_YES : T_FORM_NO);
	case FIELD_INT:
		return strf(cx->arena, "%lld", (long long)*(const int64_t *)at);
	default:
		return STR_NONE;
	}
}

struct html versions(struct ctx *cx, const struct form *form, const void *kept)
{
	struct versions_view v = {
		.key = S("stale"), .title = word(T_FORM_VERSIONS_TITLE), .says = word(T_FORM_VERSIONS_SAYS),
		.yours = word(T_FORM_VERSIONS_YOURS), .theirs = word(T_FORM_VERSIONS_THEIRS),
		.rows = { NEW_ARRAY(cx->arena, struct version_row, form->n + 1), 0 },
	};

	if (cx->failed != STALE || cx->route->form != form || !cx->form)
		return (struct html){ STR_NONE };
	for (size_t i = 0; i < form->n; i++) {
		const struct field *field = &form->fields[i];
		struct version_row *row = &v.rows.v[v.rows.n];

		if (!field->label || field->type == FIELD_LIST || field->type == FIELD_ACTION)
			continue;
		*row = (struct version_row){ .label = word(field->label), .yours = in_words(cx, field, cx->form),
			                         .theirs = in_words(cx, field, kept) };
		row->same = str_eq(row->yours, row->theirs);
		v.rows.n++;
	}
	return HTML(cx, versions, &v);
}

struct html versions_hidden(struct ctx *cx, int64_t version)
{
	struct drawn_hidden hidden = { .csrf = csrf_of(cx), .version = strf(cx->arena, "%lld", (long long)version) };

	return HTML(cx, form_hidden, &hidden);
}
