/* reviews_owed.c — reviews on first screens, and on paper. */
#include "app/reviews/reviews_inside.h"

#include "app/desk/desk.h"
#include "templates.gen.h"
#include "web/assets.h"

/* What programmes say of their reviews: a list has few of them, and each is read once. */
struct rules_read {
	struct {
		int64_t programme;
		struct review_rules rules;
	} *v;
	size_t n;
};

static enum rc rules_of(struct ctx *cx, struct rules_read *read, int64_t programme, const struct review_rules **ret)
{
	struct review_rules rules;
	struct next_asked asked;
	size_t i = 0;
	enum rc rc;

	while (i < read->n && read->v[i].programme != programme)
		i++;
	if (i == read->n) {
		if ((rc = programme_reviewing(cx, programme, &rules, &asked)) != OK)
			return rc;
		read->v[i].programme = programme;
		read->v[i].rules = rules;
		read->n++;
	}
	*ret = &read->v[i].rules;
	return OK;
}

/* A list of many inductions, so dates as they are stored: the nightly job follows the calendar. Who has more days sees their own, whatever
 * others still have to write. */
static struct review_waits waits_of(struct ctx *cx, const struct reviews_with_row *r, const struct review_rules *rules)
{
	bool own = cx->actor.role == ROLE_ECSW && r->more && !((unsigned)r->given & REVIEW_ROLE(ROLE_ECSW));

	return review_waits(&(struct review_facts){ (enum review_state)r->state, own ? rules->parts & REVIEW_ROLE(ROLE_ECSW) : rules->parts,
	                                            (unsigned)r->given, (unsigned)r->signed_by, r->prepared_on, r->due_on, r->closes_on,
	                                            r->planned_on, r->met_on, r->paused, (int)r->more },
	                    rules, cx->today);
}

static struct review_owed_line line_of(struct ctx *cx, const struct reviews_with_row *r, const struct review_rules *rules, bool own)
{
	struct review_waits w = waits_of(cx, r, rules);
	unsigned role_ = REVIEW_ROLE(cx->actor.role);
	struct str title = review_title(cx, (int)r->kind, r->month == DB_NULL_INT ? 0 : (int)r->month), with[3];
	bool mine = w.what != REVIEW_WAITS_PARTS || (w.with & role_);
	enum word parts = mine ? T_REVIEW_OWED_WRITE : rules->parts & role_ ? T_REVIEW_OWED_THERE : T_REVIEW_OWED_OTHERS;
	size_t n = 0;

	for (int role = ROLE_ECSW; role <= ROLE_ASSESSOR; role++)
		if (w.with & REVIEW_ROLE(role))
			with[n++] = role == (int)cx->actor.role ? word(T_REVIEW_YOU) : word(role_word((enum role)role));
	return (struct review_owed_line){
		.url = url_id(cx, "/reviews/", r->id, ""), .late = w.days_late > 0 && mine, .mine = mine,
		.title = own ? title : WORDS(cx->arena, T_REVIEW_OF, WORD_ARG("review", title), WORD_ARG("name", r->name)),
		.note = w.what == REVIEW_WAITS_PARTS   ? WORDS(cx->arena, parts, WORD_ARG("names", str_join(cx->arena, with, n, S(", "))))
		        : w.what == REVIEW_WAITS_MEETING ? word(T_REVIEW_OWED_MEET) : word(T_REVIEW_OWED_SIGN),
		.due = date_is_none(w.by) ? STR_NONE : date_long(cx->arena, w.by), .by = w.by,
	};
}

static enum rc read_owed(struct ctx *cx, struct reviews_owed_view *v)
{
	struct review_actions_with_rows actions;
	struct reviews_with_rows rows;
	struct rules_read read = { .n = 0 };
	const struct review_rules *rules;
	enum rc rc = sql_reviews_with(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, &rows);

