/* sign_in.c — the pages of getting in, and the session that follows. */
#include "app/home/home.h"
#include "app/sign_in/sign_in.h"

#include "app/people/people.h"
#include "app/sign_in/factor.h"
#include "app/sign_in/sign_in_inside.h"
#include "factor.sql.h"
#include "mail.sql.h"
#include "sign_in.sql.h"
#include "templates.gen.h"
#include "web.sql.h"
#include "web/look.h"
#include "web/session.h"

struct sign_in_form {
	struct str email, next;
};
static const struct field sign_in_fields[] = {
	TEXT(struct sign_in_form, email, .label = T_SIGN_IN_EMAIL, .max = 254, .required = true, .missing = T_SIGN_IN_NO_EMAIL),
	TEXT(struct sign_in_form, next, .label = T_SIGN_IN_NEXT, .max = NEXT_MAX),
};
static void check_email(struct ctx *cx, const void *filled)
{
	const struct sign_in_form *form = filled;

	if (form->email.n && !email_is_plausible(str_trim(form->email)))
		field_error(cx, "email", T_SIGN_IN_BAD_EMAIL);
}
const struct form sign_in_form = { .name = "sign_in", .size = sizeof(struct sign_in_form), .fields = sign_in_fields,
                                   .n = COUNT_OF(sign_in_fields), .check = check_email };

struct sign_in_demo_form {
	struct str as, next;
};
static const struct field sign_in_demo_fields[] = {
	TEXT(struct sign_in_demo_form, as, .label = T_SIGN_IN_AS, .max = 64, .required = true),
	TEXT(struct sign_in_demo_form, next, .label = T_SIGN_IN_NEXT, .max = NEXT_MAX),
};
const struct form sign_in_demo_form = { .name = "sign_in_demo", .size = sizeof(struct sign_in_demo_form),
                                        .fields = sign_in_demo_fields, .n = COUNT_OF(sign_in_demo_fields) };

struct sign_in_spend_form {
	struct str next;
};
static const struct field sign_in_spend_fields[] = {
	TEXT(struct sign_in_spend_form, next, .label = T_SIGN_IN_NEXT, .max = NEXT_MAX),
};
const struct form sign_in_spend_form = { .name = "sign_in_spend", .size = sizeof(struct sign_in_spend_form),
                                         .fields = sign_in_spend_fields, .n = COUNT_OF(sign_in_spend_fields) };

/* ---- where to, afterwards ---- */

struct url safe_next(struct ctx *cx, struct str wanted)
{
	bool ours = wanted.n > 0 && wanted.n <= NEXT_MAX && wanted.p[0] == '/' && (wanted.n == 1 || wanted.p[1] != '/') &&
	            !str_starts(wanted, S("/sign-"));

	/* A browser reads "/\" as "//", and drops line ends and tabs; nothing of ours has such in it. */
	for (size_t i = 0; ours && i < wanted.n; i++)
		ours = wanted.p[i] > ' ' && wanted.p[i] < 0x7F && wanted.p[i] != '\\';
	return ours ? (struct url){ str_dup(cx->arena, wanted) } : url_lit("/");
}

/* A wish worth carrying along; "/" is where everybody goes anyway. */
static struct str kept_next(struct ctx *cx, struct str wanted)
{
	struct str next = safe_next(cx, wanted).s;

	return next.n > 1 ? next : STR_NONE;
}

/* ---- the people of a demonstration ---- */

static size_t group_of(enum role role)
{
	return role == ROLE_ECSW ? 0 : role == ROLE_SUPERVISOR || role == ROLE_ASSESSOR || role == ROLE_MODERATOR ? 1 : 2;
}

static void add_member(struct ctx *cx, struct cast_group *g, const struct sign_in_people_row *p)
{
	size_t stop = str_find(p->says, S(". "));
	struct str email = p->email_folded;

	g->people.v[g->people.n++] = (struct cast_member){
		.name = p->name, .key = str_dup(cx->arena, str_cut(&email, '@')),
		.role = stop == SIZE_MAX ? p->says : str_sub(p->says, 0, stop),
		.says = stop == SIZE_MAX ? STR_NONE : str_sub(p->says, stop + 2, SIZE_MAX),
	};
}

enum rc sign_in_cast(struct ctx *cx, struct str next, struct demo_view *ret)
{
	static const enum word titles[] = { T_SIGN_IN_GROUP_ECSW, T_SIGN_IN_GROUP_STAFF, T_SIGN_IN_GROUP_WHOLE };
	struct sign_in_people_rows rows;
	enum rc rc;

