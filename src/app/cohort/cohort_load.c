/* cohort_load.c — reads the inductions of one employer in two passes by row id, and works out what there is to do. */
#include "app/cohort/cohort_load.h"

#include "app/coverage/coverage.h"
#include "app/joining/joining.h"
#include "cohort.sql.h"
#include "web/assets.h"

#include <stdlib.h>

enum { SCRATCH = 8 << 20 };

const struct str standing_keys[STANDING_END] = { [STANDING_ON_COURSE] = S_INIT("ok"), [STANDING_PLAN] = S_INIT("plan"),
	                                             [STANDING_LATE] = S_INIT("late") };

struct loading {
	struct ctx *cx;
	struct cohort *c;
	struct arena *scratch; /* for one summary at a time */
	size_t at;             /* rows come by induction: where the last one was found */
	bool damaged;
};

static size_t framework_index(const struct cohort *c, int64_t framework)
{
	for (size_t i = 0; i < c->frameworks_n; i++)
		if (c->frameworks[i]->id == framework)
			return i;
	return SIZE_MAX;
}

/* read_talk — what there is to talk about, by outcome, today. */
static bool read_talk(struct loading *l, struct member *m, struct str outcomes)
{
	const struct framework_version *v = l->c->frameworks[m->framework];
	struct coverage c;

	m->talk = arena_alloc(l->cx->arena, v->outcomes_n + 1);
	if (!outcomes.p)
		return true;
	if (coverage_decode(l->scratch, STR_NONE, outcomes, 0, v->outcomes_n, &c) != OK)
		return false;
	for (size_t i = 0; i < v->outcomes_n; i++)
		m->talk[i] = (uint8_t)outcome_talk(&c.outcomes[i], &m->rule, l->cx->today);
	arena_reset(l->scratch);
	return true;
}

static struct date day(instant t)
{
	return t == DB_NULL_INT ? DATE_NONE : date_of(t);
}

static bool add_member(void *arg, const struct cohort_members_row *r)
{
	struct loading *l = arg;
	struct cohort *c = l->c;
	size_t framework = framework_index(c, r->framework);
	struct member *m;

	if (framework == SIZE_MAX)
		return true;
	c->v = db_grow(l->cx->arena, c->v, c->n, &c->room, sizeof(*c->v));
	m = &c->v[c->n++];
	*m = (struct member){
		.induction = r->induction, .id = r->id, .name = r->name, .folded = text_fold(l->cx->arena, r->name), .team = r->team,
		.intake = r->intake, .starts = r->starts, .months = (int)r->months, .framework = framework, .programme = r->programme, .edition = r->edition,
		.rule = { (int)r->enough_kinds, r->enough_observed, (int)r->enough_months },
		.facts = { .starts = r->starts, .waiting_since = day(r->waiting_since), .asked_since = day(r->asked_since),
		           .last_shared = day(r->shared_at), .answer_days = (int)r->answer_days, .paused = r->paused,
		           .back = r->back },
	};
	l->damaged |= !read_talk(l, m, r->outcomes);
	return !l->damaged;
}

/* member_of — both sides come by row id. */
static struct member *member_of(struct loading *l, int64_t induction)
{
	while (l->at < l->c->n && l->c->v[l->at].induction < induction)
		l->at++;
	return l->at < l->c->n && l->c->v[l->at].induction == induction ? &l->c->v[l->at] : NULL;
}

static bool add_person(void *arg, const struct cohort_people_row *r)
{
	struct loading *l = arg;
	struct member *m = member_of(l, r->induction);
	struct helper *h;

	if (!m)
		return true;
	h = r->assigned == ROLE_ASSESSOR ? &m->assessor : &m->supervisor;
	if (!h->name.n)
		*h = (struct helper){ r->id, r->name };
	m->facts.has_assessor |= r->assigned == ROLE_ASSESSOR;
	m->facts.has_supervisor |= r->assigned == ROLE_SUPERVISOR;
	return true;
}

static bool add_pause(void *arg, const struct cohort_pauses_row *r)
{
	struct loading *l = arg;
	struct member *m = member_of(l, r->induction);

	if (!m)
		return true;
	l->c->pauses = db_grow(l->cx->arena, l->c->pauses, l->c->pauses_n, &l->c->pauses_room, sizeof(*l->c->pauses));
	if (!m->pauses_n++)
		m->pauses_at = l->c->pauses_n;
	l->c->pauses[l->c->pauses_n++] = (struct pause_span){ r->starts, r->ends };
	return true;
}

static bool add_hours(void *arg, const struct cohort_hours_row *r)
{
	struct loading *l = arg;
	struct member *m = member_of(l, r->induction);

	if (!m)
		return true;
	l->c->hours = db_grow(l->cx->arena, l->c->hours, l->c->hours_n, &l->c->hours_room, sizeof(*l->c->hours));
	if (!m->hours_n++)
		m->hours_at = l->c->hours_n;
	l->c->hours[l->c->hours_n++] = (struct hours_span){ r->starts, r->ends, hours_share(r->hours, r->full_week) };
	return true;
}

