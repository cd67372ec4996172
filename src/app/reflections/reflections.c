/* reflections.c — private reflections: written, found, deleted, and made into a draft of evidence by their owner. */
#include "app/reflections/reflections.h"

#include "app/evidence/evidence.h"
#include "app/reflections/reflections_view.h"
#include "reflections.sql.h"
#include "templates.gen.h"
#include "web.sql.h"
#include "web/form.h"

enum { PAGE_SIZE_HERE = 25, OPENING = 160, TWICE_WITHIN = 10 * MINUTE };

/* ---- form ---- */

struct reflection_typed {
	struct str title, text;
};
static const struct field reflection_fields[] = {
	TEXT(struct reflection_typed, title, .label = T_REFLECTIONS_HEADING, .hint = T_REFLECTIONS_HEADING_HINT, .max = 200),
	LONG_TEXT(struct reflection_typed, text, .label = T_REFLECTIONS_TEXT, .max = 20000, .required = true, .rows = 14,
	          .missing = T_REFLECTIONS_TEXT_MISSING),
};
#define REFLECTION_FORM(name_, version_)                                                                              \
	{ .name = (name_), .size = sizeof(struct reflection_typed), .fields = reflection_fields,                         \
	  .n = COUNT_OF(reflection_fields), .autosave = true, .offline = true, .wants_version = (version_) }
const struct form reflection_new_form = REFLECTION_FORM("reflection_new", false);
const struct form reflection_form = REFLECTION_FORM("reflection", true);

/* What drafts of one are filed under: the path its form posts to. */
#define DRAFT_OLD S("/reflections/:reflection")

/* ---- the list ---- */

static struct str opening_of(struct ctx *cx, struct str text)
{
	struct str one = str_trim(str_replace_all(cx->arena, str_sub(text, 0, 4 * OPENING), S("\n"), S(" ")));
	struct str first = utf8_first(one, OPENING);

	return first.n < one.n ? strf(cx->arena, "%.*s…", STR_FMT(first)) : one;
}

static struct str title_of(struct str title)
{
	return str_trim(title).n ? title : word(T_REFLECTIONS_UNTITLED);
}

static struct url page_url(struct ctx *cx, struct str q, int64_t page)
{
	struct url u = url_lit("/reflections");

	if (q.n)
		u = url_with(cx, u, "q", q);
	return page > 1 ? url_with(cx, u, "page", strf(cx->arena, "%lld", (long long)page)) : u;
}

