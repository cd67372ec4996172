/* audit.c — all chains, the signatures over their ends, and copies of those. */
#include "web/audit_inside.h"

#include "audit.sql.h"
#include "web/json.h"

#include <jansson.h>

enum { CHAINS_A_TURN = 500, SIGNATURES_A_TURN = 500, SIGNED_WITHIN = 15 * MINUTE };

void audit_add(struct ctx *cx, struct audit_report *r, struct audit_finding f)
{
	if (!r->v)
		r->v = NEW_ARRAY(cx->arena, struct audit_finding, AUDIT_FINDINGS_MAX);
	if (r->n < AUDIT_FINDINGS_MAX)
		r->v[r->n++] = f;
	else
		r->more++;
}

/* ---- keys ---- */

static bool knows(const struct audit_keys *keys, const char *key)
{
	for (size_t i = 0; i < keys->n; i++)
		if (memcmp(keys->v[i], key, 32) == 0)
			return true;
	return false;
}

static void add_key(struct audit_keys *keys, const char *key)
{
	if (keys->n < AUDIT_KEYS_MAX && !knows(keys, key))
		memcpy(keys->v[keys->n++], key, 32);
}

void audit_keys_own(struct arena *a, const struct settings *s, struct audit_keys *keys)
{
	struct signing_key key;
	struct str why;

	if (signing_key_find(a, s, &key, &why) == OK)
		add_key(keys, (const char *)key.public_key);
	sodium_memzero(&key, sizeof(key));
}

bool audit_keys_add(struct arena *a, struct audit_keys *keys, struct str text)
{
	struct str key = str_trim(text);
	char *bytes = arena_alloc(a, 32);

	if (hex_decode(key, bytes, 32)) /* as an exported line has it */
		add_key(keys, bytes);
	else if (base64url_decode(a, key, &key) && key.n == 32)
		add_key(keys, key.p);
	else
		return false;
	return true;
}

/* ---- chains ---- */

static enum rc verify_chains(struct ctx *cx, struct audit_report *r)
{
	struct chains_after_rows rows = { .n = CHAINS_A_TURN };
	int64_t after = 0;
	enum rc rc = OK;

	while (rc == OK && rows.n == CHAINS_A_TURN) {
		rc = sql_chains_after(cx->db, cx->arena, after, CHAINS_A_TURN, &rows);
		for (size_t i = 0; rc == OK && i < rows.n; i++) {
			struct audit_chain c = { rows.v[i].chain, (int)rows.v[i].kind, rows.v[i].object, rows.v[i].length, rows.v[i].head };

			rc = audit_chain_verify(cx, r, &c);
			after = rows.v[i].chain;
		}
	}
	return rc;
}

static enum rc verify_no_chain(struct ctx *cx, struct audit_report *r)
{
	struct chains_missing_rows rows;
	enum rc rc = sql_chains_missing(cx->db, cx->arena, 100, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		audit_add(cx, r, (struct audit_finding){ AUDIT_NO_CHAIN, 0, rows.v[i].chain, 1, rows.v[i].entries, DB_NULL_INT });
	return rc;
}

/* ---- signatures ---- */

/* end_is — one signed end against what stands there now. A chain is named once for each kind of fault: with the first end
 * that was written anew, and with all that was cut off. */
static void end_is(struct ctx *cx, struct audit_report *r, const struct audit_finding *end, struct str head, struct str hash,
                   int64_t now_length)
{
	bool same = hash.n == head.n && hash.n && memcmp(hash.p, head.p, head.n) == 0;
	bool cut = hash.n == 0;
	struct audit_finding f = *end;

	r->ends++;
	if (same)
		return;
	f.fault = cut ? AUDIT_CUT : AUDIT_REWRITTEN;
	if (cut) {
		f.seq = now_length < end->seq ? now_length + 1 : end->seq;
		f.to = end->seq;
	}
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].fault == f.fault && r->v[i].chain_kind == f.chain_kind && r->v[i].object == f.object) {
			if (cut && f.to > r->v[i].to)
				r->v[i].to = f.to;
			return;
		}
	audit_add(cx, r, f);
}

struct ends {
	struct ctx *cx;
	struct arena *arena;
	struct audit_report *r;
	struct heads_digest digest;
	instant at;
};

static bool one_end(void *arg, const struct heads_of_signature_row *row)
{
	struct ends *e = arg;
	struct audit_finding end = { 0, (int)row->kind, row->object, row->length, row->length, e->at };

	heads_digest_add(&e->digest, e->arena, row->kind, row->object, row->length, row->head);
	end_is(e->cx, e->r, &end, row->head, row->hash, row->now_length == DB_NULL_INT ? 0 : row->now_length);
	return true;
}

static void signature_is(struct ctx *cx, struct arena *a, struct audit_report *r, int64_t id, const struct chains_signed *s)
{
	if (!chains_signature_is_good(a, s))
		audit_add(cx, r, (struct audit_finding){ AUDIT_SIGNATURE, 0, 0, id, id, s->at });
	else if (r->keys && r->keys->n && !knows(r->keys, s->public_key.p))
		audit_add(cx, r, (struct audit_finding){ AUDIT_UNKNOWN_KEY, 0, 0, id, id, s->at });
}

