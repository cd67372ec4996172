/* cli.h — a command is one row in main.c and one function, usually in a file cmd_NAME.c of its own.
 *
 *     int cmd_greet(struct cli *cli)
 *     {
 *         struct str name;
 *
 *         if (!cli_option(cli, "name", &name) || !cli_operands(cli, 0, 0))
 *             return cli_usage(cli, "greet needs --name.");
 *         …
 *         return cli_refuse(cli, "Nobody is called %.*s.", STR_FMT(name));
 *     }
 *
 * Settings (--db, --listen, …) are already taken out of the arguments. Exit status: 0 done, 1 refused
 * with a reason on stderr, 2 used in a wrong way. Memory: cli->arena, until the command ends.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "db/db.h"
#include "web/settings.h"

enum { CLI_OK = 0, CLI_REFUSED = 1, CLI_USAGE = 2 };
enum command_flags { NEEDS_DB = 1 }; /* refused without --db or CAIRN_DB */

struct cli;
struct command {
	const char *name;
	const char *arguments; /* as shown: "FILE", "--admin EMAIL --name NAME" */
	const char *says;      /* one line */
	int (*run)(struct cli *cli);
	unsigned flags;
	const char *help;      /* more lines for --help, ending in a line break; may be NULL */
};

struct cli {
	struct arena *arena;
	struct settings settings;
	struct args args; /* behind the command; shrinks as options are taken */
	const struct command *command;
};

/* cli_option — takes `--name VALUE` or `--name=VALUE`; false if absent. cli_switch — takes `--name`. */
bool cli_option(struct cli *cli, const char *name, struct str *ret);
bool cli_switch(struct cli *cli, const char *name);
/* cli_operands — are there least to most arguments left, none of them an option? Call it last. */
bool cli_operands(const struct cli *cli, int least, int most);
struct str cli_operand(const struct cli *cli, int n);

/* cli_refuse — prints the sentence on stderr; CLI_REFUSED. cli_usage — also how it is used; CLI_USAGE. */
int cli_refuse(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
int cli_usage(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* cli_open — the database of the settings; false with the reason printed (then return CLI_REFUSED).
 * `current`: it must have all migrations. Close it with db_close(). */
bool cli_open(struct cli *cli, bool create, bool current, struct db **ret);
/* cli_now — the clock, moved by CAIRN_NOW. */
instant cli_now(const struct cli *cli);

int cmd_audit(struct cli *cli);
int cmd_backup(struct cli *cli);
int cmd_check(struct cli *cli);
int cmd_demo(struct cli *cli);
int cmd_init(struct cli *cli);
int cmd_jobs(struct cli *cli);
int cmd_framework(struct cli *cli);
int cmd_mail(struct cli *cli);
int cmd_migrate(struct cli *cli);
int cmd_programme(struct cli *cli);
int cmd_restore(struct cli *cli);
int cmd_routes(struct cli *cli);
int cmd_serve(struct cli *cli);
int cmd_sign_in_link(struct cli *cli);
int cmd_token(struct cli *cli);
int cmd_version(struct cli *cli);

#endif
