/* test_http.c — the network door on real sockets: a forked server, and a client that writes raw bytes.
 *
 * The server answers by path; everything of a request lives in its own arena, released in on_done, and
 * each on_done is reported through a pipe: 'S' sent, 'B' broken. Under AddressSanitizer an arena that
 * dies too early ends the server, and the test with it. */
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
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { BIG = 8 << 20, WAIT_MS = 5000 };

/* ---- the server ---- */

struct exchange_state {
	struct arena *arena;
	size_t pieces, bytes;
};

static int done_pipe[2];

static enum http_body app_head(void *arg, struct http_request *rq, uint64_t *ret_max)
{
	struct arena *a = arena_new(16 << 20);
	struct exchange_state *state = NEW(a, struct exchange_state);

	UNUSED(arg);
	state->arena = a;
	rq->app = state;
	if (str_eq(rq->path, S("/refuse"))) {
		rq->response.status = 403;
		rq->response.body = strf(a, "refused");
		return HTTP_BODY_REFUSE;
	}
	if (str_starts(rq->path, S("/stream"))) {
		*ret_max = 4 << 20;
		return HTTP_BODY_STREAM;
	}
	*ret_max = 1000;
	return HTTP_BODY_MEMORY;
}

static bool app_body(void *arg, struct http_request *rq, struct str piece)
{
	struct exchange_state *state = rq->app;

	UNUSED(arg);
	state->pieces++;
	state->bytes += piece.n;
	if (!str_eq(rq->path, S("/stream/picky")))
		return true;
	rq->response.status = 415;
	rq->response.body = strf(state->arena, "after %zu piece", state->pieces);
	return false;
}

static void answer_big(struct http_request *rq, struct arena *a)
{
	char *p = arena_alloc(a, BIG);

	memset(p, 'b', BIG);
	rq->response.body = (struct str){ p, BIG };
}

static void answer_file(struct http_request *rq)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	for (int i = 0; i < 1000; i++)
		fputs("0123456789", f);
	fflush(f);
	rq->response.file = dup(fileno(f));
	rq->response.file_size = 10000;
	fclose(f);
}

static void app_full(void *arg, struct http_request *rq)
{
	struct exchange_state *state = rq->app;
	struct arena *a = state->arena;

	UNUSED(arg);
	rq->response.status = 200;
	http_respond_header(rq, "X-Kind", strf(a, "test"));
	if (str_eq(rq->path, S("/big")))
		answer_big(rq, a);
	else if (str_eq(rq->path, S("/file")))
		answer_file(rq);
	else if (str_eq(rq->path, S("/close")))
		rq->response.close = true;
	else if (str_eq(rq->path, S("/unchanged")))
		rq->response.status = 304;
	else if (str_eq(rq->path, S("/stream")))
		rq->response.body = strf(a, "streamed %zu", state->bytes);
	else
		rq->response.body = strf(a, "%d %.*s path=%.*s query=%.*s host=%.*s peer=%.*s agent=%.*s body=%.*s",
		                         rq->method, STR_FMT(rq->method_text), STR_FMT(rq->path), STR_FMT(rq->query),
		                         STR_FMT(rq->host), STR_FMT(rq->peer),
		                         STR_FMT(http_header_of(rq, "user-agent")), STR_FMT(rq->body));
}

static void app_too_large(void *arg, struct http_request *rq)
{
	const struct exchange_state *state = rq->app;

	UNUSED(arg);
	rq->response.status = 413;
	rq->response.body = strf(state->arena, "too large");
}

static void app_done(void *arg, struct http_request *rq, bool sent)
{
	struct exchange_state *state = rq->app;

	UNUSED(arg);
	/* Whatever was to be sent is overwritten, so that sending from it later would show. */
	if (rq->response.body.n == BIG)
		memset((char *)(uintptr_t)rq->response.body.p, 'x', BIG);
	arena_release(state->arena);
	assert_int_equal(write(done_pipe[1], sent ? "S" : "B", 1), 1);
}

static volatile sig_atomic_t told_to_stop;

static void on_term(int signal_number)
{
	UNUSED(signal_number);
	told_to_stop = 1;
}

static const struct http_app app = { app_head, app_body, app_full, app_too_large, app_done, NULL };

static void server_main(int listening)
{
	struct http_server *server = http_start(listening, &app);

	assert_non_null(server);
	while (!told_to_stop)
		http_poll(server, 200, -1);
	http_stop(server, 3000, NULL, NULL);
	exit(0);
}

