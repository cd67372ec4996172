/* cohort.c — a coordinator's first screen: what needs doing, who has it, for whom; then the cohort by outcome. */
#include "app/cohort/cohort_load.h"
#include "app/after/after.h"
#include "app/calendar/calendar.h"
#include "app/decision/decision.h"
#include "app/joining/joining.h"
#include "app/privacy/privacy.h"
#include "app/support/support.h"

#include "base/csv.h"
#include "cohort.sql.h"
#include "templates.gen.h"

enum { PEOPLE_A_PAGE = 40, NEEDS_FIRST = 12, NEEDS_A_PAGE = 50, CSV_MAX = 16 << 20, FEW_LEAST = 5, FEW_MONTHS = 6 };

#define LIT(o, literal) html_lit((o), "" literal, sizeof(literal) - 1)

/* What both the page and the table for a spreadsheet are made of. */
struct reading {
	struct ctx *cx;
	struct cohort c;
	struct cohort_filter filter;
	const struct member **chosen;
	size_t n;
};

static enum rc read_cohort(struct ctx *cx, struct reading *r)
{
	enum rc rc;

	r->cx = cx;
	r->filter = cohort_filter_of(cx);
	rc = cohort_load(cx, &r->c);
	if (rc == OK)
		r->chosen = cohort_choose(cx, &r->c, &r->filter, &r->n);
	return rc;
}

/* ---- what needs doing ---- */

static struct cohort_need need_of(struct ctx *cx, const struct member *m, int i)
{
	struct cohort_need need = {
		.what = need_words(cx, &m->needs, i), .name = m->name, .url = url_id(cx, "/inductions/", m->id, ""),
		.late = need_standing(m->needs.v[i].need) == STANDING_LATE, .who = word(T_COHORT_YOU),
	};

	switch (m->needs.v[i].need) {
	case NEED_ANSWER_LATE:
		need.note = word(m->assessor.name.n ? T_COHORT_NOTE_ASSESSOR : T_COHORT_NOTE_NO_ASSESSOR);
		need.who = m->assessor.name.n ? m->assessor.name : need.who;
		break;
	case NEED_QUESTION_OLD:
		need.who = m->name;
		need.note = word(T_COHORT_NOTE_ECSW);
		break;
	case NEED_NOTHING_SHARED:
		need.note = word(m->supervisor.name.n ? T_COHORT_NOTE_SUPERVISOR : T_COHORT_NOTE_NO_SUPERVISOR);
		need.who = m->supervisor.name.n ? m->supervisor.name : need.who;
		break;
	default:
		need.note = word(T_COHORT_NOTE_ARRANGE);
		break;
	}
	return need;
}

static bool is_yours(const struct member *m, int i)
{
	switch (m->needs.v[i].need) {
	case NEED_ANSWER_LATE:
		return !m->assessor.name.n;
	case NEED_NOTHING_SHARED:
		return !m->supervisor.name.n;
	case NEED_QUESTION_OLD:
		return false;
	default:
		return true;
	}
}

/* Late ones first, then what is to arrange: the first few, or with needs=PAGE all of them by pages. */
static void add_needs(struct reading *r, struct cohort_view *v)
{
	struct url base = cohort_url(r->cx, "/cohort", &r->filter);
	int64_t page = query_int(r->cx, "needs", 1, 100000, 0);
	int64_t from = page ? (page - 1) * NEEDS_A_PAGE : 0, to = page ? from + NEEDS_A_PAGE : NEEDS_FIRST;

	v->needs.v = NEW_ARRAY(r->cx->arena, struct cohort_need, NEEDS_A_PAGE);
	for (int need = 0; need < NEED_END; need++)
		for (size_t m = 0; m < r->c.n; m++)
			for (int i = 0; i < r->c.v[m].needs.n; i++) {
				if ((int)r->c.v[m].needs.v[i].need != need)
					continue;
				*(is_yours(&r->c.v[m], i) ? &v->needs_yours : &v->needs_others) += 1;
				if (v->needs_all >= from && v->needs_all < to)
					v->needs.v[v->needs.n++] = need_of(r->cx, &r->c.v[m], i);
				v->needs_all++;
			}
	v->more_needs = !page && v->needs_all > to;
	v->all_needs = url_with(r->cx, base, "needs", S("1"));
	v->needs_before = page > 1;
	v->needs_next = page && v->needs_all > to;
	v->needs_from = (int)from + 1;
	v->needs_to = (int)from + (int)v->needs.n;
	v->before_needs = url_with(r->cx, base, "needs", strf(r->cx->arena, "%lld", (long long)page - 1));
	v->next_needs = url_with(r->cx, base, "needs", strf(r->cx->arena, "%lld", (long long)page + 1));
}

