/* mail.c — the outbox: queueing, the message as text, and SMTP by libcurl. */
#include "web/mail.h"

#include "jobs.sql.h"
#include "web.sql.h"

#include <curl/curl.h>

enum {
	MAIL_LINE = 74,            /* characters of a quoted-printable line, and of a part of a subject */
	CONNECT_SECONDS = 20,
	SEND_SECONDS = 120,
};

/* ---- queueing ---- */

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

/* ---- the message ---- */

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] > '~')
			return false;
	return true;
}

static void put_hex(struct buf *b, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";

	buf_add_c(b, '=');
	buf_add_c(b, digits[c >> 4]);
	buf_add_c(b, digits[c & 15]);
}

/* One character in the encoding of RFC 2047's "Q": a space is an underscore. */
static size_t put_q(struct buf *b, struct str c)
{
	unsigned char only = (unsigned char)c.p[0];
	bool letter = c.n == 1 && ((only >= 'a' && only <= 'z') || (only >= 'A' && only <= 'Z') || (only >= '0' && only <= '9'));

	if (letter || only == ' ') {
		buf_add_c(b, only == ' ' ? '_' : (char)only);
		return 1;
	}
	for (size_t i = 0; i < c.n; i++)
		put_hex(b, (unsigned char)c.p[i]);
	return 3 * c.n;
}

/* put_subject — as it is where it is ASCII and short, else in encoded words of at most MAIL_LINE, never cut inside a
 * character. */
static void put_subject(struct buf *b, struct arena *a, struct str subject)
{
	struct str s = str_replace_all(a, str_replace_all(a, subject, S("\r"), S(" ")), S("\n"), S(" ")), rest = s;
	size_t used = MAIL_LINE;
	bool open = false;

	buf_add(b, S("Subject:"));
	if (is_plain(s) && s.n < MAIL_LINE) {
		buf_addf(b, " %.*s\r\n", STR_FMT(s));
		return;
	}
	while (rest.n) {
		struct str before = rest;

		if (utf8_next(&rest) < 0)
			break;
		if (used + 12 > MAIL_LINE) {
			buf_add(b, open ? S("?=\r\n =?utf-8?q?") : S(" =?utf-8?q?"));
			used = 12;
			open = true;
		}
		used += put_q(b, str_sub(before, 0, before.n - rest.n));
	}
	buf_add(b, open ? S("?=\r\n") : S("\r\n"));
}

/* put_quoted_printable — lines of at most 76; a space at the end of a line is encoded, or mail servers would drop it. */
static void put_quoted_printable(struct buf *b, struct str text)
{
	size_t column = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool ends = i + 1 == text.n || text.p[i + 1] == '\n';

		if (c == '\r')
			continue;
		if (c == '\n') {
			buf_add(b, S("\r\n"));
			column = 0;
			continue;
		}
		if (column >= MAIL_LINE - 2) {
			buf_add(b, S("=\r\n"));
			column = 0;
		}
		/* A dot alone at the start of a line ends a message; libcurl doubles it, and this leaves nothing to double. */
		if (c == '=' || c > '~' || (c < ' ' && c != '\t') || (ends && (c == ' ' || c == '\t')) || (c == '.' && column == 0)) {
			put_hex(b, c);
			column += 3;
		} else {
			buf_add_c(b, (char)c);
			column++;
		}
	}
	buf_add(b, S("\r\n"));
}

static struct str mail_date(struct arena *a, instant t)
{
	struct str http = instant_http(a, t); /* Wed, 06 Oct 2027 13:02:11 GMT */

	return strf(a, "%.*s +0000", STR_FMT(str_sub(http, 0, http.n - 4)));
}

struct str mail_text(struct arena *a, const struct mail *m)
{
	struct buf b = buf_new(a, 4 * m->body.n + 4 * m->subject.n + 4096);

	buf_addf(&b, "Date: %s\r\nFrom: Cairn <%.*s>\r\nTo: <%.*s>\r\n", mail_date(a, m->at).p, STR_FMT(m->from),
	         STR_FMT(m->address));
	put_subject(&b, a, m->subject);
	buf_addf(&b, "Message-ID: <%s@%.*s>\r\n", uuid_str(a, m->id).p, STR_FMT(m->host));
	buf_add(&b, S("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	              "Content-Transfer-Encoding: quoted-printable\r\n"
	              "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n\r\n"));
	put_quoted_printable(&b, m->body);
	return buf_str(&b);
}

