/* consult_store.c — drafts open for comments in the database: opened, written to, closed by the night, answered; each with its event. */
#include "app/consult/consult_inside.h"

#include "app/notices/notices.h"

enum { TURN = 20, TURN_ARENA = 32 << 20, WRITERS_MAX = 200 };

enum rc consult_of(struct ctx *cx, int64_t framework, struct consult *ret)
{
	struct consult_of_row row;
	enum rc rc = sql_consult_of(cx->db, cx->arena, framework, &row);

	*ret = (struct consult){ .is = false };
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	*ret = (struct consult){
		.is = true, .framework = row.opened, .uuid = row.id, .asks = row.asks, .ends = row.ends, .opened_at = row.opened_at,
		.closed_at = row.closed_at, .version = row.version, .state = (enum framework_state)row.state,
		.open = row.state == FRAMEWORK_DRAFT && comments_open(row.ends, row.closed_at != DB_NULL_INT, cx->today),
	};
	return OK;
}

static enum rc noted(struct ctx *cx, int64_t framework, enum event_kind kind, struct uuid about, struct str data)
{
	return event_add(cx, CHAIN_FRAMEWORK, framework, kind, about, data);
}

static struct str until_data(struct ctx *cx, struct date ends)
{
	return strf(cx->arena, "{\"until\":\"%.*s\"}", STR_FMT(date_iso(cx->arena, ends)));
}

enum rc consult_open(struct ctx *cx, const struct framework_version *v, struct str asks, struct date ends)
{
	enum rc rc = sql_consult_open_add(cx->db, cx->arena, v->id, asks.n ? asks : S(""), ends, cx->now,
	                                  cx->actor.person ? cx->actor.person : DB_NULL_INT, NULL);

	return rc == OK ? noted(cx, v->id, EVENT_COMMENTS_OPENED, v->uuid, until_data(cx, ends)) : rc;
}

enum rc consult_lock(struct ctx *cx, struct consult *ret)
{
	struct consult_lock_row lock;
	enum rc rc = sql_consult_lock(cx->db, cx->arena, cx->framework->id, &lock);

	if (rc == OK)
		rc = consult_of(cx, cx->framework->id, ret);
	if (rc == OK && !ret->open)
		return form_error(cx, T_CONSULT_TOO_LATE);
	return rc;
}

enum rc consult_say(struct ctx *cx, const struct framework_version *v, const struct comment_new *c, struct uuid *ret)
{
	struct uuid id = uuid7(cx->now);
	struct draft_comment_add_row added;
	struct consult_type_row type = { .type = 0 };
	enum rc rc = cx->actor.organisation ? sql_consult_type(cx->db, cx->arena, cx->actor.organisation, &type) : OK;

	if (rc == NOT_FOUND)
		rc = OK;
	if (rc == OK)
		rc = sql_draft_comment_add(cx->db, cx->arena, id, v->id, c->place, cx->actor.person, cx->actor.role, type.type, c->sort, c->shown,
		                           c->words, cx->now, &added);
	if (rc == OK)
		rc = noted(cx, v->id, EVENT_DRAFT_COMMENTED, id, strf(cx->arena, "{\"place\":%d,\"sort\":%d}", (int)c->place, (int)c->sort));
	if (rc == OK)
		*ret = id;
	return rc;
}

/* consult_answer_tell — each once, however many of their comments it is about; what several answers on one day tell somebody is one mail. */
enum rc consult_answer_tell(struct ctx *cx, int64_t answer)
{
	struct draft_answer_writers_rows rows;
	enum rc rc = sql_draft_answer_writers(cx->db, cx->arena, answer, &rows);
	int64_t *people = NEW_ARRAY(cx->arena, int64_t, WRITERS_MAX + 1);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++)
		people[i] = rows.v[i].person;
	return notice_each(cx, NOTICE_DRAFT_ANSWERED, people, rows.n, 0);
}

enum rc consult_answer_add(struct ctx *cx, const struct framework_version *v, const struct answer_new *a, int64_t *ret, size_t *ret_n)
{
	struct uuid id = uuid7(cx->now);
	struct draft_answer_add_row added;
	enum rc rc = sql_draft_answer_add(cx->db, cx->arena, id, v->id, a->came, a->words, a->shows, cx->now, cx->actor.person, &added);

	*ret_n = 0;
	for (size_t i = 0; rc == OK && i < a->n; i++) {
		int64_t taken = 0;

		rc = sql_draft_comment_answered(cx->db, cx->arena, v->id, a->comments[i], added.answer, &taken);
		*ret_n += (size_t)taken;
	}
	if (rc == OK && !*ret_n)
		return sql_draft_answer_drop(cx->db, cx->arena, added.answer, NULL);
	if (rc == OK)
		rc = noted(cx, v->id, EVENT_DRAFT_ANSWERED, id, strf(cx->arena, "{\"came\":%d,\"comments\":%zu}", (int)a->came, *ret_n));
	if (rc == OK)
		*ret = added.answer;
	return rc;
}

/* ---- the night ---- */

static enum rc tell_department(struct ctx *cx)
{
	struct consult_department_rows rows;
	enum rc rc = sql_consult_department(cx->db, cx->arena, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = notice(cx, NOTICE_COMMENTS_CLOSED, rows.v[i].person, 0);
	return rc;
}

/* close_one — each in a transaction of its own; one that was given more time meanwhile stays open. */
static enum rc close_one(struct ctx *cx, const struct consults_over_row *r)
{
	int64_t closed = 0;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = sql_consult_close(cx->db, cx->arena, r->opened, cx->today, cx->now, &closed);
	if (rc == OK && closed)
		rc = noted(cx, r->opened, EVENT_COMMENTS_CLOSED, r->id, S("{}"));
	if (rc == OK && closed)
		rc = tell_department(cx);
	if (rc == OK)
		rc = db_commit(cx->db);
	if (rc != OK)
		db_rollback(cx->db);
	return rc;
}

static enum rc close_all(struct ctx *cx)
{
	size_t n = TURN;
	enum rc rc = OK;

	while (rc == OK && n == TURN) {
		struct consults_over_rows rows = { .n = 0 };

		rc = db_begin(cx->db, DB_READ);
		if (rc == OK)
			rc = sql_consults_over(cx->db, cx->arena, cx->today, TURN, &rows);
		db_rollback(cx->db);
		n = rows.n;
		for (size_t i = 0; rc == OK && i < n; i++)
			rc = close_one(cx, &rows.v[i]);
	}
	return rc;
}

enum rc consult_night(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct arena *whole = cx->arena;
	enum rc rc;

	UNUSED(job);
	cx->arena = arena_new(TURN_ARENA);
	rc = close_all(cx);
	arena_release(cx->arena);
	cx->arena = whole;
	if (rc != OK)
		*ret_why = S("drafts whose last day for comments has gone by could not be closed");
	return rc;
}
