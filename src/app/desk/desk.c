/* desk.c — the first screen of an assessor (who waits, longest first) and of a supervisor (who shared what). */
#include "app/desk/desk_inside.h"

#include "app/after/after.h"
#include "app/calendar/calendar.h"
#include "app/coverage/coverage.h"
#include "app/decision/decision.h"
#include "app/evidence/evidence.h"
#include "app/joining/joining.h"
#include "app/outsider/outsider.h"
#include "app/reviews/reviews.h"
#include "app/supervision/supervision.h"
#include "app/support/support.h"
#include "app/talk/talk.h"
#include "templates.gen.h"
#include "web/assets.h"

/* ---- shared by the desk's pages ---- */

static struct url icon(struct ctx *cx, const char *name)
{
	return (struct url){ strf(cx->arena, "%.*s#%s", STR_FMT(asset_url("icons.svg").s), name) };
}

struct desk_icons desk_icons(struct ctx *cx)
{
	return (struct desk_icons){ icon(cx, "late"), icon(cx, "back"), icon(cx, "empty") };
}

int64_t desk_offset(struct ctx *cx, const char *name)
{
	return (query_int(cx, name, 1, 100000, 1) - 1) * DESK_PAGE;
}

struct desk_pages desk_pages_of(struct ctx *cx, struct url base, const char *name, int64_t page, size_t rows, int64_t total)
{
	return (struct desk_pages){
		.has_before = page > 1, .has_next = page * DESK_PAGE < total, .total = total,
		.from = (int)((page - 1) * DESK_PAGE) + 1, .to = (int)((page - 1) * DESK_PAGE) + (int)rows,
		.before = url_with(cx, base, name, strf(cx->arena, "%lld", (long long)page - 1)),
		.next = url_with(cx, base, name, strf(cx->arena, "%lld", (long long)page + 1)),
	};
}

static struct str short_date(struct ctx *cx, instant t)
{
	return t == DB_NULL_INT ? STR_NONE : date_short(cx->arena, date_of(t));
}

/* The month each induction of a list is in, each looked up once. */
struct months {
	struct dates_asked asked[DESK_PAGE];
	struct calendar_facts facts[DESK_PAGE];
	size_t n;
};

static void month_wanted(struct months *m, int64_t induction, int64_t programme, struct date starts)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->asked[i].induction == induction)
			return;
	if (m->n < COUNT_OF(m->asked))
		m->asked[m->n++] = (struct dates_asked){ induction, programme, starts };
}

static int month_of(struct ctx *cx, const struct months *m, int64_t induction)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->asked[i].induction == induction)
			return calendar_month(&m->facts[i], cx->today);
	return 0;
}

/* ---- my ECSWs ---- */

/* Summaries of the people on the page, so that a piece can say which of its statements are new. */
struct people {
	struct desk_people_rows rows;
	struct coverage *coverage;
	const struct framework_version **frameworks;
	struct months months;
};

static enum rc people_load(struct ctx *cx, struct people *p)
{
	enum rc rc = sql_desk_people(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today,
	                             DESK_PAGE, desk_offset(cx, "people"), &p->rows);

	p->coverage = NEW_ARRAY(cx->arena, struct coverage, rc == OK ? p->rows.n + 1 : 1);
	p->frameworks = NEW_ARRAY(cx->arena, const struct framework_version *, rc == OK ? p->rows.n + 1 : 1);
	for (size_t i = 0; rc == OK && i < p->rows.n; i++) {
		const struct desk_people_row *r = &p->rows.v[i];
		const struct framework_version *v;

		if ((rc = framework_get(cx, r->framework, &v)) != OK)
			return rc;
		p->frameworks[i] = v;
		month_wanted(&p->months, r->induction, r->programme, r->starts);
		if (!r->outcomes.p)
			p->coverage[i] = coverage_new(cx->arena, v->fw->linkable_n, v->outcomes_n);
		else if (coverage_decode(cx->arena, r->statements, r->outcomes, v->fw->linkable_n, v->outcomes_n,
		                         &p->coverage[i]) != OK)
			return FAULT;
	}
	return rc == OK ? facts_of_many(cx, p->months.asked, p->months.n, p->months.facts) : rc;
}

