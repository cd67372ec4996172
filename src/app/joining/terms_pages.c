/* terms_pages.c — hours and funding said anew; how somebody joined; the rows of it on a person's page. */
#include "app/joining/terms.h"

#include "app/joining/terms_view.h"
#include "app/privacy/privacy.h"
#include "app/profiles/profiles.h"
#include "templates.gen.h"

/* ---- forms ---- */

struct hours_typed {
	struct date from;
	struct str hours, full_week;
};
static const struct field hours_fields[] = {
	DATE(struct hours_typed, from, .label = T_TERMS_FROM, .hint = T_TERMS_FROM_HINT, .max = 30, .required = true),
	TEXT(struct hours_typed, hours, .label = T_TERMS_HOURS, .hint = T_TERMS_HOURS_HINT, .max = 20, .required = true),
	TEXT(struct hours_typed, full_week, .label = T_TERMS_FULL_WEEK, .hint = T_TERMS_FULL_WEEK_HINT, .max = 20,
	     .required = true),
};
static void check_hours(struct ctx *cx, const void *filled)
{
	const struct hours_typed *f = filled;
	int64_t n;

	if (f->hours.n && !hours_parse(f->hours, &n))
		field_error(cx, "hours", T_TERMS_HOURS_WRONG);
	if (f->full_week.n && !hours_parse(f->full_week, &n))
		field_error(cx, "full_week", T_TERMS_HOURS_WRONG);
}
const struct form hours_form = { .name = "hours", .size = sizeof(struct hours_typed), .fields = hours_fields,
	                             .n = COUNT_OF(hours_fields), .check = check_hours, .wants_version = true, .autosave = true };

struct funding_typed {
	int funded, reason;
	struct date from;
	struct str note;
	bool read_again;
};
enum { FUNDED_NO = 1, FUNDED_YES = 2 };
static const struct str funded_keys[] = { S_INIT(""), S_INIT("no"), S_INIT("yes") };
static const struct key_list funded_list = { funded_keys, 3 };
static const enum word funded_words[] = { 0, T_TERMS_NOT_FUNDED, T_TERMS_FUNDED };
/* Why somebody says so: the programme's own rule speaks only at the start. */
static const struct str reason_keys[] = { [FUNDING_ROLE_CHANGED] = S_INIT("role_changed"),
	                                      [FUNDING_EMPLOYMENT_CHANGED] = S_INIT("employment_changed"),
	                                      [FUNDING_PAID_BEFORE] = S_INIT("paid_before"),
	                                      [FUNDING_MISTAKE] = S_INIT("mistake"), [FUNDING_OTHER] = S_INIT("other") };
static const struct key_list reason_list = { reason_keys, COUNT_OF(reason_keys) };
static const enum word reason_words[] = { [FUNDING_ROLE_CHANGED] = T_FUNDING_ROLE_CHANGED,
	                                      [FUNDING_EMPLOYMENT_CHANGED] = T_FUNDING_EMPLOYMENT_CHANGED,
	                                      [FUNDING_PAID_BEFORE] = T_FUNDING_PAID_BEFORE,
	                                      [FUNDING_MISTAKE] = T_FUNDING_MISTAKE, [FUNDING_OTHER] = T_FUNDING_OTHER };
