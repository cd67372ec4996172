/* next_read.c — see next_read.h. */
#include "app/next/next_read.h"

#include "app/next/next.h"

#include <jansson.h>

static struct str text_in(struct arena *a, const json_t *o, const char *key)
{
	const json_t *s = json_object_get(o, key);

	return json_is_string(s) ? str_dup(a, (struct str){ json_string_value(s), json_string_length(s) }) : STR_NONE;
}

static int64_t number_in(const json_t *o, const char *key)
{
	return json_is_integer(json_object_get(o, key)) ? json_integer_value(json_object_get(o, key)) : 0;
}

static int32_t ordinal_of(const struct framework_version *v, struct str code)
{
	for (size_t o = 0; o < v->outcomes_n; o++)
		if (str_eq(v->fw->items[v->outcomes[o]].code, code))
			return (int32_t)o;
	return -1;
}

static void read_candidate(struct arena *a, const json_t *o, const struct framework_version *v, struct next_data *ret)
{
	struct next_candidate *c = &ret->candidates[ret->n];
	struct next_words *w = &ret->words[ret->n];
	const json_t *outcomes = json_object_get(o, "outcomes");
	int kind = number_of(&evidence_kinds, text_in(a, o, "kind")), setting = number_of(&settings_of_practice, text_in(a, o, "setting"));
	int64_t effort = number_in(o, "effort");

	*w = (struct next_words){ text_in(a, o, "key"), text_in(a, o, "say"), text_in(a, o, "ask"),
		                      setting > 0 ? (enum setting)setting : SETTING_NONE };
	*c = (struct next_candidate){ .kind = (enum evidence_kind)kind, .effort = (int)effort };
	for (size_t i = 0; i < json_array_size(outcomes) && c->outcomes_n < NEXT_OUTCOMES_MAX; i++) {
		const json_t *code = json_array_get(outcomes, i);
		int32_t at = json_is_string(code) ? ordinal_of(v, (struct str){ json_string_value(code), json_string_length(code) }) : -1;

		if (at >= 0)
			c->outcomes[c->outcomes_n++] = at;
	}
	ret->n += kind > 0 && effort >= 1 && effort <= NEXT_EFFORT_MAX && c->outcomes_n && w->key.n && w->say.n && w->ask.n;
}

void next_read(struct arena *a, struct str programme, const struct next_asked *asked, const struct framework_version *v, struct next_data *ret)
{
	json_t *root = json_loadb(programme.p, programme.n, JSON_REJECT_DUPLICATES, NULL);
	const json_t *list = json_object_get(json_object_get(root, "next"), "candidates");

	*ret = (struct next_data){ .candidates = NEW_ARRAY(a, struct next_candidate, NEXT_CANDIDATES_MAX + 1),
		                       .words = NEW_ARRAY(a, struct next_words, NEXT_CANDIDATES_MAX + 1), .left = *asked };
	for (size_t i = 0; i < json_array_size(list) && ret->n < NEXT_CANDIDATES_MAX; i++)
		read_candidate(a, json_array_get(list, i), v, ret);
	json_decref(root);
}
