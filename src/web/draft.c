/* draft.c — see draft.h. */
#include "web/draft.h"

#include "templates.gen.h"
#include "web.sql.h"
#include "web/form.h"
#include "web/form_inside.h"
#include "web/versions.h"

enum { OTHERS_SHOWN = 2 };

/* ---- what it is filed under ---- */

struct draft_key draft_key_of(struct ctx *cx, const struct route *route)
{
	struct str rest = str_from_c(route->path), part;
	struct buf b = buf_new(cx->arena, rest.n + 512);
	struct draft_key key = { .object = UUID_NONE };
	bool first = true;

	str_cut(&rest, '/'); /* nothing stands before the first slash */
	while (rest.n) {
		part = str_cut(&rest, '/');
		buf_add_c(&b, '/');
		if (part.n && part.p[0] == ':') {
			struct str value = param(cx, str_c(cx->arena, str_sub(part, 1, SIZE_MAX)));

			if (first)
				uuid_parse(value, &key.object);
			else
				part = str_sub(value, 0, 100);
			first = false;
		}
		buf_add(&b, part);
	}
	key.form = buf_str(&b);
	return key;
}

/* route_of_form — what it posts to. One form may have an address of one's own and one for somebody else's: the page's goes first. */
static const struct route *route_of_form(const struct ctx *cx, const struct form *form)
{
	const struct form *base = form->part_of ? form->part_of : form;
	const struct route *ret = NULL;

	for (size_t i = 0; i < routes_n; i++) {
		if (routes[i].form != base || routes[i].method != HTTP_POST || !(routes[i].answers & PAGE))
			continue;
		if (cx->route && strcmp(routes[i].path, cx->route->path) == 0)
			return &routes[i];
		if (!ret)
			ret = &routes[i];
	}
	return ret;
}

/* ---- keeping ---- */

enum rc draft_keep(struct ctx *cx, int64_t person, struct str form, struct uuid object, struct str tab, struct str body)
{
	enum rc rc = sql_draft_put(cx->db, cx->arena, person, form, object, tab, body, cx->now, NULL);

	return rc == OK ? sql_drafts_bound(cx->db, cx->arena, person, form, object, tab, DRAFTS_A_PERSON - 1, NULL) : rc;
}

bool draft_is_asked(const struct ctx *cx)
{
	return cx->route->form && cx->route->form->autosave && !cx->json && cx->actor.person && query(cx, "keep").n > 0;
}

/* begun_from — drops the draft a page had been opened with, if nobody has written there since. */
static enum rc begun_from(struct ctx *cx, const struct draft_key *key, const struct values *typed)
{
	struct str at = values_get(typed, S("tab_from")), tab = str_cut(&at, '@');
	instant saved_at;

	if (!tab.n || !str_to_i64(at, 0, INT64_MAX, &saved_at))
		return OK;
	return sql_draft_drop_same(cx->db, cx->arena, cx->actor.person, key->form, key->object, tab, saved_at, NULL);
}

struct str draft_tab_new(struct arena *a)
{
	uint8_t fresh[12];

	random_bytes(fresh, sizeof(fresh));
	return base64url_encode(a, fresh, sizeof(fresh));
}

enum rc reply_saved(struct ctx *cx)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "saved_at"), json_instant(j, cx->now);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc draft_typed(struct ctx *cx, const struct values *typed)
{
	struct draft_key key = draft_key_of(cx, cx->route);
	struct str tab = values_get(typed, S("tab"));
	enum rc rc;

	if (!tab.n || tab.n > DRAFT_TAB_MAX)
		return form_error(cx, T_FORM_KEPT_TAB);
	rc = draft_keep(cx, cx->actor.person, key.form, key.object, tab, values_encode(cx->arena, typed));
	if (rc == OK)
		rc = begun_from(cx, &key, typed);
	return rc == OK ? reply_saved(cx) : rc;
}

enum rc draft_done(struct ctx *cx, const struct values *sent)
{
	struct draft_key key = draft_key_of(cx, cx->route);
	struct str tab = values_get(sent, S("tab"));
	enum rc rc = OK;

	if (tab.n)
		rc = sql_draft_drop_tab(cx->db, cx->arena, cx->actor.person, key.form, key.object, tab, NULL);
	return rc == OK ? begun_from(cx, &key, sent) : rc;
}

/* ---- going on with it ---- */

struct values *draft_values(struct ctx *cx, struct str body, struct str tab, instant saved_at)
{
	struct values kept = { .n = 0 }, *ret = NEW(cx->arena, struct values);

	if (values_of_urlencoded(cx->arena, body, &kept) != OK)
		return NULL;
	for (size_t i = 0; i < kept.n; i++)
		if (!str_eq(kept.names[i], S("tab")) && !str_eq(kept.names[i], S("tab_from")))
			values_add(cx->arena, ret, kept.names[i], kept.v[i]);
	values_add(cx->arena, ret, S("tab_from"), strf(cx->arena, "%.*s@%lld", STR_FMT(tab), (long long)saved_at));
	return ret;
}

