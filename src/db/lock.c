/* lock.c — flock() for safety, a queue in shared memory for order.
 *
 * Handing the lock from each writer to the next would cost a change of process with every commit. So whoever
 * finds the lock free takes it, and only the one who has waited longest, the head of the queue, waits for it
 * to be given back. When that has taken SLICE_MS, the head makes it urgent: newcomers then go to the end of
 * the queue instead of taking the lock. A writer among n others so waits about n slices at most. */
#include "db/lock.h"

#include "base/log.h"
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* What DB.lock holds. The mutex names its owner by thread id, so it means something only within one PID
 * namespace and one layout of pthread_mutex_t. */
struct queue {
	uint64_t layout;
	uint64_t pid_namespace;
	pthread_mutex_t turn;        /* held by the head; robust, and handed on in order since it inherits priority */
	_Atomic uint32_t given_back; /* counts; the head sleeps on it */
	_Atomic uint32_t head_waits; /* so that giving back need not wake anybody otherwise */
	_Atomic uint32_t urgent;
};

enum {
	QUEUE_LAYOUT = 0x43410200 + sizeof(pthread_mutex_t),
	BYTE_PRESENT = 0, /* shared by every process that has the file open */
	BYTE_SETUP = 1,   /* held while one of them looks who is there */
	SLICE_MS = 4,
	RETRY_MS = 1,     /* without a queue, and after a head was killed */
};

struct lock {
	int fd;
	struct queue *queue; /* NULL: flock() alone */
	bool held;
};

/* The locks of fcntl() are kept apart from flock()'s by the kernel, so one file carries both. */
static int byte_lock(int fd, int command, short type, off_t byte)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
	int r;

	do
		r = fcntl(fd, command, &l);
	while (r < 0 && errno == EINTR);
	return r;
}

static uint64_t pid_namespace(void)
{
	struct stat st;

	return stat("/proc/self/ns/pid", &st) == 0 ? (uint64_t)st.st_ino : 0;
}

static bool queue_init(struct queue *queue)
{
	pthread_mutexattr_t attr;
	bool ok = pthread_mutexattr_init(&attr) == 0;

	if (!ok)
		return false;
	memset(queue, 0, sizeof(*queue));
	ok = pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED) == 0 &&
	     pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST) == 0 &&
	     pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_INHERIT) == 0 &&
	     pthread_mutex_init(&queue->turn, &attr) == 0;
	pthread_mutexattr_destroy(&attr);
	if (ok) {
		queue->layout = QUEUE_LAYOUT;
		queue->pid_namespace = pid_namespace();
	}
	return ok;
}

/* Whoever finds nobody else present makes the queue new: what a crash or a reboot left in the file names
 * processes that are gone, or worse, others that have their numbers now. */
static struct queue *queue_open(int fd)
{
	struct queue *queue = NULL;
	bool alone, usable = false;

	if (byte_lock(fd, F_OFD_SETLKW, F_WRLCK, BYTE_SETUP) < 0)
		return NULL;
	alone = byte_lock(fd, F_OFD_SETLK, F_WRLCK, BYTE_PRESENT) == 0;
	if (!alone || ftruncate(fd, sizeof(*queue)) == 0)
		queue = mmap(NULL, sizeof(*queue), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (queue == MAP_FAILED)
		queue = NULL;
	if (queue && alone)
		usable = queue_init(queue);
	else if (queue)
		usable = queue->layout == QUEUE_LAYOUT && queue->pid_namespace == pid_namespace();
	byte_lock(fd, F_OFD_SETLK, F_RDLCK, BYTE_PRESENT);
	byte_lock(fd, F_OFD_SETLK, F_UNLCK, BYTE_SETUP);
	if (queue && !usable) {
		munmap(queue, sizeof(*queue));
		queue = NULL;
	}
	return queue;
}

enum rc lock_open(const char *path, struct lock **ret)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct lock *lock;

	if (fd < 0)
		return FAULT;
	if (!(lock = calloc(1, sizeof(*lock)))) {
		close(fd);
		return FAULT;
	}
	lock->fd = fd;
	lock->queue = queue_open(fd);
	*ret = lock;
	return OK;
}

