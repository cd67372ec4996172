/* organisation_edit.c — an organisation comes in, is renamed, changes its contacts, closes. */
#include "app/organisation/organisation_inside.h"

#include "app/people/people.h"
#include "templates.gen.h"

enum { NAME_MAX_ = 200, ADDRESS_MAX = 500, PHONE_MAX = 40, EMAIL_MAX = 254, POLICY_MAX = 300, CODE_MAX = 40, TYPES = ORG_REGULATOR };

/* ---- forms ---- */

struct new_form {
	struct str name, code;
	int type;
	struct date opened;
};
static const struct field new_fields[] = {
	TEXT(struct new_form, name, .label = T_ORGANISATION_NAME, .hint = T_ORGANISATION_NAME_HINT, .max = NAME_MAX_, .min = 2,
	     .required = true),
	CHOICE(struct new_form, type, .label = T_ORGANISATION_TYPE, .choices = &organisation_types,
	       .choice_words = organisation_type_words, .max = TYPES, .required = true),
	TEXT(struct new_form, code, .label = T_ORGANISATION_CODE, .hint = T_ORGANISATION_CODE_HINT, .max = CODE_MAX),
	DATE(struct new_form, opened, .label = T_ORGANISATION_OPENED, .hint = T_ORGANISATION_OPENED_HINT, .max = 10),
};
const struct form organisation_new_form = { .name = "organisation_new", .size = sizeof(struct new_form),
                                            .fields = new_fields, .n = COUNT_OF(new_fields), .autosave = true };

struct edit_form {
	struct str name, liaison;
	struct date renamed, opened;
	int type;
};
static const struct field edit_fields[] = {
	TEXT(struct edit_form, name, .label = T_ORGANISATION_NAME, .hint = T_ORGANISATION_RENAME_HINT, .max = NAME_MAX_, .min = 2,
	     .required = true),
	DATE(struct edit_form, renamed, .label = T_ORGANISATION_RENAMED, .hint = T_ORGANISATION_RENAMED_HINT, .max = 10,
	     .not_after_today = true, .not_before_1990 = true),
	CHOICE(struct edit_form, type, .label = T_ORGANISATION_TYPE, .choices = &organisation_types,
	       .choice_words = organisation_type_words, .max = TYPES, .required = true),
	DATE(struct edit_form, opened, .label = T_ORGANISATION_OPENED, .max = 10),
	TEXT(struct edit_form, liaison, .label = T_ORGANISATION_LIAISON, .hint = T_ORGANISATION_LIAISON_HINT, .max = EMAIL_MAX),
};
const struct form organisation_form = { .name = "organisation", .size = sizeof(struct edit_form), .fields = edit_fields,
                                        .n = COUNT_OF(edit_fields), .wants_version = true, .autosave = true };

struct contact_form {
	struct str phone, email, address, policy;
};
static void contact_check(struct ctx *cx, const void *filled)
{
	const struct contact_form *f = filled;

	if (str_trim(f->email).n && !email_is_plausible(str_trim(f->email)))
		field_error(cx, "email", T_ORGANISATION_EMAIL_WRONG);
	if (str_trim(f->policy).n && !https_is_plausible(str_trim(f->policy)))
		field_error(cx, "policy", T_ORGANISATION_POLICY_WRONG);
	for (size_t i = 0; i < f->phone.n; i++)
		if (!strchr("0123456789 +()-ext.", f->phone.p[i])) {
			field_error(cx, "phone", T_ORGANISATION_PHONE_WRONG);
			return;
		}
}
static const struct field contact_fields[] = {
	TEXT(struct contact_form, phone, .label = T_ORGANISATION_PHONE, .hint = T_ORGANISATION_PHONE_HINT, .max = PHONE_MAX),
	TEXT(struct contact_form, email, .label = T_ORGANISATION_EMAIL, .hint = T_ORGANISATION_EMAIL_HINT, .max = EMAIL_MAX),
	LONG_TEXT(struct contact_form, address, .label = T_ORGANISATION_ADDRESS, .max = ADDRESS_MAX, .rows = 5),
	TEXT(struct contact_form, policy, .label = T_ORGANISATION_POLICY, .hint = T_ORGANISATION_POLICY_HINT, .max = POLICY_MAX),
};
const struct form organisation_contact_form = { .name = "organisation_contact", .size = sizeof(struct contact_form),
                                                .fields = contact_fields, .n = COUNT_OF(contact_fields),
                                                .check = contact_check, .wants_version = true, .autosave = true };

