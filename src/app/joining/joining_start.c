/* joining_start.c — the first day: the induction, its hours and its funding, in one act. */
#include "app/joining/terms.h"

#include "app/evidence/evidence.h"
#include "app/joining/joining_view.h"
#include "app/people/people.h"
#include "templates.gen.h"

struct start_typed {
	struct str email;
	struct date starts;
	struct str hours, full_week, team, intake;
};
static const struct field start_fields[] = {
	TEXT(struct start_typed, email, .label = T_JOINING_EMAIL, .hint = T_JOINING_START_EMAIL_HINT, .max = 254),
	DATE(struct start_typed, starts, .label = T_JOINING_STARTS, .hint = T_JOINING_STARTS_HINT, .max = 30, .required = true,
	     .not_before_1990 = true),
	TEXT(struct start_typed, hours, .label = T_TERMS_HOURS, .hint = T_TERMS_HOURS_HINT, .max = 20, .required = true),
	TEXT(struct start_typed, full_week, .label = T_TERMS_FULL_WEEK, .hint = T_TERMS_FULL_WEEK_HINT, .max = 20,
	     .required = true),
	TEXT(struct start_typed, team, .label = T_JOINING_TEAM, .max = 120),
	TEXT(struct start_typed, intake, .label = T_JOINING_INTAKE, .hint = T_JOINING_INTAKE_HINT, .max = 60),
};
static void check_start(struct ctx *cx, const void *filled)
{
	const struct start_typed *f = filled;
	int64_t n;

	if (!date_is_none(f->starts) && f->starts.days > cx->today.days + 366)
		field_error(cx, "starts", T_JOINING_STARTS_TOO_FAR);
	if (f->hours.n && !hours_parse(f->hours, &n))
		field_error(cx, "hours", T_TERMS_HOURS_WRONG);
	if (f->full_week.n && !hours_parse(f->full_week, &n))
		field_error(cx, "full_week", T_TERMS_HOURS_WRONG);
	if (f->email.n && !email_is_plausible(f->email))
		field_error(cx, "email", T_JOINING_EMAIL_WRONG);
}
const struct form joining_start_form = { .name = "joining_start", .size = sizeof(struct start_typed), .fields = start_fields,
	                                     .n = COUNT_OF(start_fields), .check = check_start, .wants_version = true,
	                                     .autosave = true };

/* ---- the page ---- */

static bool may_be_started(const struct joining *g)
{
	return g->state == JOINING_CHECKED && g->outcome >= ELIGIBILITY_UNFUNDED;
}

enum rc joining_start_show(struct ctx *cx)
{
	const struct joining *g = cx->joining;
	const struct programme_data *d = &g->programme->d;
	struct start_typed usual = { .email = g->email, .starts = DATE_NONE, .full_week = S("37"), .hours = S("37") };
	const struct programme *inner = NULL;
	struct joining_start_view v;
	struct form_view fv;
	enum rc rc = OK;

	if (!may_be_started(g))
		return redirect(cx, url_id(cx, "/joining/", g->uuid, ""));
	if (g->programme->contains_id != DB_NULL_INT)
		rc = programme_get(cx, g->programme->contains_id, &inner);
	if (rc != OK)
		return rc;
	stale_said(cx);
	if (cx->failed == CONFLICT && !cx->err.n)
		form_error(cx, T_JOINING_START_CONFLICT);
	fv = form_view(cx, &joining_start_form, &usual, g->version);
	v = (struct joining_start_view){
		.errors = fv.errors, .hidden = fv.hidden,
		.email = form_field(&fv, "email")->html, .starts = form_field(&fv, "starts")->html,
		.hours = form_field(&fv, "hours")->html, .full_week = form_field(&fv, "full_week")->html,
		.team = form_field(&fv, "team")->html, .intake = form_field(&fv, "intake")->html, .name = g->name,
		.first = first_name(g->name), .programme = d->name, .employer = g->organisation_name, .months = d->months,
		.in_proportion = d->in_proportion, .wants_email = !g->person, .has_contains = inner != NULL,
		.contains = inner ? inner->d.name : STR_NONE, .action = url_id(cx, "/joining/", g->uuid, "/start"),
		.back = url_id(cx, "/joining/", g->uuid, ""),
	};
	return page(cx, &(struct page){ .title = WORDS(cx->arena, T_JOINING_START_TITLE, WORD_ARG("name", v.first)),
	                                .menu = MENU_PEOPLE, .main = HTML(cx, joining_start, &v) });
}

/* ---- the act ---- */

/* The person it is about: known already, found by their address among our ECSWs, or made now with the role
 * from the start, and invited. */
static enum rc person_for(struct ctx *cx, const struct start_typed *f, int64_t *ret)
{
	const struct joining *g = cx->joining;
	struct joining_ecsw_by_email_row known;
	struct new_person p = { .name = g->name, .email = str_trim(f->email), .expected = true };
	struct date from = date_cmp(f->starts, cx->today) > 0 ? cx->today : f->starts;
	enum rc rc;

