/* demo.c — reads world.json and plays it into an empty database, in the order things would have happened: who is
 * there. What they did is demo_work.c. */
#include "app/demo/demo_inside.h"

#include "app/assignment/assignment.h"
#include "app/calendar/calendar.h"
#include "app/framework/framework.h"
#include "app/joining/joining.h"
#include "app/outline/outline.h"
#include "app/profiles/profiles.h"
#include "app/organisation/organisation.h"
#include "app/people/people.h"
#include "app/register/register.h"
#include "details.sql.h"
#include "joining.sql.h"
#include "organisation.sql.h"
#include "people_store.sql.h"
#include "terms.sql.h"
#include "web.sql.h"
#include "web/assets.h"

enum { FULL_WEEK = 3700 };

static void name_add(struct names *n, struct str key, int64_t id)
{
	if (n->n < WORLD_MOST)
		n->v[n->n++] = (struct named){ key, id };
}

int64_t world_id(const struct names *n, struct str key)
{
	for (size_t i = 0; i < n->n; i++)
		if (str_eq(n->v[i].key, key))
			return n->v[i].id;
	return 0;
}

size_t world_index(const struct names *n, struct str key)
{
	for (size_t i = 0; i < n->n; i++)
		if (str_eq(n->v[i].key, key))
			return i;
	return SIZE_MAX;
}

enum rc world_wrong(struct world *w, const char *what, struct str key)
{
	*w->why = strf(w->cx->arena, "demo/world.json: %s “%.*s” does not fit.", what, STR_FMT(key));
	return FAULT;
}

struct date world_days_ago(const struct world *w, const json_t *o, const char *key)
{
	return date_plus(w->cx->today, -(int32_t)json_get_i64(o, key, 0));
}

instant world_time_ago(const struct world *w, int64_t days, int minutes)
{
	instant t = instant_of(date_plus(w->cx->today, -(int32_t)days), 16, 0) + minutes * (instant)MINUTE;

	return t < w->now ? t : w->now - MINUTE;
}

void world_play_as(struct world *w, int64_t person, enum role role, instant at)
{
	w->cx->actor = (struct actor){ .person = person, .role = role };
	w->cx->now = at;
}

void world_play_now(struct world *w)
{
	w->cx->now = w->now;
	w->cx->actor = (struct actor){ .person = 0 };
}

/* ---- frameworks and programmes ---- */

enum rc world_framework(struct world *w, struct str slug, int64_t *ret, struct uuid *ret_uuid)
{
	struct ctx *cx = w->cx;
	struct framework_problems *problems = framework_problems_new(cx->arena);
	struct framework_import_options options = { .format = FORMAT_CASE, .now = cx->now };
	struct str text = data_file(cx->arena, strf(cx->arena, "frameworks/%.*s.json", STR_FMT(slug)));
	struct framework *fw;

	if (!text.n || framework_import(cx->arena, text, &options, &fw, problems) != OK)
		return world_wrong(w, "framework", slug);
	return framework_store(cx, fw, slug, ret, ret_uuid);
}

static enum rc load_framework(struct world *w, struct str slug)
{
	struct ctx *cx = w->cx;
	struct uuid uuid;
	int64_t id;
	enum rc rc = world_framework(w, slug, &id, &uuid);

	if (rc != OK)
		return rc;
	return framework_do_publish(cx, id, uuid, true, date_plus(cx->today, -800));
}

/* The demo's programmes are files that come with Cairn; its own key for each stays. */
static enum rc add_programmes(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "programmes"), i, o) {
		struct str file = json_get_str(o, "file"), owner = json_get_str(o, "organisation");
		const struct programme *p;
		struct programme_data d;
		int64_t id;
		size_t forms;

		if (programme_read(cx->arena, data_file(cx->arena, strf(cx->arena, "programmes/%.*s.json", STR_FMT(file))), &d,
		                   w->why) != OK)
			return world_wrong(w, "programme", file);
		rc = programme_store(cx, &d, owner.n ? world_id(&w->organisations, owner) : DB_NULL_INT, &id, &forms, w->why);
		if (rc != OK || (rc = programme_get(cx, id, &p)) != OK || (rc = programme_publish(cx, id, p->uuid, true)) != OK)
			return rc;
		w->programme_frameworks[w->programmes.n] = p->framework_id;
		name_add(&w->programmes, json_get_str(o, "key"), id);
	}
	return rc;
}

