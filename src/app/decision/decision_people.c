/* decision_people.c — the coordinator names who reads and who sits: the second reader, the panel, the moderator, new people for an
 * appeal. The database lets nobody in who is about, has assessed or supervised, or is kept apart from the ECSW. */
#include "app/decision/decision_inside.h"

#include "app/decision/decision_view.h"
#include "app/joining/joining.h"
#include "app/notices/notices.h"
#include "templates.gen.h"
#include "web/form.h"

/* Whoever moderates has had no role with the employer for two years (ACCESS.md). */
enum { MODERATOR_APART_MONTHS = 24 };
enum people_do { DO_READER = 1, DO_PANEL = 2, DO_MODERATOR = 3, DO_APPEAL = 4 };
static const struct str do_keys[] = { [DO_READER] = S_INIT("reader"), [DO_PANEL] = S_INIT("panel"), [DO_MODERATOR] = S_INIT("moderator"),
	                                  [DO_APPEAL] = S_INIT("appeal") };
static const struct key_list dos = { do_keys, (int)COUNT_OF(do_keys) };

struct people_typed {
	int act;
	struct str_list person;
	struct str chair;
};
static const struct field people_fields[] = {
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct people_typed, act), .label = T_DECISION_TITLE, .choices = &dos,
	  .max = DO_APPEAL, .required = true },
	LIST_OF(struct people_typed, person, .label = T_DECISION_WHO, .max = PANEL_MOST),
	TEXT(struct people_typed, chair, .label = T_DECISION_WHO_CHAIRS, .max = UUID_TEXT),
};
const struct form decision_people_form = { .name = "decision_people", .size = sizeof(struct people_typed), .fields = people_fields,
	                                       .n = COUNT_OF(people_fields), .wants_version = true };

/* what_is_asked — whom a decision in this state needs; 0 for nobody. */
static enum people_do what_is_asked(enum decision_state s)
{
	switch (s) {
	case DECISION_BLIND:
		return DO_READER;
	case DECISION_TOLD:
	case DECISION_PANEL:
		return DO_PANEL;
	case DECISION_MODERATION:
		return DO_MODERATOR;
	case DECISION_APPEAL:
		return DO_APPEAL;
	default:
		return 0;
	}
}

static enum rc candidates(struct ctx *cx, enum people_do what, struct decision_candidates_rows *ret)
{
	return sql_decision_candidates(cx->db, cx->arena, cx->decision->id, cx->induction->id, cx->induction->employer, cx->actor.person,
	                               what == DO_MODERATOR, date_add_months(cx->today, -MODERATOR_APART_MONTHS), cx->today, ret);
}

/* may_be — the readers are not on the panel, and an appeal is heard by people who were in neither. */
static bool may_be(enum people_do what, const struct decision_candidates_row *r)
{
	return what == DO_APPEAL ? !r->read_it && !r->sat : what == DO_PANEL ? !r->read_it : true;
}

/* ---- the page ---- */

static enum rc draw_lines(struct ctx *cx, enum people_do what, struct decision_people_view *v)
{
	struct decision_candidates_rows rows;
	struct panel_of_rows now = { .n = 0 };
	struct reader_of_row reader = { .person = 0 };
	enum rc rc = candidates(cx, what, &rows);

	if (rc == OK && v->many)
		rc = sql_panel_of(cx->db, cx->arena, cx->decision->id, what == DO_APPEAL ? SITTING_APPEAL : SITTING_PANEL, &now);
	if (rc == OK && !v->many && (rc = sql_reader_of(cx->db, cx->arena, cx->decision->id, what == DO_READER ? READER_BLIND : READER_MODERATOR, &reader)) == NOT_FOUND)
		rc = OK;
	if (rc != OK)
		return rc;
	v->people.v = NEW_ARRAY(cx->arena, struct name_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct decision_candidates_row *r = &rows.v[i];
		struct str id = uuid_str(cx->arena, r->id);
		bool sits = reader.person == r->person, chairs = false;

		if (!may_be(what, r))
			continue;
		for (size_t k = 0; k < now.n; k++) {
			sits = sits || (now.v[k].person == r->person && now.v[k].conflict != CONFLICT_THERE);
			chairs = chairs || (now.v[k].person == r->person && now.v[k].is_chair);
		}
		v->people.v[v->people.n++] = (struct name_line){ id, r->name, r->organisation_name, cx->values ? values_have(cx->values, S("person"), id) : sits,
			                                             cx->values ? values_have(cx->values, S("chair"), id) : chairs };
	}
	return OK;
}

