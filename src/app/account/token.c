/* token.c — making an API token. */
#include "app/account/account.h"

#include "account.sql.h"
#include "app/people/people.h"
#include "web.sql.h"

/* find_role — the one role of the person that fits; a beginning of the organisation's name is enough if only one does. */
static const struct roles_of_person_row *find_role(struct ctx *cx, const struct roles_of_person_rows *held,
                                                   const struct new_token *t, size_t *ret_fitting)
{
	const struct roles_of_person_row *found = NULL;
	struct str wanted = text_fold(cx->arena, t->organisation);
	int role = number_of(&roles, t->role);

	*ret_fitting = 0;
	for (size_t i = 0; i < held->n; i++) {
		struct str name = text_fold(cx->arena, held->v[i].organisation_name);

		if (held->v[i].role != role || !str_starts(name, wanted))
			continue;
		found = &held->v[i];
		if (str_eq(name, wanted)) {
			*ret_fitting = 1;
			return found;
		}
		(*ret_fitting)++;
	}
	return found;
}

static enum rc add(struct ctx *cx, const struct account_person_by_email_row *p, const struct roles_of_person_row *role,
                   const struct new_token *t, struct str *ret_token)
{
	struct str token = strf(cx->arena, "cairn_%s", random_token(cx->arena).p);
	struct hash h = hash_of(token);
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_account_token_add(cx->db, cx->arena, id, hash_bytes(&h), p->person,
	                                   role->role_held, t->name, t->read_only, cx->now, cx->now + t->days * DAY, NULL);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, p->person, EVENT_TOKEN_MADE, id,
		               strf(cx->arena, "{\"role\":%d,\"days\":%lld}", (int)role->role, (long long)t->days));
	if (rc == OK)
		*ret_token = token;
	return rc;
}

enum rc token_create(struct ctx *cx, const struct new_token *t, struct str *ret_token, struct str *ret_why)
{
	struct account_person_by_email_row p;
	struct roles_of_person_rows held;
	const struct roles_of_person_row *role;
	size_t fitting;
	enum rc rc = sql_account_person_by_email(cx->db, cx->arena, email_fold(cx->arena, t->email), &p);

	if (rc == NOT_FOUND)
		*ret_why = strf(cx->arena, "Nobody here has the address %.*s.", STR_FMT(t->email));
	if (rc != OK || (rc = sql_roles_of_person(cx->db, cx->arena, p.person, cx->today, &held)) != OK)
		return rc;
	role = find_role(cx, &held, t, &fitting);
	if (fitting != 1) {
		*ret_why = strf(cx->arena, "%.*s %s the role %.*s at an organisation called %.*s today.", STR_FMT(t->email),
		                fitting ? "more than once holds" : "does not hold", STR_FMT(t->role), STR_FMT(t->organisation));
		return fitting ? CONFLICT : NOT_FOUND;
	}
	return add(cx, &p, role, t, ret_token);
}
