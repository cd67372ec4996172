/* demo.c — reads world.json and plays it into an empty database, in the order things would have happened. */
#include "app/calendar/calendar.h"
#include "app/demo/demo.h"

#include "app/assignment/assignment.h"
#include "app/coverage/coverage.h"
#include "app/decision/decision.h"
#include "app/framework/framework.h"
#include "app/joining/joining.h"
#include "app/notices/notices.h"
#include "app/organisation/organisation.h"
#include "app/outsider/outsider.h"
#include "app/people/people.h"
#include "app/register/register.h"
#include "details.sql.h"
#include "evidence_store.sql.h"
#include "joining.sql.h"
#include "organisation.sql.h"
#include "people_store.sql.h"
#include "terms.sql.h"
#include "web.sql.h"
#include "web/assets.h"

#include <jansson.h>

enum { MOST = 512, FULL_WEEK = 3700 };
struct named {
	struct str key;
	int64_t id;
};
struct names {
	struct named v[MOST];
	size_t n;
};

struct world {
	struct ctx *cx;
	json_t *root;
	struct names organisations, people, programmes, inductions; /* inductions by their ECSW's key */
	struct uuid induction_ids[MOST];
	int64_t programme_frameworks[MOST];
	instant now; /* the demo's present; cx->now is moved while the past is played */
	struct str *why;
};

static void name_add(struct names *n, struct str key, int64_t id)
{
	if (n->n < MOST)
		n->v[n->n++] = (struct named){ key, id };
}

static int64_t id_of(const struct names *n, struct str key)
{
	for (size_t i = 0; i < n->n; i++)
		if (str_eq(n->v[i].key, key))
			return n->v[i].id;
	return 0;
}

static size_t index_of(const struct names *n, struct str key)
{
	for (size_t i = 0; i < n->n; i++)
		if (str_eq(n->v[i].key, key))
			return i;
	return SIZE_MAX;
}

static enum rc wrong(struct world *w, const char *what, struct str key)
{
	*w->why = strf(w->cx->arena, "demo/world.json: %s “%.*s” does not fit.", what, STR_FMT(key));
	return FAULT;
}

static struct date days_ago(const struct world *w, const json_t *o, const char *key)
{
	return date_plus(w->cx->today, -(int32_t)json_get_i64(o, key, 0));
}

/* Half past four in the afternoon of that day, or now if that is still to come: when people write things up. */
static instant time_ago(const struct world *w, int64_t days, int minutes)
{
	instant t = instant_of(date_plus(w->cx->today, -(int32_t)days), 16, 0) + minutes * (instant)MINUTE;

	return t < w->now ? t : w->now - MINUTE;
}

/* ---- frameworks and programmes ---- */

static enum rc load_framework(struct world *w, struct str slug)
{
	struct ctx *cx = w->cx;
	struct framework_problems *problems = framework_problems_new(cx->arena);
	struct framework_import_options options = { .format = FORMAT_CASE, .now = cx->now };
	struct str text = data_file(cx->arena, strf(cx->arena, "frameworks/%.*s.json", STR_FMT(slug)));
	struct framework *fw;
	struct uuid uuid;
	int64_t id;
	enum rc rc;

