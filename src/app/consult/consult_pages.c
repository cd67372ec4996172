/* consult_pages.c — drafts that are or were open for comments, and one of them: what is asked, what was said, what came of it. */
#include "app/consult/consult_inside.h"

#include "app/framework/framework.h"
#include "rules/needs.h"
#include "templates.gen.h"

enum { ANSWERS_PART = 50, ASKS_MAX = 1000 };

/* ---- notes on the pages of standards ---- */

enum rc consult_note(struct ctx *cx, const struct framework_version *v, struct html *ret)
{
	struct consult_note n;
	struct consult k;
	enum rc rc = OK;

	*ret = (struct html){ STR_NONE };
	if (!access_ok(may_read_comments(&cx->actor, &cx->resource)) || (rc = consult_of(cx, v->id, &k)) != OK || !k.is)
		return rc;
	n = (struct consult_note){
		.standing = consult_until(cx, &k), .open = k.open, .may_write = k.framework == v->id && consult_may_write(cx),
		.may_follow = k.framework == v->id && access_ok(may_follow_comments(&cx->actor, &cx->resource)), .all = consult_url(cx, v->uuid, ""),
		.follow = consult_url(cx, v->uuid, "/all"),
	};
	*ret = HTML(cx, consult_note, &n);
	return OK;
}

enum rc consult_before_publishing(struct ctx *cx, const struct framework_version *v, struct str *ret_until, struct str *ret_unanswered)
{
	struct draft_comments_unanswered_row n;
	struct consult k;
	enum rc rc = consult_of(cx, v->id, &k);

	if (rc != OK || !k.is)
		return rc;
	if (k.open && k.framework == v->id)
		*ret_until = consult_until(cx, &k);
	rc = sql_draft_comments_unanswered(cx->db, cx->arena, k.framework, CONSULT_ANYWHERE, &n);
	if (rc == OK && !k.open && n.waiting)
		*ret_unanswered = WORDS(cx->arena, T_FRAMEWORK_PUBLISH_UNANSWERED, WORD_ARG("n", n.waiting));
	return rc;
}

/* What somebody who may read no draft until it is opened asks: the rule of an open one. */
static bool reads_open_drafts(const struct ctx *cx)
{
	struct resource open = { .framework_state = FRAMEWORK_DRAFT, .national = true, .opened = true, .commenting = true, .commented = true };

	return cx->actor.person && access_ok(may_read_framework(&cx->actor, &open));
}

enum rc consult_list(struct ctx *cx, struct html *ret)
{
	struct consults_open_rows rows;
	struct consult_list v = { .has_own = cx->actor.person != 0 };
	enum rc rc;

	*ret = (struct html){ STR_NONE };
	if (!reads_open_drafts(cx))
		return OK;
	if ((rc = sql_consults_open(cx->db, cx->arena, cx->today, &rows)) != OK)
		return rc;
	v.rows.v = NEW_ARRAY(cx->arena, struct consult_open_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v.rows.v[v.rows.n++] = (struct consult_open_row){
			.name = WORDS(cx->arena, T_FRAMEWORK_NAME, WORD_ARG("title", rows.v[i].title), WORD_ARG("version", rows.v[i].version)),
			.until = WORDS(cx->arena, T_CONSULT_OPEN_UNTIL, WORD_ARG("date", rows.v[i].ends)), .url = url_id(cx, "/frameworks/", rows.v[i].id, "") };
	*ret = HTML(cx, consult_list, &v);
	return OK;
}

/* ---- all of them ---- */

static void consults_json_row(struct json_out *j, const struct consults_row *r, bool open, bool is_department)
{
	json_obj(j);
	json_key(j, "framework"), json_uuid(j, r->id);
	json_key(j, "title"), json_str(j, r->title);
	json_key(j, "version"), json_str(j, r->version);
	json_key(j, "open"), json_bool(j, open);
	json_key(j, "until"), json_date(j, r->ends);
	json_key(j, "mine"), json_i64(j, r->own);
	json_key(j, "mine_answered"), json_i64(j, r->own_answered);
	if (is_department) {
		json_key(j, "said"), json_i64(j, r->said);
		json_key(j, "waiting"), json_i64(j, r->waiting);
	}
	json_end(j);
}

static bool is_open(const struct ctx *cx, const struct consults_row *r)
{
	return r->state == FRAMEWORK_DRAFT && comments_open(r->ends, r->closed_at != DB_NULL_INT, cx->today);
}

static enum rc consults_json(struct ctx *cx, const struct consults_rows *rows, bool is_department)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++)
		consults_json_row(j, &rows->v[i], is_open(cx, &rows->v[i]), is_department);
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

