/* reviews_night.c — behind the pages, once a day: reviews that are due soon are prepared, those that wait follow the calendar, and
 * whoever one waits for is reminded. A pause stops all of it.
 *
 * Most nights there is nothing to do for most people. So all are looked at in turns, each turn in a few queries, and only who has
 * something to be done is locked and looked at again.
 */
#include "app/reviews/reviews_inside.h"

#include "app/notices/notices.h"

enum { TURN_PEOPLE = DATES_MANY, TURN_ARENA = 64 << 20, DAYS_BACK = 60 };

/* ---- what there is to do ---- */

/* Of one induction: its dates, and what is there. */
struct seen {
	struct dates_found dates;
	const struct reviews_open_row *open;
	size_t open_n;
	unsigned long long prepared[2]; /* months whose review was prepared, as bits */
	bool paused;
	struct date moved_on;        /* goes by another version of its programme since; DATE_NONE for never */
};
struct to_do {
	enum { PREPARE, PUT_DATES, REMIND } what;
	int64_t review;              /* none to prepare */
	struct uuid id;              /* to remind of */
	int month, notice;           /* to prepare; to remind of */
	unsigned with;               /* roles to remind */
	struct date due, opens, closes;
};
enum { TO_DO_MAX = CALENDAR_REVIEWS_MAX + 2 * 20 };
struct to_dos {
	struct to_do v[TO_DO_MAX];
	size_t n;
};

static void add(struct to_dos *all, struct to_do one)
{
	if (all->n < TO_DO_MAX)
		all->v[all->n++] = one;
}

static bool was_prepared(const struct seen *s, int month)
{
	return month >= 0 && month < 128 && (s->prepared[month / 64] >> (month % 64) & 1);
}

/* prepare_soon — points whose day is near and that nobody has prepared, or cancelled. One long past is not asked for any more: it was
 * held before Cairn kept reviews, or the induction came from elsewhere. */
static void prepare_soon(const struct seen *s, struct date today, struct to_dos *ret)
{
	for (int i = 0; i < s->dates.reviews_n; i++) {
		const struct dates_review *r = &s->dates.reviews[i];

		if (date_is_none(r->due) || date_cmp(date_plus(r->due, -s->dates.reviewing->prepare_days), today) > 0 ||
		    date_cmp(date_plus(r->closes, DAYS_BACK), today) < 0 || was_prepared(s, r->month) ||
		    (!date_is_none(s->moved_on) && date_cmp(r->due, s->moved_on) < 0))
			continue;
		if (review_is_optional(s->dates.reviewing, r->month)) /* whoever wants it begins it */
			continue;
		add(ret, (struct to_do){ .what = PREPARE, .month = r->month, .due = r->due, .opens = r->opens, .closes = r->closes });
	}
}

/* waiting_now — what one that is not over waits for, by today's calendar, whose dates are in *ret. */
static struct review_waits waiting_now(const struct seen *s, const struct reviews_open_row *r, struct date today, struct dates_review *ret)
{
	const struct dates_review *point = r->kind == REVIEW_POINT ? dates_point(&s->dates, r->month) : NULL;

	*ret = point ? *point : (struct dates_review){ .due = r->due_on, .opens = r->opens_on, .closes = r->closes_on };
	if (r->kind == REVIEW_INTERIM)
		review_follow_interim(&s->dates.facts, r->prepared_on, r->days, &ret->due, &ret->closes);
	return review_waits(&(struct review_facts){ (enum review_state)r->state, s->dates.reviewing->parts, (unsigned)r->given,
	                                            (unsigned)r->signed_by, r->prepared_on, ret->due, ret->closes,
	                                            review_planned(&s->dates.facts, r->planned_on), r->met_on, s->paused, (int)r->more },
	                    s->dates.reviewing, today);
}

static struct to_do reminder(const struct reviews_open_row *r, const struct review_waits *w)
{
	return (struct to_do){ .what = REMIND, .review = r->review, .id = r->id, .with = w->with ? w->with : REVIEW_ALL_THREE,
		                   .notice = w->days_late ? NOTICE_REVIEW_LATE : r->state == REVIEW_MET ? NOTICE_REVIEW_SIGN : NOTICE_REVIEW };
}

