/* programme_pages.c — programmes for everyone to read: what somebody would agree to, before they accept a job (C26, C31). */
#include "app/joining/joining.h"

#include "app/coverage/coverage.h"
#include "app/joining/programme_changes.h"
#include "app/joining/programme_view.h"
#include "programme.sql.h"
#include "templates.gen.h"

static bool sees_drafts(const struct ctx *cx)
{
	return cx->actor.role == ROLE_NATIONAL_ADMIN;
}

/* ---- the list ---- */

static enum rc list_json(struct ctx *cx, const struct programmes_all_rows *rows)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		const struct programmes_all_row *r = &rows->v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, r->id);
		json_key(j, "slug"), json_str(j, r->slug);
		json_key(j, "name"), json_str(j, r->name);
		json_key(j, "months"), json_i64(j, r->months);
		json_key(j, "is_national"), json_bool(j, r->is_national);
		json_key(j, "illustrative"), json_bool(j, r->illustrative);
		json_key(j, "published"), json_date(j, r->published);
		json_key(j, "in_force"), json_date(j, r->in_force);
		json_key(j, "state"), json_str(j, key_of(&programme_states, (int)r->state));
		json_key(j, "url"), json_str(j, strf(cx->arena, "/api/v1/programmes/%s", uuid_str(cx->arena, r->id).p));
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc programme_list(struct ctx *cx)
{
	struct programmes_all_rows rows;
	struct programme_line *lines;
	struct programme_list_view v;
	enum rc rc = sql_programmes_all(cx->db, cx->arena, sees_drafts(cx), &rows);

	if (rc != OK || cx->json)
		return rc != OK ? rc : list_json(cx, &rows);
	lines = NEW_ARRAY(cx->arena, struct programme_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		lines[i] = (struct programme_line){
			.name = rows.v[i].name, .owner = rows.v[i].organisation_name, .contains = rows.v[i].contains_name,
			.url = url_id(cx, "/programmes/", rows.v[i].id, ""), .months = rows.v[i].months,
			.is_national = rows.v[i].is_national, .illustrative = rows.v[i].illustrative,
			.state = rows.v[i].state == PROGRAMME_DRAFT ? T_FRAMEWORK_STATE_DRAFT : rows.v[i].state == PROGRAMME_WITHDRAWN ? T_FRAMEWORK_STATE_WITHDRAWN : 0,
		};
	v = (struct programme_list_view){ { lines, rows.n } };
	return page(cx, &(struct page){ .title = word(T_PROGRAMME_LIST_TITLE), .menu = MENU_STANDARDS,
	                                .main = HTML(cx, programme_list, &v) });
}

/* ---- one programme ---- */

/* What came before it, what it changes, and what takes its place. */
struct versions {
	const struct programme *before; /* NULL for none */
	struct programme_changes changes;
	struct programme_next_versions_rows next;
	int64_t people;              /* on it now; for the department alone, -1 for anybody else */
	struct programme_standing standing;
};
static enum rc read_versions(struct ctx *cx, const struct programme *p, struct versions *ret)
{
	struct programme_people_row people;
	enum rc rc = sql_programme_next_versions(cx->db, cx->arena, p->id, sees_drafts(cx), &ret->next);

	ret->before = NULL;
	ret->people = -1;
	if (rc == OK)
		rc = programme_standing(cx, p->id, &ret->standing);
	if (rc == OK && p->replaces_id != DB_NULL_INT && (rc = programme_get(cx, p->replaces_id, &ret->before)) == OK)
		programme_changes_of(cx->arena, &ret->before->d, &p->d, &ret->changes);
	if (rc == OK && sees_drafts(cx) && (rc = sql_programme_people(cx->db, cx->arena, p->id, &people)) == OK)
		ret->people = people.n;
	return rc;
}

static bool has_notice(struct date published, struct date in_force)
{
	return !date_is_none(published) && !date_is_none(in_force) && date_cmp(published, in_force) <= 0;
}

static struct str notice_words(struct ctx *cx, struct date published, struct date in_force)
{
	return has_notice(published, in_force) ? WORDS(cx->arena, T_PROGRAMME_NOTICE, WORD_ARG("n", in_force.days - published.days)) : STR_NONE;
}

static void version_json(struct ctx *cx, struct json_out *j, struct uuid id, struct str name, struct date published, struct date in_force)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, id);
	json_key(j, "name"), json_str(j, name);
	json_key(j, "published"), json_date(j, published);
	json_key(j, "in_force"), json_date(j, in_force);
	json_key(j, "notice"), json_str(j, notice_words(cx, published, in_force));
	json_end(j);
}

