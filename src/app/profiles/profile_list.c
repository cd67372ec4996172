/* profile_list.c — the profiles there are: published ones for everybody, and those that wait for whoever looks. */
#include "app/profiles/profiles_view.h"

#include "profiles.sql.h"
#include "templates.gen.h"
#include "web/list.h"

enum { FILTER_STATE, FILTER_WHOSE };
static const struct str state_keys[] = { S_INIT("published"), S_INIT("replaced") };
static const struct key_list states = { state_keys, 2 };
static const enum word state_words[] = { T_PROFILE_STATE_PUBLISHED, T_PROFILE_STATE_REPLACED };
static const struct str whose_keys[] = { S_INIT("own") };
static const struct key_list whose = { whose_keys, 1 };
static const enum word whose_words[] = { T_PROFILE_OWN };
static const struct list_filter filters[] = {
	[FILTER_STATE] = { "state", T_PROFILE_STATE, T_PROFILE_EVERY_STATE, .keys = &states, .words = state_words },
	[FILTER_WHOSE] = { "whose", T_PROFILE_WHOSE, T_PROFILE_EVERYBODYS, .keys = &whose, .words = whose_words },
};
static const struct list_column columns[] = {
	COLUMN("name", T_PROFILE_NAME, .sort = LIST_BY(PROFILES_LISTED_BY_NAME_SORT)),
	COLUMN("employer", T_PROFILE_EMPLOYER),
	COLUMN("standards", T_PROFILE_STANDARDS),
	COLUMN("adapted", T_PROFILE_ADAPTED, .is_number = true),
	COLUMN("arranged", T_PROFILE_ARRANGED, .is_number = true),
	COLUMN("not_applicable", T_PROFILE_NOT_APPLICABLE, .is_number = true),
	COLUMN("state", T_PROFILE_STATE),
	COLUMN("published", T_PROFILE_PUBLISHED, .sort = LIST_BY(PROFILES_LISTED_BY_PUBLISHED_AT)),
};

static enum rc load(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
{
	int64_t state = ask->chosen[FILTER_STATE] < 0 ? -1 : PROFILE_PUBLISHED + ask->chosen[FILTER_STATE];
	struct profile_employers employers;
	struct profiles_listed_rows rows;
	enum rc rc = sql_profiles_listed(cx->db, cx->arena, ask->pattern.n ? ask->pattern : S(""), state,
	                                 ask->chosen[FILTER_WHOSE] < 0 ? 0 : cx->actor.organisation, ask->limit, ask->at, &rows);

	if (rc == OK)
		rc = profile_employers(cx, &employers);
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct profiles_listed_row *r = &rows.v[i];
		bool replaced = r->state == PROFILE_REPLACED;

		list_row(out, r->id, profiles_listed_at(r, ask->at));
		list_link(out, r->name, url_id(cx, "/role-profiles/", r->id, ""));
		list_text(out, profile_employer(cx, &employers, r->employer, r->organisation, r->called));
		list_text(out, r->standards);
		list_number(out, r->adapted);
		list_number(out, r->arranged);
		list_number(out, r->not_applicable);
		list_choice(out, state_keys[replaced], word(state_words[replaced]));
		list_instant(out, r->published_at);
	}
	return rc;
}

static const struct list profiles = {
	.name = "role_profiles", LIST_COLUMNS(columns), LIST_FILTERS(filters), .search = T_PROFILE_SEARCH, .caption = T_PROFILE_LIST_TITLE,
	.empty = T_PROFILE_LIST_NONE, .empty_says = T_PROFILE_LIST_NONE_SAYS, .load = load,
};

static enum rc add_waiting(struct ctx *cx, struct profiles_view *v)
{
	struct profiles_waiting_rows rows;
	enum rc rc = OK;

	if (!v->may_write && !v->is_national)
		return OK;
	rc = sql_profiles_waiting(cx->db, cx->arena, v->may_write ? cx->actor.organisation : 0, v->is_national, &rows);
	if (rc != OK)
		return rc;
	v->waiting.v = NEW_ARRAY(cx->arena, struct profile_waiting, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->waiting.v[v->waiting.n++] = (struct profile_waiting){
			.name = rows.v[i].name, .organisation = rows.v[i].organisation, .when = date_long(cx->arena, date_of(rows.v[i].at)),
			.state = profile_state_word((enum profile_state)rows.v[i].state), .url = url_id(cx, "/role-profiles/", rows.v[i].id, ""),
			.is_newer = rows.v[i].before,
		};
	return OK;
}

enum rc profiles_show(struct ctx *cx)
{
	struct profiles_view v = { .may_write = cx->actor.role == ROLE_COORDINATOR, .is_national = cx->actor.role == ROLE_NATIONAL_ADMIN };
	struct list_shown list;
	enum rc rc = list_show(cx, &profiles, &(struct list_of){ .url = url_lit("/role-profiles") }, &list);

	if (rc != OK || cx->json || (rc = add_waiting(cx, &v)) != OK)
		return rc;
	v.list = list.html;
	return page(cx, &(struct page){ .title = word(T_PROFILE_LIST_TITLE), .menu = MENU_STANDARDS, .width = WIDTH_STAFF,
	                                .main = HTML(cx, role_profiles, &v) });
}

enum rc profiles_csv(struct ctx *cx)
{
	return list_csv(cx, &profiles, &(struct list_of){ .url = url_lit("/role-profiles") });
}
