/* observation_owed.c — observations that wait for an ECSW's answer, on their first screen. */
#include "app/outsider/outsider_inside.h"

#include "observation.sql.h"
#include "templates.gen.h"

enum { OWED_MAX = 5 };

static struct ask_line owed_line(struct ctx *cx, struct url url, struct str title, struct date on, struct str by, enum word state)
{
	return (struct ask_line){
		.url = url, .title = title, .is_you = true,
		.what = WORDS(cx->arena, T_OBSERVE_LINE, WORD_ARG("on", date_is_none(on) ? STR_NONE : date_long(cx->arena, on)),
		              WORD_ARG("by", by)),
		.state = word(state),
	};
}

static enum rc to_read(struct ctx *cx, struct ask_lines *ret)
{
	struct observations_to_read_rows rows;
	enum rc rc = sql_observations_to_read(cx->db, cx->arena, cx->induction->id, OWED_MAX, &rows);

	ret->v = NEW_ARRAY(cx->arena, struct ask_line, OWED_MAX);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		ret->v[ret->n++] = owed_line(cx, url_id(cx, "/observations/", rows.v[i].id, ""), rows.v[i].title, rows.v[i].on_date,
		                             rows.v[i].given_by, rows.v[i].assessed_at == DB_NULL_INT ? T_OBSERVE_REFLECT : T_OBSERVE_ANSWER_H);
	return rc;
}

enum rc observations_owed(struct ctx *cx, struct html *ret)
{
	struct asks_view v = { .title = word(T_OBSERVE_OWED_READ) };
	enum rc rc = to_read(cx, &v.observations);

	if (rc == OK && v.observations.n)
		*ret = HTML(cx, observations_owed, &v);
	return rc;
}
