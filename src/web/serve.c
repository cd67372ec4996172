/* serve.c — fork, watch, replace. See serve.h.
 *
 * The parent has its signals blocked and takes them one by one with sigtimedwait(), so nothing here
 * runs inside a signal handler. Children have one handler, which raises a flag and an eventfd.
 */
#include "web/serve.h"

#include "base/text.h"
#include "base/time.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	GRACE_MS = 10 * 1000,   /* for requests in flight */
	KILL_MS = 12 * 1000,    /* told to stop, and still there */
	BACK_OFF_LEAST_MS = 100,
	BACK_OFF_MOST_MS = 5000,
	SETTLED_MS = 60 * 1000, /* lived so long: earlier deaths are forgotten */
	TICK_MS = 250,
	TICK_STARTING_MS = 5,
	PAUSED_MS = 5000,       /* a parent that did not run for so long was stopped, and its children with it */
	CANNOT_START = 3,       /* exit status of a worker whose worker_start gave NULL */
};

/* Shared between a worker and the parent; one each, in anonymous shared memory. */
struct beat {
	_Atomic int64_t at; /* monotonic ms */
	atomic_bool ready;
};

enum role { ROLE_WORKER, ROLE_PROMPT, ROLE_SLOW, ROLES };
static const char *const role_names[ROLES] = { "worker", "prompt", "slow" };

struct child {
	pid_t pid; /* 0: free */
	enum role role;
	int64_t started;
	int64_t told;   /* when it was told to stop; 0 for never */
	int generation; /* counts reloads */
	struct beat *beat;
};

struct parent {
	struct settings settings;
	const struct serve_hooks *hooks;
	int socket;
	pid_t pid;
	sigset_t mask_before;
	struct child *children;
	size_t room; /* twice what is wanted: a worker and its successor live side by side */
	int wanted[ROLES];
	int back_off[ROLES];         /* ms */
	int64_t not_before[ROLES];   /* monotonic ms of the next start */
	int generation;
	bool announced, stopping, failed;
};

/* ---- in the child ---- */

/* Process-wide, because a signal handler can reach nothing else. */
static volatile sig_atomic_t told_to_stop;
static int wake_fd = -1;

static void on_stop(int signal_number)
{
	static const uint64_t one = 1;
	int keep = errno;

	UNUSED(signal_number);
	told_to_stop = 1;
	if (write(wake_fd, &one, sizeof(one)) < 0)
		told_to_stop = 1; /* the flag alone must do: poll() was interrupted anyway */
	errno = keep;
}

bool serve_pause(int ms)
{
	struct pollfd p = { .fd = wake_fd, .events = POLLIN };

	if (!told_to_stop && ms > 0)
		poll(&p, 1, ms);
	return !told_to_stop;
}

int serve_wake_fd(void)
{
	return wake_fd;
}

/* child_begin — signals as a child wants them. They are still blocked from the fork on, so none is lost. */
static void child_begin(const struct parent *parent)
{
	struct sigaction stop = { .sa_handler = on_stop };

	/* SIGKILL, since a child that hangs must not keep the socket from the next parent. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent->pid)
		_exit(1);
	told_to_stop = 0;
	if ((wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0)
		_exit(1);
	sigaction(SIGTERM, &stop, NULL);
	signal(SIGINT, SIG_IGN); /* Ctrl-C reaches the whole group; the parent decides */
	signal(SIGHUP, SIG_IGN);
	sigprocmask(SIG_SETMASK, &parent->mask_before, NULL);
}

static void stamp(void *beat)
{
	atomic_store(&((struct beat *)beat)->at, monotonic_ms());
}

