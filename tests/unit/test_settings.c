/* test_settings.c — where settings come from, what is refused, what is never shown. */
#include "base/text.h"
#include "web/settings.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

extern char **environ;

static struct arena *arena;
static struct settings settings;
static struct args rest;
static struct str why;

static int set_up(void **state)
{
	UNUSED(state);
	clearenv();
	arena = arena_new(1 << 20);
	why = STR_NONE;
	return 0;
}

static int tear_down(void **state)
{
	UNUSED(state);
	arena_release(arena);
	return 0;
}

/* load — of a command line given as one text with single spaces. */
static enum rc load(const char *line)
{
	struct str words = str_from_c(line);
	char **argv = NEW_ARRAY(arena, char *, words.n + 2);
	int argc = 1;

	argv[0] = "cairn";
	while (words.n > 0)
		argv[argc++] = (char *)(uintptr_t)str_c(arena, str_cut(&words, ' '));
	return settings_load(arena, argc, argv, &settings, &rest, &why);
}

static bool is(struct str s, const char *c)
{
	return str_eq(s, str_from_c(c));
}

static bool says(struct str s, const char *what)
{
	return str_find(s, str_from_c(what)) != SIZE_MAX;
}

static void without_anything_there_are_defaults(void **state)
{
	UNUSED(state);
	assert_int_equal(load(""), OK);
	assert_true(is(settings.listen, "127.0.0.1:8080"));
	assert_true(is(settings.url, "http://127.0.0.1:8080"));
	assert_true(is(settings.url_host, "127.0.0.1:8080"));
	assert_int_equal(settings.workers, 2);
	assert_true(settings.is_loopback && !settings.is_https && !settings.url_given && !settings.demo_public);
	assert_int_equal(settings.scan, SCAN_NOT_CHOSEN);
	assert_int_equal(rest.n, 0);
}

static void a_flag_wins_over_the_environment(void **state)
{
	UNUSED(state);
	setenv("CAIRN_WORKERS", "3", 1);
	setenv("CAIRN_DB", "env.db", 1);
	assert_int_equal(load("--workers 5 serve"), OK);
	assert_int_equal(settings.workers, 5);
	assert_true(is(settings.db, "env.db") && is(settings.files, "env.db.files"));
}

static void an_empty_variable_is_not_set(void **state)
{
	UNUSED(state);
	setenv("CAIRN_LISTEN", "", 1);
	assert_int_equal(load(""), OK);
	assert_true(is(settings.listen, "127.0.0.1:8080"));
}

static void what_is_no_setting_stays_in_its_order(void **state)
{
	UNUSED(state);
	assert_int_equal(load("--db=a.db init --admin a@b.example --workers 4 --name Olu --demo-public -- --db x"), OK);
	assert_int_equal(rest.n, 7);
	assert_string_equal(rest.v[0], "init");
	assert_string_equal(rest.v[1], "--admin");
	assert_string_equal(rest.v[4], "Olu");
	assert_string_equal(rest.v[5], "--db");
	assert_true(settings.demo_public && is(settings.db, "a.db"));
}

static void a_value_out_of_bounds_is_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *line, *says;
	} cases[] = {
		{ "--workers 0", "from 1 to 64" },
		{ "--workers two", "whole number" },
		{ "--workers", "needs a value" },
		{ "--listen 8080", "HOST:PORT" },
		{ "--listen :8080", "HOST:PORT" },
		{ "--url cairn.example", "url must be" },
		{ "--url https://cairn.example/path", "no path" },
		{ "--url https://a@b", "url must be" },
		{ "--url https://", "url must be" },
		{ "--scan yes", "clamd:" },
		{ "--scan clamd:relative", "clamd:" },
		{ "--trusted-proxy proxy.example", "addresses" },
		{ "--now soon", "offset" },
		{ "--now 2027-13-40", "offset" },
		{ "--demo-public=perhaps", "yes or no" },
		{ "--log-level loud", "debug, info" },
		{ "--mail-from olu", "e-mail" },
		{ "--smtp-url mail.example", "smtp://" },
		{ "--smtp-url smtp://mail.example", "mail_from" },
		{ "--session-idle-minutes 1", "from 5" },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		why = STR_NONE;
		if (load(cases[i].line) != INVALID || !says(why, cases[i].says))
			fail_msg("%s: “%.*s”", cases[i].line, STR_FMT(why));
	}
}

