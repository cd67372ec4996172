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

/* is_path — is that the route's path? Parameters behind the first stand in a draft's form as they were. */
static bool is_path(struct str pattern, struct str path)
{
	struct uuid id;

	while (pattern.p && path.p) {
		struct str a = str_cut(&pattern, '/'), b = str_cut(&path, '/');

		if (!str_eq(a, b) && !(a.n && a.p[0] == ':' && uuid_parse(b, &id)))
			return false;
	}
	return !pattern.p && !path.p;
}

static bool has_page(struct str path)
{
	for (size_t i = 0; i < routes_n; i++)
		if (routes[i].method == HTTP_GET && (routes[i].answers & PAGE) && is_path(str_from_c(routes[i].path), path))
			return true;
	return false;
}

/* page_of — the page on which a form is filled in: where new things of its path are made, where one is changed, the path
 * itself, or the page of what it is added to. Empty when there is none. */
static struct str page_of(struct ctx *cx, struct str form)
{
	static const char *const endings[] = { "/new", "/edit", "" };
	size_t last = form.n;

	if (str_eq(form, S("/people/:person/training")))
		return S("/people/:person/caseload"); /* one box of a page of several */
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
	static const char *const says[] = { "kind", "act", "role" }; /* a page of several is opened as the one it was */
	struct str path = page_of(cx, d->form), before, after;
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
	for (size_t i = 0; path.n && i < COUNT_OF(says); i++)
		if (values_get(typed, str_from_c(says[i])).n)
			url = url_with(cx, url, says[i], values_get(typed, str_from_c(says[i])));
	return url;
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

/* What is written on each page that keeps drafts; the longest beginning of a draft's form that stands here is what it is. */
static const struct {
	struct str form;
	enum word what;
} whats[] = {
	{ S_INIT("/inductions/:induction/evidence"), T_DRAFTS_NEW_PIECE },
	{ S_INIT("/evidence/:evidence"), T_DRAFTS_PIECE },
	{ S_INIT("/evidence/:evidence/judge"), T_DRAFTS_VIEW },
	{ S_INIT("/evidence/:evidence/decisions"), T_DRAFTS_VIEW },
	{ S_INIT("/evidence/:evidence/answer"), T_DRAFTS_ANSWER },
	{ S_INIT("/evidence/:evidence/parts"), T_DRAFTS_PART },
	{ S_INIT("/evidence/:evidence/privacy"), T_DRAFTS_PRIVACY },
	{ S_INIT("/evidence/:evidence/send-back"), T_DRAFTS_SEND_BACK },
	{ S_INIT("/evidence/:evidence/talks"), T_DRAFTS_TALK },
	{ S_INIT("/talks/:talk/comments"), T_DRAFTS_COMMENT },
	{ S_INIT("/reflections"), T_DRAFTS_REFLECTION },
	{ S_INIT("/inductions/:induction/supervision"), T_DRAFTS_SUPERVISION },
	{ S_INIT("/inductions/:induction/return"), T_DRAFTS_RETURN },
	{ S_INIT("/inductions/:induction/agreement/lines"), T_DRAFTS_PACT },
	{ S_INIT("/inductions/:induction/adjustments"), T_DRAFTS_ADJUSTMENT },
	{ S_INIT("/supervision/:supervision"), T_DRAFTS_SUPERVISION },
	{ S_INIT("/supervision/:supervision/countersign"), T_DRAFTS_COUNTERSIGN },
	{ S_INIT("/inductions/:induction/reviews"), T_DRAFTS_REVIEW },
	{ S_INIT("/reviews/:review/parts"), T_DRAFTS_REVIEW_PART },
	{ S_INIT("/reviews/:review/hold"), T_DRAFTS_REVIEW_HOLD },
	{ S_INIT("/reviews/:review/actions"), T_DRAFTS_REVIEW_ACTION },
	{ S_INIT("/reviews/:review/sign"), T_DRAFTS_REVIEW_SIGN },
	{ S_INIT("/decisions/:decision"), T_DRAFTS_DECISION },
	{ S_INIT("/decisions/:decision/draft"), T_DRAFTS_RECOMMENDATION },
	{ S_INIT("/inductions/:induction/decision"), T_DRAFTS_DECISION },
	{ S_INIT("/inductions/:induction/goals"), T_DRAFTS_GOAL },
	{ S_INIT("/goals/:goal"), T_DRAFTS_GOAL },
	{ S_INIT("/inductions/:induction/asks"), T_DRAFTS_ASK },
	{ S_INIT("/asks/:ask/words"), T_DRAFTS_ASK_WORDS },
	{ S_INIT("/inductions/:induction/observations"), T_DRAFTS_OBSERVATION },
	{ S_INIT("/observations/:observation/watch"), T_DRAFTS_WATCH },
	{ S_INIT("/observations/:observation/answer"), T_DRAFTS_OBSERVATION_ANSWER },
	{ S_INIT("/inductions/:induction/pause"), T_DRAFTS_PAUSE },
	{ S_INIT("/inductions/:induction/probation"), T_DRAFTS_PROBATION },
	{ S_INIT("/inductions/:induction/funding"), T_DRAFTS_FUNDING },
	{ S_INIT("/inductions/:induction/conflicts"), T_DRAFTS_CONFLICT },
	{ S_INIT("/inductions/:induction/agreed"), T_DRAFTS_AGREED },
	{ S_INIT("/inductions/:induction/around"), T_DRAFTS_ASSIGNMENT },
	{ S_INIT("/assignments/:assignment/hand-over"), T_DRAFTS_HAND_OVER },
	{ S_INIT("/organisations/:organisation/contact"), T_DRAFTS_CONTACT },
	{ S_INIT("/organisations/:organisation/merge"), T_DRAFTS_MERGE },
	{ S_INIT("/organisations/:organisation/split"), T_DRAFTS_SPLIT },
	{ S_INIT("/job-outlines"), T_DRAFTS_OUTLINE },
	{ S_INIT("/role-profiles"), T_DRAFTS_ROLE_PROFILE },
	{ S_INIT("/supplements"), T_DRAFTS_SUPPLEMENT },
	{ S_INIT("/frameworks/:framework/comments"), T_DRAFTS_DRAFT_COMMENT },
	{ S_INIT("/frameworks/:framework/items"), T_DRAFTS_DRAFT_COMMENT },
	{ S_INIT("/frameworks/:framework/comments/open"), T_DRAFTS_CONSULT },
	{ S_INIT("/frameworks/:framework/comments/answer"), T_DRAFTS_DRAFT_ANSWER },
	{ S_INIT("/frameworks/:framework/comments/answers"), T_DRAFTS_DRAFT_ANSWER },
	{ S_INIT("/programmes/:programme/variations"), T_DRAFTS_VARIATION },
	{ S_INIT("/account/profile"), T_DRAFTS_PROFILE },
	{ S_INIT("/people/invite"), T_DRAFTS_INVITE },
	{ S_INIT("/people/:person/edit"), T_DRAFTS_PROFILE },
	{ S_INIT("/people/:person/training"), T_DRAFTS_TRAINING },
	{ S_INIT("/joining"), T_DRAFTS_JOINING },
	{ S_INIT("/joining/:joining/start"), T_DRAFTS_START },
	{ S_INIT("/details"), T_DRAFTS_DETAILS },
	{ S_INIT("/inductions/:induction/details"), T_DRAFTS_DETAILS },
	{ S_INIT("/inductions/:induction/hours"), T_DRAFTS_HOURS },
	{ S_INIT("/inductions/:induction/place"), T_DRAFTS_PLACE },
	{ S_INIT("/inductions/:induction/profile"), T_DRAFTS_JOB_PROFILE },
	{ S_INIT("/inductions/:induction/programme"), T_DRAFTS_MOVE },
	{ S_INIT("/inductions/:induction/time/plan"), T_DRAFTS_TIME },
	{ S_INIT("/organisations"), T_DRAFTS_ORGANISATION },
	{ S_INIT("/organisations/:organisation"), T_DRAFTS_ORGANISATION },
	{ S_INIT("/organisations/:organisation/codes"), T_DRAFTS_CODE },
	{ S_INIT("/organisations/:organisation/partners"), T_DRAFTS_PARTNER },
	{ S_INIT("/organisations/:organisation/coordinators"), T_DRAFTS_SUCCESSOR },
	{ S_INIT("/raise-a-concern"), T_DRAFTS_CONCERN },
	{ S_INIT("/organisations/:organisation/concern"), T_DRAFTS_CONCERN },
};

enum word draft_what(struct str form)
{
	size_t longest = 0;
	enum word what = 0;

