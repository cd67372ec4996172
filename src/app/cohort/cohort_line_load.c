/* cohort_line_load.c — reads people of the timeline thirty at a time: who they are, their dates, their reviews, who is around them. */
#include "app/cohort/cohort_line.h"

#include "cohort_line.sql.h"

#include <stdlib.h>

enum { TURN_ARENA = 64 << 20, PLACE_MAX = 60, TURNS_MAX = 1000 };

const struct line_place line_first = { { -1000000 }, 0 };

/* ---- what is asked for ---- */

/* like — a pattern for words that begin so, in folded text; ! is the escape. */
static struct str like(struct ctx *cx, struct str typed)
{
	struct str folded = text_fold(cx->arena, str_trim(typed));
	struct buf b = buf_new(cx->arena, 2 * folded.n + 8);

	if (!folded.n)
		return S("");
	buf_add(&b, S("% "));
	for (size_t i = 0; i < folded.n; i++)
		buf_addf(&b, "%s%c", folded.p[i] == '%' || folded.p[i] == '_' || folded.p[i] == '!' ? "!" : "", folded.p[i]);
	buf_add(&b, S("%"));
	return buf_str(&b);
}

/* month_of — "2027-10" as its first day; false for anything else. */
static bool month_of(struct ctx *cx, struct str s, struct date *ret)
{
	return s.n == 7 && date_parse(strf(cx->arena, "%.*s-01", STR_FMT(s)), ret);
}

struct line_filter line_filter_of(struct ctx *cx)
{
	struct line_filter f = { .q = str_trim(query(cx, "q")), .intake = query(cx, "intake"), .assessor = str_trim(query(cx, "assessor")),
		                     .assessor_pattern = S(""), .low = line_first.day, .high = { 1000000 },
		                     .standing = number_of(&line_standings, query(cx, "standing")) };

	f.pattern = like(cx, f.q);
	if (!uuid_parse(f.assessor, &f.assessor_id)) {
		f.assessor_id = UUID_NONE;
		f.assessor_pattern = like(cx, f.assessor);
	}
	if (month_of(cx, f.intake, &f.low))
		f.high = date_plus(date_add_months(f.low, 1), -1);
	else
		f.intake = STR_NONE;
	f.any = f.pattern.n || f.intake.n || f.assessor_pattern.n || !uuid_is_none(f.assessor_id) || f.standing >= 0;
	return f;
}

struct url line_url(struct ctx *cx, const char *path, const struct line_filter *f)
{
	struct url u = url_lit(path);

	if (f->q.n)
		u = url_with(cx, u, "q", f->q);
	if (f->intake.n)
		u = url_with(cx, u, "intake", f->intake);
	if (f->standing >= 0)
		u = url_with(cx, u, "standing", key_of(&line_standings, f->standing));
	return f->assessor.n ? url_with(cx, u, "assessor", f->assessor) : u;
}

struct line_place line_place_of(struct ctx *cx)
{
	struct str place = query(cx, "after"), s, day;
	struct line_place at;
	int64_t days;

	if (!place.n || place.n > PLACE_MAX || !base64url_decode(cx->arena, place, &s))
		return line_first;
	day = str_cut(&s, ' ');
	if (!s.p || !str_to_i64(day, -1000000, 1000000, &days) || !str_to_i64(s, 0, INT64_MAX, &at.induction))
		return line_first;
	at.day = (struct date){ (int32_t)days };
	return at;
}

struct str line_place_str(struct ctx *cx, struct line_place at)
{
	struct str s = strf(cx->arena, "%d %lld", at.day.days, (long long)at.induction);

	return base64url_encode(cx->arena, s.p, s.n);
}

struct line_place line_place_behind(const struct line_member *m)
{
	return (struct line_place){ m->starts, m->induction };
}

/* ---- one turn ---- */

/* People of one turn, and what was read of all of them; helpers come by induction. */
struct turn {
	struct ctx *cx;
	struct line_of_employer_rows rows;
	struct line_reviews_rows reviews;
	struct line_people_rows people;
	struct dates_found *dates;
};

