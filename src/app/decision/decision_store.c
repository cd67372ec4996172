/* decision_store.c — loading a decision, and the one way in which it moves. */
#include "app/decision/decision_inside.h"

#include "app/after/after.h"
#include "app/joining/joining.h"
#include "app/notices/notices.h"
#include "app/support/support.h"
#include "rules/decision_waits.h"

/* ---- loading ---- */

/* seats_of — what the actor is in it, as far as it is theirs to act now. */
static unsigned seats_of(const struct ctx *cx, const struct decision_by_id_row *r)
{
	const struct actor *a = &cx->actor;
	bool apart = a->person != cx->resource.owner;
	unsigned s = 0;

	if (a->role == ROLE_ECSW && !apart)
		s |= DECIDER_ECSW;
	if (a->role == ROLE_ASSESSOR && cx->resource.assessor && apart)
		s |= DECIDER_ASSESSOR;
	if (a->role == ROLE_COORDINATOR && a->organisation == cx->resource.employer && apart)
		s |= DECIDER_COORDINATOR;
	if (a->role == ROLE_NATIONAL_ADMIN && apart)
		s |= DECIDER_AUTHORITY;
	if (!apart || !may_use(a->role, CAP_DECIDE))
		return s;
	s |= r->reads && r->state == DECISION_BLIND ? DECIDER_SECOND_ASSESSOR : 0;
	s |= r->moderates && r->state == DECISION_MODERATION && r->apart == CONFLICT_NONE ? DECIDER_MODERATOR : 0;
	s |= r->chairs && r->state == DECISION_PANEL ? DECIDER_CHAIR : 0;
	s |= r->chairs_appeal && r->state == DECISION_APPEAL ? DECIDER_APPEAL_CHAIR : 0;
	return s;
}

/* unsaid_to — before it is told nobody knows of it but the assessor; the coordinator knows that a second reader is wanted, and the
 * ECSW what they are asked. */
static bool unsaid_to(const struct ctx *cx, const struct decision_by_id_row *r)
{
	if (r->told_at != DB_NULL_INT)
		return false;
	if (r->state == DECISION_BLIND)
		return cx->actor.role != ROLE_COORDINATOR;
	if (r->state == DECISION_OWED)
		return cx->actor.role != ROLE_ECSW;
	return r->state != DECISION_STOPPED;
}

static struct decision *decision_from(struct ctx *cx, struct uuid id, const struct decision_by_id_row *r)
{
	struct decision *d = NEW(cx->arena, struct decision);

	*d = (struct decision){
		.id = r->decision, .uuid = id, .state = (enum decision_state)r->state, .judgement = (enum judgement)r->judgement,
		.in_force = (enum judgement)r->in_force, .round = r->round, .version = r->version,
		.recommended_by = r->recommended_by == DB_NULL_INT ? 0 : r->recommended_by, .by_name = r->by_name,
		.told_at = r->told_at, .owed_answered_at = r->owed_answered_at, .responded_at = r->responded_at,
		.no_appeal_at = r->no_appeal_at, .issued_at = r->issued_at, .created = r->created, .changed = r->changed,
		.closed_at = r->closed_at, .owed_until = r->owed_until, .respond_until = r->respond_until, .appeal_until = r->appeal_until,
		.owed_ends = r->owed_until, .respond_ends = r->respond_until, .appeal_ends = r->appeal_until, .since = DATE_NONE,
		.drawn = r->drawn, .moderated = r->moderated, .told = r->told, .seats = r->closed_at == DB_NULL_INT ? seats_of(cx, r) : 0,
		.sits = r->sits && r->state == DECISION_PANEL, .sits_appeal = r->sits_appeal && r->state == DECISION_APPEAL, .declared = r->declared,
		.apart = (int)r->apart,
		.recommendation = r->recommendation, .reasons = r->reasons, .next_steps = r->next_steps, .support = r->support,
		.owed_said = r->owed_said, .owed = r->owed, .raised_on = r->raised_on, .again_on = r->again_on, .sent_at = r->sent_at,
	};
	return d;
}

