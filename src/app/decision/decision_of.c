/* decision_of.c — where the outcome of one induction stands: what is shown, what is owed, and the two ways to begin. */
#include "app/decision/decision_inside.h"

#include "app/decision/decision_view.h"
#include "app/joining/joining.h"
#include "app/support/support.h"
#include "templates.gen.h"
#include "web/form.h"

enum begin_do { DO_BEGIN = 1, DO_WITHDRAW = 2 };
static const struct str do_keys[] = { [DO_BEGIN] = S_INIT("begin"), [DO_WITHDRAW] = S_INIT("withdraw") };
static const struct key_list dos = { do_keys, (int)COUNT_OF(do_keys) };
static const enum word judgement_words[JUDGEMENT_END] = { [JUDGEMENT_MEETS] = T_DECISION_J_MEETS,
	                                                      [JUDGEMENT_NOT_YET] = T_DECISION_J_NOT_YET,
	                                                      [JUDGEMENT_TIME_OWED] = T_DECISION_J_TIME };

struct begin_typed {
	int act, judgement;
	bool sure;
};
static const struct field begin_fields[] = {
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct begin_typed, act), .label = T_DECISION_TITLE, .choices = &dos,
	  .max = DO_WITHDRAW, .required = true },
	CHOICE(struct begin_typed, judgement, .label = T_DECISION_JUDGEMENT, .choices = &judgements, .choice_words = judgement_words,
	       .max = JUDGEMENT_END),
	BOOL(struct begin_typed, sure, .label = T_DECISION_WITHDRAW_SURE, .max = 1),
};
const struct form decision_begin_form = { .name = "decision_begin", .size = sizeof(struct begin_typed), .fields = begin_fields,
	                                      .n = COUNT_OF(begin_fields) };

static bool is_own(const struct ctx *cx)
{
	return cx->actor.role == ROLE_ECSW && cx->actor.person == cx->induction->ecsw;
}

/* may_know — is the actor one who knows of a decision in that state? As may_read_decision, for a list. */
static bool may_know(const struct ctx *cx, const struct decisions_of_row *r)
{
	if (cx->actor.role == ROLE_ASSESSOR || r->told_at != DB_NULL_INT || r->state == DECISION_STOPPED)
		return true;
	return cx->actor.role == ROLE_COORDINATOR ? r->state == DECISION_BLIND : r->state == DECISION_OWED;
}

static void readiness_json(struct ctx *cx, struct json_out *j, const struct readiness *r, bool owed)
{
	json_key(j, owed ? "owed" : "shown"), json_arr(j);
	for (size_t i = 0; i < r->n; i++) {
		const struct readiness_line *l = &r->v[i];

		if (readiness_is_owed(l->rule) != owed)
			continue;
		json_obj(j);
		json_key(j, "rule"), json_i64(j, l->rule);
		json_key(j, "title"), json_str(j, readiness_title(cx, l));
		json_key(j, "why"), json_str(j, readiness_why(cx, l));
		json_key(j, "met"), json_bool(j, l->met);
		json_end(j);
	}
	json_end(j);
}

static enum rc of_json(struct ctx *cx, const struct readiness *r, const struct decisions_of_rows *rows)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	readiness_json(cx, j, r, false);
	readiness_json(cx, j, r, true);
	json_key(j, "decisions"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		if (!may_know(cx, &rows->v[i]))
			continue;
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "state"), json_str(j, key_of(&decision_states, (int)decision_state_for(cx->actor.role, (enum decision_state)rows->v[i].state, rows->v[i].told)));
		json_key(j, "in_force"), json_str(j, key_of(&judgements, (int)rows->v[i].in_force));
		json_key(j, "url"), json_str(j, strf(cx->arena, "/api/v1/decisions/%s", uuid_str(cx->arena, rows->v[i].id).p));
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

static struct ready_lines lines_of(struct ctx *cx, const struct readiness *r, bool owed)
{
	struct ready_lines l = { NEW_ARRAY(cx->arena, struct ready_line, READINESS_MAX), 0 };

	for (size_t i = 0; i < r->n; i++)
		if (readiness_is_owed(r->v[i].rule) == owed)
			l.v[l.n++] = (struct ready_line){ readiness_title(cx, &r->v[i]), readiness_why(cx, &r->v[i]), r->v[i].met,
				                              !r->v[i].met ? (owed ? T_READY_STILL_OWED : T_READY_NOT_MET)
				                                           : owed ? T_READY_GIVEN : T_READY_MET };
	return l;
}