/* rows_of — two fillings of a form, field by field. *ret_n counts those that differ. */
static struct version_rows rows_of(const struct drawing *yours, const struct drawing *theirs, size_t *ret_n)
{
	const struct form *form = yours->form;
	struct version_rows rows = { NEW_ARRAY(yours->a, struct version_row, form->n + 1), 0 };

	*ret_n = 0;
	for (size_t i = 0; i < form->n; i++) {
		struct version_row row = { .label = field_label(&form->fields[i]) };

		if (!row.label.n || form->fields[i].type == FIELD_ACTION)
			continue;
		row.yours = field_in_words(yours, &form->fields[i]);
		row.theirs = field_in_words(theirs, &form->fields[i]);
		row.same = str_eq(row.yours, row.theirs);
		*ret_n += !row.same;
		rows.v[rows.n++] = row;
	}
	return rows;
}

static struct drawing typed_as(const struct drawing *d, const struct values *typed)
{
	struct drawing as = *d;

	as.typed = typed;
	return as;
}

/* beside — appends one pair to what the page says; nothing when both say the same. */
static void beside(const struct drawing *d, const struct values *yours, const struct values *theirs, struct versions_view *v,
                   struct html *to)
{
	struct drawing y = typed_as(d, yours), t = typed_as(d, theirs);
	size_t differ;

	v->rows = rows_of(&y, &t, &differ);
	if (!differ)
		return;
	v->key = strf(d->a, "kept%zu", to->s.n);
	to->s = strf(d->a, "%.*s%.*s", STR_FMT(to->s), STR_FMT(HTML(d->cx, versions, v).s));
}

static struct url page_with(struct ctx *cx, struct str draft)
{
	static const char *const said[] = { "kind", "act", "then", "role" }; /* what the page was opened with stays */
	struct url here = { cx->rq->path };

	for (size_t i = 0; i < COUNT_OF(said); i++)
		if (query(cx, said[i]).n)
			here = url_with(cx, here, said[i], query(cx, said[i]));
	return url_with(cx, here, "draft", draft);
}

/* is_of_this_kind — one address takes several kinds of a thing, or several acts; a page of one is not given the words of another. */
static bool is_of_this_kind(const struct drawing *d, const struct values *kept)
{
	struct drawing stored = typed_as(d, NULL);
	struct drawing as = typed_as(d, kept);
	static const char *const tells[] = { "act", "role" };

	for (size_t i = 0; i < COUNT_OF(tells); i++) {
		struct str now = query(d->cx, tells[i]), then = values_get(kept, str_from_c(tells[i]));

		if (now.n && then.n && !str_eq(now, then))
			return false;
	}
	for (size_t i = 0; i < d->form->n; i++)
		if (strcmp(d->form->fields[i].name, "kind") == 0 && d->filled)
			return str_eq(field_in_words(&stored, &d->form->fields[i]), field_in_words(&as, &d->form->fields[i]));
	return true;
}

/* others — what other tabs kept, beside what is in the boxes. */
static void others(const struct drawing *d, const struct drafts_of_rows *rows, size_t taken, struct draft_look *ret)
{
	struct ctx *cx = d->cx;
	size_t shown = 0;

	for (size_t i = 0; i < rows->n && shown < OTHERS_SHOWN; i++) {
		struct values *kept = i == taken ? NULL : draft_values(cx, rows->v[i].body, rows->v[i].tab, rows->v[i].saved_at);
		struct versions_view v = { .yours = word(T_FORM_KEPT_BOXES), .theirs = word(T_FORM_KEPT_THERE),
			                       .use = page_with(cx, rows->v[i].tab) };
		struct drawing as = typed_as(d, kept), stored = typed_as(d, NULL);
		size_t before = ret->says.s.n, differ = 0;

		if (!kept || !is_of_this_kind(d, kept))
			continue;
		rows_of(&as, &stored, &differ);
		if (!differ)
			continue;
		v.title = WORDS(cx->arena, T_FORM_KEPT_OTHER, WORD_ARG("when", instant_long(cx->arena, rows->v[i].saved_at)));
		beside(d, ret->typed, kept, &v, &ret->says);
		shown += ret->says.s.n > before;
	}
}

