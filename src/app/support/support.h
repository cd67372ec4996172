/* support.h — support that is really given: coming back after a pause, protected time and workload.
 *
 * What is owed to an ECSW is asked of whoever owes it, by Cairn and not by the ECSW: first inside, then above. Nothing of it is about
 * why somebody was away, and nothing of it counts against them.
 */
#ifndef APP_SUPPORT_SUPPORT_H
#define APP_SUPPORT_SUPPORT_H

#include "app/objects.h"
#include "web/jobs.h"
#include "web/paper.h"

handler_fn returning_show, returning_edit, returning_save, returning_again, returning_confirm;
extern const struct form returning_form, returning_confirm_form;

/* returning_follow — the pauses of the loaded induction have changed, or a night has passed: a return plan is asked for where one is due, goes
 * with its pause, or is let go. In a write transaction, the induction's row locked. */
enum rc returning_follow(struct ctx *cx);
/* returning_plan_of — for everybody who may read the dates: the first day back that a plan is for, and the day both had confirmed it;
 * DATE_NONE for none, and for not yet. */
enum rc returning_plan_of(struct ctx *cx, struct date *ret_back, struct date *ret_agreed);

/* For the demonstration: returning_demo_write — asked for, and, where it has words, written by whoever acts. returning_demo_confirm — by the
 * ECSW, who acts. */
struct returning_told {
	struct date starts, ends, supervision_on;
	struct str workload, stands, ask; /* empty: it is not written yet */
};
enum rc returning_demo_write(struct ctx *cx, struct uuid induction, const struct returning_told *t);
enum rc returning_demo_confirm(struct ctx *cx, struct uuid induction);

handler_fn time_show, time_answer, time_plan_show, time_plan_again, time_plan_save, cases_save, support_all;
handler_fn time_national, time_national_csv; /* the national sum, by kind of employer */
extern const struct form time_answer_form, time_plan_form, cases_form;

/* time_home — the question of the week, for an ECSW's first screen; nothing where the programme says nothing of it, and in a pause. */
enum rc time_home(struct ctx *cx, struct html *ret);
/* time_given — before an outcome: of the weeks the person answered, did they have the time, and in how many of the months that were entered no
 * more cases than agreed? Unknown weeks and months count for nothing. */
struct time_given {
	bool stated, met;
	int answered, given;         /* given: all of it */
	int months, within;          /* whose cases were entered; of these, with no more than was agreed then */
};
enum rc time_given(struct ctx *cx, struct time_given *ret);

/* For the demonstration, of whoever acts, in the past: a level, a month's cases (of the month of a day), an answer (of the week of a day);
 * and what is owed now. */
struct time_plan_told {
	int from_month, percent, cases;
	struct str held;
};
enum rc time_demo_plan(struct ctx *cx, struct uuid induction, const struct time_plan_told *t);
enum rc time_demo_cases(struct ctx *cx, struct uuid induction, struct date on, int64_t cases);
enum rc time_demo_answer(struct ctx *cx, struct uuid induction, struct date on, int answer);
enum rc time_demo_follow(struct ctx *cx, struct uuid induction);

handler_fn pact_show, pact_act, pact_lines_show, pact_lines_again, pact_lines_save;
extern const struct form pact_form, pact_lines_form;
/* pact_demo — for the demonstration: a first version at cx->now, signed by these; `share` (0: today's) and `before_pause` make it one from
 * before a change. */
struct pact_demo_signed {
	int64_t person;
	enum role role;
	struct str lines;            /* what they add; empty for nothing */
};
enum rc pact_demo(struct ctx *cx, struct uuid induction, const struct pact_demo_signed *all, size_t n, int share, bool before_pause);

handler_fn adjust_list, adjust_new, adjust_create, adjust_show, adjust_answer, adjust_share, adjust_end;
extern const struct form adjust_form, adjust_answer_form, adjust_share_form, adjust_end_form;
/* adjust_days_now — working days more that somebody has today for what they have to answer by a day: 0 for none. adjust_agreed_here — what is
 * agreed for the loaded induction's ECSW and stands today, in the words of the answer: their own, or what is shared with whoever acts. */
enum rc adjust_days_now(struct ctx *cx, int64_t induction, int *ret);
enum rc adjust_agreed_here(struct ctx *cx, struct str_list *ret);
/* adjust_box — the same as a note on the page of a meeting; empty for nothing. */
enum rc adjust_box(struct ctx *cx, struct html *ret);
/* For the demonstration: asked for by the ECSW at cx->now and, where it has words, answered at once by whom they asked. */
struct adjust_told {
	int kind, days;
	struct str help, words;
	struct date starts, look_on;
	int64_t asked;               /* person */
};
enum rc adjust_demo(struct ctx *cx, struct uuid induction, const struct adjust_told *t);

/* support_waiting — a section of first screens: what of it waits for whoever acts. Empty for nothing; as JSON the lines of an open list. */
enum rc support_waiting(struct ctx *cx, struct html *ret);
/* support_paper — in a copy of a portfolio: the agreement, and the return plan for those who may read it. */
enum rc support_paper(struct ctx *cx, struct paper *paper);
/* For the table of jobs: return plans are asked for and followed; protected time and workload looked at, and whoever owes it told. */
job_fn returning_night, support_night;

#endif
