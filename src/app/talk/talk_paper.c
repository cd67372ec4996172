/* talk_paper.c — the conversations of a piece on paper: what each is about, what was said, and how it ended. */
#include "app/talk/talk_inside.h"

/* is_read — a comment that waits for a view is not on paper yet. */
static bool is_read(const struct talk_now *t, const struct talk_comments_row *c)
{
	return c->talk == t->row->talk && !c->waits;
}

static bool has_words(const struct talks_now *all, const struct talk_now *t)
{
	for (size_t i = 0; i < all->comments.n; i++)
		if (is_read(t, &all->comments.v[i]))
			return true;
	return false;
}

static void put_about(struct ctx *cx, struct paper *paper, const struct talk_now *t)
{
	paper_put(paper, PAPER_QUESTION, WORDS(cx->arena, T_TALK_ON, WORD_ARG("label", t->label.n ? t->label : word(T_TALK_WHOLE))));
	if (t->closed) {
		paper_put(paper, PAPER_SMALL, word(T_TALK_CLOSED));
		return;
	}
	if (!t->has_quote)
		return;
	paper_put(paper, PAPER_VOICE, strf(cx->arena, "“%.*s”", STR_FMT(t->row->quote)));
	if (t->state == PASSAGE_GONE)
		paper_put(paper, PAPER_SMALL, word(T_TALK_GONE));
	else if (t->state == PASSAGE_CHANGED)
		paper_put(paper, PAPER_SMALL, strf(cx->arena, "%.*s: “%.*s”", STR_FMT(word(T_TALK_IS_NOW)), STR_FMT(t->now)));
}

static void put_said(struct ctx *cx, struct paper *paper, const struct talk_comments_row *c)
{
	paper_put(paper, PAPER_SMALL, strf(cx->arena, "%.*s, %.*s, %.*s", STR_FMT(c->name), STR_FMT(word(role_word((enum role)c->role))),
	                                   STR_FMT(instant_long(cx->arena, c->said_at))));
	if (c->removed_at != DB_NULL_INT)
		paper_put(paper, PAPER_SMALL, word(T_TALK_TAKEN_BACK));
	else
		paper_paragraphs(paper, PAPER_VOICE, c->text);
}

enum rc talk_paper(struct ctx *cx, struct paper *paper, bool headed)
{
	const struct talks_now *all;
	enum rc rc = talks_load(cx, &all);

	for (size_t i = 0; rc == OK && i < all->n; i++) {
		const struct talk_now *t = &all->v[i];

		if (!has_words(all, t))
			continue;
		if (!headed)
			paper_put(paper, PAPER_HEAD, word(T_EVIDENCE_TALK));
		headed = true;
		put_about(cx, paper, t);
		for (size_t k = 0; k < all->comments.n; k++)
			if (is_read(t, &all->comments.v[k]))
				put_said(cx, paper, &all->comments.v[k]);
		if (t->row->resolved_at != DB_NULL_INT)
			paper_put(paper, PAPER_SMALL, WORDS(cx->arena, T_TALK_RESOLVED_BY, WORD_ARG("name", t->row->resolver),
			                                    WORD_ARG("on", date_of(t->row->resolved_at))));
	}
	return rc;
}
