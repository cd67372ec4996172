/* reviews.h — reviews: which states one goes through, whose part is waited for, what releases them, what is late, and which outcomes
 * are asked about.
 *
 * A review is a conversation with actions. Each of the three writes a part that nobody else reads until all are there; then all
 * are released at once. They meet, and each reads and signs, or says what they see differently. Nobody confirms a review.
 *
 *     WRITING --all parts there--> READY --met--> MET
 *        |  \--met or begun (what is there is released)--/
 *        \--cancelled--> CANCELLED
 *
 * Pure; nothing is kept.
 */
#ifndef RULES_REVIEWS_H
#define RULES_REVIEWS_H

#include "base/time.h"
#include "rules/words.h"

enum review_kind { REVIEW_POINT = 1, REVIEW_INTERIM = 2, REVIEW_KIND_END };
/* enum review_state is in rules/words.h, with the other states access asks about. */
enum review_act {
	REVIEW_ACT_RELEASE = 1, REVIEW_ACT_MEET = 2, REVIEW_ACT_MOVE = 3, REVIEW_ACT_SPLIT = 4, REVIEW_ACT_CANCEL = 5, REVIEW_ACT_END,
};
/* Stored. Never why somebody is away. */
enum review_why {
	REVIEW_WHY_DIARY = 1, REVIEW_WHY_PARTS = 2, REVIEW_WHY_TIME = 3, REVIEW_WHY_DATES = 4, REVIEW_WHY_OTHER_REVIEW = 5, REVIEW_WHY_OTHER = 6,
	REVIEW_WHY_END,
};
extern const struct key_list review_kinds, review_states, review_acts, review_whys;

/* review_after — the one table of transitions: true and *ret when the act is possible in that state. A review that was released is not
 * cancelled: it is met, or moved. */
bool review_after(enum review_state state, enum review_act act, enum review_state *ret);
/* review_releases — does this act let each read the others' parts? A meeting does, whatever is missing then. */
bool review_releases(enum review_act act);

/* Sets of roles, as bits. */
#define REVIEW_ROLE(role) (1u << (role))
enum { REVIEW_ALL_THREE = (1 << ROLE_ECSW) | (1 << ROLE_SUPERVISOR) | (1 << ROLE_ASSESSOR) };
/* review_all_given — every part wanted is there. */
static inline bool review_all_given(unsigned wanted, unsigned given) { return (wanted & ~given) == 0; }

/* One step of a rating scale, in the programme's words. */
struct review_step {
	struct str key, label, anchor;
};
enum { REVIEW_STEPS_MAX = 7, REVIEW_POINTS_MAX = 24, REVIEW_PREPARE_DAYS = 42, REVIEW_PARTS_DAYS = 7, REVIEW_SIGN_DAYS = 7 };
/* What a programme says of its reviews. */
struct review_rules {
	int all[REVIEW_POINTS_MAX], all_n; /* months at which every outcome is asked about */
	int optional[REVIEW_POINTS_MAX], optional_n; /* months at which one is held only when one of the three wants it */
	unsigned parts;              /* whose parts are waited for */
	int prepare_days;            /* parts are asked for so many days before it is due */
	int parts_days;              /* they are wanted so many days before the meeting */
	int sign_days;               /* signatures are wanted so many days after it */
	struct review_step scale[REVIEW_STEPS_MAX];
	int scale_n;                 /* 0: the programme has none of its own */
};
/* review_rules_usual — what holds for a programme that says nothing: all three parts; every outcome at the end, and at the first
 * point that is at or after the middle. `points`: months, ascending. */
struct review_rules review_rules_usual(const int *points, int n, int months);
/* review_is_optional — is the one of that month held only when one of the three wants it? Nobody prepares it, nobody is reminded of it, and that
 * it was not held is nothing. Once somebody has begun it, it is as every other. */
bool review_is_optional(const struct review_rules *r, int month);
/* review_asks_all — is every outcome asked about at this point? Between two points only what has changed. */
bool review_asks_all(const struct review_rules *r, enum review_kind kind, int month);

/* ---- waiting, and late ---- */

enum review_waiting { REVIEW_WAITS_NOTHING = 0, REVIEW_WAITS_PARTS, REVIEW_WAITS_MEETING, REVIEW_WAITS_SIGNATURES };
struct review_facts {
	enum review_state state;
	unsigned wanted, given, signed_by; /* roles */
	struct date prepared, due, closes, planned, met; /* planned, met: DATE_NONE for none */
	bool paused;                 /* the clock of the induction is stopped today */
	int more;                    /* working days that an adjustment gives the ECSW for what waits for them alone */
};
struct review_waits {
	enum review_waiting what;
	unsigned with;               /* roles it waits for; none for a meeting, which is all three's */
	struct date since, by;       /* by: DATE_NONE while the clock is stopped */
	int days_late;               /* 0: it is not */
};
/* review_waits — what one waits for today, with whom, since when, until when. In a pause nothing is late. */
struct review_waits review_waits(const struct review_facts *f, const struct review_rules *rules, struct date today);
/* review_remind — is a reminder due? A week before parts or signatures are wanted, then each week that they are late; at most one
 * in seven days; none in a pause, and none when nothing is waited for. `last`: DATE_NONE for never. */
bool review_remind(const struct review_waits *w, struct date last, struct date today);

/* review_met_when — against its window: days before it (negative), 0, or days after it. */
int review_met_when(struct date met, struct date opens, struct date closes);

#endif