static const struct field funding_fields[] = {
	CHOICE(struct funding_typed, funded, .label = T_TERMS_IS_IT_FUNDED, .choices = &funded_list, .choice_words = funded_words,
	       .max = 2, .required = true),
	DATE(struct funding_typed, from, .label = T_TERMS_FROM, .hint = T_TERMS_FUNDING_FROM_HINT, .max = 30, .required = true),
	CHOICE(struct funding_typed, reason, .label = T_TERMS_FUNDING_REASON, .choices = &reason_list,
	       .choice_words = reason_words, .max = FUNDING_REASON_END, .required = true),
	LONG_TEXT(struct funding_typed, note, .label = T_TERMS_NOTE, .hint = T_TERMS_NOTE_HINT, .max = 500, .rows = 3),
	BOOL(struct funding_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
static void check_funding(struct ctx *cx, const void *filled)
{
	const struct funding_typed *f = filled;

	if (f->reason == FUNDING_OTHER && !str_trim(f->note).n)
		field_error(cx, "note", T_TERMS_NOTE_MISSING);
}
const struct form funding_form = { .name = "funding", .size = sizeof(struct funding_typed), .fields = funding_fields,
	                               .n = COUNT_OF(funding_fields), .check = check_funding, .wants_version = true,
	                               .autosave = true };

/* ---- periods as lines ---- */

static struct str between(struct ctx *cx, struct date starts, struct date ends)
{
	return date_is_none(ends) ? WORDS(cx->arena, T_PERSON_SINCE, WORD_ARG("date", starts))
	                          : WORDS(cx->arena, T_PERSON_UNTIL, WORD_ARG("from", starts), WORD_ARG("to", ends));
}

static struct str said_by(struct ctx *cx, struct str name, instant when)
{
	return WORDS(cx->arena, T_JOINING_GIVEN, WORD_ARG("who", name.p ? name : word(T_JOINING_CAIRN)),
	             WORD_ARG("when", instant_long(cx->arena, when)));
}

static struct terms_periods hours_periods(struct ctx *cx, const struct terms *t)
{
	struct terms_periods p = { NEW_ARRAY(cx->arena, struct terms_period, t->hours.n + 1), t->hours.n };

	for (size_t i = 0; i < t->hours.n; i++) {
		const struct hours_of_row *h = &t->hours.v[i];

		p.v[i] = (struct terms_period){ .what = hours_words(cx, h->hours, h->full_week), .when = between(cx, h->starts, h->ends),
			                            .who = said_by(cx, h->name, h->created), .stands = h->replaced_at == DB_NULL_INT };
	}
	return p;
}

static struct str funding_why(struct ctx *cx, const struct funding_of_row *f)
{
	return f->rule.n ? WORDS(cx->arena, T_TERMS_BY_RULE, WORD_ARG("rule", f->rule)) : word(funding_reason_word(f->reason));
}

static struct terms_periods funding_periods(struct ctx *cx, const struct terms *t)
{
	struct terms_periods p = { NEW_ARRAY(cx->arena, struct terms_period, t->funding.n + 1), t->funding.n };

	for (size_t i = 0; i < t->funding.n; i++) {
		const struct funding_of_row *f = &t->funding.v[i];

		p.v[i] = (struct terms_period){ .what = word(f->is_funded ? T_TERMS_FUNDED : T_TERMS_NOT_FUNDED),
			                            .when = between(cx, f->starts, f->ends), .why = funding_why(cx, f), .note = f->note,
			                            .who = said_by(cx, f->name, f->created), .stands = f->replaced_at == DB_NULL_INT };
	}
	return p;
}

static struct str why_words(struct ctx *cx, const struct terms *t)
{
	return end_words(cx, &t->calendar);
}

static struct url induction_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, after);
}

/* ---- JSON ---- */

static void hours_json(struct ctx *cx, struct json_out *j, const struct terms *t)
{
	json_arr(j);
	for (size_t i = 0; i < t->hours.n; i++) {
		const struct hours_of_row *h = &t->hours.v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, h->id);
		json_key(j, "starts"), json_date(j, h->starts);
		json_key(j, "ends"), json_date(j, h->ends);
		json_key(j, "hours"), json_str(j, hundredths_words(cx, h->hours));
		json_key(j, "full_week"), json_str(j, hundredths_words(cx, h->full_week));
		json_key(j, "share"), json_str(j, share_words(cx, hours_share(h->hours, h->full_week)));
		json_key(j, "stands"), json_bool(j, h->replaced_at == DB_NULL_INT);
		json_end(j);
	}
	json_end(j);
}

