/* adjust.h — reasonable adjustments: their states, how many days more they give, and who is to be told when an answer is late. Pure.
 *
 * An adjustment is asked for by the ECSW and by nobody else; why is never asked (Equality Act 2010, section 20: the duty is met by what
 * helps). Its answer can change, with what was said before kept; only the ECSW takes it back or ends it.
 *
 *     enum adjust_state s = adjust_next(ADJUST_ASKED, ADJUST_DO_AGREE);     ADJUST_NONE: not from there
 */
#ifndef RULES_ADJUST_H
#define RULES_ADJUST_H

#include "base/time.h"
#include "rules/words.h"

enum adjust_kind { ADJUST_TIME = 1, ADJUST_FORMAT, ADJUST_MEETING, ADJUST_TOOLS, ADJUST_OTHER, ADJUST_KIND_END };
enum adjust_state { ADJUST_NONE = 0, ADJUST_ASKED = 1, ADJUST_AGREED, ADJUST_PART, ADJUST_DECLINED, ADJUST_TAKEN_BACK, ADJUST_ENDED, ADJUST_STATE_END };
enum adjust_act { ADJUST_DO_AGREE = 1, ADJUST_DO_PART, ADJUST_DO_DECLINE, ADJUST_DO_END, ADJUST_ACT_END };
extern const struct key_list adjust_kinds, adjust_states, adjust_answers;
/* adjust_next — the state an act leads to, or ADJUST_NONE where it may not be done. An end takes back what was not agreed. */
enum adjust_state adjust_next(enum adjust_state from, enum adjust_act act);
static inline bool adjust_stands(enum adjust_state s) { return s == ADJUST_AGREED || s == ADJUST_PART; }

enum { ADJUST_DAYS_MAX = 20, ADJUST_MOST = 40 };
/* One that was agreed. Dates DATE_NONE for none. */
struct adjust_line {
	enum adjust_state state;
	struct date starts, ends;
	int days;                    /* working days, 0 to ADJUST_DAYS_MAX */
};
/* adjust_applies — does it stand on that day? */
bool adjust_applies(const struct adjust_line *line, struct date on);
/* adjust_days — the most working days that any of them gives on that day: they are not added up. */
int adjust_days(const struct adjust_line *lines, size_t n, struct date on);

/* Whom to tell. An answer is wanted within a week, and asked for above after two; a look again on its day. */
enum { ADJUST_REMIND_DAYS = 7, ADJUST_ABOVE_DAYS = 14 };
struct adjust_facts {
	enum adjust_state state;
	struct date asked, reminded, above, look; /* above, look: DATE_NONE for none */
};
struct adjust_tell {
	bool remind, above;
};
struct adjust_tell adjust_tell_of(const struct adjust_facts *f, struct date today);

#endif
