/* succession_pages.c — proposing that organisations merge or split, seeing what would move, confirming, dropping. */
#include "app/organisation/succession.h"

#include "app/organisation/succession_places.h"

#include "templates.gen.h"

enum { NAME_MOST = 200, LINES_MOST = 4000, ORGANISATIONS_MOST = 10, TEAMS_MOST = 40 };

struct merge_form {
	struct str others, into;
	struct date on;
};
static const struct field merge_fields[] = {
	LONG_TEXT(struct merge_form, others, .label = T_SUCCESSION_OTHERS, .hint = T_SUCCESSION_OTHERS_HINT, .max = LINES_MOST,
	          .rows = 4),
	TEXT(struct merge_form, into, .label = T_SUCCESSION_INTO, .hint = T_SUCCESSION_INTO_HINT, .max = NAME_MOST,
	     .required = true),
	DATE(struct merge_form, on, .label = T_SUCCESSION_ON, .hint = T_SUCCESSION_ON_HINT, .max = 10, .required = true,
	     .not_before_1990 = true),
};
const struct form succession_merge_form = { .name = "succession_merge", .size = sizeof(struct merge_form),
                                            .fields = merge_fields, .n = COUNT_OF(merge_fields), .autosave = true };

struct split_form {
	struct str teams, rest;
	struct date on;
};
static const struct field split_fields[] = {
	LONG_TEXT(struct split_form, teams, .label = T_SUCCESSION_TEAMS, .hint = T_SUCCESSION_TEAMS_HINT, .max = LINES_MOST,
	          .required = true, .rows = 6),
	TEXT(struct split_form, rest, .label = T_SUCCESSION_REST, .hint = T_SUCCESSION_REST_HINT, .max = NAME_MOST,
	     .required = true),
	DATE(struct split_form, on, .label = T_SUCCESSION_ON, .hint = T_SUCCESSION_ON_HINT, .max = 10, .required = true,
	     .not_before_1990 = true),
};
const struct form succession_split_form = { .name = "succession_split", .size = sizeof(struct split_form),
                                            .fields = split_fields, .n = COUNT_OF(split_fields), .autosave = true };

/* ---- proposing ---- */

struct part {
	int64_t organisation, becomes;
	struct str team;
};
struct parts {
	struct part v[ORGANISATIONS_MOST + TEAMS_MOST + 2];
	size_t n;
};

static bool has_part(const struct parts *p, const struct part *x)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].organisation == x->organisation && p->v[i].becomes == x->becomes && str_eq(p->v[i].team, x->team))
			return true;
	return false;
}

static void part_add(struct parts *p, int64_t organisation, int64_t becomes, struct str team)
{
	struct part x = { organisation, becomes, team };

	if (p->n < COUNT_OF(p->v) && !has_part(p, &x))
		p->v[p->n++] = x;
}

/* Stored, then checked as it would be when it is confirmed: what can never be done is not proposed. */
static enum rc propose(struct ctx *cx, enum succession_kind kind, struct date on, const struct parts *parts,
                       const char *field)
{
	struct uuid id = uuid7(cx->now);
	struct succession_parts_rows rows;
	struct succession_problems problems;
	struct succession_add_row row;
	enum rc rc = sql_succession_add(cx->db, cx->arena, id, kind, on, cx->actor.person, cx->now, &row);

	for (size_t i = 0; rc == OK && i < parts->n; i++)
		rc = sql_succession_part_add(cx->db, cx->arena, row.succession, parts->v[i].organisation, parts->v[i].becomes,
		                             parts->v[i].team, NULL);
	if (rc == OK)
		rc = succession_read(cx, row.succession, &rows);
	if (rc == OK)
		rc = succession_check(cx, row.succession, &rows, on, &problems);
	if (rc != OK)
		return rc;
	if (problems.n)
		return err_add(&cx->err, str_from_c(field), problems.v[0]);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (rows.v[i].organisation != rows.v[i].becomes)
			rc = event_add(cx, CHAIN_ORGANISATION, rows.v[i].organisation, EVENT_SUCCESSION_PROPOSED, id,
			               strf(cx->arena, "{\"organisation\":%lld,\"on\":%d}", (long long)rows.v[i].becomes, on.days));
	return rc == OK ? created(cx, url_id(cx, "/successions/", id, ""), T_SUCCESSION_PROPOSED) : rc;
}

