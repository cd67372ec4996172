/* programme_check.h — a programme that could be read: does it hang together, and can somebody get through it?
 *
 * programme_read refuses what no Cairn could follow. This says, line by line, what else a reader of the rules would notice:
 * places that do not fit each other, what is missed out, what draws a warning; and plays whole inductions by the calendar's, the
 * agreements', readiness' and the decision's own functions, from the first day to an outcome. Pure: no database, no clock.
 *
 *     programme_check(a, &d, &with, &lines);
 *     programme_rehearse(a, &d, &lines);
 *     if (lines.wrong) …
 */
#ifndef APP_JOINING_PROGRAMME_CHECK_H
#define APP_JOINING_PROGRAMME_CHECK_H

#include "app/joining/programme.h"

enum { CHECK_LINES_MAX = 400 };
enum check_mark { CHECK_HEADING, CHECK_FINE, CHECK_WARNING, CHECK_WRONG };
struct check_line {
	enum check_mark mark;
	struct str where, text;      /* where: the key it is about; empty of what was played */
};
struct check_lines {
	struct check_line v[CHECK_LINES_MAX];
	size_t n;
	int warnings, wrong;
};
/* What is known beside the file. */
struct check_with {
	const struct programme_data *inner; /* the programme it contains; NULL for none, or not known here */
	bool framework_known;        /* its framework comes with Cairn */
};
/* programme_check — cross-references and warnings. Lines are added. */
void programme_check(struct arena *a, const struct programme_data *d, const struct check_with *with, struct check_lines *ret);
/* programme_rehearse — whole inductions: full-time; part-time with leave, an agreed pause and an extension; from a leap day. Every date is
 * looked for, every review within reach, every rule before an outcome within somebody's power, every outcome at the end of a way. */
void programme_rehearse(struct arena *a, const struct programme_data *d, struct check_lines *ret);

/* check_say — one line more; at most CHECK_LINES_MAX are kept, all are counted. */
void check_say(struct check_lines *to, enum check_mark mark, struct str where, struct str text);

#endif
