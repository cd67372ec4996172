/* audit_chain.c — one chain: does every entry follow from the one before it, and if not, what was done?
 *
 * A whole chain is told by one pass. One that is not is read into memory, and for each entry that does not fit its place
 * is looked for: the number and the entry before it with which its hash comes out right.
 */
#include "web/audit_inside.h"

#include "audit.sql.h"

enum {
	PAGE_ROWS = 5000,      /* read at once: a statement may not take long */
	ROWS_IN_MEMORY = 200000,
	NUMBERS_AROUND = 8,    /* how far from its place an entry's own number is looked for */
	ROWS_AROUND = 24,      /* and the entry it was written behind */
	LOOKED_FOR = 2000,     /* entries of one chain whose place is looked for */
	WORD_LENGTH = 64,
	CHAIN_ARENA = 768 << 20,
};

static const char zeros[32];

struct entry {
	struct event_fields f;
	struct str hash;
	bool has_words;
};

/* ---- what an entry may carry ---- */

static bool is_bare(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("_-.:+/", c);
}

/* carries_words — text between quotation marks that is more than an id, a key, a date or a hash: has a space, an @, or is
 * long. Personal fields are there as hashes salted per person, or not at all. */
static bool carries_words(struct str data)
{
	bool inside = false;
	size_t n = 0;

	for (size_t i = 0; i < data.n; i++) {
		char c = data.p[i];

		if (c == '"') {
			inside = !inside;
			n = 0;
		} else if (inside && (!c || !is_bare(c) || ++n > WORD_LENGTH))
			return true;
	}
	return inside;
}

/* ---- reading ---- */

static struct entry entry_of(const struct audit_chain *chain, const struct entries_of_chain_row *row)
{
	return (struct entry){
		.f = { chain->kind, chain->object, row->seq, row->at, row->person == DB_NULL_INT ? 0 : row->person,
		       (int)row->acting_as, (int)row->kind, row->object, row->data },
		.hash = row->hash,
	};
}

static bool fits(struct arena *a, struct str before, const struct entry *e, int64_t seq)
{
	struct event_fields f = e->f;
	struct hash h;

	f.seq = seq;
	h = event_hash(a, before, &f);
	return e->hash.n == sizeof(h.b) && memcmp(e->hash.p, h.b, sizeof(h.b)) == 0;
}

/* One pass over a chain that is thought to be whole. */
struct pass {
	struct arena *arena;
	struct ctx *cx;
	struct audit_report *r;
	const struct audit_chain *chain;
	struct hash last;
	int64_t seq, rows;
	bool broken;
};

static bool pass_row(void *arg, const struct entries_of_chain_row *row)
{
	struct pass *p = arg;
	struct entry e = entry_of(p->chain, row);

	p->rows++;
	p->r->entries++;
	if (carries_words(row->data))
		audit_add(p->cx, p->r, (struct audit_finding){ AUDIT_WORDS, p->chain->kind, p->chain->object, row->seq, row->seq, DB_NULL_INT });
	if (!p->broken)
		p->broken = row->seq != p->seq + 1 || !fits(p->arena, hash_bytes(&p->last), &e, row->seq);
	p->seq = row->seq;
	if (e.hash.n == sizeof(p->last.b))
		memcpy(p->last.b, e.hash.p, sizeof(p->last.b));
	return true;
}

/* ---- what was done to a chain that is not whole ---- */

struct reading {
	struct arena *arena;
	const struct audit_chain *chain;
	struct entry *v;
	size_t n;
};

static bool read_row(void *arg, const struct entries_of_chain_row *row)
{
	struct reading *r = arg;

	if (r->n == ROWS_IN_MEMORY)
		return false;
	r->v[r->n] = entry_of(r->chain, row);
	r->v[r->n].f.data = str_dup(r->arena, row->data);
	r->v[r->n++].hash = str_dup(r->arena, row->hash);
	return true;
}

struct place {
	bool found;
	int64_t seq;    /* the number it was written with */
	int64_t behind; /* index of the entry it was written behind; -1: it was the first */
};

struct diagnosis {
	struct ctx *cx;
	struct audit_report *r;
	const struct audit_chain *chain;
	struct entry *v;
	size_t n;
	int64_t shift;  /* how many numbers higher entries stand now than they were written, by what was put in */
	int looked_for;
	bool after_moved; /* the entry before was written elsewhere, and has been named */
};

static void found(struct diagnosis *d, enum audit_fault fault, int64_t seq, int64_t to)
{
	audit_add(d->cx, d->r, (struct audit_finding){ fault, d->chain->kind, d->chain->object, seq, to, DB_NULL_INT });
}

static struct str hash_at(const struct diagnosis *d, int64_t i)
{
	return i < 0 ? (struct str){ zeros, sizeof(zeros) } : d->v[i].hash;
}

/* place_of — where entry i was written: nearest first. */
static struct place place_of(struct diagnosis *d, size_t i)
{
	struct arena *a = arena_within(d->cx->arena, 64 << 20);
	struct place p = { .found = false };
	int64_t here = (int64_t)i;

	for (int64_t step = 0; step <= 2 * ROWS_AROUND && !p.found && d->looked_for < LOOKED_FOR; step++) {
		int64_t j = here - 1 + (step & 1 ? (step + 1) / 2 : -(step / 2));

		if (j < -1 || j >= (int64_t)d->n || j == here)
			continue;
		for (int64_t s = d->v[i].f.seq - NUMBERS_AROUND; s <= d->v[i].f.seq + NUMBERS_AROUND && !p.found; s++)
			if (s > 0 && fits(a, hash_at(d, j), &d->v[i], s))
				p = (struct place){ true, s, j };
	}
	d->looked_for++;
	arena_release(a);
	return p;
}

