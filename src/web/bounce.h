/* bounce.h — mail that comes back after the mail server had taken it.
 *
 * Every mail may have a return address of its own (CAIRN_MAIL_RETURN=bounces@mail.example.org makes
 * bounces+TOKEN@mail.example.org its envelope sender): the token is the mail's id and a keyed hash, so nobody can make up a
 * return, and whatever the report says of addresses is not believed. What comes back is piped into `cairn mail bounce`, and
 * read in a process that is shut in.
 *
 *     bounce_read(message, &report);                        a report of delivery (RFC 3464), whatever stands around it
 *     for (i …) if (bounce_mail(a, &key, ours, report.to[i], &id)) …
 */
#ifndef WEB_BOUNCE_H
#define WEB_BOUNCE_H

#include "base/uuid.h"
#include "rules/notices.h"
#include "web/seal.h"

enum { BOUNCE_MAX = 256 * 1024, BOUNCE_TO_MAX = 8 };

/* bounce_address — where a mail comes back to: `ours` with +TOKEN in it. `ours` was checked: one address, MAIL_RETURN_LOCAL
 * characters before its @, no + there. */
struct str bounce_address(struct arena *a, const struct seal_key *key, struct str ours, struct uuid mail);
/* bounce_mail — the mail whose return address this is, in any case; false for an address that we did not make. */
bool bounce_mail(struct arena *a, const struct seal_key *key, struct str ours, struct str address, struct uuid *ret);

/* What a message says. Slices of it. */
struct bounce_report {
	enum mail_bounce says;      /* the worst of what it says of its recipients */
	int status;                 /* 511 for 5.1.1; 0 for none */
	struct str to[BOUNCE_TO_MAX]; /* addresses with a + that it was sent to, by its own headers */
	size_t to_n;
};
/* bounce_read — any bytes; what is no report of delivery says BOUNCE_NOT. Pure; reads the first BOUNCE_MAX bytes. */
void bounce_read(struct str message, struct bounce_report *ret);
/* bounce_read_shut_in — the same of a file or pipe, in a process that is shut in. BUSY: it took too long. INVALID: it did
 * not end well. */
enum rc bounce_read_shut_in(struct arena *a, int fd, struct bounce_report *ret);

#endif
