/* sign_in_inside.h — shared by the files of getting in. */
#ifndef APP_SIGN_IN_SIGN_IN_INSIDE_H
#define APP_SIGN_IN_SIGN_IN_INSIDE_H

#include "app/sign_in/sign_in.h"
#include "app/sign_in/sign_in_view.h"

enum { NEXT_MAX = 500, OFFERED_DAYS = 7 /* how old a draft may be to be offered unasked */ };

/* sign_in_cast — the people of a demonstration; no groups elsewhere. */
enum rc sign_in_cast(struct ctx *cx, struct str next, struct demo_view *ret);
/* sign_in_allowed — counts a try for the address (folded) and for where it came from; false over the limits. */
enum rc sign_in_allowed(struct ctx *cx, struct str email, bool *ret);
/* sign_in_wait — the page for who tried too often. */
enum rc sign_in_wait(struct ctx *cx);
/* sign_in_queue — has an address answered by mail. Whether it is known is looked up by the job: the page does the same work, in
 * the same time, for every address. */
enum rc sign_in_queue(struct ctx *cx, struct str as_typed, struct str next);
/* sign_in_no_role — the page for somebody who holds no role today. */
enum rc sign_in_no_role(struct ctx *cx);

#endif
