/* joining_check.c — the questions, one a page; what they come to; keeping it. */
#include "app/joining/joining_inside.h"

#include "app/evidence/evidence.h"
#include "app/joining/joining_view.h"
#include "app/people/people.h"
#include "templates.gen.h"

void stale_said(struct ctx *cx)
{
	if (cx->failed == STALE)
		form_error(cx, T_JOINING_STALE);
}

enum word eligibility_word(enum eligibility outcome)
{
	static const enum word words[] = { [ELIGIBILITY_STOP] = T_JOINING_STOP, [ELIGIBILITY_UNFUNDED] = T_JOINING_UNFUNDED,
		                               [ELIGIBILITY_FUNDED] = T_JOINING_FUNDED };

	return outcome > ELIGIBILITY_OPEN && (size_t)outcome < COUNT_OF(words) ? words[outcome] : 0;
}

/* ---- reading ---- */

enum rc check_read(struct ctx *cx, const struct joining *j, struct check *ret)
{
	struct eligibility_given *given;
	int n = 0;
	enum rc rc = sql_joining_answers(cx->db, cx->arena, j->id, &ret->rows);

	if (rc != OK)
		return rc;
	given = NEW_ARRAY(cx->arena, struct eligibility_given, ret->rows.n + 1);
	for (size_t i = 0; i < ret->rows.n; i++)
		if (ret->rows.v[i].replaced_at == DB_NULL_INT)
			given[n++] = (struct eligibility_given){ ret->rows.v[i].question, ret->rows.v[i].answer };
	ret->path = eligibility_follow(&j->programme->eligibility, given, n);
	return OK;
}

static const struct joining_answers_row *row_of(const struct check *c, struct str question)
{
	for (size_t i = 0; i < c->rows.n; i++)
		if (c->rows.v[i].replaced_at == DB_NULL_INT && str_eq(c->rows.v[i].question, question))
			return &c->rows.v[i];
	return NULL;
}

static struct url question_url(struct ctx *cx, const struct joining *j, int question)
{
	struct str path = strf(cx->arena, "/questions/%.*s", STR_FMT(j->programme->eligibility.questions[question].key));

	return url_id(cx, "/joining/", j->uuid, path.p);
}

static struct url show_url(struct ctx *cx, const struct joining *j)
{
	return url_id(cx, "/joining/", j->uuid, "");
}

static struct str who_words(struct str name)
{
	return name.p ? name : word(T_JOINING_CAIRN);
}

/* ---- JSON ---- */

static void answers_json(struct json_out *j, const struct joining *g, const struct check *c)
{
	json_key(j, "answers"), json_arr(j);
	for (size_t i = 0; i < c->rows.n; i++) {
		const struct joining_answers_row *r = &c->rows.v[i];

		json_obj(j);
		json_key(j, "question"), json_str(j, r->question);
		json_key(j, "answer"), json_str(j, r->answer);
		json_key(j, "by"), json_str(j, r->name);
		json_key(j, "at"), json_instant(j, r->given_at);
		json_key(j, "replaced"), json_instant(j, r->replaced_at);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next_question");
	if (c->path.next >= 0)
		json_str(j, g->programme->eligibility.questions[c->path.next].key);
	else
		json_none(j);
}

static void json_of(struct ctx *cx, const struct joining *g, const struct check *c)
{
	const struct eligibility_table *t = &g->programme->eligibility;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, g->uuid);
	json_key(j, "name"), json_str(j, g->name);
	json_key(j, "email"), json_str(j, g->email);
	json_key(j, "programme"), json_str(j, g->programme->d.slug);
	json_key(j, "state"), json_str(j, key_of(&joining_states, g->state));
	json_key(j, "outcome"), json_str(j, key_of(&eligibilities, g->state == JOINING_CHECKING ? c->path.outcome : g->outcome));
	json_key(j, "rule"), json_str(j, eligibility_rules(cx->arena, t, &c->path));
	json_key(j, "sentences"), json_arr(j);
	for (int i = 0; i < c->path.reasons_n; i++)
		json_str(j, c->path.reasons[i]->sentence);
	if (c->path.next < 0 && !c->path.reasons_n)
		json_str(j, t->sentence);
	json_end(j);
	answers_json(j, g, c);
	json_key(j, "induction"), json_uuid(j, g->induction);
	json_key(j, "version"), json_i64(j, g->version);
	json_end(j);
}

