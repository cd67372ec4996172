/* import.c — a file becomes a draft version: choose, check, add. Nothing is a framework before somebody has seen what
 * would be added and has pressed the button.
 */
#include "app/framework/import_check.h"
#include "app/framework/import_view.h"
#include "app/framework/pages.h"

#include "import.sql.h"
#include "templates.gen.h"
#include "web/form.h"
#include "web/jobs.h"

#include <unistd.h>

/* progress of an import that waits: below STORING its file is being checked, from there on it is being added. */
enum { CHECKING = 0, STORING = 50 };

struct import_form {
	struct str title, version;
};
static const struct field import_fields[] = {
	TEXT(struct import_form, title, .label = T_FRAMEWORK_IMPORT_TITLE_LABEL, .hint = T_FRAMEWORK_IMPORT_TITLE_HINT, .max = 300),
	TEXT(struct import_form, version, .label = T_FRAMEWORK_IMPORT_VERSION_LABEL, .hint = T_FRAMEWORK_IMPORT_VERSION_HINT,
	     .max = 60),
};
const struct form framework_import_form = {
	.name = "framework_import", .size = sizeof(struct import_form), .fields = import_fields, .n = COUNT_OF(import_fields),
};

/* ---- choosing a file ---- */

enum rc framework_import_new(struct ctx *cx)
{
	struct form_view f = form_view(cx, &framework_import_form, NULL, -1);
	struct fw_import_form_view v = {
		.hidden = f.hidden, .errors = f.errors, .title = form_field(&f, "title")->html, .version = form_field(&f, "version")->html,
		.file_error = err_of(&cx->err, S("file")), .has_typed = f.has_errors,
	};

	return fw_page(cx, NULL, word(T_FRAMEWORK_IMPORT_TITLE), HTML(cx, import_new, &v));
}

static const struct upload *uploaded(struct ctx *cx)
{
	for (size_t i = 0; i < cx->uploads_n; i++)
		if (str_eq(cx->uploads[i].field, S("file")) && cx->uploads[i].size)
			return &cx->uploads[i];
	return NULL;
}

static enum rc check_now(struct ctx *cx, int64_t import, struct str bytes, struct str name, const struct import_typed *typed)
{
	struct str result;
	bool good;
	enum rc rc = import_check(cx, bytes, name, typed, &result, &good);

	return rc == OK ? sql_fw_import_set(cx->db, cx->arena, import, good ? IMPORT_CHECKED : IMPORT_FAILED, 100, result, NULL)
	                : rc;
}

enum rc framework_import_add(struct ctx *cx)
{
	const struct import_form *form = cx->form;
	const struct upload *u = uploaded(cx);
	struct import_typed typed = { form->title, form->version };
	struct uuid id = uuid7(cx->now);
	struct fw_import_add_row row;
	struct str bytes;
	enum rc rc;

	if (!u)
		return field_error(cx, "file", T_FRAMEWORK_IMPORT_NO_FILE);
	if (u->size > FRAMEWORK_INPUT_MAX)
		return field_error(cx, "file", T_FRAMEWORK_IMPORT_TOO_LARGE);
	if ((rc = upload_map(cx, u, &bytes)) != OK)
		return rc;
	rc = sql_fw_import_add(cx->db, cx->arena, id, cx->actor.person, u->name, (int64_t)u->size, bytes,
	                       import_typed_json(cx->arena, &typed), cx->now, &row);
	if (rc != OK)
		return rc;
	rc = u->size <= IMPORT_AT_ONCE ? check_now(cx, row.import, bytes, u->name, &typed)
	                               : job_queue(cx, JOB_FRAMEWORK_IMPORT, row.import, S("check"), NULL);
	return rc == OK ? created(cx, url_id(cx, "/frameworks/imports/", id, ""), T_NONE) : rc;
}

/* ---- adding it ---- */

/* A framework that was read becomes a draft of whoever imported it; the import's row is locked and its transaction open. */
static enum rc store(struct ctx *own, int64_t import, int64_t person, const struct framework *fw, struct uuid *ret)
{
	struct ctx as = *own;
	int64_t id;
	enum rc rc;

	as.actor.person = person;
	rc = framework_store(&as, fw, STR_NONE, &id, ret);
	return rc == OK ? sql_fw_import_end(own->db, own->arena, import, IMPORT_DONE, id, NULL) : rc;
}

static enum rc read_again(struct ctx *own, struct str bytes, struct str name, struct str result, struct framework **ret)
{
	struct import_typed typed = import_typed_of(own->arena, result);

	return import_read(own, bytes, name, &typed, ret, framework_problems_new(own->arena));
}

static enum rc draft_of(struct ctx *cx, int64_t framework, struct uuid *ret)
{
	struct fw_uuid_of_row row;
	enum rc rc = sql_fw_uuid_of(cx->db, cx->arena, framework, &row);

	if (rc == OK)
		*ret = row.id;
	return rc;
}

/* lock — reads a row with its content into an arena with room for it. */
static enum rc lock(struct ctx *own, int64_t import, struct fw_import_lock_row *ret)
{
	return sql_fw_import_lock(own->db, own->arena, import, ret);
}