/* people_json — whom this decision needs now, and who may be named; nobody, where it needs nobody. */
static enum rc people_json(struct ctx *cx, enum people_do what, const struct decision_people_view *v, const struct decision_rules *rules)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "do");
	what ? json_str(j, key_of(&dos, (int)what)) : json_none(j);
	json_key(j, "members"), json_i64(j, v->many ? rules->members : what != 0);
	json_key(j, "quorum"), json_i64(j, v->many ? rules->quorum : what != 0);
	json_key(j, "people"), json_arr(j);
	for (size_t i = 0; i < v->people.n; i++) {
		json_obj(j);
		json_key(j, "person"), json_str(j, v->people.v[i].value);
		json_key(j, "name"), json_str(j, v->people.v[i].name);
		json_key(j, "organisation"), json_str(j, v->people.v[i].note);
		json_key(j, "named"), json_bool(j, v->people.v[i].checked);
		json_key(j, "chairs"), json_bool(j, v->people.v[i].chair);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

static enum rc draw_people(struct ctx *cx)
{
	enum people_do what = what_is_asked(cx->decision->state);
	const struct decision_rules *rules;
	struct people_typed filled = { .act = 0 };
	struct form_view fv;
	struct decision_people_view v = { .many = what == DO_PANEL || what == DO_APPEAL };
	enum rc rc = decision_rules_of(cx, &rules);

	if (rc != OK)
		return rc;
	if (cx->json) {
		rc = what ? draw_lines(cx, what, &v) : OK;
		return rc == OK ? people_json(cx, what, &v, rules) : rc;
	}
	if (!what)
		return redirect(cx, decision_url(cx, ""));
	fv = form_view(cx, &decision_people_form, &filled, cx->decision->version);
	v.kicker = cx->induction->name;
	v.hidden = fv.hidden;
	v.errors = fv.errors;
	v.error = form_field(&fv, "person")->error;
	v.back = decision_url(cx, "");
	v.action = decision_url(cx, "/people");
	v.key = key_of(&dos, (int)what);
	v.title = word(what == DO_READER ? T_DECISION_NAME_READER : what == DO_MODERATOR ? T_DECISION_NAME_MODERATOR
	               : what == DO_APPEAL ? T_DECISION_NAME_APPEAL : T_DECISION_NAME_PANEL);
	v.lead = v.many ? WORDS(cx->arena, T_DECISION_PEOPLE_LEAD, WORD_ARG("n", rules->members), WORD_ARG("quorum", rules->quorum))
	                : word(what == DO_READER ? T_DECISION_READER_LEAD : T_DECISION_MODERATOR_LEAD);
	v.legend = v.many ? T_DECISION_WHO_SITS : T_DECISION_WHO;
	v.button = v.many ? T_DECISION_CONVENE : T_DECISION_NAME;
	v.none = T_DECISION_NOBODY;
	if ((rc = draw_lines(cx, what, &v)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = v.title, .menu = MENU_COHORT, .main = HTML(cx, decision_people, &v),
	                                .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc decision_people_show(struct ctx *cx)
{
	version_is(cx, cx->decision->version);
	return draw_people(cx);
}

/* ---- naming ---- */

/* picked — the candidates that were typed; false when one of them is none. */
static bool picked(const struct ctx *cx, enum people_do what, const struct people_typed *f, const struct decision_candidates_rows *rows,
                   const struct decision_candidates_row **ret, size_t *ret_n)
{
	*ret_n = 0;
	for (size_t i = 0; i < f->person.n; i++) {
		const struct decision_candidates_row *found = NULL;
		struct uuid id;

		for (size_t k = 0; uuid_parse(f->person.v[i], &id) && k < rows->n; k++)
			if (uuid_eq(rows->v[k].id, id) && may_be(what, &rows->v[k]))
				found = &rows->v[k];
		for (size_t k = 0; found && k < *ret_n; k++)
			if (ret[k] == found)
				return false;
		if (!found)
			return false;
		ret[(*ret_n)++] = found;
	}
	UNUSED(cx);
	return *ret_n > 0;
}

static enum rc named(struct ctx *cx, const char *what, int64_t person)
{
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_DECISION_PEOPLE, cx->decision->uuid,
	                 strf(cx->arena, "{\"as\":\"%s\",\"person\":%lld}", what, (long long)person));
}

static enum rc name_reader(struct ctx *cx, int kind, const struct decision_candidates_row *who)
{
	int64_t affected = 0;
	enum rc rc = sql_reader_end(cx->db, cx->arena, cx->decision->id, kind, cx->now, NULL);

	if (rc == OK)
		rc = sql_reader_add(cx->db, cx->arena, cx->decision->id, kind, cx->decision->round, who->person, cx->now, cx->actor.person, NULL);
	if (rc == OK)
		rc = sql_decision_touch(cx->db, cx->arena, cx->decision->id, cx->decision->version, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = named(cx, kind == READER_BLIND ? "reader" : "moderator", who->person);
	return rc == OK ? notice(cx, NOTICE_DECISION_STAFF, who->person, cx->induction->employer) : rc;
}

/* sit — whoever stays keeps what they have said; whoever goes stays on record. */
static enum rc sit(struct ctx *cx, int sitting, const struct decision_candidates_row *const *who, size_t n, struct str chair)
{
	const struct decision *d = cx->decision;
	struct panel_of_rows now;
	struct uuid chair_id = UUID_NONE;
	enum rc rc = sql_panel_of(cx->db, cx->arena, d->id, sitting, &now);

	uuid_parse(str_trim(chair), &chair_id);
	if (rc == OK)
		rc = sql_panel_chair_none(cx->db, cx->arena, d->id, sitting, NULL);
	for (size_t i = 0; rc == OK && i < now.n; i++) {
		bool stays = false;

		for (size_t k = 0; k < n; k++)
			stays = stays || (who[k]->person == now.v[i].person && now.v[i].conflict != CONFLICT_THERE);
		if (!stays)
			rc = sql_panel_end(cx->db, cx->arena, now.v[i].panel_member, cx->now, NULL);
	}
	for (size_t k = 0; rc == OK && k < n; k++) {
		bool is_chair = uuid_eq(who[k]->id, chair_id);
		int64_t there = 0;

		for (size_t i = 0; i < now.n; i++)
			if (now.v[i].person == who[k]->person && now.v[i].conflict != CONFLICT_THERE)
				there = now.v[i].panel_member;
		if (there)
			rc = is_chair ? sql_panel_chair(cx->db, cx->arena, there, NULL) : OK;
		else if ((rc = sql_panel_add(cx->db, cx->arena, uuid7(cx->now), d->id, sitting, d->round, who[k]->person, is_chair, cx->now,
		                             cx->actor.person, NULL)) == OK)
			rc = named(cx, sitting == SITTING_APPEAL ? "appeal" : "panel", who[k]->person);
	}
	return rc;
}

/* appeal_sits — the table has no step for it: the appeal is under way, and its people are named. */
static enum rc appeal_sits(struct ctx *cx, size_t n, const struct decision_candidates_row *const *who)
{
	int64_t affected = 0;
	enum rc rc = sql_decision_touch(cx->db, cx->arena, cx->decision->id, cx->decision->version, cx->now, &affected);

	if (rc == OK && !affected)
		return STALE;
	for (size_t i = 0; rc == OK && i < n; i++)
		rc = notice(cx, NOTICE_DECISION_STAFF, who[i]->person, cx->induction->employer);
	return rc;
}

static enum rc name_panel(struct ctx *cx, enum people_do what, const struct people_typed *f, const struct decision_candidates_row *const *who, size_t n)
{
	const struct decision_rules *rules;
	struct acting a = { DECISION_CONVENE, DECIDER_COORDINATOR, STR_NONE, 0, false };
	enum decision_wrong wrong;
	struct uuid chair;
	bool chair_sits = false;
	enum rc rc = decision_rules_of(cx, &rules);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		chair_sits = chair_sits || (uuid_parse(str_trim(f->chair), &chair) && uuid_eq(who[i]->id, chair));
	if ((int)n < rules->members)
		return err_add(&cx->err, S("person"), WORDS(cx->arena, T_DECISION_TOO_FEW, WORD_ARG("n", rules->members)));
	if (!chair_sits)
		return field_error(cx, "chair", T_DECISION_NO_CHAIR);
	if ((rc = sit(cx, what == DO_APPEAL ? SITTING_APPEAL : SITTING_PANEL, who, n, f->chair)) != OK)
		return rc;
	if (what == DO_APPEAL)
		return appeal_sits(cx, n, who);
	rc = decision_act_do(cx, &a, &wrong);
	return rc == DENIED ? form_error(cx, decision_wrong_word(wrong)) : rc;
}

enum rc decision_people_save(struct ctx *cx)
{
	const struct people_typed *f = cx->form;
	enum people_do what = what_is_asked(cx->decision->state);
	const struct decision_candidates_row *who[PANEL_MOST];
	struct decision_candidates_rows rows;
	struct uuid id = cx->decision->uuid;
	size_t n;
	enum rc rc = version_is(cx, cx->decision->version);

	if (rc != OK)
		return rc;
	if (f->act != (int)what)
		return form_error(cx, T_DECISION_W_MOVED);
	if ((rc = candidates(cx, what, &rows)) != OK)
		return rc;
	if (!picked(cx, what, f, &rows, who, &n))
		return field_error(cx, "person", T_DECISION_WHO_MISSING);
	rc = what == DO_READER ? name_reader(cx, READER_BLIND, who[0])
	     : what == DO_MODERATOR ? name_reader(cx, READER_MODERATOR, who[0])
	                            : name_panel(cx, what, f, who, n);
	if (rc != OK || (rc = load_decision(cx, id)) != OK)
		return rc;
	cx->current_version = cx->decision->version;
	return done(cx, decision_url(cx, ""), T_DECISION_N_NAMED);
}
