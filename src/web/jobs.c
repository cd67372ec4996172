/* jobs.c — the lanes: take a job, run it, say how it ended. */
#include "web/jobs.h"

#include "jobs.sql.h"
#include "web/scan.h"
#include "web.sql.h"

enum {
	JOB_ARENA_MAX = 512 << 20,
	BACK_OFF_LEAST = MINUTE,
	BACK_OFF_MOST = 6 * HOUR,
	TURN_MS = 250,              /* between looks at an empty queue */
	TROUBLE_MS = 2000,          /* after the database did not answer */
	IDLE_CHECKPOINT_MS = 60000, /* so long after a job the log is copied back and emptied */
};

struct lane {
	struct arena *arena; /* of each job, emptied after it */
	const struct settings *settings;
	struct db *db;
	enum job_lane lane;
	bool demo;
	int64_t now_offset;
	int64_t next_checkpoint; /* monotonic ms */
};

static const struct job_row *row_of(int64_t kind)
{
	for (size_t i = 0; i < job_rows_n; i++)
		if (job_rows[i].kind == (enum job_kind)kind)
			return &job_rows[i];
	return NULL;
}

/* ---- for those who want work done ---- */

enum rc job_queue(struct ctx *cx, enum job_kind kind, int64_t object, struct str payload, int64_t *ret_id)
{
	return job_queue_at(cx, kind, object, payload, cx->now, ret_id);
}

enum rc job_queue_at(struct ctx *cx, enum job_kind kind, int64_t object, struct str payload, instant at, int64_t *ret_id)
{
	const struct job_row *row = row_of(kind);
	struct job_add_row added;
	enum rc rc;

	if (!row)
		return FAULT;
	if (!ret_id) /* may be sent ahead */
		return sql_job_put(cx->db, cx->arena, row->lane, row->first ? 0 : 1, kind, object, payload, at, cx->now, NULL);
	rc = sql_job_add(cx->db, cx->arena, row->lane, row->first ? 0 : 1, kind, object, payload, at, cx->now, &added);
	if (rc == OK)
		*ret_id = added.job;
	return rc;
}

