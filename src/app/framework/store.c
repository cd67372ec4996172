/* store.c — frameworks in and out of the database, and the worker's memory of published versions. */
#include "app/framework/store.h"

#include "app/framework/framework_io.h"
#include "rules/comments.h"
#include "store.sql.h"

#include <malloc.h>

/* Published versions this worker has read: immutable, so they are kept for its life. Past KEPT_MAX a version is read
 * anew by each request that wants it. */
enum { KEPT_MAX = 16, DRAFTS_MAX = 4, VERSION_ARENA_MAX = 256 << 20, SCRATCH_MAX = 900 << 20 };
static const struct framework_version *kept[KEPT_MAX];
static struct arena *kept_in[KEPT_MAX]; /* reachable to the end, so that a leak checker finds only real leaks */
static size_t kept_n;
/* The drafts opened last: what they hold does not change either, only whether they are still drafts. No request opens more of
 * them than there are places. */
static struct {
	const struct framework_version *v;
	struct arena *arena;
} drafts[DRAFTS_MAX];
static size_t drafts_next;

/* ---- copying a model ---- */

static int32_t *copy_ints(struct arena *a, const int32_t *from, size_t n)
{
	int32_t *to = NEW_ARRAY(a, int32_t, n + 1);

	if (n)
		memcpy(to, from, n * sizeof(*to));
	return to;
}

static void own(struct arena *a, struct str *s)
{
	*s = s->n ? str_dup(a, *s) : STR_NONE;
}

static void copy_item(struct arena *a, struct framework_item *i)
{
	struct framework_reference *references = NEW_ARRAY(a, struct framework_reference, i->references_n + 1);
	struct str *const texts[] = { &i->code, &i->text, &i->short_text, &i->notes, &i->type, &i->uri, &i->extra, &i->link_extra };

	for (size_t t = 0; t < COUNT_OF(texts); t++)
		own(a, texts[t]);
	i->more_parents = copy_ints(a, i->more_parents, i->more_parents_n);
	i->threads = copy_ints(a, i->threads, i->threads_n);
	for (size_t r = 0; r < i->references_n; r++) {
		references[r] = i->references[r];
		own(a, &references[r].title);
		own(a, &references[r].kind);
		own(a, &references[r].url);
	}
	i->references = references;
}

static void copy_threads_and_terms(struct arena *a, struct framework *fw)
{
	struct framework_thread *threads = NEW_ARRAY(a, struct framework_thread, fw->threads_n + 1);
	struct framework_term *terms = NEW_ARRAY(a, struct framework_term, fw->terms_n + 1);

	for (size_t i = 0; i < fw->threads_n; i++) {
		struct framework_thread *t = &threads[i];
		struct str *const texts[] = { &t->key, &t->title, &t->description, &t->code, &t->uri, &t->extra };

		*t = fw->threads[i];
		for (size_t k = 0; k < COUNT_OF(texts); k++)
			own(a, texts[k]);
	}
	for (size_t i = 0; i < fw->terms_n; i++) {
		struct framework_term *t = &terms[i];
		struct str *also = NEW_ARRAY(a, struct str, fw->terms[i].also_n + 1);

		*t = fw->terms[i];
		own(a, &t->term);
		own(a, &t->definition);
		for (size_t k = 0; k < t->also_n; k++)
			also[k] = str_dup(a, t->also[k]);
		t->also = also;
	}
	fw->threads = threads;
	fw->terms = terms;
}

static void copy_links(struct arena *a, struct framework *fw)
{
	struct framework_link *links = NEW_ARRAY(a, struct framework_link, fw->links_n + 1);

	for (size_t i = 0; i < fw->links_n; i++) {
		struct framework_link *l = &links[i];
		struct str *const texts[] = { &l->type, &l->from_id, &l->from_uri, &l->from_title, &l->to_id, &l->to_uri,
			                      &l->to_title, &l->uri, &l->extra };

		*l = fw->links[i];
		for (size_t k = 0; k < COUNT_OF(texts); k++)
			own(a, texts[k]);
	}
	fw->links = links;
}

enum rc framework_copy(struct arena *a, const struct framework *from, struct framework **ret)
{
	struct framework *fw = NEW(a, struct framework);
	struct framework_item *items = NEW_ARRAY(a, struct framework_item, from->n + 1);
	struct str *const texts[] = { &fw->title, &fw->version, &fw->creator, &fw->publisher, &fw->description, &fw->notes,
		                      &fw->language, &fw->source_url, &fw->adoption_status, &fw->licence, &fw->uri,
		                      &fw->extra, &fw->definitions_extra, &fw->package_extra };
	struct arena *scratch = arena_within(a, 16 << 20);
	enum rc rc;

	*fw = *from;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		own(a, texts[i]);
	for (size_t i = 0; i < from->n; i++) {
		items[i] = from->items[i];
		copy_item(a, &items[i]);
	}
	fw->items = items;
	copy_threads_and_terms(a, fw);
	copy_links(a, fw);
	rc = framework_arrange(a, fw, framework_problems_new(scratch));
	arena_release(scratch);
	if (rc == OK)
		*ret = fw;
	return rc;
}

