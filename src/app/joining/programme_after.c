/* programme_after.c — what a programme says follows each outcome (`after`; programmes/README.md). rules/after.h asks it. */
#include "app/joining/programme_inside.h"

#include "base/text.h"

#include <jansson.h>

enum { SENTENCE_MAX = 600, STEP_MAX = 300 };

static void read_guidance(struct reading *r, const json_t *list, struct str where, enum judgement j)
{
	struct str place = strf(r->a, "%.*s.guidance", STR_FMT(where));

	if (!json_is_array(list) || json_array_size(list) < 1 || json_array_size(list) > AFTER_GUIDANCE_MAX) {
		reading_wrong(r, place, strf(r->a, "must be a list of 1 to %d sentences", AFTER_GUIDANCE_MAX).p);
		return;
	}
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *v = json_array_get(list, i);
		struct str s = json_is_string(v) ? str_trim(str_from_c(json_string_value(v))) : STR_NONE;

		if (!s.n || utf8_count(s) > SENTENCE_MAX) {
			reading_wrong(r, place, strf(r->a, "must be sentences of at most %d letters", SENTENCE_MAX).p);
			return;
		}
		r->d->after.of[j].guidance[r->d->after.of[j].guidance_n++] = str_dup(r->a, s);
	}
}

static void read_step(struct reading *r, const json_t *o, struct str where, enum judgement j)
{
	const json_t *days = json_object_get(o, "days");
	int64_t n = json_is_integer(days) ? json_integer_value(days) : 0;
	struct after_step s = { .days = (int)n };

	if (!KEYS(r, o, where, "what", "by", "days"))
		return;
	s.what = reading_text(r, o, "what", where, STEP_MAX, true);
	s.role = (enum role)number_of(&roles, json_get_str(o, "by"));
	if (!after_may_have(s.role))
		reading_wrong(r, strf(r->a, "%.*s.by", STR_FMT(where)), "must be “ecsw”, “practice_assessor” or “coordinator”: a supervisor reads no outcome");
	if (n < 1 || n > AFTER_DAYS_MAX)
		reading_wrong(r, strf(r->a, "%.*s.days", STR_FMT(where)), strf(r->a, "must be a whole number from 1 to %d", AFTER_DAYS_MAX).p);
	r->d->after.of[j].steps[r->d->after.of[j].steps_n++] = s;
}

static void read_outcome(struct reading *r, const json_t *o, struct str where)
{
	const json_t *steps = json_object_get(o, "steps");
	enum judgement j;

	if (!KEYS(r, o, where, "outcome", "guidance", "steps"))
		return;
	j = (enum judgement)number_of(&judgements, json_get_str(o, "outcome"));
	if ((int)j <= JUDGEMENT_NONE) {
		reading_wrong(r, strf(r->a, "%.*s.outcome", STR_FMT(where)), "must be “meets”, “does not yet meet” or “more time owed”");
		return;
	}
	if (r->d->after.of[j].guidance_n) {
		reading_wrong(r, strf(r->a, "%.*s.outcome", STR_FMT(where)), "stands there twice");
		return;
	}
	read_guidance(r, json_object_get(o, "guidance"), where, j);
	if (steps && (!json_is_array(steps) || json_array_size(steps) > AFTER_STEPS_MAX)) {
		reading_wrong(r, strf(r->a, "%.*s.steps", STR_FMT(where)), strf(r->a, "must be a list of at most %d", AFTER_STEPS_MAX).p);
		return;
	}
	for (size_t i = 0; i < json_array_size(steps); i++)
		read_step(r, json_array_get(steps, i), strf(r->a, "%.*s.steps[%zu]", STR_FMT(where), i), j);
}

void programme_after_read(struct reading *r, const json_t *list)
{
	if (!list)
		return;
	if (!json_is_array(list) || json_array_size(list) < 1 || json_array_size(list) >= JUDGEMENT_END) {
		reading_wrong(r, S("after"), "must be a list, one for each outcome it says something of");
		return;
	}
	for (size_t i = 0; i < json_array_size(list); i++)
		read_outcome(r, json_array_get(list, i), strf(r->a, "after[%zu]", i));
}