	if (!text.n || framework_import(cx->arena, text, &options, &fw, problems) != OK)
		return wrong(w, "framework", slug);
	if ((rc = framework_store(cx, fw, slug, &id, &uuid)) != OK)
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
			return wrong(w, "programme", file);
		rc = programme_store(cx, &d, owner.n ? id_of(&w->organisations, owner) : DB_NULL_INT, &id, &forms, w->why);
		if (rc != OK || (rc = programme_get(cx, id, &p)) != OK)
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
	                                          json_get_str(o, "address"), NULL);

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
		int64_t liaison = id_of(&w->people, json_get_str(o, "liaison"));

		if (rc == OK && liaison)
			rc = sql_organisation_liaison_put(cx->db, cx->arena, id_of(&w->organisations, json_get_str(o, "key")), liaison, NULL);
	}
	json_array_foreach(json_object_get(w->root, "partnerships"), i, o) {
		int kind = number_of(&partnership_kinds, json_get_str(o, "kind"));

		if (rc == OK && kind < 0)
			rc = wrong(w, "partnership", json_get_str(o, "kind"));
		if (rc == OK)
			rc = sql_partnership_add(cx->db, cx->arena, uuid7(cx->now), id_of(&w->organisations, json_get_str(o, "organisation")),
			                         id_of(&w->organisations, json_get_str(o, "partner")), kind, days_ago(w, o, "from_days_ago"),
			                         cx->now, NULL);
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
			return wrong(w, "type of organisation", json_get_str(o, "key"));
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
		int64_t person = id_of(&w->people, json_get_str(o, "person"));
		int64_t organisation = id_of(&w->organisations, json_get_str(o, "organisation"));
		int role = number_of(&roles, json_get_str(o, "role"));
		enum rc rc;

		if (!person || !organisation || role < 0)
			return wrong(w, "role of", json_get_str(o, "person"));
		rc = role_grant(w->cx, person, organisation, (enum role)role, days_ago(w, o, "from_days_ago"), DATE_NONE, NULL);
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
	struct date from = last ? date_plus(days_ago(w, last, "to_days_ago"), 1) : starts;
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
		struct pause_told told = { .starts = days_ago(w, p, "from_days_ago"), .ends = days_ago(w, p, "to_days_ago"),
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
		size_t programme = index_of(&w->programmes, json_get_str(o, "programme"));
		struct str key = json_get_str(o, "key"), around = json_get_str(o, "around");
		struct new_induction n = { .ecsw = id_of(&w->people, json_get_str(o, "ecsw")),
			                   .employer = id_of(&w->organisations, json_get_str(o, "employer")),
			                   .starts = days_ago(w, o, "started_days_ago"), .team = json_get_str(o, "team"),
			                   .intake = json_get_str(o, "intake"), .seen_at = time_ago(w, 4, 0) };
		int64_t id;
		enum rc rc;

		if (programme == SIZE_MAX || !n.ecsw || !n.employer)
			return wrong(w, "induction of", json_get_str(o, "ecsw"));
		n.programme = w->programmes.v[programme].id;
		n.framework = w->programme_frameworks[programme];
		if ((rc = induction_start(w->cx, &n, &id, &w->induction_ids[w->inductions.n])) != OK ||
		    (rc = add_hours(w, o, id, n.starts)) != OK || (rc = add_pauses(w, o, id)) != OK)
			return rc;
		if (around.n)
			rc = sql_induction_put_inside(w->cx->db, w->cx->arena, id_of(&w->inductions, around), id, NULL);
		if (rc != OK)
			return rc;
		name_add(&w->inductions, key.n ? key : json_get_str(o, "ecsw"), id);
	}
	return OK;
}

/* ---- joining ---- */

/* As somebody, at a time: the next events are theirs. */
static void play_as(struct world *w, int64_t person, enum role role, instant at)
{
	w->cx->actor = (struct actor){ .person = person, .role = role };
	w->cx->now = at;
}

static void play_now(struct world *w)
{
	w->cx->now = w->now;
	w->cx->actor = (struct actor){ .person = 0 };
}

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
		return wrong(w, "answers about", json_get_str(o, "name"));
	rc = sql_eligibility_result_add(cx->db, cx->arena, uuid7(cx->now), joining, path.outcome,
	                                eligibility_rules(cx->arena, &p->eligibility, &path), cx->actor.person, cx->now, NULL);
	return rc == OK ? sql_joining_set_state(cx->db, cx->arena, joining, JOINING_CHECKED, path.outcome, cx->now, NULL) : rc;
}

/* Who has started: their check belongs to the induction, and its rule to the funding. */
static enum rc add_started(struct world *w, const json_t *o, const struct programme *p, int64_t joining, int64_t person)
{
	int64_t induction = id_of(&w->inductions, json_get_str(o, "ecsw"));
	struct funding_said said = { .is_funded = true, .reason = FUNDING_BY_RULE, .rule = p->eligibility.rule, .note = S("") };
	size_t i;
	json_t *x;
	enum rc rc = sql_joining_set_started(w->cx->db, w->cx->arena, joining, person, induction, w->cx->now, NULL);