enum rc job_extend(struct ctx *cx, const struct job *job, int seconds)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc != OK)
		return rc;
	rc = sql_job_lease_longer(cx->db, cx->arena, job->id, cx->now + (instant)seconds * SECOND, NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

/* ---- one lane ---- */

/* lane_ctx — what a job sees: no request, no person, the time of the installation. */
static struct ctx *lane_ctx(struct lane *lane)
{
	static const struct route behind = { .method = HTTP_POST, .path = "job" };
	struct ctx *cx = NEW(lane->arena, struct ctx);

	*cx = (struct ctx){
		.arena = lane->arena, .db = lane->db, .settings = lane->settings, .route = &behind, .demo = lane->demo,
		.now = clock_now() + lane->now_offset, .if_match = -1, .current_version = -1,
	};
	cx->today = date_of(cx->now);
	cx->request_id = uuid7(clock_now());
	return cx;
}

/* finish — ends a transaction by how its queries went. */
static enum rc finish(struct db *db, enum rc rc)
{
	if (rc == OK)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

/* Periodic work has one row, made when a lane first finds none. */
static enum rc ensure_periodic(struct ctx *cx, enum job_lane lane)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	for (size_t i = 0; rc == OK && i < job_rows_n; i++) {
		struct job_waits_row waits;

		if (!job_rows[i].every || job_rows[i].lane != lane)
			continue;
		rc = sql_job_waits(cx->db, cx->arena, job_rows[i].kind, &waits);
		if (rc == OK && waits.waiting == 0)
			rc = job_queue(cx, job_rows[i].kind, 0, S(""), NULL);
	}
	return finish(cx->db, rc);
}

struct lane *lane_open(struct arena *a, const struct settings *settings, enum job_lane which, struct str *ret_why)
{
	struct lane *lane = NEW(a, struct lane);
	struct setting_get_row row;

	*lane = (struct lane){ .arena = arena_new(JOB_ARENA_MAX), .settings = settings, .lane = which,
	                       .next_checkpoint = monotonic_ms() + IDLE_CHECKPOINT_MS };
	if (db_open(a, settings->db, false, &lane->db, ret_why) != OK) {
		arena_release(lane->arena);
		return NULL;
	}
	if (db_begin(lane->db, DB_READ) == OK)
		lane->demo = sql_setting_get(lane->db, lane->arena, S("demo"), &row) == OK && str_eq(row.value, S("1"));
	db_rollback(lane->db);
	lane->now_offset = lane->demo ? settings->now_offset : 0;
	if (ensure_periodic(lane_ctx(lane), which) != OK)
		log_event(LOG_WARN, "jobs.no_periodic", { "lane", LOG_I(which) });
	return lane;
}

void lane_close(struct lane *lane)
{
	db_close(lane->db);
	arena_release(lane->arena);
}

static enum rc anything_waiting(struct ctx *cx, enum job_lane lane)
{
	struct job_waiting_row row;
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = sql_job_waiting(cx->db, cx->arena, lane, cx->now, &row);
	db_rollback(cx->db);
	return rc == OK && !row.waiting ? NOT_FOUND : rc;
}

/* Work that says of itself that it can't be done (a mail to an address that is none) has no fault of ours in it. */
static enum rc give_up(struct ctx *cx, const struct job_row *row, const struct job *job, enum log_level level, struct str why)
{
	enum rc rc = sql_job_failed(cx->db, cx->arena, job->id, cx->now, why, NULL);
	struct str unused = STR_NONE;

	if (rc == OK && row && row->given_up)
		rc = row->given_up(cx, job, &unused);
	log_event(level, "job.given_up", { "job", LOG_I(job->id) }, { "kind", LOG_I(job->kind) },
	          { "tries", LOG_I(job->tries) }, { "why", LOG_S(why) });
	return rc;
}

/* take — leases the next job. A try is counted when it begins, so that work which kills its lane is given up as well. */
static enum rc take(struct ctx *cx, enum job_lane lane, struct job *ret)
{
	struct job_next_row next;
	const struct job_row *row;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = sql_job_next(cx->db, cx->arena, lane, cx->now, &next);
	if (rc != OK)
		return finish(cx->db, rc);
	*ret = (struct job){ next.job, (enum job_kind)next.kind, next.object, next.payload, (int)next.tries + 1 };
	row = row_of(next.kind);
	if (!row)
		rc = give_up(cx, NULL, ret, LOG_ERROR, S("this version knows no such kind of work"));
	else if (ret->tries > JOB_TRIES_MAX && !row->every)
		rc = give_up(cx, row, ret, LOG_ERROR, S("begun too often, and never finished"));
	else
		return finish(cx->db, sql_job_lease(cx->db, cx->arena, next.job, cx->now + (instant)row->lease_seconds * SECOND, NULL));
	rc = finish(cx->db, rc);
	return rc == OK ? CONFLICT : rc; /* nothing to run, but look again at once */
}

static instant back_off(int tries)
{
	instant wait = BACK_OFF_LEAST;

	for (int i = 1; i < tries && wait < BACK_OFF_MOST; i++)
		wait *= 2;
	return wait < BACK_OFF_MOST ? wait : BACK_OFF_MOST;
}

static bool is_final(enum rc rc)
{
	return rc == INVALID || rc == NOT_FOUND || rc == CONFLICT || rc == DENIED;
}

static enum rc settle(struct ctx *cx, const struct job_row *row, const struct job *job, enum rc ended, struct str why)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc != OK)
		return rc; /* its lease runs out, and it is done again */
	cx->now = clock_now() + (cx->demo ? cx->settings->now_offset : 0);
	if (row->every)
		rc = sql_job_again(cx->db, cx->arena, job->id, cx->now + (ended == OK ? row->every : back_off(job->tries)), NULL);
	else if (ended == OK)
		rc = sql_job_done(cx->db, cx->arena, job->id, cx->now, NULL);
	else if (is_final(ended) || job->tries >= JOB_TRIES_MAX)
		rc = give_up(cx, row, job, is_final(ended) ? LOG_WARN : LOG_ERROR, why);
	else
		rc = sql_job_later(cx->db, cx->arena, job->id, cx->now + back_off(job->tries), why, NULL);
	return finish(cx->db, rc);
}

