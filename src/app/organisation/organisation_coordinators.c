/* organisation_coordinators.c — who coordinates: one of them the primary contact, never none, and one replaced by another. */
#include "app/organisation/organisation_inside.h"

#include "app/people/people.h"
#include "templates.gen.h"

enum { NAME_MOST = 200, EMAIL_MOST = 254 };

struct primary_form {
	struct str person;
};
static const struct field primary_fields[] = {
	TEXT(struct primary_form, person, .label = T_ORGANISATION_COORDINATOR, .max = UUID_TEXT, .required = true),
};
const struct form organisation_primary_form = { .name = "organisation_primary", .size = sizeof(struct primary_form),
                                                .fields = primary_fields, .n = COUNT_OF(primary_fields) };

struct replace_form {
	struct str leaver, name, email;
};
static void replace_check(struct ctx *cx, const void *filled)
{
	const struct replace_form *f = filled;

	if (f->email.n && !email_is_plausible(str_trim(f->email)))
		field_error(cx, "email", T_ORGANISATION_EMAIL_WRONG);
}
static const struct field replace_fields[] = {
	TEXT(struct replace_form, leaver, .label = T_ORGANISATION_LEAVER, .max = UUID_TEXT, .required = true,
	     .missing = T_ORGANISATION_LEAVER_MISSING),
	TEXT(struct replace_form, name, .label = T_ORGANISATION_NEW_NAME, .max = NAME_MOST, .min = 2, .required = true),
	TEXT(struct replace_form, email, .label = T_ORGANISATION_NEW_EMAIL, .hint = T_ORGANISATION_NEW_EMAIL_HINT,
	     .max = EMAIL_MOST, .required = true),
};
const struct form organisation_replace_form = { .name = "organisation_replace", .size = sizeof(struct replace_form),
                                                .fields = replace_fields, .n = COUNT_OF(replace_fields),
                                                .check = replace_check, .autosave = true };

/* ---- what others tell us ---- */

static enum rc primary_is(struct ctx *cx, int64_t organisation, int64_t person)
{
	struct organisation_of_row row;
	enum rc rc = sql_organisation_primary_put(cx->db, cx->arena, organisation, person, NULL);

	if (rc == OK)
		rc = sql_organisation_of(cx->db, cx->arena, organisation, &row);
	return rc == OK ? event_add(cx, CHAIN_ORGANISATION, organisation, EVENT_PRIMARY_NAMED, row.id,
	                            strf(cx->arena, "{\"person\":%lld}", (long long)person))
	                : rc;
}

enum rc organisation_coordinator_joins(struct ctx *cx, int64_t organisation, int64_t person)
{
	return sql_organisation_primary_if_none(cx->db, cx->arena, organisation, person, NULL);
}

enum rc organisation_coordinator_leaves(struct ctx *cx, int64_t organisation, int64_t person, struct date last,
                                        enum word *ret_why)
{
	struct organisation_others_row o;
	enum rc rc = sql_organisation_others(cx->db, cx->arena, organisation, person, last, &o);

	if (rc != OK || (!date_is_none(o.closed_on) && date_cmp(o.closed_on, last) <= 0))
		return rc;
	switch (coordinator_leaving(o.others, o.is_primary)) {
	case LEAVING_LAST:
		*ret_why = T_ORGANISATION_LAST_COORDINATOR;
		return CONFLICT;
	case LEAVING_CHOOSE:
		*ret_why = T_ORGANISATION_PRIMARY_LEAVES;
		return CONFLICT;
	case LEAVING_FREE:
		break;
	}
	return o.is_primary ? primary_is(cx, organisation, o.another) : OK;
}

/* ---- the page ---- */

static struct str when(struct ctx *cx, const struct organisation_coordinators_row *r)
{
	if (date_cmp(r->starts, cx->today) > 0)
		return WORDS(cx->arena, T_ORGANISATION_FROM, WORD_ARG("date", r->starts));
	if (!date_is_none(r->ends))
		return WORDS(cx->arena, T_ORGANISATION_FROM_TO, WORD_ARG("from", r->starts), WORD_ARG("to", r->ends));
	return WORDS(cx->arena, T_ORGANISATION_SINCE, WORD_ARG("date", r->starts));
}

enum rc organisation_coordinators(struct ctx *cx)
{
	struct coordinators_view v = { .name = cx->organisation->name, .back = organisation_url(cx, ""),
		                       .primary = organisation_url(cx, "/coordinators/primary"), .csrf = hidden_csrf(cx),
		                       .errors = form_view(cx, &organisation_primary_form, NULL, -1).errors };
	struct organisation_coordinators_rows rows;
	enum rc rc = sql_organisation_coordinators(cx->db, cx->arena, cx->organisation->id, cx->today, &rows);

	if (rc != OK)
		return rc;
	v.contacts.v = NEW_ARRAY(cx->arena, struct contact_shown, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct str id = uuid_str(cx->arena, rows.v[i].id);

		v.contacts.v[v.contacts.n++] = (struct contact_shown){
			.id = id, .name = rows.v[i].name, .email = rows.v[i].email, .is_primary = rows.v[i].is_primary,
			.when = when(cx, &rows.v[i]), .is_leaving = !date_is_none(rows.v[i].ends),
			.may_make_primary = !rows.v[i].is_primary && date_is_none(rows.v[i].ends) && rows.v[i].disabled_at == DB_NULL_INT,
			.may_replace = rows.v[i].person != cx->actor.person,
			.replace = url_with(cx, organisation_url(cx, "/coordinators/replace"), "who", id),
		};
	}
	return page(cx, &(struct page){ .title = word(T_ORGANISATION_DO_COORDINATORS), .menu = MENU_ORGANISATIONS,
	                                .width = WIDTH_STAFF, .main = HTML(cx, organisation_coordinators, &v) });
}