	for (size_t i = 0; i < COUNT_OF(whats); i++) {
		size_t n = whats[i].form.n;

		if (n > longest && str_starts(form, whats[i].form) && (form.n == n || form.p[n] == '/')) {
			longest = n;
			what = whats[i].what;
		}
	}
	return what;
}

/* draft_title — the title that was typed; without one what it is, and of which piece or whom. Words that are lost again must not be
 * lost for want of a name. */
static enum rc draft_title(struct ctx *cx, const struct account_drafts_row *d, const struct values *typed, struct str *ret)
{
	enum word what = draft_what(d->form);
	struct draft_piece_row piece;
	struct draft_person_row person;
	struct str of = STR_NONE;
	enum rc rc;

	*ret = str_trim(values_get(typed, S("title")));
	if (ret->n)
		return OK;
	rc = sql_draft_piece(cx->db, cx->arena, d->object, cx->actor.person, cx->actor.role, cx->today, &piece);
	if (rc == OK)
		of = piece.title;
	else if (rc == NOT_FOUND && (rc = sql_draft_person(cx->db, cx->arena, d->object, cx->actor.person, cx->actor.organisation,
	                                                   cx->actor.role, cx->today, &person)) == OK)
		of = person.name;
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	*ret = word(what ? what : T_DRAFTS_UNTITLED);
	if (of.n)
		*ret = WORDS(cx->arena, T_DRAFTS_OF, WORD_ARG("what", *ret), WORD_ARG("of", of));
	return OK;
}

static enum rc kept_draft(struct ctx *cx, const struct account_drafts_row *d, struct kept_draft *ret)
{
	struct values typed = { .n = 0 };

