/* db_backup.c — see db_backup.h. The copy has a connection of its own, so that the caller's statements and
 * transactions don't matter. */
#include "db/db_backup.h"

#include "base/text.h"
#include "db/db_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

static bool take_text(void *arg, const struct db_row *row)
{
	*(struct str *)arg = db_col_text(row, 0);
	return false;
}

enum rc db_engine(struct db *db, struct arena *a, struct str *ret)
{
	static const enum db_type types[] = { DB_TEXT };
	static const struct db_query version = {
		.name = "db_engine", .sqlite = "SELECT sqlite_version()", .postgresql = "SELECT current_setting('server_version')",
		.id = DB_QUERY_UNCACHED, .columns = 1, .column_types = types,
	};
	struct str number = STR_NONE;
	enum rc rc;

	if ((rc = db_begin(db, DB_READ)) != OK)
		return rc;
	rc = db_run(db, a, &version, NULL, take_text, &number, NULL);
	db_rollback(db);
	if (rc == OK)
		*ret = strf(a, "%s %.*s", db_kind(db) == DB_SQLITE ? "SQLite" : "PostgreSQL", STR_FMT(number));
	return rc;
}

static int open_source(const char *path, sqlite3 **ret)
{
	int code = sqlite3_open_v2(path, ret, SQLITE_OPEN_READWRITE, NULL);

	if (code == SQLITE_OK) /* a checkpoint must hold the writer lock, which this connection never takes */
		code = sqlite3_db_config(*ret, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(*ret, "PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = ON; PRAGMA busy_timeout = 5000", NULL,
		                    NULL, NULL);
	return code;
}

/* copy — all pages in one step, that is from one snapshot. The copy is a plain file without a log. */
static int copy(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int code;

	if (!backup)
		return sqlite3_errcode(to);
	while ((code = sqlite3_backup_step(backup, -1)) == SQLITE_BUSY || code == SQLITE_LOCKED)
		sqlite3_sleep(50);
	if (code == SQLITE_DONE)
		code = SQLITE_OK;
	return sqlite3_backup_finish(backup) == SQLITE_OK ? code : sqlite3_errcode(to);
}

static enum rc copy_to(const char *source, const char *path, struct arena *a, struct str *ret_why)
{
	sqlite3 *from = NULL, *to = NULL;
	int code = open_source(source, &from);

	if (code == SQLITE_OK)
		code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL);
	if (code == SQLITE_OK)
		code = copy(from, to);
	if (code == SQLITE_OK)
		code = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		*ret_why = strf(a, "The database could not be copied: %s.", sqlite3_errstr(code));
	sqlite3_close(to);
	sqlite3_close(from);
	if (code == SQLITE_OK)
		return OK;
	return (code & 0xff) == SQLITE_FULL ? NO_SPACE : FAULT;
}

enum rc db_backup(struct db *db, struct arena *a, struct str path, struct str *ret_why)
{
	const char *to = str_c(a, path);
	enum rc rc;
	int fd;

	if (db_kind(db) != DB_SQLITE) {
		*ret_why = S("This database is PostgreSQL: back it up with pg_dump, and the folder of files beside it.");
		return INVALID;
	}
	/* Made here for its permissions: nobody else may read it. */
	if ((fd = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600)) < 0) {
		*ret_why = strf(a, "Cannot make %s: %s.", to, strerror(errno));
		return errno == EEXIST ? CONFLICT : FAULT;
	}
	close(fd);
	if ((rc = copy_to(str_c(a, db_url(db)), to, a, ret_why)) != OK)
		unlink(to);
	return rc;
}
