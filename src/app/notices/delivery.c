/* delivery.c — what became of mail to the people of an organisation: for its coordinators. Never its words. */
#include "app/notices/notices_inside.h"

#include "app/notices/notices_view.h"
#include "notices.sql.h"
#include "templates.gen.h"
#include "web/list.h"

enum { FILTER_STATE, FILTER_KIND };
enum mail_state { MAIL_WAITING, MAIL_SENT, MAIL_FAILED, MAIL_STATES };
enum { TROUBLES_SHOWN = 20 };

static const struct str state_keys[] = { S_INIT("waiting"), S_INIT("sent"), S_INIT("failed") };
static const struct key_list states = { state_keys, MAIL_STATES };
static const enum word state_words[] = { T_DELIVERY_WAITING, T_DELIVERY_SENT, T_DELIVERY_FAILED };
static const enum word kind_words[NOTICE_END] = {
	[NOTICE_OTHER] = T_DELIVERY_KIND_ACCOUNT, [NOTICE_SIGN_IN] = T_DELIVERY_KIND_SIGN_IN,
	[NOTICE_SECURITY] = T_DELIVERY_KIND_SECURITY, [NOTICE_INVITATION] = T_DELIVERY_KIND_INVITATION,
	[NOTICE_CLAIMS_WAITING] = T_WISHES_CLAIMS_WAITING, [NOTICE_ANSWERED] = T_WISHES_ANSWERED,
	[NOTICE_VIEW_GIVEN] = T_WISHES_VIEW_GIVEN, [NOTICE_SHARED] = T_WISHES_SHARED, [NOTICE_ASSIGNED] = T_WISHES_ASSIGNED,
	[NOTICE_REGISTRATION] = T_WISHES_REGISTRATION, [NOTICE_BULK_DONE] = T_WISHES_BULK_DONE,
	[NOTICE_FEEDBACK] = T_WISHES_FEEDBACK, [NOTICE_OBSERVATION] = T_WISHES_OBSERVATION,
	[NOTICE_CONFIRM_ASK] = T_WISHES_CONFIRM_ASK, [NOTICE_FAMILY] = T_WISHES_FAMILY,
	[NOTICE_SUPERVISION] = T_WISHES_SUPERVISION, [NOTICE_PART] = T_WISHES_PART,
	[NOTICE_PART_GIVEN] = T_WISHES_PART_GIVEN, [NOTICE_ASK_SETTLED] = T_WISHES_ASK_SETTLED,
	[NOTICE_DATES] = T_WISHES_DATES, [NOTICE_AGREED_ASKED] = T_WISHES_AGREED_ASKED, [NOTICE_AGREED] = T_WISHES_AGREED, [NOTICE_TALK] = T_WISHES_TALK,
	[NOTICE_RETURN] = T_WISHES_RETURN, [NOTICE_ADJUST_LATE] = T_WISHES_ADJUST_LATE, [NOTICE_SUPPORT] = T_WISHES_SUPPORT, [NOTICE_PROFILE_ASKED] = T_WISHES_PROFILE_ASKED,
	[NOTICE_PROFILE_ANSWERED] = T_WISHES_PROFILE_ANSWERED, [NOTICE_PROFILE_GIVEN] = T_WISHES_PROFILE_GIVEN, [NOTICE_MOVE] = T_WISHES_MOVE, [NOTICE_MOVED] = T_WISHES_MOVED, [NOTICE_REVIEW] = T_WISHES_REVIEW, [NOTICE_REVIEW_LATE] = T_WISHES_REVIEW_LATE, [NOTICE_REVIEW_RELEASED] = T_WISHES_REVIEW_RELEASED,
	[NOTICE_REVIEW_SIGN] = T_WISHES_REVIEW_SIGN, [NOTICE_DECISION] = T_WISHES_DECISION,
	[NOTICE_DECISION_SOON] = T_WISHES_DECISION_SOON, [NOTICE_DECISION_LATE] = T_WISHES_DECISION_LATE,
	[NOTICE_DECISION_ABOVE] = T_WISHES_DECISION_ABOVE, [NOTICE_DRAFT_ANSWERED] = T_WISHES_DRAFT_ANSWERED, [NOTICE_AFTER] = T_WISHES_AFTER_OUTCOME, [NOTICE_AFTER_ABOVE] = T_WISHES_AFTER_OUTCOME_ABOVE, [NOTICE_COMMENTS_CLOSED] = T_WISHES_COMMENTS_CLOSED, [NOTICE_DECISION_STAFF] = T_WISHES_DECISION_STAFF, [NOTICE_ADDRESS_FAILED] = T_WISHES_ADDRESS_FAILED, [NOTICE_DIGEST] = T_DELIVERY_KIND_DIGEST,
};
static const enum word why_words[MAIL_WHY_END] = {
	[MAIL_WHY_NO_SERVER] = T_DELIVERY_WHY_NO_SERVER, [MAIL_WHY_UNREACHABLE] = T_DELIVERY_WHY_UNREACHABLE,
	[MAIL_WHY_TLS] = T_DELIVERY_WHY_TLS, [MAIL_WHY_LOGIN] = T_DELIVERY_WHY_LOGIN, [MAIL_WHY_LATER] = T_DELIVERY_WHY_LATER,
	[MAIL_WHY_ADDRESS] = T_DELIVERY_WHY_ADDRESS, [MAIL_WHY_REFUSED] = T_DELIVERY_WHY_REFUSED,
	[MAIL_WHY_TOO_LATE] = T_DELIVERY_WHY_TOO_LATE, [MAIL_WHY_DEMO] = T_DELIVERY_WHY_DEMO,
	[MAIL_WHY_SLOW] = T_DELIVERY_WHY_SLOW, [MAIL_WHY_BOUNCED] = T_DELIVERY_WHY_BOUNCED,
	[MAIL_WHY_RETURNED] = T_DELIVERY_WHY_RETURNED,
};

