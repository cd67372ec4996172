/* cli.c — what commands share: taking options, refusing, opening the database. */
#include "cli/cli.h"

#include "base/text.h"
#include "db/migrate.h"

#include <stdio.h>

static void drop(struct args *args, int at, int n)
{
	for (int i = at; i + n < args->n; i++)
		args->v[i] = args->v[i + n];
	args->n -= n;
}

bool cli_option(struct cli *cli, const char *name, struct str *ret)
{
	for (int i = 0; i < cli->args.n; i++) {
		struct str value = str_from_c(cli->args.v[i]), word;

		if (!str_starts(value, S("--")))
			continue;
		value = str_sub(value, 2, value.n);
		word = str_cut(&value, '=');
		if (!str_eq(word, str_from_c(name)) || (!value.p && i + 1 >= cli->args.n))
			continue;
		*ret = value.p ? value : str_from_c(cli->args.v[i + 1]);
		drop(&cli->args, i, value.p ? 1 : 2);
		return true;
	}
	return false;
}

bool cli_switch(struct cli *cli, const char *name)
{
	for (int i = 0; i < cli->args.n; i++) {
		struct str word = str_from_c(cli->args.v[i]);

		if (str_starts(word, S("--")) && str_eq(str_sub(word, 2, word.n), str_from_c(name))) {
			drop(&cli->args, i, 1);
			return true;
		}
	}
	return false;
}

bool cli_operands(const struct cli *cli, int least, int most)
{
	for (int i = 0; i < cli->args.n; i++)
		if (cli->args.v[i][0] == '-' && cli->args.v[i][1] != 0)
			return false;
	return cli->args.n >= least && cli->args.n <= most;
}

struct str cli_operand(const struct cli *cli, int n)
{
	return n < cli->args.n ? str_from_c(cli->args.v[n]) : STR_NONE;
}

__attribute__((format(printf, 2, 0))) static void complain(const struct cli *cli, const char *format, va_list args)
{
	struct str sentence = strfv(cli->arena, format, args);

	fprintf(stderr, "%.*s\n", STR_FMT(sentence));
}

int cli_refuse(const struct cli *cli, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	complain(cli, format, args);
	va_end(args);
	return CLI_REFUSED;
}

int cli_usage(const struct cli *cli, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	complain(cli, format, args);
	va_end(args);
	fprintf(stderr, "Usage: cairn [--db URL] %s%s%s\n", cli->command->name, cli->command->arguments[0] ? " " : "",
	        cli->command->arguments);
	return CLI_USAGE;
}

bool cli_open(struct cli *cli, bool create, bool current, struct db **ret)
{
	struct str why;

	if (db_open(cli->arena, cli->settings.db, create, ret, &why) != OK) {
		cli_refuse(cli, "%.*s", STR_FMT(why));
		return false;
	}
	if (current && migrate_is_current(*ret, cli->arena, &why) != OK) {
		db_close(*ret);
		cli_refuse(cli, "%.*s", STR_FMT(why));
		return false;
	}
	return true;
}

instant cli_now(const struct cli *cli)
{
	return clock_now() + cli->settings.now_offset;
}
