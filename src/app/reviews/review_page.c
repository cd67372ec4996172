/* review_page.c — one review: what Cairn prepared, the three views, what was agreed, who has signed. As a page that prints as a formal
 * record, and as JSON. Coordinators see its dates and actions. */
#include "app/reviews/reviews_inside.h"

#include "app/coverage/coverage.h"
#include "app/privacy/privacy.h"
#include "app/profiles/profiles.h"
#include "app/support/support.h"
#include "templates.gen.h"
#include "web/assets.h"
#include "web/form.h"

static struct str day_said(struct ctx *cx, instant t)
{
	return t == DB_NULL_INT ? STR_NONE : date_long(cx->arena, date_of(t));
}

static struct str name_of(const struct review_now *n, int role)
{
	for (size_t i = 0; i < n->people.n; i++)
		if (n->people.v[i].role == role)
			return n->people.v[i].name;
	return word(role == ROLE_SUPERVISOR ? T_REVIEW_NO_SUPERVISOR : T_REVIEW_NO_ASSESSOR);
}

/* ---- prepared by Cairn ---- */

static void draw_coverage(struct ctx *cx, const struct framework_version *v, const struct coverage *c, struct review_view *view)
{
	struct domain_views d = coverage_domains(cx, v, c, &cx->induction->enough);
	struct talk_counts n = coverage_talk(c, &cx->induction->enough, cx->today);

	view->coverage = WORDS(cx->arena, T_REVIEW_COVERAGE, WORD_ARG("n", n.enough), WORD_ARG("all", v->outcomes_n), WORD_ARG("some", n.some),
	                       WORD_ARG("none", n.nothing));
	view->domains.v = NEW_ARRAY(cx->arena, struct review_domain, d.n + 1);
	for (size_t i = 0; i < d.n; i++)
		view->domains.v[view->domains.n++] = (struct review_domain){
			d.v[i].heading, WORDS(cx->arena, T_HOME_OF, WORD_ARG("n", d.v[i].enough), WORD_ARG("all", d.v[i].outcomes_n)),
		};
}

static enum rc draw_activities(struct ctx *cx, const struct review_now *n, struct review_view *view)
{
	const struct next_required *required = n->programme.asked.v;
	size_t required_n = n->programme.asked.n;
	struct review_kinds_done_rows kinds;
	struct review_supervised_row held;
	const struct programme *p;
	enum rc rc = programme_get(cx, cx->induction->programme_row, &p);

	if (rc == OK)
		rc = sql_review_kinds_done(cx->db, cx->arena, cx->induction->id, &kinds);

	if (rc != OK || (rc = sql_review_supervised(cx->db, cx->arena, cx->induction->id, cx->today, &held)) != OK)
		return rc;
	view->activities.v = NEW_ARRAY(cx->arena, struct review_activity, kinds.n + required_n + 2);
	for (size_t q = 0; q < required_n; q++) {
		int64_t there = 0;
		int by = n->r.kind == REVIEW_POINT ? required_by(&p->d.decision, required[q].kind, n->r.month) : 0;

		for (size_t i = 0; i < kinds.n; i++)
			if (kinds.v[i].kind == (int64_t)required[q].kind)
				there = kinds.v[i].pieces;
		view->activities.v[view->activities.n++] = (struct review_activity){
			word(kind_word(required[q].kind)),
			by ? WORDS(cx->arena, T_REVIEW_ACTIVITY_BY, WORD_ARG("n", there), WORD_ARG("all", required[q].left), WORD_ARG("by", by))
			   : WORDS(cx->arena, T_HOME_OF, WORD_ARG("n", there), WORD_ARG("all", required[q].left)),
			there >= required[q].left ? T_REVIEW_ACTIVITY_DONE : there < by ? T_REVIEW_ACTIVITY_WANTED : T_REVIEW_ACTIVITY_DUE,
			there >= required[q].left,
		};
	}
	for (size_t i = 0; i < kinds.n; i++) {
		bool asked = false;

		for (size_t q = 0; q < required_n; q++)
			asked = asked || kinds.v[i].kind == (int64_t)required[q].kind;
		if (!asked)
			view->activities.v[view->activities.n++] = (struct review_activity){
				word(kind_word((enum evidence_kind)kinds.v[i].kind)), WORDS(cx->arena, T_REVIEW_PIECES, WORD_ARG("n", kinds.v[i].pieces)), 0, false };
	}
	view->activities.v[view->activities.n++] = (struct review_activity){
		word(T_SUPERVISION), date_is_none(held.last) ? word(T_REVIEW_SUPERVISED_NOT)
		                     : WORDS(cx->arena, T_REVIEW_SUPERVISED, WORD_ARG("n", held.held), WORD_ARG("last", held.last)), 0, false };
	return OK;
}

