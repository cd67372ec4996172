/* goals.c — goals: added, changed, closed by a piece of evidence, let go. */
#include "app/goals/goals.h"

#include "app/forms/forms.h"
#include "app/goals/goals_view.h"
#include "app/next/next.h"
#include "app/privacy/privacy.h"
#include "goals.sql.h"
#include "templates.gen.h"
#include "web/assets.h"
#include "web/form.h"

enum { GOALS_OPEN_MAX = 20 };

/* ---- forms ---- */

struct goal_typed {
	struct str text, how;
	struct date by;
	bool read_again;
};
static const struct field goal_fields[] = {
	LONG_TEXT(struct goal_typed, text, .label = T_GOALS_TEXT, .hint = T_GOALS_TEXT_HINT, .max = 500, .rows = 3, .required = true,
	          .missing = T_GOALS_TEXT_MISSING),
	LONG_TEXT(struct goal_typed, how, .label = T_GOALS_HOW, .hint = T_GOALS_HOW_HINT, .max = 1000, .rows = 3),
	DATE(struct goal_typed, by, .label = T_GOALS_BY, .hint = T_GOALS_BY_HINT, .max = 1),
	BOOL(struct goal_typed, read_again, .label = T_FINDS_READ_AGAIN),
};

/* goal_asked — what the loaded goal was written with, or what a new one is. */
static enum rc goal_asked(struct ctx *cx, const struct piece_form **ret)
{
	return cx->goal ? record_form_get(cx, cx->goal->form, RECORD_GOAL, ret) : record_form_new(cx, RECORD_GOAL, ret);
}

static int goal_month(const struct ctx *cx)
{
	return record_month(cx, cx->goal ? cx->goal->created : DB_NULL_INT);
}

static enum rc goal_ask(struct ctx *cx, const struct values *values, const struct form **ret)
{
	const struct piece_form *f;
	enum rc rc = goal_asked(cx, &f);

	return rc == OK ? record_fields(cx, cx->goal ? &goal_form : &goal_new_form, f, FILLER_ECSW, goal_month(cx), values, ret) : rc;
}

const struct form goal_new_form = { .name = "goal_new", .size = sizeof(struct goal_typed), .fields = goal_fields,
	                                .n = COUNT_OF(goal_fields), .autosave = true, .also = ANSWERS_PREFIX, .ask = goal_ask };
const struct form goal_form = { .name = "goal", .size = sizeof(struct goal_typed), .fields = goal_fields,
	                            .n = COUNT_OF(goal_fields), .autosave = true, .wants_version = true, .also = ANSWERS_PREFIX, .ask = goal_ask };

struct close_typed {
	struct str piece;
};
static const struct field close_fields[] = {
	TEXT(struct close_typed, piece, .label = T_GOALS_PIECE, .max = UUID_TEXT, .required = true, .missing = T_GOALS_PIECE_MISSING),
};
const struct form goal_close_form = { .name = "goal_close", .size = sizeof(struct close_typed), .fields = close_fields,
	                                  .n = COUNT_OF(close_fields), .wants_version = true };

/* ---- the plan ---- */

static bool is_own(const struct ctx *cx)
{
	return cx->actor.role == ROLE_ECSW && cx->actor.person == cx->resource.owner;
}

static struct str when_of(struct ctx *cx, const struct goals_of_row *r)
{
	switch ((enum goal_state)r->state) {
	case GOAL_CLOSED:
		return WORDS(cx->arena, T_GOALS_CLOSED_ON, WORD_ARG("on", date_of(r->closed_at)));
	case GOAL_DROPPED:
		return WORDS(cx->arena, T_GOALS_DROPPED_ON, WORD_ARG("on", date_of(r->closed_at)));
	case GOAL_OPEN:
		break;
	}
	return date_is_none(r->by_date) ? STR_NONE : WORDS(cx->arena, T_GOALS_BY_WHEN, WORD_ARG("on", r->by_date));
}

/* ---- answers beside the columns ---- */

/* all_answers — of every goal of the induction, as its reader may read them: its own, in the order of its form. */
static enum rc all_answers(struct ctx *cx, const struct goals_of_rows *rows, struct answer_list **ret)
{
	struct answer_list *all = NEW_ARRAY(cx->arena, struct answer_list, rows->n + 1);
	struct goal_answers_of_rows answers;
	const struct piece_form *f = NULL;
	enum rc rc = sql_goal_answers_of(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &answers);

