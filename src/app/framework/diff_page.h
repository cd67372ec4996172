/* diff_page.h — differences as rows of a page: for the page about two versions and for the preview of an import. */
#ifndef APP_FRAMEWORK_DIFF_PAGE_H
#define APP_FRAMEWORK_DIFF_PAGE_H

#include "app/framework/diff_view.h"
#include "app/framework/pages.h"

struct fw_diff_counts fw_diff_counts(const struct framework_diff *d);
/* fw_change_words — "Reworded, moved". */
struct str fw_change_words(struct arena *a, const struct framework_change *c);
/* fw_change_note — what the words can't say: from where to where, another kind, other threads. May be empty. */
struct str fw_change_note(struct arena *a, const struct framework *from, const struct framework *to,
                          const struct framework_change *c);
struct fw_parts fw_change_parts(struct arena *a, const struct framework *from, const struct framework *to,
                                const struct framework_change *c);

#endif
