/* cohort_line_view.h — what the timeline of a cohort shows. */
#ifndef APP_COHORT_COHORT_LINE_VIEW_H
#define APP_COHORT_COHORT_LINE_VIEW_H

#include "app/cohort/cohort_view.h"

/* A place or a length across the picture, in percent and tenths of them. */
struct line_at {
	int percent, tenth;
};
struct line_bar {
	struct line_at x, width;
	int y, height;
	struct str fill, stroke;     /* of the style sheet's colours */
};
COHORT_LIST(line_bar);
struct line_dot {
	struct line_at x;
	struct str kind;             /* done, late, next, later, none */
};
COHORT_LIST(line_dot);
struct line_year {
	struct line_at x;
	int year;
};
COHORT_LIST(line_year);
struct line_text {
	struct str text;
};
COHORT_LIST(line_text);
struct line_row {
	struct url url;
	struct str name, small;
	struct line_bars bars;
	struct line_dots dots;
	bool late, paused, plan;
	struct str says;             /* of a flag: what is late, paused, to arrange */
	struct str next, waits, pauses;
	struct date starts, end;
	bool no_end;
	struct line_texts stops, marks; /* for the table */
};
COHORT_LIST(line_row);
struct line_group {
	struct str name, says;
	struct line_rows rows;
};
COHORT_LIST(line_group);
struct cohort_line_view {
	struct str caption, lead, span, today_says;
	struct url csv, clear, next, start, table, several;
	bool may_several;
	bool filtered, has_next, has_start, has_part_time, any, with_table;
	struct str q, assessor;
	struct cohort_options intakes, standings, assessors; /* assessors: none where there are too many to choose from */
	struct line_groups groups;
	struct line_years years;
	struct line_at today;
	bool today_shown;
	int shown;
};

/* One thing for several people: who is chosen, and what it is; or what would come of it; or what came. */
struct several_row {
	struct str id, name, small, says;
	struct url url;
	bool chosen;
};
COHORT_LIST(several_row);
struct cohort_several_view {
	struct html hidden, errors, whats, person, starts;
	struct url action, back, next;
	struct several_rows rows;
	struct str lead, who_error, button;
	bool choosing, shown, filtered, has_next, any; /* shown: what would come of it. any: there is something to do */
};

#endif
