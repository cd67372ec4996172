/* lock.h — one writer at a time, across processes, in the order in which they came.
 *
 * SQLite before 3.51.3 can corrupt a WAL database when two connections write or checkpoint at once, so
 * every writer and every checkpoint holds this lock on DB.lock. It is made of two parts:
 *
 *   - flock() on the file is what keeps writers apart. The kernel drops it when its holder dies.
 *   - a queue in shared memory (in the same file) decides who is next, so that nobody starves, and spares the
 *     crowd from being woken each time. It survives the death of anyone in it. Where it can't be used, for
 *     instance by a process in another PID namespace, flock() alone is right, only less fair.
 *
 * Open it after the fork, never before: a child would share its parent's lock. docs/adr/0010-one-writer-lock.md
 * says why it is made so and what it costs.
 */
#ifndef DB_LOCK_H
#define DB_LOCK_H

#include "base/base.h"

struct lock;

/* lock_open — path is made if it isn't there. FAULT with errno set. */
enum rc lock_open(const char *path, struct lock **ret);
/* lock_take — waits at most timeout_ms without spinning; BUSY after that. Not recursive. */
enum rc lock_take(struct lock *lock, int timeout_ms);
void lock_give(struct lock *lock);
void lock_close(struct lock *lock); /* gives it back first where it is held; NULL is fine */

#endif
