/* next.c — see next.h: the page, and the plan. */
#include "app/next/next.h"

#include "app/coverage/coverage.h"
#include "app/evidence/evidence.h"
#include "app/joining/joining.h"
#include "app/next/next_read.h"
#include "app/next/next_view.h"
#include "next.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { SHOWN_MAX = 6 };

/* Everything the pages of this feature are made from. */
struct next_reading {
	struct ctx *cx;
	const struct framework_version *v;
	struct coverage c;
	const struct enough *rule;
	struct next_data data;
	struct next_choice choice;
	struct plan_items_rows plan;
};

/* left_of — what is required and not handed in yet. */
static enum rc left_of(struct next_reading *r)
{
	struct next_pieces_of_kinds_rows rows;
	enum rc rc = sql_next_pieces_of_kinds(r->cx->db, r->cx->arena, r->cx->induction->id, &rows);

	for (size_t q = 0; rc == OK && q < r->data.left.n; q++)
		for (size_t i = 0; i < rows.n; i++)
			if (rows.v[i].kind == (int64_t)r->data.left.v[q].kind)
				r->data.left.v[q].left -= rows.v[i].pieces < 100 ? (int)rows.v[i].pieces : 100;
	return rc;
}

static enum rc read(struct ctx *cx, struct next_reading *r)
{
	const struct programme *programme;
	enum rc rc;

	*r = (struct next_reading){ .cx = cx, .rule = &cx->induction->enough };
	if ((rc = framework_get(cx, cx->induction->framework, &r->v)) != OK ||
	    (rc = coverage_load(cx, cx->induction->id, r->v, &r->c)) != OK ||
	    (rc = programme_get(cx, cx->induction->programme_row, &programme)) != OK ||
	    (rc = sql_plan_items(cx->db, cx->arena, cx->induction->id, &r->plan)) != OK)
		return rc;
	next_read(cx->arena, &programme->d, r->v, &r->data);
	if ((rc = left_of(r)) != OK)
		return rc;
	next_choose(&(struct next_problem){ &r->c, r->rule, cx->today, r->data.candidates, r->data.n, r->data.left.v,
	                                    r->data.left.n }, &r->choice);
	return OK;
}

/* ---- words ---- */

static struct str code_of(const struct next_reading *r, int32_t outcome)
{
	return framework_item_name(r->cx->arena, r->v->fw, r->v->outcomes[outcome]);
}

/* helped_all — the outcomes one more piece of this candidate brings on, as codes in ret[NEXT_OUTCOMES_MAX]; how many is returned. */
static size_t helped_all(const struct next_reading *r, size_t c, struct str *ret)
{
	const struct next_candidate *k = &r->data.candidates[c];
	size_t n = 0;

	for (size_t i = 0; i < k->outcomes_n; i++)
		if (next_helps(&r->c.outcomes[k->outcomes[i]], r->rule, r->cx->today, k->kind))
			ret[n++] = code_of(r, k->outcomes[i]);
	return n;
}

/* helped — the same in one text; where none is brought on, those it is about. */
static struct str helped(const struct next_reading *r, size_t c, size_t *ret_n)
{
	const struct next_candidate *k = &r->data.candidates[c];
	struct str codes[NEXT_OUTCOMES_MAX];
	size_t n = helped_all(r, c, codes);

	*ret_n = n;
	for (size_t i = 0; !*ret_n && i < k->outcomes_n; i++)
		codes[n++] = code_of(r, k->outcomes[i]);
	return str_join(r->cx->arena, codes, n, S(", "));
}

/* codes_that — of the outcomes it helps with, those that rest on the same. */
static struct str codes_that(const struct next_reading *r, size_t c, enum strength strength, size_t *ret_n)
{
	const struct next_candidate *k = &r->data.candidates[c];
	struct str codes[NEXT_OUTCOMES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < k->outcomes_n; i++) {
		const struct coverage_outcome *o = &r->c.outcomes[k->outcomes[i]];

		if (outcome_strength(o) == strength && next_helps(o, r->rule, r->cx->today, k->kind))
			codes[n++] = code_of(r, k->outcomes[i]);
	}
	*ret_n = n;
	return str_join(r->cx->arena, codes, n, S(", "));
}

