/* demo_kinds.c — plays demo/kinds.json behind the world: answers, parts of others, supervision, goals, private
 * reflections; conversations, and pieces shown first. */
#include "app/demo/demo.h"

#include "app/evidence/evidence.h"
#include "app/forms/forms.h"
#include "app/reviews/reviews.h"
#include "coverage.sql.h"
#include "demo_kinds.sql.h"
#include "evidence_parts.sql.h"
#include "evidence_store.sql.h"
#include "reflections.sql.h"
#include "rules/talk.h"
#include "talk.sql.h"
#include "web/assets.h"

#include <jansson.h>

/* The past is played by moving cx->now; `now` and `today` are the demo's present. */
struct playing {
	struct ctx *cx;
	instant now;
	struct date today;
	struct str *why;
};

static enum rc wrong(struct playing *p, const char *what, struct str key)
{
	*p->why = strf(p->cx->arena, "demo/kinds.json: %s “%.*s” does not fit.", what, STR_FMT(key));
	return FAULT;
}

static struct date day_of(const struct playing *p, const json_t *o, const char *key)
{
	return json_object_get(o, key) ? date_plus(p->today, -(int32_t)json_get_i64(o, key, 0)) : DATE_NONE;
}

/* Five in the afternoon of that day, or just now if that is still to come. */
static instant time_of(const struct playing *p, const json_t *o, const char *key)
{
	instant t;

	if (!json_object_get(o, key))
		return DB_NULL_INT;
	t = instant_of(day_of(p, o, key), 17, 0);
	return t < p->now ? t : p->now - MINUTE;
}

static struct str address(struct playing *p, struct str key)
{
	return strf(p->cx->arena, "%.*s@demo.example", STR_FMT(key));
}

/* play_as — somebody at a time; their induction is loaded when they have one to be loaded. */
static enum rc play_as(struct playing *p, struct str key, enum role role, instant at)
{
	struct demo_person_row row;
	enum rc rc = sql_demo_person(p->cx->db, p->cx->arena, address(p, key), &row);

	if (rc != OK)
		return wrong(p, "person", key);
	p->cx->actor = (struct actor){ .person = row.person, .role = role };
	p->cx->now = at;
	return OK;
}

static enum rc load(struct playing *p, const json_t *o)
{
	struct str key = json_get_str(o, "ecsw");
	struct demo_portfolio_row row;
	enum rc rc = sql_demo_portfolio(p->cx->db, p->cx->arena, address(p, key), &row);

	return rc == OK ? load_induction(p->cx, row.id) : wrong(p, "induction of", key);
}

/* A day as "-16" is sixteen days ago: texts of the file can't know when the demo is. */
static struct str played(struct playing *p, const struct prompt *prompt, struct str text)
{
	int64_t days;

	if (prompt->type != PROMPT_DATE || !str_to_i64(text, -10000, 10000, &days))
		return text;
	return date_iso(p->cx->arena, date_plus(p->today, (int32_t)days));
}

static enum rc put_answers(struct playing *p, const json_t *prompts, struct answer_list *ret)
{
	const struct piece_form *form;
	const char *key;
	json_t *text;
	enum rc rc = form_of_piece(p->cx, &form);

	ret->v = NEW_ARRAY(p->cx->arena, struct answer, PROMPTS_MAX);
	ret->n = 0;
	json_object_foreach((json_t *)prompts, key, text) {
		const struct prompt *prompt = form_prompt(form, str_from_c(key));

		if (rc == OK && !prompt)
			return wrong(p, "prompt", str_from_c(key));
		if (rc == OK)
			ret->v[ret->n++] = (struct answer){ prompt, prompt->id, played(p, prompt, json_str_of(text)) };
	}
	return rc == OK ? answers_put(p->cx, p->cx->evidence->id, ret) : rc;
}

static enum rc play_part(struct playing *p, const json_t *o)
{
	const json_t *part = json_object_get(o, "part");
	int who = number_of(&fillers, json_get_str(part, "who"));
	struct answer_list answers;
	enum role role;
	enum rc rc;

