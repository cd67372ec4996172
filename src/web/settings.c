/* settings.c — the table of settings, and how values find their way into it. */
#include "web/settings.h"

#include "base/text.h"
#include "web/oidc.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

extern char **environ;

enum setting_type { TEXT_, NUMBER, FLAG };
enum { SECRET = 1, FROM_FILE = 2 };

/* check — looks at the whole value once it is stored, and fills what is worked out of it. */
typedef bool check_fn(struct arena *a, struct settings *s, struct str *why);
static check_fn check_listen, check_url, check_proxy, check_scan, check_now, check_level, check_smtp, check_mail, check_return, check_factor,
	check_oidc, check_register;

#define OIDC_ROWS(n)                                                                                      \
	{ "oidc_" #n "_issuer", TEXT_, offsetof(struct settings, oidc[n - 1].issuer), "", 0, 0, 0, check_oidc, "URL",  \
	  "another way to sign in: the issuer of OpenID Connect provider " #n " of 3" },                           \
	{ "oidc_" #n "_name", TEXT_, offsetof(struct settings, oidc[n - 1].name), "", 0, 0, 0, NULL, "TEXT",             \
	  "what stands on its button" },                                                                         \
	{ "oidc_" #n "_client_id", TEXT_, offsetof(struct settings, oidc[n - 1].client_id), "", 0, 0, 0, NULL, "ID",     \
	  "what it calls this service" },                                                                        \
	{ "oidc_" #n "_client_secret", TEXT_, offsetof(struct settings, oidc[n - 1].client_secret), "", 0, 0,            \
	  SECRET | FROM_FILE, NULL, "", "the secret it gave; or else a key" },                                   \
	{ "oidc_" #n "_client_key", TEXT_, offsetof(struct settings, oidc[n - 1].client_key), "", 0, 0, SECRET | FROM_FILE, \
	  NULL, "", "a private P-256 key in PEM, for private_key_jwt" },                                         \
	{ "oidc_" #n "_key_id", TEXT_, offsetof(struct settings, oidc[n - 1].key_id), "", 0, 0, 0, NULL, "ID",           \
	  "the id of that key, where the provider wants one" },                                                  \
	{ "oidc_" #n "_profile", TEXT_, offsetof(struct settings, oidc[n - 1].profile_text), "plain", 0, 0, 0, NULL,     \
	  "plain|one-login|entra", "what is particular about it" }

static const struct setting {
	const char *name; /* CAIRN_NAME in capitals; --name with hyphens */
	enum setting_type type;
	size_t offset;
	const char *otherwise;
	int64_t min, max;
	unsigned flags;
	check_fn *check;
	const char *value, *help;
} table[] = {
	{ "db", TEXT_, offsetof(struct settings, db), "", 0, 0, FROM_FILE, NULL,
	  "URL", "the database: a file path (SQLite) or postgresql://…" },
	{ "files", TEXT_, offsetof(struct settings, files), "", 0, 0, 0, NULL,
	  "FOLDER", "where uploaded files live (default: the database's path with .files behind)" },
	{ "listen", TEXT_, offsetof(struct settings, listen), "127.0.0.1:8080", 0, 0, 0, check_listen,
	  "HOST:PORT", "where to listen; a reverse proxy stands before it beyond this machine" },
	{ "url", TEXT_, offsetof(struct settings, url), "", 0, 0, 0, check_url,
	  "URL", "the address people use, such as https://cairn.example.gov.uk; required beyond loopback" },
	{ "trusted_proxy", TEXT_, offsetof(struct settings, trusted_proxy), "", 0, 0, 0, check_proxy,
	  "ADDRESSES", "the reverse proxies whose X-Forwarded-For is believed, with commas between" },
	{ "workers", NUMBER, offsetof(struct settings, workers), "2", 1, 64, 0, NULL,
	  "N", "worker processes; one for each core is right" },
	{ "scan", TEXT_, offsetof(struct settings, scan_text), "", 0, 0, 0, check_scan,
	  "clamd:PATH|none", "how uploaded files are checked for malware; must be chosen, except in a demo" },
	{ "smtp_url", TEXT_, offsetof(struct settings, smtp_url), "", 0, 0, 0, check_smtp,
	  "URL", "the mail server: smtp://HOST:PORT (with STARTTLS) or smtps://HOST:PORT; none: no mail" },
	{ "smtp_user", TEXT_, offsetof(struct settings, smtp_user), "", 0, 0, FROM_FILE, NULL,
	  "NAME", "the account at the mail server" },
	{ "smtp_password", TEXT_, offsetof(struct settings, smtp_password), "", 0, 0, SECRET | FROM_FILE, NULL,
	  "", "its password" },
	{ "smtp_ca", TEXT_, offsetof(struct settings, smtp_ca), "", 0, 0, 0, NULL,
	  "FILE", "who signed the mail server's certificate (PEM), where the system's authorities did not" },
	{ "smtp_seconds", NUMBER, offsetof(struct settings, smtp_seconds), "60", 1, 120, 0, NULL,
	  "N", "seconds one mail may take to be handed over" },
	{ "mail_from", TEXT_, offsetof(struct settings, mail_from), "", 0, 0, 0, check_mail,
	  "EMAIL", "the sender of mail" },
	{ "mail_return", TEXT_, offsetof(struct settings, mail_return), "", 0, 0, 0, check_return,
	  "EMAIL", "where mail that can't be delivered comes back to, with +TOKEN in it; its server pipes it into `cairn mail bounce`" },
	{ "signing_key", TEXT_, offsetof(struct settings, signing_key), "", 0, 0, SECRET | FROM_FILE, NULL,
	  "", "the key that signs the history (default: the database's path with .key behind, made at first use)" },
	{ "audit_dir", TEXT_, offsetof(struct settings, audit_dir), "", 0, 0, 0, NULL,
	  "FOLDER", "where the signed ends of the history are written every minute, one file a day; keep a copy elsewhere" },
	{ "register_url", TEXT_, offsetof(struct settings, register_url), "", 0, 0, 0, check_register,
	  "URL", "the regulator's register: https://…, asked as URL/NUMBER; none: a copy from a file is used" },
	{ "register_key", TEXT_, offsetof(struct settings, register_key), "", 0, 0, SECRET | FROM_FILE, NULL,
	  "", "the key sent to it, as a bearer token" },
	{ "register_timeout", NUMBER, offsetof(struct settings, register_timeout), "10", 1, 120, 0, NULL,
	  "N", "seconds to wait for its answer" },
	{ "session_idle_minutes", NUMBER, offsetof(struct settings, session_idle_minutes), "60", 5, 1440, 0, NULL,
	  "N", "minutes without a click after which a session ends" },
	{ "session_absolute_minutes", NUMBER, offsetof(struct settings, session_absolute_minutes), "720", 30, 10080, 0,
	  NULL, "N", "minutes after which every session ends; both only shorten what the role allows" },
	{ "second_factor", TEXT_, offsetof(struct settings, second_factor_text), "usual", 0, 0, 0, check_factor,
	  "usual|required|everybody", "whom a second factor is asked of: administrators, coordinators and panel members "
	  "(in a demo nobody); the same in a demo too; all" },
	{ "factor_grace_days", NUMBER, offsetof(struct settings, factor_grace_days), "7", 0, 90, 0, NULL,
	  "N", "days for which setting up a second factor may be put off" },
	{ "factor_fresh_minutes", NUMBER, offsetof(struct settings, factor_fresh_minutes), "15", 1, 480, 0, NULL,
	  "N", "minutes after which national acts and exports of people ask for the second factor again" },
	OIDC_ROWS(1), OIDC_ROWS(2), OIDC_ROWS(3),
	{ "now", TEXT_, offsetof(struct settings, now_text), "", 0, 0, 0, check_now,
	  "+2d|DATE", "moves the clock of a demo: an offset in s, m, h, d or w, or the date it should be today" },
	{ "demo_public", FLAG, offsetof(struct settings, demo_public), "no", 0, 0, 0, NULL,
	  "", "lets a demo be reached from other machines" },
	{ "log_level", TEXT_, offsetof(struct settings, log_level_text), "info", 0, 0, 0, check_level,
	  "debug|info|warn|error", "the least important lines to log" },
	{ "worker_silent_seconds", NUMBER, offsetof(struct settings, worker_silent_seconds), "30", 1, 3600, 0, NULL,
	  "N", "seconds without a heartbeat after which a worker is replaced" },
};

/* ---- names ---- */

/* capitals — CAIRN_SMTP_URL of smtp_url, with `behind` added. */
static const char *capitals(struct arena *a, const char *name, const char *behind)
{
	struct str s = strf(a, "CAIRN_%s%s", name, behind);
	char *p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i];
	return p;
}