/* ---- reading a version ---- */

static struct str escape(struct arena *a, struct str text)
{
	struct html_out o = html_begin(a);

	html_str(&o, text);
	return html_end(&o).s;
}

/* What stands on a chip: the last word of the code ("K1"), or the code. */
static struct chip_parts chip_of(struct arena *a, const struct framework *fw, size_t i)
{
	struct str code = fw->items[i].code.n ? fw->items[i].code : framework_item_name(a, fw, (int32_t)i);
	struct str rest = code, last = code;

	while (rest.p)
		last = str_cut(&rest, ' ');
	return (struct chip_parts){
		strf(a, "\" href=\"statements/%zu\" aria-label=\"%.*s, ", i, STR_FMT(escape(a, code))),
		strf(a, "\">%.*s", STR_FMT(escape(a, last.n ? last : code))),
	};
}

static void derive(struct arena *a, struct framework_version *v)
{
	const struct framework *fw = v->fw;
	int32_t *ordinal_of = NEW_ARRAY(a, int32_t, fw->n + 1);

	v->outcomes = NEW_ARRAY(a, int32_t, fw->outcomes_n + 1);
	v->ordinal = NEW_ARRAY(a, int32_t, fw->n + 1);
	v->escaped = NEW_ARRAY(a, struct str, fw->n + 1);
	v->chips = NEW_ARRAY(a, struct chip_parts, fw->n + 1);
	v->positions = fw->linkable;
	for (size_t i = 0; i < fw->n; i++)
		if (fw->items[i].role == ROLE_OUTCOME) {
			ordinal_of[i] = (int32_t)v->outcomes_n;
			v->outcomes[v->outcomes_n++] = (int32_t)i;
		}
	for (size_t i = 0; i < fw->n; i++) {
		int32_t o = fw->items[i].outcome;

		v->ordinal[i] = o < 0 ? -1 : ordinal_of[o];
		v->escaped[i] = escape(a, fw->items[i].text);
		v->chips[i] = chip_of(a, fw, i);
	}
}

static enum rc read_document(struct arena *a, struct str document, struct framework **ret)
{
	struct arena *scratch = arena_within(a, SCRATCH_MAX);
	struct framework_import_options options = { .format = FORMAT_CASE };
	struct framework *fw;
	enum rc rc = framework_import(scratch, document, &options, &fw, framework_problems_new(scratch));

	if (rc == OK)
		rc = framework_copy(a, fw, ret);
	arena_release(scratch);
	malloc_trim(0); /* reading took twenty times what stays */
	return rc == OK ? OK : FAULT;
}

static enum rc read_version(struct ctx *cx, struct arena *a, struct arena *scratch, int64_t id,
                            const struct framework_row_row *row, struct framework_version *v)
{
	struct framework_item_rows_rows rows;
	struct framework *fw;
	enum rc rc = read_document(a, row->document, &fw);

	if (rc != OK || (rc = sql_framework_item_rows(cx->db, scratch, id, &rows)) != OK)
		return rc;
	if (rows.n != fw->n)
		return FAULT;
	*v = (struct framework_version){
		.id = id, .uuid = row->id, .series = row->series, .state = (enum framework_state)row->state,
		.slug = str_dup(a, row->slug), .title = str_dup(a, row->title), .version = str_dup(a, row->version),
		.national = row->national, .illustrative = row->illustrative, .published_at = row->published_at,
		.in_force = row->in_force, .fw = fw, .rows = NEW_ARRAY(a, int64_t, fw->n + 1),
	};
	for (size_t i = 0; i < rows.n; i++)
		v->rows[i] = rows.v[i].item;
	derive(a, v);
	return OK;
}

static const struct framework_version *from_memory(int64_t id)
{
	for (size_t i = 0; i < kept_n; i++)
		if (kept[i]->id == id)
			return kept[i];
	return NULL;
}

/* A draft opened before, if it still is one. NOT_FOUND when it has to be read. */
static enum rc from_drafts(struct ctx *cx, int64_t id, const struct framework_version **ret)
{
	struct framework_facts_row now;
	enum rc rc;

	for (size_t i = 0; i < DRAFTS_MAX; i++) {
		const struct framework_version *v = drafts[i].v;

		if (!v || v->id != id)
			continue;
		if ((rc = sql_framework_facts(cx->db, cx->arena, id, &now)) != OK)
			return rc;
		if (now.state != FRAMEWORK_DRAFT || !uuid_eq(now.id, v->uuid)) /* a row that was rolled back left its number */
			return NOT_FOUND;
		*ret = v;
		return OK;
	}
	return NOT_FOUND;
}

static void keep_draft(const struct framework_version *v, struct arena *a)
{
	if (drafts[drafts_next].arena)
		arena_release(drafts[drafts_next].arena);
	arena_keep(a);
	drafts[drafts_next].v = v;
	drafts[drafts_next].arena = a;
	drafts_next = (drafts_next + 1) % DRAFTS_MAX;
}