static int required_left(const struct next_reading *r, enum evidence_kind kind)
{
	for (size_t q = 0; q < r->data.left.n; q++)
		if (r->data.left.v[q].kind == kind && r->data.left.v[q].left > 0)
			return r->data.left.v[q].left;
	return 0;
}

/* opening — what it is about and what that would help with, where it has a theme; else how every reason begins. */
static struct str opening(const struct next_reading *r, size_t c)
{
	static const enum word with_theme[KIND_END] = {
		[KIND_REFLECTION] = T_NEXT_ABOUT_REFLECTION, [KIND_OBSERVATION] = T_NEXT_ABOUT_OBSERVATION,
		[KIND_FEEDBACK] = T_NEXT_ABOUT_FEEDBACK, [KIND_WORK_PRODUCT] = T_NEXT_ABOUT_WORK_PRODUCT,
		[KIND_SUPERVISION] = T_NEXT_ABOUT_SUPERVISION, [KIND_LEARNING] = T_NEXT_ABOUT_LEARNING,
		[KIND_COURT_WORK] = T_NEXT_ABOUT_COURT_WORK, [KIND_SEEN_WHERE_HELD] = T_NEXT_ABOUT_SEEN,
	};
	struct arena *a = r->cx->arena;
	struct str codes[NEXT_OUTCOMES_MAX], about = r->data.words[c].about, all;
	size_t n = helped_all(r, c, codes);

	if (!about.n || !n)
		return word(T_NEXT_WHY);
	all = n == 1 ? codes[0] : WORDS(a, T_NEXT_AND, WORD_ARG("a", str_join(a, codes, n - 1, S(", "))), WORD_ARG("b", codes[n - 1]));
	return WORDS(a, with_theme[r->data.candidates[c].kind], WORD_ARG("theme", about), WORD_ARG("codes", all));
}

/* like_which — the number of an earlier proposal of the same work in the same setting; 0 for none. */
static size_t like_which(const struct next_reading *r, size_t c)
{
	for (size_t i = 0; i < r->choice.n && r->choice.chosen[i] != c; i++)
		if (r->data.candidates[r->choice.chosen[i]].work == r->data.candidates[c].work)
			return i + 1;
	return 0;
}

/* why_again — why the same work is proposed a second time: what this one brings on that the first does not. */
static struct str why_again(const struct next_reading *r, size_t c)
{
	struct str mine[NEXT_OUTCOMES_MAX], first[NEXT_OUTCOMES_MAX], codes[NEXT_OUTCOMES_MAX];
	size_t number = like_which(r, c), n = 0, mine_n, first_n;

	if (!number)
		return STR_NONE;
	mine_n = helped_all(r, c, mine);
	first_n = helped_all(r, r->choice.chosen[number - 1], first);
	for (size_t i = 0; i < mine_n; i++) {
		bool both = false;

		for (size_t k = 0; k < first_n; k++)
			both = both || str_eq(mine[i], first[k]);
		if (!both)
			codes[n++] = mine[i];
	}
	if (!n)
		return STR_NONE; /* as many are required: that is said */
	return WORDS(r->cx->arena, r->choice.exact && r->choice.spread ? T_NEXT_WHY_AGAIN : T_NEXT_WHY_AGAIN_TOO,
	             WORD_ARG("kind", word(kind_word(r->data.candidates[c].kind))), WORD_ARG("number", number), WORD_ARG("codes", str_join(r->cx->arena, codes, n, S(", "))));
}

/* why — one sentence of everything that speaks for it, in the order a person would say it, one of what is required, and one where
 * it is like another. */
static struct str why(const struct next_reading *r, size_t c)
{
	static const struct {
		enum strength strength;
		enum word says;
	} reasons[] = {
		{ STRENGTH_NOTHING, T_NEXT_WHY_NOTHING }, { STRENGTH_TOLD, T_NEXT_WHY_TOLD }, { STRENGTH_OBSERVED, T_NEXT_WHY_OLD },
		{ STRENGTH_SEVERAL, T_NEXT_WHY_OLD },
	};
	struct arena *a = r->cx->arena;
	struct str said[COUNT_OF(reasons)], both[3], again = why_again(r, c);
	int left = required_left(r, r->data.candidates[c].kind);
	size_t n = 0, sentences = 0, codes_n;

