/* mail.h — the outbox: a row in the transaction that wants the mail, sent by a job over SMTP.
 *
 *     rc = mail_queue_as(cx, &(struct mail_new){ .kind = NOTICE_INVITATION, .person = p, .organisation = o,
 *                        .address = address, .subject = word(T_X_SUBJECT), .body = body, .until = cx->now + 3 * DAY });
 *
 * That is for what always goes at once: getting in, and what protects an account. Everything else is a notice
 * (app/notices/notices.h), which its person may have at once, once a day or not at all.
 *
 * Mail is UTF-8, plain and as HTML from the same text, says of itself that a program made it, and asks for no automatic answer. It carries as
 * little as it can: it says that something waits, never what. A mail server that says “not now” is asked again; one that
 * says “never” ends the matter. The words of a mail are dropped once it
 * is sent.
 */
#ifndef WEB_MAIL_H
#define WEB_MAIL_H

#include "rules/notices.h"
#include "web/jobs.h"

/* mail_queue_as — puts a mail into the outbox. To a person: it goes to where they are reached, the work address or, once
 * that is retired, their personal one; somebody with neither gets none, and that is OK. To an address: only where the mail
 * belongs to that one (a link that was asked for there, a change of it); person is then DB_NULL_INT for one that is nobody's.
 * The address was checked (one address, no spaces or controls); a line end in the subject becomes a space. Coordinators see
 * its kind, and on behalf of which organisation it went (0: the first the person belongs to). Paragraphs of the body are parted by empty lines; one of lines that begin with "- " is a list;
 * addresses beginning with https:// become links. `until` 0: never too late. FAULT for an address that is not one. */
struct mail_new {
	enum notice_kind kind;
	int64_t person, organisation;
	int64_t invitation; /* the offer it carries; 0 for none */
	struct str address, subject, body, stop; /* stop: path that ends such mail, for List-Unsubscribe */
	instant until;
};
enum rc mail_queue_as(struct ctx *cx, const struct mail_new *m);
/* mail_person — the same, about somebody's account (NOTICE_SECURITY), to where they are reached. */
enum rc mail_person(struct ctx *cx, int64_t person, struct str subject, struct str body);
/* mail_text — the message as it goes over the wire: headers, then the words twice in quoted-printable, CRLF. */
struct mail {
	struct uuid id;
	struct str from, address, subject, body;
	struct str host; /* behind the @ of the Message-ID */
	instant at;
	struct str stop; /* the whole address of List-Unsubscribe; empty for none */
};
/* mail_html — the words of the text as a document of HTML: nothing from elsewhere, nothing that runs. */
struct str mail_html(struct arena *a, struct str subject, struct str text);
struct str mail_text(struct arena *a, const struct mail *m);

/* For the table of jobs: sends one; and what remains to be done when it could not be sent at all (the words of a link to
 * sign in are dropped; of a notice they are kept, so that it can be sent again). */
job_fn mail_send, mail_give_up;

#endif
