/* people_list.c — who works here, and who is invited. A coordinator sees their own organisation's people, a national
 * administrator coordinators and national staff, a system administrator everybody, to reach and unlock them. */
#include "app/people/people_inside.h"

#include "app/people/people_pages.h"
#include "app/people/people_view.h"
#include "invitation.sql.h"
#include "people_list.sql.h"
#include "templates.gen.h"
#include "web/jobs.h"
#include "web/list.h"

static int64_t scope_of(const struct ctx *cx)
{
	return cx->actor.role == ROLE_COORDINATOR ? cx->actor.organisation : cx->actor.role == ROLE_NATIONAL_ADMIN ? -1 : 0;
}

/* ---- people ---- */

enum { FILTER_ROLE, FILTER_STATE };
static const enum word role_words[ROLE_END] = {
	[ROLE_ECSW] = T_ROLE_ECSW, [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR,
	[ROLE_COORDINATOR] = T_ROLE_COORDINATOR, [ROLE_MODERATOR] = T_ROLE_MODERATOR, [ROLE_NATIONAL_ADMIN] = T_ROLE_NATIONAL,
	[ROLE_REGULATOR] = T_ROLE_REGULATOR, [ROLE_SYSTEM_ADMIN] = T_ROLE_SYSTEM, [ROLE_OBSERVER] = T_ROLE_OBSERVER,
	[ROLE_PANEL_MEMBER] = T_ROLE_PANEL, [ROLE_HR_CONTACT] = T_ROLE_HR,
};
static const enum word state_words[PERSON_STATE_END] = {
	[PERSON_ACTIVE] = T_PEOPLE_STATE_ACTIVE, [PERSON_COMING] = T_PEOPLE_STATE_COMING, [PERSON_AWAY] = T_PEOPLE_STATE_AWAY,
	[PERSON_DEACTIVATED] = T_PEOPLE_STATE_DEACTIVATED, [PERSON_LEFT] = T_PEOPLE_STATE_LEFT,
	[PERSON_INVITED] = T_PEOPLE_STATE_INVITED, [PERSON_EXPECTED] = T_PEOPLE_STATE_EXPECTED,
};
enum word person_state_word(enum person_state state)
{
	return state_words[state];
}

static const struct list_filter filters[] = {
	[FILTER_ROLE] = { "role", T_PEOPLE_WORKS_AS, T_PEOPLE_EVERY_ROLE, .keys = &roles, .words = role_words },
	[FILTER_STATE] = { "state", T_PEOPLE_STATE, T_PEOPLE_EVERY_STATE, .keys = &person_states, .words = state_words },
};
static const struct list_column columns[] = {
	COLUMN("name", T_PEOPLE_COLUMN_NAME, .sort = LIST_BY(PEOPLE_LISTED_BY_NAME_SORT)),
	COLUMN("roles", T_PEOPLE_WORKS_AS, .sort = LIST_BY(PEOPLE_LISTED_BY_ROLE_SORT)),
	COLUMN("state", T_PEOPLE_STATE),
	COLUMN("email", T_ACCOUNT_EMAIL),
	COLUMN("registration", T_ACCOUNT_REGISTRATION),
	COLUMN("joined", T_PEOPLE_JOINED, .sort = LIST_BY(PEOPLE_LISTED_BY_JOINED)),
	COLUMN("last_in", T_PEOPLE_LAST_IN, .sort = LIST_BY(PEOPLE_LISTED_BY_LAST_IN)),
};

/* "Practice assessor, coordinator": those of today and to come; of somebody who has left, those that were. */
static enum rc roles_text(struct ctx *cx, int64_t person, int64_t scope, struct str *ret_text, struct str *ret_keys)
{
	struct buf text = buf_new(cx->arena, 4000), keys = buf_new(cx->arena, 1000);
	struct people_roles_rows rows;
	enum rc rc = sql_people_roles(cx->db, cx->arena, person, scope, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n && (rows.v[i].now || !rows.v[0].now); i++) {
		struct str name = word(role_word((enum role)rows.v[i].role));

		if (i && rows.v[i].role == rows.v[i - 1].role && str_eq(rows.v[i].organisation_name, rows.v[i - 1].organisation_name))
			continue;
		buf_addf(&text, "%s%.*s", i ? "; " : "", STR_FMT(name));
		if (scope < 1)
			buf_addf(&text, ", %.*s", STR_FMT(rows.v[i].organisation_name));
		buf_addf(&keys, "%s%.*s", i ? " " : "", STR_FMT(key_of(&roles, (int)rows.v[i].role)));
	}
	*ret_text = buf_str(&text);
	*ret_keys = buf_str(&keys);
	return rc;
}

static enum rc put_row(struct ctx *cx, const struct list_ask *ask, const struct people_listed_row *r, struct list_rows *out)
{
	enum person_state state = (enum person_state)r->state;
	struct str text, keys;
	enum rc rc = roles_text(cx, r->person, scope_of(cx), &text, &keys);

	if (rc != OK)
		return rc;
	list_row(out, r->id, people_listed_at(r, ask->at));
	list_link(out, r->name, url_id(cx, "/people/", r->id, ""));
	list_choice(out, keys, text);
	list_choice(out, key_of(&person_states, state), word(state_words[state]));
	list_text(out, r->email);
	list_text(out, r->registration);
	list_date(out, r->joined);
	list_instant(out, r->last_in ? r->last_in : DB_NULL_INT);
	return OK;
}

static enum rc load(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
{
	int64_t scope = scope_of(cx), role = ask->chosen[FILTER_ROLE], state = ask->chosen[FILTER_STATE];
	struct people_listed_rows rows;
	enum rc rc;

	if (ask->q.n)
		rc = sql_people_found(cx->db, cx->arena, scope, ask->from, ask->to, ask->also[0], ask->also[1], role, state, cx->today,
		                      ask->limit, ask->at, &rows);
	else
		rc = sql_people_listed(cx->db, cx->arena, scope, role, state, cx->today, ask->limit, ask->at, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = put_row(cx, ask, &rows.v[i], out);
	return rc;
}

/* Only of everybody: what a filter leaves would have to be looked at row by row. */
static enum rc count(struct ctx *cx, const struct list_ask *ask, int64_t *ret)
{
	struct people_listed_count_row row;
	enum rc rc;

	*ret = -1;
	if (ask->q.n || ask->chosen[FILTER_ROLE] >= 0 || ask->chosen[FILTER_STATE] >= 0)
		return OK;
	rc = sql_people_listed_count(cx->db, cx->arena, scope_of(cx), ask->limit, &row);
	*ret = rc == OK ? row.n : -1;
	return rc;
}

static const struct list people = {
	.name = "people", LIST_COLUMNS(columns), LIST_FILTERS(filters), .search = T_PEOPLE_SEARCH, .caption = T_PEOPLE_CAPTION,
	.empty = T_PEOPLE_NONE, .empty_says = T_PEOPLE_NONE_SAYS, .load = load, .count = count,
};

enum rc people_show(struct ctx *cx)
{
	struct people_view v = { .invites = may_use(cx->actor.role, CAP_INVITE),
		                     .coordinates = cx->actor.role == ROLE_COORDINATOR };
	struct invitations_waiting_row waiting;
	struct list_shown l;
	enum rc rc = list_show(cx, &people, &(struct list_of){ .url = url_lit("/people") }, &l);

	if (rc != OK || cx->json)
		return rc;
	if ((rc = sql_invitations_waiting(cx->db, cx->arena, cx->actor.organisation, &waiting)) != OK)
		return rc;
	v.list = l.html;
	v.waiting = waiting.waiting;
	v.invite = url_lit("/people/invite");
	v.lead = cx->actor.role == ROLE_COORDINATOR     ? T_PEOPLE_LEAD_COORDINATOR
	         : cx->actor.role == ROLE_NATIONAL_ADMIN ? T_PEOPLE_LEAD_NATIONAL
	                                                 : T_PEOPLE_LEAD_SYSTEM;
	return page(cx, &(struct page){ .title = word(T_PEOPLE_TITLE), .menu = MENU_PEOPLE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, people, &v) });
}

enum rc people_csv(struct ctx *cx)
{
	return list_csv(cx, &people, &(struct list_of){ .url = url_lit("/people") });
}

/* ---- invitations ---- */

enum { EXPIRED_COUNTED = 1000 };

static const enum word offer_words[INVITATION_STATE_END] = {
	[INVITATION_WAITING] = T_PEOPLE_OFFER_STATE_WAITING, [INVITATION_EXPIRED] = T_PEOPLE_OFFER_STATE_EXPIRED,
	[INVITATION_ACCEPTED] = T_PEOPLE_OFFER_STATE_ACCEPTED, [INVITATION_REVOKED] = T_PEOPLE_OFFER_STATE_REVOKED,
};
static const struct list_filter offer_filters[] = {
	{ "state", T_PEOPLE_STATE, T_PEOPLE_EVERY_STATE, .keys = &invitation_states, .words = offer_words },
};
static const struct list_column offer_columns[] = {
	COLUMN("name", T_PEOPLE_COLUMN_NAME),
	COLUMN("email", T_ACCOUNT_EMAIL),
	COLUMN("role", T_PEOPLE_ROLE),
	COLUMN("state", T_PEOPLE_STATE),
	COLUMN("invited", T_PEOPLE_INVITED_ON, .sort = LIST_BY(INVITATIONS_LISTED_BY_CREATED)),
	COLUMN("expires", T_PEOPLE_LINK_UNTIL, .sort = LIST_BY(INVITATIONS_LISTED_BY_EXPIRES)),
};

static void put_offer(struct ctx *cx, const struct list_ask *ask, const struct invitations_listed_row *r,
                      struct list_rows *out)
{
	enum invitation_state state = (enum invitation_state)r->state;
	bool open = state == INVITATION_WAITING || state == INVITATION_EXPIRED;

	list_row(out, r->id, invitations_listed_at(r, ask->at));
	list_link(out, r->name, url_id(cx, "/people/invitations/", r->id, ""));
	list_text(out, r->email);
	list_choice(out, key_of(&roles, (int)r->role), word(role_word((enum role)r->role)));
	if (cx->actor.role == ROLE_NATIONAL_ADMIN)
		list_small(out, r->organisation_name);
	list_choice(out, key_of(&invitation_states, state),
	            word(r->needs_second && open ? T_PEOPLE_OFFER_STATE_SECOND : offer_words[state]));
	if (state == INVITATION_EXPIRED)
		list_flag(out, LIST_LATE);
	list_instant(out, r->created);
	list_instant(out, open ? r->expires : DB_NULL_INT);
}

static enum rc load_offers(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
{
	struct invitations_listed_rows rows;
	int64_t scope = scope_of(cx);
	enum rc rc;

	if (scope >= 0)
		rc = sql_invitations_listed(cx->db, cx->arena, scope, ask->pattern, ask->chosen[0], cx->now, ask->limit, ask->at,
		                            &rows);
	else
		rc = sql_invitations_national(cx->db, cx->arena, ask->pattern, ask->chosen[0], cx->now, ask->limit, ask->at, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		put_offer(cx, ask, &rows.v[i], out);
	return rc;
}

static const struct list invitations = {
	.name = "invitations", LIST_COLUMNS(offer_columns), LIST_FILTERS(offer_filters), .search = T_PEOPLE_SEARCH_OFFERS,
	.first = 4, .first_down = true, .caption = T_PEOPLE_INVITATIONS, .empty = T_PEOPLE_NO_OFFERS,
	.empty_says = T_PEOPLE_NO_OFFERS_SAYS, .load = load_offers,
};

enum rc invitations_show(struct ctx *cx)
{
	struct people_view v = { .invites = true, .invite = url_lit("/people/invite") };
	struct invitations_expired_rows expired;
	struct list_shown l;
	enum rc rc = list_show(cx, &invitations, &(struct list_of){ .url = url_lit("/people/invitations") }, &l);

	if (rc != OK || cx->json)
		return rc;
	v.list = l.html;
	v.csrf = hidden_csrf(cx);
	if (cx->actor.role == ROLE_COORDINATOR) {
		if ((rc = sql_invitations_expired(cx->db, cx->arena, cx->actor.organisation, cx->now, EXPIRED_COUNTED, &expired)) != OK)
			return rc;
		v.expired = (int64_t)expired.n;
	}
	return page(cx, &(struct page){ .title = word(T_PEOPLE_INVITATIONS), .menu = MENU_PEOPLE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, people_invitations, &v) });
}

/* All whose link has expired get a new one: after an import those may be hundreds. */
enum rc invitations_again(struct ctx *cx)
{
	enum rc rc = cx->actor.role == ROLE_COORDINATOR ? job_queue(cx, JOB_INVITE_AGAIN, cx->actor.role_held, S(""), NULL) : NOT_FOUND;

	return rc == OK ? done(cx, url_lit("/people/invitations"), T_PEOPLE_AGAIN_ALL_DONE) : rc;
}

enum rc invitations_csv(struct ctx *cx)
{
	return list_csv(cx, &invitations, &(struct list_of){ .url = url_lit("/people/invitations") });
}