static void worker_main(const struct parent *parent, struct beat *beat)
{
	int turn_ms = parent->settings.worker_silent_seconds > 4 ? 1000 : (int)parent->settings.worker_silent_seconds * 200;
	struct http_server *server;
	void *worker;

	child_begin(parent);
	if (!(worker = parent->hooks->worker_start(&parent->settings)))
		exit(CANNOT_START);
	if (!(server = http_start(parent->socket, parent->hooks->worker_app(worker)))) {
		log_event(LOG_ERROR, "worker.no_server", { "errno", LOG_I(errno) });
		exit(1);
	}
	stamp(beat);
	atomic_store(&beat->ready, true);
	while (!told_to_stop) {
		http_poll(server, turn_ms, wake_fd);
		stamp(beat);
	}
	http_stop(server, GRACE_MS, stamp, beat);
	parent->hooks->worker_stop(worker);
	exit(0);
}

static void lane_main(const struct parent *parent, enum job_lane lane)
{
	child_begin(parent);
	if (parent->socket >= 0)
		close(parent->socket);
	exit(parent->hooks->jobs_main(&parent->settings, lane));
}

/* ---- in the parent: starting and stopping ---- */

static struct child *free_child(struct parent *p)
{
	for (size_t i = 0; i < p->room; i++)
		if (p->children[i].pid == 0)
			return &p->children[i];
	return NULL;
}

static void back_off(struct parent *p, enum role role)
{
	int next = p->back_off[role] * 2;

	p->back_off[role] = next < BACK_OFF_LEAST_MS ? BACK_OFF_LEAST_MS : next > BACK_OFF_MOST_MS ? BACK_OFF_MOST_MS : next;
	p->not_before[role] = monotonic_ms() + p->back_off[role];
}

static void start(struct parent *p, enum role role)
{
	struct child *c = free_child(p);
	pid_t pid;

	if (!c)
		return; /* those told to stop must go first */
	atomic_store(&c->beat->ready, false);
	stamp(c->beat);
	fflush(NULL); /* or the child would write what waits in our buffers a second time */
	if ((pid = fork()) < 0) {
		log_event(LOG_ERROR, "serve.no_fork", { "errno", LOG_I(errno) });
		back_off(p, role);
		return;
	}
	if (pid == 0) {
		if (role == ROLE_WORKER)
			worker_main(p, c->beat);
		lane_main(p, role == ROLE_PROMPT ? LANE_PROMPT : LANE_SLOW);
	}
	c->pid = pid;
	c->role = role;
	c->started = monotonic_ms();
	c->told = 0;
	c->generation = p->generation;
	log_event(LOG_DEBUG_LEVEL, "serve.started", { "role", LOG_C(role_names[role]) }, { "pid", LOG_I(pid) });
}

static void tell_to_stop(struct child *c)
{
	if (c->told)
		return;
	c->told = monotonic_ms();
	kill(c->pid, SIGTERM);
}

static int staying(const struct parent *p, enum role role)
{
	int n = 0;

	for (size_t i = 0; i < p->room; i++)
		n += p->children[i].pid != 0 && p->children[i].role == role && !p->children[i].told;
	return n;
}

/* ---- in the parent: what each turn looks at ---- */

/* bury — one child has ended. */
static void bury(struct parent *p, struct child *c, int status)
{
	bool refused = c->role == ROLE_WORKER && WIFEXITED(status) && WEXITSTATUS(status) == CANNOT_START;
	int64_t lived = monotonic_ms() - c->started;

	if (!c->told) {
		log_event(LOG_WARN, "serve.died", { "role", LOG_C(role_names[c->role]) }, { "pid", LOG_I(c->pid) },
		          { "status", LOG_I(WIFEXITED(status) ? WEXITSTATUS(status) : 0) },
		          { "signal", LOG_I(WIFSIGNALED(status) ? WTERMSIG(status) : 0) });
		if (lived >= SETTLED_MS)
			p->back_off[c->role] = 0;
		back_off(p, c->role);
	}
	c->pid = 0;
	if (refused && !p->announced)
		p->failed = p->stopping = true;
}

static void bury_the_dead(struct parent *p)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < p->room; i++)
			if (p->children[i].pid == pid)
				bury(p, &p->children[i], status);
}

