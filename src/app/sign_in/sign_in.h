/* sign_in.h — getting in and out: a link by e-mail, opened with one button; in a demonstration, one press a person.
 *
 * The answer to an address is the same whether or not Cairn knows it; only the mail differs. A link is a random token,
 * stored as its SHA-256, good for 15 minutes and for one press: opening it spends nothing, because mail scanners open
 * every link they see.
 */
#ifndef APP_SIGN_IN_SIGN_IN_H
#define APP_SIGN_IN_SIGN_IN_H

#include "web/jobs.h"
#include "web/web.h"

handler_fn sign_in_uninvited, sign_in_show, sign_in_ask, sign_in_demo, sign_in_open, sign_in_spend, sign_out;
extern const struct form sign_in_form, sign_in_demo_form, sign_in_spend_form;

/* count_try — counts a try in this quarter of an hour; false when the limit was reached before: then nothing is written, so
 * that a flood costs no disk. */
enum rc count_try(struct ctx *cx, struct str subject, int limit, bool *ret);
/* sign_in_peer_allowed — counts a try from outside, by where it came from. */
enum rc sign_in_peer_allowed(struct ctx *cx, int limit, bool *ret);

/* sign_in_asked_job — answers one address that asked for a link. */
job_fn sign_in_asked_job;

/* safe_next — `wanted` as an address of ours to go to after a press: a path that starts with one slash, with nothing in it
 * that a browser could read as another site. Otherwise "/". */
struct url safe_next(struct ctx *cx, struct str wanted);

/* person_enter — begins a session for a person in the first role they hold today, ends the one this browser had, and writes
 * the event, unless the session waits for a second factor first (cx->session.waits). *ret says which session, and how many
 * roles they hold. NOT_FOUND if they hold none today, or were disabled. */
struct entry {
	int64_t person;
	enum sign_in_way how;
	instant factor_at;    /* a second factor was shown on the way; DB_NULL_INT for none */
};
struct entered {
	int64_t session;
	size_t roles;
};
enum rc person_enter(struct ctx *cx, const struct entry *e, struct entered *ret);
/* person_entered — the session has become theirs: cx->actor, the visit and the event. */
enum rc person_entered(struct ctx *cx, enum sign_in_way how);
/* in_they_go — person_enter, and then to where they land: the second factor, a choice of roles, what was left unfinished, or
 * `next`. Who holds no role today is told so. */
enum rc in_they_go(struct ctx *cx, const struct entry *e, struct str next);

/* ---- accounts at other services (provider.h) ---- */

/* provider_begin_offer — sends this browser to the provider in the path, to accept an invitation (its row) with the account
 * there. Answers the request. NOT_FOUND when there is no such provider. */
enum rc provider_begin_offer(struct ctx *cx, int64_t invitation);

/* The ways there are, for pages that offer them. */
struct provider_offered {
	struct str name;
	struct url go;    /* POST: to sign in */
	struct url link;  /* POST: to link one's own account */
	int number;       /* in the settings */
};
struct providers_offered {
	struct provider_offered v[OIDC_PROVIDERS];
	size_t n;
};
struct providers_offered providers_offered(struct ctx *cx);

/* The accounts a person has linked. */
struct identity_shown {
	struct str name, since, used; /* used: empty for never */
	struct url unlink;
};
struct identities_shown {
	struct identity_shown *v;
	size_t n;
};
enum rc identities_shown(struct ctx *cx, int64_t person, struct identities_shown *ret);

/* sign_in_link_for — the token of a new link for whoever has the (folded) address, stored hashed, with its event; whoever
 * has it can sign in until it is spent or expires. For `cairn sign-in-link`. NOT_FOUND when nobody has the address. */
enum { SIGN_IN_MINUTES = 15 };
enum rc sign_in_link_for(struct ctx *cx, struct str email, struct str *ret_token);

#endif
