/* cmd_migrate.c — cairn migrate. */
#include "cli/cli.h"
#include "db/migrate.h"

#include <stdio.h>

int cmd_migrate(struct cli *cli)
{
	struct str why;
	struct db *db;
	int applied;
	enum rc rc;

	if (!cli_operands(cli, 0, 0))
		return cli_usage(cli, "migrate takes nothing but settings.");
	if (!cli_open(cli, true, false, &db))
		return CLI_REFUSED;
	rc = migrate_up(db, cli->arena, cli_now(cli), &applied, &why);
	db_close(db);
	if (rc != OK)
		return cli_refuse(cli, "%.*s", STR_FMT(why));
	if (applied == 0)
		printf("The database is up to date.\n");
	else
		printf("%d %s applied; the database is up to date.\n", applied, applied == 1 ? "migration was" : "migrations were");
	return CLI_OK;
}
