/* diff_view.h — what changed between two versions. */
#ifndef APP_FRAMEWORK_DIFF_VIEW_H
#define APP_FRAMEWORK_DIFF_VIEW_H

#include "app/framework/pages_view.h"

struct fw_change {
	struct str code, was_code;       /* was_code: when it had another */
	struct str what;                 /* "Added", "Reworded, moved" */
	struct str note;                 /* from where to where it moved; threads changed */
	struct fw_parts parts;
	struct url url;
	bool has_url;
};
struct fw_changes {
	struct fw_change *v;
	size_t n;
};
struct fw_diff_counts {
	int64_t added, removed, reworded, moved, other, same;
};
struct fw_diff_view {
	struct str before, after;
	struct url back, other_way;
	struct fw_diff_counts counts;
	struct fw_changes changes;
	struct fw_pager pager;
	bool none, filtered;
	struct fw_links shows;           /* each kind of change, with its number */
	struct str show;
};

#endif
