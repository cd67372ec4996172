/* supervision.c — records of supervision: written by the supervisor, countersigned and shared by the ECSW. */
#include "app/supervision/supervision_inside.h"

#include "app/desk/desk.h"
#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "supervision.sql.h"
#include "templates.gen.h"
#include "web/assets.h"
#include "web/form.h"

enum { LISTED = 200, DUE_SHOWN = 50, HELD_YES = 1, HELD_NO = 2, TWICE_WITHIN = 10 * MINUTE };

/* ---- forms ---- */

struct supervision_typed {
	struct date on, next;
	int held;
	struct str actions;
	bool read_again;
};
static const struct str held_keys[] = { [HELD_YES] = S_INIT("yes"), [HELD_NO] = S_INIT("no") };
static const struct key_list held_list = { held_keys, (int)COUNT_OF(held_keys) };
static const enum word held_words[] = { [HELD_YES] = T_SUPERVISION_HELD, [HELD_NO] = T_SUPERVISION_NOT_HELD };

static const struct field supervision_fields[] = {
	DATE(struct supervision_typed, on, .label = T_SUPERVISION_ON, .required = true, .not_after_today = true,
	     .not_before_1990 = true, .max = 1),
	CHOICE(struct supervision_typed, held, .label = T_SUPERVISION_WAS_IT_HELD,
	       .choices = &held_list, .choice_words = held_words, .max = HELD_NO, .required = true),
	LONG_TEXT(struct supervision_typed, actions, .label = T_SUPERVISION_ACTIONS, .hint = T_SUPERVISION_ACTIONS_HINT,
	          .max = 4000, .rows = 8, .missing = T_SUPERVISION_ACTIONS_MISSING),
	DATE(struct supervision_typed, next, .label = T_SUPERVISION_NEXT, .hint = T_SUPERVISION_NEXT_HINT, .max = 1),
	BOOL(struct supervision_typed, read_again, .label = T_FINDS_READ_AGAIN),
};

static void check_supervision(struct ctx *cx, const void *filled)
{
	const struct supervision_typed *f = filled;

	if (!date_is_none(f->next) && !date_is_none(f->on) && date_cmp(f->next, f->on) <= 0)
		field_error(cx, "next", T_SUPERVISION_NEXT_EARLY);
}

#define SUPERVISION_FORM(name_, version_)                                                                              \
	{ .name = (name_), .size = sizeof(struct supervision_typed), .fields = supervision_fields,                        \
	  .n = COUNT_OF(supervision_fields), .check = check_supervision, .autosave = true, .wants_version = (version_), \
	  .also = ANSWERS_PREFIX, .ask = supervision_ask }
const struct form supervision_new_form = SUPERVISION_FORM("supervision_new", false);
const struct form supervision_form = SUPERVISION_FORM("supervision", true);

