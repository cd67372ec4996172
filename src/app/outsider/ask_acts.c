/* ask_acts.c — a link made, mailed, revoked; before a family is asked: what the supervisor confirms. */
#include "app/outsider/said.h"

#include "app/joining/joining.h"
#include "app/notices/notices.h"
#include "outsider.sql.h"
#include "templates.gen.h"
#include "web/form.h"
#include "web/qr.h"

static const struct field days_fields[] = {
	INT(struct days_typed, days, .label = T_ASK_DAYS, .hint = T_ASK_DAYS_HINT, .min = 0, .max = ASK_DAYS_MAX),
};
const struct form ask_days_form = { .name = "ask_days", .size = sizeof(struct days_typed), .fields = days_fields, .n = COUNT_OF(days_fields) };

static int days_of(struct ctx *cx)
{
	const struct days_typed *f = cx->form;

	return f->days < ASK_DAYS_MIN ? cx->ask->days : (int)f->days;
}

static enum rc reload(struct ctx *cx)
{
	return ask_load(cx, cx->ask->uuid, &cx->ask);
}

/* A family's names nobody, and is in their language where it was translated. */
static enum rc message_of(struct ctx *cx, struct str address, struct str *ret)
{
	struct said_in in;
	struct give_said said;
	enum rc rc = said_in_of(cx, cx->ask, &in);

	if (rc != OK)
		return rc;
	if (cx->ask->kind != ASK_FAMILY) {
		*ret = WORDS(cx->arena, T_ASK_MESSAGE, WORD_ARG("link", address), WORD_ARG("name", cx->induction->name));
		return OK;
	}
	said = said_text(cx, &in, SAID_MESSAGE);
	*ret = said.own.n ? strf(cx->arena, "%.*s\n%.*s\n%.*s", STR_FMT(said.own), STR_FMT(said.english), STR_FMT(address))
	                  : strf(cx->arena, "%.*s %.*s", STR_FMT(said.english), STR_FMT(address));
	return OK;
}

/* ask_link — the link on the screen, once: to be scanned, copied or printed. Kept nowhere; asked for again, it is another and
 * this one ends. */
enum rc ask_link(struct ctx *cx)
{
	struct ask_show_view *v = NEW(cx->arena, struct ask_show_view);
	struct str token;
	struct qr qr;
	enum rc rc;

	if (!ask_may_link(&cx->ask->facts))
		return CONFLICT;
	if (cx->ask->held)
		return form_error(cx, T_ASK_HELD);
	if ((rc = ask_new_link(cx, cx->ask, days_of(cx), false, &token)) != OK || (rc = reload(cx)) != OK)
		return rc;
	v->address = ask_address(cx, token);
	v->until = instant_long(cx->arena, cx->ask->expires);
	if (cx->json) {
		struct json_out *j = reply_json(cx);

		json_obj(j);
		json_key(j, "address"), json_str(j, v->address);
		json_key(j, "expires"), json_instant(j, cx->ask->expires);
		json_end(j);
		return answer_json(cx, 200);
	}
	if (qr_of(cx->arena, v->address, &qr) != OK)
		return FAULT;
	v->has_link = true;
	v->qr = qr.path;
	v->qr_size = qr.size;
	if ((rc = message_of(cx, v->address, &v->message)) != OK)
		return rc;
	return draw_ask(cx, v);
}

enum rc ask_mail(struct ctx *cx)
{
	const struct ask *k = cx->ask;
	int days = days_of(cx);
	struct str token;
	enum rc rc;

	if (!ask_may_link(&k->facts) || k->kind == ASK_FAMILY || !k->address.n)
		return CONFLICT;
	if (k->held)
		return form_error(cx, T_ASK_HELD);
	rc = ask_new_link(cx, k, days, true, &token);
	if (rc == OK)
		rc = ask_mail_link(cx, k, token, cx->now + days * DAY, false);
	return rc == OK ? done(cx, url_id(cx, "/asks/", k->uuid, ""), T_ASK_MAILED) : rc;
}

