/* programme_vary.c — what a programme lets an employer vary, and within which bounds (`may_vary`; programmes/README.md). rules/vary.h asks it. */
#include "app/joining/programme_inside.h"

#include <jansson.h>

static int whole(struct reading *r, const json_t *o, const char *key, struct str where)
{
	const json_t *v = json_object_get(o, key);
	int64_t n = json_is_integer(v) ? json_integer_value(v) : 0;

	if (n < 1 || n > 100)
		reading_wrong(r, strf(r->a, "%.*s.%s", STR_FMT(where), key), "must be a whole number from 1 to 100");
	return n < 1 || n > 100 ? 1 : (int)n;
}

void programme_vary_read(struct reading *r, const struct json_t *o)
{
	struct vary_own own = { r->d->answer_days, &r->d->support };
	bool is_fine = !r->wrong->all; /* what is wrong already is not said again of all that hangs on it */

	if (!o || !KEYS(r, o, S("may_vary"), "answer_days", "protected_percent", "cases"))
		return;
	for (int what = VARY_ANSWER_DAYS; what < VARIABLE_END; what++) {
		struct str key = key_of(&variables, what), where = strf(r->a, "may_vary.%.*s", STR_FMT(key));
		const json_t *v = json_object_get(o, str_c(r->a, key));
		struct vary_bounds b;
		const char *unfit;
		size_t before = r->wrong->all;

		if (!v || !KEYS(r, v, where, "least", "most"))
			continue;
		b = (struct vary_bounds){ whole(r, v, "least", where), whole(r, v, "most", where) };
		if (r->wrong->all > before)
			continue;
		if (is_fine && (unfit = vary_rules_wrong(&own, (enum variable)what, &b)))
			reading_wrong(r, where, unfit);
		else
			r->d->vary.of[what] = b;
	}
}
