/* profile_compare.c — two published profiles of the same standards side by side, by statement. */
#include "app/profiles/profiles_view.h"

#include "profiles.sql.h"
#include "templates.gen.h"

struct comparing {
	struct ctx *cx;
	const struct framework_version *v;
	struct profile_entries a, b;
	struct profile_of_uuid_row other;
	struct uuid other_id;
	bool has_other;
};

static struct compare_cell cell_of(struct ctx *cx, const struct framework_version *v, const struct profile_entry *e)
{
	struct profile_said s;

	if (!e)
		return (struct compare_cell){ .way = T_PROFILE_CORE, .core = true };
	s = profile_say(cx, v, e);
	return (struct compare_cell){ .way = s.way, .words = s.words, .partner = s.partner, .when = s.when };
}

static bool same(const struct profile_entry *a, const struct profile_entry *b)
{
	return a && b && a->line.way == b->line.way;
}

/* Only what is not core in both; the rest is the same by definition. */
static void add_rows(const struct comparing *c, struct profile_compare_view *v)
{
	struct ctx *cx = c->cx;

	v->rows.v = NEW_ARRAY(cx->arena, struct compare_row, c->a.n + c->b.n + 1);
	for (size_t k = 0; k < c->v->fw->linkable_n; k++) {
		int32_t i = c->v->fw->linkable[k];
		const struct profile_entry *a = profile_entry_at(&c->a, i), *b = profile_entry_at(&c->b, i);
		bool is_same = same(a, b);

		if (!a && !b)
			continue;
		v->same += is_same;
		v->differ += !is_same;
		v->rows.v[v->rows.n++] = (struct compare_row){
			.code = framework_item_name(cx->arena, c->v->fw, i), .text = c->v->fw->items[i].text, .a = cell_of(cx, c->v, a),
			.b = cell_of(cx, c->v, b), .same = is_same,
		};
	}
	v->same += (int)(c->v->fw->linkable_n - v->rows.n);
}

static void side_json(struct json_out *j, const char *key, const struct framework_version *v, const struct profile_entry *e)
{
	json_key(j, key), json_obj(j);
	if (e)
		profile_entry_json(j, v, e);
	else
		json_key(j, "way"), json_str(j, S("core"));
	json_end(j);
}

static enum rc compare_json(const struct comparing *c)
{
	struct json_out *j = reply_json(c->cx);

	json_obj(j);
	json_key(j, "a"), json_uuid(j, c->cx->profile->uuid);
	json_key(j, "b");
	if (c->has_other)
		json_uuid(j, c->other_id);
	else
		json_none(j);
	json_key(j, "items"), json_arr(j);
	for (size_t k = 0; c->has_other && k < c->v->fw->linkable_n; k++) {
		int32_t i = c->v->fw->linkable[k];
		const struct profile_entry *a = profile_entry_at(&c->a, i), *b = profile_entry_at(&c->b, i);

		if (!a && !b)
			continue;
		json_obj(j);
		json_key(j, "statement"), json_uuid(j, c->v->fw->items[i].id);
		json_key(j, "code"), json_str(j, c->v->fw->items[i].code);
		json_key(j, "same"), json_bool(j, same(a, b));
		side_json(j, "a", c->v, a);
		side_json(j, "b", c->v, b);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(c->cx, 200);
}

static enum rc add_others(const struct comparing *c, struct profile_compare_view *v)
{
	struct ctx *cx = c->cx;
	struct profiles_to_compare_rows rows;
	struct profile_employers employers;
	enum rc rc = sql_profiles_to_compare(cx->db, cx->arena, cx->profile->framework, cx->profile->id, &rows);

	if (rc != OK || (rc = profile_employers(cx, &employers)) != OK)
		return rc;
	v->others.v = NEW_ARRAY(cx->arena, struct profile_option, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->others.v[v->others.n++] = (struct profile_option){
			.key = uuid_str(cx->arena, rows.v[i].id), .chosen = c->has_other && uuid_eq(rows.v[i].id, c->other_id),
			.name = WORDS(cx->arena, rows.v[i].state == PROFILE_REPLACED ? T_PROFILE_OPTION_REPLACED : T_PROFILE_OPTION,
			              WORD_ARG("name", rows.v[i].name), WORD_ARG("organisation", profile_employer(cx, &employers, rows.v[i].employer, rows.v[i].organisation, STR_NONE))),
		};
	return OK;
}

enum rc profile_compare(struct ctx *cx)
{
	const struct role_profile *p = cx->profile;
	struct comparing c = { .cx = cx };
	struct profile_compare_view v = {
		.a = p->name, .a_job = p->job, .a_url = url_id(cx, "/role-profiles/", p->uuid, ""),
		.action = url_id(cx, "/role-profiles/", p->uuid, "/compare"),
	};
	struct str with = query(cx, "with");
	enum rc rc = framework_get(cx, p->framework, &c.v);

	if (rc != OK || (rc = profile_entries_of(cx, p->id, c.v, &c.a)) != OK)
		return rc;
	if (with.n) {
		rc = uuid_parse(with, &c.other_id) ? sql_profile_of_uuid(cx->db, cx->arena, c.other_id, p->framework, &c.other) : NOT_FOUND;
		if (rc != OK || (rc = profile_entries_of(cx, c.other.profile, c.v, &c.b)) != OK)
			return rc;
		c.has_other = true;
	}
	if (cx->json)
		return compare_json(&c);
	if ((rc = add_others(&c, &v)) != OK || (rc = profile_employer_of(cx, p->id, p->organisation, p->organisation_name, &v.a_of)) != OK)
		return rc;
	if ((v.has_b = c.has_other)) {
		v.b = c.other.name;
		if ((rc = profile_employer_of(cx, c.other.profile, c.other.employer, c.other.organisation, &v.b_of)) != OK)
			return rc;
		v.b_job = c.other.job;
		v.b_url = url_id(cx, "/role-profiles/", c.other_id, "");
		add_rows(&c, &v);
	}
	return page(cx, &(struct page){ .title = word(T_PROFILE_COMPARE_TITLE), .menu = MENU_STANDARDS, .width = WIDTH_STAFF,
	                                .illustrative = c.v->illustrative, .main = HTML(cx, role_profile_compare, &v) });
}