/* days_with_pauses — what is left of the ECSW's days stands still while they are away. */
static enum rc days_with_pauses(struct ctx *cx, struct decision *d)
{
	struct decision_since_row since;
	struct induction_dates dates;
	enum rc rc = sql_decision_since(cx->db, cx->arena, d->id, d->state, &since);

	if (rc != OK || (rc = dates_of(cx, cx->induction->id, &dates)) != OK)
		return rc;
	d->since = date_of(since.at == DB_NULL_INT ? d->created : since.at);
	d->paused = calendar_is_paused(&dates.facts, cx->today);
	if (d->state == DECISION_OWED)
		d->owed_ends = decision_day(&dates.facts, d->since, d->owed_until);
	if (d->state == DECISION_TOLD)
		d->respond_ends = decision_day(&dates.facts, d->since, d->respond_until);
	if (d->state == DECISION_ISSUED && d->issued_at != DB_NULL_INT)
		d->appeal_ends = decision_day(&dates.facts, date_of(d->issued_at), d->appeal_until);
	return OK;
}

enum rc decision_read(struct ctx *cx, struct uuid id)
{
	struct decision_by_id_row row;
	struct decision *d;
	enum rc rc;

	cx->resource = (struct resource){ .owner = 0 };
	if ((rc = sql_decision_by_id(cx->db, cx->arena, id, cx->actor.person, &row)) != OK || (rc = induction_read(cx, row.induction_id)) != OK)
		return rc;
	d = decision_from(cx, id, &row);
	if (d->closed_at == DB_NULL_INT && (rc = days_with_pauses(cx, d)) != OK)
		return rc;
	cx->decision = d;
	cx->resource.unsaid = unsaid_to(cx, &row);
	cx->resource.drafting = row.state == DECISION_DRAFT && row.closed_at == DB_NULL_INT;
	cx->resource.sits = cx->decision->sits || cx->decision->sits_appeal;
	if (cx->resource.owner != cx->actor.person && may_use(cx->actor.role, CAP_DECIDE) && d->closed_at == DB_NULL_INT)
		d->reads_as = row.reads && row.state == DECISION_BLIND ? READER_BLIND : row.moderates && row.state == DECISION_MODERATION ? READER_MODERATOR : 0;
	cx->resource.reads_blind = (row.reads && row.state == DECISION_BLIND) || (row.moderates && row.state == DECISION_MODERATION);
	return OK;
}

enum rc load_decision(struct ctx *cx, struct uuid id)
{
	struct decision_lock_row lock;
	bool writing = cx->route && cx->route->method != HTTP_GET && !cx->failed && !cx->before_body;
	enum rc rc = writing ? sql_decision_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	return rc == OK ? decision_read(cx, id) : rc;
}

enum rc decision_rules_of(struct ctx *cx, const struct decision_rules **ret)
{
	const struct programme *p;
	enum rc rc = programme_get(cx, cx->induction->programme_row, &p);

	if (rc == OK)
		*ret = &p->d.decision;
	return rc;
}

/* ---- the facts of an act ---- */

static bool is_over(const struct ctx *cx, struct date until)
{
	return !date_is_none(until) && date_cmp(until, cx->today) < 0;
}

/* has_plan — something to have, by when and with whose help; and, per outcome, what was seen and what would show it. */
static enum rc has_plan(struct ctx *cx, bool *ret)
{
	struct recommendation_plan_of_rows plan;
	struct recommendation_outcomes_rows outcomes;
	enum rc rc = sql_recommendation_plan_of(cx->db, cx->arena, cx->decision->recommendation, &plan);

	if (rc != OK || (rc = sql_recommendation_outcomes(cx->db, cx->arena, cx->decision->recommendation, &outcomes)) != OK)
		return rc;
	*ret = plan.n > 0 && outcomes.n > 0 && !date_is_none(cx->decision->again_on);
	for (size_t i = 0; i < plan.n; i++)
		*ret = *ret && plan.v[i].what.n && plan.v[i].who.n && !date_is_none(plan.v[i].by_date);
	for (size_t i = 0; i < outcomes.n; i++)
		*ret = *ret && outcomes.v[i].seen.n && outcomes.v[i].would_show.n;
	return OK;
}

