/* details.c — an ECSW's details, one part a page: by themselves at /details, or by the coordinator of their employer
 * under the induction. Each part is its own column: saving one touches nothing else. */
#include "app/joining/joining_inside.h"

#include "app/joining/details_view.h"
#include "details.sql.h"
#include "templates.gen.h"

/* ---- forms ---- */

struct name_typed { bool right; };
struct born_typed { struct date born; };
struct registered_typed { struct date registered_on; };
struct qualification_typed { struct str qualification; int64_t qualified_year; };
struct route_typed { struct str route; };

static const struct field name_fields[] = {
	BOOL(struct name_typed, right, .label = T_DETAILS_RIGHT, .max = 1, .required = true,
	     .missing = T_DETAILS_RIGHT_MISSING),
};
static const struct field born_fields[] = {
	DATE(struct born_typed, born, .label = T_DETAILS_BORN, .hint = T_DETAILS_BORN_HINT, .max = 30, .required = true,
	     .not_after_today = true),
};
static const struct field registered_fields[] = {
	DATE(struct registered_typed, registered_on, .label = T_DETAILS_ON, .hint = T_DETAILS_ON_HINT, .max = 30,
	     .required = true, .not_after_today = true, .not_before_1990 = true),
};
static const struct field qualification_fields[] = {
	TEXT(struct qualification_typed, qualification, .label = T_DETAILS_QUALIFICATION,
	     .hint = T_DETAILS_QUALIFICATION_HINT, .max = 200, .required = true),
	INT(struct qualification_typed, qualified_year, .label = T_DETAILS_YEAR, .hint = T_DETAILS_YEAR_HINT,
	    .max = 2200, .min = 1950, .required = true),
};
static const struct field route_fields[] = {
	TEXT(struct route_typed, route, .label = T_DETAILS_ROUTE, .max = 60, .required = true,
	     .missing = T_DETAILS_ROUTE_MISSING),
};

static void check_born(struct ctx *cx, const void *filled)
{
	struct date born = ((const struct born_typed *)filled)->born;

	if (!date_is_none(born) && (months_between(born, cx->today) < 18 * 12 || months_between(born, cx->today) > 100 * 12))
		field_error(cx, "born", T_DETAILS_BORN_WRONG);
}