/* A second press finds the draft made by the first. */
static enum rc confirm(struct ctx *cx, struct ctx *own, struct uuid *ret_draft, bool *ret_later)
{
	struct fw_import_lock_row row;
	struct framework *fw;
	enum rc rc = lock(own, cx->import->id, &row);

	*ret_later = false;
	if (rc != OK)
		return rc;
	if (row.state == IMPORT_DONE)
		return draft_of(cx, row.framework, ret_draft);
	if (row.state == IMPORT_WAITING && row.progress >= STORING) {
		*ret_later = true;
		return OK;
	}
	if (row.state != IMPORT_CHECKED)
		return CONFLICT;
	if (row.bytes <= IMPORT_AT_ONCE) {
		rc = read_again(own, row.content, row.name, row.result, &fw);
		return rc == OK ? store(own, cx->import->id, row.person, fw, ret_draft) : rc;
	}
	*ret_later = true;
	rc = sql_fw_import_set(cx->db, cx->arena, cx->import->id, IMPORT_WAITING, STORING, row.result, NULL);
	return rc == OK ? job_queue(cx, JOB_FRAMEWORK_IMPORT, cx->import->id, S("store"), NULL) : rc;
}

enum rc framework_import_confirm(struct ctx *cx)
{
	struct ctx own = import_ctx(cx);
	struct uuid draft;
	bool later;
	enum rc rc = confirm(cx, &own, &draft, &later);

	import_ctx_end(&own);
	if (rc != OK)
		return rc;
	if (later)
		return done(cx, url_id(cx, "/frameworks/imports/", cx->import->uuid, ""), T_NONE);
	return created(cx, url_id(cx, "/frameworks/", draft, ""), T_FRAMEWORK_IMPORT_DONE);
}

enum rc framework_import_drop(struct ctx *cx)
{
	struct ctx own = import_ctx(cx);
	struct fw_import_lock_row row;
	enum rc rc = lock(&own, cx->import->id, &row);

	if (rc == OK && row.state == IMPORT_DONE)
		rc = CONFLICT;
	if (rc == OK)
		rc = sql_fw_import_end(cx->db, cx->arena, cx->import->id, IMPORT_GIVEN_UP, DB_NULL_INT, NULL);
	import_ctx_end(&own);
	return rc == OK ? done(cx, url_lit("/frameworks/import"), T_FRAMEWORK_IMPORT_DROPPED) : rc;
}

/* ---- large files: the same two steps as a job ---- */

/* What the first half of a job found out, without a lock. */
struct job_work {
	struct fw_import_content_row row;
	bool storing, good;
	struct framework *fw;  /* to store */
	struct str result;     /* of a check */
};

static bool is_wanted(int64_t state, int64_t progress, bool storing)
{
	return state == IMPORT_WAITING && (progress >= STORING) == storing;
}

/* Reading a large file takes seconds: nobody else may have to wait for it, so it is done in a reading transaction. */
static enum rc job_read(struct ctx *own, const struct job *job, struct job_work *w)
{
	struct import_typed typed;
	enum rc rc = sql_fw_import_content(own->db, own->arena, job->object, &w->row);

	w->storing = str_eq(job->payload, S("store"));
	if (rc != OK)
		return rc;
	if (!is_wanted(w->row.state, w->row.progress, w->storing) || !w->row.content.p)
		return NOT_FOUND; /* dropped, or done by a lane that died before it could say so */
	if (w->storing)
		return read_again(own, w->row.content, w->row.name, w->row.result, &w->fw);
	typed = import_typed_of(own->arena, w->row.result);
	return import_check(own, w->row.content, w->row.name, &typed, &w->result, &w->good);
}

static enum rc job_write(struct ctx *own, const struct job *job, const struct job_work *w)
{
	struct fw_import_state_row now;
	struct uuid draft;
	enum rc rc = sql_fw_import_state(own->db, own->arena, job->object, &now);

	if (rc != OK || !is_wanted(now.state, now.progress, w->storing))
		return rc;
	if (w->storing)
		return store(own, job->object, w->row.person, w->fw, &draft);
	return sql_fw_import_set(own->db, own->arena, job->object, w->good ? IMPORT_CHECKED : IMPORT_FAILED, 100, w->result, NULL);
}

static enum rc job_both(struct ctx *own, const struct job *job)
{
	struct job_work w = { .storing = false };
	enum rc rc = db_begin(own->db, DB_READ);

	if (rc == OK)
		rc = job_read(own, job, &w);
	db_rollback(own->db);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	if ((rc = db_begin(own->db, DB_WRITE)) == OK && (rc = job_write(own, job, &w)) == OK)
		return db_commit(own->db);
	db_rollback(own->db);
	return rc;
}

enum rc framework_import_run(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct ctx own = import_ctx(cx);
	enum rc rc = job_both(&own, job);

	import_ctx_end(&own);
	if (rc != OK)
		*ret_why = S("The import could not be finished.");
	return rc;
}

/* framework_import_given_up — its page must not wait for ever. */
enum rc framework_import_given_up(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	UNUSED(ret_why);
	return sql_fw_import_end(cx->db, cx->arena, job->object, IMPORT_GIVEN_UP, DB_NULL_INT, NULL);
}
