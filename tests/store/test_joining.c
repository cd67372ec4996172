/* test_joining.c — what the database itself refuses of inductions, hours and funding, on both databases: CAIRN_TEST_DB=url. */
#include "app/demo/demo.h"
#include "app/joining/joining.h"
#include "app/people/people.h"
#include "db/migrate.h"
#include "programme.sql.h"
#include "terms.sql.h"
#include "web/assets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

static struct arena *arena;
static struct db *db;
static struct ctx cx;
static int64_t organisation, person;

#define assert_ok(e) assert_int_equal((e), OK)

static int64_t programme_called(const char *slug, int64_t *ret_framework)
{
	const struct programme *p;

	assert_ok(programme_of_slug(&cx, str_from_c(slug), &p));
	*ret_framework = p->framework_id;
	return p->id;
}

static enum rc start(const char *slug, int64_t *ret_id)
{
	struct new_induction i = { .ecsw = person, .employer = organisation, .starts = cx.today, .team = S(""), .intake = S("") };
	struct uuid uuid;

	i.programme = programme_called(slug, &i.framework);
	return induction_start(&cx, &i, ret_id, &uuid);
}

/* A database with the demo's programmes, and somebody new in it. */
static int make_world(void **state)
{
	static const struct settings settings;
	static const struct route writing = { .method = HTTP_POST, .path = "test" };
	struct new_person p = { .name = S("Nia Vale"), .email = S("nia@demo.example") };
	struct str why = STR_NONE;
	int applied;

	UNUSED(state);
	arena = arena_new(512 << 20);
	if (db_open(arena, str_from_c(getenv("CAIRN_TEST_DB")), true, &db, &why) != OK)
		fail_msg("%.*s", STR_FMT(why));
	cx = (struct ctx){ .arena = arena, .db = db, .settings = &settings, .route = &writing, .if_match = -1 };
	cx.now = instant_of((struct date){ 21000 }, 12, 0);
	cx.today = date_of(cx.now);
	if (migrate_up(db, arena, cx.now, &applied, &why) != OK)
		fail_msg("%.*s", STR_FMT(why));
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(demo_fill(&cx, &why));
	assert_ok(organisation_create(&cx, S("Elsewhere Council"), ORG_LOCAL_AUTHORITY, &organisation));
	assert_ok(person_create(&cx, &p, &person));
	assert_ok(db_commit(db));
	return 0;
}

static int end_world(void **state)
{
	UNUSED(state);
	db_close(db);
	arena_release(arena);
	return 0;
}

static void C29_one_open_national_induction_and_a_local_one_beside_it(void **state)
{
	int64_t national, local, another;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(start("swip-2025", &national));
	assert_ok(start("three-year-academy", &local));
	assert_ok(sql_induction_put_inside(db, arena, national, local, NULL));
	assert_ok(db_commit(db));
	assert_ok(db_begin(db, DB_WRITE));
	assert_int_equal(start("asye-2026", &another), CONFLICT);
	db_rollback(db);
	assert_ok(db_begin(db, DB_WRITE));
	assert_int_equal(start("three-year-academy", &another), CONFLICT);
	db_rollback(db);
}

static void overlapping_hours_are_refused_unless_they_were_replaced(void **state)
{
	int64_t induction;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(organisation_create(&cx, S("Third Council"), ORG_LOCAL_AUTHORITY, &organisation));
	assert_ok(person_create(&cx, &(struct new_person){ .name = S("Rhys Lantern"), .email = S("rhys@demo.example") }, &person));
	assert_ok(start("swip-2025", &induction));
	assert_ok(hours_say(&cx, induction, cx.today, 3700, 3700));
	assert_ok(hours_say(&cx, induction, date_plus(cx.today, 30), 2220, 3700));
	assert_ok(hours_say(&cx, induction, date_plus(cx.today, 10), 1850, 3700)); /* before: what came later gives way */
	assert_ok(db_commit(db));
	assert_ok(db_begin(db, DB_WRITE));
	assert_int_equal(sql_hours_add(db, arena, uuid7(cx.now), induction, date_plus(cx.today, 5), DATE_NONE, 3700, 3700, cx.now,
	                               DB_NULL_INT, NULL), CONFLICT);
	db_rollback(db);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(funding_say(&cx, induction, &(struct funding_said){ cx.today, true, FUNDING_BY_RULE, S("r"), S("") }));
	assert_ok(funding_say(&cx, induction, &(struct funding_said){ cx.today, false, FUNDING_MISTAKE, S(""), S("n") }));
	assert_ok(db_commit(db));
	assert_ok(db_begin(db, DB_WRITE));
	assert_int_equal(sql_funding_add(db, arena, uuid7(cx.now), induction, cx.today, DATE_NONE, true, FUNDING_OTHER, S(""), S(""),
	                                 cx.now, DB_NULL_INT, NULL), CONFLICT);
	db_rollback(db);
}

