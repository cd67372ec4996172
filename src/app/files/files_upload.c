/* files_upload.c — a file that comes in pieces, for links that are slow or break: begun, continued where it stopped, ended.
 *
 * The script of the page sends pieces of 256 KB, each with its place and its checksum. What has come is in a file beside the
 * others under the name of its row; a piece is on disk before the row counts it. The same file chosen again by the same person
 * (name, size and first piece are the same) goes on where it stopped. Ended, a copy of it goes the way of any other upload, and it
 * is removed when that is on disk, so that the end can be asked for again. What nobody has touched for a day is swept
 * (web/sweep.h).
 */
#include "app/files/files_inside.h"

#include "files.sql.h"
#include "web/form.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_MAX = 20, OPEN_BYTES_MAX = 200 << 20, NAME_SENT_MAX = 1000, COPY_AT = 1 << 16 };

struct upload_typed {
	struct str name, begins;
	int64_t size;
};
struct piece_typed {
	struct str sum;
	int64_t at;
};

static const struct field begin_fields[] = {
	TEXT(struct upload_typed, name, .label = T_FILES_NAME, .max = NAME_SENT_MAX, .required = true),
	INT(struct upload_typed, size, .label = T_FILES_SIZE, .max = (size_t)1 << 40, .min = 0),
	TEXT(struct upload_typed, begins, .label = T_FILES_BEGINS, .max = 64, .min = 64, .required = true),
};
static const struct field piece_fields[] = {
	INT(struct piece_typed, at, .label = T_FILES_AT, .max = FILE_BYTES_MAX, .min = 0),
	TEXT(struct piece_typed, sum, .label = T_FILES_SUM, .max = 64, .min = 64, .required = true),
};
const struct form upload_form = {
	.name = "upload", .size = sizeof(struct upload_typed), .fields = begin_fields, .n = COUNT_OF(begin_fields),
};
const struct form upload_piece_form = {
	.name = "upload_piece", .size = sizeof(struct piece_typed), .fields = piece_fields, .n = COUNT_OF(piece_fields),
};

static struct str path_of(struct ctx *cx, struct uuid id)
{
	return strf(cx->arena, "%.*s/upload-%.*s", STR_FMT(cx->settings->files), STR_FMT(uuid_str(cx->arena, id)));
}

/* received_answer — where to go on. */
static enum rc received_answer(struct ctx *cx, int status, struct uuid id, int64_t received)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, id);
	json_key(j, "received"), json_i64(j, received);
	json_end(j);
	return answer_json(cx, status);
}

/* refused — with the reasons, for a script as for a program; what was decided until here stands. */
static enum rc refused(struct ctx *cx)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "status"), json_i64(j, 422);
	json_key(j, "errors"), json_arr(j);
	for (size_t i = 0; i < cx->err.n; i++) {
		json_obj(j);
		json_key(j, "field"), json_str(j, cx->err.fields[i].field);
		json_key(j, "message"), json_str(j, cx->err.fields[i].message);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 422);
}

/* upload_refused — a form that was not filled rightly: only programs get there. */
enum rc upload_refused(struct ctx *cx)
{
	return refused(cx);
}

/* ---- beginning ---- */

static enum rc may_begin(struct ctx *cx, const struct upload_typed *t)
{
	struct uploads_open_row open;
	enum rc rc = sql_uploads_open(cx->db, cx->arena, cx->actor.person, cx->now - DAY, &open);

	if (rc != OK)
		return rc;
	if (!file_kind_of_name(t->name))
		err_add(&cx->err, S("file"), WORDS(cx->arena, file_refused_word(t->name), WORD_ARG("name", t->name)));
	else if (!t->size)
		err_add(&cx->err, S("file"), WORDS(cx->arena, T_FILES_EMPTY, WORD_ARG("name", t->name)));
	else if (t->size > FILE_BYTES_MAX)
		err_add(&cx->err, S("file"), WORDS(cx->arena, T_FILES_TOO_LARGE, WORD_ARG("name", t->name)));
	else if (open.n >= OPEN_MAX || open.bytes + t->size > OPEN_BYTES_MAX)
		err_add(&cx->err, S("file"), word(T_FILES_TOO_MANY_OPEN));
	else
		return files_taken_here(cx);
	return INVALID;
}

/* on_disk — how much of it is there: never more than the row says, less when the folder was emptied. */
static int64_t on_disk(struct ctx *cx, struct uuid id, int64_t received)
{
	struct stat st;

	return lstat(path_of(cx, id).p, &st) == 0 && S_ISREG(st.st_mode) && st.st_size >= received ? received : 0;
}

enum rc upload_begin(struct ctx *cx)
{
	struct upload_typed t = *(const struct upload_typed *)cx->form;
	struct upload_same_row same;
	struct uuid id = uuid7(cx->now);
	struct hash begins;
	struct str hash = { (const char *)begins.b, sizeof(begins.b) };
	enum rc rc;

