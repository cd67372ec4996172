/* held.c — everything held about somebody, for themself: as a page, as JSON and as a file; and who has looked. Words that
 * people wrote are not repeated here: an ECSW reads theirs in their portfolio. */
#include "app/account/account.h"

#include "account.sql.h"
#include "app/account/held_more.h"
#include "app/timeline/timeline.h"
#include "held.sql.h"
#include "people_acts.sql.h"
#include "people_store.sql.h"
#include "rules/people.h"
#include "templates.gen.h"

enum { SHOWN = KEPT_END, DID_MAX = 1000, LOOKED_A_PAGE = 50 };

struct held {
	struct act_person_row p;
	struct account_person_row account;
	struct roles_anywhere_rows roles;
	struct held_inductions_rows inductions;
	struct held_assignments_rows assignments;
	struct held_helpers_rows helpers;
	struct held_departures_rows departures;
	struct held_sessions_rows sessions;
	struct held_mails_rows mails;
	struct held_counts_row counts;
	struct held_did_rows did;
	struct held_more more;
};

static enum rc read_held(struct ctx *cx, struct held *h)
{
	int64_t me = cx->actor.person;
	enum rc rc = sql_act_person(cx->db, cx->arena, me, &h->p);

	if (rc != OK || (rc = sql_account_person(cx->db, cx->arena, me, &h->account)) != OK ||
	    (rc = sql_roles_anywhere(cx->db, cx->arena, me, &h->roles)) != OK ||
	    (rc = sql_held_inductions(cx->db, cx->arena, me, &h->inductions)) != OK ||
	    (rc = sql_held_assignments(cx->db, cx->arena, me, &h->assignments)) != OK ||
	    (rc = sql_held_helpers(cx->db, cx->arena, me, &h->helpers)) != OK ||
	    (rc = sql_held_departures(cx->db, cx->arena, me, &h->departures)) != OK ||
	    (rc = sql_held_sessions(cx->db, cx->arena, me, &h->sessions)) != OK ||
	    (rc = sql_held_mails(cx->db, cx->arena, me, &h->mails)) != OK ||
	    (rc = sql_held_counts(cx->db, cx->arena, me, &h->counts)) != OK || (rc = held_more_read(cx, me, &h->more)) != OK)
		return rc;
	return sql_held_did(cx->db, cx->arena, me, DID_MAX, &h->did);
}

/* ---- JSON ---- */

static void period_json(struct json_out *j, struct date from, struct date to)
{
	json_key(j, "starts"), json_date(j, from);
	json_key(j, "ends"), json_date(j, to);
}

static void profile_json(struct json_out *j, const struct held *h)
{
	json_key(j, "profile"), json_obj(j);
	json_key(j, "id"), json_uuid(j, h->p.id);
	json_key(j, "name"), json_str(j, h->p.name);
	json_key(j, "initials"), json_str(j, h->p.initials);
	json_key(j, "email"), json_str(j, h->p.email);
	json_key(j, "personal_email"), json_str(j, h->p.personal_email);
	json_key(j, "registration"), json_str(j, h->p.registration);
	json_key(j, "known_since"), json_instant(j, h->account.created);
	json_end(j);
	json_key(j, "roles"), json_arr(j);
	for (size_t i = 0; i < h->roles.n; i++) {
		json_obj(j);
		json_key(j, "role"), json_str(j, key_of(&roles, (int)h->roles.v[i].role));
		json_key(j, "organisation"), json_str(j, h->roles.v[i].organisation_name);
		period_json(j, h->roles.v[i].starts, h->roles.v[i].ends);
		json_end(j);
	}
	json_end(j);
}