static struct consult_row row_of(struct ctx *cx, const struct consults_row *r, bool is_department)
{
	bool open = is_open(cx, r);
	struct consult_row row = {
		.name = WORDS(cx->arena, T_FRAMEWORK_NAME, WORD_ARG("title", r->title), WORD_ARG("version", r->version)), .open = open,
		.until = WORDS(cx->arena, open ? T_CONSULT_OPEN_UNTIL : T_CONSULT_CLOSED_ON, WORD_ARG("date", r->ends)),
		.url = consult_url(cx, r->id, ""), .illustrative = r->illustrative,
	};

	if (r->own)
		row.own = WORDS(cx->arena, T_CONSULT_OWN_N, WORD_ARG("n", r->own), WORD_ARG("answered", r->own_answered));
	if (is_department) {
		row.waiting = open ? WORDS(cx->arena, T_CONSULT_SAID_N, WORD_ARG("n", r->said))
		                   : WORDS(cx->arena, T_CONSULT_WAITING_N, WORD_ARG("n", r->said), WORD_ARG("waiting", r->waiting));
		row.has_answer = !open && r->waiting > 0;
		row.answer = consult_url(cx, r->id, "/answer");
	}
	return row;
}

enum rc consults_show(struct ctx *cx)
{
	struct consults_view v = { .is_department = cx->actor.role == ROLE_NATIONAL_ADMIN };
	struct consults_rows rows = { .n = 0 };
	enum rc rc = reads_open_drafts(cx) ? sql_consults(cx->db, cx->arena, cx->actor.person, &rows) : OK;

	if (rc != OK || cx->json)
		return rc != OK ? rc : consults_json(cx, &rows, v.is_department);
	v.none = rows.n == 0;
	v.open.v = NEW_ARRAY(cx->arena, struct consult_row, rows.n + 1);
	v.closed.v = NEW_ARRAY(cx->arena, struct consult_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct consult_row row = row_of(cx, &rows.v[i], v.is_department);

		if (row.open)
			v.open.v[v.open.n++] = row;
		else
			v.closed.v[v.closed.n++] = row;
	}
	return consult_page(cx, word(T_CONSULT_TITLE), false, HTML(cx, consults, &v));
}

/* ---- how many, by sort and by role ---- */

static void counts_of(struct ctx *cx, const int64_t *n, int most, bool hides, struct consult_counts *to, struct str (*what)(int), bool *ret_hidden)
{
	bool hidden[24] = { false };

	if (hides)
		small_numbers_hide(n, most, hidden);
	for (int i = 0; i < most && to->n < COUNT_OF(to->v); i++) {
		if (!n[i])
			continue;
		*ret_hidden |= hidden[i];
		to->v[to->n++] = (struct consult_count){ what(i), hidden[i] ? word(T_NATIONAL_FEW) : strf(cx->arena, "%lld", (long long)n[i]), hidden[i] };
	}
}

static struct str sort_said(int sort)
{
	return word(comment_sort_word(sort));
}

static struct str role_said(int role)
{
	return word(role_word((enum role)role));
}

enum rc consult_counts_of(struct ctx *cx, int64_t framework, bool hides, struct consult_counts *ret_sorts, struct consult_counts *ret_roles, bool *ret_hidden)
{
	int64_t sorts[COMMENT_SORTS] = { 0 }, by_role[ROLE_END] = { 0 };
	struct draft_comments_by_sort_rows rows;
	enum rc rc = sql_draft_comments_by_sort(cx->db, cx->arena, framework, &rows);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.v[i].sort > 0 && rows.v[i].sort < COMMENT_SORTS)
			sorts[rows.v[i].sort] += rows.v[i].n;
		if (rows.v[i].role > 0 && rows.v[i].role < ROLE_END)
			by_role[rows.v[i].role] += rows.v[i].n;
	}
	counts_of(cx, sorts, COMMENT_SORTS, hides, ret_sorts, sort_said, ret_hidden);
	counts_of(cx, by_role, ROLE_END, hides, ret_roles, role_said, ret_hidden);
	return OK;
}

/* ---- one draft ---- */

