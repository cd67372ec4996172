/* sent.h — the same posting again gets the same answer and does nothing.
 *
 * A form that is kept while it is typed (web/draft.h) has a hidden `tab` with a random name in it, so a hash over its address
 * and fields says which posting this is, however often it comes: pressed twice, sent again from a device that never heard the
 * answer, or with Back. Only postings that led on are remembered, by person, for SENT_DAYS: longer than a device keeps what it
 * has not sent. Words are not kept here.
 */
#ifndef WEB_SENT_H
#define WEB_SENT_H

#include "web/web.h"

enum { SENT_DAYS = 30 };

/* sent_before — answers as the first time, when this posting of this person has been taken already: *ret_was says so. To be
 * asked before the object's rule, which may have come to say no because of the first. */
enum rc sent_before(struct ctx *cx, const struct values *values, bool *ret_was);
/* sent_now — remembers one that has just led on to cx->went_to; not one that only drew its page again. In the transaction that
 * did it. BUSY when the same came at the same moment and was first: try again, and find it. */
enum rc sent_now(struct ctx *cx, const struct values *values);

#endif
