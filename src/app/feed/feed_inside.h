/* feed_inside.h — what a feed holds, between reading it from the record and writing it as iCalendar. */
#ifndef APP_FEED_FEED_INSIDE_H
#define APP_FEED_FEED_INSIDE_H

#include "app/feed/feed.h"
#include "web/ical.h"

/* Entries at most; days back and, in others' inductions, ahead; days for which what is gone is said to be cancelled. */
enum { FEED_MAX = 600, FEED_BACK = 60, FEED_AHEAD = 400, FEED_OWN_AHEAD = 3650, FEED_GONE = 30 };

/* By uid, each once. */
struct feed_entries {
	struct ical_event *v;
	size_t n;
};
/* feed_collect — all there is for a person today, in every role they hold; uid, day and words of each. Nobody acts before and after. */
enum rc feed_collect(struct ctx *cx, int64_t person, struct feed_entries *ret);
/* feed_remember — compares with what was said last, fills sequence and stamp, adds what is gone, and keeps what is said now. In a write
 * transaction, the feed's row locked. */
enum rc feed_remember(struct ctx *cx, int64_t person, struct feed_entries *entries);

/* The keys that events are told apart by: the same in a feed and in a file. */
struct str feed_review_key(struct arena *a, struct uuid induction, int month);
struct str feed_observation_key(struct arena *a, struct uuid observation);
/* feed_url — a page of ours, with its host. */
struct str feed_url(struct arena *a, const struct ctx *cx, const char *before, struct uuid id, const char *after);

#endif
