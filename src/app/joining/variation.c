/* variation.c — what employers vary of a programme (C8): within its bounds, for the better, from a day, with a reason that everybody in it and the
 * department can read. The rules that read these values get them laid over the programme's own (rules/vary.h). */
#include "app/joining/joining.h"

#include "app/joining/programme_view.h"
#include "rules/evidence.h"
#include "templates.gen.h"
#include "variation.sql.h"

enum { AHEAD = 366 };

/* ---- what holds ---- */

enum rc varied_on(struct ctx *cx, int64_t organisation, const struct programme *p, struct date on, struct varied *ret)
{
	int64_t value[VARIABLE_END] = { 0 };
	struct variations_now_rows rows;
	struct support_rules *layered;
	enum rc rc = sql_variations_now(cx->db, cx->arena, organisation, p->id, on, &rows);

	*ret = (struct varied){ &p->d.support, p->d.answer_days };
	if (rc != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].what > 0 && rows.v[i].what < VARIABLE_END && !value[rows.v[i].what])
			value[rows.v[i].what] = rows.v[i].value;
	ret->answer_days = vary_layered(VARY_ANSWER_DAYS, p->d.answer_days, (int)value[VARY_ANSWER_DAYS]);
	if (!value[VARY_PERCENT] && !value[VARY_CASES])
		return OK;
	layered = NEW(cx->arena, struct support_rules);
	vary_support(&p->d.support, (int)value[VARY_PERCENT], (int)value[VARY_CASES], layered);
	ret->support = layered;
	return OK;
}

/* ---- in words ---- */

enum word variation_word(enum variable what)
{
	static const enum word words[VARIABLE_END] = { 0, T_VARIATION_ANSWER, T_VARIATION_PERCENT, T_VARIATION_CASES };

	return words[what];
}

enum word variation_may_word(enum variable what)
{
	static const enum word words[VARIABLE_END] = { 0, T_VARIATION_MAY_ANSWER, T_VARIATION_MAY_PERCENT, T_VARIATION_MAY_CASES };

	return words[what];
}

static struct str value_words(struct ctx *cx, enum variable what, int64_t value)
{
	static const enum word words[VARIABLE_END] = { 0, T_PROGRAMME_ANSWER_DAYS, T_VARIATION_VALUE_PERCENT, T_VARIATION_VALUE_CASES };

	return WORDS(cx->arena, words[what], WORD_ARG("n", value));
}

/* The programme's own: one value, or one from each month on in which it is another. */
static struct str own_words(struct ctx *cx, const struct programme_data *d, enum variable what)
{
	struct buf b = buf_new(cx->arena, 1000);
	int last = 0;

	if (what == VARY_ANSWER_DAYS)
		return value_words(cx, what, d->answer_days);
	for (int i = 0; i < d->support.stages_n; i++) {
		const struct support_stage *s = &d->support.stages[i];
		int v = what == VARY_PERCENT ? s->percent : s->cases;

		if (v == last)
			continue;
		last = v;
		if (b.n)
			buf_add(&b, S("; "));
		buf_add(&b, s->from_month ? WORDS(cx->arena, T_VARIATION_FROM_MONTH, WORD_ARG("value", value_words(cx, what, v)), WORD_ARG("n", s->from_month + 1))
		                          : value_words(cx, what, v));
	}
	return b.n ? buf_str(&b) : word(T_PROGRAMME_CHANGE_NONE);
}

static struct str when_words(struct ctx *cx, struct date starts, struct date ends)
{
	if (date_is_none(ends))
		return WORDS(cx->arena, date_cmp(starts, cx->today) > 0 ? T_VARIATION_FROM : T_VARIATION_SINCE, WORD_ARG("date", starts));
	if (date_cmp(ends, starts) < 0)
		return word(T_VARIATION_NEVER);
	return WORDS(cx->arena, T_VARIATION_BETWEEN, WORD_ARG("from", starts), WORD_ARG("to", ends));
}

static bool holds_on(struct date starts, struct date ends, struct date on)
{
	return date_cmp(starts, on) <= 0 && (date_is_none(ends) || date_cmp(ends, on) >= 0);
}

/* ---- reading ---- */

static bool is_department(const struct ctx *cx)
{
	return cx->actor.role == ROLE_NATIONAL_ADMIN;
}

static enum rc read_all(struct ctx *cx, int64_t programme, struct variations_of_rows *ret)
{
	return sql_variations_of(cx->db, cx->arena, programme, cx->actor.organisation, is_department(cx), ret);
}

static struct variation_line short_line(struct ctx *cx, const struct variations_of_row *r)
{
	struct str what = word(variation_word((enum variable)r->what)), value = value_words(cx, (enum variable)r->what, r->value);

