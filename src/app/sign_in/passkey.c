/* passkey.c — passkeys as a second factor: making one, showing one, letting one go. They need a script, since only a script
 * can ask a browser for one; the app and the recovery codes are the way round. */
#include "web/passkey.h"

#include "app/sign_in/factor_inside.h"
#include "app/sign_in/sign_in_inside.h"
#include "factor.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { SENT_MAX = 12000, NAME_MAX = 60, PASSKEYS_MOST = 10 };

struct passkey_new_form {
	struct str name, client_data, authenticator_data;
};
static const struct field passkey_new_fields[] = {
	TEXT(struct passkey_new_form, name, .label = T_PASSKEY_NAME, .hint = T_PASSKEY_NAME_HINT, .max = NAME_MAX, .required = true,
	     .missing = T_PASSKEY_NO_NAME),
	TEXT(struct passkey_new_form, client_data, .label = T_PASSKEY_TITLE, .max = SENT_MAX),
	TEXT(struct passkey_new_form, authenticator_data, .label = T_PASSKEY_TITLE, .max = SENT_MAX),
};
const struct form passkey_new_form = { .name = "passkey_new", .size = sizeof(struct passkey_new_form),
                                       .fields = passkey_new_fields, .n = COUNT_OF(passkey_new_fields) };

struct passkey_ask_form {
	struct str next, credential, client_data, authenticator_data, signature;
};
static const struct field passkey_ask_fields[] = {
	TEXT(struct passkey_ask_form, next, .label = T_SIGN_IN_NEXT, .max = NEXT_MAX),
	TEXT(struct passkey_ask_form, credential, .label = T_PASSKEY_TITLE, .max = SENT_MAX),
	TEXT(struct passkey_ask_form, client_data, .label = T_PASSKEY_TITLE, .max = SENT_MAX),
	TEXT(struct passkey_ask_form, authenticator_data, .label = T_PASSKEY_TITLE, .max = SENT_MAX),
	TEXT(struct passkey_ask_form, signature, .label = T_PASSKEY_TITLE, .max = SENT_MAX),
};
const struct form passkey_ask_form = { .name = "passkey_ask", .size = sizeof(struct passkey_ask_form),
                                       .fields = passkey_ask_fields, .n = COUNT_OF(passkey_ask_fields) };

/* ---- the ceremony ---- */

static struct str own_host(const struct ctx *cx)
{
	struct str host = cx->rq->host;

	return str_cut(&host, ':');
}

bool passkey_may_be(const struct ctx *cx)
{
	return passkey_host_may(own_host(cx)) && (cx->settings->is_https || str_eq_nocase(own_host(cx), S("localhost")));
}

/* wanted — with the challenge of this session; it is taken back, so that it is good once. NOT_FOUND when there is none. */
static enum rc wanted(struct ctx *cx, bool take, struct passkey_wanted *ret)
{
	struct challenge_get_row row;
	int64_t taken = 1;
	enum rc rc = sql_challenge_get(cx->db, cx->arena, cx->session.id, &row);

	if (rc == OK && row.challenge.n != PASSKEY_CHALLENGE)
		return NOT_FOUND;
	if (rc == OK && take)
		rc = sql_challenge_take(cx->db, cx->arena, cx->session.id, row.challenge, &taken);
	if (rc != OK || !taken)
		return rc == OK ? NOT_FOUND : rc;
	*ret = (struct passkey_wanted){ own_host(cx),
		                            strf(cx->arena, "%s://%.*s", cx->settings->is_https ? "https" : "http", STR_FMT(cx->rq->host)),
		                            row.challenge };
	return OK;
}

static enum rc new_challenge(struct ctx *cx, struct url then)
{
	uint8_t challenge[PASSKEY_CHALLENGE];
	enum rc rc;

	random_bytes(challenge, sizeof(challenge));
	rc = sql_challenge_set(cx->db, cx->arena, cx->session.id, (struct str){ (const char *)challenge, sizeof(challenge) }, NULL);
	return rc == OK ? redirect(cx, then) : rc;
}

/* credentials_of — their ids, as a script wants them: base64url with commas between. */
static struct str credentials_of(struct ctx *cx, const struct passkeys_of_rows *rows)
{
	struct buf b = buf_new(cx->arena, 64 * 1024);

	for (size_t i = 0; i < rows->n; i++)
		buf_addf(&b, "%s%s", i ? "," : "", base64url_encode(cx->arena, rows->v[i].credential.p, rows->v[i].credential.n).p);
	return buf_str(&b);
}

static bool decoded(struct ctx *cx, struct str sent, struct str *ret)
{
	return sent.n && base64url_decode(cx->arena, sent, ret);
}

