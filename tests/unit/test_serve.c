/* test_serve.c — the processes of `cairn serve`: who is replaced, who is waited for, who refuses to start. */
#include "base/text.h"
#include "web/serve.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { WAIT_MS = 10000 };

/* What children tell the test, in shared memory. */
struct told {
	_Atomic int workers_started, workers_stopped, lanes_started, lanes_stopped;
	_Atomic pid_t lane_pid;
};
static struct told *told;

/* ---- a tiny application ---- */

static enum http_body app_head(void *arg, struct http_request *rq, uint64_t *ret_max)
{
	UNUSED(arg);
	*ret_max = 1000;
	rq->app = arena_new(1 << 16);
	return HTTP_BODY_MEMORY;
}

static bool app_body(void *arg, struct http_request *rq, struct str piece)
{
	UNUSED(arg);
	UNUSED(rq);
	UNUSED(piece);
	return true;
}

static void app_full(void *arg, struct http_request *rq)
{
	UNUSED(arg);
	if (str_eq(rq->path, S("/hang")))
		for (;;)
			pause();
	rq->response.status = 200;
	rq->response.body = strf(rq->app, "pid=%d body=%.*s", (int)getpid(), STR_FMT(rq->body));
}

static void app_too_large(void *arg, struct http_request *rq)
{
	UNUSED(arg);
	rq->response.status = 413;
}

static void app_done(void *arg, struct http_request *rq, bool sent)
{
	UNUSED(arg);
	UNUSED(sent);
	arena_release(rq->app);
}

static const struct http_app app = { app_head, app_body, app_full, app_too_large, app_done, NULL };

static void *worker_start(const struct settings *settings)
{
	UNUSED(settings);
	told->workers_started++;
	return told;
}

static void *worker_refuses(const struct settings *settings)
{
	UNUSED(settings);
	return NULL;
}

static const struct http_app *worker_app(void *worker)
{
	UNUSED(worker);
	return &app;
}

static void worker_stop(void *worker)
{
	UNUSED(worker);
	told->workers_stopped++;
}

static int jobs_main(const struct settings *settings, enum job_lane lane)
{
	UNUSED(settings);
	told->lanes_started++;
	if (lane == LANE_PROMPT)
		told->lane_pid = getpid();
	while (serve_pause(60000))
		;
	told->lanes_stopped++;
	return 0;
}

/* ---- starting and asking ---- */

struct fixture {
	struct arena *arena;
	pid_t parent;
	int out;  /* what the parent prints */
	int port;
	struct str first_line;
};

static struct settings settings_of(struct arena *a, const char *workers)
{
	char *argv[] = { "cairn", "--listen", "127.0.0.1:0", "--workers", (char *)(uintptr_t)workers,
	                 "--worker-silent-seconds", "1", "--log-level", "error" };
	struct settings s;
	struct args rest;
	struct str why;

	assert_int_equal(settings_load(a, COUNT_OF(argv), argv, &s, &rest, &why), OK);
	return s;
}

static pid_t start(struct fixture *f, const struct serve_hooks *hooks, const char *workers)
{
	struct settings s = settings_of(f->arena, workers);
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	fflush(NULL);
	if ((pid = fork()) == 0) {
		dup2(ends[1], STDOUT_FILENO);
		exit(serve(&s, hooks));
	}
	close(ends[1]);
	f->out = ends[0];
	return pid;
}

static void read_first_line(struct fixture *f)
{
	struct buf b = buf_new(f->arena, 1000);
	struct pollfd p = { .fd = f->out, .events = POLLIN };
	int64_t port;
	char c;

	while (poll(&p, 1, WAIT_MS) == 1 && read(f->out, &c, 1) == 1 && c != '\n')
		buf_add_c(&b, c);
	f->first_line = buf_str(&b);
	assert_true(str_starts(f->first_line, S("Cairn is at http://127.0.0.1:")));
	assert_true(str_to_i64(str_sub(f->first_line, 29, 9), 1, 65535, &port));
	f->port = (int)port;
}

