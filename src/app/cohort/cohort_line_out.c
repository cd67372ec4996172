/* cohort_line_out.c — the timeline as data: JSON a page at a time, and every date for a spreadsheet. Dates, never why somebody is away. */
#include "app/cohort/cohort_line.h"

#include "base/csv.h"
#include "cohort_line.sql.h"

enum { CSV_MAX = 24 << 20, POINTS_MAX = 40 };

/* ---- JSON ---- */

static void people_json(struct json_out *j, const struct line_member *m)
{
	json_key(j, "people"), json_arr(j);
	for (size_t i = 0; i < m->people_n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, m->people[i].id);
		json_key(j, "name"), json_str(j, m->people[i].name);
		json_key(j, "role"), json_str(j, key_of(&roles, m->people[i].role));
		json_end(j);
	}
	json_end(j);
}

static void review_json(struct json_out *j, const struct line_point *p)
{
	json_obj(j);
	json_key(j, "kind"), json_str(j, key_of(&review_kinds, p->kind));
	json_key(j, "month");
	if (p->kind == REVIEW_POINT)
		json_i64(j, p->month);
	else
		json_none(j);
	json_key(j, "on"), json_date(j, p->r.on);
	json_key(j, "mark"), json_str(j, key_of(&line_marks, p->mark));
	json_key(j, "waits_for"), json_arr(j);
	for (int role = ROLE_ECSW; role <= ROLE_ASSESSOR; role++)
		if (p->r.here && (p->r.waits.with & REVIEW_ROLE(role)))
			json_str(j, key_of(&roles, role));
	json_end(j);
	json_key(j, "since"), json_date(j, p->r.here && p->r.waits.what != REVIEW_WAITS_NOTHING ? p->r.waits.since : DATE_NONE);
	json_key(j, "by"), json_date(j, p->r.here ? p->r.waits.by : DATE_NONE);
	json_key(j, "days_late"), json_i64(j, p->r.waits.days_late);
	json_end(j);
}

static void pauses_json(struct json_out *j, const struct calendar_facts *f)
{
	json_key(j, "pauses"), json_arr(j);
	for (int i = 0; i < f->pauses_n; i++) {
		json_obj(j);
		json_key(j, "starts"), json_date(j, f->pauses[i].starts);
		json_key(j, "ends"), json_date(j, f->pauses[i].ends);
		json_end(j);
	}
	json_end(j);
}

static void member_json(struct ctx *cx, struct json_out *j, const struct line_member *m)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, m->id);
	json_key(j, "name"), json_str(j, m->name);
	json_key(j, "starts"), json_date(j, m->starts);
	json_key(j, "month"), json_i64(j, m->month);
	json_key(j, "months"), json_i64(j, m->months);
	json_key(j, "ready"), json_date(j, m->dates.ready);
	json_key(j, "latest_end"), json_date(j, m->dates.end);
	json_key(j, "standing"), json_str(j, key_of(&line_standings, m->standing));
	pauses_json(j, &m->dates.facts);
	json_key(j, "reviews"), json_arr(j);
	for (int i = 0; i < m->points_n; i++)
		review_json(j, &m->points[i]);
	json_end(j);
	people_json(j, m);
	json_key(j, "url"), json_str(j, strf(cx->arena, "/api/v1/inductions/%s", uuid_str(cx->arena, m->id).p));
	json_end(j);
}

enum rc line_json(struct ctx *cx, const struct line_filter *f, struct line_place after)
{
	struct json_out *j = reply_json(cx);
	struct line_members all;
	enum rc rc = line_read(cx, f, after, LINE_PAGE, &all);
	struct url next;

	if (rc != OK)
		return rc;
	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < all.n; i++)
		member_json(cx, j, &all.v[i]);
	json_end(j);
	json_key(j, "next");
	if (all.more) {
		next = url_with(cx, line_url(cx, "/api/v1/timeline", f), "after", line_place_str(cx, line_place_behind(&all.v[all.n - 1])));
		json_str(j, next.s);
	} else {
		json_none(j);
	}
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- for a spreadsheet ---- */

/* A column for each month at which somebody has a review: found first, since the heading comes before the rows. */
struct sheet {
	struct ctx *cx;
	struct csv_out out;
	int points[POINTS_MAX], points_n;
	size_t rows;
};

static bool find_points(void *arg, const struct line_member *m)
{
	struct sheet *s = arg;

	for (int i = 0; i < m->dates.reviews_n; i++) {
		int month = m->dates.reviews[i].month, at = 0;

		while (at < s->points_n && s->points[at] < month)
			at++;
		if ((at < s->points_n && s->points[at] == month) || s->points_n == POINTS_MAX)
			continue;
		memmove(&s->points[at + 1], &s->points[at], (size_t)(s->points_n - at) * sizeof(*s->points));
		s->points[at] = month;
		s->points_n++;
	}
	return ++s->rows <= LINE_CSV_ROWS;
}