/* panel_facts — is there a panel: as many as the programme says, one of them in the chair, nobody with a conflict; and how many of
 * those who may have said what the act does: that the recommendation or the outcome stands, or that it does not. */
static enum rc panel_facts(struct ctx *cx, int sitting, int said, const struct decision_rules *rules, bool *ret_named, bool *ret_quorum)
{
	struct panel_of_rows rows;
	struct panel_conflict_stands_row agree;
	int n = 0;
	bool chair = false;
	enum rc rc = sql_panel_of(cx->db, cx->arena, cx->decision->id, sitting, &rows);

	if (rc != OK || (rc = sql_panel_conflict_stands(cx->db, cx->arena, cx->decision->id, sitting, said, cx->today, &agree)) != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		bool fit = rows.v[i].conflict != CONFLICT_THERE;

		n += fit;
		chair = chair || (fit && rows.v[i].is_chair);
	}
	*ret_named = n >= rules->members && n == (int)rows.n && chair;
	*ret_quorum = agree.n >= rules->quorum;
	return OK;
}

static enum rc facts_of(struct ctx *cx, const struct acting *a, struct decision_facts *f)
{
	const struct decision *d = cx->decision;
	const struct decision_rules *rules;
	struct appeal_is_new_row again;
	struct readiness ready;
	bool appeal = a->act == DECISION_DISMISS_APPEAL || a->act == DECISION_ALLOW_APPEAL;
	int sitting = appeal ? SITTING_APPEAL : SITTING_PANEL, said = a->act == DECISION_ALLOW_APPEAL ? SAID_BACK : SAID_YES;
	enum rc rc = decision_rules_of(cx, &rules);

	if (rc != OK || (rc = readiness_now(cx, &ready)) != OK || (rc = has_plan(cx, &f->plan)) != OK ||
	    (rc = panel_facts(cx, sitting, said, rules, &f->panel_named, &f->quorum_reached)) != OK ||
	    (rc = sql_appeal_is_new(cx->db, cx->arena, d->id, &again)) != OK)
		return rc;
	f->by = a->by;
	f->judgement = d->state == DECISION_ISSUED || d->state == DECISION_APPEAL ? d->in_force : d->judgement;
	f->reasons = a->act == DECISION_SEND || a->act == DECISION_SEND_BLIND || a->act == DECISION_ASK_OWED ? str_trim(d->reasons).n > 0
	                                                                                                      : str_trim(a->words).n > 0;
	f->raised = !date_is_none(d->raised_on) && date_cmp(d->raised_on, cx->today) < 0 && str_trim(d->support).n;
	f->owed = readiness_owes(&ready);
	f->owed_said = str_trim(d->owed_said).n > 0;
	f->owed_answered = d->owed_answered_at != DB_NULL_INT;
	f->owed_days_over = is_over(cx, d->owed_ends);
	f->responded = d->responded_at != DB_NULL_INT;
	f->response_over = is_over(cx, d->respond_ends);
	f->drawn = d->drawn;
	f->moderated = d->moderated;
	f->grounds = a->ground > 0 && a->ground < GROUND_END && str_trim(a->words).n > 0;
	f->appeal_over = is_over(cx, d->appeal_ends);
	f->no_appeal = d->no_appeal_at != DB_NULL_INT;
	f->new_people = again.n == 0;
	return OK;
}

enum rc decision_could(struct ctx *cx, enum decision_act act, enum decider by, enum decision_wrong *ret)
{
	struct acting a = { act, by, S("."), GROUND_PROCESS, false };
	struct decision_facts f = { .by = by };
	enum decision_state to;
	enum rc rc = facts_of(cx, &a, &f);

	if (rc == OK)
		*ret = decision_next(cx->decision->state, act, &f, &to);
	return rc;
}

/* ---- what an act does ---- */

