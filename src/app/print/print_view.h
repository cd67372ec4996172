/* print_view.h — what the pages about copies show. */
#ifndef APP_PRINT_PRINT_VIEW_H
#define APP_PRINT_PRINT_VIEW_H

#include "web/html.h"

struct print_outcome {
	struct str id, title;
	bool chosen;
};
struct print_outcomes {
	struct print_outcome *v;
	size_t n;
};
struct print_row {
	struct url url;
	struct str what, when, says;
	enum word state;
	bool with_private;
};
struct print_rows {
	struct print_row *v;
	size_t n;
};
struct print_list_view {
	struct url back, action;
	struct html csrf, errors;
	struct str title, error;
	struct print_outcomes outcomes;
	struct print_rows rows;
	bool is_own, with_private;
};
struct print_show_view {
	struct url back, self, file, again;
	struct html csrf;
	struct str title, what, says, outcome, until, made;
	enum word why;
	int64_t done, total;
	bool waiting, gathering, setting, is_done, can_again, with_private, is_piece;
};

#endif