enum rc ask_revoke(struct ctx *cx)
{
	int64_t changed = 0;
	enum rc rc = sql_ask_revoked(cx->db, cx->arena, cx->ask->id, cx->now, &changed);

	if (rc == OK && !changed && cx->ask->kind != ASK_FAMILY)
		return CONFLICT; /* it has been used meanwhile; of a family's nobody learns that */
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASK_REVOKED, cx->ask->uuid, S("{}"));
	return rc == OK ? done(cx, url_id(cx, "/asks/", cx->ask->uuid, ""), T_ASK_REVOKED) : rc;
}

/* ---- what the supervisor confirms ---- */

enum { PROCEEDINGS_NONE = 1, PROCEEDINGS_AS_SAID = 2 };
struct confirm_typed {
	bool safe, moment, agrees;
	int proceedings;
};
static const struct key_list proceedings = { (const struct str[]){ { NULL, 0 }, S_INIT("none"), S_INIT("as_the_programme_says") }, 3 };
static const enum word proceedings_words[] = { 0, T_ASK_CONFIRM_NONE, T_ASK_CONFIRM_AS_SAID };
static const struct field confirm_fields[] = {
	BOOL(struct confirm_typed, safe, .label = T_ASK_CONFIRM_SAFE, .hint = T_ASK_CONFIRM_SAFE_HINT),
	BOOL(struct confirm_typed, moment, .label = T_ASK_CONFIRM_MOMENT, .hint = T_ASK_CONFIRM_MOMENT_HINT),
	CHOICE(struct confirm_typed, proceedings, .label = T_ASK_CONFIRM_PROCEEDINGS, .max = PROCEEDINGS_AS_SAID, .choices = &proceedings,
	       .choice_words = proceedings_words),
	BOOL(struct confirm_typed, agrees, .label = T_ASK_CONFIRM_AGREES, .hint = T_ASK_CONFIRM_AGREES_HINT),
};
const struct form ask_confirm_form = { .name = "ask_confirm", .size = sizeof(struct confirm_typed), .fields = confirm_fields, .n = COUNT_OF(confirm_fields) };

enum rc family_rule_of(struct ctx *cx, struct family_rule *ret)
{
	const struct programme *p;
	enum rc rc = programme_get(cx, cx->induction->programme_row, &p);

	if (rc == OK)
		*ret = (struct family_rule){ .least = p->families_least, .in_proceedings = p->families_live };
	return rc;
}

static enum rc confirm_json(struct ctx *cx)
{
	struct said_rows *rows = NEW(cx->arena, struct said_rows);
	struct json_out *j = reply_json(cx);
	struct family_rule rule;
	struct said_in in;
	enum rc rc = family_rule_of(cx, &rule);