/* ---- the client ---- */

struct fixture {
	struct arena *arena;
	pid_t server;
	int port, listening;
};

static int set_up_at(void **state, struct str address)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct str why;

	f->arena = arena_new(256 << 20);
	f->listening = http_listen_socket(f->arena, address, &why, &f->port);
	if (f->listening < 0) /* this machine has no IPv6 */
		f->listening = http_listen_socket(f->arena, S("127.0.0.1:0"), &why, &f->port);
	assert_true(f->listening >= 0);
	assert_int_equal(pipe2(done_pipe, O_CLOEXEC), 0);
	signal(SIGTERM, on_term); /* before the fork, so that it can't come too early */
	if ((f->server = fork()) == 0)
		server_main(f->listening);
	*state = f;
	return 0;
}

static int set_up(void **state)
{
	return set_up_at(state, S("127.0.0.1:0"));
}

static int set_up_for_both(void **state)
{
	return set_up_at(state, S("[::]:0"));
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	int status;

	kill(f->server, SIGTERM);
	waitpid(f->server, &status, 0);
	close(f->listening);
	close(done_pipe[0]);
	close(done_pipe[1]);
	arena_release(f->arena);
	free(f);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

static int dial(const struct fixture *f)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)f->port),
	                          .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

/* say — false if the server hung up before all was sent; what it said by then is what counts. */
static bool say(int fd, struct str s)
{
	while (s.n > 0) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

/* hear — everything until the server hangs up or stays silent for `quiet_ms`. */
static struct str hear(const struct fixture *f, int fd, int quiet_ms)
{
	struct buf b = buf_new(f->arena, 32 << 20);
	char *piece = arena_alloc(f->arena, 65536);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t n;

	while (poll(&p, 1, quiet_ms) == 1 && (n = recv(fd, piece, 65536, 0)) > 0)
		buf_add(&b, (struct str){ piece, (size_t)n });
	return buf_str(&b);
}

/* ask — one request on a connection of its own; it should say Connection: close. */
static struct str ask(const struct fixture *f, struct str request)
{
	int fd = dial(f);
	struct str heard;

	say(fd, request);
	heard = hear(f, fd, WAIT_MS);
	close(fd);
	return heard;
}

static char next_done(void)
{
	struct pollfd p = { .fd = done_pipe[0], .events = POLLIN };
	char c = 0;

	assert_int_equal(poll(&p, 1, WAIT_MS), 1);
	assert_int_equal(read(done_pipe[0], &c, 1), 1);
	return c;
}

static bool nothing_done(void)
{
	struct pollfd p = { .fd = done_pipe[0], .events = POLLIN };

	return poll(&p, 1, 200) == 0;
}

static void expect_status(struct str heard, const char *status)
{
	if (str_sub(heard, 9, 3).n != 3 || memcmp(heard.p + 9, status, 3) != 0)
		fail_msg("expected %s, heard: %.*s", status, (int)(heard.n < 300 ? heard.n : 300), heard.p);
}

static struct str body_of(struct str heard)
{
	size_t at = str_find(heard, S("\r\n\r\n"));

	assert_true(at != SIZE_MAX);
	return str_sub(heard, at + 4, heard.n);
}

static bool says(struct str heard, struct str what)
{
	return str_find(heard, what) != SIZE_MAX;
}

static struct str repeat(const struct fixture *f, char c, size_t n)
{
	char *p = arena_alloc(f->arena, n + 1);

	memset(p, c, n);
	return (struct str){ p, n };
}

#define CLOSE "Host: h\r\nConnection: close\r\n"

/* ---- the facts ---- */

static void the_application_sees_the_request_as_it_was_sent(void **state)
{
	struct str heard = ask(*state, S("POST /a%2Fb/%C3%A9+c?q=%41&r=+ HTTP/1.1\r\n" CLOSE
	                                 "User-Agent: tester\r\nContent-Length: 5\r\n\r\nhello"));

	expect_status(heard, "200");
	assert_true(says(heard, S("X-Kind: test\r\n")));
	assert_true(says(heard, S("2 POST path=/a%2Fb/%C3%A9+c query=q=%41&r=+ host=h peer=127.0.0.1 agent=tester "
	                          "body=hello")));
	assert_int_equal(next_done(), 'S');
	assert_true(nothing_done());
}

static void the_server_does_not_name_its_make_or_version(void **state)
{
	struct str heard = ask(*state, S("GET / HTTP/1.1\r\n" CLOSE "\r\n"));
	struct str bad = ask(*state, S("nonsense\r\n\r\n"));

	assert_false(says(heard, S("Server:")));
	assert_false(says(bad, S("Server:")));
	assert_false(says(bad, S("icrohttpd")));
}

static void an_unknown_method_reaches_the_application_as_other(void **state)
{
	assert_true(says(ask(*state, S("BREW / HTTP/1.1\r\n" CLOSE "\r\n")), S("6 BREW path=/")));
}

static void head_has_the_length_but_no_body(void **state)
{
	struct str heard = ask(*state, S("HEAD /big HTTP/1.1\r\n" CLOSE "\r\n"));
	struct str file = ask(*state, S("HEAD /file HTTP/1.1\r\n" CLOSE "\r\n"));

	expect_status(heard, "200");
	assert_true(says(heard, S("Content-Length: 8388608\r\n")));
	assert_int_equal(body_of(heard).n, 0);
	assert_true(says(file, S("Content-Length: 10000\r\n")));
	assert_int_equal(body_of(file).n, 0);
}

static void not_modified_has_no_body(void **state)
{
	struct str heard = ask(*state, S("GET /unchanged HTTP/1.1\r\n" CLOSE "\r\n"));

	expect_status(heard, "304");
	assert_int_equal(body_of(heard).n, 0);
}

static void a_file_is_sent_whole(void **state)
{
	struct str heard = ask(*state, S("GET /file HTTP/1.1\r\n" CLOSE "\r\n"));

	expect_status(heard, "200");
	assert_int_equal(body_of(heard).n, 10000);
	assert_true(str_ends(heard, S("0123456789")));
}

static void pipelined_requests_are_answered_in_order(void **state)
{
	struct str heard = ask(*state, S("GET /one HTTP/1.1\r\nHost: h\r\n\r\n"
	                                 "POST /two HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
	                                 "GET /three HTTP/1.1\r\n" CLOSE "\r\n"));
	size_t one = str_find(heard, S("path=/one")), two = str_find(heard, S("path=/two")),
	       three = str_find(heard, S("path=/three"));

	assert_true(one < two && two < three && three != SIZE_MAX);
	for (int i = 0; i < 3; i++)
		assert_int_equal(next_done(), 'S');
	assert_true(nothing_done());
}

static void a_connection_is_kept_unless_the_response_says_close(void **state)
{
	const struct fixture *f = *state;
	int fd = dial(f);

	say(fd, S("GET /kept HTTP/1.1\r\nHost: h\r\n\r\n"));
	assert_true(says(hear(f, fd, 300), S("path=/kept")));
	say(fd, S("GET /close HTTP/1.1\r\nHost: h\r\n\r\n"));
	assert_true(says(hear(f, fd, WAIT_MS), S("Connection: close\r\n")));
	say(fd, S("GET /gone HTTP/1.1\r\nHost: h\r\n\r\n"));
	assert_int_equal(hear(f, fd, 300).n, 0);
	close(fd);
}

static void a_head_over_the_bound_is_refused(void **state)
{
	const struct fixture *f = *state;
	struct str cookie = repeat(f, 'c', HTTP_HEAD_MAX);

	expect_status(ask(f, strf(f->arena, "GET / HTTP/1.1\r\n" CLOSE "Cookie: %s\r\n\r\n", cookie.p)), "431");
	expect_status(ask(f, strf(f->arena, "GET /%s HTTP/1.1\r\n" CLOSE "\r\n", repeat(f, 'p', 20000).p)), "414");
	expect_status(ask(f, strf(f->arena, "GET /%s HTTP/1.1\r\n" CLOSE "\r\n", repeat(f, 'p', 5000).p)), "414");
	assert_true(nothing_done());
}

static void a_head_within_the_bound_is_served(void **state)
{
	const struct fixture *f = *state;
	struct str heard = ask(f, strf(f->arena, "GET /%s HTTP/1.1\r\n" CLOSE "X-Long: %s\r\n\r\n",
	                               repeat(f, 'p', 4000).p, repeat(f, 'c', 8000).p));

	expect_status(heard, "200");
}

static void what_can_be_read_in_two_ways_is_refused(void **state)
{
	static const struct {
		const char *why;
		struct str request;
		const char *status;
	} cases[] = {
		{ "two lengths", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"), "400" },
		{ "equal lengths", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"), "400" },
		{ "list of lengths", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Content-Length: 3, 3\r\n\r\nabc"), "400" },
		{ "signed length", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Content-Length: +3\r\n\r\nabc"), "400" },
		{ "hex length", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Content-Length: 0x3\r\n\r\nabc"), "400" },
		{ "huge length", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Content-Length: 99999999999999999999999\r\n\r\nabc"), "4" },
		{ "length and chunks", S_INIT("POST / HTTP/1.1\r\n" CLOSE
		                              "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "400" },
		{ "other encoding", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), "501" },
		{ "odd encoding", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), "501" },
		{ "chunks in 1.0", S_INIT("POST / HTTP/1.0\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "400" },
		{ "two encodings", S_INIT("POST / HTTP/1.1\r\n" CLOSE
		                          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "400" },
		{ "space before colon", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Content-Length : 3\r\n\r\nabc"), "400" },
		{ "no host", S_INIT("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), "400" },
		{ "two hosts", S_INIT("GET / HTTP/1.1\r\n" CLOSE "Host: other\r\n\r\n"), "400" },
		{ "two client addresses", S_INIT("GET / HTTP/1.1\r\n" CLOSE
		                                 "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n\r\n"), "400" },
		{ "NUL in the path", S_INIT("GET /a\0b HTTP/1.1\r\n" CLOSE "\r\n"), "4" },
		{ "encoded NUL in the path", S_INIT("GET /a%00b HTTP/1.1\r\n" CLOSE "\r\n"), "400" },
		{ "space in the path", S_INIT("GET /a b HTTP/1.1\r\n" CLOSE "\r\n"), "4" },
		{ "control in the path", S_INIT("GET /a\tb HTTP/1.1\r\n" CLOSE "\r\n"), "400" },
		{ "bare carriage return", S_INIT("GET / HTTP/1.1\r\n" CLOSE "X-A: a\rX-B: b\r\n\r\n"), "400" },
		{ "relative path", S_INIT("GET a HTTP/1.1\r\n" CLOSE "\r\n"), "400" },
		{ "another version", S_INIT("GET / HTTP/2.0\r\n" CLOSE "\r\n"), "505" },
		{ "a bad chunk", S_INIT("POST / HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"), "4" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str heard = ask(*state, cases[i].request);

		/* Hanging up without a word is also a refusal where the status is left open. */
		if (heard.n == 0 && cases[i].status[1] == 0)
			continue;
		if (heard.n < 12 || memcmp(heard.p + 9, cases[i].status, strlen(cases[i].status)) != 0)
			fail_msg("%s: heard %.*s", cases[i].why, STR_FMT(heard));
	}
}

static void a_body_over_max_gets_the_applications_answer(void **state)
{
	const struct fixture *f = *state;
	struct str heard = ask(f, strf(f->arena, "POST / HTTP/1.1\r\n" CLOSE "Content-Length: 2000000\r\n\r\n%s",
	                               repeat(f, 'b', 2000000).p));

	expect_status(heard, "413");
	assert_true(str_ends(heard, S("too large")));
	assert_int_equal(next_done(), 'S');
	assert_true(nothing_done());
}

static void a_body_of_exactly_max_is_kept(void **state)
{
	const struct fixture *f = *state;
	struct str heard = ask(f, strf(f->arena, "POST / HTTP/1.1\r\n" CLOSE "Content-Length: 1000\r\n\r\n%s",
	                               repeat(f, 'b', 1000).p));

	expect_status(heard, "200");
	assert_true(str_ends(heard, repeat(f, 'b', 1000)));
}

static void a_chunked_body_is_joined(void **state)
{
	struct str heard = ask(*state, S("POST / HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n"
	                                 "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));

	assert_true(str_ends(heard, S("body=abcde")));
}

static void a_chunked_body_over_max_gets_the_applications_answer(void **state)
{
	const struct fixture *f = *state;
	struct str heard = ask(f, strf(f->arena, "POST / HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n"
	                                         "320\r\n%s\r\n320\r\n%s\r\n0\r\n\r\n",
	                               repeat(f, 'b', 800).p, repeat(f, 'b', 800).p));

	expect_status(heard, "413");
	assert_int_equal(next_done(), 'S');
}

static void an_endless_body_is_cut_off(void **state)
{
	const struct fixture *f = *state;
	struct str chunk = strf(f->arena, "10000\r\n%s\r\n", repeat(f, 'b', 65536).p);
	int fd = dial(f);
	size_t sent = 0;

	say(fd, S("POST / HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n"));
	while (sent < 2 * (size_t)HTTP_DRAIN_MAX && send(fd, chunk.p, chunk.n, MSG_NOSIGNAL) > 0)
		sent += chunk.n;
	close(fd);
	assert_true(sent < 2 * (size_t)HTTP_DRAIN_MAX);
	assert_int_equal(next_done(), 'B');
}

static void an_upload_comes_in_pieces(void **state)
{
	const struct fixture *f = *state;
	struct str heard = ask(f, strf(f->arena, "POST /stream HTTP/1.1\r\n" CLOSE "Content-Length: 3000000\r\n\r\n%s",
	                               repeat(f, 'b', 3000000).p));

	assert_true(str_ends(heard, S("streamed 3000000")));
	assert_int_equal(next_done(), 'S');
}

static void an_upload_can_be_stopped_with_an_answer(void **state)
{
	const struct fixture *f = *state;
	struct str heard = ask(f, strf(f->arena, "POST /stream/picky HTTP/1.1\r\n" CLOSE
	                                         "Content-Length: 3000000\r\n\r\n%s", repeat(f, 'b', 3000000).p));

	expect_status(heard, "415");
	assert_true(str_ends(heard, S("after 1 piece")));
}

/* Clients that are still sending may give up at a reset before they read, so the body must have been taken. */
static void a_refused_body_is_taken_and_gets_its_answer(void **state)
{
	const struct fixture *f = *state;
	struct str heard, body = repeat(f, 'b', 20000000);
	int fd = dial(f);

	assert_true(say(fd, S("POST /refuse HTTP/1.1\r\n" CLOSE "Content-Length: 20000000\r\n\r\n")));
	assert_true(say(fd, body));
	heard = hear(f, fd, WAIT_MS);
	close(fd);
	expect_status(heard, "403");
	assert_true(str_ends(heard, S("refused")));
}

static void a_refusal_does_not_invite_the_body(void **state)
{
	struct str heard = ask(*state, S("POST /refuse HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
	                                 "Content-Length: 3000000\r\n\r\n"));

	expect_status(heard, "403");
	assert_false(says(heard, S("100 Continue")));
	assert_true(says(heard, S("Connection: close\r\n")));
}

static void a_slow_reader_gets_the_whole_body(void **state)
{
	const struct fixture *f = *state;
	int fd = dial(f), small = 65536;
	char *piece = arena_alloc(f->arena, 65536);
	size_t heard = 0;
	ssize_t n;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	say(fd, S("GET /big HTTP/1.1\r\n" CLOSE "\r\n"));
	assert_true(nothing_done());
	for (int i = 0; (n = recv(fd, piece, 65536, 0)) > 0; i++) {
		assert_null(memchr(piece, 'x', (size_t)n) && heard > 500 ? piece : NULL);
		heard += (size_t)n;
		if (i < 20)
			usleep(5000);
	}
	assert_true(heard > BIG && heard < BIG + 1000);
	assert_int_equal(next_done(), 'S');
	close(fd);
}

static void a_broken_client_is_done_but_not_sent(void **state)
{
	const struct fixture *f = *state;
	int fd = dial(f);

	say(fd, S("GET /big HTTP/1.1\r\n" CLOSE "\r\n"));
	assert_true(nothing_done());
	close(fd);
	assert_int_equal(next_done(), 'B');

	fd = dial(f);
	say(fd, S("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\nhalf"));
	usleep(50000);
	close(fd);
	assert_int_equal(next_done(), 'B');
	assert_true(nothing_done());
}

static void stopping_finishes_what_is_in_flight(void **state)
{
	const struct fixture *f = *state;
	int fd = dial(f);
	struct str heard;

	say(fd, S("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab"));
	usleep(100000);
	kill(f->server, SIGTERM);
	usleep(300000);
	say(fd, S("cde"));
	heard = hear(f, fd, WAIT_MS);
	assert_true(str_ends(heard, S("body=abcde")));
	assert_true(says(heard, S("Connection: close\r\n")));
	close(fd);
}

static void stopping_answers_a_connection_it_has_accepted(void **state)
{
	const struct fixture *f = *state;
	int fd = dial(f);

	usleep(300000);
	kill(f->server, SIGTERM);
	usleep(300000);
	say(fd, S("GET /late HTTP/1.1\r\nHost: h\r\n\r\n"));
	assert_true(says(hear(f, fd, WAIT_MS), S("path=/late")));
	close(fd);
}

static void a_bad_address_to_listen_on_is_explained(void **state)
{
	static const struct str bad[] = { S_INIT("8080"), S_INIT("localhost"), S_INIT("::1:80"), S_INIT("127.0.0.1:70000"),
	                                  S_INIT("127.0.0.1:"), S_INIT("") };
	const struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct str why = STR_NONE;
		int port;

		assert_int_equal(http_listen_socket(f->arena, bad[i], &why, &port), -1);
		assert_true(says(why, S("not an address to listen on")));
	}
}

static void ipv6_is_listened_on_in_brackets(void **state)
{
	const struct fixture *f = *state;
	struct str why;
	int port = 0, fd = http_listen_socket(f->arena, S("[::1]:0"), &why, &port);

	if (fd < 0 && says(why, S("Cannot assign")))
		skip(); /* this machine has no IPv6 */
	assert_true(fd >= 0 && port > 0);
	close(fd);
}

/* The server is looked over for leaks when it ends (tear_down). The library forgets a request whose cookies find no room
 * beside its target. */
static void a_request_that_never_became_whole_leaves_nothing_behind(void **state)
{
	const struct fixture *f = *state;
	struct buf crowded = buf_new(f->arena, 1 << 20);
	struct str begun[] = { S("GET /half HTTP/1.1\r\n"), S("GET /half HTTP/1.1\r\nHost: h"),
		               S("GET /none HTTP/1.1\r\nno colon here\r\n\r\n"), STR_NONE };

	buf_addf(&crowded, "GET /?q=%s HTTP/1.1\r\nHost: h\r\nCookie: ", repeat(f, 'a', 15000).p);
	for (int i = 0; i < 300; i++)
		buf_add(&crowded, S("c=d; "));
	buf_add(&crowded, S("\r\n\r\n"));
	begun[COUNT_OF(begun) - 1] = buf_str(&crowded);
	for (size_t i = 0; i < 4 * COUNT_OF(begun); i++) {
		int fd = dial(f);

		say(fd, begun[i % COUNT_OF(begun)]);
		hear(f, fd, 50);
		close(fd);
	}
	assert_true(says(ask(f, S("GET / HTTP/1.1\r\n" CLOSE "\r\n")), S("200 OK")));
}

/* Or everybody who comes by IPv4 would be one visitor to a limit on tries, and a proxy of ours not be known. */
static void an_ipv4_peer_has_its_own_address_on_a_socket_for_both(void **state)
{
	const struct fixture *f = *state;

	assert_true(says(ask(f, S("GET / HTTP/1.1\r\n" CLOSE "\r\n")), S("peer=127.0.0.1 ")));
}

#define FACT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(the_application_sees_the_request_as_it_was_sent),
		FACT(the_server_does_not_name_its_make_or_version),
		FACT(an_unknown_method_reaches_the_application_as_other),
		FACT(head_has_the_length_but_no_body),
		FACT(not_modified_has_no_body),
		FACT(a_file_is_sent_whole),
		FACT(pipelined_requests_are_answered_in_order),
		FACT(a_connection_is_kept_unless_the_response_says_close),
		FACT(a_head_over_the_bound_is_refused),
		FACT(a_head_within_the_bound_is_served),
		FACT(what_can_be_read_in_two_ways_is_refused),
		FACT(a_body_over_max_gets_the_applications_answer),
		FACT(a_body_of_exactly_max_is_kept),
		FACT(a_chunked_body_is_joined),
		FACT(a_chunked_body_over_max_gets_the_applications_answer),
		FACT(an_endless_body_is_cut_off),
		FACT(an_upload_comes_in_pieces),
		FACT(an_upload_can_be_stopped_with_an_answer),
		FACT(a_refused_body_is_taken_and_gets_its_answer),
		FACT(a_refusal_does_not_invite_the_body),
		FACT(a_slow_reader_gets_the_whole_body),
		FACT(a_broken_client_is_done_but_not_sent),
		FACT(stopping_finishes_what_is_in_flight),
		FACT(stopping_answers_a_connection_it_has_accepted),
		FACT(a_bad_address_to_listen_on_is_explained),
		FACT(ipv6_is_listened_on_in_brackets),
		FACT(a_request_that_never_became_whole_leaves_nothing_behind),
		cmocka_unit_test_setup_teardown(an_ipv4_peer_has_its_own_address_on_a_socket_for_both, set_up_for_both, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
