/* mail.c — the outbox: queueing, and SMTP by libcurl. The message as text is mail_text.c's. */
#include "web/mail.h"

#include "jobs.sql.h"
#include "mail.sql.h"
#include "web.sql.h"
#include "web/bounce.h"

#include <curl/curl.h>
#include <sodium.h>

enum { CONNECT_SECONDS = 20 };

/* ---- queueing ---- */

/* One mailbox and nothing else: what could end a header line or a command of SMTP was refused where it was typed, and is
 * refused here again. */
static bool is_one_address(struct str s)
{
	size_t at = str_find_char(s, '@');

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F || strchr("<>(),;\\\"", s.p[i]))
			return false;
	return at != SIZE_MAX && at > 0 && at + 1 < s.n && s.n <= 254;
}

/* reached_at — the one rule of where mail to a person goes. An empty address: nowhere. */
static enum rc reached_at(struct ctx *cx, int64_t person, struct str *ret)
{
	struct mail_reach_row row;
	enum rc rc = sql_mail_reach(cx->db, cx->arena, person, &row);

	if (rc == OK)
		*ret = row.address;
	return rc;
}

/* Nobody waits for a link to sign in behind two thousand invitations, nor for one of these behind two thousand daily mails. */
static enum job_kind job_of(enum notice_kind kind, const struct notice_row *row)
{
	if (kind == NOTICE_SIGN_IN || kind == NOTICE_SIGN_IN_UNKNOWN)
		return JOB_SIGN_IN_MAIL;
	return row->always && kind != NOTICE_DIGEST ? JOB_MAIL : JOB_NOTICE_MAIL;
}

enum rc mail_queue_as(struct ctx *cx, const struct mail_new *m)
{
	const struct notice_row *kind = notice_row_of(m->kind);
	struct str address = m->address;
	struct mail_add_row row;
	instant until = m->until ? m->until : INT64_MAX;
	enum rc rc = address.n || m->person == DB_NULL_INT ? OK : reached_at(cx, m->person, &address);

	if (rc == OK && !address.n && m->person != DB_NULL_INT)
		return OK;
	if (rc == OK)
		rc = kind && is_one_address(address) ? OK : FAULT;
	if (rc == OK)
		rc = sql_mail_add(cx->db, cx->arena, uuid7(cx->now), m->person, m->organisation ? m->organisation : DB_NULL_INT,
		                  m->invitation ? m->invitation : DB_NULL_INT, m->kind, address, m->subject, m->body,
		                  m->stop.p ? m->stop : S(""), cx->now, &row);
	return rc == OK ? job_queue(cx, job_of(m->kind, kind), row.mail, strf(cx->arena, "%lld", (long long)until), NULL) : rc;
}

enum rc mail_person(struct ctx *cx, int64_t person, struct str subject, struct str body)
{
	return mail_queue_as(cx, &(struct mail_new){ .kind = NOTICE_SECURITY, .person = person, .subject = subject, .body = body });
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

/* comes_back_to — the envelope's sender: an address of this mail alone, where that is set up. */
static struct str comes_back_to(struct ctx *cx, struct uuid mail)
{
	const struct settings *s = cx->settings;
	struct seal_key key;
	struct str why, address;

	if (!s->mail_return.n || seal_key_load(cx->arena, s, &key, &why) != OK)
		return s->mail_from;
	address = bounce_address(cx->arena, &key, s->mail_return, mail);
	sodium_memzero(&key, sizeof(key));
	return address;
}

static void set_up(CURL *curl, struct ctx *cx, struct str back, struct curl_slist *to, struct reading *text)
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
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, strf(cx->arena, "<%.*s>", STR_FMT(back)).p);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_some);
	curl_easy_setopt(curl, CURLOPT_READDATA, text);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)s->smtp_seconds);
	if (s->smtp_ca.n)
		curl_easy_setopt(curl, CURLOPT_CAINFO, str_c(cx->arena, s->smtp_ca));
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

/* What became of one try. */
struct tried {
	enum mail_why why;
	long status;        /* the server's last answer; 0 for none */
	struct str to_log;  /* a sentence for the operator */
};

static enum mail_why why_of(CURLcode code, long status)
{
	switch (code) {
	case CURLE_OK:
		return MAIL_WHY_NONE;
	case CURLE_SSL_CONNECT_ERROR: case CURLE_PEER_FAILED_VERIFICATION: case CURLE_USE_SSL_FAILED:
	case CURLE_SSL_CERTPROBLEM: case CURLE_SSL_CIPHER: case CURLE_SSL_CACERT_BADFILE: case CURLE_SSL_ISSUER_ERROR:
		return MAIL_WHY_TLS;
	case CURLE_LOGIN_DENIED:
		return MAIL_WHY_LOGIN;
	case CURLE_OPERATION_TIMEDOUT:
		return MAIL_WHY_SLOW;
	case CURLE_COULDNT_CONNECT: case CURLE_COULDNT_RESOLVE_HOST: case CURLE_COULDNT_RESOLVE_PROXY: case CURLE_GOT_NOTHING:
		return MAIL_WHY_UNREACHABLE;
	default:
		return mail_why_of_status(status);
	}
}