static void follow(const struct seen *s, const struct reviews_open_row *r, struct date today, struct to_dos *ret)
{
	struct dates_review d;
	struct review_waits w = waiting_now(s, r, today, &d);

	if (r->state < REVIEW_MET && (date_cmp(d.due, r->due_on) || date_cmp(d.opens, r->opens_on) || date_cmp(d.closes, r->closes_on)))
		add(ret, (struct to_do){ .what = PUT_DATES, .review = r->review, .due = d.due, .opens = d.opens, .closes = d.closes });
	if (!s->paused && review_remind(&w, r->reminded_on, today))
		add(ret, reminder(r, &w));
}

static void find_to_dos(const struct seen *s, struct date today, struct to_dos *ret)
{
	ret->n = 0;
	if (!s->paused)
		prepare_soon(s, today, ret);
	for (size_t i = 0; i < s->open_n; i++)
		follow(s, &s->open[i], today, ret);
}

/* see_some — at most DATES_MANY inductions, by row. */
static enum rc see_some(struct ctx *cx, const struct dates_asked *asked, size_t n, struct seen *ret)
{
	struct reviews_points_prepared_rows prepared;
	struct dates_found dates[TURN_PEOPLE];
	int64_t inductions[TURN_PEOPLE];
	struct reviews_open_rows open;
	struct reviews_moved_rows moved;
	enum rc rc;

	for (size_t i = 0; i < n; i++)
		inductions[i] = asked[i].induction;
	if ((rc = dates_of_many(cx, asked, n, dates)) != OK || (rc = sql_reviews_points_prepared(cx->db, cx->arena, inductions, n, &prepared)) != OK ||
	    (rc = sql_reviews_open(cx->db, cx->arena, inductions, n, cx->today, &open)) != OK || (rc = sql_reviews_moved(cx->db, cx->arena, inductions, n, &moved)) != OK)
		return rc;
	for (size_t i = 0, at = 0; i < n; i++) {
		ret[i] = (struct seen){ .dates = dates[i], .open = open.v + at, .paused = calendar_is_paused(&dates[i].facts, cx->today), .moved_on = DATE_NONE };
		for (size_t k = 0; k < moved.n; k++)
			if (moved.v[k].induction == inductions[i])
				ret[i].moved_on = date_of(moved.v[k].moved_at);
		for (; at < open.n && open.v[at].induction == inductions[i]; at++)
			ret[i].open_n++;
		for (size_t k = 0; k < prepared.n; k++)
			if (prepared.v[k].induction == inductions[i] && prepared.v[k].month >= 0 && prepared.v[k].month < 128)
				ret[i].prepared[prepared.v[k].month / 64] |= 1ULL << (prepared.v[k].month % 64);
	}
	return OK;
}

/* ---- doing it ---- */

static enum rc do_one(struct ctx *cx, const struct to_do *t)
{
	struct uuid id;
	bool is_new;
	enum rc rc;

	switch (t->what) {
	case PREPARE:
		return review_prepare(cx, REVIEW_POINT, t->month, t->due, t->opens, t->closes, S(""), &id, &is_new);
	case PUT_DATES:
		return sql_review_dates_put(cx->db, cx->arena, t->review, t->due, t->opens, t->closes, NULL);
	case REMIND:
		rc = sql_review_reminded(cx->db, cx->arena, t->review, cx->today, NULL);
		return rc == OK ? review_tell(cx, t->notice, t->with) : rc;
	}
	return FAULT;
}

static struct dates_asked asked_of(const struct reviews_to_look_at_row *r)
{
	return (struct dates_asked){ r->induction, r->programme, r->starts };
}

/* look_again — with the induction locked, so that nobody has done it since. */
static enum rc look_again(struct ctx *cx, const struct reviews_to_look_at_row *row)
{
	struct dates_asked asked = asked_of(row);
	struct to_dos all;
	struct seen now;
	enum rc rc;

	if ((rc = load_induction(cx, row->id)) != OK || (rc = see_some(cx, &asked, 1, &now)) != OK)
		return rc;
	find_to_dos(&now, cx->today, &all);
	for (size_t i = 0; rc == OK && i < all.n; i++)
		rc = do_one(cx, &all.v[i]);
	return rc;
}

/* look_at — which of these rows have something to be done, first in what they were. */
static enum rc look_at(struct ctx *cx, struct reviews_to_look_at_rows *rows, size_t *ret_n)
{
	struct dates_asked asked[TURN_PEOPLE];
	struct seen seen[TURN_PEOPLE];
	struct to_dos all;
	enum rc rc;

