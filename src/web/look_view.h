/* look_view.h — the fields with which somebody says how pages are to look. */
#ifndef WEB_LOOK_VIEW_H
#define WEB_LOOK_VIEW_H

#include "web/html.h"

struct look_option_view {
	struct str key;
	enum word name;
	bool chosen;
};
struct look_part_view {
	struct str name, id, hint;
	enum word label;
	struct {
		struct look_option_view *v;
		size_t n;
	} options;
};
struct look_fields_view {
	struct str prefix;
	struct {
		struct look_part_view *v;
		size_t n;
	} parts;
};

#endif
