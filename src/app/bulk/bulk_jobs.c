/* bulk_jobs.c — the work behind an import: reading and checking it, adding its rows, taking them back, writing to people.
 *
 * Each kind of work goes over the rows in batches, one short transaction each: what a batch did and how far it came are
 * committed together, so whoever begins again goes on behind it. A row that has been added is no longer ready, and can't be
 * added twice.
 *
 * A batch goes in together: who its rows name is looked up at once, and what they change is sent ahead (db.h). Where one of them
 * is refused the batch is rolled back and its rows go one by one, so that the refusal is that row's and the others go in.
 */
#include "app/bulk/bulk_inside.h"
#include "app/notices/notices.h"
#include "app/people/people.h"

#include <malloc.h>

/* A batch ends after so long even if it has not got far: on a busy machine too, nobody else waits long for their turn. SQLite
 * has one writer at a time; on PostgreSQL others wait only for the import itself. */
enum { BATCH_ARENA_MAX = 48 << 20, TRIES = 3, LEASE_SECONDS = 120, BATCH_MS_ALONE = 60, BATCH_MS = 150 };

/* ---- shared ---- */

struct str bulk_reading_store(struct arena *a, const struct bulk_reading *r)
{
	return strf(a, "%s%.*s%s%s%.*s%s%s", r->why.n ? "W" : "", STR_FMT(r->why), r->why.n ? "\n" : "", r->unused.n ? "U" : "",
	            STR_FMT(r->unused), r->unused.n ? "\n" : "", r->was_1252 ? "C\n" : "");
}

struct bulk_reading bulk_reading_of(struct str stored)
{
	struct bulk_reading r = { .was_1252 = false };

	while (stored.n) {
		struct str line = str_cut(&stored, '\n');

		if (str_starts(line, S("W")))
			r.why = str_sub(line, 1, SIZE_MAX);
		else if (str_starts(line, S("U")))
			r.unused = str_sub(line, 1, SIZE_MAX);
		else if (str_starts(line, S("C")))
			r.was_1252 = true;
	}
	return r;
}

static struct str name_on(const struct bulk_kind_info *k, const struct str *cells)
{
	struct str email = STR_NONE;

	for (size_t i = 0; i < k->uses_n; i++) {
		if (k->uses[i].column == COL_NAME && cells[i].n)
			return str_sub(cells[i], 0, 200);
		if (k->uses[i].column == COL_EMAIL)
			email = str_sub(cells[i], 0, 254);
	}
	return email;
}

enum rc bulk_look_at(struct ctx *cx, const struct bulk_kind_info *k, const struct str *cells, enum date_order order, int repeats,
                     const struct bulk_known *known, struct bulk_look *ret)
{
	enum rc rc;

	ret->f = (struct findings){ .n = 0 };
	bulk_parse(cx->arena, k, cells, order, cx->today, &ret->v, &ret->f);
	if (repeats)
		find(&ret->f, FIND_TWICE, -1, STR_NONE, strf(cx->arena, "%d", repeats));
	rc = bulk_resolve(cx, k, &ret->v, known, &ret->m, &ret->f);
	ret->state = ret->f.bad ? ROW_BAD : ret->m.same ? ROW_SAME : ROW_READY;
	ret->name = name_on(k, cells);
	if (!utf8_valid(ret->name)) /* cut in the middle of a letter */
		ret->name = STR_NONE;
	return rc;
}

instant bulk_next_nine(const struct ctx *cx)
{
	return instant_of(date_plus(cx->today, 1), 9, 0);
}

/* One import being worked on. */
struct work {
	struct ctx *cx;         /* of the lane */
	const struct job *job;
	struct bulk_work_row import;
	const struct bulk_kind_info *kind;
	instant extended;       /* when the lease was last made longer */
	int64_t batch_began;    /* monotonic ms */
	int64_t at, reached;    /* the row behind which to go on: committed, and by the batch that runs */
	bool one_by_one;        /* each row by itself: something in this batch has refused to go in with the others */
};