static void check_year(struct ctx *cx, const void *filled)
{
	int year, month, day;

	date_split(cx->today, &year, &month, &day);
	if (((const struct qualification_typed *)filled)->qualified_year > year)
		field_error(cx, "qualified_year", T_DETAILS_YEAR_WRONG);
}
#define DETAILS_FORM(part, ...)                                                                      \
	{ .name = "details_" #part, .size = sizeof(struct part##_typed), .fields = part##_fields,       \
	  .n = COUNT_OF(part##_fields), .wants_version = true, __VA_ARGS__ }
const struct form details_name_form = DETAILS_FORM(name);
const struct form details_born_form = DETAILS_FORM(born, .check = check_born);
const struct form details_registered_form = DETAILS_FORM(registered);
const struct form details_qualification_form = DETAILS_FORM(qualification, .check = check_year, .autosave = true);
const struct form details_route_form = DETAILS_FORM(route, .autosave = true);

/* ---- whose, and how far ---- */

enum part { PART_NAME, PART_BORN, PART_REGISTERED, PART_QUALIFICATION, PART_ROUTE, PART_END };
static const struct {
	const char *path;
	enum word title, lead, why;
	const struct form *form;
} parts[PART_END] = {
	[PART_NAME] = { "name", T_DETAILS_NAME, T_DETAILS_NAME_LEAD, T_DETAILS_NAME_WHY, &details_name_form },
	[PART_BORN] = { "born", T_DETAILS_BORN, T_DETAILS_BORN_LEAD, T_DETAILS_BORN_WHY, &details_born_form },
	[PART_REGISTERED] = { "registered", T_DETAILS_ON, T_DETAILS_ON_LEAD, T_DETAILS_ON_WHY,
	                      &details_registered_form },
	[PART_QUALIFICATION] = { "qualification", T_DETAILS_QUALIFICATION, T_DETAILS_QUALIFICATION_LEAD,
	                         T_DETAILS_QUALIFICATION_WHY, &details_qualification_form },
	[PART_ROUTE] = { "route", T_DETAILS_ROUTE, T_DETAILS_ROUTE_LEAD, T_DETAILS_ROUTE_WHY,
	                 &details_route_form },
};

struct details {
	struct details_of_row row;
	int64_t person;
	const struct programme *programme; /* whose routes; NULL when there is none */
	int64_t version;
};

static bool is_own(const struct ctx *cx)
{
	return !cx->induction;
}

static enum rc read_details(struct ctx *cx, struct details *d)
{
	struct details_programme_row of;
	struct details_any_programme_row any;
	enum rc rc;

	*d = (struct details){ .person = is_own(cx) ? cx->actor.person : cx->induction->ecsw };
	if ((rc = sql_details_of(cx->db, cx->arena, d->person, &d->row)) != OK)
		return rc;
	d->version = d->row.version == DB_NULL_INT ? 0 : d->row.version;
	rc = sql_details_programme(cx->db, cx->arena, d->person, &of);
	if (rc == NOT_FOUND && (rc = sql_details_any_programme(cx->db, cx->arena, &any)) == OK)
		of.programme = any.programme;
	if (rc == OK)
		return programme_get(cx, of.programme, &d->programme);
	return rc == NOT_FOUND ? OK : rc;
}

static bool is_done(const struct details *d, enum part part)
{
	switch (part) {
	case PART_NAME:
		return d->row.confirmed_at != DB_NULL_INT;
	case PART_BORN:
		return !date_is_none(d->row.born);
	case PART_REGISTERED:
		return !date_is_none(d->row.registered_on);
	case PART_QUALIFICATION:
		return d->row.qualification.n > 0;
	default:
		return d->row.route.n > 0;
	}
}

static struct str route_words(const struct details *d)
{
	struct str name = d->programme ? programme_route_name(&d->programme->d, d->row.route) : STR_NONE;

	return name.n ? name : d->row.route;
}

static struct str answer_words(struct ctx *cx, const struct details *d, enum part part)
{
	switch (part) {
	case PART_NAME:
		return d->row.registration.n ? strf(cx->arena, "%.*s, %.*s", STR_FMT(d->row.name), STR_FMT(d->row.registration))
		                             : d->row.name;
	case PART_BORN:
		return date_long(cx->arena, d->row.born);
	case PART_REGISTERED:
		return date_long(cx->arena, d->row.registered_on);
	case PART_QUALIFICATION:
		return strf(cx->arena, "%.*s, %lld", STR_FMT(d->row.qualification), (long long)d->row.qualified_year);
	default:
		return route_words(d);
	}
}

static struct url base_url(struct ctx *cx)
{
	return is_own(cx) ? url_lit("/details") : url_id(cx, "/inductions/", cx->induction->uuid, "/details");
}

static struct url part_url(struct ctx *cx, enum part part)
{
	return is_own(cx) ? url_lit(strf(cx->arena, "/details/%s", parts[part].path).p)
	                  : url_id(cx, "/inductions/", cx->induction->uuid, strf(cx->arena, "/details/%s", parts[part].path).p);
}

/* The first part not answered yet, PART_END when all are. Names are confirmed by nobody but oneself. */
static enum part first_open(const struct ctx *cx, const struct details *d)
{
	for (int p = is_own(cx) ? PART_NAME : PART_BORN; p < PART_END; p++)
		if (!is_done(d, (enum part)p))
			return (enum part)p;
	return PART_END;
}

enum rc details_progress(struct ctx *cx, int64_t person, int *ret_done, int *ret_all)
{
	struct details d = { .person = person };
	enum rc rc = sql_details_of(cx->db, cx->arena, person, &d.row);

	*ret_done = 0;
	*ret_all = PART_END;
	for (int p = 0; rc == OK && p < PART_END; p++)
		*ret_done += is_done(&d, (enum part)p);
	return rc;
}

/* ---- the list of tasks ---- */

static enum rc tasks_json(struct ctx *cx, const struct details *d)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "name"), json_str(j, d->row.name);
	json_key(j, "registration_number"), json_str(j, d->row.registration);
	json_key(j, "confirmed"), json_bool(j, is_done(d, PART_NAME));
	json_key(j, "born"), json_date(j, d->row.born);
	json_key(j, "registered_on"), json_date(j, d->row.registered_on);
	json_key(j, "qualification"), json_str(j, d->row.qualification);
	json_key(j, "qualified_year");
	if (d->row.qualified_year == DB_NULL_INT)
		json_none(j);
	else
		json_i64(j, d->row.qualified_year);
	json_key(j, "route"), json_str(j, d->row.route);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc details_show(struct ctx *cx)
{
	struct details d;
	struct details_view v = { .own = is_own(cx), .all = PART_END };
	enum part open;
	enum rc rc = read_details(cx, &d);

	if (rc != OK)
		return rc;
	cx->current_version = d.version;
	if (cx->json)
		return tasks_json(cx, &d);
	open = first_open(cx, &d);
	v.name = d.row.name;
	v.tasks.v = NEW_ARRAY(cx->arena, struct details_task, PART_END);
	for (int p = 0; p < PART_END; p++) {
		bool done = is_done(&d, (enum part)p);

		v.done += done;
		v.tasks.v[v.tasks.n++] = (struct details_task){
			parts[p].title, done ? answer_words(cx, &d, (enum part)p) : STR_NONE, part_url(cx, (enum part)p), done,
			v.own || p != PART_NAME };
	}
	v.all_done = v.done == v.all;
	v.begun = v.done > 0;
	v.equality_done = d.row.equality_at != DB_NULL_INT;
	v.next = open < PART_END ? part_url(cx, open) : base_url(cx);
	if (!v.own)
		v.back = url_id(cx, "/inductions/", cx->induction->uuid, "");
	return page(cx, &(struct page){ .title = word(T_DETAILS_TITLE), .menu = v.own ? MENU_NONE : MENU_COHORT,
	                                .main = HTML(cx, details_tasks, &v) });
}

/* ---- one part ---- */

/* What is there already, in the form's own struct. */
static const void *filled_of(struct ctx *cx, const struct details *d, enum part part)
{
	union {
		struct name_typed name;
		struct born_typed born;
		struct registered_typed registered;
		struct qualification_typed qualification;
		struct route_typed route;
	} *u = arena_alloc(cx->arena, sizeof(*u));

	switch (part) {
	case PART_NAME:
		u->name = (struct name_typed){ is_done(d, PART_NAME) };
		break;
	case PART_BORN:
		u->born = (struct born_typed){ d->row.born };
		break;
	case PART_REGISTERED:
		u->registered = (struct registered_typed){ d->row.registered_on };
		break;
	case PART_QUALIFICATION:
		u->qualification = (struct qualification_typed){ d->row.qualification, d->row.qualified_year == DB_NULL_INT
			                                                                       ? 0 : d->row.qualified_year };
		break;
	default:
		u->route = (struct route_typed){ d->row.route };
	}
	return u;
}

static void add_routes(struct ctx *cx, const struct details *d, struct str chosen, struct details_part_view *v)
{
	int n = d->programme ? d->programme->d.routes_n : 0;

	v->routes.v = NEW_ARRAY(cx->arena, struct joining_option, (size_t)n + 1);
	for (int i = 0; i < n; i++) {
		const struct route_in *r = &d->programme->d.routes[i];

		v->routes.v[v->routes.n++] = (struct joining_option){ r->key, r->name, i ? strf(cx->arena, "route-%d", i + 1) : S("route"),
			                                                  str_eq(r->key, chosen) };
	}
}

static struct html all_fields(struct ctx *cx, const struct form_view *fv)
{
	struct html_out out = html_begin(cx->arena);

	for (size_t i = 0; i < fv->n; i++)
		html_html(&out, fv->v[i].html);
	return html_end(&out);
}

static enum rc show_part(struct ctx *cx, enum part part)
{
	struct details d;
	struct form_view fv;
	struct details_part_view v;
	enum rc rc = read_details(cx, &d);

	if (rc != OK)
		return rc;
	cx->current_version = d.version;
	stale_said(cx);
	fv = form_view(cx, parts[part].form, filled_of(cx, &d, part), d.version);
	v = (struct details_part_view){
		.errors = fv.errors, .hidden = fv.hidden,
		.name = d.row.name, .number = d.row.registration, .title = parts[part].title, .lead = parts[part].lead,
		.why = parts[part].why, .action = part_url(cx, part), .back = base_url(cx), .confirms = part == PART_NAME,
		.has_routes = part == PART_ROUTE, .own = is_own(cx),
	};
	if (part == PART_ROUTE) {
		v.error = form_field(&fv, "route")->error;
		add_routes(cx, &d, form_field(&fv, "route")->value, &v);
	} else {
		v.fields = all_fields(cx, &fv);
	}
	return page(cx, &(struct page){ .title = word(parts[part].title), .menu = v.own ? MENU_NONE : MENU_COHORT,
	                                .main = HTML(cx, details_part, &v) });
}

enum rc details_name(struct ctx *cx) { return show_part(cx, PART_NAME); }
enum rc details_born(struct ctx *cx) { return show_part(cx, PART_BORN); }
enum rc details_registered(struct ctx *cx) { return show_part(cx, PART_REGISTERED); }
enum rc details_qualification(struct ctx *cx) { return show_part(cx, PART_QUALIFICATION); }
enum rc details_route(struct ctx *cx) { return show_part(cx, PART_ROUTE); }

/* ---- saving one ---- */

/* Begins a change: the row is there, locked, and of the version the page showed. */
static enum rc begin_change(struct ctx *cx, struct details *d)
{
	struct details_lock_row row;
	enum rc rc = read_details(cx, d);

	if (rc == OK)
		rc = sql_details_start(cx->db, cx->arena, d->person, cx->now, NULL);
	if (rc == OK)
		rc = sql_details_lock(cx->db, cx->arena, d->person, &row);
	return rc == OK ? version_is(cx, row.version) : rc;
}

/* Ends it: the event says which part, never what. One's own goes on to what is still open. */
static enum rc end_change(struct ctx *cx, const struct details *before, enum part part, enum rc rc)
{
	bool was_done = is_done(before, part);
	struct details d;
	enum part open;

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, before->person, EVENT_DETAILS_CHANGED, before->row.person_id,
		               strf(cx->arena, "{\"part\":\"%s\"}", parts[part].path));
	if (rc != OK || (rc = read_details(cx, &d)) != OK)
		return rc;
	cx->current_version = d.version;
	open = first_open(cx, &d);
	if (is_own(cx) && !was_done && open < PART_END && !cx->json)
		return redirect(cx, part_url(cx, open));
	return done(cx, base_url(cx), T_DETAILS_SAVED);
}

