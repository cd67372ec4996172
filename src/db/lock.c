/* lock.c — flock() for safety, a robust PI mutex in shared memory for order. */
#include "db/lock.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What DB.lock holds. The mutex names its owner by thread id, so it means something only within one PID
 * namespace and one layout of pthread_mutex_t. */
struct queue {
	uint64_t layout;
	uint64_t pid_namespace;
	pthread_mutex_t turn;
};

enum {
	QUEUE_LAYOUT = 0x43410100 + sizeof(pthread_mutex_t),
	BYTE_PRESENT = 0, /* shared by every process that has the file open */
	BYTE_SETUP = 1,   /* held while one of them looks who is there */
	RETRY_NS = 1000000,
};

struct lock {
	int fd;
	struct queue *queue; /* NULL: flock() alone */
	bool has_turn, held;
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

static struct timespec deadline_in(int timeout_ms)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t); /* the clock pthread_mutex_timedlock() goes by */
	t.tv_sec += timeout_ms / 1000;
	t.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	return t;
}

static bool is_past(const struct timespec *deadline)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec > deadline->tv_sec ||
	       (now.tv_sec == deadline->tv_sec && now.tv_nsec >= deadline->tv_nsec);
}

static enum rc take_turn(struct lock *lock, const struct timespec *deadline)
{
	int e;

	if (!lock->queue)
		return OK;
	e = pthread_mutex_timedlock(&lock->queue->turn, deadline);
	if (e == ETIMEDOUT)
		return BUSY;
	if (e == EOWNERDEAD) /* the holder was killed; flock() and SQLite's log are in order all the same */
		e = pthread_mutex_consistent(&lock->queue->turn);
	if (e) {
		log_event(LOG_WARN, "db.lock_queue", { "errno", LOG_I(e) });
		munmap(lock->queue, sizeof(*lock->queue));
		lock->queue = NULL;
		return OK;
	}
	lock->has_turn = true;
	return OK;
}

static void give_turn(struct lock *lock)
{
	if (lock->has_turn)
		pthread_mutex_unlock(&lock->queue->turn);
	lock->has_turn = false;
}

/* Whoever has the turn finds flock() free, unless a killed holder is still being taken apart or somebody
 * outside the queue holds it; then one process, the first in the queue, looks again every millisecond. */
static enum rc take_flock(int fd, const struct timespec *deadline)
{
	const struct timespec pause = { .tv_nsec = RETRY_NS };

	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return FAULT;
		if (is_past(deadline))
			return BUSY;
		nanosleep(&pause, NULL);
	}
	return OK;
}

enum rc lock_take(struct lock *lock, int timeout_ms)
{
	struct timespec deadline = deadline_in(timeout_ms);
	enum rc rc;

	if (lock->held)
		return FAULT;
	if ((rc = take_turn(lock, &deadline)) != OK)
		return rc;
	if ((rc = take_flock(lock->fd, &deadline)) != OK) {
		give_turn(lock);
		return rc;
	}
	lock->held = true;
	return OK;
}

void lock_give(struct lock *lock)
{
	if (!lock->held)
		return;
	flock(lock->fd, LOCK_UN); /* before the turn, so that the next one finds it free */
	lock->held = false;
	give_turn(lock);
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
