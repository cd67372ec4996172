/* cmd_init.c — cairn init: a database with its first administrator. */
#include "app/people/people.h"
#include "base/text.h"
#include "cli/cli_ctx.h"
#include "db/migrate.h"

#include <stdio.h>

/* The department, and one person who looks after the standards and the service in it. */
static enum rc fill(struct ctx *cx, const struct new_person *admin)
{
	int64_t department, person;
	enum rc rc = organisation_create(cx, word(T_INIT_DEPARTMENT), ORG_DEPARTMENT, &department);

	if (rc == OK)
		rc = person_create(cx, admin, &person);
	if (rc == OK)
		rc = role_grant(cx, person, department, ROLE_NATIONAL_ADMIN, cx->today, DATE_NONE, NULL);
	if (rc == OK)
		rc = role_grant(cx, person, department, ROLE_SYSTEM_ADMIN, cx->today, DATE_NONE, NULL);
	return rc;
}

static int make(struct cli *cli, struct db *db, const struct new_person *admin)
{
	struct ctx *cx;
	struct str why;
	int applied;
	enum rc rc;

	if (migrate_up(db, cli->arena, cli_now(cli), &applied, &why) != OK)
		return cli_refuse(cli, "%.*s", STR_FMT(why));
	cx = cli_ctx(cli, db);
	if ((rc = db_begin(db, DB_WRITE)) == OK) {
		rc = person_any(cx) == NOT_FOUND ? fill(cx, admin) : CONFLICT;
		rc = rc == OK ? db_commit(db) : (db_rollback(db), rc);
	}
	if (rc == CONFLICT)
		return cli_refuse(cli, "This database has people already; init wants an empty one.");
	if (rc != OK)
		return cli_refuse(cli, "The database could not be filled (%s).", rc_name(rc));
	printf("%.*s is ready. To sign in as %.*s without mail:\n  cairn --db %.*s sign-in-link %.*s\n",
	       STR_FMT(cli->settings.db), STR_FMT(admin->name), STR_FMT(cli->settings.db), STR_FMT(admin->email));
	return CLI_OK;
}

int cmd_init(struct cli *cli)
{
	struct new_person admin = { .registration = STR_NONE };
	struct db *db;
	int status;

	if (!cli_option(cli, "admin", &admin.email) || !cli_option(cli, "name", &admin.name) || !cli_operands(cli, 0, 0))
		return cli_usage(cli, "init needs --admin EMAIL and --name NAME.");
	if (!email_is_plausible(admin.email))
		return cli_usage(cli, "“%.*s” is not an e-mail address.", STR_FMT(admin.email));
	if (!utf8_valid(admin.name) || !str_trim(admin.name).n || utf8_count(admin.name) > 200)
		return cli_usage(cli, "--name must be a name of at most 200 characters.");
	if (!cli_open(cli, true, false, &db))
		return CLI_REFUSED;
	status = make(cli, db, &admin);
	db_close(db);
	return status;
}
