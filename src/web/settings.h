/* settings.h — what the operator decides, in one table (settings.c): CAIRN_NAME in the environment or
 * --name on the command line, which wins. Empty means not set.
 *
 * Secrets never come as flags, where every user of the machine could read them: they come from
 * CAIRN_NAME, from the file that CAIRN_NAME_FILE names, or from $CREDENTIALS_DIRECTORY/name (systemd).
 *
 *     if (settings_load(a, argc, argv, &settings, &rest, &why) != OK)
 *         … print why, exit 2 …
 *
 * Adding one: a member here, a row in settings.c.
 */
#ifndef WEB_SETTINGS_H
#define WEB_SETTINGS_H

#include "base/arena.h"
#include "base/log.h"
#include "base/time.h"

enum scan { SCAN_NOT_CHOSEN, SCAN_NONE, SCAN_CLAMD };

/* One way to sign in besides the link by e-mail: an OpenID Connect provider. Numbers count from 1. */
enum { OIDC_PROVIDERS = 3 };
struct oidc_settings {
	struct str issuer;         /* empty: there is none under this number */
	struct str client_id, client_secret, client_key, key_id, name, profile_text;
	int profile;               /* enum oidc_profile */
};

enum { MAIL_RETURN_LOCAL = 20 /* characters before the @ of mail_return */ };

struct settings {
	struct str db;             /* path or postgresql://…; empty if not given */
	struct str files;          /* folder; empty only with PostgreSQL and nothing given */
	struct str listen;         /* HOST:PORT */
	struct str url;            /* public base, no slash behind; made from listen on loopback */
	struct str trusted_proxy;  /* addresses, comma between; see settings_trusts */
	struct str scan_text, now_text, log_level_text;
	struct str smtp_url, smtp_user, smtp_password, smtp_ca, mail_from, mail_return, signing_key, audit_dir;
	int64_t smtp_seconds;
	struct oidc_settings oidc[OIDC_PROVIDERS];
	struct str register_url, register_key; /* the regulator's register; empty: a copy from a file, if there is one */
	int64_t register_timeout;  /* seconds */
	int64_t workers;
	int64_t session_idle_minutes, session_absolute_minutes;
	int64_t factor_grace_days, factor_fresh_minutes;
	struct str second_factor_text;
	int64_t worker_silent_seconds;
	bool demo_public;

	/* worked out of the above */
	enum scan scan;
	struct str scan_socket;    /* path, with SCAN_CLAMD */
	instant now_offset;        /* ms to add to clock_now(); 0 unless `now` is set */
	enum log_level log_level;
	int second_factor;         /* enum factor_rule */
	bool url_given;
	bool is_loopback;          /* listen is 127.0.0.0/8, ::1 or localhost */
	bool is_https;             /* url starts with https:// */
	struct str url_host;       /* HOST or HOST:PORT of url, as a Host header has it */
};

/* What stands on the command line besides settings, in its order: the command and its own arguments. */
struct args {
	char **v;
	int n;
};

/* settings_load — defaults, environment, files, flags; argv[0] is skipped, and after "--" nothing is a
 * setting. INVALID with a sentence for a value out of bounds or a flag without its value. Also sets
 * the level of the log. Texts live in `a`. */
enum rc settings_load(struct arena *a, int argc, char **argv, struct settings *ret, struct args *ret_rest,
                      struct str *ret_why);
/* settings_may_serve — what only serving asks for: a public URL beyond loopback, a choice about malware
 * scanning unless it is a demo, a folder for files, a demo kept to this machine, a true clock outside
 * demos. INVALID with a sentence. */
enum rc settings_may_serve(const struct settings *s, bool is_demo, struct arena *a, struct str *ret_why);
/* settings_listens_at — replaces a port 0 in listen, and in a url made from it, by the real one. */
void settings_listens_at(struct settings *s, struct arena *a, int port);
/* settings_trusts — is this peer the reverse proxy, whose X-Forwarded-For is believed? */
bool settings_trusts(const struct settings *s, struct str peer);
/* settings_print — "name = value" lines, with secrets and passwords inside URLs as ****. */
struct str settings_print(const struct settings *s, struct arena *a);
/* settings_help — "  --name VALUE  help" lines of all settings. */
struct str settings_help(struct arena *a);
/* settings_unknown — CAIRN_ variables in the environment that mean nothing, with commas; empty for none. */
struct str settings_unknown(struct arena *a);

#endif
