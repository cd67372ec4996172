/* factor_view.h — what the pages of the second factor show. */
#ifndef APP_SIGN_IN_FACTOR_VIEW_H
#define APP_SIGN_IN_FACTOR_VIEW_H

#include "web/html.h"

struct factor_ask_view {
	struct str error, next, name;
	struct html csrf, sign_out;
	bool again;      /* asked in the middle of something, not on the way in */
	bool has_app, has_passkey;
};

struct factor_wanted_view {
	struct str name, next;
	struct html csrf, sign_out;
	int days;        /* it may be put off so long; 0: not any more */
};

struct passkey_shown {
	struct url remove;
	struct str name, since, used; /* used: empty for never */
};
struct passkeys_shown {
	struct passkey_shown *v;
	size_t n;
};
struct factor_view {
	bool has_app, has_any, wanted, may_passkey, unkept; /* unkept: the installation has no key */
	struct str app_since;
	int64_t codes;
	struct passkeys_shown passkeys;
	struct html csrf;
};

/* Making or showing a passkey: what the script needs, as base64url. */
struct passkey_view {
	struct html errors, hidden, field;
	struct str error, next, host, challenge, credentials, user, email, name;
};

struct factor_reset_view {
	struct html errors, hidden, email, is_them;
};

struct factor_app_view {
	struct str qr, key, error, uri_name;
	int qr_size;
	struct html csrf;
};

struct recovery_codes {
	struct str v[10];
	size_t n;
};
struct factor_codes_view {
	struct recovery_codes codes;
	struct url next;
	bool first;      /* after setting up; else they are new ones in the place of old */
};

#endif