static void past_of(struct ctx *cx, const struct decisions_of_rows *rows, struct decision_of_view *v, bool *ret_open)
{
	v->past.v = NEW_ARRAY(cx->arena, struct decision_past, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++) {
		const struct decisions_of_row *r = &rows->v[i];

		*ret_open = *ret_open || r->closed_at == DB_NULL_INT;
		if (r->state == DECISION_DRAFT && r->closed_at == DB_NULL_INT && v->may_begin) {
			v->has_draft = true;
			v->draft = url_id(cx, "/decisions/", r->id, "/draft");
		}
		if (may_know(cx, r))
			v->past.v[v->past.n++] = (struct decision_past){
				url_id(cx, "/decisions/", r->id, ""),
				r->in_force ? WORDS(cx->arena, T_DECISION_IN_FORCE, WORD_ARG("what", judgement_word((enum judgement)r->in_force)))
				            : word(decision_state_word(decision_state_for(cx->actor.role, (enum decision_state)r->state, r->told))),
				date_long(cx->arena, date_of(r->created)),
			};
	}
}

static struct str lead_of(struct ctx *cx, const struct readiness *r)
{
	struct word_arg name = WORD_ARG("name", first_name(cx->induction->name));
	struct str shown = r->shown_met == r->shown ? WORDS(cx->arena, T_DECISION_LEAD_ALL, name)
	                                            : WORDS(cx->arena, T_DECISION_LEAD_SOME, WORD_ARG("n", r->shown - r->shown_met), name);
	struct str owed = readiness_owes(r) ? WORDS(cx->arena, T_DECISION_LEAD_OWED, WORD_ARG("n", r->owed - r->owed_met), name,
	                                            WORD_ARG("employer", cx->induction->employer_name))
	                                    : word(T_DECISION_LEAD_NOT_OWED);

	return strf(cx->arena, "%.*s %.*s", STR_FMT(shown), STR_FMT(owed));
}

static enum rc draw_of(struct ctx *cx, const struct readiness *r, const struct decisions_of_rows *rows)
{
	const struct induction *i = cx->induction;
	const struct programme *p;
	struct induction_dates dates;
	bool open = false;
	struct decision_of_view v = { .own = is_own(cx), .name = i->name, .first = first_name(i->name), .csrf = hidden_csrf(cx) };
	int more;
	enum rc rc = programme_get(cx, i->programme_row, &p);

	if (rc != OK || (rc = dates_of(cx, i->id, &dates)) != OK)
		return rc;
	v.errors = form_view(cx, &decision_begin_form, NULL, -1).errors;
	v.kicker = WORDS(cx->arena, T_DECISION_KICKER, WORD_ARG("name", i->name), WORD_ARG("date", dates.calendar.end.date));
	v.back = v.own ? url_lit("/") : url_id(cx, "/inductions/", i->uuid, "");
	v.back_word = v.own ? T_HOME_TITLE : T_SUPERVISION_BACK_PERSON;
	v.action = url_id(cx, "/inductions/", i->uuid, "/decision");
	v.programme = url_id(cx, "/programmes/", p->uuid, "");
	v.rules_url_text = p->d.name;
	v.lead = lead_of(cx, r);
	v.shown_title = WORDS(cx->arena, T_READY_SHOWN, WORD_ARG("name", v.first));
	v.owed_title = WORDS(cx->arena, T_READY_OWED, WORD_ARG("name", v.first), WORD_ARG("employer", i->employer_name));
	v.shown = lines_of(cx, r, false);
	v.owed = lines_of(cx, r, true);
	v.may_begin = cx->actor.role == ROLE_ASSESSOR && access_ok(may_begin_decision(&cx->actor, &cx->resource));
	past_of(cx, rows, &v, &open);
	if (rows->n && rows->v[0].state == DECISION_STOPPED)
		open = true; /* nothing begins after it */
	v.may_begin = v.may_begin && (!open || v.has_draft);
	v.may_withdraw = v.own && !open && cx->resource.induction_open;
	v.is_owed = readiness_owes(r);
	if (!date_is_none(dates.calendar.ready.date) && date_cmp(cx->today, dates.calendar.ready.date) < 0)
		v.early = WORDS(cx->arena, T_DECISION_EARLY, WORD_ARG("date", dates.calendar.ready.date));
	if ((rc = adjust_days_now(cx, cx->induction->id, &more)) != OK)
		return rc;
	v.respond = WORDS(cx->arena, T_DECISION_NEXT_2, WORD_ARG("name", v.first), WORD_ARG("n", p->d.decision.respond_days + more));
	v.members = WORDS(cx->arena, T_DECISION_NEXT_3, WORD_ARG("n", p->d.decision.members), WORD_ARG("quorum", p->d.decision.quorum));
	v.drawn = p->d.decision.moderate_one_in ? WORDS(cx->arena, T_DECISION_NEXT_4, WORD_ARG("n", p->d.decision.moderate_one_in))
	                                        : word(T_DECISION_NEXT_4_ASKED);
	return page(cx, &(struct page){ .title = word(T_DECISION_TITLE), .menu = v.own ? MENU_HOME : cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_DESK,
	                                .main = HTML(cx, decision_of, &v), .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc decision_of(struct ctx *cx)
{
	struct readiness r;
	struct decisions_of_rows rows;
	enum rc rc = readiness_now(cx, &r);

	if (rc != OK || (rc = sql_decisions_of(cx->db, cx->arena, cx->induction->id, &rows)) != OK)
		return rc;
	return cx->json ? of_json(cx, &r, &rows) : draw_of(cx, &r, &rows);
}

/* draft_of — the open decision of the loaded induction; NULL for none. */
static const struct decisions_of_row *open_of(const struct decisions_of_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].closed_at == DB_NULL_INT)
			return &rows->v[i];
	return NULL;
}

static enum rc begun(struct ctx *cx, struct uuid id, bool is_new)
{
	struct url where = url_id(cx, "/decisions/", id, cx->json ? "" : "/draft");

