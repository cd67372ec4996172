/* cmd_check.c — cairn check: everything that can be looked at without serving. */
#include "app/coverage/coverage.h"
#include "app/files/files.h"
#include "cli/cmd_audit.h"
#include "cli/cli_ctx.h"
#include "cli/tools.h"
#include "db/db_backup.h"
#include "db/migrate.h"
#include "web/scan.h"

#include <stdio.h>

enum { MISSING_SHOWN = 1000 };

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

/* The stored summaries of coverage against the links they add up. */
static bool check_coverage(struct cli *cli, struct db *db, bool rebuild)
{
	int64_t checked = 0, wrong = 0;
	enum rc rc = db_begin(db, rebuild ? DB_WRITE : DB_READ);

	if (rc == OK)
		rc = coverage_verify(cli_ctx(cli, db), rebuild, &checked, &wrong);
	rc = rc == OK ? db_commit(db) : rc;
	if (rc != OK) {
		db_rollback(db);
		cli_refuse(cli, "Coverage could not be checked (%s).", rc_name(rc));
		return false;
	}
	if (wrong && !rebuild) {
		cli_refuse(cli, "Coverage: %lld of %lld summaries differ from their links; --rebuild puts them right.",
		           (long long)wrong, (long long)checked);
		return false;
	}
	printf("coverage: %lld summaries agree with their links%s\n", (long long)checked, wrong ? ", some of them rebuilt" : "");
	return true;
}

struct missing {
	struct cli *cli;
	int64_t n;
};

static bool say_missing(void *arg, const struct missing_file *f)
{
	struct missing *m = arg;

	m->n++;
	cli_refuse(m->cli, "Files: file %s of piece %s: %s (%s).", uuid_str(m->cli->arena, f->file).p,
	           uuid_str(m->cli->arena, f->evidence).p, f->is_there ? "its bytes are not those that were kept" : "its bytes are missing",
	           hex_encode(m->cli->arena, f->hash.p, f->hash.n).p);
	return m->n < MISSING_SHOWN;
}

static bool check_files(struct cli *cli, struct db *db)
{
	struct missing m = { .cli = cli };
	int64_t checked = 0;
	enum rc rc;

	if (!cli->settings.files.n) {
		printf("files: no folder is set, so none were looked for\n");
		return true;
	}
	rc = db_begin(db, DB_READ);
	if (rc == OK)
		rc = files_verify(cli_ctx(cli, db), say_missing, &m, &checked);
	db_rollback(db);
	if (rc != OK) {
		cli_refuse(cli, "Files could not be checked (%s).", rc_name(rc));
		return false;
	}
	if (!m.n)
		printf("files: %lld contents, all there\n", (long long)checked);
	return m.n == 0;
}

/* check_scan — clamd answers, and takes files as long as those that are kept. */
static bool check_scan(struct cli *cli)
{
	struct str why = STR_NONE;

	if (cli->settings.scan != SCAN_CLAMD)
		return true;
	if (scan_takes(cli->arena, cli->settings.scan_socket, &why) != OK) {
		cli_refuse(cli, "Virus check: %.*s", STR_FMT(why));
		return false;
	}
	printf("virus check: clamd answers and takes files of 25 MB\n");
	return true;
}

static void say_tool(void *unused, const char *what, const char *costs)
{
	UNUSED(unused);
	printf("missing: %s: %s\n", what, costs);
}

/* Cairn does without them, at a price: said, and no reason to refuse. */
static void say_tools(struct cli *cli)
{
	if (!tools_missing(cli->arena, say_tool, NULL))
		printf("looking at files, making PDFs: what does it is there, and can be shut in\n");
}

int cmd_check(struct cli *cli)
{
	bool rebuild = cli_switch(cli, "rebuild");
	struct str settings, unknown, engine;
	struct db *db;
	bool sound, current;

	if (!cli_operands(cli, 0, 0))
		return cli_usage(cli, "check takes --rebuild and settings.");
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
	sound = current = check_schema(cli, db);
	sound = check_integrity(cli, db) && sound;
	if (current) { /* an older schema can't be asked the present questions */
		sound = check_coverage(cli, db, rebuild) && sound;
		sound = check_files(cli, db) && sound;
		sound = cli_audit(cli, db, &(struct cli_audit){ .heads = STR_NONE }) && sound;
	}
	sound = check_scan(cli) && sound;
	say_tools(cli);
	db_close(db);
	return sound ? CLI_OK : CLI_REFUSED;
}
