/* db.c — what is the same for both databases: the state of the transaction, refusals, reading columns. */
#include "db/db_internal.h"

#include "base/log.h"
#include "base/text.h"

#include <stdlib.h>

bool db_is_postgresql(struct str url)
{
	return str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://"));
}

enum rc db_open(struct arena *a, struct str url, bool create, struct db **ret, struct str *ret_why)
{
	const char *c = str_c(a, url);

	if (db_is_postgresql(url))
		return db_postgresql_open(ret, c, a, ret_why);
	return db_sqlite_open(ret, c, create, a, ret_why);
}

void db_close(struct db *db)
{
	char *url, *error, *constraint;

	if (!db)
		return;
	db_rollback(db);
	url = db->url;
	error = db->error;
	constraint = db->constraint;
	db->ops->close(db);
	free(url);
	free(error);
	free(constraint);
}

enum db_kind db_kind(const struct db *db)
{
	return db->kind;
}

struct str db_url(const struct db *db)
{
	return str_from_c(db->url);
}

struct str db_error(const struct db *db)
{
	return str_from_c(db->error);
}

struct str db_constraint(const struct db *db)
{
	return str_from_c(db->constraint);
}

bool db_in_transaction(const struct db *db)
{
	return db->open;
}

/* ---- failures ---- */

static void keep(char **slot, const char *text, size_t n)
{
	char *copy = text ? malloc(n + 1) : NULL;

	if (copy) {
		memcpy(copy, text, n);
		copy[n] = '\0';
	}
	free(*slot);
	*slot = copy;
}

void db_note(struct db *db, const char *text)
{
	size_t n = text ? strlen(text) : 0;

	while (n && (text[n - 1] == '\n' || text[n - 1] == ' '))
		n--;
	keep(&db->error, text, n);
}

void db_note_constraint(struct db *db, const char *text, size_t n)
{
	keep(&db->constraint, text, n);
}

enum rc db_fault(const struct db *db, const char *event, const struct db_query *q)
{
	log_event(LOG_ERROR, event, { "query", LOG_C(q ? q->name : "") }, { "why", LOG_S(db_error(db)) });
	return FAULT;
}

static enum rc refuse(struct db *db, const struct db_query *q, const char *why)
{
	db_note(db, why);
	return db_fault(db, "db.refused", q);
}

/* ---- transactions ---- */

enum rc db_begin(struct db *db, enum db_mode mode)
{
	enum rc rc;

	if (db->open)
		return refuse(db, NULL, "a transaction is open already");
	if (db->running) /* left behind by a longjmp */
		db_rollback(db);
	db->failed = OK;
	db->ahead = false;
	db->mode = mode;
	if ((rc = db->ops->begin(db, mode)) != OK)
		return rc;
	db->open = true;
	return OK;
}

enum rc db_begin_if_free(struct db *db)
{
	enum rc rc;

	db->if_free = true;
	rc = db_begin(db, DB_WRITE);
	db->if_free = false;
	return rc;
}

enum rc db_commit(struct db *db)
{
	enum rc rc = db->failed;

	if (!db->open)
		return refuse(db, NULL, "no transaction is open");
	if (rc == OK && (rc = db->ops->commit(db)) == OK) {
		db->open = false;
		return OK;
	}
	db_rollback(db);
	return rc;
}

void db_rollback(struct db *db)
{
	db->ops->rollback(db);
	db->running = NULL;
	db->open = false;
	db->failed = OK;
}

enum rc db_send_ahead(struct db *db)
{
	if (!db->open || db->mode != DB_WRITE)
		return refuse(db, NULL, "only what a write transaction changes is sent ahead");
	db->ahead = true;
	return OK;
}

enum rc db_set_statement_timeout(struct db *db, int ms)
{
	db->timeout_ms = ms;
	return db->ops->timeout ? db->ops->timeout(db) : OK;
}

static enum rc within(struct db *db, const char *sql)
{
	enum rc rc;

	if (!db->open)
		return refuse(db, NULL, "no transaction is open");
	if (db->failed != OK)
		return db->failed;
	if ((rc = db->ops->script(db, sql)) != OK)
		db->failed = rc;
	return rc;
}

enum rc db_savepoint(struct db *db)
{
	return within(db, "SAVEPOINT nested");
}

