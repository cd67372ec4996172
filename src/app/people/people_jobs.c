/* people_jobs.c — what happens by itself: leaving takes effect when the last day is over, and what nobody took up is dropped. */
#include "app/people/people_inside.h"

#include "app/people/people_jobs.h"
#include "invitation.sql.h"
#include "people_acts.sql.h"

enum { NOT_TAKEN_DAYS = 30 /* names and addresses of people who never came */, AGAIN_AT_ONCE = 50 };

static enum rc leave_who_is_due(struct ctx *cx)
{
	struct departures_due_rows rows;
	enum rc rc = sql_departures_due(cx->db, cx->arena, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = departure_apply(cx, rows.v[i].departure, rows.v[i].person, rows.v[i].organisation,
		                     rows.v[i].last_day);
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

/* ---- all expired invitations of an organisation, again ---- */

static enum rc some_again(struct ctx *cx, const struct invitations_sender_row *s, bool *ret_more)
{
	struct invitations_expired_rows rows;
	enum rc rc = sql_invitations_expired(cx->db, cx->arena, s->organisation, cx->now, AGAIN_AT_ONCE, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct invitation *one;

		if ((rc = invitation_read(cx, rows.v[i].id, true, &one)) == OK)
			rc = invitation_send(cx, one);
		if (rc == OK)
			rc = event_add(cx, CHAIN_ORGANISATION, s->organisation, EVENT_INVITATION_RESENT, rows.v[i].id,
			               strf(cx->arena, "{\"role\":%d}", (int)one->role));
	}
	*ret_more = rc == OK && rows.n == AGAIN_AT_ONCE;
	return rc;
}

/* A short transaction each, so that nobody waits; whoever begins again finds those that are left. */
enum rc invite_again_job(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	bool more = true;
	enum rc rc = OK;

	while (rc == OK && more) {
		struct invitations_sender_row s;
		struct ctx as = *cx;

		as.arena = arena_within(cx->arena, 32 << 20);
		if ((rc = db_begin(cx->db, DB_WRITE)) == OK)
			rc = sql_invitations_sender(cx->db, as.arena, job->object, cx->today, &s);
		if (rc == OK) {
			as.actor = (struct actor){ s.person, (enum role)s.role, s.organisation, job->object };
			as.person_name = s.name;
			rc = some_again(&as, &s, &more);
		}
		rc = rc == OK ? db_commit(cx->db) : (db_rollback(cx->db), rc);
		arena_release(as.arena);
	}
	if (rc != OK)
		*ret_why = S("invitations could not be sent again");
	return rc == NOT_FOUND ? OK : rc; /* no longer theirs to send */
}
