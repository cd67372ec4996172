/* audit_view.h — what the page about the history shows. */
#ifndef APP_AUDIT_VIEW_H
#define APP_AUDIT_VIEW_H

#include "web/html.h"

struct audit_day {
	struct str day;
	int64_t number;
	struct url url;
};
struct audit_days {
	struct audit_day *v;
	size_t n;
};
struct audit_lines {
	struct str *v;
	size_t n;
};
struct audit_view {
	int64_t chains, entries, signatures, wrong;
	struct str last_signed, verified, key;  /* empty for never, or none */
	bool running, sound, late;              /* late: things have happened, and nothing was signed for a quarter of an hour */
	struct audit_lines findings;
	struct audit_days days;
	struct html csrf;
};

#endif
