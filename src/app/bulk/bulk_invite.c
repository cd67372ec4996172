/* bulk_invite.c — the morning after: the people an import has added are written to. Until then it could be taken back.
 *
 * Whoever is new gets an invitation, and is in once it is accepted; whoever is in already is told of the role.
 *
 * Each mail and the mark that it was sent stand in one transaction, so that nobody is written to twice. */
#include "app/bulk/bulk_inside.h"
#include "app/people/people.h"
#include "web/mail.h"

enum { MAILS_AT_ONCE = 50 };

static enum rc tell(struct ctx *cx, const struct bulk_rows_to_invite_row *r)
{
	struct word_arg args[] = {
		WORD_ARG("name", r->name), WORD_ARG("organisation", r->organisation_name), WORD_ARG("role", role_word((enum role)r->role)),
		WORD_ARG("url", cx->settings->url), WORD_ARG("starts", r->starts),
	};
	struct mail_new m = {
		.kind = NOTICE_SECURITY, .person = r->person, .organisation = r->organisation,
		.subject = words_of(cx->arena, T_BULK_MAIL_SUBJECT, args, COUNT_OF(args)),
		.body = words_of(cx->arena, T_BULK_MAIL_BODY, args, COUNT_OF(args)),
	};

	return mail_queue_as(cx, &m);
}

static enum rc write_to(struct ctx *cx, const struct bulk_rows_to_invite_row *r)
{
	enum rc rc = r->expected ? person_invite(cx, r->person, r->organisation, (enum role)r->role, r->starts) : tell(cx, r);

	return rc == OK ? sql_bulk_row_invited(cx->db, cx->arena, r->id, cx->now, NULL) : rc;
}

static enum rc batch(struct ctx *cx, int64_t import, int64_t *after, bool *ret_more)
{
	struct bulk_rows_to_invite_rows rows;
	struct bulk_lock_row lock;
	struct bulk_sender_row sender;
	enum rc rc = sql_bulk_lock(cx->db, cx->arena, import, &lock);

	*ret_more = false;
	if (rc != OK || lock.state == BULK_TAKING_BACK || lock.state == BULK_TAKEN_BACK ||
	    lock.invites_at == DB_NULL_INT || lock.invites_at > cx->now) /* a later run of the same file has put it off */
		return rc;
	if ((rc = sql_bulk_sender(cx->db, cx->arena, import, &sender)) != OK)
		return rc;
	cx->actor = (struct actor){ sender.person, (enum role)sender.role, sender.organisation, sender.role_held };
	cx->person_name = sender.name;
	rc = sql_bulk_rows_to_invite(cx->db, cx->arena, import, *after, MAILS_AT_ONCE, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		rc = write_to(cx, &rows.v[i]);
		*after = rows.v[i].row;
	}
	*ret_more = rc == OK && rows.n == MAILS_AT_ONCE;
	return rc;
}

enum rc bulk_invite_run(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	int64_t after = 0;
	bool more = true;
	enum rc rc = OK;

	while (rc == OK && more) {
		struct ctx own = *cx;

		own.arena = arena_within(cx->arena, 32 << 20);
		rc = db_begin(cx->db, DB_WRITE);
		if (rc == OK)
			rc = batch(&own, job->object, &after, &more);
		if (rc == OK)
			rc = db_commit(cx->db);
		else
			db_rollback(cx->db);
		arena_release(own.arena);
	}
	if (rc != OK)
		*ret_why = S("The people of an import could not be written to.");
	return rc == NOT_FOUND ? OK : rc;
}