/* The joining as it is after a change, with its new version. */
static enum rc changed(struct ctx *cx, struct url where, enum word notice)
{
	struct check c;
	enum rc rc;

	if (!cx->json)
		return done(cx, where, notice);
	if ((rc = load_joining(cx, cx->joining->uuid)) != OK || (rc = check_read(cx, cx->joining, &c)) != OK)
		return rc;
	cx->current_version = cx->joining->version;
	json_of(cx, cx->joining, &c);
	return done(cx, show_url(cx, cx->joining), notice);
}

/* ---- the page of one ---- */

static void add_reasons(struct ctx *cx, const struct check *c, struct joining_show_view *v)
{
	const struct eligibility_table *t = &cx->joining->programme->eligibility;

	v->reasons.v = NEW_ARRAY(cx->arena, struct joining_reason, (size_t)c->path.reasons_n + 1);
	if (c->path.next >= 0)
		return;
	for (int i = 0; i < c->path.reasons_n; i++)
		v->reasons.v[v->reasons.n++] = (struct joining_reason){ c->path.reasons[i]->sentence, c->path.reasons[i]->rule };
	if (!v->reasons.n)
		v->reasons.v[v->reasons.n++] = (struct joining_reason){ t->sentence, t->rule };
}

static struct joining_given given_of(struct ctx *cx, const struct joining_answers_row *r, bool may_change)
{
	const struct eligibility_table *t = &cx->joining->programme->eligibility;
	int q = eligibility_question_named(t, r->question);
	const struct eligibility_answer *x = q >= 0 ? eligibility_answer_named(&t->questions[q], r->answer) : NULL;

	return (struct joining_given){
		.ask = q >= 0 ? t->questions[q].ask : r->question, .answer = x ? x->label : r->answer,
		.sentence = x && x->leads == LEAD_CONTINUE ? x->sentence : STR_NONE, .who = who_words(r->name),
		.when = instant_long(cx->arena, r->given_at),
		.change = may_change && q >= 0 ? question_url(cx, cx->joining, q) : (struct url){ STR_NONE },
	};
}

static void add_answers(struct ctx *cx, const struct check *c, struct joining_show_view *v)
{
	const struct eligibility_table *t = &cx->joining->programme->eligibility;

	v->given.v = NEW_ARRAY(cx->arena, struct joining_given, (size_t)c->path.n + 1);
	v->before.v = NEW_ARRAY(cx->arena, struct joining_given, c->rows.n + 1);
	for (int i = 0; i < c->path.n; i++)
		v->given.v[v->given.n++] = given_of(cx, row_of(c, t->questions[c->path.questions[i]].key), v->checking || v->checked);
	for (size_t i = 0; i < c->rows.n; i++)
		if (c->rows.v[i].replaced_at != DB_NULL_INT)
			v->before.v[v->before.n++] = given_of(cx, &c->rows.v[i], false);
}

/* The newest result stands while nothing was answered after it; all others did once. */
static enum rc add_results(struct ctx *cx, struct joining_show_view *v)
{
	struct joining_results_rows rows;
	enum rc rc = sql_joining_results(cx->db, cx->arena, cx->joining->id, &rows);

	if (rc != OK)
		return rc;
	v->earlier.v = NEW_ARRAY(cx->arena, struct joining_came_to, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct str who = who_words(rows.v[i].name), when = instant_long(cx->arena, rows.v[i].decided_at);

		if (i == 0 && !v->checking)
			v->decided_by = WORDS(cx->arena, T_JOINING_DECIDED, WORD_ARG("who", who), WORD_ARG("when", when));
		else
			v->earlier.v[v->earlier.n++] = (struct joining_came_to){
				word(eligibility_word((enum eligibility)rows.v[i].outcome)), rows.v[i].rule, who, when };
	}
	return OK;
}

static enum word state_word(enum joining_state state)
{
	static const enum word words[] = { T_JOINING_STATE_CHECKING, T_JOINING_STATE_CHECKED, T_JOINING_STATE_STARTED,
		                               T_JOINING_STATE_CLOSED };

	return words[state];
}

