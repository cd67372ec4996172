/* listen.c — opening the socket the workers share. */
#include "base/text.h"
#include "http/http.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

/* split — "host:port" or "[v6]:port" into its two parts. */
static bool split(struct str address, struct str *ret_host, struct str *ret_port)
{
	size_t colon = address.n;

	while (colon > 0 && address.p[colon - 1] != ':')
		colon--;
	if (colon < 2)
		return false;
	*ret_host = str_sub(address, 0, colon - 1);
	*ret_port = str_sub(address, colon, address.n - colon);
	if (ret_host->p[0] == '[' && ret_host->n > 2 && ret_host->p[ret_host->n - 1] == ']')
		*ret_host = str_sub(*ret_host, 1, ret_host->n - 2);
	else if (str_find_char(*ret_host, ':') != SIZE_MAX)
		return false; /* an IPv6 address wants its brackets */
	return true;
}

static int open_socket(const struct addrinfo *at)
{
	int on = 1, keep;
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)); /* accepted connections inherit it */
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	keep = errno;
	close(fd);
	errno = keep;
	return -1;
}

static int port_of(int fd)
{
	struct sockaddr_storage bound;
	socklen_t n = sizeof(bound);

	if (getsockname(fd, (struct sockaddr *)&bound, &n) != 0)
		return 0;
	if (bound.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)(const void *)&bound)->sin6_port);
	return ntohs(((const struct sockaddr_in *)(const void *)&bound)->sin_port);
}

int http_listen_socket(struct arena *a, struct str address, struct str *ret_why, int *ret_port)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV }, *found;
	struct str host, port;
	int64_t number;
	int fd, bad;

	if (!split(address, &host, &port) || !str_to_i64(port, 0, 65535, &number)) {
		*ret_why = strf(a, "“%.*s” is not an address to listen on: write HOST:PORT, such as 127.0.0.1:8080.",
		                STR_FMT(address));
		return -1;
	}
	if ((bad = getaddrinfo(str_c(a, host), str_c(a, port), &hints, &found)) != 0) {
		*ret_why = strf(a, "Cannot find the host in “%.*s”: %s.", STR_FMT(address), gai_strerror(bad));
		return -1;
	}
	fd = open_socket(found);
	freeaddrinfo(found);
	if (fd < 0) {
		*ret_why = strf(a, "Cannot listen on %.*s: %s.", STR_FMT(address), strerror(errno));
		return -1;
	}
	*ret_port = port_of(fd);
	return fd;
}
