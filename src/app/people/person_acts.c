/* person_acts.c — put a name or number right, deactivate, make work again. */
#include "app/people/people_inside.h"

#include "app/people/people_pages.h"
#include "app/people/people_view.h"
#include "app/register/register.h"
#include "people_acts.sql.h"
#include "people_store.sql.h"
#include "web/mail.h"

/* ---- name and registration number ---- */

struct staff_edit_form {
	struct str name, initials, registration;
};
static void check_edit(struct ctx *cx, const void *filled);
static const struct field edit_fields[] = {
	TEXT(struct staff_edit_form, name, .label = T_PEOPLE_NAME, .hint = T_PEOPLE_NAME_HINT, .max = 200, .required = true),
	TEXT(struct staff_edit_form, initials, .label = T_PEOPLE_INITIALS, .hint = T_PEOPLE_INITIALS_HINT, .max = 20),
	TEXT(struct staff_edit_form, registration, .label = T_PEOPLE_REGISTRATION_OWN, .hint = T_PEOPLE_REGISTRATION_ONCE,
	     .max = 20),
};
const struct form staff_edit_form = { .name = "person", .size = sizeof(struct staff_edit_form), .fields = edit_fields,
	                                  .n = COUNT_OF(edit_fields), .check = check_edit, .wants_version = true,
	                                  .autosave = true };

static void check_edit(struct ctx *cx, const void *filled)
{
	const struct staff_edit_form *f = filled;
	struct str registration = registration_typed(cx->arena, f->registration);

	if (registration.n && !registration_is_valid(registration))
		field_error(cx, "registration", T_PEOPLE_REGISTRATION_WRONG);
}

enum rc staff_edit(struct ctx *cx)
{
	struct act_view v = { .title = T_PEOPLE_EDIT, .button = T_PEOPLE_SAVE, .back = staff_url(cx, ""),
		                  .action = staff_url(cx, "/edit") };
	struct staff_edit_form f;
	struct staff s;
	enum rc rc = staff_read(cx, &s);

	if (rc != OK)
		return rc;
	f = (struct staff_edit_form){ s.name, s.initials, s.registration };
	v.name = s.name;
	act_says(&v, word(T_PEOPLE_EDIT_LEAD));
	return act_page(cx, &staff_edit_form, &f, s.version, &v);
}

/* A number that belonged to somebody never comes to another; the schema refuses it, and this says so. */
static enum rc registration_is_free(struct ctx *cx, int64_t person, struct str registration)
{
	struct act_registration_holder_row row;
	enum rc rc = registration.n ? sql_act_registration_holder(cx->db, cx->arena, registration, &row) : NOT_FOUND;

	if (rc != OK || row.person == person)
		return rc == NOT_FOUND ? OK : rc;
	return field_error(cx, "registration", T_PEOPLE_REGISTRATION_TAKEN);
}

enum rc person_rename(struct ctx *cx, int64_t person, int64_t version, const struct new_person *to)
{
	struct str name = str_trim(to->name), initials = str_trim(to->initials), hash;
	struct act_person_row p;
	int64_t changed = 0;
	enum rc rc = registration_is_free(cx, person, to->registration);

	if (rc != OK || (rc = sql_act_person(cx->db, cx->arena, person, &p)) != OK)
		return rc;
	if (!initials.n || (str_eq(initials, p.initials) && !str_eq(name, p.name) &&
	                    str_eq(p.initials, initials_of(cx->arena, p.name))))
		initials = initials_of(cx->arena, name); /* they follow the name unless somebody chose them */
	if ((rc = sql_act_rename(cx->db, cx->arena, person, version, name, initials,
	                         to->registration.n ? to->registration : STR_NONE, &changed)) != OK)
		return rc;
	if (changed == 0)
		return STALE;
	if ((rc = sql_act_rename_invitations(cx->db, cx->arena, person, name, text_fold(cx->arena, name), NULL)) != OK ||
	    (rc = people_index(cx, person)) != OK || (rc = person_hash(cx, person, name, &hash)) != OK ||
	    (rc = to->registration.n ? register_ask_soon(cx, person) : OK) != OK)
		return rc;
	return event_add(cx, CHAIN_PERSON, person, EVENT_RENAMED, p.id,
	                 strf(cx->arena, "{\"name\":\"%.*s\",\"registered\":%s}", STR_FMT(hash),
	                      to->registration.n ? "true" : "false"));
}

enum rc staff_save(struct ctx *cx)
{
	const struct staff_edit_form *f = cx->form;
	struct staff s;
	enum rc rc = staff_for(cx, ACT_RENAME, &s);

