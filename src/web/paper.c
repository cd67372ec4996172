/* paper.c — the other end of cairn-pdf. */
#include "web/paper.h"

#include "base/log.h"
#include "base/text.h"
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHUNK = 1 << 16, WAIT_MS = 180000, ABOVE = 10, LINE_MAX_ = 256, PATH_LEN_MAX = 4096 };

struct paper {
	struct arena *arena;
	pid_t pid;
	int feed, says;      /* what it reads; its progress */
	char *chunk;         /* what waits to be sent */
	size_t chunk_n, room, put;
	bool broken, too_large;
	int pages;
};

/* The program stands beside this one. */
static const char *program(struct arena *a)
{
	char *path = arena_alloc(a, PATH_LEN_MAX);
	ssize_t n = readlink("/proc/self/exe", path, PATH_LEN_MAX - 1);
	struct str own = { path, n > 0 ? (size_t)n : 0 };

	while (own.n && own.p[own.n - 1] != '/')
		own.n--;
	return strf(a, "%.*scairn-pdf", STR_FMT(own)).p;
}

bool paper_is_there(struct arena *a)
{
	return access(program(a), X_OK) == 0;
}

static int above(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, ABOVE);
}

/* Nothing of ours is handed on: no descriptor but its own, none of our settings, among which are secrets. */
static int start(const char *path, int in, int out, int says, pid_t *ret)
{
	static const char *const environment[] = { "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=/nonexistent", NULL };
	char *const argv[] = { (char *)"cairn-pdf", NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none, all;
	int e;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&how);
	posix_spawn_file_actions_adddup2(&files, in, 0);
	posix_spawn_file_actions_adddup2(&files, out, 1);
	posix_spawn_file_actions_adddup2(&files, says, 3);
	posix_spawn_file_actions_addclosefrom_np(&files, 4);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &all);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	e = posix_spawn(ret, path, &files, &how, argv, (char *const *)environment);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	return e;
}

static void close_both(const int ends[2])
{
	if (ends[0] >= 0)
		close(ends[0]);
	if (ends[1] >= 0)
		close(ends[1]);
}

enum rc paper_begin(struct arena *a, int fd, struct paper **ret)
{
	struct paper *p = NEW(a, struct paper);
	int feed[2] = { -1, -1 }, says[2] = { -1, -1 }, in = -1, out = -1, told = -1, e = 0;
	const char *path = program(a);

	*p = (struct paper){ .arena = a, .chunk = arena_alloc(a, CHUNK), .room = CHUNK };
	/* A pair of sockets rather than a pipe: writing to one whose reader is gone can be refused without a signal. */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, feed) != 0 || pipe2(says, O_CLOEXEC) != 0 || (in = above(feed[0])) < 0 ||
	    (told = above(says[1])) < 0 || (out = above(fd)) < 0)
		e = errno;
	else
		e = start(path, in, out, told, &p->pid);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	if (told >= 0)
		close(told);
	if (e) {
		close_both(feed);
		close_both(says);
		log_event(LOG_ERROR, "paper.not_started", { "errno", LOG_I(e) }, { "program", LOG_C(path) });
		return FAULT;
	}
	close(feed[0]);
	close(says[1]);
	p->feed = feed[1];
	p->says = says[0];
	*ret = p;
	return OK;
}

/* ---- what it is fed ---- */