static void add_counts(struct reading *r, struct cohort_view *v)
{
	static const enum word names[] = { T_COHORT_OK, T_COHORT_PLAN, T_COHORT_LATE };
	static const enum word says[] = { T_COHORT_OK_SAYS, T_COHORT_PLAN_SAYS, T_COHORT_LATE_SAYS };
	const struct url icons[] = { v->icons.ok, v->icons.plan, v->icons.late };
	int n[STANDING_END] = { 0 };

	for (size_t i = 0; i < r->c.n; i++)
		n[r->c.v[i].standing]++;
	v->counts.v = NEW_ARRAY(r->cx->arena, struct cohort_count, STANDING_END);
	for (int s = STANDING_LATE; s >= 0; s--)
		v->counts.v[v->counts.n++] = (struct cohort_count){
			.name = names[s], .says = says[s], .flag = standing_keys[s], .icon = icons[s], .n = n[s],
			.url = url_with(r->cx, url_lit("/cohort"), "standing", standing_keys[s]),
		};
}

/* add_few — the two outcomes that fewest have enough for, among those who have had six months; it says something of the
 * work on offer. Not said of a handful, nor where there is nothing to tell apart. */
static void add_few(struct reading *r, struct cohort_view *v)
{
	const struct framework_version *fw = r->c.frameworks_n ? r->c.frameworks[0] : NULL;
	int *enough, people = 0, least = -1, next = -1;

	if (!fw || fw->outcomes_n < 3)
		return;
	enough = NEW_ARRAY(r->cx->arena, int, fw->outcomes_n);
	for (size_t i = 0; i < r->c.n; i++) {
		if (r->c.v[i].framework != 0 || r->c.v[i].month <= FEW_MONTHS) /* in the next: those are over */
			continue;
		people++;
		for (size_t o = 0; o < fw->outcomes_n; o++)
			enough[o] += r->c.v[i].talk[o] == TALK_ENOUGH;
	}
	for (size_t o = 0; o < fw->outcomes_n; o++)
		if (least < 0 || enough[o] < enough[least]) {
			next = least;
			least = (int)o;
		} else if (next < 0 || enough[o] < enough[next]) {
			next = (int)o;
		}
	if (people < FEW_LEAST || enough[next] == people)
		return;
	v->few = WORDS(r->cx->arena, T_COHORT_FEW, WORD_ARG("n", people), WORD_ARG("months", FEW_MONTHS),
	               WORD_ARG("a", framework_item_name(r->cx->arena, fw->fw, fw->outcomes[least])),
	               WORD_ARG("atext", fw->fw->items[fw->outcomes[least]].text),
	               WORD_ARG("b", framework_item_name(r->cx->arena, fw->fw, fw->outcomes[next])),
	               WORD_ARG("btext", fw->fw->items[fw->outcomes[next]].text));
}

/* ---- the filter ---- */

static void option(struct cohort_options *o, struct str key, struct str name, bool chosen)
{
	o->v[o->n++] = (struct cohort_option){ key, name, chosen };
}

static bool has_option(const struct cohort_options *o, struct str key)
{
	for (size_t i = 0; i < o->n; i++)
		if (str_eq(o->v[i].key, key))
			return true;
	return false;
}

