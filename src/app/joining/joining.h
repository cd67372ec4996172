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

/* load_programme — an object loader: cx->programme. */
enum rc load_programme(struct ctx *cx, struct uuid id);

#endif
