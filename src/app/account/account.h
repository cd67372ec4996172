/* account.h — one's own account: the roles held and the one acted in, where one is signed in, what Cairn holds, tokens of
 * programs, and words that were kept when a session ended.
 */
#ifndef APP_ACCOUNT_ACCOUNT_H
#define APP_ACCOUNT_ACCOUNT_H

#include "web/web.h"

handler_fn account_show, account_role_show, account_role_choose, account_sessions_end, account_session_end, account_token_end;
handler_fn account_profile_show, account_profile_save; /* one's own name */
handler_fn held_show, held_file, held_events, looked_show; /* everything held about oneself, and who has looked */
extern const struct form account_profile_form;
handler_fn account_drafts_show, account_draft_drop;
/* draft_what — what is written on a form that keeps drafts, by its path ("/evidence/:evidence/judge"): "Your view of a piece". 0: not
 * known here; a test asks for every form that keeps them. */
enum word draft_what(struct str form);
extern const struct form account_role_form, account_token_form, account_draft_form;

/* token_create — an API token for a person (by e-mail address) acting in a role (key) at an organisation (its name or the
 * beginning of it), good for `days` and not longer than the role. The token itself is in *ret_token and nowhere else.
 * NOT_FOUND or CONFLICT with a sentence. In a write transaction. */
struct new_token {
	struct str email, name, role, organisation;
	bool read_only;
	int64_t days;
};
enum rc token_create(struct ctx *cx, const struct new_token *t, struct str *ret_token, struct str *ret_why);

/* How pages look: for anybody, signed in or not (web/look.h). */
handler_fn display_show, display_save;
extern const struct form display_form;

#endif
