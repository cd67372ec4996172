/* after_page.c — the steps that follow the outcome in force: their page, their JSON, and whoever has one saying that it is done. */
#include "app/after/after.h"

#include "after.sql.h"
#include "app/after/after_view.h"
#include "app/joining/joining.h"
#include "rules/after.h"
#include "templates.gen.h"
#include "web/form.h"

struct after_typed {
	struct str step;
	bool done;
};
static const struct field after_fields[] = {
	TEXT(struct after_typed, step, .label = T_AFTER_STEP, .max = 36, .required = true),
	BOOL(struct after_typed, done, .label = T_AFTER_DONE, .max = 1),
};
const struct form after_form = { .name = "after_step", .size = sizeof(struct after_typed), .fields = after_fields, .n = COUNT_OF(after_fields) };

/* What there is to show. */
struct after_now {
	bool has_outcome, paused;
	struct after_outcome_row outcome;
	struct after_steps_rows steps;
	const struct programme *p;
};

static enum rc read_now(struct ctx *cx, struct after_now *n)
{
	enum rc rc = programme_get(cx, cx->induction->programme_row, &n->p);

	if (rc != OK)
		return rc;
	rc = sql_after_outcome(cx->db, cx->arena, cx->induction->id, &n->outcome);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	n->has_outcome = true;
	n->paused = calendar_is_paused(&cx->induction->month_by, cx->today);
	return sql_after_steps(cx->db, cx->arena, n->outcome.outcome, &n->steps);
}

static bool is_theirs(const struct ctx *cx, int64_t role)
{
	return (int64_t)cx->actor.role == role;
}

static bool is_late(const struct ctx *cx, const struct after_now *n, const struct after_steps_row *r)
{
	return !n->paused && r->done_at == DB_NULL_INT && date_cmp(r->due_on, cx->today) < 0;
}

static enum word who_word(const struct ctx *cx, int64_t role)
{
	if (is_theirs(cx, role))
		return T_AFTER_YOU;
	return role_word((enum role)role);
}

static struct str who_of(struct ctx *cx, const struct after_steps_row *r)
{
	struct str role = word(who_word(cx, r->role));

	return r->whose.n && !str_eq(r->whose, role) ? strf(cx->arena, "%.*s (%.*s)", STR_FMT(role), STR_FMT(r->whose)) : role;
}

static struct str when_of(struct ctx *cx, const struct after_now *n, const struct after_steps_row *r)
{
	if (r->done_at != DB_NULL_INT)
		return r->done_name.n ? WORDS(cx->arena, T_AFTER_DONE_BY, WORD_ARG("name", r->done_name), WORD_ARG("date", date_of(r->done_at)))
		                      : WORDS(cx->arena, T_AFTER_DONE_ON, WORD_ARG("date", date_of(r->done_at)));
	if (n->paused)
		return word(T_AFTER_STANDS_STILL);
	return date_cmp(r->due_on, r->by_on) ? WORDS(cx->arena, T_AFTER_BY_MOVED, WORD_ARG("date", r->due_on), WORD_ARG("was", r->by_on))
	                                     : WORDS(cx->arena, T_AFTER_BY, WORD_ARG("date", r->due_on));
}

static enum word from_word(int64_t origin)
{
	return origin == AFTER_PROGRAMME ? T_AFTER_FROM_PROGRAMME : T_AFTER_FROM_PLAN;
}

static const struct str *guidance_of(const struct after_now *n, size_t *ret_n)
{
	*ret_n = (size_t)n->p->d.after.of[n->outcome.judgement].guidance_n;
	return n->p->d.after.of[n->outcome.judgement].guidance;
}

/* ---- JSON ---- */

static void step_json(struct ctx *cx, struct json_out *j, const struct after_now *n, const struct after_steps_row *r)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->id);
	json_key(j, "what"), json_str(j, r->what);
	json_key(j, "whose"), json_str(j, r->whose);
	json_key(j, "by"), json_str(j, key_of(&roles, (int)r->role));
	json_key(j, "from"), json_str(j, key_of(&after_origins, (int)r->origin));
	json_key(j, "set_for"), json_date(j, r->by_on);
	json_key(j, "due"), json_date(j, n->paused ? DATE_NONE : r->due_on);
	json_key(j, "late"), json_bool(j, is_late(cx, n, r));
	json_key(j, "done_at"), json_instant(j, r->done_at);
	json_end(j);
}

static enum rc now_json(struct ctx *cx, const struct after_now *n)
{
	struct json_out *j = reply_json(cx);
	const struct str *guidance;
	size_t guidance_n = 0;

