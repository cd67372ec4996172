/* given.c — one's own time, and whether it is measured. */
#include "app/given/given_inside.h"

#include "given.sql.h"
#include "templates.gen.h"

#include <stdlib.h>

enum { GOES_MAX = 5000, NIGHT_PEOPLE = 50, ACT_STOP = 1, ACT_START = 2, MINUTES_A_DAY = 24 * 60 };

enum word given_task_word(enum given_task task)
{
	static const enum word words[TASK_END] = {
		0, T_GIVEN_RECORD, T_GIVEN_LINK, T_GIVEN_JUDGE, T_GIVEN_OBSERVE, T_GIVEN_SUPERVISE, T_GIVEN_FEEDBACK, T_GIVEN_FIND,
		T_GIVEN_REVIEW, T_GIVEN_DECIDE, T_GIVEN_GOAL,
	};

	return task > TASK_NONE && task < TASK_END ? words[task] : 0;
}

struct str given_minutes(struct ctx *cx, int64_t minutes)
{
	return minutes < 60 ? WORDS(cx->arena, T_GIVEN_MINUTES, WORD_ARG("n", minutes))
	                    : WORDS(cx->arena, T_GIVEN_HOURS, WORD_ARG("n", minutes / 60), WORD_ARG("m", minutes % 60));
}

int64_t given_since(const struct ctx *cx)
{
	return (cx->now - GIVEN_DAYS * DAY) / MINUTE;
}

/* ---- one's own ---- */

struct own {
	struct given_go *v;
	size_t n;
	instant stopped; /* DB_NULL_INT: measured */
};

/* marks_read — one person's minutes before `before`, as goes. */
static enum rc marks_read(struct db *db, struct arena *a, int64_t person, int64_t before, struct given_go *ret, size_t *ret_n)
{
	struct given_marks_of_rows rows;
	struct given_mark *marks;
	enum rc rc = sql_given_marks_of(db, a, person, before, GOES_MAX, &rows);

	if (rc != OK)
		return rc;
	marks = NEW_ARRAY(a, struct given_mark, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		marks[i] = (struct given_mark){ rows.v[i].minute, (enum role)rows.v[i].role, (enum given_task)rows.v[i].task };
	*ret_n = given_goes(marks, rows.n, ret);
	return OK;
}

static enum rc own_read(struct ctx *cx, struct own *o)
{
	struct given_goes_of_rows goes;
	struct given_stopped_at_row stopped;
	enum rc rc = sql_given_stopped_at(cx->db, cx->arena, cx->actor.person, &stopped);

	*o = (struct own){ .v = NEW_ARRAY(cx->arena, struct given_go, 2 * GOES_MAX), .stopped = rc == OK ? stopped.since : DB_NULL_INT };
	if ((rc != OK && rc != NOT_FOUND) ||
	    (rc = marks_read(cx->db, cx->arena, cx->actor.person, cx->now / MINUTE + 1, o->v, &o->n)) != OK ||
	    (rc = sql_given_goes_of(cx->db, cx->arena, cx->actor.person, given_since(cx), GOES_MAX, &goes)) != OK)
		return rc;
	for (size_t i = 0; i < goes.n; i++)
		o->v[o->n++] = (struct given_go){ .minutes = goes.v[i].minutes, .role = (enum role)goes.v[i].role,
			                              .task = (enum given_task)goes.v[i].task };
	return OK;
}

static int by_minutes(const void *a, const void *b)
{
	const struct given_bar *x = a, *y = b;

	return (x->minutes > y->minutes) - (x->minutes < y->minutes);
}

/* quarters_of — of one role and task; *ret_all is their sum in minutes. */
static struct given_quarters quarters_of(struct ctx *cx, const struct own *o, enum role role, enum given_task task, int64_t *ret_all)
{
	struct given_bar *bars = NEW_ARRAY(cx->arena, struct given_bar, o->n + 1);
	size_t n = 0;

	*ret_all = 0;
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].role == role && o->v[i].task == task) {
			bars[n++] = (struct given_bar){ o->v[i].minutes, 1 };
			*ret_all += o->v[i].minutes;
		}
	qsort(bars, n, sizeof(*bars), by_minutes);
	return given_quarters(bars, n);
}

static void own_rows(struct ctx *cx, const struct own *o, struct json_out *j, struct given_rows *rows)
{
	for (enum given_task task = TASK_NONE + 1; task < TASK_END; task++)
		for (enum role role = ROLE_ECSW; role < ROLE_END; role++) {
			int64_t all;
			struct given_quarters q = quarters_of(cx, o, role, task, &all);

			if (!q.goes)
				continue;
			rows->v[rows->n++] = (struct given_row){
				.task = given_task_word(task), .role = role_word(role), .goes = strf(cx->arena, "%lld", (long long)q.goes),
				.all = given_minutes(cx, all), .median = given_minutes(cx, q.median) };
			if (!j)
				continue;
			json_obj(j);
			json_key(j, "task"), json_str(j, key_of(&task_keys, (int)task));
			json_key(j, "role"), json_str(j, key_of(&roles, (int)role));
			json_key(j, "times"), json_i64(j, q.goes);
			json_key(j, "minutes"), json_i64(j, all);
			json_key(j, "median"), json_i64(j, q.median);
			json_end(j);
		}
}

