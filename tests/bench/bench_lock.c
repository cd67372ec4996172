/* bench_lock.c — what the writer lock costs: commits a second of one process and of sixteen at once, and the
 * longest that any of them waited for its turn. Wanted: at least 0.8 of the one, and less than 250 ms.
 *
 *     bench_lock FILE [SECONDS]     FILE is a SQLite database to make, on a real disk
 *
 * Nine short rounds of both are run in turn and their medians count, since machines are shared and disks have
 * moods. Exits 1 when either is missed. */
#include "base/text.h"
#include "db/db.h"
#include "db/migrate.h"
#include "store_test.sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MANY = 16, ROUNDS = 9, WORST_MS = 250 };

/* What each process tells, in memory they share. */
struct tally {
	long commits;
	double worst_ms;
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void die(const char *what, struct str why)
{
	fprintf(stderr, "bench_lock: %s: %.*s\n", what, STR_FMT(why));
	exit(2);
}

static struct db *connect(struct arena *a, const char *file, bool create)
{
	struct db *db = NULL;
	struct str why = STR_NONE;

	if (db_open(a, str_from_c(file), create, &db, &why) != OK)
		die(file, why);
	return db;
}

/* One small change a transaction, as a form makes it. */
static void work(const char *file, int number, double until, struct tally *tally)
{
	struct arena *mine = arena_new(1 << 20), *a = arena_new(1 << 20);
	struct db *db = connect(mine, file, false);
	struct uuid id = { { (uint8_t)(number + 1), 1 } };
	struct str code = uuid_str(mine, id);

	while (now_ms() < until) {
		struct thing_put_row row;
		double asked = now_ms(), waited;

		if (db_begin(db, DB_WRITE) != OK)
			die("begin", db_error(db));
		waited = now_ms() - asked;
		if (sql_thing_put(db, a, id, code, strf(a, "%ld of many words that a person typed", tally->commits), &row) != OK ||
		    db_commit(db) != OK)
			die("write", db_error(db));
		tally->commits++;
		if (waited > tally->worst_ms)
			tally->worst_ms = waited;
		arena_reset(a);
	}
	db_close(db);
	arena_release(a);
	arena_release(mine);
}

static struct tally run(const char *file, int processes, double seconds, struct tally *shared)
{
	struct tally all = { 0, 0 };
	double until = now_ms() + seconds * 1e3;

	memset(shared, 0, MANY * sizeof(*shared));
	for (int i = 0; i < processes; i++) {
		if (fork() == 0) {
			work(file, i, until, &shared[i]);
			_exit(0);
		}
	}
	for (int i = 0; i < processes; i++)
		wait(NULL);
	for (int i = 0; i < processes; i++) {
		all.commits += shared[i].commits;
		if (shared[i].worst_ms > all.worst_ms)
			all.worst_ms = shared[i].worst_ms;
	}
	return all;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v)
{
	qsort(v, ROUNDS, sizeof(*v), by_size);
	return v[ROUNDS / 2];
}

static void make_file(const char *file)
{
	struct arena *a = arena_new(16 << 20);
	struct db *db = connect(a, file, true);
	struct str why = STR_NONE;
	int applied;

	if (migrate_up(db, a, 1, &applied, &why) != OK)
		die(file, why);
	db_close(db);
	arena_release(a);
}

int main(int argc, char **argv)
{
	struct tally *shared = mmap(NULL, MANY * sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	double seconds = argc > 2 ? strtod(argv[2], NULL) : 0.7;
	double ones[ROUNDS], manys[ROUNDS], ratios[ROUNDS], waits[ROUNDS];
	double ratio, wait_ms;

	if (argc < 2 || seconds <= 0 || shared == MAP_FAILED) {
		fprintf(stderr, "usage: bench_lock FILE [SECONDS]\n");
		return 2;
	}
	make_file(argv[1]);
	for (int i = 0; i < ROUNDS; i++) {
		struct tally one = run(argv[1], 1, seconds, shared), many = run(argv[1], MANY, seconds, shared);

		ones[i] = (double)one.commits / seconds;
		manys[i] = (double)many.commits / seconds;
		ratios[i] = manys[i] / (ones[i] > 0 ? ones[i] : 1);
		waits[i] = many.worst_ms;
	}
	ratio = median(ratios);
	wait_ms = median(waits);
	printf("1 writer %.0f/s, %d writers %.0f/s, ratio %.2f (%.2f to %.2f)\n", median(ones), MANY, median(manys), ratio,
	       ratios[0], ratios[ROUNDS - 1]);
	printf("longest wait of a round %.0f ms (%.0f to %.0f)\n", wait_ms, waits[0], waits[ROUNDS - 1]);
	return ratio >= 0.8 && wait_ms < WORST_MS ? 0 : 1;
}
