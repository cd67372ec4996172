/* next_read.h — what a programme proposes, with what it says about one framework. */
#ifndef APP_NEXT_NEXT_READ_H
#define APP_NEXT_NEXT_READ_H

#include "app/joining/joining.h"
#include "app/objects.h"
#include "rules/next.h"

/* Beside each candidate of rules/next.h, by the same index, what people read. */
struct next_words {
	struct str key, say, ask; /* which, “WORK~THEME” of one with a theme; what it is, with its theme; whom to ask */
	struct str theme, about;  /* key and words of its theme; empty for none */
	enum setting setting;
};
struct next_data {
	struct next_candidate *candidates;
	struct next_words *words;
	size_t n;
	struct next_asked left;   /* of what is required: all of it, until what is there has been counted */
};
/* next_read — every kind of work alone, then each with each theme it goes with, from what the programme's reader has read. Outcomes this
 * version does not have are left out, and a candidate without any. Nothing when the programme has no such section. */
void next_read(struct arena *a, const struct programme_data *d, const struct framework_version *v, struct next_data *ret);
/* next_theme_of — the theme in such a key; empty for none. */
struct str next_theme_of(struct str key);

#endif
