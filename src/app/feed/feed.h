/* feed.h — dates in one's own calendar: a feed at a secret address, and a file a meeting.
 *
 * The feed holds what the person's first screens and calendar hold, in all of their roles of today: reviews, supervision, observations,
 * days to answer by, and for coordinators the days on which funding falls due. It is read by whoever holds its address, without a
 * session, and kept by others: so it has days and initials, and never a name, a title, why somebody is away, or that they are
 * (ADR 0027). What it said is kept as hashes, so that what moves and what is gone can be said again (RFC 5545, SEQUENCE and STATUS).
 */
#ifndef APP_FEED_FEED_H
#define APP_FEED_FEED_H

#include "app/objects.h"
#include "web/web.h"

/* feed_show, feed_choose — switched on, renewed, switched off; when it was last read. feed_read — the feed itself. */
handler_fn feed_show, feed_choose, feed_read;
extern const struct form feed_form;
/* meeting_review, meeting_observation — one meeting as a file, for whoever may read it. NOT_FOUND while it has no day. */
handler_fn meeting_review, meeting_observation;

#endif
