/* calendar.h — the dates of an induction: pauses as they are told, and a page where every date says why.
 *
 * The dates follow from rules/calendar.h. Pauses are kept here; hours and the programme's rules come from app/joining, which
 * reads pauses through pauses_of. Everybody who may read the induction reads the dates. Why somebody is away is asked of the
 * person alone, shown to the person alone, and in no event, list or file.
 */
#ifndef APP_CALENDAR_CALENDAR_H
#define APP_CALENDAR_CALENDAR_H

#include "app/objects.h"
#include "rules/calendar.h"
#include "rules/pauses.h"

struct pause {
	int64_t id;
	struct uuid uuid;
	struct date starts, ends;    /* ends: the last day; DATE_NONE while nobody can say */
	enum pause_kind kind;
};
struct pauses {
	struct pause *v;             /* those that stand, by date */
	struct pause_span *spans;    /* the same, for rules/calendar.h */
	size_t n;
	int64_t version;             /* grows with every change */
};
enum rc pauses_of(struct ctx *cx, int64_t induction, struct pauses *ret);

/* pause_tell — a pause from now on stands, in place of `replaces` (0: of none), with its event. The dates have been asked of
 * pause_wrong. In a write transaction, the induction's row locked. */
struct pause_told {
	struct date starts, ends;
	enum pause_kind kind;
	int64_t replaces;
};
enum rc pause_tell(struct ctx *cx, int64_t induction, const struct pause_told *p);

handler_fn calendar_show, pause_show, pause_save;
extern const struct form pause_form;

#endif
