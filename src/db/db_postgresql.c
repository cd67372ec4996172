/* db_postgresql.c — PostgreSQL through libpq behind db.h.
 *
 * Queries are prepared on the server under their own names, on first use by each connection. Numbers travel
 * as text, text and bytes as they are; answers come as text (bytea in hex), since that reads bigint,
 * numeric and boolean alike. One answer is held at a time, in `result`, so that db_rollback alone can clean
 * up after a longjmp.
 *
 * Changes that db_send_ahead allows are put in libpq's pipeline and counted in `on_way`; their answers are read before that of
 * the next query, which goes out with them. Whatever is not such a change or query settles them first.
 */
#include "db/db_internal.h"

#include "base/log.h"
#include "base/text.h"

#include <libpq-fe.h>
#include <stdlib.h>

enum { OID_BOOL = 16, OID_BYTEA = 17 }; /* pg_type */
enum { AHEAD_MAX = 64 }; /* few enough that their answers, a line each, never fill the way back while we still send */

struct db_postgresql {
	struct db base;
	PGconn *conn;
	PGresult *result;
	bool ending;    /* the answer to COMMIT or ROLLBACK of a reading transaction has not been fetched yet */
	const struct db_query *on_way[AHEAD_MAX]; /* sent ahead, not answered */
	int on_way_n;
	int syncs; /* ends of a pipeline that were sent and not answered */
	bool *prepared; /* by query id, on this connection */
	int prepared_n;
};

static struct db_postgresql *of(struct db *db)
{
	return (struct db_postgresql *)db;
}

static void clear(struct db_postgresql *p)
{
	PQclear(p->result);
	p->result = NULL;
}

/* ---- failures ---- */

static bool state_is(const char *state, const char *start)
{
	return strncmp(state, start, strlen(start)) == 0;
}

/* Messages may quote what somebody typed, so the log gets the five characters of the SQLSTATE; the text
 * only where it can't: syntax and connection. */
static enum rc fault(struct db_postgresql *p, const struct db_query *q, const char *state)
{
	bool harmless = state_is(state, "42") || state_is(state, "08") || !*state;

	log_event(LOG_ERROR, "db.failed", { "query", LOG_C(q ? q->name : "") }, { "sqlstate", LOG_C(state) },
	          { "why", LOG_S(harmless ? db_error(&p->base) : S("")) });
	return FAULT;
}

/* failure — what the answer in p->result (or the state of the connection, without one) means. */
static enum rc failure(struct db_postgresql *p, const struct db_query *q)
{
	const char *state = p->result ? PQresultErrorField(p->result, PG_DIAG_SQLSTATE) : NULL;
	const char *text = p->result ? PQresultErrorField(p->result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	const char *constraint;

	state = state ? state : "";
	db_note(&p->base, text ? text : PQerrorMessage(p->conn));
	if (state_is(state, "23")) {
		constraint = PQresultErrorField(p->result, PG_DIAG_CONSTRAINT_NAME);
		constraint = constraint ? constraint : text ? text : "";
		db_note_constraint(&p->base, constraint, strlen(constraint));
		if (state_is(state, "23502") || state_is(state, "23514")) /* not null, check: forms should have caught it */
			fault(p, q, state);
		return CONFLICT;
	}
	if (state_is(state, "40001") || state_is(state, "40P01") || state_is(state, "57014") || state_is(state, "55P03"))
		return BUSY;
	if (state_is(state, "53100"))
		return NO_SPACE;
	return fault(p, q, state);
}

/* ---- what was sent ahead ---- */

/* The answers to what is on its way. The first that failed is what comes of it; the server has passed over those behind it. */
static enum rc answers_ahead(struct db_postgresql *p)
{
	enum rc rc = OK;