enum rc organisation_merge(struct ctx *cx)
{
	return form_page(cx, &(struct form_page){
		.title = T_SUCCESSION_MERGE, .lead = T_SUCCESSION_MERGE_LEAD, .button = T_SUCCESSION_PROPOSE,
		.form = &succession_merge_form, .version = -1, .action = organisation_url(cx, "/merge"),
		.back = organisation_url(cx, ""), .back_words = cx->organisation->name,
	});
}

enum rc organisation_merge_propose(struct ctx *cx)
{
	const struct merge_form *f = cx->form;
	struct parts parts = { .n = 0 };
	struct found_organisation into, one;
	struct str rest = f->others;
	enum rc rc = organisation_find(cx, "into", f->into, &into);

	if (rc != OK)
		return rc;
	if (into.id != cx->organisation->id)
		part_add(&parts, cx->organisation->id, into.id, STR_NONE);
	while (rest.p) {
		struct str line = str_trim(str_cut(&rest, '\n'));

		if (!line.n)
			continue;
		if ((rc = organisation_find(cx, "others", line, &one)) != OK)
			return rc;
		if (parts.n > ORGANISATIONS_MOST)
			return field_error(cx, "others", T_SUCCESSION_TOO_MANY);
		if (one.id != into.id)
			part_add(&parts, one.id, into.id, STR_NONE);
	}
	if (!parts.n)
		return field_error(cx, "others", T_SUCCESSION_NOBODY_ELSE);
	return propose(cx, SUCCESSION_MERGE, f->on, &parts, "into");
}

static enum rc draw_teams(struct ctx *cx, struct html *ret)
{
	struct teams_view v = { .teams = { NULL, 0 } };
	struct succession_teams_rows rows;
	enum rc rc = sql_succession_teams(cx->db, cx->arena, cx->organisation->id, &rows);

	if (rc != OK)
		return rc;
	v.teams.v = NEW_ARRAY(cx->arena, struct line_shown, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].team.n)
			v.teams.v[v.teams.n++].text = WORDS(cx->arena, T_SUCCESSION_TEAM, WORD_ARG("team", rows.v[i].team),
			                                    WORD_ARG("n", rows.v[i].people));
	*ret = HTML(cx, succession_teams, &v);
	return OK;
}

enum rc organisation_split(struct ctx *cx)
{
	struct split_form now = { .rest = cx->organisation->name, .on = DATE_NONE };
	struct html teams;
	enum rc rc = draw_teams(cx, &teams);

	if (rc != OK)
		return rc;
	return form_page(cx, &(struct form_page){
		.title = T_SUCCESSION_SPLIT, .lead = T_SUCCESSION_SPLIT_LEAD, .button = T_SUCCESSION_PROPOSE,
		.form = &succession_split_form, .filled = &now, .version = -1, .action = organisation_url(cx, "/split"),
		.back = organisation_url(cx, ""), .back_words = cx->organisation->name, .warn = teams,
	});
}

static enum rc add_team(struct ctx *cx, const struct succession_teams_rows *teams, struct str line, struct parts *parts)
{
	struct str target = line, team = str_trim(str_cut(&target, '='));
	struct found_organisation to;
	enum rc rc;

