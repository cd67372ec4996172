/* link.c — the link by e-mail: how often it may be asked for, and what the mail says. */
#include "app/sign_in/sign_in_inside.h"

#include "sign_in.sql.h"
#include "app/people/people.h"
#include "templates.gen.h"
#include "web.sql.h"
#include "web/mail.h"

#include <arpa/inet.h>

/* A whole council may come in through one address at nine in the morning, so that limit is wide; the one for a mailbox
 * keeps anybody from filling it. */
enum { WINDOW_MINUTES = 15, TRIES_AN_ADDRESS = 5, TRIES_A_PEER = 300 };

/* client_address — where the request came from: the peer, or what our own proxy says it was. */
static struct str client_address(const struct ctx *cx)
{
	struct str forwarded = http_header_of(cx->rq, "X-Forwarded-For"), last = cx->rq->peer;

	if (!settings_trusts(cx->settings, cx->rq->peer))
		return cx->rq->peer;
	while (forwarded.p) { /* the last that is not a proxy of ours: what stands before it anybody can write */
		struct str one = str_trim(str_cut(&forwarded, ','));

		if (one.n && !settings_trusts(cx->settings, one))
			last = one;
	}
	return last;
}

/* One subscriber has a whole /64 of IPv6 addresses. */
static struct str peer_subject(struct ctx *cx)
{
	struct str address = client_address(cx);
	struct in6_addr six;

	if (inet_pton(AF_INET6, str_c(cx->arena, address), &six) == 1)
		address = hex_encode(cx->arena, &six, 8);
	return strf(cx->arena, "peer:%.*s", STR_FMT(address));
}

enum rc count_try(struct ctx *cx, struct str subject, int limit, bool *ret)
{
	int64_t window = cx->now - cx->now % (WINDOW_MINUTES * MINUTE);
	struct throttle_tries_row so_far;
	struct throttle_add_row now;
	enum rc rc = sql_throttle_tries(cx->db, cx->arena, subject, window, &so_far);

	*ret = rc == NOT_FOUND || (rc == OK && so_far.tries < limit);
	if ((rc != OK && rc != NOT_FOUND) || !*ret)
		return rc;
	return sql_throttle_add(cx->db, cx->arena, subject, window, &now);
}

enum rc sign_in_peer_allowed(struct ctx *cx, int limit, bool *ret)
{
	return count_try(cx, strf(cx->arena, "with:%.*s", STR_FMT(peer_subject(cx))), limit, ret);
}

enum rc sign_in_allowed(struct ctx *cx, struct str email, bool *ret)
{
	struct hash h = hash_of(email);
	enum rc rc = count_try(cx, peer_subject(cx), TRIES_A_PEER, ret);

	if (rc != OK || !*ret)
		return rc;
	return count_try(cx, strf(cx->arena, "mail:%s", hex_encode(cx->arena, h.b, 16).p), TRIES_AN_ADDRESS, ret);
}

/* new_token — the token of a new link, kept as its hash, and the event. */
static enum rc new_token(struct ctx *cx, const struct sign_in_person_row *p, struct str *ret)
{
	struct str token = random_token(cx->arena);
	struct hash h = hash_of(token);
	enum rc rc = sql_sign_in_link_add(cx->db, cx->arena, hash_bytes(&h), p->person, str_lower(cx->arena, p->email), cx->now,
	                                  cx->now + SIGN_IN_MINUTES * MINUTE, NULL);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, p->person, EVENT_SIGN_IN_ASKED, p->id, S("{}"));
	if (rc == OK)
		*ret = token;
	return rc;
}

enum rc sign_in_link_for(struct ctx *cx, struct str email, struct str *ret_token)
{
	struct sign_in_person_row p;
	enum rc rc = sql_sign_in_person(cx->db, cx->arena, email, &p);

	return rc == OK ? new_token(cx, &p, ret_token) : rc;
}

static enum rc mail_link(struct ctx *cx, const struct sign_in_person_row *p, struct str next)
{
	struct url path;
	struct str token, body;
	enum rc rc = new_token(cx, p, &token);

	if (rc != OK)
		return rc;
	path = (struct url){ strf(cx->arena, "/sign-in/%.*s", STR_FMT(token)) };
	if (next.n)
		path = url_with(cx, path, "next", next);
	body = WORDS(cx->arena, T_SIGN_IN_MAIL, WORD_ARG("name", p->name),
	             WORD_ARG("link", strf(cx->arena, "%.*s%.*s", STR_FMT(cx->settings->url), STR_FMT(path.s))),
	             WORD_ARG("minutes", (int64_t)SIGN_IN_MINUTES));
	return mail_queue_as(cx, &(struct mail_new){ .kind = NOTICE_SIGN_IN, .person = p->person, .address = p->email,
	                                             .subject = word(T_SIGN_IN_MAIL_SUBJECT), .body = body,
	                                             .until = cx->now + SIGN_IN_MINUTES * MINUTE });
}

enum rc sign_in_queue(struct ctx *cx, struct str as_typed, struct str next)
{
	struct sign_in_asked_add_row row;
	enum rc rc = sql_sign_in_asked_add(cx->db, cx->arena, as_typed, next, cx->now, &row);

	return rc == OK ? job_queue(cx, JOB_SIGN_IN_ASKED, row.asked, S(""), NULL) : rc;
}

/* answer_asked — the mail: a link for who is known, a kind word for who is not. */
static enum rc answer_asked(struct ctx *cx, struct str as_typed, struct str next)
{
	struct sign_in_person_row p;
	struct str body;
	enum rc rc = sql_sign_in_person(cx->db, cx->arena, email_fold(cx->arena, as_typed), &p);

	if (rc != NOT_FOUND)
		return rc == OK ? mail_link(cx, &p, next) : rc;
	if ((rc = invitation_again(cx, email_fold(cx->arena, as_typed))) != NOT_FOUND)
		return rc; /* not in yet: what they were invited to, with a link that works */
	body = WORDS(cx->arena, T_SIGN_IN_MAIL_UNKNOWN, WORD_ARG("address", as_typed), WORD_ARG("url", cx->settings->url));
	return mail_queue_as(cx, &(struct mail_new){ .kind = NOTICE_SIGN_IN_UNKNOWN, .person = DB_NULL_INT, .address = as_typed,
	                                             .subject = word(T_SIGN_IN_MAIL_SUBJECT_UNKNOWN), .body = body,
	                                             .until = cx->now + HOUR });
}

enum rc sign_in_asked_job(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct sign_in_asked_row asked;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	UNUSED(ret_why);
	if (rc == OK)
		rc = sql_sign_in_asked(cx->db, cx->arena, job->object, &asked);
	if (rc == OK && cx->now - asked.created < SIGN_IN_MINUTES * MINUTE) /* later nobody waits for it any more */
		rc = answer_asked(cx, asked.address, asked.next);
	if (rc == OK)
		rc = sql_sign_in_asked_drop(cx->db, cx->arena, job->object, NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc == NOT_FOUND ? OK : rc; /* answered before, by a lane that died before it could say so */
}

enum rc sign_in_no_role(struct ctx *cx)
{
	struct page p = { .title = word(T_SIGN_IN_NO_ROLE), .menu = MENU_SIGN_IN, .status = 403 };

	p.main = PLAIN_HTML(cx, sign_in_no_role);
	return page(cx, &p);
}
