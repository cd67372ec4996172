/* address_undo.c — taking back a change of the work address that its owner did not want: by a link at the address before. */
#include "app/people/people_inside.h"

#include "people_acts.sql.h"
#include "web/mail.h"

static enum rc tell(struct ctx *cx, int64_t person, struct str address, enum word subject, struct str body, instant until)
{
	return mail_queue_as(cx, &(struct mail_new){ .kind = NOTICE_SECURITY, .person = person, .address = address,
	                                             .subject = word(subject), .body = body, .until = until });
}

static enum rc add(struct ctx *cx, int64_t person, const struct act_person_row *before, instant until, struct str *ret_link)
{
	struct str token = random_token(cx->arena);
	struct hash h = hash_of(token);
	enum rc rc = sql_address_change_drop(cx->db, cx->arena, person, ADDRESS_UNDO, cx->now, NULL); /* one that has expired */

	if (rc == OK)
		rc = sql_address_change_add(cx->db, cx->arena, uuid7(cx->now), person, ADDRESS_UNDO, before->email, before->email_folded,
		                            hash_bytes(&h), person, cx->now, until, NULL);
	*ret_link = strf(cx->arena, "%.*s/addresses/%.*s", STR_FMT(cx->settings->url), STR_FMT(token));
	return rc;
}

enum rc address_undo_offer(struct ctx *cx, int64_t person, const struct act_person_row *before)
{
	instant until = cx->now + ADDRESS_UNDO_HOURS * (instant)HOUR;
	struct address_change_open_row open;
	struct str link;
	enum rc rc = sql_address_change_open(cx->db, cx->arena, person, ADDRESS_UNDO, cx->now, &open);

	if (rc == OK) /* the first link still works; this one is told without another */
		return tell(cx, person, before->email, T_PEOPLE_ADDRESS_CHANGED_SUBJECT,
		            WORDS(cx->arena, T_PEOPLE_ADDRESS_CHANGED_MAIL, WORD_ARG("name", before->name)), 0);
	if (rc != NOT_FOUND || (rc = add(cx, person, before, until, &link)) != OK)
		return rc;
	return tell(cx, person, before->email, T_PEOPLE_ADDRESS_CHANGED_SUBJECT,
	            WORDS(cx->arena, T_PEOPLE_ADDRESS_UNDO_MAIL, WORD_ARG("name", before->name), WORD_ARG("link", link),
	                  WORD_ARG("until", instant_long(cx->arena, until))), until);
}

enum rc address_undo(struct ctx *cx, const struct address_change_live_row *c, const struct act_person_row *p)
{
	struct str body = WORDS(cx->arena, T_PEOPLE_ADDRESS_UNDONE_MAIL, WORD_ARG("name", p->name));
	enum rc rc = sql_act_set_email(cx->db, cx->arena, c->person, c->email, c->email_folded, NULL);

	if (rc == OK)
		rc = sql_address_change_drop(cx->db, cx->arena, c->person, ADDRESS_WORK, cx->now, NULL);
	if (rc == OK)
		rc = person_shut_out(cx, c->person);
	if (rc == OK)
		rc = people_index(cx, c->person);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, c->person, EVENT_ADDRESS_UNDONE, p->id, S("{}"));
	if (rc == OK && p->email.n)
		rc = tell(cx, c->person, p->email, T_PEOPLE_ADDRESS_UNDONE_SUBJECT, body, 0);
	return rc == OK ? tell(cx, c->person, c->email, T_PEOPLE_ADDRESS_UNDONE_SUBJECT, body, 0) : rc;
}
