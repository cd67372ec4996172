/* main.c — cairn's commands, one row each. */
#include "base/text.h"
#include "cli/cli.h"

#include <stdio.h>

enum { ARENA_MAX = 1 << 30 }; /* imports hold a whole framework; restore and backup hold little */

static const struct command commands[] = {
	{ "init", "--admin EMAIL --name NAME", "Make a database with its first administrator", cmd_init, NEEDS_DB,
	  "Makes the schema, the department, and one person who is its national and system administrator. Two-person\n"
	  "control of national acts starts when there are two administrators.\n" },
	{ "serve", "[--listen HOST:PORT] [--workers N]", "Serve until told to stop", cmd_serve, NEEDS_DB,
	  "SIGTERM finishes requests in flight for up to 10 seconds; SIGHUP replaces the workers one by one.\n" },
	{ "jobs", "", "Do the work behind the pages, without serving", cmd_jobs, NEEDS_DB,
	  "Two lanes: sign-in and mail in one, everything else in the other. `serve` runs them too.\n" },
	{ "migrate", "", "Bring the database's schema up to date", cmd_migrate, NEEDS_DB,
	  "Makes a SQLite file that does not exist. Safe to repeat. Take a backup before.\n" },
	{ "demo", "[--now DATE] [--inductions N]", "Make an empty database and fill it with the demo world", cmd_demo, NEEDS_DB,
	  "--now is the day the demo's dates are relative to; --inductions adds made-up ones up to N, for measuring.\n" },
	{ "framework", "import|publish|withdraw|export|list|show|diff …", "Standards in, out and published", cmd_framework, NEEDS_DB,
	  "  import FILE [--slug NAME] [--title T] [--version V] [--dry-run]   make a draft; says every problem and its place\n"
	  "  publish ID [--sole-operator] [--in-force DATE]                   a draft becomes what everyone reads\n"
	  "  withdraw ID                                                      no longer offered; stays readable\n"
	  "  export ID [--format case|csv|md] [FILE]                          write it out\n"
	  "  list, show ID, diff A B                                          look at what there is\n"
	  "ID is a version's id or the short name of a framework.\n" },
	{ "programme", "list|show|check|import|publish|withdraw|diagram …", "The rules of inductions: look, check, bring in, publish, draw", cmd_programme, 0,
	  "  list                                    those here, and those that come with Cairn\n"
	  "  show SLUG                               one of those here\n"
	  "  check FILE|NAME                         read one and walk its questions; wants no database\n"
	  "  import FILE|NAME [--organisation NAME] [--framework SLUG] [--dry-run]\n"
	  "                                          a draft, for everyone or as an employer's own; says what is new\n"
	  "  publish SLUG --sole-operator            a draft becomes what people begin on; the department does it on its page\n"
	  "  withdraw SLUG                           nobody begins on it any more; whoever is on it stays\n"
	  "A published one never changes: other rules want another slug. Its forms come in versions: a new one is for new\n"
	  "pieces, and those under way keep theirs.\n" },
	{ "audit", "verify [--heads FILE] [--keys FILE] | export FILE | key", "Prove that the history is what was written", cmd_audit, NEEDS_DB,
	  "  verify        every entry that was altered, removed, inserted or moved, by chain and number; every signature;\n"
	  "                entries cut off or written anew after they were signed. Exits 1 when there is one.\n"
	  "    --heads FILE    also compares with a copy that was exported before and kept elsewhere\n"
	  "    --keys FILE     public keys that are ours too, one a line: those the service signed with earlier\n"
	  "  export FILE   the signed ends as lines of JSON, for such a copy (the service writes them by itself, every\n"
	  "                minute, where CAIRN_AUDIT_DIR names a folder)\n"
	  "  key           the public key that signs now: keep it elsewhere\n"
	  "While serving, it reads a snapshot.\n" },
	{ "mail", "bounce [--to ADDRESS] < MESSAGE", "Take in mail that could not be delivered", cmd_mail, NEEDS_DB,
	  "For a pipe of the mail server behind CAIRN_MAIL_RETURN. ADDRESS is the one the message was delivered to; without it\n"
	  "the message's own headers are asked. Only reports of delivery count, and only of mail that is ours. Exits 0 when\n"
	  "it was dealt with, 1 when it is not ours, 75 when the mail server should try again. See docs/deploy.\n" },
	{ "check", "[--rebuild]", "Check settings, schema, integrity, summaries, files and history", cmd_check, NEEDS_DB,
	  "--rebuild writes summaries of coverage anew where they differ from the links they add up.\n" },
	{ "backup", "FILE", "Copy database and files into one archive, while serving", cmd_backup, NEEDS_DB,
	  "FILE must not exist; .tar.zst or .tar.gz behind its name says how it is packed. SQLite only: with\n"
	  "PostgreSQL use pg_dump, and copy the folder of files.\n" },
	{ "restore", "FILE", "Make database and files from a backup", cmd_restore, NEEDS_DB,
	  "The database and the folder of files must not exist yet.\n" },
	{ "routes", "[--permissions [--cells]]", "List every address, or who may do what there", cmd_routes, 0,
	  "As Markdown: docs/routes.md and docs/permissions.md are made so. --cells is for comparing.\n" },
	{ "sign-in-link", "EMAIL [--reset-second-factor]", "Print a link that signs somebody in, for when mail does not work", cmd_sign_in_link, NEEDS_DB,
	  "It works once, for 15 minutes. Give it to nobody else. It is written into the person's history.\n"
	  "--reset-second-factor also takes away the second factor of somebody who has lost theirs, signs them out everywhere and\n"
	  "tells them by mail: first make sure that it is them.\n" },
	{ "token", "create EMAIL --name N --role ROLE@ORG [--read-only] [--days 90]", "Make a token for the JSON interface",
	  cmd_token, NEEDS_DB, "Printed once, stored hashed; it ends with the role. ROLE is a key such as coordinator or practice_assessor,\n"
	  "ORG the name of the organisation or the beginning of it.\n" },
	{ "version", "", "Say which Cairn this is", cmd_version, 0, NULL },
};