static enum rc read_who(struct ctx *cx, const struct line_filter *f, struct line_place after, int64_t limit,
                        struct line_of_employer_rows *ret)
{
	const struct actor *a = &cx->actor;
	struct date low = date_cmp(after.day, f->low) > 0 ? after.day : f->low;
	int by_assessor = !uuid_is_none(f->assessor_id) ? 1 : f->assessor_pattern.n ? 2 : 0;
	bool narrowed = f->pattern.n || by_assessor || f->standing == LINE_IS_LATE || f->standing == LINE_PAUSED;

	if (a->role == ROLE_ECSW)
		return sql_line_of_own(cx->db, cx->arena, a->person, a->organisation, a->role, cx->today, after.day, after.induction, limit, ret);
	if (a->role != ROLE_COORDINATOR)
		return sql_line_of_helper(cx->db, cx->arena, a->person, a->organisation, a->role, cx->today, low, f->high, after.day, after.induction,
		                          f->pattern, by_assessor, f->assessor_id, f->assessor_pattern, f->standing, limit, ret);
	if (narrowed)
		return sql_line_narrowed(cx->db, cx->arena, a->person, a->organisation, a->role, cx->today, low, f->high, after.day, after.induction,
		                         f->pattern, by_assessor, f->assessor_id, f->assessor_pattern, f->standing, limit, ret);
	return sql_line_of_employer(cx->db, cx->arena, a->person, a->organisation, a->role, cx->today, low, f->high, after.day, after.induction,
	                            limit, ret);
}

static enum rc read_turn(struct ctx *cx, const struct line_filter *f, struct line_place after, int64_t limit, struct turn *t)
{
	int64_t inductions[DATES_MANY];
	struct dates_asked asked[DATES_MANY];
	enum rc rc = read_who(cx, f, after, limit, &t->rows);

	t->cx = cx;
	if (rc != OK || !t->rows.n)
		return rc;
	for (size_t i = 0; i < t->rows.n; i++) {
		inductions[i] = t->rows.v[i].induction;
		asked[i] = (struct dates_asked){ t->rows.v[i].induction, t->rows.v[i].programme, t->rows.v[i].starts };
	}
	t->dates = NEW_ARRAY(cx->arena, struct dates_found, t->rows.n);
	if ((rc = dates_of_many(cx, asked, t->rows.n, t->dates)) != OK ||
	    (rc = sql_line_reviews(cx->db, cx->arena, inductions, t->rows.n, cx->today, &t->reviews)) != OK)
		return rc;
	return sql_line_people(cx->db, cx->arena, inductions, t->rows.n, cx->today, &t->people);
}

/* ---- one person ---- */

/* add_review — as its own list says it (app/reviews): by today's calendar until it was held. */
static void add_review(const struct turn *t, struct line_member *m, const struct line_reviews_row *r)
{
	const struct dates_found *d = &m->dates;
	const struct dates_review *point = r->kind == REVIEW_POINT ? dates_point(d, r->month) : NULL;
	struct date due = r->due_on, closes = r->closes_on, planned = review_planned(&d->facts, r->planned_on);
	struct line_point *p = &m->points[m->points_n++];

	if (r->state < REVIEW_MET && point)
		due = point->due, closes = point->closes;
	if (r->state < REVIEW_MET && r->kind == REVIEW_INTERIM)
		review_follow_interim(&d->facts, r->prepared_on, r->days, &due, &closes);
	*p = (struct line_point){ .id = r->id, .planned = planned, .kind = (int)r->kind, .month = r->month == DB_NULL_INT ? 0 : (int)r->month, .prepared = r->prepared_on,
		                      .closes = closes, .r = { .here = true, .state = (enum review_state)r->state,
		                      .on = !date_is_none(r->met_on) ? r->met_on : !date_is_none(planned) ? planned : due } };
	p->r.waits = review_waits(&(struct review_facts){ p->r.state, d->reviewing->parts, (unsigned)r->given, (unsigned)r->signed_by,
	                                                  r->prepared_on, due, closes, planned, r->met_on, m->facts.paused, (int)r->more },
	                          d->reviewing, t->cx->today);
}

static bool has_point(const struct line_member *m, int month)
{
	for (int i = 0; i < m->points_n; i++)
		if (m->points[i].kind == REVIEW_POINT && m->points[i].month == month)
			return true;
	return false;
}

