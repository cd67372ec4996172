/* feed.c — the page where a calendar feed is switched on and off, and the feed itself. */
#include "app/feed/feed_inside.h"

#include "app/feed/feed_view.h"
#include "app/sign_in/sign_in.h"
#include "feed.sql.h"
#include "templates.gen.h"
#include "web/mail.h"

/* In a quarter of an hour: wrong addresses from one place, readings of one feed. A calendar asks every few hours. */
enum { WRONG_ADDRESSES = 100, READINGS = 30 };
enum { REFRESH_HOURS = 4 };
enum { ACT_START = 1, ACT_RENEW, ACT_STOP };

/* ---- switching it on and off ---- */

struct feed_typed {
	int act;
};
static const struct key_list acts = { (const struct str[]){ { NULL, 0 }, S_INIT("start"), S_INIT("renew"), S_INIT("stop") }, 4 };
static const struct field feed_fields[] = {
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct feed_typed, act), .label = T_FEED_DO, .required = true,
	  .max = ACT_STOP, .choices = &acts },
};
const struct form feed_form = { .name = "feed", .size = sizeof(struct feed_typed), .fields = feed_fields, .n = COUNT_OF(feed_fields) };

static enum rc read_own(struct ctx *cx, struct feed_of_person_row *ret)
{
	enum rc rc = sql_feed_of_person(cx->db, cx->arena, cx->actor.person, ret);

	if (rc == NOT_FOUND)
		*ret = (struct feed_of_person_row){ .is_on = false, .since = DB_NULL_INT, .fetched_at = DB_NULL_INT };
	return rc == NOT_FOUND ? OK : rc;
}

static enum rc show(struct ctx *cx, struct str address, enum word said)
{
	struct form_view fv = form_view(cx, &feed_form, NULL, -1);
	struct feed_view v = { .errors = fv.errors, .csrf = hidden_csrf(cx), .address = address, .said = said ? word(said) : STR_NONE };
	struct feed_of_person_row own;
	enum rc rc = read_own(cx, &own);

	if (rc != OK)
		return rc;
	if (cx->json) {
		struct json_out *j = reply_json(cx);

		json_obj(j);
		json_key(j, "on"), json_bool(j, own.is_on);
		json_key(j, "since"), json_instant(j, own.is_on ? own.since : DB_NULL_INT);
		json_key(j, "fetched_at"), json_instant(j, own.is_on ? own.fetched_at : DB_NULL_INT);
		if (address.n)
			json_key(j, "address"), json_str(j, address);
		json_end(j);
		return answer_json(cx, address.n ? 201 : 200);
	}
	v.is_on = own.is_on;
	if (own.is_on)
		v.since = instant_long(cx->arena, own.since);
	if (own.is_on && own.fetched_at != DB_NULL_INT)
		v.fetched = instant_long(cx->arena, own.fetched_at);
	return page(cx, &(struct page){ .title = word(T_FEED_TITLE), .main = HTML(cx, feed, &v) });
}

enum rc feed_show(struct ctx *cx)
{
	return show(cx, STR_NONE, T_NONE);
}

/* make — a new address, in place of any there was; it is known to nobody but who reads this answer. */
static enum rc make(struct ctx *cx, struct uuid person, bool renews)
{
	struct str token = random_token(cx->arena);
	struct hash h = hash_of(token);
	enum rc rc = sql_feed_start(cx->db, cx->arena, cx->actor.person, hash_bytes(&h), cx->now, NULL);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, cx->actor.person, renews ? EVENT_FEED_RENEWED : EVENT_FEED_STARTED, person, S("{}"));
	if (rc == OK) /* it opens what is theirs without signing in: whoever else made it must not be the only one who knows */
		rc = mail_person(cx, cx->actor.person, word(T_FEED_MAIL_SUBJECT),
		                 WORDS(cx->arena, T_FEED_MAIL, WORD_ARG("name", cx->person_name), WORD_ARG("when", instant_long(cx->arena, cx->now)),
		                       WORD_ARG("url", strf(cx->arena, "%.*s/account/calendar", STR_FMT(cx->settings->url)))));
	if (rc != OK)
		return rc;
	return show(cx, strf(cx->arena, "%.*s/feeds/%.*s/cairn.ics", STR_FMT(cx->settings->url), STR_FMT(token)),
	            renews ? T_FEED_RENEWED : T_FEED_STARTED);
}

static enum rc stop(struct ctx *cx, struct uuid person, bool is_on)
{
	enum rc rc = OK;

	if (is_on && ((rc = sql_feed_stop(cx->db, cx->arena, cx->actor.person, NULL)) != OK ||
	              (rc = sql_feed_forget(cx->db, cx->arena, cx->actor.person, NULL)) != OK ||
	              (rc = event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_FEED_STOPPED, person, S("{}"))) != OK))
		return rc;
	return done(cx, url_lit("/account/calendar"), T_FEED_STOPPED);
}

enum rc feed_choose(struct ctx *cx)
{
	const struct feed_typed *f = cx->form;
	struct feed_of_person_row own;
	struct feed_person_row me;
	enum rc rc = sql_feed_person(cx->db, cx->arena, cx->actor.person, &me);

	if (rc != OK || (rc = read_own(cx, &own)) != OK)
		return rc;
	if (f->act == ACT_STOP)
		return stop(cx, me.id, own.is_on);
	if (f->act == ACT_START && own.is_on) /* pressed twice: the address that was just shown is not ended by it */
		return done(cx, url_lit("/account/calendar"), T_FEED_ALREADY);
	return make(cx, me.id, own.is_on);
}

/* ---- the feed ---- */

/* nobodys — it was never given out, or has ended. An answer and not a refusal, so that it is counted (a refusal leaves nothing). */
static enum rc nobodys(struct ctx *cx)
{
	bool allowed = true;
	enum rc rc = sign_in_peer_allowed(cx, WRONG_ADDRESSES, &allowed);

	if (rc != OK || !allowed)
		return rc != OK ? rc : TOO_MANY;
	return page(cx, &(struct page){ .title = word(T_FEED_NOBODYS), .status = 404, .main = PLAIN_HTML(cx, feed_nobodys) });
}

/* whose — NOT_FOUND for an address that is nobody's, or not any more. */
static enum rc whose(struct ctx *cx, int64_t *ret)
{
	struct hash h = hash_of(param(cx, "token"));
	struct feed_by_token_row row;
	bool allowed = true;
	enum rc rc = sql_feed_by_token(cx->db, cx->arena, hash_bytes(&h), &row);

	if (rc == OK)
		rc = count_try(cx, strf(cx->arena, "feed:%lld", (long long)row.person), READINGS, &allowed);
	if (rc == OK)
		*ret = row.person;
	return rc != OK ? rc : allowed ? OK : TOO_MANY;
}

enum rc feed_read(struct ctx *cx)
{
	struct feed_entries entries;
	int64_t person;
	enum rc rc = whose(cx, &person);

	if (rc == NOT_FOUND)
		return nobodys(cx);
	if (rc != OK || (rc = feed_collect(cx, person, &entries)) != OK || (rc = feed_remember(cx, person, &entries)) != OK ||
	    (rc = sql_feed_fetched(cx->db, cx->arena, person, cx->now, NULL)) != OK)
		return rc;
	return answer_bytes(cx, S("text/calendar; charset=utf-8"), S("cairn.ics"),
	                    ical_write(cx->arena, &(struct ical){ .name = word(T_FEED_NAME), .description = word(T_FEED_SAYS),
	                                                          .refresh_hours = REFRESH_HOURS, .events = entries.v, .n = entries.n }));
}
