/* person.c — one induction: dates and why, who is around the person, outcomes, and pieces by title. As a page and as JSON. */
#include "app/cohort/cohort_load.h"

#include "app/coverage/coverage.h"
#include "app/joining/joining.h"
#include "app/privacy/privacy.h"
#include "app/profiles/profiles.h"
#include "app/timeline/timeline.h"
#include "person.sql.h"
#include "templates.gen.h"

enum { PIECES_A_PAGE = 25, INDUCTIONS_A_PAGE = 50 };

/* What both answers are made of. */
struct reading {
	struct ctx *cx;
	const struct framework_version *v;
	struct talk_counts talk;
	struct person_people_rows people;
	struct needs needs;
	struct profile_now profile;
};

static bool is_now(const struct reading *r, const struct person_people_row *p)
{
	return date_cmp(p->starts, r->cx->today) <= 0 && (date_is_none(p->ends) || date_cmp(p->ends, r->cx->today) >= 0);
}

static struct date day(instant t)
{
	return t == DB_NULL_INT ? DATE_NONE : date_of(t);
}

static enum rc read_needs(struct reading *r)
{
	struct ctx *cx = r->cx;
	struct person_facts_row row;
	struct need_facts f = { .starts = cx->induction->starts, .answer_days = cx->induction->answer_days };
	enum rc rc = sql_person_facts(cx->db, cx->arena, cx->induction->id, cx->today, &row);

	if (rc != OK)
		return rc;
	f.waiting_since = day(row.waiting_since);
	f.asked_since = day(row.asked_since);
	f.last_shared = day(row.shared_at);
	f.paused = row.paused;
	f.back = row.back;
	for (size_t i = 0; i < r->people.n; i++) {
		f.has_assessor |= is_now(r, &r->people.v[i]) && r->people.v[i].role == ROLE_ASSESSOR;
		f.has_supervisor |= is_now(r, &r->people.v[i]) && r->people.v[i].role == ROLE_SUPERVISOR;
	}
	r->needs = needs_of(&f, cx->today);
	return OK;
}

static enum rc read_person(struct ctx *cx, struct reading *r)
{
	const struct induction *i = cx->induction;
	struct coverage c;
	enum rc rc;

	*r = (struct reading){ .cx = cx };
	if ((rc = framework_get(cx, i->framework, &r->v)) != OK || (rc = coverage_load(cx, i->id, r->v, &c)) != OK ||
	    (rc = profile_now_of(cx, r->v, &r->profile)) != OK || (rc = sql_person_people(cx->db, cx->arena, i->id, &r->people)) != OK)
		return rc;
	r->talk = coverage_talk(&c, &i->enough, cx->today);
	return date_is_none(i->ended) ? read_needs(r) : OK;
}

/* ---- JSON ---- */

static void people_json(struct json_out *j, const struct reading *r)
{
	json_key(j, "people"), json_arr(j);
	for (size_t i = 0; i < r->people.n; i++) {
		const struct person_people_row *p = &r->people.v[i];

		json_obj(j);
		json_key(j, "name"), json_str(j, p->name);
		json_key(j, "role"), json_str(j, key_of(&roles, (int)p->role));
		json_key(j, "starts"), json_date(j, p->starts);
		json_key(j, "ends"), json_date(j, p->ends);
		json_end(j);
	}
	json_end(j);
}

static enum rc person_json(const struct reading *r)
{
	struct ctx *cx = r->cx;
	const struct induction *i = cx->induction;
	bool reads = access_ok(may_list_evidence(&cx->actor, &cx->resource));
	int64_t held = 0;
	enum rc rc = reads ? privacy_held_of(cx, &held) : OK;
	struct json_out *j = reply_json(cx);

	if (rc != OK)
		return rc;

	json_obj(j);
	json_key(j, "id"), json_uuid(j, i->uuid);
	json_key(j, "name"), json_str(j, i->name);
	json_key(j, "employer"), json_str(j, i->employer_name);
	json_key(j, "programme"), json_str(j, i->programme);
	json_key(j, "framework"), json_uuid(j, i->framework_uuid);
	json_key(j, "starts"), json_date(j, i->starts);
	json_key(j, "ended"), json_date(j, i->ended);
	json_key(j, "month"), json_i64(j, induction_month(i, cx->today));
	json_key(j, "months"), json_i64(j, i->months);
	json_key(j, "team"), json_str(j, i->team);
	json_key(j, "intake"), json_str(j, i->intake);
	profile_now_json(j, &r->profile);
	json_key(j, "outcomes"), json_obj(j);
	json_key(j, "nothing"), json_i64(j, r->talk.nothing);
	json_key(j, "some"), json_i64(j, r->talk.some);
	json_key(j, "enough"), json_i64(j, r->talk.enough);
	json_end(j);
	if (reads)
		json_key(j, "held_back"), json_i64(j, held);
	people_json(j, r);
	json_end(j);
	return answer_json(cx, 200);
}

