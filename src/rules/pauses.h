/* pauses.h — when the clock of an induction stops: which dates can stand. Leave by right is told, never agreed or capped; so
 * nothing here asks how long it is, only whether the dates can be meant. Why somebody is away is for them alone.
 */
#ifndef RULES_PAUSES_H
#define RULES_PAUSES_H

#include "rules/hours.h"
#include "rules/words.h"

/* Stored. */
enum pause_kind {
	PAUSE_NOT_SAID = 0, PAUSE_PARENTAL = 1, PAUSE_SICK = 2, PAUSE_CARING = 3, PAUSE_BEREAVEMENT = 4, PAUSE_OTHER = 5, PAUSE_KIND_END,
};
extern const struct key_list pause_kinds;

enum pause_wrong {
	PAUSE_FINE = 0,
	PAUSE_BACKWARDS,            /* ends before it starts */
	PAUSE_OUTSIDE,              /* over before the induction starts */
	PAUSE_FAR,                  /* starts more than two years ahead, or lasts more than ten years: a slip */
	PAUSE_OVERLAPS,             /* another that stands has days of it */
};
/* pause_wrong — may p stand beside the n others, in an induction that starts on a day? p.ends: DATE_NONE when nobody can say. */
enum pause_wrong pause_wrong(struct pause_span p, const struct pause_span *others, size_t n, struct date starts, struct date today);

#endif
