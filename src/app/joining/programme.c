/* programme.c — programmes in the database. */
#include "app/joining/joining.h"

#include "programme.sql.h"
#include "rules/asks.h"
#include "store.sql.h"

#include <jansson.h>

static enum rc unfit(struct ctx *cx, struct str *ret_why, const char *key, struct str name, const char *says)
{
	*ret_why = strf(cx->arena, "%s: “%.*s” %s.", key, STR_FMT(name), says);
	return INVALID;
}

/* What programmes could not say at first: one that is here without it may be given it, once. Nothing it said changes. */
static const struct {
	const char *in, *key; /* in: the object it is a member of; NULL for the programme itself */
} later_keys[] = { { NULL, "calendar" }, { NULL, "families" }, { NULL, "reviewing" }, { NULL, "pauses" }, { NULL, "extensions" }, { NULL, "support" }, { NULL, "next" }, { "next", "themes" } };

/* only_adds — the rules are those of before, with keys more of later_keys: *ret_added, as members of a JSON list. */
static bool only_adds(struct ctx *cx, struct str before, struct str now, struct str *ret_added)
{
	struct json_limits limits = { .bytes = PROGRAMME_BYTES_MAX, .depth = 16, .values = 20000 };
	struct buf added = buf_new(cx->arena, 200);
	struct json_problem problem;
	json_t *old, *new;

	if (json_parse(cx->arena, before, limits, &old, &problem) != OK || json_parse(cx->arena, now, limits, &new, &problem) != OK)
		return false;
	for (size_t i = 0; i < COUNT_OF(later_keys); i++) {
		const char *in = later_keys[i].in, *key = later_keys[i].key;

		if (!json_object_get(in ? json_object_get(old, in) : old, key) &&
		    json_object_del(in ? json_object_get(new, in) : new, key) == 0)
			buf_addf(&added, "%s\"%s\"", buf_str(&added).n ? "," : "", key);
	}
	*ret_added = buf_str(&added);
	return ret_added->n && json_equal(old, new);
}

/* The slug is taken: by the same rules is no news; by others would move people to rules they did not begin under. */
static enum rc same_as_before(struct ctx *cx, const struct programme_data *d, const struct programme_by_slug_row *row,
                              struct str *ret_why)
{
	struct str added;

	if (str_eq(row->rules, d->text))
		return OK;
	if (only_adds(cx, row->rules, d->text, &added)) {
		enum rc rc = sql_programme_add_to(cx->db, cx->arena, row->programme, d->text, NULL);

		return rc == OK ? event_add(cx, CHAIN_INSTALLATION, 0, EVENT_PROGRAMME_ADDED, row->id,
		                            strf(cx->arena, "{\"keys\":[%.*s]}", STR_FMT(added)))
		                : rc;
	}
	*ret_why = strf(cx->arena, "%.*s is here with other rules, and people may have begun under them: give the new ones another slug.",
	                STR_FMT(d->slug));
	return CONFLICT;
}

static enum rc find_contained(struct ctx *cx, const struct programme_data *d, int64_t *ret_id, struct str *ret_why)
{
	struct programme_by_slug_row inner;
	enum rc rc;

	*ret_id = DB_NULL_INT;
	if (!d->contains.n)
		return OK;
	rc = sql_programme_by_slug(cx->db, cx->arena, d->contains, &inner);
	if (rc == NOT_FOUND)
		return unfit(cx, ret_why, "contains", d->contains, "is no programme here yet: import it first");
	if (rc == OK && (!inner.is_national || inner.months > d->months))
		return unfit(cx, ret_why, "contains", d->contains, "is not a national programme that fits inside");
	if (rc == OK)
		*ret_id = inner.programme;
	return rc;
}

static enum rc find_replaced(struct ctx *cx, const struct programme_data *d, int64_t *ret_id, struct str *ret_why)
{
	struct programme_by_slug_row was;
	enum rc rc;

	*ret_id = DB_NULL_INT;
	if (!d->replaces.n)
		return OK;
	rc = sql_programme_by_slug(cx->db, cx->arena, d->replaces, &was);
	if (rc == NOT_FOUND)
		return unfit(cx, ret_why, "replaces", d->replaces, "is no programme here: import it first, or leave this out");
	if (rc == OK && was.is_national != d->is_national)
		return unfit(cx, ret_why, "replaces", d->replaces, "is not of the same kind: a national one takes the place of a national one");
	if (rc == OK)
		*ret_id = was.programme;
	return rc;
}

/* store_rules — the programme itself: new, or by the same rules as before. */
static enum rc store_rules(struct ctx *cx, const struct programme_data *d, int64_t organisation, int64_t *ret_id,
                           struct str *ret_why)
{
	struct uuid id = uuid7(cx->now);
	struct programme_by_slug_row before;
	struct programme_add_row row;
	struct framework_by_slug_row fw;
	int64_t contains, replaces;
	enum rc rc = sql_programme_by_slug(cx->db, cx->arena, d->slug, &before);

