/* profile_employer.c — what a profile's employer is called now, and was when it was published: a profile keeps its employer, whatever they are
 * called since or have become part of. */
#include "app/profiles/profiles.h"

#include "profiles.sql.h"

enum { STEPS_MOST = 10 }; /* organisations one after another; a ring of them would be a mistake, and ends */

enum rc profile_employers(struct ctx *cx, struct profile_employers *ret)
{
	struct employers_merged_rows rows;
	enum rc rc = sql_employers_merged(cx->db, cx->arena, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct profile_employers){ NEW_ARRAY(cx->arena, struct profile_merged, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[ret->n++] = (struct profile_merged){ rows.v[i].organisation, rows.v[i].becomes, rows.v[i].name };
	return OK;
}

/* next_of — the latest it became part of; NULL for what stands on its own. */
static const struct profile_merged *next_of(const struct profile_employers *all, int64_t organisation)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].organisation == organisation)
			return &all->v[i];
	return NULL;
}

struct str profile_employer(struct ctx *cx, const struct profile_employers *all, int64_t employer, struct str name, struct str then)
{
	const struct profile_merged *m = next_of(all, employer);

	for (int steps = 0; m && steps < STEPS_MOST; steps++, m = next_of(all, m->becomes))
		name = m->name;
	return !then.n || str_eq(name, then) ? name : WORDS(cx->arena, T_PROFILE_EMPLOYER_THEN, WORD_ARG("name", name), WORD_ARG("then", then));
}

enum rc profile_employer_of(struct ctx *cx, int64_t profile, int64_t employer, struct str name, struct str *ret)
{
	struct profile_employer_then_row then;
	struct profile_employers all;
	enum rc rc = profile_employers(cx, &all);

	if (rc == OK)
		rc = sql_profile_employer_then(cx->db, cx->arena, profile, &then);
	if (rc == OK)
		*ret = profile_employer(cx, &all, employer, name, then.name);
	return rc;
}