	for (size_t i = 0; i < COUNT_OF(reasons); i++) {
		struct str codes = codes_that(r, c, reasons[i].strength, &codes_n);

		if (codes_n)
			said[n++] = WORDS(a, reasons[i].says, WORD_ARG("codes", codes), WORD_ARG("months", r->rule->months));
	}
	if (n) {
		struct str first[2] = { opening(r, c), str_join(a, said, n, S("; ")) };

		both[sentences++] = strf(a, "%.*s %.*s.", STR_FMT(first[0]), STR_FMT(first[1]));
	}
	if (left)
		both[sentences++] = WORDS(a, T_NEXT_WHY_REQUIRED, WORD_ARG("n", left));
	if (again.n)
		both[sentences++] = again;
	return str_join(a, both, sentences, S(" "));
}

/* statements_of — what the outcomes ask for and nothing points at yet: at most eight of a domain. */
static struct next_statements statements_of(const struct next_reading *r, size_t c)
{
	const struct next_candidate *k = &r->data.candidates[c];
	const struct framework *fw = r->v->fw;
	struct next_statements s = { .v = NEW_ARRAY(r->cx->arena, struct next_statement, NEXT_OUTCOMES_MAX * NEXT_STATEMENTS_MAX) };
	struct next_shown shown = { .n = 0 };

	for (size_t i = 0; i < k->outcomes_n; i++) {
		int32_t o = r->v->outcomes[k->outcomes[i]];

		for (int32_t t = o; t < fw->items[o].end; t++)
			if (fw->items[t].position >= 0 && coverage_lacks(&r->c, (size_t)fw->items[t].position) &&
			    next_takes(&shown, fw->items[o].domain))
				s.v[s.n++] = (struct next_statement){ framework_item_name(r->cx->arena, fw, t), { r->v->escaped[t] } };
	}
	return s;
}

static struct url start_url(struct ctx *cx, enum evidence_kind kind)
{
	return url_with(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/new"), "kind", key_of(&evidence_kinds, (int)kind));
}

static struct next_proposal proposal_of(const struct next_reading *r, size_t c, size_t number)
{
	struct ctx *cx = r->cx;
	const struct next_words *w = &r->data.words[c];
	size_t n;
	struct next_proposal p = {
		.number = strf(cx->arena, "%zu", number), .id = strf(cx->arena, "piece-%zu", number), .key = w->key, .say = w->say,
		.why = why(r, c), .ask = w->ask, .kind = kind_word(r->data.candidates[c].kind), .setting = setting_word(w->setting),
		.has_setting = w->setting != SETTING_NONE, .about = w->about, .start = start_url(cx, r->data.candidates[c].kind),
		.statements = statements_of(r, c),
	};

