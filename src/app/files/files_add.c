/* files_add.c — adding files: each is looked at, stored, and then all that passed get their rows.
 *
 * Looking at a file and writing it to disk take a while, so they are done with no transaction open; the rows then come in
 * one of their own, in which the piece is loaded and its rule asked again. A file that is refused costs only itself: its
 * name and the reason are said, and the others are kept.
 */
#include "app/files/files_inside.h"

#include "app/forms/forms.h"
#include "app/privacy/privacy.h"
#include "files.sql.h"

#include <unistd.h>

/* All of a request's files together: a worker that answers nobody for longer is taken for dead. */
enum { LOOK_MS = 10000, LOOK_MS_EACH = 6000 };

struct adding {
	struct upload *upload;
	const struct file_kind *kind; /* NULL: refused */
};

static struct str shown_name(struct ctx *cx, struct str name)
{
	return str_dup(cx->arena, utf8_first(name, FILE_NAME_MAX)); /* uploads come with shorter ones */
}

static const struct file_kind *refuse(struct ctx *cx, const struct upload *u, enum word why)
{
	err_add(&cx->err, S("file"), WORDS(cx->arena, why, WORD_ARG("name", shown_name(cx, u->name))));
	return NULL;
}

/* What has gone wrong with the looking, not with the file: it took too long, or this machine can't do it. */
static enum word not_looked_at(enum rc rc)
{
	return rc == BUSY ? T_FILES_SLOW : rc == FAULT ? T_FILES_NOT_NOW : T_FILES_UNREADABLE;
}

static int left_ms(int64_t until)
{
	int64_t left = until - monotonic_ms();

	return left <= 0 ? 0 : left < LOOK_MS_EACH ? (int)left : LOOK_MS_EACH;
}

/* looked_at — what the bytes are and what is wrong with them. */
static const struct file_kind *looked_at(struct ctx *cx, const struct upload *u, const struct file_kind *kind, int64_t until)
{
	int ms = left_ms(until);
	enum file_trouble trouble;
	struct str type;
	enum rc rc = ms ? file_look(cx->arena, u->path, ms, &type, &trouble) : BUSY;

	if (rc != OK)
		return refuse(cx, u, not_looked_at(rc));
	if (trouble == FILE_LOCKED) /* such a file looks like another kind */
		return refuse(cx, u, T_FILES_LOCKED);
	if (!file_kind_fits(kind, type))
		return refuse(cx, u, T_FILES_WRONG_BYTES);
	return trouble ? refuse(cx, u, file_trouble_word(trouble)) : kind;
}

static bool is_picture(const struct file_kind *kind)
{
	return str_starts(str_from_c(kind->type), S("image/"));
}

/* drawn_again — a picture, with nothing in it but what it shows. */
static enum rc drawn_again(struct ctx *cx, struct adding *f, int64_t until)
{
	int ms = left_ms(until);
	enum file_trouble trouble = FILE_FINE;
	enum rc rc = ms ? file_redraw(cx->arena, f->upload, ms, &trouble) : BUSY;

	if (rc == NO_SPACE)
		return rc;
	if (rc != OK || trouble)
		f->kind = refuse(cx, f->upload, rc != OK ? not_looked_at(rc) : file_trouble_word(trouble));
	return OK;
}

/* kind_of — what a file is, or NULL when it is refused, with the reason in cx->err. */
static const struct file_kind *kind_of(struct ctx *cx, const struct upload *u, int64_t until)
{
	const struct file_kind *kind = file_kind_of_name(u->name);

	if (!kind)
		return refuse(cx, u, file_refused_word(u->name));
	if (!u->size)
		return refuse(cx, u, T_FILES_EMPTY);
	if (u->size > FILE_BYTES_MAX)
		return refuse(cx, u, T_FILES_TOO_LARGE);
	return looked_at(cx, u, kind, until);
}

