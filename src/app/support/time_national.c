/* time_national.c — whether protected time is really given, everywhere (C10, J3): what people answered in the last twelve whole weeks, by kind
 * of employer, for the department. No answer is unknown and counts for nothing. Kinds of which fewer than ten people answered are not shown,
 * nor others from which they could be worked out (rules/equality.h). */
#include "app/support/support_inside.h"

#include "app/organisation/organisation.h"
#include "base/csv.h"
#include "rules/equality.h"
#include "templates.gen.h"
#include "time.sql.h"

enum { NATIONAL_WEEKS = 12, CSV_MAX = 64 << 10 };

/* The kinds of employer there are; the last is all of them. */
static const enum organisation_type kinds[] = {
	ORG_LOCAL_AUTHORITY, ORG_CHILDRENS_TRUST, ORG_FAMILY_COURT_SERVICE, ORG_OTHER_PUBLIC_BODY, ORG_INDEPENDENT_AGENCY, ORG_CHARITY,
};
enum { KINDS = COUNT_OF(kinds), EVERYWHERE = KINDS };
struct sum {
	int64_t people, n[TIME_END]; /* weeks by answer */
	bool hidden;
};

static void add(struct sum *s, const struct time_answers_national_row *r)
{
	s->people += r->people;
	s->n[TIME_YES] += r->yes;
	s->n[TIME_SOME] += r->some;
	s->n[TIME_NO] += r->no;
}

static enum rc read_sums(struct ctx *cx, struct sum ret[KINDS + 1])
{
	struct date until = support_week(cx->today);
	struct time_answers_national_rows rows;
	int64_t people[KINDS];
	bool hidden[KINDS];
	enum rc rc = sql_time_answers_national(cx->db, cx->arena, date_plus(until, -7 * NATIONAL_WEEKS), until, &rows);

	for (size_t k = 0; k <= KINDS; k++)
		ret[k] = (struct sum){ .people = 0 };
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		for (size_t k = 0; k < KINDS; k++)
			if (kinds[k] == rows.v[i].type) {
				add(&ret[k], &rows.v[i]);
				add(&ret[EVERYWHERE], &rows.v[i]);
			}
	for (size_t k = 0; k < KINDS; k++)
		people[k] = ret[k].people;
	equality_hide(people, KINDS, hidden);
	for (size_t k = 0; k < KINDS; k++)
		ret[k].hidden = hidden[k];
	ret[EVERYWHERE].hidden = ret[EVERYWHERE].people < EQUALITY_LEAST;
	return rc;
}

static int64_t weeks_of(const struct sum *s)
{
	return s->n[TIME_YES] + s->n[TIME_SOME] + s->n[TIME_NO];
}

/* percent_of — of the weeks that were answered, to the nearest whole. */
static int64_t percent_of(const struct sum *s, enum time_answer answer)
{
	int64_t all = weeks_of(s);

	return all ? (s->n[answer] * 200 + all) / (2 * all) : 0;
}

static struct str name_of(size_t k)
{
	return word(k == EVERYWHERE ? T_TIME_NATIONAL_ALL : organisation_type_word(kinds[k]));
}

static enum rc sums_json(struct ctx *cx, const struct sum *s)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "weeks"), json_i64(j, NATIONAL_WEEKS);
	json_key(j, "items"), json_arr(j);
	for (size_t k = 0; k <= KINDS; k++) {
		json_obj(j);
		json_key(j, "employer"), json_str(j, k == EVERYWHERE ? S("all") : key_of(&organisation_types, (int)kinds[k]));
		json_key(j, "people"), s[k].hidden ? json_none(j) : json_i64(j, equality_rounded(s[k].people));
		json_key(j, "answers"), s[k].hidden ? json_none(j) : json_i64(j, equality_rounded(weeks_of(&s[k])));
		json_key(j, "yes_percent"), s[k].hidden ? json_none(j) : json_i64(j, percent_of(&s[k], TIME_YES));
		json_key(j, "some_percent"), s[k].hidden ? json_none(j) : json_i64(j, percent_of(&s[k], TIME_SOME));
		json_key(j, "no_percent"), s[k].hidden ? json_none(j) : json_i64(j, percent_of(&s[k], TIME_NO));
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

static struct str percent(struct ctx *cx, const struct sum *s, enum time_answer answer)
{
	return strf(cx->arena, "%lld%%", (long long)percent_of(s, answer));
}

enum rc time_national(struct ctx *cx)
{
	struct time_national_view v = { .weeks = NATIONAL_WEEKS, .least = EQUALITY_LEAST };
	struct sum s[KINDS + 1];
	enum rc rc = read_sums(cx, s);

	if (rc != OK || cx->json)
		return rc != OK ? rc : sums_json(cx, s);
	v.rows.v = NEW_ARRAY(cx->arena, struct time_national_row, KINDS + 1);
	for (size_t k = 0; k <= KINDS; k++)
		v.rows.v[v.rows.n++] = (struct time_national_row){
			.name = name_of(k), .hidden = s[k].hidden, .people = strf(cx->arena, "%lld", (long long)equality_rounded(s[k].people)),
			.answers = strf(cx->arena, "%lld", (long long)equality_rounded(weeks_of(&s[k]))), .yes = percent(cx, &s[k], TIME_YES),
			.some = percent(cx, &s[k], TIME_SOME), .no = percent(cx, &s[k], TIME_NO),
		};
	v.has_any = !s[EVERYWHERE].hidden;
	return page(cx, &(struct page){ .title = word(T_TIME_NATIONAL_TITLE), .width = WIDTH_STAFF, .main = HTML(cx, time_national, &v) });
}

enum rc time_national_csv(struct ctx *cx)
{
	static const enum word heads[] = { T_TIME_NATIONAL_KIND, T_TIME_NATIONAL_PEOPLE, T_TIME_NATIONAL_ANSWERS, T_TIME_NATIONAL_YES,
		                               T_TIME_NATIONAL_SOME, T_TIME_NATIONAL_NO };
	struct csv_out o = csv_begin(cx->arena, CSV_MAX);
	struct sum s[KINDS + 1];
	enum rc rc = read_sums(cx, s);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		csv_put(&o, word(heads[i]));
	csv_end_row(&o);
	for (size_t k = 0; k <= KINDS; k++) {
		const int64_t numbers[] = { equality_rounded(s[k].people), equality_rounded(weeks_of(&s[k])), percent_of(&s[k], TIME_YES),
			                        percent_of(&s[k], TIME_SOME), percent_of(&s[k], TIME_NO) };

		csv_put(&o, name_of(k));
		for (size_t n = 0; n < COUNT_OF(numbers); n++)
			if (s[k].hidden)
				csv_put(&o, word(T_GIVEN_HIDDEN));
			else
				csv_put_i64(&o, numbers[n]);
		csv_end_row(&o);
	}
	return answer_bytes(cx, S("text/csv; charset=utf-8"), strf(cx->arena, "protected-time-%.*s.csv", STR_FMT(date_iso(cx->arena, cx->today))),
	                    csv_done(&o));
}
