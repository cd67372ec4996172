/* give_json.c — the same behind a link for programs: what is asked, that it was sent, that it was deleted; and what an observer of the
 * house is asked. Nothing is said that the pages do not say: of a family's ask the worker's first name, and nobody else. */
#include "app/outsider/give_inside.h"

#include "observation.sql.h"
#include "web/answer.h"

/* ---- questions ---- */

static void own_json(struct json_out *j, struct str own)
{
	json_key(j, "own");
	own.n ? json_str(j, own) : json_none(j);
}

static void choices_json(struct ctx *cx, struct json_out *j, const struct prompt *p, const struct said_in *in)
{
	json_key(j, "choices"), json_arr(j);
	for (int i = 1; i < p->choices.n; i++) {
		json_obj(j);
		json_key(j, "key"), json_str(j, key_of(&p->choices, i));
		json_key(j, "label"), json_str(j, p->choice_labels[i]);
		if (in)
			own_json(j, said_choice(cx, in, p, i).own);
		json_end(j);
	}
	json_end(j);
}

void questions_json(struct ctx *cx, struct json_out *j, const struct questions *qs, const struct said_in *in)
{
	int month = form_month(cx);

	json_key(j, "questions"), json_arr(j);
	for (int i = 0; i < qs->form->prompts_n; i++) {
		const struct prompt *p = &qs->form->prompts[i];

		if (p->who != qs->who || !prompt_is_asked(p, month))
			continue;
		json_obj(j);
		prompt_as_json(j, p);
		if (in)
			own_json(j, said_question(cx, in, p).own);
		choices_json(cx, j, p, in);
		json_end(j);
	}
	json_end(j);
}

/* ---- the form ---- */

/* kept_one — no name twice: of boxes, all that were ticked stand in a list. */
static void kept_one(struct ctx *cx, struct json_out *j, const struct values *draft, size_t at)
{
	struct str_list all;

	for (size_t i = 0; i < at; i++)
		if (str_eq(draft->names[i], draft->names[at]))
			return;
	json_key_str(j, draft->names[at]);
	if (values_all(cx->arena, draft, draft->names[at], &all) < 2) {
		json_str(j, draft->v[at]);
		return;
	}
	json_arr(j);
	for (size_t i = 0; i < all.n; i++)
		json_str(j, all.v[i]);
	json_end(j);
}

/* kept_json — what was kept of it while it was typed, by the names of its fields. */
static void kept_json(struct ctx *cx, struct json_out *j, const struct ask *k)
{
	struct values draft = { .n = 0 };

	json_key(j, "kept_at"), json_instant(j, k->draft_at);
	json_key(j, "kept"), json_obj(j);
	if (k->draft_at != DB_NULL_INT && values_of_urlencoded(cx->arena, k->draft, &draft) == OK)
		for (size_t i = 0; i < draft.n; i++)
			kept_one(cx, j, &draft, i);
	json_end(j);
}

static enum rc observed_json(struct ctx *cx, struct json_out *j, const struct ask *k)
{
	struct observation_of_piece_row o;
	enum rc rc = sql_observation_of_piece(cx->db, cx->arena, k->evidence, &o);

	if (rc != OK)
		return rc;
	json_key(j, "focus"), json_str(j, k->held ? STR_NONE : o.focus);
	json_key(j, "on"), json_date(j, cx->evidence->on_date);
	return OK;
}

static enum rc known_json(struct ctx *cx, struct json_out *j, const struct ask *k)
{
	struct questions qs;
	struct ask_people p;
	enum rc rc = ask_people_of(cx, cx->induction->id, &p);

	if (rc != OK || (rc = asked_of(cx, k, &qs)) != OK)
		return rc;
	json_key(j, "name"), json_str(j, p.ecsw);
	json_key(j, "employer"), json_str(j, p.employer);
	json_key(j, "asker"), json_str(j, k->asker);
	json_key(j, "about"), json_str(j, k->about);
	json_key(j, "readers"), json_str(j, readers_of(cx, &p));
	questions_json(cx, j, &qs, NULL);
	kept_json(cx, j, k);
	return k->kind == ASK_OBSERVER ? observed_json(cx, j, k) : OK;
}

/* All that a family reads, so that it is said to them in no other words. */
static enum rc family_json(struct ctx *cx, struct json_out *j, const struct ask *k)
{
	struct said_rows *rows = NEW(cx->arena, struct said_rows);
	struct said_in in;
	enum rc rc = said_in_of(cx, k, &in);

	if (rc != OK)
		return rc;
	in.until = date_of(cx->now + ASK_DELETE_DAYS * DAY);
	json_key(j, "language");
	in.language.n ? json_str(j, in.language) : json_none(j);
	json_key(j, "right_to_left"), json_bool(j, in.right_to_left);
	json_key(j, "video");
	said_video(&in).s.n ? json_str(j, said_video(&in).s) : json_none(j);
	questions_json(cx, j, &in.questions, &in);
	said_rows(cx, &in, rows);
	said_rows_json(j, rows);
	return OK;
}

void said_rows_json(struct json_out *j, const struct said_rows *rows)
{
	json_key(j, "texts"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_str(j, rows->v[i].id);
		json_key(j, "english"), json_str(j, rows->v[i].said.english);
		own_json(j, rows->v[i].said.own);
		json_end(j);
	}
	json_end(j);
}

enum rc json_give(struct ctx *cx, const struct ask *k)
{
	struct json_out *j = reply_json(cx);
	enum rc rc;

	json_obj(j);
	json_key(j, "state"), json_str(j, S("open"));
	json_key(j, "kind"), json_str(j, key_of(&ask_kinds, (int)k->kind));
	json_key(j, "first"), json_str(j, first_name(cx->induction->name));
	json_key(j, "until"), json_date(j, date_of(k->expires));
	json_key(j, "send_key"), json_str(j, random_token(cx->arena));
	rc = k->kind == ASK_FAMILY ? family_json(cx, j, k) : known_json(cx, j, k);
	json_end(j);
	return rc == OK ? answer_json(cx, 200) : rc;
}

/* ---- afterwards ---- */

/* Sent, or deleted: what can be done with it still. */
static enum rc json_over(struct ctx *cx, const struct ask *k, struct str state, struct str code)
{
	struct json_out *j = reply_json(cx);
	bool gone = str_eq(state, S("deleted"));

	json_obj(j);
	json_key(j, "state"), json_str(j, state);
	json_key(j, "code");
	code.n ? json_str(j, code) : json_none(j);
	json_key(j, "delete");
	gone ? json_none(j) : json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(give_path(cx, "/delete").s)));
	json_key(j, "delete_until"), json_date(j, gone ? DATE_NONE : date_of(k->done_at + ASK_DELETE_DAYS * DAY));
	json_end(j);
	return answer_json(cx, 200);
}

enum rc json_thanks(struct ctx *cx, const struct ask *k, struct str code)
{
	return json_over(cx, k, S("sent"), code);
}

/* A refusal here is an answer, so that what was counted on the way to it stays counted. */
static enum rc refused(struct ctx *cx, enum rc why)
{
	answer_error(cx, why, STR_NONE);
	cx->answered = true;
	return OK;
}

enum rc json_remove(struct ctx *cx, const struct ask *k, bool wrong, bool refuses, bool gone)
{
	if (wrong || refuses)
		return refused(cx, wrong ? INVALID : CONFLICT);
	return json_over(cx, k, gone ? S("deleted") : S("sent"), STR_NONE);
}

enum rc json_closed(struct ctx *cx)
{
	return refused(cx, NOT_FOUND);
}