enum rc files_look(struct ctx *cx, struct adding **ret)
{
	struct adding *files = NEW_ARRAY(cx->arena, struct adding, UPLOADS_MAX);
	int64_t until = monotonic_ms() + LOOK_MS;
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < cx->uploads_n; i++) {
		struct adding *f = &files[i];

		f->upload = &cx->uploads[i];
		f->kind = kind_of(cx, f->upload, until);
		/* A try before this one may have drawn it and put it where it stays. */
		if (f->kind && is_picture(f->kind) && !content_is_at(cx->arena, cx->settings, f->upload))
			rc = drawn_again(cx, f, until);
		if (rc == OK && f->kind)
			rc = content_keep(cx->arena, cx->settings, f->upload);
	}
	if (rc == OK)
		*ret = files;
	return rc;
}

/* ---- rows ---- */

/* on_piece — the same bytes under the same name: sent twice, kept once. NULL: not there yet. */
static const struct files_of_evidence_row *on_piece(const struct files_of_evidence_rows *there, const struct upload *u)
{
	for (size_t i = 0; i < there->n; i++)
		if (str_eq(there->v[i].hash, hash_bytes(&u->hash)) && str_eq(there->v[i].name, u->name))
			return &there->v[i];
	return NULL;
}

/* unkeep — bytes known to be bad were taken away once, and have just been put back with the others. Nobody reads them. */
static void unkeep(struct ctx *cx, const struct upload *u)
{
	unlink(content_path(cx->arena, cx->settings, hash_bytes(&u->hash)).p);
}

/* content_row — the row behind the bytes. Bytes that were refused once are refused again; those that were kept unchecked
 * are checked now if there is anything to check with. */
static enum rc content_row(struct ctx *cx, const struct upload *u, bool *ret_refused)
{
	bool unchecked = cx->settings->scan == SCAN_NONE || (cx->settings->scan == SCAN_NOT_CHOSEN && cx->demo);
	enum scan_state scan = unchecked ? SCAN_NOT_SCANNED : SCAN_WAITING;
	struct file_content_lock_row row;
	enum rc rc;

	if ((rc = sql_file_content_add(cx->db, cx->arena, hash_bytes(&u->hash), (int64_t)u->size, scan, cx->now, NULL)) != OK ||
	    (rc = sql_file_content_lock(cx->db, cx->arena, hash_bytes(&u->hash), &row)) != OK)
		return rc;
	*ret_refused = row.scan == SCAN_INFECTED;
	if (*ret_refused)
		unkeep(cx, u);
	if (row.scan == SCAN_NOT_SCANNED && !unchecked) {
		rc = sql_file_content_scanned(cx->db, cx->arena, hash_bytes(&u->hash), SCAN_WAITING, DB_NULL_INT, NULL);
		row.scan = SCAN_WAITING;
	}
	if (rc == OK && row.scan == SCAN_WAITING)
		rc = job_queue(cx, JOB_SCAN, 0, hex_encode(cx->arena, u->hash.b, sizeof(u->hash.b)), NULL);
	/* What is added again after it was taken away is read again. */
	if (rc == OK && !*ret_refused)
		rc = sql_file_content_to_read(cx->db, cx->arena, hash_bytes(&u->hash), FILE_READ_TRIES, NULL);
	if (rc == OK && row.scan != SCAN_WAITING && !*ret_refused)
		rc = job_queue(cx, JOB_FILES_READ, 0, S(""), NULL);
	/* Swept in the moment before its row came: sending it again is right. */
	if (rc == OK && !*ret_refused && !content_is_there(cx->arena, cx->settings, hash_bytes(&u->hash), u->size))
		rc = FAULT;
	return rc;
}

static enum rc file_row(struct ctx *cx, const struct adding *f)
{
	struct uuid id = uuid7(cx->now);
	struct str which = strf(cx->arena, "{\"file\":\"%s\"}", uuid_str(cx->arena, id).p);
	enum rc rc = sql_file_add(cx->db, cx->arena, id, cx->evidence->id, hash_bytes(&f->upload->hash),
	                          shown_name(cx, f->upload->name), str_from_c(f->kind->type), cx->actor.person, cx->now, NULL);

	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_FILE_ADDED,
	                             cx->evidence->uuid, which) : rc;
}

static enum rc add_row(struct ctx *cx, const struct adding *f, size_t *kept, size_t *there_n)
{
	const struct files_of_evidence_row *same;
	struct files_of_evidence_rows there;
	bool refused;
	enum rc rc = sql_files_of_evidence(cx->db, cx->arena, cx->evidence->id, &there);

