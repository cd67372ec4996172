/* session.c — cookies, sessions, API tokens. */
#include "web/session.h"

#include "web.sql.h"

#include <sodium.h>

/* The __Host- prefix binds the cookie to this host and to TLS; over plain loopback a browser would refuse it. */
static struct str cookie_prefix(const struct ctx *cx)
{
	return cx->settings->is_https ? S("__Host-") : STR_NONE;
}

struct str cookie_of(const struct ctx *cx, const char *name)
{
	struct str prefix = cookie_prefix(cx), want = str_from_c(name), all = http_header_of(cx->rq, "Cookie");

	while (all.p && all.n) {
		struct str value = str_trim(str_cut(&all, ';')), key = str_cut(&value, '=');

		if (str_starts(key, prefix) && str_eq(str_sub(key, prefix.n, SIZE_MAX), want))
			return value;
	}
	return STR_NONE;
}

void cookie_set(struct ctx *cx, const char *name, struct str value, int max_age)
{
	struct str age = max_age < 0 ? STR_NONE : strf(cx->arena, "; Max-Age=%d", max_age);
	struct str cookie = strf(cx->arena, "%.*s%s=%.*s; Path=/; HttpOnly; SameSite=Lax%.*s%s",
	                         STR_FMT(cookie_prefix(cx)), name, STR_FMT(value), STR_FMT(age), cx->settings->is_https ? "; Secure" : "");

	http_respond_header(cx->rq, "Set-Cookie", cookie);
}

static enum rc load_bearer(struct ctx *cx, struct str token)
{
	struct hash h = hash_of(token);
	struct token_by_hash_row row;
	enum rc rc = sql_token_by_hash(cx->db, cx->arena, hash_bytes(&h), cx->now, cx->today, &row);

	if (rc == NOT_FOUND)
		return SIGNED_OUT;
	if (rc != OK)
		return rc;
	cx->actor = (struct actor){ row.person, (enum role)row.role, row.organisation, row.role_held };
	cx->session.by_token = true;
	cx->session.read_only = row.read_only;
	cx->person_name = row.person_name;
	cx->person_initials = row.initials;
	return OK;
}

static struct session_limits limits_for(const struct ctx *cx, enum role role)
{
	return session_limits(role, cx->settings->session_idle_minutes, cx->settings->session_absolute_minutes);
}

enum rc session_load(struct ctx *cx, int64_t *ret_ended_person)
{
	struct str token = http_header_of(cx->rq, "Authorization");
	struct session_by_token_row row;
	struct hash h;
	enum rc rc;

	cx->actor = (struct actor){ .person = 0 };
	cx->session = (struct session_facts){ .factor_at = DB_NULL_INT };
	cx->person_name = cx->person_initials = STR_NONE;
	*ret_ended_person = 0;
	if (str_eq_nocase(str_sub(token, 0, 7), S("Bearer "))) /* RFC 9110: its case does not count */
		return load_bearer(cx, str_trim(str_sub(token, 7, 200)));
	if (cx->json)
		return OK; /* JSON is never authorised by a cookie: another site can't make a browser send a bearer token */
	token = cookie_of(cx, "cairn");
	if (!token.n)
		return OK;
	h = hash_of(token);
	rc = sql_session_by_token(cx->db, cx->arena, hash_bytes(&h), cx->today, &row);
	if (rc == NOT_FOUND)
		return OK;
	if (rc != OK)
		return rc;
	if (row.csrf.n == sizeof(cx->session.csrf))
		memcpy(cx->session.csrf, row.csrf.p, row.csrf.n);
	if (row.ended_at != DB_NULL_INT || row.disabled_at != DB_NULL_INT || cx->now >= row.ends || row.role_held == DB_NULL_INT ||
	    session_is_over(limits_for(cx, (enum role)row.role), row.created, row.last_seen, cx->now)) {
		*ret_ended_person = row.disabled_at == DB_NULL_INT && row.waits == FACTOR_NONE ? row.person : 0;
		return SIGNED_OUT;
	}
	cx->session.id = row.session;
	cx->session.created = row.created;
	cx->session.last_seen = row.last_seen;
	cx->session.ends = row.ends;
	cx->session.how = (enum sign_in_way)row.how;
	cx->session.factor_at = row.factor_at;
	cx->session.waits = (enum factor_step)row.waits;
	cx->session.entering = (struct actor){ row.person, (enum role)row.role, row.organisation, row.role_held };
	if (cx->session.waits != FACTOR_NONE)
		return OK; /* nobody's, until the second factor was shown */
	cx->actor = cx->session.entering;
	cx->person_name = row.person_name;
	cx->person_initials = row.initials;
	return OK;
}

enum rc session_begin(struct ctx *cx, const struct new_session *n, int64_t *ret)
{
	struct str token = random_token(cx->arena);
	struct hash h = hash_of(token);
	struct session_start_row row;
	uint8_t csrf[32];
	enum rc rc;

	random_bytes(csrf, sizeof(csrf));
	rc = sql_session_start(cx->db, cx->arena, uuid7(cx->now), hash_bytes(&h), n->person, n->role_held,
	                       (struct str){ (const char *)csrf, sizeof(csrf) }, n->how, n->waits, n->factor_at, cx->now,
	                       cx->now + (instant)cx->settings->session_absolute_minutes * MINUTE, &row);
	if (rc != OK)
		return rc;
	cookie_set(cx, "cairn", token, -1);
	*ret = row.session;
	return OK;
}

enum rc session_renew(struct ctx *cx)
{
	struct str token = random_token(cx->arena);
	struct hash h = hash_of(token);
	enum rc rc = sql_session_renew(cx->db, cx->arena, cx->session.id, hash_bytes(&h), cx->session.waits,
	                               cx->session.factor_at, cx->now, NULL);

	if (rc == OK)
		cookie_set(cx, "cairn", token, -1);
	return rc;
}

enum rc session_finish(struct ctx *cx)
{
	cookie_set(cx, "cairn", STR_NONE, 0);
	return cx->session.id ? sql_session_end(cx->db, cx->arena, cx->session.id, cx->now, NULL) : OK;
}

bool session_is_stale(const struct ctx *cx)
{
	return cx->session.id && cx->now - cx->session.last_seen >
	                                 (instant)limits_for(cx, cx->session.entering.role).idle_minutes * MINUTE / 10;
}

struct str csrf_token(const struct ctx *cx)
{
	return base64url_encode(cx->arena, cx->session.csrf, sizeof(cx->session.csrf));
}

bool csrf_is_right(const struct ctx *cx, struct str posted)
{
	struct str raw;
	uint8_t none[32] = { 0 };

	return base64url_decode(cx->arena, posted, &raw) && raw.n == sizeof(cx->session.csrf) &&
	       sodium_memcmp(cx->session.csrf, none, sizeof(none)) != 0 &&
	       sodium_memcmp(raw.p, cx->session.csrf, raw.n) == 0;
}
