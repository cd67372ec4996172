/* adjust_page.c — adjustments: the list, one of them with what can be done about it, and JSON. */
#include "app/support/adjust_inside.h"

#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

static enum menu menu_of(const struct ctx *cx)
{
	return support_is_own(cx) ? MENU_HOME : cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_DESK;
}

static struct str title_of(struct ctx *cx)
{
	return support_is_own(cx) ? word(T_ADJUST_OWN) : WORDS(cx->arena, T_ADJUST_TITLE, WORD_ARG("name", cx->induction->name));
}

/* ---- JSON ---- */

static void person_json(struct json_out *j, struct str name, struct uuid id)
{
	json_obj(j);
	json_key(j, "name"), json_str(j, name);
	json_key(j, "id"), json_uuid(j, id);
	json_end(j);
}

static enum rc one_json(struct ctx *cx, struct json_out *j, const struct adjustments_of_row *r)
{
	struct adjustment_shares_rows shares = { .n = 0 };
	enum rc rc = support_is_own(cx) ? sql_adjustment_shares(cx->db, cx->arena, r->adjustment, &shares) : OK;

	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->id);
	json_key(j, "version"), json_i64(j, r->version);
	json_key(j, "kind"), json_str(j, key_of(&adjust_kinds, (int)r->kind));
	json_key(j, "state"), json_str(j, key_of(&adjust_states, (int)r->state));
	json_key(j, "help"), json_str(j, r->help);
	json_key(j, "starts"), json_date(j, r->starts);
	json_key(j, "ends"), json_date(j, r->ends);
	json_key(j, "asked"), json_str(j, r->asked);
	json_key(j, "words"), json_str(j, r->words);
	json_key(j, "days"), json_i64(j, r->days);
	json_key(j, "look_on"), json_date(j, r->look_on);
	json_key(j, "answered_by"), json_str(j, r->answered_by);
	json_key(j, "answered_at"), json_instant(j, r->answered_at);
	json_key(j, "ended_on"), json_date(j, r->ended_on);
	if (support_is_own(cx)) {
		json_key(j, "shared_with"), json_arr(j);
		for (size_t i = 0; i < shares.n; i++)
			person_json(j, shares.v[i].name, shares.v[i].id);
		json_end(j);
	}
	json_end(j);
	return rc;
}

enum rc adjust_json(struct ctx *cx, const struct adjustments_of_row *row)
{
	enum rc rc = one_json(cx, reply_json(cx), row);

	return rc == OK ? answer_json(cx, 200) : rc;
}

/* list_json — with who may be named, by the key to send, for the ECSW. */
static enum rc list_json(struct ctx *cx, const struct adjustments_of_rows *all)
{
	struct json_out *j = reply_json(cx);
	struct adjust_persons people = { .n = 0 };
	enum rc rc = support_is_own(cx) ? adjust_persons_of(cx, &people) : OK;

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; rc == OK && i < all->n; i++)
		rc = one_json(cx, j, &all->v[i]);
	json_end(j);
	json_key(j, "people"), json_arr(j);
	for (size_t i = 0; i < people.n; i++) {
		json_obj(j);
		json_key(j, "key"), json_str(j, people.v[i].key);
		json_key(j, "name"), json_str(j, people.v[i].name);
		json_key(j, "role"), json_str(j, key_of(&roles, (int)people.v[i].role));
		json_key(j, "answers"), json_bool(j, adjust_may_answer(people.v[i].role));
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return rc == OK ? answer_json(cx, 200) : rc;
}

/* ---- the list ---- */

static struct str from_to(struct ctx *cx, const struct adjustments_of_row *r)
{
	return date_is_none(r->ends) ? WORDS(cx->arena, T_ADJUST_FROM, WORD_ARG("from", r->starts))
	                             : WORDS(cx->arena, T_ADJUST_FROM_TO, WORD_ARG("from", r->starts), WORD_ARG("to", r->ends));
}

enum rc adjust_list(struct ctx *cx)
{
	struct adjust_list_view v = { .title = title_of(cx), .own = support_is_own(cx) };
	struct adjustments_of_rows all;
	enum rc rc = adjust_read(cx, &all);