static enum rc draw_prepared(struct ctx *cx, const struct review_now *n, const struct framework_version *v, struct review_view *view)
{
	struct review_shown_first_rows shown;
	struct review_goals_rows goals;
	struct review_feedback_rows heard;
	struct profile_now profile;
	struct coverage c;
	enum rc rc = coverage_load(cx, cx->induction->id, v, &c);

	if (rc != OK || (rc = draw_activities(cx, n, view)) != OK ||
	    (rc = sql_review_shown_first(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &shown)) != OK ||
	    (rc = sql_review_feedback(cx->db, cx->arena, cx->induction->id, n->r.id, cx->actor.person, cx->actor.role, cx->today, &heard)) != OK ||
	    (rc = sql_review_goals(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &goals)) != OK)
		return rc;
	draw_coverage(cx, v, &c, view);
	if ((rc = profile_now_of(cx, v, &profile)) != OK)
		return rc;
	view->profile = profile.name;
	view->profile_url = url_id(cx, "/inductions/", cx->induction->uuid, "/profile");
	view->shown.v = NEW_ARRAY(cx->arena, struct review_piece_line, shown.n + 1);
	for (size_t i = 0; i < shown.n; i++)
		view->shown.v[view->shown.n++] = (struct review_piece_line){ url_id(cx, "/evidence/", shown.v[i].id, ""), shown.v[i].title,
			                                                         word(kind_word((enum evidence_kind)shown.v[i].kind)) };
	view->heard.v = NEW_ARRAY(cx->arena, struct review_piece_line, heard.n + 1);
	for (size_t i = 0; i < heard.n; i++)
		view->heard.v[view->heard.n++] = (struct review_piece_line){ url_id(cx, "/evidence/", heard.v[i].id, ""), heard.v[i].title,
			                                                         date_is_none(heard.v[i].on_date) ? STR_NONE : date_long(cx->arena, heard.v[i].on_date) };
	view->goals.v = NEW_ARRAY(cx->arena, struct review_piece_line, goals.n + 1);
	for (size_t i = 0; i < goals.n; i++)
		view->goals.v[view->goals.n++] = (struct review_piece_line){
			url_id(cx, "/inductions/", cx->induction->uuid, "/goals"), goals.v[i].text,
			date_is_none(goals.v[i].by_date) ? STR_NONE : WORDS(cx->arena, T_REVIEW_BY, WORD_ARG("date", goals.v[i].by_date)) };
	return OK;
}

/* ---- the three views ---- */

struct said_rows {
	struct review_outcomes_of_rows outcomes;
	struct review_pointed_of_rows pointed;
	const struct framework_version *v;
};

static struct review_piece_lines pieces_of(struct ctx *cx, const struct said_rows *s, int64_t part, int64_t item)
{
	struct review_piece_lines l = { .v = NEW_ARRAY(cx->arena, struct review_piece_line, REVIEW_POINTED_MAX + 1) };

	for (size_t i = 0; i < s->pointed.n && l.n < REVIEW_POINTED_MAX; i++)
		if (s->pointed.v[i].part == part && s->pointed.v[i].item == item)
			l.v[l.n++] = (struct review_piece_line){ url_id(cx, "/evidence/", s->pointed.v[i].id, ""), s->pointed.v[i].title, STR_NONE };
	return l;
}

