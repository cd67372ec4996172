/* factor.h — the second factor: a code from an authenticator app (TOTP), a passkey, or one of ten recovery codes.
 *
 * Anybody may have one; rules/session.h says who must. A session that still waits for it is nobody's, and comes to no page
 * but these. Codes are throttled for each person, a time step is good once, and what is kept is sealed or hashed with the
 * installation's key (web/seal.h).
 */
#ifndef APP_SIGN_IN_FACTOR_H
#define APP_SIGN_IN_FACTOR_H

#include "app/sign_in/sign_in.h"

struct roles_of_person_rows;

handler_fn factor_ask_show, factor_ask, factor_later;
handler_fn factor_show, factor_app_start, factor_app_show, factor_app_confirm, factor_app_remove, factor_codes_new;
handler_fn passkey_start, passkey_new_show, passkey_create, passkey_remove, passkey_ask_start, passkey_ask_show, passkey_ask;
extern const struct form passkey_new_form, passkey_ask_form;
handler_fn factor_reset_show, factor_reset_do;
extern const struct form factor_reset_form;
extern const struct form factor_ask_form, factor_later_form, factor_app_form;

/* factor_after_entry — what a session that begins now must wait for. */
enum rc factor_after_entry(struct ctx *cx, const struct entry *e, const struct roles_of_person_rows *held,
                           enum factor_step *ret);

/* factor_reset — takes every second factor of a person away, ends their sessions, writes the event and tells them by mail:
 * for whoever has lost all of theirs. They set one up again when they next come in. */
enum rc factor_reset(struct ctx *cx, int64_t person);
/* factor_reset_for — the same, of whoever has the (folded) address. NOT_FOUND when nobody has. */
enum rc factor_reset_for(struct ctx *cx, struct str email);

#endif
