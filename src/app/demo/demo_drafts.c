/* demo_drafts.c — drafts of standards in the demo's world: opened for comments, written to, closed and answered. */
#include "app/demo/demo_inside.h"

#include "app/consult/consult.h"
#include "app/framework/framework.h"
#include "consult.sql.h"

enum { COMMENTS = 40 };

static enum rc place_of(struct world *w, const struct framework_version *v, struct str code, int32_t *ret)
{
	*ret = code.n ? framework_find_code(v->fw, code) : CONSULT_WHOLE;
	return code.n && *ret < 0 ? world_wrong(w, "comment on a draft", code) : OK;
}

/* What people said, each as who they work for; their ids in the order of the file, for the answers. */
static enum rc add_comments(struct world *w, const json_t *o, const struct framework_version *v, struct uuid *ids, size_t *ret_n)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *c;

	json_array_foreach(json_object_get(o, "comments"), i, c) {
		int role = number_of(&roles, json_get_str(c, "role"));
		struct comment_new n = { .sort = (enum comment_sort)number_of(&comment_sorts, json_get_str(c, "sort")),
			                     .shown = (enum comment_shown)number_of(&comment_showns, json_get_str(c, "shown")), .words = json_get_str(c, "words") };
		int64_t by = world_id(&w->people, json_get_str(c, "by"));
		enum rc rc;

		if (!by || role < 0 || n.sort < 1 || n.shown < 1 || i == COMMENTS)
			return world_wrong(w, "comment on a draft", n.words);
		if ((rc = place_of(w, v, json_get_str(c, "at"), &n.place)) != OK)
			return rc;
		world_play_as(w, by, (enum role)role, world_time_ago(w, json_get_i64(c, "days_ago", 0), (int)i));
		cx->actor.organisation = world_id(&w->organisations, json_get_str(c, "organisation"));
		if ((rc = consult_say(cx, v, &n, &ids[i])) != OK)
			return rc;
		*ret_n = i + 1;
	}
	return OK;
}

static enum rc add_answers(struct world *w, const json_t *o, const struct framework_version *v, const struct uuid *ids, size_t n)
{
	size_t i, k;
	json_t *a, *which;

	json_array_foreach(json_object_get(o, "answers"), i, a) {
		struct uuid of[COMMENTS];
		struct answer_new new = { .came = (enum comment_came)number_of(&comment_cames, json_get_str(a, "came")), .words = json_get_str(a, "words"),
			                      .shows = true, .comments = of };
		int64_t by = world_id(&w->people, json_get_str(a, "by")), row;
		size_t taken;
		enum rc rc;

		json_array_foreach(json_object_get(a, "to"), k, which) {
			size_t at = (size_t)json_integer_value(which);

			if (at < 1 || at > n || new.n == COMMENTS)
				return world_wrong(w, "answer to a comment", new.words);
			of[new.n++] = ids[at - 1];
		}
		if (!by || new.came < 1)
			return world_wrong(w, "answer to a comment", new.words);
		world_play_as(w, by, ROLE_NATIONAL_ADMIN, world_time_ago(w, json_get_i64(a, "days_ago", 0), (int)i));
		if ((rc = consult_answer_add(w->cx, v, &new, &row, &taken)) != OK)
			return rc;
		if (taken != new.n)
			return world_wrong(w, "answer to a comment", new.words);
	}
	return OK;
}

/* The night that followed its last day, if that is past. */
static enum rc close_it(struct world *w, const struct framework_version *v, struct date ends)
{
	int64_t ago = w->cx->today.days - ends.days - 1, closed = 0;
	enum rc rc;

	if (ago < 0)
		return OK;
	world_play_as(w, 0, ROLE_NONE, world_time_ago(w, ago, -15 * 60));
	rc = sql_consult_close(w->cx->db, w->cx->arena, v->id, date_plus(ends, 1), w->cx->now, &closed);
	return rc == OK && closed ? event_add(w->cx, CHAIN_FRAMEWORK, v->id, EVENT_COMMENTS_CLOSED, v->uuid, S("{}")) : rc;
}

enum rc world_drafts(struct world *w)
{
	struct ctx *cx = w->cx;
	enum rc rc = OK;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "drafts"), i, o) {
		int64_t opened = json_get_i64(o, "opened_days_ago", 0), by = world_id(&w->people, json_get_str(o, "by")),
		        opened_by = world_id(&w->people, json_get_str(o, "opened_by")), id;
		struct date ends = date_plus(cx->today, (int)json_get_i64(o, "ends_in_days", 0));
		const struct framework_version *v;
		struct uuid uuid, ids[COMMENTS];
		size_t n = 0;

		if (!by || !opened_by)
			return world_wrong(w, "draft", json_get_str(o, "framework"));
		world_play_as(w, by, ROLE_NATIONAL_ADMIN, world_time_ago(w, opened + 3, 0));
		if ((rc = world_framework(w, json_get_str(o, "framework"), &id, &uuid)) != OK || (rc = framework_get(cx, id, &v)) != OK)
			return rc;
		world_play_as(w, opened_by, ROLE_NATIONAL_ADMIN, world_time_ago(w, opened, 0));
		if ((rc = consult_open(cx, v, json_get_str(o, "asks"), ends)) != OK || (rc = add_comments(w, o, v, ids, &n)) != OK ||
		    (rc = close_it(w, v, ends)) != OK || (rc = add_answers(w, o, v, ids, n)) != OK)
			return rc;
		world_play_now(w);
	}
	return rc;
}
