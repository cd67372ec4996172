/* outline.c — the employer's side of what a job's induction would look like: links made, listed, ended. */
#include "app/outline/outline.h"

#include "app/joining/joining.h"
#include "app/outline/outline_view.h"
#include "outline.sql.h"
#include "programme.sql.h"
#include "templates.gen.h"

enum { SEEN_AFTER = 30 }; /* days that one which is over goes on being listed */

/* ---- making one ---- */

struct outline_typed {
	struct str programme, job, team;
	struct date starts;
	struct str hours, full_week, title, pay, promises, ask;
	int64_t days;
};
static const struct field outline_fields[] = {
	TEXT(struct outline_typed, programme, .label = T_JOINING_PROGRAMME, .max = 60, .required = true,
	     .missing = T_JOINING_PROGRAMME_MISSING),
	TEXT(struct outline_typed, job, .label = T_OUTLINE_JOB, .hint = T_OUTLINE_JOB_HINT, .max = 120, .required = true),
	TEXT(struct outline_typed, team, .label = T_OUTLINE_TEAM, .max = 120),
	DATE(struct outline_typed, starts, .label = T_OUTLINE_STARTS, .hint = T_OUTLINE_STARTS_HINT, .max = 30, .required = true,
	     .not_before_1990 = true),
	TEXT(struct outline_typed, hours, .label = T_TERMS_HOURS, .hint = T_TERMS_HOURS_HINT, .max = 20, .required = true),
	TEXT(struct outline_typed, full_week, .label = T_TERMS_FULL_WEEK, .hint = T_TERMS_FULL_WEEK_HINT, .max = 20, .required = true),
	TEXT(struct outline_typed, title, .label = T_OUTLINE_TITLE_AFTER, .hint = T_OUTLINE_TITLE_HINT, .max = 120),
	TEXT(struct outline_typed, pay, .label = T_OUTLINE_PAY, .hint = T_OUTLINE_PAY_HINT, .max = 200),
	LONG_TEXT(struct outline_typed, promises, .label = T_OUTLINE_PROMISES, .hint = T_OUTLINE_PROMISES_HINT, .max = 1500, .rows = 5),
	TEXT(struct outline_typed, ask, .label = T_OUTLINE_ASK, .hint = T_OUTLINE_ASK_HINT, .max = 200),
	INT(struct outline_typed, days, .label = T_OUTLINE_DAYS, .min = 1, .max = OUTLINE_DAYS_MAX, .required = true),
};
static void check_outline(struct ctx *cx, const void *filled)
{
	const struct outline_typed *f = filled;
	int64_t n;

	if (!date_is_none(f->starts) && (f->starts.days < cx->today.days - 366 || f->starts.days > cx->today.days + 5 * 366))
		field_error(cx, "starts", T_OUTLINE_STARTS_FAR);
	if (f->hours.n && !hours_parse(f->hours, &n))
		field_error(cx, "hours", T_TERMS_HOURS_WRONG);
	if (f->full_week.n && !hours_parse(f->full_week, &n))
		field_error(cx, "full_week", T_TERMS_HOURS_WRONG);
}
const struct form outline_form = { .name = "outline", .size = sizeof(struct outline_typed), .fields = outline_fields,
	                               .n = COUNT_OF(outline_fields), .check = check_outline, .autosave = true };

static struct outline_choices choices_of(struct ctx *cx, const struct programmes_for_rows *rows, struct str chosen)
{
	struct outline_choices c = { NEW_ARRAY(cx->arena, struct outline_choice, rows->n + 1), 0 };

	for (size_t i = 0; i < rows->n; i++)
		c.v[c.n++] = (struct outline_choice){ rows->v[i].slug, rows->v[i].name,
			                                  i ? strf(cx->arena, "programme-%zu", i + 1) : S("programme"), str_eq(rows->v[i].slug, chosen) };
	return c;
}

