/* asks_job.c — every quarter of an hour: the one reminder of what was mailed and is not answered, what families said released
 * where enough of them have, and what is over forgotten. */
#include "app/outsider/outsider_inside.h"

#include "app/notices/notices.h"
#include "outsider.sql.h"

enum { AT_ONCE = 50 };

/* still_asked — nothing has happened to the piece or the induction since the list was read. */
static bool still_asked(const struct ctx *cx)
{
	return cx->resource.induction_open && cx->evidence->state != EVIDENCE_WITHDRAWN && cx->evidence->held == HOLD_NONE;
}

/* The reminder has a link of its own, so that the first goes on working. */
static enum rc remind(struct ctx *cx, struct uuid id)
{
	struct str token = random_token(cx->arena);
	struct hash h = hash_of(token);
	struct ask_lock_row lock;
	const struct ask *k;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = sql_ask_lock(cx->db, cx->arena, id, &lock);
	if (rc == OK)
		rc = ask_load(cx, id, &k);
	if (rc == OK && ask_reminds(&k->facts, k->reminded_at) && (rc = load_evidence(cx, k->evidence_uuid)) == OK && still_asked(cx)) {
		rc = sql_ask_reminded(cx->db, cx->arena, k->id, hash_bytes(&h), cx->now, NULL);
		if (rc == OK)
			rc = ask_mail_link(cx, k, token, k->expires, true);
	}
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

static enum rc remind_all(struct ctx *cx)
{
	struct asks_to_remind_rows rows = { .n = 0 };
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = sql_asks_to_remind(cx->db, cx->arena, cx->now, cx->now + ASK_REMIND_DAYS * DAY, cx->today, AT_ONCE, &rows);
	db_rollback(cx->db);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = remind(cx, rows.v[i].id);
	return rc;
}

enum rc family_release_now(struct ctx *cx, int64_t form)
{
	struct uuid piece;
	int64_t evidence;
	enum rc rc = piece_begin(cx, KIND_FEEDBACK, word(T_ASK_FAMILY_PIECE), DATE_NONE, SETTING_NONE, false, &evidence, &piece);

	if (rc == OK)
		rc = sql_family_release_asks(cx->db, cx->arena, cx->induction->id, evidence, form == DB_NULL_INT ? 0 : form, NULL);
	if (rc == OK)
		rc = sql_family_release(cx->db, cx->arena, evidence, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_FAMILY_RELEASED, piece, S("{}"));
	return rc;
}

static enum rc release(struct ctx *cx, const struct families_held_row *r)
{
	struct family_rule rule;
	struct family_groups_rows groups = { .n = 0 };
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = load_induction(cx, r->id);
	if (rc == OK)
		rc = family_rule_of(cx, &rule);
	if (rc == OK)
		rc = sql_family_groups(cx->db, cx->arena, r->induction, &groups);
	for (size_t i = 0; rc == OK && i < groups.n; i++)
		if (family_may_release((int)groups.v[i].held, rule.least, groups.v[i].newest, cx->now) &&
		    (rc = family_release_now(cx, groups.v[i].form)) == OK)
			rc = notice(cx, NOTICE_FAMILY, cx->induction->ecsw, cx->induction->employer);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

static enum rc release_all(struct ctx *cx)
{
	int64_t after = 0;
	enum rc rc = OK;

	while (rc == OK) {
		struct families_held_rows rows = { .n = 0 };

		rc = db_begin(cx->db, DB_READ);
		if (rc == OK)
			rc = sql_families_held(cx->db, cx->arena, after, AT_ONCE, &rows);
		db_rollback(cx->db);
		for (size_t i = 0; rc == OK && i < rows.n; i++)
			if (rows.v[i].held >= FAMILY_LEAST_MIN)
				rc = release(cx, &rows.v[i]);
		if (rows.n < AT_ONCE)
			break;
		after = rows.v[rows.n - 1].induction;
	}
	return rc;
}

static enum rc forget(struct ctx *cx)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = sql_asks_forgotten(cx->db, cx->arena, cx->now - (ASK_SEND_DAYS + 1) * DAY, NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

enum rc asks_job(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	enum rc rc = remind_all(cx);

	UNUSED(job);
	UNUSED(ret_why);
	if (rc == OK)
		rc = release_all(cx);
	return rc == OK ? forget(cx) : rc;
}