static const struct desk_people_work_row *work_of(const struct desk_people_work_rows *work, int64_t induction)
{
	for (size_t i = 0; i < work->n; i++)
		if (work->v[i].induction == induction)
			return &work->v[i];
	return NULL;
}

static struct desk_person person_of(struct ctx *cx, const struct people *p, size_t i,
                                    const struct desk_people_work_row *work)
{
	const struct desk_people_row *r = &p->rows.v[i];
	struct enough rule = { (int)r->enough_kinds, r->enough_observed, (int)r->enough_months };
	struct talk_counts n = coverage_talk(&p->coverage[i], &rule, cx->today);
	int all = (int)p->frameworks[i]->outcomes_n;

	return (struct desk_person){
		.url = url_id(cx, "/inductions/", r->id, ""), .coverage = url_id(cx, "/inductions/", r->id, "/coverage"),
		.evidence = url_id(cx, "/inductions/", r->id, "/evidence"), .name = r->name, .team = r->team,
		.waiting = url_with(cx, url_lit("/desk"), "who", uuid_str(cx->arena, r->id)),
		.month = month_of(cx, &p->months, r->induction), .months = (int)r->months, .enough = n.enough, .all = all,
		.percent = all ? n.enough * 100 / all : 0, .claims = work ? (int)work->claims : 0,
		.shared = work ? short_date(cx, work->shared_at) : STR_NONE, .id = r->id,
		.shared_at = work ? work->shared_at : DB_NULL_INT,
	};
}

static enum rc add_people(struct ctx *cx, const struct people *p, struct desk_view *v)
{
	struct desk_people_work_rows work;
	enum rc rc = sql_desk_people_work(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, &work);

	if (rc != OK)
		return rc;
	v->people.v = NEW_ARRAY(cx->arena, struct desk_person, p->rows.n + 1);
	for (; v->people.n < p->rows.n; v->people.n++) {
		struct desk_person *d = &v->people.v[v->people.n];

		*d = person_of(cx, p, v->people.n, work_of(&work, p->rows.v[v->people.n].induction));
		if ((rc = registration_flags(cx, p->rows.v[v->people.n].ecsw, &d->flags)) != OK)
			return rc;
	}
	if ((rc = registration_flags(cx, cx->actor.person, &v->flags)) != OK)
		return rc;
	v->people_pages = desk_pages_of(cx, url_lit("/desk"), "people", query_int(cx, "people", 1, 100000, 1), p->rows.n,
	                                p->rows.n ? p->rows.v[0].total : 0);
	return OK;
}

/* ---- the queue ---- */

/* How many statements of a piece no other piece points at. A person on another page of the list is loaded by themselves. */
static enum rc count_fresh(struct ctx *cx, const struct people *p, const struct desk_waiting_row *r, int *ret)
{
	const struct framework_version *v = NULL;
	struct desk_claims_rows claims;
	const struct coverage *c = NULL;
	enum rc rc = sql_desk_claims(cx->db, cx->arena, r->evidence, &claims);
	int n = 0;

	for (size_t i = 0; i < p->rows.n && !v; i++)
		if (p->rows.v[i].induction == r->induction) {
			v = p->frameworks[i];
			c = &p->coverage[i];
		}
	if (rc != OK || !v) {
		*ret = -1; /* not said */
		return rc;
	}
	for (size_t i = 0; i < claims.n; i++) {
		int64_t at = claims.v[i].position;
		int32_t position = at >= 0 && (size_t)at < v->fw->n ? v->fw->items[at].position : -1;

		n += position >= 0 && c->statements[position].pieces <= 1;
	}
	*ret = n;
	return OK;
}

static enum rc add_piece(struct ctx *cx, const struct people *people, const struct months *months, const struct desk_waiting_row *r,
                         struct desk_view *v)
{
	struct waited w = waited_for(date_of(r->since), cx->today, (int)r->answer_days);
	struct desk_piece *p = &v->pieces.v[v->pieces.n++];

