/* factor.c — whether a second factor is asked for, and what is taken as one. */
#include "app/sign_in/factor_inside.h"

#include "app/sign_in/sign_in_inside.h"
#include "factor.sql.h"
#include "sign_in.sql.h"
#include "web.sql.h"
#include "web/mail.h"
#include "web/session.h"

#include <liboath/oath.h>
#include <sodium.h>

enum { TRIES_A_PERSON = 6, RECOVERY_LETTERS = 10 };

enum rc factor_event(struct ctx *cx, int64_t person, enum event_kind kind)
{
	struct factor_whose_row p;
	enum rc rc = sql_factor_whose(cx->db, cx->arena, person, &p);

	return rc == OK ? event_add(cx, CHAIN_PERSON, person, kind, p.id, S("{}")) : rc;
}

/* ---- whether ---- */

static bool any_wants_it(const struct roles_of_person_rows *held)
{
	for (size_t i = 0; i < held->n; i++)
		if (factor_is_required((enum role)held->v[i].role))
			return true;
	return false;
}

enum rc factor_after_entry(struct ctx *cx, const struct entry *e, const struct roles_of_person_rows *held,
                           enum factor_step *ret)
{
	struct factors_of_row has;
	struct seal_key key;
	struct str why;
	struct factor_facts f = {
		.rule = (enum factor_rule)cx->settings->second_factor, .demo = cx->demo, .pressed = e->how == WAY_DEMO,
		.role_wants_it = any_wants_it(held), .was_shown = e->factor_at != DB_NULL_INT,
		.can_be_kept = seal_key_load(cx->arena, cx->settings, &key, &why) == OK,
	};
	enum rc rc = sql_factors_of(cx->db, cx->arena, e->person, &has);

	sodium_memzero(&key, sizeof(key));
	if (rc != OK)
		return rc;
	f.has_one = has.apps > 0 || has.passkeys > 0;
	*ret = factor_step(&f);
	return *ret == FACTOR_SET_UP ? sql_factor_asked_note(cx->db, cx->arena, e->person, cx->now, NULL) : OK;
}

/* ---- codes ---- */

enum code_kind code_kind(struct arena *a, struct str typed, struct str *ret_code)
{
	struct buf b = buf_new(a, 64);
	bool digits = true;

	for (size_t i = 0; i < typed.n && b.n <= RECOVERY_LETTERS; i++) {
		char c = typed.p[i];

		if (c == ' ' || c == '-' || c == '\t')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		digits = digits && c >= '0' && c <= '9';
		buf_add_c(&b, c);
	}
	*ret_code = buf_str(&b);
	return b.n == 6 && digits ? CODE_APP : b.n == RECOVERY_LETTERS ? CODE_RECOVERY : CODE_NEITHER;
}

bool totp_is_right(struct str secret, struct str code, instant now, int64_t last_step, int64_t *ret_step)
{
	char otp[7] = ""; /* bounded: six digits */
	int64_t here = now / SECOND / TOTP_STEP;

	if (code.n != 6)
		return false;
	memcpy(otp, code.p, 6);
	for (int64_t step = here - 1; step <= here + 1; step++)
		if (step > last_step && oath_totp_validate(secret.p, secret.n, (time_t)(step * TOTP_STEP), TOTP_STEP, 0, 0, otp) >= 0) {
			*ret_step = step;
			return true;
		}
	return false;
}

static struct str totp_purpose(struct ctx *cx, int64_t person)
{
	return strf(cx->arena, "totp:%lld", (long long)person);
}

static struct str recovery_purpose(struct ctx *cx, int64_t person)
{
	return strf(cx->arena, "recovery:%lld", (long long)person);
}

static enum rc spend_app_code(struct ctx *cx, const struct seal_key *key, int64_t person, struct str code)
{
	struct totp_of_row row;
	struct str secret;
	int64_t step, changed = 0;
	enum rc rc = sql_totp_of(cx->db, cx->arena, person, &row);

	if (rc == NOT_FOUND || (rc == OK && (row.confirmed_at == DB_NULL_INT || !row.secret.n)))
		return INVALID;
	if (rc != OK)
		return rc;
	if (!unseal(cx->arena, key, totp_purpose(cx, person), row.secret, &secret)) {
		log_event(LOG_ERROR, "factor.other_key", { "person", LOG_I(person) });
		return INVALID;
	}
	if (!totp_is_right(secret, code, cx->now, row.last_step, &step))
		return INVALID;
	rc = sql_totp_step(cx->db, cx->arena, person, step, &changed);
	return rc == OK && !changed ? INVALID : rc;
}

