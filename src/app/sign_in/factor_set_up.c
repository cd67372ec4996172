/* factor_set_up.c — setting up a second factor, on one's account page or on the way in. */
#include "app/sign_in/factor_inside.h"

#include "app/sign_in/sign_in_inside.h"
#include "factor.sql.h"
#include "templates.gen.h"
#include "web/form.h"
#include "web/mail.h"
#include "web/qr.h"
#include "web/session.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>

struct factor_app_form {
	struct str code;
};
static const struct field factor_app_fields[] = {
	TEXT(struct factor_app_form, code, .label = T_FACTOR_CODE, .max = CODE_MAX, .required = true, .missing = T_FACTOR_NO_CODE),
};
const struct form factor_app_form = { .name = "factor_app", .size = sizeof(struct factor_app_form),
                                      .fields = factor_app_fields, .n = COUNT_OF(factor_app_fields) };

static struct str purpose(struct ctx *cx)
{
	return strf(cx->arena, "totp:%lld", (long long)factor_person(cx));
}

/* Changes to how one gets in are told by mail: who did not make them learns of it. */
enum rc factor_tell(struct ctx *cx, enum word what)
{
	struct factor_whose_row p;
	enum rc rc = sql_factor_whose(cx->db, cx->arena, factor_person(cx), &p);

	return rc == OK ? mail_person(cx, factor_person(cx), word(T_FACTOR_MAIL_SUBJECT),
	                             WORDS(cx->arena, T_FACTOR_MAIL, WORD_ARG("name", p.name), WORD_ARG("what", what),
	                                   WORD_ARG("url", cx->settings->url)))
	                : rc;
}

/* ---- what there is ---- */

enum rc factor_show(struct ctx *cx)
{
	struct factor_view v = { .csrf = hidden_csrf(cx), .wanted = cx->session.waits == FACTOR_SET_UP };
	struct page p = { .title = word(T_FACTOR_TITLE) };
	struct factors_of_row has;
	struct seal_key key;
	struct str why;
	enum rc rc = sql_factors_of(cx->db, cx->arena, factor_person(cx), &has);

	if (rc != OK)
		return rc;
	v.unkept = seal_key_load(cx->arena, cx->settings, &key, &why) != OK;
	sodium_memzero(&key, sizeof(key));
	v.has_app = has.apps > 0;
	v.has_any = v.has_app || has.passkeys > 0;
	if (v.has_app)
		v.app_since = instant_long(cx->arena, has.app_since);
	v.codes = has.codes;
	v.may_passkey = passkey_may_be(cx);
	if ((rc = passkeys_shown(cx, &v.passkeys)) != OK)
		return rc;
	p.main = HTML(cx, factor, &v);
	return page(cx, &p);
}

/* ---- an authenticator app ---- */

enum rc factor_app_start(struct ctx *cx)
{
	uint8_t secret[TOTP_SECRET];
	struct seal_key key;
	struct str why, sealed;
	enum rc rc = seal_key_load(cx->arena, cx->settings, &key, &why);

	if (rc != OK)
		return redirect(cx, url_lit("/account/second-factor"));
	random_bytes(secret, sizeof(secret));
	sealed = seal(cx->arena, &key, purpose(cx), (struct str){ (const char *)secret, sizeof(secret) });
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(&key, sizeof(key));
	rc = sql_totp_begin(cx->db, cx->arena, factor_person(cx), sealed, cx->now, NULL);
	return rc == OK ? redirect(cx, url_lit("/account/second-factor/app")) : rc;
}

/* pending_secret — the one being set up. NOT_FOUND when there is none. */
static enum rc pending_secret(struct ctx *cx, struct str *ret, struct str *ret_sealed)
{
	struct totp_read_row row;
	struct seal_key key;
	struct str why;
	enum rc rc = sql_totp_read(cx->db, cx->arena, factor_person(cx), &row);

	if (rc != OK || !row.pending.n)
		return rc == OK ? NOT_FOUND : rc;
	if ((rc = seal_key_load(cx->arena, cx->settings, &key, &why)) != OK)
		return rc;
	rc = unseal(cx->arena, &key, purpose(cx), row.pending, ret) ? OK : NOT_FOUND;
	sodium_memzero(&key, sizeof(key));
	if (rc == OK)
		*ret_sealed = row.pending;
	return rc;
}

static enum rc base32_of(struct ctx *cx, struct str secret, struct str *ret)
{
	char *text = NULL;
	size_t n = 0;

	if (oath_base32_encode(secret.p, secret.n, &text, &n) != OATH_OK)
		return FAULT;
	while (n && text[n - 1] == '=')
		n--;
	*ret = str_dup(cx->arena, (struct str){ text, n });
	free(text);
	return OK;
}

/* in_fours — as people type it. */
static struct str in_fours(struct arena *a, struct str key)
{
	struct buf b = buf_new(a, 128);