/* is_flag — does --WORD name this setting? Hyphens and underscores are the same. */
static bool is_flag(const struct setting *t, struct str word)
{
	if (word.n != strlen(t->name))
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] != t->name[i] && !(word.p[i] == '-' && t->name[i] == '_'))
			return false;
	return true;
}

static struct str flag_name(struct arena *a, const struct setting *t)
{
	return str_replace_all(a, strf(a, "--%s", t->name), S("_"), S("-"));
}

/* ---- storing a value ---- */

static bool store_flag(struct str value, bool *into)
{
	static const struct {
		struct str word;
		bool means;
	} words[] = { { S_INIT("yes"), true }, { S_INIT("1"), true }, { S_INIT("true"), true },
		      { S_INIT("no"), false }, { S_INIT("0"), false }, { S_INIT("false"), false } };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_eq(words[i].word, value)) {
			*into = words[i].means;
			return true;
		}
	return false;
}

static bool store(struct arena *a, struct settings *s, const struct setting *t, struct str value, struct str *why)
{
	void *into = (char *)s + t->offset;

	switch (t->type) {
	case TEXT_:
		*(struct str *)into = str_dup(a, value);
		return true;
	case NUMBER:
		if (str_to_i64(value, t->min, t->max, into))
			return true;
		*why = strf(a, "%s must be a whole number from %lld to %lld, not “%.*s”.", t->name, (long long)t->min,
		            (long long)t->max, STR_FMT(value));
		return false;
	case FLAG:
		if (store_flag(value, into))
			return true;
		*why = strf(a, "%s must be yes or no, not “%.*s”.", t->name, STR_FMT(value));
		return false;
	}
	return false;
}

