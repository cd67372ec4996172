/* give_inside.h — shared by the files of the giver's side. */
#ifndef APP_OUTSIDER_GIVE_INSIDE_H
#define APP_OUTSIDER_GIVE_INSIDE_H

#include "app/outsider/said.h"
#include "web/form.h"

enum { SEND_KEY_MAX = 64, HELPER_MAX = 60 };
enum { ANSWERS_SELF = 1, ANSWERS_HELPED = 2 };
struct give_typed {
	struct str send_key, name, role, organisation, helper;
	bool was_there, read_again;
	int who;
};
extern const struct key_list answering;
/* asked_of — the questions behind the link; cx->induction is loaded. */
enum rc asked_of(struct ctx *cx, const struct ask *k, struct questions *ret);

/* draw_give — the page to be filled in, with what was typed before. */
enum rc draw_give(struct ctx *cx, const struct ask *k);
/* draw_thanks — sent: what happens now, and the code that deletes it. */
enum rc draw_thanks(struct ctx *cx, const struct ask *k, struct str code);
/* draw_remove — coming back: nothing but deleting. `error` is SAID_END for none; `gone`: it has been deleted. What came with a posting
 * that was no deleting has not been taken, and the status says so: a device that sent it keeps it. */
enum rc draw_remove(struct ctx *cx, const struct ask *k, enum said error, bool gone);
/* draw_closed — the same for a link that is unknown, over, revoked or somebody else's. */
enum rc draw_closed(struct ctx *cx);

/* The same for programs: the draw_ functions call them. json_remove — `wrong`: the code is not the one, cx->err says so; `refuses`: what
 * came was no deleting and has not been taken. */
enum rc json_give(struct ctx *cx, const struct ask *k);
enum rc json_thanks(struct ctx *cx, const struct ask *k, struct str code);
enum rc json_remove(struct ctx *cx, const struct ask *k, bool wrong, bool refuses, bool gone);
enum rc json_closed(struct ctx *cx);
/* give_path — an address behind this link. readers_of — who will read it, as a sentence. */
struct url give_path(struct ctx *cx, const char *behind);
struct str readers_of(struct ctx *cx, const struct ask_people *p);

#endif
