/* judged.c — what was decided: as a page for whoever decided it, and the views of one piece as JSON. */
#include "app/desk/desk_inside.h"

#include "templates.gen.h"

/* ---- the page ---- */

static struct str code_of(struct ctx *cx, const struct framework_version *v, int64_t item)
{
	return item >= 0 && (size_t)item < v->fw->n ? framework_item_name(cx->arena, v->fw, (int32_t)item) : STR_NONE;
}

static void add_own(struct ctx *cx, const struct framework_version *v, const struct judge_all *all, int64_t view,
                    struct judged_view *to)
{
	to->returns.v = NEW_ARRAY(cx->arena, struct judged_line, all->links.n + 1);
	for (size_t i = 0; i < all->links.n; i++) {
		const struct judge_view_links_row *r = &all->links.v[i];

		if (r->view != view)
			continue;
		to->agreed += r->agreed;
		to->returned += !r->agreed;
		if (!r->agreed)
			to->returns.v[to->returns.n++] = (struct judged_line){ .code = code_of(cx, v, r->position), .comment = r->comment };
	}
}

static const struct judge_view_links_row *link_in(const struct judge_all *all, int64_t view, int64_t link)
{
	for (size_t i = 0; i < all->links.n; i++)
		if (all->links.v[i].view == view && all->links.v[i].link == link)
			return &all->links.v[i];
	return NULL;
}

static struct str said(struct ctx *cx, const struct judge_view_links_row *r)
{
	return r->agreed ? word(T_JUDGE_AGREED) : WORDS(cx->arena, T_JUDGE_RETURNED_WITH, WORD_ARG("comment", r->comment));
}

/* Only where two assessors see one claim differently; likeness needs no row. */
static void add_differences(struct ctx *cx, const struct framework_version *v, const struct judge_all *all, int64_t own,
                            struct judged_view *to)
{
	to->differences.v = NEW_ARRAY(cx->arena, struct judged_difference, all->links.n + 1);
	for (size_t k = 0; k < all->views.n; k++)
		for (size_t i = 0; i < all->links.n; i++) {
			const struct judge_view_links_row *theirs = &all->links.v[i];
			const struct judge_view_links_row *mine = link_in(all, own, theirs->link);

			if (theirs->view != all->views.v[k].view || all->views.v[k].person == cx->actor.person || !mine ||
			    mine->agreed == theirs->agreed || !judge_sees(cx, all, k))
				continue;
			to->differences.v[to->differences.n++] = (struct judged_difference){
				code_of(cx, v, theirs->position), said(cx, mine), said(cx, theirs), all->views.v[k].name,
			};
		}
}

static enum rc add_undo(struct ctx *cx, const struct judge_views_row *own, struct judged_view *to)
{
	struct view_facts facts = { .person = own->person, .given_at = own->given_at };
	struct view_overtaken_row over;
	enum undo undo;
	enum rc rc = sql_view_overtaken(cx->db, cx->arena, own->view, &over);

	if (rc != OK)
		return rc;
	facts.overtaken = over.overtaken || cx->evidence->state != EVIDENCE_SUBMITTED;
	undo = view_may_be_undone(&facts, cx->actor.person, cx->now);
	to->can_undo = undo == UNDO_YES && access_ok(may_undo_view(&cx->actor, &cx->resource));
	to->overtaken = undo == UNDO_OVERTAKEN;
	to->until = date_weekday_long(cx->arena, date_of(view_undo_until(own->given_at)));
	to->csrf = hidden_csrf(cx);
	return OK;
}

static enum rc add_next(struct ctx *cx, struct judged_view *to)
{
	struct desk_waiting_rows rows;
	enum rc rc = sql_desk_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, UUID_NONE, 1, 0, &rows);

	if (rc != OK || !rows.n)
		return rc;
	to->has_next = true;
	to->waiting = rows.v[0].total;
	to->next = url_id(cx, "/evidence/", rows.v[0].id, "/judge");
	to->next_name = rows.v[0].name;
	to->next_first = first_name(rows.v[0].name);
	to->next_claims = (int)rows.v[0].claims;
	to->next_days = waited_for(date_of(rows.v[0].since), cx->today, (int)rows.v[0].answer_days).days;
	return OK;
}