/* ---- people ---- */

/* How to reach an organisation, and what others call it. */
static enum rc organisation_known_as(struct world *w, int64_t id, const json_t *o)
{
	struct ctx *cx = w->cx;
	struct date since = date_plus(cx->today, -1200);
	struct str code = json_get_str(o, "code"), ons = json_get_str(o, "ons");
	enum rc rc = sql_organisation_contact_put(cx->db, cx->arena, id, 1, json_get_str(o, "phone"), json_get_str(o, "email"),
	                                          json_get_str(o, "address"), json_get_str(o, "policy"), NULL);

	if (rc == OK && code.n)
		rc = sql_organisation_code_add(cx->db, cx->arena, uuid7(cx->now), id, CODE_AUTHORITY, code, since, cx->now, NULL);
	if (rc == OK && ons.n)
		rc = sql_organisation_code_add(cx->db, cx->arena, uuid7(cx->now), id, CODE_ONS, ons, since, cx->now, NULL);
	return rc == OK ? organisation_index(cx, id) : rc;
}

/* Who looks after whom at the department, and who works with whom: once there are people. */
static enum rc add_ties(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "organisations"), i, o) {
		int64_t liaison = world_id(&w->people, json_get_str(o, "liaison"));

		if (rc == OK && liaison)
			rc = sql_organisation_liaison_put(cx->db, cx->arena, world_id(&w->organisations, json_get_str(o, "key")), liaison, NULL);
	}
	json_array_foreach(json_object_get(w->root, "partnerships"), i, o) {
		int kind = number_of(&partnership_kinds, json_get_str(o, "kind"));
		struct uuid id = uuid7(cx->now);

		if (rc == OK && kind < 0)
			rc = world_wrong(w, "partnership", json_get_str(o, "kind"));
		if (rc == OK)
			rc = sql_partnership_add(cx->db, cx->arena, id, world_id(&w->organisations, json_get_str(o, "organisation")),
			                         world_id(&w->organisations, json_get_str(o, "partner")), kind, world_days_ago(w, o, "from_days_ago"),
			                         cx->now, NULL);
		if (rc == OK && json_get_str(o, "apart_by").n)
			rc = sql_partnership_apart(cx->db, cx->arena, id, instant_of(world_days_ago(w, o, "from_days_ago"), 10, 0),
			                           world_id(&w->people, json_get_str(o, "apart_by")), NULL);
	}
	return rc;
}

static enum rc add_organisations(struct world *w)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "organisations"), i, o) {
		int type = number_of(&organisation_types, json_get_str(o, "type"));
		int64_t id;
		enum rc rc;

		if (type < 0)
			return world_wrong(w, "type of organisation", json_get_str(o, "key"));
		if ((rc = organisation_create(w->cx, json_get_str(o, "name"), (enum organisation_type)type, &id)) != OK)
			return rc;
		name_add(&w->organisations, json_get_str(o, "key"), id);
		if ((rc = organisation_known_as(w, id, o)) != OK)
			return rc;
	}
	return OK;
}

static enum rc add_people(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "people"), i, o) {
		struct new_person p = { .name = json_get_str(o, "name"), .initials = json_get_str(o, "initials"),
			                .email = json_get_str(o, "email"), .registration = json_get_str(o, "swe") };
		int64_t id;
		enum rc rc = person_create(cx, &p, &id);

		if (rc == OK && json_get_bool(o, "featured", false))
			rc = sql_demo_person_add(cx->db, cx->arena, id, (int64_t)i, json_get_str(o, "says"), NULL);
		if (rc != OK)
			return rc;
		name_add(&w->people, json_get_str(o, "key"), id);
	}
	return OK;
}

static enum rc add_roles(struct world *w)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "roles"), i, o) {
		int64_t person = world_id(&w->people, json_get_str(o, "person"));
		int64_t organisation = world_id(&w->organisations, json_get_str(o, "organisation"));
		int role = number_of(&roles, json_get_str(o, "role"));
		enum rc rc;

		if (!person || !organisation || role < 0)
			return world_wrong(w, "role of", json_get_str(o, "person"));
		rc = role_grant(w->cx, person, organisation, (enum role)role, world_days_ago(w, o, "from_days_ago"), DATE_NONE, NULL);
		if (rc != OK)
			return rc;
	}
	return OK;
}

