/* jobs.h — work behind the pages: rows leased by a lane, safe to repeat.
 *
 * Queue one in the transaction that wants it; the job's function is in app/jobs.c's table. It runs outside any
 * transaction, opens its own, and must be safe to run again: a lane that dies leaves the row to be taken once its lease is
 * over. What it returns decides what follows:
 *
 *     OK                                      done
 *     INVALID, NOT_FOUND, CONFLICT, DENIED    given up at once: trying again can't help
 *     anything else                           again after a minute, two, four … six hours; given up after JOB_TRIES_MAX
 */
#ifndef WEB_JOBS_H
#define WEB_JOBS_H

#include "web/serve.h"
#include "web/web.h"

enum { JOB_TRIES_MAX = 12 };

struct job {
	int64_t id;
	enum job_kind kind;
	int64_t object;     /* the row it is about; 0 for none */
	struct str payload;
	int tries;          /* this one counted */
};
/* job_fn — does the work; *ret_why (may stay empty) is a sentence for the operator, without personal data. */
typedef enum rc job_fn(struct ctx *cx, const struct job *job, struct str *ret_why);

struct job_row {
	enum job_kind kind;
	enum job_lane lane;
	job_fn *run;
	int lease_seconds;  /* longer than it ever takes; job_extend gives more */
	int64_t every;      /* ms between runs of periodic work; 0: only when queued */
	job_fn *given_up;   /* may be NULL; runs in the transaction that gives the job up */
	bool first;         /* somebody sits before a page and waits for it: it goes before all else in its lane */
};
/* The table: app/jobs.c. */
extern const struct job_row job_rows[];
extern const size_t job_rows_n;

/* job_queue — a job of that kind as soon as may be. In a write transaction. ret_id may be NULL. */
enum rc job_queue(struct ctx *cx, enum job_kind kind, int64_t object, struct str payload, int64_t *ret_id);
/* job_queue_at — the same, but not before `at`. */
enum rc job_queue_at(struct ctx *cx, enum job_kind kind, int64_t object, struct str payload, instant at, int64_t *ret_id);
/* job_extend — more time from now on, for long work that is getting on. Opens its own transaction. */
enum rc job_extend(struct ctx *cx, const struct job *job, int seconds);

/* jobs_main — for serve_hooks: runs one lane until told to stop. */
int jobs_main(const struct settings *settings, enum job_lane lane);

/* One lane by hand, for tests. */
struct lane;
struct lane *lane_open(struct arena *a, const struct settings *settings, enum job_lane lane, struct str *ret_why);
/* lane_turn — takes and runs one job; NOT_FOUND when none is waiting. */
enum rc lane_turn(struct lane *lane);
void lane_close(struct lane *lane);

#endif