struct countersign_typed {
	struct str remark;
	bool read_again;
};
static const struct field countersign_fields[] = {
	LONG_TEXT(struct countersign_typed, remark, .label = T_SUPERVISION_REMARK, .hint = T_SUPERVISION_REMARK_HINT, .max = 1000,
	          .rows = 3),
	BOOL(struct countersign_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form countersign_form = { .name = "countersign", .size = sizeof(struct countersign_typed),
	                                   .fields = countersign_fields, .n = COUNT_OF(countersign_fields), .autosave = true,
	                                   .wants_version = true, .also = ANSWERS_PREFIX, .ask = countersign_ask };

/* ---- the list ---- */

static bool is_own(const struct ctx *cx)
{
	return cx->actor.role == ROLE_ECSW && cx->actor.person == cx->resource.owner;
}

static enum rc list_as_json(struct ctx *cx, const struct supervisions_listed_rows *rows)
{
	const struct piece_form *f;
	struct json_out *j;
	enum rc rc = supervision_asked(cx, &f);

	if (rc != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		const struct supervisions_listed_row *r = &rows->v[i];
		bool opens = r->opens;

		json_obj(j);
		json_key(j, "on"), json_date(j, r->on_date);
		if (opens) {
			json_key(j, "held"), json_str(j, key_of(&held_list, r->held ? HELD_YES : HELD_NO));
			json_key(j, "id"), json_uuid(j, r->id);
			json_key(j, "countersigned"), json_bool(j, r->countersigned_at != DB_NULL_INT);
			json_key(j, "url"), json_str(j, strf(cx->arena, "/api/v1/supervision/%s", uuid_str(cx->arena, r->id).p));
		}
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	record_asked_json(j, f); /* of a record that is written today */
	json_end(j);
	return answer_json(cx, 200);
}

static struct supervision_line line_of(struct ctx *cx, const struct supervisions_listed_row *r)
{
	bool opens = r->opens;

	return (struct supervision_line){
		.url = url_id(cx, "/supervision/", r->id, ""), .on = date_long(cx->arena, r->on_date), .opens = opens,
		.held = !opens ? 0 : r->held ? T_SUPERVISION_HELD : T_SUPERVISION_NOT_HELD,
		.with_ecsw = opens && r->countersigned_at == DB_NULL_INT,
		.state = !opens ? STR_NONE
		         : r->countersigned_at != DB_NULL_INT
		         ? WORDS(cx->arena, T_SUPERVISION_SIGNED_ON, WORD_ARG("on", date_of(r->countersigned_at)))
		         : word(is_own(cx) ? T_SUPERVISION_WITH_YOU : T_SUPERVISION_TO_SIGN),
	};
}

enum rc supervision_list(struct ctx *cx)
{
	struct supervision_list_view v = { .title = word(T_SUPERVISION) };
	struct supervisions_listed_rows rows;
	enum rc rc = sql_supervisions_listed(cx->db, cx->arena, cx->induction->id, cx->actor.role, LISTED, &rows);

	if (rc != OK || cx->json)
		return rc != OK ? rc : list_as_json(cx, &rows);
	if (!is_own(cx))
		v.title = WORDS(cx->arena, T_SUPERVISION_OF, WORD_ARG("name", cx->induction->name));
	v.back = is_own(cx) ? url_lit("/") : url_id(cx, "/inductions/", cx->induction->uuid, "");
	v.back_word = is_own(cx) ? T_HOME_TITLE : T_SUPERVISION_BACK_PERSON;
	v.lead = word(T_SUPERVISION_LEAD);
	if (cx->actor.role == ROLE_ASSESSOR)
		v.dates_only = WORDS(cx->arena, T_SUPERVISION_DATES_ASSESSOR, WORD_ARG("name", first_name(cx->induction->name)));
	else if (cx->actor.role == ROLE_COORDINATOR)
		v.dates_only = word(T_SUPERVISION_DATES);
	v.may_write = access_ok(may_write_supervision(&cx->actor, &cx->resource));
	v.write = url_id(cx, "/inductions/", cx->induction->uuid, "/supervision/new");
	v.rows.v = NEW_ARRAY(cx->arena, struct supervision_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v.rows.v[v.rows.n++] = line_of(cx, &rows.v[i]);
	return page(cx, &(struct page){ .title = v.title, .menu = is_own(cx) ? MENU_HOME : MENU_DESK,
	                                .main = HTML(cx, supervision_list, &v) });
}

/* ---- writing ---- */

/* fields_of — all but the box that says it was read again. */
static struct supervision_fields fields_of(struct ctx *cx, const struct form_view *fv)
{
	struct supervision_fields f = { .v = NEW_ARRAY(cx->arena, struct supervision_field, fv->n + 1) };

	for (size_t i = 0; i < fv->n; i++)
		if (!str_eq(fv->v[i].name, S("read_again")))
			f.v[f.n++].html = fv->v[i].html;
	return f;
}

/* draw_form — in the order of the programme, with Cairn's standing lines above it whatever the programme says. */
static enum rc draw_form(struct ctx *cx)
{
	const struct supervision *s = cx->supervision;
	const struct form *base = s ? &supervision_form : &supervision_new_form, *form;
	struct supervision_typed filled = { .on = s ? s->on_date : DATE_NONE, .next = s ? s->next_on : DATE_NONE,
		                                .held = s ? (s->held ? HELD_YES : HELD_NO) : 0, .actions = s ? s->actions : STR_NONE };
	struct supervision_form_view v = { .name = first_name(cx->induction->name), .moved = cx->failed == STALE };
	struct answer_list all = { .n = 0 };
	const struct piece_form *f;
	struct form_view fv;
	enum rc rc;

	if ((rc = supervision_asked(cx, &f)) != OK || (rc = supervision_ask(cx, NULL, &form)) != OK ||
	    (s && (rc = supervision_answered(cx, f, s->id, 0, &all)) != OK))
		return rc;
	fv = form_view(cx, form, record_filled(cx, base, &filled, f, &all), s ? s->version : -1);
	v.title = WORDS(cx->arena, s ? T_SUPERVISION_CHANGE_OF : T_SUPERVISION_WRITE_OF, WORD_ARG("name", cx->induction->name));
	v.action = s ? url_id(cx, "/supervision/", s->uuid, "") : url_id(cx, "/inductions/", cx->induction->uuid, "/supervision");
	v.back = s ? url_id(cx, "/supervision/", s->uuid, "") : v.action;
	v.was_signed = s && s->countersigned_at != DB_NULL_INT;
	v.note = f->note;
	v.hidden = fv.hidden;
	v.errors = fv.errors;
	v.again = privacy_again_field(cx, &fv);
	v.fields = fields_of(cx, &fv);
	return page(cx, &(struct page){ .title = v.title, .menu = MENU_DESK, .main = HTML(cx, supervision_form, &v),
	                                .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc supervision_new(struct ctx *cx)
{
	return draw_form(cx);
}

enum rc supervision_create_again(struct ctx *cx)
{
	return draw_form(cx);
}

enum rc supervision_edit(struct ctx *cx)
{
	version_is(cx, cx->supervision->version);
	return draw_form(cx);
}

enum rc supervision_save_again(struct ctx *cx)
{
	return draw_form(cx);
}

static enum rc earlier_json(struct ctx *cx, const struct piece_form *f, struct json_out *j, const struct supervision_before_rows *rows)
{
	struct answer_list all;
	enum rc rc = OK;

	json_key(j, "before"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		if ((rc = supervision_answered(cx, f, cx->supervision->id, rows->v[i].version, &all)) != OK)
			return rc;
		json_obj(j);
		json_key(j, "on"), json_date(j, rows->v[i].on_date);
		json_key(j, "held"), json_str(j, key_of(&held_list, rows->v[i].held ? HELD_YES : HELD_NO));
		json_key(j, "actions"), json_str(j, rows->v[i].actions);
		json_key(j, "written_by"), json_str(j, rows->v[i].name);
		json_key(j, "countersigned"), json_bool(j, rows->v[i].countersigned_at != DB_NULL_INT);
		json_key(j, "remark"), json_str(j, rows->v[i].remark);
		json_key(j, "prompts"), answers_as_json(j, &all);
		json_end(j);
	}
	json_end(j);
	return OK;
}

static enum rc as_json(struct ctx *cx, int status)
{
	const struct supervision *s = cx->supervision;
	struct supervision_before_rows before;
	const struct piece_form *f;
	struct answer_list all;
	struct json_out *j;
	enum rc rc = supervision_asked(cx, &f);

	if (rc != OK || (rc = sql_supervision_before(cx->db, cx->arena, s->id, cx->actor.role, &before)) != OK ||
	    (rc = supervision_answered(cx, f, s->id, 0, &all)) != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "id"), json_uuid(j, s->uuid);
	json_key(j, "induction"), json_uuid(j, cx->induction->uuid);
	json_key(j, "on"), json_date(j, s->on_date);
	json_key(j, "held"), json_str(j, key_of(&held_list, s->held ? HELD_YES : HELD_NO));
	json_key(j, "actions"), json_str(j, s->actions);
	json_key(j, "next"), json_date(j, s->next_on);
	json_key(j, "written_by"), json_str(j, s->name);
	json_key(j, "version"), json_i64(j, s->version);
	json_key(j, "countersigned"), json_bool(j, s->countersigned_at != DB_NULL_INT);
	json_key(j, "remark"), json_str(j, s->remark);
	json_key(j, "shared_with_assessor"), json_bool(j, s->shared_at != DB_NULL_INT);
	json_key(j, "prompts"), answers_as_json(j, &all);
	record_asked_json(j, f);
	if ((rc = earlier_json(cx, f, j, &before)) != OK)
		return rc;
	json_end(j);
	return answer_json(cx, status);
}

/* answer — the record as it is now. */
static enum rc answer(struct ctx *cx, struct uuid id, enum word notice, bool is_new)
{
	struct url where = url_id(cx, "/supervision/", id, "");
	enum rc rc = load_supervision(cx, id);

	if (rc != OK)
		return rc;
	cx->current_version = cx->supervision->version;
	if (cx->json && (rc = as_json(cx, is_new ? 201 : 200)) != OK)
		return rc;
	return is_new && cx->json ? created(cx, where, notice) : done(cx, where, notice);
}

static enum rc note(struct ctx *cx, enum event_kind kind, struct uuid id)
{
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, id, S("{}"));
}

/* to_countersign — the ECSW hears that a record is there, or has changed. */
static enum rc to_countersign(struct ctx *cx)
{
	return notice(cx, NOTICE_SUPERVISION, cx->induction->ecsw, cx->induction->employer);
}

/* same_answers — all that was sent is what was kept, and the other way round. */
static bool same_answers(const struct answer_list *kept, const struct answer_list *sent)
{
	size_t n = 0;

	for (size_t i = 0; i < sent->n; i++) {
		n += str_trim(sent->v[i].text).n > 0;
		if (!str_eq(str_trim(sent->v[i].text), str_trim(answer_of(kept, sent->v[i].id))))
			return false;
	}
	return n == kept->n;
}

/* is_twin — the same form again, from a second press or another tab. */
static bool is_twin(const struct ctx *cx, const struct supervision_twin_row *t, const struct supervision_typed *f,
                    const struct answer_list *kept, const struct answer_list *sent)
{
	return same_answers(kept, sent) && !cx->json && t->person == cx->actor.person && t->created >= cx->now - TWICE_WITHIN && t->held == (f->held == HELD_YES) &&
	       str_eq(t->actions, f->actions) && date_cmp(t->next_on, f->next) == 0;
}

/* check_words — the ECSW reads a record as soon as it is there, and the supervisor what is said when it is countersigned. */
static enum rc check_words(struct ctx *cx, struct str field, struct str text, const struct answer_list *answers, bool read_again)
{
	struct piece_words words = { .n = 0 };

	piece_word_add(cx, &words, field, STR_NONE, text, cx->person_name);
	record_words(cx, answers, &words);
	return privacy_in_given(cx, &words, read_again);
}

/* there_already — a record of that day: the same, sent twice, or another. NOT_FOUND when there is none. */
static enum rc there_already(struct ctx *cx, const struct piece_form *asked, const struct answer_list *sent)
{
	const struct supervision_typed *f = cx->form;
	struct supervision_twin_row twin;
	struct answer_list kept;
	enum rc rc = sql_supervision_twin(cx->db, cx->arena, cx->induction->id, f->on, &twin);

	if (rc == OK)
		rc = supervision_answered(cx, asked, twin.supervision, 0, &kept);
	if (rc != OK)
		return rc;
	return is_twin(cx, &twin, f, &kept, sent) ? answer(cx, twin.id, T_SUPERVISION_NOTICE_SAVED, true)
	                                          : err_add(&cx->err, S("on"), word(T_SUPERVISION_THERE));
}

enum rc supervision_create(struct ctx *cx)
{
	const struct supervision_typed *f = cx->form;
	struct uuid id = uuid7(cx->now);
	struct supervision_add_row row;
	const struct piece_form *asked;
	struct answer_list answers;
	enum rc rc = supervision_asked(cx, &asked);

	if (rc != OK)
		return rc;
	record_answers(cx, &supervision_new_form, asked, FILLER_SUPERVISOR, supervision_month(cx), &answers);
	if ((rc = there_already(cx, asked, &answers)) != NOT_FOUND)
		return rc;
	if ((rc = check_words(cx, S("actions"), f->actions, &answers, f->read_again)) != OK ||
	    (rc = sql_supervision_add(cx->db, cx->arena, id, cx->induction->id, f->on, f->held == HELD_YES, f->actions, f->next,
	                              cx->actor.person, record_form_row(asked), cx->now, &row)) != OK ||
	    (rc = supervision_answers_put(cx, row.supervision, &answers)) != OK ||
	    (rc = note(cx, EVENT_SUPERVISION_WRITTEN, id)) != OK || (rc = to_countersign(cx)) != OK)
		return rc;
	return answer(cx, id, T_SUPERVISION_NOTICE_SAVED, true);
}

/* keep_before — what was countersigned or shared stays known, with what was answered; the countersignature goes, and its answers. */
static enum rc keep_before(struct ctx *cx, const struct piece_form *asked)
{
	const struct supervision *s = cx->supervision;
	int64_t kept = 0;
	enum rc rc = sql_supervision_keep(cx->db, cx->arena, s->id, s->version, &kept);

	if (rc == OK && kept)
		rc = supervision_answers_before(cx);
	return rc == OK ? supervision_answers_unsign(cx, asked) : rc;
}

enum rc supervision_save(struct ctx *cx)
{
	const struct supervision_typed *f = cx->form;
	const struct supervision *s = cx->supervision;
	const struct piece_form *asked;
	struct answer_list answers;
	int64_t affected = 0;
	enum rc rc = version_is(cx, s->version);

	if (rc != OK || (rc = supervision_asked(cx, &asked)) != OK)
		return rc;
	record_answers(cx, &supervision_form, asked, FILLER_SUPERVISOR, supervision_month(cx), &answers);
	if ((rc = check_words(cx, S("actions"), f->actions, &answers, f->read_again)) != OK || (rc = keep_before(cx, asked)) != OK ||
	    (rc = supervision_answers_put(cx, s->id, &answers)) != OK ||
	    (rc = sql_supervision_put(cx->db, cx->arena, s->id, f->on, f->held == HELD_YES, f->actions, f->next,
	                              cx->actor.person, s->version, cx->now, &affected)) != OK)
		return rc;
	if (!affected)
		return STALE;
	rc = note(cx, EVENT_SUPERVISION_CHANGED, s->uuid);
	if (rc == OK)
		rc = to_countersign(cx);
	return rc == OK ? answer(cx, s->uuid, T_SUPERVISION_NOTICE_SAVED, false) : rc;
}

/* ---- one ---- */

/* said_of — each with the question it answers. */
static struct supervision_saids said_of(struct ctx *cx, const struct supervision_words *words)
{
	struct supervision_saids said = { .v = NEW_ARRAY(cx->arena, struct supervision_said, words->n + 1) };

	for (size_t i = 0; i < words->n; i++)
		said.v[said.n++] = (struct supervision_said){ strf(cx->arena, "h-%.*s", STR_FMT(words->v[i].prompt->id)), words->v[i].label,
			                                          supervision_paragraphs(cx, words->v[i].said) };
	return said;
}

static enum rc draw_earlier(struct ctx *cx, const struct piece_form *f, struct supervision_view *v)
{
	struct supervision_before_rows rows;
	struct supervision_words words;
	struct answer_list all;
	enum rc rc = sql_supervision_before(cx->db, cx->arena, cx->supervision->id, cx->actor.role, &rows);

	if (rc != OK)
		return rc;
	v->earlier.v = NEW_ARRAY(cx->arena, struct supervision_earlier, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct supervision_before_row *r = &rows.v[i];

		if ((rc = supervision_answered(cx, f, cx->supervision->id, r->version, &all)) != OK)
			return rc;
		words = supervision_words(cx, f, r->actions, r->remark, &all);
		v->earlier.v[v->earlier.n++] = (struct supervision_earlier){
			.when = WORDS(cx->arena, T_SUPERVISION_EARLIER, WORD_ARG("on", r->on_date)),
			.says = WORDS(cx->arena, r->held ? T_SUPERVISION_LEAD_HELD : T_SUPERVISION_LEAD_NOT, WORD_ARG("name", r->name),
			              WORD_ARG("on", date_of(r->changed))),
			.signed_on = r->countersigned_at == DB_NULL_INT ? STR_NONE
			             : WORDS(cx->arena, T_SUPERVISION_EARLIER_SIGNED, WORD_ARG("on", date_of(r->countersigned_at))),
			.said = said_of(cx, &words),
		};
	}
	return OK;
}

static void draw_acts(struct ctx *cx, struct supervision_view *v)
{
	const struct supervision *s = cx->supervision;
	bool own = access_ok(may_answer_supervision(&cx->actor, &cx->resource));

	v->is_own = is_own(cx);
	v->may_edit = access_ok(may_write_supervision(&cx->actor, &cx->resource));
	v->may_countersign = own && s->countersigned_at == DB_NULL_INT;
	v->may_share = own && s->shared_at == DB_NULL_INT;
	v->may_unshare = own && s->shared_at != DB_NULL_INT;
	v->edit = url_id(cx, "/supervision/", s->uuid, "/edit");
	v->countersign = url_id(cx, "/supervision/", s->uuid, "/countersign");
	v->share = url_id(cx, "/supervision/", s->uuid, "/share");
	v->unshare = url_id(cx, "/supervision/", s->uuid, "/unshare");
	v->back = url_id(cx, "/inductions/", cx->induction->uuid, "/supervision");
}

/* draw_countersign — what its ECSW is asked when they countersign. */
static enum rc draw_countersign(struct ctx *cx, const struct piece_form *f, const struct answer_list *all, struct supervision_view *v)
{
	struct countersign_typed nothing = { .read_again = false };
	const struct form *form;
	struct form_view fv;
	enum rc rc = countersign_ask(cx, NULL, &form);

	if (rc != OK)
		return rc;
	fv = form_view(cx, form, record_filled(cx, &countersign_form, &nothing, f, all), cx->supervision->version);
	v->countersign_fields = fields_of(cx, &fv);
	v->countersign_again = privacy_again_field(cx, &fv);
	v->countersign_hidden = fv.hidden;
	v->errors = fv.errors;
	return OK;
}

static void draw_words(struct ctx *cx, struct supervision_view *v)
{
	const struct supervision *s = cx->supervision;

	v->on = date_long(cx->arena, s->on_date);
	v->kicker = v->is_own ? word(T_SUPERVISION) : WORDS(cx->arena, T_SUPERVISION_OF, WORD_ARG("name", cx->induction->name));
	v->lead = WORDS(cx->arena, s->held ? T_SUPERVISION_LEAD_HELD : T_SUPERVISION_LEAD_NOT, WORD_ARG("name", s->name),
	                WORD_ARG("on", date_of(s->changed)));
	if (s->countersigned_at != DB_NULL_INT)
		v->countersigned = WORDS(cx->arena, T_SUPERVISION_SIGNED_BY, WORD_ARG("name", cx->induction->name),
		                         WORD_ARG("on", date_of(s->countersigned_at)));
	if (!date_is_none(s->next_on))
		v->next = WORDS(cx->arena, T_SUPERVISION_NEXT_IS, WORD_ARG("on", date_weekday_long(cx->arena, s->next_on)));
	v->shared = word(s->shared_at == DB_NULL_INT ? T_SUPERVISION_NOT_SHARED : T_SUPERVISION_IS_SHARED);
}

enum rc supervision_show(struct ctx *cx)
{
	const struct supervision *s = cx->supervision;
	struct supervision_view v = { .held = s->held, .csrf = hidden_csrf(cx) };
	struct supervision_words words;
	const struct piece_form *f;
	struct answer_list all;
	enum rc rc;

	if (cx->route->method == HTTP_GET)
		version_is(cx, s->version);
	if (cx->json)
		return as_json(cx, 200);
	if ((rc = supervision_asked(cx, &f)) != OK || (rc = supervision_answered(cx, f, s->id, 0, &all)) != OK ||
	    (rc = draw_earlier(cx, f, &v)) != OK || (rc = draw_countersign(cx, f, &all, &v)) != OK)
		return rc;
	draw_acts(cx, &v);
	draw_words(cx, &v);
	words = supervision_words(cx, f, s->actions, s->remark, &all);
	v.said = said_of(cx, &words);
	return page(cx, &(struct page){ .title = v.on, .menu = v.is_own ? MENU_HOME : MENU_DESK,
	                                .main = HTML(cx, supervision, &v) });
}

enum rc supervision_countersign(struct ctx *cx)
{
	const struct countersign_typed *f = cx->form;
	const struct supervision *s = cx->supervision;
	const struct piece_form *asked;
	struct answer_list answers;
	int64_t affected = 0;
	enum rc rc = version_is(cx, s->version);

	if (rc != OK)
		return rc;
	if (s->countersigned_at != DB_NULL_INT)
		return CONFLICT;
	if ((rc = supervision_asked(cx, &asked)) != OK)
		return rc;
	record_answers(cx, &countersign_form, asked, FILLER_ECSW, supervision_month(cx), &answers);
	if ((rc = check_words(cx, S("remark"), f->remark, &answers, f->read_again)) != OK ||
	    (rc = supervision_answers_put(cx, s->id, &answers)) != OK)
		return rc;
	rc = sql_supervision_sign(cx->db, cx->arena, s->id, f->remark, s->version, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = note(cx, EVENT_SUPERVISION_COUNTERSIGNED, s->uuid);
	return rc == OK ? answer(cx, s->uuid, T_SUPERVISION_NOTICE_SIGNED, false) : rc;
}

static enum rc set_shared(struct ctx *cx, instant at, enum event_kind kind, enum word notice)
{
	const struct supervision *s = cx->supervision;
	enum rc rc = sql_supervision_set_shared(cx->db, cx->arena, s->id, at, NULL);

	if (rc == OK)
		rc = note(cx, kind, s->uuid);
	return rc == OK ? answer(cx, s->uuid, notice, false) : rc;
}

enum rc supervision_share(struct ctx *cx)
{
	return set_shared(cx, cx->now, EVENT_SUPERVISION_SHARED, T_SUPERVISION_NOTICE_SHARED);
}

enum rc supervision_unshare(struct ctx *cx)
{
	return set_shared(cx, DB_NULL_INT, EVENT_SUPERVISION_UNSHARED, T_SUPERVISION_NOTICE_UNSHARED);
}

/* ---- on first screens ---- */

static enum rc own_owed(struct ctx *cx, struct supervision_owed_view *v)
{
	struct supervisions_to_sign_rows rows;
	enum rc rc = sql_supervisions_to_sign(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, &rows);

	if (rc != OK)
		return rc;
	v->rows.v = NEW_ARRAY(cx->arena, struct supervision_owed_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->rows.v[v->rows.n++] = (struct supervision_owed_line){
			.url = url_id(cx, "/supervision/", rows.v[i].id, ""),
			.title = WORDS(cx->arena, T_SUPERVISION_SIGN_WHAT, WORD_ARG("on", rows.v[i].on_date)), .next = DATE_NONE,
			.note = WORDS(cx->arena, T_SUPERVISION_SIGN_WHO, WORD_ARG("name", rows.v[i].name)),
		};
	return OK;
}

static enum rc due_owed(struct ctx *cx, struct supervision_owed_view *v)
{
	struct supervision_due_rows rows;
	enum rc rc = sql_supervision_due(cx->db, cx->arena, cx->actor.person, cx->today, DUE_SHOWN, &rows);

	if (rc != OK)
		return rc;
	v->rows.v = NEW_ARRAY(cx->arena, struct supervision_owed_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct supervision_due_row *r = &rows.v[i];
		bool is_past = !date_is_none(r->next_on) && date_cmp(r->next_on, cx->today) < 0;

		v->rows.v[v->rows.n++] = (struct supervision_owed_line){
			.url = url_id(cx, "/inductions/", r->id, "/supervision"), .title = r->name,
			.note = date_is_none(r->last_on) ? word(T_SUPERVISION_NONE_YET)
			                                 : WORDS(cx->arena, T_SUPERVISION_LAST, WORD_ARG("on", r->last_on)),
			.due = date_is_none(r->next_on) || (is_past && r->paused) ? STR_NONE : date_short(cx->arena, r->next_on),
			.next = is_past && r->paused ? DATE_NONE : r->next_on, .late = is_past && !r->paused,
		};
	}
	return OK;
}

enum rc supervision_owed(struct ctx *cx, struct html *ret)
{
	struct supervision_owed_view v = { .is_own = cx->actor.role == ROLE_ECSW };
	enum rc rc = v.is_own ? own_owed(cx, &v) : cx->actor.role == ROLE_SUPERVISOR ? due_owed(cx, &v) : OK;

	if (rc != OK || !v.rows.n)
		return rc;
	for (size_t i = 0; i < v.rows.n && cx->json; i++)
		json_waiting(cx, &(struct waiting_line){ v.rows.v[i].url, v.rows.v[i].title, v.rows.v[i].next, v.rows.v[i].late });
	if (cx->json)
		return OK;
	v.icon.s = strf(cx->arena, "%.*s#late", STR_FMT(asset_url("icons.svg").s));
	*ret = HTML(cx, supervision_owed, &v);
	return OK;
}