static void add_filter(struct reading *r, struct cohort_view *v)
{
	struct ctx *cx = r->cx;
	const struct cohort_filter *f = &r->filter;

	v->q = f->q;
	v->filtered = f->q.n || f->intake.n || f->standing >= 0 || !uuid_is_none(f->assessor);
	v->clear = url_lit("/cohort");
	v->csv = cohort_url(cx, "/cohort.csv", f);
	v->intakes.v = NEW_ARRAY(cx->arena, struct cohort_option, r->c.n + 2);
	v->assessors.v = NEW_ARRAY(cx->arena, struct cohort_option, r->c.n + 2);
	v->standings.v = NEW_ARRAY(cx->arena, struct cohort_option, STANDING_END + 1);
	v->orders.v = NEW_ARRAY(cx->arena, struct cohort_option, 3);
	option(&v->intakes, S(""), word(T_COHORT_ALL_INTAKES), !f->intake.n);
	option(&v->assessors, S(""), word(T_COHORT_ALL_ASSESSORS), uuid_is_none(f->assessor));
	option(&v->standings, S(""), word(T_COHORT_EVERYONE), f->standing < 0);
	for (size_t i = 0; i < r->c.n; i++) {
		const struct member *m = &r->c.v[i];
		struct str assessor = uuid_str(cx->arena, m->assessor.id);

		if (m->intake.n && !has_option(&v->intakes, m->intake))
			option(&v->intakes, m->intake, m->intake, str_eq(f->intake, m->intake));
		if (m->assessor.name.n && !has_option(&v->assessors, assessor))
			option(&v->assessors, assessor, m->assessor.name, uuid_eq(f->assessor, m->assessor.id));
	}
	option(&v->standings, standing_keys[STANDING_LATE], word(T_COHORT_LATE), f->standing == STANDING_LATE);
	option(&v->standings, standing_keys[STANDING_PLAN], word(T_COHORT_PLAN), f->standing == STANDING_PLAN);
	option(&v->standings, standing_keys[STANDING_ON_COURSE], word(T_COHORT_OK), f->standing == STANDING_ON_COURSE);
	option(&v->orders, S("needs"), word(T_COHORT_ORDER_NEEDS), f->order == ORDER_NEEDS);
	option(&v->orders, S("name"), word(T_COHORT_ORDER_NAME), f->order == ORDER_NAME);
	option(&v->orders, S("start"), word(T_COHORT_ORDER_START), f->order == ORDER_START);
}

/* ---- the table by outcome ---- */

/* A thousand of these stand on a page: a word each, whose shape the class draws. */
static struct html cells_of(struct ctx *cx, const struct framework_version *v, const struct member *m)
{
	static const struct str first[] = { S_INIT("<td class=\"c-cell--n c-cell--g\">nothing yet</td>"),
		                                S_INIT("<td class=\"c-cell--s c-cell--g\">some</td>"),
		                                S_INIT("<td class=\"c-cell--e c-cell--g\">enough</td>") };
	static const struct str other[] = { S_INIT("<td class=\"c-cell--n\">nothing yet</td>"),
		                                S_INIT("<td class=\"c-cell--s\">some</td>"),
		                                S_INIT("<td class=\"c-cell--e\">enough</td>") };
	struct html_out o = html_begin(cx->arena);
	int32_t domain = -2;

	for (size_t i = 0; i < v->outcomes_n; i++) {
		int32_t d = v->fw->items[v->outcomes[i]].domain;
		struct str cell = d != domain ? first[m->talk[i]] : other[m->talk[i]];

		domain = d;
		html_lit(&o, cell.p, cell.n);
	}
	return html_end(&o);
}

static struct cohort_table table_head(struct ctx *cx, const struct framework_version *v, size_t number)
{
	struct cohort_table t = { .id = strf(cx->arena, "h-map-%zu", number), .title = v->title,
		                      .columns = (int)v->outcomes_n + 1 };

	t.domains.v = NEW_ARRAY(cx->arena, struct cohort_domain, v->outcomes_n + 1);
	t.outcomes.v = NEW_ARRAY(cx->arena, struct cohort_outcome, v->outcomes_n + 1);
	for (size_t i = 0; i < v->outcomes_n; i++) {
		const struct framework_item *item = &v->fw->items[v->outcomes[i]];
		bool is_first = i == 0 || item->domain != v->fw->items[v->outcomes[i - 1]].domain;

		if (is_first)
			t.domains.v[t.domains.n++].name =
				item->domain < 0 ? v->title : strf(cx->arena, "%.*s %.*s", STR_FMT(v->fw->items[item->domain].code),
				                                   STR_FMT(v->fw->items[item->domain].text));
		t.domains.v[t.domains.n - 1].span++;
		t.outcomes.v[t.outcomes.n++] = (struct cohort_outcome){
			.code = framework_item_name(cx->arena, v->fw, v->outcomes[i]), .title = item->text, .first = is_first,
			.url = { strf(cx->arena, "/frameworks/%s/outcomes/%s", uuid_str(cx->arena, v->uuid).p,
			              uuid_str(cx->arena, item->id).p) },
		};
	}
	return t;
}

