/* capacity_list.c — for a coordinator: who supervises and assesses, how many each holds, for how many there is room and from
 * when, training and registration. As a page, JSON and CSV. */
#include "app/assignment/assignment_inside.h"

#include "capacity.sql.h"
#include "templates.gen.h"
#include "web/list.h"

static const enum word part_words[] = { [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR };
static const struct str part_keys[] = { [ROLE_SUPERVISOR] = S_INIT("practice_supervisor"),
	                                    [ROLE_ASSESSOR] = S_INIT("practice_assessor") };
static const struct key_list part_list = { part_keys, (int)COUNT_OF(part_keys) };

static const struct list_filter filters[] = {
	{ .name = "role", .label = T_AROUND_PART, .all = T_CAPACITY_BOTH, .keys = &part_list, .words = part_words },
};
static const struct list_column columns[] = {
	COLUMN("name", T_AROUND_WHO, .sort = LIST_BY(CAPACITY_LISTED_BY_NAME_SORT)),
	COLUMN("role", T_AROUND_PART),
	COLUMN("now", T_CAPACITY_NOW, .is_number = true),
	COLUMN("most", T_CAPACITY_ROOM, .is_number = true),
	COLUMN("most_later", T_CAPACITY_LATER, .is_number = true),
	COLUMN("later_from", T_CAPACITY_LATER_FROM),
	COLUMN("training", T_TRAINING_HEADING),
	COLUMN("trained_until", T_TRAINING_UNTIL, .not_on_page = true),
	COLUMN("registration", T_CAPACITY_REGISTRATION),
};

static enum rc put_row(struct ctx *cx, const struct list_ask *ask, const struct capacity_listed_row *r, struct list_rows *out)
{
	struct capacity_facts room = { r->most == DB_NULL_INT ? -1 : (int)r->most, (int)r->now };
	struct date until = r->trained_for_good ? DATE_NONE : r->trained_until;
	enum training_state trained = training_state(r->has_training, until, cx->today);
	struct registration reg;
	enum rc rc = registration_of(cx, r->person, &reg);

	if (rc != OK)
		return rc;
	list_row(out, r->id, capacity_listed_at(r, ask->at));
	list_link(out, r->name, url_caseload(cx, r->id));
	list_choice(out, key_of(&part_list, (int)r->role), word(part_words[r->role]));
	list_number(out, r->now);
	if (room_of(&room) >= ROOM_FULL) {
		list_flag(out, room_of(&room) == ROOM_OVER ? LIST_LATE : LIST_PLAN);
		list_small(out, word(room_of(&room) == ROOM_OVER ? T_CAPACITY_IS_OVER : T_CAPACITY_IS_FULL));
	}
	list_number(out, r->most);
	list_number(out, r->next_most);
	list_date(out, r->next_from);
	list_text(out, training_shown(cx, r->has_training, until));
	if (trained != TRAINING_CURRENT)
		list_flag(out, trained == TRAINING_PAST ? LIST_LATE : LIST_PLAN);
	list_date(out, until);
	list_text(out, registration_says(cx, &reg));
	if (registration_flagged(reg.stands))
		list_flag(out, registration_is_late(reg.stands) ? LIST_LATE : LIST_PLAN);
	return OK;
}

static enum rc load(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
{
	struct capacity_listed_rows rows;
	enum rc rc = sql_capacity_listed(cx->db, cx->arena, cx->actor.organisation, ask->chosen[0], ask->pattern, cx->today,
	                                 ask->limit, ask->at, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = put_row(cx, ask, &rows.v[i], out);
	return rc;
}

static const struct list capacities = {
	.name = "capacity", LIST_COLUMNS(columns), LIST_FILTERS(filters), .load = load, .search = T_AROUND_SEARCH,
	.caption = T_CAPACITY_LIST, .empty = T_CAPACITY_NOBODY, .empty_says = T_CAPACITY_NOBODY_SAYS,
};

enum rc capacity_list(struct ctx *cx)
{
	struct list_shown l;
	struct capacity_list_view v;
	enum rc rc = list_show(cx, &capacities, &(struct list_of){ .url = url_lit("/capacity") }, &l);

	if (rc != OK || cx->json)
		return rc;
	v = (struct capacity_list_view){ l.html };
	return page(cx, &(struct page){ .title = word(T_CAPACITY_LIST), .menu = MENU_PEOPLE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, capacity_list, &v) });
}

enum rc capacity_csv(struct ctx *cx)
{
	return list_csv(cx, &capacities, &(struct list_of){ .url = url_lit("/capacity") });
}
