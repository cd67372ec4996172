/* address.c — a new address, at work or personal: confirmed from there by a link, and the old one is told. The answer to
 * whoever asks is the same whether or not somebody has the address already; only the mail to it differs. */
#include "app/people/people_inside.h"

#include "app/people/people_pages.h"
#include "app/people/people_view.h"
#include "people_acts.sql.h"
#include "templates.gen.h"
#include "web/mail.h"

/* ---- asking ---- */

static enum rc tell(struct ctx *cx, int64_t person, struct str address, enum word subject, struct str body)
{
	return mail_queue_as(cx, &(struct mail_new){ .kind = NOTICE_SECURITY, .person = person, .address = address,
	                                             .subject = word(subject), .body = body });
}

static enum rc mail_taken(struct ctx *cx, const struct address_wanted *w)
{
	return tell(cx, DB_NULL_INT, w->email, T_PEOPLE_ADDRESS_TAKEN_SUBJECT,
	            WORDS(cx->arena, T_PEOPLE_ADDRESS_TAKEN_MAIL, WORD_ARG("url", cx->settings->url)));
}

static enum rc mail_link(struct ctx *cx, const struct address_wanted *w, const struct act_person_row *p, struct str token)
{
	struct str link = strf(cx->arena, "%.*s/addresses/%.*s", STR_FMT(cx->settings->url), STR_FMT(token));
	instant until = cx->now + ADDRESS_CHANGE_HOURS * (instant)HOUR;

	return mail_queue_as(cx, &(struct mail_new){
		.kind = NOTICE_SECURITY, .person = w->person, .address = w->email, .until = until,
		.subject = word(w->kind == ADDRESS_WORK ? T_PEOPLE_ADDRESS_SUBJECT : T_PEOPLE_PERSONAL_SUBJECT),
		.body = WORDS(cx->arena, w->kind == ADDRESS_WORK ? T_PEOPLE_ADDRESS_MAIL : T_PEOPLE_PERSONAL_MAIL,
		              WORD_ARG("name", p->name), WORD_ARG("link", link), WORD_ARG("until", instant_long(cx->arena, until))) });
}

/* The address known so far hears of it at once, so that a change nobody wanted is noticed before it happens. */
static enum rc tell_old(struct ctx *cx, const struct act_person_row *p, int64_t person, struct str by)
{
	return mail_person(cx, person, word(T_PEOPLE_ADDRESS_ASKED_SUBJECT),
	                   WORDS(cx->arena, T_PEOPLE_ADDRESS_ASKED_MAIL, WORD_ARG("name", p->name), WORD_ARG("by", by)));
}

enum rc address_ask(struct ctx *cx, const struct address_wanted *w)
{
	struct str token = random_token(cx->arena), folded = email_fold(cx->arena, w->email);
	struct hash h = hash_of(token);
	struct act_address_holder_row holder;
	struct act_person_row p;
	enum rc rc = sql_act_person(cx->db, cx->arena, w->person, &p), found;

	if (rc != OK || (rc = sql_address_change_drop(cx->db, cx->arena, w->person, w->kind, cx->now, NULL)) != OK)
		return rc;
	found = sql_act_address_holder(cx->db, cx->arena, folded, &holder);
	if (found != OK && found != NOT_FOUND)
		return found;
	rc = sql_address_change_add(cx->db, cx->arena, uuid7(cx->now), w->person, w->kind, w->email, folded,
	                            hash_bytes(&h), cx->actor.person, cx->now,
	                            cx->now + ADDRESS_CHANGE_HOURS * (instant)HOUR, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, w->person, EVENT_ADDRESS_ASKED, p.id, S("{}"));
	if (rc == OK)
		rc = found == OK && holder.person != w->person ? mail_taken(cx, w) : mail_link(cx, w, &p, token);
	return rc == OK ? tell_old(cx, &p, w->person, cx->person_name) : rc;
}

/* ---- the link ---- */

static enum rc live(struct ctx *cx, struct address_change_live_row *ret)
{
	struct hash h = hash_of(param(cx, "token"));

	return sql_address_change_live(cx->db, cx->arena, hash_bytes(&h), cx->now, ret);
}

static enum rc show_link(struct ctx *cx, const struct address_change_live_row *c, enum word says)
{
	bool done = says == T_PEOPLE_ADDRESS_DONE || says == T_PEOPLE_ADDRESS_UNDONE;
	struct address_view v = { .says = says, .ok = c != NULL };
	struct page p = { .title = word(c ? T_PEOPLE_CONFIRM_ADDRESS : done ? says : T_PEOPLE_ADDRESS_GONE),
		              .status = c || done ? 0 : 410 };

	v.title = p.title;
	if (c) {
		v.email = c->email;
		v.personal = c->kind == ADDRESS_PERSONAL;
		v.undo = c->kind == ADDRESS_UNDO;
		p.title = v.undo ? word(T_PEOPLE_ADDRESS_UNDO) : p.title;
		v.title = p.title;
		v.action = (struct url){ strf(cx->arena, "/addresses/%.*s", STR_FMT(param(cx, "token"))) };
	}
	v.done = done;
	v.undo = v.undo || says == T_PEOPLE_ADDRESS_UNDONE;
	v.signed_in = cx->actor.person != 0;
	p.main = HTML(cx, people_address, &v);
	return page(cx, &p);
}

