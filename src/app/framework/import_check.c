/* import_check.c — see import_check.h. */
#include "app/framework/import_check.h"

#include "app/framework/diff_page.h"
#include "import.sql.h"

#include <jansson.h>
#include <malloc.h>

enum { ENTRIES_SHOWN = 12, CHANGES_SHOWN = 100, TEXT_SHOWN = 2000 };

struct ctx import_ctx(const struct ctx *cx)
{
	struct ctx own = *cx;

	own.arena = arena_within(cx->arena, IMPORT_ARENA_MAX);
	return own;
}

void import_ctx_end(struct ctx *own)
{
	arena_release(own->arena);
	malloc_trim(0); /* reading took twenty times the file */
}

struct str import_typed_json(struct arena *a, const struct import_typed *typed)
{
	struct json_out j = json_begin(a, 64 * 1024);

	json_obj(&j);
	json_key(&j, "typed_title"), json_str(&j, typed->title);
	json_key(&j, "typed_version"), json_str(&j, typed->version);
	json_end(&j);
	return json_done(&j);
}

struct import_typed import_typed_of(struct arena *a, struct str result)
{
	struct json_limits limits = { .bytes = IMPORT_RESULT_MAX, .depth = 8, .values = 100000 };
	struct json_problem problem;
	json_t *tree;

	if (json_parse(a, result, limits, &tree, &problem) != OK)
		return (struct import_typed){ STR_NONE, STR_NONE };
	return (struct import_typed){ json_get_str(tree, "typed_title"), json_get_str(tree, "typed_version") };
}

enum rc import_read(struct ctx *cx, struct str bytes, struct str name, const struct import_typed *typed,
                    struct framework **ret, struct framework_problems *p)
{
	struct framework_import_options options = { .filename = name, .title = typed->title, .version = typed->version,
		                                    .now = cx->now };

	return framework_import(cx->arena, bytes, &options, ret, p);
}

/* ---- the result as JSON ---- */

static struct str cut(struct str s)
{
	s = str_sub(s, 0, TEXT_SHOWN);
	while (s.n && !utf8_valid(s)) /* a character was cut in two */
		s.n--;
	return s;
}

static void problems_json(struct json_out *j, const struct framework_problems *p)
{
	json_key(j, "errors"), json_i64(j, (int64_t)p->errors);
	json_key(j, "warnings"), json_i64(j, (int64_t)p->warnings);
	json_key(j, "problems"), json_arr(j);
	for (int severity = PROBLEM_ERROR; severity <= PROBLEM_WARNING; severity++)
		for (size_t i = 0; i < p->n; i++) {
			if ((int)p->v[i].severity != severity)
				continue;
			json_obj(j);
			json_key(j, "error"), json_bool(j, severity == PROBLEM_ERROR);
			json_key(j, "where"), json_str(j, cut(p->v[i].where));
			json_key(j, "say"), json_str(j, cut(p->v[i].say));
			json_end(j);
		}
	json_end(j);
}

static void count(struct json_out *j, const char *key, size_t n)
{
	json_key(j, key), json_i64(j, (int64_t)n);
}

static void counts_json(struct json_out *j, const struct framework *fw)
{
	json_key(j, "counts"), json_obj(j);
	count(j, "items", fw->n);
	count(j, "domains", fw->domains_n);
	count(j, "outcomes", fw->outcomes_n);
	count(j, "knows", fw->knows_n);
	count(j, "does", fw->does_n);
	count(j, "statements", fw->statements_n);
	count(j, "threads", fw->threads_n);
	count(j, "terms", fw->terms_n);
	count(j, "links", fw->links_n);
	json_end(j);
	json_key(j, "entries"), json_arr(j);
	for (size_t i = 0; i < fw->n && i < ENTRIES_SHOWN; i++) {
		json_obj(j);
		json_key(j, "code"), json_str(j, cut(fw->items[i].code));
		json_key(j, "kind"), json_str(j, fw->items[i].type.n ? cut(fw->items[i].type) : item_role_name(fw->items[i].role));
		json_key(j, "text"), json_str(j, cut(fw->items[i].text));
		json_end(j);
	}
	json_end(j);
}

