/* import_page.c — the page of one import: being read, what it would add, what is wrong with it, what became of it. */
#include "app/framework/diff_page.h"
#include "app/framework/import_check.h"
#include "app/framework/import_view.h"
#include "app/framework/pages.h"

#include "import.sql.h"
#include "templates.gen.h"

#include <jansson.h>

enum { STORING = 50, REFRESH_SECONDS = 3 };

static struct fw_problem_views problems_of(struct arena *a, const json_t *list)
{
	struct fw_problem_views all = { NEW_ARRAY(a, struct fw_problem_view, json_array_size(list) + 1), json_array_size(list) };

	for (size_t i = 0; i < all.n; i++) {
		const json_t *p = json_array_get(list, i);

		all.v[i] = (struct fw_problem_view){ json_get_str(p, "where"), json_get_str(p, "say"), json_get_bool(p, "error", true) };
	}
	return all;
}

static struct fw_counts counts_of(const json_t *counts)
{
	static const struct {
		const char *key;
		enum word label;
	} shown[] = {
		{ "domains", T_FRAMEWORK_COUNT_DOMAINS_LABEL }, { "outcomes", T_FRAMEWORK_COUNT_OUTCOMES_LABEL },
		{ "knows", T_FRAMEWORK_COUNT_KNOWS_LABEL }, { "does", T_FRAMEWORK_COUNT_DOES_LABEL },
		{ "statements", T_FRAMEWORK_COUNT_STATEMENTS_LABEL }, { "items", T_FRAMEWORK_COUNT_ITEMS_LABEL },
		{ "threads", T_FRAMEWORK_COUNT_THREADS_LABEL }, { "terms", T_FRAMEWORK_COUNT_TERMS_LABEL },
		{ "links", T_FRAMEWORK_COUNT_LINKS_LABEL },
	};
	struct fw_counts all = { .n = 0 };

	for (size_t i = 0; i < COUNT_OF(shown); i++) {
		int64_t n = json_get_i64(counts, shown[i].key, 0);

		if (n)
			all.v[all.n++] = (struct fw_count){ shown[i].label, n };
	}
	return all;
}

static struct fw_entries entries_of(struct arena *a, const json_t *list)
{
	struct fw_entries all = { NEW_ARRAY(a, struct fw_entry, json_array_size(list) + 1), json_array_size(list) };

	for (size_t i = 0; i < all.n; i++) {
		const json_t *e = json_array_get(list, i);

		all.v[i] = (struct fw_entry){ json_get_str(e, "code"), json_get_str(e, "kind"), json_get_str(e, "text") };
	}
	return all;
}

static struct fw_changes changes_of(struct arena *a, const json_t *list)
{
	struct fw_changes all = { NEW_ARRAY(a, struct fw_change, json_array_size(list) + 1), json_array_size(list) };

	for (size_t i = 0; i < all.n; i++) {
		const json_t *c = json_array_get(list, i);
		struct str from = json_get_str(c, "from"), to = json_get_str(c, "to");
		size_t n;

		all.v[i] = (struct fw_change){ .code = json_get_str(c, "code"), .was_code = json_get_str(c, "was"),
			                       .what = json_get_str(c, "what"), .note = json_get_str(c, "note") };
		if (from.n) {
			const struct diff_span *spans = diff_words(a, from, to, &n);

			all.v[i].parts = fw_diff_parts(a, spans, n);
		} else {
			all.v[i].parts = fw_found_parts(a, to, NULL, 0);
		}
	}
	return all;
}

static void fill_diff(struct arena *a, const json_t *result, struct fw_import_view *v)
{
	const json_t *before = json_object_get(result, "before"), *diff = json_object_get(result, "diff");

	if (!before)
		return;
	v->has_before = true;
	v->before = json_get_str(before, "name");
	v->same_version = json_get_bool(before, "same_version", false);
	v->diff = (struct fw_diff_counts){
		.added = json_get_i64(diff, "added", 0), .removed = json_get_i64(diff, "removed", 0),
		.reworded = json_get_i64(diff, "reworded", 0), .moved = json_get_i64(diff, "moved", 0),
		.same = json_get_i64(diff, "same", 0),
	};
	v->changes = changes_of(a, json_object_get(result, "changes"));
	v->changes_more = json_get_i64(diff, "all", 0) - (int64_t)v->changes.n;
	v->nothing_changed = json_get_i64(diff, "all", 0) == 0;
}

static enum rc fill_result(struct ctx *cx, struct fw_import_view *v)
{
	struct json_limits limits = { .bytes = IMPORT_RESULT_MAX, .depth = 8, .values = 100000 };
	struct json_problem problem;
	json_t *result;

	if (json_parse(cx->arena, cx->import->result, limits, &result, &problem) != OK)
		return FAULT;
	v->format = json_get_str(result, "format");
	v->title = json_get_str(result, "title");
	v->version = json_get_str(result, "version");
	v->errors = json_get_i64(result, "errors", 0);
	v->warnings = json_get_i64(result, "warnings", 0);
	v->problems = problems_of(cx->arena, json_object_get(result, "problems"));
	v->unlisted = v->errors + v->warnings - (int64_t)v->problems.n;
	v->counts = counts_of(json_object_get(result, "counts"));
	v->entries = entries_of(cx->arena, json_object_get(result, "entries"));
	v->entries_more = json_get_i64(json_object_get(result, "counts"), "items", 0) - (int64_t)v->entries.n;
	fill_diff(cx->arena, result, v);
	return OK;
}

static enum rc fill_draft(struct ctx *cx, struct fw_import_view *v)
{
	struct fw_uuid_of_row row;
	enum rc rc;

	if (cx->import->framework == DB_NULL_INT)
		return FAULT;
	rc = sql_fw_uuid_of(cx->db, cx->arena, cx->import->framework, &row);
	if (rc == OK)
		v->draft = url_id(cx, "/frameworks/", row.id, "");
	return rc;
}

enum rc framework_import_show(struct ctx *cx)
{
	const struct import_row *i = cx->import;
	struct fw_import_view v = {
		.file = i->name, .running = i->state == IMPORT_WAITING, .storing = i->state == IMPORT_WAITING && i->progress >= STORING,
		.failed = i->state == IMPORT_FAILED, .ready = i->state == IMPORT_CHECKED, .done = i->state == IMPORT_DONE,
		.dropped = i->state == IMPORT_GIVEN_UP, .csrf = hidden_csrf(cx),
		.self = url_id(cx, "/frameworks/imports/", i->uuid, ""), .confirm = url_id(cx, "/frameworks/imports/", i->uuid, "/confirm"),
		.drop = url_id(cx, "/frameworks/imports/", i->uuid, "/drop"),
	};
	bool refreshes = v.running && !query(cx, "stay").n;
	enum rc rc = fill_result(cx, &v);

	if (rc == OK && v.done)
		rc = fill_draft(cx, &v);
	if (rc != OK)
		return rc;
	return page(cx, &(struct page){ .title = word(T_FRAMEWORK_IMPORT_TITLE), .menu = MENU_STANDARDS,
	                                .main = HTML(cx, import_show, &v), .refresh_seconds = refreshes ? REFRESH_SECONDS : 0 });
}
