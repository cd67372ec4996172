/* desk_json.c — the first screen of an assessor or supervisor, and what was decided lately, for programs. */
#include "app/desk/desk_inside.h"

#include "app/after/after.h"
#include "app/decision/decision.h"
#include "app/evidence/evidence.h"
#include "app/outsider/outsider.h"
#include "app/reviews/reviews.h"
#include "app/supervision/supervision.h"
#include "app/support/support.h"
#include "app/talk/talk.h"

void json_waiting(struct ctx *cx, const struct waiting_line *l)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "url"), json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(l->url.s)));
	json_key(j, "title"), json_str(j, l->title);
	json_key(j, "due"), json_date(j, l->due);
	json_key(j, "late"), json_bool(j, l->late);
	json_end(j);
}

/* How many there are, and where the rest is. */
static void json_pages(struct ctx *cx, struct json_out *j, const struct desk_pages *p)
{
	json_key(j, "total"), json_i64(j, p->total);
	json_key(j, "next");
	p->has_next ? json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(p->next.s))) : json_none(j);
}

static void json_marks(struct json_out *j, const struct staff_marks *marks)
{
	json_key(j, "registration"), json_arr(j);
	for (size_t i = 0; i < marks->n; i++)
		json_str(j, marks->v[i].text);
	json_end(j);
}

static void json_piece(struct json_out *j, const struct desk_piece *p)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, p->id);
	json_key(j, "title"), json_str(j, p->title);
	json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, p->kind_number));
	json_key(j, "name"), json_str(j, p->name);
	json_key(j, "month"), json_i64(j, p->month);
	json_key(j, "months"), json_i64(j, p->months);
	json_key(j, "since"), json_instant(j, p->since);
	json_key(j, "days"), json_i64(j, p->days);
	json_key(j, "days_late"), json_i64(j, p->late);
	json_key(j, "minutes"), json_i64(j, p->minutes);
	json_key(j, "claims"), json_i64(j, p->claims);
	json_key(j, "back"), json_i64(j, p->back);
	json_key(j, "fresh");
	p->fresh >= 0 ? json_i64(j, p->fresh) : json_none(j);
	json_key(j, "shown_first"), json_bool(j, p->shown_first);
	json_end(j);
}

static void json_queue(struct ctx *cx, struct json_out *j, const struct desk_view *v)
{
	json_key(j, "waiting"), json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < v->pieces.n; i++)
		json_piece(j, &v->pieces.v[i]);
	json_end(j);
	json_key(j, "minutes"), json_i64(j, v->minutes);
	json_pages(cx, j, &v->queue_pages);
	json_end(j);
	json_key(j, "decided"), json_i64(j, v->decided);
}

static void json_shared(struct ctx *cx, struct json_out *j, const struct desk_view *v)
{
	json_key(j, "shared"), json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < v->shared.n; i++) {
		const struct desk_shared_piece *p = &v->shared.v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, p->id);
		json_key(j, "title"), json_str(j, p->title);
		json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, p->kind_number));
		json_key(j, "name"), json_str(j, p->name);
		json_key(j, "state"), json_str(j, key_of(&evidence_states, p->state_number));
		json_key(j, "shared_at"), json_instant(j, p->shared_at);
		json_key(j, "claims"), json_i64(j, p->claims);
		json_key(j, "returned"), json_i64(j, p->returned);
		json_end(j);
	}
	json_end(j);
	json_pages(cx, j, &v->shared_pages);
	json_end(j);
}

static void json_people(struct ctx *cx, struct json_out *j, const struct desk_view *v)
{
	json_key(j, "people"), json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < v->people.n; i++) {
		const struct desk_person *p = &v->people.v[i];

		json_obj(j);
		json_key(j, "induction"), json_uuid(j, p->id);
		json_key(j, "name"), json_str(j, p->name);
		json_key(j, "team"), json_str(j, p->team);
		json_key(j, "month"), json_i64(j, p->month);
		json_key(j, "months"), json_i64(j, p->months);
		json_key(j, "outcomes"), json_i64(j, p->all);
		json_key(j, "enough"), json_i64(j, p->enough);
		json_key(j, "claims"), json_i64(j, p->claims);
		json_key(j, "shared_at"), json_instant(j, p->shared_at);
		json_marks(j, &p->flags);
		json_end(j);
	}
	json_end(j);
	json_pages(cx, j, &v->people_pages);
	json_end(j);
}

/* json_sections — what else waits: each feature writes the lines of its own into the list that is open (json_waiting). */
static enum rc json_sections(struct ctx *cx, struct json_out *j)
{
	struct html none;
	enum rc rc;

	json_key(j, "decisions"), json_arr(j), rc = decision_waiting(cx, &none), json_end(j);
	if (rc != OK)
		return rc;
	json_key(j, "after"), json_arr(j), rc = after_waiting(cx, &none), json_end(j);
	if (rc != OK)
		return rc;
	json_key(j, "talks"), json_arr(j), rc = talk_waiting(cx, &none), json_end(j);
	if (rc != OK)
		return rc;
	json_key(j, "parts"), json_arr(j), rc = evidence_owed(cx, &none), json_end(j);
	if (rc != OK)
		return rc;
	json_key(j, "asked"), json_arr(j), rc = outsider_owed(cx, &none), json_end(j);
	if (rc != OK)
		return rc;
	json_key(j, "reviews"), json_arr(j), rc = reviews_owed(cx, &none), json_end(j);
	if (rc != OK)
		return rc;
	json_key(j, "supervision"), json_arr(j), rc = supervision_owed(cx, &none), json_end(j);
	if (rc != OK)
		return rc;
	json_key(j, "support"), json_arr(j), rc = support_waiting(cx, &none), json_end(j);
	return rc;
}

enum rc desk_json(struct ctx *cx, const struct desk_view *v)
{
	struct json_out *j = reply_json(cx);
	enum rc rc;

	json_obj(j);
	if (v->judges)
		json_queue(cx, j, v);
	else
		json_shared(cx, j, v);
	json_people(cx, j, v);
	json_marks(j, &v->flags);
	rc = json_sections(cx, j);
	json_end(j);
	return rc == OK ? answer_json(cx, 200) : rc;
}

enum rc desk_decided_json(struct ctx *cx, const struct desk_decided_rows *rows, const struct desk_pages *pages)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		const struct desk_decided_row *r = &rows->v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, r->id);
		json_key(j, "title"), json_str(j, r->title);
		json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, (int)r->kind));
		json_key(j, "name"), json_str(j, r->name);
		json_key(j, "given_at"), json_instant(j, r->given_at);
		json_key(j, "agreed"), json_i64(j, r->agreed);
		json_key(j, "returned"), json_i64(j, r->returned);
		json_end(j);
	}
	json_end(j);
	json_pages(cx, j, pages);
	json_end(j);
	return answer_json(cx, 200);
}
