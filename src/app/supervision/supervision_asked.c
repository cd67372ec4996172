/* supervision_asked.c — what a programme asks in a record of supervision, and the answers beside Cairn's own four. */
#include "app/supervision/supervision_inside.h"

#include "supervision.sql.h"

enum rc supervision_asked(struct ctx *cx, const struct piece_form **ret)
{
	return cx->supervision ? record_form_get(cx, cx->supervision->form, RECORD_SUPERVISION, ret)
	                       : record_form_new(cx, RECORD_SUPERVISION, ret);
}

int supervision_month(const struct ctx *cx)
{
	return record_month(cx, cx->supervision ? cx->supervision->created : DB_NULL_INT);
}

enum rc supervision_ask(struct ctx *cx, const struct values *values, const struct form **ret)
{
	const struct piece_form *f;
	enum rc rc = supervision_asked(cx, &f);

	return rc == OK ? record_fields(cx, cx->supervision ? &supervision_form : &supervision_new_form, f, FILLER_SUPERVISOR,
	                                supervision_month(cx), values, ret)
	                : rc;
}

enum rc countersign_ask(struct ctx *cx, const struct values *values, const struct form **ret)
{
	const struct piece_form *f;
	enum rc rc = supervision_asked(cx, &f);

	return rc == OK ? record_fields(cx, &countersign_form, f, FILLER_ECSW, supervision_month(cx), values, ret) : rc;
}

/* ---- answers ---- */

enum rc supervision_answered(struct ctx *cx, const struct piece_form *f, int64_t row, int64_t version, struct answer_list *ret)
{
	struct supervision_answers_rows rows;
	enum rc rc = sql_supervision_answers(cx->db, cx->arena, row, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct answer_list){ .v = NEW_ARRAY(cx->arena, struct answer, rows.n + 1) };
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].version == version)
			record_add(ret, rows.n, rows.v[i].prompt, rows.v[i].text);
	record_sort(cx, f, ret);
	return OK;
}

enum rc supervision_answers_put(struct ctx *cx, int64_t row, const struct answer_list *a)
{
	enum rc rc = OK;

	for (size_t i = 0; i < a->n && rc == OK; i++)
		rc = str_trim(a->v[i].text).n ? sql_supervision_answer_put(cx->db, cx->arena, row, a->v[i].id, a->v[i].text, NULL)
		                              : sql_supervision_answer_drop(cx->db, cx->arena, row, a->v[i].id, NULL);
	return rc;
}

enum rc supervision_answers_before(struct ctx *cx)
{
	const struct supervision *s = cx->supervision;

	return sql_supervision_answers_keep(cx->db, cx->arena, s->id, s->version, NULL);
}

enum rc supervision_answers_unsign(struct ctx *cx, const struct piece_form *f)
{
	enum rc rc = OK;

	for (int i = 0; i < f->prompts_n && rc == OK; i++)
		if (f->prompts[i].who == FILLER_ECSW)
			rc = sql_supervision_answer_drop(cx->db, cx->arena, cx->supervision->id, f->prompts[i].id, NULL);
	return rc;
}

/* ---- what was said ---- */

static void add_word(struct supervision_words *w, const struct prompt *p, struct str label, struct str said)
{
	if (str_trim(said).n)
		w->v[w->n++] = (struct supervision_word){ p, label, said };
}

struct supervision_words supervision_words(struct ctx *cx, const struct piece_form *f, struct str actions, struct str remark,
                                           const struct answer_list *all)
{
	struct supervision_words w = { .v = NEW_ARRAY(cx->arena, struct supervision_word, (size_t)f->prompts_n + all->n + 1) };

	for (int i = 0; i < f->prompts_n; i++) {
		const struct prompt *p = &f->prompts[i];

		if (str_eq(p->id, S("actions")))
			add_word(&w, p, p->label, actions);
		else if (str_eq(p->id, S("remark")))
			add_word(&w, p, p->label, remark);
		for (size_t k = 0; k < all->n; k++)
			if (all->v[k].prompt == p)
				add_word(&w, p, p->label, answer_said(cx, &all->v[k]));
	}
	return w;
}

struct supervision_paragraphs supervision_paragraphs(struct ctx *cx, struct str text)
{
	struct supervision_paragraphs p;

	p.v = str_paragraphs(cx->arena, text, &p.n);
	return p;
}