	if (rc != OK || cx->json)
		return rc != OK ? rc : list_json(cx, &all);
	v.ask = adjust_url(cx, "/adjustments/new");
	v.back = v.own ? url_lit("/") : adjust_url(cx, "/calendar");
	v.back_word = v.own ? word(T_MENU_HOME) : WORDS(cx->arena, T_CALENDAR_TITLE, WORD_ARG("name", cx->induction->name));
	v.may_ask = access_ok(may_ask_adjustment(&cx->actor, &cx->resource));
	v.rows.v = NEW_ARRAY(cx->arena, struct adjust_row, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		v.rows.v[v.rows.n++] = (struct adjust_row){
			.url = adjust_url(cx, str_c(cx->arena, strf(cx->arena, "/adjustments/%s", uuid_str(cx->arena, all.v[i].id).p))),
			.kind = word(adjust_kind_word((int)all.v[i].kind)), .state = word(adjust_state_word((int)all.v[i].state)), .when = from_to(cx, &all.v[i]),
			.help = all.v[i].help };
	return page(cx, &(struct page){ .title = v.title, .menu = menu_of(cx), .main = HTML(cx, adjust_list, &v) });
}

/* ---- one of them ---- */

static void fact(struct support_shown *f, enum word label, struct str text)
{
	if (f->n < COUNT_OF(f->v) && text.n)
		f->v[f->n++] = (struct support_fact){ .label = label, .text = text };
}

static void add_facts(struct ctx *cx, const struct adjustments_of_row *r, struct support_shown *f)
{
	fact(f, T_ADJUST_STANDS, word(adjust_state_word((int)r->state)));
	fact(f, T_ADJUST_WHEN, from_to(cx, r));
	fact(f, T_ADJUST_ASKED, WORDS(cx->arena, T_ADJUST_ASKED_ON, WORD_ARG("name", r->asked), WORD_ARG("on", date_of(r->created))));
	if (r->answered_at != DB_NULL_INT)
		fact(f, T_ADJUST_ANSWERED_BY, WORDS(cx->arena, T_ADJUST_ASKED_ON, WORD_ARG("name", r->answered_by), WORD_ARG("on", date_of(r->answered_at))));
	if (r->days > 0)
		fact(f, T_ADJUST_DAYS_MORE, WORDS(cx->arena, T_ADJUST_DAYS_SAYS, WORD_ARG("n", r->days)));
	if (!date_is_none(r->look_on))
		fact(f, T_ADJUST_LOOK, date_long(cx->arena, r->look_on));
	if (!date_is_none(r->ended_on))
		fact(f, T_ADJUST_ENDED_ON, date_long(cx->arena, r->ended_on));
}

static enum rc add_people(struct ctx *cx, const struct adjustments_of_row *r, struct adjust_view *v)
{
	struct adjustment_shares_rows shares;
	struct adjust_persons all;
	enum rc rc = adjust_persons_of(cx, &all);

	if (rc != OK || (rc = sql_adjustment_shares(cx->db, cx->arena, r->adjustment, &shares)) != OK)
		return rc;
	v->people.v = NEW_ARRAY(cx->arena, struct adjust_choice, all.n + 1);
	v->answering.v = NEW_ARRAY(cx->arena, struct adjust_choice, all.n + 1);
	v->gone = true;
	for (size_t i = 0; i < all.n; i++) {
		struct adjust_choice c = { all.v[i].key, all.v[i].name, role_word(all.v[i].role), false };
		bool answers = adjust_may_answer(all.v[i].role);

		v->gone = v->gone && !(answers && all.v[i].person == r->answers);
		for (size_t k = 0; k < shares.n; k++)
			c.chosen |= shares.v[k].person == all.v[i].person;
		v->people.v[v->people.n++] = c;
		c.chosen = all.v[i].person == r->answers;
		if (answers)
			v->answering.v[v->answering.n++] = c;
	}
	return OK;
}

static enum rc add_before(struct ctx *cx, const struct adjustments_of_row *r, struct support_earliers *ret)
{
	struct adjustment_before_rows rows;
	enum rc rc = sql_adjustment_before(cx->db, cx->arena, r->adjustment, &rows);

