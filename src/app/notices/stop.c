/* stop.c — the one click that ends daily mail: from the mail itself, by whoever holds it, without signing in (RFC 8058). */
#include "app/notices/notices_inside.h"

#include "app/notices/notices_view.h"
#include "notices.sql.h"
#include "templates.gen.h"

#include <sodium.h>

enum { STOP_HASH = 16, STOP_BYTES = 32 /* a person's id and the hash */ };

static void stop_hash(struct arena *a, struct uuid person, struct str salt, uint8_t out[STOP_HASH])
{
	struct hash h = hash_of2(salt, strf(a, "stop daily mail|%s", uuid_str(a, person).p));

	memcpy(out, h.b, STOP_HASH);
}

struct str stop_path(struct arena *a, struct uuid person, struct str salt)
{
	uint8_t token[STOP_BYTES];

	memcpy(token, person.b, sizeof(person.b));
	stop_hash(a, person, salt, token + sizeof(person.b));
	return strf(a, "/mail/stop/%s", base64url_encode(a, token, sizeof(token)).p);
}

/* person_of_token — NOT_FOUND for one that nobody was given. */
static enum rc person_of_token(struct ctx *cx, struct stop_person_row *ret)
{
	struct str token;
	struct uuid id;
	uint8_t hash[STOP_HASH];
	enum rc rc;

	if (!base64url_decode(cx->arena, param(cx, "token"), &token) || token.n != STOP_BYTES)
		return NOT_FOUND;
	memcpy(id.b, token.p, sizeof(id.b));
	if ((rc = sql_stop_person(cx->db, cx->arena, id, ret)) != OK)
		return rc;
	stop_hash(cx->arena, id, ret->salt, hash);
	return sodium_memcmp(hash, token.p + sizeof(id.b), STOP_HASH) == 0 ? OK : NOT_FOUND;
}

static enum rc show(struct ctx *cx, bool stopped)
{
	struct stop_view v = { .stopped = stopped };
	struct page p = { .title = word(stopped ? T_NOTICES_STOPPED : T_NOTICES_STOP) };

	v.action = (struct url){ strf(cx->arena, "/mail/stop/%.*s", STR_FMT(param(cx, "token"))) };
	p.main = HTML(cx, notices_stop, &v);
	return page(cx, &p);
}

enum rc stop_show(struct ctx *cx)
{
	struct stop_person_row who;
	enum rc rc = person_of_token(cx, &who);

	return rc == OK ? show(cx, false) : rc;
}

/* What comes daily comes no more. What comes at once, and what always comes, stays as it is. */
enum rc stop_do(struct ctx *cx)
{
	struct stop_person_row who;
	struct notices_lock_row lock;
	struct notice_wishes w;
	int64_t version;
	enum rc rc = person_of_token(cx, &who);

	if (rc == OK)
		rc = sql_notices_lock(cx->db, cx->arena, who.person, &lock);
	if (rc == OK)
		rc = wishes_of(cx, who.person, &w, &version);
	if (rc != OK)
		return rc;
	for (int kind = 0; kind < NOTICE_END; kind++)
		if (notice_row_of(kind) && !notice_row_of(kind)->always && notice_choice_of(kind, &w) == CHOICE_DAILY)
			w.choice[kind] = CHOICE_NONE;
	rc = wishes_keep(cx, who.person, who.id, &w, version);
	return rc == OK ? show(cx, true) : rc;
}
