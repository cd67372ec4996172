/* joining.h — getting somebody into a programme: its rules, who may join, what they say of themselves, and the start.
 *
 * A `joining` is one person on the way into one programme at one employer. A coordinator answers the programme's questions
 * one a page (rules/eligibility.h); the result is kept with its rule, and starting makes the induction with its hours and
 * its funding. Hours and funding are dated periods; a correction keeps what stood before.
 */
#ifndef APP_JOINING_JOINING_H
#define APP_JOINING_JOINING_H

#include "app/joining/programme.h"
#include "rules/expected_end.h"

struct joining {
	int64_t id, organisation, person; /* person: 0 until they have an account here */
	struct uuid uuid, induction;      /* induction: none until it has started */
	struct str name, email, organisation_name;
	enum joining_state state;
	enum eligibility outcome;         /* the result that stands */
	int64_t version;
	instant created, changed;
	const struct programme *programme;
};
/* load_programme, load_joining — object loaders: cx->programme; cx->joining, locked in a writing request. */
enum rc load_programme(struct ctx *cx, struct uuid id);
enum rc load_joining(struct ctx *cx, struct uuid id);

handler_fn programme_list, programme_show;

#endif
