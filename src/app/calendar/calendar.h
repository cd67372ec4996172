/* calendar.h — the dates of an induction: pauses as they are told or agreed, extensions, and a page where every date says why.
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
	int64_t agreed;              /* the row it was agreed by; DB_NULL_INT for leave by right, which nobody agrees */
	struct uuid agreed_uuid;
	struct str ground;           /* of an agreed one: key in the programme's data */
};
struct pauses {
	struct pause *v;             /* those that stand, by date */
	struct pause_span *spans;    /* the same, for rules/calendar.h */
	size_t n;
	int64_t version;             /* grows with every change */
};
enum rc pauses_of(struct ctx *cx, int64_t induction, struct pauses *ret);

/* extensions_of — those that stand, by the day they were given. */
struct extensions {
	struct extension_span *v;    /* for rules/calendar.h */
	struct uuid *uuids;
	size_t n;
};
enum rc extensions_of(struct ctx *cx, int64_t induction, struct extensions *ret);

/* pause_tell — a pause from now on stands, in place of `replaces` (0: of none), with its event. The dates have been asked of
 * pause_wrong. In a write transaction, the induction's row locked. */
struct pause_told {
	struct date starts, ends;
	enum pause_kind kind;
	int64_t replaces;
	struct uuid was;             /* of the one it replaces */
};
enum rc pause_tell(struct ctx *cx, int64_t induction, const struct pause_told *p);

/* calendar_why_words — "24 months from 6 October 2027, which are 731 days of full-time work: 161 full-time, 273 paused, …".
 * calendar_date_json — the date under that key, with its reasons in words and in parts; `key` a literal. */
struct str calendar_why_words(struct ctx *cx, const struct calendar_date *d);
void calendar_date_json(struct ctx *cx, struct json_out *j, const char *key, const struct calendar_date *d);

/* probation_shown — the employer's date as it was entered, by whom and why, for whoever may know; with a link for whoever may enter it. */
handler_fn probation_show, probation_save;
extern const struct form probation_form;
enum rc probation_shown(struct ctx *cx, struct html *ret);

/* agreed_waiting — a section of first screens: pauses and extensions that wait for whoever acts, or that one has asked for. Empty for
 * none. */
enum rc agreed_waiting(struct ctx *cx, struct html *ret);
/* agreed_who — who agrees, as it stands in a sentence. */
enum word agreed_who(enum role by);
/* agreed_demo_ask — for the demonstration: asked for by whoever acts, as the form would. agreed_demo_agree — it is agreed by whoever acts. */
struct agreed_told {
	struct str ground;
	struct date starts, ends;    /* of a pause; DATE_NONE of an extension */
	int weeks;                   /* of an extension */
};
enum rc agreed_demo_ask(struct ctx *cx, struct uuid induction, const struct agreed_told *t, struct uuid *ret);
enum rc agreed_demo_agree(struct ctx *cx, struct uuid induction, struct uuid agreed);

handler_fn calendar_show, pause_show, pause_save, agreed_new_show, agreed_new_save, agreed_show, agreed_answer;
extern const struct form pause_form, agreed_new_form, agreed_form;

#endif
