/* joining.h — getting somebody into a programme: its rules, who may join, what they say of themselves, and the start.
 *
 * A `joining` is one person on the way into one programme at one employer. A coordinator answers the programme's questions
 * one a page (rules/eligibility.h); the result is kept with its rule, and starting makes the induction with its hours and
 * its funding. Hours and funding are dated periods; a correction keeps what stood before.
 */
#ifndef APP_JOINING_JOINING_H
#define APP_JOINING_JOINING_H

#include "app/calendar/calendar.h"
#include "app/joining/programme.h"
#include "rules/calendar.h"
#include "rules/reviews.h"

struct joining {
	int64_t id, organisation, person; /* person: 0 until they have an account here */
	struct uuid uuid, induction;      /* induction: none until it has started */
	struct str name, email, organisation_name;
	enum joining_state state;
	enum eligibility outcome;         /* the result that stands */
	int64_t version;
	instant created, changed;
	const struct programme *programme;
};
/* load_programme, load_joining — object loaders: cx->programme; cx->joining, locked in a writing request. */
enum rc load_programme(struct ctx *cx, struct uuid id);
enum rc load_joining(struct ctx *cx, struct uuid id);

handler_fn programme_list, programme_show, programme_publish_show, programme_publish_do, programme_withdraw_show, programme_withdraw_do,
	variations_show, variation_adopt, variation_end, move_show, move_save;
extern const struct form programme_move_form, variation_form, variation_end_form;
/* What an employer has varied (rules/vary.h). varied_on — what a programme says with it laid over, as of a day; the programme's own where
 * nothing is varied. variations_short — what holds today at the actor's own employer; none for the department, which has a page of all.
 * variations_of_time — what holds today of time and cases at the employer of an induction. */
struct variation_new {
	int64_t organisation, programme;
	enum variable what;
	int64_t value;
	struct date starts;
	struct str reason;
};
/* variation_make — with its event; whether it may be is the caller's to ask. In a write transaction. */
enum rc variation_make(struct ctx *cx, const struct variation_new *n);
/* moves_waiting — for a first screen: an offer of a newer version of the programme (ECSW), or somebody who wants to go to it (coordinator). */
enum rc moves_waiting(struct ctx *cx, struct html *ret);
struct varied {
	const struct support_rules *support;
	int answer_days;
};
enum rc varied_on(struct ctx *cx, int64_t organisation, const struct programme *p, struct date on, struct varied *ret);
enum rc variations_of_time(struct ctx *cx, const struct induction *i, struct html *ret);
enum rc variations_short(struct ctx *cx, const struct programme *p, struct html *ret);
enum word variation_word(enum variable what);
enum word variation_may_word(enum variable what);
handler_fn joining_list, joining_csv, joining_new, joining_create, joining_show, joining_question, joining_answer,
	joining_decide, joining_close, joining_start_show, joining_start;
handler_fn details_show, details_name, details_born, details_registered, details_qualification,
	details_route, details_name_save, details_born_save, details_registered_save,
	details_qualification_save, details_route_save, equality_show, equality_save, equality_remove, equality_sums;
extern const struct form details_name_form, details_born_form, details_registered_form,
	details_qualification_form, details_route_form, equality_form;
handler_fn hours_show, hours_save, funding_show, funding_save, place_show, place_save, joined_show;
extern const struct form hours_form, funding_form, place_form;
extern const struct form joining_form, joining_answer_form, joining_act_form, joining_start_form;

/* hours_say — from this day on so many hours a week (hundredths) of a full week. What was said of this day and later gives
 * way and is kept as replaced; the period before it ends the day before. With its event, in a write transaction, after the
 * induction's row is locked. */
enum rc hours_say(struct ctx *cx, int64_t induction, struct date from, int64_t hours, int64_t full_week);
/* stale_said — on a form drawn again because somebody else saved in between: says so. */
void stale_said(struct ctx *cx);

/* dates_of — everything the dates of an induction follow from, and the dates. Lives as long as the answer. */
struct induction_dates {
	struct calendar_facts facts;
	struct calendar calendar;
	bool funded[CALENDAR_FUNDING_MAX]; /* by calendar.funding: a grant pays for that day */
	struct pauses pauses;
	struct extensions extensions;
	struct uuid programme;
	struct str programme_name;
};
enum rc dates_of(struct ctx *cx, int64_t induction, struct induction_dates *ret);
/* dates_of_many — the same for a list: at most DATES_MANY inductions that have been read through visible_induction, in as many
 * queries as for one. `ret` in the order asked. Without why and without funding. FAULT over DATES_MANY. */
enum { DATES_MANY = 30 };
struct dates_asked {
	int64_t induction, programme;
	struct date starts;
};
struct dates_review {
	int month;
	struct date due, opens, closes; /* DATE_NONE: nobody can say */
};
struct dates_found {
	struct calendar_facts facts;
	struct date ready, end;
	int paused_days;             /* before the end */
	struct dates_review reviews[CALENDAR_REVIEWS_MAX];
	int reviews_n;
	const struct review_rules *reviewing; /* without its scale */
};
enum rc dates_of_many(struct ctx *cx, const struct dates_asked *asked, size_t n, struct dates_found *ret);
/* dates_point — the review of that month; NULL for none of its points, and while nobody can say when. */
const struct dates_review *dates_point(const struct dates_found *d, int64_t month);
/* facts_of_many — what the month follows from that each of them is in (calendar_month): rules, hours and pauses, without extensions. Any
 * number, in three queries for each DATES_MANY of them. */
enum rc facts_of_many(struct ctx *cx, const struct dates_asked *asked, size_t n, struct calendar_facts *ret);
/* programme_dates — what a programme says of dates, in this edition: read once by a worker. */
enum rc programme_dates(struct ctx *cx, int64_t programme, int64_t edition, const struct calendar_rules **ret);
/* programme_reviewing — how the reviews of a programme go, and what it requires of each kind of evidence. */
enum rc programme_reviewing(struct ctx *cx, int64_t programme, struct review_rules *ret, struct next_asked *ret_asked);
/* share_words — thousandths of full time: "0.6". */
struct str share_words(struct ctx *cx, int share);
/* hundredths_words — hundredths of an hour: "22.2". */
struct str hundredths_words(struct ctx *cx, int64_t hundredths);
/* hours_words — "0.6 (22.2 of 37 hours a week)", "Full-time (37 hours a week)". */
struct str hours_words(struct ctx *cx, int64_t hours, int64_t full_week);
/* funding_say — the same for whether it is paid for. */
struct funding_said {
	struct date from;
	bool is_funded;
	enum funding_reason reason;
	struct str rule, note; /* rule: of the eligibility table; note: a person's words, never in an event */
};
enum rc funding_say(struct ctx *cx, int64_t induction, const struct funding_said *f);
/* end_words — "24 months from 6 October 2027, at 0.6 since 1 March 2028": why the end is when it is, in short. */
struct str end_words(struct ctx *cx, const struct calendar *c);
/* details_progress — how many of the parts an ECSW gives of themselves are there. */
enum rc details_progress(struct ctx *cx, int64_t person, int *ret_done, int *ret_all);
/* terms_on_page — for the page of the loaded induction: rows of a `dl class="c-facts"` (first day, end and why, hours,
 * programme, and to whom it concerns funding and eligibility), and, for who may, the panel of what can be changed. */
enum rc terms_on_page(struct ctx *cx, struct html *ret_rows, struct html *ret_changes);

#endif
