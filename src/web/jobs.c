/* jobs.c — the lanes: take a job, run it, say how it ended. */
#include "web/jobs.h"

#include "web.sql.h"

static const struct job_row *row_of(enum job_kind kind)
{
	for (size_t i = 0; i < job_rows_n; i++)
		if (job_rows[i].kind == kind)
			return &job_rows[i];
	return NULL;
}

enum rc job_queue(struct ctx *cx, enum job_kind kind, int64_t object, struct str payload, int64_t *ret_id)
{
	const struct job_row *row = row_of(kind);
	struct job_add_row added;
	enum rc rc = row ? sql_job_add(cx->db, cx->arena, row->lane, kind, object, payload, cx->now, cx->now, &added) : FAULT;

	if (rc == OK && ret_id)
		*ret_id = added.job;
	return rc;
}
