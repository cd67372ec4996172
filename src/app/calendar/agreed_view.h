/* agreed_view.h — what the pages about agreed pauses and extensions show. */
#ifndef APP_CALENDAR_AGREED_VIEW_H
#define APP_CALENDAR_AGREED_VIEW_H

#include "web/html.h"

/* One kind somebody may choose. */
struct agreed_option {
	struct str id, key, label, note;
	bool chosen;
};
struct agreed_options {
	struct agreed_option *v;
	size_t n;
};
struct agreed_new_view {
	struct html errors, hidden, starts, ends, weeks, knows;
	struct str title, lead, possible, what, ask, error, back_word, legend, button;
	struct url action, back, tell;
	struct agreed_options kinds;
	bool pause, own, none;
};
struct agreed_fact {
	enum word label;
	struct str text, note;
};
struct agreed_facts_list {
	struct agreed_fact v[8];
	size_t n;
};
struct agreed_page_view {
	struct html errors, hidden, bare, said, again;
	struct str title, back_word, why_not, says, change_says;
	struct url action, back, change;
	struct agreed_facts_list facts;
	bool answers, changes, takes_back;
};
struct agreed_line {
	struct url url;
	struct str title, note, due;
};
struct agreed_lines {
	struct agreed_line *v;
	size_t n;
};
struct agreed_waiting_view {
	struct agreed_lines rows;
	bool own;
};

#endif
