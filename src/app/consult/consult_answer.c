/* consult_answer.c — the department says what came of comments: of one, or of several at once, ticked on a page that is narrowed to a
 * statement, a sort or a role; later put better, or taken back so that they wait again. */
#include "app/consult/consult_inside.h"

#include "app/framework/framework.h"
#include "templates.gen.h"
#include "web/form.h"

enum { TICKS_MAX = 100, ANSWER_WORDS_MAX = 2000 };

struct answer_typed {
	struct str_list comment;
	int came;
	struct str words;
	bool shows;
};
static const struct field answer_fields[] = {
	LIST_OF(struct answer_typed, comment, .label = T_CONSULT_WHICH, .max = TICKS_MAX, .required = true, .missing = T_CONSULT_WHICH_MISSING),
	CHOICE(struct answer_typed, came, .label = T_CONSULT_CAME, .choices = &comment_cames, .choice_words = comment_came_words, .max = CAME_END,
	       .required = true, .missing = T_CONSULT_CAME_MISSING),
	LONG_TEXT(struct answer_typed, words, .label = T_CONSULT_ANSWER_LABEL, .hint = T_CONSULT_ANSWER_HINT, .max = ANSWER_WORDS_MAX, .rows = 5,
	          .required = true, .missing = T_CONSULT_ANSWER_MISSING),
	BOOL(struct answer_typed, shows, .label = T_CONSULT_SHOWS, .hint = T_CONSULT_SHOWS_HINT),
};
const struct form consult_answer_form = { .name = "draft_answer", .size = sizeof(struct answer_typed), .fields = answer_fields,
	                                      .n = COUNT_OF(answer_fields), .autosave = true };
const struct form consult_answer_change_form = { .name = "draft_answer_change", .size = sizeof(struct answer_typed), .fields = answer_fields + 1,
	                                             .n = COUNT_OF(answer_fields) - 1, .autosave = true, .wants_version = true };

/* ---- which ---- */

/* What the page is narrowed to. */
struct narrowed {
	int64_t place, sort, role;
	struct str about;            /* as it stands in the address */
	bool is;
};

static struct narrowed narrowed_to(struct ctx *cx)
{
	struct narrowed n = { .place = CONSULT_ANYWHERE, .about = query(cx, "about") };
	int sort = number_of(&comment_sorts, query(cx, "sort")), role = number_of(&roles, query(cx, "role"));
	struct uuid item;

	if (str_eq(n.about, S("whole")))
		n.place = CONSULT_WHOLE;
	else if (uuid_parse(n.about, &item) && framework_find(cx->framework->fw, item) >= 0)
		n.place = framework_find(cx->framework->fw, item);
	else
		n.about = STR_NONE;
	n.sort = sort > 0 ? sort : 0;
	n.role = role > 0 ? role : 0;
	n.is = n.place != CONSULT_ANYWHERE || n.sort || n.role;
	return n;
}

static struct str narrowed_words(struct ctx *cx, const struct narrowed *n)
{
	struct str words[3];
	size_t k = 0;

	if (n->place != CONSULT_ANYWHERE)
		words[k++] = consult_place_name(cx, cx->framework, n->place);
	if (n->sort)
		words[k++] = word(comment_sort_word(n->sort));
	if (n->role)
		words[k++] = word(role_word((enum role)n->role));
	return str_join(cx->arena, words, k, S(" · "));
}

static void add_choices(struct consult_answer_view *v, const struct narrowed *n)
{
	for (int i = 1; i < COMMENT_SORTS; i++)
		v->sorts.v[v->sorts.n++] = (struct consult_choice){ key_of(&comment_sorts, i), word(comment_sort_word(i)), i == n->sort };
	for (int i = ROLE_ECSW; i < ROLE_END; i++)
		if (i != ROLE_NATIONAL_ADMIN && i != ROLE_SYSTEM_ADMIN)
			v->roles.v[v->roles.n++] = (struct consult_choice){ key_of(&roles, i), word(role_word((enum role)i)), i == n->role };
}

static enum rc add_ticks(struct ctx *cx, const struct narrowed *n, const struct values *typed, struct consult_answer_view *v)
{
	struct draft_comments_waiting_rows rows;
	enum rc rc = sql_draft_comments_waiting(cx->db, cx->arena, cx->framework->id, cx->actor.person, cx->actor.role, n->place, n->sort, n->role,
	                                        TICKS_MAX, &rows);

