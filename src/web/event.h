/* event.h — how an event is hashed; event_add itself is in web.h. */
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

#endif