	json_array_foreach(json_object_get(w->root, "inductions"), i, x)
		if (str_eq(json_get_str(x, "ecsw"), json_get_str(o, "ecsw")))
			said.from = days_ago(w, x, "started_days_ago");
	return rc == OK ? funding_say(w->cx, induction, &said) : rc;
}

static enum rc add_joining(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "joining"), i, o) {
		int64_t organisation = id_of(&w->organisations, json_get_str(o, "organisation"));
		int64_t by = id_of(&w->people, json_get_str(o, "by")), person = id_of(&w->people, json_get_str(o, "ecsw"));
		struct str name = json_get_str(o, "name");
		struct uuid id = uuid7(cx->now);
		struct joining_add_row row;
		const struct programme *p;
		size_t x;
		json_t *known;
		enum rc rc = programme_get(cx, id_of(&w->programmes, json_get_str(o, "programme")), &p);

		if (rc != OK || !organisation || !by)
			return wrong(w, "joining", name);
		json_array_foreach(json_object_get(w->root, "people"), x, known)
			if (person && str_eq(json_get_str(known, "key"), json_get_str(o, "ecsw")))
				name = json_get_str(known, "name");
		play_as(w, by, ROLE_COORDINATOR, time_ago(w, json_get_i64(o, "days_ago", 0), 10));
		rc = sql_joining_add(cx->db, cx->arena, id, organisation, p->id, person ? person : DB_NULL_INT, name,
		                     text_fold(cx->arena, name), json_get_str(o, "email").p ? json_get_str(o, "email") : S(""),
		                     cx->now, by, &row);
		if (rc == OK)
			rc = event_add(cx, CHAIN_ORGANISATION, organisation, EVENT_JOINING_OPENED, id, S("{}"));
		if (rc == OK)
			rc = add_answers(w, o, p, row.joining);
		if (rc == OK && person)
			rc = add_started(w, o, p, row.joining, person);
		play_now(w);
		if (rc != OK)
			return rc;
	}
	return OK;
}

static enum rc add_equality(struct world *w, const json_t *o, int64_t person)
{
	const json_t *v = json_object_get(o, "equality");
	int64_t a[7];

	if (json_array_size(v) != COUNT_OF(a))
		return wrong(w, "answers of", json_get_str(o, "ecsw"));
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
		int64_t person = id_of(&w->people, json_get_str(o, "ecsw"));
		int year, month, day;
		enum rc rc = sql_details_start(cx->db, cx->arena, person, cx->now, NULL);

