/* provider_job.c — what talks to the other service: the job process, never a worker. */
#include "app/sign_in/provider_inside.h"

#include "provider.sql.h"
#include "web.sql.h"

enum { KEYS_GOOD_FOR = 24 /* hours */, KEYS_AGAIN_AFTER = MINUTE /* before an unknown key has them read again */ };

static enum rc in_a_transaction(struct ctx *cx, enum db_mode mode, enum rc (*work)(struct ctx *, void *), void *arg)
{
	enum rc rc = db_begin(cx->db, mode);

	if (rc == OK)
		rc = work(cx, arg);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

/* ---- what providers say of themselves ---- */

struct reading {
	int number;
	const struct oidc_settings *p;
	struct str document, keys;
};

static enum rc keep_reading(struct ctx *cx, void *arg)
{
	const struct reading *r = arg;
	enum rc rc = r->document.n ? sql_provider_document_put(cx->db, cx->arena, r->p->issuer, r->document, cx->now, NULL) : OK;

	return rc == OK && r->keys.n ? sql_provider_keys_put(cx->db, cx->arena, r->p->issuer, r->keys, cx->now, NULL) : rc;
}

static enum rc note_failure(struct ctx *cx, void *arg)
{
	const struct reading *r = arg;

	return sql_provider_failed(cx->db, cx->arena, r->p->issuer, cx->now, NULL);
}

/* read_provider — document and keys, both looked at before they are kept. */
static enum rc read_provider(struct ctx *cx, int number, struct str *why)
{
	struct reading r = { number, provider_settings(cx, number), STR_NONE, STR_NONE };
	struct oidc_document d;
	struct jwk_set set;
	enum rc rc = oidc_read_document(cx->arena, cx->settings, number, &r.document, why);

	if (rc == OK)
		rc = oidc_document_of(cx->arena, r.p, r.document, &d, why);
	if (rc == OK)
		rc = oidc_read_keys(cx->arena, cx->settings, &d, &r.keys, why);
	if (rc == OK)
		rc = jwk_set_of(cx->arena, r.keys, &set, why);
	if (rc == OK)
		return in_a_transaction(cx, DB_WRITE, keep_reading, &r);
	log_event(LOG_WARN, "oidc.not_read", { "provider", LOG_I(number) }, { "why", LOG_S(*why) });
	in_a_transaction(cx, DB_WRITE, note_failure, &r);
	return rc;
}

static enum rc sweep_tries(struct ctx *cx, void *arg)
{
	UNUSED(arg);
	return sql_tries_sweep(cx->db, cx->arena, cx->now - HOUR, NULL);
}

/* Every hour, so that nobody has to wait for it: a provider that does not answer keeps what it said before. */
enum rc providers_read(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct str why;

	UNUSED(job);
	for (int i = 1; i <= OIDC_PROVIDERS; i++)
		if (provider_settings(cx, i) && read_provider(cx, i, &why) != OK)
			*ret_why = S("a provider could not be read: see oidc.not_read");
	return in_a_transaction(cx, DB_WRITE, sweep_tries, NULL);
}

/* ---- the exchange ---- */

struct exchanging {
	int64_t try;
	struct try_to_exchange_row row;
	struct provider_known_row known;
	const struct oidc_settings *p;
	struct oidc_document d;
	struct oidc_tokens tokens;
	struct id_token said;
	enum oidc_refusal refusal;
	int64_t taken;
};

static enum rc read_try(struct ctx *cx, void *arg)
{
	struct exchanging *e = arg;
	enum rc rc = sql_try_to_exchange(cx->db, cx->arena, e->try, &e->row);

	if (rc != OK)
		return rc;
	rc = sql_provider_known(cx->db, cx->arena, e->row.issuer, &e->known);
	return rc == NOT_FOUND ? OK : rc;
}

static enum rc take_code(struct ctx *cx, void *arg)
{
	struct exchanging *e = arg;

	return sql_try_take(cx->db, cx->arena, e->try, &e->taken);
}

static enum rc keep_refusal(struct ctx *cx, void *arg)
{
	struct exchanging *e = arg;

	return sql_try_refused(cx->db, cx->arena, e->try, e->refusal, NULL);
}

static enum rc keep_proof(struct ctx *cx, void *arg)
{
	struct exchanging *e = arg;

	return sql_try_proved(cx->db, cx->arena, e->try, e->said.issuer, e->said.subject, e->said.email.n ? e->said.email : STR_NONE,
	                      e->said.factor_shown ? cx->now : DB_NULL_INT, NULL);
}

/* keys_for — those that were read; read again when they are old, or when `renew` and that has not just been done. */
static enum rc keys_for(struct ctx *cx, struct exchanging *e, bool renew, struct jwk_set *ret, struct str *why)
{
	instant age = e->known.keys.n ? cx->now - e->known.keys_at : INT64_MAX;
	struct reading r = { (int)e->row.provider, e->p, STR_NONE, STR_NONE };
	enum rc rc;

