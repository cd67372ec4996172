/* reviews_night.c — behind the pages, once a day: reviews that are due soon are prepared, those that wait follow the calendar, and
 * whoever one waits for is reminded. A pause stops all of it. */
#include "app/reviews/reviews_inside.h"

#include "app/notices/notices.h"
#include "objects.sql.h"

enum { TURN_PEOPLE = 50, DAYS_BACK = 60 };

static bool was_prepared(const struct reviews_points_prepared_rows *rows, int month)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].month == month)
			return true;
	return false;
}

/* prepare_soon — points whose day is near and that nobody has prepared, or cancelled. One long past is not asked for any more: it was
 * held before Cairn kept reviews, or the induction came from elsewhere. */
static enum rc prepare_soon(struct ctx *cx, const struct induction_dates *d, const struct review_rules *rules)
{
	struct reviews_points_prepared_rows rows;
	enum rc rc = sql_reviews_points_prepared(cx->db, cx->arena, cx->induction->id, &rows);

	for (int i = 0; rc == OK && i < d->calendar.reviews_n; i++) {
		const struct calendar_review *r = &d->calendar.reviews[i];
		struct uuid id;
		bool is_new;

		if (date_is_none(r->due.date) || date_cmp(date_plus(r->due.date, -rules->prepare_days), cx->today) > 0 ||
		    date_cmp(date_plus(r->closes, DAYS_BACK), cx->today) < 0 || was_prepared(&rows, r->month))
			continue;
		rc = review_prepare(cx, REVIEW_POINT, r->month, r->due.date, r->opens, r->closes, S(""), &id, &is_new);
	}
	return rc;
}

static enum rc remind(struct ctx *cx, const struct induction_dates *d, const struct reviews_open_row *r, const struct review_rules *rules, struct date due,
                      struct date closes, bool paused)
{
	struct review_waits w = review_waits(&(struct review_facts){ (enum review_state)r->state, rules->parts, (unsigned)r->given,
	                                                             (unsigned)r->signed_by, r->prepared_on, due, closes,
	                                                             review_planned(&d->facts, r->planned_on), r->met_on, paused }, rules, cx->today);
	int kind = w.days_late ? NOTICE_REVIEW_LATE : r->state == REVIEW_MET ? NOTICE_REVIEW_SIGN : NOTICE_REVIEW;
	enum rc rc;

	if (paused || !review_remind(&w, r->reminded_on, cx->today))
		return OK;
	rc = sql_review_reminded(cx->db, cx->arena, r->review, cx->today, NULL);
	return rc == OK ? review_tell(cx, kind, w.with ? w.with : REVIEW_ALL_THREE) : rc;
}

static enum rc follow(struct ctx *cx, const struct induction_dates *d, const struct review_rules *rules, bool paused)
{
	struct reviews_open_rows rows;
	enum rc rc = sql_reviews_open(cx->db, cx->arena, cx->induction->id, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct reviews_open_row *r = &rows.v[i];
		struct date due = r->due_on, opens = r->opens_on, closes = r->closes_on;

		bool follows = r->kind == REVIEW_POINT ? review_follow(&d->calendar, (int)r->month, &due, &opens, &closes)
		                                       : review_follow_interim(&d->facts, r->prepared_on, r->days, &due, &closes);

		if (follows && r->state < REVIEW_MET &&
		    (date_cmp(due, r->due_on) || date_cmp(opens, r->opens_on) || date_cmp(closes, r->closes_on)))
			rc = sql_review_dates_put(cx->db, cx->arena, r->review, due, opens, closes, NULL);
		if (rc == OK)
			rc = remind(cx, d, r, rules, due, closes, paused);
	}
	return rc;
}

static enum rc look_at(struct ctx *cx, struct uuid induction)
{
	struct review_programme programme;
	struct induction_dates dates;
	bool paused;
	enum rc rc = load_induction(cx, induction);

	if (rc != OK || (rc = dates_of(cx, cx->induction->id, &dates)) != OK || (rc = review_programme(cx, &programme)) != OK)
		return rc;
	paused = calendar_is_paused(&dates.facts, cx->today);
	if (!paused)
		rc = prepare_soon(cx, &dates, &programme.rules);
	return rc == OK ? follow(cx, &dates, &programme.rules, paused) : rc;
}

/* Fifty inductions in a transaction and with memory of their own, so that nobody waits for all of them. */
static enum rc some(struct ctx *cx, int64_t turn, int64_t *behind, size_t *ret_n)
{
	struct arena *jobs = cx->arena;
	struct reviews_to_look_at_rows rows;
	struct induction_lock_row lock;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	*ret_n = 0;
	cx->arena = arena_new(64 << 20);
	if (rc == OK)
		rc = sql_reviews_to_look_at(cx->db, cx->arena, *behind, turn, REVIEWS_TURNS, cx->today, TURN_PEOPLE, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		rc = sql_induction_lock(cx->db, cx->arena, rows.v[i].id, &lock);
		if (rc == OK)
			rc = look_at(cx, rows.v[i].id);
		*behind = rows.v[i].induction;
	}
	if (rc == OK) {
		*ret_n = rows.n;
		rc = db_commit(cx->db);
	}
	if (rc != OK)
		db_rollback(cx->db);
	arena_release(cx->arena);
	cx->arena = jobs;
	cx->induction = NULL;
	return rc;
}

enum rc reviews_night(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	int64_t behind = 0, turn = cx->today.days % REVIEWS_TURNS;
	size_t n = TURN_PEOPLE;
	enum rc rc = OK;

	UNUSED(job);
	while (rc == OK && n == TURN_PEOPLE)
		rc = some(cx, turn, &behind, &n);
	if (rc != OK)
		*ret_why = S("reviews that are due could not be prepared");
	return rc;
}