	if (!hex_decode(t.begins, begins.b, sizeof(begins.b)))
		return field_error(cx, "begins", T_FILES_SUM_WRONG);
	t.name = file_name_of(cx->arena, t.name); /* as of any upload */
	rc = sql_upload_same(cx->db, cx->arena, cx->evidence->id, cx->actor.person, t.name, t.size, hash, &same);
	if (rc == OK && !same.ended) {
		int64_t received = on_disk(cx, same.id, same.received);

		rc = sql_upload_received(cx->db, cx->arena, same.upload, received, cx->now, NULL);
		return rc == OK ? received_answer(cx, 200, same.id, received) : rc;
	}
	if (rc == OK) /* chosen once more after it was kept */
		rc = sql_upload_drop(cx->db, cx->arena, same.upload, NULL);
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	if ((rc = may_begin(cx, &t)) != OK)
		return rc == INVALID ? refused(cx) : rc;
	rc = sql_upload_add(cx->db, cx->arena, id, cx->evidence->id, cx->actor.person, t.name, t.size, hash, cx->now, NULL);
	return rc == OK ? received_answer(cx, 201, id, 0) : rc;
}

/* ---- a piece ---- */

static enum rc load_upload(struct ctx *cx, struct upload_lock_row *ret)
{
	struct uuid id;

	if (!uuid_parse(param(cx, "upload"), &id))
		return NOT_FOUND;
	return sql_upload_lock(cx->db, cx->arena, id, cx->evidence->id, cx->actor.person, ret);
}

/* begin_again — bytes that were counted are not there any more: a folder that was emptied, or a database that is newer than it. */
static enum rc begin_again(struct ctx *cx, const struct upload_lock_row *row)
{
	enum rc rc = sql_upload_received(cx->db, cx->arena, row->upload, 0, cx->now, NULL);

	return rc == OK ? received_answer(cx, 409, row->id, 0) : rc;
}

static void close_it(void *fd)
{
	close(*(int *)fd);
}

/* hold_bytes — its bytes, for this request alone until it is over, the COMMIT included: two that come at once don't write over each
 * other. CONFLICT: another has them. NOT_FOUND: fewer are there than were counted. */
static enum rc hold_bytes(struct ctx *cx, const struct upload_lock_row *row, int *ret)
{
	int *fd = NEW(cx->arena, int);
	struct stat st;

	*fd = open(path_of(cx, row->id).p, O_WRONLY | (row->received ? 0 : O_CREAT) | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return errno == ENOENT ? NOT_FOUND : NO_SPACE;
	arena_defer(cx->arena, close_it, fd);
	if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
		return CONFLICT;
	if (fstat(*fd, &st) != 0 || st.st_size < row->received)
		return NOT_FOUND;
	*ret = *fd;
	return OK;
}

static enum rc put_piece(int fd, int64_t at, struct str piece)
{
	while (piece.n) {
		ssize_t n = pwrite(fd, piece.p, piece.n, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return NO_SPACE;
		piece = str_sub(piece, (size_t)n, SIZE_MAX);
		at += n;
	}
	return fdatasync(fd) == 0 ? OK : NO_SPACE;
}

static bool is_hash(const struct hash *h, struct str bytes)
{
	return str_eq((struct str){ (const char *)h->b, sizeof(h->b) }, bytes);
}

static bool fits(struct ctx *cx, const struct piece_typed *t, const struct upload_lock_row *row)
{
	struct hash sum;

	return cx->uploads_n == 1 && cx->uploads[0].size && hex_decode(t->sum, sum.b, sizeof(sum.b)) &&
	       is_hash(&sum, hash_bytes(&cx->uploads[0].hash)) && (row->received || is_hash(&sum, row->begins)) &&
	       row->received + (int64_t)cx->uploads[0].size <= row->size;
}

/* The bytes are written with no transaction open: a disk takes its time, and others write meanwhile. */
enum rc upload_piece(struct ctx *cx)
{
	const struct piece_typed *t = cx->form;
	struct upload_lock_row row;
	struct str piece;
	enum rc rc;
	int fd;

