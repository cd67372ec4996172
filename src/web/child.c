/* child.c — a process that is shut in, and its parent's patience. */
#include "web/child.h"

#include "base/log.h"
#include "base/shut.h"
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

enum { NOT_SHUT_IN = 120, PROGRAM_FILES = 16 };

/* ---- in the child ---- */

/* What reading a file, thinking about it and answering takes. */
static const int may_call[] = {
	SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(lseek), SCMP_SYS(fstat),
	SCMP_SYS(close), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(mremap), SCMP_SYS(munmap), SCMP_SYS(mprotect),
	SCMP_SYS(madvise), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime),
	SCMP_SYS(getrandom),
#if SANITIZED
	SCMP_SYS(futex), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sched_yield), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack),
#endif
};
/* What threads of one process take beside; they come from clone() with CLONE_THREAD alone, see filter_threads. */
static const int may_thread[] = {
	SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_getattr), SCMP_SYS(rt_sigprocmask), SCMP_SYS(prctl), SCMP_SYS(getrusage),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(tgkill), SCMP_SYS(rt_sigaction),
#if SANITIZED
	SCMP_SYS(sigaltstack), SCMP_SYS(sched_setaffinity), SCMP_SYS(prlimit64),
#endif
};
/* What libraries try in passing and can do without: refused, but no reason to die. */
static const int may_ask[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(access),
	SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(ioctl), SCMP_SYS(fcntl),
};

/* glibc asks for clone3 first, whose flags a filter can't see; told that there is none it asks for clone. */
static bool filter_threads(scmp_filter_ctx filter)
{
	bool ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
	          seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
	                           SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM)) == 0;

	for (size_t i = 0; ok && i < COUNT_OF(may_thread); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, may_thread[i], 0) == 0;
	return ok;
}

static bool filter_calls(const struct child *c)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok = filter != NULL;

	for (size_t i = 0; ok && i < COUNT_OF(may_call); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, may_call[i], 0) == 0;
	for (size_t i = 0; ok && i < COUNT_OF(may_ask); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), may_ask[i], 0) == 0;
	/* glibc asks for fstat(fd) as newfstatat(fd, "", …, AT_EMPTY_PATH). */
	ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
	                            SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH)) == 0;
	/* The files of time zones, looked for by whoever reads a date. */
	ok = ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(newfstatat), 1,
	                            SCMP_A3(SCMP_CMP_NE, AT_EMPTY_PATH)) == 0;
	if (ok && c->threads)
		ok = filter_threads(filter);
	return ok && seccomp_load(filter) == 0;
}

/* What a program takes until it has found its libraries, and beyond. What it asks for else it is told that it may not. */
static const int program_may_call[] = {
	SCMP_SYS(execve), SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(close), SCMP_SYS(dup), SCMP_SYS(fcntl), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(mremap),
	SCMP_SYS(munmap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom), SCMP_SYS(arch_prctl),
	SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(futex), SCMP_SYS(prlimit64),
	SCMP_SYS(getdents64), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sigaltstack), SCMP_SYS(readlink), SCMP_SYS(getcwd),
};

static bool filter_program(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok = filter != NULL;

	for (size_t i = 0; ok && i < COUNT_OF(program_may_call); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, program_may_call[i], 0) == 0;
	/* Reading only; which files, Landlock says. */
	ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
	                            SCMP_A2(SCMP_CMP_MASKED_EQ, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0)) == 0;
	return ok && seccomp_load(filter) == 0;
}

static bool only_the_system(void)
{
	static const struct shut_path paths[] = {
		{ "/usr", true, true }, { "/lib", true, true }, { "/lib64", true, true }, { "/etc/ld.so.cache", false, false }, { "/dev/null", false, false },
	};

	return shut_files(paths, COUNT_OF(paths));
}

static bool limit(int what, rlim_t most)
{
	struct rlimit r = { most, most };

	return setrlimit(what, &r) == 0;
}

/* address_space — bytes of address space this process has already; it was born with its parent's. */
static size_t address_space(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;
	char first[32]; /* bounded: the first number of one line */

	if (!f)
		return 0;
	if (fgets(first, sizeof(first), f))
		pages = strtoul(first, NULL, 10);
	fclose(f);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool shut_in(const struct child *c)
{
	size_t born_with = address_space();

	if (!born_with || !limit(RLIMIT_CORE, 0) || !limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_CPU, (rlim_t)c->seconds))
		return false;
	/* AddressSanitizer reserves terabytes of address space for itself. */
	if (!SANITIZED && !limit(RLIMIT_AS, born_with + c->memory))
		return false;
	return limit(RLIMIT_NOFILE, 2) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && filter_calls(c);
}