static void work_json(struct json_out *j, const struct held *h)
{
	json_key(j, "inductions"), json_arr(j);
	for (size_t i = 0; i < h->inductions.n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, h->inductions.v[i].id);
		json_key(j, "programme"), json_str(j, h->inductions.v[i].programme);
		json_key(j, "employer"), json_str(j, h->inductions.v[i].employer);
		json_key(j, "team"), json_str(j, h->inductions.v[i].team);
		json_key(j, "pieces"), json_i64(j, h->inductions.v[i].pieces);
		period_json(j, h->inductions.v[i].starts, h->inductions.v[i].ended);
		json_end(j);
	}
	json_end(j);
	json_key(j, "assigned_to"), json_arr(j);
	for (size_t i = 0; i < h->assignments.n; i++) {
		json_obj(j);
		json_key(j, "name"), json_str(j, h->assignments.v[i].name);
		json_key(j, "role"), json_str(j, key_of(&roles, (int)h->assignments.v[i].role));
		period_json(j, h->assignments.v[i].starts, h->assignments.v[i].ends);
		json_end(j);
	}
	json_end(j);
	json_key(j, "assigned_to_you"), json_arr(j);
	for (size_t i = 0; i < h->helpers.n; i++) {
		json_obj(j);
		json_key(j, "name"), json_str(j, h->helpers.v[i].name);
		json_key(j, "role"), json_str(j, key_of(&roles, (int)h->helpers.v[i].role));
		period_json(j, h->helpers.v[i].starts, h->helpers.v[i].ends);
		json_end(j);
	}
	json_end(j);
	json_key(j, "departures"), json_arr(j);
	for (size_t i = 0; i < h->departures.n; i++) {
		json_obj(j);
		json_key(j, "organisation"), json_str(j, h->departures.v[i].organisation);
		json_key(j, "for_good"), json_bool(j, h->departures.v[i].kind == DEPARTURE_FOR_GOOD);
		json_key(j, "reason"), json_str(j, key_of(&departure_reasons, (int)h->departures.v[i].reason));
		json_key(j, "last_day"), json_date(j, h->departures.v[i].last_day);
		json_key(j, "back_on"), json_date(j, h->departures.v[i].back_on);
		json_end(j);
	}
	json_end(j);
}

static void traces_json(struct ctx *cx, struct json_out *j, const struct held *h)
{
	json_key(j, "sessions"), json_arr(j);
	for (size_t i = 0; i < h->sessions.n; i++) {
		json_obj(j);
		json_key(j, "began"), json_instant(j, h->sessions.v[i].created);
		json_key(j, "last_used"), json_instant(j, h->sessions.v[i].last_seen);
		json_key(j, "ended"), json_instant(j, h->sessions.v[i].ended_at);
		json_end(j);
	}
	json_end(j);
	json_key(j, "mail"), json_arr(j);
	for (size_t i = 0; i < h->mails.n; i++) {
		json_obj(j);
		json_key(j, "written"), json_instant(j, h->mails.v[i].created);
		json_key(j, "address"), json_str(j, h->mails.v[i].address);
		json_key(j, "subject"), json_str(j, h->mails.v[i].subject);
		json_key(j, "sent"), json_instant(j, h->mails.v[i].sent_at);
		json_key(j, "failed"), json_instant(j, h->mails.v[i].failed_at);
		json_end(j);
	}
	json_end(j);
	json_key(j, "drafts"), json_i64(j, h->counts.drafts);
	json_key(j, "events_by_you_all"), json_i64(j, h->counts.did);
	json_key(j, "events_by_you"), json_arr(j);
	for (size_t i = 0; i < h->did.n; i++) {
		const struct timeline_kind *k = timeline_kind_of(h->did.v[i].kind);

		json_obj(j);
		json_key(j, "at"), json_instant(j, h->did.v[i].at);
		json_key(j, "event"), json_str(j, k ? str_lower(cx->arena, str_from_c(k->key)) : S("other"));
		json_key(j, "acting_as"), json_str(j, key_of(&roles, (int)h->did.v[i].acting_as));
		json_key(j, "about"), json_uuid(j, h->did.v[i].about);
		json_end(j);
	}
	json_end(j);
}

static void held_json(struct ctx *cx, struct json_out *j, const struct held *h)
{
	json_obj(j);
	profile_json(j, h);
	work_json(j, h);
	held_more_json(cx, j, &h->more);
	traces_json(cx, j, h);
	json_key(j, "events_about_you"), json_str(j, S("/api/v1/account/events"));
	json_key(j, "who_looked"), json_str(j, S("/api/v1/account/looked"));
	json_end(j);
}

/* The file is the same JSON; that it was taken is on record. */
enum rc held_file(struct ctx *cx)
{
	struct json_out j = json_begin(cx->arena, 8 << 20);
	struct held h;
	enum rc rc = read_held(cx, &h);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_OWN_DATA_TAKEN, h.p.id, S("{}"));
	if (rc != OK)
		return rc;
	held_json(cx, &j, &h);
	return answer_bytes(cx, S("application/json"), S("everything-held.json"), json_done(&j));
}

/* ---- the page ---- */

struct held_part *held_part(struct ctx *cx, struct held_view *v, enum word title, enum word why)
{
	struct held_part *p = &v->parts.v[v->parts.n];

	*p = (struct held_part){ .id = strf(cx->arena, "part-%zu", v->parts.n), .title = title, .why = why };
	p->lines.v = NEW_ARRAY(cx->arena, struct held_line, SHOWN);
	v->parts.n++;
	return p;
}

