/* joining_new.c — who is on the way, and beginning to ask about somebody. */
#include "app/joining/joining_inside.h"

#include "app/joining/joining_view.h"
#include "app/people/people.h"
#include "programme.sql.h"
#include "templates.gen.h"
#include "web/list.h"

/* ---- the list ---- */

enum { FILTER_STATE, FILTER_OUTCOME };
static const enum word state_words[] = { T_JOINING_STATE_CHECKING, T_JOINING_STATE_CHECKED, T_JOINING_STATE_STARTED,
	                                     T_JOINING_STATE_CLOSED };
static const enum word outcome_words[] = { T_JOINING_OUTCOME_OPEN, T_JOINING_OUTCOME_STOP, T_JOINING_OUTCOME_UNFUNDED,
	                                       T_JOINING_OUTCOME_FUNDED };
static const struct list_filter filters[] = {
	[FILTER_STATE] = { "state", T_JOINING_STATE, T_JOINING_EVERY_STATE, .keys = &joining_states, .words = state_words },
	[FILTER_OUTCOME] = { "outcome", T_JOINING_OUTCOME, T_JOINING_EVERY_OUTCOME, .keys = &eligibilities,
	                     .words = outcome_words },
};
static const struct list_column columns[] = {
	COLUMN("name", T_JOINING_NAME, .sort = LIST_BY(JOININGS_LISTED_BY_NAME_FOLDED)),
	COLUMN("programme", T_JOINING_PROGRAMME),
	COLUMN("state", T_JOINING_STATE),
	COLUMN("outcome", T_JOINING_OUTCOME),
	COLUMN("changed", T_JOINING_CHANGED, .sort = LIST_BY(JOININGS_LISTED_BY_CHANGED)),
};

static enum rc load(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
{
	struct joinings_listed_rows rows;
	enum rc rc = sql_joinings_listed(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, ask->pattern,
	                                 ask->chosen[FILTER_STATE], ask->chosen[FILTER_OUTCOME], ask->limit, ask->at, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct joinings_listed_row *r = &rows.v[i];

		list_row(out, r->id, joinings_listed_at(r, ask->at));
		list_link(out, r->name, url_id(cx, "/joining/", r->id, ""));
		list_text(out, r->programme);
		list_choice(out, key_of(&joining_states, (int)r->state), word(state_words[r->state]));
		list_choice(out, key_of(&eligibilities, (int)r->outcome), word(outcome_words[r->outcome]));
		list_instant(out, r->changed);
	}
	return rc;
}

static enum rc count(struct ctx *cx, const struct list_ask *ask, int64_t *ret)
{
	struct joinings_count_row row;
	enum rc rc = sql_joinings_count(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, ask->pattern,
	                                ask->chosen[FILTER_STATE], ask->chosen[FILTER_OUTCOME], ask->limit, &row);

	*ret = rc == OK ? row.n : -1;
	return rc;
}

static const struct list joinings = {
	.name = "joining", LIST_COLUMNS(columns), LIST_FILTERS(filters), .search = T_JOINING_SEARCH, .caption = T_JOINING_TITLE,
	.empty = T_JOINING_NONE, .empty_says = T_JOINING_NONE_SAYS, .first = 4, .first_down = true, .load = load, .count = count,
};

enum rc joining_list(struct ctx *cx)
{
	struct joining_list_view v;
	struct list_shown list;
	enum rc rc = list_show(cx, &joinings, &(struct list_of){ .url = url_lit("/joining") }, &list);

	if (rc != OK || cx->json)
		return rc;
	v.list = list.html;
	return page(cx, &(struct page){ .title = word(T_JOINING_TITLE), .menu = MENU_PEOPLE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, joining_list, &v) });
}

enum rc joining_csv(struct ctx *cx)
{
	return list_csv(cx, &joinings, &(struct list_of){ .url = url_lit("/joining") });
}

/* ---- a new one ---- */

struct joining_typed {
	struct str programme, person, name, email;
};
static const struct field joining_fields[] = {
	TEXT(struct joining_typed, programme, .label = T_JOINING_PROGRAMME, .max = 60, .required = true,
	     .missing = T_JOINING_PROGRAMME_MISSING),
	TEXT(struct joining_typed, person, .label = T_JOINING_PERSON, .max = UUID_TEXT),
	TEXT(struct joining_typed, name, .label = T_JOINING_NAME, .hint = T_JOINING_NAME_HINT, .max = 200),
	TEXT(struct joining_typed, email, .label = T_JOINING_EMAIL, .hint = T_JOINING_EMAIL_HINT, .max = 254),
};
static void check_typed(struct ctx *cx, const void *filled)
{
	const struct joining_typed *f = filled;

	if (!f->person.n && !f->name.n)
		field_error(cx, "name", T_JOINING_NAME_MISSING);
	if (f->email.n && !email_is_plausible(f->email))
		field_error(cx, "email", T_JOINING_EMAIL_WRONG);
}
const struct form joining_form = { .name = "joining", .size = sizeof(struct joining_typed), .fields = joining_fields,
	                               .n = COUNT_OF(joining_fields), .check = check_typed, .autosave = true };

