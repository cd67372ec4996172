/* test_store.c — both databases keep what db.h promises. Run with CAIRN_TEST_DB=url: a SQLite path, where
 * the file is made new, or a PostgreSQL that may be emptied. The schema is tests/store/migrations. */
#include "base/text.h"
#include "db/db.h"
#include "db/lock.h"
#include "db/migrate.h"
#include "queries.gen.h"
#include "store_test.sql.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct db *db;

#define assert_ok(e) assert_int_equal((e), OK)
#define assert_str(got, literal) assert_true(str_eq((got), S(literal)))

/* ---- a fresh database, opened once ---- */

static struct str test_url(void)
{
	return str_from_c(getenv("CAIRN_TEST_DB"));
}

static struct db *connect(bool create)
{
	struct db *d = NULL;
	struct str why = STR_NONE;

	if (db_open(arena, test_url(), create, &d, &why) != OK)
		fail_msg("can't open: %.*s", STR_FMT(why));
	return d;
}

static bool run_sql(struct db *d, const char *sql)
{
	const struct db_query q = { .name = "test", .sqlite = sql, .postgresql = sql, .id = -1, .writes = true };

	return db_run(d, arena, &q, NULL, NULL, NULL, NULL) == OK;
}

static void empty_it(void)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };

	if (db_is_postgresql(test_url())) {
		struct db *d = connect(true);

		assert_ok(db_begin(d, DB_WRITE));
		assert_true(run_sql(d, "DROP SCHEMA public CASCADE"));
		assert_true(run_sql(d, "CREATE SCHEMA public"));
		assert_ok(db_commit(d));
		db_close(d);
		return;
	}
	for (size_t i = 0; i < COUNT_OF(suffixes); i++)
		unlink(strf(arena, "%.*s%s", STR_FMT(test_url()), suffixes[i]).p);
}

static int open_all(void **state)
{
	int applied = 0;
	struct str why = STR_NONE;

	UNUSED(state);
	arena = arena_new(64 << 20);
	empty_it();
	db = connect(true);
	assert_int_equal(migrate_is_current(db, arena, &why), CONFLICT);
	if (migrate_up(db, arena, 1000, &applied, &why) != OK)
		fail_msg("%.*s", STR_FMT(why));
	assert_int_equal(applied, 2);
	return 0;
}

static int close_all(void **state)
{
	UNUSED(state);
	db_close(db);
	arena_release(arena);
	return 0;
}

static int clear(void **state)
{
	UNUSED(state);
	db_rollback(db);
	assert_ok(db_begin(db, DB_WRITE));
	assert_true(run_sql(db, "DELETE FROM part"));
	assert_true(run_sql(db, "DELETE FROM thing"));
	assert_true(run_sql(db, "UPDATE counter SET n = 0"));
	assert_ok(db_commit(db));
	return 0;
}

static struct uuid id_of(int n)
{
	struct uuid u = UUID_NONE;

	u.b[0] = 0x01;
	u.b[15] = (uint8_t)n;
	return u;
}

static enum rc add(int n, const char *code)
{
	struct thing_add_row row;

	return sql_thing_add(db, arena, id_of(n), str_from_c(code), n, 0.5, 1, DATE_NONE, false, STR_NONE, STR_NONE, &row);
}

static int64_t count(void)
{
	struct thing_count_row row;

	assert_ok(sql_thing_count(db, arena, &row));
	return row.n;
}

/* ---- values ---- */

static void every_type_comes_back_as_it_went_in(void **state)
{
	const char bytes[] = { 0, 1, (char)0xff, '\\', '\'' };
	struct str text = S("O'Neill said \"½ café — 日本\" \\ ?1 $1 :x\n\ttab");
	struct thing_add_row added;
	struct thing_by_id_row got;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(sql_thing_add(db, arena, id_of(1), text, -9007199254740993, -0.1, 1823420531123, (struct date){ -400 },
	                        true, (struct str){ bytes, sizeof(bytes) }, S(""), &added));
	assert_ok(db_commit(db));
	assert_ok(sql_thing_by_id(db, arena, id_of(1), &got));
	assert_int_equal(got.thing, added.thing);
	assert_true(uuid_eq(got.id, id_of(1)));
	assert_true(str_eq(got.code, text));
	assert_true(got.whole == -9007199254740993);
	assert_true(got.ratio == -0.1);
	assert_true(got.made == 1823420531123);
	assert_int_equal(got.day.days, -400);
	assert_true(got.yes);
	assert_true(str_eq(got.bytes, (struct str){ bytes, sizeof(bytes) }));
	assert_true(got.words.p && got.words.n == 0);
}

