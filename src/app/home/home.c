/* home.c — "/": the front page for anybody, and for who is signed in the first screen of the role they act in. */
#include "app/home/home.h"

#include "app/after/after.h"
#include "app/cohort/cohort.h"
#include "app/decision/decision.h"
#include "app/desk/desk.h"
#include "app/home/home_view.h"
#include "app/outsider/outsider.h"
#include "templates.gen.h"
#include "web.sql.h"

static enum rc front(struct ctx *cx)
{
	struct page p = { .title = word(T_FRONT_TITLE), .own_width = true };

	p.main = PLAIN_HTML(cx, front);
	return page(cx, &p);
}

/* An ECSW without an induction that is open: before it starts, or after it. */
static void own_induction(struct ctx *cx, struct home_role_view *v)
{
	if (!cx->induction) {
		v->waits = true;
		return;
	}
	v->ended = date_long(cx->arena, cx->induction->ended);
	v->programme = cx->induction->programme;
	v->induction = url_id(cx, "/inductions/", cx->induction->uuid, "");
}

/* role_home — who you are here and what there is, for roles whose work begins elsewhere. */
enum rc role_home(struct ctx *cx)
{
	struct home_role_view v = { .looks_after_register = may_use(cx->actor.role, CAP_REGISTER), .person = cx->person_name, .watches = may_use(cx->actor.role, CAP_ASK), .role = role_word(cx->actor.role),
	                            .resets = may_use(cx->actor.role, CAP_SYSTEM),
	                            .has_history = may_use(cx->actor.role, CAP_AUDIT) };
	struct page p = { .title = word(T_ROLE_HOME_TITLE), .menu = MENU_HOME };
	struct organisation_name_row o;
	enum rc rc = sql_organisation_name(cx->db, cx->arena, cx->actor.organisation, &o);

	if (rc != OK)
		return rc;
	v.organisation = o.name;
	if (cx->actor.role == ROLE_ECSW)
		own_induction(cx, &v);
	else if (v.watches && (rc = outsider_owed(cx, &v.asked)) != OK)
		return rc;
	if ((rc = decision_waiting(cx, &v.decisions)) != OK || (rc = after_waiting(cx, &v.after)) != OK)
		return rc;
	v.decides = may_use(cx->actor.role, CAP_DECIDE);
	p.main = HTML(cx, home_role, &v);
	return page(cx, &p);
}

static handler_fn *const first_screen[ROLE_END] = {
	[ROLE_NONE] = front,
	[ROLE_ECSW] = home_ecsw,
	[ROLE_SUPERVISOR] = desk_show,
	[ROLE_ASSESSOR] = desk_show,
	[ROLE_COORDINATOR] = cohort_show,
	[ROLE_MODERATOR] = role_home,
	[ROLE_NATIONAL_ADMIN] = role_home,
	[ROLE_REGULATOR] = role_home,
	[ROLE_SYSTEM_ADMIN] = role_home,
	[ROLE_OBSERVER] = role_home,
	[ROLE_PANEL_MEMBER] = role_home,
	[ROLE_HR_CONTACT] = role_home,
};

enum rc home_show(struct ctx *cx)
{
	return first_screen[cx->actor.role](cx);
}
