/* ask_store.c — asks as rows: made, linked, mailed, loaded. */
#include "app/outsider/outsider_inside.h"

#include "app/evidence/evidence.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "web/mail.h"

static struct ask_facts facts_of(const struct ctx *cx, const struct ask_by_id_row *r)
{
	return (struct ask_facts){
		.kind = (enum ask_kind)r->kind, .confirmed_at = r->confirmed_at, .declined_at = r->declined_at, .sent_at = r->sent_at,
		.expires = r->expires, .opened_at = r->opened_at, .done_at = r->done_at, .revoked_at = r->revoked_at,
		.deleted_at = r->deleted_at, .piece_stands = r->assessed_at != DB_NULL_INT, .now = cx->now,
	};
}

enum rc ask_load(struct ctx *cx, struct uuid id, const struct ask **ret)
{
	struct ask *k = NEW(cx->arena, struct ask);
	struct ask_by_id_row r;
	enum rc rc = sql_ask_by_id(cx->db, cx->arena, id, &r);

	if (rc != OK)
		return rc;
	*k = (struct ask){
		.id = r.ask, .uuid = id, .kind = (enum ask_kind)r.kind, .induction_uuid = r.induction_id, .evidence = r.evidence,
		.evidence_uuid = r.evidence_id, .asked_by = r.asked_by, .asker = r.asker, .asked_as = (enum role)r.asked_as,
		.name = r.name, .address = r.address, .about = r.about, .days = (int)r.days, .by_mail = r.by_mail, .sends = r.sends,
		.version = r.version, .created = r.created, .sent_at = r.sent_at, .expires = r.expires, .opened_at = r.opened_at,
		.reminded_at = r.reminded_at, .done_at = r.done_at, .revoked_at = r.revoked_at, .deleted_at = r.deleted_at,
		.draft_at = r.draft_at, .draft = r.draft, .send_key = r.send_key, .code_hash = r.code_hash, .given_name = r.given_name,
		.given_role = r.given_role, .given_organisation = r.given_organisation,
		.of = r.who == DB_NULL_INT ? 0 : (enum family_member)r.who, .language = r.language, .right_to_left = r.right_to_left == 1,
		.confirmed_at = r.confirmed_at, .declined_at = r.declined_at, .released_at = r.released_at, .facts = facts_of(cx, &r),
	};
	k->state = ask_state_of(&k->facts);
	k->held = r.held;
	k->form = r.form;
	if (k->held && cx->actor.role != ROLE_ECSW)
		k->about = STR_NONE;
	*ret = k;
	return OK;
}

enum rc ask_people_of(struct ctx *cx, int64_t induction, struct ask_people *ret)
{
	struct ask_house_row r;
	enum rc rc = sql_ask_house(cx->db, cx->arena, induction, &r);

	if (rc == OK)
		*ret = (struct ask_people){ r.ecsw, first_name(r.ecsw), r.employer, r.phone, r.assessor, r.supervisor };
	return rc;
}

/* ---- making ---- */

static enum rc within_bounds(struct ctx *cx)
{
	struct asks_counted_row n;
	enum rc rc = sql_asks_counted(cx->db, cx->arena, cx->induction->id, cx->now, cx->now - DAY, &n);

	if (rc != OK || (n.waiting < ASKS_OPEN_MAX && n.lately < ASKS_A_DAY_MAX))
		return rc;
	return form_error(cx, n.waiting >= ASKS_OPEN_MAX ? T_ASK_TOO_MANY_OPEN : T_ASK_TOO_MANY_TODAY);
}

enum rc ask_make(struct ctx *cx, const struct new_ask *n, struct uuid *ret_id, int64_t *ret_row)
{
	struct uuid id = uuid7(cx->now);
	struct ask_add_row row;
	int64_t form = DB_NULL_INT;
	enum rc rc = within_bounds(cx);

	if (rc == OK)
		rc = questions_row_now(cx, n->kind, &form);
	if (rc == OK)
		rc = sql_ask_add(cx->db, cx->arena, id, n->kind, cx->induction->id, n->evidence, cx->actor.person, cx->actor.role, n->name,
		                 n->address, n->about, n->days, cx->now, form, &row);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASKED, id, strf(cx->arena, "{\"kind\":%d}", (int)n->kind));
	if (rc == OK) {
		*ret_id = id;
		*ret_row = row.ask;
	}
	return rc;
}