/* An entry that does not fit where it stands. `pending` is the one before it, if its own place was not found. */
static void look_at(struct diagnosis *d, size_t i, bool *pending)
{
	struct place p = place_of(d, i);
	int64_t seq = d->v[i].f.seq, shifted = seq - p.seq;
	bool was_pending = *pending, after_moved = d->after_moved;

	*pending = d->after_moved = false;
	if (!p.found) {
		if (was_pending)
			found(d, AUDIT_ALTERED, d->v[i - 1].f.seq, d->v[i - 1].f.seq);
		*pending = true;
	} else if (p.behind == (int64_t)i - 1 && shifted == d->shift) {
		/* only pushed along by what was found before it */
		if (was_pending)
			found(d, AUDIT_ALTERED, d->v[i - 1].f.seq, d->v[i - 1].f.seq);
	} else if (p.behind == (int64_t)i - 1 && was_pending && shifted < d->shift) {
		/* what stood before the pending one is gone, and numbers were closed up */
		int64_t first = d->v[i - 1].f.seq - d->shift;

		found(d, AUDIT_REMOVED, first, first + (d->shift - shifted) - 1);
		d->shift = shifted;
	} else if (p.behind == (int64_t)i - 2 && shifted == d->shift + 1 && !after_moved) {
		found(d, AUDIT_INSERTED, seq - 1, seq - 1);
		d->shift = shifted;
	} else if (shifted != d->shift) {
		found(d, AUDIT_MOVED, seq, p.seq);
		d->after_moved = true;
	}
	/* else: right where it is; it is the one before that does not belong there, and has been named */
}

static void diagnose(struct diagnosis *d)
{
	bool pending = false;
	int64_t expected = 1;

	for (size_t i = 0; i < d->n; i++) {
		struct arena *a = arena_within(d->cx->arena, 4 << 20);
		int64_t seq = d->v[i].f.seq;
		bool gap = seq > expected, right = fits(a, hash_at(d, (int64_t)i - 1), &d->v[i], seq);

		arena_release(a);
		if (gap)
			found(d, AUDIT_REMOVED, expected, seq - 1);
		expected = seq + 1;
		if (seq > d->chain->length + d->shift) {
			if (pending)
				found(d, AUDIT_ALTERED, d->v[i - 1].f.seq, d->v[i - 1].f.seq);
			pending = false;
			found(d, AUDIT_INSERTED, seq, seq);
		} else if (right || gap) { /* behind a gap nothing can be told */
			if (pending)
				found(d, AUDIT_ALTERED, d->v[i - 1].f.seq, d->v[i - 1].f.seq);
			pending = false;
		} else
			look_at(d, i, &pending);
	}
	if (pending)
		found(d, AUDIT_ALTERED, d->v[d->n - 1].f.seq, d->v[d->n - 1].f.seq);
}

static enum rc diagnose_chain(struct ctx *cx, struct audit_report *r, const struct audit_chain *chain, int64_t rows)
{
	struct arena *a = arena_within(cx->arena, CHAIN_ARENA);
	struct reading reading = { .arena = a, .chain = chain };
	struct diagnosis d = { .cx = cx, .r = r, .chain = chain };
	int64_t after = INT64_MIN, last;
	enum rc rc = OK;
	size_t before = SIZE_MAX;

	reading.v = NEW_ARRAY(a, struct entry, (size_t)(rows < ROWS_IN_MEMORY ? rows + 1 : ROWS_IN_MEMORY));
	while (rc == OK && reading.n != before && reading.n < ROWS_IN_MEMORY && reading.n < (size_t)rows) {
		before = reading.n;
		rc = sql_entries_of_chain(cx->db, a, chain->id, after, PAGE_ROWS, read_row, &reading);
		after = reading.n ? reading.v[reading.n - 1].f.seq : after;
	}
	d.v = reading.v;
	d.n = reading.n;
	if (rc == OK && d.n)
		diagnose(&d);
	last = (d.n ? d.v[d.n - 1].f.seq : 0) - d.shift;
	if (rc == OK && last < chain->length)
		found(&d, AUDIT_REMOVED, last + 1, chain->length);
	arena_release(a);
	return rc;
}

enum rc audit_chain_verify(struct ctx *cx, struct audit_report *r, const struct audit_chain *chain)
{
	struct pass p = { .cx = cx, .r = r, .chain = chain, .seq = 0 };
	int64_t after = INT64_MIN, before = -1;
	enum rc rc = OK;

	while (rc == OK && p.rows != before && (before < 0 || p.rows % PAGE_ROWS == 0)) {
		before = p.rows;
		p.arena = arena_within(cx->arena, 256 << 20);
		rc = sql_entries_of_chain(cx->db, p.arena, chain->id, after, PAGE_ROWS, pass_row, &p);
		arena_release(p.arena);
		after = p.seq;
	}
	r->chains++;
	if (rc != OK)
		return rc;
	if (p.broken || p.seq != chain->length)
		return diagnose_chain(cx, r, chain, p.rows);
	if (chain->head.n != sizeof(p.last.b) || memcmp(chain->head.p, p.last.b, sizeof(p.last.b)) != 0)
		audit_add(cx, r, (struct audit_finding){ AUDIT_END, chain->kind, chain->object, chain->length, chain->length, DB_NULL_INT });
	return OK;
}