enum rc given_show(struct ctx *cx)
{
	struct form_view fv = form_view(cx, &given_form, NULL, -1);
	struct given_view v = { .errors = fv.errors, .csrf = hidden_csrf(cx), .idle = GIVEN_IDLE_MINUTES, .days = GIVEN_DAYS,
		                    .least = GIVEN_LEAST, .counts = given_counts(cx->actor.role) };
	struct json_out *j = NULL;
	struct own o;
	enum rc rc = own_read(cx, &o);

	if (rc != OK)
		return rc;
	v.rows.v = NEW_ARRAY(cx->arena, struct given_row, TASK_END * ROLE_END);
	if (cx->json) {
		j = reply_json(cx);
		json_obj(j);
		json_key(j, "measured"), json_bool(j, o.stopped == DB_NULL_INT);
		json_key(j, "items"), json_arr(j);
	}
	own_rows(cx, &o, j, &v.rows);
	if (j) {
		json_end(j);
		json_key(j, "next"), json_none(j);
		json_end(j);
		return answer_json(cx, 200);
	}
	if (o.stopped != DB_NULL_INT)
		v.since = date_long(cx->arena, date_of(o.stopped));
	return page(cx, &(struct page){ .title = word(T_GIVEN_TITLE), .main = HTML(cx, given, &v) });
}

/* ---- stopping ---- */

struct given_typed {
	int act;
};
static const struct key_list acts = { (const struct str[]){ { NULL, 0 }, S_INIT("stop"), S_INIT("start") }, 3 };
static const struct field given_fields[] = {
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct given_typed, act), .label = T_GIVEN_DO, .required = true,
	  .max = ACT_START, .choices = &acts },
};
const struct form given_form = { .name = "given", .size = sizeof(struct given_typed), .fields = given_fields, .n = COUNT_OF(given_fields) };

/* Twice is once, and an event only when something changes. */
enum rc given_choose(struct ctx *cx)
{
	const struct given_typed *f = cx->form;
	struct db *db = cx->db;
	bool stop = f->act == ACT_STOP;
	struct given_stopped_at_row row;
	struct given_person_row me;
	enum rc rc = sql_given_stopped_at(db, cx->arena, cx->actor.person, &row);

	if (rc != OK && rc != NOT_FOUND)
		return rc;
	if ((rc == OK) == stop)
		return done(cx, url_lit("/account/time"), stop ? T_GIVEN_STOPPED : T_GIVEN_STARTED);
	if (stop && ((rc = sql_given_stop(db, cx->arena, cx->actor.person, cx->now, NULL)) != OK ||
	             (rc = sql_given_marks_drop(db, cx->arena, cx->actor.person, INT64_MAX, NULL)) != OK ||
	             (rc = sql_given_goes_drop(db, cx->arena, cx->actor.person, NULL)) != OK))
		return rc;
	if (!stop && (rc = sql_given_start(db, cx->arena, cx->actor.person, NULL)) != OK)
		return rc;
	rc = sql_given_person(db, cx->arena, cx->actor.person, &me);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, cx->actor.person, stop ? EVENT_TIME_STOPPED : EVENT_TIME_STARTED, me.id, S("{}"));
	return rc == OK ? done(cx, url_lit("/account/time"), stop ? T_GIVEN_STOPPED : T_GIVEN_STARTED) : rc;
}

/* ---- at night ---- */

static enum rc fold_person(struct ctx *cx, struct arena *a, int64_t person, int64_t before)
{
	struct given_go *goes = NEW_ARRAY(a, struct given_go, GOES_MAX);
	struct given_programme_row of[ROLE_END];
	bool known[ROLE_END] = { false };
	size_t n = 0;
	enum rc rc = marks_read(cx->db, a, person, before, goes, &n);

	for (size_t i = 0; rc == OK && i < n; i++) {
		enum role role = goes[i].role;

		if (!known[role])
			rc = sql_given_programme(cx->db, a, person, role, cx->today, &of[role]);
		known[role] = true;
		if (rc == OK)
			rc = sql_given_go_add(cx->db, a, person, role, goes[i].task, goes[i].began, goes[i].minutes, of[role].programme, NULL);
	}
	return rc == OK ? sql_given_marks_drop(cx->db, a, person, before, NULL) : rc;
}

/* One batch in a transaction and with memory of its own; *ret_n is how many people it was. */
static enum rc fold_some(struct ctx *cx, int64_t before, size_t *ret_n)
{
	struct arena *a = arena_new(64 << 20);
	struct given_people_rows rows;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	*ret_n = 0;
	if (rc == OK)
		rc = sql_given_people(cx->db, a, before, NIGHT_PEOPLE, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = fold_person(cx, a, rows.v[i].person, before);
	if (rc == OK) {
		*ret_n = rows.n;
		rc = db_commit(cx->db);
	}
	if (rc != OK)
		db_rollback(cx->db);
	arena_release(a);
	return rc;
}

enum rc given_night(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	int64_t before = cx->now / MINUTE / MINUTES_A_DAY * MINUTES_A_DAY;
	size_t n = NIGHT_PEOPLE;
	enum rc rc = OK;

	UNUSED(job);
	while (rc == OK && n == NIGHT_PEOPLE)
		rc = fold_some(cx, before, &n);
	if (rc != OK)
		*ret_why = S("the minutes could not be made into goes");
	return rc;
}
