/* people.c — organisations, people, roles and inductions come into being, each with its event; a role ends. */
#include "app/people/people.h"

#include "app/organisation/organisation.h"
#include "app/register/register.h"
#include "people_store.sql.h"
#include "web/event.h"

struct str initials_of(struct arena *a, struct str name)
{
	struct buf b = buf_new(a, 64);

	while (name.p) {
		struct str part = str_cut(&name, ' '), rest = part;

		if (utf8_next(&rest) < 0)
			continue;
		buf_add(&b, str_sub(part, 0, part.n - rest.n));
		buf_add_c(&b, '.');
	}
	return buf_str(&b);
}

struct str email_fold(struct arena *a, struct str email)
{
	return str_lower(a, str_trim(email));
}

bool email_is_plausible(struct str email)
{
	size_t at = str_find_char(email, '@');
	struct str domain = at == SIZE_MAX ? STR_NONE : str_sub(email, at + 1, SIZE_MAX);

	if (email.n > 254 || at == SIZE_MAX || at == 0 || str_find_char(domain, '@') != SIZE_MAX ||
	    str_find_char(domain, '.') == SIZE_MAX || domain.p[0] == '.' || domain.p[domain.n - 1] == '.')
		return false;
	for (size_t i = 0; i < email.n; i++)
		if ((unsigned char)email.p[i] <= ' ' || email.p[i] == 0x7F || email.p[i] == '<' || email.p[i] == '>' ||
		    email.p[i] == ',' || email.p[i] == ';')
			return false;
	return true;
}

bool https_is_plausible(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f || strchr("\"'<>\\`", s.p[i]))
			return false;
	return s.n > 12 && str_starts(s, S("https://")) && s.p[8] != '/';
}

bool registration_is_valid(struct str number)
{
	int64_t n;

	return str_starts(number, S("SW")) && number.n >= 3 && number.n <= 8 && number.p[2] != '0' && number.p[2] != '-' &&
	       str_to_i64(str_sub(number, 2, SIZE_MAX), 1, 999999, &n);
}

enum rc person_any(struct ctx *cx)
{
	struct people_count_row row;
	enum rc rc = sql_people_count(cx->db, cx->arena, &row);

	return rc == OK && row.people == 0 ? NOT_FOUND : rc;
}

enum rc organisation_create(struct ctx *cx, struct str name, enum organisation_type type, int64_t *ret_id)
{
	struct uuid id = uuid7(cx->now);
	struct organisation_add_row row;
	enum rc rc = sql_organisation_add(cx->db, cx->arena, id, name, text_fold(cx->arena, name), type, cx->now, &row);

	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, row.organisation, EVENT_ORGANISATION_ADDED, id, S("{}"));
	if (rc == OK)
		rc = organisation_index(cx, row.organisation);
	if (rc == OK)
		*ret_id = row.organisation;
	return rc;
}

static enum rc person_row(struct ctx *cx, const struct new_person *p, struct uuid id, int64_t *ret_id)
{
	struct person_add_row row;
	uint8_t salt[16];
	enum rc rc;

	random_bytes(salt, sizeof(salt));
	rc = sql_person_add(cx->db, cx->arena, id, p->name, text_fold(cx->arena, p->name),
	                    p->initials.n ? p->initials : initials_of(cx->arena, p->name), p->email, email_fold(cx->arena, p->email),
	                    p->registration.n ? p->registration : STR_NONE, (struct str){ (const char *)salt, sizeof(salt) },
	                    p->expected ? cx->now : DB_NULL_INT, cx->now, &row);
	if (rc == OK)
		*ret_id = row.person;
	return rc;
}

static enum rc ask_register(struct ctx *cx, const struct new_person *p, int64_t person)
{
	return p->registration.n && !p->register_later ? register_ask_soon(cx, person) : OK;
}

enum rc person_create(struct ctx *cx, const struct new_person *p, int64_t *ret_id)
{
	struct uuid id = uuid7(cx->now);
	int64_t person;
	enum rc rc = person_row(cx, p, id, &person);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, person, EVENT_PERSON_ADDED, id, S("{}"));
	if (rc == OK)
		rc = ask_register(cx, p, person);
	if (rc == OK)
		rc = people_index_new(cx, person, p);
	if (rc == OK)
		*ret_id = person;
	return rc;
}

enum rc person_hash(struct ctx *cx, int64_t person, struct str field, struct str *ret)
{
	struct person_salt_row row;
	struct hash h;
	enum rc rc = sql_person_salt(cx->db, cx->arena, person, &row);

	if (rc != OK)
		return rc;
	h = hash_of2(row.salt, field);
	*ret = hex_encode(cx->arena, h.b, sizeof(h.b));
	return OK;
}

/* ---- roles ---- */

