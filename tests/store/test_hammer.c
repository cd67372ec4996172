/* test_hammer.c — eight processes write and checkpoint one SQLite file for three seconds while some of them
 * are killed without warning. Afterwards the file is sound and has every row that was acknowledged.
 *
 * CAIRN_TEST_DIR is a folder on a real disk (default: the current one); CAIRN_HAMMER_MS changes the time. */
#include "base/text.h"
#include "db/db.h"
#include "db/migrate.h"
#include "store_test.sql.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { WRITERS = 8, KILL_EVERY_MS = 150, TOTAL_MS = 3000 };

static struct arena *arena;
static struct str path;

static struct db *connect(bool create)
{
	struct db *db = NULL;
	struct str why = STR_NONE;

	if (db_open(arena, path, create, &db, &why) != OK) {
		fprintf(stderr, "%.*s\n", STR_FMT(why));
		_exit(3);
	}
	return db;
}

static struct uuid id_of(int writer, uint32_t n)
{
	struct uuid u = UUID_NONE;

	u.b[0] = (uint8_t)(writer + 1);
	memcpy(u.b + 4, &n, sizeof(n));
	return u;
}

/* One row a transaction, about a page of it, and now and then a checkpoint of its own. What was
 * acknowledged is told to the parent through the pipe: a write there survives the writer. */
static void write_for_ever(int writer, uint32_t from, int to_parent)
{
	struct db *db = connect(false);
	struct arena *a = arena_new(1 << 20);
	char *words = arena_alloc(arena, 3000);

	memset(words, 'x', 3000);
	for (uint32_t n = from;; n++) {
		struct thing_put_row row;
		struct uuid id = id_of(writer, n);
		enum rc rc = db_begin(db, DB_WRITE);

		if (rc == OK)
			rc = sql_thing_put(db, a, id, uuid_str(a, id), (struct str){ words, 1000 + n % 2000 }, &row);
		if (rc == OK)
			rc = db_commit(db);
		if (rc != OK || write(to_parent, &n, sizeof(n)) != sizeof(n))
			_exit(4);
		if (n % 50 == 49 && (rc = db_checkpoint(db, n % 100 == 99)) != OK && rc != BUSY)
			_exit(5);
		arena_reset(a);
	}
}

struct writer {
	pid_t pid;
	int pipe;
	uint32_t next; /* first number not acknowledged yet */
};

static void start(struct writer *w, int index, const struct writer *all)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	if ((w->pid = fork()) == 0) {
		for (int i = 0; i < WRITERS; i++)
			if (i != index && all[i].pipe > 0)
				close(all[i].pipe);
		close(ends[0]);
		write_for_ever(index, w->next + 1000000 * (w->next > 0), ends[1]);
	}
	close(ends[1]);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	w->pipe = ends[0];
}

/* Reads what the writer has acknowledged into the list of rows that must be there. */
static void collect(struct writer *w, int index, struct uuid **rows, size_t *n, size_t *room)
{
	uint32_t got;

	while (read(w->pipe, &got, sizeof(got)) == sizeof(got)) {
		*rows = db_grow(arena, *rows, *n, room, sizeof(**rows));
		(*rows)[(*n)++] = id_of(index, got);
		w->next = got + 1;
	}
}

/* kill_one — the victim dies wherever it happens to be; it must not have ended by itself before. */
static void kill_one(struct writer *w)
{
	int status = 0;

	kill(w->pid, SIGKILL);
	waitpid(w->pid, &status, 0);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		fail_msg("a writer ended by itself, with status %d", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static void fresh_file(void)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };
	const char *dir = getenv("CAIRN_TEST_DIR");
	struct str why = STR_NONE;
	struct db *db;
	int applied;

	path = strf(arena, "%s/hammer-%d.db", dir ? dir : ".", (int)getpid());
	for (size_t i = 0; i < COUNT_OF(suffixes); i++)
		unlink(strf(arena, "%.*s%s", STR_FMT(path), suffixes[i]).p);
	db = connect(true);
	assert_int_equal(migrate_up(db, arena, 1, &applied, &why), OK);
	db_close(db);
}

static void check_file(const struct uuid *rows, size_t n)
{
	struct db *db = connect(false);
	struct str findings = STR_NONE;

	if (db_verify(db, arena, &findings) != OK)
		fail_msg("%.*s", STR_FMT(findings));
	for (size_t i = 0; i < n; i++) {
		struct thing_by_id_row row;

		assert_int_equal(sql_thing_by_id(db, arena, rows[i], &row), OK);
	}
	db_close(db);
}

static void no_acknowledged_row_is_lost_and_the_file_stays_sound(void **state)
{
	const char *ms = getenv("CAIRN_HAMMER_MS");
	int64_t total = TOTAL_MS;
	struct writer writers[WRITERS] = { 0 };
	struct uuid *rows = NULL;
	size_t n = 0, room = 0;
	int killed = 0;

	UNUSED(state);
	if (ms)
		assert_true(str_to_i64(str_from_c(ms), 100, 86400000, &total));
	arena = arena_new(1 << 30);
	fresh_file();
	for (int i = 0; i < WRITERS; i++)
		start(&writers[i], i, writers);
	for (int64_t t = 0; t < total; t += KILL_EVERY_MS) {
		uint8_t pick;

		usleep(KILL_EVERY_MS * 1000);
		random_bytes(&pick, 1);
		pick %= WRITERS;
		for (int i = 0; i < WRITERS; i++)
			if (i != pick)
				collect(&writers[i], i, &rows, &n, &room);
		kill_one(&writers[pick]);
		killed++;
		collect(&writers[pick], pick, &rows, &n, &room);
		close(writers[pick].pipe);
		start(&writers[pick], pick, writers);
	}
	for (int i = 0; i < WRITERS; i++) {
		kill_one(&writers[i]);
		collect(&writers[i], i, &rows, &n, &room);
		close(writers[i].pipe);
	}
	printf("%zu rows acknowledged, %d writers killed\n", n, killed);
	assert_true(n > WRITERS);
	check_file(rows, n);
	unlink(str_c(arena, path));
	unlink(strf(arena, "%.*s-wal", STR_FMT(path)).p);
	unlink(strf(arena, "%.*s-shm", STR_FMT(path)).p);
	unlink(strf(arena, "%.*s.lock", STR_FMT(path)).p);
	arena_release(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_acknowledged_row_is_lost_and_the_file_stays_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