enum rc joining_new(struct ctx *cx)
{
	struct form_view fv = form_view(cx, &joining_form, NULL, -1);
	struct joining_new_view v = { .errors = fv.errors, .hidden = fv.hidden, .name = form_field(&fv, "name")->html,
		                          .email = form_field(&fv, "email")->html,
		                          .programme_error = form_field(&fv, "programme")->error,
		                          .person_error = form_field(&fv, "person")->error };
	struct programmes_for_rows programmes;
	struct joining_ecsws_rows people;
	enum rc rc = sql_programmes_for(cx->db, cx->arena, cx->actor.organisation, &programmes);

	if (rc == OK)
		rc = sql_joining_ecsws(cx->db, cx->arena, cx->actor.organisation, cx->today, &people);
	if (rc != OK)
		return rc;
	v.programmes.v = NEW_ARRAY(cx->arena, struct joining_option, programmes.n + 1);
	for (size_t i = 0; i < programmes.n; i++)
		v.programmes.v[v.programmes.n++] = (struct joining_option){
			programmes.v[i].slug, programmes.v[i].name, i ? strf(cx->arena, "programme-%zu", i + 1) : S("programme"),
			str_eq(programmes.v[i].slug, form_field(&fv, "programme")->value) };
	v.people.v = NEW_ARRAY(cx->arena, struct joining_option, people.n + 1);
	for (size_t i = 0; i < people.n; i++) {
		struct str id = uuid_str(cx->arena, people.v[i].id);

		v.people.v[v.people.n++] = (struct joining_option){ id, people.v[i].name, STR_NONE,
			                                                str_eq(id, form_field(&fv, "person")->value) };
	}
	return page(cx, &(struct page){ .title = word(T_JOINING_NEW_TITLE), .menu = MENU_PEOPLE,
	                                .main = HTML(cx, joining_new, &v) });
}

/* Whom it is about: an ECSW of this organisation, by choice or by address; or a name, whose account comes with the start. */
struct about {
	int64_t person; /* DB_NULL_INT for nobody yet */
	struct str name, email;
};
static enum rc find_about(struct ctx *cx, const struct joining_typed *f, struct about *ret)
{
	struct joining_person_by_id_row chosen;
	struct joining_ecsw_by_email_row known;
	struct uuid id;
	enum rc rc;

	*ret = (struct about){ DB_NULL_INT, f->name, f->email };
	if (f->person.n) {
		if (!uuid_parse(f->person, &id))
			return field_error(cx, "person", T_JOINING_PERSON_WRONG);
		rc = sql_joining_person_by_id(cx->db, cx->arena, id, cx->actor.organisation, cx->today, &chosen);
		if (rc == OK)
			*ret = (struct about){ chosen.person, chosen.name, chosen.email };
		return rc == NOT_FOUND ? field_error(cx, "person", T_JOINING_PERSON_WRONG) : rc;
	}
	if (!f->email.n)
		return OK;
	rc = sql_joining_ecsw_by_email(cx->db, cx->arena, email_fold(cx->arena, f->email), cx->actor.organisation, cx->today,
	                               &known);
	if (rc == OK && known.is_ours)
		*ret = (struct about){ known.person, known.name, f->email };
	else if (rc == OK && known.works_here)
		return field_error(cx, "email", T_JOINING_EMAIL_NOT_ECSW);
	return rc == NOT_FOUND ? OK : rc; /* an address known elsewhere is answered like one that is not */
}

enum rc joining_create(struct ctx *cx)
{
	const struct joining_typed *f = cx->form;
	const struct programme *p;
	struct programme_standing standing;
	struct joining_open_of_person_row open;
	struct joining_add_row row;
	struct about about;
	struct uuid id = uuid7(cx->now);
	enum rc rc = programme_of_slug(cx, f->programme, &p);

	if (rc == NOT_FOUND || (rc == OK && p->organisation != DB_NULL_INT && p->organisation != cx->actor.organisation))
		return field_error(cx, "programme", T_JOINING_PROGRAMME_MISSING);
	if (rc != OK || (rc = programme_standing(cx, p->id, &standing)) != OK)
		return rc;
	if (!standing.is_open)
		return field_error(cx, "programme", standing.state == PROGRAMME_DRAFT ? T_JOINING_PROGRAMME_MISSING : T_PROGRAMME_NOT_OPEN);
	if ((rc = find_about(cx, f, &about)) != OK)
		return rc;
	if (about.person == cx->actor.person)
		return field_error(cx, "person", T_JOINING_NOT_YOURSELF);
	if (about.person != DB_NULL_INT) { /* the same again leads to where it stands */
		rc = sql_joining_open_of_person(cx->db, cx->arena, about.person, cx->actor.organisation, p->id, &open);
		if (rc != NOT_FOUND)
			return rc == OK ? done(cx, url_id(cx, "/joining/", open.id, ""), T_JOINING_ALREADY) : rc;
	}
	rc = sql_joining_add(cx->db, cx->arena, id, cx->actor.organisation, p->id, about.person, about.name,
	                     text_fold(cx->arena, about.name), about.email, cx->now, cx->actor.person, &row);
	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, cx->actor.organisation, EVENT_JOINING_OPENED, id, S("{}"));
	return rc == OK ? created(cx, url_id(cx, "/joining/", id, ""), T_JOINING_OPENED) : rc;
}
