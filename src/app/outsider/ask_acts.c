/* ask_acts.c — a link made, mailed, revoked; before a family is asked: in whose words, and what the supervisor confirms. */
#include "app/outsider/outsider_inside.h"

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
	v->message = WORDS(cx->arena, cx->ask->kind == ASK_FAMILY ? T_ASK_MESSAGE_FAMILY : T_ASK_MESSAGE,
	                   WORD_ARG("link", v->address), WORD_ARG("name", cx->induction->name));
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

/* ---- in whose words: the asker's own translation ---- */

enum { WORDS_N = FAMILY_QUESTIONS + FAMILY_CHOICES + 3, WORD_MAX = 300 };
struct words_typed {
	struct str language;
	bool right_to_left;
	struct str text[WORDS_N];
};
#define WORD_FIELD(i_, name_, label_) \
	{ .type = FIELD_TEXT, .name = name_, .offset = offsetof(struct words_typed, text[i_]), .label = label_, .max = WORD_MAX }
static const struct field words_fields[] = {
	TEXT(struct words_typed, language, .label = T_ASK_LANGUAGE, .hint = T_ASK_LANGUAGE_HINT, .max = 12),
	BOOL(struct words_typed, right_to_left, .label = T_ASK_RTL),
	WORD_FIELD(0, "w.intro", T_ASK_WORD_INTRO),
	WORD_FIELD(1, "w.listened", T_GIVE_QUESTION_1),
	WORD_FIELD(2, "w.explained", T_GIVE_QUESTION_2),
	WORD_FIELD(3, "w.kept_word", T_GIVE_QUESTION_3),
	WORD_FIELD(4, "w.respected", T_GIVE_QUESTION_4),
	WORD_FIELD(5, "w.words", T_GIVE_QUESTION_5),
	WORD_FIELD(6, "w.yes", T_GIVE_YES),
	WORD_FIELD(7, "w.sometimes", T_GIVE_SOMETIMES),
	WORD_FIELD(8, "w.no", T_GIVE_NO),
	WORD_FIELD(9, "w.unsure", T_GIVE_UNSURE),
	WORD_FIELD(10, "w.me", T_GIVE_ME),
	WORD_FIELD(11, "w.helped", T_GIVE_HELPED),
};
const struct form ask_words_form = { .name = "ask_words", .size = sizeof(struct words_typed), .fields = words_fields,
	                                 .n = COUNT_OF(words_fields), .autosave = true };
static const enum word english[WORDS_N] = {
	T_ASK_INTRO_ENGLISH, T_GIVE_F_LISTENED, T_GIVE_F_EXPLAINED, T_GIVE_F_KEPT_WORD, T_GIVE_F_RESPECTED, T_GIVE_F_WORDS, T_GIVE_YES,
	T_GIVE_SOMETIMES, T_GIVE_NO, T_GIVE_UNSURE, T_GIVE_ME, T_GIVE_HELPED,
};

/* "w.intro" is kept as "intro". */
static struct str word_id(size_t i)
{
	return str_from_c(words_fields[2 + i].name + 2);
}

static enum rc words_now(struct ctx *cx, struct words_typed *ret)
{
	struct ask_words_of_rows rows;
	enum rc rc = sql_ask_words_of(cx->db, cx->arena, cx->ask->id, &rows);

	*ret = (struct words_typed){ .language = cx->ask->language, .right_to_left = cx->ask->right_to_left };
	for (size_t i = 0; rc == OK && i < WORDS_N; i++)
		for (size_t k = 0; k < rows.n; k++)
			if (str_eq(rows.v[k].word, word_id(i)))
				ret->text[i] = rows.v[k].text;
	return rc;
}

static struct ask_word_rows word_rows(struct ctx *cx, const struct words_typed *now, const struct form_view *fv)
{
	struct ask_word_rows all = { .v = NEW_ARRAY(cx->arena, struct ask_word_row, WORDS_N), .n = WORDS_N };
	struct str first = first_name(cx->induction->name);