	if (rc != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct support_earlier, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		ret->v[ret->n++] = (struct support_earlier){
			.when = WORDS(cx->arena, T_ADJUST_BEFORE, WORD_ARG("state", word(adjust_state_word((int)rows.v[i].state))),
			              WORD_ARG("name", rows.v[i].answered_by), WORD_ARG("on", date_of(rows.v[i].answered_at))),
			.parts = { .v = { { T_ADJUST_WORDS_SAID, support_paragraphs(cx, rows.v[i].words) } }, .n = 1 } };
	return OK;
}

static void draw_answer(struct ctx *cx, const struct adjustments_of_row *r, struct adjust_view *v)
{
	struct form_view fv = form_view(cx, &adjust_answer_form, NULL, r->version);

	if (cx->route->form == &adjust_answer_form)
		v->errors = fv.errors;
	v->answer_hidden = fv.hidden;
	v->answer_field = form_field(&fv, "answer")->html, v->words_field = form_field(&fv, "words")->html;
	v->days_field = form_field(&fv, "days")->html, v->look_field = form_field(&fv, "look_on")->html;
	v->again = privacy_again_field(cx, &fv);
}

static enum rc draw_one(struct ctx *cx, const struct adjustments_of_row *r)
{
	struct adjust_view *v = NEW(cx->arena, struct adjust_view);
	struct str path = strf(cx->arena, "/adjustments/%s", uuid_str(cx->arena, r->id).p);
	bool own = support_is_own(cx), open = access_ok(may_answer_adjustment(&cx->actor, &cx->resource)), over = adjust_next((enum adjust_state)r->state, ADJUST_DO_END) == ADJUST_NONE;
	struct form_view share = form_view(cx, &adjust_share_form, NULL, r->version), end = form_view(cx, &adjust_end_form, NULL, r->version);
	enum rc rc = own ? add_people(cx, r, v) : OK;

	if (rc != OK || (rc = add_before(cx, r, &v->earlier)) != OK)
		return rc;
	v->title = word(adjust_kind_word((int)r->kind)), v->back_word = title_of(cx);
	v->back = adjust_url(cx, "/adjustments");
	v->answer = adjust_url(cx, str_c(cx->arena, strf(cx->arena, "%.*s/answer", STR_FMT(path))));
	v->share = adjust_url(cx, str_c(cx->arena, strf(cx->arena, "%.*s/share", STR_FMT(path))));
	v->end = adjust_url(cx, str_c(cx->arena, strf(cx->arena, "%.*s/end", STR_FMT(path))));
	v->first = first_name(cx->induction->name);
	v->help = support_paragraphs(cx, r->help), v->words = support_paragraphs(cx, r->words);
	add_facts(cx, r, &v->facts);
	v->own = own;
	v->stands = adjust_stands((enum adjust_state)r->state);
	v->may_share = own && open && !over;
	v->may_end = v->may_share;
	v->may_answer = !own && open && !over && adjust_is_asked(cx, r);
	v->has_answer = r->answered_at != DB_NULL_INT;
	v->gone = v->gone && own && !over;
	v->share_hidden = share.hidden, v->end_hidden = end.hidden;
	v->errors = cx->route->form == &adjust_end_form ? end.errors : share.errors;
	draw_answer(cx, r, v);
	return page(cx, &(struct page){ .title = v->title, .menu = menu_of(cx), .main = HTML(cx, adjust, v), .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc adjust_show(struct ctx *cx)
{
	struct adjustments_of_rows *all = NEW(cx->arena, struct adjustments_of_rows);
	const struct adjustments_of_row *row;
	enum rc rc = adjust_read(cx, all);

	if (rc != OK)
		return rc;
	if (!(row = adjust_named(cx, all)))
		return NOT_FOUND;
	cx->current_version = row->version;
	if (cx->json)
		return adjust_json(cx, row);
	stale_said(cx);
	return draw_one(cx, row);
}
