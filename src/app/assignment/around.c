/* around.c — everybody around one ECSW: now, to come and before, and what stands between them. */
#include "app/assignment/assignment_inside.h"

#include "assignment.sql.h"
#include "conflict.sql.h"
#include "templates.gen.h"
#include "web/assets.h"

enum { AROUND_MAX = 200 };

/* ---- shared ---- */

static struct url icon(struct ctx *cx, const char *name)
{
	return (struct url){ strf(cx->arena, "%.*s#%s", STR_FMT(asset_url("icons.svg").s), name) };
}

struct staff_icons staff_icons(struct ctx *cx)
{
	return (struct staff_icons){ icon(cx, "late"), icon(cx, "tick"), icon(cx, "plan"), icon(cx, "empty"), icon(cx, "eye") };
}

struct str like_pattern(struct arena *a, struct str words)
{
	struct buf b = buf_new(a, words.n * 2 + 3);

	if (!words.n)
		return S("");
	words = str_lower(a, words);
	buf_add_c(&b, '%');
	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] == '%' || words.p[i] == '_' || words.p[i] == '!')
			buf_add_c(&b, '!');
		buf_add_c(&b, words.p[i]);
	}
	buf_add_c(&b, '%');
	return buf_str(&b);
}

struct str dates_shown(struct ctx *cx, struct date starts, struct date ends)
{
	if (date_is_none(ends))
		return date_cmp(starts, cx->today) > 0 ? WORDS(cx->arena, T_AROUND_FROM, WORD_ARG("date", starts))
		                                       : WORDS(cx->arena, T_PERSON_SINCE, WORD_ARG("date", starts));
	return WORDS(cx->arena, T_PERSON_UNTIL, WORD_ARG("from", starts), WORD_ARG("to", ends));
}

struct str room_shown(struct ctx *cx, int64_t now, int64_t most)
{
	if (most == DB_NULL_INT)
		return WORDS(cx->arena, T_ROOM_NOW, WORD_ARG("n", now));
	return WORDS(cx->arena, now > most ? T_ROOM_OVER : now == most ? T_ROOM_FULL : T_ROOM_OF, WORD_ARG("n", now),
	             WORD_ARG("most", most));
}

struct str training_shown(struct ctx *cx, bool has, struct date until)
{
	switch (training_state(has, until, cx->today)) {
	case TRAINING_NONE:
		return word(T_TRAINING_STATE_NONE);
	case TRAINING_PAST:
		return WORDS(cx->arena, T_TRAINING_STATE_PAST, WORD_ARG("date", until));
	case TRAINING_ENDS_SOON:
		return WORDS(cx->arena, T_TRAINING_STATE_SOON, WORD_ARG("date", until));
	case TRAINING_CURRENT:
		break;
	}
	return date_is_none(until) ? word(T_TRAINING_STATE_GOOD) : WORDS(cx->arena, T_TRAINING_STATE_CURRENT, WORD_ARG("date", until));
}

/* ---- the page ---- */

struct reading {
	struct ctx *cx;
	struct assignments_of_induction_rows rows;
	struct conflicts_about_rows conflicts;
};

static enum rc read_around(struct ctx *cx, struct reading *r)
{
	enum rc rc = sql_assignments_of_induction(cx->db, cx->arena, cx->induction->id, cx->today, AROUND_MAX, &r->rows);

	r->cx = cx;
	return rc == OK ? sql_conflicts_about(cx->db, cx->arena, cx->induction->ecsw, &r->conflicts) : rc;
}

/* Who stands in a conflict with whom is for those it is between and for the coordinator. */
static bool sees_conflict(const struct ctx *cx, const struct conflicts_about_row *c)
{
	return cx->actor.role == ROLE_COORDINATOR || cx->actor.person == c->person || cx->actor.person == cx->induction->ecsw;
}

static bool is_before(const struct reading *r, const struct assignments_of_induction_row *a)
{
	return !date_is_none(a->ends) && date_cmp(a->ends, r->cx->today) < 0;
}

static bool is_later(const struct reading *r, const struct assignments_of_induction_row *a)
{
	return date_cmp(a->starts, r->cx->today) > 0;
}

static enum word end_word(int64_t why)
{
	static const enum word words[ASSIGNMENT_END_END] = {
		[ASSIGNMENT_HANDED_OVER] = T_AROUND_END_HANDED, [ASSIGNMENT_CONFLICT] = T_AROUND_END_CONFLICT,
		[ASSIGNMENT_LEFT] = T_AROUND_END_LEFT,
	};

	return why >= 0 && why < ASSIGNMENT_END_END ? words[why] : T_NONE;
}

/* Why an assignment ended is for those who arrange: a conflict is nobody else's business. */
static struct around_row row_of(const struct reading *r, const struct assignments_of_induction_row *a, bool arranges)
{
	struct ctx *cx = r->cx;
	struct around_row row = {
		.role = role_word((enum role)a->role), .name = a->name, .when = dates_shown(cx, a->starts, a->ends),
		.why = arranges ? word(end_word(a->ended_why)) : STR_NONE, .reader = a->reader, .reason = arranges ? a->reason : STR_NONE,
		.hand_over = url_id(cx, "/assignments/", a->id, "/hand-over"), .end = url_id(cx, "/assignments/", a->id, "/end"),
		.caseload = url_caseload(cx, a->person_id), .acts = arranges,
	};