/* Full-time from the first day; part-time from the day after the last pause, or from the beginning. */
static enum rc add_hours(struct world *w, const json_t *o, int64_t induction, struct date starts)
{
	const json_t *share = json_object_get(o, "part_time"), *pauses = json_object_get(o, "pauses");
	const json_t *last = json_array_get(pauses, json_array_size(pauses) - 1);
	struct date from = last ? date_plus(world_days_ago(w, last, "to_days_ago"), 1) : starts;
	enum rc rc = OK;

	if (!share || date_cmp(from, starts) > 0)
		rc = hours_say(w->cx, induction, starts, FULL_WEEK, FULL_WEEK);
	if (rc == OK && share)
		rc = hours_say(w->cx, induction, from, (int64_t)(json_number_value(share) * FULL_WEEK + 0.5), FULL_WEEK);
	return rc;
}

static enum rc add_pauses(struct world *w, const json_t *o, int64_t induction)
{
	const json_t *pauses = json_object_get(o, "pauses");
	enum rc rc = OK;
	size_t i;
	json_t *p;

	json_array_foreach((json_t *)pauses, i, p) {
		struct pause_told told = { .starts = world_days_ago(w, p, "from_days_ago"), .ends = world_days_ago(w, p, "to_days_ago"),
			                       .kind = PAUSE_PARENTAL };

		if (rc == OK)
			rc = pause_tell(w->cx, induction, &told);
	}
	return rc;
}

static enum rc add_inductions(struct world *w)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "inductions"), i, o) {
		size_t programme = world_index(&w->programmes, json_get_str(o, "programme"));
		struct str key = json_get_str(o, "key"), around = json_get_str(o, "around");
		struct new_induction n = { .ecsw = world_id(&w->people, json_get_str(o, "ecsw")),
			                   .employer = world_id(&w->organisations, json_get_str(o, "employer")),
			                   .starts = world_days_ago(w, o, "started_days_ago"), .team = json_get_str(o, "team"),
			                   .intake = json_get_str(o, "intake"), .seen_at = world_time_ago(w, 4, 0) };
		int64_t id;
		enum rc rc;

		if (programme == SIZE_MAX || !n.ecsw || !n.employer)
			return world_wrong(w, "induction of", json_get_str(o, "ecsw"));
		n.programme = w->programmes.v[programme].id;
		n.framework = w->programme_frameworks[programme];
		if ((rc = induction_start(w->cx, &n, &id, &w->induction_ids[w->inductions.n])) != OK ||
		    (rc = add_hours(w, o, id, n.starts)) != OK || (rc = add_pauses(w, o, id)) != OK)
			return rc;
		if (around.n)
			rc = sql_induction_put_inside(w->cx->db, w->cx->arena, world_id(&w->inductions, around), id, NULL);
		if (rc != OK)
			return rc;
		name_add(&w->inductions, key.n ? key : json_get_str(o, "ecsw"), id);
	}
	return OK;
}

/* ---- joining ---- */

static enum rc add_answers(struct world *w, const json_t *o, const struct programme *p, int64_t joining)
{
	struct ctx *cx = w->cx;
	struct eligibility_given given[ELIGIBILITY_QUESTIONS_MAX];
	struct eligibility_path path;
	const char *key;
	json_t *answer;
	int n = 0;
	enum rc rc = OK;

	json_object_foreach(json_object_get(o, "answers"), key, answer) {
		given[n++] = (struct eligibility_given){ str_from_c(key), json_str_of(answer) };
		if (rc == OK)
			rc = sql_eligibility_answer_add(cx->db, cx->arena, joining, str_from_c(key), json_str_of(answer),
			                                cx->actor.person, cx->now, NULL);
	}
	if (rc != OK || !json_get_bool(o, "keep", false))
		return rc;
	path = eligibility_follow(&p->eligibility, given, n);
	if (path.next >= 0)
		return world_wrong(w, "answers about", json_get_str(o, "name"));
	rc = sql_eligibility_result_add(cx->db, cx->arena, uuid7(cx->now), joining, path.outcome,
	                                eligibility_rules(cx->arena, &p->eligibility, &path), cx->actor.person, cx->now, NULL);
	return rc == OK ? sql_joining_set_state(cx->db, cx->arena, joining, JOINING_CHECKED, path.outcome, cx->now, NULL) : rc;
}

