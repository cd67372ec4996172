/* next_read.h — a programme's `next` section, read with what it says about one framework. */
#ifndef APP_NEXT_NEXT_READ_H
#define APP_NEXT_NEXT_READ_H

#include "app/objects.h"
#include "rules/next.h"

/* Beside each candidate of rules/next.h, by the same index, what people read. */
struct next_words {
	struct str key, say, ask; /* which; what it is; whom to ask */
	enum setting setting;
};
struct next_data {
	struct next_candidate *candidates;
	struct next_words *words;
	size_t n;
	struct next_asked left;   /* of what is required: all of it, until what is there has been counted */
};
/* next_read — from the text of the programme, and what it asks for. Outcomes this version does not have are left out; a candidate without any, or
 * damaged, is passed over. Nothing when the programme has no such section. */
void next_read(struct arena *a, struct str programme, const struct next_asked *asked, const struct framework_version *v, struct next_data *ret);

#endif
