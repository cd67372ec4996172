/* cmd_check.c — cairn check: everything that can be looked at without serving. */
#include "cli/cli.h"
#include "db/db_backup.h"
#include "db/migrate.h"

#include <stdio.h>

/* A line for each finding; the command goes on, so that one run shows all of them. */
static bool check_schema(struct cli *cli, struct db *db)
{
	struct str why;

	if (migrate_is_current(db, cli->arena, &why) != OK) {
		cli_refuse(cli, "Schema: %.*s", STR_FMT(why));
		return false;
	}
	printf("schema: up to date\n");
	return true;
}

static bool check_integrity(struct cli *cli, struct db *db)
{
	struct str findings;

	if (db_verify(db, cli->arena, &findings) != OK) {
		cli_refuse(cli, "Integrity: %.*s", STR_FMT(findings));
		return false;
	}
	printf("integrity: sound\n");
	return true;
}

int cmd_check(struct cli *cli)
{
	struct str settings, unknown, engine;
	struct db *db;
	bool sound;

	if (!cli_operands(cli, 0, 0))
		return cli_usage(cli, "check takes nothing but settings.");
	settings = settings_print(&cli->settings, cli->arena);
	printf("Cairn %s\n\n%.*s\n", CAIRN_VERSION, STR_FMT(settings));
	unknown = settings_unknown(cli->arena);
	if (unknown.n > 0)
		printf("These variables mean nothing to Cairn: %.*s\n", STR_FMT(unknown));
	fflush(stdout);
	if (!cli_open(cli, false, false, &db))
		return CLI_REFUSED;
	if (db_engine(db, cli->arena, &engine) == OK)
		printf("database: %.*s\n", STR_FMT(engine));
	sound = check_schema(cli, db);
	sound = check_integrity(cli, db) && sound;
	db_close(db);
	return sound ? CLI_OK : CLI_REFUSED;
}