/* Who has started: their check belongs to the induction, and its rule to the funding. */
static enum rc add_started(struct world *w, const json_t *o, const struct programme *p, int64_t joining, int64_t person)
{
	int64_t induction = world_id(&w->inductions, json_get_str(o, "ecsw"));
	struct funding_said said = { .is_funded = true, .reason = FUNDING_BY_RULE, .rule = p->eligibility.rule, .note = S("") };
	size_t i;
	json_t *x;
	enum rc rc = sql_joining_set_started(w->cx->db, w->cx->arena, joining, person, induction, w->cx->now, NULL);

	json_array_foreach(json_object_get(w->root, "inductions"), i, x)
		if (str_eq(json_get_str(x, "ecsw"), json_get_str(o, "ecsw")))
			said.from = world_days_ago(w, x, "started_days_ago");
	return rc == OK ? funding_say(w->cx, induction, &said) : rc;
}

static enum rc add_joining(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "joining"), i, o) {
		int64_t organisation = world_id(&w->organisations, json_get_str(o, "organisation"));
		int64_t by = world_id(&w->people, json_get_str(o, "by")), person = world_id(&w->people, json_get_str(o, "ecsw"));
		struct str name = json_get_str(o, "name");
		struct uuid id = uuid7(cx->now);
		struct joining_add_row row;
		const struct programme *p;
		size_t x;
		json_t *known;
		enum rc rc = programme_get(cx, world_id(&w->programmes, json_get_str(o, "programme")), &p);

		if (rc != OK || !organisation || !by)
			return world_wrong(w, "joining", name);
		json_array_foreach(json_object_get(w->root, "people"), x, known)
			if (person && str_eq(json_get_str(known, "key"), json_get_str(o, "ecsw")))
				name = json_get_str(known, "name");
		world_play_as(w, by, ROLE_COORDINATOR, world_time_ago(w, json_get_i64(o, "days_ago", 0), 10));
		rc = sql_joining_add(cx->db, cx->arena, id, organisation, p->id, person ? person : DB_NULL_INT, name,
		                     text_fold(cx->arena, name), json_get_str(o, "email").p ? json_get_str(o, "email") : S(""),
		                     cx->now, by, &row);
		if (rc == OK)
			rc = event_add(cx, CHAIN_ORGANISATION, organisation, EVENT_JOINING_OPENED, id, S("{}"));
		if (rc == OK)
			rc = add_answers(w, o, p, row.joining);
		if (rc == OK && person)
			rc = add_started(w, o, p, row.joining, person);
		world_play_now(w);
		if (rc != OK)
			return rc;
	}
	return OK;
}

/* What a job's induction would look like, behind a link; some are over. */
static enum rc add_outlines(struct world *w)
{
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "job_outlines"), i, o) {
		struct outline_new n = {
			.organisation = world_id(&w->organisations, json_get_str(o, "organisation")),
			.programme = world_id(&w->programmes, json_get_str(o, "programme")), .job = json_get_str(o, "job"),
			.team = json_get_str(o, "team"), .title = json_get_str(o, "title"), .pay = json_get_str(o, "pay"),
			.promises = json_get_str(o, "promises"), .ask = json_get_str(o, "ask"), .days = (int)json_get_i64(o, "days", 60),
			.starts = date_plus(date_of(w->now), (int)json_get_i64(o, "starts_in_days", 30)),
		};
		int64_t by = world_id(&w->people, json_get_str(o, "by"));
		struct uuid id;

		if (!n.organisation || !n.programme || !by || !hours_parse(json_get_str(o, "hours"), &n.hours) ||
		    !hours_parse(json_get_str(o, "full_week"), &n.full_week))
			return world_wrong(w, "job_outlines", n.job);
		world_play_as(w, by, ROLE_COORDINATOR, world_time_ago(w, json_get_i64(o, "days_ago", 0), 20));
		rc = outline_make(w->cx, &n, &id);
		world_play_now(w);
		if (rc != OK)
			return rc;
	}
	return rc;
}

