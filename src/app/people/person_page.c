/* person_page.c — one person, as those who manage them see it: what they work as, how they are reached, what may be changed
 * and what happened when. Nobody's work is here: an ECSW's induction has a page of its own. */
#include "app/people/people_inside.h"

#include "app/people/people_pages.h"
#include "app/people/people_view.h"
#include "app/timeline/timeline.h"
#include "people_acts.sql.h"
#include "people_page.sql.h"
#include "templates.gen.h"

/* ---- what may be changed ---- */

struct change_row {
	enum person_act act;
	const char *after;
	enum word what, says;
	object_rule *may;
	bool button;
};
static const struct change_row change_rows[] = {
	{ ACT_RENAME, "/edit", T_PEOPLE_EDIT, T_PEOPLE_EDIT_SAYS, may_manage_person, false },
	{ ACT_CHANGE_ADDRESS, "/address", T_PEOPLE_ADDRESS, T_PEOPLE_ADDRESS_SAYS, may_unlock_person, false },
	{ ACT_GRANT, "/roles/new", T_PEOPLE_ROLE_GIVE, T_PEOPLE_ROLE_GIVE_SAYS, may_manage_person, false },
	{ ACT_INVITE, "/invitation", T_PEOPLE_RESEND, T_PEOPLE_RESEND_SAYS, may_manage_person, true },
	{ ACT_UNINVITE, "/invitation/revoke", T_PEOPLE_REVOKE, T_PEOPLE_UNINVITE_SAYS, may_manage_person, true },
	{ ACT_GO_AWAY, "/away", T_PEOPLE_AWAY, T_PEOPLE_AWAY_SAYS, may_manage_person, false },
	{ ACT_COME_BACK, "/back", T_PEOPLE_BACK, T_PEOPLE_BACK_SAYS, may_manage_person, true },
	{ ACT_LEAVE, "/leave", T_PEOPLE_LEAVE, T_PEOPLE_LEAVE_SAYS, may_manage_person, false },
	{ ACT_DEACTIVATE, "/deactivate", T_PEOPLE_DEACTIVATE, T_PEOPLE_DEACTIVATE_SAYS, may_unlock_person, false },
	{ ACT_REACTIVATE, "/reactivate", T_PEOPLE_REACTIVATE, T_PEOPLE_REACTIVATE_SAYS, may_unlock_person, true },
	{ ACT_BRING_BACK, "/bring-back", T_PEOPLE_BRING_BACK, T_PEOPLE_BRING_BACK_SAYS, may_bring_back_person, false },
};

static bool is_leaving(const struct staff *s)
{
	return s->departure.id && s->departure.kind == DEPARTURE_FOR_GOOD && !s->departure.done;
}

static bool needs_place(enum person_act act)
{
	return act == ACT_LEAVE || act == ACT_GO_AWAY || act == ACT_COME_BACK; /* from one organisation: its coordinators' act */
}

static void add_changes(struct ctx *cx, const struct staff *s, struct staff_changes *ret)
{
	for (size_t i = 0; i < COUNT_OF(change_rows); i++) {
		const struct change_row *c = &change_rows[i];
		bool possible = person_may(c->act, s->state) && access_ok(c->may(&cx->actor, &cx->resource));

		if (!possible || (needs_place(c->act) && !s->scope) || (c->act == ACT_LEAVE && is_leaving(s)))
			continue;
		ret->v[ret->n++] = c->act == ACT_INVITE && s->state == PERSON_EXPECTED
		                           ? (struct staff_change){ staff_url(cx, c->after), T_PEOPLE_INVITE_NOW, T_PEOPLE_INVITE_NOW_SAYS, true }
		                           : (struct staff_change){ staff_url(cx, c->after), c->what, c->says, c->button };
	}
	if (is_leaving(s) && access_ok(may_manage_person(&cx->actor, &cx->resource)))
		ret->v[ret->n++] = (struct staff_change){ staff_url(cx, "/leave/take-back"), T_PEOPLE_LEAVE_NOT,
			                                      T_PEOPLE_LEAVE_NOT_SAYS, true };
}