void held_line(struct held_part *p, struct str what, struct str more)
{
	if (p->lines.n < SHOWN)
		p->lines.v[p->lines.n++] = (struct held_line){ what, more };
	else
		p->more++;
}

struct str held_period(struct ctx *cx, struct date from, struct date to)
{
	return date_is_none(to) ? WORDS(cx->arena, T_PERSON_SINCE, WORD_ARG("date", from))
	                        : WORDS(cx->arena, T_PERSON_UNTIL, WORD_ARG("from", from), WORD_ARG("to", to));
}

struct str held_both(struct ctx *cx, struct str a, struct str b)
{
	return strf(cx->arena, "%.*s, %.*s", STR_FMT(a), STR_FMT(b));
}

static void add_profile(struct ctx *cx, const struct held *h, struct held_view *v)
{
	struct held_part *p = held_part(cx, v, T_HELD_PROFILE, T_HELD_PROFILE_WHY);

	held_line(p, word(T_ACCOUNT_NAME), h->p.name);
	held_line(p, word(T_PEOPLE_INITIALS), h->p.initials);
	held_line(p, word(T_ACCOUNT_EMAIL), h->p.email.n ? h->p.email : word(T_PEOPLE_RETIRED));
	held_line(p, word(T_PEOPLE_PERSONAL), h->p.personal_email.n ? h->p.personal_email : word(T_PEOPLE_PERSONAL_NONE));
	held_line(p, word(T_ACCOUNT_REGISTRATION), h->p.registration.n ? h->p.registration : word(T_ACCOUNT_REGISTRATION_NONE));
	held_line(p, word(T_ACCOUNT_KNOWN_SINCE), date_long(cx->arena, date_of(h->account.created)));
	p = held_part(cx, v, T_HELD_ROLES, T_HELD_ROLES_WHY);
	for (size_t i = 0; i < h->roles.n; i++)
		held_line(p, word(role_word((enum role)h->roles.v[i].role)),
		     held_both(cx, h->roles.v[i].organisation_name, held_period(cx, h->roles.v[i].starts, h->roles.v[i].ends)));
	for (size_t i = 0; i < h->departures.n; i++)
		held_line(p, word(h->departures.v[i].kind == DEPARTURE_FOR_GOOD ? T_HELD_LEFT : T_HELD_AWAY),
		     held_both(cx, h->departures.v[i].organisation, date_long(cx->arena, h->departures.v[i].last_day)));
}

static void add_work(struct ctx *cx, const struct held *h, struct held_view *v)
{
	struct held_part *p;

	if (h->inductions.n) {
		p = held_part(cx, v, T_HELD_INDUCTIONS, T_HELD_INDUCTIONS_WHY);
		for (size_t i = 0; i < h->inductions.n; i++)
			held_line(p, h->inductions.v[i].programme,
			     WORDS(cx->arena, T_HELD_INDUCTION, WORD_ARG("employer", h->inductions.v[i].employer),
			           WORD_ARG("when", held_period(cx, h->inductions.v[i].starts, h->inductions.v[i].ended)),
			           WORD_ARG("n", h->inductions.v[i].pieces)));
	}
	p = held_part(cx, v, T_HELD_ASSIGNED, T_HELD_ASSIGNED_WHY);
	for (size_t i = 0; i < h->helpers.n; i++)
		held_line(p, h->helpers.v[i].name, held_both(cx, word(role_word((enum role)h->helpers.v[i].role)),
		                                   held_period(cx, h->helpers.v[i].starts, h->helpers.v[i].ends)));
	for (size_t i = 0; i < h->assignments.n; i++)
		held_line(p, h->assignments.v[i].name,
		     WORDS(cx->arena, T_HELD_YOU_ARE, WORD_ARG("role", role_word((enum role)h->assignments.v[i].role)),
		           WORD_ARG("when", held_period(cx, h->assignments.v[i].starts, h->assignments.v[i].ends))));
}

