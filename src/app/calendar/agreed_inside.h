/* agreed_inside.h — pauses and extensions that somebody agrees to, read and kept: shared by the files of this folder. */
#ifndef APP_CALENDAR_AGREED_INSIDE_H
#define APP_CALENDAR_AGREED_INSIDE_H

#include "app/calendar/calendar.h"
#include "app/joining/joining.h"
#include "rules/agreed.h"
#include "rules/notices.h"

enum { AGREED_ASKS_MAX = 100 };     /* of one induction, whatever became of them */

/* One that was asked for. */
struct agreed_one {
	int64_t id;
	struct uuid uuid;
	enum agreed_what what;
	enum agreed_state state;
	struct str ground, said, answered_by; /* said: why it was declined */
	struct date starts, ends, given_on;
	int days, place;
	enum role by;
	int64_t decision, replaces, version, created_by; /* DB_NULL_INT for none */
	bool is_owed;
	instant created, changed;
};
struct agreed_all {
	struct agreed_one *v;        /* the newest first */
	size_t n;
	int64_t version;             /* grows with every change of any */
	const struct agreed_rules *rules;
	struct induction_dates dates;
	int64_t outcome;             /* the decision whose outcome more time may follow; DB_NULL_INT for none */
	bool outcome_owed;           /* it is “more time owed” */
	struct date outcome_on;
};
/* agreed_read — all of the loaded induction, with the programme's rules and the dates as they stand. */
enum rc agreed_read(struct ctx *cx, struct agreed_all *ret);
/* agreed_named — the one with that id; NULL for none. agreed_waits — the one of a kind that waits. */
const struct agreed_one *agreed_named(const struct agreed_all *all, struct str id);
const struct agreed_one *agreed_waits(const struct agreed_all *all, enum agreed_what what);
struct agreed_facts agreed_facts_of(struct ctx *cx, const struct agreed_one *one);
/* agreed_ground_words — which kind it is, in the programme's words. */
struct str agreed_ground_words(const struct agreed_all *all, const struct agreed_one *one);

/* What is asked for, checked for its form. */
struct agreed_wish {
	enum agreed_what what;
	struct str ground;
	const struct agreed_kind *kind; /* of a pause */
	struct date starts, ends;
	int days;
	enum role by;
	int64_t decision;            /* DB_NULL_INT for none */
	bool is_owed;
	bool answered;               /* it is being agreed: what stands against it is said of the whole */
};
/* agreed_check — within what the programme allows, and beside the pauses that stand? `stands`: the one it would replace, or NULL. INVALID
 * with an error at a field that says what is possible. */
enum rc agreed_check(struct ctx *cx, const struct agreed_all *all, const struct agreed_wish *w, const struct agreed_one *stands);
/* agreed_ask, agreed_alter — asked for; asked for otherwise, or a pause that stands made shorter. With their event. */
enum rc agreed_ask(struct ctx *cx, const struct agreed_wish *w, const struct agreed_one *stands, struct uuid *ret);
enum rc agreed_alter(struct ctx *cx, const struct agreed_one *one, const struct agreed_wish *w);
/* agreed_agree, agreed_decline, agreed_take_back — with what follows from it, and the event. */
enum rc agreed_agree(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *one);
enum rc agreed_decline(struct ctx *cx, const struct agreed_one *one, struct str why);
enum rc agreed_take_back(struct ctx *cx, const struct agreed_one *one);
/* agreed_tell — who agrees is told that something waits, the person that it was answered. Never whoever acts. */
enum rc agreed_tell_asked(struct ctx *cx, enum role by);
enum rc agreed_tell_person(struct ctx *cx);
/* pauses_tell — those who plan around the dates: that they have changed, never why. The ECSW by a notice of that kind. Not whoever
 * said so. */
enum rc pauses_tell(struct ctx *cx, enum notice_kind person);
/* agreed_one_json — one of them as the answer. */
enum rc agreed_one_json(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *one, int status);

#endif
