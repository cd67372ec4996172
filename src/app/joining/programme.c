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

/* What programmes could not say at first: one that is published without it may be given it, once. Nothing it said changes. */
static const struct {
	const char *in, *key; /* in: the object it is a member of; NULL for the programme itself */
} later_keys[] = { { NULL, "calendar" }, { NULL, "families" }, { NULL, "reviewing" }, { NULL, "pauses" }, { NULL, "extensions" }, { NULL, "support" },
	               { NULL, "next" }, { "next", "themes" }, { NULL, "may_vary" }, { NULL, "after" } };
static const struct json_limits rules_limits = { .bytes = PROGRAMME_BYTES_MAX, .depth = 16, .values = 20000 };

static struct str later_name(struct arena *a, size_t i)
{
	return later_keys[i].in ? strf(a, "%s.%s", later_keys[i].in, later_keys[i].key) : str_from_c(later_keys[i].key);
}

/* whole_rules — what it said when it was published, and what was added since. */
static enum rc whole_rules(struct ctx *cx, struct arena *a, int64_t programme, struct str rules, json_t **ret)
{
	struct programme_additions_rows added;
	struct json_problem problem;
	json_t *root, *body;
	enum rc rc = sql_programme_additions(cx->db, cx->arena, programme, &added);

	if (rc != OK || (rc = json_parse(a, rules, rules_limits, &root, &problem)) != OK)
		return rc == INVALID ? FAULT : rc;
	for (size_t i = 0; i < added.n; i++)
		for (size_t k = 0; k < COUNT_OF(later_keys); k++) {
			if (!str_eq(added.v[i].key, later_name(cx->arena, k)))
				continue;
			if (json_parse(a, added.v[i].body, rules_limits, &body, &problem) != OK)
				return FAULT;
			json_object_set(later_keys[k].in ? json_object_get(root, later_keys[k].in) : root, later_keys[k].key, body);
		}
	*ret = root;
	return OK;
}

/* What is new of them: keys, and what stands there. */
struct additions {
	struct str key[COUNT_OF(later_keys)], body[COUNT_OF(later_keys)];
	size_t n;
};
/* only_adds — `now` is the rules of before, with keys more of later_keys or none; they are taken out of it. */
static bool only_adds(struct ctx *cx, const json_t *before, json_t *now, struct additions *ret)
{
	ret->n = 0;
	for (size_t i = 0; i < COUNT_OF(later_keys); i++) {
		const char *in = later_keys[i].in, *key = later_keys[i].key;
		const json_t *old = in ? json_object_get(before, in) : before;
		json_t *new = in ? json_object_get(now, in) : now, *value = json_object_get(new, key);

		if (!value || !old || json_object_get(old, key))
			continue; /* of what is itself new, the whole is added */
		ret->key[ret->n] = later_name(cx->arena, i);
		ret->body[ret->n++] = json_text_of(cx->arena, value);
		json_object_del(new, key);
	}
	return json_equal(before, now);
}

static enum rc add_keys(struct ctx *cx, const struct programme_by_slug_row *row, const struct additions *new)
{
	struct buf keys = buf_new(cx->arena, 400);
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < new->n; i++) {
		rc = sql_programme_addition_add(cx->db, cx->arena, row->programme, new->key[i], new->body[i], cx->now, NULL);
		buf_addf(&keys, "%s\"%.*s\"", i ? "," : "", STR_FMT(new->key[i]));
	}
	if (rc == OK)
		rc = sql_programme_edition_next(cx->db, cx->arena, row->programme, NULL);
	return rc == OK ? event_add(cx, CHAIN_INSTALLATION, 0, EVENT_PROGRAMME_ADDED, row->id, strf(cx->arena, "{\"keys\":[%.*s]}", STR_FMT(buf_str(&keys)))) : rc;
}

/* The slug is of a published one: by the same rules is no news; by others would move people to rules they did not begin under. */
static enum rc same_as_before(struct ctx *cx, const struct programme_data *d, const struct programme_by_slug_row *row,
                              struct str *ret_why)
{
	struct json_problem problem;
	struct additions new;
	json_t *before, *now;
	enum rc rc;

	if ((rc = whole_rules(cx, cx->arena, row->programme, row->rules, &before)) != OK)
		return rc;
	if (json_parse(cx->arena, d->text, rules_limits, &now, &problem) != OK)
		return FAULT;
	if (only_adds(cx, before, now, &new))
		return new.n ? add_keys(cx, row, &new) : OK;
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

/* A draft is brought in again: otherwise, as often as the department likes. Its forms, which nobody has used, come in with it. */
struct draft_refs {
	int64_t framework, contains, replaces, organisation;
};
static enum rc draft_again(struct ctx *cx, const struct programme_data *d, const struct programme_by_slug_row *row, const struct draft_refs *r)
{
	enum rc rc = sql_programme_redraft(cx->db, cx->arena, row->programme, d->name, r->framework, d->months, d->enough.kinds, d->enough.observed,
	                                   d->enough.months, d->answer_days, d->text, d->is_national, r->contains, r->organisation, d->second_reader,
	                                   d->illustrative, d->published, d->in_force, r->replaces, NULL);

