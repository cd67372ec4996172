/* diff.c — what changed between two versions: added, removed, reworded with the words marked, moved. */
#include "app/framework/diff_page.h"

#include "browse.sql.h"
#include "objects.sql.h"
#include "templates.gen.h"

enum { CHANGES_PART = 200 };

struct fw_diff_counts fw_diff_counts(const struct framework_diff *d)
{
	struct fw_diff_counts n = { .same = (int64_t)d->same };

	for (size_t i = 0; i < d->n; i++) {
		const struct framework_change *c = &d->v[i];

		n.added += c->a < 0;
		n.removed += c->b < 0;
		n.reworded += c->reworded;
		n.moved += c->moved;
		n.other += c->a >= 0 && c->b >= 0 && !c->reworded && !c->moved;
	}
	return n;
}

struct str fw_change_words(struct arena *a, const struct framework_change *c)
{
	struct str words[5];
	size_t n = 0;

	if (c->a < 0)
		return word(T_FRAMEWORK_ADDED);
	if (c->b < 0)
		return word(T_FRAMEWORK_REMOVED);
	if (c->reworded)
		words[n++] = word(T_FRAMEWORK_REWORDED);
	if (c->moved)
		words[n++] = word(T_FRAMEWORK_MOVED);
	if (c->recoded)
		words[n++] = word(T_FRAMEWORK_RECODED);
	if (c->rekinded)
		words[n++] = word(T_FRAMEWORK_REKINDED);
	if (c->rethreaded)
		words[n++] = word(T_FRAMEWORK_RETHREADED);
	return str_join(a, words, n, S(", "));
}

static struct str parent_name(struct arena *a, const struct framework *fw, int32_t i)
{
	int32_t p = fw->items[i].parent;

	return p < 0 ? word(T_FRAMEWORK_TOP) : framework_item_name(a, fw, p);
}

struct str fw_change_note(struct arena *a, const struct framework *from, const struct framework *to,
                          const struct framework_change *c)
{
	if (c->a < 0 || c->b < 0 || !c->moved)
		return STR_NONE;
	return WORDS(a, T_FRAMEWORK_MOVED_FROM, WORD_ARG("from", parent_name(a, from, c->a)),
	             WORD_ARG("to", parent_name(a, to, c->b)));
}

struct fw_parts fw_change_parts(struct arena *a, const struct framework *from, const struct framework *to,
                                const struct framework_change *c)
{
	if (c->reworded)
		return fw_diff_parts(a, c->spans, c->spans_n);
	return fw_found_parts(a, c->b >= 0 ? to->items[c->b].text : from->items[c->a].text, NULL, 0);
}

/* ---- the page ---- */

struct comparing {
	struct ctx *cx;
	const struct framework_version *from, *to;
	struct framework_diff d;
};

enum show { SHOW_ALL, SHOW_ADDED, SHOW_REMOVED, SHOW_REWORDED, SHOW_MOVED, SHOW_OTHER, SHOW_END };
static const struct str show_keys[SHOW_END] = { S_INIT(""), S_INIT("added"), S_INIT("removed"), S_INIT("reworded"),
	                                        S_INIT("moved"), S_INIT("other") };

static bool is_shown(const struct framework_change *c, enum show show)
{
	switch (show) {
	case SHOW_ADDED:
		return c->a < 0;
	case SHOW_REMOVED:
		return c->b < 0;
	case SHOW_REWORDED:
		return c->reworded;
	case SHOW_MOVED:
		return c->moved;
	case SHOW_OTHER:
		return c->a >= 0 && c->b >= 0 && !c->reworded && !c->moved;
	case SHOW_ALL:
	case SHOW_END:
		break;
	}
	return true;
}

static enum show show_asked(const struct ctx *cx)
{
	for (int s = SHOW_ADDED; s < SHOW_END; s++)
		if (str_eq(query(cx, "show"), show_keys[s]))
			return (enum show)s;
	return SHOW_ALL;
}

static struct fw_change change_row(const struct comparing *k, const struct framework_change *c)
{
	struct arena *a = k->cx->arena;
	const struct framework *from = k->from->fw, *to = k->to->fw;
	struct fw_change row = { .what = fw_change_words(a, c), .note = fw_change_note(a, from, to, c),
		                 .parts = fw_change_parts(a, from, to, c) };

	row.code = c->b >= 0 ? to->items[c->b].code : from->items[c->a].code;
	if (c->recoded)
		row.was_code = from->items[c->a].code;
	row.url = c->b >= 0 ? fw_item_url(k->cx, k->to, c->b) : fw_item_url(k->cx, k->from, c->a);
	row.has_url = true;
	return row;
}

static struct fw_changes rows_of(const struct comparing *k, enum show show, const struct fw_pager *part)
{
	struct fw_changes all = { NEW_ARRAY(k->cx->arena, struct fw_change, (size_t)(part->to - part->from) + 1), 0 };
	int64_t seen = 0;

	for (size_t i = 0; i < k->d.n; i++)
		if (is_shown(&k->d.v[i], show) && seen++ >= part->from && seen <= part->to)
			all.v[all.n++] = change_row(k, &k->d.v[i]);
	return all;
}

