/* reflections_view.h — what the pages of private reflections show. */
#ifndef APP_REFLECTIONS_REFLECTIONS_VIEW_H
#define APP_REFLECTIONS_REFLECTIONS_VIEW_H

#include "web/html.h"

struct reflection_line {
	struct url url;
	struct str title, when, opening;
};
struct reflection_lines {
	struct reflection_line *v;
	size_t n;
};
struct reflections_view {
	struct str q, shown;
	struct reflection_lines rows;
	bool any, has_before, has_next;
	struct url before, next;
};
struct reflection_view {
	struct url action, drop, to_piece;
	struct html hidden, errors, csrf, title_field, text_field;
	struct str title, saved;
	bool is_new, moved, has_induction;
};

#endif
