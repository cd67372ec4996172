/* people_jobs.h — for the table of jobs: leaving takes effect, what nobody took up is dropped, and invitations whose
 * links have expired are sent again all at once. */
#ifndef APP_PEOPLE_PEOPLE_JOBS_H
#define APP_PEOPLE_PEOPLE_JOBS_H

#include "web/jobs.h"

job_fn people_job, invite_again_job;

#endif
