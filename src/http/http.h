/* http.h — one door to the network. Everything about libmicrohttpd is in http_mhd.c.
 *
 * A server is polled by its owner (no threads): http_poll() waits for the network and calls back.
 * For each request, in order:
 *
 *   on_head   headers are in, no body yet: the application decides what the body may be
 *   on_body   (uploads only) a piece of the body
 *   on_full   the whole body is in hand: the application must set the response
 *   on_done   the last byte has gone, or the connection broke: release what belongs to the request
 *
 * on_done comes exactly once for each on_head. Bytes go on being sent after on_full returns, so whatever
 * the response points to must live until on_done.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/arena.h"
#include "base/time.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OPTIONS, HTTP_OTHER };

/* Bounds: a request over one of them is answered by http/ itself, before the application sees it. */
enum {
	HTTP_HEAD_MAX = 16 * 1024,        /* request line and headers; an idle connection costs a little more */
	HTTP_PATH_MAX = 4096,
	HTTP_BODY_MAX = 256 * 1024,       /* in memory, unless the route asks for more */
	HTTP_DRAIN_MAX = 32 * 1024 * 1024, /* of a refused body, read and dropped before the answer */
	HTTP_CONNECTIONS_MAX = 4096,      /* a worker */
	HTTP_IDLE_SECONDS = 30,
};

struct http_header {
	const char *name;
	struct str value;
};

struct http_response {
	int status;
	struct str body;            /* must live until on_done */
	bool body_is_static;        /* for ever: embedded assets */
	int file;                   /* a file descriptor to send instead of body, closed by http/; -1 for none */
	uint64_t file_size;
	struct http_header headers[24];
	size_t headers_n;
	bool close;                 /* close the connection behind it */
};

struct http_request {
	enum http_method method;
	struct str method_text;
	struct str path;            /* raw, as sent, without the query; starts with '/' */
	struct str query;           /* raw, without '?' */
	struct str host;            /* empty if absent (HTTP/1.0) */
	struct str peer;            /* address of the other end of the socket; IPv4 always as 192.0.2.1 */
	void *app;                  /* the application's own, set in on_head */
	struct str body;            /* whole body, when kept in memory */
	uint64_t content_length;    /* UINT64_MAX when not given (chunked) */
	struct http_response response;
	void *server;               /* http/'s own */
};

/* http_header_of — value of a request header (case does not count); empty if absent. Valid until on_done. */
struct str http_header_of(const struct http_request *rq, const char *name);
/* http_respond_header — adds a response header; name is a literal. The 25th is a programming error. */
void http_respond_header(struct http_request *rq, const char *name, struct str value);

/* What on_head decided about the body. Whenever a body is refused (here, by on_body or by its size) it
 * is read and dropped up to HTTP_DRAIN_MAX before the answer goes out, because a browser or proxy that
 * is still sending never sees an answer followed by a reset. A client that waits for 100 Continue is
 * answered at once; one that sends more than HTTP_DRAIN_MAX is cut off. */
enum http_body {
	HTTP_BODY_MEMORY,  /* collect it, up to `max` */
	HTTP_BODY_STREAM,  /* give me the pieces, up to `max` in all */
	HTTP_BODY_REFUSE,  /* the response is set already; on_full will not come */
};

struct http_app {
	enum http_body (*on_head)(void *arg, struct http_request *rq, uint64_t *ret_max);
	/* on_body — false: no more pieces, please; the response is set and on_full will not come. */
	bool (*on_body)(void *arg, struct http_request *rq, struct str piece);
	void (*on_full)(void *arg, struct http_request *rq);
	/* on_too_large — the body is longer than max, by its Content-Length or as it came in; the application
	 * sets a 413 and on_full will not come. */
	void (*on_too_large)(void *arg, struct http_request *rq);
	void (*on_done)(void *arg, struct http_request *rq, bool sent);
	void *arg;
};

/* What never reaches the application: heads over the bounds (431, 414), two of a header that must be single,
 * Content-Length together with Transfer-Encoding, control characters, %00 in a path (400), transfer
 * encodings other than chunked (501), HTTP other than 1.0 and 1.1 (505). Each is answered with a short
 * text and the connection closed. */

struct http_server;
/* http_listen_socket — a bound, listening socket ("127.0.0.1:8080", "[::1]:0"); -1 with a reason. The
 * parent opens it once and workers share it. */
int http_listen_socket(struct arena *a, struct str address, struct str *ret_why, int *ret_port);
/* http_start — a server on `socket`, which stays the caller's; `app` must outlive it. Also ignores SIGPIPE
 * for the process. NULL when the kernel or memory refuses. */
struct http_server *http_start(int socket, const struct http_app *app);
/* http_poll — serves what is ready, waiting at most timeout_ms; also wakes for `wake_fd` (-1 for none). */
void http_poll(struct http_server *s, int timeout_ms, int wake_fd);
/* http_stop — stops accepting (the socket stays open for the others), finishes what is in flight for at
 * most grace_ms, then closes what is left (on_done with sent = false) and frees s. While it waits it calls
 * on_wait(arg) about every 100 ms, if given: the worker's heartbeat. */
void http_stop(struct http_server *s, int grace_ms, void (*on_wait)(void *arg), void *arg);
/* http_connections — open connections, idle ones too. http_in_flight — requests between on_head and on_done. */
size_t http_in_flight(const struct http_server *s);
size_t http_connections(const struct http_server *s);

#endif