enum rc outline_new_show(struct ctx *cx)
{
	struct outline_typed usual = { .starts = DATE_NONE, .hours = S("37"), .full_week = S("37"), .days = 60 };
	struct form_view fv = form_view(cx, &outline_form, &usual, -1);
	struct programmes_for_rows rows;
	struct outline_new_view v;
	enum rc rc = sql_programmes_for(cx->db, cx->arena, cx->actor.organisation, &rows);

	if (rc != OK)
		return rc;
	v = (struct outline_new_view){
		.errors = fv.errors, .hidden = fv.hidden, .job = form_field(&fv, "job")->html, .team = form_field(&fv, "team")->html,
		.starts = form_field(&fv, "starts")->html, .hours = form_field(&fv, "hours")->html,
		.full_week = form_field(&fv, "full_week")->html, .title = form_field(&fv, "title")->html, .pay = form_field(&fv, "pay")->html,
		.promises = form_field(&fv, "promises")->html, .ask = form_field(&fv, "ask")->html, .days = form_field(&fv, "days")->html,
		.programmes = choices_of(cx, &rows, form_field(&fv, "programme")->value),
		.programme_error = form_field(&fv, "programme")->error,
	};
	return page(cx, &(struct page){ .title = word(T_OUTLINE_NEW_TITLE), .menu = MENU_PEOPLE, .main = HTML(cx, outline_new, &v) });
}

enum rc outline_make(struct ctx *cx, const struct outline_new *n, struct uuid *ret)
{
	struct uuid id = uuid7(cx->now);
	struct outline_add_row row;
	enum rc rc = sql_outline_add(cx->db, cx->arena, id, n->organisation, n->programme, random_token(cx->arena), n->job, n->team,
	                             n->starts, n->hours, n->full_week, n->title, n->pay, n->promises, n->ask, cx->now, cx->actor.person,
	                             cx->now + n->days * DAY, &row);

	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, n->organisation, EVENT_OUTLINE_MADE, id, strf(cx->arena, "{\"days\":%d}", n->days));
	if (rc == OK)
		*ret = id;
	return rc;
}

static struct str or_nothing(struct str s)
{
	return s.p ? s : S("");
}

enum rc outline_create(struct ctx *cx)
{
	const struct outline_typed *f = cx->form;
	struct outline_new n = { .organisation = cx->actor.organisation, .job = f->job, .team = or_nothing(f->team), .title = or_nothing(f->title),
		                     .pay = or_nothing(f->pay), .promises = or_nothing(f->promises), .ask = or_nothing(f->ask),
		                     .starts = f->starts, .days = (int)f->days };
	const struct programme *p;
	struct programme_standing standing;
	struct outlines_open_row open;
	struct uuid id;
	enum rc rc = programme_of_slug(cx, f->programme, &p);

	if (rc == NOT_FOUND || (rc == OK && p->organisation != DB_NULL_INT && p->organisation != cx->actor.organisation))
		return field_error(cx, "programme", T_JOINING_PROGRAMME_MISSING);
	if (rc != OK || (rc = programme_standing(cx, p->id, &standing)) != OK)
		return rc;
	if (!standing.is_open)
		return field_error(cx, "programme", standing.state == PROGRAMME_DRAFT ? T_JOINING_PROGRAMME_MISSING : T_PROGRAMME_NOT_OPEN);
	if ((rc = sql_outlines_open(cx->db, cx->arena, cx->actor.organisation, cx->now, &open)) != OK)
		return rc;
	if (open.n >= OUTLINES_OPEN_MAX)
		return form_error(cx, T_OUTLINE_TOO_MANY);
	n.programme = p->id;
	hours_parse(f->hours, &n.hours);
	hours_parse(f->full_week, &n.full_week);
	rc = outline_make(cx, &n, &id);
	return rc == OK ? created(cx, url_lit("/job-outlines"), T_OUTLINE_MADE) : rc;
}

/* ---- ending one ---- */

struct outline_end_typed {
	struct str outline;
};
static const struct field end_fields[] = {
	TEXT(struct outline_end_typed, outline, .label = T_OUTLINE_LINK, .max = UUID_TEXT, .required = true),
};
const struct form outline_end_form = { .name = "outline_end", .size = sizeof(struct outline_end_typed), .fields = end_fields,
	                                   .n = COUNT_OF(end_fields) };

