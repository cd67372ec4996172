/* conflict.c — a conflict of interest is declared: what somebody held around the ECSW ends at once, views they gave are
 * marked and stay, and no assignment against it can be made until it is ended. */
#include "app/assignment/assignment_inside.h"

#include "app/notices/notices.h"
#include "conflict.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { PEOPLE_MAX = 300 };

static const enum word kind_words[] = { [CONFLICT_FAMILY] = T_CONFLICT_FAMILY, [CONFLICT_FRIEND] = T_CONFLICT_FRIEND,
	                                    [CONFLICT_WORK] = T_CONFLICT_WORK, [CONFLICT_MONEY] = T_CONFLICT_MONEY,
	                                    [CONFLICT_OTHER] = T_CONFLICT_OTHER };

enum word conflict_word(int kind)
{
	return kind > 0 && kind < CONFLICT_KIND_END ? kind_words[kind] : T_NONE;
}

struct conflict_typed {
	struct str person;
	int kind;
	struct date since;
};
static const struct field conflict_fields[] = {
	TEXT(struct conflict_typed, person, .label = T_CONFLICT_WHO, .max = UUID_TEXT, .required = true,
	     .missing = T_CONFLICT_WHO_MISSING),
	CHOICE(struct conflict_typed, kind, .label = T_CONFLICT_KIND, .choices = &conflict_kinds, .choice_words = kind_words,
	       .max = CONFLICT_KIND_END, .required = true, .missing = T_CONFLICT_KIND_MISSING),
	DATE(struct conflict_typed, since, .label = T_CONFLICT_SINCE, .hint = T_CONFLICT_SINCE_HINT, .max = 10,
	     .not_after_today = true),
};
const struct form conflict_form = { .name = "conflict", .size = sizeof(struct conflict_typed), .fields = conflict_fields,
	                                .n = COUNT_OF(conflict_fields) };

/* ---- the page ---- */

/* Those assigned speak for themselves; the ECSW and the coordinator name who it is about. */
static bool speaks_for_self(const struct ctx *cx)
{
	return cx->actor.role != ROLE_COORDINATOR && cx->actor.person != cx->induction->ecsw;
}

static enum rc read_people(struct ctx *cx, struct conflict_people_rows *rows)
{
	return sql_conflict_people(cx->db, cx->arena, cx->induction->id, cx->induction->employer,
	                           cx->actor.role == ROLE_COORDINATOR, S(""), cx->today, PEOPLE_MAX, rows);
}

static enum rc add_people(struct ctx *cx, struct conflict_view *v)
{
	struct str picked = cx->values ? str_trim(values_get(cx->values, S("person"))) : STR_NONE;
	struct conflict_people_rows rows;
	enum rc rc = read_people(cx, &rows);

	if (rc != OK)
		return rc;
	v->people.v = NEW_ARRAY(cx->arena, struct conflict_person, rows.n + 1);
	v->self = speaks_for_self(cx);
	for (size_t i = 0; i < rows.n; i++) {
		struct str key = uuid_str(cx->arena, rows.v[i].id);

		if (v->self && rows.v[i].person != cx->actor.person)
			continue;
		v->people.v[v->people.n] = (struct conflict_person){
			.id = v->people.n ? strf(cx->arena, "person-%zu", v->people.n + 1) : S("person"), .key = key,
			.name = rows.v[i].name, .part = word(role_word((enum role)rows.v[i].role)),
			.chosen = v->self || str_eq(key, picked),
		};
		v->people.n++;
	}
	return OK;
}

enum rc conflict_new(struct ctx *cx)
{
	struct conflict_typed blank = { .since = DATE_NONE };
	struct form_view f = form_view(cx, &conflict_form, &blank, -1);
	struct conflict_view v = {
		.name = cx->induction->name, .first = first_name(cx->induction->name), .hidden = f.hidden, .errors = f.errors,
		.back = url_id(cx, "/inductions/", cx->induction->uuid, "/around"), .kind = form_field(&f, "kind")->html,
		.action = url_id(cx, "/inductions/", cx->induction->uuid, "/conflicts"), .since = form_field(&f, "since")->html,
		.person_error = err_of(&cx->err, S("person")), .icons = staff_icons(cx),
	};
	enum rc rc = add_people(cx, &v);

	if (rc != OK)
		return rc;
	return page(cx, &(struct page){ .title = word(T_CONFLICT_TITLE), .main = HTML(cx, conflict, &v) });
}

/* ---- declaring ---- */

/* person_named — one of those the page offers; nobody else is known to exist. */
static enum rc person_named(struct ctx *cx, int64_t *ret)
{
	const struct conflict_typed *f = cx->form;
	struct conflict_people_rows rows;
	struct uuid id;
	enum rc rc = uuid_parse(str_trim(f->person), &id) ? read_people(cx, &rows)
	                                                  : field_error(cx, "person", T_CONFLICT_WHO_MISSING);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (uuid_eq(rows.v[i].id, id) && (!speaks_for_self(cx) || rows.v[i].person == cx->actor.person)) {
			*ret = rows.v[i].person;
			return OK;
		}
	return rc == OK ? field_error(cx, "person", T_CONFLICT_WHO_MISSING) : rc;
}

/* ended_told — whoever does something no more, and the ECSW; not whoever declared it, who knows. */
static enum rc ended_told(struct ctx *cx, int64_t person, const struct conflict_readings_rows *read)
{
	int64_t *people = NEW_ARRAY(cx->arena, int64_t, read->n + 2);
	size_t n = 0;

