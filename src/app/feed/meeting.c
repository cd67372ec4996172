/* meeting.c — one meeting as a file to add to a calendar: the same event as in a feed. */
#include "app/feed/feed_inside.h"

#include "app/outsider/outsider.h"
#include "app/people/people.h"
#include "app/reviews/reviews.h"

static struct str of_whom(struct ctx *cx, struct str what)
{
	if (cx->actor.person == cx->induction->ecsw)
		return what;
	return WORDS(cx->arena, T_FEED_OF, WORD_ARG("what", what), WORD_ARG("initials", initials_of(cx->arena, cx->induction->name)));
}

static enum rc answer(struct ctx *cx, const struct ical_event *e)
{
	return answer_bytes(cx, S("text/calendar; charset=utf-8"), S("meeting.ics"),
	                    ical_write(cx->arena, &(struct ical){ .events = e, .n = 1 }));
}

enum rc meeting_review(struct ctx *cx)
{
	const struct review *r = cx->review;
	struct review_meeting m;
	struct str key, what;
	enum rc rc = review_meeting(cx, &m);

	if (rc != OK || date_is_none(m.on))
		return rc != OK ? rc : NOT_FOUND;
	key = r->month ? feed_review_key(cx->arena, cx->induction->uuid, r->month)
	               : strf(cx->arena, "review %s", uuid_str(cx->arena, r->uuid).p);
	what = m.is_due ? WORDS(cx->arena, T_FEED_DUE, WORD_ARG("what", m.title)) : m.title;
	return answer(cx, &(struct ical_event){
		.uid = ical_uid(cx->arena, key), .on = m.on, .summary = of_whom(cx, what), .sequence = r->version, .stamp = cx->now,
		.is_cancelled = r->state == REVIEW_CANCELLED, .url = feed_url(cx->arena, cx, "/reviews/", r->uuid, ""),
		.description = m.is_due && !date_is_none(m.opens) && date_cmp(m.opens, m.closes) < 0
		                       ? WORDS(cx->arena, T_CALENDAR_WINDOW, WORD_ARG("from", m.opens), WORD_ARG("to", m.closes)) : STR_NONE });
}

enum rc meeting_observation(struct ctx *cx)
{
	const struct observation *o = cx->observation;

	if (date_is_none(cx->evidence->on_date))
		return NOT_FOUND;
	return answer(cx, &(struct ical_event){
		.uid = ical_uid(cx->arena, feed_observation_key(cx->arena, o->uuid)), .on = cx->evidence->on_date,
		.summary = of_whom(cx, word(T_FEED_OBSERVATION)), .sequence = o->version, .stamp = cx->now,
		.is_cancelled = o->cancelled_at != DB_NULL_INT, .url = feed_url(cx->arena, cx, "/observations/", o->uuid, "") });
}