static int by_when(const void *x, const void *y)
{
	const struct line_point *a = x, *b = y;

	if (date_is_none(a->r.on) != date_is_none(b->r.on))
		return date_is_none(a->r.on) ? 1 : -1;
	if (date_cmp(a->r.on, b->r.on))
		return date_cmp(a->r.on, b->r.on);
	return a->month != b->month ? (a->month > b->month) - (a->month < b->month) : memcmp(a->id.b, b->id.b, sizeof(a->id.b));
}

static void mark_points(const struct turn *t, struct line_member *m)
{
	struct line_review all[LINE_REVIEWS_MAX];

	if (m->points_n > 1)
		qsort(m->points, (size_t)m->points_n, sizeof(*m->points), by_when);
	for (int i = 0; i < m->points_n; i++) {
		all[i] = m->points[i].r;
		m->points[i].mark = line_mark_of(&all[i], t->cx->today);
		if (m->points[i].mark == LINE_LATE && (m->late < 0 || all[i].waits.days_late > all[m->late].waits.days_late))
			m->late = i;
	}
	m->next = line_next(all, m->points_n, t->cx->today);
	if (m->next >= 0)
		m->points[m->next].mark = LINE_NEXT;
	m->facts.has_late = m->late >= 0;
}

/* member_of — among those of a turn by row; NULL for none of them. */
static struct line_member *member_of(struct line_member *const *sorted, size_t n, int64_t induction)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (sorted[middle]->induction < induction)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && sorted[low]->induction == induction ? sorted[low] : NULL;
}

/* add_reviews — of all of a turn, which come in any order: their sorting would be half of what reading them costs. */
static void add_reviews(const struct turn *t, struct line_member *const *sorted)
{
	struct line_member **whose = NEW_ARRAY(t->cx->arena, struct line_member *, t->reviews.n + 1);

	for (size_t i = 0; i < t->reviews.n; i++)
		if ((whose[i] = member_of(sorted, t->rows.n, t->reviews.v[i].induction)))
			whose[i]->points_room++;
	for (size_t i = 0; i < t->rows.n; i++) {
		struct line_member *m = sorted[i];

		if (m->points_room > LINE_REVIEWS_MAX - CALENDAR_REVIEWS_MAX)
			m->points_room = LINE_REVIEWS_MAX - CALENDAR_REVIEWS_MAX;
		m->points = NEW_ARRAY(t->cx->arena, struct line_point, (size_t)m->points_room + (size_t)m->dates.reviews_n);
	}
	for (size_t i = 0; i < t->reviews.n; i++)
		if (whose[i] && whose[i]->points_n < whose[i]->points_room)
			add_review(t, whose[i], &t->reviews.v[i]);
}

/* add_points — points that nothing was prepared for, beside the reviews. */
static void add_points(const struct turn *t, struct line_member *m)
{
	for (int i = 0; i < m->dates.reviews_n; i++)
		if (!has_point(m, m->dates.reviews[i].month) && !review_is_optional(m->dates.reviewing, m->dates.reviews[i].month))
			m->points[m->points_n++] = (struct line_point){ .kind = REVIEW_POINT, .month = m->dates.reviews[i].month,
				                                           .prepared = DATE_NONE, .planned = DATE_NONE, .closes = m->dates.reviews[i].closes,
				                                           .r = { .on = m->dates.reviews[i].due } };
	mark_points(t, m);
}

static void add_people(const struct turn *t, struct line_member *m, size_t *at)
{
	const struct line_people_rows *rows = &t->people;

	m->people = NEW_ARRAY(t->cx->arena, struct line_person, LINE_HELPERS_MAX);
	while (*at < rows->n && rows->v[*at].induction < m->induction)
		++*at;
	for (; *at < rows->n && rows->v[*at].induction == m->induction; ++*at) {
		const struct line_people_row *r = &rows->v[*at];

		m->facts.has_assessor |= r->assigned == ROLE_ASSESSOR;
		m->facts.has_supervisor |= r->assigned == ROLE_SUPERVISOR;
		if (m->people_n < LINE_HELPERS_MAX)
			m->people[m->people_n++] = (struct line_person){ r->person, r->id, r->name, (enum role)r->assigned };
	}
}

