/* calendar_view.h — what the pages about dates show. */
#ifndef APP_CALENDAR_CALENDAR_VIEW_H
#define APP_CALENDAR_CALENDAR_VIEW_H

#include "rules/pauses.h"
#include "web/html.h"

/* One date on the line: when, what, and why. */
struct calendar_entry {
	struct date on;
	struct str iso, day, year, what, why, more;
	struct url change;           /* empty where there is nothing to change */
	struct str about;            /* what it leads to */
	bool is_past, is_today, is_pause;
};
struct calendar_entries {
	struct calendar_entry *v;
	size_t n;
};
/* A stretch of the picture, in thousandths of its width. */
struct calendar_bar {
	int x, width, y, height;
	struct str css;
};
struct calendar_bars {
	struct calendar_bar *v;
	size_t n, room;
};
/* What is asked for and not answered yet. */
struct calendar_wait {
	struct str text;
	struct url url;
	bool is_owed;                /* nothing is asked for yet */
};
struct calendar_waits {
	struct calendar_wait *v;
	size_t n;
};
struct calendar_view {
	struct html probation;
	struct str name, lead, paused, programme, length;
	struct url back, tell, hours, programme_url, ask_pause, ask_extension;
	struct calendar_waits waits;
	struct calendar_entries entries;
	struct calendar_bars bars, marks;
	int today;                   /* thousandths; -1 outside */
	bool asks_pause, asks_extension;
	bool own, tells, arranges, has_part_time, has_pause, in_proportion, drawn;
};
struct probation_before {
	struct str entered, why;
};
struct probation_befores {
	struct probation_before *v;
	size_t n;
};
struct probation_view {
	struct str now, why;
	struct url enter;
	struct probation_befores before;
	bool may_enter;
};
struct probation_form_view {
	struct html errors, hidden, ends_on, why, again;
	struct str name, now;
	struct url action, back;
};
struct pause_view {
	struct html errors, csrf, starts, ends, kind;
	struct str version, name, pause;
	struct url action, back;
	bool own;
};
/* pause_word — why, for the person alone; T_NONE where it was not said. */
enum word pause_word(enum pause_kind kind);

#endif
