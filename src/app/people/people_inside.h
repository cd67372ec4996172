/* people_inside.h — shared by the files of people. */
#ifndef APP_PEOPLE_PEOPLE_INSIDE_H
#define APP_PEOPLE_PEOPLE_INSIDE_H

#include "app/objects.h"
#include "app/people/people.h"

/* invitation_send — a new link, the old one dies, and the mail with it. */
enum rc invitation_send(struct ctx *cx, const struct invitation *i);

/* grant_refused — says why a role can't be given, and has it written down in the giver's organisation. */
enum rc grant_refused(struct ctx *cx, enum grant_answer why, int64_t organisation, struct uuid about);
enum word person_state_word(enum person_state state);
/* registration_typed — without spaces, in capitals. */
struct str registration_typed(struct arena *a, struct str typed);

/* mail_to — tells a person something at the address they are reached at, and nobody when there is none. */
enum rc mail_to(struct ctx *cx, int64_t person, enum word subject, struct str body);

/* name_of_actor — whoever does this, for a mail. */
static inline struct str actor_name(const struct ctx *cx) { return cx->person_name; }

#endif