static enum mail_state state_of(instant sent_at, instant failed_at)
{
	return failed_at != DB_NULL_INT ? MAIL_FAILED : sent_at != DB_NULL_INT ? MAIL_SENT : MAIL_WAITING; /* sent, and come back */
}

static struct str why_says(int64_t why)
{
	return why > 0 && why < MAIL_WHY_END ? word(why_words[why]) : STR_NONE;
}

enum rc notices_of_offer(struct ctx *cx, int64_t invitation, struct offer_mail *ret)
{
	struct mail_of_offer_row m;
	enum rc rc = sql_mail_of_offer(cx->db, cx->arena, invitation, &m);
	enum mail_state state;

	*ret = (struct offer_mail){ .state = 0 };
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	state = state_of(m.sent_at, m.failed_at);
	*ret = (struct offer_mail){ state_words[state], state == MAIL_SENT ? STR_NONE : why_says(m.why), state == MAIL_FAILED };
	return OK;
}

/* An address that is not the one the person works with is theirs, and not shown. */
static struct str address_shown(struct str address, bool own)
{
	return own ? address : word(T_DELIVERY_OTHER_ADDRESS);
}

/* ---- the list ---- */

static const struct list_filter filters[] = {
	[FILTER_STATE] = { "state", T_DELIVERY_STATE, T_DELIVERY_EVERY_STATE, .keys = &states, .words = state_words },
	[FILTER_KIND] = { "kind", T_DELIVERY_KIND, T_DELIVERY_EVERY_KIND, .keys = &notice_kinds, .words = kind_words },
};
static const struct list_column columns[] = {
	COLUMN("name", T_DELIVERY_TO), COLUMN("kind", T_DELIVERY_KIND), COLUMN("state", T_DELIVERY_STATE),
	COLUMN("created", T_DELIVERY_WRITTEN, .sort = LIST_BY(MAILS_LISTED_BY_CREATED)),
};

