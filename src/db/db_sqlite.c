/* db_sqlite.c — SQLite in WAL mode behind db.h.
 *
 * Whoever writes or checkpoints holds the writer lock (lock.h) from before BEGIN IMMEDIATE to after COMMIT
 * and the checkpoint that may follow it; SQLite's own locking then never has to wait for a writer of ours.
 * Statements are prepared on first use and kept by the query's id; one runs at a time.
 */
#include "db/db_internal.h"

#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "db/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	CHECKPOINT_PAGES = 1000,
	FOREIGN_WAIT_MS = 250,   /* for locks of SQLite's own that are not ours: a backup tool, a shell */
	CACHE_KIB = 4000,        /* a connection's page cache; the whole server stays under 64 MB */
	CLOCK_EVERY_OPS = 20000, /* how often a running statement looks at the clock */
	FINDINGS_MAX = 16 * 1024,
};

enum fixed { FIXED_BEGIN_READ, FIXED_BEGIN_WRITE, FIXED_COMMIT, FIXED_ROLLBACK, FIXED_N };
static const char *const fixed_sql[FIXED_N] = {
	[FIXED_BEGIN_READ] = "BEGIN",
	[FIXED_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[FIXED_COMMIT] = "COMMIT",
	[FIXED_ROLLBACK] = "ROLLBACK",
};

struct db_sqlite {
	struct db base;
	sqlite3 *handle;
	struct lock *lock;
	sqlite3_stmt *fixed[FIXED_N];
	sqlite3_stmt **cache; /* by query id */
	int cache_n;
	sqlite3_stmt *current; /* what runs now, or was left by a longjmp */
	bool current_is_mine;  /* …and is not in the cache */
	int wal_pages;         /* in the log after the last commit here */
	int checkpoint_at;
	int64_t deadline_ms;   /* of the running statement; 0 for none */
};

static struct db_sqlite *of(struct db *db)
{
	return (struct db_sqlite *)db;
}

/* ---- failures ---- */

/* "UNIQUE constraint failed: person.email" -> "person.email"; "FOREIGN KEY constraint failed" -> "foreign
 * key"; the text of a trigger's RAISE stays as it is. */
static void note_constraint(struct db_sqlite *s)
{
	struct str message = str_from_c(sqlite3_errmsg(s->handle));
	size_t at = str_find(message, S(" constraint failed: "));

	if (at != SIZE_MAX)
		message = str_sub(message, at + S(" constraint failed: ").n, SIZE_MAX);
	else if (sqlite3_extended_errcode(s->handle) == SQLITE_CONSTRAINT_FOREIGNKEY)
		message = S("foreign key");
	if (str_starts(message, S("index '")) && str_ends(message, S("'")))
		message = str_sub(message, 7, message.n - 8);
	db_note_constraint(&s->base, message.p, message.n);
}

static bool no_space(sqlite3 *handle, int code)
{
	int e = sqlite3_system_errno(handle);

	if ((code & 0xff) == SQLITE_FULL)
		return true;
	return ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN) && (e == ENOSPC || e == EDQUOT);
}

/* failure — what an error code of SQLite means; notes its text and logs what is ours to mend. */
static enum rc failure(struct db_sqlite *s, int code, const struct db_query *q)
{
	code = sqlite3_extended_errcode(s->handle) ? sqlite3_extended_errcode(s->handle) : code;
	db_note(&s->base, sqlite3_errmsg(s->handle));
	if (no_space(s->handle, code))
		return NO_SPACE;
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		note_constraint(s);
		if (code == SQLITE_CONSTRAINT_CHECK || code == SQLITE_CONSTRAINT_NOTNULL) /* forms should have caught it */
			db_fault(&s->base, "db.constraint", q);
		return CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_INTERRUPT:
		return BUSY;
	default:
		return db_fault(&s->base, "db.failed", q);
	}
}

/* A statement may run five seconds, as on PostgreSQL: no page is worth a stuck worker. */
static int on_progress(void *arg)
{
	const struct db_sqlite *s = arg;

	return s->deadline_ms && monotonic_ms() > s->deadline_ms;
}

/* ---- transactions ---- */