	if (!part)
		return OK;
	role = who == FILLER_ASSESSOR ? ROLE_ASSESSOR : ROLE_SUPERVISOR;
	if ((rc = play_as(p, json_get_str(part, "by"), role, time_of(p, part, "days_ago"))) != OK ||
	    (rc = put_answers(p, json_object_get(part, "prompts"), &answers)) != OK)
		return rc;
	rc = sql_part_put(p->cx->db, p->cx->arena, uuid7(p->cx->now), p->cx->evidence->id, who, role, p->cx->actor.person, STR_NONE,
	                  p->cx->now, NULL);
	return rc == OK ? event_add(p->cx, CHAIN_INDUCTION, p->cx->induction->id, EVENT_PART_GIVEN, p->cx->evidence->uuid, S("{}"))
	                : rc;
}

/* What a version says is what the piece says: the demo's pieces have one. */
static enum rc play_answers(struct playing *p, const json_t *o)
{
	struct answer_list answers;
	struct demo_piece_row row;
	enum rc rc = load(p, o);

	if (rc != OK)
		return rc;
	if (sql_demo_piece(p->cx->db, p->cx->arena, p->cx->induction->id, json_get_str(o, "piece"), &row) != OK)
		return wrong(p, "piece", json_get_str(o, "piece"));
	if ((rc = load_evidence(p->cx, row.id)) != OK || (rc = put_answers(p, json_object_get(o, "prompts"), &answers)) != OK ||
	    (rc = play_part(p, o)) != OK)
		return rc;
	return answers_version(p->cx, p->cx->evidence->id, 1);
}

static enum rc play_piece(struct playing *p, const json_t *o)
{
	int kind = number_of(&evidence_kinds, json_get_str(o, "kind"));
	int setting = number_of(&settings_of_practice, json_get_str(o, "setting"));
	struct date on = json_object_get(o, "on_in_days") ? date_plus(p->today, (int32_t)json_get_i64(o, "on_in_days", 0))
	                                                  : day_of(p, o, "on_days_ago");
	instant at = instant_of(date_plus(p->today, -3), 17, 0);
	struct answer_list answers;
	struct uuid id;
	enum rc rc;

	if (json_object_get(o, "on_days_ago"))
		at = time_of(p, o, "on_days_ago");
	if ((rc = play_as(p, json_get_str(o, "ecsw"), ROLE_ECSW, at)) != OK || (rc = load(p, o)) != OK)
		return rc;
	rc = evidence_start(p->cx, (enum evidence_kind)kind, json_get_str(o, "title"), json_get_str(o, "text"), &id);
	if (rc != OK || (rc = load_evidence(p->cx, id)) != OK)
		return wrong(p, "piece", json_get_str(o, "title"));
	rc = sql_evidence_save(p->cx->db, p->cx->arena, p->cx->evidence->id, kind, p->cx->evidence->title, on,
	                       setting < 0 ? SETTING_NONE : setting, p->cx->evidence->text, EVIDENCE_SHARED, p->cx->evidence->form,
	                       false, p->cx->now, p->cx->now, DB_NULL_INT, 1, NULL);
	if (rc == OK)
		rc = put_answers(p, json_object_get(o, "prompts"), &answers);
	return rc == OK ? evidence_played(p->cx, id) : rc;
}

/* A part is asked for as the writer shares, and given later by somebody else. */
static enum rc play_new_piece(struct playing *p, const json_t *o)
{
	enum rc rc = play_piece(p, o);

	return rc == OK ? play_part(p, o) : rc;
}

static enum rc play_supervision(struct playing *p, const json_t *o)
{
	instant at = time_of(p, o, "days_ago"), signed_at = time_of(p, o, "signed_days_ago");
	const struct piece_form *asked;
	struct demo_supervision_add_row row;
	struct uuid id;
	const char *key;
	json_t *value;
	enum rc rc;

	if ((rc = play_as(p, json_get_str(o, "by"), ROLE_SUPERVISOR, at)) != OK || (rc = load(p, o)) != OK ||
	    (rc = record_form_new(p->cx, RECORD_SUPERVISION, &asked)) != OK)
		return rc;
	id = uuid7(p->cx->now);
	rc = sql_demo_supervision_add(p->cx->db, p->cx->arena, id, p->cx->induction->id, day_of(p, o, "days_ago"),
	                              json_get_bool(o, "held", true), json_get_str(o, "actions"), day_of(p, o, "next_days_ago"),
	                              p->cx->actor.person, p->cx->now, signed_at, json_get_str(o, "remark").n ? json_get_str(o, "remark") : S(""),
	                              json_get_bool(o, "shared", false) ? signed_at : DB_NULL_INT, record_form_row(asked), &row);
	json_object_foreach(json_object_get(o, "prompts"), key, value)
		if (rc == OK)
			rc = sql_demo_supervision_answer(p->cx->db, p->cx->arena, row.supervision, str_from_c(key), json_str_of(value), NULL);
	if (rc == OK)
		rc = event_add(p->cx, CHAIN_INDUCTION, p->cx->induction->id, EVENT_SUPERVISION_WRITTEN, id, S("{}"));
	if (rc != OK || signed_at == DB_NULL_INT)
		return rc;
	rc = play_as(p, json_get_str(o, "ecsw"), ROLE_ECSW, signed_at);
	return rc == OK ? event_add(p->cx, CHAIN_INDUCTION, p->cx->induction->id, EVENT_SUPERVISION_COUNTERSIGNED, id, S("{}")) : rc;
}