	return (struct variation_line){ .employer = r->organisation_name, .reason = r->reason, .when = when_words(cx, r->starts, r->ends),
		                            .value = WORDS(cx->arena, T_VARIATION_LINE, WORD_ARG("what", what), WORD_ARG("value", value)) };
}

/* those_that_hold — today, as a list; time_alone: of protected time and cases. Nothing for none. */
static struct html those_that_hold(struct ctx *cx, const struct variations_of_rows *rows, bool time_alone)
{
	struct variation_list_view v = { .all.v = NEW_ARRAY(cx->arena, struct variation_line, rows->n + 1) };

	for (size_t i = 0; i < rows->n; i++)
		if (holds_on(rows->v[i].starts, rows->v[i].ends, cx->today) && !(time_alone && rows->v[i].what == VARY_ANSWER_DAYS))
			v.all.v[v.all.n++] = short_line(cx, &rows->v[i]);
	v.is_time = time_alone;
	return v.all.n ? HTML(cx, variation_lines, &v) : (struct html){ STR_NONE };
}

enum rc variations_short(struct ctx *cx, const struct programme *p, struct html *ret)
{
	struct variations_of_rows rows = { .n = 0 };
	enum rc rc = is_department(cx) ? OK : read_all(cx, p->id, &rows);

	if (rc == OK)
		*ret = those_that_hold(cx, &rows, false);
	return rc;
}

enum rc variations_of_time(struct ctx *cx, const struct induction *i, struct html *ret)
{
	struct variations_of_rows rows;
	enum rc rc = sql_variations_of(cx->db, cx->arena, i->programme_row, i->employer, false, &rows);

	if (rc == OK)
		*ret = those_that_hold(cx, &rows, true);
	return rc;
}

/* ---- the page ---- */

struct variation_typed {
	int what;
	int64_t value;
	struct date starts;
	struct str reason;
};
static const enum word what_words[] = { 0, T_VARIATION_ANSWER, T_VARIATION_PERCENT, T_VARIATION_CASES };
static const struct field variation_fields[] = {
	CHOICE(struct variation_typed, what, .label = T_VARIATION_WHAT, .max = VARIABLE_END - 1, .choices = &variables, .choice_words = what_words,
	       .required = true, .missing = T_VARIATION_WHAT_MISSING),
	INT(struct variation_typed, value, .label = T_VARIATION_VALUE, .hint = T_VARIATION_VALUE_HINT, .required = true, .min = 1, .max = 100),
	DATE(struct variation_typed, starts, .label = T_VARIATION_STARTS, .max = 30, .required = true, .not_before_1990 = true),
	LONG_TEXT(struct variation_typed, reason, .label = T_VARIATION_REASON, .hint = T_VARIATION_REASON_HINT, .max = 1000, .rows = 4, .required = true),
};
const struct form variation_form = { .name = "variation", .size = sizeof(struct variation_typed), .fields = variation_fields,
	                                 .n = COUNT_OF(variation_fields), .autosave = true };

struct variation_end_typed {
	struct str variation;
};
static const struct field end_fields[] = {
	TEXT(struct variation_end_typed, variation, .label = T_VARIATION_WHICH, .max = UUID_TEXT, .required = true),
};
const struct form variation_end_form = { .name = "variation_end", .size = sizeof(struct variation_end_typed), .fields = end_fields, .n = COUNT_OF(end_fields) };

static struct url variations_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/programmes/", cx->programme->uuid, after);
}

/* Somebody whose employer may vary this one: an employer's own programme is its own alone. */
static bool may_adopt(const struct ctx *cx)
{
	const struct programme *p = cx->programme;

	return access_ok(may_vary_programme(&cx->actor, &cx->resource)) &&
	       (p->organisation == DB_NULL_INT || p->organisation == cx->actor.organisation);
}

static void json_own(struct json_out *j, const struct programme_data *d, enum variable what)
{
	json_key(j, "programme"), json_arr(j);
	for (int i = 0; i < (what == VARY_ANSWER_DAYS ? 1 : d->support.stages_n); i++) {
		const struct support_stage *s = &d->support.stages[i];

		json_obj(j);
		json_key(j, "from_month"), json_i64(j, what == VARY_ANSWER_DAYS ? 0 : s->from_month);
		json_key(j, "value"), json_i64(j, what == VARY_ANSWER_DAYS ? d->answer_days : what == VARY_PERCENT ? s->percent : s->cases);
		json_end(j);
	}
	json_end(j);
}

