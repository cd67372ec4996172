/* consult_desk.c — the department reads what was said of a draft: by statement, counted, one by one, as a table; its writers as they wish
 * to be shown, and no other way. */
#include "app/consult/consult_inside.h"

#include "app/framework/framework.h"
#include "app/organisation/organisation.h"
#include "templates.gen.h"
#include "web/list.h"

enum { PLACES_PART = 50 };

/* ---- the list ---- */

enum { FILTER_SORT, FILTER_ROLE, FILTER_WAITS };
static const enum word role_words[ROLE_END] = {
	[ROLE_ECSW] = T_ROLE_ECSW, [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR,
	[ROLE_COORDINATOR] = T_ROLE_COORDINATOR, [ROLE_MODERATOR] = T_ROLE_MODERATOR, [ROLE_REGULATOR] = T_ROLE_REGULATOR,
	[ROLE_OBSERVER] = T_ROLE_OBSERVER, [ROLE_PANEL_MEMBER] = T_ROLE_PANEL, [ROLE_HR_CONTACT] = T_ROLE_HR,
};
static const struct str waits_keys[] = { S_INIT("waiting"), S_INIT("answered") };
static const struct key_list waits = { waits_keys, 2 };
static const enum word waits_words[] = { T_CONSULT_WAITS, T_CONSULT_ANSWERED };
static const struct list_filter filters[] = {
	[FILTER_SORT] = { "sort_of", T_CONSULT_SORT_SHORT, T_CONSULT_EVERY_SORT, .keys = &comment_sorts, .words = comment_sort_words },
	[FILTER_ROLE] = { "role", T_CONSULT_ROLE, T_CONSULT_EVERY_ROLE, .keys = &roles, .words = role_words },
	[FILTER_WAITS] = { "state", T_CONSULT_STATE, T_CONSULT_EVERY_STATE, .keys = &waits, .words = waits_words },
};
static const struct list_column columns[] = {
	COLUMN("about", T_CONSULT_ABOUT, .sort = LIST_BY(DRAFT_COMMENTS_LISTED_BY_PLACE)),
	COLUMN("sort", T_CONSULT_SORT_SHORT),
	COLUMN("words", T_CONSULT_SAID),
	COLUMN("role", T_CONSULT_ROLE),
	COLUMN("by", T_CONSULT_BY),
	COLUMN("employer", T_CONSULT_EMPLOYER, .not_on_page = true),
	COLUMN("written", T_CONSULT_WRITTEN, .sort = LIST_BY(DRAFT_COMMENTS_LISTED_BY_CREATED)),
	COLUMN("came", T_CONSULT_CAME_SHORT),
	COLUMN("answer", T_CONSULT_ANSWER_WORDS, .not_on_page = true),
};

static enum rc load(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
{
	const struct framework_version *v = cx->framework;
	struct draft_comments_listed_rows rows;
	enum rc rc = sql_draft_comments_listed(cx->db, cx->arena, v->id, cx->actor.person, cx->actor.role, ask->pattern.n ? ask->pattern : S(""),
	                                       ask->chosen[FILTER_SORT], ask->chosen[FILTER_ROLE], ask->chosen[FILTER_WAITS], ask->limit, ask->at, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct draft_comments_listed_row *r = &rows.v[i];
		bool here = r->place >= 0 && (size_t)r->place < v->fw->n;

		list_row(out, r->id, draft_comments_listed_at(r, ask->at));
		list_link(out, here ? framework_item_name(cx->arena, v->fw, (int32_t)r->place) : word(T_CONSULT_WHOLE),
		          here ? consult_item_url(cx, v, (int32_t)r->place) : consult_url(cx, v->uuid, ""));
		list_choice(out, key_of(&comment_sorts, (int)r->sort), word(comment_sort_word(r->sort)));
		list_text(out, r->words);
		list_choice(out, key_of(&roles, (int)r->writer_role), word(role_word((enum role)r->writer_role)));
		list_text(out, r->name);
		list_text(out, r->name.n && r->employer_type ? word(organisation_type_word((enum organisation_type)r->employer_type)) : STR_NONE);
		list_instant(out, r->created);
		if (r->came == DB_NULL_INT)
			list_choice(out, STR_NONE, word(T_CONSULT_WAITS));
		else
			list_choice(out, key_of(&comment_cames, (int)r->came), word(comment_came_word(r->came)));
		list_text(out, r->answer_words);
	}
	return rc;
}

static const struct list comments = {
	.name = "draft_comments", LIST_COLUMNS(columns), LIST_FILTERS(filters), .search = T_CONSULT_SEARCH, .caption = T_CONSULT_ALL_TITLE,
	.empty = T_CONSULT_NONE_YET, .empty_says = T_CONSULT_NONE_YET_SAYS, .load = load,
};

static struct list_of list_here(struct ctx *cx)
{
	return (struct list_of){ .url = consult_url(cx, cx->framework->uuid, "/all"), .chain = CHAIN_FRAMEWORK, .object = cx->framework->id,
		                     .about = cx->framework->uuid };
}

/* ---- by statement ---- */

static enum rc add_places(struct ctx *cx, bool open, int64_t n, struct consult_all_view *v)
{
	struct draft_comments_by_place_rows rows;
	enum rc rc;

	v->pager = fw_pager(cx, consult_url(cx, cx->framework->uuid, "/all"), n, PLACES_PART);
	if ((rc = sql_draft_comments_by_place(cx->db, cx->arena, cx->framework->id, PLACES_PART, v->pager.from, &rows)) != OK)
		return rc;
	v->places = (struct consult_place_rows){ NEW_ARRAY(cx->arena, struct consult_place_row, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		const struct draft_comments_by_place_row *r = &rows.v[i];
		bool here = r->place >= 0 && (size_t)r->place < cx->framework->fw->n;
		struct str about = here ? uuid_str(cx->arena, cx->framework->fw->items[r->place].id) : S("whole");

		v->places.v[v->places.n++] = (struct consult_place_row){
			.name = consult_place_name(cx, cx->framework, r->place), .n = r->n, .waiting = r->waiting, .has_answer = !open && r->waiting > 0,
			.url = here ? consult_item_url(cx, cx->framework, (int32_t)r->place) : consult_url(cx, cx->framework->uuid, ""),
			.answer = url_with(cx, consult_url(cx, cx->framework->uuid, "/answer"), "about", about),
		};
	}
	return OK;
}

enum rc consult_all_show(struct ctx *cx)
{
	struct consult_all_view *v = NEW(cx->arena, struct consult_all_view);
	struct list_of here = list_here(cx);
	struct draft_comments_unanswered_row n;
	struct list_shown list;
	struct consult k;
	bool hidden = false;
	enum rc rc = list_show(cx, &comments, &here, &list);

	if (rc != OK || cx->json)
		return rc;
	if ((rc = consult_of(cx, cx->framework->id, &k)) != OK ||
	    (rc = sql_draft_comments_unanswered(cx->db, cx->arena, cx->framework->id, CONSULT_ANYWHERE, &n)) != OK ||
	    (rc = consult_counts_of(cx, cx->framework->id, false, &v->sorts, &v->roles, &hidden)) != OK || (rc = add_places(cx, k.open, n.places, v)) != OK)
		return rc;
	v->name = fw_name(cx, cx->framework);
	v->standing = consult_until(cx, &k);
	v->back = consult_url(cx, cx->framework->uuid, "");
	v->answer = consult_url(cx, cx->framework->uuid, "/answer");
	v->edit = consult_url(cx, cx->framework->uuid, "/open");
	v->may_edit = access_ok(may_open_comments(&cx->actor, &cx->resource));
	v->open = k.open;
	v->total = n.n, v->waiting = n.waiting;
	v->has_any = n.n > 0;
	v->list = list.html;
	return consult_page(cx, word(T_CONSULT_ALL_TITLE), true, HTML(cx, consult_all, v));
}

enum rc consult_all_csv(struct ctx *cx)
{
	struct list_of here = list_here(cx);

	return list_csv(cx, &comments, &here);
}
