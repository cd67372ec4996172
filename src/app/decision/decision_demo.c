/* decision_demo.c — for the demonstration: Dmitri's outcome is with a panel; Efe does not yet meet, and has a plan. */
#include "app/decision/decision_inside.h"

#include "app/after/after.h"


/* Who plays, and when. */
struct playing {
	struct ctx *cx;
	struct decision_demo_people_row p;
	struct uuid decision;
	instant now;
	struct date today;
};

static void play(struct playing *g, int64_t person, enum role role, int64_t organisation, int days_ago)
{
	g->cx->today = date_plus(g->today, -days_ago);
	g->cx->now = g->now - days_ago * DAY;
	g->cx->actor = (struct actor){ .person = person, .role = role, .organisation = organisation };
}

/* act — loads the decision as that person, and does it. */
static enum rc act(struct playing *g, enum decision_act what, enum decider by, struct str words)
{
	struct acting a = { .act = what, .by = by, .words = words, .quiet = true };
	enum decision_wrong wrong = DECISION_FINE;
	enum rc rc = load_decision(g->cx, g->decision);

	if (rc == OK)
		rc = decision_act_do(g->cx, &a, &wrong);
	return rc == DENIED ? FAULT : rc;
}

static enum rc begin(struct playing *g, enum judgement j)
{
	enum decision_wrong wrong;
	enum rc rc = decision_new(g->cx, DECISION_BEGIN, DECIDER_ASSESSOR, j, &g->decision, &wrong);

	return rc == OK ? load_decision(g->cx, g->decision) : rc == DENIED ? FAULT : rc;
}

static enum rc pieces(struct playing *g, int most)
{
	struct decision_pieces_there_rows rows;
	struct ctx *cx = g->cx;
	enum rc rc = sql_decision_pieces_there(cx->db, cx->arena, cx->induction->id, cx->actor.person, ROLE_ASSESSOR, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n && most > 0; i++)
		if (date_cmp(rows.v[i].on_date, cx->today) < 0 && most-- > 0)
			rc = sql_recommendation_piece_add(cx->db, cx->arena, cx->decision->recommendation, cx->induction->id, rows.v[i].id, NULL);
	return rc;
}

static enum rc sits(struct playing *g, int64_t person, bool chair, int said, struct str words)
{
	struct ctx *cx = g->cx;
	enum rc rc = sql_panel_add(cx->db, cx->arena, uuid7(cx->now), cx->decision->id, SITTING_PANEL, 1, person, chair, cx->now,
	                           g->p.coordinator, NULL);

	if (rc == OK && said)
		rc = sql_panel_conflict(cx->db, cx->arena, cx->decision->id, SITTING_PANEL, person, CONFLICT_NONE, NULL);
	if (rc == OK && said)
		rc = sql_panel_say(cx->db, cx->arena, cx->decision->id, SITTING_PANEL, person, said, words, cx->now, NULL);
	return rc;
}

/* ---- Dmitri: recommended "meets", with a panel ---- */

static enum rc with_a_panel(struct playing *g)
{
	struct ctx *cx = g->cx;
	enum rc rc;

	play(g, g->p.assessor, ROLE_ASSESSOR, g->p.employer, 15);
	if ((rc = begin(g, JUDGEMENT_MEETS)) != OK || (rc = pieces(g, 6)) != OK)
		return rc;
	rc = sql_recommendation_put(cx->db, cx->arena, cx->decision->recommendation,
	                            S("You work with young people who have been let down by every adult before you, and you do what you said "
	                              "you would do, on the day you said. Your analysis has become your own: in the last year your assessments "
	                              "say what you think, how sure you are, and what would change your mind. When something frightened you, you "
	                              "brought it to supervision the same week."),
	                            S("Write the plan with the young person in the room more often. You have begun to; it suits you."), DATE_NONE,
	                            S(""), S(""), DATE_NONE, NULL);
	if (rc == OK)
		rc = act(g, DECISION_SEND, DECIDER_ASSESSOR, STR_NONE);
	play(g, g->p.ecsw, ROLE_ECSW, g->p.employer, 9);
	if (rc == OK)
		rc = act(g, DECISION_RESPOND, DECIDER_ECSW, S("Thank you. I have nothing to add, but that the duty team deserves half of the second sentence."));
	play(g, g->p.coordinator, ROLE_COORDINATOR, g->p.employer, 4);
	if (rc == OK)
		rc = load_decision(cx, g->decision);
	if (rc == OK)
		rc = sits(g, g->p.chair, true, SAID_NOTHING, STR_NONE);
	if (rc == OK)
		rc = sits(g, g->p.first, false, SAID_YES, S("Six pieces, and I would have been content with four. The statement for court is exact about what was not known."));
	if (rc == OK)
		rc = sits(g, g->p.second, false, SAID_NOTHING, STR_NONE);
	return rc == OK ? act(g, DECISION_CONVENE, DECIDER_COORDINATOR, STR_NONE) : rc;
}