/* Where a version lives once it is read: with the worker, among the drafts, or with this request. */
static void keep(const struct framework_version *v, struct arena *a)
{
	if (v->state == FRAMEWORK_DRAFT) {
		keep_draft(v, a);
	} else if (kept_n < KEPT_MAX) {
		arena_keep(a);
		kept_in[kept_n] = a;
		kept[kept_n++] = v;
	}
}

/* A document may be larger than what one request may hold, so it is read beside it. */
static enum rc read_row(struct ctx *cx, int64_t id, const struct framework_version **ret)
{
	struct arena *scratch = arena_within(cx->arena, SCRATCH_MAX), *a = arena_within(cx->arena, VERSION_ARENA_MAX);
	struct framework_version *v = NEW(a, struct framework_version);
	struct framework_row_row row;
	enum rc rc = sql_framework_row(cx->db, scratch, id, &row);

	if (rc == OK)
		rc = read_version(cx, a, scratch, id, &row, v);
	if (rc == OK) {
		keep(v, a);
		*ret = v;
	} else {
		arena_release(a);
	}
	arena_release(scratch);
	return rc;
}

enum rc framework_get(struct ctx *cx, int64_t id, const struct framework_version **ret)
{
	const struct framework_version *known = from_memory(id);
	enum rc rc;

	if (known) {
		*ret = known;
		return OK;
	}
	rc = from_drafts(cx, id, ret);
	return rc == NOT_FOUND ? read_row(cx, id, ret) : rc;
}

bool framework_is_kept(const struct framework_version *v)
{
	return from_memory(v->id) == v;
}

int32_t framework_item_of_row(const struct framework_version *v, int64_t row)
{
	size_t low = 0, high = v->fw->n; /* rows grow with positions: they were inserted in order */

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (v->rows[middle] < row)
			low = middle + 1;
		else
			high = middle;
	}
	return low < v->fw->n && v->rows[low] == row ? (int32_t)low : -1;
}

/* ---- writing ---- */

enum rc framework_store(struct ctx *cx, const struct framework *fw, struct str slug, int64_t *ret_id,
                        struct uuid *ret_uuid)
{
	struct case_export_options options = { .base_url = cx->settings ? cx->settings->url : STR_NONE, .now = cx->now };
	struct uuid uuid = uuid7(cx->now);
	struct framework_add_row added;
	struct str document;
	enum rc rc = framework_export_case(cx->arena, fw, &options, &document);

	if (rc != OK)
		return rc;
	rc = sql_framework_add(cx->db, cx->arena, uuid, fw->id, slug.n ? slug : STR_NONE, fw->title, fw->version, true,
	                       fw->illustrative, (int64_t)fw->n, document, cx->now,
	                       cx->actor.person ? cx->actor.person : DB_NULL_INT, &added);
	for (size_t i = 0; rc == OK && i < fw->n; i++) {
		const struct framework_item *item = &fw->items[i];

		rc = sql_framework_item_add(cx->db, cx->arena, added.framework, item->id, (int64_t)i, item->outcome, item->kind,
		                            item->code, NULL);
	}
	if (rc == OK)
		rc = event_add(cx, CHAIN_FRAMEWORK, added.framework, EVENT_FRAMEWORK_IMPORTED, uuid, S("{}"));
	if (rc != OK)
		return rc;
	*ret_id = added.framework;
	*ret_uuid = uuid;
	return OK;
}

enum rc framework_do_publish(struct ctx *cx, int64_t id, struct uuid uuid, bool sole_operator, struct date in_force)
{
	struct framework_state_lock_row row;
	int64_t changed = 0;
	enum rc rc = sql_framework_state_lock(cx->db, cx->arena, id, &row);

	if (rc != OK)
		return rc;
	if (row.state != FRAMEWORK_DRAFT || comments_open(row.ends, false, cx->today))
		return CONFLICT;
	if (!sole_operator && row.created_by != DB_NULL_INT && row.created_by == cx->actor.person)
		return DENIED;
	rc = sql_framework_publish(cx->db, cx->arena, id, cx->now, cx->actor.person ? cx->actor.person : DB_NULL_INT,
	                           sole_operator, in_force, &changed);
	if (rc == OK && changed != 1)
		rc = CONFLICT;
	return rc == OK ? event_add(cx, CHAIN_FRAMEWORK, id, EVENT_FRAMEWORK_PUBLISHED, uuid,
	                            sole_operator ? S("{\"sole_operator\":true}") : S("{}"))
	                : rc;
}

enum rc framework_do_withdraw(struct ctx *cx, int64_t id, struct uuid uuid)
{
	int64_t changed = 0;
	enum rc rc = sql_framework_withdraw(cx->db, cx->arena, id, cx->now, &changed);

	if (rc == OK && changed != 1)
		rc = CONFLICT;
	return rc == OK ? event_add(cx, CHAIN_FRAMEWORK, id, EVENT_FRAMEWORK_WITHDRAWN, uuid, S("{}")) : rc;
}