static void null_comes_back_as_null(void **state)
{
	struct thing_add_row added;
	struct thing_by_id_row got;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(sql_thing_add(db, arena, id_of(2), STR_NONE, DB_NULL_INT, NAN, 0, DATE_NONE, false, STR_NONE, STR_NONE,
	                        &added));
	assert_ok(db_commit(db));
	assert_ok(sql_thing_by_id(db, arena, id_of(2), &got));
	assert_true(got.code.p && got.code.n == 0); /* text without '?' is never NULL */
	assert_true(got.whole == DB_NULL_INT);
	assert_true(isnan(got.ratio));
	assert_true(date_is_none(got.day));
	assert_null(got.bytes.p);
	assert_null(got.words.p);
}

static void a_null_where_none_may_be_is_a_fault(void **state)
{
	struct thing_add_row added;
	struct thing_wrong_null_row got;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(sql_thing_add(db, arena, id_of(3), S("c"), DB_NULL_INT, NAN, 0, DATE_NONE, false, STR_NONE, STR_NONE,
	                        &added));
	assert_ok(db_commit(db));
	assert_int_equal(sql_thing_wrong_null(db, arena, id_of(3), &got), FAULT);
}

static void a_missing_row_is_not_found_and_leaves_ret_alone(void **state)
{
	struct thing_by_id_row got = { .thing = 77 };

	UNUSED(state);
	assert_int_equal(sql_thing_by_id(db, arena, id_of(9), &got), NOT_FOUND);
	assert_int_equal(got.thing, 77);
}

static void sums_counts_and_exists_are_whole_numbers(void **state)
{
	struct thing_count_row got;

	UNUSED(state);
	assert_ok(sql_thing_count(db, arena, &got));
	assert_true(got.n == 0 && got.total == 0 && !got.any_yes);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "a"));
	assert_ok(add(2, "b"));
	assert_ok(db_commit(db));
	assert_ok(sql_thing_count(db, arena, &got));
	assert_true(got.n == 2 && got.total == 3);
}

static void text_sorts_by_its_bytes(void **state)
{
	struct things_rows rows;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "b"));
	assert_ok(add(2, "B"));
	assert_ok(add(3, "é"));
	assert_ok(add(4, "a"));
	assert_ok(db_commit(db));
	assert_ok(sql_things(db, arena, S(""), 10, &rows));
	assert_int_equal(rows.n, 4);
	assert_str(rows.v[0].code, "B");
	assert_str(rows.v[1].code, "a");
	assert_str(rows.v[3].code, "é");
	assert_str(rows.v[0].note, ":code ?");
	assert_ok(sql_things(db, arena, S("a"), 2, &rows));
	assert_int_equal(rows.n, 2);
	assert_str(rows.v[1].code, "b");
}

static bool three_at_most(void *arg, const struct things_each_row *row)
{
	int *n = arg;

	assert_true(row->code.n > 0);
	return ++*n < 3;
}

static void each_stops_when_it_is_told_and_the_connection_goes_on(void **state)
{
	int n = 0;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	for (int i = 1; i <= 50; i++)
		assert_ok(add(i, strf(arena, "%d", i).p));
	assert_ok(sql_things_each(db, arena, three_at_most, &n));
	assert_int_equal(n, 3);
	assert_int_equal(count(), 50);
	assert_ok(db_commit(db));
}

static bool ask_inside(void *arg, const struct things_each_row *row)
{
	struct thing_count_row got;

	UNUSED(row);
	*(enum rc *)arg = sql_thing_count(db, arena, &got);
	return true;
}

static void a_query_inside_anothers_rows_is_refused(void **state)
{
	enum rc inside = OK;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "a"));
	assert_ok(sql_things_each(db, arena, ask_inside, &inside));
	assert_int_equal(inside, FAULT);
	assert_ok(db_commit(db));
}

static void fragments_filter_rows(void **state)
{
	struct thing_put_row put;
	struct parts_seen_rows rows;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(sql_thing_put(db, arena, id_of(1), S("a"), S("first"), &put));
	assert_ok(sql_part_add(db, arena, put.thing, S("open"), NULL));
	assert_ok(sql_part_add(db, arena, put.thing, S("hidden"), NULL));
	assert_ok(db_commit(db));
	assert_ok(sql_parts_seen(db, arena, S("hidden"), 10, &rows));
	assert_int_equal(rows.n, 1);
	assert_str(rows.v[0].label, "open");
}

