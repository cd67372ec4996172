/* provider.c — the pages of signing in through another service: going, coming back, waiting, and what follows. */
#include "app/sign_in/provider_inside.h"

#include "app/people/people.h"
#include "app/sign_in/provider_view.h"
#include "app/sign_in/sign_in_inside.h"
#include "provider.sql.h"
#include "templates.gen.h"
#include "web/form.h"
#include "web/mail.h"
#include "web/session.h"

#define BROWSER "cairn-way" /* the cookie that binds a going to its browser */

enum { DOCUMENT_GOOD_FOR = 24 /* hours */, TOKEN_TEXT = 43, TRIES_OUT_A_PEER = 100 };

struct provider_go_form {
	struct str next;
};
static const struct field provider_go_fields[] = {
	TEXT(struct provider_go_form, next, .label = T_SIGN_IN_NEXT, .max = NEXT_MAX),
};
const struct form provider_go_form = { .name = "provider_go", .size = sizeof(struct provider_go_form),
                                       .fields = provider_go_fields, .n = COUNT_OF(provider_go_fields) };

struct providers_offered providers_offered(struct ctx *cx)
{
	struct providers_offered o = { .n = 0 };

	for (int i = 1; i <= OIDC_PROVIDERS; i++)
		if (provider_settings(cx, i))
			o.v[o.n++] = (struct provider_offered){ cx->settings->oidc[i - 1].name, url_int(cx, "/sign-in/with/", i, ""),
				                                    url_int(cx, "/account/providers/", i, "/link"), i };
	return o;
}

/* ---- going ---- */

/* browser_token — what this browser is known by, kept for a quarter of an hour. */
static struct str browser_token(struct ctx *cx)
{
	struct str token = cookie_of(cx, BROWSER), raw;

	if (token.n != TOKEN_TEXT || !base64url_decode(cx->arena, token, &raw))
		token = random_token(cx->arena);
	cookie_set(cx, BROWSER, token, 15 * 60);
	return token;
}

static struct hash browser_hash(struct ctx *cx)
{
	return hash_of(cookie_of(cx, BROWSER));
}

static int number_in_path(struct ctx *cx)
{
	int64_t n = 0;

	return str_to_i64(param(cx, "provider"), 1, OIDC_PROVIDERS, &n) ? (int)n : 0;
}

/* Who goes, and what for: a person (else DB_NULL_INT) to link their account, somebody invited to accept with theirs, anybody
 * to sign in. */
struct going {
	int64_t person, invitation;
	struct str next;
};

static enum rc begin(struct ctx *cx, const struct going *g)
{
	int number = number_in_path(cx);
	const struct oidc_settings *p = provider_settings(cx, number);
	struct uuid id = uuid7(cx->now);
	struct str state = random_token(cx->arena);
	struct hash state_hash = hash_of(state), browser;
	struct try_add_row row;
	enum rc rc;

	if (!p)
		return NOT_FOUND;
	browser = hash_of(browser_token(cx));
	rc = sql_try_add(cx->db, cx->arena, id, number, p->issuer, hash_bytes(&state_hash), hash_bytes(&browser), state,
	                 random_token(cx->arena), random_token(cx->arena), g->person, g->invitation, safe_next(cx, g->next).s,
	                 cx->now, cx->now + TRY_MINUTES * MINUTE, &row);
	return rc == OK ? redirect(cx, url_id(cx, "/sign-in/wait/", id, "")) : rc;
}

enum rc provider_go(struct ctx *cx)
{
	const struct provider_go_form *form = cx->form;
	bool allowed;
	enum rc rc = sign_in_peer_allowed(cx, TRIES_OUT_A_PEER, &allowed);

	if (rc != OK || !allowed)
		return rc != OK ? rc : sign_in_wait(cx);
	return begin(cx, &(struct going){ DB_NULL_INT, DB_NULL_INT, form->next });
}

enum rc provider_link(struct ctx *cx)
{
	return begin(cx, &(struct going){ cx->actor.person, DB_NULL_INT, S("/account") });
}

enum rc provider_begin_offer(struct ctx *cx, int64_t invitation)
{
	bool allowed;
	enum rc rc = sign_in_peer_allowed(cx, TRIES_OUT_A_PEER, &allowed);

	if (rc != OK || !allowed)
		return rc != OK ? rc : sign_in_wait(cx);
	return begin(cx, &(struct going){ DB_NULL_INT, invitation, S("/") });
}

