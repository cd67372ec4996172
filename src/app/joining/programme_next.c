/* programme_next.c — see programme_next.h. */
#include "app/joining/programme_next.h"

#include "base/text.h"
#include "web/json.h"

#include <jansson.h>

/* On its way into a struct: the first thing wrong is the one that is said. */
struct reading_next {
	struct arena *a;
	struct programme_next *d;
	struct str why;
};

static void wrong(struct reading_next *r, struct str where, struct str says)
{
	if (!r->why.n)
		r->why = strf(r->a, "%.*s: %.*s.", STR_FMT(where), STR_FMT(says));
}

static struct str kept(struct reading_next *r, const json_t *o, const char *key)
{
	return str_dup(r->a, json_get_str(o, key));
}

static bool has_code(const struct next_codes *c, struct str code)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eq(c->v[i], code))
			return true;
	return false;
}

/* ---- candidates ---- */

static void read_work(struct reading_next *r, const json_t *o)
{
	struct next_work *w = &r->d->work[r->d->n];
	const json_t *outcomes = json_object_get(o, "outcomes"), *effort = json_object_get(o, "effort");
	int kind = number_of(&evidence_kinds, json_get_str(o, "kind")), setting = number_of(&settings_of_practice, json_get_str(o, "setting"));
	int64_t n = json_is_integer(effort) ? json_integer_value(effort) : 0;

	*w = (struct next_work){ .key = kept(r, o, "key"), .say = kept(r, o, "say"), .ask = kept(r, o, "ask"),
		                     .kind = (enum evidence_kind)kind, .setting = setting > 0 ? (enum setting)setting : SETTING_NONE };
	for (size_t i = 0; i < json_array_size(outcomes) && w->outcomes.n < NEXT_OUTCOMES_MAX; i++) {
		struct str code = json_str_of(json_array_get(outcomes, i));

		if (code.n && !has_code(&w->outcomes, code))
			w->outcomes.v[w->outcomes.n++] = str_dup(r->a, code);
	}
	if (kind <= 0 || n < 1 || n > NEXT_EFFORT_MAX || !w->outcomes.n || !w->key.n || !w->say.n || !w->ask.n)
		return;
	w->effort = (int)n;
	r->d->n++;
}

/* ---- themes ---- */

/* theme_text — a text that has to be there, of at most so many letters. */
static struct str theme_text(struct reading_next *r, const json_t *o, const char *key, struct str where, size_t max)
{
	struct str s = str_trim(json_get_str(o, key)), place = strf(r->a, "%.*s.%s", STR_FMT(where), key);

	if (!s.n)
		wrong(r, place, S("is missing: write it as text"));
	else if (utf8_count(s) > max)
		wrong(r, place, strf(r->a, "is too long: write at most %zu letters", max));
	return str_dup(r->a, s);
}

static void check_key(struct reading_next *r, struct str key, struct str where)
{
	for (size_t i = 0; i < key.n; i++)
		if (!((key.p[i] >= 'a' && key.p[i] <= 'z') || (key.p[i] >= '0' && key.p[i] <= '9') || (key.p[i] == '-' && i > 0)))
			wrong(r, where, S("write it in small letters, digits and hyphens"));
	for (size_t i = 0; i < r->d->themes_n; i++)
		if (str_eq(r->d->themes[i].key, key))
			wrong(r, where, S("another theme has this key: give each its own"));
}

/* list_in — a list of texts, from 1 to `most` of them; NULL where it is not one. */
static const json_t *list_in(struct reading_next *r, const json_t *o, const char *key, struct str where, int most, const char *of)
{
	const json_t *list = json_object_get(o, key);

	if (json_is_array(list) && json_array_size(list) >= 1 && json_array_size(list) <= (size_t)most)
		return list;
	wrong(r, strf(r->a, "%.*s.%s", STR_FMT(where), key), strf(r->a, "name 1 to %d %s in a list", most, of));
	return NULL;
}

static void read_codes(struct reading_next *r, const json_t *list, struct str where, struct next_codes *ret)
{
	for (size_t i = 0; i < json_array_size(list) && !r->why.n; i++) {
		struct str code = str_trim(json_str_of(json_array_get(list, i))), place = strf(r->a, "%.*s.outcomes[%zu]", STR_FMT(where), i);

		if (!code.n)
			wrong(r, place, S("write the code of an outcome as text, such as “3.4”"));
		else if (has_code(ret, code))
			wrong(r, place, strf(r->a, "“%.*s” stands there twice: leave one out", STR_FMT(code)));
		else
			ret->v[ret->n++] = str_dup(r->a, code);
	}
}