	*p = (struct desk_piece){
		.url = url_id(cx, "/evidence/", r->id, "/judge"), .title = r->title, .name = r->name, .id = r->id, .since = r->since,
		.kind_number = (int)r->kind,
		.first = first_name(r->name), .kind = kind_word((enum evidence_kind)r->kind),
		.month = month_of(cx, months, r->induction), .months = (int)r->months, .days = w.days, .late = w.late, .percent = w.percent,
		.minutes = minutes_to_read((int64_t)text_words(r->text)), .claims = (int)r->claims, .back = (int)r->back,
		.back_at = short_date(cx, r->back_at), .shown_first = r->first > 0,
	};
	if (v->pieces.n == 1) {
		v->start = p->url;
		v->oldest = w.days;
		v->promise = (int)r->answer_days;
	}
	return count_fresh(cx, people, r, &p->fresh);
}

/* minutes_of_all — of what is on the page, added up; beyond it, by length: about six letters a word with its space. */
static int minutes_of_all(const struct desk_view *v, int64_t letters)
{
	int minutes = 0;

	for (size_t i = 0; i < v->pieces.n; i++)
		minutes += v->pieces.v[i].minutes;
	return v->waiting == (int64_t)v->pieces.n ? minutes : minutes_to_read(letters / 6 + v->waiting * 100);
}

static struct uuid only(struct ctx *cx)
{
	struct uuid who;

	return uuid_parse(query(cx, "who"), &who) ? who : UUID_NONE;
}

static enum rc add_queue(struct ctx *cx, const struct people *people, struct desk_view *v)
{
	int64_t page = query_int(cx, "page", 1, 100000, 1);
	struct uuid who = only(cx);
	struct url base = uuid_is_none(who) ? url_lit("/desk")
	                                    : url_with(cx, url_lit("/desk"), "who", uuid_str(cx->arena, who));
	struct months months = { .n = 0 };
	struct desk_waiting_rows rows;
	enum rc rc = sql_desk_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, who, DESK_PAGE,
	                              desk_offset(cx, "page"), &rows);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++)
		month_wanted(&months, rows.v[i].induction, rows.v[i].programme, rows.v[i].starts);
	if ((rc = facts_of_many(cx, months.asked, months.n, months.facts)) != OK)
		return rc;
	v->pieces.v = NEW_ARRAY(cx->arena, struct desk_piece, rows.n + 1);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = add_piece(cx, people, &months, &rows.v[i], v);
	v->waiting = rows.n ? rows.v[0].total : 0;
	v->minutes = rows.n ? minutes_of_all(v, rows.v[0].letters) : 0;
	v->queue_pages = desk_pages_of(cx, base, "page", page, rows.n, v->waiting);
	for (size_t i = 0; i < people->rows.n; i++)
		if (uuid_eq(people->rows.v[i].id, who))
			v->only = people->rows.v[i].name;
	return rc;
}

static enum rc add_decided(struct ctx *cx, struct desk_view *v)
{
	struct desk_decided_rows rows;
	enum rc rc = sql_desk_decided(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today,
	                              cx->now - DECIDED_DAYS * DAY, 1, 0, &rows);

	if (rc == OK && rows.n) {
		v->decided = rows.v[0].total;
		v->last_decided = short_date(cx, rows.v[0].given_at);
	}
	return rc;
}

/* ---- what a supervisor's people have shared ---- */

static enum word shared_state(const struct desk_shared_row *r)
{
	if (r->state == EVIDENCE_SHARED)
		return T_DESK_SHARED_ONLY;
	if (r->returned)
		return T_DESK_SHARED_QUESTION;
	return r->claims ? T_DESK_SHARED_WAITING : T_DESK_SHARED_ANSWERED;
}

static enum rc add_shared(struct ctx *cx, struct desk_view *v)
{
	struct desk_shared_rows rows;
	enum rc rc = sql_desk_shared(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, DESK_PAGE,
	                             desk_offset(cx, "page"), &rows);

