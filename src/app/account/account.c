/* account.c — one's own account. */
#include "app/account/account.h"

#include "account.sql.h"
#include "app/account/account_view.h"
#include "app/sign_in/sign_in.h"
#include "templates.gen.h"
#include "web.sql.h"

struct account_role_form {
	struct str role, next;
};
static const struct field account_role_fields[] = {
	TEXT(struct account_role_form, role, .label = T_ACCOUNT_ROLES, .max = UUID_TEXT, .required = true),
	TEXT(struct account_role_form, next, .label = T_SIGN_IN_NEXT, .max = 500),
};
const struct form account_role_form = { .name = "account_role", .size = sizeof(struct account_role_form),
                                        .fields = account_role_fields, .n = COUNT_OF(account_role_fields) };

struct account_token_form {
	struct str token;
};
static const struct field account_token_fields[] = {
	TEXT(struct account_token_form, token, .label = T_ACCOUNT_TOKENS, .max = UUID_TEXT, .required = true),
};
const struct form account_token_form = { .name = "account_token", .size = sizeof(struct account_token_form),
                                         .fields = account_token_fields, .n = COUNT_OF(account_token_fields) };

/* ---- roles ---- */

static enum rc read_roles(struct ctx *cx, struct role_choices *ret)
{
	struct roles_of_person_rows rows;
	enum rc rc = sql_roles_of_person(cx->db, cx->arena, cx->actor.person, cx->today, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct role_choices){ NEW_ARRAY(cx->arena, struct role_choice, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct role_choice){ uuid_str(cx->arena, rows.v[i].uuid), role_word((enum role)rows.v[i].role),
			                              rows.v[i].organisation_name, rows.v[i].role_held == cx->actor.role_held };
	return OK;
}

enum rc account_role_show(struct ctx *cx)
{
	struct role_view v = { .csrf = hidden_csrf(cx), .next = safe_next(cx, query(cx, "next")).s };
	struct page p = { .title = word(T_ACCOUNT_ROLE_TITLE) };
	enum rc rc = read_roles(cx, &v.choices);

	if (rc != OK)
		return rc;
	p.main = HTML(cx, account_role, &v);
	return page(cx, &p);
}

/* The same session, in another role: what may be seen changes with the next request, and the change is on record. */
enum rc account_role_choose(struct ctx *cx)
{
	const struct account_role_form *form = cx->form;
	struct roles_of_person_rows rows;
	struct uuid id;
	enum rc rc = uuid_parse(form->role, &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_roles_of_person(cx->db, cx->arena, cx->actor.person, cx->today, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		if (!uuid_eq(rows.v[i].uuid, id))
			continue;
		if (rows.v[i].role_held != cx->actor.role_held) {
			if ((rc = sql_session_act_as(cx->db, cx->arena, cx->session.id, rows.v[i].role_held, NULL)) != OK)
				return rc;
			rc = event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_ROLE_CHOSEN, id,
			               strf(cx->arena, "{\"role\":%d}", (int)rows.v[i].role));
		}
		return rc == OK ? redirect(cx, safe_next(cx, form->next)) : rc;
	}
	return rc == OK ? NOT_FOUND : rc;
}

/* ---- sessions and tokens ---- */

static struct str how_it_began(struct ctx *cx, enum sign_in_way how, instant factor_at)
{
	static const enum word ways[] = { T_ACCOUNT_WAY_UNKNOWN, T_ACCOUNT_WAY_LINK, T_ACCOUNT_WAY_PROVIDER, T_ACCOUNT_WAY_DEMO };
	struct str way = word((size_t)how < COUNT_OF(ways) ? ways[how] : ways[0]);

	return factor_at == DB_NULL_INT ? way
	                                : strf(cx->arena, "%.*s, %.*s", STR_FMT(way), STR_FMT(word(T_ACCOUNT_WAY_FACTOR)));
}

static enum rc read_sessions(struct ctx *cx, struct account_view *v)
{
	struct account_sessions_rows rows;
	enum rc rc = sql_account_sessions(cx->db, cx->arena, cx->actor.person, cx->now,
	                                  cx->now - (instant)cx->settings->session_idle_minutes * MINUTE, &rows);

