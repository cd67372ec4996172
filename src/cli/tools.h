/* tools.h — what Cairn runs or loads beside itself: is it there, and does it run shut in? */
#ifndef CLI_TOOLS_H
#define CLI_TOOLS_H

#include "base/arena.h"

/* tools_missing — calls `say` for each thing that is missing, with what that costs; returns how many. Runs what is looked for. */
size_t tools_missing(struct arena *a, void (*say)(void *arg, const char *what, const char *costs), void *arg);

#endif
