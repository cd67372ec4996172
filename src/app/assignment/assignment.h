/* assignment.h — who supervises, assesses and observes whom: made, ended, handed over; conflicts of interest; capacity.
 *
 * Everything that changes an assignment comes through here, so that the rules (rules/duties.h) are asked once and the event
 * is written with the change. All functions run inside the caller's write transaction, and their callers have asked whether
 * the actor may arrange this induction.
 *
 *     enum duty_wrong wrong;
 *     rc = assignment_make(cx, &(struct new_assignment){ .induction = i, .person = p, .role = ROLE_ASSESSOR,
 *                                                        .starts = on, .ends = DATE_NONE }, &wrong, &id);
 *     if (rc == DENIED)
 *         … say duty_word(wrong) …
 */
#ifndef APP_ASSIGNMENT_ASSIGNMENT_H
#define APP_ASSIGNMENT_ASSIGNMENT_H

#include "app/objects.h"
#include "rules/duties.h"

struct new_assignment {
	int64_t induction;
	struct uuid person;
	enum role role;              /* supervisor, assessor or observer */
	struct date starts, ends;    /* ends: DATE_NONE for open */
	struct str reason;           /* where one person supervises and assesses */
	struct uuid reader;          /* the second reader there; UUID_NONE for none */
};
/* assignment_make — asks every rule, then assigns, with its event. DENIED with *ret_wrong when a rule says no; NOT_FOUND
 * when there is no such person. ret_id may be NULL. */
enum rc assignment_make(struct ctx *cx, const struct new_assignment *a, enum duty_wrong *ret_wrong, struct uuid *ret_id);
/* assignment_check — the same question without doing it. OK or DENIED. */
enum rc assignment_check(struct ctx *cx, const struct new_assignment *a, enum duty_wrong *ret_wrong);
/* duty_word — why not, as a sentence for the person who arranges. */
enum word duty_word(enum duty_wrong wrong);

/* assignment_stop — ends an assignment so that `from` is the first day without it; one that would not have run a day is
 * taken back. `why` is kept. */
struct assignment_facts {
	int64_t id, induction;
	struct uuid uuid;
	int64_t person;
	enum role role;
	struct date starts;
};
enum rc assignment_stop(struct ctx *cx, const struct assignment_facts *a, struct date from, enum assignment_end why);
/* assignment_left_behind — what they were still to do goes to whoever has the part now. assignment_stop does it, but for a hand-over:
 * there it is called once the other assignment is made. */
enum rc assignment_left_behind(struct ctx *cx, const struct assignment_facts *a, struct date from);

/* caseload_of — what somebody holds on a day or after it: as supervisor, assessor, observer and second reader, with what
 * waits for them. organisation 0: everywhere. At most CASELOAD_MAX of each; `all` and `readings_all` count them all.
 * Who is leaving hands this over first: leaving is refused while caseload_is_empty says no. */
enum { CASELOAD_MAX = 500 };
struct caseload_item {
	int64_t assignment, induction, employer;
	struct uuid id, induction_id;
	struct str name, team, employer_name; /* of the ECSW */
	enum role role;
	struct date starts, ends;
	int64_t claims, parts, asks, observations; /* what waits for them there; `waiting`: all of it */
	int64_t waiting;
	int64_t ecsw;
};
struct caseload {
	struct caseload_item *v;
	size_t n;
	int64_t all, waiting;
	struct reading_item {
		int64_t assignment, induction;
		struct uuid id;
		struct str name;         /* of the ECSW */
		int64_t ecsw, reads_for; /* reads_for: who supervises and assesses */
		enum role role;          /* theirs */
		struct date starts;
	} *readings;
	size_t readings_n;
};
enum rc caseload_of(struct ctx *cx, int64_t person, int64_t organisation, struct date on, struct caseload *ret);
/* caseload_item_of — one assignment of theirs; NOT_FOUND when it is over by then. */
enum rc caseload_item_of(struct ctx *cx, int64_t person, int64_t assignment, struct date on, struct caseload_item *ret);
static inline bool caseload_is_empty(const struct caseload *c) { return !c->n && !c->readings_n; }
/* url_caseload — where a coordinator hands it over. */
struct url url_caseload(struct ctx *cx, struct uuid person);

/* assignments_end_all — everything somebody holds at an employer ends, the last day being `last`; what waits then shows as
 * having nobody. Where they were the second reader, whoever both supervises and assesses is without one and may not go on:
 * that ends too. Those it concerns are told. For leavers whose work could not be handed over. */
enum rc assignments_end_all(struct ctx *cx, int64_t person, int64_t organisation, struct date last);
/* assignments_end_around — an ECSW leaves an employer: whoever supervises, assesses or observes them there does so until
 * `last` and no longer, and is told. One that would begin later stays while `last` is still to come: asked again when leaving
 * takes effect, it is taken back. OK when there is nobody. */
enum rc assignments_end_around(struct ctx *cx, int64_t ecsw, int64_t organisation, struct date last);
/* assignments_go_on_around — the ECSW does not leave: what was to end on `last` for it has the end it had, or that of whoever
 * leaves themselves since, and they are told. */
enum rc assignments_go_on_around(struct ctx *cx, int64_t ecsw, int64_t organisation, struct date last);

/* capacity_keep — room for `most` ECSWs in a role at an employer from a day. training_keep — training, and until when it is
 * current (DATE_NONE: for good). Each with its event. */
enum rc capacity_keep(struct ctx *cx, int64_t person, int64_t organisation, enum role role, int64_t most, struct date from);
enum rc training_keep(struct ctx *cx, int64_t person, enum training_kind kind, struct str title, struct date completed,
                      struct date until);

/* Pages. */
handler_fn around_show, assignment_new, assignment_create, assignment_change_show, assignment_hand_over, assignment_end_show,
	assignment_end;
handler_fn conflict_new, conflict_declare, conflict_end;
handler_fn caseload_own, caseload_show, caseload_hand_over_show, caseload_hand_over;
handler_fn capacity_list, capacity_csv, capacity_set, training_add, training_remove;
extern const struct form assignment_form, hand_over_form, assignment_end_form, conflict_form, caseload_form, capacity_form,
	training_form;

#endif
