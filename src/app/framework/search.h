/* search.h — finding statements by words, codes, references and glossary terms.
 *
 * An index is built once for a published version and kept with it in an arena of its own (under 3 MB for 399
 * statements); it points into the framework, which must live as long. Words are stemmed (English), so that
 * "assessing risks" finds "assess risk"; the last word may be unfinished; a word nobody wrote is
 * replaced by the nearest one. Codes may be typed "4.2k13", "42 K13" or "4.2 K 13".
 *
 *     struct search_index *index = search_build(arena, fw);
 *     struct search_result r;
 *     framework_search(cx->arena, index, query, &SEARCH_ALL, 50, &r);
 */
#ifndef APP_FRAMEWORK_SEARCH_H
#define APP_FRAMEWORK_SEARCH_H

#include "rules/framework.h"

struct search_index;
/* search_build — never fails but for the arena's cap. About 1 ms for 400 items. */
struct search_index *search_build(struct arena *a, const struct framework *fw);

struct search_filters {
	enum item_kind kind;  /* ITEM_OTHER: any */
	int32_t domain;       /* index of a domain, -1: any */
	int32_t outcome;      /* index of an outcome, -1: any */
	int32_t thread;       /* -1: any */
	bool linkable_only;   /* only what evidence can be linked to */
};
#define SEARCH_ALL ((struct search_filters){ .domain = -1, .outcome = -1, .thread = -1 })

/* Where a word was found: so that a page can say why an item is listed. */
enum search_place {
	SEARCH_TEXT = 1, SEARCH_CODE = 2, SEARCH_OUTCOME = 4, SEARCH_REFERENCE = 8, SEARCH_GLOSSARY = 16,
	SEARCH_THREAD = 32, SEARCH_NOTES = 64,
};
struct search_span {
	size_t from, n; /* bytes of the item's text to mark */
};
struct search_hit {
	int32_t item;
	int score;      /* only for comparing */
	int places;     /* enum search_place, together */
	struct search_span *spans;
	size_t spans_n;
};
struct search_result {
	struct search_hit *v; /* best first; equal ones, and all for an empty query, in reading order */
	size_t n, total;      /* listed, and found */
	int32_t *terms;       /* glossary terms that match the query */
	size_t terms_n;
	int32_t suggestion;   /* for a code that is not there: the nearest, or -1 */
	bool guessed;         /* a word was replaced by one like it, or not every word was found */
};
/* framework_search — at most `limit` hits; query up to 200 bytes counts, the rest is passed over. */
void framework_search(struct arena *a, const struct search_index *index, struct str query,
                      const struct search_filters *filters, size_t limit, struct search_result *ret);

#endif