static struct review_view_rows rows_of(struct ctx *cx, const struct review_now *n, const struct said_rows *s, int64_t part)
{
	const struct review_rules *rules = &n->programme.rules;
	struct review_view_rows l = { .v = NEW_ARRAY(cx->arena, struct review_view_row, s->v->outcomes_n + 1) };

	for (size_t o = 0; o < s->v->outcomes_n; o++)
		for (size_t i = 0; i < s->outcomes.n; i++) {
			const struct review_outcomes_of_row *r = &s->outcomes.v[i];
			int32_t item = s->v->outcomes[o];

			if (r->part != part || r->item != s->v->rows[item])
				continue;
			l.v[l.n++] = (struct review_view_row){
				.code = s->v->fw->items[item].code, .title = s->v->fw->items[item].text, .reason = r->reason,
				.step = review_step_said(rules, r->step),
				.icon = { strf(cx->arena, "%.*s#peb-%s", STR_FMT(asset_url("icons.svg").s), r->step <= 1 ? "none" : r->step < rules->scale_n ? "half" : "full") },
				.pieces = pieces_of(cx, s, part, r->item) };
			break;
		}
	return l;
}

static void draw_part_words(struct ctx *cx, const struct review_parts_row *p, struct review_voice *voice)
{
	const struct str texts[REVIEW_TEXTS] = { p->strengths, p->needs, p->onward };

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (texts[i].n)
			voice->said.v[voice->said.n++] = (struct review_said_line){ review_text_word((enum role)p->role, i), texts[i] };
	voice->by = review_written_by(cx, p);
}

/* add_voice — one more view, of the role and by that name; the first of a role has the role for its id. */
static struct review_voice *add_voice(struct ctx *cx, enum role role, struct str name, bool own, size_t of_role, struct review_view *view)
{
	struct review_voice *voice = &view->voices.v[view->voices.n++];
	struct str key = key_of(&roles, role), id = of_role ? strf(cx->arena, "%.*s-%zu", STR_FMT(key), of_role + 1) : key;

	*voice = (struct review_voice){ .id = id, .judges = role == ROLE_ASSESSOR, .anchor = { strf(cx->arena, "#%.*s", STR_FMT(id)) } };
	voice->heading = own ? word(T_REVIEW_YOUR_VIEW) : WORDS(cx->arena, review_part_word(role, false), WORD_ARG("name", first_name(name)));
	voice->write = url_id(cx, "/reviews/", cx->review->uuid, str_c(cx->arena, strf(cx->arena, "/parts/%.*s", STR_FMT(key))));
	return voice;
}

/* One part: its words, or of one that may not be read yet only that it is there. */
static void draw_voice(struct ctx *cx, const struct review_now *n, const struct said_rows *said, const struct review_parts_row *p, size_t of_role,
                       struct review_view *view)
{
	bool own = p->role == (int64_t)cx->actor.role && p->person == cx->actor.person;
	struct review_voice *voice = add_voice(cx, (enum role)p->role, p->name, own, of_role, view);

	voice->there = p->given_at != DB_NULL_INT;
	voice->reads = p->shown;
	voice->nav = word(voice->there ? T_REVIEW_NAV_THERE : T_REVIEW_NAV_BEGUN);
	voice->writes = own && access_ok(may_write_review(&cx->actor, &cx->resource));
	voice->write_word = voice->there ? T_REVIEW_CHANGE_PART : T_REVIEW_GO_ON;
	if (!p->shown) {
		voice->missing = WORDS(cx->arena, T_REVIEW_THERE_UNREAD, WORD_ARG("name", p->name));
		return;
	}
	draw_part_words(cx, p, voice);
	voice->rows = rows_of(cx, n, said, p->part);
}