static void funding_json(struct json_out *j, const struct terms *t)
{
	json_arr(j);
	for (size_t i = 0; i < t->funding.n; i++) {
		const struct funding_of_row *f = &t->funding.v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, f->id);
		json_key(j, "starts"), json_date(j, f->starts);
		json_key(j, "ends"), json_date(j, f->ends);
		json_key(j, "funded"), json_bool(j, f->is_funded);
		json_key(j, "reason"), json_str(j, key_of(&funding_reasons, (int)f->reason));
		json_key(j, "rule"), json_str(j, f->rule);
		json_key(j, "note"), json_str(j, f->note);
		json_key(j, "stands"), json_bool(j, f->replaced_at == DB_NULL_INT);
		json_end(j);
	}
	json_end(j);
}

static void end_json(struct ctx *cx, struct json_out *j, const struct terms *t)
{
	json_key(j, "ready_from"), json_date(j, t->calendar.ready.date);
	json_key(j, "expected_end"), json_date(j, t->calendar.end.date);
	json_key(j, "why"), json_str(j, why_words(cx, t));
}

/* ---- hours ---- */

enum rc hours_show(struct ctx *cx)
{
	struct terms t;
	struct form_view fv;
	struct hours_typed usual = { DATE_NONE, S(""), S("37") };
	const struct hours_of_row *now;
	struct hours_view v;
	enum rc rc = terms_read(cx, cx->induction->id, &t);

	if (rc != OK)
		return rc;
	cx->current_version = hours_version(&t);
	if (cx->json) {
		struct json_out *j = reply_json(cx);

		json_obj(j);
		json_key(j, "items"), hours_json(cx, j, &t);
		json_key(j, "next"), json_none(j);
		end_json(cx, j, &t);
		json_end(j);
		return answer_json(cx, 200);
	}
	if ((now = hours_on(&t, cx->today)))
		usual.full_week = hundredths_words(cx, now->full_week);
	stale_said(cx);
	fv = form_view(cx, &hours_form, &usual, hours_version(&t));
	v = (struct hours_view){
		.errors = fv.errors, .hidden = fv.hidden, .from = form_field(&fv, "from")->html,
		.hours = form_field(&fv, "hours")->html, .full_week = form_field(&fv, "full_week")->html, .name = cx->induction->name,
		.why = why_words(cx, &t),
		.latest = date_is_none(t.calendar.end.date) ? STR_NONE : date_long(cx->arena, t.calendar.end.date),
		.action = induction_url(cx, "/hours"), .back = induction_url(cx, ""), .history = { hours_periods(cx, &t) },
		.in_proportion = t.programme->d.in_proportion,
	};
	return page(cx, &(struct page){ .title = word(T_TERMS_HOURS_TITLE), .menu = MENU_COHORT, .main = HTML(cx, hours, &v) });
}

/* A day before the first, or further off than anybody plans, is a slip. */
static enum rc check_from(struct ctx *cx, struct date from)
{
	if (date_cmp(from, cx->induction->starts) < 0)
		return field_error(cx, "from", T_TERMS_FROM_BEFORE);
	if (from.days > cx->today.days + 366 && from.days > cx->induction->starts.days)
		return field_error(cx, "from", T_TERMS_FROM_FAR);
	return OK;
}

enum rc hours_save(struct ctx *cx)
{
	const struct hours_typed *f = cx->form;
	int64_t hours, full_week;
	struct terms t;
	enum rc rc = terms_read(cx, cx->induction->id, &t);

	if (rc != OK || (rc = version_is(cx, hours_version(&t))) != OK || (rc = check_from(cx, f->from)) != OK)
		return rc;
	if (!hours_parse(f->hours, &hours) || !hours_parse(f->full_week, &full_week))
		return INVALID;
	rc = hours_say(cx, cx->induction->id, f->from, hours, full_week);
	cx->current_version = -1;
	return rc == OK ? done(cx, induction_url(cx, ""), T_TERMS_HOURS_SAVED) : rc;
}

