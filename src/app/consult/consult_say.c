/* consult_say.c — saying something of a draft: on the page of a statement or an outcome, of the whole, and one's own changed or taken
 * back. Whoever writes while it closes reads that it was too late, with their words to copy. */
#include "app/consult/consult_inside.h"

#include "app/framework/framework.h"
#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

enum { SAID_ON_A_PLACE = 50 };

/* ---- forms ---- */

#define COMMENT_FIELDS                                                                                                                 \
	CHOICE(struct comment_typed, sort, .label = T_CONSULT_SORT, .choices = &comment_sorts, .choice_words = comment_sort_words,         \
	       .max = COMMENT_SORTS, .required = true, .missing = T_CONSULT_SORT_MISSING),                                                 \
	LONG_TEXT(struct comment_typed, words, .label = T_CONSULT_WORDS, .hint = T_CONSULT_WORDS_HINT, .max = COMMENT_WORDS_MAX, .rows = 5, \
	          .required = true, .missing = T_CONSULT_WORDS_MISSING),                                                                   \
	CHOICE(struct comment_typed, shown, .label = T_CONSULT_SHOWN, .hint = T_CONSULT_SHOWN_HINT, .choices = &comment_showns,             \
	       .choice_words = comment_shown_words, .max = COMMENT_SHOWNS, .required = true, .missing = T_CONSULT_SHOWN_MISSING),           \
	BOOL(struct comment_typed, read_again, .label = T_FINDS_READ_AGAIN)

static const struct field item_fields[] = { COMMENT_FIELDS };
const struct form consult_item_form = { .name = "draft_comment", .size = sizeof(struct comment_typed), .fields = item_fields,
	                                    .n = COUNT_OF(item_fields), .autosave = true };
const struct form consult_whole_form = { .name = "draft_comment_whole", .size = sizeof(struct comment_typed), .fields = item_fields,
	                                     .n = COUNT_OF(item_fields), .autosave = true };
const struct form consult_own_form = { .name = "draft_comment_change", .size = sizeof(struct comment_typed), .fields = item_fields,
	                                   .n = COUNT_OF(item_fields), .autosave = true, .wants_version = true };

bool consult_may_write(const struct ctx *cx)
{
	return access_ok(may_comment_on_draft(&cx->actor, &cx->resource));
}

enum rc consult_check(struct ctx *cx, const struct comment_typed *f)
{
	struct piece_words words = { .n = 0 };

	piece_word_add(cx, &words, S("words"), STR_NONE, f->words, cx->person_name);
	return privacy_in_given(cx, &words, f->read_again);
}

void consult_box(struct ctx *cx, const struct consult *k, const struct form_view *fv, struct url action, struct consult_box *ret)
{
	struct str typed = fv->typed ? str_trim(values_get(fv->typed, S("words"))) : STR_NONE;

	*ret = (struct consult_box){ .open = k->open, .action = action };
	if (!k->open) {
		ret->late = typed.n > 0;
		ret->typed = typed;
		ret->closed = WORDS(cx->arena, T_CONSULT_LATE, WORD_ARG("date", k->ends));
		return;
	}
	ret->hidden = fv->hidden;
	ret->sort = form_field(fv, "sort")->html;
	ret->words = form_field(fv, "words")->html;
	ret->shown = form_field(fv, "shown")->html;
	ret->again = privacy_again_field(cx, fv);
}

/* ---- on the page of a statement or an outcome ---- */

static int32_t item_index(const struct ctx *cx)
{
	return (int32_t)(cx->item - cx->framework->fw->items);
}

/* The draft's own item, where the version on the page came of it; -1 where it was not in it. */
static enum rc draft_item(struct ctx *cx, const struct consult *k, const struct framework_version *v, int32_t i,
                          const struct framework_version **ret_draft, int32_t *ret)
{
	enum rc rc = OK;

	*ret_draft = v;
	*ret = i;
	if (k->framework == v->id)
		return OK;
	if ((rc = framework_get(cx, k->framework, ret_draft)) == OK)
		*ret = framework_find((*ret_draft)->fw, v->fw->items[i].id);
	return rc;
}

enum rc consult_section(struct ctx *cx, const struct framework_version *v, int32_t i, struct html *ret)
{
	struct consult_section s = { .has_waiting = false };
	const struct framework_version *draft;
	struct draft_comments_unanswered_row n;
	struct consult k;
	struct form_view fv;
	int32_t at;
	bool is_it;
	enum rc rc = OK;