/* ---- checks ---- */

/* host_of — HOST of HOST:PORT or [HOST]:PORT. */
static struct str host_of(struct str address)
{
	size_t colon = address.n;

	while (colon > 0 && address.p[colon - 1] != ':')
		colon--;
	address = str_sub(address, 0, colon ? colon - 1 : address.n);
	if (address.n > 2 && address.p[0] == '[')
		address = str_sub(address, 1, address.n - 2);
	return address;
}

static bool check_listen(struct arena *a, struct settings *s, struct str *why)
{
	struct str host = host_of(s->listen);
	struct in_addr v4;

	if (host.n == 0 || host.n == s->listen.n) {
		*why = strf(a, "listen must be HOST:PORT, such as 127.0.0.1:8080, not “%.*s”.", STR_FMT(s->listen));
		return false;
	}
	s->is_loopback = str_eq(host, S("localhost")) || str_eq(host, S("::1")) ||
	                 (inet_pton(AF_INET, str_c(a, host), &v4) == 1 && (ntohl(v4.s_addr) >> 24) == 127);
	return true;
}

static bool check_url(struct arena *a, struct settings *s, struct str *why)
{
	struct str rest;

	s->url_given = s->url.n > 0;
	if (!s->url_given)
		s->url = s->is_loopback ? strf(a, "http://%.*s", STR_FMT(s->listen)) : STR_NONE;
	if (s->url.n == 0)
		return true;
	if (s->url.p[s->url.n - 1] == '/')
		s->url = str_dup(a, str_sub(s->url, 0, s->url.n - 1));
	s->is_https = str_starts(s->url, S("https://"));
	rest = str_sub(s->url, s->is_https ? 8 : 7, s->url.n);
	if ((!s->is_https && !str_starts(s->url, S("http://"))) || rest.n == 0 || strpbrk(rest.p, "/?#@ \"<>")) {
		*why = strf(a, "url must be https://HOST or http://HOST, perhaps with :PORT and no path, not “%.*s”.",
		            STR_FMT(s->url));
		return false;
	}
	s->url_host = str_lower(a, rest);
	return true;
}

/* A key must not travel in the clear, except to this machine. */
static bool check_register(struct arena *a, struct settings *s, struct str *why)
{
	struct str url = s->register_url;

	if (url.n && url.p[url.n - 1] == '/')
		s->register_url = url = str_dup(a, str_sub(url, 0, url.n - 1));
	if (!url.n || str_starts(url, S("https://")) || str_starts(url, S("http://127.0.0.1")) ||
	    str_starts(url, S("http://localhost")))
		return true;
	*why = strf(a, "register_url must begin with https:// (or http:// and this machine), not “%.*s”.", STR_FMT(url));
	return false;
}