	return row;
}

static void add_rows(const struct reading *r, struct around_view *v)
{
	struct ctx *cx = r->cx;

	v->now.v = NEW_ARRAY(cx->arena, struct around_row, r->rows.n + 1);
	v->later.v = NEW_ARRAY(cx->arena, struct around_row, r->rows.n + 1);
	v->before.v = NEW_ARRAY(cx->arena, struct around_row, r->rows.n + 1);
	v->no_supervisor = v->no_assessor = true;
	for (size_t i = 0; i < r->rows.n; i++) {
		const struct assignments_of_induction_row *a = &r->rows.v[i];
		struct around_rows *to = is_before(r, a) ? &v->before : is_later(r, a) ? &v->later : &v->now;

		to->v[to->n++] = row_of(r, a, v->arranges);
		if (to == &v->now) {
			v->no_supervisor &= a->role != ROLE_SUPERVISOR;
			v->no_assessor &= a->role != ROLE_ASSESSOR;
		}
	}
}

static void add_conflicts(const struct reading *r, struct around_view *v)
{
	struct ctx *cx = r->cx;

	v->conflicts.v = NEW_ARRAY(cx->arena, struct around_conflict, r->conflicts.n + 1);
	for (size_t i = 0; i < r->conflicts.n; i++) {
		const struct conflicts_about_row *c = &r->conflicts.v[i];
		bool standing = date_is_none(c->ends) || date_cmp(c->ends, cx->today) >= 0;

		if (!sees_conflict(cx, c))
			continue;
		v->conflicts.v[v->conflicts.n++] = (struct around_conflict){
			.name = c->name, .kind = word(conflict_word((int)c->kind)), .when = dates_shown(cx, c->starts, c->ends),
			.by = WORDS(cx->arena, T_AROUND_CONFLICT_BY, WORD_ARG("name", c->by_name)), .standing = standing,
			.acts = v->arranges && standing && c->person != cx->actor.person, .end = url_id(cx, "/conflicts/", c->id, "/end"),
		};
	}
}

static void assignment_json(struct ctx *cx, struct json_out *j, const struct assignments_of_induction_row *a)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, a->id);
	json_key(j, "person"), json_uuid(j, a->person_id);
	json_key(j, "name"), json_str(j, a->name);
	json_key(j, "role"), json_str(j, key_of(&roles, (int)a->role));
	json_key(j, "starts"), json_date(j, a->starts);
	json_key(j, "ends"), json_date(j, a->ends);
	json_key(j, "second_reader");
	if (a->reader.n)
		json_str(j, a->reader);
	else
		json_none(j);
	json_key(j, "version"), json_i64(j, a->version);
	json_key(j, "url"), json_str(j, strf(cx->arena, "/api/v1/assignments/%s", uuid_str(cx->arena, a->id).p));
	json_end(j);
}

static enum rc around_json(const struct reading *r)
{
	struct ctx *cx = r->cx;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < r->rows.n; i++)
		assignment_json(cx, j, &r->rows.v[i]);
	json_end(j);
	json_key(j, "conflicts"), json_arr(j);
	for (size_t i = 0; i < r->conflicts.n; i++) {
		const struct conflicts_about_row *c = &r->conflicts.v[i];

		if (!sees_conflict(cx, c))
			continue;
		json_obj(j);
		json_key(j, "id"), json_uuid(j, c->id);
		json_key(j, "name"), json_str(j, c->name);
		json_key(j, "kind"), json_str(j, key_of(&conflict_kinds, (int)c->kind));
		json_key(j, "starts"), json_date(j, c->starts);
		json_key(j, "ends"), json_date(j, c->ends);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc around_show(struct ctx *cx)
{
	const struct induction *i = cx->induction;
	struct around_view v = {
		.name = i->name, .first = first_name(i->name), .back = url_id(cx, "/inductions/", i->uuid, ""),
		.declare = url_id(cx, "/inductions/", i->uuid, "/conflicts/new"), .csrf = hidden_csrf(cx), .icons = staff_icons(cx),
		.arranges = access_ok(may_arrange_induction(&cx->actor, &cx->resource)),
		.declares = access_ok(may_declare_conflict(&cx->actor, &cx->resource)),
	};
	struct url fresh = url_id(cx, "/inductions/", i->uuid, "/around/new");
	struct reading r;
	enum rc rc = read_around(cx, &r);

	if (rc != OK || cx->json)
		return rc != OK ? rc : around_json(&r);
	v.new_supervisor = url_with(cx, fresh, "role", key_of(&roles, ROLE_SUPERVISOR));
	v.new_assessor = url_with(cx, fresh, "role", key_of(&roles, ROLE_ASSESSOR));
	v.new_observer = url_with(cx, fresh, "role", key_of(&roles, ROLE_OBSERVER));
	add_rows(&r, &v);
	add_conflicts(&r, &v);
	return page(cx, &(struct page){ .title = WORDS(cx->arena, T_AROUND_TITLE, WORD_ARG("name", v.first)), .width = WIDTH_STAFF,
	                                .menu = cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_NONE,
	                                .main = HTML(cx, around, &v) });
}