	if (rc != OK || (rc = said_in_of(cx, cx->ask, &in)) != OK)
		return rc;
	said_rows(cx, &in, rows);
	json_obj(j);
	json_key(j, "first"), json_str(j, in.first);
	json_key(j, "who"), json_str(j, key_of(&family_members, (int)cx->ask->of));
	json_key(j, "about"), json_str(j, cx->ask->about);
	json_key(j, "while_proceedings_are_live");
	rule.in_proceedings.n ? json_str(j, rule.in_proceedings) : json_none(j);
	json_key(j, "video");
	said_video(&in).s.n ? json_str(j, said_video(&in).s) : json_none(j);
	json_key(j, "language");
	cx->ask->language.n ? json_str(j, cx->ask->language) : json_none(j);
	said_rows_json(j, rows);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc ask_confirm_show(struct ctx *cx)
{
	struct ask_confirm_view v = { .action = url_id(cx, "/asks/", cx->ask->uuid, "/confirm"), .csrf = hidden_csrf(cx),
		                          .decline = url_id(cx, "/asks/", cx->ask->uuid, "/decline"),
		                          .back = url_id(cx, "/asks/", cx->ask->uuid, "") };
	static const enum word whos[] = { 0, T_ASK_WHO_CHILD, T_ASK_WHO_PARENT, T_ASK_WHO_CARER };
	struct form_view fv = form_view(cx, &ask_confirm_form, NULL, -1);
	struct family_rule rule;
	struct said_in in;
	enum rc rc = cx->json ? confirm_json(cx) : ask_words_rows(cx, &v.rows);

	if (rc != OK || cx->json || (rc = said_in_of(cx, cx->ask, &in)) != OK || (rc = family_rule_of(cx, &rule)) != OK)
		return rc;
	v.errors = fv.errors;
	v.hidden = fv.hidden;
	v.safe_field = form_field(&fv, "safe")->html;
	v.moment_field = form_field(&fv, "moment")->html;
	v.proceedings_field = form_field(&fv, "proceedings")->html;
	v.agrees_field = form_field(&fv, "agrees")->html;
	v.first = first_name(cx->induction->name);
	v.who = word(whos[cx->ask->of]);
	v.about = cx->ask->about;
	v.rule = rule.in_proceedings;
	v.is_child = cx->ask->of == FAMILY_CHILD;
	v.language = cx->ask->language;
	v.video = said_video(&in);
	v.translated = cx->ask->language.n > 0;
	return page(cx, &(struct page){ .title = word(T_ASK_CONFIRM_TITLE), .menu = MENU_DESK, .main = HTML(cx, ask_confirm, &v) });
}

/* Everything must be true: none of it can be made up for by another. */
static enum rc not_confirmed(struct ctx *cx, const struct confirm_typed *f, const struct family_rule *rule)
{
	if (!f->safe)
		field_error(cx, "safe", T_ASK_CONFIRM_SAFE_MISSING);
	if (!f->moment)
		field_error(cx, "moment", T_ASK_CONFIRM_MOMENT_MISSING);
	if (!f->proceedings)
		field_error(cx, "proceedings", T_ASK_CONFIRM_PROCEEDINGS_MISSING);
	else if (f->proceedings == PROCEEDINGS_AS_SAID && !rule->in_proceedings.n)
		field_error(cx, "proceedings", T_ASK_CONFIRM_PROCEEDINGS_NO);
	if (!f->agrees)
		field_error(cx, "agrees", T_ASK_CONFIRM_AGREES_MISSING);
	return cx->err.n ? INVALID : OK;
}

enum rc ask_confirm(struct ctx *cx)
{
	const struct confirm_typed *f = cx->form;
	struct family_rule rule;
	int64_t changed = 0;
	enum rc rc = family_rule_of(cx, &rule);

	if (rc != OK || (rc = not_confirmed(cx, f, &rule)) != OK)
		return rc;
	rc = sql_ask_family_confirmed(cx->db, cx->arena, cx->ask->id, cx->actor.person, cx->now, &changed);
	if (rc == OK && !changed)
		return CONFLICT;
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASK_CONFIRMED, cx->ask->uuid,
		               strf(cx->arena, "{\"proceedings\":%d}", f->proceedings));
	if (rc == OK)
		rc = notice(cx, NOTICE_ASK_SETTLED, cx->induction->ecsw, cx->induction->employer);
	return rc == OK ? done(cx, url_id(cx, "/asks/", cx->ask->uuid, ""), T_ASK_CONFIRMED) : rc;
}

enum rc ask_decline(struct ctx *cx)
{
	enum rc rc = sql_ask_family_declined(cx->db, cx->arena, cx->ask->id, cx->now, NULL);

	if (rc == OK)
		rc = sql_ask_about_forgotten(cx->db, cx->arena, cx->ask->id, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASK_REVOKED, cx->ask->uuid, S("{\"declined\":1}"));
	if (rc == OK)
		rc = notice(cx, NOTICE_ASK_SETTLED, cx->induction->ecsw, cx->induction->employer);
	return rc == OK ? done(cx, url_id(cx, "/asks/", cx->ask->uuid, ""), T_ASK_DECLINED) : rc;
}