/* ---- Efe: does not yet meet, with a plan ---- */

static enum rc about(struct playing *g, const char *code, struct str seen, struct str show)
{
	struct ctx *cx = g->cx;
	const struct framework_version *v;
	enum rc rc = framework_get(cx, cx->induction->framework, &v);

	for (size_t i = 0; rc == OK && i < v->outcomes_n; i++)
		if (str_eq(v->fw->items[v->outcomes[i]].code, str_from_c(code)))
			return sql_recommendation_outcome_add(cx->db, cx->arena, cx->decision->recommendation, v->rows[v->outcomes[i]], seen, show, NULL);
	return rc == OK ? FAULT : rc;
}

static enum rc plan(struct playing *g)
{
	static const struct { struct str what, who; int days; enum role role; } lines[] = {
		{ S_INIT("Caseload back at the agreed level, and checked each month"), S_INIT("Practice supervisor"), 14, ROLE_COORDINATOR },
		{ S_INIT("An hour a fortnight on analysis, with someone who is not assessing"), S_INIT("Coordinator finds them"), 21, ROLE_COORDINATOR },
		{ S_INIT("A direct observation of a core group, planned and watched"), S_INIT("Practice assessor"), 60, ROLE_ASSESSOR },
		{ S_INIT("A half-way look: is the plan working, and are we keeping to it?"), S_INIT("All three"), 90, ROLE_ECSW },
	};
	struct ctx *cx = g->cx;
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < COUNT_OF(lines); i++)
		rc = sql_recommendation_plan_add(cx->db, cx->arena, cx->decision->recommendation, (int64_t)i, lines[i].what,
		                                 date_plus(g->today, lines[i].days), lines[i].who, lines[i].role, NULL);
	return rc;
}

static enum rc write_not_yet(struct playing *g)
{
	struct ctx *cx = g->cx;
	struct readiness ready;
	enum rc rc = begin(g, JUDGEMENT_NOT_YET);

	if (rc == OK)
		rc = about(g, "3.3", S("You gather a great deal and set it down fairly. The step from what I know to what I think, and how sure I am, "
		                       "was still taken with me in three of the four assessments I read."),
		           S("Two assessments where your own analysis needs no rewriting, with supervision as for anyone."));
	if (rc == OK)
		rc = about(g, "3.5", S("Plans were reviewed late twice in months when your caseload was at the agreed level. I have left out the months "
		                       "when it was not."),
		           S("Six reviews in a row on time, at the agreed caseload."));
	if (rc == OK)
		rc = plan(g);
	if (rc == OK)
		rc = pieces(g, 5);
	if (rc == OK)
		rc = sql_recommendation_put(cx->db, cx->arena, cx->decision->recommendation,
		                            S("You are steady and kind with families and ask for help in good time; that is met, and stays met. Two "
		                              "outcomes are not there yet, and we have talked about both since the spring."),
		                            S("Analysis: begin with what you think, then say what it rests on."), date_plus(g->today, -150),
		                            S("Two supervisions a month on analysis from the spring on; one of them fell out in most months."),
		                            S("The assessments I rest this on were written in months when supervision was held and the caseload was as agreed."),
		                            date_plus(g->today, 170), NULL);
	if (rc == OK && (rc = readiness_now(cx, &ready)) == OK)
		rc = sql_recommendation_owed(cx->db, cx->arena, cx->decision->recommendation, owed_keys(cx, &ready), NULL);
	return rc;
}