	if (!target.p || !team.n)
		return err_add(&cx->err, S("teams"), WORDS(cx->arena, T_SUCCESSION_LINE_WRONG, WORD_ARG("line", line)));
	for (size_t i = 0; i < teams->n; i++) {
		if (!str_eq_nocase(teams->v[i].team, team))
			continue;
		if ((rc = organisation_find(cx, "teams", str_trim(target), &to)) != OK)
			return rc;
		for (size_t k = 0; k < parts->n; k++)
			if (str_eq(parts->v[k].team, teams->v[i].team))
				return err_add(&cx->err, S("teams"), WORDS(cx->arena, T_SUCCESSION_TEAM_TWICE, WORD_ARG("team", team)));
		part_add(parts, cx->organisation->id, to.id, teams->v[i].team);
		return OK;
	}
	return err_add(&cx->err, S("teams"), WORDS(cx->arena, T_SUCCESSION_NO_TEAM, WORD_ARG("team", team)));
}

enum rc organisation_split_propose(struct ctx *cx)
{
	const struct split_form *f = cx->form;
	struct parts parts = { .n = 0 };
	struct succession_teams_rows teams;
	struct found_organisation rest;
	struct str lines = f->teams;
	enum rc rc = sql_succession_teams(cx->db, cx->arena, cx->organisation->id, &teams);

	while (rc == OK && lines.p) {
		struct str line = str_trim(str_cut(&lines, '\n'));

		if (parts.n > TEAMS_MOST)
			return field_error(cx, "teams", T_SUCCESSION_TOO_MANY);
		if (line.n)
			rc = add_team(cx, &teams, line, &parts);
	}
	if (rc == OK)
		rc = organisation_find(cx, "rest", f->rest, &rest);
	if (rc != OK)
		return rc;
	part_add(&parts, cx->organisation->id, rest.id, S(""));
	return propose(cx, SUCCESSION_SPLIT, f->on, &parts, "teams");
}

/* ---- seeing it before it is done ---- */

static enum rc add_part(struct ctx *cx, const struct succession_parts_row *r, struct succession_view *v)
{
	struct part_shown *p = &v->parts.v[v->parts.n++];
	struct succession_counts_row counts;
	struct succession_inductions_rows inductions;
	enum rc rc = sql_succession_counts(cx->db, cx->arena, r->organisation, date_plus(cx->succession->on_date, -1), &counts);

	*p = (struct part_shown){
		.name = r->name, .url = url_id(cx, "/organisations/", r->organisation_id, ""), .becomes = r->becomes_name,
		.becomes_url = url_id(cx, "/organisations/", r->becomes_id, ""), .team = r->team,
		.stays = r->organisation == r->becomes, .is_rest = cx->succession->kind == SUCCESSION_SPLIT && !r->team.n,
	};
	if (rc == OK && cx->succession->kind == SUCCESSION_SPLIT)
		rc = sql_succession_inductions(cx->db, cx->arena, cx->succession->id, r->organisation, r->team, 0, 10000, &inductions);
	if (rc != OK)
		return rc;
	p->inductions = cx->succession->kind == SUCCESSION_SPLIT ? (int64_t)inductions.n : counts.inductions;
	p->people = counts.people;
	p->codes = counts.codes;
	p->partnerships = counts.partnerships;
	return OK;
}

static void say_state(struct ctx *cx, struct succession_view *v)
{
	const struct succession *s = cx->succession;

	v->is_done = s->state == SUCCESSION_DONE;
	v->is_dropped = s->state == SUCCESSION_DROPPED;
	v->is_merge = s->kind == SUCCESSION_MERGE;
	v->on = date_long(cx->arena, s->on_date);
	v->proposed = WORDS(cx->arena, T_SUCCESSION_PROPOSED_BY, WORD_ARG("name", s->proposed_by),
	                    WORD_ARG("when", instant_long(cx->arena, s->proposed_at)));
	if (s->decided_at != DB_NULL_INT)
		v->decided = WORDS(cx->arena, v->is_done ? (s->sole_operator ? T_SUCCESSION_DONE_ALONE : T_SUCCESSION_DONE_BY)
		                                         : T_SUCCESSION_DROPPED_BY,
		                   WORD_ARG("name", s->decided_by), WORD_ARG("when", instant_long(cx->arena, s->decided_at)));
	v->too_early = !v->is_done && !v->is_dropped && date_cmp(s->on_date, cx->today) > 0;
	v->is_proposer = !access_ok(may_decide_succession(&cx->actor, &cx->resource)) && !cx->resource.decided;
	v->alone = cx->resource.only_admin;
}

