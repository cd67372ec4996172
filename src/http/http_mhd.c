/* http_mhd.c — the network door on libmicrohttpd 0.9.75, polled from outside with epoll.
 *
 * The library parses and frames; this file adds what it is lenient about (duplicate headers, control
 * characters, both kinds of body length), keeps bodies within bounds and turns its callbacks into the
 * four of http.h.
 *
 * Memory: one `struct exchange` a request, malloc'd with a copy of its target, freed in on_completed().
 * A connection owns CONNECTION_MEMORY bytes of the library's pool, which the library zeroes between
 * requests, so an idle connection really costs that much: keep it small.
 */
#include "http/http.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum {
	CONNECTION_MEMORY = HTTP_HEAD_MAX + 4 * 1024, /* the head, the library's index of it, the response's head */
	HEADERS_MAX = 100,
	STOP_POLL_MS = 100,
	FIRST_REQUEST_MS = 1000, /* stopping waits so long for connections that have not said anything yet */
};

struct http_server {
	struct MHD_Daemon *daemon;
	const struct http_app *app;
	int epoll;
	size_t in_flight;
	size_t untold; /* connections that have not sent a request line yet */
	bool stopping;
};

/* What we know of a connection beyond its requests; its socket context. */
struct line {
	bool told; /* has sent a request line */
	struct exchange *begun; /* its request line is in, its headers are not yet */
};

/* One request and its answer. */
struct exchange {
	struct http_request rq;
	struct http_server *server;
	struct MHD_Connection *connection;
	bool head_seen;     /* the library has shown us the head */
	bool known_to_app;  /* on_head was called, so on_done must be */
	bool dropping;      /* a response is set; the rest of the body is read and forgotten */
	bool answered;      /* the response belongs to the library now */
	enum http_body kind;
	uint64_t max;       /* of the body */
	uint64_t received;
	char *body;
	size_t body_room;
	char peer[INET6_ADDRSTRLEN]; /* bounded: the longest address inet_ntop writes */
	size_t target_n;
	char target[];      /* path and query as sent, zero-ended */
};

/* ---- the answer ---- */

static struct MHD_Response *response_make(struct http_response *r)
{
	struct MHD_Response *made;

	if (r->file >= 0) {
		made = MHD_create_response_from_fd64(r->file_size, r->file);
		if (made)
			r->file = -1; /* the library closes it */
		return made;
	}
	/* Persistent in both cases: an arena lives until on_done, after which nothing is sent. */
	return MHD_create_response_from_buffer(r->body.n, (void *)(uintptr_t)r->body.p, MHD_RESPMEM_PERSISTENT);
}

static bool response_add_headers(struct MHD_Response *made, const struct http_response *r)
{
	for (size_t i = 0; i < r->headers_n; i++) {
		/* Header values are short; the library wants them zero-ended. */
		char *value = strndup(r->headers[i].value.p ? r->headers[i].value.p : "", r->headers[i].value.n);
		bool added = value && MHD_add_response_header(made, r->headers[i].name, value) == MHD_YES;

		free(value);
		if (!added)
			return false;
	}
	return true;
}

/* answer — hands the response over. MHD_NO closes the connection, when even that is impossible. */
static enum MHD_Result answer(struct exchange *x, bool close)
{
	struct http_response *r = &x->rq.response;
	struct MHD_Response *made;
	enum MHD_Result queued = MHD_NO;

	if (r->status < 200 || r->status > 599) {
		r->status = 500;
		r->body = STR_NONE;
		r->headers_n = 0;
	}
	made = response_make(r);
	if (!made)
		return MHD_NO;
	if (response_add_headers(made, r)) {
		if (close || r->close || x->server->stopping)
			MHD_add_response_header(made, "Connection", "close");
		queued = MHD_queue_response(x->connection, (unsigned)r->status, made);
	}
	MHD_destroy_response(made); /* the connection keeps its own reference */
	x->answered = queued == MHD_YES;
	return queued;
}