enum rc address_open(struct ctx *cx)
{
	struct address_change_live_row c;
	enum rc rc = live(cx, &c);

	return rc == OK ? show_link(cx, &c, 0) : rc == NOT_FOUND ? show_link(cx, NULL, T_PEOPLE_ADDRESS_GONE_WHAT) : rc;
}

static enum rc set_work(struct ctx *cx, const struct address_change_live_row *c, const struct act_person_row *p)
{
	struct str body = WORDS(cx->arena, T_PEOPLE_ADDRESS_CHANGED_MAIL, WORD_ARG("name", p->name));
	enum rc rc = sql_act_set_email(cx->db, cx->arena, c->person, c->email, c->email_folded, NULL);

	if (rc == OK)
		rc = sql_act_links_end(cx->db, cx->arena, c->person, cx->now, NULL); /* those in the old mailbox */
	if (rc == OK)
		rc = people_index(cx, c->person);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, c->person, EVENT_ADDRESS_CHANGED, p->id, S("{}"));
	if (rc == OK && p->email.n)
		rc = address_undo_offer(cx, c->person, p);
	return rc == OK ? tell(cx, c->person, c->email, T_PEOPLE_ADDRESS_CHANGED_SUBJECT, body) : rc;
}

static enum rc set_personal(struct ctx *cx, const struct address_change_live_row *c, const struct act_person_row *p)
{
	struct str body = WORDS(cx->arena, T_PEOPLE_PERSONAL_CHANGED_MAIL, WORD_ARG("name", p->name));
	enum rc rc = sql_act_set_personal(cx->db, cx->arena, c->person, c->email, c->email_folded, NULL);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, c->person, EVENT_PERSONAL_ADDRESS_SET, p->id, S("{}"));
	if (rc == OK && p->email.n)
		rc = tell(cx, c->person, p->email, T_PEOPLE_ADDRESS_CHANGED_SUBJECT, body);
	if (rc == OK && p->personal_email.n)
		rc = tell(cx, c->person, p->personal_email, T_PEOPLE_ADDRESS_CHANGED_SUBJECT, body);
	return rc;
}

/* A link that has been pressed before, has expired or was replaced: explained, and written down with the person. */
static enum rc refuse_link(struct ctx *cx)
{
	struct hash h = hash_of(param(cx, "token"));
	struct address_change_any_row c;
	enum rc rc = sql_address_change_any(cx->db, cx->arena, hash_bytes(&h), &c);

	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, c.person, EVENT_REFUSED, c.person_id, S("{\"reason\":7}"));
	return rc == OK || rc == NOT_FOUND ? show_link(cx, NULL, T_PEOPLE_ADDRESS_GONE_WHAT) : rc;
}

enum rc address_confirm(struct ctx *cx)
{
	struct address_change_live_row c;
	struct act_address_holder_row holder;
	struct act_person_row p;
	int64_t spent = 0;
	enum rc rc = live(cx, &c);

	if (rc == NOT_FOUND)
		return refuse_link(cx);
	if (rc != OK || (rc = sql_address_change_spend(cx->db, cx->arena, c.change, cx->now, &spent)) != OK ||
	    (rc = sql_act_person(cx->db, cx->arena, c.person, &p)) != OK)
		return rc;
	rc = sql_act_address_holder(cx->db, cx->arena, c.email_folded, &holder);
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	if (!spent || p.disabled_at != DB_NULL_INT || (rc == OK && holder.person != c.person))
		return show_link(cx, NULL, T_PEOPLE_ADDRESS_GONE_WHAT);
	if (!cx->actor.person)
		cx->actor.person = c.person; /* whoever reads that mailbox and presses is the person: the event says so */
	rc = c.kind == ADDRESS_WORK ? set_work(cx, &c, &p) : c.kind == ADDRESS_UNDO ? address_undo(cx, &c, &p) : set_personal(cx, &c, &p);
	if (!cx->session.id)
		cx->actor = (struct actor){ .person = 0 };
	return rc == OK ? show_link(cx, NULL, c.kind == ADDRESS_UNDO ? T_PEOPLE_ADDRESS_UNDONE : T_PEOPLE_ADDRESS_DONE) : rc;
}

/* ---- a coordinator puts it right ---- */

struct address_form {
	struct str email;
};
static void check_address(struct ctx *cx, const void *filled)
{
	const struct address_form *f = filled;

	if (f->email.n && !email_is_plausible(str_trim(f->email)))
		field_error(cx, "email", T_PEOPLE_EMAIL_WRONG);
}
static const struct field address_fields[] = {
	TEXT(struct address_form, email, .label = T_PEOPLE_ADDRESS_NEW, .hint = T_PEOPLE_EMAIL_HINT, .max = 254,
	     .required = true),
};
#define ADDRESS_FORM(name_)                                                                                          \
	{ .name = (name_), .size = sizeof(struct address_form), .fields = address_fields, .n = COUNT_OF(address_fields),  \
	  .check = check_address }