/* ---- transactions and refusals ---- */

static void a_rollback_undoes_everything(void **state)
{
	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "a"));
	assert_true(db_in_transaction(db));
	db_rollback(db);
	assert_false(db_in_transaction(db));
	assert_int_equal(count(), 0);
	db_rollback(db);
}

static void an_undone_savepoint_leaves_what_came_before(void **state)
{
	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "a"));
	assert_ok(db_savepoint(db));
	assert_int_equal(add(2, "a"), CONFLICT);
	assert_ok(db_undo(db));
	assert_ok(db_savepoint(db));
	assert_ok(add(3, "b"));
	assert_ok(db_release(db));
	assert_ok(db_commit(db));
	assert_int_equal(count(), 2);
}

static void a_unique_violation_is_a_conflict_that_names_itself(void **state)
{
	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "a"));
	assert_int_equal(add(2, "a"), CONFLICT);
	if (db_kind(db) == DB_SQLITE)
		assert_str(db_constraint(db), "thing.code");
	else
		assert_str(db_constraint(db), "thing_code_key");
	db_rollback(db);
}

static void a_missing_parent_is_a_conflict(void **state)
{
	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_int_equal(sql_part_add(db, arena, 4711, S("x"), NULL), CONFLICT);
	if (db_kind(db) == DB_SQLITE)
		assert_str(db_constraint(db), "foreign key");
	db_rollback(db);
}

static void a_marked_block_gives_both_databases_the_same_rule(void **state)
{
	struct thing_put_row put;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(sql_thing_put(db, arena, id_of(1), S("a"), S("x"), &put));
	assert_int_equal(sql_part_add(db, arena, put.thing, S("ninth"), NULL), CONFLICT);
	assert_str(db_constraint(db), "part_is_not_ninth");
	db_rollback(db);
}

static void after_a_failure_the_transaction_can_only_be_rolled_back(void **state)
{
	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "a"));
	assert_int_equal(add(2, "a"), CONFLICT);
	assert_int_equal(add(3, "c"), CONFLICT);
	assert_int_equal(db_commit(db), CONFLICT);
	assert_false(db_in_transaction(db));
	assert_int_equal(count(), 0);
}

static void upsert_and_affected_rows_agree(void **state)
{
	struct thing_put_row one, two;
	int64_t affected = -1;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(sql_thing_put(db, arena, id_of(1), S("a"), S("first"), &one));
	assert_ok(sql_thing_put(db, arena, id_of(2), S("a"), S("second"), &two));
	assert_int_equal(one.thing, two.thing);
	assert_str(two.words, "second");
	assert_ok(sql_thing_remove(db, arena, S("a"), &affected));
	assert_int_equal(affected, 1);
	assert_ok(sql_thing_remove(db, arena, S("a"), &affected));
	assert_int_equal(affected, 0);
	assert_ok(db_commit(db));
}

static void a_read_transaction_refuses_writes_and_locks(void **state)
{
	struct counter_read_locked_row row;
	static const enum db_type types[] = { DB_INT };
	const struct db_query liar = { .name = "liar", .id = -1, .columns = 1, .column_types = types,
		                       .sqlite = "UPDATE counter SET n = 5 RETURNING n",
		                       .postgresql = "UPDATE counter SET n = 5 RETURNING n" };

	UNUSED(state);
	assert_int_equal(add(1, "a"), FAULT); /* outside any transaction */
	assert_ok(db_begin(db, DB_READ));
	assert_int_equal(add(1, "a"), FAULT);
	db_rollback(db);
	assert_ok(db_begin(db, DB_READ));
	assert_int_equal(sql_counter_read_locked(db, arena, S("visits"), &row), FAULT);
	db_rollback(db);
	assert_ok(db_begin(db, DB_READ));
	assert_int_equal(db_run(db, arena, &liar, NULL, NULL, NULL, NULL), FAULT);
	db_rollback(db);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(sql_counter_read_locked(db, arena, S("visits"), &row));
	assert_int_equal(row.n, 0);
	db_rollback(db);
}

static void a_read_transaction_sees_one_snapshot(void **state)
{
	struct db *other = connect(false);
	struct counter_read_locked_row row;
	struct thing_put_row put;

	UNUSED(state);
	assert_ok(db_begin(db, DB_READ));
	assert_int_equal(count(), 0);
	assert_ok(db_begin(other, DB_WRITE));
	assert_ok(sql_counter_read_locked(other, arena, S("visits"), &row));
	assert_ok(sql_thing_put(other, arena, id_of(8), S("new"), S(""), &put));
	assert_ok(db_commit(other));
	assert_int_equal(count(), 0);
	assert_ok(db_commit(db));
	assert_int_equal(count(), 1);
	db_close(other);
}

