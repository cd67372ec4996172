/* coverage.c — adding up links; the rule of what is enough to talk about. */
#include "rules/coverage.h"

#include "rules/profile.h"

struct coverage coverage_new(struct arena *a, size_t statements, size_t outcomes)
{
	struct coverage c = {
		.statements = NEW_ARRAY(a, struct coverage_statement, statements + 1),
		.outcomes = NEW_ARRAY(a, struct coverage_outcome, outcomes + 1),
		.statements_n = statements,
		.outcomes_n = outcomes,
	};

	for (size_t o = 0; o < outcomes; o++)
		for (int k = 0; k < COVERAGE_KINDS; k++)
			c.outcomes[o].latest[k] = DATE_NONE;
	return c;
}

static bool is_counted(const struct coverage_fact *f)
{
	return f->state == LINK_CLAIMED || f->state == LINK_ENDORSED;
}

static void add_to_statement(struct coverage_statement *s, const struct coverage_fact *f)
{
	if (f->state == LINK_RETURNED && s->state == STATEMENT_NONE)
		s->state = STATEMENT_QUESTION;
	if (!is_counted(f))
		return;
	if (f->state == LINK_ENDORSED)
		s->state = STATEMENT_ENDORSED;
	else if (s->state != STATEMENT_ENDORSED)
		s->state = STATEMENT_CLAIMED;
	if (s->pieces < 255)
		s->pieces++;
	s->kinds |= (uint8_t)(1u << (f->kind - 1));
}

/* Which piece an outcome has counted last, so that a piece with three links to it counts once. */
struct last_seen {
	int64_t counted, agreed;
};

static void add_to_outcome(struct coverage_outcome *o, struct last_seen *last, const struct coverage_fact *f)
{
	struct date *latest = &o->latest[f->kind - 1];

	if (!date_is_none(f->on) && (date_is_none(*latest) || date_cmp(f->on, *latest) > 0))
		*latest = f->on;
	if (last->counted != f->evidence && o->pieces < UINT16_MAX)
		o->pieces++;
	last->counted = f->evidence;
	if (f->state == LINK_ENDORSED && last->agreed != f->evidence) {
		last->agreed = f->evidence;
		if (o->agreed < UINT16_MAX)
			o->agreed++;
	}
}

void coverage_add(struct coverage *c, struct arena *a, const struct coverage_fact *facts, size_t n)
{
	struct last_seen *last = NEW_ARRAY(a, struct last_seen, c->outcomes_n + 1);

	for (size_t i = 0; i < n; i++) {
		const struct coverage_fact *f = &facts[i];

		if (f->kind < 1 || (int)f->kind > COVERAGE_KINDS)
			continue;
		if (f->position >= 0 && (size_t)f->position < c->statements_n)
			add_to_statement(&c->statements[f->position], f);
		if (is_counted(f) && f->outcome >= 0 && (size_t)f->outcome < c->outcomes_n)
			add_to_outcome(&c->outcomes[f->outcome], &last[f->outcome], f);
	}
}

struct coverage coverage_of(struct arena *a, size_t statements, size_t outcomes, const struct coverage_fact *facts,
                            size_t n)
{
	struct coverage c = coverage_new(a, statements, outcomes);

	coverage_add(&c, a, facts, n);
	return c;
}

static void put16(unsigned char *p, uint16_t v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
}

static uint16_t get16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static void put32(unsigned char *p, uint32_t v)
{
	put16(p, (uint16_t)v);
	put16(p + 2, (uint16_t)(v >> 16));
}

static uint32_t get32(const unsigned char *p)
{
	return get16(p) | (uint32_t)get16(p + 2) << 16;
}

void coverage_lay(struct coverage *c, const uint8_t *ways)
{
	for (size_t i = 0; ways && i < c->statements_n; i++)
		if (ways[i] == WAY_NOT_APPLICABLE && c->statements[i].state == STATEMENT_NONE)
			c->statements[i].state = STATEMENT_NOT_APPLICABLE;
}

bool coverage_lacks(const struct coverage *c, size_t position)
{
	return position < c->statements_n && c->statements[position].pieces == 0 && c->statements[position].state != STATEMENT_NOT_APPLICABLE;
}