	if (age < (instant)(renew ? KEYS_AGAIN_AFTER : KEYS_GOOD_FOR * (instant)HOUR))
		return renew ? NOT_FOUND : jwk_set_of(cx->arena, e->known.keys, ret, why);
	if ((rc = oidc_read_keys(cx->arena, cx->settings, &e->d, &r.keys, why)) != OK ||
	    (rc = jwk_set_of(cx->arena, r.keys, ret, why)) != OK)
		return rc;
	e->known.keys = r.keys;
	e->known.keys_at = cx->now;
	return in_a_transaction(cx, DB_WRITE, keep_reading, &r);
}

static enum rc verify(struct ctx *cx, struct exchanging *e, const struct jwt *jwt, struct str *why)
{
	struct jwk_set *set = NEW(cx->arena, struct jwk_set);
	enum rc rc = keys_for(cx, e, false, set, why);

	if (rc == OK)
		rc = jwt_verify(cx->arena, jwt, set);
	if (rc == NOT_FOUND && (rc = keys_for(cx, e, true, set, why)) == OK) /* the provider changes its keys now and then */
		rc = jwt_verify(cx->arena, jwt, set);
	if (rc != OK && !why->n)
		*why = rc == NOT_FOUND ? S("the token names a key that the provider has not") : S("the signature is wrong");
	return rc;
}

/* prove — code to tokens to somebody. */
static enum rc prove(struct ctx *cx, struct exchanging *e, struct str *why)
{
	int number = (int)e->row.provider;
	struct id_token_wanted w;
	struct jwt jwt;
	enum rc rc = oidc_exchange(cx->arena, cx->settings, number, &e->d, e->row.code, e->row.verifier, cx->now, &e->tokens, why);

	if (rc != OK || (rc = jwt_read(cx->arena, e->tokens.id_token, &jwt, why)) != OK)
		return rc;
	*why = STR_NONE;
	if ((rc = verify(cx, e, &jwt, why)) != OK)
		return rc;
	w = (struct id_token_wanted){ (enum oidc_profile)e->p->profile, e->d.issuer, e->p->client_id, e->row.nonce,
		                          e->tokens.access_token, clock_now() + (cx->demo ? cx->settings->now_offset : 0) };
	if ((rc = id_token_check(cx->arena, jwt.claims, &w, &e->said, why)) != OK)
		return rc;
	/* only linking asks for an address */
	if ((e->row.person != DB_NULL_INT || e->row.invitation != DB_NULL_INT) && !e->said.email.n)
		rc = oidc_email(cx->arena, cx->settings, number, &e->d, e->tokens.access_token, e->said.subject, &e->said.email, why);
	return rc;
}

static enum rc refuse(struct ctx *cx, struct exchanging *e, enum oidc_refusal refusal, struct str why)
{
	log_event(LOG_WARN, "oidc.refused", { "provider", LOG_I(e->row.provider) }, { "why", LOG_S(why) });
	e->refusal = refusal;
	return in_a_transaction(cx, DB_WRITE, keep_refusal, e);
}

enum rc provider_exchange(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct exchanging *e = NEW(cx->arena, struct exchanging);
	struct str why = STR_NONE;
	enum rc rc;

	UNUSED(ret_why);
	e->try = job->object;
	if ((rc = in_a_transaction(cx, DB_READ, read_try, e)) != OK)
		return rc;
	e->p = provider_settings(cx, e->row.provider);
	if (!e->p || !str_eq(e->p->issuer, e->row.issuer) || cx->now >= e->row.ends)
		return OK; /* the settings have changed, or nobody waits any more: the page says so */
	if (e->row.stage <= TRY_SENT) /* it waits for the provider's document */
		return read_provider(cx, (int)e->row.provider, &why) == OK ? OK : refuse(cx, e, REFUSAL_UNREACHABLE, why);
	if (e->row.stage != TRY_CODE || (rc = in_a_transaction(cx, DB_WRITE, take_code, e)) != OK)
		return e->row.stage != TRY_CODE ? OK : rc;
	if (!e->taken) /* a lane died between sending the code and keeping what came of it */
		return refuse(cx, e, REFUSAL_UNREACHABLE, S("it was begun before, and never finished"));
	rc = oidc_document_of(cx->arena, e->p, e->known.document, &e->d, &why);
	if (rc == OK)
		rc = prove(cx, e, &why);
	if (rc == OK)
		return in_a_transaction(cx, DB_WRITE, keep_proof, e);
	return refuse(cx, e, rc == BUSY ? REFUSAL_UNREACHABLE : REFUSAL_NOT_TRUSTED, why);
}