/* What employers vary of a programme. */
static enum rc add_variations(struct world *w)
{
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "variations"), i, o) {
		struct variation_new n = {
			.organisation = world_id(&w->organisations, json_get_str(o, "organisation")),
			.programme = world_id(&w->programmes, json_get_str(o, "programme")), .what = (enum variable)number_of(&variables, json_get_str(o, "what")),
			.value = json_get_i64(o, "value", 0), .starts = date_plus(date_of(w->now), (int)json_get_i64(o, "starts_in_days", 30)),
			.reason = json_get_str(o, "reason"),
		};
		int64_t by = world_id(&w->people, json_get_str(o, "by"));

		if (!n.organisation || !n.programme || !by || n.what < VARY_ANSWER_DAYS)
			return world_wrong(w, "variations", n.reason);
		world_play_as(w, by, ROLE_COORDINATOR, world_time_ago(w, json_get_i64(o, "days_ago", 0), 20));
		rc = variation_make(w->cx, &n);
		world_play_now(w);
		if (rc != OK)
			return rc;
	}
	return rc;
}

static enum rc add_equality(struct world *w, const json_t *o, int64_t person)
{
	const json_t *v = json_object_get(o, "equality");
	int64_t a[7];

	if (json_array_size(v) != COUNT_OF(a))
		return world_wrong(w, "answers of", json_get_str(o, "ecsw"));
	for (size_t i = 0; i < COUNT_OF(a); i++)
		a[i] = json_integer_value(json_array_get(v, i));
	return sql_equality_put(w->cx->db, w->cx->arena, person, a[0], a[1], a[2], a[3], a[4], a[5], a[6], NULL);
}

static enum rc add_details(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "details"), i, o) {
		int64_t person = world_id(&w->people, json_get_str(o, "ecsw"));
		int year, month, day;
		enum rc rc = sql_details_start(cx->db, cx->arena, person, cx->now, NULL);

		date_split(cx->today, &year, &month, &day);
		if (rc != OK || (rc = sql_details_confirm(cx->db, cx->arena, person, cx->now, NULL)) != OK ||
		    (rc = sql_details_set_born(cx->db, cx->arena, person, world_days_ago(w, o, "born_days_ago"), cx->now, NULL)) != OK ||
		    (rc = sql_details_set_registered(cx->db, cx->arena, person, world_days_ago(w, o, "registered_days_ago"), cx->now,
		                                     NULL)) != OK ||
		    (rc = sql_details_set_qualification(cx->db, cx->arena, person, json_get_str(o, "qualification"),
		                                        year - json_get_i64(o, "years_ago", 1), cx->now, NULL)) != OK ||
		    (rc = sql_details_set_route(cx->db, cx->arena, person, json_get_str(o, "route"), cx->now, NULL)) != OK ||
		    (rc = sql_details_set_equality_at(cx->db, cx->arena, person, cx->now, NULL)) != OK ||
		    (rc = add_equality(w, o, person)) != OK)
			return rc;
	}
	return OK;
}

static enum rc add_assignments(struct world *w)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "assignments"), i, o) {
		int64_t induction = world_id(&w->inductions, json_get_str(o, "ecsw"));
		int64_t person = world_id(&w->people, json_get_str(o, "person"));
		int role = number_of(&roles, json_get_str(o, "as"));
		enum rc rc;

		if (!induction || !person || role < 0)
			return world_wrong(w, "assignment of", json_get_str(o, "ecsw"));
		rc = assign(w->cx, induction, person, (enum role)role, world_days_ago(w, o, "from_days_ago"),
		            json_object_get(o, "to_days_ago") ? world_days_ago(w, o, "to_days_ago") : DATE_NONE);
		if (rc != OK)
			return rc;
	}
	return OK;
}

/* ---- the register, training, room ---- */

static const json_t *about(struct world *w, const char *list, struct str person)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, list), i, o) {
		if (str_eq(json_get_str(o, "person"), person))
			return o;
	}
	return NULL;
}

static struct date in_days(const struct world *w, const json_t *o, const char *key)
{
	return json_object_get(o, key) ? date_plus(w->cx->today, (int32_t)json_get_i64(o, key, 0)) : DATE_NONE;
}

/* Everybody with a number was asked about last night, and is registered, but where `register` says otherwise. */
static enum rc add_register(struct world *w)
{
	struct ctx *cx = w->cx;
	instant now = cx->now;
	size_t i;
	json_t *o;
	enum rc rc = OK;