static int set_up_of(void **state, const char *workers)
{
	static const struct serve_hooks hooks = { worker_start, worker_app, worker_stop, jobs_main };
	struct fixture *f = calloc(1, sizeof(*f));

	f->arena = arena_new(8 << 20);
	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	f->parent = start(f, &hooks, workers);
	read_first_line(f);
	*state = f;
	return 0;
}

static int one_worker(void **state)
{
	return set_up_of(state, "1");
}

static int two_workers(void **state)
{
	return set_up_of(state, "2");
}

static int end_parent(struct fixture *f, int signal_number)
{
	int status = -1;

	kill(f->parent, signal_number);
	waitpid(f->parent, &status, 0);
	f->parent = 0;
	return status;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	if (f->parent)
		end_parent(f, SIGTERM);
	close(f->out);
	munmap(told, sizeof(*told));
	arena_release(f->arena);
	free(f);
	return 0;
}

static int dial(const struct fixture *f)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)f->port),
	                          .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	close(fd);
	return -1;
}

static void say(int fd, struct str s)
{
	assert_int_equal(send(fd, s.p, s.n, MSG_NOSIGNAL), s.n);
}

static struct str hear(const struct fixture *f, int fd)
{
	struct buf b = buf_new(f->arena, 4096);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char c;

	while (poll(&p, 1, WAIT_MS) == 1 && recv(fd, &c, 1, 0) == 1)
		buf_add_c(&b, c);
	return buf_str(&b);
}

