/* observation_page.c — where an observation stands: who has it, since when, until when; and what has been said. */
#include "app/outsider/outsider_inside.h"

#include "app/privacy/privacy.h"
#include "app/support/support.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "templates.gen.h"

enum { LINES_MAX = 50, STEPS = 5 };

static enum word stage_word(enum observation_stage stage)
{
	static const enum word words[OBSERVATION_STAGE_END] = {
		0, T_OBSERVE_STAGE_PLANNED, T_OBSERVE_STAGE_OBSERVED, T_OBSERVE_STAGE_REFLECTED, T_OBSERVE_STAGE_VIEWED,
		T_OBSERVE_STAGE_AGREED, T_OBSERVE_STAGE_DISAGREED, T_OBSERVE_STAGE_CANCELLED,
	};

	return words[stage];
}

/* ---- lists ---- */

static bool is_with_me(const struct ctx *cx, enum observation_stage stage)
{
	bool own = cx->actor.role == ROLE_ECSW;

	return own ? stage == OBSERVATION_OBSERVED || stage == OBSERVATION_VIEWED
	           : cx->actor.role == ROLE_ASSESSOR && stage == OBSERVATION_REFLECTED;
}

static struct str on_words(struct ctx *cx, struct date on)
{
	return date_is_none(on) ? STR_NONE : date_long(cx->arena, on);
}

enum rc observation_lines(struct ctx *cx, struct ask_lines *ret)
{
	struct observations_listed_rows rows;
	enum rc rc = sql_observations_listed(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, LINES_MAX,
	                                     &rows);

	if (rc != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct ask_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct observations_listed_row *r = &rows.v[i];
		struct observation_stands s = observation_stands(&(struct observation_facts){
			.on = date_is_none(r->on_date) ? date_of(r->planned_at) : r->on_date, .planned_at = r->planned_at,
			.given_at = r->given_at, .submitted = r->state == EVIDENCE_SUBMITTED, .submitted_at = r->submitted_at,
			.assessed_at = r->assessed_at, .agreed_at = r->agreed_at, .agrees = r->agreed == 1, .cancelled_at = r->cancelled_at,
			.answer_days = cx->induction->answer_days });
		struct ask_line l = { .url = url_id(cx, "/observations/", r->id, ""), .title = r->title,
			                  .state = WORDS(cx->arena, stage_word(s.stage), WORD_ARG("name", first_name(cx->induction->name))) };

		l.what = WORDS(cx->arena, T_OBSERVE_LINE, WORD_ARG("on", on_words(cx, r->on_date)),
		               WORD_ARG("by", r->given_by.n ? r->given_by : r->observer_name.n ? r->observer_name : word(T_OBSERVE_OUTSIDE)));
		l.is_late = observation_is_late(&s, cx->today);
		l.is_you = is_with_me(cx, s.stage);
		l.is_done = s.stage == OBSERVATION_AGREED || s.stage == OBSERVATION_DISAGREED;
		l.is_plain = s.stage == OBSERVATION_CANCELLED;
		l.is_them = !l.is_you && !l.is_done && !l.is_plain;
		ret->v[ret->n++] = l;
	}
	return OK;
}

static enum rc own_json(struct ctx *cx, const struct observations_to_watch_rows *rows)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "title"), json_str(j, rows->v[i].title);
		json_key(j, "name"), json_str(j, rows->v[i].ecsw);
		json_key(j, "on"), json_date(j, rows->v[i].on_date);
		json_key(j, "planned_at"), json_instant(j, rows->v[i].planned_at);
		json_key(j, "given_at"), json_instant(j, rows->v[i].given_at);
		json_key(j, "cancelled_at"), json_instant(j, rows->v[i].cancelled_at);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* observations_own — what one is named to watch. */
enum rc observations_own(struct ctx *cx)
{
	struct asks_view v = { .title = word(T_OBSERVE_OWN), .lead = word(T_OBSERVE_OWN_LEAD) };
	struct observations_to_watch_rows rows;
	enum rc rc = sql_observations_to_watch(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, LINES_MAX, &rows);