	for (size_t i = 0; rc == OK && i < rows->n; i++) {
		all[i].v = NEW_ARRAY(cx->arena, struct answer, PROMPTS_MAX);
		for (size_t k = 0; k < answers.n; k++)
			if (answers.v[k].goal == rows->v[i].goal)
				record_add(&all[i], PROMPTS_MAX, answers.v[k].prompt, answers.v[k].text);
		if (all[i].n && (!f || f->row != rows->v[i].form))
			rc = record_form_get(cx, rows->v[i].form, RECORD_GOAL, &f);
		if (rc == OK && all[i].n)
			record_sort(cx, f, &all[i]);
	}
	*ret = all;
	return rc;
}

static enum rc answers_of_goal(struct ctx *cx, const struct piece_form *f, struct answer_list *ret)
{
	struct goal_answers_rows rows;
	enum rc rc = sql_goal_answers(cx->db, cx->arena, cx->goal->id, &rows);

	*ret = (struct answer_list){ .v = NEW_ARRAY(cx->arena, struct answer, PROMPTS_MAX + 1) };
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		record_add(ret, PROMPTS_MAX, rows.v[i].prompt, rows.v[i].text);
	if (rc == OK)
		record_sort(cx, f, ret);
	return rc;
}

static enum rc put_answers(struct ctx *cx, int64_t goal, const struct answer_list *a)
{
	enum rc rc = OK;

	for (size_t i = 0; i < a->n && rc == OK; i++)
		rc = str_trim(a->v[i].text).n ? sql_goal_answer_put(cx->db, cx->arena, goal, a->v[i].id, a->v[i].text, NULL)
		                              : sql_goal_answer_drop(cx->db, cx->arena, goal, a->v[i].id, NULL);
	return rc;
}

static struct goal_saids saids_of(struct ctx *cx, const struct answer_list *all)
{
	struct goal_saids said = { .v = NEW_ARRAY(cx->arena, struct goal_said, all->n + 1) };

	for (size_t i = 0; i < all->n; i++)
		said.v[said.n++] = (struct goal_said){ all->v[i].prompt ? all->v[i].prompt->label : STR_NONE, answer_said(cx, &all->v[i]) };
	return said;
}

/* fields_of — all but the box that says it was read again. */
static struct goal_fields fields_of(struct ctx *cx, const struct form_view *fv)
{
	struct goal_fields f = { .v = NEW_ARRAY(cx->arena, struct goal_field, fv->n + 1) };

	for (size_t i = 0; i < fv->n; i++)
		if (!str_eq(fv->v[i].name, S("read_again")))
			f.v[f.n++].html = fv->v[i].html;
	return f;
}

static struct goal_line line_of(struct ctx *cx, const struct goals_of_row *r, const struct answer_list *all, bool may_change)
{
	return (struct goal_line){
		.said = saids_of(cx, all),
		.url = url_id(cx, "/goals/", r->id, ""), .text = r->text, .how = r->how, .when = when_of(cx, r),
		.opens = may_change && r->state == GOAL_OPEN, .has_piece = r->piece_title.p != NULL, .piece_title = r->piece_title,
		.piece = url_id(cx, "/evidence/", r->piece, ""),
		.late = r->state == GOAL_OPEN && !date_is_none(r->by_date) && date_cmp(r->by_date, cx->today) < 0 && !r->paused,
	};
}

static enum rc goals_json(struct ctx *cx, const struct goals_of_rows *rows, const struct answer_list *all)
{
	const struct piece_form *f;
	struct json_out *j;
	enum rc rc = goal_asked(cx, &f);

	if (rc != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "text"), json_str(j, rows->v[i].text);
		json_key(j, "how"), json_str(j, rows->v[i].how);
		json_key(j, "by"), json_date(j, rows->v[i].by_date);
		json_key(j, "state"), json_str(j, key_of(&goal_states, (int)rows->v[i].state));
		json_key(j, "piece");
		if (rows->v[i].piece_title.p)
			json_uuid(j, rows->v[i].piece);
		else
			json_none(j);
		json_key(j, "prompts"), answers_as_json(j, &all[i]);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	record_asked_json(j, f); /* of a goal that is added today */
	json_end(j);
	return answer_json(cx, 200);
}

/* draw_new — the form of one more goal. */
static enum rc draw_new(struct ctx *cx, struct goals_view *v)
{
	const struct piece_form *f;
	const struct form *form;
	struct form_view fv;
	struct goal_typed nothing = { .by = DATE_NONE };
	enum rc rc = goal_asked(cx, &f);