/* reject — answers for the application, which never hears of the request, and closes. */
static enum MHD_Result reject(struct exchange *x, int status)
{
	static const struct {
		int status;
		struct str text;
	} texts[] = {
		{ 400, S_INIT("This request is not well formed.\n") },
		{ 414, S_INIT("This address is too long.\n") },
		{ 431, S_INIT("The headers of this request are too large.\n") },
		{ 501, S_INIT("This transfer encoding is not supported.\n") },
		{ 505, S_INIT("This version of HTTP is not supported.\n") },
	};

	x->rq.response = (struct http_response){ .status = status, .file = -1 };
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (texts[i].status == status)
			x->rq.response.body = texts[i].text;
	http_respond_header(&x->rq, "Content-Type", S("text/plain; charset=utf-8"));
	return answer(x, true);
}

/* ---- checking the head ---- */

/* Headers that mean one thing: a second one is a mistake or an attempt to be read in two ways. */
static const char *const single_headers[] = {
	"Host", "Content-Length", "Transfer-Encoding", "Content-Type", "Authorization", "Cookie", "Expect",
	"Origin", "Referer", "Sec-Fetch-Site", "If-Match", "If-None-Match", "Range", "Forwarded",
	"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP",
};

struct head_check {
	int status; /* 0 while all is well */
	size_t bytes, n;
	bool seen[COUNT_OF(single_headers)];
};

