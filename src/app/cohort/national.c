/* national.c — outcomes by how many inductions have nothing yet, some, enough; and the statements nobody's evidence points
 * at. Added up from the stored summaries; counts small enough to point at somebody are not shown. */
#include "app/cohort/cohort_load.h"
#include "app/cohort/national_sums.h"

#include "national.sql.h"
#include "templates.gen.h"

enum { UNSEEN_SHOWN = 60, SCRATCH = 64 << 20 };

struct adding {
	struct ctx *cx;
	struct arena *scratch;
	struct national_tally t[NATIONAL_FRAMEWORKS];
	size_t n;
	struct national_rules_rows rules;
	size_t last;     /* of rules: the one asked for last */
	bool damaged;
};

/* rule_of — most rows are of the programme of the row before. */
static const struct national_rules_row *rule_of(struct adding *a, int64_t programme)
{
	if (a->last < a->rules.n && a->rules.v[a->last].programme == programme)
		return &a->rules.v[a->last];
	for (size_t i = 0; i < a->rules.n; i++)
		if (a->rules.v[i].programme == programme) {
			a->last = i;
			return &a->rules.v[i];
		}
	return NULL;
}

static bool add_summary(void *arg, const struct national_summaries_row *r)
{
	struct adding *a = arg;
	const struct national_rules_row *rule = rule_of(a, r->programme);
	struct national_tally *t = NULL;

	for (size_t i = 0; i < a->n; i++)
		if (a->t[i].v->id == r->framework)
			t = &a->t[i];
	if (!t || !rule)
		return true;
	a->damaged = coverage_tally_add(&t->sum, r->brief, &(struct enough){ (int)rule->enough_kinds, rule->enough_observed,
	                                (int)rule->enough_months }, a->cx->today) != OK;
	return !a->damaged;
}

static enum rc begin(struct adding *a)
{
	struct ctx *cx = a->cx;
	struct national_frameworks_rows rows;
	enum rc rc = sql_national_frameworks(cx->db, cx->arena, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		struct national_tally *t = &a->t[a->n++];

		if ((rc = framework_get(cx, rows.v[i].framework, &t->v)) != OK)
			return rc;
		t->inductions = rows.v[i].inductions;
		t->sum = coverage_tally_new(cx->arena, t->v->fw->linkable_n, t->v->outcomes_n);
	}
	return rc;
}

/* add_up — whoever has no summary yet has nothing anywhere. */
static enum rc add_up(struct adding *a)
{
	enum rc rc = begin(a);

	if (rc != OK)
		return rc;
	if ((rc = sql_national_rules(a->cx->db, a->cx->arena, &a->rules)) != OK)
		return rc;
	a->scratch = arena_within(a->cx->arena, SCRATCH);
	rc = sql_national_summaries(a->cx->db, a->scratch, add_summary, a);
	arena_release(a->scratch);
	for (size_t i = 0; rc == OK && i < a->n; i++) {
		struct national_tally *t = &a->t[i];

		for (size_t o = 0; o < t->v->outcomes_n; o++)
			t->sum.outcomes[o][TALK_NOTHING] += t->inductions - t->sum.inductions;
		t->hides = t->inductions < SMALL_NUMBER;
	}
	return rc == OK && a->damaged ? FAULT : rc;
}

enum rc national_sums(struct ctx *cx, struct national_tally ret[NATIONAL_FRAMEWORKS], size_t *ret_n)
{
	struct adding a = { .cx = cx };
	enum rc rc = add_up(&a);

	for (size_t i = 0; rc == OK && i < a.n; i++)
		ret[i] = a.t[i];
	*ret_n = rc == OK ? a.n : 0;
	return rc;
}

bool national_is_seen(const struct national_tally *t, size_t s)
{
	return t->sum.statements[s][STATEMENT_CLAIMED] || t->sum.statements[s][STATEMENT_ENDORSED] || t->sum.statements[s][STATEMENT_QUESTION];
}

/* ---- page and JSON ---- */

static struct str shown(struct ctx *cx, int64_t n, bool hidden)
{
	return hidden ? word(T_NATIONAL_FEW) : strf(cx->arena, "%lld", (long long)n);
}

static struct national_outcome outcome_of(struct ctx *cx, const struct national_tally *t, size_t o)
{
	const struct framework_item *item = &t->v->fw->items[t->v->outcomes[o]];
	const int64_t *n = t->sum.outcomes[o];
	bool hidden[3];

	small_numbers_hide(n, 3, hidden);
	return (struct national_outcome){
		.code = framework_item_name(cx->arena, t->v->fw, t->v->outcomes[o]), .title = item->text,
		.nothing = shown(cx, n[TALK_NOTHING], hidden[TALK_NOTHING]), .some = shown(cx, n[TALK_SOME], hidden[TALK_SOME]),
		.enough = shown(cx, n[TALK_ENOUGH], hidden[TALK_ENOUGH]),
	};
}

