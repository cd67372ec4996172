/* chips.h — the small links, one a statement, that make most of a coverage page.
 *
 * A chip's bytes follow from its statement, its state and how many pieces point at it, and a page has 399 of them. For a
 * published version, which never changes, the usual ones are made once and kept with the worker, so that a page copies each
 * in one go. What is rare, or of a draft, is made when it is asked for.
 */
#ifndef APP_COVERAGE_CHIPS_H
#define APP_COVERAGE_CHIPS_H

#include "app/objects.h"

struct chips;
/* chips_of — of a version; in the request's arena unless the version is kept. */
const struct chips *chips_of(struct ctx *cx, const struct framework_version *v);
/* chip — of the linkable item with that index. What had to be made lives in `a`. */
struct html chip(const struct chips *c, struct arena *a, size_t item, const struct coverage_statement *s);

#endif
