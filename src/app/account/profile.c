/* profile.c — one's own name, put right by oneself. The registration number is a coordinator's to correct, since it is
 * compared with the register. */
#include "app/account/account.h"

#include "app/account/account_view.h"
#include "app/people/people.h"
#include "people_acts.sql.h"
#include "templates.gen.h"

struct profile_form {
	struct str name, initials;
};
static const struct field profile_fields[] = {
	TEXT(struct profile_form, name, .label = T_PEOPLE_NAME, .hint = T_PEOPLE_NAME_HINT, .max = 200, .required = true),
	TEXT(struct profile_form, initials, .label = T_PEOPLE_INITIALS, .hint = T_PEOPLE_INITIALS_HINT, .max = 20),
};
const struct form account_profile_form = { .name = "profile", .size = sizeof(struct profile_form), .fields = profile_fields,
	                                       .n = COUNT_OF(profile_fields), .wants_version = true, .autosave = true };

enum rc account_profile_show(struct ctx *cx)
{
	struct profile_view v;
	struct profile_form f;
	struct form_view fv;
	struct act_person_row p;
	enum rc rc = sql_act_person(cx->db, cx->arena, cx->actor.person, &p);

	if (rc != OK)
		return rc;
	f = (struct profile_form){ p.name, p.initials };
	fv = form_view(cx, &account_profile_form, &f, p.version);
	v.errors = fv.errors;
	v.hidden = fv.hidden;
	v.name = form_field(&fv, "name")->html;
	v.initials = form_field(&fv, "initials")->html;
	return page(cx, &(struct page){ .title = word(T_ACCOUNT_PROFILE), .main = HTML(cx, account_profile, &v) });
}

enum rc account_profile_save(struct ctx *cx)
{
	const struct profile_form *f = cx->form;
	struct act_person_row p;
	enum rc rc = sql_act_person(cx->db, cx->arena, cx->actor.person, &p);

	if (rc == OK)
		rc = version_is(cx, p.version);
	if (rc == OK)
		rc = person_rename(cx, cx->actor.person, p.version,
		                   &(struct new_person){ f->name, f->initials, .registration = p.registration });
	return rc == OK ? done(cx, url_lit("/account"), T_PEOPLE_SAVED) : rc;
}
