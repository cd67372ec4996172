/* profile_store.c — role profiles in the database: loaded, read, and moved from state to state. */
#include "app/profiles/profiles.h"

#include "app/notices/notices.h"
#include "profiles.sql.h"

enum rc load_profile(struct ctx *cx, struct uuid id)
{
	struct role_profile *p = NEW(cx->arena, struct role_profile);
	bool is_writing = cx->route && cx->route->method != HTTP_GET && !cx->failed;
	struct profile_lock_row lock;
	struct profile_by_id_row r;
	enum rc rc = is_writing ? sql_profile_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_profile_by_id(cx->db, cx->arena, id, cx->today, &r)) != OK)
		return rc;
	*p = (struct role_profile){
		.id = r.profile, .uuid = id, .organisation = r.organisation, .organisation_uuid = r.organisation_id,
		.organisation_name = r.organisation_name, .framework = r.framework, .name = r.name, .job = r.job,
		.state = (enum profile_state)r.state, .version = r.version, .replaces = r.before_id, .has_next = r.next_state != DB_NULL_INT,
		.created = r.created, .asked_at = r.asked_at, .returned_at = r.returned_at, .approved_at = r.approved_at,
		.published_at = r.published_at, .replaced_at = r.replaced_at, .created_by = r.creator, .asked_by = r.asker,
		.returned_by = r.returner, .approved_by = r.approver, .published_by = r.publisher, .reasons = r.reasons,
		.sole_operator = r.sole_operator,
	};
	if (r.next_state != DB_NULL_INT && r.next_state >= PROFILE_PUBLISHED)
		p->replaced_by = r.next_id;
	cx->profile = p;
	cx->resource.organisation = p->organisation;
	cx->resource.closed = !date_is_none(r.closed) && date_cmp(r.closed, cx->today) < 0;
	cx->resource.profile = p->state;
	cx->resource.made_by = p->state == PROFILE_APPROVED ? r.approved_by : r.asked_by == DB_NULL_INT ? 0 : r.asked_by;
	cx->resource.only_admin = r.admins < 2;
	return OK;
}

/* ---- what it says ---- */

enum rc profile_entries_of(struct ctx *cx, int64_t profile, const struct framework_version *v, struct profile_entries *ret)
{
	struct profile_lines_rows rows;
	enum rc rc = sql_profile_lines(cx->db, cx->arena, profile, cx->today, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct profile_entries){ NEW_ARRAY(cx->arena, struct profile_entry, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		const struct profile_lines_row *r = &rows.v[i];

		if (r->position < 0 || (size_t)r->position >= v->fw->n)
			continue;
		ret->v[ret->n++] = (struct profile_entry){
			.item = (int32_t)r->position, .partner_uuid = r->partner_id, .partner_name = r->partner_name, .words = r->words,
			.line = { .position = v->fw->items[r->position].position, .way = (enum profile_way)r->way, .guidance = r->words,
			          .reason = r->words, .partner = r->partner == DB_NULL_INT ? 0 : r->partner, .partner_involved = !r->apart,
			          .from = r->starts, .to = r->ends },
		};
	}
	return OK;
}

const struct profile_entry *profile_entry_at(const struct profile_entries *e, int32_t item)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->v[i].item == item)
			return &e->v[i];
	return NULL;
}

enum rc profile_now_of(struct ctx *cx, const struct framework_version *v, struct profile_now *ret)
{
	struct profile_of_induction_row row;
	enum rc rc;

	*ret = (struct profile_now){ .name = STR_NONE, .since = DATE_NONE };
	if (!cx->induction || !cx->induction->profile)
		return OK;
	rc = sql_profile_of_induction(cx->db, cx->arena, cx->induction->id, cx->today, &row);
	if (rc != OK || row.framework != v->id)
		return rc == NOT_FOUND ? OK : rc;
	*ret = (struct profile_now){ .id = row.id, .name = row.name, .organisation = row.organisation, .since = row.starts };
	return profile_entries_of(cx, cx->induction->profile, v, &ret->e);
}

void profile_now_json(struct json_out *j, const struct profile_now *p)
{
	json_key(j, "profile");
	if (!p->name.n) {
		json_none(j);
		return;
	}
	json_obj(j);
	json_key(j, "id"), json_uuid(j, p->id);
	json_key(j, "name"), json_str(j, p->name);
	json_key(j, "since"), json_date(j, p->since);
	json_end(j);
}

/* Ways of profiles that never change any more. */
enum { KEPT = 64, WAYS_MAX = 2000 };
static struct kept_ways {
	int64_t profile;
	struct uuid framework; /* a row's number alone would not do where one process serves several databases, one after another */
	size_t n;
	uint8_t v[WAYS_MAX];
} kept_ways[KEPT];
static size_t kept_n;

static const uint8_t *kept(int64_t profile, const struct framework_version *v)
{
	for (size_t i = 0; i < kept_n; i++)
		if (kept_ways[i].profile == profile && uuid_eq(kept_ways[i].framework, v->uuid) && kept_ways[i].n == v->fw->linkable_n)
			return kept_ways[i].v;
	return NULL;
}

enum rc profile_ways_of(struct ctx *cx, int64_t profile, const struct framework_version *v, const uint8_t **ret)
{
	struct profile_entries e;
	struct profile_facts_row facts;
	uint8_t *ways;
	enum rc rc;

