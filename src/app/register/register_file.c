/* register_file.c — a copy of the register from a CSV file: read row by row beside the one in use, checked by a person, and
 * taken into use at one stroke. */
#include "app/register/register_inside.h"

#include "base/csv.h"
#include "register.sql.h"

#include <malloc.h>

enum { ARENA_MAX = 400 << 20, BATCH = 200, LEASE_SECONDS = 900, PROBLEMS_SHOWN = 20, PROBLEMS_MAX = 4000 };
#define COPY_LIMITS \
	((struct csv_limits){ .bytes = 33 << 20, .rows = 400000, .columns = 60, .cell = 8 * 1024, .cells = 4000000 })

enum column { COL_NUMBER, COL_NAME, COL_STATUS, COL_TOWN, COL_FROM, COL_UNTIL, COL_ANNOTATIONS, COLUMNS };

/* What a column may be called. */
static const struct {
	struct str names[4];
	bool required;
} headings[COLUMNS] = {
	[COL_NUMBER] = { { S_INIT("number"), S_INIT("registration number"), S_INIT("registration"), S_INIT("swe number") }, true },
	[COL_NAME] = { { S_INIT("name"), S_INIT("full name") }, true },
	[COL_STATUS] = { { S_INIT("status"), S_INIT("registration status") }, true },
	[COL_TOWN] = { { S_INIT("town"), S_INIT("town of employment") }, false },
	[COL_FROM] = { { S_INIT("registered from"), S_INIT("from"), S_INIT("date registered") }, false },
	[COL_UNTIL] = { { S_INIT("registered until"), S_INIT("until"), S_INIT("registered to"), S_INIT("expires") }, false },
	[COL_ANNOTATIONS] = { { S_INIT("annotations"), S_INIT("annotation") }, false },
};

struct reading {
	struct ctx *cx;          /* with an arena of its own */
	const struct job *job;
	struct csv_table table;
	size_t column[COLUMNS];
	struct buf problems;
	int64_t rows, bad;
};

static void problem(struct reading *r, int line, const char *say)
{
	if (r->bad++ < PROBLEMS_SHOWN)
		buf_addf(&r->problems, "%s%d: %s", r->problems.n ? "\n" : "", line, say);
}

static bool find_columns(struct reading *r)
{
	for (int c = 0; c < COLUMNS; c++) {
		r->column[c] = SIZE_MAX;
		for (size_t i = 0; i < COUNT_OF(headings[c].names) && r->column[c] == SIZE_MAX; i++)
			if (headings[c].names[i].n)
				r->column[c] = csv_column(&r->table, headings[c].names[i]);
		if (r->column[c] == SIZE_MAX && headings[c].required) {
			buf_addf(&r->problems, "1: there is no column called “%.*s”", STR_FMT(headings[c].names[0]));
			return false;
		}
	}
	return true;
}

static struct str cell(const struct reading *r, size_t row, enum column c)
{
	return r->column[c] == SIZE_MAX ? S("") : csv_cell(&r->table, row, r->column[c]);
}

/* date_typed — 2027-10-06, or 06/10/2027 as spreadsheets here write it. An empty cell is no date. */
static bool date_typed(struct str s, struct date *ret)
{
	struct str day, month;

	*ret = DATE_NONE;
	if (!s.n || date_parse(s, ret))
		return true;
	day = str_cut(&s, '/');
	month = str_cut(&s, '/');
	return s.n && date_parse_typed(day, month, s, ret);
}

/* number_typed — SW and digits; Excel's habit of dropping nothing here, people's of adding spaces and small letters. */
static struct str number_typed(struct arena *a, struct str s)
{
	struct str n = str_replace_all(a, str_lower(a, s), S(" "), S(""));
	int64_t digits;

	if (!str_starts(n, S("sw")) || !str_to_i64(str_sub(n, 2, SIZE_MAX), 1, 999999, &digits))
		return STR_NONE;
	return strf(a, "SW%lld", (long long)digits);
}

static enum rc put_row(struct reading *r, int64_t copy, size_t i)
{
	struct ctx *cx = r->cx;
	struct str number = number_typed(cx->arena, cell(r, i, COL_NUMBER));
	struct str name = register_clean(cx->arena, cell(r, i, COL_NAME), REGISTER_TEXT_MAX);
	enum register_status status = register_status_of(cx->arena, cell(r, i, COL_STATUS));
	struct date from, until;
	int line = r->table.v[i].line;