enum rc judged_show(struct ctx *cx)
{
	struct judged_view v = { .title = cx->evidence->title, .name = cx->induction->name,
		                     .first = first_name(cx->induction->name),
		                     .piece = url_id(cx, "/evidence/", cx->evidence->uuid, ""),
		                     .concern = url_id(cx, "/evidence/", cx->evidence->uuid, "#concern"),
		                     .undo = url_id(cx, "/evidence/", cx->evidence->uuid, "/undo") };
	const struct framework_version *fw;
	struct judge_all all;
	enum rc rc = judge_all_load(cx, &all);
	int own = rc == OK ? judge_own(cx, &all) : -1;

	if (rc != OK || own < 0)
		return rc != OK ? rc : redirect(cx, url_id(cx, "/evidence/", cx->evidence->uuid, "/judge"));
	if ((rc = framework_get(cx, cx->induction->framework, &fw)) != OK ||
	    (rc = add_undo(cx, &all.views.v[own], &v)) != OK || (rc = add_next(cx, &v)) != OK)
		return rc;
	v.sentence = all.views.v[own].sentence;
	v.when = instant_long(cx->arena, all.views.v[own].given_at);
	add_own(cx, fw, &all, all.views.v[own].view, &v);
	v.others = judge_views_shown(cx, fw, &all, true);
	add_differences(cx, fw, &all, all.views.v[own].view, &v);
	return page(cx, &(struct page){ .title = word(T_JUDGED_TITLE), .menu = MENU_DESK, .width = WIDTH_STAFF,
	                                .illustrative = fw->illustrative, .main = HTML(cx, judged, &v) });
}

/* ---- JSON ---- */

static void link_json(struct json_out *j, const struct framework_version *v, const struct judge_view_links_row *r)
{
	const struct framework_item *item = r->position >= 0 && (size_t)r->position < v->fw->n ? &v->fw->items[r->position] : NULL;

	if (!item)
		return;
	json_obj(j);
	json_key(j, "statement"), json_uuid(j, item->id);
	json_key(j, "code"), json_str(j, item->code);
	json_key(j, "decision"), json_str(j, r->agreed ? S("endorsed") : S("returned"));
	json_key(j, "state"), json_str(j, key_of(&link_states, (int)r->state));
	json_key(j, "comment");
	if (r->comment.n)
		json_str(j, r->comment);
	else
		json_none(j);
	json_end(j);
}

static void view_json(struct ctx *cx, struct json_out *j, const struct framework_version *v, const struct judge_all *all,
                      size_t i)
{
	const struct judge_views_row *r = &all->views.v[i];
	bool sees = judge_sees(cx, all, i);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->id);
	json_key(j, "by"), json_str(j, r->name);
	json_key(j, "given_at"), json_instant(j, r->given_at);
	json_key(j, "evidence_version"), json_i64(j, r->evidence_version);
	json_key(j, "hidden"), json_bool(j, !sees);
	if (sees) {
		json_key(j, "sentence"), json_str(j, r->sentence);
		json_key(j, "conflict_declared_since"), json_bool(j, r->tainted);
		json_key(j, "links"), json_arr(j);
		for (size_t k = 0; k < all->links.n; k++)
			if (all->links.v[k].view == r->view)
				link_json(j, v, &all->links.v[k]);
		json_end(j);
	}
	json_end(j);
}

enum rc decisions_list(struct ctx *cx)
{
	enum { AT_ONCE = 25 };
	size_t from = (size_t)(query_int(cx, "page", 1, 1000, 1) - 1) * AT_ONCE;
	const struct framework_version *v;
	struct json_out *j = reply_json(cx);
	struct judge_all all;
	enum rc rc = judge_all_load(cx, &all);

	if (rc != OK || (rc = framework_get(cx, cx->induction->framework, &v)) != OK ||
	    (rc = version_is(cx, cx->evidence->version)) != OK)
		return rc;
	json_obj(j);
	json_key(j, "evidence"), json_uuid(j, cx->evidence->uuid);
	json_key(j, "version"), json_i64(j, cx->evidence->version);
	json_key(j, "items"), json_arr(j);
	for (size_t i = from; i < all.views.n && i < from + AT_ONCE; i++)
		view_json(cx, j, v, &all, i);
	json_end(j);
	json_key(j, "next");
	if (all.views.n > from + AT_ONCE)
		json_str(j, strf(cx->arena, "/api/v1/evidence/%.*s/decisions?page=%zu",
		                 STR_FMT(uuid_str(cx->arena, cx->evidence->uuid)), from / AT_ONCE + 2));
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}
