/* browse.c — the list of frameworks, one framework by domain and outcome, and the whole of one for paper. */
#include "app/consult/consult.h"
#include "app/framework/pages.h"

#include "browse.sql.h"
#include "templates.gen.h"

enum { LIST_PART = 20, OUTCOMES_PART = 500, PRINT_MAX = 4000 };

/* ---- the list ---- */

static bool sees_all(const struct ctx *cx)
{
	return may_use(cx->actor.role, CAP_STANDARDS_WRITE);
}

static struct str list_when(struct ctx *cx, const struct fw_list_row *r)
{
	struct date d = !date_is_none(r->in_force) ? r->in_force
	                : r->published_at != DB_NULL_INT ? date_of(r->published_at) : DATE_NONE;

	if (date_is_none(d))
		return WORDS(cx->arena, T_FRAMEWORK_IMPORTED_ON, WORD_ARG("date", date_long(cx->arena, date_of(r->created))));
	return WORDS(cx->arena, date_cmp(d, cx->today) > 0 ? T_FRAMEWORK_IN_FORCE_FROM : T_FRAMEWORK_IN_FORCE_SINCE,
	             WORD_ARG("date", date_long(cx->arena, d)));
}

static enum word state_word(enum framework_state s)
{
	static const enum word words[] = { T_FRAMEWORK_STATE_DRAFT, T_FRAMEWORK_STATE_PUBLISHED, T_FRAMEWORK_STATE_WITHDRAWN };

	return words[s <= FRAMEWORK_WITHDRAWN ? s : FRAMEWORK_DRAFT];
}