/* ---- funding ---- */

enum rc funding_show(struct ctx *cx)
{
	struct terms t;
	struct form_view fv;
	struct funding_view v;
	enum rc rc = terms_read(cx, cx->induction->id, &t);

	if (rc != OK)
		return rc;
	cx->current_version = funding_version(&t);
	if (cx->json) {
		struct json_out *j = reply_json(cx);

		json_obj(j);
		json_key(j, "items"), funding_json(j, &t);
		json_key(j, "next"), json_none(j);
		json_end(j);
		return answer_json(cx, 200);
	}
	stale_said(cx);
	fv = form_view(cx, &funding_form, NULL, funding_version(&t));
	v = (struct funding_view){
		.errors = fv.errors, .hidden = fv.hidden, .from = form_field(&fv, "from")->html,
		.funded = form_field(&fv, "funded")->html, .reason = form_field(&fv, "reason")->html,
		.note = form_field(&fv, "note")->html, .again = privacy_again_field(cx, &fv), .name = cx->induction->name,
		.action = induction_url(cx, "/funding"),
		.back = induction_url(cx, ""), .history = { funding_periods(cx, &t) },
	};
	return page(cx, &(struct page){ .title = word(T_TERMS_FUNDING_TITLE), .menu = MENU_COHORT,
	                                .main = HTML(cx, funding, &v) });
}

/* check_note — a note stays in the history of the induction, for everybody who reads that. */
static enum rc check_note(struct ctx *cx, const struct funding_typed *f)
{
	struct piece_words words = { .n = 0 };

	piece_word_add(cx, &words, S("note"), STR_NONE, f->note, cx->person_name);
	return privacy_in_given(cx, &words, f->read_again);
}

enum rc funding_save(struct ctx *cx)
{
	const struct funding_typed *f = cx->form;
	struct funding_said said = { .from = f->from, .is_funded = f->funded == FUNDED_YES,
		                         .reason = (enum funding_reason)f->reason, .rule = S(""), .note = str_trim(f->note) };
	struct terms t;
	enum rc rc = terms_read(cx, cx->induction->id, &t);

	if (rc != OK || (rc = version_is(cx, funding_version(&t))) != OK || (rc = check_from(cx, f->from)) != OK ||
	    (rc = check_note(cx, f)) != OK)
		return rc;
	if (!said.note.p)
		said.note = S("");
	rc = funding_say(cx, cx->induction->id, &said);
	cx->current_version = -1;
	return rc == OK ? done(cx, induction_url(cx, ""), T_TERMS_FUNDING_SAVED) : rc;
}

/* ---- how somebody joined ---- */

/* The check behind an induction, and that of the local one around it. */
static enum rc find_check(struct ctx *cx, const struct terms *t, struct joining *ret, struct check *c)
{
	struct joining_of_induction_row row;
	enum rc rc = sql_joining_of_induction(cx->db, cx->arena, cx->induction->id, &row);

	UNUSED(t);
	if (rc != OK)
		return rc;
	*ret = (struct joining){ .id = row.joining, .uuid = row.id, .state = JOINING_STARTED };
	rc = programme_get(cx, row.programme, &ret->programme);
	return rc == OK ? check_read(cx, ret, c) : rc;
}

static void add_given(struct ctx *cx, const struct joining *g, const struct check *c, struct joined_view *v)
{
	const struct eligibility_table *table = &g->programme->eligibility;

	v->given.v = NEW_ARRAY(cx->arena, struct joining_given, (size_t)c->path.n + 1);
	for (int i = 0; i < c->path.n; i++) {
		const struct eligibility_question *q = &table->questions[c->path.questions[i]];

		for (size_t k = 0; k < c->rows.n; k++)
			if (c->rows.v[k].replaced_at == DB_NULL_INT && str_eq(c->rows.v[k].question, q->key))
				v->given.v[v->given.n++] = (struct joining_given){
					.ask = q->ask, .answer = c->path.answers[i]->label,
					.who = c->rows.v[k].name.p ? c->rows.v[k].name : word(T_JOINING_CAIRN),
					.when = instant_long(cx->arena, c->rows.v[k].given_at) };
	}
}

