/* demo.h — the demo world (demo/world.json, embedded) as rows, and large made-up databases for measuring.
 *
 * Only for a fresh, empty database, which it marks as a demo for ever. All dates are relative to cx->now.
 */
#ifndef APP_DEMO_DEMO_H
#define APP_DEMO_DEMO_H

#include "web/web.h"

/* demo_fill — frameworks, people and their work. CONFLICT when the database has people already; FAULT with a sentence
 * when world.json does not fit. In a write transaction. */
enum rc demo_fill(struct ctx *cx, struct str *ret_why);
/* demo_kinds — answers, parts, supervision, goals and private reflections (demo/kinds.json), behind demo_fill's people and
 * pieces; part of it. */
enum rc demo_kinds(struct ctx *cx, struct str *ret_why);
/* demo_multiply — adds inductions until there are `inductions` in all, each with 60 pieces and about 500 links, with
 * summaries, reproducibly. Opens and commits its own transactions of 50 inductions. For measuring. */
enum rc demo_multiply(struct ctx *cx, int64_t inductions, struct str *ret_why);

#endif
