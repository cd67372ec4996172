/* print_inside.h — what the pages and the job of this feature share. */
#ifndef APP_PRINT_PRINT_INSIDE_H
#define APP_PRINT_PRINT_INSIDE_H

#include "app/print/print.h"

enum print_scope { PRINT_PIECE = 1, PRINT_OUTCOME = 2, PRINT_WHOLE = 3 };
/* The first three are running. STALE is never stored. */
enum print_state {
	PRINT_WAITING = 0, PRINT_GATHERING = 1, PRINT_SETTING = 2, PRINT_DONE = 3, PRINT_NO_ROOM = 4, PRINT_TOO_LARGE = 5,
	PRINT_FAILED = 6, PRINT_STALE = 7, PRINT_STATE_END,
};
enum {
	PRINT_PIECES_MAX = 2000,   /* in one copy */
	PRINT_LINKS_MAX = 200000,  /* of them */
	PRINT_DAYS = 7,
	PRINTS_KEPT_MAX = 20,      /* of one person, of one portfolio */
	PRINT_TRIES = 3,
};

/* print_path — where its bytes are. */
struct str print_path(struct arena *a, const struct settings *s, struct uuid print);

#endif