	*ret = (struct html){ STR_NONE };
	if (!access_ok(may_read_comments(&cx->actor, &cx->resource)) || (rc = consult_of(cx, v->id, &k)) != OK || !k.is ||
	    (rc = draft_item(cx, &k, v, i, &draft, &at)) != OK || at < 0)
		return rc;
	is_it = draft == v;
	s.standing = consult_until(cx, &k);
	s.all = consult_url(cx, v->uuid, "");
	if ((rc = consult_own(cx, &k, draft, at, &s.own)) != OK || (rc = consult_said(cx, &k, draft, v, at, 0, SAID_ON_A_PLACE, &s.said)) != OK ||
	    (rc = sql_draft_comments_unanswered(cx->db, cx->arena, k.framework, at, &n)) != OK)
		return rc;
	if (is_it && consult_may_write(cx)) {
		fv = form_view(cx, &consult_item_form, &(struct comment_typed){ .shown = COMMENT_BY_ROLE }, -1);
		s.errors = fv.errors;
		consult_box(cx, &k, &fv, url_id(cx, str_c(cx->arena, url_id(cx, "/frameworks/", v->uuid, "/items/").s), v->fw->items[i].id, "/comments"),
		            &s.box);
	}
	s.waiting = n.waiting;
	s.has_waiting = !k.open && n.waiting > 0;
	s.may_answer = is_it && n.waiting && access_ok(may_answer_comments(&cx->actor, &cx->resource));
	if (s.may_answer)
		s.answer = url_with(cx, consult_url(cx, v->uuid, "/answer"), "about", uuid_str(cx->arena, v->fw->items[i].id));
	if (!s.box.open && !s.box.late && !s.own.n && !s.said.n && !s.has_waiting && !(k.open && is_it))
		return OK; /* nobody said anything of it, and nobody can any more */
	*ret = HTML(cx, consult_section, &s);
	return OK;
}

enum rc consult_item_show(struct ctx *cx)
{
	const struct framework_version *v = cx->framework, *draft;
	struct json_out *j;
	struct consult_owns own;
	struct consult_places said;
	struct consult k;
	int32_t at;
	enum rc rc = consult_of(cx, v->id, &k);

	if (rc == OK && !k.is)
		rc = NOT_FOUND;
	if (rc != OK || (rc = draft_item(cx, &k, v, item_index(cx), &draft, &at)) != OK)
		return rc;
	if (at < 0)
		return NOT_FOUND;
	if ((rc = consult_own(cx, &k, draft, at, &own)) != OK || (rc = consult_said(cx, &k, draft, v, at, 0, SAID_ON_A_PLACE, &said)) != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "open"), json_bool(j, k.open);
	json_key(j, "until"), json_date(j, k.ends);
	consult_own_json(j, &own);
	consult_places_json(j, &said);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- saying it ---- */

static enum rc add(struct ctx *cx, int32_t place, struct url where)
{
	const struct comment_typed *f = cx->form;
	struct comment_new c = { .place = place, .sort = (enum comment_sort)f->sort, .shown = (enum comment_shown)f->shown, .words = str_trim(f->words) };
	struct draft_comment_counts_row n;
	struct consult k;
	struct uuid id;
	enum rc rc = consult_lock(cx, &k);