static enum rc show_json(struct ctx *cx, const struct succession_view *v, const struct succession_problems *problems)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, cx->succession->uuid);
	json_key(j, "kind"), json_str(j, key_of(&succession_kinds, (int)cx->succession->kind));
	json_key(j, "state"), json_str(j, key_of(&succession_states, (int)cx->succession->state));
	json_key(j, "on"), json_date(j, cx->succession->on_date);
	json_key(j, "parts"), json_arr(j);
	for (size_t i = 0; i < v->parts.n; i++) {
		json_obj(j);
		json_key(j, "organisation"), json_str(j, v->parts.v[i].name);
		json_key(j, "becomes"), json_str(j, v->parts.v[i].becomes);
		json_key(j, "team"), json_str(j, v->parts.v[i].team);
		json_key(j, "inductions"), json_i64(j, v->parts.v[i].inductions);
		json_end(j);
	}
	json_end(j);
	json_key(j, "places"), json_arr(j);
	for (size_t i = 0; i < v->places.rows.n; i++) {
		json_obj(j);
		json_key(j, "what"), json_str(j, v->places.rows.v[i].name);
		json_key(j, "number"), json_i64(j, v->places.rows.v[i].n);
		json_key(j, "with_their_work"), json_bool(j, v->places.rows.v[i].known);
		json_key(j, "goes"), json_str(j, v->places.rows.v[i].goes);
		json_end(j);
	}
	json_end(j);
	json_key(j, "problems"), json_arr(j);
	for (size_t i = 0; i < problems->n; i++)
		json_str(j, problems->v[i]);
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc succession_show(struct ctx *cx)
{
	struct succession_view v = { .csrf = hidden_csrf(cx), .back = url_lit("/successions"),
		                     .confirm = url_id(cx, "/successions/", cx->succession->uuid, "/confirm"),
		                     .choose = url_id(cx, "/successions/", cx->succession->uuid, "/places"),
		                     .errors = form_view(cx, &succession_places_form, NULL, -1).errors,
		                     .drop = url_id(cx, "/successions/", cx->succession->uuid, "/drop") };
	struct succession_problems problems = { .n = 0 };
	struct succession_parts_rows parts;
	enum rc rc = succession_read(cx, cx->succession->id, &parts);

	v.parts.v = NEW_ARRAY(cx->arena, struct part_shown, rc == OK ? parts.n + 1 : 1);
	for (size_t i = 0; rc == OK && i < parts.n; i++)
		rc = add_part(cx, &parts.v[i], &v);
	if (rc == OK && cx->succession->state == SUCCESSION_PROPOSED)
		rc = succession_check(cx, cx->succession->id, &parts, cx->succession->on_date, &problems);
	if (rc == OK && cx->succession->state == SUCCESSION_PROPOSED)
		rc = places_missing(cx, cx->succession, &parts, &problems);
	if (rc != OK)
		return rc;
	say_state(cx, &v);
	if (parts.n && cx->succession->state == SUCCESSION_PROPOSED && cx->succession->kind == SUCCESSION_SPLIT &&
	    (rc = places_shown(cx, &parts, access_ok(may_place_succession(&cx->actor, &cx->resource)), &v.places)) != OK)
		return rc;
	if (cx->json)
		return show_json(cx, &v, &problems);
	v.problems.v = NEW_ARRAY(cx->arena, struct line_shown, problems.n + 1);
	for (size_t i = 0; i < problems.n; i++)
		v.problems.v[v.problems.n++].text = problems.v[i];
	v.may_confirm = !cx->resource.decided && !v.too_early && !v.is_proposer && !problems.n;
	v.may_drop = !cx->resource.decided;
	return page(cx, &(struct page){ .title = word(v.is_merge ? T_SUCCESSION_MERGE : T_SUCCESSION_SPLIT),
	                                .menu = MENU_ORGANISATIONS, .width = WIDTH_STAFF,
	                                .main = HTML(cx, succession_show, &v) });
}

