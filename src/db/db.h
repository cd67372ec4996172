/* db.h — one door to SQL, the same for SQLite and PostgreSQL.
 *
 * Nothing above db/ takes SQL text. Queries live in src/app/<feature>/<feature>.sql (and src/web/*.sql);
 * tools/gen_sql.py makes one typed C function of each (docs/architecture.md says how). This header
 * is what handlers and generated code stand on.
 *
 *     db_begin(db, DB_WRITE);
 *     rc = sql_evidence_add(db, arena, ...);
 *     rc = rc == OK ? db_commit(db) : (db_rollback(db), rc);
 *
 * One connection belongs to one process, opened after the fork. Not thread-safe; there are no threads.
 * SQLite: every write transaction and every checkpoint holds the cross-process writer lock (lock.h),
 * because SQLite before 3.51.3 can corrupt a WAL database when two connections write or checkpoint at
 * the same moment.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/arena.h"
#include "base/time.h"
#include "base/uuid.h"

struct db;

enum db_kind { DB_SQLITE, DB_POSTGRESQL };
enum db_mode {
	DB_READ,  /* one snapshot; writing fails with FAULT */
	DB_WRITE, /* SQLite: takes the writer lock, then BEGIN IMMEDIATE. PostgreSQL: READ COMMITTED */
};

/* db_open — url is a file path (SQLite, must exist unless `create`) or postgresql://…
 * FAULT with a sentence in *ret_why (arena text) when it can't be opened. Ends with db_close. */
enum rc db_open(struct arena *a, struct str url, bool create, struct db **ret, struct str *ret_why);
void db_close(struct db *db);
enum db_kind db_kind(const struct db *db);
struct str db_url(const struct db *db);

enum rc db_begin(struct db *db, enum db_mode mode);
/* db_commit — after OK the writes are on disk. BUSY: PostgreSQL wants the whole transaction run again
 * (serialization failure or deadlock): call the work again from db_begin, three times at most. */
enum rc db_commit(struct db *db);
void db_rollback(struct db *db); /* harmless when no transaction is open; resets every statement */
bool db_in_transaction(const struct db *db);
/* db_savepoint, db_release, db_undo — one nested level, for bulk work row by row. */
enum rc db_savepoint(struct db *db);
enum rc db_release(struct db *db);
enum rc db_undo(struct db *db);
/* db_checkpoint — SQLite: copies the log back under the writer lock; `truncate` also empties it.
 * Nothing on PostgreSQL. Called by db_commit past 1,000 pages and by the job process when idle. */
enum rc db_checkpoint(struct db *db, bool truncate);
/* db_error — what the last failing call said, for the log; never shown to people. */
struct str db_error(const struct db *db);
/* db_pragma_check — integrity of the file (SQLite integrity_check and foreign_key_check); OK or FAULT
 * with the findings. */
enum rc db_verify(struct db *db, struct arena *a, struct str *ret_findings);

/* ---- what generated code uses ---- */

enum db_type { DB_INT, DB_BOOL, DB_TEXT, DB_UUID, DB_DATE, DB_INSTANT, DB_BLOB, DB_REAL };

struct db_param {
	enum db_type type;
	bool null;
	int64_t i;
	double r;
	struct str s; /* text, blob, uuid */
};

/* A query as the generator wrote it: one text for each database, `?1 ?2` and `$1 $2`. */
struct db_query {
	const char *name;
	const char *sqlite;
	const char *postgresql;
	int id;           /* index in the process-wide table of queries; key of the statement cache */
	int params, columns;
	const enum db_type *column_types;
	bool writes;      /* refused (FAULT) outside DB_WRITE */
	bool lock;        /* PostgreSQL text ends with FOR UPDATE */
};

/* db_run — binds and runs; for each row calls on_row(arg, row) until it returns false. `row` is read
 * with db_col_*; text and blobs are copied into the arena. affected (may be NULL) gets the changed rows.
 * CONFLICT for a uniqueness, exclusion or foreign-key violation (db_constraint says which), NO_SPACE for
 * a full disk, BUSY for lock and serialization trouble, FAULT otherwise. */
struct db_row;
enum rc db_run(struct db *db, struct arena *a, const struct db_query *q, const struct db_param *params,
               bool (*on_row)(void *arg, const struct db_row *row), void *arg, int64_t *affected);
struct str db_constraint(const struct db *db); /* name or text of the constraint behind the last CONFLICT */

bool db_col_null(const struct db_row *row, int col);
int64_t db_col_int(const struct db_row *row, int col);
double db_col_real(const struct db_row *row, int col);
struct str db_col_text(const struct db_row *row, int col);
struct uuid db_col_uuid(const struct db_row *row, int col);
struct date db_col_date(const struct db_row *row, int col); /* DATE_NONE for NULL */

static inline struct db_param db_int(int64_t v) { return (struct db_param){ .type = DB_INT, .i = v }; }
static inline struct db_param db_bool(bool v) { return (struct db_param){ .type = DB_BOOL, .i = v }; }
static inline struct db_param db_real(double v) { return (struct db_param){ .type = DB_REAL, .r = v }; }
static inline struct db_param db_text(struct str v) { return (struct db_param){ .type = DB_TEXT, .s = v, .null = false }; }
static inline struct db_param db_blob(struct str v) { return (struct db_param){ .type = DB_BLOB, .s = v }; }
static inline struct db_param db_date(struct date v)
{
	return (struct db_param){ .type = DB_DATE, .i = v.days, .null = date_is_none(v) };
}
static inline struct db_param db_instant(instant v) { return (struct db_param){ .type = DB_INSTANT, .i = v }; }
#define db_uuid(u) ((struct db_param){ .type = DB_UUID, .s = { (const char *)(u).b, 16 } })

/* Optional numbers and instants (`int?`, `instant?` in a .sql file) travel as this value when NULL. */
#define DB_NULL_INT INT64_MIN

#endif
