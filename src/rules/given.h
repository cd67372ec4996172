/* given.h — time given back: how long tasks take people, from when their requests came. Pure.
 *
 * What is noted of a request is a person, the minute and the task its address belongs to (the route table says which), and
 * nothing else. From the minutes follow goes: somebody did a task from here to there, without a break of more than
 * GIVEN_IDLE_MINUTES. What lies between two requests further apart than that is nobody's business and counts for nothing.
 */
#ifndef RULES_GIVEN_H
#define RULES_GIVEN_H

#include "rules/words.h"

/* What people come to do. Stored: never renumber. */
enum given_task {
	TASK_NONE = 0,    /* not measured */
	TASK_RECORD = 1,  /* writing a piece */
	TASK_LINK = 2,    /* saying what it shows */
	TASK_JUDGE = 3,   /* giving a view */
	TASK_OBSERVE = 4, /* direct observations */
	TASK_SUPERVISE = 5,
	TASK_FEEDBACK = 6, /* asking others, and answering what they asked */
	TASK_FIND = 7,    /* where am I, what is thin, what next */
	TASK_REVIEW = 8,  /* one's part in a review, its actions, its signature */
	TASK_DECIDE = 9,  /* recommending an outcome, and answering a recommendation */
	TASK_GOAL = 10,   /* goals of the development plan */
	TASK_END,
};
extern const struct key_list task_keys;

enum {
	GIVEN_IDLE_MINUTES = 5, /* a longer gap between two requests ends a go */
	GIVEN_DAYS = 30,        /* after which it is deleted */
	GIVEN_LEAST = 10,       /* people, or a sum is not shown: the house's rule for small numbers (equality.h) */
};

/* given_counts — is the time of somebody acting in this role measured? ECSWs, supervisors and assessors (J2, J7). */
bool given_counts(enum role role);

struct given_mark {
	int64_t minute; /* since 1970, UTC */
	enum role role;
	enum given_task task;
};
struct given_go {
	int64_t began;  /* minute */
	int64_t minutes; /* at least 1 */
	enum role role;
	enum given_task task;
};
/* given_goes — the goes in `marks`, which are one person's and ascend by minute. A mark lasts until the next one, or a minute
 * where that is more than GIVEN_IDLE_MINUTES away; a go takes in every stretch of its task and role that begins within
 * GIVEN_IDLE_MINUTES of the end of the stretch before. `ret` has room for n; returns how many. */
size_t given_goes(const struct given_mark *marks, size_t n, struct given_go *ret);

/* How often which number of minutes came. */
struct given_bar {
	int64_t minutes, goes;
};
struct given_quarters {
	int64_t low, median, high; /* minutes; a quarter of the goes took at most `low`, half `median`, three quarters `high` */
	int64_t goes;
};
/* given_quarters — of bars that ascend by minutes (nearest rank). All nought for no goes. */
struct given_quarters given_quarters(const struct given_bar *bars, size_t n);

/* given_is_shown — may a sum over so many people be shown? */
static inline bool given_is_shown(int64_t people) { return people >= GIVEN_LEAST; }

#endif
