/* sent.c — see sent.h. */
#include "web/sent.h"

#include "web.sql.h"
#include "web/draft.h"
#include "web/form.h"

static bool is_told_apart(const struct ctx *cx, const struct values *values)
{
	return !cx->json && cx->actor.person && cx->route->method == HTTP_POST && cx->route->form && cx->route->form->autosave &&
	       !draft_is_asked(cx) && values_get(values, S("tab")).n > 0;
}

static struct hash posting_of(struct ctx *cx, const struct values *values)
{
	return hash_of2(strf(cx->arena, "%.*s?", STR_FMT(cx->rq->path)), values_encode(cx->arena, values));
}

enum rc sent_before(struct ctx *cx, const struct values *values, bool *ret_was)
{
	struct sent_where_row row;
	struct hash h;
	enum rc rc;

	*ret_was = false;
	if (!is_told_apart(cx, values))
		return OK;
	h = posting_of(cx, values);
	rc = sql_sent_where(cx->db, cx->arena, cx->actor.person, hash_bytes(&h), &row);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	*ret_was = true;
	return redirect(cx, (struct url){ row.went_to });
}

enum rc sent_now(struct ctx *cx, const struct values *values)
{
	struct hash h;
	int64_t affected = 0;
	enum rc rc;

	if (!is_told_apart(cx, values) || !cx->went_to.n)
		return OK;
	h = posting_of(cx, values);
	rc = sql_sent_add(cx->db, cx->arena, cx->actor.person, hash_bytes(&h), cx->went_to, cx->now, &affected);
	return rc == OK && !affected ? BUSY : rc;
}