/* A row as it will be. */
struct moved {
	struct decision d;
	enum decision_state from;
	int more;                    /* working days that an adjustment adds to those to answer or appeal in */
};

static void round_again(struct moved *m)
{
	m->d.round++;
	m->d.owed_until = m->d.respond_until = DATE_NONE;
	m->d.owed_answered_at = m->d.responded_at = DB_NULL_INT;
	m->d.drawn = m->d.moderated = false;
}

/* effects — the dates and marks an act sets. */
static void effects(const struct ctx *cx, const struct acting *a, const struct decision_rules *rules, struct moved *m)
{
	struct decision *d = &m->d;

	switch (a->act) {
	case DECISION_BEGIN:
		round_again(m);
		break;
	case DECISION_ASK_OWED:
		d->owed_until = working_day_after(cx->today, rules->owed_days + m->more);
		break;
	case DECISION_ANSWER_OWED:
		d->owed_answered_at = cx->now;
		break;
	case DECISION_SEND:
	case DECISION_SEND_BLIND:
		d->recommended_by = cx->actor.person;
		break;
	case DECISION_RESPOND:
		d->responded_at = cx->now;
		break;
	case DECISION_DRAW:
		d->drawn = true;
		break;
	case DECISION_MODERATOR_AGREES:
		d->moderated = true;
		break;
	case DECISION_ISSUE:
		d->issued_at = cx->now;
		d->appeal_until = working_day_after(cx->today, rules->appeal_days + m->more);
		break;
	case DECISION_WITHDRAW:
	case DECISION_ALLOW_APPEAL:
	case DECISION_REOPEN:
		d->closed_at = cx->now;
		break;
	default:
		break;
	}
	if (d->state == DECISION_TOLD && m->from != DECISION_TOLD) {
		d->told_at = d->told_at == DB_NULL_INT ? cx->now : d->told_at;
		d->respond_until = working_day_after(cx->today, rules->respond_days + m->more);
	}
}

static int64_t person_or_none(const struct ctx *cx, enum decider by)
{
	return by == DECIDER_CLOCK || !cx->actor.person ? DB_NULL_INT : cx->actor.person;
}

/* said — the act as a row and as an event; the event has no words in it. */
static enum rc said(struct ctx *cx, const struct acting *a, const struct moved *m)
{
	const struct decision *d = &m->d;
	enum rc rc = sql_decision_act_add(cx->db, cx->arena, uuid7(cx->now), d->id, d->round, a->act, a->by, m->from, d->state, d->judgement,
	                                  person_or_none(cx, a->by), str_trim(a->words), a->ground, cx->now, NULL);

	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_DECISION_ACT, d->uuid,
	                            strf(cx->arena, "{\"act\":%d,\"as\":%d,\"from\":%d,\"judgement\":%d,\"round\":%lld,\"to\":%d}", a->act, a->by,
	                                 m->from, d->judgement, (long long)d->round, d->state))
	                : rc;
}

/* in_force — a new outcome takes the place of the old in the same moment. */
static enum rc in_force(struct ctx *cx, const struct acting *a, const struct moved *m)
{
	enum judgement now = decision_outcome(a->act, JUDGEMENT_END, m->d.judgement); /* JUDGEMENT_END: as it was */
	enum rc rc;

	if (now == JUDGEMENT_END)
		return OK;
	rc = sql_outcome_end(cx->db, cx->arena, cx->induction->id, cx->now, NULL);
	if (rc == OK && now != JUDGEMENT_NONE)
		rc = sql_outcome_add(cx->db, cx->arena, cx->induction->id, m->d.id, now, cx->now, person_or_none(cx, a->by), NULL);
	return rc == OK && a->act == DECISION_ISSUE ? after_made(cx, m->d.id) : rc;
}

/* ends — "meets" completes the induction, and so does whoever withdraws: its clock, its reminders and its lists stop with it. What is
 * taken out of force again opens it; DENIED when another induction has begun since. */