static bool is_token_char(unsigned char c)
{
	return isalnum(c) || (c != 0 && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_header_text(const char *name, size_t name_n, const char *value, size_t value_n)
{
	if (name_n == 0)
		return false;
	for (size_t i = 0; i < name_n; i++)
		if (!is_token_char((unsigned char)name[i]))
			return false;
	for (size_t i = 0; i < value_n; i++)
		if (((unsigned char)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7f)
			return false;
	return true;
}

static enum MHD_Result check_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                    const char *value, size_t value_n)
{
	struct head_check *check = arg;

	UNUSED(kind);
	check->bytes += name_n + value_n + 4; /* ": " and the end of the line */
	if (++check->n > HEADERS_MAX || check->bytes > HTTP_HEAD_MAX)
		check->status = 431;
	else if (!is_header_text(name, name_n, value, value_n))
		check->status = 400;
	for (size_t i = 0; check->status == 0 && i < COUNT_OF(single_headers); i++) {
		if (strcasecmp(single_headers[i], name) != 0)
			continue;
		if (check->seen[i])
			check->status = 400;
		check->seen[i] = true;
	}
	return check->status == 0 ? MHD_YES : MHD_NO;
}

/* check_target — the status to refuse the request target with, or 0. Splits it into path and query. */
static int check_target(struct exchange *x)
{
	const char *question = memchr(x->target, '?', x->target_n);
	size_t path_n = question ? (size_t)(question - x->target) : x->target_n;

	if (x->target_n == 0 || x->target[0] != '/')
		return 400;
	for (size_t i = 0; i < x->target_n; i++)
		if ((unsigned char)x->target[i] <= 0x20 || (unsigned char)x->target[i] >= 0x7f)
			return 400;
	if (path_n > HTTP_PATH_MAX)
		return 414;
	for (size_t i = 0; i + 2 < path_n; i++)
		if (memcmp(x->target + i, "%00", 3) == 0)
			return 400;
	x->rq.path = (struct str){ x->target, path_n };
	if (question)
		x->rq.query = (struct str){ question + 1, x->target_n - path_n - 1 };
	return 0;
}

/* check_framing — how long the body is, if that can be said in one way only; else the status. */
static int check_framing(struct exchange *x, const char *version)
{
	struct str encoding = http_header_of(&x->rq, "Transfer-Encoding");
	struct str length = http_header_of(&x->rq, "Content-Length");

	x->rq.content_length = 0;
	if (encoding.p) {
		if (length.p || strcmp(version, "HTTP/1.1") != 0)
			return 400;
		if (encoding.n != 7 || strncasecmp(encoding.p, "chunked", 7) != 0)
			return 501;
		x->rq.content_length = UINT64_MAX;
	} else if (length.p) {
		if (length.n == 0 || length.n > 18) /* 18 digits fit, and are more than enough */
			return 400;
		for (size_t i = 0; i < length.n; i++) {
			if (length.p[i] < '0' || length.p[i] > '9')
				return 400;
			x->rq.content_length = x->rq.content_length * 10 + (uint64_t)(length.p[i] - '0');
		}
	}
	return 0;
}

/* check_head — the status to refuse the head with, or 0. The library ends a target at its first NUL and
 * says nothing; but url and version point into the same line, so what lies between them gives it away. */
static int check_head(struct exchange *x, const char *url, const char *version)
{
	struct head_check check = { .bytes = x->target_n };
	int status;

	if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
		return 505;
	if ((uintptr_t)version - (uintptr_t)url != x->target_n + 1)
		return 400;
	if ((status = check_target(x)) != 0)
		return status;
	MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, check_header, &check);
	if (check.status != 0)
		return check.status;
	return check_framing(x, version);
}

static enum http_method method_of(const char *name)
{
	static const struct {
		const char *name;
		enum http_method method;
	} methods[] = {
		{ "GET", HTTP_GET }, { "HEAD", HTTP_HEAD }, { "POST", HTTP_POST },
		{ "PUT", HTTP_PUT }, { "DELETE", HTTP_DELETE }, { "OPTIONS", HTTP_OPTIONS },
	};

	for (size_t i = 0; i < COUNT_OF(methods); i++)
		if (strcmp(methods[i].name, name) == 0)
			return methods[i].method;
	return HTTP_OTHER;
}

static struct str peer_of(struct exchange *x)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct in6_addr *six;
	const void *address;
	int family;

	if (!info || !info->client_addr)
		return STR_NONE;
	family = info->client_addr->sa_family;
	if (family == AF_INET) {
		address = &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr;
	} else if (family == AF_INET6) {
		address = six = &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr;
		if (IN6_IS_ADDR_V4MAPPED(six)) { /* on a socket for both, IPv4 comes as ::ffff:192.0.2.1 */
			address = &six->s6_addr[12];
			family = AF_INET;
		}
	} else {
		return STR_NONE;
	}
	if (!inet_ntop(family, address, x->peer, sizeof(x->peer)))
		return STR_NONE;
	return (struct str){ x->peer, strlen(x->peer) };
}

/* ---- the body ---- */

/* refuse_body — a response is set; decides whether the client can hear it before its body is read. */
static enum MHD_Result refuse_body(struct exchange *x)
{
	bool waits = http_header_of(&x->rq, "Expect").n > 0;
	bool endless = x->rq.content_length != UINT64_MAX && x->rq.content_length > HTTP_DRAIN_MAX;

	if (x->rq.content_length == 0)
		return answer(x, false);
	if (waits || endless)
		return answer(x, true);
	x->dropping = true;
	return MHD_YES;
}

static enum MHD_Result head_arrived(struct exchange *x, const char *url, const char *method,
                                    const char *version)
{
	const struct http_app *app = x->server->app;
	int status;

	x->rq.method = method_of(method);
	x->rq.method_text = (struct str){ method, strlen(method) };
	if ((status = check_head(x, url, version)) != 0)
		return reject(x, status);
	x->rq.host = http_header_of(&x->rq, "Host");
	x->rq.peer = peer_of(x);

	x->max = HTTP_BODY_MAX;
	x->known_to_app = true;
	x->server->in_flight++;
	x->kind = app->on_head(app->arg, &x->rq, &x->max);
	if (x->kind == HTTP_BODY_REFUSE)
		return refuse_body(x);
	if (x->rq.content_length != UINT64_MAX && x->rq.content_length > x->max) {
		app->on_too_large(app->arg, &x->rq);
		return refuse_body(x);
	}
	return MHD_YES;
}