static bool batch_is_over(const struct work *w)
{
	return monotonic_ms() - w->batch_began > (db_kind(w->cx->db) == DB_SQLITE ? BATCH_MS_ALONE : BATCH_MS);
}

/* A batch: the context it runs in has whoever sent the file as its actor, and an arena that goes with it. */
typedef enum rc batch_fn(struct ctx *as, struct work *w, void *what, bool *ret_more);

static struct ctx acting(struct work *w, struct arena *a)
{
	struct ctx as = *w->cx;

	as.arena = a;
	as.now = w->cx->now;
	as.actor = (struct actor){ .person = w->import.person, .role = (enum role)w->import.role,
		                   .organisation = w->import.organisation, .role_held = w->import.role_held };
	return as;
}

static enum rc load(struct ctx *cx, struct work *w)
{
	struct bulk_lock_row lock;
	enum rc rc = sql_bulk_lock(cx->db, cx->arena, w->job->object, &lock);

	if (rc == OK)
		rc = sql_bulk_work(cx->db, cx->arena, w->job->object, cx->today, &w->import);
	if (rc == OK && !(w->kind = bulk_kind_of(w->import.kind)))
		rc = FAULT;
	return rc;
}

/* once — one transaction. An import in another state than the one this work is for has been stopped: OK, and no more. */
static enum rc once(struct work *w, enum bulk_state state, batch_fn *batch, void *what, struct arena *a, bool *ret_more)
{
	struct ctx as = *w->cx;
	enum rc rc = db_begin(w->cx->db, DB_WRITE);

	*ret_more = false;
	as.arena = a;
	w->batch_began = monotonic_ms();
	w->reached = w->at;
	if (rc == OK)
		rc = load(&as, w);
	if (rc == OK && !w->one_by_one)
		rc = db_send_ahead(as.db);
	if (rc == OK && w->import.state == state) {
		as = acting(w, a);
		rc = batch(&as, w, what, ret_more);
	}
	if (rc == OK && (rc = db_commit(w->cx->db)) == OK)
		w->at = w->reached;
	else
		db_rollback(w->cx->db);
	return rc;
}

static bool is_refusal(enum rc rc)
{
	return rc == CONFLICT || rc == INVALID || rc == DENIED;
}

static enum rc one_batch(struct work *w, enum bulk_state state, batch_fn *batch, void *what, bool *ret_more)
{
	enum rc rc = BUSY;

	w->one_by_one = false;
	for (int i = 0; i < TRIES && rc == BUSY; i++) {
		struct arena *a = arena_within(w->cx->arena, BATCH_ARENA_MAX);

		rc = once(w, state, batch, what, a, ret_more);
		arena_release(a);
		if (is_refusal(rc) && !w->one_by_one) {
			w->one_by_one = true;
			rc = BUSY;
			i = -1;
		}
	}
	return rc;
}

static enum rc in_batches(struct work *w, enum bulk_state state, batch_fn *batch, void *what)
{
	bool more = true;
	enum rc rc = OK;

	while (rc == OK && more) {
		rc = one_batch(w, state, batch, what, &more);
		if (rc == OK && clock_now() - w->extended > LEASE_SECONDS * SECOND / 3) {
			w->extended = clock_now();
			w->cx->now = w->extended + (w->cx->demo ? w->cx->settings->now_offset : 0);
			rc = job_extend(w->cx, w->job, LEASE_SECONDS);
		}
	}
	return rc;
}

static struct work work_on(struct ctx *cx, const struct job *job)
{
	return (struct work){ .cx = cx, .job = job, .extended = clock_now() };
}

/* ---- reading and checking ---- */

struct checking {
	struct bulk_sheet sheet;
	const int *twice;
	enum date_order order;
	struct str reading;
	size_t at;              /* lines that stand in the table */
	bool refused;
};

static enum rc read_file(struct work *w, struct arena *a, struct checking *c)
{
	struct bulk_content_row content;
	struct bulk_reading reading = { .was_1252 = false };
	struct ctx own = *w->cx;
	enum rc rc;

