/* decision_waits.c — who has an open decision, and what follows when nothing happens. */
#include "rules/decision_waits.h"

/* Ten years: longer than any pause that ends. */
enum { LOOK_AHEAD = 3660 };

static struct wait nobody(void)
{
	return (struct wait){ .with = 0, .since = DATE_NONE, .by = DATE_NONE, .above = DATE_NONE };
}

/* A step of somebody's work, from the day it came to them. */
static struct wait step(enum decider who, struct date since, const struct decision_rules *rules)
{
	struct date by = working_day_after(since, rules->step_days);

	return (struct wait){ .with = who, .since = since, .by = by, .above = working_day_after(by, rules->above_days) };
}

static struct wait right(struct date since, struct date until)
{
	return (struct wait){ .with = DECIDER_ECSW, .is_right = true, .since = since, .by = until, .above = DATE_NONE };
}

static struct date later(struct date a, struct date b)
{
	return date_is_none(b) || date_cmp(a, b) > 0 ? a : b;
}

/* named — theirs from the day they were; until somebody is, the coordinator's to name them. */
static struct wait named(enum decider who, struct date on, const struct wait_facts *f, const struct decision_rules *rules)
{
	return date_is_none(on) ? step(DECIDER_COORDINATOR, f->since, rules) : step(who, later(f->since, on), rules);
}

/* assessors — theirs to begin in their own time; when nobody assesses, the coordinator's to name somebody. What the ECSW was never told
 * of is known to its assessor alone: it goes no further, and waits for nobody while there is none (that somebody has no assessor is said
 * where the cohort is). */
static struct wait assessors(const struct wait_facts *f, const struct decision_rules *rules)
{
	struct wait w = step(DECIDER_ASSESSOR, f->since, rules);

	if (f->has_assessor ? f->state == DECISION_DRAFT : !f->told)
		return nobody();
	if (!f->has_assessor)
		return step(DECIDER_COORDINATOR, later(f->since, f->without_assessor), rules);
	if (!f->told)
		w.above = DATE_NONE;
	return w;
}

/* told — theirs while their days run; from then on, or once they have responded, the coordinator's to convene a panel. */
static struct wait told(const struct wait_facts *f, const struct decision_rules *rules, struct date today)
{
	if (!date_is_none(f->responded))
		return step(DECIDER_COORDINATOR, later(f->since, f->responded), rules);
	return date_is_none(f->respond_ends) || date_cmp(today, f->respond_ends) <= 0 ? right(f->since, f->respond_ends)
	                                                                              : step(DECIDER_COORDINATOR, f->respond_ends, rules);
}

struct wait decision_waits(const struct wait_facts *f, const struct decision_rules *rules, struct date today)
{
	struct wait w = nobody();

	if (f->paused)
		return w;
	switch (f->state) {
	case DECISION_DRAFT:
	case DECISION_BACK:
		w = assessors(f, rules);
		break;
	case DECISION_OWED:
		w = right(f->since, f->owed_ends);
		break;
	case DECISION_TOLD:
		w = told(f, rules, today);
		break;
	case DECISION_BLIND:
		w = named(DECIDER_SECOND_ASSESSOR, f->reader, f, rules);
		break;
	case DECISION_PANEL:
		w = named(DECIDER_CHAIR, f->panel, f, rules);
		break;
	case DECISION_CONFIRMED:
		w = step(DECIDER_COORDINATOR, f->since, rules);
		break;
	case DECISION_MODERATION:
		w = named(DECIDER_MODERATOR, f->moderator, f, rules);
		break;
	case DECISION_ISSUED:
		if (f->judgement != JUDGEMENT_MEETS && !f->no_appeal && !date_is_none(f->appeal_ends))
			w = right(f->since, f->appeal_ends);
		break;
	case DECISION_APPEAL:
		w = named(DECIDER_APPEAL_CHAIR, f->appeal, f, rules);
		break;
	default:
		break;
	}
	if (w.with == DECIDER_COORDINATOR && !f->has_coordinator)
		w = (struct wait){ .with = DECIDER_AUTHORITY, .since = f->since, .by = date_plus(f->since, -1), .above = DATE_NONE };
	return w;
}

enum wait_step wait_step_of(const struct wait *w, struct date today)
{
	if (!w->with || date_is_none(w->by))
		return WAIT_FINE;
	if (w->is_right)
		return date_cmp(today, w->by) <= 0 && working_days_between(today, w->by) <= WAIT_SOON_DAYS ? WAIT_SOON : WAIT_FINE;
	if (!date_is_none(w->above) && date_cmp(today, w->above) > 0)
		return WAIT_ABOVE;
	return date_cmp(today, w->by) > 0 ? WAIT_LATE : WAIT_FINE;
}

struct date decision_day(const struct calendar_facts *f, struct date from, struct date until)
{
	int left = date_is_none(from) || date_is_none(until) ? 0 : working_days_between(from, until);
	struct date d = from;

	if (!f->pauses_n || left <= 0)
		return until;
	for (int i = 0; left > 0 && i < LOOK_AHEAD; i++) {
		struct date next = date_plus(d, 1);

		if (!calendar_is_paused(f, next))
			left -= working_days_between(d, next);
		d = next;
	}
	return left > 0 ? DATE_NONE : d;
}
