/* demo_work.c — what the demo's people did, played one thing after another: pieces and views, mail, invitations, people without
 * an account, outcomes. */
#include "app/demo/demo_inside.h"

#include "app/calendar/calendar.h"
#include "app/coverage/coverage.h"
#include "app/decision/decision.h"
#include "app/forms/forms.h"
#include "app/framework/framework.h"
#include "app/notices/notices.h"
#include "app/outsider/outsider.h"
#include "app/people/people.h"
#include "app/support/support.h"
#include "evidence_store.sql.h"
#include "rules/adjust.h"
#include "web.sql.h"

/* One piece being played: its row and the framework its links point into. */
struct piece {
	const json_t *o;
	struct str key, codes;
	int64_t evidence, induction, ecsw, programme;
	struct uuid uuid;
	const struct framework_version *fw;
	struct links_of_rows links;
};

static enum rc add_links(struct world *w, struct piece *p)
{
	struct ctx *cx = w->cx;
	struct buf codes = buf_new(cx->arena, 8000);
	size_t i;
	json_t *code;

	json_array_foreach(json_object_get(p->o, "links"), i, code) {
		int32_t item = framework_find_code(p->fw->fw, json_str_of(code));
		enum rc rc;

		if (item < 0)
			return world_wrong(w, "link of piece", p->key);
		if ((rc = sql_link_put(cx->db, cx->arena, p->evidence, p->fw->rows[item], cx->now, NULL)) != OK)
			return rc;
		buf_addf(&codes, "%s%.*s", i ? ", " : "", STR_FMT(json_str_of(code)));
	}
	p->codes = buf_str(&codes);
	return sql_links_of(cx->db, cx->arena, p->evidence, &p->links);
}

static const json_t *returned_in(const struct piece *p, const json_t *view, const struct links_of_row *link)
{
	size_t i;
	json_t *r;

	json_array_foreach(json_object_get(view, "returned"), i, r) {
		if (framework_find_code(p->fw->fw, json_get_str(r, "code")) == link->position)
			return r;
	}
	return NULL;
}

static enum rc add_view(struct world *w, struct piece *p, const json_t *view)
{
	struct ctx *cx = w->cx;
	int64_t by = world_id(&w->people, json_get_str(view, "by"));
	struct uuid id;
	struct view_add_row row;
	enum rc rc;

	if (!by)
		return world_wrong(w, "view on piece", p->key);
	world_play_as(w, by, ROLE_ASSESSOR, world_time_ago(w, json_get_i64(view, "days_ago", 0), 35));
	id = uuid7(cx->now);
	rc = sql_view_add(cx->db, cx->arena, id, p->evidence, 1, by, json_get_str(view, "sentence"), cx->now, &row);
	for (size_t i = 0; rc == OK && i < p->links.n; i++) {
		const json_t *returned = returned_in(p, view, &p->links.v[i]);

		rc = sql_view_link_add(cx->db, cx->arena, row.view_given, p->links.v[i].link, !returned, p->links.v[i].state,
		                       returned ? json_get_str(returned, "comment") : S(""), NULL);
		if (rc == OK)
			rc = sql_link_set(cx->db, cx->arena, p->links.v[i].link, returned ? LINK_RETURNED : LINK_ENDORSED, cx->now,
			                  NULL);
	}
	if (rc == OK)
		rc = sql_evidence_set_assessed(cx->db, cx->arena, p->evidence, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, p->induction, EVENT_VIEW_GIVEN, p->uuid,
	                            strf(cx->arena, "{\"view\":\"%s\"}", uuid_str(cx->arena, id).p))
	                : rc;
}

static enum rc hand_in(struct world *w, struct piece *p, int kind, enum evidence_state state, instant started, instant sent)
{
	struct ctx *cx = w->cx;
	const json_t *o = p->o;
	int setting = number_of(&settings_of_practice, json_get_str(o, "setting"));
	bool handed_in = state == EVIDENCE_SUBMITTED || state == EVIDENCE_WITHDRAWN;
	struct evidence_add_row row;
	int64_t form = DB_NULL_INT;
	enum rc rc = forms_newest_of(cx, p->programme, kind, &form);