	if (rc == OK) {
		*ret_id = before.programme;
		return same_as_before(cx, d, &before, ret_why);
	}
	if (rc == NOT_FOUND && (rc = sql_framework_by_slug(cx->db, cx->arena, d->framework, &fw)) == NOT_FOUND)
		return unfit(cx, ret_why, "framework", d->framework, "is no framework here yet: import and publish it first");
	if (rc == OK)
		rc = find_contained(cx, d, &contains, ret_why);
	if (rc == OK)
		rc = find_replaced(cx, d, &replaces, ret_why);
	if (rc == OK)
		rc = sql_programme_add(cx->db, cx->arena, id, d->slug, d->name, fw.framework, d->months, d->enough.kinds,
		                       d->enough.observed, d->enough.months, d->answer_days, d->text, d->is_national, contains,
		                       organisation, d->second_reader, d->illustrative, d->published, d->in_force, replaces, cx->now, &row);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INSTALLATION, 0, EVENT_PROGRAMME_ADDED, id, S("{}"));
	if (rc == OK)
		*ret_id = row.programme;
	return rc;
}

enum rc programme_store(struct ctx *cx, const struct programme_data *d, int64_t organisation, int64_t *ret_id,
                        size_t *ret_forms, struct str *ret_why)
{
	enum rc rc = store_rules(cx, d, organisation, ret_id, ret_why);

	*ret_forms = 0;
	return rc == OK ? forms_publish(cx, *ret_id, &d->forms, ret_forms, ret_why) : rc;
}

/* ---- those that were read ---- */

/* Reading the rules takes longer than most pages, and they change a few times in their life: each worker keeps what it has read, for good,
 * each edition by itself. More than so many are read each time. */
enum { KEPT_MAX = 32, KEPT_ARENA = 8 << 20 };
static struct {
	const struct programme *programme;
	struct arena *arena;         /* reachable to the end, so that a leak checker finds only real leaks */
	int64_t edition, inner;
} kept[KEPT_MAX];
static size_t kept_n;

static enum rc read_rules(struct ctx *cx, struct arena *a, int64_t id, struct programme **ret)
{
	struct programme *p = NEW(a, struct programme);
	const struct programme *inner;
	struct programme_row_row row;
	struct str why;
	enum rc rc = sql_programme_row(cx->db, cx->arena, id, &row);

	if (rc != OK)
		return rc;
	p->id = id;
	p->uuid = row.id;
	p->framework_id = row.framework;
	p->framework_uuid = row.framework_id;
	p->organisation = row.organisation;
	p->contains_id = row.contains;
	p->replaces_id = row.replaces;
	if (programme_read(a, str_dup(a, row.rules), &p->d, &why) != OK) {
		log_event(LOG_ERROR, "programme.damaged", { "slug", LOG_S(row.slug) }, { "why", LOG_S(why) });
		return FAULT;
	}
	p->eligibility = p->d.eligibility;
	p->families_least = p->d.families_least ? p->d.families_least : FAMILY_LEAST;
	p->families_live = p->d.families_live;
	if ((!p->eligibility.n || !p->d.families_least) && row.contains != DB_NULL_INT) {
		if ((rc = programme_get(cx, row.contains, &inner)) != OK)
			return rc;
		if (!p->eligibility.n)
			p->eligibility = inner->eligibility;
		if (!p->d.families_least) {
			p->families_least = inner->families_least;
			p->families_live = inner->families_live;
		}
	}
	*ret = p;
	return OK;
}

enum rc programme_get(struct ctx *cx, int64_t id, const struct programme **ret)
{
	struct programme_edition_row now;
	struct programme *p;
	struct arena *own;
	enum rc rc = sql_programme_edition(cx->db, cx->arena, id, &now);

	for (size_t i = 0; rc == OK && i < kept_n; i++)
		if (uuid_eq(kept[i].programme->uuid, now.id) && kept[i].edition == now.edition && kept[i].inner == now.inner_edition &&
		    kept[i].programme->organisation == now.organisation) {
			*ret = kept[i].programme;
			return OK;
		}
	if (rc != OK)
		return rc;
	own = arena_within(cx->arena, KEPT_ARENA);
	if ((rc = read_rules(cx, own, id, &p)) != OK)
		return rc;
	*ret = p;
	if (kept_n == KEPT_MAX)
		return OK;
	arena_keep(own);
	kept[kept_n].programme = p;
	kept[kept_n].arena = own;
	kept[kept_n].edition = now.edition;
	kept[kept_n++].inner = now.inner_edition;
	return OK;
}

enum rc programme_reviewing(struct ctx *cx, int64_t programme, struct review_rules *ret, struct next_asked *ret_asked)
{
	const struct programme *p;
	enum rc rc = programme_get(cx, programme, &p);

	if (rc == OK) {
		*ret = p->d.review;
		*ret_asked = p->d.asked;
	}
	return rc;
}

enum rc programme_of_slug(struct ctx *cx, struct str slug, const struct programme **ret)
{
	struct programme_by_slug_row row;
	enum rc rc = sql_programme_by_slug(cx->db, cx->arena, slug, &row);

	return rc == OK ? programme_get(cx, row.programme, ret) : rc;
}

enum rc load_programme(struct ctx *cx, struct uuid id)
{
	struct programme_by_uuid_row row;
	enum rc rc = sql_programme_by_uuid(cx->db, cx->arena, id, &row);

	cx->resource = (struct resource){ .owner = 0 };
	return rc == OK ? programme_get(cx, row.programme, &cx->programme) : rc;
}
