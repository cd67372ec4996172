/* shut.h — for a process that reads what strangers wrote: from now on it opens what is named here and nothing else (Landlock, of Linux
 * 5.13). What it has open stays open.
 *
 *     static const struct shut_path fonts[] = { { "/usr", true, false } };
 *     if (!shut_files(fonts, COUNT_OF(fonts)))
 *             return FAILED;
 */
#ifndef BASE_SHUT_H
#define BASE_SHUT_H

#include "base/base.h"

struct shut_path {
	const char *path;
	bool folder; /* and all that is in it */
	bool runs;   /* programs in it may be run, too */
};

/* shut_is_there — does this kernel have Landlock, and let us use it? */
bool shut_is_there(void);
/* shut_files — only these may be opened, and for reading only; one that is not there is no loss. The process needs no_new_privs. False:
 * it is not shut in. */
bool shut_files(const struct shut_path *paths, size_t n);

#endif