static enum rc list_json(struct ctx *cx, const struct fw_list_rows *rows, const struct fw_pager *pager)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "frameworks"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		const struct fw_list_row *r = &rows->v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, r->id);
		json_key(j, "series"), json_uuid(j, r->series);
		json_key(j, "title"), json_str(j, r->title);
		json_key(j, "version"), json_str(j, r->version);
		json_key(j, "state"), json_str(j, key_of(&framework_states, (int)r->state));
		json_key(j, "illustrative"), json_bool(j, r->illustrative);
		json_key(j, "items"), json_i64(j, r->items);
		json_key(j, "in_force"), json_date(j, r->in_force);
		json_key(j, "url"), json_str(j, url_id(cx, "/api/v1/frameworks/", r->id, "").s);
		json_end(j);
	}
	json_end(j);
	fw_json_next(cx, j, pager);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc framework_list(struct ctx *cx)
{
	struct fw_list v = { .may_import = sees_all(cx), .signed_in = cx->actor.person != 0 };
	struct fw_list_size_row size;
	struct fw_list_rows rows;
	enum rc rc = sql_fw_list_size(cx->db, cx->arena, v.may_import, &size);

	if (rc != OK)
		return rc;
	v.pager = fw_pager(cx, url_lit("/frameworks"), size.n, LIST_PART);
	if ((rc = sql_fw_list(cx->db, cx->arena, v.may_import, LIST_PART, v.pager.from, &rows)) != OK)
		return rc;
	if (cx->json)
		return list_json(cx, &rows, &v.pager);
	v.rows = (struct fw_rows){ NEW_ARRAY(cx->arena, struct fw_row, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		v.rows.v[i] = (struct fw_row){
			.url = url_id(cx, "/frameworks/", rows.v[i].id, ""), .title = rows.v[i].title, .version = rows.v[i].version,
			.when = list_when(cx, &rows.v[i]), .state = state_word((enum framework_state)rows.v[i].state),
			.items = rows.v[i].items, .illustrative = rows.v[i].illustrative, .shows_state = v.may_import,
		};
	if ((rc = consult_list(cx, &v.open)) != OK)
		return rc;
	return fw_page(cx, NULL, word(T_FRAMEWORK_LIST_TITLE), HTML(cx, browse_list, &v));
}

/* ---- one framework: domains with their outcomes ---- */

struct browsing {
	struct ctx *cx;
	const struct framework_version *v;
	const struct fw_own *own;
};

static void bar(const struct browsing *b, int32_t from, int32_t end, struct fw_domain *d)
{
	const struct framework *fw = b->v->fw;
	int n = 0;

	for (int32_t i = from; i < end; i++) {
		int32_t p = fw->items[i].position;

		if (p < 0)
			continue;
		n++;
		d->agreed += b->own->c.statements[p].state == STATEMENT_ENDORSED;
		d->waiting += b->own->c.statements[p].state == STATEMENT_CLAIMED;
	}
	d->has_bar = n > 0;
	if (n) {
		d->agreed_width = 100 * d->agreed / n;
		d->waiting_width = 100 * d->waiting / n;
	}
}

static struct fw_outcome outcome_row(const struct browsing *b, int32_t i)
{
	const struct framework_item *item = &b->v->fw->items[i];

	return (struct fw_outcome){
		.id = strf(b->cx->arena, "o%d", (int)i), .code = item->code, .text = item->text, .url = fw_item_url(b->cx, b->v, i),
		.n = item->statements, .is_statement = item->role == ROLE_STATEMENT,
	};
}

/* What the page lists: outcomes, and statements that belong to none. */
static bool is_listed(const struct framework_item *item)
{
	return item->role == ROLE_OUTCOME || (item->role == ROLE_STATEMENT && item->outcome < 0);
}

static struct fw_domain domain_head(const struct browsing *b, int32_t d, size_t number)
{
	const struct framework *fw = b->v->fw;
	struct fw_domain view = { .id = strf(b->cx->arena, "d%zu", number) };

	if (d < 0) {
		view.heading = word(T_FRAMEWORK_ALL_OUTCOMES);
		return view;
	}
	view.heading = fw_coded(b->cx, &fw->items[d]);
	view.under = fw->items[d].notes;
	view.statements = fw->items[d].statements;
	view.url = fw_item_url(b->cx, b->v, d);
	view.has_url = true;
	if (b->own->is)
		bar(b, d, fw->items[d].end, &view);
	return view;
}

static size_t count_listed(const struct framework *fw)
{
	size_t n = 0;

	for (size_t i = 0; i < fw->n; i++)
		n += is_listed(&fw->items[i]);
	return n;
}

/* The listed items numbered from the pager's from to its to, under their domains. */
static struct fw_domains domains_of(const struct browsing *b, const struct fw_pager *part)
{
	const struct framework *fw = b->v->fw;
	struct fw_domains all = { NEW_ARRAY(b->cx->arena, struct fw_domain, (size_t)(part->to - part->from) + 1), 0 };
	struct fw_outcome *rows = NEW_ARRAY(b->cx->arena, struct fw_outcome, (size_t)(part->to - part->from) + 1);
	int64_t seen = 0;
	int32_t domain = -2;

	for (size_t i = 0; i < fw->n && seen < part->to; i++) {
		if (!is_listed(&fw->items[i]) || seen++ < part->from)
			continue;
		if (fw->items[i].domain != domain) {
			domain = fw->items[i].domain;
			all.v[all.n] = domain_head(b, domain, all.n + 1);
			all.v[all.n++].outcomes.v = rows;
		}
		*rows++ = outcome_row(b, (int32_t)i);
		all.v[all.n - 1].outcomes.n++;
	}
	return all;
}

static struct fw_terms glossary(struct ctx *cx, const struct framework *fw)
{
	struct fw_terms all = { NEW_ARRAY(cx->arena, struct fw_term_view, fw->terms_n + 1), fw->terms_n };

	for (size_t i = 0; i < fw->terms_n; i++)
		all.v[i] = (struct fw_term_view){ strf(cx->arena, "term-%zu", i + 1), fw->terms[i].term, fw->terms[i].definition };
	return all;
}

static enum rc changes_link(struct ctx *cx, const struct framework_version *v, struct fw_show *view)
{
	const struct framework_version *before;
	enum rc rc = fw_previous(cx, v, &before);

	if (rc == NOT_FOUND)
		return OK;
	if (rc != OK)
		return rc;
	view->has_changes = true;
	view->changes = url_id(cx, str_c(cx->arena, fw_url(cx, v, "/diff/").s), before->uuid, "");
	view->changes_from = before->version.n ? before->version : before->title;
	return OK;
}

static enum rc show_json(struct ctx *cx, const struct framework_version *v, enum framework_state state)
{
	const struct framework *fw = v->fw;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, v->uuid);
	json_key(j, "series"), json_uuid(j, v->series);
	json_key(j, "title"), json_str(j, v->title);
	json_key(j, "version"), json_str(j, v->version);
	json_key(j, "state"), json_str(j, key_of(&framework_states, (int)state));
	json_key(j, "illustrative"), json_bool(j, v->illustrative);
	json_key(j, "in_force"), json_date(j, v->in_force);
	json_key(j, "description"), json_str(j, fw->description);
	json_key(j, "domains"), json_i64(j, (int64_t)fw->domains_n);
	json_key(j, "outcomes"), json_i64(j, (int64_t)fw->outcomes_n);
	json_key(j, "statements"), json_i64(j, (int64_t)fw->statements_n);
	json_key(j, "threads"), json_arr(j);
	for (size_t t = 0; t < fw->threads_n; t++) {
		json_obj(j);
		json_key(j, "key"), json_str(j, fw->threads[t].key);
		json_key(j, "title"), json_str(j, fw->threads[t].title);
		json_end(j);
	}
	json_end(j);
	json_key(j, "glossary"), json_arr(j);
	for (size_t t = 0; t < fw->terms_n; t++) {
		json_obj(j);
		json_key(j, "term"), json_str(j, fw->terms[t].term);
		json_key(j, "definition"), json_str(j, fw->terms[t].definition);
		json_end(j);
	}
	json_end(j);
	json_key(j, "items"), json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(fw_url(cx, v, "/items").s)));
	json_end(j);
	version_is(cx, (int64_t)state);
	return answer_json(cx, 200);
}

enum rc framework_show(struct ctx *cx)
{
	const struct framework_version *v = cx->framework;
	const struct framework *fw = v->fw;
	enum framework_state state = fw_loaded_state(cx);
	struct fw_own own;
	struct browsing b = { cx, v, &own };
	struct fw_show view;
	enum rc rc;