enum rc details_name_save(struct ctx *cx)
{
	struct details d;
	enum rc rc = begin_change(cx, &d);

	return rc == OK ? end_change(cx, &d, PART_NAME, sql_details_confirm(cx->db, cx->arena, d.person, cx->now, NULL)) : rc;
}

enum rc details_born_save(struct ctx *cx)
{
	const struct born_typed *f = cx->form;
	struct details d;
	enum rc rc = begin_change(cx, &d);

	return rc == OK ? end_change(cx, &d, PART_BORN,
	                             sql_details_set_born(cx->db, cx->arena, d.person, f->born, cx->now, NULL))
	                : rc;
}

enum rc details_registered_save(struct ctx *cx)
{
	const struct registered_typed *f = cx->form;
	struct details d;
	enum rc rc = begin_change(cx, &d);

	return rc == OK ? end_change(cx, &d, PART_REGISTERED,
	                             sql_details_set_registered(cx->db, cx->arena, d.person, f->registered_on, cx->now, NULL))
	                : rc;
}

enum rc details_qualification_save(struct ctx *cx)
{
	const struct qualification_typed *f = cx->form;
	struct details d;
	enum rc rc = begin_change(cx, &d);

	return rc == OK ? end_change(cx, &d, PART_QUALIFICATION,
	                             sql_details_set_qualification(cx->db, cx->arena, d.person, f->qualification,
	                                                                f->qualified_year, cx->now, NULL))
	                : rc;
}

enum rc details_route_save(struct ctx *cx)
{
	const struct route_typed *f = cx->form;
	struct details d;
	enum rc rc = begin_change(cx, &d);

	if (rc != OK)
		return rc;
	if (!d.programme || !programme_route_name(&d.programme->d, f->route).n)
		return field_error(cx, "route", T_DETAILS_ROUTE_MISSING);
	return end_change(cx, &d, PART_ROUTE, sql_details_set_route(cx->db, cx->arena, d.person, f->route, cx->now, NULL));
}