	if (rc != OK)
		return rc;
	world_play_as(w, p->ecsw, ROLE_ECSW, started);
	p->uuid = uuid7(cx->now);
	rc = sql_evidence_add(cx->db, cx->arena, p->uuid, p->induction, kind, json_get_str(o, "title"),
	                      world_days_ago(w, o, "on_days_ago"), setting < 0 ? SETTING_NONE : setting, json_get_str(o, "text"),
	                      state == EVIDENCE_WITHDRAWN ? EVIDENCE_SUBMITTED : state, form, false, cx->now,
	                      state == EVIDENCE_DRAFT ? DB_NULL_INT : sent, handed_in ? sent : DB_NULL_INT, &row);
	if (rc != OK)
		return rc;
	p->evidence = row.evidence;
	if ((rc = add_links(w, p)) != OK ||
	    (rc = event_add(cx, CHAIN_INDUCTION, p->induction, EVENT_EVIDENCE_STARTED, p->uuid, S("{}"))) != OK ||
	    state == EVIDENCE_DRAFT)
		return rc;
	cx->now = sent;
	rc = sql_evidence_version_add(cx->db, cx->arena, p->evidence, 1, kind, json_get_str(o, "title"),
	                              world_days_ago(w, o, "on_days_ago"), setting < 0 ? SETTING_NONE : setting,
	                              json_get_str(o, "text"), p->codes, form, false, S(""), p->ecsw, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, p->induction,
	                            handed_in ? EVENT_EVIDENCE_SUBMITTED : EVENT_EVIDENCE_SHARED, p->uuid, S("{}"))
	                : rc;
}

static enum rc add_piece(struct world *w, const json_t *o)
{
	struct piece p = { .o = o, .key = json_get_str(o, "key"), .induction = world_id(&w->inductions, json_get_str(o, "ecsw")),
		           .ecsw = world_id(&w->people, json_get_str(o, "ecsw")) };
	int kind = number_of(&evidence_kinds, json_get_str(o, "kind"));
	int state = number_of(&evidence_states, json_get_str(o, "state"));
	int64_t on = json_get_i64(o, "on_days_ago", 0);
	size_t i;
	json_t *view;
	enum rc rc;

	if (!p.induction || kind < 0 || state < 0)
		return world_wrong(w, "piece", p.key);
	if ((rc = framework_get(w->cx, w->programme_frameworks[0], &p.fw)) != OK)
		return rc;
	p.programme = w->programmes.v[0].id;
	rc = hand_in(w, &p, kind, (enum evidence_state)state, world_time_ago(w, on, 5),
	             world_time_ago(w, json_get_i64(o, "submitted_days_ago", on), 20));
	json_array_foreach(json_object_get(o, "views"), i, view)
		if (rc == OK)
			rc = add_view(w, &p, view);
	if (rc == OK && state == EVIDENCE_WITHDRAWN) {
		world_play_as(w, p.ecsw, ROLE_ECSW, w->cx->now + HOUR);
		rc = sql_evidence_withdraw(w->cx->db, w->cx->arena, p.evidence, w->cx->now, NULL);
		if (rc == OK)
			rc = event_add(w->cx, CHAIN_INDUCTION, p.induction, EVENT_EVIDENCE_WITHDRAWN, p.uuid, S("{}"));
	}
	return rc;
}

static enum rc add_pieces(struct world *w)
{
	struct date today = w->cx->today;
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "pieces"), i, o) {
		rc = add_piece(w, o);
		world_play_now(w);
		w->cx->today = today;
		if (rc != OK)
			return rc;
	}
	for (size_t k = 0; rc == OK && k < w->inductions.n; k++) {
		const struct framework_version *v;

		if ((rc = framework_get(w->cx, w->programme_frameworks[0], &v)) == OK)
			rc = coverage_refresh(w->cx, w->inductions.v[k].id, v);
	}
	return rc;
}