/* with — CAIRN_OIDC_1_ settings: a right set, and then one thing different. */
static enum rc with(const char *name, const char *value)
{
	static const char *const right[][2] = {
		{ "CAIRN_OIDC_1_ISSUER", "https://login.example.org" }, { "CAIRN_OIDC_1_NAME", "Work account" },
		{ "CAIRN_OIDC_1_CLIENT_ID", "cairn" }, { "CAIRN_OIDC_1_CLIENT_SECRET", "hush hush" },
	};

	for (size_t i = 0; i < COUNT_OF(right); i++)
		setenv(right[i][0], right[i][1], 1);
	setenv("CAIRN_OIDC_1_PROFILE", "plain", 1);
	unsetenv("CAIRN_OIDC_1_CLIENT_KEY");
	setenv(name, value, 1);
	why = STR_NONE;
	return load("");
}

static void a_provider_is_whole_or_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *name, *value, *says;
	} cases[] = {
		{ "CAIRN_OIDC_1_ISSUER", "", "without an issuer" }, { "CAIRN_OIDC_1_NAME", "", "name" },
		{ "CAIRN_OIDC_1_CLIENT_ID", "", "client_id" }, { "CAIRN_OIDC_1_CLIENT_SECRET", "", "either a client_secret" },
		{ "CAIRN_OIDC_1_CLIENT_KEY", "a key as well", "either a client_secret" },
		{ "CAIRN_OIDC_1_ISSUER", "http://login.example.org", "https" }, { "CAIRN_OIDC_1_ISSUER", "login.example.org", "https" },
		{ "CAIRN_OIDC_1_ISSUER", "https://a@login.example.org", "https" }, { "CAIRN_OIDC_1_ISSUER", "https://login.example.org#x", "https" },
		{ "CAIRN_OIDC_1_ISSUER", "http://127.0.0.1.example.org", "https" }, { "CAIRN_OIDC_1_PROFILE", "google", "plain, one-login or entra" },
		{ "CAIRN_OIDC_1_NAME", "A name so long that no button would have room for it, whoever presses", "60" },
	};

	UNUSED(state);
	assert_int_equal(with("CAIRN_OIDC_1_KEY_ID", "k"), OK);
	assert_int_equal(with("CAIRN_OIDC_1_ISSUER", "http://127.0.0.1:9000"), OK);
	assert_int_equal(with("CAIRN_OIDC_1_ISSUER", "http://localhost:9000/tenant"), OK);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (with(cases[i].name, cases[i].value) != INVALID || !says(why, cases[i].says) || says(why, "hush"))
			fail_msg("%s=%s: “%.*s”", cases[i].name, cases[i].value, STR_FMT(why));
	assert_int_equal(with("CAIRN_OIDC_2_CLIENT_ID", "cairn"), INVALID); /* a second of which only half is said */
	unsetenv("CAIRN_OIDC_2_CLIENT_ID");
}

static void one_provider_stands_there_once(void **state)
{
	UNUSED(state);
	setenv("CAIRN_OIDC_2_ISSUER", "https://login.example.org/", 1);
	setenv("CAIRN_OIDC_2_NAME", "The same again", 1);
	setenv("CAIRN_OIDC_2_CLIENT_ID", "cairn", 1);
	setenv("CAIRN_OIDC_2_CLIENT_SECRET", "hush hush", 1);
	assert_int_equal(with("CAIRN_OIDC_1_KEY_ID", "k"), INVALID);
	assert_true(says(why, "oidc_2_issuer") && says(why, "twice"));
	setenv("CAIRN_OIDC_2_CLIENT_ID", "cairn-for-other-people", 1);
	assert_int_equal(with("CAIRN_OIDC_1_KEY_ID", "k"), OK);
	assert_false(says(settings_print(&settings, arena), "hush"));
	assert_true(says(settings_print(&settings, arena), "oidc_2_client_secret = ****\n"));
	assert_true(says(settings_print(&settings, arena), "oidc_1_issuer = https://login.example.org\n"));
}

