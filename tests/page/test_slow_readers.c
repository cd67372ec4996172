/* test_slow_readers.c — a hundred slow readers while others are served: no arena dies before its last byte.
 *
 * Each slow reader asks for a body of its own letter, larger than the kernel will buffer, and reads it a
 * little at a time. on_done overwrites the body before it releases the arena, so a byte sent too late is a
 * wrong letter, and under AddressSanitizer the end of the server. */
#include "base/text.h"
#include "http/http.h"

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
#include <unistd.h>

#include <cmocka.h>

enum { READERS = 100, BODY = 1 << 20, QUICK_EVERY = 10, RECEIVE = 16 * 1024, SEND = 16 * 1024, WAIT_MS = 20000 };

struct counts {
	_Atomic int slow_begun, slow_done, broken;
};
static struct counts *counts;

/* ---- the server: the path's first letter is what its body is made of ---- */

struct work {
	struct arena *arena;
	char *body;
};

static enum http_body app_head(void *arg, struct http_request *rq, uint64_t *ret_max)
{
	struct arena *a = arena_new(2 * BODY);
	struct work *work = NEW(a, struct work);

	UNUSED(arg);
	work->arena = a;
	rq->app = work;
	*ret_max = 0;
	return HTTP_BODY_MEMORY;
}

static void app_full(void *arg, struct http_request *rq)
{
	struct work *work = rq->app;
	bool slow = str_starts(rq->path, S("/slow/"));

	UNUSED(arg);
	counts->slow_begun += slow;
	work->body = arena_alloc(work->arena, BODY);
	memset(work->body, rq->path.p[rq->path.n - 1], BODY);
	rq->response.status = 200;
	rq->response.body = (struct str){ work->body, slow ? BODY : 100 };
}

static void app_done(void *arg, struct http_request *rq, bool sent)
{
	struct work *work = rq->app;

	UNUSED(arg);
	counts->broken += !sent;
	counts->slow_done += str_starts(rq->path, S("/slow/"));
	memset(work->body, '!', BODY);
	arena_release(work->arena);
}

static bool app_body(void *arg, struct http_request *rq, struct str piece)
{
	UNUSED(arg);
	UNUSED(rq);
	UNUSED(piece);
	return false;
}

static void app_too_large(void *arg, struct http_request *rq)
{
	UNUSED(arg);
	rq->response.status = 413;
}

static volatile sig_atomic_t told_to_stop;

static void on_term(int signal_number)
{
	UNUSED(signal_number);
	told_to_stop = 1;
}

static void server_main(int listening)
{
	static const struct http_app app = { app_head, app_body, app_full, app_too_large, app_done, NULL };
	struct http_server *server = http_start(listening, &app);

	while (server && !told_to_stop)
		http_poll(server, 100, -1);
	if (server)
		http_stop(server, 1000, NULL, NULL);
	exit(server ? 0 : 1);
}

/* ---- the readers ---- */

struct reader {
	int fd;
	char letter;
	size_t heard; /* of the body */
	bool head_over;
};

static int ask(int port, const char *path, char letter)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
	                          .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), small = RECEIVE;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_true(dprintf(fd, "GET %s%c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", path, letter) > 0);
	return fd;
}

/* hear — one piece; false at the end. Every byte of the body must be the reader's letter. */
static bool hear(struct reader *r, char *piece)
{
	struct pollfd p = { .fd = r->fd, .events = POLLIN };
	struct str s;
	ssize_t n;

	assert_int_equal(poll(&p, 1, WAIT_MS), 1);
	n = recv(r->fd, piece, RECEIVE, 0);
	assert_true(n >= 0);
	s = (struct str){ piece, (size_t)n };
	if (!r->head_over && n > 0) {
		size_t end = str_find(s, S("\r\n\r\n"));

		assert_true(end != SIZE_MAX);
		r->head_over = true;
		s = str_sub(s, end + 4, s.n);
	}
	for (size_t i = 0; i < s.n; i++)
		assert_int_equal(s.p[i], r->letter);
	r->heard += s.n;
	return n > 0;
}

static void ask_quickly(int port, char *piece)
{
	struct reader r = { .fd = ask(port, "/quick/", 'q'), .letter = 'q' };

	while (hear(&r, piece))
		;
	close(r.fd);
	assert_int_equal(r.heard, 100);
}

static void every_slow_reader_gets_its_own_bytes(int port)
{
	struct reader readers[READERS] = { 0 };
	char *piece = malloc(RECEIVE);
	int left = READERS;

	for (int i = 0; i < READERS; i++)
		readers[i] = (struct reader){ .fd = ask(port, "/slow/", (char)('a' + i % 26)), .letter = (char)('a' + i % 26) };
	ask_quickly(port, piece); /* behind all of them, so all have been handled */
	assert_int_equal(counts->slow_begun, READERS);
	assert_true(counts->slow_done < READERS / 2); /* else the bodies are too small to prove anything */
	for (int turn = 0; left > 0; turn++) {
		for (int i = 0; i < READERS; i++)
			if (readers[i].fd >= 0 && !hear(&readers[i], piece)) {
				close(readers[i].fd);
				readers[i].fd = -1;
				left--;
				assert_int_equal(readers[i].heard, BODY);
			}
		if (turn % QUICK_EVERY == 0)
			ask_quickly(port, piece);
	}
	free(piece);
}

static void no_arena_dies_before_its_last_byte(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct str why;
	int port, small = SEND, status, listening = http_listen_socket(a, S("127.0.0.1:0"), &why, &port);
	pid_t server;

	UNUSED(state);
	assert_true(listening >= 0);
	setsockopt(listening, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small)); /* accepted connections inherit it */
	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	signal(SIGTERM, on_term);
	if ((server = fork()) == 0)
		server_main(listening);
	every_slow_reader_gets_its_own_bytes(port);
	kill(server, SIGTERM);
	waitpid(server, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_int_equal(counts->slow_done, READERS);
	assert_int_equal(counts->broken, 0);
	munmap(counts, sizeof(*counts));
	close(listening);
	arena_release(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(no_arena_dies_before_its_last_byte) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
