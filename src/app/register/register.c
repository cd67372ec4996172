/* register.c — what is known of somebody's registration, as facts, as a sentence, and as lines beside a name. */
#include "app/register/register_inside.h"

#include "register.sql.h"
#include "rules/duties.h"

enum { MARKS_MAX = 6 };

static int64_t or_zero(int64_t n)
{
	return n == DB_NULL_INT ? 0 : n;
}

/* Without a finding, or with one of a number that has since changed, nothing has been asked. */
static struct registration of_row(struct ctx *cx, const struct registration_row_row *row)
{
	bool asked = row->number.n && row->finding_number.n && str_eq(row->number, row->finding_number);
	struct registration r = {
		.own_name = row->own_name, .number = row->number, .from = DATE_NONE, .until = DATE_NONE, .asked_at = DB_NULL_INT,
		.said_at = DB_NULL_INT, .stage = (int)or_zero(row->stage), .stage_awarded = row->stage_awarded,
		.stage_until = row->stage_until,
	};

	r.facts = (struct registration_facts){ .has_number = row->number.n > 0, .until = DATE_NONE };
	if (asked) {
		r.facts.status = (enum register_status)row->status;
		r.facts.until = r.until = row->registered_until;
		r.facts.names = names_compare(cx->arena, row->own_name, row->name);
		r.facts.said_same = row->said_by.n && row->is_same == 1;
		r.facts.said_other = row->said_by.n && row->is_same == 0;
		r.from = row->registered_from;
		r.name = row->name;
		r.town = row->town;
		r.annotations = row->annotations;
		r.asked_at = row->asked_at;
		r.source = (enum register_source)row->source;
		r.said_by = row->said_by;
		r.said_at = row->said_at;
		r.version = row->version;
	}
	r.stands = registration_standing(&r.facts, cx->today);
	return r;
}

enum rc registration_of(struct ctx *cx, int64_t person, struct registration *ret)
{
	struct registration_row_row row;
	enum rc rc = sql_registration_row(cx->db, cx->arena, person, &row);

	if (rc == OK)
		*ret = of_row(cx, &row);
	return rc;
}

enum rc registration_stops_person(struct ctx *cx, int64_t person, bool *ret_stops)
{
	struct registration r;
	enum rc rc = registration_of(cx, person, &r);

	if (rc == OK)
		*ret_stops = registration_stops(r.stands);
	return rc;
}

/* ---- in words ---- */

struct str registration_says(struct ctx *cx, const struct registration *r)
{
	static const enum word words[STANDS_END] = {
		[STANDS_REGISTERED] = T_REGISTER_SAYS_REGISTERED, [STANDS_NO_NUMBER] = T_REGISTER_SAYS_NO_NUMBER,
		[STANDS_NOT_ASKED] = T_REGISTER_SAYS_NOT_ASKED, [STANDS_NAME_TO_LOOK_AT] = T_REGISTER_SAYS_NAME,
		[STANDS_ENDS_SOON] = T_REGISTER_SAYS_ENDS_SOON, [STANDS_CONDITIONS] = T_REGISTER_SAYS_CONDITIONS,
		[STANDS_SUSPENDED] = T_REGISTER_SAYS_SUSPENDED, [STANDS_LAPSED] = T_REGISTER_SAYS_LAPSED,
		[STANDS_REMOVED] = T_REGISTER_SAYS_REMOVED, [STANDS_NO_SUCH_NUMBER] = T_REGISTER_SAYS_NO_SUCH,
		[STANDS_SOMEBODY_ELSE] = T_REGISTER_SAYS_SOMEBODY_ELSE,
	};
	struct str asked = r->asked_at == DB_NULL_INT ? STR_NONE : date_long(cx->arena, date_of(r->asked_at));
	enum word w = words[r->stands];

	if (r->stands == STANDS_LAPSED && !date_is_none(r->until))
		w = T_REGISTER_SAYS_LAPSED_ON;
	return WORDS(cx->arena, w, WORD_ARG("asked", asked), WORD_ARG("until", r->until), WORD_ARG("percent", r->facts.names.percent));
}

static struct str stage_says(struct ctx *cx, const struct registration *r, enum training_state state)
{
	static const enum word words[] = { [TRAINING_PAST] = T_REGISTER_STAGE_PAST, [TRAINING_ENDS_SOON] = T_REGISTER_STAGE_SOON,
		                               [TRAINING_CURRENT] = T_REGISTER_STAGE_UNTIL };

	if (date_is_none(r->stage_until))
		return WORDS(cx->arena, T_REGISTER_STAGE, WORD_ARG("n", r->stage));
	return WORDS(cx->arena, words[state], WORD_ARG("n", r->stage), WORD_ARG("until", r->stage_until));
}

void mark_add(struct ctx *cx, struct staff_marks *marks, struct str text, bool late, bool ok)
{
	if (!marks->v)
		marks->v = NEW_ARRAY(cx->arena, struct staff_mark, MARKS_MAX);
	if (text.n && marks->n < MARKS_MAX)
		marks->v[marks->n++] = (struct staff_mark){ text, late, ok };
}

static enum rc add_marks(struct ctx *cx, int64_t person, struct staff_marks *marks, bool only_flags)
{
	struct registration r;
	enum training_state stage;
	enum rc rc = registration_of(cx, person, &r);

	if (rc != OK)
		return rc;
	stage = training_state(r.stage > 0, r.stage_until, cx->today);
	if (!only_flags || registration_flagged(r.stands))
		mark_add(cx, marks, registration_says(cx, &r), registration_is_late(r.stands), r.stands == STANDS_REGISTERED);
	if (r.annotations.n)
		mark_add(cx, marks, WORDS(cx->arena, T_REGISTER_ANNOTATED, WORD_ARG("what", r.annotations)), false, false);
	if (r.stage && (!only_flags || stage != TRAINING_CURRENT))
		mark_add(cx, marks, stage_says(cx, &r, stage), false, stage == TRAINING_CURRENT);
	return OK;
}

enum rc registration_marks(struct ctx *cx, int64_t person, struct staff_marks *marks)
{
	return add_marks(cx, person, marks, false);
}

enum rc registration_flags(struct ctx *cx, int64_t person, struct staff_marks *marks)
{
	return add_marks(cx, person, marks, true);
}

enum rc registrations_flagged(struct ctx *cx, int64_t organisation, struct flagged_people *ret)
{
	struct register_flagged_rows rows;
	enum rc rc = sql_register_flagged(cx->db, cx->arena, organisation, cx->today, FLAGGED_MAX + 1, &rows);
	struct flagged_people found = { .v = NEW_ARRAY(cx->arena, struct flagged_person, FLAGGED_MAX + 1) };

	for (size_t i = 0; rc == OK && i < rows.n && i < FLAGGED_MAX; i++) {
		struct flagged_person p = { .url = url_id(cx, "/people/", rows.v[i].id, "/registration"), .name = rows.v[i].name };

		rc = registration_flags(cx, rows.v[i].person, &p.marks);
		if (rc == OK && p.marks.n)
			found.v[found.n++] = p;
	}
	found.more = rc == OK && rows.n > FLAGGED_MAX;
	if (rc == OK)
		*ret = found;
	return rc;
}
