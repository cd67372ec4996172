/* draft.c — keeping drafts, and no more of them than anybody writes. */
#include "web/draft.h"

#include "web.sql.h"

enum rc draft_keep(struct ctx *cx, int64_t person, struct str form, struct uuid object, struct str tab, struct str body)
{
	enum rc rc = sql_draft_put(cx->db, cx->arena, person, form, object, tab, body, cx->now, NULL);

	return rc == OK ? sql_drafts_bound(cx->db, cx->arena, person, form, object, tab, DRAFTS_A_PERSON - 1, NULL) : rc;
}