/* What was published after the draft in its series: the difference between the two, for whoever may read both. */
static enum rc add_became(struct ctx *cx, const struct consult *k, const struct framework_version *draft, struct consult_view *v,
                          const struct framework_version **ret)
{
	struct consult_became_row row;
	enum rc rc;

	v->published_as_it_was = k->state != FRAMEWORK_DRAFT;
	if (v->published_as_it_was)
		return OK;
	rc = sql_consult_became(cx->db, cx->arena, k->framework, reads_open_drafts(cx), &row);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	if ((rc = framework_get(cx, row.became, ret)) != OK)
		return rc;
	v->has_became = true;
	v->became = url_id(cx, "/frameworks/", (*ret)->uuid, "");
	v->became_name = fw_name(cx, *ret);
	v->has_changes = reads_open_drafts(cx);
	if (v->has_changes)
		v->changes = url_id(cx, str_c(cx->arena, url_id(cx, "/frameworks/", (*ret)->uuid, "/diff/").s), draft->uuid, "");
	return OK;
}

static void counts_json(struct json_out *j, const char *key, const struct consult_counts *c)
{
	json_key(j, key), json_arr(j);
	for (size_t i = 0; i < c->n; i++) {
		int64_t n = 0;

		json_obj(j);
		json_key(j, "what"), json_str(j, c->v[i].what);
		json_key(j, "n");
		if (c->v[i].hidden || !str_to_i64(c->v[i].n, 0, INT64_MAX, &n))
			json_none(j);
		else
			json_i64(j, n);
		json_end(j);
	}
	json_end(j);
}

static bool all_hidden(const struct consult_counts *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (!c->v[i].hidden)
			return false;
	return c->n > 0;
}

static enum rc show_json(struct ctx *cx, const struct consult *k, const struct consult_view *v)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "draft"), json_uuid(j, k->uuid);
	json_key(j, "open"), json_bool(j, k->open);
	json_key(j, "until"), json_date(j, k->ends);
	json_key(j, "asks"), json_str(j, k->asks);
	json_key(j, "became"), v->has_became ? json_str(j, v->became.s) : json_none(j);
	json_key(j, "changes"), v->has_changes ? json_str(j, v->changes.s) : json_none(j);
	counts_json(j, "by_sort", &v->sorts);
	counts_json(j, "by_role", &v->roles);
	consult_own_json(j, &v->own);
	consult_places_json(j, &v->said);
	fw_json_next(cx, j, &v->pager);
	json_end(j);
	return answer_json(cx, 200);
}

/* What whoever looks may do. */
static void add_may(struct ctx *cx, const struct consult *k, struct consult_view *v)
{
	bool is_it = k->framework == cx->framework->id;

	v->may_write = is_it && consult_may_write(cx);
	v->may_follow = is_it && access_ok(may_follow_comments(&cx->actor, &cx->resource));
	v->may_answer = is_it && v->waiting && access_ok(may_answer_comments(&cx->actor, &cx->resource));
	v->may_open = is_it && access_ok(may_open_comments(&cx->actor, &cx->resource));
	v->all = consult_url(cx, k->uuid, "/all");
	v->answer = consult_url(cx, k->uuid, "/answer");
	v->edit = consult_url(cx, k->uuid, "/open");
	v->csv = consult_url(cx, k->uuid, "/all.csv");
}

enum rc consult_show(struct ctx *cx)
{
	const struct framework_version *draft, *now;
	struct draft_comments_unanswered_row n;
	struct consult_view *v = NEW(cx->arena, struct consult_view);
	struct consult k;
	struct draft_answered_n_row answered;
	enum rc rc = consult_of(cx, cx->framework->id, &k);

	if (rc == OK && !k.is)
		rc = NOT_FOUND;
	if (rc != OK || (rc = framework_get(cx, k.framework, &draft)) != OK)
		return rc;
	now = cx->framework;
	if ((rc = add_became(cx, &k, draft, v, &now)) != OK ||
	    (rc = sql_draft_comments_unanswered(cx->db, cx->arena, k.framework, CONSULT_ANYWHERE, &n)) != OK ||
	    (rc = sql_draft_answered_n(cx->db, cx->arena, k.framework, &answered)) != OK)
		return rc;
	v->pager = fw_pager(cx, consult_url(cx, cx->framework->uuid, ""), answered.n, ANSWERS_PART);
	v->total = n.n, v->waiting = n.waiting;
	add_may(cx, &k, v);
	if (v->may_follow || !k.open) /* while it is open a number that grows would say who has just written */
		rc = consult_counts_of(cx, k.framework, !v->may_follow, &v->sorts, &v->roles, &v->some_hidden);
	if (rc != OK || (rc = consult_own(cx, &k, draft, CONSULT_ANYWHERE, &v->own)) != OK ||
	    (rc = consult_said(cx, &k, draft, now, CONSULT_ANYWHERE, v->pager.from, ANSWERS_PART, &v->said)) != OK)
		return rc;
	if (cx->json)
		return show_json(cx, &k, v);
	v->name = fw_name(cx, draft);
	v->title = word(k.open ? T_CONSULT_TITLE_OPEN : T_CONSULT_TITLE_CLOSED);
	v->standing = consult_until(cx, &k);
	v->asks = k.asks;
	v->open = k.open;
	v->framework = url_id(cx, "/frameworks/", cx->framework->uuid, "");
	v->none_said = !n.n;
	v->too_few = all_hidden(&v->sorts) && all_hidden(&v->roles);
	if (v->may_write) {
		struct form_view fv = form_view(cx, &consult_whole_form, &(struct comment_typed){ .shown = COMMENT_BY_ROLE }, -1);

		v->errors = fv.errors;
		consult_box(cx, &k, &fv, consult_url(cx, cx->framework->uuid, ""), &v->box);
	}
	return consult_page(cx, v->title, false, HTML(cx, consult, v));
}

