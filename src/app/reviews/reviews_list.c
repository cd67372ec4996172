/* reviews_list.c — the reviews of an induction: when each is due and why, how far it is, with whom it waits; the way to prepare one,
 * and to ask for one between two points. */
#include "app/reviews/reviews_inside.h"

#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

enum { CONCERN_MAX = 1000, INTERIM_DAYS_MAX = 90 };

struct begin_typed {
	int64_t month;
	struct date due;
	struct str concern;
	bool read_again;
};
static const struct field begin_fields[] = {
	INT(struct begin_typed, month, .label = T_REVIEW_MONTH, .max = 120),
	DATE(struct begin_typed, due, .label = T_REVIEW_INTERIM_DUE, .hint = T_REVIEW_INTERIM_DUE_HINT, .max = 1),
	LONG_TEXT(struct begin_typed, concern, .label = T_REVIEW_CONCERN, .hint = T_REVIEW_CONCERN_HINT, .max = CONCERN_MAX, .rows = 4),
	BOOL(struct begin_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form review_begin_form = { .name = "review_begin", .size = sizeof(struct begin_typed), .fields = begin_fields,
	                                    .n = COUNT_OF(begin_fields), .autosave = true };

/* ---- what there is ---- */

struct listed {
	const struct reviews_of_row *row; /* NULL: a point nobody has prepared yet */
	int month;
	struct date due, opens, closes, sort, planned; /* planned: where it still counts */
	struct review_waits waits;
};
struct list {
	struct listed *v;
	size_t n;
	struct review_programme programme;
	struct induction_dates dates;
	struct reviews_of_rows rows;
	struct review_people_rows people;
	struct review_actions_open_rows actions;
	bool paused;
};

static void insert(struct list *l, struct listed one)
{
	size_t at = l->n++;

	for (; at > 0 && !date_is_none(one.sort) && (date_is_none(l->v[at - 1].sort) || date_cmp(one.sort, l->v[at - 1].sort) < 0); at--)
		l->v[at] = l->v[at - 1];
	l->v[at] = one;
}

static void add_row(struct ctx *cx, struct list *l, const struct reviews_of_row *r)
{
	struct listed one = { .row = r, .month = r->month == DB_NULL_INT ? 0 : (int)r->month, .due = r->due_on, .opens = r->opens_on,
		                  .closes = r->closes_on };

	if (r->state < REVIEW_MET && r->kind == REVIEW_POINT)
		review_follow(&l->dates.calendar, one.month, &one.due, &one.opens, &one.closes);
	if (r->state < REVIEW_MET && r->kind == REVIEW_INTERIM)
		review_follow_interim(&l->dates.facts, r->prepared_on, r->days, &one.due, &one.closes);
	one.planned = review_planned(&l->dates.facts, r->planned_on);
	one.sort = !date_is_none(r->met_on) ? r->met_on : !date_is_none(one.planned) ? one.planned : one.due;
	one.waits = review_waits(&(struct review_facts){ (enum review_state)r->state, l->programme.rules.parts, (unsigned)r->given,
	                                                 (unsigned)r->signed_by, r->prepared_on, one.due, one.closes,
	                                                 one.planned, r->met_on, l->paused, (int)r->more },
	                         &l->programme.rules, cx->today);
	insert(l, one);
}

static enum rc read_list(struct ctx *cx, struct list *l)
{
	const struct calendar *c = &l->dates.calendar;
	enum rc rc;

	*l = (struct list){ .n = 0 };
	if ((rc = review_programme(cx, &l->programme)) != OK || (rc = dates_of(cx, cx->induction->id, &l->dates)) != OK ||
	    (rc = sql_reviews_of(cx->db, cx->arena, cx->induction->id, cx->today, &l->rows)) != OK ||
	    (rc = sql_review_people(cx->db, cx->arena, cx->induction->id, cx->today, &l->people)) != OK ||
	    (rc = sql_review_actions_open(cx->db, cx->arena, cx->induction->id, &l->actions)) != OK)
		return rc;
	l->v = NEW_ARRAY(cx->arena, struct listed, l->rows.n + CALENDAR_REVIEWS_MAX + 1);
	l->paused = calendar_is_paused(&l->dates.facts, cx->today);
	for (size_t i = 0; i < l->rows.n; i++)
		add_row(cx, l, &l->rows.v[i]);
	for (int i = 0; i < c->reviews_n; i++) {
		bool there = false;

		for (size_t k = 0; k < l->rows.n; k++)
			there = there || (l->rows.v[k].month == c->reviews[i].month && l->rows.v[k].state != REVIEW_CANCELLED);
		if (!there)
			insert(l, (struct listed){ .month = c->reviews[i].month, .due = c->reviews[i].due.date, .opens = c->reviews[i].opens,
			                           .closes = c->reviews[i].closes, .sort = c->reviews[i].due.date });
	}
	return OK;
}

/* ---- JSON ---- */

static enum rc list_json(struct ctx *cx, const struct list *l)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < l->n; i++) {
		const struct listed *o = &l->v[i];

		json_obj(j);
		json_key(j, "id");
		if (o->row)
			json_uuid(j, o->row->id);
		else
			json_none(j);
		json_key(j, "kind"), json_str(j, key_of(&review_kinds, o->row ? (int)o->row->kind : REVIEW_POINT));
		json_key(j, "month"), json_i64(j, o->month);
		json_key(j, "optional"), json_bool(j, review_is_optional(&l->programme.rules, o->month));
		json_key(j, "state"), json_str(j, o->row ? key_of(&review_states, (int)o->row->state) : S("not_prepared"));
		json_key(j, "due"), json_date(j, o->due);
		json_key(j, "opens"), json_date(j, o->opens);
		json_key(j, "closes"), json_date(j, o->closes);
		json_key(j, "planned"), json_date(j, o->row ? o->row->planned_on : DATE_NONE);
		json_key(j, "met"), json_date(j, o->row ? o->row->met_on : DATE_NONE);
		json_key(j, "waits_for"), json_arr(j);
		for (int role = ROLE_ECSW; o->row && role <= ROLE_ASSESSOR; role++)
			if (o->waits.with & REVIEW_ROLE(role))
				json_str(j, key_of(&roles, role));
		json_end(j);
		json_key(j, "days_late"), json_i64(j, o->waits.days_late);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the page ---- */

/* why_of — that leave, hours or an extension have moved it, by arithmetic; empty where they have not. */
static struct str why_of(struct ctx *cx, const struct list *l, const struct listed *o)
{
	struct date plain = date_add_months(l->dates.facts.starts, o->month);
	bool last = o->month == l->dates.facts.rules->months;

	if (!o->month || date_is_none(o->due) || (o->row && o->row->state >= REVIEW_MET))
		return STR_NONE;
	if (date_cmp(date_plus(plain, last ? -l->dates.facts.rules->last_review_days : 0), o->due) == 0)
		return WORDS(cx->arena, T_REVIEW_WHY_PLAIN, WORD_ARG("n", o->month), WORD_ARG("date", l->dates.facts.starts));
	return WORDS(cx->arena, T_REVIEW_WHY_MOVED, WORD_ARG("n", o->month), WORD_ARG("date", l->dates.facts.starts), WORD_ARG("plain", plain));
}

static struct str when_of(struct ctx *cx, const struct listed *o)
{
	if (o->row && !date_is_none(o->row->met_on))
		return WORDS(cx->arena, T_REVIEW_HELD_ON, WORD_ARG("date", o->row->met_on));
	if (o->row && o->row->state == REVIEW_CANCELLED)
		return word(T_REVIEW_CANCELLED_SAYS);
	if (date_is_none(o->due))
		return word(T_REVIEW_NO_DATE);
	if (o->row && !date_is_none(o->planned))
		return WORDS(cx->arena, T_REVIEW_PLANNED_ON, WORD_ARG("date", o->planned), WORD_ARG("due", o->due));
	if (!o->month)
		return WORDS(cx->arena, T_REVIEW_BY, WORD_ARG("date", o->due));
	return WORDS(cx->arena, T_REVIEW_DUE_WINDOW, WORD_ARG("date", o->due), WORD_ARG("from", o->opens), WORD_ARG("to", o->closes));
}

static enum word state_of(const struct list *l, const struct listed *o)
{
	static const enum word words[] = { [REVIEW_WRITING] = T_REVIEW_STATE_WRITING, [REVIEW_READY] = T_REVIEW_STATE_READY,
		                               [REVIEW_MET] = T_REVIEW_STATE_MET, [REVIEW_CANCELLED] = T_REVIEW_STATE_CANCELLED };

	return o->row ? words[o->row->state] : review_is_optional(&l->programme.rules, o->month) ? T_REVIEW_STATE_OPTIONAL : T_REVIEW_STATE_COMING;
}

static void add_lines(struct ctx *cx, const struct list *l, bool may, struct reviews_view *v)
{
	bool offered = false;

	v->rows.v = NEW_ARRAY(cx->arena, struct review_line, l->n + 1);
	for (size_t i = 0; i < l->n; i++) {
		const struct listed *o = &l->v[i];
		struct review_line *line = &v->rows.v[v->rows.n++];

		*line = (struct review_line){ .title = review_title(cx, o->row ? (int)o->row->kind : REVIEW_POINT, o->month), .when = when_of(cx, o),
			                          .why = why_of(cx, l, o), .state = state_of(l, o), .late = o->waits.days_late > 0,
			                          .done = o->row && o->row->state == REVIEW_MET && o->waits.what == REVIEW_WAITS_NOTHING };
		if (o->row) {
			line->url = url_id(cx, "/reviews/", o->row->id, "");
			line->waits = review_waiting(cx, &o->waits, &l->people);
		} else if (may && !offered && !date_is_none(o->due)) { /* the next one: one at a time, and those before it that nobody has to hold */
			offered = !review_is_optional(&l->programme.rules, o->month);
			line->begins = true;
			line->month = strf(cx->arena, "%d", o->month);
		}
	}
}

static void add_actions(struct ctx *cx, const struct list *l, struct reviews_view *v)
{
	v->actions.v = NEW_ARRAY(cx->arena, struct review_action_line, l->actions.n + 1);
	for (size_t i = 0; i < l->actions.n; i++)
		v->actions.v[v->actions.n++] = (struct review_action_line){
			.text = l->actions.v[i].text, .url = url_id(cx, "/reviews/", l->actions.v[i].review_id, "#actions"),
			.who = review_names(cx, &l->people, REVIEW_ROLE(l->actions.v[i].role)),
			.when = WORDS(cx->arena, T_REVIEW_BY, WORD_ARG("date", l->actions.v[i].by_on)),
			.late = date_cmp(l->actions.v[i].by_on, cx->today) < 0 && !l->paused,
		};
}

enum rc reviews_list(struct ctx *cx)
{
	bool may = access_ok(may_begin_review(&cx->actor, &cx->resource));
	struct reviews_view v = { .own = review_is_own(cx), .begins = may, .dates_only = cx->actor.role == ROLE_COORDINATOR };
	struct form_view fv;
	struct list l;
	enum rc rc = read_list(cx, &l);

	if (rc != OK || cx->json)
		return rc != OK ? rc : list_json(cx, &l);
	v.title = v.own ? word(T_REVIEWS) : WORDS(cx->arena, T_REVIEWS_OF, WORD_ARG("name", cx->induction->name));
	v.lead = word(l.paused ? T_REVIEWS_PAUSED : T_REVIEWS_LEAD);
	v.back = v.own ? url_lit("/") : url_id(cx, "/inductions/", cx->induction->uuid, "");
	v.back_word = v.own ? T_HOME_TITLE : T_SUPERVISION_BACK_PERSON;
	v.action = url_id(cx, "/inductions/", cx->induction->uuid, "/reviews");
	v.calendar = url_id(cx, "/inductions/", cx->induction->uuid, "/calendar");
	add_lines(cx, &l, may, &v);
	add_actions(cx, &l, &v);
	fv = form_view(cx, &review_begin_form, NULL, -1);
	v.hidden = fv.hidden;
	v.csrf = hidden_csrf(cx);
	v.errors = fv.errors;
	v.asks = fv.has_errors;
	v.due = form_field(&fv, "due")->html;
	v.concern = form_field(&fv, "concern")->html;
	v.again = privacy_again_field(cx, &fv);
	return page(cx, &(struct page){ .title = v.title, .menu = v.own ? MENU_HOME : v.dates_only ? MENU_COHORT : MENU_DESK,
	                                .main = HTML(cx, reviews, &v), .status = fv.has_errors && !cx->failed ? 422 : 0 });
}

enum rc reviews_own(struct ctx *cx)
{
	enum rc rc = load_own_induction(cx);

	if (rc == OK) /* as if the path had named it */
		cx->params[cx->params_n++] = (struct param){ S("induction"), uuid_str(cx->arena, cx->induction->uuid) };
	return rc == OK ? reviews_list(cx) : rc;
}

/* ---- preparing one ---- */

static enum rc prepared(struct ctx *cx, struct uuid id, bool is_new, enum word notice)
{
	struct url where = url_id(cx, "/reviews/", id, "");

	return is_new ? created(cx, where, notice) : done(cx, where, notice);
}

static enum rc begin_point(struct ctx *cx, int month)
{
	struct date due, opens, closes;
	struct induction_dates dates;
	struct uuid id;
	bool is_new;
	enum rc rc = dates_of(cx, cx->induction->id, &dates);

	if (rc != OK)
		return rc;
	if (!review_follow(&dates.calendar, month, &due, &opens, &closes))
		return field_error(cx, "month", T_REVIEW_NO_SUCH_MONTH);
	rc = review_prepare(cx, REVIEW_POINT, month, due, opens, closes, S(""), &id, &is_new);
	return rc == OK ? prepared(cx, id, is_new, T_REVIEW_NOTICE_PREPARED) : rc;
}

enum rc reviews_begin(struct ctx *cx)
{
	const struct begin_typed *f = cx->form;
	struct uuid id;
	bool is_new;
	enum rc rc = OK;

	if (f->month)
		return begin_point(cx, (int)f->month);
	if (date_is_none(f->due) || date_cmp(f->due, cx->today) < 0 || date_cmp(f->due, date_plus(cx->today, INTERIM_DAYS_MAX)) > 0)
		field_error(cx, "due", T_REVIEW_INTERIM_DUE_MISSING);
	if (!str_trim(f->concern).n)
		field_error(cx, "concern", T_REVIEW_CONCERN_MISSING);
	if (!cx->err.n)
		rc = review_check_words(cx, S("concern"), f->concern, f->read_again);
	if (cx->err.n || rc != OK)
		return cx->err.n ? INVALID : rc;
	rc = review_prepare(cx, REVIEW_INTERIM, 0, f->due, cx->today, f->due, str_trim(f->concern), &id, &is_new);
	if (rc == OK && !is_new)
		return field_error(cx, "concern", T_REVIEW_INTERIM_THERE);
	return rc == OK ? prepared(cx, id, is_new, T_REVIEW_NOTICE_ASKED) : rc;
}

enum rc reviews_begin_again(struct ctx *cx)
{
	return reviews_list(cx);
}
