/* files_view.h — what the pages about files show. */
#ifndef APP_FILES_FILES_VIEW_H
#define APP_FILES_FILES_VIEW_H

#include "app/files/files.h"

struct file_problem {
	struct str says;
};
struct file_problems {
	const struct file_problem *v;
	size_t n;
};
struct files_page {
	struct str title;             /* of the piece */
	struct url piece, here, uploads;
	struct file_views files;
	struct file_problems problems; /* why some were not kept */
	struct html csrf;
	bool may_change, may_remove, full, any_waiting, any_refused;
	int most;
};
struct files_part {
	struct file_views files;
	struct url change;
	bool may_change;
};
struct files_checks {
	struct file_views files;
	struct html csrf;
	struct url here, change;
	bool any_reading;
};
struct files_waiting {
	struct str name;
	struct url again, piece;
	bool refused;
};

#endif
