/* look.h — how somebody wants pages to look: size of the letters, font, spacing, background. A reasonable adjustment people ask
 * for, so it is there for everybody, signed in or not.
 *
 * The device says it in a cookie of four digits that says nothing of anybody; for those with an account it is kept as well, and
 * their next device is told when they sign in. It becomes classes on <html>, for which assets/look.scss has the rules; who chose
 * nothing gets neither.
 */
#ifndef WEB_LOOK_H
#define WEB_LOOK_H

#include "web/web.h"

enum look_part { LOOK_SIZE, LOOK_FONT, LOOK_SPACING, LOOK_GROUND, LOOK_PARTS };
struct look {
	int v[LOOK_PARTS]; /* numbers of look_choices, from 1: the first of each is as pages are */
};
struct look_choice {
	struct str key;
	const char *html_class; /* NULL for none */
	enum word name;
};
struct look_choices {
	const char *name;       /* of the field */
	enum word label, hint;
	struct look_choice v[5];
	int n;
};
extern const struct look_choices look_parts[LOOK_PARTS];

/* look_of — of this device. look_classes — with a space before each; empty for pages as they are. */
struct look look_of(const struct ctx *cx);
struct str look_classes(struct ctx *cx, const struct look *look);
/* look_keep — for this device, and for the person who is signed in. look_kept — what was kept for a person. */
enum rc look_keep(struct ctx *cx, const struct look *look);
enum rc look_kept(struct ctx *cx, int64_t person, struct look *ret);
/* look_enters — somebody signs in: the device is told what they have kept, if anything. */
enum rc look_enters(struct ctx *cx, int64_t person);
/* look_fields — the four fields of a form, `prefix` before their ids. */
struct html look_fields(struct ctx *cx, const struct look *look, struct str prefix);

#endif
