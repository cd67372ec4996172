/* files_verify.c — whether the bytes that rows speak of are there. */
#include "app/files/files_inside.h"

#include "files.sql.h"

#include <sys/stat.h>

enum { CONTENTS_A_TURN = 500 };

static bool path_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* Every file that shows this content is named: each is somebody's loss. */
static enum rc name_files(struct ctx *cx, struct str hash, bool (*on_missing)(void *arg, const struct missing_file *f), void *arg,
                          bool *ret_go_on)
{
	struct files_of_content_rows rows;
	struct missing_file f = { .hash = hash, .is_there = path_exists(content_path(cx->arena, cx->settings, hash).p) };
	enum rc rc = sql_files_of_content(cx->db, cx->arena, hash, &rows);

	for (size_t i = 0; rc == OK && *ret_go_on && i < rows.n; i++) {
		f.file = rows.v[i].file;
		f.evidence = rows.v[i].evidence;
		*ret_go_on = on_missing(arg, &f);
	}
	return rc;
}

enum rc files_verify(struct ctx *cx, bool (*on_missing)(void *arg, const struct missing_file *f), void *arg,
                     int64_t *ret_checked)
{
	struct contents_after_rows rows = { .n = CONTENTS_A_TURN };
	struct str after = S("");
	int64_t checked = 0;
	bool go_on = true;
	enum rc rc = OK;

	while (rc == OK && go_on && rows.n == CONTENTS_A_TURN) {
		rc = sql_contents_after(cx->db, cx->arena, after, CONTENTS_A_TURN, &rows);
		for (size_t i = 0; rc == OK && go_on && i < rows.n; i++) {
			struct arena *scratch = arena_within(cx->arena, 1 << 20);
			bool there = content_is_there(scratch, cx->settings, rows.v[i].hash, (uint64_t)rows.v[i].size);

			arena_release(scratch);
			after = rows.v[i].hash;
			checked++;
			if (!there)
				rc = name_files(cx, rows.v[i].hash, on_missing, arg, &go_on);
		}
	}
	if (rc == OK)
		*ret_checked = checked;
	return rc;
}
