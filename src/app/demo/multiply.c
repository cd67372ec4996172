/* multiply.c — many made-up inductions, for measuring. Reproducible: the same numbers every time. */
#include "app/demo/demo.h"

#include "app/coverage/coverage.h"
#include "app/people/people.h"
#include "evidence_store.sql.h"
#include "multiply.sql.h"
#include "people_store.sql.h"

enum { PIECES = 60, LINKS_LEAST = 4, LINKS_SPREAD = 9, PER_TRANSACTION = 50, TRIES = 3, ECSWS_AN_ASSESSOR = 8, TEXT_BYTES = 400 };

/* splitmix64: small, and the same on every machine. */
static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static int pick(uint64_t *state, int n)
{
	return (int)(next(state) % (uint64_t)n);
}

struct crowd {
	struct ctx *cx;
	const struct framework_version *fw;
	struct multiply_base_row base;
	struct str text;
	int64_t assessor;
	uint64_t random;
	instant waiting_since; /* in the induction being made */
};

static struct str made_up_text(struct arena *a)
{
	static const char *const words[] = { "visit", "plan", "family", "talked", "listened", "school", "together", "asked",
		                             "home", "changed", "supervision", "agreed", "explained", "morning" };
	struct buf b = buf_new(a, TEXT_BYTES);
	uint64_t state = 7;

	while (!b.full)
		buf_addf(&b, "%s ", words[pick(&state, (int)COUNT_OF(words))]);
	return buf_str(&b);
}

static enum rc add_person(struct crowd *c, const char *what, int64_t n, enum role role, int64_t *ret)
{
	struct arena *a = c->cx->arena;
	struct new_person p = { .name = strf(a, "%s %lld", what, (long long)n), .initials = S("M.U."),
		                .email = strf(a, "%s-%lld@many.example", role == ROLE_ECSW ? "ecsw" : "assessor", (long long)n) };
	enum rc rc = person_create(c->cx, &p, ret);

	return rc == OK ? role_grant(c->cx, *ret, c->base.employer, role, date_plus(c->cx->today, -900), DATE_NONE, NULL) : rc;
}

/* One piece with its links; facts are collected so that the summary needs no second reading. */
static enum rc add_piece(struct crowd *c, int64_t induction, struct coverage_fact *facts, size_t *n)
{
	struct ctx *cx = c->cx;
	const struct framework *fw = c->fw->fw;
	int links = LINKS_LEAST + pick(&c->random, LINKS_SPREAD), kind = 1 + pick(&c->random, KIND_COURT_WORK);
	struct date on = date_plus(cx->today, -pick(&c->random, 700));
	instant sent = instant_of(on, 17, 0);
	struct evidence_add_row row;
	size_t first = (size_t)pick(&c->random, (int)fw->linkable_n);
	enum rc rc = sql_evidence_add(cx->db, cx->arena, uuid7(cx->now), induction, kind, S("A made-up piece for measuring"), on,
	                              1 + pick(&c->random, SETTING_END - 1), c->text, EVIDENCE_SUBMITTED, DB_NULL_INT, false, sent, sent, sent, &row);

	for (int i = 0; rc == OK && i < links; i++) {
		size_t position = (first + (size_t)i * 17) % fw->linkable_n;
		int32_t item = fw->linkable[position];
		enum link_state state = pick(&c->random, 10) < 7 ? LINK_ENDORSED : LINK_CLAIMED;

		rc = sql_multiply_link(cx->db, cx->arena, row.evidence, c->fw->rows[item], state, sent, NULL);
		if (state == LINK_CLAIMED && (c->waiting_since == DB_NULL_INT || sent < c->waiting_since))
			c->waiting_since = sent;
		facts[(*n)++] = (struct coverage_fact){ (int32_t)position, c->fw->ordinal[item], (enum evidence_kind)kind, on, state,
			                                row.evidence };
	}
	return rc;
}