static void induction_json(struct ctx *cx, struct json_out *j, const struct inductions_visible_row *r, const struct calendar_facts *f)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->id);
	json_key(j, "name"), json_str(j, r->name);
	json_key(j, "employer"), json_str(j, r->employer);
	json_key(j, "programme"), json_str(j, r->programme);
	json_key(j, "starts"), json_date(j, r->starts);
	json_key(j, "ended"), json_date(j, r->ended);
	json_key(j, "month");
	json_i64(j, induction_month(&(struct induction){ .ended = r->ended, .month_by = *f }, cx->today));
	json_key(j, "months"), json_i64(j, r->months);
	json_key(j, "team"), json_str(j, r->team);
	json_key(j, "intake"), json_str(j, r->intake);
	json_key(j, "url"), json_str(j, strf(cx->arena, "/api/v1/inductions/%s", uuid_str(cx->arena, r->id).p));
	json_end(j);
}

enum rc inductions_list(struct ctx *cx)
{
	struct inductions_visible_rows rows;
	struct calendar_facts facts[INDUCTIONS_A_PAGE];
	struct dates_asked asked[INDUCTIONS_A_PAGE];
	struct json_out *j = reply_json(cx);
	enum rc rc = sql_inductions_visible(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role,
	                                    cx->today, query_int(cx, "before", 0, INT64_MAX, INT64_MAX), INDUCTIONS_A_PAGE, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		asked[i] = (struct dates_asked){ rows.v[i].induction, rows.v[i].programme_row, rows.v[i].starts };
	if (rc != OK || (rc = facts_of_many(cx, asked, rows.n, facts)) != OK)
		return rc;
	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows.n; i++)
		induction_json(cx, j, &rows.v[i], &facts[i]);
	json_end(j);
	json_key(j, "next");
	if (rows.n == INDUCTIONS_A_PAGE)
		json_str(j, strf(cx->arena, "/api/v1/inductions?before=%lld", (long long)rows.v[rows.n - 1].induction));
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the page ---- */

/* What the register says of those around the ECSW today is for the coordinator, and for whom it concerns. */
static enum rc add_marks(const struct reading *r, struct person_view *v)
{
	struct ctx *cx = r->cx;
	enum rc rc = registration_marks(cx, cx->induction->ecsw, &v->marks);

	for (size_t i = 0; rc == OK && i < r->people.n; i++)
		if (v->people.v[i].now && (v->coordinates || r->people.v[i].person == cx->actor.person))
			rc = registration_marks(cx, r->people.v[i].person, &v->people.v[i].marks);
	return rc;
}

static void add_people(const struct reading *r, struct person_view *v)
{
	struct ctx *cx = r->cx;

	v->people.v = NEW_ARRAY(cx->arena, struct person_helper, r->people.n + 1);
	for (size_t i = 0; i < r->people.n; i++) {
		const struct person_people_row *p = &r->people.v[i];
		bool now = is_now(r, p);

		v->people.v[v->people.n++] = (struct person_helper){
			.role = role_word((enum role)p->role), .name = p->name, .now = now,
			.when = date_is_none(p->ends)
			            ? WORDS(cx->arena, T_PERSON_SINCE, WORD_ARG("date", p->starts))
			            : WORDS(cx->arena, T_PERSON_UNTIL, WORD_ARG("from", p->starts), WORD_ARG("to", p->ends)),
		};
	}
}

static struct str piece_state(struct ctx *cx, const struct person_pieces_row *r)
{
	if (r->state == EVIDENCE_SHARED)
		return word(T_DESK_SHARED_ONLY);
	if (r->returned)
		return WORDS(cx->arena, T_PERSON_QUESTION, WORD_ARG("n", r->returned));
	if (r->claimed)
		return WORDS(cx->arena, T_PERSON_WAITING, WORD_ARG("n", r->claimed));
	return WORDS(cx->arena, T_PERSON_AGREED, WORD_ARG("n", r->endorsed));
}

static enum rc add_pieces(const struct reading *r, struct person_view *v)
{
	struct ctx *cx = r->cx;
	int64_t page = query_int(cx, "page", 1, 100000, 1);
	struct url base = url_id(cx, "/inductions/", cx->induction->uuid, "");
	struct person_pieces_rows rows;
	enum rc rc = sql_person_pieces(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today,
	                               cx->induction->id, v->reads, PIECES_A_PAGE, (page - 1) * PIECES_A_PAGE, &rows);