	own.arena = a;
	if ((rc = db_begin(own.db, DB_READ)) == OK && (rc = sql_bulk_work(own.db, a, w->job->object, own.today, &w->import)) == OK)
		rc = sql_bulk_content(own.db, a, w->job->object, &content);
	db_rollback(own.db);
	if (rc != OK)
		return rc;
	w->kind = bulk_kind_of(w->import.kind);
	if (!w->kind || !content.content.p)
		return NOT_FOUND; /* thrown away, or read already by a lane that died before it could say so */
	rc = bulk_read(a, w->kind, content.content, &c->sheet, &reading.why);
	c->refused = rc != OK;
	if (c->refused) {
		c->reading = bulk_reading_store(a, &reading);
		return OK;
	}
	reading.unused = c->sheet.unused;
	reading.was_1252 = c->sheet.was_1252;
	c->reading = bulk_reading_store(a, &reading);
	c->order = c->sheet.ask_dates ? ORDER_ASK : ORDER_DAY_FIRST;
	c->twice = bulk_twice(a, w->kind, &c->sheet);
	return OK;
}

static enum rc check_line(struct ctx *as, struct work *w, struct checking *c, size_t i, struct str cells, const struct bulk_known *known)
{
	const struct bulk_line *line = &c->sheet.v[i];
	struct bulk_look look;
	enum rc rc = bulk_look_at(as, w->kind, line->cells, c->order, c->twice[i], known, &look);

	if (rc != OK)
		return rc;
	return sql_bulk_row_add(as->db, as->arena, w->job->object, line->row, look.state, look.f.note && look.state == ROW_READY,
	                        look.name, cells, findings_store(as->arena, &look.f), NULL);
}

/* Lines from `*at` on, as far as a batch goes. */
static enum rc check_lines(struct ctx *as, struct work *w, struct checking *c, size_t *at)
{
	size_t first = *at, n = c->sheet.n - first < BULK_BATCH ? c->sheet.n - first : BULK_BATCH;
	struct str cells[BULK_BATCH] = { { 0 } };
	struct bulk_known known;
	enum rc rc;

	for (size_t i = 0; i < n; i++)
		cells[i] = cells_join(as->arena, w->kind, c->sheet.v[first + i].cells);
	rc = bulk_known_read(as, w->kind, cells, n, &known);
	for (size_t i = 0; rc == OK && i < n && !batch_is_over(w); i++)
		if ((rc = check_line(as, w, c, first + i, cells[i], &known)) == OK)
			++*at;
	return rc;
}

static enum rc check_batch(struct ctx *as, struct work *w, void *what, bool *ret_more)
{
	struct checking *c = what;
	struct bulk_row_last_row last;
	size_t i;
	enum rc rc = OK;

	if (c->refused)
		return sql_bulk_set_read(as->db, as->arena, w->job->object, BULK_REFUSED, ORDER_DAY_FIRST, c->reading, 0, NULL);
	if ((rc = sql_bulk_row_last(as->db, as->arena, w->job->object, &last)) != OK)
		return rc;
	for (i = 0; i < c->sheet.n && c->sheet.v[i].row <= last.last;)
		i++;
	rc = check_lines(as, w, c, &i);
	*ret_more = i < c->sheet.n;
	if (rc == OK && *ret_more)
		return sql_bulk_set_rows(as->db, as->arena, w->job->object, (int64_t)c->sheet.n, NULL);
	return rc == OK ? sql_bulk_set_read(as->db, as->arena, w->job->object, BULK_CHECKED, c->order, c->reading,
	                                    (int64_t)c->sheet.n, NULL)
	                : rc;
}

static enum rc check_new(struct work *w)
{
	struct arena *a = arena_within(w->cx->arena, 320 << 20);
	struct checking c = { .at = 0 };
	enum rc rc = read_file(w, a, &c);

	if (rc == OK)
		rc = in_batches(w, BULK_READING, check_batch, &c);
	arena_release(a);
	malloc_trim(0);
	return rc == NOT_FOUND ? OK : rc;
}

/* Looked at again, because a question about the whole file has been answered. A row that said the same as another does so
 * still. */
