/* import_view.h — what the pages of an import show. */
#ifndef APP_FRAMEWORK_IMPORT_VIEW_H
#define APP_FRAMEWORK_IMPORT_VIEW_H

#include "app/framework/diff_view.h"
#include "web/web.h"

struct fw_import_form_view {
	struct html hidden, errors, title, version;
	struct str file_error;
	bool has_typed;                  /* show the boxes for what the file does not say */
};

struct fw_problem_view {
	struct str where, say;
	bool error;
};
struct fw_problem_views {
	struct fw_problem_view *v;
	size_t n;
};
struct fw_count {
	enum word label;
	int64_t n;
};
struct fw_counts {
	struct fw_count v[12];
	size_t n;
};
struct fw_entry {
	struct str code, kind, text;
};
struct fw_entries {
	struct fw_entry *v;
	size_t n;
};
struct fw_import_view {
	struct str file, format, title, version;
	bool running, storing, failed, ready, done, dropped; /* one of them */
	int64_t errors, warnings, unlisted;
	struct fw_problem_views problems;
	struct fw_counts counts;
	struct fw_entries entries;       /* the first, in reading order */
	int64_t entries_more;
	bool has_before;
	struct str before;               /* the newest version of the same series */
	bool same_version;               /* it has the same version name */
	struct fw_diff_counts diff;
	struct fw_changes changes;       /* the first of them */
	int64_t changes_more;
	bool nothing_changed;
	struct html csrf;
	struct url confirm, drop, self, draft;
};

#endif