	*ret = (struct kept_draft){ .form = d->form, .object = uuid_str(cx->arena, d->object), .saved_at = d->saved_at,
		                        .saved = instant_long(cx->arena, d->saved_at) };
	if (values_of_urlencoded(cx->arena, d->body, &typed) == OK) {
		ret->text = preview(cx, longest_text(&typed));
		ret->url = draft_url(cx, d, &typed);
	}
	return draft_title(cx, d, &typed, &ret->title);
}

static enum rc drafts_json(struct ctx *cx, const struct kept_drafts *all)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < all->n; i++) {
		const struct kept_draft *k = &all->v[i];

		json_obj(j);
		json_key(j, "title"), json_str(j, k->title);
		json_key(j, "text"), json_str(j, k->text);
		json_key(j, "saved_at"), json_instant(j, k->saved_at);
		json_key(j, "form"), json_str(j, k->form);
		json_key(j, "object"), json_str(j, k->object);
		json_key(j, "page");
		k->url.s.n ? json_str(j, k->url.s) : json_none(j);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
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
	for (; rc == OK && v.drafts.n < rows.n; v.drafts.n++)
		rc = kept_draft(cx, &rows.v[v.drafts.n], &v.drafts.v[v.drafts.n]);
	if (rc != OK || cx->json)
		return rc != OK ? rc : drafts_json(cx, &v.drafts);
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