	if (rc != OK || cx->json)
		return rc != OK ? rc : own_json(cx, &rows);
	v.observations.v = NEW_ARRAY(cx->arena, struct ask_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct observations_to_watch_row *r = &rows.v[i];
		bool waits = r->given_at == DB_NULL_INT && r->cancelled_at == DB_NULL_INT;

		v.observations.v[v.observations.n++] = (struct ask_line){
			.url = url_id(cx, "/observations/", r->id, ""), .is_you = waits, .is_done = r->given_at != DB_NULL_INT,
			.is_plain = r->cancelled_at != DB_NULL_INT, .title = r->title,
			.what = WORDS(cx->arena, T_OBSERVE_LINE, WORD_ARG("on", on_words(cx, r->on_date)), WORD_ARG("by", r->ecsw)),
			.state = word(waits ? T_OBSERVE_WITH_YOU : r->given_at != DB_NULL_INT ? T_OBSERVE_YOU_GAVE : T_OBSERVE_CANCELLED_WORD),
		};
	}
	return page(cx, &(struct page){ .title = v.title, .menu = MENU_DESK, .main = HTML(cx, observations_own, &v) });
}

/* ---- one ---- */

static struct str since(struct ctx *cx, instant t)
{
	return t == DB_NULL_INT ? STR_NONE : date_long(cx->arena, date_of(t));
}

struct who {
	struct str observer, ecsw, assessor;
};

static void draw_steps(struct ctx *cx, const struct observation *o, const struct who *who, struct observation_view *v)
{
	const struct evidence *e = cx->evidence;
	const struct {
		enum word what;
		struct str by;
		instant done;
		enum observation_stage stage;
	} steps[STEPS] = {
		{ T_OBSERVE_STEP_PLANNED, who->ecsw, o->planned_at, 0 },
		{ T_OBSERVE_STEP_WATCHED, who->observer, o->given_at, OBSERVATION_PLANNED },
		{ T_OBSERVE_STEP_REFLECTED, who->ecsw, e->state == EVIDENCE_SUBMITTED ? e->submitted_at : DB_NULL_INT, OBSERVATION_OBSERVED },
		{ T_OBSERVE_STEP_VIEWED, who->assessor, e->assessed_at, OBSERVATION_REFLECTED },
		{ o->agreed_at != DB_NULL_INT && !o->agrees ? T_OBSERVE_STEP_DISAGREED : T_OBSERVE_STEP_AGREED, who->ecsw, o->agreed_at,
		  OBSERVATION_VIEWED },
	};

	v->steps.v = NEW_ARRAY(cx->arena, struct observation_step, STEPS);
	for (size_t i = 0; i < STEPS; i++) {
		bool now = o->stands.stage == steps[i].stage;
		bool is_done = steps[i].done != DB_NULL_INT && o->stands.stage > steps[i].stage;
		struct observation_step s = { .what = word(steps[i].what), .who = i == 0 ? STR_NONE : steps[i].by, .is_done = is_done,
			                          .is_now = now, .is_late = now && observation_is_late(&o->stands, cx->today) };

		if (is_done)
			s.when = since(cx, steps[i].done);
		else if (now)
			s.when = WORDS(cx->arena, s.is_late ? T_OBSERVE_LATE_SINCE : T_OBSERVE_BY, WORD_ARG("on", date_long(cx->arena, o->stands.due)),
			               WORD_ARG("since", since(cx, o->stands.since)));
		v->steps.v[v->steps.n++] = s;
	}
}

static struct str lead(struct ctx *cx, const struct observation *o, const struct who *who)
{
	struct str with = o->stands.stage == OBSERVATION_PLANNED     ? who->observer
	                  : o->stands.stage == OBSERVATION_REFLECTED ? who->assessor
	                                                             : who->ecsw;