/* ---- making one ---- */

enum rc passkey_start(struct ctx *cx)
{
	if (!passkey_may_be(cx))
		return redirect(cx, url_lit("/account/second-factor"));
	return new_challenge(cx, url_lit("/account/second-factor/passkey"));
}

static enum rc show_new(struct ctx *cx, enum word error, int status)
{
	struct form_view fv = form_view(cx, &passkey_new_form, NULL, -1);
	struct passkey_view v = { .errors = fv.errors, .hidden = fv.hidden, .field = form_field(&fv, "name")->html,
	                          .error = error ? word(error) : STR_NONE };
	struct page p = { .title = word(T_PASSKEY_TITLE), .status = status };
	struct passkeys_of_rows rows;
	struct factor_whose_row who;
	struct passkey_wanted w;
	enum rc rc = wanted(cx, false, &w);

	if (rc == NOT_FOUND)
		return redirect(cx, url_lit("/account/second-factor"));
	if (rc != OK || (rc = sql_passkeys_of(cx->db, cx->arena, factor_person(cx), &rows)) != OK ||
	    (rc = sql_factor_whose(cx->db, cx->arena, factor_person(cx), &who)) != OK)
		return rc;
	v.host = w.host;
	v.challenge = base64url_encode(cx->arena, w.challenge.p, w.challenge.n);
	v.credentials = credentials_of(cx, &rows);
	v.user = base64url_encode(cx->arena, who.id.b, sizeof(who.id.b));
	v.email = who.email;
	v.name = who.name;
	p.main = HTML(cx, passkey_new, &v);
	return page(cx, &p);
}

enum rc passkey_new_show(struct ctx *cx)
{
	return show_new(cx, 0, 0);
}

static enum rc again(struct ctx *cx, enum word error)
{
	uint8_t challenge[PASSKEY_CHALLENGE]; /* the one before is spent */
	enum rc rc;

	random_bytes(challenge, sizeof(challenge));
	rc = sql_challenge_set(cx->db, cx->arena, cx->session.id, (struct str){ (const char *)challenge, sizeof(challenge) }, NULL);
	return rc == OK ? show_new(cx, error, 422) : rc;
}

enum rc passkey_create(struct ctx *cx)
{
	const struct passkey_new_form *form = cx->form;
	struct str client_data, authenticator_data, why;
	struct passkeys_of_rows rows;
	struct factors_of_row has;
	struct passkey_wanted w;
	struct passkey made;
	bool entering = cx->session.waits != FACTOR_NONE;
	enum rc rc = wanted(cx, true, &w);

	if (rc == NOT_FOUND)
		return redirect(cx, url_lit("/account/second-factor"));
	if (rc != OK || (rc = sql_passkeys_of(cx->db, cx->arena, factor_person(cx), &rows)) != OK)
		return rc;
	if (rows.n >= PASSKEYS_MOST)
		return again(cx, T_PASSKEY_TOO_MANY);
	if (!decoded(cx, form->client_data, &client_data) || !decoded(cx, form->authenticator_data, &authenticator_data) ||
	    passkey_made(cx->arena, &w, client_data, authenticator_data, &made, &why) != OK)
		return again(cx, T_PASSKEY_NOT_MADE);
	rc = sql_passkey_add(cx->db, cx->arena, uuid7(cx->now), factor_person(cx), made.credential, made.algorithm, made.public_key,
	                     made.sign_count, str_trim(form->name), cx->now, NULL);
	if (rc != OK || (rc = factor_event(cx, factor_person(cx), EVENT_PASSKEY_ADDED)) != OK ||
	    (rc = factor_tell(cx, T_FACTOR_MAIL_PASSKEY_ADDED)) != OK ||
	    (rc = sql_sessions_end_but(cx->db, cx->arena, factor_person(cx), cx->session.id, cx->now, NULL)) != OK ||
	    (rc = sql_factors_of(cx->db, cx->arena, factor_person(cx), &has)) != OK || (rc = factor_passed(cx)) != OK)
		return rc;
	return has.codes ? done(cx, url_lit("/account/second-factor"), T_PASSKEY_ADDED) : factor_codes_show(cx, true, entering);
}

enum rc passkey_remove(struct ctx *cx)
{
	struct uuid id;
	int64_t dropped = 0;
	enum rc rc = uuid_parse(param(cx, "passkey"), &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_passkey_drop(cx->db, cx->arena, id, factor_person(cx), &dropped);
	if (rc == OK && dropped && (rc = event_add(cx, CHAIN_PERSON, factor_person(cx), EVENT_PASSKEY_REMOVED, id, S("{}"))) == OK)
		rc = factor_tell(cx, T_FACTOR_MAIL_PASSKEY_REMOVED);
	return rc == OK ? done(cx, url_lit("/account/second-factor"), T_PASSKEY_REMOVED) : rc;
}

enum rc passkeys_shown(struct ctx *cx, struct passkeys_shown *ret)
{
	struct passkeys_of_rows rows;
	enum rc rc = sql_passkeys_of(cx->db, cx->arena, factor_person(cx), &rows);