/* Pauses and extensions that were asked for, and agreed by somebody or not answered yet. */
static enum rc add_agreed(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "agreed"), i, o) {
		size_t at = world_index(&w->inductions, json_get_str(o, "ecsw"));
		struct str by = json_get_str(o, "agreed_by");
		bool pause = json_object_get(o, "from_days_ago");
		struct agreed_told t = { .ground = json_get_str(o, "ground"), .weeks = (int)json_get_i64(o, "weeks", 0),
			                     .starts = pause ? world_days_ago(w, o, "from_days_ago") : DATE_NONE,
			                     .ends = pause ? world_days_ago(w, o, "to_days_ago") : DATE_NONE };
		struct uuid id;
		enum rc rc;

		if (at == SIZE_MAX || (by.n && !world_id(&w->people, by)))
			return world_wrong(w, "agreed of", json_get_str(o, "ecsw"));
		world_play_as(w, world_id(&w->people, json_get_str(o, "ecsw")), ROLE_ECSW, world_time_ago(w, json_get_i64(o, "asked_days_ago", 0), (int)i));
		rc = agreed_demo_ask(cx, w->induction_ids[at], &t, &id);
		world_play_as(w, world_id(&w->people, by), ROLE_COORDINATOR, world_time_ago(w, json_get_i64(o, "agreed_days_ago", 0), (int)i));
		if (rc == OK && by.n)
			rc = agreed_demo_agree(cx, w->induction_ids[at], id);
		world_play_now(w);
		if (rc != OK)
			return rc == INVALID ? world_wrong(w, "what is agreed of", json_get_str(o, "ecsw")) : rc;
	}
	return OK;
}

/* Plans for coming back: one that was agreed, with a pause long over, and one that is asked for now. */
static enum rc add_returns(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "returns"), i, o) {
		size_t at = world_index(&w->inductions, json_get_str(o, "ecsw"));
		bool written = json_object_get(o, "written_days_ago");
		struct returning_told t = { .starts = world_days_ago(w, o, "from_days_ago"), .ends = world_days_ago(w, o, "to_days_ago"),
			                        .workload = json_get_str(o, "workload"), .stands = json_get_str(o, "stands"), .ask = json_get_str(o, "ask"),
			                        .supervision_on = written ? world_days_ago(w, o, "supervision_days_ago") : DATE_NONE };
		enum rc rc;

		if (at == SIZE_MAX || (written && !world_id(&w->people, json_get_str(o, "by"))))
			return world_wrong(w, "return of", json_get_str(o, "ecsw"));
		world_play_as(w, world_id(&w->people, json_get_str(o, "by")), ROLE_SUPERVISOR,
		              world_time_ago(w, json_get_i64(o, "written_days_ago", 1), (int)i));
		rc = returning_demo_write(cx, w->induction_ids[at], &t);
		world_play_as(w, world_id(&w->people, json_get_str(o, "ecsw")), ROLE_ECSW, world_time_ago(w, json_get_i64(o, "confirmed_days_ago", 0), (int)i));
		if (rc == OK && written)
			rc = returning_demo_confirm(cx, w->induction_ids[at]);
		world_play_now(w);
		if (rc == OK)
			rc = returning_follow(cx);
		if (rc != OK)
			return rc;
	}
	return OK;
}

/* Adjustments that were asked for and agreed. */
static enum rc add_adjusted(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "adjusted"), i, o) {
		size_t at = world_index(&w->inductions, json_get_str(o, "ecsw"));
		struct adjust_told t = { .kind = number_of(&adjust_kinds, json_get_str(o, "kind")), .days = (int)json_get_i64(o, "days", 0), .help = json_get_str(o, "help"), .words = json_get_str(o, "words"),
			                     .starts = world_days_ago(w, o, "days_ago"), .look_on = world_days_ago(w, o, "look_days_ago"),
			                     .asked = world_id(&w->people, json_get_str(o, "of")) };
		enum rc rc;