static void add_unseen(struct ctx *cx, const struct national_tally *t, struct national_framework *f)
{
	f->unseen.v = NEW_ARRAY(cx->arena, struct national_code, UNSEEN_SHOWN);
	for (size_t s = 0; s < t->v->fw->linkable_n; s++) {
		int32_t i = t->v->fw->linkable[s];

		if (national_is_seen(t, s))
			continue;
		f->unseen_all++;
		if (f->unseen.n < UNSEEN_SHOWN)
			f->unseen.v[f->unseen.n++] = (struct national_code){
				framework_item_name(cx->arena, t->v->fw, i), t->v->fw->items[i].text,
				{ strf(cx->arena, "/frameworks/%s/items/%s", uuid_str(cx->arena, t->v->uuid).p,
				       uuid_str(cx->arena, t->v->fw->items[i].id).p) },
			};
	}
}

static struct national_framework framework_of(struct ctx *cx, const struct national_tally *t, size_t number)
{
	struct national_framework f = {
		.id = strf(cx->arena, "h-f%zu", number), .inductions = t->inductions, .too_few = t->hides,
		.statements = url_with(cx, url_lit("/national/statements"), "framework", t->v->slug),
		.title = strf(cx->arena, "%.*s, %.*s", STR_FMT(t->v->title), STR_FMT(t->v->version)),
	};

	if (t->hides)
		return f;
	f.outcomes.v = NEW_ARRAY(cx->arena, struct national_outcome, t->v->outcomes_n + 1);
	for (; f.outcomes.n < t->v->outcomes_n; f.outcomes.n++)
		f.outcomes.v[f.outcomes.n] = outcome_of(cx, t, f.outcomes.n);
	add_unseen(cx, t, &f);
	return f;
}

static void count_json(struct json_out *j, const char *key, int64_t n, bool hidden)
{
	json_key(j, key);
	if (hidden)
		json_none(j);
	else
		json_i64(j, n);
}

static void tally_json(struct ctx *cx, struct json_out *j, const struct national_tally *t)
{
	bool hidden[3];

	json_obj(j);
	json_key(j, "framework"), json_uuid(j, t->v->uuid);
	json_key(j, "title"), json_str(j, t->v->title);
	json_key(j, "version"), json_str(j, t->v->version);
	count_json(j, "inductions", t->inductions, t->hides);
	json_key(j, "outcomes"), json_arr(j);
	for (size_t o = 0; o < t->v->outcomes_n && !t->hides; o++) {
		const int64_t *n = t->sum.outcomes[o];

		small_numbers_hide(n, 3, hidden);
		json_obj(j);
		json_key(j, "id"), json_uuid(j, t->v->fw->items[t->v->outcomes[o]].id);
		json_key(j, "code"), json_str(j, framework_item_name(cx->arena, t->v->fw, t->v->outcomes[o]));
		count_json(j, "nothing", n[TALK_NOTHING], hidden[TALK_NOTHING]);
		count_json(j, "some", n[TALK_SOME], hidden[TALK_SOME]);
		count_json(j, "enough", n[TALK_ENOUGH], hidden[TALK_ENOUGH]);
		json_end(j);
	}
	json_end(j);
	json_key(j, "statements_without_evidence"), json_arr(j);
	for (size_t s = 0; s < t->v->fw->linkable_n && !t->hides; s++)
		if (!national_is_seen(t, s))
			json_str(j, framework_item_name(cx->arena, t->v->fw, t->v->fw->linkable[s]));
	json_end(j);
	json_end(j);
}

static enum rc national_json(struct adding *a)
{
	struct json_out *j = reply_json(a->cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < a->n; i++)
		tally_json(a->cx, j, &a->t[i]);
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(a->cx, 200);
}

enum rc national_show(struct ctx *cx)
{
	struct adding a = { .cx = cx };
	struct national_view v = { .day = date_weekday_long(cx->arena, cx->today), .icons = cohort_icons(cx) };
	bool illustrative = false;
	enum rc rc = add_up(&a);

	if (rc != OK || cx->json)
		return rc != OK ? rc : national_json(&a);
	v.frameworks.v = NEW_ARRAY(cx->arena, struct national_framework, a.n + 1);
	for (; v.frameworks.n < a.n; v.frameworks.n++) {
		v.frameworks.v[v.frameworks.n] = framework_of(cx, &a.t[v.frameworks.n], v.frameworks.n + 1);
		illustrative |= a.t[v.frameworks.n].v->illustrative;
	}
	return page(cx, &(struct page){ .title = word(T_NATIONAL_TITLE), .menu = MENU_HOME, .width = WIDTH_STAFF,
	                                .illustrative = illustrative, .main = HTML(cx, national, &v) });
}
