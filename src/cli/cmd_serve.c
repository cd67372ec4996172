/* cmd_serve.c — cairn serve and cairn jobs: what web/serve.c's children are made of. */
#include "base/text.h"
#include "cli/cli.h"
#include "cli/tools.h"
#include "db/migrate.h"
#include "web/app.h"
#include "web/jobs.h"
#include "web/serve.h"
#include "web.sql.h"

#include <stdio.h>

/* may_serve — asks the database whether it is a demo, and the settings what follows. */
static bool may_serve(const struct settings *settings, struct arena *a, struct str *why)
{
	struct setting_get_row row;
	struct db *db;
	bool demo = false;
	enum rc rc;

	if (db_open(a, settings->db, false, &db, why) != OK)
		return false;
	rc = migrate_is_current(db, a, why);
	if (rc == OK && (rc = db_begin(db, DB_READ)) == OK) {
		demo = sql_setting_get(db, a, S("demo"), &row) == OK && str_eq(row.value, S("1"));
		db_rollback(db);
	}
	db_close(db);
	return rc == OK && settings_may_serve(settings, demo, a, why) == OK;
}

static void *worker_start(const struct settings *settings)
{
	struct arena *a = arena_new(4 << 20);
	struct str why = S("The database does not answer.");
	struct app *app = may_serve(settings, a, &why) ? app_new(settings, &why) : NULL;

	if (!app)
		fprintf(stderr, "%.*s\n", STR_FMT(why));
	arena_release(a);
	return app;
}

static const struct http_app *worker_app(void *worker)
{
	return app_http(worker);
}

static void worker_stop(void *worker)
{
	app_free(worker);
}

static void say_tool(void *unused, const char *what, const char *costs)
{
	UNUSED(unused);
	log_event(LOG_WARN, "tool.missing", { "what", LOG_C(what) }, { "why", LOG_C(costs) });
}

/* Whoever runs this hears at the start what it lacks. Pages are served meanwhile. */
static int jobs_start(const struct settings *settings, enum job_lane which)
{
	struct arena *a = arena_new(1 << 20);

	if (which == LANE_SLOW)
		tools_missing(a, say_tool, NULL);
	arena_release(a);
	return jobs_main(settings, which);
}

static const struct serve_hooks hooks = { worker_start, worker_app, worker_stop, jobs_start };

int cmd_serve(struct cli *cli)
{
	if (!cli_operands(cli, 0, 0))
		return cli_usage(cli, "serve takes nothing but settings.");
	return serve(&cli->settings, &hooks);
}

int cmd_jobs(struct cli *cli)
{
	if (!cli_operands(cli, 0, 0))
		return cli_usage(cli, "jobs takes nothing but settings.");
	return serve_jobs(&cli->settings, &hooks);
}