static bool check_proxy(struct arena *a, struct settings *s, struct str *why)
{
	struct str rest = s->trusted_proxy, one;
	struct in6_addr any;

	while (rest.n > 0) {
		one = str_trim(str_cut(&rest, ','));
		if (inet_pton(AF_INET, str_c(a, one), &any) == 1 || inet_pton(AF_INET6, str_c(a, one), &any) == 1)
			continue;
		*why = strf(a, "trusted_proxy must be addresses such as 127.0.0.1, with commas between, not “%.*s”.",
		            STR_FMT(one));
		return false;
	}
	return true;
}

static bool check_scan(struct arena *a, struct settings *s, struct str *why)
{
	s->scan = SCAN_NOT_CHOSEN;
	if (s->scan_text.n == 0)
		return true;
	if (str_eq(s->scan_text, S("none"))) {
		s->scan = SCAN_NONE;
		return true;
	}
	if (str_starts(s->scan_text, S("clamd:/"))) {
		s->scan = SCAN_CLAMD;
		s->scan_socket = str_dup(a, str_sub(s->scan_text, 6, s->scan_text.n));
		return true;
	}
	*why = strf(a, "scan must be clamd:/PATH/OF/SOCKET or none, not “%.*s”.", STR_FMT(s->scan_text));
	return false;
}

/* check_now — "+2d", "-90m" or a date. An offset, so that time goes on: a date keeps the time of day. */
static bool check_now(struct arena *a, struct settings *s, struct str *why)
{
	static const struct {
		char unit;
		instant ms;
	} units[] = { { 's', SECOND }, { 'm', MINUTE }, { 'h', HOUR }, { 'd', DAY }, { 'w', 7 * DAY } };
	struct str t = s->now_text;
	struct date date;
	int64_t n;

	s->now_offset = 0;
	if (t.n == 0)
		return true;
	if (date_parse(t, &date)) {
		s->now_offset = days_to(clock_now(), date);
		return true;
	}
	if (t.p[0] == '+')
		t = str_sub(t, 1, t.n);
	for (size_t i = 0; t.n > 1 && i < COUNT_OF(units); i++)
		if (t.p[t.n - 1] == units[i].unit && str_to_i64(str_sub(t, 0, t.n - 1), -100000, 100000, &n)) {
			s->now_offset = n * units[i].ms;
			return true;
		}
	*why = strf(a, "now must be an offset such as +2d or -90m, or a date such as 2027-10-06, not “%.*s”.",
	            STR_FMT(s->now_text));
	return false;
}

static bool check_level(struct arena *a, struct settings *s, struct str *why)
{
	static const struct str names[] = { S_INIT("debug"), S_INIT("info"), S_INIT("warn"), S_INIT("error") };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(names[i], s->log_level_text)) {
			s->log_level = (enum log_level)i;
			return true;
		}
	*why = strf(a, "log_level must be debug, info, warn or error, not “%.*s”.", STR_FMT(s->log_level_text));
	return false;
}

static bool check_factor(struct arena *a, struct settings *s, struct str *why)
{
	static const struct str names[] = { S_INIT("usual"), S_INIT("required"), S_INIT("everybody") }; /* enum factor_rule */

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(names[i], s->second_factor_text)) {
			s->second_factor = (int)i;
			return true;
		}
	*why = strf(a, "second_factor must be usual, required or everybody, not “%.*s”.", STR_FMT(s->second_factor_text));
	return false;
}

static bool oidc_fault(struct str *why, struct arena *a, int number, const char *words)
{
	*why = strf(a, "oidc_%d_%s", number, words);
	return false;
}