static enum rc play_goal(struct playing *p, const json_t *o)
{
	instant closed = time_of(p, o, "closed_days_ago");
	int64_t piece = DB_NULL_INT;
	const struct piece_form *asked;
	struct demo_goal_add_row goal;
	struct demo_piece_row row;
	struct uuid id;
	const char *key;
	json_t *value;
	enum rc rc;

	if ((rc = play_as(p, json_get_str(o, "ecsw"), ROLE_ECSW, time_of(p, o, "days_ago"))) != OK || (rc = load(p, o)) != OK ||
	    (rc = record_form_new(p->cx, RECORD_GOAL, &asked)) != OK)
		return rc;
	id = uuid7(p->cx->now);
	if (sql_demo_piece(p->cx->db, p->cx->arena, p->cx->induction->id, json_get_str(o, "piece"), &row) == OK &&
	    load_evidence(p->cx, row.id) == OK)
		piece = p->cx->evidence->id;
	rc = sql_demo_goal_add(p->cx->db, p->cx->arena, id, p->cx->induction->id, json_get_str(o, "text"), json_get_str(o, "how"),
	                       json_object_get(o, "by_in_days") ? date_plus(p->today, (int32_t)json_get_i64(o, "by_in_days", 0)) : DATE_NONE,
	                       closed == DB_NULL_INT ? GOAL_OPEN : GOAL_CLOSED, piece, p->cx->now, closed, record_form_row(asked), &goal);
	json_object_foreach(json_object_get(o, "prompts"), key, value)
		if (rc == OK)
			rc = sql_demo_goal_answer(p->cx->db, p->cx->arena, goal.goal, str_from_c(key), json_str_of(value), NULL);
	return rc == OK ? event_add(p->cx, CHAIN_INDUCTION, p->cx->induction->id, EVENT_GOAL_ADDED, id, S("{}")) : rc;
}

static enum rc play_reflection(struct playing *p, const json_t *o)
{
	struct uuid id;
	enum rc rc = play_as(p, json_get_str(o, "ecsw"), ROLE_ECSW, time_of(p, o, "days_ago"));

	if (rc != OK)
		return rc;
	id = uuid7(p->cx->now);
	rc = sql_reflection_add(p->cx->db, p->cx->arena, id, p->cx->actor.person, json_get_str(o, "title"), json_get_str(o, "text"),
	                        p->cx->now, NULL);
	return rc == OK ? event_add(p->cx, CHAIN_PERSON, p->cx->actor.person, EVENT_REFLECTION_WRITTEN, id, S("{}")) : rc;
}

/* load_piece — a piece of the loaded induction, by its title. */
static enum rc load_piece(struct playing *p, struct str title)
{
	struct demo_piece_row row;
	enum rc rc = sql_demo_piece(p->cx->db, p->cx->arena, p->cx->induction->id, title, &row);

	return rc == OK ? load_evidence(p->cx, row.id) : wrong(p, "piece", title);
}

static enum rc say(struct playing *p, int64_t talk, struct uuid id, struct str text)
{
	struct ctx *cx = p->cx;
	enum rc rc = sql_talk_comment_add(cx->db, cx->arena, uuid7(cx->now), talk, cx->actor.person, cx->actor.role, text, false, cx->now, NULL);

	if (rc == OK)
		rc = sql_talk_with_add(cx->db, cx->arena, talk, cx->actor.person, cx->now, NULL);
	if (rc == OK)
		rc = sql_talk_with_add(cx->db, cx->arena, talk, cx->induction->ecsw, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_COMMENTED, cx->evidence->uuid,
	                            strf(cx->arena, "{\"talk\":\"%s\"}", uuid_str(cx->arena, id).p))
	                : rc;
}