static enum rc spend_recovery_code(struct ctx *cx, const struct seal_key *key, int64_t person, struct str code)
{
	struct hash h = seal_hash(key, recovery_purpose(cx, person), code);
	int64_t changed = 0;
	enum rc rc = sql_recovery_spend(cx->db, cx->arena, person, hash_bytes(&h), cx->now, &changed);

	if (rc == OK && !changed)
		return INVALID;
	return rc == OK ? factor_event(cx, person, EVENT_RECOVERY_CODE_USED) : rc;
}

enum rc factor_try_allowed(struct ctx *cx, int64_t person, bool *ret)
{
	return count_try(cx, strf(cx->arena, "factor:%lld", (long long)person), TRIES_A_PERSON, ret);
}

enum rc factor_code_spend(struct ctx *cx, int64_t person, struct str typed)
{
	struct seal_key key;
	struct str code, why;
	enum code_kind kind = code_kind(cx->arena, typed, &code);
	enum rc rc;

	if (kind == CODE_NEITHER)
		return INVALID;
	if ((rc = seal_key_load(cx->arena, cx->settings, &key, &why)) != OK)
		return rc;
	rc = kind == CODE_APP ? spend_app_code(cx, &key, person, code) : spend_recovery_code(cx, &key, person, code);
	sodium_memzero(&key, sizeof(key));
	return rc;
}

/* Letters that are not taken for others: no 0, 1, O, I, L, U. 30 of them: 49 bits in ten. */
static struct str new_recovery_code(struct arena *a)
{
	static const char letters[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
	char *p = arena_alloc(a, RECOVERY_LETTERS + 1);

	for (int i = 0; i < RECOVERY_LETTERS; i++)
		p[i] = letters[randombytes_uniform(sizeof(letters) - 1)];
	return (struct str){ p, RECOVERY_LETTERS };
}

enum rc recovery_codes_make(struct ctx *cx, int64_t person, struct recovery_codes *ret)
{
	struct seal_key key;
	struct str why;
	enum rc rc = seal_key_load(cx->arena, cx->settings, &key, &why);

	if (rc == OK)
		rc = sql_recovery_drop(cx->db, cx->arena, person, NULL);
	for (ret->n = 0; rc == OK && ret->n < RECOVERY_CODES; ret->n++) {
		struct str code = new_recovery_code(cx->arena);
		struct hash h = seal_hash(&key, recovery_purpose(cx, person), code);

		rc = sql_recovery_add(cx->db, cx->arena, person, hash_bytes(&h), cx->now, NULL);
		ret->v[ret->n] = strf(cx->arena, "%.5s-%.5s", code.p, code.p + 5);
	}
	sodium_memzero(&key, sizeof(key));
	return rc == OK ? factor_event(cx, person, EVENT_RECOVERY_CODES_MADE) : rc;
}

/* ---- afterwards ---- */

enum rc factor_passed(struct ctx *cx)
{
	bool entering = cx->session.waits != FACTOR_NONE;
	enum rc rc;

	cx->session.waits = FACTOR_NONE;
	cx->session.factor_at = cx->now;
	rc = session_renew(cx);
	if (rc == OK)
		rc = factor_event(cx, cx->session.entering.person, EVENT_FACTOR_SHOWN);
	return rc == OK && entering ? person_entered(cx, cx->session.how) : rc;
}

enum rc factor_reset(struct ctx *cx, int64_t person)
{
	struct factor_whose_row p;
	enum rc rc = sql_factor_whose(cx->db, cx->arena, person, &p);

	if (rc != OK || (rc = sql_totp_drop(cx->db, cx->arena, person, NULL)) != OK ||
	    (rc = sql_recovery_drop(cx->db, cx->arena, person, NULL)) != OK ||
	    (rc = sql_passkeys_drop(cx->db, cx->arena, person, NULL)) != OK ||
	    (rc = sql_sessions_end_but(cx->db, cx->arena, person, 0, cx->now, NULL)) != OK ||
	    (rc = event_add(cx, CHAIN_PERSON, person, EVENT_FACTOR_RESET, p.id, S("{}"))) != OK)
		return rc;
	return mail_person(cx, person, word(T_FACTOR_MAIL_RESET_SUBJECT),
	                  WORDS(cx->arena, T_FACTOR_MAIL_RESET, WORD_ARG("name", p.name), WORD_ARG("url", cx->settings->url)));
}

enum rc factor_reset_for(struct ctx *cx, struct str email)
{
	struct sign_in_person_row p;
	enum rc rc = sql_sign_in_person(cx->db, cx->arena, email, &p);

	return rc == OK ? factor_reset(cx, p.person) : rc;
}