static int by_induction(const void *x, const void *y)
{
	const struct line_member *a = *(struct line_member *const *)x, *b = *(struct line_member *const *)y;

	return (a->induction > b->induction) - (a->induction < b->induction);
}

/* make_members — of one turn, in the order they were read; what was read of them comes by row id. */
static struct line_member *make_members(const struct turn *t)
{
	struct line_member *all = NEW_ARRAY(t->cx->arena, struct line_member, t->rows.n + 1);
	struct line_member **sorted = NEW_ARRAY(t->cx->arena, struct line_member *, t->rows.n + 1);
	size_t person = 0;

	for (size_t i = 0; i < t->rows.n; i++) {
		const struct line_of_employer_row *r = &t->rows.v[i];

		all[i] = (struct line_member){ .induction = r->induction, .programme = r->programme, .id = r->id, .name = r->name, .intake = r->intake, .starts = r->starts,
			                           .months = (int)r->months, .dates = t->dates[i], .next = -1, .late = -1 };
		all[i].month = calendar_month(&all[i].dates.facts, t->cx->today);
		all[i].facts.paused = calendar_is_paused(&all[i].dates.facts, t->cx->today);
		sorted[i] = &all[i];
	}
	if (t->rows.n > 1)
		qsort(sorted, t->rows.n, sizeof(*sorted), by_induction);
	add_reviews(t, sorted);
	for (size_t i = 0; i < t->rows.n; i++) {
		add_points(t, sorted[i]);
		add_people(t, sorted[i], &person);
		sorted[i]->standing = line_standing_of(&sorted[i]->facts);
	}
	return all;
}

/* ---- many ---- */

enum rc line_read(struct ctx *cx, const struct line_filter *f, struct line_place after, size_t want, struct line_members *ret)
{
	int64_t limit = f->standing < 0 && want < DATES_MANY ? (int64_t)want + 1 : DATES_MANY;

	*ret = (struct line_members){ .v = NEW_ARRAY(cx->arena, struct line_member, want + 1), .room = want };
	for (int turns = 0; turns < TURNS_MAX; turns++) {
		struct turn t = { .cx = NULL };
		enum rc rc = read_turn(cx, f, after, limit, &t);
		struct line_member *all;

		if (rc != OK || !t.rows.n)
			return rc;
		all = make_members(&t);
		for (size_t i = 0; i < t.rows.n; i++) {
			if (f->standing >= 0 && (int)all[i].standing != f->standing)
				continue;
			if (ret->n == want) {
				ret->more = true;
				return OK;
			}
			ret->v[ret->n++] = all[i];
		}
		if ((int64_t)t.rows.n < limit)
			return OK;
		after = (struct line_place){ t.rows.v[t.rows.n - 1].starts, t.rows.v[t.rows.n - 1].induction };
	}
	return OK;
}

enum rc line_each(struct ctx *cx, const struct line_filter *f, bool (*on)(void *arg, const struct line_member *m), void *arg)
{
	struct line_place after = line_first;
	struct arena *whole = cx->arena;
	size_t n = DATES_MANY;
	bool goes_on = true;
	enum rc rc = OK;

	while (rc == OK && goes_on && n == DATES_MANY) {
		struct turn t = { .cx = NULL };
		struct line_member *all;

		cx->arena = arena_new(TURN_ARENA);
		rc = read_turn(cx, f, after, DATES_MANY, &t);
		n = rc == OK ? t.rows.n : 0;
		all = n ? make_members(&t) : NULL;
		for (size_t i = 0; i < n && goes_on; i++)
			if (f->standing < 0 || (int)all[i].standing == f->standing)
				goes_on = on(arg, &all[i]);
		if (n)
			after = line_place_behind(&all[n - 1]);
		arena_release(cx->arena);
		cx->arena = whole;
	}
	return rc;
}

const struct line_person *line_helper(const struct line_member *m, enum role role)
{
	for (size_t i = 0; i < m->people_n; i++)
		if (m->people[i].role == role)
			return &m->people[i];
	return NULL;
}