static void let_go(int in, int out)
{
	static const int ours[] = { SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGXCPU, SIGCHLD };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (size_t i = 0; i < COUNT_OF(ours); i++)
		signal(ours[i], SIG_DFL);
	/* Both are above 2, see child_run. The database's descriptors are closed too, which touches none of its locks: they
	 * belong to the parent's process, or to its own copies. */
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || close_range(2, ~0U, 0) != 0)
		_exit(NOT_SHUT_IN);
}

static size_t says_most(const struct child *c)
{
	return c->says ? c->says : CHILD_SAYS_MAX;
}

/* The parent takes it for an answer only when the child then ends well: half of one counts for nothing. */
static bool write_all(const char *p, size_t n)
{
	while (n) {
		ssize_t wrote = write(1, p, n);

		if (wrote <= 0)
			return false;
		p += wrote;
		n -= (size_t)wrote;
	}
	return true;
}

/* run_program — what becomes of this process. Its memory is all its own, since nothing of the parent's is left in it. */
static _Noreturn void run_program(const struct child *c)
{
	static char *const environment[] = { (char *)(uintptr_t)"LC_ALL=C.UTF-8", NULL };

	if (open("/dev/null", O_RDWR) != 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !only_the_system() ||
	    !limit(RLIMIT_CORE, 0) || !limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_CPU, (rlim_t)c->seconds) ||
	    !limit(RLIMIT_NOFILE, PROGRAM_FILES) || (!SANITIZED && !limit(RLIMIT_AS, c->memory)) || !filter_program())
		_exit(NOT_SHUT_IN);
	execve(c->program[0], (char *const *)(uintptr_t)c->program, environment);
	_exit(NOT_SHUT_IN);
}

static _Noreturn void child_main(const struct child *c, int in, int out)
{
	char *says;
	void *prepared;
	size_t n;

	let_go(in, out);
	if (c->program)
		run_program(c);
	prepared = c->prepare();
	says = calloc(1, says_most(c));
	if (!prepared || !says || !shut_in(c))
		_exit(NOT_SHUT_IN);
	n = c->work(prepared, says);
	_exit(n > 0 && n <= says_most(c) && write_all(says, n) ? 0 : 1);
}

/* ---- in the parent ---- */

/* above_two — the same open file as a descriptor that can't be taken for one of the standard three. */
static int above_two(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

/* hear — what comes through the pipe until it closes; BUSY after `ms`. */
static enum rc hear(int from, int ms, char *says, size_t most, size_t *ret_n)
{
	int64_t end = monotonic_ms() + ms;
	size_t n = 0;

	for (;;) {
		struct pollfd p = { .fd = from, .events = POLLIN };
		int64_t left = end - monotonic_ms();
		ssize_t got;

		if (left <= 0)
			return BUSY;
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		got = read(from, says + n, most - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			*ret_n = n;
			return OK;
		}
		n += (size_t)got;
		if (n == most) {
			*ret_n = n;
			return OK;
		}
	}
}

/* ended — how it ended, seen from its status. */
static enum rc ended(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return INVALID;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return OK;
	if (WIFSIGNALED(status))
		log_event(LOG_WARN, "child.killed", { "signal", LOG_I(WTERMSIG(status)) });
	else if (WEXITSTATUS(status) == NOT_SHUT_IN) {
		log_event(LOG_ERROR, "child.not_shut_in", { "status", LOG_I(WEXITSTATUS(status)) });
		return FAULT;
	}
	/* The kernel ends it with SIGKILL when the soft and the hard limit of processor time are one. */
	return WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL) ? BUSY : INVALID;
}

enum rc child_run(struct arena *a, const struct child *c, int in, int ms, struct str *ret)
{
	int ends[2], own = -1, out = -1;
	char *says = arena_alloc(a, says_most(c));
	enum rc rc = FAULT, how;
	size_t n = 0;
	pid_t pid = -1;
	bool cut;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return FAULT;
	own = above_two(in);
	out = above_two(ends[1]);
	if (own >= 0 && out >= 0 && (pid = fork()) == 0)
		child_main(c, own, out);
	close(ends[1]);
	if (out >= 0)
		close(out);
	if (own >= 0)
		close(own);
	if (pid > 0) {
		rc = hear(ends[0], ms, says, says_most(c), &n);
		cut = c->program && n == says_most(c); /* it goes on writing, and nobody reads it */
		if (rc != OK || cut)
			kill(pid, SIGKILL);
		how = ended(pid);
		rc = rc != OK || cut ? rc : how;
	}
	close(ends[0]);
	if (rc == OK)
		*ret = (struct str){ says, n };
	return rc;
}