static void a_return_address_has_room_for_its_token(void **state)
{
	UNUSED(state);
	assert_int_equal(load("--mail-return bounces@mail.example.org"), OK);
	assert_int_equal(load("--mail-return bounces"), INVALID);
	assert_int_equal(load("--mail-return bounces+x@mail.example.org"), INVALID);
	assert_int_equal(load("--mail-return a-local-part-that-is-far-too-long@mail.example.org"), INVALID);
	assert_true(says(why, "mail_return"));
}

static void a_secret_is_refused_on_the_command_line(void **state)
{
	UNUSED(state);
	assert_int_equal(load("--smtp-password hush"), INVALID);
	assert_true(says(why, "CAIRN_SMTP_PASSWORD_FILE"));
	assert_false(says(why, "hush"));
}

/* write_file — a file with a secret in a new folder; returns the folder. */
static const char *write_file(const char *name, const char *text)
{
	const char *folder = mkdtemp((char *)(uintptr_t)str_c(arena, S("/tmp/cairn-settings-XXXXXX")));
	int fd;

	assert_non_null(folder);
	fd = open(strf(arena, "%s/%s", folder, name).p, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	return folder;
}

static void remove_file(const char *folder, const char *name)
{
	unlink(strf(arena, "%s/%s", folder, name).p);
	rmdir(folder);
}

static void a_secret_comes_from_a_file(void **state)
{
	const char *folder = write_file("pw", "hush hush\n");

	UNUSED(state);
	setenv("CAIRN_SMTP_PASSWORD_FILE", strf(arena, "%s/pw", folder).p, 1);
	assert_int_equal(load(""), OK);
	assert_true(is(settings.smtp_password, "hush hush"));
	remove_file(folder, "pw");
	assert_int_equal(load(""), INVALID);
	assert_true(says(why, "Cannot read"));
}

static void a_secret_comes_from_systemd_credentials(void **state)
{
	const char *folder = write_file("smtp_password", "hush");

	UNUSED(state);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	assert_int_equal(load(""), OK);
	assert_true(is(settings.smtp_password, "hush"));
	remove_file(folder, "smtp_password");
	assert_int_equal(load(""), OK);
	assert_true(is(settings.smtp_password, ""));
}

static void printing_shows_no_secret(void **state)
{
	struct str shown;

	UNUSED(state);
	setenv("CAIRN_SMTP_PASSWORD", "s3cret", 1);
	assert_int_equal(load("--db postgresql://cairn:s3cret@db/cairn --smtp-url smtp://u:s3cret@m:25 --mail-from a@b.example"),
	                 OK);
	shown = settings_print(&settings, arena);
	assert_false(says(shown, "s3cret"));
	assert_true(says(shown, "db = postgresql://cairn:****@db/cairn\n"));
	assert_true(says(shown, "smtp_password = ****\n"));
	assert_int_equal(load("--db postgresql://db/cairn?password=s3cret"), OK);
	assert_false(says(settings_print(&settings, arena), "s3cret"));
}

static void loopback_is_known_by_its_addresses(void **state)
{
	UNUSED(state);
	assert_int_equal(load("--listen 127.9.9.9:1"), OK);
	assert_true(settings.is_loopback);
	assert_int_equal(load("--listen [::1]:1"), OK);
	assert_true(settings.is_loopback);
	assert_int_equal(load("--listen 0.0.0.0:1"), OK);
	assert_false(settings.is_loopback);
	assert_int_equal(load("--listen [::]:1"), OK);
	assert_false(settings.is_loopback);
}

static void the_public_address_loses_its_slash_and_gives_the_host(void **state)
{
	UNUSED(state);
	assert_int_equal(load("--url https://Cairn.Example:444/"), OK);
	assert_true(is(settings.url, "https://Cairn.Example:444") && is(settings.url_host, "cairn.example:444"));
	assert_true(settings.is_https && settings.url_given);
}

static void the_clock_moves_by_an_offset_or_to_a_date(void **state)
{
	UNUSED(state);
	assert_int_equal(load("--now +2d"), OK);
	assert_int_equal(settings.now_offset, 2 * DAY);
	assert_int_equal(load("--now -90m"), OK);
	assert_int_equal(settings.now_offset, -90 * (instant)MINUTE);
	assert_int_equal(load("--now 2027-10-06"), OK);
	assert_int_equal(date_of(clock_now() + settings.now_offset).days, date_make(2027, 10, 6).days);
}

static void only_the_named_proxies_are_trusted(void **state)
{
	UNUSED(state);
	assert_int_equal(load(""), OK);
	assert_false(settings_trusts(&settings, S("127.0.0.1")));
	assert_false(settings_trusts(&settings, STR_NONE));
	setenv("CAIRN_TRUSTED_PROXY", "127.0.0.1, ::1", 1);
	assert_int_equal(load(""), OK);
	assert_true(settings_trusts(&settings, S("127.0.0.1")) && settings_trusts(&settings, S("::1")));
	assert_false(settings_trusts(&settings, S("10.0.0.1")));
	assert_false(settings_trusts(&settings, STR_NONE));
}

static void serving_asks_for_what_it_needs(void **state)
{
	static const struct {
		const char *line;
		bool demo;
		const char *says; /* NULL: may serve */
	} cases[] = {
		{ "--db a.db", true, NULL },
		{ "--db a.db", false, "malware" },
		{ "--db a.db --scan none", false, NULL },
		{ "--db a.db --scan clamd:/run/clamd.ctl", false, NULL },
		{ "--db a.db --scan none --listen 0.0.0.0:80", false, "CAIRN_URL" },
		{ "--db a.db --scan none --listen 0.0.0.0:80 --url https://c.example", false, NULL },
		{ "--db a.db --listen 0.0.0.0:80 --url https://c.example", true, "--demo-public" },
		{ "--db a.db --listen 0.0.0.0:80 --url https://c.example --demo-public", true, NULL },
		{ "--db a.db --scan none --now +1d", false, "CAIRN_NOW" },
		{ "--db a.db --now +1d", true, NULL },
		{ "--db postgresql://db/c --scan none", false, "CAIRN_FILES" },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		enum rc rc;

		assert_int_equal(load(cases[i].line), OK);
		why = STR_NONE;
		rc = settings_may_serve(&settings, cases[i].demo, arena, &why);
		if (cases[i].says ? rc != INVALID || !says(why, cases[i].says) : rc != OK)
			fail_msg("%s: “%.*s”", cases[i].line, STR_FMT(why));
	}
}

static void a_port_of_the_kernels_choice_reaches_the_url(void **state)
{
	UNUSED(state);
	assert_int_equal(load("--listen 127.0.0.1:0"), OK);
	settings_listens_at(&settings, arena, 4321);
	assert_true(is(settings.listen, "127.0.0.1:4321") && is(settings.url, "http://127.0.0.1:4321"));
	assert_true(is(settings.url_host, "127.0.0.1:4321"));
	assert_int_equal(load("--listen 127.0.0.1:0 --url https://c.example"), OK);
	settings_listens_at(&settings, arena, 4321);
	assert_true(is(settings.url, "https://c.example") && is(settings.listen, "127.0.0.1:4321"));
}

static void a_misspelt_variable_is_found(void **state)
{
	UNUSED(state);
	setenv("CAIRN_LISTN", "x", 1);
	setenv("CAIRN_SMTP_PASSWORD_FILE", "", 1);
	setenv("CAIRN_DB", "a.db", 1);
	assert_true(is(settings_unknown(arena), "CAIRN_LISTN"));
}

#define FACT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(without_anything_there_are_defaults),
		FACT(a_flag_wins_over_the_environment),
		FACT(an_empty_variable_is_not_set),
		FACT(what_is_no_setting_stays_in_its_order),
		FACT(a_value_out_of_bounds_is_refused_with_a_sentence),
		FACT(a_provider_is_whole_or_refused_with_a_sentence),
		FACT(one_provider_stands_there_once),
		FACT(a_return_address_has_room_for_its_token),
		FACT(a_secret_is_refused_on_the_command_line),
		FACT(a_secret_comes_from_a_file),
		FACT(a_secret_comes_from_systemd_credentials),
		FACT(printing_shows_no_secret),
		FACT(loopback_is_known_by_its_addresses),
		FACT(the_public_address_loses_its_slash_and_gives_the_host),
		FACT(the_clock_moves_by_an_offset_or_to_a_date),
		FACT(only_the_named_proxies_are_trusted),
		FACT(serving_asks_for_what_it_needs),
		FACT(a_port_of_the_kernels_choice_reaches_the_url),
		FACT(a_misspelt_variable_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