static enum rc list_as_json(struct ctx *cx, const struct reflections_listed_rows *rows, struct str q, int64_t page, bool more)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "title"), json_str(j, rows->v[i].title);
		json_key(j, "changed"), json_instant(j, rows->v[i].changed);
		json_key(j, "url"), json_str(j, strf(cx->arena, "/api/v1/reflections/%s", uuid_str(cx->arena, rows->v[i].id).p));
		json_end(j);
	}
	json_end(j);
	json_key(j, "next");
	if (more)
		json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(page_url(cx, q, page + 1).s)));
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc reflections_list(struct ctx *cx)
{
	struct str q = str_trim(query(cx, "q"));
	int64_t page_n = query_int(cx, "page", 1, 100000, 1), total;
	struct reflections_view v = { .q = q };
	struct reflections_listed_rows rows;
	enum rc rc = sql_reflections_listed(cx->db, cx->arena, cx->actor.person, cx->actor.role,
	                                    words_pattern(cx->arena, q), PAGE_SIZE_HERE,
	                                    (page_n - 1) * PAGE_SIZE_HERE, &rows);

	if (rc != OK)
		return rc;
	total = rows.n ? rows.v[0].total : 0;
	v.has_next = total > page_n * PAGE_SIZE_HERE;
	if (cx->json)
		return list_as_json(cx, &rows, q, page_n, v.has_next);
	v.any = rows.n || q.n || page_n > 1;
	v.shown = WORDS(cx->arena, T_REFLECTIONS_SHOWN, WORD_ARG("n", total));
	v.has_before = page_n > 1;
	v.before = page_url(cx, q, page_n - 1);
	v.next = page_url(cx, q, page_n + 1);
	v.rows.v = NEW_ARRAY(cx->arena, struct reflection_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v.rows.v[v.rows.n++] = (struct reflection_line){
			url_id(cx, "/reflections/", rows.v[i].id, ""), title_of(rows.v[i].title), instant_long(cx->arena, rows.v[i].changed),
			opening_of(cx, rows.v[i].text),
		};
	return page(cx, &(struct page){ .title = word(T_REFLECTIONS), .menu = MENU_EVIDENCE, .main = HTML(cx, reflections, &v) });
}

/* ---- one ---- */

static enum rc draw(struct ctx *cx)
{
	const struct reflection *r = cx->reflection;
	const struct form *form = r ? &reflection_form : &reflection_new_form;
	struct reflection_typed filled = { r ? r->title : STR_NONE, r ? r->text : STR_NONE };
	struct reflection_view v = { .is_new = !r, .csrf = hidden_csrf(cx), .moved = cx->failed == STALE };
	struct form_view fv = form_view(cx, form, &filled, r ? r->version : -1);

	v.hidden = fv.hidden;
	v.errors = fv.errors;
	v.title_field = form_field(&fv, "title")->html;
	v.text_field = form_field(&fv, "text")->html;
	v.title = r ? title_of(r->title) : word(T_REFLECTIONS_NEW);
	v.action = r ? url_id(cx, "/reflections/", r->uuid, "") : url_lit("/reflections");
	if (r) {
		v.drop = url_id(cx, "/reflections/", r->uuid, "/delete");
		v.to_piece = url_id(cx, "/reflections/", r->uuid, "/make-piece");
		v.saved = WORDS(cx->arena, T_REFLECTIONS_SAVED, WORD_ARG("when", instant_long(cx->arena, r->changed)));
		v.has_induction = load_own_induction(cx) == OK;
	}
	return page(cx, &(struct page){ .title = v.title, .menu = MENU_EVIDENCE, .main = HTML(cx, reflection, &v),
	                                .status = cx->err.n && !cx->failed ? 422 : 0 });
}

static enum rc as_json(struct ctx *cx, int status)
{
	const struct reflection *r = cx->reflection;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->uuid);
	json_key(j, "title"), json_str(j, r->title);
	json_key(j, "text"), json_str(j, r->text);
	json_key(j, "version"), json_i64(j, r->version);
	json_key(j, "created"), json_instant(j, r->created);
	json_key(j, "changed"), json_instant(j, r->changed);
	json_end(j);
	return answer_json(cx, status);
}

enum rc reflections_new(struct ctx *cx)
{
	return draw(cx);
}

enum rc reflections_show(struct ctx *cx)
{
	version_is(cx, cx->reflection->version);
	return cx->json ? as_json(cx, 200) : draw(cx);
}

enum rc reflections_again(struct ctx *cx)
{
	return draw(cx);
}

static enum rc note(struct ctx *cx, enum event_kind kind, struct uuid id)
{
	return event_add(cx, CHAIN_PERSON, cx->actor.person, kind, id, S("{}"));
}

/* kept_already — the form came twice: two presses, or two tabs. A program says what it means, and may mean two. */
static enum rc kept_already(struct ctx *cx, const struct reflection_typed *f)
{
	struct reflection_writer_row writer;
	struct reflection_twin_row twin;
	enum rc rc = cx->json ? NOT_FOUND : sql_reflection_writer(cx->db, cx->arena, cx->actor.person, &writer);

	return rc != OK ? rc : sql_reflection_twin(cx->db, cx->arena, cx->actor.person, str_trim(f->title), f->text, cx->now - TWICE_WITHIN, &twin);
}

enum rc reflections_create(struct ctx *cx)
{
	const struct reflection_typed *f = cx->form;
	struct uuid id = uuid7(cx->now);
	enum rc rc = kept_already(cx, f);

	if (rc == OK)
		return done(cx, url_lit("/reflections"), T_REFLECTIONS_NOTICE_SAVED);
	if (rc == NOT_FOUND)
		rc = sql_reflection_add(cx->db, cx->arena, id, cx->actor.person, str_trim(f->title), f->text, cx->now, NULL);
	if (rc != OK || (rc = note(cx, EVENT_REFLECTION_WRITTEN, id)) != OK)
		return rc;
	cx->reflection = &(const struct reflection){ .uuid = id, .title = f->title, .text = f->text, .version = 1, .created = cx->now,
		                                         .changed = cx->now };
	version_is(cx, 1);
	if (cx->json)
		rc = as_json(cx, 201);
	cx->reflection = NULL;
	if (rc != OK)
		return rc;
	return cx->json ? created(cx, url_id(cx, "/reflections/", id, ""), 0)
	                : done(cx, url_lit("/reflections"), T_REFLECTIONS_NOTICE_SAVED);
}