struct str coverage_encode_statements(struct arena *a, const struct coverage *c)
{
	size_t n = c->statements_n * COVERAGE_STATEMENT_BYTES;
	unsigned char *p = arena_alloc(a, n + 1);

	for (size_t i = 0; i < c->statements_n; i++) {
		p[i * 3] = c->statements[i].state;
		p[i * 3 + 1] = c->statements[i].pieces;
		p[i * 3 + 2] = c->statements[i].kinds;
	}
	return (struct str){ (char *)p, n };
}

struct str coverage_encode_outcomes(struct arena *a, const struct coverage *c)
{
	size_t n = c->outcomes_n * COVERAGE_OUTCOME_BYTES;
	unsigned char *p = arena_alloc(a, n + 1), *at = p;

	for (size_t i = 0; i < c->outcomes_n; i++) {
		for (int k = 0; k < COVERAGE_KINDS; k++, at += 4)
			put32(at, (uint32_t)c->outcomes[i].latest[k].days);
		put16(at, c->outcomes[i].pieces);
		put16(at + 2, c->outcomes[i].agreed);
		at += 4;
	}
	return (struct str){ (char *)p, n };
}

/* ---- in brief ---- */

enum {
	BRIEF_OUTCOME_BYTES = COVERAGE_KINDS * 2,
	OBSERVED_KINDS = 1 << (KIND_OBSERVATION - 1) | 1 << (KIND_SEEN_WHERE_HELD - 1),
	BRIEF_EPOCH = 10957, /* 2000-01-01, in days since 1970 */
};

/* brief_day — 0 is for no piece, 1 for one from before 2000, 65535 for one from after 2179. */
static uint16_t brief_day(struct date d)
{
	int32_t day = d.days - BRIEF_EPOCH + 1;

	return (uint16_t)(day < 1 ? 1 : day > UINT16_MAX ? UINT16_MAX : day);
}

struct str coverage_encode_brief(struct arena *a, const struct coverage *c)
{
	size_t n = c->outcomes_n * BRIEF_OUTCOME_BYTES + (c->statements_n + 1) / 2;
	unsigned char *p = arena_alloc(a, n + 1), *at = p; /* zeros */

	for (size_t i = 0; i < c->outcomes_n; i++, at += BRIEF_OUTCOME_BYTES) {
		const struct coverage_outcome *o = &c->outcomes[i];

		if (o->pieces && date_is_none(outcome_latest(o)))
			put16(at, 1);
		for (int k = 0; k < COVERAGE_KINDS; k++)
			if (!date_is_none(o->latest[k]))
				put16(at + k * 2, brief_day(o->latest[k]));
	}
	for (size_t i = 0; i < c->statements_n; i++)
		at[i / 2] |= (unsigned char)(c->statements[i].state << (i % 2 * 4));
	return (struct str){ (char *)p, n };
}

enum rc coverage_decode(struct arena *a, struct str statements, struct str outcomes, size_t statements_n,
                        size_t outcomes_n, struct coverage *ret)
{
	const unsigned char *p = (const unsigned char *)statements.p, *at = (const unsigned char *)outcomes.p;
	struct coverage c;

	if (statements.n != statements_n * COVERAGE_STATEMENT_BYTES || outcomes.n != outcomes_n * COVERAGE_OUTCOME_BYTES)
		return INVALID;
	c = coverage_new(a, statements_n, outcomes_n);
	for (size_t i = 0; i < statements_n; i++, p += 3)
		c.statements[i] = (struct coverage_statement){ p[0], p[1], p[2] };
	for (size_t i = 0; i < outcomes_n; i++) {
		for (int k = 0; k < COVERAGE_KINDS; k++, at += 4)
			c.outcomes[i].latest[k].days = (int32_t)get32(at);
		c.outcomes[i].pieces = get16(at);
		c.outcomes[i].agreed = get16(at + 2);
		at += 4;
	}
	*ret = c;
	return OK;
}

bool kind_is_observed(enum evidence_kind kind)
{
	return kind == KIND_OBSERVATION || kind == KIND_SEEN_WHERE_HELD;
}