/* Where a part would be. `alone`: nobody of that role has written one, so it is missed. */
static void draw_missing(struct ctx *cx, const struct review_now *n, enum role role, bool own, bool alone, struct review_view *view, size_t of_role)
{
	struct str name = name_of(n, role);
	struct review_voice *voice = add_voice(cx, role, name, own, of_role, view);
	bool released = n->r.released_at != DB_NULL_INT, may = access_ok(may_write_review(&cx->actor, &cx->resource));

	if (alone)
		voice->missing = WORDS(cx->arena, released ? T_REVIEW_NEVER_THERE : own ? T_REVIEW_NOT_YET_YOU : T_REVIEW_NOT_YET, WORD_ARG("name", name));
	voice->nav = word(released ? T_REVIEW_NAV_NONE : T_REVIEW_NAV_WAITS);
	voice->writes = own && may;
	voice->types = !own && may;
	voice->write_word = T_REVIEW_WRITE_PART;
}

/* Everybody of a role who wrote, also before a handover; and whoever has the role now, where there is something to write. */
static void draw_voices_of(struct ctx *cx, const struct review_now *n, const struct said_rows *said, enum role role, struct review_view *view)
{
	bool mine = role == cx->actor.role, begun = false;
	size_t of_role = 0;

	for (size_t i = 0; i < n->parts.n; i++)
		if (n->parts.v[i].role == (int64_t)role) {
			begun = begun || n->parts.v[i].person == cx->actor.person;
			draw_voice(cx, n, said, &n->parts.v[i], of_role++, view);
		}
	if (!of_role || (mine && !begun && access_ok(may_write_review(&cx->actor, &cx->resource))))
		draw_missing(cx, n, role, mine, !of_role, view, of_role);
}

static enum rc draw_voices(struct ctx *cx, const struct review_now *n, const struct framework_version *v, struct review_view *view)
{
	struct said_rows said = { .v = v };
	enum rc rc = sql_review_outcomes_of(cx->db, cx->arena, n->r.id, cx->actor.person, &said.outcomes);

	if (rc != OK || (rc = sql_review_pointed_of(cx->db, cx->arena, n->r.id, cx->actor.person, cx->actor.role, cx->today, &said.pointed)) != OK)
		return rc;
	view->voices.v = NEW_ARRAY(cx->arena, struct review_voice, n->parts.n + ROLE_ASSESSOR);
	for (int role = ROLE_ECSW; role <= ROLE_ASSESSOR; role++)
		if (n->programme.rules.parts & REVIEW_ROLE(role))
			draw_voices_of(cx, n, &said, (enum role)role, view);
	view->scale.v = NEW_ARRAY(cx->arena, struct review_scale_line, REVIEW_STEPS_MAX);
	for (int i = 0; i < n->programme.rules.scale_n; i++)
		view->scale.v[view->scale.n++] = (struct review_scale_line){ n->programme.rules.scale[i].label, n->programme.rules.scale[i].anchor };
	return OK;
}

/* ---- actions, what happened to its day, signatures ---- */

static struct review_action_line action_of(struct ctx *cx, const struct review_now *n, const struct review_actions_row *r)
{
	bool is_done = r->done_at != DB_NULL_INT;

	return (struct review_action_line){
		.text = r->text, .who = review_names(cx, &n->people, REVIEW_ROLE(r->role)), .done = is_done,
		.late = !is_done && !n->paused && date_cmp(r->by_on, cx->today) < 0, .id = uuid_str(cx->arena, r->id),
		.when = is_done ? WORDS(cx->arena, T_REVIEW_DONE_ON, WORD_ARG("date", day_said(cx, r->done_at)))
		                : WORDS(cx->arena, T_REVIEW_BY, WORD_ARG("date", r->by_on)),
		.from = WORDS(cx->arena, T_REVIEW_ADDED_BY, WORD_ARG("name", r->added_name), WORD_ARG("date", day_said(cx, r->added_at))),
		.may_set = r->of_this && access_ok(may_act_on_review(&cx->actor, &cx->resource)),
		.set = url_id(cx, "/reviews/", n->r.uuid, str_c(cx->arena, strf(cx->arena, "/actions/%s", uuid_str(cx->arena, r->id).p))),
	};
}