		date_split(cx->today, &year, &month, &day);
		if (rc != OK || (rc = sql_details_confirm(cx->db, cx->arena, person, cx->now, NULL)) != OK ||
		    (rc = sql_details_set_born(cx->db, cx->arena, person, days_ago(w, o, "born_days_ago"), cx->now, NULL)) != OK ||
		    (rc = sql_details_set_registered(cx->db, cx->arena, person, days_ago(w, o, "registered_days_ago"), cx->now,
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
		int64_t induction = id_of(&w->inductions, json_get_str(o, "ecsw"));
		int64_t person = id_of(&w->people, json_get_str(o, "person"));
		int role = number_of(&roles, json_get_str(o, "as"));
		enum rc rc;

		if (!induction || !person || role < 0)
			return wrong(w, "assignment of", json_get_str(o, "ecsw"));
		rc = assign(w->cx, induction, person, (enum role)role, days_ago(w, o, "from_days_ago"),
		            json_object_get(o, "to_days_ago") ? days_ago(w, o, "to_days_ago") : DATE_NONE);
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
			rc = register_keep(cx, id_of(&w->people, json_get_str(o, "key")), json_get_str(o, "swe"), &a, REGISTER_BY_COPY);
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
		int64_t person = id_of(&w->people, json_get_str(o, "person"));
		int kind = number_of(&training_kinds, json_get_str(o, "kind"));

		if (!person || (kind < 0 && !json_object_get(o, "stage")))
			return wrong(w, "training of", json_get_str(o, "person"));
		rc = json_object_get(o, "stage")
		         ? educator_stage_keep(w->cx, person, (int)json_get_i64(o, "stage", 1), days_ago(w, o, "days_ago"),
		                               in_days(w, o, "until_in_days"))
		         : training_keep(w->cx, person, (enum training_kind)kind, json_get_str(o, "title"), days_ago(w, o, "days_ago"),
		                         in_days(w, o, "until_in_days"));
		if (rc != OK)
			return rc;
	}
	json_array_foreach(json_object_get(w->root, "room"), i, o) {
		int role = number_of(&roles, json_get_str(o, "as"));

		rc = capacity_keep(w->cx, id_of(&w->people, json_get_str(o, "person")),
		                   id_of(&w->organisations, json_get_str(o, "organisation")), (enum role)role,
		                   json_get_i64(o, "most", 0), date_plus(w->cx->today, (int32_t)json_get_i64(o, "from_in_days", 0)));
		if (rc != OK)
			return rc;
	}
	return rc;
}

/* ---- the work ---- */

/* One piece being played: its row and the framework its links point into. */
struct piece {
	const json_t *o;
	struct str key, codes;
	int64_t evidence, induction, ecsw, programme;
	struct uuid uuid;
	const struct framework_version *fw;
	struct links_of_rows links;
};

static enum rc add_links(struct world *w, struct piece *p)
{
	struct ctx *cx = w->cx;
	struct buf codes = buf_new(cx->arena, 8000);
	size_t i;
	json_t *code;

	json_array_foreach(json_object_get(p->o, "links"), i, code) {
		int32_t item = framework_find_code(p->fw->fw, json_str_of(code));
		enum rc rc;

		if (item < 0)
			return wrong(w, "link of piece", p->key);
		if ((rc = sql_link_put(cx->db, cx->arena, p->evidence, p->fw->rows[item], cx->now, NULL)) != OK)
			return rc;
		buf_addf(&codes, "%s%.*s", i ? ", " : "", STR_FMT(json_str_of(code)));
	}
	p->codes = buf_str(&codes);
	return sql_links_of(cx->db, cx->arena, p->evidence, &p->links);
}

static const json_t *returned_in(const struct piece *p, const json_t *view, const struct links_of_row *link)
{
	size_t i;
	json_t *r;

	json_array_foreach(json_object_get(view, "returned"), i, r) {
		if (framework_find_code(p->fw->fw, json_get_str(r, "code")) == link->position)
			return r;
	}
	return NULL;
}

static enum rc add_view(struct world *w, struct piece *p, const json_t *view)
{
	struct ctx *cx = w->cx;
	int64_t by = id_of(&w->people, json_get_str(view, "by"));
	struct uuid id;
	struct view_add_row row;
	enum rc rc;

	if (!by)
		return wrong(w, "view on piece", p->key);
	play_as(w, by, ROLE_ASSESSOR, time_ago(w, json_get_i64(view, "days_ago", 0), 35));
	id = uuid7(cx->now);
	rc = sql_view_add(cx->db, cx->arena, id, p->evidence, 1, by, json_get_str(view, "sentence"), cx->now, &row);
	for (size_t i = 0; rc == OK && i < p->links.n; i++) {
		const json_t *returned = returned_in(p, view, &p->links.v[i]);

		rc = sql_view_link_add(cx->db, cx->arena, row.view_given, p->links.v[i].link, !returned, p->links.v[i].state,
		                       returned ? json_get_str(returned, "comment") : S(""), NULL);
		if (rc == OK)
			rc = sql_link_set(cx->db, cx->arena, p->links.v[i].link, returned ? LINK_RETURNED : LINK_ENDORSED, cx->now,
			                  NULL);
	}
	if (rc == OK)
		rc = sql_evidence_set_assessed(cx->db, cx->arena, p->evidence, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, p->induction, EVENT_VIEW_GIVEN, p->uuid,
	                            strf(cx->arena, "{\"view\":\"%s\"}", uuid_str(cx->arena, id).p))
	                : rc;
}

static enum rc hand_in(struct world *w, struct piece *p, int kind, enum evidence_state state, instant started, instant sent)
{
	struct ctx *cx = w->cx;
	const json_t *o = p->o;
	int setting = number_of(&settings_of_practice, json_get_str(o, "setting"));
	bool handed_in = state == EVIDENCE_SUBMITTED || state == EVIDENCE_WITHDRAWN;
	struct evidence_add_row row;
	int64_t form = DB_NULL_INT;
	enum rc rc = forms_newest_of(cx, p->programme, (enum evidence_kind)kind, &form);

	if (rc != OK)
		return rc;
	play_as(w, p->ecsw, ROLE_ECSW, started);
	p->uuid = uuid7(cx->now);
	rc = sql_evidence_add(cx->db, cx->arena, p->uuid, p->induction, kind, json_get_str(o, "title"),
	                      days_ago(w, o, "on_days_ago"), setting < 0 ? SETTING_NONE : setting, json_get_str(o, "text"),
	                      state == EVIDENCE_WITHDRAWN ? EVIDENCE_SUBMITTED : state, form, false, cx->now,
	                      state == EVIDENCE_DRAFT ? DB_NULL_INT : sent, handed_in ? sent : DB_NULL_INT, &row);
	if (rc != OK)
		return rc;
	p->evidence = row.evidence;
	if ((rc = add_links(w, p)) != OK ||
	    (rc = event_add(cx, CHAIN_INDUCTION, p->induction, EVENT_EVIDENCE_STARTED, p->uuid, S("{}"))) != OK ||
	    state == EVIDENCE_DRAFT)
		return rc;
	cx->now = sent;
	rc = sql_evidence_version_add(cx->db, cx->arena, p->evidence, 1, kind, json_get_str(o, "title"),
	                              days_ago(w, o, "on_days_ago"), setting < 0 ? SETTING_NONE : setting,
	                              json_get_str(o, "text"), p->codes, form, false, S(""), p->ecsw, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, p->induction,
	                            handed_in ? EVENT_EVIDENCE_SUBMITTED : EVENT_EVIDENCE_SHARED, p->uuid, S("{}"))
	                : rc;
}

static enum rc add_piece(struct world *w, const json_t *o)
{
	struct piece p = { .o = o, .key = json_get_str(o, "key"), .induction = id_of(&w->inductions, json_get_str(o, "ecsw")),
		           .ecsw = id_of(&w->people, json_get_str(o, "ecsw")) };
	int kind = number_of(&evidence_kinds, json_get_str(o, "kind"));
	int state = number_of(&evidence_states, json_get_str(o, "state"));
	int64_t on = json_get_i64(o, "on_days_ago", 0);
	size_t i;
	json_t *view;
	enum rc rc;

	if (!p.induction || kind < 0 || state < 0)
		return wrong(w, "piece", p.key);
	if ((rc = framework_get(w->cx, w->programme_frameworks[0], &p.fw)) != OK)
		return rc;
	p.programme = w->programmes.v[0].id;
	rc = hand_in(w, &p, kind, (enum evidence_state)state, time_ago(w, on, 5),
	             time_ago(w, json_get_i64(o, "submitted_days_ago", on), 20));
	json_array_foreach(json_object_get(o, "views"), i, view)
		if (rc == OK)
			rc = add_view(w, &p, view);
	if (rc == OK && state == EVIDENCE_WITHDRAWN) {
		play_as(w, p.ecsw, ROLE_ECSW, w->cx->now + HOUR);
		rc = sql_evidence_withdraw(w->cx->db, w->cx->arena, p.evidence, w->cx->now, NULL);
		if (rc == OK)
			rc = event_add(w->cx, CHAIN_INDUCTION, p.induction, EVENT_EVIDENCE_WITHDRAWN, p.uuid, S("{}"));
	}
	return rc;
}

static enum rc add_pieces(struct world *w)
{
	struct date today = w->cx->today;
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "pieces"), i, o) {
		rc = add_piece(w, o);
		w->cx->now = w->now;
		w->cx->today = today;
		w->cx->actor = (struct actor){ .person = 0 };
		if (rc != OK)
			return rc;
	}
	for (size_t k = 0; rc == OK && k < w->inductions.n; k++) {
		const struct framework_version *v;

		if ((rc = framework_get(w->cx, w->programme_frameworks[0], &v)) == OK)
			rc = coverage_refresh(w->cx, w->inductions.v[k].id, v);
	}
	return rc;
}