static struct cohort_row row_of(struct ctx *cx, const struct framework_version *v, const struct member *m)
{
	struct cohort_row row = {
		.url = url_id(cx, "/inductions/", m->id, ""), .name = m->name, .late = m->standing == STANDING_LATE,
		.plan = m->standing == STANDING_PLAN, .cells = cells_of(cx, v, m),
		.small = WORDS(cx->arena, T_COHORT_MONTH, WORD_ARG("n", m->month), WORD_ARG("months", m->months)),
	};

	if (m->needs.n)
		row.flag = need_short(cx, &m->needs, 0);
	return row;
}

/* group_of — how many are in an intake, whoever is shown, and the month they share. */
static struct cohort_group group_of(struct reading *r, const struct member *m)
{
	int n = 0, low = m->month, high = m->month;

	for (size_t i = 0; i < r->n; i++) {
		const struct member *o = r->chosen[i];

		if (o->framework != m->framework || !str_eq(o->intake, m->intake))
			continue;
		n++;
		low = o->month < low ? o->month : low;
		high = o->month > high ? o->month : high;
	}
	return (struct cohort_group){
		.name = m->intake.n ? m->intake : word(T_COHORT_NO_INTAKE),
		.says = low == high ? WORDS(r->cx->arena, T_COHORT_INTAKE, WORD_ARG("n", n), WORD_ARG("month", low),
		                            WORD_ARG("months", m->months))
		                    : WORDS(r->cx->arena, T_COHORT_INTAKE_SPREAD, WORD_ARG("n", n)),
		.rows.v = NEW_ARRAY(r->cx->arena, struct cohort_row, PEOPLE_A_PAGE),
	};
}

static bool by_other_intake(const struct member *a, const struct member *b)
{
	return a->framework != b->framework || !str_eq(a->intake, b->intake);
}

static void add_tables(struct reading *r, struct cohort_view *v)
{
	struct ctx *cx = r->cx;
	size_t page = (size_t)query_int(cx, "page", 1, 100000, 1), from = (page - 1) * PEOPLE_A_PAGE, to = from + PEOPLE_A_PAGE;
	struct url base = cohort_url(cx, "/cohort", &r->filter);
	const struct member *before = NULL;

	v->tables.v = NEW_ARRAY(cx->arena, struct cohort_table, r->c.frameworks_n + 1);
	for (size_t i = from; i < r->n && i < to; i++) {
		const struct member *m = r->chosen[i];
		struct cohort_table *t;
		struct cohort_group *g;

		if (!before || before->framework != m->framework) {
			v->tables.v[v->tables.n] = table_head(cx, r->c.frameworks[m->framework], v->tables.n + 1);
			v->tables.v[v->tables.n++].groups.v = NEW_ARRAY(cx->arena, struct cohort_group, PEOPLE_A_PAGE);
		}
		t = &v->tables.v[v->tables.n - 1];
		if (!before || by_other_intake(before, m))
			t->groups.v[t->groups.n++] = group_of(r, m);
		g = &t->groups.v[t->groups.n - 1];
		g->rows.v[g->rows.n++] = row_of(cx, r->c.frameworks[m->framework], m);
		before = m;
		v->shown++;
	}
	v->many_tables = v->tables.n > 1;
	v->matching = (int)r->n;
	v->from = (int)from + 1;
	v->to = (int)from + v->shown;
	v->has_before = page > 1;
	v->has_next = to < r->n;
	v->before = url_with(cx, base, "page", strf(cx->arena, "%zu", page - 1));
	v->next = url_with(cx, base, "page", strf(cx->arena, "%zu", page + 1));
}

enum rc cohort_show(struct ctx *cx)
{
	struct cohort_view v = { .day = date_weekday_long(cx->arena, cx->today), .icons = cohort_icons(cx) };
	struct reading r;
	enum rc rc = read_cohort(cx, &r);
	bool illustrative = false;