/* ---- deciding ---- */

enum rc succession_confirm(struct ctx *cx)
{
	const struct succession *s = cx->succession;
	struct succession_problems problems;
	struct succession_parts_rows parts;
	bool alone = cx->resource.only_admin && cx->resource.made_by == cx->actor.person;
	int64_t decided;
	enum rc rc = succession_read(cx, s->id, &parts);

	if (rc == OK)
		rc = succession_check(cx, s->id, &parts, s->on_date, &problems);
	if (rc == OK)
		rc = places_missing(cx, s, &parts, &problems);
	if (rc != OK)
		return rc;
	if (date_cmp(s->on_date, cx->today) > 0)
		return form_error(cx, T_SUCCESSION_TOO_EARLY);
	if (problems.n)
		return err_add(&cx->err, STR_NONE, problems.v[0]);
	if ((rc = sql_succession_decide(cx->db, cx->arena, s->id, SUCCESSION_DONE, cx->actor.person, cx->now, alone, &decided)) != OK)
		return rc;
	if (!decided)
		return CONFLICT;
	rc = succession_do(cx, s, &parts);
	return rc == OK ? done(cx, url_id(cx, "/successions/", s->uuid, ""), T_SUCCESSION_DONE) : rc;
}

enum rc succession_drop(struct ctx *cx)
{
	const struct succession *s = cx->succession;
	struct succession_parts_rows parts;
	int64_t decided;
	enum rc rc = succession_read(cx, s->id, &parts);

	if (rc == OK)
		rc = sql_succession_decide(cx->db, cx->arena, s->id, SUCCESSION_DROPPED, cx->actor.person, cx->now, false, &decided);
	if (rc == OK && !decided)
		return CONFLICT;
	for (size_t i = 0; rc == OK && i < parts.n; i++)
		if (parts.v[i].organisation != parts.v[i].becomes)
			rc = event_add(cx, CHAIN_ORGANISATION, parts.v[i].organisation, EVENT_SUCCESSION_DROPPED, s->uuid, S("{}"));
	return rc == OK ? done(cx, url_lit("/successions"), T_SUCCESSION_DROPPED) : rc;
}

enum rc successions_show(struct ctx *cx)
{
	struct successions_view v = { .rows = { NULL, 0 } };
	struct successions_all_rows rows;
	enum rc rc = sql_successions_all(cx->db, cx->arena, 200, &rows);

	if (rc != OK)
		return rc;
	v.rows.v = NEW_ARRAY(cx->arena, struct succession_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v.rows.v[v.rows.n++] = (struct succession_row){
			.name = WORDS(cx->arena, rows.v[i].kind == SUCCESSION_MERGE ? T_SUCCESSION_MERGE_OF : T_SUCCESSION_SPLIT_OF,
			              WORD_ARG("name", rows.v[i].first_name)),
			.url = url_id(cx, "/successions/", rows.v[i].id, ""), .on = date_long(cx->arena, rows.v[i].on_date),
			.by = rows.v[i].proposer,
			.state = rows.v[i].state == SUCCESSION_PROPOSED ? T_SUCCESSION_WAITS
			         : rows.v[i].state == SUCCESSION_DONE   ? T_SUCCESSION_IS_DONE
			                                                : T_SUCCESSION_IS_DROPPED,
		};
	return page(cx, &(struct page){ .title = word(T_SUCCESSIONS), .menu = MENU_ORGANISATIONS, .width = WIDTH_STAFF,
	                                .main = HTML(cx, successions, &v) });
}
