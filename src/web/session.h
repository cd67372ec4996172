/* session.h — who is asking: cookies and API tokens.
 *
 * A session is a random token in a cookie; its SHA-256 is in the database. It ends after the idle limit, at the absolute
 * limit (both of the role it acts in: rules/session.h), on sign-out, and when that role is no longer held. Until a second
 * factor was shown where one is asked for, it is nobody's: cx->actor is empty and cx->session.entering says whose it will
 * be. An API token dies with its role.
 */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "web/web.h"

/* session_load — fills actor and session of cx from the request. OK also when nobody is signed in; SIGNED_OUT when a
 * session was shown that has ended (cx->session.csrf and *ret_ended_person are then filled, so that what was typed can be
 * kept); FAULT and BUSY as the database says. Call inside a transaction. */
enum rc session_load(struct ctx *cx, int64_t *ret_ended_person);
/* session_begin — starts one and sets the cookie; its row is in *ret. */
struct new_session {
	int64_t person, role_held; /* acting as; DB_NULL_INT for none */
	enum sign_in_way how;
	enum factor_step waits;
	instant factor_at;         /* DB_NULL_INT for none shown */
};
enum rc session_begin(struct ctx *cx, const struct new_session *n, int64_t *ret);
/* session_renew — keeps what has changed in cx->session.waits and .factor_at, under a new cookie. */
enum rc session_renew(struct ctx *cx);
/* session_finish — ends the present one and clears the cookie. */
enum rc session_finish(struct ctx *cx);
/* session_is_stale — has last_seen aged by more than a tenth of the idle limit? */
bool session_is_stale(const struct ctx *cx);
/* csrf_is_right — compares in constant time with what was posted. */
bool csrf_is_right(const struct ctx *cx, struct str posted);
struct str csrf_token(const struct ctx *cx);
/* cookie_of — value of a cookie of the request, empty if absent. cookie_set — adds Set-Cookie. max_age 0 clears it, -1
 * makes it last as long as the browser. */
struct str cookie_of(const struct ctx *cx, const char *name);
void cookie_set(struct ctx *cx, const char *name, struct str value, int max_age);

#endif
