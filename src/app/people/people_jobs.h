/* people_jobs.h — for the table of jobs: leaving takes effect, and what nobody took up is dropped. */
#ifndef APP_PEOPLE_PEOPLE_JOBS_H
#define APP_PEOPLE_PEOPLE_JOBS_H

#include "web/jobs.h"

job_fn people_job;

#endif