static bool body_keep(struct exchange *x, struct str piece)
{
	size_t need = x->rq.body.n + piece.n;

	if (need > x->body_room) {
		size_t room = x->body_room ? x->body_room * 2 : 4096;
		char *grown;

		if (room < need)
			room = need;
		if (room > x->max)
			room = (size_t)x->max;
		if (!(grown = realloc(x->body, room)))
			return false;
		x->body = grown;
		x->body_room = room;
	}
	memcpy(x->body + x->rq.body.n, piece.p, piece.n);
	x->rq.body = (struct str){ x->body, need };
	return true;
}

/* body_arrived — one piece. The library can't answer in the middle of a body, so a refusal waits for
 * its end; past HTTP_DRAIN_MAX the connection is cut. */
static enum MHD_Result body_arrived(struct exchange *x, struct str piece)
{
	const struct http_app *app = x->server->app;

	x->received += piece.n;
	if (x->dropping)
		return x->received <= x->max + HTTP_DRAIN_MAX ? MHD_YES : MHD_NO;
	if (x->received > x->max) {
		x->dropping = true;
		app->on_too_large(app->arg, &x->rq);
		return MHD_YES;
	}
	if (x->kind == HTTP_BODY_STREAM) {
		x->dropping = !app->on_body(app->arg, &x->rq, piece);
		return MHD_YES;
	}
	return body_keep(x, piece) ? MHD_YES : MHD_NO;
}

/* ---- what the library calls ---- */

static struct line *line_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* theirs_now — from here on the library tells us when the request has ended (on_completed). One whose cookies
 * found no room beside its target it forgets without a word: that is left to on_connection. */
static void theirs_now(struct MHD_Connection *connection, const struct exchange *x)
{
	struct line *line = line_of(connection);

	if (line && line->begun == x)
		line->begun = NULL;
}

/* on_target — the request line is in. The target is copied here because the library decodes it in place. */
static void *on_target(void *arg, const char *target, struct MHD_Connection *connection)
{
	struct line *line = line_of(connection);
	struct http_server *server = arg;
	size_t n = strlen(target);
	struct exchange *x;

	if (!line)
		return NULL;
	if (!line->told) {
		line->told = true;
		server->untold--;
	}
	if (!(x = calloc(1, sizeof(*x) + n + 1)))
		return NULL;
	free(line->begun);
	line->begun = x;
	x->server = server;
	x->connection = connection;
	x->target_n = n;
	memcpy(x->target, target, n);
	x->rq.response.file = -1;
	x->rq.server = x;
	return x;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *data, size_t *data_n, void **state)
{
	struct exchange *x = *state;
	const struct http_app *app;

	UNUSED(arg);
	if (!x)
		return MHD_NO;
	if (!x->head_seen) {
		theirs_now(connection, x);
		x->head_seen = true;
		return head_arrived(x, url, method, version);
	}
	if (*data_n > 0) {
		struct str piece = { data, *data_n };

		*data_n = 0; /* all of it is taken */
		return x->answered ? MHD_YES : body_arrived(x, piece);
	}
	if (x->answered)
		return MHD_YES;
	app = x->server->app;
	if (!x->dropping)
		app->on_full(app->arg, &x->rq);
	return answer(x, false);
}

static void on_completed(void *arg, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode how)
{
	struct exchange *x = *state;
	const struct http_app *app;

	UNUSED(arg);
	if (!x)
		return;
	theirs_now(connection, x);
	*state = NULL;
	app = x->server->app;
	if (x->known_to_app) {
		x->server->in_flight--;
		app->on_done(app->arg, &x->rq, x->answered && how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
	}
	if (x->rq.response.file >= 0)
		close(x->rq.response.file); /* set, but never sent */
	free(x->body);
	free(x);
}

static void on_connection(void *arg, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
	struct http_server *server = arg;
	struct line *line = *context;

	UNUSED(connection);
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = line = calloc(1, sizeof(*line));
		server->untold += line != NULL;
		return;
	}
	if (line && !line->told)
		server->untold--;
	if (line)
		free(line->begun);
	free(line);
	*context = NULL;
}