static enum rc ends(struct ctx *cx, enum decision_act act, const struct decision *d)
{
	const struct induction *i = cx->induction;
	bool end = act == DECISION_WITHDRAW || (act == DECISION_ISSUE && d->judgement == JUDGEMENT_MEETS);
	bool open = (act == DECISION_REOPEN || act == DECISION_ALLOW_APPEAL) && !date_is_none(i->ended);
	int64_t affected = 0;
	enum rc rc = end ? sql_induction_end(cx->db, cx->arena, i->id, cx->today, &affected)
	             : open ? sql_induction_open_again(cx->db, cx->arena, i->id, &affected) : OK;

	if (rc == OK && open && !affected)
		return DENIED;
	return rc == OK && affected ? event_add(cx, CHAIN_INDUCTION, i->id, end ? EVENT_INDUCTION_ENDED : EVENT_INDUCTION_REOPENED, i->uuid,
	                                        S("{}")) : rc;
}

/* words_again — the next round begins with the words of the last. */
static enum rc words_again(struct ctx *cx, const struct decision *d)
{
	struct recommendation_again_row row;
	enum rc rc = sql_recommendation_again(cx->db, cx->arena, d->id, d->round - 1, d->round, &row);

	if (rc == OK)
		rc = sql_recommendation_outcomes_copy(cx->db, cx->arena, d->recommendation, row.recommendation, NULL);
	if (rc == OK)
		rc = sql_recommendation_plan_copy(cx->db, cx->arena, d->recommendation, row.recommendation, NULL);
	if (rc == OK)
		rc = sql_recommendation_pieces_copy(cx->db, cx->arena, d->recommendation, row.recommendation, NULL);
	return rc;
}

/* seats_end — whoever sat or read has done so: access ends with it. */
static enum rc seats_end(struct ctx *cx, const struct moved *m)
{
	enum rc rc = OK;

	if (m->d.state == m->from)
		return OK;
	if (m->from == DECISION_BLIND)
		rc = sql_reader_end(cx->db, cx->arena, m->d.id, READER_BLIND, cx->now, NULL);
	if (rc == OK && m->from == DECISION_MODERATION)
		rc = sql_reader_end(cx->db, cx->arena, m->d.id, READER_MODERATOR, cx->now, NULL);
	if (rc == OK && m->from == DECISION_PANEL)
		rc = sql_panel_end_all(cx->db, cx->arena, m->d.id, SITTING_PANEL, cx->now, NULL);
	if (rc == OK && m->from == DECISION_APPEAL)
		rc = sql_panel_end_all(cx->db, cx->arena, m->d.id, SITTING_APPEAL, cx->now, NULL);
	return rc;
}

static enum rc tell_panel(struct ctx *cx, int sitting)
{
	struct panel_of_rows rows;
	enum rc rc = sql_panel_of(cx->db, cx->arena, cx->decision->id, sitting, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = notice(cx, NOTICE_DECISION_STAFF, rows.v[i].person, cx->induction->employer);
	return rc;
}

/* told — whom it is with now, and the ECSW whenever it is theirs to know. Never what. */
static enum rc told(struct ctx *cx, const struct moved *m)
{
	const struct induction *i = cx->induction;
	bool ecsw = m->d.told_at != DB_NULL_INT || m->d.state == DECISION_OWED;
	enum rc rc = ecsw && cx->actor.person != i->ecsw ? notice(cx, NOTICE_DECISION, i->ecsw, i->employer) : OK;

	if (rc != OK)
		return rc;
	switch (m->d.state) {
	case DECISION_DRAFT:
	case DECISION_BACK:
		return m->from == DECISION_BACK ? OK : notice_assigned(cx, NOTICE_DECISION_STAFF, i->id, ROLE_ASSESSOR, i->employer);
	case DECISION_PANEL:
		return tell_panel(cx, SITTING_PANEL);
	case DECISION_BLIND:
	case DECISION_TOLD:
	case DECISION_CONFIRMED:
	case DECISION_MODERATION:
	case DECISION_APPEAL:
		return notice_coordinators(cx, NOTICE_DECISION_STAFF, i->employer);
	case DECISION_ISSUED:
	case DECISION_STOPPED:
		return notice_assigned(cx, NOTICE_DECISION_STAFF, i->id, ROLE_ASSESSOR, i->employer);
	default:
		return OK;
	}
}

static enum rc move(struct ctx *cx, const struct acting *a, enum decision_state to)
{
	struct moved m = { *cx->decision, cx->decision->state, 0 };
	const struct decision_rules *rules;
	int64_t affected = 0;
	enum rc rc = decision_rules_of(cx, &rules);

