/* pages.c — what the pages about standards share. */
#include "app/framework/pages.h"

#include "browse.sql.h"
#include "web/assets.h"

enum { OWN_ARENA_MAX = 512 << 20 };

/* ---- addresses and names ---- */

struct url fw_url(struct ctx *cx, const struct framework_version *v, const char *after)
{
	return url_id(cx, "/frameworks/", v->uuid, after);
}

struct url fw_item_url(struct ctx *cx, const struct framework_version *v, int32_t i)
{
	const struct framework_item *item = &v->fw->items[i];
	const char *kind = item->role == ROLE_OUTCOME ? "/outcomes/" : "/items/";

	return url_id(cx, str_c(cx->arena, fw_url(cx, v, kind).s), item->id, "");
}

struct url fw_search_url(struct ctx *cx, const struct framework_version *v)
{
	return fw_url(cx, v, "/search");
}

struct url fw_icon(struct ctx *cx, const char *name)
{
	return (struct url){ strf(cx->arena, "%.*s#%s", STR_FMT(asset_url("icons.svg").s), name) };
}

struct str fw_in_force(struct ctx *cx, const struct framework_version *v)
{
	if (!date_is_none(v->in_force))
		return WORDS(cx->arena, date_cmp(v->in_force, cx->today) > 0 ? T_FRAMEWORK_IN_FORCE_FROM : T_FRAMEWORK_IN_FORCE_SINCE,
		             WORD_ARG("date", date_long(cx->arena, v->in_force)));
	if (v->published_at == DB_NULL_INT)
		return STR_NONE;
	return WORDS(cx->arena, T_FRAMEWORK_IN_FORCE_SINCE, WORD_ARG("date", date_long(cx->arena, date_of(v->published_at))));
}

struct str fw_name(struct ctx *cx, const struct framework_version *v)
{
	return v->version.n ? WORDS(cx->arena, T_FRAMEWORK_NAME, WORD_ARG("title", v->title), WORD_ARG("version", v->version))
	                    : v->title;
}

struct str fw_coded(struct ctx *cx, const struct framework_item *item)
{
	return item->code.n ? strf(cx->arena, "%.*s %.*s", STR_FMT(item->code), STR_FMT(item->text)) : item->text;
}

enum framework_state fw_loaded_state(const struct ctx *cx)
{
	return cx->resource.framework_state;
}

struct fw_state fw_state_of(struct ctx *cx, const struct framework_version *v, enum framework_state state)
{
	return (struct fw_state){
		.draft = state == FRAMEWORK_DRAFT, .withdrawn = state == FRAMEWORK_WITHDRAWN,
		.may_manage = may_use(cx->actor.role, CAP_STANDARDS_WRITE), .publish = fw_url(cx, v, "/publish"),
		.withdraw = fw_url(cx, v, "/withdraw"), .opened = cx->resource.opened, .open = fw_url(cx, v, "/comments/open"),
		.may_open = !cx->resource.opened && access_ok(may_open_comments(&cx->actor, &cx->resource)),
	};
}

/* ---- the reader's own state ---- */

enum rc fw_own_load(struct ctx *cx, const struct framework_version *v, struct fw_own *ret)
{
	const struct resource loaded = cx->resource;
	enum rc rc;

	*ret = (struct fw_own){ .is = false };
	if (cx->actor.role != ROLE_ECSW)
		return OK;
	rc = load_own_induction(cx);
	cx->resource = loaded;
	if (rc == NOT_FOUND)
		return OK;
	if (rc != OK || cx->induction->framework != v->id)
		return rc;
	ret->is = true;
	ret->induction = cx->induction->uuid;
	return coverage_load(cx, cx->induction->id, v, &ret->c);
}

struct fw_own_state fw_own_state(struct ctx *cx, const struct fw_own *own, const struct framework_version *v, int32_t i)
{
	static const struct {
		enum word text;
		const char *name;
	} shown[] = {
		[STATEMENT_NONE] = { T_FRAMEWORK_OWN_NONE, "none" },
		[STATEMENT_CLAIMED] = { T_FRAMEWORK_OWN_WAITING, "waiting" },
		[STATEMENT_ENDORSED] = { T_FRAMEWORK_OWN_AGREED, "agreed" },
		[STATEMENT_NOT_APPLICABLE] = { T_FRAMEWORK_OWN_NOT_APPLICABLE, "none" },
		[STATEMENT_QUESTION] = { T_FRAMEWORK_OWN_QUESTION, "question" },
	};
	int32_t position = v->fw->items[i].position;
	uint8_t state;