/* check_provider — one provider as a whole. */
static bool check_provider(struct arena *a, struct oidc_settings *p, int number, struct str *why)
{
	static const struct str profiles[] = { S_INIT("plain"), S_INIT("one-login"), S_INIT("entra") }; /* enum oidc_profile */

	if (!p->issuer.n)
		return !p->client_id.n || oidc_fault(why, a, number, "client_id is set without an issuer.");
	if (!oidc_url_is_safe(p->issuer, true))
		return oidc_fault(why, a, number, "issuer must be an https address.");
	if (!p->client_id.n || !p->name.n || p->name.n > 60)
		return oidc_fault(why, a, number, "issuer needs a client_id, and a name of at most 60 letters for its button.");
	if (!p->client_secret.n == !p->client_key.n)
		return oidc_fault(why, a, number, "issuer needs either a client_secret or a client_key.");
	if (p->client_key.n && !jwt_key_is_p256(a, p->client_key))
		return oidc_fault(why, a, number, "client_key must be a private P-256 key in PEM.");
	for (size_t i = 0; i < COUNT_OF(profiles); i++)
		if (str_eq(profiles[i], p->profile_text)) {
			p->profile = (int)i;
			return true;
		}
	return oidc_fault(why, a, number, "profile must be plain, one-login or entra.");
}

static struct str bare(struct str issuer)
{
	return issuer.n && issuer.p[issuer.n - 1] == '/' ? str_sub(issuer, 0, issuer.n - 1) : issuer;
}

/* Two buttons for one thing are a mistake in the settings. */
static bool is_new(struct arena *a, const struct settings *s, int at, struct str *why)
{
	for (int i = 0; i < at; i++)
		if (s->oidc[at].issuer.n && str_eq(bare(s->oidc[i].issuer), bare(s->oidc[at].issuer)) &&
		    str_eq(s->oidc[i].client_id, s->oidc[at].client_id))
			return oidc_fault(why, a, at + 1, "issuer is there twice with one client_id.");
	return true;
}

static bool check_oidc(struct arena *a, struct settings *s, struct str *why)
{
	for (int i = 0; i < OIDC_PROVIDERS; i++)
		if (!check_provider(a, &s->oidc[i], i + 1, why) || !is_new(a, s, i, why))
			return false;
	return true;
}

static bool check_smtp(struct arena *a, struct settings *s, struct str *why)
{
	if (s->smtp_url.n == 0 || str_starts(s->smtp_url, S("smtp://")) || str_starts(s->smtp_url, S("smtps://")))
		return true;
	*why = strf(a, "smtp_url must start with smtp:// or smtps://.");
	return false;
}

static bool check_mail(struct arena *a, struct settings *s, struct str *why)
{
	size_t at = str_find_char(s->mail_from, '@');

	if (s->mail_from.n > 0 && (at == SIZE_MAX || at == 0 || at + 1 == s->mail_from.n ||
	                           strpbrk(s->mail_from.p, " \t\r\n<>,"))) {
		*why = strf(a, "mail_from must be one e-mail address, not “%.*s”.", STR_FMT(s->mail_from));
		return false;
	}
	if (s->smtp_url.n > 0 && s->mail_from.n == 0) {
		*why = strf(a, "smtp_url needs mail_from: say who mail comes from.");
		return false;
	}
	return true;
}

/* With a token behind the + the part before the @ must keep within its 64 characters (RFC 5321). */
static bool check_return(struct arena *a, struct settings *s, struct str *why)
{
	size_t at = str_find_char(s->mail_return, '@');

	if (!s->mail_return.n || (at != SIZE_MAX && at > 0 && at <= MAIL_RETURN_LOCAL && at + 1 < s->mail_return.n &&
	                          s->mail_return.n <= 180 && !strpbrk(s->mail_return.p, " \t\r\n<>,+\"")))
		return true;
	*why = strf(a, "mail_return must be one e-mail address of at most %d characters before its @, and no + there, not “%.*s”.",
	            (int)MAIL_RETURN_LOCAL, STR_FMT(s->mail_return));
	return false;
}

/* ---- where values come from ---- */

/* read_secret — the text of a small file without the line end behind it. */
static bool read_secret(struct arena *a, const char *path, struct str *ret, struct str *why)
{
	enum { MAX = 8192 };
	char *p = arena_alloc(a, MAX + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, p, MAX + 1) : -1;

	if (n < 0)
		*why = strf(a, "Cannot read %s: %s.", path, strerror(errno));
	else if (n > MAX)
		*why = strf(a, "%s is too long for a setting.", path);
	if (fd >= 0)
		close(fd);
	if (n < 0 || n > MAX)
		return false;
	while (n > 0 && (p[n - 1] == '\n' || p[n - 1] == '\r'))
		n--;
	*ret = (struct str){ p, (size_t)n };
	return true;
}