	for (int i = 0; i < p->on_way_n; i++) {
		PQclear(p->result);
		p->result = PQgetResult(p->conn);
		if (rc == OK && PQresultStatus(p->result) != PGRES_COMMAND_OK)
			rc = failure(p, p->on_way[i]);
		clear(p);
		PQclear(PQgetResult(p->conn)); /* NULL: the end of this answer */
	}
	p->on_way_n = 0;
	return rc;
}

static bool in_pipeline(const struct db_postgresql *p)
{
	return PQpipelineStatus(p->conn) != PQ_PIPELINE_OFF;
}

static bool send_end(struct db_postgresql *p)
{
	if (!PQpipelineSync(p->conn))
		return false;
	p->syncs++;
	return true;
}

/* leave_pipeline — reads up to the end that was sent, and goes back to one query at a time. */
static void leave_pipeline(struct db_postgresql *p)
{
	clear(p);
	p->on_way_n = 0;
	while (p->syncs && PQstatus(p->conn) == CONNECTION_OK) {
		PGresult *one = PQgetResult(p->conn);

		if (PQresultStatus(one) == PGRES_PIPELINE_SYNC)
			p->syncs--;
		PQclear(one);
	}
	p->syncs = 0;
	PQexitPipelineMode(p->conn);
}

/* settle — waits for everything that was sent ahead. */
static enum rc settle(struct db_postgresql *p)
{
	enum rc rc;

	if (!in_pipeline(p))
		return OK;
	rc = send_end(p) ? answers_ahead(p) : failure(p, NULL);
	leave_pipeline(p);
	return rc;
}

/* ---- the connection ---- */

/* end_reading — sends what ends a transaction that only read, and goes on with the page: its answer has nothing to say. */
static bool end_reading(struct db_postgresql *p, const char *sql)
{
	clear(p);
	p->ending = PQsendQuery(p->conn, sql) == 1;
	return p->ending;
}

/* ended — waits for that answer. Everything asked of the connection afterwards comes through here. */
static void ended(struct db_postgresql *p)
{
	PGresult *left;

	if (!p->ending)
		return;
	while ((left = PQgetResult(p->conn)))
		PQclear(left);
	p->ending = false;
}

static enum rc command(struct db_postgresql *p, const char *sql)
{
	ExecStatusType status;

	clear(p);
	ended(p);
	p->result = PQexec(p->conn, sql);
	status = PQresultStatus(p->result);
	/* A script of nothing but comments is done at once. */
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY ? OK : failure(p, NULL);
}

static enum rc postgresql_timeout(struct db *db)
{
	struct db_postgresql *p = of(db);
	struct arena *a = arena_new(4096);
	enum rc rc = command(p, str_c(a, strf(a, "SET statement_timeout = %d", db->timeout_ms)));

	arena_release(a);
	return rc;
}

/* What every connection is told first. Without jit: a query of ours ends in a millisecond or two, and the server, whose
 * estimates are above its bound as soon as a query has a few counts in it, would compile for 35 before it begins. And a page read out of
 * order costs little more than one in order, since what we ask for is a few rows by an index and is mostly in memory: by the server's own
 * guess, four times as much, thirty people's hours are found by reading everybody's. */
static enum rc greet(struct db_postgresql *p)
{
	enum rc rc;

	p->on_way_n = p->syncs = 0;
	if (p->prepared)
		memset(p->prepared, 0, (size_t)p->prepared_n * sizeof(*p->prepared));
	if (PQstatus(p->conn) != CONNECTION_OK)
		return failure(p, NULL);
	rc = command(p, "SET bytea_output = 'hex'; SET extra_float_digits = 1; SET standard_conforming_strings = on;"
	                "SET default_transaction_isolation = 'read committed'; SET TimeZone = 'UTC'; SET jit = off; SET random_page_cost = 1.1");
	return rc == OK ? postgresql_timeout(&p->base) : rc;
}

static enum rc connect_again(struct db_postgresql *p)
{
	clear(p);
	p->ending = false;
	PQreset(p->conn);
	return greet(p);
}

static void no_notice(void *arg, const char *message)
{
	UNUSED(arg);
	UNUSED(message);
}

/* ---- transactions ---- */

static enum rc postgresql_begin(struct db *db, enum db_mode mode)
{
	struct db_postgresql *p = of(db);
	const char *sql = mode == DB_READ ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	                                  : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
	enum rc rc;