enum rc outline_end(struct ctx *cx)
{
	const struct outline_end_typed *f = cx->form;
	struct outline_open_of_row row;
	struct uuid id;
	enum rc rc = uuid_parse(f->outline, &id) ? sql_outline_open_of(cx->db, cx->arena, id, cx->actor.organisation, cx->now, &row) : NOT_FOUND;

	if (rc == OK)
		rc = sql_outline_end(cx->db, cx->arena, row.outline, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, cx->actor.organisation, EVENT_OUTLINE_ENDED, id, S("{}"));
	return rc == OK ? done(cx, url_lit("/job-outlines"), T_OUTLINE_ENDED) : rc;
}

/* ---- the list ---- */

static struct str link_of(struct ctx *cx, struct str token)
{
	return strf(cx->arena, "%.*s/o/%.*s", STR_FMT(cx->settings->url), STR_FMT(token));
}

static bool is_open(const struct ctx *cx, const struct outlines_of_row *r)
{
	return r->ended_at == DB_NULL_INT && r->expires > cx->now;
}

static enum rc outlines_json(struct ctx *cx, const struct outlines_of_rows *rows)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		const struct outlines_of_row *r = &rows->v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, r->id);
		json_key(j, "job"), json_str(j, r->job);
		json_key(j, "team"), json_str(j, r->team);
		json_key(j, "programme"), json_str(j, r->programme);
		json_key(j, "starts"), json_date(j, r->starts);
		json_key(j, "link");
		if (is_open(cx, r))
			json_str(j, link_of(cx, r->token));
		else
			json_none(j);
		json_key(j, "created"), json_instant(j, r->created);
		json_key(j, "expires"), json_instant(j, r->expires);
		json_key(j, "ended_at"), json_instant(j, r->ended_at);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

static struct str state_of(struct ctx *cx, const struct outlines_of_row *r)
{
	struct date until = date_of(is_open(cx, r) || r->ended_at == DB_NULL_INT ? r->expires : r->ended_at);

	return is_open(cx, r) ? WORDS(cx->arena, T_OUTLINE_WORKS_UNTIL, WORD_ARG("date", until), WORD_ARG("name", r->by))
	       : r->ended_at == DB_NULL_INT ? WORDS(cx->arena, T_OUTLINE_WAS_OVER, WORD_ARG("date", until))
	                                    : WORDS(cx->arena, T_OUTLINE_WAS_ENDED, WORD_ARG("date", until));
}

enum rc outlines_show(struct ctx *cx)
{
	struct outlines_of_rows rows;
	struct outlines_view v = { .csrf = hidden_csrf(cx) };
	enum rc rc = sql_outlines_of(cx->db, cx->arena, cx->actor.organisation, cx->now - SEEN_AFTER * DAY, &rows);

	if (rc != OK || cx->json)
		return rc != OK ? rc : outlines_json(cx, &rows);
	v.all.v = NEW_ARRAY(cx->arena, struct outline_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct outlines_of_row *r = &rows.v[i];

		v.all.v[v.all.n++] = (struct outline_line){
			.id = uuid_str(cx->arena, r->id), .box = strf(cx->arena, "link-%zu", i + 1), .programme = r->programme,
			.title = r->team.n ? strf(cx->arena, "%.*s, %.*s", STR_FMT(r->job), STR_FMT(r->team)) : r->job,
			.starts = date_long(cx->arena, r->starts), .hours = hours_words(cx, r->hours, r->full_week),
			.link = is_open(cx, r) ? link_of(cx, r->token) : STR_NONE, 
			.open = { strf(cx->arena, "/o/%.*s", STR_FMT(r->token)) }, .state = state_of(cx, r), .is_open = is_open(cx, r),
		};
	}
	return page(cx, &(struct page){ .title = word(T_OUTLINE_LIST_TITLE), .menu = MENU_PEOPLE, .main = HTML(cx, outlines, &v) });
}
