/* files.c — the files of a piece: the list, opening one, removing one. */
#include "app/files/files_view.h"

#include "app/files/files_inside.h"
#include "files.sql.h"
#include "templates.gen.h"

#include <unistd.h>

/* ---- how a file is shown ---- */

struct str file_size_words(struct ctx *cx, int64_t size)
{
	int64_t tenths = (size * 10 + (1 << 19)) >> 20;

	if (size < 1024)
		return WORDS(cx->arena, T_FILES_SIZE_B, WORD_ARG("n", size));
	if (size < 1 << 20)
		return WORDS(cx->arena, T_FILES_SIZE_KB, WORD_ARG("n", (size + 512) >> 10));
	return WORDS(cx->arena, T_FILES_SIZE_MB,
	             WORD_ARG("n", tenths % 10 ? strf(cx->arena, "%lld.%lld", (long long)tenths / 10, (long long)tenths % 10)
	                                       : strf(cx->arena, "%lld", (long long)tenths / 10)));
}

/* checked_view — where it stands with the privacy check. */
static void checked_view(struct ctx *cx, const struct files_of_evidence_row *r, struct file_view *v)
{
	const int64_t not_words = 1 << FILE_WARN_PICTURES | 1 << FILE_WARN_INSIDE;
	bool is_read = r->state != DB_NULL_INT;

	v->look = url_id(cx, "/files/", r->id, "/looked-at");
	v->reading = !is_read && !v->refused;
	v->unread = r->state == FILE_TEXT_NONE && !v->refused;
	v->ask = is_read && !v->refused && (r->state == FILE_TEXT_NONE || r->more == 1 || (r->warns & not_words));
	v->looked = v->ask && r->looked_at != DB_NULL_INT;
	v->needs_look = v->ask && !v->looked;
	if (v->looked)
		v->looked_on = date_of(r->looked_at);
	if (is_read && !v->refused)
		v->notes = file_notes(cx, r->warns, r->more == 1, r->author, r->changed_by);
}

static struct file_view view_of(struct ctx *cx, const struct files_of_evidence_row *r)
{
	enum word kind = file_type_word(r->type);
	struct str size = file_size_words(cx, r->size);
	struct file_view v = {
		.id = r->id, .name = r->name, .type = r->type, .size = r->size, .scan = (enum scan_state)r->scan,
		.added = r->created, .open = url_id(cx, "/files/", r->id, ""), .remove = url_id(cx, "/files/", r->id, "/remove"),
		.says = kind ? WORDS(cx->arena, T_FILES_SAYS, WORD_ARG("kind", kind), WORD_ARG("size", size)) : size,
		.ready = r->scan == SCAN_CLEAN || r->scan == SCAN_NOT_SCANNED, .waiting = r->scan == SCAN_WAITING,
		.refused = r->scan == SCAN_INFECTED,
	};

	checked_view(cx, r, &v);
	return v;
}

struct file_views files_of(struct ctx *cx, int64_t evidence)
{
	struct files_of_evidence_rows rows;
	struct file_views views = { .n = 0 };

	if (sql_files_of_evidence(cx->db, cx->arena, evidence, &rows) != OK)
		return views;
	views.v = NEW_ARRAY(cx->arena, struct file_view, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		views.v[views.n++] = view_of(cx, &rows.v[i]);
	return views;
}

struct html files_section(struct ctx *cx, bool may_change)
{
	struct files_part v = {
		.files = files_of(cx, cx->evidence->id), .may_change = may_change,
		.change = url_id(cx, "/evidence/", cx->evidence->uuid, "/files"),
	};

	return v.files.n || may_change ? HTML(cx, files_part, &v) : (struct html){ STR_NONE };
}

void files_json(struct json_out *j, const struct file_views *files)
{
	static const char *const states[] = {
		[SCAN_WAITING] = "waiting", [SCAN_CLEAN] = "clean", [SCAN_INFECTED] = "refused",
		[SCAN_NOT_SCANNED] = "not_scanned",
	};

	json_arr(j);
	for (size_t i = 0; i < files->n; i++) {
		const struct file_view *f = &files->v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, f->id);
		json_key(j, "name"), json_str(j, f->name);
		json_key(j, "type"), json_str(j, f->type);
		json_key(j, "size"), json_i64(j, f->size);
		json_key(j, "state"), json_str(j, str_from_c(states[f->scan]));
		json_key(j, "added"), json_instant(j, f->added);
		json_key(j, "check"), json_str(j, f->reading ? S("waiting") : f->needs_look ? S("to_look_at") : f->looked ? S("looked_at") : S("read"));
		json_key(j, "notes"), json_arr(j);
		for (size_t k = 0; k < f->notes.n; k++)
			json_str(j, f->notes.v[k].says);
		json_end(j);
		json_key(j, "url"), json_str(j, f->open.s); /* behind /api/v1 */
		json_end(j);
	}
	json_end(j);
}