enum rc db_release(struct db *db)
{
	return within(db, "RELEASE SAVEPOINT nested");
}

enum rc db_undo(struct db *db)
{
	db->failed = OK;
	return within(db, "ROLLBACK TO SAVEPOINT nested; RELEASE SAVEPOINT nested");
}

enum rc db_checkpoint(struct db *db, bool truncate)
{
	if (db->open)
		return refuse(db, NULL, "a transaction is open");
	return db->ops->checkpoint(db, truncate);
}

enum rc db_settle(struct db *db)
{
	if (db->open)
		return refuse(db, NULL, "a transaction is open");
	return db->kind == DB_POSTGRESQL ? db->ops->script(db, "ANALYZE") : OK;
}

enum rc db_verify(struct db *db, struct arena *a, struct str *ret_findings)
{
	return db->ops->verify(db, a, ret_findings);
}

/* ---- running queries ---- */

bool db_row_is_sound(const struct db_query *q, const struct db_row *row)
{
	if (!q->column_nullable)
		return true;
	for (int i = 0; i < q->columns; i++) {
		if (!q->column_nullable[i] && row->db->ops->col_null(row, i)) {
			db_note(row->db, "a column that 'out:' says is never NULL is NULL");
			log_event(LOG_ERROR, "db.null", { "query", LOG_C(q->name) }, { "column", LOG_I(i + 1) });
			return false;
		}
	}
	return true;
}

enum rc db_run(struct db *db, struct arena *a, const struct db_query *q, const struct db_param *params,
               bool (*on_row)(void *arg, const struct db_row *row), void *arg, int64_t *affected)
{
	enum rc rc;

	if (db->running)
		return refuse(db, q, "another query is still giving rows");
	if (db->open && db->failed != OK)
		return db->failed;
	if ((q->writes || q->lock) && !(db->open && db->mode == DB_WRITE))
		return refuse(db, q, "it writes or locks outside a write transaction");
	db->running = q;
	db->misread = false;
	rc = db->ops->run(db, a, q, params, on_row, arg, affected);
	db->running = NULL;
	if (rc == OK && db->misread) {
		db_note(db, "a column is not of the type that 'out:' says");
		rc = db_fault(db, "db.misread", q);
	}
	if (rc != OK && db->open)
		db->failed = rc;
	return rc;
}

enum rc db_prepare(struct db *db, const struct db_query *q)
{
	int params = 0, columns = 0;
	enum rc rc = db->ops->prepare(db, q, &params, &columns);

	if (rc != OK)
		return rc;
	if (params != q->params || columns != q->columns)
		return refuse(db, q, "its parameters or columns are not those it was declared with");
	return OK;
}

/* ---- reading a row ---- */

bool db_col_null(const struct db_row *row, int col)
{
	return row->db->ops->col_null(row, col);
}

int64_t db_col_int(const struct db_row *row, int col)
{
	return row->db->ops->col_int(row, col);
}

double db_col_real(const struct db_row *row, int col)
{
	return db_col_null(row, col) ? __builtin_nan("") : row->db->ops->col_real(row, col);
}

struct str db_col_text(const struct db_row *row, int col)
{
	return db_col_null(row, col) ? STR_NONE : row->db->ops->col_bytes(row, col);
}

struct uuid db_col_uuid(const struct db_row *row, int col)
{
	struct str s = db_col_text(row, col);
	struct uuid u = UUID_NONE;

	if (s.n == sizeof(u.b))
		memcpy(u.b, s.p, sizeof(u.b));
	else if (s.p)
		row->db->misread = true;
	return u;
}

struct date db_col_date(const struct db_row *row, int col)
{
	int64_t days = db_col_int(row, col);

	if (days == DB_NULL_INT)
		return DATE_NONE;
	if (days <= INT32_MIN || days > INT32_MAX) {
		row->db->misread = true;
		return DATE_NONE;
	}
	return (struct date){ (int32_t)days };
}

void *db_grow(struct arena *a, void *v, size_t n, size_t *room, size_t size)
{
	size_t more = *room ? *room * 2 : 8;
	void *larger;

	if (n < *room)
		return v;
	larger = arena_array(a, more, size);
	if (n)
		memcpy(larger, v, n * size);
	*room = more;
	return larger;
}