struct close_form {
	struct date last;
};
static const struct field close_fields[] = {
	DATE(struct close_form, last, .label = T_ORGANISATION_LAST_DAY, .hint = T_ORGANISATION_LAST_DAY_HINT, .max = 10,
	     .required = true, .not_before_1990 = true),
};
const struct form organisation_close_form = { .name = "organisation_close", .size = sizeof(struct close_form),
                                              .fields = close_fields, .n = COUNT_OF(close_fields) };

/* ---- coming in ---- */

enum rc organisation_new(struct ctx *cx)
{
	return form_page(cx, &(struct form_page){
		.title = T_ORGANISATION_ADD, .lead = T_ORGANISATION_ADD_LEAD, .button = T_ORGANISATION_ADD,
		.form = &organisation_new_form, .version = -1, .action = url_lit("/organisations"), .back = url_lit("/organisations"),
		.back_words = word(T_ORGANISATIONS),
	});
}

/* Two organisations of one name would not be told apart by whoever chooses one. */
static enum rc name_is_free(struct ctx *cx, struct str name, int64_t but)
{
	struct str folded = text_fold(cx->arena, name);
	struct organisation_match_rows rows;
	enum rc rc;

	if (!folded.n)
		return field_error(cx, "name", T_ORGANISATION_NAME_WRONG);
	rc = sql_organisation_match(cx->db, cx->arena, folded, S(""), S("\x01"), S("\x01"), cx->today, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (rows.v[i].organisation != but && str_eq(rows.v[i].name_sort, folded))
			return field_error(cx, "name", T_ORGANISATION_NAME_TAKEN);
	return rc;
}

enum rc organisation_create_new(struct ctx *cx)
{
	const struct new_form *f = cx->form;
	struct str code = code_tidy(cx->arena, f->code);
	struct organisation_of_row row;
	int64_t id;
	enum rc rc;

	if (code.n && !code_is_valid(CODE_AUTHORITY, code))
		return field_error(cx, "code", T_ORGANISATION_CODE_WRONG);
	if ((rc = name_is_free(cx, f->name, 0)) != OK ||
	    (rc = organisation_create(cx, str_trim(f->name), (enum organisation_type)f->type, &id)) != OK ||
	    (rc = sql_organisation_opened_put(cx->db, cx->arena, id, f->opened, NULL)) != OK)
		return rc;
	if (code.n) {
		struct uuid code_id = uuid7(cx->now);

		rc = sql_organisation_code_add(cx->db, cx->arena, code_id, id, CODE_AUTHORITY, code,
		                               date_is_none(f->opened) ? cx->today : f->opened, cx->now, NULL);
		if (rc == CONFLICT)
			return field_error(cx, "code", T_ORGANISATION_CODE_TAKEN);
		if (rc == OK)
			rc = event_add(cx, CHAIN_ORGANISATION, id, EVENT_CODE_ADDED, code_id, S("{\"scheme\":1}"));
		if (rc == OK)
			rc = organisation_index(cx, id);
	}
	if (rc == OK)
		rc = sql_organisation_of(cx->db, cx->arena, id, &row);
	return rc == OK ? created(cx, url_id(cx, "/organisations/", row.id, ""), T_ORGANISATION_ADDED) : rc;
}

/* ---- name, type, liaison ---- */

static enum rc liaison_now(struct ctx *cx, struct str *ret)
{
	struct organisation_people_row people;
	enum rc rc = sql_organisation_people(cx->db, cx->arena, cx->organisation->id, &people);

