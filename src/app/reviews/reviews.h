/* reviews.h — reviews of an induction: prepared from the record, written in three parts that are released together, held, signed,
 * and the actions that come of them. Nobody confirms one.
 *
 * What follows from what is rules/reviews.h; due dates and windows are the calendar's (app/joining, dates_of). A part is its
 * writer's alone until the release (app/visible.sql, released_part). Coordinators of the employer see dates and actions.
 */
#ifndef APP_REVIEWS_REVIEWS_H
#define APP_REVIEWS_REVIEWS_H

#include "app/joining/joining.h"
#include "app/objects.h"
#include "rules/calendar.h"
#include "web/jobs.h"
#include "web/paper.h"

handler_fn reviews_own, reviews_list, reviews_begin, reviews_begin_again, review_show, review_show_again;
handler_fn review_part_show, review_part_save, review_part_again, review_hold_show, review_hold, review_hold_again;
handler_fn review_action_add, review_action_set, review_sign;
extern const struct form review_begin_form, review_part_form, review_hold_form, review_action_form, review_done_form, review_sign_form;

/* reviews_owed — a section of the first screen of an ECSW, a supervisor or an assessor: reviews that wait for them, and actions of
 * theirs that are not done. Nothing when there is nothing. */
enum rc reviews_owed(struct ctx *cx, struct html *ret);
/* reviews_paper — on paper, what the present reader may read of the reviews of the loaded induction; nothing where there is none. */
enum rc reviews_paper(struct ctx *cx, struct paper *paper);
/* reviews_night — for the table of jobs: prepares what is due soon, follows the calendar, and reminds whoever a review waits for.
 * Never in a pause. Every open induction is looked at each night. */
job_fn reviews_night;

/* reviews_owing — of at most DATES_MANY inductions that have been read through visible_induction: with whom their reviews wait, since when,
 * and whether anybody was reminded today already, who is not in `with` again for that. Nobody while the clock is stopped. */
struct review_owing {
	unsigned with;               /* roles; none: nothing waits, or all of it was reminded of today */
	struct date since;           /* of the one that waits longest; DATE_NONE for none */
	bool told_today, paused;
};
enum rc reviews_owing(struct ctx *cx, const struct dates_asked *asked, size_t n, struct review_owing *ret);
/* reviews_remind — whoever a review of the loaded induction waits for is told now, with its event; *ret_with: roles, none for nobody. What was
 * reminded of today is not again. In a write transaction. */
enum rc reviews_remind(struct ctx *cx, unsigned *ret_with);

/* review_follow_interim — due day and end of one between two points, which has no window: it is due so many days after it was asked for, and a
 * pause moves it as it moves the others. */
bool review_follow_interim(const struct calendar_facts *f, struct date prepared, int64_t days, struct date *due, struct date *closes);
/* review_planned — the day that was agreed; DATE_NONE when the clock is stopped on it: then the calendar's day counts. */
struct date review_planned(const struct calendar_facts *f, struct date planned);

/* review_meeting — when the loaded one is to be held, or was: the day that was agreed, or else by when it is due. `on` DATE_NONE: nobody can
 * say. */
struct review_meeting {
	struct str title;            /* "12-month review" */
	struct date on, opens, closes;
	bool is_due;                 /* no day is agreed */
};
enum rc review_meeting(struct ctx *cx, struct review_meeting *ret);

/* reviews_demo — for the demonstration: one review of the loaded induction as demo/kinds.json describes it, played by its people.
 * `at`: when it was prepared. FAULT with a sentence when it does not fit. In a write transaction. */
struct json_t;
enum rc reviews_demo(struct ctx *cx, const struct json_t *o, struct str *ret_why);

#endif