	if (rc != OK)
		return rc;
	*ret = (struct passkeys_shown){ NEW_ARRAY(cx->arena, struct passkey_shown, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct passkey_shown){
			url_id(cx, "/account/second-factor/passkeys/", rows.v[i].id, "/remove"), rows.v[i].name,
			instant_long(cx->arena, rows.v[i].created),
			rows.v[i].last_used == DB_NULL_INT ? STR_NONE : instant_long(cx->arena, rows.v[i].last_used),
		};
	return OK;
}

/* ---- showing one ---- */

enum rc passkey_ask_start(struct ctx *cx)
{
	const struct factor_later_form *form = cx->form;
	struct url then = url_with(cx, url_lit("/sign-in/factor/passkey"), "next", safe_next(cx, form->next).s);

	return new_challenge(cx, then);
}

static enum rc show_ask(struct ctx *cx, struct str next, enum word error, int status)
{
	struct passkey_view v = { .hidden = hidden_csrf(cx), .next = safe_next(cx, next).s, .error = error ? word(error) : STR_NONE };
	struct page p = { .title = word(T_PASSKEY_ASK), .menu = MENU_SIGN_IN, .status = status };
	struct passkeys_of_rows rows;
	struct passkey_wanted w;
	enum rc rc = wanted(cx, false, &w);

	if (rc == NOT_FOUND)
		return redirect(cx, url_with(cx, url_lit("/sign-in/factor"), "next", v.next));
	if (rc != OK || (rc = sql_passkeys_of(cx->db, cx->arena, factor_person(cx), &rows)) != OK)
		return rc;
	v.host = w.host;
	v.challenge = base64url_encode(cx->arena, w.challenge.p, w.challenge.n);
	v.credentials = credentials_of(cx, &rows);
	p.main = HTML(cx, passkey_ask, &v);
	return page(cx, &p);
}

enum rc passkey_ask_show(struct ctx *cx)
{
	return show_ask(cx, query(cx, "next"), 0, 0);
}

/* check_shown — which of the person's passkeys it is, and whether it signed. INVALID otherwise. */
static enum rc check_shown(struct ctx *cx, const struct passkey_ask_form *form, const struct passkey_wanted *w)
{
	struct str credential, client_data, authenticator_data, signature, why;
	struct passkeys_of_rows rows;
	int64_t count;
	enum rc rc = sql_passkeys_of(cx->db, cx->arena, factor_person(cx), &rows);

	if (rc != OK)
		return rc;
	if (!decoded(cx, form->credential, &credential) || !decoded(cx, form->client_data, &client_data) ||
	    !decoded(cx, form->authenticator_data, &authenticator_data) || !decoded(cx, form->signature, &signature))
		return INVALID;
	for (size_t i = 0; i < rows.n; i++) {
		struct passkey of = { rows.v[i].credential, rows.v[i].public_key, (int)rows.v[i].algorithm, rows.v[i].sign_count };

		if (!str_eq(of.credential, credential))
			continue;
		rc = passkey_shown(cx->arena, w, &of, client_data, authenticator_data, signature, &count, &why);
		return rc == OK ? sql_passkey_used(cx->db, cx->arena, rows.v[i].passkey, count, cx->now, NULL) : rc;
	}
	return INVALID;
}

enum rc passkey_ask(struct ctx *cx)
{
	const struct passkey_ask_form *form = cx->form;
	struct url back = url_with(cx, url_lit("/sign-in/factor"), "next", safe_next(cx, form->next).s);
	struct passkey_wanted w;
	bool allowed;
	enum rc rc = factor_try_allowed(cx, factor_person(cx), &allowed);

	if (rc == OK && !allowed)
		return show_ask(cx, form->next, T_FACTOR_TOO_MANY, 429);
	if (rc != OK || (rc = wanted(cx, true, &w)) != OK)
		return rc == NOT_FOUND ? redirect(cx, back) : rc;
	rc = check_shown(cx, form, &w);
	if (rc == INVALID && (rc = factor_event(cx, factor_person(cx), EVENT_FACTOR_REFUSED)) == OK)
		return done(cx, back, T_PASSKEY_REFUSED);
	if (rc == OK)
		rc = factor_passed(cx);
	return rc == OK ? redirect(cx, safe_next(cx, form->next)) : rc;
}