	return is_new && cx->json ? created(cx, where, T_DECISION_NOTICE_BEGUN) : done(cx, where, T_DECISION_NOTICE_BEGUN);
}

/* change_judgement — of a draft that nobody else has seen. */
static enum rc change_judgement(struct ctx *cx, struct uuid id, enum judgement j)
{
	int64_t affected = 0;
	enum rc rc = load_decision(cx, id);

	if (rc != OK || j == cx->decision->judgement)
		return rc != OK ? rc : begun(cx, id, false);
	rc = sql_decision_set_judgement(cx->db, cx->arena, cx->decision->id, cx->decision->version, j, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_DECISION_WRITTEN, id, strf(cx->arena, "{\"judgement\":%d}", j));
	return rc == OK ? begun(cx, id, false) : rc;
}

static enum rc withdraw(struct ctx *cx, const struct begin_typed *f, const struct decisions_of_row *open)
{
	enum decision_wrong wrong;
	struct uuid id;
	enum rc rc;

	if (!f->sure)
		return field_error(cx, "sure", T_DECISION_SURE_MISSING);
	if (open) /* from its own page, where it says what it ends */
		return may_know(cx, open) ? CONFLICT : decision_withdraw_unseen(cx, open->id);
	rc = decision_new(cx, DECISION_WITHDRAW, DECIDER_ECSW, JUDGEMENT_NONE, &id, &wrong);
	if (rc == OK)
		rc = load_decision(cx, id);
	return rc == DENIED ? CONFLICT : rc == OK ? done(cx, url_id(cx, "/decisions/", id, ""), T_DECISION_NOTICE_WITHDRAWN) : rc;
}

enum rc decision_begin(struct ctx *cx)
{
	const struct begin_typed *f = cx->form;
	const struct decisions_of_row *open;
	struct decisions_of_rows rows;
	enum decision_wrong wrong;
	struct uuid id;
	enum rc rc = sql_decisions_of(cx->db, cx->arena, cx->induction->id, &rows);

	if (rc != OK)
		return rc;
	open = open_of(&rows);
	if (rows.n && rows.v[0].state == DECISION_STOPPED)
		return form_error(cx, T_DECISION_IS_STOPPED);
	if (f->act == DO_WITHDRAW)
		return is_own(cx) ? withdraw(cx, f, open) : NOT_FOUND;
	if (cx->actor.role != ROLE_ASSESSOR)
		return NOT_FOUND;
	if (!f->judgement)
		return field_error(cx, "judgement", T_DECISION_JUDGEMENT_MISSING);
	if (open && open->state == DECISION_DRAFT)
		return change_judgement(cx, open->id, (enum judgement)f->judgement);
	if (open)
		return form_error(cx, T_DECISION_IS_OPEN);
	rc = decision_new(cx, DECISION_BEGIN, DECIDER_ASSESSOR, (enum judgement)f->judgement, &id, &wrong);
	return rc == DENIED ? form_error(cx, decision_wrong_word(wrong)) : rc == OK ? begun(cx, id, true) : rc;
}