static void add_traces(struct ctx *cx, const struct held *h, struct held_view *v)
{
	struct held_part *p = held_part(cx, v, T_HELD_SESSIONS, T_HELD_SESSIONS_WHY);

	for (size_t i = 0; i < h->sessions.n; i++)
		held_line(p, instant_long(cx->arena, h->sessions.v[i].created),
		     WORDS(cx->arena, T_HELD_LAST_USED, WORD_ARG("when", instant_long(cx->arena, h->sessions.v[i].last_seen))));
	p = held_part(cx, v, T_HELD_MAIL, T_HELD_MAIL_WHY);
	for (size_t i = 0; i < h->mails.n; i++)
		held_line(p, h->mails.v[i].subject,
		     held_both(cx, h->mails.v[i].address, instant_long(cx->arena, h->mails.v[i].created)));
	p = held_part(cx, v, T_HELD_BESIDES, T_HELD_BESIDES_WHY);
	held_line(p, word(T_HELD_DRAFTS), strf(cx->arena, "%lld", (long long)h->counts.drafts));
	held_line(p, word(T_HELD_NOTICES), strf(cx->arena, "%zu", h->more.notices.n));
	held_line(p, word(T_HELD_CONFLICTS), strf(cx->arena, "%zu", h->more.conflicts.n));
	held_line(p, word(T_HELD_IMPORTS), strf(cx->arena, "%zu", h->more.imports.n));
	held_line(p, word(T_HELD_DID), strf(cx->arena, "%lld", (long long)h->counts.did));
}

enum rc held_show(struct ctx *cx)
{
	struct held_view v = { .parts.n = 0 };
	struct held h;
	enum rc rc = read_held(cx, &h);

	if (rc != OK)
		return rc;
	if (cx->json) {
		held_json(cx, reply_json(cx), &h);
		return answer_json(cx, 200);
	}
	add_profile(cx, &h, &v);
	add_work(cx, &h, &v);
	held_more_show(cx, &h.more, &v);
	add_traces(cx, &h, &v);
	return page(cx, &(struct page){ .title = word(T_HELD_TITLE), .main = HTML(cx, held, &v) });
}

enum rc held_events(struct ctx *cx)
{
	struct timeline_of of = { CHAIN_PERSON, cx->actor.person, TIMELINE_OWN };

	return timeline_answer(cx, &of, &(struct timeline_page){ .title = cx->person_name, .back = url_lit("/account/held"),
	                                                         .back_words = word(T_HELD_TITLE),
	                                                         .base = url_lit("/account/events") });
}

/* ---- who has looked ---- */

static struct str what_of(struct ctx *cx, const struct looked_at_row *r)
{
	const struct timeline_kind *k = timeline_kind_of(r->kind);
	struct json_problem problem;
	struct json_t *j = NULL;

	if (json_parse(cx->arena, r->data, JSON_REQUEST_LIMITS, &j, &problem) != OK)
		j = NULL;
	return WORDS(cx->arena, k->says, WORD_ARG("n", json_get_i64(j, "rows", 0)), WORD_ARG("page", timeline_page_word(j)),
	             WORD_ARG("title", r->title.n ? WORDS(cx->arena, T_TIMELINE_TITLED, WORD_ARG("title", r->title))
	                                          : word(T_TIMELINE_A_PIECE)));
}

static struct str older_url(struct ctx *cx, const struct looked_at_rows *rows)
{
	return strf(cx->arena, "/account/looked?before=%lld", (long long)rows->v[rows->n - 1].event);
}

static enum rc looked_json(struct ctx *cx, const struct looked_at_rows *rows, bool has_older)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "at"), json_instant(j, rows->v[i].at);
		json_key(j, "who"), json_str(j, rows->v[i].name);
		json_key(j, "acting_as"), json_str(j, key_of(&roles, (int)rows->v[i].acting_as));
		json_key(j, "what"), json_str(j, what_of(cx, &rows->v[i]));
		json_end(j);
	}
	json_end(j);
	json_key(j, "next");
	if (has_older)
		json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(older_url(cx, rows))));
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc looked_show(struct ctx *cx)
{
	int64_t before = query_int(cx, "before", 1, INT64_MAX, INT64_MAX);
	struct looked_view v = { .has_newest = before != INT64_MAX };
	struct looked_at_rows rows;
	enum rc rc = sql_looked_at(cx->db, cx->arena, cx->actor.person, before, LOOKED_A_PAGE + 1, &rows);

	if (rc != OK)
		return rc;
	v.has_older = rows.n > LOOKED_A_PAGE;
	if (v.has_older) {
		rows.n = LOOKED_A_PAGE;
		v.older = (struct url){ older_url(cx, &rows) };
	}
	if (cx->json)
		return looked_json(cx, &rows, v.has_older);
	v.rows.v = NEW_ARRAY(cx->arena, struct looked_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct looked_at_row *r = &rows.v[i];
		enum word role = role_word((enum role)r->acting_as);

		v.rows.v[v.rows.n++] = (struct looked_row){
			what_of(cx, r), role ? held_both(cx, r->name, word(role)) : r->name, instant_long(cx->arena, r->at),
			instant_iso(cx->arena, r->at),
		};
	}
	return page(cx, &(struct page){ .title = word(T_HELD_LOOKED), .main = HTML(cx, looked, &v) });
}
