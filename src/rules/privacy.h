/* privacy.h — what in a piece of writing could identify a child, a family, or somebody else: found before it is shared.
 *
 * Pure: text in, findings out. Nothing is asked of anybody, nothing is kept. The check looks for patterns and words; it
 * finds much and never everything, and every page that shows its findings says so.
 *
 *     struct privacy_text texts[] = { { S("title"), title }, { S("text"), text } };
 *     struct privacy_findings f = privacy_check(arena, texts, 2, NULL, 0);
 *     for (size_t i = 0; i < f.n; i++)
 *         mark(texts[f.v[i].text], f.v[i].start, f.v[i].end);
 *
 * Findings are in order of text and place, lie inside their text, never overlap, begin and end between characters. The
 * same name gets the same group and the same initials in all texts of one check. Time grows with the length of the texts;
 * past PRIVACY_FINDINGS_MAX the rest is not looked at and `more` is set.
 */
#ifndef RULES_PRIVACY_H
#define RULES_PRIVACY_H

#include "base/arena.h"

enum privacy_class { /* stored with decisions and events: only append */
	PRIVACY_NAME = 1,    /* a person's name */
	PRIVACY_WORKER,      /* the name of somebody who works with the family, or whom Cairn knows */
	PRIVACY_BIRTH,       /* a date of birth */
	PRIVACY_AGE_PLACE,   /* an age together with a place */
	PRIVACY_NHS,         /* an NHS number */
	PRIVACY_NI,          /* a National Insurance number */
	PRIVACY_POSTCODE,
	PRIVACY_PHONE,
	PRIVACY_EMAIL,
	PRIVACY_ADDRESS,
	PRIVACY_SCHOOL,      /* a school, nursery, surgery or another place a child goes to, by name */
	PRIVACY_COURT,       /* a family-court number: ZW19C00430 */
	PRIVACY_CASE,        /* sixteen digits of a court's portal */
	PRIVACY_VEHICLE,     /* a number plate */
	PRIVACY_HANDLE,      /* a name on social media */
	PRIVACY_JIGSAW,      /* one of several details that could identify together */
	PRIVACY_CLASS_END,
};
/* privacy_key — "name", "nhs_number": what JSON and events call a class. Empty for none. */
struct str privacy_key(enum privacy_class c);
/* privacy_class_of_key — the class, or 0. */
enum privacy_class privacy_class_of_key(struct str key);
/* privacy_may_keep — may it stay with a reason? Court, case, NHS and National Insurance numbers may not, whatever the reason. */
bool privacy_may_keep(enum privacy_class c);

/* What to say about a finding beyond its class. */
enum privacy_hint {
	PRIVACY_HINT_NONE, PRIVACY_HINT_SCHOOL, PRIVACY_HINT_NURSERY, PRIVACY_HINT_SURGERY, PRIVACY_HINT_COLLEGE, PRIVACY_HINT_AGE, PRIVACY_HINT_PLACE, PRIVACY_HINT_CONDITION, PRIVACY_HINT_PEOPLE,
	PRIVACY_HINT_MULTIPLE, PRIVACY_HINT_DATE, PRIVACY_HINT_MOVE, PRIVACY_HINT_TRADE, PRIVACY_HINT_END,
};
struct privacy_text {
	struct str name; /* of the field, for whoever reads the findings */
	struct str text; /* UTF-8; bytes that are not are skipped */
};
struct privacy_finding {
	uint32_t text, start, end;    /* which text; bytes [start, end) of it */
	enum privacy_class class;
	enum privacy_hint hint;
	uint32_t group;               /* findings of the same name or number share it; from 1 */
	/* What could stand there instead: initials for a name, the age alone for an age with a place; else empty and the words
	 * for the class apply. Lives in the arena. */
	struct str instead;
	bool pointed;                 /* a reader pointed at it: it can't be kept */
};
enum { PRIVACY_FINDINGS_MAX = 1000, PRIVACY_TEXT_MAX = 4 << 20 };
struct privacy_findings {
	struct privacy_finding *v;
	size_t n;
	/* Details that identify together, where no one of them does alone: ordered like findings, apart from them, and empty
	 * when their weight is under PRIVACY_JIGSAW_FROM. */
	struct privacy_finding *jigsaw;
	size_t jigsaw_n;
	int jigsaw_score;
	bool more;                    /* there is more than is listed */
	size_t steps;                 /* bytes of addresses that were looked at: for a test that it grows with the text alone */
};
enum { PRIVACY_JIGSAW_FROM = 5 };

/* privacy_check — `known` are names of people who work here (the writer, their assessor, supervisor, team): found as
 * PRIVACY_WORKER. Memory from the arena. */
struct privacy_findings privacy_check(struct arena *a, const struct privacy_text *texts, size_t n, const struct str *known,
                                      size_t known_n);

/* Words that a reader of a piece has pointed at, one a line. The class is what is said of them where the check finds nothing. */
enum { PRIVACY_POINTED_MAX = 10, PRIVACY_POINTED_BYTES = 200, PRIVACY_POINTED_PLACES = 200 };
struct privacy_pointed {
	struct str lines;
	enum privacy_class class;
};
/* privacy_check_pointed — the same check; every place at which one of those lines stands is a finding too, whatever the check
 * itself makes of it, and takes the place of findings it overlaps. Case, kinds of apostrophe and the length of spaces don't count;
 * a line begins and ends where words do. */
struct privacy_findings privacy_check_pointed(struct arena *a, const struct privacy_text *texts, size_t n, const struct str *known,
                                              size_t known_n, const struct privacy_pointed *pointed);
/* privacy_stands — where such words stand in a text for the first time from byte `from` on; false when they don't. Pointed lines
 * longer than PRIVACY_POINTED_BYTES stand nowhere. */
bool privacy_stands(struct str text, size_t from, struct str words, size_t *ret_start, size_t *ret_end);

/* privacy_same — are these two writings of what was found the same thing? Numbers without their spaces, names without case. */
bool privacy_same(struct str a, struct str b);

#endif
