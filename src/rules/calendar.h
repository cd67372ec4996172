/* calendar.h — every date of an induction, and why: its latest end, from when somebody may be recommended, reviews with their
 * windows, when supervision is due, when funding falls due.
 *
 * Pure. A day of full-time work counts as one day; part-time counts in proportion where the programme says so; a day inside a
 * pause counts as none. A date is due when as many days have been counted as there are between the start and that many
 * calendar months later. So:
 *
 *     struct calendar c;
 *     calendar_of(&facts, &c);
 *     c.end.date       the latest end; c.end.why: "24 months from 6 October 2027", "273 days paused", "300 days at 0.6 …"
 *     c.ready.date     24 calendar months after the start, whatever leave and part-time there was
 *
 * The end is the latest date: whoever is ready may be recommended from `ready` on. No date is inside a pause. A pause without
 * an end leaves the dates after it unknown (DATE_NONE). Probation is the employer's date and is never computed here.
 *
 * Nothing is kept and nothing is allocated: what happened is the facts, and a change in retrospect is another set of facts.
 */
#ifndef RULES_CALENDAR_H
#define RULES_CALENDAR_H

#include "rules/hours.h"

enum {
	CALENDAR_REVIEWS_MAX = 24, CALENDAR_STAGES_MAX = 8, CALENDAR_FUNDING_MAX = 12,
	CALENDAR_PAUSES_MAX = 60, CALENDAR_HOURS_MAX = 200, CALENDAR_EXTENSIONS_MAX = 8, CALENDAR_WHY_MAX = 24,
};

/* Supervision is due at least every `days` days from the beginning of a month of the programme (0: from the start). */
struct supervision_stage {
	int from_month, days;
};
/* What a programme says of dates. */
struct calendar_rules {
	int months;                  /* its length, full-time */
	bool in_proportion;          /* part-time makes it longer */
	int reviews[CALENDAR_REVIEWS_MAX], reviews_n; /* months, ascending */
	int window_days;             /* a review may be held so many days earlier or later */
	int last_review_days;        /* the review of the last month is so many days before the latest end */
	struct supervision_stage stages[CALENDAR_STAGES_MAX]; /* by from_month, ascending */
	int stages_n;
	int funding[CALENDAR_FUNDING_MAX], funding_n; /* months, ascending */
};
/* An extension: so many days more, 1 or more, which pauses do not count towards. */
struct extension_span {
	int days;
	struct date given;               /* the day it was given */
};
struct calendar_facts {
	struct date starts;
	const struct calendar_rules *rules;
	const struct hours_span *hours;  /* what stands, in any order, none overlapping; a day outside them is full-time */
	int hours_n;                     /* at most CALENDAR_HOURS_MAX are read */
	const struct pause_span *pauses; /* in any order; they may touch and overlap */
	int pauses_n;                    /* at most CALENDAR_PAUSES_MAX are read */
	const struct extension_span *extensions; /* those that stand, in any order */
	int extensions_n;                /* at most CALENDAR_EXTENSIONS_MAX are read */
};

/* ---- why ---- */

enum calendar_reason {
	BECAUSE_MONTHS = 1,          /* `n` calendar months after `from`: `days` days of full-time work */
	BECAUSE_FULL_TIME,           /* from..to: `days` days full-time */
	BECAUSE_PART_TIME,           /* from..to: `days` days at `share`, which count as `counts` */
	BECAUSE_PAUSED,              /* from..to: `days` days that do not count */
	BECAUSE_EXTENDED,            /* `days` days more, given on `from` */
	BECAUSE_BEFORE_END,          /* `days` days before the latest end */
	BECAUSE_AFTER_PAUSE,         /* would have been `from`, inside a pause: the first day after it */
	BECAUSE_BEFORE_PAUSE,        /* would have been `from`, inside a pause: the last day before it */
	BECAUSE_EVERY,               /* supervision: `days` days after `from` */
	BECAUSE_MORE,                /* `n` more stretches, `days` days, which count as `counts` */
};
struct calendar_why {
	enum calendar_reason reason;
	struct date from, to;        /* both days in it */
	int n, days, share;          /* share: thousandths of full time */
	int counts;                  /* days of full-time work, rounded */
};
struct calendar_date {
	struct date date;            /* DATE_NONE: nobody can say, a pause has no end yet */
	struct calendar_why why[CALENDAR_WHY_MAX];
	int why_n;
};
struct calendar_review {
	int month;
	struct calendar_date due;
	struct date opens, closes;   /* the window, both days in it; DATE_NONE where `due` is */
};
struct calendar {
	struct calendar_date ready;  /* may be recommended from this day on */
	struct calendar_date end;    /* the latest end */
	struct date undisturbed;     /* the end without leave, part-time and extensions */
	struct calendar_review reviews[CALENDAR_REVIEWS_MAX];
	int reviews_n;
	struct calendar_date funding[CALENDAR_FUNDING_MAX];
	int funding_n;
	int paused_days;             /* before the end */
};
void calendar_of(const struct calendar_facts *f, struct calendar *ret);
/* calendar_without_funding — the same for lists of many, which show no day of funding: funding_n is 0. */
void calendar_without_funding(const struct calendar_facts *f, struct calendar *ret);

/* calendar_supervision — the day supervision is due by when the last was on `last` (the start, for none yet): the first day
 * after as many days outside pauses as the stage says in which `last` is. Sooner is never wrong. DATE_NONE where the programme
 * says nothing, the pause has no end, or it would be after the latest end. */
struct calendar_date calendar_supervision(const struct calendar_facts *f, struct date last);

/* calendar_is_paused — is the clock stopped on this day? Reminders stop with it. */
bool calendar_is_paused(const struct calendar_facts *f, struct date on);
/* calendar_days_between — how many days there are from one day to a later one on which the clock goes; calendar_days_on — the day that is so
 * many of them further on, never in a pause; DATE_NONE when a pause without an end is between. */
int calendar_days_between(const struct calendar_facts *f, struct date from, struct date to);
struct date calendar_days_on(const struct calendar_facts *f, struct date from, int days);
/* calendar_month — which month of the induction it is on a day, 1 to `months`: counted, so that it stands still in a pause. 0 before the first
 * day. It is the one way to count months: extensions come after the last. */
int calendar_month(const struct calendar_facts *f, struct date on);

/* calendar_rules_wrong — what is wrong with a programme's rules, as a sentence's end ("must be …"); NULL for nothing. */
const char *calendar_rules_wrong(const struct calendar_rules *r);

#endif
