/* desk_inside.h — shared by the files of the desk. */
#ifndef APP_DESK_DESK_INSIDE_H
#define APP_DESK_DESK_INSIDE_H

#include "app/desk/desk.h"
#include "app/desk/desk_view.h"
#include "desk.sql.h"
#include "rules/judging.h"

enum { DESK_PAGE = 25, DECIDED_DAYS = 30 };

/* What was typed to decide a piece; link and comment are parallel. */
struct judge_typed {
	struct str sentence;
	struct str_list returned, link, comment;
	bool read_again;
};

struct desk_icons desk_icons(struct ctx *cx);
/* desk_pages_of — where a page of DESK_PAGE rows stands among `total`; `base` keeps the address's other parts. */
struct desk_pages desk_pages_of(struct ctx *cx, struct url base, const char *name, int64_t page, size_t rows, int64_t total);
int64_t desk_offset(struct ctx *cx, const char *name); /* rows passed over */

/* desk_json, desk_decided_json — the same for programs. */
enum rc desk_json(struct ctx *cx, const struct desk_view *v);
enum rc desk_decided_json(struct ctx *cx, const struct desk_decided_rows *rows, const struct desk_pages *pages);

/* The views of one piece that stand, each with its links. */
struct judge_all {
	struct judge_views_rows views;
	struct judge_view_links_rows links;
};
enum rc judge_all_load(struct ctx *cx, struct judge_all *ret);
/* judge_own — index of the person's newest view that stands, or -1. */
int judge_own(const struct ctx *cx, const struct judge_all *all);
/* judge_sees — may the present reader see view i? (rules/judging.h) */
bool judge_sees(const struct ctx *cx, const struct judge_all *all, size_t i);
/* judge_views_shown — for pages: hidden ones without their words. */
struct judge_view_showns judge_views_shown(struct ctx *cx, const struct framework_version *v, const struct judge_all *all,
                                           bool others_only);

#endif