enum rc piece_begin(struct ctx *cx, enum evidence_kind kind, struct str title, struct date on, enum setting setting,
                    bool shared, int64_t *ret_row, struct uuid *ret_id)
{
	struct uuid id = uuid7(cx->now);
	struct ask_piece_add_row row;
	enum rc rc = sql_ask_piece_add(cx->db, cx->arena, id, cx->induction->id, kind, title, on, setting,
	                               shared ? EVIDENCE_SHARED : EVIDENCE_DRAFT, cx->now, shared ? cx->now : DB_NULL_INT, &row);

	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_EVIDENCE_STARTED, id, S("{}"));
	if (rc == OK) {
		*ret_row = row.evidence;
		*ret_id = id;
	}
	return rc;
}

/* ---- links ---- */

struct str ask_address(struct ctx *cx, struct str token)
{
	return strf(cx->arena, "%.*s/a/%.*s", STR_FMT(cx->settings->url), STR_FMT(token));
}

/* A request is not a way to flood a mailbox, nor a person's requests together one to flood many. */
static enum rc links_within_bounds(struct ctx *cx, const struct ask *k)
{
	struct links_made_row made;
	enum rc rc = sql_links_made(cx->db, cx->arena, cx->actor.person, EVENT_ASK_LINK_MADE, cx->now - DAY, &made);

	if (rc == OK && k->sends >= ASK_SENDS_MAX)
		return form_error(cx, T_ASK_TOO_MANY_SENDS);
	if (rc == OK && made.n >= ASK_LINKS_A_DAY_MAX)
		return form_error(cx, T_ASK_TOO_MANY_LINKS);
	return rc;
}

enum rc ask_new_link(struct ctx *cx, const struct ask *k, int days, bool by_mail, struct str *ret_token)
{
	struct str token = random_token(cx->arena);
	struct hash h = hash_of(token);
	enum rc rc = links_within_bounds(cx, k);

	if (rc == OK)
		rc = sql_ask_linked(cx->db, cx->arena, k->id, hash_bytes(&h), days, by_mail, cx->now, cx->now + days * DAY, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASK_LINK_MADE, k->uuid,
		               strf(cx->arena, "{\"kind\":%d,\"mail\":%d}", (int)k->kind, (int)by_mail));
	if (rc == OK)
		*ret_token = token;
	return rc;
}

enum rc asks_end_with_piece(struct ctx *cx)
{
	struct piece_asks_open_rows rows;
	enum rc rc = sql_piece_asks_open(cx->db, cx->arena, cx->evidence->id, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		rc = sql_ask_revoked(cx->db, cx->arena, rows.v[i].ask, cx->now, NULL);
		if (rc == OK)
			rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASK_REVOKED, rows.v[i].id, S("{\"piece\":1}"));
	}
	return rc;
}

bool mail_is_address(struct str s)
{
	size_t at = str_find_char(s, '@');

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F || strchr("<>(),;:\\\"[]", s.p[i]))
			return false;
	return at != SIZE_MAX && at > 0 && s.n <= 254 && str_find_char(str_sub(s, at + 1, SIZE_MAX), '@') == SIZE_MAX &&
	       str_find_char(str_sub(s, at + 1, SIZE_MAX), '.') != SIZE_MAX;
}

/* Clear to a stranger: who asks, about whom, how long it takes, what becomes of it, and that they need not. */
enum rc ask_mail_link(struct ctx *cx, const struct ask *k, struct str token, instant expires, bool is_reminder)
{
	bool observer = k->kind == ASK_OBSERVER;
	struct ask_people p;
	struct str subject, body;
	enum word text = observer ? T_ASK_MAIL_OBSERVER : T_ASK_MAIL_PROFESSIONAL;
	enum rc rc = ask_people_of(cx, cx->induction->id, &p);

	if (rc != OK)
		return rc;
	subject = WORDS(cx->arena, observer ? T_ASK_MAIL_OBSERVER_SUBJECT : T_ASK_MAIL_PROFESSIONAL_SUBJECT,
	                WORD_ARG("name", p.ecsw));
	if (is_reminder)
		subject = WORDS(cx->arena, T_ASK_MAIL_REMINDER_SUBJECT, WORD_ARG("subject", subject));
	body = WORDS(cx->arena, text, WORD_ARG("to", k->name), WORD_ARG("name", p.ecsw), WORD_ARG("first", p.first),
	             WORD_ARG("employer", p.employer), WORD_ARG("about", k->about), WORD_ARG("asker", k->asker),
	             WORD_ARG("link", ask_address(cx, token)), WORD_ARG("until", instant_long(cx->arena, expires)));
	return mail_queue_as(cx, &(struct mail_new){ .kind = NOTICE_OTHER, .person = DB_NULL_INT, .address = k->address,
	                                             .subject = subject, .body = body, .until = expires });
}
