/* cohort_line.h — shared by the files of the timeline: the people on it as they stand today, and what is asked for.
 *
 * The same for a coordinator, of whom their employer's people are, and for a supervisor or an assessor, of those whom they have; an
 * ECSW's own is read in the same way, for their calendar feed.
 * Dates are those of /calendar and of a person's page (app/joining, dates_of_many), reviews those of their list; whoever is not on
 * the cohort's page is not here.
 */
#ifndef APP_COHORT_COHORT_LINE_H
#define APP_COHORT_COHORT_LINE_H

#include "app/cohort/cohort_load.h"
#include "app/joining/joining.h"
#include "app/reviews/reviews.h"
#include "rules/line.h"

enum { LINE_PAGE = 25, LINE_COUNTED = 500, LINE_REVIEWS_MAX = 60, LINE_CSV_ROWS = 20000, LINE_HELPERS_MAX = 8 };

/* What is asked for: all of it in the address. */
struct line_filter {
	struct str q, intake, assessor; /* as typed; intake: "2027-10" */
	struct str pattern, assessor_pattern; /* folded, for LIKE; empty for none */
	struct uuid assessor_id;     /* none: by name, or nobody in particular */
	struct date low, high;       /* of the first day */
	int standing;                /* -1: everybody */
	bool any;                    /* something is asked for */
};
struct line_filter line_filter_of(struct ctx *cx);
/* line_url — the address with the filter kept. */
struct url line_url(struct ctx *cx, const char *path, const struct line_filter *f);

/* A place in the list: behind this induction. */
struct line_place {
	struct date day;
	int64_t induction;
};
extern const struct line_place line_first;
/* line_place_of — from `after`; the beginning where it is none of ours. */
struct line_place line_place_of(struct ctx *cx);
struct str line_place_str(struct ctx *cx, struct line_place at);

struct line_point {
	struct line_review r;
	struct uuid id;              /* none for a point that nothing was prepared for */
	int kind, month;
	struct date prepared, closes, planned; /* planned: DATE_NONE for no day that was agreed */
	enum line_mark mark;
};
struct line_person {
	int64_t person;
	struct uuid id;
	struct str name;
	enum role role;
};
struct line_member {
	int64_t induction, programme;
	struct uuid id;
	struct str name, intake;
	struct date starts;
	int months, month;           /* length of the programme; which month it is, 0 before the first day */
	struct dates_found dates;
	struct line_point *points;   /* by day, those without one last */
	int points_n, points_room;   /* room: of reviews, while they are read */
	int next, late;              /* of points: what comes next, and the one that is latest; -1 for none */
	struct line_person *people;  /* who supervises and assesses today */
	size_t people_n;
	struct line_facts facts;
	enum line_standing standing;
};
struct line_members {
	struct line_member *v;
	size_t n, room;
	bool more;                   /* there are further ones behind the last */
};
/* line_read — at most `want` that are asked for, behind a place, in as many turns as that takes; ret->more when there are others. */
enum rc line_read(struct ctx *cx, const struct line_filter *f, struct line_place after, size_t want, struct line_members *ret);
/* line_each — every one that is asked for, in their order, in turns with memory of their own. false from `on`: enough. */
enum rc line_each(struct ctx *cx, const struct line_filter *f, bool (*on)(void *arg, const struct line_member *m), void *arg);
/* line_place_behind — of the last of them. */
struct line_place line_place_behind(const struct line_member *m);
/* line_helper — the first in a role; NULL for nobody. */
const struct line_person *line_helper(const struct line_member *m, enum role role);

/* ---- words ---- */

/* line_names — whoever has these roles today; a role that nobody has goes by its own name. */
struct str line_names(struct ctx *cx, const struct line_member *m, unsigned roles_);
struct str line_review_name(struct ctx *cx, const struct line_point *p);
/* line_month_words — which month it is of how many, and the latest end. */
struct str line_month_words(struct ctx *cx, const struct line_member *m);
/* line_late_words — what is late, with whom it waits and since when, as a sentence; empty for nothing. */
struct str line_late_words(struct ctx *cx, const struct line_member *m);
/* line_paused_words — from when to when the clock stands still today: dates, never why. */
struct str line_paused_words(struct ctx *cx, const struct line_member *m);
/* line_plan_words — who is to be named. */
struct str line_plan_words(struct ctx *cx, const struct line_member *m);
/* line_next_words — what comes next, and its day. line_next_waits — with whom it waits already; empty for nobody. */
struct str line_next_words(struct ctx *cx, const struct line_member *m);
struct str line_next_waits(struct ctx *cx, const struct line_member *m);
/* line_pauses_words — "paused once, 10 weeks", of all that stand; empty for none. */
struct str line_pauses_words(struct ctx *cx, const struct line_member *m);
/* line_mark_words — what a mark stands for, with its day. */
struct str line_mark_words(struct ctx *cx, const struct line_point *p);

/* line_json — the same people as data, a page at a time. */
enum rc line_json(struct ctx *cx, const struct line_filter *f, struct line_place after);

#endif
