/* coverage_store.c — adding up, storing and checking summaries of links. */
#include "app/coverage/coverage_store.h"

#include "app/profiles/profiles.h"
#include "coverage_store.sql.h"

/* Since when an assessor's answer is waited for, and the ECSW's; DB_NULL_INT for nothing. */
struct since {
	instant waiting, asked;
};
#define SINCE_NOTHING ((struct since){ DB_NULL_INT, DB_NULL_INT })

struct facts {
	struct arena *arena;
	const struct framework_version *v;
	struct coverage_fact *facts;
	size_t n, room;
	struct since since;
};

static void earliest(instant *of, instant t)
{
	if (*of == DB_NULL_INT || t < *of)
		*of = t;
}

/* A claim waits from when its piece was handed in, or from when it came back; a question from when it was asked. */
static void since_add(struct since *s, int64_t state, instant handed_in, instant since)
{
	if (state == LINK_CLAIMED)
		earliest(&s->waiting, since > handed_in ? since : handed_in);
	if (state == LINK_RETURNED)
		earliest(&s->asked, since);
}

static void fact_add(struct facts *f, int64_t evidence, int64_t position, int64_t kind, struct date on, int64_t state)
{
	const struct framework *fw = f->v->fw;

	if (position < 0 || (size_t)position >= fw->n)
		return;
	if (f->n == f->room) {
		size_t room = f->room ? f->room * 2 : 128;

		f->facts = arena_resize(f->arena, f->facts, f->room * sizeof(*f->facts), room * sizeof(*f->facts));
		f->room = room;
	}
	f->facts[f->n++] = (struct coverage_fact){
		.position = fw->items[position].position, .outcome = f->v->ordinal[position], .kind = (enum evidence_kind)kind,
		.on = on, .state = (enum link_state)state, .evidence = evidence,
	};
}

static bool add_fact(void *arg, const struct coverage_facts_row *row)
{
	struct facts *f = arg;

	fact_add(f, row->evidence, row->position, row->kind, row->on_date, row->state);
	since_add(&f->since, row->state, row->handed_in, row->since);
	return true;
}

static bool add_fact_of_piece(void *arg, const struct coverage_facts_of_piece_row *row)
{
	struct facts *f = arg;

	fact_add(f, row->evidence, row->position, row->kind, row->on_date, row->state);
	since_add(&f->since, row->state, row->handed_in, row->since);
	return true;
}

static enum rc add_up(struct ctx *cx, int64_t induction, const struct framework_version *v, struct coverage *ret,
                      struct facts *ret_facts)
{
	enum rc rc;

	*ret_facts = (struct facts){ .arena = cx->arena, .v = v, .since = SINCE_NOTHING };
	rc = sql_coverage_facts(cx->db, cx->arena, induction, add_fact, ret_facts);
	if (rc == OK)
		*ret = coverage_of(cx->arena, v->fw->linkable_n, v->outcomes_n, ret_facts->facts, ret_facts->n);
	return rc;
}

static enum rc store(struct ctx *cx, int64_t induction, const struct framework_version *v, const struct coverage *c,
                     const struct since *since)
{
	enum rc rc = sql_coverage_put(cx->db, cx->arena, induction, v->id, coverage_encode_statements(cx->arena, c),
	                              coverage_encode_outcomes(cx->arena, c), since->waiting, since->asked, cx->now, NULL);

	if (rc == OK)
		rc = sql_coverage_brief_put(cx->db, cx->arena, induction, coverage_encode_brief(cx->arena, c), NULL);
	return rc;
}

/* load — the stored summary with its dates; an induction without one has nothing yet. */
static enum rc load(struct ctx *cx, int64_t induction, const struct framework_version *v, struct coverage *ret,
                    struct since *ret_since)
{
	struct coverage_get_row row;
	enum rc rc = sql_coverage_get(cx->db, cx->arena, induction, &row);

	if (rc == NOT_FOUND) {
		*ret = coverage_new(cx->arena, v->fw->linkable_n, v->outcomes_n);
		*ret_since = SINCE_NOTHING;
		return OK;
	}
	if (rc != OK)
		return rc;
	*ret_since = (struct since){ row.waiting_since, row.asked_since };
	rc = coverage_decode(cx->arena, row.statements, row.outcomes, v->fw->linkable_n, v->outcomes_n, ret);
	return rc == OK ? OK : FAULT;
}

enum rc coverage_refresh(struct ctx *cx, int64_t induction, const struct framework_version *v)
{
	struct coverage c;
	struct facts facts;
	enum rc rc = add_up(cx, induction, v, &c, &facts);

	return rc == OK ? store(cx, induction, v, &c, &facts.since) : rc;
}

enum rc coverage_add_piece(struct ctx *cx, int64_t induction, const struct framework_version *v, int64_t evidence)
{
	struct facts f = { .arena = cx->arena, .v = v };
	struct coverage c;
	enum rc rc = load(cx, induction, v, &c, &f.since);

