/* event.h — how an event is hashed, and the first events of something new; event_add itself is in web.h. */
#ifndef WEB_EVENT_H
#define WEB_EVENT_H

#include "web/web.h"

struct event_fields {
	int chain_kind;
	int64_t chain_object, seq, at, person; /* person 0: Cairn itself */
	int acting_as, kind;
	struct uuid object;
	struct str data;
};
/* event_hash — the hash that goes into the row; `before` is the 32 bytes of the event before, zeros for the first. */
struct hash event_hash(struct arena *a, struct str before, const struct event_fields *e);

/* events_begin — the first events of something that was made in this transaction and has no history yet: they and their chain
 * go out in one go, without asking for its end. At most EVENTS_BEGIN_MAX; CONFLICT when there is a chain after all. */
enum { EVENTS_BEGIN_MAX = 4 };
struct event_new {
	enum event_kind kind;
	struct uuid about;
	struct str data;
};
enum rc events_begin(struct ctx *cx, enum chain_kind chain, int64_t object, const struct event_new *events, size_t n);

#endif