/* ---- coming back ---- */

enum rc provider_gone(struct ctx *cx)
{
	struct page p = { .title = word(T_PROVIDER_GONE), .menu = MENU_SIGN_IN, .status = 410 };

	p.main = PLAIN_HTML(cx, provider_gone);
	return page(cx, &p);
}

/* says_who_it_is — the answer must be of the provider that was asked (RFC 9207), where it says so. */
static bool is_from(struct ctx *cx, const struct oidc_settings *p, struct str text)
{
	struct str said = query(cx, "iss"), why;
	struct oidc_document d;

	if (oidc_document_of(cx->arena, p, text, &d, &why) != OK)
		return false;
	if (!said.n)
		return !d.says_issuer_on_return;
	return str_eq(said, d.issuer) || (p->profile == OIDC_ENTRA && str_find(d.issuer, S("{tenantid}")) != SIZE_MAX);
}

static enum rc take_answer(struct ctx *cx, const struct try_by_state_row *t)
{
	const struct oidc_settings *p = provider_settings(cx, t->provider);
	struct str code = query(cx, "code");
	struct provider_known_row known;
	int64_t changed = 0;
	enum rc rc = sql_provider_known(cx->db, cx->arena, t->issuer, &known);

	if (rc != OK && rc != NOT_FOUND)
		return rc;
	if (rc == NOT_FOUND || !p || !str_eq(p->issuer, t->issuer) || !is_from(cx, p, known.document))
		return sql_try_refused(cx->db, cx->arena, t->try, REFUSAL_NOT_TRUSTED, NULL);
	if (!code.n || code.n > OIDC_URL_MAX || query(cx, "error").n)
		return sql_try_refused(cx->db, cx->arena, t->try, REFUSAL_SAID_NO, NULL);
	rc = sql_try_code(cx->db, cx->arena, t->try, code, &changed);
	return rc == OK && changed ? job_queue(cx, JOB_PROVIDER_EXCHANGE, t->try, S(""), NULL) : rc;
}

enum rc provider_return(struct ctx *cx)
{
	struct hash state = hash_of(query(cx, "state")), browser = browser_hash(cx);
	struct try_by_state_row t;
	enum rc rc = query(cx, "state").n == TOKEN_TEXT && cookie_of(cx, BROWSER).n
	                     ? sql_try_by_state(cx->db, cx->arena, hash_bytes(&state), hash_bytes(&browser), &t)
	                     : NOT_FOUND;

	if (rc == NOT_FOUND || (rc == OK && (t.provider != number_in_path(cx) || t.stage != TRY_SENT || cx->now >= t.ends)))
		return provider_gone(cx);
	if (rc == OK)
		rc = take_answer(cx, &t);
	return rc == OK ? redirect(cx, url_id(cx, "/sign-in/wait/", t.id, "")) : rc;
}

/* ---- between ---- */

static enum rc show_waiting(struct ctx *cx, const struct oidc_settings *p, struct url to)
{
	struct provider_wait_view v = { p->name, to };
	struct page pg = { .title = word(T_PROVIDER_WAIT), .menu = MENU_SIGN_IN, .refresh_seconds = 1, .refresh_to = to };

	pg.main = HTML(cx, provider_wait, &v);
	return page(cx, &pg);
}

static enum rc show_refused(struct ctx *cx, const struct oidc_settings *p, enum oidc_refusal why, bool links, struct url offer)
{
	static const enum word leads[] = {
		[REFUSAL_NONE] = T_PROVIDER_NOT_TRUSTED, [REFUSAL_UNREACHABLE] = T_PROVIDER_UNREACHABLE,
		[REFUSAL_SAID_NO] = T_PROVIDER_SAID_NO, [REFUSAL_NOT_TRUSTED] = T_PROVIDER_NOT_TRUSTED,
		[REFUSAL_UNKNOWN] = T_PROVIDER_UNKNOWN, [REFUSAL_OTHER_EMAIL] = T_PROVIDER_OTHER_EMAIL,
		[REFUSAL_TAKEN] = T_PROVIDER_TAKEN,
	};
	enum word lead = offer.s.n && why == REFUSAL_OTHER_EMAIL ? T_PROVIDER_OFFER_OTHER_EMAIL
	                 : offer.s.n && why == REFUSAL_TAKEN ? T_PROVIDER_OFFER_TAKEN : leads[(size_t)why < COUNT_OF(leads) ? why : 0];
	struct provider_refused_view v = { .lead = WORDS(cx->arena, lead, WORD_ARG("name", p->name)), .offer = offer,
	                                   .is_unknown = why == REFUSAL_UNKNOWN, .links = links, .name = p->name };
	struct page pg = { .title = word(offer.s.n ? T_PROVIDER_OFFER_NOT : T_PROVIDER_REFUSED), .menu = links ? MENU_NONE : MENU_SIGN_IN,
	                   .status = why == REFUSAL_UNREACHABLE ? 503 : 403 };