/* What became of some mail: one address takes none. */
static enum rc add_mails(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "mails"), i, o) {
		int kind = number_of(&notice_kinds, json_get_str(o, "kind"));
		int64_t person = id_of(&w->people, json_get_str(o, "person"));
		enum rc rc;

		if (!person || kind < 0)
			return wrong(w, "mail to", json_get_str(o, "person"));
		cx->now = time_ago(w, json_get_i64(o, "days_ago", 0), (int)i);
		rc = notices_demo_mail(cx, (enum notice_kind)kind, person, (enum mail_why)json_get_i64(o, "why", 0));
		cx->now = w->now;
		if (rc != OK)
			return rc;
	}
	return OK;
}

/* Roles offered by mail: one that waits, one that has expired, one for a second administrator. */
static enum rc add_invitations(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "invitations"), i, o) {
		int64_t by = id_of(&w->people, json_get_str(o, "by")), organisation = id_of(&w->organisations, json_get_str(o, "to"));
		int role = number_of(&roles, json_get_str(o, "role"));
		struct organisation_name_row name;
		struct uuid id;

		if (!by || !organisation || role < 0 || sql_organisation_name(cx->db, cx->arena, organisation, &name) != OK)
			return wrong(w, "invitation of", json_get_str(o, "name"));
		play_as(w, by, role == ROLE_NATIONAL_ADMIN ? ROLE_NATIONAL_ADMIN : ROLE_COORDINATOR,
		        time_ago(w, json_get_i64(o, "days_ago", 0), (int)i));
		rc = invitation_make(cx, &(struct new_invitation){ .name = json_get_str(o, "name"), .email = json_get_str(o, "email"),
		                                                   .organisation = organisation, .organisation_name = name.name,
		                                                   .role = (enum role)role, .starts = date_of(cx->now) }, &id);
		cx->now = w->now;
		cx->actor = (struct actor){ .person = 0 };
		if (rc != OK)
			return rc;
	}
	return rc;
}