	*ret = (struct demo_view){ .next = next };
	if (!cx->demo)
		return OK;
	if ((rc = sql_sign_in_people(cx->db, cx->arena, cx->today, &rows)) != OK || !rows.n)
		return rc;
	ret->groups.n = COUNT_OF(titles);
	for (size_t i = 0; i < COUNT_OF(titles); i++)
		ret->groups.v[i] = (struct cast_group){ titles[i], { NEW_ARRAY(cx->arena, struct cast_member, rows.n), 0 } };
	for (size_t i = 0; i < rows.n; i++)
		add_member(cx, &ret->groups.v[group_of((enum role)rows.v[i].role)], &rows.v[i]);
	return OK;
}

/* ---- asking ---- */

static enum rc show(struct ctx *cx, struct sign_in_view *v, int status)
{
	struct page p = { .title = word(v->expired ? T_SIGN_IN_EXPIRED : v->wait ? T_SIGN_IN_WAIT : T_SIGN_IN_TITLE),
	                  .menu = MENU_SIGN_IN, .own_width = true, .status = status };
	enum rc rc = sign_in_cast(cx, v->next, &v->demo);

	if (rc != OK)
		return rc;
	v->providers = providers_offered(cx);
	p.main = HTML(cx, sign_in, v);
	return page(cx, &p);
}

enum rc sign_in_show(struct ctx *cx)
{
	struct form_view fv = form_view(cx, &sign_in_form, NULL, -1);
	const struct field_view *email = form_field(&fv, "email"), *next = form_field(&fv, "next");
	struct sign_in_view v = { .errors = fv.errors, .email = email->value, .email_error = email->error };

	v.next = kept_next(cx, next->value.n ? next->value : query(cx, "next"));
	return show(cx, &v, 0);
}

enum rc sign_in_wait(struct ctx *cx)
{
	struct sign_in_view wait = { .wait = true };

	return show(cx, &wait, 429);
}

enum rc sign_in_ask(struct ctx *cx)
{
	const struct sign_in_form *form = cx->form;
	struct str email = email_fold(cx->arena, form->email);
	struct sent_view v = { .next = kept_next(cx, form->next) };
	struct page p = { .title = word(T_SIGN_IN_SENT), .menu = MENU_SIGN_IN, .own_width = true };
	bool allowed;
	enum rc rc = sign_in_allowed(cx, email, &allowed);

	if (rc != OK)
		return rc;
	if (!allowed) /* answered, not refused: a refusal would roll the counters back */
		return sign_in_wait(cx);
	if ((rc = sign_in_queue(cx, str_trim(form->email), v.next)) != OK ||
	    (rc = sign_in_cast(cx, v.next, &v.demo)) != OK)
		return rc;
	p.main = HTML(cx, sign_in_sent, &v);
	return page(cx, &p);
}

enum rc sign_in_uninvited(struct ctx *cx)
{
	struct page p = { .title = word(T_SIGN_IN_UNINVITED_TITLE), .menu = MENU_SIGN_IN };

	p.main = PLAIN_HTML(cx, sign_in_uninvited);
	return page(cx, &p);
}

/* ---- coming in ---- */

enum rc person_enter(struct ctx *cx, const struct entry *e, struct entered *ret)
{
	struct new_session s = { e->person, DB_NULL_INT, e->how, FACTOR_NONE, e->factor_at };
	struct roles_of_person_rows held;
	enum rc rc = sql_roles_of_person(cx->db, cx->arena, e->person, cx->today, &held);

	if (rc == OK && !held.n)
		return NOT_FOUND;
	if (rc == OK && cx->session.id && !cx->session.by_token)
		rc = sql_session_end(cx->db, cx->arena, cx->session.id, cx->now, NULL);
	if (rc == OK)
		rc = factor_after_entry(cx, e, &held, &s.waits);
	if (rc != OK)
		return rc;
	s.role_held = held.v[0].role_held;
	if ((rc = session_begin(cx, &s, &ret->session)) != OK || (rc = look_enters(cx, e->person)) != OK)
		return rc;
	cx->session.waits = s.waits;
	cx->session.entering = (struct actor){ e->person, (enum role)held.v[0].role, held.v[0].organisation, s.role_held };
	ret->roles = held.n;
	return s.waits == FACTOR_NONE ? person_entered(cx, e->how) : OK;
}

enum rc person_entered(struct ctx *cx, enum sign_in_way how)
{
	struct person_of_row p;
	enum rc rc = sql_person_of(cx->db, cx->arena, cx->session.entering.person, &p);

