/* register.h — what follows from what the regulator's register says: whether somebody is shown to be registered, what has
 * to be looked at, and how alike two names are.
 *
 * A name never decides alone. Number and name are compared, the comparison says how sure it is, and where they differ a
 * person looks and says whether it is the same person; who and when is kept. A register that does not answer stops nobody.
 */
#ifndef RULES_REGISTER_H
#define RULES_REGISTER_H

#include "base/text.h"
#include "base/time.h"
#include "rules/words.h"

enum register_status {
	REGISTER_NOT_ASKED = 0,
	REGISTER_REGISTERED = 1,
	REGISTER_CONDITIONS = 2,   /* registered, with conditions of practice */
	REGISTER_SUSPENDED = 3,
	REGISTER_LAPSED = 4,       /* no longer registered: by their own wish, or not renewed */
	REGISTER_REMOVED = 5,
	REGISTER_NO_SUCH_NUMBER = 6,
	REGISTER_STATUS_END,
};
enum register_source { REGISTER_BY_SERVICE = 1, REGISTER_BY_COPY = 2 };
enum register_copy_state {
	COPY_READING = 0, COPY_READ = 1, COPY_BAD = 2, COPY_IN_USE = 3, COPY_REPLACED = 4, COPY_DROPPED = 5, COPY_STATE_END,
};
extern const struct key_list register_statuses, register_copy_states;
/* register_status_of — of a word a register uses ("Registered", "No longer registered", "Removed from register", "Suspension
 * order", "Conditions of practice"); case and punctuation don't count. REGISTER_NOT_ASKED for one not known. */
enum register_status register_status_of(struct arena *a, struct str typed);

/* ---- names ---- */

enum name_match {
	NAMES_SAME = 1,      /* letter by letter */
	NAMES_FOLDED,        /* but for case, accents, hyphens, apostrophes and spaces */
	NAMES_REORDERED,     /* the same words in another order */
	NAMES_WITHIN,        /* every word of the shorter one is in the longer: a middle name, a known-as name, a second surname */
	NAMES_CLOSE,         /* a letter or two apart */
	NAMES_SURNAME,       /* the last word is the same, the first is not: a known-as name, or a relative */
	NAMES_GIVEN,         /* the first word is the same, the last is not: married, or a namesake */
	NAMES_DIFFERENT,
	NAMES_END,
};
struct name_comparison {
	enum name_match match;
	int percent;         /* how sure that it is one person, going by the names alone */
};
/* names_compare — as one holds it and as the other does. Text of any length; words past 12 are not looked at. */
struct name_comparison names_compare(struct arena *a, struct str ours, struct str theirs);
/* names_agree — alike enough not to be pointed out; a person may still say they are not the same. */
bool names_agree(const struct name_comparison *c);

/* ---- standing ---- */

struct registration_facts {
	bool has_number;
	enum register_status status;
	struct date until;           /* registered until; DATE_NONE when the register does not say */
	struct name_comparison names;/* of what the register says, if it was asked */
	bool said_same, said_other;  /* what a person said of these two names */
};
enum registration_standing {
	STANDS_REGISTERED = 0,
	STANDS_NO_NUMBER,
	STANDS_NOT_ASKED,
	STANDS_NAME_TO_LOOK_AT,
	STANDS_ENDS_SOON,
	STANDS_CONDITIONS,
	STANDS_SUSPENDED,
	STANDS_LAPSED,
	STANDS_REMOVED,
	STANDS_NO_SUCH_NUMBER,
	STANDS_SOMEBODY_ELSE,
	STANDS_END,
};
enum { REGISTRATION_ENDS_SOON_DAYS = 42 };
/* registration_standing — the gravest thing there is to say. A day past `until` counts as lapsed, whatever the status says. */
enum registration_standing registration_standing(const struct registration_facts *f, struct date today);
/* registration_stops — nobody is assigned as an assessor, nor gives a view, while this stands. What could not be asked
 * stops nobody; conditions are looked at by a person. */
bool registration_stops(enum registration_standing s);
/* registration_flagged — coordinator and assessor are told. registration_is_late — at once, rather than to be seen to. */
bool registration_flagged(enum registration_standing s);
bool registration_is_late(enum registration_standing s);

#endif