	p.helps = helped(r, c, &n);
	for (size_t i = 0; i < r->plan.n; i++)
		if (str_eq(r->plan.v[i].key, w->key)) {
			p.planned = true;
			p.planned_since = date_short(cx->arena, date_of(r->plan.v[i].added_at));
			p.remove_id = uuid_str(cx->arena, r->plan.v[i].id);
		}
	return p;
}

/* ---- the page ---- */

static void draw_domains(const struct next_reading *r, struct next_view *v)
{
	const struct framework *fw = r->v->fw;
	int32_t last = -2;
	struct date latest = DATE_NONE;

	v->domains.v = NEW_ARRAY(r->cx->arena, struct next_domain, r->v->outcomes_n + 1);
	for (size_t o = 0; o < r->v->outcomes_n; o++) {
		int32_t domain = fw->items[r->v->outcomes[o]].domain;
		enum strength strength = outcome_strength(&r->c.outcomes[o]);
		struct next_domain *d;

		if (domain != last || !v->domains.n) {
			v->domains.v[v->domains.n++] = (struct next_domain){ .code = domain >= 0 ? fw->items[domain].code : STR_NONE,
				                                                 .name = domain >= 0 ? fw->items[domain].text : fw->title };
			last = domain;
			latest = DATE_NONE;
		}
		d = &v->domains.v[v->domains.n - 1];
		d->outcomes++;
		d->enough += outcome_talk(&r->c.outcomes[o], r->rule, r->cx->today) == TALK_ENOUGH;
		*(strength == STRENGTH_TOLD ? &d->told : strength == STRENGTH_OBSERVED ? &d->observed
		  : strength == STRENGTH_SEVERAL ? &d->several : &d->nothing) += 1;
		*(strength == STRENGTH_TOLD ? &v->told : strength == STRENGTH_OBSERVED ? &v->observed
		  : strength == STRENGTH_SEVERAL ? &v->several : &v->nothing) += 1;
		if (date_cmp(outcome_latest(&r->c.outcomes[o]), latest) > 0) {
			latest = outcome_latest(&r->c.outcomes[o]);
			d->latest = date_short(r->cx->arena, latest);
		}
	}
}

/* draw_later — thin outcomes that nothing proposed helps with. */
static void draw_later(const struct next_reading *r, size_t shown, struct next_view *v)
{
	bool *helped_now = NEW_ARRAY(r->cx->arena, bool, r->v->outcomes_n + 1);
	struct str *codes = NEW_ARRAY(r->cx->arena, struct str, r->v->outcomes_n + 1);
	size_t n = 0;

	for (size_t i = 0; i < shown; i++) {
		const struct next_candidate *k = &r->data.candidates[r->choice.chosen[i]];

		for (size_t o = 0; o < k->outcomes_n; o++)
			helped_now[k->outcomes[o]] |= next_helps(&r->c.outcomes[k->outcomes[o]], r->rule, r->cx->today, k->kind);
	}
	for (size_t o = 0; o < r->v->outcomes_n; o++) {
		if (!next_wants(&r->c.outcomes[o], r->rule, r->cx->today))
			continue;
		v->thin_n++;
		v->helped += helped_now[o];
		if (!helped_now[o])
			codes[n++] = code_of(r, (int32_t)o);
	}
	v->later = str_join(r->cx->arena, codes, n, S(", "));
}

static void theme_json(struct json_out *j, struct str theme)
{
	json_key(j, "theme");
	if (theme.n)
		json_str(j, theme);
	else
		json_none(j);
}

static bool is_planned(const struct next_reading *r, struct str key)
{
	for (size_t i = 0; i < r->plan.n; i++)
		if (str_eq(r->plan.v[i].key, key))
			return true;
	return false;
}

/* statements_json — what the proposal's outcomes ask for and nothing points at yet, by code, as the page lists them. */
static void statements_json(const struct next_reading *r, struct json_out *j, size_t c)
{
	struct next_statements s = statements_of(r, c);

	json_key(j, "statements"), json_arr(j);
	for (size_t i = 0; i < s.n; i++)
		json_str(j, s.v[i].code);
	json_end(j);
}

static void proposals_json(const struct next_reading *r, struct json_out *j)
{
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < r->choice.n; i++) {
		size_t c = r->choice.chosen[i], n;
		struct str codes = helped(r, c, &n);

		json_obj(j);
		json_key(j, "key"), json_str(j, r->data.words[c].key);
		json_key(j, "say"), json_str(j, r->data.words[c].say);
		json_key(j, "ask"), json_str(j, r->data.words[c].ask);
		json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, (int)r->data.candidates[c].kind));
		json_key(j, "setting"), json_str(j, key_of(&settings_of_practice, (int)r->data.words[c].setting));
		theme_json(j, r->data.words[c].theme);
		json_key(j, "helps_with"), json_str(j, codes);
		json_key(j, "why"), json_str(j, why(r, c));
		json_key(j, "in_plan"), json_bool(j, is_planned(r, r->data.words[c].key));
		statements_json(r, j, c);
		json_end(j);
	}
	json_end(j);
	json_key(j, "enough"), json_i64(j, coverage_talk(&r->c, r->rule, r->cx->today).enough);
	json_key(j, "outcomes"), json_i64(j, (int64_t)r->v->outcomes_n);
	json_key(j, "least_effort"), json_bool(j, r->choice.exact);
	json_key(j, "next"), json_none(j);
}

