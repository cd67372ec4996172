/* audit_inside.h — between the files of the audit. */
#ifndef WEB_AUDIT_INSIDE_H
#define WEB_AUDIT_INSIDE_H

#include "web/audit.h"

/* audit_add — one finding more, or the count of those that have no room. */
void audit_add(struct ctx *cx, struct audit_report *r, struct audit_finding f);

struct audit_chain {
	int64_t id;
	int kind;
	int64_t object, length;
	struct str head;
};
/* audit_chain_verify — every entry of one chain, and its end. */
enum rc audit_chain_verify(struct ctx *cx, struct audit_report *r, const struct audit_chain *chain);

#endif