static int step_fixed(struct db_sqlite *s, enum fixed which)
{
	sqlite3_stmt **slot = &s->fixed[which];
	int code = SQLITE_OK;

	if (!*slot)
		code = sqlite3_prepare_v3(s->handle, fixed_sql[which], -1, SQLITE_PREPARE_PERSISTENT, slot, NULL);
	if (code != SQLITE_OK)
		return code;
	code = sqlite3_step(*slot);
	sqlite3_reset(*slot);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static enum rc take_lock(struct db_sqlite *s)
{
	enum rc rc = lock_take(s->lock, s->base.if_free ? 0 : DB_WAIT_MS);

	if (rc != OK)
		db_note(&s->base, rc == BUSY ? "the writer lock was not free in time" : "the writer lock failed");
	if (rc == FAULT)
		db_fault(&s->base, "db.lock", NULL);
	return rc;
}

static enum rc sqlite_begin(struct db *db, enum db_mode mode)
{
	struct db_sqlite *s = of(db);
	enum rc rc;
	int code;

	if (mode == DB_WRITE && (rc = take_lock(s)) != OK)
		return rc;
	code = step_fixed(s, mode == DB_WRITE ? FIXED_BEGIN_WRITE : FIXED_BEGIN_READ);
	if (code == SQLITE_OK)
		return OK;
	rc = failure(s, code, NULL);
	lock_give(s->lock);
	return rc;
}

/* Copies the log back while the writer lock is held. Where a reader keeps part of it, the next try waits
 * for another CHECKPOINT_PAGES instead of coming with every commit. */
static int copy_log_back(struct db_sqlite *s, int mode)
{
	int in_log = 0, copied = 0;
	int code = sqlite3_wal_checkpoint_v2(s->handle, NULL, mode, &in_log, &copied);

	s->checkpoint_at = copied < in_log ? in_log + CHECKPOINT_PAGES : CHECKPOINT_PAGES;
	s->wal_pages = 0;
	return code;
}

static enum rc sqlite_commit(struct db *db)
{
	struct db_sqlite *s = of(db);
	int code = step_fixed(s, FIXED_COMMIT);

	if (code != SQLITE_OK)
		return failure(s, code, NULL);
	if (db->mode == DB_WRITE) {
		if (s->wal_pages <= CHECKPOINT_PAGES)
			s->checkpoint_at = CHECKPOINT_PAGES;
		/* The commit holds whatever becomes of the checkpoint: the log still has everything. */
		if (s->wal_pages > s->checkpoint_at && (code = copy_log_back(s, SQLITE_CHECKPOINT_PASSIVE)) != SQLITE_OK)
			log_event(LOG_WARN, "db.checkpoint", { "sqlite", LOG_I(code) });
	}
	lock_give(s->lock);
	return OK;
}

static void let_go(struct db_sqlite *s)
{
	if (!s->current)
		return;
	sqlite3_reset(s->current);
	sqlite3_clear_bindings(s->current);
	if (s->current_is_mine)
		sqlite3_finalize(s->current);
	s->current = NULL;
	s->deadline_ms = 0;
}

static void sqlite_rollback(struct db *db)
{
	struct db_sqlite *s = of(db);

	let_go(s);
	if (!sqlite3_get_autocommit(s->handle)) /* some failures have rolled back already */
		step_fixed(s, FIXED_ROLLBACK);
	lock_give(s->lock);
}

static int on_wal(void *arg, sqlite3 *handle, const char *schema, int pages)
{
	UNUSED(handle);
	UNUSED(schema);
	((struct db_sqlite *)arg)->wal_pages = pages;
	return SQLITE_OK;
}

static enum rc sqlite_checkpoint(struct db *db, bool truncate)
{
	struct db_sqlite *s = of(db);
	enum rc rc = take_lock(s);
	int code;

	if (rc != OK)
		return rc;
	/* Most of the work without making anybody wait; emptying then only has to wait for readers, briefly. */
	code = copy_log_back(s, SQLITE_CHECKPOINT_PASSIVE);
	if (code == SQLITE_OK && truncate) {
		sqlite3_busy_timeout(s->handle, 50);
		code = copy_log_back(s, SQLITE_CHECKPOINT_TRUNCATE);
		sqlite3_busy_timeout(s->handle, FOREIGN_WAIT_MS);
	}
	rc = code == SQLITE_OK ? OK : failure(s, code, NULL);
	lock_give(s->lock);
	return rc;
}

/* ---- running queries ---- */

/* Room in the cache for an id; queries are few and their ids dense. */
static bool cache_has_room(struct db_sqlite *s, int id)
{
	int n = s->cache_n ? s->cache_n : 64;
	sqlite3_stmt **cache;

	if (id < s->cache_n)
		return true;
	while (n <= id)
		n *= 2;
	if (!(cache = realloc(s->cache, (size_t)n * sizeof(*cache))))
		return false;
	memset(cache + s->cache_n, 0, (size_t)(n - s->cache_n) * sizeof(*cache));
	s->cache = cache;
	s->cache_n = n;
	return true;
}

/* Makes the query's statement the current one. */
static int prepare(struct db_sqlite *s, const struct db_query *q)
{
	bool cached = q->id >= 0;
	int code;

	if (cached && !cache_has_room(s, q->id))
		return SQLITE_NOMEM;
	if (cached && s->cache[q->id]) {
		s->current = s->cache[q->id];
		s->current_is_mine = false;
		return SQLITE_OK;
	}
	code = sqlite3_prepare_v3(s->handle, q->sqlite, -1, cached ? SQLITE_PREPARE_PERSISTENT : 0, &s->current, NULL);
	s->current_is_mine = !cached;
	if (code == SQLITE_OK && cached)
		s->cache[q->id] = s->current;
	return code;
}

/* Nothing is copied: params outlive the run, and let_go() unbinds them. */
static int bind(sqlite3_stmt *stmt, int at, const struct db_param *p)
{
	const char *bytes = p->s.p ? p->s.p : "";

	if (p->null)
		return sqlite3_bind_null(stmt, at);
	switch (p->type) {
	case DB_TEXT:
		return sqlite3_bind_text64(stmt, at, bytes, p->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case DB_UUID:
	case DB_BLOB:
		return sqlite3_bind_blob64(stmt, at, bytes, p->s.n, SQLITE_STATIC);
	case DB_REAL:
		return sqlite3_bind_double(stmt, at, p->r);
	default:
		return sqlite3_bind_int64(stmt, at, p->i);
	}
}

/* Steps through the rows. A statement that writes is run to its end even when nobody wants more rows. */
static enum rc step_all(struct db_sqlite *s, struct arena *a, const struct db_query *q,
                        bool (*on_row)(void *arg, const struct db_row *row), void *arg)
{
	const struct db_row row = { .db = &s->base, .arena = a, .at = s->current };
	bool wanted = on_row != NULL;
	int code;

	while ((code = sqlite3_step(s->current)) == SQLITE_ROW) {
		if (wanted && !db_row_is_sound(q, &row))
			return FAULT;
		wanted = wanted && on_row(arg, &row);
		if (!wanted && !q->writes)
			return OK;
	}
	return code == SQLITE_DONE ? OK : failure(s, code, q);
}

static enum rc sqlite_run(struct db *db, struct arena *a, const struct db_query *q, const struct db_param *params,
                          bool (*on_row)(void *arg, const struct db_row *row), void *arg, int64_t *affected)
{
	struct db_sqlite *s = of(db);
	int code = prepare(s, q);
	enum rc rc;

	if (code != SQLITE_OK) {
		s->current = NULL;
		return failure(s, code, q);
	}
	/* PRAGMA query_only would expire every statement in the cache each time it is turned. */
	if (!sqlite3_stmt_readonly(s->current) && !(db->open && db->mode == DB_WRITE)) {
		let_go(s);
		db_note(db, "it writes outside a write transaction");
		return db_fault(db, "db.refused", q);
	}
	for (int i = 0; code == SQLITE_OK && i < q->params; i++)
		code = bind(s->current, i + 1, &params[i]);
	s->deadline_ms = monotonic_ms() + db->timeout_ms;
	rc = code == SQLITE_OK ? step_all(s, a, q, on_row, arg) : failure(s, code, q);
	if (rc == OK && affected)
		*affected = q->writes ? sqlite3_changes64(s->handle) : 0;
	let_go(s);
	return rc;
}

static enum rc sqlite_prepare(struct db *db, const struct db_query *q, int *ret_params, int *ret_columns)
{
	struct db_sqlite *s = of(db);
	int code = prepare(s, q);

	if (code != SQLITE_OK) {
		s->current = NULL;
		return failure(s, code, q);
	}
	*ret_params = sqlite3_bind_parameter_count(s->current);
	*ret_columns = sqlite3_column_count(s->current);
	let_go(s);
	return OK;
}

static enum rc sqlite_script(struct db *db, const char *sql)
{
	struct db_sqlite *s = of(db);
	int code = sqlite3_exec(s->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? OK : failure(s, code, NULL);
}

static bool sqlite_col_null(const struct db_row *row, int col)
{
	return sqlite3_column_type(row->at, col) == SQLITE_NULL;
}

static int64_t sqlite_col_int(const struct db_row *row, int col)
{
	int type = sqlite3_column_type(row->at, col);

	if (type == SQLITE_NULL)
		return DB_NULL_INT;
	if (type != SQLITE_INTEGER)
		row->db->misread = true;
	return sqlite3_column_int64(row->at, col);
}

static double sqlite_col_real(const struct db_row *row, int col)
{
	return sqlite3_column_double(row->at, col);
}

static struct str sqlite_col_bytes(const struct db_row *row, int col)
{
	const void *bytes = sqlite3_column_blob(row->at, col); /* text comes as UTF-8; NULL when empty */
	size_t n = (size_t)sqlite3_column_bytes(row->at, col);
	char *copy = arena_alloc(row->arena, n + 1);

	if (n)
		memcpy(copy, bytes, n);
	return (struct str){ copy, n };
}

/* ---- checking the file ---- */

static int on_finding(void *arg, int columns, char **values, char **names)
{
	struct buf *findings = arg;

	UNUSED(names);
	if (columns == 1 && values[0] && strcmp(values[0], "ok") == 0)
		return 0;
	for (int i = 0; i < columns; i++) {
		buf_add(findings, str_from_c(values[i]));
		buf_add_c(findings, i + 1 < columns ? ' ' : '\n');
	}
	return 0;
}

static enum rc sqlite_verify(struct db *db, struct arena *a, struct str *ret_findings)
{
	struct db_sqlite *s = of(db);
	struct buf findings = buf_new(a, FINDINGS_MAX);
	int code = sqlite3_exec(s->handle, "PRAGMA integrity_check", on_finding, &findings, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_exec(s->handle, "PRAGMA foreign_key_check", on_finding, &findings, NULL);
	if (code != SQLITE_OK)
		buf_add(&findings, str_from_c(sqlite3_errmsg(s->handle)));
	*ret_findings = buf_str(&findings);
	return findings.n ? FAULT : OK;
}

/* ---- opening and closing ---- */

static void sqlite_close(struct db *db)
{
	struct db_sqlite *s = of(db);

	for (int i = 0; i < FIXED_N; i++)
		sqlite3_finalize(s->fixed[i]);
	for (int i = 0; i < s->cache_n; i++)
		sqlite3_finalize(s->cache[i]);
	free(s->cache);
	sqlite3_close(s->handle);
	lock_close(s->lock);
	free(s);
}

/* ---- schema changes ---- */

/* Tables are rebuilt with foreign keys off and checked at the end; the pragma does nothing inside a
 * transaction, so it stands around it. */
static enum rc sqlite_schema_around(struct db *db, bool before)
{
	return sqlite_script(db, before ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON");
}

static int on_violation(void *arg, int columns, char **values, char **names)
{
	UNUSED(columns);
	UNUSED(values);
	UNUSED(names);
	*(bool *)arg = true;
	return 0;
}

static enum rc sqlite_schema_check(struct db *db)
{
	struct db_sqlite *s = of(db);
	bool violated = false;
	int code = sqlite3_exec(s->handle, "PRAGMA foreign_key_check", on_violation, &violated, NULL);

	if (code != SQLITE_OK)
		return failure(s, code, NULL);
	if (violated)
		db_note(db, "rows refer to others that are not there");
	return violated ? CONFLICT : OK;
}

static const struct db_ops sqlite_ops = {
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.run = sqlite_run,
	.prepare = sqlite_prepare,
	.script = sqlite_script,
	.checkpoint = sqlite_checkpoint,
	.verify = sqlite_verify,
	.schema_around = sqlite_schema_around,
	.schema_check = sqlite_schema_check,
	.close = sqlite_close,
	.col_null = sqlite_col_null,
	.col_int = sqlite_col_int,
	.col_real = sqlite_col_real,
	.col_bytes = sqlite_col_bytes,
};

static int configure(struct db_sqlite *s)
{
	static const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 }, { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },          { SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};
	int code = SQLITE_OK;

	for (size_t i = 0; code == SQLITE_OK && i < COUNT_OF(options); i++)
		code = sqlite3_db_config(s->handle, options[i].option, options[i].value, NULL);
	sqlite3_extended_result_codes(s->handle, 1);
	sqlite3_busy_timeout(s->handle, FOREIGN_WAIT_MS);
	sqlite3_wal_autocheckpoint(s->handle, 0);
	sqlite3_wal_hook(s->handle, on_wal, s);
	sqlite3_progress_handler(s->handle, CLOCK_EVERY_OPS, on_progress, s);
	return code;
}

static int on_mode(void *arg, int columns, char **values, char **names)
{
	UNUSED(columns);
	UNUSED(names);
	*(bool *)arg = values[0] && strcmp(values[0], "wal") == 0;
	return 0;
}

/* Turning the log on writes to the file, so it happens under the lock, and only once in its life. */
static int turn_wal_on(struct db_sqlite *s)
{
	bool on = false;
	int code = sqlite3_exec(s->handle, "PRAGMA journal_mode", on_mode, &on, NULL);

	if (code != SQLITE_OK || on)
		return code;
	if (lock_take(s->lock, DB_WAIT_MS) != OK)
		return SQLITE_BUSY;
	code = sqlite3_exec(s->handle, "PRAGMA journal_mode = WAL", on_mode, &on, NULL);
	lock_give(s->lock);
	return code == SQLITE_OK && !on ? SQLITE_CANTOPEN : code;
}

static int set_up(struct db_sqlite *s)
{
	int code = configure(s);

	if (code == SQLITE_OK)
		code = turn_wal_on(s);
	if (code == SQLITE_OK)
		code = sqlite3_exec(s->handle,
		                    "PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;",
		                    NULL, NULL, NULL);
	if (code == SQLITE_OK) {
		char *cache = sqlite3_mprintf("PRAGMA cache_size = -%d", CACHE_KIB);

		code = cache ? sqlite3_exec(s->handle, cache, NULL, NULL, NULL) : SQLITE_NOMEM;
		sqlite3_free(cache);
	}
	return code;
}

/* Makes the file itself, so that nobody but its owner can read it; the log takes after it. A file that is
 * there is not opened here: closing it would drop the locks of any other connection of this process. */
static bool file_is_there(const char *path, bool create)
{
	int fd;

	if (access(path, F_OK) == 0 || !create)
		return access(path, R_OK | W_OK) == 0;
	if ((fd = open(path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0600)) >= 0)
		close(fd);
	return fd >= 0 || errno == EEXIST;
}

enum rc db_sqlite_open(struct db **ret, const char *path, bool create, struct arena *a, struct str *ret_why)
{
	struct db_sqlite *s;
	int code;

	if (!file_is_there(path, create)) {
		*ret_why = strf(a, "%s: %s", path, strerror(errno));
		return FAULT;
	}
	if (!(s = calloc(1, sizeof(*s))))
		return FAULT;
	s->base = (struct db){ .ops = &sqlite_ops, .kind = DB_SQLITE, .url = strdup(path), .timeout_ms = DB_WAIT_MS };
	s->checkpoint_at = CHECKPOINT_PAGES;
	if (lock_open(str_c(a, strf(a, "%s.lock", path)), &s->lock) != OK) {
		*ret_why = strf(a, "%s.lock: %s", path, strerror(errno));
		code = SQLITE_OK;
		goto failed;
	}
	code = sqlite3_open_v2(path, &s->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (code == SQLITE_OK)
		code = set_up(s);
	if (code == SQLITE_OK) {
		*ret = &s->base;
		return OK;
	}
	*ret_why = strf(a, "%s: %s", path, s->handle ? sqlite3_errmsg(s->handle) : sqlite3_errstr(code));
failed:
	free(s->base.url);
	sqlite_close(&s->base);
	return FAULT;
}