static struct tried smtp_send(struct ctx *cx, struct str back, struct str address, struct str message)
{
	CURL *curl = curl_easy_init();
	struct curl_slist *to = curl_slist_append(NULL, strf(cx->arena, "<%.*s>", STR_FMT(address)).p);
	struct reading text = { message };
	CURLcode code = CURLE_OUT_OF_MEMORY;
	struct tried t = { .status = 0 };

	if (curl && to) {
		set_up(curl, cx, back, to, &text);
		code = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &t.status);
	}
	curl_slist_free_all(to);
	curl_easy_cleanup(curl);
	t.why = why_of(code, t.status);
	if (code != CURLE_OK)
		t.to_log = strf(cx->arena, "SMTP: %s (%ld)", curl_easy_strerror(code), t.status);
	return t;
}

/* ---- what became of it, in a transaction of its own ---- */

static enum rc sent(struct ctx *cx, int64_t mail, struct str address)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = sql_mail_sent(cx->db, cx->arena, mail, cx->now, NULL);
	if (rc == OK) /* whatever was wrong with this address is over */
		rc = sql_mail_trouble_over(cx->db, cx->arena, mail, str_lower(cx->arena, address), NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

static enum rc not_sent(struct ctx *cx, int64_t mail, const struct tried *t, struct str *ret_why)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	/* Nothing went wrong: it is simply not sent. */
	bool is_fine = t->why == MAIL_WHY_TOO_LATE || t->why == MAIL_WHY_DEMO;

	*ret_why = t->to_log;
	if (rc == OK)
		rc = sql_mail_tried(cx->db, cx->arena, mail, t->why, t->status, cx->now, NULL);
	if (rc == OK && is_fine)
		rc = sql_mail_failed_dropped(cx->db, cx->arena, mail, cx->now, NULL);
	if (rc == OK && (rc = db_commit(cx->db)) == OK)
		return is_fine ? OK : mail_why_is_final(t->why) ? INVALID : BUSY;
	db_rollback(cx->db);
	return rc;
}

static struct str host_of(const struct ctx *cx)
{
	struct str from = cx->settings->mail_from;

	str_cut(&from, '@');
	return from.n ? from : S("cairn.invalid");
}

static struct mail mail_of(struct ctx *cx, const struct mail_to_send_row *row)
{
	struct mail m = { row->uuid, cx->settings->mail_from, row->address, row->subject, row->body, host_of(cx), row->created,
		              STR_NONE };

	if (row->stop.n)
		m.stop = strf(cx->arena, "%.*s%.*s", STR_FMT(cx->settings->url), STR_FMT(row->stop));
	return m;
}

/* why_not — why it should not even be tried. */
static struct tried why_not(const struct ctx *cx, instant until)
{
	if (cx->now > until)
		return (struct tried){ MAIL_WHY_TOO_LATE, 0, S("too late to be of use") };
	if (cx->settings->smtp_url.n)
		return (struct tried){ .status = 0 };
	if (cx->demo)
		return (struct tried){ MAIL_WHY_DEMO, 0, S("a demonstration without a mail server sends nothing") };
	return (struct tried){ MAIL_WHY_NO_SERVER, 0, S("CAIRN_SMTP_URL is not set") };
}

enum rc mail_send(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct mail_to_send_row row;
	struct tried t;
	instant until = INT64_MAX;
	struct mail m;
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = sql_mail_to_send(cx->db, cx->arena, job->object, &row);
	db_rollback(cx->db);
	if (rc != OK || row.sent_at != DB_NULL_INT)
		return rc; /* sent before, by a lane that died before it could say so */
	str_to_i64(job->payload, 0, INT64_MAX, &until);
	t = why_not(cx, until);
	if (t.why == MAIL_WHY_NONE) {
		m = mail_of(cx, &row);
		t = smtp_send(cx, comes_back_to(cx, row.uuid), row.address, mail_text(cx->arena, &m));
	}
	return t.why == MAIL_WHY_NONE ? sent(cx, job->object, row.address) : not_sent(cx, job->object, &t, ret_why);
}

enum rc mail_give_up(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct mail_state_row row;
	enum rc rc = sql_mail_state(cx->db, cx->arena, job->object, &row);
	const struct notice_row *kind = rc == OK ? notice_row_of((int)row.kind) : NULL;

	UNUSED(ret_why);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	/* The words of what may be sent again are kept until then; a link to sign in never is. */
	return kind && kind->keeps_words
	               ? sql_mail_failed(cx->db, cx->arena, job->object, cx->now, NULL)
	               : sql_mail_failed_dropped(cx->db, cx->arena, job->object, cx->now, NULL);
}
