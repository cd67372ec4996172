/* consult_inside.h — what the files of this feature share. */
#ifndef APP_CONSULT_CONSULT_INSIDE_H
#define APP_CONSULT_CONSULT_INSIDE_H

#include "app/consult/consult.h"
#include "app/consult/consult_view.h"
#include "consult.sql.h"

/* What somebody writes: the same fields wherever they stand. */
struct comment_typed {
	int sort, shown;
	struct str words;
	bool read_again;
};

/* consult_url — "/frameworks/ID/comments" and what stands behind it; a literal. consult_item_url — the page of an item, at its comments. */
struct url consult_url(struct ctx *cx, struct uuid framework, const char *after);
struct url consult_item_url(struct ctx *cx, const struct framework_version *v, int32_t i);
/* consult_place_name — "3.3 Analyses risk", or "the whole draft". */
struct str consult_place_name(struct ctx *cx, const struct framework_version *v, int64_t place);
/* consult_by — as what a writer is shown: "Amina Yusuf, early-career social worker, children’s trust", or the kind of role alone. */
struct str consult_by(struct ctx *cx, struct str name, int64_t role, int64_t employer_type);
/* consult_until — "Open for comments until 6 October 2027", or since when it is closed. */
struct str consult_until(struct ctx *cx, const struct consult *k);
enum word comment_sort_word(int64_t sort);
enum word comment_came_word(int64_t came);
extern const enum word comment_sort_words[], comment_shown_words[], comment_came_words[];

/* consult_own — one's own comments of a draft: of one place, or CONSULT_ANYWHERE. `at` draws the code of each where there are several
 * places. */
enum rc consult_own(struct ctx *cx, const struct consult *k, const struct framework_version *draft, int64_t place, struct consult_owns *ret);
/* consult_said — what came of comments, grouped by place; in `v` the items are found that the draft's have become. */
enum rc consult_said(struct ctx *cx, const struct consult *k, const struct framework_version *draft, const struct framework_version *v,
                     int64_t place, int64_t from, int64_t limit, struct consult_places *ret);
/* consult_box — the form for one comment, or, when it is too late for it, what was typed in it, to copy. */
void consult_box(struct ctx *cx, const struct consult *k, const struct form_view *fv, struct url action, struct consult_box *ret);
/* consult_may_write — whoever acts may comment on the loaded version, if it is open. */
bool consult_may_write(const struct ctx *cx);
/* consult_check — the words of what was typed: nothing in them identifies a child, a family or somebody else. */
enum rc consult_check(struct ctx *cx, const struct comment_typed *f);
/* consult_counts_of — comments by sort and by role. `hides`: small numbers are not shown; *ret_hidden: one was not. */
enum rc consult_counts_of(struct ctx *cx, int64_t framework, bool hides, struct consult_counts *ret_sorts, struct consult_counts *ret_roles, bool *ret_hidden);
/* consult_lock — the draft's row, and that it is still open: INVALID with what to say when it is not. */
enum rc consult_lock(struct ctx *cx, struct consult *ret);
/* consult_page — answers with a page about comments. */
enum rc consult_page(struct ctx *cx, struct str title, bool wide, struct html main);
void consult_own_json(struct json_out *j, const struct consult_owns *own);
void consult_places_json(struct json_out *j, const struct consult_places *p);

#endif