static int repeated(struct str findings)
{
	struct findings f;
	int64_t row = 0;

	findings_of(findings, &f);
	for (size_t i = 0; i < f.n; i++)
		if (f.v[i].what == FIND_TWICE && str_to_i64(f.v[i].more, 1, INT32_MAX, &row))
			return (int)row;
	return 0;
}

static enum rc check_again_batch(struct ctx *as, struct work *w, void *what, bool *ret_more)
{
	struct bulk_rows_unsettled_rows rows;
	size_t n;
	enum rc rc = sql_bulk_rows_unsettled(as->db, as->arena, w->job->object, w->at, BULK_BATCH, &rows);

	UNUSED(what);
	for (n = 0; rc == OK && n < rows.n && !batch_is_over(w); n++) {
		const struct bulk_rows_unsettled_row *row = &rows.v[n];
		struct str cells[BULK_COLUMNS_MAX] = { { 0 } };
		struct bulk_look look;

		cells_split(w->kind, row->cells, cells);
		rc = bulk_look_at(as, w->kind, cells, (enum date_order)w->import.dates, repeated(row->findings), NULL, &look);
		if (rc == OK)
			rc = sql_bulk_row_checked(as->db, as->arena, row->id, look.state, look.f.note && look.state == ROW_READY,
			                          findings_store(as->arena, &look.f), NULL);
		if (rc == OK)
			w->reached = row->row;
	}
	*ret_more = rc == OK && (n < rows.n || rows.n == BULK_BATCH);
	return rc == OK && !*ret_more ? sql_bulk_set_state(as->db, as->arena, w->job->object, BULK_CHECKED, NULL) : rc;
}

enum rc bulk_check_run(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct work w = work_on(cx, job);
	enum rc rc = str_eq(job->payload, S("again")) ? in_batches(&w, BULK_READING, check_again_batch, NULL) : check_new(&w);

	if (rc != OK)
		*ret_why = S("The file could not be checked.");
	return rc == NOT_FOUND ? OK : rc; /* swept meanwhile */
}

/* ---- adding ---- */

/* Something stands against a row that nobody could see before: what is true of it now is said, and the others go on. */
static enum rc refused_now(struct ctx *as, const struct bulk_rows_next_row *row, struct bulk_look *look)
{
	if (!look->f.bad)
		find(&look->f, FIND_REFUSED, -1, STR_NONE, STR_NONE);
	return sql_bulk_row_checked(as->db, as->arena, row->id, ROW_BAD, false, findings_store(as->arena, &look->f), NULL);
}

static enum rc row_is_in(struct ctx *as, const struct bulk_rows_next_row *row, const struct bulk_made *made)
{
	return sql_bulk_row_done(as->db, as->arena, row->id, made->organisation, made->person, made->role_held, made->role_id,
	                         made->induction, made->person_is_new, made->role_is_new, NULL);
}

/* A row by itself: what refuses it now becomes what is said of it. */
static enum rc act_alone(struct ctx *as, struct work *w, const struct bulk_rows_next_row *row, struct bulk_look *look)
{
	struct bulk_made made;
	enum rc rc = db_savepoint(as->db);

	if (rc != OK)
		return rc;
	rc = bulk_act(as, w->kind, &look->v, &look->m, &made);
	if (is_refusal(rc)) {
		if (made.duty)
			find(&look->f, FIND_DUTY, COL_EMAIL, STR_NONE, strf(as->arena, "%d", made.duty));
		if (made.why.n)
			find(&look->f, FIND_REFUSED_BECAUSE, -1, STR_NONE, made.why);
		rc = db_undo(as->db);
		return rc == OK ? refused_now(as, row, look) : rc;
	}
	if (rc == OK && (rc = db_release(as->db)) == OK)
		rc = row_is_in(as, row, &made);
	return rc;
}

static enum rc act_with_others(struct ctx *as, struct work *w, const struct bulk_rows_next_row *row, const struct bulk_look *look)
{
	struct bulk_made made;
	enum rc rc = bulk_act(as, w->kind, &look->v, &look->m, &made);

	return rc == OK ? row_is_in(as, row, &made) : rc;
}