static void a_programme_in_use_never_changes(void **state)
{
	const struct programme *p;
	struct programme_data d;
	struct str why = STR_NONE;
	int64_t id;

	size_t forms;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(programme_of_slug(&cx, S("swip-2025"), &p));
	d = p->d;
	assert_ok(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why)); /* the same again is no news */
	assert_int_equal(id, p->id);
	d.text = S("{}");
	assert_int_equal(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why), CONFLICT);
	assert_true(why.n > 0);
	assert_int_equal(sql_programme_redraft(db, arena, p->id, d.name, p->framework_id, d.months + 1, 1, false, 1, 1, S("{}"), true, DB_NULL_INT,
	                                       DB_NULL_INT, false, false, DATE_NONE, DATE_NONE, DB_NULL_INT, NULL), CONFLICT);
	db_rollback(db);
}

/* read_as — the two-year programme under another slug. */
static struct programme_data read_as(const char *slug)
{
	struct str file = data_file(arena, S("programmes/swip-2025.json")), why = STR_NONE;
	struct programme_data d;

	file = str_replace_all(arena, file, S("\"swip-2025\""), strf(arena, "\"%s\"", slug));
	assert_ok(programme_read(arena, file, &d, &why));
	return d;
}

/* publish_as — d with that text, published. */
static int64_t publish_as(struct programme_data d, struct str text)
{
	struct programme_by_slug_row row;
	struct str why = STR_NONE;
	int64_t id;
	size_t forms;

	d.text = text;
	d.forms.n = 0;
	assert_ok(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why));
	assert_ok(sql_programme_by_slug(db, arena, d.slug, &row));
	assert_ok(programme_publish(&cx, id, row.id, true));
	return id;
}

static void a_draft_comes_in_as_often_as_one_likes_and_nobody_begins_on_it(void **state)
{
	struct programme_data d = read_as("a-draft");
	struct str why = STR_NONE;
	struct programme_standing s;
	struct uuid uuid;
	int64_t id, again, induction, una;
	size_t forms;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(person_create(&cx, &(struct new_person){ .name = S("Una Lantern"), .email = S("una@demo.example") }, &una));
	assert_ok(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why));
	assert_int_equal(forms, 10);
	d.text = str_replace_all(arena, d.text, S("\"answer_days\":"), S("\"answer_days\": "));
	d.answer_days = 3;
	assert_ok(programme_store(&cx, &d, DB_NULL_INT, &again, &forms, &why));
	assert_int_equal(again, id);
	assert_int_equal(forms, 10); /* what it asks comes in again with it */
	assert_ok(programme_standing(&cx, id, &s));
	assert_int_equal(s.state, PROGRAMME_DRAFT);
	assert_false(s.is_open);
	assert_ok(db_commit(db));
	assert_ok(db_begin(db, DB_WRITE));
	assert_int_equal(induction_start(&cx, &(struct new_induction){ .ecsw = una, .programme = id, .framework = 1, .employer = organisation,
	                                                              .starts = cx.today, .team = S(""), .intake = S("") }, &induction, &uuid), CONFLICT);
	db_rollback(db);
	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(programme_publish(&cx, id, UUID_NONE, true));
	assert_int_equal(programme_publish(&cx, id, UUID_NONE, true), CONFLICT);
	assert_ok(programme_withdraw(&cx, id, UUID_NONE));
	assert_int_equal(programme_withdraw(&cx, id, UUID_NONE), CONFLICT);
	assert_ok(programme_standing(&cx, id, &s));
	assert_int_equal(s.state, PROGRAMME_WITHDRAWN);
	assert_false(s.is_open);
	db_rollback(db);
}

static struct str without(struct str rules, const char *key)
{
	struct json_limits limits = { .bytes = 1 << 20, .depth = 8, .values = 20000 };
	struct json_problem problem;
	json_t *root;

	assert_ok(json_parse(arena, rules, limits, &root, &problem));
	assert_int_equal(json_object_del(root, key), 0);
	return json_text_of(arena, root);
}