	if (rc != OK)
		return rc;
	if ((rc = adjust_days_now(cx, cx->induction->id, &m.more)) != OK)
		return rc;
	m.d.state = to;
	effects(cx, a, rules, &m);
	rc = sql_decision_move(cx->db, cx->arena, m.d.id, m.d.version, m.d.state, m.d.judgement, m.d.round,
	                       m.d.recommended_by ? m.d.recommended_by : DB_NULL_INT, m.d.told_at, m.d.owed_until, m.d.respond_until,
	                       m.d.appeal_until, m.d.owed_answered_at, m.d.responded_at, m.d.no_appeal_at, m.d.drawn, m.d.moderated,
	                       m.d.closed_at, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK && m.d.round > cx->decision->round)
		rc = words_again(cx, &m.d);
	if (rc == OK && (a->act == DECISION_SEND || a->act == DECISION_SEND_BLIND))
		rc = sql_recommendation_sent(cx->db, cx->arena, m.d.recommendation, cx->now, NULL);
	if (rc == OK)
		rc = said(cx, a, &m);
	if (rc == OK)
		rc = in_force(cx, a, &m);
	if (rc == OK)
		rc = ends(cx, a->act, &m.d);
	if (rc == OK)
		rc = seats_end(cx, &m);
	return rc == OK && !a->quiet ? told(cx, &m) : rc;
}

/* ---- the first act ---- */

/* add — a row, its first round of words, and the act that made it. */
static enum rc add(struct ctx *cx, const struct acting *a, struct moved *m)
{
	struct decision_add_row row;
	struct recommendation_add_row words;
	enum rc rc;

	m->d.uuid = uuid7(cx->now);
	m->d.round = 1;
	m->d.told_at = DB_NULL_INT;
	rc = sql_decision_add(cx->db, cx->arena, m->d.uuid, cx->induction->id, m->d.state, m->d.judgement, DB_NULL_INT, cx->now,
	                      m->d.state == DECISION_STOPPED ? cx->now : DB_NULL_INT, &row);
	if (rc == OK)
		rc = sql_recommendation_add(cx->db, cx->arena, row.decision, 1, &words);
	if (rc != OK)
		return rc;
	m->d.id = row.decision;
	return said(cx, a, m);
}

/* judge_again — what was issued stays as it is, and in force; another one begins beside it. */
static enum rc judge_again(struct ctx *cx, const struct acting *a, enum decision_state to)
{
	const struct decision *d = cx->decision;
	struct moved m = { .d = { .state = to, .judgement = JUDGEMENT_MEETS }, .from = d->state };
	int64_t affected = 0;
	enum rc rc = sql_decision_close(cx->db, cx->arena, d->id, d->version, cx->now, &affected);

	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = add(cx, a, &m);
	if (rc == OK)
		rc = after_judged_again(cx);
	return rc == OK ? load_decision(cx, m.d.uuid) : rc;
}

enum rc decision_act_do(struct ctx *cx, const struct acting *a, enum decision_wrong *ret_wrong)
{
	struct decision_facts f = { .by = a->by };
	enum decision_state to;
	struct uuid id = cx->decision->uuid;
	enum rc rc = facts_of(cx, a, &f);

