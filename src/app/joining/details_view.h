/* details_view.h — what the pages of registering show. */
#ifndef APP_JOINING_DETAILS_VIEW_H
#define APP_JOINING_DETAILS_VIEW_H

#include "app/joining/joining_view.h"

struct details_task {
	enum word name;
	struct str answer; /* empty until it is done */
	struct url url;
	bool done, may_change;
};
JOINING_LIST(details_task);
struct details_view {
	struct str name;
	struct url back, next;
	struct details_tasks tasks;
	bool own, all_done, begun, equality_done;
	int done, all;
};
struct details_part_view {
	struct html errors, hidden, fields;
	struct str name, number, error;
	enum word title, lead, why;
	struct url action, back;
	struct joining_options routes;
	bool confirms, has_routes, own;
};
struct equality_view {
	struct html errors, csrf, fields;
	struct url action;
	bool has_answers;
};
struct equality_cell {
	enum word answer;
	struct str people;
	bool hidden;
};
JOINING_LIST(equality_cell);
struct equality_sum {
	enum word question;
	struct str id;
	struct equality_cells cells;
};
JOINING_LIST(equality_sum);
struct equality_sums_view {
	struct equality_sums questions;
	bool too_few;
	struct str people;
};

#endif