void paper_send(struct paper *p)
{
	size_t at = 0;

	while (!p->broken && at < p->chunk_n) {
		ssize_t n = send(p->feed, p->chunk + at, p->chunk_n - at, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			p->broken = true;
		else
			at += (size_t)n;
	}
	p->chunk_n = 0;
}

static void feed_bytes(struct paper *p, struct str s)
{
	size_t room = p->room;

	p->put += s.n;
	if (p->put > PAPER_STREAM_MAX)
		p->too_large = true;
	if (p->too_large || !s.n)
		return;
	while (room - p->chunk_n < s.n)
		room *= 2;
	if (room > p->room)
		p->chunk = arena_resize(p->arena, p->chunk, p->room, room);
	p->room = room;
	memcpy(p->chunk + p->chunk_n, s.p, s.n);
	p->chunk_n += s.n;
}

static void feed_head(struct paper *p, char kind, size_t n)
{
	const uint8_t head[5] = { (uint8_t)kind, (uint8_t)n, (uint8_t)(n >> 8), (uint8_t)(n >> 16),
		                  (uint8_t)(n >> 24) };

	feed_bytes(p, (struct str){ (const char *)head, sizeof(head) });
}

void paper_put(struct paper *p, char kind, struct str text)
{
	text = str_sub(str_trim(text), 0, PAPER_RECORD_MAX);
	if (!text.n)
		return;
	feed_head(p, kind, text.n);
	feed_bytes(p, text);
}

void paper_pair(struct paper *p, char kind, struct str first, struct str second)
{
	first = str_sub(str_trim(first), 0, 1000);
	second = str_sub(str_trim(second), 0, PAPER_RECORD_MAX - 1001);
	if (!second.n)
		return;
	feed_head(p, kind, first.n + 1 + second.n);
	feed_bytes(p, first);
	feed_bytes(p, S("\0"));
	feed_bytes(p, second);
}

void paper_paragraphs(struct paper *p, char kind, struct str text)
{
	while (text.n) {
		size_t at = str_find(text, S("\n\n"));

		paper_put(p, kind, str_sub(text, 0, at == SIZE_MAX ? text.n : at));
		text = at == SIZE_MAX ? STR_NONE : str_sub(text, at + 2, SIZE_MAX);
	}
}

/* ---- how it ends ---- */

/* Lines of "PAGE PAGES"; the last whole one counts. Each read has whole lines: they are shorter than what a pipe keeps together. */
static void hear(struct paper *p, struct str said, int *ret_page)
{
	while (said.p && said.n) {
		struct str line = str_cut(&said, '\n'), page = str_cut(&line, ' ');
		int64_t n, of;

		if (str_to_i64(page, 1, PAPER_PAGES_MAX, &n) && str_to_i64(line, 1, PAPER_PAGES_MAX, &of)) {
			*ret_page = (int)n;
			p->pages = (int)of;
		}
	}
}

/* listen_until — until it closes its end. False when it took too long, or whoever waits wants no more. */
static bool listen_until(struct paper *p, bool (*on_page)(void *arg, int page, int pages), void *arg)
{
	int64_t end = monotonic_ms() + WAIT_MS;
	char *line = arena_alloc(p->arena, LINE_MAX_);

	for (;;) {
		struct pollfd fd = { .fd = p->says, .events = POLLIN };
		int page = 0;
		ssize_t n;

		if (monotonic_ms() >= end)
			return false;
		if (poll(&fd, 1, 1000) > 0) {
			n = read(p->says, line, LINE_MAX_);
			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0)
				return true;
			hear(p, (struct str){ line, (size_t)n }, &page);
		}
		if (on_page && !on_page(arg, page, p->pages))
			return false;
	}
}

/* ended — what became of it. `killed`: it was ended here, and is no failure of its own; the job is done again. */
static enum rc ended(struct paper *p, bool killed)
{
	static const enum rc said[] = { [PAPER_OK] = OK, [PAPER_FAILED] = FAULT, [PAPER_BAD_STREAM] = FAULT, [PAPER_NO_FONT] = FAULT,
		                            [PAPER_NO_SPACE] = NO_SPACE, [PAPER_TOO_LARGE] = TOO_LARGE, [PAPER_NOT_SHUT_IN] = FAULT };
	int status;

	while (waitpid(p->pid, &status, 0) < 0)
		if (errno != EINTR)
			return FAULT;
	if (killed)
		return BUSY;
	if (WIFEXITED(status) && (size_t)WEXITSTATUS(status) < COUNT_OF(said) && said[WEXITSTATUS(status)] != FAULT)
		return said[WEXITSTATUS(status)];
	if (WIFEXITED(status) && WEXITSTATUS(status) == PAPER_NOT_SHUT_IN)
		log_event(LOG_ERROR, "paper.not_shut_in", { "exit", LOG_I(WEXITSTATUS(status)) });
	else
		log_event(LOG_ERROR, "paper.failed", { "exit", LOG_I(WIFEXITED(status) ? WEXITSTATUS(status) : -1) },
		          { "signal", LOG_I(WIFSIGNALED(status) ? WTERMSIG(status) : 0) });
	return FAULT;
}

enum rc paper_end(struct paper *p, bool (*on_page)(void *arg, int page, int pages), void *arg, int *ret_pages)
{
	bool heard;
	enum rc rc;

	paper_send(p);
	if (p->too_large) {
		paper_drop(p);
		return TOO_LARGE;
	}
	close(p->feed);
	heard = listen_until(p, on_page, arg);
	if (!heard)
		kill(p->pid, SIGKILL);
	close(p->says);
	rc = ended(p, !heard);
	if (rc == OK)
		*ret_pages = p->pages;
	return rc;
}

void paper_drop(struct paper *p)
{
	int status;

	kill(p->pid, SIGKILL);
	close(p->feed);
	close(p->says);
	while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
		;
}