	*ret = g->person;
	if (g->person)
		return OK;
	if (!f->email.n)
		return field_error(cx, "email", T_JOINING_START_EMAIL_MISSING);
	rc = sql_joining_ecsw_by_email(cx->db, cx->arena, email_fold(cx->arena, f->email), g->organisation, cx->today, &known);
	if (rc == OK && known.is_ours) {
		*ret = known.person;
		return known.person == cx->actor.person ? field_error(cx, "email", T_JOINING_NOT_YOURSELF) : OK;
	}
	if (rc == OK)
		return field_error(cx, "email", known.works_here ? T_JOINING_EMAIL_NOT_ECSW : T_JOINING_START_EMAIL_TAKEN);
	if (rc != NOT_FOUND)
		return rc;
	rc = person_create(cx, &p, ret);
	if (rc == CONFLICT)
		return field_error(cx, "email", T_JOINING_START_EMAIL_TAKEN);
	if (rc == OK)
		rc = role_grant(cx, *ret, g->organisation, ROLE_ECSW, from, DATE_NONE, NULL);
	return rc == OK ? person_invite(cx, *ret, g->organisation, ROLE_ECSW, f->starts) : rc;
}

/* One induction with its hours, and with what the check said of funding. */
static enum rc start_one(struct ctx *cx, const struct programme *p, const struct start_typed *f, int64_t person, int64_t around,
                         int64_t *ret_id, struct uuid *ret_uuid)
{
	const struct joining *g = cx->joining;
	struct new_induction i = { .ecsw = person, .programme = p->id, .framework = p->framework_id, .employer = g->organisation,
		                       .starts = f->starts, .team = f->team.p ? f->team : S(""),
		                       .intake = f->intake.p ? f->intake : S(""), .contained_in = around };
	int64_t hours = 0, full_week = 0;
	enum rc rc = induction_start(cx, &i, ret_id, ret_uuid);

	hours_parse(f->hours, &hours);
	hours_parse(f->full_week, &full_week);
	return rc == OK ? hours_say(cx, *ret_id, f->starts, hours, full_week) : rc;
}

static enum rc fund(struct ctx *cx, int64_t induction, struct date starts)
{
	struct check c;
	struct funding_said said = { .from = starts, .is_funded = cx->joining->outcome == ELIGIBILITY_FUNDED,
		                         .reason = FUNDING_BY_RULE, .note = S("") };
	enum rc rc = check_read(cx, cx->joining, &c);

	if (rc != OK)
		return rc;
	said.rule = eligibility_rules(cx->arena, &cx->joining->programme->eligibility, &c.path);
	return funding_say(cx, induction, &said);
}

/* A local programme with a national one inside: the open one of this person here is put inside, else both begin. */
static enum rc start_inside(struct ctx *cx, const struct start_typed *f, int64_t person, int64_t around)
{
	const struct programme *inner;
	struct open_national_row open;
	struct uuid uuid;
	int64_t id;
	enum rc rc = programme_get(cx, cx->joining->programme->contains_id, &inner);

	if (rc != OK)
		return rc;
	rc = sql_open_national(cx->db, cx->arena, person, inner->id, cx->joining->organisation, &open);
	if (rc == OK)
		return sql_induction_put_inside(cx->db, cx->arena, open.induction, around, NULL);
	if (rc != NOT_FOUND)
		return rc;
	rc = start_one(cx, inner, f, person, around, &id, &uuid);
	return rc == OK ? fund(cx, id, f->starts) : rc;
}

enum rc joining_start(struct ctx *cx)
{
	const struct start_typed *f = cx->form;
	const struct joining *g = cx->joining;
	struct programme_standing standing;
	int64_t person, induction;
	struct uuid uuid;
	enum rc rc = version_is(cx, g->version);

	if (rc != OK || (rc = programme_standing(cx, g->programme->id, &standing)) != OK)
		return rc;
	if (!may_be_started(g))
		return form_error(cx, T_JOINING_NOT_CHECKED);
	if (!standing.is_open)
		return form_error(cx, T_PROGRAMME_NOT_OPEN_START);
	if ((rc = person_for(cx, f, &person)) != OK ||
	    (rc = start_one(cx, g->programme, f, person, 0, &induction, &uuid)) != OK)
		return rc;
	rc = g->programme->contains_id != DB_NULL_INT ? start_inside(cx, f, person, induction) : fund(cx, induction, f->starts);
	if (rc == OK)
		rc = sql_joining_set_started(cx->db, cx->arena, g->id, person, induction, cx->now, NULL);
	cx->current_version = -1;
	return rc == OK ? created(cx, url_id(cx, "/inductions/", uuid, ""), T_JOINING_STARTED_NOTICE) : rc;
}
