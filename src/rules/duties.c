/* duties.c — see duties.h. */
#include "rules/duties.h"

#define LIST(name, ...)                                                                                  \
	static const struct str name##_keys_[] = { __VA_ARGS__ };                                           \
	const struct key_list name = { name##_keys_, (int)COUNT_OF(name##_keys_) }
#define K(number, key) [number] = S_INIT(key)

LIST(supervisor_may_assess_keys, K(SUPERVISOR_MAY_NOT_ASSESS, "no"),
     K(SUPERVISOR_MAY_ASSESS_WITH_READER, "with second reader"));
LIST(conflict_kinds, K(CONFLICT_FAMILY, "family"), K(CONFLICT_FRIEND, "friend"), K(CONFLICT_WORK, "work"),
     K(CONFLICT_MONEY, "money"), K(CONFLICT_OTHER, "other"));
LIST(training_kinds, K(TRAINING_ASSESSOR, "assessor"), K(TRAINING_SUPERVISOR, "supervisor"),
     K(TRAINING_OBSERVER, "observer"), K(TRAINING_REFRESHER, "refresher"), K(TRAINING_OTHER, "other"));
LIST(assignment_ends, K(ASSIGNMENT_ENDED, "ended"), K(ASSIGNMENT_HANDED_OVER, "handed over"),
     K(ASSIGNMENT_CONFLICT, "conflict of interest"), K(ASSIGNMENT_LEFT, "left"));

enum supervisor_may_assess supervisor_may_assess_of(struct str key)
{
	int n = number_of(&supervisor_may_assess_keys, key);

	return n < 0 ? SUPERVISOR_MAY_NOT_ASSESS : (enum supervisor_may_assess)n;
}

/* ---- assigning ---- */

/* One person in both parts: if the programme allows it, with a reason and somebody independent who reads as well. */
static enum duty_wrong both_wrong(const struct duty_facts *f)
{
	if (f->rule == SUPERVISOR_MAY_NOT_ASSESS)
		return DUTY_BOTH_FORBIDDEN;
	if (!f->reason_given)
		return DUTY_BOTH_NO_REASON;
	if (!f->reader_given)
		return DUTY_BOTH_NO_READER;
	if (f->reader_is_self)
		return DUTY_READER_SELF;
	if (f->reader_is_ecsw)
		return DUTY_READER_ECSW;
	if (f->reader_conflict)
		return DUTY_READER_CONFLICT;
	if (f->reader_supervises)
		return DUTY_READER_SUPERVISES;
	return f->reader_assesses ? DUTY_FINE : DUTY_READER_NOT_ASSESSOR;
}

enum duty_wrong duty_wrong(const struct duty_facts *f)
{
	if (!f->induction_open)
		return DUTY_ENDED;
	if (f->ecsw_leaves)
		return DUTY_ECSW_LEFT;
	if (f->role != ROLE_SUPERVISOR && f->role != ROLE_ASSESSOR && f->role != ROLE_OBSERVER)
		return DUTY_NO_SUCH_PART;
	if (f->is_ecsw)
		return DUTY_OWN_PORTFOLIO;
	if (f->conflict)
		return DUTY_CONFLICT;
	if (!f->holds_role)
		return DUTY_NOT_IN_ROLE;
	if (f->has_already)
		return DUTY_ALREADY;
	if (f->role == ROLE_ASSESSOR && f->not_registered)
		return DUTY_NOT_REGISTERED;
	if (f->outside)
		return DUTY_OUTSIDE;
	return f->has_other_part && f->role != ROLE_OBSERVER ? both_wrong(f) : DUTY_FINE;
}

bool duty_is_final(enum duty_wrong wrong)
{
	return wrong != DUTY_FINE && wrong != DUTY_OUTSIDE && wrong < DUTY_BOTH_NO_REASON;
}

/* ---- confirming ---- */

enum confirm_wrong confirm_wrong(const struct confirm_facts *f)
{
	if (!f->person || f->person == f->ecsw)
		return CONFIRM_OWN_PORTFOLIO;
	if (f->person == f->recommended_by)
		return CONFIRM_OWN_RECOMMENDATION;
	if (f->person == f->other_confirmer)
		return CONFIRM_TWICE;
	if (!f->on_panel)
		return CONFIRM_NOT_ON_PANEL;
	if (f->conflict)
		return CONFIRM_CONFLICT;
	if (f->assesses_or_supervises)
		return CONFIRM_TOO_NEAR;
	return f->conflict_asked ? CONFIRM_FINE : CONFIRM_CONFLICT_NOT_ASKED;
}

/* ---- the rest ---- */

bool conflict_taints(struct date given, struct date since)
{
	return date_is_none(since) || date_cmp(given, since) >= 0;
}

struct date assignment_last_day(struct date starts, struct date from)
{
	struct date last = date_plus(from, -1);

	return date_cmp(last, starts) < 0 ? DATE_NONE : last;
}

enum room room_of(const struct capacity_facts *f)
{
	if (f->most < 0)
		return ROOM_NOT_SAID;
	if (f->now > f->most)
		return ROOM_OVER;
	return f->now == f->most ? ROOM_FULL : f->now + 1 == f->most ? ROOM_LAST : ROOM_FREE;
}

enum training_state training_state(bool has, struct date until, struct date today)
{
	if (!has)
		return TRAINING_NONE;
	if (date_is_none(until))
		return TRAINING_CURRENT;
	if (date_cmp(until, today) < 0)
		return TRAINING_PAST;
	return date_cmp(until, date_plus(today, ENDS_SOON_DAYS)) <= 0 ? TRAINING_ENDS_SOON : TRAINING_CURRENT;
}