	if (rc != OK)
		return rc;
	v->shared.v = NEW_ARRAY(cx->arena, struct desk_shared_piece, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct desk_shared_row *r = &rows.v[i];

		v->shared.v[v->shared.n++] = (struct desk_shared_piece){
			.url = url_id(cx, "/evidence/", r->id, ""), .title = r->title, .name = r->name,
			.shared = short_date(cx, r->shared_at), .kind = kind_word((enum evidence_kind)r->kind),
			.state = shared_state(r), .claims = (int)r->claims, .returned = (int)r->returned, .id = r->id,
			.shared_at = r->shared_at, .kind_number = (int)r->kind, .state_number = (int)r->state,
		};
	}
	v->shared_pages = desk_pages_of(cx, url_lit("/desk"), "page", query_int(cx, "page", 1, 100000, 1), rows.n,
	                                rows.n ? rows.v[0].total : 0);
	return OK;
}

/* ---- handlers ---- */

enum rc desk_show(struct ctx *cx)
{
	struct desk_view v = { .judges = may_use(cx->actor.role, CAP_JUDGE), .day = date_weekday_long(cx->arena, cx->today),
		               .all = url_lit("/desk"), .icons = desk_icons(cx) };
	struct people people = { .coverage = NULL };
	enum rc rc = people_load(cx, &people);

	if (rc == OK)
		rc = add_people(cx, &people, &v);
	if (rc == OK)
		rc = v.judges ? add_queue(cx, &people, &v) : add_shared(cx, &v);
	if (rc == OK && v.judges)
		rc = add_decided(cx, &v);
	if (rc == OK && cx->json)
		return desk_json(cx, &v);
	if (rc == OK)
		rc = decision_waiting(cx, &v.decisions);
	if (rc == OK)
		rc = after_waiting(cx, &v.after);
	if (rc == OK)
		rc = talk_waiting(cx, &v.talk);
	if (rc == OK)
		rc = evidence_owed(cx, &v.owed);
	if (rc == OK)
		rc = outsider_owed(cx, &v.asked);
	if (rc == OK)
		rc = supervision_owed(cx, &v.supervision);
	if (rc == OK)
		rc = reviews_owed(cx, &v.reviews);
	if (rc == OK)
		rc = agreed_waiting(cx, &v.agreed);
	if (rc == OK)
		rc = support_waiting(cx, &v.support);
	if (rc != OK)
		return rc;
	return page(cx, &(struct page){ .title = word(T_DESK_TITLE), .menu = MENU_DESK, .width = WIDTH_STAFF,
	                                .main = HTML(cx, desk, &v) });
}

enum rc desk_decided(struct ctx *cx)
{
	struct desk_decided_view v = { .icons = desk_icons(cx) };
	struct desk_decided_rows rows;
	enum rc rc = sql_desk_decided(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today,
	                              cx->now - DECIDED_DAYS * DAY, DESK_PAGE, desk_offset(cx, "page"), &rows);

	if (rc != OK)
		return rc;
	v.pages = desk_pages_of(cx, url_lit("/desk/decided"), "page", query_int(cx, "page", 1, 100000, 1), rows.n,
	                        rows.n ? rows.v[0].total : 0);
	if (cx->json)
		return desk_decided_json(cx, &rows, &v.pages);
	v.pieces.v = NEW_ARRAY(cx->arena, struct desk_decided_piece, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v.pieces.v[v.pieces.n++] = (struct desk_decided_piece){
			.url = url_id(cx, "/evidence/", rows.v[i].id, "/judged"), .title = rows.v[i].title, .name = rows.v[i].name,
			.kind = kind_word((enum evidence_kind)rows.v[i].kind), .when = short_date(cx, rows.v[i].given_at),
			.agreed = (int)rows.v[i].agreed, .returned = (int)rows.v[i].returned,
		};
	return page(cx, &(struct page){ .title = word(T_DESK_DECIDED_TITLE), .menu = MENU_DESK, .width = WIDTH_STAFF,
	                                .main = HTML(cx, desk_decided, &v) });
}
