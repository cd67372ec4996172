/* outline_view.h — what the pages about the induction of a job show. */
#ifndef APP_OUTLINE_OUTLINE_VIEW_H
#define APP_OUTLINE_OUTLINE_VIEW_H

#include "web/html.h"

/* ---- the employer's ---- */

struct outline_line {
	struct str id, box, title, programme, starts, hours, link, state;
	struct url open;
	bool is_open;
};
struct outline_lines {
	struct outline_line *v;
	size_t n;
};
struct outlines_view {
	struct html csrf;
	struct outline_lines all;
};
struct outline_choice {
	struct str key, name, id;
	bool chosen;
};
struct outline_choices {
	struct outline_choice *v;
	size_t n;
};
struct outline_new_view {
	struct html errors, hidden, job, team, starts, hours, full_week, title, pay, promises, ask, days;
	struct outline_choices programmes;
	struct str programme_error;
};

/* ---- behind the link ---- */

struct outline_closed_view {
	struct url programmes;
};
struct outline_entry {
	struct date on;
	struct str iso, day, year, what, why, more;
	bool is_stage;               /* not a day on which something happens: from then on */
};
struct outline_entries {
	struct outline_entry *v;
	size_t n, room;
};
struct outline_words {
	struct str v[40];
	size_t n;
};
struct outline_fact {
	enum word label;
	struct str text, note;
};
struct outline_facts {
	struct outline_fact v[12];
	size_t n;
};
struct outline_view {
	struct html errors, starts, hours;
	struct str job, organisation, lead, full_week, programme, until, ask;
	struct url action, programme_url, standards_url;
	struct str standards;
	struct outline_entries entries;
	struct outline_facts asked, given, decides;
	struct outline_words pauses, changes;
	struct str title, pay, promises;
	bool in_proportion, illustrative, tried;
};

#endif
