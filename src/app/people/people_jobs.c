/* people_jobs.c — what happens by itself: leaving takes effect when the last day is over, and what nobody took up is dropped. */
#include "app/people/people_inside.h"

#include "app/people/people_jobs.h"
#include "invitation.sql.h"
#include "people_acts.sql.h"

enum { NOT_TAKEN_DAYS = 30 /* names and addresses of people who never came */ };

static enum rc leave_who_is_due(struct ctx *cx)
{
	struct departures_due_rows rows;
	enum rc rc = sql_departures_due(cx->db, cx->arena, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = departure_apply(cx, rows.v[i].departure, rows.v[i].person, rows.v[i].organisation);
	return rc;
}

enum rc people_job(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	UNUSED(job);
	if (rc != OK)
		return rc;
	if ((rc = leave_who_is_due(cx)) == OK && (rc = people_index_ended(cx)) == OK &&
	    (rc = sql_invitations_sweep(cx->db, cx->arena, cx->now - NOT_TAKEN_DAYS * DAY, NULL)) == OK)
		rc = sql_address_changes_sweep(cx->db, cx->arena, cx->now - NOT_TAKEN_DAYS * DAY, NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	*ret_why = S("who has left could not be let go");
	return rc;
}