	if (rc == OK)
		rc = sql_programme_forms_drop(cx->db, cx->arena, row->programme, NULL);
	return rc == OK ? event_add(cx, CHAIN_INSTALLATION, 0, EVENT_PROGRAMME_ADDED, row->id, S("{\"draft\":true}")) : rc;
}

/* store_rules — the programme itself: a new draft, a draft again, or a published one by the same rules as before. */
static enum rc store_rules(struct ctx *cx, const struct programme_data *d, int64_t organisation, int64_t *ret_id,
                           struct str *ret_why)
{
	struct uuid id = uuid7(cx->now);
	struct programme_by_slug_row before;
	struct programme_add_row row;
	struct framework_by_slug_row fw;
	int64_t contains, replaces;
	bool is_there;
	enum rc rc = sql_programme_by_slug(cx->db, cx->arena, d->slug, &before);

	is_there = rc == OK;
	if (is_there)
		*ret_id = before.programme;
	if (is_there && before.state != PROGRAMME_DRAFT)
		return same_as_before(cx, d, &before, ret_why);
	if ((is_there || rc == NOT_FOUND) && (rc = sql_framework_by_slug(cx->db, cx->arena, d->framework, &fw)) == NOT_FOUND)
		return unfit(cx, ret_why, "framework", d->framework, "is no framework here yet: import and publish it first");
	if (rc == OK)
		rc = find_contained(cx, d, &contains, ret_why);
	if (rc == OK)
		rc = find_replaced(cx, d, &replaces, ret_why);
	if (rc == OK && is_there) {
		struct draft_refs refs = { fw.framework, contains, replaces, organisation };

		return draft_again(cx, d, &before, &refs);
	}
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
	json_t *rules;
	struct str why;
	enum rc rc = sql_programme_row(cx->db, cx->arena, id, &row);

	if (rc != OK || (rc = whole_rules(cx, a, id, row.rules, &rules)) != OK)
		return rc;
	p->id = id;
	p->uuid = row.id;
	p->framework_id = row.framework;
	p->framework_uuid = row.framework_id;
	p->organisation = row.organisation;
	p->contains_id = row.contains;
	p->replaces_id = row.replaces;
	if (programme_read(a, json_text_of(a, rules), &p->d, &why) != OK) {
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
	if (rc == OK)
		cx->resource.programme = (enum programme_state)row.state;
	return rc == OK ? programme_get(cx, row.programme, &cx->programme) : rc;
}

/* ---- from a draft on ---- */

enum rc programme_standing(struct ctx *cx, int64_t id, struct programme_standing *ret)
{
	struct programme_standing_row r;
	enum rc rc = sql_programme_standing(cx->db, cx->arena, id, &r);

	if (rc != OK)
		return rc;
	*ret = (struct programme_standing){
		.state = (enum programme_state)r.state, .created = r.created, .published_at = r.published_at, .withdrawn_at = r.withdrawn_at,
		.published_by = r.publisher, .withdrawn_by = r.withdrawer, .sole_operator = r.sole_operator, .containing = r.containing,
		.is_open = r.state == PROGRAMME_PUBLISHED && (r.inner_state == DB_NULL_INT || r.inner_state == PROGRAMME_PUBLISHED),
	};
	if (r.framework_state != FRAMEWORK_PUBLISHED)
		ret->waits = T_PROGRAMME_WAITS_FRAMEWORK;
	else if (r.inner_state != DB_NULL_INT && r.inner_state != PROGRAMME_PUBLISHED)
		ret->waits = T_PROGRAMME_WAITS_INNER;
	else if (r.before_state == PROGRAMME_DRAFT)
		ret->waits = T_PROGRAMME_WAITS_BEFORE;
	return OK;
}

enum rc programme_publish(struct ctx *cx, int64_t id, struct uuid uuid, bool sole_operator)
{
	int64_t changed = 0;
	enum rc rc = sql_programme_set_published(cx->db, cx->arena, id, cx->now, cx->actor.person ? cx->actor.person : DB_NULL_INT, sole_operator,
	                                         &changed);

	if (rc == OK && changed != 1)
		rc = CONFLICT;
	return rc == OK ? event_add(cx, CHAIN_INSTALLATION, 0, EVENT_PROGRAMME_PUBLISHED, uuid, sole_operator ? S("{\"sole_operator\":true}") : S("{}")) : rc;
}

enum rc programme_withdraw(struct ctx *cx, int64_t id, struct uuid uuid)
{
	int64_t changed = 0;
	enum rc rc = sql_programme_set_withdrawn(cx->db, cx->arena, id, cx->now, cx->actor.person ? cx->actor.person : DB_NULL_INT, &changed);

	if (rc == OK && changed != 1)
		rc = CONFLICT;
	return rc == OK ? event_add(cx, CHAIN_INSTALLATION, 0, EVENT_PROGRAMME_WITHDRAWN, uuid, S("{}")) : rc;
}
