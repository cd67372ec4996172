/* cmd_demo.c — cairn demo: makes and fills an empty database with the demo world. */
#include "app/demo/demo.h"
#include "cli/cli_ctx.h"
#include "db/migrate.h"

#include <stdio.h>

static int fill(struct cli *cli, struct ctx *cx, int64_t inductions)
{
	struct str why = S("The database could not be filled.");
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = demo_fill(cx, &why);
	rc = rc == OK ? db_commit(cx->db) : rc;
	if (rc == CONFLICT) {
		db_rollback(cx->db);
		return cli_refuse(cli, "This database is not empty; a demo wants one of its own.");
	}
	if (rc == OK && inductions)
		rc = demo_multiply(cx, inductions, &why);
	if (rc == OK && inductions)
		rc = db_settle(cx->db);
	if (rc != OK) {
		struct str detail = str_dup(cli->arena, db_error(cx->db));

		db_rollback(cx->db);
		return cli_refuse(cli, "%.*s (%s) %.*s", STR_FMT(why), rc_name(rc), STR_FMT(detail));
	}
	printf("The demo world is in %.*s.\n", STR_FMT(cli->settings.db));
	return CLI_OK;
}

int cmd_demo(struct cli *cli)
{
	struct str many, why;
	int64_t inductions = 0;
	struct db *db;
	int applied, status;

	if (cli_option(cli, "inductions", &many) && !str_to_i64(many, 1, 1000000, &inductions))
		return cli_usage(cli, "--inductions wants a number from 1 to 1000000.");
	if (!cli_operands(cli, 0, 0))
		return cli_usage(cli, "demo takes --now and --inductions.");
	if (!cli_open(cli, true, false, &db))
		return CLI_REFUSED;
	if (migrate_up(db, cli->arena, cli_now(cli), &applied, &why) == OK)
		status = fill(cli, cli_ctx(cli, db), inductions);
	else
		status = cli_refuse(cli, "%.*s", STR_FMT(why));
	db_close(db);
	return status;
}
