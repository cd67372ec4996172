/* decision_draft.c — the assessor writes: a way of its own for each judgement; saved, what is owed asked about, sent. */
#include "app/decision/decision_inside.h"

#include "app/coverage/coverage.h"
#include "app/decision/decision_view.h"
#include "app/joining/joining.h"
#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

enum { OUTCOMES_MOST = 40, PIECES_MOST = 60, SHORT_MAX = 300, SAY_MAX = 4000 };
enum draft_do { DO_SAVE = 1, DO_ASK = 2, DO_SEND = 3 };
#define ABOUT "about."
static const struct str do_keys[] = { [DO_SAVE] = S_INIT("save"), [DO_ASK] = S_INIT("ask"), [DO_SEND] = S_INIT("send") };
static const struct key_list dos = { do_keys, (int)COUNT_OF(do_keys) };

struct draft_typed {
	int act;
	struct str reasons, next_steps, support, owed_said;
	struct date raised_on, again_on;
	struct str_list outcomes, pieces;
	struct str what[PLAN_ROWS], who[PLAN_ROWS];
	struct date by[PLAN_ROWS];
	int role[PLAN_ROWS];
	bool sure, read_again;
};
/* Who sees to a line once it is issued (app/after): a supervisor reads no outcome. */
static const struct str role_keys[] = { [ROLE_ECSW] = S_INIT("ecsw"), [ROLE_ASSESSOR] = S_INIT("practice_assessor"),
	                                    [ROLE_COORDINATOR] = S_INIT("coordinator") };
static const struct key_list plan_roles = { role_keys, (int)COUNT_OF(role_keys) };
static const enum word plan_role_words[] = { [ROLE_ECSW] = T_DECISION_PLAN_ECSW, [ROLE_ASSESSOR] = T_DECISION_PLAN_ASSESSOR,
	                                         [ROLE_COORDINATOR] = T_DECISION_PLAN_EMPLOYER };