enum talk outcome_talk(const struct coverage_outcome *o, const struct enough *rule, struct date today)
{
	struct date oldest = date_add_months(today, -rule->months);
	bool observed = false;
	int kinds = 0;

	if (!o->pieces)
		return TALK_NOTHING;
	for (int k = 0; k < COVERAGE_KINDS; k++) {
		if (date_is_none(o->latest[k]) || date_cmp(o->latest[k], oldest) < 0)
			continue;
		kinds++;
		observed |= kind_is_observed((enum evidence_kind)(k + 1));
	}
	return kinds >= rule->kinds || (rule->observed && observed) ? TALK_ENOUGH : TALK_SOME;
}

struct date outcome_latest(const struct coverage_outcome *o)
{
	struct date latest = DATE_NONE; /* the least of all days */

	for (int k = 0; k < COVERAGE_KINDS; k++)
		if (date_cmp(o->latest[k], latest) > 0)
			latest = o->latest[k];
	return latest;
}

int outcome_kinds(const struct coverage_outcome *o)
{
	int n = 0;

	for (int k = 0; k < COVERAGE_KINDS; k++)
		n += !date_is_none(o->latest[k]);
	return n;
}

bool outcome_is_observed(const struct coverage_outcome *o)
{
	for (int k = 0; k < COVERAGE_KINDS; k++)
		if (!date_is_none(o->latest[k]) && kind_is_observed((enum evidence_kind)(k + 1)))
			return true;
	return false;
}

bool outcome_is_own_account(const struct coverage_outcome *o)
{
	return !outcome_is_observed(o) && date_is_none(o->latest[KIND_FEEDBACK - 1]);
}

struct talk_counts coverage_talk(const struct coverage *c, const struct enough *rule, struct date today)
{
	struct talk_counts n = { 0, 0, 0 };

	for (size_t i = 0; i < c->outcomes_n; i++) {
		enum talk t = outcome_talk(&c->outcomes[i], rule, today);

		*(t == TALK_ENOUGH ? &n.enough : t == TALK_SOME ? &n.some : &n.nothing) += 1;
	}
	return n;
}

struct coverage_tally coverage_tally_new(struct arena *a, size_t statements, size_t outcomes)
{
	return (struct coverage_tally){
		.statements_n = statements, .outcomes_n = outcomes,
		.statements = arena_array(a, statements + 1, sizeof(int64_t[TALLY_STATES])),
		.outcomes = arena_array(a, outcomes + 1, sizeof(int64_t[3])),
	};
}

/* talk_of_brief — outcome_talk on the stored form: `oldest` is the first day that is recent enough, counted as there. */
static enum talk talk_of_brief(const unsigned char *at, const struct enough *rule, unsigned oldest)
{
	unsigned any = 0, kinds = 0, recent = 0;

	for (unsigned k = 0; k < COVERAGE_KINDS; k++) {
		unsigned day = get16(at + k * 2), is_recent = day >= oldest;

		any |= day;
		kinds += is_recent;
		recent |= is_recent << k;
	}
	if (!any)
		return TALK_NOTHING;
	return (int)kinds >= rule->kinds || (rule->observed && (recent & OBSERVED_KINDS)) ? TALK_ENOUGH : TALK_SOME;
}

enum rc coverage_tally_add(struct coverage_tally *t, struct str brief, const struct enough *rule, struct date today)
{
	const unsigned char *at = (const unsigned char *)brief.p;
	unsigned oldest = brief_day(date_add_months(today, -rule->months));

	if (brief.n != t->outcomes_n * BRIEF_OUTCOME_BYTES + (t->statements_n + 1) / 2)
		return INVALID;
	for (size_t i = 0; i < t->outcomes_n; i++, at += BRIEF_OUTCOME_BYTES)
		t->outcomes[i][talk_of_brief(at, rule, oldest)]++;
	for (size_t i = 0; i + 1 < t->statements_n; i += 2) {
		unsigned two = at[i / 2];

		t->statements[i][two % TALLY_STATES]++;
		t->statements[i + 1][(two >> 4) % TALLY_STATES]++;
	}
	if (t->statements_n % 2)
		t->statements[t->statements_n - 1][at[t->statements_n / 2] % TALLY_STATES]++;
	t->inductions++;
	return OK;
}