/* ---- sending ---- */

struct reading {
	struct str rest;
};

static size_t read_some(char *to, size_t size, size_t n, void *arg)
{
	struct reading *r = arg;
	size_t room = size * n, take = r->rest.n < room ? r->rest.n : room;

	if (take)
		memcpy(to, r->rest.p, take);
	r->rest = str_sub(r->rest, take, SIZE_MAX);
	return take;
}

static void set_up(CURL *curl, struct ctx *cx, struct curl_slist *to, struct reading *text)
{
	const struct settings *s = cx->settings;

	curl_easy_setopt(curl, CURLOPT_URL, str_c(cx->arena, s->smtp_url));
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	/* A password never goes over the wire in clear; without one, STARTTLS is used where it is offered. */
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(s->smtp_password.n ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	if (s->smtp_user.n) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, str_c(cx->arena, s->smtp_user));
		curl_easy_setopt(curl, CURLOPT_PASSWORD, str_c(cx->arena, s->smtp_password));
	}
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, strf(cx->arena, "<%.*s>", STR_FMT(s->mail_from)).p);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_some);
	curl_easy_setopt(curl, CURLOPT_READDATA, text);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SEND_SECONDS);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

/* said — what the server's last answer means. 5xx about the mailbox or the message is final; about us (a password, a
 * policy, TLS) it may be put right by the operator, so it is tried again. */
static enum rc said(CURLcode code, long status)
{
	if (code == CURLE_OK)
		return OK;
	return status == 501 || (status >= 550 && status <= 556) ? INVALID : BUSY;
}

static enum rc smtp_send(struct ctx *cx, struct str address, struct str message, struct str *ret_why)
{
	CURL *curl = curl_easy_init();
	struct curl_slist *to = curl_slist_append(NULL, strf(cx->arena, "<%.*s>", STR_FMT(address)).p);
	struct reading text = { message };
	CURLcode code = CURLE_OUT_OF_MEMORY;
	long status = 0;

	if (curl && to) {
		set_up(curl, cx, to, &text);
		code = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	}
	curl_slist_free_all(to);
	curl_easy_cleanup(curl);
	if (code != CURLE_OK)
		*ret_why = strf(cx->arena, "SMTP: %s (%ld)", curl_easy_strerror(code), status);
	return said(code, status);
}

static enum rc in_own_transaction(struct ctx *cx, int64_t mail,
                                  enum rc (*change)(struct db *, struct arena *, int64_t, instant, int64_t *))
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = change(cx->db, cx->arena, mail, cx->now, NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

static struct str host_of(const struct ctx *cx)
{
	struct str from = cx->settings->mail_from;

	str_cut(&from, '@');
	return from.n ? from : S("cairn.invalid");
}

enum rc mail_send(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct mail_to_send_row row;
	struct mail m;
	instant until = INT64_MAX;
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = sql_mail_to_send(cx->db, cx->arena, job->object, &row);
	db_rollback(cx->db);
	if (rc != OK || row.sent_at != DB_NULL_INT)
		return rc; /* sent before, by a lane that died before it could say so */
	str_to_i64(job->payload, 0, INT64_MAX, &until);
	if (cx->now > until || (!cx->settings->smtp_url.n && cx->demo)) {
		*ret_why = cx->demo ? S("a demonstration without a mail server sends nothing") : S("too late to be of use");
		return in_own_transaction(cx, job->object, sql_mail_drop);
	}
	if (!cx->settings->smtp_url.n) {
		*ret_why = S("CAIRN_SMTP_URL is not set");
		return BUSY;
	}
	m = (struct mail){ row.uuid, cx->settings->mail_from, row.address, row.subject, row.body, host_of(cx), row.created };
	rc = smtp_send(cx, row.address, mail_text(cx->arena, &m), ret_why);
	return rc == OK ? in_own_transaction(cx, job->object, sql_mail_sent) : rc;
}

enum rc mail_give_up(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	UNUSED(ret_why);
	return sql_mail_failed(cx->db, cx->arena, job->object, cx->now, NULL);
}