	if (!own->is || position < 0)
		return (struct fw_own_state){ .is = false };
	state = own->c.statements[position].state;
	if (state >= COUNT_OF(shown))
		state = STATEMENT_NONE;
	return (struct fw_own_state){ true, shown[state].text, str_from_c(shown[state].name), fw_icon(cx, shown[state].name) };
}

/* ---- threads, references, marked text ---- */

struct fw_links fw_threads_of(struct ctx *cx, const struct framework_version *v, int32_t i)
{
	const struct framework *fw = v->fw;
	struct fw_links all = { NEW_ARRAY(cx->arena, struct fw_link, fw->threads_n + 1), 0 };
	int *count = NEW_ARRAY(cx->arena, int, fw->threads_n + 1);

	for (size_t p = 0; p < fw->linkable_n; p++) {
		const struct framework_item *item = &fw->items[fw->linkable[p]];

		for (size_t t = 0; t < item->threads_n; t++)
			count[item->threads[t]]++;
	}
	for (size_t t = 0; t < fw->threads_n; t++) {
		if (i >= 0 && !framework_item_has_thread(&fw->items[i], (int32_t)t))
			continue;
		all.v[all.n++] = (struct fw_link){
			url_with(cx, fw_search_url(cx, v), "thread", fw->threads[t].key),
			fw->threads[t].title.n ? fw->threads[t].title : fw->threads[t].key, count[t],
		};
	}
	return all;
}

struct fw_reference_views fw_references_of(struct ctx *cx, const struct framework_item *item)
{
	struct fw_reference_views all = { NEW_ARRAY(cx->arena, struct fw_reference_view, item->references_n + 1),
		                          item->references_n };

	for (size_t i = 0; i < item->references_n; i++) {
		const struct framework_reference *r = &item->references[i];
		bool safe = str_starts(r->url, S("https://")) || str_starts(r->url, S("http://"));

		all.v[i] = (struct fw_reference_view){ r->title, r->kind, { safe ? r->url : STR_NONE }, safe };
	}
	return all;
}

static void part_add(struct fw_parts *p, struct str text, enum fw_mark mark)
{
	if (text.n)
		p->v[p->n++] = (struct fw_part){ .text = text, .mark = mark };
}

struct fw_parts fw_text_with_terms(struct ctx *cx, const struct framework *fw, struct str text, struct fw_terms *ret_terms)
{
	size_t n, at = 0;
	const struct framework_term_use *uses = framework_terms_in(cx->arena, fw, text, &n);
	struct fw_parts parts = { NEW_ARRAY(cx->arena, struct fw_part, 2 * n + 1), 0 };

	*ret_terms = (struct fw_terms){ NEW_ARRAY(cx->arena, struct fw_term_view, n + 1), n };
	for (size_t i = 0; i < n; i++) {
		const struct framework_term *t = &fw->terms[uses[i].term];
		struct str id = strf(cx->arena, "term-%d", (int)uses[i].term + 1);

		part_add(&parts, str_sub(text, at, uses[i].from - at), MARK_NONE);
		part_add(&parts, str_sub(text, uses[i].from, uses[i].n), MARK_TERM);
		parts.v[parts.n - 1].anchor = (struct url){ strf(cx->arena, "#%.*s", STR_FMT(id)) };
		ret_terms->v[i] = (struct fw_term_view){ id, t->term, t->definition };
		at = uses[i].from + uses[i].n;
	}
	part_add(&parts, str_sub(text, at, SIZE_MAX), MARK_NONE);
	return parts;
}

struct fw_parts fw_found_parts(struct arena *a, struct str text, const struct search_span *spans, size_t n)
{
	struct fw_parts parts = { NEW_ARRAY(a, struct fw_part, 2 * n + 1), 0 };
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		part_add(&parts, str_sub(text, at, spans[i].from - at), MARK_NONE);
		part_add(&parts, str_sub(text, spans[i].from, spans[i].n), MARK_FOUND);
		at = spans[i].from + spans[i].n;
	}
	part_add(&parts, str_sub(text, at, SIZE_MAX), MARK_NONE);
	return parts;
}

struct fw_parts fw_diff_parts(struct arena *a, const struct diff_span *spans, size_t n)
{
	static const enum fw_mark marks[] = { [DIFF_SAME] = MARK_NONE, [DIFF_REMOVED] = MARK_REMOVED, [DIFF_ADDED] = MARK_ADDED };
	struct fw_parts parts = { NEW_ARRAY(a, struct fw_part, 2 * n + 1), 0 };