static void kill_the_silent(struct parent *p)
{
	int64_t now = monotonic_ms(), limit = p->settings.worker_silent_seconds * 1000;

	for (size_t i = 0; i < p->room; i++) {
		struct child *c = &p->children[i];
		bool silent = c->pid && c->role == ROLE_WORKER && now - atomic_load(&c->beat->at) > limit;

		if (!silent && !(c->pid && c->told && now - c->told > KILL_MS))
			continue;
		log_event(LOG_WARN, "serve.killed", { "role", LOG_C(role_names[c->role]) }, { "pid", LOG_I(c->pid) },
		          { "why", LOG_C(silent ? "silent" : "would not stop") });
		kill(c->pid, SIGKILL);
		stamp(c->beat); /* once is enough */
		if (c->told)
			c->told = now;
	}
}

static int workers_ready(const struct parent *p)
{
	int n = 0;

	for (size_t i = 0; i < p->room; i++)
		n += p->children[i].pid != 0 && p->children[i].role == ROLE_WORKER && !p->children[i].told &&
		     atomic_load(&p->children[i].beat->ready);
	return n;
}

/* replace_old — after a reload: old lanes are told to stop at once, old workers one by one, each when a new
 * one is ready to take its place. */
static void replace_old(struct parent *p)
{
	struct child *old = NULL;

	for (size_t i = 0; i < p->room; i++) {
		struct child *c = &p->children[i];

		if (!c->pid || c->told || c->generation == p->generation)
			continue;
		if (c->role == ROLE_WORKER)
			old = c;
		else
			tell_to_stop(c);
	}
	if (old && workers_ready(p) > p->wanted[ROLE_WORKER])
		tell_to_stop(old);
}

/* old_workers — of an earlier generation, not told yet. While there are any, one more worker is wanted. */
static int old_workers(const struct parent *p)
{
	int n = 0;

	for (size_t i = 0; i < p->room; i++)
		n += p->children[i].pid != 0 && p->children[i].role == ROLE_WORKER && !p->children[i].told &&
		     p->children[i].generation != p->generation;
	return n;
}

static void start_the_missing(struct parent *p)
{
	for (enum role role = 0; role < ROLES; role++) {
		int wanted = p->wanted[role] + (role == ROLE_WORKER && old_workers(p) > 0);

		while (staying(p, role) < wanted && monotonic_ms() >= p->not_before[role]) {
			int before = staying(p, role);

			start(p, role);
			if (staying(p, role) == before)
				break;
		}
	}
}

static void announce(struct parent *p)
{
	if (p->announced || workers_ready(p) < p->wanted[ROLE_WORKER])
		return;
	p->announced = true;
	log_event(LOG_INFO, "serve.ready", { "workers", LOG_I(p->wanted[ROLE_WORKER]) });
	if (p->wanted[ROLE_WORKER] == 0)
		return;
	printf("Cairn is at %.*s\n", STR_FMT(p->settings.url));
	fflush(stdout);
}

/* ---- the parent's loop ---- */

static sigset_t our_signals(void)
{
	sigset_t ours;

	sigemptyset(&ours);
	sigaddset(&ours, SIGCHLD);
	sigaddset(&ours, SIGTERM);
	sigaddset(&ours, SIGINT);
	sigaddset(&ours, SIGHUP);
	return ours;
}

/* next_signal — a blocked signal of ours that has come, or -1 after wait_ms. */
static int next_signal(int wait_ms)
{
	struct timespec t = { .tv_sec = wait_ms / 1000, .tv_nsec = (long)(wait_ms % 1000) * 1000000 };
	sigset_t ours = our_signals();

	return sigtimedwait(&ours, NULL, &t);
}

/* forgive_pause — after Ctrl-Z or a frozen container everybody's heartbeat is old. */
static void forgive_pause(struct parent *p, int64_t last_turn)
{
	if (monotonic_ms() - last_turn <= PAUSED_MS)
		return;
	for (size_t i = 0; i < p->room; i++)
		stamp(p->children[i].beat);
}

static bool anybody_left(const struct parent *p)
{
	for (size_t i = 0; i < p->room; i++)
		if (p->children[i].pid)
			return true;
	return false;
}

