/* reviews_owed.c — reviews on first screens, and on paper. */
#include "app/reviews/reviews_inside.h"

#include "templates.gen.h"
#include "web/assets.h"

/* A list of many inductions, so dates as they are stored: the nightly job follows the calendar. The programme's days are not asked for
 * each: what is wanted a week before is the usual (rules/reviews.h). */
static struct review_waits waits_of(struct ctx *cx, const struct reviews_with_row *r)
{
	static const struct review_rules usual = { .parts = REVIEW_ALL_THREE, .parts_days = REVIEW_PARTS_DAYS, .sign_days = REVIEW_SIGN_DAYS };

	return review_waits(&(struct review_facts){ (enum review_state)r->state, usual.parts, (unsigned)r->given, (unsigned)r->signed_by,
	                                            r->prepared_on, r->due_on, r->closes_on, r->planned_on, r->met_on, false },
	                    &usual, cx->today);
}

static struct review_owed_line line_of(struct ctx *cx, const struct reviews_with_row *r, bool own)
{
	struct review_waits w = waits_of(cx, r);
	struct str title = review_title(cx, (int)r->kind, r->month == DB_NULL_INT ? 0 : (int)r->month), with[3];
	bool mine = w.what == REVIEW_WAITS_PARTS ? !r->mine : true;
	size_t n = 0;

	for (int role = ROLE_ECSW; role <= ROLE_ASSESSOR; role++)
		if (w.with & REVIEW_ROLE(role))
			with[n++] = role == (int)cx->actor.role ? word(T_REVIEW_YOU) : word(role_word((enum role)role));
	return (struct review_owed_line){
		.url = url_id(cx, "/reviews/", r->id, ""), .late = w.days_late > 0 && mine, .mine = mine,
		.title = own ? title : WORDS(cx->arena, T_REVIEW_OF, WORD_ARG("review", title), WORD_ARG("name", r->name)),
		.note = w.what == REVIEW_WAITS_PARTS   ? WORDS(cx->arena, mine ? T_REVIEW_OWED_WRITE : T_REVIEW_OWED_THERE,
		                                               WORD_ARG("names", str_join(cx->arena, with, n, S(", "))))
		        : w.what == REVIEW_WAITS_MEETING ? word(T_REVIEW_OWED_MEET) : word(T_REVIEW_OWED_SIGN),
		.due = date_is_none(w.by) ? STR_NONE : date_long(cx->arena, w.by),
	};
}

static enum rc read_owed(struct ctx *cx, struct reviews_owed_view *v)
{
	struct review_actions_with_rows actions;
	struct reviews_with_rows rows;
	enum rc rc = sql_reviews_with(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, &rows);

	if (rc != OK || (rc = sql_review_actions_with(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, &actions)) != OK)
		return rc;
	v->rows.v = NEW_ARRAY(cx->arena, struct review_owed_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->rows.v[v->rows.n++] = line_of(cx, &rows.v[i], v->own);
	v->actions.v = NEW_ARRAY(cx->arena, struct review_owed_line, actions.n + 1);
	for (size_t i = 0; i < actions.n; i++)
		v->actions.v[v->actions.n++] = (struct review_owed_line){
			.url = url_id(cx, "/reviews/", actions.v[i].review_id, "#actions"), .title = actions.v[i].text,
			.note = v->own ? word(T_REVIEW_ACTION_OWN) : WORDS(cx->arena, T_REVIEW_ACTION_WITH, WORD_ARG("name", actions.v[i].name)),
			.due = date_long(cx->arena, actions.v[i].by_on), .late = date_cmp(actions.v[i].by_on, cx->today) < 0,
		};
	return OK;
}

enum rc reviews_owed(struct ctx *cx, struct html *ret)
{
	struct reviews_owed_view v = { .own = cx->actor.role == ROLE_ECSW,
		                           .icon = { strf(cx->arena, "%.*s#late", STR_FMT(asset_url("icons.svg").s)) } };
	enum rc rc = read_owed(cx, &v);

	if (rc == OK)
		*ret = v.rows.n || v.actions.n ? HTML(cx, reviews_owed, &v) : (struct html){ STR_NONE };
	return rc;
}

/* ---- on paper ---- */

static void paper_part(struct paper *paper, const struct review_parts_row *p)
{
	if (!p->shown || p->given_at == DB_NULL_INT)
		return;
	paper_put(paper, PAPER_SMALL, p->name);
	paper_paragraphs(paper, PAPER_TEXT, p->strengths);
	paper_paragraphs(paper, PAPER_TEXT, p->needs);
	paper_paragraphs(paper, PAPER_TEXT, p->onward);
}

static enum rc paper_review(struct ctx *cx, struct paper *paper, const struct reviews_of_row *r)
{
	struct review_signatures_rows signatures;
	struct review_actions_rows actions;
	struct review_parts_rows parts;
	enum rc rc = sql_review_parts(cx->db, cx->arena, r->review, cx->actor.person, &parts);

	if (rc != OK || (rc = sql_review_actions(cx->db, cx->arena, cx->induction->id, r->review, 0, &actions)) != OK ||
	    (rc = sql_review_signatures(cx->db, cx->arena, r->review, &signatures)) != OK)
		return rc;
	paper_put(paper, PAPER_HEAD, review_title(cx, (int)r->kind, r->month == DB_NULL_INT ? 0 : (int)r->month));
	paper_put(paper, PAPER_SMALL, WORDS(cx->arena, T_REVIEW_LEAD_MET, WORD_ARG("date", r->met_on)));
	for (size_t i = 0; i < parts.n; i++)
		paper_part(paper, &parts.v[i]);
	for (size_t i = 0; i < actions.n; i++)
		if (actions.v[i].of_this)
			paper_put(paper, PAPER_TEXT, strf(cx->arena, "%.*s %.*s", STR_FMT(actions.v[i].text),
			                                  STR_FMT(WORDS(cx->arena, T_REVIEW_BY, WORD_ARG("date", actions.v[i].by_on)))));
	for (size_t i = 0; i < signatures.n; i++)
		paper_put(paper, PAPER_SMALL, strf(cx->arena, "%.*s: %.*s %.*s", STR_FMT(signatures.v[i].name),
		                                   STR_FMT(WORDS(cx->arena, signatures.v[i].agrees ? T_REVIEW_SIGNED_ON : T_REVIEW_SIGNED_DIFFERS,
		                                                 WORD_ARG("date", date_long(cx->arena, date_of(signatures.v[i].signed_at))))),
		                                   STR_FMT(signatures.v[i].words)));
	return OK;
}

enum rc reviews_paper(struct ctx *cx, struct paper *paper)
{
	struct reviews_of_rows rows;
	bool begun = false;
	enum rc rc = sql_reviews_of(cx->db, cx->arena, cx->induction->id, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		if (rows.v[i].state != REVIEW_MET)
			continue;
		if (!begun)
			paper_put(paper, PAPER_PART, word(T_REVIEWS));
		begun = true;
		rc = paper_review(cx, paper, &rows.v[i]);
	}
	return rc;
}
