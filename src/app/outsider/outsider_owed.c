/* outsider_owed.c — what waits for a supervisor, an assessor or an observer here, and what becomes of it when they go. */
#include "app/outsider/outsider_inside.h"

#include "app/desk/desk.h"
#include "app/notices/notices.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "rules/judging.h"
#include "templates.gen.h"
#include "web/assets.h"

enum { OWED_MAX = 50 };

/* ---- on the first screen ---- */

static enum rc add_confirming(struct ctx *cx, struct outsider_owed_view *v)
{
	struct asks_to_confirm_rows rows;
	enum rc rc = sql_asks_to_confirm(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, OWED_MAX, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct asks_to_confirm_row *r = &rows.v[i];

		v->rows.v[v->rows.n++] = (struct outsider_owed_line){
			.url = url_id(cx, "/asks/", r->id, "/confirm"), .title = WORDS(cx->arena, T_ASK_OWED, WORD_ARG("name", r->name)),
			.note = word(T_ASK_OWED_WHAT), .due = DATE_NONE, .days = waited_for(date_of(r->created), cx->today, 0).days,
		};
	}
	return rc;
}

/* What is still to come has a day; what has been has a promise. */
static struct outsider_owed_line to_watch(struct ctx *cx, const struct observations_to_watch_row *r)
{
	struct observation_stands s = observation_stands(&(struct observation_facts){
		.on = date_is_none(r->on_date) ? date_of(r->planned_at) : r->on_date, .planned_at = r->planned_at, .given_at = DB_NULL_INT,
		.cancelled_at = DB_NULL_INT });
	bool to_come = !date_is_none(r->on_date) && date_cmp(r->on_date, cx->today) > 0;

	return (struct outsider_owed_line){
		.url = url_id(cx, "/observations/", r->id, "/watch"), .title = r->title,
		.note = WORDS(cx->arena, T_OBSERVE_OWED, WORD_ARG("name", r->ecsw)), .to_come = to_come,
		.due = to_come ? r->on_date : s.due, .on = date_short(cx->arena, to_come ? r->on_date : s.due), .late = observation_is_late(&s, cx->today),
		.days = waited_for(date_of(r->planned_at), cx->today, 0).days,
	};
}

static enum rc add_watching(struct ctx *cx, struct outsider_owed_view *v)
{
	struct observations_to_watch_rows rows;
	enum rc rc = sql_observations_to_watch(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, OWED_MAX, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (rows.v[i].given_at == DB_NULL_INT && rows.v[i].cancelled_at == DB_NULL_INT)
			v->rows.v[v->rows.n++] = to_watch(cx, &rows.v[i]);
	return rc;
}

enum rc outsider_owed(struct ctx *cx, struct html *ret)
{
	struct outsider_owed_view v = { .rows = { .v = NEW_ARRAY(cx->arena, struct outsider_owed_line, 2 * OWED_MAX) } };
	enum rc rc = add_confirming(cx, &v);

	if (rc == OK)
		rc = add_watching(cx, &v);
	if (rc != OK || !v.rows.n)
		return rc;
	for (size_t i = 0; i < v.rows.n && cx->json; i++)
		json_waiting(cx, &(struct waiting_line){ v.rows.v[i].url, v.rows.v[i].title, v.rows.v[i].due, v.rows.v[i].late });
	if (cx->json)
		return OK;
	v.icon.s = strf(cx->arena, "%.*s#late", STR_FMT(asset_url("icons.svg").s));
	*ret = HTML(cx, outsider_owed, &v);
	return OK;
}

/* ---- whoever was to watch goes ---- */

static enum rc pass_on(struct ctx *cx, const struct observer_gone *g, const struct observations_to_come_row *o, int64_t to)
{
	enum rc rc = sql_observation_goes_to(cx->db, cx->arena, o->evidence, to, NULL);

	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, g->induction, EVENT_OBSERVATION_PASSED_ON, o->id,
		               strf(cx->arena, "{\"from\":%lld,\"to\":%lld}", (long long)g->person, (long long)to));
	return rc == OK ? notice(cx, NOTICE_OBSERVATION, to, 0) : rc;
}

static enum rc give_up(struct ctx *cx, const struct observer_gone *g, const struct observations_to_come_row *o)
{
	enum rc rc = sql_observation_cancelled(cx->db, cx->arena, o->evidence, g->person, CANCELLED_OBSERVER_AWAY, cx->now, NULL);

	return rc == OK ? event_add(cx, CHAIN_INDUCTION, g->induction, EVENT_OBSERVATION_CLOSED, o->id,
	                            strf(cx->arena, "{\"cancelled\":%d}", (int)CANCELLED_OBSERVER_AWAY))
	                : rc;
}

enum rc observer_gone(struct ctx *cx, const struct observer_gone *g)
{
	struct observations_to_come_rows rows;
	struct observer_follows_row follows;
	enum rc rc = sql_observations_to_come(cx->db, cx->arena, g->induction, g->person, g->role, g->from, &rows);
	bool anybody;

	if (rc != OK || !rows.n)
		return rc;
	rc = sql_observer_follows(cx->db, cx->arena, g->induction, g->person, g->role, g->from, &follows);
	anybody = rc == OK;
	if (rc == NOT_FOUND)
		rc = OK;
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct observations_to_come_row *o = &rows.v[i];

		rc = anybody ? pass_on(cx, g, o, follows.person) : give_up(cx, g, o);
		if (rc == OK)
			rc = notice(cx, NOTICE_OBSERVATION, o->ecsw, 0);
		if (rc == OK && o->planned_by != o->ecsw && o->planned_by != g->person)
			rc = notice(cx, NOTICE_OBSERVATION, o->planned_by, 0);
	}
	return rc;
}
