/* support_inside.h — shared by the files of this feature. */
#ifndef APP_SUPPORT_SUPPORT_INSIDE_H
#define APP_SUPPORT_SUPPORT_INSIDE_H

#include "app/joining/joining.h"
#include "app/support/support.h"
#include "app/support/support_view.h"
#include "pact.sql.h"
#include "returning.sql.h"
#include "rules/pact.h"
#include "rules/support.h"
#include "time.sql.h"
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

/* ---- protected time and workload ---- */

enum { TIME_WEEKS_READ = 150, TIME_WEEKS_SHOWN = 13, SUPPORT_TURNS = 7 };
struct time_now {
	const struct support_rules *rules;
	const struct support_stage *stage; /* of today; NULL where the programme says nothing */
	const struct time_plans_row *plan; /* what was agreed for it; NULL for nothing yet */
	int percent, most;           /* agreed, or the programme's */
	struct induction_dates dates;
	struct time_plans_rows plans;
	struct time_answers_rows answers;
	struct cases_of_rows cases;
	struct support_owed_of_rows owed;
	struct time_weeks recent;    /* of the last whole weeks */
	struct date week, month_due; /* this week's Monday; the month whose cases are wanted, DATE_NONE for none */
	bool paused;
};
enum rc time_read(struct ctx *cx, struct time_now *ret);
/* time_answer_of — 0 for none. time_week_asked — was it a week of the induction, not spent in a pause? */
int time_answer_of(const struct time_now *t, struct date week);
bool time_week_asked(const struct time_now *t, struct date week);
/* time_follow — something was agreed, answered or entered, or a night has passed: what is owed is open, what is not is closed. In a write
 * transaction, the induction's row locked. */
enum rc time_follow(struct ctx *cx);
enum rc time_lines(struct ctx *cx, struct support_lines *lines);
/* time_owed_word — “Plan protected time with {name}”; above: as a coordinator reads it. */
enum word time_owed_word(int what, bool above);

/* ---- the agreement about support and assessment ---- */

struct pact_now {
	const struct support_rules *rules;
	bool is_there, paused;
	struct pact_of_row row;      /* the version that stands */
	struct pact_own_rows own;
	struct pact_signatures_rows signatures;
	unsigned signed_by;          /* roles as bits */
	struct pact_basis now;
	unsigned changed;            /* since it was made; bits of enum pact_why */
};
enum rc pact_read(struct ctx *cx, struct pact_now *ret);
bool pact_signed_by(const struct pact_now *n, enum role role);
/* pact_begin — the first, or the next in place of the one that stands, with what each had added; whoever is to sign hears of it. */
enum rc pact_begin(struct ctx *cx, const struct pact_now *n, unsigned why, int64_t *ret_pact);
/* pact_put_signature, pact_put_lines — by whoever acts; what was signed by anybody becomes a version of its own. STALE when somebody was faster. */
enum rc pact_put_signature(struct ctx *cx, const struct pact_now *n);
enum rc pact_put_lines(struct ctx *cx, const struct pact_now *n, struct str lines);
enum word pact_party_word(enum role role);
enum rc pact_lines(struct ctx *cx, struct support_lines *lines);
/* pact_look — for the night: begins one, or the next, or reminds whoever has not signed. The dates of the induction have been read. */
enum rc pact_look(struct ctx *cx, const struct induction_dates *d);
enum rc pact_paper(struct ctx *cx, struct paper *paper);

/* ---- reasonable adjustments (adjust_inside.h has the rest) ---- */

enum rc adjust_lines_waiting(struct ctx *cx, struct support_lines *lines);
enum rc adjust_paper(struct ctx *cx, struct paper *paper);
/* adjust_night — late answers are asked for again, then above; a look again on its day. */
enum rc adjust_night(struct ctx *cx);

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
