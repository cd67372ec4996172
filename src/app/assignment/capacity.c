/* capacity.c — how many ECSWs somebody has room for, from when; and their training. */
#include "app/assignment/assignment_inside.h"

#include "capacity.sql.h"

enum { MOST_MAX = 60, TITLE_MAX = 200 };

/* ---- forms ---- */

static const struct str room_keys[] = { [ROLE_SUPERVISOR] = S_INIT("practice_supervisor"),
	                                    [ROLE_ASSESSOR] = S_INIT("practice_assessor") };
static const struct key_list room_parts = { room_keys, (int)COUNT_OF(room_keys) };
static const enum word room_words[] = { [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR };
static const enum word kind_words[] = { [TRAINING_ASSESSOR] = T_TRAINING_KIND_ASSESSOR,
	                                    [TRAINING_SUPERVISOR] = T_TRAINING_KIND_SUPERVISOR,
	                                    [TRAINING_OBSERVER] = T_TRAINING_KIND_OBSERVER,
	                                    [TRAINING_REFRESHER] = T_TRAINING_KIND_REFRESHER,
	                                    [TRAINING_OTHER] = T_TRAINING_KIND_OTHER };

enum word training_word(int kind)
{
	return kind > 0 && kind < TRAINING_KIND_END ? kind_words[kind] : T_NONE;
}

struct capacity_typed {
	int role;
	int64_t most;
	struct date from;
};
static const struct field capacity_fields[] = {
	CHOICE(struct capacity_typed, role, .label = T_CAPACITY_PART, .choices = &room_parts, .choice_words = room_words,
	       .max = ROLE_ASSESSOR, .required = true),
	INT(struct capacity_typed, most, .label = T_CAPACITY_MOST, .hint = T_CAPACITY_MOST_HINT, .min = 0, .max = MOST_MAX,
	    .required = true),
	DATE(struct capacity_typed, from, .label = T_CAPACITY_FROM, .max = 10, .required = true),
};
const struct form capacity_form = { .name = "capacity", .size = sizeof(struct capacity_typed), .fields = capacity_fields,
	                                .n = COUNT_OF(capacity_fields) };

const void *capacity_blank(struct ctx *cx)
{
	struct capacity_typed *blank = NEW(cx->arena, struct capacity_typed);

	*blank = (struct capacity_typed){ .role = ROLE_ASSESSOR, .from = cx->today };
	return blank;
}

struct training_typed {
	int kind;
	struct str title;
	struct date completed, current_until;
};
static const struct field training_fields[] = {
	CHOICE(struct training_typed, kind, .label = T_TRAINING_KIND, .choices = &training_kinds, .choice_words = kind_words,
	       .max = TRAINING_KIND_END, .required = true),
	TEXT(struct training_typed, title, .label = T_TRAINING_TITLE, .hint = T_TRAINING_TITLE_HINT, .max = TITLE_MAX),
	DATE(struct training_typed, completed, .label = T_TRAINING_DONE_ON, .max = 10, .required = true, .not_after_today = true),
	DATE(struct training_typed, current_until, .label = T_TRAINING_UNTIL, .hint = T_TRAINING_UNTIL_HINT, .max = 10),
};

static void check_training(struct ctx *cx, const void *filled)
{
	const struct training_typed *t = filled;

	if (!date_is_none(t->current_until) && !date_is_none(t->completed) && date_cmp(t->current_until, t->completed) < 0)
		field_error(cx, "current_until", T_TRAINING_UNTIL_EARLY);
}
const struct form training_form = { .name = "training", .size = sizeof(struct training_typed), .fields = training_fields,
	                                .n = COUNT_OF(training_fields), .check = check_training, .autosave = true };

/* ---- saying it ---- */

/* What was said before holds until the day before; what would only have begun later is taken back. */
enum rc capacity_keep(struct ctx *cx, int64_t person, int64_t organisation, enum role role, int64_t most, struct date from)
{
	struct uuid id = uuid7(cx->now);
	struct capacity_from_row row;
	enum rc rc;

	while ((rc = sql_capacity_from(cx->db, cx->arena, person, organisation, role, from, &row)) == OK) {
		struct date last = assignment_last_day(row.starts, from);

		rc = date_is_none(last) ? sql_capacity_remove(cx->db, cx->arena, row.capacity, NULL)
		                        : sql_capacity_end(cx->db, cx->arena, row.capacity, last, NULL);
		if (rc != OK)
			return rc;
	}
	if (rc != NOT_FOUND)
		return rc;
	rc = sql_capacity_insert(cx->db, cx->arena, id, person, organisation, role, most, from, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_PERSON, person, EVENT_CAPACITY_SET, id,
	                            strf(cx->arena, "{\"role\":%d,\"n\":%lld,\"from\":\"%s\"}", (int)role, (long long)most,
	                                 date_iso(cx->arena, from).p))
	                : rc;
}

enum rc capacity_set(struct ctx *cx)
{
	const struct capacity_typed *f = cx->form;
	enum rc rc = capacity_keep(cx, cx->person->id, cx->actor.organisation, (enum role)f->role, f->most, f->from);

	return rc == OK ? done(cx, url_caseload(cx, cx->person->uuid), T_CAPACITY_SET) : rc;
}

enum rc training_keep(struct ctx *cx, int64_t person, enum training_kind kind, struct str title, struct date completed,
                      struct date until)
{
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_training_insert(cx->db, cx->arena, id, person, kind, title, completed, until,
	                                 cx->actor.person ? cx->actor.person : DB_NULL_INT, cx->now, NULL);

	return rc == OK ? event_add(cx, CHAIN_PERSON, person, EVENT_TRAINING_RECORDED, id, strf(cx->arena, "{\"kind\":%d}", (int)kind))
	                : rc;
}

enum rc training_add(struct ctx *cx)
{
	const struct training_typed *f = cx->form;
	enum rc rc = training_keep(cx, cx->person->id, (enum training_kind)f->kind, str_trim(f->title), f->completed,
	                           f->current_until);

	return rc == OK ? created(cx, url_caseload(cx, cx->person->uuid), T_TRAINING_ADDED) : rc;
}

enum rc training_remove(struct ctx *cx)
{
	struct uuid id;
	int64_t n = 0;
	enum rc rc = uuid_parse(param(cx, "training"), &id)
	                 ? sql_training_take_out(cx->db, cx->arena, id, cx->person->id, cx->now, &n)
	                 : NOT_FOUND;

	if (rc == OK && !n)
		rc = NOT_FOUND;
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, cx->person->id, EVENT_TRAINING_REMOVED, id, S("{}"));
	return rc == OK ? done(cx, url_caseload(cx, cx->person->uuid), T_TRAINING_REMOVED) : rc;
}
