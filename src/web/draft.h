/* draft.h — words being typed, kept on the server: one row a person, form, object and browser tab. */
#ifndef WEB_DRAFT_H
#define WEB_DRAFT_H

#include "web/web.h"

enum { DRAFTS_A_PERSON = 50 };

/* draft_keep — stores what a tab holds now; the last save of a tab wins, other tabs keep theirs. A person keeps at most
 * DRAFTS_A_PERSON: beyond that the oldest of the same form and object go first, then the oldest of all, never the one that
 * is being written. No event, no version. In a write transaction. */
enum rc draft_keep(struct ctx *cx, int64_t person, struct str form, struct uuid object, struct str tab, struct str body);

#endif