static enum rc next_json(const struct next_reading *r)
{
	static const struct str strengths[STRENGTHS] = { S_INIT("nothing"), S_INIT("told"), S_INIT("observed"), S_INIT("several") };
	struct json_out *j = reply_json(r->cx);

	json_obj(j);
	proposals_json(r, j);
	json_key(j, "strength"), json_arr(j);
	for (size_t o = 0; o < r->v->outcomes_n; o++) {
		json_obj(j);
		json_key(j, "code"), json_str(j, code_of(r, (int32_t)o));
		json_key(j, "rests_on"), json_str(j, strengths[outcome_strength(&r->c.outcomes[o])]);
		json_key(j, "kinds"), json_i64(j, outcome_kinds(&r->c.outcomes[o]));
		json_key(j, "latest"), json_date(j, outcome_latest(&r->c.outcomes[o]));
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(r->cx, 200);
}

/* plan_url — the plan is one page, with the goals; this is its part for pieces. */
static struct url plan_url(struct ctx *cx)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, cx->json ? "/plan" : "/goals#planned");
}

enum rc next_show(struct ctx *cx)
{
	struct next_reading r;
	struct next_view v = { .all = 0 };
	size_t shown;
	enum rc rc = read(cx, &r);

	if (rc != OK || cx->json)
		return rc != OK ? rc : next_json(&r);
	shown = r.choice.n < SHOWN_MAX ? r.choice.n : SHOWN_MAX;
	v.csrf = hidden_csrf(cx);
	v.errors = form_view(cx, &plan_add_form, NULL, -1).errors;
	v.coverage = url_id(cx, "/inductions/", cx->induction->uuid, "/coverage");
	v.add = url_id(cx, "/inductions/", cx->induction->uuid, "/plan");
	v.plan = plan_url(cx);
	v.remove = url_id(cx, "/inductions/", cx->induction->uuid, "/plan/remove");
	v.all = (int)r.v->outcomes_n;
	v.enough = coverage_talk(&r.c, r.rule, cx->today).enough;
	v.has_candidates = r.data.n > 0;
	v.proposals.v = NEW_ARRAY(cx->arena, struct next_proposal, shown + 1);
	for (; v.proposals.n < shown; v.proposals.n++)
		v.proposals.v[v.proposals.n] = proposal_of(&r, r.choice.chosen[v.proposals.n], v.proposals.n + 1);
	draw_later(&r, shown, &v);
	draw_domains(&r, &v);
	return page(cx, &(struct page){ .title = word(T_NEXT_TITLE), .menu = MENU_COVERAGE, .illustrative = r.v->illustrative,
	                                .main = HTML(cx, next_page, &v) });
}

enum rc next_own(struct ctx *cx)
{
	enum rc rc = load_own_induction(cx);

	return rc == OK ? redirect(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/next")) : rc;
}

/* ---- the plan ---- */

struct plan_typed {
	struct str key, item;
};
static const struct field plan_add_fields[] = {
	TEXT(struct plan_typed, key, .label = T_NEXT_ADD, .max = 2 * PROGRAMME_KEY_MAX + 1, .required = true),
};
static const struct field plan_remove_fields[] = {
	TEXT(struct plan_typed, item, .label = T_NEXT_REMOVE, .max = 80, .required = true),
};
const struct form plan_add_form = { .name = "plan_add", .size = sizeof(struct plan_typed), .fields = plan_add_fields,
	                                .n = COUNT_OF(plan_add_fields) };
const struct form plan_remove_form = { .name = "plan_remove", .size = sizeof(struct plan_typed), .fields = plan_remove_fields,
	                                   .n = COUNT_OF(plan_remove_fields) };

enum rc plan_add(struct ctx *cx)
{
	const struct plan_typed *f = cx->form;
	struct uuid id = uuid7(cx->now);
	struct next_reading r;
	enum rc rc = read(cx, &r);
	int64_t added = 0;
	size_t n;

