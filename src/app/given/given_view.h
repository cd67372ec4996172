/* given_view.h — what the pages about time show. */
#ifndef APP_GIVEN_GIVEN_VIEW_H
#define APP_GIVEN_GIVEN_VIEW_H

#include "rules/given.h"
#include "web/html.h"

struct given_row {
	enum word task, role;
	struct str goes, all, low, median, high; /* as words */
	bool hidden;                             /* too few people */
};
struct given_rows {
	struct given_row *v;
	size_t n;
};
struct given_view {
	struct html csrf, errors;
	struct str since;   /* when it was stopped; empty while it is measured */
	struct given_rows rows;
	int idle, days, least;
	bool counts;        /* the role acted in is measured */
};
struct given_part {
	struct str id, programme;
	struct given_rows rows;
};
struct given_parts {
	struct given_part *v;
	size_t n;
};
struct given_sums_view {
	struct given_parts parts;
	struct url csv, back;
	enum word back_word;
	int idle, days, least;
};

#endif
