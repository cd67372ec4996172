/* programme_inside.h — a programme's JSON on its way into a struct: shared by the files that read its parts. */
#ifndef APP_JOINING_PROGRAMME_INSIDE_H
#define APP_JOINING_PROGRAMME_INSIDE_H

#include "app/joining/programme.h"

struct json_t;

/* A programme is read part by part, and a part that is wrong does not hide what is wrong with the next. Everything lives in the arena. */
struct reading {
	struct arena *a;
	struct programme_data *d;
	struct str inside;           /* the place of the object in hand; empty for the programme itself */
	struct str why;              /* the first thing wrong with the part in hand; empty for none */
	bool no_months;              /* its length or its reviews can't be read: nothing is held against them */
	struct programme_wrongs *wrong; /* of all parts */
};
/* reading_wrong — that place, and what to do about it. */
void reading_wrong(struct reading *r, struct str where, const char *says);
/* reading_keys — true when it is an object and every member of it is one of these: a misspelt key would otherwise be a rule that does not hold. */
bool reading_keys(struct reading *r, const struct json_t *o, struct str where, const char *const *names, size_t n);
#define KEYS(r, o, where, ...)                                                                            \
	reading_keys((r), (o), (where), (const char *const[]){ __VA_ARGS__ },                                         \
	     sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))
/* reading_text — of at most `max` characters; `where` is the object's place, empty for the programme's own. */
struct str reading_text(struct reading *r, const struct json_t *o, const char *key, struct str where, size_t max, bool required);
/* reading_is_slug — lower case, digits and hyphens, as people type in addresses and files. */
bool reading_is_slug(struct str s);

/* programme_agreed_read — the objects under `pauses` and `extensions`, NULL for what is left out: then there is none of it. */
void programme_agreed_read(struct reading *r, const struct json_t *pauses, const struct json_t *extensions);

/* programme_support_read — the object under `support`; NULL where it says nothing. */
void programme_support_read(struct reading *r, const struct json_t *o);

/* programme_vary_read — the object under `may_vary`, after what it is about has been read; NULL where it says nothing: all is locked. */
void programme_vary_read(struct reading *r, const struct json_t *o);

/* programme_after_read — the list under `after`; NULL where it says nothing. */
void programme_after_read(struct reading *r, const struct json_t *list);

#endif
