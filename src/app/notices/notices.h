/* notices.h — telling people that something has happened or waits for them, as they wish to be told.
 *
 *     rc = notice(cx, NOTICE_CLAIMS_WAITING, assessor, cx->induction->employer);
 *
 * What it says follows from the kind alone (text/en.txt, notices.*): never who, never what. By the person's wishes
 * (rules/notices.h) it goes at once, after their quiet hours, in their daily mail, or not at all; several that fall due
 * together are one mail. Mail that always goes at once has words of its own: mail_queue_as (web/mail.h).
 *
 * Also here: the page of one's own wishes, the page where a coordinator sees what became of mail to their people, and the
 * one click that ends daily mail.
 */
#ifndef APP_NOTICES_NOTICES_H
#define APP_NOTICES_NOTICES_H

#include "web/mail.h"

/* notice — to one person, on behalf of an organisation (0: the first they belong to). Nothing happens, and it is OK, when
 * they are deactivated, wish none, or their address takes no mail. In a write transaction. */
enum rc notice(struct ctx *cx, enum notice_kind kind, int64_t person, int64_t organisation);
/* notice_assigned — the same to everybody who has that role for the induction today. */
enum rc notice_assigned(struct ctx *cx, enum notice_kind kind, int64_t induction, enum role role, int64_t organisation);
/* notice_coordinators — the same to every coordinator of an organisation. */
enum rc notice_coordinators(struct ctx *cx, enum notice_kind kind, int64_t organisation);
/* notice_department — all national administrators but whoever acts. */
enum rc notice_department(struct ctx *cx, enum notice_kind kind);

/* notice_each — the same to each of these people once, however often they are in the list, which is sorted. For acts that
 * concern many at a time: one mail a person, whatever number of ECSWs it is about. */
enum rc notice_each(struct ctx *cx, enum notice_kind kind, int64_t *people, size_t n, int64_t organisation);

/* wishes_of — what a person has said, or the usual. */
enum rc wishes_of(struct ctx *cx, int64_t person, struct notice_wishes *ret, int64_t *ret_version);

/* For the table of jobs: writes the mails that have fallen due; gives up a mail, and tells the coordinator when its
 * address takes none. */
job_fn notices_due, notices_mail_given_up;

/* notices_bounced — a report says that a mail was not delivered after all. NOT_FOUND when that mail is not kept any more; a second
 * report of the same changes nothing. In a write transaction. */
enum rc notices_bounced(struct ctx *cx, struct uuid mail, enum mail_bounce says, int status);

/* What became of the newest mail that carried an offer (an invitation's row): a word and, where it failed, why; 0 and empty
 * where none was written. */
struct offer_mail {
	enum word state;
	struct str why;
	bool failed;
};
enum rc notices_of_offer(struct ctx *cx, int64_t invitation, struct offer_mail *ret);

/* notices_demo_mail — for the demonstration: a mail that was sent at cx->now, or failed for that reason. */
enum rc notices_demo_mail(struct ctx *cx, enum notice_kind kind, int64_t person, enum mail_why why);

handler_fn wishes_show, wishes_save, delivery_show, mail_show, mail_again, stop_show, stop_do;
extern const struct form wishes_form;

#endif
