/* event.c — the history: one hash chain an induction, organisation, person or framework series.
 *
 * hash = SHA-256(hash of the event before, canonical text of this one). The canonical text is one line of the row's
 * fields; `cairn check` and `cairn audit verify` compute it again.
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
	hash = (struct str){ (const char *)h.b, sizeof(h.b) };
	rc = sql_event_append(cx->db, cx->arena, end.chain, e.seq, e.at, e.person ? e.person : DB_NULL_INT, e.acting_as,
	                      kind, about, data, hash, NULL);
	return rc == OK ? sql_chain_grow(cx->db, cx->arena, end.chain, e.seq, hash, NULL) : rc;
}

enum rc refusal_noted(struct ctx *cx, enum chain_kind chain, int64_t object, struct uuid about, struct str data, enum rc rc)
{
	cx->refusal.chain = chain;
	cx->refusal.object = object;
	cx->refusal.about = about;
	cx->refusal.data = data;
	return rc;
}

/* ---- verifying ---- */

struct chain_list {
	struct arena *arena;
	struct chains_all_row *v;
	size_t n, room;
};

static bool add_chain(void *arg, const struct chains_all_row *row)
{
	struct chain_list *l = arg;

	if (l->n == l->room) {
		size_t room = l->room ? l->room * 2 : 256;

		l->v = arena_resize(l->arena, l->v, l->room * sizeof(*l->v), room * sizeof(*l->v));
		l->room = room;
	}
	l->v[l->n] = *row;
	l->v[l->n++].head = str_dup(l->arena, row->head);
	return true;
}

struct walk {
	struct arena *arena;
	const struct chains_all_row *chain;
	struct hash last;
	int64_t seq, wrong_at; /* 0: none */
};

static bool step(void *arg, const struct events_of_chain_row *row)
{
	struct walk *w = arg;
	struct event_fields e = { (int)w->chain->kind, w->chain->object, row->seq, row->at,
		                  row->person == DB_NULL_INT ? 0 : row->person, (int)row->acting_as, (int)row->kind, row->object,
		                  row->data };
	struct hash h = event_hash(w->arena, (struct str){ (const char *)w->last.b, sizeof(w->last.b) }, &e);

	w->seq++;
	if (row->seq != w->seq || row->hash.n != sizeof(h.b) || memcmp(row->hash.p, h.b, sizeof(h.b)) != 0) {
		w->wrong_at = w->seq;
		return false;
	}
	w->last = h;
	return true;
}

/* The end must be where the chain says it is, too: events cut off at the end leave the rest intact. */
static bool ends_right(const struct walk *w)
{
	return !w->wrong_at && w->seq == w->chain->length && w->chain->head.n == sizeof(w->last.b) &&
	       memcmp(w->chain->head.p, w->last.b, sizeof(w->last.b)) == 0;
}

enum rc events_verify(struct ctx *cx, int64_t *ret_events, int64_t *ret_wrong, struct str *ret_first)
{
	struct chain_list chains = { .arena = cx->arena };
	enum rc rc = sql_chains_all(cx->db, cx->arena, add_chain, &chains);
	int64_t events = 0, wrong = 0;
	struct str first = STR_NONE;

	for (size_t i = 0; rc == OK && i < chains.n; i++) {
		struct arena *scratch = arena_within(cx->arena, 512 << 20);
		struct walk w = { .arena = scratch, .chain = &chains.v[i] };

		rc = sql_events_of_chain(cx->db, scratch, chains.v[i].chain, step, &w);
		arena_release(scratch);
		events += w.seq;
		if (rc == OK && !ends_right(&w)) {
			if (!wrong++)
				first = strf(cx->arena, "chain %lld at event %lld", (long long)chains.v[i].chain,
				             (long long)(w.wrong_at ? w.wrong_at : w.seq));
		}
	}
	if (rc == OK) {
		*ret_events = events;
		*ret_wrong = wrong;
		*ret_first = first;
	}
	return rc;
}