/* load_months — the month each of them is in, by the programme's rules: in two queries, however many they are. */
static enum rc load_months(struct ctx *cx, struct cohort *c)
{
	struct loading l = { .cx = cx, .c = c };
	int64_t person = cx->actor.person, organisation = cx->actor.organisation;
	enum rc rc = sql_cohort_pauses(cx->db, cx->arena, person, organisation, cx->actor.role, cx->today, add_pause, &l);

	l.at = 0;
	if (rc == OK)
		rc = sql_cohort_hours(cx->db, cx->arena, person, organisation, cx->actor.role, cx->today, add_hours, &l);
	for (size_t i = 0; rc == OK && i < c->n; i++) {
		struct member *m = &c->v[i];
		struct calendar_facts f = { .starts = m->starts, .pauses = m->pauses_n ? c->pauses + m->pauses_at : NULL,
			                        .pauses_n = (int)m->pauses_n, .hours = m->hours_n ? c->hours + m->hours_at : NULL,
			                        .hours_n = (int)m->hours_n };

		if ((rc = programme_dates(cx, m->programme, m->edition, &f.rules)) == OK)
			m->month = calendar_month(&f, cx->today);
	}
	return rc;
}

static enum rc load_frameworks(struct ctx *cx, struct cohort *c)
{
	struct cohort_frameworks_rows rows;
	enum rc rc = sql_cohort_frameworks(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role,
	                                   cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = framework_get(cx, rows.v[i].framework, &c->frameworks[c->frameworks_n++]);
	return rc;
}

/* date_intakes — an intake stands where its first member started. */
static void date_intakes(struct cohort *c)
{
	for (size_t i = 0; i < c->n; i++) {
		c->v[i].intake_starts = c->v[i].starts;
		for (size_t k = 0; k < i; k++)
			if (str_eq(c->v[k].intake, c->v[i].intake)) {
				if (date_cmp(c->v[i].starts, c->v[k].intake_starts) < 0)
					c->v[k].intake_starts = c->v[i].starts;
				c->v[i].intake_starts = c->v[k].intake_starts;
				break;
			}
	}
	for (size_t i = 0; i < c->n; i++) /* the first of an intake has the earliest by now */
		for (size_t k = 0; k < i; k++)
			if (str_eq(c->v[k].intake, c->v[i].intake)) {
				c->v[i].intake_starts = c->v[k].intake_starts;
				break;
			}
}

enum rc cohort_load(struct ctx *cx, struct cohort *ret)
{
	struct loading l = { .cx = cx, .c = ret };
	int64_t person = cx->actor.person, organisation = cx->actor.organisation;
	enum rc rc;

	*ret = (struct cohort){ .v = NULL };
	if ((rc = load_frameworks(cx, ret)) != OK)
		return rc;
	l.scratch = arena_within(cx->arena, SCRATCH);
	rc = sql_cohort_members(cx->db, cx->arena, person, organisation, cx->actor.role, cx->today, add_member, &l);
	arena_release(l.scratch);
	if (rc != OK || l.damaged)
		return rc != OK ? rc : FAULT;
	rc = sql_cohort_people(cx->db, cx->arena, person, organisation, cx->actor.role, cx->today, add_person, &l);
	for (size_t i = 0; rc == OK && i < ret->n; i++) {
		ret->v[i].needs = needs_of(&ret->v[i].facts, cx->today);
		ret->v[i].standing = standing_of(&ret->v[i].needs);
	}
	if (rc == OK)
		rc = load_months(cx, ret);
	date_intakes(ret);
	return rc;
}

/* ---- choosing and ordering ---- */

static int standing_of_key(struct str key)
{
	for (int i = 0; i < STANDING_END; i++)
		if (str_eq(key, standing_keys[i]))
			return i;
	return -1;
}

struct cohort_filter cohort_filter_of(struct ctx *cx)
{
	struct cohort_filter f = { .q = str_trim(query(cx, "q")), .intake = query(cx, "intake"),
		                       .standing = standing_of_key(query(cx, "standing")), .assessor = UUID_NONE };
	struct str order = query(cx, "order");