static enum rc draw_actions(struct ctx *cx, const struct review_now *n, struct review_view *view)
{
	struct review_actions_rows rows;
	enum rc rc = sql_review_actions(cx->db, cx->arena, cx->induction->id, n->r.id, instant_of(n->r.prepared, 0, 0), &rows);

	if (rc != OK)
		return rc;
	view->before.v = NEW_ARRAY(cx->arena, struct review_action_line, rows.n + 1);
	view->actions.v = NEW_ARRAY(cx->arena, struct review_action_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct review_action_lines *to = rows.v[i].of_this ? &view->actions : &view->before;

		to->v[to->n++] = action_of(cx, n, &rows.v[i]);
	}
	return OK;
}

static struct str change_words(struct ctx *cx, const struct review_changes_row *c, bool reads)
{
	struct str why = c->act == REVIEW_ACT_MEET ? STR_NONE : word(review_why_word((int)c->why)), by = c->name, on = day_said(cx, c->at), says;

	if (c->act == REVIEW_ACT_CANCEL)
		says = WORDS(cx->arena, T_REVIEW_CHANGED_CANCELLED, WORD_ARG("name", by), WORD_ARG("on", on));
	else
		says = WORDS(cx->arena, c->act == REVIEW_ACT_SPLIT ? T_REVIEW_CHANGED_SPLIT : T_REVIEW_CHANGED_MOVED, WORD_ARG("name", by),
		             WORD_ARG("on", on), WORD_ARG("from", c->from_on), WORD_ARG("to", c->to_on));
	return strf(cx->arena, "%.*s %.*s.%s%.*s", STR_FMT(says), STR_FMT(why), reads && c->words.n ? " " : "", STR_FMT(reads ? c->words : STR_NONE));
}

static enum rc draw_changes(struct ctx *cx, const struct review_now *n, struct review_view *view)
{
	struct review_changes_rows rows;
	enum rc rc = sql_review_changes(cx->db, cx->arena, n->r.id, &rows);

	view->changes.v = NEW_ARRAY(cx->arena, struct review_change_line, rc == OK ? rows.n + 1 : 1);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (rows.v[i].act != REVIEW_ACT_MEET)
			view->changes.v[view->changes.n++].says = change_words(cx, &rows.v[i], n->reads);
	return rc;
}

static void draw_signatures(struct ctx *cx, const struct review_now *n, struct review_view *view)
{
	view->signatures.v = NEW_ARRAY(cx->arena, struct review_signature_line, 4);
	for (int role = ROLE_ECSW; role <= ROLE_ASSESSOR; role++) {
		struct review_signature_line *l = &view->signatures.v[view->signatures.n++];

		*l = (struct review_signature_line){ .who = name_of(n, role), .is_you = role == (int)cx->actor.role,
			                                 .when = WORDS(cx->arena, T_REVIEW_UNSIGNED, WORD_ARG("date", n->r.met)) };
		for (size_t i = 0; i < n->signatures.n; i++) {
			const struct review_signatures_row *s = &n->signatures.v[i];

			if (s->role != role)
				continue;
			*l = (struct review_signature_line){ .who = s->name, .signed_ = true, .differs = n->reads && !s->agrees,
				                                 .words = n->reads ? s->words : STR_NONE, .is_you = l->is_you,
				                                 .when = WORDS(cx->arena, !n->reads ? T_REVIEW_SIGNED_THEN : s->agrees ? T_REVIEW_SIGNED_ON : T_REVIEW_SIGNED_DIFFERS,
				                                               WORD_ARG("date", day_said(cx, s->signed_at))) };
		}
		l->who = strf(cx->arena, "%.*s, %.*s", STR_FMT(l->who), STR_FMT(word(role_word((enum role)role))));
	}
}

/* ---- the page ---- */

