/* db.h — one door to SQL, the same for SQLite and PostgreSQL.
 *
 * Nothing above db/ takes SQL text. Queries live in src/app/<feature>/<feature>.sql (and src/web/);
 * tools/gen_sql.py makes one typed C function of each (docs/architecture.md says how). This header
 * is what handlers and generated code stand on.
 *
 *     db_begin(db, DB_WRITE);
 *     rc = sql_evidence_add(db, arena, ...);
 *     rc = rc == OK ? db_commit(db) : (db_rollback(db), rc);
 *
 * One connection belongs to one process, opened after the fork. Not thread-safe; there are no threads.
 * After the first call that fails inside a transaction every later one fails too, on both databases (only
 * db_undo and db_rollback mend that). A request may be left by longjmp (arena.h) at any point: db_rollback
 * is all that is needed then.
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

/* db_is_postgresql — whether a url names a PostgreSQL server; anything else is a SQLite file. */
bool db_is_postgresql(struct str url);
/* db_open — url is a file path (SQLite, must exist unless `create`) or postgresql://…
 * FAULT with a sentence in *ret_why (arena text) when it can't be opened. Ends with db_close. */
enum rc db_open(struct arena *a, struct str url, bool create, struct db **ret, struct str *ret_why);
void db_close(struct db *db);
enum db_kind db_kind(const struct db *db);
struct str db_url(const struct db *db);

/* db_begin — BUSY when another writer holds the lock for more than five seconds. A lost PostgreSQL
 * connection is opened again here. */
enum rc db_begin(struct db *db, enum db_mode mode);
/* db_begin_if_free — a write transaction, but BUSY at once where SQLite's writer lock is not free this very moment: for what can
 * as well be written later. PostgreSQL: as db_begin. */
enum rc db_begin_if_free(struct db *db);
/* db_commit — after OK the writes are on disk; after anything else they are rolled back. When a call
 * inside the transaction had failed, it rolls back and returns that failure. BUSY: PostgreSQL wants the whole transaction run again
 * (serialization failure or deadlock): call the work again from db_begin, three times at most. */
enum rc db_commit(struct db *db);
void db_rollback(struct db *db); /* harmless when no transaction is open; resets every statement */
bool db_in_transaction(const struct db *db);
/* db_send_ahead — until this write transaction ends, changes whose number of rows nobody asks for (`affected` is NULL) may be
 * sent without waiting for each answer: PostgreSQL gets them together with the next query that gives rows, which saves a
 * journey for each. What stood against one of them (CONFLICT, and the others) is then said by a later call, at the latest by
 * db_commit, and can't be told from what stands against that; so it is for work that is done again more slowly when it
 * fails. db_savepoint, db_release and db_undo wait for what is on its way. Nothing changes on SQLite. */
enum rc db_send_ahead(struct db *db);
/* db_set_statement_timeout — how long one query may run before it ends with BUSY; 5,000 ms unless set. For
 * the job process's reports. */
enum rc db_set_statement_timeout(struct db *db, int ms);
/* db_savepoint, db_release, db_undo — one nested level, for bulk work row by row. */
enum rc db_savepoint(struct db *db);
enum rc db_release(struct db *db);
enum rc db_undo(struct db *db);
/* db_checkpoint — SQLite: copies the log back under the writer lock; `truncate` also empties it.
 * Nothing on PostgreSQL. Called by db_commit past 1,000 pages and by the job process when idle. */
enum rc db_checkpoint(struct db *db, bool truncate);
/* db_settle — after a great deal was added at once: PostgreSQL looks at the tables again, so that it plans by what is in
 * them. Nothing on SQLite, whose plans don't depend on it. Outside a transaction. */
enum rc db_settle(struct db *db);
/* db_error — what the last failing call said, for the log; never shown to people. */
struct str db_error(const struct db *db);
/* db_verify — integrity of the file (SQLite integrity_check and foreign_key_check); OK or FAULT
 * with the findings. */
enum rc db_verify(struct db *db, struct arena *a, struct str *ret_findings);

/* ---- lists (web/list.h) ---- */

/* Where a page of a sorted query (`-- sorts:`) goes on: in which of its orders, up or down, behind which row. */
struct list_at {
	int sort;         /* number of the order, as the query's enum names it */
	bool down;
	struct str text;  /* the row's value in that order: text, or a number, date or instant */
	int64_t number;
	int64_t row;
};

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
	const bool *column_nullable; /* a NULL in any other column is a FAULT; NULL: all may be NULL */
	bool writes;      /* refused (FAULT) outside DB_WRITE */
	bool lock;        /* PostgreSQL text ends with FOR UPDATE; refused outside DB_WRITE too */
	bool stream;      /* PostgreSQL: fetched row by row instead of at once */
};

/* db_run — binds and runs; for each row calls on_row(arg, row) until it returns false. `row` is read
 * with db_col_*; text and blobs are copied into the arena. affected (may be NULL) gets the changed rows.
 * on_row must not run another query (FAULT). CONFLICT when a constraint of the schema refuses (db_constraint
 * says which), NO_SPACE for a full disk, BUSY for lock and serialization trouble, FAULT otherwise. */
struct db_row;
enum rc db_run(struct db *db, struct arena *a, const struct db_query *q, const struct db_param *params,
               bool (*on_row)(void *arg, const struct db_row *row), void *arg, int64_t *affected);
/* db_prepare — only prepares it and compares the number of parameters and columns with what the query says:
 * FAULT when they differ. For tests and `cairn check`, over the table in queries.gen.h. */
enum rc db_prepare(struct db *db, const struct db_query *q);
/* db_constraint — what was behind the last CONFLICT: PostgreSQL's name of the constraint; on SQLite the
 * columns ("person.email"), the name of a CHECK, the text of a trigger's RAISE or "foreign key". */
struct str db_constraint(const struct db *db);

/* A NULL reads as DB_NULL_INT, NaN, a slice with p == NULL, UUID_NONE or DATE_NONE; empty text has p != NULL. */
bool db_col_null(const struct db_row *row, int col);
int64_t db_col_int(const struct db_row *row, int col);
double db_col_real(const struct db_row *row, int col);
struct str db_col_text(const struct db_row *row, int col);
struct uuid db_col_uuid(const struct db_row *row, int col);
struct date db_col_date(const struct db_row *row, int col);

/* db_grow — room for one more of `size` bytes behind the first n of array v; returns v or its larger copy. */
void *db_grow(struct arena *a, void *v, size_t n, size_t *room, size_t size);

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

/* The same for `type?`: the value that stands for nothing becomes NULL. */
static inline struct db_param db_int_opt(int64_t v)
{
	return (struct db_param){ .type = DB_INT, .i = v, .null = v == DB_NULL_INT };
}
static inline struct db_param db_instant_opt(instant v)
{
	return (struct db_param){ .type = DB_INSTANT, .i = v, .null = v == DB_NULL_INT };
}
static inline struct db_param db_real_opt(double v)
{
	return (struct db_param){ .type = DB_REAL, .r = v, .null = v != v }; /* NaN */
}
static inline struct db_param db_text_opt(struct str v)
{
	return (struct db_param){ .type = DB_TEXT, .s = v, .null = !v.p };
}
static inline struct db_param db_blob_opt(struct str v)
{
	return (struct db_param){ .type = DB_BLOB, .s = v, .null = !v.p };
}
#define db_uuid_opt(u)                                                                                    \
	((struct db_param){ .type = DB_UUID, .null = uuid_is_none(u), .s = { (const char *)(u).b, 16 } })

#endif
