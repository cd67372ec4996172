/* db_internal.h — what db.c, the two databases behind it and migrate.c share. Only for src/db/. */
#ifndef DB_DB_INTERNAL_H
#define DB_DB_INTERNAL_H

#include "db/db.h"

enum {
	DB_WAIT_MS = 5000,      /* for the writer lock, for a statement, for a connection */
	DB_QUERY_UNCACHED = -1, /* id of queries that db/ itself runs */
};

/* What a database must be able to do. `run` calls db_row_is_sound() before on_row. */
struct db_ops {
	enum rc (*begin)(struct db *db, enum db_mode mode);
	enum rc (*commit)(struct db *db);   /* leaves the transaction open when it fails */
	void (*rollback)(struct db *db);    /* also lets go of a statement that a longjmp left behind */
	enum rc (*run)(struct db *db, struct arena *a, const struct db_query *q, const struct db_param *params,
	               bool (*on_row)(void *arg, const struct db_row *row), void *arg, int64_t *affected);
	enum rc (*prepare)(struct db *db, const struct db_query *q, int *ret_params, int *ret_columns);
	enum rc (*script)(struct db *db, const char *sql); /* several statements, no parameters, no rows */
	enum rc (*timeout)(struct db *db); /* timeout_ms has changed */
	enum rc (*checkpoint)(struct db *db, bool truncate);
	enum rc (*verify)(struct db *db, struct arena *a, struct str *ret_findings);
	/* Around the transaction of one migration, at its start and at its end; each may be NULL. */
	enum rc (*schema_around)(struct db *db, bool before);
	enum rc (*schema_start)(struct db *db);
	enum rc (*schema_check)(struct db *db);
	void (*close)(struct db *db);
	bool (*col_null)(const struct db_row *row, int col);
	int64_t (*col_int)(const struct db_row *row, int col); /* DB_NULL_INT for NULL */
	double (*col_real)(const struct db_row *row, int col);
	struct str (*col_bytes)(const struct db_row *row, int col); /* copied into the row's arena */
};

struct db {
	const struct db_ops *ops;
	enum db_kind kind;
	char *url;
	char *error, *constraint; /* of the last failure; malloc'd, may be NULL */
	bool open;                /* a transaction is */
	bool ahead;               /* changes in it may be sent without waiting: db_send_ahead */
	enum db_mode mode;
	bool if_free;             /* the one being begun waits for nobody */
	int timeout_ms;           /* for one statement */
	enum rc failed;           /* how the transaction failed, OK while it hasn't */
	const struct db_query *running;
	bool misread;             /* a column could not be read as what it was said to be */
};

struct db_row {
	struct db *db;
	struct arena *arena;
	void *at;   /* sqlite3_stmt or PGresult */
	int number; /* of the row within a PGresult */
};

enum rc db_sqlite_open(struct db **ret, const char *path, bool create, struct arena *a, struct str *ret_why);
enum rc db_postgresql_open(struct db **ret, const char *url, struct arena *a, struct str *ret_why);

/* db_note — keeps `text` as db_error(), without line breaks at its end; NULL forgets it. */
void db_note(struct db *db, const char *text);
void db_note_constraint(struct db *db, const char *text, size_t n);
/* db_row_is_sound — no NULL where the query promises none; otherwise notes it and logs. */
bool db_row_is_sound(const struct db_query *q, const struct db_row *row);
/* db_fault — logs event with the query's name (NULL for none) and db_error(); returns FAULT. */
enum rc db_fault(const struct db *db, const char *event, const struct db_query *q);

#endif
