/* suggest.c — see suggest.h. */
#include "app/suggest/suggest.h"

#include "app/coverage/coverage.h"
#include "app/suggest/suggest_view.h"
#include "rules/suggest.h"
#include "suggest.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { KEPT = 16, INDEX_ROOM = 64 << 20, TEXT_MAX = SUGGEST_TEXT_MAX, TICKED_MAX = 1000 };

/* ---- the index of a version ---- */

struct kept_index {
	const struct framework_version *v;
	struct suggest_index *index;
	struct arena *arena;
	instant learnt_at;
};

static enum rc learnt_of(struct ctx *cx, const struct framework_version *v, struct suggest_learnt_get_row *ret)
{
	enum rc rc = sql_suggest_learnt_get(cx->db, cx->arena, v->id, ret);

	if (rc != NOT_FOUND)
		return rc;
	*ret = (struct suggest_learnt_get_row){ .made_at = 0, .words = STR_NONE };
	return OK;
}

static enum rc learnt_at(struct ctx *cx, const struct framework_version *v, instant *ret)
{
	struct suggest_learnt_at_row row;
	enum rc rc = sql_suggest_learnt_at(cx->db, cx->arena, v->id, &row);

	if (rc != OK && rc != NOT_FOUND)
		return rc;
	*ret = rc == OK ? row.made_at : 0;
	return OK;
}

static enum rc make(struct ctx *cx, const struct framework_version *v, struct kept_index *ret)
{
	struct suggest_learnt_get_row row;
	enum rc rc = learnt_of(cx, v, &row);

	if (rc != OK)
		return rc;
	ret->v = v;
	ret->arena = arena_within(cx->arena, INDEX_ROOM);
	ret->index = suggest_build(ret->arena, v->fw, row.words);
	ret->learnt_at = row.made_at;
	return OK;
}

static enum rc index_of(struct ctx *cx, const struct framework_version *v, const struct suggest_index **ret)
{
	static struct kept_index kept[KEPT]; /* derived from published versions and the night's counts */
	static size_t n;
	struct kept_index fresh, *at = NULL;
	instant newest = 0;
	enum rc rc = learnt_at(cx, v, &newest);

	for (size_t i = 0; i < n; i++)
		if (kept[i].v == v)
			at = &kept[i];
	if (rc == OK && (!at || at->learnt_at != newest)) {
		if ((rc = make(cx, v, &fresh)) != OK)
			return rc;
		if (!framework_is_kept(v) || (!at && n == KEPT)) {
			*ret = fresh.index;
			return OK;
		}
		arena_keep(fresh.arena);
		if (at)
			arena_release(at->arena);
		else
			at = &kept[n++];
		*at = fresh;
	}
	if (rc == OK)
		*ret = at->index;
	return rc;
}

/* ---- asking ---- */

static enum rc ask(struct ctx *cx, const struct framework_version *v, enum evidence_kind kind, struct str text,
                   const bool *skip, struct suggestions *ret)
{
	const struct suggest_index *index = NULL;
	struct coverage c;
	enum rc rc;

	*ret = (struct suggestions){ .n = 0 };
	if (!str_trim(text).n)
		return OK;
	if ((rc = index_of(cx, v, &index)) != OK || (rc = coverage_load(cx, cx->induction->id, v, &c)) != OK)
		return rc;
	suggest_query(cx->arena, index, text, &(struct suggest_wish){
		.kind = kind, .skip = skip, .coverage = &c, .rule = &cx->induction->enough, .today = cx->today,
	}, ret);
	return OK;
}

/* skipped — by position, of what is chosen or fixed by item index. */
static bool *skipped(struct ctx *cx, const struct framework_version *v, const bool *on, const bool *fixed)
{
	bool *skip = NEW_ARRAY(cx->arena, bool, v->fw->linkable_n + 1);

	for (size_t p = 0; p < v->fw->linkable_n; p++)
		skip[p] = (on && on[v->fw->linkable[p]]) || (fixed && fixed[v->fw->linkable[p]]);
	return skip;
}

/* key_of_item — as the other boxes of the page call it. */
static struct str key_of_item(struct ctx *cx, const struct framework_version *v, int32_t i)
{
	struct str code = v->fw->items[i].code;

	return code.n && framework_find_code(v->fw, code) == i ? code : uuid_str(cx->arena, v->fw->items[i].id);
}

static struct suggest_parts parts_of(struct ctx *cx, const struct suggestion *s)
{
	struct suggest_parts p = { .v = NEW_ARRAY(cx->arena, struct suggest_part, s->spans_n * 2 + 1) };
	size_t at = 0;

	for (size_t i = 0; i < s->spans_n; i++) {
		if (s->spans[i].from > at)
			p.v[p.n++].text = str_sub(s->quote, at, s->spans[i].from - at);
		p.v[p.n++] = (struct suggest_part){ str_sub(s->quote, s->spans[i].from, s->spans[i].n), true };
		at = s->spans[i].from + s->spans[i].n;
	}
	if (at < s->quote.n)
		p.v[p.n++].text = str_sub(s->quote, at, SIZE_MAX);
	return p;
}

static struct suggest_row row_of(struct ctx *cx, const struct framework_version *v, const struct suggestion *s)
{
	int32_t i = v->fw->linkable[s->position];

	return (struct suggest_row){
		.key = key_of_item(cx, v, i), .code = framework_item_name(cx->arena, v->fw, i), .text = { v->escaped[i] },
		.parts = parts_of(cx, s), .cut_before = s->cut_before, .cut_after = s->cut_after,
	};
}