		if (at == SIZE_MAX || t.kind < 1 || !t.asked)
			return world_wrong(w, "adjustment for", json_get_str(o, "ecsw"));
		world_play_as(w, world_id(&w->people, json_get_str(o, "ecsw")), ROLE_ECSW, world_time_ago(w, json_get_i64(o, "days_ago", 1), (int)i));
		rc = adjust_demo(cx, w->induction_ids[at], &t);
		world_play_now(w);
		if (rc != OK)
			return rc;
	}
	return OK;
}

/* Protected time and workload: what was agreed, said of weeks, entered of months. Answers and cases go back from the last whole one. */
static enum rc add_times(struct world *w)
{
	struct ctx *cx = w->cx;
	enum rc rc = OK;
	size_t i, k;
	json_t *o, *one;

	json_array_foreach(json_object_get(w->root, "times"), i, o) {
		size_t at = world_index(&w->inductions, json_get_str(o, "ecsw"));
		int64_t by = world_id(&w->people, json_get_str(o, "by"));

		if (at == SIZE_MAX || !by)
			return world_wrong(w, "times of", json_get_str(o, "ecsw"));
		json_array_foreach(json_object_get(o, "plans"), k, one) {
			world_play_as(w, by, ROLE_SUPERVISOR, world_time_ago(w, json_get_i64(one, "days_ago", 0), (int)k));
			if (rc == OK)
				rc = time_demo_plan(cx, w->induction_ids[at], &(struct time_plan_told){ (int)json_get_i64(one, "from_month", 0),
					                (int)json_get_i64(one, "percent", 0), (int)json_get_i64(one, "cases", 0), json_get_str(one, "held") });
		}
		json_array_foreach(json_object_get(o, "cases"), k, one) {
			world_play_as(w, by, ROLE_SUPERVISOR, world_time_ago(w, 3 + 30 * (int64_t)k, (int)k));
			if (rc == OK)
				rc = time_demo_cases(cx, w->induction_ids[at], date_add_months(cx->today, -1 - (int)k), json_integer_value(one));
		}
		json_array_foreach(json_object_get(o, "answers"), k, one)
			if (rc == OK && json_integer_value(one))
				rc = time_demo_answer(cx, w->induction_ids[at], date_plus(cx->today, -7 * (int32_t)(k + 1)), (int)json_integer_value(one));
		world_play_now(w);
		if (rc == OK)
			rc = time_demo_follow(cx, w->induction_ids[at]);
	}
	return rc;
}

/* Agreements about support and assessment: signed by all; by some; from before a change. */
static enum rc add_pacts(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i, k;
	json_t *o, *one;

	json_array_foreach(json_object_get(w->root, "pacts"), i, o) {
		size_t at = world_index(&w->inductions, json_get_str(o, "ecsw"));
		struct pact_demo_signed all[4];
		size_t n = 0;
		enum rc rc;

		json_array_foreach(json_object_get(o, "signed"), k, one) {
			int role = number_of(&roles, json_get_str(one, "as"));

			if (n < COUNT_OF(all) && role > 0)
				all[n++] = (struct pact_demo_signed){ world_id(&w->people, json_get_str(one, "person")), (enum role)role, json_get_str(one, "lines") };
		}
		if (at == SIZE_MAX || n != json_array_size(json_object_get(o, "signed")))
			return world_wrong(w, "agreement of", json_get_str(o, "ecsw"));
		world_play_as(w, 0, ROLE_NONE, world_time_ago(w, json_get_i64(o, "days_ago", 0), (int)i));
		rc = pact_demo(cx, w->induction_ids[at], all, n, (int)json_get_i64(o, "share", 0), json_get_bool(o, "before_pause", false));
		world_play_now(w);
		if (rc != OK)
			return rc;
	}
	return OK;
}