static jmp_buf left;

static bool jump(void *arg, const struct things_each_row *row)
{
	UNUSED(arg);
	UNUSED(row);
	longjmp(left, 1);
}

static void a_request_left_by_longjmp_is_mended_by_rollback(void **state)
{
	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "a"));
	assert_ok(add(2, "b"));
	if (setjmp(left) == 0) {
		sql_things_each(db, arena, jump, NULL);
		fail();
	}
	db_rollback(db);
	assert_ok(db_begin(db, DB_WRITE));
	assert_int_equal(count(), 0);
	assert_ok(add(3, "c"));
	assert_ok(db_commit(db));
	assert_int_equal(count(), 1);
}

/* ---- changes sent ahead ---- */

static enum rc ahead(int n, const char *code)
{
	return sql_thing_ahead(db, arena, id_of(n), str_from_c(code), NULL);
}

static void changes_sent_ahead_are_seen_by_the_next_query_and_kept(void **state)
{
	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(db_send_ahead(db));
	for (int i = 1; i <= 200; i++) /* more than are on their way at once */
		assert_ok(ahead(i, strf(arena, "a%03d", i).p));
	assert_int_equal(count(), 200);
	assert_ok(ahead(201, "b"));
	assert_ok(add(202, "c"));
	assert_ok(ahead(203, "d"));
	assert_ok(db_commit(db));
	assert_int_equal(count(), 203);
	assert_ok(db_begin(db, DB_WRITE)); /* it was for that transaction only */
	assert_ok(add(204, "e"));
	assert_int_equal(ahead(205, "e"), CONFLICT);
	db_rollback(db);
}

/* What was refused is said at the latest at the end, and nothing of the transaction stays. */
static void a_change_sent_ahead_that_is_refused_fails_the_transaction(void **state)
{
	struct thing_count_row row;
	enum rc rc;

	UNUSED(state);
	for (int how = 0; how < 3; how++) {
		assert_ok(db_begin(db, DB_WRITE));
		assert_ok(db_send_ahead(db));
		assert_ok(ahead(1, "a"));
		rc = ahead(2, "a");
		if (rc == OK && how == 0)
			rc = sql_thing_count(db, arena, &row);
		if (rc == OK && how == 1)
			rc = db_savepoint(db);
		assert_int_equal(db_commit(db), CONFLICT);
		assert_true(how == 2 || rc == CONFLICT);
		assert_false(db_in_transaction(db));
		assert_int_equal(count(), 0);
	}
}

static void what_is_on_its_way_is_left_by_longjmp_and_mended_by_rollback(void **state)
{
	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(db_send_ahead(db));
	assert_ok(ahead(1, "a"));
	db_rollback(db); /* nobody waited for it */
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(db_send_ahead(db));
	assert_ok(ahead(1, "a"));
	assert_ok(ahead(2, "b"));
	if (setjmp(left) == 0) {
		sql_things_each(db, arena, jump, NULL);
		fail();
	}
	db_rollback(db);
	assert_int_equal(count(), 0);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(3, "c"));
	assert_ok(db_commit(db));
	assert_int_equal(count(), 1);
}

static void only_a_write_transaction_sends_ahead(void **state)
{
	UNUSED(state);
	assert_int_equal(db_send_ahead(db), FAULT);
	assert_ok(db_begin(db, DB_READ));
	assert_int_equal(db_send_ahead(db), FAULT);
	db_rollback(db);
}

static void many_are_looked_up_at_once(void **state)
{
	const struct str codes[] = { S_INIT("c"), S_INIT("a"), S_INIT("nobody") };
	struct things_coded_rows rows;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "a"));
	assert_ok(add(2, "b"));
	assert_ok(add(3, "c"));
	assert_ok(db_commit(db));
	assert_ok(sql_things_coded(db, arena, codes, 3, 0, &rows));
	assert_int_equal(rows.n, 2);
	assert_str(rows.v[0].code, "a");
	assert_str(rows.v[1].code, "c");
	assert_ok(sql_things_coded(db, arena, codes, 1, 0, &rows));
	assert_int_equal(rows.n, 1);
	assert_ok(sql_things_coded(db, arena, NULL, 0, 0, &rows));
	assert_int_equal(rows.n, 0);
}