	if (rc != OK)
		return rc;
	if (cx->decision->closed_at != DB_NULL_INT) {
		*ret_wrong = DECISION_NO_SUCH_STEP;
		return DENIED;
	}
	if ((*ret_wrong = decision_next(cx->decision->state, a->act, &f, &to)) != DECISION_FINE)
		return DENIED;
	if (a->act == DECISION_JUDGE_AGAIN)
		return judge_again(cx, a, to);
	if ((rc = move(cx, a, to)) == DENIED)
		*ret_wrong = DECISION_ELSEWHERE;
	return rc == OK ? load_decision(cx, id) : rc;
}

enum rc decision_new(struct ctx *cx, enum decision_act act, enum decider by, enum judgement judgement, struct uuid *ret,
                     enum decision_wrong *ret_wrong)
{
	struct decision_facts f = { .by = by, .judgement = judgement };
	struct acting a = { act, by, STR_NONE, 0, false };
	struct moved m = { .from = DECISION_NONE };
	enum decision_state to;
	enum rc rc;

	if ((*ret_wrong = decision_next(DECISION_NONE, act, &f, &to)) != DECISION_FINE)
		return DENIED;
	m.d = (struct decision){ .state = to, .judgement = judgement };
	rc = add(cx, &a, &m);
	if (rc == OK && to == DECISION_STOPPED)
		rc = sql_outcome_end(cx->db, cx->arena, cx->induction->id, cx->now, NULL);
	if (rc == OK)
		rc = ends(cx, act, &m.d);
	if (rc == OK)
		*ret = m.d.uuid;
	return rc;
}

enum rc decision_draw_maybe(struct ctx *cx)
{
	struct acting a = { DECISION_DRAW, DECIDER_CLOCK, STR_NONE, 0, false };
	const struct decision_rules *rules;
	enum decision_wrong wrong;
	uint8_t chance[4];
	uint32_t n;
	enum rc rc = decision_rules_of(cx, &rules);

	if (rc != OK || !rules->moderate_one_in || cx->decision->moderated)
		return rc;
	random_bytes(chance, sizeof(chance));
	n = (uint32_t)chance[0] | (uint32_t)chance[1] << 8 | (uint32_t)chance[2] << 16 | (uint32_t)chance[3] << 24;
	if (n % (uint32_t)rules->moderate_one_in)
		return OK;
	rc = decision_act_do(cx, &a, &wrong);
	return rc == DENIED ? OK : rc; /* moderated already */
}

enum rc decision_withdraw_unseen(struct ctx *cx, struct uuid id)
{
	struct acting a = { DECISION_WITHDRAW, DECIDER_ECSW, STR_NONE, 0, false };
	enum decision_wrong wrong;
	enum rc rc = load_decision(cx, id);

	if (rc == OK)
		rc = decision_act_do(cx, &a, &wrong);
	return rc == DENIED ? CONFLICT : rc == OK ? done(cx, url_id(cx, "/decisions/", id, ""), T_DECISION_NOTICE_WITHDRAWN) : rc;
}

/* ---- the date acts ---- */

static enum rc owed_over(struct ctx *cx, struct uuid id)
{
	struct acting a = { DECISION_OWED_OVER, DECIDER_CLOCK, STR_NONE, 0, false };
	struct decision_lock_row lock;
	enum decision_wrong wrong;
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK && (rc = sql_decision_lock(cx->db, cx->arena, id, &lock)) == OK && (rc = load_decision(cx, id)) == OK)
		rc = decision_act_do(cx, &a, &wrong);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc == DENIED || rc == STALE ? OK : rc; /* somebody has moved it meanwhile */
}

enum rc decisions_owed_end(struct ctx *cx)
{
	enum { A_TURN = 100 };
	struct decisions_owed_over_rows rows = { .n = A_TURN };
	int64_t after = 0;
	enum rc rc = OK;

	while (rc == OK && rows.n == A_TURN) {
		rc = db_begin(cx->db, DB_READ);
		if (rc == OK)
			rc = sql_decisions_owed_over(cx->db, cx->arena, cx->today, after, A_TURN, &rows);
		db_rollback(cx->db);
		for (size_t i = 0; rc == OK && i < rows.n; i++)
			rc = owed_over(cx, rows.v[i].id);
		if (rc == OK && rows.n)
			after = rows.v[rows.n - 1].decision;
	}
	return rc;
}