/* The whole of its data, as it was brought in, with what the database knows of it. */
static enum rc show_json(struct ctx *cx, const struct programme *p, const struct versions *v)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, p->uuid);
	json_key(j, "framework"), json_uuid(j, p->framework_uuid);
	json_key(j, "state"), json_str(j, key_of(&programme_states, (int)v->standing.state));
	json_key(j, "rules"), json_raw(j, p->d.text);
	json_key(j, "notice"), json_str(j, notice_words(cx, p->d.published, p->d.in_force));
	json_key(j, "replaces");
	if (v->before)
		version_json(cx, j, v->before->uuid, v->before->d.name, v->before->d.published, v->before->d.in_force);
	else
		json_none(j);
	json_key(j, "changes"), json_arr(j);
	for (size_t i = 0; v->before && i < v->changes.n; i++)
		json_str(j, v->changes.v[i]);
	json_end(j);
	json_key(j, "replaced_by"), json_arr(j);
	for (size_t i = 0; i < v->next.n; i++)
		version_json(cx, j, v->next.v[i].id, v->next.v[i].name, v->next.v[i].published, v->next.v[i].in_force);
	json_end(j);
	if (v->people >= 0)
		json_key(j, "people"), json_i64(j, v->people);
	json_end(j);
	return answer_json(cx, 200);
}

static struct str leads_words(struct ctx *cx, const struct eligibility_answer *x)
{
	if (x->leads == LEAD_STOP)
		return STR_NONE;
	return x->next < 0 ? word(T_PROGRAMME_LEADS_END) : WORDS(cx->arena, T_PROGRAMME_LEADS, WORD_ARG("n", x->next + 1));
}

static struct programme_asked asked(struct ctx *cx, const struct eligibility_question *q, int number)
{
	struct programme_way *ways = NEW_ARRAY(cx->arena, struct programme_way, (size_t)q->answers_n + 1);

	for (int i = 0; i < q->answers_n; i++)
		ways[i] = (struct programme_way){ q->answers[i].label, q->answers[i].sentence, leads_words(cx, &q->answers[i]),
			                              q->answers[i].leads == LEAD_STOP, q->answers[i].leads == LEAD_UNFUNDED };
	return (struct programme_asked){ number, strf(cx->arena, "q-%.*s", STR_FMT(q->key)), q->ask, q->hint,
		                             { ways, (size_t)q->answers_n } };
}

static struct str review_months(struct ctx *cx, const struct programme_data *d)
{
	struct buf b = buf_new(cx->arena, 500);
	struct str list;

	if (!d->reviews_n)
		return STR_NONE;
	for (int i = 0; i + 1 < d->reviews_n; i++)
		buf_addf(&b, "%s%d", i ? ", " : "", d->reviews[i]);
	list = strf(cx->arena, "%d", d->reviews[d->reviews_n - 1]);
	if (d->reviews_n > 1)
		list = WORDS(cx->arena, T_FORM_BOTH, WORD_ARG("a", buf_str(&b)), WORD_ARG("b", list));
	if (d->review.optional_n) {
		struct buf o = buf_new(cx->arena, 500);

		for (int i = 0; i < d->review.optional_n; i++)
			buf_addf(&o, "%s%d", i ? ", " : "", d->review.optional[i]);
		return WORDS(cx->arena, T_PROGRAMME_REVIEW_OPTIONAL, WORD_ARG("list", list), WORD_ARG("optional", buf_str(&o)));
	}
	return WORDS(cx->arena, T_PROGRAMME_REVIEW_MONTHS, WORD_ARG("list", list));
}

static void add_version(struct ctx *cx, struct programme_show_view *to, enum word label, struct uuid id, struct str name, struct date published,
                        struct date in_force)
{
	struct str force = date_is_none(in_force) ? STR_NONE : WORDS(cx->arena, T_PROGRAMME_FORCE_ON, WORD_ARG("date", in_force));