/* What became of some mail: one address takes none. */
static enum rc add_mails(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(w->root, "mails"), i, o) {
		int kind = number_of(&notice_kinds, json_get_str(o, "kind"));
		int64_t person = world_id(&w->people, json_get_str(o, "person"));
		enum rc rc;

		if (!person || kind < 0)
			return world_wrong(w, "mail to", json_get_str(o, "person"));
		cx->now = world_time_ago(w, json_get_i64(o, "days_ago", 0), (int)i);
		rc = notices_demo_mail(cx, (enum notice_kind)kind, person, (enum mail_why)json_get_i64(o, "why", 0));
		cx->now = w->now;
		if (rc != OK)
			return rc;
	}
	return OK;
}

/* Roles offered by mail: one that waits, one that has expired, one for a second administrator. */
static enum rc add_invitations(struct world *w)
{
	struct ctx *cx = w->cx;
	size_t i;
	json_t *o;
	enum rc rc = OK;

	json_array_foreach(json_object_get(w->root, "invitations"), i, o) {
		int64_t by = world_id(&w->people, json_get_str(o, "by")), organisation = world_id(&w->organisations, json_get_str(o, "to"));
		int role = number_of(&roles, json_get_str(o, "role"));
		struct organisation_name_row name;
		struct uuid id;

		if (!by || !organisation || role < 0 || sql_organisation_name(cx->db, cx->arena, organisation, &name) != OK)
			return world_wrong(w, "invitation of", json_get_str(o, "name"));
		world_play_as(w, by, role == ROLE_NATIONAL_ADMIN ? ROLE_NATIONAL_ADMIN : ROLE_COORDINATOR,
		              world_time_ago(w, json_get_i64(o, "days_ago", 0), (int)i));
		rc = invitation_make(cx, &(struct new_invitation){ .name = json_get_str(o, "name"), .email = json_get_str(o, "email"),
		                                                   .organisation = organisation, .organisation_name = name.name,
		                                                   .role = (enum role)role, .starts = date_of(cx->now) }, &id);
		world_play_now(w);
		if (rc != OK)
			return rc;
	}
	return rc;
}

/* People without an account. */
static enum rc add_outsiders(struct world *w)
{
	static const struct {
		struct str ecsw, supervisor;
		enum outsider_demo which;
	} all[] = {
		{ S_INIT("amina"), S_INIT("grace"), OUTSIDER_DEMO_PROPOSED },
		{ S_INIT("efe"), S_INIT("winston"), OUTSIDER_DEMO_FAMILIES },
		{ S_INIT("farah"), S_INIT("rosalind"), OUTSIDER_DEMO_ASKED },
	};
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < COUNT_OF(all); i++)
		rc = outsider_demo(w->cx, w->induction_ids[world_index(&w->inductions, all[i].ecsw)], all[i].which,
		                   world_id(&w->people, all[i].supervisor));
	return rc;
}

/* How two inductions come to their outcome. */
static enum rc add_decisions(struct world *w)
{
	static const struct { struct str ecsw; enum decision_demo which; } all[] = { { S_INIT("dmitri"), DECISION_DEMO_PANEL },
		                                                                         { S_INIT("efe"), DECISION_DEMO_NOT_YET } };
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < COUNT_OF(all); i++)
		rc = decision_demo(w->cx, w->induction_ids[world_index(&w->inductions, all[i].ecsw)], all[i].which);
	return rc;
}

enum rc world_work(struct world *w)
{
	enum rc (*const steps[])(struct world *) = { add_agreed, add_returns, add_adjusted, add_times, add_pacts, add_pieces, add_mails, add_invitations, add_outsiders, add_decisions };
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < COUNT_OF(steps); i++)
		rc = steps[i](w);
	return rc;
}