enum rc role_grant(struct ctx *cx, int64_t person, int64_t organisation, enum role role, struct date starts,
                   struct date ends, int64_t *ret_id)
{
	struct uuid id = uuid7(cx->now);
	struct role_add_row row;
	enum rc rc = sql_role_add(cx->db, cx->arena, id, person, organisation, role, starts, ends, cx->now, &row);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, person, EVENT_ROLE_GRANTED, id,
		               strf(cx->arena, "{\"role\":%d,\"organisation\":%lld}", (int)role, (long long)organisation));
	if (rc == OK && role == ROLE_COORDINATOR)
		rc = organisation_coordinator_joins(cx, organisation, person);
	if (rc == OK)
		rc = people_index(cx, person);
	if (rc == OK && ret_id)
		*ret_id = row.role_held;
	return rc;
}

enum rc person_with_role(struct ctx *cx, const struct new_person *p, const struct first_role *r, int64_t *ret_person,
                         struct uuid *ret_held)
{
	struct uuid id = uuid7(cx->now), held = uuid7(cx->now);
	struct event_new events[] = {
		{ EVENT_PERSON_ADDED, id, S("{}") },
		{ EVENT_ROLE_GRANTED, held,
		  strf(cx->arena, "{\"role\":%d,\"organisation\":%lld}", (int)r->role, (long long)r->organisation) },
	};
	int64_t person;
	enum rc rc = person_row(cx, p, id, &person);

	if (rc == OK)
		rc = sql_role_first(cx->db, cx->arena, held, person, r->organisation, r->role, r->starts, cx->now, NULL);
	if (rc == OK)
		rc = events_begin(cx, CHAIN_PERSON, person, events, COUNT_OF(events));
	if (rc == OK && r->role == ROLE_COORDINATOR)
		rc = organisation_coordinator_joins(cx, r->organisation, person);
	if (rc == OK)
		rc = ask_register(cx, p, person);
	if (rc == OK)
		rc = people_index_first(cx, person, p, r);
	if (rc != OK)
		return rc;
	*ret_person = person;
	*ret_held = held;
	return OK;
}

/* Whoever works in a role that ends now is out at the next request. One that has had no whole day leaves no period. */
static enum rc role_stop(struct ctx *cx, const struct held_role *held, struct date last)
{
	enum rc rc = sql_role_sessions_end(cx->db, cx->arena, held->id, cx->now, NULL);

	if (rc == OK)
		rc = sql_role_tokens_end(cx->db, cx->arena, held->id, cx->now, NULL);
	if (rc != OK || date_cmp(last, held->starts) >= 0)
		return rc == OK ? sql_role_set_ends(cx->db, cx->arena, held->id, last, NULL) : rc;
	if ((rc = sql_role_tokens_drop(cx->db, cx->arena, held->id, NULL)) == OK)
		rc = sql_role_sessions_forget(cx->db, cx->arena, held->id, NULL);
	return rc == OK ? sql_role_drop(cx->db, cx->arena, held->id, NULL) : rc;
}

enum rc role_end(struct ctx *cx, const struct held_role *held, struct date last)
{
	bool now = date_cmp(last, cx->today) < 0;
	enum rc rc = now ? sql_role_offers_end(cx->db, cx->arena, held->person, held->organisation, held->role, cx->now, NULL) : OK;

	if (rc != OK)
		return rc;

	if (now)
		rc = role_stop(cx, held, date_plus(cx->today, -1));
	else
		rc = date_cmp(last, held->starts) < 0 ? role_stop(cx, held, last)
		                                      : sql_role_set_ends(cx->db, cx->arena, held->id, last, NULL);
	if (rc == OK && now)
		rc = people_index(cx, held->person);
	return rc == OK ? event_add(cx, CHAIN_PERSON, held->person, EVENT_ROLE_ENDED, held->uuid,
	                            strf(cx->arena, "{\"role\":%d,\"organisation\":%lld,\"on\":\"%s\"}", (int)held->role,
	                                 (long long)held->organisation, date_iso(cx->arena, now ? cx->today : last).p))
	                : rc;
}

enum rc induction_start(struct ctx *cx, const struct new_induction *i, int64_t *ret_id, struct uuid *ret_uuid)
{
	struct uuid id = uuid7(cx->now);
	struct induction_add_row row;
	enum rc rc = sql_induction_add(cx->db, cx->arena, id, i->ecsw, i->programme, i->framework, i->employer, i->starts,
	                               i->team, i->intake, i->seen_at, i->contained_in ? i->contained_in : DB_NULL_INT, cx->now, &row);

	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, row.induction, EVENT_INDUCTION_STARTED, id, S("{}"));
	if (rc != OK)
		return rc;
	*ret_id = row.induction;
	*ret_uuid = id;
	return OK;
}

enum rc assign(struct ctx *cx, int64_t induction, int64_t person, enum role role, struct date starts, struct date ends)
{
	struct uuid id = uuid7(cx->now);
	struct assignment_add_row row;
	enum rc rc = sql_assignment_add(cx->db, cx->arena, id, induction, person, role, starts, ends, cx->now, &row);

	return rc == OK ? event_add(cx, CHAIN_INDUCTION, induction, EVENT_ASSIGNED, id,
	                            strf(cx->arena, "{\"role\":%d,\"person\":%lld}", (int)role, (long long)person))
	                : rc;
}