	*ret = rc == OK && people.liaison_email.p ? people.liaison_email : STR_NONE;
	return rc;
}

enum rc organisation_edit(struct ctx *cx)
{
	const struct organisation *o = cx->organisation;
	struct edit_form now = { .name = o->name, .type = (int)o->type, .opened = o->opened, .renamed = DATE_NONE };
	enum rc rc = liaison_now(cx, &now.liaison);

	if (rc != OK || (rc = version_is(cx, o->version), 0))
		return rc;
	return form_page(cx, &(struct form_page){
		.title = T_ORGANISATION_DO_EDIT, .lead = T_ORGANISATION_EDIT_LEAD, .button = T_ORGANISATION_SAVE,
		.form = &organisation_form, .filled = &now, .version = o->version, .action = organisation_url(cx, ""),
		.back = organisation_url(cx, ""), .back_words = o->name,
	});
}

/* The day before the new name began; the name ends with it. */
static enum rc rename_to(struct ctx *cx, struct str name, struct date from)
{
	const struct organisation *o = cx->organisation;
	enum rc rc;

	if (str_eq(name, o->name))
		return OK;
	if ((rc = name_is_free(cx, name, o->id)) != OK)
		return rc;
	if (date_is_none(from))
		from = cx->today;
	if ((rc = sql_organisation_name_add(cx->db, cx->arena, o->id, o->name, date_plus(from, -1), cx->now, NULL)) != OK)
		return rc;
	return organisation_event(cx, EVENT_ORGANISATION_RENAMED, o->uuid, strf(cx->arena, "{\"on\":%d}", from.days));
}

static enum rc find_liaison(struct ctx *cx, struct str typed, int64_t *ret)
{
	struct organisation_national_person_row row;
	enum rc rc;

	*ret = DB_NULL_INT;
	if (!str_trim(typed).n)
		return OK;
	rc = sql_organisation_national_person(cx->db, cx->arena, email_fold(cx->arena, typed), cx->today, &row);
	if (rc == NOT_FOUND)
		return field_error(cx, "liaison", T_ORGANISATION_LIAISON_WRONG);
	*ret = row.person;
	return rc;
}

/* An organisation can't lose what its present work needs. */
static enum rc type_is_possible(struct ctx *cx, enum organisation_type type)
{
	const struct organisation *o = cx->organisation;
	struct organisation_in_use_row use;
	enum rc rc;

	if (type == o->type || organisation_may(type, POWER_INDUCTIONS) || !organisation_may(o->type, POWER_INDUCTIONS))
		return OK;
	rc = sql_organisation_in_use(cx->db, cx->arena, o->id, cx->today, &use);
	return rc == OK && use.inductions ? field_error(cx, "type", T_ORGANISATION_TYPE_WRONG) : rc;
}

enum rc organisation_save(struct ctx *cx)
{
	const struct edit_form *f = cx->form;
	const struct organisation *o = cx->organisation;
	struct str name = str_trim(f->name);
	int64_t liaison, affected;
	enum rc rc = version_is(cx, o->version);

	if (rc != OK || (rc = type_is_possible(cx, (enum organisation_type)f->type)) != OK ||
	    (rc = find_liaison(cx, f->liaison, &liaison)) != OK || (rc = rename_to(cx, name, f->renamed)) != OK ||
	    (rc = sql_organisation_put(cx->db, cx->arena, o->id, o->version, name, text_fold(cx->arena, name), f->type, f->opened,
	                               liaison, &affected)) != OK)
		return rc;
	if (!affected)
		return STALE;
	if ((liaison == DB_NULL_INT ? 0 : liaison) != o->liaison)
		rc = organisation_event(cx, EVENT_LIAISON_NAMED, o->uuid,
		                        liaison == DB_NULL_INT ? S("{}") : strf(cx->arena, "{\"person\":%lld}", (long long)liaison));
	if (rc == OK && ((enum organisation_type)f->type != o->type || date_cmp(f->opened, o->opened)))
		rc = organisation_event(cx, EVENT_ORGANISATION_CHANGED, o->uuid, strf(cx->arena, "{\"type\":%d}", f->type));
	if (rc == OK)
		rc = organisation_index(cx, o->id);
	cx->current_version = o->version + 1;
	return rc == OK ? done(cx, organisation_url(cx, ""), T_ORGANISATION_SAVED) : rc;
}

/* ---- phone, e-mail, address ---- */

enum rc organisation_contact(struct ctx *cx)
{
	const struct organisation *o = cx->organisation;
	struct contact_form now = { o->phone, o->email, o->address, o->policy };