static enum rc add_row(struct ctx *as, struct work *w, const struct bulk_rows_next_row *row, const struct bulk_known *known)
{
	struct str cells[BULK_COLUMNS_MAX] = { { 0 } };
	struct bulk_look look;
	enum rc rc;

	cells_split(w->kind, row->cells, cells);
	if ((rc = bulk_look_at(as, w->kind, cells, (enum date_order)w->import.dates, 0, known, &look)) != OK)
		return rc;
	if (look.state == ROW_SAME)
		return sql_bulk_row_state(as->db, as->arena, row->id, ROW_SAME, NULL);
	if (look.state == ROW_BAD)
		return refused_now(as, row, &look);
	return w->one_by_one ? act_alone(as, w, row, &look) : act_with_others(as, w, row, &look);
}

static struct str counts_data(struct ctx *as, const struct work *w, const struct bulk_counts_row *n)
{
	return strf(as->arena, "{\"kind\":%lld,\"n\":%lld,\"left\":%lld}", (long long)w->import.kind, (long long)n->done,
	            (long long)n->bad);
}

static enum rc invite_later(struct ctx *as, struct work *w, const struct bulk_counts_row *n, instant *ret_at)
{
	*ret_at = w->import.invites_at;
	if (!w->kind->invites || !n->to_invite)
		return OK;
	*ret_at = bulk_next_nine(as);
	return job_queue_at(as, JOB_BULK_INVITE, w->job->object, S(""), *ret_at, NULL);
}

static enum rc add_ended(struct ctx *as, struct work *w)
{
	struct bulk_counts_row n;
	instant at = DB_NULL_INT;
	enum rc rc = sql_bulk_counts(as->db, as->arena, w->job->object, &n);

	if (rc == OK)
		rc = invite_later(as, w, &n, &at);
	if (rc == OK)
		rc = sql_bulk_ended(as->db, as->arena, w->job->object, BULK_DONE,
		                    clock_now() + (as->demo ? as->settings->now_offset : 0), at, NULL);
	if (rc == OK)
		rc = notice(as, NOTICE_BULK_DONE, w->import.person, w->import.organisation);
	return rc == OK ? event_add(as, CHAIN_ORGANISATION, w->import.organisation, EVENT_BULK_ADDED, w->import.uuid,
	                            counts_data(as, w, &n))
	                : rc;
}

/* known_of — who the rows of a batch name; nobody is known where they go one by one, since each may change the next. */
static enum rc known_of(struct ctx *as, const struct work *w, const struct bulk_rows_next_rows *rows, struct bulk_known *ret)
{
	struct str cells[BULK_BATCH] = { { 0 } };
	enum rc rc = OK;

	for (size_t i = 0; i < rows->n; i++)
		cells[i] = rows->v[i].cells;
	if (!rows->n || (rc = bulk_known_read(as, w->kind, cells, rows->n, ret)) != OK)
		return rc;
	if (w->one_by_one)
		ret->organisation = -1;
	return OK;
}

static enum rc add_batch(struct ctx *as, struct work *w, void *what, bool *ret_more)
{
	struct bulk_rows_next_rows rows;
	struct bulk_known known;
	enum rc rc;

	UNUSED(what);
	if (!w->import.may || as->actor.role != w->kind->role) /* no longer theirs to do */
		return sql_bulk_set_state(as->db, as->arena, w->job->object, BULK_STOPPED, NULL);
	if ((rc = sql_bulk_rows_next(as->db, as->arena, w->job->object, ROW_READY, w->at, BULK_BATCH, &rows)) != OK ||
	    (rc = known_of(as, w, &rows, &known)) != OK)
		return rc;
	for (size_t i = 0; rc == OK && i < rows.n && !batch_is_over(w); i++) {
		rc = add_row(as, w, &rows.v[i], &known);
		w->reached = rows.v[i].row;
	}
	*ret_more = rows.n > 0;
	return rc;
}

/* When all rows are in: whoever has been assigned, and their ECSW, hear of it once, however many rows name them. */
static enum rc tell_batch(struct ctx *as, struct work *w, void *what, bool *ret_more)
{
	struct bulk_to_tell_rows to;
	enum rc rc = sql_bulk_to_tell(as->db, as->arena, w->job->object, w->at, BULK_BATCH, &to);