static struct str lead_of(struct ctx *cx, const struct review_now *n)
{
	int off = date_is_none(n->r.met) ? 0 : review_met_when(n->r.met, n->r.opens, n->r.closes);
	struct str held;

	if (n->r.state == REVIEW_CANCELLED)
		return word(T_REVIEW_LEAD_CANCELLED);
	if (n->r.state == REVIEW_WRITING)
		return WORDS(cx->arena, n->reads ? T_REVIEW_LEAD_WRITING : T_REVIEW_LEAD_DATES, WORD_ARG("date", date_is_none(n->planned) ? n->r.due : n->planned));
	if (n->r.state == REVIEW_READY)
		return WORDS(cx->arena, T_REVIEW_LEAD_READY, WORD_ARG("date", date_of(n->r.released_at)));
	held = date_is_none(n->r.begun) || date_cmp(n->r.begun, n->r.met) == 0
	           ? WORDS(cx->arena, T_REVIEW_LEAD_MET, WORD_ARG("date", n->r.met))
	           : WORDS(cx->arena, T_REVIEW_LEAD_MET_TWICE, WORD_ARG("first", n->r.begun), WORD_ARG("date", n->r.met));
	if (!off || n->r.kind != REVIEW_POINT)
		return held;
	return strf(cx->arena, "%.*s %.*s", STR_FMT(held), STR_FMT(WORDS(cx->arena, off < 0 ? T_REVIEW_MET_EARLY : T_REVIEW_MET_LATE, WORD_ARG("n", off < 0 ? -off : off))));
}

static void draw_head(struct ctx *cx, const struct review_now *n, struct review_view *view)
{
	const struct actor *a = &cx->actor;
	struct url hold = url_id(cx, "/reviews/", n->r.uuid, "/hold");
	enum review_state to;

	view->title = review_title(cx, n->r.kind, n->r.month);
	view->name = cx->induction->name;
	view->own = review_is_own(cx);
	view->reads = n->reads;
	view->lead = lead_of(cx, n);
	view->waits = review_waiting(cx, &n->waits, &n->people);
	view->late = n->waits.days_late > 0;
	view->is_cancelled = n->r.state == REVIEW_CANCELLED;
	view->is_met = n->r.state == REVIEW_MET;
	view->released = n->r.released_at != DB_NULL_INT;
	view->moved = cx->failed == STALE;
	view->concern = n->reads ? n->r.concern : STR_NONE;
	view->prepared = WORDS(cx->arena, T_REVIEW_PREPARED_ON, WORD_ARG("date", n->r.prepared));
	view->window = n->r.kind == REVIEW_POINT ? WORDS(cx->arena, T_REVIEW_DUE_WINDOW, WORD_ARG("date", n->r.due), WORD_ARG("from", n->r.opens), WORD_ARG("to", n->r.closes))
	                                         : WORDS(cx->arena, T_REVIEW_BY, WORD_ARG("date", n->r.due));
	view->printed = WORDS(cx->arena, T_REVIEW_PRINTED, WORD_ARG("date", cx->today), WORD_ARG("employer", cx->induction->employer_name),
	                      WORD_ARG("programme", cx->induction->programme));
	view->back = url_id(cx, "/inductions/", cx->induction->uuid, "/reviews");
	view->calendar = url_id(cx, "/inductions/", cx->induction->uuid, "/calendar");
	view->has_meeting = n->r.state < REVIEW_MET && !(date_is_none(n->planned) && date_is_none(n->r.due));
	view->meeting = url_id(cx, "/reviews/", n->r.uuid, "/meeting.ics");
	view->holds = access_ok(may_hold_review(a, &cx->resource));
	view->cancels = view->holds && review_after(n->r.state, REVIEW_ACT_CANCEL, &to);
	view->acts = access_ok(may_act_on_review(a, &cx->resource));
	view->may_sign = access_ok(may_sign_review(a, &cx->resource));
	view->hold_met = url_with(cx, hold, "act", S("met"));
	view->hold_move = url_with(cx, hold, "act", S("moved"));
	view->hold_split = url_with(cx, hold, "act", S("split"));
	view->hold_cancel = url_with(cx, hold, "act", S("cancelled"));
	view->add_action = url_id(cx, "/reviews/", n->r.uuid, "/actions");
	view->sign = url_id(cx, "/reviews/", n->r.uuid, "/sign");
	view->csrf = hidden_csrf(cx);
}

