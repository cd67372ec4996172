/* bulk_decide.c — what is decided about a checked file: which number is the day, go on, throw it away, take it back. */
#include "app/bulk/bulk_pages.h"

/* The import as it stands now, held: a second press finds what the first has done. */
static enum rc lock(struct ctx *cx, enum bulk_state *ret)
{
	struct bulk_lock_row row;
	enum rc rc = sql_bulk_lock(cx->db, cx->arena, cx->bulk->id, &row);

	if (rc == OK)
		*ret = (enum bulk_state)row.state;
	return rc;
}

static struct url here(struct ctx *cx)
{
	return url_id(cx, "/imports/", cx->bulk->uuid, "");
}

enum rc bulk_dates(struct ctx *cx)
{
	const struct { int order; } *typed = cx->form;
	enum bulk_state state;
	enum rc rc = lock(cx, &state);

	if (rc != OK)
		return rc;
	if (state == BULK_READING)
		return done(cx, here(cx), T_NONE);
	if (state != BULK_CHECKED)
		return CONFLICT;
	rc = sql_bulk_set_dates(cx->db, cx->arena, cx->bulk->id, typed->order == 2 ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST, BULK_READING, NULL);
	if (rc == OK)
		rc = job_queue(cx, JOB_BULK_CHECK, cx->bulk->id, S("again"), NULL);
	return rc == OK ? done(cx, here(cx), T_NONE) : rc;
}

static enum rc begin_adding(struct ctx *cx, int64_t ready)
{
	enum rc rc = sql_bulk_confirmed(cx->db, cx->arena, cx->bulk->id, ready, cx->now, NULL);

	return rc == OK ? job_queue(cx, JOB_BULK_ADD, cx->bulk->id, S("add"), NULL) : rc;
}

enum rc bulk_confirm(struct ctx *cx)
{
	const struct bulk_confirm_typed *typed = cx->form;
	struct bulk_counts_row n;
	enum bulk_state state;
	enum rc rc = lock(cx, &state);

	if (rc != OK || (rc = sql_bulk_counts(cx->db, cx->arena, cx->bulk->id, &n)) != OK)
		return rc;
	if (state == BULK_ADDING) /* pressed twice, or in two tabs */
		return done(cx, here(cx), T_NONE);
	if (state != BULK_CHECKED && state != BULK_DONE)
		return CONFLICT;
	if (n.bad && typed->when == WHEN_ALL_RIGHT)
		return done(cx, url_lit("/imports"), T_BULK_KEPT);
	if (n.bad && typed->when != WHEN_NOW)
		return field_error(cx, "when", T_BULK_WHEN_MISSING);
	if (!n.ready)
		return done(cx, here(cx), T_NONE);
	rc = begin_adding(cx, n.ready);
	return rc == OK ? done(cx, here(cx), T_NONE) : rc;
}

enum rc bulk_confirm_again(struct ctx *cx)
{
	return bulk_show(cx);
}

enum rc bulk_drop(struct ctx *cx)
{
	enum bulk_state state;
	enum rc rc = lock(cx, &state);

	if (rc != OK)
		return rc;
	if (state == BULK_ADDING || state == BULK_TAKING_BACK)
		return CONFLICT;
	if ((rc = sql_bulk_rows_drop(cx->db, cx->arena, cx->bulk->id, NULL)) != OK)
		return rc;
	if (state == BULK_DONE || state == BULK_TAKEN_BACK) /* the receipt stays; what was left goes */
		return done(cx, here(cx), T_BULK_LEFT_DROPPED);
	rc = sql_bulk_dropped(cx->db, cx->arena, cx->bulk->id, NULL);
	return rc == OK ? done(cx, url_lit("/imports"), T_BULK_FILE_DROPPED) : rc;
}

enum rc bulk_take_all_back(struct ctx *cx)
{
	struct bulk_lock_row row;
	enum rc rc = sql_bulk_lock(cx->db, cx->arena, cx->bulk->id, &row);

	if (rc != OK)
		return rc;
	if (row.state == BULK_TAKING_BACK)
		return done(cx, here(cx), T_NONE);
	if (row.state != BULK_DONE || row.invites_at == DB_NULL_INT || row.invites_at <= cx->now)
		return CONFLICT;
	rc = sql_bulk_set_state(cx->db, cx->arena, cx->bulk->id, BULK_TAKING_BACK, NULL);
	if (rc == OK)
		rc = job_queue(cx, JOB_BULK_ADD, cx->bulk->id, S("back"), NULL);
	return rc == OK ? done(cx, here(cx), T_NONE) : rc;
}