	if (PQstatus(p->conn) != CONNECTION_OK && (rc = connect_again(p)) != OK)
		return rc;
	if ((rc = command(p, sql)) == OK || PQstatus(p->conn) == CONNECTION_OK)
		return rc;
	/* The server had gone away since the last request; nothing is lost yet. */
	if ((rc = connect_again(p)) != OK)
		return rc;
	return command(p, sql);
}

static enum rc postgresql_commit(struct db *db)
{
	struct db_postgresql *p = of(db);
	enum rc rc;

	if (db->mode == DB_READ && PQtransactionStatus(p->conn) == PQTRANS_INTRANS && end_reading(p, "COMMIT"))
		return OK;
	rc = settle(p);
	if (rc == OK)
		rc = command(p, "COMMIT");
	if (rc == OK && strcmp(PQcmdStatus(p->result), "COMMIT") != 0) { /* "ROLLBACK": it had failed before */
		db_note(db, "the transaction had failed");
		rc = db_fault(db, "db.commit", NULL);
	}
	return rc;
}

static void postgresql_rollback(struct db *db)
{
	struct db_postgresql *p = of(db);
	PGresult *left;

	if (p->ending)
		return; /* ended already, and nothing has been asked since */
	clear(p);
	if (in_pipeline(p) && (p->syncs || send_end(p))) /* what was sent ahead is not waited for */
		leave_pipeline(p);
	while ((left = PQgetResult(p->conn))) /* rows that nobody fetched */
		PQclear(left);
	if (db->mode == DB_READ && PQtransactionStatus(p->conn) == PQTRANS_INTRANS && end_reading(p, "ROLLBACK"))
		return;
	if (PQtransactionStatus(p->conn) != PQTRANS_IDLE && PQstatus(p->conn) == CONNECTION_OK)
		PQclear(PQexec(p->conn, "ROLLBACK"));
}

static enum rc postgresql_checkpoint(struct db *db, bool truncate)
{
	UNUSED(db);
	UNUSED(truncate);
	return OK;
}

/* ---- running queries ---- */

struct arguments {
	const char **values;
	int *lengths, *formats;
};

static void set_argument(struct arena *a, const struct db_param *p, const char **value, int *length, int *format)
{
	if (p->null)
		return;
	switch (p->type) {
	case DB_TEXT:
	case DB_UUID:
	case DB_BLOB:
		*value = p->s.p ? p->s.p : "";
		*length = (int)p->s.n;
		*format = 1;
		break;
	case DB_REAL:
		*value = strf(a, "%.17g", p->r).p;
		break;
	default:
		*value = strf(a, "%lld", (long long)p->i).p;
	}
}

static struct arguments arguments_of(struct arena *a, const struct db_query *q, const struct db_param *params)
{
	size_t n = (size_t)q->params;
	struct arguments args = { 0 };

	if (n == 0)
		return args;
	args.values = NEW_ARRAY(a, const char *, n);
	args.lengths = NEW_ARRAY(a, int, n);
	args.formats = NEW_ARRAY(a, int, n);
	for (size_t i = 0; i < n; i++)
		set_argument(a, &params[i], &args.values[i], &args.lengths[i], &args.formats[i]);
	return args;
}

static bool too_long(const struct db_query *q, const struct db_param *params)
{
	for (int i = 0; i < q->params; i++)
		if (params[i].s.n > INT32_MAX / 2)
			return true;
	return false;
}

static enum rc prepare(struct db_postgresql *p, const struct db_query *q)
{
	enum rc rc;