static void head(struct sheet *s)
{
	static const enum word words[] = { T_COHORT_CSV_NAME, T_COHORT_CSV_START, T_COHORT_CSV_MONTH, T_LINE_CSV_READY, T_LINE_END,
		                               T_LINE_PAUSED, T_COHORT_STANDING, T_LINE_WORDS, T_COHORT_CSV_ASSESSOR, T_COHORT_CSV_SUPERVISOR };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		csv_put(&s->out, word(words[i]));
	for (int i = 0; i < s->points_n; i++) {
		struct str review = WORDS(s->cx->arena, T_CALENDAR_REVIEW, WORD_ARG("n", s->points[i]));

		csv_put(&s->out, review);
		csv_put(&s->out, WORDS(s->cx->arena, T_LINE_CSV_MARK, WORD_ARG("what", review)));
	}
	csv_end_row(&s->out);
}

static void put_date(struct sheet *s, struct date d)
{
	csv_put(&s->out, date_is_none(d) ? S("") : date_iso(s->cx->arena, d));
}

static struct str pauses(struct ctx *cx, const struct calendar_facts *f)
{
	struct buf b = buf_new(cx->arena, 4000);

	for (int i = 0; i < f->pauses_n; i++) {
		struct str ends = date_is_none(f->pauses[i].ends) ? S("") : date_iso(cx->arena, f->pauses[i].ends);

		buf_addf(&b, "%s%.*s/%.*s", i ? "; " : "", STR_FMT(date_iso(cx->arena, f->pauses[i].starts)), STR_FMT(ends));
	}
	return buf_str(&b);
}

static void put_helper(struct sheet *s, const struct line_member *m, enum role role)
{
	const struct line_person *p = line_helper(m, role);

	csv_put(&s->out, p ? p->name : S(""));
}

static void put_review(struct sheet *s, const struct line_member *m, int month)
{
	for (int i = 0; i < m->points_n; i++)
		if (m->points[i].kind == REVIEW_POINT && m->points[i].month == month) {
			put_date(s, m->points[i].r.on);
			csv_put(&s->out, key_of(&line_marks, m->points[i].mark));
			return;
		}
	csv_put(&s->out, S("")); /* of another programme */
	csv_put(&s->out, S(""));
}

static bool put_member(void *arg, const struct line_member *m)
{
	struct sheet *s = arg;
	struct ctx *cx = s->cx;
	struct str says = m->standing == LINE_IS_LATE  ? line_late_words(cx, m)
	                  : m->standing == LINE_PAUSED ? line_paused_words(cx, m)
	                                               : line_next_words(cx, m);

	csv_put(&s->out, m->name);
	put_date(s, m->starts);
	csv_put_i64(&s->out, m->month);
	put_date(s, m->dates.ready);
	put_date(s, m->dates.end);
	csv_put(&s->out, pauses(cx, &m->dates.facts));
	csv_put(&s->out, key_of(&line_standings, m->standing));
	csv_put(&s->out, says);
	put_helper(s, m, ROLE_ASSESSOR);
	put_helper(s, m, ROLE_SUPERVISOR);
	for (int i = 0; i < s->points_n; i++)
		put_review(s, m, s->points[i]);
	csv_end_row(&s->out);
	return true;
}

enum rc timeline_csv(struct ctx *cx)
{
	struct line_filter f = line_filter_of(cx);
	struct sheet s = { .cx = cx };
	struct line_organisation_row organisation;
	enum rc rc = line_each(cx, &f, find_points, &s);

	if (rc != OK || s.rows > LINE_CSV_ROWS)
		return rc != OK ? rc : TOO_LARGE;
	if ((rc = sql_line_organisation(cx->db, cx->arena, cx->actor.organisation, &organisation)) != OK ||
	    (rc = event_add(cx, CHAIN_ORGANISATION, cx->actor.organisation, EVENT_EXPORTED, organisation.id,
	                    strf(cx->arena, "{\"what\":\"timeline\",\"rows\":%zu}", s.rows))) != OK)
		return rc;
	s.out = csv_begin(cx->arena, CSV_MAX);
	head(&s);
	if ((rc = line_each(cx, &f, put_member, &s)) != OK)
		return rc;
	if (!csv_done(&s.out).n)
		return TOO_LARGE;
	return answer_bytes(cx, S("text/csv; charset=utf-8"),
	                    strf(cx->arena, "timeline-%.*s.csv", STR_FMT(date_iso(cx->arena, cx->today))), csv_done(&s.out));
}