	f.folded = text_fold(cx->arena, f.q);
	uuid_parse(query(cx, "assessor"), &f.assessor);
	f.order = str_eq(order, S("name")) ? ORDER_NAME : str_eq(order, S("start")) ? ORDER_START : ORDER_NEEDS;
	return f;
}

static bool matches(const struct member *m, const struct cohort_filter *f)
{
	return (!f->folded.n || str_find(m->folded, f->folded) != SIZE_MAX) && (!f->intake.n || str_eq(m->intake, f->intake)) &&
	       (f->standing < 0 || (int)m->standing == f->standing) &&
	       (uuid_is_none(f->assessor) || uuid_eq(m->assessor.id, f->assessor));
}

static int by_intake(const struct member *a, const struct member *b)
{
	int d = (a->framework > b->framework) - (a->framework < b->framework);

	if (!d)
		d = date_cmp(a->intake_starts, b->intake_starts);
	return d ? d : str_cmp(a->intake, b->intake);
}

static int by_name(const struct member *a, const struct member *b)
{
	int d = str_cmp(a->folded, b->folded);

	return d ? d : (a->induction > b->induction) - (a->induction < b->induction);
}

static int compare_needs(const void *x, const void *y)
{
	const struct member *a = *(const struct member *const *)x, *b = *(const struct member *const *)y;
	int d = by_intake(a, b);

	if (!d)
		d = (int)b->standing - (int)a->standing;
	return d ? d : by_name(a, b);
}

static int compare_name(const void *x, const void *y)
{
	const struct member *a = *(const struct member *const *)x, *b = *(const struct member *const *)y;
	int d = by_intake(a, b);

	return d ? d : by_name(a, b);
}

static int compare_start(const void *x, const void *y)
{
	const struct member *a = *(const struct member *const *)x, *b = *(const struct member *const *)y;
	int d = by_intake(a, b);

	if (!d)
		d = date_cmp(a->starts, b->starts);
	return d ? d : by_name(a, b);
}

const struct member **cohort_choose(struct ctx *cx, const struct cohort *c, const struct cohort_filter *f, size_t *ret_n)
{
	static int (*const compare[])(const void *, const void *) = { [ORDER_NEEDS] = compare_needs,
		                                                          [ORDER_NAME] = compare_name,
		                                                          [ORDER_START] = compare_start };
	const struct member **chosen = NEW_ARRAY(cx->arena, const struct member *, c->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		if (matches(&c->v[i], f))
			chosen[n++] = &c->v[i];
	qsort(chosen, n, sizeof(*chosen), compare[f->order]);
	*ret_n = n;
	return chosen;
}

struct url cohort_url(struct ctx *cx, const char *path, const struct cohort_filter *f)
{
	static const struct str orders[] = { S_INIT("needs"), S_INIT("name"), S_INIT("start") };
	struct url u = url_lit(path);

	if (f->q.n)
		u = url_with(cx, u, "q", f->q);
	if (f->intake.n)
		u = url_with(cx, u, "intake", f->intake);
	if (f->standing >= 0)
		u = url_with(cx, u, "standing", standing_keys[f->standing]);
	if (!uuid_is_none(f->assessor))
		u = url_with(cx, u, "assessor", uuid_str(cx->arena, f->assessor));
	return f->order == ORDER_NEEDS ? u : url_with(cx, u, "order", orders[f->order]);
}

/* ---- words ---- */

static struct url icon(struct ctx *cx, const char *name)
{
	return (struct url){ strf(cx->arena, "%.*s#%s", STR_FMT(asset_url("icons.svg").s), name) };
}

struct cohort_icons cohort_icons(struct ctx *cx)
{
	return (struct cohort_icons){ icon(cx, "late"), icon(cx, "plan"), icon(cx, "tick"), icon(cx, "eye"), icon(cx, "empty") };
}

static struct str said(struct ctx *cx, const enum word words[NEED_END], const struct needs *n, int i)
{
	return WORDS(cx->arena, words[n->v[i].need], WORD_ARG("n", n->v[i].amount));
}

struct str need_words(struct ctx *cx, const struct needs *n, int i)
{
	static const enum word words[NEED_END] = {
		[NEED_ANSWER_LATE] = T_COHORT_NEED_ANSWER, [NEED_QUESTION_OLD] = T_COHORT_NEED_QUESTION,
		[NEED_NO_ASSESSOR] = T_COHORT_NEED_ASSESSOR, [NEED_NO_SUPERVISOR] = T_COHORT_NEED_SUPERVISOR,
		[NEED_NOTHING_SHARED] = T_COHORT_NEED_SILENT,
	};

	return said(cx, words, n, i);
}

struct str need_short(struct ctx *cx, const struct needs *n, int i)
{
	static const enum word words[NEED_END] = {
		[NEED_ANSWER_LATE] = T_COHORT_SHORT_ANSWER, [NEED_QUESTION_OLD] = T_COHORT_SHORT_QUESTION,
		[NEED_NO_ASSESSOR] = T_COHORT_SHORT_ASSESSOR, [NEED_NO_SUPERVISOR] = T_COHORT_SHORT_SUPERVISOR,
		[NEED_NOTHING_SHARED] = T_COHORT_SHORT_SILENT,
	};

	return said(cx, words, n, i);
}