	if (rc != OK)
		return rc;
	for (size_t c = 0; c < r.data.n; c++) {
		const struct next_words *w = &r.data.words[c];

		if (!str_eq(w->key, f->key))
			continue;
		rc = sql_plan_item_add(cx->db, cx->arena, id, cx->induction->id, w->key, w->say, w->ask,
		                       (int)r.data.candidates[c].kind, (int)w->setting, helped(&r, c, &n), cx->now, &added);
		if (rc == OK && added)
			rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_PLAN_ADDED, id, S("{}"));
		return rc == OK ? done(cx, plan_url(cx), T_PLAN_NOTICE_ADDED) : rc;
	}
	return field_error(cx, "key", T_PLAN_UNKNOWN);
}

enum rc plan_remove(struct ctx *cx)
{
	const struct plan_typed *f = cx->form;
	struct uuid id;
	int64_t removed = 0;
	enum rc rc;

	if (!uuid_parse(f->item, &id))
		return field_error(cx, "item", T_PLAN_UNKNOWN);
	rc = sql_plan_item_remove(cx->db, cx->arena, cx->induction->id, id, cx->now, &removed);
	if (rc == OK && removed)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_PLAN_REMOVED, id, S("{}"));
	return rc == OK ? done(cx, plan_url(cx), T_PLAN_NOTICE_REMOVED) : rc;
}

static struct plan_row row_of(struct ctx *cx, const struct plan_items_row *i)
{
	return (struct plan_row){
		.id = uuid_str(cx->arena, i->id), .say = i->say, .ask = i->ask, .helps = i->codes,
		.since = date_short(cx->arena, date_of(i->added_at)), .kind = kind_word((enum evidence_kind)i->kind),
		.setting = setting_word((enum setting)i->setting), .has_setting = i->setting != SETTING_NONE,
		.start = start_url(cx, (enum evidence_kind)i->kind), .met = i->piece_title.p != NULL, .piece_title = i->piece_title,
		.piece = url_id(cx, "/evidence/", i->piece, ""),
	};
}

static enum rc plan_json(struct ctx *cx, const struct plan_items_rows *rows)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "key"), json_str(j, rows->v[i].key);
		json_key(j, "say"), json_str(j, rows->v[i].say);
		json_key(j, "ask"), json_str(j, rows->v[i].ask);
		json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, (int)rows->v[i].kind));
		json_key(j, "setting"), json_str(j, key_of(&settings_of_practice, (int)rows->v[i].setting));
		theme_json(j, next_theme_of(rows->v[i].key));
		json_key(j, "helps_with"), json_str(j, rows->v[i].codes);
		json_key(j, "added_at"), json_instant(j, rows->v[i].added_at);
		json_key(j, "piece");
		if (rows->v[i].piece_title.p)
			json_uuid(j, rows->v[i].piece);
		else
			json_none(j);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc next_planned(struct ctx *cx, struct html *ret)
{
	struct plan_items_rows rows;
	struct plan_view v = { .next = url_id(cx, "/inductions/", cx->induction->uuid, "/next") };
	enum rc rc;

	if (!access_ok(may_add_evidence(&cx->actor, &cx->resource)))
		return OK;
	if ((rc = sql_plan_items(cx->db, cx->arena, cx->induction->id, &rows)) != OK)
		return rc;
	v.csrf = hidden_csrf(cx);
	v.remove = url_id(cx, "/inductions/", cx->induction->uuid, "/plan/remove");
	v.goals = url_id(cx, "/inductions/", cx->induction->uuid, "/goals");
	v.is_empty = rows.n == 0;
	v.rows.v = NEW_ARRAY(cx->arena, struct plan_row, rows.n + 1);
	for (; v.rows.n < rows.n; v.rows.n++)
		v.rows.v[v.rows.n] = row_of(cx, &rows.v[v.rows.n]);
	*ret = HTML(cx, plan_part, &v);
	return OK;
}

/* plan_show — an address from before the plan was one page. */
enum rc plan_show(struct ctx *cx)
{
	struct plan_items_rows rows;
	enum rc rc;

	if (!cx->json)
		return redirect(cx, plan_url(cx));
	rc = sql_plan_items(cx->db, cx->arena, cx->induction->id, &rows);
	return rc == OK ? plan_json(cx, &rows) : rc;
}
