/* register.h — what the regulator's register says of people here, and what follows from it.
 *
 * The register is asked by jobs only: at once when a number is new, and every night for everybody. What it says is kept
 * beside the person (register_finding), compared by rules/register.h, and shown wherever somebody has to know. It never
 * holds up work: a register that does not answer is asked again.
 *
 *     struct staff_marks marks = { 0 };
 *     registration_marks(cx, person, &marks);          // lines to show beside a name
 *     registration_stops_person(cx, person, &stops);   // may not assess, and why is on their registration page
 */
#ifndef APP_REGISTER_REGISTER_H
#define APP_REGISTER_REGISTER_H

#include "app/objects.h"
#include "rules/register.h"
#include "web/jobs.h"

/* What is known of somebody's registration. */
struct registration {
	struct registration_facts facts;
	enum registration_standing stands;
	struct str own_name, number, name, town, annotations; /* name, town, annotations: the register's */
	struct date from, until;
	instant asked_at;            /* DB_NULL_INT for never */
	enum register_source source;
	struct str said_by;          /* who said whether it is the same person; empty for nobody */
	instant said_at;
	int stage;                   /* practice educator: 0 none */
	struct date stage_awarded, stage_until;
	int64_t version;             /* of the finding; 0 for none */
};
/* registration_of — of one person. NOT_FOUND when there is no such person. */
enum rc registration_of(struct ctx *cx, int64_t person, struct registration *ret);
/* registration_says — the standing as a sentence, with its date and reason. */
struct str registration_says(struct ctx *cx, const struct registration *r);
/* registration_stops_person — may this person not assess, because they are not shown to be registered? */
enum rc registration_stops_person(struct ctx *cx, int64_t person, bool *ret_stops);

/* A line beside somebody's name: a mark, and words that say why. */
struct staff_mark {
	struct str text;
	bool late, ok;       /* neither: something to see to */
};
struct staff_marks {
	struct staff_mark *v;
	size_t n;
};
/* registration_marks — adds what the register says of somebody, with the day it was asked, and their stage as a practice
 * educator. registration_flags — the same, but only what has to be seen to. */
enum rc registration_marks(struct ctx *cx, int64_t person, struct staff_marks *marks);
enum rc registration_flags(struct ctx *cx, int64_t person, struct staff_marks *marks);
/* registrations_flagged — whoever works at an organisation today and whose registration is not simply in order, by name: at
 * most FLAGGED_MAX, with what has to be seen to. */
enum { FLAGGED_MAX = 20 };
struct flagged_person {
	struct url url;      /* their registration */
	struct str name;
	struct staff_marks marks;
};
struct flagged_people {
	struct flagged_person *v;
	size_t n;
	bool more;           /* there are more than these */
};
enum rc registrations_flagged(struct ctx *cx, int64_t organisation, struct flagged_people *ret);
void mark_add(struct ctx *cx, struct staff_marks *marks, struct str text, bool late, bool ok);

/* register_ask_soon — somebody's number is new or has changed: queues the asking. In the transaction that changes it. */
enum rc register_ask_soon(struct ctx *cx, int64_t person);
/* register_is_asked — is there a register here that is asked at all? For who adds many. */
enum rc register_is_asked(struct ctx *cx, bool *ret);

/* What a register says of one number. Texts are clean UTF-8; annotations one a line. */
struct register_answer {
	enum register_status status; /* REGISTER_NO_SUCH_NUMBER when it knows none */
	struct str name, town, annotations;
	struct date from, until;
};
/* register_keep — stores an answer about a number that is still the person's, with an event when it says something else than
 * before. In a write transaction. */
enum rc register_keep(struct ctx *cx, int64_t person, struct str number, const struct register_answer *a,
                      enum register_source source);
/* educator_stage_keep — somebody's stage as a practice educator from now on, with its event. */
enum rc educator_stage_keep(struct ctx *cx, int64_t person, int stage, struct date awarded, struct date until);

/* Pages and jobs. */
handler_fn registration_show, registration_confirm, registration_ask, educator_stage_set;
handler_fn register_show, register_copy_add, register_copy_show, register_copy_use, register_copy_drop;
extern const struct form registration_form, educator_form, register_copy_form;
job_fn register_check_run, register_nightly_run, register_copy_run, register_copy_given_up;

#endif