/* worker_pid — the worker that happens to answer; 0 if nobody does. */
static pid_t worker_pid(const struct fixture *f)
{
	int fd = dial(f);
	struct str heard;
	int64_t pid = 0;
	size_t at;

	if (fd < 0)
		return 0;
	say(fd, S("GET /pid HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
	heard = hear(f, fd);
	close(fd);
	if ((at = str_find(heard, S("pid="))) == SIZE_MAX)
		return 0;
	heard = str_sub(heard, at + 4, heard.n);
	assert_true(str_to_i64(str_cut(&heard, ' '), 1, INT32_MAX, &pid));
	return (pid_t)pid;
}

/* eventually — waits for `condition`, as a fact and not as a speed: WAIT_MS is only an end to waiting. */
#define eventually(condition)                                                                             \
	do {                                                                                               \
		for (int turns_ = 0; !(condition) && turns_ < WAIT_MS / 10; turns_++)                       \
			usleep(10000);                                                                      \
		assert_true(condition);                                                                    \
	} while (0)

static bool is_gone(pid_t pid)
{
	return kill(pid, 0) != 0;
}

/* ---- the facts ---- */

static void the_address_is_printed_once_all_workers_are_ready(void **state)
{
	UNUSED(state);
	assert_int_equal(told->workers_started, 2);
	eventually(told->lanes_started == LANES);
}

static void a_dead_worker_is_replaced(void **state)
{
	struct fixture *f = *state;
	pid_t first = worker_pid(f), second;

	assert_true(first > 0);
	kill(first, SIGKILL);
	eventually(told->workers_started == 2);
	second = worker_pid(f);
	assert_true(second > 0 && second != first);
}

static void a_dead_lane_is_replaced(void **state)
{
	pid_t first;

	UNUSED(state);
	eventually(told->lane_pid != 0);
	first = told->lane_pid;
	kill(first, SIGKILL);
	eventually(told->lane_pid != first);
}

static void a_silent_worker_is_replaced(void **state)
{
	struct fixture *f = *state;
	pid_t first = worker_pid(f), second;
	int fd = dial(f);

	say(fd, S("GET /hang HTTP/1.1\r\nHost: h\r\n\r\n"));
	eventually(told->workers_started == 2);
	close(fd);
	second = worker_pid(f);
	assert_true(second > 0 && second != first);
}

static void an_idle_worker_is_not_taken_for_silent(void **state)
{
	struct fixture *f = *state;
	pid_t first = worker_pid(f);

	usleep(2500 * 1000);
	assert_int_equal(worker_pid(f), first);
}

static void stopping_waits_for_a_request_in_flight(void **state)
{
	struct fixture *f = *state;
	int fd = dial(f), status;
	struct str heard;

	say(fd, S("POST /pid HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab"));
	usleep(200 * 1000);
	kill(f->parent, SIGTERM);
	usleep(1500 * 1000); /* longer than a worker may be silent */
	say(fd, S("cde"));
	heard = hear(f, fd);
	close(fd);
	assert_true(str_ends(heard, S("body=abcde")));
	waitpid(f->parent, &status, 0);
	f->parent = 0;
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_int_equal(told->workers_stopped, 1);
	assert_int_equal(told->lanes_stopped, LANES);
}

static void a_reload_replaces_every_child_and_drops_no_request(void **state)
{
	struct fixture *f = *state;
	pid_t lane;

	eventually(told->lane_pid != 0);
	lane = told->lane_pid;
	kill(f->parent, SIGHUP);
	while (told->workers_stopped < 2)
		assert_true(worker_pid(f) > 0);
	assert_int_equal(told->workers_started, 4);
	eventually(told->lane_pid != lane);
	assert_true(worker_pid(f) > 0);
}

static void children_die_with_the_parent(void **state)
{
	struct fixture *f = *state;
	pid_t worker = worker_pid(f), lane;

	eventually(told->lane_pid != 0);
	lane = told->lane_pid;
	end_parent(f, SIGKILL);
	eventually(is_gone(worker) && is_gone(lane));
	assert_int_equal(dial(f), -1);
}

static void a_worker_that_may_not_serve_ends_the_start(void **state)
{
	static const struct serve_hooks hooks = { worker_refuses, worker_app, worker_stop, jobs_main };
	struct fixture *f = *state;
	struct fixture other = { .arena = f->arena };
	pid_t pid = start(&other, &hooks, "2");
	int status;

	waitpid(pid, &status, 0);
	close(other.out);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
}

static void a_taken_port_is_refused_with_a_reason(void **state)
{
	static const struct serve_hooks hooks = { worker_start, worker_app, worker_stop, jobs_main };
	struct fixture *f = *state;
	struct settings s = settings_of(f->arena, "1");
	int ends[2], status;
	char said[200] = { 0 };
	pid_t pid;

	s.listen = strf(f->arena, "127.0.0.1:%d", f->port);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	if ((pid = fork()) == 0) {
		dup2(ends[1], STDERR_FILENO);
		exit(serve(&s, &hooks));
	}
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	assert_true(read(ends[0], said, sizeof(said) - 1) > 0);
	assert_non_null(strstr(said, "Cannot listen on 127.0.0.1"));
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_address_is_printed_once_all_workers_are_ready, two_workers, tear_down),
		cmocka_unit_test_setup_teardown(a_dead_worker_is_replaced, one_worker, tear_down),
		cmocka_unit_test_setup_teardown(a_dead_lane_is_replaced, one_worker, tear_down),
		cmocka_unit_test_setup_teardown(a_silent_worker_is_replaced, one_worker, tear_down),
		cmocka_unit_test_setup_teardown(an_idle_worker_is_not_taken_for_silent, one_worker, tear_down),
		cmocka_unit_test_setup_teardown(stopping_waits_for_a_request_in_flight, one_worker, tear_down),
		cmocka_unit_test_setup_teardown(a_reload_replaces_every_child_and_drops_no_request, two_workers, tear_down),
		cmocka_unit_test_setup_teardown(children_die_with_the_parent, two_workers, tear_down),
		cmocka_unit_test_setup_teardown(a_worker_that_may_not_serve_ends_the_start, one_worker, tear_down),
		cmocka_unit_test_setup_teardown(a_taken_port_is_refused_with_a_reason, one_worker, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
