/* sweep.h — once a day: what nobody needs any more goes.
 *
 *     drafts nobody came back to          after 90 days
 *     counters of tries                   after a day
 *     finished work                       after 7 days
 *     sent mail (its words went at once)  after 30 days
 *     sign-in links                       a week after they expired
 *     files of many at once               30 days after they were sent
 *     copies on paper                     7 days after they were asked for
 *     how long tasks took                after 30 days; what has not become goes by then, after 3
 *     sessions                            90 days after they could have ended
 *     bytes no file shows, and temporary files of broken uploads   after a day
 */
#ifndef WEB_SWEEP_H
#define WEB_SWEEP_H

#include "web/jobs.h"

job_fn sweep;

/* sweep_folder — removes from `folder` and the folders in it what is older than `before`, by the file's own time, and is
 * a temporary file ("upload-…"), a copy on paper ("print-….pdf") without a row, or content (a name of 64 hex digits) that has no row. Whoever keeps an upload moves
 * a fresh file there even if the content is known, so what is about to be used is never old. Opens its own transactions. */
enum rc sweep_folder(struct ctx *cx, struct str folder, instant before);

#endif
