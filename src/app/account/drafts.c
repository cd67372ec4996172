/* drafts.c — words that were kept: when a session had ended, or by saving while they were typed. */
#include "app/account/account.h"

#include "account.sql.h"
#include "app/account/account_view.h"
#include "app/sign_in/sign_in.h"
#include "templates.gen.h"
#include "web.sql.h"
#include "web/form.h"

enum { PREVIEW = 240 /* characters shown of a draft */ };

struct account_draft_form {
	struct str form, object, next;
};
static const struct field account_draft_fields[] = {
	TEXT(struct account_draft_form, form, .label = T_DRAFTS_TITLE, .max = 200, .required = true),
	TEXT(struct account_draft_form, object, .label = T_DRAFTS_TITLE, .max = UUID_TEXT, .required = true),
	TEXT(struct account_draft_form, next, .label = T_SIGN_IN_NEXT, .max = 500),
};
const struct form account_draft_form = { .name = "account_draft", .size = sizeof(struct account_draft_form),
                                         .fields = account_draft_fields, .n = COUNT_OF(account_draft_fields) };

static bool has_page(struct str path)
{
	for (size_t i = 0; i < routes_n; i++)
		if (routes[i].method == HTTP_GET && (routes[i].answers & PAGE) && str_eq(str_from_c(routes[i].path), path))
			return true;
	return false;
}

/* page_of — the page on which a form is filled in: where new things of its path are made, where one is changed, the path
 * itself, or the page of what it is added to. Empty when there is none. */
static struct str page_of(struct ctx *cx, struct str form)
{
	static const char *const endings[] = { "/new", "/edit", "" };
	size_t last = form.n;

	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		struct str path = strf(cx->arena, "%.*s%s", STR_FMT(form), endings[i]);

		if (has_page(path))
			return path;
	}
	while (last > 0 && form.p[last - 1] != '/')
		last--;
	return last > 1 && has_page(str_sub(form, 0, last - 1)) ? str_sub(form, 0, last - 1) : STR_NONE;
}

/* draft_url — the page's path with its one parameter filled in. The pattern comes from the route table, the rest is a
 * UUID; a path with more parameters has no address here. */
static struct url draft_url(struct ctx *cx, const struct account_drafts_row *d, const struct values *typed)
{
	struct str path = page_of(cx, d->form), kind = values_get(typed, S("kind")), act = values_get(typed, S("act")), before, after;
	size_t at = str_find_char(path, ':'), end;
	struct url url = { path };

	if (at != SIZE_MAX) {
		before = str_sub(path, 0, at);
		after = str_sub(path, at, SIZE_MAX);
		end = str_find_char(after, '/');
		after = end == SIZE_MAX ? STR_NONE : str_sub(after, end, SIZE_MAX);
		if (str_find_char(after, ':') != SIZE_MAX)
			return (struct url){ STR_NONE };
		url.s = strf(cx->arena, "%.*s%s%.*s", STR_FMT(before), uuid_str(cx->arena, d->object).p, STR_FMT(after));
	}
	if (path.n && kind.n)
		url = url_with(cx, url, "kind", kind);
	return path.n && act.n ? url_with(cx, url, "act", act) : url; /* a page of several acts is opened as the one it was */
}

static struct str longest_text(const struct values *typed)
{
	struct str best = STR_NONE;

	for (size_t i = 0; i < typed->n; i++)
		if (typed->v[i].n > best.n && str_find_char(typed->v[i], ' ') != SIZE_MAX && !str_eq(typed->names[i], S("title")) &&
		    !str_eq(typed->names[i], S("offline")))
			best = typed->v[i];
	return best;
}

static struct str preview(struct ctx *cx, struct str text)
{
	struct str rest = text;
	int n = 0;

	while (rest.n && n < PREVIEW && utf8_next(&rest) >= 0)
		n++;
	return rest.n ? strf(cx->arena, "%.*s…", (int)(text.n - rest.n), text.p) : text;
}

static struct kept_draft kept_draft(struct ctx *cx, const struct account_drafts_row *d)
{
	struct values typed = { .n = 0 };
	struct kept_draft k = { .form = d->form, .object = uuid_str(cx->arena, d->object),
	                        .saved = instant_long(cx->arena, d->saved_at), .title = word(T_DRAFTS_UNTITLED) };

	if (values_of_urlencoded(cx->arena, d->body, &typed) != OK)
		return k;
	if (str_trim(values_get(&typed, S("title"))).n)
		k.title = values_get(&typed, S("title"));
	k.text = preview(cx, longest_text(&typed));
	k.url = draft_url(cx, d, &typed);
	return k;
}

enum rc account_drafts_show(struct ctx *cx)
{
	struct account_drafts_rows rows;
	struct drafts_view v = { .csrf = hidden_csrf(cx), .next = safe_next(cx, query(cx, "next")),
	                         .has_next = query(cx, "next").n > 0 };
	struct page p = { .title = word(T_DRAFTS_TITLE) };
	enum rc rc = sql_account_drafts(cx->db, cx->arena, cx->actor.person, &rows);

	if (rc != OK)
		return rc;
	v.next_path = v.next.s;
	v.drafts = (struct kept_drafts){ NEW_ARRAY(cx->arena, struct kept_draft, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++)
		v.drafts.v[v.drafts.n++] = kept_draft(cx, &rows.v[i]);
	p.main = HTML(cx, account_drafts, &v);
	return page(cx, &p);
}

enum rc account_draft_drop(struct ctx *cx)
{
	const struct account_draft_form *form = cx->form;
	struct url where = url_with(cx, url_lit("/account/drafts"), "next", safe_next(cx, form->next).s);
	struct uuid object;
	enum rc rc = uuid_parse(form->object, &object) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_drafts_drop(cx->db, cx->arena, cx->actor.person, form->form, object, NULL);
	return rc == OK ? done(cx, where, T_DRAFTS_DROPPED) : rc;
}