	for (size_t i = 0; i < read->n; i++)
		people[n++] = read->v[i].person;
	if (person != cx->actor.person)
		people[n++] = person;
	if (cx->induction->ecsw != cx->actor.person)
		people[n++] = cx->induction->ecsw;
	return notice_each(cx, NOTICE_ASSIGNED, people, n, cx->induction->employer);
}

static enum rc end_what_they_hold(struct ctx *cx, int64_t person)
{
	struct conflict_assignments_rows held;
	struct conflict_readings_rows read = { .n = 0 };
	enum rc rc = sql_conflict_assignments(cx->db, cx->arena, cx->induction->ecsw, person, cx->today, &held);

	for (size_t i = 0; rc == OK && i < held.n; i++) {
		struct assignment_facts a = { held.v[i].assignment, held.v[i].induction, held.v[i].id, person,
			                          (enum role)held.v[i].role, held.v[i].starts };

		rc = assignment_stop(cx, &a, cx->today, ASSIGNMENT_CONFLICT);
	}
	if (rc == OK)
		rc = sql_conflict_readings(cx->db, cx->arena, cx->induction->ecsw, person, cx->today, &read);
	/* Where they were the second reader, the one who supervises and assesses is without one, and may not go on. */
	for (size_t i = 0; rc == OK && i < read.n; i++) {
		struct assignment_facts a = { read.v[i].assignment, read.v[i].induction, read.v[i].id, read.v[i].person,
			                          (enum role)read.v[i].role, read.v[i].starts };

		rc = assignment_stop(cx, &a, cx->today, ASSIGNMENT_CONFLICT);
	}
	return rc == OK && held.n + read.n ? ended_told(cx, person, &read) : rc;
}

static enum rc mark_views(struct ctx *cx, int64_t person, int64_t conflict, struct uuid id, struct date since)
{
	struct conflict_views_rows views;
	size_t marked = 0;
	enum rc rc = sql_conflict_views(cx->db, cx->arena, cx->induction->ecsw, person, &views);

	for (size_t i = 0; rc == OK && i < views.n; i++) {
		if (!conflict_taints(date_of(views.v[i].given_at), since))
			continue;
		rc = sql_taint_insert(cx->db, cx->arena, views.v[i].view, conflict, cx->now, NULL);
		marked++;
	}
	return rc == OK && marked ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_VIEWS_MARKED, id,
	                                      strf(cx->arena, "{\"n\":%zu}", marked))
	                          : rc;
}

/* stands — declared already: a second press, or somebody else was first. */
static enum rc stands(struct ctx *cx, int64_t person, bool *ret)
{
	struct conflicts_about_rows rows;
	enum rc rc = sql_conflicts_about(cx->db, cx->arena, cx->induction->ecsw, &rows);

	*ret = false;
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		*ret |= rows.v[i].person == person && (date_is_none(rows.v[i].ends) || date_cmp(rows.v[i].ends, cx->today) >= 0);
	return rc;
}

/* Somebody who has just spoken for themself may see nothing more of this induction, so they go home. */
static struct url after(struct ctx *cx)
{
	return speaks_for_self(cx) ? url_lit("/") : url_id(cx, "/inductions/", cx->induction->uuid, "/around");
}

/* theirs — in the chain of whom it is about: with whom it is, of what kind, whether it stands. */
static struct str theirs(struct ctx *cx, int kind, bool stands_now)
{
	return strf(cx->arena, "{\"person\":%lld,\"kind\":%d,\"state\":%d}", (long long)cx->induction->ecsw, kind, stands_now);
}

enum rc conflict_declare(struct ctx *cx)
{
	const struct conflict_typed *f = cx->form;
	struct uuid id = uuid7(cx->now);
	struct conflict_insert_row row;
	int64_t person = 0;
	bool already;
	enum rc rc = person_named(cx, &person);

	if (rc != OK || (rc = stands(cx, person, &already)) != OK)
		return rc;
	if (already)
		return field_error(cx, "person", T_CONFLICT_STANDS);
	if ((rc = end_what_they_hold(cx, person)) != OK ||
	    (rc = sql_conflict_insert(cx->db, cx->arena, id, person, cx->induction->ecsw, f->kind, f->since, cx->today,
	                              cx->actor.person, cx->now, &row)) != OK ||
	    (rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_CONFLICT_DECLARED, id,
	                    strf(cx->arena, "{\"person\":%lld,\"kind\":%d}", (long long)person, f->kind))) != OK ||
	    (rc = event_add(cx, CHAIN_PERSON, person, EVENT_CONFLICT_DECLARED, id, theirs(cx, f->kind, true))) != OK ||
	    (rc = mark_views(cx, person, row.conflict, id, f->since)) != OK)
		return rc;
	return created(cx, after(cx), T_CONFLICT_DECLARED);
}

enum rc conflict_end(struct ctx *cx)
{
	const struct conflict *c = cx->conflict;
	struct date last = date_plus(cx->today, -1);
	enum rc rc;

	if (!date_is_none(c->ends))
		return CONFLICT;
	rc = sql_conflict_set_end(cx->db, cx->arena, c->id, date_cmp(last, c->starts) < 0 ? c->starts : last, cx->actor.person,
	                          NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_CONFLICT_ENDED, c->uuid,
		               strf(cx->arena, "{\"person\":%lld}", (long long)c->person));
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, c->person, EVENT_CONFLICT_ENDED, c->uuid, theirs(cx, c->kind, false));
	return rc == OK ? done(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/around"), T_CONFLICT_ENDED) : rc;
}
