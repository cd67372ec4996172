/* held_view.h — what the pages about everything held, and about who has looked, show. */
#ifndef APP_ACCOUNT_HELD_VIEW_H
#define APP_ACCOUNT_HELD_VIEW_H

#include "web/html.h"

struct held_line {
	struct str what, more;
};
struct held_lines {
	struct held_line *v;
	size_t n;
};
struct held_part {
	struct str id;
	enum word title, why; /* why: what it is for, and who answers for it */
	struct held_lines lines;
	int64_t more;         /* further ones, in the file */
};
struct held_parts {
	struct held_part v[20];
	size_t n;
};
struct held_view {
	struct held_parts parts;
};

struct looked_row {
	struct str what, who, when, iso;
};
struct looked_rows {
	struct looked_row *v;
	size_t n;
};
struct looked_view {
	struct looked_rows rows;
	bool has_older, has_newest;
	struct url older;
};

#endif