	switch (o->stands.stage) {
	case OBSERVATION_AGREED:
		return WORDS(cx->arena, T_OBSERVE_LEAD_AGREED, WORD_ARG("on", since(cx, o->agreed_at)));
	case OBSERVATION_DISAGREED:
		return WORDS(cx->arena, T_OBSERVE_LEAD_DISAGREED, WORD_ARG("on", since(cx, o->agreed_at)));
	case OBSERVATION_CANCELLED:
		return WORDS(cx->arena, T_OBSERVE_LEAD_CANCELLED, WORD_ARG("on", since(cx, o->cancelled_at)),
		             WORD_ARG("why", word(cancel_words[o->cancelled_why])));
	default:
		return WORDS(cx->arena, T_OBSERVE_LEAD_WITH, WORD_ARG("who", with.n ? with : word(T_ASK_SOMEBODY)),
		             WORD_ARG("since", since(cx, o->stands.since)), WORD_ARG("on", date_long(cx->arena, o->stands.due)));
	}
}

static void draw_can(struct ctx *cx, const struct observation *o, struct observation_view *v)
{
	const struct actor *a = &cx->actor;
	const struct resource *r = &cx->resource;
	bool own = a->role == ROLE_ECSW;

	v->can_read_piece = access_ok(may_read_evidence(a, r));
	v->can_watch = access_ok(may_give_observation(a, r));
	v->can_reflect = own && o->stands.stage == OBSERVATION_OBSERVED && access_ok(may_change_evidence(a, r));
	v->can_judge = o->stands.stage == OBSERVATION_REFLECTED && access_ok(may_judge_evidence(a, r));
	v->can_answer = access_ok(may_answer_observation(a, r));
	v->can_cancel = access_ok(may_cancel_observation(a, r));
	v->piece = url_id(cx, "/evidence/", cx->evidence->uuid, "");
	v->watch = url_id(cx, "/observations/", o->uuid, "/watch");
	v->reflect = url_id(cx, "/evidence/", cx->evidence->uuid, "/edit");
	v->judge = url_id(cx, "/evidence/", cx->evidence->uuid, "/judge");
	v->answer = url_id(cx, "/observations/", o->uuid, "/answer");
	v->cancel = url_id(cx, "/observations/", o->uuid, "/cancel");
	v->back = v->can_read_piece ? url_id(cx, "/inductions/", cx->induction->uuid, "/asks") : url_lit("/observations");
}

/* What was said is for those who read the piece; whoever only watches sees the focus and, once given, that it was. */
static enum rc draw_said(struct ctx *cx, const struct observation *o, struct observation_view *v)
{
	struct view_of_piece_row view;
	struct asks_of_piece_rows asks;
	enum rc rc;

	if (!v->can_read_piece)
		return OK;
	if ((rc = answers_shown(cx, o->evidence, ASK_OBSERVER, first_name(cx->induction->name), &v->saw)) != OK)
		return rc;
	if (cx->evidence->assessed_at != DB_NULL_INT) {
		rc = sql_view_of_piece(cx->db, cx->arena, o->evidence, &view);
		if (rc == OK) {
			v->sentence = view.sentence;
			v->sentence_by = view.name;
		}
		if (rc != OK && rc != NOT_FOUND)
			return rc;
	}
	if ((rc = sql_asks_of_piece(cx->db, cx->arena, o->evidence, &asks)) != OK)
		return rc;
	for (size_t i = 0; i < asks.n; i++)
		if (asks.v[i].kind == ASK_OBSERVER && cx->actor.person == asks.v[i].asked_by) {
			v->has_ask = true;
			v->ask = url_id(cx, "/asks/", asks.v[i].id, "");
		}
	return OK;
}

static void ticks_json(struct json_out *j, const struct give_ticks *all, bool ticked_only)
{
	json_arr(j);
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].on || !ticked_only)
			json_str(j, all->v[i].label);
	json_end(j);
}

/* draw_looks — what can be ticked; which of it was is for those who read the piece. */
static enum rc draw_looks(struct ctx *cx, const struct observation *o, struct observation_view *v)
{
	struct str_list looks, ticked = { .n = 0 };
	enum rc rc = ticks_shown(cx, o->evidence, &looks, &ticked);

	if (rc != OK)
		return rc;
	v->looks.v = NEW_ARRAY(cx->arena, struct give_tick, looks.n + 1);
	for (size_t i = 0; i < looks.n; i++) {
		struct give_tick *t = &v->looks.v[v->looks.n++];

		t->label = looks.v[i];
		for (size_t k = 0; v->can_read_piece && k < ticked.n; k++)
			t->on = t->on || str_eq(ticked.v[k], looks.v[i]);
	}
	return OK;
}

