/* bench_coverage.c — the coverage page from its stored summary against the same page from normalised links, and the
 * national picture from summaries against the joins. In one process and one run, so that the ratios hold on any machine.
 *
 * Needs a database made by `cairn demo --inductions N` in BENCH_DB. Prints figures and ratios; judges the ratios the
 * design asks for and exits 1 when one is missed.
 */
#include "app/coverage/coverage.h"
#include "coverage_store.sql.h"
#include "national.sql.h"
#include "objects.sql.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 400 };

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int64_t *inductions;
static size_t inductions_n;
static bool collect(void *arg, const struct inductions_all_row *row)
{
	UNUSED(arg);
	inductions[inductions_n++] = row->induction;
	return inductions_n < 1000000;
}

struct bench {
	struct settings settings;
	struct route route;
	struct http_request rq;
	struct db *db;
	struct arena *arena;
};

static struct ctx begin(struct bench *b)
{
	struct ctx cx = { .arena = b->arena, .db = b->db, .settings = &b->settings, .route = &b->route, .rq = &b->rq,
		          .now = clock_now(), .if_match = -1, .current_version = -1 };

	arena_reset(b->arena);
	cx.today = date_of(cx.now);
	if (db_begin(b->db, DB_READ) != OK)
		abort();
	return cx;
}

/* One read of the data behind the page for a random induction. */
static double time_reads(struct bench *b, bool from_links)
{
	double spent = 0;

	srand(7);
	for (int i = 0; i < ROUNDS; i++) {
		struct ctx cx = begin(b);
		int64_t id = inductions[(size_t)rand() % inductions_n];
		const struct framework_version *v;
		struct coverage_get_row row;
		struct coverage c;
		double from;

		if (sql_coverage_get(b->db, cx.arena, id, &row) != OK || framework_get(&cx, row.framework, &v) != OK)
			abort();
		for (int warm = 0; warm < 2; warm++) { /* the second time the pages of the database are in memory */
			from = now_us();
			if ((from_links ? coverage_from_links(&cx, id, v, &c) : coverage_load(&cx, id, v, &c)) != OK)
				abort();
			coverage_domains(&cx, v, &c, &(struct enough){ 2, true, 12 });
		}
		spent += now_us() - from;
		db_rollback(b->db);
	}
	return spent / ROUNDS;
}

static struct coverage_tally *tally;
static struct date tally_day;
static bool add(void *arg, const struct national_summaries_row *row)
{
	UNUSED(arg);
	(void)coverage_tally_add(tally, row->brief, &(struct enough){ 2, true, 12 }, tally_day);
	return true;
}

static double time_national(struct bench *b, const struct framework_version *v)
{
	double best = 1e18;

	for (int i = 0; i < 5; i++) {
		struct ctx cx = begin(b);
		struct coverage_tally t = coverage_tally_new(cx.arena, v->fw->linkable_n, v->outcomes_n);
		double from = now_us(), took;

		tally = &t;
		tally_day = cx.today;
		if (sql_national_summaries(b->db, cx.arena, add, NULL) != OK)
			abort();
		took = now_us() - from;
		best = took < best ? took : best;
		db_rollback(b->db);
	}
	return best;
}

/* The same picture by joining every link, as a report without summaries would. */
static double time_joins(const char *path)
{
	static const char sql[] = "SELECT l.item, COUNT(DISTINCT e.induction) FROM link l JOIN evidence e ON e.id = l.evidence "
	                          "WHERE e.state = 2 AND l.state IN (0, 1) GROUP BY l.item";
	sqlite3 *raw;
	sqlite3_stmt *s;
	double from;

	if (sqlite3_open_v2(path, &raw, SQLITE_OPEN_READONLY, NULL) || sqlite3_prepare_v2(raw, sql, -1, &s, NULL))
		abort();
	from = now_us();
	while (sqlite3_step(s) == SQLITE_ROW)
		;
	from = now_us() - from;
	sqlite3_finalize(s);
	sqlite3_close(raw);
	return from;
}

static bool verdict(const char *what, double ratio, double least)
{
	printf("%-58s %8.1f x   (wanted: at least %g x) %s\n", what, ratio, least, ratio >= least ? "ok" : "MISSED");
	return ratio >= least;
}

int main(void)
{
	struct bench b = { .route = { .method = HTTP_GET, .path = "bench" } };
	struct arena *a = arena_new(64 << 20);
	const char *path = getenv("BENCH_DB");
	const struct framework_version *v;
	struct str why;
	struct ctx cx;
	double summary, links, national, joins;
	bool good;

	if (sodium_init() < 0 || !path || db_open(a, str_from_c(path), false, &b.db, &why) != OK) {
		fprintf(stderr, "BENCH_DB must be a database made by cairn demo --inductions N.\n");
		return 2;
	}
	b.arena = arena_new(1u << 30);
	inductions = calloc(1000001, sizeof(*inductions));
	cx = begin(&b);
	if (sql_inductions_all(b.db, cx.arena, collect, NULL) != OK)
		abort();
	{
		struct coverage_get_row row;

		if (sql_coverage_get(b.db, cx.arena, inductions[inductions_n - 1], &row) != OK || framework_get(&cx, row.framework, &v) != OK)
			abort();
	}
	db_rollback(b.db);
	summary = time_reads(&b, false);
	links = time_reads(&b, true);
	national = time_national(&b, v);
	joins = time_joins(path);
	printf("inductions: %zu\n", inductions_n);
	printf("data of a coverage page from the summary: %8.1f us CPU\n", summary);
	printf("the same from normalised links:           %8.1f us CPU\n", links);
	printf("national picture from summaries:          %8.1f ms CPU\n", national / 1000);
	printf("the same by joining links:                %8.1f ms CPU\n", joins / 1000);
	good = verdict("coverage: links against summary", links / summary, 4);
	good &= verdict("national picture: joins against summaries", joins / national, inductions_n >= 8000 ? 200 : 20);
	db_close(b.db);
	return good ? 0 : 1;
}