	if (rc != OK)
		return rc;
	if ((same = on_piece(&there, f->upload))) {
		if (same->scan == SCAN_INFECTED)
			unkeep(cx, f->upload);
		++*kept;
		return OK;
	}
	if (there.n >= FILES_MAX) {
		err_add(&cx->err, S("file"), WORDS(cx->arena, T_FILES_TOO_MANY, WORD_ARG("name", shown_name(cx, f->upload->name)),
		                                   WORD_ARG("n", (int)FILES_MAX)));
		return OK;
	}
	if ((rc = content_row(cx, f->upload, &refused)) != OK)
		return rc;
	if (refused) {
		refuse(cx, f->upload, T_FILES_BAD);
		return OK;
	}
	++*kept;
	++*there_n;
	return file_row(cx, f);
}

static enum rc add_rows(struct ctx *cx, const struct adding *files, size_t *ret_kept)
{
	size_t kept = 0, added = 0;
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < cx->uploads_n; i++)
		if (files[i].kind)
			rc = add_row(cx, &files[i], &kept, &added);
	if (rc == OK && added)
		rc = sql_file_evidence_changed(cx->db, cx->arena, cx->evidence->id, cx->now, NULL);
	*ret_kept = kept;
	return rc;
}

/* ---- the answer ---- */

static enum rc answer_json_of(struct ctx *cx)
{
	struct file_views files = files_of(cx, cx->evidence->id);
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items");
	files_json(j, &files);
	json_key(j, "refused"), json_arr(j);
	for (size_t i = 0; i < cx->err.n; i++)
		json_str(j, cx->err.fields[i].message);
	json_end(j);
	json_end(j);
	return created(cx, url_id(cx, "/evidence/", cx->evidence->uuid, "/files"), 0);
}

/* Nothing is attached to a kind whose form says so. */
enum rc files_taken_here(struct ctx *cx)
{
	const struct piece_form *form;
	enum rc rc = form_of_piece(cx, &form);

	return rc == OK && form->no_files ? err_add(&cx->err, S("file"), word(T_FILES_NOT_HERE)) : rc;
}

/* again_allowed — the piece as it is now, in the transaction that gives it files. */
static enum rc again_allowed(struct ctx *cx)
{
	enum rc rc = load_evidence(cx, cx->evidence->uuid);
	enum access a;

	if (rc != OK)
		return rc;
	a = may_change_files(&cx->actor, &cx->resource);
	return access_ok(a) ? files_taken_here(cx) : a == ACCESS_NOT_NOW ? DENIED : NOT_FOUND;
}

enum rc files_give(struct ctx *cx, const struct adding *files, size_t *ret_kept)
{
	enum rc rc = again_allowed(cx);

	if (rc != OK)
		return rc;
	rc = add_rows(cx, files, ret_kept);
	/* Others read the piece already: they wait until the file has been read for names and its writer has answered. */
	return rc == OK && *ret_kept && cx->evidence->state != EVIDENCE_DRAFT ? privacy_hold_back(cx, 0) : rc;
}

enum rc files_add(struct ctx *cx)
{
	struct adding *files;
	size_t kept = 0;
	enum rc rc;

	if (!cx->uploads_n)
		return err_add(&cx->err, S("file"), word(T_FILES_CHOOSE));
	if ((rc = files_taken_here(cx)) != OK)
		return rc;
	db_rollback(cx->db); /* nothing was written yet, and others may write meanwhile */
	if ((rc = files_look(cx, &files)) != OK || (rc = db_begin(cx->db, DB_WRITE)) != OK || (rc = files_give(cx, files, &kept)) != OK)
		return rc;
	if (!kept)
		return INVALID;
	if (cx->json)
		return answer_json_of(cx);
	if (!cx->err.n)
		return done(cx, url_id(cx, "/evidence/", cx->evidence->uuid, "/files"),
		            cx->evidence->held != HOLD_NONE ? T_FILES_ADDED_HELD : T_FILES_ADDED);
	cx->status = 422; /* some were kept and some not: the page says which */
	return files_show(cx);
}