	cx->current_version = o->version;
	return form_page(cx, &(struct form_page){
		.title = T_ORGANISATION_DO_CONTACT, .lead = T_ORGANISATION_CONTACT_LEAD, .button = T_ORGANISATION_SAVE,
		.form = &organisation_contact_form, .filled = &now, .version = o->version,
		.action = organisation_url(cx, "/contact"), .back = organisation_url(cx, ""), .back_words = o->name,
	});
}

enum rc organisation_contact_save(struct ctx *cx)
{
	const struct contact_form *f = cx->form;
	const struct organisation *o = cx->organisation;
	int64_t affected;
	enum rc rc = version_is(cx, o->version);

	if (rc != OK || (rc = sql_organisation_contact_put(cx->db, cx->arena, o->id, o->version, str_trim(f->phone),
	                                                   str_trim(f->email), str_trim(f->address), str_trim(f->policy), &affected)) != OK)
		return rc;
	if (!affected)
		return STALE;
	rc = organisation_event(cx, EVENT_CONTACT_CHANGED, o->uuid, S("{}"));
	cx->current_version = o->version + 1;
	return rc == OK ? done(cx, organisation_url(cx, ""), T_ORGANISATION_SAVED) : rc;
}

/* ---- closing ---- */

enum rc organisation_close(struct ctx *cx)
{
	const struct organisation *o = cx->organisation;
	struct organisation_in_use_row use;
	enum rc rc = sql_organisation_in_use(cx->db, cx->arena, o->id, cx->today, &use);
	struct close_view v = { .inductions = use.inductions, .people = use.people };
	struct html warn = { STR_NONE };

	if (rc != OK)
		return rc;
	if (use.inductions || use.people)
		warn = HTML(cx, organisation_close, &v);
	return form_page(cx, &(struct form_page){
		.title = T_ORGANISATION_DO_CLOSE, .lead = T_ORGANISATION_CLOSE_LEAD, .button = T_ORGANISATION_DO_CLOSE,
		.form = &organisation_close_form, .version = -1, .action = organisation_url(cx, "/close"),
		.back = organisation_url(cx, ""), .back_words = o->name, .warn = warn, .is_not_possible = use.inductions > 0,
	});
}

/* People whose roles end with that day may still be there today; nobody's induction can be left behind. */
enum rc organisation_close_save(struct ctx *cx)
{
	const struct close_form *f = cx->form;
	const struct organisation *o = cx->organisation;
	struct organisation_in_use_row use;
	enum rc rc = sql_organisation_in_use(cx->db, cx->arena, o->id, f->last, &use);

	if (rc != OK)
		return rc;
	if (use.inductions)
		return field_error(cx, "last", T_ORGANISATION_CLOSE_INDUCTIONS);
	if (use.people)
		return field_error(cx, "last", T_ORGANISATION_CLOSE_PEOPLE);
	if ((rc = sql_organisation_closed_put(cx->db, cx->arena, o->id, f->last, NULL)) == OK)
		rc = organisation_event(cx, EVENT_ORGANISATION_CLOSED, o->uuid, strf(cx->arena, "{\"on\":%d}", f->last.days));
	return rc == OK ? done(cx, organisation_url(cx, ""), T_ORGANISATION_CLOSED_DONE) : rc;
}