static void print_commands(FILE *to)
{
	fputs("Usage: cairn [--db URL] COMMAND …\n\n", to);
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(to, "  %-14s %s\n", commands[i].name, commands[i].says);
	fputs("\n“cairn COMMAND --help” says more; “cairn --help” also lists the settings.\n", to);
}

static int help_all(struct arena *a)
{
	struct str settings = settings_help(a);

	print_commands(stdout);
	printf("\nSettings, as flags or as CAIRN_NAME in the environment:\n\n%.*s", STR_FMT(settings));
	return CLI_OK;
}

static int help_one(const struct command *c)
{
	printf("Usage: cairn %s%s%s%s\n\n%s.\n", c->flags & NEEDS_DB ? "--db URL " : "", c->name, c->arguments[0] ? " " : "",
	       c->arguments, c->says);
	if (c->help)
		printf("\n%s", c->help);
	return CLI_OK;
}

static const struct command *command_called(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static bool asks_for_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static int run(struct cli *cli)
{
	const char *name;

	if (cli->args.n == 0) {
		print_commands(stderr);
		return CLI_USAGE;
	}
	name = cli->args.v[0];
	if (asks_for_help(name) || strcmp(name, "help") == 0)
		return help_all(cli->arena);
	if (strcmp(name, "--version") == 0)
		name = "version";
	if (!(cli->command = command_called(name))) {
		fprintf(stderr, "There is no command “%s”.\n\n", name);
		print_commands(stderr);
		return CLI_USAGE;
	}
	cli->args.v++;
	cli->args.n--;
	for (int i = 0; i < cli->args.n; i++)
		if (asks_for_help(cli->args.v[i]))
			return help_one(cli->command);
	if ((cli->command->flags & NEEDS_DB) && cli->settings.db.n == 0)
		return cli_usage(cli, "Which database? Say --db URL, or set CAIRN_DB.");
	return cli->command->run(cli);
}

int main(int argc, char **argv)
{
	struct cli cli = { .arena = arena_new(ARENA_MAX) };
	struct str why;
	int status;

	if (settings_load(cli.arena, argc, argv, &cli.settings, &cli.args, &why) == OK) {
		status = run(&cli);
	} else {
		fprintf(stderr, "%.*s\n", STR_FMT(why));
		status = CLI_USAGE;
	}
	arena_release(cli.arena);
	return status;
}