/* ---- what they work as, and with ---- */

static struct str when_of(struct ctx *cx, const struct staff_role *r)
{
	if (date_is_none(r->ends))
		return WORDS(cx->arena, T_PERSON_SINCE, WORD_ARG("date", r->held.starts));
	return WORDS(cx->arena, T_PERSON_UNTIL, WORD_ARG("from", r->held.starts), WORD_ARG("to", r->ends));
}

static bool may_end(struct ctx *cx, const struct staff *s, const struct staff_role *r)
{
	struct grant g = { &cx->actor, s->id, r->held.role, r->held.organisation, r->type };

	return access_ok(may_manage_person(&cx->actor, &cx->resource)) && person_may(ACT_END_ROLE, s->state) &&
	       !staff_role_is_past(cx, r) && may_grant(&g) == GRANT_OK;
}

static void add_roles(struct ctx *cx, const struct staff *s, struct staff_helds *ret)
{
	ret->v = NEW_ARRAY(cx->arena, struct staff_held, s->roles_n + 1);
	for (size_t i = 0; i < s->roles_n; i++) {
		const struct staff_role *r = &s->roles[i];

		ret->v[ret->n++] = (struct staff_held){
			.role = role_word(r->held.role), .organisation = r->organisation_name, .when = when_of(cx, r),
			.past = staff_role_is_past(cx, r), .may_end = may_end(cx, s, r),
			.end = staff_url(cx, str_c(cx->arena, strf(cx->arena, "/roles/%s/end", uuid_str(cx->arena, r->held.uuid).p))),
		};
	}
}

static enum rc add_work(struct ctx *cx, const struct staff *s, struct staff_links *ret)
{
	struct people_inductions_rows rows;
	enum rc rc = sql_people_inductions(cx->db, cx->arena, s->id, cx->actor.person, cx->actor.organisation, cx->actor.role,
	                                   cx->today, &rows);

	if (rc != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct staff_link, rows.n + 2);
	for (size_t i = 0; i < rows.n; i++)
		ret->v[ret->n++] = (struct staff_link){
			url_id(cx, "/inductions/", rows.v[i].id, ""), rows.v[i].programme,
			date_is_none(rows.v[i].ended)
			    ? WORDS(cx->arena, T_PERSON_SINCE, WORD_ARG("date", rows.v[i].starts))
			    : WORDS(cx->arena, T_PERSON_UNTIL, WORD_ARG("from", rows.v[i].starts), WORD_ARG("to", rows.v[i].ended)),
		};
	if (s->scope && access_ok(may_read_caseload(&cx->actor, &cx->resource)))
		for (size_t i = 0; i < s->roles_n; i++) {
			enum role role = s->roles[i].held.role;

			if ((role != ROLE_SUPERVISOR && role != ROLE_ASSESSOR) || staff_role_is_past(cx, &s->roles[i]))
				continue;
			ret->v[ret->n++] = (struct staff_link){ staff_url(cx, "/caseload"), word(T_PEOPLE_CASELOAD),
				                                    word(T_PEOPLE_CASELOAD_SAYS) };
			break;
		}
	return OK;
}

static struct str note_of(struct ctx *cx, const struct staff *s)
{
	const struct departure *d = &s->departure;