/* pair — one theme with one kind of work: both must fit into what is chosen among. */
static void pair(struct reading_next *r, struct next_theme *t, size_t work, struct str place)
{
	const struct next_work *w = &r->d->work[work];
	size_t codes = w->outcomes.n;

	for (size_t i = 0; i < t->with_n; i++)
		if (t->with[i] == work)
			wrong(r, place, strf(r->a, "“%.*s” stands there twice: leave one out", STR_FMT(w->key)));
	for (size_t i = 0; i < t->outcomes.n; i++)
		codes += !has_code(&w->outcomes, t->outcomes.v[i]);
	if (codes > NEXT_OUTCOMES_MAX)
		wrong(r, place, strf(r->a, "“%.*s” and this theme together help with %zu outcomes: name fewer, at most %d", STR_FMT(w->key),
		                     codes, NEXT_OUTCOMES_MAX));
	if (w->key.n > PROGRAMME_KEY_MAX)
		wrong(r, place, strf(r->a, "its key is too long to stand beside a theme: give it at most %d letters", PROGRAMME_KEY_MAX));
	t->with[t->with_n++] = (uint8_t)work;
}

static void read_with(struct reading_next *r, const json_t *list, struct str where, struct next_theme *t)
{
	for (size_t i = 0; i < json_array_size(list) && !r->why.n; i++) {
		struct str key = json_str_of(json_array_get(list, i)), place = strf(r->a, "%.*s.with[%zu]", STR_FMT(where), i);
		size_t work = 0;

		while (work < r->d->n && !str_eq(r->d->work[work].key, key))
			work++;
		if (work == r->d->n)
			wrong(r, place, S("there is no such candidate that is whole: name one of next.candidates by its key"));
		else
			pair(r, t, work, place);
	}
}

static void read_theme(struct reading_next *r, const json_t *o, struct str where)
{
	static const char *const names[] = { "key", "say", "outcomes", "with" };
	struct next_theme t = { .with_n = 0 };
	const json_t *outcomes, *with;
	const char *name;
	json_t *value;

	if (!json_is_object(o)) {
		wrong(r, where, S("write an object with key, say, outcomes and with"));
		return;
	}
	json_object_foreach((json_t *)o, name, value) {
		bool known = false;

		for (size_t i = 0; i < COUNT_OF(names); i++)
			known = known || strcmp(names[i], name) == 0;
		if (!known)
			wrong(r, strf(r->a, "%.*s.%s", STR_FMT(where), name), S("there is no such key: a theme has key, say, outcomes and with"));
	}
	t.key = theme_text(r, o, "key", where, PROGRAMME_KEY_MAX);
	check_key(r, t.key, strf(r->a, "%.*s.key", STR_FMT(where)));
	t.say = theme_text(r, o, "say", where, PROGRAMME_THEME_MAX);
	outcomes = list_in(r, o, "outcomes", where, NEXT_OUTCOMES_MAX, "outcomes");
	with = list_in(r, o, "with", where, NEXT_WORK_MAX, "candidates");
	if (r->why.n)
		return;
	read_codes(r, outcomes, where, &t.outcomes);
	read_with(r, with, where, &t);
	r->d->themes[r->d->themes_n++] = t;
}

static void read_themes(struct reading_next *r, const json_t *list)
{
	size_t all = r->d->n;

	if (!list)
		return;
	if (!json_is_array(list) || json_array_size(list) > NEXT_THEMES_MAX) {
		wrong(r, S("next.themes"), strf(r->a, "write a list of at most %d themes", NEXT_THEMES_MAX));
		return;
	}
	r->d->themes = NEW_ARRAY(r->a, struct next_theme, NEXT_THEMES_MAX);
	for (size_t i = 0; i < json_array_size(list) && !r->why.n; i++)
		read_theme(r, json_array_get(list, i), strf(r->a, "next.themes[%zu]", i));
	for (size_t i = 0; i < r->d->themes_n; i++)
		all += r->d->themes[i].with_n;
	if (all > NEXT_CANDIDATES_MAX)
		wrong(r, S("next.themes"), strf(r->a, "candidates, alone and with each theme, come to %zu: name fewer in “with”, so that they are at most %d",
		                                all, NEXT_CANDIDATES_MAX));
}

bool programme_next_read(struct arena *a, const struct json_t *next, struct programme_next *ret, struct str *ret_why)
{
	const json_t *list = json_object_get(next, "candidates");
	struct programme_next d = { .work = NEW_ARRAY(a, struct next_work, NEXT_WORK_MAX + 1) };
	struct reading_next r = { .a = a, .d = &d };

	for (size_t i = 0; i < json_array_size(list) && d.n < NEXT_WORK_MAX; i++)
		read_work(&r, json_array_get(list, i));
	read_themes(&r, json_object_get(next, "themes"));
	if (r.why.n) {
		*ret_why = r.why;
		return false;
	}
	*ret = d;
	return true;
}