enum rc reflections_save(struct ctx *cx)
{
	const struct reflection_typed *f = cx->form;
	const struct reflection *r = cx->reflection;
	struct reflection *now = NEW(cx->arena, struct reflection);
	int64_t affected = 0;
	enum rc rc = version_is(cx, r->version);

	if (rc != OK || (rc = sql_reflection_save(cx->db, cx->arena, r->id, cx->actor.person, str_trim(f->title), f->text, r->version,
	                                          cx->now, &affected)) != OK)
		return rc;
	if (!affected)
		return STALE;
	if ((rc = note(cx, EVENT_REFLECTION_CHANGED, r->uuid)) != OK)
		return rc;
	*now = *r;
	now->title = str_trim(f->title), now->text = f->text, now->version++, now->changed = cx->now;
	cx->reflection = now;
	cx->current_version = now->version;
	return cx->json ? as_json(cx, 200) : done(cx, url_lit("/reflections"), T_REFLECTIONS_NOTICE_SAVED);
}

enum rc reflections_delete(struct ctx *cx)
{
	enum rc rc = sql_reflection_drop(cx->db, cx->arena, cx->reflection->id, cx->actor.person, NULL);

	if (rc == OK)
		rc = sql_drafts_drop(cx->db, cx->arena, cx->actor.person, DRAFT_OLD, cx->reflection->uuid, NULL);
	if (rc == OK)
		rc = note(cx, EVENT_REFLECTION_DELETED, cx->reflection->uuid);
	return rc == OK ? done(cx, url_lit("/reflections"), T_REFLECTIONS_NOTICE_DELETED) : rc;
}

/* reflections_to_piece — the act: its words are copied into a draft of evidence, which again nobody sees until it is shared.
 * The reflection stays where it is. */
enum rc reflections_to_piece(struct ctx *cx)
{
	const struct reflection *r = cx->reflection;
	struct reflection_piece_row made;
	struct uuid piece;
	enum rc rc = load_own_induction(cx);

	if (rc == NOT_FOUND || (rc == OK && !access_ok(may_add_evidence(&cx->actor, &cx->resource))))
		return CONFLICT;
	if (rc == OK && !cx->json &&
	    (rc = sql_reflection_piece(cx->db, cx->arena, cx->induction->id, KIND_REFLECTION, r->title, r->text, cx->now - TWICE_WITHIN, &made)) == OK)
		return done(cx, url_id(cx, "/evidence/", made.id, "/edit"), T_REFLECTIONS_NOTICE_COPIED);
	if (rc == NOT_FOUND)
		rc = OK;
	if (rc != OK || (rc = evidence_start(cx, KIND_REFLECTION, r->title, r->text, &piece)) != OK ||
	    (rc = sql_reflection_copied(cx->db, cx->arena, r->id, cx->actor.person, cx->now, NULL)) != OK ||
	    (rc = note(cx, EVENT_REFLECTION_SHARED, r->uuid)) != OK)
		return rc;
	return done(cx, url_id(cx, "/evidence/", piece, cx->json ? "" : "/edit"), T_REFLECTIONS_NOTICE_COPIED);
}

/* ---- on paper ---- */

enum rc reflections_paper(struct ctx *cx, struct paper *paper)
{
	struct reflections_listed_rows rows;
	enum rc rc = sql_reflections_listed(cx->db, cx->arena, cx->actor.person, cx->actor.role, S(""), REFLECTIONS_ON_PAPER, 0, &rows);

	if (rc != OK || !rows.n)
		return rc;
	paper_put(paper, PAPER_PART, word(T_PRINT_REFLECTIONS));
	paper_put(paper, PAPER_SMALL, word(T_REFLECTIONS_WHO));
	for (size_t i = 0; i < rows.n; i++) {
		paper_put(paper, PAPER_HEAD, rows.v[i].title.n ? rows.v[i].title : word(T_REFLECTIONS_UNTITLED));
		paper_put(paper, PAPER_SMALL, instant_long(cx->arena, rows.v[i].changed));
		paper_paragraphs(paper, PAPER_TEXT, rows.v[i].text);
	}
	return OK;
}
