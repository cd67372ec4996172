/* programme_next.h — what a programme proposes to somebody who asks what would help most: kinds of work that come by themselves,
 * and what they may be about (`next`; programmes/README.md). rules/next.h chooses among them. */
#ifndef APP_JOINING_PROGRAMME_NEXT_H
#define APP_JOINING_PROGRAMME_NEXT_H

#include "base/base.h"
#include "rules/next.h"

struct json_t;

enum { PROGRAMME_KEY_MAX = 60, PROGRAMME_THEME_MAX = 80 };

/* Outcomes by code, each once. */
struct next_codes {
	struct str v[NEXT_OUTCOMES_MAX];
	size_t n;
};
/* One kind of work in one setting. */
struct next_work {
	struct str key, say, ask; /* which; what it is; whom to ask */
	enum evidence_kind kind;
	enum setting setting;     /* SETTING_NONE: not said */
	int effort;
	struct next_codes outcomes;
};
/* What such work may be about. */
struct next_theme {
	struct str key, say;      /* say: as it stands after “about”, such as “a first visit” */
	struct next_codes outcomes;
	uint8_t with[NEXT_WORK_MAX]; /* indexes of the work it goes with, each once */
	size_t with_n;
};
struct programme_next {
	struct next_work *work;   /* at most NEXT_WORK_MAX */
	size_t n;
	struct next_theme *themes; /* at most NEXT_THEMES_MAX; with each in its `with` at most NEXT_CANDIDATES_MAX beside `work` */
	size_t themes_n;
};
/* programme_next_read — the object under the key `next`, NULL for none. Candidates that make no sense are passed over, as they
 * always were; themes came later and are checked: false with a sentence that names the place and says what to do. Everything
 * lives in the arena. */
bool programme_next_read(struct arena *a, const struct json_t *next, struct programme_next *ret, struct str *ret_why);

#endif