static enum rc show_json(struct ctx *cx, const struct variations_of_rows *rows)
{
	const struct programme_data *d = &cx->programme->d;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "values"), json_arr(j);
	for (int what = VARY_ANSWER_DAYS; what < VARIABLE_END; what++) {
		const struct vary_bounds *b = &d->vary.of[what];

		json_obj(j);
		json_key(j, "what"), json_str(j, key_of(&variables, what));
		json_own(j, d, (enum variable)what);
		json_key(j, "locked"), json_bool(j, !b->most);
		json_key(j, "least"), b->most ? json_i64(j, b->least) : json_none(j);
		json_key(j, "most"), b->most ? json_i64(j, b->most) : json_none(j);
		json_key(j, "varied"), json_arr(j);
		for (size_t i = 0; i < rows->n; i++) {
			const struct variations_of_row *r = &rows->v[i];

			if (r->what != what)
				continue;
			json_obj(j);
			json_key(j, "id"), json_uuid(j, r->id);
			json_key(j, "employer"), json_str(j, r->organisation_name);
			json_key(j, "value"), json_i64(j, r->value);
			json_key(j, "from"), json_date(j, r->starts);
			json_key(j, "to"), json_date(j, r->ends);
			json_key(j, "holds"), json_bool(j, holds_on(r->starts, r->ends, cx->today));
			json_key(j, "reason"), json_str(j, r->reason);
			json_end(j);
		}
		json_end(j);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

static void add_lines(struct ctx *cx, const struct variations_of_rows *rows, int what, bool may_end, struct variation_lines *to)
{
	to->v = NEW_ARRAY(cx->arena, struct variation_line, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++) {
		const struct variations_of_row *r = &rows->v[i];

		if (r->what == what)
			to->v[to->n++] = (struct variation_line){
				.id = uuid_str(cx->arena, r->id), .employer = r->organisation_name, .value = value_words(cx, (enum variable)what, r->value),
				.when = when_words(cx, r->starts, r->ends), .reason = r->reason, .is_over = !date_is_none(r->ends) && date_cmp(r->ends, cx->today) < 0,
				.by = may_end ? WORDS(cx->arena, T_VARIATION_BY, WORD_ARG("name", r->by), WORD_ARG("date", date_of(r->created))) : STR_NONE,
				.may_end = may_end && date_is_none(r->ends) };
	}
}

enum rc variations_show(struct ctx *cx)
{
	const struct programme_data *d = &cx->programme->d;
	struct form_view fv;
	struct variations_of_rows rows;
	struct variations_view *v = NEW(cx->arena, struct variations_view);
	enum rc rc = read_all(cx, cx->programme->id, &rows);

	if (rc != OK || cx->json)
		return rc != OK ? rc : show_json(cx, &rows);
	fv = form_view(cx, &variation_form, &(struct variation_typed){ .starts = date_plus(cx->today, 1) }, -1);
	v->name = d->name;
	v->back = variations_url(cx, "");
	v->action = variations_url(cx, "/variations");
	v->end = variations_url(cx, "/variations/end");
	v->errors = fv.errors, v->hidden = fv.hidden, v->csrf = hidden_csrf(cx);
	v->what = form_field(&fv, "what")->html, v->value = form_field(&fv, "value")->html;
	v->starts = form_field(&fv, "starts")->html, v->reason = form_field(&fv, "reason")->html;
	v->is_department = is_department(cx);
	for (int what = VARY_ANSWER_DAYS; what < VARIABLE_END; what++) {
		const struct vary_bounds *b = &d->vary.of[what];
		struct variation_value *one = &v->values.v[v->values.n++];

		*one = (struct variation_value){ .id = key_of(&variables, what), .name = word(variation_word((enum variable)what)),
			                             .own = own_words(cx, d, (enum variable)what), .is_locked = !b->most };
		if (b->most) {
			one->bounds = WORDS(cx->arena, T_VARIATION_MAY_SET, WORD_ARG("least", b->least), WORD_ARG("most", b->most));
			v->may_adopt = v->may_adopt || may_adopt(cx);
		}
		add_lines(cx, &rows, what, may_adopt(cx), &one->lines);
	}
	return page(cx, &(struct page){ .title = word(T_VARIATION_TITLE), .menu = MENU_STANDARDS, .illustrative = d->illustrative,
	                                .main = HTML(cx, variations, v) });
}

/* ---- adopting and ending one ---- */

static enum rc wrong(struct ctx *cx, const char *field, struct str says)
{
	err_add(&cx->err, str_from_c(field), says);
	return INVALID;
}

/* from_day — nobody is late by a promise that was not made when somebody handed in: for answers it is a day by which what waits today has been
 * answered. */
static enum rc from_day(struct ctx *cx, const struct variation_typed *f)
{
	struct date first = f->what == VARY_ANSWER_DAYS ? date_plus(evidence_answer_due(cx->today, cx->programme->d.answer_days), 1) : cx->today;

	if (date_cmp(f->starts, first) < 0)
		return wrong(cx, "starts", WORDS(cx->arena, f->what == VARY_ANSWER_DAYS ? T_VARIATION_TOO_SOON : T_VARIATION_PAST, WORD_ARG("date", first)));
	if (f->starts.days > cx->today.days + AHEAD)
		return field_error(cx, "starts", T_VARIATION_TOO_LATE);
	return OK;
}

static enum rc check_value(struct ctx *cx, const struct variation_typed *f)
{
	const struct programme_data *d = &cx->programme->d;
	const struct vary_bounds *b = &d->vary.of[f->what];
	struct vary_own own = { d->answer_days, &d->support };

	switch (vary_may(&d->vary, &own, (enum variable)f->what, (int)f->value)) {
	case VARY_LOCKED:
		return field_error(cx, "what", T_VARIATION_LOCKED);
	case VARY_OUTSIDE:
		return wrong(cx, "value", WORDS(cx->arena, T_VARIATION_OUTSIDE, WORD_ARG("least", b->least), WORD_ARG("most", b->most)));
	case VARY_NO_BETTER:
		return field_error(cx, "value", T_VARIATION_NO_BETTER);
	default:
		return OK;
	}
}

static enum rc noted(struct ctx *cx, int64_t organisation, enum event_kind kind, struct uuid id, int what, int64_t value, struct date on)
{
	return event_add(cx, CHAIN_ORGANISATION, organisation, kind, id,
	                 strf(cx->arena, "{\"what\":%d,\"value\":%lld,\"on\":%d}", what, (long long)value, on.days));
}

enum rc variation_make(struct ctx *cx, const struct variation_new *n)
{
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_variation_add(cx->db, cx->arena, id, n->organisation, n->programme, n->what, n->value, n->starts, n->reason, cx->now,
	                               cx->actor.person, NULL);

	return rc == OK ? noted(cx, n->organisation, EVENT_VARIATION_ADOPTED, id, (int)n->what, n->value, n->starts) : rc;
}

/* The one that stands gives way the day before. */
static enum rc end_before(struct ctx *cx, const struct variation_typed *f)
{
	struct variation_open_one_row open;
	enum rc rc = sql_variation_open_one(cx->db, cx->arena, cx->actor.organisation, cx->programme->id, f->what, &open);

	if (rc == NOT_FOUND)
		return OK;
	if (rc == OK && date_cmp(open.starts, f->starts) >= 0)
		return wrong(cx, "starts", WORDS(cx->arena, T_VARIATION_ANOTHER, WORD_ARG("date", open.starts)));
	return rc == OK ? sql_variation_end(cx->db, cx->arena, open.variation, date_plus(f->starts, -1), cx->now, cx->actor.person, NULL) : rc;
}

enum rc variation_adopt(struct ctx *cx)
{
	const struct variation_typed *f = cx->form;
	struct variation_new n = { cx->actor.organisation, cx->programme->id, (enum variable)f->what, f->value, f->starts, f->reason };
	enum rc rc;

	if (!may_adopt(cx))
		return form_error(cx, T_VARIATION_NOT_OURS);
	if ((rc = check_value(cx, f)) != OK || (rc = from_day(cx, f)) != OK || (rc = end_before(cx, f)) != OK)
		return rc;
	rc = variation_make(cx, &n);
	return rc == OK ? done(cx, variations_url(cx, "/variations"), T_VARIATION_DONE) : rc;
}

/* It holds today for the last time; one that has not begun never does. */
enum rc variation_end(struct ctx *cx)
{
	const struct variation_end_typed *f = cx->form;
	struct variation_by_uuid_row row;
	struct date last;
	struct uuid id;
	enum rc rc = uuid_parse(f->variation, &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_variation_by_uuid(cx->db, cx->arena, id, cx->actor.organisation, cx->programme->id, &row);
	if (rc == OK && !date_is_none(row.ends))
		return form_error(cx, T_VARIATION_OVER);
	if (rc != OK)
		return rc;
	last = date_cmp(row.starts, cx->today) > 0 ? date_plus(row.starts, -1) : cx->today;
	rc = sql_variation_end(cx->db, cx->arena, row.variation, last, cx->now, cx->actor.person, NULL);
	if (rc == OK)
		rc = noted(cx, cx->actor.organisation, EVENT_VARIATION_ENDED, id, (int)row.what, 0, last);
	return rc == OK ? done(cx, variations_url(cx, "/variations"), T_VARIATION_ENDED) : rc;
}