	if (rc == OK)
		rc = version_is(cx, s.version);
	if (rc == OK)
		rc = person_rename(cx, s.id, s.version, &(struct new_person){
			f->name, f->initials, .registration = registration_typed(cx->arena, f->registration) });
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_SAVED) : rc;
}

/* ---- signing in, or not ---- */

struct staff_deactivate_form {
	int reason;
};
static const enum word off_words[DEACTIVATION_REASON_END] = {
	[DEACTIVATION_SAFETY] = T_PEOPLE_OFF_SAFETY, [DEACTIVATION_NOT_AT_WORK] = T_PEOPLE_OFF_NOT_AT_WORK,
	[DEACTIVATION_ASKED] = T_PEOPLE_OFF_ASKED, [DEACTIVATION_OTHER] = T_PEOPLE_OFF_OTHER,
};
static const struct field deactivate_fields[] = {
	CHOICE(struct staff_deactivate_form, reason, .label = T_PEOPLE_OFF_WHY, .choices = &deactivation_reasons,
	       .choice_words = off_words, .max = DEACTIVATION_REASON_END, .required = true),
};
const struct form staff_deactivate_form = { .name = "deactivate", .size = sizeof(struct staff_deactivate_form),
	                                        .fields = deactivate_fields, .n = COUNT_OF(deactivate_fields) };

enum rc staff_deactivate_new(struct ctx *cx)
{
	struct act_view v = { .title = T_PEOPLE_DEACTIVATE, .button = T_PEOPLE_DEACTIVATE_BUTTON, .back = staff_url(cx, ""),
		                  .action = staff_url(cx, "/deactivate"), .name = cx->person->name };

	act_says(&v, word(T_PEOPLE_DEACTIVATE_LEAD));
	return act_page(cx, &staff_deactivate_form, NULL, -1, &v);
}

enum rc person_shut_out(struct ctx *cx, int64_t person)
{
	enum rc rc = sql_act_sessions_end(cx->db, cx->arena, person, cx->now, NULL);

	if (rc == OK)
		rc = sql_act_tokens_end(cx->db, cx->arena, person, cx->now, NULL);
	return rc == OK ? sql_act_links_end(cx->db, cx->arena, person, cx->now, NULL) : rc;
}

/* Somebody who works for others too: each employer may end what is theirs; the whole account is for the people who run
 * Cairn. The last coordinator of an organisation stays, or nobody could undo it. */
static enum rc may_shut_out(struct ctx *cx, const struct staff *s)
{
	if (s->scope && s->elsewhere)
		return form_error(cx, T_PEOPLE_DEACTIVATE_ELSEWHERE);
	return last_coordinator_stays(cx, s, NULL, date_plus(cx->today, -1));
}

enum rc staff_deactivate(struct ctx *cx)
{
	const struct staff_deactivate_form *f = cx->form;
	struct staff s;
	enum rc rc = staff_for(cx, ACT_DEACTIVATE, &s);

	if (rc == OK)
		rc = may_shut_out(cx, &s);
	if (rc == OK)
		rc = sql_act_disable(cx->db, cx->arena, s.id, cx->now, NULL);
	if (rc == OK)
		rc = person_shut_out(cx, s.id);
	if (rc == OK)
		rc = staff_event(cx, EVENT_DEACTIVATED, strf(cx->arena, "{\"reason\":%d}", f->reason));
	if (rc == OK)
		rc = mail_person(cx, s.id, word(T_PEOPLE_OFF_SUBJECT), WORDS(cx->arena, T_PEOPLE_OFF_MAIL, WORD_ARG("name", s.name),
		                                                   WORD_ARG("by", cx->person_name)));
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_DEACTIVATED) : rc;
}

enum rc staff_reactivate(struct ctx *cx)
{
	struct staff s;
	enum rc rc = staff_for(cx, ACT_REACTIVATE, &s);

	if (rc == OK)
		rc = sql_act_disable(cx->db, cx->arena, s.id, DB_NULL_INT, NULL);
	if (rc == OK)
		rc = staff_event(cx, EVENT_REACTIVATED, S("{}"));
	if (rc == OK)
		rc = mail_person(cx, s.id, word(T_PEOPLE_ON_SUBJECT), WORDS(cx->arena, T_PEOPLE_ON_MAIL, WORD_ARG("name", s.name),
		                                                  WORD_ARG("by", cx->person_name)));
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_REACTIVATED) : rc;
}