static struct timespec duration(int64_t ms)
{
	return (struct timespec){ .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };
}

/* The moment `ms` from now on the clock that pthread_mutex_timedlock() goes by. */
static struct timespec wall_time_in(int64_t ms)
{
	struct timespec t, d = duration(ms > 0 ? ms : 0);

	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_sec += d.tv_sec;
	t.tv_nsec += d.tv_nsec;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	return t;
}

/* BUSY when somebody else has it. */
static enum rc try_flock(int fd)
{
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			return BUSY;
		if (errno != EINTR)
			return FAULT;
	}
	return OK;
}

static enum rc poll_flock(int fd, int64_t deadline)
{
	const struct timespec pause = duration(RETRY_MS);
	enum rc rc;

	while ((rc = try_flock(fd)) == BUSY && monotonic_ms() < deadline)
		nanosleep(&pause, NULL);
	return rc;
}

/* become_head — waits at the end of the queue. FAULT: the queue is of no use, to this process at least. */
static enum rc become_head(struct queue *queue, int64_t deadline)
{
	struct timespec until = wall_time_in(deadline - monotonic_ms());
	int e = pthread_mutex_timedlock(&queue->turn, &until);

	if (e == ETIMEDOUT)
		return BUSY;
	if (e == EOWNERDEAD) { /* the head was killed while it waited */
		atomic_store(&queue->urgent, 0);
		e = pthread_mutex_consistent(&queue->turn);
	}
	if (e)
		log_event(LOG_WARN, "db.lock_queue", { "errno", LOG_I(e) });
	return e ? FAULT : OK;
}

/* Sleeps until the lock is given back; a holder that was killed wakes nobody, hence the short bound. */
static void sleep_as_head(struct queue *queue, uint32_t seen)
{
	const struct timespec bound = duration(SLICE_MS);

	syscall(SYS_futex, &queue->given_back, FUTEX_WAIT, seen, &bound, NULL, 0);
}

static enum rc wait_as_head(struct lock *lock, int64_t deadline)
{
	struct queue *queue = lock->queue;
	int64_t patience = monotonic_ms() + SLICE_MS;
	enum rc rc;

	atomic_store(&queue->head_waits, 1);
	for (;;) {
		uint32_t seen = atomic_load(&queue->given_back);

		if ((rc = try_flock(lock->fd)) != BUSY || monotonic_ms() >= deadline)
			break;
		if (monotonic_ms() >= patience)
			atomic_store(&queue->urgent, 1);
		sleep_as_head(queue, seen);
	}
	atomic_store(&queue->head_waits, 0);
	atomic_store(&queue->urgent, 0);
	pthread_mutex_unlock(&queue->turn); /* the next one in the queue waits for us from now on */
	return rc;
}

enum rc lock_take(struct lock *lock, int timeout_ms)
{
	int64_t deadline = monotonic_ms() + timeout_ms;
	enum rc rc = BUSY;

	if (lock->held)
		return FAULT;
	if (!lock->queue || !atomic_load(&lock->queue->urgent))
		rc = try_flock(lock->fd);
	if (rc == BUSY && lock->queue) {
		rc = become_head(lock->queue, deadline);
		if (rc == OK) {
			rc = wait_as_head(lock, deadline);
		} else if (rc == FAULT) {
			munmap(lock->queue, sizeof(*lock->queue));
			lock->queue = NULL;
			rc = BUSY;
		}
	}
	if (rc == BUSY && !lock->queue)
		rc = poll_flock(lock->fd, deadline);
	lock->held = rc == OK;
	return rc;
}

void lock_give(struct lock *lock)
{
	struct queue *queue = lock->queue;

	if (!lock->held)
		return;
	flock(lock->fd, LOCK_UN);
	lock->held = false;
	if (!queue)
		return;
	atomic_fetch_add(&queue->given_back, 1);
	if (atomic_load(&queue->head_waits))
		syscall(SYS_futex, &queue->given_back, FUTEX_WAKE, 1, NULL, NULL, 0);
}

void lock_close(struct lock *lock)
{
	if (!lock)
		return;
	lock_give(lock);
	if (lock->queue)
		munmap(lock->queue, sizeof(*lock->queue));
	close(lock->fd);
	free(lock);
}