static enum rc add_results(struct ctx *cx, const struct joining *g, struct joined_view *v)
{
	struct joining_results_rows rows;
	enum rc rc = sql_joining_results(cx->db, cx->arena, g->id, &rows);

	if (rc != OK)
		return rc;
	v->results.v = NEW_ARRAY(cx->arena, struct joining_came_to, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->results.v[v->results.n++] = (struct joining_came_to){
			word(eligibility_word((enum eligibility)rows.v[i].outcome)), rows.v[i].rule,
			rows.v[i].name.p ? rows.v[i].name : word(T_JOINING_CAIRN), instant_long(cx->arena, rows.v[i].decided_at) };
	return OK;
}

static enum rc joined_json(struct ctx *cx, const struct terms *t, const struct joining *g, const struct check *c)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "programme"), json_str(j, t->programme->d.slug);
	json_key(j, "starts"), json_date(j, t->facts.starts);
	end_json(cx, j, t);
	json_key(j, "hours"), hours_json(cx, j, t);
	json_key(j, "funding"), funding_json(j, t);
	json_key(j, "eligibility");
	if (g) {
		json_obj(j);
		json_key(j, "outcome"), json_str(j, key_of(&eligibilities, (int)c->path.outcome));
		json_key(j, "rule"), json_str(j, eligibility_rules(cx->arena, &g->programme->eligibility, &c->path));
		json_end(j);
	} else {
		json_none(j);
	}
	json_end(j);
	return answer_json(cx, 200);
}

enum rc joined_show(struct ctx *cx)
{
	struct terms t;
	struct joining g;
	struct check c;
	struct joined_view v = { .name = cx->induction->name, .back = induction_url(cx, ""),
		                     .own = cx->actor.person == cx->induction->ecsw };
	enum rc rc = terms_read(cx, cx->induction->id, &t), found;

	if (rc != OK)
		return rc;
	found = find_check(cx, &t, &g, &c);
	if (found != OK && found != NOT_FOUND)
		return found;
	if (cx->json)
		return joined_json(cx, &t, found == OK ? &g : NULL, &c);
	if (found == OK) {
		v.checked = true;
		v.outcome = eligibility_word(c.path.outcome);
		v.rule = WORDS(cx->arena, T_JOINING_RULE,
		               WORD_ARG("rule", eligibility_rules(cx->arena, &g.programme->eligibility, &c.path)));
		add_given(cx, &g, &c, &v);
		if ((rc = add_results(cx, &g, &v)) != OK)
			return rc;
	}
	v.hours.periods = hours_periods(cx, &t);
	v.funding.periods = funding_periods(cx, &t);
	return page(cx, &(struct page){ .title = word(T_TERMS_JOINED_TITLE), .menu = v.own ? MENU_NONE : MENU_COHORT,
	                                .main = HTML(cx, joined, &v) });
}

/* ---- on a person's page ---- */

static void add_funding(struct ctx *cx, const struct terms *t, struct terms_rows_view *v)
{
	const struct funding_of_row *f = funding_on(t, cx->today);

	if (!f && t->funding.n && date_cmp(t->facts.starts, cx->today) > 0)
		f = funding_on(t, t->facts.starts);
	if (!f)
		return;
	v->funding = word(f->is_funded ? T_TERMS_FUNDED : T_TERMS_NOT_FUNDED);
	v->funding_why = strf(cx->arena, "%.*s. %.*s", STR_FMT(between(cx, f->starts, f->ends)), STR_FMT(funding_why(cx, f)));
}

