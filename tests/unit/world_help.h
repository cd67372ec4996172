/* world_help.h — a small SQLite database with a person or two, for tests that want one. */
#ifndef TESTS_UNIT_WORLD_HELP_H
#define TESTS_UNIT_WORLD_HELP_H

#include "web/web.h"

struct world {
	struct arena *arena;
	struct str folder;
	struct settings settings;
	struct ctx cx;          /* Cairn itself; cx.now is the clock's */
	int64_t organisation, ada; /* Ada is an assessor there, from ten days ago on */
};

/* world_open — marked as a demo, so that now_offset counts. world_close removes the folder. */
struct world *world_open(void);
void world_close(struct world *w);
/* world_at — the settings with the clock moved by ms. */
struct settings *world_at(struct world *w, int64_t offset);
void world_begin(struct world *w);  /* a write transaction */
void world_commit(struct world *w);

#endif
