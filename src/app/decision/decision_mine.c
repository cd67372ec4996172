/* decision_mine.c — decisions somebody has a part in, with whose turn it is: a page, a section of first screens, a line. */
#include "app/decision/decision_inside.h"

#include "app/decision/decision_view.h"
#include "app/desk/desk.h"
#include "templates.gen.h"

/* A first screen looks at so many, the newest: more than a coordinator has open at once. */
enum { A_PAGE = 50, ON_FIRST_SCREEN = 8, LOOKED_AT = 200 };

/* yours — is it the actor's turn? */
static bool yours(const struct ctx *cx, const struct decisions_mine_row *r)
{
	if (r->closed)
		return false;
	if (r->reads || r->moderates)
		return true;
	if (r->sits)
		return !r->said;
	switch (r->state) {
	case DECISION_DRAFT:
	case DECISION_BACK:
		return r->assessor;
	case DECISION_OWED:
		return cx->actor.role == ROLE_ECSW;
	case DECISION_TOLD:
		return cx->actor.role == ROLE_ECSW || (cx->actor.role == ROLE_COORDINATOR && !r->paused && date_cmp(r->respond_until, cx->today) < 0);
	case DECISION_BLIND:
		return cx->actor.role == ROLE_COORDINATOR && !r->has_reader;
	case DECISION_MODERATION:
		return cx->actor.role == ROLE_COORDINATOR && !r->has_moderator;
	case DECISION_APPEAL:
		return cx->actor.role == ROLE_COORDINATOR && !r->has_appeal;
	case DECISION_CONFIRMED:
		return cx->actor.role == ROLE_COORDINATOR;
	default:
		return false;
	}
}

static struct str what_of(struct ctx *cx, const struct decisions_mine_row *r)
{
	bool knows = !r->reads && !r->moderates && (r->assessor || r->sits || r->told);
	struct str state = word(decision_state_word(decision_state_for(cx->actor.role, (enum decision_state)r->state, r->told)));

	if (r->reads)
		return word(T_DECISION_TITLE_BLIND);
	return knows && r->judgement && r->state != DECISION_DRAFT
	               ? strf(cx->arena, "%.*s. %.*s", STR_FMT(word(judgement_word((enum judgement)r->judgement))), STR_FMT(state))
	               : state;
}

static struct mine_line line_of(struct ctx *cx, const struct decisions_mine_row *r)
{
	bool turn = yours(cx, r);
	bool own = cx->actor.role == ROLE_ECSW;

	return (struct mine_line){
		.url = url_id(cx, "/decisions/", r->id, r->assessor && r->state == DECISION_DRAFT && !r->closed ? "/draft" : ""),
		.name = own ? word(T_DECISION_YOURS_OWN) : r->reads || r->moderates ? word(T_DECISION_NAMELESS) : r->name, .what = what_of(cx, r),
		.yours = turn, .who = turn ? word(T_DECISION_YOUR_TURN) : date_short(cx->arena, date_of(r->changed)),
	};
}

static enum rc mine(struct ctx *cx, int limit, int64_t offset, struct decisions_mine_rows *ret)
{
	return sql_decisions_mine(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, limit, offset, ret);
}

static struct url page_url(struct ctx *cx, int64_t page)
{
	return page > 1 ? url_with(cx, url_lit("/decisions"), "page", strf(cx->arena, "%lld", (long long)page)) : url_lit("/decisions");
}

static enum rc mine_json(struct ctx *cx, const struct decisions_mine_rows *rows, size_t n, int64_t page)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "what"), json_str(j, what_of(cx, &rows->v[i]));
		json_key(j, "your_turn"), json_bool(j, yours(cx, &rows->v[i]));
		json_end(j);
	}
	json_end(j);
	json_key(j, "next");
	if (rows->n > n)
		json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(page_url(cx, page + 1).s)));
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc decision_mine(struct ctx *cx)
{
	int64_t page_n = query_int(cx, "page", 1, 100000, 1);
	struct decision_mine_view v = { .has_before = page_n > 1, .before = page_url(cx, page_n - 1), .next = page_url(cx, page_n + 1) };
	struct decisions_mine_rows rows;
	enum rc rc = mine(cx, A_PAGE + 1, (page_n - 1) * A_PAGE, &rows);
	size_t n = rc == OK && rows.n > A_PAGE ? A_PAGE : rc == OK ? rows.n : 0;

	if (rc != OK || cx->json)
		return rc != OK ? rc : mine_json(cx, &rows, n, page_n);
	v.has_next = rows.n > n;
	v.rows.v = NEW_ARRAY(cx->arena, struct mine_line, n + 1);
	for (size_t i = 0; i < n; i++)
		v.rows.v[v.rows.n++] = line_of(cx, &rows.v[i]);
	return page(cx, &(struct page){ .title = word(T_DECISION_MINE), .main = HTML(cx, decision_mine, &v) });
}

/* waiting_json — those whose turn is the reader's; the rest is at /decisions. */
static void waiting_json(struct ctx *cx, const struct decisions_mine_rows *rows)
{
	for (size_t i = rows->n; i > 0; i--) {
		const struct decisions_mine_row *r = &rows->v[i - 1];
		struct mine_line l = line_of(cx, r);

		if (l.yours)
			json_waiting(cx, &(struct waiting_line){ url_id(cx, "/decisions/", r->id, ""),
			                                         strf(cx->arena, "%.*s: %.*s", STR_FMT(l.name), STR_FMT(l.what)), DATE_NONE, false });
	}
}

/* What waits for the reader comes first, the longest first; then what last moved. */
enum rc decision_waiting(struct ctx *cx, struct html *ret)
{
	struct decision_mine_view v = { .section = true };
	struct decisions_mine_rows rows = { .n = 0 };
	enum rc rc = may_use(cx->actor.role, CAP_DECIDE) ? mine(cx, LOOKED_AT, 0, &rows) : OK;

	if (rc != OK || !rows.n)
		return rc;
	if (cx->json) {
		waiting_json(cx, &rows);
		return OK;
	}
	v.rows.v = NEW_ARRAY(cx->arena, struct mine_line, ON_FIRST_SCREEN);
	for (size_t i = rows.n; i > 0 && v.rows.n < ON_FIRST_SCREEN; i--)
		if (yours(cx, &rows.v[i - 1]))
			v.rows.v[v.rows.n++] = line_of(cx, &rows.v[i - 1]);
	for (size_t i = 0; i < rows.n && v.rows.n < ON_FIRST_SCREEN; i++)
		if (!yours(cx, &rows.v[i]))
			v.rows.v[v.rows.n++] = line_of(cx, &rows.v[i]);
	v.all = rows.n > v.rows.n;
	*ret = HTML(cx, decision_mine, &v);
	return OK;
}
