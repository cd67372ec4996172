/* timeline_view.h — what the list and the page of what happened when show. */
#ifndef APP_TIMELINE_TIMELINE_VIEW_H
#define APP_TIMELINE_TIMELINE_VIEW_H

#include "web/html.h"

struct timeline_entry {
	struct str what, why, who, when, iso;
};
struct timeline_entries {
	struct timeline_entry *v;
	size_t n;
};
struct timeline_list {
	struct timeline_entries entries;
	bool has_more, narrow;
	struct url more;
};
struct timeline_all {
	struct str title;
	struct url back;
	struct str back_words;
	struct timeline_list list;
	bool has_older, has_newest;
	struct url older, newest;
};

#endif