	if (rc != OK || (rc = goal_ask(cx, NULL, &form)) != OK)
		return rc;
	fv = form_view(cx, form, record_filled(cx, &goal_new_form, &nothing, f, NULL), -1);
	v->note = f->note;
	v->hidden = fv.hidden;
	v->errors = fv.errors;
	v->adding = fv.has_errors;
	v->fields = fields_of(cx, &fv);
	v->again = privacy_again_field(cx, &fv);
	return OK;
}

enum rc goals_show(struct ctx *cx)
{
	struct goals_view v = { .is_own = is_own(cx), .may_change = access_ok(may_change_plan(&cx->actor, &cx->resource)) };
	struct goals_of_rows rows;
	struct answer_list *all;
	enum rc rc = sql_goals_of(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &rows);

	if (rc != OK || (rc = all_answers(cx, &rows, &all)) != OK || cx->json)
		return rc != OK ? rc : goals_json(cx, &rows, all);
	v.open.v = NEW_ARRAY(cx->arena, struct goal_line, rows.n + 1);
	v.closed.v = NEW_ARRAY(cx->arena, struct goal_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct goal_lines *to = rows.v[i].state == GOAL_OPEN ? &v.open : &v.closed;

		to->v[to->n++] = line_of(cx, &rows.v[i], &all[i], v.may_change);
	}
	if ((rc = next_planned(cx, &v.planned)) != OK)
		return rc;
	v.title = v.is_own ? word(T_GOALS) : WORDS(cx->arena, T_GOALS_OF, WORD_ARG("name", cx->induction->name));
	v.lead = WORDS(cx->arena, T_GOALS_LEAD, WORD_ARG("n", v.open.n));
	v.back = v.is_own ? url_lit("/") : url_id(cx, "/inductions/", cx->induction->uuid, "");
	v.back_word = v.is_own ? T_HOME_TITLE : T_SUPERVISION_BACK_PERSON;
	v.action = url_id(cx, "/inductions/", cx->induction->uuid, "/goals");
	v.late_icon.s = strf(cx->arena, "%.*s#late", STR_FMT(asset_url("icons.svg").s));
	if ((rc = draw_new(cx, &v)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = v.title, .menu = v.is_own ? MENU_HOME : MENU_DESK, .main = HTML(cx, goals, &v),
	                                .status = v.adding && !cx->failed ? 422 : 0 });
}

enum rc goals_own(struct ctx *cx)
{
	enum rc rc = load_own_induction(cx);

	if (rc == OK) /* as if the path had named it: what is typed there is filed under it */
		cx->params[cx->params_n++] = (struct param){ S("induction"), uuid_str(cx->arena, cx->induction->uuid) };
	return rc == OK ? goals_show(cx) : rc;
}

enum rc goals_again(struct ctx *cx)
{
	return goals_show(cx);
}

static enum rc note(struct ctx *cx, enum event_kind kind, struct uuid id)
{
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, id, S("{}"));
}

static enum rc add_goal(struct ctx *cx, const struct goal_typed *f, const struct piece_form *asked, const struct answer_list *answers,
                        struct uuid *ret)
{
	struct uuid id = uuid7(cx->now);
	struct goal_add_row row;
	enum rc rc = sql_goal_add(cx->db, cx->arena, id, cx->induction->id, str_trim(f->text), str_trim(f->how), f->by,
	                          record_form_row(asked), cx->now, &row);

	if (rc == OK)
		rc = put_answers(cx, row.goal, answers);
	if (rc == OK)
		rc = note(cx, EVENT_GOAL_ADDED, id);
	if (rc == OK)
		*ret = id;
	return rc;
}

/* check_words — supervisor and assessor read a goal as soon as it is there. */
static enum rc check_words(struct ctx *cx, const struct goal_typed *f, const struct answer_list *answers)
{
	struct piece_words words = { .n = 0 };

	piece_word_add(cx, &words, S("text"), STR_NONE, f->text, cx->person_name);
	piece_word_add(cx, &words, S("how"), STR_NONE, f->how, cx->person_name);
	record_words(cx, answers, &words);
	return privacy_in_given(cx, &words, f->read_again);
}