#define PLAN_FIELDS(n)                                                                                                             \
	{ .type = FIELD_TEXT, .name = "what" #n, .offset = offsetof(struct draft_typed, what[n - 1]), .label = T_DECISION_PLAN_WHAT,   \
	  .max = SHORT_MAX },                                                                                                          \
	{ .type = FIELD_DATE, .name = "by" #n, .offset = offsetof(struct draft_typed, by[n - 1]), .label = T_DECISION_PLAN_BY, .max = 10 }, \
	{ .type = FIELD_TEXT, .name = "who" #n, .offset = offsetof(struct draft_typed, who[n - 1]), .label = T_DECISION_PLAN_WHO,      \
	  .max = SHORT_MAX },                                                                                                          \
	{ .type = FIELD_CHOICE, .name = "role" #n, .offset = offsetof(struct draft_typed, role[n - 1]), .label = T_DECISION_PLAN_ROLE, \
	  .choices = &plan_roles, .choice_words = plan_role_words, .max = ROLE_COORDINATOR + 1 }
static const struct field draft_fields[] = {
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct draft_typed, act), .label = T_DECISION_TITLE, .choices = &dos,
	  .max = DO_SEND, .required = true },
	LIST_OF(struct draft_typed, outcomes, .label = T_DECISION_DRAFT_OUTCOMES, .max = OUTCOMES_MOST),
	LONG_TEXT(struct draft_typed, reasons, .label = T_DECISION_DRAFT_REASONS, .hint = T_DECISION_DRAFT_REASONS_HINT, .max = WORDS_MAX,
	          .rows = 10),
	DATE(struct draft_typed, raised_on, .label = T_DECISION_RAISED, .hint = T_DECISION_RAISED_HINT, .max = 10, .not_after_today = true),
	LONG_TEXT(struct draft_typed, support, .label = T_DECISION_SUPPORT, .hint = T_DECISION_SUPPORT_HINT, .max = SAY_MAX, .rows = 5),
	LONG_TEXT(struct draft_typed, next_steps, .label = T_DECISION_NEXT_STEPS, .hint = T_DECISION_NEXT_STEPS_HINT, .max = SAY_MAX,
	          .rows = 4),
	PLAN_FIELDS(1), PLAN_FIELDS(2), PLAN_FIELDS(3), PLAN_FIELDS(4), PLAN_FIELDS(5),
	DATE(struct draft_typed, again_on, .label = T_DECISION_AGAIN, .hint = T_DECISION_AGAIN_HINT, .max = 10),
	LIST_OF(struct draft_typed, pieces, .label = T_DECISION_DRAFT_PIECES, .max = PIECES_MOST),
	LONG_TEXT(struct draft_typed, owed_said, .label = T_DECISION_OWED_SAID, .hint = T_DECISION_OWED_SAID_HINT, .max = SAY_MAX, .rows = 4),
	BOOL(struct draft_typed, sure, .label = T_DECISION_SURE, .max = 1),
	BOOL(struct draft_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form decision_draft_form = { .name = "decision_draft", .size = sizeof(struct draft_typed), .fields = draft_fields,
	                                      .n = COUNT_OF(draft_fields), .wants_version = true, .also = ABOUT, .autosave = true };

/* What is said of one outcome; a row each, behind the form's struct. */
struct about {
	struct str seen, show;
};

static const char *about_name(struct ctx *cx, struct str code, const char *what)
{
	return strf(cx->arena, ABOUT "%.*s-%s", STR_FMT(code), what).p;
}

/* with_about — the form with two boxes for each of these outcomes. */
static const struct form *with_about(struct ctx *cx, const struct str *codes, size_t n, bool alone)
{
	struct form *made = NEW(cx->arena, struct form);
	size_t base = alone ? 0 : COUNT_OF(draft_fields), at = alone ? 0 : sizeof(struct draft_typed);
	struct field *fields = NEW_ARRAY(cx->arena, struct field, base + 2 * n + 1);

	memcpy(fields, draft_fields, base * sizeof(*fields));
	for (size_t i = 0; i < n; i++) {
		fields[base + 2 * i] = (struct field){ .type = FIELD_LONG, .name = about_name(cx, codes[i], "seen"),
			.offset = at + i * sizeof(struct about), .label = T_DECISION_ABOUT_SEEN, .max = SAY_MAX, .rows = 4 };
		fields[base + 2 * i + 1] = (struct field){ .type = FIELD_LONG, .name = about_name(cx, codes[i], "show"),
			.offset = at + i * sizeof(struct about) + offsetof(struct about, show), .label = T_DECISION_ABOUT_SHOW, .max = SAY_MAX,
			.rows = 2 };
	}
	*made = decision_draft_form;
	made->part_of = &decision_draft_form;
	made->fields = fields;
	made->n = base + 2 * n;
	made->size = at + n * sizeof(struct about);
	return made;
}

static int64_t row_of_code(const struct framework_version *v, struct str code)
{
	for (size_t i = 0; i < v->outcomes_n; i++)
		if (str_eq(v->fw->items[v->outcomes[i]].code, code))
			return v->rows[v->outcomes[i]];
	return 0;
}

/* ---- drawing ---- */

struct drafting {
	struct ctx *cx;
	const struct framework_version *v;
	struct recommendation_outcomes_rows outcomes;
	struct recommendation_plan_of_rows plan;
	struct recommendation_pieces_rows pointed;
	struct decision_pieces_there_rows there;
	struct readiness ready;
};

static enum rc read_draft(struct ctx *cx, struct drafting *d)
{
	const struct decision *one = cx->decision;
	enum rc rc = framework_get(cx, cx->induction->framework, &d->v);

	d->cx = cx;
	if (rc != OK || (rc = sql_recommendation_outcomes(cx->db, cx->arena, one->recommendation, &d->outcomes)) != OK ||
	    (rc = sql_recommendation_plan_of(cx->db, cx->arena, one->recommendation, &d->plan)) != OK ||
	    (rc = sql_recommendation_pieces(cx->db, cx->arena, one->recommendation, &d->pointed)) != OK ||
	    (rc = sql_decision_pieces_there(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &d->there)) != OK)
		return rc;
	return readiness_now(cx, &d->ready);
}

static void *filled_of(const struct drafting *d, const struct form *form)
{
	const struct decision *one = d->cx->decision;
	char *filled = arena_alloc(d->cx->arena, form->size);
	struct draft_typed *t = (struct draft_typed *)(void *)filled;
	struct about *about = (struct about *)(void *)(filled + sizeof(*t));

	*t = (struct draft_typed){ .reasons = one->reasons, .next_steps = one->next_steps, .support = one->support, .owed_said = one->owed_said,
		                       .raised_on = one->raised_on, .again_on = one->again_on };
	for (size_t i = 0; i < PLAN_ROWS; i++) {
		bool has = i < d->plan.n;

		t->what[i] = has ? d->plan.v[i].what : STR_NONE;
		t->who[i] = has ? d->plan.v[i].who : STR_NONE;
		t->by[i] = has ? d->plan.v[i].by_date : DATE_NONE;
		t->role[i] = has ? (int)d->plan.v[i].role : 0;
	}
	for (size_t i = 0; i < d->outcomes.n; i++)
		about[i] = (struct about){ d->outcomes.v[i].seen, d->outcomes.v[i].would_show };
	return filled;
}

static void draw_choices(const struct drafting *d, struct decision_draft_view *v)
{
	struct ctx *cx = d->cx;

	v->outcomes.v = NEW_ARRAY(cx->arena, struct draft_choice, d->v->outcomes_n + 1);
	for (size_t i = 0; i < d->v->outcomes_n; i++) {
		const struct framework_item *item = &d->v->fw->items[d->v->outcomes[i]];
		bool chosen = false;

		for (size_t k = 0; k < d->outcomes.n; k++)
			chosen = chosen || d->outcomes.v[k].item == d->v->rows[d->v->outcomes[i]];
		v->outcomes.v[v->outcomes.n++] = (struct draft_choice){ item->code, item->text, STR_NONE,
			                                                    cx->values ? values_have(cx->values, S("outcomes"), item->code) : chosen };
	}
	v->pieces.v = NEW_ARRAY(cx->arena, struct draft_choice, d->there.n + 1);
	for (size_t i = 0; i < d->there.n; i++) {
		const struct decision_pieces_there_row *r = &d->there.v[i];
		struct str id = uuid_str(cx->arena, r->id);
		bool chosen = false;

		for (size_t k = 0; k < d->pointed.n; k++)
			chosen = chosen || d->pointed.v[k].evidence == r->evidence;
		v->pieces.v[v->pieces.n++] = (struct draft_choice){ id, r->title,
			strf(cx->arena, "%.*s, %.*s", STR_FMT(word(kind_word((enum evidence_kind)r->kind))), STR_FMT(date_long(cx->arena, r->on_date))),
			cx->values ? values_have(cx->values, S("pieces"), id) : chosen };
	}
}

static void draw_fields(const struct drafting *d, const struct form_view *fv, const struct str *codes, struct decision_draft_view *v)
{
	struct ctx *cx = d->cx;

	v->hidden = fv->hidden;
	v->errors = fv->errors;
	v->reasons = form_field(fv, "reasons")->html;
	v->next_steps = form_field(fv, "next_steps")->html;
	v->raised_on = form_field(fv, "raised_on")->html;
	v->support = form_field(fv, "support")->html;
	v->owed_said = form_field(fv, "owed_said")->html;
	v->again_on = form_field(fv, "again_on")->html;
	v->sure = form_field(fv, "sure")->html;
	v->outcomes_error = form_field(fv, "outcomes")->error;
	v->pieces_error = form_field(fv, "pieces")->error;
	v->plan.v = NEW_ARRAY(cx->arena, struct draft_plan, PLAN_ROWS);
	for (int i = 1; i <= PLAN_ROWS; i++)
		v->plan.v[v->plan.n++] = (struct draft_plan){ form_field(fv, strf(cx->arena, "what%d", i).p)->html,
			form_field(fv, strf(cx->arena, "by%d", i).p)->html, form_field(fv, strf(cx->arena, "who%d", i).p)->html,
			form_field(fv, strf(cx->arena, "role%d", i).p)->html, i };
	v->about.v = NEW_ARRAY(cx->arena, struct draft_about, d->outcomes.n + 1);
	for (size_t i = 0; i < d->outcomes.n; i++) {
		struct str code, title = outcome_title(d->v, d->outcomes.v[i].item, &code);

		v->about.v[v->about.n++] = (struct draft_about){ strf(cx->arena, "%.*s %.*s", STR_FMT(code), STR_FMT(title)),
			form_field(fv, about_name(cx, codes[i], "seen"))->html, form_field(fv, about_name(cx, codes[i], "show"))->html };
	}
}

static enum rc owed_answer(struct ctx *cx, struct str *ret)
{
	struct decision_acts_of_rows rows;
	enum rc rc = sql_decision_acts_of(cx->db, cx->arena, cx->decision->id, &rows);

	*ret = STR_NONE;
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (rows.v[i].act == DECISION_ANSWER_OWED && rows.v[i].round == cx->decision->round)
			*ret = rows.v[i].words.n ? rows.v[i].words : word(T_DECISION_ANSWERED_NOTHING);
	return rc;
}

static void plan_json(const struct drafting *d, struct json_out *j)
{
	json_key(j, "plan"), json_arr(j);
	for (size_t i = 0; i < d->plan.n; i++) {
		json_obj(j);
		json_key(j, "what"), json_str(j, d->plan.v[i].what);
		json_key(j, "by"), json_date(j, d->plan.v[i].by_date);
		json_key(j, "who"), json_str(j, d->plan.v[i].who);
		json_key(j, "role"), json_str(j, key_of(&plan_roles, (int)d->plan.v[i].role));
		json_end(j);
	}
	json_end(j);
}

static void pointed_json(const struct drafting *d, struct json_out *j)
{
	json_key(j, "outcomes"), json_arr(j);
	for (size_t i = 0; i < d->outcomes.n; i++) {
		struct str code, title = outcome_title(d->v, d->outcomes.v[i].item, &code);

		json_obj(j);
		json_key(j, "code"), json_str(j, code);
		json_key(j, "title"), json_str(j, title);
		json_key(j, "seen"), json_str(j, d->outcomes.v[i].seen);
		json_key(j, "would_show"), json_str(j, d->outcomes.v[i].would_show);
		json_end(j);
	}
	json_end(j);
	json_key(j, "pieces"), json_arr(j);
	for (size_t i = 0; i < d->pointed.n; i++)
		json_uuid(j, d->pointed.v[i].id);
	json_end(j);
	json_key(j, "pieces_there"), json_arr(j);
	for (size_t i = 0; i < d->there.n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, d->there.v[i].id);
		json_key(j, "title"), json_str(j, d->there.v[i].title);
		json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, (int)d->there.v[i].kind));
		json_key(j, "on"), json_date(j, d->there.v[i].on_date);
		json_end(j);
	}
	json_end(j);
}