static void draw_forms(struct ctx *cx, const struct review_now *n, struct review_view *view)
{
	struct form_view action, sign;

	if (view->acts) {
		action = form_view(cx, &review_action_form, NULL, -1);
		view->action_hidden = action.hidden;
		view->action_text = form_field(&action, "text")->html;
		view->action_owner = form_field(&action, "owner")->html;
		view->action_by = form_field(&action, "by")->html;
		if (cx->route->form == &review_action_form)
			view->action_again = privacy_again_field(cx, &action);
		view->errors = action.errors;
	}
	if (view->may_sign) {
		sign = form_view(cx, &review_sign_form, NULL, n->r.version);
		view->sign_hidden = sign.hidden;
		view->sign_agrees = form_field(&sign, "agrees")->html;
		view->sign_words = form_field(&sign, "differs")->html;
		if (cx->route->form == &review_sign_form)
			view->sign_again = privacy_again_field(cx, &sign);
		if (sign.has_errors)
			view->errors = sign.errors;
	}
}

static enum rc draw_review(struct ctx *cx)
{
	struct review_view *view = NEW(cx->arena, struct review_view);
	const struct framework_version *v;
	struct review_now n;
	enum rc rc = review_now(cx, &n);

	if (rc != OK || (rc = framework_get(cx, cx->induction->framework, &v)) != OK)
		return rc;
	draw_head(cx, &n, view);
	if ((rc = draw_actions(cx, &n, view)) != OK || (rc = draw_changes(cx, &n, view)) != OK ||
	    (n.reads && ((rc = draw_prepared(cx, &n, v, view)) != OK || (rc = draw_voices(cx, &n, v, view)) != OK)))
		return rc;
	if (view->is_met)
		draw_signatures(cx, &n, view);
	draw_forms(cx, &n, view);
	if ((rc = adjust_box(cx, &view->adjusted)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = WORDS(cx->arena, T_REVIEW_OF, WORD_ARG("review", view->title), WORD_ARG("name", view->name)),
	                                .menu = view->own ? MENU_HOME : n.reads ? MENU_DESK : MENU_COHORT, .illustrative = n.reads && v->illustrative,
	                                .status = cx->err.n && !cx->failed ? 422 : 0, .main = HTML(cx, review, view) });
}

/* ---- JSON ---- */

static void part_json(struct ctx *cx, struct json_out *j, const struct review_now *n, const struct said_rows *s, const struct review_parts_row *p)
{
	struct review_view_rows rows = p->shown ? rows_of(cx, n, s, p->part) : (struct review_view_rows){ .n = 0 };

	json_obj(j);
	json_key(j, "part"), json_str(j, key_of(&roles, (int)p->role));
	json_key(j, "of"), json_str(j, p->name);
	json_key(j, "typed_by"), json_str(j, p->typed_name);
	json_key(j, "given_at"), json_instant(j, p->given_at);
	json_key(j, "readable"), json_bool(j, p->shown);
	if (p->shown) {
		json_key(j, "strengths"), json_str(j, p->strengths);
		json_key(j, "needs"), json_str(j, p->needs);
		json_key(j, "onward"), json_str(j, p->onward);
		json_key(j, "outcomes"), json_arr(j);
		for (size_t i = 0; i < rows.n; i++) {
			json_obj(j);
			json_key(j, "code"), json_str(j, rows.v[i].code);
			json_key(j, "step"), json_str(j, rows.v[i].step);
			json_key(j, "reason"), json_str(j, rows.v[i].reason);
			json_end(j);
		}
		json_end(j);
	}
	json_end(j);
}