/* The application gets the target as it was sent (on_target) and decodes it once; the library need not. */
static size_t leave_encoded(void *arg, struct MHD_Connection *connection, char *text)
{
	UNUSED(arg);
	UNUSED(connection);
	return strlen(text);
}

/* ---- http.h ---- */

struct str http_header_of(const struct http_request *rq, const char *name)
{
	const struct exchange *x = rq->server;
	const char *value = NULL;
	size_t n = 0;

	if (MHD_lookup_connection_value_n(x->connection, MHD_HEADER_KIND, name, strlen(name), &value, &n) != MHD_YES ||
	    !value)
		return STR_NONE;
	return (struct str){ value, n };
}

void http_respond_header(struct http_request *rq, const char *name, struct str value)
{
	struct http_response *r = &rq->response;

	if (r->headers_n == COUNT_OF(r->headers))
		abort(); /* a programming error, as http.h says */
	r->headers[r->headers_n++] = (struct http_header){ name, value };
}

struct http_server *http_start(int socket, const struct http_app *app)
{
	struct http_server *s = calloc(1, sizeof(*s));
	const union MHD_DaemonInfo *info;

	if (!s)
		return NULL;
	s->app = app;
	signal(SIGPIPE, SIG_IGN); /* sendfile() has no MSG_NOSIGNAL */
	s->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request, s,
	                             MHD_OPTION_LISTEN_SOCKET, socket,
	                             MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
	                             MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)4096,
	                             MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX,
	                             MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_SECONDS,
	                             MHD_OPTION_STRICT_FOR_CLIENT, 1,
	                             MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
	                             MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL,
	                             MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
	                             MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
	                             MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
	                             MHD_OPTION_END);
	info = s->daemon ? MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	if (!info) {
		if (s->daemon)
			MHD_stop_daemon(s->daemon);
		free(s);
		return NULL;
	}
	s->epoll = info->epoll_fd;
	return s;
}

void http_poll(struct http_server *s, int timeout_ms, int wake_fd)
{
	struct pollfd fds[2] = { { .fd = s->epoll, .events = POLLIN }, { .fd = wake_fd, .events = POLLIN } };
	MHD_UNSIGNED_LONG_LONG due;

	if (MHD_get_timeout(s->daemon, &due) == MHD_YES && due < (MHD_UNSIGNED_LONG_LONG)timeout_ms)
		timeout_ms = (int)due;
	if (poll(fds, wake_fd >= 0 ? 2 : 1, timeout_ms) < 0 && errno != EINTR)
		return;
	MHD_run(s->daemon);
}

void http_stop(struct http_server *s, int grace_ms, void (*on_wait)(void *arg), void *arg)
{
	int64_t start = monotonic_ms(), now = start;

	s->stopping = true;
	http_poll(s, 0, -1); /* what has already arrived counts as in flight */
	MHD_quiesce_daemon(s->daemon); /* accepts no more; the socket stays open for the other workers */
	/* A connection we accepted is ours to answer, even if its first request is still on the way. */
	for (; now - start < grace_ms && (s->in_flight > 0 || (s->untold > 0 && now - start < FIRST_REQUEST_MS));
	     now = monotonic_ms()) {
		http_poll(s, STOP_POLL_MS, -1);
		if (on_wait)
			on_wait(arg);
	}
	MHD_stop_daemon(s->daemon);
	free(s);
}

size_t http_in_flight(const struct http_server *s)
{
	return s->in_flight;
}

size_t http_connections(const struct http_server *s)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

	return info ? info->num_connections : 0;
}