	if (rc != OK)
		return rc;
	v->sessions = (struct sessions_shown){ NEW_ARRAY(cx->arena, struct session_shown, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		struct session_limits limits = session_limits((enum role)rows.v[i].role, cx->settings->session_idle_minutes,
		                                              cx->settings->session_absolute_minutes);

		if (session_is_over(limits, rows.v[i].created, rows.v[i].last_seen, cx->now))
			continue;
		v->sessions.v[v->sessions.n++] = (struct session_shown){
			instant_long(cx->arena, rows.v[i].created), instant_long(cx->arena, rows.v[i].last_seen),
			how_it_began(cx, (enum sign_in_way)rows.v[i].how, rows.v[i].factor_at), rows.v[i].session == cx->session.id,
			uuid_is_none(rows.v[i].id) ? (struct url){ STR_NONE } : url_id(cx, "/account/sessions/", rows.v[i].id, "/end"),
		};
		v->elsewhere = v->elsewhere || rows.v[i].session != cx->session.id;
	}
	return OK;
}

static enum rc read_tokens(struct ctx *cx, struct tokens_shown *ret)
{
	struct account_tokens_rows rows;
	enum rc rc = sql_account_tokens(cx->db, cx->arena, cx->actor.person, cx->now, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct tokens_shown){ NEW_ARRAY(cx->arena, struct token_shown, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct token_shown){ uuid_str(cx->arena, rows.v[i].id), rows.v[i].name, rows.v[i].organisation_name,
			                              role_word((enum role)rows.v[i].role), rows.v[i].read_only,
			                              (rows.v[i].expires - cx->now) / DAY };
	return OK;
}

static enum rc person_event(struct ctx *cx, enum event_kind kind)
{
	struct account_person_row p;
	enum rc rc = sql_account_person(cx->db, cx->arena, cx->actor.person, &p);

	return rc == OK ? event_add(cx, CHAIN_PERSON, cx->actor.person, kind, p.id, S("{}")) : rc;
}

enum rc account_sessions_end(struct ctx *cx)
{
	enum rc rc = sql_account_sessions_end(cx->db, cx->arena, cx->actor.person, cx->session.id, cx->now, NULL);

	if (rc == OK)
		rc = person_event(cx, EVENT_SESSIONS_ENDED);
	return rc == OK ? done(cx, url_lit("/account"), T_ACCOUNT_SESSIONS_ENDED) : rc;
}

enum rc account_session_end(struct ctx *cx)
{
	struct uuid id;
	int64_t ended = 0;
	enum rc rc = uuid_parse(param(cx, "session"), &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_account_session_end(cx->db, cx->arena, cx->actor.person, id, cx->now, &ended);
	if (rc == OK && ended)
		rc = person_event(cx, EVENT_SESSION_ENDED);
	return rc == OK ? done(cx, url_lit("/account"), T_ACCOUNT_SESSION_ENDED) : rc;
}

enum rc account_token_end(struct ctx *cx)
{
	const struct account_token_form *form = cx->form;
	struct uuid id;
	int64_t ended = 0;
	enum rc rc = uuid_parse(form->token, &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_account_token_end(cx->db, cx->arena, id, cx->actor.person, cx->now, &ended);
	if (rc == OK && ended == 0)
		rc = NOT_FOUND;
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_TOKEN_ENDED, id, S("{}"));
	return rc == OK ? done(cx, url_lit("/account"), T_ACCOUNT_TOKEN_ENDED) : rc;
}

/* ---- the page ---- */

enum rc account_show(struct ctx *cx)
{
	struct account_view v = { .csrf = hidden_csrf(cx), .sign_out = hidden_sign_out(cx), .role = role_word(cx->actor.role),
		                      .ecsw = cx->actor.role == ROLE_ECSW };
	struct page p = { .title = word(T_ACCOUNT_TITLE) };
	struct organisation_name_row o;
	struct account_person_row person;
	enum rc rc = sql_account_person(cx->db, cx->arena, cx->actor.person, &person);

	if (rc != OK || (rc = sql_organisation_name(cx->db, cx->arena, cx->actor.organisation, &o)) != OK ||
	    (rc = read_roles(cx, &v.choices)) != OK || (rc = read_sessions(cx, &v)) != OK ||
	    (rc = read_tokens(cx, &v.tokens)) != OK)
		return rc;
	if ((rc = identities_shown(cx, cx->actor.person, &v.identities)) != OK)
		return rc;
	v.providers = providers_offered(cx);
	v.name = person.name;
	v.email = person.email;
	v.personal = person.personal_email;
	v.registration = person.registration;
	v.since = date_of(person.created);
	v.organisation = o.name;
	v.several_roles = v.choices.n > 1;
	p.main = HTML(cx, account, &v);
	return page(cx, &p);
}
