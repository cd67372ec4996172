/* audit_app.h — the page about the history for those who run the service: is it what was written, when was that last
 * looked at, and the signed ends to keep a copy of. Numbers and hashes; nobody's record.
 */
#ifndef APP_AUDIT_AUDIT_APP_H
#define APP_AUDIT_AUDIT_APP_H

#include "web/jobs.h"

handler_fn audit_show, audit_verify_now, audit_heads;
/* For the table of jobs: verifies everything, once a day and when asked, and keeps what it found. */
job_fn audit_verify_job;

#endif