	if (s->state == PERSON_EXPECTED)
		return word(T_PEOPLE_NOTE_EXPECTED);
	if (s->state == PERSON_INVITED)
		return WORDS(cx->arena, s->invitation_until > cx->now ? T_PEOPLE_NOTE_INVITED : T_PEOPLE_NOTE_INVITED_LATE,
		             WORD_ARG("sent", instant_long(cx->arena, s->invitation_sent)),
		             WORD_ARG("until", instant_long(cx->arena, s->invitation_until)));
	if (!d->id)
		return STR_NONE;
	if (d->kind == DEPARTURE_FOR_GOOD)
		return WORDS(cx->arena, d->done ? T_PEOPLE_NOTE_LEFT : T_PEOPLE_NOTE_LEAVES, WORD_ARG("on", d->last_day));
	if (date_is_none(d->back_on))
		return WORDS(cx->arena, T_PEOPLE_NOTE_AWAY, WORD_ARG("on", d->last_day));
	return WORDS(cx->arena, T_PEOPLE_NOTE_AWAY_UNTIL, WORD_ARG("on", d->last_day), WORD_ARG("back", d->back_on));
}

static enum rc read_flag(struct ctx *cx, struct str *ret)
{
	struct people_many_opened_row row;
	enum rc rc = sql_people_many_opened(cx->db, cx->arena, CHAIN_PERSON, cx->person->id, EVENT_MANY_OPENED,
	                                    cx->now - 30 * DAY, &row);

	if (rc == OK && row.last != DB_NULL_INT)
		*ret = WORDS(cx->arena, T_PEOPLE_MANY_OPENED, WORD_ARG("n", (int64_t)PORTFOLIOS_AN_HOUR),
		             WORD_ARG("when", instant_long(cx->arena, row.last)));
	return rc;
}

/* ---- answers ---- */

static enum rc staff_json(struct ctx *cx, const struct staff *s)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, s->uuid);
	json_key(j, "name"), json_str(j, s->name);
	json_key(j, "email"), json_str(j, s->email);
	json_key(j, "registration"), json_str(j, s->registration);
	json_key(j, "state"), json_str(j, key_of(&person_states, s->state));
	json_key(j, "roles"), json_arr(j);
	for (size_t i = 0; i < s->roles_n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, s->roles[i].held.uuid);
		json_key(j, "role"), json_str(j, key_of(&roles, s->roles[i].held.role));
		json_key(j, "organisation"), json_str(j, s->roles[i].organisation_name);
		json_key(j, "starts"), json_date(j, s->roles[i].held.starts);
		json_key(j, "ends"), json_date(j, s->roles[i].ends);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

static struct timeline_of happened_to(const struct ctx *cx)
{
	return (struct timeline_of){ CHAIN_PERSON, cx->person->id,
		                         cx->actor.person == cx->person->id ? TIMELINE_OWN : TIMELINE_OTHERS };
}

enum rc staff_show(struct ctx *cx)
{
	struct timeline_of of = happened_to(cx);
	struct staff s;
	struct staff_view v;
	enum rc rc = staff_read(cx, &s);

	if (rc == OK)
		rc = version_is(cx, s.version);
	if (rc != OK || cx->json)
		return rc != OK ? rc : staff_json(cx, &s);
	v = (struct staff_view){
		.name = s.name, .email = s.email, .registration = s.registration, .state = person_state_word(s.state),
		.ok = s.state == PERSON_ACTIVE, .has_personal = s.has_personal, .csrf = hidden_csrf(cx), .note = note_of(cx, &s),
		.own = cx->actor.person == s.id,
	};
	add_changes(cx, &s, &v.changes);
	add_roles(cx, &s, &v.roles);
	if ((rc = add_work(cx, &s, &v.work)) != OK || (rc = read_flag(cx, &v.flag)) != OK ||
	    (rc = timeline_newest(cx, &of, staff_url(cx, "/events"), &v.happened)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = s.name, .menu = MENU_PEOPLE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, people_staff, &v) });
}

enum rc staff_events(struct ctx *cx)
{
	struct timeline_of of = happened_to(cx);

	return timeline_answer(cx, &of, &(struct timeline_page){
		.title = cx->person->name, .back = staff_url(cx, ""), .back_words = cx->person->name,
		.base = staff_url(cx, "/events"), .width = WIDTH_STAFF, .menu = MENU_PEOPLE });
}