	if (to->versions.n < COUNT_OF(to->versions.v))
		to->versions.v[to->versions.n++] = (struct programme_version){
			label, name, has_notice(published, in_force) ? strf(cx->arena, "%.*s %.*s", STR_FMT(force), STR_FMT(notice_words(cx, published, in_force))) : force,
			url_id(cx, "/programmes/", id, "") };
}

static void add_versions(struct ctx *cx, const struct programme *p, const struct versions *v, struct programme_show_view *to)
{
	to->notice = notice_words(cx, p->d.published, p->d.in_force);
	if (v->people >= 0)
		to->people = WORDS(cx->arena, T_PROGRAMME_VERSION_ON, WORD_ARG("n", v->people));
	if (v->before) {
		to->is_next = true;
		to->changes = (struct programme_sentences){ v->changes.v, v->changes.n };
		add_version(cx, to, T_PROGRAMME_VERSION_BEFORE, v->before->uuid, v->before->d.name, v->before->d.published, v->before->d.in_force);
	}
	for (size_t i = 0; i < v->next.n; i++)
		add_version(cx, to, T_PROGRAMME_VERSION_NEXT, v->next.v[i].id, v->next.v[i].name, v->next.v[i].published, v->next.v[i].in_force);
}

/* Who published it and who withdrew it: the department's to know; from the command line, nobody's name. */
static struct str step(struct ctx *cx, enum word by, enum word line, struct str name, instant at)
{
	struct date on = at == DB_NULL_INT ? DATE_NONE : date_of(at);

	if (date_is_none(on))
		return STR_NONE;
	return name.n ? WORDS(cx->arena, by, WORD_ARG("name", name), WORD_ARG("date", on)) : WORDS(cx->arena, line, WORD_ARG("date", on));
}

static void add_standing(struct ctx *cx, const struct programme_standing *s, struct programme_show_view *to)
{
	struct str published = step(cx, T_PROGRAMME_STEP_PUBLISHED, T_PROGRAMME_STEP_PUBLISHED_LINE, s->published_by, s->published_at);
	struct str withdrawn = step(cx, T_PROGRAMME_STEP_WITHDRAWN, T_PROGRAMME_STEP_WITHDRAWN_LINE, s->withdrawn_by, s->withdrawn_at);

	to->is_draft = s->state == PROGRAMME_DRAFT;
	to->is_withdrawn = s->state == PROGRAMME_WITHDRAWN;
	to->may_publish = access_ok(may_publish_programme(&cx->actor, &cx->resource));
	to->may_withdraw = access_ok(may_withdraw_programme(&cx->actor, &cx->resource));
	to->publish = url_id(cx, "/programmes/", cx->programme->uuid, "/publish");
	to->withdraw = url_id(cx, "/programmes/", cx->programme->uuid, "/withdraw");
	if (sees_drafts(cx))
		to->steps = withdrawn.n ? strf(cx->arena, "%.*s %.*s", STR_FMT(published), STR_FMT(withdrawn)) : published;
}

/* What has to be there: "Direct observation: 3, of these 1 by month 6 and 2 by month 12". */
static void add_required(struct ctx *cx, const struct decision_rules *r, struct programme_show_view *to)
{
	struct str *lines = NEW_ARRAY(cx->arena, struct str, DECISION_REQUIRED_MAX);

	for (int i = 0; i < r->required_n; i++) {
		struct str kind = word(kind_word(r->required[i].kind)), stages[REQUIRED_STAGES_MAX];

		for (int k = 0; k < r->required[i].stages_n; k++)
			stages[k] = WORDS(cx->arena, T_PROGRAMME_REQUIRED_STAGE, WORD_ARG("n", r->required[i].stages[k].count),
			                  WORD_ARG("month", r->required[i].stages[k].month));
		lines[i] = r->required[i].stages_n
		                   ? WORDS(cx->arena, T_PROGRAMME_REQUIRED_BY, WORD_ARG("kind", kind), WORD_ARG("n", r->required[i].count),
		                           WORD_ARG("stages", str_join(cx->arena, stages, (size_t)r->required[i].stages_n, S(", "))))
		                   : WORDS(cx->arena, T_PROGRAMME_REQUIRED_LINE, WORD_ARG("kind", kind), WORD_ARG("n", r->required[i].count));
	}
	to->required = (struct programme_sentences){ lines, (size_t)r->required_n };
}