	if (rc != OK)
		return rc;
	v->pieces.v = NEW_ARRAY(cx->arena, struct person_piece, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->pieces.v[v->pieces.n++] = (struct person_piece){
			.title = rows.v[i].title.n ? rows.v[i].title : word(T_PERSON_HELD), .kind = kind_word((enum evidence_kind)rows.v[i].kind),
			.date = date_is_none(rows.v[i].on_date) ? STR_NONE
			        : rows.v[i].month_only         ? date_month(cx->arena, rows.v[i].on_date)
			                                       : date_long(cx->arena, rows.v[i].on_date),
			.state = piece_state(cx, &rows.v[i]), .url = url_id(cx, "/evidence/", rows.v[i].id, ""),
		};
	v->pieces_all = rows.n ? rows.v[0].total : 0;
	v->has_before = page > 1;
	v->has_next = page * PIECES_A_PAGE < v->pieces_all;
	v->before = url_with(cx, base, "page", strf(cx->arena, "%lld", (long long)page - 1));
	v->next = url_with(cx, base, "page", strf(cx->arena, "%lld", (long long)page + 1));
	v->from = (int)((page - 1) * PIECES_A_PAGE) + 1;
	v->to = v->from + (int)rows.n - 1;
	return OK;
}

static void add_flags(const struct reading *r, struct person_view *v)
{
	v->flags.v = NEW_ARRAY(r->cx->arena, struct person_flag, NEED_END);
	for (int i = 0; i < r->needs.n; i++)
		v->flags.v[v->flags.n++] = (struct person_flag){ need_words(r->cx, &r->needs, i),
			                                             need_standing(r->needs.v[i].need) == STANDING_LATE };
}

static void set_back(struct ctx *cx, struct person_view *v)
{
	v->back = cx->actor.role == ROLE_COORDINATOR ? T_PERSON_BACK_COHORT
	          : cx->actor.role == ROLE_ECSW      ? T_PERSON_BACK_HOME
	                                             : T_DESK_YOUR_DESK;
	v->back_to = url_lit("/");
}

static struct timeline_of happened_to(const struct ctx *cx)
{
	return (struct timeline_of){ CHAIN_INDUCTION, cx->induction->id,
		                         cx->actor.person == cx->induction->ecsw ? TIMELINE_OWN : TIMELINE_OTHERS };
}

enum rc person_events(struct ctx *cx)
{
	const struct induction *i = cx->induction;
	struct timeline_of of = happened_to(cx);
	bool coordinates = cx->actor.role == ROLE_COORDINATOR;

	return timeline_answer(cx, &of, &(struct timeline_page){
		.title = i->name, .back = url_id(cx, "/inductions/", i->uuid, ""), .back_words = i->name,
		.base = url_id(cx, "/inductions/", i->uuid, "/events"), .width = WIDTH_STAFF,
		.menu = coordinates ? MENU_COHORT : of.reader == TIMELINE_OWN ? MENU_NONE : MENU_DESK });
}

enum rc person_show(struct ctx *cx)
{
	const struct induction *i = cx->induction;
	struct timeline_of of = happened_to(cx);
	struct reading r;
	struct person_view v;
	enum rc rc = read_person(cx, &r);

	if (rc != OK || cx->json)
		return rc != OK ? rc : person_json(&r);
	v = (struct person_view){
		.name = i->name, .first = first_name(i->name), .employer = i->employer_name, .team = i->team, .intake = i->intake,
		.month = induction_month(i, cx->today), .months = i->months, .enough = r.talk.enough, .some = r.talk.some,
		.nothing = r.talk.nothing, .all = (int)r.v->outcomes_n, .coordinates = cx->actor.role == ROLE_COORDINATOR,
		.own = cx->actor.person == i->ecsw, .reads = access_ok(may_list_evidence(&cx->actor, &cx->resource)),
		.coverage = url_id(cx, "/inductions/", i->uuid, "/coverage"), .decision = url_id(cx, "/inductions/", i->uuid, "/decision"),
		.sees_decision = access_ok(may_see_decision(&cx->actor, &cx->resource)), .icons = cohort_icons(cx),
		.evidence = url_id(cx, "/inductions/", i->uuid, "/evidence"),
		.plan = url_id(cx, "/inductions/", i->uuid, "/goals"),
		.supervision = url_id(cx, "/inductions/", i->uuid, "/supervision"), .time = url_id(cx, "/inductions/", i->uuid, "/time"),
		.agreement = url_id(cx, "/inductions/", i->uuid, "/agreement"), .adjustments = url_id(cx, "/inductions/", i->uuid, "/adjustments"), .reviews = url_id(cx, "/inductions/", i->uuid, "/reviews"),
		.around = url_id(cx, "/inductions/", i->uuid, "/around"),
		.registration = url_id(cx, "/people/", i->ecsw_uuid, "/registration"),
	};
	set_back(cx, &v);
	add_people(&r, &v);
	if ((rc = add_marks(&r, &v)) != OK)
		return rc;
	if (v.coordinates)
		add_flags(&r, &v);
	if (v.reads && !v.own && (rc = privacy_held_of(cx, &v.held)) != OK)
		return rc;
	if ((rc = terms_on_page(cx, &v.terms, &v.changes)) != OK || (rc = add_pieces(&r, &v)) != OK ||
	    (rc = timeline_newest(cx, &of, url_id(cx, "/inductions/", i->uuid, "/events"), &v.happened)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = i->name, .width = WIDTH_STAFF,
	                                .menu = v.coordinates ? MENU_COHORT : v.own ? MENU_NONE : MENU_DESK,
	                                .main = HTML(cx, person, &v) });
}
