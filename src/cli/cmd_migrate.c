/* cmd_migrate.c — cairn migrate. */
#include "app/coverage/coverage.h"
#include "cli/cli_ctx.h"
#include "db/migrate.h"

#include <stdio.h>

/* fill — what a migration cannot say in SQL, in small transactions, so that others may write meanwhile. */
static enum rc fill(struct cli *cli, struct db *db)
{
	enum { BATCH = 200 };
	struct ctx *cx = cli_ctx(cli, db);
	struct arena *whole = cx->arena;
	int64_t filled = BATCH;
	enum rc rc = OK;

	while (rc == OK && filled == BATCH) {
		cx->arena = arena_within(whole, 256 << 20);
		rc = db_begin(db, DB_WRITE);
		if (rc == OK)
			rc = coverage_fill_briefs(cx, BATCH, &filled);
		rc = rc == OK ? db_commit(db) : rc;
		if (rc != OK)
			db_rollback(db);
		arena_release(cx->arena);
		cx->arena = whole;
	}
	return rc;
}

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
	if (rc == OK && (rc = fill(cli, db)) != OK)
		why = strf(cli->arena, "Summaries could not be added (%s); run cairn migrate again.", rc_name(rc));
	db_close(db);
	if (rc != OK)
		return cli_refuse(cli, "%.*s", STR_FMT(why));
	if (applied == 0)
		printf("The database is up to date.\n");
	else
		printf("%d %s applied; the database is up to date.\n", applied, applied == 1 ? "migration was" : "migrations were");
	return CLI_OK;
}