static void a_statement_over_its_time_ends_as_busy(void **state)
{
	struct slow_row row;

	UNUSED(state);
	assert_ok(db_set_statement_timeout(db, 100));
	assert_int_equal(sql_slow(db, arena, 2000000000, &row), BUSY);
	assert_ok(db_set_statement_timeout(db, 5000));
	assert_ok(sql_slow(db, arena, 10, &row));
	assert_int_equal(row.total, 10);
}

/* Each child reads the counter under its lock, dawdles and writes it back: lost updates would show. */
static void bump(struct db *mine, int times)
{
	struct arena *a = arena_new(1 << 20);

	for (int i = 0; i < times; i++) {
		struct counter_read_locked_row row;

		if (db_begin(mine, DB_WRITE) != OK || sql_counter_read_locked(mine, a, S("visits"), &row) != OK)
			_exit(1);
		usleep(1000);
		if (sql_counter_set(mine, a, S("visits"), row.n + 1, NULL) != OK || db_commit(mine) != OK)
			_exit(1);
		arena_reset(a);
	}
	arena_release(a);
}

static void two_writers_on_one_row_take_turns(void **state)
{
	struct counter_read_locked_row row;
	int failures = 0;

	UNUSED(state);
	db_close(db);
	for (int i = 0; i < 2; i++) {
		if (fork() == 0) {
			bump(connect(false), 50);
			_exit(0);
		}
	}
	for (int i = 0; i < 2; i++) {
		int status = 0;

		wait(&status);
		failures += status != 0;
	}
	db = connect(false);
	assert_int_equal(failures, 0);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(sql_counter_read_locked(db, arena, S("visits"), &row));
	assert_int_equal(row.n, 100);
	assert_ok(db_commit(db));
}

/* ---- all queries, migrations, the file ---- */

static void every_query_prepares(void **state)
{
	UNUSED(state);
	for (size_t i = 0; i < queries_n; i++) {
		assert_int_equal(queries[i]->id, (int)i);
		if (db_prepare(db, queries[i]) != OK)
			fail_msg("%s: %.*s", queries[i]->name, STR_FMT(db_error(db)));
	}
}

static void a_query_that_is_not_what_it_says_does_not_prepare(void **state)
{
	struct db_query q = query_things;

	UNUSED(state);
	q.columns++;
	assert_int_equal(db_prepare(db, &q), FAULT);
	q = query_things;
	q.params++;
	assert_int_equal(db_prepare(db, &q), FAULT);
}

static void migrations_are_applied_once(void **state)
{
	int applied = 9;
	struct str why = STR_NONE;

	UNUSED(state);
	assert_ok(migrate_is_current(db, arena, &why));
	assert_ok(migrate_up(db, arena, 2000, &applied, &why));
	assert_int_equal(applied, 0);
}

static void a_changed_migration_is_refused(void **state)
{
	int applied = 9;
	struct str why = STR_NONE;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_true(run_sql(db, "CREATE TABLE kept AS SELECT * FROM schema_migration"));
	assert_true(run_sql(db, "UPDATE schema_migration SET sha256 = (SELECT sha256 FROM kept WHERE number = 1) WHERE number = 2"));
	assert_ok(db_commit(db));
	assert_int_equal(migrate_up(db, arena, 2000, &applied, &why), FAULT);
	assert_str(why, "Migration 2 (second) is not the text that was applied to this database.");
	assert_int_equal(migrate_is_current(db, arena, &why), CONFLICT);
	assert_int_equal(applied, 9);
	assert_ok(db_begin(db, DB_WRITE));
	assert_true(run_sql(db, "UPDATE schema_migration SET sha256 = (SELECT sha256 FROM kept WHERE number = 2) WHERE number = 2"));
	assert_true(run_sql(db, "INSERT INTO schema_migration SELECT 3, 'third', sha256, applied FROM kept WHERE number = 2"));
	assert_ok(db_commit(db));
	assert_int_equal(migrate_up(db, arena, 2000, &applied, &why), FAULT);
	assert_str(why, "The database is newer than this program: it has migration 3 (third).");
	assert_ok(db_begin(db, DB_WRITE));
	assert_true(run_sql(db, "DELETE FROM schema_migration WHERE number = 3"));
	assert_true(run_sql(db, "DROP TABLE kept"));
	assert_ok(db_commit(db));
	assert_ok(migrate_is_current(db, arena, &why));
}