	if (rc != OK || (rc = sql_review_actions_with(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, &actions)) != OK)
		return rc;
	read.v = arena_array(cx->arena, rows.n + 1, sizeof(*read.v));
	v->rows.v = NEW_ARRAY(cx->arena, struct review_owed_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		if ((rc = rules_of(cx, &read, rows.v[i].programme, &rules)) != OK)
			return rc;
		v->rows.v[v->rows.n++] = line_of(cx, &rows.v[i], rules, v->own);
	}
	v->actions.v = NEW_ARRAY(cx->arena, struct review_owed_line, actions.n + 1);
	for (size_t i = 0; i < actions.n; i++)
		v->actions.v[v->actions.n++] = (struct review_owed_line){
			.url = url_id(cx, "/reviews/", actions.v[i].review_id, cx->json ? "" : "#actions"), .title = actions.v[i].text,
			.note = v->own ? word(T_REVIEW_ACTION_OWN) : WORDS(cx->arena, T_REVIEW_ACTION_WITH, WORD_ARG("name", actions.v[i].name)),
			.due = date_long(cx->arena, actions.v[i].by_on), .by = actions.v[i].by_on, .late = !actions.v[i].paused && date_cmp(actions.v[i].by_on, cx->today) < 0,
		};
	return OK;
}

static void lines_json(struct ctx *cx, const struct review_owed_lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		json_waiting(cx, &(struct waiting_line){ lines->v[i].url, lines->v[i].title, lines->v[i].by, lines->v[i].late });
}

enum rc reviews_owed(struct ctx *cx, struct html *ret)
{
	struct reviews_owed_view v = { .own = cx->actor.role == ROLE_ECSW,
		                           .icon = { strf(cx->arena, "%.*s#late", STR_FMT(asset_url("icons.svg").s)) } };
	enum rc rc = read_owed(cx, &v);

	if (rc == OK && cx->json) {
		lines_json(cx, &v.rows);
		lines_json(cx, &v.actions);
	} else if (rc == OK)
		*ret = v.rows.n || v.actions.n ? HTML(cx, reviews_owed, &v) : (struct html){ STR_NONE };
	return rc;
}

/* ---- on paper ---- */

/* What the reviews of one induction are read with. */
struct on_paper {
	struct review_programme programme;
	const struct framework_version *v;
	struct review_people_rows people;
};

static void paper_outcomes(struct ctx *cx, struct paper *paper, const struct on_paper *o, const struct review_outcomes_of_rows *rows, int64_t part)
{
	for (size_t k = 0; k < o->v->outcomes_n; k++)
		for (size_t i = 0; i < rows->n; i++) {
			const struct framework_item *item = &o->v->fw->items[o->v->outcomes[k]];
			const struct review_outcomes_of_row *r = &rows->v[i];

			if (r->part != part || r->item != o->v->rows[o->v->outcomes[k]])
				continue;
			paper_pair(paper, PAPER_FACT, strf(cx->arena, "%.*s %.*s", STR_FMT(item->code), STR_FMT(item->text)),
			           strf(cx->arena, "%.*s%s%.*s", STR_FMT(review_step_said(&o->programme.rules, r->step)), r->reason.n ? ". " : "",
			                STR_FMT(r->reason)));
		}
}

static void paper_part(struct ctx *cx, struct paper *paper, const struct on_paper *o, const struct review_parts_row *p,
                       const struct review_outcomes_of_rows *outcomes)
{
	const struct str texts[REVIEW_TEXTS] = { p->strengths, p->needs, p->onward };

	if (!p->shown || p->given_at == DB_NULL_INT)
		return;
	paper_put(paper, PAPER_SMALL, strf(cx->arena, "%.*s. %.*s", STR_FMT(word(role_word((enum role)p->role))), STR_FMT(review_written_by(cx, p))));
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (texts[i].n) {
			paper_put(paper, PAPER_SMALL, word(review_text_word((enum role)p->role, i)));
			paper_paragraphs(paper, PAPER_TEXT, texts[i]);
		}
	paper_outcomes(cx, paper, o, outcomes, p->part);
}

/* By name, also whoever asked for the copy: a paper has many readers. */
static struct str names_of(struct ctx *cx, const struct on_paper *o, int64_t role)
{
	struct str *names = NEW_ARRAY(cx->arena, struct str, o->people.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < o->people.n; i++)
		if (o->people.v[i].role == role)
			names[n++] = o->people.v[i].name;
	names[n++] = word(role_word((enum role)role));
	return str_join(cx->arena, names, n, S(", "));
}