static void stop_all(struct parent *p, bool now)
{
	p->stopping = true;
	for (size_t i = 0; i < p->room; i++) {
		if (!p->children[i].pid)
			continue;
		tell_to_stop(&p->children[i]);
		if (now)
			kill(p->children[i].pid, SIGKILL);
	}
}

static void take_signal(struct parent *p, int signal_number)
{
	if (signal_number == SIGTERM || signal_number == SIGINT) {
		log_event(LOG_INFO, "serve.stopping", { "signal", LOG_I(signal_number) });
		stop_all(p, p->stopping);
	} else if (signal_number == SIGHUP) {
		log_event(LOG_INFO, "serve.reloading");
		p->generation++;
	}
}

static int watch(struct parent *p)
{
	int64_t turn = monotonic_ms();

	while (!p->stopping || anybody_left(p)) {
		bool settling = !p->announced || old_workers(p) > 0;

		if (!p->stopping)
			start_the_missing(p);
		take_signal(p, next_signal(settling ? TICK_STARTING_MS : TICK_MS));
		forgive_pause(p, turn);
		turn = monotonic_ms();
		bury_the_dead(p);
		if (p->stopping)
			stop_all(p, false);
		else
			replace_old(p);
		kill_the_silent(p);
		if (!p->stopping)
			announce(p);
	}
	return p->failed ? 1 : 0;
}

/* allow_connections — a worker holds a descriptor for each connection; the usual soft limit is 1,024. */
static void allow_connections(void)
{
	struct rlimit limit;
	const rlim_t need = HTTP_CONNECTIONS_MAX + 256;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= need)
		return;
	limit.rlim_cur = limit.rlim_max < need ? limit.rlim_max : need;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* supervise — the common part of serve() and serve_jobs(); socket -1 for no workers. */
static int supervise(struct arena *a, struct parent *p)
{
	struct beat *beats;
	sigset_t ours;
	int status;

	p->pid = getpid();
	p->room = 2 * (size_t)(p->wanted[ROLE_WORKER] + LANES);
	p->wanted[ROLE_PROMPT] = p->wanted[ROLE_SLOW] = p->hooks->jobs_main ? 1 : 0;
	beats = mmap(NULL, p->room * sizeof(*beats), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (beats == MAP_FAILED) {
		log_event(LOG_ERROR, "serve.no_memory", { "errno", LOG_I(errno) });
		return 1;
	}
	p->children = NEW_ARRAY(a, struct child, p->room);
	for (size_t i = 0; i < p->room; i++)
		p->children[i].beat = &beats[i];
	allow_connections();
	signal(SIGCHLD, SIG_DFL); /* whoever started us may have ignored it, and then nobody could be waited for */
	ours = our_signals();
	sigprocmask(SIG_BLOCK, &ours, &p->mask_before);
	status = watch(p);
	sigprocmask(SIG_SETMASK, &p->mask_before, NULL);
	munmap(beats, p->room * sizeof(*beats));
	return status;
}

int serve(const struct settings *settings, const struct serve_hooks *hooks)
{
	struct arena *a = arena_new(1 << 20);
	struct parent p = { .settings = *settings, .hooks = hooks };
	struct str why;
	int port, status = 1;

	p.wanted[ROLE_WORKER] = (int)settings->workers;
	p.socket = http_listen_socket(a, settings->listen, &why, &port);
	if (p.socket < 0) {
		fprintf(stderr, "%.*s\n", STR_FMT(why));
	} else {
		settings_listens_at(&p.settings, a, port);
		status = supervise(a, &p);
		close(p.socket);
	}
	arena_release(a);
	return status;
}

int serve_jobs(const struct settings *settings, const struct serve_hooks *hooks)
{
	struct arena *a = arena_new(1 << 20);
	struct parent p = { .settings = *settings, .hooks = hooks, .socket = -1 };
	int status = supervise(a, &p);

	arena_release(a);
	return status;
}
