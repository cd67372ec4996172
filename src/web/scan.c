/* scan.c — the conversation with clamd: "zINSTREAM", pieces with their length before them, a piece of length 0; then its
 * verdict, "stream: OK" or "stream: NAME FOUND", ended by a zero byte. */
#include "web/scan.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, VERDICT_MAX = 4096 };

static int connect_to(struct arena *a, struct str path, struct str *why)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = SCAN_SILENT_SECONDS };
	int fd;

	if (path.n >= sizeof(to.sun_path)) {
		*why = S("The path of clamd's socket is too long.");
		return -1;
	}
	memcpy(to.sun_path, path.p, path.n);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0 &&
	    connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	*why = strf(a, "clamd does not answer: %s.", strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool send_all(int to, const void *p, size_t n)
{
	const char *at = p;

	while (n) {
		ssize_t sent = send(to, at, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		at += sent;
		n -= (size_t)sent;
	}
	return true;
}

/* send_file — false when clamd stopped taking it or it can't be read. clamd closes its end after saying why, so its
 * verdict is read all the same. */
static bool send_file(struct arena *a, int to, int fd)
{
	char *piece = arena_alloc(a, PIECE);
	off_t at = 0;

	if (!send_all(to, "zINSTREAM", sizeof("zINSTREAM")))
		return false;
	for (;;) {
		ssize_t n = pread(fd, piece, PIECE, at);
		uint32_t length;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		length = htonl((uint32_t)n);
		if (!send_all(to, &length, sizeof(length)) || !send_all(to, piece, (size_t)n))
			return false;
		if (n == 0)
			return true;
		at += n;
	}
}

static struct str read_verdict(struct arena *a, int from)
{
	char *p = arena_alloc(a, VERDICT_MAX);
	size_t n = 0;

	while (n < VERDICT_MAX) {
		ssize_t got = recv(from, p + n, VERDICT_MAX - n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
		if (p[n - 1] == 0)
			return str_trim((struct str){ p, n - 1 });
	}
	return STR_NONE; /* half a verdict is none */
}

static enum rc judged(struct str verdict, bool sent, bool *ret_infected, struct str *ret_why)
{
	if (sent && str_eq(verdict, S("stream: OK"))) {
		*ret_infected = false;
		return OK;
	}
	if (str_ends(verdict, S(" FOUND"))) {
		*ret_infected = true;
		return OK;
	}
	if (str_find(verdict, S("size limit exceeded")) != SIZE_MAX) {
		*ret_why = S("clamd takes no files of this size: set its StreamMaxLength to 26M or more.");
		return TOO_LARGE;
	}
	*ret_why = S("clamd gave no verdict.");
	return BUSY;
}

enum rc scan_ask(struct arena *a, struct str socket_path, int fd, bool *ret_infected, struct str *ret_why)
{
	int clamd = connect_to(a, socket_path, ret_why);
	struct str verdict;
	bool sent;

	if (clamd < 0)
		return BUSY;
	sent = send_file(a, clamd, fd);
	verdict = read_verdict(a, clamd);
	close(clamd);
	return judged(verdict, sent, ret_infected, ret_why);
}

enum rc scan_takes(struct arena *a, struct str socket_path, struct str *ret_why)
{
	int zeros = memfd_create("zeros", MFD_CLOEXEC);
	bool infected;
	enum rc rc = FAULT;

	if (zeros >= 0 && ftruncate(zeros, SCAN_STREAM_LEAST) == 0)
		rc = scan_ask(a, socket_path, zeros, &infected, ret_why);
	if (zeros >= 0)
		close(zeros);
	return rc;
}
