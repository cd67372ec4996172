/* mail.c — the outbox. */
#include "web/mail.h"

#include "web.sql.h"

enum rc mail_queue_until(struct ctx *cx, int64_t person, struct str address, struct str subject, struct str body,
                         instant until)
{
	struct mail_add_row row;
	enum rc rc = sql_mail_add(cx->db, cx->arena, uuid7(cx->now), person, address, subject, body, cx->now, &row);

	return rc == OK ? job_queue(cx, JOB_MAIL, row.mail, strf(cx->arena, "%lld", (long long)until), NULL) : rc;
}

enum rc mail_queue(struct ctx *cx, int64_t person, struct str address, struct str subject, struct str body)
{
	return mail_queue_until(cx, person, address, subject, body, INT64_MAX);
}
