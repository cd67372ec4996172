/* ical.h — dates as an iCalendar file (RFC 5545, RFC 7986). libical folds the lines, escapes the words and keeps the order of things.
 *
 *     struct ical_event e = { .uid = uid, .on = day, .summary = S("12-month review"), .stamp = cx->now };
 *     struct str text = ical_write(cx->arena, &(struct ical){ .name = S("Cairn"), .events = &e, .n = 1 });
 *
 * Every event is of a whole day (DATE), which is the same day wherever the calendar is read; it takes up
 * no time in it, and none has an alarm. Pure but for libical's
 * own memory, which is given back before it returns.
 */
#ifndef WEB_ICAL_H
#define WEB_ICAL_H

#include "base/arena.h"
#include "base/time.h"

struct ical_event {
	struct str uid;              /* the same for as long as it is the same event: ical_uid */
	struct date on;
	struct str summary, description, url; /* the last two: empty for none. Without URL where there is no address of ours */
	int64_t sequence;            /* grows with every move */
	instant stamp;               /* when it last changed */
	bool is_cancelled;
};
struct ical {
	struct str name, description;
	int refresh_hours;           /* how often it is worth asking again; 0: it is a file, not a feed */
	const struct ical_event *events;
	size_t n;
};
/* ical_write — the whole file. Text of any length and any letters; controls other than line ends are left out. */
struct str ical_write(struct arena *a, const struct ical *c);
/* ical_uid — from what names the event inside Cairn ("review 12 of …"), which cannot be read out of it. */
struct str ical_uid(struct arena *a, struct str key);

#endif