static void add_hours(struct ctx *cx, const struct terms *t, struct terms_rows_view *v)
{
	const struct hours_of_row *h = hours_on(t, date_cmp(t->facts.starts, cx->today) > 0 ? t->facts.starts : cx->today);

	if (!h)
		return;
	v->hours = hours_words(cx, h->hours, h->full_week);
	v->hours_when = between(cx, h->starts, h->ends);
}

static enum rc add_neighbours(struct ctx *cx, const struct terms *t, struct terms_rows_view *v)
{
	struct terms_contained_row inner;
	enum rc rc = sql_terms_contained(cx->db, cx->arena, cx->induction->id, &inner);

	v->has_around = !uuid_is_none(t->facts.contained_in_id);
	if (v->has_around) {
		v->around = t->facts.contained_in_name;
		v->around_url = url_id(cx, "/inductions/", t->facts.contained_in_id, "");
	}
	if (rc == OK) {
		v->has_contained = true;
		v->contained = inner.name;
		v->contained_url = url_id(cx, "/inductions/", inner.id, "");
	}
	return rc == NOT_FOUND ? OK : rc;
}

static enum rc add_profile(struct ctx *cx, struct terms_rows_view *v)
{
	const struct framework_version *fw;
	struct profile_now now;
	enum rc rc = framework_get(cx, cx->induction->framework, &fw);

	if (rc != OK || (rc = profile_now_of(cx, fw, &now)) != OK)
		return rc;
	v->profile = now.name;
	v->profile_since = now.since;
	v->profile_url = induction_url(cx, "/profile");
	v->move = induction_url(cx, "/programme");
	return OK;
}

enum rc terms_on_page(struct ctx *cx, struct html *ret_rows, struct html *ret_changes)
{
	struct terms t;
	struct joining g;
	struct check c;
	struct terms_rows_view v;
	enum rc rc = terms_read(cx, cx->induction->id, &t);

	if (rc != OK)
		return rc;
	v = (struct terms_rows_view){
		.starts = date_long(cx->arena, t.facts.starts), .ready_from = t.calendar.ready.date, .months = t.programme->d.months,
		.no_end = date_is_none(t.calendar.end.date), .latest = date_long(cx->arena, t.calendar.end.date), .why = why_words(cx, &t),
		.programme = t.programme->d.name, .programme_url = url_id(cx, "/programmes/", t.programme->uuid, ""),
		.may_read = access_ok(may_read_terms(&cx->actor, &cx->resource)), .joined = induction_url(cx, "/joined"),
		.calendar = induction_url(cx, "/calendar"), .no_ready = date_is_none(t.calendar.ready.date),
	};
	add_hours(cx, &t, &v);
	if ((rc = add_neighbours(cx, &t, &v)) != OK)
		return rc;
	if (v.may_read) {
		add_funding(cx, &t, &v);
		rc = find_check(cx, &t, &g, &c);
		if (rc == OK) {
			v.eligibility = word(eligibility_word(c.path.outcome));
			v.rule = WORDS(cx->arena, T_JOINING_RULE,
			               WORD_ARG("rule", eligibility_rules(cx->arena, &g.programme->eligibility, &c.path)));
		} else if (rc != NOT_FOUND) {
			return rc;
		}
	}
	if ((rc = add_profile(cx, &v)) != OK)
		return rc;
	*ret_rows = HTML(cx, terms_rows, &v);
	if (access_ok(may_arrange_induction(&cx->actor, &cx->resource))) {
		struct terms_changes_view changes = {
			.hours = induction_url(cx, "/hours"), .funding = induction_url(cx, "/funding"),
			.place = induction_url(cx, "/place"),
			.details = induction_url(cx, "/details"), .around = induction_url(cx, "/around"),
			.leave = url_id(cx, "/people/", cx->induction->ecsw_uuid, "/leave"),
			.person = url_id(cx, "/people/", cx->induction->ecsw_uuid, ""),
		};

		*ret_changes = HTML(cx, terms_changes, &changes);
	}
	return OK;
}
