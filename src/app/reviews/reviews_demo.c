/* reviews_demo.c — reviews of the demonstration, played as demo/kinds.json tells them: rows and events in the past, and no mail. */
#include "app/reviews/reviews_inside.h"

#include "app/notices/notices.h"

#include <jansson.h>

struct playing {
	struct ctx *cx;
	struct date today;
	instant now;
	const struct framework_version *v;
	struct review_programme programme;
	struct review_people_rows people;
	struct review r;
	struct str *why;
};

static enum rc unfit(struct playing *p, struct str what)
{
	*p->why = strf(p->cx->arena, "demo/kinds.json: a review’s “%.*s” does not fit.", STR_FMT(what));
	return FAULT;
}

static struct date day_in(const struct playing *p, const json_t *o, const char *key)
{
	return json_object_get(o, key) ? date_plus(p->today, -(int32_t)json_get_i64(o, key, 0)) : DATE_NONE;
}

/* Ten in the morning of that day; just now where that is still to come. */
static instant time_in(const struct playing *p, const json_t *o, const char *key)
{
	instant t = instant_of(day_in(p, o, key), 10, 0);

	return t < p->now ? t : p->now - MINUTE;
}

/* as — whoever has that role around the induction acts. */
static enum rc as(struct playing *p, struct str key, instant at)
{
	int role = number_of(&roles, key);

	for (size_t i = 0; i < p->people.n; i++)
		if (p->people.v[i].role == role) {
			p->cx->actor = (struct actor){ .person = p->people.v[i].person, .role = (enum role)role };
			p->cx->now = at;
			return OK;
		}
	return unfit(p, key);
}

static int step_of(const struct playing *p, struct str key)
{
	for (int i = 0; i < p->programme.rules.scale_n; i++)
		if (str_eq(p->programme.rules.scale[i].key, key))
			return i + 1;
	return 0;
}

/* "all" says one of every outcome, a code of its own another. */
static enum rc put_steps(struct playing *p, const json_t *part, int64_t row)
{
	const json_t *steps = json_object_get(part, "steps"), *reasons = json_object_get(part, "reasons");
	enum rc rc = OK;

	for (size_t o = 0; rc == OK && o < p->v->outcomes_n; o++) {
		const char *code = str_c(p->cx->arena, p->v->fw->items[p->v->outcomes[o]].code);
		struct str step = json_get_str(steps, code).n ? json_get_str(steps, code) : json_get_str(steps, "all");
		struct str reason = json_get_str(reasons, code).n ? json_get_str(reasons, code) : json_get_str(reasons, "all");

		if (step.n && !step_of(p, step))
			return unfit(p, step);
		if (step.n)
			rc = sql_review_outcome_add(p->cx->db, p->cx->arena, row, p->v->rows[p->v->outcomes[o]], step_of(p, step), reason.n ? reason : S(""), NULL);
	}
	return rc;
}

static struct str said(const json_t *part, const char *key)
{
	struct str s = json_get_str(part, key);

	return s.n ? s : S("");
}

static enum rc put_part(struct playing *p, const char *whose, const json_t *part)
{
	struct review_part_add_row added;
	enum rc rc = as(p, str_from_c(whose), time_in(p, part, "days_ago"));

	if (rc != OK)
		return rc;
	rc = sql_review_part_add(p->cx->db, p->cx->arena, p->r.id, p->cx->actor.role, p->cx->actor.person, p->cx->actor.person,
	                         said(part, "strengths"), said(part, "needs"), said(part, "onward"),
	                         json_get_bool(part, "only_saved", false) ? DB_NULL_INT : p->cx->now, p->cx->now, &added);
	if (rc == OK)
		rc = put_steps(p, part, added.part);
	if (rc != OK || json_get_bool(part, "only_saved", false))
		return rc;
	return review_event(p->cx, EVENT_REVIEW_PART_GIVEN, p->r.uuid, strf(p->cx->arena, "{\"part\":\"%s\",\"typed_for\":false}", whose));
}

static enum rc put_action(struct playing *p, const json_t *o, const json_t *review)
{
	struct uuid id;
	int role = number_of(&roles, json_get_str(o, "who"));
	enum rc rc = as(p, json_get_str(o, "who"), time_in(p, review, "met_days_ago"));

	if (rc != OK)
		return rc;
	id = uuid7(p->cx->now);
	rc = sql_review_action_add(p->cx->db, p->cx->arena, id, p->r.id, json_get_str(o, "text"), role, day_in(p, o, "by_days_ago"),
	                           p->cx->actor.person, p->cx->now, NULL);
	if (rc == OK)
		rc = review_event(p->cx, EVENT_REVIEW_ACTION_ADDED, p->r.uuid, S("{}"));
	if (rc != OK || !json_object_get(o, "done_days_ago"))
		return rc;
	p->cx->now = time_in(p, o, "done_days_ago");
	rc = sql_review_action_done(p->cx->db, p->cx->arena, p->r.id, id, p->cx->actor.person, p->cx->now, NULL);
	return rc == OK ? review_event(p->cx, EVENT_REVIEW_ACTION_DONE, p->r.uuid, S("{}")) : rc;
}