	pg.main = HTML(cx, provider_refused, &v);
	return page(cx, &pg);
}

static enum rc send_there(struct ctx *cx, const struct try_by_id_row *t, const struct oidc_settings *p)
{
	struct oidc_going g = { t->state, t->nonce, t->verifier, t->person != DB_NULL_INT || t->invitation != DB_NULL_INT };
	struct provider_known_row known;
	struct oidc_document d;
	struct str why;
	enum rc rc = sql_provider_known(cx->db, cx->arena, t->issuer, &known);
	bool good = rc == OK && known.document.n && cx->now - known.document_at < DOCUMENT_GOOD_FOR * HOUR &&
	            oidc_document_of(cx->arena, p, known.document, &d, &why) == OK;
	struct url there;

	if (rc != OK && rc != NOT_FOUND)
		return rc;
	if (!good) { /* not read yet: a job does, while this page asks for itself again */
		rc = t->stage == TRY_BEGUN ? job_queue(cx, JOB_PROVIDER_EXCHANGE, t->try, S(""), NULL) : OK;
		if (rc == OK)
			rc = sql_try_stage(cx->db, cx->arena, t->try, TRY_SENT, NULL);
		return rc == OK ? show_waiting(cx, p, (struct url){ STR_NONE }) : rc;
	}
	there = (struct url){ oidc_authorization_url(cx->arena, cx->settings, (int)t->provider, &d, &g) };
	rc = sql_try_stage(cx->db, cx->arena, t->try, TRY_SENT, NULL);
	return rc == OK ? show_waiting(cx, p, there) : rc;
}

/* ---- what follows ---- */

enum rc provider_refused(struct ctx *cx, const struct try_by_id_row *t, const struct oidc_settings *p, enum oidc_refusal why,
                         struct url offer)
{
	enum rc rc = sql_try_refused(cx->db, cx->arena, t->try, why, NULL);

	return rc == OK ? show_refused(cx, p, why, t->person != DB_NULL_INT, offer) : rc;
}

static enum rc refused(struct ctx *cx, const struct try_by_id_row *t, const struct oidc_settings *p, enum oidc_refusal why)
{
	return provider_refused(cx, t, p, why, (struct url){ STR_NONE });
}

static enum rc sign_in_with(struct ctx *cx, const struct try_by_id_row *t, const struct oidc_settings *p)
{
	struct identity_person_row i;
	enum rc rc = sql_identity_person(cx->db, cx->arena, t->subject_issuer, t->subject, &i);

	if (rc == NOT_FOUND || (rc == OK && i.disabled))
		return refused(cx, t, p, REFUSAL_UNKNOWN);
	if (rc != OK || (rc = sql_identity_used(cx->db, cx->arena, i.identity, cx->now, NULL)) != OK ||
	    (rc = sql_try_spent(cx->db, cx->arena, t->try, NULL)) != OK)
		return rc;
	return in_they_go(cx, &(struct entry){ i.person, WAY_PROVIDER, t->factor_at }, t->next);
}

enum rc identity_linked(struct ctx *cx, int64_t person, const struct try_by_id_row *t, const struct oidc_settings *p)
{
	struct person_folded_row who;
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_person_folded(cx->db, cx->arena, person, &who);

	if (rc == OK)
		rc = sql_identity_add(cx->db, cx->arena, id, person, t->subject_issuer, t->subject, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, person, EVENT_PROVIDER_LINKED, id, S("{}"));
	return rc == OK ? mail_person(cx, person, word(T_FACTOR_MAIL_SUBJECT),
	                              WORDS(cx->arena, T_PROVIDER_MAIL_LINKED, WORD_ARG("name", who.name),
	                                    WORD_ARG("provider", p->name), WORD_ARG("url", cx->settings->url)))
	                : rc;
}