/* draft_json — what is written so far, what it points to, and what it could. */
static enum rc draft_json(struct ctx *cx)
{
	const struct decision *one = cx->decision;
	struct json_out *j = reply_json(cx);
	struct drafting d;
	enum rc rc = read_draft(cx, &d);

	if (rc != OK)
		return rc;
	json_obj(j);
	json_key(j, "id"), json_uuid(j, one->uuid);
	json_key(j, "version"), json_i64(j, one->version);
	json_key(j, "judgement"), json_str(j, key_of(&judgements, (int)one->judgement));
	json_key(j, "reasons"), json_str(j, one->reasons);
	json_key(j, "next_steps"), json_str(j, one->next_steps);
	json_key(j, "support"), json_str(j, one->support);
	json_key(j, "raised_on"), json_date(j, one->raised_on);
	json_key(j, "again_on"), json_date(j, one->again_on);
	json_key(j, "owed"), json_str(j, owed_words(cx, owed_keys(cx, &d.ready)));
	json_key(j, "owed_said"), json_str(j, one->owed_said);
	plan_json(&d, j);
	pointed_json(&d, j);
	json_end(j);
	return answer_json(cx, 200);
}

static enum rc draw_draft(struct ctx *cx)
{
	const struct decision *one = cx->decision;
	struct decision_draft_view v = { .kicker = cx->induction->name, .first = first_name(cx->induction->name),
		                             .not_yet = one->judgement == JUDGEMENT_NOT_YET, .time_owed = one->judgement == JUDGEMENT_TIME_OWED,
		                             .moved = cx->failed == STALE };
	struct drafting d;
	const struct form *form;
	struct form_view fv;
	struct str *codes;
	enum rc rc = read_draft(cx, &d);