	if (rc == OK)
		rc = sql_coverage_facts_of_piece(cx->db, cx->arena, evidence, add_fact_of_piece, &f);
	if (rc != OK)
		return rc;
	coverage_add(&c, cx->arena, f.facts, f.n);
	return store(cx, induction, v, &c, &f.since);
}

enum rc coverage_fill_briefs(struct ctx *cx, int limit, int64_t *ret_filled)
{
	struct coverage_without_brief_rows rows;
	enum rc rc = sql_coverage_without_brief(cx->db, cx->arena, limit, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct framework_version *v;
		struct since since;
		struct coverage c;

		if ((rc = framework_get(cx, rows.v[i].framework, &v)) == OK && (rc = load(cx, rows.v[i].induction, v, &c, &since)) == OK)
			rc = sql_coverage_brief_put(cx->db, cx->arena, rows.v[i].induction, coverage_encode_brief(cx->arena, &c), NULL);
	}
	if (rc == OK)
		*ret_filled = (int64_t)rows.n;
	return rc;
}

enum rc coverage_from_links(struct ctx *cx, int64_t induction, const struct framework_version *v, struct coverage *ret)
{
	struct facts facts;

	return add_up(cx, induction, v, ret, &facts);
}

enum rc coverage_load(struct ctx *cx, int64_t induction, const struct framework_version *v, struct coverage *ret)
{
	struct since since;
	const uint8_t *ways;
	enum rc rc = load(cx, induction, v, ret, &since);

	if (rc != OK || !cx->induction || cx->induction->id != induction)
		return rc;
	if ((rc = profile_ways_of(cx, cx->induction->profile, v, &ways)) == OK)
		coverage_lay(ret, ways);
	return rc;
}

/* ---- checking ---- */

struct induction_list {
	struct arena *arena;
	struct inductions_all_row *v;
	size_t n, room;
};

static bool add_induction(void *arg, const struct inductions_all_row *row)
{
	struct induction_list *l = arg;

	if (l->n == l->room) {
		struct inductions_all_row *more = NEW_ARRAY(l->arena, struct inductions_all_row, l->room ? l->room * 2 : 64);

		if (l->n)
			memcpy(more, l->v, l->n * sizeof(*more));
		l->v = more;
		l->room = l->room ? l->room * 2 : 64;
	}
	l->v[l->n++] = *row;
	return true;
}

/* check_one — a scratch arena for each, so that checking 8,000 inductions takes the memory of one. */
static enum rc check_one(struct ctx *cx, const struct inductions_all_row *i, bool rebuild, bool *ret_wrong)
{
	const struct framework_version *v;
	struct coverage_get_row row;
	struct coverage c;
	struct facts facts;
	struct coverage_brief_get_row brief = { .brief = STR_NONE };
	enum rc rc = framework_get(cx, i->framework, &v);

	if (rc != OK || (rc = add_up(cx, i->induction, v, &c, &facts)) != OK)
		return rc;
	rc = sql_coverage_brief_get(cx->db, cx->arena, i->induction, &brief);
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	rc = sql_coverage_get(cx->db, cx->arena, i->induction, &row);
	if (rc == NOT_FOUND)
		row = (struct coverage_get_row){ .waiting_since = DB_NULL_INT, .asked_since = DB_NULL_INT };
	else if (rc != OK)
		return rc;
	*ret_wrong = !(str_eq(row.statements, coverage_encode_statements(cx->arena, &c)) &&
	               str_eq(row.outcomes, coverage_encode_outcomes(cx->arena, &c)) &&
	               str_eq(brief.brief, coverage_encode_brief(cx->arena, &c)) &&
	               row.waiting_since == facts.since.waiting && row.asked_since == facts.since.asked);
	if (rc == NOT_FOUND && facts.n == 0) /* never written, and nothing is linked: that is right */
		*ret_wrong = false;
	return *ret_wrong && rebuild ? coverage_refresh(cx, i->induction, v) : OK;
}

enum rc coverage_verify(struct ctx *cx, bool rebuild, int64_t *ret_checked, int64_t *ret_wrong)
{
	struct induction_list list = { .arena = cx->arena };
	struct arena *whole = cx->arena;
	enum rc rc = sql_inductions_all(cx->db, cx->arena, add_induction, &list);
	int64_t wrong = 0;

	for (size_t i = 0; rc == OK && i < list.n; i++) {
		bool is_wrong = false;

		cx->arena = arena_within(whole, 256 << 20);
		rc = check_one(cx, &list.v[i], rebuild, &is_wrong);
		arena_release(cx->arena);
		wrong += is_wrong;
	}
	cx->arena = whole;
	if (rc == OK) {
		*ret_checked = (int64_t)list.n;
		*ret_wrong = wrong;
	}
	return rc;
}