enum rc goals_add(struct ctx *cx)
{
	const struct goal_typed *f = cx->form;
	struct url plan = url_id(cx, "/inductions/", cx->induction->uuid, "/goals");
	struct goals_open_row there;
	const struct piece_form *asked;
	struct answer_list answers;
	struct uuid id;
	enum rc rc = sql_goals_open(cx->db, cx->arena, cx->induction->id, str_trim(f->text), &there);

	if (rc != OK || (rc = goal_asked(cx, &asked)) != OK)
		return rc;
	record_answers(cx, &goal_new_form, asked, FILLER_ECSW, goal_month(cx), &answers);
	if (there.same) /* pressed twice, or said already */
		return cx->json ? field_error(cx, "text", T_GOALS_THERE) : done(cx, plan, T_GOALS_NOTICE_ADDED);
	if (there.n >= GOALS_OPEN_MAX)
		return field_error(cx, "text", T_GOALS_TOO_MANY);
	if ((rc = check_words(cx, f, &answers)) != OK || (rc = add_goal(cx, f, asked, &answers, &id)) != OK)
		return rc;
	return cx->json ? created(cx, url_id(cx, "/goals/", id, ""), T_GOALS_NOTICE_ADDED) : done(cx, plan, T_GOALS_NOTICE_ADDED);
}

/* ---- one goal ---- */

static enum rc goal_json(struct ctx *cx)
{
	const struct goal *g = cx->goal;
	const struct piece_form *f;
	struct answer_list all;
	struct json_out *j;
	enum rc rc = goal_asked(cx, &f);

	if (rc != OK || (rc = answers_of_goal(cx, f, &all)) != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "id"), json_uuid(j, g->uuid);
	json_key(j, "text"), json_str(j, g->text);
	json_key(j, "how"), json_str(j, g->how);
	json_key(j, "by"), json_date(j, g->by_date);
	json_key(j, "state"), json_str(j, key_of(&goal_states, (int)g->state));
	json_key(j, "version"), json_i64(j, g->version);
	json_key(j, "prompts"), answers_as_json(j, &all);
	record_asked_json(j, f);
	json_end(j);
	return answer_json(cx, 200);
}

static enum rc draw_goal(struct ctx *cx)
{
	const struct goal *g = cx->goal;
	struct goal_typed filled = { .text = g->text, .how = g->how, .by = g->by_date };
	struct goal_view v = { .moved = cx->failed == STALE, .is_open = g->state == GOAL_OPEN, .csrf = hidden_csrf(cx) };
	struct form_view fv, close = form_view(cx, &goal_close_form, NULL, g->version);
	const struct piece_form *f;
	const struct form *form;
	struct answer_list all;
	struct goal_pieces_rows rows;
	enum rc rc = sql_goal_pieces(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &rows);