	if ((rc = load_upload(cx, &row)) != OK)
		return rc;
	if (t->at != row.received) /* sent twice, or from two tabs */
		return received_answer(cx, 409, row.id, row.received);
	if (!fits(cx, t, &row))
		return field_error(cx, "sum", T_FILES_SUM_WRONG);
	if ((rc = upload_map(cx, &cx->uploads[0], &piece)) != OK)
		return rc;
	if ((rc = hold_bytes(cx, &row, &fd)) != OK)
		return rc == NOT_FOUND ? begin_again(cx, &row) : rc == CONFLICT ? received_answer(cx, 409, row.id, row.received) : rc;
	db_rollback(cx->db);
	if ((rc = put_piece(fd, t->at, piece)) != OK || (rc = db_begin(cx->db, DB_WRITE)) != OK || (rc = load_upload(cx, &row)) != OK) {
		flock(fd, LOCK_UN); /* busy is tried again, in this request */
		return rc;
	}
	if (t->at != row.received) /* begun again meanwhile */
		return received_answer(cx, 409, row.id, row.received);
	rc = sql_upload_received(cx->db, cx->arena, row.upload, row.received + (int64_t)piece.n, cx->now, NULL);
	return rc == OK ? received_answer(cx, 200, row.id, row.received + (int64_t)piece.n) : rc;
}

/* ---- the end ---- */

static void remove_it(void *path)
{
	unlink(path);
}

/* copy_out — the bytes of one file into another, and their checksum. NOT_FOUND: they are fewer than `size`. */
static enum rc copy_out(struct arena *a, int from, int to, int64_t size, struct hash *ret)
{
	char *p = arena_alloc(a, COPY_AT);
	crypto_hash_sha256_state sum;

	crypto_hash_sha256_init(&sum);
	while (size) {
		ssize_t n = read(from, p, size < COPY_AT ? (size_t)size : COPY_AT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return NOT_FOUND;
		if (write(to, p, (size_t)n) != n)
			return NO_SPACE;
		crypto_hash_sha256_update(&sum, (const unsigned char *)p, (unsigned long long)n);
		size -= n;
	}
	crypto_hash_sha256_final(&sum, ret->b);
	return OK;
}

/* copied — what has come, once more, as the upload of this request: looking at it draws a picture again and moves what is kept, and
 * the end may be asked for twice at once, or again after this process died. Gone with the request, or swept. */
static enum rc copied(struct ctx *cx, const struct upload_lock_row *row, const char **ret_path)
{
	struct upload u = { .field = S("file"), .name = row->name, .size = (uint64_t)row->size };
	int from = open(path_of(cx, row->id).p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), to;
	char *path = (char *)(uintptr_t)strf(cx->arena, "%.*s-XXXXXX", STR_FMT(path_of(cx, row->id))).p;
	enum rc rc;

	if (from < 0)
		return errno == ENOENT ? NOT_FOUND : FAULT;
	to = mkostemp(path, O_CLOEXEC);
	rc = to < 0 ? NO_SPACE : OK;
	if (rc == OK) {
		arena_defer(cx->arena, remove_it, path);
		rc = copy_out(cx->arena, from, to, row->size, &u.hash);
	}
	close(from);
	if (to >= 0 && close(to) != 0 && rc == OK)
		rc = NO_SPACE;
	u.path = str_from_c(path);
	*ret_path = path;
	cx->uploads[0] = u;
	cx->uploads_n = 1;
	return rc;
}

static enum rc ended(struct ctx *cx)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "url"), json_str(j, url_id(cx, "/evidence/", cx->evidence->uuid, "/files").s);
	json_end(j);
	return answer_json(cx, 201);
}

/* finish — whatever comes of it, the pieces are done with: kept as a file of the piece, or refused. They are removed once that is on
 * disk. */
static enum rc finish(struct ctx *cx, const struct upload_lock_row *row, const struct adding *files)
{
	size_t kept = 0;
	enum rc rc = files_give(cx, files, &kept);

	if (rc == OK)
		rc = kept ? sql_upload_set_ended(cx->db, cx->arena, row->upload, cx->now, NULL)
		          : sql_upload_drop(cx->db, cx->arena, row->upload, NULL);
	if (rc != OK || (rc = db_commit(cx->db)) != OK)
		return rc;
	unlink(path_of(cx, row->id).p);
	rc = db_begin(cx->db, DB_READ); /* of the request, which ends it */
	return rc != OK ? rc : kept ? ended(cx) : refused(cx);
}

/* upload_end — can be asked for again, whatever became of the first time. */
enum rc upload_end(struct ctx *cx)
{
	struct upload_lock_row row;
	struct adding *files = NULL;
	const char *copy;
	enum rc rc = load_upload(cx, &row), looked;

	if (rc != OK)
		return rc;
	if (row.ended)
		return ended(cx);
	if (row.received < row.size)
		return received_answer(cx, 409, row.id, row.received);
	if ((rc = files_taken_here(cx)) != OK)
		return rc;
	db_rollback(cx->db); /* others may write meanwhile */
	if ((looked = copied(cx, &row, &copy)) == OK) {
		looked = files_look(cx, &files);
		unlink(copy); /* still there when it was refused */
	}
	if (looked != OK && looked != NOT_FOUND)
		return looked;
	if ((rc = db_begin(cx->db, DB_WRITE)) != OK || (rc = load_upload(cx, &row)) != OK)
		return rc;
	if (row.ended) /* asked for twice at once */
		return ended(cx);
	return looked == OK ? finish(cx, &row, files) : begin_again(cx, &row);
}
