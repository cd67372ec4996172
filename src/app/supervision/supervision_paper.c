/* supervision_paper.c — records of supervision in a copy of a portfolio. */
#include "app/supervision/supervision_inside.h"

#include "supervision.sql.h"

static void put_words(struct paper *paper, const struct supervision_words *words)
{
	for (size_t i = 0; i < words->n; i++) {
		paper_put(paper, PAPER_QUESTION, words->v[i].label);
		paper_paragraphs(paper, words->v[i].prompt->who == FILLER_ECSW ? PAPER_VOICE : PAPER_TEXT, words->v[i].said);
	}
}

static enum rc put_record(struct ctx *cx, struct paper *paper, const struct supervisions_read_row *r)
{
	struct supervision_words words;
	const struct piece_form *f;
	struct answer_list all;
	enum rc rc = record_form_get(cx, r->form, RECORD_SUPERVISION, &f);

	if (rc != OK || (rc = supervision_answered(cx, f, r->supervision, 0, &all)) != OK)
		return rc;
	words = supervision_words(cx, f, r->actions, r->remark, &all);
	paper_put(paper, PAPER_HEAD, date_long(cx->arena, r->on_date));
	paper_put(paper, PAPER_SMALL, WORDS(cx->arena, r->held ? T_PRINT_SUPERVISION_HELD : T_PRINT_SUPERVISION_NOT, WORD_ARG("name", r->name)));
	put_words(paper, &words);
	if (r->countersigned_at != DB_NULL_INT)
		paper_put(paper, PAPER_SMALL, WORDS(cx->arena, T_SUPERVISION_SIGNED_BY, WORD_ARG("name", cx->induction->name),
		                                    WORD_ARG("on", date_of(r->countersigned_at))));
	return OK;
}

enum rc supervision_paper(struct ctx *cx, struct paper *paper)
{
	struct supervisions_read_rows rows;
	enum rc rc = sql_supervisions_read(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &rows);

	if (rc != OK || !rows.n)
		return rc;
	paper_put(paper, PAPER_PART, word(T_SUPERVISION));
	for (size_t i = 0; i < rows.n && rc == OK; i++)
		rc = put_record(cx, paper, &rows.v[i]);
	return rc;
}
