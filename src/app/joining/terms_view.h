/* terms_view.h — what pages show of hours, funding and how somebody joined. */
#ifndef APP_JOINING_TERMS_VIEW_H
#define APP_JOINING_TERMS_VIEW_H

#include "app/joining/joining_view.h"

/* Rows of the facts on a person's page. */
struct terms_rows_view {
	struct str starts, latest, why, programme, hours, hours_when, funding, funding_why, eligibility, rule, contained, around;
	struct date ready_from;
	struct url programme_url, contained_url, around_url, joined, calendar;
	struct str profile;          /* the kind of job, empty for none */
	struct date profile_since;
	struct url profile_url, move;
	int months;
	bool may_read, has_contained, has_around, no_end, no_ready;
};
struct terms_changes_view {
	struct url hours, funding, place, details;
	struct url around, leave, person; /* who is around, leaving, the person */
};

struct terms_period {
	struct str what, why, note, when, who;
	bool stands;
};
JOINING_LIST(terms_period);
struct terms_history {
	struct terms_periods periods;
};
struct hours_view {
	struct html errors, hidden, from, hours, full_week;
	struct str name, latest, why;
	struct url action, back;
	struct terms_history history;
	bool in_proportion;
};
struct funding_view {
	struct html errors, hidden, from, funded, reason, note, again;
	struct str name;
	struct url action, back;
	struct terms_history history;
};
struct place_view {
	struct html errors, hidden, team, intake;
	struct str name, team_now, intake_now;
	struct url action, back;
};
struct joined_view {
	struct str name, latest, why, programme, rule;
	struct url back;
	struct date ready_from;
	enum word outcome;
	struct joining_givens given;
	struct joining_came_tos results;
	struct terms_history hours, funding;
	bool checked, own;
};

#endif