static enum rc verify_signature(struct ctx *cx, struct audit_report *r, const struct signatures_after_row *s, struct str *before)
{
	struct chains_signed signed_ = { s->at, s->chains, s->digest, s->public_key, s->signature, (int)s->format };
	struct arena *a = arena_within(cx->arena, 64 << 20);
	struct ends e = { .cx = cx, .arena = a, .r = r, .at = s->at };
	struct hash h;
	enum rc rc = OK;

	r->signatures++;
	r->last_signed = s->at;
	signature_is(cx, a, r, s->id, &signed_);
	if (s->format != 1) {
		e.digest = heads_digest_begin(*before);
		rc = sql_heads_of_signature(cx->db, a, s->id, one_end, &e);
		h = heads_digest_end(&e.digest);
		if (rc == OK && (s->digest.n != sizeof(h.b) || memcmp(s->digest.p, h.b, sizeof(h.b)) != 0 || e.digest.n != s->chains))
			audit_add(cx, r, (struct audit_finding){ AUDIT_SIGNED_ENDS, 0, 0, s->id, s->id, s->at });
		*before = s->digest;
	}
	arena_release(a);
	return rc;
}

static enum rc verify_signatures(struct ctx *cx, struct audit_report *r)
{
	struct signatures_after_rows rows = { .n = SIGNATURES_A_TURN };
	struct str before = STR_NONE;
	int64_t after = 0;
	enum rc rc = OK;

	r->last_signed = DB_NULL_INT;
	while (rc == OK && rows.n == SIGNATURES_A_TURN) {
		rc = sql_signatures_after(cx->db, cx->arena, after, INT64_MAX, SIGNATURES_A_TURN, &rows);
		for (size_t i = 0; rc == OK && i < rows.n; i++) {
			rc = verify_signature(cx, r, &rows.v[i], &before);
			after = rows.v[i].id;
		}
	}
	return rc;
}

/* Where history is signed at all, nothing stays unsigned for long: signatures taken off the end leave what they covered
 * behind. A service that was not running is no fault: what counts is the time since the last signature. */
static enum rc verify_freshness(struct ctx *cx, struct audit_report *r)
{
	struct events_unsigned_row row;
	enum rc rc = r->signatures ? sql_events_unsigned(cx->db, cx->arena, &row) : NOT_FOUND;

	if (rc == OK && row.oldest != DB_NULL_INT && r->last_signed > row.oldest + SIGNED_WITHIN)
		audit_add(cx, r, (struct audit_finding){ AUDIT_NOT_SIGNED, 0, 0, 0, 0, row.oldest });
	return rc == NOT_FOUND ? OK : rc;
}

enum rc audit_verify(struct ctx *cx, struct audit_report *r)
{
	enum rc rc = verify_chains(cx, r);

	if (rc == OK)
		rc = verify_no_chain(cx, r);
	if (rc == OK)
		rc = verify_signatures(cx, r);
	return rc == OK ? verify_freshness(cx, r) : rc;
}

/* ---- a copy kept elsewhere ---- */

static bool bytes_of(struct arena *a, const json_t *line, const char *name, size_t n, struct str *ret)
{
	struct str hex = json_get_str(line, name);
	char *p = arena_alloc(a, n);

	if (hex.n != 2 * n || !hex_decode(hex, p, n))
		return false;
	*ret = (struct str){ p, n };
	return true;
}

/* one_copied — an end as the copy has it: [kind, object, length, head]. */
static bool one_copied(struct arena *a, const json_t *end, int64_t v[3], struct str *ret_head)
{
	const char *hex = json_string_value(json_array_get(end, 3));
	char *p = arena_alloc(a, 32);

	for (size_t i = 0; i < 3; i++)
		v[i] = json_integer_value(json_array_get(end, i));
	*ret_head = (struct str){ p, 32 };
	return hex && hex_decode(str_from_c(hex), p, 32);
}

static enum rc compare_ends(struct ctx *cx, struct arena *a, struct audit_report *r, const json_t *ends, instant at,
                            struct heads_digest *digest, bool *ret_readable)
{
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < json_array_size(ends); i++) {
		struct entry_hash_row now = { .hash = STR_NONE };
		struct audit_finding end;
		struct str head;
		int64_t v[3];

		if (!one_copied(a, json_array_get(ends, i), v, &head)) {
			*ret_readable = false;
			return OK;
		}
		heads_digest_add(digest, a, v[0], v[1], v[2], head);
		rc = sql_entry_hash(cx->db, a, v[0], v[1], v[2], &now);
		if (rc == NOT_FOUND)
			rc = OK;
		end = (struct audit_finding){ 0, (int)v[0], v[1], v[2], v[2], at };
		if (rc == OK)
			end_is(cx, r, &end, head, now.hash, now.now_length);
	}
	return rc;
}