static void signatures_json(struct json_out *j, const struct review_now *n)
{
	json_key(j, "signatures"), json_arr(j);
	for (size_t i = 0; i < n->signatures.n; i++) {
		json_obj(j);
		json_key(j, "role"), json_str(j, key_of(&roles, (int)n->signatures.v[i].role));
		json_key(j, "name"), json_str(j, n->signatures.v[i].name);
		json_key(j, "signed_at"), json_instant(j, n->signatures.v[i].signed_at);
		if (n->reads) {
			json_key(j, "agrees"), json_bool(j, n->signatures.v[i].agrees);
			json_key(j, "differs"), json_str(j, n->signatures.v[i].words);
		}
		json_end(j);
	}
	json_end(j);
}

static enum rc actions_json(struct ctx *cx, struct json_out *j, const struct review_now *n)
{
	struct review_actions_rows rows;
	enum rc rc = sql_review_actions(cx->db, cx->arena, cx->induction->id, n->r.id, instant_of(n->r.prepared, 0, 0), &rows);

	if (rc != OK)
		return rc;
	json_key(j, "actions"), json_arr(j);
	for (size_t i = 0; i < rows.n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows.v[i].id);
		json_key(j, "text"), json_str(j, rows.v[i].text);
		json_key(j, "owner"), json_str(j, key_of(&roles, (int)rows.v[i].role));
		json_key(j, "by"), json_date(j, rows.v[i].by_on);
		json_key(j, "done_at"), json_instant(j, rows.v[i].done_at);
		json_key(j, "of_this_review"), json_bool(j, rows.v[i].of_this);
		json_end(j);
	}
	json_end(j);
	return OK;
}

static enum rc review_json(struct ctx *cx)
{
	const struct framework_version *v;
	struct said_rows said = { .v = NULL };
	struct review_now n;
	struct json_out *j;
	enum rc rc = review_now(cx, &n);

	if (rc != OK || (rc = framework_get(cx, cx->induction->framework, &v)) != OK ||
	    (n.reads && (rc = sql_review_outcomes_of(cx->db, cx->arena, n.r.id, cx->actor.person, &said.outcomes)) != OK))
		return rc;
	said.v = v;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "id"), json_uuid(j, n.r.uuid);
	json_key(j, "induction"), json_uuid(j, cx->induction->uuid);
	json_key(j, "kind"), json_str(j, key_of(&review_kinds, n.r.kind));
	json_key(j, "month"), json_i64(j, n.r.month);
	json_key(j, "state"), json_str(j, key_of(&review_states, n.r.state));
	json_key(j, "due"), json_date(j, n.r.due);
	json_key(j, "opens"), json_date(j, n.r.opens);
	json_key(j, "closes"), json_date(j, n.r.closes);
	json_key(j, "planned"), json_date(j, n.r.planned);
	json_key(j, "begun"), json_date(j, n.r.begun);
	json_key(j, "met"), json_date(j, n.r.met);
	json_key(j, "released_at"), json_instant(j, n.r.released_at);
	json_key(j, "days_late"), json_i64(j, n.waits.days_late);
	json_key(j, "version"), json_i64(j, n.r.version);
	if (n.reads) {
		json_key(j, "concern"), json_str(j, n.r.concern);
		json_key(j, "parts"), json_arr(j);
		for (size_t i = 0; i < n.parts.n; i++)
			part_json(cx, j, &n, &said, &n.parts.v[i]);
		json_end(j);
	}
	signatures_json(j, &n);
	if ((rc = actions_json(cx, j, &n)) != OK)
		return rc;
	json_end(j);
	return answer_json(cx, 200);
}

enum rc review_show(struct ctx *cx)
{
	version_is(cx, cx->review->version);
	return cx->json ? review_json(cx) : draw_review(cx);
}

enum rc review_show_again(struct ctx *cx)
{
	return draw_review(cx);
}