	UNUSED(what);
	for (size_t i = 0; rc == OK && i < to.n; i++) {
		rc = notice(as, NOTICE_ASSIGNED, to.v[i].person, w->import.organisation);
		w->reached = to.v[i].person;
	}
	*ret_more = rc == OK && to.n > 0;
	return rc == OK && !*ret_more ? add_ended(as, w) : rc;
}

static enum rc add_and_tell(struct work *w)
{
	enum rc rc = in_batches(w, BULK_ADDING, add_batch, NULL);

	w->at = 0;
	return rc == OK ? in_batches(w, BULK_ADDING, tell_batch, NULL) : rc;
}

/* ---- taking back ---- */

static enum rc taken_back(struct ctx *as, struct work *w)
{
	struct bulk_counts_row n;
	enum rc rc = sql_bulk_counts(as->db, as->arena, w->job->object, &n);

	if (rc == OK)
		rc = sql_bulk_ended(as->db, as->arena, w->job->object, BULK_TAKEN_BACK,
		                    clock_now() + (as->demo ? as->settings->now_offset : 0), DB_NULL_INT, NULL);
	return rc == OK ? event_add(as, CHAIN_ORGANISATION, w->import.organisation, EVENT_BULK_TAKEN_BACK, w->import.uuid,
	                            strf(as->arena, "{\"kind\":%lld,\"taken_back\":%lld,\"stayed\":%lld}",
	                                 (long long)w->import.kind, (long long)n.taken_back, (long long)n.done))
	                : rc;
}

static enum rc back_batch(struct ctx *as, struct work *w, void *what, bool *ret_more)
{
	struct bulk_rows_to_take_back_rows rows;
	size_t n;
	enum rc rc = sql_bulk_rows_to_take_back(as->db, as->arena, w->job->object, w->at, BULK_BATCH, &rows);

	UNUSED(what);
	for (n = 0; rc == OK && n < rows.n && !batch_is_over(w); n++) {
		bool untouched = false;

		rc = bulk_untouched(as, &rows.v[n], &untouched);
		if (rc == OK && untouched && (rc = bulk_take_back(as, &rows.v[n])) == OK)
			rc = sql_bulk_row_state(as->db, as->arena, rows.v[n].id, ROW_TAKEN_BACK, NULL);
		if (rc == OK)
			w->reached = rows.v[n].row;
	}
	*ret_more = rc == OK && (n < rows.n || rows.n == BULK_BATCH);
	return rc == OK && !*ret_more ? taken_back(as, w) : rc;
}

enum rc bulk_add_run(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct work w = work_on(cx, job);
	bool back = str_eq(job->payload, S("back"));
	enum rc rc;

	w.at = back ? INT32_MAX : 0; /* what is to be taken back goes from the last row to the first */
	rc = back ? in_batches(&w, BULK_TAKING_BACK, back_batch, NULL) : add_and_tell(&w);

	if (rc != OK)
		*ret_why = S("The rows of an import could not be worked on.");
	return rc == NOT_FOUND ? OK : rc;
}

/* bulk_given_up — its page must not wait for ever: what was done stands, and the rest waits to be confirmed again. */
enum rc bulk_given_up(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct bulk_reading reading = { .why = word(T_BULK_FILE_GIVEN_UP) };
	struct bulk_lock_row row;
	enum rc rc = sql_bulk_lock(cx->db, cx->arena, job->object, &row);

	UNUSED(ret_why);
	if (rc == OK && row.state == BULK_READING)
		rc = sql_bulk_set_read(cx->db, cx->arena, job->object, BULK_REFUSED, ORDER_DAY_FIRST,
		                       bulk_reading_store(cx->arena, &reading), 0, NULL);
	else if (rc == OK && (row.state == BULK_ADDING || row.state == BULK_TAKING_BACK))
		rc = sql_bulk_set_state(cx->db, cx->arena, job->object, BULK_DONE, NULL);
	return rc == NOT_FOUND ? OK : rc;
}
