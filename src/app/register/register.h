/* register.h — what the regulator's register says of people here, and what follows from it. */
#ifndef APP_REGISTER_REGISTER_H
#define APP_REGISTER_REGISTER_H

#include "app/objects.h"

/* registration_stops_person — may this person not assess, because they are not shown to be registered? */
enum rc registration_stops_person(struct ctx *cx, int64_t person, bool *ret_stops);

/* A line beside somebody's name: a mark, and words that say why. */
struct staff_mark {
	struct str text;
	bool late, ok;       /* neither: something to see to */
};
struct staff_marks {
	struct staff_mark *v;
	size_t n;
};
/* registration_marks — adds what the register says of somebody, with the day it was asked. */
enum rc registration_marks(struct ctx *cx, int64_t person, struct staff_marks *marks);

#endif
