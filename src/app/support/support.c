/* support.c — what the parts of this feature have in common: the section of first screens, and the walk of the night. */
#include "app/support/support_inside.h"

#include "app/desk/desk.h"
#include "objects.sql.h"
#include "templates.gen.h"
#include "web/assets.h"

enum { PARTS = 8 };

bool support_is_own(const struct ctx *cx)
{
	return cx->actor.role == ROLE_ECSW && cx->actor.person == cx->induction->ecsw;
}

int64_t support_by(const struct ctx *cx)
{
	return cx->actor.person ? cx->actor.person : DB_NULL_INT;
}

struct support_texts support_paragraphs(struct ctx *cx, struct str text)
{
	struct support_texts p;

	p.v = str_paragraphs(cx->arena, text, &p.n);
	return p;
}

void support_line_add(struct ctx *cx, struct support_lines *lines, struct url url, struct str title, struct str note, struct date due, bool late)
{
	if (cx->json)
		json_waiting(cx, &(struct waiting_line){ url, title, due, late });
	lines->v[lines->n++] = (struct support_line){ .url = url, .title = title, .note = note, .late = late,
		                                          .due = date_is_none(due) ? STR_NONE : date_short(cx->arena, due) };
}

enum rc support_waiting(struct ctx *cx, struct html *ret)
{
	struct support_waiting_view v = { .own = cx->actor.role == ROLE_ECSW,
		                              .icon = { strf(cx->arena, "%.*s#late", STR_FMT(asset_url("icons.svg").s)) } };
	enum rc rc;

	v.rows.v = NEW_ARRAY(cx->arena, struct support_line, PARTS * SUPPORT_ON_FIRST_SCREEN);
	rc = returning_lines(cx, &v.rows);
	if (rc == OK)
		rc = time_lines(cx, &v.rows);
	if (rc == OK)
		rc = pact_lines(cx, &v.rows);
	if (rc == OK)
		rc = adjust_lines_waiting(cx, &v.rows);
	if (rc == OK && v.rows.n && !cx->json)
		*ret = HTML(cx, support_waiting, &v);
	return rc;
}

/* Fifty inductions in a transaction and with memory of their own, so that nobody waits for all of them. */
static enum rc some(struct ctx *cx, const struct support_night *night, int64_t *behind, size_t *ret_n)
{
	struct arena *jobs = cx->arena;
	struct uuid uuids[SUPPORT_TURN];
	int64_t ids[SUPPORT_TURN];
	struct induction_lock_row lock;
	size_t n = 0;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	*ret_n = 0;
	cx->arena = arena_new(64 << 20);
	if (rc == OK)
		rc = night->some(cx, *behind, ids, uuids, &n);
	for (size_t i = 0; rc == OK && i < n; i++) {
		if ((rc = sql_induction_lock(cx->db, cx->arena, uuids[i], &lock)) == OK && (rc = load_induction(cx, uuids[i])) == OK)
			rc = night->look(cx);
		*behind = ids[i];
	}
	if (rc == OK) {
		*ret_n = n;
		rc = db_commit(cx->db);
	}
	if (rc != OK)
		db_rollback(cx->db);
	arena_release(cx->arena);
	cx->arena = jobs;
	cx->induction = NULL;
	return rc;
}

enum rc support_many(struct ctx *cx, const struct support_night *night)
{
	int64_t behind = 0;
	size_t n = SUPPORT_TURN;
	enum rc rc = OK;

	while (rc == OK && n == SUPPORT_TURN)
		rc = some(cx, night, &behind, &n);
	return rc;
}