	if (rc != OK || (rc = owed_answer(cx, &v.answer)) != OK)
		return rc;
	codes = NEW_ARRAY(cx->arena, struct str, d.outcomes.n + 1);
	for (size_t i = 0; i < d.outcomes.n; i++)
		outcome_title(d.v, d.outcomes.v[i].item, &codes[i]);
	form = with_about(cx, codes, v.not_yet ? d.outcomes.n : 0, false);
	if (!v.not_yet)
		d.outcomes.n = 0;
	fv = form_view(cx, form, filled_of(&d, form), one->version);
	draw_fields(&d, &fv, codes, &v);
	draw_choices(&d, &v);
	v.again_field = privacy_again_field(cx, &fv);
	v.title = v.not_yet ? T_DECISION_WRITE_NOT_YET : v.time_owed ? T_DECISION_WRITE_TIME : T_DECISION_WRITE_MEETS;
	v.lead = v.not_yet ? T_DECISION_WRITE_NOT_YET_LEAD : v.time_owed ? T_DECISION_WRITE_TIME_LEAD : T_DECISION_WRITE_MEETS_LEAD;
	v.send = v.not_yet ? T_DECISION_SEND_BLIND : T_DECISION_SEND;
	v.back = url_id(cx, "/inductions/", cx->induction->uuid, "/decision");
	v.action = decision_url(cx, "/draft");
	v.owes = readiness_owes(&d.ready);
	v.owed = owed_words(cx, owed_keys(cx, &d.ready));
	v.asked = !date_is_none(one->owed_until);
	v.may_ask = v.owes && one->owed_answered_at == DB_NULL_INT && !v.asked;
	return page(cx, &(struct page){ .title = word(v.title), .menu = MENU_DESK, .main = HTML(cx, decision_draft, &v),
	                                .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc decision_draft_show(struct ctx *cx)
{
	version_is(cx, cx->decision->version);
	return cx->json ? draft_json(cx) : draw_draft(cx);
}

enum rc decision_draft_again(struct ctx *cx)
{
	return draw_draft(cx);
}

/* ---- saving ---- */

/* codes_typed — those that are outcomes of the framework, each once. */
static struct str_list codes_typed(struct ctx *cx, const struct framework_version *v, const struct draft_typed *f)
{
	struct str *codes = NEW_ARRAY(cx->arena, struct str, f->outcomes.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < f->outcomes.n; i++) {
		bool there = row_of_code(v, f->outcomes.v[i]) == 0;

		for (size_t k = 0; k < n; k++)
			there = there || str_eq(codes[k], f->outcomes.v[i]);
		if (!there)
			codes[n++] = f->outcomes.v[i];
	}
	return (struct str_list){ codes, n };
}

static enum rc keep_outcomes(struct ctx *cx, const struct framework_version *v, const struct str_list *codes, const struct about *about)
{
	int64_t to = cx->decision->recommendation;
	enum rc rc = sql_recommendation_outcomes_clear(cx->db, cx->arena, to, NULL);

	for (size_t i = 0; rc == OK && i < codes->n; i++)
		rc = sql_recommendation_outcome_add(cx->db, cx->arena, to, row_of_code(v, codes->v[i]), str_trim(about[i].seen),
		                                    str_trim(about[i].show), NULL);
	return rc;
}

static enum rc keep_rest(struct ctx *cx, const struct draft_typed *f)
{
	int64_t to = cx->decision->recommendation;
	enum rc rc = sql_recommendation_plan_clear(cx->db, cx->arena, to, NULL);

	for (int i = 0; rc == OK && i < PLAN_ROWS; i++)
		if (str_trim(f->what[i]).n || str_trim(f->who[i]).n || !date_is_none(f->by[i]))
			rc = sql_recommendation_plan_add(cx->db, cx->arena, to, i, str_trim(f->what[i]), f->by[i], str_trim(f->who[i]), f->role[i], NULL);
	if (rc == OK)
		rc = sql_recommendation_pieces_clear(cx->db, cx->arena, to, NULL);
	for (size_t i = 0; rc == OK && i < f->pieces.n; i++) {
		struct uuid id;
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again = again || str_eq(f->pieces.v[k], f->pieces.v[i]);
		if (!again && uuid_parse(f->pieces.v[i], &id))
			rc = sql_recommendation_piece_add(cx->db, cx->arena, to, cx->induction->id, id, NULL);
	}
	return rc == OK ? sql_recommendation_put(cx->db, cx->arena, to, str_trim(f->reasons), str_trim(f->next_steps), f->raised_on,
	                                         str_trim(f->support), str_trim(f->owed_said), f->again_on, NULL)
	                : rc;
}

/* check_names — nothing goes out that names somebody, unless whoever writes has read it again and knows better. */
static enum rc check_names(struct ctx *cx, const struct draft_typed *f, const struct str_list *codes, const struct about *about)
{
	const struct { const char *field; struct str text; } said[] = {
		{ "reasons", f->reasons }, { "next_steps", f->next_steps }, { "support", f->support }, { "owed_said", f->owed_said },
	};
	struct piece_words words = { .n = 0 };

	for (size_t i = 0; i < COUNT_OF(said); i++)
		piece_word_add(cx, &words, str_from_c(said[i].field), STR_NONE, said[i].text, cx->person_name);
	for (int i = 0; i < PLAN_ROWS; i++)
		piece_word_add(cx, &words, strf(cx->arena, "what%d", i + 1), STR_NONE, f->what[i], cx->person_name);
	for (size_t i = 0; i < codes->n; i++) {
		piece_word_add(cx, &words, str_from_c(about_name(cx, codes->v[i], "seen")), STR_NONE, about[i].seen, cx->person_name);
		piece_word_add(cx, &words, str_from_c(about_name(cx, codes->v[i], "show")), STR_NONE, about[i].show, cx->person_name);
	}
	return privacy_in_given(cx, &words, f->read_again);
}

/* where_wrong — which field a refusal of the table is about. */
static const char *where_wrong(enum decision_wrong w)
{
	switch (w) {
	case DECISION_NO_REASONS:
		return "reasons";
	case DECISION_NO_PLAN:
		return "outcomes";
	case DECISION_NEVER_RAISED:
		return "raised_on";
	case DECISION_OWED_UNSAID:
		return "owed_said";
	default:
		return "";
	}
}

static enum rc send(struct ctx *cx, const struct draft_typed *f)
{
	bool not_yet = cx->decision->judgement == JUDGEMENT_NOT_YET;
	struct acting a = { f->act == DO_ASK ? DECISION_ASK_OWED : not_yet ? DECISION_SEND_BLIND : DECISION_SEND, DECIDER_ASSESSOR, STR_NONE, 0, false };
	struct readiness ready;
	struct induction_dates dates;
	enum decision_wrong wrong;
	enum rc rc = readiness_now(cx, &ready);

	if (rc != OK || (rc = dates_of(cx, cx->induction->id, &dates)) != OK)
		return rc;
	if (f->act == DO_SEND && not_yet && !f->sure)
		return field_error(cx, "sure", T_DECISION_SURE_MISSING);
	if (a.act == DECISION_SEND && cx->decision->judgement == JUDGEMENT_MEETS && !date_is_none(dates.calendar.ready.date) &&
	    date_cmp(cx->today, dates.calendar.ready.date) < 0)
		return err_add(&cx->err, STR_NONE, WORDS(cx->arena, T_DECISION_EARLY, WORD_ARG("date", dates.calendar.ready.date)));
	if ((rc = sql_recommendation_owed(cx->db, cx->arena, cx->decision->recommendation, owed_keys(cx, &ready), NULL)) != OK)
		return rc;
	rc = decision_act_do(cx, &a, &wrong);
	if (rc == DENIED)
		return err_add(&cx->err, str_from_c(where_wrong(wrong)), word(decision_wrong_word(wrong)));
	return rc;
}

/* keep_typed — what was written so far, as the next version. */
static enum rc keep_typed(struct ctx *cx, const struct draft_typed *f, const struct str_list *codes, const struct about *about,
                          const struct framework_version *v)
{
	struct uuid id = cx->decision->uuid;
	int64_t affected = 0;
	enum rc rc = keep_outcomes(cx, v, codes, about);

	if (rc == OK)
		rc = keep_rest(cx, f);
	if (rc == OK)
		rc = sql_decision_touch(cx->db, cx->arena, cx->decision->id, cx->decision->version, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_DECISION_WRITTEN, id, S("{}"));
	return rc == OK ? load_decision(cx, id) : rc;
}

enum rc decision_draft_save(struct ctx *cx)
{
	const struct draft_typed *f = cx->form;
	const struct framework_version *v;
	struct str_list codes;
	const void *about;
	enum rc rc = version_is(cx, cx->decision->version);

	if (rc != OK || (rc = framework_get(cx, cx->induction->framework, &v)) != OK)
		return rc;
	codes = codes_typed(cx, v, f);
	if ((rc = form_fill_part(cx, with_about(cx, codes.v, codes.n, true), cx->values, ABOUT, &about)) != OK)
		return rc;
	if (f->act != DO_SAVE && (rc = check_names(cx, f, &codes, about)) != OK)
		return rc;
	if ((rc = keep_typed(cx, f, &codes, about, v)) != OK)
		return rc;
	if (f->act != DO_SAVE && (rc = send(cx, f)) != OK)
		return rc;
	cx->current_version = cx->decision->version;
	return done(cx, decision_url(cx, f->act == DO_SAVE ? "/draft" : ""),
	            f->act == DO_SAVE ? T_DECISION_N_SAVED : f->act == DO_ASK ? T_DECISION_N_ASKED : T_DECISION_N_SENT_ON);
}
