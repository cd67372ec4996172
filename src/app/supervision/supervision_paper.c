/* supervision_paper.c — records of supervision in a copy of a portfolio. */
#include "app/supervision/supervision.h"

#include "supervision.sql.h"

static void put_record(struct ctx *cx, struct paper *paper, const struct supervisions_read_row *r)
{
	paper_put(paper, PAPER_HEAD, date_long(cx->arena, r->on_date));
	paper_put(paper, PAPER_SMALL, WORDS(cx->arena, r->held ? T_PRINT_SUPERVISION_HELD : T_PRINT_SUPERVISION_NOT, WORD_ARG("name", r->name)));
	paper_paragraphs(paper, PAPER_TEXT, r->actions);
	if (r->remark.n) {
		paper_put(paper, PAPER_QUESTION, word(T_SUPERVISION_REMARK));
		paper_paragraphs(paper, PAPER_VOICE, r->remark);
	}
	if (r->countersigned_at != DB_NULL_INT)
		paper_put(paper, PAPER_SMALL, WORDS(cx->arena, T_SUPERVISION_SIGNED_BY, WORD_ARG("name", cx->induction->name),
		                                    WORD_ARG("on", date_of(r->countersigned_at))));
}

enum rc supervision_paper(struct ctx *cx, struct paper *paper)
{
	struct supervisions_read_rows rows;
	enum rc rc = sql_supervisions_read(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &rows);

	if (rc != OK || !rows.n)
		return rc;
	paper_put(paper, PAPER_PART, word(T_SUPERVISION));
	for (size_t i = 0; i < rows.n; i++)
		put_record(cx, paper, &rows.v[i]);
	return OK;
}