	if (rc != OK || (rc = consult_check(cx, f)) != OK ||
	    (rc = sql_draft_comment_counts(cx->db, cx->arena, cx->framework->id, place, cx->actor.person, &n)) != OK)
		return rc;
	if (n.all_places >= COMMENTS_A_PERSON || n.here >= COMMENTS_A_PLACE)
		return form_error(cx, n.all_places >= COMMENTS_A_PERSON ? T_CONSULT_TOO_MANY : T_CONSULT_TOO_MANY_HERE);
	rc = consult_say(cx, cx->framework, &c, &id);
	if (rc != OK)
		return rc;
	return created(cx, cx->json ? url_id(cx, str_c(cx->arena, consult_url(cx, cx->framework->uuid, "/mine/").s), id, "") : where, T_CONSULT_NOTICE_SAID);
}

enum rc consult_item_add(struct ctx *cx)
{
	return add(cx, item_index(cx), consult_item_url(cx, cx->framework, item_index(cx)));
}

enum rc consult_item_again(struct ctx *cx)
{
	return framework_item_show(cx);
}

enum rc consult_whole_add(struct ctx *cx)
{
	return add(cx, CONSULT_WHOLE, consult_url(cx, cx->framework->uuid, ""));
}

/* ---- one's own ---- */

/* own_of — the comment of the path, if it is whoever acts who wrote it, and it still stands. */
static enum rc own_of(struct ctx *cx, struct draft_comment_own_row *ret, struct uuid *ret_id)
{
	if (!uuid_parse(param(cx, "comment"), ret_id))
		return NOT_FOUND;
	return sql_draft_comment_own(cx->db, cx->arena, cx->framework->id, *ret_id, cx->actor.person, ret);
}

static struct url own_url(struct ctx *cx, struct uuid id, const char *after)
{
	return url_id(cx, str_c(cx->arena, consult_url(cx, cx->framework->uuid, "/mine/").s), id, after);
}

static struct url back_to(struct ctx *cx, int64_t place)
{
	return place >= 0 && (size_t)place < cx->framework->fw->n ? consult_item_url(cx, cx->framework, (int32_t)place)
	                                                          : consult_url(cx, cx->framework->uuid, "");
}

static enum rc own_json(struct ctx *cx, const struct draft_comment_own_row *r, struct uuid id, bool open)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, id);
	json_key(j, "about"), json_str(j, consult_place_name(cx, cx->framework, r->place));
	json_key(j, "sort"), json_str(j, key_of(&comment_sorts, (int)r->sort));
	json_key(j, "shown"), json_str(j, key_of(&comment_showns, (int)r->shown));
	json_key(j, "words"), json_str(j, r->words);
	json_key(j, "may_change"), json_bool(j, open && r->answer == DB_NULL_INT);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc consult_own_show(struct ctx *cx)
{
	struct draft_comment_own_row r;
	struct consult_own_view v;
	struct consult_box box;
	struct consult k;
	struct form_view fv;
	struct uuid id;
	enum rc rc = own_of(cx, &r, &id);

	if (rc != OK || (rc = consult_of(cx, cx->framework->id, &k)) != OK)
		return rc;
	cx->current_version = r.version;
	if (cx->json)
		return own_json(cx, &r, id, k.open);
	if (!k.open && cx->failed == OK && r.answer != DB_NULL_INT)
		return redirect(cx, back_to(cx, r.place));
	fv = form_view(cx, &consult_own_form, &(struct comment_typed){ .sort = (int)r.sort, .shown = (int)r.shown, .words = r.words }, r.version);
	consult_box(cx, &k, &fv, own_url(cx, id, ""), &box);
	v = (struct consult_own_view){
		.name = fw_name(cx, cx->framework), .place = consult_place_name(cx, cx->framework, r.place), .back = back_to(cx, r.place),
		.action = box.action, .withdraw = own_url(cx, id, "/withdraw"), .errors = fv.errors, .hidden = box.hidden, .csrf = hidden_csrf(cx),
		.sort = box.sort, .words = box.words, .shown = box.shown, .again = box.again, .late = !k.open, .typed = box.late ? box.typed : r.words,
		.closed = WORDS(cx->arena, T_CONSULT_LATE, WORD_ARG("date", k.ends)),
	};
	return consult_page(cx, word(T_CONSULT_CHANGE_TITLE), false, HTML(cx, consult_own, &v));
}

enum rc consult_own_save(struct ctx *cx)
{
	const struct comment_typed *f = cx->form;
	struct draft_comment_own_row r;
	struct consult k;
	struct uuid id;
	int64_t changed = 0;
	enum rc rc = own_of(cx, &r, &id);

	if (rc != OK || (rc = consult_lock(cx, &k)) != OK || (rc = version_is(cx, r.version)) != OK || (rc = consult_check(cx, f)) != OK)
		return rc;
	rc = sql_draft_comment_change(cx->db, cx->arena, r.comment, r.version, f->sort, f->shown, str_trim(f->words), cx->now, &changed);
	if (rc == OK && !changed)
		return form_error(cx, T_CONSULT_HAS_ANSWER);
	if (rc == OK)
		rc = event_add(cx, CHAIN_FRAMEWORK, cx->framework->id, EVENT_DRAFT_COMMENT_CHANGED, id, strf(cx->arena, "{\"sort\":%d}", f->sort));
	return rc == OK ? done(cx, cx->json ? own_url(cx, id, "") : back_to(cx, r.place), T_CONSULT_NOTICE_CHANGED) : rc;
}

enum rc consult_own_withdraw(struct ctx *cx)
{
	struct draft_comment_own_row r;
	struct consult k;
	struct uuid id;
	int64_t gone = 0;
	enum rc rc = own_of(cx, &r, &id);

	if (rc != OK || (rc = consult_lock(cx, &k)) != OK)
		return rc;
	rc = sql_draft_comment_withdraw(cx->db, cx->arena, r.comment, cx->now, &gone);
	if (rc == OK && !gone)
		return form_error(cx, T_CONSULT_HAS_ANSWER);
	if (rc == OK)
		rc = event_add(cx, CHAIN_FRAMEWORK, cx->framework->id, EVENT_DRAFT_COMMENT_WITHDRAWN, id, S("{}"));
	return rc == OK ? done(cx, cx->json ? consult_url(cx, cx->framework->uuid, "") : back_to(cx, r.place), T_CONSULT_NOTICE_WITHDRAWN) : rc;
}