enum rc suggest_section(struct ctx *cx, const struct framework_version *v, enum evidence_kind kind, struct str text,
                        const bool *on, const bool *fixed, struct html *ret)
{
	struct suggest_view view = { .ask = url_id(cx, "/inductions/", cx->induction->uuid, "/suggestions") };
	struct suggestions s;
	enum rc rc = ask(cx, v, kind, text, skipped(cx, v, on, fixed), &s);

	if (rc != OK)
		return rc;
	view.has_text = str_trim(text).n > 0;
	view.rows.v = NEW_ARRAY(cx->arena, struct suggest_row, s.n + 1);
	for (; view.rows.n < s.n; view.rows.n++)
		view.rows.v[view.rows.n] = row_of(cx, v, &s.v[view.rows.n]);
	*ret = HTML(cx, suggest_list, &view);
	return OK;
}

/* is_words — a field somebody writes sentences in: not one that only chooses or counts. */
static bool is_words(struct str name)
{
	static const struct str others[] = {
		S_INIT("csrf"), S_INIT("title"), S_INIT("tab"), S_INIT("version"), S_INIT("kind"), S_INIT("setting"), S_INIT("do"), S_INIT("link"),
		S_INIT("codes"), S_INIT("find"), S_INIT("thread"), S_INIT("theme"), S_INIT("unlink"), S_INIT("withdraw"),
		S_INIT("linked"), S_INIT("listed"), S_INIT("offline"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (str_eq(name, others[i]))
			return false;
	return !str_starts(name, S("on-")) && !str_eq(name, S("on"));
}

struct str suggest_text_of(struct ctx *cx, const struct values *typed)
{
	struct buf b = buf_new(cx->arena, TEXT_MAX);

	for (size_t i = 0; typed && i < typed->n; i++)
		if (is_words(typed->names[i])) {
			buf_add(&b, typed->v[i]);
			buf_add_c(&b, '\n');
		}
	return buf_str(&b);
}

enum rc suggest_text_of_piece(struct ctx *cx, int64_t evidence, struct str text, struct str *ret)
{
	struct suggest_answers_rows rows;
	struct buf b = buf_new(cx->arena, TEXT_MAX);
	enum rc rc = sql_suggest_answers(cx->db, cx->arena, evidence, &rows);

	if (rc != OK)
		return rc;
	buf_add(&b, text);
	for (size_t i = 0; i < rows.n; i++)
		buf_add_c(&b, '\n'), buf_add(&b, rows.v[i].text);
	*ret = buf_str(&b);
	return OK;
}

/* ---- asked by a script, or by another program ---- */

struct suggest_typed {
	int kind;
	struct str text;
	struct str_list link;
};
static const struct field suggest_fields[] = {
	CHOICE(struct suggest_typed, kind, .label = T_EVIDENCE_KIND, .choices = &evidence_kinds, .max = KIND_END),
	LONG_TEXT(struct suggest_typed, text, .label = T_EVIDENCE_WORDS, .max = TEXT_MAX),
	LIST_OF(struct suggest_typed, link, .label = T_EVIDENCE_LINKS, .max = TICKED_MAX),
};
const struct form suggest_form = { .name = "suggest", .size = sizeof(struct suggest_typed), .fields = suggest_fields,
	                               .n = COUNT_OF(suggest_fields) };

static bool *ticked(struct ctx *cx, const struct framework_version *v, const struct str_list *names)
{
	bool *on = NEW_ARRAY(cx->arena, bool, v->fw->n + 1);

	for (size_t k = 0; k < names->n; k++) {
		struct uuid id;
		int32_t i = uuid_parse(names->v[k], &id) ? framework_find(v->fw, id) : framework_find_code(v->fw, names->v[k]);

		if (i >= 0)
			on[i] = true;
	}
	return on;
}

static void suggestion_json(struct ctx *cx, const struct framework_version *v, const struct suggestion *s, struct json_out *j)
{
	int32_t i = v->fw->linkable[s->position];
	struct suggest_parts parts = parts_of(cx, s);

	json_obj(j);
	json_key(j, "item"), json_uuid(j, v->fw->items[i].id);
	json_key(j, "key"), json_str(j, key_of_item(cx, v, i));
	json_key(j, "code"), json_str(j, framework_item_name(cx->arena, v->fw, i));
	json_key(j, "text"), json_str(j, v->fw->items[i].text);
	json_key(j, "nothing_yet"), json_bool(j, s->is_missing);
	json_key(j, "cut_before"), json_bool(j, s->cut_before);
	json_key(j, "cut_after"), json_bool(j, s->cut_after);
	json_key(j, "you_wrote"), json_arr(j);
	for (size_t k = 0; k < parts.n; k++) {
		json_obj(j);
		json_key(j, "text"), json_str(j, parts.v[k].text);
		json_key(j, "led"), json_bool(j, parts.v[k].marked);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

enum rc suggest_ask(struct ctx *cx)
{
	const struct suggest_typed *f = cx->form;
	const struct framework_version *v;
	struct suggestions s;
	struct json_out *j;
	enum rc rc = framework_get(cx, cx->induction->framework, &v);

	if (rc != OK)
		return rc;
	rc = ask(cx, v, (enum evidence_kind)f->kind, f->text, skipped(cx, v, ticked(cx, v, &f->link), NULL), &s);
	if (rc != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < s.n; i++)
		suggestion_json(cx, v, &s.v[i], j);
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}
