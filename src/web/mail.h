/* mail.h — the outbox: a row in the transaction that wants the mail, sent by a job over SMTP.
 *
 *     rc = mail_queue(cx, person, address, word(T_X_SUBJECT), body);
 *
 * Mail is plain text in UTF-8, says of itself that a program made it, and asks for no automatic answer. It carries as
 * little as it can: it says that something waits, never what. A mail server that says “not now” is asked again; one that
 * says “never” ends the matter. The words of a mail are dropped once it is sent.
 */
#ifndef WEB_MAIL_H
#define WEB_MAIL_H

#include "web/jobs.h"

/* mail_queue — puts a mail into the outbox. person DB_NULL_INT for an address that is nobody's. The address was checked
 * (one address, no spaces or controls); a line end in the subject becomes a space. */
enum rc mail_queue(struct ctx *cx, int64_t person, struct str address, struct str subject, struct str body);
/* mail_queue_until — the same, for what is no use after `until` and is then not sent any more. */
enum rc mail_queue_until(struct ctx *cx, int64_t person, struct str address, struct str subject, struct str body,
                         instant until);
/* mail_text — the message as it goes over the wire: headers, an empty line, the body in quoted-printable, CRLF. */
struct mail {
	struct uuid id;
	struct str from, address, subject, body;
	struct str host; /* behind the @ of the Message-ID */
	instant at;
};
struct str mail_text(struct arena *a, const struct mail *m);

/* For the table of jobs: sends one; and what remains to be done when it could not be sent at all. */
job_fn mail_send, mail_give_up;

#endif