	json_obj(j);
	json_key(j, "outcome");
	if (n->has_outcome)
		json_str(j, key_of(&judgements, (int)n->outcome.judgement));
	else
		json_none(j);
	json_key(j, "issued_at"), json_instant(j, n->has_outcome ? n->outcome.issued_at : DB_NULL_INT);
	json_key(j, "paused"), json_bool(j, n->paused);
	json_key(j, "guidance"), json_arr(j);
	guidance = n->has_outcome ? guidance_of(n, &guidance_n) : NULL;
	for (size_t i = 0; i < guidance_n; i++)
		json_str(j, guidance[i]);
	json_end(j);
	json_key(j, "steps"), json_arr(j);
	for (size_t i = 0; i < n->steps.n; i++)
		step_json(cx, j, n, &n->steps.v[i]);
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the page ---- */

static void draw_outcome(struct ctx *cx, const struct after_now *n, struct after_view *v)
{
	struct str what = word(n->outcome.judgement == JUDGEMENT_MEETS ? T_DECISION_J_MEETS
	                       : n->outcome.judgement == JUDGEMENT_NOT_YET ? T_DECISION_J_NOT_YET : T_DECISION_J_TIME);
	size_t guidance_n;
	const struct str *guidance = guidance_of(n, &guidance_n);

	v->lead = WORDS(cx->arena, T_AFTER_LEAD, WORD_ARG("what", what), WORD_ARG("date", date_of(n->outcome.issued_at)));
	v->decision = url_id(cx, "/decisions/", n->outcome.decision_id, "");
	v->guidance_title = WORDS(cx->arena, T_AFTER_GUIDANCE, WORD_ARG("programme", n->p->d.name));
	v->guidance = (struct after_texts){ (struct str *)guidance, guidance_n };
	v->steps.v = NEW_ARRAY(cx->arena, struct after_line, n->steps.n + 1);
	for (size_t i = 0; i < n->steps.n; i++) {
		const struct after_steps_row *r = &n->steps.v[i];

		v->steps.v[v->steps.n++] = (struct after_line){
			.id = uuid_str(cx->arena, r->id), .what = r->what, .who = who_of(cx, r), .when = when_of(cx, n, r), .from = word(from_word(r->origin)),
			.is_done = r->done_at != DB_NULL_INT, .late = is_late(cx, n, r), .may_set = is_theirs(cx, r->role),
		};
	}
}

enum rc after_show(struct ctx *cx)
{
	struct after_now n = { .has_outcome = false };
	struct after_view v = { .own = cx->actor.role == ROLE_ECSW, .kicker = cx->induction->name, .csrf = hidden_csrf(cx) };
	enum rc rc = read_now(cx, &n);

	if (rc != OK || (cx->json && !cx->failed))
		return rc != OK ? rc : now_json(cx, &n);
	v.errors = form_view(cx, &after_form, NULL, -1).errors;
	v.back = url_id(cx, "/inductions/", cx->induction->uuid, "/decision");
	v.action = url_id(cx, "/inductions/", cx->induction->uuid, "/after");
	v.has_outcome = n.has_outcome;
	v.paused = n.paused;
	if (n.has_outcome)
		draw_outcome(cx, &n, &v);
	return page(cx, &(struct page){ .title = word(T_AFTER_TITLE), .menu = v.own ? MENU_HOME : cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_DESK,
	                                .main = HTML(cx, after, &v), .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc after_short(struct ctx *cx, struct html *ret)
{
	struct after_outcome_row o;
	struct after_counts_row n;
	struct after_short_view v = { .url = url_id(cx, "/inductions/", cx->induction->uuid, "/after") };
	enum rc rc = sql_after_outcome(cx->db, cx->arena, cx->induction->id, &o);

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	if ((rc = sql_after_counts(cx->db, cx->arena, o.outcome, &n)) != OK || !n.steps)
		return rc;
	v.says = WORDS(cx->arena, T_AFTER_SHORT, WORD_ARG("n", n.finished), WORD_ARG("all", n.steps));
	*ret = HTML(cx, after_short, &v);
	return OK;
}

/* ---- done, or not after all ---- */

enum rc after_set(struct ctx *cx)
{
	const struct after_typed *f = cx->form;
	struct url where = url_id(cx, "/inductions/", cx->induction->uuid, cx->json ? "/after" : "/after#steps");
	struct after_outcome_row o;
	struct after_there_row there;
	struct uuid id;
	int64_t affected = 0;
	enum rc rc;

	if (!uuid_parse(f->step, &id))
		return NOT_FOUND;
	if ((rc = sql_after_outcome(cx->db, cx->arena, cx->induction->id, &o)) != OK || (rc = sql_after_there(cx->db, cx->arena, o.outcome, id, &there)) != OK)
		return rc;
	if (!is_theirs(cx, there.role))
		return NOT_FOUND;
	rc = f->done ? sql_after_done(cx->db, cx->arena, o.outcome, id, cx->actor.person, cx->now, &affected)
	             : sql_after_undone(cx->db, cx->arena, o.outcome, id, &affected);
	if (rc == OK && affected) /* pressed twice is once */
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, f->done ? EVENT_AFTER_DONE : EVENT_AFTER_UNDONE, o.decision_id,
		               strf(cx->arena, "{\"step\":\"%s\"}", uuid_str(cx->arena, id).p));
	return rc == OK ? done(cx, where, f->done ? T_AFTER_NOTICE_DONE : T_AFTER_NOTICE_UNDONE) : rc;
}
