/* readiness.c — see readiness.h. */
#include "rules/readiness.h"

const struct decision_rules decision_rules_usual = {
	.respond_days = 10, .owed_days = 10, .appeal_days = 20, .step_days = 10, .above_days = 10, .members = 3, .quorum = 2, .supervision_percent = 90,
};

static const struct str grounds_[] = { [GROUND_PROCESS] = S_INIT("process"), [GROUND_EVIDENCE] = S_INIT("evidence"),
	                                   [GROUND_SUPPORT] = S_INIT("support"), [GROUND_BIAS] = S_INIT("bias") };
const struct key_list appeal_grounds = { grounds_, GROUND_END };

const char *decision_rules_wrong(const struct decision_rules *r)
{
	if (r->members < 2 || r->members > PANEL_MOST)
		return "must name at least two people for a panel, and at most nine";
	/* Two people stand behind every outcome (ACCESS.md). */
	if (r->quorum < 2 || r->quorum > r->members)
		return "must have a quorum of at least two, and no more than there are members";
	for (int i = 0; i < r->required_n; i++)
		for (int k = 0; k < i; k++)
			if (r->required[k].kind == r->required[i].kind)
				return "must require each kind once";
	for (int i = 0; i < r->required_n; i++)
		for (int k = 0; k < r->required[i].stages_n; k++)
			if (r->required[i].stages[k].count >= r->required[i].count ||
			    (k && (r->required[i].stages[k].month <= r->required[i].stages[k - 1].month ||
			           r->required[i].stages[k].count <= r->required[i].stages[k - 1].count)))
				return "must want more of a kind from stage to stage, and all of it only in the end";
	return NULL;
}

int required_by(const struct decision_rules *r, enum evidence_kind kind, int month)
{
	int wanted = 0;

	for (int i = 0; i < r->required_n; i++)
		for (int k = 0; r->required[i].kind == kind && k < r->required[i].stages_n; k++)
			if (r->required[i].stages[k].month <= month)
				wanted = r->required[i].stages[k].count;
	return wanted;
}

static void add(struct readiness *r, struct readiness_line line)
{
	bool owed = readiness_is_owed(line.rule);

	if (r->n == READINESS_MAX)
		return;
	r->v[r->n++] = line;
	r->shown += !owed;
	r->shown_met += !owed && line.met;
	r->owed += owed;
	r->owed_met += owed && line.met;
}

static void add_required(const struct decision_rules *rules, const struct readiness_facts *f, bool owed, struct readiness *r)
{
	for (int i = 0; i < rules->required_n; i++) {
		enum evidence_kind kind = rules->required[i].kind;
		int there = f->pieces[kind], wanted = rules->required[i].count;

		if ((kind == KIND_OBSERVATION) == owed)
			add(r, (struct readiness_line){ owed ? OWED_OBSERVATION : SHOWN_ACTIVITY, there >= wanted, kind, there, wanted });
	}
}

void readiness_of(const struct decision_rules *rules, const struct readiness_facts *f, struct readiness *ret)
{
	int due = f->supervision_due;

	*ret = (struct readiness){ .n = 0 };
	add(ret, (struct readiness_line){ SHOWN_OUTCOMES, f->outcomes_enough >= f->outcomes, 0, f->outcomes_enough, f->outcomes });
	add_required(rules, f, false, ret);
	add(ret, (struct readiness_line){ SHOWN_ANSWERED, f->questions == 0, 0, f->questions, 0 });
	add(ret, (struct readiness_line){ SHOWN_PRIVACY, f->held_back == 0, 0, f->held_back, 0 });
	add_required(rules, f, true, ret);
	if (due > 0)
		add(ret, (struct readiness_line){ OWED_SUPERVISION, f->supervision_held * 100 >= due * rules->supervision_percent, 0,
		                                  f->supervision_held, due });
	if (f->reviews_due > 0)
		add(ret, (struct readiness_line){ OWED_REVIEWS, f->reviews_held >= f->reviews_due, 0, f->reviews_held, f->reviews_due });
	if (f->time_stated)
		add(ret, (struct readiness_line){ OWED_TIME, f->time_met, 0, f->time_given, f->time_answered });
	if (f->time_stated) /* a month that nobody entered is unknown, and counts against nobody */
		add(ret, (struct readiness_line){ OWED_CASES, f->cases_within >= f->cases_entered, 0, f->cases_within, f->cases_entered });
	add(ret, (struct readiness_line){ OWED_PEOPLE, f->has_supervisor && f->has_assessor, 0, f->has_supervisor + f->has_assessor, 2 });
	add(ret, (struct readiness_line){ OWED_VIEWS, f->views_late == 0, 0, f->views_late, 0 });
	add(ret, (struct readiness_line){ OWED_PARTS, f->parts_late == 0, 0, f->parts_late, 0 });
}

struct date working_day_after(struct date from, int days)
{
	struct date d = from;

	for (int left = days; left > 0;) {
		struct date next = date_plus(d, 1);

		left -= working_days_between(d, next);
		d = next;
	}
	return d;
}