	if (q->id >= p->prepared_n) {
		int n = q->id + 64;
		bool *more = realloc(p->prepared, (size_t)n * sizeof(*more));

		if (!more)
			return FAULT;
		memset(more + p->prepared_n, 0, (size_t)(n - p->prepared_n) * sizeof(*more));
		p->prepared = more;
		p->prepared_n = n;
	}
	if (p->prepared[q->id])
		return OK;
	if ((rc = settle(p)) != OK)
		return rc;
	p->result = PQprepare(p->conn, q->name, q->postgresql, 0, NULL);
	if (PQresultStatus(p->result) != PGRES_COMMAND_OK)
		return failure(p, q);
	clear(p);
	p->prepared[q->id] = true;
	return OK;
}

/* send — starts the query; the answer is fetched by next_result(). */
static bool send(struct db_postgresql *p, const struct db_query *q, const struct arguments *args)
{
	int sent = q->id >= 0 ? PQsendQueryPrepared(p->conn, q->name, q->params, args->values, args->lengths,
	                                            args->formats, 0)
	                      : PQsendQueryParams(p->conn, q->postgresql, q->params, NULL, args->values,
	                                          args->lengths, args->formats, 0);

	if (sent && q->stream)
		PQsetSingleRowMode(p->conn);
	return sent == 1;
}

static bool next_result(struct db_postgresql *p)
{
	clear(p);
	p->result = PQgetResult(p->conn);
	return p->result != NULL;
}

/* The rows of one answer; with q->stream there is one a time. */
static enum rc give_rows(struct db_postgresql *p, struct arena *a, const struct db_query *q, bool *wanted,
                         bool (*on_row)(void *arg, const struct db_row *row), void *arg)
{
	struct db_row row = { .db = &p->base, .arena = a, .at = p->result };

	for (row.number = 0; *wanted && row.number < PQntuples(p->result); row.number++) {
		if (!db_row_is_sound(q, &row))
			return FAULT;
		*wanted = on_row(arg, &row);
	}
	return OK;
}

/* A change that nobody waits for, behind the others. */
static enum rc send_ahead(struct db_postgresql *p, const struct db_query *q, const struct arguments *args)
{
	enum rc rc;

	if (p->on_way_n == AHEAD_MAX && (rc = settle(p)) != OK)
		return rc;
	if (!in_pipeline(p) && !PQenterPipelineMode(p->conn))
		return failure(p, q);
	if (!send(p, q, args))
		return failure(p, q);
	p->on_way[p->on_way_n++] = q;
	return OK;
}

/* send_behind — a query whose answer is wanted goes out with what is on its way, whose answers come first. */
static enum rc send_behind(struct db_postgresql *p, const struct db_query *q, const struct arguments *args)
{
	enum rc rc = OK;

	if (!send(p, q, args) || (in_pipeline(p) && !send_end(p)))
		rc = failure(p, q);
	else if (in_pipeline(p))
		rc = answers_ahead(p);
	if (rc != OK && in_pipeline(p))
		leave_pipeline(p);
	return rc;
}

static enum rc postgresql_run(struct db *db, struct arena *a, const struct db_query *q,
                              const struct db_param *params,
                              bool (*on_row)(void *arg, const struct db_row *row), void *arg, int64_t *affected)
{
	struct db_postgresql *p = of(db);
	struct arguments args;
	bool wanted = on_row != NULL;
	int64_t changed = 0;
	enum rc rc = OK;

	clear(p);
	ended(p);
	if (too_long(q, params))
		return TOO_LARGE;
	if (!db->open && PQstatus(p->conn) != CONNECTION_OK && (rc = connect_again(p)) != OK)
		return rc;
	if ((q->id >= 0 && (rc = prepare(p, q)) != OK) || (q->stream && (rc = settle(p)) != OK))
		return rc;
	args = arguments_of(a, q, params);
	if (db->ahead && q->writes && !q->columns && !affected)
		return send_ahead(p, q, &args);
	if ((rc = send_behind(p, q, &args)) != OK)
		return rc;
	while (next_result(p)) {
		ExecStatusType status = PQresultStatus(p->result);

		if (rc != OK)
			continue; /* the rest of a failed answer */
		if (status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE)
			rc = give_rows(p, a, q, &wanted, on_row, arg);
		else if (status != PGRES_COMMAND_OK)
			rc = failure(p, q);
		if (rc == OK && q->writes)
			str_to_i64(str_from_c(PQcmdTuples(p->result)), 0, INT64_MAX, &changed);
	}
	if (in_pipeline(p))
		leave_pipeline(p);
	if (rc == OK && affected)
		*affected = changed;
	return rc;
}

static enum rc postgresql_prepare(struct db *db, const struct db_query *q, int *ret_params, int *ret_columns)
{
	struct db_postgresql *p = of(db);
	enum rc rc;