	if (!number.n)
		return problem(r, line, "the number is not SW and one to six digits"), OK;
	if (!name.n)
		return problem(r, line, "there is no name"), OK;
	if (status == REGISTER_NOT_ASKED)
		return problem(r, line, "the status is not one that Cairn knows"), OK;
	if (!date_typed(cell(r, i, COL_FROM), &from) || !date_typed(cell(r, i, COL_UNTIL), &until))
		return problem(r, line, "a date is not a date"), OK;
	r->rows++;
	return sql_register_row_put(cx->db, cx->arena, copy, number, name, status,
	                            register_clean(cx->arena, cell(r, i, COL_TOWN), REGISTER_TEXT_MAX), from, until,
	                            register_clean(cx->arena, cell(r, i, COL_ANNOTATIONS), REGISTER_ANNOTATIONS_MAX), NULL);
}

/* A batch in a transaction of its own, so that nobody waits long. */
static enum rc put_batch(struct reading *r, int64_t copy, size_t from, size_t to)
{
	enum rc rc = db_begin(r->cx->db, DB_WRITE);

	for (size_t i = from; rc == OK && i < to; i++)
		rc = put_row(r, copy, i);
	if (rc == OK)
		return db_commit(r->cx->db);
	db_rollback(r->cx->db);
	return rc;
}

static enum rc put_rows(struct reading *r, int64_t copy)
{
	struct arena *whole = r->cx->arena;
	enum rc rc = OK;

	for (size_t i = 1; rc == OK && i < r->table.n; i += BATCH) {
		r->cx->arena = arena_within(whole, 16 << 20);
		rc = put_batch(r, copy, i, i + BATCH < r->table.n ? i + BATCH : r->table.n);
		if (rc == OK && i % (BATCH * 50) == 1)
			rc = job_extend(r->cx, r->job, LEASE_SECONDS);
		arena_release(r->cx->arena);
		r->cx->arena = whole;
	}
	return rc;
}

static enum rc finish(struct reading *r, int64_t copy, bool good)
{
	enum rc rc = db_begin(r->cx->db, DB_WRITE);

	if (rc != OK)
		return rc;
	rc = sql_register_copy_done(r->cx->db, r->cx->arena, copy, good && r->rows ? COPY_READ : COPY_BAD, r->rows, r->bad,
	                            buf_str(&r->problems), NULL);
	if (rc == OK)
		return db_commit(r->cx->db);
	db_rollback(r->cx->db);
	return rc;
}

static enum rc read_all(struct reading *r, int64_t copy)
{
	struct ctx *cx = r->cx;
	struct register_copy_content_row row;
	struct csv_problem wrong;
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = sql_register_copy_content(cx->db, cx->arena, copy, &row);
	db_rollback(cx->db);
	if (rc != OK)
		return rc;
	if (row.state != COPY_READING || !row.content.p)
		return OK; /* let go of, or read by a lane that died before it could say so */
	rc = csv_read(cx->arena, row.content, COPY_LIMITS, &r->table, &wrong);
	if (rc == INVALID || rc == TOO_LARGE) {
		buf_addf(&r->problems, "%d: %.*s", wrong.line, STR_FMT(wrong.say));
		return finish(r, copy, false);
	}
	if (rc != OK)
		return rc;
	if (!find_columns(r))
		return finish(r, copy, false);
	rc = put_rows(r, copy);
	return rc == OK ? finish(r, copy, true) : rc;
}

enum rc register_copy_run(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct ctx own = *cx;
	struct reading r = { .cx = &own, .job = job };
	enum rc rc;

	own.arena = arena_within(cx->arena, ARENA_MAX);
	r.problems = buf_new(own.arena, PROBLEMS_MAX);
	rc = read_all(&r, job->object);
	db_rollback(cx->db);
	arena_release(own.arena);
	malloc_trim(0);
	if (rc != OK)
		*ret_why = S("The copy of the register could not be read.");
	return rc;
}

/* register_copy_given_up — its page must not wait for ever. */
enum rc register_copy_given_up(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	UNUSED(ret_why);
	return sql_register_copy_done(cx->db, cx->arena, job->object, COPY_BAD, 0, 0, S(""), NULL);
}
