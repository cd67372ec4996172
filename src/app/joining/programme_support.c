/* programme_support.c — what a programme says of support: protected time and workload by stage, returns, promises (`support`;
 * programmes/README.md). rules/support.h asks it. */
#include "app/joining/programme_inside.h"

#include "base/text.h"

#include <jansson.h>

static int whole(struct reading *r, const json_t *o, const char *key, struct str where, int least, int most)
{
	const json_t *v = json_object_get(o, key);
	int64_t n = json_is_integer(v) ? json_integer_value(v) : INT64_MIN;

	if (n < least || n > most)
		reading_wrong(r, strf(r->a, "%.*s.%s", STR_FMT(where), key), strf(r->a, "must be a whole number from %d to %d", least, most).p);
	return n < least || n > most ? least : (int)n;
}

static void read_stages(struct reading *r, const json_t *list)
{
	struct support_rules *s = &r->d->support;

	if (!json_is_array(list) || json_array_size(list) < 1 || json_array_size(list) > SUPPORT_STAGES_MAX) {
		reading_wrong(r, S("support.stages"), strf(r->a, "must be a list of 1 to %d", SUPPORT_STAGES_MAX).p);
		return;
	}
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct str where = strf(r->a, "support.stages[%zu]", i);
		const json_t *v = json_array_get(list, i);

		if (!KEYS(r, v, where, "from_month", "protected_percent", "cases"))
			return;
		s->stages[s->stages_n++] = (struct support_stage){ whole(r, v, "from_month", where, 0, r->d->months - 1),
			                                               whole(r, v, "protected_percent", where, 1, 100), whole(r, v, "cases", where, 1, 99) };
	}
}

static void read_returning(struct reading *r, const json_t *o)
{
	struct str where = S("support.return");

	if (!KEYS(r, o, where, "least_days", "before_days", "within_days", "above_days"))
		return;
	r->d->support.returning = (struct returning_rules){ whole(r, o, "least_days", where, 1, 365), whole(r, o, "before_days", where, 0, 91),
		                                                whole(r, o, "within_days", where, 0, 56), whole(r, o, "above_days", where, 1, 91) };
}

static void read_promises(struct reading *r, const json_t *o)
{
	struct support_rules *s = &r->d->support;

	if (!KEYS(r, o, S("support.promises"), "ecsw", "practice_supervisor", "practice_assessor", "coordinator"))
		return;
	for (int role = ROLE_ECSW; role <= ROLE_COORDINATOR; role++) {
		struct str key = key_of(&roles, role), where = strf(r->a, "support.promises.%.*s", STR_FMT(key));
		const json_t *list = json_object_get(o, str_c(r->a, key));

		if (!json_is_array(list) || json_array_size(list) < 1 || json_array_size(list) > SUPPORT_PROMISES_MAX) {
			reading_wrong(r, where, strf(r->a, "must be a list of 1 to %d sentences", SUPPORT_PROMISES_MAX).p);
			return;
		}
		for (size_t i = 0; i < json_array_size(list); i++) {
			const char *text = json_string_value(json_array_get(list, i));
			struct str line = text ? str_trim(str_from_c(text)) : STR_NONE;

			if (!line.n || utf8_count(line) > SUPPORT_PROMISE_TEXT)
				reading_wrong(r, where, strf(r->a, "must be sentences of at most %d characters", SUPPORT_PROMISE_TEXT).p);
			s->promises[role][s->promises_n[role]++] = line;
		}
	}
}

void programme_support_read(struct reading *r, const struct json_t *o)
{
	struct support_rules *s = &r->d->support;
	const char *unfit;

	*s = support_rules_usual;
	if (!o || !KEYS(r, o, S("support"), "stages", "given_percent", "least_weeks", "above_days", "return", "promises"))
		return;
	if (json_object_get(o, "stages"))
		read_stages(r, json_object_get(o, "stages"));
	if (json_object_get(o, "given_percent"))
		s->given_percent = whole(r, o, "given_percent", S("support"), 1, 100);
	if (json_object_get(o, "least_weeks"))
		s->least_weeks = whole(r, o, "least_weeks", S("support"), 1, SUPPORT_WEEKS);
	if (json_object_get(o, "above_days"))
		s->above_days = whole(r, o, "above_days", S("support"), 1, 91);
	if (json_object_get(o, "return"))
		read_returning(r, json_object_get(o, "return"));
	if (json_object_get(o, "promises"))
		read_promises(r, json_object_get(o, "promises"));
	if (!r->why.n && (unfit = support_rules_wrong(s)))
		reading_wrong(r, S("support"), unfit);
}
