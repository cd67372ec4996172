/* support_inside.h — shared by the files of this feature. */
#ifndef APP_SUPPORT_SUPPORT_INSIDE_H
#define APP_SUPPORT_SUPPORT_INSIDE_H

#include "app/joining/joining.h"
#include "app/support/support.h"
#include "app/support/support_view.h"
#include "returning.sql.h"
#include "rules/returning.h"

enum { SUPPORT_TEXT_MAX = 2000, SUPPORT_ON_FIRST_SCREEN = 5 };

/* Where a return plan stands, with the pause it goes with as that is today. */
struct returning_now {
	struct return_plan_open_row row;
	bool is_there;               /* it was asked for, or written */
	bool has_pause;              /* there is something to come back from */
	struct date starts, ends;    /* of the pause */
	struct returning_dates on;
	struct returning_rules rules;
	struct returning_stand stand;
	struct induction_dates dates;
};
enum rc returning_read(struct ctx *cx, struct returning_now *ret);
enum rc returning_json(struct ctx *cx, const struct returning_now *n);
struct url returning_url(struct ctx *cx, const char *after);
struct str returning_title(struct ctx *cx);
/* returning_ask — a plan for the pause is there to be written, with its event; `tell`: the practice supervisor hears of it. */
enum rc returning_ask(struct ctx *cx, const struct returning_now *n, bool tell);
/* returning_lines — for first screens; adds at most SUPPORT_ON_FIRST_SCREEN. */
enum rc returning_lines(struct ctx *cx, struct support_lines *lines);

bool support_is_own(const struct ctx *cx);
int64_t support_by(const struct ctx *cx);
struct support_texts support_paragraphs(struct ctx *cx, struct str text);
/* support_line_add — with its day, where there is one, in words. */
void support_line_add(struct ctx *cx, struct support_lines *lines, struct url url, struct str title, struct str note, struct date due, bool late);
/* support_many — for the night: `look` at each induction the query gives, fifty a transaction. */
struct support_night {
	enum rc (*some)(struct ctx *cx, int64_t behind, int64_t *ids, struct uuid *uuids, size_t *ret_n);
	enum rc (*look)(struct ctx *cx);
};
enum { SUPPORT_TURN = 50 };
enum rc support_many(struct ctx *cx, const struct support_night *n);

#endif