static void paper_action(struct ctx *cx, struct paper *paper, const struct on_paper *o, const struct review_actions_row *a)
{
	bool is_done = a->done_at != DB_NULL_INT;
	struct str state = is_done ? WORDS(cx->arena, T_REVIEW_DONE_ON, WORD_ARG("date", date_of(a->done_at))) : word(T_REVIEW_NOT_DONE);

	paper_paragraphs(paper, PAPER_TEXT, a->text);
	paper_put(paper, PAPER_SMALL, strf(cx->arena, "%.*s. %.*s. %.*s.", STR_FMT(names_of(cx, o, a->role)),
	                                   STR_FMT(WORDS(cx->arena, T_REVIEW_BY, WORD_ARG("date", a->by_on))),
	                                   STR_FMT(state)));
}

static enum rc paper_review(struct ctx *cx, struct paper *paper, const struct on_paper *o, const struct reviews_of_row *r)
{
	struct review_signatures_rows signatures;
	struct review_outcomes_of_rows outcomes;
	struct review_actions_rows actions;
	struct review_parts_rows parts;
	enum rc rc = sql_review_parts(cx->db, cx->arena, r->review, cx->actor.person, &parts);

	if (rc != OK || (rc = sql_review_outcomes_of(cx->db, cx->arena, r->review, cx->actor.person, &outcomes)) != OK ||
	    (rc = sql_review_actions(cx->db, cx->arena, cx->induction->id, r->review, 0, &actions)) != OK ||
	    (rc = sql_review_signatures(cx->db, cx->arena, r->review, &signatures)) != OK)
		return rc;
	paper_put(paper, PAPER_HEAD, review_title(cx, (int)r->kind, r->month == DB_NULL_INT ? 0 : (int)r->month));
	paper_put(paper, PAPER_SMALL, WORDS(cx->arena, T_REVIEW_LEAD_MET, WORD_ARG("date", r->met_on)));
	for (size_t i = 0; i < parts.n; i++)
		paper_part(cx, paper, o, &parts.v[i], &outcomes);
	for (size_t i = 0, n = 0; i < actions.n; i++)
		if (actions.v[i].of_this) {
			if (!n++)
				paper_put(paper, PAPER_SMALL, word(T_REVIEW_ACTIONS));
			paper_action(cx, paper, o, &actions.v[i]);
		}
	for (size_t i = 0; i < signatures.n; i++)
		paper_put(paper, PAPER_SMALL, strf(cx->arena, "%.*s: %.*s %.*s", STR_FMT(signatures.v[i].name),
		                                   STR_FMT(WORDS(cx->arena, signatures.v[i].agrees ? T_REVIEW_SIGNED_ON : T_REVIEW_SIGNED_DIFFERS,
		                                                 WORD_ARG("date", date_long(cx->arena, date_of(signatures.v[i].signed_at))))),
		                                   STR_FMT(signatures.v[i].words)));
	return OK;
}

static enum rc begin_paper(struct ctx *cx, struct paper *paper, struct on_paper *o)
{
	enum rc rc = review_programme(cx, &o->programme);

	if (rc != OK || (rc = framework_get(cx, cx->induction->framework, &o->v)) != OK ||
	    (rc = sql_review_people(cx->db, cx->arena, cx->induction->id, cx->today, &o->people)) != OK)
		return rc;
	paper_put(paper, PAPER_PART, word(T_REVIEWS));
	return OK;
}

enum rc reviews_paper(struct ctx *cx, struct paper *paper)
{
	struct reviews_of_rows rows;
	struct on_paper o = { .v = NULL };
	enum rc rc = sql_reviews_of(cx->db, cx->arena, cx->induction->id, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		if (rows.v[i].state != REVIEW_MET)
			continue;
		if (!o.v && (rc = begin_paper(cx, paper, &o)) != OK)
			return rc;
		rc = paper_review(cx, paper, &o, &rows.v[i]);
	}
	return rc;
}
