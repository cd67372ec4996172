/* bounce.c — a mail has come back: its coordinators see it, and no more notices go to an address that takes none. */
#include "app/notices/notices.h"

#include "app/notices/notices_inside.h"
#include "mail.sql.h"
#include "notices.sql.h"

/* An invitation to somebody who is not here yet: whoever made it sees it there, and the coordinators are told. */
static enum rc offer_failed(struct ctx *cx, const struct mail_state_row *m)
{
	struct mail_offer_row offer;
	enum rc rc = m->invitation == DB_NULL_INT ? NOT_FOUND : sql_mail_offer(cx->db, cx->arena, m->invitation, &offer);

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	rc = event_add(cx, CHAIN_ORGANISATION, offer.organisation, EVENT_MAIL_FAILED, offer.id,
	               strf(cx->arena, "{\"why\":%d}", (int)m->why));
	return rc == OK ? notice_coordinators(cx, NOTICE_ADDRESS_FAILED, offer.organisation) : rc;
}

enum rc address_failed(struct ctx *cx, const struct mail_state_row *m)
{
	struct notice_person_row p;
	enum rc rc;

	if (m->person == DB_NULL_INT)
		return offer_failed(cx, m);
	rc = sql_notice_person(cx->db, cx->arena, m->person, &p);
	/* Told once for each address; and not when it has been changed in between. */
	if (rc == NOT_FOUND || (rc == OK && (is_in_trouble(&p) || !str_eq(str_lower(cx->arena, m->address), p.email_folded))))
		return OK;
	if (rc == OK)
		rc = sql_mail_trouble_put(cx->db, cx->arena, m->person, p.email_folded, m->why, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, m->person, EVENT_MAIL_FAILED, p.id, strf(cx->arena, "{\"why\":%d}", (int)m->why));
	if (rc == OK && m->organisation != DB_NULL_INT)
		rc = notice_coordinators(cx, NOTICE_ADDRESS_FAILED, m->organisation);
	return rc;
}

enum rc notices_bounced(struct ctx *cx, struct uuid mail, enum mail_bounce says, int status)
{
	struct mail_of_return_row row;
	struct mail_state_row m;
	int64_t changed = 0;
	enum rc rc = sql_mail_of_return(cx->db, cx->arena, mail, &row);

	if (rc == OK)
		rc = sql_mail_bounced(cx->db, cx->arena, row.mail, says == BOUNCE_ADDRESS ? MAIL_WHY_BOUNCED : MAIL_WHY_RETURNED, status,
		                      cx->now, &changed);
	if (rc != OK || !changed || says != BOUNCE_ADDRESS)
		return rc; /* the same report a second time changes nothing */
	rc = sql_mail_state(cx->db, cx->arena, row.mail, &m);
	return rc == OK ? address_failed(cx, &m) : rc;
}