static bool read_copied(struct arena *a, const json_t *line, struct chains_signed *ret, struct str *ret_before)
{
	return json_is_array(json_object_get(line, "heads")) && instant_parse(json_get_str(line, "at"), &ret->at) &&
	       bytes_of(a, line, "before", 32, ret_before) && bytes_of(a, line, "digest", 32, &ret->digest) &&
	       bytes_of(a, line, "key", 32, &ret->public_key) && bytes_of(a, line, "signature", 64, &ret->signature);
}

enum rc audit_verify_copy(struct ctx *cx, struct audit_report *r, int64_t nth, struct str text)
{
	static const struct json_limits limits = { .bytes = 1 << 20, .depth = 4, .values = 20000 };
	struct arena *a = arena_within(cx->arena, 64 << 20);
	struct audit_finding bad = { AUDIT_COPY, 0, 0, nth, nth, DB_NULL_INT };
	struct chains_signed s = { .format = 2 };
	struct signature_by_digest_row here;
	struct json_problem problem;
	struct heads_digest digest;
	struct str before;
	struct hash h;
	json_t *line;
	bool readable = true;
	enum rc rc = OK;

	if (json_parse(a, text, limits, &line, &problem) != OK || !read_copied(a, line, &s, &before)) {
		audit_add(cx, r, bad);
		arena_release(a);
		return OK;
	}
	digest = heads_digest_begin(before);
	rc = compare_ends(cx, a, r, json_object_get(line, "heads"), s.at, &digest, &readable);
	s.chains = digest.n;
	h = heads_digest_end(&digest);
	if (!readable || memcmp(h.b, s.digest.p, 32) != 0)
		audit_add(cx, r, bad);
	else if (rc == OK) {
		r->signatures++;
		signature_is(cx, a, r, nth, &s);
		rc = sql_signature_by_digest(cx->db, a, s.at, s.digest, &here);
		if (rc == NOT_FOUND) {
			audit_add(cx, r, (struct audit_finding){ AUDIT_NOT_HERE, 0, 0, nth, nth, s.at });
			rc = OK;
		}
	}
	arena_release(a);
	return rc;
}

/* ---- in words ---- */

static struct str about(struct arena *a, const struct audit_finding *f)
{
	static const char *const kinds[] = { "", "induction", "organisation", "person", "framework", "installation" };
	struct str entries = f->to > f->seq && f->fault != AUDIT_MOVED
	                             ? strf(a, "entries %lld to %lld", (long long)f->seq, (long long)f->to)
	                             : strf(a, "entry %lld", (long long)f->seq);

	return strf(a, "%s %lld, %.*s", (size_t)f->chain_kind < COUNT_OF(kinds) ? kinds[f->chain_kind] : "chain", (long long)f->object,
	            STR_FMT(entries));
}

static struct str when(struct arena *a, instant t)
{
	return t == DB_NULL_INT ? S("an unknown time") : instant_iso(a, t);
}

struct str audit_finding_says(struct arena *a, const struct audit_finding *f)
{
	static const char *const says[AUDIT_FAULT_END] = {
		[AUDIT_ALTERED] = "altered: its hash does not follow (or the entry before it was altered together with its hash)",
		[AUDIT_REMOVED] = "removed", [AUDIT_INSERTED] = "inserted: nothing was written there",
		[AUDIT_END] = "the chain's own record of its end was altered",
		[AUDIT_WORDS] = "carries words, where only ids, states, dates and salted hashes may stand",
	};

	switch (f->fault) {
	case AUDIT_MOVED:
		return strf(a, "%.*s: moved: it was written as entry %lld", STR_FMT(about(a, f)), (long long)f->to);
	case AUDIT_NO_CHAIN:
		return strf(a, "chain row %lld: removed, though %lld of its entries are there", (long long)f->object, (long long)f->to);
	case AUDIT_CUT:
		return strf(a, "%.*s: removed after being signed (%.*s)", STR_FMT(about(a, f)), STR_FMT(when(a, f->at)));
	case AUDIT_REWRITTEN:
		return strf(a, "%.*s: not what was signed at %.*s: it, or one before it, was written anew", STR_FMT(about(a, f)),
		            STR_FMT(when(a, f->at)));
	case AUDIT_SIGNATURE:
		return strf(a, "signature %lld (%.*s): not good", (long long)f->seq, STR_FMT(when(a, f->at)));
	case AUDIT_UNKNOWN_KEY:
		return strf(a, "signature %lld (%.*s): made with a key that is none of ours", (long long)f->seq, STR_FMT(when(a, f->at)));
	case AUDIT_SIGNED_ENDS:
		return strf(a, "signature %lld (%.*s): the ends it covers were altered, or a signature before it was removed",
		            (long long)f->seq, STR_FMT(when(a, f->at)));
	case AUDIT_NOT_SIGNED:
		return strf(a, "entries since %.*s are not signed, though later ones are", STR_FMT(when(a, f->at)));
	case AUDIT_NOT_HERE:
		return strf(a, "line %lld of the copy: the database has no such signature (%.*s): removed", (long long)f->seq,
		            STR_FMT(when(a, f->at)));
	case AUDIT_COPY:
		return strf(a, "line %lld of the copy: can't be read, or is not what was signed", (long long)f->seq);
	default:
		return strf(a, "%.*s: %s", STR_FMT(about(a, f)), says[f->fault]);
	}
}