static enum rc link_with(struct ctx *cx, const struct try_by_id_row *t, const struct oidc_settings *p)
{
	struct identity_person_row i;
	struct person_folded_row person;
	enum rc rc;

	if (cx->actor.person != t->person) /* signed out meanwhile, or somebody else's browser now */
		return provider_gone(cx);
	if ((rc = sql_person_folded(cx->db, cx->arena, t->person, &person)) != OK)
		return rc;
	if (!t->email.n || !str_eq(email_fold(cx->arena, t->email), person.email_folded))
		return refused(cx, t, p, REFUSAL_OTHER_EMAIL);
	rc = sql_identity_person(cx->db, cx->arena, t->subject_issuer, t->subject, &i);
	if (rc == OK && i.person != t->person)
		return refused(cx, t, p, REFUSAL_TAKEN);
	if (rc == NOT_FOUND)
		rc = identity_linked(cx, t->person, t, p);
	if (rc == OK)
		rc = sql_try_spent(cx->db, cx->arena, t->try, NULL);
	return rc == OK ? done(cx, safe_next(cx, t->next), T_PROVIDER_LINKED) : rc;
}

enum rc provider_wait(struct ctx *cx)
{
	struct hash browser = browser_hash(cx);
	const struct oidc_settings *p;
	struct try_by_id_row t;
	struct uuid id;
	enum rc rc = uuid_parse(param(cx, "try"), &id) && cookie_of(cx, BROWSER).n
	                     ? sql_try_by_id(cx->db, cx->arena, id, hash_bytes(&browser), &t)
	                     : NOT_FOUND;

	if (rc != OK && rc != NOT_FOUND)
		return rc;
	p = rc == OK ? provider_settings(cx, t.provider) : NULL;
	if (!p || !str_eq(p->issuer, t.issuer) || cx->now >= t.ends || t.stage == TRY_SPENT)
		return provider_gone(cx);
	if (t.stage == TRY_REFUSED)
		return show_refused(cx, p, (enum oidc_refusal)t.why, t.person != DB_NULL_INT,
		                    t.invitation != DB_NULL_INT ? offer_back(cx) : (struct url){ STR_NONE });
	if (t.stage == TRY_CODE)
		return show_waiting(cx, p, (struct url){ STR_NONE });
	if (t.stage == TRY_PROVED && t.invitation != DB_NULL_INT)
		return provider_accepts(cx, &t, p);
	if (t.stage == TRY_PROVED)
		return t.person == DB_NULL_INT ? sign_in_with(cx, &t, p) : link_with(cx, &t, p);
	return send_there(cx, &t, p);
}

/* ---- on the account page ---- */

/* What an issuer is called here: the button's words, or its address where it is no longer offered. */
static struct str name_of(struct ctx *cx, struct str issuer)
{
	struct str tenant = S("https://login.microsoftonline.com/");

	for (int i = 1; i <= OIDC_PROVIDERS; i++) {
		const struct oidc_settings *p = provider_settings(cx, i);

		if (p && (str_eq(p->issuer, issuer) || (p->profile == OIDC_ENTRA && str_starts(issuer, tenant))))
			return p->name;
	}
	return issuer;
}

enum rc identities_shown(struct ctx *cx, int64_t person, struct identities_shown *ret)
{
	struct identities_of_rows rows;
	enum rc rc = sql_identities_of(cx->db, cx->arena, person, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct identities_shown){ NEW_ARRAY(cx->arena, struct identity_shown, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct identity_shown){
			name_of(cx, rows.v[i].issuer), instant_long(cx->arena, rows.v[i].linked_at),
			rows.v[i].last_used == DB_NULL_INT ? STR_NONE : instant_long(cx->arena, rows.v[i].last_used),
			url_id(cx, "/account/identities/", rows.v[i].id, "/unlink"),
		};
	return OK;
}

enum rc provider_unlink(struct ctx *cx)
{
	struct uuid id;
	int64_t dropped = 0;
	enum rc rc = uuid_parse(param(cx, "identity"), &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_identity_drop(cx->db, cx->arena, id, cx->actor.person, &dropped);
	if (rc == OK && dropped)
		rc = event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_PROVIDER_UNLINKED, id, S("{}"));
	return rc == OK ? done(cx, url_lit("/account"), T_PROVIDER_UNLINKED) : rc;
}
