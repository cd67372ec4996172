/* privacy_numbers.c — what others than its writer learn of findings: how many pieces are held back, and kinds over a cohort. */
#include "app/privacy/privacy_inside.h"

#include "app/privacy/privacy_view.h"
#include "templates.gen.h"

enum rc privacy_held_of(struct ctx *cx, int64_t *ret)
{
	struct privacy_held_count_row row;
	enum rc rc = sql_privacy_held_count(cx->db, cx->arena, cx->induction->id, &row);

	if (rc == OK)
		*ret = row.held;
	return rc;
}

enum rc privacy_of_cohort(struct ctx *cx, struct html *ret)
{
	struct privacy_cohort v = { .least = PRIVACY_COHORT_LEAST };
	struct privacy_of_cohort_rows rows;
	enum rc rc = sql_privacy_of_cohort(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, &rows);

	if (rc != OK || !rows.n)
		return rc;
	v.rows.v = NEW_ARRAY(cx->arena, struct privacy_cohort_row, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.v[i].people < PRIVACY_COHORT_LEAST)
			v.fewer = true;
		else
			v.rows.v[v.rows.n++] = (struct privacy_cohort_row){ class_word((enum privacy_class)rows.v[i].class), rows.v[i].pieces };
	}
	*ret = HTML(cx, privacy_cohort, &v);
	return OK;
}
