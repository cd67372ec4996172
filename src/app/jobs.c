/* jobs.c — every kind of work behind the pages, one row each (web/jobs.h says what a row means). */
#include "app/bulk/bulk.h"
#include "app/consult/consult.h"
#include "app/decision/decision.h"
#include "app/audit/audit_app.h"
#include "app/files/files.h"
#include "app/framework/framework.h"
#include "app/given/given.h"
#include "app/register/register.h"
#include "app/notices/notices.h"
#include "app/outsider/outsider.h"
#include "app/people/people_jobs.h"
#include "app/print/print.h"
#include "app/reviews/reviews.h"
#include "app/sign_in/provider.h"
#include "app/sign_in/sign_in.h"
#include "app/suggest/suggest.h"
#include "app/support/support.h"
#include "web/mail.h"
#include "web/sign_chains.h"
#include "web/sweep.h"

const struct job_row job_rows[] = {
	{ .kind = JOB_MAIL, .lane = LANE_PROMPT, .run = mail_send, .lease_seconds = 180, .given_up = notices_mail_given_up },
	{ .kind = JOB_SIGN_IN_MAIL, .lane = LANE_PROMPT, .run = mail_send, .lease_seconds = 180, .given_up = notices_mail_given_up,
	  .first = true },
	{ .kind = JOB_SCAN, .lane = LANE_SLOW, .run = files_scan, .lease_seconds = 600, .given_up = files_scan_later },
	{ .kind = JOB_FRAMEWORK_IMPORT, .lane = LANE_SLOW, .run = framework_import_run, .lease_seconds = 600,
	  .given_up = framework_import_given_up },
	{ .kind = JOB_SIGN_IN_ASKED, .lane = LANE_PROMPT, .run = sign_in_asked_job, .lease_seconds = 60, .first = true },
	{ .kind = JOB_PROVIDER_EXCHANGE, .lane = LANE_PROMPT, .run = provider_exchange, .lease_seconds = 120, .first = true },
	{ .kind = JOB_PROVIDERS_READ, .lane = LANE_PROMPT, .run = providers_read, .lease_seconds = 180, .every = HOUR },
	{ .kind = JOB_REGISTER_CHECK, .lane = LANE_SLOW, .run = register_check_run, .lease_seconds = 300 },
	{ .kind = JOB_REGISTER_NIGHTLY, .lane = LANE_SLOW, .run = register_nightly_run, .lease_seconds = 900, .every = DAY },
	{ .kind = JOB_REGISTER_SNAPSHOT, .lane = LANE_SLOW, .run = register_copy_run, .lease_seconds = 900,
	  .given_up = register_copy_given_up },
	{ .kind = JOB_SIGN_CHAINS, .lane = LANE_PROMPT, .run = chains_sign, .lease_seconds = 300, .every = MINUTE, .first = true },
	{ .kind = JOB_NOTICES, .lane = LANE_SLOW, .run = notices_due, .lease_seconds = 600, .every = MINUTE },
	{ .kind = JOB_NOTICE_MAIL, .lane = LANE_SLOW, .run = mail_send, .lease_seconds = 180, .given_up = notices_mail_given_up },
	{ .kind = JOB_BULK_CHECK, .lane = LANE_SLOW, .run = bulk_check_run, .lease_seconds = 120, .given_up = bulk_given_up },
	{ .kind = JOB_BULK_ADD, .lane = LANE_SLOW, .run = bulk_add_run, .lease_seconds = 120, .given_up = bulk_given_up },
	{ .kind = JOB_BULK_INVITE, .lane = LANE_SLOW, .run = bulk_invite_run, .lease_seconds = 300 },
	{ .kind = JOB_AUDIT_VERIFY, .lane = LANE_SLOW, .run = audit_verify_job, .lease_seconds = 3600, .every = DAY },
	{ .kind = JOB_INVITE_AGAIN, .lane = LANE_SLOW, .run = invite_again_job, .lease_seconds = 600 },
	{ .kind = JOB_PEOPLE, .lane = LANE_SLOW, .run = people_job, .lease_seconds = 600, .every = HOUR },
	{ .kind = JOB_SUGGEST_LEARN, .lane = LANE_SLOW, .run = suggest_learn, .lease_seconds = 1800, .every = DAY },
	{ .kind = JOB_FILES_READ, .lane = LANE_SLOW, .run = files_read, .lease_seconds = 1800 },
	{ .kind = JOB_FILES_UNREAD, .lane = LANE_SLOW, .run = files_read, .lease_seconds = 1800, .every = 15 * MINUTE },
	{ .kind = JOB_ASKS, .lane = LANE_SLOW, .run = asks_job, .lease_seconds = 600, .every = 15 * MINUTE },
	{ .kind = JOB_PRINT, .lane = LANE_SLOW, .run = print_run, .lease_seconds = 600, .given_up = print_given_up, .first = true },
	{ .kind = JOB_GIVEN, .lane = LANE_SLOW, .run = given_night, .lease_seconds = 1800, .every = DAY },
	{ .kind = JOB_REVIEWS, .lane = LANE_SLOW, .run = reviews_night, .lease_seconds = 1800, .every = DAY },
	{ .kind = JOB_SUPPORT, .lane = LANE_SLOW, .run = support_night, .lease_seconds = 1800, .every = DAY },
	{ .kind = JOB_RETURNS, .lane = LANE_SLOW, .run = returning_night, .lease_seconds = 1800, .every = DAY },
	{ .kind = JOB_DECISIONS, .lane = LANE_SLOW, .run = decisions_job, .lease_seconds = 600, .every = HOUR },
	{ .kind = JOB_CONSULT, .lane = LANE_SLOW, .run = consult_night, .lease_seconds = 600, .every = HOUR },
	{ .kind = JOB_SWEEP, .lane = LANE_SLOW, .run = sweep, .lease_seconds = 1800, .every = DAY },
};
const size_t job_rows_n = COUNT_OF(job_rows);