	for (size_t i = 0; i < key.n; i++) {
		if (i && i % 4 == 0)
			buf_add_c(&b, ' ');
		buf_add_c(&b, key.p[i]);
	}
	return buf_str(&b);
}

static enum rc show_app(struct ctx *cx, enum word error, int status)
{
	struct factor_app_view v = { .csrf = hidden_csrf(cx), .error = error ? word(error) : STR_NONE };
	struct page p = { .title = word(T_FACTOR_APP_TITLE), .status = status };
	struct str secret, sealed, key, email, host;
	struct factor_whose_row who;
	struct qr qr;
	enum rc rc = pending_secret(cx, &secret, &sealed);

	if (rc == NOT_FOUND) /* confirmed in another tab, or never begun */
		return redirect(cx, url_lit("/account/second-factor"));
	if (rc != OK || (rc = base32_of(cx, secret, &key)) != OK ||
	    (rc = sql_factor_whose(cx->db, cx->arena, factor_person(cx), &who)) != OK)
		return rc;
	email = url_encode(cx->arena, who.email);
	host = url_encode(cx->arena, cx->settings->url_host);
	rc = qr_of(cx->arena, strf(cx->arena, "otpauth://totp/Cairn:%.*s?secret=%.*s&issuer=Cairn%%20%.*s", STR_FMT(email),
	                           STR_FMT(key), STR_FMT(host)), &qr);
	if (rc != OK)
		return rc;
	v.qr = qr.path;
	v.qr_size = qr.size;
	v.key = in_fours(cx->arena, key);
	p.main = HTML(cx, factor_app, &v);
	return page(cx, &p);
}

enum rc factor_app_show(struct ctx *cx)
{
	return show_app(cx, cx->failed ? T_FACTOR_NO_CODE : 0, 0);
}

enum rc factor_codes_show(struct ctx *cx, bool first, bool entering)
{
	struct factor_codes_view v = { .first = first, .next = url_lit("/account/second-factor") };
	struct page p = { .title = word(T_FACTOR_CODES_TITLE) };
	enum rc rc = recovery_codes_make(cx, factor_person(cx), &v.codes);

	if (rc == OK && entering)
		rc = factor_goes(cx, &v.next);

	if (rc != OK)
		return rc;
	p.main = HTML(cx, factor_codes, &v);
	return page(cx, &p);
}

enum rc factor_app_confirm(struct ctx *cx)
{
	const struct factor_app_form *form = cx->form;
	struct str secret, sealed, code;
	int64_t step;
	bool allowed, entering = cx->session.waits != FACTOR_NONE;
	enum rc rc = pending_secret(cx, &secret, &sealed);

	if (rc == NOT_FOUND)
		return redirect(cx, url_lit("/account/second-factor"));
	if (rc != OK || (rc = factor_try_allowed(cx, factor_person(cx), &allowed)) != OK)
		return rc;
	if (!allowed)
		return show_app(cx, T_FACTOR_TOO_MANY, 429);
	if (code_kind(cx->arena, form->code, &code) != CODE_APP || !totp_is_right(secret, code, cx->now, 0, &step))
		return show_app(cx, T_FACTOR_WRONG_APP, 422);
	if ((rc = sql_totp_confirm(cx->db, cx->arena, factor_person(cx), sealed, step, cx->now, NULL)) != OK ||
	    (rc = sql_sessions_end_but(cx->db, cx->arena, factor_person(cx), cx->session.id, cx->now, NULL)) != OK ||
	    (rc = factor_event(cx, factor_person(cx), EVENT_FACTOR_ADDED)) != OK || (rc = factor_tell(cx, T_FACTOR_MAIL_APP_ADDED)) != OK ||
	    (rc = factor_passed(cx)) != OK)
		return rc;
	return factor_codes_show(cx, true, entering);
}

enum rc factor_app_remove(struct ctx *cx)
{
	struct factors_of_row has;
	enum rc rc = sql_totp_drop(cx->db, cx->arena, factor_person(cx), NULL);

	if (rc == OK)
		rc = sql_factors_of(cx->db, cx->arena, factor_person(cx), &has);
	if (rc == OK && !has.passkeys) /* the codes stand in for something that is there */
		rc = sql_recovery_drop(cx->db, cx->arena, factor_person(cx), NULL);
	if (rc == OK)
		rc = factor_event(cx, factor_person(cx), EVENT_FACTOR_REMOVED);
	if (rc == OK)
		rc = factor_tell(cx, T_FACTOR_MAIL_APP_REMOVED);
	return rc == OK ? done(cx, url_lit("/account/second-factor"), T_FACTOR_APP_REMOVED) : rc;
}

enum rc factor_codes_new(struct ctx *cx)
{
	struct factors_of_row has;
	enum rc rc = sql_factors_of(cx->db, cx->arena, factor_person(cx), &has);

	if (rc == OK && !has.apps && !has.passkeys)
		return redirect(cx, url_lit("/account/second-factor"));
	return rc == OK ? factor_codes_show(cx, false, false) : rc;
}
