/* versions.h — a form drawn again because somebody else saved in between: what was typed and what is kept now, side by side,
 * field by field. The form below still has what was typed; sent again, it takes the place of what is kept.
 *
 *     v.versions = versions(cx, &form, &kept);
 *     if (v.versions.s.n)
 *         v.hidden = versions_hidden(cx, version);
 */
#ifndef WEB_VERSIONS_H
#define WEB_VERSIONS_H

#include "web/web.h"

/* versions — `kept` is the form's struct, filled with what is kept now. Empty unless this request's form was STALE. */
struct html versions(struct ctx *cx, const struct form *form, const void *kept);
/* versions_hidden — the hidden fields of such a form: over the version that is newest now. */
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