/* What follows each outcome: guidance, and steps with whose they are and in how many days. */
static void add_after(struct ctx *cx, const struct after_rules *r, struct programme_show_view *to)
{
	static const enum word what[JUDGEMENT_END] = { [JUDGEMENT_MEETS] = T_DECISION_J_MEETS, [JUDGEMENT_NOT_YET] = T_DECISION_J_NOT_YET,
		                                           [JUDGEMENT_TIME_OWED] = T_DECISION_J_TIME };

	to->after.v = NEW_ARRAY(cx->arena, struct programme_after, JUDGEMENT_END);
	for (int j = JUDGEMENT_MEETS; j < JUDGEMENT_END; j++) {
		struct str *steps = NEW_ARRAY(cx->arena, struct str, AFTER_STEPS_MAX);

		for (int i = 0; i < r->of[j].steps_n; i++)
			steps[i] = WORDS(cx->arena, T_PROGRAMME_AFTER_STEP, WORD_ARG("what", r->of[j].steps[i].what), WORD_ARG("n", r->of[j].steps[i].days),
			                 WORD_ARG("who", word(role_word(r->of[j].steps[i].role))));
		if (r->of[j].guidance_n)
			to->after.v[to->after.n++] = (struct programme_after){ strf(cx->arena, "after-%d", j), word(what[j]),
				{ (struct str *)r->of[j].guidance, (size_t)r->of[j].guidance_n }, { steps, (size_t)r->of[j].steps_n } };
	}
}

enum rc programme_show(struct ctx *cx)
{
	const struct programme *p = cx->programme, *inner = NULL;
	const struct programme_data *d = &p->d;
	const struct eligibility_table *t = &p->eligibility;
	struct programme_asked *questions = NEW_ARRAY(cx->arena, struct programme_asked, (size_t)t->n + 1);
	const struct framework_version *fw;
	struct versions *versions = NEW(cx->arena, struct versions);
	struct html varied = { STR_NONE };
	struct programme_show_view v;
	enum rc rc = cx->json ? OK : framework_get(cx, p->framework_id, &fw);

	if (rc == OK && p->contains_id != DB_NULL_INT)
		rc = programme_get(cx, p->contains_id, &inner);
	if (rc == OK)
		rc = read_versions(cx, p, versions);
	if (rc == OK && !cx->json)
		rc = variations_short(cx, p, &varied);
	if (rc != OK || cx->json)
		return rc != OK ? rc : show_json(cx, p, versions);
	for (int i = 0; i < t->n; i++)
		questions[i] = asked(cx, &t->questions[i], i + 1);
	v = (struct programme_show_view){
		.name = d->name, .about = d->about, .source = d->source, .reviews = review_months(cx, d), .otherwise = t->sentence,
		.framework = url_id(cx, "/frameworks/", p->framework_uuid, ""), .framework_title = fw->title, .months = d->months,
		.answer_days = d->answer_days, .kinds = d->enough.kinds, .observed = d->enough.observed,
		.enough_months = d->enough.months, .families_least = p->families_least, .families_live = p->families_live, .is_national = d->is_national, .illustrative = d->illustrative,
		.in_proportion = d->in_proportion, .second_reader = d->second_reader, .published = d->published,
		.in_force = d->in_force, .questions = { questions, (size_t)t->n }, .has_contains = inner != NULL,
	};
	add_versions(cx, p, versions, &v);
	add_standing(cx, &versions->standing, &v);
	add_after(cx, &d->after, &v);
	add_required(cx, &d->decision, &v);
	v.varied = varied;
	v.variations = url_id(cx, "/programmes/", p->uuid, "/variations");
	for (int what = VARY_ANSWER_DAYS; what < VARIABLE_END; what++)
		v.may_be_varied = v.may_be_varied || d->vary.of[what].most;
	if (inner) {
		v.contains = inner->d.name;
		v.contains_url = url_id(cx, "/programmes/", inner->uuid, "");
		v.eligibility_of = d->eligibility.n ? STR_NONE : inner->d.name;
	}
	return page(cx, &(struct page){ .title = d->name, .menu = MENU_STANDARDS, .illustrative = fw->illustrative,
	                                .main = HTML(cx, programme_show, &v) });
}
