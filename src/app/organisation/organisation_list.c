/* organisation_list.c — the list of organisations, and the words they are found by. */
#include "app/organisation/organisation_inside.h"

#include "organisation_list.sql.h"
#include "templates.gen.h"
#include "web/list.h"

const enum word organisation_type_words[] = {
	[ORG_LOCAL_AUTHORITY] = T_ORGANISATION_LOCAL_AUTHORITY, [ORG_CHILDRENS_TRUST] = T_ORGANISATION_CHILDRENS_TRUST,
	[ORG_FAMILY_COURT_SERVICE] = T_ORGANISATION_FAMILY_COURT, [ORG_OTHER_PUBLIC_BODY] = T_ORGANISATION_OTHER_PUBLIC,
	[ORG_INDEPENDENT_AGENCY] = T_ORGANISATION_AGENCY, [ORG_CHARITY] = T_ORGANISATION_CHARITY,
	[ORG_UNIVERSITY] = T_ORGANISATION_UNIVERSITY, [ORG_DEPARTMENT] = T_ORGANISATION_DEPARTMENT,
	[ORG_REGULATOR] = T_ORGANISATION_REGULATOR,
};

enum word organisation_type_word(enum organisation_type type)
{
	return organisation_type_words[type];
}

/* ---- finding them ---- */

static enum rc put_words(struct ctx *cx, int64_t organisation, struct str text)
{
	struct str rest = text_fold(cx->arena, text);
	enum rc rc = OK;

	while (rc == OK && rest.p) {
		struct str word = str_cut(&rest, ' ');

		if (word.n)
			rc = sql_organisation_word_put(cx->db, cx->arena, organisation, word, NULL);
	}
	return rc;
}

enum rc organisation_index(struct ctx *cx, int64_t organisation)
{
	struct organisation_to_index_row o;
	struct organisation_other_words_rows rows;
	enum rc rc = sql_organisation_to_index(cx->db, cx->arena, organisation, &o);

	if (rc != OK || (rc = sql_organisation_words_drop(cx->db, cx->arena, organisation, NULL)) != OK ||
	    (rc = sql_organisation_other_words(cx->db, cx->arena, organisation, &rows)) != OK)
		return rc;
	rc = put_words(cx, organisation, o.name);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = put_words(cx, organisation, rows.v[i].words);
	return rc;
}

/* ---- the list ---- */

enum { FILTER_TYPE, FILTER_STATE };
static const struct str state_keys[] = { S_INIT("open"), S_INIT("closed") };
static const struct key_list states = { state_keys, 2 };
static const enum word state_words[] = { T_ORGANISATION_OPEN, T_ORGANISATION_CLOSED };
static const struct list_filter filters[] = {
	[FILTER_TYPE] = { "type", T_ORGANISATION_TYPE, T_ORGANISATION_EVERY_TYPE, .keys = &organisation_types,
	                  .words = organisation_type_words },
	[FILTER_STATE] = { "state", T_ORGANISATION_STATE, T_ORGANISATION_EVERY_STATE, .keys = &states, .words = state_words },
};
static const struct list_column columns[] = {
	COLUMN("name", T_ORGANISATION_NAME, .sort = LIST_BY(ORGANISATIONS_LISTED_BY_NAME_SORT)),
	COLUMN("type", T_ORGANISATION_TYPE),
	COLUMN("code", T_ORGANISATION_CODE),
	COLUMN("coordinator", T_ORGANISATION_COORDINATOR),
	COLUMN("state", T_ORGANISATION_STATE),
	COLUMN("known_since", T_ORGANISATION_KNOWN_SINCE, .sort = LIST_BY(ORGANISATIONS_LISTED_BY_CREATED)),
};

static void put_row(struct ctx *cx, const struct list_ask *ask, const struct organisations_listed_row *r,
                    struct list_rows *out)
{
	bool closed = !date_is_none(r->closed_on) && date_cmp(r->closed_on, cx->today) < 0;

	list_row(out, r->id, organisations_listed_at(r, ask->at));
	list_link(out, r->name, url_id(cx, "/organisations/", r->id, ""));
	list_choice(out, key_of(&organisation_types, (int)r->type), word(organisation_type_words[r->type]));
	list_text(out, r->code);
	list_text(out, r->coordinator);
	list_choice(out, state_keys[closed], word(state_words[closed]));
	if (closed)
		list_small(out, date_long(cx->arena, r->closed_on));
	list_instant(out, r->created);
}

static enum rc load(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
{
	int64_t type = ask->chosen[FILTER_TYPE], closed = ask->chosen[FILTER_STATE];
	struct organisations_listed_rows rows;
	enum rc rc;

	if (cx->actor.role != ROLE_NATIONAL_ADMIN)
		rc = sql_organisations_near(cx->db, cx->arena, cx->actor.organisation, ask->pattern, type, closed, cx->today,
		                            ask->limit, ask->at, &rows);
	else if (ask->q.n)
		rc = sql_organisations_found(cx->db, cx->arena, ask->from, ask->to, ask->also[0], ask->also[1], type, closed,
		                             cx->today, ask->limit, ask->at, &rows);
	else
		rc = sql_organisations_listed(cx->db, cx->arena, type, closed, cx->today, ask->limit, ask->at, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		put_row(cx, ask, &rows.v[i], out);
	return rc;
}

/* Whoever sees only their own and its partners needs no number. */
static enum rc count(struct ctx *cx, const struct list_ask *ask, int64_t *ret)
{
	int64_t type = ask->chosen[FILTER_TYPE], closed = ask->chosen[FILTER_STATE];
	struct organisations_found_count_row found;
	struct organisations_count_row all;
	enum rc rc;

	*ret = -1;
	if (cx->actor.role != ROLE_NATIONAL_ADMIN)
		return OK;
	if (ask->q.n) {
		rc = sql_organisations_found_count(cx->db, cx->arena, ask->from, ask->to, ask->also[0], ask->also[1], type, closed,
		                                   cx->today, ask->limit, &found);
		*ret = rc == OK ? found.n : -1;
		return rc;
	}
	rc = sql_organisations_count(cx->db, cx->arena, type, closed, cx->today, ask->limit, &all);
	*ret = rc == OK ? all.n : -1;
	return rc;
}

static const struct list organisations = {
	.name = "organisations", LIST_COLUMNS(columns), LIST_FILTERS(filters), .search = T_ORGANISATION_SEARCH,
	.caption = T_ORGANISATIONS, .empty = T_ORGANISATION_NONE, .empty_says = T_ORGANISATION_NONE_SAYS, .load = load,
	.count = count,
};

enum rc organisations_show(struct ctx *cx)
{
	struct organisations_view v = { .all = cx->actor.role == ROLE_NATIONAL_ADMIN,
	                              .may_add = may_use(cx->actor.role, CAP_ORGANISATIONS_WRITE) };
	struct list_shown list;
	enum rc rc = list_show(cx, &organisations, &(struct list_of){ .url = url_lit("/organisations") }, &list);

	if (rc != OK || cx->json)
		return rc;
	v.list = list.html;
	return page(cx, &(struct page){ .title = word(T_ORGANISATIONS), .menu = MENU_ORGANISATIONS, .width = WIDTH_STAFF,
	                                .main = HTML(cx, organisations, &v) });
}

enum rc organisations_csv(struct ctx *cx)
{
	return list_csv(cx, &organisations, &(struct list_of){ .url = url_lit("/organisations") });
}