static enum rc load(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
{
	struct mails_listed_rows rows;
	enum rc rc = sql_mails_listed(cx->db, cx->arena, cx->actor.organisation, cx->today, ask->pattern,
	                              ask->chosen[FILTER_STATE], ask->chosen[FILTER_KIND], ask->limit, ask->at, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct mails_listed_row *r = &rows.v[i];
		enum mail_state state = state_of(r->sent_at, r->failed_at);

		list_row(out, r->id, mails_listed_at(r, ask->at));
		list_link(out, r->name, url_id(cx, "/mail/", r->id, ""));
		list_small(out, address_shown(r->address, r->own_address));
		list_choice(out, key_of(&notice_kinds, (int)r->kind), word(kind_words[r->kind]));
		list_choice(out, state_keys[state], word(state_words[state]));
		list_flag(out, state == MAIL_SENT ? LIST_OK : state == MAIL_FAILED ? LIST_LATE : LIST_PLAIN);
		if (why_says(r->why).n)
			list_small(out, why_says(r->why));
		list_instant(out, r->created);
	}
	return rc;
}

static const struct list mails = {
	.name = "mail", LIST_COLUMNS(columns), LIST_FILTERS(filters), .search = T_DELIVERY_SEARCH, .first = 3, .first_down = true,
	.caption = T_DELIVERY_TITLE, .empty = T_DELIVERY_NONE, .empty_says = T_DELIVERY_NONE_SAYS, .load = load,
};

static enum rc read_troubles(struct ctx *cx, struct delivery_view *v)
{
	struct mail_troubles_rows rows;
	enum rc rc = sql_mail_troubles(cx->db, cx->arena, cx->actor.organisation, cx->today, &rows);

	if (rc != OK)
		return rc;
	v->more_troubles = rows.n > TROUBLES_SHOWN;
	v->troubles.n = v->more_troubles ? TROUBLES_SHOWN : rows.n;
	v->troubles.v = NEW_ARRAY(cx->arena, struct trouble_shown, v->troubles.n + 1);
	for (size_t i = 0; i < v->troubles.n; i++)
		v->troubles.v[i] = (struct trouble_shown){ rows.v[i].name, date_long(cx->arena, date_of(rows.v[i].since)),
			                                       url_id(cx, "/people/", rows.v[i].id, "") };
	return OK;
}

enum rc delivery_show(struct ctx *cx)
{
	struct delivery_view v = { .more_troubles = false };
	struct list_shown list;
	enum rc rc = list_show(cx, &mails, &(struct list_of){ .url = url_lit("/mail"), .no_csv = true }, &list);

	if (rc != OK || cx->json)
		return rc;
	if ((rc = read_troubles(cx, &v)) != OK)
		return rc;
	v.list = list.html;
	return page(cx, &(struct page){ .title = word(T_DELIVERY_TITLE), .width = WIDTH_STAFF, .main = HTML(cx, notices_delivery, &v) });
}

/* ---- one of them ---- */

/* What helps where the words are gone: a link to sign in is no use any more, an invitation has its own way. */
static enum word instead_of(int64_t kind)
{
	return kind == NOTICE_SIGN_IN ? T_DELIVERY_INSTEAD_SIGN_IN
	       : kind == NOTICE_INVITATION ? T_DELIVERY_INSTEAD_INVITATION : T_DELIVERY_INSTEAD_OTHER;
}

static enum rc mail_json(struct ctx *cx, const struct mail_seen_row *m, enum mail_state state, bool may_again)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "person"), json_uuid(j, m->person_id);
	json_key(j, "kind"), json_str(j, key_of(&notice_kinds, (int)m->kind));
	json_key(j, "state"), json_str(j, state_keys[state]);
	json_key(j, "why"), json_str(j, why_says(m->why));
	json_key(j, "tries"), json_i64(j, m->tries);
	json_key(j, "written"), json_instant(j, m->created);
	json_key(j, "may_be_sent_again"), json_bool(j, may_again);
	json_end(j);
	return answer_json(cx, 200);
}

static enum rc seen(struct ctx *cx, struct mail_seen_row *ret)
{
	struct uuid id;

	return uuid_parse(param(cx, "mail"), &id) ? sql_mail_seen(cx->db, cx->arena, id, ret) : NOT_FOUND;
}

enum rc mail_show(struct ctx *cx)
{
	struct mail_seen_row m;
	struct mail_shown v = { .csrf = hidden_csrf(cx) };
	enum mail_state state;
	enum rc rc = seen(cx, &m);

	if (rc != OK)
		return rc;
	state = state_of(m.sent_at, m.failed_at);
	v.may_again = state == MAIL_FAILED && m.has_words;
	if (cx->json)
		return mail_json(cx, &m, state, v.may_again);
	v.name = m.name;
	v.address = address_shown(m.address, str_eq(str_lower(cx->arena, m.address), m.email_folded));
	v.kind = kind_words[m.kind];
	v.state = state_words[state];
	v.says = state == MAIL_SENT ? word(T_DELIVERY_SENT_SAYS) : why_says(m.why);
	v.written = instant_long(cx->arena, m.created);
	v.tried = m.tried_at == DB_NULL_INT ? STR_NONE : instant_long(cx->arena, m.tried_at);
	v.tries = m.tries;
	v.failed = state == MAIL_FAILED;
	v.instead = v.failed && !v.may_again ? word(instead_of(m.kind)) : STR_NONE;
	v.person = url_id(cx, "/people/", m.person_id, "");
	v.again = (struct url){ strf(cx->arena, "/mail/%.*s/again", STR_FMT(param(cx, "mail"))) };
	return page(cx, &(struct page){ .title = word(T_DELIVERY_ONE), .main = HTML(cx, notices_mail, &v) });
}

/* Once more, as it was, to the address the person has now. Pressed twice, it goes once. */
enum rc mail_again(struct ctx *cx)
{
	struct mail_seen_row m;
	int64_t affected = 0;
	struct uuid id = UUID_NONE;
	enum rc rc = seen(cx, &m);

	if (rc == OK)
		rc = sql_mail_again(cx->db, cx->arena, m.mail, m.email, &affected);
	if (rc == OK && affected == 0)
		return CONFLICT;
	if (rc == OK)
		rc = sql_mail_trouble_drop(cx->db, cx->arena, m.person, NULL);
	if (rc == OK)
		rc = job_queue(cx, JOB_NOTICE_MAIL, m.mail, strf(cx->arena, "%lld", (long long)INT64_MAX), NULL);
	uuid_parse(param(cx, "mail"), &id);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, m.person, EVENT_MAIL_SENT_AGAIN, id, S("{}"));
	return rc == OK ? done(cx, url_id(cx, "/mail/", id, ""), T_DELIVERY_AGAIN_DONE) : rc;
}