static enum rc draw_show(struct ctx *cx, const struct check *c)
{
	const struct joining *g = cx->joining;
	struct joining_show_view v = {
		.csrf = hidden_csrf(cx), .name = g->name, .first = first_name(g->name), .email = g->email,
		.programme = g->programme->d.name, .programme_url = url_id(cx, "/programmes/", g->programme->uuid, ""),
		.version = strf(cx->arena, "%lld", (long long)g->version), .state = state_word(g->state),
		.checking = g->state == JOINING_CHECKING, .checked = g->state == JOINING_CHECKED,
		.started = g->state == JOINING_STARTED, .closed = g->state == JOINING_CLOSED,
		.outcome = eligibility_word(c->path.outcome), .stops = c->path.outcome == ELIGIBILITY_STOP,
		.funded = c->path.outcome == ELIGIBILITY_FUNDED, .begun = c->path.n > 0,
		.start = url_id(cx, "/joining/", g->uuid, "/start"), .decide = url_id(cx, "/joining/", g->uuid, "/decide"),
		.close = url_id(cx, "/joining/", g->uuid, "/close"), .induction = url_id(cx, "/inductions/", g->induction, ""),
	};
	struct form_view fv;
	enum rc rc;

	stale_said(cx);
	fv = form_view(cx, &joining_act_form, NULL, g->version);
	v.errors = fv.errors;
	v.asks = v.checking && c->path.next >= 0;
	v.decides = v.checking && c->path.next < 0;
	v.may_start = v.checked && !v.stops;
	if (v.asks)
		v.next = question_url(cx, g, c->path.next);
	add_reasons(cx, c, &v);
	add_answers(cx, c, &v);
	if ((rc = add_results(cx, &v)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = g->name, .menu = MENU_PEOPLE, .main = HTML(cx, joining_show, &v) });
}

enum rc joining_show(struct ctx *cx)
{
	struct check c;
	enum rc rc = check_read(cx, cx->joining, &c);

	if (rc != OK)
		return rc;
	cx->current_version = cx->joining->version;
	if (!cx->json)
		return draw_show(cx, &c);
	json_of(cx, cx->joining, &c);
	return answer_json(cx, 200);
}

/* ---- a question ---- */

struct joining_answer_typed {
	struct str answer;
};
static const struct field answer_fields[] = {
	TEXT(struct joining_answer_typed, answer, .label = T_JOINING_ANSWER, .max = 60, .required = true,
	     .missing = T_JOINING_ANSWER_MISSING),
};
const struct form joining_answer_form = { .name = "joining_answer", .size = sizeof(struct joining_answer_typed),
	                                      .fields = answer_fields, .n = COUNT_OF(answer_fields) };

/* Buttons that say what was seen: nothing but the version. */
const struct form joining_act_form = { .name = "joining_act", .size = 1, .fields = answer_fields, .n = 0,
	                                   .wants_version = true };

/* The question the path names, if it is on the way: answered already, or the next. */
static int named_question(struct ctx *cx, const struct check *c)
{
	int q = eligibility_question_named(&cx->joining->programme->eligibility, param(cx, "question"));

	for (int i = 0; i < c->path.n; i++)
		if (c->path.questions[i] == q)
			return q;
	return q >= 0 && q == c->path.next ? q : -1;
}

/* Where "back" leads, and what the answer before had to say. */
static void look_back(struct ctx *cx, const struct check *c, int q, struct joining_question_view *v)
{
	v->back = show_url(cx, cx->joining);
	v->number = c->path.n + 1;
	for (int i = 0; i < c->path.n; i++)
		if (c->path.questions[i] == q)
			v->number = i + 1;
	if (v->number > 1) {
		v->back = question_url(cx, cx->joining, c->path.questions[v->number - 2]);
		v->said = c->path.answers[v->number - 2]->sentence;
	}
}

enum rc joining_question(struct ctx *cx)
{
	const struct joining *g = cx->joining;
	struct joining_question_view v = { .csrf = hidden_csrf(cx), .name = g->name };
	const struct joining_answers_row *row;
	const struct eligibility_question *q;
	struct form_view fv;
	struct check c;
	int at;
	enum rc rc = check_read(cx, g, &c);

