/* evidence_paper.c — one piece on paper: what its page shows the same reader, in the same order, without what can be done. */
#include "app/evidence/evidence_talk.h"

#include "app/files/files.h"
#include "app/outsider/outsider.h"

static void put_links(struct ctx *cx, struct paper *paper, const struct piece *p, const struct evidence_link_group *g)
{
	paper_put(paper, PAPER_QUESTION, g->title);
	for (size_t i = 0; i < g->links.n; i++) {
		const struct evidence_link *l = &g->links.v[i];
		int32_t item = item_named(p->v, l->key);
		struct str text = item < 0 ? STR_NONE : p->v->fw->items[item].text;

		paper_put(paper, PAPER_ITEM, strf(cx->arena, "%.*s  %.*s", STR_FMT(l->code), STR_FMT(text)));
		for (size_t k = 0; k < l->voices.n; k++) {
			paper_paragraphs(paper, PAPER_VOICE, l->voices.v[k].text);
			paper_put(paper, PAPER_SMALL, l->voices.v[k].who);
		}
	}
}

static void put_shows(struct ctx *cx, struct paper *paper, const struct piece *p, const struct evidence_piece *view)
{
	paper_put(paper, PAPER_HEAD, word(T_EVIDENCE_SHOWS_TITLE));
	if (!view->groups.n)
		paper_put(paper, PAPER_TEXT, word(T_EVIDENCE_NO_LINKS));
	for (size_t i = 0; i < view->groups.n; i++)
		put_links(cx, paper, p, &view->groups.v[i]);
}

static void put_part(struct paper *paper, const struct evidence_answer_part *part, bool is_own)
{
	paper_put(paper, PAPER_HEAD, word(!part->is_writers ? part->title : is_own ? T_EVIDENCE_WHAT_YOU_WROTE : T_EVIDENCE_WHAT_THEY_WROTE));
	paper_put(paper, PAPER_SMALL, part->by);
	for (size_t i = 0; i < part->answers.n; i++) {
		const struct evidence_said_answer *a = &part->answers.v[i];

		paper_put(paper, PAPER_QUESTION, a->label);
		for (size_t k = 0; k < a->text.n; k++)
			paper_put(paper, PAPER_TEXT, a->text.v[k].text);
	}
}

static void put_talk(struct ctx *cx, struct paper *paper, const struct evidence_piece *view)
{
	if (view->said.n)
		paper_put(paper, PAPER_HEAD, word(T_EVIDENCE_TALK));
	for (size_t i = 0; i < view->said.n; i++) {
		const struct evidence_said *s = &view->said.v[i];

		paper_put(paper, PAPER_QUESTION, s->who);
		paper_put(paper, PAPER_SMALL, strf(cx->arena, "%.*s, %.*s", STR_FMT(s->role), STR_FMT(s->when)));
		paper_paragraphs(paper, PAPER_VOICE, s->text);
		if (s->tainted)
			paper_put(paper, PAPER_SMALL, word(T_JUDGE_TAINTED));
		for (size_t k = 0; k < s->asks.n; k++)
			paper_put(paper, PAPER_VOICE, strf(cx->arena, "%.*s  %.*s", STR_FMT(s->asks.v[k].who), STR_FMT(s->asks.v[k].text)));
	}
}

/* Files are named, not enclosed. */
static void put_files(struct ctx *cx, struct paper *paper)
{
	struct file_views files = files_of(cx, cx->evidence->id);

	if (files.n) {
		paper_put(paper, PAPER_HEAD, word(T_EVIDENCE_FILES));
		paper_put(paper, PAPER_SMALL, word(T_PRINT_FILES_NAMED));
	}
	for (size_t i = 0; i < files.n; i++)
		paper_put(paper, PAPER_ITEM, strf(cx->arena, "%.*s (%.*s)", STR_FMT(files.v[i].name), STR_FMT(files.v[i].says)));
}

enum rc evidence_paper(struct ctx *cx, struct paper *paper, struct str dest)
{
	struct evidence_piece *view = NEW(cx->arena, struct evidence_piece);
	struct piece *p = NEW(cx->arena, struct piece);
	const struct framework_version *v;
	bool no_files;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK || (rc = piece_load(cx, v, p)) != OK ||
	    (rc = piece_draw(cx, p, NULL, view, &no_files)) != OK)
		return rc;
	paper_put(paper, PAPER_DEST, dest);
	paper_put(paper, PAPER_CHAPTER, view->title);
	paper_put(paper, PAPER_SMALL, view->kicker);
	if (view->is_held)
		paper_put(paper, PAPER_LEAD, word(T_EVIDENCE_HELD_OWN));
	paper_put(paper, PAPER_LEAD, view->lead);
	for (size_t i = 0; i < view->facts.n; i++)
		paper_pair(paper, PAPER_FACT, word(view->facts.v[i].label), view->facts.v[i].value);
	put_shows(cx, paper, p, view);
	for (size_t i = 0; i < view->parts.n; i++)
		put_part(paper, &view->parts.v[i], p->is_own);
	if ((rc = outsider_paper(cx, paper)) != OK)
		return rc;
	put_files(cx, paper);
	put_talk(cx, paper, view);
	return talk_paper(cx, paper, view->said.n > 0);
}
