/* list_view.h — what list.html shows. */
#ifndef WEB_LIST_VIEW_H
#define WEB_LIST_VIEW_H

#include "web/html.h"

struct list_head {
	struct str label;
	struct url url;
	bool sortable, is_up, is_down, is_number;
};
struct list_cell_view {
	struct str label, text, small;
	struct url url;
	bool has, is_number, is_ok, is_late, is_plan; /* has: there is something to show */
};
struct list_row_view {
	struct list_cell_view head; /* the first column names the row */
	struct {
		struct list_cell_view *v;
		size_t n;
	} cells;
};
struct list_option_view {
	struct str key, text;
	bool chosen;
};
struct list_choices {
	struct list_option_view *v;
	size_t n;
};
struct list_filter_view {
	struct str name, id, label;
	struct list_choices options;
};
struct list_view {
	struct url action, clear, csv, first, before, next;
	struct str q, sort, hint;
	enum word search;
	bool has_search, has_form, has_csv, has_before, has_next, filtered, is_empty, is_none, is_beyond, sorts;
	struct {
		struct list_filter_view *v;
		size_t n;
	} filters;
	struct list_choices orders;
	struct str count;      /* "23 of them"; empty when not counted */
	struct str none;
	enum word caption, empty, empty_says;
	struct {
		struct list_head *v;
		size_t n;
	} heads;
	struct {
		struct list_row_view *v;
		size_t n;
	} rows;
};

#endif
