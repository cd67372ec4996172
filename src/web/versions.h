/* versions.h — two versions of a form side by side, field by field: because somebody else saved in between, or another tab kept
 * other words. A form with `.autosave` gets it from form_view (web/draft.h), which sends what was typed over the newer version. */
#ifndef WEB_VERSIONS_H
#define WEB_VERSIONS_H

#include "web/web.h"

/* versions_hidden — the hidden fields of a form that keeps no drafts and is drawn again: over the version that is newest now. */
struct html versions_hidden(struct ctx *cx, int64_t version);

struct version_row {
	struct str label, yours, theirs;
	bool same;
};
struct version_rows {
	struct version_row *v;
	size_t n;
};
struct versions_view {
	struct str key;            /* tells the pairs of one page apart: its ids begin so */
	struct str title, says;    /* says: what to do; empty for nothing */
	struct str yours, theirs;  /* what each side is */
	struct version_rows rows;
	struct url use;            /* where theirs goes into the boxes; empty for nowhere */
};

#endif
