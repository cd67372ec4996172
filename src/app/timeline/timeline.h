/* timeline.h — what happened when, of one induction, organisation or person: who, acting as what, what, when, and why.
 *
 * It reads the hash chain, newest first, and says each event in words. A row in timeline_kinds.c says how an event reads
 * and who may read it; an event without a row is shown to nobody. Names are looked up as they are today, so that nobody's
 * former name stands in a timeline. Two ways to use it, both after the object's own rule has been asked:
 *
 *     struct html newest;
 *     rc = timeline_newest(cx, &(struct timeline_of){ CHAIN_ORGANISATION, o->id, TIMELINE_OTHERS }, all, &newest);
 *     …{{ v.newest }} under a heading of the page's own; the list ends with a link to `all`
 *
 *     return timeline_answer(cx, &of, &(struct timeline_page){ .title = …, .back = …, .back_words = …, .base = … });
 *     …a whole page, 50 at a time (?before=), or its rows as JSON
 */
#ifndef APP_TIMELINE_TIMELINE_H
#define APP_TIMELINE_TIMELINE_H

#include "web/web.h"

/* Who reads: somebody their own record, or another person who is allowed the object (its keeper, or somebody assigned). */
enum timeline_reader { TIMELINE_OWN = 1, TIMELINE_OTHERS = 2, TIMELINE_BOTH = 3 };

struct timeline_of {
	enum chain_kind chain;
	int64_t object; /* row id */
	enum timeline_reader reader;
};

/* How one kind of event reads. `says` may use {role} {person} {organisation} {title} {from} {to} {on} {n}: what the event's
 * data hold under "role", "person", "organisation" (numbers), "from", "to", "on" (days or ISO dates), "n" or "rows";
 * {title} is that of the piece it is about, as far as the reader may know it. `reasons` are the words for "reason". */
struct timeline_kind {
	enum event_kind kind;
	const char *key; /* in JSON */
	enum word says;
	enum timeline_reader seen_by;
	const enum word *reasons; /* by number; NULL for none */
	size_t reasons_n;
};
extern const struct timeline_kind timeline_kinds[];
extern const size_t timeline_kinds_n;
/* timeline_kind_of — the row; NULL when there is none. */
const struct timeline_kind *timeline_kind_of(int64_t kind);

/* timeline_page_word — of a read: which page it was, from the event's data (NULL is none). */
enum word timeline_page_word(const struct json_t *data);

/* timeline_newest — the newest six as a list for a page, with a link to all; a sentence when nothing has happened. */
enum rc timeline_newest(struct ctx *cx, const struct timeline_of *of, struct url all, struct html *ret);

struct timeline_page {
	struct str title;      /* the name of whom or what it is about */
	struct url back;       /* the page it belongs to */
	struct str back_words;
	struct url base;       /* this page */
	enum menu menu;
	enum page_width width;
};
/* timeline_answer — the whole page, or JSON. */
enum rc timeline_answer(struct ctx *cx, const struct timeline_of *of, const struct timeline_page *p);

#endif