	*ret_n = 0;
	for (size_t i = 0; i < rows->n; i++)
		asked[i] = asked_of(&rows->v[i]);
	rc = see_some(cx, asked, rows->n, seen);
	for (size_t i = 0; rc == OK && i < rows->n; i++) {
		find_to_dos(&seen[i], cx->today, &all);
		if (all.n)
			rows->v[(*ret_n)++] = rows->v[i];
	}
	return rc;
}

static enum rc finish(struct ctx *cx, enum rc rc)
{
	if (rc == OK)
		rc = db_commit(cx->db);
	if (rc != OK)
		db_rollback(cx->db);
	return rc;
}

/* One turn with memory of its own: read without keeping anybody waiting, then what is to be done in one transaction. */
static enum rc turn(struct ctx *cx, int64_t *behind, size_t *ret_n)
{
	struct arena *jobs = cx->arena;
	struct reviews_to_look_at_rows rows;
	size_t n = 0;
	enum rc rc = db_begin(cx->db, DB_READ);

	*ret_n = 0;
	cx->arena = arena_new(TURN_ARENA);
	if (rc == OK)
		rc = sql_reviews_to_look_at(cx->db, cx->arena, *behind, cx->today, TURN_PEOPLE, &rows);
	if (rc == OK && rows.n) {
		*ret_n = rows.n;
		*behind = rows.v[rows.n - 1].induction;
		rc = look_at(cx, &rows, &n);
	}
	rc = finish(cx, rc);
	if (rc == OK && n)
		rc = db_begin(cx->db, DB_WRITE);
	for (size_t i = 0; rc == OK && i < n; i++)
		rc = look_again(cx, &rows.v[i]);
	if (n)
		rc = finish(cx, rc);
	arena_release(cx->arena);
	cx->arena = jobs;
	cx->induction = NULL;
	return rc;
}

enum rc reviews_night(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	int64_t behind = 0;
	size_t n = TURN_PEOPLE;
	enum rc rc = OK;

	UNUSED(job);
	while (rc == OK && n == TURN_PEOPLE)
		rc = turn(cx, &behind, &n);
	if (rc != OK)
		*ret_why = S("reviews that are due could not be prepared");
	return rc;
}

/* ---- by a coordinator, for many ---- */

enum rc reviews_owing(struct ctx *cx, const struct dates_asked *asked, size_t n, struct review_owing *ret)
{
	struct seen seen[TURN_PEOPLE];
	enum rc rc = n > TURN_PEOPLE ? FAULT : see_some(cx, asked, n, seen);

	for (size_t i = 0; rc == OK && i < n; i++) {
		ret[i] = (struct review_owing){ .since = DATE_NONE, .paused = seen[i].paused };
		for (size_t k = 0; k < seen[i].open_n && !seen[i].paused; k++) {
			const struct reviews_open_row *r = &seen[i].open[k];
			struct dates_review d;
			struct review_waits w = waiting_now(&seen[i], r, cx->today, &d);

			if (w.what == REVIEW_WAITS_NOTHING)
				continue;
			if (date_cmp(r->reminded_on, cx->today) == 0) {
				ret[i].told_today = true;
				continue;
			}
			ret[i].with |= reminder(r, &w).with;
			if (date_is_none(ret[i].since) || date_cmp(w.since, ret[i].since) < 0)
				ret[i].since = w.since;
		}
	}
	return rc;
}

enum rc reviews_remind(struct ctx *cx, unsigned *ret_with)
{
	struct dates_asked asked = { cx->induction->id, cx->induction->programme_row, cx->induction->starts };
	struct seen now;
	enum rc rc = see_some(cx, &asked, 1, &now);

	*ret_with = 0;
	for (size_t i = 0; rc == OK && i < now.open_n && !now.paused; i++) {
		struct dates_review d;
		struct review_waits w = waiting_now(&now, &now.open[i], cx->today, &d);
		struct to_do t = reminder(&now.open[i], &w);

		if (w.what == REVIEW_WAITS_NOTHING || date_cmp(now.open[i].reminded_on, cx->today) == 0)
			continue;
		rc = do_one(cx, &t);
		if (rc == OK)
			rc = review_event(cx, EVENT_REVIEW_REMINDED, t.id, S("{}"));
		*ret_with |= t.with;
	}
	return rc;
}