	clear(p);
	ended(p);
	if (q->id < 0)
		return FAULT;
	if ((rc = prepare(p, q)) != OK)
		return rc;
	p->result = PQdescribePrepared(p->conn, q->name);
	if (PQresultStatus(p->result) != PGRES_COMMAND_OK)
		return failure(p, q);
	*ret_params = PQnparams(p->result);
	*ret_columns = PQnfields(p->result);
	return OK;
}

static enum rc postgresql_script(struct db *db, const char *sql)
{
	enum rc rc = settle(of(db));

	if (rc == OK)
		rc = command(of(db), sql);
	clear(of(db));
	return rc;
}

static bool postgresql_col_null(const struct db_row *row, int col)
{
	return PQgetisnull(row->at, row->number, col);
}

static struct str raw(const struct db_row *row, int col)
{
	return (struct str){ PQgetvalue(row->at, row->number, col), (size_t)PQgetlength(row->at, row->number, col) };
}

static int64_t postgresql_col_int(const struct db_row *row, int col)
{
	struct str s;
	int64_t v = 0;

	if (postgresql_col_null(row, col))
		return DB_NULL_INT;
	s = raw(row, col);
	if (PQftype(row->at, col) == OID_BOOL)
		return str_eq(s, S("t"));
	if (!str_to_i64(s, INT64_MIN, INT64_MAX, &v))
		row->db->misread = true;
	return v;
}

static double postgresql_col_real(const struct db_row *row, int col)
{
	return strtod(PQgetvalue(row->at, row->number, col), NULL);
}

static struct str postgresql_col_bytes(const struct db_row *row, int col)
{
	struct str s = raw(row, col);
	char *bytes;

	if (PQftype(row->at, col) != OID_BYTEA)
		return str_dup(row->arena, s);
	bytes = arena_alloc(row->arena, s.n / 2 + 1);
	if (s.n < 2 || !hex_decode(str_sub(s, 2, SIZE_MAX), bytes, (s.n - 2) / 2)) { /* behind "\x" */
		row->db->misread = true;
		return STR_NONE;
	}
	return (struct str){ bytes, (s.n - 2) / 2 };
}

/* The server checks its own files; what we can say is that it answers. */
static enum rc postgresql_verify(struct db *db, struct arena *a, struct str *ret_findings)
{
	enum rc rc = postgresql_script(db, "SELECT 1");

	*ret_findings = rc == OK ? S("") : str_dup(a, db_error(db));
	return rc;
}

/* One migration at a time, however long it takes. The number is only a name for the lock. */
static enum rc postgresql_schema_start(struct db *db)
{
	return postgresql_script(db, "SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(672410)");
}

static void postgresql_close(struct db *db)
{
	struct db_postgresql *p = of(db);

	clear(p);
	PQfinish(p->conn);
	free(p->prepared);
	free(p);
}

static const struct db_ops postgresql_ops = {
	.begin = postgresql_begin,
	.commit = postgresql_commit,
	.rollback = postgresql_rollback,
	.run = postgresql_run,
	.prepare = postgresql_prepare,
	.script = postgresql_script,
	.timeout = postgresql_timeout,
	.checkpoint = postgresql_checkpoint,
	.verify = postgresql_verify,
	.schema_start = postgresql_schema_start,
	.close = postgresql_close,
	.col_null = postgresql_col_null,
	.col_int = postgresql_col_int,
	.col_real = postgresql_col_real,
	.col_bytes = postgresql_col_bytes,
};

enum rc db_postgresql_open(struct db **ret, const char *url, struct arena *a, struct str *ret_why)
{
	static const char *const keys[] = { "dbname", "application_name", "client_encoding", "connect_timeout",
		                            "keepalives_idle", NULL };
	const char *const values[] = { url, "cairn", "UTF8", "5", "30", NULL };
	struct db_postgresql *p = calloc(1, sizeof(*p));

	if (!p)
		return FAULT;
	p->base = (struct db){ .ops = &postgresql_ops, .kind = DB_POSTGRESQL, .url = strdup(url),
		               .timeout_ms = DB_WAIT_MS };
	p->conn = PQconnectdbParams(keys, values, 1);
	PQsetNoticeProcessor(p->conn, no_notice, NULL);
	if (greet(p) == OK) {
		*ret = &p->base;
		return OK;
	}
	*ret_why = str_dup(a, db_error(&p->base));
	db_close(&p->base);
	return FAULT;
}