static struct fw_links shows_of(const struct comparing *k, struct url base)
{
	static const enum word words[SHOW_END] = { T_FRAMEWORK_DIFF_ALL, T_FRAMEWORK_ADDED, T_FRAMEWORK_REMOVED,
		                                   T_FRAMEWORK_REWORDED, T_FRAMEWORK_MOVED, T_FRAMEWORK_DIFF_OTHER };
	struct fw_links all = { NEW_ARRAY(k->cx->arena, struct fw_link, SHOW_END), 0 };

	for (int s = SHOW_ALL; s < SHOW_END; s++) {
		int n = 0;

		for (size_t i = 0; i < k->d.n; i++)
			n += is_shown(&k->d.v[i], (enum show)s);
		if (n)
			all.v[all.n++] = (struct fw_link){ s ? url_with(k->cx, base, "show", show_keys[s]) : base, word(words[s]), n };
	}
	return all;
}

static void change_json(struct json_out *j, const struct comparing *k, const struct framework_change *c)
{
	const struct framework *from = k->from->fw, *to = k->to->fw;

	json_obj(j);
	json_key(j, "before"), json_uuid(j, c->a < 0 ? UUID_NONE : from->items[c->a].id);
	json_key(j, "after"), json_uuid(j, c->b < 0 ? UUID_NONE : to->items[c->b].id);
	json_key(j, "code"), json_str(j, c->b < 0 ? from->items[c->a].code : to->items[c->b].code);
	json_key(j, "changes"), json_arr(j);
	if (c->a < 0)
		json_str(j, S("added"));
	if (c->b < 0)
		json_str(j, S("removed"));
	if (c->reworded)
		json_str(j, S("reworded"));
	if (c->moved)
		json_str(j, S("moved"));
	if (c->recoded)
		json_str(j, S("recoded"));
	if (c->rekinded)
		json_str(j, S("kind"));
	if (c->rethreaded)
		json_str(j, S("threads"));
	json_end(j);
	if (c->a >= 0)
		json_key(j, "text_before"), json_str(j, from->items[c->a].text);
	if (c->b >= 0)
		json_key(j, "text_after"), json_str(j, to->items[c->b].text);
	json_end(j);
}

static enum rc diff_json(const struct comparing *k, enum show show, const struct fw_pager *part)
{
	struct json_out *j = reply_json(k->cx);
	int64_t seen = 0;

	json_obj(j);
	json_key(j, "before"), json_uuid(j, k->from->uuid);
	json_key(j, "after"), json_uuid(j, k->to->uuid);
	json_key(j, "same"), json_i64(j, (int64_t)k->d.same);
	json_key(j, "changes"), json_arr(j);
	for (size_t i = 0; i < k->d.n; i++)
		if (is_shown(&k->d.v[i], show) && seen++ >= part->from && seen <= part->to)
			change_json(j, k, &k->d.v[i]);
	json_end(j);
	fw_json_next(k->cx, j, part);
	json_end(j);
	return answer_json(k->cx, 200);
}

/* The other version, under the same rule as the one the route has loaded. */
static enum rc load_other(struct ctx *cx, const struct framework_version **ret)
{
	struct framework_by_uuid_row row;
	struct resource r = { .owner = 0 };
	struct uuid id;
	enum rc rc;

	if (!uuid_parse(param(cx, "other"), &id))
		return NOT_FOUND;
	if ((rc = sql_framework_by_uuid(cx->db, cx->arena, id, &row)) != OK)
		return rc;
	framework_facts_of(cx, &row, &r);
	return access_ok(may_read_framework(&cx->actor, &r)) ? framework_get(cx, row.framework, ret) : NOT_FOUND;
}

static int64_t count_shown(const struct framework_diff *d, enum show show)
{
	int64_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		n += is_shown(&d->v[i], show);
	return n;
}

enum rc framework_diff_show(struct ctx *cx)
{
	struct comparing k = { .cx = cx, .to = cx->framework };
	enum show show = show_asked(cx);
	struct fw_diff_view view;
	struct url base, self;
	enum rc rc = load_other(cx, &k.from);

	if (rc != OK)
		return rc;
	framework_diff(cx->arena, k.from->fw, k.to->fw, &k.d);
	base = url_id(cx, str_c(cx->arena, fw_url(cx, k.to, "/diff/").s), k.from->uuid, "");
	self = show ? url_with(cx, base, "show", show_keys[show]) : base;
	view = (struct fw_diff_view){
		.before = fw_name(cx, k.from), .after = fw_name(cx, k.to), .back = fw_url(cx, k.to, ""), .counts = fw_diff_counts(&k.d),
		.other_way = url_id(cx, str_c(cx->arena, fw_url(cx, k.from, "/diff/").s), k.to->uuid, ""), .none = k.d.n == 0,
		.pager = fw_pager(cx, self, count_shown(&k.d, show), CHANGES_PART), .shows = shows_of(&k, base),
	};
	if (cx->json)
		return diff_json(&k, show, &view.pager);
	view.changes = rows_of(&k, show, &view.pager);
	return fw_page(cx, k.to, word(T_FRAMEWORK_DIFF_TITLE), HTML(cx, diff_show, &view));
}
