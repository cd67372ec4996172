/* given_sums.c — what tasks take in a programme: quarters over ten people and more, for the department and for coordinators. */
#include "app/given/given_inside.h"

#include "base/csv.h"
#include "given.sql.h"
#include "rules/equality.h"
#include "templates.gen.h"

enum { BARS_MAX = 80000, HEADS_MAX = 4000, CSV_MAX = 4 << 20 };

/* One line of the table: a task done in a role of a programme. */
struct sum {
	int64_t programme;
	struct str name;
	enum role role;
	enum given_task task;
	struct given_quarters q;
	bool shown;
};
struct sums {
	struct sum *v;
	size_t n;
};

static bool same(const struct given_bars_row *a, const struct given_bars_row *b)
{
	return a->programme == b->programme && a->role == b->role && a->task == b->task;
}

static int64_t people_of(const struct given_heads_rows *heads, const struct given_bars_row *r)
{
	for (size_t i = 0; i < heads->n; i++)
		if (heads->v[i].programme == r->programme && heads->v[i].role == r->role && heads->v[i].task == r->task)
			return heads->v[i].people;
	return 0;
}

/* Bars come ordered: those of one line stand together, ascending by minutes. */
static enum rc read_sums(struct ctx *cx, struct sums *ret)
{
	struct given_bars_rows rows;
	struct given_heads_rows heads;
	struct given_bar *bars;
	enum rc rc = sql_given_bars(cx->db, cx->arena, given_since(cx), may_use(cx->actor.role, CAP_NATIONAL) ? 0 : cx->actor.organisation, BARS_MAX + 1, &rows);

	if (rc != OK || (rc = sql_given_heads(cx->db, cx->arena, given_since(cx), HEADS_MAX + 1, &heads)) != OK)
		return rc;
	if (rows.n > BARS_MAX || heads.n > HEADS_MAX) { /* sums over some of them would be wrong ones */
		log_event(LOG_ERROR, "given.too_many", { "bars", LOG_I((int64_t)rows.n) }, { "lines", LOG_I((int64_t)heads.n) });
		return TOO_LARGE;
	}
	*ret = (struct sums){ .v = NEW_ARRAY(cx->arena, struct sum, heads.n + 1) };
	bars = NEW_ARRAY(cx->arena, struct given_bar, rows.n + 1);
	for (size_t i = 0; i < rows.n && ret->n < heads.n;) {
		const struct given_bars_row *first = &rows.v[i];
		size_t n = 0;

		for (; i < rows.n && same(first, &rows.v[i]); i++)
			bars[n++] = (struct given_bar){ rows.v[i].minutes, rows.v[i].goes };
		ret->v[ret->n++] = (struct sum){ first->programme, first->name, (enum role)first->role, (enum given_task)first->task,
			                             given_quarters(bars, n), given_is_shown(people_of(&heads, first)) };
	}
	return OK;
}

static enum rc sums_json(struct ctx *cx, const struct sums *s)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < s->n; i++) {
		const struct sum *m = &s->v[i];

		json_obj(j);
		json_key(j, "programme"), json_str(j, m->name);
		json_key(j, "task"), json_str(j, key_of(&task_keys, (int)m->task));
		json_key(j, "role"), json_str(j, key_of(&roles, (int)m->role));
		json_key(j, "times");
		m->shown ? json_i64(j, equality_rounded(m->q.goes)) : json_none(j);
		json_key(j, "quarter");
		m->shown ? json_i64(j, m->q.low) : json_none(j);
		json_key(j, "median");
		m->shown ? json_i64(j, m->q.median) : json_none(j);
		json_key(j, "three_quarters");
		m->shown ? json_i64(j, m->q.high) : json_none(j);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

static struct given_row row_of(struct ctx *cx, const struct sum *m)
{
	return (struct given_row){
		.task = given_task_word(m->task), .role = role_word(m->role), .hidden = !m->shown,
		.goes = strf(cx->arena, "%lld", (long long)equality_rounded(m->q.goes)), .low = given_minutes(cx, m->q.low),
		.median = given_minutes(cx, m->q.median), .high = given_minutes(cx, m->q.high) };
}

enum rc given_sums(struct ctx *cx)
{
	bool national = may_use(cx->actor.role, CAP_NATIONAL);
	struct given_sums_view v = { .csv = url_lit(national ? "/national/time.csv" : "/cohort/time.csv"),
		                         .back = url_lit(national ? "/national" : "/cohort"),
		                         .back_word = national ? T_MENU_NATIONAL : T_MENU_COHORT, .idle = GIVEN_IDLE_MINUTES,
		                         .days = GIVEN_DAYS, .least = GIVEN_LEAST };
	struct sums s;
	enum rc rc = read_sums(cx, &s);

	if (rc != OK || cx->json)
		return rc != OK ? rc : sums_json(cx, &s);
	v.parts.v = NEW_ARRAY(cx->arena, struct given_part, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		struct given_part *p;

		if (i == 0 || s.v[i].programme != s.v[i - 1].programme)
			v.parts.v[v.parts.n++] = (struct given_part){ .id = strf(cx->arena, "p-%zu", i), .programme = s.v[i].name,
				                                          .rows = { NEW_ARRAY(cx->arena, struct given_row, s.n - i), 0 } };
		p = &v.parts.v[v.parts.n - 1];
		p->rows.v[p->rows.n++] = row_of(cx, &s.v[i]);
	}
	return page(cx, &(struct page){ .title = word(T_GIVEN_SUMS_TITLE), .width = WIDTH_STAFF, .main = HTML(cx, given_sums, &v) });
}

enum rc given_sums_csv(struct ctx *cx)
{
	static const enum word heads[] = { T_GIVEN_PROGRAMME, T_GIVEN_TASK, T_GIVEN_ROLE, T_GIVEN_TIMES, T_GIVEN_QUARTER, T_GIVEN_MEDIAN,
		                               T_GIVEN_THREE_QUARTERS };
	struct csv_out o = csv_begin(cx->arena, CSV_MAX);
	struct sums s;
	enum rc rc = read_sums(cx, &s);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		csv_put(&o, word(heads[i]));
	csv_end_row(&o);
	for (size_t i = 0; i < s.n; i++) {
		const int64_t numbers[] = { equality_rounded(s.v[i].q.goes), s.v[i].q.low, s.v[i].q.median, s.v[i].q.high };

		csv_put(&o, s.v[i].name);
		csv_put(&o, word(given_task_word(s.v[i].task)));
		csv_put(&o, word(role_word(s.v[i].role)));
		for (size_t n = 0; n < COUNT_OF(numbers); n++)
			if (s.v[i].shown)
				csv_put_i64(&o, numbers[n]);
			else
				csv_put(&o, word(T_GIVEN_HIDDEN));
		csv_end_row(&o);
	}
	return answer_bytes(cx, S("text/csv; charset=utf-8"), strf(cx->arena, "time-%.*s.csv", STR_FMT(date_iso(cx->arena, cx->today))),
	                    csv_done(&o));
}
