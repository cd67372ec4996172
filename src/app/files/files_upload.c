/* files_upload.c — a file that comes in pieces, for links that are slow or break: begun, continued where it stopped, ended.
 *
 * The script of the page sends pieces of 256 KB, each with its place and its checksum. What has come is in a file beside the
 * others under the name of its row; a piece is on disk before the row counts it. The same file chosen again by the same person
 * (name, size and first piece are the same) goes on where it stopped. Ended, it goes the way of any other upload. What nobody has
 * touched for a day is swept (web/sweep.h).
 */
#include "app/files/files_inside.h"

#include "files.sql.h"
#include "web/form.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_MAX = 20, OPEN_BYTES_MAX = 200 << 20 };

struct upload_typed {
	struct str name, begins;
	int64_t size;
};
struct piece_typed {
	struct str sum;
	int64_t at;
};

static const struct field begin_fields[] = {
	TEXT(struct upload_typed, name, .label = T_FILES_NAME, .max = FILE_NAME_MAX, .required = true),
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
	const struct upload_typed *t = cx->form;
	struct upload_same_row same;
	struct uuid id = uuid7(cx->now);
	struct hash begins;
	struct str hash = { (const char *)begins.b, sizeof(begins.b) };
	enum rc rc;

	if (!hex_decode(t->begins, begins.b, sizeof(begins.b)))
		return field_error(cx, "begins", T_FILES_SUM_WRONG);
	rc = sql_upload_same(cx->db, cx->arena, cx->evidence->id, cx->actor.person, t->name, t->size, hash, &same);
	if (rc == OK) {
		int64_t received = on_disk(cx, same.id, same.received);

		rc = sql_upload_received(cx->db, cx->arena, same.upload, received, cx->now, NULL);
		return rc == OK ? received_answer(cx, 200, same.id, received) : rc;
	}
	if (rc != NOT_FOUND)
		return rc;
	if ((rc = may_begin(cx, t)) != OK)
		return rc == INVALID ? refused(cx) : rc;
	rc = sql_upload_add(cx->db, cx->arena, id, cx->evidence->id, cx->actor.person, t->name, t->size, hash, cx->now, NULL);
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

static enum rc put_piece(struct ctx *cx, struct uuid id, int64_t at, struct str piece)
{
	int fd = open(path_of(cx, id).p, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok = fd >= 0;

	while (ok && piece.n) {
		ssize_t n = pwrite(fd, piece.p, piece.n, at);

		if (n < 0 && errno == EINTR)
			continue;
		ok = n > 0;
		piece = str_sub(piece, ok ? (size_t)n : 0, SIZE_MAX);
		at += n;
	}
	ok = ok && fdatasync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok ? OK : NO_SPACE;
}

static bool is_hash(const struct hash *h, struct str bytes)
{
	return str_eq((struct str){ (const char *)h->b, sizeof(h->b) }, bytes);
}

enum rc upload_piece(struct ctx *cx)
{
	const struct piece_typed *t = cx->form;
	struct upload_lock_row row;
	struct hash sum;
	struct str piece;
	enum rc rc;

	if ((rc = load_upload(cx, &row)) != OK)
		return rc;
	if (t->at != row.received) /* sent twice, or from two tabs */
		return received_answer(cx, 409, row.id, row.received);
	if (cx->uploads_n != 1 || !cx->uploads[0].size || !hex_decode(t->sum, sum.b, sizeof(sum.b)) ||
	    !is_hash(&sum, (struct str){ (const char *)cx->uploads[0].hash.b, sizeof(sum.b) }) ||
	    (row.received == 0 && !is_hash(&sum, row.begins)) || row.received + (int64_t)cx->uploads[0].size > row.size)
		return field_error(cx, "sum", T_FILES_SUM_WRONG);
	if ((rc = upload_map(cx, &cx->uploads[0], &piece)) != OK || (rc = put_piece(cx, row.id, row.received, piece)) != OK)
		return rc;
	rc = sql_upload_received(cx->db, cx->arena, row.upload, row.received + (int64_t)piece.n, cx->now, NULL);
	return rc == OK ? received_answer(cx, 200, row.id, row.received + (int64_t)piece.n) : rc;
}

/* ---- the end ---- */

static enum rc sum_up(struct ctx *cx, struct upload *u)
{
	int fd = open(str_c(cx->arena, u->path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	void *p = fd >= 0 ? mmap(NULL, (size_t)u->size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	struct stat st;
	bool ok = p != MAP_FAILED && fstat(fd, &st) == 0 && (uint64_t)st.st_size >= u->size;

	if (ok)
		crypto_hash_sha256(u->hash.b, p, u->size);
	if (p != MAP_FAILED)
		munmap(p, (size_t)u->size);
	if (fd >= 0)
		close(fd);
	return ok ? OK : FAULT;
}

static enum rc ended(struct ctx *cx)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "url"), json_str(j, url_id(cx, "/evidence/", cx->evidence->uuid, "/files").s);
	json_end(j);
	return answer_json(cx, 201);
}

/* upload_end — whatever comes of it, the pieces are done with: kept as a file of the piece, or refused. */
enum rc upload_end(struct ctx *cx)
{
	struct upload_lock_row row;
	size_t kept = 0;
	enum rc rc = load_upload(cx, &row);

	if (rc != OK)
		return rc;
	if (row.received < row.size)
		return received_answer(cx, 409, row.id, row.received);
	cx->uploads[0] = (struct upload){ .field = S("file"), .name = row.name, .path = path_of(cx, row.id), .size = (uint64_t)row.size };
	cx->uploads_n = 1;
	if ((rc = sum_up(cx, &cx->uploads[0])) != OK)
		return rc;
	if ((rc = files_take(cx, &kept)) != OK || (rc = sql_upload_drop(cx->db, cx->arena, row.upload, NULL)) != OK)
		return rc;
	unlink(path_of(cx, row.id).p); /* still there when it was refused */
	return kept ? ended(cx) : refused(cx);
}
