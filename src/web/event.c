/* event.c — the history: one hash chain an induction, organisation, person or framework series.
 *
 * hash = SHA-256(hash of the event before, canonical text of this one). The canonical text is one line of the row's
 * fields; audit.c computes it again.
 */
#include "web/event.h"

#include "web.sql.h"

struct hash event_hash(struct arena *a, struct str before, const struct event_fields *e)
{
	struct str line = strf(a, "%d|%lld|%lld|%lld|%lld|%d|%d|%s|%.*s", e->chain_kind, (long long)e->chain_object,
	                       (long long)e->seq, (long long)e->at, (long long)e->person, e->acting_as, e->kind,
	                       uuid_str(a, e->object).p, STR_FMT(e->data));

	return hash_of2(before, line);
}

/* The end of the chain, made if this is its first event. Two that start it at once: one inserts, the other finds it. */
static enum rc chain_end(struct ctx *cx, enum chain_kind kind, int64_t object, struct chain_lock_row *ret)
{
	static const char zeros[32];
	enum rc rc = sql_chain_lock(cx->db, cx->arena, kind, object, ret);

	if (rc != NOT_FOUND)
		return rc;
	rc = sql_chain_start(cx->db, cx->arena, kind, object, (struct str){ zeros, sizeof(zeros) }, NULL);
	return rc == OK ? sql_chain_lock(cx->db, cx->arena, kind, object, ret) : rc;
}

enum rc event_add(struct ctx *cx, enum chain_kind chain, int64_t object, enum event_kind kind, struct uuid about,
                  struct str data)
{
	struct chain_lock_row end;
	struct event_fields e;
	struct hash h;
	struct str hash;
	enum rc rc = chain_end(cx, chain, object, &end);

	if (rc != OK)
		return rc;
	e = (struct event_fields){ chain, object, end.length + 1, cx->now, cx->actor.person, cx->actor.role, kind, about, data };
	h = event_hash(cx->arena, end.head, &e);
	hash = hash_bytes(&h);
	rc = sql_event_append(cx->db, cx->arena, end.chain, e.seq, e.at, e.person ? e.person : DB_NULL_INT, e.acting_as,
	                      kind, about, data, hash, NULL);
	return rc == OK ? sql_chain_grow(cx->db, cx->arena, end.chain, e.seq, hash, NULL) : rc;
}

enum rc events_begin(struct ctx *cx, enum chain_kind chain, int64_t object, const struct event_new *events, size_t n)
{
	static const char zeros[32];
	struct str head = { zeros, sizeof(zeros) };
	struct str hashes[EVENTS_BEGIN_MAX];
	enum rc rc;

	if (n == 0 || n > EVENTS_BEGIN_MAX)
		return FAULT;
	for (size_t i = 0; i < n; i++) {
		struct event_fields e = { chain, object, (int64_t)i + 1, cx->now, cx->actor.person, cx->actor.role, events[i].kind,
			                  events[i].about, events[i].data };
		struct hash h = event_hash(cx->arena, head, &e);

		head = hashes[i] = str_dup(cx->arena, hash_bytes(&h));
	}
	rc = sql_chain_made(cx->db, cx->arena, chain, object, (int64_t)n, head, NULL);
	for (size_t i = 0; rc == OK && i < n; i++)
		rc = sql_event_first(cx->db, cx->arena, chain, object, (int64_t)i + 1, cx->now,
		                     cx->actor.person ? cx->actor.person : DB_NULL_INT, cx->actor.role, events[i].kind, events[i].about,
		                     events[i].data, hashes[i], NULL);
	return rc;
}

enum rc refusal_noted(struct ctx *cx, enum chain_kind chain, int64_t object, struct uuid about, struct str data, enum rc rc)
{
	cx->refusal.chain = chain;
	cx->refusal.object = object;
	cx->refusal.about = about;
	cx->refusal.data = data;
	return rc;
}
