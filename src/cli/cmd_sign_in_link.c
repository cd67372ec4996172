/* cmd_sign_in_link.c — cairn sign-in-link EMAIL: getting in when mail does not work, or when the second factor is lost. */
#include "app/people/people.h"
#include "app/sign_in/factor.h"
#include "app/sign_in/sign_in.h"
#include "cli/cli_ctx.h"

#include <stdio.h>

int cmd_sign_in_link(struct cli *cli)
{
	bool reset = cli_switch(cli, "reset-second-factor");
	struct str token, email, path = STR_NONE;
	struct ctx *cx;
	struct db *db;
	enum rc rc;

	if (!cli_operands(cli, 1, 1))
		return cli_usage(cli, "sign-in-link needs one e-mail address, and takes --reset-second-factor.");
	email = cli_operand(cli, 0);
	if (!cli_open(cli, false, true, &db))
		return CLI_REFUSED;
	cx = cli_ctx(cli, db);
	if ((rc = db_begin(db, DB_WRITE)) == OK) {
		rc = reset ? factor_reset_for(cx, email_fold(cli->arena, email)) : OK;
		if (rc == OK)
			rc = sign_in_link_for(cx, email_fold(cli->arena, email), &token);
		path = rc == OK ? strf(cli->arena, "/sign-in/%.*s", STR_FMT(token)) : path;
		if (rc == NOT_FOUND) /* not in yet: a new link of their invitation */
			rc = invitation_link_for(cx, email_fold(cli->arena, email), &path);
		rc = rc == OK ? db_commit(db) : (db_rollback(db), rc);
	}
	db_close(db);
	if (rc == NOT_FOUND)
		return cli_refuse(cli, "Nobody here has the address %.*s.", STR_FMT(email));
	if (rc != OK)
		return cli_refuse(cli, "The link could not be made (%s).", rc_name(rc));
	printf("%.*s%.*s\n", STR_FMT(cli->settings.url), STR_FMT(path));
	return CLI_OK;
}
