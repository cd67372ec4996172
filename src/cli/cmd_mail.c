/* cmd_mail.c — cairn mail bounce: what comes back from the mail server, piped in. */
#include "app/notices/notices.h"
#include "cli/cli_ctx.h"
#include "web/bounce.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { COME_BACK_LATER = 75 /* EX_TEMPFAIL: the mail server keeps it and tries again */ };

static int keep(struct cli *cli, const struct bounce_report *r, struct uuid mail)
{
	struct db *db;
	enum rc rc;

	if (!cli_open(cli, false, true, &db))
		return COME_BACK_LATER;
	if ((rc = db_begin(db, DB_WRITE)) == OK) {
		rc = notices_bounced(cli_ctx(cli, db), mail, r->says, r->status);
		rc = rc == OK ? db_commit(db) : (db_rollback(db), rc);
	}
	db_close(db);
	if (rc == NOT_FOUND) {
		printf("That mail is not kept any more.\n");
		return CLI_OK;
	}
	if (rc != OK) {
		cli_refuse(cli, "It could not be kept (%s).", rc_name(rc));
		return COME_BACK_LATER;
	}
	printf(r->says == BOUNCE_ADDRESS ? "Noted: the address takes no mail.\n" : "Noted: the mail was not delivered.\n");
	return CLI_OK;
}

/* which_mail — by the address it was delivered to: said on the command line, or in its own headers. */
static bool which_mail(struct cli *cli, const struct seal_key *key, struct str to, const struct bounce_report *r, struct uuid *ret)
{
	struct str ours = cli->settings.mail_return;

	if (to.n)
		return bounce_mail(cli->arena, key, ours, to, ret);
	for (size_t i = 0; i < r->to_n; i++)
		if (bounce_mail(cli->arena, key, ours, r->to[i], ret))
			return true;
	return false;
}

int cmd_mail(struct cli *cli)
{
	struct bounce_report report;
	struct str to = STR_NONE, why;
	struct seal_key key;
	struct uuid mail;
	enum rc rc;

	cli_option(cli, "to", &to);
	if (!cli_operands(cli, 1, 1) || !str_eq(cli_operand(cli, 0), S("bounce")))
		return cli_usage(cli, "Say mail bounce, perhaps with --to ADDRESS, and pipe the message in.");
	if (!cli->settings.mail_return.n)
		return cli_refuse(cli, "CAIRN_MAIL_RETURN is not set: mail has no return addresses of ours.");
	if (seal_key_load(cli->arena, &cli->settings, &key, &why) != OK)
		return cli_refuse(cli, "%.*s", STR_FMT(why));
	if ((rc = bounce_read_shut_in(cli->arena, STDIN_FILENO, &report)) != OK)
		return rc == INVALID ? cli_refuse(cli, "The message could not be read.") : COME_BACK_LATER;
	if (!which_mail(cli, &key, to, &report, &mail))
		return cli_refuse(cli, "It was not sent to a return address of ours.");
	if (report.says == BOUNCE_NOT) { /* an answer by a machine or a person, a delay, a success */
		printf("Nothing has failed: it is no report of a delivery that did.\n");
		return CLI_OK;
	}
	return keep(cli, &report, mail);
}
