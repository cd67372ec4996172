/* serve.h — the processes of `cairn serve`: a parent that watches, workers that answer, two job lanes.
 *
 * The parent opens the socket and never touches the database. It forks single-threaded workers and the
 * lanes, replaces the dead (after 100 ms, doubling to 5 s, forgotten after a minute of life) and kills
 * workers that give no heartbeat for worker_silent_seconds. Children die with the parent.
 *
 *     SIGTERM, SIGINT   requests in flight are finished, for at most 10 s; a second one kills
 *     SIGHUP            every child is replaced, a worker only once its successor is ready
 */
#ifndef WEB_SERVE_H
#define WEB_SERVE_H

#include "http/http.h"
#include "web/settings.h"

enum job_lane { LANE_PROMPT, LANE_SLOW, LANES };

/* What a child does. Each is called in the child, after the fork: open the database here. */
struct serve_hooks {
	/* worker_start — what the worker needs; NULL when it can't or may not serve, with the reason already
	 * on stderr. Before the first worker is ready that ends serve(); later it counts as a death. */
	void *(*worker_start)(const struct settings *settings);
	const struct http_app *(*worker_app)(void *worker);
	void (*worker_stop)(void *worker);
	/* jobs_main — runs one lane until serve_pause() says false; its result is the exit status. NULL: no lanes. */
	int (*jobs_main)(const struct settings *settings, enum job_lane lane);
};

/* serve — until told to stop. Prints “Cairn is at URL” once all workers are ready. Settings are the
 * children's for life; a port 0 in listen reaches them as the real one. Returns the exit status. */
int serve(const struct settings *settings, const struct serve_hooks *hooks);
/* serve_jobs — the lanes alone, watched in the same way (`cairn jobs`). */
int serve_jobs(const struct settings *settings, const struct serve_hooks *hooks);

/* For jobs_main. serve_pause waits ms (0: does not wait) and is false once the process shall stop;
 * serve_wake_fd is readable from then on, for those who poll. */
bool serve_pause(int ms);
int serve_wake_fd(void);

#endif