/* from_environment — *ret is left alone where nothing is set. */
static bool from_environment(struct arena *a, const struct setting *t, struct str *ret, struct str *why)
{
	const char *value = getenv(capitals(a, t->name, ""));
	const char *file = getenv(capitals(a, t->name, "_FILE"));
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	if (value && value[0]) {
		*ret = str_from_c(value);
		return true;
	}
	if (!(t->flags & FROM_FILE))
		return true;
	if (file && file[0])
		return read_secret(a, file, ret, why);
	if (folder && folder[0]) {
		const char *path = strf(a, "%s/%s", folder, t->name).p;

		return access(path, F_OK) != 0 || read_secret(a, path, ret, why);
	}
	return true;
}

/* take_flag — if argv[*i] is a setting, stores it and moves *i to the last word used. */
static enum rc take_flag(struct arena *a, struct settings *s, int argc, char **argv, int *i, struct str *why)
{
	struct str word = str_from_c(argv[*i]), value;

	if (!str_starts(word, S("--")))
		return NOT_FOUND;
	value = str_sub(word, 2, word.n);
	word = str_cut(&value, '=');
	for (size_t k = 0; k < COUNT_OF(table); k++) {
		const struct setting *t = &table[k];

		if (!is_flag(t, word))
			continue;
		if (t->flags & SECRET) {
			*why = strf(a, "%s is a secret, which other users could read on the command line: use %s or %s.",
			            t->name, capitals(a, t->name, ""), capitals(a, t->name, "_FILE"));
			return INVALID;
		}
		if (!value.p && t->type == FLAG)
			value = S("yes");
		else if (!value.p && *i + 1 < argc)
			value = str_from_c(argv[++*i]);
		else if (!value.p) {
			*why = strf(a, "--%.*s needs a value.", STR_FMT(word));
			return INVALID;
		}
		return store(a, s, t, value, why) ? OK : INVALID;
	}
	return NOT_FOUND;
}

enum rc settings_load(struct arena *a, int argc, char **argv, struct settings *ret, struct args *ret_rest,
                      struct str *ret_why)
{
	struct settings s = { 0 };
	struct args rest = { NEW_ARRAY(a, char *, (size_t)argc + 1), 0 };
	enum rc rc;

	for (size_t k = 0; k < COUNT_OF(table); k++) {
		struct str value = str_from_c(table[k].otherwise);

		if (!from_environment(a, &table[k], &value, ret_why) || !store(a, &s, &table[k], value, ret_why))
			return INVALID;
	}
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (++i < argc)
				rest.v[rest.n++] = argv[i];
			break;
		}
		if ((rc = take_flag(a, &s, argc, argv, &i, ret_why)) == INVALID)
			return INVALID;
		if (rc == NOT_FOUND)
			rest.v[rest.n++] = argv[i];
	}
	for (size_t k = 0; k < COUNT_OF(table); k++)
		if (table[k].check && !table[k].check(a, &s, ret_why))
			return INVALID;
	if (s.files.n == 0 && s.db.n > 0 && str_find(s.db, S("://")) == SIZE_MAX)
		s.files = strf(a, "%.*s.files", STR_FMT(s.db));
	log_set_level(s.log_level);
	*ret = s;
	*ret_rest = rest;
	return OK;
}

enum rc settings_may_serve(const struct settings *s, bool is_demo, struct arena *a, struct str *ret_why)
{
	if (!s->is_loopback && !s->url_given)
		*ret_why = strf(a, "Beyond this machine the public address must be known: set CAIRN_URL, such as "
		                   "https://cairn.example.gov.uk.");
	else if (s->files.n == 0)
		*ret_why = strf(a, "With PostgreSQL the folder for files must be chosen: set CAIRN_FILES.");
	else if (is_demo && !s->is_loopback && !s->demo_public)
		*ret_why = strf(a, "This database is a demo, where anybody can sign in as anybody: listen on 127.0.0.1, "
		                   "or say --demo-public.");
	else if (!is_demo && s->scan == SCAN_NOT_CHOSEN)
		*ret_why = strf(a, "Choose how uploaded files are checked for malware: CAIRN_SCAN=clamd:/run/clamav/"
		                   "clamd.ctl, or none.");
	else if (!is_demo && s->signing_key.n == 0 && str_starts(s->db, S("postgres")))
		*ret_why = strf(a, "With PostgreSQL the installation's key must be named: CAIRN_SIGNING_KEY_FILE. It signs the history "
		                   "and seals the secrets of second factors (openssl rand 32 | basenc --base64url | tr -d = makes one).");
	else if (!is_demo && s->now_text.n > 0)
		*ret_why = strf(a, "CAIRN_NOW moves the clock of a demo only, and this database is not one.");
	else
		return OK;
	return INVALID;
}

