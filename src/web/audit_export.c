/* audit_export.c — the signatures and the ends they cover as lines of JSON, for a copy that is kept elsewhere. */
#include "web/audit_inside.h"

#include "audit.sql.h"
#include "web.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINES_A_TURN = 200, LINE_MAX_BYTES = 1 << 20 };
#define EXPORTED S("heads_exported_upto")

static bool put_end(void *arg, const struct heads_of_signature_row *row)
{
	struct json_out *j = arg;

	json_arr(j);
	json_i64(j, row->kind);
	json_i64(j, row->object);
	json_i64(j, row->length);
	json_str(j, hex_encode(j->out.arena, row->head.p, row->head.n));
	json_end(j);
	return true;
}

static enum rc write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return errno == ENOSPC || errno == EDQUOT ? NO_SPACE : FAULT;
		s = str_sub(s, (size_t)n, SIZE_MAX);
	}
	return OK;
}

static void put_hex(struct json_out *j, const char *key, struct str bytes)
{
	json_key(j, key);
	json_str(j, hex_encode(j->out.arena, bytes.p, bytes.n));
}

static enum rc write_line(struct ctx *cx, int fd, const struct signatures_after_row *s, struct str before)
{
	static const char zeros[32];
	struct arena *a = arena_within(cx->arena, 16 << 20);
	struct json_out j = json_begin(a, LINE_MAX_BYTES);
	struct str line;
	enum rc rc;

	json_obj(&j);
	json_key(&j, "at"), json_instant(&j, s->at);
	put_hex(&j, "before", before.n ? before : (struct str){ zeros, 32 });
	put_hex(&j, "digest", s->digest);
	put_hex(&j, "key", s->public_key);
	put_hex(&j, "signature", s->signature);
	json_key(&j, "heads"), json_arr(&j);
	rc = sql_heads_of_signature(cx->db, a, s->id, put_end, &j);
	json_end(&j);
	json_end(&j);
	line = json_done(&j);
	if (rc == OK)
		rc = line.n ? write_all(fd, strf(a, "%.*s\n", STR_FMT(line))) : FAULT;
	arena_release(a);
	return rc;
}

/* digest_before — of the signature before the first that is wanted. */
static enum rc digest_before(struct ctx *cx, int64_t id, struct str *ret)
{
	struct signature_before_row row = { .digest = STR_NONE };
	enum rc rc = sql_signature_before(cx->db, cx->arena, id, &row);

	*ret = rc == OK ? row.digest : STR_NONE;
	return rc == NOT_FOUND ? OK : rc;
}

enum rc audit_export(struct ctx *cx, int fd, int64_t after, int64_t before, int64_t *ret_last, int64_t *ret_lines)
{
	struct signatures_after_rows rows = { .n = LINES_A_TURN };
	struct str digest;
	int64_t last = after, lines = 0;
	enum rc rc = digest_before(cx, after, &digest);

	while (rc == OK && rows.n == LINES_A_TURN) {
		rc = sql_signatures_after(cx->db, cx->arena, last, before, LINES_A_TURN, &rows);
		for (size_t i = 0; rc == OK && i < rows.n; i++) {
			last = rows.v[i].id;
			if (rows.v[i].format != 2)
				continue;
			rc = write_line(cx, fd, &rows.v[i], digest);
			digest = rows.v[i].digest;
			lines++;
		}
	}
	if (rc == OK) {
		*ret_last = last;
		*ret_lines = lines;
	}
	return rc;
}

/* ---- every minute, one file a day ---- */

static enum rc exported_upto(struct ctx *cx, int64_t *ret)
{
	struct setting_get_row row;
	enum rc rc = sql_setting_get(cx->db, cx->arena, EXPORTED, &row);

	if (rc == OK && !str_to_i64(row.value, 0, INT64_MAX, ret))
		*ret = 0;
	return rc == NOT_FOUND ? OK : rc;
}

/* Up to the end of the day that the first new one was signed on. */
static enum rc day_of_next(struct ctx *cx, int64_t after, struct date *ret_day, int64_t *ret_last)
{
	struct signatures_after_rows first;
	struct signature_bounds_of_day_row bounds;
	enum rc rc = sql_signatures_after(cx->db, cx->arena, after, INT64_MAX, 1, &first);

	if (rc != OK || !first.n)
		return rc == OK ? NOT_FOUND : rc;
	ret_day->days = (int32_t)(first.v[0].at / DAY);
	rc = sql_signature_bounds_of_day(cx->db, cx->arena, first.v[0].at, (instant)(ret_day->days + 1) * DAY, &bounds);
	*ret_last = rc == OK && bounds.last != DB_NULL_INT && bounds.last >= first.v[0].id ? bounds.last : first.v[0].id;
	return rc;
}

static enum rc append_day(struct ctx *cx, struct date day, int64_t after, int64_t upto, int64_t *ret_last)
{
	const char *path = strf(cx->arena, "%.*s/heads-%s.jsonl", STR_FMT(cx->settings->audit_dir), date_iso(cx->arena, day).p).p;
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
	int64_t lines;
	enum rc rc = fd < 0 ? FAULT : audit_export(cx, fd, after, upto, ret_last, &lines);

	if (rc == OK && fsync(fd) != 0)
		rc = FAULT;
	if (fd >= 0)
		close(fd);
	return rc;
}

static enum rc remember(struct ctx *cx, int64_t last)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK)
		rc = sql_setting_put(cx->db, cx->arena, EXPORTED, strf(cx->arena, "%lld", (long long)last), NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

enum rc audit_export_daily(struct ctx *cx, struct str *ret_why)
{
	int64_t after = 0, upto, last;
	struct date day;
	enum rc rc = OK;

	while (rc == OK && cx->settings->audit_dir.n) {
		last = 0;
		if ((rc = db_begin(cx->db, DB_READ)) == OK && (rc = exported_upto(cx, &after)) == OK &&
		    (rc = day_of_next(cx, after, &day, &upto)) == OK)
			rc = append_day(cx, day, after, upto, &last);
		db_rollback(cx->db);
		if (rc == OK)
			rc = remember(cx, last);
	}
	if (rc != OK && rc != NOT_FOUND)
		*ret_why = S("the signed ends could not be written to audit_dir");
	return rc == NOT_FOUND ? OK : rc;
}