/* A coordinator of the loaded organisation; NOT_FOUND for anybody else. */
static enum rc coordinator_by(struct ctx *cx, struct str typed, struct organisation_coordinators_row *ret)
{
	struct organisation_coordinators_rows rows;
	struct uuid id;
	enum rc rc = uuid_parse(typed, &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_organisation_coordinators(cx->db, cx->arena, cx->organisation->id, cx->today, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (uuid_eq(rows.v[i].id, id)) {
			*ret = rows.v[i];
			return OK;
		}
	return rc == OK ? NOT_FOUND : rc;
}

enum rc organisation_primary(struct ctx *cx)
{
	const struct primary_form *f = cx->form;
	struct organisation_coordinators_row r;
	enum rc rc = coordinator_by(cx, f->person, &r);

	if (rc != OK)
		return rc;
	if (!date_is_none(r.ends) || r.disabled_at != DB_NULL_INT || date_cmp(r.starts, cx->today) > 0)
		return field_error(cx, "person", T_ORGANISATION_PRIMARY_CANNOT);
	if (!r.is_primary && (rc = primary_is(cx, cx->organisation->id, r.person)) != OK)
		return rc;
	return done(cx, organisation_url(cx, "/coordinators"), T_ORGANISATION_PRIMARY_DONE);
}

/* ---- one replaced by another ---- */

enum rc organisation_replace(struct ctx *cx)
{
	struct replace_form now = { .leaver = query(cx, "who") };
	struct organisation_coordinators_rows rows;
	struct form_view f = form_view(cx, &organisation_replace_form, &now, -1);
	struct replace_view v = { .name = cx->organisation->name, .back = organisation_url(cx, "/coordinators"),
		                  .action = organisation_url(cx, "/coordinators/replace"), .errors = f.errors, .hidden = f.hidden,
		                  .new_name = form_field(&f, "name")->html, .email = form_field(&f, "email")->html };
	enum rc rc = sql_organisation_coordinators(cx->db, cx->arena, cx->organisation->id, cx->today, &rows);

	if (rc != OK)
		return rc;
	v.leaver_error = form_field(&f, "leaver")->error;
	v.contacts.v = NEW_ARRAY(cx->arena, struct contact_shown, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct str id = uuid_str(cx->arena, rows.v[i].id);

		if (rows.v[i].person != cx->actor.person)
			v.contacts.v[v.contacts.n++] = (struct contact_shown){
				.id = id, .name = rows.v[i].name, .email = rows.v[i].email,
				.is_primary = str_eq(id, form_field(&f, "leaver")->value), /* chosen */
			};
	}
	return page(cx, &(struct page){ .title = word(T_ORGANISATION_REPLACE), .menu = MENU_ORGANISATIONS, .width = WIDTH_STAFF,
	                                .main = HTML(cx, organisation_replace, &v) });
}

/* By the same act as leaving: roles here, sessions, tokens and, with no role left anywhere, the work address end now. */
static enum rc leave(struct ctx *cx, const struct organisation_coordinators_row *leaver)
{
	struct str data = strf(cx->arena, "{\"organisation\":%lld}", (long long)cx->organisation->id), why;
	enum rc rc = person_replaced(cx, leaver->id, cx->organisation->id, &why);

	if (rc == INVALID)
		return err_add(&cx->err, S("leaver"), why);
	return rc == OK ? event_add(cx, CHAIN_PERSON, leaver->person, EVENT_COORDINATOR_REPLACED, leaver->id, data) : rc;
}

static enum rc arrive(struct ctx *cx, const struct replace_form *f, int64_t *ret_person)
{
	struct new_person p = { .name = str_trim(f->name), .email = str_trim(f->email), .expected = true };
	enum rc rc = person_create(cx, &p, ret_person);

	if (rc == CONFLICT)
		return field_error(cx, "email", T_ORGANISATION_EMAIL_TAKEN);
	if (rc == OK)
		rc = role_grant(cx, *ret_person, cx->organisation->id, ROLE_COORDINATOR, cx->today, DATE_NONE, NULL);
	return rc == OK ? person_invite(cx, *ret_person, cx->organisation->id, ROLE_COORDINATOR, cx->today) : rc;
}

enum rc organisation_replace_save(struct ctx *cx)
{
	const struct replace_form *f = cx->form;
	struct organisation_coordinators_row leaver;
	struct replace_holds_row holds;
	int64_t person;
	enum rc rc = coordinator_by(cx, f->leaver, &leaver);

	if (rc != OK)
		return rc;
	if (leaver.person == cx->actor.person)
		return field_error(cx, "leaver", T_ORGANISATION_REPLACE_SELF);
	if ((rc = sql_replace_holds(cx->db, cx->arena, leaver.person, cx->organisation->id, cx->today, &holds)) != OK)
		return rc;
	if (holds.assignments)
		return field_error(cx, "leaver", T_ORGANISATION_REPLACE_HOLDS);
	if ((rc = arrive(cx, f, &person)) != OK ||
	    (leaver.is_primary && (rc = primary_is(cx, cx->organisation->id, person)) != OK) || (rc = leave(cx, &leaver)) != OK)
		return rc;
	rc = organisation_event(cx, EVENT_COORDINATOR_REPLACED, leaver.id,
	                        strf(cx->arena, "{\"person\":%lld}", (long long)person));
	return rc == OK ? done(cx, organisation_url(cx, "/coordinators"), T_ORGANISATION_REPLACED) : rc;
}