	cx->now = instant_of(cx->today, 2, 10) < now ? instant_of(cx->today, 2, 10) : now;
	json_array_foreach(json_object_get(w->root, "people"), i, o) {
		const json_t *else_ = about(w, "register", json_get_str(o, "key"));
		int status = else_ ? number_of(&register_statuses, json_get_str(else_, "status")) : REGISTER_REGISTERED;
		struct register_answer a = {
			.status = (enum register_status)(status < 0 ? REGISTER_REGISTERED : status), .town = S("Elsewhere"),
			.name = json_get_str(else_, "name").n ? json_get_str(else_, "name") : json_get_str(o, "name"),
			.annotations = json_get_str(else_, "annotation"), .from = date_plus(cx->today, -1100),
			.until = json_object_get(else_, "until_in_days") ? in_days(w, else_, "until_in_days") : date_plus(cx->today, 190),
		};

		if (json_get_str(o, "swe").n && rc == OK)
			rc = register_keep(cx, world_id(&w->people, json_get_str(o, "key")), json_get_str(o, "swe"), &a, REGISTER_BY_COPY);
	}
	cx->now = now;
	return rc;
}

static enum rc add_training(struct world *w)
{
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "training"), i, o) {
		int64_t person = world_id(&w->people, json_get_str(o, "person"));
		int kind = number_of(&training_kinds, json_get_str(o, "kind"));

		if (!person || (kind < 0 && !json_object_get(o, "stage")))
			return world_wrong(w, "training of", json_get_str(o, "person"));
		rc = json_object_get(o, "stage")
		         ? educator_stage_keep(w->cx, person, (int)json_get_i64(o, "stage", 1), world_days_ago(w, o, "days_ago"),
		                               in_days(w, o, "until_in_days"))
		         : training_keep(w->cx, person, (enum training_kind)kind, json_get_str(o, "title"), world_days_ago(w, o, "days_ago"),
		                         in_days(w, o, "until_in_days"));
		if (rc != OK)
			return rc;
	}
	json_array_foreach(json_object_get(w->root, "room"), i, o) {
		int role = number_of(&roles, json_get_str(o, "as"));

		rc = capacity_keep(w->cx, world_id(&w->people, json_get_str(o, "person")),
		                   world_id(&w->organisations, json_get_str(o, "organisation")), (enum role)role,
		                   json_get_i64(o, "most", 0), date_plus(w->cx->today, (int32_t)json_get_i64(o, "from_in_days", 0)));
		if (rc != OK)
			return rc;
	}
	return rc;
}

/* ---- how kinds of job meet the standards ---- */

static enum rc add_profile_lines(struct world *w, const json_t *o, int64_t profile, const struct framework_version *v)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *l;
	enum rc rc = OK;

	json_array_foreach(json_object_get(o, "lines"), i, l) {
		int way = number_of(&profile_ways, json_get_str(l, "way"));
		struct profile_line line = { .way = (enum profile_way)way, .partner = world_id(&w->organisations, json_get_str(l, "partner")),
			                         .from = DATE_NONE, .to = DATE_NONE };
		struct framework_codes codes = { 0 };

		framework_parse_codes(cx->arena, v->fw, json_get_str(l, "codes"), 100, &codes);
		if (way < 1 || !codes.n || codes.unknown_n)
			return world_wrong(w, "line of a role profile", json_get_str(l, "codes"));
		if (line.partner) {
			line.from = world_days_ago(w, l, "from_days_ago");
			line.to = date_plus(date_of(w->now), (int)json_get_i64(l, "to_in_days", 300));
		}
		for (size_t c = 0; rc == OK && c < codes.n; c++)
			rc = profile_line_put(cx, profile, v->rows[codes.items[c]], &line, json_get_str(l, "words"));
		if (rc != OK)
			return rc;
	}
	return rc;
}

/* As far as it has come: asked about, approved, published, each by whom the world says, a day later. */
static enum rc move_profile(struct world *w, const json_t *o, struct uuid id, int64_t days_ago)
{
	static const struct {
		const char *by;
		enum role role;
		enum profile_act act;
	} acts[] = { { "asked_by", ROLE_COORDINATOR, PROFILE_ASK }, { "approved_by", ROLE_NATIONAL_ADMIN, PROFILE_APPROVE },
		         { "published_by", ROLE_NATIONAL_ADMIN, PROFILE_PUBLISH } };
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < COUNT_OF(acts); i++) {
		int64_t by = world_id(&w->people, json_get_str(o, acts[i].by));

		if (!by)
			continue;
		world_play_as(w, by, acts[i].role, world_time_ago(w, days_ago - (int64_t)i - 1, 30));
		if ((rc = load_profile(w->cx, id)) == OK)
			rc = profile_move(w->cx, acts[i].act, STR_NONE);
	}
	world_play_now(w);
	return rc;
}