	if (cx->json)
		return show_json(cx, v, state);
	if ((rc = fw_own_load(cx, v, &own)) != OK)
		return rc;
	view = (struct fw_show){
		.title = v->title, .version = v->version, .description = fw->description, .publisher = fw->publisher.n ? fw->publisher : fw->creator,
		.licence = fw->licence, .in_force = fw_in_force(cx, v), .state = fw_state_of(cx, v, state),
		.illustrative = v->illustrative, .own = own.is, .domains_n = (int)fw->domains_n, .outcomes_n = (int)fw->outcomes_n,
		.statements_n = (int)fw->statements_n, .search = fw_search_url(cx, v), .print = fw_url(cx, v, "/print"),
		.csv = fw_url(cx, v, "/export.csv"), .markdown = fw_url(cx, v, "/export.md"), .json = fw_url(cx, v, "/export.json"),
		.threads = fw_threads_of(cx, v, -1), .terms = glossary(cx, fw),
		.pager = fw_pager(cx, fw_url(cx, v, ""), (int64_t)count_listed(fw), OUTCOMES_PART),
	};
	view.domains = domains_of(&b, &view.pager);
	if ((rc = changes_link(cx, v, &view)) != OK || (rc = consult_note(cx, v, &view.comments)) != OK)
		return rc;
	return fw_page(cx, v, fw_name(cx, v), HTML(cx, browse_show, &view));
}

/* ---- the whole of one, for paper ---- */

static struct str thread_names(struct ctx *cx, const struct framework *fw, const struct framework_item *item)
{
	struct str *names = NEW_ARRAY(cx->arena, struct str, item->threads_n + 1);

	for (size_t t = 0; t < item->threads_n; t++)
		names[t] = fw->threads[item->threads[t]].title.n ? fw->threads[item->threads[t]].title : fw->threads[item->threads[t]].key;
	return str_join(cx->arena, names, item->threads_n, S(", "));
}

/* Headings for what holds others, entries of a list for the rest. */
static struct fw_print_items print_items(struct ctx *cx, const struct framework *fw)
{
	struct fw_print_items all = { NEW_ARRAY(cx->arena, struct fw_print_item, fw->n + 1), fw->n };
	bool in_list = false;

	for (size_t i = 0; i < fw->n; i++) {
		const struct framework_item *item = &fw->items[i];
		bool heads = item->role != ROLE_STATEMENT && item->end > (int32_t)i + 1;
		bool opens = !heads && !in_list, next_heads;

		in_list = !heads;
		next_heads = i + 1 == fw->n || (fw->items[i + 1].role != ROLE_STATEMENT && fw->items[i + 1].end > (int32_t)i + 2);
		all.v[i] = (struct fw_print_item){
			.code = item->code, .text = item->text, .threads = thread_names(cx, fw, item), .opens = opens,
			.level = !heads ? 0 : item->depth > 2 ? 4 : item->depth + 2, .closes = !heads && next_heads,
			.kind = item->kind == ITEM_OTHER ? STR_NONE : item_kind_name(item->kind),
		};
	}
	return all;
}

enum rc framework_print(struct ctx *cx)
{
	const struct framework_version *v = cx->framework;
	struct fw_print view = {
		.title = v->title, .version = v->version, .in_force = fw_in_force(cx, v), .description = v->fw->description,
		.too_long = v->fw->n > PRINT_MAX, .back = fw_url(cx, v, ""), .markdown = fw_url(cx, v, "/export.md"),
		.terms = glossary(cx, v->fw),
	};

	if (!view.too_long)
		view.items = print_items(cx, v->fw);
	return fw_page(cx, v, fw_name(cx, v), HTML(cx, browse_print, &view));
}

/* ---- files ---- */

static struct str file_name(struct ctx *cx, const struct framework_version *v, const char *ending)
{
	struct str name = str_replace_all(cx->arena, text_fold(cx->arena, fw_name(cx, v)), S(" "), S("-"));

	return strf(cx->arena, "%.*s.%s", STR_FMT(str_sub(name, 0, 100)), ending);
}

enum rc framework_export_file_csv(struct ctx *cx)
{
	struct str bytes;
	enum rc rc = framework_export_csv(fw_own_arena(cx), cx->framework->fw, &bytes);

	return rc == OK ? answer_bytes(cx, S("text/csv; charset=utf-8"), file_name(cx, cx->framework, "csv"), bytes) : rc;
}

enum rc framework_export_file_markdown(struct ctx *cx)
{
	struct str bytes;
	enum rc rc = framework_export_markdown(fw_own_arena(cx), cx->framework->fw, &bytes);

	return rc == OK ? answer_bytes(cx, S("text/markdown; charset=utf-8"), file_name(cx, cx->framework, "md"), bytes) : rc;
}

enum rc framework_export_file_case(struct ctx *cx)
{
	return fw_send_case(cx, cx->framework, file_name(cx, cx->framework, "json"), true);
}