	if (rc != OK)
		return rc;
	v->total = rows.n ? rows.v[0].total : 0;
	v->more = v->total > (int64_t)rows.n;
	v->ticks = (struct consult_ticks){ NEW_ARRAY(cx->arena, struct consult_tick, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		const struct draft_comments_waiting_row *r = &rows.v[i];
		struct str key = uuid_str(cx->arena, r->id);

		v->ticks.v[v->ticks.n++] = (struct consult_tick){
			.key = key, .id = i ? strf(cx->arena, "comment-%zu", i + 1) : S("comment"), .words = r->words, .sort = comment_sort_word(r->sort),
			.place = consult_place_name(cx, cx->framework, r->place), .new_place = !i || r->place != rows.v[i - 1].place,
			.by = consult_by(cx, r->name, r->writer_role, r->employer_type), .when = date_long(cx->arena, date_of(r->created)),
			.chosen = typed ? values_have(typed, S("comment"), key) : rows.n == 1,
		};
	}
	return OK;
}

static enum rc waiting_json(struct ctx *cx, const struct narrowed *n)
{
	struct draft_comments_waiting_rows rows;
	struct json_out *j;
	enum rc rc = sql_draft_comments_waiting(cx->db, cx->arena, cx->framework->id, cx->actor.person, cx->actor.role, n->place, n->sort, n->role,
	                                        TICKS_MAX, &rows);

	if (rc != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "waiting"), json_i64(j, rows.n ? rows.v[0].total : 0);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows.n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows.v[i].id);
		json_key(j, "about"), json_str(j, consult_place_name(cx, cx->framework, rows.v[i].place));
		json_key(j, "sort"), json_str(j, key_of(&comment_sorts, (int)rows.v[i].sort));
		json_key(j, "by"), json_str(j, consult_by(cx, rows.v[i].name, rows.v[i].writer_role, rows.v[i].employer_type));
		json_key(j, "words"), json_str(j, rows.v[i].words);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* The address keeps what the page is narrowed to, so that a refused answer comes back to the same comments. */
static struct url here(struct ctx *cx, const struct narrowed *n)
{
	struct url url = consult_url(cx, cx->framework->uuid, "/answer");

	if (n->about.n)
		url = url_with(cx, url, "about", n->about);
	if (n->sort)
		url = url_with(cx, url, "sort", key_of(&comment_sorts, (int)n->sort));
	return n->role ? url_with(cx, url, "role", key_of(&roles, (int)n->role)) : url;
}

enum rc consult_answer_show(struct ctx *cx)
{
	struct consult_answer_view *v = NEW(cx->arena, struct consult_answer_view);
	struct narrowed n = narrowed_to(cx);
	struct form_view fv;
	enum rc rc;

	if (cx->json)
		return waiting_json(cx, &n);
	fv = form_view(cx, &consult_answer_form, &(struct answer_typed){ .shows = true }, -1);
	if ((rc = add_ticks(cx, &n, fv.typed, v)) != OK)
		return rc;
	add_choices(v, &n);
	v->name = fw_name(cx, cx->framework);
	v->back = consult_url(cx, cx->framework->uuid, "/all");
	v->action = here(cx, &n);
	v->filter = consult_url(cx, cx->framework->uuid, "/answer");
	v->everything = v->filter;
	v->about = n.about;
	v->is_narrowed = n.is;
	v->narrowed = narrowed_words(cx, &n);
	v->errors = fv.errors;
	v->hidden = fv.hidden;
	v->comments_error = form_field(&fv, "comment")->error;
	v->came = form_field(&fv, "came")->html;
	v->words = form_field(&fv, "words")->html;
	v->shows = form_field(&fv, "shows")->html;
	return consult_page(cx, word(T_CONSULT_ANSWER_TITLE), true, HTML(cx, consult_answer, v));
}

enum rc consult_answer_save(struct ctx *cx)
{
	const struct answer_typed *f = cx->form;
	struct uuid *ids = NEW_ARRAY(cx->arena, struct uuid, f->comment.n + 1);
	struct answer_new a = { .came = (enum comment_came)f->came, .words = str_trim(f->words), .shows = f->shows, .comments = ids, .n = f->comment.n };
	struct narrowed n = narrowed_to(cx);
	struct consult_lock_row lock;
	int64_t answer = 0;
	size_t taken;
	enum rc rc = sql_consult_lock(cx->db, cx->arena, cx->framework->id, &lock);

