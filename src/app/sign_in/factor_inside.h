/* factor_inside.h — shared by the files of the second factor. */
#ifndef APP_SIGN_IN_FACTOR_INSIDE_H
#define APP_SIGN_IN_FACTOR_INSIDE_H

#include "app/sign_in/factor.h"
#include "app/sign_in/factor_view.h"
#include "web/seal.h"

enum { CODE_MAX = 40, RECOVERY_CODES = 10, TOTP_SECRET = 20, TOTP_STEP = 30 };

/* factor_person — whose page this is: somebody signed in, or on the way in. */
static inline int64_t factor_person(const struct ctx *cx)
{
	return cx->actor.person;
}

/* factor_event — in the person's own history. */
enum rc factor_event(struct ctx *cx, int64_t person, enum event_kind kind);

/* code_kind — what was typed: spaces and hyphens do not count, nor does case. */
enum code_kind { CODE_NEITHER, CODE_APP, CODE_RECOVERY };
enum code_kind code_kind(struct arena *a, struct str typed, struct str *ret_code);

/* totp_is_right — does the code belong to the secret now, one step before or after, and to a step behind last_step? Fills the
 * step. Pure. */
bool totp_is_right(struct str secret, struct str code, instant now, int64_t last_step, int64_t *ret_step);

/* factor_try_allowed — counts a try; false over the limit. */
enum rc factor_try_allowed(struct ctx *cx, int64_t person, bool *ret);

/* factor_code_spend — takes a code of the person: OK; INVALID if it is wrong or used; FAULT and BUSY. */
enum rc factor_code_spend(struct ctx *cx, int64_t person, struct str typed);

/* recovery_codes_make — ten new ones in the place of the old. */
enum rc recovery_codes_make(struct ctx *cx, int64_t person, struct recovery_codes *ret);

struct factor_later_form {
	struct str next;
};

/* factor_tell — what changed, by mail. factor_codes_show — ten new codes, the only time they are shown. */
enum rc factor_tell(struct ctx *cx, enum word what);
enum rc factor_codes_show(struct ctx *cx, bool first, bool entering);

/* passkey_may_be — can passkeys be made at this address? passkeys_shown — the person's own. */
bool passkey_may_be(const struct ctx *cx);
enum rc passkeys_shown(struct ctx *cx, struct passkeys_shown *ret);

/* factor_passed — the session is theirs from now on, under a new cookie. */
enum rc factor_passed(struct ctx *cx);

/* factor_goes — where they were going when a second factor was asked of them. */
enum rc factor_goes(struct ctx *cx, struct url *ret);

#endif