static enum rc add_induction(struct crowd *c, int64_t number)
{
	struct ctx *cx = c->cx;
	struct new_induction i = { .programme = c->base.programme, .framework = c->fw->id, .employer = c->base.employer,
		                   .starts = date_plus(cx->today, -pick(&c->random, 720)), .team = S("Made up"),
		                   .intake = strf(cx->arena, "Intake %d", 1 + pick(&c->random, 8)) };
	struct coverage_fact *facts = NEW_ARRAY(cx->arena, struct coverage_fact, PIECES * (LINKS_LEAST + LINKS_SPREAD));
	struct coverage cover;
	struct uuid uuid;
	size_t n = 0;
	int64_t id;
	enum rc rc;

	if ((!c->assessor || number % ECSWS_AN_ASSESSOR == 1) &&
	    (rc = add_person(c, "Assessor", number, ROLE_ASSESSOR, &c->assessor)) != OK)
		return rc;
	if ((rc = add_person(c, "Practitioner", number, ROLE_ECSW, &i.ecsw)) != OK ||
	    (rc = induction_start(cx, &i, &id, &uuid)) != OK ||
	    (rc = assign(cx, id, c->assessor, ROLE_ASSESSOR, i.starts, DATE_NONE)) != OK)
		return rc;
	c->waiting_since = DB_NULL_INT;
	for (int p = 0; rc == OK && p < PIECES; p++)
		rc = add_piece(c, id, facts, &n);
	if (rc != OK)
		return rc;
	cover = coverage_of(cx->arena, c->fw->fw->linkable_n, c->fw->outcomes_n, facts, n);
	rc = sql_coverage_put_many(cx->db, cx->arena, id, c->fw->id, coverage_encode_statements(cx->arena, &cover),
	                           coverage_encode_outcomes(cx->arena, &cover), c->waiting_since, cx->now, NULL);
	if (rc == OK)
		rc = sql_coverage_brief_put_many(cx->db, cx->arena, id, coverage_encode_brief(cx->arena, &cover), NULL);
	return rc;
}

/* One transaction of at most PER_TRANSACTION; its own arena, so that memory stays that of one. */
static enum rc try_batch(struct crowd *c, int64_t from, int64_t to)
{
	struct arena *whole = c->cx->arena;
	enum rc rc = db_begin(c->cx->db, DB_WRITE);

	c->cx->arena = arena_new(256 << 20);
	for (int64_t n = from; rc == OK && n < to; n++)
		rc = add_induction(c, n);
	rc = rc == OK ? db_commit(c->cx->db) : rc;
	if (rc != OK)
		db_rollback(c->cx->db);
	arena_release(c->cx->arena);
	c->cx->arena = whole;
	return rc;
}

/* add_batch — again where the database was busy: the same numbers, so the same people. */
static enum rc add_batch(struct crowd *c, int64_t from, int64_t to)
{
	const struct crowd before = *c;
	enum rc rc = BUSY;

	for (int i = 0; rc == BUSY && i < TRIES; i++) {
		*c = before;
		rc = try_batch(c, from, to);
	}
	return rc;
}

/* Employers of 200: what one coordinator sees stays the size it really has. */
static enum rc next_employer(struct crowd *c, int64_t number)
{
	struct ctx *cx = c->cx;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = organisation_create(cx, strf(cx->arena, "Made-up Council %lld", (long long)number / 200), ORG_LOCAL_AUTHORITY,
		                         &c->base.employer);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

enum rc demo_multiply(struct ctx *cx, int64_t inductions, struct str *ret_why)
{
	struct crowd c = { .cx = cx, .text = made_up_text(cx->arena), .random = 20271006 };
	enum rc rc = db_begin(cx->db, DB_READ);

	*ret_why = S("The made-up inductions could not be added.");
	cx->actor = (struct actor){ .person = 0 };
	if (rc == OK)
		rc = sql_multiply_base(cx->db, cx->arena, &c.base);
	if (rc == OK)
		rc = framework_get(cx, c.base.framework, &c.fw);
	db_rollback(cx->db);
	for (int64_t n = c.base.inductions + 1; rc == OK && n <= inductions; n += PER_TRANSACTION) {
		int64_t end = n + PER_TRANSACTION <= inductions ? n + PER_TRANSACTION : inductions + 1;

		if ((n - c.base.inductions - 1) % 200 == 0 && (rc = next_employer(&c, n)) != OK)
			break;
		c.assessor = 0;
		rc = add_batch(&c, n, end);
	}
	return rc;
}
