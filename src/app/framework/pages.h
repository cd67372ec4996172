/* pages.h — what the pages about standards share: addresses, pieces of marked text, threads, the reader's own state.
 *
 * Between the files of this feature only; other features include framework.h.
 */
#ifndef APP_FRAMEWORK_PAGES_H
#define APP_FRAMEWORK_PAGES_H

#include "app/coverage/coverage.h"
#include "app/framework/framework.h"
#include "app/framework/pages_view.h"
#include "app/framework/search.h"

struct url fw_search_url(struct ctx *cx, const struct framework_version *v);
/* fw_icon — one of icons.svg, "agreed". */
struct url fw_icon(struct ctx *cx, const char *name);
/* fw_in_force — "in force since 1 April 2028", "in force from …", "published …", or "draft"; for people. */
struct str fw_in_force(struct ctx *cx, const struct framework_version *v);
/* fw_state_of — cx->framework as it stands now; its state in the worker's memory may be an older one. */
struct fw_state fw_state_of(struct ctx *cx, const struct framework_version *v, enum framework_state state);

/* The state of the version the route loaded, told before fw_own_load, which loads another object. */
enum framework_state fw_loaded_state(const struct ctx *cx);

/* An ECSW's own summary, when their induction uses this version; `is` false for everyone else. */
struct fw_own {
	bool is;
	struct uuid induction;
	struct coverage c;
};
enum rc fw_own_load(struct ctx *cx, const struct framework_version *v, struct fw_own *ret);
/* fw_own_state — of a linkable item; `is` false when there is nothing to say. */
struct fw_own_state fw_own_state(struct ctx *cx, const struct fw_own *own, const struct framework_version *v, int32_t i);

/* fw_threads_of — the threads of item i, or all for -1, each with its number of linkable items. */
struct fw_links fw_threads_of(struct ctx *cx, const struct framework_version *v, int32_t i);
struct fw_reference_views fw_references_of(struct ctx *cx, const struct framework_item *item);
/* fw_text_with_terms — an item's text with its glossary terms marked; *ret_terms explains each once. */
struct fw_parts fw_text_with_terms(struct ctx *cx, const struct framework *fw, struct str text, struct fw_terms *ret_terms);
/* fw_found_parts — text with what a search found marked. */
struct fw_parts fw_found_parts(struct arena *a, struct str text, const struct search_span *spans, size_t n);
/* fw_diff_parts — what changed between two texts. */
struct fw_parts fw_diff_parts(struct arena *a, const struct diff_span *spans, size_t n);

/* fw_page — answers with a page about the standards. */
enum rc fw_page(struct ctx *cx, const struct framework_version *v, struct str title, struct html main);
/* fw_item_json — one item as the JSON pages give it. */
void fw_item_json(struct json_out *j, const struct framework_version *v, int32_t i);
/* fw_own_arena — released with the request, but with room for what a framework of 20,000 items needs for a moment. */
struct arena *fw_own_arena(struct ctx *cx);
/* fw_previous — the version published before v in its series. NOT_FOUND when there is none. */
enum rc fw_previous(struct ctx *cx, const struct framework_version *v, const struct framework_version **ret);
/* fw_send_case — a version as a CASE package, however large; for people (`pretty`) or for programs. */
enum rc fw_send_case(struct ctx *cx, const struct framework_version *v, struct str name, bool pretty);

#endif