static void a_programme_from_before_there_were_calendars_is_given_one_once(void **state)
{
	struct programme_data d = read_as("of-before"), other = read_as("of-before-too");
	const struct programme *p;
	struct str why = STR_NONE, whole = d.text;
	int64_t id, before;
	size_t forms;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	before = publish_as(d, without(whole, "calendar"));
	d.text = without(whole, "about"); /* and says something else: no */
	assert_int_equal(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why), CONFLICT);
	d.text = whole;
	assert_ok(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why));
	assert_int_equal(id, before);
	assert_ok(programme_get(&cx, id, &p));
	assert_true(p->d.dates.stages_n > 0);
	assert_ok(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why)); /* again is no news */
	d.text = without(whole, "calendar"); /* what is there does not go away */
	assert_int_equal(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why), CONFLICT);
	publish_as(other, without(other.text, "about"));
	assert_int_equal(programme_store(&cx, &other, DB_NULL_INT, &id, &forms, &why), CONFLICT); /* nor does anything else come */
	db_rollback(db);
}

/* without_of_next — the rules with one member of `next` less. */
static struct str without_of_next(struct str rules, const char *key)
{
	struct json_limits limits = { .bytes = 1 << 20, .depth = 8, .values = 20000 };
	struct json_problem problem;
	json_t *root;

	assert_ok(json_parse(arena, rules, limits, &root, &problem));
	assert_int_equal(json_object_del(json_object_get(root, "next"), key), 0);
	return json_text_of(arena, root);
}

static void a_programme_from_before_there_were_themes_works_and_is_given_them_once(void **state)
{
	struct programme_data d = read_as("of-before"), other = read_as("of-before-too");
	const struct programme *p;
	struct str why = STR_NONE, whole = d.text;
	int64_t id, before;
	size_t forms;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	before = publish_as(d, without_of_next(whole, "themes"));
	assert_ok(programme_get(&cx, before, &p));
	assert_int_equal(p->d.next.themes_n, 0);
	assert_int_equal(p->d.next.n, 16);
	d.text = whole;
	assert_ok(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why));
	assert_int_equal(id, before);
	assert_ok(programme_get(&cx, id, &p));
	assert_true(p->d.next.themes_n > 0);
	d.text = without_of_next(whole, "themes"); /* what is there does not go away */
	assert_int_equal(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why), CONFLICT);
	publish_as(other, without_of_next(other.text, "candidates"));
	assert_int_equal(programme_store(&cx, &other, DB_NULL_INT, &id, &forms, &why), CONFLICT); /* nor do candidates come to a `next` that is there */
	db_rollback(db);
}

/* As it was shipped at first: nothing of its own to ask, no dates, nothing to propose. */
static void the_department_s_screens_of_before_are_given_their_questions_and_what_comes_next_once(void **state)
{
	const struct programme *p;
	struct programme_data d, old;
	struct str why = STR_NONE, file = data_file(arena, S("programmes/department-screens.json"));
	int64_t id;
	size_t forms;

	UNUSED(state);
	assert_ok(db_begin(db, DB_WRITE));
	file = str_replace_all(arena, file, S("\"department-screens\""), S("\"screens-of-before\"")); /* the demo has it whole */
	assert_ok(programme_read(arena, file, &d, &why));
	old = d;
	old.text = without(without(d.text, "next"), "calendar");
	old.forms.n = 0;
	assert_ok(programme_store(&cx, &old, DB_NULL_INT, &id, &forms, &why));
	assert_int_equal(forms, 0);
	assert_ok(programme_get(&cx, id, &p));
	assert_int_equal(p->d.next.n, 0);
	assert_ok(programme_publish(&cx, id, p->uuid, true));
	assert_ok(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why));
	assert_int_equal(forms, 10);
	assert_ok(programme_get(&cx, id, &p));
	assert_true(p->d.next.n > 10 && p->d.next.themes_n > 0 && p->d.dates.stages_n > 0);
	assert_ok(programme_store(&cx, &d, DB_NULL_INT, &id, &forms, &why)); /* again is no news */
	assert_int_equal(forms, 0);
	assert_int_equal(programme_store(&cx, &old, DB_NULL_INT, &id, &forms, &why), CONFLICT);
	db_rollback(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(C29_one_open_national_induction_and_a_local_one_beside_it),
		cmocka_unit_test(overlapping_hours_are_refused_unless_they_were_replaced),
		cmocka_unit_test(a_programme_in_use_never_changes),
		cmocka_unit_test(a_draft_comes_in_as_often_as_one_likes_and_nobody_begins_on_it),
		cmocka_unit_test(a_programme_from_before_there_were_calendars_is_given_one_once),
		cmocka_unit_test(a_programme_from_before_there_were_themes_works_and_is_given_them_once),
		cmocka_unit_test(the_department_s_screens_of_before_are_given_their_questions_and_what_comes_next_once),
	};

	return cmocka_run_group_tests(tests, make_world, end_world);
}
