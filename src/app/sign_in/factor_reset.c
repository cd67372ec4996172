/* factor_reset.c — a system administrator takes away the second factor of somebody who has lost theirs. */
#include "app/sign_in/factor_inside.h"

#include "app/people/people.h"
#include "sign_in.sql.h"
#include "templates.gen.h"

struct factor_reset_form {
	struct str email;
	bool is_them;
};
static const struct field factor_reset_fields[] = {
	TEXT(struct factor_reset_form, email, .label = T_FACTOR_RESET_EMAIL, .hint = T_FACTOR_RESET_EMAIL_HINT, .max = 254,
	     .required = true, .missing = T_FACTOR_RESET_NO_EMAIL),
	BOOL(struct factor_reset_form, is_them, .label = T_FACTOR_RESET_IS_THEM),
};
static void check_is_them(struct ctx *cx, const void *filled)
{
	const struct factor_reset_form *form = filled;

	if (!form->is_them)
		field_error(cx, "is_them", T_FACTOR_RESET_NOT_SURE);
}
const struct form factor_reset_form = { .name = "factor_reset", .size = sizeof(struct factor_reset_form),
                                        .fields = factor_reset_fields, .n = COUNT_OF(factor_reset_fields),
                                        .check = check_is_them };

enum rc factor_reset_show(struct ctx *cx)
{
	struct form_view fv = form_view(cx, &factor_reset_form, NULL, -1);
	struct factor_reset_view v = { fv.errors, fv.hidden, form_field(&fv, "email")->html, form_field(&fv, "is_them")->html };
	struct page p = { .title = word(T_FACTOR_RESET_TITLE), .menu = MENU_HOME };

	p.main = HTML(cx, factor_reset, &v);
	return page(cx, &p);
}

enum rc factor_reset_do(struct ctx *cx)
{
	const struct factor_reset_form *form = cx->form;
	struct sign_in_person_row p;
	enum rc rc = sql_sign_in_person(cx->db, cx->arena, email_fold(cx->arena, form->email), &p);

	if (rc == NOT_FOUND)
		return field_error(cx, "email", T_FACTOR_RESET_NOBODY);
	if (rc == OK && p.person == cx->actor.person)
		return field_error(cx, "email", T_FACTOR_RESET_OWN);
	if (rc == OK)
		rc = factor_reset(cx, p.person);
	return rc == OK ? done(cx, url_lit("/reset-second-step"), T_FACTOR_RESET_DONE) : rc;
}