/* ---- the page ---- */

/* problems — why a posting did not go through, or not wholly. */
static struct file_problems problems(struct ctx *cx)
{
	struct file_problem *p = NEW_ARRAY(cx->arena, struct file_problem, cx->err.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < cx->err.n; i++)
		p[n++] = (struct file_problem){ cx->err.fields[i].message };
	if (cx->failed == NO_SPACE)
		p[n++] = (struct file_problem){ word(T_FILES_NO_SPACE) };
	else if (cx->failed && !n)
		p[n++] = (struct file_problem){ word(T_FILES_BUSY) };
	return (struct file_problems){ p, n };
}

static enum rc show_json(struct ctx *cx, const struct file_views *files)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items");
	files_json(j, files);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc files_show(struct ctx *cx)
{
	const struct evidence *e = cx->evidence;
	bool own = access_ok(may_change_files(&cx->actor, &cx->resource));
	struct files_page v = {
		.title = e->title.n ? e->title : word(T_FILES_UNTITLED), .files = files_of(cx, e->id), .most = FILES_MAX,
		.piece = url_id(cx, "/evidence/", e->uuid, ""), .here = url_id(cx, "/evidence/", e->uuid, "/files"),
		.uploads = url_id(cx, "/evidence/", e->uuid, "/uploads"),
		.csrf = hidden_csrf(cx), .may_change = own,
		.may_remove = access_ok(may_remove_file(&cx->actor, &cx->resource)), .problems = problems(cx),
	};
	struct page p = {
		.title = WORDS(cx->arena, T_FILES_PAGE_TITLE, WORD_ARG("title", v.title)),
		.menu = cx->actor.role == ROLE_ECSW ? MENU_EVIDENCE : MENU_DESK,
	};

	if (cx->json)
		return show_json(cx, &v.files);
	v.full = v.files.n >= FILES_MAX;
	for (size_t i = 0; i < v.files.n; i++) {
		v.any_waiting |= v.files.v[i].waiting;
		v.any_refused |= v.files.v[i].refused;
	}
	p.main = HTML(cx, files_page, &v);
	return page(cx, &p);
}

/* ---- opening one ---- */

enum access may_open_file(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_file(actor, r);

	return a == ACCESS_NOT_NOW ? may_read_evidence(actor, r) : a;
}

static enum rc not_yet(struct ctx *cx)
{
	struct files_waiting v = {
		.name = cx->file->name, .again = url_id(cx, "/files/", cx->file->uuid, ""),
		.piece = url_id(cx, "/evidence/", cx->evidence->uuid, ""), .refused = cx->file->scan == SCAN_INFECTED,
	};
	struct page p = {
		.title = word(v.refused ? T_FILES_REFUSED_TITLE : T_FILES_WAITING_TITLE), .status = 403,
		.menu = cx->actor.role == ROLE_ECSW ? MENU_EVIDENCE : MENU_DESK,
	};

	if (cx->json)
		return DENIED;
	cx->resource.owner = cx->actor.person; /* nothing is read, so no reading is recorded */
	p.main = HTML(cx, files_waiting, &v);
	return page(cx, &p);
}

enum rc file_download(struct ctx *cx)
{
	const struct file_row *f = cx->file;
	uint64_t size;
	int fd;

	if (!access_ok(may_read_file(&cx->actor, &cx->resource)))
		return not_yet(cx);
	fd = content_open(cx->arena, cx->settings, f->hash, &size);
	if (fd >= 0 && size == (uint64_t)f->size)
		return answer_file(cx, f->type, f->name, fd, size);
	if (fd >= 0)
		close(fd);
	log_event(LOG_ERROR, "file.missing", { "content", LOG_S(hex_encode(cx->arena, f->hash.p, f->hash.n)) });
	return FAULT;
}

/* ---- removing one ---- */

enum rc file_remove(struct ctx *cx)
{
	const struct file_row *f = cx->file;
	struct str which = strf(cx->arena, "{\"file\":\"%s\"}", uuid_str(cx->arena, f->uuid).p);
	enum rc rc;

	if (cx->resource.removed)
		return NOT_FOUND;
	if ((rc = sql_file_set_removed(cx->db, cx->arena, f->id, cx->now, NULL)) != OK ||
	    (rc = sql_file_evidence_changed(cx->db, cx->arena, cx->evidence->id, cx->now, NULL)) != OK ||
	    (rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_FILE_REMOVED, cx->evidence->uuid, which)) != OK ||
	    (rc = job_queue(cx, JOB_SCAN, 0, hex_encode(cx->arena, f->hash.p, f->hash.n), NULL)) != OK)
		return rc;
	return done(cx, url_id(cx, "/evidence/", cx->evidence->uuid, "/files"), T_FILES_REMOVED);
}
