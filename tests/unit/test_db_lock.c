/* test_db_lock.c — one holder at a time, in order, whoever dies. Processes tell each other through pipes. */
#include "db/lock.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/cairn-lock-XXXXXX";

static int set_up(void **state)
{
	int fd = mkstemp(path);

	UNUSED(state);
	close(fd);
	return fd < 0;
}

static int tear_down(void **state)
{
	UNUSED(state);
	return unlink(path);
}

static struct lock *open_it(void)
{
	struct lock *lock = NULL;

	if (lock_open(path, &lock) != OK)
		abort();
	return lock;
}

/* holder — a child that has the lock when this returns. */
static pid_t holder(void)
{
	int ends[2];
	char c;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	if ((pid = fork()) == 0) {
		struct lock *lock = open_it();

		if (lock_take(lock, 1000) == OK && write(ends[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &c, 1), 1);
	close(ends[0]);
	return pid;
}

static void kill_it(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void a_held_lock_is_busy_for_others(void **state)
{
	struct lock *lock = open_it();
	pid_t pid = holder();

	UNUSED(state);
	assert_int_equal(lock_take(lock, 30), BUSY);
	assert_int_equal(lock_take(lock, 0), BUSY);
	kill_it(pid);
	lock_close(lock);
}

static void a_killed_holder_leaves_it_free(void **state)
{
	struct lock *lock = open_it();

	UNUSED(state);
	for (int i = 0; i < 5; i++) {
		kill_it(holder());
		assert_int_equal(lock_take(lock, 5000), OK);
		lock_give(lock);
	}
	lock_close(lock);
}

static void a_killed_waiter_holds_nobody_up(void **state)
{
	struct lock *lock = open_it();

	UNUSED(state);
	for (int i = 0; i < 5; i++) {
		pid_t pid;

		assert_int_equal(lock_take(lock, 5000), OK);
		if ((pid = fork()) == 0) {
			lock_take(open_it(), 5000);
			_exit(0);
		}
		usleep(20000); /* it is the head of the queue by now, and has made it urgent */
		kill_it(pid);
		lock_give(lock);
	}
	assert_int_equal(lock_take(lock, 5000), OK);
	lock_give(lock);
	lock_close(lock);
}

static void taking_it_twice_is_refused(void **state)
{
	struct lock *lock = open_it();

	UNUSED(state);
	assert_int_equal(lock_take(lock, 100), OK);
	assert_int_equal(lock_take(lock, 100), FAULT);
	lock_give(lock);
	lock_give(lock);
	lock_close(lock);
	lock_close(NULL);
}

/* Rubbish in the file, as after a crash or from another version, must not matter to the first who comes. */
static void what_a_crash_left_is_made_new(void **state)
{
	char rubbish[512];
	struct lock *lock;
	int fd = open(path, O_WRONLY);

	UNUSED(state);
	memset(rubbish, 0x5a, sizeof(rubbish));
	assert_int_equal(write(fd, rubbish, sizeof(rubbish)), sizeof(rubbish));
	close(fd);
	lock = open_it();
	a_held_lock_is_busy_for_others(NULL);
	assert_int_equal(lock_take(lock, 100), OK);
	lock_close(lock);
}

struct shared {
	_Atomic int inside, most, times;
};

static void eight_processes_never_meet_inside(void **state)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	UNUSED(state);
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			struct lock *lock = open_it();

			for (int n = 0; n < 200; n++) {
				if (lock_take(lock, 10000) != OK)
					_exit(1);
				if (++shared->inside > shared->most)
					shared->most = shared->inside;
				if (n % 50 == i)
					usleep(500);
				shared->times++;
				shared->inside--;
				lock_give(lock);
			}
			_exit(0);
		}
	}
	for (int i = 0; i < 8; i++)
		wait(NULL);
	assert_int_equal(shared->times, 1600);
	assert_int_equal(shared->most, 1);
	munmap(shared, sizeof(*shared));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_held_lock_is_busy_for_others),
		cmocka_unit_test(a_killed_holder_leaves_it_free),
		cmocka_unit_test(a_killed_waiter_holds_nobody_up),
		cmocka_unit_test(taking_it_twice_is_refused),
		cmocka_unit_test(what_a_crash_left_is_made_new),
		cmocka_unit_test(eight_processes_never_meet_inside),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