	if (rc == OK)
		rc = registrations_flagged(cx, cx->actor.organisation, &v.flagged);
	if (rc == OK)
		rc = decision_waiting(cx, &v.decisions);
	if (rc == OK)
		rc = after_waiting(cx, &v.after);
	if (rc == OK)
		rc = agreed_waiting(cx, &v.agreed);
	if (rc == OK)
		rc = moves_waiting(cx, &v.moves);
	if (rc == OK)
		rc = support_waiting(cx, &v.support);
	if (rc != OK)
		return rc;
	v.all = (int)r.c.n;
	add_needs(&r, &v);
	add_counts(&r, &v);
	add_few(&r, &v);
	add_filter(&r, &v);
	add_tables(&r, &v);
	/* Of everybody, so not beside some of them. */
	if (!v.filtered && !v.has_before && !query(cx, "needs").n && (rc = privacy_of_cohort(cx, &v.privacy)) != OK)
		return rc;
	if (r.c.n) {
		v.kinds = r.c.v[0].rule.kinds;
		v.months = r.c.v[0].rule.months;
		v.observed = r.c.v[0].rule.observed;
	}
	for (size_t i = 0; i < r.c.frameworks_n; i++)
		illustrative |= r.c.frameworks[i]->illustrative;
	return page(cx, &(struct page){ .title = word(T_COHORT_TITLE), .menu = MENU_COHORT, .width = WIDTH_STAFF,
	                                .illustrative = illustrative, .main = HTML(cx, cohort, &v) });
}

/* ---- for a spreadsheet ---- */

static void csv_head(struct csv_out *o, const struct reading *r)
{
	csv_put(o, word(T_COHORT_CSV_NAME));
	csv_put(o, word(T_COHORT_CSV_START));
	csv_put(o, word(T_COHORT_CSV_MONTH));
	csv_put(o, word(T_COHORT_CSV_ASSESSOR));
	csv_put(o, word(T_COHORT_CSV_SUPERVISOR));
	for (size_t f = 0; f < r->c.frameworks_n; f++)
		for (size_t i = 0; i < r->c.frameworks[f]->outcomes_n; i++)
			csv_put(o, framework_item_name(r->cx->arena, r->c.frameworks[f]->fw, r->c.frameworks[f]->outcomes[i]));
	csv_end_row(o);
}

static void csv_member(struct csv_out *o, const struct reading *r, const struct member *m)
{
	static const struct str keys[] = { S_INIT("nothing"), S_INIT("some"), S_INIT("enough") };

	csv_put(o, m->name);
	csv_put(o, date_iso(r->cx->arena, m->starts));
	csv_put_i64(o, m->month);
	csv_put(o, m->assessor.name);
	csv_put(o, m->supervisor.name);
	for (size_t f = 0; f < r->c.frameworks_n; f++)
		for (size_t i = 0; i < r->c.frameworks[f]->outcomes_n; i++)
			csv_put(o, f == m->framework ? keys[m->talk[i]] : S("")); /* of another version: not asked of them */
	csv_end_row(o);
}

enum rc cohort_csv(struct ctx *cx)
{
	struct cohort_organisation_row organisation;
	struct csv_out o;
	struct reading r;
	enum rc rc = read_cohort(cx, &r);

	if (rc != OK ||
	    (rc = sql_cohort_organisation(cx->db, cx->arena, cx->actor.organisation, &organisation)) != OK ||
	    (rc = event_add(cx, CHAIN_ORGANISATION, cx->actor.organisation, EVENT_EXPORTED, organisation.id,
	                    strf(cx->arena, "{\"what\":\"cohort\",\"rows\":%zu}", r.n))) != OK)
		return rc;
	o = csv_begin(cx->arena, CSV_MAX);
	csv_head(&o, &r);
	for (size_t i = 0; i < r.n; i++)
		csv_member(&o, &r, r.chosen[i]);
	if (!csv_done(&o).n)
		return TOO_LARGE;
	return answer_bytes(cx, S("text/csv; charset=utf-8"),
	                    strf(cx->arena, "cohort-%.*s.csv", STR_FMT(date_iso(cx->arena, cx->today))), csv_done(&o));
}