/* take — the draft that stands in the boxes; rows->n for none. */
static size_t take(const struct drawing *d, const struct drafts_of_rows *rows, struct draft_look *ret)
{
	struct ctx *cx = d->cx;
	struct str wanted = query(cx, "draft");

	for (size_t i = 0; i < rows->n && !str_eq(wanted, S("none")); i++) {
		struct values *kept = draft_values(cx, rows->v[i].body, rows->v[i].tab, rows->v[i].saved_at);
		struct drawing as = typed_as(d, kept), stored = typed_as(d, NULL);
		size_t differ = 0;

		if (!kept || !is_of_this_kind(d, kept) || (wanted.n && !str_eq(rows->v[i].tab, wanted)))
			continue;
		rows_of(&as, &stored, &differ);
		if (!differ)
			continue;
		ret->typed = kept;
		ret->when = instant_long(cx->arena, rows->v[i].saved_at);
		return i;
	}
	return rows->n;
}

static enum rc look_under(const struct drawing *d, const struct draft_key *key, int64_t version, struct draft_look *ret)
{
	struct ctx *cx = d->cx;
	struct drafts_of_rows rows;
	struct kept_view v;
	size_t taken;
	int64_t then;
	enum rc rc = sql_drafts_of(cx->db, cx->arena, cx->actor.person, key->form, key->object, &rows);

	if (rc != OK || !rows.n)
		return rc;
	taken = take(d, &rows, ret);
	if (ret->typed) {
		v = (struct kept_view){ .when = ret->when, .without = page_with(cx, S("none")) };
		ret->says = HTML(cx, form_kept, &v);
		if (version >= 0 && str_to_i64(values_get(ret->typed, S("version")), 0, INT64_MAX, &then) && then != version)
			beside(d, ret->typed, NULL, &(struct versions_view){ .title = word(T_FORM_KEPT_CHANGED),
			       .says = word(T_FORM_VERSIONS_SAYS), .yours = word(T_FORM_KEPT_BOXES), .theirs = word(T_FORM_VERSIONS_THEIRS) },
			       &ret->says);
	}
	others(d, &rows, taken, ret);
	return OK;
}

enum rc draft_look(const struct drawing *d, int64_t version, struct draft_look *ret)
{
	const struct route *route = route_of_form(d->cx, d->form);
	struct draft_key key;

	*ret = (struct draft_look){ .typed = NULL };
	if (!route)
		return OK;
	key = draft_key_of(d->cx, route);
	return look_under(d, &key, version, ret);
}

enum rc draft_look_alone(struct ctx *cx, const struct form *form, struct draft_look *ret)
{
	return draft_look(&(struct drawing){ .cx = cx, .a = cx->arena, .form = form }, -1, ret);
}

enum rc draft_look_of(struct ctx *cx, const struct form *form, struct uuid object, struct draft_look *ret)
{
	const struct route *route = route_of_form(cx, form);
	struct draft_key key;

	*ret = (struct draft_look){ .typed = NULL };
	if (!route)
		return OK;
	key = draft_key_of(cx, route);
	key.object = object;
	return look_under(&(struct drawing){ .cx = cx, .a = cx->arena, .form = form }, &key, -1, ret);
}

enum rc drafts_kept_of(struct ctx *cx, const struct form *form, struct draft_objects *ret)
{
	const struct route *route = route_of_form(cx, form);
	struct draft_objects_rows rows = { .n = 0 };
	struct uuid *v;
	enum rc rc = route ? sql_draft_objects(cx->db, cx->arena, cx->actor.person, draft_key_of(cx, route).form, &rows) : OK;

	v = NEW_ARRAY(cx->arena, struct uuid, rows.n + 1);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		v[i] = rows.v[i].object;
	*ret = (struct draft_objects){ v, rc == OK ? rows.n : 0 };
	return rc;
}

enum rc drafts_kept_each(struct ctx *cx, const struct form *form, struct draft_ones *ret)
{
	const struct route *route = route_of_form(cx, form);
	struct drafts_of_rows rows = { .n = 0 };
	struct draft_key key;
	enum rc rc = OK;

	if (route && !str_eq(query(cx, "draft"), S("none"))) {
		key = draft_key_of(cx, route);
		rc = sql_drafts_of(cx->db, cx->arena, cx->actor.person, key.form, key.object, &rows);
	}
	*ret = (struct draft_ones){ NEW_ARRAY(cx->arena, struct draft_one, rows.n + 1), 0 };
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		struct kept_view v = { .when = instant_long(cx->arena, rows.v[i].saved_at), .without = page_with(cx, S("none")) };
		struct values *typed = draft_values(cx, rows.v[i].body, rows.v[i].tab, rows.v[i].saved_at);

		if (typed)
			ret->v[ret->n++] = (struct draft_one){ typed, HTML(cx, form_kept, &v) };
	}
	return rc;
}

struct html draft_stale(const struct drawing *d)
{
	struct html all = { STR_NONE };

	beside(d, d->typed, NULL, &(struct versions_view){ .title = word(T_FORM_VERSIONS_TITLE), .says = word(T_FORM_VERSIONS_SAYS),
	       .yours = word(T_FORM_VERSIONS_YOURS), .theirs = word(T_FORM_VERSIONS_THEIRS) }, &all);
	return all;
}
