/* demo_inside.h — the world while it is played: who is there (demo.c), then what they did (demo_work.c).
 *
 * world.json names everybody by a key of its own; a list of names says which row each became. Everything lives until the
 * demo is filled.
 */
#ifndef APP_DEMO_DEMO_INSIDE_H
#define APP_DEMO_DEMO_INSIDE_H

#include "app/demo/demo.h"

#include <jansson.h>

enum { WORLD_MOST = 512 };
struct named {
	struct str key;
	int64_t id;
};
struct names {
	struct named v[WORLD_MOST];
	size_t n;
};

struct world {
	struct ctx *cx;
	json_t *root;
	struct names organisations, people, programmes, inductions; /* inductions by their ECSW's key */
	struct uuid induction_ids[WORLD_MOST];
	int64_t programme_frameworks[WORLD_MOST];
	instant now; /* the demo's present; cx->now is moved while the past is played */
	struct str *why;
};

/* world_id — the row of that key; 0 for none. world_index — its place in the list; SIZE_MAX for none. */
int64_t world_id(const struct names *n, struct str key);
size_t world_index(const struct names *n, struct str key);
/* world_wrong — says that `what` of `key` does not fit; always FAULT. */
enum rc world_wrong(struct world *w, const char *what, struct str key);
/* world_days_ago — the day that `key` of `o` counts back to. world_time_ago — half past four in the afternoon of that day and
 * so many minutes, or now if that is still to come: when people write things up. */
struct date world_days_ago(const struct world *w, const json_t *o, const char *key);
instant world_time_ago(const struct world *w, int64_t days, int minutes);
/* world_play_as — as somebody, at a time: the next events are theirs. world_play_now — back in the present, as nobody. */
void world_play_as(struct world *w, int64_t person, enum role role, instant at);
void world_play_now(struct world *w);

/* world_work — what people did, once they are there: pieces and views, mail, invitations, people without an account, outcomes. */
enum rc world_work(struct world *w);
/* world_drafts — drafts of standards, what was said of them and what came of it. */
enum rc world_drafts(struct world *w);
/* world_framework — one that comes with Cairn, as a draft. */
enum rc world_framework(struct world *w, struct str slug, int64_t *ret, struct uuid *ret_uuid);

#endif
