/* files_jobs.c — behind the pages: bytes are checked for malware, and taken away when nothing shows them any more. */
#include "app/files/files_inside.h"

#include "files.sql.h"
#include "web/scan.h"

#include <unistd.h>

enum { AT_ONCE = 50 };

static enum rc in_transaction(struct ctx *cx, enum rc rc)
{
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

/* ---- malware ---- */

static enum rc set_scan(struct ctx *cx, struct str hash, enum scan_state scan)
{
	instant at = scan == SCAN_NOT_SCANNED ? DB_NULL_INT : cx->now;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc != OK)
		return rc;
	rc = sql_file_content_scanned(cx->db, cx->arena, hash, scan, at, NULL);
	if (rc == OK && scan != SCAN_INFECTED)
		rc = job_queue(cx, JOB_FILES_READ, 0, S(""), NULL);
	return in_transaction(cx, rc);
}

static enum rc scan_content(struct ctx *cx, struct str hash, struct str *why)
{
	uint64_t size;
	int fd = content_open(cx->arena, cx->settings, hash, &size);
	bool infected;
	enum rc rc;

	if (fd < 0) {
		*why = S("Bytes of a file are missing: see the log.");
		log_event(LOG_ERROR, "file.missing", { "content", LOG_S(hex_encode(cx->arena, hash.p, hash.n)) });
		return FAULT;
	}
	rc = scan_ask(cx->arena, cx->settings->scan_socket, fd, &infected, why);
	close(fd);
	if (rc != OK)
		return rc;
	if ((rc = set_scan(cx, hash, infected ? SCAN_INFECTED : SCAN_CLEAN)) != OK || !infected)
		return rc;
	/* Should this process die here, the job runs again and comes to `drop`. */
	unlink(content_path(cx->arena, cx->settings, hash).p);
	log_event(LOG_WARN, "file.infected", { "content", LOG_S(hex_encode(cx->arena, hash.p, hash.n)) });
	return OK;
}

/* others_waiting — files whose own jobs wait for a next try because clamd was away; now it is back. */
static void others_waiting(struct ctx *cx)
{
	struct file_contents_waiting_rows rows = { .n = 0 };
	struct str unused;

	if (db_begin(cx->db, DB_READ) == OK && sql_file_contents_waiting(cx->db, cx->arena, AT_ONCE, &rows) != OK)
		rows.n = 0;
	db_rollback(cx->db);
	for (size_t i = 0; i < rows.n && scan_content(cx, rows.v[i].hash, &unused) == OK; i++)
		;
}

static enum rc check(struct ctx *cx, struct str hash, struct str *why)
{
	enum rc rc;

	if (cx->settings->scan == SCAN_NONE) /* chosen since the file came */
		return set_scan(cx, hash, SCAN_NOT_SCANNED);
	if (cx->settings->scan != SCAN_CLAMD) {
		*why = S("It has not been chosen how files are checked.");
		return BUSY;
	}
	rc = scan_content(cx, hash, why);
	if (rc == OK)
		others_waiting(cx);
	return rc == TOO_LARGE ? BUSY : rc; /* clamd's limit can be raised */
}

/* ---- taking away ---- */

/* drop — under the row's lock, which whoever adds these bytes again takes too: they then find them gone, or not. */
static enum rc drop_locked(struct ctx *cx, struct str hash)
{
	struct file_content_lock_row lock;
	struct file_content_shows_row now;
	enum rc rc;

	if ((rc = sql_file_content_lock(cx->db, cx->arena, hash, &lock)) != OK ||
	    (rc = sql_file_content_shows(cx->db, cx->arena, hash, &now)) != OK)
		return rc;
	if (lock.scan != SCAN_INFECTED && now.files)
		return OK;
	unlink(content_path(cx->arena, cx->settings, hash).p);
	rc = sql_file_text_drop(cx->db, cx->arena, hash, NULL); /* what it said goes with it */
	return rc == OK ? sql_file_content_read(cx->db, cx->arena, hash, 0, cx->now, NULL) : rc;
}

static enum rc drop(struct ctx *cx, struct str hash)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	return rc == OK ? in_transaction(cx, drop_locked(cx, hash)) : rc;
}

enum rc files_scan(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct hash h = { { 0 } };
	struct str hash = hash_bytes(&h);
	struct file_content_shows_row row;
	enum rc rc;

	if (!hex_decode(job->payload, h.b, sizeof(h.b))) {
		*ret_why = S("The job names no content.");
		return INVALID;
	}
	if ((rc = db_begin(cx->db, DB_READ)) != OK)
		return rc;
	rc = sql_file_content_shows(cx->db, cx->arena, hash, &row);
	db_rollback(cx->db);
	if (rc == NOT_FOUND) /* swept */
		return OK;
	if (rc == OK && (!row.files || row.scan == SCAN_INFECTED))
		return drop(cx, hash);
	return rc == OK && row.scan == SCAN_WAITING ? check(cx, hash, ret_why) : rc;
}

enum rc files_scan_later(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	UNUSED(ret_why);
	return job_queue(cx, JOB_SCAN, 0, job->payload, NULL);
}
