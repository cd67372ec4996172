/* programme_agreed.c — what a programme says of pauses that are agreed and of extensions (`pauses` and `extensions`;
 * programmes/README.md). rules/agreed.h asks it. */
#include "app/joining/programme_inside.h"

#include <jansson.h>

enum { DAYS_MAX = 3660, COUNT_MAX = 8 };

static struct str inside(struct reading *r, struct str where, const char *key)
{
	return strf(r->a, "%.*s.%s", STR_FMT(where), key);
}

static int whole(struct reading *r, const json_t *o, const char *key, struct str where, int most)
{
	const json_t *v = json_object_get(o, key);
	int64_t n = json_is_integer(v) ? json_integer_value(v) : 0;

	if (n < 1 || n > most)
		reading_wrong(r, inside(r, where, key), strf(r->a, "must be a whole number from 1 to %d", most).p);
	return n < 1 || n > most ? 0 : (int)n;
}

static struct str key_in(struct reading *r, const json_t *o, struct str where)
{
	struct str key = reading_text(r, o, "key", where, AGREED_KEY_MAX, true);

	if (key.n && !reading_is_slug(key))
		reading_wrong(r, inside(r, where, "key"), "may have small letters, digits and hyphens only");
	if (str_eq(key, S("outcome")))
		reading_wrong(r, inside(r, where, "key"), "“outcome” is what follows from one: choose another");
	return key;
}

static enum role role_in(struct reading *r, const json_t *o, struct str where)
{
	int role = number_of(&roles, json_get_str(o, "by"));

	if (role <= 0)
		reading_wrong(r, inside(r, where, "by"), "must be a role: practice_supervisor or coordinator");
	return role > 0 ? (enum role)role : ROLE_NONE;
}

static bool is_list(struct reading *r, const json_t *list, struct str where, int most)
{
	if (json_is_array(list) && json_array_size(list) >= 1 && json_array_size(list) <= (size_t)most)
		return true;
	reading_wrong(r, where, strf(r->a, "must be a list of 1 to %d", most).p);
	return false;
}

static void read_pauses(struct reading *r, const json_t *o)
{
	const json_t *list = json_object_get(o, "agreed");
	struct agreed_rules *d = &r->d->agreed;

	if (!KEYS(r, o, S("pauses"), "days_in_all", "agreed") || !is_list(r, list, S("pauses.agreed"), AGREED_KINDS_MAX))
		return;
	d->pause_days = whole(r, o, "days_in_all", S("pauses"), DAYS_MAX);
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct str where = strf(r->a, "pauses.agreed[%zu]", i);
		const json_t *v = json_array_get(list, i);

		if (!KEYS(r, v, where, "key", "label", "by", "days"))
			return;
		d->pauses[d->pauses_n++] = (struct agreed_kind){ key_in(r, v, where), reading_text(r, v, "label", where, AGREED_LABEL_MAX, true),
			                                                   role_in(r, v, where), whole(r, v, "days", where, DAYS_MAX) };
	}
}

static void read_extensions(struct reading *r, const json_t *o)
{
	const json_t *list = json_object_get(o, "grounds");
	struct agreed_rules *d = &r->d->agreed;

	if (!KEYS(r, o, S("extensions"), "by", "count", "days", "days_in_all", "owed_days", "grounds") || !is_list(r, list, S("extensions.grounds"), AGREED_GROUNDS_MAX))
		return;
	d->extends = role_in(r, o, S("extensions"));
	d->extension_count = whole(r, o, "count", S("extensions"), COUNT_MAX);
	d->extension_days = whole(r, o, "days", S("extensions"), DAYS_MAX);
	d->extension_all = whole(r, o, "days_in_all", S("extensions"), DAYS_MAX);
	d->owed_days = whole(r, o, "owed_days", S("extensions"), DAYS_MAX);
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct str where = strf(r->a, "extensions.grounds[%zu]", i);
		const json_t *v = json_array_get(list, i);

		if (!KEYS(r, v, where, "key", "label"))
			return;
		d->grounds[d->grounds_n++] = (struct agreed_kind){ .key = key_in(r, v, where), .label = reading_text(r, v, "label", where, AGREED_LABEL_MAX, true) };
	}
}

void programme_agreed_read(struct reading *r, const struct json_t *pauses, const struct json_t *extensions)
{
	const char *unfit;

	if (pauses)
		read_pauses(r, pauses);
	if (extensions)
		read_extensions(r, extensions);
	if (!r->why.n && (unfit = agreed_rules_wrong(&r->d->agreed)))
		reading_wrong(r, pauses && extensions ? S("pauses, extensions") : pauses ? S("pauses") : S("extensions"), unfit);
}