	for (size_t i = 0; i < n; i++) {
		struct str words = str_trim(spans[i].text);

		if (spans[i].kind == DIFF_SAME) {
			part_add(&parts, spans[i].text, MARK_NONE);
			continue;
		}
		part_add(&parts, words, marks[spans[i].kind]); /* the space behind the words is not part of the mark */
		if (words.n < spans[i].text.n)
			part_add(&parts, S(" "), MARK_NONE);
	}
	return parts;
}

/* ---- lists in parts ---- */

struct fw_pager fw_pager(struct ctx *cx, struct url base, int64_t n, int per)
{
	struct fw_pager p = { .n = n, .pages = n ? (int)((n + per - 1) / per) : 1 };

	p.page = (int)query_int(cx, "page", 1, p.pages, 1);
	if (query(cx, "page").n && query_int(cx, "page", 1, 1000000, 0) > p.pages)
		p.page = p.pages;
	p.from = (int64_t)(p.page - 1) * per;
	p.to = p.from + per < n ? p.from + per : n;
	p.has_prev = p.page > 1;
	p.has_next = p.page < p.pages;
	if (p.has_prev)
		p.prev = url_with(cx, base, "page", strf(cx->arena, "%d", p.page - 1));
	if (p.has_next)
		p.next = url_with(cx, base, "page", strf(cx->arena, "%d", p.page + 1));
	return p;
}

void fw_json_next(struct ctx *cx, struct json_out *j, const struct fw_pager *pager)
{
	json_key(j, "next");
	if (pager->has_next)
		json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(pager->next.s)));
	else
		json_none(j);
}

/* ---- answers ---- */

enum rc fw_page(struct ctx *cx, const struct framework_version *v, struct str title, struct html main)
{
	return page(cx, &(struct page){ .title = title, .menu = MENU_STANDARDS, .illustrative = v && v->illustrative,
	                                .main = main });
}

static void item_ref(struct json_out *j, const char *key, const struct framework *fw, int32_t i)
{
	json_key(j, key);
	json_uuid(j, i < 0 ? UUID_NONE : fw->items[i].id);
}

void fw_item_json(struct json_out *j, const struct framework_version *v, int32_t i)
{
	const struct framework *fw = v->fw;
	const struct framework_item *item = &fw->items[i];

	json_obj(j);
	json_key(j, "id"), json_uuid(j, item->id);
	json_key(j, "code"), json_str(j, item->code);
	json_key(j, "kind"), json_str(j, item->type.n ? item->type : item_kind_name(item->kind));
	json_key(j, "role"), json_str(j, item_role_name(item->role));
	json_key(j, "text"), json_str(j, item->text);
	if (item->notes.n)
		json_key(j, "notes"), json_str(j, item->notes);
	item_ref(j, "parent", fw, item->parent);
	item_ref(j, "outcome", fw, item->outcome);
	item_ref(j, "domain", fw, item->domain);
	json_key(j, "linkable"), json_bool(j, item->position >= 0);
	json_key(j, "threads"), json_arr(j);
	for (size_t t = 0; t < item->threads_n; t++)
		json_str(j, fw->threads[item->threads[t]].key);
	json_end(j);
	json_key(j, "references"), json_arr(j);
	for (size_t r = 0; r < item->references_n; r++) {
		json_obj(j);
		json_key(j, "title"), json_str(j, item->references[r].title);
		json_key(j, "kind"), json_str(j, item->references[r].kind);
		json_key(j, "url"), json_str(j, item->references[r].url);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

/* ---- what is derived from a version and kept with it ---- */

struct arena *fw_own_arena(struct ctx *cx)
{
	return arena_within(cx->arena, OWN_ARENA_MAX);
}

const struct search_index *fw_search_index(struct ctx *cx, const struct framework_version *v)
{
	enum { KEPT = 16 };
	static struct {
		const struct framework_version *v;
		const struct search_index *index;
		struct arena *arena; /* reachable to the end, so that a leak checker finds only real leaks */
	} kept[KEPT];
	static size_t n;
	struct arena *a;

	for (size_t i = 0; i < n; i++)
		if (kept[i].v == v)
			return kept[i].index;
	if (!framework_is_kept(v) || n == KEPT)
		return search_build(fw_own_arena(cx), v->fw);
	a = fw_own_arena(cx);
	kept[n].index = search_build(a, v->fw);
	arena_keep(a);
	kept[n].v = v;
	kept[n].arena = a;
	return kept[n++].index;
}

enum rc fw_previous(struct ctx *cx, const struct framework_version *v, const struct framework_version **ret)
{
	struct fw_previous_row row;
	enum rc rc = sql_fw_previous(cx->db, cx->arena, v->series, v->id, &row);

	return rc == OK ? framework_get(cx, row.previous, ret) : rc;
}