	*ret = profile ? kept(profile, v) : NULL;
	if (!profile || *ret)
		return OK;
	if ((rc = sql_profile_facts(cx->db, cx->arena, profile, &facts)) != OK)
		return rc;
	if (facts.framework != v->id)
		return OK;
	if ((rc = profile_entries_of(cx, profile, v, &e)) != OK)
		return rc;
	ways = NEW_ARRAY(cx->arena, uint8_t, v->fw->linkable_n + 1);
	for (size_t i = 0; i < e.n; i++)
		if (e.v[i].line.position >= 0)
			ways[e.v[i].line.position] = (uint8_t)e.v[i].line.way;
	if (facts.state >= PROFILE_PUBLISHED && kept_n < KEPT && v->fw->linkable_n <= WAYS_MAX) {
		struct kept_ways *k = &kept_ways[kept_n++];

		*k = (struct kept_ways){ .profile = profile, .framework = v->uuid, .n = v->fw->linkable_n };
		memcpy(k->v, ways, v->fw->linkable_n);
	}
	*ret = ways;
	return OK;
}

/* ---- making and moving them ---- */

static enum rc noted(struct ctx *cx, int64_t organisation, enum event_kind kind, struct uuid about, struct str data)
{
	return event_add(cx, CHAIN_ORGANISATION, organisation, kind, about, data);
}

enum rc profile_begin(struct ctx *cx, const struct profile_new *n, int64_t *ret, struct uuid *ret_uuid)
{
	struct uuid id = uuid7(cx->now);
	struct profile_add_row row;
	enum rc rc = sql_profile_add(cx->db, cx->arena, id, n->organisation, n->framework, n->name, text_fold(cx->arena, n->name), n->job,
	                             n->replaces, cx->now, cx->actor.person, &row);

	if (rc == OK && n->replaces != DB_NULL_INT)
		rc = sql_profile_lines_copy(cx->db, cx->arena, n->replaces, row.profile, NULL);
	if (rc == OK)
		rc = noted(cx, n->organisation, EVENT_PROFILE_BEGUN, id, S("{}"));
	if (rc == OK) {
		*ret = row.profile;
		*ret_uuid = id;
	}
	return rc;
}

enum rc profile_line_put(struct ctx *cx, int64_t profile, int64_t item, const struct profile_line *line, struct str words)
{
	return sql_profile_line_put(cx->db, cx->arena, profile, item, line->way, words.n ? words : S(""),
	                            line->partner ? line->partner : DB_NULL_INT, line->from, line->to, NULL);
}

/* The one it takes the place of, if it does. */
static enum rc replace_before(struct ctx *cx, const struct role_profile *p)
{
	struct profile_before_row before;
	enum rc rc = sql_profile_before(cx->db, cx->arena, p->id, &before);

	if (rc == NOT_FOUND)
		return OK;
	if (rc == OK)
		rc = sql_profile_set_replaced(cx->db, cx->arena, before.before, cx->now, NULL);
	return rc == OK ? noted(cx, p->organisation, EVENT_PROFILE_REPLACED, before.id, S("{}")) : rc;
}

enum rc profile_move(struct ctx *cx, enum profile_act act, struct str reasons)
{
	static const enum event_kind kinds[PROFILE_ACTS] = {
		[PROFILE_ASK] = EVENT_PROFILE_ASKED, [PROFILE_APPROVE] = EVENT_PROFILE_APPROVED, [PROFILE_RETURN] = EVENT_PROFILE_RETURNED,
		[PROFILE_PUBLISH] = EVENT_PROFILE_PUBLISHED,
	};
	const struct role_profile *p = cx->profile;
	int64_t person = cx->actor.person, changed = 0;
	bool alone = act == PROFILE_PUBLISH && cx->resource.made_by == person;
	enum rc rc = FAULT;

	if (profile_next(p->state, act) == PROFILE_NONE)
		return CONFLICT;
	switch (act) {
	case PROFILE_ASK:
		rc = sql_profile_set_asked(cx->db, cx->arena, p->id, cx->now, person, &changed);
		break;
	case PROFILE_APPROVE:
		rc = sql_profile_set_approved(cx->db, cx->arena, p->id, cx->now, person, &changed);
		break;
	case PROFILE_RETURN:
		rc = sql_profile_set_returned(cx->db, cx->arena, p->id, cx->now, person, reasons, &changed);
		break;
	case PROFILE_PUBLISH:
		rc = sql_profile_set_published(cx->db, cx->arena, p->id, cx->now, person, alone, &changed);
		break;
	default:
		break;
	}
	if (rc == OK && changed != 1)
		rc = CONFLICT;
	if (rc == OK)
		rc = noted(cx, p->organisation, kinds[act], p->uuid, alone ? S("{\"sole_operator\":true}") : S("{}"));
	if (rc == OK && act == PROFILE_PUBLISH)
		rc = replace_before(cx, p);
	return rc;
}

enum rc profile_tell(struct ctx *cx, enum profile_act act)
{
	return act == PROFILE_ASK || act == PROFILE_APPROVE ? notice_department(cx, NOTICE_PROFILE_ASKED)
	                                                    : notice_coordinators(cx, NOTICE_PROFILE_ANSWERED, cx->profile->organisation);
}

enum rc profile_give(struct ctx *cx, int64_t induction, int64_t profile, struct date from, struct uuid *ret)
{
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_profile_give(cx->db, cx->arena, id, induction, profile, from, cx->now, cx->actor.person, NULL);

	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, induction, EVENT_PROFILE_GIVEN, id, strf(cx->arena, "{\"on\":%d}", from.days));
	if (rc == OK && ret)
		*ret = id;
	return rc;
}