static void a_sound_database_verifies_and_its_log_can_be_emptied(void **state)
{
	struct str findings = STR_NONE;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(add(1, "a"));
	assert_ok(db_commit(db));
	assert_ok(db_checkpoint(db, true));
	if (db_kind(db) == DB_SQLITE) {
		FILE *wal = fopen(strf(arena, "%.*s-wal", STR_FMT(test_url())).p, "r");

		assert_non_null(wal);
		assert_int_equal(fgetc(wal), EOF);
		fclose(wal);
	}
	assert_ok(db_verify(db, arena, &findings));
	assert_int_equal(findings.n, 0);
}

static void writing_holds_the_writer_lock_and_a_checkpoint_waits_for_it(void **state)
{
	struct lock *lock = NULL;

	UNUSED(state);
	if (db_kind(db) == DB_POSTGRESQL)
		return;
	assert_ok(lock_open(strf(arena, "%.*s.lock", STR_FMT(test_url())).p, &lock));
	assert_ok(db_begin(db, DB_WRITE));
	assert_int_equal(lock_take(lock, 0), BUSY);
	assert_ok(db_commit(db));
	assert_ok(lock_take(lock, 0));
	lock_give(lock);
	assert_ok(db_begin(db, DB_WRITE));
	db_rollback(db);
	assert_ok(lock_take(lock, 0));
	assert_ok(db_begin(db, DB_READ)); /* readers never wait */
	assert_ok(db_commit(db));
	assert_int_equal(db_checkpoint(db, false), BUSY); /* after five seconds */
	lock_close(lock);
	assert_ok(db_checkpoint(db, false));
}

static void what_is_not_there_is_not_made_unasked(void **state)
{
	struct db *d = NULL;
	struct str why = STR_NONE;
	struct str url = db_is_postgresql(test_url()) ? S("postgresql://nobody@/nowhere?host=/nonexistent")
	                                              : S("/nonexistent/cairn.db");

	UNUSED(state);
	assert_int_equal(db_open(arena, url, false, &d, &why), FAULT);
	assert_true(why.n > 0);
	assert_null(d);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, clear)
	const struct CMUnitTest tests[] = {
		TEST(every_type_comes_back_as_it_went_in),
		TEST(null_comes_back_as_null),
		TEST(a_null_where_none_may_be_is_a_fault),
		TEST(a_missing_row_is_not_found_and_leaves_ret_alone),
		TEST(sums_counts_and_exists_are_whole_numbers),
		TEST(text_sorts_by_its_bytes),
		TEST(each_stops_when_it_is_told_and_the_connection_goes_on),
		TEST(a_query_inside_anothers_rows_is_refused),
		TEST(fragments_filter_rows),
		TEST(a_rollback_undoes_everything),
		TEST(an_undone_savepoint_leaves_what_came_before),
		TEST(a_unique_violation_is_a_conflict_that_names_itself),
		TEST(a_missing_parent_is_a_conflict),
		TEST(a_marked_block_gives_both_databases_the_same_rule),
		TEST(after_a_failure_the_transaction_can_only_be_rolled_back),
		TEST(upsert_and_affected_rows_agree),
		TEST(a_read_transaction_refuses_writes_and_locks),
		TEST(a_read_transaction_sees_one_snapshot),
		TEST(a_request_left_by_longjmp_is_mended_by_rollback),
		TEST(changes_sent_ahead_are_seen_by_the_next_query_and_kept),
		TEST(a_change_sent_ahead_that_is_refused_fails_the_transaction),
		TEST(what_is_on_its_way_is_left_by_longjmp_and_mended_by_rollback),
		TEST(only_a_write_transaction_sends_ahead),
		TEST(many_are_looked_up_at_once),
		TEST(a_statement_over_its_time_ends_as_busy),
		TEST(two_writers_on_one_row_take_turns),
		TEST(every_query_prepares),
		TEST(a_query_that_is_not_what_it_says_does_not_prepare),
		TEST(migrations_are_applied_once),
		TEST(a_changed_migration_is_refused),
		TEST(a_sound_database_verifies_and_its_log_can_be_emptied),
		TEST(writing_holds_the_writer_lock_and_a_checkpoint_waits_for_it),
		TEST(what_is_not_there_is_not_made_unasked),
	};

	if (!getenv("CAIRN_TEST_DB")) {
		fprintf(stderr, "test_store: CAIRN_TEST_DB is not set\n");
		return 77; /* meson: skipped */
	}
	return cmocka_run_group_tests(tests, open_all, close_all);
}