	if (rc != OK || (rc = goal_asked(cx, &f)) != OK || (rc = goal_ask(cx, NULL, &form)) != OK ||
	    (rc = answers_of_goal(cx, f, &all)) != OK)
		return rc;
	fv = form_view(cx, form, record_filled(cx, &goal_form, &filled, f, &all), g->version);
	v.pieces.v = NEW_ARRAY(cx->arena, struct goal_piece, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v.pieces.v[v.pieces.n++] = (struct goal_piece){ uuid_str(cx->arena, rows.v[i].id), rows.v[i].title };
	v.title = g->text;
	v.back = url_id(cx, "/inductions/", cx->induction->uuid, "/goals");
	v.action = url_id(cx, "/goals/", g->uuid, "");
	v.close = url_id(cx, "/goals/", g->uuid, "/close");
	v.drop = url_id(cx, "/goals/", g->uuid, "/drop");
	v.hidden = fv.hidden;
	v.close_hidden = close.hidden;
	v.errors = fv.has_errors ? fv.errors : close.errors;
	v.error = form_field(&close, "piece")->error;
	v.note = f->note;
	v.fields = fields_of(cx, &fv);
	v.again = privacy_again_field(cx, &fv);
	return page(cx, &(struct page){ .title = word(T_GOALS_GOAL), .menu = MENU_HOME, .main = HTML(cx, goal, &v),
	                                .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc goal_show(struct ctx *cx)
{
	version_is(cx, cx->goal->version);
	return cx->json ? goal_json(cx) : draw_goal(cx);
}

enum rc goal_again(struct ctx *cx)
{
	return draw_goal(cx);
}

static enum rc answer(struct ctx *cx, enum event_kind kind, enum word notice, int64_t affected)
{
	struct goal *now = NEW(cx->arena, struct goal);
	enum rc rc = affected ? note(cx, kind, cx->goal->uuid) : STALE;

	if (rc != OK)
		return rc;
	*now = *cx->goal;
	now->version++;
	cx->goal = now;
	cx->current_version = now->version;
	return done(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/goals"), notice);
}

enum rc goal_save(struct ctx *cx)
{
	const struct goal_typed *f = cx->form;
	const struct piece_form *asked;
	struct answer_list answers;
	int64_t affected = 0;
	enum rc rc = version_is(cx, cx->goal->version);

	if (rc == OK && cx->goal->state != GOAL_OPEN)
		rc = CONFLICT;
	if (rc != OK || (rc = goal_asked(cx, &asked)) != OK)
		return rc;
	record_answers(cx, &goal_form, asked, FILLER_ECSW, goal_month(cx), &answers);
	if ((rc = check_words(cx, f, &answers)) == OK)
		rc = put_answers(cx, cx->goal->id, &answers);
	if (rc == OK)
		rc = sql_goal_put(cx->db, cx->arena, cx->goal->id, str_trim(f->text), str_trim(f->how), f->by, cx->goal->version, cx->now,
		                  &affected);
	return rc == OK ? answer(cx, EVENT_GOAL_CHANGED, T_GOALS_NOTICE_SAVED, affected) : rc;
}

/* piece_of — the row of a piece of this induction that can close a goal; 0 when it is none. */
static enum rc piece_of(struct ctx *cx, struct str typed, int64_t *ret)
{
	struct goal_pieces_rows rows;
	struct uuid id;
	enum rc rc = sql_goal_pieces(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &rows);

	*ret = 0;
	for (size_t i = 0; rc == OK && uuid_parse(str_trim(typed), &id) && i < rows.n; i++)
		if (uuid_eq(rows.v[i].id, id))
			*ret = rows.v[i].evidence;
	return rc;
}

enum rc goal_close(struct ctx *cx)
{
	const struct close_typed *f = cx->form;
	int64_t piece, affected = 0;
	enum rc rc = version_is(cx, cx->goal->version);

	if (rc == OK && cx->goal->state != GOAL_OPEN)
		rc = CONFLICT;
	if (rc != OK || (rc = piece_of(cx, f->piece, &piece)) != OK)
		return rc;
	if (!piece)
		return field_error(cx, "piece", T_GOALS_PIECE_MISSING);
	rc = sql_goal_set(cx->db, cx->arena, cx->goal->id, GOAL_CLOSED, piece, cx->goal->version, cx->now, &affected);
	return rc == OK ? answer(cx, EVENT_GOAL_CLOSED, T_GOALS_NOTICE_CLOSED, affected) : rc;
}

enum rc goal_drop(struct ctx *cx)
{
	int64_t affected = 0;
	enum rc rc = cx->goal->state == GOAL_OPEN ? sql_goal_set(cx->db, cx->arena, cx->goal->id, GOAL_DROPPED, DB_NULL_INT,
	                                                        cx->goal->version, cx->now, &affected)
	                                          : CONFLICT;

	return rc == OK ? answer(cx, EVENT_GOAL_DROPPED, T_GOALS_NOTICE_DROPPED, affected) : rc;
}

/* ---- on paper ---- */

enum rc goals_paper(struct ctx *cx, struct paper *paper)
{
	struct goals_of_rows rows;
	struct answer_list *all;
	enum rc rc = sql_goals_of(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &rows);

	if (rc != OK || !rows.n || (rc = all_answers(cx, &rows, &all)) != OK)
		return rc;
	paper_put(paper, PAPER_PART, word(T_GOALS));
	for (size_t i = 0; i < rows.n; i++) {
		const struct goals_of_row *r = &rows.v[i];

		paper_put(paper, PAPER_HEAD, r->text);
		paper_put(paper, PAPER_SMALL, when_of(cx, r));
		paper_paragraphs(paper, PAPER_TEXT, r->how);
		for (size_t k = 0; k < all[i].n; k++) {
			paper_put(paper, PAPER_QUESTION, all[i].v[k].prompt ? all[i].v[k].prompt->label : STR_NONE);
			paper_paragraphs(paper, PAPER_TEXT, answer_said(cx, &all[i].v[k]));
		}
		if (r->piece_title.n)
			paper_pair(paper, PAPER_SEE, uuid_str(cx->arena, r->piece), r->piece_title);
	}
	return OK;
}