enum rc lane_turn(struct lane *lane)
{
	struct ctx *cx = lane_ctx(lane);
	struct str why = STR_NONE;
	struct job job;
	int64_t began = monotonic_ms();
	enum rc rc = anything_waiting(cx, lane->lane), ended;

	if (rc == OK)
		rc = take(cx, lane->lane, &job);
	if (rc == OK) {
		ended = row_of(job.kind)->run(cx, &job, &why);
		db_rollback(lane->db); /* whatever it left open */
		log_event(ended == OK ? LOG_INFO : LOG_WARN, "job.ended", { "job", LOG_I(job.id) }, { "kind", LOG_I(job.kind) },
		          { "rc", LOG_C(rc_name(ended)) }, { "why", LOG_S(why) }, { "tries", LOG_I(job.tries) },
		          { "ms", LOG_I(monotonic_ms() - began) });
		rc = settle(cx, row_of(job.kind), &job, ended, why.n ? why : str_from_c(rc_name(ended)));
		lane->next_checkpoint = monotonic_ms() + IDLE_CHECKPOINT_MS;
	} else if (rc == CONFLICT)
		rc = OK;
	arena_reset(lane->arena);
	return rc;
}

/* The slow lane empties SQLite's log when nothing has happened for a while, so that it does not stay large. */
static void when_idle(struct lane *lane)
{
	if (lane->lane != LANE_SLOW || monotonic_ms() < lane->next_checkpoint)
		return;
	lane->next_checkpoint = monotonic_ms() + IDLE_CHECKPOINT_MS;
	if (db_checkpoint(lane->db, true) == FAULT)
		log_event(LOG_WARN, "jobs.checkpoint", { "lane", LOG_I(lane->lane) });
}

/* check_scan — an operator hears at the start, and not from a person whose file waits, that clamd takes no files of the size we
 * keep. The lane goes on: files wait until it does. */
static void check_scan(const struct settings *settings)
{
	struct arena *a = arena_new(1 << 20);
	struct str why = STR_NONE;
	enum rc rc = scan_takes(a, settings->scan_socket, &why);

	log_event(rc == OK ? LOG_INFO : LOG_WARN, rc == OK ? "scan.ready" : "scan.not_ready", { "rc", LOG_C(rc_name(rc)) },
	          { "why", LOG_S(why) });
	arena_release(a);
}

int jobs_main(const struct settings *settings, enum job_lane which)
{
	struct arena *a = arena_new(16 << 20);
	struct str why = STR_NONE;
	struct lane *lane = lane_open(a, settings, which, &why);
	enum rc rc = OK;

	if (!lane)
		log_event(LOG_ERROR, "jobs.no_database", { "why", LOG_S(why) });
	if (which == LANE_SLOW && settings->scan == SCAN_CLAMD)
		check_scan(settings);
	while (lane && serve_pause(rc == OK ? 0 : rc == NOT_FOUND ? TURN_MS : TROUBLE_MS)) {
		rc = lane_turn(lane);
		if (rc == NOT_FOUND)
			when_idle(lane);
		else if (rc != OK)
			log_event(LOG_WARN, "jobs.trouble", { "rc", LOG_C(rc_name(rc)) }); /* db/ has said why */
	}
	if (lane)
		lane_close(lane);
	arena_release(a);
	return lane ? 0 : 1;
}