/* ---- the department opens it ---- */

struct open_typed {
	struct str asks;
	struct date ends;
};
static const struct field open_fields[] = {
	LONG_TEXT(struct open_typed, asks, .label = T_CONSULT_ASKS, .hint = T_CONSULT_ASKS_HINT, .max = ASKS_MAX, .rows = 5),
	DATE(struct open_typed, ends, .label = T_CONSULT_ENDS, .hint = T_CONSULT_ENDS_HINT, .max = 30, .required = true, .not_before_1990 = true),
};
const struct form consult_open_form = { .name = "consult_open", .size = sizeof(struct open_typed), .fields = open_fields,
	                                    .n = COUNT_OF(open_fields), .autosave = true };

/* own_opened — the loaded draft's own, whatever lies behind it in its series. */
static enum rc own_opened(struct ctx *cx, struct consult *ret)
{
	enum rc rc = consult_of(cx, cx->framework->id, ret);

	if (rc == OK && ret->is && ret->framework != cx->framework->id)
		*ret = (struct consult){ .is = false };
	return rc;
}

enum rc consult_open_show(struct ctx *cx)
{
	struct open_typed now = { STR_NONE, DATE_NONE };
	struct consult_open_view v;
	struct consult k;
	struct form_view fv;
	enum rc rc = own_opened(cx, &k);

	if (rc != OK)
		return rc;
	if (k.is)
		now = (struct open_typed){ k.asks, k.ends };
	fv = form_view(cx, &consult_open_form, &now, -1);
	v = (struct consult_open_view){
		.name = fw_name(cx, cx->framework), .back = url_id(cx, "/frameworks/", cx->framework->uuid, ""),
		.action = consult_url(cx, cx->framework->uuid, "/open"), .errors = fv.errors, .hidden = fv.hidden, .is_new = !k.is,
		.asks = form_field(&fv, "asks")->html, .ends = form_field(&fv, "ends")->html, .may = access_ok(may_open_comments(&cx->actor, &cx->resource)),
		.standing = k.is ? consult_until(cx, &k) : STR_NONE,
	};
	return consult_page(cx, word(k.is ? T_CONSULT_MORE_TIME : T_CONSULT_OPEN_TITLE), false, HTML(cx, consult_open, &v));
}

enum rc consult_open_save(struct ctx *cx)
{
	const struct open_typed *f = cx->form;
	struct str asks = str_trim(f->asks);
	struct consult k;
	int64_t changed = 0;
	bool same;
	enum rc rc = own_opened(cx, &k);

	if (rc != OK)
		return rc;
	same = k.is && k.open && date_cmp(f->ends, k.ends) == 0;
	if (!same && !comments_end_fits(f->ends, k.is ? k.ends : DATE_NONE, cx->today))
		return field_error(cx, "ends", k.is && k.open ? T_CONSULT_ENDS_EARLIER : k.is ? T_CONSULT_ENDS_PAST : T_CONSULT_ENDS_SOON);
	if (!k.is) {
		rc = consult_open(cx, cx->framework, asks, f->ends);
	} else {
		rc = sql_consult_open_change(cx->db, cx->arena, k.framework, k.version, asks.n ? asks : S(""), f->ends, &changed);
		if (rc == OK && !changed)
			rc = STALE;
		if (rc == OK)
			rc = event_add(cx, CHAIN_FRAMEWORK, k.framework, EVENT_COMMENTS_OPENED, k.uuid,
			               strf(cx->arena, "{\"until\":\"%.*s\"}", STR_FMT(date_iso(cx->arena, f->ends))));
	}
	return rc == OK ? done(cx, consult_url(cx, cx->framework->uuid, ""), k.is ? T_CONSULT_NOTICE_LONGER : T_CONSULT_NOTICE_OPENED) : rc;
}