	for (size_t i = 0; rc == OK && i < f->comment.n; i++)
		if (!uuid_parse(str_trim(f->comment.v[i]), &ids[i]))
			return field_error(cx, "comment", T_CONSULT_WHICH_MISSING);
	if (rc == OK)
		rc = consult_answer_add(cx, cx->framework, &a, &answer, &taken);
	if (rc == OK && taken < f->comment.n) /* one was taken back, or somebody else was quicker: the words are kept, and what waits is shown */
		return field_error(cx, "comment", T_CONSULT_WHICH_GONE);
	if (rc != OK || (rc = consult_answer_tell(cx, answer)) != OK)
		return rc;
	return created(cx, cx->json ? consult_url(cx, cx->framework->uuid, "") : here(cx, &n), T_CONSULT_NOTICE_ANSWERED);
}

/* ---- put better, or taken back ---- */

static enum rc answer_of(struct ctx *cx, struct draft_answer_one_row *ret, struct uuid *ret_id)
{
	if (!uuid_parse(param(cx, "answer"), ret_id))
		return NOT_FOUND;
	return sql_draft_answer_one(cx->db, cx->arena, cx->framework->id, *ret_id, ret);
}

static struct url answer_url(struct ctx *cx, struct uuid id, const char *after)
{
	return url_id(cx, str_c(cx->arena, consult_url(cx, cx->framework->uuid, "/answers/").s), id, after);
}

enum rc consult_answer_edit(struct ctx *cx)
{
	struct draft_answer_one_row r;
	struct consult_change_view v;
	struct json_out *j;
	struct form_view fv;
	struct uuid id;
	enum rc rc = answer_of(cx, &r, &id);

	if (rc != OK)
		return rc;
	cx->current_version = r.version;
	if (cx->json) {
		j = reply_json(cx);
		json_obj(j);
		json_key(j, "id"), json_uuid(j, id);
		json_key(j, "came"), json_str(j, key_of(&comment_cames, (int)r.came));
		json_key(j, "words"), json_str(j, r.words);
		json_key(j, "shows"), json_bool(j, r.shows);
		json_key(j, "of"), json_i64(j, r.n);
		json_end(j);
		return answer_json(cx, 200);
	}
	fv = form_view(cx, &consult_answer_change_form, &(struct answer_typed){ .came = (int)r.came, .words = r.words, .shows = r.shows }, r.version);
	v = (struct consult_change_view){
		.name = fw_name(cx, cx->framework), .back = consult_url(cx, cx->framework->uuid, ""), .action = answer_url(cx, id, ""),
		.take_back = answer_url(cx, id, "/take-back"), .errors = fv.errors, .hidden = fv.hidden, .csrf = hidden_csrf(cx),
		.came = form_field(&fv, "came")->html, .words = form_field(&fv, "words")->html, .shows = form_field(&fv, "shows")->html,
		.counted = WORDS(cx->arena, T_CONSULT_ANSWER_OF, WORD_ARG("n", r.n)),
	};
	return consult_page(cx, word(T_CONSULT_ANSWER_CHANGE), false, HTML(cx, consult_change, &v));
}

static enum rc noted(struct ctx *cx, struct uuid id, const char *act, int came)
{
	return event_add(cx, CHAIN_FRAMEWORK, cx->framework->id, EVENT_DRAFT_ANSWERED, id, strf(cx->arena, "{\"came\":%d,\"act\":\"%s\"}", came, act));
}

enum rc consult_answer_change(struct ctx *cx)
{
	const struct answer_typed *f = cx->form;
	struct draft_answer_one_row r;
	struct uuid id;
	int64_t changed = 0;
	enum rc rc = answer_of(cx, &r, &id);

	if (rc != OK || (rc = version_is(cx, r.version)) != OK)
		return rc;
	rc = sql_draft_answer_change(cx->db, cx->arena, r.answer, r.version, f->came, str_trim(f->words), f->shows, cx->now, &changed);
	if (rc == OK && !changed)
		return STALE;
	if (rc == OK)
		rc = noted(cx, id, "changed", f->came);
	return rc == OK ? done(cx, cx->json ? answer_url(cx, id, "") : consult_url(cx, cx->framework->uuid, ""), T_CONSULT_NOTICE_ANSWER_CHANGED) : rc;
}

enum rc consult_answer_take_back(struct ctx *cx)
{
	struct draft_answer_one_row r;
	struct consult_lock_row lock;
	struct uuid id;
	enum rc rc = sql_consult_lock(cx->db, cx->arena, cx->framework->id, &lock);

	if (rc != OK || (rc = answer_of(cx, &r, &id)) != OK || (rc = sql_draft_answer_let_go(cx->db, cx->arena, r.answer, NULL)) != OK)
		return rc;
	rc = sql_draft_answer_drop(cx->db, cx->arena, r.answer, NULL);
	if (rc == OK)
		rc = noted(cx, id, "taken back", (int)r.came);
	return rc == OK ? done(cx, consult_url(cx, cx->framework->uuid, "/all"), T_CONSULT_NOTICE_ANSWER_BACK) : rc;
}
