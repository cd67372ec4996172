/* test_framework_import.c — files too large for one request: checked and stored behind the pages, safe to run twice. */
#include "app/framework/framework.h"
#include "app/framework/import_check.h"
#include "import.sql.h"
#include "store.sql.h"
#include "world_help.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct str good = S_INIT("code,kind,text,parent,threads\n1,Outcome,Keeps children safe,,\n"
                                      "1 K1,Knows,How harm begins,1,safety\n");
static const struct str bad = S_INIT("code,kind,text,parent,threads\n1,Outcome,One,zz,\n");

static int begin(void **state)
{
	*state = world_open();
	return 0;
}

static int end(void **state)
{
	world_close(*state);
	return 0;
}

static int64_t waiting(struct world *w, struct str bytes)
{
	struct import_typed typed = { S("Care"), S("7") };
	struct fw_import_add_row row;

	world_begin(w);
	assert_int_equal(sql_fw_import_add(w->cx.db, w->arena, uuid7(w->cx.now), w->ada, S("care.csv"), (int64_t)bytes.n, bytes,
	                                   import_typed_json(w->arena, &typed), w->cx.now, &row), OK);
	world_commit(w);
	return row.import;
}

static void set_state(struct world *w, int64_t import, enum import_state state, int progress)
{
	struct fw_import_content_row row;

	world_begin(w);
	assert_int_equal(sql_fw_import_content(w->cx.db, w->arena, import, &row), OK);
	assert_int_equal(sql_fw_import_set(w->cx.db, w->arena, import, state, progress, row.result, NULL), OK);
	world_commit(w);
}

static struct fw_import_lock_row row_of(struct world *w, int64_t import)
{
	struct fw_import_lock_row row;

	world_begin(w);
	assert_int_equal(sql_fw_import_lock(w->cx.db, w->arena, import, &row), OK);
	world_commit(w);
	return row;
}

static size_t drafts(struct world *w)
{
	struct framework_versions_rows rows;

	world_begin(w);
	assert_int_equal(sql_framework_versions(w->cx.db, w->arena, true, &rows), OK);
	world_commit(w);
	return rows.n;
}

static void run(struct world *w, int64_t import, const char *step)
{
	struct job job = { .kind = JOB_FRAMEWORK_IMPORT, .object = import, .payload = str_from_c(step) };
	struct str why;

	assert_int_equal(framework_import_run(&w->cx, &job, &why), OK);
	assert_false(db_in_transaction(w->cx.db));
}

static void a_file_is_checked_behind_the_pages(void **state)
{
	struct world *w = *state;
	int64_t import = waiting(w, good), wrong = waiting(w, bad);

	run(w, import, "check");
	run(w, wrong, "check");
	assert_int_equal(row_of(w, import).state, IMPORT_CHECKED);
	assert_true(str_find(row_of(w, import).result, S("\"version\":\"7\"")) != SIZE_MAX);
	assert_int_equal(row_of(w, wrong).state, IMPORT_FAILED);
	assert_true(str_find(row_of(w, wrong).result, S("line 2")) != SIZE_MAX);
	assert_int_equal(drafts(w), 0);
}

static void a_job_that_runs_twice_makes_one_draft_of_who_imported_it(void **state)
{
	struct world *w = *state;
	int64_t import = waiting(w, good);
	struct framework_versions_rows rows;

	run(w, import, "check");
	set_state(w, import, IMPORT_WAITING, 50);
	run(w, import, "check"); /* a late one: it is being added now, not checked */
	run(w, import, "store");
	run(w, import, "store");
	assert_int_equal(row_of(w, import).state, IMPORT_DONE);
	assert_null(row_of(w, import).content.p);
	world_begin(w);
	assert_int_equal(sql_framework_versions(w->cx.db, w->arena, true, &rows), OK);
	world_commit(w);
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.v[0].created_by, w->ada);
}

static void what_was_let_go_of_is_left_alone(void **state)
{
	struct world *w = *state;
	int64_t import = waiting(w, good);

	world_begin(w);
	assert_int_equal(sql_fw_import_end(w->cx.db, w->arena, import, IMPORT_GIVEN_UP, DB_NULL_INT, NULL), OK);
	world_commit(w);
	run(w, import, "check");
	run(w, import, "store");
	assert_int_equal(row_of(w, import).state, IMPORT_GIVEN_UP);
	assert_int_equal(drafts(w), 0);
}

static void a_job_given_up_does_not_leave_its_page_waiting(void **state)
{
	struct world *w = *state;
	struct job job = { .kind = JOB_FRAMEWORK_IMPORT, .object = waiting(w, good), .payload = S("check") };
	struct str why;

	world_begin(w);
	assert_int_equal(framework_import_given_up(&w->cx, &job, &why), OK);
	world_commit(w);
	assert_int_equal(row_of(w, job.object).state, IMPORT_GIVEN_UP);
}

static void a_draft_opened_before_is_read_again_once_it_is_published(void **state)
{
	struct world *w = *state;
	int64_t import = waiting(w, good), id;
	const struct framework_version *v, *again;

	run(w, import, "check");
	set_state(w, import, IMPORT_WAITING, 50);
	run(w, import, "store");
	id = row_of(w, import).framework;
	world_begin(w);
	assert_int_equal(framework_get(&w->cx, id, &v), OK);
	assert_int_equal(framework_get(&w->cx, id, &again), OK);
	assert_ptr_equal(v, again);
	assert_false(framework_is_kept(v));
	assert_int_equal(framework_do_publish(&w->cx, id, v->uuid, true, date_make(2027, 4, 1)), OK);
	assert_int_equal(framework_get(&w->cx, id, &again), OK);
	assert_int_equal(again->state, FRAMEWORK_PUBLISHED);
	assert_int_equal(date_cmp(again->in_force, date_make(2027, 4, 1)), 0);
	assert_true(framework_is_kept(again));
	world_commit(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file_is_checked_behind_the_pages, begin, end),
		cmocka_unit_test_setup_teardown(a_job_that_runs_twice_makes_one_draft_of_who_imported_it, begin, end),
		cmocka_unit_test_setup_teardown(what_was_let_go_of_is_left_alone, begin, end),
		cmocka_unit_test_setup_teardown(a_job_given_up_does_not_leave_its_page_waiting, begin, end),
		cmocka_unit_test_setup_teardown(a_draft_opened_before_is_read_again_once_it_is_published, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
