/* jobs.c — every kind of work behind the pages, one row each (web/jobs.h says what a row means). */
#include "web/jobs.h"
#include "web/mail.h"

const struct job_row job_rows[] = {
	{ .kind = JOB_MAIL, .lane = LANE_PROMPT, .lease_seconds = 180 },
};
const size_t job_rows_n = COUNT_OF(job_rows);