	for (size_t i = 0; i < WORDS_N; i++) {
		const struct field_view *f = fv ? form_field(fv, words_fields[2 + i].name) : NULL;

		all.v[i] = (struct ask_word_row){ .id = f ? f->id : STR_NONE, .name = f ? f->name : STR_NONE,
			                              .english = WORDS(cx->arena, english[i], WORD_ARG("name", first)),
			                              .value = f ? f->value : now->text[i], .error = f ? f->error : STR_NONE };
	}
	return all;
}

enum rc ask_words_show(struct ctx *cx)
{
	struct ask_words_view v = { .action = url_id(cx, "/asks/", cx->ask->uuid, "/words"),
		                        .back = url_id(cx, "/asks/", cx->ask->uuid, "") };
	struct words_typed now;
	struct form_view fv;
	enum rc rc = words_now(cx, &now);

	if (rc != OK)
		return rc;
	fv = form_view(cx, &ask_words_form, &now, -1);
	v.errors = fv.errors;
	v.hidden = fv.hidden;
	v.language_field = form_field(&fv, "language")->html;
	v.rtl_field = form_field(&fv, "right_to_left")->html;
	v.rows = word_rows(cx, &now, &fv);
	return page(cx, &(struct page){ .title = word(T_ASK_WORDS_TITLE), .menu = MENU_EVIDENCE, .main = HTML(cx, ask_words, &v) });
}

/* A language as BCP 47 writes its first part: "ur", "pl", "zh-Hant". */
static bool is_language(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] == '-' && i > 1)))
			return false;
	return s.n >= 2;
}

enum rc ask_words_save(struct ctx *cx)
{
	const struct words_typed *f = cx->form;
	struct str language = str_trim(f->language);
	size_t n = 0;
	enum rc rc;

	for (size_t i = 0; i < WORDS_N; i++)
		n += str_trim(f->text[i]).n > 0;
	if (n && !language.n)
		return field_error(cx, "language", T_ASK_LANGUAGE_MISSING);
	if (language.n && !is_language(language))
		return field_error(cx, "language", T_ASK_LANGUAGE_BAD);
	if ((rc = sql_ask_words_drop(cx->db, cx->arena, cx->ask->id, NULL)) != OK ||
	    (rc = sql_ask_language(cx->db, cx->arena, cx->ask->id, n ? language : S(""), f->right_to_left && n, NULL)) != OK)
		return rc;
	for (size_t i = 0; rc == OK && i < WORDS_N; i++)
		if (str_trim(f->text[i]).n)
			rc = sql_ask_words_put(cx->db, cx->arena, cx->ask->id, word_id(i), str_trim(f->text[i]), NULL);
	if (rc == OK)
		rc = sql_ask_changed(cx->db, cx->arena, cx->ask->id, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASKED, cx->ask->uuid, S("{\"kind\":2,\"words\":1}"));
	return rc == OK ? done(cx, url_id(cx, "/asks/", cx->ask->uuid, ""), T_ASK_WORDS_SAVED) : rc;
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

enum rc ask_confirm_show(struct ctx *cx)
{
	struct ask_confirm_view v = { .action = url_id(cx, "/asks/", cx->ask->uuid, "/confirm"), .csrf = hidden_csrf(cx),
		                          .decline = url_id(cx, "/asks/", cx->ask->uuid, "/decline"),
		                          .back = url_id(cx, "/asks/", cx->ask->uuid, "") };
	static const enum word whos[] = { 0, T_ASK_WHO_CHILD, T_ASK_WHO_PARENT, T_ASK_WHO_CARER };
	struct form_view fv = form_view(cx, &ask_confirm_form, NULL, -1);
	struct words_typed own;
	struct family_rule rule;
	enum rc rc = words_now(cx, &own);

	if (rc != OK || (rc = family_rule_of(cx, &rule)) != OK)
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
	v.translated = cx->ask->language.n > 0;
	v.rows = word_rows(cx, &own, NULL);
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