	if (rc != OK || (at = named_question(cx, &c)) < 0)
		return rc != OK ? rc : NOT_FOUND;
	q = &g->programme->eligibility.questions[at];
	row = row_of(&c, q->key);
	fv = form_view(cx, &joining_answer_form, &(struct joining_answer_typed){ row ? row->answer : STR_NONE }, -1);
	v.errors = fv.errors;
	v.error = form_field(&fv, "answer")->error;
	v.ask = q->ask;
	v.hint = q->hint.n ? q->hint : word(T_JOINING_CHOOSE);
	v.action = question_url(cx, g, at);
	v.answers.v = NEW_ARRAY(cx->arena, struct joining_option, (size_t)q->answers_n);
	for (int i = 0; i < q->answers_n; i++)
		v.answers.v[v.answers.n++] = (struct joining_option){
			q->answers[i].key, q->answers[i].label, i ? strf(cx->arena, "answer-%d", i + 1) : S("answer"),
			str_eq(form_field(&fv, "answer")->value, q->answers[i].key) };
	look_back(cx, &c, at, &v);
	return page(cx, &(struct page){ .title = q->ask, .menu = MENU_PEOPLE, .main = HTML(cx, joining_question, &v) });
}

/* Keeps one answer; the one before stays on record. A result that stood no longer does. */
static enum rc keep_answer(struct ctx *cx, const struct joining *g, struct str question, struct str answer)
{
	enum rc rc = sql_eligibility_answer_replace(cx->db, cx->arena, g->id, question, cx->now, NULL);

	if (rc == OK)
		rc = sql_eligibility_answer_add(cx->db, cx->arena, g->id, question, answer, cx->actor.person, cx->now, NULL);
	if (rc == OK)
		rc = sql_joining_set_state(cx->db, cx->arena, g->id, JOINING_CHECKING, ELIGIBILITY_OPEN, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_ORGANISATION, g->organisation, EVENT_JOINING_CHANGED, g->uuid, S("{}")) : rc;
}

enum rc joining_answer(struct ctx *cx)
{
	const struct joining_answer_typed *form = cx->form;
	const struct joining *g = cx->joining;
	const struct joining_answers_row *row;
	const struct eligibility_question *q;
	struct check c;
	int at;
	enum rc rc = check_read(cx, g, &c);

	if (rc != OK || (at = named_question(cx, &c)) < 0)
		return rc != OK ? rc : NOT_FOUND;
	q = &g->programme->eligibility.questions[at];
	if (!eligibility_answer_named(q, form->answer))
		return field_error(cx, "answer", T_JOINING_ANSWER_MISSING);
	row = row_of(&c, q->key);
	if (!row || !str_eq(row->answer, form->answer)) /* the same again changes nothing */
		rc = keep_answer(cx, g, q->key, form->answer);
	if (rc == OK)
		rc = check_read(cx, g, &c);
	if (rc != OK)
		return rc;
	return changed(cx, c.path.next >= 0 ? question_url(cx, g, c.path.next) : show_url(cx, g), 0);
}

/* ---- keeping what it came to ---- */

enum rc joining_decide(struct ctx *cx)
{
	const struct joining *g = cx->joining;
	struct check c;
	struct uuid id = uuid7(cx->now);
	enum rc rc = version_is(cx, g->version);

	if (rc != OK || (rc = check_read(cx, g, &c)) != OK)
		return rc;
	if (c.path.next >= 0)
		return form_error(cx, T_JOINING_NOT_ALL);
	if (g->state == JOINING_CHECKED)
		return changed(cx, show_url(cx, g), 0);
	rc = sql_eligibility_result_add(cx->db, cx->arena, id, g->id, c.path.outcome,
	                                eligibility_rules(cx->arena, &g->programme->eligibility, &c.path), cx->actor.person,
	                                cx->now, NULL);
	if (rc == OK)
		rc = sql_joining_set_state(cx->db, cx->arena, g->id, JOINING_CHECKED, c.path.outcome, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, g->organisation, EVENT_ELIGIBILITY_DECIDED, g->uuid,
		               strf(cx->arena, "{\"outcome\":%d}", (int)c.path.outcome));
	return rc == OK ? changed(cx, show_url(cx, g), T_JOINING_DECIDED_NOTICE) : rc;
}

enum rc joining_close(struct ctx *cx)
{
	const struct joining *g = cx->joining;
	enum rc rc = version_is(cx, g->version);

	if (rc == OK)
		rc = sql_joining_set_state(cx->db, cx->arena, g->id, JOINING_CLOSED, g->outcome, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, g->organisation, EVENT_JOINING_CLOSED, g->uuid, S("{}"));
	return rc == OK ? changed(cx, url_lit("/joining"), T_JOINING_CLOSED_NOTICE) : rc;
}