	cx->actor = cx->session.entering;
	if (rc == OK)
		rc = home_visited(cx, cx->actor.person);
	if (rc == OK)
		rc = people_signed_in(cx, cx->actor.person);
	return rc == OK ? event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_SIGNED_IN, p.id,
	                            strf(cx->arena, "{\"role\":%d,\"how\":%d}", (int)cx->actor.role, (int)how))
	                : rc;
}

/* in_they_go — where somebody lands: choosing a role where they hold several, then what they had left unfinished, then
 * where they were going. */
enum rc in_they_go(struct ctx *cx, const struct entry *e, struct str next)
{
	struct drafts_of_person_rows drafts;
	struct url where = safe_next(cx, next);
	struct entered in;
	enum rc rc = person_enter(cx, e, &in);

	if (rc == NOT_FOUND)
		return sign_in_no_role(cx);
	if (rc == OK)
		rc = sql_drafts_of_person(cx->db, cx->arena, e->person, &drafts);
	if (rc != OK)
		return rc;
	if (drafts.n && cx->now - drafts.v[0].saved_at < OFFERED_DAYS * DAY)
		where = url_with(cx, url_lit("/account/drafts"), "next", where.s);
	if (in.roles > 1)
		where = url_with(cx, url_lit("/account/role"), "next", where.s);
	if (cx->session.waits == FACTOR_NONE)
		return redirect(cx, where);
	rc = sql_session_going(cx->db, cx->arena, in.session, where.s, NULL);
	return rc == OK ? redirect(cx, url_with(cx, url_lit("/sign-in/factor"), "next", where.s)) : rc;
}

enum rc sign_in_demo(struct ctx *cx)
{
	const struct sign_in_demo_form *form = cx->form;
	struct sign_in_demo_person_row p;
	struct str email = strf(cx->arena, "%.*s@demo.example", STR_FMT(email_fold(cx->arena, form->as)));
	enum rc rc = cx->demo ? sql_sign_in_demo_person(cx->db, cx->arena, email, &p) : NOT_FOUND;

	return rc == OK ? in_they_go(cx, &(struct entry){ p.person, WAY_DEMO, DB_NULL_INT }, form->next) : rc;
}

static enum rc live_link(struct ctx *cx, struct sign_in_link_live_row *ret)
{
	struct hash h = hash_of(param(cx, "token"));

	return sql_sign_in_link_live(cx->db, cx->arena, hash_bytes(&h), cx->now, ret);
}

static enum rc show_expired(struct ctx *cx, struct str next)
{
	struct sign_in_view v = { .expired = true, .next = kept_next(cx, next) };

	return show(cx, &v, 410);
}

enum rc sign_in_open(struct ctx *cx)
{
	struct sign_in_link_live_row link;
	struct open_view v;
	struct page p = { .title = word(T_SIGN_IN_OPEN), .menu = MENU_SIGN_IN };
	enum rc rc = live_link(cx, &link);

	if (rc == NOT_FOUND)
		return show_expired(cx, query(cx, "next"));
	if (rc != OK)
		return rc;
	v = (struct open_view){ .person = link.name, .next = kept_next(cx, query(cx, "next")) };
	v.action = (struct url){ strf(cx->arena, "/sign-in/%.*s", STR_FMT(param(cx, "token"))) };
	p.main = HTML(cx, sign_in_open, &v);
	return page(cx, &p);
}

enum rc sign_in_spend(struct ctx *cx)
{
	const struct sign_in_spend_form *form = cx->form;
	struct sign_in_link_live_row link;
	int64_t spent = 0;
	enum rc rc = live_link(cx, &link);

	if (rc == OK)
		rc = sql_sign_in_link_spend(cx->db, cx->arena, link.link, cx->now, &spent);
	if (rc == NOT_FOUND || (rc == OK && spent == 0))
		return show_expired(cx, form->next);
	if (rc == OK) /* whatever came back from there before: this one has arrived */
		rc = sql_mail_reached(cx->db, cx->arena, link.person, link.sent_to, NULL);
	return rc == OK ? in_they_go(cx, &(struct entry){ link.person, WAY_LINK, DB_NULL_INT }, form->next) : rc;
}

enum rc sign_out(struct ctx *cx)
{
	struct person_of_row p;
	enum rc rc = sql_person_of(cx->db, cx->arena, cx->actor.person, &p);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_SIGNED_OUT, p.id, S("{}"));
	if (rc == OK)
		rc = session_finish(cx);
	if (cx->actor.person) /* for the page they come to: no script may have been there when they pressed */
		cookie_set(cx, "cairn-gone", device_tag(cx), 60);
	return rc == OK ? done(cx, url_lit("/"), T_SIGN_IN_OUT) : rc;
}
