/* world_help.c — see world_help.h. */
#include "world_help.h"

#include "app/people/people.h"
#include "db/migrate.h"
#include "web.sql.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct route behind = { .method = HTTP_POST, .path = "test" };

static void add_people(struct world *w)
{
	struct ctx *cx = &w->cx;
	struct new_person ada = { .name = S("Ada Lovell"), .initials = S("A.L."), .email = S("Ada@example.org") };

	assert_int_equal(organisation_create(cx, S("Northmoor"), ORG_CHILDRENS_TRUST, &w->organisation), OK);
	assert_int_equal(person_create(cx, &ada, &w->ada), OK);
	assert_int_equal(role_grant(cx, w->ada, w->organisation, ROLE_ASSESSOR, date_plus(cx->today, -10), DATE_NONE, NULL), OK);
	assert_int_equal(sql_setting_put(cx->db, cx->arena, S("demo"), S("1"), NULL), OK);
}

struct world *world_open(void)
{
	struct arena *a = arena_new(64 << 20);
	struct world *w = NEW(a, struct world);
	char *argv[] = { "test", "--session-idle-minutes=60", NULL };
	struct args rest;
	struct str why;
	int applied;

	w->arena = a;
	w->folder = str_dup(a, S("/tmp/cairn-test-XXXXXX"));
	assert_non_null(mkdtemp((char *)w->folder.p));
	assert_int_equal(settings_load(a, 2, argv, &w->settings, &rest, &why), OK);
	w->settings.db = strf(a, "%s/cairn.db", w->folder.p);
	w->settings.files = strf(a, "%s/files", w->folder.p);
	log_set_level(LOG_ERROR + 1);
	w->cx = (struct ctx){ .arena = a, .settings = &w->settings, .now = clock_now(), .route = &behind, .if_match = -1,
	                      .current_version = -1 };
	w->cx.today = date_of(w->cx.now);
	assert_int_equal(db_open(a, w->settings.db, true, &w->cx.db, &why), OK);
	assert_int_equal(migrate_up(w->cx.db, a, w->cx.now, &applied, &why), OK);
	world_begin(w);
	add_people(w);
	world_commit(w);
	return w;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	UNUSED(st);
	UNUSED(type);
	UNUSED(ftw);
	return remove(path);
}

void world_close(struct world *w)
{
	db_close(w->cx.db);
	nftw(w->folder.p, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	arena_release(w->arena);
}

struct settings *world_at(struct world *w, int64_t offset)
{
	struct settings *s = NEW(w->arena, struct settings);

	*s = w->settings;
	s->now_offset = offset;
	return s;
}

void world_begin(struct world *w)
{
	assert_int_equal(db_begin(w->cx.db, DB_WRITE), OK);
}

void world_commit(struct world *w)
{
	assert_int_equal(db_commit(w->cx.db), OK);
}
