/* cmd_token.c — cairn token create: a token for the JSON interface, printed once. */
#include "app/account/account.h"
#include "base/text.h"
#include "cli/cli_ctx.h"

#include <stdio.h>

static int make(struct cli *cli, const struct new_token *t)
{
	struct str token, why = S("The token could not be made.");
	struct ctx *cx;
	struct db *db;
	enum rc rc;

	if (!cli_open(cli, false, true, &db))
		return CLI_REFUSED;
	cx = cli_ctx(cli, db);
	if ((rc = db_begin(db, DB_WRITE)) == OK) {
		rc = token_create(cx, t, &token, &why);
		rc = rc == OK ? db_commit(db) : (db_rollback(db), rc);
	}
	db_close(db);
	if (rc != OK)
		return cli_refuse(cli, "%.*s", STR_FMT(why));
	printf("%.*s\n", STR_FMT(token));
	return CLI_OK;
}

int cmd_token(struct cli *cli)
{
	struct new_token t = { .days = 90, .read_only = cli_switch(cli, "read-only") };
	struct str role, days;

	if (!cli_option(cli, "name", &t.name) || !cli_option(cli, "role", &role) || !t.name.n || utf8_count(t.name) > 100)
		return cli_usage(cli, "token create needs --name N (at most 100 characters) and --role ROLE@ORG.");
	if (cli_option(cli, "days", &days) && !str_to_i64(days, 1, 365, &t.days))
		return cli_usage(cli, "--days wants a number from 1 to 365.");
	if (!cli_operands(cli, 2, 2) || !str_eq(cli_operand(cli, 0), S("create")))
		return cli_usage(cli, "Say token create EMAIL.");
	t.email = cli_operand(cli, 1);
	t.role = str_cut(&role, '@');
	t.organisation = role;
	if (number_of(&roles, t.role) < 0 || !t.organisation.n)
		return cli_usage(cli, "--role wants ROLE@ORG, for instance coordinator@Northmoor.");
	return make(cli, &t);
}
