/* outsider_words.c — what others have put into a piece, as the privacy check reads it, and one of their words covered. */
#include "app/outsider/outsider_inside.h"

#include "outsider_words.sql.h"

/* Names of these words: "focus", "looks", "agreed", "about.ASK", "given.KIND.QUESTION", "family.ASK.QUESTION". */

static enum rc add_focus(struct ctx *cx, struct piece_words *to)
{
	struct piece_focus_row o;
	enum rc rc = sql_piece_focus(cx->db, cx->arena, cx->evidence->id, &o);

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	piece_word_add(cx, to, S("focus"), word(T_OBSERVE_FOCUS), o.focus, o.planned_by == cx->induction->ecsw ? STR_NONE : o.name);
	piece_word_add(cx, to, S("looks"), word(T_OBSERVE_LOOKS), o.looks, o.planned_by == cx->induction->ecsw ? STR_NONE : o.name);
	piece_word_add(cx, to, S("agreed"), word(T_OBSERVE_AGREE_WORDS), o.agreed_words, STR_NONE);
	return OK;
}

static enum rc add_abouts(struct ctx *cx, struct piece_words *to)
{
	struct piece_abouts_rows rows;
	enum rc rc = sql_piece_abouts(cx->db, cx->arena, cx->evidence->id, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		piece_word_add(cx, to, strf(cx->arena, "about.%lld", (long long)rows.v[i].ask), word(T_ASK_ABOUT), rows.v[i].about, STR_NONE);
	return rc;
}


static enum rc add_given(struct ctx *cx, struct piece_words *to)
{
	struct piece_given_rows rows;
	struct questions qs = { .form = NULL };
	enum rc rc = sql_piece_given(cx->db, cx->arena, cx->evidence->id, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct piece_given_row *r = &rows.v[i];
		const struct prompt *p;

		if ((i == 0 || rows.v[i - 1].kind != r->kind) &&
		    (rc = questions_with(cx, cx->evidence->id, (enum ask_kind)r->kind, first_name(cx->induction->name), &qs)) != OK)
			return rc;
		p = form_prompt(qs.form, r->question);
		if (p && p->type > PROMPT_SHORT) /* what was chosen is not words */
			continue;
		piece_word_add(cx, to, strf(cx->arena, "given.%lld.%.*s", (long long)r->kind, STR_FMT(r->question)),
		               p ? p->label : r->question, r->text, r->given_by.n ? r->given_by : word(T_ASK_SOMEBODY));
	}
	return rc;
}

static enum rc add_families(struct ctx *cx, struct piece_words *to)
{
	struct piece_families_rows rows;
	struct questions qs;
	enum rc rc = sql_piece_families(cx->db, cx->arena, cx->evidence->id, &rows);

	if (rc != OK || !rows.n || (rc = questions_with(cx, cx->evidence->id, ASK_FAMILY, first_name(cx->induction->name), &qs)) != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		const struct piece_families_row *r = &rows.v[i];
		const struct prompt *p = form_prompt(qs.form, r->question);

		if (p && p->type > PROMPT_SHORT) /* what was chosen is not words */
			continue;
		piece_word_add(cx, to, strf(cx->arena, "family.%lld.%.*s", (long long)r->answer, STR_FMT(r->question)), word(T_ASK_FAMILY_SAID),
		               r->text, word(T_ASK_A_FAMILY));
	}
	return OK;
}

enum rc outsider_words(struct ctx *cx, struct piece_words *to)
{
	enum rc rc = add_focus(cx, to);

	if (rc == OK)
		rc = add_abouts(cx, to);
	if (rc == OK)
		rc = add_given(cx, to);
	return rc == OK ? add_families(cx, to) : rc;
}

enum rc outsider_rewrite(struct ctx *cx, struct str name, struct str text)
{
	int64_t evidence = cx->evidence->id, number = 0;
	struct str rest = name, what = str_cut(&rest, '.'), first = str_cut(&rest, '.');

	if (str_eq(what, S("focus")))
		return sql_piece_focus_set(cx->db, cx->arena, evidence, text, NULL);
	if (str_eq(what, S("looks")))
		return sql_piece_looks_set(cx->db, cx->arena, evidence, text, NULL);
	if (str_eq(what, S("agreed")))
		return sql_piece_agreed_set(cx->db, cx->arena, evidence, text, NULL);
	if (!str_to_i64(first, 1, INT64_MAX, &number))
		return NOT_FOUND;
	if (str_eq(what, S("about")))
		return sql_piece_about_set(cx->db, cx->arena, evidence, number, text, NULL);
	if (str_eq(what, S("given")))
		return sql_piece_given_set(cx->db, cx->arena, evidence, number, rest, text, NULL);
	if (str_eq(what, S("family")))
		return sql_piece_family_set(cx->db, cx->arena, evidence, number, rest, text, NULL);
	return NOT_FOUND;
}