/* People without an account. */
static enum rc add_outsiders(struct world *w)
{
	static const struct {
		struct str ecsw, supervisor;
		enum outsider_demo which;
	} all[] = {
		{ S_INIT("amina"), S_INIT("grace"), OUTSIDER_DEMO_PROPOSED },
		{ S_INIT("efe"), S_INIT("winston"), OUTSIDER_DEMO_FAMILIES },
		{ S_INIT("farah"), S_INIT("rosalind"), OUTSIDER_DEMO_ASKED },
	};
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < COUNT_OF(all); i++)
		rc = outsider_demo(w->cx, w->induction_ids[index_of(&w->inductions, all[i].ecsw)], all[i].which,
		                   id_of(&w->people, all[i].supervisor));
	return rc;
}

/* How two inductions come to their outcome. */
static enum rc add_decisions(struct world *w)
{
	static const struct { struct str ecsw; enum decision_demo which; } all[] = { { S_INIT("dmitri"), DECISION_DEMO_PANEL },
		                                                                         { S_INIT("efe"), DECISION_DEMO_NOT_YET } };
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < COUNT_OF(all); i++)
		rc = decision_demo(w->cx, w->induction_ids[index_of(&w->inductions, all[i].ecsw)], all[i].which);
	return rc;
}

enum rc demo_fill(struct ctx *cx, struct str *ret_why)
{
	enum rc (*const steps[])(struct world *) = { add_organisations, add_people, add_register, add_roles, add_training,
		                                     add_ties, add_programmes, add_inductions, add_assignments, add_joining, add_details,
		                                     add_pieces, add_mails,
		                                     add_invitations, add_outsiders, add_decisions };
	struct json_limits limits = { .bytes = 4 << 20, .depth = 16, .values = 200000 };
	struct world *w = NEW(cx->arena, struct world);
	struct json_problem problem;
	struct json_t *root;
	enum rc rc;

	w->cx = cx;
	w->now = cx->now;
	w->why = ret_why;
	if (json_parse(cx->arena, data_file(cx->arena, S("demo/world.json")), limits, &root, &problem) != OK)
		return wrong(w, "line", strf(cx->arena, "%d", problem.line));
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