/* read_and_confirmed — from the question about what is owed to a panel that agrees. */
static enum rc read_and_confirmed(struct playing *g)
{
	struct ctx *cx = g->cx;
	enum rc rc = act(g, DECISION_ASK_OWED, DECIDER_ASSESSOR, STR_NONE);

	play(g, g->p.ecsw, ROLE_ECSW, g->p.employer, 66);
	if (rc == OK)
		rc = act(g, DECISION_ANSWER_OWED, DECIDER_ECSW, S("Supervision fell out for most of the spring. I could have asked more loudly. It mattered for the reviews more than for the analysis."));
	play(g, g->p.assessor, ROLE_ASSESSOR, g->p.employer, 64);
	if (rc == OK)
		rc = act(g, DECISION_SEND_BLIND, DECIDER_ASSESSOR, STR_NONE);
	play(g, g->p.chair, ROLE_ASSESSOR, g->p.employer, 58);
	if (rc == OK)
		rc = sql_reader_add(cx->db, cx->arena, cx->decision->id, READER_BLIND, 1, g->p.chair, cx->now, g->p.coordinator, NULL);
	if (rc == OK)
		rc = act(g, DECISION_BLIND_AGREES, DECIDER_SECOND_ASSESSOR, S("The observation is warm and exact. In the assessments I could not find the writer’s own view of the risk."));
	play(g, g->p.ecsw, ROLE_ECSW, g->p.employer, 50);
	if (rc == OK)
		rc = act(g, DECISION_RESPOND, DECIDER_ECSW, S("I recognise what you write about analysis. I would like the half-way look to be with somebody who has not assessed me."));
	play(g, g->p.coordinator, ROLE_COORDINATOR, g->p.employer, 40);
	if (rc == OK)
		rc = load_decision(cx, g->decision);
	if (rc == OK)
		rc = sits(g, g->p.first, true, SAID_YES, S("The reasons rest on the work."));
	if (rc == OK)
		rc = sits(g, g->p.second, false, SAID_YES, STR_NONE);
	if (rc == OK)
		rc = sits(g, g->p.third, false, SAID_YES, STR_NONE);
	if (rc == OK)
		rc = act(g, DECISION_CONVENE, DECIDER_COORDINATOR, STR_NONE);
	play(g, g->p.first, ROLE_PANEL_MEMBER, g->p.employer, 30);
	if (rc == OK)
		rc = act(g, DECISION_CONFIRM, DECIDER_CHAIR, S("Two outcomes are not shown yet; the rest is, and stays. The plan is for the employer to keep as much as for the person: supervision first."));
	play(g, g->p.coordinator, ROLE_COORDINATOR, g->p.employer, 18);
	if (rc == OK)
		rc = act(g, DECISION_ISSUE, DECIDER_COORDINATOR, STR_NONE);
	play(g, g->p.coordinator, ROLE_COORDINATOR, g->p.employer, 9);
	return rc == OK ? after_demo(cx) : rc;
}

static enum rc not_yet(struct playing *g)
{
	enum rc rc;

	play(g, g->p.assessor, ROLE_ASSESSOR, g->p.employer, 75);
	rc = write_not_yet(g);
	return rc == OK ? read_and_confirmed(g) : rc;
}

enum rc decision_demo(struct ctx *cx, struct uuid induction, enum decision_demo which)
{
	struct playing g = { .cx = cx, .now = cx->now, .today = cx->today };
	enum rc rc = sql_decision_demo_people(cx->db, cx->arena, induction, &g.p);

	if (rc != OK)
		return rc;
	play(&g, g.p.assessor, ROLE_ASSESSOR, g.p.employer, 0);
	if ((rc = load_induction(cx, induction)) == OK)
		rc = which == DECISION_DEMO_PANEL ? with_a_panel(&g) : not_yet(&g);
	cx->now = g.now;
	cx->today = g.today;
	cx->actor = (struct actor){ .person = 0 };
	cx->induction = NULL;
	cx->decision = NULL;
	return rc;
}