static enum rc observation_json(struct ctx *cx, const struct observation *o, const struct observation_view *v)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, o->uuid);
	json_key(j, "stage"), json_str(j, key_of(&observation_stages, o->stands.stage));
	json_key(j, "since"), json_instant(j, o->stands.since);
	json_key(j, "due");
	date_is_none(o->stands.due) ? json_none(j) : json_date(j, o->stands.due);
	json_key(j, "late"), json_bool(j, observation_is_late(&o->stands, cx->today));
	json_key(j, "focus"), json_str(j, o->focus);
	json_key(j, "evidence"), json_uuid(j, cx->evidence->uuid);
	json_key(j, "observer"), json_str(j, v->by);
	json_key(j, "looks"), ticks_json(j, &v->looks, false);
	json_key(j, "ticked"), ticks_json(j, &v->looks, true);
	json_key(j, "said"), json_arr(j);
	for (size_t i = 0; i < v->saw.n; i++) {
		json_obj(j);
		json_key(j, "question"), json_str(j, v->saw.v[i].question);
		json_key(j, "answer"), json_str(j, v->saw.v[i].answer);
		json_end(j);
	}
	json_end(j);
	json_key(j, "agrees");
	o->agreed_at == DB_NULL_INT ? json_none(j) : json_bool(j, o->agrees);
	if (v->can_read_piece)
		json_key(j, "agreed_words"), json_str(j, o->agreed_words);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc observation_show(struct ctx *cx)
{
	const struct observation *o = cx->observation;
	struct observation_view *v = NEW(cx->arena, struct observation_view);
	struct form_view answer = form_view(cx, &observation_answer_form, NULL, -1),
	                 cancel = form_view(cx, &observation_cancel_form, NULL, -1);
	struct ask_people p;
	struct who who;
	enum rc rc = ask_people_of(cx, cx->induction->id, &p);

	if (rc != OK)
		return rc;
	version_is(cx, o->version);
	v->by = o->given_by.n ? o->given_by : o->observer_name.n ? o->observer_name : word(T_OBSERVE_OUTSIDE);
	who = (struct who){ .observer = v->by, .ecsw = p.ecsw, .assessor = p.assessor };
	draw_can(cx, o, v);
	if ((rc = draw_said(cx, o, v)) != OK || (rc = draw_looks(cx, o, v)) != OK)
		return rc;
	if (cx->json)
		return observation_json(cx, o, v);
	v->title = cx->evidence->title;
	v->kicker = WORDS(cx->arena, T_OBSERVE_KICKER, WORD_ARG("name", p.ecsw));
	v->lead = lead(cx, o, &who);
	v->focus = o->focus;
	v->on = on_words(cx, cx->evidence->on_date);
	v->has_meeting = !date_is_none(cx->evidence->on_date) && o->given_at == DB_NULL_INT && o->cancelled_at == DB_NULL_INT;
	v->meeting = url_id(cx, "/observations/", o->uuid, "/meeting.ics");
	v->first = p.first;
	v->is_late = observation_is_late(&o->stands, cx->today);
	v->is_cancelled = o->stands.stage == OBSERVATION_CANCELLED;
	v->disagreed = o->stands.stage == OBSERVATION_DISAGREED;
	v->agreed_words = v->can_read_piece ? o->agreed_words : STR_NONE;
	v->csrf = hidden_csrf(cx);
	v->answer_hidden = answer.hidden;
	v->errors = cx->route->form == &observation_cancel_form ? cancel.errors : answer.errors;
	v->agree_field = form_field(&answer, "agrees")->html;
	v->words_field = form_field(&answer, "words")->html;
	v->again_field = privacy_again_field(cx, &answer);
	v->why_field = form_field(&cancel, "why")->html;
	draw_steps(cx, o, &who, v);
	if ((rc = adjust_box(cx, &v->adjusted)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = v->title, .menu = cx->actor.role == ROLE_ECSW ? MENU_EVIDENCE : MENU_DESK,
		                            .main = HTML(cx, observation_show, v) });
}
