/* child.h — looks at untrusted bytes in a process that has nothing to lose.
 *
 * The work runs in a forked child that keeps two descriptors (what it reads, and a pipe for what it finds), opens no
 * others, reaches no network and no database, and has little time and memory. Whatever goes wrong in there costs one
 * answer: the caller gets no result and says so.
 *
 *     static const struct child look = { .prepare = load_rules, .work = look_at, .seconds = 5, .memory = 256 << 20 };
 *     rc = child_run(arena, &look, fd, 6000, &said);
 *
 * A program of the system's may do the work instead (`program`): it reads descriptor 0, writes 1, and opens what is in the
 * system's own folders for reading and nothing else (Landlock; where the kernel has none it is not run at all).
 *
 * The parent waits meanwhile, so never call it while a transaction is open.
 */
#ifndef WEB_CHILD_H
#define WEB_CHILD_H

#include "base/arena.h"

enum { CHILD_SAYS_MAX = 1024 }; /* unless it says otherwise */

struct child {
	/* prepare — in the child, before it is shut in: may open trusted files of the system. NULL ends it. */
	void *(*prepare)(void);
	/* work — shut in: the untrusted file is descriptor 0. Writes at most `says` bytes (CHILD_SAYS_MAX where that is 0) to
	 * `out` and returns how many; 0 means that it found no answer. */
	size_t (*work)(void *prepared, char *out);
	int seconds;   /* of processor time */
	size_t memory; /* bytes it may take beyond what it was born with */
	size_t says;   /* bytes its answer may have; 0: CHILD_SAYS_MAX */
	/* program — instead of prepare and work: its path and arguments, NULL behind the last. More than `says` bytes are cut off. */
	const char *const *program;
	bool threads;  /* the library it works with can't do without; they share all limits */
};

/* child_run — *ret is what the work found. `in` stays the caller's and is read from its present offset.
 * BUSY: `ms` went by, or it used up its processor time. INVALID: it died, did something it may not, or found no answer.
 * FAULT: no child could be made, or it could not be shut in, or what it works with is not there (child.not_shut_in in the log): the
 * machine's trouble, and nothing is known of the bytes. */
enum rc child_run(struct arena *a, const struct child *c, int in, int ms, struct str *ret);

#endif