static void change_json(struct ctx *cx, struct json_out *j, const struct framework *from, const struct framework *to,
                        const struct framework_change *c)
{
	const struct framework_item *shown = c->b >= 0 ? &to->items[c->b] : &from->items[c->a];

	json_obj(j);
	json_key(j, "code"), json_str(j, cut(shown->code));
	json_key(j, "was"), json_str(j, c->recoded ? cut(from->items[c->a].code) : STR_NONE);
	json_key(j, "what"), json_str(j, fw_change_words(cx->arena, c));
	json_key(j, "note"), json_str(j, cut(fw_change_note(cx->arena, from, to, c)));
	if (c->reworded)
		json_key(j, "from"), json_str(j, cut(from->items[c->a].text));
	json_key(j, "to"), json_str(j, cut(shown->text));
	json_end(j);
}

/* What differs from the newest version of the same series, if there is one. */
static enum rc compare(struct ctx *cx, struct json_out *j, const struct framework *fw)
{
	struct framework_newest_of_series_row row;
	const struct framework_version *before;
	struct framework_diff d;
	struct fw_diff_counts n;
	enum rc rc = sql_framework_newest_of_series(cx->db, cx->arena, fw->id, &row);

	if (rc == NOT_FOUND)
		return OK;
	if (rc != OK || (rc = framework_get(cx, row.framework, &before)) != OK)
		return rc;
	framework_diff(cx->arena, before->fw, fw, &d);
	n = fw_diff_counts(&d);
	json_key(j, "before"), json_obj(j);
	json_key(j, "name"), json_str(j, fw_name(cx, before));
	json_key(j, "same_version"), json_bool(j, str_eq(before->version, fw->version));
	json_end(j);
	json_key(j, "diff"), json_obj(j);
	json_key(j, "all"), json_i64(j, (int64_t)d.n);
	json_key(j, "added"), json_i64(j, n.added);
	json_key(j, "removed"), json_i64(j, n.removed);
	json_key(j, "reworded"), json_i64(j, n.reworded);
	json_key(j, "moved"), json_i64(j, n.moved);
	json_key(j, "same"), json_i64(j, n.same);
	json_end(j);
	json_key(j, "changes"), json_arr(j);
	for (size_t i = 0; i < d.n && i < CHANGES_SHOWN; i++)
		change_json(cx, j, before->fw, fw, &d.v[i]);
	json_end(j);
	return OK;
}

static enum rc check(struct ctx *own, struct str bytes, struct str name, const struct import_typed *typed,
                     struct str *ret_result, bool *ret_good)
{
	struct framework_problems *p = framework_problems_new(own->arena);
	struct json_out j = json_begin(own->arena, IMPORT_RESULT_MAX);
	struct framework *fw = NULL;
	enum rc rc = import_read(own, bytes, name, typed, &fw, p);

	if (rc != OK && rc != INVALID && rc != TOO_LARGE)
		return rc;
	json_obj(&j);
	json_key(&j, "typed_title"), json_str(&j, typed->title);
	json_key(&j, "typed_version"), json_str(&j, typed->version);
	json_key(&j, "format"), json_str(&j, framework_format_name(framework_detect(bytes, name)));
	problems_json(&j, p);
	*ret_good = rc == OK;
	if (rc == OK) {
		json_key(&j, "title"), json_str(&j, cut(fw->title));
		json_key(&j, "version"), json_str(&j, cut(fw->version));
		json_key(&j, "illustrative"), json_bool(&j, fw->illustrative);
		counts_json(&j, fw);
		rc = compare(own, &j, fw);
	} else {
		rc = OK;
	}
	json_end(&j);
	*ret_result = json_done(&j);
	return rc == OK && !ret_result->n ? FAULT : rc;
}

enum rc import_check(struct ctx *cx, struct str bytes, struct str name, const struct import_typed *typed,
                     struct str *ret_result, bool *ret_good)
{
	struct ctx own = import_ctx(cx);
	struct str result;
	enum rc rc = check(&own, bytes, name, typed, &result, ret_good);

	if (rc == OK)
		*ret_result = str_dup(cx->arena, result);
	import_ctx_end(&own);
	return rc;
}