const struct form staff_address_form = ADDRESS_FORM("address"), own_address_form = ADDRESS_FORM("own_address"),
                  personal_address_form = ADDRESS_FORM("personal_address");

enum rc staff_address_new(struct ctx *cx)
{
	struct act_view v = { .title = T_PEOPLE_ADDRESS, .button = T_PEOPLE_ADDRESS_BUTTON, .back = staff_url(cx, ""),
		                  .action = staff_url(cx, "/address"), .name = cx->person->name };

	struct staff s;
	enum rc rc = staff_read(cx, &s);

	if (rc != OK)
		return rc;
	act_says(&v, word(s.state == PERSON_INVITED || s.state == PERSON_EXPECTED ? T_PEOPLE_ADDRESS_EXPECTED_LEAD
	                                                                          : T_PEOPLE_ADDRESS_LEAD));
	return act_page(cx, &staff_address_form, NULL, -1, &v);
}

enum rc staff_address_ask(struct ctx *cx)
{
	const struct address_form *f = cx->form;
	struct staff s;
	enum rc rc = staff_for(cx, ACT_CHANGE_ADDRESS, &s);

	if (rc == OK && (s.state == PERSON_INVITED || s.state == PERSON_EXPECTED)) {
		rc = address_put_right(cx, &s, str_trim(f->email));
		return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_ADDRESS_RIGHT) : rc;
	}
	if (rc == OK)
		rc = address_ask(cx, &(struct address_wanted){ s.id, ADDRESS_WORK, str_trim(f->email) });
	return rc == OK ? done(cx, staff_url(cx, ""), T_PEOPLE_ADDRESS_SENT) : rc;
}

/* ---- one's own ---- */

static enum rc own_page(struct ctx *cx, const struct form *form, int kind, enum word title, enum word lead, const char *action)
{
	struct form_view fv = form_view(cx, form, NULL, -1);
	struct own_address_view v = { .title = title, .lead = lead, .errors = fv.errors, .hidden = fv.hidden,
		                          .email = form_field(&fv, "email")->html, .action = url_lit(action),
		                          .personal = kind == ADDRESS_PERSONAL, .csrf = hidden_csrf(cx) };
	struct address_change_open_row open;
	struct act_person_row p;
	enum rc rc = sql_act_person(cx->db, cx->arena, cx->actor.person, &p);

	if (rc != OK)
		return rc;
	v.current = kind == ADDRESS_WORK ? p.email : p.personal_email;
	rc = sql_address_change_open(cx->db, cx->arena, cx->actor.person, kind, cx->now, &open);
	if (rc == OK)
		v.waits = WORDS(cx->arena, T_PEOPLE_ADDRESS_WAITS, WORD_ARG("email", open.email),
		                WORD_ARG("until", instant_long(cx->arena, open.expires)));
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	return page(cx, &(struct page){ .title = word(title), .main = HTML(cx, people_own_address, &v) });
}

enum rc own_address_new(struct ctx *cx)
{
	return own_page(cx, &own_address_form, ADDRESS_WORK, T_PEOPLE_OWN_ADDRESS, T_PEOPLE_OWN_ADDRESS_LEAD, "/account/address");
}

enum rc personal_address_show(struct ctx *cx)
{
	return own_page(cx, &personal_address_form, ADDRESS_PERSONAL, T_PEOPLE_PERSONAL, T_PEOPLE_PERSONAL_LEAD,
	                "/account/personal-address");
}

static enum rc ask_own(struct ctx *cx, int kind, const char *where)
{
	const struct address_form *f = cx->form;
	enum rc rc = address_ask(cx, &(struct address_wanted){ cx->actor.person, kind, str_trim(f->email) });

	return rc == OK ? done(cx, url_lit(where), T_PEOPLE_ADDRESS_SENT) : rc;
}

enum rc own_address_ask(struct ctx *cx)
{
	return ask_own(cx, ADDRESS_WORK, "/account/address");
}

enum rc personal_address_ask(struct ctx *cx)
{
	return ask_own(cx, ADDRESS_PERSONAL, "/account/personal-address");
}

/* Whoever has no work address any more would lock themselves out. */
enum rc personal_address_remove(struct ctx *cx)
{
	struct act_person_row p;
	enum rc rc = sql_act_person(cx->db, cx->arena, cx->actor.person, &p);

	if (rc != OK)
		return rc;
	if (!p.personal_email.n || !p.email.n)
		return CONFLICT;
	if ((rc = sql_act_set_personal(cx->db, cx->arena, cx->actor.person, STR_NONE, STR_NONE, NULL)) != OK ||
	    (rc = sql_act_links_end(cx->db, cx->arena, cx->actor.person, cx->now, NULL)) != OK ||
	    (rc = event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_PERSONAL_ADDRESS_REMOVED, p.id, S("{}"))) != OK)
		return rc;
	return done(cx, url_lit("/account/personal-address"), T_PEOPLE_PERSONAL_REMOVED);
}