void settings_listens_at(struct settings *s, struct arena *a, int port)
{
	if (!str_ends(s->listen, S(":0")))
		return;
	s->listen = strf(a, "%.*s:%d", (int)s->listen.n - 2, s->listen.p, port);
	if (!s->url_given && s->url.n > 0) {
		s->url = strf(a, "http://%.*s", STR_FMT(s->listen));
		s->url_host = s->listen;
	}
}

bool settings_trusts(const struct settings *s, struct str peer)
{
	struct str rest = s->trusted_proxy;

	while (rest.n > 0)
		if (str_eq(str_trim(str_cut(&rest, ',')), peer))
			return peer.n > 0;
	return false;
}

/* ---- showing them ---- */

/* without_password — the password in scheme://user:password@host, and any password= behind, as ****. */
static struct str without_password(struct arena *a, struct str url)
{
	size_t scheme = str_find(url, S("://")), at = SIZE_MAX, colon, query;

	if (scheme == SIZE_MAX)
		return url;
	scheme += 3;
	for (size_t i = scheme; i < url.n && url.p[i] != '?'; i++)
		if (url.p[i] == '@')
			at = i;
	colon = str_find_char(str_sub(url, scheme, url.n), ':');
	if (at != SIZE_MAX && colon != SIZE_MAX && scheme + colon < at)
		url = strf(a, "%.*s:****%.*s", (int)(scheme + colon), url.p, (int)(url.n - at), url.p + at);
	if ((query = str_find(url, S("password="))) != SIZE_MAX)
		url = strf(a, "%.*spassword=****", (int)query, url.p);
	return url;
}

static struct str shown(const struct settings *s, struct arena *a, const struct setting *t)
{
	const void *from = (const char *)s + t->offset;

	if (t->type == NUMBER)
		return strf(a, "%lld", (long long)*(const int64_t *)from);
	if (t->type == FLAG)
		return *(const bool *)from ? S("yes") : S("no");
	if (t->flags & SECRET)
		return ((const struct str *)from)->n > 0 ? S("****") : STR_NONE;
	return without_password(a, *(const struct str *)from);
}

struct str settings_print(const struct settings *s, struct arena *a)
{
	struct buf b = buf_new(a, 64 * 1024);

	for (size_t k = 0; k < COUNT_OF(table); k++) {
		struct str value = shown(s, a, &table[k]);

		buf_addf(&b, "%s = %.*s\n", table[k].name, STR_FMT(value));
	}
	return buf_str(&b);
}

struct str settings_help(struct arena *a)
{
	struct buf b = buf_new(a, 64 * 1024);

	for (size_t k = 0; k < COUNT_OF(table); k++) {
		const struct setting *t = &table[k];

		if (t->flags & SECRET)
			buf_addf(&b, "  %s\n      %s; also from a file: %s\n", capitals(a, t->name, ""), t->help,
			         capitals(a, t->name, "_FILE"));
		else
			buf_addf(&b, "  %s%s%s\n      %s%s%s%s\n", flag_name(a, t).p, t->value[0] ? " " : "", t->value, t->help,
			         t->otherwise[0] ? " (default " : "", t->otherwise, t->otherwise[0] ? ")" : "");
	}
	return buf_str(&b);
}

struct str settings_unknown(struct arena *a)
{
	struct buf b = buf_new(a, 4096);

	for (char **e = environ; *e; e++) {
		struct str value = str_from_c(*e), name = str_cut(&value, '=');
		bool known = !str_starts(name, S("CAIRN_"));

		for (size_t k = 0; !known && k < COUNT_OF(table); k++)
			known = str_eq(name, str_from_c(capitals(a, table[k].name, ""))) ||
			        ((table[k].flags & FROM_FILE) && str_eq(name, str_from_c(capitals(a, table[k].name, "_FILE"))));
		if (!known) {
			buf_add(&b, b.n > 0 ? S(", ") : S(""));
			buf_add(&b, name);
		}
	}
	return buf_str(&b);
}
