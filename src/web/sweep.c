/* sweep.c — rows and files that nobody needs any more. */
#include "web/sweep.h"

#include "jobs.sql.h"
#include "rules/given.h"
#include "web.sql.h"
#include "web/draft.h"
#include "web/sent.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDERS_DEEP = 3 };

static enum rc sweep_rows(struct ctx *cx)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc != OK)
		return rc;
	if ((rc = sql_bulk_rows_sweep(cx->db, cx->arena, cx->now, NULL)) == OK &&
	    (rc = sql_bulk_imports_sweep(cx->db, cx->arena, cx->now, NULL)) == OK &&
	    (rc = sql_print_pieces_sweep(cx->db, cx->arena, cx->now, NULL)) == OK &&
	    (rc = sql_prints_sweep(cx->db, cx->arena, cx->now, NULL)) == OK &&
	    (rc = sql_drafts_sweep(cx->db, cx->arena, cx->now - DRAFT_DAYS * DAY, NULL)) == OK &&
	    (rc = sql_sent_sweep(cx->db, cx->arena, cx->now - SENT_DAYS * DAY, NULL)) == OK &&
	    (rc = sql_throttle_sweep(cx->db, cx->arena, cx->now - DAY, NULL)) == OK &&
	    (rc = sql_jobs_sweep(cx->db, cx->arena, cx->now - 7 * DAY, NULL)) == OK &&
	    (rc = sql_mails_sweep(cx->db, cx->arena, cx->now - 30 * DAY, NULL)) == OK &&
	    (rc = sql_uploads_sweep(cx->db, cx->arena, cx->now - DAY, NULL)) == OK &&
	    (rc = sql_given_goes_sweep(cx->db, cx->arena, (cx->now - GIVEN_DAYS * DAY) / MINUTE, NULL)) == OK &&
	    (rc = sql_given_marks_sweep(cx->db, cx->arena, (cx->now - 3 * DAY) / MINUTE, NULL)) == OK &&
	    (rc = sql_links_sweep(cx->db, cx->arena, cx->now - 7 * DAY, NULL)) == OK &&
	    (rc = sql_sessions_sweep(cx->db, cx->arena, cx->now - 90 * DAY, NULL)) == OK)
		rc = sql_contents_sweep(cx->db, cx->arena, cx->now - DAY, NULL);
	return rc == OK ? db_commit(cx->db) : rc;
}

/* has_row — is this content known? In a transaction of its own, just before it would go. */
static bool has_row(struct ctx *cx, struct str name)
{
	struct content_known_row row = { .known = 1 };
	struct hash h;
	bool known = true; /* in doubt it stays */

	if (!hex_decode(name, h.b, sizeof(h.b)))
		return true;
	if (db_begin(cx->db, DB_READ) == OK &&
	    sql_content_known(cx->db, cx->arena, hash_bytes(&h), &row) == OK)
		known = row.known > 0;
	db_rollback(cx->db);
	return known;
}

/* is_old_print — "print-ID.pdf" whose row is gone: nobody can ask for it any more. */
static bool is_old_print(struct ctx *cx, struct str name)
{
	struct print_known_row row = { .known = 1 };
	struct uuid id;
	bool known = true; /* in doubt it stays */

	if (!str_starts(name, S("print-")) || !str_ends(name, S(".pdf")) || !uuid_parse(str_sub(name, 6, name.n - 10), &id))
		return false;
	if (db_begin(cx->db, DB_READ) == OK && sql_print_known(cx->db, cx->arena, id, &row) == OK)
		known = row.known > 0;
	db_rollback(cx->db);
	return !known;
}

static bool is_orphan(struct ctx *cx, int dir, const char *name, instant before)
{
	struct str s = str_from_c(name);
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode) ||
	    (instant)st.st_mtim.tv_sec * SECOND >= before)
		return false;
	return str_starts(s, S("upload-")) || is_old_print(cx, s) || (s.n == 2 * sizeof(struct hash) && !has_row(cx, s));
}

static int sweep_in(struct ctx *cx, int dir, instant before, int deep)
{
	DIR *entries = fdopendir(dir);
	struct dirent *e;
	int gone = 0;

	if (!entries) {
		close(dir);
		return 0;
	}
	while ((e = readdir(entries))) {
		int inner;

		if (e->d_name[0] == '.')
			continue;
		if (deep > 0 && (inner = openat(dir, e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) >= 0)
			gone += sweep_in(cx, inner, before, deep - 1);
		else if (is_orphan(cx, dir, e->d_name, before) && unlinkat(dir, e->d_name, 0) == 0)
			gone++;
	}
	closedir(entries);
	return gone;
}

enum rc sweep_folder(struct ctx *cx, struct str folder, instant before)
{
	int dir = open(str_c(cx->arena, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (dir < 0)
		return errno == ENOENT ? OK : FAULT; /* nothing has been uploaded yet */
	log_event(LOG_INFO, "sweep.files", { "gone", LOG_I(sweep_in(cx, dir, before, FOLDERS_DEEP)) });
	return OK;
}

enum rc sweep(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	enum rc rc = sweep_rows(cx);

	UNUSED(job);
	if (rc != OK)
		*ret_why = S("the rows could not be swept");
	else if (cx->settings->files.n && (rc = sweep_folder(cx, cx->settings->files, clock_now() - DAY)) != OK)
		*ret_why = S("the folder of files can't be read");
	return rc;
}
