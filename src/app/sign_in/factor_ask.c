/* factor_ask.c — being asked for the second factor: on the way in, and again before some acts. */
#include "app/sign_in/factor_inside.h"

#include "app/sign_in/sign_in_inside.h"
#include "factor.sql.h"
#include "templates.gen.h"
#include "web/form.h"
#include "web/session.h"

struct factor_ask_form {
	struct str code, next;
};
static const struct field factor_ask_fields[] = {
	TEXT(struct factor_ask_form, code, .label = T_FACTOR_CODE, .max = CODE_MAX, .required = true, .missing = T_FACTOR_NO_CODE),
	TEXT(struct factor_ask_form, next, .label = T_SIGN_IN_NEXT, .max = NEXT_MAX),
};
const struct form factor_ask_form = { .name = "factor_ask", .size = sizeof(struct factor_ask_form),
                                      .fields = factor_ask_fields, .n = COUNT_OF(factor_ask_fields) };

static const struct field factor_later_fields[] = {
	TEXT(struct factor_later_form, next, .label = T_SIGN_IN_NEXT, .max = NEXT_MAX),
};
const struct form factor_later_form = { .name = "factor_later", .size = sizeof(struct factor_later_form),
                                        .fields = factor_later_fields, .n = COUNT_OF(factor_later_fields) };

enum rc factor_goes(struct ctx *cx, struct url *ret)
{
	struct session_goes_row row;
	enum rc rc = sql_session_goes(cx->db, cx->arena, cx->session.id, &row);

	if (rc == OK)
		*ret = safe_next(cx, row.next);
	return rc;
}

/* ---- the pages ---- */

static enum rc show_ask(struct ctx *cx, struct str next, enum word error, int status)
{
	struct factor_ask_view v = { .csrf = hidden_csrf(cx), .sign_out = hidden_sign_out(cx), .next = safe_next(cx, next).s, .error = error ? word(error) : STR_NONE,
	                             .again = cx->session.waits == FACTOR_NONE };
	struct page p = { .title = word(T_FACTOR_ASK_TITLE), .menu = MENU_SIGN_IN, .status = status };
	struct factors_of_row has;
	struct factor_whose_row who;
	enum rc rc = sql_factors_of(cx->db, cx->arena, factor_person(cx), &has);

	if (rc != OK || (rc = sql_factor_whose(cx->db, cx->arena, factor_person(cx), &who)) != OK)
		return rc;
	v.name = who.name;
	v.has_app = has.apps > 0;
	v.has_passkey = has.passkeys > 0;
	if (!v.has_app && !v.has_passkey)
		return redirect(cx, url_lit("/account/second-factor"));
	p.main = HTML(cx, factor_ask, &v);
	return page(cx, &p);
}

static enum rc days_left(struct ctx *cx, int *ret)
{
	struct factor_asked_since_row asked;
	enum rc rc = sql_factor_asked_since(cx->db, cx->arena, factor_person(cx), &asked);

	if (rc == OK || rc == NOT_FOUND)
		*ret = factor_grace_left(rc == OK ? asked.since : cx->now, (int)cx->settings->factor_grace_days, cx->now);
	return rc == NOT_FOUND ? OK : rc;
}

static enum rc show_wanted(struct ctx *cx, struct str next)
{
	struct factor_wanted_view v = { .csrf = hidden_csrf(cx), .sign_out = hidden_sign_out(cx), .next = safe_next(cx, next).s };
	struct page p = { .title = word(T_FACTOR_WANTED_TITLE), .menu = MENU_SIGN_IN };
	struct factor_whose_row who;
	enum rc rc = sql_factor_whose(cx->db, cx->arena, factor_person(cx), &who);

	if (rc != OK || (rc = days_left(cx, &v.days)) != OK)
		return rc;
	v.name = who.name;
	p.main = HTML(cx, factor_wanted, &v);
	return page(cx, &p);
}

enum rc factor_ask_show(struct ctx *cx)
{
	struct str next = cx->failed ? values_get(cx->values, S("next")) : query(cx, "next");
	struct url goes;
	enum rc rc = OK;

	if (!next.n && cx->session.waits != FACTOR_NONE && (rc = factor_goes(cx, &goes)) == OK)
		next = goes.s;
	if (rc != OK)
		return rc;
	if (cx->session.waits == FACTOR_SET_UP)
		return show_wanted(cx, next);
	return show_ask(cx, next, cx->failed ? T_FACTOR_NO_CODE : 0, 0);
}

/* ---- what is done on them ---- */

/* A wrong code is answered, not refused: a refusal would roll the counter back. */
enum rc factor_ask(struct ctx *cx)
{
	const struct factor_ask_form *form = cx->form;
	int64_t person = factor_person(cx);
	bool allowed;
	enum rc rc = factor_try_allowed(cx, person, &allowed);

	if (rc != OK)
		return rc;
	if (!allowed)
		return show_ask(cx, form->next, T_FACTOR_TOO_MANY, 429);
	rc = factor_code_spend(cx, person, form->code);
	if (rc == INVALID && (rc = factor_event(cx, person, EVENT_FACTOR_REFUSED)) == OK)
		return show_ask(cx, form->next, T_FACTOR_WRONG, 422);
	if (rc == OK)
		rc = factor_passed(cx);
	return rc == OK ? redirect(cx, safe_next(cx, form->next)) : rc;
}

enum rc factor_later(struct ctx *cx)
{
	const struct factor_later_form *form = cx->form;
	int days = 0;
	enum rc rc = days_left(cx, &days);

	if (rc != OK)
		return rc;
	if (cx->session.waits != FACTOR_SET_UP || days == 0)
		return redirect(cx, url_with(cx, url_lit("/sign-in/factor"), "next", safe_next(cx, form->next).s));
	cx->session.waits = FACTOR_NONE;
	if ((rc = session_renew(cx)) == OK && (rc = factor_event(cx, factor_person(cx), EVENT_FACTOR_PUT_OFF)) == OK)
		rc = person_entered(cx, cx->session.how);
	return rc == OK ? redirect(cx, safe_next(cx, form->next)) : rc;
}