static enum rc add_profiles(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i, k;
	json_t *o, *g;

	json_array_foreach(json_object_get(w->root, "role_profiles"), i, o) {
		struct profile_new n = { .organisation = world_id(&w->organisations, json_get_str(o, "organisation")), .replaces = DB_NULL_INT,
			                     .name = json_get_str(o, "name"), .job = json_get_str(o, "job") };
		size_t programme = world_index(&w->programmes, json_get_str(o, "programme"));
		int64_t by = world_id(&w->people, json_get_str(o, "by")), days_ago = json_get_i64(o, "days_ago", 30), row;
		const struct framework_version *v;
		struct uuid id;
		enum rc rc;

		if (!n.organisation || programme == SIZE_MAX || !by)
			return world_wrong(w, "role profile", n.name);
		n.framework = w->programme_frameworks[programme];
		world_play_as(w, by, ROLE_COORDINATOR, world_time_ago(w, days_ago, 20));
		if ((rc = framework_get(cx, n.framework, &v)) == OK && (rc = profile_begin(cx, &n, &row, &id)) == OK)
			rc = add_profile_lines(w, o, row, v);
		if (rc != OK || (rc = move_profile(w, o, id, days_ago)) != OK)
			return rc;
		json_array_foreach(json_object_get(o, "given"), k, g) {
			world_play_as(w, by, ROLE_COORDINATOR, world_time_ago(w, json_get_i64(g, "from_days_ago", 1), 30));
			rc = profile_give(cx, world_id(&w->inductions, json_get_str(g, "ecsw")), row, world_days_ago(w, g, "from_days_ago"), NULL);
			world_play_now(w);
			if (rc != OK)
				return rc;
		}
	}
	return OK;
}

/* What employers ask besides. */
static enum rc add_supplements(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "supplements"), i, o) {
		int64_t organisation = world_id(&w->organisations, json_get_str(o, "organisation")), by = world_id(&w->people, json_get_str(o, "by"));
		size_t programme = world_index(&w->programmes, json_get_str(o, "programme"));
		const struct framework_version *v;
		int32_t item;

		if (!organisation || !by || programme == SIZE_MAX)
			return world_wrong(w, "supplement", json_get_str(o, "code"));
		if ((rc = framework_get(cx, w->programme_frameworks[programme], &v)) != OK)
			return rc;
		if ((item = framework_find_code(v->fw, json_get_str(o, "outcome"))) < 0)
			return world_wrong(w, "outcome of a supplement", json_get_str(o, "outcome"));
		world_play_as(w, by, ROLE_COORDINATOR, world_time_ago(w, json_get_i64(o, "days_ago", 30), 20));
		rc = supplement_make(cx, organisation, v->rows[item], json_get_str(o, "code"), json_get_str(o, "text"), world_days_ago(w, o, "days_ago"));
		world_play_now(w);
		if (rc != OK)
			return rc;
	}
	return rc;
}

enum rc demo_fill(struct ctx *cx, struct str *ret_why)
{
	enum rc (*const steps[])(struct world *) = { add_organisations, add_people, add_register, add_roles, add_training, add_ties,
		                                     add_programmes, add_inductions, add_assignments, add_joining, add_outlines, add_variations, add_profiles, add_supplements, add_details, world_work, world_drafts };
	struct json_limits limits = { .bytes = 4 << 20, .depth = 16, .values = 200000 };
	struct world *w = NEW(cx->arena, struct world);
	struct json_problem problem;
	struct json_t *root;
	enum rc rc;

	w->cx = cx;
	w->now = cx->now;
	w->why = ret_why;
	if (json_parse(cx->arena, data_file(cx->arena, S("demo/world.json")), limits, &root, &problem) != OK)
		return world_wrong(w, "line", strf(cx->arena, "%d", problem.line));
	w->root = root;
	rc = sql_setting_put(cx->db, cx->arena, S("demo"), S("1"), NULL);
	if (rc == OK)
		rc = load_framework(w, S("ten-standards-illustrative"));
	if (rc == OK)
		rc = load_framework(w, S("pqs-2025-illustrative"));
	for (size_t i = 0; rc == OK && i < COUNT_OF(steps); i++)
		rc = steps[i](w);
	return rc == OK ? demo_kinds(cx, ret_why) : rc;
}