static enum rc put_signature(struct playing *p, const char *whose, const json_t *o)
{
	struct str differs = json_get_str(o, "differs");
	enum rc rc = as(p, str_from_c(whose), time_in(p, o, "days_ago"));

	if (rc == OK)
		rc = sql_review_sign(p->cx->db, p->cx->arena, p->r.id, p->cx->actor.role, p->cx->actor.person, !differs.n, differs.n ? differs : S(""),
		                     p->cx->now, NULL);
	return rc == OK ? review_event(p->cx, differs.n ? EVENT_REVIEW_SIGNED_DIFFERENTLY : EVENT_REVIEW_SIGNED, p->r.uuid, S("{}")) : rc;
}

static enum rc put_review(struct playing *p, const json_t *o)
{
	int month = (int)json_get_i64(o, "month", 0);
	struct str concern = json_get_str(o, "concern");
	struct induction_dates d;
	struct uuid id;
	enum rc rc = dates_of(p->cx, p->cx->induction->id, &d);

	if (rc != OK || (rc = as(p, json_get_str(o, "asked_by").n ? json_get_str(o, "asked_by") : S("practice_assessor"), time_in(p, o, "prepared_days_ago"))) != OK)
		return rc;
	p->r = (struct review){ .kind = month ? REVIEW_POINT : REVIEW_INTERIM, .month = month, .due = day_in(p, o, "due_days_ago"), .opens = day_in(p, o, "prepared_days_ago") };
	p->r.closes = p->r.due;
	if (month && !review_follow(&d.calendar, month, &p->r.due, &p->r.opens, &p->r.closes))
		return unfit(p, S("month"));
	id = uuid7(p->cx->now);
	rc = sql_review_add(p->cx->db, p->cx->arena, id, p->cx->induction->id, p->r.kind, month ? month : DB_NULL_INT,
	                    month ? DB_NULL_INT : calendar_days_between(&d.facts, p->r.opens, p->r.due), p->r.due, p->r.opens, p->r.closes,
	                    concern.n ? concern : S(""), date_of(p->cx->now), p->cx->actor.person, p->cx->now, NULL);
	if (rc == OK)
		rc = review_event(p->cx, month ? EVENT_REVIEW_PREPARED : EVENT_REVIEW_ASKED, id, strf(p->cx->arena, "{\"month\":%d}", month));
	return rc == OK ? load_review(p->cx, id) : rc;
}

/* Held: all that is there is released on the day, and the conversation is recorded by the assessor. */
static enum rc put_meeting(struct playing *p, const json_t *o)
{
	struct date met = day_in(p, o, "met_days_ago");
	enum rc rc = as(p, S("practice_assessor"), time_in(p, o, "met_days_ago"));

	if (rc == OK)
		rc = sql_review_set(p->cx->db, p->cx->arena, p->r.id, REVIEW_MET, DATE_NONE, DATE_NONE, met, p->cx->now, met, p->r.version, p->cx->now, NULL);
	if (rc == OK)
		rc = review_event(p->cx, EVENT_REVIEW_RELEASED, p->r.uuid, S("{}"));
	return rc == OK ? review_event(p->cx, EVENT_REVIEW_MET, p->r.uuid, strf(p->cx->arena, "{\"on\":\"%s\"}", date_iso(p->cx->arena, met).p)) : rc;
}

enum rc reviews_demo(struct ctx *cx, const struct json_t *o, struct str *ret_why)
{
	struct playing p = { .cx = cx, .today = cx->today, .now = cx->now, .why = ret_why };
	const char *whose;
	json_t *one;
	size_t i;
	enum rc rc;

	if ((rc = review_programme(cx, &p.programme)) != OK || (rc = framework_get(cx, cx->induction->framework, &p.v)) != OK ||
	    (rc = sql_review_people(cx->db, cx->arena, cx->induction->id, cx->today, &p.people)) != OK || (rc = put_review(&p, o)) != OK)
		return rc;
	p.r = *cx->review;
	json_object_foreach(json_object_get(o, "parts"), whose, one)
		if (rc == OK)
			rc = put_part(&p, whose, one);
	if (rc == OK && json_object_get(o, "met_days_ago"))
		rc = put_meeting(&p, o);
	json_array_foreach(json_object_get(o, "actions"), i, one)
		if (rc == OK)
			rc = put_action(&p, one, o);
	json_object_foreach(json_object_get(o, "signed"), whose, one)
		if (rc == OK)
			rc = put_signature(&p, whose, one);
	cx->now = p.now;
	cx->review = NULL;
	return rc;
}