/* play_talk — somebody speaks about words of a piece, the ECSW answers; it may be resolved then. */
static enum rc play_talk(struct playing *p, const json_t *o)
{
	struct passage at = { 0, 0 };
	struct talk_add_row talk;
	struct uuid id;
	int role = number_of(&roles, json_get_str(o, "as"));
	enum rc rc = play_as(p, json_get_str(o, "by"), role < 0 ? ROLE_NONE : (enum role)role, time_of(p, o, "days_ago"));

	if (rc != OK || (rc = load(p, o)) != OK || (rc = load_piece(p, json_get_str(o, "piece"))) != OK)
		return rc;
	if (!passage_find(p->cx->evidence->text, json_get_str(o, "quote"), 0, &at))
		return wrong(p, "quotation", json_get_str(o, "quote"));
	id = uuid7(p->cx->now);
	rc = sql_talk_add(p->cx->db, p->cx->arena, id, p->cx->evidence->id, p->cx->evidence->version, S("text"),
	                  str_sub(p->cx->evidence->text, at.at, at.n), (int64_t)at.at, p->cx->actor.person, p->cx->now, &talk);
	if (rc == OK)
		rc = say(p, talk.talk, id, json_get_str(o, "text"));
	if (rc != OK || !json_object_get(o, "answered_days_ago"))
		return rc;
	if ((rc = play_as(p, json_get_str(o, "ecsw"), ROLE_ECSW, time_of(p, o, "answered_days_ago"))) == OK)
		rc = say(p, talk.talk, id, json_get_str(o, "answer"));
	if (rc == OK && json_get_bool(o, "resolved", false))
		rc = sql_talk_resolve(p->cx->db, p->cx->arena, talk.talk, p->cx->actor.person, p->cx->now, NULL);
	return rc;
}

/* play_showcase — the piece at a place of an outcome. */
static enum rc play_showcase(struct playing *p, const json_t *o)
{
	const struct framework_version *v;
	int32_t item;
	enum rc rc = play_as(p, json_get_str(o, "ecsw"), ROLE_ECSW, time_of(p, o, "days_ago"));

	if (rc != OK || (rc = load(p, o)) != OK || (rc = load_piece(p, json_get_str(o, "piece"))) != OK ||
	    (rc = framework_get(p->cx, p->cx->induction->framework, &v)) != OK)
		return rc;
	item = framework_find_code(v->fw, json_get_str(o, "outcome"));
	if (item < 0)
		return wrong(p, "outcome", json_get_str(o, "outcome"));
	return sql_showcase_put(p->cx->db, p->cx->arena, p->cx->induction->id, v->rows[item], (int)json_get_i64(o, "place", 1),
	                        p->cx->evidence->id, p->cx->now, NULL);
}

static enum rc play_review(struct playing *p, const json_t *o)
{
	enum rc rc = play_as(p, json_get_str(o, "ecsw"), ROLE_ECSW, p->now);

	if (rc == OK)
		rc = load(p, o);
	return rc == OK ? reviews_demo(p->cx, o, p->why) : rc;
}

enum rc demo_kinds(struct ctx *cx, struct str *ret_why)
{
	static const struct {
		const char *key;
		enum rc (*play)(struct playing *, const json_t *);
	} lists[] = { { "reviews", play_review }, { "answers", play_answers }, { "pieces", play_new_piece }, { "supervision", play_supervision },
		          { "goals", play_goal }, { "reflections", play_reflection }, { "talks", play_talk },
		          { "showcase", play_showcase } };
	struct json_limits limits = { .bytes = 1 << 20, .depth = 16, .values = 20000 };
	struct playing p = { cx, cx->now, cx->today, ret_why };
	struct json_problem problem;
	struct json_t *root;
	size_t i;
	json_t *o;
	enum rc rc = OK;

	if (json_parse(cx->arena, data_file(cx->arena, S("demo/kinds.json")), limits, &root, &problem) != OK)
		return wrong(&p, "line", strf(cx->arena, "%d", problem.line));
	for (size_t k = 0; k < COUNT_OF(lists) && rc == OK; k++)
		json_array_foreach(json_object_get(root, lists[k].key), i, o)
			if (rc == OK)
				rc = lists[k].play(&p, o);
	cx->now = p.now;
	cx->today = p.today;
	cx->actor = (struct actor){ .person = 0 };
	cx->induction = NULL;
	cx->evidence = NULL;
	return rc;
}
